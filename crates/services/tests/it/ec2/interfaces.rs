//! Network interfaces that users make, and what they may do with those of tasks.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use ferrogate_api::ec2::operation as op;
use ferrogate_base::{TaskId, TimestampMs};
use ferrogate_records::ec2::default_network::DefaultNetwork;
use ferrogate_records::ec2::{address, eni};
use ferrogate_state::create;
use ferrogate_store::Key;
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, Rig, column, scope};

fn network() -> DefaultNetwork {
    DefaultNetwork::of(&scope())
}

/// A VPC with a subnet of eleven addresses that interfaces may have: `10.0.0.4` to `.14`.
async fn small_subnet(rig: &Rig) -> (String, String) {
    let vpc = rig.ok(&op::CreateVpc, json!({"CidrBlock": "10.0.0.0/24"})).await;
    let vpc = vpc["vpc"]["vpcId"].as_str().unwrap().to_owned();
    let ask = json!({"VpcId": vpc, "CidrBlock": "10.0.0.0/28"});
    let subnet = rig.ok(&op::CreateSubnet, ask).await;
    (vpc, subnet["subnet"]["subnetId"].as_str().unwrap().to_owned())
}

async fn free(rig: &Rig, subnet: &str) -> i64 {
    let found = rig.ok(&op::DescribeSubnets, json!({"SubnetId": [subnet]})).await;
    found["subnetSet"][0]["availableIpAddressCount"].as_i64().unwrap()
}

async fn interface(rig: &Rig, subnet: &str, rest: Value) -> Value {
    let made = rig.ok(&op::CreateNetworkInterface, ask(subnet, rest)).await;
    made["networkInterface"].clone()
}

fn ask(subnet: &str, rest: Value) -> Value {
    let mut ask = json!({"subnetId": subnet});
    for (name, value) in rest.as_object().unwrap() {
        ask[name] = value.clone();
    }
    ask
}

fn id(eni: &Value) -> &str {
    eni["networkInterfaceId"].as_str().unwrap()
}

async fn shown(rig: &Rig, id: &str) -> Value {
    let ask = json!({"NetworkInterfaceId": [id]});
    rig.ok(&op::DescribeNetworkInterfaces, ask).await["networkInterfaceSet"][0].clone()
}

fn addresses(eni: &Value) -> Vec<&str> {
    column(eni, "privateIpAddressesSet", "privateIpAddress")
}

async fn group(rig: &Rig, name: &str, vpc: &str) -> String {
    let ask = json!({"GroupName": name, "GroupDescription": "x", "VpcId": vpc});
    rig.ok(&op::CreateSecurityGroup, ask).await["groupId"].as_str().unwrap().to_owned()
}

/// An interface of a task, at `172.31.0.4`.
async fn of_a_task(rig: &Rig) -> String {
    let network = network();
    let subnet = &network.subnets[0];
    let record = eni::Record {
        scope: scope(),
        id: "eni-00000000000000004".into(),
        vpc: subnet.vpc.clone(),
        subnet: subnet.id.clone(),
        zone: subnet.zone.clone(),
        address: Ipv4Addr::new(172, 31, 0, 4),
        more_addresses: vec![],
        public: vec![],
        ipv6_addresses: vec![],
        mac: "02:00:00:00:00:04".into(),
        groups: vec![network.parts.group.id.clone()],
        source_dest_check: true,
        owner: eni::Owner::Task { cluster: "default".into(), id: TaskId::random() },
        description: String::new(),
        created_at: TimestampMs(1),
        tags: vec![],
    };
    let at = Key::new(eni::key(&scope(), &record.id)).unwrap();
    let place = Key::new(address::key(&scope(), &subnet.id, record.address)).unwrap();
    let taken = address::Record { eni: record.id.clone() };
    let ops = [create(at, &record).unwrap(), create(place, &taken).unwrap()];
    let rev = rig.state.commit(&[], &ops).await.unwrap().unwrap();
    rig.state.at(rev).await.unwrap();
    record.id
}

