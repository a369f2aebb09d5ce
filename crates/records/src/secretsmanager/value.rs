//! Values of secrets, encrypted. They are not kept in memory.

use serde::{Deserialize, Serialize};

use super::secret;

/// The kind of these records in the store.
pub const KIND: &str = "secret-value";

/// The value of one version.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The data key, encrypted under a key of KMS, whose ciphertext this is in base64. Its
    /// encryption context is the secret's ARN and the version's id.
    pub data_key: String,
    /// The value in base64, encrypted under the data key.
    pub sealed: String,
    /// Whether it is bytes, not text.
    pub binary: bool,
}

/// The key of the value of a version.
#[must_use]
pub fn key(of: &secret::Record, version: &str) -> String {
    of.scope.key(KIND, &[&format!("{}-{}", secret::in_key(&of.name), of.suffix), version])
}
