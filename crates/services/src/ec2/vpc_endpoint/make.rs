//! A new endpoint, and its interfaces.

use ferrogate_base::TimestampMs;
use ferrogate_records::Tag;
use ferrogate_records::ec2::vpc_endpoint::{self, Place, Record, Service};
use ferrogate_records::ec2::{eni, subnet, vpc};

use super::super::change::Change;
use super::super::interface::place::{self, Places, Wanted as Addresses};
use super::super::interface::{self, check_quota, mac};
use super::super::view::View;
use super::super::{Result, flow_log, new_id, refuse};
use super::{OF_VPC_MAX, check_private_dns, of_vpc, subnet_of, take_turn};

/// What a new endpoint is to be.
pub(super) struct Wanted {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) service: Service,
    pub(super) vpc: String,
    pub(super) subnets: Vec<String>,
    pub(super) groups: Vec<String>,
    pub(super) private_dns: bool,
    pub(super) policy: Option<String>,
    pub(super) tags: Vec<Tag>,
    pub(super) at: TimestampMs,
}

/// Writes an endpoint and its interfaces.
pub(super) fn make(view: &View, change: &mut Change, wanted: &Wanted) -> Result<()> {
    let vpc = view.find::<vpc::Record>(&wanted.vpc)?;
    if of_vpc(view, &vpc.id)?.len() >= OF_VPC_MAX {
        let text = "The maximum number of VPC endpoints has been reached.";
        return refuse("VpcEndpointLimitExceeded", text);
    }
    if wanted.private_dns {
        check_private_dns(view, &vpc, &wanted.id, wanted.service)?;
    }
    let mut record = Record {
        scope: view.scope.clone(),
        id: wanted.id.clone(),
        vpc: vpc.id.clone(),
        service: wanted.service.name.to_owned(),
        places: vec![],
        groups: interface::groups(view, &vpc.id, None, &wanted.groups)?,
        private_dns: wanted.private_dns,
        policy: wanted.policy.clone(),
        label: wanted.label.clone(),
        created_at: wanted.at,
        tags: wanted.tags.clone(),
    };
    take_turn(view, change, &vpc.id)?;
    occupy(view, change, &mut record, &wanted.subnets)?;
    change.create(vpc_endpoint::key(&view.scope, &wanted.id), &record)
}

/// Gives an endpoint an interface in each of these subnets.
pub(super) fn occupy(
    view: &View,
    change: &mut Change,
    endpoint: &mut Record,
    subnets: &[String],
) -> Result<()> {
    for id in subnets {
        let subnet = subnet_of(view, &endpoint.vpc, id)?;
        if endpoint.places.iter().any(|place| place.zone == subnet.zone) {
            let text =
                format!("Found another VPC endpoint subnet in the availability zone of {id}");
            return refuse("DuplicateSubnetsInSameZone", text);
        }
        check_quota(view)?;
        let place = join(view, change, endpoint, &subnet)?;
        endpoint.places.push(place);
    }
    Ok(())
}

fn join(
    view: &View,
    change: &mut Change,
    endpoint: &Record,
    subnet: &subnet::Record,
) -> Result<Place> {
    let chosen = Places::of(view, subnet)?.choose(&Addresses::default())?;
    let Some(address) = chosen.first().copied() else { return Err(place::no_room()) };
    let record = eni::Record {
        scope: view.scope.clone(),
        id: new_id("eni"),
        vpc: subnet.vpc.clone(),
        subnet: subnet.id.clone(),
        zone: subnet.zone.clone(),
        address,
        more_addresses: vec![],
        public: vec![],
        ipv6_addresses: vec![],
        mac: mac(),
        groups: endpoint.groups.clone(),
        source_dest_check: true,
        owner: eni::Owner::Endpoint(endpoint.id.clone()),
        description: format!("VPC Endpoint Interface {}", endpoint.id),
        created_at: view.now,
        tags: vec![],
    };
    change.create(eni::key(&view.scope, &record.id), &record)?;
    place::take(change, &record, &[address])?;
    Ok(Place { subnet: subnet.id.clone(), zone: subnet.zone.clone(), eni: record.id, address })
}

/// Removes interfaces of an endpoint, with their addresses and flow logs.
pub(super) fn vacate<'p>(
    view: &View,
    change: &mut Change,
    places: impl IntoIterator<Item = &'p Place>,
) -> Result<()> {
    for place in places {
        let Some(eni) = view.get::<eni::Record>(&place.eni)? else { continue };
        change.delete(&eni);
        flow_log::end_of(view, change, &eni.vpc, &eni.id)?;
        place::give_back(view, change, &eni, eni.addresses())?;
    }
    Ok(())
}

/// Gives the interfaces of an endpoint its groups.
pub(super) fn regroup<'p>(
    view: &View,
    change: &mut Change,
    places: impl IntoIterator<Item = &'p Place>,
    groups: &[String],
) -> Result<()> {
    for place in places {
        if let Some(eni) = view.get::<eni::Record>(&place.eni)? {
            change.put(&eni, eni::Record { groups: groups.to_vec(), ..(**eni).clone() })?;
        }
    }
    Ok(())
}
