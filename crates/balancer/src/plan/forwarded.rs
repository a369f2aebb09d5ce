//! What a target is told of the client, and which headers are of one connection alone.

use std::net::{IpAddr, SocketAddr};

use ferrogate_link::balancer::{Attributes, XffMode};
use http::header::{self, HeaderMap, HeaderName, HeaderValue};

const XFF: HeaderName = HeaderName::from_static("x-forwarded-for");
const PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const PORT: HeaderName = HeaderName::from_static("x-forwarded-port");
const KEEP_ALIVE: HeaderName = HeaderName::from_static("keep-alive");
const PROXY_CONNECTION: HeaderName = HeaderName::from_static("proxy-connection");

/// A request that names more is answered with 463.
const XFF_MAX: usize = 30;

/// Too many addresses in `X-Forwarded-For`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany;

/// Tells a target of the client: `listener` is the port that it came to.
///
/// # Errors
/// [`TooMany`].
pub fn tell(
    headers: &mut HeaderMap,
    attributes: &Attributes,
    client: SocketAddr,
    listener: u16,
    tls: bool,
) -> Result<(), TooMany> {
    let addresses = |value: &HeaderValue| value.as_bytes().split(|b| *b == b',').count();
    if headers.get_all(XFF).iter().map(addresses).sum::<usize>() > XFF_MAX {
        return Err(TooMany);
    }
    match attributes.xff {
        XffMode::Preserve => {}
        XffMode::Remove => drop(headers.remove(XFF)),
        XffMode::Append => {
            let own = if attributes.xff_client_port {
                // Prints an address of IPv6 in brackets.
                client.to_string()
            } else {
                client.ip().to_string()
            };
            let mut all = Vec::new();
            for value in headers.get_all(XFF) {
                all.extend_from_slice(value.as_bytes());
                all.extend_from_slice(b", ");
            }
            all.extend_from_slice(own.as_bytes());
            // Values that were fine by themselves are together.
            if let Ok(value) = HeaderValue::from_bytes(&all) {
                headers.insert(XFF, value);
            }
        }
    }
    headers.insert(PROTO, HeaderValue::from_static(if tls { "https" } else { "http" }));
    headers.insert(PORT, listener.into());
    Ok(())
}

/// An address as a plain one: `::ffff:1.2.3.4` is `1.2.3.4`.
#[must_use]
pub fn plain(address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V6(v6) => {
            let ip = v6.to_ipv4_mapped().map_or(IpAddr::V6(v6), IpAddr::V4);
            SocketAddr::new(ip, address.port())
        }
        IpAddr::V4(_) => address,
    }
}

/// Takes away what is of one connection alone (RFC 9110 7.6.1); what asks for another protocol
/// stays when `upgrade`.
pub fn strip_hop_by_hop(headers: &mut HeaderMap, upgrade: bool) {
    let named: Vec<HeaderName> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .filter(|name| !is_kept(name) && (!upgrade || *name != header::UPGRADE))
        .collect();
    for name in named {
        headers.remove(name);
    }
    for name in [KEEP_ALIVE, PROXY_CONNECTION, header::TE, header::TRAILER] {
        headers.remove(name);
    }
    headers.remove(header::TRANSFER_ENCODING);
    headers.remove(header::CONNECTION);
    if upgrade {
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    } else {
        headers.remove(header::UPGRADE);
    }
}

/// Headers that nobody can have taken away by calling them hop-by-hop: a target relies on them.
fn is_kept(name: &HeaderName) -> bool {
    let text = name.as_str();
    [header::HOST, header::CONTENT_LENGTH, header::COOKIE, header::AUTHORIZATION].contains(name)
        || text.starts_with("x-forwarded-")
        || text.starts_with("x-amzn-")
}

/// Whether AWS calls a name valid.
#[must_use]
pub fn is_valid_name(name: &HeaderName) -> bool {
    name.as_str().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(attributes: &Attributes, came: &[&str], client: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in came {
            headers.append(XFF, value.parse().unwrap());
        }
        headers.insert(PROTO, "ftp".parse().unwrap());
        tell(&mut headers, attributes, client.parse().unwrap(), 8080, false).unwrap();
        headers
    }

    #[test]
    fn each_mode_does_its_own() {
        let of = |xff, xff_client_port, came: &[&str], client| {
            let attributes = Attributes { xff, xff_client_port, ..Attributes::default() };
            let headers = told(&attributes, came, client);
            assert_eq!((&headers[PROTO], &headers[PORT]), (&"http".parse().unwrap(), &8080.into()));
            headers.get(XFF).map(|value| value.to_str().unwrap().to_owned())
        };
        let v4 = "10.0.0.1:99";
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(of(XffMode::Append, false, &[], v4), some("10.0.0.1"));
        assert_eq!(of(XffMode::Append, false, &["a", "b, c"], v4), some("a, b, c, 10.0.0.1"));
        assert_eq!(of(XffMode::Append, true, &[], v4), some("10.0.0.1:99"));
        assert_eq!(of(XffMode::Append, true, &[], "[fd00::1]:9"), some("[fd00::1]:9"));
        assert_eq!(of(XffMode::Preserve, true, &["a"], v4), some("a"));
        assert_eq!(of(XffMode::Preserve, true, &[], v4), None);
        assert_eq!(of(XffMode::Remove, true, &["a"], v4), None);
    }

    #[test]
    fn more_than_thirty_addresses_are_too_many() {
        let all = |n| vec!["1.2.3.4"; n].join(", ");
        let tell = |n| {
            let mut headers = HeaderMap::new();
            headers.insert(XFF, all(n).parse().unwrap());
            tell(&mut headers, &Attributes::default(), "1.1.1.1:1".parse().unwrap(), 80, false)
        };
        assert_eq!((tell(30), tell(31)), (Ok(()), Err(TooMany)));
    }

    #[test]
    fn nobody_has_a_header_taken_away_that_a_target_relies_on() {
        let mut headers = HeaderMap::new();
        let connection = "close, X-Own, Cookie, x-forwarded-for, Upgrade";
        for (name, value) in [
            ("connection", connection),
            ("x-own", "1"),
            ("cookie", "a=b"),
            ("x-forwarded-for", "1.1.1.1"),
            ("keep-alive", "timeout=5"),
            ("te", "trailers"),
            ("upgrade", "websocket"),
            ("transfer-encoding", "chunked"),
        ] {
            headers.insert(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
        }
        let mut upgraded = headers.clone();
        strip_hop_by_hop(&mut headers, false);
        let mut names: Vec<_> = headers.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["cookie", "x-forwarded-for"]);
        strip_hop_by_hop(&mut upgraded, true);
        assert_eq!(
            (&upgraded["connection"], &upgraded["upgrade"]),
            (
                &"upgrade".parse::<HeaderValue>().unwrap(),
                &"websocket".parse::<HeaderValue>().unwrap()
            )
        );
    }
}
