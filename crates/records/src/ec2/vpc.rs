//! The default VPC of an account in a region, as AWS makes it: `172.31.0.0/16`, one `/20`
//! subnet in each of three zones, one default security group.
//!
//! Its ids follow from the account and the region alone, so every part of the engine names
//! the same network without a record of it. VPCs that users make will be records.

use std::fmt;
use std::net::Ipv4Addr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Scope;

/// A range of IPv4 addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cidr {
    base: u32,
    bits: u8,
}

/// Why a text is not a range.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not an IPv4 range such as 172.31.0.0/16")]
pub struct BadCidr(String);

impl Cidr {
    /// The range of `bits` leading bits at `base`; bits of `base` past those are cleared.
    /// `bits` past 32 count as 32.
    #[must_use]
    pub fn new(base: Ipv4Addr, bits: u8) -> Self {
        let bits = bits.min(32);
        let mask = u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0);
        Self { base: u32::from(base) & mask, bits }
    }

    /// The `n`th address of the range, 0 for its base; `None` past its end.
    #[must_use]
    pub fn nth(self, n: u32) -> Option<Ipv4Addr> {
        (u64::from(n) < self.size()).then(|| Ipv4Addr::from(self.base + n))
    }

    /// How many addresses it has.
    #[must_use]
    pub fn size(self) -> u64 {
        1 << (32 - u32::from(self.bits))
    }

    /// Whether `address` is in it.
    #[must_use]
    pub fn contains(self, address: Ipv4Addr) -> bool {
        Self::new(address, self.bits).base == self.base
    }

    /// Addresses that an interface may have: AWS keeps the first four and the last of each
    /// subnet to itself.
    pub fn usable(self) -> impl Iterator<Item = Ipv4Addr> {
        (4..self.size().saturating_sub(1)).filter_map(move |n| self.nth(u32::try_from(n).ok()?))
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", Ipv4Addr::from(self.base), self.bits)
    }
}

impl FromStr for Cidr {
    type Err = BadCidr;

    fn from_str(text: &str) -> Result<Self, BadCidr> {
        let bad = || BadCidr(text.into());
        let (base, bits) = text.split_once('/').ok_or_else(bad)?;
        let (base, bits): (Ipv4Addr, u8) =
            (base.parse().map_err(|_| bad())?, bits.parse().map_err(|_| bad())?);
        if bits > 32 { Err(bad()) } else { Ok(Self::new(base, bits)) }
    }
}

impl TryFrom<String> for Cidr {
    type Error = BadCidr;
    fn try_from(text: String) -> Result<Self, BadCidr> {
        text.parse()
    }
}

impl From<Cidr> for String {
    fn from(cidr: Cidr) -> Self {
        cidr.to_string()
    }
}

/// A VPC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vpc {
    /// `vpc-…`.
    pub id: String,
    /// Its range.
    pub cidr: Cidr,
    /// Its subnets, one per zone.
    pub subnets: Vec<Subnet>,
    /// The id of its default security group.
    pub default_group: String,
}

/// A subnet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subnet {
    /// `subnet-…`.
    pub id: String,
    /// Its range.
    pub cidr: Cidr,
    /// Its zone, such as `us-east-1a`.
    pub zone: String,
    /// Its zone's id, such as `use1-az1`.
    pub zone_id: String,
}

impl Vpc {
    /// The default VPC of `scope`.
    #[must_use]
    pub fn default_of(scope: &Scope) -> Self {
        let subnets = (0..3u8)
            .map(|n| Subnet {
                id: format!("subnet-{}", stable_id(scope, &format!("subnet{n}"))),
                cidr: Cidr::new(Ipv4Addr::new(172, 31, n * 16, 0), 20),
                zone: format!("{}{}", scope.region, char::from(b'a' + n)),
                zone_id: format!("{}-az{}", region_code(&scope.region), n + 1),
            })
            .collect();
        Self {
            id: format!("vpc-{}", stable_id(scope, "vpc")),
            cidr: Cidr::new(Ipv4Addr::new(172, 31, 0, 0), 16),
            subnets,
            default_group: format!("sg-{}", stable_id(scope, "group")),
        }
    }

    /// The subnet `id`.
    #[must_use]
    pub fn subnet(&self, id: &str) -> Option<&Subnet> {
        self.subnets.iter().find(|s| s.id == id)
    }
}

