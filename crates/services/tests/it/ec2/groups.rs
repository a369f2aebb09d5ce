//! Security groups and their rules, made and changed by EC2's operations.

use ferrogate_api::Operation;
use ferrogate_api::ec2::operation as op;
use ferrogate_records::ec2::default_network::DefaultNetwork;
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, Rig, column, scope};

const ADD: &Operation = &op::AuthorizeSecurityGroupIngress;
const REMOVE: &Operation = &op::RevokeSecurityGroupIngress;

/// A VPC besides the default one.
async fn vpc(rig: &Rig) -> String {
    let made = rig.ok(&op::CreateVpc, json!({"CidrBlock": "10.0.0.0/16"})).await;
    made["vpc"]["vpcId"].as_str().unwrap().to_owned()
}

/// A new group of the VPC; of the default one without.
async fn group(rig: &Rig, name: &str, vpc: Option<&str>) -> String {
    let mut ask = json!({"GroupName": name, "GroupDescription": "for a test"});
    if let Some(vpc) = vpc {
        ask["VpcId"] = vpc.into();
    }
    let made = rig.ok(&op::CreateSecurityGroup, ask).await;
    made["groupId"].as_str().unwrap().to_owned()
}

async fn shown(rig: &Rig, id: &str) -> Value {
    let found = rig.ok(&op::DescribeSecurityGroups, json!({"GroupId": [id]})).await;
    found["securityGroupInfo"][0].clone()
}

/// A permission for TCP to a port, from a range.
fn tcp(port: u16, range: &str) -> Value {
    let ranges = json!([{"cidrIp": range}]);
    json!({"ipProtocol": "tcp", "fromPort": port, "toPort": port, "ipRanges": ranges})
}

/// A permission for all, from a group.
fn all_from(group: Value) -> Value {
    json!({"ipProtocol": "-1", "groups": [group]})
}

fn ask(group: &str, permissions: Value) -> Value {
    json!({"GroupId": group, "IpPermissions": permissions})
}

/// The same for what goes out.
fn ask_out(group: &str, permissions: Value) -> Value {
    json!({"groupId": group, "ipPermissions": permissions})
}

#[tokio::test]
async fn a_group_is_made_for_a_vpc_with_all_out_and_goes() {
    let rig = Rig::new().await;
    let vpc = vpc(&rig).await;
    let tags = json!([{"resourceType": "security-group", "Tag": [{"key": "Name", "value": "w"}]}]);
    let make = json!({
        "GroupName": "Web ", "GroupDescription": "serves", "VpcId": vpc, "TagSpecification": tags,
    });
    let made = rig.ok(&op::CreateSecurityGroup, make).await;
    let id = made["groupId"].as_str().unwrap().to_owned();
    let arn = format!("arn:aws:ec2:eu-central-1:{ACCOUNT}:security-group/{id}");
    assert_eq!(made["securityGroupArn"], arn);
    assert_eq!(made["tagSet"], json!([{"key": "Name", "value": "w"}]));
    let group = shown(&rig, &id).await;
    assert_eq!((&group["groupName"], &group["vpcId"]), (&json!("Web"), &json!(vpc)));
    assert_eq!(group["ipPermissions"], json!([]));
    assert_eq!(group["ipPermissionsEgress"][0]["ipRanges"], json!([{"cidrIp": "0.0.0.0/0"}]));

    let again = json!({"GroupName": "WEB", "GroupDescription": "x", "VpcId": vpc});
    let refused = rig.refused(&op::CreateSecurityGroup, again).await;
    let text = format!("The security group 'WEB' already exists for VPC '{vpc}'");
    assert_eq!(refused, ("InvalidGroup.Duplicate".into(), text));
    // Another VPC may have one of the same name.
    self::group(&rig, "web", None).await;

    let busy = rig.refused(&op::DeleteVpc, json!({"VpcId": vpc})).await;
    assert_eq!(busy.0, "DependencyViolation");
    let gone = rig.ok(&op::DeleteSecurityGroup, json!({"GroupId": id})).await;
    assert_eq!(gone, json!({"return": true, "groupId": id}));
    let refused = rig.refused(&op::DeleteSecurityGroup, json!({"GroupId": id})).await;
    let text = format!("The security group '{id}' does not exist");
    assert_eq!(refused, ("InvalidGroup.NotFound".into(), text));
    rig.ok(&op::DeleteSecurityGroup, json!({"GroupName": "web"})).await;
    rig.ok(&op::DeleteVpc, json!({"VpcId": vpc})).await;
    rig.end().await;
}

