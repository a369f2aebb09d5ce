//! Secrets: made, and made again with the same token.

use ferrogate_api::Cx;
use ferrogate_api::Failure;
use ferrogate_api::secretsmanager::{CreateSecretRequest, CreateSecretResponse, Error};
use ferrogate_auth::cipher;
use ferrogate_records::secretsmanager::secret::{self, Record, SUFFIX_CHARS, Version};
use ferrogate_records::secretsmanager::value;

use super::lookup::Entity;
use super::put::{delete_values, same_value, token};
use super::value::given;
use super::{Result, SecretsManager, View, fault, not_built, stages, tags};

/// What stands after names in ARNs is made of these.
const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

impl SecretsManager {
    pub(super) async fn create_secret(
        &self,
        cx: &Cx,
        input: CreateSecretRequest,
    ) -> Result<CreateSecretResponse> {
        check_name(&input.name)?;
        if input.add_replica_regions.is_some_and(|all| !all.is_empty()) {
            return Err(not_built("A replica in another Region"));
        }
        no_type(input.r#type.as_deref())?;
        let tags = tags::given(input.tags.unwrap_or_default())?;
        tags::check_count(tags.len())?;
        let value = given(input.secret_string, input.secret_binary)?;
        let id = token(input.client_request_token)?;
        let view = self.view(cx);
        let new = Record {
            scope: view.here.clone(),
            name: input.name,
            suffix: suffix()?,
            description: input.description.filter(|text| !text.is_empty()),
            of_type: None,
            kms_key: input.kms_key_id.filter(|key| !key.is_empty()),
            versions: vec![],
            policy: None,
            deletion: None,
            created_at: view.now,
            changed_at: view.now,
            accessed_at: None,
            tags,
        };
        if let Some(old) = there(&view, &new.name)? {
            return self.again(cx, &old, &id, value.as_ref()).await;
        }
        let sealed = match &value {
            Some(value) => Some(self.seal(cx, &new, &id, value).await?),
            None => None,
        };
        let at = ferrogate_store::Key::new(secret::key(&new.scope, &new.name)).map_err(fault)?;
        let gone = self.state.table::<Record>().get(&at).map_err(fault)?;
        if gone.is_some_and(|gone| gone.is_gone(view.now)) {
            self.thin(&at).await?;
        }
        let made = self.change(cx, |view, change| {
            if there(view, &new.name)?.is_some() {
                return Ok(false);
            }
            let mut new = new.clone();
            if let Some(sealed) = &sealed {
                let version = Version {
                    id: id.clone(),
                    stages: vec![],
                    created_at: view.now,
                    kms_key: sealed.kms_key.clone(),
                };
                stages::add(&mut new, version, None, view.now)?;
                change.create(value::key(&new, &id), &sealed.record)?;
            }
            let key = secret::key(&new.scope, &new.name);
            match view.snapshot.table::<Record>().get(&key).map_err(fault)? {
                // Of one whose time is over nothing stays.
                Some(gone) => {
                    delete_values(change, &gone, &gone.versions)?;
                    change.put(&gone, new)?;
                }
                None => change.create(key, &new)?,
            }
            Ok(true)
        });
        if !made.await? {
            // Somebody else was faster.
            let old = there(&self.view(cx), &new.name)?;
            return match old {
                Some(old) => self.again(cx, &old, &id, value.as_ref()).await,
                None => Err(exists(&new.name).into()),
            };
        }
        Ok(CreateSecretResponse {
            arn: Some(new.arn()),
            name: Some(new.name),
            version_id: sealed.map(|_| id),
            ..CreateSecretResponse::default()
        })
    }

    /// The same request again, or one for a name that is taken.
    async fn again(
        &self,
        cx: &Cx,
        old: &Entity,
        id: &str,
        value: Option<&super::value::Value>,
    ) -> Result<CreateSecretResponse> {
        if old.deletion.is_some() {
            let text = "You can't create this secret because a secret with this name is already \
                        scheduled for deletion.";
            return Err(Error::invalid_request(text).into());
        }
        let version = old.version(id);
        let (Some(version), Some(value)) = (version, value) else {
            return Err(exists(&old.name).into());
        };
        match same_value(self, cx, old, version, value).await? {
            true => Ok(CreateSecretResponse {
                arn: Some(old.arn()),
                name: Some(old.name.clone()),
                version_id: Some(id.to_owned()),
                ..CreateSecretResponse::default()
            }),
            false => Err(exists(&old.name).into()),
        }
    }
}

/// The secret of this name, also one that is to be deleted; none whose time is over.
fn there(view: &View, name: &str) -> Result<Option<Entity>> {
    let key = secret::key(&view.here, name);
    let found = view.snapshot.table::<Record>().get(&key).map_err(fault)?;
    Ok(found.filter(|found| !found.is_gone(view.now)))
}

fn exists(name: &str) -> Error {
    Error::resource_exists(format!(
        "The operation failed because the secret {name} already exists."
    ))
}

/// Types are those of secrets that partners of AWS rotate.
pub(super) fn no_type(given: Option<&str>) -> Result<()> {
    match given {
        None | Some("") => Ok(()),
        Some(_) => Err(not_built("A secret's Type")),
    }
}

fn check_name(name: &str) -> Result<()> {
    let may_be = |c: char| c.is_ascii_alphanumeric() || "-/_+=.@!".contains(c);
    if name.chars().all(may_be) {
        return Ok(());
    }
    let text = "Invalid name. Must be a valid name containing alphanumeric characters, or any of \
                the following: -/_+=.@!";
    Err(Error::new("ValidationException", text).into())
}

/// Six letters and digits.
fn suffix() -> Result<String> {
    let mut out = String::new();
    while out.len() < SUFFIX_CHARS {
        let mut bytes = [0; 16];
        cipher::fill_random(&mut bytes).map_err(Failure::fault)?;
        // Of the bytes that are left each letter is as likely as the others.
        let letters = bytes.iter().map(|byte| usize::from(*byte)).filter(|byte| *byte < 248);
        let letters = letters.map(|byte| char::from(ALPHABET[byte % ALPHABET.len()]));
        out.extend(letters.take(SUFFIX_CHARS - out.len()));
    }
    Ok(out)
}
