//! The interfaces of load balancers: one in each subnet, with an address of it and, of a load
//! balancer that faces the internet, a public one.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use ferrogate_api::Common;
use ferrogate_api::elbv2::Error;
use ferrogate_records::ec2::{address, eni, public_address, public_pool, range, subnet};
use ferrogate_records::elb::load_balancer::{Record, Zone};
use ferrogate_store::{Key, Prefix};

use super::change::Change;
use super::view::View;
use super::{Result, fault};

/// Free addresses that a subnet of a load balancer must have (ALB user guide, "Subnets for your
/// load balancer").
const FREE_MIN: usize = 8;

/// Makes the interface of a load balancer in a subnet. `taken` are public addresses that this
/// change gives to others.
pub(super) fn make(
    view: &View,
    change: &mut Change,
    of: &Record,
    subnet: &subnet::Record,
    taken: &mut BTreeSet<Ipv4Addr>,
) -> Result<Zone> {
    let address = free(view, subnet)?;
    let id = format!("eni-{}", &uuid::Uuid::new_v4().simple().to_string()[..17]);
    let public = if of.internal { None } else { Some(public(view, taken)?) };
    if let Some(public) = public {
        let holder = public_address::Holder::Interface(id.clone());
        let scope = view.scope.clone();
        change.create(public_address::key(public), &public_address::Record { scope, holder })?;
        taken.insert(public);
    }
    let stands_for = |public| eni::PublicAddress {
        private: address,
        public,
        allocation: None,
        association: None,
    };
    let record = eni::Record {
        scope: view.scope.clone(),
        id: id.clone(),
        vpc: subnet.vpc.clone(),
        subnet: subnet.id.clone(),
        zone: subnet.zone.clone(),
        address,
        more_addresses: vec![],
        public: public.map(stands_for).into_iter().collect(),
        ipv6_addresses: vec![],
        mac: mac(),
        groups: of.groups.clone(),
        source_dest_check: true,
        owner: eni::Owner::LoadBalancer(of.arn()),
        description: format!("ELB {}", of.named.app()),
        created_at: view.now,
        tags: vec![],
    };
    change.create(eni::key(&view.scope, &id), &record)?;
    let taken = address::Record { eni: id.clone() };
    change.create(address::key(&view.scope, &subnet.id, address), &taken)?;
    Ok(Zone { zone: subnet.zone.clone(), subnet: subnet.id.clone(), eni: id, address, public })
}

/// Removes an interface of a load balancer, with its addresses.
pub(super) fn remove(view: &View, change: &mut Change, zone: &Zone) -> Result<()> {
    if let Some(record) = view.asked::<eni::Record>(eni::key(&view.scope, &zone.eni))? {
        change.delete(&record);
    }
    let at = address::key(&view.scope, &zone.subnet, zone.address);
    if let Some(record) = view.asked::<address::Record>(at)? {
        change.delete(&record);
    }
    let public = zone.public.map(public_address::key);
    let public = public.map(|at| view.asked::<public_address::Record>(at)).transpose()?.flatten();
    if let Some(record) = public {
        change.delete(&record);
    }
    Ok(())
}

/// Gives an interface of a load balancer these groups.
pub(super) fn regroup(
    view: &View,
    change: &mut Change,
    zone: &Zone,
    groups: &[String],
) -> Result<()> {
    if let Some(record) = view.asked::<eni::Record>(eni::key(&view.scope, &zone.eni))? {
        change.put(&record, eni::Record { groups: groups.to_vec(), ..(**record).clone() })?;
    }
    Ok(())
}

/// An address of the subnet that nobody has.
fn free(view: &View, subnet: &subnet::Record) -> Result<Ipv4Addr> {
    let prefix = Prefix::new(address::prefix(&view.scope, &subnet.id)).map_err(fault)?;
    let table = view.snapshot().table::<address::Record>();
    let taken: BTreeSet<Ipv4Addr> =
        table.keys(&prefix).filter_map(|key| key.name().parse().ok()).collect();
    let all = (0..).map_while(|n| range::nth_usable(subnet.cidr, n));
    let mut free = all.filter(|one| !taken.contains(one) && !subnet.is_set_aside(*one));
    match (free.next(), free.nth(FREE_MIN - 2)) {
        (Some(first), Some(_)) => Ok(first),
        _ => {
            let text = format!(
                "Not enough IP space available in {}. ELB requires at least {FREE_MIN} free IP \
                 addresses in each subnet.",
                subnet.id
            );
            Err(Error::invalid_subnet(text).into())
        }
    }
}

/// A public address that nobody has.
fn public(view: &View, given: &BTreeSet<Ipv4Addr>) -> Result<Ipv4Addr> {
    let key = Key::new(public_pool::key()).map_err(fault)?;
    let pool = view.get::<public_pool::Record>(&key)?.map(|pool| **pool).unwrap_or_default();
    let prefix = Prefix::new(public_address::prefix()).map_err(fault)?;
    let table = view.snapshot().table::<public_address::Record>();
    // The key says it all: an address is taken also when its record can't be read.
    let taken: BTreeSet<Ipv4Addr> =
        table.keys(&prefix).filter_map(|key| key.name().parse().ok()).collect();
    let start = uuid::Uuid::new_v4().as_u64_pair().0;
    let found = pool.free(start, |one| taken.contains(&one) || given.contains(&one));
    found.ok_or_else(|| {
        let text = "Not enough public addresses are available.";
        Error::from(Common::new("InsufficientCapacity", text).with_status(500)).into()
    })
}

/// A locally administered unicast address (IEEE 802), as those of EC2 are.
fn mac() -> String {
    let random = uuid::Uuid::new_v4();
    let tail = random.as_bytes()[..5].iter().map(|byte| format!(":{byte:02x}"));
    std::iter::once("02".to_owned()).chain(tail).collect()
}
