//! The host that a request names.

/// Host and port of a `Host` header or an authority; the host in lower case. `None` for what is
/// no host.
#[must_use]
pub fn parse(text: &str) -> Option<(String, Option<u16>)> {
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((inside, rest)) => {
            inside.parse::<std::net::Ipv6Addr>().ok()?;
            (
                &text[..inside.len() + 2],
                rest.strip_prefix(':').or((!rest.is_empty()).then_some("x")),
            )
        }
        None => match text.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (text, None),
        },
    };
    let port = match port {
        // RFC 3986 3.2.3: an empty port is the default one.
        None | Some("") => None,
        Some(port) => {
            let digits = port.bytes().all(|b| b.is_ascii_digit());
            Some(port.parse::<u16>().ok().filter(|_| digits)?)
        }
    };
    let fine = |b: u8| b.is_ascii_graphic() && !b"/?#@\\\"<>^`{|}".contains(&b);
    (!host.is_empty() && host.bytes().all(fine)).then(|| (host.to_ascii_lowercase(), port))
}

/// The host as it is passed on: the listener's port is added unless it is 80 or 443, and those
/// are taken away. A client that came another way (the engine's port) keeps the port it names.
#[must_use]
pub fn passed_on(host: &str, port: Option<u16>, listener: u16) -> String {
    let is_default = |port: u16| port == 80 || port == 443;
    match port {
        Some(port) if port == listener && is_default(port) => host.to_owned(),
        Some(port) => format!("{host}:{port}"),
        None if is_default(listener) => host.to_owned(),
        None => format!("{host}:{listener}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_read_as_they_are_written() {
        let of = |text| parse(text);
        assert_eq!(of("Example.COM"), Some(("example.com".into(), None)));
        assert_eq!(of("a:8080"), Some(("a".into(), Some(8080))));
        assert_eq!(of("a:"), Some(("a".into(), None)));
        assert_eq!(of("[::1]:80"), Some(("[::1]".into(), Some(80))));
        for bad in ["", ":80", "a:b", "a:+1", "a:99999", "a b", "a/b", "[::1]x", "[x]", "u@h"] {
            assert_eq!(of(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_listener_s_port_is_added_unless_it_goes_without_saying() {
        assert_eq!(passed_on("a", None, 80), "a");
        assert_eq!(passed_on("a", Some(80), 80), "a");
        assert_eq!(passed_on("a", None, 8080), "a:8080");
        assert_eq!(passed_on("a", Some(8080), 8080), "a:8080");
        assert_eq!(passed_on("a", Some(4566), 80), "a:4566");
    }
}
