//! The decoders of the wire protocols, over every operation that is offered.

use std::sync::LazyLock;

use ferrogate_api::{Operation, Protocol, validate};
use ferrogate_wire::protocol::{RequestParts, decode, encode_error};

use super::texts;
use crate::request::Request;

pub(super) const JSON_WORDS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "null",
    "true",
    "\\u0000",
    "containerDefinitions",
    "family",
    "portMappings",
    "environment",
    "secrets",
    "logConfiguration",
    "options",
    "tags",
    "key",
    "nextToken",
    "maxResults",
    "ecs.RunTask",
    "logs.PutLogEvents",
    "ecr.PutImage",
    "ec2.DescribeSubnets",
    "sts.AssumeRole",
    "iam.GetRole",
    "filters",
    "clientToken",
];
pub(super) const FORM_WORDS: &[&str] = &[
    "Action=",
    "Version=",
    "&",
    "=",
    "%",
    "+",
    ".",
    ".member.",
    ".1",
    ".2",
    ".4294967296",
    "Filter.1.Name=",
    "Filter.1.Value.1=",
    "SubnetId.1=",
    "Tag.",
    "DryRun=true",
    "MaxResults=5",
    "NextToken=",
    "RoleArn=",
    "Policy=",
    ".entry.1.key=",
    ".entry.1.value=",
    "%C3%28",
];
pub(super) const XML_WORDS: &[&str] = &[
    "<",
    ">",
    "/>",
    "</",
    "<a>",
    "</a>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?xml version=\"1.0\"?>",
    "<!DOCTYPE a [<!ENTITY b \"c\">]>",
    "&b;",
    "&#0;",
    "&#x10ffff;",
    "&amp;",
    " xmlns=\"x\"",
    "<member>",
    "</member>",
    "family",
    "containerDefinitions",
];

static OPERATIONS: LazyLock<Vec<&'static Operation>> = LazyLock::new(|| {
    ferrogate_api::SERVICES.iter().flat_map(|service| service.operations).copied().collect()
});

/// The operation that a word such as `ecs.RunTask` names, or any other for another word.
pub(super) fn operation(word: &str) -> &'static Operation {
    let known = word.split_once('.').and_then(|(service, name)| {
        ferrogate_api::service(service).and_then(|service| service.operation(name))
    });
    let sum =
        word.bytes().fold(7_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    known.unwrap_or_else(|| OPERATIONS[sum % OPERATIONS.len()])
}

pub(super) fn aws_json(data: &[u8]) {
    check(Protocol::Json11, data);
}

pub(super) fn rest_json(data: &[u8]) {
    check(Protocol::RestJson, data);
}

pub(super) fn aws_query(data: &[u8]) {
    check(Protocol::Query, data);
}

pub(super) fn ec2_query(data: &[u8]) {
    check(Protocol::Ec2, data);
}

pub(super) fn rest_xml(data: &[u8]) {
    check(Protocol::RestXml, data);
}

pub(super) fn rpc_cbor(data: &[u8]) {
    check(Protocol::Cbor, data);
}

/// Decodes, validates, and writes the refusal in the protocol's words.
fn check(protocol: Protocol, data: &[u8]) {
    let request = Request::parse(data);
    let operation = operation(&request.word);
    let parts = RequestParts {
        method: &request.method,
        path: &request.path,
        query: &request.query,
        headers: &request.headers,
    };
    let refusal = match decode(protocol, operation, &parts, &request.body) {
        Ok(value) => validate::check(operation, &value).err(),
        Err(error) => Some(error.into_reply(protocol)),
    };
    if let Some(reply) = refusal {
        let answer = encode_error(protocol, operation.service, Some(operation), &reply, "id");
        assert!(answer.status.is_client_error(), "bad input is the client's fault: {answer:?}");
    }
}

const DEFINITION: &str = r#"{"family": "web", "cpu": "256", "memory": "512",
"networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"],
"containerDefinitions": [{"name": "app", "image": "nginx:1", "essential": true,
"portMappings": [{"containerPort": 80, "protocol": "tcp"}],
"environment": [{"name": "A", "value": "b"}], "stopTimeout": 30,
"logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "g"}},
"healthCheck": {"command": ["CMD-SHELL", "true"], "interval": 30},
"ulimits": [{"name": "nofile", "softLimit": 1024, "hardLimit": 2048}]}],
"tags": [{"key": "a", "value": "b"}]}"#;

