//! Private hosted zones: made, filled, associated, listed, deleted.

use std::sync::Arc;

use ferrogate_api::Cx;
use ferrogate_api::ec2::operation as ec2;
use ferrogate_api::elbv2::operation as elb;
use ferrogate_api::route53::operation as op;
use ferrogate_base::TimestampMs;
use ferrogate_records::ec2::default_network::DefaultNetwork;
use serde_json::{Value, json};

use crate::rig::{NOW_MS, REGION, Rig, scope};

const OTHER: &str = "444455556666";

fn other() -> Arc<Cx> {
    Arc::new(Cx::root("id", OTHER.parse().unwrap(), REGION, TimestampMs(NOW_MS)))
}

async fn vpc(rig: &Rig, cidr: &str) -> String {
    let made = rig.ok(&ec2::CreateVpc, json!({"CidrBlock": cidr})).await;
    made["vpc"]["vpcId"].as_str().unwrap().to_owned()
}

fn of_vpc(id: &str) -> Value {
    json!({"VPCRegion": REGION, "VPCId": id})
}

async fn zone(rig: &Rig, name: &str, vpc: &str) -> String {
    let ask = json!({"Name": name, "CallerReference": format!("{name} {vpc}"), "VPC": of_vpc(vpc)});
    let made = rig.ok(&op::CreateHostedZone, ask).await;
    bare(&made["HostedZone"]["Id"])
}

/// An id as clients send it.
fn bare(id: &Value) -> String {
    id.as_str().unwrap().rsplit_once('/').unwrap().1.to_owned()
}

fn change(action: &str, name: &str, kind: &str, values: &[&str]) -> Value {
    let values: Vec<Value> = values.iter().map(|value| json!({"Value": value})).collect();
    json!({"Action": action, "ResourceRecordSet":
        {"Name": name, "Type": kind, "TTL": 60, "ResourceRecords": values}})
}

fn batch(zone: &str, changes: &[Value]) -> Value {
    json!({"Id": zone, "ChangeBatch": {"Changes": changes}})
}

async fn names(rig: &Rig, zone: &str) -> Vec<String> {
    let found = rig.ok(&op::ListResourceRecordSets, json!({"Id": zone})).await;
    let sets = found["ResourceRecordSets"].as_array().unwrap();
    let shown = |set: &Value| format!("{} {}", set["Name"], set["Type"]).replace('"', "");
    sets.iter().map(shown).collect()
}

#[tokio::test]
async fn a_zone_is_made_filled_and_deleted_once_it_is_empty() {
    let rig = Rig::new().await;
    let vpc = vpc(&rig, "10.1.0.0/16").await;
    let ask = json!({"Name": "Corp.Internal", "CallerReference": "1", "VPC": of_vpc(&vpc),
        "HostedZoneConfig": {"Comment": "ours"}});
    let made = rig.ok(&op::CreateHostedZone, ask.clone()).await;
    let id = &*bare(&made["HostedZone"]["Id"]);
    assert_eq!(made["HostedZone"]["Name"], "corp.internal.");
    assert_eq!(made["HostedZone"]["Config"], json!({"Comment": "ours", "PrivateZone": true}));
    assert_eq!(made["HostedZone"]["ResourceRecordSetCount"], 2);
    let again = rig.refused(&op::CreateHostedZone, ask).await;
    assert_eq!(again.0, "HostedZoneAlreadyExists");
    let change_id = bare(&made["ChangeInfo"]["Id"]);
    let found = rig.ok(&op::GetChange, json!({"Id": change_id})).await;
    assert_eq!(found["ChangeInfo"]["Status"], "INSYNC");
    let shown = rig.ok(&op::GetHostedZone, json!({"Id": id})).await;
    assert_eq!(shown["VPCs"], json!([of_vpc(&vpc)]));
    assert_eq!(names(&rig, id).await, ["corp.internal. NS", "corp.internal. SOA"]);

    let web = change("CREATE", "web.corp.internal", "A", &["10.1.0.5", "10.1.0.6"]);
    let star = change("UPSERT", "*.corp.internal.", "TXT", &["\"any\""]);
    rig.ok(&op::ChangeResourceRecordSets, batch(id, &[web.clone(), star])).await;
    assert_eq!(
        names(&rig, id).await,
        [
            "corp.internal. NS",
            "corp.internal. SOA",
            "\\\\052.corp.internal. TXT",
            "web.corp.internal. A"
        ]
    );
    let refused = rig.refused(&op::ChangeResourceRecordSets, batch(id, &[web])).await;
    assert_eq!(
        refused,
        (
            "InvalidChangeBatch".into(),
            "[Tried to create resource record set \
        [name='web.corp.internal.', type='A'] but it already exists]"
                .into()
        )
    );
    let refused = rig.refused(&op::DeleteHostedZone, json!({"Id": id})).await;
    assert_eq!(refused.0, "HostedZoneNotEmpty");

    // In any order of the values; all of a batch or nothing.
    let gone = change("DELETE", "WEB.corp.internal", "A", &["10.1.0.6", "10.1.0.5"]);
    let star = change("DELETE", "\\052.corp.internal", "TXT", &["\"other\""]);
    let refused =
        rig.refused(&op::ChangeResourceRecordSets, batch(id, &[gone.clone(), star])).await;
    assert!(refused.1.contains("do not match the current values"), "{refused:?}");
    assert_eq!(names(&rig, id).await.len(), 4);
    let star = change("DELETE", "\\052.corp.internal", "TXT", &["\"any\""]);
    rig.ok(&op::ChangeResourceRecordSets, batch(id, &[gone, star])).await;
    let over = rig.ok(&op::DeleteHostedZone, json!({"Id": id})).await;
    let refused = rig.refused(&op::GetHostedZone, json!({"Id": id})).await;
    assert_eq!(refused.0, "NoSuchHostedZone");
    let change_id = bare(&over["ChangeInfo"]["Id"]);
    rig.ok(&op::GetChange, json!({"Id": change_id})).await;
    let refused = rig.refused(&op::GetChange, json!({"Id": "C0"})).await;
    assert_eq!(refused.0, "NoSuchChange");
    rig.end().await;
}

