//! Several accounts in one engine.

use std::sync::Arc;

use ferrogate_api::organizations::operation as op;
use ferrogate_api::{Cx, cloudwatch, ecr, ecs, iam, json as wire, kms, logs, sts};
use ferrogate_auth::{AccessKeys, Ask, Authorize, Caller, RootKey};
use ferrogate_base::TimestampMs;
use ferrogate_policy::Context;
use ferrogate_services::{ce, events, sns};
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, NOW_MS, REGION, Rig, column};
use crate::sample::{operations, sample};

const ALL: &str = "p-FullAWSAccess";
const TYPE: &str = "SERVICE_CONTROL_POLICY";

/// A request of an account's root.
fn root(of: &str) -> Arc<Cx> {
    Arc::new(Cx::root("id", of.parse().unwrap(), REGION, TimestampMs(NOW_MS)))
}

async fn create(rig: &Rig, name: &str, tags: Value) -> Value {
    let ask = json!({"AccountName": name, "Email": format!("{name}@example.com"), "Tags": tags});
    rig.ok(&op::CreateAccount, ask).await["CreateAccountStatus"].clone()
}

async fn made(rig: &Rig, name: &str) -> String {
    let status = create(rig, name, json!([])).await;
    assert_eq!(status["State"], "SUCCEEDED", "{status}");
    status["AccountId"].as_str().unwrap().to_owned()
}

fn with_id(id: &str) -> Value {
    json!([{"Key": "ferrogate:account-id", "Value": id}])
}

#[tokio::test]
async fn accounts_are_made_shown_and_closed_and_no_id_is_given_twice() {
    let rig = Rig::new().await;
    let drawn = made(&rig, "drawn").await;
    assert!(drawn.len() == 12 && !drawn.starts_with('0'), "{drawn}");
    let status = create(&rig, "dev", with_id("000000000007")).await;
    assert_eq!(status["AccountId"], "000000000007");
    let request = json!({"CreateAccountRequestId": status["Id"]});
    let told = rig.ok(&op::DescribeCreateAccountStatus, request).await;
    assert_eq!(told["CreateAccountStatus"], status);

    let other =
        json!({"AccountName": "x", "Email": "x@example.com", "Tags": with_id("000000000007")});
    assert_eq!(rig.refused(&op::CreateAccount, other.clone()).await.0, "InvalidInputException");
    let own = json!({"AccountName": "x", "Email": "x@example.com", "Tags": with_id(ACCOUNT)});
    assert_eq!(rig.refused(&op::CreateAccount, own).await.0, "InvalidInputException");
    let short = json!({"AccountName": "x", "Email": "x@example.com", "Tags": with_id("7")});
    assert_eq!(rig.refused(&op::CreateAccount, short).await.0, "InvalidInputException");
    let same = create(&rig, "dev", json!([])).await;
    assert_eq!(
        (&same["State"], &same["FailureReason"]),
        (&json!("FAILED"), &json!("EMAIL_ALREADY_EXISTS"))
    );

    let listed = rig.ok(&op::ListAccounts, json!({})).await;
    let mut all = vec!["000000000007", ACCOUNT, &drawn];
    all.sort_unstable();
    assert_eq!(column(&listed, "Accounts", "Id"), all);

    // Two at a time: each account once, and no more.
    let (mut paged, mut token) = (vec![], Value::Null);
    loop {
        let mut ask = json!({"MaxResults": 2});
        if !token.is_null() {
            ask["NextToken"] = token;
        }
        let page = rig.ok(&op::ListAccounts, ask).await;
        paged.extend(column(&page, "Accounts", "Id").into_iter().map(str::to_owned));
        token = page["NextToken"].clone();
        if token.is_null() {
            break;
        }
    }
    assert_eq!(paged, all);

    // What is in it keeps it open.
    let dev = root("000000000007");
    rig.ok_as(dev.clone(), &ecs::operation::CreateCluster, json!({"clusterName": "c"})).await;
    let user = json!({"UserName": "u"});
    rig.ok_as(dev.clone(), &iam::operation::CreateUser, user.clone()).await;
    let close = json!({"AccountId": "000000000007"});
    let (code, text) = rig.refused(&op::CloseAccount, close.clone()).await;
    assert_eq!(code, "ConflictException");
    assert!(text.contains("still holds 1 iam user, 1 cluster."), "{text}");
    rig.ok_as(dev.clone(), &ecs::operation::DeleteCluster, json!({"cluster": "c"})).await;
    rig.ok_as(dev.clone(), &iam::operation::DeleteUser, user).await;
    rig.ok(&op::CloseAccount, close.clone()).await;
    assert_eq!(
        rig.refused(&op::CloseAccount, close.clone()).await.0,
        "AccountAlreadyClosedException"
    );
    let shown = rig.ok(&op::DescribeAccount, close).await;
    assert_eq!(
        (&shown["Account"]["Status"], &shown["Account"]["State"]),
        (&json!("SUSPENDED"), &json!("CLOSED"))
    );
    assert_eq!(rig.refused(&op::CreateAccount, other).await.0, "InvalidInputException");
    // Its address is free again.
    assert_eq!(create(&rig, "dev", json!([])).await["State"], "SUCCEEDED");

    for (id, code) in
        [(ACCOUNT, "ConstraintViolationException"), ("999999999999", "AccountNotFoundException")]
    {
        assert_eq!(rig.refused(&op::CloseAccount, json!({"AccountId": id})).await.0, code);
    }
    rig.end().await;
}

