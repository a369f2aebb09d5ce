//! Interface endpoints: made, shown, changed and deleted with their interfaces.

use ferrogate_api::ec2::operation as op;
use serde_json::{Value, json};

use super::{filter, network, vpc_id};
use crate::rig::{Rig, column};

const LOGS: &str = "com.amazonaws.eu-central-1.logs";

fn ask(subnets: &[usize]) -> Value {
    let subnets: Vec<_> = subnets.iter().map(|n| network().subnets[*n].id.clone()).collect();
    json!({"VpcEndpointType": "Interface", "VpcId": vpc_id(), "ServiceName": LOGS,
           "SubnetId": subnets})
}

fn with(mut ask: Value, more: Value) -> Value {
    for (key, value) in more.as_object().unwrap() {
        ask[key] = value.clone();
    }
    ask
}

async fn create(rig: &Rig, ask: Value) -> String {
    let made = rig.ok(&op::CreateVpcEndpoint, ask).await;
    assert_eq!(made["vpcEndpoint"]["state"], "pending");
    made["vpcEndpoint"]["vpcEndpointId"].as_str().unwrap().to_owned()
}

async fn shown(rig: &Rig, id: &str) -> Value {
    let found = rig.ok(&op::DescribeVpcEndpoints, json!({"VpcEndpointId": [id]})).await;
    found["vpcEndpointSet"][0].clone()
}

async fn interfaces(rig: &Rig, endpoint: &str) -> Vec<Value> {
    let description = format!("VPC Endpoint Interface {endpoint}");
    let ask = json!({"filter": [{"Name": "description", "Value": [description]}]});
    let found = rig.ok(&op::DescribeNetworkInterfaces, ask).await;
    found["networkInterfaceSet"].as_array().unwrap().clone()
}

async fn unsuccessful(rig: &Rig, id: &str) -> Value {
    let deleted = rig.ok(&op::DeleteVpcEndpoints, json!({"VpcEndpointId": [id]})).await;
    deleted["unsuccessful"].clone()
}

#[tokio::test]
async fn an_endpoint_has_an_interface_in_each_of_its_subnets() {
    let rig = Rig::new().await;
    let id = create(&rig, ask(&[0, 1])).await;
    let endpoint = shown(&rig, &id).await;
    assert_eq!(endpoint["state"], "available");
    assert_eq!(endpoint["serviceName"], LOGS);
    assert_eq!(endpoint["privateDnsEnabled"], true);
    assert_eq!(endpoint["groupSet"][0]["groupName"], "default");
    let names = column(&endpoint, "dnsEntrySet", "dnsName");
    assert_eq!(names.len(), 4, "{names:?}");
    assert!(names[0].starts_with(&format!("{id}-")));
    assert!(names[0].ends_with(".logs.eu-central-1.vpce.amazonaws.com"));
    assert_eq!(names[3], "logs.eu-central-1.amazonaws.com");
    let found = interfaces(&rig, &id).await;
    assert_eq!(found.len(), 2);
    for eni in &found {
        assert_eq!(eni["interfaceType"], "vpc_endpoint");
        assert_eq!((&eni["requesterManaged"], &eni["status"]), (&json!(true), &json!("in-use")));
        let eni = json!({"networkInterfaceId": eni["networkInterfaceId"]});
        let refused = rig.refused(&op::DeleteNetworkInterface, eni).await;
        assert_eq!(refused.0, "InvalidParameterValue");
    }
    let subnet = json!({"SubnetId": network().subnets[0].id});
    assert_eq!(rig.refused(&op::DeleteSubnet, subnet.clone()).await.0, "DependencyViolation");
    // Another one cannot have the same name.
    let refused = rig.refused(&op::CreateVpcEndpoint, ask(&[2])).await;
    assert_eq!(refused.0, "InvalidParameter");
    assert!(refused.1.contains("conflicting DNS domain for logs.eu-central-1.amazonaws.com"));
    let other = with(ask(&[2]), json!({"PrivateDnsEnabled": false}));
    let other = create(&rig, other).await;
    for (name, value, count) in [
        ("service-name", LOGS, 2),
        ("vpc-endpoint-id", &*other, 1),
        ("vpc-endpoint-state", "available", 2),
        ("vpc-endpoint-type", "Interface", 2),
        ("vpc-id", "vpc-of-nobody", 0),
    ] {
        let found = rig.ok(&op::DescribeVpcEndpoints, filter(name, value)).await;
        assert_eq!(found["vpcEndpointSet"].as_array().map_or(0, Vec::len), count, "{name}");
    }
    let failed = unsuccessful(&rig, &id).await;
    assert!(failed.as_array().is_none_or(Vec::is_empty), "{failed}");
    let left = interfaces(&rig, &id).await;
    assert!(left.is_empty(), "{left:?}");
    rig.ok(&op::DeleteSubnet, subnet).await;
    let gone = unsuccessful(&rig, &id).await;
    assert_eq!(gone[0]["error"]["code"], "InvalidVpcEndpointId.NotFound");
    let refused = rig.refused(&op::DescribeVpcEndpoints, json!({"VpcEndpointId": [id]})).await;
    assert_eq!(refused.0, "InvalidVpcEndpointId.NotFound");
}