#[tokio::test]
async fn what_a_zone_can_t_say_is_refused_in_route_53_s_words() {
    let rig = Rig::new().await;
    let vpc = vpc(&rig, "10.1.0.0/16").await;
    let id = zone(&rig, "corp.internal", &vpc).await;
    let alias = |name: &str, of: &str| {
        json!({"Action": "CREATE", "ResourceRecordSet": {"Name": name, "Type": "A", "AliasTarget":
            {"HostedZoneId": id, "DNSName": of, "EvaluateTargetHealth": false}}})
    };
    for (changes, said) in [
        (
            vec![change("CREATE", "web.other", "A", &["10.0.0.5"])],
            "RRSet with DNS name web.other. is not permitted in zone corp.internal.",
        ),
        (
            vec![change("CREATE", "corp.internal", "CNAME", &["a.b"])],
            "RRSet of type CNAME with DNS name corp.internal. is not permitted at apex in zone",
        ),
        (
            vec![change("CREATE", "a.corp.internal", "A", &["10.0.0"])],
            "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with '10.0.0'",
        ),
        (
            vec![change("CREATE", "a.corp.internal", "A", &["10.0.0.1", "10.0.0.1"])],
            "Duplicate Resource Record: '10.0.0.1'",
        ),
        (
            vec![change("CREATE", "a.corp.internal", "TXT", &["plain"])],
            "InvalidCharacterString (Value should be enclosed in quotation marks)",
        ),
        (
            vec![change("CREATE", "a.corp.internal", "CNAME", &["b.c", "d.e"])],
            "can have one value only",
        ),
        (
            vec![
                change("CREATE", "a.corp.internal", "A", &["10.0.0.1"]),
                change("CREATE", "a.corp.internal", "CNAME", &["b.c"]),
            ],
            "RRSet of type CNAME with DNS name a.corp.internal. is not permitted as it conflicts",
        ),
        (vec![change("DELETE", "a.corp.internal", "A", &["10.0.0.1"])], "but it was not found"),
        (
            vec![change("DELETE", "corp.internal", "NS", &["a.b"])],
            "A HostedZone must contain at least one NS record for the zone itself.",
        ),
        (
            vec![alias("a.corp.internal", "b.corp.internal")],
            "but the alias target name was not found",
        ),
        (vec![alias("a.corp.internal", "b.other")], "does not lie within the target zone"),
        // All that is wrong is told.
        (
            vec![
                change("CREATE", "a b.corp.internal", "A", &["10.0.0.1"]),
                change("CREATE", "a.corp.internal", "MX", &["x"]),
            ],
            "encountered with 'a b.corp.internal', Invalid Resource Record: 'FATAL problem: MX",
        ),
    ] {
        let refused = rig.refused(&op::ChangeResourceRecordSets, batch(&id, &changes)).await;
        assert_eq!(refused.0, "InvalidChangeBatch");
        assert!(refused.1.contains(said), "{said}: {refused:?}");
    }
    let mut weighted = change("CREATE", "a.corp.internal", "A", &["10.0.0.1"]);
    weighted["ResourceRecordSet"]["Weight"] = json!(1);
    weighted["ResourceRecordSet"]["SetIdentifier"] = json!("one");
    let refused = rig.refused(&op::ChangeResourceRecordSets, batch(&id, &[weighted])).await;
    assert_eq!(refused.1, "Weighted routing is not built yet.");
    let public = json!({"Name": "example.com", "CallerReference": "2"});
    let refused = rig.refused(&op::CreateHostedZone, public).await;
    assert_eq!(refused.1, "A public hosted zone is not built yet.");
    for name in ["a..b", "*.b", "ä"] {
        let ask = json!({"Name": name, "CallerReference": "3", "VPC": of_vpc(&vpc)});
        assert_eq!(rig.refused(&op::CreateHostedZone, ask).await.0, "InvalidDomainName", "{name}");
    }
    // An alias of one that is made in the same batch, and which then can't go alone.
    let both = [
        change("CREATE", "b.corp.internal", "A", &["10.0.0.1"]),
        alias("a.corp.internal", "b.corp.internal"),
    ];
    rig.ok(&op::ChangeResourceRecordSets, batch(&id, &both)).await;
    assert_eq!(names(&rig, &id).await.len(), 4);
    rig.end().await;
}

