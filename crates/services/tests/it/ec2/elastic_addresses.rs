//! Elastic addresses: allocated, associated with interfaces, moved, and released.

use ferrogate_api::ec2::operation as op;
use ferrogate_records::ec2::{public_address, public_pool};
use ferrogate_store::Key;
use serde_json::{Value, json};

use super::{add_task, filter, network, vpc_id};
use crate::rig::{ACCOUNT, Rig, column};

async fn allocate(rig: &Rig) -> (String, String) {
    let made = rig.ok(&op::AllocateAddress, json!({"Domain": "vpc"})).await;
    let text = |name: &str| made[name].as_str().unwrap().to_owned();
    (text("allocationId"), text("publicIp"))
}

async fn interface(rig: &Rig, subnet: &str) -> String {
    let made = rig.ok(&op::CreateNetworkInterface, json!({"subnetId": subnet})).await;
    made["networkInterface"]["networkInterfaceId"].as_str().unwrap().to_owned()
}

async fn associate(rig: &Rig, allocation: &str, eni: &str) -> String {
    let ask = json!({"AllocationId": allocation, "networkInterfaceId": eni});
    let made = rig.ok(&op::AssociateAddress, ask).await;
    made["associationId"].as_str().unwrap().to_owned()
}

async fn eni(rig: &Rig, id: &str) -> Value {
    let ask = json!({"NetworkInterfaceId": [id]});
    rig.ok(&op::DescribeNetworkInterfaces, ask).await["networkInterfaceSet"][0].clone()
}

async fn address(rig: &Rig, id: &str) -> Value {
    rig.ok(&op::DescribeAddresses, json!({"AllocationId": [id]})).await["addressesSet"][0].clone()
}

async fn is_taken(rig: &Rig, address: &str) -> bool {
    let key = public_address::key(address.parse().unwrap());
    rig.stored(&key).await.is_some()
}

fn subnet() -> String {
    network().subnets[0].id.clone()
}

#[tokio::test]
async fn of_two_that_take_the_last_place_at_once_one_is_refused() {
    let rig = Rig::new().await;
    let vpc = |n: u8| json!({"CidrBlock": format!("10.{n}.0.0/16")});
    for n in 0..4 {
        allocate(&rig).await;
        // One there is from the beginning.
        if n > 0 {
            rig.ok(&op::CreateVpc, vpc(n)).await;
        }
    }
    let allocate = || rig.call(&op::AllocateAddress, json!({}));
    let addresses = tokio::join!(allocate(), allocate());
    let create = |n| rig.call(&op::CreateVpc, vpc(n));
    let vpcs = tokio::join!(create(8), create(9));
    for (made, code) in [(addresses, "AddressLimitExceeded"), (vpcs, "VpcLimitExceeded")] {
        match made {
            (Ok(_), Err((refused, _))) | (Err((refused, _)), Ok(_)) => assert_eq!(refused, code),
            both => panic!("{both:?}"),
        }
    }
    rig.end().await;
}

#[tokio::test]
async fn an_account_has_five_addresses_of_the_pool() {
    let rig = Rig::new().await;
    let tags = json!([{"resourceType": "elastic-ip", "Tag": [{"key": "Name", "value": "a"}]}]);
    let first = rig.ok(&op::AllocateAddress, json!({"TagSpecification": tags})).await;
    assert_eq!(first["domain"], "vpc");
    assert_eq!(first["publicIpv4Pool"], "amazon");
    assert_eq!(first["networkBorderGroup"], "eu-central-1");
    let ip = first["publicIp"].as_str().unwrap();
    assert!(public_pool::default_range().contains(&ip.parse::<std::net::Ipv4Addr>().unwrap()));
    assert!(is_taken(&rig, ip).await);
    for _ in 0..4 {
        allocate(&rig).await;
    }
    let refused = rig.refused(&op::AllocateAddress, json!({})).await;
    let text = "The maximum number of addresses has been reached.";
    assert_eq!(refused, ("AddressLimitExceeded".into(), text.into()));

    let all = rig.ok(&op::DescribeAddresses, json!({})).await;
    let mut ips = column(&all, "addressesSet", "publicIp");
    ips.sort_unstable();
    ips.dedup();
    assert_eq!(ips.len(), 5, "no two are the same");
    for (name, value) in [("tag:Name", "a"), ("public-ip", ip), ("domain", "vpc")] {
        let found = rig.ok(&op::DescribeAddresses, filter(name, value)).await;
        assert!(column(&found, "addressesSet", "publicIp").contains(&ip), "{name}");
    }
    let found = rig.ok(&op::DescribeAddresses, json!({"PublicIp": [ip]})).await;
    assert_eq!(column(&found, "addressesSet", "publicIp"), [ip]);
    let refused = rig.refused(&op::DescribeAddresses, json!({"PublicIp": ["9.9.9.9"]})).await;
    let text = "Address '9.9.9.9' not found.";
    assert_eq!(refused, ("InvalidAddress.NotFound".into(), text.into()));

    let release = json!({"AllocationId": first["allocationId"]});
    rig.ok(&op::ReleaseAddress, release.clone()).await;
    assert!(!is_taken(&rig, ip).await);
    let refused = rig.refused(&op::ReleaseAddress, release).await;
    assert_eq!(refused.0, "InvalidAllocationID.NotFound");
    allocate(&rig).await;
    rig.end().await;
}

