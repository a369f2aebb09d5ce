//! Where redirects lead.

use ferrogate_link::balancer::Redirect;

/// Elastic Load Balancing, "Troubleshoot": a longer Location is answered with 507.
const LOCATION_MAX: usize = 8 << 10;

/// The parts of a request that a redirect may name.
#[derive(Clone, Copy, Debug)]
pub struct From<'r> {
    /// Whether it came over TLS.
    pub tls: bool,
    /// Without its port.
    pub host: &'r str,
    /// The listener's port, or what the client named.
    pub port: u16,
    /// With its first `/`.
    pub path: &'r str,
    /// Without its `?`.
    pub query: &'r str,
}

/// The value of `Location`; `None` when it is too long.
#[must_use]
pub fn location(to: &Redirect, from: &From<'_>) -> Option<String> {
    let protocol = fill(&to.protocol, from).to_ascii_lowercase();
    let (host, port) = (fill(&to.host, from), fill(&to.port, from));
    let (path, query) = (fill(&to.path, from), fill(&to.query, from));
    let mark = if query.is_empty() { "" } else { "?" };
    let slash = if path.starts_with('/') { "" } else { "/" };
    let location = format!("{protocol}://{host}:{port}{slash}{path}{mark}{query}");
    (location.len() <= LOCATION_MAX).then_some(location)
}

/// Fills in the parts, each once: what a part says itself is no name of another.
fn fill(text: &str, from: &From<'_>) -> String {
    let (mut filled, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find("#{") {
        filled.push_str(&rest[..at]);
        let named = &rest[at..];
        let end = named.find('}').map_or(named.len(), |end| end + 1);
        match &named[..end] {
            "#{protocol}" => filled.push_str(if from.tls { "HTTPS" } else { "HTTP" }),
            "#{host}" => filled.push_str(from.host),
            "#{port}" => filled.push_str(&from.port.to_string()),
            "#{path}" => filled.push_str(from.path.strip_prefix('/').unwrap_or(from.path)),
            "#{query}" => filled.push_str(from.query),
            other => filled.push_str(other),
        }
        rest = &named[end..];
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(parts: [&str; 5]) -> Redirect {
        let [protocol, host, port, path, query] = parts.map(str::to_owned);
        Redirect { protocol, host, port, path, query, permanent: true }
    }

    const FROM: From<'_> =
        From { tls: false, host: "a.example.com", port: 80, path: "/x/y", query: "v=#{host}" };
    const SAME: [&str; 5] = ["#{protocol}", "#{host}", "#{port}", "/#{path}", "#{query}"];

    #[test]
    fn what_is_not_said_stays() {
        let [_, host, _, path, query] = SAME;
        let https = to(["HTTPS", host, "443", path, query]);
        let said = location(&https, &FROM).unwrap();
        assert_eq!(said, "https://a.example.com:443/x/y?v=#{host}");
        let other = to(["#{protocol}", "new.#{host}", "#{port}", "/old/#{path}/#{port}", ""]);
        assert_eq!(location(&other, &FROM).unwrap(), "http://new.a.example.com:80/old/x/y/80");
        let without = From { path: "/", query: "", ..FROM };
        assert_eq!(location(&to(SAME), &without).unwrap(), "http://a.example.com:80/");
        let unknown = to(["HTTP", "#{who", "80", "/#{x}", ""]);
        assert_eq!(location(&unknown, &FROM).unwrap(), "http://#{who:80/#{x}");
    }

    #[test]
    fn one_that_is_too_long_is_none() {
        let long = "x".repeat(LOCATION_MAX);
        assert_eq!(location(&to(SAME), &From { query: &long, ..FROM }), None);
    }
}
