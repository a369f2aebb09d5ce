//! What an instance has made, so that a test or an operator can see that nothing is left.

use std::fmt;

use crate::id::{EniId, VpcId};

/// One thing in the kernel that belongs to an instance.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// A file in the run folder that pins (or once pinned) a VPC's namespace.
    Pin(VpcId),
    /// The nftables table of a VPC's namespace.
    Table(VpcId),
    /// An interface in a VPC's namespace, with its name there.
    Interface(VpcId, String),
    /// The pin of a NAT gateway's namespace.
    Nat(EniId),
    /// A VPC's uplink, by its name outside.
    Uplink(String),
    /// The nftables table outside.
    OutsideTable,
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pin(vpc) => write!(f, "namespace of {vpc}"),
            Self::Table(vpc) => write!(f, "nftables table of {vpc}"),
            Self::Interface(vpc, name) => write!(f, "interface {name} of {vpc}"),
            Self::Nat(eni) => write!(f, "namespace of the NAT gateway {eni}"),
            Self::Uplink(name) => write!(f, "uplink {name}"),
            Self::OutsideTable => f.write_str("nftables table of the outside"),
        }
    }
}
