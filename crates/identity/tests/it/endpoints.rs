//! Policies of VPC endpoints: they bound what comes by them, and give nobody a right.

use ferrogate_auth::{Ask, Authorize, Caller, Denied, PolicyKind, Through, Why};
use ferrogate_policy::{Context, Value};
use ferrogate_records::Scope;
use ferrogate_records::ec2::vpc_endpoint::{self, Record};

use crate::rig::{ACCOUNT, NOW, OTHER, Rig, account, session_of};

const GROUP: &str = "arn:aws:logs:us-east-1:111122223333:log-group:/app:*";

fn scope() -> Scope {
    Scope::new(account(ACCOUNT), "us-east-1")
}

fn through(endpoint: &str) -> Through {
    Through {
        account: account(ACCOUNT),
        region: "us-east-1".into(),
        endpoint: endpoint.into(),
        vpc: "vpc-1".into(),
        vpc_arn: scope().arn("ec2", "vpc/vpc-1"),
    }
}

async fn endpoint(rig: &Rig, id: &str, policy: Option<serde_json::Value>) {
    let record = Record {
        scope: scope(),
        id: id.into(),
        vpc: "vpc-1".into(),
        service: "logs".into(),
        places: vec![],
        groups: vec![],
        private_dns: true,
        policy: policy.map(|statement| serde_json::json!({"Statement": statement}).to_string()),
        label: "abcdefgh".into(),
        created_at: NOW,
        tags: vec![],
    };
    rig.put(vpc_endpoint::key(&scope(), id), &record).await;
}

fn admit(rig: &Rig, id: &str, caller: &Caller, action: &str) -> Result<(), Denied> {
    let mut context = Context::default();
    context.set("aws:SourceVpce", Value::One(id.to_owned()));
    rig.identity.admit(&through(id), caller, &[Ask::new(action, GROUP)], &context)
}

#[tokio::test]
async fn a_policy_bounds_everybody_and_one_that_is_not_there_nobody() {
    let rig = Rig::new().await;
    let role = rig.role(ACCOUNT, "app", "{}", &[]).await;
    let (task, root) = (session_of(&role, "s"), Caller::root(account(ACCOUNT)));
    let nobody = Caller::anonymous(account(ACCOUNT));
    endpoint(&rig, "vpce-open", None).await;
    let of = |effect: &str, action: &str| serde_json::json!({"Effect": effect, "Principal": "*", "Action": action, "Resource": "*"});
    endpoint(&rig, "vpce-puts", Some(of("Allow", "logs:Put*"))).await;
    let both = serde_json::json!([of("Allow", "*"), of("Deny", "logs:Put*")]);
    endpoint(&rig, "vpce-no-puts", Some(both)).await;
    for caller in [&task, &root, &nobody] {
        assert_eq!(admit(&rig, "vpce-open", caller, "logs:PutLogEvents"), Ok(()));
        assert_eq!(admit(&rig, "vpce-puts", caller, "logs:PutLogEvents"), Ok(()));
        let why = |id, action| admit(&rig, id, caller, action).unwrap_err().why;
        let endpoint = PolicyKind::Endpoint;
        assert_eq!(why("vpce-puts", "logs:DeleteLogGroup"), Why::Nobody(endpoint));
        assert_eq!(why("vpce-no-puts", "logs:PutLogEvents"), Why::Denied(endpoint));
        assert_eq!(why("vpce-gone", "logs:PutLogEvents"), Why::Nobody(endpoint));
        // Whom a role is passed to is nothing that the endpoint's service is asked for.
        assert_eq!(admit(&rig, "vpce-puts", caller, "iam:PassRole"), Ok(()));
    }
    rig.end().await;
}

#[tokio::test]
async fn a_policy_may_name_who_comes_and_whence() {
    let rig = Rig::new().await;
    let role = rig.role(ACCOUNT, "app", "{}", &[]).await;
    let another = rig.role(OTHER, "app", "{}", &[]).await;
    let (task, stranger) = (session_of(&role, "s"), session_of(&another, "s"));
    let of = |principal: serde_json::Value, condition: serde_json::Value| {
        serde_json::json!({"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "*",
                           "Resource": "*", "Condition": condition})
    };
    let none = serde_json::json!({});
    endpoint(&rig, "vpce-role", Some(of(role.arn().into(), none.clone()))).await;
    endpoint(&rig, "vpce-account", Some(of(ACCOUNT.into(), none))).await;
    let here = serde_json::json!({"StringEquals": {"aws:SourceVpce": "vpce-here"}});
    endpoint(&rig, "vpce-here", Some(of("*".into(), here.clone()))).await;
    endpoint(&rig, "vpce-there", Some(of("*".into(), here))).await;
    for (id, caller, passes) in [
        ("vpce-role", &task, true),
        ("vpce-role", &stranger, false),
        ("vpce-account", &task, true),
        ("vpce-account", &stranger, false),
        ("vpce-here", &stranger, true),
        ("vpce-there", &stranger, false),
    ] {
        let admitted = admit(&rig, id, caller, "logs:PutLogEvents");
        assert_eq!(admitted.is_ok(), passes, "{id} {}", caller.arn);
    }
    rig.end().await;
}
