//! Sessions: tokens, what limits them, and when they end.

use ferrogate_auth::{AccessKeys, Caller, PolicyKind, Principal, Session, Why};
use ferrogate_identity::Grant;
use ferrogate_records::iam::{role, user};

use crate::rig::{ACCOUNT, NOW, OTHER, Rig, account, session_of, statement};

/// Lets these ARNs assume a role.
fn trust(principals: &[&str]) -> String {
    serde_json::json!({"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": {"AWS": principals}, "Action": "sts:AssumeRole",
    }})
    .to_string()
}

#[tokio::test]
async fn a_session_is_all_in_its_token_and_ends_with_its_role() {
    let rig = Rig::new().await;
    let all = statement("Allow", "ecs:*", "*");
    let role = rig.role(ACCOUNT, "app", &trust(&["*"]), &[&all]).await;
    let grant =
        || Grant { caller: session_of(&role, "s"), seconds: 900, session: Session::default() };
    let issued = rig.identity.issue(grant()).unwrap();
    assert_eq!(issued.expires, NOW.plus_ms(900_000));
    let token = issued.token.expose();
    let found = rig.identity.find(&issued.access_key_id, Some(token)).unwrap();
    assert_eq!(found.secret, Some(issued.secret.clone()));
    assert_eq!(found.caller.arn, "arn:aws:sts::111122223333:assumed-role/app/s");
    assert_eq!(found.expires, Some(issued.expires));
    assert_eq!(rig.may(&found.caller, "ecs:ListClusters", "*"), Ok(()));
    // A token opens for its own key, whole and unchanged.
    let another = rig.identity.issue(grant()).unwrap();
    assert!(rig.identity.find(&another.access_key_id, Some(token)).is_none());
    assert!(rig.identity.find(&issued.access_key_id, None).is_none());
    for at in (0..token.len()).step_by(7) {
        let mut altered = token.to_owned().into_bytes();
        altered[at] = if altered[at] == b'0' { b'1' } else { b'0' };
        let altered = String::from_utf8(altered).unwrap();
        assert!(rig.identity.find(&issued.access_key_id, Some(&altered)).is_none(), "at {at}");
        assert!(rig.identity.find(&issued.access_key_id, Some(&token[..at])).is_none());
    }
    assert!(rig.identity.find(&issued.access_key_id, Some(&"0".repeat(100_000))).is_none());
    // Changed policies change it; a role of the same name is another one.
    rig.role(ACCOUNT, "app", &trust(&["*"]), &[]).await;
    assert!(rig.may(&found.caller, "ecs:ListClusters", "*").is_err());
    let mut anew = rig.role(ACCOUNT, "app", &trust(&["*"]), &[&all]).await;
    anew.id = "AROAanew".into();
    rig.put(role::key(&account(ACCOUNT), "app"), &anew).await;
    assert!(rig.may(&found.caller, "ecs:ListClusters", "*").is_err());
    assert!(rig.identity.find(&issued.access_key_id, Some(token)).is_none());
    rig.end().await;
}

#[tokio::test]
async fn a_session_policy_limits_and_never_adds() {
    let rig = Rig::new().await;
    let role = rig.role(ACCOUNT, "app", &trust(&["*"]), &[&statement("Allow", "ecs:*", "*")]).await;
    let with = |policies: Option<Vec<String>>, policy_arns: Vec<String>| Caller {
        session: Some(Box::new(Session { policies, policy_arns, ..Session::default() })),
        ..session_of(&role, "s")
    };
    let narrow = with(Some(vec![statement("Allow", "ecs:List*", "*")]), vec![]);
    assert_eq!(rig.may(&narrow, "ecs:ListClusters", "*"), Ok(()));
    let denied = rig.may(&narrow, "ecs:CreateCluster", "*").unwrap_err();
    assert_eq!(denied.why, Why::Nobody(PolicyKind::Session));
    let wide = with(Some(vec![statement("Allow", "*", "*")]), vec![]);
    assert!(rig.may(&wide, "ec2:CreateVpc", "*").is_err());
    let gone = with(None, vec!["arn:aws:iam::111122223333:policy/gone".into()]);
    assert!(rig.may(&gone, "ecs:ListClusters", "*").is_err());
    let malformed = with(Some(vec!["{}".into()]), vec![]);
    assert!(rig.may(&malformed, "ecs:ListClusters", "*").is_err());
    rig.end().await;
}

