//! The default VPC as EC2 shows it.

use ferrogate_api::ec2::operation as op;
use serde_json::json;

use super::{add_task, filter, network, vpc_id};
use crate::rig::{ACCOUNT, REGION, Rig, column};

#[tokio::test]
async fn the_default_vpc_is_there_and_found_by_its_filters() {
    let rig = Rig::new().await;
    let network = network();
    let vpc = &network.parts.vpc;
    let found = rig.ok(&op::DescribeVpcs, json!({})).await;
    let shown = &found["vpcSet"][0];
    assert_eq!(shown["vpcId"], *vpc.id);
    assert_eq!(shown["cidrBlock"], "172.31.0.0/16");
    assert_eq!(shown["isDefault"], true);
    assert_eq!(shown["ownerId"], ACCOUNT);
    for (name, value, is) in [
        ("vpc-id", &*vpc.id, true),
        ("vpc-id", "vpc-*", true),
        ("isDefault", "true", true),
        ("is-default", "false", false),
        ("cidr", "172.31.0.0/16", true),
        ("state", "available", true),
        ("tag:Name", "x", false),
        ("tag-key", "*", false),
    ] {
        let found = rig.ok(&op::DescribeVpcs, filter(name, value)).await;
        assert_eq!(column(&found, "vpcSet", "vpcId").len(), usize::from(is), "{name} {value}");
    }
    rig.end().await;
}

#[tokio::test]
async fn a_subnet_counts_its_free_addresses() {
    let rig = Rig::new().await;
    let free = async || {
        let ask = json!({"SubnetId": [network().subnets[0].id]});
        let found = rig.ok(&op::DescribeSubnets, ask).await;
        found["subnetSet"][0]["availableIpAddressCount"].as_i64().unwrap()
    };
    assert_eq!(free().await, 4096 - 5);
    add_task(&rig, 4, false).await;
    add_task(&rig, 5, false).await;
    assert_eq!(free().await, 4096 - 5 - 2);

    let zone = format!("{REGION}b");
    for (name, value, count) in [
        ("vpc-id", &*vpc_id(), 3),
        ("availability-zone", &*zone, 1),
        ("availabilityZone", &*zone, 1),
        ("default-for-az", "true", 3),
        ("cidr-block", "172.31.32.0/20", 1),
        ("available-ip-address-count", "4091", 2),
        ("map-public-ip-on-launch", "true", 3),
    ] {
        let found = rig.ok(&op::DescribeSubnets, filter(name, value)).await;
        assert_eq!(column(&found, "subnetSet", "subnetId").len(), count, "{name} {value}");
    }
    rig.end().await;
}

#[tokio::test]
async fn the_default_group_lets_in_itself_and_all_out() {
    let rig = Rig::new().await;
    let group = network().parts.group.id;
    let found = rig.ok(&op::DescribeSecurityGroups, json!({"GroupName": ["default"]})).await;
    let shown = &found["securityGroupInfo"][0];
    assert_eq!(shown["groupId"], *group);
    let (into, out) = (&shown["ipPermissions"][0], &shown["ipPermissionsEgress"][0]);
    assert_eq!(into["groups"], json!([{"userId": ACCOUNT, "groupId": group}]));
    assert_eq!(into["ipProtocol"], "-1");
    assert_eq!(into["ipRanges"], json!([]));
    assert_eq!(out["ipRanges"], json!([{"cidrIp": "0.0.0.0/0"}]));

    let rules = rig.ok(&op::DescribeSecurityGroupRules, filter("group-id", &group)).await;
    assert_eq!(rules["securityGroupRuleSet"].as_array().unwrap().len(), 2);
    let id = rules["securityGroupRuleSet"][1]["securityGroupRuleId"].as_str().unwrap();
    let ask = json!({"SecurityGroupRuleId": [id]});
    let one = rig.ok(&op::DescribeSecurityGroupRules, ask).await;
    assert_eq!(one["securityGroupRuleSet"], json!([rules["securityGroupRuleSet"][1]]));
    rig.end().await;
}

