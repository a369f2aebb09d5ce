//! The keys of KMS at work: found by what they are called, made, and encrypting. What services
//! share who encrypt under keys of KMS; may the caller use the key is for them to ask.

use std::collections::BTreeMap;
use std::sync::Arc;

use ferrogate_api::access::ciphertext::Header;
use ferrogate_auth::{CipherKey, RootKey, Secret, Vault};
use ferrogate_base::TimestampMs;
use ferrogate_records::kms::key::{Material, Policy, Rotation, State as KeyState};
use ferrogate_records::kms::{self, Named, alias, key, named};
use ferrogate_records::{Scope, Tag};
use ferrogate_state::{Entry, Fault, Snapshot, State};

use crate::change::{self, Change};

/// Milliseconds of a day.
pub(crate) const DAY_MS: u64 = 24 * 3600 * 1000;
/// Days between rotations unless somebody says otherwise (KMS developer guide, "Rotating keys").
pub(crate) const ROTATION_D: u16 = 365;

/// What must be said again to decrypt, as it was said to encrypt.
pub type EncryptionContext = BTreeMap<String, String>;
/// A key and the revision that wrote it.
pub type Key = Arc<Entry<key::Record>>;

/// The keys of an engine. One per process, shared.
pub struct Keyring {
    state: Arc<State>,
    vault: Vault,
}

/// A key can't be used, or not for this.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// There is no such key.
    #[error("there is no key {0}")]
    NotFound(String),
    /// It is disabled.
    #[error("the key {0} is disabled")]
    Disabled(String),
    /// It is to be deleted.
    #[error("the key {0} is pending deletion")]
    PendingDeletion(String),
    /// Another key encrypted this.
    #[error("another key encrypted it")]
    Incorrect,
    /// It is no ciphertext, was altered, or was encrypted with another context.
    #[error("it can't be decrypted")]
    InvalidCiphertext,
    /// A failure of ours.
    #[error("a key can't be used")]
    Fault(#[source] Fault),
}

impl From<Fault> for KeyError {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Something encrypted.
#[derive(Debug)]
pub struct Sealed {
    /// The ciphertext.
    pub ciphertext: Vec<u8>,
    /// The material of the key that encrypted it.
    pub material: String,
}

/// Something decrypted.
pub struct Opened {
    /// The bytes. They are a secret: show them to whoever asked, and nobody else.
    pub plaintext: Vec<u8>,
    /// The key that decrypted it.
    pub key: Key,
    /// That material of it.
    pub material: String,
}

impl Keyring {
    /// The keys of `state`, whose material is sealed under `root`.
    #[must_use]
    pub fn new(state: Arc<State>, root: &RootKey) -> Arc<Self> {
        Arc::new(Self { state, vault: Vault::new(root, kms::VAULT) })
    }

    /// The key that a text names by its id, its ARN, an alias or an alias's ARN, as seen from
    /// `here`; also of another account, in the same region.
    ///
    /// # Errors
    /// When a record can't be read.
    pub fn find(
        &self,
        snapshot: &Snapshot,
        here: &Scope,
        text: &str,
    ) -> Result<Option<Key>, Fault> {
        let Some((scope, named)) = named(here, text) else { return Ok(None) };
        let id = match named {
            Named::Id(id) => id.to_owned(),
            Named::Alias(name) => {
                let aliases = snapshot.table::<alias::Record>();
                match aliases.get(&alias::key(&scope, name)).map_err(Fault::from)? {
                    Some(alias) => alias.target.clone(),
                    None => return Ok(None),
                }
            }
        };
        let key = snapshot.table::<key::Record>().get(&key::key(&scope, &id))?;
        Ok(key.filter(|key| key.id == id && !key.is_gone(self.state.now())))
    }

    /// The key that `text` names, if it can be used.
    ///
    /// # Errors
    /// See [`KeyError`].
    pub fn usable(&self, here: &Scope, text: &str) -> Result<Key, KeyError> {
        let found = self.find(&self.state.snapshot(), here, text)?;
        let key = found.ok_or_else(|| KeyError::NotFound(shown(here, text)))?;
        check(&key)?;
        Ok(key)
    }

    /// The key that a service of AWS has in an account and a region, made when it is asked for
    /// first.
    ///
    /// # Errors
    /// When it can't be written or read.
    pub async fn of_service(&self, scope: &Scope, service: &str) -> Result<Key, Fault> {
        let name = service_alias(service);
        if let Some(key) = self.find(&self.state.snapshot(), scope, &name)? {
            return Ok(key);
        }
        for _ in 0..change::TRIES_MAX {
            if let Some(key) = self.find(&self.state.synced().await?, scope, &name)? {
                return Ok(key);
            }
            let now = self.state.now();
            let made = key::Record {
                description: format!(
                    "Default key that protects my {} when no other key is defined",
                    protected(service)
                ),
                service: Some(service.to_owned()),
                rotation: Some(rotation(ROTATION_D, now)),
                ..self.new_key(scope, service_policy(scope, service))?
            };
            let named = alias::Record {
                scope: scope.clone(),
                name: name.clone(),
                target: made.id.clone(),
                created_at: now,
                updated_at: now,
            };
            let mut change = Change::default();
            let wrote = change
                .create::<_, Fault>(key::key(scope, &made.id), &made)
                .and_then(|()| change.create(alias::key(scope, &name), &named));
            wrote.map_err(inner)?;
            change.commit(&self.state).await?;
        }
        Err(Fault::Contended(change::TRIES_MAX))
    }

