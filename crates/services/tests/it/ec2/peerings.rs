//! Peering connections: asked for, accepted or not, routed to, and ended by either side.

use std::sync::Arc;

use ferrogate_api::ec2::operation as op;
use ferrogate_api::{Cx, Operation};
use ferrogate_base::TimestampMs;
use serde_json::{Value, json};

use super::{filter, vpc_id};
use crate::rig::{ACCOUNT, NOW_MS, REGION, Rig, column};

const OTHER: &str = "444455556666";

/// A caller of another account.
fn other() -> Arc<Cx> {
    Arc::new(Cx::root("id", OTHER.parse().unwrap(), REGION, TimestampMs(NOW_MS)))
}

async fn vpc(rig: &Rig, cidr: &str) -> String {
    let made = rig.ok(&op::CreateVpc, json!({"CidrBlock": cidr})).await;
    made["vpc"]["vpcId"].as_str().unwrap().to_owned()
}

async fn ask(rig: &Rig, ask: Value) -> String {
    let made = rig.ok(&op::CreateVpcPeeringConnection, ask).await;
    let made = &made["vpcPeeringConnection"];
    assert_eq!(made["status"]["code"], "initiating-request");
    made["vpcPeeringConnectionId"].as_str().unwrap().to_owned()
}

async fn shown(rig: &Rig, id: &str) -> Value {
    let ask = json!({"VpcPeeringConnectionId": [id]});
    let found = rig.ok(&op::DescribeVpcPeeringConnections, ask).await;
    found["vpcPeeringConnectionSet"][0].clone()
}

/// What is said of a table's route to a connection.
async fn state_of_route(rig: &Rig, table: &str, id: &str) -> String {
    let ask = json!({"RouteTableId": [table]});
    let found = rig.ok(&op::DescribeRouteTables, ask).await;
    let routes = found["routeTableSet"][0]["routeSet"].as_array().unwrap();
    let route = routes.iter().find(|route| route["vpcPeeringConnectionId"] == id).unwrap();
    route["state"].as_str().unwrap().to_owned()
}

fn of(id: &str) -> Value {
    json!({"vpcPeeringConnectionId": id})
}

#[tokio::test]
async fn each_side_says_whether_its_names_are_known_to_the_other() {
    let rig = Rig::new().await;
    let peer = vpc(&rig, "10.1.0.0/16").await;
    let id = ask(&rig, json!({"vpcId": vpc_id(), "peerVpcId": peer})).await;
    rig.ok(&op::AcceptVpcPeeringConnection, of(&id)).await;
    let options = |side: &str, on: bool| {
        json!({"VpcPeeringConnectionId": id,
            side: {"AllowDnsResolutionFromRemoteVpc": on}})
    };
    let (one, two) = ("RequesterPeeringConnectionOptions", "AccepterPeeringConnectionOptions");
    let done = rig.ok(&op::ModifyVpcPeeringConnectionOptions, options(two, true)).await;
    assert_eq!(
        done["accepterPeeringConnectionOptions"]["allowDnsResolutionFromRemoteVpc"], true,
        "{done}"
    );
    assert_eq!(done["requesterPeeringConnectionOptions"], Value::Null);
    let said = async || {
        let shown = shown(&rig, &id).await;
        let of = |side: &str| {
            let options = &shown[side]["peeringOptions"]["allowDnsResolutionFromRemoteVpc"];
            options.as_bool().unwrap()
        };
        (of("requesterVpcInfo"), of("accepterVpcInfo"))
    };
    assert_eq!(said().await, (false, true));
    rig.ok(&op::ModifyVpcPeeringConnectionOptions, options(one, true)).await;
    rig.ok(&op::ModifyVpcPeeringConnectionOptions, options(two, false)).await;
    assert_eq!(said().await, (true, false));
    let old = json!({"VpcPeeringConnectionId": id,
        one: {"AllowEgressFromLocalClassicLinkToRemoteVpc": true}});
    let refused = rig.refused(&op::ModifyVpcPeeringConnectionOptions, old).await;
    assert_eq!(refused.0, "UnsupportedOperation");

    // The other account's side is its own.
    let theirs = json!({"CidrBlock": "10.2.0.0/16"});
    let theirs = rig.call_as(other(), &op::CreateVpc, theirs).await.unwrap();
    let theirs = theirs["vpc"]["vpcId"].as_str().unwrap();
    let id = ask(&rig, json!({"vpcId": vpc_id(), "peerVpcId": theirs, "peerOwnerId": OTHER})).await;
    rig.call_as(other(), &op::AcceptVpcPeeringConnection, of(&id)).await.unwrap();
    let mut asked = options(two, true);
    asked["VpcPeeringConnectionId"] = json!(id);
    let refused = rig.refused(&op::ModifyVpcPeeringConnectionOptions, asked.clone()).await;
    assert_eq!(refused.0, "OperationNotPermitted");
    let done = rig.call_as(other(), &op::ModifyVpcPeeringConnectionOptions, asked).await;
    assert!(done.is_ok(), "{done:?}");
    rig.end().await;
}

