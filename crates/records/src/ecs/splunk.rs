//! The options of the log driver splunk, as docker's driver of that name reads them: which HTTP
//! event collector lines go to, and what each event of theirs says besides.
//!
//! Read twice: when a task definition is registered, as far as its values are there, and by the
//! host that sends, which knows the secret ones.

use std::collections::BTreeMap;
use std::fmt;

use regex::Regex;

use super::multiline::compile;

/// The options that have their effect, in order. `splunk-capath` is none of them: it is a file of
/// the host's, which on Fargate is nobody's.
pub const NAMES: [&str; 19] = [
    "env",
    "env-regex",
    "labels",
    "labels-regex",
    "max-buffer-size",
    "mode",
    "splunk-caname",
    "splunk-format",
    "splunk-gzip",
    "splunk-gzip-level",
    "splunk-index",
    "splunk-index-acknowledgment",
    "splunk-insecureskipverify",
    "splunk-source",
    "splunk-sourcetype",
    "splunk-token",
    "splunk-url",
    "splunk-verify-connection",
    "tag",
];

/// The options without which there is no driver.
pub const NEEDED: [&str; 2] = ["splunk-token", "splunk-url"];

/// Those of the spool, which is made before any secret is looked up: none can be one.
pub const NEVER_SECRET: [&str; 2] = ["max-buffer-size", "mode"];

/// Where the collector of every Splunk takes events.
pub const PATH: &str = "/services/collector/event/1.0";

/// What a tag is without the option: the first twelve characters of the container's id.
const TAG: &str = "{{.ID}}";

/// How lines are written into events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// As a text, beside its tag and its attributes.
    Inline,
    /// The same, with a line that is a document of JSON as that document.
    Json,
    /// As a text with its tag and its attributes before it.
    Raw,
}

/// What a container's lines go by.
#[derive(Clone)]
pub struct Options {
    /// What the collector knows the sender by. Never shown.
    pub token: String,
    /// Where the collector is.
    pub url: CollectorUrl,
    /// The name that its certificate is to have; that of the URL when there is none.
    pub server_name: Option<String>,
    /// Whether any certificate will do.
    pub insecure: bool,
    /// How lines are written.
    pub format: Format,
    /// Whether a container is not started before the collector has answered.
    pub verify: bool,
    /// How hard requests are compressed, 0 to 9, if they are.
    pub gzip: Option<u32>,
    /// Whether each request names a channel, which collectors with acknowledgments ask for.
    pub channel: bool,
    /// The source, the type of source and the index of events, where they are given.
    pub source: Option<String>,
    /// See [`Options::source`].
    pub source_type: Option<String>,
    /// See [`Options::source`].
    pub index: Option<String>,
    /// What each line is tagged with; nothing when it is empty.
    pub tag: Tag,
    /// The labels of the container that are attributes.
    pub labels: Names,
    /// The variables of the container that are attributes.
    pub env: Names,
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options").field("url", &self.url).finish_non_exhaustive()
    }
}

/// `scheme://name-or-address[:port]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectorUrl {
    /// Whether it is `https`.
    pub secure: bool,
    /// The name or the address, an IPv6 one without its brackets.
    pub host: String,
    /// The port, the scheme's when none is given.
    pub port: u16,
    /// The host and the port as they were written.
    pub authority: String,
}

/// Names, and those that match a pattern.
#[derive(Clone, Debug, Default)]
pub struct Names {
    given: Vec<String>,
    matching: Option<Regex>,
}

impl Names {
    /// Whether it is one of them.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        let given = self.given.iter().any(|given| given == name);
        given || self.matching.as_ref().is_some_and(|pattern| pattern.is_match(name))
    }

    /// Whether there is none, whatever the names are.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.given.is_empty() && self.matching.is_none()
    }
}

/// A template of docker's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Of(Field),
}

/// What a tag may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Id,
    FullId,
    Name,
    ImageId,
    ImageFullId,
    ImageName,
    DaemonName,
}

/// Whose tag it is.
#[derive(Clone, Copy, Debug)]
pub struct Tagged<'a> {
    /// The container's id.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The digest of its image.
    pub image_id: &'a str,
    /// Its image as the task definition writes it.
    pub image: &'a str,
}

/// Characters of an id in its short form (docker).
const SHORT_ID: usize = 12;

