//! Target groups: defaults, what they may be, and when they can go.

use ferrogate_api::elbv2::operation as op;
use serde_json::json;

use super::*;
use crate::rig::column;

#[tokio::test]
async fn a_group_has_awss_defaults() {
    let rig = Rig::new().await;
    let made = rig.ok(&op::CreateTargetGroup, group("web")).await;
    let one = &made["TargetGroups"][0];
    for (name, value) in [
        ("HealthCheckProtocol", json!("HTTP")),
        ("HealthCheckPort", json!("traffic-port")),
        ("HealthCheckEnabled", json!(true)),
        ("HealthCheckIntervalSeconds", json!(30)),
        ("HealthCheckTimeoutSeconds", json!(5)),
        ("HealthyThresholdCount", json!(5)),
        ("UnhealthyThresholdCount", json!(2)),
        ("HealthCheckPath", json!("/")),
        ("Matcher", json!({"HttpCode": "200"})),
        ("LoadBalancerArns", json!([])),
        ("TargetType", json!("ip")),
        ("ProtocolVersion", json!("HTTP1")),
        ("IpAddressType", json!("ipv4")),
    ] {
        assert_eq!(one[name], value, "{name}");
    }
    assert_eq!(make_group(&rig, "web").await, text(&one["TargetGroupArn"]));
    let refused = refusal(&rig, &op::CreateTargetGroup, with(group("web"), "Port", 81)).await;
    let words = "A target group with the same name 'web' exists, but with different settings";
    assert_eq!(refused, ("DuplicateTargetGroupName".into(), words.into()));
    rig.end().await;
}

#[tokio::test]
async fn a_group_of_grpc_or_http2_has_its_defaults_and_needs_tls_before_it() {
    let rig = Rig::new().await;
    let balancer = make_balancer(&rig, "web").await;
    for (version, path, matcher) in [
        ("HTTP2", "/", json!({"HttpCode": "200"})),
        ("GRPC", "/AWS.ALB/healthcheck", json!({"GrpcCode": "12"})),
    ] {
        let ask = with(with(group(version), "ProtocolVersion", version), "Protocol", "HTTPS");
        let made = rig.ok(&op::CreateTargetGroup, ask).await["TargetGroups"][0].clone();
        assert_eq!(
            (&made["Protocol"], &made["ProtocolVersion"]),
            (&json!("HTTPS"), &json!(version))
        );
        assert_eq!((&made["HealthCheckPath"], &made["Matcher"]), (&json!(path), &matcher));
        assert_eq!(made["HealthCheckProtocol"], "HTTP");
        let arn = text(&made["TargetGroupArn"]);
        let words = format!(
            "Listener protocol 'HTTP' is not supported with a target group with the \
             protocol-version '{version}'"
        );
        let want = ("InvalidLoadBalancerAction".to_owned(), words);
        let ask = super::listener(&balancer, 80, forward(&arn));
        assert_eq!(refusal(&rig, &op::CreateListener, ask).await, want);
        let plain = make_listener(&rig, &balancer, fixed("200")).await;
        let rule = json!({
            "ListenerArn": plain, "Priority": 1, "Actions": forward(&arn),
            "Conditions": [{"Field": "path-pattern", "Values": ["/a"]}],
        });
        assert_eq!(refusal(&rig, &op::CreateRule, rule).await, want);
        let change = json!({"ListenerArn": plain, "DefaultActions": forward(&arn)});
        assert_eq!(refusal(&rig, &op::ModifyListener, change).await, want);
        rig.ok(&op::DeleteListener, json!({"ListenerArn": plain})).await;
        let change = json!({
            "TargetGroupArn": arn, "HealthCheckProtocol": "HTTPS", "HealthCheckPath": "/x.Y/Z",
        });
        let made = rig.ok(&op::ModifyTargetGroup, change).await["TargetGroups"][0].clone();
        assert_eq!((&made["HealthCheckProtocol"], &made["Matcher"]), (&json!("HTTPS"), &matcher));
    }
    rig.end().await;
}