#[tokio::test]
async fn only_the_manager_manages_and_everybody_knows_the_organization() {
    let rig = Rig::new().await;
    let dev = made(&rig, "dev").await;
    for (operation, ask) in [
        (&op::ListAccounts, json!({})),
        (&op::CreateAccount, json!({"AccountName": "x", "Email": "x@example.com"})),
        (&op::CloseAccount, json!({"AccountId": dev})),
        (&op::ListPolicies, json!({"Filter": TYPE})),
        (&op::DetachPolicy, json!({"PolicyId": ALL, "TargetId": dev})),
    ] {
        let refused = rig.call_as(root(&dev), operation, ask).await.unwrap_err();
        assert_eq!(refused.0, "AccessDeniedException", "{}", operation.name);
    }
    let of =
        rig.ok_as(root(&dev), &op::DescribeOrganization, json!({})).await["Organization"].clone();
    assert_eq!(
        (&of["MasterAccountId"], &of["Id"]),
        (&json!(ACCOUNT), &json!(format!("o-{ACCOUNT}")))
    );
    assert_eq!(rig.ok(&op::ListRoots, json!({})).await["Roots"][0]["Id"], format!("r-{ACCOUNT}"));
    let tagged =
        json!({"AccountName": "x", "Email": "x@example.com", "Tags": [{"Key": "a", "Value": "b"}]});
    let billing =
        json!({"AccountName": "x", "Email": "x@example.com", "IamUserAccessToBilling": "DENY"});
    for ask in [tagged, billing] {
        let (_, text) = rig.refused(&op::CreateAccount, ask).await;
        assert!(text.ends_with("is not built yet."), "{text}");
    }
    rig.end().await;
}

/// The key of a root, as `ferrogate account create` gets it.
async fn root_key(rig: &Rig, of: &str) -> (String, Caller) {
    let task = "arn:aws:iam::aws:policy/root-task/FerrogateCreateRootUserKey";
    let ask = json!({"TargetPrincipal": of, "TaskPolicyArn": {"arn": task}});
    let lent = rig.ok(&sts::operation::AssumeRoot, ask).await["Credentials"].clone();
    let text = |member: &str| lent[member].as_str().unwrap().to_owned();
    let found = rig.identity.find(&text("AccessKeyId"), Some(&text("SessionToken"))).unwrap();
    let mut cx = (*root(of)).clone();
    cx.caller = found.caller.clone();
    let made = rig.ok_as(Arc::new(cx), &iam::operation::CreateAccessKey, json!({})).await;
    (made["AccessKey"]["AccessKeyId"].as_str().unwrap().to_owned(), (*found.caller).clone())
}

fn may(rig: &Rig, caller: &Caller, action: &str, resource: &str) -> Result<(), String> {
    let asks = [Ask::new(action, resource)];
    rig.identity.authorize(caller, &asks, &Context::default()).map_err(|denied| denied.to_string())
}

