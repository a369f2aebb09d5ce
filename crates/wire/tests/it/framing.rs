//! Where a request ends: what two readers might read in two ways is refused, on raw sockets.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Running, Setup, read_to_end, soon};

const HEALTH: &str = "GET /_ferrogate/health HTTP/1.1\r\nHost: localhost\r\n";

/// Everything that comes back, until the server closes.
async fn answer(server: &Running, request: &str) -> String {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    read_to_end(&mut stream).await
}

#[tokio::test]
async fn a_head_that_can_be_read_in_two_ways_is_refused_and_the_connection_closed() {
    let server = Setup::default().start().await;
    for lines in [
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: chunked, chunked\r\n",
        "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding:\u{b}chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Content-Length: 0\r\nContent-Length: 0\r\n",
        "Content-Length: 0, 0\r\n",
        "Content-Length: +0\r\n",
        "X-A: b\n",
        "X-A: b\rX-B: c\r\n",
        "X-A: b\r\n folded\r\n",
    ] {
        // The second request must never be seen: it stands where a body might.
        let request = format!("{HEALTH}{lines}\r\n0\r\n\r\n{HEALTH}\r\n");
        let answer = answer(&server, &request).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{lines:?}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1").count(), 1, "{lines:?}: {answer}");
        assert!(!answer.contains("\"ok\""), "{lines:?}: {answer}");
    }
    let bare = answer(&server, "GET /_ferrogate/health HTTP/1.1\nHost: localhost\n\n").await;
    assert!(bare.starts_with("HTTP/1.1 400 "), "{bare}");
}

/// Whoever sends it in pieces is told so as soon: nobody waits for the rest of a head that is
/// refused already.
#[tokio::test]
async fn a_head_in_pieces_is_refused_as_one_that_came_whole() {
    let server = Setup::default().start().await;
    for lines in ["Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "X-A: b\n"] {
        let request = format!("{HEALTH}{lines}\r\n0\r\n\r\n{HEALTH}\r\n");
        for cut in HEALTH.len()..HEALTH.len() + lines.len() + 2 {
            let mut stream = TcpStream::connect(server.address).await.unwrap();
            stream.set_nodelay(true).unwrap();
            stream.write_all(&request.as_bytes()[..cut]).await.unwrap();
            // So that the server reads what there is, if it comes to that.
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
            stream.write_all(&request.as_bytes()[cut..]).await.unwrap();
            let answer = read_to_end(&mut stream).await;
            assert!(answer.starts_with("HTTP/1.1 400 "), "{lines:?} at {cut}: {answer}");
            assert_eq!(answer.matches("HTTP/1.1").count(), 1, "{lines:?} at {cut}: {answer}");
        }
    }
}

#[tokio::test]
async fn a_chunk_that_can_be_read_in_two_ways_ends_the_connection() {
    let server = Setup::default().start().await;
    for chunks in ["5\nhello\r\n0\r\n\r\n", "0x5\r\nhello\r\n0\r\n\r\n", "5\r\nhelloX\r\n0\r\n\r\n"]
    {
        let request = format!(
            "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}\
             {HEALTH}\r\n"
        );
        let answer = answer(&server, &request).await;
        assert!(!answer.contains("\"ok\""), "{chunks:?}: {answer}");
    }
}

#[tokio::test]
async fn plain_framing_in_all_its_forms_is_served_on_one_connection() {
    let server = Setup::default().start().await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let requests = format!(
        "\r\n{HEALTH}\r\n{HEALTH}Content-Length: 3\r\n\r\na\nb{HEALTH}transfer-encoding: Chunked\r\n\r\n\
         3;x=\"y\"\r\na\nb\r\n0\r\nX-Trailer: a\r\n\r\n{HEALTH}Connection: close\r\n\r\n"
    );
    // A few bytes at a time: lines are cut everywhere.
    for piece in requests.as_bytes().chunks(7) {
        stream.write_all(piece).await.unwrap();
        stream.flush().await.unwrap();
    }
    let mut answer = String::new();
    soon(stream.read_to_string(&mut answer)).await.unwrap();
    assert_eq!(answer.matches("\"ok\"").count(), 4, "{answer}");
}
