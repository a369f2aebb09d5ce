//! What several policies come to.

use ferrogate_policy::{Caller, Context, Given, Kind, Outcome, Policy, Reason, Request, decide};
use proptest::prelude::*;

const ROLE: &str = "arn:aws:iam::111122223333:role/app";
const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/app/one";
const CLUSTER: &str = "arn:aws:ecs:us-east-1:111122223333:cluster/prod";

fn session() -> Caller<'static> {
    Caller { account: "111122223333", arn: SESSION, issuer: Some(ROLE), service: None }
}

fn statement(effect: &str, principal: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"{effect}",{principal}"Action":"ecs:*","Resource":"*"}}}}"#
    )
}

fn identity(effect: &str) -> Policy {
    Policy::parse(&statement(effect, ""), Kind::Identity).unwrap()
}

/// A resource's, that names this principal of AWS.
fn resource(effect: &str, principal: &str) -> Policy {
    let principal = format!(r#""Principal":{{"AWS":"{principal}"}},"#);
    Policy::parse(&statement(effect, &principal), Kind::Resource).unwrap()
}

fn decided(given: &Given<'_>) -> (Outcome, Option<Reason>) {
    let context = Context::default();
    let request = Request { action: "ECS:RunTask", resource: CLUSTER, context: &context };
    let decision = decide(given, &request, &session());
    (decision.outcome, decision.reason)
}

const ALLOWED: (Outcome, Option<Reason>) = (Outcome::Allowed, None);

fn lacks(reason: Reason) -> (Outcome, Option<Reason>) {
    (Outcome::ImplicitDeny, Some(reason))
}

#[test]
fn nothing_is_allowed_that_nobody_allows_but_to_the_root() {
    let nothing = Given { identity: Some(vec![]), ..Given::default() };
    assert_eq!(decided(&nothing), lacks(Reason::Identity));
    assert_eq!(decided(&Given::default()), ALLOWED);
    let allow = identity("Allow");
    assert_eq!(decided(&Given { identity: Some(vec![&allow]), ..Given::default() }), ALLOWED);
}

#[test]
fn boundaries_sessions_and_control_policies_only_take_away() {
    let allow = identity("Allow");
    let given = |boundary, session, control| Given {
        identity: Some(vec![&allow]),
        boundary,
        session,
        control,
        ..Given::default()
    };
    let yes = || Some(vec![&allow]);
    assert_eq!(decided(&given(yes(), yes(), vec![vec![&allow], vec![&allow]])), ALLOWED);
    assert_eq!(decided(&given(Some(vec![]), yes(), vec![])), lacks(Reason::Boundary));
    assert_eq!(decided(&given(None, Some(vec![]), vec![])), lacks(Reason::Session));
    assert_eq!(decided(&given(None, None, vec![vec![&allow], vec![]])), lacks(Reason::Control));
}

#[test]
fn what_a_resource_overrides_hangs_on_how_it_names_the_caller() {
    let none = || Some(vec![]);
    let given = |policy, boundary, session| Given {
        identity: none(),
        boundary,
        session,
        resource: Some(policy),
        ..Given::default()
    };
    let [account, root, role, own] =
        ["111122223333", "arn:aws:iam::111122223333:root", ROLE, SESSION]
            .map(|principal| resource("Allow", principal));
    // The account only hands it on to its own policies.
    assert_eq!(decided(&given(&account, None, None)), lacks(Reason::Identity));
    assert_eq!(decided(&given(&root, None, None)), lacks(Reason::Identity));
    // A role is limited by its boundary and its session, a session by neither.
    assert_eq!(decided(&given(&role, None, None)), ALLOWED);
    assert_eq!(decided(&given(&role, none(), None)), lacks(Reason::Boundary));
    assert_eq!(decided(&given(&role, None, none())), lacks(Reason::Session));
    assert_eq!(decided(&given(&own, none(), none())), ALLOWED);
    let other = resource("Allow", "arn:aws:iam::111122223333:role/other");
    assert_eq!(decided(&given(&other, None, None)), lacks(Reason::Identity));
}

#[test]
fn of_two_accounts_both_must_allow() {
    let allow = identity("Allow");
    let named = resource("Allow", ROLE);
    let given = |identity, resource| Given {
        identity: Some(identity),
        resource,
        foreign: true,
        ..Given::default()
    };
    assert_eq!(decided(&given(vec![&allow], None)), lacks(Reason::Resource));
    assert_eq!(decided(&given(vec![], Some(&named))), lacks(Reason::Identity));
    assert_eq!(decided(&given(vec![&allow], Some(&named))), ALLOWED);
}

#[test]
fn the_statement_that_decided_is_named() {
    let text = r#"{"Version":"2012-10-17","Statement":[
  {"Sid":"All","Effect":"Allow","Action":"*","Resource":"*"},
  {"Sid":"NoProd","Effect":"Deny","Action":"ecs:Run*","Resource":"*","Condition":{"ArnLike":{"ecs:cluster":"*:cluster/prod"}}},
  {"Sid":"NotMine","Effect":"Deny","NotAction":"ecs:*","NotResource":"arn:aws:ecs:*"}
]}"#;
    let policy = Policy::parse(text, Kind::Identity).unwrap();
    let given = Given { identity: Some(vec![&policy]), ..Given::default() };
    let context: Context =
        [("ecs:cluster", "arn:aws:ecs:us-east-1:1:cluster/prod")].into_iter().collect();
    let decide = |action, context| {
        let request = Request { action, resource: CLUSTER, context };
        let decision = decide(&given, &request, &session());
        let named = decision.by.iter().map(|(_, _, s)| (s.sid().unwrap(), s.span().start.line));
        (decision.outcome, named.collect::<Vec<_>>())
    };
    let (outcome, by) = decide("ecs:RunTask", &context);
    // Six parts have to match: a pattern of two is one of two.
    assert_eq!((outcome, by), (Outcome::Allowed, vec![("All", 2)]));
    let text = text.replace("*:cluster/prod", "arn:aws:ecs:*:*:cluster/prod");
    let policy = Policy::parse(&text, Kind::Identity).unwrap();
    let given = Given { identity: Some(vec![&policy]), ..Given::default() };
    let request = Request { action: "ecs:RunTask", resource: CLUSTER, context: &context };
    let decision = ferrogate_policy::decide(&given, &request, &session());
    assert_eq!(decision.outcome, Outcome::ExplicitDeny);
    assert_eq!(decision.by.iter().map(|(_, _, s)| s.sid()).collect::<Vec<_>>(), [Some("NoProd")]);
    assert_eq!(policy.keys().collect::<Vec<_>>(), ["ecs:cluster"]);
}

