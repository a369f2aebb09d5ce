//! IPv6 of VPCs: ranges that are provided, those of subnets, and addresses of interfaces.

use std::net::Ipv6Addr;

use ferrogate_api::Operation;
use ferrogate_api::ec2::operation as op;
use ipnet::Ipv6Net;
use serde_json::{Value, json};

use super::filter;
use crate::rig::{REGION, Rig, column};

fn range_of(shown: &Value) -> Ipv6Net {
    shown["ipv6CidrBlock"].as_str().unwrap().parse().unwrap()
}

/// The `n`th /64 of a VPC's range.
fn sixty_four(of: Ipv6Net, n: u128) -> String {
    Ipv6Net::new(Ipv6Addr::from(u128::from(of.network()) | (n << 64)), 64).unwrap().to_string()
}

/// A VPC with a range, and the range.
async fn vpc(rig: &Rig, cidr: &str) -> (String, Ipv6Net) {
    let ask = json!({"CidrBlock": cidr, "amazonProvidedIpv6CidrBlock": true});
    let made = rig.ok(&op::CreateVpc, ask).await;
    let shown = &made["vpc"]["ipv6CidrBlockAssociationSet"][0];
    (made["vpc"]["vpcId"].as_str().unwrap().into(), range_of(shown))
}

async fn subnet(rig: &Rig, vpc: &str, cidr: &str, six: Option<&str>) -> String {
    let mut ask = json!({"VpcId": vpc, "CidrBlock": cidr});
    if let Some(six) = six {
        ask["Ipv6CidrBlock"] = json!(six);
    }
    rig.ok(&op::CreateSubnet, ask).await["subnet"]["subnetId"].as_str().unwrap().into()
}

/// What lets IPv6 leave a VPC's groups and pass its ACL.
async fn openings(rig: &Rig, vpc: &str) -> (usize, Vec<i64>) {
    let groups = rig.ok(&op::DescribeSecurityGroups, filter("vpc-id", vpc)).await;
    let groups = groups["securityGroupInfo"].as_array().unwrap().clone();
    let six = |group: &&Value| group["ipPermissionsEgress"].to_string().contains("::/0");
    let acls = rig.ok(&op::DescribeNetworkAcls, filter("vpc-id", vpc)).await;
    let entries = acls["networkAclSet"][0]["entrySet"].as_array().unwrap().clone();
    let of_six = entries.iter().filter(|entry| entry["ipv6CidrBlock"] == "::/0");
    (groups.iter().filter(six).count(), of_six.map(|e| e["ruleNumber"].as_i64().unwrap()).collect())
}

#[tokio::test]
async fn a_vpc_is_made_with_a_range_and_what_lets_it_pass() {
    let rig = Rig::new().await;
    let (id, range) = vpc(&rig, "10.9.0.0/16").await;
    assert_eq!(range.prefix_len(), 56);
    let local: Ipv6Net = "fd00::/8".parse().unwrap();
    assert!(local.contains(&range), "{range}");
    let found = rig.ok(&op::DescribeVpcs, json!({"VpcId": [id]})).await;
    let shown = &found["vpcSet"][0]["ipv6CidrBlockAssociationSet"][0];
    assert_eq!(shown["ipv6CidrBlockState"]["state"], "associated");
    assert_eq!(
        (&shown["ipv6Pool"], &shown["networkBorderGroup"]),
        (&json!("Amazon"), &json!(REGION))
    );
    for (name, value) in [
        ("ipv6-cidr-block-association.association-id", shown["associationId"].as_str().unwrap()),
        ("ipv6-cidr-block-association.ipv6-cidr-block", &range.to_string()),
        ("ipv6-cidr-block-association.state", "associated"),
    ] {
        let found = rig.ok(&op::DescribeVpcs, filter(name, value)).await;
        assert_eq!(column(&found, "vpcSet", "vpcId"), [&*id], "{name}");
    }
    assert_eq!(openings(&rig, &id).await, (1, vec![101, 32768, 101, 32768]));
    let tables = rig.ok(&op::DescribeRouteTables, filter("vpc-id", &id)).await;
    let routes = &tables["routeTableSet"][0]["routeSet"];
    assert_eq!(
        (&routes[1]["destinationIpv6CidrBlock"], &routes[1]["gatewayId"]),
        (&json!(range.to_string()), &json!("local"))
    );
    // Others have none, and are shown without.
    let made = rig.ok(&op::CreateVpc, json!({"CidrBlock": "10.8.0.0/16"})).await;
    assert_eq!(made["vpc"]["ipv6CidrBlockAssociationSet"], Value::Null);
    rig.end().await;
}

