//! OpenID Connect providers: who else says who somebody is.

use ferrogate_base::{AccountId, TimestampMs};
use serde::{Deserialize, Serialize};

use super::Owner;
use crate::Tag;
use crate::key::segment;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "iam-oidc-provider";

kind!(Record as KIND);

/// A provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is.
    pub owner: Owner,
    /// Its address without `https://`, such as `oidc.example.com/id/1F`: the issuer of tokens.
    /// Case counts.
    pub url: String,
    /// When it was made.
    pub created_at: TimestampMs,
    /// The audiences that tokens may be for, each once, 100 at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clients: Vec<String>,
    /// SHA-1 of certificates that its own may be signed by, 40 hexadecimal digits each, five at
    /// most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub thumbprints: Vec<String>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
}

impl Record {
    /// `arn:aws:iam::account:oidc-provider/url`.
    #[must_use]
    pub fn arn(&self) -> String {
        self.owner.arn(&format!("oidc-provider/{}", self.url))
    }
}

/// The key of the provider at `url`, which is without `https://`.
#[must_use]
pub fn key(account: &AccountId, url: &str) -> String {
    format!("/{KIND}/{account}/{}", segment(url))
}
