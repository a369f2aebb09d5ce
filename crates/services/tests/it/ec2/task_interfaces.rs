//! The interfaces of tasks.

use ferrogate_api::ec2::operation as op;
use ferrogate_records::ec2::{address, eni};
use ferrogate_services::network::give_interfaces;
use ferrogate_store::{Key, Op};
use serde_json::json;

use super::{add_task, network};
use crate::rig::{Rig, column, scope};

#[tokio::test]
async fn an_interface_is_there_as_long_as_its_task_holds_it() {
    let rig = Rig::new().await;
    let task = add_task(&rig, 4, false).await;
    let attachment =
        format!("arn:aws:ecs:eu-central-1:111122223333:attachment/{}", task.attachment_id());
    add_task(&rig, 5, true).await;
    let found = rig.ok(&op::DescribeNetworkInterfaces, json!({})).await;
    assert_eq!(
        column(&found, "networkInterfaceSet", "networkInterfaceId"),
        ["eni-00000000000000004"]
    );
    let eni = &found["networkInterfaceSet"][0];
    let network = network();
    let vpc = &network.parts.vpc;
    for (member, value) in [
        ("status", "in-use"),
        ("interfaceType", "interface"),
        ("privateIpAddress", "172.31.0.4"),
        ("privateDnsName", "ip-172-31-0-4.eu-central-1.compute.internal"),
        ("macAddress", "02:00:00:00:00:04"),
        ("subnetId", &*network.subnets[0].id),
        ("availabilityZoneId", "euc1-az1"),
        ("vpcId", &*vpc.id),
        ("description", &*attachment),
    ] {
        assert_eq!(eni[member], value, "{member}");
    }
    assert_eq!(
        eni["groupSet"],
        json!([{"groupId": network.parts.group.id, "groupName": "default"}])
    );
    assert_eq!(eni["tagSet"], json!([{"key": "aws:ecs:clusterName", "value": "default"}]));
    assert_eq!(eni["attachment"]["status"], "attached");
    assert_eq!(eni["requesterManaged"], true);
    for (name, value, is) in [
        ("addresses.private-ip-address", "172.31.0.4", true),
        ("private-ip-address", "172.31.0.5", false),
        ("network-interface-id", "eni-00000000000000004", true),
        ("group-id", &*network.parts.group.id, true),
        ("group-name", "default", true),
        ("subnet-id", &*network.subnets[1].id, false),
        ("description", &*attachment, true),
        ("tag:aws:ecs:clusterName", "default", true),
        ("tag:own", "1", false),
        ("attachment.status", "attached", true),
        ("attachment.instance-id", "*", false),
        ("association.public-ip", "*", false),
        ("status", "available", false),
    ] {
        let ask = json!({"filter": [{"Name": name, "Value": [value]}]});
        let found = rig.ok(&op::DescribeNetworkInterfaces, ask).await;
        let count = column(&found, "networkInterfaceSet", "networkInterfaceId").len();
        assert_eq!(count, usize::from(is), "{name} {value}");
    }
    rig.end().await;
}

#[tokio::test]
async fn interfaces_come_in_pages() {
    let rig = Rig::new().await;
    for last in 4..16 {
        add_task(&rig, last, false).await;
    }
    let mut ask = json!({"MaxResults": 5});
    let (mut sizes, mut ids) = (Vec::new(), Vec::new());
    loop {
        let page = rig.ok(&op::DescribeNetworkInterfaces, ask.clone()).await;
        let found = column(&page, "networkInterfaceSet", "networkInterfaceId");
        sizes.push(found.len());
        ids.extend(found.into_iter().map(str::to_owned));
        match page.get("nextToken") {
            Some(token) => ask["NextToken"] = token.clone(),
            None => break,
        }
    }
    assert_eq!(sizes, [5, 5, 2]);
    let all: Vec<_> = (4..16).map(|last| format!("eni-{last:017x}")).collect();
    assert_eq!(ids, all);
    let foreign = json!({"NextToken": ask["NextToken"]});
    assert_eq!(rig.refused(&op::DescribeVpcs, foreign).await.0, "InvalidNextToken");
    assert_eq!(
        rig.refused(&op::DescribeVpcs, json!({"MaxResults": 4})).await.0,
        "InvalidParameterValue"
    );
    rig.end().await;
}

/// As an engine wrote them that knew interfaces from the tasks alone.
#[tokio::test]
async fn a_task_of_an_engine_without_records_of_interfaces_gets_its_own() {
    let rig = Rig::new().await;
    let task = add_task(&rig, 4, false).await;
    let held = &task.binding.as_ref().unwrap().eni;
    let at = Key::new(eni::key(&scope(), &held.id)).unwrap();
    let address = Key::new(address::key(&scope(), &held.subnet, held.address)).unwrap();
    let old = Op::put(address, json!({"v": 1, "task": task.id}).to_string());
    let rev = rig.state.commit(&[], &[Op::Del(at.clone()), old]).await.unwrap().unwrap();
    rig.state.at(rev).await.unwrap();
    add_task(&rig, 5, true).await;
    for _ in 0..2 {
        give_interfaces(&rig.state).await.unwrap();
        let all = rig.state.table::<eni::Record>();
        let given = all.get(&at).unwrap().expect("it has a record");
        assert_eq!(given.address, held.address);
        assert_eq!(given.groups, task.network.security_groups);
        assert_eq!(all.all().unwrap().count(), 1, "a task that was released has none");
    }
    let shown = rig.ok(&op::DescribeNetworkInterfaces, json!({})).await;
    assert_eq!(shown["networkInterfaceSet"][0]["networkInterfaceId"], *held.id);
    rig.end().await;
}
