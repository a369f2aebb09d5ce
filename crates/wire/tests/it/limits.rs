//! Clients that send too much, too slowly, or no HTTP at all.

use std::time::Duration;

use ferrogate_wire::Limits;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::support::{Call, ECS, Running, Setup, exchange, expect, read_to_end};

async fn limited(change: impl FnOnce(&mut Limits)) -> Running {
    let mut limits = Limits::default();
    change(&mut limits);
    Setup { limits, ..Setup::default() }.start().await
}

async fn still_serves(server: &Running) {
    let answer = server.send(Call::json("ListClusters", "{}").signed()).await;
    expect(&answer, 200, &[]);
}

#[tokio::test]
async fn a_head_that_never_ends_is_cut_off() {
    let server = limited(|limits| limits.head_time = Duration::from_millis(30)).await;
    let answer = server.raw("POST / HTTP/1.1\r\nHost: local").await;
    assert_eq!(answer, "", "closed without an answer");
}

#[tokio::test]
async fn an_idle_connection_is_closed() {
    let server = limited(|limits| limits.idle_time = Duration::from_millis(30)).await;
    assert_eq!(server.raw("").await, "");
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(b"GET /_ferrogate/health HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    let answer = read_to_end(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}

#[tokio::test]
async fn a_request_outlasts_the_patience_for_heads_and_idlers() {
    let (begun, go) = (
        std::sync::Arc::new(tokio::sync::Notify::new()),
        std::sync::Arc::new(tokio::sync::Notify::new()),
    );
    let mut operations = ferrogate_api::Operations::new();
    let (tell, wait) = (begun.clone(), go.clone());
    operations.on::<ferrogate_api::ecs::op::ListClusters, _, _>(move |_, _| {
        let (tell, wait) = (tell.clone(), wait.clone());
        async move {
            tell.notify_one();
            wait.notified().await;
            Ok(Default::default())
        }
    });
    let limits = Limits {
        head_time: Duration::from_millis(10),
        idle_time: Duration::from_millis(10),
        ..Limits::default()
    };
    let server = Setup { operations, limits, ..Setup::default() }.start().await;
    let mut sender = server.connect().await;
    let call = tokio::spawn(async move {
        exchange(&mut sender, Call::json("ListClusters", "{}").signed()).await
    });
    begun.notified().await;
    // Another connection idles to its end meanwhile, so the clocks have run out here too.
    assert_eq!(server.raw("").await, "");
    go.notify_one();
    expect(&call.await.unwrap(), 200, &[]);
}

#[tokio::test]
async fn so_many_headers_are_taken_and_one_more_is_not() {
    for max in [Limits::default().headers_max, 7] {
        let server = limited(|limits| limits.headers_max = max).await;
        let ask = |headers: usize| {
            let more: String = (2..headers).map(|i| format!("X-{i}: y\r\n")).collect();
            let start = "GET /_ferrogate/health HTTP/1.1\r\nHost: localhost\r\n";
            format!("{start}Connection: close\r\n{more}\r\n")
        };
        for (headers, status) in [(max, 200), (max + 1, 431)] {
            let answer = server.raw(&ask(headers)).await;
            assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{headers}: {answer}");
        }
    }
}

#[tokio::test]
async fn heads_larger_than_they_may_be_are_refused() {
    let server = limited(|_| {}).await;
    let long = "x".repeat(8 * 1024);
    let many: String = (0..200).map(|i| format!("X-{i}: y\r\n")).collect();
    let start = "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    for (head, status) in [
        (format!("{start}X-Long: {long}\r\n\r\n"), 431),
        (format!("{start}{many}\r\n"), 431),
        (format!("{start}X: {}\r\n\r\n", "y".repeat(100 * 1024)), 431),
        (format!("GET /{long} HTTP/1.1\r\nHost: localhost\r\n\r\n"), 414),
    ] {
        let answer = server.raw(&head).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{}", &head[..60]);
    }
    still_serves(&server).await;
}

#[tokio::test]
async fn a_body_larger_than_it_may_be_is_refused_unread() {
    let server = limited(|_| {}).await;
    let mut call = Call::json("ListClusters", "{}").signed();
    call.headers_mut().insert("content-length", "1048577".parse().unwrap());
    let mut head = "POST / HTTP/1.1\r\n".to_owned();
    for (name, value) in call.headers() {
        head.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
    }
    let answer = server.raw(format!("{head}\r\n")).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(answer.contains("RequestEntityTooLargeException"), "{answer}");
}

#[tokio::test]
async fn a_body_of_unknown_size_is_refused_once_it_is_too_large() {
    let server = limited(|limits| limits.ecs_body_bytes_max = 1000).await;
    let head = format!(
        "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: {ECS}.ListClusters\r\n\
         Authorization: {}\r\nX-Amz-Date: 20260102T030405Z\r\nTransfer-Encoding: chunked\r\n\r\n",
        "AWS4-HMAC-SHA256 Credential=AKIAROOT/20260102/eu-west-1/ecs/aws4_request, \
         SignedHeaders=host;x-amz-date;x-amz-target, Signature="
            .to_owned()
            + &"0".repeat(64)
    );
    let chunk = format!("200\r\n{}\r\n", "x".repeat(512));
    let answer = server.raw(format!("{head}{chunk}{chunk}")).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
}

#[tokio::test]
async fn a_stranger_with_a_large_body_is_answered_before_it_is_read() {
    let server = limited(|_| {}).await;
    let head = format!(
        "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: {ECS}.ListClusters\r\n\
         Authorization: AWS4-HMAC-SHA256 Credential=AKIANOBODY/20260102/eu-west-1/ecs/\
         aws4_request, SignedHeaders=host, Signature={}\r\nX-Amz-Date: 20260102T030405Z\r\n\
         Content-Length: 100000\r\n\r\n",
        "0".repeat(64)
    );
    let answer = server.raw(head).await;
    assert!(answer.contains("UnrecognizedClientException"), "{answer}");
}

#[tokio::test]
async fn a_body_that_comes_too_slowly_is_given_up() {
    let server = limited(|limits| limits.body_time = Duration::from_millis(30)).await;
    let answer = server
        .raw(format!(
            "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: {ECS}.ListClusters\r\n\
             Content-Length: 10\r\n\r\n{{"
        ))
        .await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("RequestTimeoutException"), "{answer}");
}