#[tokio::test]
async fn an_alias_may_be_of_a_load_balancer_that_is_there() {
    let rig = Rig::new().await;
    let vpc = vpc(&rig, "10.1.0.0/16").await;
    let id = zone(&rig, "corp.internal", &vpc).await;
    let subnets = DefaultNetwork::of(&scope()).subnets;
    let subnets: Vec<_> = subnets[..2].iter().map(|subnet| &subnet.id).collect();
    let ask = json!({"Name": "web", "Subnets": subnets});
    let made = rig.ok(&elb::CreateLoadBalancer, ask).await["LoadBalancers"][0].clone();
    let own = made["CanonicalHostedZoneId"].as_str().unwrap();
    let alias = |name: &str, kind: &str, zone: &str, of: &str| {
        json!({"Action": "UPSERT", "ResourceRecordSet": {"Name": name, "Type": kind, "AliasTarget":
            {"HostedZoneId": zone, "DNSName": of, "EvaluateTargetHealth": true}}})
    };
    let name = made["DNSName"].as_str().unwrap();
    let changes = [
        alias("corp.internal", "A", own, &format!("dualstack.{name}.")),
        alias("*.corp.internal", "AAAA", own, &name.to_uppercase()),
        alias("www.corp.internal", "A", &id, "corp.internal"),
    ];
    rig.ok(&op::ChangeResourceRecordSets, batch(&id, &changes)).await;
    let found = rig.ok(&op::ListResourceRecordSets, json!({"Id": id})).await;
    assert_eq!(
        found["ResourceRecordSets"][0]["AliasTarget"],
        json!({"HostedZoneId": own, "DNSName": format!("dualstack.{name}."), "EvaluateTargetHealth": true})
    );
    let other = format!("x{name}");
    for (kind, zone, of, said) in [
        ("A", own, &*other, "but the alias target name was not found"),
        ("TXT", own, name, "but the alias target name was not found"),
        // Of another region, where it is not.
        ("A", "Z3AADJGX6KTTL2", name, "but the alias target name was not found"),
        ("A", "Z2FDTNDATAQYW2", "d1.cloudfront.net", "is not built yet"),
    ] {
        let ask = batch(&id, &[alias("a.corp.internal", kind, zone, of)]);
        let refused = rig.refused(&op::ChangeResourceRecordSets, ask).await;
        assert!(refused.1.contains(said), "{kind} {of}: {refused:?}");
    }
    // It outlives the load balancer, and can be shown, kept and deleted then.
    let arn = &made["LoadBalancerArn"];
    rig.ok(&elb::DeleteLoadBalancer, json!({"LoadBalancerArn": arn})).await;
    rig.ok(&op::ChangeResourceRecordSets, batch(&id, &changes[..1])).await;
    let mut gone = changes[0].clone();
    gone["Action"] = json!("DELETE");
    let mut last = changes[2].clone();
    last["Action"] = json!("DELETE");
    rig.ok(&op::ChangeResourceRecordSets, batch(&id, &[gone, last])).await;
}

