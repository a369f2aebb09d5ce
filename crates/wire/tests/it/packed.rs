//! Bodies that come packed: what is signed is what is sent.

use std::io::Write;

use ferrogate_wire::Limits;

use crate::support::{Call, Setup, expect};

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(plain).unwrap();
    packer.finish().unwrap()
}

fn packed(mut call: Call) -> Call {
    call.body = gzip(&call.body).into();
    call.header("content-encoding", "gzip")
}

#[tokio::test]
async fn a_packed_body_is_understood_in_every_form() {
    let server = Setup::default().start().await;
    let call = packed(Call::json("ListClusters", r#"{"maxResults": 3}"#)).signed();
    expect(&server.send(call).await, 200, &["clusterArns"]);
    let form = "Action=GetCallerIdentity&Version=2011-06-15";
    let call = packed(Call::form("sts", form)).signed();
    expect(&server.send(call).await, 200, &["GetCallerIdentityResult"]);
    // What is inside is checked as any other body.
    let call = packed(Call::json("ListClusters", r#"{"maxResults": "#)).signed();
    expect(&server.send(call).await, 400, &["SerializationException"]);
    let call = packed(Call::json("ListClusters", r#"{"maxResults": "x"}"#)).signed();
    expect(&server.send(call).await, 400, &["SerializationException"]);
}

#[tokio::test]
async fn a_body_that_only_says_so_or_broke_off_is_refused() {
    let server = Setup::default().start().await;
    let call = Call::json("ListClusters", "{}").header("content-encoding", "gzip").signed();
    expect(&server.send(call).await, 400, &["SerializationException", "gzip"]);
    let mut half = packed(Call::json("ListClusters", "{}"));
    half.body = half.body.slice(..half.body.len() - 5);
    expect(&server.send(half.signed()).await, 400, &["SerializationException", "gzip"]);
}

#[tokio::test]
async fn a_bomb_is_refused_before_it_is_unpacked_whole() {
    let limits = Limits { ecs_body_bytes_max: 64 * 1024, ..Limits::default() };
    let server = Setup { limits, ..Setup::default() }.start().await;
    let most = format!("{{{}}}", " ".repeat(64 * 1024 - 2));
    let call = packed(Call::json("ListClusters", most)).signed();
    expect(&server.send(call).await, 200, &[]);
    let bomb = packed(Call::json("ListClusters", vec![b' '; 16 * 1024 * 1024]));
    assert!(bomb.body.len() < 64 * 1024, "it is small as it comes");
    expect(&server.send(bomb.signed()).await, 413, &["RequestEntityTooLarge"]);
}

#[tokio::test]
async fn the_signature_covers_what_was_sent() {
    let server = Setup::default().start().await;
    let call = packed(Call::json("ListClusters", "{}"));
    let mut other = packed(Call::json("ListClusters", r#"{"maxResults": 1}"#)).unsigned();
    *other.headers_mut() = call.signed().headers().clone();
    expect(&server.send(other).await, 400, &["InvalidSignatureException"]);
}

#[tokio::test]
async fn what_an_unknown_key_has_packed_is_not_looked_at() {
    let server = Setup::default().start().await;
    let mut call = Call::json("ListClusters", "no gzip").header("content-encoding", "gzip");
    call.key = ("AKIANOBODY", "secret");
    expect(&server.send(call.signed()).await, 400, &["UnrecognizedClientException"]);
}

#[tokio::test]
async fn nothing_is_unpacked_before_the_signature_is_proven() {
    let server = Setup::default().start().await;
    let bomb = || packed(Call::json("ListClusters", vec![b' '; 16 * 1024 * 1024]));
    let wrong = |mut call: Call| {
        call.key.1 = "another secret";
        call.signed()
    };
    // The key is known, and the answer is not that of what is inside.
    expect(&server.send(wrong(bomb())).await, 400, &["InvalidSignatureException"]);
    let no_gzip = Call::json("ListClusters", "no gzip").header("content-encoding", "gzip");
    expect(&server.send(wrong(no_gzip)).await, 400, &["InvalidSignatureException"]);
    let form = packed(Call::form("sts", "Action=GetCallerIdentity&Version=2011-06-15"));
    expect(&server.send(wrong(form)).await, 403, &["SignatureDoesNotMatch"]);
    // Nor for somebody who has not signed, even where nobody has to.
    let form = "Action=Knock&Version=2001-01-01";
    let unsigned = packed(Call::form("open", form)).unsigned();
    expect(&server.send(unsigned).await, 403, &["MissingAuthenticationToken"]);
    expect(&server.send(bomb().unsigned()).await, 400, &["MissingAuthenticationToken"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn large_bodies_are_served_by_the_threads_of_a_real_server() {
    let server = Setup::default().start().await;
    let large = format!(r#"{{"nextToken":"{}"}}"#, "x".repeat(900 * 1024));
    expect(
        &server.send(packed(Call::json("ListClusters", large.clone())).signed()).await,
        200,
        &[],
    );
    expect(&server.send(Call::json("ListClusters", large).signed()).await, 200, &[]);
}
