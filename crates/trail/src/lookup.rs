//! Events looked up: both lanes, the newest first.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use ferrogate_base::TimestampMs;
use serde_json::Value;

use crate::chain::{self, Line};
use crate::{LANES, TrailError, lane};

/// Bytes that are read for one page: the next one goes on behind them.
const BYTES_MAX: u64 = 64 << 20;

/// So long after it was made a call may be taken down, in milliseconds: no call takes longer.
const LATE_MS: u64 = 3_600_000;

/// Which events are looked for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Whose.
    pub account: String,
    /// Where; `None` everywhere.
    pub region: Option<String>,
    /// Not older than this.
    pub from: Option<TimestampMs>,
    /// Not newer than this.
    pub to: Option<TimestampMs>,
    /// What they must have.
    pub with: Option<(Attribute, String)>,
    /// How many at most.
    pub max: usize,
    /// Where the page before ended.
    pub after: Option<Position>,
}

/// What events are found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// `eventID`.
    EventId,
    /// `eventName`.
    EventName,
    /// `readOnly`.
    ReadOnly,
    /// The name of the user, or of the session.
    Username,
    /// The type of a resource.
    ResourceType,
    /// The ARN of a resource, or its name.
    ResourceName,
    /// `eventSource`.
    EventSource,
    /// The key that signed.
    AccessKeyId,
    /// The ARN of the role, user or root that the caller is, or has its session of.
    Principal,
}

/// Events, and where the next ones are.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The events as they were taken down, the newest first.
    pub events: Vec<Value>,
    /// Where others may follow.
    pub next: Option<Position>,
}

/// Between two events: of each lane the number of the line above which all was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position([u64; 2]);

/// A text that is no position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is no position in an audit trail")]
pub struct BadPosition;

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.0[0], self.0[1])
    }
}

impl FromStr for Position {
    type Err = BadPosition;

    fn from_str(text: &str) -> Result<Self, BadPosition> {
        let (changes, others) = text.split_once('.').ok_or(BadPosition)?;
        let number = |text: &str| text.parse().map_err(|_| BadPosition);
        Ok(Self([number(changes)?, number(others)?]))
    }
}

/// One lane, read backwards a file at a time.
struct Backwards {
    folder: PathBuf,
    /// The files that are still to be read, the newest last.
    files: Vec<u64>,
    /// The lines of the last one that was, the newest last.
    lines: Vec<Vec<u8>>,
    /// Only lines below this.
    below: u64,
    bytes: u64,
}

impl Backwards {
    fn open(folder: PathBuf, below: u64) -> Result<Self, TrailError> {
        let mut files = lane::files(&folder).map_err(TrailError::new("read", &folder))?;
        files.retain(|first| *first < below);
        Ok(Self { folder, files, lines: vec![], below, bytes: 0 })
    }

    /// Reads on until there is a line; `false` at the end.
    fn fill(&mut self) -> Result<bool, TrailError> {
        while self.lines.is_empty() {
            let Some(first) = self.files.pop() else { return Ok(false) };
            let path = lane::path(&self.folder, first);
            let bytes = match fs::read(&path) {
                // It was too old.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                bytes => bytes.map_err(TrailError::new("read", &path))?,
            };
            self.bytes += bytes.len() as u64;
            let Some((_, all)) = lane::lines(&bytes) else { continue };
            let texts = all.filter_map(chain::split).map(|(_, text)| text);
            let below = |text: &&[u8]| chain::read(text).is_some_and(|line| line.n < self.below);
            self.lines = texts.filter(below).map(<[u8]>::to_vec).collect();
        }
        Ok(true)
    }

    fn line(&self) -> Option<Line<'_>> {
        chain::read(self.lines.last()?)
    }

    /// Nothing of it is looked for any more.
    fn end(&mut self) {
        self.files.clear();
        self.lines.clear();
    }

    /// Goes past the line.
    fn step(&mut self) {
        if let Some(n) = self.line().map(|line| line.n) {
            self.below = n;
        }
        self.lines.pop();
    }
}

/// A page of events. Blocks on the disk.
pub(crate) fn page(folder: &Path, ask: &Ask) -> Result<Page, TrailError> {
    let below = ask.after.map_or([u64::MAX; 2], |position| position.0);
    let mut lanes = [
        Backwards::open(folder.join(LANES[0]), below[0])?,
        Backwards::open(folder.join(LANES[1]), below[1])?,
    ];
    let mut page = Page::default();
    loop {
        let [changes, others] = &mut lanes;
        let more = changes.fill()? | others.fill()?;
        if !more {
            return Ok(page);
        }
        let (one, other) = (lanes[0].line().map(|l| l.at), lanes[1].line().map(|l| l.at));
        let newer = usize::from(one < other);
        let spent = lanes.iter().map(|lane| lane.bytes).sum::<u64>() > BYTES_MAX;
        if page.events.len() >= ask.max || spent {
            page.next = Some(Position([lanes[0].below, lanes[1].below]));
            return Ok(page);
        }
        let Some(line) = lanes[newer].line() else { return Ok(page) };
        if ask.from.is_some_and(|from| line.at.saturating_add(LATE_MS) < from.0) {
            lanes[newer].end();
            continue;
        }
        page.events.extend(ask.matched(&line));
        lanes[newer].step();
    }
}