#[tokio::test]
async fn vpcs_are_associated_by_their_owners() {
    let rig = Rig::new().await;
    let (first, second) = (vpc(&rig, "10.1.0.0/16").await, vpc(&rig, "10.2.0.0/16").await);
    let id = zone(&rig, "corp.internal", &first).await;
    let with = |vpc: &str| json!({"Id": id, "VPC": of_vpc(vpc)});
    let refused = rig.refused(&op::DisassociateVPCFromHostedZone, with(&first)).await;
    assert_eq!(refused.0, "LastVPCAssociation");
    let refused = rig.refused(&op::AssociateVPCWithHostedZone, with("vpc-00000000000000000")).await;
    assert_eq!(refused, ("InvalidVPCId".into(), "The VPC ID is invalid.".into()));
    rig.ok(&op::AssociateVPCWithHostedZone, with(&second)).await;
    let same = json!({"Name": "corp.internal", "CallerReference": "9", "VPC": of_vpc(&second)});
    let refused = rig.refused(&op::CreateHostedZone, same).await;
    assert_eq!(refused.0, "ConflictingDomainExists");
    let ask = json!({"vpcid": second, "vpcregion": REGION});
    let found = rig.ok(&op::ListHostedZonesByVPC, ask).await;
    assert_eq!(found["HostedZoneSummaries"][0]["Name"], "corp.internal.");
    rig.ok(&op::DisassociateVPCFromHostedZone, with(&first)).await;
    let refused = rig.refused(&op::DisassociateVPCFromHostedZone, with(&first)).await;
    assert_eq!(refused.0, "VPCAssociationNotFound");

    // Another account's: both must agree.
    let made = rig.call_as(other(), &ec2::CreateVpc, json!({"CidrBlock": "10.7.0.0/16"})).await;
    let theirs = made.unwrap()["vpc"]["vpcId"].as_str().unwrap().to_owned();
    let asked = rig.call_as(other(), &op::AssociateVPCWithHostedZone, with(&theirs)).await;
    assert_eq!(asked.unwrap_err().0, "NotAuthorizedException");
    rig.ok(&op::CreateVPCAssociationAuthorization, with(&theirs)).await;
    let listed = rig.ok(&op::ListVPCAssociationAuthorizations, json!({"Id": id})).await;
    assert_eq!(listed["VPCs"], json!([of_vpc(&theirs)]));
    rig.call_as(other(), &op::AssociateVPCWithHostedZone, with(&theirs)).await.unwrap();
    rig.ok(&op::DeleteVPCAssociationAuthorization, with(&theirs)).await;
    let refused = rig.refused(&op::DeleteVPCAssociationAuthorization, with(&theirs)).await;
    assert_eq!(refused.0, "VPCAssociationAuthorizationNotFound");
    let shown = rig.call_as(other(), &op::GetHostedZone, json!({"Id": id})).await;
    assert_eq!(shown.unwrap_err().0, "NoSuchHostedZone", "it is not theirs");
    rig.call_as(other(), &op::DisassociateVPCFromHostedZone, with(&theirs)).await.unwrap();
    rig.end().await;
}

