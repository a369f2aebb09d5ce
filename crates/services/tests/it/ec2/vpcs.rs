//! VPCs and subnets: further ranges, attributes, reservations, the default ones made again.

use ferrogate_api::ec2::operation as op;
use serde_json::json;

use super::{filter, network, vpc_id};
use crate::rig::{Rig, column};

async fn vpc(rig: &Rig, cidr: &str) -> String {
    let made = rig.ok(&op::CreateVpc, json!({"CidrBlock": cidr})).await;
    made["vpc"]["vpcId"].as_str().unwrap().to_owned()
}

async fn ranges(rig: &Rig, vpc: &str) -> Vec<String> {
    let found = rig.ok(&op::DescribeVpcs, json!({"VpcId": [vpc]})).await;
    let set = &found["vpcSet"][0];
    column(set, "cidrBlockAssociationSet", "cidrBlock").into_iter().map(str::to_owned).collect()
}

#[tokio::test]
async fn a_vpc_is_made_with_its_parts_and_goes_when_it_is_empty() {
    let rig = Rig::new().await;
    let tags = json!([{"resourceType": "vpc", "Tag": [{"key": "Name", "value": "app"}]}]);
    let ask = json!({"CidrBlock": "10.1.2.3/16", "TagSpecification": tags});
    let made = rig.ok(&op::CreateVpc, ask).await;
    let vpc = made["vpc"]["vpcId"].as_str().unwrap().to_owned();
    assert_eq!(
        (&made["vpc"]["state"], &made["vpc"]["cidrBlock"]),
        (&json!("pending"), &json!("10.1.0.0/16"))
    );
    assert_eq!(made["vpc"]["tagSet"], json!([{"key": "Name", "value": "app"}]));
    for (operation, set) in [
        (&op::DescribeRouteTables, "routeTableSet"),
        (&op::DescribeNetworkAcls, "networkAclSet"),
        (&op::DescribeSecurityGroups, "securityGroupInfo"),
    ] {
        let found = rig.ok(operation, filter("vpc-id", &vpc)).await;
        assert_eq!(found[set].as_array().map(Vec::len), Some(1), "{set}");
    }
    let ask = |cidr: &str| json!({"VpcId": vpc, "CidrBlock": cidr});
    let subnet = rig.ok(&op::CreateSubnet, ask("10.1.1.0/24")).await;
    let subnet = subnet["subnet"]["subnetId"].as_str().unwrap().to_owned();
    for (cidr, code) in [
        ("10.1.1.128/25", "InvalidSubnet.Conflict"),
        ("10.1.0.0/16", "InvalidSubnet.Conflict"),
        ("10.2.0.0/24", "InvalidSubnet.Range"),
        ("10.1.2.0/29", "InvalidSubnet.Range"),
        ("10.1.2.0", "InvalidParameterValue"),
    ] {
        assert_eq!(rig.refused(&op::CreateSubnet, ask(cidr)).await.0, code, "{cidr}");
    }
    let delete = json!({"VpcId": vpc});
    let refused = rig.refused(&op::DeleteVpc, delete.clone()).await;
    assert_eq!(refused.1, format!("The vpc '{vpc}' has dependencies and cannot be deleted."));
    rig.ok(&op::DeleteSubnet, json!({"SubnetId": subnet})).await;
    rig.ok(&op::DeleteVpc, delete.clone()).await;
    assert_eq!(rig.refused(&op::DeleteVpc, delete).await.0, "InvalidVpcID.NotFound");
    let groups = rig.ok(&op::DescribeSecurityGroups, filter("vpc-id", &vpc)).await;
    assert_eq!(groups["securityGroupInfo"], json!([]));
    rig.end().await;
}

