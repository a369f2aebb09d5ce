//! Subnets: attributes, parts that are set aside, the default ones made again.

use ferrogate_api::ec2::operation as op;
use serde_json::{Value, json};

use super::{filter, network, vpc_id};
use crate::rig::{Rig, column};

#[tokio::test]
async fn attributes_of_a_subnet_change_one_at_a_time() {
    let rig = Rig::new().await;
    let subnet = &network().subnets[0].id;
    let set = |name: &str, value: Value| json!({"subnetId": subnet, name: value});
    let flag = |name: &str, on: bool| set(name, json!({"value": on}));
    rig.ok(&op::ModifySubnetAttribute, flag("MapPublicIpOnLaunch", false)).await;
    let resource = set("PrivateDnsHostnameTypeOnLaunch", json!("resource-name"));
    rig.ok(&op::ModifySubnetAttribute, resource).await;
    rig.ok(&op::ModifySubnetAttribute, flag("EnableResourceNameDnsARecordOnLaunch", true)).await;
    rig.ok(&op::ModifySubnetAttribute, flag("EnableResourceNameDnsAAAARecordOnLaunch", true)).await;
    rig.ok(&op::ModifySubnetAttribute, flag("AssignIpv6AddressOnCreation", false)).await;
    let found = rig.ok(&op::DescribeSubnets, json!({"SubnetId": [subnet]})).await;
    let shown = &found["subnetSet"][0];
    assert_eq!(shown["mapPublicIpOnLaunch"], false);
    assert_eq!(
        shown["privateDnsNameOptionsOnLaunch"],
        json!({
            "hostnameType": "resource-name", "enableResourceNameDnsARecord": true,
            "enableResourceNameDnsAAAARecord": true,
        })
    );
    for (ask, code) in [
        (json!({"subnetId": subnet}), "InvalidParameterCombination"),
        (flag("AssignIpv6AddressOnCreation", true), "InvalidParameterValue"),
        (flag("EnableDns64", true), "UnsupportedOperation"),
        (flag("MapCustomerOwnedIpOnLaunch", true), "UnsupportedOperation"),
        (set("PrivateDnsHostnameTypeOnLaunch", json!("x")), "InvalidParameterValue"),
        (
            json!({"subnetId": "subnet-x", "MapPublicIpOnLaunch": {"value": true}}),
            "InvalidSubnetID.NotFound",
        ),
    ] {
        assert_eq!(rig.refused(&op::ModifySubnetAttribute, ask.clone()).await.0, code, "{ask}");
    }
    rig.end().await;
}

#[tokio::test]
async fn parts_of_a_subnet_are_set_aside() {
    let rig = Rig::new().await;
    let subnet = &network().subnets[0].id;
    let ask = |cidr: &str, kind: &str| {
        json!({
            "SubnetId": subnet, "Cidr": cidr, "ReservationType": kind, "Description": "for me",
            "TagSpecification": [{
                "resourceType": "subnet-cidr-reservation", "Tag": [{"key": "a", "value": "1"}],
            }],
        })
    };
    let made = rig.ok(&op::CreateSubnetCidrReservation, ask("172.31.0.16/28", "explicit")).await;
    let shown = &made["subnetCidrReservation"];
    let id = shown["subnetCidrReservationId"].as_str().unwrap();
    assert_eq!(
        (&shown["cidr"], &shown["reservationType"]),
        (&json!("172.31.0.16/28"), &json!("explicit"))
    );
    assert_eq!(shown["tagSet"], json!([{"key": "a", "value": "1"}]));
    rig.ok(&op::CreateSubnetCidrReservation, ask("172.31.1.0/24", "prefix")).await;
    for (cidr, kind, code) in [
        ("172.31.0.0/24", "explicit", "InvalidParameterValue"),
        ("172.31.0.24/30", "explicit", "InvalidParameterValue"),
        ("172.31.16.0/28", "explicit", "InvalidParameterValue"),
        ("172.31.2.0/24", "x", "InvalidParameterValue"),
        ("172.31.2.0", "explicit", "InvalidParameterValue"),
        ("fd00::/80", "prefix", "UnsupportedOperation"),
    ] {
        let refused = rig.refused(&op::CreateSubnetCidrReservation, ask(cidr, kind)).await;
        assert_eq!(refused.0, code, "{cidr} {kind}");
    }
    rig.ok(&op::CreateTags, json!({"ResourceId": [id], "Tag": [{"key": "b", "value": "2"}]})).await;
    let tags = rig.ok(&op::DescribeTags, filter("resource-type", "subnet-cidr-reservation")).await;
    assert_eq!(tags["tagSet"].as_array().unwrap().len(), 3);
    let list = async |name: &str, value: &str| {
        let ask = json!({"SubnetId": subnet, "Filter": [{"Name": name, "Value": [value]}]});
        let found = rig.ok(&op::GetSubnetCidrReservations, ask).await;
        assert_eq!(found["subnetIpv6CidrReservationSet"], json!([]));
        found["subnetIpv4CidrReservationSet"].as_array().unwrap().len()
    };
    assert_eq!(list("reservationType", "prefix").await, 1);
    assert_eq!(list("subnet-id", subnet).await, 2);
    assert_eq!(list("tag:b", "2").await, 1);
    let delete = json!({"SubnetCidrReservationId": id});
    let deleted = rig.ok(&op::DeleteSubnetCidrReservation, delete.clone()).await;
    assert_eq!(deleted["deletedSubnetCidrReservation"]["subnetCidrReservationId"], id);
    let gone = rig.refused(&op::DeleteSubnetCidrReservation, delete).await;
    assert_eq!(gone.0, "InvalidSubnetCidrReservationID.NotFound");
    assert_eq!(list("subnet-id", subnet).await, 1);
    rig.end().await;
}