#[tokio::test]
async fn a_range_that_comes_later_opens_what_nobody_has_changed() {
    let rig = Rig::new().await;
    let made = rig.ok(&op::CreateVpc, json!({"CidrBlock": "10.9.0.0/16"})).await;
    let id = made["vpc"]["vpcId"].as_str().unwrap();
    for (name, changed) in [("as-made", false), ("changed", true)] {
        let ask = json!({"GroupName": name, "GroupDescription": "d", "VpcId": id});
        let group = rig.ok(&op::CreateSecurityGroup, ask).await["groupId"].clone();
        if changed {
            let all = json!([{"ipProtocol": "-1", "ipRanges": [{"cidrIp": "0.0.0.0/0"}]}]);
            let ask = json!({"groupId": group, "ipPermissions": all});
            rig.ok(&op::RevokeSecurityGroupEgress, ask).await;
        }
    }
    let acls = rig.ok(&op::DescribeNetworkAcls, filter("vpc-id", id)).await;
    let acl = &acls["networkAclSet"][0]["networkAclId"];
    let entry = json!({"networkAclId": acl, "ruleNumber": 90, "egress": false, "protocol": "-1",
        "ruleAction": "deny", "cidrBlock": "10.0.0.0/8"});
    rig.ok(&op::CreateNetworkAclEntry, entry).await;
    let ask = json!({"vpcId": id, "amazonProvidedIpv6CidrBlock": true});
    let done = rig.ok(&op::AssociateVpcCidrBlock, ask.clone()).await;
    let association = &done["ipv6CidrBlockAssociation"];
    assert_eq!(association["ipv6CidrBlockState"]["state"], "associating");
    assert_eq!(openings(&rig, id).await, (2, vec![101, 32768, 32768]));

    // It goes when no subnet has a part of it, in AWS's words.
    let range = range_of(association);
    let subnet = subnet(&rig, id, "10.9.1.0/24", Some(&sixty_four(range, 1))).await;
    let gone = json!({"associationId": association["associationId"]});
    assert_eq!(
        rig.refused(&op::DisassociateVpcCidrBlock, gone.clone()).await,
        (
            "InvalidCidrBlock.InUse".into(),
            format!("The vpc {id} currently has a subnet within CIDR block {range}")
        )
    );
    rig.ok(&op::DeleteSubnet, json!({"SubnetId": subnet})).await;
    let done = rig.ok(&op::DisassociateVpcCidrBlock, gone.clone()).await;
    assert_eq!(done["ipv6CidrBlockAssociation"]["ipv6CidrBlockState"]["state"], "disassociating");
    let refused = rig.refused(&op::DisassociateVpcCidrBlock, gone).await;
    assert_eq!(refused.0, "InvalidVpcCidrBlockAssociationID.NotFound");
    for _ in 0..5 {
        rig.ok(&op::AssociateVpcCidrBlock, ask.clone()).await;
    }
    assert_eq!(rig.refused(&op::AssociateVpcCidrBlock, ask).await.0, "CidrLimitExceeded");
    let both =
        json!({"vpcId": id, "amazonProvidedIpv6CidrBlock": true, "CidrBlock": "10.7.0.0/16"});
    let refused = rig.refused(&op::AssociateVpcCidrBlock, both).await;
    assert_eq!(refused.0, "InvalidParameterCombination");
    rig.end().await;
}

