//! How often somebody may come.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use crate::listen::Ends;

/// How many are remembered before those are forgotten who have rested long enough.
const REMEMBERED: usize = 4096;

/// How much may come: so many at once, and so many a second after that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bucket {
    pub(crate) burst: u32,
    /// At least 1.
    pub(crate) per_s: u32,
}

impl Bucket {
    fn interval(self) -> Duration {
        Duration::from_secs(1) / self.per_s
    }

    /// The time in which an empty one fills.
    fn whole(self) -> Duration {
        self.interval() * self.burst
    }
}

/// Requests a second for each of many: all of a second may come at once.
#[derive(Debug)]
pub(crate) struct Rates<K> {
    bucket: Bucket,
    spread: Spread<K>,
}

/// Buckets of many, by the generic cell rate algorithm: of each the time is kept at which all it
/// has asked for would have been spread out evenly. Who has rested is forgotten.
#[derive(Debug)]
pub(crate) struct Spread<K>(Mutex<Seen<K>>);

#[derive(Debug)]
struct Seen<K> {
    even: HashMap<K, Instant>,
    full: usize,
}

impl<K> Default for Spread<K> {
    fn default() -> Self {
        Self(Mutex::new(Seen { even: HashMap::new(), full: REMEMBERED }))
    }
}

impl<K: Eq + Hash> Spread<K> {
    /// Counts one more; false when that is too many, which is then not counted.
    pub(crate) fn take(&self, who: K, bucket: Bucket, now: Instant) -> bool {
        let mut seen = self.0.lock();
        if seen.even.len() >= seen.full {
            seen.even.retain(|_, even| *even > now);
            seen.full = REMEMBERED.max(seen.even.len() * 2);
        }
        let even = seen.even.entry(who).or_insert(now);
        let next = now.max(*even) + bucket.interval();
        let room = next <= now + bucket.whole();
        if room {
            *even = next;
        }
        room
    }

    /// Whether one more would be too many.
    fn exhausted(&self, who: &K, bucket: Bucket, now: Instant) -> bool {
        let seen = self.0.lock();
        let even = seen.even.get(who);
        even.is_some_and(|even| *even + bucket.interval() > now + bucket.whole())
    }
}

impl<K: Eq + Hash> Rates<K> {
    /// At most `per_second` for each.
    pub(crate) fn new(per_second: NonZeroU32) -> Self {
        let per_s = per_second.get();
        Self { bucket: Bucket { burst: per_s, per_s }, spread: Spread::default() }
    }

    /// Counts one more; false when that is too many, which is then not counted.
    pub(crate) fn take(&self, who: K, now: Instant) -> bool {
        self.spread.take(who, self.bucket, now)
    }

    /// Whether one more would be too many.
    pub(crate) fn exhausted(&self, who: &K, now: Instant) -> bool {
        self.spread.exhausted(who, self.bucket, now)
    }
}

/// Those whose failures are counted together: who has an address, in a VPC or outside of all.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Source {
    address: IpAddr,
    vpc: Option<Arc<str>>,
}

impl Source {
    /// Who is at the other end of a connection; nobody for the loopback.
    pub(crate) fn of(ends: &Ends) -> Option<Self> {
        let address = source_of(ends.client?.ip())?;
        Some(Self { address, vpc: ends.via.as_ref().map(|via| (*via.through.vpc).into()) })
    }
}

/// What stands for an address: an address; of IPv6 the network of 64 bits, which
/// is what one host is given. Nobody for the loopback, which all programs of the host share.
fn source_of(ip: IpAddr) -> Option<IpAddr> {
    match ip.to_canonical() {
        ip if ip.is_loopback() => None,
        IpAddr::V4(ip) => Some(IpAddr::V4(ip)),
        IpAddr::V6(ip) => Some(IpAddr::V6((ip.to_bits() >> 64 << 64).into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(per_second: u32) -> Rates<u32> {
        Rates::new(NonZeroU32::new(per_second).unwrap())
    }

    #[test]
    fn a_seconds_worth_may_come_at_once_and_then_as_many_as_time_allows() {
        let (rates, start) = (rates(10), Instant::now());
        let taken = |at: u64| {
            (0..99).take_while(|_| rates.take(7, start + Duration::from_millis(at))).count()
        };
        assert_eq!(taken(0), 10);
        assert!(rates.exhausted(&7, start) && !rates.exhausted(&8, start));
        assert_eq!(taken(99), 0);
        assert_eq!(taken(300), 3);
        assert_eq!(taken(60_000), 10, "who rests does not save up");
        assert!(rates.take(8, start), "each has a share of its own");
    }

    #[test]
    fn who_has_rested_is_forgotten() {
        let (rates, start) = (rates(1), Instant::now());
        for who in 0..100_000 {
            assert!(rates.take(who, start + Duration::from_millis(u64::from(who))));
        }
        assert!(rates.spread.0.lock().even.len() <= REMEMBERED);
    }

    #[test]
    fn a_host_has_one_source_and_the_loopback_none() {
        let source = |ip: &str| source_of(ip.parse().unwrap()).map(|ip| ip.to_string());
        assert_eq!(source("127.0.0.9"), None);
        assert_eq!(source("::1"), None);
        assert_eq!(source("::ffff:127.0.0.1"), None);
        assert_eq!(source("::ffff:192.0.2.1"), source("192.0.2.1"));
        assert_eq!(source("2001:db8::1:2:3:4"), Some("2001:db8::".into()));
    }
}
