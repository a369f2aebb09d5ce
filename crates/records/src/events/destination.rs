//! API destinations: endpoints outside that rules tell, and how they are asked.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use crate::Scope;
use crate::kind::{Index, kind};

/// The kind of these records in the store.
pub const KIND: &str = "api-destination";

kind!(Record as KIND, by InScope);

/// API destinations of an account in a region (EventBridge quotas).
pub const DESTINATIONS_MAX: usize = 3000;
/// Requests a second unless its owner says less, and the most (EventBridge quotas).
pub const RATE_MAX: u32 = 300;

/// An API destination.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Where it is.
    pub scope: Scope,
    /// 1-64 characters.
    pub name: String,
    /// A UUID: another destination of the name has another.
    pub id: String,
    /// What its owner says of it.
    #[serde(default)]
    pub description: Option<String>,
    /// The ARN of the connection that authorizes requests.
    pub connection_arn: String,
    /// Its URL, in which `*` stands for a value of the target.
    pub endpoint: String,
    /// POST, GET, HEAD, OPTIONS, PUT, PATCH or DELETE.
    pub method: String,
    /// Requests a second, at most [`RATE_MAX`].
    pub rate: u32,
    /// When it was made.
    pub created_at: TimestampMs,
    /// When it was changed last.
    pub modified_at: TimestampMs,
}

impl Record {
    /// `arn:aws:events:region:account:api-destination/name/id`.
    #[must_use]
    pub fn arn(&self) -> String {
        self.scope.arn("events", &format!("api-destination/{}/{}", self.name, self.id))
    }

    /// The key of its record.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.scope, &self.name)
    }
}

/// The key of a destination.
#[must_use]
pub fn key(scope: &Scope, name: &str) -> String {
    scope.key(KIND, &[name])
}

/// The name in an ARN of a destination of `scope`, and the id after it.
#[must_use]
pub fn named<'a>(scope: &Scope, arn: &'a str) -> Option<(&'a str, &'a str)> {
    arn.strip_prefix(&*scope.arn("events", "api-destination/"))?.split_once('/')
}

/// By account and region.
pub struct InScope;

impl Index for InScope {
    type Of = Record;
    type Value = Scope;

    fn value(record: &Record) -> Option<Scope> {
        Some(record.scope.clone())
    }

    fn place(of: &Scope) -> String {
        of.prefix(KIND)
    }
}
