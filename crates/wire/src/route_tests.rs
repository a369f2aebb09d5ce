//! A table of requests, and whose they are.

use ferrogate_api::operation::HttpBinding;
use ferrogate_api::{Operation, Protocol, Service};
use http::Request;

use super::*;

const fn service(
    id: &'static str,
    signing_name: &'static str,
    protocols: &'static [Protocol],
    target_prefix: &'static str,
    api_version: &'static str,
) -> Service {
    Service {
        id,
        sdk_name: id,
        signing_name,
        protocols,
        target_prefix,
        api_version,
        xmlns: "",
        query_compatible: false,
        operation_names: &[],
        unsigned_names: &[],
        operations: &[],
        errors: &[],
    }
}

const fn operation(
    service: &'static Service,
    name: &'static str,
    method: &'static str,
    uri: &'static str,
) -> Operation {
    Operation {
        service,
        name,
        input: &ferrogate_api::operation::EMPTY,
        output: &ferrogate_api::operation::EMPTY,
        errors: &[],
        http: HttpBinding { method, uri, code: 200 },
        host_prefix: None,
        result_wrapper: None,
        input_element: None,
        input_xmlns: None,
        readonly: false,
        access: ferrogate_api::access::Access::open(),
    }
}

/// Services of every protocol, with the names of real ones.
static SERVICES: &[&Service] =
    &[&CLOUDWATCH, &EC2, &ECS, &EKS, &ELB, &ROUTE53, &SCHEDULER, &S3, &TRAIL];

static CLOUDWATCH: Service = Service {
    operation_names: &["ListMetrics"],
    operations: &[&LIST_METRICS],
    ..service(
        "cloudwatch",
        "monitoring",
        &[Protocol::Json10, Protocol::Cbor, Protocol::Query],
        "GraniteServiceVersion20100801",
        "2010-08-01",
    )
};
static EC2: Service = Service {
    operation_names: &["DescribeTags"],
    operations: &[&EC2_TAGS],
    ..service("ec2", "ec2", &[Protocol::Ec2], "", "2016-11-15")
};
static ECS: Service = Service {
    operation_names: &["ListClusters", "RunTask"],
    operations: &[&LIST_CLUSTERS],
    ..service("ecs", "ecs", &[Protocol::Json11], "AmazonEC2ContainerServiceV20141113", "2014-11-13")
};
static EKS: Service = Service {
    operations: &[&EKS_CLUSTER, &EKS_TAGS],
    ..service("eks", "eks", &[Protocol::RestJson], "", "2017-11-01")
};
static ELB: Service = Service {
    operation_names: &["DescribeTags"],
    operations: &[&ELB_TAGS],
    ..service("elbv2", "elasticloadbalancing", &[Protocol::Query], "", "2015-12-01")
};
static ROUTE53: Service = Service {
    operations: &[&GET_ZONE],
    ..service("route53", "route53", &[Protocol::RestXml], "", "2013-04-01")
};
static SCHEDULER: Service = Service {
    operations: &[&SCHEDULER_TAGS],
    ..service("scheduler", "scheduler", &[Protocol::RestJson], "", "2021-06-30")
};
static S3: Service = Service {
    operations: &[&GET_ACL, &GET_OBJECT],
    ..service("s3", "s3", &[Protocol::RestXml], "", "2006-03-01")
};
static TRAIL: Service = Service {
    operation_names: &["ListTrails"],
    operations: &[&LIST_TRAILS],
    ..service(
        "cloudtrail",
        "cloudtrail",
        &[Protocol::Json11],
        "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101",
        "2013-11-01",
    )
};
static LIST_METRICS: Operation = operation(&CLOUDWATCH, "ListMetrics", "POST", "/");
static EC2_TAGS: Operation = operation(&EC2, "DescribeTags", "POST", "/");
static LIST_CLUSTERS: Operation = operation(&ECS, "ListClusters", "POST", "/");
static EKS_CLUSTER: Operation = operation(&EKS, "DescribeCluster", "GET", "/clusters/{name}");
static EKS_TAGS: Operation = operation(&EKS, "ListTagsForResource", "GET", "/tags/{resourceArn}");
static ELB_TAGS: Operation = operation(&ELB, "DescribeTags", "POST", "/");
static SCHEDULER_TAGS: Operation =
    operation(&SCHEDULER, "ListTagsForResource", "GET", "/tags/{ResourceArn}");
