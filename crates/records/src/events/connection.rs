//! Connections: how requests to endpoints outside are authorized, and what each of them carries.

use std::fmt;

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use crate::Scope;
use crate::kind::{Index, kind};

/// The kind of these records in the store.
pub const KIND: &str = "event-connection";

kind!(Record as KIND, by InScope);

/// The vault that seals what is secret of connections.
pub const VAULT: &str = "event-connection";
/// Connections of an account in a region (EventBridge quotas).
pub const CONNECTIONS_MAX: usize = 3000;

/// A connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Where it is.
    pub scope: Scope,
    /// 1-64 characters.
    pub name: String,
    /// A UUID: another connection of the name has another.
    pub id: String,
    /// What its owner says of it.
    #[serde(default)]
    pub description: Option<String>,
    /// Whether it can be used.
    pub status: Status,
    /// Why it is so, in words for its owner.
    #[serde(default)]
    pub reason: Option<String>,
    /// What anybody who may describe it sees: its secrets are empty.
    pub shown: Credentials,
    /// The same with its secrets, as JSON, sealed for its ARN. Empty once it was deauthorized.
    pub sealed: String,
    /// Grows with each change of the credentials: a token is of one version.
    pub version: u64,
    /// When it was made.
    pub created_at: TimestampMs,
    /// When it was changed last.
    pub modified_at: TimestampMs,
    /// When it was authorized last.
    #[serde(default)]
    pub authorized_at: Option<TimestampMs>,
}

/// Whether a connection can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// A token is asked for.
    Authorizing,
    /// It can.
    Authorized,
    /// It can't.
    Deauthorized,
}

/// What authorizes requests, and what they carry beside that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credentials {
    /// What authorizes them.
    pub auth: Auth,
    /// What each request carries.
    #[serde(default)]
    pub invocation: Parameters,
}

/// What authorizes requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Auth {
    /// A name and a password (RFC 7617).
    Basic {
        /// The name.
        username: String,
        /// The password.
        password: Hidden,
    },
    /// A header.
    ApiKey {
        /// Its name.
        name: String,
        /// Its value.
        value: Hidden,
    },
    /// A token that is got for the client's credentials (RFC 6749, section 4.4).
    OAuth {
        /// The client.
        client_id: String,
        /// Its secret.
        client_secret: Hidden,
        /// Where tokens are got.
        endpoint: String,
        /// GET, POST or PUT.
        method: String,
        /// What the request for a token carries.
        #[serde(default)]
        parameters: Parameters,
    },
}

/// A text that is not printed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hidden(pub String);

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// What a request carries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameters {
    /// Headers.
    #[serde(default)]
    pub header: Vec<Parameter>,
    /// Of the query.
    #[serde(default)]
    pub query: Vec<Parameter>,
    /// Fields of the body.
    #[serde(default)]
    pub body: Vec<Parameter>,
}

/// One parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name.
    pub key: String,
    /// Its value.
    pub value: Hidden,
    /// Whether nobody is to see the value.
    #[serde(default)]
    pub secret: bool,
}

impl Parameters {
    fn without_secrets(mut self) -> Self {
        let all = self.header.iter_mut().chain(&mut self.query).chain(&mut self.body);
        all.filter(|one| one.secret).for_each(|one| one.value = Hidden::default());
        self
    }
}

impl Credentials {
    /// The same with all secrets empty.
    #[must_use]
    pub fn without_secrets(&self) -> Self {
        let none = Hidden::default;
        let auth = match self.auth.clone() {
            Auth::Basic { username, .. } => Auth::Basic { username, password: none() },
            Auth::ApiKey { name, .. } => Auth::ApiKey { name, value: none() },
            Auth::OAuth { client_id, endpoint, method, parameters, .. } => Auth::OAuth {
                client_id,
                client_secret: none(),
                endpoint,
                method,
                parameters: parameters.without_secrets(),
            },
        };
        Self { auth, invocation: self.invocation.clone().without_secrets() }
    }
}

impl Record {
    /// `arn:aws:events:region:account:connection/name/id`.
    #[must_use]
    pub fn arn(&self) -> String {
        self.scope.arn("events", &format!("connection/{}/{}", self.name, self.id))
    }

    /// The key of its record.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.scope, &self.name)
    }
}

/// The key of a connection.
#[must_use]
pub fn key(scope: &Scope, name: &str) -> String {
    scope.key(KIND, &[name])
}

/// The name in an ARN of a connection of `scope`, and the id after it.
#[must_use]
pub fn named<'a>(scope: &Scope, arn: &'a str) -> Option<(&'a str, &'a str)> {
    arn.strip_prefix(&*scope.arn("events", "connection/"))?.split_once('/')
}

/// By account and region.
pub struct InScope;

impl Index for InScope {
    type Of = Record;
    type Value = Scope;

    fn value(record: &Record) -> Option<Scope> {
        Some(record.scope.clone())
    }

    fn place(of: &Scope) -> String {
        of.prefix(KIND)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_and_printed_has_no_secret() {
        let one = |secret, value: &str| Parameter {
            key: "k".into(),
            value: Hidden(value.into()),
            secret,
        };
        let parameters = Parameters {
            header: vec![one(true, "hush1")],
            query: vec![one(true, "hush2"), one(false, "open")],
            body: vec![one(true, "hush3")],
        };
        let auths = [
            Auth::Basic { username: "u".into(), password: Hidden("hush4".into()) },
            Auth::ApiKey { name: "n".into(), value: Hidden("hush5".into()) },
            Auth::OAuth {
                client_id: "c".into(),
                client_secret: Hidden("hush6".into()),
                endpoint: "https://a/".into(),
                method: "POST".into(),
                parameters: parameters.clone(),
            },
        ];
        for auth in auths {
            let whole = Credentials { auth, invocation: parameters.clone() };
            assert!(serde_json::to_string(&whole).unwrap().contains("hush"));
            let shown = serde_json::to_string(&whole.without_secrets()).unwrap();
            assert!(!shown.contains("hush") && shown.contains("open"), "{shown}");
            assert!(!format!("{whole:?}").contains("hush"), "{whole:?}");
        }
    }
}
