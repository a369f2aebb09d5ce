//! Route tables: what subnets obey, and where routes may lead.

use ferrogate_api::ec2::operation as op;
use serde_json::{Value, json};

use super::{add_task, filter, network, vpc_id};
use crate::rig::{Rig, column};

struct Made {
    vpc: String,
    subnets: [String; 2],
    table: String,
}

/// A VPC 10.1.0.0/16 with two subnets and a table of its own.
async fn made(rig: &Rig) -> Made {
    let vpc = rig.ok(&op::CreateVpc, json!({"CidrBlock": "10.1.0.0/16"})).await;
    let vpc = vpc["vpc"]["vpcId"].as_str().unwrap().to_owned();
    let subnet = async |cidr: &str| {
        let made = rig.ok(&op::CreateSubnet, json!({"VpcId": vpc, "CidrBlock": cidr})).await;
        made["subnet"]["subnetId"].as_str().unwrap().to_owned()
    };
    let subnets = [subnet("10.1.1.0/24").await, subnet("10.1.2.0/24").await];
    let table = table(rig, &vpc).await;
    Made { vpc, subnets, table }
}

async fn table(rig: &Rig, vpc: &str) -> String {
    let made = rig.ok(&op::CreateRouteTable, json!({"vpcId": vpc})).await;
    made["routeTable"]["routeTableId"].as_str().unwrap().to_owned()
}

async fn gateway(rig: &Rig, vpc: Option<&str>) -> String {
    let made = rig.ok(&op::CreateInternetGateway, json!({})).await;
    let id = made["internetGateway"]["internetGatewayId"].as_str().unwrap().to_owned();
    if let Some(vpc) = vpc {
        let ask = json!({"internetGatewayId": id, "vpcId": vpc});
        rig.ok(&op::AttachInternetGateway, ask).await;
    }
    id
}

/// Of each route its destination, its target and its state.
async fn routes(rig: &Rig, table: &str) -> Vec<(String, String, String)> {
    let found = rig.ok(&op::DescribeRouteTables, filter("route-table-id", table)).await;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let routes = found["routeTableSet"][0]["routeSet"].as_array().unwrap();
    let target = |route: &Value| text(&route["gatewayId"]) + &text(&route["networkInterfaceId"]);
    let to = |r: &Value| text(&r["destinationCidrBlock"]) + &text(&r["destinationIpv6CidrBlock"]);
    routes.iter().map(|route| (to(route), target(route), text(&route["state"]))).collect()
}

fn row(to: &str, via: &str, state: &str) -> (String, String, String) {
    (to.into(), via.into(), state.into())
}

#[tokio::test]
async fn a_table_is_made_once_for_a_client_token() {
    let rig = Rig::new().await;
    let vpc = vpc_id();
    let ask = |vpc: &str| json!({"vpcId": vpc, "ClientToken": "one"});
    let made = rig.ok(&op::CreateRouteTable, ask(&vpc)).await;
    assert_eq!(made["clientToken"], "one");
    let local = json!([{
        "destinationCidrBlock": "172.31.0.0/16",
        "gatewayId": "local",
        "origin": "CreateRouteTable",
        "state": "active",
    }]);
    assert_eq!(made["routeTable"]["routeSet"], local);
    assert_eq!(made["routeTable"]["associationSet"], json!([]));
    assert_eq!(rig.ok(&op::CreateRouteTable, ask(&vpc)).await, made);
    let other = rig.refused(&op::CreateRouteTable, ask("vpc-x")).await;
    assert_eq!(other.0, "IdempotentParameterMismatch");
    let found = rig.ok(&op::DescribeRouteTables, json!({})).await;
    assert_eq!(column(&found, "routeTableSet", "routeTableId").len(), 2);
    let long = json!({"vpcId": vpc, "ClientToken": "x".repeat(65)});
    assert_eq!(rig.refused(&op::CreateRouteTable, long).await.0, "InvalidParameterValue");
    rig.end().await;
}

#[tokio::test]
async fn two_with_one_token_at_once_make_one_table() {
    let rig = Rig::new().await;
    let ask = json!({"vpcId": vpc_id(), "ClientToken": "one"});
    let (a, b) = tokio::join!(
        rig.ok(&op::CreateRouteTable, ask.clone()),
        rig.ok(&op::CreateRouteTable, ask.clone()),
    );
    assert_eq!(a, b);
    let found = rig.ok(&op::DescribeRouteTables, json!({})).await;
    assert_eq!(column(&found, "routeTableSet", "routeTableId").len(), 2);
    rig.end().await;
}

