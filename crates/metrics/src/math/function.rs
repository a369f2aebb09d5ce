//! The functions of metric math.

use std::collections::BTreeMap;

use ferrogate_base::TimestampMs;
use ferrogate_base::clock::civil_from_days;

use super::eval::{each, finite, same_period, size};
use super::{Expr, Line, MathError, Result, Scope, Value, wrong};

const DAY_S: i64 = 86_400;
/// Those of CloudWatch that are not built.
const NOT_BUILT: [&str; 6] = [
    "ANOMALY_DETECTION_BAND",
    "DB_PERF_INSIGHTS",
    "INSIGHT_RULE_METRIC",
    "LAMBDA",
    "SEARCH",
    "SERVICE_QUOTA",
];

pub(super) fn call(name: &str, arguments: &[Expr], scope: &Scope<'_>) -> Result<Value> {
    if NOT_BUILT.contains(&name) {
        return Err(MathError::NotBuilt(name.to_owned()));
    }
    match name {
        "METRICS" => return metrics(arguments, scope),
        "FILL" => return fill(arguments, scope),
        "IF" => return choose(arguments, scope),
        "SORT" => return sort(arguments, scope),
        "SLICE" => return slice(arguments, scope),
        _ => {}
    }
    let [argument] = arguments else {
        return match is_known(name) {
            true => wrong(format!("{name} takes one argument")),
            false => wrong(format!("there is no function {name}")),
        };
    };
    if !is_known(name) {
        return wrong(format!("there is no function {name}"));
    }
    let value = argument.eval(scope)?;
    scope.budget.spend(size(&value))?;
    one(name, value, scope)
}

fn is_known(name: &str) -> bool {
    const ALL: [&str; 32] = [
        "ABS",
        "AVG",
        "CEIL",
        "DATAPOINT_COUNT",
        "DATE",
        "DAY",
        "DIFF",
        "DIFF_TIME",
        "EPOCH",
        "FILL",
        "FIRST",
        "FLOOR",
        "HOUR",
        "IF",
        "LAST",
        "LOG",
        "LOG10",
        "MAX",
        "METRICS",
        "METRIC_COUNT",
        "MIN",
        "MINUTE",
        "MONTH",
        "PERIOD",
        "RATE",
        "REMOVE_EMPTY",
        "RUNNING_SUM",
        "STDDEV",
        "SUM",
        "TIME_SERIES",
        "YEAR",
        "SLICE",
    ];
    ALL.contains(&name)
}

/// A function of one value.
fn one(name: &str, value: Value, scope: &Scope<'_>) -> Result<Value> {
    Ok(match name {
        "ABS" => each(value, |x| Some(x.abs())),
        "CEIL" => each(value, |x| Some(x.ceil())),
        "FLOOR" => each(value, |x| Some(x.floor())),
        "LOG" => each(value, |x| finite(x.ln())),
        "LOG10" => each(value, |x| finite(x.log10())),
        "AVG" | "MAX" | "MIN" | "SUM" | "STDDEV" | "DATAPOINT_COUNT" => {
            aggregate(name, value, scope)?
        }
        "FIRST" | "LAST" => end(name, value)?,
        "METRIC_COUNT" => match value {
            Value::Lines(lines) => Value::Number(lines.len() as f64),
            _ => return needs(name, "a list of series"),
        },
        "PERIOD" => match value {
            Value::Line(line) => Value::Number(line.period_s.into()),
            _ => return needs(name, "a series"),
        },
        "REMOVE_EMPTY" => match value {
            Value::Lines(mut lines) => {
                lines.retain(|line| !line.points.is_empty());
                Value::Lines(lines)
            }
            _ => return needs(name, "a list of series"),
        },
        "TIME_SERIES" => match value {
            Value::Number(number) => Value::Line(constant(number, scope)?),
            _ => return needs(name, "a number"),
        },
        _ => return lines(name, value, |line| of_line(name, line)),
    })
}

/// A function that makes a series of a series.
fn of_line(name: &str, line: Line) -> Line {
    let points = match name {
        "DIFF" => differences(&line, |value, _| value),
        "DIFF_TIME" => differences(&line, |_, seconds| seconds),
        "RATE" => differences(&line, |value, seconds| value / seconds),
        "RUNNING_SUM" => {
            let mut sum = 0.0;
            let running = line.points.iter().map(|(at, value)| {
                sum += value;
                (*at, sum)
            });
            running.collect()
        }
        _ => line.points.keys().map(|at| (*at, time(name, *at))).collect(),
    };
    Line { points, ..line }
}

