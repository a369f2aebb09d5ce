//! Which addresses of its subnet an interface gets. A taken address is a record of its own, made
//! and removed with the interface's in one transaction, so none is ever given twice.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use ferrogate_api::Failure;
use ferrogate_api::ec2::{CreateNetworkInterfaceRequest, Error};
use ferrogate_records::ec2::eni::Record;
use ferrogate_records::ec2::{address, range, subnet};
use ferrogate_store::{Key, Prefix};

use super::super::change::Change;
use super::super::view::View;
use super::super::{Result, fault};

/// Private addresses of an interface: what the largest instance types of EC2 may have.
const ADDRESSES_MAX: usize = 50;

/// The addresses that a new interface asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Wanted {
    pub(in super::super) primary: Option<Ipv4Addr>,
    pub(in super::super) secondary: Vec<Ipv4Addr>,
    /// How many besides, whichever are free.
    pub(in super::super) any: usize,
}

impl Wanted {
    /// What the request asks for.
    pub(in super::super) fn read(input: &CreateNetworkInterfaceRequest) -> Result<Self> {
        let mut wanted = Self {
            primary: input.private_ip_address.as_deref().map(parse).transpose()?,
            secondary: vec![],
            any: count(input.secondary_private_ip_address_count)?,
        };
        for one in input.private_ip_addresses.iter().flatten() {
            let address = parse(one.private_ip_address.as_deref().unwrap_or_default())?;
            match (one.primary, wanted.primary) {
                (Some(true), None) => wanted.primary = Some(address),
                // The same may be told twice.
                (Some(true), Some(primary)) if primary == address => {}
                (Some(true), Some(_)) => {
                    let text = "Only one primary private IP address can be specified.";
                    return Err(Error::new("InvalidParameterCombination", text).into());
                }
                _ => wanted.secondary.push(address),
            }
        }
        if wanted.any > 0 && !wanted.secondary.is_empty() {
            let text = "The parameter secondaryPrivateIpAddressCount cannot be used with the \
                        parameter privateIpAddresses";
            return Err(Error::new("InvalidParameterCombination", text).into());
        }
        check_count(1 + wanted.secondary.len() + wanted.any)?;
        Ok(wanted)
    }
}

/// An address that a request names.
pub(in super::super) fn parse(text: &str) -> Result<Ipv4Addr> {
    text.parse().map_err(|_| {
        let text =
            format!("Value ({text}) for parameter address is invalid. Invalid IPv4 address.");
        Error::new("InvalidParameterValue", text).into()
    })
}

/// A number of addresses that a request names.
pub(in super::super) fn count(asked: Option<i32>) -> Result<usize> {
    usize::try_from(asked.unwrap_or(0)).map_err(|_| {
        let text = "The number of private IP addresses can't be negative.";
        Error::new("InvalidParameterValue", text).into()
    })
}

/// Whether an interface can have so many.
pub(in super::super) fn check_count(addresses: usize) -> Result<()> {
    if addresses <= ADDRESSES_MAX {
        return Ok(());
    }
    let text = format!("The maximum number of private IP addresses is {ADDRESSES_MAX}.");
    Err(Error::new("PrivateIpAddressLimitExceeded", text).into())
}

/// The addresses of a subnet, and which are taken.
pub(in super::super) struct Places<'s> {
    subnet: &'s subnet::Record,
    taken: BTreeSet<Ipv4Addr>,
}

impl<'s> Places<'s> {
    pub(in super::super) fn of(view: &View, subnet: &'s subnet::Record) -> Result<Self> {
        let prefix = address::prefix(&subnet.scope, &subnet.id);
        let below = Prefix::new(prefix.clone()).map_err(fault)?;
        let table = view.snapshot().table::<address::Record>();
        let address = |key: &Key| key.as_str().strip_prefix(&prefix)?.parse().ok();
        Ok(Self { subnet, taken: table.keys(&below).filter_map(address).collect() })
    }

    /// Whether an interface has the address.
    pub(in super::super) fn is_taken(&self, address: Ipv4Addr) -> bool {
        self.taken.contains(&address)
    }

    /// The addresses that are asked for, the primary one first.
    pub(in super::super) fn choose(&self, wanted: &Wanted) -> Result<Vec<Ipv4Addr>> {
        let asked: Vec<_> = wanted.primary.into_iter().chain(wanted.secondary.clone()).collect();
        for (n, address) in asked.iter().enumerate() {
            self.check(*address)?;
            if asked[..n].contains(address) || self.is_taken(*address) {
                let text = format!("Address {address} is in use.");
                return Err(Error::new("InvalidIPAddress.InUse", text).into());
            }
        }
        let any = wanted.any + usize::from(wanted.primary.is_none());
        let mut free = self.free(&asked).take(any);
        let primary = wanted.primary.or_else(|| free.next());
        let mut chosen: Vec<_> = primary.into_iter().chain(wanted.secondary.clone()).collect();
        chosen.extend(free);
        if chosen.len() == 1 + wanted.secondary.len() + wanted.any {
            return Ok(chosen);
        }
        Err(no_room())
    }