#[tokio::test]
async fn a_subnet_has_one_table_at_a_time() {
    let rig = Rig::new().await;
    let Made { vpc, subnets, table: first } = made(&rig).await;
    let second = table(&rig, &vpc).await;
    let ask = |table: &str, subnet: &str| json!({"routeTableId": table, "subnetId": subnet});
    let made = rig.ok(&op::AssociateRouteTable, ask(&first, &subnets[0])).await;
    assert_eq!(made["associationState"], json!({"state": "associated"}));
    let association = made["associationId"].as_str().unwrap().to_owned();
    assert_eq!(rig.ok(&op::AssociateRouteTable, ask(&first, &subnets[0])).await, made);
    let refused = rig.refused(&op::AssociateRouteTable, ask(&second, &subnets[0])).await;
    assert_eq!(refused.0, "Resource.AlreadyAssociated");
    for (filter_name, value) in [
        ("association.subnet-id", &subnets[0]),
        ("association.route-table-association-id", &association),
    ] {
        let found = rig.ok(&op::DescribeRouteTables, filter(filter_name, value)).await;
        assert_eq!(column(&found, "routeTableSet", "routeTableId"), [&*first], "{filter_name}");
    }
    let delete = |table: &str| json!({"routeTableId": table});
    let refused = rig.refused(&op::DeleteRouteTable, delete(&first)).await;
    assert_eq!(refused.0, "DependencyViolation");
    assert_eq!(
        refused.1,
        format!("The routeTable '{first}' has dependencies and cannot be deleted.")
    );

    let replace = json!({"associationId": association, "routeTableId": second});
    let replaced = rig.ok(&op::ReplaceRouteTableAssociation, replace.clone()).await;
    let new = replaced["newAssociationId"].as_str().unwrap().to_owned();
    assert_ne!(new, association);
    let gone = rig.refused(&op::ReplaceRouteTableAssociation, replace).await;
    assert_eq!(gone.0, "InvalidAssociationID.NotFound");
    rig.ok(&op::DeleteRouteTable, delete(&first)).await;
    rig.ok(&op::DisassociateRouteTable, json!({"associationId": new})).await;
    rig.ok(&op::DeleteRouteTable, delete(&second)).await;
    rig.end().await;
}

#[tokio::test]
async fn a_subnet_that_goes_frees_its_table() {
    let rig = Rig::new().await;
    let Made { subnets, table, .. } = made(&rig).await;
    rig.ok(&op::AssociateRouteTable, json!({"routeTableId": table, "subnetId": subnets[0]})).await;
    rig.ok(&op::DeleteSubnet, json!({"SubnetId": subnets[0]})).await;
    rig.ok(&op::DeleteRouteTable, json!({"routeTableId": table})).await;
    rig.end().await;
}

#[tokio::test]
async fn another_table_can_become_the_main_one() {
    let rig = Rig::new().await;
    let Made { vpc, table, .. } = made(&rig).await;
    let main = rig.ok(
        &op::DescribeRouteTables,
        json!({"Filter": [
            {"Name": "vpc-id", "Value": [vpc]}, {"Name": "association.main", "Value": ["true"]},
        ]}),
    );
    let main = &main.await["routeTableSet"][0];
    let old = main["routeTableId"].as_str().unwrap();
    let association = main["associationSet"][0]["routeTableAssociationId"].as_str().unwrap();
    let refused =
        rig.refused(&op::DisassociateRouteTable, json!({"associationId": association})).await;
    assert_eq!(
        refused,
        (
            "InvalidParameterValue".into(),
            format!("cannot disassociate the main route table association {association}")
        )
    );
    let delete = json!({"routeTableId": old});
    assert_eq!(rig.refused(&op::DeleteRouteTable, delete.clone()).await.0, "DependencyViolation");
    let replace = json!({"associationId": association, "routeTableId": table});
    rig.ok(&op::ReplaceRouteTableAssociation, replace).await;
    let found = rig.ok(&op::DescribeRouteTables, filter("route-table-id", &table)).await;
    assert_eq!(found["routeTableSet"][0]["associationSet"][0]["main"], true);
    rig.ok(&op::DeleteRouteTable, delete).await;
    rig.end().await;
}

