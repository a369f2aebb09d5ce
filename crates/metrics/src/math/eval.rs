//! Computing expressions.

use std::cell::Cell;
use std::collections::BTreeSet;

use ferrogate_base::TimestampMs;

use super::{Expr, Line, Result, Value, function, wrong};

/// Points that may be touched, over all expressions that share it.
#[derive(Debug)]
pub struct Budget(Cell<u64>);

impl Budget {
    /// So many.
    #[must_use]
    pub fn new(points: u64) -> Self {
        Self(Cell::new(points))
    }

    pub(super) fn spend(&self, points: usize) -> Result<()> {
        match self.0.get().checked_sub(points as u64 + 1) {
            Some(rest) => {
                self.0.set(rest);
                Ok(())
            }
            None => wrong("it takes too much computing; ask for fewer points"),
        }
    }
}

/// What an expression is computed over.
pub struct Scope<'s> {
    /// What an id stands for; `None` for no query.
    pub named: &'s dyn Fn(&str) -> Option<Value>,
    /// The metrics of the question, in its order: what `METRICS()` is.
    pub metrics: &'s [Line],
    /// The length of a period where no series says it.
    pub period_s: u32,
    /// The first instant.
    pub from: TimestampMs,
    /// The last one, excluded.
    pub to: TimestampMs,
    /// How much may be computed.
    pub budget: &'s Budget,
}

impl Expr {
    /// What it comes to.
    ///
    /// # Errors
    /// When it has no meaning: an unknown name, a function with arguments of another kind.
    pub fn eval(&self, scope: &Scope<'_>) -> Result<Value> {
        let value = match self {
            Self::Number(number) => Value::Number(*number),
            Self::Text(_) => return wrong("a text was not expected here"),
            Self::Name(name) => match (scope.named)(name) {
                Some(value) => value,
                None => return wrong(format!("no query has the id {name}")),
            },
            Self::List(all) => list(all, scope)?,
            Self::Minus(one) => {
                let one = one.eval(scope)?;
                scope.budget.spend(size(&one))?;
                each(one, |value| Some(-value))
            }
            Self::Two(sign, left, right) => {
                let (left, right) = (left.eval(scope)?, right.eval(scope)?);
                scope.budget.spend(size(&left).saturating_add(size(&right)))?;
                two(sign, left, right)?
            }
            Self::Call(name, arguments) => function::call(name, arguments, scope)?,
        };
        scope.budget.spend(size(&value))?;
        Ok(value)
    }
}

/// The points in a value.
pub(super) fn size(value: &Value) -> usize {
    match value {
        Value::Number(_) => 1,
        Value::Line(line) => line.points.len(),
        Value::Lines(lines) => lines.iter().map(|line| line.points.len() + 1).sum(),
    }
}

/// Several as one list. A number among them is there whenever one of the others is.
fn list(all: &[Expr], scope: &Scope<'_>) -> Result<Value> {
    let mut lines = Vec::new();
    let mut numbers = Vec::new();
    for (at, one) in all.iter().enumerate() {
        match one.eval(scope)? {
            Value::Number(number) => numbers.push((at, number)),
            Value::Line(line) => lines.push(line),
            Value::Lines(more) => lines.extend(more),
        }
    }
    if numbers.is_empty() {
        return Ok(Value::Lines(lines));
    }
    let times: BTreeSet<_> = lines.iter().flat_map(|line| line.points.keys().copied()).collect();
    scope.budget.spend(times.len().saturating_mul(numbers.len()))?;
    let period_s = lines.first().map_or(scope.period_s, |line| line.period_s);
    for (at, number) in numbers {
        let line = Line {
            id: String::new(),
            label: number.to_string(),
            period_s,
            points: times.iter().map(|time| (*time, number)).collect(),
        };
        lines.insert(at.min(lines.len()), line);
    }
    Ok(Value::Lines(lines))
}

/// The same of each number; `None` drops the point.
pub(super) fn each(value: Value, of: impl Fn(f64) -> Option<f64> + Copy) -> Value {
    match value {
        Value::Number(number) => Value::Number(of(number).unwrap_or(f64::NAN)),
        Value::Line(line) => Value::Line(each_point(line, of)),
        Value::Lines(lines) => {
            Value::Lines(lines.into_iter().map(|line| each_point(line, of)).collect())
        }
    }
}

fn each_point(line: Line, of: impl Fn(f64) -> Option<f64>) -> Line {
    let points = line.points.into_iter().filter_map(|(at, value)| Some((at, finite(of(value)?)?)));
    Line { points: points.collect(), ..line }
}

pub(super) fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// What an operator makes of two numbers; `None` is no point.
fn compute(sign: &str, left: f64, right: f64) -> Option<f64> {
    let truth = |is: bool| Some(if is { 1.0 } else { 0.0 });
    match sign {
        "+" => Some(left + right),
        "-" => Some(left - right),
        "*" => Some(left * right),
        "/" => finite(left / right),
        "^" => finite(left.powf(right)),
        "<" => truth(left < right),
        ">" => truth(left > right),
        "<=" => truth(left <= right),
        ">=" => truth(left >= right),
        "==" => truth(left == right),
        "!=" => truth(left != right),
        "&&" | "AND" => truth(left != 0.0 && right != 0.0),
        "||" | "OR" => truth(left != 0.0 || right != 0.0),
        _ => None,
    }
}

fn two(sign: &str, left: Value, right: Value) -> Result<Value> {
    Ok(match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            Value::Number(compute(sign, left, right).unwrap_or(f64::NAN))
        }
        (left, Value::Number(right)) => each(left, |left| compute(sign, left, right)),
        (Value::Number(left), right) => each(right, |right| compute(sign, left, right)),
        (Value::Line(left), Value::Line(right)) => Value::Line(joined(sign, left, &right)?),
        (Value::Lines(all), Value::Line(right)) => {
            let joined = all.into_iter().map(|left| joined(sign, left, &right));
            Value::Lines(joined.collect::<Result<_>>()?)
        }
        (Value::Line(left), Value::Lines(all)) => {
            let joined = all.into_iter().map(|right| {
                let (id, label) = (right.id.clone(), right.label.clone());
                Ok(Line { id, label, ..joined(sign, left.clone(), &right)? })
            });
            Value::Lines(joined.collect::<Result<_>>()?)
        }
        (Value::Lines(_), Value::Lines(_)) => {
            return wrong(format!("{sign} has no meaning between two lists of series"));
        }
    })
}

/// Two series: one that misses a point counts as 0 there (CloudWatch).
fn joined(sign: &str, left: Line, right: &Line) -> Result<Line> {
    same_period(&left, right)?;
    let times: BTreeSet<_> = left.points.keys().chain(right.points.keys()).copied().collect();
    let point = |at: TimestampMs| {
        let of = |line: &Line| line.points.get(&at).copied().unwrap_or(0.0);
        Some((at, finite(compute(sign, of(&left), of(right))?)?))
    };
    let points = times.into_iter().filter_map(point).collect();
    Ok(Line { points, ..left })
}

pub(super) fn same_period(left: &Line, right: &Line) -> Result<()> {
    if left.period_s == right.period_s {
        return Ok(());
    }
    wrong(format!(
        "series of different periods, {} and {} seconds, can't be joined",
        left.period_s, right.period_s
    ))
}
