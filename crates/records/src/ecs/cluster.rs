//! Clusters.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "cluster";

kind!(Record as KIND);

/// The cluster that is meant when a request names none.
pub const DEFAULT: &str = "default";

/// A cluster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Where it is.
    pub scope: Scope,
    /// 1-255 letters, digits, hyphens, underscores.
    pub name: String,
    /// Whether it was deleted: a deleted cluster is still described for a while.
    pub status: Status,
    /// When it was made.
    pub created_at: TimestampMs,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// Its settings, such as `containerInsights`, name and value.
    pub settings: Vec<(String, String)>,
    /// Its capacity providers' names.
    pub capacity_providers: Vec<String>,
    /// What is kept of sessions with its containers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exec_logging: Option<ExecLogging>,
    /// The key of KMS that sessions with its containers are encrypted under, as it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exec_kms_key: Option<String>,
    /// What a task gets that names neither a launch type nor a strategy.
    pub default_strategy: Vec<StrategyItem>,
}

/// What is kept of sessions with containers (API model, `ExecuteCommandLogging`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExecLogging {
    /// Nothing.
    None,
    /// What the program writes, in the log group in which the container's own output is, if it
    /// is in one.
    Default,
    /// What the program writes, where this says.
    Override(ExecLogs),
}

/// Where sessions with containers are kept (API model, `ExecuteCommandLogConfiguration`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExecLogs {
    /// The log group's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Whether there is no session unless the log group is encrypted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub group_encrypted: bool,
    /// The bucket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bucket: Option<ExecBucket>,
}

/// A bucket in which sessions are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExecBucket {
    /// Its name.
    pub name: String,
    /// What the names of its objects begin with, as it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// Whether there is no session unless it is encrypted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub encrypted: bool,
}

/// Whether a cluster takes tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    /// It takes tasks.
    Active,
    /// It was deleted.
    Inactive,
}

/// One line of a capacity provider strategy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StrategyItem {
    /// `FARGATE` or `FARGATE_SPOT`.
    pub provider: String,
    /// Its share of the tasks past the bases, 0-1000.
    pub weight: i32,
    /// Tasks that it gets first, 0-100000.
    pub base: i32,
}

impl Record {
    /// `arn:aws:ecs:region:account:cluster/name`.
    #[must_use]
    pub fn arn(&self) -> String {
        arn(&self.scope, &self.name)
    }
}

/// The ARN of the cluster `name` in `scope`.
#[must_use]
pub fn arn(scope: &Scope, name: &str) -> String {
    scope.arn("ecs", &format!("cluster/{name}"))
}

/// The key of the cluster `name`.
#[must_use]
pub fn key(scope: &Scope, name: &str) -> String {
    scope.key(KIND, &[name])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As records have it that were written before there were buckets.
    #[test]
    fn a_log_group_alone_is_read_and_written_as_ever() {
        let text = r#"{"override":{"group":"g"}}"#;
        let read: ExecLogging = serde_json::from_str(text).unwrap();
        let logs = ExecLogs { group: Some("g".into()), ..ExecLogs::default() };
        assert_eq!(read, ExecLogging::Override(logs));
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
        for text in [r#""none""#, r#""default""#] {
            let read: ExecLogging = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), text);
        }
    }
}
