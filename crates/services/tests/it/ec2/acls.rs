//! Network ACLs, made and changed by EC2's operations.

use ferrogate_api::ec2::operation as op;
use ferrogate_records::ec2::default_network::DefaultNetwork;
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, Rig, column, scope};

fn network() -> DefaultNetwork {
    DefaultNetwork::of(&scope())
}

async fn acl(rig: &Rig) -> String {
    let made = rig.ok(&op::CreateNetworkAcl, json!({"vpcId": network().parts.vpc.id})).await;
    made["networkAcl"]["networkAclId"].as_str().unwrap().to_owned()
}

async fn shown(rig: &Rig, id: &str) -> Value {
    let found = rig.ok(&op::DescribeNetworkAcls, json!({"NetworkAclId": [id]})).await;
    found["networkAclSet"][0].clone()
}

fn entry(acl: &str, number: i32, rest: Value) -> Value {
    let mut ask = json!({
        "networkAclId": acl, "ruleNumber": number, "egress": false, "ruleAction": "allow",
        "protocol": "-1",
    });
    for (name, value) in rest.as_object().unwrap() {
        ask[name] = value.clone();
    }
    ask
}

#[tokio::test]
async fn an_acl_is_made_empty_and_goes_while_no_subnet_has_it() {
    let rig = Rig::new().await;
    let vpc = network().parts.vpc.id;
    let tags = json!([{"resourceType": "network-acl", "Tag": [{"key": "Name", "value": "a"}]}]);
    let made = rig.ok(&op::CreateNetworkAcl, json!({"vpcId": vpc, "TagSpecification": tags})).await;
    let made = &made["networkAcl"];
    let id = made["networkAclId"].as_str().unwrap();
    for (member, value) in [
        ("vpcId", json!(vpc)),
        ("ownerId", json!(ACCOUNT)),
        ("default", json!(false)),
        ("associationSet", json!([])),
        ("tagSet", json!([{"key": "Name", "value": "a"}])),
    ] {
        assert_eq!(made[member], value, "{member}");
    }
    assert_eq!(column(made, "entrySet", "ruleAction"), ["deny", "deny"]);
    rig.ok(&op::DeleteNetworkAcl, json!({"networkAclId": id})).await;
    let refused = rig.refused(&op::DeleteNetworkAcl, json!({"networkAclId": id})).await;
    assert_eq!(refused.0, "InvalidNetworkAclID.NotFound");
    let default = json!({"networkAclId": network().parts.acl.id});
    let refused = rig.refused(&op::DeleteNetworkAcl, default).await;
    let text = format!("cannot delete default network ACL {}", network().parts.acl.id);
    assert_eq!(refused, ("InvalidParameterValue".into(), text));
    let nowhere = json!({"vpcId": "vpc-0"});
    assert_eq!(rig.refused(&op::CreateNetworkAcl, nowhere).await.0, "InvalidVpcID.NotFound");
    rig.end().await;
}

#[tokio::test]
async fn entries_come_change_and_go() {
    let rig = Rig::new().await;
    let id = acl(&rig).await;
    let create = &op::CreateNetworkAclEntry;
    let web = json!({
        "protocol": "6", "portRange": {"from": 80, "to": 81}, "cidrBlock": "10.1.2.3/8",
        "ruleAction": "deny",
    });
    rig.ok(create, entry(&id, 110, web.clone())).await;
    let ping =
        json!({"protocol": "58", "Icmp": {"type": 128, "code": -1}, "ipv6CidrBlock": "::/0"});
    rig.ok(create, entry(&id, 101, ping)).await;
    rig.ok(create, entry(&id, 110, json!({"egress": true, "cidrBlock": "0.0.0.0/0"}))).await;
    let acl = shown(&rig, &id).await;
    let numbers: Vec<_> = acl["entrySet"].as_array().unwrap().iter().collect();
    let number = |n: usize| (numbers[n]["egress"].clone(), numbers[n]["ruleNumber"].clone());
    let expected = [
        (true, 110),
        (true, 32_767),
        (true, 32_768),
        (false, 101),
        (false, 110),
        (false, 32_767),
        (false, 32_768),
    ];
    for (n, (egress, is)) in expected.into_iter().enumerate() {
        assert_eq!(number(n), (json!(egress), json!(is)));
    }
    assert_eq!(numbers[3]["icmpTypeCode"], json!({"type": 128, "code": -1}));
    assert_eq!(
        *numbers[4],
        json!({
            "cidrBlock": "10.0.0.0/8", "egress": false, "portRange": {"from": 80, "to": 81},
            "protocol": "6", "ruleAction": "deny", "ruleNumber": 110,
        })
    );
    assert_eq!(numbers[6]["ipv6CidrBlock"], "::/0");

    let refused = rig.refused(create, entry(&id, 110, web.clone())).await;
    let text = "The network acl entry identified by 110 already exists.";
    assert_eq!(refused, ("NetworkAclEntryAlreadyExists".into(), text.into()));
    rig.ok(&op::ReplaceNetworkAclEntry, entry(&id, 110, json!({"cidrBlock": "0.0.0.0/0"}))).await;
    let acl = shown(&rig, &id).await;
    assert_eq!(acl["entrySet"][4]["protocol"], "-1");
    assert_eq!(acl["entrySet"][4]["ruleAction"], "allow");
    let refused = rig.refused(&op::ReplaceNetworkAclEntry, entry(&id, 120, web)).await;
    let text = "The network acl entry identified by 120 does not exist";
    assert_eq!(refused, ("InvalidNetworkAclEntry.NotFound".into(), text.into()));
    let gone = json!({"networkAclId": id, "ruleNumber": 110, "egress": true});
    rig.ok(&op::DeleteNetworkAclEntry, gone.clone()).await;
    let refused = rig.refused(&op::DeleteNetworkAclEntry, gone).await;
    assert_eq!(refused.0, "InvalidNetworkAclEntry.NotFound");
    let last = json!({"networkAclId": id, "ruleNumber": 32_767, "egress": true});
    let refused = rig.refused(&op::DeleteNetworkAclEntry, last).await;
    assert_eq!(refused.0, "InvalidNetworkAclEntry.NotFound");
    rig.end().await;
}

