//! The users and roles that documents name: who they are when a document is saved, so that nobody
//! is meant by it who has the name of one that was deleted.

use std::collections::BTreeMap;

use ferrogate_records::iam::arn::Arn;
use ferrogate_records::iam::{role, user};
use ferrogate_state::{Fault, Snapshot};
use serde_json::Value;

/// A document names a user or a role that there is not.
#[derive(Debug)]
pub(crate) struct Nobody(pub(crate) String);

/// The unique ids of the users and roles that a document names, which is a policy.
pub(crate) fn ids(
    snapshot: &Snapshot,
    document: &str,
) -> Result<Result<BTreeMap<String, String>, Nobody>, Fault> {
    let mut principals = BTreeMap::new();
    for named in named(document) {
        match id_of(snapshot, &named)? {
            Named::Id(id) => drop(principals.insert(named, id)),
            Named::Other => {}
            Named::Nobody => return Ok(Err(Nobody(named))),
        }
    }
    Ok(Ok(principals))
}

/// What a principal of the kind `AWS` is.
enum Named {
    /// A user or a role with this unique id.
    Id(String),
    /// An account, everybody, a session.
    Other,
    Nobody,
}

/// Of any account of the engine, since roles are for others too. One that the engine doesn't
/// have is not asked for, and its accounts are taken as they come.
fn id_of(snapshot: &Snapshot, named: &str) -> Result<Named, Fault> {
    let Some(arn) = Arn::parse(named) else {
        // An account, its root, a session of a role or a federated user: the policy's reader
        // has looked at their form.
        return Ok(Named::Other);
    };
    let Ok(account) = arn.account.parse() else { return Ok(Named::Nobody) };
    let id = match arn.kind {
        "user" => {
            let found = snapshot.table::<user::Record>().get(&user::key(&account, arn.name))?;
            found.filter(|user| user.arn() == named).map(|user| user.id.clone())
        }
        "role" => {
            let found = snapshot.table::<role::Record>().get(&role::key(&account, arn.name))?;
            found.filter(|role| role.arn() == named).map(|role| role.id.clone())
        }
        _ => None,
    };
    Ok(id.map_or(Named::Nobody, Named::Id))
}

/// The principals of the kind `AWS` in a document that is a policy.
pub(crate) fn named(text: &str) -> Vec<String> {
    let mut document: Value = serde_json::from_str(text).unwrap_or_default();
    let mut all = vec![];
    for_each_named(&mut document, &mut |one| all.extend(one.as_str().map(str::to_owned)));
    all
}

/// Calls `each` with every principal of the kind `AWS`.
pub(crate) fn for_each_named(document: &mut Value, each: &mut impl FnMut(&mut Value)) {
    let Some(statements) = document.get_mut("Statement") else { return };
    for statement in one_or_more(statements) {
        for element in ["Principal", "NotPrincipal"] {
            let named = statement.get_mut(element).and_then(|kinds| kinds.get_mut("AWS"));
            named.map(one_or_more).unwrap_or_default().iter_mut().for_each(&mut *each);
        }
    }
}

fn one_or_more(value: &mut Value) -> &mut [Value] {
    match value {
        Value::Array(all) => all,
        one => std::slice::from_mut(one),
    }
}
