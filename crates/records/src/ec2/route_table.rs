//! Route tables.

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::part;
use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "route-table";

kind!(Record as KIND, by OfVpc);
part!(KIND);

/// A route table. The local route of each range of its VPC is not written in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// `rtb-…`.
    pub id: String,
    /// Its VPC.
    pub vpc: String,
    /// What it is for.
    pub associations: Vec<Association>,
    /// Its routes; no two have the same destination.
    pub routes: Vec<Route>,
    /// Its tags.
    pub tags: Vec<Tag>,
}

impl Record {
    /// Whether it is the VPC's main table: that of subnets that have none.
    #[must_use]
    pub fn is_main(&self) -> bool {
        self.associations.iter().any(|one| one.with == With::Main)
    }
}

/// What a route table is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Association {
    /// `rtbassoc-…`.
    pub id: String,
    /// For what.
    pub with: With,
}

/// What a route table can be for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum With {
    /// All subnets of the VPC that have no other.
    Main,
    /// This subnet.
    Subnet(String),
    /// What comes in by this gateway.
    Gateway(String),
}

/// A route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// The packets that it is for.
    pub to: Destination,
    /// Where they go.
    pub via: Target,
}

/// Which packets a route is for, by where they go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Destination {
    /// To this range.
    Range(IpNet),
    /// To a range of this prefix list.
    PrefixList(String),
}

/// Where a route leads. The id may be that of something that is gone: then it leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// `igw-…`.
    InternetGateway(String),
    /// `eigw-…`.
    EgressOnlyGateway(String),
    /// `nat-…`.
    NatGateway(String),
    /// `eni-…`.
    Interface(String),
    /// `pcx-…`.
    Peering(String),
    /// `vpce-…`, of a gateway endpoint.
    Endpoint(String),
}
