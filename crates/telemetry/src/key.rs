//! Where an event belongs.

use ferrogate_base::AccountId;
use serde::{Deserialize, Serialize};

/// A log group: the unit of retention, deletion and search.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct GroupKey {
    /// The owner.
    pub account: AccountId,
    /// The region's name, such as `eu-central-1`.
    pub region: String,
    /// The group's name, such as `/ecs/web`.
    pub group: String,
}

impl GroupKey {
    /// The stream `stream` of this group.
    #[must_use]
    pub fn stream(&self, stream: impl Into<String>) -> StreamKey {
        StreamKey { group: self.clone(), stream: stream.into() }
    }
}

/// A log stream: the events of one source, in the order of their timestamps.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StreamKey {
    /// The group it is in.
    pub group: GroupKey,
    /// The stream's name, such as `web/app/0f3c…`.
    pub stream: String,
}

/// Which streams of a group a reader asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Streams {
    /// Every stream.
    #[default]
    All,
    /// The streams with these names; names that don't exist are not an error here.
    Named(Vec<String>),
    /// The streams whose names start so.
    Prefix(String),
}

impl Streams {
    /// Whether the stream called `name` is asked for.
    #[must_use]
    pub fn includes(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Named(names) => names.iter().any(|n| n == name),
            Self::Prefix(prefix) => name.starts_with(prefix.as_str()),
        }
    }
}

#[cfg(test)]
pub(crate) fn test_group(name: &str) -> GroupKey {
    let account = "111122223333".parse().unwrap();
    GroupKey { account, region: "eu-central-1".into(), group: name.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_chosen_by_name_or_by_prefix() {
        let named = Streams::Named(vec!["a".into(), "b".into()]);
        assert!(named.includes("b") && !named.includes("ab"));
        let prefix = Streams::Prefix("web/".into());
        assert!(prefix.includes("web/app/1") && !prefix.includes("we"));
        assert!(Streams::All.includes(""));
    }
}
