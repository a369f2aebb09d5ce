//! Alarms: what the values of a metric come to. Pure.
//!
//! [`evaluate`] decides, [`words`] tells why; [`composite`] has the rules of alarms on alarms.

pub mod composite;
mod few;
mod words;

pub use few::samples_needed;
pub use words::{Told, iso, long_date, number, told};

/// How a value is compared with the threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `>=`
    GreaterOrEqual,
    /// `>`
    Greater,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
}

impl Comparison {
    /// Whether a value breaches.
    #[must_use]
    pub fn breaches(self, value: f64, threshold: f64) -> bool {
        match self {
            Self::GreaterOrEqual => value >= threshold,
            Self::Greater => value > threshold,
            Self::Less => value < threshold,
            Self::LessOrEqual => value <= threshold,
        }
    }

    /// Whether values above the threshold are those that breach.
    #[must_use]
    pub fn is_upwards(self) -> bool {
        matches!(self, Self::Greater | Self::GreaterOrEqual)
    }
}

/// What periods without data count as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Nothing; without any data nothing is known.
    Missing,
    /// Nothing; without any data the state stays.
    Ignore,
    /// Values that breach.
    Breaching,
    /// Values that don't.
    NotBreaching,
}

/// What is known of a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// It does not breach.
    Ok,
    /// It does.
    Alarm,
    /// Nothing.
    InsufficientData,
}

/// When a metric breaches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// How it is compared.
    pub comparison: Comparison,
    /// With what.
    pub threshold: f64,
    /// So many periods are looked at: N, at least 1.
    pub periods: usize,
    /// So many of them must breach: M, from 1 to N.
    pub to_alarm: usize,
    /// What periods without data count as.
    pub missing: Missing,
}

impl Rule {
    /// How many periods are read: more than are looked at, so that late data and gaps change
    /// less. AWS does not publish the number; its tables read five for three.
    #[must_use]
    pub fn range(&self) -> usize {
        self.periods.saturating_add(2)
    }

    fn breaches(&self, value: f64) -> bool {
        self.comparison.breaches(value, self.threshold)
    }
}

/// What was decided, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The state; `None` leaves it as it is.
    pub value: Option<Value>,
    /// The places in the range of the data that counted, the oldest first.
    pub counted: Vec<usize>,
    /// Periods without data that counted as something.
    pub filled: usize,
}