impl Options {
    /// Reads all options, whose names are known.
    ///
    /// # Errors
    /// What is wrong with one, without its value where that may be secret.
    pub fn read(options: &BTreeMap<String, String>) -> Result<Self, String> {
        let given = |name: &str| options.get(name).map(String::as_str);
        let filled = |name: &str| given(name).filter(|text| !text.is_empty());
        let flag = |name: &str, otherwise: bool| match given(name) {
            Some(text) => flag(text).ok_or_else(|| format!("splunk: {name} is no boolean")),
            None => Ok(otherwise),
        };
        let names = |list: &str, pattern: &str| {
            let given = filled(list).into_iter().flat_map(|list| list.split(','));
            let matching = filled(pattern).map(compile).transpose();
            let matching = matching
                .map_err(|why| format!("splunk: {pattern} is no regular expression: {why}"))?;
            Ok::<_, String>(Names { given: given.map(str::to_owned).collect(), matching })
        };
        let token = filled("splunk-token").ok_or("splunk: splunk-token is expected")?;
        if !token.bytes().all(|b| b.is_ascii_graphic()) {
            return Err("splunk: splunk-token has a character that no token has".into());
        }
        let url = filled("splunk-url").ok_or("splunk: splunk-url is expected")?;
        let url = CollectorUrl::parse(url)
            .ok_or("splunk: expected format scheme://dns_name_or_ip:port for splunk-url")?;
        let format = match filled("splunk-format") {
            None | Some("inline") => Format::Inline,
            Some("json") => Format::Json,
            Some("raw") => Format::Raw,
            Some(_) => {
                return Err("splunk: unknown splunk-format, supported formats are inline, json \
                            and raw"
                    .into());
            }
        };
        let level = match given("splunk-gzip-level").map(str::parse::<i32>) {
            None | Some(Ok(-1)) => 6,
            Some(Ok(level @ 0..=9)) => level.unsigned_abs(),
            Some(_) => {
                return Err(
                    "splunk: not supported splunk-gzip-level (supported values between -1 \
                            and 9)"
                        .into(),
                );
            }
        };
        Ok(Self {
            token: token.to_owned(),
            url,
            server_name: filled("splunk-caname").map(str::to_owned),
            insecure: flag("splunk-insecureskipverify", false)?,
            format,
            verify: flag("splunk-verify-connection", true)?,
            gzip: flag("splunk-gzip", false)?.then_some(level),
            channel: flag("splunk-index-acknowledgment", false)?,
            source: filled("splunk-source").map(str::to_owned),
            source_type: filled("splunk-sourcetype").map(str::to_owned),
            index: filled("splunk-index").map(str::to_owned),
            // An empty one is none; one that is not given is docker's.
            tag: Tag::parse(given("tag").unwrap_or(TAG))?,
            labels: names("labels", "labels-regex")?,
            env: names("env", "env-regex")?,
        })
    }
}

/// As Go reads a boolean.
fn flag(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

impl CollectorUrl {
    fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let secure = match &*scheme.to_ascii_lowercase() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = match authority.strip_prefix('[') {
            Some(rest) => {
                let (host, after) = rest.split_once(']')?;
                host.parse::<std::net::Ipv6Addr>().ok()?;
                match after {
                    "" => (host, None),
                    after => (host, Some(after.strip_prefix(':')?)),
                }
            }
            None => match authority.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (authority, None),
            },
        };
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"._-:".contains(&b);
        if host.is_empty() || host.len() > 253 || !host.bytes().all(plain) {
            return None;
        }
        let port = match port {
            Some(port) if port.bytes().all(|b| b.is_ascii_digit()) => port.parse().ok()?,
            Some(_) => return None,
            None if secure => 443,
            None => 80,
        };
        if port == 0 {
            return None;
        }
        Some(Self { secure, host: host.to_owned(), port, authority: authority.to_owned() })
    }
}

impl fmt::Display for CollectorUrl {
    /// The URL that events are posted to.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.secure { "https" } else { "http" };
        write!(f, "{scheme}://{}{PATH}", self.authority)
    }
}

impl Tag {
    fn parse(text: &str) -> Result<Self, String> {
        let (mut pieces, mut rest) = (Vec::new(), text);
        while let Some((before, after)) = rest.split_once("{{") {
            let (action, behind) =
                after.split_once("}}").ok_or("splunk: tag has an action that does not end")?;
            let field = match action.trim() {
                ".ID" => Field::Id,
                ".FullID" => Field::FullId,
                ".Name" => Field::Name,
                ".ImageID" => Field::ImageId,
                ".ImageFullID" => Field::ImageFullId,
                ".ImageName" => Field::ImageName,
                ".DaemonName" => Field::DaemonName,
                other => {
                    return Err(format!(
                        "splunk: tag has the action {other:?}, which is none of .ID, .FullID, \
                         .Name, .ImageID, .ImageFullID, .ImageName and .DaemonName"
                    ));
                }
            };
            pieces.push(Piece::Text(before.to_owned()));
            pieces.push(Piece::Of(field));
            rest = behind;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        Ok(Self(pieces))
    }

    /// The tag of a container.
    #[must_use]
    pub fn of(&self, whose: &Tagged<'_>) -> String {
        let image_hex = whose.image_id.split_once(':').map_or(whose.image_id, |(_, hex)| hex);
        let short = |id: &str| id.chars().take(SHORT_ID).collect::<String>();
        let pieces = self.0.iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Of(Field::Id) => short(whose.id),
            Piece::Of(Field::FullId) => whose.id.to_owned(),
            Piece::Of(Field::Name) => whose.name.to_owned(),
            Piece::Of(Field::ImageId) => short(image_hex),
            Piece::Of(Field::ImageFullId) => whose.image_id.to_owned(),
            Piece::Of(Field::ImageName) => whose.image.to_owned(),
            Piece::Of(Field::DaemonName) => "docker".to_owned(),
        });
        pieces.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(more: &[(&str, &str)]) -> Result<Options, String> {
        let given = [("splunk-token", "secret"), ("splunk-url", "https://c:8088")];
        let all = given.iter().chain(more).map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        Options::read(&all.collect())
    }

