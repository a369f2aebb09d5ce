//! Second factors: which codes a device's are, and what a caller shows with one.

use ferrogate_auth::totp::{Seed, step};
use ferrogate_auth::{Caller, Principal};
use ferrogate_base::TimestampMs;
use ferrogate_records::iam::access_key::Holder;
use ferrogate_records::iam::arn::Arn;
use ferrogate_records::iam::mfa_device::{self, Codes, Record};
use ferrogate_state::{Entry, Fault, Snapshot, put};
use std::sync::Arc;

use crate::{Identity, account};

/// So many steps before and after that of the device's clock a code is taken (RFC 6238, 5.2).
const STEPS_AROUND: u64 = 1;
/// By so many steps a device's clock may be wrong when two codes in a row are shown: ten minutes.
const DRIFT_MAX: u64 = 20;
/// So many wrong codes in a row are looked at without a pause.
const WRONG_MAX: u32 = 5;
/// The pause after that many, which each further one doubles.
const PAUSE_MS: u64 = 30_000;
/// The longest pause. Three codes of a million are good at a time, so that who guesses for a year
/// finds one with a chance of less than three in a hundred.
const PAUSE_MS_MAX: u64 = 3_600_000;
/// Tries before a code is given up because others are shown for the same device all the time.
const TRIES_MAX: u32 = 8;

/// Why a code is not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotShown {
    /// It is not one of the device's of now, or was taken before.
    #[error("the code is not valid")]
    Wrong,
    /// There were too many wrong ones: none is looked at for so many seconds.
    #[error("too many codes were not valid; the next is looked at in {0} s")]
    Paused(u64),
    /// The caller has no such device.
    #[error("the caller has no such device")]
    NoDevice,
    /// The device's record can't be read or written.
    #[error("the device's record can't be used")]
    Fault(#[from] Fault),
}

/// What comes of showing a code, or two.
pub type Tried = Result<Codes, Untaken>;

/// Codes that were not taken, and what is known of the device's from then on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untaken {
    /// They are none of the device's.
    Wrong(Codes),
    /// They are, and were taken before: nobody guesses who has seen them.
    Again,
    /// They were not looked at, and none is for so many seconds.
    Paused(u64),
}

/// Shows one code of a device.
///
/// # Errors
/// See [`Untaken`].
pub fn one(codes: &Codes, seed: &Seed, code: &str, now: TimestampMs) -> Tried {
    check_pause(codes, now)?;
    let center = step(now).saturating_add_signed(codes.drift);
    let around = center.saturating_sub(STEPS_AROUND)..=center + STEPS_AROUND;
    match seed.find(around.clone().filter(|step| *step > codes.used), code) {
        Some(found) => Ok(Codes { used: found, wrong: 0, ..*codes }),
        None if seed.find(around, code).is_some() => Err(Untaken::Again),
        None => Err(Untaken::Wrong(one_more_wrong(codes, now))),
    }
}

/// Shows two codes of a device that follow each other, which also tell how its clock goes.
///
/// # Errors
/// See [`Untaken`].
pub fn two(codes: &Codes, seed: &Seed, shown: [&str; 2], now: TimestampMs) -> Tried {
    check_pause(codes, now)?;
    let here = step(now);
    let around = here.saturating_sub(DRIFT_MAX)..=here + DRIFT_MAX;
    let follows = |first: &u64| seed.code(*first) == shown[0] && seed.code(first + 1) == shown[1];
    let mut found: Vec<u64> = around.filter(follows).map(|first| first + 1).collect();
    // Of two that are possible, the one that is nearer to the time.
    found.sort_by_key(|second| second.abs_diff(here));
    let Some(second) = found.first().copied() else {
        return Err(Untaken::Wrong(one_more_wrong(codes, now)));
    };
    if found.iter().all(|second| *second <= codes.used) {
        return Err(Untaken::Again);
    }
    let drift = second.cast_signed() - here.cast_signed();
    // Who types two codes is done a while after the second began.
    let drift = if drift.unsigned_abs() <= STEPS_AROUND { 0 } else { drift };
    Ok(Codes { used: second, drift, wrong: 0, wrong_at: codes.wrong_at })
}

