//! Listeners and their actions.

use ferrogate_api::elbv2::operation as op;
use serde_json::json;

use super::*;
use crate::rig::column;

#[tokio::test]
async fn a_listener_shows_its_actions_as_aws_does() {
    let rig = Rig::new().await;
    let lb = make_balancer(&rig, "web").await;
    let group = make_group(&rig, "g").await;
    let arn = make_listener(&rig, &lb, forward(&group)).await;
    assert!(arn.starts_with(&lb.replace(":loadbalancer/", ":listener/")), "{arn}");
    let shown = rig.ok(&op::DescribeListeners, json!({"ListenerArns": [arn]})).await;
    let one = &shown["Listeners"][0];
    assert_eq!((&one["Port"], &one["Protocol"]), (&json!(80), &json!("HTTP")));
    let action = json!({
        "Type": "forward", "TargetGroupArn": group,
        "ForwardConfig": {
            "TargetGroups": [{"TargetGroupArn": group, "Weight": 1}],
            "TargetGroupStickinessConfig": {"Enabled": false},
        },
    });
    assert_eq!(one["DefaultActions"], json!([action]));
    // The same again makes nothing; another action on the same port is refused.
    assert_eq!(make_listener(&rig, &lb, forward(&group)).await, arn);
    let refused = refusal(&rig, &op::CreateListener, listener(&lb, 80, fixed("200"))).await;
    assert_eq!(refused.0, "DuplicateListener");
    let redirect = json!([{"Type": "redirect", "RedirectConfig": {"StatusCode": "HTTP_301", "Port": "8443", "Protocol": "HTTPS"}}]);
    let change = json!({"ListenerArn": arn, "Port": 81, "DefaultActions": redirect});
    let changed = rig.ok(&op::ModifyListener, change).await;
    assert_eq!(changed["Listeners"][0]["Port"], 81);
    let config = json!({
        "Protocol": "HTTPS", "Port": "8443", "Host": "#{host}", "Path": "/#{path}",
        "Query": "#{query}", "StatusCode": "HTTP_301",
    });
    assert_eq!(changed["Listeners"][0]["DefaultActions"][0]["RedirectConfig"], config);
    rig.ok(&op::DeleteTargetGroup, json!({"TargetGroupArn": group})).await;
    rig.ok(&op::DeleteListener, json!({"ListenerArn": arn})).await;
    let refused = refusal(&rig, &op::DescribeListeners, json!({"ListenerArns": [arn]})).await;
    assert_eq!(refused, ("ListenerNotFound".into(), "One or more listeners not found".into()));
    rig.end().await;
}

#[tokio::test]
async fn weights_and_sticky_groups_are_kept() {
    let rig = Rig::new().await;
    let lb = make_balancer(&rig, "web").await;
    let (a, b) = (make_group(&rig, "a").await, make_group(&rig, "b").await);
    let config = json!({
        "TargetGroups": [{"TargetGroupArn": a, "Weight": 0}, {"TargetGroupArn": b, "Weight": 999}],
        "TargetGroupStickinessConfig": {"Enabled": true, "DurationSeconds": 20},
    });
    let actions = json!([{"Type": "forward", "ForwardConfig": config}]);
    let made = rig.ok(&op::CreateListener, listener(&lb, 80, actions)).await;
    let action = &made["Listeners"][0]["DefaultActions"][0];
    assert_eq!((&action["ForwardConfig"], &action["TargetGroupArn"]), (&config, &Value::Null));
    let shown = rig.ok(&op::DescribeTargetGroups, json!({"LoadBalancerArn": lb})).await;
    assert_eq!(column(&shown, "TargetGroups", "TargetGroupName"), ["a", "b"]);
    rig.end().await;
}

#[tokio::test]
async fn actions_that_can_not_be_are_refused() {
    let rig = Rig::new().await;
    let lb = make_balancer(&rig, "web").await;
    let g = make_group(&rig, "g").await;
    let tuples =
        |list: Value| json!([{"Type": "forward", "ForwardConfig": {"TargetGroups": list}}]);
    let redirect = |config: Value| json!([{"Type": "redirect", "RedirectConfig": config}]);
    let unknown = g.replace("/g/", "/h/");
    for (actions, code) in [
        (json!([{"Type": "forward"}]), "InvalidLoadBalancerAction"),
        (json!([{"Type": "redirect"}]), "InvalidLoadBalancerAction"),
        (json!([]), "InvalidLoadBalancerAction"),
        (json!([forward(&g)[0], fixed("200")[0]]), "InvalidLoadBalancerAction"),
        (
            json!([{"Type": "forward", "TargetGroupArn": g, "RedirectConfig": {"StatusCode": "HTTP_301"}}]),
            "InvalidLoadBalancerAction",
        ),
        (forward(&unknown), "TargetGroupNotFound"),
        (forward("g"), "ValidationError"),
        (tuples(json!([{"TargetGroupArn": g, "Weight": 1000}])), "ValidationError"),
        (
            tuples(json!([{"TargetGroupArn": g, "Weight": 1}, {"TargetGroupArn": g, "Weight": 1}])),
            "ValidationError",
        ),
        (redirect(json!({"StatusCode": "HTTP_301"})), "InvalidLoadBalancerAction"),
        (redirect(json!({"StatusCode": "HTTP_301", "Query": "a=b"})), "InvalidLoadBalancerAction"),
        (redirect(json!({"StatusCode": "HTTP_301", "Port": "0"})), "ValidationError"),
        (redirect(json!({"StatusCode": "HTTP_301", "Path": "x"})), "ValidationError"),
        (
            json!([{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200", "ContentType": "image/png"}}]),
            "ValidationError",
        ),
        (
            json!([{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "302"}}]),
            "ValidationError",
        ),
        (
            json!([{"Type": "authenticate-cognito", "AuthenticateCognitoConfig": {"UserPoolArn": "a", "UserPoolClientId": "b", "UserPoolDomain": "c"}}]),
            "UnsupportedOperation",
        ),
    ] {
        let refused = refusal(&rig, &op::CreateListener, listener(&lb, 80, actions.clone())).await;
        assert_eq!(refused.0, code, "{actions}: {refused:?}");
    }
    let base = || listener(&lb, 80, fixed("200"));
    for (ask, code) in [
        (with(base(), "Protocol", "HTTPS"), "ValidationError"),
        (with(base(), "Protocol", "TCP"), "ValidationError"),
        (with(base(), "SslPolicy", "ELBSecurityPolicy-2016-08"), "ValidationError"),
        (
            with(base(), "Certificates", json!([{"CertificateArn": "arn:aws:acm:a:b:c/d"}])),
            "ValidationError",
        ),
        (with(base(), "Port", Value::Null), "ValidationError"),
        (with(base(), "Protocol", Value::Null), "ValidationError"),
        (with(base(), "LoadBalancerArn", lb.replace("web", "wob")), "LoadBalancerNotFound"),
    ] {
        let refused = refusal(&rig, &op::CreateListener, ask.clone()).await;
        assert_eq!(refused.0, code, "{ask}: {refused:?}");
    }
    let shown = rig.ok(&op::DescribeListeners, json!({"LoadBalancerArn": lb})).await;
    assert_eq!(shown["Listeners"], json!([]));
    let refused = refusal(&rig, &op::DescribeListeners, json!({})).await;
    let words = "You must specify either listener ARNs or a load balancer ARN";
    assert_eq!(refused, ("ValidationError".into(), words.into()));
    rig.end().await;
}
