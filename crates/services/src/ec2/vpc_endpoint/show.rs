//! Endpoints as they are shown.

use ferrogate_api::Timestamp;
use ferrogate_api::ec2::{
    DnsEntry, DnsOptions, DnsRecordIpType, IpAddressType, State, Tag, VpcEndpoint, VpcEndpointType,
};
use ferrogate_records::Scope;
use ferrogate_records::ec2::vpc_endpoint::{self, Record, Service};
use sha2::{Digest, Sha256};

use super::super::select::{Resource, one};
use super::super::view::{Object, View};
use super::super::{Result, tag, text};
use super::groups;

/// The policy of an endpoint that has none of its own, as AWS shows it.
const FULL_ACCESS: &str = "{\"Statement\":[{\"Action\":\"*\",\"Effect\":\"Allow\",\
                           \"Principal\":\"*\",\"Resource\":\"*\"}]}";

impl Object for Record {
    type Shown = VpcEndpoint;

    fn key(scope: &Scope, id: &str) -> String {
        vpc_endpoint::key(scope, id)
    }

    fn show(&self, view: &View) -> Result<VpcEndpoint> {
        let service = Service::of(&self.service);
        let places = || self.places.iter();
        Ok(VpcEndpoint {
            vpc_endpoint_id: text(&*self.id),
            vpc_endpoint_type: Some(VpcEndpointType::Interface),
            vpc_id: text(&*self.vpc),
            service_name: service.map(|service| service.full_name(&self.scope.region)),
            state: Some(State::from("available")),
            policy_document: text(self.policy.as_deref().unwrap_or(FULL_ACCESS)),
            route_table_ids: Some(vec![]),
            subnet_ids: Some(places().map(|place| place.subnet.clone()).collect()),
            groups: Some(groups(view, &self.groups)?),
            ip_address_type: Some(IpAddressType::Ipv4),
            dns_options: Some(DnsOptions {
                dns_record_ip_type: Some(DnsRecordIpType::Ipv4),
                ..DnsOptions::default()
            }),
            private_dns_enabled: Some(self.private_dns),
            requester_managed: Some(false),
            network_interface_ids: Some(places().map(|place| place.eni.clone()).collect()),
            dns_entries: Some(names(self)),
            creation_timestamp: Some(Timestamp::from(self.created_at)),
            tags: Some(tag::shown(&self.tags)),
            owner_id: text(self.scope.account.as_str()),
            service_region: text(&*self.scope.region),
            ..VpcEndpoint::default()
        })
    }
}

fn names(endpoint: &Record) -> Vec<DnsEntry> {
    let own = endpoint.own_names().into_iter().map(|(name, _)| DnsEntry {
        dns_name: Some(name),
        // One zone of AWS holds the names of all endpoints of a region.
        hosted_zone_id: Some(zone_id(&format!("vpce.{}", endpoint.scope.region))),
    });
    let private = endpoint.private_name().into_iter().map(|name| DnsEntry {
        hosted_zone_id: Some(zone_id(&format!("{}.{name}", endpoint.id))),
        dns_name: Some(name),
    });
    own.chain(private).collect()
}

/// The id of a zone that users can't change: the same for the same zone.
fn zone_id(of: &str) -> String {
    let hash = hex::encode_upper(Sha256::digest(of));
    format!("Z{}", &hash[..20])
}

impl Resource for VpcEndpoint {
    const LIST: &'static str = "DescribeVpcEndpoints";
    const NOT_FOUND: &'static str = "InvalidVpcEndpointId.NotFound";
    const NOUN: &'static str = "Vpc Endpoint Id";
    const MALFORMED: Option<(&'static str, &'static str)> =
        Some(("InvalidVpcEndpointId.Malformed", "vpce-"));
    const FILTERS: &'static [&'static str] = &[
        "ip-address-type",
        "service-name",
        "service-region",
        "vpc-endpoint-id",
        "vpc-endpoint-state",
        "vpc-endpoint-type",
        "vpc-id",
    ];

    fn id(&self) -> &str {
        self.vpc_endpoint_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        match filter {
            "ip-address-type" => self.ip_address_type.iter().map(ToString::to_string).collect(),
            "service-name" => one(&self.service_name),
            "service-region" => one(&self.service_region),
            "vpc-endpoint-id" => one(&self.vpc_endpoint_id),
            "vpc-endpoint-state" => self.state.iter().map(ToString::to_string).collect(),
            "vpc-endpoint-type" => self.vpc_endpoint_type.iter().map(ToString::to_string).collect(),
            _ => one(&self.vpc_id),
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}
