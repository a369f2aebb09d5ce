//! Load balancers as they are shown.

use ferrogate_api::Timestamp;
use ferrogate_api::elbv2::{
    AvailabilityZone, IpAddressType, LoadBalancer, LoadBalancerSchemeEnum, LoadBalancerState,
    LoadBalancerStateEnum, LoadBalancerTypeEnum,
};
use ferrogate_records::elb::load_balancer::{Record, State};

/// A load balancer as it is shown.
pub(super) fn show(record: &Record) -> LoadBalancer {
    let scheme = match record.internal {
        true => LoadBalancerSchemeEnum::Internal,
        false => LoadBalancerSchemeEnum::InternetFacing,
    };
    let (code, reason) = match &record.state {
        State::Provisioning => (LoadBalancerStateEnum::Provisioning, None),
        State::Active => (LoadBalancerStateEnum::Active, None),
        State::Failed(reason) => (LoadBalancerStateEnum::Failed, Some(reason.clone())),
    };
    LoadBalancer {
        load_balancer_arn: Some(record.arn()),
        dns_name: Some(record.dns_name()),
        canonical_hosted_zone_id: record.hosted_zone().map(str::to_owned),
        created_time: Some(Timestamp::from(record.created_at)),
        load_balancer_name: Some(record.named.name.clone()),
        scheme: Some(scheme),
        vpc_id: Some(record.vpc.clone()),
        state: Some(LoadBalancerState { code: Some(code), reason }),
        r#type: Some(LoadBalancerTypeEnum::Application),
        availability_zones: Some(zones(record)),
        security_groups: Some(record.groups.clone()),
        ip_address_type: Some(IpAddressType::Ipv4),
        ..LoadBalancer::default()
    }
}

/// Where it is, as it is shown.
pub(super) fn zones(record: &Record) -> Vec<AvailabilityZone> {
    let zones = record.zones.iter().map(|zone| AvailabilityZone {
        zone_name: Some(zone.zone.clone()),
        subnet_id: Some(zone.subnet.clone()),
        // Of an application load balancer AWS tells none.
        load_balancer_addresses: Some(vec![]),
        ..AvailabilityZone::default()
    });
    zones.collect()
}
