//! The operations themselves, with what validators let through: names, ARNs, page tokens,
//! task definitions, policies, filters. A few calls in a row, on state that earlier inputs
//! left. An internal fault is a finding.

use std::sync::Arc;

use ferrogate_api::{Cx, Failure, Protocol, Value, json, validate};
use ferrogate_wire::protocol::{encode_error, encode_output};

use super::protocols::operation;
use super::{rig, texts};
use crate::request::{split, split_once};

pub(super) const WORDS: &[&str] = &[
    "\n--\n",
    "default",
    "web",
    "web:1",
    "app",
    "arn:aws:ecs:us-east-1:000000000000:cluster/default",
    "arn:aws:ecs:us-east-1:000000000000:task/default/",
    "arn:aws:ecs:us-east-1:000000000000:",
    "arn:aws-cn:ecs:eu-west-1:111122223333:task-definition/web:1",
    "task-definition/web:1",
    "\"nextToken\": \"",
    "\"maxResults\": 1",
    "\"NextToken\": \"",
    "\"MaxResults\": 5",
    "\"filters\": [",
    "\"Filters\": [{\"Name\": \"vpc-id\", \"Values\": [\"*\"]}]",
    "\"awslogs-group\"",
    "\"awsvpc\"",
    "\"FARGATE\"",
    "\"cpu\": \"256\"",
    "\"memory\": \"512\"",
    "\"256 CPU\"",
    ".25 vCPU",
    "0.5GB",
    "tag:a",
    "\"logGroupName\": \"g\"",
    "\"filterPattern\": \"",
    "sha256:",
    "latest",
    "aws:",
    "vpc-",
    "subnet-",
    "fargate:task",
    "\"imageTag\": \"latest\"",
    "*",
    "?",
    "[ip, ...]",
    "{ $.a = 1 }",
    ":log-stream:",
];

/// Calls of one input.
const CALLS_MAX: usize = 4;

pub(super) fn ecs(data: &[u8]) {
    calls("ecs", data);
}

pub(super) fn ec2(data: &[u8]) {
    calls("ec2", data);
}

pub(super) fn ecr(data: &[u8]) {
    calls("ecr", data);
}

pub(super) fn logs(data: &[u8]) {
    calls("logs", data);
}

pub(super) fn ce(data: &[u8]) {
    calls("ce", data);
}

pub(super) fn iam(data: &[u8]) {
    calls("iam", data);
}

fn calls(service: &str, data: &[u8]) {
    for call in split(data, b"\n--\n", CALLS_MAX) {
        let (name, input) = split_once(call, b"\n").unwrap_or((call, b""));
        let name = String::from_utf8_lossy(name);
        let word = if name.contains('.') { name.into_owned() } else { format!("{service}.{name}") };
        one(&word, input);
    }
}

fn one(word: &str, input: &[u8]) {
    let operation = operation(word);
    let Ok(value) = json::decode(input, operation.input) else { return };
    // No protocol hands on a body that is nothing.
    if matches!(value, Value::Absent) || validate::check(operation, &value).is_err() {
        return;
    }
    rig::with(false, |rig| {
        let cx = Arc::new(Cx::root("id", rig::account(), rig::REGION, rig::NOW));
        if let Some(begin) = rig.table.stream(operation) {
            // Its first event is there at once, or it was refused.
            if let Ok(mut events) = rig.runtime.block_on(begin(cx, value)) {
                drop(rig.runtime.block_on(events.next()));
            }
            return;
        }
        let Some(handler) = rig.table.get(operation) else { return };
        let protocols = [Protocol::Json11, Protocol::Query, Protocol::Ec2, Protocol::Cbor];
        match rig.runtime.block_on(handler(cx, value)) {
            Ok(output) => {
                for protocol in protocols {
                    let _ = encode_output(protocol, operation, &*output, "id");
                }
            }
            Err(Failure::Aws(reply)) => {
                for protocol in protocols {
                    let (service, operation) = (operation.service, Some(operation));
                    let _ = encode_error(protocol, service, operation, &reply, "id");
                }
            }
            Err(Failure::Fault(cause)) => panic!("{word}: an internal fault: {cause:?}"),
        }
    });
}

