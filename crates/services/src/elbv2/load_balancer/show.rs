//! Load balancers as they are shown.

use ferrogate_api::Timestamp;
use ferrogate_api::elbv2::{
    AvailabilityZone, IpAddressType, LoadBalancer, LoadBalancerSchemeEnum, LoadBalancerState,
    LoadBalancerStateEnum, LoadBalancerTypeEnum,
};
use ferrogate_records::elb::load_balancer::{Record, State};

/// Route 53's hosted zones of load balancers (AWS general reference, "Elastic Load Balancing
/// endpoints"): what an alias record names.
const HOSTED_ZONES: &[(&str, &str)] = &[
    ("ap-east-1", "Z3DQVH9N71FHZ0"),
    ("ap-northeast-1", "Z14GRHDCWA56QT"),
    ("ap-northeast-2", "ZWKZPGTI48KDX"),
    ("ap-northeast-3", "Z5LXEXXYW11ES"),
    ("ap-south-1", "ZP97RAFLXTNZK"),
    ("ap-southeast-1", "Z1LMS91P8CMLE5"),
    ("ap-southeast-2", "Z1GM3OXH4ZPM65"),
    ("ca-central-1", "ZQSVJUPU6J1EY"),
    ("eu-central-1", "Z215JYRZR1TBD5"),
    ("eu-north-1", "Z23TAZ6LKFMNIO"),
    ("eu-west-1", "Z32O12XQLNTSW2"),
    ("eu-west-2", "ZHURV8PSTC4K8"),
    ("eu-west-3", "Z3Q77PNBQS71R4"),
    ("sa-east-1", "Z2P70J7HTTTPLU"),
    ("us-east-1", "Z35SXDOTRQ7X7K"),
    ("us-east-2", "Z3AADJGX6KTTL2"),
    ("us-west-1", "Z368ELLRRE2KJ0"),
    ("us-west-2", "Z1H1FL5HABSF5"),
];

/// A load balancer as it is shown.
pub(super) fn show(record: &Record) -> LoadBalancer {
    let region = record.scope.region.as_str();
    let hosted_zone = HOSTED_ZONES.iter().find(|(of, _)| *of == region);
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
        canonical_hosted_zone_id: hosted_zone.map(|(_, id)| (*id).to_owned()),
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
