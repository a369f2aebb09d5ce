//! A metric filter, ready: which events it takes, and the value that it makes of one.

use std::collections::BTreeMap;

use ferrogate_base::TimestampMs;
use ferrogate_metrics::{Bucket, MetricId};
use ferrogate_records::Scope;
use ferrogate_records::logs::metric_filter::Record;
use ferrogate_telemetry::pattern::{Pattern, PatternError};

use super::Value;

/// Why a filter can't be one.
#[derive(Debug, thiserror::Error)]
pub(in crate::logs) enum Bad {
    #[error(transparent)]
    Pattern(#[from] PatternError),
    /// A value that is neither a number nor something of the event.
    #[error(
        "Invalid metric transformation: metricValue must be a number or reference a field of the event"
    )]
    Value,
    /// Something of the event that the pattern does not name, or can't.
    #[error("Invalid metric transformation: {0} does not reference a field of the filter pattern")]
    Field(String),
}

/// Where a text of an event is.
#[derive(Debug)]
enum Selector {
    /// Among what the filter's pattern names.
    Named(String),
    /// In the JSON of the event: a pattern that names it.
    Json(String, Pattern),
}

impl Selector {
    fn read(text: &str, of: &Kind) -> Result<Self, Bad> {
        let unknown = || Bad::Field(text.to_owned());
        match of {
            Kind::Json if text.starts_with("$.") || text.starts_with("$[") => {
                let pattern = Pattern::parse(&format!("{{ {text} = * }}"));
                Ok(Self::Json(text.to_owned(), pattern.map_err(|_| unknown())?))
            }
            Kind::Fields(names) if names.contains(text) => Ok(Self::Named(text.to_owned())),
            _ => Err(unknown()),
        }
    }

    fn find(&self, message: &str, named: &BTreeMap<String, String>) -> Option<String> {
        match self {
            Self::Named(name) => named.get(name).cloned(),
            Self::Json(name, pattern) => pattern.extract(message).remove(name),
        }
    }
}

/// What a pattern can name in an event.
enum Kind {
    Json,
    /// The fields between spaces, each with its `$`.
    Fields(std::collections::BTreeSet<String>),
    Nothing,
}

#[derive(Debug)]
enum Number {
    Is(f64),
    In(Selector),
}

/// A filter that can be asked.
#[derive(Debug)]
pub(in crate::logs) struct Filter {
    record: Record,
    pattern: Pattern,
    value: Number,
    dimensions: Vec<(String, Selector)>,
}

impl Filter {
    /// Reads a filter's pattern, value and dimensions.
    pub(in crate::logs) fn of(record: &Record) -> Result<Self, Bad> {
        let pattern = Pattern::parse(&record.pattern)?;
        let kind = match record.pattern.trim_start().chars().next() {
            Some('{') => Kind::Json,
            Some('[') => Kind::Fields(pattern.names()),
            _ => Kind::Nothing,
        };
        let made = &record.transformation;
        let value = match made.value.parse::<f64>() {
            Ok(number) if number.is_finite() => Number::Is(number),
            Ok(_) => return Err(Bad::Value),
            Err(_) if made.value.starts_with('$') => {
                Number::In(Selector::read(&made.value, &kind)?)
            }
            Err(_) => return Err(Bad::Value),
        };
        let dimension =
            |(name, at): &(String, String)| Ok((name.clone(), Selector::read(at, &kind)?));
        let dimensions = made.dimensions.iter().map(dimension).collect::<Result<_, Bad>>()?;
        Ok(Self { record: record.clone(), pattern, value, dimensions })
    }

    /// The value of an event and the values of its dimensions. None of one that the filter does
    /// not take, or that has no number or dimension where the filter looks for it.
    pub(super) fn value(&self, message: &str) -> Option<(f64, Vec<(String, String)>)> {
        if !self.pattern.matches(message) {
            return None;
        }
        let named = match (&self.value, self.dimensions.is_empty()) {
            (Number::Is(_), true) => BTreeMap::new(),
            _ => self.pattern.extract(message),
        };
        let value = match &self.value {
            Number::Is(number) => *number,
            Number::In(selector) => selector.find(message, &named)?.trim().parse().ok()?,
        };
        let of = |(name, at): &(String, Selector)| Some((name.clone(), at.find(message, &named)?));
        let dimensions: Vec<_> = self.dimensions.iter().map(of).collect::<Option<_>>()?;
        let good = |(_, text): &(String, String)| is_dimension(text);
        (value.is_finite() && dimensions.iter().all(good)).then_some((value, dimensions))
    }

