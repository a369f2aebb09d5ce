//! Access keys: from the id in a request to the secret and the caller behind it.

use std::collections::HashMap;
use std::sync::Arc;

use ferrogate_base::{AccountId, TimestampMs};

use crate::secret::Secret;

/// Who stands behind a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The account that owns the access key; what the request acts on.
    pub account: AccountId,
    /// The caller's ARN, such as `arn:aws:iam::123456789012:root`.
    pub arn: String,
    /// The unique id that STS shows as `UserId`; the account id for the root.
    pub user_id: String,
    /// Whether the account itself is calling, which nothing is denied to.
    pub root: bool,
}

impl Caller {
    /// The root of `account`.
    #[must_use]
    pub fn root(account: AccountId) -> Self {
        Self {
            arn: format!("arn:aws:iam::{account}:root"),
            user_id: account.as_str().to_owned(),
            account,
            root: true,
        }
    }
}

/// An access key as the verifier needs it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct AccessKey {
    /// What signatures are made with; `None` lets every signature pass, which only
    /// [`DevKeys`] does.
    pub secret: Option<Secret>,
    /// Who signs with it.
    pub caller: Arc<Caller>,
    /// Set for temporary credentials.
    pub session: Option<Session>,
}

/// What temporary credentials have beside their secret.
#[derive(Clone, Debug)]
pub struct Session {
    /// The token that every request must carry.
    pub token: Secret,
    /// From this time on the credentials are refused.
    pub expires: TimestampMs,
}

/// Finds access keys. Asked once per request on the request's own task, so an
/// implementation answers from memory.
pub trait AccessKeys: Send + Sync + 'static {
    /// The key with this id; `None` when there is none or it is inactive. The id is
    /// whatever a stranger wrote.
    fn find(&self, access_key_id: &str) -> Option<AccessKey>;
}

/// A fixed set of keys.
#[derive(Clone, Debug, Default)]
pub struct StaticKeys(HashMap<String, AccessKey>);

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
        self.0.insert(id.into(), AccessKey { secret: Some(secret), caller, session: None });
        self
    }

    /// Adds the temporary key `id` of `caller`, good with `session`'s token until it ends.
    #[must_use]
    pub fn with_session(
        mut self,
        id: impl Into<String>,
        secret: Secret,
        session: Session,
        caller: Caller,
    ) -> Self {
        let (caller, session) = (Arc::new(caller), Some(session));
        self.0.insert(id.into(), AccessKey { secret: Some(secret), caller, session });
        self
    }
}

impl AccessKeys for StaticKeys {
    fn find(&self, access_key_id: &str) -> Option<AccessKey> {
        self.0.get(access_key_id).cloned()
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
    fn find(&self, access_key_id: &str) -> Option<AccessKey> {
        self.known
            .find(access_key_id)
            .or_else(|| Some(AccessKey { secret: None, caller: self.root.clone(), session: None }))
    }
}

impl<K: AccessKeys + ?Sized> AccessKeys for Arc<K> {
    fn find(&self, access_key_id: &str) -> Option<AccessKey> {
        (**self).find(access_key_id)
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
        let stranger = keys.find("test").unwrap();
        assert!(stranger.secret.is_none());
        assert_eq!(stranger.caller.arn, "arn:aws:iam::000000000000:root");
        let known = keys.find("AKIAKNOWN").unwrap();
        assert!(known.secret.is_some());
        assert_eq!(*known.caller, own);
    }

    #[test]
    fn without_dev_mode_a_stranger_is_unknown() {
        assert!(StaticKeys::new().find("test").is_none());
    }
}
