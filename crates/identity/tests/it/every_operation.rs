//! Every operation that is served: refused without a policy, allowed with exactly what its row
//! asks for, and with any one thing of that missing refused again.

use ferrogate_api::access;
use ferrogate_api::schema::{Kind, Shape};
use ferrogate_auth::{Authorize, Caller};
use ferrogate_policy::Context;

use crate::rig::{ACCOUNT, Rig, account};
use crate::sample::{operations, policy, sample};

#[tokio::test]
async fn is_refused_to_who_has_nothing_and_allowed_to_who_has_just_that() {
    let rig = Rig::new().await;
    let nobody = rig.user("nobody", &[]).await;
    let mut open = Vec::new();
    for operation in operations() {
        for full in [false, true] {
            let input = sample("", operation.input, full, 0);
            let asks = access::asks(operation, &input, &nobody, "eu-west-1");
            let name = format!("{}:{}", operation.service.id, operation.name);
            if asks.is_empty() {
                open.push(name);
                continue;
            }
            let may = |caller: &Caller| rig.identity.authorize(caller, &asks, &Context::default());
            assert!(may(&nobody).is_err(), "{name}: {asks:?}");
            // Of roles their trust decides, which has tests of its own.
            if asks[0].action.starts_with("sts:AssumeRole") {
                continue;
            }
            let just = rig.user("just", &[&policy(&asks)]).await;
            assert_eq!(may(&just), Ok(()), "{name}: {asks:?}");
            for at in 0..asks.len() {
                let mut less = asks.clone();
                let missing = less.remove(at);
                if less
                    .iter()
                    .any(|ask| ask.action == missing.action && ask.resource == missing.resource)
                {
                    continue;
                }
                if less.is_empty() {
                    continue;
                }
                let less = rig.user("less", &[&policy(&less)]).await;
                assert!(may(&less).is_err(), "{name} without {missing:?}");
            }
        }
    }
    open.dedup();
    assert_eq!(
        open,
        // RetireGrant may name its grant by a token alone: its handler asks.
        ["kms:RetireGrant", "sts:GetAccessKeyInfo", "sts:GetCallerIdentity", "sts:GetSessionToken"]
            .into_iter()
            .filter(|name| open.iter().any(|open| open == name))
            .collect::<Vec<_>>()
    );
    assert!(open.contains(&"sts:GetCallerIdentity".to_owned()));
    rig.end().await;
}

#[test]
fn no_resource_is_wider_than_what_the_request_says() {
    let caller = ferrogate_auth::Caller::user(account(ACCOUNT), "ann", "AIDA");
    for operation in operations() {
        let input = sample("", operation.input, true, 0);
        for ask in access::asks(operation, &input, &caller, "eu-west-1") {
            let whole =
                ask.resource == "*" || ask.resource.starts_with("arn:aws:") || ask.resource == "x";
            assert!(whole, "{}: {ask:?}", operation.name);
            assert!(!ask.resource.contains(['{', '}', '|']), "{}: {ask:?}", operation.name);
        }
    }
}

/// Members by which a request gives a role away, by their paths.
fn roles(shape: &Shape, path: &str, depth: usize, found: &mut Vec<String>) {
    match &shape.kind {
        Kind::Structure(structure) if depth < 6 => {
            for member in structure.members {
                let path = match path {
                    "" => member.name.to_owned(),
                    of => format!("{of}.{}", member.name),
                };
                roles(member.shape, &path, depth + 1, found);
            }
        }
        Kind::List(of) => roles(of.shape, &format!("{path}[]"), depth, found),
        Kind::String => {
            let name = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
            if ["rolearn", "permissionarn"].iter().any(|end| name.ends_with(end)) || name == "role"
            {
                found.push(path.to_owned());
            }
        }
        _ => {}
    }
}

