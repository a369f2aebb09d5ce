//! Signing keys: derived from a secret for one day, region and service, and remembered.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use hmac::{Hmac, KeyInit, Mac};
use parking_lot::RwLock;
use sha2::Sha256;

use super::TERMINATOR;
use crate::secret::Secret;

/// How many derived keys are remembered: keys times regions times services times days.
const ENTRIES_MAX: usize = 4096;

/// A signing key, ready to sign: the key is already mixed in.
#[derive(Clone)]
pub(crate) struct SigningKey(Hmac<Sha256>);

impl SigningKey {
    pub(crate) fn derive(secret: &str, date: &str, region: &str, service: &str) -> Self {
        let first = zeroize::Zeroizing::new(format!("AWS4{secret}"));
        let date = hmac(&mac(first.as_bytes()), date);
        let region = hmac(&mac(&date), region);
        let service = hmac(&mac(&region), service);
        Self(mac(&hmac(&mac(&service), TERMINATOR)))
    }

    /// The signature of `text`.
    pub(crate) fn sign(&self, text: &str) -> [u8; 32] {
        hmac(&self.0, text)
    }
}

fn mac(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes keys of any length")
}

fn hmac(keyed: &Hmac<Sha256>, text: &str) -> [u8; 32] {
    let mut keyed = keyed.clone();
    keyed.update(text.as_bytes());
    keyed.finalize().into_bytes().into()
}

/// The signing keys used lately. Only the keys of known access keys get in, so strangers
/// can't fill it.
pub(crate) struct KeyCache {
    entries: RwLock<HashMap<u64, Entry>>,
    hasher: RandomState,
}

struct Entry {
    scope: [Box<str>; 4],
    secret: Secret,
    key: SigningKey,
}

impl KeyCache {
    pub(crate) fn new() -> Self {
        Self { entries: RwLock::default(), hasher: RandomState::new() }
    }

    /// The signing key of `secret` for the scope `[access key id, date, region, service]`.
    /// A key id that got a new secret is derived anew.
    pub(crate) fn get(&self, scope: [&str; 4], secret: &Secret) -> SigningKey {
        // One number stands for the scope, so that a look-up makes no strings; the scope
        // itself is compared, so that two scopes with one number don't meet.
        let slot = self.hasher.hash_one(scope);
        let found = self.entries.read().get(&slot).and_then(|entry| {
            let same = entry.scope.iter().zip(scope).all(|(a, b)| **a == *b);
            (same && entry.secret == *secret).then(|| entry.key.clone())
        });
        found.unwrap_or_else(|| self.derive(slot, scope, secret))
    }

    fn derive(&self, slot: u64, scope: [&str; 4], secret: &Secret) -> SigningKey {
        let [_, date, region, service] = scope;
        let key = SigningKey::derive(secret.expose(), date, region, service);
        let entry = Entry { scope: scope.map(Box::from), secret: secret.clone(), key: key.clone() };
        let mut entries = self.entries.write();
        if entries.len() >= ENTRIES_MAX {
            // Yesterday's keys go first; should all be of today, start over.
            entries.retain(|_, entry| &*entry.scope[1] == date);
            if entries.len() >= ENTRIES_MAX {
                entries.clear();
            }
        }
        entries.insert(slot, entry);
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The example of the AWS general reference, "Deriving a signing key".
    #[test]
    fn the_published_example_is_derived() {
        let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
        let date = hmac(&mac(format!("AWS4{secret}").as_bytes()), "20150830");
        assert_eq!(
            hex::encode(hmac(
                &mac(&hmac(&mac(&hmac(&mac(&date), "us-east-1")), "iam")),
                TERMINATOR
            )),
            "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9"
        );
    }

    #[test]
    fn a_new_secret_or_scope_gives_a_new_key() {
        let cache = KeyCache::new();
        let scope = ["AKIA", "20150830", "us-east-1", "ecs"];
        let first = cache.get(scope, &Secret::new("one")).sign("x");
        assert_eq!(cache.get(scope, &Secret::new("one")).sign("x"), first);
        assert_ne!(cache.get(scope, &Secret::new("two")).sign("x"), first);
        let shifted = ["AKIA", "20150830", "us-east-1e", "cs"];
        assert_ne!(cache.get(shifted, &Secret::new("one")).sign("x"), first);
    }

    #[test]
    fn the_cache_is_bounded_and_forgets_old_days_first() {
        let cache = KeyCache::new();
        let secret = Secret::new("s");
        for i in 0..ENTRIES_MAX {
            cache.get(["AKIA", "20150830", &i.to_string(), "ecs"], &secret);
        }
        cache.get(["AKIA", "20150831", "us-east-1", "ecs"], &secret);
        assert_eq!(cache.entries.read().len(), 1);
    }
}
