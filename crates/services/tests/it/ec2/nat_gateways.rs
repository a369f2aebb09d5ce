//! NAT gateways: made with an elastic address, routed to, and deleted.

use ferrogate_api::ec2::operation as op;
use serde_json::{Value, json};

use super::{filter, network, vpc_id};
use crate::rig::{ACCOUNT, Rig, column};

async fn allocate(rig: &Rig) -> String {
    let made = rig.ok(&op::AllocateAddress, json!({})).await;
    made["allocationId"].as_str().unwrap().to_owned()
}

fn ask(allocation: &str) -> Value {
    json!({"SubnetId": network().subnets[0].id, "AllocationId": allocation})
}

async fn create(rig: &Rig, ask: Value) -> String {
    let made = rig.ok(&op::CreateNatGateway, ask).await;
    assert_eq!(made["natGateway"]["state"], "pending");
    made["natGateway"]["natGatewayId"].as_str().unwrap().to_owned()
}

async fn shown(rig: &Rig, id: &str) -> Value {
    let found = rig.ok(&op::DescribeNatGateways, json!({"NatGatewayId": [id]})).await;
    found["natGatewaySet"][0].clone()
}

async fn route_state(rig: &Rig, table: &str) -> Value {
    let found = rig.ok(&op::DescribeRouteTables, filter("route-table-id", table)).await;
    let routes = found["routeTableSet"][0]["routeSet"].as_array().unwrap().clone();
    let nat = routes.iter().find(|route| route["natGatewayId"].is_string());
    nat.map_or(Value::Null, |route| route["state"].clone())
}

#[tokio::test]
async fn a_gateway_has_an_interface_with_its_elastic_address() {
    let rig = Rig::new().await;
    let allocation = allocate(&rig).await;
    let id = create(&rig, ask(&allocation)).await;
    let gateway = shown(&rig, &id).await;
    assert_eq!(gateway["state"], "available");
    assert_eq!(gateway["connectivityType"], "public");
    assert_eq!(gateway["vpcId"], *vpc_id());
    let address = &gateway["natGatewayAddressSet"][0];
    assert_eq!(address["allocationId"], *allocation);
    assert_eq!(address["isPrimary"], true);
    let eni = address["networkInterfaceId"].as_str().unwrap();
    let found = rig.ok(&op::DescribeNetworkInterfaces, json!({"NetworkInterfaceId": [eni]})).await;
    let eni_shown = &found["networkInterfaceSet"][0];
    assert_eq!(eni_shown["description"], format!("Interface for NAT Gateway {id}"));
    assert_eq!(eni_shown["interfaceType"], "nat_gateway");
    assert_eq!(eni_shown["association"]["ipOwnerId"], ACCOUNT);
    assert_eq!(eni_shown["association"]["publicIp"], address["publicIp"]);
    assert_eq!(
        (&eni_shown["sourceDestCheck"], &eni_shown["status"]),
        (&json!(false), &json!("in-use"))
    );
    assert_eq!(eni_shown["groupSet"], json!([]));

    let made = rig.ok(&op::CreateRouteTable, json!({"vpcId": vpc_id()})).await;
    let table = made["routeTable"]["routeTableId"].as_str().unwrap();
    let route =
        json!({"routeTableId": table, "destinationCidrBlock": "0.0.0.0/0", "natGatewayId": id});
    rig.ok(&op::CreateRoute, route.clone()).await;
    assert_eq!(route_state(&rig, table).await, "active");

    // What is in use stays.
    let refused = rig.refused(&op::ReleaseAddress, json!({"AllocationId": allocation})).await;
    assert_eq!(refused.0, "AuthFailure", "it is in use by what is not the user's");
    let refused =
        rig.refused(&op::DeleteNetworkInterface, json!({"networkInterfaceId": eni})).await;
    assert_eq!(refused.0, "InvalidParameterValue");
    let association = json!({"AssociationId": eni_shown["association"]["associationId"]});
    assert_eq!(rig.refused(&op::DisassociateAddress, association).await.0, "AuthFailure");
    let refused =
        rig.refused(&op::DeleteSubnet, json!({"SubnetId": network().subnets[0].id})).await;
    assert_eq!(refused.0, "DependencyViolation");

    rig.ok(&op::DeleteNatGateway, json!({"NatGatewayId": id})).await;
    let gateway = shown(&rig, &id).await;
    assert_eq!(gateway["state"], "deleted");
    assert!(gateway["deleteTime"].is_string() || gateway["deleteTime"].is_number());
    assert_eq!(route_state(&rig, table).await, "blackhole");
    let refused =
        rig.refused(&op::DescribeNetworkInterfaces, json!({"NetworkInterfaceId": [eni]})).await;
    assert_eq!(refused.0, "InvalidNetworkInterfaceID.NotFound");
    rig.ok(&op::DeleteNatGateway, json!({"NatGatewayId": id})).await;
    let unknown = json!({"NatGatewayId": "nat-00000000000000000"});
    let refused = rig.refused(&op::DeleteNatGateway, unknown).await;
    let text = "NAT gateway nat-00000000000000000 was not found";
    assert_eq!(refused, ("NatGatewayNotFound".into(), text.into()));
    let mut again = route;
    again["destinationCidrBlock"] = json!("10.9.0.0/16");
    let refused = rig.refused(&op::CreateRoute, again).await;
    assert_eq!(refused.0, "InvalidNatGatewayID.NotFound");
    rig.ok(&op::ReleaseAddress, json!({"AllocationId": allocation})).await;
    rig.ok(&op::DeleteSubnet, json!({"SubnetId": network().subnets[0].id})).await;
    rig.end().await;
}

