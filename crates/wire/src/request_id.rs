//! Names of requests: UUIDs that cost no call to the kernel.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

/// Makes the names of this process's requests. Two keyed hashes of a counter are as random as
/// the keys that the system gave when the process started: nobody can guess the next name, and
/// no two of them are the same. They are names and no secrets.
#[derive(Debug, Default)]
pub(crate) struct RequestIds {
    made: AtomicU64,
    keys: [RandomState; 2],
}

impl RequestIds {
    /// The next name: a UUID of version 4 in its usual form.
    pub(crate) fn next(&self) -> String {
        let n = self.made.fetch_add(1, Ordering::Relaxed);
        let mut bytes = [0; 16];
        for (half, key) in bytes.chunks_exact_mut(8).zip(&self.keys) {
            half.copy_from_slice(&key.hash_one(n).to_be_bytes());
        }
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_request_has_a_name_of_its_own() {
        let (one, two) = (RequestIds::default(), RequestIds::default());
        let names: HashSet<_> = (0..2000).flat_map(|_| [one.next(), two.next()]).collect();
        assert_eq!(names.len(), 4000);
        for name in &names {
            let uuid = uuid::Uuid::parse_str(name).unwrap();
            assert_eq!(uuid.get_version_num(), 4, "{name}");
            assert_eq!(uuid.get_variant(), uuid::Variant::RFC4122, "{name}");
        }
    }
}