#[tokio::test]
async fn a_group_of_no_vpc_or_without_a_proper_name_is_refused() {
    let rig = Rig::new().await;
    let make = |name: &str| json!({"GroupName": name, "GroupDescription": "x"});
    for (ask, code) in [
        (make("sg-web"), "InvalidParameterValue"),
        (make("default"), "InvalidGroup.Reserved"),
        (json!({"GroupName": "a", "GroupDescription": "it's"}), "InvalidParameterValue"),
        (
            json!({"GroupName": "a", "GroupDescription": "x", "VpcId": "vpc-0"}),
            "InvalidVpcID.NotFound",
        ),
    ] {
        assert_eq!(rig.refused(&op::CreateSecurityGroup, ask).await.0, code);
    }
    let network = DefaultNetwork::of(&scope());
    let default = json!({"GroupId": network.parts.group.id});
    let refused = rig.refused(&op::DeleteSecurityGroup, default).await;
    let text = format!(
        "the specified group: \"{}\" name: \"default\" cannot be deleted by a user",
        network.parts.group.id
    );
    assert_eq!(refused, ("CannotDelete".into(), text));
    let none = rig.refused(&op::DeleteSecurityGroup, json!({})).await;
    assert_eq!(none.0, "MissingParameter");
    rig.end().await;
}

#[tokio::test]
async fn rules_are_added_each_with_an_id_and_shown_by_their_traffic() {
    let rig = Rig::new().await;
    let id = group(&rig, "web", None).await;
    let permissions = json!([
        {
            "ipProtocol": "6", "fromPort": 80, "toPort": 81,
            "ipRanges": [{"cidrIp": "10.0.0.5/8", "description": "inside"}],
            "ipv6Ranges": [{"cidrIpv6": "2001:db8::1/32"}],
        },
        {"ipProtocol": "icmp", "fromPort": 8, "toPort": -1, "ipRanges": [{"cidrIp": "0.0.0.0/0"}]},
        {"ipProtocol": "50", "ipRanges": [{"cidrIp": "0.0.0.0/0"}]},
        all_from(json!({"groupName": "web", "userId": ACCOUNT})),
    ]);
    let tags =
        json!([{"resourceType": "security-group-rule", "Tag": [{"key": "k", "value": "v"}]}]);
    let mut add = ask(&id, permissions);
    add["TagSpecification"] = tags;
    let added = rig.ok(ADD, add).await;
    assert_eq!(added["return"], true);
    let rules = added["securityGroupRuleSet"].as_array().unwrap().clone();
    assert_eq!(rules.len(), 5);
    let first = &rules[0];
    assert!(first["securityGroupRuleId"].as_str().unwrap().starts_with("sgr-"));
    for (member, value) in [
        ("groupId", json!(id)),
        ("groupOwnerId", json!(ACCOUNT)),
        ("isEgress", json!(false)),
        ("ipProtocol", json!("tcp")),
        ("fromPort", json!(80)),
        ("toPort", json!(81)),
        ("cidrIpv4", json!("10.0.0.0/8")),
        ("description", json!("inside")),
        ("tagSet", json!([{"key": "k", "value": "v"}])),
    ] {
        assert_eq!(first[member], value, "{member}");
    }
    assert_eq!(rules[4]["referencedGroupInfo"], json!({"groupId": id, "userId": ACCOUNT}));

    let group = shown(&rig, &id).await;
    assert_eq!(
        group["ipPermissions"][0],
        json!({
            "ipProtocol": "tcp", "fromPort": 80, "toPort": 81, "groups": [],
            "ipRanges": [{"cidrIp": "10.0.0.0/8", "description": "inside"}],
            "ipv6Ranges": [{"cidrIpv6": "2001:db8::/32"}], "prefixListIds": [],
        })
    );
    assert_eq!(group["ipPermissions"].as_array().unwrap().len(), 4);

    let filter = |name: &str, value: &str| json!({"Filter": [{"Name": name, "Value": [value]}]});
    for (name, value, count) in [("group-id", &*id, 6), ("tag:k", "v", 5), ("tag-key", "x", 0)] {
        let found = rig.ok(&op::DescribeSecurityGroupRules, filter(name, value)).await;
        let ids = column(&found, "securityGroupRuleSet", "securityGroupRuleId");
        assert_eq!(ids.len(), count, "{name}");
    }
    rig.end().await;
}

