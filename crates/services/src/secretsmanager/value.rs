//! Values: sealed under a data key each, which a key of KMS seals, and opened again.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ferrogate_api::secretsmanager::Error;
use ferrogate_api::{Cx, Failure};
use ferrogate_auth::{Ask, CipherKey, Secret as Text};
use ferrogate_base::TimestampMs;
use ferrogate_records::Scope;
use ferrogate_records::secretsmanager::secret::{CURRENT, Record, Version};
use ferrogate_records::secretsmanager::{SERVICE, value};
use ferrogate_state::{Fault, State};
use ferrogate_store::Key;

use super::lookup::{find, marked, no_secret};
use super::{Result, SecretsManager, fault};
use crate::keyring::{EncryptionContext, Key as KmsKey, KeyError, Keyring};

/// Which value is wanted.
#[derive(Clone, Debug)]
pub struct Wanted<'w> {
    /// From where the secret is named.
    pub here: &'w Scope,
    /// Its name, or its ARN with the six characters at its end or without.
    pub secret: &'w str,
    /// The version; none: the one of the stage.
    pub version: Option<&'w str>,
    /// The stage; none: `AWSCURRENT`, unless a version is named.
    pub stage: Option<&'w str>,
}

/// A secret's value.
#[derive(Clone, Debug)]
pub struct Secret {
    /// The secret's ARN.
    pub arn: String,
    /// Its name.
    pub name: String,
    /// The version that it is of.
    pub version: String,
    /// The stages of that version.
    pub stages: Vec<String>,
    /// When that version was made.
    pub created_at: TimestampMs,
    /// What it is.
    pub value: Value,
}

/// What a secret is. Debug shows nothing of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(Text),
    /// Bytes, in base64.
    Bytes(Text),
}

