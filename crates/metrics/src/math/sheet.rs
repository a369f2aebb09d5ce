//! Queries that hang on one another.

use std::cell::RefCell;
use std::collections::HashMap;

use ferrogate_base::TimestampMs;

use super::{Budget, Expr, Line, MathError, Result, Scope, Value, wrong};

/// Expressions that hang on one another.
const CHAIN_MAX: usize = 50;

/// Queries, each with an id by which expressions name it.
pub struct Sheet<'s> {
    /// The series that were read, in the order of their queries: what `METRICS()` is.
    metrics: &'s [Line],
    /// Where in `metrics` an id is.
    read: HashMap<&'s str, usize>,
    /// Each expression, and the length of its periods where no series says it.
    exprs: HashMap<&'s str, (&'s Expr, u32)>,
    /// The first instant, and the last one, excluded.
    time: (TimestampMs, TimestampMs),
    budget: &'s Budget,
    done: RefCell<HashMap<String, Value>>,
    /// Those that are being computed, the one that was asked for first.
    chain: RefCell<Vec<String>>,
}

impl<'s> Sheet<'s> {
    /// Expressions, each with its id and the length of its periods in seconds where no series says
    /// it, over series that were read, whose ids are those of their queries.
    #[must_use]
    pub fn new(
        metrics: &'s [Line],
        exprs: impl IntoIterator<Item = (&'s str, &'s Expr, u32)>,
        time: (TimestampMs, TimestampMs),
        budget: &'s Budget,
    ) -> Self {
        let read = metrics.iter().enumerate().map(|(at, line)| (&*line.id, at)).collect();
        let exprs = exprs.into_iter().map(|(id, expr, period_s)| (id, (expr, period_s))).collect();
        let (done, chain) = (RefCell::default(), RefCell::default());
        Self { metrics, read, exprs, time, budget, done, chain }
    }

    /// What the query with this id comes to.
    ///
    /// # Errors
    /// When it has no meaning, or hangs on itself, or takes too much computing.
    pub fn value(&self, id: &str) -> Result<Value> {
        if let Some(at) = self.read.get(id) {
            return Ok(Value::Line(self.metrics[*at].clone()));
        }
        if let Some(done) = self.done.borrow().get(id) {
            return Ok(done.clone());
        }
        let Some((expr, period_s)) = self.exprs.get(id) else {
            return wrong(format!("no query has the id {id}"));
        };
        {
            let mut chain = self.chain.borrow_mut();
            if chain.iter().any(|one| one == id) {
                return wrong(format!("{id} hangs on itself"));
            }
            if chain.len() == CHAIN_MAX {
                return wrong("too many expressions hang on one another");
            }
            chain.push(id.to_owned());
        }
        // The first of those below that can't be computed says why, not that it has no value.
        let because = RefCell::new(None::<MathError>);
        let named = |name: &str| {
            if !self.read.contains_key(name) && !self.exprs.contains_key(name) {
                return None;
            }
            self.value(name).map_err(|error| because.borrow_mut().get_or_insert(error).clone()).ok()
        };
        let scope = Scope {
            named: &named,
            metrics: self.metrics,
            period_s: *period_s,
            from: self.time.0,
            to: self.time.1,
            budget: self.budget,
        };
        let value = expr.eval(&scope);
        self.chain.borrow_mut().pop();
        if let Some(error) = because.take() {
            return Err(error);
        }
        let value = value?;
        self.done.borrow_mut().insert(id.to_owned(), value.clone());
        Ok(value)
    }
}

/// Why expressions don't come to one series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotOneSeries {
    /// This one has no meaning.
    Wrong {
        /// Its id.
        id: String,
        /// As it was written.
        text: String,
        /// Why.
        error: MathError,
    },
    /// This one is a number, or several series.
    Other {
        /// As it was written.
        text: String,
    },
}

/// Points that a trial may touch.
const TRIAL_BUDGET: u64 = 100_000;

/// Whether what is `returned` comes to one series. It is computed of metrics that are made up, one
/// for each id in `metrics`: what an expression comes to, one series or several or a number, does
/// not hang on the values. All `exprs`, each an id and a text, are looked at: one that nobody
/// names is as wrong.
///
/// # Errors
/// With the first expression that is the reason why not.
pub fn trial(
    metrics: &[&str],
    exprs: &[(&str, &str)],
    returned: &str,
    period_s: u32,
) -> std::result::Result<(), NotOneSeries> {
    let at = |n: u64| TimestampMs(n * u64::from(period_s) * 1000);
    let line = |id: &&str| Line {
        id: (*id).to_owned(),
        label: (*id).to_owned(),
        period_s,
        points: (0..3).map(|n| (at(n), 1.0)).collect(),
    };
    let lines: Vec<Line> = metrics.iter().map(line).collect();
    let no = |id: &str, text: &str, error| NotOneSeries::Wrong {
        id: id.to_owned(),
        text: text.to_owned(),
        error,
    };
    let mut read = vec![];
    for (id, text) in exprs {
        read.push((*id, Expr::parse(text).map_err(|error| no(id, text, error))?));
    }
    let budget = Budget::new(TRIAL_BUDGET);
    let of = read.iter().map(|(id, expr)| (*id, expr, period_s));
    let sheet = Sheet::new(&lines, of, (at(0), at(3)), &budget);
    for (id, text) in exprs {
        match sheet.value(id).map_err(|error| no(id, text, error))? {
            Value::Number(_) | Value::Lines(_) if *id == returned => {
                return Err(NotOneSeries::Other { text: (*text).to_owned() });
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_come_to_one_series_is_named_with_its_reason() {
        let of = |exprs: &[(&str, &str)], returned| trial(&["m1", "m2"], exprs, returned, 60);
        for (exprs, returned) in [
            (&[("e", "100 * m1 / m2")][..], "e"),
            (&[("a", "m1 + m2"), ("b", "IF(a > 3, a, 0)")], "b"),
            // Beside what is watched there may be any.
            (&[("a", "MAX(m1)"), ("b", "m2 - a")], "b"),
            (&[("e", "SUM(METRICS())")], "e"),
            (&[("e", "FILL(m1, REPEAT)")], "e"),
        ] {
            assert_eq!(of(exprs, returned), Ok(()), "{exprs:?}");
        }
        for (exprs, returned, why) in [
            (&[("e", "AVG(m1)")][..], "e", None),
            (&[("e", "METRICS()")], "e", None),
            (&[("e", "3")], "e", None),
            (&[("e", "m1 +")], "e", Some("")),
            (&[("e", "m3")], "e", Some("no query has the id m3")),
            (&[("a", "b"), ("b", "a")], "a", Some("hangs on itself")),
            (&[("e", "m1"), ("f", "m9 * 2")], "e", Some("no query has the id m9")),
            (&[("e", "SEARCH('{A} b', 'Sum')")], "e", Some("SEARCH")),
        ] {
            match (of(exprs, returned).unwrap_err(), why) {
                (NotOneSeries::Other { .. }, None) => {}
                (NotOneSeries::Wrong { error, .. }, Some(why)) => {
                    assert!(error.to_string().contains(why), "{exprs:?}: {error}");
                }
                (other, _) => panic!("{exprs:?}: {other:?}"),
            }
        }
    }
}
