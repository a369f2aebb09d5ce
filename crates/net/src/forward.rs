//! Ports for people: a loopback port of the host that leads to a port inside a VPC.

mod datagrams;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ferrogate_base::backoff::Backoff;
use ferrogate_base::{Shutdown, Transport};
use socket2::SockRef;
use tokio::net::{TcpListener, TcpSocket, TcpStream, UdpSocket};
use tokio::sync::Semaphore;
use tokio::time::timeout;

pub use crate::holder::Holder;
use crate::{Fabric, VpcId, holder};

/// Connections that one forward carries at once; the next waits in the listener's queue.
pub const CONNECTIONS_MAX: usize = 1024;

/// Clients of one UDP port at once. Past it the one that was silent longest makes room.
pub const FLOWS_MAX: usize = 1024;

/// How long a client of a UDP port and its target may both be silent until an answer no
/// longer finds the client. As long as Linux's conntrack gives flows with answers
/// (nf_conntrack_udp_timeout_stream).
pub const IDLE_MAX: Duration = Duration::from_secs(120);

/// How long the far side may take to accept.
const CONNECT_MAX: Duration = Duration::from_secs(10);

/// Why a port can't be forwarded.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Only loopback addresses lead into a VPC.
    #[error("{0} is not an IPv4 loopback address")]
    NotLoopback(SocketAddr),
    /// Somebody listens there already.
    #[error("{address} is taken{}", by(holder.as_ref()))]
    Taken {
        /// The address.
        address: SocketAddr,
        /// Who has it, if that could be found.
        holder: Option<Holder>,
    },
    /// The host refused to listen.
    #[error("can't listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Its answer.
        #[source]
        source: io::Error,
    },
}

fn by(holder: Option<&Holder>) -> String {
    holder.map(|holder| format!(" by {holder}")).unwrap_or_default()
}

/// A listener on the host. Dropping it stops listening and cuts its connections;
/// [`Forward::close`] also waits until that is done.
pub struct Forward {
    address: SocketAddr,
    flows: Arc<AtomicUsize>,
    shutdown: Shutdown,
}

impl Forward {
    /// Listens on `bind` and leads every connection, or datagram, to `target` in `vpc`,
    /// where it comes from the address of the target's subnet router. A port 0 is chosen by
    /// the host. Datagrams of one client go on from one port of the router, and what comes
    /// back to that port goes to the client. The target need not answer yet, nor the VPC exist: then connections are
    /// reset and datagrams lost. Must be called inside a tokio runtime.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn listen(
        fabric: Arc<Fabric>,
        protocol: Transport,
        bind: SocketAddr,
        vpc: VpcId,
        target: (Ipv4Addr, u16),
    ) -> Result<Self, Error> {
        let SocketAddr::V4(wanted) = bind else { return Err(Error::NotLoopback(bind)) };
        if !wanted.ip().is_loopback() {
            return Err(Error::NotLoopback(bind));
        }
        let failed = |source| refused(protocol, wanted, source);
        let shutdown = Shutdown::new();
        let flows = Arc::new(AtomicUsize::new(0));
        let way = Arc::new(Way { fabric, vpc, target: SocketAddrV4::new(target.0, target.1) });
        let address = match protocol {
            Transport::Tcp => {
                let (listener, address) = listen(bind).map_err(failed)?;
                shutdown.spawn(accept(listener, way, shutdown.clone()));
                address
            }
            Transport::Udp => {
                let (port, address) = bind_udp(bind).map_err(failed)?;
                let open = move || {
                    let way = way.clone();
                    async move { udp_socket(&way).await }
                };
                let bounds = datagrams::Bounds { flows_max: FLOWS_MAX, idle_max: IDLE_MAX };
                let work = datagrams::carry(port, open, bounds, flows.clone(), shutdown.clone());
                shutdown.spawn(work);
                address
            }
        };
        Ok(Self { address, flows, shutdown })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Clients of a UDP port that answers would reach now; 0 for a TCP port.
    #[must_use]
    pub fn flows(&self) -> usize {
        self.flows.load(Ordering::Relaxed)
    }

    /// Stops listening, cuts every connection, and waits until both are done.
    pub async fn close(self) {
        self.shutdown.finish().await;
    }
}

impl Drop for Forward {
    fn drop(&mut self) {
        self.shutdown.request();
    }
}

/// Where the connections of one forward go.
struct Way {
    fabric: Arc<Fabric>,
    vpc: VpcId,
    target: SocketAddrV4,
}

fn listen(address: SocketAddr) -> io::Result<(TcpListener, SocketAddr)> {
    // Reusing the address lets a restarted agent listen while old connections close.
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    let listener = socket.listen(CONNECTIONS_MAX as u32)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

fn bind_udp(address: SocketAddr) -> io::Result<(UdpSocket, SocketAddr)> {
    let socket = std::net::UdpSocket::bind(address)?;
    socket.set_nonblocking(true)?;
    let address = socket.local_addr()?;
    Ok((UdpSocket::from_std(socket)?, address))
}

fn refused(protocol: Transport, wanted: SocketAddrV4, source: io::Error) -> Error {
    let address = SocketAddr::V4(wanted);
    match source.kind() {
        io::ErrorKind::AddrInUse => Error::Taken { address, holder: holder::of(wanted, protocol) },
        _ => Error::Listen { address, source },
    }
}

async fn udp_socket(way: &Way) -> io::Result<UdpSocket> {
    let socket = way.fabric.udp_socket(&way.vpc).await.map_err(io::Error::other)?;
    let socket = UdpSocket::from_std(socket.into())?;
    socket.connect(way.target).await?;
    Ok(socket)
}

async fn accept(listener: TcpListener, way: Arc<Way>, shutdown: Shutdown) {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let mut backoff = Backoff::new(Duration::from_millis(10), Duration::from_secs(1));
    loop {
        let place = places.clone().acquire_owned().await.expect("the semaphore is never closed");
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = shutdown.requested() => return,
        };
        match accepted {
            Ok((client, _)) => {
                backoff.reset();
                let (way, token) = (way.clone(), shutdown.clone());
                shutdown.spawn(async move {
                    tokio::select! {
                        () = carry(client, &way) => {}
                        () = token.requested() => {}
                    }
                    drop(place);
                });
            }
            Err(e) => {
                // Out of descriptors, mostly: others will close some.
                tracing::warn!(error = %e, "a forward could not accept");
                tokio::time::sleep(backoff.next_delay()).await;
            }
        }
    }
}

async fn carry(mut client: TcpStream, way: &Way) {
    match timeout(CONNECT_MAX, connect(way)).await {
        Ok(Ok(mut server)) => {
            drop(client.set_nodelay(true));
            drop(server.set_nodelay(true));
            // How a connection ends is between its two ends.
            drop(tokio::io::copy_bidirectional(&mut client, &mut server).await);
        }
        failed => {
            let failed = failed.map(|connected| connected.map(drop));
            tracing::debug!(target = %way.target, ?failed, "a forward's target did not answer");
            // A reset, so that the client does not take it for an empty answer.
            drop(SockRef::from(&client).set_linger(Some(Duration::ZERO)));
        }
    }
}

async fn connect(way: &Way) -> io::Result<TcpStream> {
    let socket = way.fabric.tcp_socket(&way.vpc).await.map_err(io::Error::other)?;
    TcpSocket::from_std_stream(socket.into()).connect(way.target.into()).await
}
