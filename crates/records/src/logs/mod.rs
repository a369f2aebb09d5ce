//! Amazon CloudWatch Logs: groups, streams and metric filters. The events are not records: they lie in the
//! log store.

pub mod group;
pub mod metric_filter;
pub mod stream;

use std::borrow::Cow;

use sha2::{Digest, Sha256};

use crate::key::segment;

/// The longest name, in bytes of its segment, that is a part of a key as it is: two of them
/// and the rest of a key stay within the store's 1,024 bytes.
const PLAIN_BYTES_MAX: usize = 400;

/// A group's or stream's name as a part of a key. A long one is its hash, behind a colon,
/// which no name has.
fn part(name: &str) -> Cow<'_, str> {
    if segment(name).len() <= PLAIN_BYTES_MAX {
        Cow::Borrowed(name)
    } else {
        let hash = Sha256::digest(name);
        let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        Cow::Owned(format!(":{hex}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scope;
    use proptest::prelude::*;

    #[test]
    fn a_short_name_is_its_own_part() {
        assert_eq!(part("/ecs/web"), "/ecs/web");
        assert_eq!(part(&"a".repeat(400)), "a".repeat(400));
    }

    proptest! {
        #[test]
        fn the_longest_names_have_keys_of_their_own(a in "[/a]{500,512}", b in "[/a]{500,512}") {
            let scope = Scope::new("000000000000".parse().unwrap(), "ap-southeast-2");
            let (x, y) = (stream::key(&scope, &a, &b), stream::key(&scope, &b, &a));
            prop_assert!(x.len() <= 1024);
            prop_assert_eq!(a == b, x == y);
        }
    }
}