#[tokio::test]
async fn a_new_account_has_a_root_key_which_ends_with_it() {
    let rig = Rig::new().await;
    let dev = made(&rig, "dev").await;
    let (id, session) = root_key(&rig, &dev).await;
    // The manager acts as the root for that alone.
    assert_eq!(
        may(&rig, &session, "iam:CreateAccessKey", &format!("arn:aws:iam::{dev}:root")),
        Ok(())
    );
    assert!(may(&rig, &session, "iam:CreateUser", &format!("arn:aws:iam::{dev}:user/u")).is_err());
    let key = rig.identity.find(&id, None).unwrap();
    assert_eq!(key.caller.arn, format!("arn:aws:iam::{dev}:root"));
    assert_eq!(rig.identity.account_of(&id).unwrap().as_str(), dev);
    assert_eq!(
        may(&rig, &key.caller, "iam:CreateUser", &format!("arn:aws:iam::{dev}:user/u")),
        Ok(())
    );
    assert!(
        may(&rig, &key.caller, "iam:CreateUser", &format!("arn:aws:iam::{ACCOUNT}:user/u"))
            .is_err()
    );
    // Neither the manager's own root, nor one by a member, nor with another policy.
    let task = json!({"arn": "arn:aws:iam::aws:policy/root-task/FerrogateCreateRootUserKey"});
    let ask = |of: &str, task: &Value| json!({"TargetPrincipal": of, "TaskPolicyArn": task});
    assert_eq!(
        rig.refused(&sts::operation::AssumeRoot, ask(ACCOUNT, &task)).await.0,
        "AccessDenied"
    );
    let by_member = rig.call_as(root(&dev), &sts::operation::AssumeRoot, ask(ACCOUNT, &task)).await;
    assert_eq!(by_member.unwrap_err().0, "AccessDenied");
    let wide = json!({"arn": "arn:aws:iam::aws:policy/AdministratorAccess"});
    assert_eq!(
        rig.refused(&sts::operation::AssumeRoot, ask(&dev, &wide)).await.0,
        "ValidationError"
    );

    rig.ok(&op::CloseAccount, json!({"AccountId": dev})).await;
    assert!(rig.identity.find(&id, None).is_none());
    assert!(may(&rig, &session, "iam:CreateAccessKey", "*").is_err());
    assert_eq!(rig.refused(&sts::operation::AssumeRoot, ask(&dev, &task)).await.0, "AccessDenied");
    rig.end().await;
}

