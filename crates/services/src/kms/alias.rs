//! Aliases: made, given to another key, removed.

use ferrogate_api::kms::{CreateAliasRequest, DeleteAliasRequest, Error, UpdateAliasRequest};
use ferrogate_api::{Cx, Empty, Protocol, access};
use ferrogate_auth::Ask;
use ferrogate_records::kms::alias::{self, Record};
use ferrogate_records::kms::key;
use ferrogate_state::Entry;
use std::sync::Arc;

use super::key::{full_name, names};
use super::{Kms, Result, View, fault, validation};

/// Aliases of one key (KMS developer guide, "Quotas").
const ALIASES_MAX: usize = 50;

impl Kms {
    pub(super) async fn create_alias(&self, cx: &Cx, input: CreateAliasRequest) -> Result<Empty> {
        check_name(&input.alias_name)?;
        full_name(&input.target_key_id)?;
        self.change(cx, |view, change| {
            let key = view.lasting(&input.target_key_id)?;
            own(view, &key.scope)?;
            let now = self.state.now();
            let made = Record {
                scope: view.scope.clone(),
                name: input.alias_name.clone(),
                target: key.id.clone(),
                created_at: now,
                updated_at: now,
            };
            if view.alias(&input.alias_name)?.is_some() {
                let text = format!("An alias with the name {} already exists", made.arn());
                return Err(Error::already_exists(text).into());
            }
            if names(view, &key)?.len() >= ALIASES_MAX {
                let text = format!("You have reached the limit of {ALIASES_MAX} aliases for a key");
                return Err(Error::limit_exceeded(text).into());
            }
            // Whoever lets the key be deleted meets this.
            change.touch(&key)?;
            change.create(alias::key(&view.scope, &made.name), &made)?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn update_alias(&self, cx: &Cx, input: UpdateAliasRequest) -> Result<Empty> {
        check_name(&input.alias_name)?;
        full_name(&input.target_key_id)?;
        self.change(cx, |view, change| {
            let key = view.lasting(&input.target_key_id)?;
            own(view, &key.scope)?;
            let old = view.there(&input.alias_name)?;
            may(cx, "kms:UpdateAlias", &old)?;
            if names(view, &key)?.len() >= ALIASES_MAX {
                let text = format!("You have reached the limit of {ALIASES_MAX} aliases for a key");
                return Err(Error::limit_exceeded(text).into());
            }
            change.touch(&key)?;
            let updated_at = self.state.now();
            change.put(&old, Record { target: key.id.clone(), updated_at, ..(**old).clone() })?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn delete_alias(&self, cx: &Cx, input: DeleteAliasRequest) -> Result<Empty> {
        check_name(&input.alias_name)?;
        self.change(cx, |view, change| {
            let old = view.there(&input.alias_name)?;
            may(cx, "kms:DeleteAlias", &old)?;
            change.delete(&old);
            Ok(Empty::default())
        })
        .await
    }
}

impl View<'_> {
    fn alias(&self, name: &str) -> Result<Option<Arc<Entry<Record>>>> {
        self.snapshot.table::<Record>().get(&alias::key(&self.scope, name)).map_err(fault)
    }

    fn there(&self, name: &str) -> Result<Arc<Entry<Record>>> {
        let missing = || {
            let arn = crate::keyring::shown(&self.scope, name);
            Error::not_found(format!("Alias {arn} is not found."))
        };
        Ok(self.alias(name)?.ok_or_else(missing)?)
    }
}

/// Whoever takes a name from a key must be allowed that on the key, which the request does not
/// name (KMS developer guide, "Controlling access to aliases").
fn may(cx: &Cx, action: &str, alias: &Record) -> Result<()> {
    let ask = Ask::new(action, key::arn(&alias.scope, &alias.target));
    cx.may(&[ask]).map_err(|denied| Error::from(access::denied(&denied, Protocol::Json11)).into())
}

/// An alias is of the account and region of its key.
fn own(view: &View<'_>, of: &ferrogate_records::Scope) -> Result<()> {
    match *of == view.scope {
        true => Ok(()),
        false => Err(validation("An alias must be in the same account and Region as its key")),
    }
}

fn check_name(name: &str) -> Result<()> {
    let Some(rest) = name.strip_prefix("alias/") else {
        return Err(validation("Invalid identifier"));
    };
    if name.starts_with(alias::OF_AWS) {
        return Err(Error::new("NotAuthorizedException", "").into());
    }
    if rest.contains(':') {
        return Err(validation(format!("{name} contains invalid characters for an alias")));
    }
    if rest.is_empty() {
        return Err(Error::invalid_alias_name("An alias must have a name after alias/").into());
    }
    Ok(())
}
