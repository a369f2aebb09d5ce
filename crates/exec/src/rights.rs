//! What sessions need that tasks' own roles must be allowed: the data keys of encrypted channels,
//! and the objects that are kept of sessions.

use ferrogate_base::{AccountId, TaskId};
use ferrogate_channel::payload::SealedKey;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Whose session it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whose {
    /// The account of the task.
    pub account: AccountId,
    /// Where that is.
    pub region: String,
    /// The task.
    pub task: TaskId,
    /// Its own role, if it has one.
    pub role: Option<String>,
}

/// A data key of a client.
#[derive(Debug)]
pub struct KeyWanted<'k> {
    /// What the cluster calls the key of KMS.
    pub key: &'k str,
    /// The session's id.
    pub session: &'k str,
    /// What the session is with.
    pub target: &'k str,
    /// What the client was offered to bind its data key to.
    pub challenge: &'k str,
    /// What the client has sent.
    pub sealed: &'k SealedKey,
}

/// Asks what tasks' roles may. No method waits for anything.
pub trait Rights: Send + Sync + 'static {
    /// Decrypts a data key with the right of the task's role.
    ///
    /// # Errors
    /// In words of AWS: the role may not, the key can't be used, or it is no data key for this.
    fn data_key(&self, whose: &Whose, wanted: &KeyWanted<'_>)
    -> Result<Zeroizing<Vec<u8>>, String>;

    /// Whether the task's role may put this object.
    ///
    /// # Errors
    /// In words of AWS.
    fn may_put(&self, whose: &Whose, bucket: &str, key: &str) -> Result<(), String>;

    /// Whether the task's role may see how a bucket is encrypted.
    ///
    /// # Errors
    /// In words of AWS.
    fn may_see_encryption(&self, whose: &Whose, bucket: &str) -> Result<(), String>;
}
