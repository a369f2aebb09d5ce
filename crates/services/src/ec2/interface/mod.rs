//! Network interfaces: of tasks, of other parts of the engine, and those that users make. Only
//! the latter can be changed and deleted by users.

mod attachment;
mod attribute;
pub(super) mod ipv6;
pub(super) mod place;
mod private;
mod show;

use ferrogate_api::ec2::{
    CreateNetworkInterfaceRequest, CreateNetworkInterfaceResult, DeleteNetworkInterfaceRequest,
    DescribeNetworkInterfacesRequest, DescribeNetworkInterfacesResult, Error, NetworkInterface,
    NetworkInterfaceStatus,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::ec2::eni::{self, Owner, Record};
use ferrogate_records::ec2::{group, subnet};

use self::place::{Places, Wanted};
use super::address;
use super::select::Ask;
use super::token::Once;
use super::view::View;
use super::{Ec2, Result, flow_log, new_id, scope, tag};

/// Groups of an interface (VPC user guide, "Amazon VPC quotas").
const GROUPS_MAX: usize = 5;
const INTERFACES_MAX: usize = 5000;
const DESCRIPTION_MAX: usize = 255;

impl Ec2 {
    pub(super) async fn create_network_interface(
        &self,
        cx: &Cx,
        mut input: CreateNetworkInterfaceRequest,
    ) -> Result<CreateNetworkInterfaceResult> {
        let client_token = input.client_token.take();
        let once = Once::new(cx, "CreateNetworkInterface", client_token.as_deref(), &input)?;
        check_built(&input)?;
        let wanted = Wanted::read(&input)?;
        let six = ipv6::Wanted::of_new(&input)?;
        let description = description(input.description)?;
        let tags = tag::accepted(input.tag_specifications, "network-interface")?;
        let asked_groups = input.groups.unwrap_or_default();
        let (id, mac) = (new_id("eni"), mac());
        let made = self
            .make::<Record>(scope(cx), once, id.clone(), |view, change| {
                let subnet = view.find::<subnet::Record>(&input.subnet_id)?;
                check_quota(view)?;
                let groups = groups(view, &subnet.vpc, Some(&subnet.id), &asked_groups)?;
                let places = Places::of(view, &subnet)?;
                let addresses = places.choose(&wanted)?;
                let [address, more_addresses @ ..] = addresses.as_slice() else {
                    return Err(place::no_room());
                };
                let record = Record {
                    scope: view.scope.clone(),
                    id: id.clone(),
                    vpc: subnet.vpc.clone(),
                    subnet: subnet.id.clone(),
                    zone: subnet.zone.clone(),
                    address: *address,
                    more_addresses: more_addresses.to_vec(),
                    public: vec![],
                    ipv6_addresses: six.choose(view, &subnet, None)?,
                    mac: mac.clone(),
                    groups,
                    source_dest_check: true,
                    owner: Owner::User,
                    description: description.clone(),
                    created_at: self.state.now(),
                    tags: tags.clone(),
                };
                change.take_turn(view, &subnet.vpc)?;
                change.create(eni::key(&view.scope, &id), &record)?;
                place::take(change, &record, &addresses)
            })
            .await?;
        let status = Some(NetworkInterfaceStatus::from("pending"));
        Ok(CreateNetworkInterfaceResult {
            network_interface: Some(NetworkInterface { status, ..made }),
            client_token,
        })
    }

    pub(super) async fn delete_network_interface(
        &self,
        cx: &Cx,
        input: DeleteNetworkInterfaceRequest,
    ) -> Result<Empty> {
        self.change(scope(cx), |view, change| {
            let eni = view.find::<Record>(&input.network_interface_id)?;
            if eni.owner != Owner::User {
                let text = format!("Network interface '{}' is currently in use.", eni.id);
                return Err(Error::new("InvalidParameterValue", text).into());
            }
            change.take_turn(view, &eni.vpc)?;
            change.delete(&eni);
            flow_log::end_of(view, change, &eni.vpc, &eni.id)?;
            place::give_back(view, change, &eni, eni.addresses())?;
            address::part(view, change, &eni.public)?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn describe_network_interfaces(
        &self,
        cx: &Cx,
        input: DescribeNetworkInterfacesRequest,
    ) -> Result<DescribeNetworkInterfacesResult> {
        let ask = Ask {
            ids: input.network_interface_ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (interfaces, next_token) = self.view(scope(cx)).describe::<Record>(ask)?;
        Ok(DescribeNetworkInterfacesResult { network_interfaces: Some(interfaces), next_token })
    }
}

/// What of a new interface is not built is refused by its name.
fn check_built(input: &CreateNetworkInterfaceRequest) -> Result<()> {
    let given = [
        ("Ipv4Prefix", input.ipv4_prefixes.as_ref().is_some_and(|all| !all.is_empty())),
        ("Ipv4PrefixCount", input.ipv4_prefix_count.is_some_and(|n| n != 0)),
        ("Ipv6Prefix", input.ipv6_prefixes.as_ref().is_some_and(|all| !all.is_empty())),
        ("Ipv6PrefixCount", input.ipv6_prefix_count.is_some_and(|n| n != 0)),
        ("EnablePrimaryIpv6", input.enable_primary_ipv6 == Some(true)),
        (
            "InterfaceType",
            input.interface_type.as_ref().is_some_and(|of| of.to_string() != "interface"),
        ),
        ("ConnectionTrackingSpecification", input.connection_tracking_specification.is_some()),
        ("Operator", input.operator.is_some()),
    ];
    match given.into_iter().find(|(_, given)| *given) {
        None => Ok(()),
        Some((parameter, _)) => unsupported(parameter),
    }
}

fn unsupported<T>(parameter: &str) -> Result<T> {
    let text = format!("The parameter {parameter} is not supported for this network interface.");
    Err(Error::new("UnsupportedOperation", text).into())
}

fn description(asked: Option<String>) -> Result<String> {
    let description = asked.unwrap_or_default();
    if description.chars().count() > DESCRIPTION_MAX {
        let text = "The description can have at most 255 characters.";
        return Err(Error::new("InvalidParameterValue", text).into());
    }
    Ok(description)
}

pub(super) fn check_quota(view: &View) -> Result<()> {
    if view.all::<Record>()?.len() < INTERFACES_MAX {
        return Ok(());
    }
    let text = "The maximum number of network interfaces has been reached.";
    Err(Error::new("NetworkInterfaceLimitExceeded", text).into())
}

/// The groups of an interface in a VPC: the default one when none is asked for.
pub(super) fn groups(
    view: &View,
    vpc: &str,
    subnet: Option<&str>,
    asked: &[String],
) -> Result<Vec<String>> {
    if asked.is_empty() {
        let mut all = view.groups(vpc)?.into_iter();
        return Ok(all
            .find(|one| one.is_default())
            .map(|one| one.id.clone())
            .into_iter()
            .collect());
    }
    let mut groups: Vec<String> = vec![];
    for id in asked {
        let group = view.find::<group::Record>(id)?;
        if group.vpc != vpc {
            let place = subnet.map_or_else(
                || format!("interface of VPC {vpc}"),
                |subnet| format!("subnet {subnet}"),
            );
            let text = format!("Security group {id} and {place} belong to different networks.");
            return Err(Error::new("InvalidParameter", text).into());
        }
        if !groups.contains(id) {
            groups.push(id.clone());
        }
    }
    if groups.len() > GROUPS_MAX {
        let text = "The maximum number of security groups per interface has been reached.";
        return Err(Error::new("SecurityGroupsPerInterfaceLimitExceeded", text).into());
    }
    Ok(groups)
}

/// A locally administered unicast address (IEEE 802), as those of EC2 are.
pub(super) fn mac() -> String {
    let random = uuid::Uuid::new_v4();
    let tail = random.as_bytes()[..5].iter().map(|byte| format!(":{byte:02x}"));
    std::iter::once("02".to_owned()).chain(tail).collect()
}

/// A user's own interface, which users may change.
///
/// # Errors
/// AWS's, when there is none, or another part of the engine has it.
pub(super) fn own(view: &View, id: &str) -> Result<std::sync::Arc<ferrogate_state::Entry<Record>>> {
    let eni = view.find::<Record>(id)?;
    if eni.owner != Owner::User {
        let text = "You do not have permission to access the specified resource.";
        return Err(Error::new("AuthFailure", text).into());
    }
    Ok(eni)
}
