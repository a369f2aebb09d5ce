//! The Reachability Analyzer's operations, over a network that the others make.

use ferrogate_api::Operation;
use ferrogate_api::ec2::operation as op;
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, REGION, Rig, column};

const CREATE: &Operation = &op::CreateNetworkInsightsPath;

/// A VPC with two subnets, an interface in each, and the group of both.
struct Ends {
    subnets: Vec<String>,
    interfaces: Vec<String>,
    group: String,
    acl: String,
}

async fn ends(rig: &Rig) -> Ends {
    let vpc = rig.ok(&op::CreateVpc, json!({"CidrBlock": "10.0.0.0/16"})).await;
    let vpc = vpc["vpc"]["vpcId"].as_str().unwrap();
    let of = json!({"Filter": [{"Name": "vpc-id", "Value": [vpc]}]});
    let found = rig.ok(&op::DescribeSecurityGroups, of.clone()).await;
    let group = found["securityGroupInfo"][0]["groupId"].as_str().unwrap().to_owned();
    let found = rig.ok(&op::DescribeNetworkAcls, of).await;
    let acl = found["networkAclSet"][0]["networkAclId"].as_str().unwrap().to_owned();
    let (mut subnets, mut interfaces) = (vec![], vec![]);
    for n in 0..2 {
        let ask = json!({"VpcId": vpc, "CidrBlock": format!("10.0.{n}.0/24")});
        let made = rig.ok(&op::CreateSubnet, ask).await;
        let subnet = made["subnet"]["subnetId"].as_str().unwrap().to_owned();
        let ask = json!({"subnetId": subnet, "privateIpAddress": format!("10.0.{n}.9")});
        let made = rig.ok(&op::CreateNetworkInterface, ask).await;
        let id = made["networkInterface"]["networkInterfaceId"].as_str().unwrap().to_owned();
        subnets.push(subnet);
        interfaces.push(id);
    }
    Ends { subnets, interfaces, group, acl }
}

fn ask(ends: &Ends, rest: Value) -> Value {
    let mut ask = json!({
        "Source": ends.interfaces[0], "Destination": ends.interfaces[1], "Protocol": "tcp",
        "ClientToken": uuid::Uuid::new_v4().to_string(),
    });
    for (name, value) in rest.as_object().unwrap() {
        match value {
            Value::Null => drop(ask.as_object_mut().unwrap().remove(name)),
            value => ask[name] = value.clone(),
        }
    }
    ask
}

async fn path(rig: &Rig, ends: &Ends, rest: Value) -> String {
    let made = rig.ok(CREATE, ask(ends, rest)).await;
    made["networkInsightsPath"]["networkInsightsPathId"].as_str().unwrap().to_owned()
}

async fn start(rig: &Rig, path: &str, rest: Value) -> String {
    let mut ask =
        json!({"NetworkInsightsPathId": path, "ClientToken": uuid::Uuid::new_v4().to_string()});
    for (name, value) in rest.as_object().unwrap() {
        ask[name] = value.clone();
    }
    let begun = rig.ok(&op::StartNetworkInsightsAnalysis, ask).await;
    let begun = &begun["networkInsightsAnalysis"];
    assert_eq!(
        (&begun["status"], &begun["networkInsightsPathId"]),
        (&json!("running"), &json!(path))
    );
    assert!(begun.get("networkPathFound").is_none(), "{begun}");
    begun["networkInsightsAnalysisId"].as_str().unwrap().to_owned()
}

async fn analyse(rig: &Rig, path: &str, rest: Value) -> Value {
    let id = start(rig, path, rest).await;
    let ask = json!({"NetworkInsightsAnalysisId": [id]});
    let found = rig.ok(&op::DescribeNetworkInsightsAnalyses, ask).await;
    found["networkInsightsAnalysisSet"][0].clone()
}

fn codes(analysis: &Value) -> Vec<&str> {
    column(analysis, "explanationSet", "explanationCode")
}

fn arn(kind: &str, id: &str) -> String {
    format!("arn:aws:ec2:{REGION}:{ACCOUNT}:{kind}/{id}")
}