#[tokio::test]
async fn an_interface_takes_an_address_of_its_subnet_and_gives_it_back() {
    let rig = Rig::new().await;
    let (vpc, subnet) = small_subnet(&rig).await;
    let tags = json!([
        {"resourceType": "network-interface", "Tag": [{"key": "Name", "value": "e"}]}
    ]);
    let made =
        interface(&rig, &subnet, json!({"description": "mine", "TagSpecification": tags})).await;
    let eni = shown(&rig, id(&made)).await;
    let default = rig
        .ok(&op::DescribeSecurityGroups, json!({"Filter": [{"Name": "vpc-id", "Value": [vpc]}]}))
        .await;
    let group = default["securityGroupInfo"][0]["groupId"].clone();
    for (member, value) in [
        ("status", json!("available")),
        ("interfaceType", json!("interface")),
        ("privateIpAddress", json!("10.0.0.4")),
        ("description", json!("mine")),
        ("ownerId", json!(ACCOUNT)),
        ("requesterManaged", json!(false)),
        ("sourceDestCheck", json!(true)),
        ("vpcId", json!(vpc)),
        ("groupSet", json!([{"groupId": group, "groupName": "default"}])),
        ("tagSet", json!([{"key": "Name", "value": "e"}])),
        ("attachment", Value::Null),
    ] {
        assert_eq!(eni[member], value, "{member}");
    }
    assert_eq!(made["status"], "pending");
    assert_eq!(made["macAddress"].as_str().map(str::len), Some(17));
    assert_eq!(free(&rig, &subnet).await, 10);
    let busy = rig.refused(&op::DeleteSubnet, json!({"SubnetId": subnet})).await;
    assert_eq!(busy.0, "DependencyViolation");
    rig.ok(&op::DeleteNetworkInterface, json!({"networkInterfaceId": id(&made)})).await;
    let again = json!({"networkInterfaceId": id(&made)});
    let refused = rig.refused(&op::DeleteNetworkInterface, again).await;
    assert_eq!(refused.0, "InvalidNetworkInterfaceID.NotFound");
    assert_eq!(free(&rig, &subnet).await, 11);
    rig.ok(&op::DeleteSubnet, json!({"SubnetId": subnet})).await;
    rig.ok(&op::DeleteVpc, json!({"VpcId": vpc})).await;
    rig.end().await;
}

#[tokio::test]
async fn addresses_are_asked_for_by_themselves_or_by_their_number() {
    let rig = Rig::new().await;
    let (_, subnet) = small_subnet(&rig).await;
    let one = interface(&rig, &subnet, json!({"privateIpAddress": "10.0.0.9"})).await;
    assert_eq!(addresses(&one), ["10.0.0.9"]);
    let list = json!([
        {"privateIpAddress": "10.0.0.6"},
        {"privateIpAddress": "10.0.0.5", "primary": true},
    ]);
    let two = interface(&rig, &subnet, json!({"privateIpAddresses": list})).await;
    assert_eq!(two["privateIpAddress"], "10.0.0.5");
    assert_eq!(addresses(&two), ["10.0.0.5", "10.0.0.6"]);
    let three = interface(&rig, &subnet, json!({"secondaryPrivateIpAddressCount": 2})).await;
    assert_eq!(addresses(&three), ["10.0.0.4", "10.0.0.7", "10.0.0.8"]);
    assert_eq!(free(&rig, &subnet).await, 11 - 6);

    let primary = |address: &str| json!([{"privateIpAddress": address, "primary": true}]);
    let range = "Address does not fall within the subnet's address range";
    let reserved = "Address is in subnet's reserved address range";
    let room = "The specified subnet does not have enough free addresses to satisfy the request.";
    for (rest, code, text) in [
        (
            json!({"privateIpAddress": "10.0.0.9"}),
            "InvalidIPAddress.InUse",
            "Address 10.0.0.9 is in use.",
        ),
        (json!({"privateIpAddress": "10.0.0.16"}), "InvalidParameterValue", range),
        (json!({"privateIpAddress": "10.0.0.3"}), "InvalidParameterValue", reserved),
        (json!({"privateIpAddresses": primary("10.0.0.15")}), "InvalidParameterValue", reserved),
        (json!({"secondaryPrivateIpAddressCount": 5}), "InsufficientFreeAddressesInSubnet", room),
        (
            json!({"privateIpAddress": "10.0.0.10", "privateIpAddresses": primary("10.0.0.11")}),
            "InvalidParameterCombination",
            "Only one primary private IP address can be specified.",
        ),
        (
            json!({"ipv6PrefixCount": 0, "Ipv6PrefixCount": 1}),
            "UnsupportedOperation",
            "The parameter Ipv6PrefixCount is not supported for this network interface.",
        ),
        (
            json!({"InterfaceType": "efa"}),
            "UnsupportedOperation",
            "The parameter InterfaceType is not supported for this network interface.",
        ),
    ] {
        let refused = rig.refused(&op::CreateNetworkInterface, ask(&subnet, rest)).await;
        assert_eq!(refused, (code.into(), text.into()));
    }
    assert_eq!(free(&rig, &subnet).await, 5);
    rig.end().await;
}

