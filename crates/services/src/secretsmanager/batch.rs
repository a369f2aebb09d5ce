//! Several values at once, each by its own right.

use ferrogate_api::secretsmanager::{
    APIErrorType, BatchGetSecretValueRequest, BatchGetSecretValueResponse, Error, SecretValueEntry,
};
use ferrogate_api::{Cx, Failure, Protocol, ServiceError, access};
use ferrogate_auth::Ask;
use ferrogate_records::secretsmanager::SERVICE;
use ferrogate_records::secretsmanager::secret::CURRENT;

use super::list::{found, paged};
use super::value::shown;
use super::{Result, SecretsManager, filter, time};

/// Values of one page.
const PAGE_MAX: usize = 20;

impl SecretsManager {
    pub(super) async fn batch_get_secret_value(
        &self,
        cx: &Cx,
        input: BatchGetSecretValueRequest,
    ) -> Result<BatchGetSecretValueResponse> {
        let filters = input.filters.unwrap_or_default();
        let (ids, next_token) = match (input.secret_id_list, filters.is_empty()) {
            (Some(ids), true) => {
                if input.max_results.is_some() || input.next_token.is_some() {
                    let text = "MaxResults and NextToken go with Filters only.";
                    return Err(Error::invalid_parameter(text).into());
                }
                (ids, None)
            }
            (None, false) => {
                filter::check(&filters)?;
                let view = self.view(cx);
                let all = found(&view, &filters, false)?;
                let list = format!(
                    "BatchGetSecretValue {} {} {filters:?}",
                    view.here.account, view.here.region
                );
                let size = input.max_results.and_then(|size| usize::try_from(size).ok());
                let size = size.unwrap_or(PAGE_MAX);
                let token = input.next_token.as_deref();
                let (page, next) = paged(&list, token, size, all, |one| one.name.clone())?;
                (page.iter().map(|secret| secret.arn()).collect(), next)
            }
            (Some(_), false) | (None, true) => {
                let text = "Either 'SecretIdList' or 'Filters' must be provided, but not both.";
                return Err(Error::invalid_parameter(text).into());
            }
        };
        let (mut values, mut errors) = (vec![], vec![]);
        for id in ids {
            match self.one(cx, &id).await {
                Ok(value) => values.push(value),
                Err(Failure::Aws(error)) => errors.push(APIErrorType {
                    secret_id: Some(id),
                    error_code: Some(error.code().to_owned()),
                    message: Some(error.message().to_owned()),
                }),
                Err(fault) => return Err(fault),
            }
        }
        Ok(BatchGetSecretValueResponse {
            secret_values: Some(values),
            next_token,
            errors: Some(errors),
        })
    }

    async fn one(&self, cx: &Cx, id: &str) -> Result<SecretValueEntry> {
        let arn = match id.starts_with("arn:") {
            true => id.to_owned(),
            false => self.view(cx).here.arn(SERVICE, &format!("secret:{id}")),
        };
        let ask = Ask::new("secretsmanager:GetSecretValue", arn)
            .with("secretsmanager:VersionStage", CURRENT);
        cx.may(&[ask]).map_err(|denied| Error::from(access::denied(&denied, Protocol::Json11)))?;
        let secret = self.read(cx, id, None, None).await?;
        let (secret_binary, secret_string) = shown(&secret.value)?;
        Ok(SecretValueEntry {
            arn: Some(secret.arn),
            name: Some(secret.name),
            version_id: Some(secret.version),
            secret_binary: secret_binary.map(Into::into),
            secret_string,
            version_stages: Some(secret.stages).filter(|stages| !stages.is_empty()),
            created_date: Some(time(secret.created_at)),
        })
    }
}