#[tokio::test]
async fn lists_come_in_pages_and_zones_have_tags() {
    let rig = Rig::new().await;
    let vpc = vpc(&rig, "10.1.0.0/16").await;
    for name in ["b.a", "a.b", "a.a", "a"] {
        zone(&rig, name, &vpc).await;
    }
    let page = rig.ok(&op::ListHostedZonesByName, json!({"maxitems": "3"})).await;
    let names = |page: &Value| -> Vec<String> {
        let all = page["HostedZones"].as_array().unwrap();
        all.iter().map(|zone| zone["Name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&page), ["a.", "a.a.", "b.a."]);
    assert_eq!((&page["IsTruncated"], &page["NextDNSName"]), (&json!(true), &json!("a.b.")));
    let next = json!({"dnsname": page["NextDNSName"], "hostedzoneid": page["NextHostedZoneId"]});
    assert_eq!(names(&rig.ok(&op::ListHostedZonesByName, next).await), ["a.b."]);
    let (mut seen, mut ask) = (vec![], json!({"maxitems": "3"}));
    loop {
        let page = rig.ok(&op::ListHostedZones, ask).await;
        seen.extend(names(&page));
        if page["IsTruncated"] == false {
            break;
        }
        ask = json!({"maxitems": "3", "marker": page["NextMarker"]});
    }
    assert_eq!(seen.len(), 4);
    let count = rig.ok(&op::GetHostedZoneCount, json!({})).await;
    assert_eq!(count["HostedZoneCount"], 4);

    let id = zone(&rig, "c", &vpc).await;
    let sets: Vec<Value> =
        (0..5).map(|n| change("CREATE", &format!("h{n}.c"), "A", &["10.1.0.5"])).collect();
    rig.ok(&op::ChangeResourceRecordSets, batch(&id, &sets)).await;
    let page = rig.ok(&op::ListResourceRecordSets, json!({"Id": id, "maxitems": "4"})).await;
    assert_eq!((&page["NextRecordName"], &page["NextRecordType"]), (&json!("h2.c."), &json!("A")));
    let ask = json!({"Id": id, "name": "h2.c.", "type": "A"});
    let rest = rig.ok(&op::ListResourceRecordSets, ask).await;
    assert_eq!(rest["ResourceRecordSets"].as_array().unwrap().len(), 3);

    let of = json!({"ResourceType": "hostedzone", "ResourceId": id});
    let tag = json!({"ResourceType": "hostedzone", "ResourceId": id,
        "AddTags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]});
    rig.ok(&op::ChangeTagsForResource, tag).await;
    let untag = json!({"ResourceType": "hostedzone", "ResourceId": id, "RemoveTagKeys": ["a"]});
    rig.ok(&op::ChangeTagsForResource, untag).await;
    let found = rig.ok(&op::ListTagsForResource, of).await;
    assert_eq!(found["ResourceTagSet"]["Tags"], json!([{"Key": "b", "Value": "2"}]));
    rig.ok(&op::UpdateHostedZoneComment, json!({"Id": id, "Comment": "c"})).await;
    let shown = rig.ok(&op::GetHostedZone, json!({"Id": id})).await;
    assert_eq!(shown["HostedZone"]["Config"]["Comment"], "c");
    rig.end().await;
}

#[tokio::test]
async fn a_batch_that_is_too_large_is_refused_whole_and_says_how_large_it_may_be() {
    let rig = Rig::new().await;
    let vpc = vpc(&rig, "10.71.0.0/16").await;
    let id = zone(&rig, "corp.internal", &vpc).await;
    let changes = |count: usize| -> Vec<Value> {
        let one = |n| change("CREATE", &format!("h{n}.corp.internal"), "A", &["10.0.0.1"]);
        (0..count).map(one).collect()
    };
    let refused = rig.refused(&op::ChangeResourceRecordSets, batch(&id, &changes(99))).await;
    assert_eq!(refused.0, "InvalidChangeBatch");
    assert_eq!(refused.1, "[A batch that changes more than 98 record sets is not built yet.]");
    assert_eq!(names(&rig, &id).await.len(), 2, "those that every zone has");
    rig.ok(&op::ChangeResourceRecordSets, batch(&id, &changes(98))).await;
    assert_eq!(names(&rig, &id).await.len(), 100);
    // What stays as it is counts for nothing.
    let mut again = changes(98);
    again.iter_mut().for_each(|change| change["Action"] = json!("UPSERT"));
    again.push(change("CREATE", "more.corp.internal", "A", &["10.0.0.2"]));
    rig.ok(&op::ChangeResourceRecordSets, batch(&id, &again)).await;
    // As many characters as AWS takes.
    let text = format!("\"{}\"", "x".repeat(250));
    let long: Vec<String> = (0..130).map(|n| format!("\"{n}\" {text}")).collect();
    let long: Vec<&str> = long.iter().map(String::as_str).collect();
    let large = [change("CREATE", "t.corp.internal", "TXT", &long)];
    let refused = rig.refused(&op::ChangeResourceRecordSets, batch(&id, &large)).await;
    assert_eq!(refused.0, "InvalidChangeBatch");
    assert_eq!(refused.1, "[Number of characters limit of 32000 exceeded.]");
    rig.end().await;
}
