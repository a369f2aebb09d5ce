//! The history of a service's deployments: what AWS calls service deployments.

use ferrogate_base::{TaskId, TimestampMs};
use serde::{Deserialize, Serialize};

use super::{Course, Rolling, Shifting};
use crate::Scope;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "service_deployment";

kind!(Record as KIND);

/// What became of a deployment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Where it is.
    pub scope: Scope,
    /// The name of its cluster.
    pub cluster: String,
    /// The name of its service.
    pub service: String,
    /// Its id.
    pub id: String,
    /// The numbers of the revisions that it replaces.
    pub sources: Vec<String>,
    /// The number of the revision that it brings.
    pub target: String,
    /// How tasks are replaced.
    pub rolling: Rolling,
    /// How it brings its revision to users.
    #[serde(default)]
    pub shifting: Shifting,
    /// Tasks that were desired when it began.
    pub desired: u32,
    /// Where it is.
    pub status: Status,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it began.
    pub created_at: TimestampMs,
    /// When it changed last.
    pub updated_at: TimestampMs,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<TimestampMs>,
    /// When its end was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<TimestampMs>,
    /// Its way back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rollback: Option<Rollback>,
    /// Tasks in a row that had failed when it ended.
    #[serde(default)]
    pub failed: u32,
    /// How far it was when it ended, or went back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<Course>,
}

/// The way back to an earlier revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rollback {
    /// Why.
    pub reason: String,
    /// Since when.
    pub at: TimestampMs,
    /// The number of the revision that comes again.
    pub to: String,
}

/// Where a deployment is (API model, `ServiceDeploymentStatus`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs, reason = "each variant is the API's value of the same name")]
pub enum Status {
    InProgress,
    Successful,
    Stopped,
    RollbackInProgress,
    RollbackSuccessful,
    RollbackFailed,
}

impl Status {
    /// As the API writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InProgress => "IN_PROGRESS",
            Self::Successful => "SUCCESSFUL",
            Self::Stopped => "STOPPED",
            Self::RollbackInProgress => "ROLLBACK_IN_PROGRESS",
            Self::RollbackSuccessful => "ROLLBACK_SUCCESSFUL",
            Self::RollbackFailed => "ROLLBACK_FAILED",
        }
    }

    /// Whether it changes no more.
    #[must_use]
    pub fn is_over(self) -> bool {
        !matches!(self, Self::InProgress | Self::RollbackInProgress)
    }
}

impl Record {
    /// `arn:aws:ecs:region:account:service-deployment/cluster/service/id`.
    #[must_use]
    pub fn arn(&self) -> String {
        arn(&self.scope, &self.cluster, &self.service, &self.id)
    }

    /// The key of its record.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.scope, &self.cluster, &self.service, &self.id)
    }

    /// Moves it to a status, for a reason; one that is over stays as it is.
    pub fn advance(&mut self, status: Status, reason: Option<String>, now: TimestampMs) {
        if self.status.is_over() {
            return;
        }
        self.status = status;
        self.reason = reason;
        self.updated_at = now;
        if status.is_over() {
            self.finished_at = Some(now);
        }
    }
}

/// The ARN of a deployment in the history.
#[must_use]
pub fn arn(scope: &Scope, cluster: &str, service: &str, id: &str) -> String {
    scope.arn("ecs", &format!("service-deployment/{cluster}/{service}/{id}"))
}

/// The key of a deployment in the history.
#[must_use]
pub fn key(scope: &Scope, cluster: &str, service: &str, id: &str) -> String {
    scope.key(KIND, &[cluster, service, id])
}

/// The prefix of a service's history.
#[must_use]
pub fn prefix(scope: &Scope, cluster: &str, service: &str) -> String {
    scope.below(KIND, &[cluster, service])
}

/// A new id: 21 letters and digits, as those of AWS have.
#[must_use]
pub fn id() -> String {
    TaskId::random().as_str()[..21].to_owned()
}
