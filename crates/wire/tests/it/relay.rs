//! Connections that are handed over by the host that their first request names.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;

use ferrogate_wire::Relay;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};

use crate::support::{Running, Setup, read_to_end, soon, start};

/// Takes what is below `.elb.localhost`, answers with what it was told, and then with all that
/// comes, until its end. Nobody serves `none`.
struct Echo;

impl Relay for Echo {
    fn takes(&self, host: &str) -> bool {
        host.ends_with(".elb.localhost")
    }

    fn connect(
        &self,
        host: String,
        client: SocketAddr,
    ) -> Pin<Box<dyn Future<Output = io::Result<UnixStream>> + Send>> {
        Box::pin(async move {
            if host.starts_with("none.") {
                return Err(io::ErrorKind::NotFound.into());
            }
            let (ours, mut theirs) = UnixStream::pair()?;
            tokio::spawn(async move {
                let told = format!("{host} for {}\n", client.ip());
                theirs.write_all(told.as_bytes()).await?;
                let (mut read, mut write) = theirs.split();
                tokio::io::copy(&mut read, &mut write).await
            });
            Ok(ours)
        })
    }
}

async fn server() -> Running {
    start(Setup::default().server().relay(Echo)).await
}

#[tokio::test]
async fn a_connection_for_another_host_is_carried_on_as_it_is() {
    let server = server().await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let head = "GET / HTTP/1.1\r\nX-First: 1\r\nHost: Web-1.us-east-1.ELB.localhost:4566\r\n";
    // Byte by byte: nothing of it is lost, nor taken for whole too early.
    for byte in head.as_bytes() {
        stream.write_all(&[*byte]).await.unwrap();
    }
    let told = "web-1.us-east-1.elb.localhost for 127.0.0.1\n";
    let mut answer = vec![0; told.len() + head.len()];
    soon(stream.read_exact(&mut answer)).await.unwrap();
    assert_eq!(String::from_utf8(answer).unwrap(), format!("{told}{head}"));
    // What follows is nobody's business.
    stream.write_all(b"\0\xff no HTTP Host: localhost\r\n").await.unwrap();
    stream.shutdown().await.unwrap();
    let mut rest = Vec::new();
    soon(stream.read_to_end(&mut rest)).await.unwrap();
    assert_eq!(rest, b"\0\xff no HTTP Host: localhost\r\n");
}

#[tokio::test]
async fn a_host_that_nobody_serves_is_said_to_be_unavailable() {
    let server = server().await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let request = "GET / HTTP/1.1\r\nHost: none.elb.localhost\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    let answer = read_to_end(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 503 Service Temporarily Unavailable\r\n"), "{answer}");
}

#[tokio::test]
async fn all_else_is_the_api_s() {
    let server = server().await;
    let health = "GET /_ferrogate/health HTTP/1.1\r\nHost: localhost\r\n";
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    // Only the first request of a connection says whose it is.
    let both = format!("{health}\r\nGET / HTTP/1.1\r\nHost: web.elb.localhost\r\n\r\n");
    stream.write_all(both.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let answer = read_to_end(&mut stream).await;
    assert!(answer.contains("\"ok\"") && !answer.contains("for 127.0.0.1"), "{answer}");
    for odd in
        ["GET / HTTP/1.1\r\n\r\n", "nonsense\r\n\r\n", &format!("GET /{} ", "x".repeat(20_000))]
    {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(odd.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        let answer = read_to_end(&mut stream).await;
        assert!(!answer.contains("for 127.0.0.1"), "{answer}");
    }
}