/// Who may not pass a role gives it to no service: a field that holds one asks for it.
#[test]
fn whatever_role_a_request_gives_has_to_be_passed() {
    // Whoever builds one of the fields that are refused by name asks for it then.
    let refused = [
        "advancedConfiguration.roleArn",
        "lifecycleHooks[].roleArn",
        "managedEBSVolume.roleArn",
        "tls.roleArn",
        "vpcLatticeConfigurations[].roleArn",
    ];
    let mut without = Vec::new();
    for operation in operations() {
        let mut found = Vec::new();
        roles(operation.input, "", 0, &mut found);
        let passes = |path: &String| {
            let needs = operation.access.needs.unwrap_or_default();
            needs.iter().any(|need| need.action == "iam:PassRole" && need.when == *path)
        };
        let is_built = |path: &&String| !refused.iter().any(|of| path.ends_with(of));
        for path in found.iter().filter(|path| !passes(path)).filter(is_built) {
            without.push(format!("{}:{} {path}", operation.service.id, operation.name));
        }
    }
    // Whoever assumes a role gives it to nobody.
    without.retain(|name| !name.starts_with("sts:AssumeRole"));
    assert_eq!(without, Vec::<String>::new());
}

/// Whether a request of this shape gives or takes away tags.
fn has_tags(shape: &Shape) -> bool {
    let names = ["tags", "tagkeys", "addtags", "tagspecifications"];
    shape.members().iter().any(|member| names.contains(&&*member.name.to_ascii_lowercase()))
}

/// A policy may demand the tags that a request brings, whatever the operation calls them.
#[tokio::test]
async fn is_refused_without_the_tag_that_a_policy_demands() {
    let rig = Rig::new().await;
    let nobody = rig.user("nobody", &[]).await;
    let (mut seen, mut without) = (0, Vec::new());
    for operation in operations().filter(|operation| has_tags(operation.input)) {
        let name = format!("{}:{}", operation.service.id, operation.name);
        let asks_of = |full| {
            let input = sample("", operation.input, full, 0);
            access::asks(operation, &input, &nobody, "eu-west-1")
        };
        let asks = asks_of(true);
        let given = asks.iter().flat_map(|ask| &ask.keys).find(|(key, _)| key == "aws:TagKeys");
        let Some((_, ferrogate_policy::Value::Many(keys))) = given else {
            without.push(name);
            continue;
        };
        let demanding = |keys: &[String]| {
            let statement = serde_json::json!({"Effect": "Allow", "Action": "*", "Resource": "*",
                "Condition": {"ForAnyValue:StringEquals": {"aws:TagKeys": keys}}});
            serde_json::json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
        };
        let may = |caller: &Caller, asks: &[ferrogate_auth::Ask]| {
            rig.identity.authorize(caller, asks, &Context::default()).is_ok()
        };
        // Of roles their trust decides.
        if asks[0].action.starts_with("sts:AssumeRole") {
            continue;
        }
        let who = rig.user("tagger", &[&demanding(keys)]).await;
        assert!(may(&who, &asks), "{name}: {keys:?}");
        let bare: Vec<_> =
            asks.iter().map(|ask| ferrogate_auth::Ask { keys: vec![], ..ask.clone() }).collect();
        assert!(!may(&who, &bare), "{name} without tags");
        let other = rig.user("other", &[&demanding(&["another".to_owned()])]).await;
        assert!(!may(&other, &asks), "{name} with another tag");
        for (key, _) in asks[0].keys.iter().filter(|(key, _)| key.starts_with("aws:RequestTag/")) {
            let statement = serde_json::json!({"Effect": "Allow", "Action": "*", "Resource": "*",
                "Condition": {"StringEquals": {key: "not this"}}});
            let policy =
                serde_json::json!({"Version": "2012-10-17", "Statement": [statement]}).to_string();
            let other = rig.user("value", &[&policy]).await;
            assert!(!may(&other, &asks), "{name} with another value of {key}");
        }
        seen += 1;
    }
    assert!(seen > 60, "{seen}");
    assert_eq!(without, Vec::<String>::new(), "no tag of these is seen");
    rig.end().await;
}
