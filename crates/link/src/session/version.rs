//! Which versions of the protocol a server and an agent speak, and which one they use.
//!
//! Version 1 had no credit and no numbers. It is not spoken any more, but its first frame is
//! still read, so that who speaks nothing else can be told apart. Version 3 has streams. Since
//! version 4 a host is told of the network: one that is not would run tasks without the rules
//! of their groups, so no older one is spoken. Since version 5 it is told of gateways too: on a
//! host of an older one, what they lead to is nowhere. Since version 6 it is told of peering
//! connections and of hosted zones. Since version 7 it is told of load balancers, and is lent the
//! credentials of tasks' roles. Since version 8 it tells what tasks use, and is told the values of
//! tasks' secrets: a host of an older one begins no task that has any. Since version 9 it is
//! told of listeners that speak TLS, with the keys of their certificates: a host of an older one
//! is told of a load balancer without them. Since version 10 it is told of interface endpoints,
//! and of the authority that tasks know them by. Since version 11 it is told where load balancers
//! log their requests, connections and looks at targets, of listeners that ask for clients'
//! certificates, the logins to registries that images of tasks are pulled with, containers
//! that log to HTTP event collectors, tasks' addresses of IPv6, egress-only gateways, and the services that are scaled to zero: a host of an
//! older one logs none, begins no task that has such a login or container, its tasks have no such address, and
//! no service behind its load balancers sleeps. A server of an older one stores batches of log
//! lines in no order of their own: it is sent one of each container at a time.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The versions that this engine speaks, as a server and as an agent.
pub const SPOKEN: Versions = Versions { oldest: 4, newest: 11 };

/// The first version whose hosts are lent credentials of tasks' roles.
pub const ROLES: u32 = 7;

/// The first version whose servers are told what tasks use.
pub const USAGE: u32 = 8;

/// The first version whose hosts are told the values of tasks' secrets.
pub const SECRETS: u32 = 8;

/// The first version whose hosts are told logins to registries.
pub const REGISTRY_LOGINS: u32 = 11;

/// The first version whose hosts send lines to HTTP event collectors.
pub const COLLECTORS: u32 = 11;

/// The first version whose hosts are told of listeners that speak TLS.
pub const CERTIFICATES: u32 = 9;

/// The first version whose hosts are told of listeners that ask for clients' certificates.
pub const MUTUAL_TLS: u32 = 11;

/// The first version whose hosts are told of interface endpoints.
pub const ENDPOINTS: u32 = 10;

/// The first version whose hosts are told of IPv6: of tasks' addresses and of what leads out.
pub const IPV6: u32 = 11;

/// The first version whose servers store a container's log lines in the order in which they come,
/// whatever is on its way.
pub const LINES_IN_ORDER: u32 = 11;

/// The first version whose hosts are told of gateways.
pub const GATEWAYS: u32 = 5;

/// The first version whose hosts are told of peering connections and hosted zones.
pub const PEERINGS: u32 = 6;

/// The first version whose hosts are told of load balancers.
pub const BALANCERS: u32 = 7;

/// All versions from one to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    /// The first one.
    pub oldest: u32,
    /// The last one.
    pub newest: u32,
}

impl fmt::Display for Versions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.oldest, self.newest) {
            (oldest, newest) if oldest == newest => write!(f, "version {oldest}"),
            (oldest, newest) => write!(f, "versions {oldest} to {newest}"),
        }
    }
}

/// An agent and a server that have no version in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// What the agent speaks.
    pub agent: Versions,
    /// What the server speaks.
    pub server: Versions,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { agent, server } = self;
        let older = if agent.newest < server.oldest { "of the host" } else { "of the server" };
        write!(
            f,
            "the agent speaks {agent} of the session's protocol and the server {server}: upgrade \
             the ferrogate {older}"
        )
    }
}

impl std::error::Error for Mismatch {}

/// The version that an agent and a server use: the newest that both speak.
///
/// # Errors
/// When there is none.
pub fn agree(agent: Versions, server: Versions) -> Result<u32, Mismatch> {
    let newest = agent.newest.min(server.newest);
    let oldest = agent.oldest.max(server.oldest);
    if oldest <= newest { Ok(newest) } else { Err(Mismatch { agent, server }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn versions(oldest: u32, newest: u32) -> Versions {
        Versions { oldest, newest }
    }

    #[test]
    fn the_newest_version_that_both_speak_is_used() {
        for (agent, server, used) in [
            ((2, 2), (2, 2), Some(2)),
            ((1, 2), (2, 3), Some(2)),
            ((2, 4), (1, 3), Some(3)),
            ((1, 9), (4, 4), Some(4)),
            ((1, 1), (2, 2), None),
            ((3, 4), (1, 2), None),
            // What no engine says is no version.
            ((3, 2), (1, 9), None),
        ] {
            let (agent, server) = (versions(agent.0, agent.1), versions(server.0, server.1));
            assert_eq!(agree(agent, server).ok(), used, "{agent}, {server}");
            assert_eq!(agree(server, agent).ok(), used, "{server}, {agent}");
        }
    }

    #[test]
    fn who_is_older_is_to_be_upgraded() {
        let told = |agent, server| agree(agent, server).unwrap_err().to_string();
        assert_eq!(
            told(versions(1, 1), versions(2, 3)),
            "the agent speaks version 1 of the session's protocol and the server versions 2 to 3: \
             upgrade the ferrogate of the host"
        );
        assert!(told(versions(4, 4), versions(2, 3)).ends_with("of the server"));
    }
}
