//! What a node of a load balancer is told to do. No record by itself: records may hold it.
//!
//! A *node* is one load balancer in one subnet: an interface with an address of that subnet, and
//! one process that answers there. Each is a thing with a number of its own. Whatever AWS has a
//! default for has been decided by who makes the value: nothing here is optional because a user
//! left it out.
//!
//! Read [`Node`] first.

mod group;
pub mod policy;
mod rule;

use std::fmt;
use std::net::Ipv4Addr;

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

pub use group::{
    Algorithm, CodeRange, GroupAttributes, GroupProtocol, HealthCheck, HealthyMin, Hold,
    Stickiness, Target, TargetGroup, Version,
};
pub use rule::{
    Action, Condition, FixedResponse, Pattern, QueryPair, Redirect, Rule, Transform, Weighted,
};

/// Names one node: the id of its interface, `eni-…`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NodeId(pub String);

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One load balancer in one subnet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Its interface, which hosts are told of as of any other.
    pub id: NodeId,
    /// The load balancer's ARN.
    pub arn: String,
    /// `app/NAME/ID`.
    pub name: String,
    /// `NAME-ID.REGION.elb.localhost`: what the engine's own port knows it by, and what a client
    /// of HTTP/1.0 is taken to have asked for.
    pub dns_name: String,
    /// Whether its name leads to public addresses.
    pub scheme: Scheme,
    /// The VPC.
    pub vpc: String,
    /// The subnet.
    pub subnet: String,
    /// The subnet's zone.
    pub zone: String,
    /// The interface's first private address: where it listens.
    pub address: Ipv4Addr,
    /// The load balancer's attributes.
    pub attributes: Attributes,
    /// At most one for each port.
    pub listeners: Vec<Listener>,
    /// Every target group that a rule names, and those alone.
    pub groups: Vec<TargetGroup>,
}

/// Whether a load balancer's name leads to public addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// It does.
    InternetFacing,
    /// It leads to private ones.
    Internal,
}

/// The attributes of a load balancer that its node obeys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attributes {
    /// `idle_timeout.timeout_seconds`, 1 to 4000.
    pub idle_timeout_s: u32,
    /// `client_keep_alive.seconds`, 60 to 604800.
    pub client_keep_alive_s: u32,
    /// `routing.http.drop_invalid_header_fields.enabled`.
    pub drop_invalid_header_fields: bool,
    /// `routing.http.preserve_host_header.enabled`.
    pub preserve_host_header: bool,
    /// `routing.http.xff_client_port.enabled`.
    pub xff_client_port: bool,
    /// `routing.http.xff_header_processing.mode`.
    pub xff: XffMode,
    /// `routing.http.desync_mitigation_mode`.
    pub desync: DesyncMode,
    /// `routing.http2.enabled`.
    pub http2: bool,
    /// `routing.http.x_amzn_tls_version_and_cipher_suite.enabled`.
    pub tls_headers: bool,
    /// `access_logs.s3`: where requests are logged, if they are. Hosts that are older than this
    /// log none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_logs: Option<LogTo>,
    /// `connection_logs.s3`: where connections are logged, if they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection_logs: Option<LogTo>,
    /// `health_check_logs.s3`: where looks at targets are logged, if they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub health_check_logs: Option<LogTo>,
}

/// The logs of a load balancer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Log {
    /// A line for each request.
    Access,
    /// A line for each connection.
    Connections,
    /// A line for each look at a target.
    Checks,
}

impl Log {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Access, Self::Connections, Self::Checks];
}

impl Attributes {
    /// Where a log goes, if it is kept.
    #[must_use]
    pub fn log(&self, log: Log) -> Option<&LogTo> {
        match log {
            Log::Access => self.access_logs.as_ref(),
            Log::Connections => self.connection_logs.as_ref(),
            Log::Checks => self.health_check_logs.as_ref(),
        }
    }
}

/// Where a log goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogTo {
    /// The bucket's name.
    pub bucket: String,
    /// What stands before the names of its objects, without slashes at its ends; may be nothing.
    pub prefix: String,
}

impl Default for Attributes {
    /// AWS's own defaults.
    fn default() -> Self {
        Self {
            idle_timeout_s: 60,
            client_keep_alive_s: 3600,
            drop_invalid_header_fields: false,
            preserve_host_header: false,
            xff_client_port: false,
            xff: XffMode::Append,
            desync: DesyncMode::Defensive,
            http2: true,
            tls_headers: false,
            access_logs: None,
            connection_logs: None,
            health_check_logs: None,
        }
    }
}

