//! One connection to a collector, over which requests go one after another.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use http::header::RETRY_AFTER;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::client::conn::http1::{Builder, SendRequest};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::task::JoinHandle;

/// Bytes of an answer's head, and of its body: those of collectors are small.
const ANSWER_BYTES_MAX: usize = 64 << 10;

/// What a collector answered.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    /// Its own code, which says more.
    pub(super) code: Option<u64>,
    /// How long it asks to be left alone.
    pub(super) retry_after: Option<Duration>,
}

impl Answer {
    /// As it is told to people.
    pub(super) fn told(&self) -> String {
        let code = self.code.map(|code| format!(" - code {code}")).unwrap_or_default();
        format!("{}{code}", self.status)
    }
}

/// The body of an answer.
#[derive(Deserialize)]
struct Said {
    code: u64,
}

/// A connection; dropping it closes it.
pub(super) struct Connection {
    sender: SendRequest<Full<Bytes>>,
    driver: JoinHandle<()>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

impl Connection {
    pub(super) async fn new(
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    ) -> io::Result<Self> {
        let made = Builder::new().max_buf_size(ANSWER_BYTES_MAX).handshake(TokioIo::new(stream));
        let (sender, connection) = made.await.map_err(io::Error::other)?;
        // Whoever has the sender hears of its end.
        let driver = tokio::spawn(async move { drop(connection.await) });
        Ok(Self { sender, driver })
    }

    /// Whether another request may go over it.
    pub(super) fn is_open(&self) -> bool {
        !self.sender.is_closed()
    }

    /// Sends a request, and reads its answer whole, so that the next one can follow.
    pub(super) async fn ask(&mut self, request: Request<Bytes>) -> io::Result<Answer> {
        self.sender.ready().await.map_err(io::Error::other)?;
        let answer = self.sender.send_request(request.map(Full::new)).await;
        let (head, body) = answer.map_err(io::Error::other)?.into_parts();
        let body = Limited::new(body, ANSWER_BYTES_MAX).collect().await;
        let body = body.map_err(io::Error::other)?.to_bytes();
        let said = serde_json::from_slice::<Said>(&body).ok();
        let code = said.map(|said| said.code);
        Ok(Answer { status: head.status, code, retry_after: retry_after(&head.headers) })
    }
}

/// In seconds; a date is none that is obeyed.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?;
    text.trim().parse().ok().map(Duration::from_secs)
}
