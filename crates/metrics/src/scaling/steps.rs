//! Step scaling.

/// What the numbers of steps mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adjustment {
    /// So many tasks more or fewer.
    Change,
    /// So many percent more or fewer, and at least so many tasks.
    Percent {
        /// Those tasks; 0 for any.
        least: u32,
    },
    /// So many tasks.
    Exact,
}

/// A step: from `lower` to `upper` beyond the threshold, by so many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// `None`: from any distance.
    pub lower: Option<f64>,
    /// `None`: to any distance.
    pub upper: Option<f64>,
    /// What its adjustment says it means.
    pub by: i32,
}

/// The step for a metric that is `beyond` its threshold, below 0 when it is less. Above the
/// threshold a step holds its lower bound and not its upper one, below it the other way round; at
/// the threshold as the alarm looks, `upwards` or not.
#[must_use]
pub fn step(steps: &[Step], beyond: f64, upwards: bool) -> Option<&Step> {
    let above = beyond > 0.0 || (beyond == 0.0 && upwards);
    let holds = |step: &&Step| {
        let (lower, upper) =
            (step.lower.unwrap_or(f64::NEG_INFINITY), step.upper.unwrap_or(f64::INFINITY));
        match above {
            true => lower <= beyond && beyond < upper,
            false => lower < beyond && beyond <= upper,
        }
    };
    steps.iter().find(holds)
}

/// How many tasks a step makes of `base`.
#[must_use]
pub fn wanted(adjustment: Adjustment, by: i32, base: u32) -> i64 {
    let (base, by) = (i64::from(base), i64::from(by));
    match adjustment {
        Adjustment::Change => base + by,
        Adjustment::Exact => by,
        Adjustment::Percent { least } => {
            let (all, least) = (base * by, i64::from(least));
            // Towards 0, but never to 0: 12.7 is 12, 0.67 is 1, -6.67 is -6, -0.58 is -1.
            let change = if all / 100 == 0 { all.signum() } else { all / 100 };
            base + change.signum() * change.abs().max(least * all.signum().abs())
        }
    }
}

/// What is wrong with steps, as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// One begins where it ends, or later.
    Bounds,
    /// Two are for the same distance.
    Overlap,
    /// There is a distance between two that is of none.
    Gap,
}

/// Whether every distance within the steps has one step.
///
/// # Errors
/// [`Wrong`].
pub fn check(steps: &[Step]) -> Result<(), Wrong> {
    let low = |step: &Step| step.lower.unwrap_or(f64::NEG_INFINITY);
    let high = |step: &Step| step.upper.unwrap_or(f64::INFINITY);
    if steps.iter().any(|step| low(step) >= high(step)) {
        return Err(Wrong::Bounds);
    }
    let mut sorted: Vec<&Step> = steps.iter().collect();
    sorted.sort_by(|a, b| low(a).total_cmp(&low(b)));
    for pair in sorted.windows(2) {
        if high(pair[0]) > low(pair[1]) {
            return Err(Wrong::Overlap);
        }
        if high(pair[0]) < low(pair[1]) {
            return Err(Wrong::Gap);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(lower: Option<f64>, upper: Option<f64>, by: i32) -> Step {
        Step { lower, upper, by }
    }

    /// The worked example of AWS's guide: a threshold of 50, percents, 10 → 11 → 14 → 13 → 10.
    #[test]
    fn the_chain_of_the_guide_comes_out() {
        let out = [
            of(Some(0.0), Some(10.0), 0),
            of(Some(10.0), Some(20.0), 10),
            of(Some(20.0), None, 30),
        ];
        let back = [
            of(Some(-10.0), Some(0.0), 0),
            of(Some(-20.0), Some(-10.0), -10),
            of(None, Some(-20.0), -30),
        ];
        let percent = Adjustment::Percent { least: 0 };
        let mut count = 10u32;
        let mut chain = vec![];
        for (steps, beyond) in
            [(&out, 5.0), (&out, 10.0), (&out, 20.0), (&back, -5.0), (&back, -10.0), (&back, -25.0)]
        {
            let by = step(steps, beyond, beyond > 0.0).unwrap().by;
            count = u32::try_from(wanted(percent, by, count)).unwrap();
            chain.push(count);
        }
        assert_eq!(chain, [10, 11, 14, 14, 13, 10]);
    }

    #[test]
    fn percents_are_rounded_as_the_guide_says() {
        for (base, by, least, change) in [
            (127, 10, 0, 12),
            (67, 1, 0, 1),
            (58, -1, 0, -1),
            (667, -1, 0, -6),
            (10, 0, 0, 0),
            (10, 10, 3, 3),
            (10, -10, 3, -3),
            (10, 0, 3, 0),
            (0, 50, 2, 0),
        ] {
            let found = wanted(Adjustment::Percent { least }, by, base) - i64::from(base);
            assert_eq!(found, change, "{by} % of {base}, at least {least}");
        }
        assert_eq!(wanted(Adjustment::Change, -3, 2), -1);
        assert_eq!(wanted(Adjustment::Exact, 7, 2), 7);
    }

    #[test]
    fn a_bound_belongs_to_the_step_that_is_nearer_to_the_threshold() {
        let steps = [of(None, Some(0.0), -1), of(Some(0.0), Some(5.0), 1), of(Some(5.0), None, 2)];
        for (beyond, upwards, by) in [
            (0.0, true, 1),
            (0.0, false, -1),
            (4.9, true, 1),
            (5.0, true, 2),
            (-0.1, false, -1),
            (1e300, true, 2),
        ] {
            assert_eq!(step(&steps, beyond, upwards).map(|step| step.by), Some(by), "{beyond}");
        }
        assert_eq!(step(&[of(Some(1.0), None, 1)], 0.5, true), None);
    }

    #[test]
    fn steps_leave_nothing_out_and_nothing_is_in_two() {
        assert_eq!(check(&[of(Some(0.0), None, 1), of(None, Some(0.0), -1)]), Ok(()));
        assert_eq!(check(&[of(Some(0.0), Some(0.0), 1)]), Err(Wrong::Bounds));
        assert_eq!(check(&[of(None, None, 1), of(Some(0.0), None, 1)]), Err(Wrong::Overlap));
        assert_eq!(check(&[of(Some(0.0), Some(1.0), 1), of(Some(2.0), None, 1)]), Err(Wrong::Gap));
    }

    proptest! {
        #[test]
        fn a_percent_never_turns_round(base in 0u32..10_000, by in -100i32..1000, least in 0u32..20) {
            let found = wanted(Adjustment::Percent { least }, by, base);
            let change = found - i64::from(base);
            prop_assert!(change == 0 || change.signum() == i64::from(by.signum()));
        }

        #[test]
        fn whole_steps_have_one_for_every_distance(cuts in prop::collection::btree_set(-100i32..100, 1..6), beyond in -200.0..200.0f64) {
            let cuts: Vec<f64> = cuts.into_iter().map(f64::from).collect();
            let mut steps = vec![of(None, cuts.first().copied(), 0)];
            steps.extend(cuts.windows(2).map(|pair| of(Some(pair[0]), Some(pair[1]), 0)));
            steps.push(of(cuts.last().copied(), None, 0));
            prop_assert_eq!(check(&steps), Ok(()));
            prop_assert!(step(&steps, beyond, true).is_some());
        }
    }
}
