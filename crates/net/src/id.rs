//! What the network is told: the names and addresses of VPCs and ENIs.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use ipnet::Ipv4Net;

use crate::outside::UPLINK;
use crate::policy::fnv;

/// Why a text or a set of addresses is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{value}' is not {what}")]
pub struct Invalid {
    /// What was given.
    pub value: String,
    /// What it should have been.
    pub what: &'static str,
}

/// 1 to 64 of `a-z 0-9 -`: short enough for an interface alias, safe as a file name.
pub(crate) fn is_plain(value: &str) -> bool {
    let ok = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=64).contains(&value.len()) && value.bytes().all(ok) && !value.starts_with('-')
}

macro_rules! plain_id {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// The id as it was given.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = Invalid;

            fn from_str(value: &str) -> Result<Self, Invalid> {
                if is_plain(value) {
                    Ok(Self(value.into()))
                } else {
                    Err(Invalid { value: value.into(), what: $what })
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

plain_id!(
    /// A VPC's id, such as `vpc-0123456789abcdef0`: 1 to 64 of `a-z 0-9 -`.
    VpcId,
    "a VPC id of 1 to 64 characters a-z, 0-9 and -"
);
plain_id!(
    /// An ENI's id, such as `eni-0123456789abcdef0`: 1 to 64 of `a-z 0-9 -`.
    EniId,
    "an ENI id of 1 to 64 characters a-z, 0-9 and -"
);

plain_id!(
    /// A peering connection's id, such as `pcx-0123456789abcdef0`: 1 to 64 of `a-z 0-9 -`.
    PeeringId,
    "a peering connection's id of 1 to 64 characters a-z, 0-9 and -"
);

impl PeeringId {
    /// What both ends of the connection are called, each in its VPC's namespace.
    pub(crate) fn link(&self) -> String {
        format!("x{:012x}", fnv(self.0.as_bytes()) & 0xffff_ffff_ffff)
    }
}

impl EniId {
    /// A name for the ENI's interface in its VPC's namespace: `e` and 14 characters of
    /// the id's end, which in AWS ids are random. Names only meet inside one VPC.
    #[must_use]
    pub fn host_if(&self) -> String {
        let tail = self.0.len().saturating_sub(14);
        format!("e{}", &self.0[tail..])
    }
}

/// A unicast MAC address; prints as `02:00:0a:00:00:05`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mac(pub [u8; 6]);

impl Mac {
    /// The address every VPC's router answers with on every ENI. It is never seen by two
    /// hosts at once, because nothing is shared at layer 2.
    pub const ROUTER: Self = Self([0x0e, 0x00, 0x00, 0x00, 0x00, 0x01]);

    /// Whether it names one station: neither multicast nor all zero.
    #[must_use]
    pub fn is_unicast(self) -> bool {
        self.0[0] & 1 == 0 && self.0 != [0; 6]
    }
}

impl fmt::Display for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}")
    }
}

impl FromStr for Mac {
    type Err = Invalid;

    fn from_str(value: &str) -> Result<Self, Invalid> {
        let bad = || Invalid { value: value.into(), what: "a MAC address" };
        let mut parts = value.split(':');
        let mut mac = [0; 6];
        for byte in &mut mac {
            let part = parts.next().filter(|part| part.len() == 2).ok_or_else(bad)?;
            *byte = u8::from_str_radix(part, 16).map_err(|_| bad())?;
        }
        if parts.next().is_some() { Err(bad()) } else { Ok(Self(mac)) }
    }
}

/// One task's place in its VPC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eni {
    /// What it is keyed by.
    pub id: EniId,
    /// The VPC it belongs to; must exist (see [`crate::Fabric::ensure_vpc`]).
    pub vpc: VpcId,
    /// Its private address; no other ENI of the VPC on this host may have it.
    pub address: Ipv4Addr,
    /// The subnet; `address` and `gateway` lie in it.
    pub subnet: Ipv4Net,
    /// The subnet's router, by AWS the subnet's first address.
    pub gateway: Ipv4Addr,
    /// Its address of IPv6, if it has one: a unicast address of a subnet, no link-local one.
    pub address6: Option<Ipv6Addr>,
    /// The task's fixed MAC address.
    pub mac: Mac,
    /// The interface's name in the VPC's namespace, 1 to 15 of `a-z 0-9 -`; see
    /// [`EniId::host_if`].
    pub host_if: String,
}

