//! Conditions on the tags of what there is: each kind is made by its own service, and a policy that
//! demands its tag is decided by it.

use std::sync::Arc;

use ferrogate_api::{Caller, Operation, acm, cloudwatch, ec2, ecr, ecs, elbv2 as elb};
use ferrogate_api::{iam, logs, route53, scheduler};
use ferrogate_auth::{Ask, Authorize};
use ferrogate_policy::Context;
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, REGION, Rig, account};

/// What is made, with the right that is asked for and the service's own form of the key.
struct Made {
    action: &'static str,
    arn: String,
}

fn tags() -> Value {
    json!([{"Key": "team", "Value": "a"}])
}

/// Makes something of EC2 and tags it; its id.
async fn ec2(rig: &Rig, operation: &Operation, input: Value, id: &str) -> String {
    let made = rig.ok(operation, input).await;
    let id = made.pointer(id).and_then(Value::as_str).unwrap_or_else(|| panic!("{made}"));
    let tag = json!({"ResourceId": [id], "Tag": [{"key": "team", "value": "a"}]});
    rig.ok(&ec2::operation::CreateTags, tag).await;
    id.to_owned()
}

async fn all(rig: &Rig) -> Vec<Made> {
    use ec2::operation as op;
    let mut all = vec![];
    let mut put = |action, arn| all.push(Made { action, arn });
    let ec2_arn = |kind: &str, id: &str| format!("arn:aws:ec2:{REGION}:{ACCOUNT}:{kind}/{id}");
    let vpc = json!({"CidrBlock": "10.7.0.0/16"});
    let vpc = ec2(rig, &op::CreateVpc, vpc, "/vpc/vpcId").await;
    put("ec2:DeleteVpc", ec2_arn("vpc", &vpc));
    let input = json!({"VpcId": vpc, "CidrBlock": "10.7.1.0/24"});
    let subnet = ec2(rig, &op::CreateSubnet, input, "/subnet/subnetId").await;
    put("ec2:DeleteSubnet", ec2_arn("subnet", &subnet));
    let of_vpc = json!({"vpcId": vpc});
    let id = "/routeTable/routeTableId";
    let table = ec2(rig, &op::CreateRouteTable, of_vpc.clone(), id).await;
    put("ec2:DeleteRouteTable", ec2_arn("route-table", &table));
    let id = "/networkAcl/networkAclId";
    let acl = ec2(rig, &op::CreateNetworkAcl, of_vpc, id).await;
    put("ec2:DeleteNetworkAcl", ec2_arn("network-acl", &acl));
    let input = json!({"GroupName": "g", "GroupDescription": "d", "VpcId": vpc});
    let group = ec2(rig, &op::CreateSecurityGroup, input, "/groupId").await;
    put("ec2:DeleteSecurityGroup", ec2_arn("security-group", &group));
    let id = "/internetGateway/internetGatewayId";
    let gateway = ec2(rig, &op::CreateInternetGateway, json!({}), id).await;
    put("ec2:DeleteInternetGateway", ec2_arn("internet-gateway", &gateway));
    let id = "/networkInterface/networkInterfaceId";
    let input = json!({"subnetId": subnet});
    let eni = ec2(rig, &op::CreateNetworkInterface, input, id).await;
    put("ec2:DeleteNetworkInterface", ec2_arn("network-interface", &eni));
    let input = json!({"PrefixListName": "p", "MaxEntries": 1, "AddressFamily": "IPv4"});
    let id = "/prefixList/prefixListId";
    let list = ec2(rig, &op::CreateManagedPrefixList, input, id).await;
    put("ec2:DeleteManagedPrefixList", ec2_arn("prefix-list", &list));

    let input = json!({"Name": "t", "Protocol": "HTTP", "Port": 80, "VpcId": vpc,
        "TargetType": "ip", "Tags": tags()});
    let made = rig.ok(&elb::operation::CreateTargetGroup, input).await;
    let arn = made["TargetGroups"][0]["TargetGroupArn"].as_str().unwrap();
    put("elasticloadbalancing:DeleteTargetGroup", arn.to_owned());

    let arn = |service: &str, rest: &str| format!("arn:aws:{service}:{REGION}:{ACCOUNT}:{rest}");
    let input = json!({"logGroupName": "/a/b", "tags": {"team": "a"}});
    rig.ok(&logs::operation::CreateLogGroup, input).await;
    put("logs:DeleteLogGroup", arn("logs", "log-group:/a/b:log-stream:"));
    put("logs:TagResource", arn("logs", "log-group:/a/b"));
    let input = json!({"AlarmName": "x", "Namespace": "n", "MetricName": "m", "Period": 60,
        "Statistic": "Sum", "EvaluationPeriods": 1, "Threshold": 1.0, "Tags": tags(),
        "ComparisonOperator": "GreaterThanThreshold"});
    rig.ok(&cloudwatch::operation::PutMetricAlarm, input).await;
    put("cloudwatch:DeleteAlarms", arn("cloudwatch", "alarm:x"));
    let input = json!({"repositoryName": "a/b", "tags": [{"Key": "team", "Value": "a"}]});
    rig.ok(&ecr::operation::CreateRepository, input).await;
    put("ecr:DeleteRepository", arn("ecr", "repository/a/b"));
    let input = json!({"Name": "g", "Tags": tags()});
    rig.ok(&scheduler::operation::CreateScheduleGroup, input).await;
    put("scheduler:DeleteScheduleGroup", arn("scheduler", "schedule-group/g"));
    let input = json!({"DomainName": "a.example.com", "ValidationMethod": "DNS", "Tags": tags()});
    let made = rig.ok(&acm::operation::RequestCertificate, input).await;
    put("acm:DeleteCertificate", made["CertificateArn"].as_str().unwrap().to_owned());
    let input = json!({"Name": "example.com", "CallerReference": "r",
        "VPC": {"VPCRegion": REGION, "VPCId": vpc}});
    let made = rig.ok(&route53::operation::CreateHostedZone, input).await;
    let id = made["HostedZone"]["Id"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let input = json!({"ResourceType": "hostedzone", "ResourceId": id, "AddTags": tags()});
    rig.ok(&route53::operation::ChangeTagsForResource, input).await;
    put("route53:DeleteHostedZone", format!("arn:aws:route53:::hostedzone/{id}"));
    let input = json!({"family": "f", "tags": [{"key": "team", "value": "a"}],
        "containerDefinitions": [{"name": "c", "image": "i", "memory": 64}]});
    rig.ok(&ecs::operation::RegisterTaskDefinition, input).await;
    put("ecs:DeregisterTaskDefinition", arn("ecs", "task-definition/f:1"));
    let input = json!({"VirtualMFADeviceName": "d", "Path": "/p/", "Tags": tags()});
    let made = rig.ok(&iam::operation::CreateVirtualMFADevice, input).await;
    let serial = made["VirtualMFADevice"]["SerialNumber"].as_str().unwrap().to_owned();
    put("iam:DeleteVirtualMFADevice", serial);
    let input = json!({"InstanceProfileName": "i", "Tags": tags()});
    rig.ok(&iam::operation::CreateInstanceProfile, input).await;
    let profile = format!("arn:aws:iam::{ACCOUNT}:instance-profile/i");
    put("iam:DeleteInstanceProfile", profile);
    let input = json!({"Url": "https://o.example.com/id/1", "Tags": tags()});
    let made = rig.ok(&iam::operation::CreateOpenIDConnectProvider, input).await;
    let provider = made["OpenIDConnectProviderArn"].as_str().unwrap().to_owned();
    put("iam:DeleteOpenIDConnectProvider", provider);
    all
}

/// A user with one statement, which has this condition.
async fn user(rig: &Rig, name: &str, effect: &str, condition: &Value) -> Caller {
    let made = rig.ok(&iam::operation::CreateUser, json!({"UserName": name})).await;
    let mut statements = vec![json!({"Effect": effect, "Action": "*", "Resource": "*",
        "Condition": condition})];
    if effect == "Deny" {
        statements.push(json!({"Effect": "Allow", "Action": "*", "Resource": "*"}));
    }
    let document = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    let put = json!({"UserName": name, "PolicyName": "p", "PolicyDocument": document});
    rig.ok(&iam::operation::PutUserPolicy, put).await;
    Caller::user(account(), name, made["User"]["UserId"].as_str().unwrap())
}

#[tokio::test]
async fn what_has_tags_is_decided_by_them() {
    let rig = Arc::new(Rig::new().await);
    let all = all(&rig).await;
    let key = "aws:ResourceTag/team";
    let own = user(&rig, "own", "Allow", &json!({"StringEquals": {key: "a"}})).await;
    let other = user(&rig, "other", "Allow", &json!({"StringEquals": {key: "b"}})).await;
    let none =
        user(&rig, "none", "Allow", &json!({"Null": {"aws:ResourceTag/stage": "true"}})).await;
    let all_but = user(&rig, "but", "Deny", &json!({"StringNotEquals": {key: "a"}})).await;
    let denied = user(&rig, "denied", "Deny", &json!({"StringEquals": {key: "a"}})).await;
    let of_ec2 = json!({"StringEquals": {"ec2:ResourceTag/team": "a"}});
    let of_ec2 = user(&rig, "ec2", "Allow", &of_ec2).await;
    let may = |caller: &Caller, made: &Made| {
        let ask = Ask::new(made.action, &made.arn);
        rig.identity.authorize(caller, &[ask], &Context::default()).is_ok()
    };
    for made in &all {
        let (action, arn) = (made.action, &made.arn);
        assert!(may(&own, made), "{action} {arn}");
        assert!(!may(&other, made), "{action} {arn}");
        assert!(may(&none, made), "{action} {arn}");
        assert!(may(&all_but, made), "{action} {arn}");
        assert!(!may(&denied, made), "{action} {arn}");
        assert_eq!(may(&of_ec2, made), action.starts_with("ec2:"), "{action} {arn}");
        if arn.ends_with(":log-stream:") {
            continue;
        }
        // Of what is not there nothing is known.
        let gone = Made { action, arn: format!("{arn}0") };
        assert!(!may(&own, &gone) && !may(&denied, &gone), "{action} {arn}0");
    }
    assert!(all.len() > 18);
}
