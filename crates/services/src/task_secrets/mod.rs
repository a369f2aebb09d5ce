//! The values of tasks' secrets: looked up when a task starts, with the rights of its execution role,
//! wherever task definitions say that they are.
//!
//! This is where the services meet that can have values; none of them knows of another. Nothing is
//! kept of what is found.

pub(crate) mod reference;

use std::collections::BTreeMap;
use std::sync::Arc;

use ferrogate_auth::{Ask, Caller, Secret};
use ferrogate_base::AccountId;
use ferrogate_identity::Identity;
use ferrogate_records::Scope;
use ferrogate_records::ecs::task;
use ferrogate_records::spec::{SecretRef, Spec};
use ferrogate_records::ssm::parameter;
use ferrogate_state::State;

use crate::execution::not_assumed;
use crate::keyring::Keyring;
use crate::secretsmanager::{self, NoValue, Value, Wanted};
use crate::ssm::Parameters;
use crate::ssm::parameter::Unreadable;
use reference::{Reference, SecretPart, member};

/// The variables of containers that have secrets, by the containers' names.
pub type Values = BTreeMap<String, Vec<(String, Secret)>>;

/// The secrets of a task.
#[derive(Debug, Default)]
pub struct Found {
    /// Those that are variables.
    pub values: Values,
    /// The logins that images are pulled with, by the containers' names.
    pub logins: BTreeMap<String, Login>,
    /// Those that are options of log drivers.
    pub log_options: Values,
}

/// What a registry elsewhere is shown.
#[derive(Debug)]
pub struct Login {
    /// The name.
    pub user: Secret,
    /// The password.
    pub password: Secret,
}

/// Bytes of all values of a task together: what a host can be told at once, and more than the kernel
/// lets a program have in its environment by default (execve(2)).
const BYTES_MAX: usize = 1 << 20;

/// Why a task has not got its secrets.
#[derive(Debug, thiserror::Error)]
pub enum NoValues {
    /// It can't have them: the reason, in the words of AWS.
    #[error("{0}")]
    Refused(String),
    /// The engine's own failure: it may be another time.
    #[error("a secret can't be looked up")]
    Fault(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Looks secrets of tasks up.
pub struct TaskSecrets {
    state: Arc<State>,
    identity: Arc<Identity>,
    parameters: Arc<Parameters>,
    keyring: Arc<Keyring>,
}

/// The task that asks, and whom it acts as.
struct Asker<'a> {
    scope: &'a Scope,
    caller: Caller,
}

impl TaskSecrets {
    /// Asks `identity` who may have what; keys of KMS are in `keyring`.
    #[must_use]
    pub fn new(
        state: Arc<State>,
        identity: Arc<Identity>,
        parameters: Arc<Parameters>,
        keyring: Arc<Keyring>,
    ) -> Arc<Self> {
        Arc::new(Self { state, identity, parameters, keyring })
    }

    /// All secrets of a task.
    ///
    /// # Errors
    /// [`NoValues`]: none of them is told then.
    pub async fn look_up(&self, task: &task::Record, spec: &Spec) -> Result<Found, NoValues> {
        let asker = Asker { scope: &task.scope, caller: self.caller(task, spec)? };
        let mut logins = BTreeMap::new();
        let mut values = Values::new();
        let mut log_options = Values::new();
        let mut unknown = Vec::new();
        let mut bytes = 0;
        for container in &spec.containers {
            if let Some(at) = &container.registry_login {
                logins.insert(container.name.clone(), self.login(&asker, at).await?);
            }
            let variables = container.secrets.iter().map(|of| (of, false));
            let options = container.log_secrets.iter().map(|of| (of, true));
            for (SecretRef { name, from }, is_option) in variables.chain(options) {
                let Some(value) = self.value(&asker, from).await? else {
                    unknown.push(from.as_str());
                    continue;
                };
                bytes += name.len() + value.expose().len();
                if bytes > BYTES_MAX {
                    let text = format!("the task's secrets have more than {BYTES_MAX} bytes");
                    return Err(refused(text));
                }
                let list = if is_option { &mut log_options } else { &mut values };
                let of = list.entry(container.name.clone()).or_default();
                of.push((name.clone(), value));
            }
        }
        match unknown.is_empty() {
            true => Ok(Found { values, logins, log_options }),
            false => Err(of_ssm(format!("invalid ssm parameters: {}", unknown.join(", ")))),
        }
    }

    fn caller(&self, task: &task::Record, spec: &Spec) -> Result<Caller, NoValues> {
        let role = spec.execution_role.as_deref().unwrap_or_default();
        self.identity.acting(task, role).map_err(|_| refused(not_assumed(role)))
    }

    /// One value; `None` for a parameter that is not there.
    async fn value(&self, asker: &Asker<'_>, from: &str) -> Result<Option<Secret>, NoValues> {
        let own = asker.scope;
        match Reference::parse(from) {
            Ok(Reference::Name(name)) => {
                let bare = name.split(':').next().unwrap_or_default();
                self.parameter(asker, own, &parameter::arn(own, bare), &name).await
            }
            Ok(Reference::Parameter { region, account, arn, written }) => {
                let Some(scope) = scope(&account, &region) else { return Ok(None) };
                self.parameter(asker, &scope, &arn, &written).await
            }
            Ok(Reference::Secret(part)) => self.secret(asker, &part).await.map(Some),
            // Registration refuses it.
            Err(nowhere) => Err(refused(nowhere.to_string())),
        }
    }