async fn policy(rig: &Rig, name: &str, statements: Value) -> String {
    let content = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    let ask = json!({"Name": name, "Description": "", "Type": TYPE, "Content": content});
    let made = rig.ok(&op::CreatePolicy, ask).await;
    made["Policy"]["PolicySummary"]["Id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_service_control_policy_binds_the_root_and_not_the_manager() {
    let rig = Rig::new().await;
    let dev = made(&rig, "dev").await;
    let key = rig.identity.find(&root_key(&rig, &dev).await.0, None).unwrap().caller;
    let manager = Caller::root(ACCOUNT.parse().unwrap());
    let cluster = |of: &str| format!("arn:aws:ecs:{REGION}:{of}:cluster/c");
    let own = cluster(&dev);
    assert_eq!(may(&rig, &key, "ecs:CreateCluster", &own), Ok(()));

    let no_ecs = policy(
        &rig,
        "no-ecs",
        json!([{"Effect": "Deny", "Action": "ecs:Create*", "Resource": "*"}]),
    )
    .await;
    let attach = |id: &str| json!({"PolicyId": id, "TargetId": dev});
    rig.ok(&op::AttachPolicy, attach(&no_ecs)).await;
    let denied = may(&rig, &key, "ecs:CreateCluster", &own).unwrap_err();
    assert_eq!(
        denied,
        format!(
            "User: arn:aws:iam::{dev}:root is not authorized to perform: ecs:CreateCluster on \
                 resource: {own} with an explicit deny in a service control policy"
        )
    );
    assert_eq!(may(&rig, &key, "ecs:DescribeClusters", &own), Ok(()));
    assert_eq!(may(&rig, &manager, "ecs:CreateCluster", &cluster(ACCOUNT)), Ok(()));

    // An account that may use logs alone.
    let logs =
        policy(&rig, "logs", json!({"Effect": "Allow", "Action": "logs:*", "Resource": "*"})).await;
    rig.ok(&op::AttachPolicy, attach(&logs)).await;
    rig.ok(&op::DetachPolicy, attach(ALL)).await;
    rig.ok(&op::DetachPolicy, attach(&no_ecs)).await;
    let denied = may(&rig, &key, "ecs:CreateCluster", &own).unwrap_err();
    assert!(
        denied.ends_with("because no service control policy allows the ecs:CreateCluster action"),
        "{denied}"
    );
    assert_eq!(may(&rig, &key, "logs:DescribeLogGroups", "*"), Ok(()));
    // One is always attached, each once, five at most, and one in use stays.
    assert_eq!(
        rig.refused(&op::DetachPolicy, attach(&logs)).await.0,
        "ConstraintViolationException"
    );
    assert_eq!(
        rig.refused(&op::AttachPolicy, attach(&logs)).await.0,
        "DuplicatePolicyAttachmentException"
    );
    assert_eq!(rig.refused(&op::DetachPolicy, attach(ALL)).await.0, "PolicyNotAttachedException");
    assert_eq!(
        rig.refused(&op::DeletePolicy, json!({"PolicyId": logs})).await.0,
        "PolicyInUseException"
    );
    for n in 0..4 {
        let more = policy(
            &rig,
            &format!("more-{n}"),
            json!([{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]),
        )
        .await;
        rig.ok(&op::AttachPolicy, attach(&more)).await;
    }
    assert_eq!(rig.refused(&op::AttachPolicy, attach(ALL)).await.0, "ConstraintViolationException");
    let listed = rig.ok(&op::ListPoliciesForTarget, json!({"TargetId": dev, "Filter": TYPE})).await;
    assert_eq!(column(&listed, "Policies", "Name").len(), 5);
    let targets = rig.ok(&op::ListTargetsForPolicy, json!({"PolicyId": logs})).await;
    assert_eq!(column(&targets, "Targets", "TargetId"), [dev.as_str()]);

    // A changed one holds from the next request on.
    let wider = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["logs:*", "ecs:*"], "Resource": "*"}});
    rig.ok(&op::UpdatePolicy, json!({"PolicyId": logs, "Content": wider.to_string()})).await;
    assert_eq!(may(&rig, &key, "ecs:CreateCluster", &own), Ok(()));
    // What a closed account had attached is free.
    rig.ok(&op::CloseAccount, json!({"AccountId": dev})).await;
    rig.ok(&op::DeletePolicy, json!({"PolicyId": logs})).await;
    rig.end().await;
}

/// What the simulator says of an action of the role `r`, and whether the organization allows it.
async fn simulated(rig: &Rig, of: &str, action: &str) -> (Value, Value) {
    let ask =
        json!({"PolicySourceArn": format!("arn:aws:iam::{of}:role/r"), "ActionNames": [action]});
    let told = rig.ok_as(root(of), &iam::operation::SimulatePrincipalPolicy, ask).await;
    let result = &told["EvaluationResults"][0];
    let allowed = result["OrganizationsDecisionDetail"]["AllowedByOrganizations"].clone();
    (result["EvalDecision"].clone(), allowed)
}

