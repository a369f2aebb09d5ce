//! Identifiers as types, so that a task's id is never taken for a host's.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a text is not the identifier it was taken for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{value}' is not {what}")]
pub struct BadId {
    /// The text that was read.
    pub value: String,
    /// What it should have been, with its form.
    pub what: &'static str,
}

/// A task's id: 32 lower-case hexadecimal digits, as in the ARN of an ECS task.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TaskId(Box<str>);

impl TaskId {
    /// A new random id.
    #[must_use]
    pub fn random() -> Self {
        Self(uuid::Uuid::new_v4().simple().to_string().into())
    }

    /// The 32 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TaskId {
    type Err = BadId;

    fn from_str(value: &str) -> Result<Self, BadId> {
        let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if value.len() == 32 && value.bytes().all(hex) {
            Ok(Self(value.into()))
        } else {
            Err(BadId { value: value.into(), what: "a task id of 32 hexadecimal digits" })
        }
    }
}

impl TryFrom<String> for TaskId {
    type Error = BadId;
    fn try_from(value: String) -> Result<Self, BadId> {
        value.parse()
    }
}

impl From<TaskId> for String {
    fn from(id: TaskId) -> Self {
        id.0.into()
    }
}

impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An AWS account id: 12 decimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountId(Box<str>);

impl AccountId {
    /// The 12 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AccountId {
    type Err = BadId;

    fn from_str(value: &str) -> Result<Self, BadId> {
        if value.len() == 12 && value.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(value.into()))
        } else {
            Err(BadId { value: value.into(), what: "an account id of 12 digits" })
        }
    }
}

impl TryFrom<String> for AccountId {
    type Error = BadId;
    fn try_from(value: String) -> Result<Self, BadId> {
        value.parse()
    }
}

impl From<AccountId> for String {
    fn from(id: AccountId) -> Self {
        id.0.into()
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A host's id: chosen once by its agent and kept in its data folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HostId(pub String);

impl fmt::Display for HostId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The fencing token of a binding of a task to a host: the revision of the task's record as it
/// was read to be bound (docs/decisions/epoch.md). A later binding of the same task has a greater
/// one, and what comes late of an earlier one is refused; tasks that were accepted together may
/// have the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Epoch(pub u64);

impl fmt::Display for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// One binding of one task: what every effect on a host is keyed by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TaskKey {
    /// The task.
    pub task: TaskId,
    /// The binding.
    pub epoch: Epoch,
}

/// `<task id>-<epoch>`: the name of the task's folder, cgroup and runtime objects.
impl fmt::Display for TaskKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.task, self.epoch)
    }
}

impl FromStr for TaskKey {
    type Err = BadId;

    fn from_str(value: &str) -> Result<Self, BadId> {
        let bad = || BadId { value: value.into(), what: "a task key, <task id>-<epoch>" };
        let (task, epoch) = value.rsplit_once('-').ok_or_else(bad)?;
        Ok(Self {
            task: task.parse().map_err(|_| bad())?,
            epoch: Epoch(epoch.parse().map_err(|_| bad())?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn task_id_is_32_lower_hex_digits() {
        let id = TaskId::random();
        assert_eq!(id.as_str().parse::<TaskId>().as_ref(), Ok(&id));
        for bad in
            ["", "abc", "ABCDEF00ABCDEF00ABCDEF00ABCDEF00", "../../../../etc/passwd/../../../."]
        {
            assert!(bad.parse::<TaskId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn task_key_reads_what_it_prints() {
        let key = TaskKey { task: TaskId::random(), epoch: Epoch(42) };
        assert_eq!(key.to_string().parse(), Ok(key));
        assert!("x-1".parse::<TaskKey>().is_err());
    }

    #[test]
    fn account_id_is_12_digits() {
        assert!("000000000000".parse::<AccountId>().is_ok());
        assert!("12345678901".parse::<AccountId>().is_err());
        assert!("12345678901a".parse::<AccountId>().is_err());
    }
}