#[tokio::test]
async fn those_who_ask_at_once_get_an_address_each_until_none_is_left() {
    let rig = Rig::new().await;
    let (_, subnet) = small_subnet(&rig).await;
    let ask = ask(&subnet, json!({}));
    let make = || rig.call(&op::CreateNetworkInterface, ask.clone());
    let (a, b, c, d, e, f, g) =
        tokio::join!(make(), make(), make(), make(), make(), make(), make());
    let first = [a, b, c, d, e, f, g];
    let (a, b, c, d, e, f, g) =
        tokio::join!(make(), make(), make(), make(), make(), make(), make());
    let answers = first.into_iter().chain([a, b, c, d, e, f, g]);
    let (made, refused): (Vec<_>, Vec<_>) = answers.partition(Result::is_ok);
    let got: BTreeSet<_> = made
        .iter()
        .map(|made| made.as_ref().unwrap()["networkInterface"]["privateIpAddress"].to_string())
        .collect();
    assert_eq!((made.len(), got.len()), (11, 11));
    for refused in refused {
        assert_eq!(refused.unwrap_err().0, "InsufficientFreeAddressesInSubnet");
    }
    assert_eq!(free(&rig, &subnet).await, 0);
    rig.end().await;
}

#[tokio::test]
async fn an_interface_is_in_groups_of_its_vpc_and_keeps_them() {
    let rig = Rig::new().await;
    let (vpc, subnet) = small_subnet(&rig).await;
    let (web, foreign) = (group(&rig, "web", &vpc).await, network().parts.group.id);
    let make = |groups: Value| ask(&subnet, json!({"SecurityGroupId": groups}));
    let refused = rig.refused(&op::CreateNetworkInterface, make(json!([foreign]))).await;
    let text =
        format!("Security group {foreign} and subnet {subnet} belong to different networks.");
    assert_eq!(refused, ("InvalidParameter".into(), text));
    let mut six = vec![];
    for n in 0..6 {
        six.push(group(&rig, &format!("g{n}"), &vpc).await);
    }
    let refused = rig.refused(&op::CreateNetworkInterface, make(json!(six))).await;
    assert_eq!(refused.0, "SecurityGroupsPerInterfaceLimitExceeded");

    let made = rig.ok(&op::CreateNetworkInterface, make(json!([web, web]))).await;
    let id = id(&made["networkInterface"]).to_owned();
    let busy = rig.refused(&op::DeleteSecurityGroup, json!({"GroupId": web})).await;
    assert_eq!(
        busy,
        ("DependencyViolation".into(), format!("resource {web} has a dependent object"))
    );
    let modify = json!({"networkInterfaceId": id, "SecurityGroupId": [six[0], six[1]]});
    rig.ok(&op::ModifyNetworkInterfaceAttribute, modify).await;
    let eni = shown(&rig, &id).await;
    assert_eq!(column(&eni, "groupSet", "groupName"), ["g0", "g1"]);
    rig.ok(&op::DeleteSecurityGroup, json!({"GroupId": web})).await;
    rig.end().await;
}

