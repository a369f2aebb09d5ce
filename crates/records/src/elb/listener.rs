//! Listeners, with their rules.

use std::collections::BTreeMap;

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::action::Action;
use super::{Named, SERVICE};
use crate::balancer::{Condition, Transform};
use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "listener";

kind!(Record as KIND);

/// A listener. Its rules are part of it, so no two of them ever have the same priority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// Its load balancer.
    pub load_balancer: Named,
    /// 16 hexadecimal digits.
    pub id: String,
    /// Its port.
    pub port: u16,
    /// How it speaks TLS, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls: Option<Tls>,
    /// What is done with requests that no rule is about.
    pub default_action: Action,
    /// The number of the rule that stands for the default action.
    pub default_rule: String,
    /// Its rules, by priority.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// The attributes that users have set.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    /// When it was made.
    pub created_at: TimestampMs,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// How a listener speaks TLS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tls {
    /// The name of its [policy](crate::balancer::policy).
    pub policy: String,
    /// The ARN of the certificate of clients that name no host, or one that no other is for.
    pub default: String,
    /// The ARNs of its other certificates, each once.
    #[serde(default)]
    pub others: Vec<String>,
    /// What is asked of clients' certificates, if anything is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mutual: Option<Mutual>,
}

/// What is asked of clients' certificates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mutual {
    /// Nothing: targets are told of them.
    Passthrough,
    /// A trust store vouches for them.
    Verify {
        /// The trust store.
        store: Named,
        /// Whether one that is over is taken all the same.
        ignore_expiry: bool,
        /// Whether clients are told the names of the store's authorities.
        advertise: bool,
    },
}

/// A rule of a listener.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// 16 hexadecimal digits.
    pub id: String,
    /// 1-50000; the lowest that is about a request counts.
    pub priority: u32,
    /// What requests it is about.
    pub conditions: Vec<Condition>,
    /// How they are changed before they are passed on: at most one change of each kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transforms: Vec<Transform>,
    /// What is done with them.
    pub action: Action,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

impl Record {
    /// `arn:aws:elasticloadbalancing:…:listener/app/NAME/LBID/ID`.
    #[must_use]
    pub fn arn(&self) -> String {
        let resource = format!("listener/{}/{}", self.load_balancer.app(), self.id);
        self.scope.arn(SERVICE, &resource)
    }

    /// The ARN of the rule of it with this number.
    #[must_use]
    pub fn rule_arn(&self, rule: &str) -> String {
        let resource = format!("listener-rule/{}/{}/{rule}", self.load_balancer.app(), self.id);
        self.scope.arn(SERVICE, &resource)
    }

    /// The key of its record.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.scope, &self.load_balancer, &self.id)
    }

    /// The ARNs of its certificates, the default one first; it may be among the others too.
    pub fn certificates(&self) -> impl Iterator<Item = &str> {
        let tls = self.tls.iter();
        tls.flat_map(|tls| std::iter::once(&tls.default).chain(&tls.others)).map(String::as_str)
    }

    /// The trust store that vouches for its clients, if one does.
    #[must_use]
    pub fn trust_store(&self) -> Option<&Named> {
        match self.tls.as_ref()?.mutual.as_ref()? {
            Mutual::Passthrough => None,
            Mutual::Verify { store, .. } => Some(store),
        }
    }

    /// The groups that it forwards to, some of them more than once.
    pub fn groups(&self) -> impl Iterator<Item = &Named> {
        let of_rules = self.rules.iter().flat_map(|rule| rule.action.groups());
        self.default_action.groups().chain(of_rules)
    }
}

/// The key of a listener.
#[must_use]
pub fn key(scope: &Scope, load_balancer: &Named, id: &str) -> String {
    scope.key(KIND, &[&load_balancer.name, &load_balancer.id, id])
}

/// The prefix of a load balancer's listeners.
#[must_use]
pub fn prefix(scope: &Scope, load_balancer: &Named) -> String {
    scope.below(KIND, &[&load_balancer.name, &load_balancer.id])
}
