//! Whether something answers at a published port.

use std::net::SocketAddr;
use std::time::Duration;

use ferrogate_base::Transport;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::publish::Bound;

/// A connection that stays open so long without a word is answered by somebody.
const PATIENCE: Duration = Duration::from_millis(1500);

/// The scheme of what answers: `http`, or `tcp` for what speaks otherwise. `None` while
/// nothing does: the engine accepts connections to published ports itself, and closes them
/// when the task does not take them.
///
/// Of a UDP service nobody but its own clients knows what it answers: the port counts.
pub(super) async fn answers(bound: Bound) -> Option<&'static str> {
    if bound.transport == Transport::Udp {
        return Some("udp");
    }
    let address = SocketAddr::from((bound.address, bound.host));
    let mut stream = TcpStream::connect(address).await.ok()?;
    let request = format!(
        "GET / HTTP/1.1\r\nHost: {address}\r\nUser-Agent: ferrogate-run\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut begin = [0; 5];
    match tokio::time::timeout(PATIENCE, stream.read(&mut begin)).await {
        Ok(Ok(0) | Err(_)) => None,
        Ok(Ok(n)) if begin[..n].starts_with(&b"HTTP/"[..n]) => Some("http"),
        Ok(Ok(_)) => Some("tcp"),
        // A web server may think that long about its page; then it is still one.
        Err(_) => Some("http"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    async fn of_server(words: &'static [u8]) -> Option<&'static str> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = async {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 256];
            let read = stream.read(&mut request).await.unwrap();
            assert!(request[..read].starts_with(b"GET / HTTP/1.1\r\n"));
            stream.write_all(words).await.unwrap();
        };
        let bound = Bound {
            address: [127, 0, 0, 1].into(),
            host: port,
            task: 80,
            transport: Transport::Tcp,
        };
        tokio::join!(server, answers(bound)).1
    }

    #[tokio::test]
    async fn a_web_server_another_one_and_none_are_told_apart() {
        assert_eq!(of_server(b"HTTP/1.1 500 Oh\r\n\r\n").await, Some("http"));
        assert_eq!(of_server(b"-ERR unknown command").await, Some("tcp"));
        assert_eq!(of_server(b"").await, None);
    }
}