#[tokio::test]
async fn a_connection_is_active_once_it_is_accepted() {
    let rig = Rig::new().await;
    let peer = vpc(&rig, "10.1.0.0/16").await;
    let id = ask(&rig, json!({"vpcId": vpc_id(), "peerVpcId": peer})).await;
    let pending = shown(&rig, &id).await;
    let message = format!("Pending Acceptance by {ACCOUNT}");
    assert_eq!(pending["status"], json!({"code": "pending-acceptance", "message": message}));
    assert_eq!(pending["requesterVpcInfo"]["cidrBlock"], "172.31.0.0/16");
    assert_eq!(pending["accepterVpcInfo"]["cidrBlock"], Value::Null, "it has not answered");
    assert!(!pending["expirationTime"].is_null());

    let made = rig.ok(&op::CreateRouteTable, json!({"vpcId": vpc_id()})).await;
    let table = made["routeTable"]["routeTableId"].as_str().unwrap();
    let route = json!({"routeTableId": table, "destinationCidrBlock": "10.1.0.0/16",
        "vpcPeeringConnectionId": id});
    // A route may be there before it is accepted.
    rig.ok(&op::CreateRoute, route.clone()).await;
    assert_eq!(state_of_route(&rig, table, &id).await, "blackhole");
    let accepted = rig.ok(&op::AcceptVpcPeeringConnection, of(&id)).await;
    assert_eq!(accepted["vpcPeeringConnection"]["status"]["code"], "active");
    assert_eq!(state_of_route(&rig, table, &id).await, "active");
    let active = shown(&rig, &id).await;
    assert_eq!(active["accepterVpcInfo"]["cidrBlockSet"], json!([{"cidrBlock": "10.1.0.0/16"}]));
    assert_eq!(active["expirationTime"], Value::Null);
    let refused = rig.refused(&op::AcceptVpcPeeringConnection, of(&id)).await;
    let text =
        format!("Invalid state transition for {id}, attempted to transition from active to active");
    assert_eq!(refused, ("InvalidStateTransition".into(), text));
    let refused = rig.refused(&op::DeleteVpc, json!({"VpcId": peer})).await;
    assert_eq!(refused.0, "DependencyViolation");
    let range = json!({"vpcId": peer, "CidrBlock": "172.31.9.0/24"});
    assert_eq!(rig.refused(&op::AssociateVpcCidrBlock, range).await.0, "InvalidVpc.Conflict");
    for (name, value) in [
        ("status-code", "active"),
        ("requester-vpc-info.vpc-id", &vpc_id()),
        ("accepter-vpc-info.cidr-block", "10.1.0.0/16"),
        ("accepter-vpc-info.owner-id", ACCOUNT),
    ] {
        let found = rig.ok(&op::DescribeVpcPeeringConnections, filter(name, value)).await;
        let ids = column(&found, "vpcPeeringConnectionSet", "vpcPeeringConnectionId");
        assert_eq!(ids, [&*id], "{name}");
    }

    rig.ok(&op::DeleteVpcPeeringConnection, of(&id)).await;
    let gone = shown(&rig, &id).await;
    assert_eq!(gone["status"]["message"], format!("Deleted by {ACCOUNT}"));
    assert_eq!(state_of_route(&rig, table, &id).await, "blackhole");
    let other = json!({"routeTableId": table, "destinationCidrBlock": "10.2.0.0/16",
        "vpcPeeringConnectionId": id});
    let refused = rig.refused(&op::CreateRoute, other).await;
    assert_eq!(refused.0, "InvalidVpcPeeringConnectionID.NotFound");
    let refused = rig.refused(&op::DeleteVpcPeeringConnection, of(&id)).await;
    assert_eq!(refused.0, "InvalidStateTransition");
    rig.ok(&op::DeleteVpc, json!({"VpcId": peer})).await;
    rig.end().await;
}