    async fn parameter(
        &self,
        asker: &Asker<'_>,
        scope: &Scope,
        arn: &str,
        asked: &str,
    ) -> Result<Option<Secret>, NoValues> {
        let ask = Ask::new("ssm:GetParameters", arn);
        self.may(asker, &scope.region, &[ask]).map_err(of_ssm)?;
        match self.parameters.value(scope, asked).await {
            Ok(value) => Ok(Some(value)),
            Err(Unreadable::Missing) => Ok(None),
            Err(Unreadable::Fault(cause)) => Err(NoValues::Fault(cause)),
        }
    }

    async fn secret(&self, asker: &Asker<'_>, part: &SecretPart) -> Result<Secret, NoValues> {
        let of = |why: String| {
            let arn = &part.arn;
            refused(format!(
                "unable to retrieve secret from asm: failed to fetch secret {arn} from secrets \
                 manager: {why}"
            ))
        };
        // Whether it is there is told to nobody who may not read it.
        let ask = Ask::new("secretsmanager:GetSecretValue", &*part.arn);
        self.may(asker, &part.region, &[ask]).map_err(of)?;
        let Some(here) = scope(&part.account, &part.region) else {
            return Err(of(told(&NoValue::NoSecret)));
        };
        let wanted = Wanted {
            here: &here,
            secret: &part.arn,
            version: part.version.as_deref(),
            stage: part.stage.as_deref(),
        };
        let none = |error| match error {
            NoValue::Fault(fault) => NoValues::Fault(Box::new(fault)),
            error => of(told(&error)),
        };
        let (state, keys) = (&self.state, &self.keyring);
        let asks = secretsmanager::asks(state, keys, &wanted).await.map_err(none)?;
        self.may(asker, &part.region, &asks).map_err(of)?;
        let found = secretsmanager::value(state, keys, &wanted).await.map_err(none)?;
        let Value::Text(whole) = found.value else {
            return Err(of("its value is binary, and a variable is text".to_owned()));
        };
        let Some(key) = &part.key else { return Ok(whole) };
        let value = member(whole.expose(), key).ok_or_else(|| {
            refused(format!(
                "unable to retrieve secret from asm: retrieved secret from Secrets Manager did \
                 not contain json key {key}"
            ))
        })?;
        Ok(Secret::new(value))
    }

    /// The login to a registry that a secret has, as `username` and `password` of one document.
    async fn login(&self, asker: &Asker<'_>, at: &str) -> Result<Login, NoValues> {
        let scope = asker.scope;
        let named = || SecretPart {
            region: scope.region.clone(),
            account: scope.account.to_string(),
            arn: scope.arn("secretsmanager", &format!("secret:{at}")),
            key: None,
            stage: None,
            version: None,
        };
        let part = match Reference::parse(at) {
            Ok(Reference::Secret(part)) => part,
            _ => named(),
        };
        let document = self.secret(asker, &part).await?;
        Login::read(&document).map_err(|why| {
            refused(format!("unable to retrieve registry auth from asm: asm fetching {why}"))
        })
    }

    fn may(&self, asker: &Asker<'_>, region: &str, asks: &[Ask]) -> Result<(), String> {
        let may = self.identity.may_for_task(&asker.caller, region, asks);
        may.map_err(|denied| format!("AccessDeniedException: {denied} status code: 400"))
    }
}

impl Login {
    /// Reads what the secret has.
    ///
    /// # Errors
    /// Why it is no login, as the ECS agent tells it, and nothing of what it is.
    fn read(document: &Secret) -> Result<Self, String> {
        let whole = document.expose();
        if !serde_json::from_str::<serde_json::Value>(whole).is_ok_and(|read| read.is_object()) {
            return Err(
                "authorization data: unable to unmarshal secret value, invalid schema".to_owned()
            );
        }
        let given = |name: &str| {
            let value = member(whole, name).filter(|value| !value.is_empty());
            value
                .map(Secret::new)
                .ok_or_else(|| format!("{name}: AuthorizationData is malformed, empty field"))
        };
        Ok(Self { user: given("username")?, password: given("password")? })
    }
}

/// Why there is no value, as clients of Secrets Manager tell it.
fn told(error: &NoValue) -> String {
    let code = match error {
        NoValue::NoSecret | NoValue::NoVersion(_) => "ResourceNotFoundException",
        NoValue::Marked | NoValue::OtherStage => "InvalidRequestException",
        NoValue::Key(_) => "DecryptionFailure",
        NoValue::Fault(_) => "InternalServiceError",
    };
    format!("{code}: {error}")
}

fn scope(account: &str, region: &str) -> Option<Scope> {
    let account: AccountId = account.parse().ok()?;
    Some(Scope::new(account, region))
}

fn of_ssm(why: String) -> NoValues {
    refused(format!("unable to retrieve secrets from ssm: {why}"))
}

fn refused(why: String) -> NoValues {
    NoValues::Refused(format!(
        "unable to pull secrets or registry auth: execution resource retrieval failed: {why}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_has_a_name_and_a_password() {
        let read = |text: &str| Login::read(&Secret::new(text));
        let login = read(r#"{"username": "u", "password": "p", "note": 1}"#).unwrap();
        assert_eq!((login.user.expose(), login.password.expose()), ("u", "p"));
        let schema = "authorization data: unable to unmarshal secret value, invalid schema";
        let empty = |name: &str| format!("{name}: AuthorizationData is malformed, empty field");
        for (text, why) in [
            ("hush", schema.to_owned()),
            ("[\"hush\"]", schema.to_owned()),
            ("{}", empty("username")),
            (r#"{"username": "", "password": "hush"}"#, empty("username")),
            (r#"{"username": "u", "Password": "hush"}"#, empty("password")),
        ] {
            assert_eq!(read(text).unwrap_err(), why, "{text}");
        }
        assert!(!format!("{login:?}").contains("\"p\""));
    }
}
