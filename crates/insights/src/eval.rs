//! What expressions come to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use crate::query::{Arithmetic, Comparison, Expr, Function};
use crate::row::Row;
use crate::value::Value;

/// The longest text that a function makes, in bytes: `concat` and `replace` multiply.
const TEXT_MAX: usize = 1 << 20;

/// Around an expression: its row, and what the aggregates of its `stats` came to.
pub(crate) struct Around<'a> {
    pub(crate) row: &'a Row,
    pub(crate) aggregates: &'a [Value],
    pub(crate) now_s: i64,
}

impl Around<'_> {
    pub(crate) fn value(&self, expr: &Expr) -> Value {
        match expr {
            Expr::Field(name) => self.row.field(name),
            Expr::Text(text) => Value::Text(text.clone()),
            Expr::Number(number) => Value::Number(*number),
            Expr::Bool(is) => Value::Bool(*is),
            Expr::Span(ms) => number_of(i64::try_from(*ms).unwrap_or(i64::MAX)),
            Expr::Not(inner) => Value::Bool(!self.value(inner).holds()),
            Expr::Negated(inner) => {
                self.value(inner).number().map_or(Value::Null, |number| Value::Number(-number))
            }
            Expr::Both(a, b) => Value::Bool(self.value(a).holds() && self.value(b).holds()),
            Expr::Either(a, b) => Value::Bool(self.value(a).holds() || self.value(b).holds()),
            Expr::Compare(how, a, b) => Value::Bool(self.compares(*how, a, b)),
            Expr::Arithmetic(how, a, b) => {
                let both = self.value(a).number().zip(self.value(b).number());
                let value = both.map(|(a, b)| arithmetic(*how, a, b));
                value.filter(|value| value.is_finite()).map_or(Value::Null, Value::Number)
            }
            Expr::Matches(of, regex) => {
                let text = self.value(of).text();
                Value::Bool(text.is_some_and(|text| regex.is_match(&text)))
            }
            Expr::Contains(of, part) => Value::Bool(self.contains(of, part)),
            Expr::In(of, all) => {
                let of = self.value(of);
                let same = |one: &Expr| of.compare(&self.value(one)).is_some_and(|o| o.is_eq());
                Value::Bool(all.iter().any(same))
            }
            Expr::Call(function, arguments) => self.call(*function, arguments),
            Expr::Aggregate(place) => self.aggregates.get(*place).cloned().unwrap_or(Value::Null),
        }
    }

    fn compares(&self, how: Comparison, a: &Expr, b: &Expr) -> bool {
        let order = self.value(a).compare(&self.value(b));
        match how {
            Comparison::Equal => order.is_some_and(|order| order.is_eq()),
            // What is not there is not equal to anything.
            Comparison::NotEqual => order.is_none_or(|order| order.is_ne()),
            Comparison::Less => order.is_some_and(|order| order.is_lt()),
            Comparison::LessOrEqual => order.is_some_and(|order| order.is_le()),
            Comparison::Greater => order.is_some_and(|order| order.is_gt()),
            Comparison::GreaterOrEqual => order.is_some_and(|order| order.is_ge()),
        }
    }

    fn contains(&self, of: &Expr, part: &Expr) -> bool {
        let both = self.value(of).text().zip(self.value(part).text());
        both.is_some_and(|(text, part)| text.contains(&part))
    }

    fn text(&self, expr: &Expr) -> Option<String> {
        self.value(expr).text()
    }

    fn number(&self, expr: &Expr) -> Option<f64> {
        self.value(expr).number()
    }

    fn call(&self, function: Function, given: &[Expr]) -> Value {
        let number = |of: fn(f64) -> f64| {
            let value = self.number(&given[0]).map(of).filter(|value| value.is_finite());
            value.map_or(Value::Null, Value::Number)
        };
        let text = |of: fn(&str) -> String| {
            self.text(&given[0]).map_or(Value::Null, |text| Value::Text(of(&text)))
        };
        let most = |better: fn(f64, f64) -> f64| {
            let all: Option<Vec<f64>> = given.iter().map(|expr| self.number(expr)).collect();
            all.and_then(|all| all.into_iter().reduce(better)).map_or(Value::Null, Value::Number)
        };
        match function {
            Function::Abs => number(f64::abs),
            Function::Ceil => number(f64::ceil),
            Function::Floor => number(f64::floor),
            Function::Log => number(f64::ln),
            Function::Sqrt => number(f64::sqrt),
            Function::Greatest => most(f64::max),
            Function::Least => most(f64::min),
            Function::Bin => match (self.row.field("@timestamp"), &given[0]) {
                (Value::Time(ms), Expr::Span(span)) => Value::Time(floor(ms, *span)),
                _ => Value::Null,
            },
            Function::DateFloor | Function::DateCeil => {
                let at = self.number(&given[0]).map(whole);
                let (Some(ms), Expr::Span(span)) = (at, &given[1]) else { return Value::Null };
                let low = floor(ms, *span);
                let is_up = function == Function::DateCeil && low != ms;
                let span = i64::try_from(*span).unwrap_or(i64::MAX);
                Value::Time(if is_up { low.saturating_add(span) } else { low })
            }
            Function::FromMillis => {
                self.number(&given[0]).map_or(Value::Null, |ms| Value::Time(whole(ms)))
            }
            Function::ToMillis => self.number(&given[0]).map_or(Value::Null, Value::Number),
            Function::Now => number_of(self.now_s),
            Function::IsPresent => Value::Bool(self.value(&given[0]) != Value::Null),
            Function::Coalesce => {
                let there = given.iter().map(|expr| self.value(expr));
                there.into_iter().find(|value| *value != Value::Null).unwrap_or(Value::Null)
            }
            Function::IsEmpty => {
                Value::Bool(self.text(&given[0]).is_none_or(|text| text.is_empty()))
            }
            Function::IsBlank => {
                Value::Bool(self.text(&given[0]).is_none_or(|text| text.trim().is_empty()))
            }
            Function::Concat => {
                let all: String = given.iter().filter_map(|expr| self.text(expr)).collect();
                bounded(all)
            }
            Function::Ltrim | Function::Rtrim | Function::Trim => self.trimmed(function, given),
            Function::Strlen => {
                let length = self.text(&given[0]).map(|text| text.chars().count());
                length.map_or(Value::Null, |n| number_of(i64::try_from(n).unwrap_or(i64::MAX)))
            }
            Function::ToUpper => text(str::to_uppercase),
            Function::ToLower => text(str::to_lowercase),
            Function::Substr => self.part(given),
            Function::Replace => {
                let all = (self.text(&given[0]), self.text(&given[1]), self.text(&given[2]));
                let (Some(text), Some(what), Some(by)) = all else { return Value::Null };
                let times = if what.is_empty() { 0 } else { text.matches(&what).count() };
                // Known before it is made.
                let grown = text.len().saturating_add(times.saturating_mul(by.len()));
                match times {
                    0 => Value::Text(text),
                    _ if grown > TEXT_MAX => Value::Null,
                    _ => bounded(text.replace(&what, &by)),
                }
            }
            Function::StrContains => number_of(i64::from(self.contains(&given[0], &given[1]))),
            Function::IsValidIp => self.parses::<IpAddr>(&given[0]),
            Function::IsValidIpv4 => self.parses::<Ipv4Addr>(&given[0]),
            Function::IsValidIpv6 => self.parses::<Ipv6Addr>(&given[0]),
            Function::IsIpInSubnet => self.is_in(given, |_| true),
            Function::IsIpv4InSubnet => self.is_in(given, IpAddr::is_ipv4),
            Function::IsIpv6InSubnet => self.is_in(given, IpAddr::is_ipv6),
        }
    }

    fn parses<T: std::str::FromStr>(&self, of: &Expr) -> Value {
        Value::Bool(self.text(of).is_some_and(|text| text.parse::<T>().is_ok()))
    }

    /// Whether an address of this kind is in a subnet.
    fn is_in(&self, given: &[Expr], kind: impl Fn(&IpAddr) -> bool) -> Value {
        let address =
            self.text(&given[0]).and_then(|text| text.parse::<IpAddr>().ok()).filter(kind);
        let subnet = self.text(&given[1]).and_then(|text| text.parse::<IpNet>().ok());
        Value::Bool(address.zip(subnet).is_some_and(|(address, subnet)| subnet.contains(&address)))
    }

    fn trimmed(&self, function: Function, given: &[Expr]) -> Value {
        let Some(text) = self.text(&given[0]) else { return Value::Null };
        let what = given.get(1).and_then(|expr| self.text(expr));
        let of = |c: char| match &what {
            Some(what) => what.contains(c),
            None => c.is_whitespace(),
        };
        let trimmed = match function {
            Function::Ltrim => text.trim_start_matches(of),
            Function::Rtrim => text.trim_end_matches(of),
            _ => text.trim_matches(of),
        };
        Value::Text(trimmed.to_owned())
    }

    /// `substr(text, start[, length])`, in characters from 0.
    fn part(&self, given: &[Expr]) -> Value {
        let (text, start) = (self.text(&given[0]), self.number(&given[1]));
        let (Some(text), Some(start)) = (text, start) else { return Value::Null };
        let length = match given.get(2) {
            Some(expr) => self.number(expr).map(count),
            None => Some(usize::MAX),
        };
        let Some(length) = length else { return Value::Null };
        Value::Text(text.chars().skip(count(start)).take(length).collect())
    }
}

fn bounded(text: String) -> Value {
    if text.len() > TEXT_MAX { Value::Null } else { Value::Text(text) }
}

#[expect(clippy::cast_precision_loss, reason = "times and lengths are far below 2^52")]
fn number_of(whole: i64) -> Value {
    Value::Number(whole as f64)
}

#[expect(clippy::cast_possible_truncation, reason = "`as` ends at the ends of the range")]
fn whole(number: f64) -> i64 {
    number as i64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` ends at the ends of the range"
)]
fn count(number: f64) -> usize {
    number as usize
}

fn floor(ms: i64, span: u64) -> i64 {
    let span = i64::try_from(span).unwrap_or(i64::MAX).max(1);
    ms.div_euclid(span).saturating_mul(span)
}

fn arithmetic(how: Arithmetic, a: f64, b: f64) -> f64 {
    match how {
        Arithmetic::Add => a + b,
        Arithmetic::Subtract => a - b,
        Arithmetic::Multiply => a * b,
        Arithmetic::Divide => a / b,
        Arithmetic::Power => a.powf(b),
        Arithmetic::Rest => a % b,
    }
}