#[tokio::test]
async fn only_who_was_asked_accepts() {
    let rig = Rig::new().await;
    let theirs = rig.call_as(other(), &op::CreateVpc, json!({"CidrBlock": "10.7.0.0/16"})).await;
    let theirs = theirs.unwrap()["vpc"]["vpcId"].as_str().unwrap().to_owned();
    let with = json!({"vpcId": vpc_id(), "peerVpcId": theirs, "peerOwnerId": OTHER});
    let id = ask(&rig, with.clone()).await;
    let refused = rig.refused(&op::CreateVpcPeeringConnection, with.clone()).await;
    assert_eq!(refused.0, "VpcPeeringConnectionAlreadyExists");
    for operation in [&op::AcceptVpcPeeringConnection, &op::RejectVpcPeeringConnection] {
        let refused = rig.refused(operation, of(&id)).await;
        assert_eq!(refused.0, "OperationNotPermitted", "{}", refused.1);
    }
    rig.call_as(other(), &op::RejectVpcPeeringConnection, of(&id)).await.unwrap();
    assert_eq!(shown(&rig, &id).await["status"]["message"], format!("Rejected by {OTHER}"));
    let id = ask(&rig, with).await;
    rig.call_as(other(), &op::AcceptVpcPeeringConnection, of(&id)).await.unwrap();
    assert_eq!(shown(&rig, &id).await["status"]["code"], "active");
    let stranger =
        Arc::new(Cx::root("id", "777788889999".parse().unwrap(), REGION, TimestampMs(NOW_MS)));
    let asked = rig.call_as(stranger, &op::DeleteVpcPeeringConnection, of(&id)).await;
    assert_eq!(asked.unwrap_err().0, "InvalidVpcPeeringConnectionID.NotFound");
    rig.call_as(other(), &op::DeleteVpcPeeringConnection, of(&id)).await.unwrap();
    assert_eq!(shown(&rig, &id).await["status"]["message"], format!("Deleted by {OTHER}"));
    rig.end().await;
}

#[tokio::test]
async fn what_can_not_be_peered_fails_and_what_nobody_answers_expires() {
    let rig = Rig::new().await;
    let same = vpc(&rig, "172.31.64.0/20").await;
    let failed = "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range";
    for with in [
        json!({"vpcId": vpc_id(), "peerVpcId": same}),
        json!({"vpcId": vpc_id(), "peerVpcId": "vpc-00000000000000000", "peerOwnerId": OTHER}),
    ] {
        let id = ask(&rig, with).await;
        assert_eq!(shown(&rig, &id).await["status"], json!({"code": "failed", "message": failed}));
        let refused = rig.refused(&op::AcceptVpcPeeringConnection, of(&id)).await;
        let code = refused.0.as_str();
        assert!(["InvalidStateTransition", "OperationNotPermitted"].contains(&code), "{code}");
    }
    let unknown = json!({"vpcId": vpc_id(), "peerVpcId": "vpc-00000000000000000"});
    let refused = rig.refused(&op::CreateVpcPeeringConnection, unknown).await;
    assert_eq!(refused.0, "InvalidVpcID.NotFound");

    let peer = vpc(&rig, "10.2.0.0/16").await;
    let id = ask(&rig, json!({"vpcId": vpc_id(), "peerVpcId": peer})).await;
    let on = json!({"VpcPeeringConnectionId": id,
        "RequesterPeeringConnectionOptions": {"AllowDnsResolutionFromRemoteVpc": true}});
    let refused = rig.refused(&op::ModifyVpcPeeringConnectionOptions, on).await;
    assert_eq!(refused.0, "OperationNotPermitted");
    rig.clock.advance_ms(7 * 24 * 60 * 60 * 1000);
    assert_eq!(shown(&rig, &id).await["status"]["code"], "expired");
    let refused = rig.refused(&op::AcceptVpcPeeringConnection, of(&id)).await;
    assert_eq!(refused.0, "InvalidStateTransition");
    rig.ok(&op::DeleteVpc, json!({"VpcId": peer})).await;
    rig.end().await;
}

async fn group(rig: &Rig, cx: Option<Arc<Cx>>, vpc: &str) -> String {
    let ask = json!({"GroupName": "web", "GroupDescription": "web", "VpcId": vpc});
    let made = match cx {
        Some(cx) => rig.call_as(cx, &op::CreateSecurityGroup, ask).await.unwrap(),
        None => rig.ok(&op::CreateSecurityGroup, ask).await,
    };
    made["groupId"].as_str().unwrap().to_owned()
}

fn from_group(to: &str, pair: &Value) -> Value {
    json!({"GroupId": to, "IpPermissions": [{"ipProtocol": "tcp", "fromPort": 80, "toPort": 80,
        "groups": [pair]}]})
}

