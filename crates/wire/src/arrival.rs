//! Connections that come by an interface endpoint of a VPC, of which somebody else knows whence
//! they come.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use ferrogate_auth::Through;
use tokio::net::UnixStream;

/// An endpoint that somebody has come by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Which it is.
    pub through: Through,
    /// What requests that it leads on are signed for: it leads to nothing else.
    pub signing_name: &'static str,
    /// The names by which clients ask for it: its certificate is for these.
    pub names: Vec<String>,
}

/// A connection that has come by an endpoint.
#[derive(Debug)]
pub struct Arrived {
    /// The endpoint.
    pub endpoint: Arc<Endpoint>,
    /// The private address and the port of who has connected.
    pub client: SocketAddr,
    /// Whether TLS is spoken.
    pub secure: bool,
    /// The connection, of which nothing of the client's was read.
    pub stream: UnixStream,
}

/// Who knows whence connections come.
pub trait Arrivals: Send + Sync + 'static {
    /// Reads what is said of a connection before it begins. May be dropped.
    fn hear(&self, stream: UnixStream)
    -> Pin<Box<dyn Future<Output = io::Result<Arrived>> + Send>>;
}