#[tokio::test]
async fn a_subnet_has_a_part_of_its_vpc_s_range() {
    let rig = Rig::new().await;
    let (id, range) = vpc(&rig, "10.9.0.0/16").await;
    let ours = sixty_four(range, 7);
    let first = subnet(&rig, &id, "10.9.1.0/24", Some(&ours)).await;
    let found = rig.ok(&op::DescribeSubnets, json!({"SubnetId": [first]})).await;
    let shown = &found["subnetSet"][0]["ipv6CidrBlockAssociationSet"][0];
    assert_eq!(shown["ipv6CidrBlock"], ours);
    let by = filter("ipv6-cidr-block-association.ipv6-cidr-block", &ours);
    let found = rig.ok(&op::DescribeSubnets, by).await;
    assert_eq!(column(&found, "subnetSet", "subnetId"), [&*first]);
    let ask = |six: &str| json!({"VpcId": id, "CidrBlock": "10.9.2.0/24", "Ipv6CidrBlock": six});
    for (six, code) in [
        (&*ours, "InvalidSubnet.Conflict"),
        ("fd00:1::/64", "InvalidSubnet.Range"),
        (&*ours.replace("/64", "/62"), "InvalidSubnet.Range"),
        (&*ours.replace("/64", "/80"), "InvalidSubnet.Range"),
        ("10.9.3.0/24", "InvalidParameterValue"),
        ("x", "InvalidParameterValue"),
    ] {
        assert_eq!(rig.refused(&op::CreateSubnet, ask(six)).await.0, code, "{six}");
    }
    let second = subnet(&rig, &id, "10.9.2.0/24", None).await;
    let auto = |subnet: &str, on: bool| json!({"subnetId": subnet, "AssignIpv6AddressOnCreation": {"value": on}});
    let refused = rig.refused(&op::ModifySubnetAttribute, auto(&second, true)).await;
    assert_eq!(refused.0, "InvalidParameterValue");
    let associate = |six: String| json!({"subnetId": second, "ipv6CidrBlock": six});
    assert_eq!(
        rig.refused(&op::AssociateSubnetCidrBlock, associate(ours)).await.0,
        "InvalidSubnet.Conflict"
    );
    let done = rig.ok(&op::AssociateSubnetCidrBlock, associate(sixty_four(range, 8))).await;
    let association = done["ipv6CidrBlockAssociation"]["associationId"].as_str().unwrap();
    assert!(association.starts_with("subnet-cidr-assoc-"));
    rig.ok(&op::ModifySubnetAttribute, auto(&second, true)).await;

    // AWS's words, by which Terraform's users know it.
    let gone = json!({"associationId": association});
    assert_eq!(
        rig.refused(&op::DisassociateSubnetCidrBlock, gone.clone()).await,
        (
            "InvalidCidrBlock.InUse".into(),
            format!(
                "The subnet IPv6 CIDR block with association ID {association} may not be \
                 disassociated, because its subnet has assign-ipv6-address-on-creation set to true."
            )
        )
    );
    let eni = rig.ok(&op::CreateNetworkInterface, json!({"subnetId": second})).await;
    let eni = &eni["networkInterface"];
    assert_eq!(eni["ipv6AddressesSet"].as_array().unwrap().len(), 1, "{eni}");
    rig.ok(&op::ModifySubnetAttribute, auto(&second, false)).await;
    let refused = rig.refused(&op::DisassociateSubnetCidrBlock, gone.clone()).await;
    assert_eq!(refused.0, "InvalidCidrBlock.InUse");
    let ask = json!({"networkInterfaceId": eni["networkInterfaceId"]});
    rig.ok(&op::DeleteNetworkInterface, ask).await;
    rig.ok(&op::DisassociateSubnetCidrBlock, gone.clone()).await;
    assert_eq!(
        rig.refused(&op::DisassociateSubnetCidrBlock, gone).await.0,
        "InvalidSubnetCidrBlockAssociationID.NotFound"
    );
    rig.end().await;
}

