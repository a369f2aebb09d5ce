//! What is answered: the lines of each day or month, summed up by what they are grouped by.

use std::collections::BTreeMap;

use ferrogate_api::Map;
use ferrogate_api::ce::{
    Dimension, Error, GetCostAndUsageRequest, GetCostAndUsageResponse, Group, GroupDefinition,
    GroupDefinitionType, MetricValue, ResultByTime,
};
use ferrogate_api::{Cx, Failure};
use ferrogate_records::ecs::task::{self, Status};
use ferrogate_records::ecs::usage::{self, OnDay, Record};
use ferrogate_state::Fault;

use super::filter::Filter;
use super::line::{Line, What};
use super::period::Days;
use super::{Costs, Result, invalid};

/// Two groupings at most (API reference).
const GROUP_BY_MAX: usize = 2;
const DAY_MS: u64 = 24 * 3600 * 1000;

/// What is told of each group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Metric {
    /// Dollars: with neither reservations nor credits, all of AWS's ways to count are one.
    Cost(&'static str),
    Quantity,
    /// Has a value for instances with sizes only.
    Normalized,
}

/// By what lines are grouped.
struct Grouping {
    what: What,
    /// The tag's key, which AWS puts before its values.
    tag: Option<String>,
}

/// Sums of lines.
#[derive(Default)]
struct Sum {
    cost: f64,
    hours: f64,
    /// What the hours are hours of, while it is one thing.
    unit: Option<&'static str>,
    mixed: bool,
}

impl Costs {
    pub(super) fn cost_and_usage(
        &self,
        cx: &Cx,
        input: GetCostAndUsageRequest,
    ) -> Result<GetCostAndUsageResponse> {
        let days = Days::of(&input.time_period)?;
        let parts = days.parts(&input.granularity)?;
        let filter = input.filter.as_ref().map(Filter::of).transpose()?;
        let metrics = metrics(&input.metrics)?;
        let groupings = groupings(input.group_by.as_deref().unwrap_or_default())?;
        if input.next_page_token.is_some() {
            return Err(Error::invalid_next_token("The page token is not of this API.").into());
        }
        let primary = format!("arn:aws:billing::{}:billingview/primary", cx.account);
        if input.billing_view_arn.is_some_and(|arn| arn != primary) {
            return Err(Error::resource_not_found("There is no such billing view.").into());
        }
        let rows = self.rows(cx, days)?;
        let mut sums: Vec<BTreeMap<Vec<String>, Sum>> = Vec::new();
        sums.resize_with(parts.len(), BTreeMap::new);
        for line in rows.iter().flat_map(|row| Line::of(row, &self.prices)) {
            // All are of these days, which the parts hold without a gap.
            let part = parts.partition_point(|part| part.end <= line.day());
            let meant = filter.as_ref().is_none_or(|filter| filter.meets(&line));
            if let Some(sums) = sums.get_mut(part).filter(|_| meant) {
                let keys = groupings.iter().map(|grouping| grouping.key(&line)).collect();
                sums.entry(keys).or_default().add(&line);
            }
        }
        let today = u32::try_from(cx.received.0 / DAY_MS).unwrap_or(u32::MAX);
        let results = parts.into_iter().zip(sums).map(|(part, sums)| ResultByTime {
            time_period: Some(part.interval()),
            // What a task uses today is known when it has ended.
            estimated: Some(part.end > today),
            ..told(sums, &metrics, groupings.is_empty())
        });
        Ok(GetCostAndUsageResponse {
            next_page_token: None,
            group_definitions: input.group_by.filter(|by| !by.is_empty()),
            results_by_time: Some(results.collect()),
            dimension_value_attributes: Some(Vec::new()),
        })
    }

    /// The account's ledger of these days, and what tasks used that are not yet in it, all at one
    /// revision: nothing is counted twice or left out.
    fn rows(&self, cx: &Cx, days: Days) -> Result<Vec<Record>> {
        let fault = |error| Failure::fault(Fault::Unreadable(error));
        let now = self.state.snapshot();
        let mut rows = Vec::new();
        let ledger = now.table::<usage::Record>();
        for day in days.each() {
            let of = ledger.by::<OnDay>(&(cx.account.clone(), day)).map_err(fault)?;
            rows.extend(of.map(|entry| entry.doc.record.clone()));
        }
        for entry in now.table::<task::Record>().all().map_err(fault)? {
            if entry.scope.account == cx.account && entry.status < Status::Deleted {
                rows.extend(
                    usage::of(entry, cx.received).into_iter().filter(|row| days.has(row.day)),
                );
            }
        }
        Ok(rows)
    }
}