pub(super) fn ecs_seeds() -> Vec<Vec<u8>> {
    texts(&[
        r#"RegisterTaskDefinition
{"family": "web", "cpu": "256", "memory": "512", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "containerDefinitions": [{"name": "app", "image": "public.ecr.aws/nginx/nginx:1@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "essential": true, "portMappings": [{"containerPort": 80}], "dependsOn": [], "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "g", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "p", "mode": "non-blocking", "max-buffer-size": "25m"}}, "healthCheck": {"command": ["CMD-SHELL", "true"]}, "environment": [{"name": "A", "value": "b"}], "user": "1000:1000", "ulimits": [{"name": "nofile", "softLimit": 1, "hardLimit": 2}], "linuxParameters": {"capabilities": {"drop": ["ALL"]}, "initProcessEnabled": true}}], "tags": [{"key": "a", "value": "b"}]}
--
DescribeTaskDefinition
{"taskDefinition": "web:1", "include": ["TAGS"]}
--
ListTaskDefinitions
{"familyPrefix": "web", "maxResults": 1, "sort": "DESC"}
--
DeregisterTaskDefinition
{"taskDefinition": "arn:aws:ecs:us-east-1:000000000000:task-definition/web:1"}"#,
        r#"CreateCluster
{"clusterName": "default", "settings": [{"name": "containerInsights", "value": "disabled"}], "tags": [{"key": "a", "value": "b"}], "capacityProviders": ["FARGATE"]}
--
RegisterTaskDefinition
{"family": "w", "cpu": "1 vCPU", "memory": "2 GB", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "containerDefinitions": [{"name": "a", "image": "x"}, {"name": "b", "image": "y", "essential": false, "dependsOn": [{"containerName": "a", "condition": "START"}]}]}
--
RunTask
{"taskDefinition": "w", "count": 1, "launchType": "FARGATE", "clientToken": "t", "startedBy": "me", "group": "g", "enableECSManagedTags": true, "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-00000000000000001"], "assignPublicIp": "ENABLED"}}, "overrides": {"cpu": "512", "memory": "1024", "containerOverrides": [{"name": "a", "command": ["x"], "environment": [{"name": "E", "value": "v"}]}]}, "tags": [{"key": "k", "value": "v"}]}
--
ListTasks
{"cluster": "default", "maxResults": 1, "desiredStatus": "RUNNING", "nextToken": "AAAA"}"#,
        r#"DescribeClusters
{"clusters": ["default", "arn:aws:ecs:us-east-1:000000000000:cluster/default"], "include": ["TAGS", "SETTINGS", "STATISTICS"]}
--
ListClusters
{"maxResults": 1, "nextToken": "ZGVmYXVsdA=="}
--
TagResource
{"resourceArn": "arn:aws:ecs:us-east-1:000000000000:cluster/default", "tags": [{"key": "x", "value": "y"}]}
--
ListTagsForResource
{"resourceArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/web:1"}"#,
        r#"PutAccountSetting
{"name": "taskLongArnFormat", "value": "enabled", "principalArn": "arn:aws:iam::000000000000:root"}
--
ListAccountSettings
{"effectiveSettings": true, "maxResults": 1}
--
StopTask
{"task": "arn:aws:ecs:us-east-1:000000000000:task/default/0123456789abcdef0123456789abcdef", "reason": "r"}
--
DescribeTasks
{"tasks": ["0123456789abcdef0123456789abcdef", "x/y"], "cluster": "default"}"#,
    ])
}

pub(super) fn ec2_seeds() -> Vec<Vec<u8>> {
    texts(&[
        r#"DescribeSubnets
{"Filters": [{"Name": "vpc-id", "Values": ["vpc-*", "?"]}, {"Name": "tag:a", "Values": ["b"]}], "MaxResults": 5}
--
DescribeVpcs
{"Filters": [{"Name": "isDefault", "Values": ["true"]}]}
--
DescribeSecurityGroups
{"GroupNames": ["default"], "MaxResults": 5, "NextToken": "x"}
--
DescribeNetworkInterfaces
{"Filters": [{"Name": "addresses.private-ip-address", "Values": ["172.31.0.5"]}]}"#,
        r#"DescribeRegions
{"RegionNames": ["us-east-1"], "AllRegions": true}
--
DescribeAvailabilityZones
{"ZoneNames": ["us-east-1a"]}
--
DescribeRouteTables
{}
--
DescribeNetworkAcls
{"Filters": [{"Name": "entry.cidr", "Values": ["0.0.0.0/0"]}]}"#,
    ])
}

