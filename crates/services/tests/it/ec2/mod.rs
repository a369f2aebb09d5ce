//! The network as EC2 shows it.

mod acls;
mod default_vpc;
mod dhcp;
mod egress_gateways;
mod elastic_addresses;
mod flow_logs;
mod groups;
mod insights;
mod interfaces;
mod internet_gateways;
mod ipv6;
mod nat_gateways;
mod peerings;
mod places;
mod prefix_lists;
mod route_tables;
mod subnets;
mod tags;
mod task_interfaces;
mod vpc_endpoints;
mod vpcs;

use std::net::Ipv4Addr;

use ferrogate_api::Operation;
use ferrogate_api::ec2::operation as op;
use ferrogate_base::{Epoch, HostId, TaskId, TimestampMs};
use ferrogate_records::Tag;
use ferrogate_records::ec2::default_network::DefaultNetwork;
use ferrogate_records::ec2::{address, eni};
use ferrogate_records::ecs::task::{
    Binding, Desired, Eni, Launch, Network, Record, Status, Times, key,
};
use ferrogate_state::create;
use ferrogate_store::Key;
use serde_json::{Value, json};

use crate::rig::{Rig, scope};

fn network() -> DefaultNetwork {
    DefaultNetwork::of(&scope())
}

fn vpc_id() -> String {
    network().parts.vpc.id
}

fn filter(name: &str, value: &str) -> Value {
    json!({"Filter": [{"Name": name, "Value": [value]}]})
}

/// A task with the address `172.31.0.x`, whose host holds it or has released it.
async fn add_task(rig: &Rig, last: u8, released: bool) -> Record {
    let (network, id) = (network(), TaskId::random());
    let address = Ipv4Addr::new(172, 31, 0, last);
    let eni = Eni {
        id: format!("eni-{last:017x}"),
        vpc: network.parts.vpc.id.clone(),
        subnet: network.subnets[0].id.clone(),
        zone: network.subnets[0].zone.clone(),
        address,
        mac: format!("02:00:00:00:00:{last:02x}"),
        public: None,
        ipv6: None,
    };
    let managed = Tag { key: "aws:ecs:clusterName".into(), value: "default".into() };
    let record = Record {
        id: id.clone(),
        scope: scope(),
        cluster: "default".into(),
        family: "web".into(),
        revision: 1,
        overrides: json!({}),
        spec: None,
        group: "family:web".into(),
        started_by: None,
        launch: Launch::Fargate,
        cpu_units: 256,
        memory_mib: 512,
        storage_gib: 20,
        architecture: "X86_64".into(),
        tags: vec![managed, Tag { key: "own".into(), value: "1".into() }],
        network: Network {
            subnets: vec![eni.subnet.clone()],
            security_groups: vec![network.parts.group.id.clone()],
            zones: vec![],
            public_address: false,
        },
        publish: vec![],
        commit: None,
        service: None,
        exec: false,
        status: if released { Status::Stopped } else { Status::Running },
        desired: Desired::Running,
        pending_reason: None,
        binding: Some(Binding {
            host: HostId("host".into()),
            epoch: Epoch(7),
            eni: eni.clone(),
            observed: 0,
            released,
        }),
        containers: vec![],
        stop: None,
        at: Times {
            created: TimestampMs(1000),
            connectivity: Some(TimestampMs(2000)),
            pull_started: None,
            pull_stopped: None,
            started: None,
            stopping: None,
            execution_stopped: None,
            stopped: None,
        },
        version: 1,
        generation: 1,
    };
    let mut ops = vec![create(Key::new(key(&scope(), "default", &id)).unwrap(), &record).unwrap()];
    if !released {
        let at = Key::new(address::key(&scope(), &eni.subnet, address)).unwrap();
        ops.push(create(at, &address::Record { eni: eni.id.clone() }).unwrap());
        let at = Key::new(eni::key(&scope(), &eni.id)).unwrap();
        ops.push(create(at, &interface(&record, &eni)).unwrap());
    }
    let rev = rig.state.commit(&[], &ops).await.unwrap().unwrap();
    rig.state.at(rev).await.unwrap();
    record
}

