//! Which addresses may be reached.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use ipnet::IpNet;

/// Where requests of users may go.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// To addresses of the public internet.
    pub public: bool,
    /// And to these, whatever they are; but for what is never reached.
    pub also: Vec<IpNet>,
    /// Where the engine's own API answers: it is reached by none of them.
    pub own: Option<SocketAddr>,
}

impl Rules {
    /// Whether `to` may be reached.
    #[must_use]
    pub fn allow(&self, to: SocketAddr) -> bool {
        let ip = plain(to.ip());
        if is_never(ip) || self.is_own(ip, to.port()) {
            return false;
        }
        self.also.iter().any(|net| net.contains(&ip)) || (self.public && is_public(ip))
    }

    /// Of the addresses of this machine that are not its loopback ones nothing is known here:
    /// those have rules of their own, as all addresses of a network have.
    fn is_own(&self, ip: IpAddr, port: u16) -> bool {
        self.own.is_some_and(|own| {
            own.port() == port && (ip.is_loopback() || own.ip() == ip || own.ip().is_unspecified())
        })
    }
}

/// The IPv4 address inside an IPv6 one that only wraps it: mapped, compatible, or translated by
/// NAT64 (RFC 6052).
fn plain(ip: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = ip else { return ip };
    let parts = v6.segments();
    let last = Ipv4Addr::from((u32::from(parts[6]) << 16) | u32::from(parts[7]));
    let nat64 = parts[..6] == [0x64, 0xff9b, 0, 0, 0, 0];
    let compatible = parts[..6] == [0; 6] && !v6.is_loopback() && !v6.is_unspecified();
    if v6.to_ipv4_mapped().is_some() || nat64 || compatible { IpAddr::V4(last) } else { ip }
}

/// Link-local, with every cloud's metadata service, unspecified, multicast and the like.
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

/// Whether an address is of the public internet (IANA's registries of special-purpose addresses).
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            !(v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_documentation()
                || (a == 100 && (64..128).contains(&b))
                || (a, b, c) == (192, 0, 0)
                || (a, b, c) == (192, 88, 99)
                || (a == 198 && (18..20).contains(&b))
                || a == 0
                || a >= 224)
        }
        IpAddr::V6(v6) => {
            let parts = v6.segments();
            // Global unicast, but for documentation, Teredo and the like, and 6to4, which wraps.
            (0x2000..0x4000).contains(&parts[0])
                && !(parts[0] == 0x2001 && (parts[1] < 0x200 || parts[1] == 0xdb8))
                && parts[0] != 0x2002
                && !(parts[0] == 0x3fff && parts[1] < 0x1000)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ip: &str) -> SocketAddr {
        (ip.parse::<IpAddr>().unwrap(), 80).into()
    }

    #[test]
    fn what_is_near_is_reached_only_where_a_setting_says_so() {
        let public = Rules { public: true, ..Rules::default() };
        for ip in ["8.8.8.8", "2600::1", "::ffff:8.8.8.8", "64:ff9b::808:808"] {
            assert!(public.allow(at(ip)), "{ip}");
            assert!(!Rules::default().allow(at(ip)), "{ip}");
        }
        for ip in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "100.64.0.1",
            "169.254.169.254",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "198.18.0.1",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "::7f00:1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
            "ff02::1",
        ] {
            assert!(!public.allow(at(ip)), "{ip}");
        }
    }

    #[test]
    fn a_setting_opens_networks_but_never_metadata_nor_the_engine() {
        let own = Some("127.0.0.1:4566".parse().unwrap());
        let also = ["127.0.0.0/8", "10.0.0.0/8", "0.0.0.0/0", "::/0"];
        let open = Rules { public: false, also: also.map(|net| net.parse().unwrap()).into(), own };
        for ip in ["127.0.0.1", "10.1.2.3", "8.8.8.8", "::1"] {
            assert!(open.allow(at(ip)), "{ip}");
        }
        for ip in ["169.254.169.254", "fe80::1", "fd00:ec2::254", "0.0.0.0", "::ffff:169.254.1.1"] {
            assert!(!open.allow(at(ip)), "{ip}");
        }
        for to in ["127.0.0.1:4566", "127.0.0.9:4566", "[::1]:4566", "[::ffff:127.0.0.1]:4566"] {
            assert!(!open.allow(to.parse().unwrap()), "{to}");
        }
        let all = Rules { own: Some("0.0.0.0:4566".parse().unwrap()), ..open };
        assert!(!all.allow("10.1.2.3:4566".parse().unwrap()));
    }
}
