//! Services that are scaled to zero while nobody asks for them: an extension, which a tag asks for.

use std::ops::RangeInclusive;

use super::Record;
use crate::Tag;
use crate::balancer::Hold;

/// The tag that asks for it: after so many seconds without a request the service sleeps, as far as
/// its scalable target lets it.
pub const TAG: &str = "ferrogate:scale-to-zero";

/// What DescribeServices says first of the primary deployment of a service that sleeps, before
/// since when.
pub const ASLEEP: &str = "Asleep since ";

/// Seconds that it may say. Nodes tell every few seconds whether anybody asks, so fewer would
/// mean nothing; who never asks for a day may as well wait for a schedule.
pub const IDLE_S: RangeInclusive<u32> = 5..=86_400;

/// A value of the tag that says no number of seconds, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid(pub String);

/// How many seconds without a request these tags ask for, if they do.
///
/// # Errors
/// When the tag says no number within the bounds.
pub fn idle_s(tags: &[Tag]) -> Result<Option<u32>, Invalid> {
    let Some(tag) = tags.iter().find(|tag| tag.key == TAG) else { return Ok(None) };
    let number = tag.value.parse().ok().filter(|number| IDLE_S.contains(number));
    // `+5` and `005` are numbers to Rust alone.
    let number = number.filter(|number: &u32| number.to_string() == tag.value);
    let invalid = || {
        let (least, most, value) = (IDLE_S.start(), IDLE_S.end(), &tag.value);
        Invalid(format!(
            "The tag {TAG} says how many seconds without a request the service is kept for: a \
             whole number from {least} to {most}, not '{value}'."
        ))
    };
    number.map(Some).ok_or_else(invalid)
}

impl Record {
    /// How many seconds without a request it is kept for, if it is scaled to zero.
    #[must_use]
    pub fn idle_s(&self) -> Option<u32> {
        // What is stored was checked; of what was not, nothing follows.
        idle_s(&self.tags).ok().flatten()
    }

    /// Gives it so many tasks, as scaling does: without any it sleeps, if it is one that does.
    pub fn scale(&mut self, count: u32, now: ferrogate_base::TimestampMs) {
        self.desired = count;
        let sleeps = count == 0 && self.idle_s().is_some();
        self.asleep_since = sleeps.then(|| self.asleep_since.unwrap_or(now));
    }

    /// The number of its sleep, another one each time.
    #[must_use]
    pub fn sleep(&self) -> Option<u64> {
        self.asleep_since.map(|since| since.0)
    }

    /// What its load balancers do with requests for which there is no task, with at most `max`
    /// tasks. One that was scaled to nothing by hand has none that wait.
    #[must_use]
    pub fn hold(&self, max: u32, out_suspended: bool) -> Option<Hold> {
        let asleep = self.sleep();
        let wakes = self.desired > 0 || (asleep.is_some() && !out_suspended);
        (self.idle_s().is_some() && wakes && max > 0).then_some(Hold { asleep })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_says_a_number_of_seconds_within_bounds() {
        let of = |value: &str| idle_s(&[Tag { key: TAG.into(), value: value.into() }]);
        assert_eq!(idle_s(&[]), Ok(None));
        assert_eq!((of("5"), of("86400")), (Ok(Some(5)), Ok(Some(86_400))));
        for bad in ["", "4", "0", "-5", "86401", "5s", "5.0", " 5", "+5", "005", "99999999999"] {
            let Invalid(text) = of(bad).unwrap_err();
            assert!(text.contains("from 5 to 86400") && text.contains(bad), "{text}");
        }
    }
}