static GET_ACL: Operation = operation(&S3, "GetObjectAcl", "GET", "/{Bucket}/{Key+}?acl");
static GET_OBJECT: Operation = operation(&S3, "GetObject", "GET", "/{Bucket}/{Key+}");
static GET_ZONE: Operation =
    operation(&ROUTE53, "GetHostedZone", "GET", "/2013-04-01/hostedzone/{Id}");
static LIST_TRAILS: Operation = operation(&TRAIL, "ListTrails", "POST", "/");

/// `service.operation protocol`, or what became of the request instead.
fn route(request: http::request::Builder, form: &str, scope: Option<&str>) -> String {
    let (parts, ()) = request.body(()).unwrap().into_parts();
    let router = Router::new(SERVICES);
    let mut routed = router.by_head(&parts, scope);
    if matches!(routed.target, Target::Form) {
        routed = router.by_form(form, scope);
    }
    let service = routed.service.map_or("-", |service| service.id);
    let target = match routed.target {
        Target::Operation(operation) => operation.name.to_owned(),
        Target::NotServed(name) => format!("not served {name}"),
        Target::Unknown { name, .. } => format!("unknown {name}"),
        Target::Form => "form".to_owned(),
        Target::Nowhere { .. } => "nowhere".to_owned(),
    };
    format!("{service}.{target} {:?}", routed.protocol)
}

fn json(target: &str, version: &str) -> http::request::Builder {
    let content_type = format!("application/x-amz-json-{version}");
    Request::post("/").header("x-amz-target", target).header("content-type", content_type)
}

fn form() -> http::request::Builder {
    let content_type = "application/x-www-form-urlencoded; charset=utf-8";
    Request::post("/").header("content-type", content_type)
}

fn cbor(path: &str) -> http::request::Builder {
    Request::post(path).header("smithy-protocol", "rpc-v2-cbor")
}

#[test]
fn json_requests_are_routed_by_their_target_alone() {
    let ecs = "AmazonEC2ContainerServiceV20141113";
    let granite = "GraniteServiceVersion20100801.ListMetrics";
    let trail = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.ListTrails";
    for (request, expected) in [
        (json(&format!("{ecs}.ListClusters"), "1.1"), "ecs.ListClusters Json11"),
        (json(&format!("{ecs}.ListClusters"), "1.0"), "ecs.ListClusters Json11"),
        (json(&format!("{ecs}.RunTask"), "1.1"), "ecs.not served RunTask Json11"),
        (json(&format!("{ecs}.Run"), "1.1"), "ecs.unknown Run Json11"),
        (json("Nobody.Run", "1.1"), "-.unknown Nobody.Run Json11"),
        (json("ListClusters", "1.1"), "-.unknown .ListClusters Json11"),
        (json("", "1.0"), "-.unknown . Json10"),
        (json(granite, "1.0"), "cloudwatch.ListMetrics Json10"),
        (json(trail, "1.1"), "cloudtrail.ListTrails Json11"),
    ] {
        assert_eq!(route(request, "", Some("s3")), expected);
    }
}

