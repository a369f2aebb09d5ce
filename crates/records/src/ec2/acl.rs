//! Network ACLs.

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::group::Traffic;
use super::part;
use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "network-acl";

kind!(Record as KIND, by OfVpc);
part!(KIND);

/// The number of the entry that is last, denies all, and can't be removed. It is not written
/// in the record.
pub const LAST: u16 = 32_767;

/// The same for IPv6.
pub const LAST_V6: u16 = 32_768;

/// A network ACL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// `acl-…`.
    pub id: String,
    /// Its VPC.
    pub vpc: String,
    /// Whether it is its VPC's default one.
    pub is_default: bool,
    /// Its entries, by direction and number.
    pub entries: Vec<Entry>,
    /// The subnets that it is for. Each subnet is in exactly one ACL.
    pub associations: Vec<Association>,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// An entry: the first one that fits a packet decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// 1-32766; unique in its direction.
    pub number: u16,
    /// Whether it is for packets that leave the subnet.
    pub egress: bool,
    /// Whether it lets them.
    pub allow: bool,
    /// The traffic.
    pub traffic: Traffic,
    /// Where they come from, or go to.
    pub range: IpNet,
}

/// A subnet's use of an ACL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Association {
    /// `aclassoc-…`.
    pub id: String,
    /// The subnet.
    pub subnet: String,
}
