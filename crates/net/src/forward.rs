//! Ports for people: a loopback port of the host that leads to a port inside a VPC.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::Shutdown;
use ferrogate_base::backoff::Backoff;
use socket2::SockRef;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;

pub use crate::holder::Holder;
use crate::{Fabric, VpcId, holder};

/// Connections that one forward carries at once; the next waits in the listener's queue.
pub const CONNECTIONS_MAX: usize = 1024;

/// How long the far side may take to accept.
const CONNECT_MAX: Duration = Duration::from_secs(10);

/// What is forwarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// Connections.
    Tcp,
    /// Refused: see [`Error::Udp`].
    Udp,
}

/// Why a port can't be forwarded.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Datagrams carry no connection by which an answer would find its way back.
    #[error("UDP ports are not forwarded, only TCP ports")]
    Udp,
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
    shutdown: Shutdown,
}

impl Forward {
    /// Listens on `bind` and leads every connection to `target` in `vpc`, where it comes
    /// from the address of the target's subnet router. A port 0 is chosen by the host. The
    /// target need not answer yet, nor the VPC exist: then connections are reset. Must be
    /// called inside a tokio runtime.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn listen(
        fabric: Arc<Fabric>,
        protocol: Protocol,
        bind: SocketAddr,
        vpc: VpcId,
        target: (Ipv4Addr, u16),
    ) -> Result<Self, Error> {
        if protocol == Protocol::Udp {
            return Err(Error::Udp);
        }
        let SocketAddr::V4(wanted) = bind else { return Err(Error::NotLoopback(bind)) };
        if !wanted.ip().is_loopback() {
            return Err(Error::NotLoopback(bind));
        }
        let (listener, address) = open(wanted)?;
        let shutdown = Shutdown::new();
        let way = Arc::new(Way { fabric, vpc, target: SocketAddrV4::new(target.0, target.1) });
        shutdown.spawn(accept(listener, way, shutdown.clone()));
        Ok(Self { address, shutdown })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
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

fn open(wanted: SocketAddrV4) -> Result<(TcpListener, SocketAddr), Error> {
    let address = SocketAddr::V4(wanted);
    let listen = || {
        // Reusing the address lets a restarted agent listen while old connections close.
        let socket = TcpSocket::new_v4()?;
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        let listener = socket.listen(CONNECTIONS_MAX as u32)?;
        let address = listener.local_addr()?;
        Ok((listener, address))
    };
    listen().map_err(|source: io::Error| match source.kind() {
        io::ErrorKind::AddrInUse => Error::Taken { address, holder: holder::of(wanted) },
        _ => Error::Listen { address, source },
    })
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
