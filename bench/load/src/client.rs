//! Signed requests on one connection, one at a time. Blocking, and no more of HTTP than the
//! servers here speak, so that the client takes little of the machine it shares with them.

use std::env;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use ferrogate_auth::Secret;
use ferrogate_auth::Signer;
use ferrogate_auth::sigv4::Credentials;
use ferrogate_base::{Clock, SystemClock};
use http::{HeaderMap, Method, Uri};
use serde_json::Value;

/// What names ECS in `x-amz-target`.
const ECS: &str = "AmazonEC2ContainerServiceV20141113";
/// A server that is silent for so long has lost the request.
const SILENCE_MAX: Duration = Duration::from_secs(120);
/// More than any answer here has.
const ANSWER_MAX: usize = 64 << 20;

/// How many requests this process has signed.
static CALLS: AtomicU64 = AtomicU64::new(0);

/// A connection to the server that the environment names.
pub(crate) struct Client {
    address: String,
    region: String,
    credentials: Credentials,
    stream: Option<TcpStream>,
    answer: Vec<u8>,
}

impl Client {
    /// A client of the server that the environment names; connects at the first request.
    pub(crate) fn from_env() -> anyhow::Result<Self> {
        let var = |name: &str| env::var(name).with_context(|| format!("{name} is not set"));
        let endpoint = var("AWS_ENDPOINT_URL")?;
        let address = endpoint.strip_prefix("http://").context("the endpoint is not http://")?;
        Ok(Self {
            address: address.trim_end_matches('/').to_owned(),
            region: var("AWS_REGION")?,
            credentials: Credentials {
                access_key_id: var("AWS_ACCESS_KEY_ID")?,
                secret: Secret::new(var("AWS_SECRET_ACCESS_KEY")?),
                token: None,
            },
            stream: None,
            answer: Vec::new(),
        })
    }

    /// The bytes of a signed request for an operation of ECS. They are good for minutes, and may
    /// be sent more than once if it only reads: a change is made once.
    pub(crate) fn request(&self, operation: &str, body: &str) -> anyhow::Result<Vec<u8>> {
        let mut headers = HeaderMap::new();
        headers.insert("x-amz-target", format!("{ECS}.{operation}").parse()?);
        headers.insert("content-type", "application/x-amz-json-1.1".parse()?);
        // Tells two calls of one second apart that ask the same.
        let call = CALLS.fetch_add(1, Ordering::Relaxed);
        let invocation = format!("{}-{call}", std::process::id());
        headers.insert("amz-sdk-invocation-id", invocation.parse()?);
        let signer = Signer {
            credentials: &self.credentials,
            region: &self.region,
            service: "ecs",
            time: SystemClock.now(),
        };
        let uri: Uri = format!("http://{}/", self.address).parse()?;
        signer.sign_request(&Method::POST, &uri, &mut headers, body.as_bytes())?;
        let length = body.len();
        let mut bytes = format!("POST / HTTP/1.1\r\ncontent-length: {length}\r\n").into_bytes();
        for (name, value) in &headers {
            bytes.extend_from_slice(name.as_str().as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(value.as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(body.as_bytes());
        Ok(bytes)
    }

    /// Signs, sends, and reads the answer.
    pub(crate) fn call(&mut self, operation: &str, body: &Value) -> anyhow::Result<Value> {
        let request = self.request(operation, &body.to_string())?;
        let answer = self.send(&request).with_context(|| operation.to_owned())?;
        Ok(serde_json::from_slice(answer)?)
    }

    /// Sends a request; answers the body of a 200, anything else is an error. Connects when
    /// the server has closed the connection after its last answer.
    pub(crate) fn send(&mut self, request: &[u8]) -> anyhow::Result<&[u8]> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => connect(&self.address)?,
        };
        stream.write_all(request)?;
        let head = read(&mut stream, &mut self.answer)?;
        let body = &self.answer[head.body..];
        ensure!(head.status == 200, "{}: {}", head.status, String::from_utf8_lossy(body));
        if head.keep {
            self.stream = Some(stream);
        }
        Ok(body)
    }
}

fn connect(address: &str) -> anyhow::Result<TcpStream> {
    let stream = TcpStream::connect(address).with_context(|| format!("connect to {address}"))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(SILENCE_MAX))?;
    Ok(stream)
}