#[tokio::test]
async fn a_default_subnet_is_made_again_in_its_zone() {
    let rig = Rig::new().await;
    let first = &network().subnets[0];
    let ask = json!({"AvailabilityZone": first.zone});
    let refused = rig.refused(&op::CreateDefaultSubnet, ask.clone()).await;
    assert_eq!(refused.0, "DefaultSubnetAlreadyExistsInAvailabilityZone");
    rig.ok(&op::DeleteSubnet, json!({"SubnetId": first.id})).await;
    // Something of the user's is where it was.
    rig.ok(&op::CreateSubnet, json!({"VpcId": vpc_id(), "CidrBlock": "172.31.3.0/24"})).await;
    let made = rig.ok(&op::CreateDefaultSubnet, ask).await;
    let shown = &made["subnet"];
    assert_eq!(shown["cidrBlock"], "172.31.48.0/20");
    assert_eq!(
        (&shown["defaultForAz"], &shown["mapPublicIpOnLaunch"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(rig.refused(&op::CreateDefaultSubnet, json!({})).await.0, "MissingParameter");
    let acl = filter("association.subnet-id", shown["subnetId"].as_str().unwrap());
    let acls = rig.ok(&op::DescribeNetworkAcls, acl).await;
    assert_eq!(column(&acls, "networkAclSet", "networkAclId"), [&*network().parts.acl.id]);
    rig.end().await;
}

#[tokio::test]
async fn an_address_that_is_set_aside_goes_to_who_names_it() {
    let rig = Rig::new().await;
    let made =
        rig.ok(&op::CreateSubnet, json!({"VpcId": vpc_id(), "CidrBlock": "172.31.255.0/28"}));
    let subnet = made.await["subnet"]["subnetId"].as_str().unwrap().to_owned();
    for cidr in ["172.31.255.0/29", "172.31.255.8/30", "172.31.255.12/31"] {
        let ask = json!({"SubnetId": subnet, "Cidr": cidr, "ReservationType": "explicit"});
        rig.ok(&op::CreateSubnetCidrReservation, ask).await;
    }
    let any = json!({"subnetId": subnet});
    let first = rig.ok(&op::CreateNetworkInterface, any.clone()).await;
    assert_eq!(first["networkInterface"]["privateIpAddress"], "172.31.255.14");
    let refused = rig.refused(&op::CreateNetworkInterface, any).await;
    assert_eq!(refused.0, "InsufficientFreeAddressesInSubnet");
    let named = json!({"subnetId": subnet, "privateIpAddress": "172.31.255.9"});
    let second = rig.ok(&op::CreateNetworkInterface, named).await;
    assert_eq!(second["networkInterface"]["privateIpAddress"], "172.31.255.9");
    rig.end().await;
}
