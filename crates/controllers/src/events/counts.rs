//! What rules and topics have done: `AWS/Events` and `AWS/SNS`.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::errors::chain;
use ferrogate_base::{Shutdown, TimestampMs};
use ferrogate_metrics::{Bucket, Datum, MetricId, MetricStore};
use ferrogate_records::Scope;
use ferrogate_records::events::delivery::Receiver;
use parking_lot::Mutex;

use crate::engine::Cx;

/// How often the counts become values.
const EVERY: Duration = Duration::from_secs(60);

/// Counts of the minute, by what they count and of whom. Bounded by the quotas of rules and topics.
#[derive(Debug, Default)]
pub struct Counts(Mutex<BTreeMap<(Scope, Of, &'static str), f64>>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Of {
    Rule(String),
    Topic(String),
}

impl Counts {
    /// One more event that a rule is about.
    pub(crate) fn matched(&self, scope: &Scope, rule: &str) {
        self.add(scope, Of::Rule(rule.to_owned()), "MatchedEvents");
        self.add(scope, Of::Rule(rule.to_owned()), "TriggeredRules");
    }

    /// One more message to a topic.
    pub(crate) fn published(&self, scope: &Scope, topic: &str) {
        self.add(scope, Of::Topic(topic.to_owned()), "NumberOfMessagesPublished");
    }

    /// One more that was told.
    pub(crate) fn told(&self, scope: &Scope, to: &Receiver) {
        self.of(scope, to, "Invocations", "NumberOfNotificationsDelivered");
    }

    /// One more that is told again later.
    pub(crate) fn again(&self, scope: &Scope, to: &Receiver) {
        if let Receiver::Target { rule, .. } = to {
            self.add(scope, Of::Rule(rule.clone()), "RetryInvocationAttempts");
        }
    }

    /// One more that will not be told.
    pub(crate) fn lost(&self, scope: &Scope, to: &Receiver) {
        self.of(scope, to, "FailedInvocations", "NumberOfNotificationsFailed");
    }

    fn of(&self, scope: &Scope, to: &Receiver, rules: &'static str, topics: &'static str) {
        match to {
            Receiver::Target { rule, .. } => self.add(scope, Of::Rule(rule.clone()), rules),
            // Of schedules their runs tell.
            Receiver::Schedule { .. } => {}
            Receiver::Subscription { topic, .. } => {
                self.add(scope, Of::Topic(topic.clone()), topics);
            }
        }
    }

    fn add(&self, scope: &Scope, of: Of, name: &'static str) {
        *self.0.lock().entry((scope.clone(), of, name)).or_default() += 1.0;
    }

    fn take(&self, at: TimestampMs) -> Vec<Datum> {
        let all = std::mem::take(&mut *self.0.lock());
        let datum = |((scope, of, name), value): ((Scope, Of, &'static str), f64)| {
            let (namespace, dimension) = match of {
                Of::Rule(rule) => ("AWS/Events", ("RuleName".to_owned(), rule)),
                Of::Topic(topic) => ("AWS/SNS", ("TopicName".to_owned(), topic)),
            };
            Datum {
                metric: MetricId {
                    account: scope.account.to_string(),
                    region: scope.region,
                    namespace: namespace.to_owned(),
                    name: name.to_owned(),
                    dimensions: vec![dimension],
                },
                unit: "Count".to_owned(),
                at,
                by_second: false,
                values: Bucket::one(value),
            }
        };
        all.into_iter().map(datum).collect()
    }
}

/// Makes values of the counts until the shutdown, as long as this server leads. What was counted
/// in the minute in which it ends is lost.
pub async fn run(cx: Cx, counts: Arc<Counts>, metrics: MetricStore, shutdown: Shutdown) {
    loop {
        tokio::select! {
            () = shutdown.requested() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        let data = counts.take(cx.state.now());
        if data.is_empty() || !cx.leads() {
            continue;
        }
        if let Err(error) = metrics.put_own(data).await {
            let error = chain(&error);
            tracing::warn!(%error, "counts of events could not be kept");
        }
    }
}
