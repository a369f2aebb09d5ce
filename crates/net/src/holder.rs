//! Which process holds a port, so that "address in use" names somebody.

use std::fmt;
use std::fs;
use std::net::SocketAddrV4;
use std::path::Path;

use ferrogate_base::Transport;

/// A process that listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Its process id.
    pub pid: u32,
    /// Its name, as in `/proc/<pid>/comm`.
    pub name: String,
}

impl Holder {
    /// The process that listens on the TCP port `address` in this network namespace, if it
    /// can be found: its owner may be hidden from us, or be gone by now. Reads all of `/proc`.
    #[must_use]
    pub fn find(address: SocketAddrV4) -> Option<Self> {
        of(address, Transport::Tcp)
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "process {} ({})", self.pid, self.name)
    }
}

/// The process that listens on `address` in this network namespace, if it can be found:
/// its owner may be hidden from us, or be gone by now. Reads all of `/proc`.
pub(crate) fn of(address: SocketAddrV4, protocol: Transport) -> Option<Holder> {
    // The states of a socket that anybody can talk to: TCP_LISTEN, and TCP_CLOSE, which is
    // how UDP shows sockets that are not connected.
    let (name, state) = match protocol {
        Transport::Tcp => ("tcp", "0A"),
        Transport::Udp => ("udp", "07"),
    };
    let v4 = fs::read_to_string(format!("/proc/net/{name}")).unwrap_or_default();
    let v6 = fs::read_to_string(format!("/proc/net/{name}6")).unwrap_or_default();
    let inode = listener_inode(&v4, state, address)
        .or_else(|| wildcard6_inode(&v6, state, address.port()))?;
    let wanted = format!("socket:[{inode}]");
    fs::read_dir("/proc").ok()?.flatten().find_map(|entry| {
        let pid: u32 = entry.file_name().to_str()?.parse().ok()?;
        holds(&entry.path(), &wanted).then_some(())?;
        let name = fs::read_to_string(entry.path().join("comm")).ok()?;
        Some(Holder { pid, name: name.trim_end().into() })
    })
}

fn holds(process: &Path, wanted: &str) -> bool {
    let Ok(open) = fs::read_dir(process.join("fd")) else { return false };
    open.flatten().any(|fd| fs::read_link(fd.path()).is_ok_and(|to| to.as_os_str() == wanted))
}

/// proc_pid_net(5): address in host order as hex, port, state, inode.
fn listener_inode(table: &str, state: &str, address: SocketAddrV4) -> Option<u64> {
    let own = u32::from_ne_bytes(address.ip().octets());
    listeners(table, state).find_map(|(ip, port, inode)| {
        let ip = u32::from_str_radix(ip, 16).ok()?;
        (port == address.port() && (ip == own || ip == 0)).then_some(inode)
    })
}

/// A listener on `[::]` takes the IPv4 port too, unless it said otherwise.
fn wildcard6_inode(table: &str, state: &str, wanted: u16) -> Option<u64> {
    let all_zero = |ip: &str| ip.bytes().all(|b| b == b'0');
    listeners(table, state)
        .find_map(|(ip, port, inode)| (port == wanted && all_zero(ip)).then_some(inode))
}

fn listeners<'t>(table: &'t str, wanted: &str) -> impl Iterator<Item = (&'t str, u16, u64)> {
    table.lines().skip(1).filter_map(move |line| {
        let mut words = line.split_whitespace().skip(1);
        let (ip, port) = words.next()?.split_once(':')?;
        let state = words.nth(1)?;
        let inode = words.nth(5)?.parse().ok()?;
        (state == wanted).then_some((ip, u16::from_str_radix(port, 16).ok()?, inode))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{Ipv4Addr, TcpListener};

    #[test]
    fn a_listener_of_this_process_is_found() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let address = SocketAddrV4::new(Ipv4Addr::LOCALHOST, port);
        let holder = of(address, Transport::Tcp).unwrap();
        assert_eq!(holder.pid, std::process::id());
        assert!(!holder.name.is_empty());
        drop(listener);
        assert_eq!(of(address, Transport::Tcp), None);
    }

    #[test]
    fn a_udp_port_of_this_process_is_found() {
        let socket = std::net::UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = SocketAddrV4::new(Ipv4Addr::LOCALHOST, socket.local_addr().unwrap().port());
        assert_eq!(of(address, Transport::Udp).unwrap().pid, std::process::id());
        drop(socket);
        assert_eq!(of(address, Transport::Udp), None);
    }

    #[test]
    fn junk_in_the_table_is_skipped() {
        let table = "head\n\n 0: x\n 1: 0100007F:zz a 0A b c d e f 7\n";
        assert_eq!(listeners(table, "0A").count(), 0);
    }
}
