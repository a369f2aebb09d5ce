//! Asking the host's resolvers for names that are not the VPC's.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use hickory_proto::op::{Message, MessageType, ResponseCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

use super::Resolver;
use super::answer::{Ask, UDP_ANSWER_MAX, write};

/// How long one upstream may take.
const UPSTREAM_MAX: Duration = Duration::from_secs(2);

/// By which way the client asked: its upstream is asked the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Udp,
    Tcp,
}

impl Resolver {
    /// The bytes to answer `ask` with, at most `max`: an upstream's answer, NXDOMAIN when
    /// there is no upstream, SERVFAIL when none answers.
    pub(super) async fn forward(&self, ask: &Ask, way: Way, max: usize) -> Option<Vec<u8>> {
        if self.upstreams.is_empty() {
            // A closed network is all there is, so the name does not exist. (SERVFAIL would
            // be retried for seconds by some libraries.)
            return write(&ask.response(ResponseCode::NXDomain), max);
        }
        let answer = match self.forwards.try_acquire() {
            Ok(_place) => self.first_answer(ask, way).await,
            Err(_) => None,
        };
        match answer.and_then(|answer| ask.led(answer)) {
            Some(answer) if answer.len() <= max => Some(answer),
            Some(_) => {
                let mut cut = ask.response(ResponseCode::NoError);
                cut.metadata.truncation = true;
                write(&cut, max)
            }
            None => write(&ask.response(ResponseCode::ServFail), max),
        }
    }

    async fn first_answer(&self, ask: &Ask, way: Way) -> Option<Vec<u8>> {
        for upstream in &self.upstreams {
            match timeout(UPSTREAM_MAX, exchange(*upstream, ask, way)).await {
                Ok(Ok(answer)) => return Some(answer),
                failed => tracing::debug!(%upstream, ?failed, "an upstream did not answer"),
            }
        }
        None
    }
}

/// Asks one upstream. The query is written anew: a task's bytes never leave as they are.
async fn exchange(upstream: SocketAddr, ask: &Ask, way: Way) -> io::Result<Vec<u8>> {
    // A random id, and by a fresh socket a random port, against forged answers.
    let mut query = Message::query();
    query.metadata.recursion_desired = ask.recursion_desired;
    query.add_query(ask.asked());
    query.edns.clone_from(&ask.edns);
    let bytes = query.to_vec().map_err(io::Error::other)?;
    let mut answer = match way {
        Way::Udp => over_udp(upstream, &bytes, &query).await?,
        Way::Tcp => over_tcp(upstream, &bytes, &query).await?,
    };
    answer[..2].copy_from_slice(&ask.id.to_be_bytes());
    Ok(answer)
}

impl Ask {
    /// An upstream's answer with what led to its question, if that is another one than was asked
    /// here; `None` for one that can't be read.
    fn led(&self, answer: Vec<u8>) -> Option<Vec<u8>> {
        if self.target.is_none() {
            return Some(answer);
        }
        let mut message = Message::from_vec(&answer).ok()?;
        message.queries = vec![self.query.clone()];
        message.answers.splice(0..0, self.way.clone());
        message.to_vec().ok()
    }
}

async fn over_udp(upstream: SocketAddr, bytes: &[u8], query: &Message) -> io::Result<Vec<u8>> {
    let any: SocketAddr = match upstream {
        SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
        SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
    };
    let socket = UdpSocket::bind(any).await?;
    socket.connect(upstream).await?;
    socket.send(bytes).await?;
    let mut answer = vec![0; UDP_ANSWER_MAX];
    loop {
        let length = socket.recv(&mut answer).await?;
        if answers(&answer[..length], query) {
            answer.truncate(length);
            return Ok(answer);
        }
    }
}

async fn over_tcp(upstream: SocketAddr, bytes: &[u8], query: &Message) -> io::Result<Vec<u8>> {
    let length = u16::try_from(bytes.len()).map_err(io::Error::other)?;
    let mut stream = TcpStream::connect(upstream).await?;
    stream.write_all(&[&length.to_be_bytes(), bytes].concat()).await?;
    let mut answer = vec![0; stream.read_u16().await?.into()];
    stream.read_exact(&mut answer).await?;
    if answers(&answer, query) { Ok(answer) } else { Err(io::ErrorKind::InvalidData.into()) }
}

/// Whether `bytes` is a whole answer to just this query.
fn answers(bytes: &[u8], query: &Message) -> bool {
    Message::from_vec(bytes).is_ok_and(|answer| {
        answer.metadata.message_type == MessageType::Response
            && answer.metadata.id == query.metadata.id
            && answer.queries == query.queries
    })
}
