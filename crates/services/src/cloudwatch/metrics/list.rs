//! `ListMetrics`: which metrics there are.

use ferrogate_api::Cx;
use ferrogate_api::cloudwatch::{Dimension, ListMetricsInput, ListMetricsOutput, Metric};
use ferrogate_base::TimestampMs;
use ferrogate_metrics::store::{Filter, Listed};

use super::{Metrics, Result, fault, not_built, value};
use crate::page;

/// Metrics of one page.
const PAGE: usize = 500;
/// What is listed has had a value since, in milliseconds before now.
const LISTED_MS: u64 = 14 * 86_400_000;
/// What is recently active has had one in three hours.
const ACTIVE_MS: u64 = 3 * 3_600_000;

impl Metrics {
    pub(super) async fn list_metrics(
        &self,
        cx: &Cx,
        input: ListMetricsInput,
    ) -> Result<ListMetricsOutput> {
        if input.include_linked_accounts == Some(true) || input.owning_account.is_some() {
            return Err(not_built("Metrics of linked accounts"));
        }
        let since = if input.recently_active.is_some() { ACTIVE_MS } else { LISTED_MS };
        let since = TimestampMs(self.clock.now().0.saturating_sub(since));
        let dimensions: Vec<_> = input
            .dimensions
            .unwrap_or_default()
            .into_iter()
            .map(|filter| (filter.name, filter.value))
            .collect();
        let list = format!(
            "ListMetrics {} {} {:?} {:?} {dimensions:?} {:?}",
            cx.account, cx.region, input.namespace, input.metric_name, input.recently_active
        );
        let bad = || value("The token in NextToken is not one of this list.");
        let after = match page::after(&list, input.next_token.as_deref()).map_err(|_| bad())? {
            Some(last) => Some(listed(&last).ok_or_else(bad)?),
            None => None,
        };
        let (account, region) = (cx.account.to_string(), cx.region.to_string());
        let (namespace, name) = (input.namespace, input.metric_name);
        let mut found = self
            .reading(move |store| {
                let filter = Filter {
                    account: &account,
                    region: &region,
                    namespace: namespace.as_deref(),
                    name: name.as_deref(),
                    dimensions,
                    since,
                    after: after.as_ref(),
                    limit: PAGE + 1,
                };
                store.list(&filter).map_err(fault)
            })
            .await?;
        let more = found.len() > PAGE;
        found.truncate(PAGE);
        let last = found.last().filter(|_| more);
        let next_token = last.map(|last| page::token(&list, &written(last)));
        let metrics = found.into_iter().map(shown).collect();
        Ok(ListMetricsOutput { metrics: Some(metrics), next_token, owning_accounts: None })
    }
}

fn shown(metric: Listed) -> Metric {
    let dimension = |(name, value)| Dimension { name: Some(name), value: Some(value) };
    Metric {
        namespace: Some(metric.namespace),
        metric_name: Some(metric.name),
        dimensions: Some(metric.dimensions.into_iter().map(dimension).collect()),
    }
}

fn written(metric: &Listed) -> String {
    serde_json::json!([metric.namespace, metric.name, metric.dimensions]).to_string()
}

fn listed(text: &str) -> Option<Listed> {
    let (namespace, name, dimensions) = serde_json::from_str(text).ok()?;
    Some(Listed { namespace, name, dimensions })
}
