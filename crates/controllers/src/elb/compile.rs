//! What the nodes of a load balancer are told to do: pure.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ferrogate_base::TimestampMs;
use ferrogate_records::Scope;
use ferrogate_records::balancer::{
    Action, Algorithm, Attributes, Certificate, DesyncMode, GroupAttributes, HealthyMin, Hold,
    Listener, ListenerProtocol, LogTo, Mutual, Node, NodeId, Rule, Scheme, Stickiness, Target,
    TargetGroup, Tls, Trust, Weighted, XffMode,
};
use ferrogate_records::elb::Named;
use ferrogate_records::elb::action::{self, What};
use ferrogate_records::elb::{listener, load_balancer, target, target_group};

/// What is set of an object's attributes.
type Set = BTreeMap<String, String>;

/// The versions of what lies in records of its own, where these are there.
pub(super) struct Versions<'v> {
    /// Of the certificate with an ARN.
    pub(super) certificate: &'v dyn Fn(&str) -> Option<String>,
    /// Of a trust store.
    pub(super) trust_store: &'v dyn Fn(&Named) -> Option<String>,
}

/// What the node in a zone of the load balancer is told.
pub(super) fn node<'r>(
    of: &load_balancer::Record,
    zone: &load_balancer::Zone,
    listeners: impl Iterator<Item = &'r listener::Record>,
    groups: Vec<TargetGroup>,
    versions: &Versions<'_>,
) -> Node {
    let mut listeners: Vec<_> = listeners.map(|one| listener(one, versions)).collect();
    listeners.sort_by_key(|one| one.port);
    Node {
        id: NodeId(zone.eni.clone()),
        arn: of.arn(),
        name: of.named.app(),
        dns_name: of.dns_name(),
        scheme: if of.internal { Scheme::Internal } else { Scheme::InternetFacing },
        vpc: of.vpc.clone(),
        subnet: zone.subnet.clone(),
        zone: zone.zone.clone(),
        address: zone.address,
        attributes: attributes(&of.attributes),
        listeners,
        groups,
    }
}

fn listener(of: &listener::Record, versions: &Versions<'_>) -> Listener {
    let rule = |id: &str, priority, conditions, transforms, action| Rule {
        arn: of.rule_arn(id),
        priority,
        conditions,
        transforms,
        action: self::action(&of.scope, action),
    };
    let mut rules: Vec<_> = of
        .rules
        .iter()
        .map(|one| {
            let (conditions, transforms) = (one.conditions.clone(), one.transforms.clone());
            rule(&one.id, Some(one.priority), conditions, transforms, &one.action)
        })
        .collect();
    rules.sort_by_key(|one| one.priority);
    rules.push(rule(&of.default_rule, None, vec![], vec![], &of.default_action));
    Listener {
        arn: of.arn(),
        port: of.port,
        protocol: protocol(of, versions),
        rules,
        server_header: of
            .attributes
            .get("routing.http.response.server.enabled")
            .is_none_or(|on| on != "false"),
        response_headers: response_headers(&of.attributes),
    }
}

/// What is spoken. Which version of a certificate or trust store it is makes the node another one, so that its
/// host is told of it anew; its key, or what is in it, is told beside it.
fn protocol(of: &listener::Record, versions: &Versions<'_>) -> ListenerProtocol {
    let Some(tls) = &of.tls else { return ListenerProtocol::Http };
    let mut certificates: Vec<Certificate> = vec![];
    for arn in of.certificates() {
        let version = (versions.certificate)(arn).unwrap_or_default();
        if certificates.iter().all(|one| one.arn != arn) {
            certificates.push(Certificate { arn: arn.to_owned(), version, material: None });
        }
    }
    let told = Tls { policy: tls.policy.clone(), certificates };
    match &tls.mutual {
        None => ListenerProtocol::Https(told),
        Some(listener::Mutual::Passthrough) => ListenerProtocol::Mutual(told, Mutual::Passthrough),
        Some(listener::Mutual::Verify { store, ignore_expiry, advertise }) => {
            let trust = Trust {
                store: store.trust_store_arn(&of.scope),
                version: (versions.trust_store)(store).unwrap_or_default(),
                ignore_expiry: *ignore_expiry,
                advertise: *advertise,
                material: None,
            };
            ListenerProtocol::Mutual(told, Mutual::Verify(trust))
        }
    }
}

