//! Where the internet gateways of the VPCs lead: the setting `internet`.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use anyhow::bail;
use ferrogate_net::Outside;
use serde::{Deserialize, Serialize};

/// Where they lead.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) enum Internet {
    /// Out through this machine's own routing, as its own address.
    #[default]
    Host,
    /// Nowhere.
    None,
    /// Into a network namespace that somebody made, by its file: for tests, which must send
    /// nothing to anybody.
    Netns(PathBuf),
}

const NETNS: &str = "netns:";

impl Internet {
    /// What the agent is told; private ranges are reached too where `private`.
    pub(crate) fn outside(&self, private: bool) -> Option<Outside> {
        let netns = match self {
            Self::None => return None,
            Self::Host => "/proc/self/ns/net".into(),
            Self::Netns(path) => path.clone(),
        };
        Some(Outside { netns, private })
    }
}

impl FromStr for Internet {
    type Err = anyhow::Error;

    fn from_str(value: &str) -> anyhow::Result<Self> {
        match (value, value.strip_prefix(NETNS)) {
            ("host", _) => Ok(Self::Host),
            ("none", _) => Ok(Self::None),
            (_, Some(path)) if path.starts_with('/') => Ok(Self::Netns(path.into())),
            _ => bail!("internet is 'host' (out through this machine) or 'none', not '{value}'"),
        }
    }
}

impl TryFrom<String> for Internet {
    type Error = anyhow::Error;

    fn try_from(value: String) -> anyhow::Result<Self> {
        value.parse()
    }
}

impl From<Internet> for String {
    fn from(internet: Internet) -> Self {
        internet.to_string()
    }
}

impl fmt::Display for Internet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host => f.write_str("host"),
            Self::None => f.write_str("none"),
            Self::Netns(path) => write!(f, "{NETNS}{}", path.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_place_is_refused_and_what_is_one_reads_what_it_prints() {
        for fine in ["host", "none", "netns:/run/netns/a"] {
            assert_eq!(fine.parse::<Internet>().unwrap().to_string(), fine);
        }
        for bad in ["", "Host", "yes", "netns:", "netns:a"] {
            let refused = bad.parse::<Internet>().unwrap_err().to_string();
            assert!(refused.contains("'host'") && refused.contains(bad), "{refused}");
        }
    }

    #[test]
    fn nowhere_is_no_outside() {
        assert!(Internet::None.outside(true).is_none());
        let host = Internet::Host.outside(false).unwrap();
        assert!(!host.private && host.netns.ends_with("ns/net"));
    }
}