fn check_pause(codes: &Codes, now: TimestampMs) -> Result<(), Untaken> {
    let Some(more) = codes.wrong.checked_sub(WRONG_MAX) else { return Ok(()) };
    let pause = PAUSE_MS.saturating_mul(1 << more.min(20)).min(PAUSE_MS_MAX);
    match (codes.wrong_at.0 + pause).saturating_sub(now.0) {
        0 => Ok(()),
        left => Err(Untaken::Paused(left.div_ceil(1000))),
    }
}

fn one_more_wrong(codes: &Codes, now: TimestampMs) -> Codes {
    Codes { wrong: codes.wrong.saturating_add(1), wrong_at: now, ..*codes }
}

/// The device of a serial number, which is compared as a whole.
///
/// # Errors
/// When its record can't be read.
pub fn device(snapshot: &Snapshot, serial: &str) -> Result<Option<Arc<Entry<Record>>>, Fault> {
    let Some(named) = Arn::parse(serial).filter(|named| named.kind == "mfa") else {
        return Ok(None);
    };
    let Some(owner) = account(named.account) else { return Ok(None) };
    let at = mfa_device::key(&owner, named.path, named.name);
    let found = snapshot.table::<Record>().get(&at)?;
    Ok(found.filter(|device| device.serial() == serial))
}

impl Identity {
    /// Takes the code that a caller shows of its device: nobody shows it again. When it was taken.
    ///
    /// # Errors
    /// See [`NotShown`]. A wrong code counts, in whatever process it is shown.
    pub async fn take_code(
        &self,
        caller: &Caller,
        serial: &str,
        code: &str,
    ) -> Result<TimestampMs, NotShown> {
        let mut snapshot = self.state.snapshot();
        for _ in 0..TRIES_MAX {
            let device = device(&snapshot, serial)?.filter(|device| has(caller, device));
            let device = device.ok_or(NotShown::NoDevice)?;
            let now = self.clock.now();
            let seed = self.seed(&device)?;
            let (codes, answer) = match one(&device.codes, &seed, code, now) {
                Ok(codes) => (codes, Ok(now)),
                Err(Untaken::Wrong(codes)) => (codes, Err(NotShown::Wrong)),
                Err(Untaken::Again) => return Err(NotShown::Wrong),
                Err(Untaken::Paused(seconds)) => return Err(NotShown::Paused(seconds)),
            };
            let new = Record { codes, ..(**device).clone() };
            let op = put(device.key.clone(), &device.doc.with(new))?;
            if let Some(rev) = self.state.commit(&[device.unchanged()], &[op]).await? {
                self.state.at(rev).await?;
                return answer;
            }
            snapshot = self.state.synced().await?;
        }
        Err(Fault::Contended(TRIES_MAX).into())
    }

    fn seed(&self, device: &Record) -> Result<Seed, NotShown> {
        let serial = device.serial();
        let opened = self.seeds.open(&serial, &device.seed).ok();
        opened.and_then(|text| Seed::of_base32(text.expose()).ok()).ok_or_else(|| {
            tracing::error!(serial, "the codes of an MFA device can't be checked");
            NotShown::NoDevice
        })
    }
}

