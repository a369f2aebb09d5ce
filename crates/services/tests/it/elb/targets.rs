//! Targets: registered, drained, and how they are said to be.

use ferrogate_api::elbv2::operation as op;
use serde_json::json;

use super::*;
use crate::rig::NOW_MS;

async fn states(rig: &Rig, group: &str) -> Vec<(String, String, String)> {
    let found = rig.ok(&op::DescribeTargetHealth, json!({"TargetGroupArn": group})).await;
    let list = found["TargetHealthDescriptions"].as_array().unwrap();
    let of = |one: &Value| {
        let at = format!("{}:{}", text(&one["Target"]["Id"]), one["Target"]["Port"]);
        let health = &one["TargetHealth"];
        (at, text(&health["State"]), health["Reason"].as_str().unwrap_or_default().to_owned())
    };
    list.iter().map(of).collect()
}

fn target(group: &str, id: &str) -> Value {
    json!({"TargetGroupArn": group, "Targets": [{"Id": id}]})
}

fn is(at: &str, state: &str, reason: &str) -> (String, String, String) {
    (at.into(), state.into(), reason.into())
}

#[tokio::test]
async fn a_target_is_registered_and_drains() {
    let rig = Rig::new().await;
    let lb = make_balancer(&rig, "web").await;
    let group = make_group(&rig, "g").await;
    rig.ok(&op::RegisterTargets, target(&group, "172.31.0.9")).await;
    let unused = is("172.31.0.9:80", "unused", "Target.NotInUse");
    assert_eq!(states(&rig, &group).await, [unused]);
    make_listener(&rig, &lb, forward(&group)).await;
    let begins = is("172.31.0.9:80", "initial", "Elb.RegistrationInProgress");
    assert_eq!(states(&rig, &group).await, std::slice::from_ref(&begins));
    // The same twice, in one request and in two, is one target.
    let twice = json!({"TargetGroupArn": group, "Targets": [{"Id": "172.31.0.9"}, {"Id": "172.31.0.9", "Port": 80}]});
    rig.ok(&op::RegisterTargets, twice).await;
    assert_eq!(states(&rig, &group).await, std::slice::from_ref(&begins));

    rig.ok(&op::DeregisterTargets, target(&group, "172.31.0.9")).await;
    let drains = is("172.31.0.9:80", "draining", "Target.DeregistrationInProgress");
    assert_eq!(states(&rig, &group).await, [drains]);
    let id = group.rsplit('/').next().unwrap();
    let key = format!("/target/111122223333/eu-central-1/g/{id}/172.31.0.9:80");
    let stored: Value = serde_json::from_slice(&rig.stored(&key).await.unwrap().val).unwrap();
    assert_eq!(stored["draining_until"], NOW_MS + 300_000, "{stored}");
    rig.ok(&op::RegisterTargets, target(&group, "172.31.0.9")).await;
    assert_eq!(states(&rig, &group).await, [begins]);
    // What is not registered is let go without a word, as on AWS.
    rig.ok(&op::DeregisterTargets, target(&group, "172.31.0.10")).await;
    let ask = json!({"TargetGroupArn": group, "Targets": [{"Id": "172.31.0.10"}]});
    let found = rig.ok(&op::DescribeTargetHealth, ask).await;
    let health = &found["TargetHealthDescriptions"][0]["TargetHealth"];
    assert_eq!(health["Reason"], "Target.NotRegistered");
    rig.end().await;
}

#[tokio::test]
async fn targets_are_private_addresses_with_their_zone() {
    let rig = Rig::new().await;
    make_balancer(&rig, "web").await;
    let group = make_group(&rig, "g").await;
    for (id, zone, code) in [
        ("8.8.8.8", Some("all"), "InvalidTarget"),
        ("10.9.0.1", None, "InvalidTarget"),
        ("i-0123456789abcdef0", None, "ValidationError"),
        ("::1", None, "ValidationError"),
        ("172.31.0.9", Some("eu-central-1z"), "ValidationError"),
    ] {
        let mut ask = target(&group, id);
        if let Some(zone) = zone {
            ask["Targets"][0]["AvailabilityZone"] = zone.into();
        }
        let refused = refusal(&rig, &op::RegisterTargets, ask.clone()).await;
        assert_eq!(refused.0, code, "{ask}: {refused:?}");
    }
    let mut outside = target(&group, "10.9.0.1");
    outside["Targets"][0]["AvailabilityZone"] = "all".into();
    rig.ok(&op::RegisterTargets, outside).await;
    rig.ok(&op::RegisterTargets, target(&group, "172.31.0.9")).await;
    let found = rig.ok(&op::DescribeTargetHealth, json!({"TargetGroupArn": group})).await;
    let zones: Vec<_> = found["TargetHealthDescriptions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| text(&one["Target"]["AvailabilityZone"]))
        .collect();
    assert_eq!(zones, ["all", network().subnets[0].zone.as_str()]);
    let unknown = group.replace("/g/", "/h/");
    let refused = refusal(&rig, &op::RegisterTargets, target(&unknown, "172.31.0.9")).await;
    assert_eq!(refused.0, "TargetGroupNotFound");
    rig.end().await;
}

#[tokio::test]
async fn an_address_of_a_load_balancer_and_a_zone_without_one_are_unused() {
    let rig = Rig::new().await;
    let lb = make_balancer(&rig, "web").await;
    let group = make_group(&rig, "g").await;
    make_listener(&rig, &lb, forward(&group)).await;
    let enis = rig.ok(&ferrogate_api::ec2::operation::DescribeNetworkInterfaces, json!({})).await;
    let own = text(&enis["networkInterfaceSet"][0]["privateIpAddress"]);
    rig.ok(&op::RegisterTargets, target(&group, &own)).await;
    let elsewhere = network().subnets[2].cidr;
    let far = ferrogate_records::ec2::range::nth_usable(elsewhere, 9).unwrap().to_string();
    rig.ok(&op::RegisterTargets, target(&group, &far)).await;
    let mut found = states(&rig, &group).await;
    found.sort();
    let mut want = [
        is(&format!("{own}:80"), "unused", "Target.IpUnusable"),
        is(&format!("{far}:80"), "unused", "Target.NotInUse"),
    ];
    want.sort();
    assert_eq!(found, want);
    rig.end().await;
}

#[tokio::test]
async fn a_group_has_a_thousand_targets_at_most() {
    let rig = Rig::new().await;
    let group = make_group(&rig, "g").await;
    let targets: Vec<_> =
        (1..=1000).map(|port| json!({"Id": "172.31.0.9", "Port": port})).collect();
    rig.ok(&op::RegisterTargets, json!({"TargetGroupArn": group, "Targets": targets})).await;
    let more = json!({"TargetGroupArn": group, "Targets": [{"Id": "172.31.0.9", "Port": 1001}]});
    assert_eq!(refusal(&rig, &op::RegisterTargets, more).await.0, "TooManyTargets");
    assert_eq!(states(&rig, &group).await.len(), 1000);
    rig.end().await;
}
