//! Access keys: from the id in a request to the secret and the caller behind it.

use std::collections::HashMap;
use std::sync::Arc;

use ferrogate_base::{AccountId, TimestampMs};

use crate::caller::Caller;
use crate::secret::Secret;

/// An access key as the verifier needs it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct AccessKey {
    /// What signatures are made with; `None` lets every signature pass, which only
    /// [`DevKeys`] does.
    pub secret: Option<Secret>,
    /// Who signs with it.
    pub caller: Arc<Caller>,
    /// From this time on it is refused; only temporary ones end.
    pub expires: Option<TimestampMs>,
}

/// Finds access keys. Asked once per request on the request's own task, so an
/// implementation answers from memory.
pub trait AccessKeys: Send + Sync + 'static {
    /// The key with this id, shown with this token; `None` when there is none, it is inactive,
    /// or the token is not the one that it was issued with. A long-lived key has no token: shown
    /// with one it is not found. Both are whatever a stranger wrote.
    fn find(&self, access_key_id: &str, token: Option<&str>) -> Option<AccessKey>;

    /// The account that a key belongs to or belonged to, whatever its state.
    fn account_of(&self, access_key_id: &str) -> Option<AccountId> {
        self.find(access_key_id, None).map(|key| key.caller.account.clone())
    }
}

/// A fixed set of keys.
#[derive(Clone, Debug, Default)]
pub struct StaticKeys(HashMap<String, (AccessKey, Option<Secret>)>);

impl StaticKeys {
    /// No keys: everybody is refused.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the long-lived key `id` of `caller`; an id that is there already is replaced.
    #[must_use]
    pub fn with(mut self, id: impl Into<String>, secret: Secret, caller: Caller) -> Self {
        let caller = Arc::new(caller);
        self.0.insert(id.into(), (AccessKey { secret: Some(secret), caller, expires: None }, None));
        self
    }

    /// Adds the temporary key `id` of `caller`, good with its token until it ends.
    #[must_use]
    pub fn with_session(
        mut self,
        id: impl Into<String>,
        secret: Secret,
        (token, expires): (Secret, TimestampMs),
        caller: Caller,
    ) -> Self {
        let caller = Arc::new(caller);
        let key = AccessKey { secret: Some(secret), caller, expires: Some(expires) };
        self.0.insert(id.into(), (key, Some(token)));
        self
    }
}

impl AccessKeys for StaticKeys {
    fn find(&self, access_key_id: &str, token: Option<&str>) -> Option<AccessKey> {
        let (key, issued) = self.0.get(access_key_id)?;
        let same = match (issued, token) {
            (None, None) => true,
            (Some(issued), Some(token)) => issued.is(token),
            _ => false,
        };
        same.then(|| key.clone())
    }
}

/// Development mode: a key that `known` doesn't have is let in unchecked, as the root of
/// one account. Known keys are still checked, so a wrong secret shows early.
///
/// The binary offers this on loopback only.
#[derive(Clone, Debug)]
pub struct DevKeys<K> {
    known: K,
    root: Arc<Caller>,
}

impl<K: AccessKeys> DevKeys<K> {
    /// Lets every key in that `known` doesn't have, `test` among them, as `root`.
    #[must_use]
    pub fn new(known: K, root: Caller) -> Self {
        Self { known, root: Arc::new(root) }
    }
}

impl<K: AccessKeys> AccessKeys for DevKeys<K> {
    fn find(&self, access_key_id: &str, token: Option<&str>) -> Option<AccessKey> {
        if let Some(key) = self.known.find(access_key_id, token) {
            return Some(key);
        }
        // One that was once known here is refused, not let in as the root.
        let known = self.known.account_of(access_key_id).is_some();
        let root = || AccessKey { secret: None, caller: self.root.clone(), expires: None };
        (!known).then(root)
    }

    fn account_of(&self, access_key_id: &str) -> Option<AccountId> {
        let known = self.known.account_of(access_key_id);
        known.or_else(|| Some(self.root.account.clone()))
    }
}

impl<K: AccessKeys + ?Sized> AccessKeys for Arc<K> {
    fn find(&self, access_key_id: &str, token: Option<&str>) -> Option<AccessKey> {
        (**self).find(access_key_id, token)
    }

    fn account_of(&self, access_key_id: &str) -> Option<AccountId> {
        (**self).account_of(access_key_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(text: &str) -> AccountId {
        text.parse().unwrap()
    }

    #[test]
    fn dev_mode_lets_strangers_in_and_still_knows_its_own() {
        let own = Caller::root(account("111122223333"));
        let known = StaticKeys::new().with("AKIAKNOWN", Secret::new("s"), own.clone());
        let keys = DevKeys::new(known, Caller::root(account("000000000000")));
        let stranger = keys.find("test", None).unwrap();
        assert!(stranger.secret.is_none());
        assert_eq!(stranger.caller.arn, "arn:aws:iam::000000000000:root");
        let known = keys.find("AKIAKNOWN", None).unwrap();
        assert!(known.secret.is_some());
        assert_eq!(*known.caller, own);
    }

    #[test]
    fn without_dev_mode_a_stranger_is_unknown() {
        assert!(StaticKeys::new().find("test", None).is_none());
    }
}
