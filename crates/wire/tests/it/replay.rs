//! Signed requests that come again, or in a query, or late.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign,
};
use aws_sigv4::sign::v4;
use bytes::Bytes;
use ferrogate_api::{Operations, ecs};
use ferrogate_base::TimestampMs;
use http::{HeaderMap, HeaderValue, Method, Request};
use http_body_util::Full;

use crate::support::{Call, ECS, NOW, Running, Setup, expect, operations};

/// A server whose CreateCluster counts, and whose DeleteCluster fails the first time.
async fn counting() -> (Running, Arc<AtomicU32>) {
    let made = Arc::new(AtomicU32::new(0));
    let mut table: Operations = operations();
    let count = made.clone();
    table.on::<ecs::op::CreateCluster, _, _>(move |_, _| {
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        async move {
            let cluster =
                ecs::Cluster { cluster_name: Some(format!("made-{number}")), ..Default::default() };
            Ok(ecs::CreateClusterResponse { cluster: Some(cluster) })
        }
    });
    let count = made.clone();
    table.on::<ecs::op::DeleteCluster, _, _>(move |_, _| {
        let number = count.fetch_add(1, Ordering::SeqCst);
        async move {
            match number {
                0 => Err(ecs::Error::cluster_not_found("Cluster not found.").into()),
                _ => Ok(Default::default()),
            }
        }
    });
    (Setup { operations: table, ..Setup::default() }.start().await, made)
}

#[tokio::test]
async fn a_write_that_comes_again_is_done_once_and_answered_as_before() {
    let (server, made) = counting().await;
    let request = || Call::json("CreateCluster", r#"{"clusterName":"a"}"#).signed();
    let first = server.send(request()).await;
    expect(&first, 200, &["made-1"]);
    let again = server.send(request()).await;
    assert_eq!(
        (again.body(), again.headers()["x-amzn-requestid"].clone()),
        (first.body(), first.headers()["x-amzn-requestid"].clone())
    );
    // At the same time as well.
    let twins = futures_util::future::join_all((0..4).map(|_| server.send(request()))).await;
    assert!(twins.iter().all(|answer| answer.body() == first.body()));
    assert_eq!(made.load(Ordering::SeqCst), 1);
    // Signed anew, or for another thing, it is another request.
    let mut later = Call::json("CreateCluster", r#"{"clusterName":"a"}"#);
    later.time = TimestampMs(NOW.0 + 1000);
    expect(&server.send(later.signed()).await, 200, &["made-2"]);
    let other = Call::json("CreateCluster", r#"{"clusterName":"b"}"#);
    expect(&server.send(other.signed()).await, 200, &["made-3"]);
}

#[tokio::test]
async fn two_calls_of_one_second_are_two_calls() {
    let (server, _) = counting().await;
    let call = |id: &str| {
        let mut request = Call::json("CreateCluster", "{}").signed();
        // Not signed, as boto3 sends it.
        request.headers_mut().insert("amz-sdk-invocation-id", id.parse().unwrap());
        request
    };
    expect(&server.send(call("one")).await, 200, &["made-1"]);
    expect(&server.send(call("two")).await, 200, &["made-2"]);
    expect(&server.send(call("one")).await, 200, &["made-1"]);
}

#[tokio::test]
async fn what_failed_may_be_tried_again_and_what_reads_is_done_again() {
    let (server, _) = counting().await;
    let delete = || Call::json("DeleteCluster", r#"{"cluster":"a"}"#).signed();
    expect(&server.send(delete()).await, 400, &["ClusterNotFoundException"]);
    expect(&server.send(delete()).await, 200, &[]);
    let read = || Call::json("ListClusters", "{}").signed();
    let (one, two) = (server.send(read()).await, server.send(read()).await);
    assert_ne!(one.headers()["x-amzn-requestid"], two.headers()["x-amzn-requestid"]);
}

#[tokio::test]
async fn signatures_that_nobody_checks_prove_no_replay() {
    let made = Arc::new(AtomicU32::new(0));
    let mut table = operations();
    let count = made.clone();
    table.on::<ecs::op::CreateCluster, _, _>(move |_, _| {
        count.fetch_add(1, Ordering::SeqCst);
        async { Ok(Default::default()) }
    });
    let server = Setup { operations: table, dev: true, ..Setup::default() }.start().await;
    for name in ["a", "b"] {
        let mut call = Call::json("CreateCluster", "{}");
        call.key = ("test", "test");
        let mut request = call.signed();
        *request.body_mut() = Full::new(Bytes::from(format!(r#"{{"clusterName":"{name}"}}"#)));
        expect(&server.send(request).await, 200, &[]);
    }
    assert_eq!(made.load(Ordering::SeqCst), 2);
}

/// A presigned request to `service`, signed `age_s` seconds ago.
fn presigned(
    service: &str,
    path: &str,
    headers: &HeaderMap,
    age_s: u64,
    expires_s: u64,
) -> Request<Full<Bytes>> {
    let identity = Credentials::new("AKIAROOT", "root secret", None, None, "test").into();
    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(Duration::from_secs(expires_s));
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region("eu-west-1")
        .name(service)
        .time(SystemTime::UNIX_EPOCH + Duration::from_millis(NOW.0) - Duration::from_secs(age_s))
        .settings(settings)
        .build()
        .unwrap()
        .into();
    let method = if headers.is_empty() { Method::GET } else { Method::POST };
    let uri = format!("http://localhost{path}");
    let pairs = headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap()));
    let body = SignableBody::Bytes(b"");
    let signable = SignableRequest::new(method.as_str(), &uri, pairs, body).unwrap();
    let (signature, _) = sign(signable, &params).unwrap().into_parts();
    let mut request = Request::new(Full::new(Bytes::new()));
    *request.uri_mut() = uri.parse().unwrap();
    *request.headers_mut() = headers.clone();
    request.headers_mut().insert("host", HeaderValue::from_static("localhost"));
    signature.apply_to_request_http1x(&mut request);
    let uri = request.uri().clone();
    *request.uri_mut() = uri.path_and_query().unwrap().as_str().parse().unwrap();
    *request.method_mut() = method;
    request
}

#[tokio::test]
async fn a_presigned_request_is_taken_for_fifteen_minutes_whatever_it_says() {
    let server = Setup::default().start().await;
    let identity = "/?Action=GetCallerIdentity&Version=2011-06-15";
    let send = async |age_s, expires_s| {
        server.send(presigned("sts", identity, &HeaderMap::new(), age_s, expires_s)).await
    };
    expect(&send(0, 60).await, 200, &["GetCallerIdentityResult"]);
    // As tokens for EKS rely on.
    expect(&send(890, 60).await, 200, &["GetCallerIdentityResult"]);
    expect(&send(901, 604_800).await, 403, &["SignatureDoesNotMatch", "Signature expired"]);
    expect(&send(0, 604_801).await, 400, &["IncompleteSignature", "X-Amz-Expires"]);
}

#[tokio::test]
async fn services_with_json_take_no_signature_from_the_query() {
    let server = Setup::default().start().await;
    let mut headers = HeaderMap::new();
    headers.insert("content-type", "application/x-amz-json-1.1".parse().unwrap());
    headers.insert("x-amz-target", format!("{ECS}.ListClusters").parse().unwrap());
    let answer = server.send(presigned("ecs", "/", &headers, 0, 60)).await;
    expect(&answer, 400, &["MissingAuthenticationTokenException", "Missing Authentication Token"]);
}
