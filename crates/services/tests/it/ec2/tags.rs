//! Tags of every kind of object that EC2 has.

use ferrogate_api::ec2::operation as op;
use serde_json::{Value, json};

use super::{add_task, filter, network, vpc_id};
use crate::rig::{Rig, column};

/// One object of each kind, with the type that EC2 calls it.
async fn objects(rig: &Rig) -> Vec<(&'static str, String)> {
    add_task(rig, 9, false).await;
    let network = network();
    let parts = &network.parts;
    vec![
        ("vpc", parts.vpc.id.clone()),
        ("subnet", network.subnets[1].id.clone()),
        ("route-table", parts.main.id.clone()),
        ("network-acl", parts.acl.id.clone()),
        ("security-group", parts.group.id.clone()),
        ("security-group-rule", parts.group.ingress[0].id.clone()),
        ("security-group-rule", parts.group.egress[0].id.clone()),
        ("internet-gateway", network.gateway.id.clone()),
        ("network-interface", "eni-00000000000000009".into()),
    ]
}

fn tags(of: &[(&str, &str)]) -> Value {
    of.iter().map(|(key, value)| json!({"key": key, "value": value})).collect()
}

async fn described(rig: &Rig, id: &str) -> Vec<(String, String)> {
    let found = rig.ok(&op::DescribeTags, filter("resource-id", id)).await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let own = found["tagSet"].as_array().unwrap().iter();
    own.map(|tag| (text(&tag["key"]), text(&tag["value"]))).collect()
}

#[tokio::test]
async fn objects_of_every_kind_are_tagged_together() {
    let rig = Rig::new().await;
    let objects = objects(&rig).await;
    let ids: Vec<_> = objects.iter().map(|(_, id)| id).collect();
    let ask = json!({"ResourceId": ids, "Tag": tags(&[("Name", "web"), ("empty", "")])});
    rig.ok(&op::CreateTags, ask.clone()).await;
    rig.ok(&op::CreateTags, ask).await;
    let found = rig.ok(&op::DescribeTags, filter("key", "Name")).await;
    assert_eq!(found["tagSet"].as_array().unwrap().len(), objects.len());
    for (kind, id) in &objects {
        let ask = json!({"Filter": [
            {"Name": "resource-type", "Value": [kind]},
            {"Name": "resource-id", "Value": [id]},
            {"Name": "tag:Name", "Value": ["w*"]},
        ]});
        let found = rig.ok(&op::DescribeTags, ask).await;
        let one = json!([
            {"key": "Name", "resourceId": id, "resourceType": kind, "value": "web"},
        ]);
        assert_eq!(found["tagSet"], one);
    }
    let vpcs = rig.ok(&op::DescribeVpcs, filter("tag:Name", "web")).await;
    assert_eq!(column(&vpcs, "vpcSet", "vpcId"), [vpc_id()]);

    let delete = json!({"resourceId": ids, "tag": [{"key": "Name"}]});
    rig.ok(&op::DeleteTags, delete).await;
    let left = rig.ok(&op::DescribeTags, filter("value", "")).await;
    assert_eq!(left["tagSet"].as_array().unwrap().len(), objects.len());
    assert_eq!(rig.ok(&op::DescribeTags, filter("key", "Name")).await["tagSet"], json!([]));
    rig.end().await;
}

#[tokio::test]
async fn a_tag_goes_by_its_key_and_by_its_value_where_one_is_given() {
    let rig = Rig::new().await;
    let vpc = vpc_id();
    let given = tags(&[("a", "1"), ("b", ""), ("c", "3")]);
    rig.ok(&op::CreateTags, json!({"ResourceId": [vpc], "Tag": given})).await;
    let delete = async |named: Value| {
        rig.ok(&op::DeleteTags, json!({"resourceId": [vpc], "tag": named})).await;
        described(&rig, &vpc).await.into_iter().map(|(key, _)| key).collect::<Vec<_>>()
    };
    assert_eq!(
        delete(json!([{"key": "a", "value": "2"}, {"key": "c", "value": ""}])).await.len(),
        3
    );
    assert_eq!(delete(json!([{"key": "b", "value": ""}])).await, ["a", "c"]);
    assert_eq!(delete(json!([{"key": "a"}])).await, ["c"]);
    assert_eq!(delete(json!([])).await, [""; 0]);
    rig.end().await;
}

#[tokio::test]
async fn tags_of_aws_s_services_stay() {
    let rig = Rig::new().await;
    add_task(&rig, 9, false).await;
    let eni = "eni-00000000000000009";
    rig.ok(&op::CreateTags, json!({"ResourceId": [eni], "Tag": tags(&[("own", "1")])})).await;
    rig.ok(&op::DeleteTags, json!({"resourceId": [eni]})).await;
    let left = described(&rig, eni).await;
    assert_eq!(left, [("aws:ecs:clusterName".to_owned(), "default".to_owned())]);
    let reserved = json!({"ResourceId": [eni], "Tag": tags(&[("AWS:x", "1")])});
    let refused = rig.refused(&op::CreateTags, reserved).await;
    assert_eq!(refused.1, "Tag keys starting with 'aws:' are reserved for internal use");
    let reserved = json!({"resourceId": [eni], "tag": [{"key": "aws:ecs:clusterName"}]});
    assert_eq!(rig.refused(&op::DeleteTags, reserved).await.0, "InvalidParameterValue");
    rig.end().await;
}

