//! Moves the packets between one ENI's sockets and the resolver.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ferrogate_base::Shutdown;
use parking_lot::Mutex;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};

use super::Resolver;
use super::answer::{Decision, udp_answer_max, write};
use super::upstream::Way;
use crate::endpoints::ResolverSockets;

/// Queries per second and ENI, and at most so many at once. AWS: 1024 packets per second
/// and network interface.
const QUERIES_PER_S: u32 = 1024;

/// Forwarded queries and TCP connections of one ENI at once.
const WAITING_MAX: usize = 64;
const CONNECTIONS_MAX: usize = 16;

/// How long a TCP client may be silent.
const IDLE_MAX: Duration = Duration::from_secs(10);

/// Longer packets than any query of ours; what is cut off makes them unreadable.
const QUERY_MAX: usize = 1500;

/// Serves one ENI's resolver until `shutdown` is requested; what it spawns is waited for by
/// the same. Queries above 1024 a second are dropped. Costs about a kilobyte while idle.
///
/// # Errors
/// When the sockets can't be registered with the runtime. A later failure of one socket
/// (its interface is gone) is not an error: then nobody asks any more.
pub async fn serve(
    sockets: ResolverSockets,
    resolver: Arc<Resolver>,
    shutdown: Shutdown,
) -> io::Result<()> {
    let eni = Arc::new(Eni {
        udp: UdpSocket::from_std(sockets.udp)?,
        resolver,
        pace: Mutex::new(Pace::new(Instant::now())),
        turn: AtomicUsize::new(0),
        waiting: Semaphore::new(WAITING_MAX),
        connections: Arc::new(Semaphore::new(CONNECTIONS_MAX)),
    });
    let tcp = TcpListener::from_std(sockets.tcp)?;
    tokio::select! {
        () = datagrams(&eni, &shutdown) => {}
        () = connections(&eni, &tcp, &shutdown) => {}
        () = shutdown.requested() => {}
    }
    Ok(())
}

struct Eni {
    udp: UdpSocket,
    resolver: Arc<Resolver>,
    pace: Mutex<Pace>,
    turn: AtomicUsize,
    waiting: Semaphore,
    connections: Arc<Semaphore>,
}

impl Eni {
    fn decide(&self, packet: &[u8]) -> Decision {
        if !self.pace.lock().admit(Instant::now()) {
            return Decision::Ignore;
        }
        self.choose(packet, false)
    }

    /// `waited`: all zones should be known by now.
    fn choose(&self, packet: &[u8], waited: bool) -> Decision {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        self.resolver.choose(packet, turn, waited)
    }

    /// The answer to what could not be decided at once, at most `max` bytes.
    async fn later(&self, packet: &[u8], way: Way, max: usize) -> Option<Vec<u8>> {
        self.resolver.wait_for_zones().await;
        match self.choose(packet, true) {
            Decision::Ignore | Decision::Wait => None,
            Decision::Reply(message) => write(&message, max),
            Decision::Ask(ask) => self.resolver.forward(&ask, way, max).await,
        }
    }
}