impl Grouping {
    fn key(&self, line: &Line<'_>) -> String {
        let said = line.says(&self.what).unwrap_or_default();
        match &self.tag {
            Some(tag) => format!("{tag}${said}"),
            None => said,
        }
    }
}

impl Sum {
    fn add(&mut self, line: &Line<'_>) {
        self.cost += line.cost;
        self.hours += line.hours;
        self.mixed |= self.unit.is_some_and(|unit| unit != line.unit());
        self.unit = Some(line.unit());
    }

    fn told(&self, metrics: &[Metric]) -> Map<MetricValue> {
        let unit = self.unit.filter(|_| !self.mixed).unwrap_or("N/A");
        let told = metrics.iter().map(|metric| match metric {
            Metric::Cost(name) => ((*name).into(), value(self.cost, "USD")),
            Metric::Quantity => ("UsageQuantity".into(), value(self.hours, unit)),
            Metric::Normalized => ("NormalizedUsageAmount".into(), value(0.0, "N/A")),
        });
        told.collect()
    }
}

/// One sum, or a group for each.
fn told(sums: BTreeMap<Vec<String>, Sum>, metrics: &[Metric], ungrouped: bool) -> ResultByTime {
    let (mut total, mut groups) = (Map::default(), Vec::new());
    if ungrouped {
        total = sums.into_values().next().unwrap_or_default().told(metrics);
    } else {
        groups.extend(
            sums.into_iter()
                .map(|(keys, sum)| Group { keys: Some(keys), metrics: Some(sum.told(metrics)) }),
        );
    }
    ResultByTime { total: Some(total), groups: Some(groups), ..ResultByTime::default() }
}

fn value(amount: f64, unit: &str) -> MetricValue {
    let text = format!("{amount:.10}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    MetricValue { amount: Some(text.into()), unit: Some(unit.into()) }
}

fn metrics(names: &[String]) -> Result<Vec<Metric>> {
    if names.is_empty() {
        return Err(invalid("Metrics must not be empty."));
    }
    let of = |name: &String| {
        // The API takes both forms of its names, and answers the first.
        Ok(match name.as_str() {
            "AmortizedCost" | "AMORTIZED_COST" => Metric::Cost("AmortizedCost"),
            "BlendedCost" | "BLENDED_COST" => Metric::Cost("BlendedCost"),
            "NetAmortizedCost" | "NET_AMORTIZED_COST" => Metric::Cost("NetAmortizedCost"),
            "NetUnblendedCost" | "NET_UNBLENDED_COST" => Metric::Cost("NetUnblendedCost"),
            "UnblendedCost" | "UNBLENDED_COST" => Metric::Cost("UnblendedCost"),
            "UsageQuantity" | "USAGE_QUANTITY" => Metric::Quantity,
            "NormalizedUsageAmount" | "NORMALIZED_USAGE_AMOUNT" => Metric::Normalized,
            other => return Err(invalid(format!("There is no metric {other}."))),
        })
    };
    names.iter().map(of).collect()
}

fn groupings(by: &[GroupDefinition]) -> Result<Vec<Grouping>> {
    if by.len() > GROUP_BY_MAX {
        return Err(invalid(format!("GroupBy takes {GROUP_BY_MAX} groupings at most.")));
    }
    let of = |definition: &GroupDefinition| {
        let Some(key) = definition.key.as_deref().filter(|key| !key.is_empty()) else {
            return Err(invalid("A grouping needs a Key."));
        };
        match &definition.r#type {
            Some(GroupDefinitionType::Dimension) => {
                Ok(Grouping { what: What::dimension(&Dimension::from(key))?, tag: None })
            }
            Some(GroupDefinitionType::Tag) => {
                Ok(Grouping { what: What::Tag(key.into()), tag: Some(key.into()) })
            }
            _ => Err(invalid("A grouping is of the type DIMENSION or TAG.")),
        }
    };
    by.iter().map(of).collect()
}
