//! Target groups as they are shown.

use ferrogate_api::elbv2::{
    Matcher, ProtocolEnum, TargetGroup, TargetGroupIpAddressTypeEnum, TargetTypeEnum,
};
use ferrogate_records::balancer::{GroupProtocol, Version};
use ferrogate_records::elb::Named;
use ferrogate_records::elb::target_group::Record;

/// A group as it is shown, with the load balancer that forwards to it.
pub(super) fn show(record: &Record, user: Option<Named>) -> TargetGroup {
    let number = |n: u32| i32::try_from(n).ok();
    let check = &record.check;
    let codes = Some(record.matcher.clone());
    let matcher = match record.version {
        Version::Http1 | Version::Http2 => Matcher { http_code: codes, grpc_code: None },
        Version::Grpc => Matcher { http_code: None, grpc_code: codes },
    };
    let arn = |user: Named| user.load_balancer_arn(&record.scope);
    TargetGroup {
        target_group_arn: Some(record.arn()),
        target_group_name: Some(record.named.name.clone()),
        protocol: Some(protocol(record.protocol)),
        port: Some(i32::from(record.port)),
        vpc_id: Some(record.vpc.clone()),
        health_check_protocol: Some(protocol(check.protocol)),
        health_check_port: Some(
            check.port.map_or_else(|| "traffic-port".to_owned(), |port| port.to_string()),
        ),
        health_check_enabled: Some(check.enabled),
        health_check_interval_seconds: number(check.interval_s),
        health_check_timeout_seconds: number(check.timeout_s),
        healthy_threshold_count: number(check.healthy),
        unhealthy_threshold_count: number(check.unhealthy),
        health_check_path: Some(check.path.clone()),
        matcher: Some(matcher),
        load_balancer_arns: Some(user.into_iter().map(arn).collect()),
        target_type: Some(TargetTypeEnum::Ip),
        protocol_version: Some(version(record.version).to_owned()),
        ip_address_type: Some(TargetGroupIpAddressTypeEnum::Ipv4),
        target_control_port: None,
    }
}

fn protocol(of: GroupProtocol) -> ProtocolEnum {
    match of {
        GroupProtocol::Http => ProtocolEnum::Http,
        GroupProtocol::Https => ProtocolEnum::Https,
    }
}

fn version(of: Version) -> &'static str {
    match of {
        Version::Http1 => "HTTP1",
        Version::Http2 => "HTTP2",
        Version::Grpc => "GRPC",
    }
}