    /// What tells it from every other filter.
    pub(super) fn key(&self) -> String {
        let record = &self.record;
        ferrogate_records::logs::metric_filter::key(&record.scope, &record.group, &record.name)
    }

    pub(super) fn default_value(&self) -> Option<f64> {
        self.record.transformation.default_value
    }

    /// The value as one of the filter's metric.
    pub(super) fn of_value(
        &self,
        scope: &Scope,
        dimensions: Vec<(String, String)>,
        at: TimestampMs,
        values: Bucket,
    ) -> Value {
        let made = &self.record.transformation;
        let metric = MetricId {
            account: scope.account.to_string(),
            region: scope.region.clone(),
            namespace: made.namespace.clone(),
            name: made.metric.clone(),
            dimensions,
        };
        let unit = made.unit.clone().unwrap_or_else(|| "None".to_owned());
        Value { metric, unit, at, by_second: false, values }
    }
}

/// Whether a text can be a dimension's value.
pub(super) fn is_dimension(text: &str) -> bool {
    let printable = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    printable && !text.trim().is_empty() && text.len() <= 1024
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_records::logs::metric_filter::Transformation;

    fn filter(pattern: &str, value: &str, dimensions: &[(&str, &str)]) -> Result<Filter, Bad> {
        let dimensions = dimensions.iter().map(|(n, s)| ((*n).into(), (*s).into())).collect();
        Filter::of(&Record {
            scope: Scope::new("000000000000".parse().unwrap(), "eu-west-1"),
            group: "g".into(),
            name: "f".into(),
            created_at: TimestampMs(0),
            pattern: pattern.into(),
            transformation: Transformation {
                namespace: "N".into(),
                metric: "m".into(),
                value: value.into(),
                default_value: None,
                dimensions,
                unit: None,
            },
        })
    }

    #[test]
    fn an_event_has_the_value_that_its_filter_names() {
        let of = |pattern, value, dimensions: &[_], message| {
            filter(pattern, value, dimensions).unwrap().value(message)
        };
        let plain = |value: f64| Some((value, vec![]));
        assert_eq!(of("", "1", &[], "anything"), plain(1.0));
        assert_eq!(of("ERROR", "2.5", &[], "an ERROR"), plain(2.5));
        assert_eq!(of("ERROR", "1", &[], "fine"), None);
        let json = r#"{"took": 12.5, "as": "7", "path": {"x": "/a"}, "bad": "much"}"#;
        assert_eq!(of("{ $.took = * }", "$.took", &[], json), plain(12.5));
        // One that the pattern does not name, and a number in quotes.
        assert_eq!(of("{ $.took > 1 }", "$.as", &[], json), plain(7.0));
        assert_eq!(of("{ $.took > 1 }", "$.bad", &[], json), None);
        assert_eq!(of("{ $.took > 1 }", "$.gone", &[], json), None);
        let path = [("Path", "$.path.x")];
        let with = Some((1.0, vec![("Path".to_owned(), "/a".to_owned())]));
        assert_eq!(of("{ $.took > 1 }", "1", &path, json), with);
        assert_eq!(of("{ $.took > 1 }", "1", &[("P", "$.gone")], json), None);
        assert_eq!(of("{ $.took > 1 }", "1", &[("P", "$.path")], json), None);
        let line = "127.0.0.1 GET 200 1534";
        assert_eq!(of("[ip, verb, code = 2*, bytes]", "$bytes", &[], line), plain(1534.0));
        assert_eq!(of("[ip, verb, code = 4*, bytes]", "$bytes", &[], line), None);
        let verb = Some((1.0, vec![("Verb".to_owned(), "GET".to_owned())]));
        assert_eq!(of("[ip, verb, ..., bytes]", "1", &[("Verb", "$verb")], line), verb);
    }

    #[test]
    fn what_no_event_can_have_is_refused() {
        for (pattern, value, dimensions) in [
            ("{ nonsense", "1", &[][..]),
            ("", "much", &[]),
            ("", "NaN", &[]),
            ("", "$.x", &[]),
            ("ERROR", "$x", &[]),
            ("[a, b]", "$c", &[]),
            ("[a, b]", "$.a", &[]),
            ("{ $.a = 1 }", "$a", &[]),
            ("{ $.a = 1 }", "$.", &[]),
            ("ERROR", "1", &[("D", "$x")]),
            ("{ $.a = 1 }", "1", &[("D", "a")]),
        ] {
            let refused = filter(pattern, value, dimensions);
            assert!(refused.is_err(), "{pattern} {value} {dimensions:?}");
        }
    }
}
