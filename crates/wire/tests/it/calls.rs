//! Calls that arrive: in every protocol, and whatever the handler does.

use std::sync::Arc;

use ferrogate_api::{Operations, ecs};
use ferrogate_wire::Limits;
use std::time::Duration;
use tokio::sync::Notify;

use crate::support::{Call, Setup, exchange, expect, header, soon};

#[tokio::test]
async fn a_signed_call_is_answered_in_its_protocol() {
    let server = Setup::default().start().await;
    let answer = server.send(Call::json("ListClusters", "{}").signed()).await;
    let arn = "arn:aws:ecs:eu-west-1:123456789012:cluster/arn:aws:iam::123456789012:root";
    expect(&answer, 200, &[arn]);
    assert_eq!(header(&answer, "content-type"), "application/x-amz-json-1.1");
    let identity = Call::form("sts", "Action=GetCallerIdentity&Version=2011-06-15");
    let answer = server.send(identity.signed()).await;
    expect(&answer, 200, &["<GetCallerIdentityResult>", "<Account>123456789012</Account>"]);
    let regions = Call::form("ec2", "Action=DescribeRegions&Version=2016-11-15");
    let answer = server.send(regions.signed()).await;
    expect(&answer, 200, &["<DescribeRegionsResponse"]);
}

#[tokio::test]
async fn an_operation_may_be_called_without_a_signature_if_the_model_says_so() {
    let server = Setup::default().start().await;
    let knock = Call::form("open", "Action=Knock&Version=2001-01-01");
    expect(&server.send(knock.unsigned()).await, 200, &["<KnockResponse"]);
}

#[tokio::test]
async fn an_error_of_the_service_is_answered_as_it_is() {
    let server = Setup::default().start().await;
    let answer = server.send(Call::json("DescribeClusters", "{}").signed()).await;
    expect(&answer, 400, &["\"ClusterNotFoundException\"", "\"Cluster not found.\""]);
}

#[tokio::test]
async fn a_fault_shows_nothing_but_the_internal_error() {
    let server = Setup::default().start().await;
    let answer = server.send(Call::json("DeleteCluster", r#"{"cluster":"a"}"#).signed()).await;
    expect(&answer, 500, &["ServerException"]);
    assert!(!answer.body().contains("fire"), "{answer:?}");
}

#[tokio::test]
async fn a_panic_is_answered_and_its_connection_goes_on() {
    let server = Setup::default().start().await;
    let mut sender = server.connect().await;
    let answer = exchange(&mut sender, Call::json("CreateCluster", "{}").signed()).await;
    expect(&answer, 500, &["ServerException"]);
    assert!(!answer.body().contains("mistake"), "{answer:?}");
    let answer = exchange(&mut sender, Call::json("ListClusters", "{}").signed()).await;
    expect(&answer, 200, &["cluster/"]);
}

#[tokio::test]
async fn a_request_that_breaks_the_model_never_reaches_its_handler() {
    let server = Setup::default().start().await;
    // The handler would panic: the answer shows that it was not called.
    let answer = server.send(Call::json("CreateCluster", r#"{"clusterName":7}"#).signed()).await;
    expect(&answer, 400, &["SerializationException"]);
    let answer = server.send(Call::json("CreateCluster", "{").signed()).await;
    expect(&answer, 400, &["SerializationException"]);
}

/// `ListClusters` that tells when it began and goes on when it is told to.
fn held() -> (Operations, Arc<Notify>, Arc<Notify>) {
    let (begun, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let mut table = Operations::new();
    let (tell, wait) = (begun.clone(), go.clone());
    table.on::<ecs::op::ListClusters, _, _>(move |_, _| {
        let (tell, wait) = (tell.clone(), wait.clone());
        async move {
            tell.notify_one();
            wait.notified().await;
            Ok(Default::default())
        }
    });
    (table, begun, go)
}

#[tokio::test]
async fn a_shutdown_lets_requests_in_flight_end() {
    let (operations, begun, go) = held();
    let server = Setup { operations, ..Setup::default() }.start().await;
    let mut sender = server.connect().await;
    let call = tokio::spawn(async move {
        exchange(&mut sender, Call::json("ListClusters", "{}").signed()).await
    });
    soon(begun.notified()).await;
    server.shutdown.request();
    go.notify_one();
    expect(&soon(call).await.unwrap(), 200, &[]);
    soon(server.shutdown.finish()).await;
    assert!(tokio::net::TcpStream::connect(server.address).await.is_err());
}

#[tokio::test]
async fn a_shutdown_doesnt_wait_for_ever() {
    let (operations, begun, _go) = held();
    let limits = Limits { drain_time: Duration::from_millis(20), ..Limits::default() };
    let server = Setup { operations, limits, ..Setup::default() }.start().await;
    let mut sender = server.connect().await;
    let call = tokio::spawn(async move {
        sender.send_request(Call::json("ListClusters", "{}").signed()).await.map(drop)
    });
    soon(begun.notified()).await;
    soon(server.shutdown.finish()).await;
    assert!(soon(call).await.unwrap().is_err(), "the connection was cut");
}
