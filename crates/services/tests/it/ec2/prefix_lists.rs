//! Prefix lists, their versions, and the rules that name them.

use ferrogate_api::ec2::operation as op;
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, Rig, column};

fn ask(max: i32, cidrs: &[&str]) -> Value {
    let entries: Vec<_> = cidrs.iter().map(|cidr| json!({"Cidr": cidr})).collect();
    json!({"PrefixListName": "offices", "AddressFamily": "IPv4", "MaxEntries": max, "Entry": entries})
}

async fn list(rig: &Rig, max: i32, cidrs: &[&str]) -> String {
    let made = rig.ok(&op::CreateManagedPrefixList, ask(max, cidrs)).await;
    made["prefixList"]["prefixListId"].as_str().unwrap().to_owned()
}

async fn shown(rig: &Rig, id: &str) -> Value {
    let found = rig.ok(&op::DescribeManagedPrefixLists, json!({"PrefixListId": [id]})).await;
    found["prefixListSet"][0].clone()
}

async fn entries(rig: &Rig, id: &str, version: Option<i64>) -> Vec<String> {
    let mut ask = json!({"PrefixListId": id});
    if let Some(version) = version {
        ask["TargetVersion"] = version.into();
    }
    let found = rig.ok(&op::GetManagedPrefixListEntries, ask).await;
    column(&found, "entrySet", "cidr").into_iter().map(str::to_owned).collect()
}

fn modify(id: &str, rest: Value) -> Value {
    let mut ask = json!({"PrefixListId": id});
    for (name, value) in rest.as_object().unwrap() {
        ask[name] = value.clone();
    }
    ask
}

async fn group(rig: &Rig) -> String {
    let ask = json!({"GroupName": "web", "GroupDescription": "x"});
    rig.ok(&op::CreateSecurityGroup, ask).await["groupId"].as_str().unwrap().to_owned()
}