#[tokio::test]
async fn a_group_name_that_is_not_there_is_refused() {
    let rig = Rig::new().await;
    let (code, text) =
        rig.refused(&op::DescribeSecurityGroups, json!({"GroupName": ["web"]})).await;
    assert_eq!(code, "InvalidGroup.NotFound");
    assert_eq!(
        text,
        format!("The security group 'web' does not exist in default VPC '{}'", vpc_id())
    );
    for (name, value, count) in [
        ("group-name", "default", 1),
        ("group-name", "web", 0),
        ("ip-permission.group-id", &*network().parts.group.id, 1),
        ("ip-permission.cidr", "0.0.0.0/0", 0),
        ("egress.ip-permission.cidr", "0.0.0.0/0", 1),
        ("vpc-id", "vpc-x", 0),
    ] {
        let found = rig.ok(&op::DescribeSecurityGroups, filter(name, value)).await;
        assert_eq!(column(&found, "securityGroupInfo", "groupId").len(), count, "{name} {value}");
    }
    rig.end().await;
}

#[tokio::test]
async fn the_default_vpc_has_a_way_to_the_internet() {
    let rig = Rig::new().await;
    let found = rig.ok(&op::DescribeRouteTables, filter("association.main", "true")).await;
    let table = &found["routeTableSet"][0];
    let gateway = &network().gateway.id;
    let routes = json!([
        {
            "destinationCidrBlock": "172.31.0.0/16",
            "gatewayId": "local",
            "origin": "CreateRouteTable",
            "state": "active",
        },
        {
            "destinationCidrBlock": "0.0.0.0/0",
            "gatewayId": gateway,
            "origin": "CreateRoute",
            "state": "active",
        },
    ]);
    assert_eq!(table["routeSet"], routes);
    let out = rig.ok(&op::DescribeRouteTables, filter("route.destination-cidr-block", "0.0.0.0/0"));
    assert_eq!(column(&out.await, "routeTableSet", "routeTableId"), [network().parts.main.id]);
    let gateways = rig.ok(&op::DescribeInternetGateways, json!({})).await;
    let shown = &gateways["internetGatewaySet"][0];
    assert_eq!(shown["internetGatewayId"], **gateway);
    assert_eq!(shown["attachmentSet"], json!([{"state": "available", "vpcId": vpc_id()}]));
    rig.end().await;
}

#[tokio::test]
async fn the_default_acl_is_that_of_every_subnet_and_lets_all_through() {
    let rig = Rig::new().await;
    let subnet = network().subnets[2].id.clone();
    let found = rig.ok(&op::DescribeNetworkAcls, filter("association.subnet-id", &subnet)).await;
    let acl = &found["networkAclSet"][0];
    assert_eq!(acl["default"], true);
    assert_eq!(acl["associationSet"].as_array().unwrap().len(), 3);
    let rules: Vec<_> = acl["entrySet"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (e["egress"].clone(), e["ruleNumber"].clone(), e["ruleAction"].clone()))
        .collect();
    for egress in [true, false] {
        for (number, action) in [(100, "allow"), (32_767, "deny")] {
            assert!(rules.contains(&(egress.into(), number.into(), action.into())), "{rules:?}");
        }
    }
    rig.end().await;
}

#[tokio::test]
async fn attributes_of_the_vpc_are_asked_one_by_one() {
    let rig = Rig::new().await;
    for (attribute, is) in [
        ("enableDnsSupport", true),
        ("enableDnsHostnames", true),
        ("enableNetworkAddressUsageMetrics", false),
    ] {
        let ask = json!({"VpcId": vpc_id(), "Attribute": attribute});
        let found = rig.ok(&op::DescribeVpcAttribute, ask).await;
        assert_eq!(found, json!({"vpcId": vpc_id(), attribute: {"value": is}}));
    }
    let gone = json!({"VpcId": "vpc-x", "Attribute": "enableDnsSupport"});
    assert_eq!(rig.refused(&op::DescribeVpcAttribute, gone).await.0, "InvalidVpcID.NotFound");
    rig.end().await;
}