#[tokio::test]
async fn what_is_changed_of_an_endpoint_is_changed_of_its_interfaces() {
    let rig = Rig::new().await;
    let id = create(&rig, with(ask(&[0]), json!({"PrivateDnsEnabled": false}))).await;
    let group = json!({"GroupName": "g", "GroupDescription": "g", "VpcId": vpc_id()});
    let group = rig.ok(&op::CreateSecurityGroup, group).await["groupId"].clone();
    let default = shown(&rig, &id).await["groupSet"][0]["groupId"].clone();
    let (first, second) = (&network().subnets[0].id, &network().subnets[1].id);
    rig.ok(
        &op::ModifyVpcEndpoint,
        json!({"VpcEndpointId": id, "AddSubnetId": [second], "RemoveSubnetId": [first],
               "AddSecurityGroupId": [group], "RemoveSecurityGroupId": [default],
               "PrivateDnsEnabled": true, "PolicyDocument":
               r#"{"Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}}"#}),
    )
    .await;
    let endpoint = shown(&rig, &id).await;
    assert_eq!(endpoint["subnetIdSet"], json!([second]));
    assert_eq!(endpoint["privateDnsEnabled"], true);
    assert!(endpoint["policyDocument"].as_str().unwrap().contains("Deny"));
    let found = interfaces(&rig, &id).await;
    assert_eq!(found.len(), 1);
    assert_eq!(
        (&found[0]["subnetId"], &found[0]["groupSet"][0]["groupId"]),
        (&json!(second), &group)
    );
    let used = json!({"GroupId": group});
    assert_eq!(rig.refused(&op::DeleteSecurityGroup, used).await.0, "DependencyViolation");
    rig.ok(&op::ModifyVpcEndpoint, json!({"VpcEndpointId": id, "ResetPolicy": true})).await;
    let policy = shown(&rig, &id).await["policyDocument"].clone();
    assert!(policy.as_str().unwrap().contains("Allow"), "{policy}");
    for (more, code) in [
        (json!({"RemoveSecurityGroupId": [group]}), "InvalidParameter"),
        (json!({"RemoveSubnetId": [first]}), "InvalidParameter"),
        (json!({"AddRouteTableId": ["rtb-1"]}), "InvalidParameter"),
        (json!({"PolicyDocument": "{"}), "InvalidPolicyDocument"),
        (json!({"PolicyDocument": "{}", "ResetPolicy": true}), "InvalidParameterCombination"),
    ] {
        let asked = with(json!({"VpcEndpointId": id}), more.clone());
        assert_eq!(rig.refused(&op::ModifyVpcEndpoint, asked).await.0, code, "{more}");
    }
    let tags = json!({"ResourceId": [id], "Tag": [{"key": "a", "value": "b"}]});
    rig.ok(&op::CreateTags, tags).await;
    let found = rig.ok(&op::DescribeVpcEndpoints, filter("tag:a", "b")).await;
    assert_eq!(found["vpcEndpointSet"][0]["vpcEndpointId"], *id);
}

#[tokio::test]
async fn what_can_t_be_an_endpoint_is_refused_as_aws_does() {
    let rig = Rig::new().await;
    let vpc = rig.ok(&op::CreateVpc, json!({"CidrBlock": "10.0.0.0/16"})).await;
    let vpc = vpc["vpc"]["vpcId"].clone();
    let zone = json!({"VpcId": vpc_id(), "CidrBlock": "172.31.64.0/20",
                      "AvailabilityZone": network().subnets[0].zone});
    let twin = rig.ok(&op::CreateSubnet, zone).await["subnet"]["subnetId"].clone();
    let (subnet, no_dns) = (network().subnets[0].id.clone(), json!({"PrivateDnsEnabled": false}));
    for (more, code, text) in [
        (json!({"VpcEndpointType": "Gateway"}), "InvalidParameter", "Endpoint type (Gateway)"),
        (
            json!({"ServiceName": "com.amazonaws.eu-central-1.nothing"}),
            "InvalidServiceName",
            "nothing",
        ),
        (json!({"ServiceName": "com.amazonaws.eu-west-1.logs"}), "InvalidServiceName", "eu-west-1"),
        (json!({"VpcId": "vpc-00000000000000000"}), "InvalidVpcID.NotFound", "vpc-0000"),
        (json!({"SubnetId": ["subnet-00000000000000000"]}), "InvalidSubnetID.NotFound", ""),
        (json!({"SubnetId": [subnet, twin]}), "DuplicateSubnetsInSameZone", "availability zone"),
        (json!({"VpcId": vpc, "SubnetId": []}), "InvalidParameter", "enableDnsHostnames"),
        (
            with(json!({"VpcId": vpc, "SubnetId": [subnet]}), no_dns.clone()),
            "InvalidParameter",
            "is not in the VPC",
        ),
        (json!({"SecurityGroupId": ["sg-00000000000000000"]}), "InvalidGroup.NotFound", ""),
        (json!({"RouteTableId": ["rtb-1"]}), "InvalidParameter", "Route table IDs"),
        (json!({"PolicyDocument": "no"}), "InvalidPolicyDocument", ""),
    ] {
        let refused = rig.refused(&op::CreateVpcEndpoint, with(ask(&[0]), more.clone())).await;
        assert_eq!(refused.0, code, "{more}: {}", refused.1);
        assert!(refused.1.contains(text), "{more}: {}", refused.1);
    }
    for (more, named) in [
        (
            json!({"ServiceName": "com.amazonaws.eu-central-1.s3", "VpcEndpointType": "Gateway"}),
            "s3",
        ),
        (json!({"ServiceName": "com.amazonaws.eu-central-1.ecr.dkr"}), "ecr.dkr"),
        (json!({"IpAddressType": "dualstack"}), "ipAddressType"),
        (json!({"ServiceRegion": "eu-west-1"}), "serviceRegion"),
    ] {
        let refused = rig.refused(&op::CreateVpcEndpoint, with(ask(&[0]), more.clone())).await;
        assert!(refused.1.contains("is not built yet") && refused.1.contains(named), "{refused:?}");
    }
    let found = rig.ok(&op::DescribeVpcEndpoints, json!({})).await;
    assert!(found["vpcEndpointSet"].as_array().is_none_or(Vec::is_empty), "nothing was made");
    // One without an interface keeps its VPC all the same.
    let bare = with(ask(&[]), with(json!({"VpcId": vpc}), no_dns));
    let id = create(&rig, bare).await;
    let delete = json!({"VpcId": vpc});
    assert_eq!(rig.refused(&op::DeleteVpc, delete.clone()).await.0, "DependencyViolation");
    unsuccessful(&rig, &id).await;
    rig.ok(&op::DeleteVpc, delete).await;
}

#[tokio::test]
async fn the_services_are_those_that_are_served() {
    let rig = Rig::new().await;
    let all = rig.ok(&op::DescribeVpcEndpointServices, json!({})).await;
    let names = column(&all, "serviceDetailSet", "serviceName");
    assert!(names.contains(&LOGS) && names.len() == 11, "{names:?}");
    let one = rig.ok(&op::DescribeVpcEndpointServices, json!({"ServiceName": [LOGS]})).await;
    let service = &one["serviceDetailSet"][0];
    assert_eq!(service["privateDnsName"], "logs.eu-central-1.amazonaws.com");
    assert_eq!(service["vpcEndpointPolicySupported"], true);
    let nothing = json!({"ServiceName": ["com.amazonaws.eu-central-1.s3"]});
    let refused = rig.refused(&op::DescribeVpcEndpointServices, nothing).await;
    assert_eq!(refused.0, "InvalidServiceName");
}

#[tokio::test]
async fn a_request_that_comes_again_makes_one_endpoint() {
    let rig = Rig::new().await;
    let asked = with(ask(&[0]), json!({"ClientToken": "t"}));
    let first = create(&rig, asked.clone()).await;
    assert_eq!(create(&rig, asked).await, first);
    let other = with(ask(&[1]), json!({"ClientToken": "t"}));
    let refused = rig.refused(&op::CreateVpcEndpoint, other).await;
    assert_eq!(refused.0, "IdempotentParameterMismatch");
}

#[tokio::test]
async fn a_name_is_an_endpoint_s_or_a_hosted_zone_s() {
    use ferrogate_api::route53::operation as zones;
    let rig = Rig::new().await;
    let zone = |name: &str, reference: &str| {
        json!({"Name": name, "CallerReference": reference,
               "VPC": {"VPCRegion": "eu-central-1", "VPCId": vpc_id()}})
    };
    let name = "logs.eu-central-1.amazonaws.com";
    let id = create(&rig, ask(&[0])).await;
    let refused = rig.refused(&zones::CreateHostedZone, zone(name, "a")).await;
    assert_eq!(refused.0, "ConflictingDomainExists");
    unsuccessful(&rig, &id).await;
    rig.ok(&zones::CreateHostedZone, zone(name, "b")).await;
    let refused = rig.refused(&op::CreateVpcEndpoint, ask(&[0])).await;
    assert_eq!(refused.0, "InvalidParameter");
    assert!(refused.1.contains("conflicting DNS domain"));
    create(&rig, with(ask(&[0]), json!({"PrivateDnsEnabled": false}))).await;
}

#[tokio::test]
async fn of_an_endpoint_and_a_zone_of_one_name_that_come_at_once_one_is_refused() {
    use ferrogate_api::route53::operation as zones;
    let rig = Rig::new().await;
    rig.ok(&op::DescribeVpcs, json!({})).await;
    for n in 0..4 {
        let zone = json!({"Name": "logs.eu-central-1.amazonaws.com", "CallerReference": n.to_string(),
            "VPC": {"VPCRegion": "eu-central-1", "VPCId": vpc_id()}});
        let asked = ask(&[0]);
        let (endpoint, zone) = tokio::join!(
            rig.call(&op::CreateVpcEndpoint, asked),
            rig.call(&zones::CreateHostedZone, zone)
        );
        match (endpoint, zone) {
            (Ok(made), Err((code, _))) => {
                assert_eq!(code, "ConflictingDomainExists");
                unsuccessful(&rig, made["vpcEndpoint"]["vpcEndpointId"].as_str().unwrap()).await;
            }
            (Err((code, _)), Ok(made)) => {
                assert_eq!(code, "InvalidParameter");
                let id = made["HostedZone"]["Id"].as_str().unwrap().rsplit('/').next().unwrap();
                rig.ok(&zones::DeleteHostedZone, json!({"Id": id})).await;
            }
            both => panic!("{both:?}"),
        }
    }
}
