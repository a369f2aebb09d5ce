//! The embedded metric format: metrics that a log event carries (CloudWatch User Guide,
//! "Specification: Embedded metric format").

use ferrogate_base::TimestampMs;
use ferrogate_metrics::{Bucket, MetricId, rightsize};
use ferrogate_records::Scope;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::filter::is_dimension;
use super::{Value, is_taken};

/// Members of one dimension set, metrics of one directive, numbers of one metric.
const DIMENSIONS_MAX: usize = 30;
const METRICS_MAX: usize = 100;
const NUMBERS_MAX: usize = 100;
/// Values of one event at most, over all its directives and dimension sets: an event is small,
/// and what it multiplies to must be bounded too.
const VALUES_MAX: usize = 10_000;
/// What a value may be, in both directions: 2^360 (PutMetricData).
const NUMBER_MAX: f64 = 2.348_542_582_773_833_2e108;

/// Why an event that carries metrics is not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// It is no JSON.
    Json,
    /// Its metrics break the format's rules.
    Metrics,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Head {
    timestamp: Json,
    cloud_watch_metrics: Vec<Directive>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Directive {
    namespace: String,
    #[serde(default)]
    dimensions: Vec<Vec<String>>,
    #[serde(default)]
    metrics: Vec<Definition>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Definition {
    name: String,
    unit: Option<String>,
    storage_resolution: Option<u64>,
}

/// The values that an event carries; none when it is not of this format.
pub(super) fn read(
    scope: &Scope,
    message: &str,
    now: TimestampMs,
) -> Option<Result<Vec<Value>, Broken>> {
    // Most lines end here: the format is an object whose member `_aws` says so.
    let text = message.trim_start();
    if !text.starts_with('{') || !text.contains("\"_aws\"") {
        return None;
    }
    let Ok(root) = serde_json::from_str::<Map<String, Json>>(text) else {
        return Some(Err(Broken::Json));
    };
    let head = root.get("_aws")?;
    // Without it `_aws` may be anybody's.
    head.get("CloudWatchMetrics")?;
    Some(values(scope, &root, head, now).ok_or(Broken::Metrics))
}

fn values(
    scope: &Scope,
    root: &Map<String, Json>,
    head: &Json,
    now: TimestampMs,
) -> Option<Vec<Value>> {
    let head = Head::deserialize(head).ok()?;
    let at = TimestampMs(head.timestamp.as_u64()?);
    if !is_taken(at, now) {
        return None;
    }
    let mut found = Vec::new();
    for directive in &head.cloud_watch_metrics {
        let own = ["AWS/", rightsize::metric::NAMESPACE];
        let bad = own.iter().any(|own| directive.namespace.starts_with(own))
            || !is_name(&directive.namespace);
        if bad || directive.metrics.len() > METRICS_MAX {
            return None;
        }
        // Without a set the metrics have no dimensions.
        let none = [Vec::new()];
        let sets = if directive.dimensions.is_empty() { &none[..] } else { &directive.dimensions };
        for set in sets {
            let dimensions = dimensions(root, set)?;
            for definition in &directive.metrics {
                // A metric whose member is missing has no value in this event.
                let Some(told) = root.get(&definition.name) else { continue };
                let values = numbers(told)?;
                let metric = MetricId {
                    account: scope.account.to_string(),
                    region: scope.region.clone(),
                    namespace: directive.namespace.clone(),
                    name: Some(&definition.name).filter(|name| is_name(name))?.clone(),
                    dimensions: dimensions.clone(),
                };
                let by_second = match definition.storage_resolution {
                    None | Some(60) => false,
                    Some(1) => true,
                    Some(_) => return None,
                };
                let unit = unit(definition.unit.as_deref())?;
                if let Some(values) = values {
                    found.push(Value { metric, unit, at, by_second, values });
                }
                if found.len() > VALUES_MAX {
                    return None;
                }
            }
        }
    }
    Some(found)
}

fn dimensions(root: &Map<String, Json>, set: &[String]) -> Option<Vec<(String, String)>> {
    if set.len() > DIMENSIONS_MAX {
        return None;
    }
    let value = |name: &String| {
        let value = root.get(name)?.as_str().filter(|text| is_dimension(text))?;
        (is_name(name) && !name.starts_with(':')).then(|| (name.clone(), value.to_owned()))
    };
    let mut all: Vec<_> = set.iter().map(value).collect::<Option<_>>()?;
    all.sort();
    all.dedup();
    Some(all)
}

/// A number, or some; inside, nothing of an empty list.
#[expect(clippy::option_option, reason = "no value and a wrong one are two things")]
fn numbers(told: &Json) -> Option<Option<Bucket>> {
    let good = |number: &Json| {
        let number = number.as_f64()?;
        (number.is_finite() && number.abs() <= NUMBER_MAX).then_some(number)
    };
    let Json::Array(list) = told else { return good(told).map(|one| Some(Bucket::one(one))) };
    if list.len() > NUMBERS_MAX {
        return None;
    }
    let mut all: Option<Bucket> = None;
    for number in list {
        let one = Bucket::one(good(number)?);
        match &mut all {
            Some(all) => all.merge(&one),
            None => all = Some(one),
        }
    }
    Some(all)
}

fn is_name(text: &str) -> bool {
    let printable = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    printable && !text.trim().is_empty() && text.len() <= 255
}

/// CloudWatch's units; `None` is one of them, and the one of a metric without.
fn unit(told: Option<&str>) -> Option<String> {
    use ferrogate_api::cloudwatch::StandardUnit;
    let unit = StandardUnit::from(told.unwrap_or("None"));
    (!matches!(unit, StandardUnit::Unknown(_))).then(|| unit.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logs::measured::{AHEAD_MS, OLD_MS};
    use serde_json::json;

    const NOW: TimestampMs = TimestampMs(1_700_000_000_000);

    fn scope() -> Scope {
        Scope::new("000000000000".parse().unwrap(), "eu-west-1")
    }

    fn read_of(event: &Json) -> Option<Result<Vec<Value>, Broken>> {
        read(&scope(), &event.to_string(), NOW)
    }

    /// An event with one metric, changed by `change`.
    fn event(change: impl FnOnce(&mut Json)) -> Json {
        let mut event = json!({
            "_aws": {"Timestamp": NOW.0, "CloudWatchMetrics": [{
                "Namespace": "Shop",
                "Dimensions": [["Service"], ["Service", "Zone"]],
                "Metrics": [{"Name": "took", "Unit": "Milliseconds"}],
            }]},
            "Service": "web", "Zone": "a", "took": 12.5, "note": {"any": "thing"},
        });
        change(&mut event);
        event
    }

    #[test]
    fn an_event_has_a_value_for_each_set_of_dimensions() {
        let values = read_of(&event(|_| {})).unwrap().unwrap();
        let dimensions: Vec<_> = values.iter().map(|value| value.metric.dimensions.len()).collect();
        assert_eq!(dimensions, [1, 2]);
        let first = &values[0];
        assert_eq!((first.metric.namespace.as_str(), first.metric.name.as_str()), ("Shop", "took"));
        assert_eq!(first.metric.dimensions, [("Service".to_owned(), "web".to_owned())]);
        assert_eq!((first.unit.as_str(), first.by_second, first.at), ("Milliseconds", false, NOW));
        assert_eq!((first.values.count, first.values.sum), (1.0, 12.5));
    }

    #[test]
    fn numbers_come_alone_or_in_a_list_and_some_by_the_second() {
        let list = read_of(&event(|event| event["took"] = json!([1, 2, 6]))).unwrap().unwrap();
        assert_eq!((list[0].values.count, list[0].values.sum), (3.0, 9.0));
        assert_eq!((list[0].values.min, list[0].values.max), (1.0, 6.0));
        let none = read_of(&event(|event| event["took"] = json!([]))).unwrap().unwrap();
        assert!(none.is_empty());
        let gone = event(|event| drop(event.as_object_mut().unwrap().remove("took")));
        assert!(read_of(&gone).unwrap().unwrap().is_empty());
        let second = event(|event| {
            event["_aws"]["CloudWatchMetrics"][0]["Metrics"][0]["StorageResolution"] = json!(1);
        });
        assert!(read_of(&second).unwrap().unwrap()[0].by_second);
        let bare = event(|event| {
            event["_aws"]["CloudWatchMetrics"][0]["Dimensions"] = json!([]);
        });
        assert_eq!(read_of(&bare).unwrap().unwrap()[0].metric.dimensions, []);
    }

    #[test]
    fn other_events_are_not_of_the_format() {
        let of = |text: &str| read(&scope(), text, NOW).map(|read| read.map(|found| found.len()));
        assert_eq!(of("a line"), None);
        assert_eq!(of(r#"{"took": 1}"#), None);
        assert_eq!(of(r#"{"_aws": {"own": 1}}"#), None);
        assert_eq!(of(r#"{"note": "\"_aws\" in a text"}"#), None);
        assert_eq!(of(r#"{"_aws": {"CloudWatchMetrics": ["#), Some(Err(Broken::Json)));
    }

    #[test]
    fn what_breaks_the_rules_is_told() {
        let set = |path: &'static str, value: Json| {
            event(|event| *event.pointer_mut(path).unwrap() = value)
        };
        let metric = "/_aws/CloudWatchMetrics/0/Metrics/0";
        let many: Vec<_> = (0..101).map(|n| json!({"Name": format!("m{n}")})).collect();
        for bad in [
            set("/_aws/Timestamp", json!("now")),
            set("/_aws/Timestamp", json!(NOW.0 - OLD_MS - 1)),
            set("/_aws/Timestamp", json!(NOW.0 + AHEAD_MS + 1)),
            set("/_aws/CloudWatchMetrics", json!("x")),
            set("/_aws/CloudWatchMetrics/0/Namespace", json!("")),
            set("/_aws/CloudWatchMetrics/0/Namespace", json!("AWS/ECS")),
            set("/_aws/CloudWatchMetrics/0/Namespace", json!("Ferrogate/ECS")),
            set("/_aws/CloudWatchMetrics/0/Dimensions", json!([["gone"]])),
            set("/_aws/CloudWatchMetrics/0/Metrics", Json::Array(many)),
            set("/Service", json!("")),
            set("/Service", json!(7)),
            set("/took", json!("12")),
            set("/took", json!([1, "2"])),
            set("/took", json!(vec![1; 101])),
            set(metric, json!({"Name": "took", "Unit": "Fortnights"})),
            set(metric, json!({"Name": "took", "StorageResolution": 5})),
        ] {
            assert_eq!(
                read_of(&bad).unwrap().map(|found| found.len()),
                Err(Broken::Metrics),
                "{bad}"
            );
        }
    }

    #[test]
    fn what_an_event_multiplies_to_is_bounded() {
        let sets: Vec<_> = (0..200).map(|_| json!(["Service"])).collect();
        let metrics: Vec<_> = (0..100).map(|n| json!({"Name": format!("m{n}")})).collect();
        let mut large = event(|event| {
            event["_aws"]["CloudWatchMetrics"][0]["Dimensions"] = Json::Array(sets);
            event["_aws"]["CloudWatchMetrics"][0]["Metrics"] = Json::Array(metrics);
        });
        for n in 0..100 {
            large[format!("m{n}")] = json!(1);
        }
        assert_eq!(read_of(&large).unwrap().map(|found| found.len()), Err(Broken::Metrics));
    }
}