#[tokio::test]
async fn one_rule_can_be_named_without_permissions() {
    let rig = Rig::new().await;
    let id = group(&rig, "web", None).await;
    let flat = json!({
        "GroupName": "web", "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "10.0.0.1/32",
    });
    rig.ok(ADD, flat.clone()).await;
    rig.ok(ADD, json!({"GroupId": id, "SourceSecurityGroupName": "default"})).await;
    assert_eq!(shown(&rig, &id).await["ipPermissions"].as_array().unwrap().len(), 4);
    rig.ok(REMOVE, flat).await;
    assert_eq!(shown(&rig, &id).await["ipPermissions"].as_array().unwrap().len(), 3);
    let out = json!({"groupId": id, "ipProtocol": "-1", "cidrIp": "10.0.0.0/8"});
    for operation in [&op::AuthorizeSecurityGroupEgress, &op::RevokeSecurityGroupEgress] {
        assert_eq!(rig.refused(operation, out.clone()).await.0, "InvalidParameterValue");
    }
    rig.end().await;
}

#[tokio::test]
async fn a_rule_is_there_once() {
    let rig = Rig::new().await;
    let id = group(&rig, "web", None).await;
    rig.ok(ADD, ask(&id, json!([tcp(22, "0.0.0.0/0"), all_from(json!({"groupId": id}))]))).await;
    for (permission, words) in [
        (tcp(22, "0.0.0.0/0"), "peer: 0.0.0.0/0, TCP, from port: 22, to port: 22, ALLOW".into()),
        // The same range by another address.
        (tcp(22, "1.2.3.4/0"), "peer: 0.0.0.0/0, TCP, from port: 22, to port: 22, ALLOW".into()),
        (all_from(json!({"groupId": id})), format!("peer: {id}, ALL, ALLOW")),
    ] {
        let both = json!([tcp(80, "0.0.0.0/0"), permission]);
        let refused = rig.refused(ADD, ask(&id, both)).await;
        let text = format!("the specified rule \"{words}\" already exists");
        assert_eq!(refused, ("InvalidPermission.Duplicate".into(), text));
    }
    let twice = json!([tcp(80, "10.0.0.0/8"), tcp(80, "10.1.1.1/8")]);
    let refused = rig.refused(ADD, ask(&id, twice)).await;
    let text = "The same permission must not appear multiple times";
    assert_eq!(refused, ("InvalidParameterValue".into(), text.into()));
    // Nothing of a refused request is there.
    assert_eq!(shown(&rig, &id).await["ipPermissions"].as_array().unwrap().len(), 2);
    rig.end().await;
}

#[tokio::test]
async fn a_group_has_sixty_rules_in_each_direction_and_family() {
    let rig = Rig::new().await;
    let id = group(&rig, "web", None).await;
    let fill: Vec<_> = (1..=59).map(|port| tcp(port, "10.0.0.0/8")).collect();
    rig.ok(ADD, ask(&id, json!(fill))).await;
    let v6 = json!({"ipProtocol": "-1", "ipv6Ranges": [{"cidrIpv6": "::/0"}]});
    rig.ok(ADD, ask(&id, json!([v6]))).await;
    let two = json!([tcp(60, "10.0.0.0/8"), tcp(61, "10.0.0.0/8")]);
    let refused = rig.refused(ADD, ask(&id, two)).await;
    let text = "The maximum number of rules per security group has been reached.";
    assert_eq!(refused, ("RulesPerSecurityGroupLimitExceeded".into(), text.into()));
    // A reference counts in both families.
    rig.ok(ADD, ask(&id, json!([all_from(json!({"groupId": id}))]))).await;
    let code = rig.refused(ADD, ask(&id, json!([tcp(60, "10.0.0.0/8")]))).await.0;
    assert_eq!(code, "RulesPerSecurityGroupLimitExceeded");
    rig.ok(&op::AuthorizeSecurityGroupEgress, ask_out(&id, json!([tcp(1, "10.0.0.0/8")]))).await;
    rig.end().await;
}

