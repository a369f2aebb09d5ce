//! The addresses every task finds: its resolver and its metadata service.
//!
//! They live on `lo` of the VPC's namespace, never in the host's, and each ENI has its own
//! sockets, bound to its own interface: which socket a request came in on says which ENI
//! sent it, and cannot be forged. They are not inside the task's namespace, because a
//! socket on 169.254.170.2:80 there takes port 80 away from every server in the task that
//! listens on 0.0.0.0 (bind(2): EADDRINUSE), and likewise 53.

use std::net::{Ipv4Addr, SocketAddrV4, TcpListener, UdpSocket};

use ipnet::Ipv4Net;
use socket2::{Domain, Protocol, Socket, Type};

use crate::error::{Error, Step};

/// Where a task's resolver is. AWS: the Route 53 Resolver's link-local address.
pub const RESOLVER: Ipv4Addr = Ipv4Addr::new(169, 254, 169, 253);
/// Where metadata, credentials and the agent API are (Fargate, `ECS_CONTAINER_METADATA_URI_V4`).
pub const METADATA: Ipv4Addr = Ipv4Addr::new(169, 254, 170, 2);

pub(crate) const LINK_LOCAL: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(169, 254, 0, 0), 16);

/// Connections that wait for the agent, per ENI and listener.
const BACKLOG: i32 = 64;

/// The listening sockets of one ENI, nonblocking, for the agent to serve. They hear
/// nothing any more once the ENI is detached; dropping them closes them.
#[derive(Debug)]
pub struct TaskSockets {
    /// Port 53, UDP and TCP: see [`crate::resolver::serve`].
    pub resolver: ResolverSockets,
    /// Port 80 of [`METADATA`]. Its packets live one hop only.
    pub metadata: TcpListener,
}

/// The two sockets of one ENI's resolver.
#[derive(Debug)]
pub struct ResolverSockets {
    /// Port 53 of [`RESOLVER`].
    pub udp: UdpSocket,
    /// Port 53 of [`RESOLVER`].
    pub tcp: TcpListener,
}

impl TaskSockets {
    /// Opens them in the calling thread's namespace for the interface `host_if`.
    pub(crate) fn open(host_if: &str) -> Result<Self, Error> {
        let udp = socket(Type::DGRAM, Protocol::UDP, RESOLVER, 53, host_if)?;
        let tcp = socket(Type::STREAM, Protocol::TCP, RESOLVER, 53, host_if)?;
        let metadata = socket(Type::STREAM, Protocol::TCP, METADATA, 80, host_if)?;
        metadata.set_ttl_v4(1).step("limit the metadata service to one hop")?;
        for listener in [&tcp, &metadata] {
            listener.listen(BACKLOG).step("listen for a task")?;
        }
        let resolver = ResolverSockets { udp: udp.into(), tcp: tcp.into() };
        Ok(Self { resolver, metadata: metadata.into() })
    }
}

fn socket(
    kind: Type,
    protocol: Protocol,
    address: Ipv4Addr,
    port: u16,
    host_if: &str,
) -> Result<Socket, Error> {
    let open = || {
        let socket = Socket::new(Domain::IPV4, kind.nonblocking(), Some(protocol))?;
        socket.bind_device(Some(host_if.as_bytes()))?;
        if protocol == Protocol::TCP {
            // Connections of an earlier agent may still be closing.
            socket.set_reuse_address(true)?;
        }
        socket.bind(&SocketAddrV4::new(address, port).into())?;
        Ok::<_, std::io::Error>(socket)
    };
    open().step(format!("open {address}:{port} for {host_if}"))
}
