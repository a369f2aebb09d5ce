//! AWS KMS: symmetric keys, their names and their policies, and what they encrypt.
//!
//! Who may use a key its policy says: without its allowance no policy of IAM has an effect. The
//! door asks both before an operation is here. What keys do is in [`Keyring`](crate::keyring).
//! A file per noun; read [`key`] first.

mod alias;
mod crypto;
mod grant;
mod key;
mod list;
mod policy;
mod rotation;
mod tags;

use std::sync::Arc;

use ferrogate_api::kms::{Error, op};
use ferrogate_api::{Cx, Failure, Operations, Timestamp};
use ferrogate_base::TimestampMs;
use ferrogate_records::Scope;
use ferrogate_records::kms::key as key_record;
use ferrogate_state::{Entry, Fault, Snapshot, State};

use crate::change::{self, Change};
use crate::keyring::{KeyError, Keyring};

type Result<T> = std::result::Result<T, Failure<Error>>;
type Key = Arc<Entry<key_record::Record>>;

/// The operations of KMS over the engine's state.
pub struct Kms {
    state: Arc<State>,
    keys: Arc<Keyring>,
}

/// Puts every operation of KMS that is built into the table.
pub fn register(table: &mut Operations, state: Arc<State>, keys: Arc<Keyring>) {
    let kms = Arc::new(Kms { state, keys });
    macro_rules! serve {
        ($($op:ident => $method:ident),* $(,)?) => {$({
            let kms = kms.clone();
            table.on::<op::$op, _, _>(move |cx, input| {
                let kms = kms.clone();
                async move { kms.$method(&cx, input).await }
            });
        })*};
    }
    serve! {
        CancelKeyDeletion => cancel_key_deletion,
        CreateAlias => create_alias,
        CreateGrant => create_grant,
        CreateKey => create_key,
        Decrypt => decrypt,
        DeleteAlias => delete_alias,
        DescribeKey => describe_key,
        DisableKey => disable_key,
        DisableKeyRotation => disable_key_rotation,
        EnableKey => enable_key,
        EnableKeyRotation => enable_key_rotation,
        Encrypt => encrypt,
        GenerateDataKey => generate_data_key,
        GenerateDataKeyWithoutPlaintext => generate_data_key_without_plaintext,
        GenerateRandom => generate_random,
        GetKeyPolicy => get_key_policy,
        GetKeyRotationStatus => get_key_rotation_status,
        ListAliases => list_aliases,
        ListGrants => list_grants,
        ListKeyPolicies => list_key_policies,
        ListKeyRotations => list_key_rotations,
        ListKeys => list_keys,
        ListResourceTags => list_resource_tags,
        ListRetirableGrants => list_retirable_grants,
        PutKeyPolicy => put_key_policy,
        ReEncrypt => re_encrypt,
        RetireGrant => retire_grant,
        RevokeGrant => revoke_grant,
        RotateKeyOnDemand => rotate_key_on_demand,
        ScheduleKeyDeletion => schedule_key_deletion,
        TagResource => tag_resource,
        UntagResource => untag_resource,
        UpdateAlias => update_alias,
        UpdateKeyDescription => update_key_description,
    }
}

/// What an operation sees.
struct View<'c> {
    cx: &'c Cx,
    scope: Scope,
    snapshot: Snapshot,
    kms: &'c Kms,
}

impl Kms {
    fn view<'c>(&'c self, cx: &'c Cx) -> View<'c> {
        self.view_of(cx, self.state.snapshot())
    }

    fn view_of<'c>(&'c self, cx: &'c Cx, snapshot: Snapshot) -> View<'c> {
        View { cx, scope: Scope::new(cx.account.clone(), &*cx.region), snapshot, kms: self }
    }

    /// Commits what `plan` makes of what it sees, and answers with what else it makes; from the
    /// start when something of it was changed meanwhile. Every read afterwards sees it.
    async fn change<R>(
        &self,
        cx: &Cx,
        plan: impl Fn(&View<'_>, &mut Change) -> Result<R>,
    ) -> Result<R> {
        change::apply(&self.state, |snapshot| self.view_of(cx, snapshot), plan).await
    }
}

impl View<'_> {
    /// The key that a request names, whatever its state.
    fn key(&self, text: &str) -> Result<Key> {
        let found = self.kms.keys.find(&self.snapshot, &self.scope, text).map_err(fault)?;
        found.ok_or_else(|| missing(&self.scope, text))
    }

    /// The same, unless it is to be deleted.
    fn lasting(&self, text: &str) -> Result<Key> {
        let key = self.key(text)?;
        match key.state {
            key_record::State::PendingDeletion { .. } => {
                Err(refused(&self.scope, text, KeyError::PendingDeletion(key.arn())))
            }
            _ => Ok(key),
        }
    }
}

/// A key that can't be used, in KMS's words.
fn refused(here: &Scope, named: &str, error: KeyError) -> Failure<Error> {
    match error {
        KeyError::NotFound(_) => missing(here, named),
        KeyError::Disabled(arn) => Error::disabled(format!("{arn} is disabled.")).into(),
        KeyError::PendingDeletion(arn) => {
            Error::kms_invalid_state(format!("{arn} is pending deletion.")).into()
        }
        KeyError::Incorrect => Error::incorrect_key(
            "The key ID in the request does not identify a CMK that can perform this operation.",
        )
        .into(),
        // AWS says nothing more, so that nobody learns what about it is wrong.
        KeyError::InvalidCiphertext => Error::invalid_ciphertext("").into(),
        KeyError::Fault(cause) => fault(cause),
    }
}

fn missing(here: &Scope, named: &str) -> Failure<Error> {
    let text = match named {
        _ if named.starts_with("alias/") || named.contains(":alias/") => {
            format!("Alias {} is not found.", crate::keyring::shown(here, named))
        }
        _ if named.starts_with("arn:") => match ferrogate_records::kms::named(here, named) {
            Some(_) => format!("Key '{named}' does not exist"),
            None => {
                let region = named.split(':').nth(3).unwrap_or_default();
                format!("Invalid arn {region}")
            }
        },
        _ if uuid::Uuid::try_parse(named).is_err() => format!("Invalid keyId '{named}'"),
        _ => format!("Key '{}' does not exist", crate::keyring::shown(here, named)),
    };
    Error::not_found(text).into()
}

fn validation(text: impl Into<String>) -> Failure<Error> {
    Error::new("ValidationException", text.into()).into()
}

fn not_built(what: &str) -> Failure<Error> {
    Error::unsupported_operation(format!("{what} is not built yet.")).into()
}

fn time(at: TimestampMs) -> Timestamp {
    Timestamp::from(at)
}

fn fault(cause: impl Into<Fault>) -> Failure<Error> {
    Failure::fault(cause.into())
}
