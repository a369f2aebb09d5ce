//! Secrets by what requests call them.

use std::sync::Arc;

use ferrogate_api::secretsmanager::Error;
use ferrogate_base::TimestampMs;
use ferrogate_records::Scope;
use ferrogate_records::secretsmanager::secret::{self, Record};
use ferrogate_state::{Entry, Fault, Snapshot};

use super::{Result, View, fault};

pub(super) type Entity = Arc<Entry<Record>>;

/// The secret that a text names as seen from `here`: by its name, or by its ARN with the six
/// characters at its end or without.
pub(super) fn find(
    snapshot: &Snapshot,
    here: &Scope,
    text: &str,
    now: TimestampMs,
) -> std::result::Result<Option<Entity>, Fault> {
    let Some((scope, meant)) = secret::named(here, text) else { return Ok(None) };
    for (name, suffix) in meant {
        let found = snapshot.table::<Record>().get(&secret::key(&scope, name))?;
        let found = found.filter(|found| {
            found.name == name
                && suffix.is_none_or(|suffix| found.suffix == suffix)
                && !found.is_gone(now)
        });
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

impl View {
    /// The secret that a request names, also one that is to be deleted.
    pub(super) fn secret(&self, text: &str) -> Result<Entity> {
        let found = find(&self.snapshot, &self.here, text, self.now).map_err(fault)?;
        Ok(found.ok_or_else(no_secret)?)
    }

    /// The same, unless it is to be deleted.
    pub(super) fn lasting(&self, text: &str) -> Result<Entity> {
        let secret = self.secret(text)?;
        match secret.deletion {
            Some(_) => Err(marked().into()),
            None => Ok(secret),
        }
    }
}

pub(super) fn no_secret() -> Error {
    Error::resource_not_found("Secrets Manager can't find the specified secret.")
}

pub(super) fn marked() -> Error {
    Error::invalid_request(
        "You can't perform this operation on the secret because it was marked for deletion.",
    )
}
