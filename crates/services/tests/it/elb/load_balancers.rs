//! Load balancers: made with interfaces, found, moved and deleted.

use ferrogate_api::ec2::operation as ec2;
use ferrogate_api::elbv2::operation as op;
use serde_json::json;

use super::*;
use crate::rig::{ACCOUNT, REGION, column};

#[tokio::test]
async fn a_load_balancer_has_an_interface_in_each_subnet() {
    let rig = Rig::new().await;
    let made = rig.ok(&op::CreateLoadBalancer, balancer("web")).await;
    let one = &made["LoadBalancers"][0];
    let arn = text(&one["LoadBalancerArn"]);
    let id = arn.rsplit('/').next().unwrap();
    let of = format!("arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:loadbalancer/app/web/{id}");
    assert_eq!((arn.as_str(), id.len()), (of.as_str(), 16));
    let dns = text(&one["DNSName"]);
    assert!(dns.starts_with("web-") && dns.ends_with(".eu-central-1.elb.localhost"), "{dns}");
    assert_eq!(one["State"]["Code"], "provisioning");
    assert_eq!((&one["Type"], &one["Scheme"]), (&json!("application"), &json!("internet-facing")));
    assert_eq!(one["CanonicalHostedZoneId"], "Z215JYRZR1TBD5");
    assert_eq!(one["SecurityGroups"], json!([network().parts.group.id]));
    assert_eq!(column(one, "AvailabilityZones", "SubnetId"), subnets()[..2]);

    let filter =
        json!({"Filter": [{"Name": "description", "Value": [format!("ELB app/web/{id}")]}]});
    let found = rig.ok(&ec2::DescribeNetworkInterfaces, filter.clone()).await;
    let enis = found["networkInterfaceSet"].as_array().unwrap();
    assert_eq!(enis.len(), 2);
    for eni in enis {
        assert_eq!(eni["requesterId"], "amazon-elb");
        assert_eq!(eni["requesterManaged"], true);
        assert_eq!(eni["status"], "in-use");
        assert_eq!(eni["attachment"]["instanceOwnerId"], "amazon-elb");
        assert!(eni["association"]["publicIp"].is_string());
        let delete = json!({"networkInterfaceId": eni["networkInterfaceId"]});
        let refused = refusal(&rig, &ec2::DeleteNetworkInterface, delete).await;
        assert_eq!(refused.0, "InvalidParameterValue");
    }
    let refused = refusal(&rig, &ec2::DeleteSubnet, json!({"SubnetId": subnets()[0]})).await;
    assert_eq!(refused.0, "DependencyViolation");

    let delete = json!({"LoadBalancerArn": arn});
    rig.ok(&op::DeleteLoadBalancer, delete.clone()).await;
    let found = rig.ok(&ec2::DescribeNetworkInterfaces, filter).await;
    assert_eq!(found["networkInterfaceSet"], json!([]));
    rig.ok(&ec2::DeleteSubnet, json!({"SubnetId": subnets()[0]})).await;
    // One that is not there is deleted already.
    rig.ok(&op::DeleteLoadBalancer, delete).await;
    let public = format!("/public-address/{}", text(&enis[0]["association"]["publicIp"]));
    assert!(rig.stored(&public).await.is_none(), "its public address is given back");
    rig.end().await;
}

#[tokio::test]
async fn the_same_request_again_makes_nothing_new() {
    let rig = Rig::new().await;
    let first = make_balancer(&rig, "web").await;
    assert_eq!(make_balancer(&rig, "web").await, first);
    let refused =
        refusal(&rig, &op::CreateLoadBalancer, with(balancer("web"), "Scheme", "internal")).await;
    let text = "A load balancer with the same name 'web' exists, but with different settings";
    assert_eq!(refused, ("DuplicateLoadBalancerName".into(), text.into()));
    let found = rig.ok(&op::DescribeLoadBalancers, json!({})).await;
    assert_eq!(found["LoadBalancers"].as_array().unwrap().len(), 1);
    rig.end().await;
}

#[tokio::test]
async fn one_that_is_internal_has_private_addresses_alone() {
    let rig = Rig::new().await;
    let ask = with(balancer("in"), "Scheme", "internal");
    let made = rig.ok(&op::CreateLoadBalancer, ask).await;
    assert!(text(&made["LoadBalancers"][0]["DNSName"]).starts_with("internal-in-"));
    let found = rig.ok(&ec2::DescribeNetworkInterfaces, json!({})).await;
    for eni in found["networkInterfaceSet"].as_array().unwrap() {
        assert!(eni["association"].is_null(), "{eni}");
    }
    rig.end().await;
}