    #[test]
    fn what_is_not_given_is_as_in_docker_s_driver() {
        let plain = read(&[]).unwrap();
        assert!(plain.verify && !plain.insecure && !plain.channel);
        assert_eq!((plain.format, plain.gzip), (Format::Inline, None));
        assert_eq!(read(&[("splunk-gzip", "T")]).unwrap().gzip, Some(6));
        let level = read(&[("splunk-gzip", "1"), ("splunk-gzip-level", "0")]).unwrap();
        assert_eq!(level.gzip, Some(0));
        assert!(!format!("{plain:?}").contains("secret"));
    }

    #[test]
    fn an_option_that_makes_no_sense_is_named_without_its_value() {
        for (name, value) in [
            ("splunk-token", ""),
            ("splunk-token", "hush\n"),
            ("splunk-url", "hush"),
            ("splunk-format", "hush"),
            ("splunk-gzip", "hush"),
            ("splunk-gzip-level", "10"),
            ("splunk-gzip-level", ""),
            ("splunk-verify-connection", ""),
            ("splunk-insecureskipverify", "yes"),
            ("splunk-index-acknowledgment", "yes"),
            ("labels-regex", "("),
            ("env-regex", "("),
            ("tag", "{{.Nothing}}"),
            ("tag", "{{.ID"),
        ] {
            let why = read(&[(name, value)]).unwrap_err();
            assert!(why.starts_with("splunk: ") && why.contains(name), "{name}: {why}");
            assert!(!why.contains("hush"), "{why}");
        }
    }

    #[test]
    fn a_collector_is_a_scheme_a_host_and_a_port() {
        let url = |text: &str| CollectorUrl::parse(text);
        let of = |text: &str| url(text).map(|url| (url.secure, url.host, url.port));
        assert_eq!(of("https://a.b"), Some((true, "a.b".into(), 443)));
        assert_eq!(of("HTTP://a/"), Some((false, "a".into(), 80)));
        assert_eq!(of("http://10.0.0.1:8088"), Some((false, "10.0.0.1".into(), 8088)));
        assert_eq!(of("https://[fd00::1]:8088"), Some((true, "fd00::1".into(), 8088)));
        assert_eq!(of("https://[fd00::1]"), Some((true, "fd00::1".into(), 443)));
        assert_eq!(url("http://a:1/").unwrap().to_string(), format!("http://a:1{PATH}"));
        for bad in [
            "",
            "a:8088",
            "ftp://a",
            "https://",
            "https://:8088",
            "https://a:0",
            "https://a:x",
            "https://a:99999",
            "https://a:+1",
            "https://a:1:2",
            "https://u:p@a",
            "https://a/services",
            "https://a//",
            "https://a?b",
            "https://a#b",
            "https://a b",
            "https://[x]:1",
            "https://[::1]8",
        ] {
            assert_eq!(url(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_tag_names_what_docker_knows() {
        let of = Tagged {
            id: "0123456789abcdef-1",
            name: "app",
            image_id: "sha256:fedcba98765432",
            image: "web:1",
        };
        let tag = |text: &str| read(&[("tag", text)]).unwrap().tag.of(&of);
        assert_eq!(read(&[]).unwrap().tag.of(&of), "0123456789ab");
        assert_eq!(tag(""), "");
        assert_eq!(tag("{{.ImageName}}/{{ .Name }}/x"), "web:1/app/x");
        assert_eq!(tag("{{.FullID}} {{.ImageID}}"), "0123456789abcdef-1 fedcba987654");
        assert_eq!(tag("{{.ImageFullID}}{{.DaemonName}}}}"), "sha256:fedcba98765432docker}}");
    }

    #[test]
    fn attributes_are_named_or_match() {
        let options = read(&[("labels", "a,b"), ("env-regex", "^(APP|X)_")]).unwrap();
        assert!(options.labels.has("b") && !options.labels.has("c"));
        assert!(options.env.has("APP_1") && !options.env.has("MY_APP_1"));
        assert!(read(&[]).unwrap().env.is_empty() && !options.labels.is_empty());
    }
}