#[tokio::test]
async fn large_bodies_beyond_the_budget_are_told_to_come_again() {
    let server = limited(|limits| limits.bodies_bytes_max = 64 * 1024).await;
    let body = format!(r#"{{"nextToken":"{}"}}"#, "x".repeat(100 * 1024));
    let answer = server.send(Call::json("ListClusters", body).signed()).await;
    expect(&answer, 503, &["ThrottlingException"]);
    still_serves(&server).await;
}

#[tokio::test]
async fn a_body_in_many_pieces_is_read_whole() {
    let server = limited(|_| {}).await;
    let body = format!(r#"{{"nextToken":"{}"}}"#, "x".repeat(900 * 1024));
    let answer = server.send(Call::json("ListClusters", body).signed()).await;
    expect(&answer, 200, &[]);
}

#[tokio::test]
async fn garbage_is_answered_or_dropped_and_hurts_nobody() {
    let server = limited(|_| {}).await;
    for garbage in [
        &b"\0\0\0\0\r\n\r\n"[..],
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nbad header\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(garbage).await.unwrap();
        stream.shutdown().await.unwrap();
        let answer = read_to_end(&mut stream).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    still_serves(&server).await;
}

#[tokio::test]
async fn clients_beyond_the_limit_wait_for_a_place_and_get_it() {
    let server = limited(|limits| limits.connections_max = 1).await;
    let health = "GET /_ferrogate/health HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let mut first = TcpStream::connect(server.address).await.unwrap();
    first.write_all(health.as_bytes()).await.unwrap();
    first.readable().await.unwrap();
    let mut second = TcpStream::connect(server.address).await.unwrap();
    let last = health.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    second.write_all(last.as_bytes()).await.unwrap();
    // The first is served again and again while the second has no place.
    for _ in 0..50 {
        first.write_all(health.as_bytes()).await.unwrap();
        first.readable().await.unwrap();
        assert!(
            second.try_read(&mut [0; 1]).is_err_and(|e| e.kind() == std::io::ErrorKind::WouldBlock)
        );
        while first.try_read(&mut [0; 4096]).is_ok_and(|n| n > 0) {}
    }
    drop(first);
    let answer = read_to_end(&mut second).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}