pub(super) fn json_seeds() -> Vec<Vec<u8>> {
    let definition = format!("ecs.RegisterTaskDefinition POST /\n\n{DEFINITION}");
    texts(&[
        &definition,
        "ecs.RunTask POST /\n\n{\"taskDefinition\": \"web:1\", \"count\": 2, \"overrides\": \
         {\"containerOverrides\": [{\"name\": \"app\", \"command\": [\"a\"], \"cpu\": 1}]}}",
        "ecs.ListTasks POST /\n\n{\"maxResults\": 10, \"nextToken\": \"x\", \"unknown\": [{}, 1e5]}",
        "logs.PutLogEvents POST /\n\n{\"logGroupName\": \"g\", \"logStreamName\": \"s\", \
         \"logEvents\": [{\"timestamp\": 1700000000000, \"message\": \"m\\n\\u00e9\"}]}",
        "ecr.UploadLayerPart POST /\n\n{\"repositoryName\": \"a/b\", \"uploadId\": \"u\", \
         \"partFirstByte\": 0, \"partLastByte\": 2, \"layerPartBlob\": \"YWJj\"}",
        "ecs.ListClusters POST /\n\n",
    ])
}

pub(super) fn rest_json_seeds() -> Vec<Vec<u8>> {
    let mut seeds = json_seeds();
    seeds.extend(texts(&[
        "ecs.ListTasks GET /a%2Fb/c?maxResults=5&x=%20&tag=1&tag=2\nx-amz-meta-a: b\n\
         date: Fri, 02 Jan 2026 03:04:05 GMT\n\n{}",
    ]));
    seeds
}

pub(super) fn query_seeds() -> Vec<Vec<u8>> {
    texts(&[
        "sts.AssumeRole POST /\n\nAction=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam\
         &RoleSessionName=s&Tags.member.1.Key=a&Tags.member.1.Value=b&DurationSeconds=900",
        "iam.ListRoles GET /?Action=ListRoles&MaxItems=5&Marker=x\n\n",
        "sts.GetCallerIdentity POST /\n\nAction=GetCallerIdentity&Version=2011-06-15",
    ])
}

pub(super) fn ec2_seeds() -> Vec<Vec<u8>> {
    texts(&[
        "ec2.DescribeSubnets POST /\n\nAction=DescribeSubnets&Filter.1.Name=vpc-id\
         &Filter.1.Value.1=vpc-1&Filter.1.Value.2=*&SubnetId.1=a&SubnetId.10=b&DryRun=false",
        "ec2.DescribeSecurityGroups POST /\n\nGroupId.1=sg-1&MaxResults=5&NextToken=abc",
        "ec2.DescribeVpcs GET /?Action=DescribeVpcs&VpcId.1=vpc-1\n\n",
    ])
}

pub(super) fn xml_seeds() -> Vec<Vec<u8>> {
    texts(&[
        "ecs.RegisterTaskDefinition PUT /\n\n<?xml version=\"1.0\"?><x xmlns=\"y\"><family>a&amp;b\
         </family><containerDefinitions><member><name>n</name><essential>true</essential>\
         <cpu>10</cpu></member></containerDefinitions></x>",
        "ecs.RunTask PUT /?a=b\n\n<r><count>2</count><overrides/><taskDefinition><![CDATA[x]]>\
         </taskDefinition></r>",
        "logs.PutLogEvents PUT /\n\n<r><logEvents><member><timestamp>1700000000</timestamp>\
         <message>m</message></member></logEvents></r>",
    ])
}

pub(super) fn cbor_seeds() -> Vec<Vec<u8>> {
    let bodies: [(&str, &[u8]); 4] = [
        // {"family": "web", "containerDefinitions": [{"name": "app", "cpu": 256}]}
        (
            "ecs.RegisterTaskDefinition",
            b"\xa2\x66family\x63web\x74containerDefinitions\x81\xa2\x64name\x63app\x63cpu\x19\x01\x00",
        ),
        // The same with open ends, a text in pieces, and null.
        (
            "ecs.RegisterTaskDefinition",
            b"\xbf\x66family\x7f\x61w\x62eb\xff\x74containerDefinitions\x9f\xbf\x64name\xf6\xff\xff\xff",
        ),
        // {"logEvents": [{"timestamp": 1(1.7e9), "message": "m"}], "unknown": -1}
        (
            "logs.PutLogEvents",
            b"\xa2\x69logEvents\x81\xa2\x69timestamp\xc1\xfb\x41\xd9\x54\xfc\x40\x00\x00\x00\x67message\x61m\x67unknown\x20",
        ),
        // {"layerPartBlob": h'010203', "partFirstByte": 0, "x": 1.5 (half)}
        ("ecr.UploadLayerPart", b"\xa3\x6dlayerPartBlob\x43\x01\x02\x03\x6dpartFirstByte\x00\x61x\xf9\x3e\x00"),
    ];
    let seed = |(word, body): (&str, &[u8])| [word.as_bytes(), b" POST /\n\n", body].concat();
    bodies.map(seed).to_vec()
}
