//! Values and descriptions of secrets.

use ferrogate_api::secretsmanager::{
    DescribeSecretRequest, DescribeSecretResponse, Error, GetSecretValueRequest,
    GetSecretValueResponse, ListSecretVersionIdsRequest, ListSecretVersionIdsResponse,
    SecretVersionsListEntry,
};
use ferrogate_api::{Cx, Failure};
use ferrogate_base::TimestampMs;
use ferrogate_records::secretsmanager::secret::Record;

use super::tags::shown as shown_tags;
use super::value::{Secret, Wanted, meant, no_value, shown};
use super::{Result, SecretsManager, time};
use crate::keyring::DAY_MS;
use crate::page;

impl SecretsManager {
    pub(super) async fn get_secret_value(
        &self,
        cx: &Cx,
        input: GetSecretValueRequest,
    ) -> Result<GetSecretValueResponse> {
        let (version, stage) = (input.version_id.as_deref(), input.version_stage.as_deref());
        let secret = self.read(cx, &input.secret_id, version, stage).await?;
        let (secret_binary, secret_string) = shown(&secret.value)?;
        Ok(GetSecretValueResponse {
            arn: Some(secret.arn),
            name: Some(secret.name),
            version_id: Some(secret.version),
            secret_binary: secret_binary.map(Into::into),
            secret_string,
            version_stages: Some(secret.stages).filter(|stages| !stages.is_empty()),
            created_date: Some(time(secret.created_at)),
        })
    }

    /// A value for the caller. That it may have the secret has been asked, that it may use its key
    /// is asked here.
    pub(super) async fn read(
        &self,
        cx: &Cx,
        named: &str,
        version: Option<&str>,
        stage: Option<&str>,
    ) -> Result<Secret> {
        let here = self.view(cx).here;
        let wanted = Wanted { here: &here, secret: named, version, stage };
        let (secret, version) = meant(&self.state, &wanted).map_err(no_value)?;
        let value = self.open(cx, &secret, &version).await?;
        self.accessed(cx, &secret).await?;
        Ok(value)
    }

    /// Remembers the day on which a value was read last. Whoever changes the secret at the same
    /// time is not held up: the next to read remembers it.
    async fn accessed(&self, cx: &Cx, secret: &Record) -> Result<()> {
        let today = TimestampMs(self.state.now().0 / DAY_MS * DAY_MS);
        if secret.accessed_at == Some(today) {
            return Ok(());
        }
        let arn = secret.arn();
        let remembered = self.change(cx, |view, change| {
            match super::lookup::find(&view.snapshot, &view.here, &arn, view.now) {
                Ok(Some(found)) if found.accessed_at != Some(today) => {
                    let next = Record { accessed_at: Some(today), ..(**found).clone() };
                    change.put(&found, next)
                }
                Ok(_) => Ok(()),
                Err(cause) => Err(super::fault(cause)),
            }
        });
        match remembered.await {
            // A value is not kept back because a disk is full.
            Err(Failure::Fault(error)) => {
                tracing::warn!(%error, "that a secret was read could not be written");
                Ok(())
            }
            other => other,
        }
    }

    pub(super) async fn describe_secret(
        &self,
        cx: &Cx,
        input: DescribeSecretRequest,
    ) -> Result<DescribeSecretResponse> {
        let secret = self.view(cx).secret(&input.secret_id)?;
        let staged = secret.versions.iter().filter(|version| !version.stages.is_empty());
        let stages = staged.map(|version| (version.id.clone(), version.stages.clone()));
        Ok(DescribeSecretResponse {
            arn: Some(secret.arn()),
            name: Some(secret.name.clone()),
            description: secret.description.clone(),
            kms_key_id: secret.kms_key.clone(),
            last_changed_date: Some(time(secret.changed_at)),
            last_accessed_date: secret.accessed_at.map(time),
            deleted_date: secret.deletion.map(|deletion| time(deletion.asked_at)),
            tags: shown_tags(&secret),
            version_ids_to_stages: Some(stages.collect()),
            created_date: Some(time(secret.created_at)),
            ..DescribeSecretResponse::default()
        })
    }

    pub(super) async fn list_secret_version_ids(
        &self,
        cx: &Cx,
        input: ListSecretVersionIdsRequest,
    ) -> Result<ListSecretVersionIdsResponse> {
        let secret = self.view(cx).secret(&input.secret_id)?;
        let deprecated = input.include_deprecated.unwrap_or_default();
        let mut all = secret.versions.clone();
        all.retain(|version| deprecated || !version.stages.is_empty());
        all.sort_by(|a, b| a.id.cmp(&b.id));
        let list = format!("ListSecretVersionIds {} {deprecated}", secret.arn());
        let size = input.max_results.and_then(|size| usize::try_from(size).ok()).unwrap_or(100);
        let token = input.next_token.as_deref();
        let (versions, next_token) = page::page(&list, token, size, all, |one| one.id.clone())
            .map_err(|page::BadToken| bad_token())?;
        let versions = versions.into_iter().map(|version| SecretVersionsListEntry {
            version_id: Some(version.id),
            version_stages: Some(version.stages).filter(|stages| !stages.is_empty()),
            created_date: Some(time(version.created_at)),
            // Of the service's own key AWS shows this word.
            kms_key_ids: Some(vec![
                version.kms_key.unwrap_or_else(|| "DefaultEncryptionKey".to_owned()),
            ]),
            ..SecretVersionsListEntry::default()
        });
        Ok(ListSecretVersionIdsResponse {
            versions: Some(versions.collect()),
            next_token,
            arn: Some(secret.arn()),
            name: Some(secret.name.clone()),
        })
    }
}

pub(super) fn bad_token() -> Error {
    Error::invalid_next_token("The NextToken value is invalid.")
}