pub(super) fn ecr_seeds() -> Vec<Vec<u8>> {
    texts(&[
        r#"CreateRepository
{"repositoryName": "a/b", "imageTagMutability": "IMMUTABLE", "tags": [{"Key": "a", "Value": "b"}]}
--
InitiateLayerUpload
{"repositoryName": "a/b"}
--
PutImage
{"repositoryName": "a/b", "imageManifest": "{\"schemaVersion\": 2, \"mediaType\": \"application/vnd.oci.image.index.v1+json\", \"manifests\": []}", "imageTag": "latest"}
--
DescribeImages
{"repositoryName": "a/b", "maxResults": 1, "filter": {"tagStatus": "TAGGED"}}"#,
        r#"SetRepositoryPolicy
{"repositoryName": "a/b", "policyText": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"ecr:*\"}]}"}
--
BatchGetImage
{"repositoryName": "a/b", "imageIds": [{"imageTag": "latest"}, {"imageDigest": "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}]}
--
PutLifecyclePolicy
{"repositoryName": "a/b", "lifecyclePolicyText": "{\"rules\": [{\"rulePriority\": 1, \"selection\": {\"tagStatus\": \"any\", \"countType\": \"imageCountMoreThan\", \"countNumber\": 1}, \"action\": {\"type\": \"expire\"}}]}"}
--
DescribeRepositories
{"maxResults": 1, "nextToken": "x"}"#,
        r#"UploadLayerPart
{"repositoryName": "a/b", "uploadId": "0190a0a0-0000-7000-8000-000000000000", "partFirstByte": 0, "partLastByte": 2, "layerPartBlob": "YWJj"}
--
GetAuthorizationToken
{}
--
BatchCheckLayerAvailability
{"repositoryName": "a/b", "layerDigests": ["sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "x"]}
--
DeleteRepository
{"repositoryName": "a/b", "force": true}"#,
    ])
}

pub(super) fn logs_seeds() -> Vec<Vec<u8>> {
    texts(&[
        r#"CreateLogGroup
{"logGroupName": "/ecs/g", "tags": {"a": "b"}}
--
CreateLogStream
{"logGroupName": "/ecs/g", "logStreamName": "s/t/1"}
--
PutLogEvents
{"logGroupName": "/ecs/g", "logStreamName": "s/t/1", "logEvents": [{"timestamp": 1767323045000, "message": "{\"a\": 1}"}, {"timestamp": 1767323045001, "message": "127.0.0.1 - [x] \"GET /\" 200"}]}
--
FilterLogEvents
{"logGroupName": "/ecs/g", "filterPattern": "{ $.a = 1 || $.b = \"x*\" }", "limit": 1, "startTime": 0, "logStreamNamePrefix": "s"}"#,
        r#"GetLogEvents
{"logGroupIdentifier": "arn:aws:logs:us-east-1:000000000000:log-group:/ecs/g", "logStreamName": "s/t/1", "limit": 1, "startFromHead": true, "nextToken": "f/1"}
--
DescribeLogGroups
{"logGroupNamePrefix": "/ecs", "limit": 1, "nextToken": "x"}
--
DescribeLogStreams
{"logGroupName": "/ecs/g", "orderBy": "LastEventTime", "descending": true, "limit": 1}
--
PutRetentionPolicy
{"logGroupName": "/ecs/g", "retentionInDays": 7}"#,
        r#"FilterLogEvents
{"logGroupName": "/ecs/g", "filterPattern": "[ip, user, ..., status=2*, size > 10]", "nextToken": "x"}
--
TagResource
{"resourceArn": "arn:aws:logs:us-east-1:000000000000:log-group:/ecs/g", "tags": {"k": "v"}}
--
DeleteLogStream
{"logGroupName": "/ecs/g", "logStreamName": "s/t/1"}
--
DeleteLogGroup
{"logGroupName": "/ecs/g"}"#,
    ])
}

pub(super) fn ce_seeds() -> Vec<Vec<u8>> {
    texts(&[r#"GetCostAndUsage
{"TimePeriod": {"Start": "2026-01-30", "End": "2026-02-02"}, "Granularity": "MONTHLY",
 "Metrics": ["UnblendedCost", "USAGE_QUANTITY"],
 "GroupBy": [{"Type": "TAG", "Key": "team"}, {"Type": "DIMENSION", "Key": "USAGE_TYPE"}],
 "Filter": {"And": [
   {"Dimensions": {"Key": "REGION", "Values": ["us-east-1"], "MatchOptions": ["EQUALS"]}},
   {"Not": {"Tags": {"Key": "aws:ecs:clusterName", "MatchOptions": ["ABSENT"]}}}]}}"#])
}

pub(super) fn iam_seeds() -> Vec<Vec<u8>> {
    texts(&[
        "sts.GetCallerIdentity\n{}\n--\nsts.GetAccessKeyInfo\n{\"AccessKeyId\": \
         \"AKIDEXAMPLE00000000\"}\n--\nGetUser\n{\"UserName\": \"x\"}\n--\nGetRole\n{\"RoleName\": \
         \"ecsTaskExecutionRole\"}",
        "ListRoles\n{\"PathPrefix\": \"/a/\", \"MaxItems\": 1, \"Marker\": \"x\"}\n--\n\
         ListAccountAliases\n{}\n--\nsts.AssumeRole\n{\"RoleArn\": \
         \"arn:aws:iam::000000000000:role/x\", \"RoleSessionName\": \"session\"}",
    ])
}