/// Whether a caller is who a device was enabled for: the root, or the user with its unique id.
fn has(caller: &Caller, device: &Record) -> bool {
    if device.owner.account != caller.account {
        return false;
    }
    match (device.enabled.as_ref().map(|enabled| &enabled.holder), &caller.principal) {
        (Some(Holder::Root), Principal::Root) => true,
        (Some(Holder::User(id)), Principal::User { .. }) => *id == caller.user_id,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In the middle of step 1,000.
    const NOW: TimestampMs = TimestampMs(30_015_000);

    fn seed() -> Seed {
        // Its codes around here are all different, which chance alone would not promise.
        Seed::of_base32("AADQ4FI4EMVDCOB7IZGVIW3CNFYHO7UFRSJZVINIV63L3RGL2LM6BZ7O6X6AGCQR").unwrap()
    }

    fn later(ms: u64) -> TimestampMs {
        NOW.plus_ms(ms)
    }

    #[test]
    fn a_code_is_good_one_step_around_and_once() {
        let (seed, codes) = (seed(), Codes::default());
        for step in 990..1010 {
            let tried = one(&codes, &seed, &seed.code(step), NOW);
            assert_eq!(tried.is_ok(), (999..=1001).contains(&step), "{step}: {tried:?}");
        }
        let codes = one(&codes, &seed, &seed.code(1000), NOW).unwrap();
        assert_eq!(codes.used, 1000);
        // Neither that one nor an older one, which is no guess.
        for step in [999, 1000] {
            assert_eq!(one(&codes, &seed, &seed.code(step), NOW), Err(Untaken::Again), "{step}");
        }
        assert!(one(&codes, &seed, &seed.code(1001), NOW).is_ok());
        for code in ["", "12345", "1234567", "abcdef"] {
            assert!(matches!(one(&codes, &seed, code, NOW), Err(Untaken::Wrong(_))), "{code}");
        }
    }

    #[test]
    fn who_guesses_waits_longer_each_time() {
        let (seed, mut codes, mut now) = (seed(), Codes::default(), NOW);
        let wrong = |codes: &Codes, now| match one(codes, &seed, "no", now) {
            Err(Untaken::Wrong(codes)) => codes,
            other => panic!("{other:?}"),
        };
        for _ in 0..WRONG_MAX {
            codes = wrong(&codes, now);
        }
        for seconds in [30, 60, 120, 240, 480, 960, 1920, 3600, 3600] {
            let good = seed.code(step(now));
            assert_eq!(one(&codes, &seed, &good, now), Err(Untaken::Paused(seconds)));
            now = now.plus_ms(seconds * 1000 - 1);
            assert_eq!(two(&codes, &seed, ["1", "2"], now), Err(Untaken::Paused(1)));
            now = now.plus_ms(1);
            codes = wrong(&codes, now);
        }
        now = now.plus_ms(PAUSE_MS_MAX);
        let codes = one(&codes, &seed, &seed.code(step(now)), now).unwrap();
        assert_eq!(codes.wrong, 0);
    }

    #[test]
    fn two_codes_follow_each_other_and_tell_the_clock() {
        let (seed, codes) = (seed(), Codes::default());
        let shown = |first: u64, second: u64| [seed.code(first), seed.code(second)];
        let try_two =
            |codes: &Codes, shown: [String; 2]| two(codes, &seed, [&shown[0], &shown[1]], NOW);
        for (second, drift) in [(1000, 0), (999, 0), (1001, 0), (1002, 2), (990, -10), (1020, 20)] {
            let tried = try_two(&codes, shown(second - 1, second)).unwrap();
            assert_eq!((tried.used, tried.drift), (second, drift));
        }
        for (first, second) in [(1000, 1000), (1000, 999), (998, 1000), (1030, 1031), (900, 901)] {
            let tried = try_two(&codes, shown(first, second));
            assert!(matches!(tried, Err(Untaken::Wrong(_))), "{first} {second}: {tried:?}");
        }
        let behind = try_two(&codes, shown(989, 990)).unwrap();
        assert_eq!(try_two(&behind, shown(989, 990)), Err(Untaken::Again));
        // Its codes of now are those of ten steps ago.
        assert!(one(&behind, &seed, &seed.code(991), NOW).is_ok());
        assert!(one(&behind, &seed, &seed.code(1000), NOW).is_err());
        assert!(one(&behind, &seed, &seed.code(992), later(60_000)).is_ok());
    }
}
