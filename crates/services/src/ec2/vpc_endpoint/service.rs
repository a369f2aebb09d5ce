//! What endpoints may lead to.

use ferrogate_api::ec2::{
    DescribeVpcEndpointServicesRequest, DescribeVpcEndpointServicesResult, DnsNameState,
    PrivateDnsDetails, ServiceConnectivityType, ServiceDetail, ServiceType, ServiceTypeDetail, Tag,
};
use ferrogate_records::ec2::default_network::zones;
use ferrogate_records::ec2::vpc_endpoint::{SERVICES, Service};
use sha2::{Digest, Sha256};

use super::super::select::{self, Ask, Resource, one};
use super::super::{Result, refuse, text};

/// The services of a region that a request asks for.
pub(super) fn describe(
    region: &str,
    input: DescribeVpcEndpointServicesRequest,
) -> Result<DescribeVpcEndpointServicesResult> {
    if let Some(other) = input.service_regions.iter().flatten().find(|one| *one != region) {
        let text = format!("Value ({other}) for parameter ServiceRegions is invalid.");
        return refuse("InvalidParameter", text);
    }
    let all = SERVICES.iter().map(|service| shown(*service, region)).collect();
    let ask = Ask {
        ids: input.service_names,
        filters: input.filters,
        max_results: input.max_results,
        next_token: input.next_token,
    };
    let (found, next_token) = select::select::<ServiceDetail>(all, ask)?;
    let names = found.iter().filter_map(|one| one.service_name.clone()).collect();
    Ok(DescribeVpcEndpointServicesResult {
        service_names: Some(names),
        service_details: Some(found),
        next_token,
    })
}

fn shown(service: Service, region: &str) -> ServiceDetail {
    let name = service.full_name(region);
    let hash = hex::encode(Sha256::digest(&name));
    let zones = zones(region);
    let private = service.dns_name(region);
    ServiceDetail {
        service_id: Some(format!("vpce-svc-{}", &hash[..17])),
        service_name: Some(name),
        service_type: Some(vec![ServiceTypeDetail { service_type: Some(ServiceType::Interface) }]),
        service_region: text(region),
        availability_zone_ids: Some(zones.iter().map(|zone| zone.id.clone()).collect()),
        availability_zones: Some(zones.into_iter().map(|zone| zone.name).collect()),
        owner: text("amazon"),
        base_endpoint_dns_names: Some(vec![service.base_name(region)]),
        private_dns_names: Some(vec![PrivateDnsDetails { private_dns_name: text(&*private) }]),
        private_dns_name: Some(private),
        vpc_endpoint_policy_supported: Some(true),
        acceptance_required: Some(false),
        manages_vpc_endpoints: Some(false),
        tags: Some(vec![]),
        private_dns_name_verification_state: Some(DnsNameState::Verified),
        supported_ip_address_types: Some(vec![ServiceConnectivityType::Ipv4]),
        ..ServiceDetail::default()
    }
}

impl Resource for ServiceDetail {
    const LIST: &'static str = "DescribeVpcEndpointServices";
    const NOT_FOUND: &'static str = "InvalidServiceName";
    const NOUN: &'static str = "Vpc Endpoint Service";
    const FILTERS: &'static [&'static str] =
        &["owner", "service-name", "service-region", "service-type", "supported-ip-address-types"];

    fn id(&self) -> &str {
        self.service_name.as_deref().unwrap_or_default()
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        match filter {
            "owner" => one(&self.owner),
            "service-name" => one(&self.service_name),
            "service-region" => one(&self.service_region),
            "service-type" => vec!["Interface".to_owned()],
            _ => vec!["ipv4".to_owned()],
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}