/// What becomes of `X-Forwarded-For`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum XffMode {
    /// The client's address is added to it.
    Append,
    /// It is passed on as it came.
    Preserve,
    /// It is taken out.
    Remove,
}

/// What becomes of requests that two servers may read in two ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DesyncMode {
    /// They are counted.
    Monitor,
    /// The dangerous ones are refused, after doubtful ones both connections end.
    Defensive,
    /// All that do not keep to RFC 7230 are refused.
    Strictest,
}

/// What one port does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listener {
    /// Its ARN.
    pub arn: String,
    /// 1 to 65535.
    pub port: u16,
    /// What is spoken there.
    pub protocol: ListenerProtocol,
    /// In the order of their priorities. The last one is the default: it has no conditions.
    pub rules: Vec<Rule>,
    /// Whether own answers name themselves, `routing.http.response.server.enabled`.
    pub server_header: bool,
    /// What is put into each response in place of what the target says: name and value
    /// (`routing.http.response.X.header_value`).
    pub response_headers: Vec<(String, String)>,
}

/// What is spoken on a port.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListenerProtocol {
    /// HTTP in the clear.
    Http,
    /// HTTP over TLS.
    Https(Tls),
    /// HTTP over TLS with clients that have certificates too. What does not know this must not
    /// take it for the one before, so it is another one.
    Mutual(Tls, Mutual),
}

impl ListenerProtocol {
    /// How TLS is spoken, if it is.
    #[must_use]
    pub fn tls(&self) -> Option<&Tls> {
        match self {
            Self::Http => None,
            Self::Https(tls) | Self::Mutual(tls, _) => Some(tls),
        }
    }

    fn tls_mut(&mut self) -> Option<&mut Tls> {
        match self {
            Self::Http => None,
            Self::Https(tls) | Self::Mutual(tls, _) => Some(tls),
        }
    }
}

/// What is asked of clients' certificates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mutual {
    /// They are passed on to targets, unverified; who has none is served too.
    Passthrough,
    /// A trust store vouches for them.
    Verify(Trust),
}

/// Which certificates of clients are taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trust {
    /// The ARN of the trust store.
    pub store: String,
    /// Which version of it.
    pub version: String,
    /// Whether one that is over is taken all the same.
    pub ignore_expiry: bool,
    /// Whether clients are told the names of the store's authorities.
    pub advertise: bool,
    /// What is in the store: told to the host that carries the node, and not kept in its record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub material: Option<TrustMaterial>,
}

/// What is in a trust store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustMaterial {
    /// Its authorities in PEM.
    pub authorities: String,
    /// Its revocation lists: each in DER, encoded in base64.
    pub revocations: Vec<String>,
}

/// How TLS is spoken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tls {
    /// The name of its [policy].
    pub policy: String,
    /// The default one first.
    pub certificates: Vec<Certificate>,
}

/// A certificate of a listener.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Its ARN.
    pub arn: String,
    /// Which version of it.
    pub version: String,
    /// What a node serves with: told to the host that carries it, and kept nowhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub material: Option<Material>,
}

/// A certificate with its key. Nothing of it prints.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Material {
    /// The chain in PEM, its own first.
    pub chain: String,
    /// The key in PEM.
    pub key: String,
    /// The names that it is for; a star stands for a first label.
    pub names: Vec<String>,
    /// The length of its key.
    pub bits: u32,
    /// From when it holds.
    pub not_before: TimestampMs,
    /// Until when it holds.
    pub not_after: TimestampMs,
}

impl fmt::Debug for Material {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Material(…)")
    }
}

impl Node {
    /// All certificates of its listeners.
    pub fn certificates_mut(&mut self) -> impl Iterator<Item = &mut Certificate> {
        let tls = self.listeners.iter_mut().filter_map(|one| one.protocol.tls_mut());
        tls.flat_map(|tls| &mut tls.certificates)
    }

    /// What each of its listeners trusts that verifies its clients.
    pub fn trusts_mut(&mut self) -> impl Iterator<Item = &mut Trust> {
        self.listeners.iter_mut().filter_map(|one| match &mut one.protocol {
            ListenerProtocol::Mutual(_, Mutual::Verify(trust)) => Some(trust),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_prints() {
        let material = Some(Material {
            chain: "chain".into(),
            key: "hush".into(),
            names: vec![],
            bits: 256,
            not_before: TimestampMs(0),
            not_after: TimestampMs(0),
        });
        let of = Certificate { arn: "a".into(), version: "1".into(), material };
        assert!(!format!("{of:?}").contains("hush"));
    }
}