#[tokio::test]
async fn an_interface_has_the_address_until_it_is_taken_from_it() {
    let rig = Rig::new().await;
    let ((allocation, ip), eni_id) = (allocate(&rig).await, interface(&rig, &subnet()).await);
    let association = associate(&rig, &allocation, &eni_id).await;
    assert_eq!(associate(&rig, &allocation, &eni_id).await, association, "it has it already");
    let shown = eni(&rig, &eni_id).await;
    let private = shown["privateIpAddress"].as_str().unwrap();
    let dashed = ip.replace('.', "-");
    let has = json!({
        "allocationId": allocation, "associationId": association, "ipOwnerId": ACCOUNT,
        "publicDnsName": format!("ec2-{dashed}.eu-central-1.compute.amazonaws.com"),
        "publicIp": ip,
    });
    assert_eq!(shown["association"], has);
    assert_eq!(shown["privateIpAddressesSet"][0]["association"], has);
    for (name, value) in [
        ("association.public-ip", &*ip),
        ("association.allocation-id", &allocation),
        ("association.ip-owner-id", ACCOUNT),
        ("addresses.association.public-ip", &ip),
    ] {
        let found = rig.ok(&op::DescribeNetworkInterfaces, filter(name, value)).await;
        let ids = column(&found, "networkInterfaceSet", "networkInterfaceId");
        assert_eq!(ids, [&*eni_id], "{name}");
    }
    let of = address(&rig, &allocation).await;
    assert_eq!(of["associationId"], *association);
    assert_eq!(of["networkInterfaceId"], *eni_id);
    assert_eq!(of["networkInterfaceOwnerId"], ACCOUNT);
    assert_eq!(of["privateIpAddress"], private);

    let refused = rig.refused(&op::ReleaseAddress, json!({"AllocationId": allocation})).await;
    assert_eq!(refused, ("InvalidIPAddress.InUse".into(), format!("Address {ip} is in use.")));
    let leave = json!({"internetGatewayId": network().gateway.id, "vpcId": vpc_id()});
    let refused = rig.refused(&op::DetachInternetGateway, leave.clone()).await;
    assert_eq!(refused.0, "DependencyViolation");
    assert!(refused.1.contains("has some mapped public address(es)"), "{}", refused.1);

    let disassociate = json!({"AssociationId": association});
    rig.ok(&op::DisassociateAddress, disassociate.clone()).await;
    assert_eq!(eni(&rig, &eni_id).await["association"], Value::Null);
    let refused = rig.refused(&op::DisassociateAddress, disassociate).await;
    assert_eq!(refused.0, "InvalidAssociationID.NotFound");
    rig.ok(&op::DetachInternetGateway, leave).await;
    let ask = json!({"AllocationId": allocation, "networkInterfaceId": eni_id});
    let refused = rig.refused(&op::AssociateAddress, ask).await;
    let text = format!("Network {} is not attached to any internet gateway", vpc_id());
    assert_eq!(refused, ("Gateway.NotAttached".into(), text));
    rig.end().await;
}

