use serde_json::{Value, json};

use crate::fake::{Fake, ok, raw};
use crate::sample::{ID, OTHER, described, running, with};

/// A task that runs, with an interface.
fn on_network(id: &str, interface: &str, address: &str) -> Value {
    let details = json!([
        {"name": "networkInterfaceId", "value": interface},
        {"name": "privateIPv4Address", "value": address},
    ]);
    with(
        running(id),
        json!({"attachments": [{"type": "ElasticNetworkInterface", "details": details}]}),
    )
}

fn step(id: &str, rest: &str) -> String {
    format!("<item><component><id>{id}</id></component>{rest}</item>")
}

const DENIED: &str = "<item><explanationCode>ENI_SG_RULES_MISMATCH</explanationCode>\
    <direction>ingress</direction><networkInterface><id>eni-b</id></networkInterface>\
    <securityGroupSet><item><id>sg-b</id></item></securityGroupSet>\
    <portRangeSet><item><from>443</from><to>443</to></item></portRangeSet></item>";

fn stopped() -> String {
    let steps = [
        step("eni-a", "<subnet><id>subnet-a</id></subnet>"),
        step(
            "sg-a",
            "<securityGroupRule><cidr>0.0.0.0/0</cidr><direction>egress</direction>\
             <protocol>all</protocol></securityGroupRule>",
        ),
        step(
            "acl-a",
            "<aclRule><cidr>0.0.0.0/0</cidr><egress>true</egress><protocol>tcp</protocol>\
             <portRange><from>0</from><to>65535</to></portRange><ruleAction>allow</ruleAction>\
             <ruleNumber>100</ruleNumber></aclRule>",
        ),
        step(
            "rtb-a",
            "<routeTableRoute><destinationCidr>10.0.0.0/16</destinationCidr>\
             <gatewayId>local</gatewayId><state>active</state></routeTableRoute>",
        ),
        step("sg-b", &format!("<explanationSet>{DENIED}</explanationSet>")),
        step("eni-b", "<subnet><id>subnet-b</id></subnet>"),
    ];
    format!(
        "<networkPathFound>false</networkPathFound><forwardPathComponentSet>{}\
         </forwardPathComponentSet><explanationSet>{DENIED}</explanationSet>",
        steps.concat()
    )
}

/// An engine whose analyzer finds this, and whose two tasks have interfaces.
async fn engine(found: &str) -> Fake {
    let fake = Fake::start().await;
    let (a, b) = (on_network(ID, "eni-a", "10.0.0.4"), on_network(OTHER, "eni-b", "10.0.1.4"));
    fake.on("DescribeTasks", [ok(described(&[a])), ok(described(&[b]))]);
    let path = "<R><networkInsightsPath><networkInsightsPathId>nip-1</networkInsightsPathId>\
                </networkInsightsPath></R>";
    fake.on("CreateNetworkInsightsPath", [raw(200, path)]);
    let begun = "<R><networkInsightsAnalysis><networkInsightsAnalysisId>nia-1\
                 </networkInsightsAnalysisId><status>running</status>\
                 </networkInsightsAnalysis></R>";
    fake.on("StartNetworkInsightsAnalysis", [raw(200, begun)]);
    let found = format!(
        "<R><networkInsightsAnalysisSet><item><status>succeeded</status>{found}</item>\
         </networkInsightsAnalysisSet></R>"
    );
    fake.on("DescribeNetworkInsightsAnalyses", [raw(200, found)]);
    fake.on("DeleteNetworkInsightsAnalysis", [raw(200, "<R></R>")]);
    fake.on("DeleteNetworkInsightsPath", [raw(200, "<R></R>")]);
    fake
}

fn asked(fake: &Fake, operation: &str) -> String {
    String::from_utf8(fake.calls(operation)[0].body.to_vec()).unwrap()
}

