//! Parameters: names in hierarchies, with up to a hundred versions of a value each.
//!
//! Values lie sealed in records of their own, whatever their type, and are read from the store
//! for who asks. All else is answered from memory. What an operation does is one guarded
//! transaction. Read [`name`] and [`read`] first.

mod delete;
mod filter;
mod label;
mod list;
mod name;
mod put;
mod read;
mod tag;

use std::sync::Arc;

use ferrogate_api::ssm::Error;
use ferrogate_api::{Cx, Failure};
use ferrogate_auth::{RootKey, Vault};
use ferrogate_base::TimestampMs;
use ferrogate_records::Scope;
use ferrogate_records::ssm::parameter::{self, Record};
use ferrogate_state::{Entry, Fault, Snapshot, State};
use ferrogate_store::Key;

use super::Result;
use crate::change::{self, Change};
use name::Asked;

pub use read::Unreadable;

/// The parameter store over the engine's state.
pub struct Parameters {
    state: Arc<State>,
    vault: Vault,
}

/// What an operation sees.
struct View {
    scope: Scope,
    /// The caller's ARN.
    caller: String,
    now: TimestampMs,
    snapshot: Snapshot,
}

impl View {
    /// The parameter of this name.
    fn named(&self, name: &str) -> Result<Option<Arc<Entry<Record>>>> {
        // What can't be a key is the name of nothing.
        let Ok(key) = Key::new(parameter::key(&self.scope, name)) else { return Ok(None) };
        self.snapshot.table::<Record>().get(&key).map_err(fault)
    }

    /// The parameter that a request asks for.
    fn find(&self, asked: &Asked) -> Result<Option<Arc<Entry<Record>>>> {
        for name in &asked.names {
            if let Some(found) = self.named(name)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The parameter that a request asks for, which must be there.
    fn get(&self, asked: &Asked) -> Result<Arc<Entry<Record>>> {
        self.find(asked)?.ok_or_else(|| not_found(&asked.written))
    }

    /// All parameters, in the order of their names.
    fn all(&self) -> Result<Vec<Arc<Entry<Record>>>> {
        let prefix = parameter::prefix(&self.scope);
        let prefix = Key::new(prefix.trim_end_matches('/')).map_err(fault)?.children();
        let mut all = self.snapshot.table::<Record>().list(&prefix).map_err(fault)?;
        all.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(all)
    }
}

impl Parameters {
    /// The store over `state`; values are sealed under `root`.
    #[must_use]
    pub fn new(state: Arc<State>, root: &RootKey) -> Arc<Self> {
        Arc::new(Self { state, vault: Vault::new(root, parameter::VAULT) })
    }

    fn view(&self, cx: &Cx) -> View {
        self.view_of(cx, self.state.snapshot())
    }

    fn view_of(&self, cx: &Cx, snapshot: Snapshot) -> View {
        View {
            scope: Scope::new(cx.account.clone(), &*cx.region),
            caller: cx.caller.arn.clone(),
            now: self.state.now(),
            snapshot,
        }
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

fn invalid(text: impl Into<String>) -> Failure<Error> {
    Error::new("ValidationException", text.into()).into()
}

fn not_found(name: &str) -> Failure<Error> {
    Error::parameter_not_found(format!("Parameter {name} not found.")).into()
}

fn no_version(name: &str, number: u64) -> Failure<Error> {
    let text = format!(
        "Systems Manager could not find version {number} of {name}. Verify the version and try \
         again."
    );
    Error::parameter_version_not_found(text).into()
}

fn fault(cause: impl Into<Fault>) -> Failure<Error> {
    Failure::fault(cause.into())
}

/// A number of a version as the API has it.
fn number(of: u64) -> i64 {
    i64::try_from(of).unwrap_or(i64::MAX)
}
