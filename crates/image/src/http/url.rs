//! Absolute http and https addresses, no more of URLs than a registry needs.

use std::fmt;

use http::Uri;

/// A text that is no address this client goes to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a plain http or https address")]
pub struct BadUrl(pub String);

/// Scheme, host, port, path and query. No user, no fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url {
    plain: bool,
    authority: String,
    path: String,
}

impl Url {
    /// Reads an absolute address.
    ///
    /// # Errors
    /// When it is relative, of another scheme, or holds a user.
    pub fn parse(text: &str) -> Result<Self, BadUrl> {
        let bad = || BadUrl(text.chars().take(200).collect());
        let uri: Uri = text.parse().map_err(|_| bad())?;
        let plain = match uri.scheme_str() {
            Some("http") => true,
            Some("https") => false,
            _ => return Err(bad()),
        };
        let authority = uri.authority().ok_or_else(bad)?.as_str().to_ascii_lowercase();
        if authority.contains('@') || uri.host().is_none_or(str::is_empty) {
            return Err(bad());
        }
        let path = uri.path_and_query().map_or("/", |p| p.as_str()).to_owned();
        Ok(Self { plain, authority, path })
    }

    /// Where a redirect from here leads: an absolute address, or a path on this host.
    ///
    /// # Errors
    /// When it is neither.
    pub fn join(&self, location: &str) -> Result<Self, BadUrl> {
        if location.starts_with('/') && !location.starts_with("//") {
            return self.with_path(location);
        }
        Self::parse(location)
    }

    /// The same host with another path and query.
    ///
    /// # Errors
    /// When the path has characters that need to be escaped.
    pub fn with_path(&self, path: &str) -> Result<Self, BadUrl> {
        let scheme = if self.plain { "http" } else { "https" };
        Self::parse(&format!("{scheme}://{}{path}", self.authority))
    }

    /// Whether it is http without TLS.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.plain
    }

    /// Host, and port if it was given.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The host alone; an IPv6 address in brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        if self.authority.starts_with('[') {
            return self.authority.split_inclusive(']').next().unwrap_or(&self.authority);
        }
        self.authority.split(':').next().unwrap_or(&self.authority)
    }

    /// The port, the scheme's own if none was given.
    #[must_use]
    pub fn port(&self) -> u16 {
        let given = self.authority[self.host().len()..].strip_prefix(':');
        given.and_then(|p| p.parse().ok()).unwrap_or(if self.plain { 80 } else { 443 })
    }

    /// Whether both are the same scheme, host and port: what credentials are bound to.
    #[must_use]
    pub fn same_origin(&self, other: &Self) -> bool {
        let origin = |u: &Self| (u.plain, u.host().to_owned(), u.port());
        origin(self) == origin(other)
    }

    /// Whether `entry`, a host with or without port, names this one.
    #[must_use]
    pub fn is_at(&self, entry: &str) -> bool {
        let entry = entry.to_ascii_lowercase();
        entry == self.authority || entry == self.host()
    }

    /// With `name=value` added to the query, the value escaped.
    pub(crate) fn with_query(&self, name: &str, value: &str) -> Result<Self, BadUrl> {
        let joint = if self.path.contains('?') { '&' } else { '?' };
        let escaped: String = value
            .bytes()
            .map(|b| match b {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    char::from(b).to_string()
                }
                _ => format!("%{b:02X}"),
            })
            .collect();
        self.with_path(&format!("{}{joint}{name}={escaped}", self.path))
    }

    pub(super) fn to_uri(&self) -> Uri {
        self.to_string().parse().expect("made of the parts of a valid address")
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.plain { "http" } else { "https" };
        write!(f, "{scheme}://{}{}", self.authority, self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn parts_are_told_apart() {
        let v6 = url("http://[::1]:5000/v2/?a=b#c");
        assert_eq!((v6.host(), v6.port(), v6.is_plain()), ("[::1]", 5000, true));
        assert_eq!(v6.to_string(), "http://[::1]:5000/v2/?a=b");
        assert_eq!((url("https://H.Example").host(), url("https://h").port()), ("h.example", 443));
        assert!(url("https://h/a").same_origin(&url("https://h:443/b")));
        assert!(!url("https://h/").same_origin(&url("http://h/")));
        for bad in ["", "/path", "ftp://h/", "http://", "http://u:p@h/", "http:///x", "http://h h/"]
        {
            assert!(Url::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn redirects_are_absolute_or_on_the_same_host() {
        let at = url("https://h:1/v2/x");
        assert_eq!(at.join("/y?z").unwrap(), url("https://h:1/y?z"));
        assert_eq!(at.join("http://i/y").unwrap(), url("http://i/y"));
        assert!(at.join("//evil/y").is_err() && at.join("y").is_err());
        let token = url("https://h/t?a=1").with_query("scope", "repository:a/b:pull&x").unwrap();
        assert_eq!(token.to_string(), "https://h/t?a=1&scope=repository%3Aa%2Fb%3Apull%26x");
    }
}