    /// A new key with new material, not yet written.
    ///
    /// # Errors
    /// When the kernel gives no random bytes.
    pub(crate) fn new_key(&self, scope: &Scope, policy: Policy) -> Result<key::Record, Fault> {
        let id = uuid::Uuid::new_v4().to_string();
        let material = self.new_material(&key::arn(scope, &id), false)?;
        Ok(key::Record {
            scope: scope.clone(),
            id,
            description: String::new(),
            state: KeyState::Enabled,
            service: None,
            policy,
            materials: vec![material],
            rotation: None,
            created_at: self.state.now(),
            tags: Vec::<Tag>::new(),
        })
    }

    /// New material for the key of this ARN, sealed.
    pub(crate) fn new_material(&self, arn: &str, on_demand: bool) -> Result<Material, Fault> {
        let key = CipherKey::random().map_err(|e| part("no random bytes", e))?;
        let digits = Secret::new(hex::encode(key.expose()));
        let sealed = self.vault.seal(arn, &digits).map_err(|e| part("no random bytes", e))?;
        Ok(Material { id: key.id(), sealed, since: self.state.now(), on_demand })
    }

    /// Encrypts bytes under the newest material of a key, which [`Keyring::usable`] has found. A
    /// key whose rotation is due gets new material first.
    ///
    /// # Errors
    /// When material can't be opened or written.
    pub async fn encrypt(
        &self,
        key: &Key,
        context: &EncryptionContext,
        plaintext: &[u8],
    ) -> Result<Sealed, Fault> {
        let key = self.rotated(key).await?;
        let newest = key.materials.len().saturating_sub(1);
        let material = key.materials.get(newest).ok_or_else(|| no_material(&key))?;
        let header = Header {
            region: key.scope.region.clone(),
            account: key.scope.account.to_string(),
            key: key.id.clone(),
            material: u32::try_from(newest).unwrap_or(u32::MAX),
        };
        let mut ciphertext = header.write();
        let of = bound(&ciphertext, context);
        let cipher = self.cipher(&key, material)?;
        let sealed = cipher.seal(&of, plaintext).map_err(|e| part("no random bytes", e))?;
        ciphertext.extend_from_slice(&sealed);
        Ok(Sealed { ciphertext, material: material.id.clone() })
    }

    /// Decrypts what a key encrypted with this context. `expected` is what the caller calls the
    /// key, if it says; else it is the one that the ciphertext names.
    ///
    /// # Errors
    /// See [`KeyError`].
    pub fn decrypt(
        &self,
        here: &Scope,
        expected: Option<&str>,
        context: &EncryptionContext,
        ciphertext: &[u8],
    ) -> Result<Opened, KeyError> {
        let read = Header::read(ciphertext);
        let key = match (expected, &read) {
            (Some(text), _) => self.usable(here, text)?,
            (None, Some((header, _))) => self.usable(here, &header.arn())?,
            (None, None) => return Err(KeyError::InvalidCiphertext),
        };
        let (header, sealed) = read.ok_or(KeyError::InvalidCiphertext)?;
        let of = &key.scope;
        if (&*header.region, &*header.account, &*header.key)
            != (&*of.region, of.account.as_str(), &*key.id)
        {
            return Err(KeyError::Incorrect);
        }
        let at = usize::try_from(header.material).unwrap_or(usize::MAX);
        let material = key.materials.get(at).ok_or(KeyError::InvalidCiphertext)?;
        let open = &ciphertext[..ciphertext.len() - sealed.len()];
        let cipher = self.cipher(&key, material)?;
        let plaintext = cipher.open(&bound(open, context), sealed);
        let plaintext = plaintext.map_err(|_| KeyError::InvalidCiphertext)?;
        let material = material.id.clone();
        Ok(Opened { plaintext: plaintext.to_vec(), key, material })
    }

    fn cipher(&self, key: &key::Record, material: &Material) -> Result<CipherKey, Fault> {
        let digits = self.vault.open(&key.arn(), &material.sealed);
        let digits = digits.map_err(|e| part("a key of KMS can't be opened", e))?;
        let bytes = hex::decode(digits.expose()).map_err(|e| part("a key is malformed", e))?;
        CipherKey::of(&bytes).ok_or_else(|| no_material(key))
    }

