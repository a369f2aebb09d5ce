//! What grants of KMS's keys add to policies: they allow what none does, and never over a denial.

use std::collections::BTreeMap;
use std::sync::Arc;

use ferrogate_auth::{Ask, Caller};
use ferrogate_policy::{self as policy, Given, Kind, Outcome, Policy, Request, Value, decide};
use ferrogate_records::Scope;
use ferrogate_records::kms::grant;

use crate::{Identity, account};

/// By which the asks of RetireGrant name the grant that is meant. No key of AWS's: the request says
/// it.
pub const GRANT: &str = "kms:GrantId";

impl Identity {
    /// Whether a grant lets `caller` do what is asked, which nobody denies. Boundaries and sessions
    /// limit who is named as the role or user of a session, as they do with policies of resources.
    pub(crate) fn is_granted(
        &self,
        caller: &Caller,
        ask: &Ask,
        request: &Request<'_>,
        given: &Given<'_>,
    ) -> bool {
        let who = policy::Caller {
            account: caller.account.as_str(),
            arn: &caller.arn,
            issuer: caller.issuer(),
            service: None,
        };
        self.grants(caller, ask, request.resource).iter().any(|grant| {
            let given = Given { resource: Some(grant), resource_must: true, ..given.clone() };
            decide(&given, request, &who).outcome == Outcome::Allowed
        })
    }

    /// The grants of a key that are about this caller and this ask, each as a policy of the key.
    /// What can't be read grants nothing.
    fn grants(&self, caller: &Caller, ask: &Ask, resource: &str) -> Vec<Arc<Policy>> {
        let ["arn", partition, "kms", region, owner, rest] =
            resource.splitn(6, ':').collect::<Vec<_>>()[..]
        else {
            return vec![];
        };
        let (Some(owner), Some(key_id)) = (account(owner), rest.strip_prefix("key/")) else {
            return vec![];
        };
        let Some(operation) = ask.action.strip_prefix("kms:") else { return vec![] };
        let scope = Scope::new(owner, region);
        let snapshot = self.state.snapshot();
        let grants = snapshot.table::<grant::Record>();
        let root = format!("arn:{partition}:iam::{}:root", caller.account);
        let mut names = vec![caller.arn.as_str(), caller.principal_arn(), &root];
        names.extend(caller.issuer());
        names.sort_unstable();
        names.dedup();
        let mut found = vec![];
        for name in names {
            let of = (scope.clone(), key_id.to_owned(), name.to_owned());
            if let Ok(mut all) = grants.by::<grant::OfGrantee>(&of)
                && all.any(|grant| is_meant(&grant.grantee, caller) && lets(grant, operation, ask))
            {
                found.extend(self.said(name, &ask.action));
            }
            if operation == "RetireGrant"
                && let Ok(mut all) =
                    grants.by::<grant::OfRetiring>(&(region.to_owned(), name.to_owned()))
                && all.any(|grant| {
                    let retiring = grant.retiring.as_ref();
                    (&grant.scope, &*grant.key_id) == (&scope, key_id)
                        && is_named(grant, ask)
                        && retiring.is_some_and(|retiring| is_meant(retiring, caller))
                })
            {
                found.extend(self.said(name, &ask.action));
            }
        }
        found
    }

    /// What lets a principal do one thing.
    fn said(&self, principal: &str, action: &str) -> Option<Arc<Policy>> {
        let document = serde_json::json!({"Version": "2012-10-17", "Statement": {
            "Effect": "Allow", "Principal": {"AWS": principal}, "Action": action, "Resource": "*",
        }});
        self.compiled.get(&document.to_string(), Kind::Resource).ok()
    }
}

/// Whether who is named is this caller, not one who had its name before.
fn is_meant(named: &grant::Principal, caller: &Caller) -> bool {
    let id = caller.user_id.split(':').next().unwrap_or_default();
    let of_itself = named.arn == caller.principal_arn();
    named.id.as_ref().is_none_or(|named| !of_itself || named == id)
}

fn is_named(grant: &grant::Record, ask: &Ask) -> bool {
    let is_it = |value: &Value| matches!(value, Value::One(id) if *id == grant.id);
    ask.keys.iter().any(|(key, value)| key == GRANT && is_it(value))
}

/// Whether a grant is about what is asked: the operation, and the context of what is encrypted.
fn lets(grant: &grant::Record, operation: &str, ask: &Ask) -> bool {
    if !grant.operations.iter().any(|one| one == operation) {
        return false;
    }
    match operation {
        "RetireGrant" => is_named(grant, ask),
        // KMS developer guide, "Grants": what has no context has no constraint.
        "DescribeKey" => true,
        // A grant for others is not wider than the one that it is made by. Of a narrowed one none is
        // made: how the other is narrowed is not known here.
        "CreateGrant" => {
            let wanted = ask.keys.iter().find(|(key, _)| key == "kms:GrantOperations");
            let within = match wanted {
                Some((_, Value::Many(wanted))) => {
                    wanted.iter().all(|one| grant.operations.contains(one))
                }
                Some((_, Value::One(wanted))) => grant.operations.contains(wanted),
                None => false,
            };
            within && grant.constraint.is_none()
        }
        _ => grant.constraint.as_ref().is_none_or(|constraint| constraint.holds(&context(ask))),
    }
}

/// The encryption context of what is asked.
fn context(ask: &Ask) -> BTreeMap<String, String> {
    let pairs = ask.keys.iter().filter_map(|(key, value)| {
        let name = key.strip_prefix("kms:EncryptionContext:")?;
        match value {
            Value::One(value) => Some((name.to_owned(), value.clone())),
            Value::Many(_) => None,
        }
    });
    pairs.collect()
}
