//! A new NAT gateway: what stops it from being one is told by its state, as on AWS.

use std::net::Ipv4Addr;
use std::sync::Arc;

use ferrogate_base::TimestampMs;
use ferrogate_records::Tag;
use ferrogate_records::ec2::nat_gateway::{self, Failure, Record, State};
use ferrogate_records::ec2::{elastic_address, eni, subnet};
use ferrogate_state::Entry;

use super::super::change::Change;
use super::super::interface::place::{self, Places, Wanted as Addresses};
use super::super::interface::{check_quota, mac};
use super::super::view::View;
use super::super::{Result, address, refuse};

/// NAT gateways of a zone (VPC quotas).
const OF_ZONE_MAX: usize = 5;

/// What a new gateway is to be.
pub(super) struct Wanted {
    pub(super) id: String,
    pub(super) eni: String,
    pub(super) association: String,
    pub(super) subnet: String,
    pub(super) allocation: String,
    pub(super) private: Option<Ipv4Addr>,
    pub(super) tags: Vec<Tag>,
    pub(super) at: TimestampMs,
}

/// Writes a gateway that works, or one that has failed and says why.
pub(super) fn make(view: &View, change: &mut Change, wanted: &Wanted) -> Result<()> {
    let subnet = view.find::<subnet::Record>(&wanted.subnet)?;
    let Some(elastic) = view.get::<elastic_address::Record>(&wanted.allocation)? else {
        let text = format!("The elasticIp ID '{}' does not exist", wanted.allocation);
        return refuse("InvalidElasticIpID.NotFound", text);
    };
    check_room(view, &subnet)?;
    check_quota(view)?;
    let mut record = Record {
        scope: view.scope.clone(),
        id: wanted.id.clone(),
        vpc: subnet.vpc.clone(),
        subnet: subnet.id.clone(),
        private: false,
        eni: None,
        address: None,
        public: Some(elastic.address),
        allocation: Some(elastic.id.clone()),
        association: None,
        state: State::Failed,
        failure: None,
        created_at: wanted.at,
        deleted_at: None,
        tags: wanted.tags.clone(),
    };
    change.take_turn(view, &subnet.vpc)?;
    match check(view, &subnet, &elastic, wanted)? {
        Err(failure) => record.failure = Some(failure),
        Ok(private) => {
            record.state = State::Available;
            record.eni = Some(wanted.eni.clone());
            record.address = Some(private);
            record.association = Some(wanted.association.clone());
            attach(change, &subnet, &elastic, wanted, private)?;
        }
    }
    change.create(nat_gateway::key(&view.scope, &wanted.id), &record)
}

/// Whether the zone of the subnet can have another gateway.
fn check_room(view: &View, subnet: &subnet::Record) -> Result<()> {
    let mut count = 0;
    for gateway in view.all::<Record>()?.iter().filter(|one| one.state == State::Available) {
        let of = view.get::<subnet::Record>(&gateway.subnet)?;
        count += usize::from(of.is_some_and(|of| of.zone == subnet.zone));
    }
    if count < OF_ZONE_MAX {
        return Ok(());
    }
    let text =
        format!("Performing this operation would exceed the limit of {OF_ZONE_MAX} NAT gateways");
    refuse("NatGatewayLimitExceeded", text)
}

/// The private address of the gateway, or why it fails (API model, `NatGateway$FailureCode`).
fn check(
    view: &View,
    subnet: &subnet::Record,
    elastic: &elastic_address::Record,
    wanted: &Wanted,
) -> Result<std::result::Result<Ipv4Addr, Failure>> {
    let failure = |code: &str, text: String| Ok(Err(Failure { code: code.to_owned(), text }));
    if view.internet_gateways(&subnet.vpc)?.is_empty() {
        let text = format!("Network {} has no Internet gateway attached", subnet.vpc);
        return failure("Gateway.NotAttached", text);
    }
    if elastic.association.is_some() {
        let text = format!("Elastic IP address [{}] is already associated", elastic.id);
        return failure("Resource.AlreadyAssociated", text);
    }
    let places = Places::of(view, subnet)?;
    let addresses = Addresses { primary: wanted.private, ..Addresses::default() };
    if wanted.private.is_none() && places.free(&[]).next().is_none() {
        let text = "Subnet has insufficient free addresses to create this NAT gateway".to_owned();
        return failure("InsufficientFreeAddressesInSubnet", text);
    }
    match places.choose(&addresses)?.first() {
        Some(address) => Ok(Ok(*address)),
        None => Err(place::no_room()),
    }
}

/// Writes the interface of a gateway that works, with its elastic address.
fn attach(
    change: &mut Change,
    subnet: &subnet::Record,
    elastic: &Arc<Entry<elastic_address::Record>>,
    wanted: &Wanted,
    private: Ipv4Addr,
) -> Result<()> {
    let public = address::give(change, elastic, &wanted.eni, private, &wanted.association)?;
    let record = eni::Record {
        scope: subnet.scope.clone(),
        id: wanted.eni.clone(),
        vpc: subnet.vpc.clone(),
        subnet: subnet.id.clone(),
        zone: subnet.zone.clone(),
        address: private,
        more_addresses: vec![],
        public: vec![public],
        ipv6_addresses: vec![],
        mac: mac(),
        groups: vec![],
        source_dest_check: false,
        owner: eni::Owner::NatGateway(wanted.id.clone()),
        description: String::new(),
        created_at: wanted.at,
        tags: vec![],
    };
    change.create(eni::key(&record.scope, &record.id), &record)?;
    place::take(change, &record, &[private])
}
