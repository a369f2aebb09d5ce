//! Datagrams between a port of the host and a port inside a VPC.
//!
//! Each client of the host's port has a flow: a socket of its own in the VPC, so that an
//! answer that comes to it is for that client and no other. A flow ends when nothing passed
//! for a while, or when a newer one needs its place.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ferrogate_base::Shutdown;
use tokio::net::UdpSocket;
use tokio::sync::mpsc;
use tokio::time::timeout;

/// The longest datagram of UDP over IPv4, in bytes.
const DATAGRAM_MAX: usize = 65_507;
/// Datagrams that wait for one flow; more are dropped, as a network would.
const WAITING_MAX: usize = 64;

/// What the flows of one port may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Flows at once: the one that was used least lately makes room for a new one.
    pub(crate) flows_max: usize,
    /// How long a flow stays without a datagram in either direction.
    pub(crate) idle_max: Duration,
}

/// Carries datagrams until the shutdown. `open` gives a socket that is connected to the
/// target; `open_flows` counts the flows.
pub(crate) async fn carry<O, F>(
    port: UdpSocket,
    open: O,
    bounds: Bounds,
    open_flows: Arc<AtomicUsize>,
    shutdown: Shutdown,
) where
    O: Fn() -> F + Clone + Send + 'static,
    F: Future<Output = io::Result<UdpSocket>> + Send + 'static,
{
    let port = Arc::new(port);
    let mut flows: HashMap<SocketAddr, Flow> = HashMap::new();
    let mut buffer = vec![0; DATAGRAM_MAX];
    for now in 0_u64.. {
        let (length, client) = tokio::select! {
            () = shutdown.requested() => return,
            received = port.recv_from(&mut buffer) => match received {
                Ok(received) => received,
                // An earlier answer met a client that is gone.
                Err(e) => {
                    tracing::debug!(error = %e, "a forward could not receive");
                    tokio::task::yield_now().await;
                    continue;
                }
            },
        };
        if flows.get(&client).is_none_or(|flow| flow.datagrams.is_closed()) {
            make_room(&mut flows, bounds.flows_max);
            let (datagrams, waiting) = mpsc::channel(WAITING_MAX);
            let flow = run(port.clone(), client, open.clone(), waiting, bounds.idle_max);
            let (end, count) = (shutdown.clone(), open_flows.clone());
            count.fetch_add(1, Ordering::Relaxed);
            shutdown.spawn(async move {
                tokio::select! {
                    () = end.requested() => {}
                    () = flow => {}
                }
                count.fetch_sub(1, Ordering::Relaxed);
            });
            flows.insert(client, Flow { datagrams, used: now });
        }
        if let Some(flow) = flows.get_mut(&client) {
            flow.used = now;
            // Full, or just ended: dropped, as a network would.
            drop(flow.datagrams.try_send(buffer[..length].to_vec()));
        }
    }
}

struct Flow {
    /// Closed once the flow has ended; dropping it ends the flow.
    datagrams: mpsc::Sender<Vec<u8>>,
    /// The number of the last datagram that came for it.
    used: u64,
}

fn make_room(flows: &mut HashMap<SocketAddr, Flow>, max: usize) {
    if flows.len() < max {
        return;
    }
    flows.retain(|_, flow| !flow.datagrams.is_closed());
    while flows.len() >= max {
        let oldest = flows.iter().min_by_key(|(_, flow)| flow.used).map(|(client, _)| *client);
        let Some(oldest) = oldest else { return };
        flows.remove(&oldest);
    }
}

/// One client's flow, until it is idle or its sender is gone.
async fn run<F>(
    port: Arc<UdpSocket>,
    client: SocketAddr,
    open: impl FnOnce() -> F,
    mut waiting: mpsc::Receiver<Vec<u8>>,
    idle_max: Duration,
) where
    F: Future<Output = io::Result<UdpSocket>>,
{
    let socket = match open().await {
        Ok(socket) => socket,
        Err(error) => {
            tracing::debug!(%error, "a forward's target can't be reached");
            return;
        }
    };
    loop {
        let passed = timeout(idle_max, async {
            tokio::select! {
                datagram = waiting.recv() => match datagram {
                    Some(datagram) => send(&socket, &datagram).await,
                    None => return false,
                },
                ready = socket.readable() => match ready {
                    Ok(()) => answer(&socket, &port, client).await,
                    Err(_) => return false,
                },
            }
            true
        });
        if !passed.await.unwrap_or(false) {
            return;
        }
    }
}

/// Sends to the target. That it does not listen (ICMP, seen as ECONNREFUSED) is between the
/// two ends: the client asks again, or doesn't.
async fn send(socket: &UdpSocket, datagram: &[u8]) {
    if let Err(error) = socket.send(datagram).await {
        tracing::debug!(%error, "a datagram was not forwarded");
    }
}

