//! The network as EC2 shows it.

mod dhcp;
mod internet_gateways;
mod route_tables;
mod tags;
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
use ferrogate_services::network::give_interfaces;
use ferrogate_state::create;
use ferrogate_store::{Key, Op};
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, REGION, Rig, column, scope};

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
        },
        publish: vec![],
        commit: None,
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
async fn the_default_vpc_is_there_and_found_by_its_filters() {
    let rig = Rig::new().await;
    let network = network();
    let vpc = &network.parts.vpc;
    let found = rig.ok(&op::DescribeVpcs, json!({})).await;
    let shown = &found["vpcSet"][0];
    assert_eq!(shown["vpcId"], *vpc.id);
    assert_eq!(shown["cidrBlock"], "172.31.0.0/16");
    assert_eq!(shown["isDefault"], true);
    assert_eq!(shown["ownerId"], ACCOUNT);
    for (name, value, is) in [
        ("vpc-id", &*vpc.id, true),
        ("vpc-id", "vpc-*", true),
        ("isDefault", "true", true),
        ("is-default", "false", false),
        ("cidr", "172.31.0.0/16", true),
        ("state", "available", true),
        ("tag:Name", "x", false),
        ("tag-key", "*", false),
    ] {
        let found = rig.ok(&op::DescribeVpcs, filter(name, value)).await;
        assert_eq!(column(&found, "vpcSet", "vpcId").len(), usize::from(is), "{name} {value}");
    }
    rig.end().await;
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

#[tokio::test]
async fn a_subnet_counts_its_free_addresses() {
    let rig = Rig::new().await;
    let free = async || {
        let ask = json!({"SubnetId": [network().subnets[0].id]});
        let found = rig.ok(&op::DescribeSubnets, ask).await;
        found["subnetSet"][0]["availableIpAddressCount"].as_i64().unwrap()
    };
    assert_eq!(free().await, 4096 - 5);
    add_task(&rig, 4, false).await;
    add_task(&rig, 5, false).await;
    assert_eq!(free().await, 4096 - 5 - 2);

    let zone = format!("{REGION}b");
    for (name, value, count) in [
        ("vpc-id", &*vpc_id(), 3),
        ("availability-zone", &*zone, 1),
        ("availabilityZone", &*zone, 1),
        ("default-for-az", "true", 3),
        ("cidr-block", "172.31.32.0/20", 1),
        ("available-ip-address-count", "4091", 2),
        ("map-public-ip-on-launch", "true", 3),
    ] {
        let found = rig.ok(&op::DescribeSubnets, filter(name, value)).await;
        assert_eq!(column(&found, "subnetSet", "subnetId").len(), count, "{name} {value}");
    }
    rig.end().await;
}

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

#[tokio::test]
async fn the_default_group_lets_in_itself_and_all_out() {
    let rig = Rig::new().await;
    let group = network().parts.group.id;
    let found = rig.ok(&op::DescribeSecurityGroups, json!({"GroupName": ["default"]})).await;
    let shown = &found["securityGroupInfo"][0];
    assert_eq!(shown["groupId"], *group);
    let (into, out) = (&shown["ipPermissions"][0], &shown["ipPermissionsEgress"][0]);
    assert_eq!(into["groups"], json!([{"userId": ACCOUNT, "groupId": group}]));
    assert_eq!(into["ipProtocol"], "-1");
    assert_eq!(into["ipRanges"], json!([]));
    assert_eq!(out["ipRanges"], json!([{"cidrIp": "0.0.0.0/0"}]));

    let rules = rig.ok(&op::DescribeSecurityGroupRules, filter("group-id", &group)).await;
    assert_eq!(rules["securityGroupRuleSet"].as_array().unwrap().len(), 2);
    let id = rules["securityGroupRuleSet"][1]["securityGroupRuleId"].as_str().unwrap();
    let ask = json!({"SecurityGroupRuleId": [id]});
    let one = rig.ok(&op::DescribeSecurityGroupRules, ask).await;
    assert_eq!(one["securityGroupRuleSet"], json!([rules["securityGroupRuleSet"][1]]));
    rig.end().await;
}

#[tokio::test]
async fn a_group_name_that_is_not_there_is_refused() {
    let rig = Rig::new().await;
    let (code, text) =
        rig.refused(&op::DescribeSecurityGroups, json!({"GroupName": ["web"]})).await;
    assert_eq!(code, "InvalidGroup.NotFound");
    assert_eq!(
        text,
        format!("The security group 'web' does not exist in default VPC '{}'", vpc_id())
    );
    for (name, value, count) in [
        ("group-name", "default", 1),
        ("group-name", "web", 0),
        ("ip-permission.group-id", &*network().parts.group.id, 1),
        ("ip-permission.cidr", "0.0.0.0/0", 0),
        ("egress.ip-permission.cidr", "0.0.0.0/0", 1),
        ("vpc-id", "vpc-x", 0),
    ] {
        let found = rig.ok(&op::DescribeSecurityGroups, filter(name, value)).await;
        assert_eq!(column(&found, "securityGroupInfo", "groupId").len(), count, "{name} {value}");
    }
    rig.end().await;
}

#[tokio::test]
async fn the_default_vpc_has_a_way_to_the_internet() {
    let rig = Rig::new().await;
    let found = rig.ok(&op::DescribeRouteTables, filter("association.main", "true")).await;
    let table = &found["routeTableSet"][0];
    let gateway = &network().gateway.id;
    let routes = json!([
        {
            "destinationCidrBlock": "172.31.0.0/16",
            "gatewayId": "local",
            "origin": "CreateRouteTable",
            "state": "active",
        },
        {
            "destinationCidrBlock": "0.0.0.0/0",
            "gatewayId": gateway,
            "origin": "CreateRoute",
            "state": "active",
        },
    ]);
    assert_eq!(table["routeSet"], routes);
    let out = rig.ok(&op::DescribeRouteTables, filter("route.destination-cidr-block", "0.0.0.0/0"));
    assert_eq!(column(&out.await, "routeTableSet", "routeTableId"), [network().parts.main.id]);
    let gateways = rig.ok(&op::DescribeInternetGateways, json!({})).await;
    let shown = &gateways["internetGatewaySet"][0];
    assert_eq!(shown["internetGatewayId"], **gateway);
    assert_eq!(shown["attachmentSet"], json!([{"state": "available", "vpcId": vpc_id()}]));
    rig.end().await;
}

#[tokio::test]
async fn the_default_acl_is_that_of_every_subnet_and_lets_all_through() {
    let rig = Rig::new().await;
    let subnet = network().subnets[2].id.clone();
    let found = rig.ok(&op::DescribeNetworkAcls, filter("association.subnet-id", &subnet)).await;
    let acl = &found["networkAclSet"][0];
    assert_eq!(acl["default"], true);
    assert_eq!(acl["associationSet"].as_array().unwrap().len(), 3);
    let rules: Vec<_> = acl["entrySet"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (e["egress"].clone(), e["ruleNumber"].clone(), e["ruleAction"].clone()))
        .collect();
    for egress in [true, false] {
        for (number, action) in [(100, "allow"), (32_767, "deny")] {
            assert!(rules.contains(&(egress.into(), number.into(), action.into())), "{rules:?}");
        }
    }
    rig.end().await;
}

#[tokio::test]
async fn places_and_attributes_are_those_of_the_region() {
    let rig = Rig::new().await;
    let zones = rig.ok(&op::DescribeAvailabilityZones, json!({})).await;
    let names: Vec<_> = ["a", "b", "c"].map(|letter| format!("{REGION}{letter}")).into();
    assert_eq!(column(&zones, "availabilityZoneInfo", "zoneName"), names);
    let one = rig.ok(&op::DescribeAvailabilityZones, json!({"ZoneId": ["euc1-az2"]})).await;
    assert_eq!(column(&one, "availabilityZoneInfo", "zoneName"), [&*names[1]]);
    assert_eq!(one["availabilityZoneInfo"][0]["groupLongName"], "Europe (Frankfurt) 1");
    let (code, text) =
        rig.refused(&op::DescribeAvailabilityZones, json!({"ZoneName": ["x"]})).await;
    assert_eq!((&*code, &*text), ("InvalidParameterValue", "Invalid availability zone: [x]"));

    let regions = rig.ok(&op::DescribeRegions, json!({})).await;
    assert_eq!(column(&regions, "regionInfo", "regionName"), [REGION]);
    let other = json!({"RegionName": ["mars-1"]});
    assert_eq!(rig.refused(&op::DescribeRegions, other).await.0, "InvalidParameterValue");

    let attributes = json!({"attributeName": ["default-vpc"]});
    let attributes = rig.ok(&op::DescribeAccountAttributes, attributes).await;
    let set = &attributes["accountAttributeSet"];
    assert_eq!(set.as_array().unwrap().len(), 1);
    assert_eq!(set[0]["attributeValueSet"][0]["attributeValue"], *vpc_id());
    let all = rig.ok(&op::DescribeAccountAttributes, json!({})).await;
    let mut names = column(&all, "accountAttributeSet", "attributeName");
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "default-vpc",
            "max-elastic-ips",
            "max-instances",
            "supported-platforms",
            "vpc-max-elastic-ips",
            "vpc-max-security-groups-per-interface",
        ]
    );
    rig.end().await;
}

#[tokio::test]
async fn attributes_of_the_vpc_are_asked_one_by_one() {
    let rig = Rig::new().await;
    for (attribute, is) in [
        ("enableDnsSupport", true),
        ("enableDnsHostnames", true),
        ("enableNetworkAddressUsageMetrics", false),
    ] {
        let ask = json!({"VpcId": vpc_id(), "Attribute": attribute});
        let found = rig.ok(&op::DescribeVpcAttribute, ask).await;
        assert_eq!(found, json!({"vpcId": vpc_id(), attribute: {"value": is}}));
    }
    let gone = json!({"VpcId": "vpc-x", "Attribute": "enableDnsSupport"});
    assert_eq!(rig.refused(&op::DescribeVpcAttribute, gone).await.0, "InvalidVpcID.NotFound");
    rig.end().await;
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