    /// The key as it is now: with new material, if its rotation is due.
    pub(crate) async fn rotated(&self, key: &Key) -> Result<Key, Fault> {
        let now = self.state.now();
        let is_due = |key: &Key| {
            let due = key.rotation.is_some_and(|rotation| now >= rotation.next_at);
            due && key.state == KeyState::Enabled
        };
        let mut key = key.clone();
        for _ in 0..change::TRIES_MAX {
            let Some(rotation) = key.rotation.filter(|_| is_due(&key)) else { return Ok(key) };
            let mut next = (**key).clone();
            next.materials.push(self.new_material(&key.arn(), false)?);
            next.rotation = Some(self::rotation(rotation.period_d, now));
            let mut change = Change::default();
            change.put::<_, Fault>(&key, next).map_err(inner)?;
            change.commit(&self.state).await?;
            let seen = self.state.synced().await?;
            match self.find(&seen, &key.scope, &key.id)? {
                Some(found) => key = found,
                None => return Ok(key),
            }
        }
        Err(Fault::Contended(change::TRIES_MAX))
    }
}

/// Refuses a key that can't be used.
pub(crate) fn check(key: &key::Record) -> Result<(), KeyError> {
    match key.state {
        KeyState::Enabled => Ok(()),
        KeyState::Disabled => Err(KeyError::Disabled(key.arn())),
        KeyState::PendingDeletion { .. } => Err(KeyError::PendingDeletion(key.arn())),
    }
}

/// A rotation after so many days.
pub(crate) fn rotation(period_d: u16, now: TimestampMs) -> Rotation {
    Rotation { period_d, next_at: TimestampMs(now.0 + u64::from(period_d) * DAY_MS) }
}

/// A key that is not there, as KMS names it: by what its ARN would be.
pub(crate) fn shown(here: &Scope, text: &str) -> String {
    match text {
        _ if text.starts_with("arn:") => text.to_owned(),
        _ if text.starts_with("alias/") => here.arn(kms::SERVICE, text),
        _ => key::arn(here, text),
    }
}

/// `alias/aws/SERVICE`.
pub(crate) fn service_alias(service: &str) -> String {
    format!("{}{service}", alias::OF_AWS)
}

fn protected(service: &str) -> &'static str {
    match service {
        "secretsmanager" => "Secrets Manager data",
        "ssm" => "SSM parameters",
        _ => "data",
    }
}

/// Who may use the key of a service: whoever the service acts for, through it alone (the policies
/// of AWS's own keys, as `GetKeyPolicy` shows them).
fn service_policy(scope: &Scope, service: &str) -> Policy {
    let via = format!("{service}.{}.amazonaws.com", scope.region);
    let root = scope.iam_arn("root");
    let document = serde_json::json!({
        "Version": "2012-10-17",
        "Id": format!("auto-{service}-2"),
        "Statement": [
            {
                "Sid": "Allow access for all principals in the account that are authorized to use the service",
                "Effect": "Allow",
                "Principal": {"AWS": "*"},
                "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:CreateGrant", "kms:DescribeKey"],
                "Resource": "*",
                "Condition": {"StringEquals": {"kms:CallerAccount": scope.account.as_str(), "kms:ViaService": via}},
            },
            {
                "Sid": "Allow direct access to key metadata to the account",
                "Effect": "Allow",
                "Principal": {"AWS": root},
                "Action": ["kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant"],
                "Resource": "*",
            },
        ],
    });
    Policy { document: document.to_string(), principals: BTreeMap::new() }
}

/// What a ciphertext belongs to: its header and the context, each part with its length before it,
/// so that no two contexts are one.
fn bound(header: &[u8], context: &EncryptionContext) -> Vec<u8> {
    let mut of = header.to_vec();
    for text in context.iter().flat_map(|(key, value)| [key, value]) {
        of.extend_from_slice(&(text.len() as u64).to_be_bytes());
        of.extend_from_slice(text.as_bytes());
    }
    of
}

fn no_material(key: &key::Record) -> Fault {
    part("a key of KMS has no material", std::io::Error::other(key.arn()))
}

fn part(what: &'static str, cause: impl std::error::Error + Send + Sync + 'static) -> Fault {
    Fault::Part(what, Box::new(cause))
}

/// A step of a change fails for our own reasons alone.
fn inner(failure: ferrogate_api::Failure<Fault>) -> Fault {
    match failure {
        ferrogate_api::Failure::Aws(fault) => fault,
        ferrogate_api::Failure::Fault(cause) => Fault::Part("a change can't be made", cause),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(pairs: &[(&str, &str)]) -> EncryptionContext {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn no_two_contexts_are_bound_alike() {
        let all = [
            context(&[]),
            context(&[("a", "b")]),
            context(&[("ab", "")]),
            context(&[("", "ab")]),
            context(&[("A", "b")]),
            context(&[("a", "b"), ("c", "d")]),
            context(&[("a", "bc"), ("", "d")]),
            context(&[("a", "b\0c"), ("d", "")]),
        ];
        for (at, one) in all.iter().enumerate() {
            for other in &all[at + 1..] {
                assert_ne!(bound(b"h", one), bound(b"h", other), "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn policies_of_aws_own_keys_can_be_read() {
        use ferrogate_policy::{Kind, Policy};
        let scope = Scope::new("111122223333".parse().unwrap(), "eu-west-1");
        let policy = service_policy(&scope, "ssm");
        Policy::parse(&policy.document, Kind::Resource).unwrap();
    }
}
