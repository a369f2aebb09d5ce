//! The framed session between the server and an agent. The agent dials; the server accepts.
//!
//! A session begins with [`ToServer::Hello`]. The server answers with [`ToAgent::Welcome`], or
//! with [`ToAgent::Refused`] when they have no version in common, and hangs up. After the welcome
//! come the credentials, the credit of each lane, an [`ToAgent::Put`] for each thing of which the
//! agent holds another number or none, and then [`ToAgent::Sync`].
//!
//! What is more urgent overtakes: facts and what is said of them, then what a host must know,
//! then log lines, then streams, then what tasks use. Each lane up has its own credit, in bytes, and its own acknowledgement, so one
//! that stalls holds up no other. Whatever was not acknowledged in the last session is sent
//! again in the next one.
//!
//! Read this file first, then [`credit`].

mod codec;
pub mod credit;
pub mod version;

use std::collections::BTreeMap;
use std::fmt;

use ferrogate_base::{HostId, TaskKey, TimestampMs};
use serde::{Deserialize, Serialize};

pub use codec::{FRAME_BYTES_MAX, Frames, SessionError};
pub use credit::Lane;
pub use version::Versions;

use crate::FlowBatch;
use crate::balancer::Report;
use crate::object::{Object, ObjectKey};
use crate::observation::{LogBatch, Observation};
use crate::stream::{Down, StreamId, Up};
use crate::usage::TaskUsage;

/// What an agent sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToServer {
    /// The first frame.
    Hello(Hello),
    /// The host knows these things as they were when they had these numbers.
    Has(Vec<(ObjectKey, u64)>),
    /// Facts, oldest first. Acknowledged by [`ToAgent::Acked`] once they are in the store. They
    /// take [`Observation::cost`] of the credit of [`Lane::Facts`].
    Observed(Vec<Observation>),
    /// Log lines. Acknowledged by [`ToAgent::LogsAcked`] once they are durable. They take
    /// [`LogBatch::cost`] of the credit of [`Lane::Logs`].
    Logs(LogBatch),
    /// What was counted of logged interfaces. Acknowledged by [`ToAgent::FlowsAcked`] once it is
    /// durable; none is sent before.
    Flows(FlowBatch),
    /// How a load balancer's node is: all of it, whenever it has changed, and once in the
    /// beginning of a session. Nothing acknowledges it. From version 7 on.
    Balancer(Box<Report>),
    /// What tasks use. Nothing acknowledges it; the next one says everything again. From
    /// version 8 on.
    Usage(Vec<TaskUsage>),
    /// The answer to [`ToAgent::Ping`].
    Pong(u64),
    /// Something on a stream that the server has opened. From version 3 on.
    Stream(StreamId, Up),
}

/// Who the agent is and what it has. What a field means never changes from version to version,
/// and new ones may be missing: a server must be able to read it of any agent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hello {
    /// The newest version of the protocol that the agent speaks.
    pub protocol: u32,
    /// The oldest one. Agents of version 1 did not say it: they speak no other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest_protocol: Option<u32>,
    /// The host's id.
    pub host: HostId,
    /// The kernel's boot id: another one means that nothing of before still runs.
    pub boot_id: String,
    /// What the host offers to tasks.
    pub capacity: Capacity,
    /// `amd64` or `arm64`, as OCI names it.
    pub architecture: String,
    /// The bindings that the agent's journal knows.
    pub known: Vec<TaskKey>,
    /// What the agent was told in an earlier session and still holds, with the numbers.
    #[serde(default)]
    pub holds: Vec<(ObjectKey, u64)>,
}

impl Hello {
    /// The versions of the protocol that the agent speaks.
    #[must_use]
    pub fn versions(&self) -> Versions {
        Versions { oldest: self.oldest_protocol.unwrap_or(self.protocol), newest: self.protocol }
    }
}

/// What a host offers to tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capacity {
    /// CPU units; 1024 are one hardware thread.
    pub cpu_units: u32,
    /// Memory in MiB.
    pub memory_mib: u32,
    /// Room for the tasks' disks in GiB; `None` from an agent that does not count them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage_gib: Option<u32>,
    /// Tasks.
    pub tasks_max: u32,
}

/// What the server sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToAgent {
    /// The answer to a [`ToServer::Hello`] of an agent that speaks none of these versions. Not
    /// for agents of version 1, which can't read it.
    Refused(Versions),
    /// The answer to any other [`ToServer::Hello`].
    Welcome {
        /// The version of the protocol from here on.
        protocol: u32,
    },
    /// What the agent proves itself with. Never written to disk.
    Credentials {
        /// The bearer token that the registry takes from this agent.
        registry_token: Token,
    },
    /// The certificate, in PEM, of the authority by which programs in tasks know the engine at the
    /// endpoints of their VPC. For agents from version 10 on.
    Authority(String),
    /// The lane may send so many bytes in all since the session began.
    Credit(Lane, u64),
    /// A thing that the host does not know, or knows otherwise. Acknowledged by
    /// [`ToServer::Has`].
    Put(Object),
    /// Everything that the host must know, all of it told. A binding that the agent knows and
    /// that is not listed is closed: the agent stops it and forgets it.
    Sync(Vec<ObjectKey>),
    /// The server has recorded that this is over: forget it.
    Forget(ObjectKey),
    /// The facts of these bindings up to these numbers are in the store.
    Acked(Vec<(TaskKey, u64)>),
    /// Facts of these bindings could not be taken, and can be now: all that have no
    /// acknowledgement are to be sent again.
    Resend(Vec<TaskKey>),
    /// The log lines of these containers up to these numbers are durable.
    LogsAcked(Vec<(TaskKey, String, u64)>),
    /// The batch of flows with this number is durable.
    FlowsAcked(u64),
    /// What the programs of a task act with. Told anew before it ends, and never written to a
    /// disk. For agents from version 7 on.
    Lend(TaskKey, Box<RoleCredentials>),
    /// The values of a task's secrets, or why it gets none. Never written to a disk. For agents
    /// from version 8 on.
    Secrets(TaskKey, Box<Secrets>),
    /// Are you there?
    Ping(u64),
    /// Something on a stream. For agents from version 3 on.
    Stream(StreamId, Down),
}

/// Temporary credentials of a task's role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleCredentials {
    /// The role's ARN.
    pub role_arn: String,
    /// `ASIA…`.
    pub access_key_id: String,
    /// What requests are signed with.
    pub secret: Token,
    /// What every request carries.
    pub token: Token,
    /// From this time on they are refused.
    pub expires: TimestampMs,
}

/// What became of a task's secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Secrets {
    /// The variables of each container that has any, by its name.
    Values(BTreeMap<String, Vec<(String, Token)>>),
    /// All that a task may have. From version 11 on.
    All {
        /// The variables of each container that has any, by its name.
        values: BTreeMap<String, Vec<(String, Token)>>,
        /// The login that the image of each container that has one is pulled with.
        logins: BTreeMap<String, RegistryLogin>,
        /// The options of each container's log driver.
        log_options: BTreeMap<String, Vec<(String, Token)>>,
    },
    /// The task can't have them, in the words of AWS.
    Refused(String),
}

/// What a registry elsewhere is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistryLogin {
    /// The name.
    pub user: Token,
    /// The password.
    pub password: Token,
}

/// A secret on its way: it does not print.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Token(String);

impl Token {
    /// Takes `text` out of sight.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that must have it. Never log it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests;
