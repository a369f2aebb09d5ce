//! Values, and how they compare.

use std::cmp::Ordering;

use crate::civil;

/// A value of a field or an expression. Texts that are numbers count as numbers where numbers
/// are wanted: a log line knows no types.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Text(String),
    Number(f64),
    Bool(bool),
    /// Milliseconds since 1970.
    Time(i64),
}

impl Value {
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            #[expect(clippy::cast_precision_loss, reason = "milliseconds are far below 2^52")]
            Self::Time(ms) => Some(*ms as f64),
            Self::Text(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
            Self::Null | Self::Bool(_) => None,
        }
    }

    /// As it is shown; nothing of what is not there.
    pub(crate) fn text(&self) -> Option<String> {
        Some(match self {
            Self::Null => return None,
            Self::Text(text) => text.clone(),
            Self::Number(number) => shown(*number),
            Self::Bool(true) => "1".to_owned(),
            Self::Bool(false) => "0".to_owned(),
            Self::Time(ms) => civil::shown(*ms),
        })
    }

    /// Whether a condition that came to this holds.
    pub(crate) fn holds(&self) -> bool {
        match self {
            Self::Bool(is) => *is,
            Self::Number(number) => *number != 0.0,
            Self::Text(text) => text == "true" || text == "1",
            Self::Null | Self::Time(_) => false,
        }
    }

    /// By number when both are one, else by text; nothing of what is not there.
    pub(crate) fn compare(&self, other: &Self) -> Option<Ordering> {
        if let (Some(a), Some(b)) = (self.number(), other.number()) {
            return a.partial_cmp(&b);
        }
        Some(self.text()?.cmp(&other.text()?))
    }

    /// The order of `sort`: what is no number before numbers, what is not there first of all.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        let rank = |value: &Self| match value {
            Self::Null => 0,
            value if value.number().is_none() => 1,
            _ => 2,
        };
        rank(self).cmp(&rank(other)).then_with(|| self.compare(other).unwrap_or(Ordering::Equal))
    }
}

/// A number as Insights shows it: whole ones without a point.
fn shown(number: f64) -> String {
    if !number.is_finite() {
        return "NaN".to_owned();
    }
    let rounded = (number * 1e4).round() / 1e4;
    if rounded.abs() < 1e15 { format!("{rounded}") } else { format!("{number}") }
}
