//! Public addresses that are taken: one pool for all accounts of an installation.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use crate::Scope;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "public-address";

kind!(Record as KIND);

/// A taken public address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// Who has it.
    pub holder: Holder,
}

/// Who has a public address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// This interface, as long as it is there.
    Interface(String),
    /// An [elastic address](super::elastic_address), until it is released.
    Allocation(String),
}

/// The key of an address. It names no account: nobody has an address that another one has.
#[must_use]
pub fn key(address: Ipv4Addr) -> String {
    format!("/{KIND}/{address}")
}

/// The prefix of all taken addresses.
#[must_use]
pub fn prefix() -> String {
    format!("/{KIND}/")
}

/// The public DNS name of an address: `ec2-198-51-100-7.compute-1.amazonaws.com`, or
/// `….REGION.compute.amazonaws.com` outside us-east-1 (VPC user guide, "DNS hostnames").
#[must_use]
pub fn dns_name(region: &str, address: Ipv4Addr) -> String {
    let [a, b, c, d] = address.octets();
    let of = match region {
        "us-east-1" => "compute-1".to_owned(),
        _ => format!("{region}.compute"),
    };
    format!("ec2-{a}-{b}-{c}-{d}.{of}.amazonaws.com")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_names_are_those_of_the_vpc_guide() {
        let address = Ipv4Addr::new(198, 51, 100, 7);
        for (region, name) in [
            ("us-east-1", "ec2-198-51-100-7.compute-1.amazonaws.com"),
            ("eu-west-1", "ec2-198-51-100-7.eu-west-1.compute.amazonaws.com"),
        ] {
            assert_eq!(dns_name(region, address), name);
        }
    }
}
