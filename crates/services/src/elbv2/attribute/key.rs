//! The keys of attributes (API model, ALB user guide): their defaults, their values, and what of
//! these has its effect.

use std::path::Path;

use ferrogate_api::elbv2::Error;

use super::super::{Result, bucket, invalid, not_built};
use super::Set;

/// The attributes of one kind of objects.
pub(super) struct Noun {
    /// As errors name it.
    pub(super) name: &'static str,
    pub(super) keys: &'static [Key],
    /// Whether what is set can be set together.
    pub(super) agree: fn(&Set, Option<&Path>) -> Result<()>,
}

/// An attribute.
pub(super) struct Key {
    pub(super) name: &'static str,
    /// What holds while it is not set.
    pub(super) default: &'static str,
    values: Values,
    built: Built,
    /// Whether it is shown only when it is set.
    pub(super) hidden: bool,
}

/// The values that have their effect.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Built {
    All,
    /// The default alone.
    Default,
    /// All, where the engine has buckets; else the default alone.
    WithBuckets,
}

/// What an attribute's value may be.
enum Values {
    Flag,
    /// A number between two.
    Number(u64, u64),
    /// 0, or a number between two.
    NothingOr(u64, u64),
    /// `off`, or a number between two.
    OffOr(u64, u64),
    Word(&'static [&'static str]),
    /// A header's value.
    Header,
    Text,
}

const fn key(name: &'static str, default: &'static str, values: Values) -> Key {
    Key { name, default, values, built: Built::All, hidden: false }
}

/// One whose other values would have no effect.
const fn fixed(name: &'static str, default: &'static str, values: Values) -> Key {
    Key { name, default, values, built: Built::Default, hidden: false }
}

/// One that says something of a log in a bucket.
const fn logged(name: &'static str, default: &'static str, values: Values) -> Key {
    Key { name, default, values, built: Built::WithBuckets, hidden: false }
}

use Values::{Flag, Header, NothingOr, Number, OffOr, Text, Word};