/// The headers that are put into responses: `…response.X.header_value`, where X is the header's
/// name in its own way.
fn response_headers(set: &Set) -> Vec<(String, String)> {
    let header = |(key, value): (&String, &String)| {
        let name = key.strip_prefix("routing.http.response.")?.strip_suffix(".header_value")?;
        Some((name.replace('_', "-"), value.clone()))
    };
    set.iter().filter_map(header).filter(|(_, value)| !value.is_empty()).collect()
}

fn action(scope: &Scope, of: &action::Action) -> Action {
    match &of.what {
        What::Forward { groups, sticky_s } => Action::Forward {
            groups: groups
                .iter()
                .map(|one| Weighted {
                    group: one.group.target_group_arn(scope),
                    weight: one.weight,
                })
                .collect(),
            stickiness_s: *sticky_s,
        },
        What::Redirect(to) => Action::Redirect(to.clone()),
        What::Fixed(answer) => Action::FixedResponse(answer.clone()),
    }
}

/// A group with its targets as it is told to every node, and whether its requests wait.
pub(super) fn group<'r>(
    of: &target_group::Record,
    targets: impl Iterator<Item = &'r target::Record>,
    hold: Option<Hold>,
) -> TargetGroup {
    let since = |until: TimestampMs| TimestampMs(until.0.saturating_sub(of.drain_ms()));
    let target = |one: &target::Record| Target {
        address: IpAddr::V4(one.address),
        port: one.port,
        zone: one.zone.clone(),
        draining_since: one.draining_until.map(since),
    };
    TargetGroup {
        arn: of.arn(),
        protocol: of.protocol,
        version: of.version,
        health: of.check.clone(),
        attributes: group_attributes(&of.attributes),
        targets: targets.map(target).collect(),
        hold,
    }
}

/// The attributes that are set, over AWS's defaults. What is stored was checked.
fn attributes(set: &Set) -> Attributes {
    let default = Attributes::default();
    let flag = |key: &str, default| set.get(key).map_or(default, |value| value == "true");
    Attributes {
        idle_timeout_s: number(set, "idle_timeout.timeout_seconds", default.idle_timeout_s),
        client_keep_alive_s: number(set, "client_keep_alive.seconds", default.client_keep_alive_s),
        drop_invalid_header_fields: flag(
            "routing.http.drop_invalid_header_fields.enabled",
            default.drop_invalid_header_fields,
        ),
        preserve_host_header: flag(
            "routing.http.preserve_host_header.enabled",
            default.preserve_host_header,
        ),
        xff_client_port: flag("routing.http.xff_client_port.enabled", default.xff_client_port),
        xff: match set.get("routing.http.xff_header_processing.mode").map(String::as_str) {
            Some("preserve") => XffMode::Preserve,
            Some("remove") => XffMode::Remove,
            _ => XffMode::Append,
        },
        desync: match set.get("routing.http.desync_mitigation_mode").map(String::as_str) {
            Some("monitor") => DesyncMode::Monitor,
            Some("strictest") => DesyncMode::Strictest,
            _ => DesyncMode::Defensive,
        },
        http2: flag("routing.http2.enabled", default.http2),
        tls_headers: flag(
            "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
            default.tls_headers,
        ),
        access_logs: log_to(set, "access_logs"),
        connection_logs: log_to(set, "connection_logs"),
        health_check_logs: log_to(set, "health_check_logs"),
    }
}

/// Where a log goes, if it is kept.
fn log_to(set: &Set, log: &str) -> Option<LogTo> {
    let of = |part: &str| set.get(&format!("{log}.s3.{part}"));
    of("enabled").filter(|on| *on == "true")?;
    let bucket = of("bucket").cloned()?;
    let prefix = of("prefix").cloned().unwrap_or_default();
    Some(LogTo { bucket, prefix })
}