fn lines(name: &str, value: Value, of: impl Fn(Line) -> Line) -> Result<Value> {
    Ok(match value {
        Value::Line(line) => Value::Line(of(line)),
        Value::Lines(lines) => Value::Lines(lines.into_iter().map(of).collect()),
        Value::Number(_) => return needs(name, "a series"),
    })
}

fn needs<T>(name: &str, what: &str) -> Result<T> {
    wrong(format!("{name} takes {what}"))
}

/// Part of the time of a point, in UTC.
fn time(name: &str, at: TimestampMs) -> f64 {
    let seconds = i64::try_from(at.0 / 1000).unwrap_or(0);
    let days = seconds.div_euclid(DAY_S);
    let (year, month, day) = civil_from_days(days);
    let part = match name {
        "YEAR" => year,
        "MONTH" => month,
        "DATE" => day,
        // 1970-01-01 was a Thursday; Monday is 1 (CloudWatch).
        "DAY" => (days + 3).rem_euclid(7) + 1,
        "HOUR" => seconds.rem_euclid(DAY_S) / 3600,
        "MINUTE" => seconds.rem_euclid(3600) / 60,
        _ => seconds,
    };
    part as f64
}

/// Of each point but the first: what `of` makes of the difference to the one before, and of the
/// seconds between them.
fn differences(line: &Line, of: impl Fn(f64, f64) -> f64) -> BTreeMap<TimestampMs, f64> {
    let pairs = line.points.iter().zip(line.points.iter().skip(1));
    let difference = |((then, before), (at, now)): ((&TimestampMs, &f64), (&TimestampMs, &f64))| {
        let seconds = at.since_ms(*then) as f64 / 1000.0;
        Some((*at, finite(of(now - before, seconds))?))
    };
    pairs.filter_map(difference).collect()
}

/// Of a series a number; of several a series, with a point wherever one of them has one.
fn aggregate(name: &str, value: Value, scope: &Scope<'_>) -> Result<Value> {
    match value {
        Value::Number(number) => {
            Ok(Value::Number(number_of(name, &[number], 1).unwrap_or(f64::NAN)))
        }
        Value::Line(line) => {
            let all: Vec<f64> = line.points.into_values().collect();
            Ok(Value::Number(number_of(name, &all, all.len()).unwrap_or(f64::NAN)))
        }
        Value::Lines(lines) => {
            let Some(first) = lines.first() else {
                let (id, label) = (String::new(), name.to_owned());
                let period_s = scope.period_s;
                return Ok(Value::Line(Line { id, label, period_s, points: BTreeMap::new() }));
            };
            lines.iter().try_for_each(|line| same_period(first, line))?;
            let mut at_times: BTreeMap<TimestampMs, Vec<f64>> = BTreeMap::new();
            for line in &lines {
                for (at, value) in &line.points {
                    at_times.entry(*at).or_default().push(*value);
                }
            }
            let point = |(at, values): (TimestampMs, Vec<f64>)| {
                Some((at, finite(number_of(name, &values, lines.len())?)?))
            };
            Ok(Value::Line(Line {
                id: String::new(),
                label: name.to_owned(),
                period_s: first.period_s,
                points: at_times.into_iter().filter_map(point).collect(),
            }))
        }
    }
}

/// What an aggregate is of values, of `of` series: the average counts who has none as 0
/// (CloudWatch).
fn number_of(name: &str, values: &[f64], of: usize) -> Option<f64> {
    let sum: f64 = values.iter().sum();
    let count = values.len() as f64;
    Some(match name {
        "SUM" => sum,
        "DATAPOINT_COUNT" => count,
        "AVG" => finite(sum / of as f64)?,
        "MAX" => finite(values.iter().copied().fold(f64::NEG_INFINITY, f64::max))?,
        "MIN" => finite(values.iter().copied().fold(f64::INFINITY, f64::min))?,
        _ => {
            let mean = finite(sum / count)?;
            let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
            (squares / count).sqrt()
        }
    })
}

/// The first or last: of a series its value, of several the series.
fn end(name: &str, value: Value) -> Result<Value> {
    match value {
        Value::Line(line) => {
            let end = match name {
                "FIRST" => line.points.first_key_value(),
                _ => line.points.last_key_value(),
            };
            Ok(Value::Number(end.map_or(f64::NAN, |(_, value)| *value)))
        }
        Value::Lines(mut lines) => {
            let end = if name == "FIRST" { lines.drain(..).next() } else { lines.pop() };
            match end {
                Some(line) => Ok(Value::Line(line)),
                None => wrong(format!("{name} of no series")),
            }
        }
        Value::Number(_) => needs(name, "series"),
    }
}