#[tokio::test]
async fn a_vpc_gets_further_ranges_and_gives_them_back() {
    let rig = Rig::new().await;
    let vpc = vpc(&rig, "10.9.0.0/16").await;
    let ask = |cidr: &str| json!({"VpcId": vpc, "vpcId": vpc, "CidrBlock": cidr});
    let made = rig.ok(&op::AssociateVpcCidrBlock, ask("10.10.0.9/16")).await;
    let association = &made["cidrBlockAssociation"];
    assert_eq!(made["vpcId"], *vpc);
    assert_eq!(association["cidrBlock"], "10.10.0.0/16");
    assert_eq!(association["cidrBlockState"]["state"], "associating");
    let id = association["associationId"].as_str().unwrap();
    for (cidr, code) in [
        ("10.10.1.0/24", "InvalidVpc.Conflict"),
        ("10.9.0.0/16", "InvalidVpc.Conflict"),
        ("192.168.0.0/16", "InvalidVpc.Range"),
        ("10.11.0.0/15", "InvalidVpc.Range"),
        ("10.11.0.0", "InvalidParameterValue"),
    ] {
        assert_eq!(rig.refused(&op::AssociateVpcCidrBlock, ask(cidr)).await.0, code, "{cidr}");
    }
    // The local route of the new range is in every table.
    let tables = rig.ok(&op::DescribeRouteTables, filter("vpc-id", &vpc)).await;
    let routes = column(&tables["routeTableSet"][0], "routeSet", "destinationCidrBlock");
    assert_eq!(routes, ["10.9.0.0/16", "10.10.0.0/16"]);

    let subnet = rig.ok(&op::CreateSubnet, ask("10.10.1.0/24")).await;
    let subnet = subnet["subnet"]["subnetId"].as_str().unwrap().to_owned();
    let end = json!({"associationId": id});
    let refused = rig.refused(&op::DisassociateVpcCidrBlock, end.clone()).await;
    assert_eq!(refused.0, "InvalidCidrBlock.InUse");
    rig.ok(&op::DeleteSubnet, json!({"SubnetId": subnet})).await;
    let ended = rig.ok(&op::DisassociateVpcCidrBlock, end.clone()).await;
    assert_eq!(ended["cidrBlockAssociation"]["cidrBlockState"]["state"], "disassociating");
    assert_eq!(ranges(&rig, &vpc).await, ["10.9.0.0/16"]);
    let gone = rig.refused(&op::DisassociateVpcCidrBlock, end).await;
    assert_eq!(gone.0, "InvalidVpcCidrBlockAssociationID.NotFound");

    let found = rig.ok(&op::DescribeVpcs, json!({"VpcId": [vpc]})).await;
    let first = found["vpcSet"][0]["cidrBlockAssociationSet"][0]["associationId"].as_str().unwrap();
    let refused = rig.refused(&op::DisassociateVpcCidrBlock, json!({"associationId": first})).await;
    assert_eq!(
        refused,
        (
            "OperationNotPermitted".into(),
            format!(
                "The vpc CIDR block with association ID {first} may not be disassociated. It is \
                 the primary IPv4 CIDR block of the VPC"
            )
        )
    );
    rig.end().await;
}

#[tokio::test]
async fn a_range_that_a_route_is_for_is_not_a_vpc_s() {
    let rig = Rig::new().await;
    let (main, igw) = (network().parts.main.id, network().gateway.id);
    let route =
        json!({"routeTableId": main, "destinationCidrBlock": "172.20.0.0/16", "gatewayId": igw});
    rig.ok(&op::CreateRoute, route).await;
    let ask = |cidr: &str| json!({"vpcId": vpc_id(), "CidrBlock": cidr});
    let refused = rig.refused(&op::AssociateVpcCidrBlock, ask("172.20.0.0/16")).await;
    assert_eq!(refused.0, "InvalidCidr.Conflict");
    // A smaller one is more specific than the route.
    rig.ok(&op::AssociateVpcCidrBlock, ask("172.20.1.0/24")).await;
    rig.end().await;
}

