//! Who one is, who may what, and what somebody has used.

use serde_json::{Value, json};

use crate::fake::{Fake, ok, raw, refused};

const ROLE: &str = "arn:aws:iam::000000000000:role/app";
const POLICY: &str = "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Sid%22%3A%22Run%22%2C\
                      %22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22ecs%3A%2A%22%2C%22Resource%22%3A%22%2A%22%7D%5D%7D";

fn identity(arn: &str) -> String {
    format!(
        "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>{arn}</Arn><UserId>AROA1:work\
         </UserId><Account>000000000000</Account></GetCallerIdentityResult>\
         </GetCallerIdentityResponse>"
    )
}

#[tokio::test]
async fn whoami_says_who_and_where_the_key_is_from() {
    let fake = Fake::start().await;
    let arn = "arn:aws:sts::000000000000:assumed-role/app/work";
    fake.on("GetCallerIdentity", [raw(200, identity(arn))]);
    let done = fake.run(&["whoami"]).await;
    assert_eq!(done.code, 0, "{}", done.err);
    let lines: Vec<_> = done.out.lines().collect();
    assert_eq!(
        lines[..7],
        [
            "account  000000000000",
            "arn      arn:aws:sts::000000000000:assumed-role/app/work",
            "kind     session work of role app",
            "id       AROA1:work",
            "key      AKIAFERROGATETEST000",
            "expires  never: it is no session",
            "from     nowhere",
        ]
    );
    let mut target = fake.target();
    target.key_source = ferrogate_cli::KeySource::Environment;
    let words = ["whoami", "--profile", "work"];
    let done = crate::fake::run(&target, &words, &crate::fake::Seen::pipe()).await;
    assert!(done.out.contains("from     AWS_ACCESS_KEY_ID of the environment"), "{}", done.out);
    assert!(!done.err.contains("AWS_PROFILE"), "{}", done.err);
    let done = fake.run(&["whoami", "--profile", "work"]).await;
    assert!(done.err.contains("AWS_PROFILE is work, and not read"), "{}", done.err);
    let done = fake.run(&["whoami", "-o", "json"]).await;
    let document: Value = serde_json::from_str(&done.out).unwrap();
    let expected = json!({"Arn": arn, "UserId": "AROA1:work", "Account": "000000000000"});
    assert_eq!(document, expected);
    assert_eq!(fake.run(&["whoami", "-o", "name"]).await.out.trim(), arn);
}

fn role() -> String {
    format!(
        "<R><GetRoleResult><Role><Path>/</Path><RoleName>app</RoleName><RoleId>AROA1</RoleId>\
         <Arn>{ROLE}</Arn><CreateDate>2026-01-02T03:04:05Z</CreateDate><Tags><member><Key>team</Key>\
         <Value>red</Value></member></Tags></Role></GetRoleResult></R>"
    )
}

fn none(what: &str) -> crate::fake::Answer {
    let error = format!(
        "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>The {what} with \
         name app cannot be found.</Message></Error></ErrorResponse>"
    );
    raw(404, error)
}

fn simulated(decision: &str, more: &str) -> String {
    format!(
        "<R><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated><EvaluationResults><member>\
         <EvalActionName>ecs:RunTask</EvalActionName><EvalResourceName>*</EvalResourceName>\
         <EvalDecision>{decision}</EvalDecision>{more}</member></EvaluationResults>\
         </SimulatePrincipalPolicyResult></R>"
    )
}

async fn engine(decision: &str, more: &str) -> Fake {
    let fake = Fake::start().await;
    fake.on("GetRole", [raw(200, role())]);
    fake.on("GetUser", [none("user")]);
    fake.on("SimulatePrincipalPolicy", [raw(200, simulated(decision, more))]);
    let policy = format!(
        "<R><GetRolePolicyResult><RoleName>app</RoleName><PolicyName>p</PolicyName><PolicyDocument>\
         {POLICY}</PolicyDocument></GetRolePolicyResult></R>"
    );
    fake.on("GetRolePolicy", [raw(200, policy)]);
    fake
}