#[tokio::test]
async fn what_can_not_be_is_refused_in_awss_words() {
    let rig = Rig::new().await;
    let all = subnets();
    let group = network().parts.group.id;
    for (ask, code, part) in [
        (
            with(balancer("web"), "Subnets", json!([all[0]])),
            "ValidationError",
            "At least two subnets",
        ),
        (with(balancer("web"), "Subnets", json!([])), "ValidationError", "At least two subnets"),
        (
            with(balancer("web"), "Subnets", json!([all[0], "subnet-1"])),
            "SubnetNotFound",
            "The subnet ID 'subnet-1' does not exist",
        ),
        (
            with(balancer("web"), "Subnets", json!([all[0], all[0]])),
            "InvalidConfigurationRequest",
            "more than once",
        ),
        (with(balancer("web"), "SecurityGroups", json!(["sg-1"])), "InvalidSecurityGroup", "sg-1"),
        (balancer("-web"), "ValidationError", "cannot begin or end with '-'"),
        (balancer("we_b"), "ValidationError", "alphanumeric"),
        (balancer("internal-web"), "ValidationError", "internal-"),
        (balancer(&"a".repeat(33)), "ValidationError", "longer than '32'"),
        (with(balancer("web"), "Type", "network"), "UnsupportedOperation", "network"),
        (with(balancer("web"), "Type", "gateway"), "UnsupportedOperation", "gateway"),
        (with(balancer("web"), "IpAddressType", "dualstack"), "UnsupportedOperation", "dualstack"),
        (
            json!({"Name": "web", "SubnetMappings": [{"SubnetId": all[0], "AllocationId": "eipalloc-1"}]}),
            "InvalidConfigurationRequest",
            "Elastic IPs",
        ),
    ] {
        let refused = refusal(&rig, &op::CreateLoadBalancer, ask.clone()).await;
        assert_eq!(refused.0, code, "{ask}: {refused:?}");
        assert!(refused.1.contains(part), "{ask}: {refused:?}");
    }
    let made = rig.ok(
        &ec2::CreateSubnet,
        json!({
            "VpcId": network().parts.vpc.id, "CidrBlock": "172.31.200.0/24",
            "AvailabilityZone": network().subnets[0].zone,
        }),
    );
    let twin = text(&made.await["subnet"]["subnetId"]);
    let ask = with(balancer("web"), "Subnets", json!([all[0], twin]));
    let refused = refusal(&rig, &op::CreateLoadBalancer, ask).await;
    let words =
        "A load balancer cannot be attached to multiple subnets in the same Availability Zone";
    assert_eq!(refused, ("InvalidConfigurationRequest".into(), words.into()));

    let gateway = network().gateway.id;
    let vpc = network().parts.vpc.id;
    let detach = json!({"internetGatewayId": gateway, "vpcId": vpc});
    rig.ok(&ec2::DetachInternetGateway, detach).await;
    let refused = refusal(&rig, &op::CreateLoadBalancer, balancer("web")).await;
    assert_eq!(refused, ("InvalidSubnet".into(), format!("VPC {vpc} has no internet gateway")));
    rig.ok(&op::CreateLoadBalancer, with(balancer("in"), "Scheme", "internal")).await;
    let refused = refusal(&rig, &ec2::DeleteSecurityGroup, json!({"GroupId": group})).await;
    assert_eq!(refused.0, "CannotDelete");
    rig.end().await;
}

