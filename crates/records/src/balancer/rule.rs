//! Rules of listeners.

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// One rule: the first of a listener whose conditions all hold decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Its ARN.
    pub arn: String,
    /// 1 to 50000; `None` for the default one.
    pub priority: Option<u32>,
    /// All of them must hold.
    pub conditions: Vec<Condition>,
    /// What is changed of a request before it is passed on.
    pub transforms: Vec<Transform>,
    /// What is done.
    pub action: Action,
}

/// Holds when one of its values does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// The request's host, without its port, in any case.
    Host(Vec<Pattern>),
    /// The path without the query, as it is written.
    Path(Vec<Pattern>),
    /// A header of that name has such a value, in any case.
    Header {
        /// Its name, in any case.
        name: String,
        /// The values.
        values: Vec<Pattern>,
    },
    /// The method is one of these, as it is written.
    Method(Vec<String>),
    /// The query has such a part, in any case.
    Query(Vec<QueryPair>),
    /// Who has connected is of one of these ranges.
    SourceIp(Vec<IpNet>),
}

/// What a text is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// `*` stands for any characters, `?` for exactly one.
    Wildcard(String),
    /// A regular expression without look-around and back-references.
    Regex(String),
}

/// A part of a query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryPair {
    /// A wildcard for its key; any without.
    pub key: Option<String>,
    /// A wildcard for its value. `\*` and `\?` are the characters themselves.
    pub value: String,
}

/// A change of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transform {
    /// `host-header-rewrite`.
    Host {
        /// A regular expression.
        regex: String,
        /// What stands in place of what it matches; `$1` is its first group.
        replace: String,
    },
    /// `url-rewrite`, of path and query.
    Url {
        /// A regular expression.
        regex: String,
        /// What stands in place of what it matches; `$1` is its first group.
        replace: String,
    },
}

/// What is done with a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It is passed on to a target of one of these groups.
    Forward {
        /// One to five.
        groups: Vec<Weighted>,
        /// For how many seconds a client stays with its group, 1 to 604800.
        stickiness_s: Option<u32>,
    },
    /// It is answered with another place.
    Redirect(Redirect),
    /// It is answered so.
    FixedResponse(FixedResponse),
}

/// A group and its share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weighted {
    /// The target group's ARN: one of the node's.
    pub group: String,
    /// 0 to 999.
    pub weight: u32,
}

/// Another place. Each part may name those of the request: `#{protocol}`, `#{host}`, `#{port}`,
/// `#{path}` without its first `/`, `#{query}` without its `?`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redirect {
    /// `HTTP`, `HTTPS` or `#{protocol}`.
    pub protocol: String,
    /// The host.
    pub host: String,
    /// The port.
    pub port: String,
    /// With its first `/`.
    pub path: String,
    /// Without its `?`.
    pub query: String,
    /// 301 instead of 302.
    pub permanent: bool,
}

/// An answer of the load balancer's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixedResponse {
    /// 200 to 299, or 400 to 599.
    pub status: u16,
    /// The type of its body.
    pub content_type: Option<String>,
    /// At most 1024 characters.
    pub body: String,
}