/// Passes on all that the target has answered by now.
async fn answer(socket: &UdpSocket, port: &UdpSocket, client: SocketAddr) {
    // Only between two waits, so that an idle flow holds no buffer.
    let mut buffer = vec![0; DATAGRAM_MAX];
    loop {
        match socket.try_recv(&mut buffer) {
            Ok(length) => drop(port.send_to(&buffer[..length], client).await),
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => return,
            Err(error) => {
                tracing::debug!(%error, "an answer was not received");
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    const ANY: (Ipv4Addr, u16) = (Ipv4Addr::LOCALHOST, 0);
    /// Ends a test that hangs.
    const DEADLINE: Duration = Duration::from_secs(30);

    struct Rig {
        target: UdpSocket,
        port: SocketAddr,
        flows: Arc<AtomicUsize>,
        shutdown: Shutdown,
    }

    async fn rig(bounds: Bounds) -> Rig {
        let target = UdpSocket::bind(ANY).await.unwrap();
        let to = target.local_addr().unwrap();
        let open = move || async move {
            let socket = UdpSocket::bind(ANY).await?;
            socket.connect(to).await?;
            Ok(socket)
        };
        let listener = UdpSocket::bind(ANY).await.unwrap();
        let port = listener.local_addr().unwrap();
        let (flows, shutdown) = (Arc::new(AtomicUsize::new(0)), Shutdown::new());
        shutdown.spawn(carry(listener, open, bounds, flows.clone(), shutdown.clone()));
        Rig { target, port, flows, shutdown }
    }

    async fn client(rig: &Rig) -> UdpSocket {
        let client = UdpSocket::bind(ANY).await.unwrap();
        client.connect(rig.port).await.unwrap();
        client
    }

    /// Sends `word`; answers what it came from, seen from the target.
    async fn said(rig: &Rig, client: &UdpSocket, word: &[u8]) -> SocketAddr {
        client.send(word).await.unwrap();
        let mut buffer = [0; 64];
        let received = timeout(DEADLINE, rig.target.recv_from(&mut buffer)).await;
        let (length, from) = received.unwrap().unwrap();
        assert_eq!(&buffer[..length], word);
        from
    }

    async fn hears(client: &UdpSocket) -> Vec<u8> {
        let mut buffer = [0; 64];
        let length = timeout(DEADLINE, client.recv(&mut buffer)).await.unwrap().unwrap();
        buffer[..length].to_vec()
    }

    fn bounds(flows_max: usize, idle_max: Duration) -> Bounds {
        Bounds { flows_max, idle_max }
    }

    #[tokio::test]
    async fn answers_find_the_client_that_asked() {
        let rig = rig(bounds(8, DEADLINE)).await;
        let (one, two) = (client(&rig).await, client(&rig).await);
        let (from_one, from_two) = (said(&rig, &one, b"one").await, said(&rig, &two, b"two").await);
        assert_ne!(from_one, from_two);
        rig.target.send_to(b"to two", from_two).await.unwrap();
        rig.target.send_to(b"to one", from_one).await.unwrap();
        assert_eq!(hears(&one).await, b"to one");
        assert_eq!(hears(&two).await, b"to two");
        assert_eq!(said(&rig, &one, b"again").await, from_one);
        rig.shutdown.finish().await;
        assert_eq!(rig.flows.load(Ordering::Relaxed), 0);
    }

    #[tokio::test]
    async fn the_flow_used_least_lately_makes_room() {
        let rig = rig(bounds(2, DEADLINE)).await;
        let (one, two, three) = (client(&rig).await, client(&rig).await, client(&rig).await);
        let first = said(&rig, &one, b"1").await;
        let second = said(&rig, &two, b"2").await;
        assert_eq!(said(&rig, &one, b"1").await, first);
        said(&rig, &three, b"3").await;
        assert_eq!(said(&rig, &one, b"1").await, first);
        assert_ne!(said(&rig, &two, b"2").await, second);
        rig.shutdown.finish().await;
    }

    #[tokio::test]
    async fn a_flow_that_is_idle_ends_and_the_next_datagram_makes_another() {
        let rig = rig(bounds(8, Duration::from_millis(1))).await;
        let client = client(&rig).await;
        said(&rig, &client, b"1").await;
        let gone = async {
            while rig.flows.load(Ordering::Relaxed) > 0 {
                tokio::task::yield_now().await;
            }
        };
        timeout(DEADLINE, gone).await.expect("the idle flow ends");
        said(&rig, &client, b"2").await;
        rig.shutdown.finish().await;
    }

    #[tokio::test]
    async fn a_target_that_does_not_listen_ends_nothing() {
        let rig = rig(bounds(8, DEADLINE)).await;
        let port = rig.target.local_addr().unwrap();
        let client = client(&rig).await;
        said(&rig, &client, b"1").await;
        drop(rig.target);
        client.send(b"nobody").await.unwrap();
        let target = UdpSocket::bind(port).await.unwrap();
        let rig = Rig { target, ..rig };
        // Those sent before it listened again are lost, or come first.
        let mut buffer = [0; 64];
        let heard = async {
            loop {
                client.send(b"back").await.unwrap();
                let next = timeout(Duration::from_millis(20), rig.target.recv(&mut buffer)).await;
                if let Ok(Ok(length)) = next
                    && &buffer[..length] == b"back"
                {
                    return;
                }
            }
        };
        timeout(DEADLINE, heard).await.expect("the flow goes on");
        rig.shutdown.finish().await;
    }
}