const MATCHED: &str = "<MatchedStatements><member><SourcePolicyId>p</SourcePolicyId><SourcePolicyType>\
                       role</SourcePolicyType><StartPosition><Line>1</Line><Column>38</Column>\
                       </StartPosition><EndPosition><Line>1</Line><Column>97</Column></EndPosition>\
                       </member></MatchedStatements>";

#[tokio::test]
async fn can_names_the_statement_that_allows() {
    let fake = engine("allowed", MATCHED).await;
    let done = fake.run(&["can", "app", "ecs:RunTask", "--context", "ecs:cluster=x"]).await;
    assert_eq!(done.code, 0, "{}", done.err);
    let lines: Vec<_> = done.out.lines().collect();
    assert_eq!(
        lines,
        [
            "principal arn:aws:iam::000000000000:role/app",
            "action    ecs:RunTask",
            "resource  *",
            "by        Sid Run of inline policy p, line 1 column 38: \
             {\"Action\":\"ecs:*\",\"Effect\":\"Allow\",\"Resource\":\"*\",\"Sid\":\"Run\"}",
            "unseen    policies of the resource itself, and of sessions",
            "decision  allowed",
        ]
    );
    let asked = String::from_utf8(fake.calls("SimulatePrincipalPolicy")[0].body.to_vec()).unwrap();
    for part in [
        "&PolicySourceArn=arn%3Aaws%3Aiam%3A%3A000000000000%3Arole%2Fapp&",
        "&ActionNames.member.1=ecs%3ARunTask&",
        "&ResourceArns.member.1=%2A&",
        "&ContextEntries.member.1.ContextKeyName=ecs%3Acluster&",
        "ContextKeyName=aws%3APrincipalTag%2Fteam",
    ] {
        assert!(asked.contains(part), "{part} of {asked}");
    }
}

#[tokio::test]
async fn can_says_what_is_missing_and_ends_with_1() {
    let fake = engine("implicitDeny", "").await;
    let done = fake.run(&["can", "role/app", "ecs:RunTask"]).await;
    assert_eq!(done.code, 1, "{}", done.err);
    let fix = "fix       add to a policy of role app: \
               {\"Action\":\"ecs:RunTask\",\"Effect\":\"Allow\",\"Resource\":\"*\"}";
    assert!(done.out.lines().any(|line| line == fix), "{}", done.out);
    let last = done.out.lines().last();
    assert_eq!(last, Some("decision  denied: no statement allows it"));
    let more = format!(
        "{MATCHED}<MissingContextValues><member>ecs:cluster</member></MissingContextValues>\
         <PermissionsBoundaryDecisionDetail><AllowedByPermissionsBoundary>false\
         </AllowedByPermissionsBoundary></PermissionsBoundaryDecisionDetail>"
    );
    let fake = engine("explicitDeny", &more).await;
    // Whoever may not read policies is told the place.
    fake.on(
        "GetRolePolicy",
        [raw(403, "<E><Error><Code>AccessDenied</Code><Message>no</Message></Error></E>")],
    );
    let done = fake.run(&["can", ROLE, "ecs:RunTask"]).await;
    assert_eq!(done.code, 1, "{}", done.err);
    for line in [
        "denied by a statement of inline policy p, line 1 column 38",
        "boundary  the permissions boundary does not allow it",
        "hangs on  ecs:cluster: tell them with --context KEY=VALUE",
        "decision  denied: a statement says so",
    ] {
        assert!(done.out.lines().any(|said| said == line), "{line} of {}", done.out);
    }
    let done = fake.run(&["can", ROLE, "ecs:RunTask", "-o", "json"]).await;
    let document: Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(
        (done.code, &document["EvaluationResults"][0]["EvalDecision"]),
        (1, &json!("explicitDeny"))
    );
}

