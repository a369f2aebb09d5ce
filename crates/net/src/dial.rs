//! Connections of the engine that leave as a task's own: by its addresses, its routes, and the
//! rules of its groups.

use std::io;
use std::net::SocketAddr;
use std::os::fd::OwnedFd;
use std::sync::Arc;

use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::{TcpSocket, TcpStream};

use crate::error::Step;
use crate::within::within;

/// Connects to `to` from the network namespace `netns`. It takes as long as the kernel tries:
/// minutes, where nobody answers. Dropping the future closes the socket.
///
/// # Errors
/// The connection's, or that of the namespace.
pub async fn connect(netns: &Arc<OwnedFd>, to: SocketAddr) -> io::Result<TcpStream> {
    let netns = netns.clone();
    // A socket stays in the namespace that it was made in, whoever has it.
    let open = move || {
        within(&netns, move || {
            let kind = Type::STREAM.nonblocking();
            Socket::new(Domain::for_address(to), kind, Some(Protocol::TCP))
                .step("make a task's socket")
        })
    };
    let socket = tokio::task::spawn_blocking(open).await.map_err(io::Error::other)?;
    let socket = TcpSocket::from_std_stream(socket.map_err(io::Error::other)?.into());
    socket.connect(to).await
}