#[tokio::test]
async fn a_gateway_that_can_not_be_says_why_by_its_state() {
    let rig = Rig::new().await;
    let allocation = allocate(&rig).await;
    let works = create(&rig, ask(&allocation)).await;
    let id = create(&rig, ask(&allocation)).await;
    let failed = shown(&rig, &id).await;
    assert_eq!(
        (&failed["state"], &failed["failureCode"]),
        (&json!("failed"), &json!("Resource.AlreadyAssociated"))
    );
    let text = format!("Elastic IP address [{allocation}] is already associated");
    assert_eq!(failed["failureMessage"], text);
    for state in ["available", "failed"] {
        let found = rig.ok(&op::DescribeNatGateways, filter("state", state)).await;
        let of = if state == "failed" { &id } else { &works };
        assert_eq!(column(&found, "natGatewaySet", "natGatewayId"), [of]);
    }

    let vpc = rig.ok(&op::CreateVpc, json!({"CidrBlock": "10.0.0.0/16"})).await;
    let vpc = vpc["vpc"]["vpcId"].as_str().unwrap();
    let subnet = rig.ok(&op::CreateSubnet, json!({"VpcId": vpc, "CidrBlock": "10.0.0.0/24"})).await;
    let other = allocate(&rig).await;
    let ask_there = json!({"SubnetId": subnet["subnet"]["subnetId"], "AllocationId": other});
    let id = create(&rig, ask_there).await;
    let failed = shown(&rig, &id).await;
    assert_eq!(failed["failureCode"], "Gateway.NotAttached");
    let text = format!("Network {vpc} has no Internet gateway attached");
    assert_eq!(failed["failureMessage"], text);
    // It holds nothing.
    rig.ok(&op::ReleaseAddress, json!({"AllocationId": other})).await;
    rig.end().await;
}

#[tokio::test]
async fn what_no_gateway_can_be_made_of_is_refused() {
    let rig = Rig::new().await;
    let allocation = allocate(&rig).await;
    let with = |name: &str, value: Value| {
        let mut ask = ask(&allocation);
        ask[name] = value;
        ask
    };
    for (ask, code) in [
        (json!({"AllocationId": allocation}), "MissingParameter"),
        (json!({"SubnetId": network().subnets[0].id}), "MissingParameter"),
        (with("SubnetId", json!("subnet-00000000000000000")), "InvalidSubnetID.NotFound"),
        (with("AllocationId", json!("eipalloc-1")), "InvalidElasticIpID.NotFound"),
        (with("PrivateIpAddress", json!("10.0.0.1")), "InvalidParameterValue"),
        (with("DryRun", json!(true)), "DryRunOperation"),
    ] {
        assert_eq!(rig.refused(&op::CreateNatGateway, ask.clone()).await.0, code, "{ask}");
    }
    for (name, value) in [
        ("ConnectivityType", json!("private")),
        ("AvailabilityMode", json!("regional")),
        ("SecondaryPrivateIpAddressCount", json!(2)),
    ] {
        let refused = rig.refused(&op::CreateNatGateway, with(name, value)).await;
        assert!(refused.1.ends_with("is not built yet."), "{refused:?}");
    }
    let refused = rig.refused(&op::DescribeNatGateways, json!({"NatGatewayId": ["nat-x"]})).await;
    assert_eq!(refused.0, "NatGatewayMalformed");
    rig.end().await;
}

#[tokio::test]
async fn a_request_that_comes_again_with_its_token_makes_one_gateway() {
    let rig = Rig::new().await;
    let mut ask = ask(&allocate(&rig).await);
    ask["ClientToken"] = json!("token");
    let tags = json!([{"resourceType": "natgateway", "Tag": [{"key": "Name", "value": "a"}]}]);
    ask["TagSpecification"] = tags;
    let id = create(&rig, ask.clone()).await;
    rig.clock.advance_ms(5000);
    assert_eq!(create(&rig, ask).await, id);
    let found = rig.ok(&op::DescribeNatGateways, filter("tag:Name", "a")).await;
    assert_eq!(column(&found, "natGatewaySet", "natGatewayId"), [&*id]);
    let tags = json!([{"key": "team", "value": "b"}]);
    rig.ok(&op::CreateTags, json!({"ResourceId": [id], "Tag": tags})).await;
    let found = rig.ok(&op::DescribeTags, filter("resource-type", "natgateway")).await;
    assert_eq!(column(&found, "tagSet", "key"), ["Name", "team"]);
    rig.end().await;
}
