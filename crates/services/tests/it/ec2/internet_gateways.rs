//! Internet gateways: made, attached to one VPC, and taken away.

use ferrogate_api::ec2::operation as op;
use serde_json::json;

use super::{filter, network, vpc_id};
use crate::rig::{ACCOUNT, Rig, column};

#[tokio::test]
async fn a_gateway_is_attached_to_one_vpc_at_a_time() {
    let rig = Rig::new().await;
    let tags =
        json!([{"resourceType": "internet-gateway", "Tag": [{"key": "Name", "value": "a"}]}]);
    let made = rig.ok(&op::CreateInternetGateway, json!({"TagSpecification": tags})).await;
    let shown = &made["internetGateway"];
    let id = shown["internetGatewayId"].as_str().unwrap();
    assert_eq!(shown["ownerId"], ACCOUNT);
    assert_eq!(shown["attachmentSet"], json!([]));
    assert_eq!(shown["tagSet"], json!([{"key": "Name", "value": "a"}]));
    let vpc = rig.ok(&op::CreateVpc, json!({"CidrBlock": "10.0.0.0/16"})).await;
    let vpc = vpc["vpc"]["vpcId"].as_str().unwrap();

    let ask = |gateway: &str, vpc: &str| json!({"internetGatewayId": gateway, "vpcId": vpc});
    let refused = rig.refused(&op::DetachInternetGateway, ask(id, vpc)).await;
    assert_eq!(
        refused,
        ("Gateway.NotAttached".into(), format!("resource {id} is not attached to network {vpc}"))
    );
    let refused = rig.refused(&op::AttachInternetGateway, ask(id, &vpc_id())).await;
    assert_eq!(refused.1, format!("Network {} already has an internet gateway attached", vpc_id()));
    rig.ok(&op::AttachInternetGateway, ask(id, vpc)).await;
    let refused = rig.refused(&op::AttachInternetGateway, ask(id, vpc)).await;
    assert_eq!(
        refused,
        (
            "Resource.AlreadyAssociated".into(),
            format!("resource {id} is already attached to network {vpc}")
        )
    );
    let found = rig.ok(&op::DescribeInternetGateways, filter("attachment.vpc-id", vpc)).await;
    assert_eq!(column(&found, "internetGatewaySet", "internetGatewayId"), [id]);

    let refused = rig.refused(&op::DeleteVpc, json!({"VpcId": vpc})).await;
    assert_eq!(refused.0, "DependencyViolation");
    let delete = json!({"internetGatewayId": id});
    let refused = rig.refused(&op::DeleteInternetGateway, delete.clone()).await;
    assert_eq!(
        refused.1,
        format!("The internetGateway '{id}' has dependencies and cannot be deleted.")
    );
    rig.ok(&op::DetachInternetGateway, ask(id, vpc)).await;
    rig.ok(&op::DeleteInternetGateway, delete.clone()).await;
    let refused = rig.refused(&op::DeleteInternetGateway, delete).await;
    assert_eq!(refused.0, "InvalidInternetGatewayID.NotFound");
    rig.ok(&op::DeleteVpc, json!({"VpcId": vpc})).await;
    rig.end().await;
}

#[tokio::test]
async fn a_region_has_five_gateways() {
    let rig = Rig::new().await;
    for _ in 0..4 {
        rig.ok(&op::CreateInternetGateway, json!({})).await;
    }
    let refused = rig.refused(&op::CreateInternetGateway, json!({})).await;
    assert_eq!(refused.0, "InternetGatewayLimitExceeded");
    rig.end().await;
}

#[tokio::test]
async fn of_two_gateways_at_once_a_vpc_gets_one() {
    let rig = Rig::new().await;
    let own = json!({"internetGatewayId": network().gateway.id, "vpcId": vpc_id()});
    rig.ok(&op::DetachInternetGateway, own.clone()).await;
    let other = rig.ok(&op::CreateInternetGateway, json!({})).await;
    let other = json!({
        "internetGatewayId": other["internetGateway"]["internetGatewayId"], "vpcId": vpc_id(),
    });
    let (a, b) = tokio::join!(
        rig.call(&op::AttachInternetGateway, own),
        rig.call(&op::AttachInternetGateway, other),
    );
    assert_ne!(a.is_ok(), b.is_ok());
    let found = rig.ok(&op::DescribeInternetGateways, filter("attachment.vpc-id", &vpc_id())).await;
    assert_eq!(column(&found, "internetGatewaySet", "internetGatewayId").len(), 1);
    rig.end().await;
}