#[tokio::test]
async fn addresses_of_an_interface_are_given_once() {
    let rig = Rig::new().await;
    let (id, range) = vpc(&rig, "10.9.0.0/16").await;
    let six = sixty_four(range, 0);
    let subnet = subnet(&rig, &id, "10.9.1.0/24", Some(&six)).await;
    let at = |n: u32| six.replace("::/64", &format!("::{n:x}"));
    let ask = |rest: Value| {
        let mut ask = json!({"subnetId": subnet});
        ask.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        ask
    };
    let named = |n: u32| json!({"ipv6Addresses": [{"ipv6Address": at(n)}]});
    let without = rig.ok(&op::CreateNetworkInterface, ask(json!({}))).await;
    assert_eq!(without["networkInterface"]["ipv6AddressesSet"], json!([]));
    let made = rig.ok(&op::CreateNetworkInterface, ask(named(0x10))).await;
    let eni = made["networkInterface"]["networkInterfaceId"].as_str().unwrap();
    assert_eq!(made["networkInterface"]["ipv6Address"], at(0x10));
    for (rest, code) in [
        (named(0x10), "InvalidIPAddress.InUse"),
        (named(3), "InvalidParameterValue"),
        (json!({"ipv6Addresses": [{"ipv6Address": "fd00:1::9"}]}), "InvalidParameterValue"),
        (json!({"ipv6Addresses": [{"ipv6Address": "10.9.1.9"}]}), "InvalidParameterValue"),
        (json!({"ipv6AddressCount": -1}), "InvalidParameterValue"),
        (json!({"ipv6AddressCount": 51}), "Ipv6AddressLimitExceeded"),
    ] {
        let (refused, text) = rig.refused(&op::CreateNetworkInterface, ask(rest.clone())).await;
        assert_eq!(refused, code, "{rest}: {text}");
    }
    let value = at(0x10);
    let by = json!({"filter": [{"Name": "ipv6-addresses.ipv6-address", "Value": [value]}]});
    let found = rig.ok(&op::DescribeNetworkInterfaces, by).await;
    assert_eq!(column(&found, "networkInterfaceSet", "networkInterfaceId"), [eni]);

    let assign = |rest: Value| {
        let mut ask = json!({"networkInterfaceId": eni});
        ask.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        ask
    };
    let done = rig.ok(&op::AssignIpv6Addresses, assign(json!({"ipv6AddressCount": 2}))).await;
    let given = done["assignedIpv6Addresses"].as_array().unwrap().clone();
    assert_eq!(given.len(), 2);
    let again = assign(json!({"ipv6Addresses": [at(0x10), at(0x11)]}));
    let done = rig.ok(&op::AssignIpv6Addresses, again).await;
    assert_eq!(done["assignedIpv6Addresses"], json!([at(0x11)]));
    let gone = assign(json!({"ipv6Addresses": [given[0], at(0x10)]}));
    let done = rig.ok(&op::UnassignIpv6Addresses, gone.clone()).await;
    assert_eq!(done["unassignedIpv6Addresses"].as_array().unwrap().len(), 2);
    let refusals: [(&Operation, Value, &str); 3] = [
        (&op::UnassignIpv6Addresses, gone, "InvalidParameterValue"),
        (&op::AssignIpv6Addresses, assign(json!({})), "MissingParameter"),
        (&op::UnassignIpv6Addresses, assign(json!({})), "MissingParameter"),
    ];
    for (operation, ask, code) in refusals {
        assert_eq!(rig.refused(operation, ask).await.0, code);
    }
    // Who has no range gives none.
    let bare = self::subnet(&rig, &id, "10.9.2.0/24", None).await;
    let ask = json!({"subnetId": bare, "ipv6AddressCount": 1});
    assert_eq!(rig.refused(&op::CreateNetworkInterface, ask).await.0, "InvalidParameterValue");
    rig.end().await;
}
