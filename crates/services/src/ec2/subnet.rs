//! Subnets, and how many of their addresses are free.

use ferrogate_api::ec2::{
    CreateSubnetRequest, CreateSubnetResult, DeleteSubnetRequest, DescribeSubnetsRequest,
    DescribeSubnetsResult, Error, HostnameType, PrivateDnsNameOptionsOnLaunch, Subnet, SubnetState,
    Tag,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::Scope;
use ferrogate_records::ec2::default_network::{Zone, zones};
use ferrogate_records::ec2::route_table::With;
use ferrogate_records::ec2::subnet::{self, Record};
use ferrogate_records::ec2::{acl, address, range as ranges, vpc};
use ferrogate_store::Prefix;
use ipnet::Ipv4Net;

use super::change::Change;
use super::select::{Ask, Resource, flag, one};
use super::view::{Object, View};
use super::vpc::access_states;
use super::{
    Ec2, Result, cidr, fault, flow_log, new_id, refusal, refuse_not_built, scope, subnet_range,
    tag, text,
};

pub(super) const BAD_RANGE: &str = "InvalidSubnet.Range";

/// Subnets of a VPC (VPC quotas).
const SUBNETS_MAX: usize = 200;

impl Ec2 {
    pub(super) async fn create_subnet(
        &self,
        cx: &Cx,
        input: CreateSubnetRequest,
    ) -> Result<CreateSubnetResult> {
        let cidr = range(input.cidr_block.as_deref())?;
        check_built(&input)?;
        let zone = zone(
            &cx.region,
            input.availability_zone.as_deref(),
            input.availability_zone_id.as_deref(),
        )?;
        let tags = tag::accepted(input.tag_specifications, "subnet")?;
        let ipv6_cidr = subnet_range::read(input.ipv6_cidr_block.as_deref())?;
        let (id, association) = (new_id("subnet"), new_id("aclassoc"));
        let subnet = self
            .change(scope(cx), |view, change| {
                let vpc = view.find::<vpc::Record>(&input.vpc_id)?;
                check_range(view, &vpc, cidr)?;
                if let Some(ipv6) = &ipv6_cidr {
                    subnet_range::check(view, &vpc, ipv6.range)?;
                }
                check_room(view, &vpc.id)?;
                let record = Record {
                    scope: view.scope.clone(),
                    id: id.clone(),
                    vpc: vpc.id.clone(),
                    cidr,
                    ipv6_cidr: ipv6_cidr.clone(),
                    zone: zone.name.clone(),
                    zone_id: zone.id.clone(),
                    default_for_zone: false,
                    map_public_ip: false,
                    assign_ipv6: false,
                    dns64: false,
                    names: subnet::Names::default(),
                    reservations: vec![],
                    tags: tags.clone(),
                };
                add(view, change, &record, &association)?;
                record.show(view)
            })
            .await?;
        Ok(CreateSubnetResult { subnet: Some(subnet) })
    }

    pub(super) async fn delete_subnet(&self, cx: &Cx, input: DeleteSubnetRequest) -> Result<Empty> {
        self.change(scope(cx), |view, change| {
            let subnet = view.find::<Record>(&input.subnet_id)?;
            if view.interfaces(&subnet.vpc)?.iter().any(|eni| eni.subnet == subnet.id) {
                let text =
                    format!("The subnet '{}' has dependencies and cannot be deleted.", subnet.id);
                return Err(Error::new("DependencyViolation", text).into());
            }
            change.take_turn(view, &subnet.vpc)?;
            change.delete(&subnet);
            flow_log::end_of(view, change, &subnet.vpc, &subnet.id)?;
            leave(view, change, &subnet)?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn describe_subnets(
        &self,
        cx: &Cx,
        input: DescribeSubnetsRequest,
    ) -> Result<DescribeSubnetsResult> {
        let ask = Ask {
            ids: input.subnet_ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (subnets, next_token) = self.view(scope(cx)).describe::<Record>(ask)?;
        Ok(DescribeSubnetsResult { subnets: Some(subnets), next_token })
    }
}

fn check_built(input: &CreateSubnetRequest) -> Result<()> {
    let fields = [
        ("ipv4IpamPoolId", input.ipv4_ipam_pool_id.is_some()),
        ("ipv4NetmaskLength", input.ipv4_netmask_length.is_some()),
        ("ipv6IpamPoolId", input.ipv6_ipam_pool_id.is_some()),
        ("ipv6Native", input.ipv6_native == Some(true)),
        ("ipv6NetmaskLength", input.ipv6_netmask_length.is_some()),
        ("outpostArn", input.outpost_arn.is_some()),
    ];
    refuse_not_built(&fields)
}

/// The range that a subnet is to have: /16 to /28; bits past its length are cleared.
fn range(asked: Option<&str>) -> Result<Ipv4Net> {
    let range = cidr::v4(asked, "cidrBlock")?;
    if !(16..=28).contains(&range.prefix_len()) {
        return Err(refusal(BAD_RANGE, format!("The CIDR '{range}' is invalid.")));
    }
    Ok(range)
}

/// Whether a subnet of the VPC can have the range.
fn check_range(view: &View, vpc: &vpc::Record, range: Ipv4Net) -> Result<()> {
    if !vpc.ranges().any(|of| of.contains(&range)) {
        return Err(Error::new(BAD_RANGE, format!("The CIDR '{range}' is invalid.")).into());
    }
    let overlaps = |other: Ipv4Net| other.contains(&range) || range.contains(&other);
    if view.subnets(&vpc.id)?.iter().any(|other| overlaps(other.cidr)) {
        let text = format!("The CIDR '{range}' conflicts with another subnet");
        return Err(Error::new("InvalidSubnet.Conflict", text).into());
    }
    Ok(())
}

fn check_room(view: &View, vpc: &str) -> Result<()> {
    if view.subnets(vpc)?.len() >= SUBNETS_MAX {
        let text = "The maximum number of subnets has been reached.";
        return Err(refusal("SubnetLimitExceeded", text));
    }
    Ok(())
}

/// The zone that is asked for; the region's first without one.
pub(super) fn zone(region: &str, name: Option<&str>, id: Option<&str>) -> Result<Zone> {
    let all = zones(region);
    let fits =
        |zone: &&Zone| name.is_none_or(|n| n == zone.name) && id.is_none_or(|i| i == zone.id);
    if let Some(zone) = all.iter().find(fits) {
        return Ok(zone.clone());
    }
    let names: Vec<&str> = all.iter().map(|zone| &*zone.name).collect();
    let text = format!(
        "Value ({}) for parameter availabilityZone is invalid. Subnets can currently only be \
         created in the following availability zones: {}.",
        name.or(id).unwrap_or_default(),
        names.join(", ")
    );
    Err(Error::new("InvalidParameterValue", text).into())
}

/// Puts a new subnet into its VPC, and into the default ACL there.
pub(super) fn add(
    view: &View,
    change: &mut Change,
    subnet: &Record,
    association: &str,
) -> Result<()> {
    change.take_turn(view, &subnet.vpc)?;
    change.create(subnet::key(&view.scope, &subnet.id), subnet)?;
    if let Some(acl) = view.acls(&subnet.vpc)?.into_iter().find(|acl| acl.is_default) {
        let mut with = (***acl).clone();
        let (id, subnet) = (association.to_owned(), subnet.id.clone());
        with.associations.push(acl::Association { id, subnet });
        change.put(acl, with)?;
    }
    Ok(())
}

/// Takes a subnet that goes out of its ACL and its route table.
fn leave(view: &View, change: &mut Change, subnet: &Record) -> Result<()> {
    for acl in view.acls(&subnet.vpc)? {
        let mut without = (***acl).clone();
        without.associations.retain(|one| one.subnet != subnet.id);
        if without.associations.len() < acl.associations.len() {
            change.put(acl, without)?;
        }
    }
    for table in view.route_tables(&subnet.vpc)? {
        let mut without = (***table).clone();
        without.associations.retain(|one| one.with != With::Subnet(subnet.id.clone()));
        if without.associations.len() < table.associations.len() {
            change.put(table, without)?;
        }
    }
    Ok(())
}

/// How many addresses of the subnet no interface has.
fn free(view: &View, subnet: &Record) -> Result<u64> {
    let prefix = Prefix::new(address::prefix(&subnet.scope, &subnet.id)).map_err(fault)?;
    let taken = view.snapshot().table::<address::Record>().keys(&prefix).count() as u64;
    Ok(ranges::usable(subnet.cidr).saturating_sub(taken))
}

impl Object for Record {
    type Shown = Subnet;

    fn key(scope: &Scope, id: &str) -> String {
        subnet::key(scope, id)
    }

    fn show(&self, view: &View) -> Result<Subnet> {
        let hostnames = match self.names.by_resource {
            true => HostnameType::ResourceName,
            false => HostnameType::IpName,
        };
        Ok(Subnet {
            availability_zone_id: text(&*self.zone_id),
            map_customer_owned_ip_on_launch: Some(false),
            owner_id: text(self.scope.account.as_str()),
            assign_ipv6_address_on_creation: Some(self.assign_ipv6),
            ipv6_cidr_block_association_set: Some(
                self.ipv6_cidr.iter().map(subnet_range::associated).collect(),
            ),
            tags: Some(tag::shown(&self.tags)),
            subnet_arn: Some(self.scope.arn("ec2", &format!("subnet/{}", self.id))),
            enable_dns64: Some(self.dns64),
            ipv6_native: Some(false),
            private_dns_name_options_on_launch: Some(PrivateDnsNameOptionsOnLaunch {
                hostname_type: Some(hostnames),
                enable_resource_name_dns_a_record: Some(self.names.a_records),
                enable_resource_name_dns_aaaa_record: Some(self.names.aaaa_records),
            }),
            block_public_access_states: Some(access_states()),
            subnet_id: text(&*self.id),
            state: Some(SubnetState::Available),
            vpc_id: text(&*self.vpc),
            cidr_block: text(self.cidr.to_string()),
            available_ip_address_count: i32::try_from(free(view, self)?).ok(),
            availability_zone: text(&*self.zone),
            default_for_az: Some(self.default_for_zone),
            map_public_ip_on_launch: Some(self.map_public_ip),
            ..Subnet::default()
        })
    }
}

impl Resource for Subnet {
    const LIST: &'static str = "DescribeSubnets";
    const NOT_FOUND: &'static str = "InvalidSubnetID.NotFound";
    const NOUN: &'static str = "subnet ID";
    const FILTERS: &'static [&'static str] = &[
        "availability-zone",
        "availability-zone-id",
        "availabilityZone",
        "availabilityZoneId",
        "available-ip-address-count",
        "cidr",
        "cidr-block",
        "cidrBlock",
        "customer-owned-ipv4-pool",
        "default-for-az",
        "defaultForAz",
        "enable-dns64",
        "enable-lni-at-device-index",
        "ipv6-cidr-block-association.association-id",
        "ipv6-cidr-block-association.ipv6-cidr-block",
        "ipv6-cidr-block-association.state",
        "ipv6-native",
        "map-customer-owned-ip-on-launch",
        "map-public-ip-on-launch",
        "outpost-arn",
        "owner-id",
        "private-dns-name-options-on-launch.enable-resource-name-dns-a-record",
        "private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record",
        "private-dns-name-options-on-launch.hostname-type",
        "state",
        "subnet-arn",
        "subnet-id",
        "vpc-id",
    ];

    fn id(&self) -> &str {
        self.subnet_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        let names = self.private_dns_name_options_on_launch.as_ref();
        match filter {
            "availability-zone" | "availabilityZone" => one(&self.availability_zone),
            "availability-zone-id" | "availabilityZoneId" => one(&self.availability_zone_id),
            "available-ip-address-count" => {
                self.available_ip_address_count.iter().map(i32::to_string).collect()
            }
            "cidr" | "cidr-block" | "cidrBlock" => one(&self.cidr_block),
            "default-for-az" | "defaultForAz" => flag(self.default_for_az),
            "enable-dns64" => flag(self.enable_dns64),
            "ipv6-native" => flag(self.ipv6_native),
            "map-customer-owned-ip-on-launch" => flag(self.map_customer_owned_ip_on_launch),
            "map-public-ip-on-launch" => flag(self.map_public_ip_on_launch),
            "owner-id" => one(&self.owner_id),
            "private-dns-name-options-on-launch.enable-resource-name-dns-a-record" => {
                flag(names.and_then(|names| names.enable_resource_name_dns_a_record))
            }
            "private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record" => {
                flag(names.and_then(|names| names.enable_resource_name_dns_aaaa_record))
            }
            "private-dns-name-options-on-launch.hostname-type" => {
                names.iter().filter_map(|n| Some(n.hostname_type.as_ref()?.to_string())).collect()
            }
            "state" => vec!["available".into()],
            "subnet-arn" => one(&self.subnet_arn),
            "subnet-id" => one(&self.subnet_id),
            "vpc-id" => one(&self.vpc_id),
            // No subnet is on an Outpost, or has customers' addresses.
            six => {
                let all = self.ipv6_cidr_block_association_set.iter().flatten();
                subnet_range::facts(all, six)
            }
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}