#[tokio::test]
async fn a_federated_session_has_what_both_allow_and_no_iam() {
    let rig = Rig::new().await;
    rig.user("ann", &[&statement("Allow", "*", "*")]).await;
    let federated = |policies: Option<Vec<String>>| Caller {
        arn: "arn:aws:sts::111122223333:federated-user/guest".into(),
        user_id: "111122223333:guest".into(),
        principal: Principal::Federated {
            name: "guest".into(),
            user: Some("AIDAann".into()),
            issuer: "arn:aws:iam::111122223333:user/ann".into(),
        },
        session: Some(Box::new(Session { policies, ..Session::default() })),
        ..Caller::root(account(ACCOUNT))
    };
    let all = federated(Some(vec![statement("Allow", "*", "*")]));
    assert_eq!(rig.may(&all, "ecs:ListClusters", "*"), Ok(()));
    assert!(rig.may(&all, "iam:ListUsers", "*").is_err());
    assert!(rig.may(&all, "sts:AssumeRole", "*").is_err());
    let none = federated(None);
    assert!(rig.may(&none, "ecs:ListClusters", "*").is_err(), "without a policy it has nothing");
    rig.delete(user::key(&account(ACCOUNT), "ann")).await;
    assert!(rig.may(&all, "ecs:ListClusters", "*").is_err());
    rig.end().await;
}

#[tokio::test]
async fn a_role_s_trust_decides_who_may_assume_it() {
    let rig = Rig::new().await;
    let ann_arn = "arn:aws:iam::111122223333:user/ann";
    let may_assume = statement("Allow", "sts:AssumeRole", "*");
    let ann = rig.user("ann", &[]).await;
    let bob = rig.user("bob", &[&may_assume]).await;
    let assume = |caller: &Caller, role: &role::Record| {
        rig.may(caller, "sts:AssumeRole", &role.arn()).is_ok()
    };
    // Named by her ARN she needs no policy; he is not named, and his policy does not help.
    let named = rig.role(ACCOUNT, "named", &trust(&[ann_arn]), &[]).await;
    assert!(assume(&ann, &named) && !assume(&bob, &named));
    // The account only delegates to its own policies.
    let delegated = rig.role(ACCOUNT, "delegated", &trust(&[ACCOUNT]), &[]).await;
    assert!(!assume(&ann, &delegated) && assume(&bob, &delegated));
    // Of another account both must allow.
    let theirs = rig.role(OTHER, "theirs", &trust(&[ann_arn, ACCOUNT]), &[]).await;
    assert!(!assume(&ann, &theirs) && assume(&bob, &theirs));
    let closed = rig.role(OTHER, "closed", &trust(&[OTHER]), &[]).await;
    assert!(!assume(&bob, &closed));
    let denied = rig.may(&bob, "sts:AssumeRole", &closed.arn()).unwrap_err();
    assert_eq!(
        denied.to_string(),
        "User: arn:aws:iam::111122223333:user/bob is not authorized to perform: sts:AssumeRole on \
         resource: arn:aws:iam::444455556666:role/closed"
    );
    let missing = rig.may(&bob, "sts:AssumeRole", "arn:aws:iam::444455556666:role/none");
    assert_eq!(missing.unwrap_err().why, Why::Untold);
    // A user of the same name that was made since is not the one who was trusted.
    let mut saved = named.clone();
    saved.trust.principals = [(ann_arn.to_owned(), "AIDAbefore".to_owned())].into();
    rig.put(role::key(&account(ACCOUNT), "named"), &saved).await;
    assert!(!assume(&ann, &saved));
    rig.end().await;
}

#[tokio::test]
async fn a_confused_deputy_needs_the_external_id() {
    use ferrogate_auth::{Ask, Authorize};
    let rig = Rig::new().await;
    let document = serde_json::json!({"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": "ours"}},
    }})
    .to_string();
    let role = rig.role(OTHER, "guarded", &document, &[]).await;
    let deputy = rig.user("deputy", &[&statement("Allow", "sts:AssumeRole", "*")]).await;
    let with = |id: Option<&str>| {
        let ask = Ask::new("sts:AssumeRole", role.arn());
        let ask = match id {
            Some(id) => ask.with("sts:ExternalId", id),
            None => ask,
        };
        rig.identity.authorize(&deputy, &[ask], &Default::default()).is_ok()
    };
    assert!(with(Some("ours")));
    assert!(!with(Some("theirs")) && !with(None));
    rig.end().await;
}

/// A policy that asks for a second factor in each of the ways that people write it.
fn asks_for_factor(operator: &str, key: &str, value: &str) -> String {
    serde_json::json!({"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {operator: {key: value}},
    }})
    .to_string()
}

