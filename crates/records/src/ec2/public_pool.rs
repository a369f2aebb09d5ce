//! Where public addresses come from: one range of the installation, which its settings name.
//!
//! The engine writes it into the store when it starts, so that whoever gives out an address, or
//! makes packets follow one, reads the same.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};

use super::range;
use crate::kind::kind;

/// The kind of this record in the store.
pub const KIND: &str = "public-pool";

kind!(Record as KIND);

/// The range without a setting. Its addresses are loopback's: what has one of them answers on
/// its own machine, and nowhere else.
#[must_use]
pub fn default_range() -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(127, 96, 0, 0), 16)
}

/// The pool. Addresses of an earlier range that are taken stay so until they are given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its range.
    pub range: Ipv4Net,
}

impl Default for Record {
    fn default() -> Self {
        Self { range: default_range() }
    }
}

impl Record {
    /// An address that nobody has, from the `start`th on and around: who starts elsewhere each
    /// time lets an address rest that was just given back. `None` when all are taken.
    pub fn free(self, start: u64, taken: impl Fn(Ipv4Addr) -> bool) -> Option<Ipv4Addr> {
        // The first and the last of a range are no host's, where it has more than two.
        let (skip, count) = match self.range.prefix_len() {
            31.. => (0, range::size(self.range)),
            _ => (1, range::size(self.range) - 2),
        };
        let places = (0..count).map(|step| skip + (start % count + step) % count);
        places.filter_map(|at| range::nth(self.range, at)).find(|address| !taken(*address))
    }
}

/// Its key.
#[must_use]
pub fn key() -> String {
    format!("/{KIND}/range")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn all(range: &str, start: u64) -> Vec<String> {
        let pool = Record { range: range.parse().unwrap() };
        let mut taken = BTreeSet::new();
        let mut order = vec![];
        while let Some(address) = pool.free(start, |one| taken.contains(&one)) {
            assert!(taken.insert(address));
            order.push(address.to_string());
        }
        order
    }

    #[test]
    fn every_address_of_a_range_is_given_once() {
        assert_eq!(all("198.51.100.7/32", 9), ["198.51.100.7"]);
        assert_eq!(all("198.51.100.6/31", 1), ["198.51.100.7", "198.51.100.6"]);
        assert_eq!(all("198.51.100.4/30", 1), ["198.51.100.6", "198.51.100.5"]);
        assert_eq!(all("198.51.100.0/28", 1 << 40).len(), 14);
    }
}
