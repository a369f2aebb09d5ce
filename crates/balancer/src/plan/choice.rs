//! Who is asked next.

use std::time::{Duration, Instant};

use ferrogate_link::balancer::{Algorithm, HealthyMin, Weighted};

/// What is known of a target that may be asked.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// Requests that it has not answered.
    pub outstanding: usize,
    /// Its share, 0 to 1: less than 1 while it starts slowly.
    pub share: f64,
}

/// The one of `all` that is asked; `None` when there is none. `turn` is another number each
/// time, one more than before; `random` any number.
#[must_use]
pub fn target(algorithm: Algorithm, all: &[Candidate], turn: usize, random: u64) -> Option<usize> {
    if all.is_empty() {
        return None;
    }
    match algorithm {
        Algorithm::RoundRobin => Some(in_turn(all, turn, random)),
        Algorithm::WeightedRandom => usize::try_from(random % all.len() as u64).ok(),
        Algorithm::LeastOutstandingRequests => {
            // Of those that have equally many, each in its turn.
            let from = turn % all.len();
            (from..all.len()).chain(0..from).min_by_key(|at| all[*at].outstanding)
        }
    }
}

/// The next in turn, but one that starts slowly lets others go first.
fn in_turn(all: &[Candidate], turn: usize, random: u64) -> usize {
    let first = turn % all.len();
    let mut dice = random;
    for at in (first..all.len()).chain(0..first) {
        if all[at].share >= 1.0 || unit(dice) < all[at].share {
            return at;
        }
        dice = mix(dice);
    }
    first
}

/// The group of a rule that is asked: by weights. `None` when all weights are 0.
#[must_use]
pub fn group(groups: &[Weighted], random: u64) -> Option<&Weighted> {
    let sum: u64 = groups.iter().map(|of| u64::from(of.weight)).sum();
    let mut at = random.checked_rem(sum)?;
    groups.iter().find(|of| {
        let weight = u64::from(of.weight);
        let here = at < weight;
        at = at.saturating_sub(weight);
        here
    })
}

/// Whether so few are healthy that all are asked.
#[must_use]
pub fn fails_open(min: HealthyMin, healthy: usize, all: usize) -> bool {
    let too_few = (healthy as u64) < u64::from(min.count);
    let share = |percent: u8| (healthy as u64) * 100 < u64::from(percent) * all as u64;
    too_few || min.percent.is_some_and(share)
}

/// The share of a target that began to be healthy so long ago.
#[must_use]
pub fn share(slow_start: Duration, since: Instant, now: Instant) -> f64 {
    if slow_start.is_zero() {
        return 1.0;
    }
    let past = now.saturating_duration_since(since).as_secs_f64();
    (past / slow_start.as_secs_f64()).clamp(0.02, 1.0)
}

/// Another number, that looks like none before (splitmix64).
#[must_use]
pub fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn unit(random: u64) -> f64 {
    (random >> 11) as f64 / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(outstanding: &[usize]) -> Vec<Candidate> {
        let one = |of: &usize| Candidate { outstanding: *of, share: 1.0 };
        outstanding.iter().map(one).collect()
    }

    fn counts(algorithm: Algorithm, all: &[Candidate], times: usize) -> Vec<usize> {
        let mut counts = vec![0; all.len()];
        let mut random = 7;
        for turn in 0..times {
            random = mix(random);
            counts[target(algorithm, all, turn, random).unwrap()] += 1;
        }
        counts
    }

    #[test]
    fn each_has_its_turn_and_who_has_least_goes_first() {
        assert_eq!(counts(Algorithm::RoundRobin, &all(&[9, 0, 0]), 300), [100, 100, 100]);
        let least = Algorithm::LeastOutstandingRequests;
        assert_eq!(counts(least, &all(&[3, 1, 1]), 300).first(), Some(&0));
        assert!(counts(least, &all(&[3, 1, 1]), 300)[1..].iter().all(|n| *n >= 100));
        assert!(counts(Algorithm::WeightedRandom, &all(&[9, 0, 0]), 3000).iter().all(|n| *n > 800));
        assert_eq!(target(Algorithm::RoundRobin, &[], 0, 0), None);
    }

    #[test]
    fn one_that_starts_slowly_has_its_share_and_all_of_them_have_everything() {
        let mut some = all(&[0, 0]);
        some[0].share = 0.2;
        let counts_of = counts(Algorithm::RoundRobin, &some, 10_000);
        assert!((500..1500).contains(&counts_of[0]), "{counts_of:?}");
        some[1].share = 0.2;
        assert_eq!(counts(Algorithm::RoundRobin, &some, 1000).iter().sum::<usize>(), 1000);
    }

    #[test]
    fn groups_have_their_weights() {
        let groups = [("a", 1), ("b", 0), ("c", 3)]
            .map(|(group, weight)| Weighted { group: group.into(), weight });
        let mut counts = std::collections::BTreeMap::new();
        for random in 0..400 {
            *counts.entry(group(&groups, random).unwrap().group.as_str()).or_insert(0) += 1;
        }
        assert_eq!(counts, [("a", 100), ("c", 300)].into());
        assert_eq!(group(&groups[1..2], 5), None);
    }

    #[test]
    fn too_few_are_healthy_by_either_limit() {
        let min = |count, percent| HealthyMin { count, percent };
        assert!(fails_open(min(1, None), 0, 3) && !fails_open(min(1, None), 1, 3));
        assert!(fails_open(min(1, Some(50)), 1, 3) && !fails_open(min(1, Some(50)), 2, 3));
    }

    #[test]
    fn the_ramp_is_even() {
        let (now, ramp) = (Instant::now(), Duration::from_secs(30));
        let after = |s| share(ramp, now, now + Duration::from_secs(s));
        assert!(after(0) < 0.1 && (after(15) - 0.5).abs() < 0.01 && after(31) >= 1.0);
        assert!(share(Duration::ZERO, now, now) >= 1.0);
    }
}
