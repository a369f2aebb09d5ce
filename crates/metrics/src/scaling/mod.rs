//! Scaling: how many tasks a policy wants, and how many there will be. Pure.
//!
//! [`steps`] and [`tracking`] say what one policy wants, [`combine`] what several do, and
//! [`decide`] what of it happens.

pub mod steps;
pub mod tracking;

/// A service, and what stands in the way of scaling it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Situation {
    /// Tasks that are to run.
    pub desired: u32,
    /// Bounds: tasks at least and at most.
    pub bounds: (u32, u32),
    /// Whether the wait after scaling out is not over.
    pub cools_out: bool,
    /// Whether the wait after scaling in is not over.
    pub cools_in: bool,
    /// Whether nothing may be scaled out.
    pub out_suspended: bool,
    /// Whether nothing may be scaled in.
    pub in_suspended: bool,
    /// Whether a deployment goes on, during which nothing is scaled in.
    pub deploys: bool,
}

/// What one policy wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// So many tasks; below 0 and beyond all bounds too.
    pub to: i64,
    /// Whether it tracks a metric.
    pub tracks: bool,
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// So many tasks are to run.
    Scale(u32),
    /// Nothing, for this reason.
    Stays(Why),
}

/// Why a service is not scaled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It has as many tasks as it may.
    AtMax,
    /// It has as few as it may.
    AtMin,
    /// It has as many as are wanted.
    AtDesired,
    /// It was scaled a moment ago.
    Cools,
    /// Somebody has suspended it.
    Suspended,
    /// A deployment goes on.
    Deploys,
}

/// What several policies want that are asked at once: out if any of them does, to the most; in
/// only as far as all of them. `holds` says that a policy which tracks a metric, and was not asked,
/// needs the tasks there are: another one that tracks takes none then (Application Auto Scaling:
/// "Multiple target tracking scaling policies").
#[must_use]
pub fn combine(desired: u32, wishes: &[Wish], holds: bool) -> Option<i64> {
    let kept = |wish: &Wish| match wish.tracks && holds {
        true => wish.to.max(i64::from(desired)),
        false => wish.to,
    };
    wishes.iter().map(kept).max()
}

/// What happens when policies want `to` tasks.
#[must_use]
pub fn decide(now: &Situation, to: i64) -> Decision {
    let (desired, (min, max)) = (now.desired, now.bounds);
    let stays = Decision::Stays;
    let wanted = u32::try_from(to.max(0)).unwrap_or(u32::MAX);
    match wanted.cmp(&desired) {
        std::cmp::Ordering::Equal => stays(Why::AtDesired),
        std::cmp::Ordering::Greater => match () {
            () if now.out_suspended => stays(Why::Suspended),
            () if desired >= max => stays(Why::AtMax),
            // Set below its bounds by hand: it is lifted to them first.
            () if desired < min => Decision::Scale(min),
            () => Decision::Scale(wanted.min(max)),
        },
        std::cmp::Ordering::Less => match () {
            () if now.in_suspended => stays(Why::Suspended),
            () if desired <= min => stays(Why::AtMin),
            () if now.deploys => stays(Why::Deploys),
            () if now.cools_out || now.cools_in => stays(Why::Cools),
            () if desired > max => Decision::Scale(max),
            () => Decision::Scale(wanted.max(min)),
        },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain(desired: u32, min: u32, max: u32) -> Situation {
        Situation {
            desired,
            bounds: (min, max),
            cools_out: false,
            cools_in: false,
            out_suspended: false,
            in_suspended: false,
            deploys: false,
        }
    }

    #[test]
    fn what_is_wanted_happens_within_the_bounds() {
        use Decision::{Scale, Stays};
        for (desired, min, max, to, decision) in [
            (2, 1, 10, 4, Scale(4)),
            (2, 1, 10, 40, Scale(10)),
            (10, 1, 10, 11, Stays(Why::AtMax)),
            (2, 1, 10, -5, Scale(1)),
            (1, 1, 10, 0, Stays(Why::AtMin)),
            (2, 0, 10, 0, Scale(0)),
            (2, 1, 10, 2, Stays(Why::AtDesired)),
            // By hand outside of them.
            (1, 3, 10, 2, Scale(3)),
            (1, 3, 10, 0, Stays(Why::AtMin)),
            (12, 3, 10, 11, Scale(10)),
            (12, 3, 10, 13, Stays(Why::AtMax)),
            (2, 1, 10, i64::MAX, Scale(10)),
        ] {
            let found = decide(&plain(desired, min, max), to);
            assert_eq!(found, decision, "{desired} in {min}..{max} to {to}");
        }
    }

    #[test]
    fn what_stands_in_the_way_of_one_direction_leaves_the_other() {
        let base = plain(5, 1, 10);
        for (now, to_in, to_out) in [
            (Situation { cools_out: true, ..base }, Some(Why::Cools), None),
            (Situation { cools_in: true, ..base }, Some(Why::Cools), None),
            (Situation { deploys: true, ..base }, Some(Why::Deploys), None),
            (Situation { in_suspended: true, ..base }, Some(Why::Suspended), None),
            (Situation { out_suspended: true, ..base }, None, Some(Why::Suspended)),
        ] {
            for (to, why) in [(4, to_in), (6, to_out)] {
                let free = Decision::Scale(u32::try_from(to).unwrap());
                assert_eq!(decide(&now, to), why.map_or(free, Decision::Stays), "{now:?}");
            }
        }
    }

    #[test]
    fn of_several_the_most_counts_and_one_that_holds_keeps_the_tasks() {
        let (steps, tracks) = (|to| Wish { to, tracks: false }, |to| Wish { to, tracks: true });
        for (wishes, holds, to) in [
            (vec![tracks(4), tracks(7)], false, Some(7)),
            (vec![tracks(2), tracks(3)], false, Some(3)),
            (vec![tracks(2)], true, Some(5)),
            (vec![tracks(8)], true, Some(8)),
            (vec![steps(2), tracks(3)], false, Some(3)),
            (vec![steps(2)], true, Some(2)),
            (vec![], false, None),
        ] {
            assert_eq!(combine(5, &wishes, holds), to, "{wishes:?} {holds}");
        }
    }

    proptest! {
        #[test]
        fn it_never_leaves_the_bounds_nor_goes_the_other_way(
            desired in 0u32..100, min in 0u32..50, more in 0u32..50, to in -1000i64..1000,
            flags in 0u8..32,
        ) {
            let flag = |bit: u8| flags & (1 << bit) != 0;
            let now = Situation {
                desired,
                bounds: (min, min + more),
                cools_out: flag(0),
                cools_in: flag(1),
                out_suspended: flag(2),
                in_suspended: flag(3),
                deploys: flag(4),
            };
            if let Decision::Scale(count) = decide(&now, to) {
                prop_assert!((min..=min + more).contains(&count));
                prop_assert_eq!(count > desired, to > i64::from(desired));
                prop_assert!(count != desired);
            }
        }
    }
}
