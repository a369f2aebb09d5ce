//! Deployments: each runs the tasks of one revision of a service.

use ferrogate_base::{TaskId, TimestampMs};
use serde::{Deserialize, Serialize};

use super::Course;

/// A deployment, as long as the service has tasks of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deployment {
    /// Its number, which is that of its [revision](super::revision) too.
    pub number: String,
    /// Whether its tasks are those that are to run.
    pub role: Role,
    /// When it was made.
    pub created_at: TimestampMs,
    /// When it changed last.
    pub updated_at: TimestampMs,
    /// How far it is.
    pub rollout: Rollout,
    /// The same in words.
    pub reason: String,
    /// Tasks in a row that have failed.
    #[serde(default)]
    pub failed: u32,
    /// When the last of them did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed_at: Option<TimestampMs>,
    /// How often in a row tasks of it were started that failed: what it waits for grows with it.
    #[serde(default)]
    pub rounds: u32,
    /// When the next task may be started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<TimestampMs>,
    /// The id of its entry in the [history](super::history).
    pub history: String,
    /// How far it is, of one with stages that is not over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<Course>,
}

/// Whether the tasks of a deployment are those that are to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Role {
    /// They are.
    Primary,
    /// They go on until those of the primary one take their places.
    Active,
}

impl Role {
    /// As the API writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "PRIMARY",
            Self::Active => "ACTIVE",
        }
    }
}

/// How far a deployment is (API model, `DeploymentRolloutState`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Rollout {
    /// Not all of its tasks are healthy, or some of others are there.
    InProgress,
    /// All of its tasks were healthy, and none of others was there.
    Completed,
    /// Its tasks did not start.
    Failed,
}

impl Deployment {
    /// One that begins now, with an entry in the history.
    #[must_use]
    pub fn new(number: String, history: String, now: TimestampMs) -> Self {
        let mut new = Self {
            number,
            role: Role::Primary,
            created_at: now,
            updated_at: now,
            rollout: Rollout::InProgress,
            reason: String::new(),
            failed: 0,
            failed_at: None,
            rounds: 0,
            not_before: None,
            history,
            course: None,
        };
        new.reason = format!("ECS deployment {} in progress.", new.id());
        new
    }

    /// `ecs-svc/NUMBER`.
    #[must_use]
    pub fn id(&self) -> String {
        format!("ecs-svc/{}", self.number)
    }

    /// Moves it to `rollout`, in these words.
    pub fn roll(&mut self, rollout: Rollout, reason: String, now: TimestampMs) {
        self.rollout = rollout;
        self.reason = reason;
        self.updated_at = now;
    }

    /// Forgets that tasks of it have failed.
    pub fn forgive(&mut self) {
        (self.failed, self.failed_at, self.rounds, self.not_before) = (0, None, 0, None);
    }
}

/// A new number of a deployment: 19 digits.
#[must_use]
pub fn number() -> String {
    let id = TaskId::random();
    let some = u64::from_str_radix(&id.as_str()[..16], 16).unwrap_or_default();
    const FIRST: u64 = 1_000_000_000_000_000_000;
    (FIRST + some % (8 * FIRST)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_19_digits_and_is_another_each_time() {
        let numbers: std::collections::BTreeSet<_> = (0..100).map(|_| number()).collect();
        assert_eq!(numbers.len(), 100);
        assert!(numbers.iter().all(|n| n.len() == 19 && n.bytes().all(|b| b.is_ascii_digit())));
    }
}