proptest! {
    /// Whatever else there is: a deny denies, and without an allow of the caller's or the
    /// resource's nothing is allowed.
    #[test]
    fn a_deny_anywhere_denies(
        effects in proptest::collection::vec(prop_oneof![Just("Allow"), Just("Deny")], 5),
        there in proptest::collection::vec(any::<bool>(), 5),
    ) {
        let policies: Vec<Policy> = effects.iter().map(|effect| identity(effect)).collect();
        let own = resource(effects[4], SESSION);
        let one = |at: usize| there[at].then(|| vec![&policies[at]]);
        let given = Given {
            identity: Some(one(0).unwrap_or_default()),
            boundary: one(1),
            session: one(2),
            control: one(3).into_iter().collect(),
            resource: there[4].then_some(&own),
            ..Given::default()
        };
        let denies = (0..5).any(|at| there[at] && effects[at] == "Deny");
        let allows = [0, 4].into_iter().any(|at| there[at] && effects[at] == "Allow");
        let (outcome, reason) = decided(&given);
        prop_assert_eq!(outcome == Outcome::ExplicitDeny, denies);
        prop_assert!(outcome != Outcome::Allowed || allows);
        prop_assert_eq!(reason.is_none(), outcome == Outcome::Allowed);
    }
}

proptest! {
    /// Nothing that is read makes it panic, and its statements all have a place.
    #[test]
    fn any_text_is_read_or_refused(text in ".{0,200}") {
        drop(Policy::parse(&text, Kind::Identity));
        drop(Policy::parse(&text, Kind::Trust));
    }
}

