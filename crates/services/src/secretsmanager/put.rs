//! New versions of a secret, and what else of it is changed.

use ferrogate_api::secretsmanager::{
    Error, PutSecretValueRequest, PutSecretValueResponse, UpdateSecretRequest, UpdateSecretResponse,
};
use ferrogate_api::{Cx, Failure};
use ferrogate_records::secretsmanager::secret::{Record, Version};
use ferrogate_records::secretsmanager::value as value_record;
use ferrogate_store::Key;

use super::create::no_type;
use super::lookup::Entity;
use super::value::{Sealed, Value, given};
use super::{Result, SecretsManager, fault, not_built, stages};
use crate::change::{Change, TRIES_MAX};

impl SecretsManager {
    pub(super) async fn put_secret_value(
        &self,
        cx: &Cx,
        input: PutSecretValueRequest,
    ) -> Result<PutSecretValueResponse> {
        if input.rotation_token.is_some() {
            return Err(not_built("A RotationToken"));
        }
        let Some(value) = given(input.secret_string, input.secret_binary)? else {
            let text = "You must provide either SecretString or SecretBinary.";
            return Err(Error::invalid_request(text).into());
        };
        let id = token(input.client_request_token)?;
        let stages = input.version_stages.filter(|all| !all.is_empty());
        for _ in 0..TRIES_MAX {
            let old = self.view(cx).lasting(&input.secret_id)?;
            if let Some(version) = old.version(&id) {
                if !same_value(self, cx, &old, version, &value).await? {
                    let text = "You can't modify an existing version, you can only create a new \
                                version.";
                    return Err(Error::resource_exists(text).into());
                }
                return Ok(shown(&old, version));
            }
            let sealed = self.seal(cx, &old, &id, &value).await?;
            let seen = Seen::of(&old);
            let made = self.change(cx, |view, change| {
                let secret = view.lasting(&input.secret_id)?;
                if !seen.holds(&secret) || secret.version(&id).is_some() {
                    return Ok(None);
                }
                let mut next = (**secret).clone();
                added(&mut next, &id, &sealed, stages.as_deref(), view.now, change)?;
                next.changed_at = view.now;
                let answer = next.version(&id).map(|version| shown(&next, version));
                change.put(&secret, next)?;
                Ok(answer)
            });
            if let Some(answer) = made.await? {
                return Ok(answer);
            }
        }
        Err(Failure::fault(ferrogate_state::Fault::Contended(TRIES_MAX)))
    }