#[tokio::test]
async fn what_stops_packets_is_told_place_by_place_with_the_command_that_mends_it() {
    let fake = engine(&stopped()).await;
    let done = fake.run(&["why-not", ID, OTHER, "443"]).await;
    assert_eq!(done.code, 1, "{}", done.err);
    let lines: Vec<_> = done.out.lines().collect();
    assert_eq!(
        lines,
        [
            "from      eni-a 10.0.0.4 of task 3f2a1b9c00d1",
            "to        eni-b 10.0.1.4 of task 77aa1b9c00d1",
            "packets   tcp to port 443",
            "there     eni-a in subnet-a",
            "there     sg-a lets them out: its rule is for all to 0.0.0.0/0",
            "there     acl-a lets them out: entry 100 allows tcp 0-65535 to 0.0.0.0/0",
            "there     rtb-a leads on: 10.0.0.0/16 to local",
            "stopped   sg-b: no rule of sg-b lets them in to port 443 (ENI_SG_RULES_MISMATCH)",
            "there     eni-b in subnet-b",
            "see       aws ec2 describe-security-group-rules --filters Name=group-id,Values=sg-b",
            "fix       aws ec2 authorize-security-group-ingress --group-id sg-b --protocol tcp \
             --port 443 --cidr 10.0.0.4/32",
            "status    not reachable",
        ]
    );
    let path = asked(&fake, "CreateNetworkInsightsPath");
    for part in ["&Source=eni-a&", "&Destination=eni-b&", "&Protocol=tcp&", "&DestinationPort=443&"]
    {
        assert!(path.contains(part), "{part} of {path}");
    }
    assert!(
        asked(&fake, "DeleteNetworkInsightsAnalysis").contains("&NetworkInsightsAnalysisId=nia-1")
    );
    assert!(asked(&fake, "DeleteNetworkInsightsPath").contains("&NetworkInsightsPathId=nip-1"));
}

#[tokio::test]
async fn programs_get_the_analysis_as_the_aws_command_shows_it() {
    let fake = engine("<networkPathFound>true</networkPathFound>").await;
    let done = fake.run(&["why-not", "eni-a", "10.0.1.4", "-P", "udp", "-o", "json"]).await;
    assert_eq!(done.code, 0, "{}", done.err);
    let told: Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(told, json!({"Status": "succeeded", "NetworkPathFound": true}));
    let path = asked(&fake, "CreateNetworkInsightsPath");
    assert!(path.contains("&DestinationIp=10.0.1.4&") && path.contains("&Protocol=udp"), "{path}");
    assert!(!path.contains("&Destination="), "{path}");
    let done = fake.run(&["why-not", "eni-a", "10.0.1.4", "--explain"]).await;
    let command = "ec2 create-network-insights-path --destination-ip 10.0.1.4 --source eni-a";
    assert!(done.err.contains(command), "{}", done.err);
}

#[tokio::test]
async fn an_address_that_sends_is_that_of_one_interface() {
    let fake = engine("<networkPathFound>true</networkPathFound>").await;
    let interfaces = |ids: &[&str]| {
        let items: String = ids
            .iter()
            .map(|id| format!("<item><networkInterfaceId>{id}</networkInterfaceId></item>"))
            .collect();
        raw(200, format!("<R><networkInterfaceSet>{items}</networkInterfaceSet></R>"))
    };
    fake.on("DescribeNetworkInterfaces", [interfaces(&["eni-a"])]);
    let done = fake.run(&["why-not", "10.0.0.4", "eni-b", "80", "--explain"]).await;
    assert_eq!(done.code, 0, "{}", done.err);
    let filter = r#"[{"Name":"addresses.private-ip-address","Values":["10.0.0.4"]}]"#;
    let command = format!("ec2 describe-network-interfaces --filters '{filter}'");
    assert!(done.err.contains(&command), "{}", done.err);
    assert!(asked(&fake, "CreateNetworkInsightsPath").contains("&Source=eni-a"));
    for (ids, code, said) in [
        (&[][..], 3, "no network interface has"),
        (&["eni-a", "eni-b"][..], 4, "2 interfaces have"),
    ] {
        fake.on("DescribeNetworkInterfaces", [interfaces(ids)]);
        let done = fake.run(&["why-not", "10.0.0.4", "eni-b"]).await;
        assert_eq!(done.code, code, "{}", done.err);
        assert!(done.err.contains(said), "{}", done.err);
    }
}

#[tokio::test]
async fn a_path_is_deleted_when_its_analysis_fails() {
    let fake = engine("").await;
    let refusal = "<Response><Errors><Error><Code>NetworkInsightsAnalysis.LimitExceeded</Code>\
                   <Message>no more</Message></Error></Errors></Response>";
    fake.on("StartNetworkInsightsAnalysis", [raw(400, refusal)]);
    let done = fake.run(&["why-not", "eni-a", "eni-b"]).await;
    assert_eq!(done.code, 1, "{}", done.err);
    assert!(done.err.contains("no more"), "{}", done.err);
    assert_eq!(fake.calls("DeleteNetworkInsightsPath").len(), 1);
}