#[tokio::test]
async fn a_vpc_has_five_ranges() {
    let rig = Rig::new().await;
    let vpc = vpc(&rig, "10.9.0.0/16").await;
    let ask = |n: u8| json!({"vpcId": vpc, "CidrBlock": format!("10.{n}.0.0/16")});
    for n in 10..14 {
        rig.ok(&op::AssociateVpcCidrBlock, ask(n)).await;
    }
    assert_eq!(
        rig.refused(&op::AssociateVpcCidrBlock, ask(14)).await,
        (
            "CidrLimitExceeded".into(),
            format!("This network {vpc} has met its maximum number of allowed CIDRs: 5")
        )
    );
    rig.end().await;
}

#[tokio::test]
async fn what_is_not_built_of_a_vpc_is_refused_by_name() {
    let rig = Rig::new().await;
    let made = rig.ok(&op::CreateVpc, json!({"CidrBlock": "10.9.0.0/16"})).await;
    let vpc = &made["vpc"]["vpcId"];
    for (operation, name, value) in [
        (&op::CreateVpc, "Ipv6Pool", json!("ipv6pool-ec2-1")),
        (&op::CreateVpc, "Ipv6CidrBlockNetworkBorderGroup", json!("us-east-1-nyc-1")),
        (&op::CreateVpc, "instanceTenancy", json!("dedicated")),
        (&op::CreateVpc, "Ipv4IpamPoolId", json!("ipam-pool-1")),
        (&op::CreateSubnet, "Ipv6Native", json!(true)),
        (&op::AssociateVpcCidrBlock, "Ipv6IpamPoolId", json!("ipam-pool-1")),
    ] {
        let ask = json!({"CidrBlock": "10.9.1.0/24", "VpcId": vpc, "vpcId": vpc, name: value});
        let (code, text) = rig.refused(operation, ask).await;
        assert_eq!(code, "UnsupportedOperation", "{} {name}", operation.name);
        assert!(text.to_lowercase().contains(&name.to_lowercase()), "{text}");
    }
    // What they are without being asked.
    let ask = json!({
        "CidrBlock": "10.8.0.0/16", "amazonProvidedIpv6CidrBlock": false,
        "instanceTenancy": "default",
    });
    rig.ok(&op::CreateVpc, ask).await;
    rig.end().await;
}

#[tokio::test]
async fn attributes_of_a_vpc_change_one_at_a_time() {
    let rig = Rig::new().await;
    let vpc = vpc(&rig, "10.9.0.0/16").await;
    let read = async |name: &str| {
        let ask = json!({"VpcId": vpc, "Attribute": name});
        rig.ok(&op::DescribeVpcAttribute, ask).await[name]["value"].as_bool().unwrap()
    };
    let set = |name: &str, on: bool| json!({"vpcId": vpc, name: {"value": on}});
    assert!(!read("enableDnsHostnames").await);
    for on in [true, true, false, true] {
        rig.ok(&op::ModifyVpcAttribute, set("EnableDnsHostnames", on)).await;
        assert_eq!(read("enableDnsHostnames").await, on);
    }
    for on in [false, true] {
        rig.ok(&op::ModifyVpcAttribute, set("EnableDnsSupport", on)).await;
        assert_eq!(read("enableDnsSupport").await, on);
    }
    // What it is already.
    rig.ok(&op::ModifyVpcAttribute, set("EnableNetworkAddressUsageMetrics", false)).await;
    for (ask, code) in [
        (set("EnableNetworkAddressUsageMetrics", true), "UnsupportedOperation"),
        (json!({"vpcId": vpc}), "InvalidParameterCombination"),
        (
            json!({
                "vpcId": vpc, "EnableDnsHostnames": {"value": true},
                "EnableDnsSupport": {"value": true},
            }),
            "InvalidParameterCombination",
        ),
        (json!({"vpcId": "vpc-x", "EnableDnsSupport": {"value": true}}), "InvalidVpcID.NotFound"),
    ] {
        assert_eq!(rig.refused(&op::ModifyVpcAttribute, ask.clone()).await.0, code, "{ask}");
    }
    let tenancy = json!({"VpcId": vpc, "InstanceTenancy": "default"});
    assert_eq!(rig.ok(&op::ModifyVpcTenancy, tenancy).await["return"], true);
    rig.end().await;
}