    pub(super) async fn update_secret(
        &self,
        cx: &Cx,
        input: UpdateSecretRequest,
    ) -> Result<UpdateSecretResponse> {
        no_type(input.r#type.as_deref())?;
        let value = given(input.secret_string, input.secret_binary)?;
        let id = token(input.client_request_token)?;
        for _ in 0..TRIES_MAX {
            let old = self.view(cx).lasting(&input.secret_id)?;
            // As it is to be, so that what is encrypted is encrypted under the key that is to be.
            let mut wanted = (**old).clone();
            if let Some(key) = &input.kms_key_id {
                wanted.kms_key = Some(key.clone()).filter(|key| !key.is_empty());
            }
            if value.is_some() && old.version(&id).is_some() {
                let text = "You can't modify an existing version, you can only create a new \
                            version.";
                return Err(Error::resource_exists(text).into());
            }
            let sealed = match &value {
                Some(value) => Some(self.seal(cx, &wanted, &id, value).await?),
                None => None,
            };
            let again = match wanted.kms_key == old.kms_key {
                true => vec![],
                false => self.sealed_again(cx, &old, &wanted).await?,
            };
            let seen = Seen::of(&old);
            let made = self.change(cx, |view, change| {
                let secret = view.lasting(&input.secret_id)?;
                if !seen.holds(&secret) || value.is_some() && secret.version(&id).is_some() {
                    return Ok(None);
                }
                let mut next = Record { kms_key: wanted.kms_key.clone(), ..(**secret).clone() };
                if let Some(description) = &input.description {
                    next.description = Some(description.clone()).filter(|text| !text.is_empty());
                }
                for (version, sealed) in &again {
                    let found = next.versions.iter_mut().find(|one| one.id == *version);
                    let Some(found) = found else { continue };
                    found.kms_key.clone_from(&sealed.kms_key);
                    change.overwrite(key(&secret, version)?, &sealed.record)?;
                }
                if let Some(sealed) = &sealed {
                    added(&mut next, &id, sealed, None, view.now, change)?;
                }
                next.changed_at = view.now;
                change.put(&secret, next)?;
                Ok(Some(UpdateSecretResponse {
                    arn: Some(secret.arn()),
                    name: Some(secret.name.clone()),
                    version_id: sealed.as_ref().map(|_| id.clone()),
                }))
            });
            if let Some(answer) = made.await? {
                return Ok(answer);
            }
        }
        Err(Failure::fault(ferrogate_state::Fault::Contended(TRIES_MAX)))
    }

    /// The versions with one of AWS's stages, encrypted under the key that the secret is to have
    /// (API_UpdateSecret, `KmsKeyId`). What the caller may not decrypt stays as it is.
    async fn sealed_again(
        &self,
        cx: &Cx,
        old: &Record,
        wanted: &Record,
    ) -> Result<Vec<(String, Sealed)>> {
        let mut all = vec![];
        let of_aws =
            |stage: &String| matches!(&**stage, "AWSCURRENT" | "AWSPENDING" | "AWSPREVIOUS");
        for version in old.versions.iter().filter(|version| version.stages.iter().any(of_aws)) {
            let value = match self.open(cx, old, version).await {
                Ok(secret) => secret.value,
                Err(Failure::Aws(_)) => continue,
                Err(fault) => return Err(fault),
            };
            all.push((version.id.clone(), self.seal(cx, wanted, &version.id, &value).await?));
        }
        Ok(all)
    }
}

/// What an encrypted value hangs on.
struct Seen {
    arn: String,
    kms_key: Option<String>,
}

impl Seen {
    fn of(secret: &Record) -> Self {
        Self { arn: secret.arn(), kms_key: secret.kms_key.clone() }
    }

    fn holds(&self, secret: &Record) -> bool {
        *self.arn == secret.arn() && self.kms_key == secret.kms_key
    }
}

/// Adds a version with its value, and removes those that go for it.
fn added(
    next: &mut Record,
    id: &str,
    sealed: &Sealed,
    stages: Option<&[String]>,
    now: ferrogate_base::TimestampMs,
    change: &mut Change,
) -> Result<()> {
    let version = Version {
        id: id.to_owned(),
        stages: vec![],
        created_at: now,
        kms_key: sealed.kms_key.clone(),
    };
    let gone = stages::add(next, version, stages, now)?;
    delete_values(change, next, &gone)?;
    change.overwrite(key(next, id)?, &sealed.record)
}

/// Removes the values of versions of a secret, which is guarded.
pub(super) fn delete_values(
    change: &mut Change,
    secret: &Record,
    versions: &[Version],
) -> Result<()> {
    for version in versions {
        change.delete_under(key(secret, &version.id)?);
    }
    Ok(())
}

fn key(secret: &Record, version: &str) -> Result<Key> {
    Key::new(value_record::key(secret, version)).map_err(fault)
}

/// Whether a version has this value. Who may not read it can't ask.
pub(super) async fn same_value(
    secrets: &SecretsManager,
    cx: &Cx,
    secret: &Entity,
    version: &Version,
    value: &Value,
) -> Result<bool> {
    Ok(secrets.open(cx, secret, version).await?.value == *value)
}

/// The id of the version that a request makes: its token. The model says how long it is.
pub(super) fn token(given: Option<String>) -> Result<String> {
    let token = given.unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
    let may_be = |c: char| c.is_ascii_graphic() && c != '/' && c != '%';
    if token.chars().all(may_be) {
        return Ok(token);
    }
    let text = "The parameter ClientRequestToken has characters that are not allowed.";
    Err(Error::invalid_parameter(text).into())
}

fn shown(secret: &Record, version: &Version) -> PutSecretValueResponse {
    PutSecretValueResponse {
        arn: Some(secret.arn()),
        name: Some(secret.name.clone()),
        version_id: Some(version.id.clone()),
        version_stages: Some(version.stages.clone()).filter(|stages| !stages.is_empty()),
    }
}