/// What the head of an answer says.
#[derive(Debug, PartialEq, Eq)]
struct Head {
    status: u16,
    /// Where the body begins.
    body: usize,
    length: usize,
    /// Whether the connection goes on.
    keep: bool,
}

/// Reads one whole answer into `into`.
fn read(stream: &mut impl Read, into: &mut Vec<u8>) -> anyhow::Result<Head> {
    into.clear();
    let mut chunk = [0; 64 << 10];
    let mut head = None;
    loop {
        if head.is_none()
            && let Some(end) = into.windows(4).position(|at| at == b"\r\n\r\n")
        {
            head = Some(parse(&into[..end], end + 4)?);
        }
        if let Some(head) = head.take_if(|head: &mut Head| into.len() >= head.body + head.length) {
            ensure!(into.len() == head.body + head.length, "bytes after the answer");
            return Ok(head);
        }
        let got = stream.read(&mut chunk)?;
        ensure!(got > 0, "the server closed the connection");
        ensure!(into.len() + got <= ANSWER_MAX, "an answer without end");
        into.extend_from_slice(&chunk[..got]);
    }
}

fn parse(head: &[u8], body: usize) -> anyhow::Result<Head> {
    let text = std::str::from_utf8(head)?;
    let mut lines = text.split("\r\n");
    let first = lines.next().unwrap_or_default();
    let mut words = first.split(' ');
    let (version, status) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (mut length, mut keep) = (None, version == "HTTP/1.1");
    for line in lines {
        let (name, value) = line.split_once(':').with_context(|| format!("no header: {line}"))?;
        let value = value.trim();
        if name.eq_ignore_ascii_case("content-length") {
            length = Some(value.parse()?);
        } else if name.eq_ignore_ascii_case("connection") {
            keep &= !value.eq_ignore_ascii_case("close");
        }
    }
    let Some(length) = length else { bail!("an answer without a length: {text}") };
    Ok(Head { status: status.parse().context(first.to_owned())?, body, length, keep })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes that come a few at a time.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let some = self.0.len().min(7);
            into[..some].copy_from_slice(&self.0[..some]);
            self.0 = &self.0[some..];
            Ok(some)
        }
    }

    fn read_all(answer: &str) -> anyhow::Result<(Head, Vec<u8>)> {
        let mut into = Vec::new();
        let head = read(&mut Slow(answer.as_bytes()), &mut into)?;
        let body = into.split_off(head.body);
        Ok((head, body))
    }

    #[test]
    fn an_answer_is_read_whole_however_it_is_cut() {
        let answer =
            "HTTP/1.1 200 OK\r\nContent-Length: 12\r\ncontent-type: x\r\n\r\n{\"a\": \"bcd\"}";
        let (head, body) = read_all(answer).unwrap();
        assert_eq!((head.status, head.keep, body.len()), (200, true, 12));
    }

    #[test]
    fn a_server_that_closes_is_not_asked_again_on_the_same_connection() {
        for answer in [
            "HTTP/1.1 400 Bad\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.0 400 Bad\r\ncontent-length: 0\r\n\r\n",
        ] {
            let (head, _) = read_all(answer).unwrap();
            assert_eq!((head.status, head.keep), (400, false));
        }
    }

    #[test]
    fn an_answer_that_ends_early_or_has_no_length_is_an_error() {
        assert!(read_all("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab").is_err());
        assert!(read_all("HTTP/1.1 200 OK\r\n\r\n").is_err());
    }
}
