//! Who stands behind a request.

use std::collections::BTreeMap;

use ferrogate_base::{AccountId, Epoch, TimestampMs};
use serde::{Deserialize, Serialize};

/// Who stands behind a request: the one type for every door of the engine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    /// The account that owns the access key; what the request acts on.
    pub account: AccountId,
    /// The caller's ARN, such as `arn:aws:iam::123456789012:root`; of a role's session
    /// `arn:aws:sts::123456789012:assumed-role/ROLE/SESSION`.
    pub arn: String,
    /// The unique id that STS shows as `UserId`: the account id for the root, `AIDA…` for a
    /// user, `AROA…:session` for a role's session.
    pub user_id: String,
    /// What kind of principal it is.
    pub principal: Principal,
    /// Set when it came with temporary credentials.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<Box<Session>>,
}

/// The kinds of principals, each with what its policies are found by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Principal {
    /// The account itself, whom nothing in it is denied.
    Root,
    /// A user of IAM, with long-lived keys or with those of `GetSessionToken`.
    User {
        /// Its name.
        name: String,
    },
    /// A session of a role.
    Role {
        /// The role's name.
        name: String,
        /// The role's ARN, with its path.
        arn: String,
    },
    /// A session of `GetFederationToken`.
    Federated {
        /// The session's name.
        name: String,
        /// The user whose rights bound it; none of the root.
        user: Option<String>,
        /// That user's ARN, or the root's.
        issuer: String,
    },
    /// Nobody who is known: an operation without signature.
    Anonymous,
}

/// What temporary credentials say beside who has them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// When they were issued.
    pub issued: TimestampMs,
    /// From this time on they are refused.
    pub expires: TimestampMs,
    /// Documents that limit them: all of what these allow together.
    pub policies: Option<Vec<String>>,
    /// ARNs of managed policies that limit them in the same way.
    pub policy_arns: Vec<String>,
    /// The tags that were passed: they override the role's.
    pub tags: BTreeMap<String, String>,
    /// Keys of those that go down a chain of roles.
    pub transitive: Vec<String>,
    /// Who is behind it all, as they said once.
    pub source_identity: Option<String>,
    /// They are those of `GetSessionToken`.
    pub of_user: bool,
    /// When the code of a second factor was shown for them; none if they were given without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mfa_at: Option<TimestampMs>,
    /// They were given for the token of an OpenID Connect provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web: Option<WebIdentity>,
    /// They are those of a task, and end with this binding of it.
    pub task: Option<TaskBinding>,
}

/// Whom an OpenID Connect provider says that somebody is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebIdentity {
    /// The ARN of the provider.
    pub provider: String,
    /// Its token's `sub`.
    pub subject: String,
    /// For whom the token was.
    pub audience: String,
}

/// A binding of a task, whose end is the end of its credentials.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskBinding {
    /// The key of the task's record.
    pub record: String,
    /// The binding.
    pub epoch: Epoch,
}

impl Caller {
    /// The root of `account`.
    #[must_use]
    pub fn root(account: AccountId) -> Self {
        Self {
            arn: format!("arn:aws:iam::{account}:root"),
            user_id: account.as_str().to_owned(),
            account,
            principal: Principal::Root,
            session: None,
        }
    }

    /// The user `name` of `account`, without a path.
    #[must_use]
    pub fn user(account: AccountId, name: &str, id: &str) -> Self {
        Self {
            arn: format!("arn:aws:iam::{account}:user/{name}"),
            user_id: id.to_owned(),
            account,
            principal: Principal::User { name: name.to_owned() },
            session: None,
        }
    }

    /// Nobody, who may do what is open to all.
    #[must_use]
    pub fn anonymous(account: AccountId) -> Self {
        Self {
            account,
            arn: String::new(),
            user_id: String::new(),
            principal: Principal::Anonymous,
            session: None,
        }
    }

    /// Whether the account itself is calling.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.principal == Principal::Root
    }

    /// Its user's name: what requests about "oneself" mean.
    #[must_use]
    pub fn user_name(&self) -> Option<&str> {
        match &self.principal {
            Principal::User { name } => Some(name),
            _ => None,
        }
    }

    /// The ARN that `aws:PrincipalArn` has: of a session that of its role or user.
    #[must_use]
    pub fn principal_arn(&self) -> &str {
        match &self.principal {
            Principal::Role { arn, .. } => arn,
            _ => &self.arn,
        }
    }

    /// The role or user that it has its session of.
    #[must_use]
    pub fn issuer(&self) -> Option<&str> {
        match &self.principal {
            Principal::Role { arn, .. } => Some(arn),
            Principal::Federated { issuer, .. } => Some(issuer),
            _ => None,
        }
    }

    /// What `aws:PrincipalType` has.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.principal {
            Principal::Root => "Account",
            Principal::User { .. } => "User",
            Principal::Role { .. } => "AssumedRole",
            Principal::Federated { .. } => "FederatedUser",
            Principal::Anonymous => "Anonymous",
        }
    }
}
