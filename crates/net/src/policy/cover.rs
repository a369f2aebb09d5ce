//! Many rectangles, which may overlap, as few that don't: the kernel's concatenated interval
//! sets take no element that overlaps another.

use std::collections::BTreeMap;

/// A range with both its ends.
pub(super) type Span = (u128, u128);

/// What lies within both spans; for a rule, addresses and ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rectangle {
    pub(super) x: Span,
    pub(super) y: Span,
}

impl Rectangle {
    fn turned(self) -> Self {
        Self { x: self.y, y: self.x }
    }
}

/// The same points as those of `all`, each in one rectangle only.
pub(super) fn disjoint(all: &[Rectangle]) -> Vec<Rectangle> {
    let by_y = sliced(all.iter().copied());
    let by_x = sliced(all.iter().map(|one| one.turned()));
    // Which way is shorter depends on the rules: many addresses of one port, or many ports.
    if by_y.len() <= by_x.len() { by_y } else { by_x.into_iter().map(Rectangle::turned).collect() }
}

/// Cuts along every edge in `y`; neighbours that have the same `x` are joined again.
fn sliced(all: impl Iterator<Item = Rectangle>) -> Vec<Rectangle> {
    let mut edges: BTreeMap<u128, Vec<(Span, bool)>> = BTreeMap::new();
    for one in all {
        edges.entry(one.y.0).or_default().push((one.x, true));
        if let Some(after) = one.y.1.checked_add(1) {
            edges.entry(after).or_default().push((one.x, false));
        }
    }
    let mut open: BTreeMap<Span, usize> = BTreeMap::new();
    let mut slices: Vec<(Span, Vec<Span>)> = Vec::new();
    let mut from = None;
    for (at, changes) in edges {
        if let Some(from) = from.filter(|_| !open.is_empty()) {
            add_slice(&mut slices, (from, at - 1), union(open.keys().copied()));
        }
        for (x, opens) in changes {
            let count = open.entry(x).or_default();
            *count = if opens { *count + 1 } else { *count - 1 };
            if *count == 0 {
                open.remove(&x);
            }
        }
        from = Some(at);
    }
    // What has no end is open still.
    if let Some(from) = from.filter(|_| !open.is_empty()) {
        add_slice(&mut slices, (from, u128::MAX), union(open.keys().copied()));
    }
    let rectangles = slices
        .into_iter()
        .flat_map(|(y, spans)| spans.into_iter().map(move |x| Rectangle { x, y }));
    rectangles.collect()
}

fn add_slice(slices: &mut Vec<(Span, Vec<Span>)>, y: Span, x: Vec<Span>) {
    match slices.last_mut() {
        Some((last, of)) if last.1.checked_add(1) == Some(y.0) && *of == x => last.1 = y.1,
        _ => slices.push((y, x)),
    }
}

/// Sorted spans as few that neither overlap nor touch.
fn union(sorted: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    for span in sorted {
        match joined.last_mut() {
            Some(last) if span.0 <= last.1.saturating_add(1) => last.1 = last.1.max(span.1),
            _ => joined.push(span),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn holds(all: &[Rectangle], x: u128, y: u128) -> usize {
        let within = |span: Span, at| span.0 <= at && at <= span.1;
        all.iter().filter(|one| within(one.x, x) && within(one.y, y)).count()
    }

    fn span() -> impl Strategy<Value = Span> {
        (0..12_u128, 0..6_u128).prop_map(|(from, more)| (from, from + more))
    }

    proptest! {
        #[test]
        fn points_are_the_same_and_each_in_one(
            all in prop::collection::vec((span(), span()).prop_map(|(x, y)| Rectangle { x, y }), 0..9)
        ) {
            let covered = disjoint(&all);
            for x in 0..20 {
                for y in 0..20 {
                    let wanted = usize::from(holds(&all, x, y) > 0);
                    prop_assert_eq!(holds(&covered, x, y), wanted, "{} {}", x, y);
                }
            }
        }
    }

    #[test]
    fn what_one_rectangle_says_is_one() {
        let one = |x, y| Rectangle { x, y };
        let halves = [one((0, 4), (0, 9)), one((5, 9), (0, 9))];
        assert_eq!(disjoint(&halves), [one((0, 9), (0, 9))]);
        let all = one((0, u128::MAX), (0, 65_535));
        assert_eq!(disjoint(&[all, one((7, 7), (80, 80))]), [all]);
        // A thousand addresses of one port, and a thousand ports of one address.
        let many: Vec<_> = (0..1000).map(|n| one((2 * n, 2 * n), (80, 80))).collect();
        assert_eq!(disjoint(&many).len(), 1000);
        let many: Vec<_> = (0..1000).map(|n| one((7, 7), (2 * n, 2 * n))).collect();
        assert_eq!(disjoint(&many).len(), 1000);
    }
}
