//! Which addresses may be connected to, by who named them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Who named the host of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// The operator, in a rule that allows local addresses: any address will do.
    Operator,
    /// The user, in an image reference.
    Named,
    /// A registry, in a redirect or a challenge: never anything near this host.
    Foreign,
}

impl Trust {
    /// Whether plain http is allowed to `host`.
    pub(crate) fn allows_plain(self, host: &str) -> bool {
        let literal = host.trim_matches(['[', ']']).parse::<IpAddr>();
        match self {
            Self::Operator => true,
            Self::Named => host == "localhost" || literal.is_ok_and(|ip| ip.is_loopback()),
            Self::Foreign => false,
        }
    }
}

/// The part of the operator's settings that speaks of addresses.
pub(super) struct Rules {
    pub(super) allow_loopback: bool,
    pub(super) denied: Vec<IpAddr>,
}

impl Rules {
    /// Whether a connection to `ip` is allowed for a host that `trust` named.
    pub(super) fn allow(&self, trust: Trust, ip: IpAddr) -> bool {
        let ip = embedded(ip);
        match trust {
            Trust::Operator => true,
            _ if is_never(ip) || self.denied.contains(&ip) => false,
            Trust::Named => self.allow_loopback || !ip.is_loopback(),
            Trust::Foreign => !ip.is_loopback(),
        }
    }
}

/// The IPv4 address inside an IPv6 one that only wraps it: mapped, or translated by NAT64
/// (RFC 6052).
fn embedded(ip: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = ip else { return ip };
    let parts = v6.segments();
    let last = Ipv4Addr::from((u32::from(parts[6]) << 16) | u32::from(parts[7]));
    let nat64 = parts[..6] == [0x64, 0xff9b, 0, 0, 0, 0];
    if v6.to_ipv4_mapped().is_some() || nat64 { IpAddr::V4(last) } else { ip }
}

/// Link-local (with every cloud's metadata service), unspecified, multicast and the like.
fn is_never(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => {
            let first = v4.octets()[0];
            first == 0 || first >= 224 || v4.is_link_local()
        }
        IpAddr::V6(v6) => {
            let metadata = Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254);
            v6.is_unspecified() || v6.is_multicast() || v6.is_unicast_link_local() || v6 == metadata
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearby_addresses_are_for_those_who_may() {
        let rules = Rules { allow_loopback: true, denied: vec!["10.0.0.7".parse().unwrap()] };
        let allow = |trust, ip: &str| rules.allow(trust, ip.parse().unwrap());
        for ip in [
            "169.254.169.254",
            "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "fe80::1",
            "0.0.0.0",
            "0.1.2.3",
            "::",
            "224.0.0.1",
            "255.255.255.255",
            "ff02::1",
            "fd00:ec2::254",
            "10.0.0.7",
            "::ffff:10.0.0.7",
        ] {
            assert!(!allow(Trust::Named, ip) && !allow(Trust::Foreign, ip), "{ip}");
            assert!(allow(Trust::Operator, ip), "{ip}");
        }
        for ip in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"] {
            assert!(allow(Trust::Named, ip) && !allow(Trust::Foreign, ip), "{ip}");
        }
        let strict = Rules { allow_loopback: false, denied: Vec::new() };
        assert!(!strict.allow(Trust::Named, "127.0.0.1".parse().unwrap()));
        for ip in ["8.8.8.8", "10.0.0.8", "2001:db8::1"] {
            assert!(allow(Trust::Foreign, ip), "{ip}");
        }
    }

    #[test]
    fn plain_http_is_for_loopback_and_the_operator() {
        assert!(Trust::Named.allows_plain("localhost") && Trust::Named.allows_plain("[::1]"));
        assert!(
            !Trust::Named.allows_plain("example.com") && !Trust::Named.allows_plain("10.0.0.1")
        );
        assert!(!Trust::Foreign.allows_plain("127.0.0.1") && Trust::Operator.allows_plain("x"));
    }
}