#[tokio::test]
async fn a_path_is_made_shown_and_deleted_when_it_has_no_analyses() {
    let rig = Rig::new().await;
    let ends = ends(&rig).await;
    let tags =
        json!([{"resourceType": "network-insights-path", "Tag": [{"key": "Name", "value": "a"}]}]);
    let more = json!({"DestinationPort": 443, "SourceIp": "10.0.0.9", "TagSpecification": tags});
    let made = rig.ok(CREATE, ask(&ends, more)).await;
    let made = &made["networkInsightsPath"];
    let id = made["networkInsightsPathId"].as_str().unwrap();
    assert!(id.starts_with("nip-") && id.len() == 21, "{id}");
    for (member, value) in [
        ("networkInsightsPathArn", json!(arn("network-insights-path", id))),
        ("source", json!(ends.interfaces[0])),
        ("sourceArn", json!(arn("network-interface", &ends.interfaces[0]))),
        ("destinationArn", json!(arn("network-interface", &ends.interfaces[1]))),
        ("sourceIp", json!("10.0.0.9")),
        ("protocol", json!("tcp")),
        ("destinationPort", json!(443)),
        ("tagSet", json!([{"key": "Name", "value": "a"}])),
    ] {
        assert_eq!(made[member], value, "{member}");
    }
    let found = rig.ok(&op::DescribeNetworkInsightsPaths, json!({"NetworkInsightsPathId": [id]}));
    assert_eq!(found.await["networkInsightsPathSet"], json!([made]));

    let analysis = start(&rig, id, json!({})).await;
    let delete = json!({"NetworkInsightsPathId": id});
    let refused = rig.refused(&op::DeleteNetworkInsightsPath, delete.clone()).await;
    assert_eq!(refused.0, "AnalysisExistsForNetworkInsightsPath");
    let gone = json!({"NetworkInsightsAnalysisId": analysis});
    let answer = rig.ok(&op::DeleteNetworkInsightsAnalysis, gone.clone()).await;
    assert_eq!(answer, json!({"networkInsightsAnalysisId": analysis}));
    let refused = rig.refused(&op::DeleteNetworkInsightsAnalysis, gone).await;
    assert_eq!(refused.0, "InvalidNetworkInsightsAnalysisId.NotFound");
    let answer = rig.ok(&op::DeleteNetworkInsightsPath, delete.clone()).await;
    assert_eq!(answer, delete.as_object().map(|_| json!({"networkInsightsPathId": id})).unwrap());
    for operation in [&op::DeleteNetworkInsightsPath, &op::StartNetworkInsightsAnalysis] {
        let ask = json!({"NetworkInsightsPathId": id, "ClientToken": "t"});
        let ask = if operation.name.starts_with("Delete") { delete.clone() } else { ask };
        assert_eq!(rig.refused(operation, ask).await.0, "InvalidNetworkInsightsPathId.NotFound");
    }
    rig.end().await;
}

#[tokio::test]
async fn an_end_that_is_not_there_or_is_of_another_kind_is_refused() {
    let rig = Rig::new().await;
    let ends = ends(&rig).await;
    let none = "eni-00000000000000000";
    for (more, code) in [
        (json!({"Source": none}), "NetworkInsightsSource.NotFound"),
        (json!({"Destination": none}), "NetworkInsightsDestination.NotFound"),
        (json!({"Source": "i-0123456789abcdef0"}), "UnsupportedOperation"),
        (json!({"Destination": "igw-0123456789abcdef0"}), "UnsupportedOperation"),
        (json!({"Destination": null}), "MissingParameter"),
        (json!({"DestinationIp": "10.0.0.256"}), "InvalidParameterValue"),
        (
            json!({"DestinationPort": 1, "FilterAtSource": {"SourceAddress": "10.0.0.9"}}),
            "InvalidParameterCombination",
        ),
        (
            json!({"FilterAtSource": {"DestinationPortRange": {"FromPort": 2, "ToPort": 1}}}),
            "InvalidParameterValue",
        ),
        (json!({"DryRun": true}), "DryRunOperation"),
    ] {
        assert_eq!(rig.refused(CREATE, ask(&ends, more.clone())).await.0, code, "{more}");
    }
    let by_arn = json!({"Source": arn("network-interface", &ends.interfaces[0])});
    let made = rig.ok(CREATE, ask(&ends, by_arn)).await;
    assert_eq!(made["networkInsightsPath"]["source"], *ends.interfaces[0]);
    let path = made["networkInsightsPath"]["networkInsightsPathId"].as_str().unwrap();
    let more = json!({
        "NetworkInsightsPathId": path, "ClientToken": "t", "AdditionalAccount": ["111122223333"],
    });
    let refused = rig.refused(&op::StartNetworkInsightsAnalysis, more).await;
    assert_eq!(refused.0, "UnsupportedOperation");
    rig.end().await;
}

