//! Elastic addresses: allocated from the installation's pool, and associated with interfaces.

mod associate;
mod show;

use std::net::Ipv4Addr;

use ferrogate_api::ec2::{
    AllocateAddressRequest, AllocateAddressResult, DomainType, ReleaseAddressRequest,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::Scope;
use ferrogate_records::ec2::elastic_address::{self, Record};
use ferrogate_records::ec2::{public_address, public_pool};
use ferrogate_store::Key;

use super::change::Change;
use super::interface::own;
use super::view::View;
use super::{Ec2, Result, fault, new_id, refuse, refuse_not_built, scope, tag, text, wrong};

pub(super) use associate::{give, moved, part};

/// Elastic addresses of a region (EC2 user guide, "Elastic IP address quota").
const MAX: usize = 5;

/// The pool that AWS gives its own addresses from.
const POOL: &str = "amazon";

impl Ec2 {
    pub(super) async fn allocate_address(
        &self,
        cx: &Cx,
        input: AllocateAddressRequest,
    ) -> Result<AllocateAddressResult> {
        check_asked(cx, &input)?;
        let tags = tag::accepted(input.tag_specifications, "elastic-ip")?;
        let (id, start) = (new_id("eipalloc"), uuid::Uuid::new_v4().as_u64_pair().0);
        let address = self
            .change(scope(cx), |view, change| {
                change.take_turn_for(view, "elastic-addresses")?;
                if view.all::<Record>()?.len() >= MAX {
                    let text = "The maximum number of addresses has been reached.";
                    return refuse("AddressLimitExceeded", text);
                }
                let address = free(view, start)?;
                let (scope, tags) = (view.scope.clone(), tags.clone());
                let holder = public_address::Holder::Allocation(id.clone());
                let taken = public_address::Record { scope: scope.clone(), holder };
                change.create(public_address::key(address), &taken)?;
                let key = elastic_address::key(&scope, &id);
                let record = Record { scope, id: id.clone(), address, association: None, tags };
                change.create(key, &record)?;
                Ok(address)
            })
            .await?;
        Ok(AllocateAddressResult {
            allocation_id: Some(id),
            public_ip: text(address.to_string()),
            public_ipv4_pool: text(POOL),
            network_border_group: text(&*cx.region),
            domain: Some(DomainType::Vpc),
            ..AllocateAddressResult::default()
        })
    }

    pub(super) async fn release_address(
        &self,
        cx: &Cx,
        input: ReleaseAddressRequest,
    ) -> Result<Empty> {
        let Some(id) = input.allocation_id else {
            return match input.public_ip {
                None => refuse("MissingParameter", NEITHER),
                Some(_) => wrong(
                    "You must specify an allocation id when releasing a VPC elastic IP address",
                ),
            };
        };
        check_border(cx, input.network_border_group.as_deref())?;
        self.change(scope(cx), |view, change| {
            let elastic = view.find::<Record>(&id)?;
            if let Some(with) = &elastic.association {
                // That of another part of the engine is not the user's to touch.
                own(view, &with.eni)?;
                let text = format!("Address {} is in use.", elastic.address);
                return refuse("InvalidIPAddress.InUse", text);
            }
            change.delete(&elastic);
            give_back(view, change, elastic.address)?;
            Ok(Empty::default())
        })
        .await
    }
}

/// What is said to who names no address.
const NEITHER: &str = "Either public IP or allocation id must be specified";

fn check_asked(cx: &Cx, input: &AllocateAddressRequest) -> Result<()> {
    if input.domain == Some(DomainType::Standard) {
        return wrong("Value (standard) for parameter domain is invalid. It must be vpc.");
    }
    check_border(cx, input.network_border_group.as_deref())?;
    refuse_not_built(&[
        ("address", input.address.is_some()),
        ("publicIpv4Pool", input.public_ipv4_pool.as_deref().is_some_and(|pool| pool != POOL)),
        ("customerOwnedIpv4Pool", input.customer_owned_ipv4_pool.is_some()),
        ("ipamPoolId", input.ipam_pool_id.is_some()),
    ])
}

/// Addresses of a region have one border: the region.
fn check_border(cx: &Cx, asked: Option<&str>) -> Result<()> {
    match asked {
        Some(group) if *group != *cx.region => {
            wrong(format!("Value ({group}) for parameter networkBorderGroup is invalid."))
        }
        _ => Ok(()),
    }
}

/// A public address that nobody has.
fn free(view: &View, start: u64) -> Result<Ipv4Addr> {
    let snapshot = view.snapshot();
    let pool = Key::new(public_pool::key()).map_err(fault)?;
    let pool = snapshot.table::<public_pool::Record>().get(&pool).map_err(fault)?;
    let pool = pool.map(|pool| **pool).unwrap_or_default();
    let prefix = ferrogate_store::Prefix::new(public_address::prefix()).map_err(fault)?;
    // The key says it all: an address is taken also when its record can't be read.
    let taken: std::collections::HashSet<Ipv4Addr> = snapshot
        .table::<public_address::Record>()
        .keys(&prefix)
        .filter_map(|key| key.name().parse().ok())
        .collect();
    match pool.free(start, |address| taken.contains(&address)) {
        Some(address) => Ok(address),
        None => refuse(
            "InsufficientAddressCapacity",
            "Not enough available addresses to satisfy your minimum request. Reduce the number \
             of addresses you are requesting or wait for additional capacity to become available.",
        ),
    }
}

/// Gives an address back to the pool.
fn give_back(view: &View, change: &mut Change, address: Ipv4Addr) -> Result<()> {
    let key = Key::new(public_address::key(address)).map_err(fault)?;
    let table = view.snapshot().table::<public_address::Record>();
    if let Some(taken) = table.get(&key).map_err(fault)? {
        change.delete(&taken);
    }
    Ok(())
}

/// The key of an elastic address in a scope.
fn key(scope: &Scope, id: &str) -> String {
    elastic_address::key(scope, id)
}