#[tokio::test]
async fn a_second_factor_is_there_when_its_code_was_shown_and_absent_with_long_lived_keys() {
    let rig = Rig::new().await;
    let session = |of: &Caller, mfa_at| Caller {
        session: Some(Box::new(Session { of_user: true, mfa_at, ..Session::default() })),
        ..of.clone()
    };
    let present = "aws:MultiFactorAuthPresent";
    let age = "aws:MultiFactorAuthAge";
    let shown_at = ferrogate_base::TimestampMs(NOW.0 - 100_000);
    // Whether it is allowed with long-lived keys, with a plain session, with one that has shown a
    // code a hundred seconds ago (IAM user guide, "aws:MultiFactorAuthPresent").
    for (operator, key, value, expected) in [
        ("Bool", present, "true", [false, false, true]),
        ("Bool", present, "false", [false, true, false]),
        ("BoolIfExists", present, "true", [true, false, true]),
        ("BoolIfExists", present, "false", [true, true, false]),
        ("Null", present, "true", [true, false, false]),
        ("Null", present, "false", [false, true, true]),
        ("Null", age, "true", [true, true, false]),
        ("NumericLessThan", age, "100", [false, false, false]),
        ("NumericLessThan", age, "101", [false, false, true]),
        ("NumericLessThanIfExists", age, "1", [true, true, false]),
    ] {
        let ann = rig.user("ann", &[&asks_for_factor(operator, key, value)]).await;
        let callers = [ann.clone(), session(&ann, None), session(&ann, Some(shown_at))];
        let may = callers.map(|of| rig.may(&of, "ecs:ListClusters", "*").is_ok());
        assert_eq!(may, expected, "{operator} {key} {value}");
    }
    // Of IAM a session reaches what its code lets it.
    let ann = rig.user("ann", &[&statement("Allow", "*", "*")]).await;
    for (action, plain, shown) in
        [("iam:ListUsers", false, true), ("sts:GetFederationToken", false, false)]
    {
        assert_eq!(rig.may(&session(&ann, None), action, "*").is_ok(), plain, "{action}");
        assert_eq!(rig.may(&session(&ann, Some(NOW)), action, "*").is_ok(), shown, "{action}");
    }
    rig.end().await;
}

#[tokio::test]
async fn a_trust_that_asks_for_a_second_factor_is_decided_by_what_is_shown() {
    use ferrogate_api::json::decode;
    use ferrogate_api::{access, sts};
    use ferrogate_auth::Authorize;

    let rig = Rig::new().await;
    let trust = serde_json::json!({"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/ann"},
        "Action": ["sts:AssumeRole", "sts:TagSession"],
        "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"},
            "NumericLessThan": {"aws:MultiFactorAuthAge": "300"}},
    }});
    let role = rig.role(ACCOUNT, "app", &trust.to_string(), &[]).await;
    let ann = rig.user("ann", &[]).await;
    let may = |caller: &Caller, more: serde_json::Value| {
        let mut input = serde_json::json!({"RoleArn": role.arn(), "RoleSessionName": "s",
            "Tags": [{"Key": "a", "Value": "b"}]});
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let operation = &sts::operation::AssumeRole;
        let input = decode(input.to_string().as_bytes(), operation.input).unwrap();
        let asks = access::asks(operation, &input, caller, "eu-west-1");
        rig.identity.authorize(caller, &asks, &ferrogate_policy::Context::default()).is_ok()
    };
    let none = serde_json::json!({});
    let serial = "arn:aws:iam::111122223333:mfa/ann";
    // The code itself is its handler's to take.
    let shown = serde_json::json!({"SerialNumber": serial, "TokenCode": "123456"});
    assert!(!may(&ann, none.clone()) && may(&ann, shown));
    for half in
        [serde_json::json!({"SerialNumber": serial}), serde_json::json!({"TokenCode": "123456"})]
    {
        assert!(!may(&ann, half.clone()), "{half}");
    }
    let session = |mfa_at| Caller {
        session: Some(Box::new(Session { of_user: true, mfa_at, ..Session::default() })),
        ..ann.clone()
    };
    let ago = |seconds: u64| Some(ferrogate_base::TimestampMs(NOW.0 - seconds * 1000));
    assert!(!may(&session(None), none.clone()));
    assert!(may(&session(ago(299)), none.clone()));
    assert!(!may(&session(ago(300)), none), "that was too long ago");
    rig.end().await;
}