async fn datagrams(eni: &Arc<Eni>, shutdown: &Shutdown) {
    loop {
        if eni.udp.readable().await.is_err() {
            return std::future::pending().await;
        }
        // On the stack only between two waits, so that an idle task holds no buffer.
        let mut buffer = [0; QUERY_MAX];
        match eni.udp.try_recv_from(&mut buffer) {
            Ok((length, client)) => datagram(eni, &buffer[..length], client, shutdown),
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
            // An earlier answer met a closed port: that is the client's affair.
            Err(e) if e.kind() == io::ErrorKind::ConnectionRefused => {}
            Err(e) => {
                tracing::debug!(error = %e, "a resolver socket failed");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

fn datagram(eni: &Arc<Eni>, packet: &[u8], client: SocketAddr, shutdown: &Shutdown) {
    let max = udp_answer_max(packet);
    match eni.decide(packet) {
        Decision::Ignore => {}
        Decision::Reply(message) => {
            if let Some(bytes) = write(&message, max) {
                // A full socket buffer drops the answer, as a network would.
                drop(eni.udp.try_send_to(&bytes, client));
            }
        }
        Decision::Wait => {
            let (eni, token, packet) = (eni.clone(), shutdown.clone(), packet.to_vec());
            shutdown.spawn(async move {
                let Ok(_place) = eni.waiting.try_acquire() else { return };
                let answer = tokio::select! {
                    answer = eni.later(&packet, Way::Udp, max) => answer,
                    () = token.requested() => None,
                };
                if let Some(bytes) = answer {
                    drop(eni.udp.try_send_to(&bytes, client));
                }
            });
        }
        Decision::Ask(ask) => {
            let (eni, token) = (eni.clone(), shutdown.clone());
            shutdown.spawn(async move {
                // Above the bound it is dropped; the client will ask again.
                let Ok(_place) = eni.waiting.try_acquire() else { return };
                let answer = tokio::select! {
                    answer = eni.resolver.forward(&ask, Way::Udp, max) => answer,
                    () = token.requested() => None,
                };
                if let Some(bytes) = answer {
                    drop(eni.udp.try_send_to(&bytes, client));
                }
            });
        }
    }
}

async fn connections(eni: &Arc<Eni>, tcp: &TcpListener, shutdown: &Shutdown) {
    loop {
        let place = eni.connections.clone().acquire_owned().await;
        let place = place.expect("the semaphore is never closed");
        match tcp.accept().await {
            Ok((stream, _)) => {
                let (eni, token) = (eni.clone(), shutdown.clone());
                shutdown.spawn(async move {
                    tokio::select! {
                        // How a connection ends is the client's affair.
                        _ = connection(&eni, stream) => {}
                        () = token.requested() => {}
                    }
                    drop(place);
                });
            }
            Err(e) => {
                tracing::debug!(error = %e, "a resolver could not accept");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// RFC 7766: queries one after another, each with its length before it.
async fn connection(eni: &Eni, mut stream: TcpStream) -> io::Result<()> {
    const MAX: usize = u16::MAX as usize;
    loop {
        let length = timeout(IDLE_MAX, stream.read_u16()).await??;
        if usize::from(length) > QUERY_MAX {
            return Ok(());
        }
        let mut packet = vec![0; length.into()];
        timeout(IDLE_MAX, stream.read_exact(&mut packet)).await??;
        let answer = match eni.decide(&packet) {
            Decision::Ignore => return Ok(()),
            Decision::Reply(message) => write(&message, MAX),
            Decision::Ask(ask) => eni.resolver.forward(&ask, Way::Tcp, MAX).await,
            Decision::Wait => eni.later(&packet, Way::Tcp, MAX).await,
        };
        let Some(bytes) = answer else { return Ok(()) };
        let length = u16::try_from(bytes.len()).expect("the answer was cut to it");
        let framed = [&length.to_be_bytes(), bytes.as_slice()].concat();
        timeout(IDLE_MAX, stream.write_all(&framed)).await??;
    }
}

/// A bucket of one second's queries.
struct Pace {
    left: f64,
    seen: Instant,
}

impl Pace {
    fn new(now: Instant) -> Self {
        Self { left: QUERIES_PER_S.into(), seen: now }
    }

    fn admit(&mut self, now: Instant) -> bool {
        let full = f64::from(QUERIES_PER_S);
        let gained = now.saturating_duration_since(self.seen).as_secs_f64() * full;
        self.left = (self.left + gained).min(full);
        self.seen = now;
        let admitted = self.left >= 1.0;
        if admitted {
            self.left -= 1.0;
        }
        admitted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_holds_no_more_than_its_queries() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        assert_eq!((0..5000).filter(|_| pace.admit(start)).count(), 1024);
        let later = start + Duration::from_millis(500);
        assert_eq!((0..5000).filter(|_| pace.admit(later)).count(), 512);
    }
}