impl Ask {
    fn matched(&self, line: &Line<'_>) -> Option<Value> {
        let here = self.region.as_deref().is_none_or(|region| region == line.region);
        let late = self.from.is_none_or(|from| line.at >= from.0);
        let early = self.to.is_none_or(|to| line.at <= to.0);
        if line.account != self.account || !here || !late || !early {
            return None;
        }
        let event: Value = serde_json::from_str(line.event).ok()?;
        let has = |(attribute, value): &(Attribute, String)| attribute.is(&event, value);
        self.with.as_ref().is_none_or(has).then_some(event)
    }
}

impl Attribute {
    fn is(self, event: &Value, wanted: &str) -> bool {
        let text = |pointer: &str| event.pointer(pointer).and_then(Value::as_str);
        let resources = || event["resources"].as_array().into_iter().flatten();
        match self {
            Self::EventId => text("/eventID") == Some(wanted),
            Self::EventName => text("/eventName") == Some(wanted),
            Self::ReadOnly => event["readOnly"].as_bool() == wanted.parse().ok(),
            Self::Username => username(event) == Some(wanted),
            Self::EventSource => text("/eventSource") == Some(wanted),
            Self::AccessKeyId => text("/userIdentity/accessKeyId") == Some(wanted),
            Self::ResourceType => resources().any(|r| r["type"].as_str() == Some(wanted)),
            Self::ResourceName => {
                resources().filter_map(|r| r["ARN"].as_str()).any(|arn| is_called(arn, wanted))
            }
            Self::Principal => {
                text("/userIdentity/sessionContext/sessionIssuer/arn") == Some(wanted)
                    || text("/userIdentity/arn") == Some(wanted)
            }
        }
    }
}

/// Whether callers call a resource so: by its ARN, by all that follows its type (names of secrets,
/// parameters, log groups and repositories have slashes), or by the last part of that.
fn is_called(arn: &str, wanted: &str) -> bool {
    let mut parts = arn.splitn(6, ':');
    let (service, resource) = (parts.nth(2), parts.nth(2).unwrap_or_default());
    let resource = resource.strip_suffix(":*").unwrap_or(resource);
    let name = match service {
        // The type of a parameter ends where its name begins, which is a slash in a hierarchy.
        Some("ssm") => resource.strip_prefix("parameter").unwrap_or(resource),
        _ => resource.split_once(['/', ':']).map_or(resource, |(_, name)| name),
    };
    // Secrets Manager adds six characters of its own.
    let given = name
        .rsplit_once('-')
        .filter(|(_, own)| service == Some("secretsmanager") && own.len() == 6);
    arn == wanted
        || name == wanted
        || given.is_some_and(|(given, _)| given == wanted)
        || name.rsplit(['/', ':']).next() == Some(wanted)
}

/// The name that LookupEvents has of an event's caller: of a session its own.
#[must_use]
pub fn username(event: &Value) -> Option<&str> {
    let who = &event["userIdentity"];
    match who["type"].as_str() {
        Some("Root") => Some("root"),
        Some("IAMUser") => who["userName"].as_str(),
        _ => who["arn"].as_str().and_then(|arn| arn.rsplit('/').next()),
    }
}

#[cfg(test)]
mod tests {
    use super::is_called;

    #[test]
    fn a_resource_is_found_by_each_of_its_names() {
        for (resource, names) in [
            ("ecs:eu-west-1:111122223333:cluster/web", &["web"][..]),
            ("ecs:eu-west-1:111122223333:service/web/shop", &["web/shop", "shop"]),
            ("iam::111122223333:role/path/deploy", &["deploy", "path/deploy"]),
            (
                "secretsmanager:eu-west-1:111122223333:secret:shop/db-main-a1B2c3",
                &["shop/db-main", "shop/db-main-a1B2c3"],
            ),
            ("ssm:eu-west-1:111122223333:parameter/shop/url", &["/shop/url", "url"]),
            ("ssm:eu-west-1:111122223333:parameter/flat", &["flat"]),
            ("logs:eu-west-1:111122223333:log-group:/ecs/web:*", &["/ecs/web"]),
            ("ecr:eu-west-1:111122223333:repository/team/app", &["team/app", "app"]),
            ("sns:eu-west-1:111122223333:orders", &["orders"]),
        ] {
            let arn = format!("arn:aws:{resource}");
            assert!(is_called(&arn, &arn), "{arn}");
            names.iter().for_each(|name| assert!(is_called(&arn, name), "{arn} {name}"));
            for other in ["", "we", "secret", "shop/db", "cluster/web", "arn:aws:ecs"] {
                assert!(!is_called(&arn, other), "{arn} {other}");
            }
        }
    }
}
