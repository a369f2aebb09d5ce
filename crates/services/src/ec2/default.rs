//! The default VPC and its subnets, made again after a user deleted them.

use std::sync::Arc;

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    CreateDefaultSubnetRequest, CreateDefaultSubnetResult, CreateDefaultVpcRequest,
    CreateDefaultVpcResult, Error, Vpc, VpcState,
};
use ferrogate_records::ec2::default_network::{
    DefaultNetwork, Mark, Zone, default_subnet, mark_key,
};
use ferrogate_records::ec2::{subnet, vpc};
use ferrogate_state::Entry;
use ferrogate_store::Key;

use super::subnet::{add, zone};
use super::view::{Object, View};
use super::{Ec2, Result, dhcp_options, fault, new_id, refusal, scope};

/// How many `/20` the range of a default VPC has.
const SUBNETS: u8 = 16;

impl Ec2 {
    pub(super) async fn create_default_vpc(
        &self,
        cx: &Cx,
        _: CreateDefaultVpcRequest,
    ) -> Result<CreateDefaultVpcResult> {
        let network = DefaultNetwork::new(&scope(cx), |prefix, _| new_id(prefix));
        let vpc = self.change(scope(cx), |view, change| {
            if view.default_vpc()?.is_some() {
                let text = "A Default VPC already exists for this account in this region.";
                return Err(refusal("DefaultVpcAlreadyExists", text));
            }
            // Of two who make one at once, the second sees the first's.
            if let Some(mark) = mark(view)? {
                change.touch(&mark)?;
            }
            dhcp_options::use_default(view, change)?;
            for (key, record) in network.entries() {
                change.create(key, &record)?;
            }
            network.parts.vpc.show(view)
        });
        let vpc = Vpc { state: Some(VpcState::Pending), ..vpc.await? };
        Ok(CreateDefaultVpcResult { vpc: Some(vpc) })
    }

    pub(super) async fn create_default_subnet(
        &self,
        cx: &Cx,
        input: CreateDefaultSubnetRequest,
    ) -> Result<CreateDefaultSubnetResult> {
        if input.ipv6_native == Some(true) {
            return Err(Error::not_built("ipv6Native is not built yet.").into());
        }
        let (name, id) =
            (input.availability_zone.as_deref(), input.availability_zone_id.as_deref());
        if name.is_none() && id.is_none() {
            let text = "The request must contain the parameter availabilityZone";
            return Err(refusal("MissingParameter", text));
        }
        let zone = zone(&cx.region, name, id)?;
        let (id, association) = (new_id("subnet"), new_id("aclassoc"));
        let subnet = self.change(scope(cx), |view, change| {
            let Some(vpc) = view.default_vpc()? else {
                let text = "No default VPC exists for this account in this region.";
                return Err(refusal("DefaultVpcDoesNotExist", text));
            };
            let record = next(view, &vpc, &zone, &id)?;
            add(view, change, &record, &association)?;
            record.show(view)
        });
        Ok(CreateDefaultSubnetResult { subnet: Some(subnet.await?) })
    }
}

/// The mark that an account has once its first default VPC was made.
fn mark(view: &View) -> Result<Option<Arc<Entry<Mark>>>> {
    let key = Key::new(mark_key(&view.scope)).map_err(fault)?;
    view.snapshot().table::<Mark>().get(&key).map_err(fault)
}

/// A default subnet for the zone: the first `/20` that meets no subnet.
fn next(view: &View, vpc: &vpc::Record, zone: &Zone, id: &str) -> Result<subnet::Record> {
    let subnets = view.subnets(&vpc.id)?;
    if subnets.iter().any(|one| one.default_for_zone && one.zone == zone.name) {
        let text = format!("'{}' already has a default subnet.", zone.name);
        return Err(refusal("DefaultSubnetAlreadyExistsInAvailabilityZone", text));
    }
    let is_free = |new: &subnet::Record| {
        let meets =
            |one: &subnet::Record| one.cidr.contains(&new.cidr) || new.cidr.contains(&one.cidr);
        !subnets.iter().any(|one| meets(one))
    };
    (0..SUBNETS)
        .map(|n| default_subnet(vpc, zone.clone(), n, id.to_owned()))
        .find(is_free)
        .ok_or_else(|| {
            let text = "The default VPC has no free range for another default subnet.";
            refusal("InsufficientFreeAddressesInVpc", text)
        })
}