#[tokio::test]
async fn attributes_are_told_and_changed_one_by_one() {
    let rig = Rig::new().await;
    let (_, subnet) = small_subnet(&rig).await;
    let made = interface(&rig, &subnet, json!({})).await;
    let id = id(&made);
    let modify = |rest: Value| {
        let mut ask = json!({"networkInterfaceId": id});
        for (name, value) in rest.as_object().unwrap() {
            ask[name] = value.clone();
        }
        ask
    };
    let tell = async |attribute: &str| {
        let ask = json!({"networkInterfaceId": id, "attribute": attribute});
        rig.ok(&op::DescribeNetworkInterfaceAttribute, ask).await
    };
    let change = &op::ModifyNetworkInterfaceAttribute;
    rig.ok(change, modify(json!({"description": {"value": "new"}}))).await;
    rig.ok(change, modify(json!({"sourceDestCheck": {"value": false}}))).await;
    let text = tell("description").await;
    assert_eq!(text, json!({"networkInterfaceId": id, "description": {"value": "new"}}));
    let check = json!({"networkInterfaceId": id, "sourceDestCheck": {"value": false}});
    assert_eq!(tell("sourceDestCheck").await, check);
    assert_eq!(tell("groupSet").await["groupSet"], made["groupSet"]);
    assert_eq!(tell("attachment").await, json!({"networkInterfaceId": id}));
    let reset = json!({"networkInterfaceId": id, "sourceDestCheck": "true"});
    rig.ok(&op::ResetNetworkInterfaceAttribute, reset).await;
    assert_eq!(tell("sourceDestCheck").await["sourceDestCheck"]["value"], true);
    for (rest, code) in [
        (json!({}), "MissingParameter"),
        (
            json!({"description": {"value": "a"}, "sourceDestCheck": {"value": true}}),
            "InvalidParameterCombination",
        ),
        (json!({"SecurityGroupId": ["sg-00000000000000000"]}), "InvalidGroup.NotFound"),
        (json!({"AssociatePublicIpAddress": true}), "UnsupportedOperation"),
        (
            json!({"attachment": {"attachmentId": "eni-attach-1", "deleteOnTermination": true}}),
            "InvalidAttachmentID.NotFound",
        ),
        (json!({"description": {"value": "x".repeat(256)}}), "InvalidParameterValue"),
    ] {
        assert_eq!(rig.refused(change, modify(rest)).await.0, code);
    }
    rig.end().await;
}

#[tokio::test]
async fn further_addresses_come_move_and_go() {
    let rig = Rig::new().await;
    let (_, subnet) = small_subnet(&rig).await;
    let (a, b) = (
        interface(&rig, &subnet, json!({"privateIpAddress": "10.0.0.4"})).await,
        interface(&rig, &subnet, json!({"privateIpAddress": "10.0.0.5"})).await,
    );
    let assign = |eni: &Value, rest: Value| {
        let mut ask = json!({"networkInterfaceId": id(eni)});
        for (name, value) in rest.as_object().unwrap() {
            ask[name] = value.clone();
        }
        ask
    };
    let operation = &op::AssignPrivateIpAddresses;
    let two = rig.ok(operation, assign(&a, json!({"secondaryPrivateIpAddressCount": 2}))).await;
    let got = column(&two, "assignedPrivateIpAddressesSet", "privateIpAddress");
    assert_eq!(got, ["10.0.0.6", "10.0.0.7"]);
    rig.ok(operation, assign(&a, json!({"privateIpAddress": ["10.0.0.9"]}))).await;
    // What it has already is no change.
    rig.ok(operation, assign(&a, json!({"privateIpAddress": ["10.0.0.9"]}))).await;
    let eni = shown(&rig, id(&a)).await;
    assert_eq!(addresses(&eni), ["10.0.0.4", "10.0.0.6", "10.0.0.7", "10.0.0.9"]);
    assert_eq!(free(&rig, &subnet).await, 11 - 5);

    let taken = json!({"privateIpAddress": ["10.0.0.6"]});
    let refused = rig.refused(operation, assign(&b, taken)).await;
    let text = "Some of 10.0.0.6 are assigned, but move is not allowed.";
    assert_eq!(refused, ("InvalidParameterValue".into(), text.into()));
    let moved = json!({"privateIpAddress": ["10.0.0.6"], "allowReassignment": true});
    rig.ok(operation, assign(&b, moved)).await;
    assert_eq!(addresses(&shown(&rig, id(&b)).await), ["10.0.0.5", "10.0.0.6"]);
    assert_eq!(addresses(&shown(&rig, id(&a)).await), ["10.0.0.4", "10.0.0.7", "10.0.0.9"]);
    // A primary address stays.
    let primary = json!({"privateIpAddress": ["10.0.0.4"], "allowReassignment": true});
    assert_eq!(rig.refused(operation, assign(&b, primary)).await.0, "InvalidParameterValue");

    let back = &op::UnassignPrivateIpAddresses;
    rig.ok(back, assign(&a, json!({"privateIpAddress": ["10.0.0.7", "10.0.0.9"]}))).await;
    assert_eq!(free(&rig, &subnet).await, 11 - 3);
    for address in ["10.0.0.4", "10.0.0.7", "10.0.0.6"] {
        let ask = assign(&a, json!({"privateIpAddress": [address]}));
        assert_eq!(rig.refused(back, ask).await.0, "InvalidParameterValue", "{address}");
    }
    for (rest, code) in [
        (json!({}), "MissingParameter"),
        (
            json!({"privateIpAddress": ["10.0.0.8"], "secondaryPrivateIpAddressCount": 1}),
            "InvalidParameterCombination",
        ),
        (json!({"privateIpAddress": ["10.0.0.1"]}), "InvalidParameterValue"),
        (json!({"secondaryPrivateIpAddressCount": 9}), "InsufficientFreeAddressesInSubnet"),
        (json!({"secondaryPrivateIpAddressCount": 50}), "InsufficientFreeAddressesInSubnet"),
        (json!({"Ipv4PrefixCount": 1}), "UnsupportedOperation"),
    ] {
        assert_eq!(rig.refused(operation, assign(&a, rest)).await.0, code);
    }
    // They go with the interface.
    rig.ok(&op::DeleteNetworkInterface, json!({"networkInterfaceId": id(&b)})).await;
    assert_eq!(free(&rig, &subnet).await, 11 - 1);
    rig.end().await;
}

