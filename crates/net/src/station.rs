//! A network namespace for one interface of a VPC at which this process answers by itself. Nothing
//! is forwarded there, and it ends with the process.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddrV4, TcpListener};
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Duration;

use socket2::{Domain, Protocol, Socket, TcpKeepalive, Type};

use crate::error::{Error, Step};
use crate::worker;

/// Connections that wait to be accepted, per port.
const BACKLOG: i32 = 256;
/// How long a client may say nothing until it is asked whether it is there, and how often.
const KEEPALIVE: (Duration, Duration) = (Duration::from_secs(60), Duration::from_secs(15));
const KEEPALIVE_PROBES: u32 = 4;
/// A client that has gone takes nothing any more: how long what is sent to it may wait.
const UNTAKEN_MAX: Duration = Duration::from_secs(60);

/// The namespace. Dropping it ends it, and takes the interface away, once its sockets are closed.
#[derive(Debug)]
pub struct Station {
    netns: File,
}

impl Station {
    /// Makes an empty one. Blocks for a moment.
    ///
    /// # Errors
    /// What the kernel says.
    pub fn open() -> Result<Self, Error> {
        let make = || {
            worker::enter_new()?;
            worker::current()
        };
        Ok(Self { netns: in_thread(make)? })
    }

    /// Listens on a port at whatever address the interface has, or will have. The socket does
    /// not block; clients that have gone are noticed. Blocks for a moment.
    ///
    /// # Errors
    /// What the kernel says.
    pub fn listen(&self, port: u16) -> Result<TcpListener, Error> {
        in_thread(|| {
            worker::enter(self.netns.as_fd())?;
            let open = || {
                let socket =
                    Socket::new(Domain::IPV4, Type::STREAM.nonblocking(), Some(Protocol::TCP))?;
                let keepalive = TcpKeepalive::new()
                    .with_time(KEEPALIVE.0)
                    .with_interval(KEEPALIVE.1)
                    .with_retries(KEEPALIVE_PROBES);
                // What is accepted has the same (tcp(7)).
                socket.set_tcp_keepalive(&keepalive)?;
                socket.set_tcp_user_timeout(Some(UNTAKEN_MAX))?;
                socket.set_tcp_nodelay(true)?;
                socket.bind(&SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, port).into())?;
                socket.listen(BACKLOG)?;
                Ok::<_, std::io::Error>(socket)
            };
            open().map(TcpListener::from).step(format!("listen on port {port}"))
        })
    }
}

impl AsFd for Station {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.netns.as_fd()
    }
}

/// Does it on a thread of its own, which may change its namespace.
fn in_thread<T: Send>(work: impl FnOnce() -> Result<T, Error> + Send) -> Result<T, Error> {
    std::thread::scope(|scope| {
        scope.spawn(work).join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}