#[tokio::test]
async fn what_is_not_there_can_be_revoked_in_the_default_vpc_only() {
    let rig = Rig::new().await;
    let other = vpc(&rig).await;
    let (mine, theirs) = (group(&rig, "a", None).await, group(&rig, "a", Some(&other)).await);
    for id in [&mine, &theirs] {
        rig.ok(ADD, ask(id, json!([tcp(22, "0.0.0.0/0")]))).await;
    }
    let mut described = tcp(22, "0.0.0.0/0");
    described["ipRanges"][0]["description"] = "whatever".into();
    let both = json!([described, tcp(80, "0.0.0.0/0")]);
    let refused = rig.refused(REMOVE, ask(&theirs, both.clone())).await;
    let text = "The specified rule does not exist in this security group.";
    assert_eq!(refused, ("InvalidPermission.NotFound".into(), text.into()));
    assert_eq!(shown(&rig, &theirs).await["ipPermissions"].as_array().unwrap().len(), 1);

    let revoked = rig.ok(REMOVE, ask(&mine, both)).await;
    assert_eq!(column(&revoked, "revokedSecurityGroupRuleSet", "cidrIpv4"), ["0.0.0.0/0"]);
    assert_eq!(revoked["unknownIpPermissionSet"][0]["fromPort"], 80);
    assert_eq!(shown(&rig, &mine).await["ipPermissions"], json!([]));
    rig.end().await;
}

#[tokio::test]
async fn rules_are_revoked_by_their_ids() {
    let rig = Rig::new().await;
    let id = group(&rig, "web", None).await;
    let added = rig.ok(ADD, ask(&id, json!([tcp(22, "0.0.0.0/0"), tcp(80, "0.0.0.0/0")]))).await;
    let rules = column(&added, "securityGroupRuleSet", "securityGroupRuleId");
    let by_ids = |ids: Value| json!({"GroupId": id, "groupId": id, "SecurityGroupRuleId": ids});
    let gone = rig.ok(REMOVE, by_ids(json!([rules[0]]))).await;
    assert_eq!(gone["revokedSecurityGroupRuleSet"][0]["fromPort"], 22);
    for (operation, ids, code) in [
        (REMOVE, json!([rules[0], rules[1]]), "InvalidSecurityGroupRuleId.NotFound"),
        (&op::RevokeSecurityGroupEgress, json!([rules[1]]), "InvalidSecurityGroupRuleId.NotFound"),
        (REMOVE, json!(["rule"]), "InvalidSecurityGroupRuleId.Malformed"),
        (REMOVE, json!([]), "MissingParameter"),
    ] {
        assert_eq!(rig.refused(operation, by_ids(ids)).await.0, code);
    }
    let mut both = by_ids(json!([rules[1]]));
    both["IpPermissions"] = json!([tcp(80, "0.0.0.0/0")]);
    assert_eq!(rig.refused(REMOVE, both).await.0, "InvalidParameterCombination");
    assert_eq!(shown(&rig, &id).await["ipPermissions"][0]["fromPort"], 80);
    // What goes out is revoked in the same way: an empty group lets nothing out.
    let out = json!([{"ipProtocol": "-1", "ipRanges": [{"cidrIp": "0.0.0.0/0"}]}]);
    rig.ok(&op::RevokeSecurityGroupEgress, ask_out(&id, out)).await;
    assert_eq!(shown(&rig, &id).await["ipPermissionsEgress"], json!([]));
    rig.end().await;
}

