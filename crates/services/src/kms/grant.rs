//! Grants: made, listed, given up, taken away. What they let somebody do the authoriser knows.

use std::collections::BTreeSet;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ferrogate_api::kms::{
    CreateGrantRequest, CreateGrantResponse, Error, GrantConstraints, GrantListEntry,
    GrantOperation, ListGrantsRequest, ListGrantsResponse, ListRetirableGrantsRequest,
    RetireGrantRequest, RevokeGrantRequest,
};
use ferrogate_api::{Cx, Empty, Protocol, access};
use ferrogate_auth::Ask;
use ferrogate_identity::GRANT;
use ferrogate_policy::{self as policy, Kind};
use ferrogate_records::Scope;
use ferrogate_records::kms::grant::{self, Constraint, Principal, Record};
use ferrogate_records::kms::key;
use ferrogate_state::Entry;

use super::crypto::{no_dry_run, random};
use super::key::full_name;
use super::list::Page;
use super::{Kms, Result, View, fault, time, validation};
use crate::principals::{self, Nobody};

/// Grants of one key (KMS developer guide, "Quotas").
const GRANTS_MAX: usize = 50_000;

type Grant = Arc<Entry<Record>>;

impl Kms {
    pub(super) async fn create_grant(
        &self,
        cx: &Cx,
        input: CreateGrantRequest,
    ) -> Result<CreateGrantResponse> {
        full_name(&input.key_id)?;
        check_tokens(input.grant_tokens.as_deref())?;
        let operations = operations(input.operations)?;
        let constraint = constraint(input.constraints)?;
        let id = hex::encode(random(32)?);
        self.usable(cx, &input.key_id)?;
        self.change(cx, |view, change| {
            let key = view.lasting(&input.key_id)?;
            let grantee = principal(view, &input.grantee_principal)?;
            let retiring = match &input.retiring_principal {
                Some(named) => Some(principal(view, named)?),
                None => None,
            };
            no_dry_run(input.dry_run)?;
            let made = Record {
                scope: key.scope.clone(),
                key_id: key.id.clone(),
                id: id.clone(),
                name: input.name.clone(),
                grantee,
                retiring,
                operations: operations.clone(),
                constraint: constraint.clone(),
                issuer: view.scope.iam_arn("root"),
                created_at: self.state.now(),
            };
            let (mut count, mut same) = (0, None);
            for one in view.grants(&key)? {
                count += 1;
                if made.name.is_some() && is_same(&one, &made) {
                    same = Some(one);
                }
            }
            let made = match same {
                Some(same) => (**same).clone(),
                None if count >= GRANTS_MAX => {
                    let text =
                        format!("You have reached the limit of {GRANTS_MAX} grants for a key");
                    return Err(Error::limit_exceeded(text).into());
                }
                None => {
                    // Whoever lets the key be deleted meets this.
                    change.touch(&key)?;
                    change.create(grant::key(&made.scope, &made.key_id, &made.id), &made)?;
                    made
                }
            };
            Ok(CreateGrantResponse { grant_token: Some(token(&made)), grant_id: Some(made.id) })
        })
        .await
    }

    pub(super) async fn list_grants(
        &self,
        cx: &Cx,
        input: ListGrantsRequest,
    ) -> Result<ListGrantsResponse> {
        full_name(&input.key_id)?;
        let view = self.view(cx);
        let key = view.key(&input.key_id)?;
        let mut all: Vec<Grant> = view.grants(&key)?.collect();
        if let Some(id) = &input.grant_id {
            all.retain(|grant| grant.id == *id);
            if all.is_empty() {
                return Err(missing(id));
            }
        }
        if let Some(grantee) = &input.grantee_principal {
            all.retain(|grant| grant.grantee.arn == *grantee);
        }
        let list = format!("ListGrants {}", key.arn());
        page(&view, &list, all, (input.limit, input.marker))
    }

    pub(super) async fn list_retirable_grants(
        &self,
        cx: &Cx,
        input: ListRetirableGrantsRequest,
    ) -> Result<ListGrantsResponse> {
        let view = self.view(cx);
        let retiring = &input.retiring_principal;
        // API_ListRetirableGrants: the principal is of the caller's account, the keys of any.
        let is_of_here = |arn: &str| arn.split(':').nth(4) == Some(view.scope.account.as_str());
        if !is_of_here(retiring) {
            return Err(no_principal(retiring));
        }
        let of = (view.scope.region.clone(), retiring.clone());
        let grants = view.snapshot.table::<Record>();
        let all = grants.by::<grant::OfRetiring>(&of).map_err(fault)?.cloned().collect();
        let list = format!("ListRetirableGrants {retiring}");
        page(&view, &list, all, (input.limit, input.marker))
    }

