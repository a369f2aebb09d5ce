//! Regions and zones: the region that is asked, and the zones of its default VPC.

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    AvailabilityZone, AvailabilityZoneOptInStatus, AvailabilityZoneState,
    DescribeAvailabilityZonesRequest, DescribeAvailabilityZonesResult, DescribeRegionsRequest,
    DescribeRegionsResult, Error, Region,
};
use ferrogate_base::partition;
use ferrogate_records::ec2::default_network::{Zone, zones};

use super::filter::Filters;
use super::select::one;
use super::{Ec2, Result, text};

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
/// Regions by the names that AWS shows.
const REGION_NAMES: [(&str, &str); 39] = [
    ("af-south-1", "Africa (Cape Town)"),
    ("ap-east-1", "Asia Pacific (Hong Kong)"),
    ("ap-east-2", "Asia Pacific (Taipei)"),
    ("ap-northeast-1", "Asia Pacific (Tokyo)"),
    ("ap-northeast-2", "Asia Pacific (Seoul)"),
    ("ap-northeast-3", "Asia Pacific (Osaka)"),
    ("ap-south-1", "Asia Pacific (Mumbai)"),
    ("ap-south-2", "Asia Pacific (Hyderabad)"),
    ("ap-southeast-1", "Asia Pacific (Singapore)"),
    ("ap-southeast-2", "Asia Pacific (Sydney)"),
    ("ap-southeast-3", "Asia Pacific (Jakarta)"),
    ("ap-southeast-4", "Asia Pacific (Melbourne)"),
    ("ap-southeast-5", "Asia Pacific (Malaysia)"),
    ("ap-southeast-6", "Asia Pacific (New Zealand)"),
    ("ap-southeast-7", "Asia Pacific (Thailand)"),
    ("ca-central-1", "Canada (Central)"),
    ("ca-west-1", "Canada West (Calgary)"),
    ("eu-central-1", "Europe (Frankfurt)"),
    ("eu-central-2", "Europe (Zurich)"),
    ("eu-north-1", "Europe (Stockholm)"),
    ("eu-south-1", "Europe (Milan)"),
    ("eu-south-2", "Europe (Spain)"),
    ("eu-west-1", "Europe (Ireland)"),
    ("eu-west-2", "Europe (London)"),
    ("eu-west-3", "Europe (Paris)"),
    ("il-central-1", "Israel (Tel Aviv)"),
    ("me-central-1", "Middle East (UAE)"),
    ("me-south-1", "Middle East (Bahrain)"),
    ("mx-central-1", "Mexico (Central)"),
    ("sa-east-1", "South America (Sao Paulo)"),
    ("us-east-1", "US East (N. Virginia)"),
    ("us-east-2", "US East (Ohio)"),
    ("us-west-1", "US West (N. California)"),
    ("us-west-2", "US West (Oregon)"),
    ("cn-north-1", "China (Beijing)"),
    ("cn-northwest-1", "China (Ningxia)"),
    ("eusc-de-east-1", "AWS European Sovereign Cloud (Germany)"),
    ("us-gov-east-1", "AWS GovCloud (US-East)"),
    ("us-gov-west-1", "AWS GovCloud (US-West)"),
];
const OPT_IN: &str = "opt-in-not-required";

impl Ec2 {
    pub(super) async fn describe_regions(
        &self,
        cx: &Cx,
        input: DescribeRegionsRequest,
    ) -> Result<DescribeRegionsResult> {
        check_names("region", input.region_names.as_deref(), &[&cx.region])?;
        let filters = Filters::read(input.filters, &REGION_FILTERS)?;
        let mut regions = vec![Region {
            opt_in_status: text(OPT_IN),
            region_name: text(&*cx.region),
            endpoint: Some(format!("ec2.{}.{}", cx.region, partition::domain(&cx.region))),
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

    pub(super) async fn describe_availability_zones(
        &self,
        cx: &Cx,
        input: DescribeAvailabilityZonesRequest,
    ) -> Result<DescribeAvailabilityZonesResult> {
        let all = zones(&cx.region);
        let names: Vec<&str> = all.iter().map(|zone| &*zone.name).collect();
        let ids: Vec<&str> = all.iter().map(|zone| &*zone.id).collect();
        check_names("availability zone", input.zone_names.as_deref(), &names)?;
        check_names("availability zone-id", input.zone_ids.as_deref(), &ids)?;
        let filters = Filters::read(input.filters, &ZONE_FILTERS)?;
        let asked = |of: &Option<Vec<String>>, value: &String| {
            of.as_ref().is_none_or(|list| list.is_empty() || list.contains(value))
        };
        let zones = all
            .iter()
            .filter(|z| asked(&input.zone_names, &z.name) && asked(&input.zone_ids, &z.id))
            .map(|zone| shown(&cx.region, zone))
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

fn shown(region: &str, zone: &Zone) -> AvailabilityZone {
    AvailabilityZone {
        opt_in_status: Some(AvailabilityZoneOptInStatus::OptInNotRequired),
        messages: Some(vec![]),
        region_name: text(region),
        zone_name: text(&*zone.name),
        zone_id: text(&*zone.id),
        group_name: Some(format!("{region}-zg-1")),
        group_long_name: region_name(region).map(|name| format!("{name} 1")),
        network_border_group: text(region),
        zone_type: text("availability-zone"),
        state: Some(AvailabilityZoneState::Available),
        ..AvailabilityZone::default()
    }
}

/// What AWS calls a region in prose, if it has it.
fn region_name(region: &str) -> Option<&'static str> {
    REGION_NAMES.iter().find(|(known, _)| *known == region).map(|(_, name)| *name)
}

fn zone_facts(zone: &AvailabilityZone, filter: &str) -> Vec<String> {
    match filter {
        "group-name" => one(&zone.group_name),
        "group-long-name" => one(&zone.group_long_name),
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