#[tokio::test]
async fn rules_name_groups_of_peers_until_these_are_gone() {
    let rig = Rig::new().await;
    let peer = vpc(&rig, "10.1.0.0/16").await;
    let (own, theirs) = (group(&rig, None, &vpc_id()).await, group(&rig, None, &peer).await);
    let add = |pair: Value| from_group(&own, &pair);
    const ADD: &Operation = &op::AuthorizeSecurityGroupIngress;
    let id = ask(&rig, json!({"vpcId": vpc_id(), "peerVpcId": peer})).await;
    let refused = rig.refused(ADD, add(json!({"groupId": theirs}))).await;
    let different = "You have specified two resources that belong to different networks.";
    assert_eq!(refused, ("InvalidGroup.NotFound".into(), different.into()), "not accepted yet");
    rig.ok(&op::AcceptVpcPeeringConnection, of(&id)).await;
    let wrong = json!({"groupId": theirs, "vpcPeeringConnectionId": "pcx-00000000000000000"});
    assert_eq!(rig.refused(ADD, add(wrong)).await.0, "InvalidVpcPeeringConnectionID.NotFound");
    let foreign = json!({"groupId": theirs, "userId": OTHER});
    assert_eq!(rig.refused(ADD, add(foreign)).await.0, "InvalidGroup.NotFound");
    let pair = json!({"groupId": theirs, "vpcPeeringConnectionId": id, "userId": ACCOUNT});
    let made = rig.ok(ADD, add(pair)).await;
    let said = json!({"groupId": theirs, "userId": ACCOUNT, "vpcId": peer,
        "vpcPeeringConnectionId": id, "peeringStatus": "active"});
    assert_eq!(made["securityGroupRuleSet"][0]["referencedGroupInfo"], said);

    let shown = || async {
        let found = rig.ok(&op::DescribeSecurityGroups, json!({"GroupId": [own]})).await;
        found["securityGroupInfo"][0]["ipPermissions"][0]["groups"][0].clone()
    };
    assert_eq!(shown().await, said);
    let stale = || async {
        let ask = json!({"VpcId": vpc_id()});
        rig.ok(&op::DescribeStaleSecurityGroups, ask).await["staleSecurityGroupSet"].clone()
    };
    assert_eq!(stale().await, json!([]));
    let found = rig.ok(&op::DescribeSecurityGroupReferences, json!({"GroupId": [theirs]})).await;
    let reference = json!([{"groupId": theirs, "referencingVpcId": vpc_id(),
        "vpcPeeringConnectionId": id}]);
    assert_eq!(found["securityGroupReferenceSet"], reference);

    rig.ok(&op::DeleteVpcPeeringConnection, of(&id)).await;
    assert_eq!(shown().await["peeringStatus"], "deleted");
    let told = stale().await;
    assert_eq!((&told[0]["groupId"], told.as_array().unwrap().len()), (&json!(own), 1));
    assert_eq!(told[0]["staleIpPermissions"][0]["groups"][0]["groupId"], theirs);
    let found = rig.ok(&op::DescribeSecurityGroupReferences, json!({"GroupId": [theirs]})).await;
    assert_eq!(found["securityGroupReferenceSet"], json!([]));
    // A peer's rule keeps nobody from deleting a group.
    rig.ok(&op::DeleteSecurityGroup, json!({"GroupId": theirs})).await;
    assert_eq!(shown().await, json!({"groupId": theirs, "userId": ACCOUNT}));
    assert_eq!(stale().await[0]["groupId"], own);
    rig.end().await;
}

#[tokio::test]
async fn a_group_of_another_account_is_named_with_its_owner() {
    let rig = Rig::new().await;
    let made = rig.call_as(other(), &op::CreateVpc, json!({"CidrBlock": "10.7.0.0/16"})).await;
    let peer = made.unwrap()["vpc"]["vpcId"].as_str().unwrap().to_owned();
    let (own, theirs) =
        (group(&rig, None, &vpc_id()).await, group(&rig, Some(other()), &peer).await);
    let with = json!({"vpcId": vpc_id(), "peerVpcId": peer, "peerOwnerId": OTHER});
    let id = ask(&rig, with).await;
    rig.call_as(other(), &op::AcceptVpcPeeringConnection, of(&id)).await.unwrap();
    let add = |pair| from_group(&own, &pair);
    let refused = rig.refused(&op::AuthorizeSecurityGroupIngress, add(json!({"groupId": theirs})));
    assert_eq!(refused.await.0, "InvalidGroup.NotFound");
    let pair = json!({"groupId": theirs, "userId": OTHER});
    let made = rig.ok(&op::AuthorizeSecurityGroupIngress, add(pair)).await;
    assert_eq!(made["securityGroupRuleSet"][0]["referencedGroupInfo"]["userId"], OTHER);
    let revoke = from_group(&own, &json!({"groupId": theirs, "userId": OTHER}));
    rig.ok(&op::RevokeSecurityGroupIngress, revoke).await;
    rig.end().await;
}