impl Eni {
    /// Its addresses of both versions.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = IpAddr> {
        [IpAddr::V4(self.address)].into_iter().chain(self.address6.map(IpAddr::V6))
    }

    /// Refuses what the kernel would take amiss later.
    pub(crate) fn check(&self) -> Result<(), Invalid> {
        let bad = |value: String, what| Err(Invalid { value, what });
        if !is_plain(&self.host_if)
            || self.host_if.len() > 15
            || ["lo", UPLINK].contains(&&*self.host_if)
        {
            return bad(self.host_if.clone(), "an interface name of 1 to 15 characters");
        }
        if !self.mac.is_unicast() || self.mac == Mac::ROUTER {
            return bad(self.mac.to_string(), "a unicast MAC address of a task");
        }
        for address in [self.address, self.gateway] {
            if !self.subnet.contains(&address) || address.is_loopback() {
                return bad(address.to_string(), "an address of the ENI's subnet");
            }
        }
        let is_of_subnet = |address: &Ipv6Addr| {
            let special =
                address.is_multicast() || address.is_loopback() || address.is_unspecified();
            !special && !address.is_unicast_link_local() && address.to_ipv4_mapped().is_none()
        };
        if let Some(address) = self.address6.filter(|address| !is_of_subnet(address)) {
            return bad(address.to_string(), "a unicast address of IPv6");
        }
        if self.address == self.gateway {
            return bad(self.address.to_string(), "an address other than the gateway's");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_could_leave_a_folder_are_refused() {
        for bad in ["", ".", "..", "a/b", "-x", "A", "a b", &"x".repeat(65)] {
            assert!(bad.parse::<VpcId>().is_err(), "{bad}");
        }
        assert_eq!("vpc-0a1".parse::<VpcId>().unwrap().as_str(), "vpc-0a1");
    }

    #[test]
    fn interface_names_fit_the_kernel() {
        let long: EniId = "eni-0123456789abcdef0".parse().unwrap();
        assert_eq!(long.host_if(), "e3456789abcdef0");
        assert_eq!(long.host_if().len(), 15);
        assert_eq!("x1".parse::<EniId>().unwrap().host_if(), "ex1");
    }

    #[test]
    fn mac_reads_what_it_prints() {
        let mac = Mac([2, 0, 10, 0, 0, 255]);
        assert_eq!(mac.to_string(), "02:00:0a:00:00:ff");
        assert_eq!(mac.to_string().parse(), Ok(mac));
        for bad in ["", "02:00", "02:00:0a:00:00:ff:00", "zz:00:0a:00:00:ff", "2:0:a:0:0:f"] {
            assert!(bad.parse::<Mac>().is_err(), "{bad}");
        }
    }

    #[test]
    fn an_eni_outside_its_subnet_is_refused() {
        let good = Eni {
            id: "eni-1".parse().unwrap(),
            vpc: "vpc-1".parse().unwrap(),
            address: Ipv4Addr::new(10, 0, 0, 5),
            subnet: "10.0.0.0/24".parse().unwrap(),
            gateway: Ipv4Addr::new(10, 0, 0, 1),
            address6: Some("fd00::5".parse().unwrap()),
            mac: Mac([2, 0, 10, 0, 0, 5]),
            host_if: "eni-1".into(),
        };
        assert_eq!(good.check(), Ok(()));
        let wrong: [fn(&mut Eni); 6] = [
            |eni| eni.address6 = Some("fe80::5".parse().unwrap()),
            |eni| eni.address = Ipv4Addr::new(10, 0, 1, 5),
            |eni| eni.gateway = eni.address,
            |eni| eni.mac = Mac([1, 0, 0, 0, 0, 0]),
            |eni| eni.host_if = "a-name-too-long-".into(),
            |eni| eni.host_if = "lo".into(),
        ];
        for change in wrong {
            let mut eni = good.clone();
            change(&mut eni);
            assert!(eni.check().is_err(), "{eni:?}");
        }
    }
}