fn interface(task: &Record, of: &Eni) -> eni::Record {
    eni::Record {
        scope: scope(),
        id: of.id.clone(),
        vpc: of.vpc.clone(),
        subnet: of.subnet.clone(),
        zone: of.zone.clone(),
        address: of.address,
        more_addresses: vec![],
        public: vec![],
        ipv6_addresses: vec![],
        mac: of.mac.clone(),
        groups: task.network.security_groups.clone(),
        source_dest_check: true,
        owner: eni::Owner::Task { cluster: task.cluster.clone(), id: task.id.clone() },
        description: String::new(),
        created_at: TimestampMs(1500),
        tags: task.tags[..1].to_vec(),
    }
}

#[tokio::test]
async fn ids_that_nothing_has_are_refused_in_the_words_of_aws() {
    let rig = Rig::new().await;
    type Case = (&'static Operation, &'static str, &'static str, &'static str, &'static str);
    let cases: [Case; 10] = [
        (
            &op::DescribeVpcs,
            "VpcId",
            "vpc-x",
            "InvalidVpcID.NotFound",
            "The vpc ID 'vpc-x' does not exist",
        ),
        (
            &op::DescribeSubnets,
            "SubnetId",
            "subnet-x",
            "InvalidSubnetID.NotFound",
            "The subnet ID 'subnet-x' does not exist",
        ),
        (
            &op::DescribeSecurityGroups,
            "GroupId",
            "sg-01234567",
            "InvalidGroup.NotFound",
            "The security group 'sg-01234567' does not exist",
        ),
        (
            &op::DescribeSecurityGroups,
            "GroupId",
            "web",
            "InvalidGroupId.Malformed",
            "Invalid id: \"web\" (expecting \"sg-...\")",
        ),
        (
            &op::DescribeSecurityGroupRules,
            "SecurityGroupRuleId",
            "sgr-01234567",
            "InvalidSecurityGroupRuleId.NotFound",
            "The security group rule ID 'sgr-01234567' does not exist",
        ),
        (
            &op::DescribeNetworkInterfaces,
            "NetworkInterfaceId",
            "eni-01234567",
            "InvalidNetworkInterfaceID.NotFound",
            "The networkInterface ID 'eni-01234567' does not exist",
        ),
        (
            &op::DescribeNetworkInterfaces,
            "NetworkInterfaceId",
            "x",
            "InvalidNetworkInterfaceId.Malformed",
            "Invalid id: \"x\" (expecting \"eni-...\")",
        ),
        (
            &op::DescribeRouteTables,
            "RouteTableId",
            "rtb-x",
            "InvalidRouteTableID.NotFound",
            "The routeTable ID 'rtb-x' does not exist",
        ),
        (
            &op::DescribeNetworkAcls,
            "NetworkAclId",
            "acl-x",
            "InvalidNetworkAclID.NotFound",
            "The networkAcl ID 'acl-x' does not exist",
        ),
        (
            &op::DescribeInternetGateways,
            "internetGatewayId",
            "igw-x",
            "InvalidInternetGatewayID.NotFound",
            "The internetGateway ID 'igw-x' does not exist",
        ),
    ];
    for (operation, member, id, code, text) in cases {
        let refused = rig.refused(operation, json!({member: [id]})).await;
        assert_eq!(refused, (code.into(), text.into()), "{}", operation.name);
    }
    let two = json!({"VpcId": ["vpc-x", vpc_id(), "vpc-y"]});
    let (_, text) = rig.refused(&op::DescribeVpcs, two).await;
    assert_eq!(text, "The vpc IDs 'vpc-x, vpc-y' do not exist");
    rig.end().await;
}

#[tokio::test]
async fn a_filter_that_no_operation_has_is_refused_even_where_there_is_nothing() {
    let rig = Rig::new().await;
    for operation in [
        &op::DescribeVpcs,
        &op::DescribeSubnets,
        &op::DescribeSecurityGroups,
        &op::DescribeSecurityGroupRules,
        &op::DescribeRouteTables,
        &op::DescribeNetworkAcls,
        &op::DescribeInternetGateways,
        &op::DescribeAvailabilityZones,
        &op::DescribeRegions,
    ] {
        let (code, text) = rig.refused(operation, filter("colour", "red")).await;
        assert_eq!(code, "InvalidParameterValue", "{}", operation.name);
        assert_eq!(text, "The filter 'colour' is invalid");
        assert_eq!(
            rig.refused(operation, json!({"DryRun": true, "dryRun": true})).await.0,
            "DryRunOperation"
        );
    }
    let ask = json!({"filter": [{"Name": "colour", "Value": ["red"]}]});
    assert_eq!(rig.refused(&op::DescribeNetworkInterfaces, ask).await.0, "InvalidParameterValue");
    rig.end().await;
}