#[tokio::test]
async fn an_analysis_has_aws_s_shape_both_ways() {
    let rig = Rig::new().await;
    let ends = ends(&rig).await;
    let path = path(&rig, &ends, json!({"DestinationPort": 443})).await;
    let found = analyse(&rig, &path, json!({})).await;
    assert_eq!((&found["status"], &found["networkPathFound"]), (&json!("succeeded"), &json!(true)));
    assert!(found.get("explanationSet").is_none(), "{found}");
    let id = found["networkInsightsAnalysisId"].as_str().unwrap();
    assert_eq!(found["networkInsightsAnalysisArn"], arn("network-insights-analysis", id));
    let kinds = |way: &str| -> Vec<String> {
        let steps = found[way].as_array().unwrap().iter();
        let kind = |step: &Value| {
            step["component"]["id"].as_str().unwrap().split('-').next().unwrap().to_owned()
        };
        steps.map(kind).collect()
    };
    let order = ["eni", "sg", "acl", "rtb", "acl", "sg", "eni"];
    assert_eq!(kinds("forwardPathComponentSet"), order);
    assert_eq!(kinds("returnPathComponentSet"), order);
    let step = |n: usize| &found["forwardPathComponentSet"][n];
    assert_eq!(step(0)["sequenceNumber"], 1);
    assert_eq!(step(0)["component"]["arn"], arn("network-interface", &ends.interfaces[0]));
    assert_eq!(step(0)["subnet"]["id"], *ends.subnets[0]);
    let ports = |from: i32, to: i32| json!([{"from": from, "to": to}]);
    let header = json!({
        "destinationAddressSet": ["10.0.1.9/32"], "destinationPortRangeSet": ports(443, 443),
        "protocol": "6", "sourceAddressSet": ["10.0.0.9/32"],
        "sourcePortRangeSet": ports(32_768, 60_999),
    });
    assert_eq!((&step(0)["outboundHeader"], &step(6)["inboundHeader"]), (&header, &header));
    let rule = json!({"cidr": "0.0.0.0/0", "direction": "egress", "protocol": "all"});
    assert_eq!(step(1)["securityGroupRule"], rule);
    let entry = json!({
        "cidr": "0.0.0.0/0", "egress": true, "protocol": "all", "ruleAction": "allow",
        "ruleNumber": 100,
    });
    assert_eq!(step(2)["aclRule"], entry);
    let route = json!({
        "destinationCidr": "10.0.0.0/16", "gatewayId": "local", "origin": "createroutetable",
        "state": "active",
    });
    assert_eq!(step(3)["routeTableRoute"], route);
    assert_eq!(step(5)["securityGroupRule"]["securityGroupId"], *ends.group);
    let answered = &found["returnPathComponentSet"][0]["outboundHeader"];
    assert_eq!(answered["destinationPortRangeSet"], ports(32_768, 60_999));
    rig.end().await;
}

#[tokio::test]
async fn an_analysis_is_of_the_network_as_it_was_when_it_was_started() {
    let rig = Rig::new().await;
    let ends = ends(&rig).await;
    let path = path(&rig, &ends, json!({"DestinationPort": 443})).await;
    let before = analyse(&rig, &path, json!({})).await;
    let deny = |egress| {
        json!({
            "networkAclId": ends.acl, "ruleNumber": 10, "egress": egress, "ruleAction": "deny",
            "protocol": "6", "portRange": {"from": 443, "to": 50_000}, "cidrBlock": "0.0.0.0/0",
        })
    };
    rig.ok(&op::CreateNetworkAclEntry, deny(false)).await;
    let now = analyse(&rig, &path, json!({})).await;
    assert_eq!(
        (&now["networkPathFound"], codes(&now)),
        (&json!(false), vec!["SUBNET_ACL_RESTRICTION"])
    );
    let why = &now["explanationSet"][0];
    for (member, value) in [
        ("acl", json!({"id": ends.acl, "arn": arn("network-acl", &ends.acl)})),
        ("direction", json!("ingress")),
        ("portRangeSet", json!([{"from": 443, "to": 443}])),
    ] {
        assert_eq!(why[member], value, "{member}");
    }
    assert_eq!(why["aclRule"]["ruleNumber"], 10);
    assert_eq!(why["aclRule"]["ruleAction"], "deny");
    assert_eq!(now["forwardPathComponentSet"][4]["explanationSet"], json!([why]));
    assert!(now.get("returnPathComponentSet").is_none());
    let ask = json!({"NetworkInsightsAnalysisId": [before["networkInsightsAnalysisId"]]});
    let found = rig.ok(&op::DescribeNetworkInsightsAnalyses, ask).await;
    assert_eq!(found["networkInsightsAnalysisSet"][0], before);

    for n in [0, 1] {
        let ask = json!({"networkInterfaceId": ends.interfaces[n]});
        rig.ok(&op::DeleteNetworkInterface, ask).await;
    }
    let gone = analyse(&rig, &path, json!({})).await;
    assert_eq!(codes(&gone), ["NO_SOURCE_OR_DESTINATION"]);
    assert_eq!(gone["explanationSet"][0]["missingComponent"], *ends.interfaces[0]);
    rig.end().await;
}

