//! What pages of other sites make a browser send: refused before the body is read.

use crate::support::{Call, Setup, expect};

/// A head that promises a body which never comes.
fn head(lines: &str) -> String {
    format!(
        "POST / HTTP/1.1\r\n{lines}\r\nContent-Length: 100000\r\n\
         X-Amz-Target: AmazonEC2ContainerServiceV20141113.DeleteCluster\r\n\r\n"
    )
}

#[tokio::test]
async fn a_foreign_host_is_refused_before_the_body_is_read() {
    let server = Setup::default().start().await;
    for host in ["evil.example:4566", "0.0.0.0:4566", "localhost.evil.example"] {
        let answer = server.raw(head(&format!("Host: {host}"))).await;
        assert!(answer.starts_with("HTTP/1.1 403 "), "{host}: {answer}");
        assert!(answer.contains("\"AccessDenied\""), "{answer}");
    }
}

#[tokio::test]
async fn a_page_of_another_site_is_refused_before_the_body_is_read() {
    let server = Setup::default().start().await;
    for line in [
        "Origin: http://evil.example",
        "Origin: null",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
    ] {
        let answer = server.raw(head(&format!("Host: localhost\r\n{line}"))).await;
        assert!(answer.starts_with("HTTP/1.1 403 "), "{line}: {answer}");
        assert!(!answer.to_ascii_lowercase().contains("access-control-allow"), "{answer}");
    }
}

#[tokio::test]
async fn requests_without_one_plain_host_are_refused() {
    let server = Setup::default().start().await;
    for (lines, target) in [
        ("X: y", "/"),
        ("Host: localhost\r\nHost: localhost", "/"),
        ("Host: user@localhost", "/"),
        ("Host: localhost", "http://evil.example/"),
    ] {
        let head = head(lines).replace("POST / ", &format!("POST {target} "));
        let answer = server.raw(head).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{lines}: {answer}");
    }
}

#[tokio::test]
async fn the_names_of_this_machine_are_let_in() {
    let server = Setup::default().start().await;
    for host in ["127.0.0.1:4566", "localhost", "data-x.localhost:1", "fargate.example.com"] {
        let call = Call::json("ListClusters", "{}").header("host", host).signed();
        expect(&server.send(call).await, 200, &[]);
    }
}
