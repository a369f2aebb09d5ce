//! Raw frames, as a hostile task would send them.

use std::mem::MaybeUninit;
use std::net::Ipv4Addr;

use ferrogate_net::Mac;
use nix::net::if_::if_nametoindex;
use socket2::{Domain, Protocol, SockAddr, Socket, Type};

use crate::lab::{DEADLINE, Netns};

const ETH_P_ALL: u16 = 3;

/// A packet socket on `eth1` of a namespace: sees and sends whole frames.
pub(crate) struct Wire(Socket);

impl Wire {
    pub(crate) fn open(netns: &Netns) -> Self {
        let all = ETH_P_ALL.to_be();
        let (socket, index) = netns.inside(|| {
            let socket =
                Socket::new(Domain::PACKET, Type::RAW, Some(Protocol::from(i32::from(all))));
            (socket.unwrap(), if_nametoindex("eth1").unwrap())
        });
        // SAFETY: `storage` is zeroed and large enough for a sockaddr_ll, which is plain
        // data; its length is reported.
        let ((), address) = unsafe {
            SockAddr::try_init(|storage, length| {
                let link = storage.cast::<libc::sockaddr_ll>();
                (*link).sll_family = libc::AF_PACKET as u16;
                (*link).sll_protocol = all;
                (*link).sll_ifindex = index as i32;
                *length = size_of::<libc::sockaddr_ll>() as libc::socklen_t;
                Ok(())
            })
        }
        .unwrap();
        socket.bind(&address).unwrap();
        socket.set_recv_buffer_size(4 << 20).unwrap();
        socket.set_read_timeout(Some(DEADLINE)).unwrap();
        Self(socket)
    }

    pub(crate) fn send(&self, frame: &[u8]) {
        assert_eq!(self.0.send(frame).unwrap(), frame.len());
    }

    /// Every frame that has come or gone and was not received yet.
    pub(crate) fn received(&self) -> Vec<Vec<u8>> {
        self.0.set_nonblocking(true).unwrap();
        let frames = std::iter::from_fn(|| self.next().ok()).collect();
        self.0.set_nonblocking(false).unwrap();
        frames
    }

    /// The next frame that comes or goes.
    pub(crate) fn receive(&self) -> Vec<u8> {
        self.next().unwrap()
    }

    fn next(&self) -> std::io::Result<Vec<u8>> {
        let mut buffer = [MaybeUninit::<u8>::uninit(); 10_000];
        let length = self.0.recv(&mut buffer)?;
        // SAFETY: recv(2) has filled the first `length` bytes.
        Ok(buffer[..length].iter().map(|byte| unsafe { byte.assume_init() }).collect())
    }
}

pub(crate) fn ethernet(to: Mac, from: Mac, kind: u16, body: &[u8]) -> Vec<u8> {
    [&to.0[..], &from.0, &kind.to_be_bytes(), body].concat()
}

/// An IPv4 packet with one UDP datagram; a UDP checksum of 0 is none (RFC 768).
pub(crate) fn udp(from: Ipv4Addr, to: Ipv4Addr, port: u16, text: &str) -> Vec<u8> {
    let length = 8 + text.len() as u16;
    let ports = [port.to_be_bytes(), port.to_be_bytes()].concat();
    let datagram = [&ports[..], &length.to_be_bytes(), &[0, 0], text.as_bytes()].concat();
    ipv4(from, to, 17, 1, &datagram)
}

/// An IPv4 packet with the identification `id`.
pub(crate) fn ipv4(from: Ipv4Addr, to: Ipv4Addr, protocol: u8, id: u16, body: &[u8]) -> Vec<u8> {
    let mut packet = vec![0x45, 0];
    packet.extend((20 + body.len() as u16).to_be_bytes());
    packet.extend(id.to_be_bytes());
    packet.extend([0, 0, 64, protocol, 0, 0]);
    packet.extend(from.octets());
    packet.extend(to.octets());
    let sum = checksum(&packet);
    packet[10..12].copy_from_slice(&sum.to_be_bytes());
    packet.extend(body);
    packet
}

/// The checksum of the Internet (RFC 1071), of an even number of bytes.
pub(crate) fn checksum(bytes: &[u8]) -> u16 {
    let pairs = bytes.chunks(2).map(|pair| u32::from(u16::from_be_bytes([pair[0], pair[1]])));
    let sum: u32 = pairs.sum();
    let folded = (sum & 0xffff) + (sum >> 16);
    !((folded & 0xffff) + (folded >> 16)) as u16
}

pub(crate) const ARP: u16 = 0x0806;

/// "Who has `target`?"
pub(crate) fn arp_request(mac: Mac, own: Ipv4Addr, target: Ipv4Addr) -> Vec<u8> {
    let mut body = vec![0, 1, 8, 0, 6, 4, 0, 1];
    body.extend(mac.0);
    body.extend(own.octets());
    body.extend([0; 6]);
    body.extend(target.octets());
    ethernet(Mac([0xff; 6]), mac, ARP, &body)
}
