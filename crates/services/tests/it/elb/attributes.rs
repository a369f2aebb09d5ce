//! Attributes: what is shown, what can be set, and what has no effect yet.

use ferrogate_api::elbv2::operation as op;
use serde_json::json;

use super::*;

fn value(answer: &Value, key: &str) -> Option<String> {
    let list = answer["Attributes"].as_array().unwrap();
    list.iter().find(|one| one["Key"] == key).map(|one| text(&one["Value"]))
}

fn set(of: &str, arn: &str, key: &str, value: &str) -> Value {
    json!({of: arn, "Attributes": [{"Key": key, "Value": value}]})
}

#[tokio::test]
async fn attributes_of_a_load_balancer() {
    let rig = Rig::new().await;
    let arn = make_balancer(&rig, "web").await;
    let of = "LoadBalancerArn";
    let shown = rig.ok(&op::DescribeLoadBalancerAttributes, json!({of: arn})).await;
    for (key, default) in [
        ("idle_timeout.timeout_seconds", "60"),
        ("deletion_protection.enabled", "false"),
        ("routing.http.desync_mitigation_mode", "defensive"),
        ("routing.http.xff_header_processing.mode", "append"),
        ("load_balancing.cross_zone.enabled", "true"),
        ("client_keep_alive.seconds", "3600"),
        ("access_logs.s3.enabled", "false"),
    ] {
        assert_eq!(value(&shown, key).as_deref(), Some(default), "{key}");
    }
    let modify = |key: &str, value: &str| set(of, &arn, key, value);
    let ok = rig
        .ok(&op::ModifyLoadBalancerAttributes, modify("idle_timeout.timeout_seconds", "4000"))
        .await;
    assert_eq!(value(&ok, "idle_timeout.timeout_seconds").as_deref(), Some("4000"));
    for (key, wrong, code, part) in [
        ("idle_timeout.timeout_seconds", "0", "ValidationError", "between '1' and '4000'"),
        ("idle_timeout.timeout_seconds", "4001", "ValidationError", "4001"),
        ("idle_timeout.timeout_seconds", "+5", "ValidationError", "+5"),
        ("deletion_protection.enabled", "yes", "ValidationError", "'true' or 'false'"),
        (
            "no.such",
            "1",
            "ValidationError",
            "Load balancer attribute key 'no.such' is not recognized",
        ),
        ("deregistration_delay.timeout_seconds", "1", "ValidationError", "not recognized"),
        ("load_balancing.cross_zone.enabled", "false", "ValidationError", "must always be 'true'"),
        ("access_logs.s3.enabled", "true", "ValidationError", "access_logs.s3.bucket"),
        ("access_logs.s3.prefix", "a/../b", "ValidationError", "a/../b"),
        (
            "connection_logs.s3.enabled",
            "true",
            "ValidationError",
            "You must specify 'connection_logs.s3.bucket' to enable connection logs",
        ),
        (
            "health_check_logs.s3.prefix",
            "AWSLogs",
            "ValidationError",
            "health_check_logs.s3.prefix",
        ),
        ("routing.http.desync_mitigation_mode", "off", "ValidationError", "strictest"),
        ("waf.fail_open.enabled", "true", "UnsupportedOperation", "waf"),
    ] {
        let refused = refusal(&rig, &op::ModifyLoadBalancerAttributes, modify(key, wrong)).await;
        assert_eq!(refused.0, code, "{key}={wrong}: {refused:?}");
        assert!(refused.1.contains(part), "{key}={wrong}: {refused:?}");
    }
    let mode = modify("routing.http.desync_mitigation_mode", "strictest");
    let ok = rig.ok(&op::ModifyLoadBalancerAttributes, mode).await;
    assert_eq!(value(&ok, "routing.http.desync_mitigation_mode").as_deref(), Some("strictest"));
    // A default is true without being built.
    rig.ok(&op::ModifyLoadBalancerAttributes, modify("access_logs.s3.enabled", "false")).await;
    rig.ok(&op::ModifyLoadBalancerAttributes, modify("deletion_protection.enabled", "true")).await;
    let refused = refusal(&rig, &op::DeleteLoadBalancer, json!({of: arn})).await;
    let words =
        format!("Load balancer '{arn}' cannot be deleted because deletion protection is enabled");
    assert_eq!(refused, ("OperationNotPermitted".into(), words));
    rig.ok(&op::ModifyLoadBalancerAttributes, modify("deletion_protection.enabled", "false")).await;
    rig.ok(&op::DeleteLoadBalancer, json!({of: arn})).await;
    rig.end().await;
}