#[tokio::test]
async fn filters_say_which_packets_are_meant_and_what_they_pass() {
    let rig = Rig::new().await;
    let ends = ends(&rig).await;
    let filter = json!({
        "Destination": null,
        "FilterAtSource": {
            "DestinationAddress": "10.0.1.9", "DestinationPortRange": {"FromPort": 443},
            "SourcePortRange": {"FromPort": 1000, "ToPort": 2000},
        },
    });
    let by_address = path(&rig, &ends, filter).await;
    let found = analyse(&rig, &by_address, json!({})).await;
    assert_eq!(found["networkPathFound"], true);
    let header = &found["forwardPathComponentSet"][0]["outboundHeader"];
    assert_eq!(header["sourcePortRangeSet"], json!([{"from": 1000, "to": 2000}]));
    assert_eq!(header["destinationPortRangeSet"], json!([{"from": 443, "to": 443}]));
    let at_odds = json!({
        "FilterAtSource": {"DestinationPortRange": {"FromPort": 1}},
        "FilterAtDestination": {"DestinationPortRange": {"FromPort": 2}},
    });
    let none = path(&rig, &ends, at_odds).await;
    assert_eq!(codes(&analyse(&rig, &none, json!({})).await), ["NO_PATH"]);

    let group = arn("security-group", &ends.group);
    for (filters, reached) in [
        (json!({"FilterInArn": [group]}), true),
        (json!({"FilterInArn": [arn("security-group", "sg-0")]}), false),
        (json!({"FilterOutArn": [arn("network-acl", &ends.acl)]}), false),
        (json!({"FilterOutArn": [arn("network-acl", "acl-0")]}), true),
    ] {
        let found = analyse(&rig, &by_address, filters.clone()).await;
        assert_eq!(found["networkPathFound"], reached, "{filters}");
        let code: &[&str] = if reached { &[] } else { &["COMPONENT_FILTER_RESTRICTION"] };
        assert_eq!(if reached { vec![] } else { codes(&found) }, code, "{filters}");
    }
    rig.end().await;
}

#[tokio::test]
async fn paths_and_analyses_are_found_by_filters_and_come_in_pages() {
    let rig = Rig::new().await;
    let ends = ends(&rig).await;
    let one = path(&rig, &ends, json!({"DestinationPort": 443})).await;
    let filters = json!({"Protocol": "udp", "FilterAtSource": {"SourceAddress": "10.0.0.9"}});
    let other = path(&rig, &ends, filters).await;
    for (name, value, found) in [
        ("protocol", "udp", vec![&*other]),
        ("source", &*ends.interfaces[1], vec![]),
        ("filter-at-source.source-address", "10.0.0.9", vec![&*other]),
        ("filter-at-destination.source-address", "10.0.0.9", vec![]),
    ] {
        let ask = json!({"Filter": [{"Name": name, "Value": [value]}]});
        let shown = rig.ok(&op::DescribeNetworkInsightsPaths, ask).await;
        let ids = column(&shown, "networkInsightsPathSet", "networkInsightsPathId");
        assert_eq!(ids, found, "{name}");
    }
    let page = rig.ok(&op::DescribeNetworkInsightsPaths, json!({"MaxResults": 1})).await;
    let next = json!({"MaxResults": 1, "NextToken": page["nextToken"]});
    let rest = rig.ok(&op::DescribeNetworkInsightsPaths, next).await;
    let mut ids = column(&page, "networkInsightsPathSet", "networkInsightsPathId");
    ids.extend(column(&rest, "networkInsightsPathSet", "networkInsightsPathId"));
    ids.sort_unstable();
    let mut all = [&*one, &*other];
    all.sort_unstable();
    assert_eq!((ids, rest.get("nextToken")), (all.to_vec(), None));

    let analysis = start(&rig, &one, json!({})).await;
    let describe = async |ask: Value| {
        let found = rig.ok(&op::DescribeNetworkInsightsAnalyses, ask).await;
        found["networkInsightsAnalysisSet"].as_array().unwrap().len()
    };
    let by = |name: &str, value: &str| json!({"Filter": [{"Name": name, "Value": [value]}]});
    assert_eq!(describe(by("path-found", "true")).await, 1);
    assert_eq!(describe(by("path-found", "false")).await, 0);
    assert_eq!(describe(json!({"NetworkInsightsPathId": one})).await, 1);
    assert_eq!(describe(json!({"NetworkInsightsPathId": other})).await, 0);
    assert_eq!(describe(json!({"AnalysisStartTime": 1_700_000_001})).await, 0);
    assert_eq!(describe(json!({"AnalysisEndTime": 1_700_000_001})).await, 1);
    let gone = json!({"NetworkInsightsAnalysisId": ["nia-0", analysis]});
    let refused = rig.refused(&op::DescribeNetworkInsightsAnalyses, gone).await;
    assert_eq!(refused.0, "InvalidNetworkInsightsAnalysisId.NotFound");
    rig.end().await;
}

