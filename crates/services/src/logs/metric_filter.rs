//! Metric filters: what a user asks to be counted of the events that come into a group.

use std::sync::Arc;

use ferrogate_api::logs::{
    DeleteMetricFilterRequest, DescribeMetricFiltersRequest, DescribeMetricFiltersResponse, Error,
    MetricFilter, MetricFilterMatchRecord, MetricTransformation, PutMetricFilterRequest,
    StandardUnit, TestMetricFilterRequest, TestMetricFilterResponse,
};
use ferrogate_api::{Cx, Empty, Map};
use ferrogate_metrics::rightsize;
use ferrogate_records::Scope;
use ferrogate_records::logs::group;
use ferrogate_records::logs::metric_filter::{self, Record, Transformation};
use ferrogate_state::{Entry, create, put};
use ferrogate_store::{Guard, Op, Prefix};
use ferrogate_telemetry::pattern::Pattern;

use super::group::{bad_token, page_size};
use super::measured::Filter;
use super::{Logs, Result, fault, key, millis, scope};
use crate::page::page;

/// Filters of one group (CloudWatch Logs quotas).
const FILTERS_MAX: usize = 100;
/// Filters of one group whose patterns have regular expressions (filter pattern syntax).
const REGEX_FILTERS_MAX: usize = 5;
/// Dimensions of one filter (CloudWatch Logs User Guide).
const DIMENSIONS_MAX: usize = 3;

impl Logs {
    pub(super) async fn put_metric_filter(
        &self,
        cx: &Cx,
        input: PutMetricFilterRequest,
    ) -> Result<Empty> {
        let scope = scope(cx);
        refuse_unbuilt(&input)?;
        let [asked] =
            <[MetricTransformation; 1]>::try_from(input.metric_transformations).map_err(|_| {
                Error::invalid_parameter("A metric filter has one metricTransformation.")
            })?;
        let mut record = Record {
            scope: scope.clone(),
            group: input.log_group_name,
            name: input.filter_name,
            created_at: self.state.now(),
            pattern: input.filter_pattern,
            transformation: transformation(asked)?,
        };
        // What can't be asked later is refused now, with what is wrong.
        Filter::of(&record).map_err(|bad| Error::invalid_parameter(bad.to_string()))?;
        let at = key(metric_filter::key(&scope, &record.group, &record.name))?;
        let of = key(group::key(&scope, &record.group))?;
        loop {
            self.group(&scope, &record.group)?;
            let all = self.filters_of(&scope, &record.group)?;
            let old = all.iter().find(|entry| entry.key == at);
            let others = || all.iter().filter(|entry| entry.key != at);
            let regexes = others().filter(|entry| Pattern::has_regex(&entry.pattern)).count();
            if others().count() >= FILTERS_MAX
                || (Pattern::has_regex(&record.pattern) && regexes >= REGEX_FILTERS_MAX)
            {
                return Err(Error::limit_exceeded("Resource limit exceeded.").into());
            }
            // The group's guard stands against a deletion at the same moment.
            let (guard, op) = match old {
                Some(old) => {
                    record.created_at = old.created_at;
                    let mut doc = old.doc.clone();
                    *doc = record.clone();
                    (old.unchanged(), put(at.clone(), &doc).map_err(fault)?)
                }
                None => (Guard::Absent(at.clone()), create(at.clone(), &record).map_err(fault)?),
            };
            let guards = [Guard::Exists(of.clone()), guard];
            if self.try_write(&guards, &[op]).await.map_err(fault)? {
                return Ok(Empty::default());
            }
        }
    }

    pub(super) async fn delete_metric_filter(
        &self,
        cx: &Cx,
        input: DeleteMetricFilterRequest,
    ) -> Result<Empty> {
        let scope = scope(cx);
        self.group(&scope, &input.log_group_name)?;
        let at = key(metric_filter::key(&scope, &input.log_group_name, &input.filter_name))?;
        if self.state.table::<Record>().get(&at).map_err(fault)?.is_none() {
            let text = "The specified metric filter does not exist.";
            return Err(Error::resource_not_found(text).into());
        }
        self.try_write(&[], &[Op::Del(at)]).await.map_err(fault)?;
        Ok(Empty::default())
    }

    pub(super) async fn describe_metric_filters(
        &self,
        cx: &Cx,
        input: DescribeMetricFiltersRequest,
    ) -> Result<DescribeMetricFiltersResponse> {
        let scope = scope(cx);
        let (name, namespace) = (&input.metric_name, &input.metric_namespace);
        if name.is_some() != namespace.is_some() {
            let text = "metricName and metricNamespace must be specified together.";
            return Err(Error::invalid_parameter(text).into());
        }
        if input.filter_name_prefix.is_some() && input.log_group_name.is_none() {
            let text = "filterNamePrefix must be specified together with logGroupName.";
            return Err(Error::invalid_parameter(text).into());
        }
        let mut filters = match &input.log_group_name {
            Some(group) => {
                self.group(&scope, group)?;
                self.filters_of(&scope, group)?
            }
            None => {
                let all = Prefix::new(scope.prefix(metric_filter::KIND)).map_err(fault)?;
                self.state.table::<Record>().list(&all).map_err(fault)?
            }
        };
        let prefix = input.filter_name_prefix.as_deref().unwrap_or_default();
        filters.retain(|entry| {
            let made = &entry.transformation;
            entry.name.starts_with(prefix)
                && name.as_ref().is_none_or(|name| *name == made.metric)
                && namespace.as_ref().is_none_or(|namespace| *namespace == made.namespace)
        });
        // Neither a group's name nor a filter's has a colon.
        let place = |entry: &Arc<Entry<Record>>| format!("{}:{}", entry.name, entry.group);
        filters.sort_by_key(place);
        let list = format!(
            "DescribeMetricFilters {}/{} {:?} {prefix:?} {name:?} {namespace:?}",
            scope.account, scope.region, input.log_group_name
        );
        let size = page_size(input.limit);
        let (page, next_token) = page(&list, input.next_token.as_deref(), size, filters, place)
            .map_err(|_| bad_token())?;
        let metric_filters = page.iter().map(|entry| shown(entry)).collect();
        Ok(DescribeMetricFiltersResponse { metric_filters: Some(metric_filters), next_token })
    }