/// What a range of periods comes to, the oldest first. CloudWatch: "How alarm state is evaluated
/// when data is missing".
#[must_use]
pub fn evaluate(rule: &Rule, range: &[Option<f64>]) -> Verdict {
    let real: Vec<(usize, bool)> = range
        .iter()
        .enumerate()
        .filter_map(|(at, value)| value.map(|value| (at, rule.breaches(value))))
        .collect();
    let breaches = real.iter().filter(|(_, breaches)| *breaches).count();
    let all = || real.iter().map(|(at, _)| *at).collect::<Vec<_>>();
    if real.len() >= rule.periods {
        // As many as are looked at: the newest decide, and what is missing does not count.
        let newest = &real[real.len() - rule.periods..];
        let breaches = newest.iter().filter(|(_, breaches)| *breaches).count();
        let value = if breaches >= rule.to_alarm { Value::Alarm } else { Value::Ok };
        let counted = newest.iter().map(|(at, _)| *at).collect();
        return Verdict { value: Some(value), counted, filled: 0 };
    }
    let missing = rule.periods - real.len();
    let filled = |fills: usize| {
        let value = if breaches + fills >= rule.to_alarm { Value::Alarm } else { Value::Ok };
        Verdict { value: Some(value), counted: all(), filled: missing }
    };
    let by_data = |value| Verdict { value, counted: all(), filled: 0 };
    match rule.missing {
        Missing::Breaching => filled(missing),
        Missing::NotBreaching => filled(0),
        Missing::Missing | Missing::Ignore if breaches >= rule.to_alarm => {
            by_data(Some(Value::Alarm))
        }
        Missing::Missing | Missing::Ignore if breaches < real.len() => by_data(Some(Value::Ok)),
        Missing::Ignore => by_data(None),
        // What is left breaches, if there is anything: it counts for those after it once it is
        // as old as the alarm is long.
        Missing::Missing => match real.first() {
            None => by_data(Some(Value::InsufficientData)),
            Some((at, _)) if range.len() - at >= rule.to_alarm => by_data(Some(Value::Alarm)),
            Some(_) => by_data(None),
        },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rule(to_alarm: usize, missing: Missing) -> Rule {
        Rule { comparison: Comparison::Greater, threshold: 1.0, periods: 3, to_alarm, missing }
    }

    fn range(text: &str) -> Vec<Option<f64>> {
        let value = |point| match point {
            "0" => Some(0.0),
            "X" => Some(2.0),
            _ => None,
        };
        text.split(' ').map(value).collect()
    }

    /// AWS's own two tables, row by row: `None` is "maintain current state".
    #[test]
    fn missing_data_counts_as_the_tables_of_aws_say() {
        use Missing::{Breaching, Ignore, NotBreaching};
        let (ok, alarm, nothing) =
            (Some(Value::Ok), Some(Value::Alarm), Some(Value::InsufficientData));
        let treatments = [Missing::Missing, Ignore, Breaching, NotBreaching];
        for (m, points, expected) in [
            (3, "0 - X - X", [ok, ok, ok, ok]),
            (3, "0 - - - -", [ok, ok, ok, ok]),
            (3, "- - - - -", [nothing, None, alarm, ok]),
            (3, "0 X X - X", [alarm, alarm, alarm, alarm]),
            (3, "- - X - -", [alarm, None, alarm, ok]),
            (2, "0 - X - X", [alarm, alarm, alarm, alarm]),
            (2, "0 0 X 0 X", [alarm, alarm, alarm, alarm]),
            (2, "0 - X - -", [ok, ok, alarm, ok]),
            (2, "- - - - 0", [ok, ok, alarm, ok]),
            (2, "- - - X -", [alarm, None, alarm, ok]),
        ] {
            for (missing, expected) in treatments.into_iter().zip(expected) {
                let rule = rule(m, missing);
                assert_eq!(rule.range(), 5);
                let found = evaluate(&rule, &range(points)).value;
                assert_eq!(found, expected, "{m} of 3, {points}, {missing:?}");
            }
        }
    }

    /// "To avoid premature alarm": the newest breach alone does not alarm yet.
    #[test]
    fn a_breach_that_is_younger_than_the_alarm_is_long_waits() {
        for points in ["- - - - X", "- - - X -"] {
            let found = evaluate(&rule(3, Missing::Missing), &range(points)).value;
            assert_eq!(found, None, "{points}");
        }
    }

    #[test]
    fn every_comparison_has_its_edge() {
        use Comparison::{Greater, GreaterOrEqual, Less, LessOrEqual};
        for (comparison, breaches) in [
            (Greater, [false, false, true]),
            (GreaterOrEqual, [false, true, true]),
            (Less, [true, false, false]),
            (LessOrEqual, [true, true, false]),
        ] {
            let found = [0.0, 1.0, 2.0].map(|value| comparison.breaches(value, 1.0));
            assert_eq!(found, breaches, "{comparison:?}");
        }
    }

    fn any_rule() -> impl Strategy<Value = Rule> {
        (1usize..6, 0usize..6, 0usize..4).prop_map(|(periods, m, missing)| Rule {
            comparison: Comparison::Greater,
            threshold: 1.0,
            periods,
            to_alarm: 1 + m % periods,
            missing: [Missing::Missing, Missing::Ignore, Missing::Breaching, Missing::NotBreaching]
                [missing],
        })
    }

    proptest! {
        #[test]
        fn without_a_breach_only_what_is_missing_can_alarm(
            rule in any_rule(), points in prop::collection::vec(prop::option::of(0.0..1.0f64), 8),
        ) {
            let range = &points[..rule.range().min(points.len())];
            let found = evaluate(&rule, range);
            let alarms = found.value == Some(Value::Alarm);
            prop_assert!(!alarms || (rule.missing == Missing::Breaching && found.filled > 0));
        }

        #[test]
        fn whole_data_needs_no_treatment(
            rule in any_rule(), points in prop::collection::vec(0.0..2.0f64, 8),
        ) {
            let points: Vec<_> = points[..rule.range().min(8)].iter().copied().map(Some).collect();
            let found = evaluate(&rule, &points);
            for missing in [Missing::Missing, Missing::Ignore, Missing::Breaching] {
                prop_assert_eq!(&evaluate(&Rule { missing, ..rule }, &points), &found);
            }
            prop_assert!(found.value.is_some() && found.counted.len() == rule.periods);
        }
    }
}
