//! Further private addresses of an interface.

use std::net::Ipv4Addr;

use ferrogate_api::ec2::{
    AssignPrivateIpAddressesRequest, AssignPrivateIpAddressesResult, AssignedPrivateIpAddress,
    Error, UnassignPrivateIpAddressesRequest,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::ec2::eni::{Owner, PublicAddress, Record};
use ferrogate_records::ec2::{address, subnet};
use ferrogate_store::Key;

use super::super::change::Change;
use super::super::view::View;
use super::super::{Ec2, Result, fault, scope, text};
use super::place::{self, Places, check_count, count, parse};
use super::{own, unsupported};

impl Ec2 {
    pub(in super::super) async fn assign_private_ip_addresses(
        &self,
        cx: &Cx,
        input: AssignPrivateIpAddressesRequest,
    ) -> Result<AssignPrivateIpAddressesResult> {
        check_built(&input)?;
        let asked = read(input.private_ip_addresses)?;
        let any = count(input.secondary_private_ip_address_count)?;
        check_one(&asked, any)?;
        let may_move = input.allow_reassignment.unwrap_or(false);
        let assigned = self
            .change(scope(cx), |view, change| {
                let eni = own(view, &input.network_interface_id)?;
                let subnet = view.find::<subnet::Record>(&eni.subnet)?;
                let places = Places::of(view, &subnet)?;
                let mut new: Vec<Ipv4Addr> = vec![];
                for address in &asked {
                    places.check(*address)?;
                    if !eni.addresses().any(|own| own == *address) && !new.contains(address) {
                        new.push(*address);
                    }
                }
                let (moved, free): (Vec<_>, Vec<_>) =
                    new.iter().copied().partition(|address| places.is_taken(*address));
                let publics = move_here(view, change, &eni, &moved, may_move)?;
                let mut taken = free;
                taken.extend(places.free(&new).take(any));
                if any > 0 && taken.len() < any {
                    return Err(place::no_room());
                }
                let mut next = (**eni).clone();
                next.more_addresses.extend(moved.iter().chain(&taken));
                next.public.extend(publics);
                check_count(1 + next.more_addresses.len())?;
                change.take_turn(view, &eni.vpc)?;
                place::take(change, &eni, &taken)?;
                change.put(&eni, next)?;
                Ok(if any > 0 { taken } else { asked.clone() })
            })
            .await?;
        let shown = |address: Ipv4Addr| AssignedPrivateIpAddress {
            private_ip_address: text(address.to_string()),
        };
        Ok(AssignPrivateIpAddressesResult {
            network_interface_id: Some(input.network_interface_id),
            assigned_private_ip_addresses: Some(assigned.into_iter().map(shown).collect()),
            assigned_ipv4_prefixes: None,
        })
    }

    pub(in super::super) async fn unassign_private_ip_addresses(
        &self,
        cx: &Cx,
        input: UnassignPrivateIpAddressesRequest,
    ) -> Result<Empty> {
        if input.ipv4_prefixes.is_some_and(|all| !all.is_empty()) {
            return unsupported("Ipv4Prefix");
        }
        let asked = read(input.private_ip_addresses)?;
        check_one(&asked, 0)?;
        self.change(scope(cx), |view, change| {
            let eni = own(view, &input.network_interface_id)?;
            if let Some(other) = asked.iter().find(|one| !eni.more_addresses.contains(one)) {
                let text = format!("Some of {other} are not assigned to interface {}", eni.id);
                return Err(Error::new("InvalidParameterValue", text).into());
            }
            let mut next = (**eni).clone();
            next.more_addresses.retain(|one| !asked.contains(one));
            let gone = eni.more_addresses.iter().copied().filter(|one| asked.contains(one));
            place::give_back(view, change, &eni, gone)?;
            let is_gone = |one: &&PublicAddress| asked.contains(&one.private);
            super::address::part(view, change, eni.public.iter().filter(is_gone))?;
            next.public.retain(|one| !asked.contains(&one.private));
            change.take_turn(view, &eni.vpc)?;
            change.put(&eni, next)?;
            Ok(Empty::default())
        })
        .await
    }
}

fn check_built(input: &AssignPrivateIpAddressesRequest) -> Result<()> {
    if input.ipv4_prefixes.as_ref().is_some_and(|all| !all.is_empty()) {
        return unsupported("Ipv4Prefix");
    }
    if input.ipv4_prefix_count.is_some_and(|n| n != 0) {
        return unsupported("Ipv4PrefixCount");
    }
    Ok(())
}

fn read(asked: Option<Vec<String>>) -> Result<Vec<Ipv4Addr>> {
    asked.iter().flatten().map(|text| parse(text)).collect()
}

/// Whether addresses are asked for, by themselves or by their number.
fn check_one(asked: &[Ipv4Addr], any: usize) -> Result<()> {
    match (asked.is_empty(), any) {
        (true, 0) => {
            let text = "The request must contain the parameter privateIpAddress";
            Err(Error::new("MissingParameter", text).into())
        }
        (false, 1..) => {
            let text = "The parameter secondaryPrivateIpAddressCount cannot be used with the \
                        parameter privateIpAddress";
            Err(Error::new("InvalidParameterCombination", text).into())
        }
        _ => Ok(()),
    }
}

/// Takes addresses from the interfaces that have them, and gives them to `eni`. A primary one
/// stays where it is. Answers with the public addresses that go with them (API reference of
/// AssignPrivateIpAddresses).
fn move_here(
    view: &View,
    change: &mut Change,
    eni: &Record,
    addresses: &[Ipv4Addr],
    may_move: bool,
) -> Result<Vec<PublicAddress>> {
    let mut publics = vec![];
    let mut losers: Vec<(std::sync::Arc<ferrogate_state::Entry<Record>>, Record)> = vec![];
    for address in addresses {
        let key = Key::new(address::key(&eni.scope, &eni.subnet, *address)).map_err(fault)?;
        let taken = view.snapshot().table::<address::Record>().get(&key).map_err(fault)?;
        let Some(taken) = taken else { continue };
        let holder = view.get::<Record>(&taken.eni)?.filter(|holder| {
            may_move && holder.owner == Owner::User && holder.more_addresses.contains(address)
        });
        let Some(holder) = holder else {
            let text = format!("Some of {address} are assigned, but move is not allowed.");
            return Err(Error::new("InvalidParameterValue", text).into());
        };
        let at = losers.iter().position(|(entry, _)| entry.id == holder.id).unwrap_or_else(|| {
            let next = (**holder).clone();
            losers.push((holder, next));
            losers.len() - 1
        });
        let loser = &mut losers[at].1;
        loser.more_addresses.retain(|one| one != address);
        for public in loser.public.extract_if(.., |one| one.private == *address) {
            super::address::moved(view, change, &public, &eni.id)?;
            publics.push(public);
        }
        change.put(&taken, address::Record { eni: eni.id.clone() })?;
    }
    for (entry, next) in losers {
        change.put(&entry, next)?;
    }
    Ok(publics)
}