#[tokio::test]
async fn an_address_is_moved_unless_the_request_says_no() {
    let rig = Rig::new().await;
    let ((one, _), (two, _)) = (allocate(&rig).await, allocate(&rig).await);
    let (a, b) = (interface(&rig, &subnet()).await, interface(&rig, &subnet()).await);
    let first = associate(&rig, &one, &a).await;
    let stay = json!({"AllocationId": one, "networkInterfaceId": b, "allowReassociation": false});
    let refused = rig.refused(&op::AssociateAddress, stay).await;
    let text = format!("resource {one} is already associated with associate-id {first}");
    assert_eq!(refused, ("Resource.AlreadyAssociated".into(), text));
    associate(&rig, &one, &b).await;
    assert_eq!(eni(&rig, &a).await["association"], Value::Null);
    assert_eq!(eni(&rig, &b).await["association"]["allocationId"], *one);

    // An interface that has one gets another in its place, unless that is refused too.
    let stay = json!({"AllocationId": two, "networkInterfaceId": b, "allowReassociation": false});
    let refused = rig.refused(&op::AssociateAddress, stay).await;
    let shown = eni(&rig, &b).await;
    let (private, public) = (&shown["privateIpAddress"], &shown["association"]["publicIp"]);
    let text = format!(
        "resource {b} and {} is already associated with public address {}",
        private.as_str().unwrap(),
        public.as_str().unwrap()
    );
    assert_eq!(refused, ("Resource.AlreadyAssociated".into(), text));
    associate(&rig, &two, &b).await;
    assert_eq!(eni(&rig, &b).await["association"]["allocationId"], *two);
    assert_eq!(address(&rig, &one).await["associationId"], Value::Null);

    // A second private address can have one of its own; both go with the interface.
    let ask = json!({"networkInterfaceId": b, "secondaryPrivateIpAddressCount": 1});
    let assigned = rig.ok(&op::AssignPrivateIpAddresses, ask).await;
    let second = assigned["assignedPrivateIpAddressesSet"][0]["privateIpAddress"].clone();
    let ask = json!({"AllocationId": one, "networkInterfaceId": b, "privateIpAddress": second});
    rig.ok(&op::AssociateAddress, ask).await;
    let shown = eni(&rig, &b).await;
    assert_eq!(shown["privateIpAddressesSet"][1]["association"]["allocationId"], *one);
    let ask =
        json!({"networkInterfaceId": a, "privateIpAddress": [second], "allowReassignment": true});
    rig.ok(&op::AssignPrivateIpAddresses, ask).await;
    assert_eq!(address(&rig, &one).await["networkInterfaceId"], *a, "it goes with its private one");
    let ask = json!({"networkInterfaceId": a, "privateIpAddress": [second]});
    rig.ok(&op::UnassignPrivateIpAddresses, ask).await;
    assert_eq!(address(&rig, &one).await["associationId"], Value::Null);
    rig.ok(&op::DeleteNetworkInterface, json!({"networkInterfaceId": b})).await;
    assert_eq!(address(&rig, &two).await["associationId"], Value::Null);
    for id in [one, two] {
        rig.ok(&op::ReleaseAddress, json!({"AllocationId": id})).await;
    }
    rig.end().await;
}

#[tokio::test]
async fn what_can_not_be_associated_is_refused() {
    let rig = Rig::new().await;
    let ((allocation, ip), eni_id) = (allocate(&rig).await, interface(&rig, &subnet()).await);
    let task = add_task(&rig, 9, false).await;
    let of_task = task.binding.unwrap().eni.id;
    for (ask, code) in [
        (json!({}), "MissingParameter"),
        (json!({"PublicIp": ip, "networkInterfaceId": eni_id}), "InvalidParameterValue"),
        (json!({"AllocationId": allocation}), "MissingParameter"),
        (json!({"AllocationId": allocation, "InstanceId": "i-1"}), "InvalidInstanceID.NotFound"),
        (
            json!({"AllocationId": "eipalloc-1", "networkInterfaceId": eni_id}),
            "InvalidAllocationID.NotFound",
        ),
        (json!({"AllocationId": allocation, "networkInterfaceId": of_task}), "AuthFailure"),
        (
            json!({"AllocationId": allocation, "networkInterfaceId": eni_id,
                "privateIpAddress": "172.31.99.99"}),
            "InvalidParameterValue",
        ),
    ] {
        assert_eq!(rig.refused(&op::AssociateAddress, ask.clone()).await.0, code, "{ask}");
    }
    let refused = rig.refused(&op::ReleaseAddress, json!({"PublicIp": ip})).await;
    let text = "You must specify an allocation id when releasing a VPC elastic IP address";
    assert_eq!(refused, ("InvalidParameterValue".into(), text.into()));
    for ask in [json!({"Domain": "standard"}), json!({"NetworkBorderGroup": "eu-west-1"})] {
        assert_eq!(rig.refused(&op::AllocateAddress, ask).await.0, "InvalidParameterValue");
    }
    let dry = rig.refused(&op::AllocateAddress, json!({"dryRun": true})).await;
    assert_eq!(dry.0, "DryRunOperation");
    rig.end().await;
}

#[tokio::test]
async fn a_pool_that_is_used_up_says_so() {
    let rig = Rig::new().await;
    let range = "198.51.100.0/30".parse().unwrap();
    ferrogate_services::network::set_public_range(&rig.state, range).await.unwrap();
    let mut ips = [allocate(&rig).await.1, allocate(&rig).await.1];
    ips.sort_unstable();
    assert_eq!(ips, ["198.51.100.1", "198.51.100.2"]);
    let refused = rig.refused(&op::AllocateAddress, json!({})).await;
    assert_eq!(refused.0, "InsufficientAddressCapacity");
    let pool = Key::new(public_pool::key()).unwrap();
    let written = rig.state.table::<public_pool::Record>().get(&pool).unwrap().unwrap();
    assert_eq!(written.range, range);
    rig.end().await;
}