fn metrics(arguments: &[Expr], scope: &Scope<'_>) -> Result<Value> {
    let part = match arguments {
        [] => "",
        [Expr::Text(part)] => part,
        _ => return needs("METRICS", "nothing, or a text"),
    };
    let lines = scope.metrics.iter().filter(|line| line.id.contains(part));
    Ok(Value::Lines(lines.cloned().collect()))
}

/// The times at which periods of this length begin in the question: those that have one at `one`.
fn times(period_s: u32, one: TimestampMs, scope: &Scope<'_>) -> Result<Vec<TimestampMs>> {
    let step = u64::from(period_s.max(1)) * 1000;
    let first = scope.from.0 + (one.0 % step + step - scope.from.0 % step) % step;
    let count = scope.to.0.saturating_sub(first).div_ceil(step);
    scope.budget.spend(usize::try_from(count).unwrap_or(usize::MAX - 1))?;
    Ok((0..count).map(|n| TimestampMs(first + n * step)).collect())
}

fn constant(number: f64, scope: &Scope<'_>) -> Result<Line> {
    let times = times(scope.period_s, scope.from, scope)?;
    Ok(Line {
        id: String::new(),
        label: number.to_string(),
        period_s: scope.period_s,
        points: times.into_iter().filter_map(|at| Some((at, finite(number)?))).collect(),
    })
}

fn fill(arguments: &[Expr], scope: &Scope<'_>) -> Result<Value> {
    let [what, with] = arguments else { return needs("FILL", "a series and what to fill it with") };
    let what = what.eval(scope)?;
    let filled = |line: Line| -> Result<Line> {
        let one = line.points.keys().next().copied().unwrap_or(scope.from);
        let times = times(line.period_s, one, scope)?;
        let points = match with {
            Expr::Name(name) if name == "REPEAT" => repeated(&line, &times),
            Expr::Name(name) if name == "LINEAR" => straight(&line, &times),
            with => {
                let with = match with.eval(scope)? {
                    Value::Number(number) => times.iter().map(|at| (*at, number)).collect(),
                    Value::Line(with) => {
                        same_period(&line, &with)?;
                        with.points
                    }
                    Value::Lines(_) => {
                        return needs("FILL", "a number, a series, REPEAT or LINEAR");
                    }
                };
                with.into_iter().filter(|(_, value)| value.is_finite()).collect()
            }
        };
        let mut all: BTreeMap<TimestampMs, f64> = points;
        all.extend(&line.points);
        Ok(Line { points: all, ..line })
    };
    match what {
        Value::Line(line) => Ok(Value::Line(filled(line)?)),
        Value::Lines(lines) => {
            Ok(Value::Lines(lines.into_iter().map(filled).collect::<Result<_>>()?))
        }
        Value::Number(_) => needs("FILL", "a series"),
    }
}

/// The value before, from the first on.
fn repeated(line: &Line, times: &[TimestampMs]) -> BTreeMap<TimestampMs, f64> {
    let before = |at: &TimestampMs| {
        let (_, value) = line.points.range(..=at).next_back()?;
        Some((*at, *value))
    };
    times.iter().filter_map(before).collect()
}

/// What lies on the line between the values before and after.
fn straight(line: &Line, times: &[TimestampMs]) -> BTreeMap<TimestampMs, f64> {
    let between = |at: &TimestampMs| {
        let (then, before) = line.points.range(..=at).next_back()?;
        let (next, after) = line.points.range(at..).next()?;
        let share = match next.since_ms(*then) {
            0 => 0.0,
            whole => at.since_ms(*then) as f64 / whole as f64,
        };
        Some((*at, before + (after - before) * share))
    };
    times.iter().filter_map(between).collect()
}