#[tokio::test]
async fn the_simulator_knows_the_account_s_service_control_policies() {
    let rig = Rig::new().await;
    let dev = made(&rig, "dev").await;
    let trust = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"Service": "ecs-tasks.amazonaws.com"}}}).to_string();
    for of in [&*dev, ACCOUNT] {
        let ask = json!({"RoleName": "r", "AssumeRolePolicyDocument": trust});
        rig.ok_as(root(of), &iam::operation::CreateRole, ask).await;
        let ask =
            json!({"RoleName": "r", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"});
        rig.ok_as(root(of), &iam::operation::AttachRolePolicy, ask).await;
    }
    assert_eq!(simulated(&rig, &dev, "ecs:RunTask").await, (json!("allowed"), json!(true)));
    let no_ecs =
        policy(&rig, "no-ecs", json!([{"Effect": "Deny", "Action": "ecs:*", "Resource": "*"}]))
            .await;
    rig.ok(&op::AttachPolicy, json!({"PolicyId": no_ecs, "TargetId": dev})).await;
    assert_eq!(simulated(&rig, &dev, "ecs:RunTask").await, (json!("explicitDeny"), json!(false)));
    assert_eq!(simulated(&rig, &dev, "logs:PutLogEvents").await, (json!("allowed"), json!(true)));
    // The manager is bound by none.
    assert_eq!(simulated(&rig, ACCOUNT, "ecs:RunTask").await, (json!("allowed"), Value::Null));
    rig.end().await;
}

#[tokio::test]
async fn what_is_no_policy_is_refused_and_names_are_one_s() {
    let rig = Rig::new().await;
    let ask = |name: &str, content: &str| json!({"Name": name, "Description": "", "Type": TYPE, "Content": content});
    let allow =
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    let to = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}"#;
    for bad in ["{", "{}", to] {
        let refused = rig.refused(&op::CreatePolicy, ask("a", bad)).await;
        assert_eq!(refused.0, "MalformedPolicyDocumentException", "{bad}");
    }
    let long = format!("{allow}{}", " ".repeat(5120));
    assert_eq!(
        rig.refused(&op::CreatePolicy, ask("a", &long)).await.0,
        "ConstraintViolationException"
    );
    rig.ok(&op::CreatePolicy, ask("a", allow)).await;
    assert_eq!(rig.refused(&op::CreatePolicy, ask("a", allow)).await.0, "DuplicatePolicyException");
    assert_eq!(
        rig.refused(&op::CreatePolicy, ask("FullAWSAccess", allow)).await.0,
        "DuplicatePolicyException"
    );
    for operation in [&op::DeletePolicy, &op::UpdatePolicy] {
        assert_eq!(
            rig.refused(operation, json!({"PolicyId": ALL})).await.0,
            "InvalidInputException"
        );
    }
    let tags = json!({"Name": "b", "Description": "", "Type": "TAG_POLICY", "Content": "{}"});
    assert!(rig.refused(&op::CreatePolicy, tags).await.1.ends_with("is not built yet."));
    let dev = made(&rig, "dev").await;
    for (target, code) in
        [("999999999999", "TargetNotFoundException"), (&*dev, "PolicyNotFoundException")]
    {
        let ask = json!({"PolicyId": "p-00000000", "TargetId": target});
        let (found, _) = rig.refused(&op::AttachPolicy, ask).await;
        assert!(found == code || found == "PolicyNotFoundException", "{found}");
    }
    rig.end().await;
}