#[tokio::test]
async fn an_entry_that_says_too_little_or_too_much_is_refused() {
    let rig = Rig::new().await;
    let id = acl(&rig).await;
    let any = json!("0.0.0.0/0");
    for (number, rest, code, text) in [
        (
            1,
            json!({"protocol": "1", "cidrBlock": any}),
            "MissingParameter",
            "The request must contain the parameter icmpTypeCode.type",
        ),
        (
            1,
            json!({"protocol": "tcp", "cidrBlock": any}),
            "InvalidParameterValue",
            "Invalid value 'tcp' for IP protocol. Unknown protocol.",
        ),
        (1, json!({}), "MissingParameter", "The request must contain the parameter cidrBlock"),
        (
            1,
            json!({"cidrBlock": any, "ipv6CidrBlock": "::/0"}),
            "InvalidParameterCombination",
            "The parameter ipv6CidrBlock cannot be used with the parameter cidrBlock",
        ),
        (
            1,
            json!({"cidrBlock": "all"}),
            "InvalidParameterValue",
            "Value (all) for parameter cidrBlock is invalid. This is not a valid CIDR block.",
        ),
        (
            32_767,
            json!({"cidrBlock": any}),
            "InvalidParameterValue",
            "Value (32767) for parameter ruleNumber is invalid. The rule number must be between 1 \
             and 32766.",
        ),
    ] {
        let refused = rig.refused(&op::CreateNetworkAclEntry, entry(&id, number, rest)).await;
        assert_eq!(refused, (code.into(), text.into()));
    }
    rig.end().await;
}

#[tokio::test]
async fn a_subnet_has_one_acl_and_gets_another_by_a_new_association() {
    let rig = Rig::new().await;
    let (id, default) = (acl(&rig).await, network().parts.acl.id);
    let subnet = &network().subnets[0].id;
    let old = &network().parts.acl.associations[0].id;
    let ask =
        |association: &str, acl: &str| json!({"associationId": association, "networkAclId": acl});
    let replace = &op::ReplaceNetworkAclAssociation;
    let same = rig.ok(replace, ask(old, &default)).await;
    assert_eq!(same["newAssociationId"], **old);
    let new = rig.ok(replace, ask(old, &id)).await;
    let new = new["newAssociationId"].as_str().unwrap();
    assert!(new.starts_with("aclassoc-") && new != old);
    assert_eq!(
        shown(&rig, &id).await["associationSet"],
        json!([{"networkAclAssociationId": new, "networkAclId": id, "subnetId": subnet}])
    );
    assert_eq!(column(&shown(&rig, &default).await, "associationSet", "subnetId").len(), 2);
    let gone = rig.refused(replace, ask(old, &id)).await;
    let text = format!("The association ID '{old}' does not exist");
    assert_eq!(gone, ("InvalidAssociationID.NotFound".into(), text));
    let busy = rig.refused(&op::DeleteNetworkAcl, json!({"networkAclId": id})).await;
    assert_eq!(busy.0, "DependencyViolation");

    let other = rig.ok(&op::CreateVpc, json!({"CidrBlock": "10.0.0.0/16"})).await;
    let vpc = other["vpc"]["vpcId"].as_str().unwrap();
    let foreign = rig.ok(&op::CreateNetworkAcl, json!({"vpcId": vpc})).await;
    let foreign = foreign["networkAcl"]["networkAclId"].as_str().unwrap();
    let refused = rig.refused(replace, ask(new, foreign)).await;
    assert_eq!(refused.0, "InvalidParameterValue");
    // A subnet that goes leaves its ACL.
    rig.ok(&op::DeleteSubnet, json!({"SubnetId": subnet})).await;
    rig.ok(&op::DeleteNetworkAcl, json!({"networkAclId": id})).await;
    rig.end().await;
}

#[tokio::test]
async fn acls_are_found_by_what_their_entries_say() {
    let rig = Rig::new().await;
    let id = acl(&rig).await;
    let web =
        json!({"protocol": "6", "portRange": {"from": 80, "to": 81}, "cidrBlock": "9.0.0.0/8"});
    rig.ok(&op::CreateNetworkAclEntry, entry(&id, 7, web)).await;
    let ping =
        json!({"protocol": "58", "Icmp": {"type": 128, "code": 0}, "ipv6CidrBlock": "fd00::/8"});
    rig.ok(&op::CreateNetworkAclEntry, entry(&id, 8, ping)).await;
    for (name, value) in [
        ("entry.port-range.from", "80"),
        ("entry.port-range.to", "81"),
        ("entry.icmp.type", "128"),
        ("entry.icmp.code", "0"),
        ("entry.cidr", "9.0.0.0/8"),
        ("entry.ipv6-cidr", "fd00::/8"),
        ("entry.protocol", "58"),
        ("entry.rule-number", "8"),
        ("default", "false"),
        ("network-acl-id", &id),
    ] {
        let ask = json!({"Filter": [{"Name": name, "Value": [value]}]});
        let found = rig.ok(&op::DescribeNetworkAcls, ask).await;
        assert_eq!(column(&found, "networkAclSet", "networkAclId"), [&*id], "{name}");
    }
    rig.end().await;
}
