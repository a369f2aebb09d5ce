//! Where clients come in: TCP, TLS over TCP, or a Unix socket.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use tokio::net::{TcpListener, UnixListener};

use crate::arrival::{Arrivals, Endpoint};
use crate::tls::{EndpointTls, Tls};

/// How a TCP listener is protected.
#[derive(Clone, Debug)]
pub enum Security {
    /// Plain HTTP, for loopback addresses only.
    Loopback,
    /// Plain HTTP or TLS on one port, as each client begins; for loopback addresses only.
    /// Image clients such as skopeo speak TLS even there.
    LoopbackEither(Tls),
    /// TLS, for any address.
    Tls(Tls),
    /// Plain HTTP on any address: somebody asked for it by name (`--insecure-http`).
    InsecureHttp,
}

/// A socket that is ready to accept clients.
#[derive(Debug)]
pub struct Listener {
    pub(crate) socket: Socket,
}

/// Whether a client of a TLS listener may speak plain HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plain {
    Taken,
    Refused,
}

#[derive(Debug)]
pub(crate) enum Socket {
    Tcp(TcpListener, Option<Tls>, Plain),
    Unix(UnixListener),
    Arrivals(UnixListener, EndpointTls, Known),
}

/// Who knows whence connections come. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Known(pub(crate) Arc<dyn Arrivals>);

impl fmt::Debug for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Known")
    }
}

/// Why a socket may not be served.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Signatures protect what clients ask, but not what they read.
    #[error(
        "{0} is not a loopback address, and plain HTTP would show every answer to the network: \
         serve TLS, or allow it with --insecure-http"
    )]
    Exposed(SocketAddr),
    /// The kernel doesn't say what the socket is bound to.
    #[error("can't tell the address of a listening socket")]
    Address(#[source] std::io::Error),
}

impl Listener {
    /// A TCP listener.
    ///
    /// # Errors
    /// `Exposed` when it is bound beyond loopback and `security` doesn't allow that.
    pub fn tcp(listener: TcpListener, security: Security) -> Result<Self, ListenError> {
        let address = listener.local_addr().map_err(ListenError::Address)?;
        let exposed = !address.ip().is_loopback();
        let (tls, plain) = match security {
            Security::Loopback | Security::LoopbackEither(_) if exposed => {
                return Err(ListenError::Exposed(address));
            }
            Security::Loopback | Security::InsecureHttp => (None, Plain::Taken),
            Security::LoopbackEither(tls) => (Some(tls), Plain::Taken),
            Security::Tls(tls) => (Some(tls), Plain::Refused),
        };
        Ok(Self { socket: Socket::Tcp(listener, tls, plain) })
    }

    /// A Unix socket. Who may connect is the business of its folder's mode.
    #[must_use]
    pub fn unix(listener: UnixListener) -> Self {
        Self { socket: Socket::Unix(listener) }
    }

    /// A Unix socket on which an agent hands over connections that have come by endpoints of VPCs,
    /// as `arrivals` tells. Each reaches what its endpoint leads to and nothing else. Who may
    /// connect is the business of the socket's mode.
    #[must_use]
    pub fn arrivals(listener: UnixListener, tls: EndpointTls, arrivals: impl Arrivals) -> Self {
        Self { socket: Socket::Arrivals(listener, tls, Known(Arc::new(arrivals))) }
    }
}

/// The two ends of a connection; neither has an address on a Unix socket.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ends {
    pub(crate) client: Option<SocketAddr>,
    /// The address the client connected to, not the one that was bound.
    pub(crate) local: Option<IpAddr>,
    /// It speaks TLS.
    pub(crate) secure: bool,
    /// The endpoint of a VPC that the client has come by.
    pub(crate) via: Option<Arc<Endpoint>>,
}