fn from_list(group: &str, list: &str) -> Value {
    let lists = json!([{"prefixListId": list, "description": "offices"}]);
    let rule = json!({"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "prefixListIds": lists});
    json!({"GroupId": group, "IpPermissions": [rule]})
}

#[tokio::test]
async fn a_list_is_made_told_and_deleted() {
    let rig = Rig::new().await;
    let mut make = ask(5, &["10.1.2.3/16", "10.0.0.0/16"]);
    make["Entry"][0]["Description"] = "one".into();
    make["TagSpecification"] =
        json!([{"resourceType": "prefix-list", "Tag": [{"key": "k", "value": "v"}]}]);
    let made = rig.ok(&op::CreateManagedPrefixList, make).await["prefixList"].clone();
    assert_eq!(made["state"], "create-in-progress");
    let id = made["prefixListId"].as_str().unwrap();
    let arn = format!("arn:aws:ec2:eu-central-1:{ACCOUNT}:prefix-list/{id}");
    for (member, value) in [
        ("prefixListName", json!("offices")),
        ("addressFamily", json!("IPv4")),
        ("maxEntries", json!(5)),
        ("version", json!(1)),
        ("state", json!("create-complete")),
        ("prefixListArn", json!(arn)),
        ("ownerId", json!(ACCOUNT)),
        ("tagSet", json!([{"key": "k", "value": "v"}])),
    ] {
        assert_eq!(shown(&rig, id).await[member], value, "{member}");
    }
    let all = rig.ok(&op::GetManagedPrefixListEntries, json!({"PrefixListId": id})).await;
    assert_eq!(
        all["entrySet"],
        json!([{"cidr": "10.0.0.0/16"}, {"cidr": "10.1.0.0/16", "description": "one"}])
    );
    for (name, value, count) in
        [("prefix-list-name", "off*", 1), ("owner-id", "0", 0), ("tag:k", "v", 1)]
    {
        let ask = json!({"Filter": [{"Name": name, "Value": [value]}]});
        let found = rig.ok(&op::DescribeManagedPrefixLists, ask).await;
        assert_eq!(column(&found, "prefixListSet", "prefixListId").len(), count, "{name}");
    }
    let tag = json!({"ResourceId": [id], "Tag": [{"key": "k", "value": "w"}]});
    rig.ok(&op::CreateTags, tag).await;
    assert_eq!(shown(&rig, id).await["tagSet"], json!([{"key": "k", "value": "w"}]));
    let gone = rig.ok(&op::DeleteManagedPrefixList, json!({"PrefixListId": id})).await;
    assert_eq!(gone["prefixList"]["state"], "delete-in-progress");
    let refused = rig.refused(&op::DeleteManagedPrefixList, json!({"PrefixListId": id})).await;
    let text = format!("The prefix list ID '{id}' does not exist");
    assert_eq!(refused, ("InvalidPrefixListID.NotFound".into(), text));
    rig.end().await;
}

#[tokio::test]
async fn each_change_of_entries_is_a_version_that_can_be_again() {
    let rig = Rig::new().await;
    let id = list(&rig, 3, &["10.0.0.0/16"]).await;
    let change = &op::ModifyManagedPrefixList;
    let add = |version: i64, cidr: &str| {
        modify(&id, json!({"CurrentVersion": version, "AddEntry": [{"Cidr": cidr}]}))
    };
    let made = rig.ok(change, add(1, "10.1.0.0/16")).await;
    assert_eq!(made["prefixList"]["version"], 2);
    assert_eq!(made["prefixList"]["state"], "modify-in-progress");
    // Who has not seen it changes nothing.
    let refused = rig.refused(change, add(1, "10.2.0.0/16")).await;
    let text = "The prefix list has the incorrect version number.";
    assert_eq!(refused, ("PrefixListVersionMismatch".into(), text.into()));
    let remove = json!({"CurrentVersion": 2, "RemoveEntry": [{"Cidr": "10.0.0.0/16"}]});
    rig.ok(change, modify(&id, remove)).await;
    assert_eq!(entries(&rig, &id, None).await, ["10.1.0.0/16"]);
    assert_eq!(entries(&rig, &id, Some(2)).await, ["10.0.0.0/16", "10.1.0.0/16"]);
    // Its name and its size are of no version.
    rig.ok(change, modify(&id, json!({"PrefixListName": "sites"}))).await;
    rig.ok(change, modify(&id, json!({"MaxEntries": 2}))).await;
    let list = shown(&rig, &id).await;
    assert_eq!((&list["version"], &list["maxEntries"]), (&json!(3), &json!(2)));

    let restore = |previous: i64, current: i64| json!({"PrefixListId": id, "PreviousVersion": previous, "CurrentVersion": current});
    let back = rig.ok(&op::RestoreManagedPrefixListVersion, restore(1, 3)).await;
    assert_eq!(back["prefixList"]["version"], 4);
    assert_eq!(shown(&rig, &id).await["state"], "restore-complete");
    assert_eq!(entries(&rig, &id, None).await, ["10.0.0.0/16"]);
    for (previous, current, code) in
        [(1, 3, "PrefixListVersionMismatch"), (9, 4, "InvalidPrefixListVersion.NotFound")]
    {
        let ask = restore(previous, current);
        assert_eq!(rig.refused(&op::RestoreManagedPrefixListVersion, ask).await.0, code);
    }
    for (rest, code) in [
        (json!({"MaxEntries": 0}), "InvalidParameterValue"),
        (
            json!({"CurrentVersion": 4, "MaxEntries": 9, "AddEntry": [{"Cidr": "10.9.0.0/16"}]}),
            "InvalidParameterCombination",
        ),
        (json!({"AddEntry": [{"Cidr": "10.9.0.0/16"}]}), "MissingParameter"),
        (json!({"PrefixListName": "com.amazonaws.x"}), "InvalidParameterValue"),
        (
            json!({"CurrentVersion": 4, "AddEntry": [{"Cidr": "10.8.0.0/16"}, {"Cidr": "10.9.0.0/16"}]}),
            "PrefixListMaxEntriesExceeded",
        ),
    ] {
        assert_eq!(rig.refused(change, modify(&id, rest)).await.0, code);
    }
    rig.end().await;
}

#[tokio::test]
async fn the_oldest_version_goes_when_there_are_too_many() {
    let rig = Rig::new().await;
    let id = list(&rig, 2, &["10.0.0.0/16"]).await;
    for version in 1..=91 {
        let (add, remove) = ("10.1.0.0/16", "10.0.0.0/16");
        let (add, remove) = if version % 2 == 1 { (add, remove) } else { (remove, add) };
        let edit = json!({
            "CurrentVersion": version, "AddEntry": [{"Cidr": add}], "RemoveEntry": [{"Cidr": remove}],
        });
        rig.ok(&op::ModifyManagedPrefixList, modify(&id, edit)).await;
    }
    let of = |version: i64| json!({"PrefixListId": id, "TargetVersion": version});
    let refused = rig.refused(&op::GetManagedPrefixListEntries, of(2)).await;
    assert_eq!(refused.0, "InvalidPrefixListVersion.NotFound");
    assert_eq!(entries(&rig, &id, Some(3)).await, ["10.0.0.0/16"]);
    // All of them go with the list.
    rig.ok(&op::DeleteManagedPrefixList, json!({"PrefixListId": id})).await;
    rig.end().await;
}

#[tokio::test]
async fn a_rule_that_names_a_list_counts_as_its_size_and_keeps_it() {
    let rig = Rig::new().await;
    let (small, large) = (list(&rig, 50, &[]).await, list(&rig, 20, &[]).await);
    let group = group(&rig).await;
    let add = &op::AuthorizeSecurityGroupIngress;
    rig.ok(add, from_list(&group, &small)).await;
    let found = rig.ok(&op::DescribeSecurityGroups, json!({"GroupId": [group]})).await;
    let permission = &found["securityGroupInfo"][0]["ipPermissions"][0];
    assert_eq!(
        permission["prefixListIds"],
        json!([{"prefixListId": small, "description": "offices"}])
    );
    let refused = rig.refused(add, from_list(&group, &large)).await;
    assert_eq!(refused.0, "RulesPerSecurityGroupLimitExceeded");
    let duplicate = rig.refused(add, from_list(&group, &small)).await;
    let words = format!("peer: {small}, TCP, from port: 22, to port: 22, ALLOW");
    assert_eq!(duplicate.1, format!("the specified rule \"{words}\" already exists"));
    let missing = rig.refused(add, from_list(&group, "pl-00000000000000000")).await;
    assert_eq!(missing.0, "InvalidPrefixListID.NotFound");

    let of = json!({"PrefixListId": small});
    let found = rig.ok(&op::GetManagedPrefixListAssociations, of.clone()).await;
    let association = json!({"resourceId": group, "resourceOwner": ACCOUNT});
    assert_eq!(found["prefixListAssociationSet"], json!([association]));
    // Nor does it grow beyond what its groups can have.
    let grow = modify(&small, json!({"MaxEntries": 61}));
    let refused = rig.refused(&op::ModifyManagedPrefixList, grow).await;
    assert_eq!(refused.0, "RulesPerSecurityGroupLimitExceeded");
    rig.ok(&op::ModifyManagedPrefixList, modify(&small, json!({"MaxEntries": 60}))).await;
    let busy = rig.refused(&op::DeleteManagedPrefixList, of.clone()).await;
    assert_eq!(busy.0, "DependencyViolation");
    rig.ok(&op::RevokeSecurityGroupIngress, from_list(&group, &small)).await;
    rig.ok(&op::DeleteManagedPrefixList, of).await;
    rig.end().await;
}

#[tokio::test]
async fn a_list_named_while_it_is_deleted_is_either_kept_or_gone_and_unnamed() {
    let rig = Rig::new().await;
    let group = group(&rig).await;
    for _ in 0..8 {
        let id = list(&rig, 1, &[]).await;
        let (named, deleted) = tokio::join!(
            rig.call(&op::AuthorizeSecurityGroupIngress, from_list(&group, &id)),
            rig.call(&op::DeleteManagedPrefixList, json!({"PrefixListId": id}))
        );
        assert_ne!(named.is_ok(), deleted.is_ok(), "{named:?} {deleted:?}");
    }
    rig.end().await;
}
