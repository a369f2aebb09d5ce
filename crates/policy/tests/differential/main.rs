//! The crate against [`model`]: for each seed a request, its caller and the documents that apply;
//! what each document says and what they come to must be the same.
//!
//! `SEEDS=5000000 FROM=1 cargo test --release -p ferrogate-policy --test differential` runs more;
//! a failure prints its seed, and `SEEDS=1 FROM=…` runs that one alone.

mod generate;
mod model;

use ferrogate_policy::{Caller, Context, Given, Kind, Outcome, Policy, Request, Value, decide};
use generate::{Case, case};
use model::{Values, Verdict, Who, matching, verdict};
use serde_json::Value as Json;

/// Seeds of the ordinary test.
const SEEDS: u64 = 6_000;

/// What the cases of a run came to.
#[derive(Debug, Default)]
struct Seen {
    allowed: u64,
    denied: u64,
    refused: u64,
    unreadable: u64,
}

#[test]
fn the_crate_decides_as_the_guide_says() {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().unwrap());
    let (from, count) = (number("FROM").unwrap_or(1), number("SEEDS").unwrap_or(SEEDS));
    let (mut seen, mut differences) = (Seen::default(), vec![]);
    for seed in from..from + count {
        let case = case(seed);
        if let Err(difference) = compare(&case, &mut seen) {
            differences.push(format!("FROM={seed}: {difference}\n{}", shown(&case)));
        }
        if differences.len() == 3 {
            break;
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
    // Nothing is proved by requests that no statement is about.
    if count >= SEEDS {
        let least = |share: u64, of_hundred: u64| share * 100 >= count * of_hundred;
        let even = least(seen.allowed, 15) && least(seen.denied, 10) && least(seen.refused, 20);
        assert!(even && !least(seen.unreadable, 10), "of {count}: {seen:?}");
    }
}

/// Says how the two differ.
fn compare(case: &Case, seen: &mut Seen) -> Result<(), String> {
    let policies = &case.policies;
    let all = |documents: &[Json], kind| {
        let read = |document: &Json| Policy::parse(&document.to_string(), kind);
        documents.iter().map(read).collect::<Result<Vec<_>, _>>()
    };
    let some = |documents: &Option<Vec<Json>>| {
        documents.as_ref().map(|documents| all(documents, Kind::Identity)).transpose()
    };
    let read = || {
        Ok::<_, ferrogate_policy::Malformed>((
            [some(&policies.identity)?, some(&policies.boundary)?, some(&policies.session)?],
            all(policies.resource.as_slice(), Kind::Resource)?,
            policies
                .control
                .iter()
                .map(|of| all(of, Kind::Identity))
                .collect::<Result<Vec<_>, _>>()?,
        ))
    };
    // What AWS would not save says nothing.
    let Ok((own, resource, control)) = read() else {
        seen.unreadable += 1;
        return Ok(());
    };
    let mut context = Context::default();
    for (key, values) in &case.asked.keys {
        context.set(
            key,
            match values.clone() {
                Values::One(one) => Value::One(one),
                Values::Many(all) => Value::Many(all),
            },
        );
    }
    let request =
        Request { action: &case.asked.action, resource: &case.asked.resource, context: &context };
    let caller = caller(&case.who);

    let documents = [&policies.identity, &policies.boundary, &policies.session];
    let documents = documents.into_iter().flatten().chain(&policies.control).flatten();
    let documents = documents.chain(&policies.resource);
    let compiled = own.iter().flatten().chain(&control).flatten().chain(&resource);
    for (document, policy) in documents.zip(compiled) {
        let says = policy.says(&request, &caller);
        let sids = |of: Vec<&ferrogate_policy::Statement>| -> Vec<String> {
            of.into_iter().map(|statement| statement.sid().unwrap().to_owned()).collect()
        };
        let found = (sids(says.allows.iter().map(|(one, _)| *one).collect()), sids(says.denies));
        let expected = matching(document, &case.asked, &case.who, false);
        if found != expected {
            return Err(format!("{document}\nsays {found:?} and should say {expected:?}"));
        }
    }

    let given = Given {
        identity: refs(&own[0]),
        boundary: refs(&own[1]),
        session: refs(&own[2]),
        resource: resource.first(),
        control: control.iter().map(|level| level.iter().collect()).collect(),
        foreign: policies.foreign,
        resource_must: policies.resource_must,
    };
    let found = decide(&given, &request, &caller).outcome;
    let expected = match verdict(policies, &case.asked, &case.who) {
        Verdict::Allowed => Outcome::Allowed,
        Verdict::ImplicitDeny => Outcome::ImplicitDeny,
        Verdict::ExplicitDeny => Outcome::ExplicitDeny,
    };
    match expected {
        Outcome::Allowed => seen.allowed += 1,
        Outcome::ImplicitDeny => seen.refused += 1,
        Outcome::ExplicitDeny => seen.denied += 1,
    }
    match found == expected {
        true => Ok(()),
        false => Err(format!("{found:?} instead of {expected:?}")),
    }
}

fn refs(policies: &Option<Vec<Policy>>) -> Option<Vec<&Policy>> {
    policies.as_ref().map(|all| all.iter().collect())
}

fn caller(who: &Who) -> Caller<'_> {
    Caller {
        account: &who.account,
        arn: &who.arn,
        issuer: who.issuer.as_deref(),
        service: who.service.as_deref(),
    }
}

fn shown(case: &Case) -> String {
    let mut text = format!("{:?}\n{:?}", case.asked, case.who);
    let policies = &case.policies;
    for (name, of) in [
        ("identity", &policies.identity),
        ("boundary", &policies.boundary),
        ("session", &policies.session),
    ] {
        for document in of.iter().flatten() {
            text.push_str(&format!("\n{name}: {document}"));
        }
    }
    for document in policies.resource.iter() {
        text.push_str(&format!("\nresource: {document}"));
    }
    for document in policies.control.iter().flatten() {
        text.push_str(&format!("\ncontrol: {document}"));
    }
    text + &format!("\nforeign {} must {}", policies.foreign, policies.resource_must)
}