#[tokio::test]
async fn whom_a_question_is_about_must_be_one() {
    let fake = engine("allowed", "").await;
    let user = "<R><GetUserResult><User><UserName>app</UserName><Arn>arn:aws:iam::000000000000:user/app\
                </Arn></User></GetUserResult></R>";
    fake.on("GetUser", [raw(200, user)]);
    let done = fake.run(&["can", "app", "ecs:RunTask"]).await;
    assert_eq!(done.code, 2, "{}", done.out);
    assert!(done.err.contains("role/app or user/app"), "{}", done.err);
    fake.on("GetRole", [none("role")]);
    fake.on("GetUser", [none("user")]);
    assert_eq!(fake.run(&["can", "app", "ecs:RunTask"]).await.code, 3);
    fake.on("GetCallerIdentity", [raw(200, identity("arn:aws:iam::000000000000:root"))]);
    let done = fake.run(&["can", "me", "ecs:RunTask"]).await;
    assert!(done.code == 2 && done.err.contains("the root may do everything"), "{}", done.err);
    assert_eq!(fake.run(&["can", "arn:aws:s3:::x", "ecs:RunTask"]).await.code, 2);
}

fn event(name: &str, allowed: Value) -> Value {
    let event = json!({
        "eventName": name,
        "userIdentity": {
            "arn": "arn:aws:sts::000000000000:assumed-role/app/work",
            "sessionContext": {"sessionIssuer": {"arn": ROLE}},
        },
        "additionalEventData": {"allowed": allowed},
    });
    json!({"EventName": name, "CloudTrailEvent": event.to_string()})
}

#[tokio::test]
async fn a_policy_is_suggested_from_all_pages_whoever_else_looks() {
    let fake = engine("allowed", "").await;
    let parameter = "arn:aws:ssm:us-east-1:000000000000:parameter/a";
    let first =
        event("GetParameter", json!([{"action": "ssm:GetParameter", "resource": parameter}]));
    let second = event("ListClusters", json!([{"action": "ecs:ListClusters", "resource": "*"}]));
    fake.on(
        "LookupEvents",
        [
            ok(json!({"Events": [first], "NextToken": "more"})),
            refused("ThrottlingException", "Rate exceeded"),
            ok(json!({"Events": [second]})),
        ],
    );
    let done = fake.run(&["policy", "suggest", "app", "-o", "json", "--since", "1h"]).await;
    assert_eq!(done.code, 0, "{}", done.err);
    let expected = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "ecs:ListClusters", "Resource": "*"},
        {"Effect": "Allow", "Action": "ssm:GetParameter", "Resource": parameter},
    ]});
    assert_eq!(serde_json::from_str::<Value>(&done.out).unwrap(), expected);
    assert!(done.err.contains("not seen: logs:PutLogEvents"), "{}", done.err);
    let calls = fake.calls("LookupEvents");
    assert_eq!(calls[2].json()["NextToken"], "more");
    assert_eq!(calls[0].json()["EndTime"], calls[2].json()["EndTime"], "one question");
}

#[tokio::test]
async fn elsewhere_the_calls_of_iam_are_looked_for_too() {
    let fake = engine("allowed", "").await;
    let allowed = json!([{"action": "iam:GetRole", "resource": ROLE}]);
    fake.on(
        "LookupEvents",
        [ok(json!({"Events": []})), ok(json!({"Events": [event("GetRole", allowed)]}))],
    );
    let target = ferrogate_cli::Target { region: "eu-west-1".into(), ..fake.target() };
    let words = ["policy", "suggest", ROLE, "-o", "name"];
    let done = crate::fake::run(&target, &words, &crate::fake::Seen::pipe()).await;
    assert_eq!((done.code, done.out.trim()), (0, "iam:GetRole"), "{}", done.err);
    let regions: Vec<_> =
        fake.calls("LookupEvents").into_iter().map(|call| call.authorization).collect();
    assert!(
        regions[0].contains("/eu-west-1/") && regions[1].contains("/us-east-1/"),
        "{regions:?}"
    );
}

#[tokio::test]
async fn of_nothing_no_policy_is_made() {
    let fake = engine("allowed", "").await;
    fake.on("LookupEvents", [ok(json!({"Events": []}))]);
    let done = fake.run(&["policy", "suggest", "app"]).await;
    assert_eq!((done.code, &*done.out), (3, ""));
    assert!(done.err.contains("has used nothing"), "{}", done.err);
}