    pub(super) async fn test_metric_filter(
        &self,
        _: &Cx,
        input: TestMetricFilterRequest,
    ) -> Result<TestMetricFilterResponse> {
        let pattern = Pattern::parse(&input.filter_pattern)
            .map_err(|bad| Error::invalid_parameter(bad.to_string()))?;
        let matches = (1i64..).zip(input.log_event_messages);
        let matches = matches.filter(|(_, message)| pattern.matches(message));
        let matched = |(number, message): (i64, String)| MetricFilterMatchRecord {
            event_number: Some(number),
            extracted_values: Some(pattern.extract(&message).into_iter().collect()),
            event_message: Some(message),
        };
        Ok(TestMetricFilterResponse { matches: Some(matches.map(matched).collect()) })
    }

    /// The filters of a group, by name.
    pub(super) fn filters_of(&self, scope: &Scope, group: &str) -> Result<Vec<Arc<Entry<Record>>>> {
        let under = Prefix::new(metric_filter::prefix(scope, group)).map_err(fault)?;
        self.state.table::<Record>().list(&under).map_err(fault)
    }
}

fn refuse_unbuilt(input: &PutMetricFilterRequest) -> Result<()> {
    let asked = [
        ("applyOnTransformedLogs", input.apply_on_transformed_logs == Some(true)),
        (
            "fieldSelectionCriteria",
            input.field_selection_criteria.as_ref().is_some_and(|text| !text.is_empty()),
        ),
        (
            "emitSystemFieldDimensions",
            input.emit_system_field_dimensions.as_ref().is_some_and(|all| !all.is_empty()),
        ),
    ];
    match asked.iter().find(|(_, asked)| *asked) {
        Some((name, _)) => Err(Error::not_built(format!("{name} is not built yet.")).into()),
        None => Ok(()),
    }
}

fn transformation(asked: MetricTransformation) -> Result<Transformation> {
    let bad = |text: String| Err(Error::invalid_parameter(text).into());
    let printable = |text: &str| text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    let (metric, namespace) = (asked.metric_name, asked.metric_namespace);
    for (what, text) in [("metricName", &metric), ("metricNamespace", &namespace)] {
        let text = text.as_deref().unwrap_or_default();
        if text.trim().is_empty() || !printable(text) {
            return bad(format!("Invalid metric transformation: {what} is invalid"));
        }
    }
    for own in ["AWS/", rightsize::metric::NAMESPACE] {
        if namespace.as_deref().unwrap_or_default().starts_with(own) {
            let text = "Invalid metric transformation: metricNamespace must not start with";
            return bad(format!("{text} {own}"));
        }
    }
    let dimensions: Vec<_> = asked.dimensions.unwrap_or_default().into_iter().collect();
    if dimensions.len() > DIMENSIONS_MAX {
        return bad(format!(
            "Invalid metric transformation: more than {DIMENSIONS_MAX} dimensions"
        ));
    }
    if dimensions
        .iter()
        .any(|(name, _)| name.trim().is_empty() || !printable(name) || name.len() > 255)
    {
        return bad("Invalid metric transformation: the name of a dimension is invalid".into());
    }
    if asked.default_value.is_some() && !dimensions.is_empty() {
        return bad("Invalid metric transformation: dimensions and default value are mutually \
                    exclusive properties."
            .into());
    }
    if asked.default_value.is_some_and(|value| !value.is_finite()) {
        return bad("Invalid metric transformation: defaultValue is no number".into());
    }
    let mut dimensions = dimensions;
    dimensions.sort();
    Ok(Transformation {
        namespace: namespace.unwrap_or_default(),
        metric: metric.unwrap_or_default(),
        value: asked.metric_value.unwrap_or_default(),
        default_value: asked.default_value,
        dimensions,
        unit: asked.unit.map(|unit| unit.as_str().to_owned()),
    })
}

fn shown(record: &Record) -> MetricFilter {
    let made = &record.transformation;
    let dimensions: Map<String> = made.dimensions.iter().cloned().collect();
    let transformation = MetricTransformation {
        metric_name: Some(made.metric.clone()),
        metric_namespace: Some(made.namespace.clone()),
        metric_value: Some(made.value.clone()),
        default_value: made.default_value,
        dimensions: (!dimensions.is_empty()).then_some(dimensions),
        unit: made.unit.as_deref().map(StandardUnit::from),
    };
    MetricFilter {
        filter_name: Some(record.name.clone()),
        filter_pattern: Some(record.pattern.clone()),
        metric_transformations: Some(vec![transformation]),
        creation_time: Some(millis(record.created_at.0)),
        log_group_name: Some(record.group.clone()),
        apply_on_transformed_logs: Some(false),
        ..MetricFilter::default()
    }
}