#[tokio::test]
async fn a_rule_names_only_groups_that_are_there_and_keeps_them() {
    let rig = Rig::new().await;
    let other = vpc(&rig).await;
    let (web, db) = (group(&rig, "web", None).await, group(&rig, "db", None).await);
    let foreign = group(&rig, "web", Some(&other)).await;
    let different = "You have specified two resources that belong to different networks.";
    let gone = "sg-00000000000000000";
    for (pair, code, text) in [
        (json!({"groupId": foreign}), "InvalidGroup.NotFound", different.to_owned()),
        (
            json!({"groupId": gone}),
            "InvalidGroup.NotFound",
            format!("The security group '{gone}' does not exist"),
        ),
        (
            json!({"groupId": web, "userId": "999999999999"}),
            "InvalidGroup.NotFound",
            format!("The security group '{web}' does not exist"),
        ),
        (
            json!({"groupId": "web"}),
            "InvalidGroupId.Malformed",
            "Invalid id: \"web\" (expecting \"sg-...\")".into(),
        ),
        (
            json!({"groupId": web, "vpcPeeringConnectionId": "pcx-0"}),
            "InvalidVpcPeeringConnectionID.NotFound",
            "The vpcPeeringConnection ID 'pcx-0' does not exist".into(),
        ),
    ] {
        let refused = rig.refused(ADD, ask(&db, json!([all_from(pair)]))).await;
        assert_eq!(refused, (code.into(), text));
    }
    rig.ok(ADD, ask(&db, json!([all_from(json!({"groupId": web, "userId": ACCOUNT}))]))).await;
    let refused = rig.refused(&op::DeleteSecurityGroup, json!({"GroupId": web})).await;
    let text = format!("resource {web} has a dependent object");
    assert_eq!(refused, ("DependencyViolation".into(), text));
    for (name, value, found) in [
        ("ip-permission.group-name", "w*", &*db),
        ("ip-permission.group-id", &*web, &*db),
        ("ip-permission.user-id", ACCOUNT, &*db),
    ] {
        let names =
            json!([{"Name": name, "Value": [value]}, {"Name": "group-name", "Value": ["db"]}]);
        let groups = rig.ok(&op::DescribeSecurityGroups, json!({"Filter": names})).await;
        assert_eq!(column(&groups, "securityGroupInfo", "groupId"), [found], "{name}");
    }
    rig.ok(&op::DeleteSecurityGroup, json!({"GroupId": db})).await;
    // A group that names itself can go.
    rig.ok(ADD, ask(&web, json!([all_from(json!({"groupId": web}))]))).await;
    rig.ok(&op::DeleteSecurityGroup, json!({"GroupId": web})).await;
    rig.end().await;
}

#[tokio::test]
async fn a_group_named_while_it_is_deleted_is_either_kept_or_gone_and_unnamed() {
    let rig = Rig::new().await;
    for _ in 0..8 {
        let (web, db) = (group(&rig, "web", None).await, group(&rig, "db", None).await);
        let name = ask(&db, json!([all_from(json!({"groupId": web}))]));
        let (named, deleted) = tokio::join!(
            rig.call(ADD, name),
            rig.call(&op::DeleteSecurityGroup, json!({"GroupId": web}))
        );
        assert_ne!(named.is_ok(), deleted.is_ok(), "{named:?} {deleted:?}");
        rig.ok(&op::DeleteSecurityGroup, json!({"GroupId": db})).await;
        if named.is_ok() {
            rig.ok(&op::DeleteSecurityGroup, json!({"GroupId": web})).await;
        }
    }
    rig.end().await;
}

#[tokio::test]
async fn two_changes_of_one_group_at_once_are_both_there() {
    let rig = Rig::new().await;
    let id = group(&rig, "web", None).await;
    let add = |port| rig.ok(ADD, ask(&id, json!([tcp(port, "10.0.0.0/8")])));
    tokio::join!(add(1), add(2), add(3), add(4), add(5), add(6));
    assert_eq!(shown(&rig, &id).await["ipPermissions"].as_array().unwrap().len(), 6);
    rig.end().await;
}

#[tokio::test]
async fn a_rule_changes_and_keeps_its_id_and_tags() {
    let rig = Rig::new().await;
    let id = group(&rig, "web", None).await;
    let mut add = ask(&id, json!([tcp(22, "10.0.0.0/8"), tcp(80, "10.0.0.0/8")]));
    let tags =
        json!([{"resourceType": "security-group-rule", "Tag": [{"key": "k", "value": "v"}]}]);
    add["TagSpecification"] = tags;
    let added = rig.ok(ADD, add).await;
    let rules = column(&added, "securityGroupRuleSet", "securityGroupRuleId");
    let modify = |rule: &str, values: Value| {
        let update = json!({"SecurityGroupRuleId": rule, "SecurityGroupRule": values});
        json!({"GroupId": id, "SecurityGroupRule": [update]})
    };
    let values = json!({
        "IpProtocol": "udp", "FromPort": 53, "ToPort": 53, "CidrIpv6": "::/0", "Description": "dns",
    });
    let changed = rig.ok(&op::ModifySecurityGroupRules, modify(rules[0], values)).await;
    assert_eq!(changed, json!({"return": true}));
    let one = json!({"SecurityGroupRuleId": [rules[0]]});
    let found = rig.ok(&op::DescribeSecurityGroupRules, one).await;
    let rule = &found["securityGroupRuleSet"][0];
    assert_eq!(
        (&rule["ipProtocol"], &rule["cidrIpv6"], &rule["description"], &rule["cidrIpv4"]),
        (&json!("udp"), &json!("::/0"), &json!("dns"), &Value::Null)
    );
    assert_eq!(rule["tagSet"], json!([{"key": "k", "value": "v"}]));

    let ssh = json!({"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIpv4": "10.0.0.0/8"});
    let two = json!({"IpProtocol": "-1", "CidrIpv4": "10.0.0.0/8", "ReferencedGroupId": id});
    for (rule, values, code) in [
        (rules[0], ssh, "InvalidPermission.Duplicate"),
        (rules[0], two, "InvalidParameterCombination"),
        (rules[0], json!({"Description": "x"}), "MissingParameter"),
        (
            "sgr-00000000000000000",
            json!({"IpProtocol": "-1", "CidrIpv4": "10.0.0.0/8"}),
            "InvalidSecurityGroupRuleId.NotFound",
        ),
    ] {
        let refused = rig.refused(&op::ModifySecurityGroupRules, modify(rule, values)).await;
        assert_eq!(refused.0, code);
    }
    rig.end().await;
}

