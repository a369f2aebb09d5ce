//! Scaling policies: by which rule a service is scaled when an alarm asks for it.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::Of;
use crate::Scope;
use crate::kind::{Index, kind};

/// The kind of these records in the store.
pub const KIND: &str = "scaling-policy";

kind!(Record as KIND, by OfTarget);

/// A policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Which service.
    pub of: Of,
    /// 1-256 characters that can be printed.
    pub name: String,
    /// A UUID, part of its ARN.
    pub id: String,
    /// When it was made.
    pub created_at: TimestampMs,
    /// By which rule.
    pub rule: Rule,
}

/// By which rule a service is scaled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// By steps for how far an alarm's metric is from its threshold.
    Step(Step),
    /// So that a metric stays near a target.
    Tracking(Tracking),
}

/// Steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// What the numbers of the steps mean.
    pub adjustment: Adjustment,
    /// The steps, at most 20, none over another.
    pub steps: Vec<StepAdjustment>,
    /// Tasks at least, when the numbers are percents.
    #[serde(default)]
    pub least: Option<u32>,
    /// Seconds to wait after it has scaled.
    #[serde(default)]
    pub cooldown_s: Option<u32>,
    /// `Average`, `Minimum` or `Maximum`, as it was asked for.
    #[serde(default)]
    pub aggregation: Option<String>,
}

/// What the numbers of steps mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Adjustment {
    /// So many tasks more or fewer.
    ChangeInCapacity,
    /// So many percent more or fewer.
    PercentChangeInCapacity,
    /// So many tasks.
    ExactCapacity,
}

impl Adjustment {
    /// As the API writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ChangeInCapacity => "ChangeInCapacity",
            Self::PercentChangeInCapacity => "PercentChangeInCapacity",
            Self::ExactCapacity => "ExactCapacity",
        }
    }
}

/// A step.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepAdjustment {
    /// From so far beyond the threshold.
    #[serde(default)]
    pub lower: Option<f64>,
    /// Up to so far.
    #[serde(default)]
    pub upper: Option<f64>,
    /// By so many.
    pub by: i32,
}

/// A metric and its target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tracking {
    /// Where the metric is to stay.
    pub target: f64,
    /// Which metric.
    pub metric: Metric,
    /// Seconds to wait after it has scaled out.
    #[serde(default)]
    pub out_cooldown_s: Option<u32>,
    /// Seconds to wait after it has scaled in.
    #[serde(default)]
    pub in_cooldown_s: Option<u32>,
    /// Whether it only scales out, as far as that was said.
    #[serde(default)]
    pub scale_in_disabled: Option<bool>,
}

/// Which metric a policy tracks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// One that AWS has a name for.
    Predefined {
        /// That name.
        kind: Predefined,
        /// The load balancer and target group, for requests.
        #[serde(default)]
        label: Option<String>,
    },
    /// Any.
    Customized {
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
        /// Its dimensions.
        #[serde(default)]
        dimensions: Vec<(String, String)>,
        /// `Average`, `Sum` …
        statistic: String,
        /// Values of this unit alone.
        #[serde(default)]
        unit: Option<String>,
        /// The id and label of the query, when it was asked for as one.
        #[serde(default)]
        query: Option<crate::cloudwatch::alarm::Query>,
    },
    /// What is computed of several, by the minute.
    Computed(Vec<crate::cloudwatch::alarm::Part>),
}

/// Metrics that AWS has names for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Predefined {
    /// The CPU that the tasks of the service use, in percent of what they may.
    ECSServiceAverageCPUUtilization,
    /// The same of memory.
    ECSServiceAverageMemoryUtilization,
    /// Requests in a minute that each target of a group gets.
    ALBRequestCountPerTarget,
}

impl Predefined {
    /// As the API writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ECSServiceAverageCPUUtilization => "ECSServiceAverageCPUUtilization",
            Self::ECSServiceAverageMemoryUtilization => "ECSServiceAverageMemoryUtilization",
            Self::ALBRequestCountPerTarget => "ALBRequestCountPerTarget",
        }
    }
}

impl Tracking {
    /// Whether it scales in.
    #[must_use]
    pub fn scales_in(&self) -> bool {
        self.scale_in_disabled != Some(true)
    }
}