pub(super) const LOAD_BALANCER: Noun = Noun {
    name: "Load balancer",
    keys: &[
        logged("access_logs.s3.enabled", "false", Flag),
        logged("access_logs.s3.bucket", "", Text),
        logged("access_logs.s3.prefix", "", Text),
        key("idle_timeout.timeout_seconds", "60", Number(1, 4000)),
        key("deletion_protection.enabled", "false", Flag),
        // HTTP/2 is spoken within TLS alone.
        key("routing.http2.enabled", "true", Flag),
        key("routing.http.drop_invalid_header_fields.enabled", "false", Flag),
        key("routing.http.xff_client_port.enabled", "false", Flag),
        key("routing.http.preserve_host_header.enabled", "false", Flag),
        key(
            "routing.http.xff_header_processing.mode",
            "append",
            Word(&["append", "preserve", "remove"]),
        ),
        fixed("load_balancing.cross_zone.enabled", "true", Flag),
        key(
            "routing.http.desync_mitigation_mode",
            "defensive",
            Word(&["monitor", "defensive", "strictest"]),
        ),
        key("client_keep_alive.seconds", "3600", Number(60, 604_800)),
        fixed("waf.fail_open.enabled", "false", Flag),
        key("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "false", Flag),
        fixed("zonal_shift.config.enabled", "false", Flag),
        logged("connection_logs.s3.enabled", "false", Flag),
        logged("connection_logs.s3.bucket", "", Text),
        logged("connection_logs.s3.prefix", "", Text),
        logged("health_check_logs.s3.enabled", "false", Flag),
        logged("health_check_logs.s3.bucket", "", Text),
        logged("health_check_logs.s3.prefix", "", Text),
    ],
    agree: logs_agree,
};

pub(super) const TARGET_GROUP: Noun = Noun {
    name: "Target group",
    keys: &[
        key(
            "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
            "1",
            Number(1, 1000),
        ),
        key(
            "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage",
            "off",
            OffOr(1, 100),
        ),
        fixed(
            "target_group_health.dns_failover.minimum_healthy_targets.count",
            "1",
            OffOr(1, 1000),
        ),
        fixed(
            "target_group_health.dns_failover.minimum_healthy_targets.percentage",
            "off",
            OffOr(1, 100),
        ),
        key("deregistration_delay.timeout_seconds", "300", Number(0, 3600)),
        key("stickiness.enabled", "false", Flag),
        key("stickiness.type", "lb_cookie", Word(&["lb_cookie", "app_cookie"])),
        key("stickiness.lb_cookie.duration_seconds", "86400", Number(1, 604_800)),
        Key { hidden: true, ..key("stickiness.app_cookie.cookie_name", "", Text) },
        Key {
            hidden: true,
            ..key("stickiness.app_cookie.duration_seconds", "86400", Number(1, 604_800))
        },
        key("slow_start.duration_seconds", "0", NothingOr(30, 900)),
        key(
            "load_balancing.algorithm.type",
            "round_robin",
            Word(&["round_robin", "least_outstanding_requests", "weighted_random"]),
        ),
        fixed("load_balancing.algorithm.anomaly_mitigation", "off", Word(&["on", "off"])),
        key(
            "load_balancing.cross_zone.enabled",
            "use_load_balancer_configuration",
            Word(&["true", "false", "use_load_balancer_configuration"]),
        ),
    ],
    agree: group_agrees,
};

pub(super) const LISTENER: Noun = Noun {
    name: "Listener",
    keys: &[
        key("routing.http.response.server.enabled", "true", Flag),
        key("routing.http.response.strict_transport_security.header_value", "", Header),
        key("routing.http.response.access_control_allow_origin.header_value", "", Header),
        key("routing.http.response.access_control_allow_methods.header_value", "", Header),
        key("routing.http.response.access_control_allow_headers.header_value", "", Header),
        key("routing.http.response.access_control_allow_credentials.header_value", "", Header),
        key("routing.http.response.access_control_expose_headers.header_value", "", Header),
        key("routing.http.response.access_control_max_age.header_value", "", Header),
        key("routing.http.response.content_security_policy.header_value", "", Header),
        key(
            "routing.http.response.x_content_type_options.header_value",
            "",
            Word(&["", "nosniff"]),
        ),
        key(
            "routing.http.response.x_frame_options.header_value",
            "",
            Word(&["", "DENY", "SAMEORIGIN"]),
        ),
    ],
    agree: |_, _| Ok(()),
};

/// What of a target group's attributes can't be set together (ALB user guide, "Target group
/// attributes").
fn group_agrees(set: &Set, _: Option<&Path>) -> Result<()> {
    let is = |key: &str, value: &str| set.get(key).is_some_and(|set| set == value);
    let cookie = set.get("stickiness.app_cookie.cookie_name").map(String::as_str);
    if let Some(name) = cookie
        && ["AWSALB", "AWSALBAPP", "AWSALBTG"].iter().any(|own| name.starts_with(own))
    {
        return invalid(format!(
            "The cookie name '{name}' is reserved for use by the load balancer"
        ));
    }
    if let Some(name) = cookie
        && !name.bytes().all(|b| b.is_ascii_graphic() && !b"()<>@,;:\\\"/[]?={}".contains(&b))
    {
        return invalid(format!(
            "'{name}' is not a valid value for 'stickiness.app_cookie.cookie_name'"
        ));
    }
    if is("stickiness.type", "app_cookie") && cookie.is_none() {
        return invalid(
            "You must set an application cookie name to enable stickiness of type 'app_cookie'",
        );
    }
    let slow = set.contains_key("slow_start.duration_seconds");
    if slow && set.contains_key("load_balancing.algorithm.type") {
        return invalid(
            "Slow start can only be enabled for target groups using the 'round_robin' load \
             balancing algorithm",
        );
    }
    if is("stickiness.enabled", "true") && is("load_balancing.cross_zone.enabled", "false") {
        return invalid(
            "Stickiness can't be enabled for target groups with cross-zone load balancing disabled",
        );
    }
    Ok(())
}

/// The logs, as refusals name them.
const LOGS: &[(&str, &str)] = &[
    ("access_logs", "access logs"),
    ("connection_logs", "connection logs"),
    ("health_check_logs", "health check logs"),
];

/// Refuses a log whose bucket is not there (ALB user guide, "Enable access logs", "Enable
/// connection logs", "Enable health check logs").
fn logs_agree(set: &Set, buckets: Option<&Path>) -> Result<()> {
    LOGS.iter().try_for_each(|log| log_agrees(set, *log, buckets))
}

fn log_agrees(set: &Set, (log, shown): (&str, &str), buckets: Option<&Path>) -> Result<()> {
    let text =
        |part: &str| set.get(&format!("{log}.s3.{part}")).map(String::as_str).unwrap_or_default();
    let prefix = text("prefix");
    let is_part = |part: &str| !part.is_empty() && part != "." && part != ".." && part != "AWSLogs";
    let fine = |c: char| c.is_ascii_alphanumeric() || "!-_.*'()/".contains(c);
    if !prefix.is_empty() && (!prefix.split('/').all(is_part) || !prefix.chars().all(fine)) {
        return invalid(format!("'{prefix}' is not a valid value for '{log}.s3.prefix'"));
    }
    if text("enabled") != "true" {
        return Ok(());
    }
    let name = text("bucket");
    if name.is_empty() {
        return invalid(format!("You must specify '{log}.s3.bucket' to enable {shown}"));
    }
    if !buckets.is_some_and(|buckets| bucket::is_there(buckets, name)) {
        let text = format!("Access Denied for bucket: {name}. Please check S3bucket permission");
        return Err(Error::invalid_configuration_request(text).into());
    }
    Ok(())
}

impl Key {
    /// Whether the attribute can have the value.
    pub(super) fn check(&self, value: &str, buckets: bool) -> Result<()> {
        let name = self.name;
        let number =
            || value.parse::<u64>().ok().filter(|_| value.bytes().all(|b| b.is_ascii_digit()));
        let within = |from: u64, to: u64| number().is_some_and(|n| (from..=to).contains(&n));
        match self.values {
            Values::Flag if value != "true" && value != "false" => {
                return invalid(format!(
                    "The value of '{name}' must be 'true' or 'false', but was '{value}'"
                ));
            }
            Values::Number(from, to) if !within(from, to) => return self.range(value, from, to),
            Values::NothingOr(from, to) if value != "0" && !within(from, to) => {
                return self.range(value, from, to);
            }
            Values::OffOr(from, to) if value != "off" && !within(from, to) => {
                return self.range(value, from, to);
            }
            Values::Word(words) if !words.contains(&value) => {
                return invalid(format!(
                    "'{value}' is not a valid value for '{name}' (allowed: [{}])",
                    words.join(", ")
                ));
            }
            // RFC 9110, 5.5: what is visible, and blanks between.
            Values::Header
                if value.trim() != value
                    || !value.bytes().all(|b| b.is_ascii_graphic() || b == b' ') =>
            {
                return invalid(format!("'{value}' is not a valid value for '{name}'"));
            }
            _ => {}
        }
        if name == "load_balancing.cross_zone.enabled" && self.default == "true" && value != "true"
        {
            return invalid(
                "The value for 'load_balancing.cross_zone.enabled' must always be 'true' for an \
                 Application Load Balancer",
            );
        }
        let is_built = match self.built {
            Built::All => true,
            Built::Default => false,
            Built::WithBuckets => buckets,
        };
        if !is_built && value != self.default {
            return not_built(format_args!("The value '{value}' of the attribute '{name}'"));
        }
        Ok(())
    }

    fn range(&self, value: &str, from: u64, to: u64) -> Result<()> {
        let name = self.name;
        invalid(format!(
            "The value of '{name}' must be between '{from}' and '{to}' inclusive, but was '{value}'"
        ))
    }
}