/// There is no value.
#[derive(Debug, thiserror::Error)]
pub enum NoValue {
    /// There is no such secret.
    #[error("Secrets Manager can't find the specified secret.")]
    NoSecret,
    /// The secret is to be deleted.
    #[error("You can't perform this operation on the secret because it was marked for deletion.")]
    Marked,
    /// No version of it is meant.
    #[error("Secrets Manager can't find the specified secret value for {0}")]
    NoVersion(String),
    /// The version has not that stage.
    #[error("You provided a VersionStage that is not associated to the provided VersionId.")]
    OtherStage,
    /// The key of KMS can't be used.
    #[error("Secrets Manager can't decrypt the protected secret text using the provided KMS key.")]
    Key(#[source] KeyError),
    /// A failure of ours.
    #[error("a secret can't be read")]
    Fault(#[source] Fault),
}

/// A secret's value, for another part of the engine.
///
/// Nobody is asked whether it may be had. Whoever calls this for somebody must have asked for
/// both, with what [`asks`] answers: `secretsmanager:GetSecretValue` on the secret, and
/// `kms:Decrypt` on its key.
///
/// # Errors
/// See [`NoValue`]; its texts are those of AWS.
pub async fn value(
    state: &State,
    keys: &Keyring,
    wanted: &Wanted<'_>,
) -> std::result::Result<Secret, NoValue> {
    let (secret, version) = meant(state, wanted)?;
    open(state, keys, &secret, &version).await
}

/// What somebody must be allowed who wants a value: `secretsmanager:GetSecretValue` on the secret,
/// and `kms:Decrypt` on the key of KMS that the version is encrypted under.
///
/// # Errors
/// When there is no such value.
pub async fn asks(
    state: &State,
    keys: &Keyring,
    wanted: &Wanted<'_>,
) -> std::result::Result<Vec<Ask>, NoValue> {
    let (secret, version) = meant(state, wanted)?;
    let mut get = Ask::new("secretsmanager:GetSecretValue", secret.arn())
        .with("secretsmanager:VersionStage", wanted.stage.unwrap_or(CURRENT));
    if let Some(version) = wanted.version {
        get = get.with("secretsmanager:VersionId", version);
    }
    let key = key_of(keys, &secret, &version).await?;
    Ok(vec![get, ask("kms:Decrypt", &key, &secret, &version.id)])
}

/// The secret and the version of it that are wanted.
pub(super) fn meant(
    state: &State,
    wanted: &Wanted<'_>,
) -> std::result::Result<(Record, Version), NoValue> {
    let found = find(&state.snapshot(), wanted.here, wanted.secret, state.now());
    let secret = found.map_err(NoValue::Fault)?.ok_or(NoValue::NoSecret)?;
    if secret.deletion.is_some() {
        return Err(NoValue::Marked);
    }
    let version = match wanted.version {
        Some(id) => {
            let none = || NoValue::NoVersion(format!("VersionId: {id}"));
            let version = secret.version(id).ok_or_else(none)?;
            if wanted.stage.is_some_and(|stage| !version.stages.iter().any(|of| of == stage)) {
                return Err(NoValue::OtherStage);
            }
            version
        }
        None => {
            let stage = wanted.stage.unwrap_or(CURRENT);
            let none = || NoValue::NoVersion(format!("staging label: {stage}"));
            secret.staged(stage).ok_or_else(none)?
        }
    };
    let version = version.clone();
    Ok(((**secret).clone(), version))
}

/// The key that a version is encrypted under.
async fn key_of(
    keys: &Keyring,
    secret: &Record,
    version: &Version,
) -> std::result::Result<KmsKey, NoValue> {
    match &version.kms_key {
        Some(arn) => keys.usable(&secret.scope, arn).map_err(NoValue::Key),
        None => keys.of_service(&secret.scope, SERVICE).await.map_err(NoValue::Fault),
    }
}

/// Opens a version's value.
pub(super) async fn open(
    state: &State,
    keys: &Keyring,
    secret: &Record,
    version: &Version,
) -> std::result::Result<Secret, NoValue> {
    let failed = |what, cause: Box<dyn std::error::Error + Send + Sync>| {
        NoValue::Fault(Fault::Part(what, cause))
    };
    let key = Key::new(value::key(secret, &version.id));
    let key = key.map_err(|e| NoValue::Fault(e.into()))?;
    let row = state.read::<value::Record>(&key).await.map_err(NoValue::Fault)?;
    // It went while it was looked for.
    let row = row.ok_or(NoValue::NoSecret)?;
    let bytes =
        |text: &str| STANDARD.decode(text).map_err(|e| failed("a value is no base64", Box::new(e)));
    let (sealed_key, sealed) = (bytes(&row.record.data_key)?, bytes(&row.record.sealed)?);
    let context = context(&secret.arn(), &version.id);
    let named = version.kms_key.as_deref();
    let opened = keys.decrypt(&secret.scope, named, &context, &sealed_key);
    let opened = opened.map_err(|error| match error {
        KeyError::Fault(fault) => NoValue::Fault(fault),
        error => NoValue::Key(error),
    })?;
    let data_key = CipherKey::of(&opened.plaintext).ok_or(NoValue::Key(KeyError::Incorrect))?;
    let plain = data_key.open(&belongs(&secret.arn(), &version.id), &sealed);
    let plain = plain.map_err(|e| failed("a value can't be opened", Box::new(e)))?;
    let value = match row.record.binary {
        true => Value::Bytes(Text::new(STANDARD.encode(&*plain))),
        false => {
            let text = std::str::from_utf8(&plain);
            Value::Text(Text::new(text.map_err(|e| failed("a value is no text", Box::new(e)))?))
        }
    };
    Ok(Secret {
        arn: secret.arn(),
        name: secret.name.clone(),
        version: version.id.clone(),
        stages: version.stages.clone(),
        created_at: version.created_at,
        value,
    })
}

/// A value that was encrypted, and the key that it was encrypted under.
pub(super) struct Sealed {
    pub(super) record: value::Record,
    /// None: that of the service.
    pub(super) kms_key: Option<String>,
}

impl SecretsManager {
    /// Encrypts a value for a version of a secret, under the key that the secret names, which the
    /// caller must be allowed to use.
    pub(super) async fn seal(
        &self,
        cx: &Cx,
        secret: &Record,
        version: &str,
        value: &Value,
    ) -> Result<Sealed> {
        let (key, kms_key) = match &secret.kms_key {
            Some(named) => {
                let key = self.keys.usable(&secret.scope, named).map_err(unencrypted)?;
                let arn = key.arn();
                // Whoever names the service's own key means the same as who names none.
                (key.clone(), key.service.is_none().then_some(arn))
            }
            None => (self.keys.of_service(&secret.scope, SERVICE).await.map_err(fault)?, None),
        };
        let ask = |action| ask(action, &key, secret, version);
        may_use(cx, &[ask("kms:GenerateDataKey"), ask("kms:Decrypt")])?;
        let arn = secret.arn();
        let data_key = CipherKey::random().map_err(Failure::fault)?;
        let context = context(&arn, version);
        let sealed_key = self.keys.encrypt(&key, &context, data_key.expose()).await;
        let sealed_key = sealed_key.map_err(fault)?;
        let of = belongs(&arn, version);
        let (sealed, binary) = match value {
            Value::Text(text) => (data_key.seal(&of, text.expose().as_bytes()), false),
            Value::Bytes(text) => {
                let bytes = STANDARD.decode(text.expose()).map_err(Failure::fault)?;
                (data_key.seal(&of, &bytes), true)
            }
        };
        let record = value::Record {
            data_key: STANDARD.encode(sealed_key.ciphertext),
            sealed: STANDARD.encode(sealed.map_err(Failure::fault)?),
            binary,
        };
        Ok(Sealed { record, kms_key })
    }

    /// Opens the value of a version for the caller, who must be allowed to use its key.
    pub(super) async fn open(&self, cx: &Cx, secret: &Record, version: &Version) -> Result<Secret> {
        let key = key_of(&self.keys, secret, version).await.map_err(no_value)?;
        may_use(cx, &[ask("kms:Decrypt", &key, secret, &version.id)])?;
        open(&self.state, &self.keys, secret, version).await.map_err(no_value)
    }
}

/// The right to use a key through Secrets Manager for a version of a secret.
fn ask(action: &str, key: &KmsKey, secret: &Record, version: &str) -> Ask {
    let via = format!("{SERVICE}.{}.amazonaws.com", secret.scope.region);
    let mut ask = Ask::new(action, key.arn())
        .with("kms:ViaService", via)
        .with("kms:EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
    let context = context(&secret.arn(), version);
    for (name, value) in &context {
        ask = ask.with(&format!("kms:EncryptionContext:{name}"), value);
    }
    let names = ferrogate_policy::Value::Many(context.into_keys().collect());
    ask.keys.push(("kms:EncryptionContextKeys".to_owned(), names));
    ask
}

fn may_use(cx: &Cx, asks: &[Ask]) -> Result<()> {
    let refused = |_| Error::new("AccessDeniedException", "Access to KMS is not allowed").into();
    cx.may(asks).map_err(refused)
}

/// What the data key is bound to (Secrets Manager user guide, "Encryption context").
fn context(arn: &str, version: &str) -> EncryptionContext {
    [("SecretARN", arn), ("SecretVersionId", version)]
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}

fn belongs(arn: &str, version: &str) -> Vec<u8> {
    format!("{arn} {version}").into_bytes()
}

fn unencrypted(error: KeyError) -> Failure<Error> {
    match error {
        KeyError::Fault(cause) => fault(cause),
        _ => Error::encryption_failure(
            "Secrets Manager can't encrypt the protected secret text using the provided KMS key. \
             Check that the KMS key is available, enabled, and not in an invalid state.",
        )
        .into(),
    }
}

pub(super) fn no_value(error: NoValue) -> Failure<Error> {
    let text = error.to_string();
    match error {
        NoValue::NoSecret => no_secret().into(),
        NoValue::Marked => marked().into(),
        NoValue::NoVersion(_) => Error::resource_not_found(text).into(),
        NoValue::OtherStage => Error::invalid_request(text).into(),
        NoValue::Key(_) => Error::decryption_failure(text).into(),
        NoValue::Fault(cause) => fault(cause),
    }
}

/// The value of a request: text, bytes, or none.
pub(super) fn given(
    text: Option<String>,
    bytes: Option<impl AsRef<[u8]>>,
) -> Result<Option<Value>> {
    let bytes_max = 65_536;
    let value = match (text, bytes) {
        (Some(_), Some(_)) => {
            let text = "You can't specify both a binary secret value and a string secret value in \
                        the same secret.";
            return Err(Error::invalid_parameter(text).into());
        }
        (Some(text), None) => Value::Text(Text::new(text)),
        (None, Some(bytes)) => Value::Bytes(Text::new(STANDARD.encode(bytes))),
        (None, None) => return Ok(None),
    };
    // The model counts characters.
    if matches!(&value, Value::Text(text) if text.expose().len() > bytes_max) {
        let text = format!("A secret value has at most {bytes_max} bytes.");
        return Err(Error::new("ValidationException", text).into());
    }
    Ok(Some(value))
}

/// A value as answers have it: bytes, or text.
pub(super) fn shown(value: &Value) -> Result<(Option<Vec<u8>>, Option<String>)> {
    Ok(match value {
        Value::Text(text) => (None, Some(text.expose().to_owned())),
        Value::Bytes(text) => (Some(STANDARD.decode(text.expose()).map_err(Failure::fault)?), None),
    })
}