/// The private DNS name of an address: `ip-172-31-0-5.ec2.internal`, or
/// `….REGION.compute.internal` outside us-east-1 (VPC user guide, "DNS hostnames").
#[must_use]
pub fn private_dns_name(region: &str, address: Ipv4Addr) -> String {
    let [a, b, c, d] = address.octets();
    let domain = match region {
        "us-east-1" => "ec2.internal".to_owned(),
        _ => format!("{region}.compute.internal"),
    };
    format!("ip-{a}-{b}-{c}-{d}.{domain}")
}

/// `us-east-1` is `use1`, `ap-southeast-2` is `apse2`, `us-gov-west-1` is `usgw1` (EC2's zone
/// ids).
fn region_code(region: &str) -> String {
    region.split('-').map(part_code).collect()
}

fn part_code(part: &str) -> &str {
    match part {
        "north" => "n",
        "northeast" => "ne",
        "northwest" => "nw",
        "south" => "s",
        "southeast" => "se",
        "southwest" => "sw",
        "east" => "e",
        "west" => "w",
        "central" => "c",
        "gov" => "g",
        other => other,
    }
}

/// 17 hexadecimal digits that depend on the scope and the name only (FNV-1a, 128 bits).
fn stable_id(scope: &Scope, name: &str) -> String {
    let text = format!("{}/{}/{name}", scope.account, scope.region);
    let hash = text.bytes().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128, |hash, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    });
    format!("{:017x}", hash >> 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scope(region: &str) -> Scope {
        Scope::new("000000000000".parse().unwrap(), region)
    }

    #[test]
    fn the_default_vpc_is_the_same_each_time_and_another_elsewhere() {
        let vpc = Vpc::default_of(&scope("us-east-1"));
        assert_eq!(vpc, Vpc::default_of(&scope("us-east-1")));
        assert_ne!(vpc.id, Vpc::default_of(&scope("eu-west-1")).id);
        assert_eq!(vpc.id.len(), "vpc-".len() + 17);
        assert_eq!(vpc.cidr.to_string(), "172.31.0.0/16");
        let ranges: Vec<_> = vpc.subnets.iter().map(|s| s.cidr.to_string()).collect();
        assert_eq!(ranges, ["172.31.0.0/20", "172.31.16.0/20", "172.31.32.0/20"]);
        assert_eq!(vpc.subnets[1].zone, "us-east-1b");
        assert_eq!(vpc.subnets[1].zone_id, "use1-az2");
    }

    #[test]
    fn region_codes_are_those_of_ec2() {
        for (region, code) in [
            ("us-east-1", "use1"),
            ("us-west-2", "usw2"),
            ("ap-southeast-2", "apse2"),
            ("ap-northeast-1", "apne1"),
            ("eu-central-1", "euc1"),
            ("ca-central-1", "cac1"),
            ("us-gov-east-1", "usge1"),
            ("us-gov-west-1", "usgw1"),
            ("cn-northwest-1", "cnnw1"),
        ] {
            assert_eq!(region_code(region), code);
        }
    }

    #[test]
    fn private_names_are_those_of_the_vpc_guide() {
        let address = Ipv4Addr::new(172, 31, 0, 5);
        assert_eq!(private_dns_name("us-east-1", address), "ip-172-31-0-5.ec2.internal");
        assert_eq!(
            private_dns_name("eu-west-1", address),
            "ip-172-31-0-5.eu-west-1.compute.internal"
        );
    }

    #[test]
    fn aws_keeps_five_addresses_of_a_subnet() {
        let subnet: Cidr = "10.0.0.0/28".parse().unwrap();
        let usable: Vec<_> = subnet.usable().collect();
        assert_eq!(usable.len(), 11);
        assert_eq!(usable[0], Ipv4Addr::new(10, 0, 0, 4));
    }

    proptest! {
        #[test]
        fn a_range_contains_its_own_addresses_only(base: u32, bits in 1u8..=32, other: u32) {
            let cidr = Cidr::new(base.into(), bits);
            prop_assert!(cidr.contains(cidr.nth(0).unwrap()));
            let inside = u64::from(other).checked_sub(u64::from(cidr.base))
                .is_some_and(|d| d < cidr.size());
            prop_assert_eq!(cidr.contains(other.into()), inside);
            prop_assert_eq!(cidr.to_string().parse::<Cidr>().unwrap(), cidr);
        }
    }
}
