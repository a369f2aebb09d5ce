//! Target tracking. The rule of scaling in is AWS's as far as it is published: only when the
//! metric stays under its target, and gradually; by how much at a time is ours.

/// Tasks that are taken at a time, as a part of those that run: a tenth, and one at least.
const TAKEN_PART: u32 = 10;
/// How far below the target the alarm stands that scales in (seen in exported alarms).
pub const LOW_PART: f64 = 0.9;

/// What a policy wants whose metric is above its target: as many tasks as bring it back, at once.
/// `None` when the metric is not above.
#[must_use]
pub fn out(running: u32, metric: f64, target: f64) -> Option<i64> {
    if metric.is_nan() || metric <= target {
        return None;
    }
    // Of nothing there is no part: the least step.
    Some(if running == 0 { 1 } else { needed(running, metric, target) })
}

/// What a policy wants whose metric is below its target: fewer tasks, as long as they would keep
/// the metric under it, and a few at a time. `None` when each of the tasks is needed, or there is
/// no metric.
#[must_use]
pub fn back(running: u32, metric: f64, target: f64) -> Option<i64> {
    if metric.is_nan() || metric > target || running == 0 {
        return None;
    }
    let least = i64::from(running - (running / TAKEN_PART).max(1));
    let wanted = needed(running, metric, target).max(least);
    (wanted < i64::from(running)).then_some(wanted)
}

/// Tasks that have the metric at its target, rounded up.
fn needed(running: u32, metric: f64, target: f64) -> i64 {
    let exact = f64::from(running) * metric.max(0.0) / target;
    // 3 × 70 / 70 must not be 4 for what floating point adds.
    let rounded = (exact - 1e-9 * exact.max(1.0)).ceil().clamp(0.0, 1e9);
    #[expect(clippy::cast_possible_truncation, reason = "it was clamped")]
    let count = rounded as i64;
    count
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn out_at_once_and_back_a_few_at_a_time() {
        for (running, metric, target, wanted) in [
            (4, 75.0, 50.0, Some(6)),
            (4, 100.0, 50.0, Some(8)),
            (3, 50.1, 50.0, Some(4)),
            (3, 50.0, 50.0, None),
            (0, 60.0, 50.0, Some(1)),
            (1, 1e12, 1.0, Some(1_000_000_000)),
        ] {
            assert_eq!(out(running, metric, target), wanted, "{running} {metric} {target}");
        }
        for (running, metric, target, wanted) in [
            // One less would have it at 60: it stays.
            (4, 45.0, 50.0, None),
            (4, 37.5, 50.0, Some(3)),
            (4, 1.0, 50.0, Some(3)),
            (100, 1.0, 50.0, Some(90)),
            (1, 0.0, 50.0, Some(0)),
            (1, 0.1, 50.0, None),
            (0, 0.0, 50.0, None),
            (4, f64::NAN, 50.0, None),
        ] {
            assert_eq!(back(running, metric, target), wanted, "{running} {metric} {target}");
        }
    }

    proptest! {
        /// The same load on what is left is not above the target: nothing goes to and fro.
        #[test]
        fn scaling_in_does_not_ask_for_scaling_out(running in 1u32..500, metric in 0.0..200.0f64, target in 1.0..100.0f64) {
            if let Some(left) = back(running, metric, target) {
                prop_assert!(left < i64::from(running) && left >= 0);
                let load = f64::from(running) * metric;
                prop_assert!(left == 0 && load < 1e-6 * target || load / (left as f64) <= target * (1.0 + 1e-6));
            }
        }

        #[test]
        fn scaling_out_brings_the_metric_back(running in 1u32..500, metric in 0.0..1e4f64, target in 1.0..100.0f64) {
            if let Some(wanted) = out(running, metric, target) {
                prop_assert!(wanted > i64::from(running));
                prop_assert!(f64::from(running) * metric / (wanted as f64) <= target * (1.0 + 1e-6));
            }
        }
    }
}