impl Record {
    /// `arn:aws:autoscaling:…:scalingPolicy:UUID:resource/ecs/service/C/S:policyName/N`.
    #[must_use]
    pub fn arn(&self) -> String {
        let (id, resource, name) = (&self.id, self.of.resource(), &self.name);
        let text = format!("scalingPolicy:{id}:resource/ecs/{resource}:policyName/{name}");
        self.of.scope.arn("autoscaling", &text)
    }

    /// The names of the two alarms that a policy which tracks a metric keeps: above and below.
    /// AWS ends them with UUIDs; these follow from the policy's own, so that the same policy has
    /// the same alarms.
    #[must_use]
    pub fn alarms(&self) -> [String; 2] {
        let (resource, id) = (self.of.resource(), &self.id);
        let low: String = id.chars().rev().filter(|c| *c != '-').collect();
        let uuid = |hex: &str| {
            let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
            parts.join("-")
        };
        let low = if low.len() == 32 && low.is_ascii() { uuid(&low) } else { id.clone() };
        [
            format!("TargetTracking-{resource}-AlarmHigh-{id}"),
            format!("TargetTracking-{resource}-AlarmLow-{low}"),
        ]
    }
}

/// The service and the policy's name that the ARN of a policy names, whatever its UUID.
#[must_use]
pub fn of_arn(arn: &str) -> Option<(Of, String)> {
    let mut parts = arn.splitn(6, ':');
    let (_, _, service) = (parts.next()?, parts.next()?, parts.next()?);
    let (region, account, rest) = (parts.next()?, parts.next()?, parts.next()?);
    if service != "autoscaling" {
        return None;
    }
    let (_, rest) = rest.strip_prefix("scalingPolicy:")?.split_once(':')?;
    let (resource, name) =
        rest.strip_prefix("resource/ecs/service/")?.split_once(":policyName/")?;
    let (cluster, service) = resource.split_once('/')?;
    let name = name.split_once(":createdBy/").map_or(name, |(name, _)| name);
    let scope = Scope::new(account.parse().ok()?, region);
    let of = Of { scope, cluster: cluster.to_owned(), service: service.to_owned() };
    Some((of, name.to_owned()))
}

/// The ARN without who made the alarm action, which AWS lets stand at its end.
#[must_use]
pub fn plain(arn: &str) -> &str {
    arn.split_once(":createdBy/").map_or(arn, |(arn, _)| arn)
}

/// The key of a policy.
#[must_use]
pub fn key(of: &Of, name: &str) -> String {
    of.key(KIND, &[name])
}

/// By service.
pub struct OfTarget;

impl Index for OfTarget {
    type Of = Record;
    type Value = Of;

    fn value(record: &Record) -> Option<Of> {
        Some(record.of.clone())
    }

    fn place(of: &Of) -> String {
        of.below(KIND)
    }
}

#[cfg(test)]
mod tests {
    use ferrogate_base::TimestampMs;

    use super::*;

    #[test]
    fn an_arn_leads_back_to_its_policy() {
        let scope = Scope::new("000000000000".parse().unwrap(), "us-east-1");
        let of = Of { scope, cluster: "c".into(), service: "web".into() };
        let metric =
            Metric::Predefined { kind: Predefined::ECSServiceAverageCPUUtilization, label: None };
        let tracking = Tracking {
            target: 50.0,
            metric,
            out_cooldown_s: None,
            in_cooldown_s: None,
            scale_in_disabled: None,
        };
        let policy = Record {
            of: of.clone(),
            name: "keep: half/full".into(),
            id: "12345678-90ab-4cde-8f01-234567890abc".into(),
            created_at: TimestampMs(1),
            rule: Rule::Tracking(tracking),
        };
        assert_eq!(
            policy.arn(),
            "arn:aws:autoscaling:us-east-1:000000000000:scalingPolicy:12345678-90ab-4cde-8f01-\
             234567890abc:resource/ecs/service/c/web:policyName/keep: half/full"
        );
        assert_eq!(of_arn(&policy.arn()), Some((of, policy.name.clone())));
        let [high, low] = policy.alarms();
        assert!(high.starts_with("TargetTracking-service/c/web-AlarmHigh-1234"), "{high}");
        assert!(low.ends_with("-AlarmLow-cba09876-5432-10f8-edc4-ba0987654321"), "{low}");
        for other in ["", "arn:aws:sns:us-east-1:000000000000:t", "arn:aws:autoscaling:r:a:x"] {
            assert_eq!(of_arn(other), None, "{other}");
        }
    }
}