/// Makes something of each kind in the account that calls.
async fn furnish(rig: &Rig, cx: &Arc<Cx>) {
    let trust = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"Service": "ecs-tasks.amazonaws.com"}}}).to_string();
    let allow = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}).to_string();
    let container = json!([{"name": "onlya", "image": "onlya", "essential": true}]);
    let define = json!({"family": "onlya", "containerDefinitions": container, "networkMode": "awsvpc",
        "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512"});
    let metric = json!([{"MetricName": "onlya", "Value": 1.0}]);
    let alarm = json!({"AlarmName": "onlya", "Namespace": "onlya", "MetricName": "onlya", "Period": 60,
        "Statistic": "Sum", "EvaluationPeriods": 1, "Threshold": 1.0, "ComparisonOperator": "GreaterThanThreshold"});
    for (operation, ask) in [
        (&ecs::operation::CreateCluster, json!({"clusterName": "onlya"})),
        (&ecs::operation::RegisterTaskDefinition, define),
        (&iam::operation::CreateUser, json!({"UserName": "onlya"})),
        (&iam::operation::CreateGroup, json!({"GroupName": "onlya"})),
        (
            &iam::operation::CreateRole,
            json!({"RoleName": "onlya", "AssumeRolePolicyDocument": trust}),
        ),
        (&iam::operation::CreatePolicy, json!({"PolicyName": "onlya", "PolicyDocument": allow})),
        (&iam::operation::CreateInstanceProfile, json!({"InstanceProfileName": "onlya"})),
        (&iam::operation::CreateAccountAlias, json!({"AccountAlias": "onlya"})),
        (&logs::operation::CreateLogGroup, json!({"logGroupName": "onlya"})),
        (&ecr::operation::CreateRepository, json!({"repositoryName": "onlya"})),
        (&kms::operation::CreateKey, json!({"Description": "onlya"})),
        (
            &ferrogate_api::secretsmanager::operation::CreateSecret,
            json!({"Name": "onlya", "SecretString": "x"}),
        ),
        (
            &ferrogate_api::ssm::operation::PutParameter,
            json!({"Name": "onlya", "Value": "x", "Type": "String"}),
        ),
        (
            &cloudwatch::operation::PutMetricData,
            json!({"Namespace": "onlya", "MetricData": metric}),
        ),
        (&cloudwatch::operation::PutMetricAlarm, alarm),
        (&ferrogate_api::sns::operation::CreateTopic, json!({"Name": "onlya"})),
        (
            &ferrogate_api::events::operation::PutRule,
            json!({"Name": "onlya", "ScheduleExpression": "rate(1 day)"}),
        ),
        (&ferrogate_api::scheduler::operation::CreateScheduleGroup, json!({"Name": "onlya"})),
    ] {
        let done = rig.call_as(cx.clone(), operation, ask).await;
        assert!(done.is_ok(), "{}: {done:?}", operation.name);
    }
}

/// Every operation that reads, asked by one account after another has something of each kind. It
/// goes through the table itself, so that a new operation is in it by itself.
#[tokio::test]
async fn nothing_of_an_account_is_read_by_another() {
    let mut rig = Rig::new().await;
    let sealing = RootKey::random().unwrap();
    let bridge = events::EventBridge::new(rig.state.clone(), &sealing);
    events::register(&mut rig.table, bridge);
    let topics = sns::Topics::new(rig.state.clone(), "http://127.0.0.1:4566".into());
    sns::register(&mut rig.table, topics);
    ce::register(&mut rig.table, rig.state.clone(), ce::Prices::default());
    let other = root(&made(&rig, "other").await);
    furnish(&rig, &root(ACCOUNT)).await;
    let (mut asked, mut found) = (0, vec![]);
    for operation in operations().filter(|operation| operation.reads()) {
        let Some(handler) = rig.table.get(operation) else { continue };
        // The organization's own are the manager's affair, and say who that is.
        if operation.service.id == "organizations" {
            continue;
        }
        let input = sample("", operation.input, false, 0);
        let told = async |cx: &Arc<Cx>| match handler(cx.clone(), input.clone()).await {
            Ok(output) => String::from_utf8(wire::encode(&*output, operation.output)).unwrap(),
            Err(refused) => format!("{refused:?}"),
        };
        let (own, theirs) = (told(&root(ACCOUNT)).await, told(&other).await);
        // The role for the manager's people trusts its root.
        let theirs = theirs.replace(&format!("iam%3A%3A{ACCOUNT}%3Aroot"), "");
        // A request that names an account is told of it again.
        let named = format!("{input:?}").contains(ACCOUNT);
        assert!(
            !theirs.contains("onlya") && (named || !theirs.contains(ACCOUNT)),
            "{}: {theirs}",
            operation.name
        );
        asked += 1;
        if own.contains("onlya") {
            found.push(operation.name);
        }
    }
    assert!(asked > 150, "{asked}");
    // Those that show it to who has it: without them nothing would have been looked for.
    for name in [
        "ListClusters",
        "ListTaskDefinitions",
        "ListUsers",
        "ListGroups",
        "ListRoles",
        "ListPolicies",
        "ListInstanceProfiles",
        "ListAccountAliases",
        "DescribeLogGroups",
        "DescribeRepositories",
        "ListSecrets",
        "DescribeParameters",
        "ListMetrics",
        "DescribeAlarms",
        "ListTopics",
        "ListRules",
        "ListScheduleGroups",
        "GetAccountAuthorizationDetails",
    ] {
        assert!(found.contains(&name), "{name} is not among {found:?}");
    }
    rig.end().await;
}
