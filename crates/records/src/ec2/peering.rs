//! Peering connections between two VPCs, which may be of two accounts and two regions.

use ferrogate_base::TimestampMs;
use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};

use crate::kind::{Index, kind};
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "vpc-peering";

kind!(Record as KIND, by OfRequester, OfAccepter);

/// How long the accepter has to answer (VPC peering guide, "lifecycle").
pub const ANSWER_WITHIN_MS: u64 = 7 * 24 * 60 * 60 * 1000;

/// How long one that is over is shown to both (VPC peering guide, "lifecycle": two days at most).
pub const KEPT_MS: u64 = 2 * 24 * 60 * 60 * 1000;

/// A peering connection. Who makes it one that packets take, or ends that, takes the
/// [`turn`](super::turn) of both VPCs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it was first, and where: the requester's.
    pub scope: Scope,
    /// `pcx-…`.
    pub id: String,
    /// Who asked for it.
    pub requester: Side,
    /// Who was asked.
    pub accepter: Side,
    /// Where it stands.
    pub status: Status,
    /// Why it stands there, where AWS says it.
    #[serde(default)]
    pub message: Option<String>,
    /// Until when it can be accepted.
    pub expires_at: TimestampMs,
    /// Since when it is over: rejected, failed, deleted.
    #[serde(default)]
    pub over_at: Option<TimestampMs>,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// One of the two VPCs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// Whose the VPC is, and where.
    pub scope: Scope,
    /// `vpc-…`.
    pub vpc: String,
    /// Its ranges when the connection was asked for, or accepted.
    #[serde(default)]
    pub cidrs: Vec<Ipv4Net>,
    /// Whether public names of this VPC are private addresses when the other one asks.
    #[serde(default)]
    pub resolves_names: bool,
}

/// Where a peering connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It can be accepted, until it expires.
    PendingAcceptance,
    /// Packets take it.
    Active,
    /// The accepter said no.
    Rejected,
    /// It could not be: ranges overlap, or there is no such VPC.
    Failed,
    /// One of the two deleted it.
    Deleted,
}

impl Record {
    /// The side of this VPC, and the other one.
    #[must_use]
    pub fn sides_from(&self, scope: &Scope, vpc: &str) -> Option<(&Side, &Side)> {
        let is = |side: &Side| side.scope == *scope && side.vpc == vpc;
        if is(&self.requester) {
            Some((&self.requester, &self.accepter))
        } else if is(&self.accepter) {
            Some((&self.accepter, &self.requester))
        } else {
            None
        }
    }
}

impl Record {
    /// Since when it is over, or will be unless it is accepted; `None` for one that packets
    /// take.
    #[must_use]
    pub fn over_since(&self) -> Option<TimestampMs> {
        match self.status {
            Status::Active => None,
            Status::PendingAcceptance => Some(self.expires_at),
            Status::Rejected | Status::Failed | Status::Deleted => {
                Some(self.over_at.unwrap_or(self.expires_at))
            }
        }
    }
}

/// The key of the connection `id`. It names no account, since it is of two.
#[must_use]
pub fn key(id: &str) -> String {
    format!("/{KIND}/{}", crate::key::segment(id))
}

/// By the VPC that asked.
pub struct OfRequester;

impl Index for OfRequester {
    type Of = Record;
    type Value = (Scope, String);

    fn value(record: &Record) -> Option<Self::Value> {
        Some((record.requester.scope.clone(), record.requester.vpc.clone()))
    }
}

/// By the VPC that was asked.
pub struct OfAccepter;

impl Index for OfAccepter {
    type Of = Record;
    type Value = (Scope, String);

    fn value(record: &Record) -> Option<Self::Value> {
        Some((record.accepter.scope.clone(), record.accepter.vpc.clone()))
    }
}
