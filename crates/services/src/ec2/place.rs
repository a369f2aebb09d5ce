//! Regions and zones: the region that is asked, and the zones of its default VPC.

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    AvailabilityZone, AvailabilityZoneOptInStatus, AvailabilityZoneState,
    DescribeAvailabilityZonesRequest, DescribeAvailabilityZonesResult, DescribeRegionsRequest,
    DescribeRegionsResult, Error, Region,
};
use ferrogate_records::ec2::vpc::{Subnet, Vpc};

use super::filter::Filters;
use super::select::one;
use super::{Ec2, Result, scope, text};

const REGION_FILTERS: [&str; 3] = ["endpoint", "opt-in-status", "region-name"];
const ZONE_FILTERS: [&str; 13] = [
    "group-long-name",
    "group-name",
    "message",
    "opt-in-status",
    "parent-zone-id",
    "parent-zone-name",
    "parentZoneID",
    "parentZoneName",
    "region-name",
    "state",
    "zone-id",
    "zone-name",
    "zone-type",
];
const OPT_IN: &str = "opt-in-not-required";

impl Ec2 {
    pub(super) fn describe_regions(
        &self,
        cx: &Cx,
        input: DescribeRegionsRequest,
    ) -> Result<DescribeRegionsResult> {
        check_names("region", input.region_names.as_deref(), &[&cx.region])?;
        let filters = Filters::read(input.filters, &REGION_FILTERS)?;
        let mut regions = vec![Region {
            opt_in_status: text(OPT_IN),
            region_name: text(&*cx.region),
            endpoint: Some(format!("ec2.{}.amazonaws.com", cx.region)),
            ..Region::default()
        }];
        regions.retain(|region| {
            filters.accept(&[], |name| match name {
                "endpoint" => one(&region.endpoint),
                "opt-in-status" => one(&region.opt_in_status),
                _ => one(&region.region_name),
            })
        });
        Ok(DescribeRegionsResult { regions: Some(regions) })
    }

    pub(super) fn describe_availability_zones(
        &self,
        cx: &Cx,
        input: DescribeAvailabilityZonesRequest,
    ) -> Result<DescribeAvailabilityZonesResult> {
        let vpc = Vpc::default_of(&scope(cx));
        let names: Vec<&str> = vpc.subnets.iter().map(|s| &*s.zone).collect();
        let ids: Vec<&str> = vpc.subnets.iter().map(|s| &*s.zone_id).collect();
        check_names("availability zone", input.zone_names.as_deref(), &names)?;
        check_names("availability zone-id", input.zone_ids.as_deref(), &ids)?;
        let filters = Filters::read(input.filters, &ZONE_FILTERS)?;
        let asked = |of: &Option<Vec<String>>, value: &String| {
            of.as_ref().is_none_or(|list| list.is_empty() || list.contains(value))
        };
        let zones = vpc
            .subnets
            .iter()
            .filter(|s| asked(&input.zone_names, &s.zone) && asked(&input.zone_ids, &s.zone_id))
            .map(|subnet| zone(&cx.region, subnet))
            .filter(|zone| filters.accept(&[], |name| zone_facts(zone, name)))
            .collect();
        Ok(DescribeAvailabilityZonesResult { availability_zones: Some(zones) })
    }
}

fn check_names(what: &str, asked: Option<&[String]>, all: &[&str]) -> Result<()> {
    match asked.unwrap_or_default().iter().find(|name| !all.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => {
            let text = format!("Invalid {what}: [{name}]");
            Err(Error::new("InvalidParameterValue", text).into())
        }
    }
}

fn zone(region: &str, subnet: &Subnet) -> AvailabilityZone {
    AvailabilityZone {
        opt_in_status: Some(AvailabilityZoneOptInStatus::OptInNotRequired),
        messages: Some(vec![]),
        region_name: text(region),
        zone_name: text(&*subnet.zone),
        zone_id: text(&*subnet.zone_id),
        group_name: Some(format!("{region}-zg-1")),
        network_border_group: text(region),
        zone_type: text("availability-zone"),
        state: Some(AvailabilityZoneState::Available),
        ..AvailabilityZone::default()
    }
}

fn zone_facts(zone: &AvailabilityZone, filter: &str) -> Vec<String> {
    match filter {
        "group-name" => one(&zone.group_name),
        "opt-in-status" => vec![OPT_IN.into()],
        "region-name" => one(&zone.region_name),
        "state" => vec!["available".into()],
        "zone-id" => one(&zone.zone_id),
        "zone-name" => one(&zone.zone_name),
        "zone-type" => one(&zone.zone_type),
        // No zone has a message or belongs to another one.
        _ => vec![],
    }
}
