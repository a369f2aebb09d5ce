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