#[tokio::test]
async fn what_a_service_has_no_user_changes() {
    let rig = Rig::new().await;
    let id = of_a_task(&rig).await;
    let refused = rig.refused(&op::DeleteNetworkInterface, json!({"networkInterfaceId": id})).await;
    let text = format!("Network interface '{id}' is currently in use.");
    assert_eq!(refused, ("InvalidParameterValue".into(), text));
    let text = "You do not have permission to access the specified resource.";
    for (operation, ask) in [
        (
            &op::ModifyNetworkInterfaceAttribute,
            json!({"networkInterfaceId": id, "sourceDestCheck": {"value": false}}),
        ),
        (
            &op::ResetNetworkInterfaceAttribute,
            json!({"networkInterfaceId": id, "sourceDestCheck": "true"}),
        ),
        (
            &op::AssignPrivateIpAddresses,
            json!({"networkInterfaceId": id, "secondaryPrivateIpAddressCount": 1}),
        ),
        (
            &op::UnassignPrivateIpAddresses,
            json!({"networkInterfaceId": id, "privateIpAddress": ["172.31.0.4"]}),
        ),
    ] {
        let refused = rig.refused(operation, ask).await;
        assert_eq!(refused, ("AuthFailure".into(), text.into()), "{}", operation.name);
    }
    let attach = json!({"networkInterfaceId": id, "instanceId": "i-0123", "deviceIndex": 1});
    let refused = rig.refused(&op::AttachNetworkInterface, attach).await;
    let text = "The instance ID 'i-0123' does not exist";
    assert_eq!(refused, ("InvalidInstanceID.NotFound".into(), text.into()));
    let detach = json!({"attachmentId": "ela-attach-00000000000000000"});
    let refused = rig.refused(&op::DetachNetworkInterface, detach).await;
    let text = "You are not allowed to manage 'ela-attach' attachments.";
    assert_eq!(refused, ("OperationNotPermitted".into(), text.into()));
    rig.end().await;
}

#[tokio::test]
async fn what_is_made_with_a_token_is_made_once() {
    let rig = Rig::new().await;
    let (vpc, subnet) = small_subnet(&rig).await;
    let eni = ask(&subnet, json!({"ClientToken": "t", "description": "a"}));
    let acl = json!({"vpcId": vpc, "ClientToken": "t"});
    let list = json!({
        "PrefixListName": "a", "AddressFamily": "IPv4", "MaxEntries": 1, "ClientToken": "t",
    });
    for (operation, ask, object, id) in [
        (&op::CreateNetworkInterface, eni, "networkInterface", "networkInterfaceId"),
        (&op::CreateNetworkAcl, acl, "networkAcl", "networkAclId"),
        (&op::CreateManagedPrefixList, list, "prefixList", "prefixListId"),
    ] {
        let first = rig.ok(operation, ask.clone()).await[object][id].clone();
        assert!(first.is_string());
        assert_eq!(rig.ok(operation, ask.clone()).await[object][id], first);
        let mut other = ask;
        other["TagSpecification"] = json!([]);
        other["PrefixListName"] = "b".into();
        other["description"] = "b".into();
        other["vpcId"] = network().parts.vpc.id.into();
        assert_eq!(rig.refused(operation, other).await.0, "IdempotentParameterMismatch");
    }
    assert_eq!(free(&rig, &subnet).await, 10);
    rig.end().await;
}