#[tokio::test]
async fn descriptions_of_rules_change_and_go() {
    let rig = Rig::new().await;
    let id = group(&rig, "web", None).await;
    let added = rig.ok(ADD, ask(&id, json!([tcp(22, "10.0.0.0/8")]))).await;
    let rule = added["securityGroupRuleSet"][0]["securityGroupRuleId"].clone();
    let update = &op::UpdateSecurityGroupRuleDescriptionsIngress;
    let description = async || {
        let found =
            rig.ok(&op::DescribeSecurityGroupRules, json!({"SecurityGroupRuleId": [rule]})).await;
        found["securityGroupRuleSet"][0]["description"].clone()
    };
    let mut named = tcp(22, "10.0.0.0/8");
    named["ipRanges"][0]["description"] = "ssh".into();
    assert_eq!(rig.ok(update, ask(&id, json!([named]))).await, json!({"return": true}));
    assert_eq!(description().await, "ssh");
    let by_id = |values: Value| json!({"GroupId": id, "SecurityGroupRuleDescription": [values]});
    rig.ok(update, by_id(json!({"SecurityGroupRuleId": rule, "Description": "more"}))).await;
    assert_eq!(description().await, "more");
    rig.ok(update, by_id(json!({"SecurityGroupRuleId": rule}))).await;
    assert_eq!(description().await, Value::Null);
    let other = &op::UpdateSecurityGroupRuleDescriptionsEgress;
    for (operation, ask, code) in [
        (other, by_id(json!({"SecurityGroupRuleId": rule})), "InvalidSecurityGroupRuleId.NotFound"),
        (update, ask(&id, json!([tcp(23, "10.0.0.0/8")])), "InvalidPermission.NotFound"),
        (update, json!({"GroupId": id}), "MissingParameter"),
    ] {
        assert_eq!(rig.refused(operation, ask).await.0, code);
    }
    rig.end().await;
}

#[tokio::test]
async fn groups_are_told_by_the_vpc_that_they_are_of() {
    let rig = Rig::new().await;
    let other = vpc(&rig).await;
    let web = group(&rig, "web", Some(&other)).await;
    let of = |vpc: &str| json!({"VpcId": vpc});
    let found = rig.ok(&op::GetSecurityGroupsForVpc, of(&other)).await;
    let mut names = column(&found, "securityGroupForVpcSet", "groupName");
    names.sort_unstable();
    assert_eq!(names, ["default", "web"]);
    let mut ask = of(&other);
    ask["Filter"] = json!([{"Name": "group-name", "Value": ["w*"]}]);
    let found = rig.ok(&op::GetSecurityGroupsForVpc, ask).await;
    let group = &found["securityGroupForVpcSet"][0];
    assert_eq!((&group["groupId"], &group["primaryVpcId"]), (&json!(web), &json!(other)));

    let references = rig.ok(&op::DescribeSecurityGroupReferences, json!({"GroupId": [web]})).await;
    assert_eq!(references, json!({"securityGroupReferenceSet": []}));
    let stale = rig.ok(&op::DescribeStaleSecurityGroups, of(&other)).await;
    assert_eq!(stale, json!({"staleSecurityGroupSet": []}));
    for operation in [&op::GetSecurityGroupsForVpc, &op::DescribeStaleSecurityGroups] {
        assert_eq!(rig.refused(operation, of("vpc-0")).await.0, "InvalidVpcID.NotFound");
    }
    rig.end().await;
}
