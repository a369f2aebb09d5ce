//! Sets of DHCP options.

use ferrogate_api::ec2::operation as op;
use ferrogate_records::ec2::dhcp_options::default_id;
use serde_json::{Value, json};

use super::{filter, vpc_id};
use crate::rig::{ACCOUNT, Rig, column, scope};

fn options(given: &[(&str, &[&str])]) -> Value {
    let all = given.iter().map(|(key, values)| json!({"Key": key, "Value": values}));
    json!({"dhcpConfiguration": all.collect::<Vec<_>>()})
}

#[tokio::test]
async fn every_vpc_has_the_region_s_default_set() {
    let rig = Rig::new().await;
    let set = default_id(&scope());
    let found = rig.ok(&op::DescribeDhcpOptions, json!({})).await;
    assert_eq!(
        found["dhcpOptionsSet"],
        json!([{
            "dhcpConfigurationSet": [
                {"key": "domain-name", "valueSet": [{"value": "eu-central-1.compute.internal"}]},
                {"key": "domain-name-servers", "valueSet": [{"value": "AmazonProvidedDNS"}]},
            ],
            "dhcpOptionsId": set, "ownerId": ACCOUNT, "tagSet": [],
        }])
    );
    let made = rig.ok(&op::CreateVpc, json!({"CidrBlock": "10.9.0.0/16"})).await;
    assert_eq!(made["vpc"]["dhcpOptionsId"], *set);
    let vpcs = rig.ok(&op::DescribeVpcs, filter("dhcp-options-id", &set)).await;
    assert_eq!(column(&vpcs, "vpcSet", "vpcId").len(), 2);
    rig.end().await;
}

#[tokio::test]
async fn a_vpc_is_associated_with_another_set() {
    let rig = Rig::new().await;
    let ask = options(&[
        ("domain-name", &["corp.example eu.corp.example"]),
        ("domain-name-servers", &["10.0.0.5, 10.0.0.6", "AmazonProvidedDNS"]),
        ("ntp-servers", &["169.254.169.123"]),
        ("netbios-node-type", &["2"]),
    ]);
    let made = rig.ok(&op::CreateDhcpOptions, ask).await;
    let id = made["dhcpOptions"]["dhcpOptionsId"].as_str().unwrap();
    let servers = &made["dhcpOptions"]["dhcpConfigurationSet"][1]["valueSet"];
    assert_eq!(
        *servers,
        json!([{"value": "10.0.0.5"}, {"value": "10.0.0.6"}, {"value": "AmazonProvidedDNS"}])
    );
    for (name, value) in [("key", "ntp-servers"), ("value", "10.0.0.6"), ("dhcp-options-id", id)] {
        let found = rig.ok(&op::DescribeDhcpOptions, filter(name, value)).await;
        assert_eq!(column(&found, "dhcpOptionsSet", "dhcpOptionsId"), [id], "{name}");
    }
    let associate = |id: &str| json!({"DhcpOptionsId": id, "VpcId": vpc_id()});
    let shown = async || {
        let found = rig.ok(&op::DescribeVpcs, json!({"VpcId": [vpc_id()]})).await;
        found["vpcSet"][0]["dhcpOptionsId"].as_str().unwrap().to_owned()
    };
    rig.ok(&op::AssociateDhcpOptions, associate(id)).await;
    assert_eq!(shown().await, id);
    let delete = json!({"DhcpOptionsId": id});
    let refused = rig.refused(&op::DeleteDhcpOptions, delete.clone()).await;
    assert_eq!(
        refused,
        (
            "DependencyViolation".into(),
            format!("The dhcpOptions '{id}' has dependencies and cannot be deleted.")
        )
    );
    rig.ok(&op::AssociateDhcpOptions, associate("default")).await;
    assert_eq!(shown().await, "default");
    rig.ok(&op::DeleteDhcpOptions, delete.clone()).await;
    for (operation, ask) in [
        (&op::DeleteDhcpOptions, delete),
        (&op::AssociateDhcpOptions, associate(id)),
        (&op::DescribeDhcpOptions, json!({"DhcpOptionsId": [id]})),
    ] {
        let refused = rig.refused(operation, ask).await;
        assert_eq!(refused.0, "InvalidDhcpOptionID.NotFound", "{}", operation.name);
    }
    rig.end().await;
}

#[tokio::test]
async fn the_default_set_is_made_again_for_a_vpc_that_needs_it() {
    let rig = Rig::new().await;
    rig.ok(&op::AssociateDhcpOptions, json!({"DhcpOptionsId": "default", "VpcId": vpc_id()})).await;
    let set = json!({"DhcpOptionsId": default_id(&scope())});
    rig.ok(&op::DeleteDhcpOptions, set.clone()).await;
    assert_eq!(rig.refused(&op::DeleteDhcpOptions, set).await.0, "InvalidDhcpOptionID.NotFound");
    rig.ok(&op::CreateVpc, json!({"CidrBlock": "10.9.0.0/16"})).await;
    let found = rig.ok(&op::DescribeDhcpOptions, json!({})).await;
    assert_eq!(column(&found, "dhcpOptionsSet", "dhcpOptionsId"), [default_id(&scope())]);
    rig.end().await;
}

#[tokio::test]
async fn options_that_nobody_could_obey_are_refused() {
    let rig = Rig::new().await;
    for (key, values, code) in [
        ("colour", &["red"][..], "InvalidParameterValue"),
        ("domain-name", &[""], "InvalidParameterValue"),
        ("domain-name", &["a\nnameserver 1.2.3.4"], "InvalidParameterValue"),
        ("domain-name-servers", &["dns.example"], "InvalidParameterValue"),
        (
            "domain-name-servers",
            &["1.1.1.1,1.1.1.2,1.1.1.3,1.1.1.4,1.1.1.5"],
            "InvalidParameterValue",
        ),
        ("domain-name-servers", &["fd00::1"], "UnsupportedOperation"),
        ("ntp-servers", &["x"], "InvalidParameterValue"),
        ("netbios-node-type", &["3"], "InvalidParameterValue"),
        ("ipv6-address-preferred-lease-time", &["139"], "InvalidParameterValue"),
    ] {
        let refused = rig.refused(&op::CreateDhcpOptions, options(&[(key, values)])).await;
        assert_eq!(refused.0, code, "{key} {values:?}");
    }
    let twice = options(&[("domain-name", &["a"]), ("domain-name", &["b"])]);
    assert_eq!(rig.refused(&op::CreateDhcpOptions, twice).await.0, "InvalidParameterValue");
    rig.end().await;
}