    pub(super) async fn revoke_grant(&self, cx: &Cx, input: RevokeGrantRequest) -> Result<Empty> {
        full_name(&input.key_id)?;
        self.change(cx, |view, change| {
            let key = view.lasting(&input.key_id)?;
            let found = view.grant(&key.scope, &key.id, &input.grant_id)?;
            no_dry_run(input.dry_run)?;
            change.delete(&found);
            Ok(Empty::default())
        })
        .await
    }

    /// The grant itself says who may: who retires, its grantee where it has that operation; and
    /// whoever policies let.
    pub(super) async fn retire_grant(&self, cx: &Cx, input: RetireGrantRequest) -> Result<Empty> {
        let of = match (&input.grant_token, &input.key_id, &input.grant_id) {
            (Some(token), None, None) => read_token(token).ok_or_else(bad_token)?,
            (None, Some(key), Some(id)) => {
                full_name(key)?;
                let named = self.view(cx).key(key)?;
                (named.scope.clone(), named.id.clone(), id.clone())
            }
            _ => {
                let text = "Specify either a grant token, or both a key ARN and a grant ID.";
                return Err(validation(text));
            }
        };
        let (scope, key_id, id) = &of;
        let ask = Ask::new("kms:RetireGrant", key::arn(scope, key_id)).with(GRANT, id);
        cx.may(&[ask]).map_err(|denied| Error::from(access::denied(&denied, Protocol::Json11)))?;
        self.change(cx, |view, change| {
            let found = view.grant(scope, key_id, id)?;
            view.lasting(&key::arn(scope, key_id))?;
            no_dry_run(input.dry_run)?;
            change.delete(&found);
            Ok(Empty::default())
        })
        .await
    }
}

impl View<'_> {
    fn grants(&self, key: &super::Key) -> Result<impl Iterator<Item = Grant>> {
        let of = (key.scope.clone(), key.id.clone());
        let grants = self.snapshot.table::<Record>();
        let found = grants.by::<grant::OfKey>(&of).map_err(fault)?;
        Ok(found.cloned().collect::<Vec<_>>().into_iter())
    }

    fn grant(&self, scope: &Scope, key_id: &str, id: &str) -> Result<Grant> {
        let found = self.snapshot.table::<Record>().get(&grant::key(scope, key_id, id));
        found.map_err(fault)?.ok_or_else(|| missing(id))
    }
}

/// Grants have their effect at once, so a token of one adds nothing to it: it must be one, that is
/// all.
pub(super) fn check_tokens(tokens: Option<&[String]>) -> Result<()> {
    match tokens.unwrap_or_default().iter().all(|token| read_token(token).is_some()) {
        true => Ok(()),
        false => Err(bad_token()),
    }
}

fn token(of: &Record) -> String {
    let Scope { account, region, .. } = &of.scope;
    STANDARD.encode(format!("grant:{region}:{account}:{}:{}", of.key_id, of.id))
}

fn read_token(token: &str) -> Option<(Scope, String, String)> {
    let text = String::from_utf8(STANDARD.decode(token).ok()?).ok()?;
    let ["grant", region, account, key_id, id] = text.split(':').collect::<Vec<_>>()[..] else {
        return None;
    };
    Some((Scope::new(account.parse().ok()?, region), key_id.to_owned(), id.to_owned()))
}

fn bad_token() -> ferrogate_api::Failure<Error> {
    Error::invalid_grant_token("The grant token is not valid.").into()
}

fn missing(id: &str) -> ferrogate_api::Failure<Error> {
    Error::not_found(format!("Grant ID {id} not found")).into()
}

fn no_principal(named: &str) -> ferrogate_api::Failure<Error> {
    Error::invalid_arn(format!("ARN does not refer to a valid principal: {named}")).into()
}

/// All but who made it, when, and its id.
fn is_same(one: &Record, other: &Record) -> bool {
    one.name == other.name
        && one.grantee == other.grantee
        && one.retiring == other.retiring
        && one.operations == other.operations
        && one.constraint == other.constraint
}