#[tokio::test]
async fn what_is_not_there_is_not_tagged_nor_is_what_stands_beside_it() {
    let rig = Rig::new().await;
    let vpc = vpc_id();
    for (id, code) in [
        ("web", "InvalidID"),
        ("", "InvalidID"),
        ("vpc-x", "InvalidVpcID.NotFound"),
        ("subnet-x", "InvalidSubnetID.NotFound"),
        ("rtb-x", "InvalidRouteTableID.NotFound"),
        ("acl-x", "InvalidNetworkAclID.NotFound"),
        ("igw-x", "InvalidInternetGatewayID.NotFound"),
        ("eni-01234567", "InvalidNetworkInterfaceID.NotFound"),
        ("sg-01234567", "InvalidGroup.NotFound"),
        ("sgr-01234567", "InvalidSecurityGroupRuleId.NotFound"),
    ] {
        let ask = json!({"ResourceId": [vpc, id], "Tag": tags(&[("a", "1")])});
        assert_eq!(rig.refused(&op::CreateTags, ask).await.0, code, "{id}");
        assert_eq!(rig.refused(&op::DeleteTags, json!({"resourceId": [id]})).await.0, code, "{id}");
    }
    assert_eq!(described(&rig, &vpc).await, []);
    rig.end().await;
}

#[tokio::test]
async fn an_object_has_fifty_tags() {
    let rig = Rig::new().await;
    let vpc = vpc_id();
    let many = |range: std::ops::Range<u8>| -> Value {
        range.map(|n| json!({"key": format!("k{n}"), "value": "v"})).collect()
    };
    rig.ok(&op::CreateTags, json!({"ResourceId": [vpc], "Tag": many(0..50)})).await;
    // One of them anew.
    rig.ok(&op::CreateTags, json!({"ResourceId": [vpc], "Tag": many(49..50)})).await;
    let refused =
        rig.refused(&op::CreateTags, json!({"ResourceId": [vpc], "Tag": many(50..51)})).await;
    assert_eq!(refused.0, "TagLimitExceeded");
    let twice = json!({"ResourceId": [vpc], "Tag": tags(&[("a", "1"), ("a", "2")])});
    assert_eq!(rig.refused(&op::CreateTags, twice).await.1, "Duplicate tag key 'a' specified.");

    let mut ask = json!({"maxResults": 20});
    let mut sizes = vec![];
    loop {
        let page = rig.ok(&op::DescribeTags, ask.clone()).await;
        sizes.push(page["tagSet"].as_array().unwrap().len());
        match page.get("nextToken") {
            Some(token) => ask["nextToken"] = token.clone(),
            None => break,
        }
    }
    assert_eq!(sizes, [20, 20, 10]);
    for bad in [4, 1001] {
        let refused = rig.refused(&op::DescribeTags, json!({"maxResults": bad})).await;
        assert_eq!(refused.0, "InvalidParameterValue");
    }
    rig.end().await;
}

#[tokio::test]
async fn two_who_tag_one_object_at_once_both_have_their_effect() {
    let rig = Rig::new().await;
    let vpc = vpc_id();
    let ask = |key: &str| json!({"ResourceId": [vpc], "Tag": tags(&[(key, "1")])});
    tokio::join!(rig.ok(&op::CreateTags, ask("a")), rig.ok(&op::CreateTags, ask("b")));
    assert_eq!(described(&rig, &vpc).await.len(), 2);
    rig.end().await;
}

#[tokio::test]
async fn a_request_that_changes_too_much_at_once_is_refused_and_changes_nothing() {
    let rig = Rig::new().await;
    let options = json!({"dhcpConfiguration": [{"Key": "domain-name", "Value": ["a"]}]});
    let mut ids = vec![];
    for _ in 0..101 {
        let made = rig.ok(&op::CreateDhcpOptions, options.clone()).await;
        ids.push(made["dhcpOptions"]["dhcpOptionsId"].as_str().unwrap().to_owned());
    }
    let tag = |ids: &[String]| json!({"ResourceId": ids, "Tag": [{"key": "a", "value": "1"}]});
    let refused = rig.refused(&op::CreateTags, tag(&ids)).await;
    assert!(refused.1.contains("changes more than 100 things at once"), "{refused:?}");
    let tagged = rig.ok(&op::DescribeDhcpOptions, filter("tag:a", "1")).await;
    assert!(column(&tagged, "dhcpOptionsSet", "dhcpOptionsId").is_empty());
    rig.ok(&op::CreateTags, tag(&ids[..100])).await;
    let tagged = rig.ok(&op::DescribeDhcpOptions, filter("tag:a", "1")).await;
    assert_eq!(column(&tagged, "dhcpOptionsSet", "dhcpOptionsId").len(), 100);
    rig.end().await;
}
