//! NAT gateways.

use std::net::Ipv4Addr;

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::part;
use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "nat-gateway";

kind!(Record as KIND, by OfVpc);
part!(KIND);

/// How long one that is deleted, or has failed, is shown (VPC user guide, "NAT gateways").
pub const KEPT_MS: u64 = 60 * 60 * 1000;

/// A NAT gateway. Its interface is an [`eni`](super::eni) of its own, made and removed with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// `nat-…`.
    pub id: String,
    /// Its VPC.
    pub vpc: String,
    /// Its subnet, whose ACL applies to it.
    pub subnet: String,
    /// Whether packets leave it with a private address.
    #[serde(default)]
    pub private: bool,
    /// Its interface; none was made for one that has failed.
    pub eni: Option<String>,
    /// Its private address.
    pub address: Option<Ipv4Addr>,
    /// Its public address.
    pub public: Option<Ipv4Addr>,
    /// `eipalloc-…` of its public address.
    pub allocation: Option<String>,
    /// `eipassoc-…` of its public address.
    #[serde(default)]
    pub association: Option<String>,
    /// Whether packets go through it.
    pub state: State,
    /// Why it has failed.
    #[serde(default)]
    pub failure: Option<Failure>,
    /// When it was made.
    pub created_at: TimestampMs,
    /// When it was deleted.
    #[serde(default)]
    pub deleted_at: Option<TimestampMs>,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// Whether packets go through a NAT gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// They do.
    Available,
    /// It could not be made.
    Failed,
    /// It was deleted.
    Deleted,
}

/// Why a NAT gateway could not be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// EC2's code.
    pub code: String,
    /// The text for users.
    pub text: String,
}

impl Record {
    /// Since when it is over; `None` while packets go through it.
    #[must_use]
    pub fn over_since(&self) -> Option<TimestampMs> {
        match self.state {
            State::Available => None,
            State::Failed | State::Deleted => Some(self.deleted_at.unwrap_or(self.created_at)),
        }
    }
}
