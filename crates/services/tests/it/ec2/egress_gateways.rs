//! Egress-only internet gateways: attached from their making on, and for IPv6 alone.

use ferrogate_api::ec2::operation as op;
use serde_json::json;

use super::vpc_id;
use crate::rig::{Rig, column};

#[tokio::test]
async fn a_gateway_is_the_way_out_of_ipv6_alone() {
    let rig = Rig::new().await;
    let ask = json!({"VpcId": vpc_id(), "ClientToken": "token"});
    let made = rig.ok(&op::CreateEgressOnlyInternetGateway, ask.clone()).await;
    let shown = &made["egressOnlyInternetGateway"];
    let id = shown["egressOnlyInternetGatewayId"].as_str().unwrap();
    assert_eq!(shown["attachmentSet"], json!([{"state": "attached", "vpcId": vpc_id()}]));
    let again = rig.ok(&op::CreateEgressOnlyInternetGateway, ask).await;
    assert_eq!(again["egressOnlyInternetGateway"]["egressOnlyInternetGatewayId"], *id);

    let made = rig.ok(&op::CreateRouteTable, json!({"vpcId": vpc_id()})).await;
    let table = made["routeTable"]["routeTableId"].as_str().unwrap();
    let v4 = json!({"routeTableId": table, "destinationCidrBlock": "0.0.0.0/0",
        "egressOnlyInternetGatewayId": id});
    assert_eq!(rig.refused(&op::CreateRoute, v4).await.0, "InvalidParameterValue");
    let v6 = json!({"routeTableId": table, "destinationIpv6CidrBlock": "::/0",
        "egressOnlyInternetGatewayId": id});
    rig.ok(&op::CreateRoute, v6).await;
    let found = rig.ok(&op::DescribeRouteTables, json!({"RouteTableId": [table]})).await;
    let route = |found: &serde_json::Value| found["routeTableSet"][0]["routeSet"][1].clone();
    assert_eq!(route(&found)["egressOnlyInternetGatewayId"], *id);
    assert_eq!(route(&found)["state"], "active");

    let delete = json!({"EgressOnlyInternetGatewayId": id});
    let done = rig.ok(&op::DeleteEgressOnlyInternetGateway, delete.clone()).await;
    assert_eq!(done["returnCode"], true);
    let found = rig.ok(&op::DescribeRouteTables, json!({"RouteTableId": [table]})).await;
    assert_eq!(route(&found)["state"], "blackhole");
    let refused = rig.refused(&op::DeleteEgressOnlyInternetGateway, delete).await;
    assert_eq!(refused.0, "InvalidGatewayID.NotFound");
    rig.end().await;
}

#[tokio::test]
async fn a_vpc_is_not_deleted_with_its_gateway() {
    let rig = Rig::new().await;
    let vpc = rig.ok(&op::CreateVpc, json!({"CidrBlock": "10.0.0.0/16"})).await;
    let vpc = vpc["vpc"]["vpcId"].as_str().unwrap();
    let tags = json!([{"resourceType": "egress-only-internet-gateway",
        "Tag": [{"key": "Name", "value": "a"}]}]);
    let ask = json!({"VpcId": vpc, "TagSpecification": tags});
    let made = rig.ok(&op::CreateEgressOnlyInternetGateway, ask).await;
    let id = &made["egressOnlyInternetGateway"]["egressOnlyInternetGatewayId"];
    let found =
        rig.ok(&op::DescribeEgressOnlyInternetGateways, super::filter("tag:Name", "a")).await;
    assert_eq!(
        column(&found, "egressOnlyInternetGatewaySet", "egressOnlyInternetGatewayId"),
        [id.as_str().unwrap()]
    );
    let refused = rig.refused(&op::DeleteVpc, json!({"VpcId": vpc})).await;
    assert_eq!(refused.0, "DependencyViolation");
    rig.ok(&op::DeleteEgressOnlyInternetGateway, json!({"EgressOnlyInternetGatewayId": id})).await;
    rig.ok(&op::DeleteVpc, json!({"VpcId": vpc})).await;
    let refused = rig.refused(&op::CreateEgressOnlyInternetGateway, json!({"VpcId": vpc})).await;
    assert_eq!(refused.0, "InvalidVpcID.NotFound");
    rig.end().await;
}