fn group_attributes(set: &Set) -> GroupAttributes {
    let default = GroupAttributes::default();
    let sticks = set.get("stickiness.enabled").is_some_and(|value| value == "true");
    let stickiness = match set.get("stickiness.type").map(String::as_str) {
        Some("app_cookie") => Stickiness::AppCookie {
            name: set.get("stickiness.app_cookie.cookie_name").cloned().unwrap_or_default(),
            duration_s: number(set, "stickiness.app_cookie.duration_seconds", 86_400),
        },
        _ => Stickiness::LbCookie {
            duration_s: number(set, "stickiness.lb_cookie.duration_seconds", 86_400),
        },
    };
    let healthy = "target_group_health.unhealthy_state_routing.minimum_healthy_targets";
    let percent = set.get(&format!("{healthy}.percentage"));
    GroupAttributes {
        deregistration_delay_s: number(set, target_group::DRAIN, default.deregistration_delay_s),
        algorithm: match set.get("load_balancing.algorithm.type").map(String::as_str) {
            Some("least_outstanding_requests") => Algorithm::LeastOutstandingRequests,
            Some("weighted_random") => Algorithm::WeightedRandom,
            _ => Algorithm::RoundRobin,
        },
        slow_start_s: number(set, "slow_start.duration_seconds", default.slow_start_s),
        stickiness: sticks.then_some(stickiness),
        healthy_min: HealthyMin {
            count: number(set, &format!("{healthy}.count"), default.healthy_min.count),
            percent: percent.and_then(|percent| percent.parse().ok()),
        },
        // Cross-zone load balancing of an application load balancer is always on.
        cross_zone: set.get("load_balancing.cross_zone.enabled").is_none_or(|on| on != "false"),
    }
}

fn number(set: &Set, key: &str, default: u32) -> u32 {
    set.get(key).and_then(|value| value.parse().ok()).unwrap_or(default)
}

#[cfg(test)]
mod tests {
    use ferrogate_records::balancer::Log;

    use super::*;

    fn set(pairs: &[(&str, &str)]) -> Set {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn nothing_set_is_awss_defaults() {
        assert_eq!(attributes(&Set::new()), Attributes::default());
        assert_eq!(group_attributes(&Set::new()), GroupAttributes::default());
    }

    #[test]
    fn what_is_set_is_told() {
        let of = attributes(&set(&[
            ("idle_timeout.timeout_seconds", "5"),
            ("routing.http.xff_header_processing.mode", "remove"),
            ("routing.http.preserve_host_header.enabled", "true"),
            ("routing.http.desync_mitigation_mode", "strictest"),
        ]));
        let want = Attributes {
            idle_timeout_s: 5,
            xff: XffMode::Remove,
            preserve_host_header: true,
            desync: DesyncMode::Strictest,
            ..Attributes::default()
        };
        assert_eq!(of, want);
        let of = group_attributes(&set(&[
            ("deregistration_delay.timeout_seconds", "0"),
            ("load_balancing.algorithm.type", "least_outstanding_requests"),
            ("stickiness.enabled", "true"),
            ("load_balancing.cross_zone.enabled", "false"),
            (
                "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage",
                "50",
            ),
        ]));
        let want = GroupAttributes {
            deregistration_delay_s: 0,
            algorithm: Algorithm::LeastOutstandingRequests,
            stickiness: Some(Stickiness::LbCookie { duration_s: 86_400 }),
            cross_zone: false,
            healthy_min: HealthyMin { count: 1, percent: Some(50) },
            ..GroupAttributes::default()
        };
        assert_eq!(of, want);
        let of = group_attributes(&set(&[
            ("stickiness.enabled", "true"),
            ("stickiness.type", "app_cookie"),
            ("stickiness.app_cookie.cookie_name", "SESSION"),
        ]));
        let cookie = Stickiness::AppCookie { name: "SESSION".into(), duration_s: 86_400 };
        assert_eq!(of.stickiness, Some(cookie));
        let of = attributes(&set(&[
            ("access_logs.s3.bucket", "logs"),
            ("access_logs.s3.enabled", "true"),
        ]));
        assert_eq!(of.access_logs, Some(LogTo { bucket: "logs".into(), prefix: String::new() }));
        assert_eq!(attributes(&set(&[("access_logs.s3.bucket", "logs")])).access_logs, None);
        let of = attributes(&set(&[
            ("connection_logs.s3.bucket", "conns"),
            ("connection_logs.s3.enabled", "true"),
            ("health_check_logs.s3.bucket", "checks"),
            ("health_check_logs.s3.prefix", "a/b"),
            ("health_check_logs.s3.enabled", "true"),
        ]));
        let to = |log: Log| of.log(log).map(|to| (&*to.bucket, &*to.prefix));
        let want = [None, Some(("conns", "")), Some(("checks", "a/b"))];
        assert_eq!(Log::ALL.map(to), want);
        let headers = response_headers(&set(&[
            ("routing.http.response.server.enabled", "false"),
            ("routing.http.response.x_frame_options.header_value", "DENY"),
        ]));
        assert_eq!(headers, [("x-frame-options".to_owned(), "DENY".to_owned())]);
    }
}