#[tokio::test]
async fn what_comes_again_with_its_token_is_made_once() {
    let rig = Rig::new().await;
    let ends = ends(&rig).await;
    let again = ask(&ends, json!({"ClientToken": "one"}));
    let made = rig.ok(CREATE, again.clone()).await;
    assert_eq!(rig.ok(CREATE, again).await, made);
    let other = ask(&ends, json!({"ClientToken": "one", "DestinationPort": 1}));
    assert_eq!(rig.refused(CREATE, other).await.0, "IdempotentParameterMismatch");
    let path = made["networkInsightsPath"]["networkInsightsPathId"].as_str().unwrap();
    let first = start(&rig, path, json!({"ClientToken": "two"})).await;
    assert_eq!(start(&rig, path, json!({"ClientToken": "two"})).await, first);
    assert_ne!(start(&rig, path, json!({"ClientToken": "three"})).await, first);
    let found = rig.ok(&op::DescribeNetworkInsightsAnalyses, json!({})).await;
    assert_eq!(found["networkInsightsAnalysisSet"].as_array().unwrap().len(), 2);
    rig.end().await;
}

#[tokio::test]
async fn paths_and_analyses_are_tagged() {
    let rig = Rig::new().await;
    let ends = ends(&rig).await;
    let path = path(&rig, &ends, json!({})).await;
    let analysis = start(&rig, &path, json!({})).await;
    let tag = json!([{"key": "team", "value": "net"}]);
    rig.ok(&op::CreateTags, json!({"ResourceId": [path, analysis], "Tag": tag})).await;
    let by_tag = json!({"Filter": [{"Name": "tag:team", "Value": ["net"]}]});
    for (operation, set) in [
        (&op::DescribeNetworkInsightsPaths, "networkInsightsPathSet"),
        (&op::DescribeNetworkInsightsAnalyses, "networkInsightsAnalysisSet"),
    ] {
        let found = rig.ok(operation, by_tag.clone()).await;
        assert_eq!(found[set].as_array().unwrap().len(), 1, "{set}");
    }
    let tags = rig.ok(&op::DescribeTags, by_tag).await;
    let mut kinds = column(&tags, "tagSet", "resourceType");
    kinds.sort_unstable();
    assert_eq!(kinds, ["network-insights-analysis", "network-insights-path"]);
    rig.end().await;
}

#[tokio::test]
async fn a_protocol_is_taken_in_either_case_and_no_other_one() {
    let rig = Rig::new().await;
    let ends = ends(&rig).await;
    for (asked, shown) in [("TCP", "tcp"), ("Udp", "udp"), ("tcp", "tcp")] {
        let made = rig.ok(CREATE, ask(&ends, json!({"Protocol": asked}))).await;
        assert_eq!(made["networkInsightsPath"]["protocol"], shown);
    }
    let refused = rig.refused(CREATE, ask(&ends, json!({"Protocol": "icmp"}))).await;
    assert_eq!(refused.0, "InvalidParameterValue", "{}", refused.1);
    rig.end().await;
}
