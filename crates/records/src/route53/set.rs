//! Resource record sets: what a zone says of one name and one type.

use serde::{Deserialize, Serialize};

use super::data::{Data, Kind};
use super::name::DnsName;
use crate::kind::{Index, kind};

/// The kind of these records in the store.
pub const KIND: &str = "record-set";

kind!(Record as KIND, by OfZone);

/// A resource record set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its zone's id.
    pub zone: String,
    /// The name: the zone's own or one below.
    pub name: DnsName,
    /// The type.
    pub kind: Kind,
    /// What is said of the name.
    pub says: Says,
}

/// What a set says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Says {
    /// These values.
    Values {
        /// So many seconds they may be kept.
        ttl_s: u32,
        /// One at least.
        values: Vec<Data>,
    },
    /// Whatever another name says for the type.
    Alias {
        /// That name.
        of: DnsName,
        /// Whether its health is looked at: the names of a zone have none.
        evaluates: bool,
        /// The hosted zone that the name is in, when it is a load balancer's. Else it is this one.
        #[serde(default)]
        zone: Option<String>,
    },
}

/// The key of a set.
#[must_use]
pub fn key(zone: &str, name: &DnsName, kind: Kind) -> String {
    let segment = crate::key::segment;
    format!("/{KIND}/{}/{}/{}", segment(zone), segment(&name.reversed()), kind.name())
}

/// By zone.
pub struct OfZone;

impl Index for OfZone {
    type Of = Record;
    type Value = String;

    fn value(record: &Record) -> Option<String> {
        Some(record.zone.clone())
    }

    fn place(zone: &String) -> String {
        format!("/{KIND}/{}/", crate::key::segment(zone))
    }
}