#[tokio::test]
async fn tables_and_subnets_of_two_vpcs_stay_apart() {
    let rig = Rig::new().await;
    let Made { table, .. } = made(&rig).await;
    let subnet = &network().subnets[0].id;
    let ask = json!({"routeTableId": table, "subnetId": subnet});
    let refused = rig.refused(&op::AssociateRouteTable, ask).await;
    assert_eq!(
        refused.1,
        format!("route table {table} and subnet {subnet} belong to different networks")
    );
    for (ask, code) in [
        (json!({"routeTableId": "rtb-x", "subnetId": subnet}), "InvalidRouteTableID.NotFound"),
        (json!({"routeTableId": table, "subnetId": "subnet-x"}), "InvalidSubnetID.NotFound"),
        (json!({"routeTableId": table}), "MissingParameter"),
        (json!({"routeTableId": table, "GatewayId": "igw-x"}), "UnsupportedOperation"),
    ] {
        assert_eq!(rig.refused(&op::AssociateRouteTable, ask.clone()).await.0, code, "{ask}");
    }
    rig.end().await;
}

#[tokio::test]
async fn a_route_leads_to_the_gateway_of_its_vpc_until_that_leaves() {
    let rig = Rig::new().await;
    let Made { vpc, table, .. } = made(&rig).await;
    let igw = gateway(&rig, Some(&vpc)).await;
    let ask =
        |to: &str| json!({"routeTableId": table, "destinationCidrBlock": to, "gatewayId": igw});
    assert_eq!(rig.ok(&op::CreateRoute, ask("0.0.0.0/0")).await, json!({"return": true}));
    // Bits past the length are cleared.
    rig.ok(&op::CreateRoute, ask("100.68.0.18/18")).await;
    let v6 = json!({"routeTableId": table, "destinationIpv6CidrBlock": "::/0", "gatewayId": igw});
    rig.ok(&op::CreateRoute, v6).await;
    let local = row("10.1.0.0/16", "local", "active");
    let shown = |state: &str| {
        let to = ["0.0.0.0/0", "100.68.0.0/18", "::/0"];
        [local.clone()].into_iter().chain(to.map(|to| row(to, &igw, state))).collect::<Vec<_>>()
    };
    assert_eq!(routes(&rig, &table).await, shown("active"));
    let refused = rig.refused(&op::CreateRoute, ask("0.0.0.0/0")).await;
    assert_eq!(
        refused,
        ("RouteAlreadyExists".into(), "The route identified by 0.0.0.0/0 already exists.".into())
    );
    let detach = json!({"internetGatewayId": igw, "vpcId": vpc});
    rig.ok(&op::DetachInternetGateway, detach).await;
    assert_eq!(routes(&rig, &table).await, shown("blackhole"));
    let found = rig.ok(&op::DescribeRouteTables, filter("route.state", "blackhole")).await;
    assert_eq!(column(&found, "routeTableSet", "routeTableId"), [&*table]);
    let delete = json!({"routeTableId": table, "destinationCidrBlock": "100.68.0.0/18"});
    rig.ok(&op::DeleteRoute, delete.clone()).await;
    assert_eq!(
        rig.refused(&op::DeleteRoute, delete).await,
        (
            "InvalidRoute.NotFound".into(),
            format!("no route with destination-cidr-block 100.68.0.0/18 in route table {table}")
        )
    );
    rig.end().await;
}

#[tokio::test]
async fn a_route_is_for_what_aws_lets_it_be_for() {
    let rig = Rig::new().await;
    add_task(&rig, 9, false).await;
    let table = table(&rig, &vpc_id()).await;
    let (igw, eni) = (network().gateway.id, "eni-00000000000000009");
    let via_gateway =
        |to: &str| json!({"routeTableId": table, "destinationCidrBlock": to, "gatewayId": igw});
    for (to, code) in [
        ("172.31.0.0/16", "RouteAlreadyExists"),
        ("172.31.0.0/20", "InvalidParameterValue"),
        ("169.254.168.0/22", "InvalidParameterValue"),
        ("169.254.169.254/32", "InvalidParameterValue"),
        ("10.0.0.0", "InvalidParameterValue"),
        ("::/0", "InvalidParameterValue"),
    ] {
        assert_eq!(rig.refused(&op::CreateRoute, via_gateway(to)).await.0, code, "{to}");
    }
    for to in ["fd00:ec2::/32", "fd00:ec2::253/128"] {
        let ask = json!({"routeTableId": table, "destinationIpv6CidrBlock": to, "gatewayId": igw});
        assert_eq!(rig.refused(&op::CreateRoute, ask).await.0, "InvalidParameterValue", "{to}");
    }
    // Less specific than what is forbidden, or than the VPC.
    for to in ["169.254.0.0/16", "172.16.0.0/12"] {
        rig.ok(&op::CreateRoute, via_gateway(to)).await;
    }
    let via_eni = |to: &str| json!({"routeTableId": table, "destinationCidrBlock": to, "networkInterfaceId": eni});
    let refused = rig.refused(&op::CreateRoute, via_eni("172.31.0.0/24")).await;
    assert_eq!(refused.1, "Route destination doesn't match any subnet CIDR blocks.");
    rig.ok(&op::CreateRoute, via_eni("172.31.16.0/20")).await;
    assert!(routes(&rig, &table).await.contains(&row("172.31.16.0/20", eni, "active")));
    let delete = json!({"routeTableId": table, "destinationCidrBlock": "172.31.0.0/16"});
    assert_eq!(
        rig.refused(&op::DeleteRoute, delete).await.1,
        format!("cannot remove local route 172.31.0.0/16 in route table {table}")
    );
    rig.end().await;
}

