//! Addresses of IPv6 of an interface. They are in its record alone: whoever gives one has taken the
//! VPC's turn, and has seen all interfaces of the subnet.

use std::net::Ipv6Addr;

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    AssignIpv6AddressesRequest, AssignIpv6AddressesResult, CreateNetworkInterfaceRequest,
    UnassignIpv6AddressesRequest, UnassignIpv6AddressesResult,
};
use ferrogate_records::ec2::eni::Record;
use ferrogate_records::ec2::{range, subnet};

use super::super::view::View;
use super::super::{Ec2, Result, refuse, scope, wrong};
use super::{own, unsupported};

/// Addresses of IPv6 of an interface: what the largest instance types of EC2 may have.
const ADDRESSES_MAX: usize = 50;

/// The addresses that a request asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Wanted {
    named: Vec<Ipv6Addr>,
    /// How many besides, whichever are free; as its subnet says if nothing is asked for.
    any: Option<usize>,
}

impl Wanted {
    /// Of a new interface.
    pub(in super::super) fn of_new(input: &CreateNetworkInterfaceRequest) -> Result<Self> {
        let named = input.ipv6_addresses.iter().flatten();
        let named = named.map(|one| one.ipv6_address.as_deref().unwrap_or_default());
        Self::read(named, input.ipv6_address_count)
    }

    fn read<'t>(named: impl Iterator<Item = &'t str>, any: Option<i32>) -> Result<Self> {
        let named = named.map(parse).collect::<Result<Vec<_>>>()?;
        let any = match any.map(usize::try_from).transpose() {
            Ok(any) => any,
            Err(_) => return wrong("The number of IPv6 addresses can't be negative."),
        };
        if !named.is_empty() && any.is_some_and(|any| any > 0) {
            let text = "The parameter ipv6AddressCount cannot be used with the parameter \
                        ipv6Addresses";
            return refuse("InvalidParameterCombination", text);
        }
        if named.len() + any.unwrap_or(0) > ADDRESSES_MAX {
            return Err(full());
        }
        Ok(Self { named, any })
    }

    /// The addresses of an interface of the subnet, which is new or `of`.
    pub(in super::super) fn choose(
        &self,
        view: &View,
        subnet: &subnet::Record,
        of: Option<&Record>,
    ) -> Result<Vec<Ipv6Addr>> {
        let as_subnet = usize::from(subnet.assign_ipv6 && of.is_none() && self.named.is_empty());
        let any = self.any.unwrap_or(as_subnet);
        if self.named.is_empty() && any == 0 {
            return Ok(vec![]);
        }
        let Some(own) = &subnet.ipv6_cidr else {
            let text = format!("No IPv6 CIDR block is associated with subnet {}", subnet.id);
            return wrong(text);
        };
        let interfaces = view.interfaces(&subnet.vpc)?;
        let is_taken =
            |address: &Ipv6Addr| interfaces.iter().any(|eni| eni.ipv6_addresses.contains(address));
        let mut chosen = vec![];
        for address in &self.named {
            if !own.range.contains(address) {
                return wrong("Address does not fall within the subnet's address range");
            }
            if range::is_reserved6(own.range, *address) {
                return wrong("Address is in subnet's reserved address range");
            }
            if chosen.contains(address) || is_taken(address) {
                return refuse("InvalidIPAddress.InUse", format!("Address {address} is in use."));
            }
            chosen.push(*address);
        }
        let mut free =
            std::iter::repeat_with(|| range::usable6(own.range, uuid::Uuid::new_v4().as_u128()));
        while chosen.len() < self.named.len() + any {
            chosen.extend(free.next().filter(|one| !chosen.contains(one) && !is_taken(one)));
        }
        Ok(chosen)
    }
}

fn parse(text: &str) -> Result<Ipv6Addr> {
    let text = text.trim();
    text.parse().or_else(|_| {
        wrong(format!("Value ({text}) for parameter ipv6Address is invalid. Invalid IPv6 address."))
    })
}

fn full() -> ferrogate_api::Failure<ferrogate_api::ec2::Error> {
    let text = format!("The maximum number of IPv6 addresses is {ADDRESSES_MAX}.");
    super::super::refusal("Ipv6AddressLimitExceeded", text)
}

impl Ec2 {
    pub(in super::super) async fn assign_ipv6_addresses(
        &self,
        cx: &Cx,
        input: AssignIpv6AddressesRequest,
    ) -> Result<AssignIpv6AddressesResult> {
        let given = |all: &Option<Vec<String>>| all.as_ref().is_some_and(|all| !all.is_empty());
        if given(&input.ipv6_prefixes) || input.ipv6_prefix_count.is_some_and(|n| n != 0) {
            return unsupported("Ipv6Prefix");
        }
        let named = input.ipv6_addresses.iter().flatten().map(String::as_str);
        let wanted = Wanted::read(named, input.ipv6_address_count)?;
        if wanted.named.is_empty() && wanted.any.unwrap_or(0) == 0 {
            return super::super::missing("ipv6Addresses");
        }
        let assigned = self
            .change(scope(cx), |view, change| {
                let eni = own(view, &input.network_interface_id)?;
                let subnet = view.find::<subnet::Record>(&eni.subnet)?;
                // What it has already stays as it is.
                let mut wanted = wanted.clone();
                wanted.named.retain(|one| !eni.ipv6_addresses.contains(one));
                let chosen = wanted.choose(view, &subnet, Some(&eni))?;
                let mut next = (**eni).clone();
                next.ipv6_addresses.extend(&chosen);
                if next.ipv6_addresses.len() > ADDRESSES_MAX {
                    return Err(full());
                }
                change.take_turn(view, &eni.vpc)?;
                change.put(&eni, next)?;
                Ok(chosen)
            })
            .await?;
        Ok(AssignIpv6AddressesResult {
            assigned_ipv6_addresses: Some(assigned.iter().map(ToString::to_string).collect()),
            network_interface_id: Some(input.network_interface_id),
            ..AssignIpv6AddressesResult::default()
        })
    }

    pub(in super::super) async fn unassign_ipv6_addresses(
        &self,
        cx: &Cx,
        input: UnassignIpv6AddressesRequest,
    ) -> Result<UnassignIpv6AddressesResult> {
        if input.ipv6_prefixes.is_some_and(|all| !all.is_empty()) {
            return unsupported("Ipv6Prefix");
        }
        let asked = input.ipv6_addresses.iter().flatten();
        let asked = asked.map(|one| parse(one)).collect::<Result<Vec<_>>>()?;
        if asked.is_empty() {
            return super::super::missing("ipv6Addresses");
        }
        self.change(scope(cx), |view, change| {
            let eni = own(view, &input.network_interface_id)?;
            if let Some(other) = asked.iter().find(|one| !eni.ipv6_addresses.contains(one)) {
                return wrong(format!("Some of {other} are not assigned to interface {}", eni.id));
            }
            let mut next = (**eni).clone();
            next.ipv6_addresses.retain(|one| !asked.contains(one));
            change.take_turn(view, &eni.vpc)?;
            change.put(&eni, next)
        })
        .await?;
        Ok(UnassignIpv6AddressesResult {
            network_interface_id: Some(input.network_interface_id),
            unassigned_ipv6_addresses: Some(asked.iter().map(ToString::to_string).collect()),
            ..UnassignIpv6AddressesResult::default()
        })
    }
}