/// Deletes the default VPC with all that is in it.
async fn delete_default(rig: &Rig) {
    let network = network();
    for subnet in &network.subnets {
        rig.ok(&op::DeleteSubnet, json!({"SubnetId": subnet.id})).await;
    }
    let gateway = json!({"internetGatewayId": network.gateway.id, "vpcId": vpc_id()});
    rig.ok(&op::DetachInternetGateway, gateway.clone()).await;
    rig.ok(&op::DeleteInternetGateway, gateway).await;
    rig.ok(&op::DeleteVpc, json!({"VpcId": vpc_id()})).await;
}

#[tokio::test]
async fn the_default_vpc_is_made_again_once() {
    let rig = Rig::new().await;
    let refused = rig.refused(&op::CreateDefaultVpc, json!({})).await;
    assert_eq!(refused.0, "DefaultVpcAlreadyExists");
    delete_default(&rig).await;
    let zone = json!({"AvailabilityZoneId": "euc1-az1"});
    let refused = rig.refused(&op::CreateDefaultSubnet, zone).await;
    assert_eq!(refused.0, "DefaultVpcDoesNotExist");
    let (a, b) = tokio::join!(
        rig.call(&op::CreateDefaultVpc, json!({})),
        rig.call(&op::CreateDefaultVpc, json!({})),
    );
    assert_ne!(a.is_ok(), b.is_ok());
    let made = a.or(b).unwrap();
    assert_eq!(made["vpc"]["state"], "pending");
    assert_eq!(made["vpc"]["isDefault"], true);
    let vpc = made["vpc"]["vpcId"].as_str().unwrap();
    assert_ne!(vpc, vpc_id());
    for (operation, set, count) in [
        (&op::DescribeVpcs, "vpcSet", 1),
        (&op::DescribeSubnets, "subnetSet", 3),
        (&op::DescribeRouteTables, "routeTableSet", 1),
        (&op::DescribeNetworkAcls, "networkAclSet", 1),
        (&op::DescribeSecurityGroups, "securityGroupInfo", 1),
    ] {
        let found = rig.ok(operation, filter("vpc-id", vpc)).await;
        assert_eq!(found[set].as_array().unwrap().len(), count, "{set}");
    }
    rig.end().await;
}

#[tokio::test]
async fn an_account_has_five_vpcs_of_a_region_the_default_one_among_them() {
    let rig = Rig::new().await;
    let mut made = vec![];
    for at in 1..5 {
        made.push(vpc(&rig, &format!("10.{at}.0.0/16")).await);
    }
    let more = || json!({"CidrBlock": "10.9.0.0/16"});
    let refused = rig.refused(&op::CreateVpc, more()).await;
    let text = "The maximum number of VPCs has been reached.";
    assert_eq!(refused, ("VpcLimitExceeded".into(), text.into()));
    rig.ok(&op::DeleteVpc, json!({"VpcId": made[0]})).await;
    rig.ok(&op::CreateVpc, more()).await;
    rig.end().await;
}

#[tokio::test]
async fn the_engine_has_no_services_with_prefix_lists_and_says_so() {
    let rig = Rig::new().await;
    let found = rig.ok(&op::DescribePrefixLists, json!({})).await;
    assert_eq!(found["prefixListSet"], json!([]));
    let one = json!({"PrefixListId": ["pl-0123456789abcdef0"]});
    let refused = rig.refused(&op::DescribePrefixLists, one).await;
    assert_eq!(refused.0, "InvalidPrefixListID.NotFound");
    rig.end().await;
}