/// `IF`: where the condition has no point there is none. What is true and has no value is 0; what
/// is not true and has none is no point (CloudWatch's own example).
fn choose(arguments: &[Expr], scope: &Scope<'_>) -> Result<Value> {
    let (condition, yes, no) = match arguments {
        [condition, yes] => (condition, yes, None),
        [condition, yes, no] => (condition, yes, Some(no)),
        _ => return needs("IF", "a condition and one or two values"),
    };
    let yes = yes.eval(scope)?;
    let no = no.map(|no| no.eval(scope)).transpose()?;
    let condition = condition.eval(scope)?;
    scope.budget.spend(size(&condition))?;
    let condition = match condition {
        Value::Number(number) if number.is_nan() => {
            return wrong("the condition of IF has no value");
        }
        Value::Number(number) => {
            return match (number != 0.0, no) {
                (true, _) => Ok(yes),
                (false, Some(no)) => Ok(no),
                (false, None) => Ok(nothing(yes, scope)),
            };
        }
        Value::Line(line) => line,
        Value::Lines(_) => return needs("IF", "a number or a series as its condition"),
    };
    let at = |value: &Value, at: TimestampMs| -> Option<f64> {
        match value {
            Value::Number(number) => finite(*number),
            Value::Line(line) => line.points.get(&at).copied(),
            Value::Lines(_) => None,
        }
    };
    for value in [Some(&yes), no.as_ref()].into_iter().flatten() {
        match value {
            Value::Lines(_) => return needs("IF", "numbers or series"),
            Value::Line(line) => same_period(&condition, line)?,
            Value::Number(_) => {}
        }
    }
    let point = |(time, is): (&TimestampMs, &f64)| {
        let value = match *is != 0.0 {
            true => at(&yes, *time).unwrap_or(0.0),
            false => at(no.as_ref()?, *time)?,
        };
        Some((*time, value))
    };
    let points = condition.points.iter().filter_map(point).collect();
    Ok(Value::Line(Line { points, ..condition }))
}

/// A series without points, of the period of another value.
fn nothing(like: Value, scope: &Scope<'_>) -> Value {
    let points = BTreeMap::new();
    Value::Line(match like {
        Value::Line(line) => Line { points, ..line },
        Value::Number(_) | Value::Lines(_) => {
            Line { id: String::new(), label: String::new(), period_s: scope.period_s, points }
        }
    })
}

fn sort(arguments: &[Expr], scope: &Scope<'_>) -> Result<Value> {
    let usage = "series, one of AVG, MIN, MAX and SUM, ASC or DESC, and a number or nothing";
    let (what, by, order, most) = match arguments {
        [what, Expr::Name(by), Expr::Name(order)] => (what, by, order, None),
        [what, Expr::Name(by), Expr::Name(order), most] => (what, by, order, Some(most)),
        _ => return needs("SORT", usage),
    };
    if !["AVG", "MIN", "MAX", "SUM"].contains(&by.as_str()) {
        return needs("SORT", usage);
    }
    let most = most.map(|most| index(most, scope, "SORT")).transpose()?;
    let Value::Lines(lines) = what.eval(scope)? else { return needs("SORT", usage) };
    let mut keyed: Vec<(f64, Line)> = lines
        .into_iter()
        .map(|line| {
            let values: Vec<f64> = line.points.values().copied().collect();
            // Who has no value comes last either way.
            (
                number_of(by, &values, values.len())
                    .filter(|_| !values.is_empty())
                    .unwrap_or(f64::NAN),
                line,
            )
        })
        .collect();
    let down = match order.as_str() {
        "ASC" => false,
        "DESC" => true,
        _ => return needs("SORT", usage),
    };
    keyed.sort_by(|(a, _), (b, _)| match (a.is_nan(), b.is_nan(), down) {
        (false, false, false) => a.total_cmp(b),
        (false, false, true) => b.total_cmp(a),
        (a, b, _) => a.cmp(&b),
    });
    keyed.truncate(most.unwrap_or(usize::MAX));
    Ok(Value::Lines(keyed.into_iter().map(|(_, line)| line).collect()))
}

fn slice(arguments: &[Expr], scope: &Scope<'_>) -> Result<Value> {
    let (what, from, to) = match arguments {
        [what, from] => (what, from, None),
        [what, from, to] => (what, from, Some(to)),
        _ => return needs("SLICE", "series and one or two numbers"),
    };
    let Value::Lines(lines) = what.eval(scope)? else { return needs("SLICE", "a list of series") };
    let from = index(from, scope, "SLICE")?.min(lines.len());
    let to = to.map(|to| index(to, scope, "SLICE")).transpose()?;
    let to = to.unwrap_or(lines.len()).clamp(from, lines.len());
    Ok(Value::Lines(lines[from..to].to_vec()))
}

fn index(of: &Expr, scope: &Scope<'_>, name: &str) -> Result<usize> {
    match of.eval(scope)? {
        // What is greater than all lists is as good as any.
        Value::Number(number) if number >= 0.0 => Ok(number.min(1e6) as usize),
        _ => wrong(format!("{name} takes no such number")),
    }
}
