//! Whom a browser may carry here: `Host` and `Origin`, checked before a body is read.
//!
//! A page on any site can make a browser send requests to a loopback address, under a
//! name that it resolves as it likes. Signatures stop most of it; this stops all of it.

use std::net::IpAddr;

use http::header::{HOST, HeaderValue, ORIGIN};
use http::request::Parts;

/// Names that stand for this machine whatever is configured; each covers the names below
/// it. The second is what tools made for LocalStack send.
const LOCAL_NAMES: [&str; 2] = ["localhost", "localhost.localstack.cloud"];

/// Why a request is not let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refused {
    /// No `Host`, two of them, or one that is no host.
    #[error("The request must have one Host header that names a host.")]
    BadHost,
    /// A `Host` by which we are not known.
    #[error(
        "This host name is not one of this server's; add it to the configured host names to use \
         it."
    )]
    ForeignHost,
    /// A browser speaks for a page of another site.
    #[error("Requests from pages of other sites are not allowed.")]
    CrossSite,
}

/// The names and addresses by which this server is known.
#[derive(Debug)]
pub(crate) struct Gate {
    names: Vec<String>,
}

impl Gate {
    pub(crate) fn new(names: &[String]) -> Self {
        Self { names: names.iter().map(|name| name.to_ascii_lowercase()).collect() }
    }

    /// Checks a request that came in on `listen`; `None` is a Unix socket, whose `Host`
    /// says nothing.
    pub(crate) fn check(&self, parts: &Parts, listen: Option<IpAddr>) -> Result<(), Refused> {
        let host = the_host(parts)?;
        if listen.is_some() && !self.knows(host, listen) {
            return Err(Refused::ForeignHost);
        }
        if let Some(site) = parts.headers.get("sec-fetch-site")
            && !matches!(site.as_bytes(), b"same-origin" | b"none")
        {
            return Err(Refused::CrossSite);
        }
        let foreign = |origin: &HeaderValue| !self.same_origin(origin, parts);
        if parts.headers.get_all(ORIGIN).iter().any(foreign) {
            return Err(Refused::CrossSite);
        }
        Ok(())
    }

    fn knows(&self, host: &str, listen: Option<IpAddr>) -> bool {
        let name = without_port(host).trim_end_matches('.').to_ascii_lowercase();
        let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        if let Ok(address) = address {
            // An address that was listened on can't be a name that somebody resolved.
            return address.is_loopback()
                || (Some(address) == listen && !address.is_unspecified())
                || self.names.contains(&name);
        }
        let names = self.names.iter().map(String::as_str).chain(LOCAL_NAMES);
        names.into_iter().any(|known| {
            name.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
    }

    /// An origin is ours when it is the very host and port the request was sent to.
    fn same_origin(&self, origin: &HeaderValue, parts: &Parts) -> bool {
        let Ok(text) = origin.to_str() else { return false };
        let Some((scheme, authority)) = text.split_once("://") else { return false };
        let host = parts.headers.get(HOST).map(HeaderValue::as_bytes).unwrap_or_default();
        matches!(scheme, "http" | "https") && authority.as_bytes().eq_ignore_ascii_case(host)
    }
}

fn the_host(parts: &Parts) -> Result<&str, Refused> {
    let mut values = parts.headers.get_all(HOST).iter();
    let (Some(host), None) = (values.next(), values.next()) else { return Err(Refused::BadHost) };
    let host = host.to_str().map_err(|_| Refused::BadHost)?;
    let plain =
        |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b':' | b'[' | b']');
    if host.is_empty() || !host.bytes().all(plain) {
        return Err(Refused::BadHost);
    }
    // A target in absolute form must not say another host than the one that is checked.
    match parts.uri.authority() {
        Some(authority) if !authority.as_str().eq_ignore_ascii_case(host) => Err(Refused::BadHost),
        _ => Ok(host),
    }
}

fn without_port(host: &str) -> &str {
    match host.rfind(']') {
        Some(end) => &host[..=end],
        None => host.split(':').next().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::Request;

    fn check(headers: &[(&str, &str)], listen: Option<&str>) -> Result<(), Refused> {
        let mut request = Request::builder().uri("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let gate = Gate::new(&["fargate.example.com".to_owned(), "198.51.100.7".to_owned()]);
        gate.check(&parts, listen.map(|ip| ip.parse().unwrap()))
    }

    #[test]
    fn hosts_of_this_machine_and_configured_ones_are_known() {
        for host in [
            "127.0.0.1:4566",
            "127.0.0.1",
            "[::1]:4566",
            "localhost:4566",
            "LOCALHOST",
            "data-1.localhost:4566",
            "123456789012.dkr.ecr.eu-west-1.localhost:4566",
            "localhost.localstack.cloud:4566",
            "s3.localhost.localstack.cloud:4566",
            "fargate.example.com",
            "ecs.fargate.example.com:443",
            "198.51.100.7:4566",
            "192.0.2.1:4566",
        ] {
            assert_eq!(check(&[("host", host)], Some("192.0.2.1")), Ok(()), "{host}");
        }
    }

    #[test]
    fn other_hosts_are_refused() {
        for host in [
            "evil.example:4566",
            "localhost.evil.example",
            "notlocalhost",
            "0.0.0.0:4566",
            "[::]:4566",
            "192.0.2.2",
            "169.254.169.254",
            "example.com",
        ] {
            let refused = check(&[("host", host)], Some("0.0.0.0"));
            assert_eq!(refused, Err(Refused::ForeignHost), "{host}");
        }
        for host in ["", "a b", "localhost/", "user@localhost"] {
            assert_eq!(check(&[("host", host)], Some("::1")), Err(Refused::BadHost), "{host}");
        }
        assert_eq!(check(&[], Some("::1")), Err(Refused::BadHost));
        let two = [("host", "localhost"), ("host", "localhost")];
        assert_eq!(check(&two, Some("::1")), Err(Refused::BadHost));
    }

    #[test]
    fn a_unix_socket_takes_any_host() {
        assert_eq!(check(&[("host", "docker")], None), Ok(()));
    }

    #[test]
    fn pages_of_other_sites_are_refused() {
        let host = ("host", "localhost:4566");
        for (name, value) in [
            ("origin", "http://evil.example"),
            ("origin", "null"),
            ("origin", "http://localhost:3000"),
            ("origin", "file://localhost:4566"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            let refused = check(&[host, (name, value)], Some("::1"));
            assert_eq!(refused, Err(Refused::CrossSite), "{value}");
        }
        let own = [host, ("origin", "http://localhost:4566"), ("sec-fetch-site", "same-origin")];
        assert_eq!(check(&own, Some("::1")), Ok(()));
    }
}