#[tokio::test]
async fn each_log_goes_to_a_bucket_that_is_there() {
    let rig = Rig::new().await;
    let arn = make_balancer(&rig, "web").await;
    for of in ["access_logs", "connection_logs", "health_check_logs"] {
        let log = |bucket: &str, prefix: &str| {
            json!({"LoadBalancerArn": arn, "Attributes": [
                {"Key": format!("{of}.s3.enabled"), "Value": "true"},
                {"Key": format!("{of}.s3.bucket"), "Value": bucket},
                {"Key": format!("{of}.s3.prefix"), "Value": prefix},
            ]})
        };
        for wrong in ["my-log", "My-logs", "..", "my-logs/..", "a", "../buckets/my-logs"] {
            let refused = refusal(&rig, &op::ModifyLoadBalancerAttributes, log(wrong, "")).await;
            let text =
                format!("Access Denied for bucket: {wrong}. Please check S3bucket permission");
            assert_eq!(refused, ("InvalidConfigurationRequest".into(), text));
        }
        for wrong in ["/a", "a/", "a//b", "../a", "AWSLogs", "a/AWSLogs/b", "a b", "."] {
            let asked = log("my-logs", wrong);
            let refused = refusal(&rig, &op::ModifyLoadBalancerAttributes, asked).await;
            assert_eq!(refused.0, "ValidationError", "{wrong}: {refused:?}");
        }
        let ok = rig.ok(&op::ModifyLoadBalancerAttributes, log("my-logs", "web/prod")).await;
        assert_eq!(value(&ok, &format!("{of}.s3.enabled")).as_deref(), Some("true"));
        assert_eq!(value(&ok, &format!("{of}.s3.prefix")).as_deref(), Some("web/prod"));
        rig.ok(&op::ModifyLoadBalancerAttributes, log("my-logs", "")).await;
    }
    rig.end().await;
}

#[tokio::test]
async fn attributes_of_target_groups_and_listeners() {
    let rig = Rig::new().await;
    let arn = make_group(&rig, "g").await;
    let of = "TargetGroupArn";
    let shown = rig.ok(&op::DescribeTargetGroupAttributes, json!({of: arn})).await;
    assert_eq!(value(&shown, "deregistration_delay.timeout_seconds").as_deref(), Some("300"));
    assert_eq!(value(&shown, "stickiness.app_cookie.cookie_name"), None);
    let modify = |key: &str, value: &str| set(of, &arn, key, value);
    for (key, right) in [
        ("deregistration_delay.timeout_seconds", "0"),
        ("load_balancing.algorithm.type", "least_outstanding_requests"),
        ("stickiness.enabled", "true"),
        ("stickiness.type", "lb_cookie"),
        ("stickiness.lb_cookie.duration_seconds", "604800"),
    ] {
        let ok = rig.ok(&op::ModifyTargetGroupAttributes, modify(key, right)).await;
        assert_eq!(value(&ok, key).as_deref(), Some(right));
    }
    for (key, wrong, code) in [
        ("deregistration_delay.timeout_seconds", "3601", "ValidationError"),
        ("slow_start.duration_seconds", "29", "ValidationError"),
        // Not with another algorithm than round robin.
        ("slow_start.duration_seconds", "30", "ValidationError"),
        // Not while clients stay with their targets.
        ("load_balancing.cross_zone.enabled", "false", "ValidationError"),
        ("load_balancing.algorithm.type", "random", "ValidationError"),
        ("load_balancing.algorithm.anomaly_mitigation", "on", "UnsupportedOperation"),
        // Not without the cookie's name, which must not be one of the load balancer's own.
        ("stickiness.type", "app_cookie", "ValidationError"),
        ("stickiness.app_cookie.cookie_name", "AWSALBX", "ValidationError"),
        ("stickiness.app_cookie.cookie_name", "a b", "ValidationError"),
        (
            "target_group_health.dns_failover.minimum_healthy_targets.count",
            "2",
            "UnsupportedOperation",
        ),
        (
            "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
            "0",
            "ValidationError",
        ),
        ("stickiness.type", "source_ip", "ValidationError"),
        ("idle_timeout.timeout_seconds", "5", "ValidationError"),
    ] {
        let refused = refusal(&rig, &op::ModifyTargetGroupAttributes, modify(key, wrong)).await;
        assert_eq!(refused.0, code, "{key}={wrong}: {refused:?}");
    }
    let twice = json!({of: arn, "Attributes": [
        {"Key": "stickiness.enabled", "Value": "true"}, {"Key": "stickiness.enabled", "Value": "false"},
    ]});
    let refused = refusal(&rig, &op::ModifyTargetGroupAttributes, twice).await;
    assert!(refused.1.contains("has been specified more than once"), "{refused:?}");

    let lb = make_balancer(&rig, "web").await;
    let listener = make_listener(&rig, &lb, forward(&arn)).await;
    let shown = rig.ok(&op::DescribeListenerAttributes, json!({"ListenerArn": listener})).await;
    assert_eq!(value(&shown, "routing.http.response.server.enabled").as_deref(), Some("true"));
    let of = |key: &str, value: &str| {
        set("ListenerArn", &listener, &format!("routing.http.response.{key}"), value)
    };
    rig.ok(&op::ModifyListenerAttributes, of("server.enabled", "false")).await;
    let deny = of("x_frame_options.header_value", "DENY");
    let shown = rig.ok(&op::ModifyListenerAttributes, deny).await;
    let key = "routing.http.response.x_frame_options.header_value";
    assert_eq!(value(&shown, key).as_deref(), Some("DENY"));
    for (key, wrong) in [
        ("x_frame_options.header_value", "ALLOW"),
        ("content_security_policy.header_value", "a\r\nb"),
        ("server.enabled", "no"),
    ] {
        let refused = refusal(&rig, &op::ModifyListenerAttributes, of(key, wrong)).await;
        assert_eq!(refused.0, "ValidationError", "{key}={wrong}: {refused:?}");
    }
    rig.end().await;
}