/// Each once, and only those that a symmetric key has.
fn operations(given: Vec<GrantOperation>) -> Result<Vec<String>> {
    const SYMMETRIC: [&str; 9] = [
        "CreateGrant",
        "Decrypt",
        "DescribeKey",
        "Encrypt",
        "GenerateDataKey",
        "GenerateDataKeyWithoutPlaintext",
        "ReEncryptFrom",
        "ReEncryptTo",
        "RetireGrant",
    ];
    let all: BTreeSet<String> = given.iter().map(|one| one.as_str().to_owned()).collect();
    if all.is_empty() {
        return Err(validation("A grant must have at least one operation."));
    }
    // Pairs of data keys are made under a symmetric key, and are not built.
    match all.iter().find(|one| !SYMMETRIC.contains(&one.as_str())) {
        None => Ok(all.into_iter().collect()),
        Some(one) if one.starts_with("GenerateDataKeyPair") => {
            Err(super::not_built(&format!("A grant for {one}")))
        }
        Some(one) => Err(validation(format!(
            "The operation {one} is not valid for a grant of a SYMMETRIC_DEFAULT key."
        ))),
    }
}

fn constraint(given: Option<GrantConstraints>) -> Result<Option<Constraint>> {
    let Some(given) = given else { return Ok(None) };
    match (given.encryption_context_equals, given.encryption_context_subset) {
        (None, None) => Ok(None),
        (Some(pairs), None) => Ok(Some(Constraint::Equals(pairs.into_iter().collect()))),
        (None, Some(pairs)) => Ok(Some(Constraint::Subset(pairs.into_iter().collect()))),
        (Some(_), Some(_)) => Err(validation(
            "A grant has one constraint: EncryptionContextEquals or EncryptionContextSubset.",
        )),
    }
}

/// Who is named: an ARN of somebody who is there, as far as that is known.
fn principal(view: &View<'_>, named: &str) -> Result<Principal> {
    let document = serde_json::json!({"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": {"AWS": named}, "Action": "kms:*", "Resource": "*",
    }})
    .to_string();
    let is_arn = named.starts_with("arn:") && !named.contains('*');
    if !is_arn || policy::Policy::parse(&document, Kind::Resource).is_err() {
        return Err(no_principal(named));
    }
    let ids = principals::ids(&view.snapshot, &document).map_err(fault)?;
    let mut ids = ids.map_err(|Nobody(_)| no_principal(named))?;
    Ok(Principal { arn: named.to_owned(), id: ids.remove(named) })
}

fn page(
    view: &View<'_>,
    list: &str,
    all: Vec<Grant>,
    (limit, marker): (Option<i32>, Option<String>),
) -> Result<ListGrantsResponse> {
    let page = Page { list, limit, marker, otherwise: 50 };
    let (grants, next_marker) =
        page.of(view, all, |grant| format!("{} {}", grant.key_id, grant.id))?;
    Ok(ListGrantsResponse {
        grants: Some(grants.iter().map(|grant| shown(grant)).collect()),
        truncated: Some(next_marker.is_some()),
        next_marker,
    })
}

fn shown(grant: &Record) -> GrantListEntry {
    let constraints = grant.constraint.as_ref().map(|constraint| match constraint {
        Constraint::Equals(pairs) => GrantConstraints {
            encryption_context_equals: Some(pairs.clone().into_iter().collect()),
            ..GrantConstraints::default()
        },
        Constraint::Subset(pairs) => GrantConstraints {
            encryption_context_subset: Some(pairs.clone().into_iter().collect()),
            ..GrantConstraints::default()
        },
    });
    let operations = grant.operations.iter().map(|one| GrantOperation::from(one.as_str()));
    GrantListEntry {
        key_id: Some(key::arn(&grant.scope, &grant.key_id)),
        grant_id: Some(grant.id.clone()),
        name: grant.name.clone(),
        creation_date: Some(time(grant.created_at)),
        grantee_principal: Some(grant.grantee.arn.clone()),
        retiring_principal: grant.retiring.as_ref().map(|of| of.arn.clone()),
        issuing_account: Some(grant.issuer.clone()),
        operations: Some(operations.collect()),
        constraints,
    }
}