/// What the comparison with the model (`tests/differential`) has found: what a statement says, to
/// whom, and whether it is about them.
#[test]
fn what_the_guide_says_and_this_crate_did_not() {
    const USER: &str = "arn:aws:iam::111122223333:user/bob";
    const ROOT: &str = "arn:aws:iam::111122223333:root";
    let user = Caller { account: "111122223333", arn: USER, issuer: None, service: None };
    let root = Caller { arn: ROOT, ..user };
    let names = |all: &[&str]| format!("{all:?}");
    // NotPrincipal: the account, the role of a session and the caller itself must be named.
    for (caller, named, bounded, denied) in [
        (user, names(&[ROOT, USER]), false, false),
        (user, names(&["111122223333", USER]), false, false),
        (user, names(&[ROOT]), false, true),
        (user, names(&[USER]), false, true),
        (root, names(&[ROOT]), false, false),
        (session(), names(&[ROOT, ROLE, SESSION]), false, false),
        (session(), names(&[ROOT, ROLE]), false, true),
        (session(), names(&[ROOT, SESSION]), false, true),
        (user, names(&["*"]), false, false),
        // Whoever has a boundary is denied, named or not.
        (user, names(&[ROOT, USER]), true, true),
    ] {
        let text = statement("Deny", &format!(r#""NotPrincipal":{{"AWS":{named}}},"#));
        let policy = Policy::parse(&text, Kind::Resource).unwrap();
        let allow = identity("Allow");
        let given = Given {
            identity: Some(vec![&allow]),
            boundary: bounded.then(|| vec![&allow]),
            resource: Some(&policy),
            ..Given::default()
        };
        let context = Context::default();
        let request = Request { action: "ecs:RunTask", resource: CLUSTER, context: &context };
        let outcome = decide(&given, &request, &caller).outcome;
        let expected = if denied { Outcome::ExplicitDeny } else { Outcome::Allowed };
        assert_eq!(outcome, expected, "{named} {}", caller.arn);
    }
    let stream = "arn:aws:logs:us-east-1:111122223333:log-group:/a:log-stream:b";
    // Resource, condition, whether the statement is about the request.
    for (resource, condition, is_about) in [
        // An asterisk that ends its part of a resource goes beyond the colon, no other does.
        ("arn:aws:logs:*:log-stream:b", "", true),
        ("arn:aws:logs:u*1:log-stream:b", "", false),
        ("*", r#""ArnLike":{"aws:SourceArn":"arn:aws:logs:*:log-stream:b"}"#, false),
        // Variables of ARNs in conditions stand for any part, or for several.
        ("*", r#""ArnLike":{"aws:SourceArn":"arn:aws:logs:*:${aws:PrincipalAccount}:*"}"#, true),
        ("*", r#""ArnEquals":{"aws:SourceArn":"${test:Arn}"}"#, true),
        (
            "*",
            r#""ArnNotLike":{"aws:SourceArn":"arn:aws:logs:*:${aws:PrincipalAccount}:*"}"#,
            false,
        ),
        // Numbers are compared by all their digits, and have no exponents.
        ("*", r#""NumericLessThan":{"test:Big":"9007199254740993"}"#, true),
        ("*", r#""NumericEquals":{"test:Big":"9007199254740993"}"#, false),
        ("*", r#""NumericGreaterThan":{"test:Big":"1e3"}"#, false),
    ] {
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"*","Resource":"{resource}","Condition":{{{condition}}}}}}}"#
        );
        let policy = Policy::parse(&text, Kind::Identity).unwrap();
        let context: Context = [
            ("aws:SourceArn", stream),
            ("test:Arn", stream),
            ("aws:PrincipalAccount", "111122223333"),
            ("test:Big", "9007199254740992"),
        ]
        .into_iter()
        .collect();
        let request = Request { action: "logs:PutLogEvents", resource: stream, context: &context };
        let said = !policy.says(&request, &user).allows.is_empty();
        assert_eq!(said, is_about, "{resource} {condition}");
    }
}
