//! AWS Secrets Manager: secrets, the versions of their values, and who may have them.
//!
//! What is known of a secret is one record, with all its versions and stages: a change of them is
//! one guarded transaction. A value is a record of its own, encrypted under a data key of its own,
//! which a key of KMS encrypts; it is read from the store when somebody asks for it, and lies
//! nowhere else. Read [`lookup`] and [`value`] first.

mod batch;
mod create;
mod delete;
mod filter;
mod list;
mod lookup;
mod password;
mod policy;
mod put;
mod read;
mod stages;
mod tags;
mod value;

use std::sync::Arc;

use ferrogate_api::secretsmanager::{Error, op};
use ferrogate_api::{Cx, Failure, Operations, Timestamp};
use ferrogate_base::TimestampMs;
use ferrogate_records::Scope;
use ferrogate_state::{Fault, Snapshot, State};

use crate::change::{self, Change};
use crate::keyring::Keyring;

pub use value::{NoValue, Secret, Value, Wanted, asks, value};

type Result<T> = std::result::Result<T, Failure<Error>>;

/// The operations of Secrets Manager over the engine's state.
pub struct SecretsManager {
    state: Arc<State>,
    keys: Arc<Keyring>,
}

/// Puts every operation of Secrets Manager that is built into the table.
pub fn register(table: &mut Operations, state: Arc<State>, keys: Arc<Keyring>) {
    let secrets = Arc::new(SecretsManager { state, keys });
    macro_rules! serve {
        ($($op:ident => $method:ident),* $(,)?) => {$({
            let secrets = secrets.clone();
            table.on::<op::$op, _, _>(move |cx, input| {
                let secrets = secrets.clone();
                async move { secrets.$method(&cx, input).await }
            });
        })*};
    }
    serve! {
        BatchGetSecretValue => batch_get_secret_value,
        CreateSecret => create_secret,
        DeleteResourcePolicy => delete_resource_policy,
        DeleteSecret => delete_secret,
        DescribeSecret => describe_secret,
        GetRandomPassword => get_random_password,
        GetResourcePolicy => get_resource_policy,
        GetSecretValue => get_secret_value,
        ListSecretVersionIds => list_secret_version_ids,
        ListSecrets => list_secrets,
        PutResourcePolicy => put_resource_policy,
        PutSecretValue => put_secret_value,
        RestoreSecret => restore_secret,
        TagResource => tag_resource,
        UntagResource => untag_resource,
        UpdateSecret => update_secret,
        UpdateSecretVersionStage => update_secret_version_stage,
        ValidateResourcePolicy => validate_resource_policy,
    }
}

/// What an operation sees.
struct View {
    here: Scope,
    snapshot: Snapshot,
    now: TimestampMs,
}

impl SecretsManager {
    fn view(&self, cx: &Cx) -> View {
        self.view_of(cx, self.state.snapshot())
    }

    fn view_of(&self, cx: &Cx, snapshot: Snapshot) -> View {
        let here = Scope::new(cx.account.clone(), &*cx.region);
        View { here, snapshot, now: self.state.now() }
    }

    /// Commits what `plan` makes of what it sees, and answers with what else it makes; from the
    /// start when something of it was changed meanwhile. Every read afterwards sees it.
    async fn change<R>(
        &self,
        cx: &Cx,
        plan: impl Fn(&View, &mut Change) -> Result<R>,
    ) -> Result<R> {
        change::apply(&self.state, |snapshot| self.view_of(cx, snapshot), plan).await
    }
}

fn not_built(what: &str) -> Failure<Error> {
    Error::not_built(format!("{what} is not built yet.")).into()
}

fn time(at: TimestampMs) -> Timestamp {
    Timestamp::from(at)
}

fn fault(cause: impl Into<Fault>) -> Failure<Error> {
    Failure::fault(cause.into())
}
