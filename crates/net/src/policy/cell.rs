//! Elements of the kernel's sets and maps, as nft writes them and as netlink carries them.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::id::Mac;

/// One field of an element. Those with two values are ranges with both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cell {
    /// An interface's index.
    Interface(u32),
    /// A station's address.
    Station([u8; 6]),
    /// Addresses of IPv4.
    V4(Ipv4Addr, Ipv4Addr),
    /// Addresses of IPv6.
    V6(Ipv6Addr, Ipv6Addr),
    /// Protocols, or types or codes of ICMP.
    Byte(u8, u8),
    /// Ports.
    Port(u16, u16),
}

impl Cell {
    /// The first and the last value, each padded to a register's four bytes.
    fn ends(self) -> (Vec<u8>, Vec<u8>) {
        match self {
            Self::Interface(index) => (index.to_ne_bytes().to_vec(), index.to_ne_bytes().to_vec()),
            Self::Station(mac) => {
                let padded = [&mac[..], &[0, 0]].concat();
                (padded.clone(), padded)
            }
            Self::V4(first, last) => (first.octets().to_vec(), last.octets().to_vec()),
            Self::V6(first, last) => (first.octets().to_vec(), last.octets().to_vec()),
            Self::Byte(first, last) => (vec![first, 0, 0, 0], vec![last, 0, 0, 0]),
            Self::Port(first, last) => {
                let padded = |port: u16| [&port.to_be_bytes()[..], &[0, 0]].concat();
                (padded(first), padded(last))
            }
        }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interface(index) => write!(f, "{index}"),
            Self::Station(mac) => write!(f, "{}", Mac(*mac)),
            Self::V4(first, last) => range(f, first, last),
            Self::V6(first, last) => range(f, first, last),
            Self::Byte(first, last) => range(f, first, last),
            Self::Port(first, last) => range(f, first, last),
        }
    }
}

fn range<T: fmt::Display + PartialEq>(
    f: &mut fmt::Formatter<'_>,
    first: &T,
    last: &T,
) -> fmt::Result {
    if first == last { write!(f, "{first}") } else { write!(f, "{first}-{last}") }
}

/// The fields of an element.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key(pub(crate) Vec<Cell>);

impl Key {
    /// The least and the greatest key of the element, as the kernel keeps them.
    pub(crate) fn ends(&self) -> (Vec<u8>, Vec<u8>) {
        let ends = self.0.iter().map(|cell| cell.ends());
        let (first, last): (Vec<_>, Vec<_>) = ends.unzip();
        (first.concat(), last.concat())
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, cell) in self.0.iter().enumerate() {
            write!(f, "{}{cell}", if n == 0 { "" } else { " . " })?;
        }
        Ok(())
    }
}

/// Where a packet goes on, by an element of a map.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// To a chain, and back when it says nothing.
    Jump(String),
    /// To a chain.
    Goto(String),
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Jump(chain) => write!(f, "jump {chain}"),
            Self::Goto(chain) => write!(f, "goto {chain}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_is_written_as_nft_does_and_laid_out_in_registers() {
        let key = Key(vec![
            Cell::V4([10, 0, 0, 0].into(), [10, 0, 0, 255].into()),
            Cell::Byte(6, 6),
            Cell::Port(80, 443),
        ]);
        assert_eq!(key.to_string(), "10.0.0.0-10.0.0.255 . 6 . 80-443");
        let (first, last) = key.ends();
        assert_eq!(first, [10, 0, 0, 0, 6, 0, 0, 0, 0, 80, 0, 0]);
        assert_eq!(last, [10, 0, 0, 255, 6, 0, 0, 0, 1, 187, 0, 0]);
    }

    #[test]
    fn a_source_is_index_mac_padding_address() {
        let address = Ipv4Addr::new(10, 0, 0, 9);
        let key = Key(vec![
            Cell::Interface(1),
            Cell::Station([2, 0, 10, 0, 0, 9]),
            Cell::V4(address, address),
        ]);
        assert_eq!(key.to_string(), "1 . 02:00:0a:00:00:09 . 10.0.0.9");
        let (first, last) = key.ends();
        assert_eq!(first[..4], 1_u32.to_ne_bytes());
        assert_eq!(first[4..], [2, 0, 10, 0, 0, 9, 0, 0, 10, 0, 0, 9]);
        assert_eq!(first, last);
    }
}