    /// Whether an interface may have the address.
    pub(in super::super) fn check(&self, address: Ipv4Addr) -> Result<()> {
        let wrong = |text: &str| Err(Error::new("InvalidParameterValue", text).into());
        if !self.subnet.cidr.contains(&address) {
            return wrong("Address does not fall within the subnet's address range");
        }
        if range::is_reserved(self.subnet.cidr, address) {
            return wrong("Address is in subnet's reserved address range");
        }
        Ok(())
    }

    /// Addresses that nobody has and that are not set aside, without those.
    pub(in super::super) fn free<'a>(
        &'a self,
        but: &'a [Ipv4Addr],
    ) -> impl Iterator<Item = Ipv4Addr> + 'a {
        let all = (0..).map_while(|n| range::nth_usable(self.subnet.cidr, n));
        all.filter(|address| {
            let set_aside = self.subnet.is_set_aside(*address);
            !set_aside && !self.is_taken(*address) && !but.contains(address)
        })
    }
}

/// The refusal when a subnet has too few addresses left.
pub(in super::super) fn no_room() -> Failure<Error> {
    let text = "The specified subnet does not have enough free addresses to satisfy the request.";
    Error::new("InsufficientFreeAddressesInSubnet", text).into()
}

/// Takes addresses for an interface.
pub(in super::super) fn take(
    change: &mut Change,
    eni: &Record,
    addresses: &[Ipv4Addr],
) -> Result<()> {
    for address in addresses {
        let key = address::key(&eni.scope, &eni.subnet, *address);
        change.create(key, &address::Record { eni: eni.id.clone() })?;
    }
    Ok(())
}

/// Gives addresses of an interface back.
pub(in super::super) fn give_back(
    view: &View,
    change: &mut Change,
    eni: &Record,
    addresses: impl IntoIterator<Item = Ipv4Addr>,
) -> Result<()> {
    for address in addresses {
        let key = Key::new(address::key(&eni.scope, &eni.subnet, address)).map_err(fault)?;
        if let Some(taken) = view.snapshot().table::<address::Record>().get(&key).map_err(fault)? {
            change.delete(&taken);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_records::ec2::default_network::DefaultNetwork;
    use ipnet::Ipv4Net;
    use proptest::prelude::*;

    fn subnet() -> subnet::Record {
        let scope = ferrogate_records::Scope::new("000000000000".parse().unwrap(), "us-east-1");
        let cidr: Ipv4Net = "10.0.0.16/28".parse().unwrap();
        subnet::Record { cidr, ..DefaultNetwork::of(&scope).subnets[0].clone() }
    }

    fn address(n: u8) -> Ipv4Addr {
        Ipv4Addr::new(10, 0, 0, n)
    }

    proptest! {
        /// Those that are asked for are given as they are; the others are free ones.
        #[test]
        fn what_is_chosen_is_free_and_of_the_subnet(
            taken in proptest::collection::btree_set(20u8..31, 0..11),
            primary in proptest::option::of(14u8..34),
            secondary in proptest::collection::vec(14u8..34, 0..3),
            any in 0usize..4,
        ) {
            let subnet = subnet();
            let taken: BTreeSet<_> = taken.into_iter().map(address).collect();
            let places = Places { subnet: &subnet, taken: taken.clone() };
            let wanted = Wanted {
                primary: primary.map(address),
                secondary: secondary.into_iter().map(address).collect(),
                any,
            };
            let asked: Vec<_> = wanted.primary.iter().chain(&wanted.secondary).copied().collect();
            let usable = |a: &Ipv4Addr| (20..31).contains(&a.octets()[3]) && !taken.contains(a);
            let distinct: BTreeSet<_> = asked.iter().collect();
            let count = 1 + wanted.secondary.len() + any;
            let fits = asked.iter().all(usable)
                && distinct.len() == asked.len()
                && count <= 11 - taken.len();
            match places.choose(&wanted) {
                Ok(chosen) => {
                    prop_assert!(fits);
                    prop_assert_eq!(chosen.len(), count);
                    prop_assert!(chosen.iter().all(usable));
                    prop_assert_eq!(chosen.iter().collect::<BTreeSet<_>>().len(), count);
                    prop_assert!(wanted.primary.is_none_or(|asked| chosen[0] == asked));
                    prop_assert!(wanted.secondary.iter().all(|asked| chosen[1..].contains(asked)));
                }
                Err(_) => prop_assert!(!fits),
            }
        }
    }
}