#[tokio::test]
async fn balancers_are_found_by_name_arn_and_page() {
    let rig = Rig::new().await;
    let (a, b) = (make_balancer(&rig, "a").await, make_balancer(&rig, "b").await);
    let arns = |answer: &Value| {
        let list = column(answer, "LoadBalancers", "LoadBalancerArn");
        list.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let found = rig.ok(&op::DescribeLoadBalancers, json!({"Names": ["b"]})).await;
    assert_eq!(arns(&found), std::slice::from_ref(&b));
    let found = rig.ok(&op::DescribeLoadBalancers, json!({"LoadBalancerArns": [a, a]})).await;
    assert_eq!(arns(&found), std::slice::from_ref(&a));
    let page = rig.ok(&op::DescribeLoadBalancers, json!({"PageSize": 1})).await;
    assert_eq!(arns(&page), std::slice::from_ref(&a));
    let next = json!({"PageSize": 1, "Marker": page["NextMarker"]});
    let page = rig.ok(&op::DescribeLoadBalancers, next).await;
    assert_eq!((arns(&page), &page["NextMarker"]), (vec![b.clone()], &Value::Null));
    let refused = refusal(&rig, &op::DescribeLoadBalancers, json!({"Names": ["c"]})).await;
    assert_eq!(refused, ("LoadBalancerNotFound".into(), "Load balancers '[c]' not found".into()));
    let refused =
        refusal(&rig, &op::DescribeLoadBalancers, json!({"LoadBalancerArns": ["c"]})).await;
    assert_eq!(refused, ("ValidationError".into(), "'c' is not a valid load balancer ARN".into()));
    let refused = refusal(&rig, &op::DescribeLoadBalancers, json!({"Marker": "x"})).await;
    assert_eq!(refused.0, "ValidationError");
    // One of the same name is another one.
    rig.ok(&op::DeleteLoadBalancer, json!({"LoadBalancerArn": a})).await;
    let again = make_balancer(&rig, "a").await;
    assert_ne!(again, a);
    let refused = refusal(&rig, &op::DescribeLoadBalancers, json!({"LoadBalancerArns": [a]})).await;
    assert_eq!(refused.0, "LoadBalancerNotFound");
    rig.end().await;
}

#[tokio::test]
async fn subnets_and_groups_of_a_balancer_are_changed() {
    let rig = Rig::new().await;
    let arn = make_balancer(&rig, "web").await;
    let all = subnets();
    let before = rig.ok(&ec2::DescribeNetworkInterfaces, json!({})).await;
    let of_subnet = |answer: &Value, subnet: &str| {
        let list = answer["networkInterfaceSet"].as_array().unwrap().clone();
        list.into_iter().find(|eni| eni["subnetId"] == *subnet)
    };
    let set = json!({"LoadBalancerArn": arn, "Subnets": [all[1], all[2]]});
    let answer = rig.ok(&op::SetSubnets, set).await;
    assert_eq!(column(&answer, "AvailabilityZones", "SubnetId"), all[1..3]);
    let after = rig.ok(&ec2::DescribeNetworkInterfaces, json!({})).await;
    assert!(of_subnet(&after, &all[0]).is_none());
    assert!(of_subnet(&after, &all[2]).is_some());
    assert_eq!(of_subnet(&after, &all[1]), of_subnet(&before, &all[1]), "what stays is the same");

    let vpc = network().parts.vpc.id;
    let made = json!({"GroupName": "lb", "GroupDescription": "of it", "VpcId": vpc});
    let group = text(&rig.ok(&ec2::CreateSecurityGroup, made).await["groupId"]);
    let set = json!({"LoadBalancerArn": arn, "SecurityGroups": [group]});
    let answer = rig.ok(&op::SetSecurityGroups, set.clone()).await;
    assert_eq!(answer["SecurityGroupIds"], json!([group]));
    let after = rig.ok(&ec2::DescribeNetworkInterfaces, json!({})).await;
    for eni in after["networkInterfaceSet"].as_array().unwrap() {
        assert_eq!(column(eni, "groupSet", "groupId"), [group.as_str()]);
    }
    let refused = refusal(&rig, &ec2::DeleteSecurityGroup, json!({"GroupId": group})).await;
    assert_eq!(refused.0, "DependencyViolation");
    let none = json!({"LoadBalancerArn": arn, "SecurityGroups": []});
    assert_eq!(refusal(&rig, &op::SetSecurityGroups, none).await.0, "ValidationError");
    let type_ = |of: &str| json!({"LoadBalancerArn": arn, "IpAddressType": of});
    rig.ok(&op::SetIpAddressType, type_("ipv4")).await;
    assert_eq!(
        refusal(&rig, &op::SetIpAddressType, type_("dualstack")).await.0,
        "UnsupportedOperation"
    );
    rig.end().await;
}

#[tokio::test]
async fn tags_are_given_shown_and_taken() {
    let rig = Rig::new().await;
    let tag = json!([{"Key": "a", "Value": "1"}]);
    let made = rig.ok(&op::CreateLoadBalancer, with(balancer("web"), "Tags", tag)).await;
    let arn = text(&made["LoadBalancers"][0]["LoadBalancerArn"]);
    let group = make_group(&rig, "g").await;
    let add =
        json!({"ResourceArns": [arn, group], "Tags": [{"Key": "a", "Value": "2"}, {"Key": "b"}]});
    rig.ok(&op::AddTags, add).await;
    let shown = rig.ok(&op::DescribeTags, json!({"ResourceArns": [arn, group]})).await;
    let want = json!([{"Key": "a", "Value": "2"}, {"Key": "b", "Value": ""}]);
    assert_eq!(shown["TagDescriptions"][0], json!({"ResourceArn": arn, "Tags": want}));
    assert_eq!(shown["TagDescriptions"][1], json!({"ResourceArn": group, "Tags": want}));
    rig.ok(&op::RemoveTags, json!({"ResourceArns": [arn], "TagKeys": ["a"]})).await;
    let shown = rig.ok(&op::DescribeTags, json!({"ResourceArns": [arn]})).await;
    assert_eq!(column(&shown["TagDescriptions"][0], "Tags", "Key"), ["b"]);
    let twice = json!([{"Key": "a"}, {"Key": "a"}]);
    let refused = refusal(&rig, &op::AddTags, json!({"ResourceArns": [arn], "Tags": twice})).await;
    assert_eq!(refused.0, "DuplicateTagKeys");
    let many: Vec<_> = (0..51).map(|n| json!({"Key": format!("k{n}")})).collect();
    let refused = refusal(&rig, &op::AddTags, json!({"ResourceArns": [arn], "Tags": many})).await;
    assert_eq!(refused.0, "TooManyTags");
    rig.end().await;
}
