//! What rules change of a request before it is passed on.

use ferrogate_link::balancer::Transform;
use regex::{NoExpand, Regex};

use super::pattern::regex;

/// What a rewritten host, and a rewritten path with its query, may have.
const HOST_MAX: usize = 253;
const URL_MAX: usize = 16 << 10;

/// The changes of one rule.
#[derive(Debug, Default)]
pub struct Transforms {
    host: Option<Rewrite>,
    url: Option<Rewrite>,
}

#[derive(Debug)]
struct Rewrite {
    regex: Regex,
    /// In the words of the expressions' library; `None` for a text that names no group.
    expands: bool,
    replace: String,
}

/// What is written is no host or no path, or is too long: the client gets 500.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed;

impl Transforms {
    /// Makes them ready.
    ///
    /// # Errors
    /// For an expression that is none, in words.
    pub fn new(all: &[Transform]) -> Result<Self, String> {
        let mut made = Self::default();
        for one in all {
            match one {
                Transform::Host { regex, replace } => {
                    made.host = Some(Rewrite::new(regex, replace, true)?);
                }
                Transform::Url { regex, replace } => {
                    made.url = Some(Rewrite::new(regex, replace, false)?);
                }
            }
        }
        Ok(made)
    }

    /// Whether nothing is ever changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.host.is_none() && self.url.is_none()
    }

    /// Another host, if there is one.
    ///
    /// # Errors
    /// [`Failed`].
    pub fn host(&self, host: &str) -> Result<Option<String>, Failed> {
        let Some(rewrite) = &self.host else { return Ok(None) };
        let Some(host) = rewrite.of(host) else { return Ok(None) };
        let (host, port) = super::host::parse(&host).ok_or(Failed)?;
        if port.is_some() || host.len() > HOST_MAX { Err(Failed) } else { Ok(Some(host)) }
    }

    /// Another path and query, if there is one.
    ///
    /// # Errors
    /// [`Failed`].
    pub fn url(&self, path_and_query: &str) -> Result<Option<String>, Failed> {
        let Some(rewrite) = &self.url else { return Ok(None) };
        let Some(url) = rewrite.of(path_and_query) else { return Ok(None) };
        let is_path = url.starts_with('/') && url.len() <= URL_MAX;
        let fine = |b: u8| b.is_ascii_graphic() && b != b'#';
        if is_path && url.bytes().all(fine) { Ok(Some(url)) } else { Err(Failed) }
    }
}

impl Rewrite {
    fn new(text: &str, replace: &str, fold: bool) -> Result<Self, String> {
        let expands = replace.contains('$');
        let replace = if expands { groups(replace) } else { replace.to_owned() };
        Ok(Self { regex: regex(text, fold)?, expands, replace })
    }

    /// `None` when nothing matches: then all stays as it is.
    fn of(&self, text: &str) -> Option<String> {
        self.regex.is_match(text).then_some(())?;
        Some(match self.expands {
            true => self.regex.replace(text, &self.replace).into_owned(),
            false => self.regex.replace(text, NoExpand(&self.replace)).into_owned(),
        })
    }
}

/// `$1` is the first group, whatever letters follow; a `$` before anything else is itself.
fn groups(replace: &str) -> String {
    let (mut made, mut rest) = (String::new(), replace);
    while let Some((before, after)) = rest.split_once('$') {
        made.push_str(before);
        let digits = after.bytes().take_while(u8::is_ascii_digit).count().min(2);
        if digits == 0 {
            made.push_str("$$");
        } else {
            made.push_str("${");
            made.push_str(&after[..digits]);
            made.push('}');
        }
        rest = &after[digits..];
    }
    made.push_str(rest);
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(regex: &str, replace: &str) -> Transforms {
        let (regex, replace) = (regex.to_owned(), replace.to_owned());
        Transforms::new(&[Transform::Url { regex, replace }]).unwrap()
    }

    #[test]
    fn what_matches_is_replaced_and_all_else_stays() {
        let some = |text: &str| Ok(Some(text.to_owned()));
        assert_eq!(url("^/api/(.*)$", "/$1").url("/api/v1/x?y=z"), some("/v1/x?y=z"));
        assert_eq!(url("^/api/(.*)$", "/$1").url("/other"), Ok(None));
        assert_eq!(url("^/(\\w+)/(\\w+)", "/$2x/$1y").url("/a/b/c"), some("/bx/ay/c"));
        assert_eq!(url("^/a", "/$").url("/a/b"), some("/$/b"));
        assert_eq!(url("^/(a)", "/$1$z").url("/a/b"), some("/a$z/b"));
        assert_eq!(url("a", "b").url("/a/a"), some("/b/a"), "once");
        for (regex, replace) in
            [("^/", ""), ("^/a", "/ "), ("a", "\r\nX: y"), ("a", "#"), ("$", "é")]
        {
            assert_eq!(url(regex, replace).url("/a"), Err(Failed), "{regex} {replace}");
        }
    }

    #[test]
    fn a_host_is_written_in_any_case() {
        let host = |regex: &str, replace: &str| {
            let (regex, replace) = (regex.to_owned(), replace.to_owned());
            Transforms::new(&[Transform::Host { regex, replace }]).unwrap()
        };
        let made = host("^(.*)\\.EXAMPLE\\.com$", "$1.Internal");
        assert_eq!(made.host("a.example.com"), Ok(Some("a.internal".into())));
        assert_eq!(made.host("a.test"), Ok(None));
        assert_eq!(host("a", "b c").host("a"), Err(Failed));
        assert_eq!(host("a", "b:1").host("a"), Err(Failed));
        assert!(
            Transforms::new(&[Transform::Host { regex: "(".into(), replace: String::new() }])
                .is_err()
        );
    }
}
