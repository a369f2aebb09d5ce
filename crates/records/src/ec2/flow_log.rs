//! Flow logs: of which interfaces it is written down what they send and are sent, and where.

pub mod window;

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::{eni, part};
use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "flow-log";

kind!(Record as KIND, by OfVpc);
part!(KIND);

/// A flow log, into a log group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// `fl-…`.
    pub id: String,
    /// What it is of.
    pub resource: Resource,
    /// The VPC of that.
    pub vpc: String,
    /// Which packets.
    pub traffic: Traffic,
    /// The log group that records go to. It is made when there is none.
    pub group: String,
    /// Whether the group was named by its ARN.
    pub by_arn: bool,
    /// The role that AWS would write records as.
    pub role: String,
    /// The fields of a record, as they were asked for.
    pub format: String,
    /// The longest time that one record is about, as it was asked for, in seconds.
    pub interval_s: u16,
    /// When it was made.
    pub created_at: TimestampMs,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// What a flow log is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resource {
    /// All interfaces of a VPC.
    Vpc(String),
    /// All interfaces of a subnet.
    Subnet(String),
    /// One interface.
    Interface(String),
}

/// Which packets a flow log is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Traffic {
    /// Those that groups and network ACLs let pass.
    Accept,
    /// Those that they don't.
    Reject,
    /// Both.
    All,
}

impl Resource {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Vpc(id) | Self::Subnet(id) | Self::Interface(id) => id,
        }
    }
}

impl Traffic {
    /// Whether packets that were let pass, or were not, are meant.
    #[must_use]
    pub fn has(self, accepted: bool) -> bool {
        match self {
            Self::Accept => accepted,
            Self::Reject => !accepted,
            Self::All => true,
        }
    }

    /// Its name in names of log streams.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::All => "all",
        }
    }
}

impl Record {
    /// Whether it is of this interface.
    #[must_use]
    pub fn is_of(&self, interface: &eni::Record) -> bool {
        match &self.resource {
            Resource::Vpc(id) => *id == interface.vpc,
            Resource::Subnet(id) => *id == interface.subnet,
            Resource::Interface(id) => *id == interface.id,
        }
    }

    /// The log stream for an interface's records.
    #[must_use]
    pub fn stream(&self, interface: &str) -> String {
        format!("{interface}-{}", self.traffic.word())
    }
}