#[test]
fn cbor_requests_are_routed_by_their_path() {
    let path = "/service/GraniteServiceVersion20100801/operation/ListMetrics";
    for (path, expected) in [
        (path.to_owned(), "cloudwatch.ListMetrics Cbor"),
        (format!("/any/prefix{path}"), "cloudwatch.ListMetrics Cbor"),
        (path.replace("ListMetrics", "Nothing"), "cloudwatch.unknown Nothing Cbor"),
        (
            path.replace("Granite", "Basalt"),
            "-.unknown BasaltServiceVersion20100801.ListMetrics Cbor",
        ),
        ("/".to_owned(), "-.unknown . Cbor"),
    ] {
        assert_eq!(route(cbor(&path), "", None), expected, "{path}");
    }
    let ecs = "/service/AmazonEC2ContainerServiceV20141113/operation/ListClusters";
    let expected = "-.unknown AmazonEC2ContainerServiceV20141113.ListClusters Cbor";
    assert_eq!(route(cbor(ecs), "", None), expected, "not spoken there");
}

#[test]
fn query_requests_are_routed_by_version_and_then_by_scope() {
    for (text, scope, expected) in [
        ("Action=DescribeTags&Version=2016-11-15", None, "ec2.DescribeTags Ec2"),
        ("Action=DescribeTags&Version=2015-12-01", None, "elbv2.DescribeTags Query"),
        ("Version=2015-12-01&A.1=x&Action=DescribeTags", None, "elbv2.DescribeTags Query"),
        ("Action=DescribeTags", Some("ec2"), "ec2.DescribeTags Ec2"),
        (
            "Action=DescribeTags&Version=2012-06-01",
            Some("elasticloadbalancing"),
            "-.unknown DescribeTags Query",
        ),
        ("Action=Fly&Version=2016-11-15", None, "ec2.unknown Fly Ec2"),
        ("Action=Fly&Version=1", Some("ec2"), "-.unknown Fly Ec2"),
        ("", None, "-.unknown  Query"),
    ] {
        assert_eq!(route(form(), text, scope), expected, "{text}");
    }
    let get = Request::get("/?Action=DescribeTags&Version=2016-11-15");
    assert_eq!(route(get, "", None), "ec2.DescribeTags Ec2");
}

#[test]
fn rest_requests_are_routed_by_path_where_the_scope_allows_it() {
    let arn = |service: &str| format!("/tags/arn%3Aaws%3A{service}%3Aeu-west-1%3A1%3Ax%2Fy");
    for (path, scope, expected) in [
        ("/clusters/a".to_owned(), Some("eks"), "eks.DescribeCluster RestJson"),
        ("/clusters/a".to_owned(), None, "eks.DescribeCluster RestJson"),
        ("/clusters/a".to_owned(), Some("ecs"), "-.nowhere RestJson"),
        ("/cluster".to_owned(), Some("eks"), "eks.unknown GET /cluster RestJson"),
        (arn("eks"), Some("scheduler"), "scheduler.ListTagsForResource RestJson"),
        (arn("eks"), None, "eks.ListTagsForResource RestJson"),
        (arn("scheduler"), None, "scheduler.ListTagsForResource RestJson"),
        ("/bucket/key".to_owned(), None, "-.nowhere RestJson"),
        ("/bucket/a/key".to_owned(), Some("s3"), "s3.GetObject RestXml"),
        ("/bucket/key?acl".to_owned(), Some("s3"), "s3.GetObjectAcl RestXml"),
        ("/clusters/a".to_owned(), Some("s3"), "s3.GetObject RestXml"),
        ("/2013-04-01/hostedzone/Z1".to_owned(), Some("route53"), "route53.GetHostedZone RestXml"),
        ("/2013-04-01/hostedzone/Z1".to_owned(), None, "route53.GetHostedZone RestXml"),
        ("/2013-04-01/hostedzone/Z1".to_owned(), Some("s3"), "s3.GetObject RestXml"),
        ("/2013-04-01/x".to_owned(), Some("route53"), "route53.unknown GET /2013-04-01/x RestXml"),
        ("/".to_owned(), None, "-.nowhere RestJson"),
    ] {
        assert_eq!(route(Request::get(&path), "", scope), expected, "{path} {scope:?}");
    }
    let marked = Request::get("/bucket/key").header("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
    assert_eq!(route(marked, "", None), "s3.GetObject RestXml");
}