#[tokio::test]
async fn a_route_names_one_destination_and_one_target_that_is_there() {
    let rig = Rig::new().await;
    let Made { table, .. } = made(&rig).await;
    let loose = gateway(&rig, None).await;
    let foreign = network().gateway.id;
    let to = ("destinationCidrBlock", "0.0.0.0/0");
    for (parameters, code) in [
        (vec![to], "MissingParameter"),
        (vec![("gatewayId", "igw-x")], "MissingParameter"),
        (vec![to, ("destinationIpv6CidrBlock", "::/0")], "InvalidParameterCombination"),
        (
            vec![to, ("gatewayId", "igw-x"), ("natGatewayId", "nat-x")],
            "InvalidParameterCombination",
        ),
        (vec![("DestinationPrefixListId", "pl-x")], "InvalidPrefixListID.NotFound"),
        (vec![to, ("gatewayId", "local")], "InvalidParameterValue"),
        (vec![to, ("gatewayId", "igw-x")], "InvalidGatewayID.NotFound"),
        (vec![to, ("gatewayId", "vgw-x")], "InvalidGatewayID.NotFound"),
        (vec![to, ("gatewayId", &loose)], "InvalidParameterValue"),
        (vec![to, ("gatewayId", &foreign)], "InvalidParameterValue"),
        (vec![to, ("networkInterfaceId", "eni-01234567")], "InvalidNetworkInterfaceID.NotFound"),
        (vec![to, ("natGatewayId", "nat-x")], "InvalidNatGatewayID.NotFound"),
        (vec![to, ("instanceId", "i-x")], "InvalidInstanceID.NotFound"),
        (vec![to, ("TransitGatewayId", "tgw-x")], "InvalidTransitGatewayID.NotFound"),
        (vec![to, ("VpcEndpointId", "vpce-x")], "InvalidVpcEndpointId.NotFound"),
        (vec![to, ("vpcPeeringConnectionId", "pcx-x")], "InvalidVpcPeeringConnectionID.NotFound"),
        (vec![to, ("egressOnlyInternetGatewayId", "eigw-x")], "InvalidGatewayID.NotFound"),
    ] {
        let mut ask = json!({"routeTableId": table});
        for (name, value) in &parameters {
            ask[*name] = json!(value);
        }
        assert_eq!(rig.refused(&op::CreateRoute, ask).await.0, code, "{parameters:?}");
    }
    assert_eq!(routes(&rig, &table).await.len(), 1);
    rig.end().await;
}

#[tokio::test]
async fn a_route_is_led_elsewhere() {
    let rig = Rig::new().await;
    add_task(&rig, 9, false).await;
    let table = table(&rig, &vpc_id()).await;
    let (igw, eni) = (network().gateway.id, "eni-00000000000000009");
    let ask = |to: &str, name: &str, value: &str| json!({"routeTableId": table, "destinationCidrBlock": to, name: value});
    let refused = rig.refused(&op::ReplaceRoute, ask("0.0.0.0/0", "gatewayId", &igw)).await;
    assert_eq!(
        refused.1,
        "There is no route defined for '0.0.0.0/0' in the route table. Use CreateRoute instead."
    );
    rig.ok(&op::CreateRoute, ask("0.0.0.0/0", "gatewayId", &igw)).await;
    rig.ok(&op::ReplaceRoute, ask("0.0.0.0/0", "networkInterfaceId", eni)).await;
    assert!(routes(&rig, &table).await.contains(&row("0.0.0.0/0", eni, "active")));
    // The local route stays as it is.
    let local = json!({
        "routeTableId": table, "destinationCidrBlock": "172.31.0.0/16", "LocalTarget": true,
    });
    rig.ok(&op::ReplaceRoute, local).await;
    let elsewhere = ask("172.31.0.0/16", "networkInterfaceId", eni);
    assert_eq!(rig.refused(&op::ReplaceRoute, elsewhere).await.0, "UnsupportedOperation");
    rig.end().await;
}