#[tokio::test]
async fn what_a_group_can_not_be_is_refused() {
    let rig = Rig::new().await;
    let base = || group("web");
    let without = |name: &str| {
        let mut ask = base();
        ask.as_object_mut().unwrap().remove(name);
        ask
    };
    for (ask, code, part) in [
        (with(base(), "TargetType", "instance"), "UnsupportedOperation", "instance"),
        (without("TargetType"), "UnsupportedOperation", "instance"),
        (with(base(), "TargetType", "lambda"), "UnsupportedOperation", "lambda"),
        (with(base(), "Protocol", "TCP"), "UnsupportedOperation", "TCP"),
        (with(base(), "ProtocolVersion", "HTTP3"), "ValidationError", "HTTP3"),
        (without("Protocol"), "ValidationError", "must have a protocol and a port"),
        (without("VpcId"), "ValidationError", "VPC"),
        (with(base(), "VpcId", "vpc-1"), "ValidationError", "The VPC ID 'vpc-1' is not found"),
        (
            with(with(base(), "HealthCheckTimeoutSeconds", 10), "HealthCheckIntervalSeconds", 10),
            "ValidationError",
            "Health check timeout '10' must be smaller than the interval '10'",
        ),
        (with(base(), "HealthCheckPath", "health"), "ValidationError", "'health'"),
        (with(base(), "HealthCheckPort", "0"), "ValidationError", "'0'"),
        (with(base(), "HealthCheckProtocol", "TCP"), "ValidationError", "TCP"),
        (with(base(), "HealthCheckEnabled", false), "ValidationError", "true"),
        (with(base(), "Matcher", json!({"HttpCode": "500"})), "ValidationError", "200-499"),
        (
            with(base(), "Matcher", json!({"GrpcCode": "0"})),
            "ValidationError",
            "Health check matcher HTTP code cannot be empty",
        ),
        (
            with(with(base(), "ProtocolVersion", "GRPC"), "Matcher", json!({"HttpCode": "200"})),
            "ValidationError",
            "Health check matcher GRPC code cannot be empty",
        ),
        (
            with(with(base(), "ProtocolVersion", "GRPC"), "Matcher", json!({"GrpcCode": "200"})),
            "ValidationError",
            "Health check matcher GRPC code '200' must be within '0-99' inclusive",
        ),
        (with(base(), "Name", "a b"), "ValidationError", "alphanumeric"),
    ] {
        let refused = refusal(&rig, &op::CreateTargetGroup, ask.clone()).await;
        assert_eq!(refused.0, code, "{ask}: {refused:?}");
        assert!(refused.1.contains(part), "{ask}: {refused:?}");
    }
    rig.end().await;
}

#[tokio::test]
async fn a_group_in_use_stays_and_is_of_one_load_balancer() {
    let rig = Rig::new().await;
    let (a, b) = (make_balancer(&rig, "a").await, make_balancer(&rig, "b").await);
    let group = make_group(&rig, "web").await;
    let listener = make_listener(&rig, &a, forward(&group)).await;
    let shown = rig.ok(&op::DescribeTargetGroups, json!({"LoadBalancerArn": a})).await;
    assert_eq!(shown["TargetGroups"][0]["LoadBalancerArns"], json!([a]));
    let none = rig.ok(&op::DescribeTargetGroups, json!({"LoadBalancerArn": b})).await;
    assert_eq!(none["TargetGroups"], json!([]));
    let refused =
        refusal(&rig, &op::CreateListener, super::listener(&b, 80, forward(&group))).await;
    let words = "The following target groups cannot be associated with more than one load balancer";
    assert_eq!(refused, ("TargetGroupAssociationLimit".into(), format!("{words}: {group}")));
    let refused = refusal(&rig, &op::DeleteTargetGroup, json!({"TargetGroupArn": group})).await;
    let words = format!("Target group '{group}' is currently in use by a listener or a rule");
    assert_eq!(refused, ("ResourceInUse".into(), words));
    // Given up by one, it may be another's; deleted with its load balancer's listeners it is free.
    rig.ok(&op::DeleteListener, json!({"ListenerArn": listener})).await;
    make_listener(&rig, &b, forward(&group)).await;
    rig.ok(&op::DeleteLoadBalancer, json!({"LoadBalancerArn": b})).await;
    rig.ok(&op::DeleteTargetGroup, json!({"TargetGroupArn": group})).await;
    rig.ok(&op::DeleteTargetGroup, json!({"TargetGroupArn": group})).await;
    let refused = refusal(&rig, &op::DescribeTargetGroups, json!({"Names": ["web"]})).await;
    let words = "One or more target groups not found";
    assert_eq!(refused, ("TargetGroupNotFound".into(), words.into()));
    rig.end().await;
}

#[tokio::test]
async fn checks_are_changed_and_the_rest_of_them_stays() {
    let rig = Rig::new().await;
    let arn = make_group(&rig, "web").await;
    let change = json!({
        "TargetGroupArn": arn, "HealthCheckPath": "/ping", "HealthCheckPort": "8080",
        "HealthCheckIntervalSeconds": 5, "HealthCheckTimeoutSeconds": 2,
        "HealthyThresholdCount": 2, "Matcher": {"HttpCode": "200-299"},
    });
    let changed = rig.ok(&op::ModifyTargetGroup, change).await;
    let one = &changed["TargetGroups"][0];
    assert_eq!(
        (&one["HealthCheckPath"], &one["HealthCheckPort"]),
        (&json!("/ping"), &json!("8080"))
    );
    assert_eq!((&one["UnhealthyThresholdCount"], &one["Port"]), (&json!(2), &json!(80)));
    assert_eq!(one["Matcher"]["HttpCode"], "200-299");
    let refused = refusal(
        &rig,
        &op::ModifyTargetGroup,
        json!({"TargetGroupArn": arn, "HealthCheckTimeoutSeconds": 5}),
    )
    .await;
    assert_eq!(refused.0, "ValidationError");
    let shown = rig.ok(&op::DescribeTargetGroups, json!({})).await;
    assert_eq!(column(&shown, "TargetGroups", "HealthCheckPath"), ["/ping"]);
    rig.end().await;
}
