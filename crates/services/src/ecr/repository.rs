//! Repositories.

use ferrogate_api::ecr::{
    CreateRepositoryRequest, CreateRepositoryResponse, DeleteRepositoryRequest,
    DeleteRepositoryResponse, DescribeRegistryRequest, DescribeRegistryResponse,
    DescribeRepositoriesRequest, DescribeRepositoriesResponse, EncryptionConfiguration,
    EncryptionType, Error, ImageScanningConfiguration, ImageTagMutability,
    ImageTagMutabilityExclusionFilter, ImageTagMutabilityExclusionFilterType,
    PutImageScanningConfigurationRequest, PutImageScanningConfigurationResponse,
    PutImageTagMutabilityRequest, PutImageTagMutabilityResponse, ReplicationConfiguration,
    Repository,
};
use ferrogate_api::{Cx, OrFault};
use ferrogate_records::Scope;
use ferrogate_records::ecr::repository::{Mutability, Record, arn};

use super::error::{aws, bad};
use super::{Ecr, Result, page_size, scope, scope_of, tag, timestamp};
use crate::page::page;

/// Stars of one exclusion filter (PutImageTagMutability, user guide).
const STARS_MAX: usize = 2;

impl Ecr {
    pub(super) async fn create_repository(
        &self,
        cx: &Cx,
        input: CreateRepositoryRequest,
    ) -> Result<CreateRepositoryResponse> {
        let name = &input.repository_name;
        let scope = own_scope(cx, input.registry_id.as_deref(), name)?;
        check_scanning(input.image_scanning_configuration.as_ref())?;
        check_encryption(input.encryption_configuration.as_ref())?;
        let asked = input.image_tag_mutability.unwrap_or(ImageTagMutability::Mutable);
        let rule = mutability(&asked, input.image_tag_mutability_exclusion_filters)?;
        let tags = tag::accepted(input.tags.unwrap_or_default())?;
        let made = self.catalog.create_repository(&scope, name, rule, tags).await.map_err(aws)?;
        Ok(CreateRepositoryResponse { repository: Some(described(&made)) })
    }

    pub(super) async fn describe_repositories(
        &self,
        cx: &Cx,
        input: DescribeRepositoriesRequest,
    ) -> Result<DescribeRepositoriesResponse> {
        let first = input.repository_names.as_ref().and_then(|names| names.first());
        let scope = scope_of(cx, input.registry_id.as_deref(), first.map_or("*", String::as_str))?;
        if let Some(names) = input.repository_names {
            if input.next_token.is_some() || input.max_results.is_some() {
                let text = "nextToken and maxResults can't be used with repositoryNames";
                return Err(bad("repositoryNames", text).into());
            }
            let found = names.iter().map(|name| {
                let entry = self.catalog.repository(&scope, name).map_err(aws)?;
                Ok(described(&entry))
            });
            let repositories = Some(found.collect::<Result<Vec<_>>>()?);
            return Ok(DescribeRepositoriesResponse { repositories, next_token: None });
        }
        let all = self.catalog.repositories(&scope).map_err(aws)?;
        let list = format!("DescribeRepositories {}", scope.account);
        let size = page_size(input.max_results);
        let page = page(&list, input.next_token.as_deref(), size, all, |entry| entry.name.clone());
        let (page, next_token) = page.map_err(|_| bad_token())?;
        let repositories = Some(page.iter().map(|entry| described(entry)).collect());
        Ok(DescribeRepositoriesResponse { repositories, next_token })
    }

    pub(super) async fn delete_repository(
        &self,
        cx: &Cx,
        input: DeleteRepositoryRequest,
    ) -> Result<DeleteRepositoryResponse> {
        let name = &input.repository_name;
        let scope = scope_of(cx, input.registry_id.as_deref(), name)?;
        let force = input.force.unwrap_or(false);
        let gone = self.catalog.delete_repository(&scope, name, force).await.map_err(aws)?;
        Ok(DeleteRepositoryResponse { repository: Some(described(&gone)) })
    }

    pub(super) async fn put_image_tag_mutability(
        &self,
        cx: &Cx,
        input: PutImageTagMutabilityRequest,
    ) -> Result<PutImageTagMutabilityResponse> {
        let name = &input.repository_name;
        let scope = scope_of(cx, input.registry_id.as_deref(), name)?;
        let filters = input.image_tag_mutability_exclusion_filters;
        let rule = mutability(&input.image_tag_mutability, filters)?;
        let set = |record: &mut Record| {
            record.mutability = rule.clone();
            Ok::<(), ferrogate_registry::Error>(())
        };
        let record = self.catalog.change_repository(&scope, name, set).await.map_err(aws)?;
        Ok(PutImageTagMutabilityResponse {
            registry_id: Some(scope.account.to_string()),
            repository_name: Some(input.repository_name),
            image_tag_mutability: Some(record.mutability.as_str().into()),
            image_tag_mutability_exclusion_filters: filters_of(&record.mutability),
        })
    }

    pub(super) async fn put_image_scanning_configuration(
        &self,
        cx: &Cx,
        input: PutImageScanningConfigurationRequest,
    ) -> Result<PutImageScanningConfigurationResponse> {
        let scope = scope_of(cx, input.registry_id.as_deref(), &input.repository_name)?;
        self.catalog.repository(&scope, &input.repository_name).map_err(aws)?;
        check_scanning(Some(&input.image_scanning_configuration))?;
        Ok(PutImageScanningConfigurationResponse {
            registry_id: Some(scope.account.to_string()),
            repository_name: Some(input.repository_name),
            image_scanning_configuration: Some(no_scanning()),
        })
    }

    pub(super) async fn describe_registry(
        &self,
        cx: &Cx,
        _input: DescribeRegistryRequest,
    ) -> Result<DescribeRegistryResponse> {
        Ok(DescribeRegistryResponse {
            registry_id: Some(scope(cx).account.to_string()),
            replication_configuration: Some(ReplicationConfiguration { rules: Some(vec![]) }),
        })
    }
}

/// The scope of a repository that is to be made, which can only be in the caller's registry.
fn own_scope(cx: &Cx, registry: Option<&str>, name: &str) -> Result<Scope> {
    let own = scope(cx);
    match registry {
        Some(id) if id != own.account.as_str() => {
            let there = Scope { account: id.parse().or_fault()?, ..own };
            Err(Error::new(
                "AccessDeniedException",
                format!(
                    "User: {} is not authorized to perform: ecr:CreateRepository on resource: {} \
                     because no resource-based policy allows the ecr:CreateRepository action",
                    cx.caller.arn,
                    arn(&there, name)
                ),
            )
            .into())
        }
        _ => Ok(own),
    }
}

pub(super) fn bad_token() -> Error {
    bad("nextToken", "the token is not one of this list")
}

fn check_scanning(asked: Option<&ImageScanningConfiguration>) -> Result<()> {
    if asked.and_then(|asked| asked.scan_on_push) == Some(true) {
        return Err(Error::not_built("scanOnPush: scanning of images is not built yet.").into());
    }
    Ok(())
}

fn check_encryption(asked: Option<&EncryptionConfiguration>) -> Result<()> {
    let Some(asked) = asked else { return Ok(()) };
    match &asked.encryption_type {
        Some(kind @ (EncryptionType::Kms | EncryptionType::KmsDsse)) => {
            let text = format!("encryptionType {kind}: encryption by KMS is not built yet.");
            Err(Error::not_built(text).into())
        }
        _ if asked.kms_key.is_some() => {
            let text = "Invalid encryption configuration: Encryption key should not be set for \
                        AES256 encryption.";
            Err(bad("encryptionConfiguration", text).into())
        }
        _ => Ok(()),
    }
}

/// The rule that a request asks for. Filters come with the rules that have exceptions, and
/// with no other.
fn mutability(
    asked: &ImageTagMutability,
    filters: Option<Vec<ImageTagMutabilityExclusionFilter>>,
) -> Result<Mutability> {
    const FILTERS: &str = "imageTagMutabilityExclusionFilters";
    let mut patterns = Vec::new();
    for filter in filters.unwrap_or_default() {
        let pattern = filter.filter.unwrap_or_default();
        if pattern.matches('*').count() > STARS_MAX {
            return Err(bad(FILTERS, "a filter can have at most 2 wildcards").into());
        }
        patterns.push(pattern);
    }
    let rule = match asked {
        ImageTagMutability::MutableWithExclusion => Mutability::MutableWithExclusion(patterns),
        ImageTagMutability::ImmutableWithExclusion => Mutability::ImmutableWithExclusion(patterns),
        plain if !patterns.is_empty() => {
            let text = format!(
                "ImageTagMutabilityExclusionFilters are not allowed when imageTagMutability is set \
                 as {plain}"
            );
            return Err(bad(FILTERS, &text).into());
        }
        ImageTagMutability::Immutable => return Ok(Mutability::Immutable),
        _ => return Ok(Mutability::Mutable),
    };
    if rule.filters().is_empty() {
        let text = format!(
            "ImageTagMutabilityExclusionFilters can't be null when imageTagMutability is set to {}",
            rule.as_str()
        );
        return Err(bad(FILTERS, &text).into());
    }
    Ok(rule)
}

fn filters_of(rule: &Mutability) -> Option<Vec<ImageTagMutabilityExclusionFilter>> {
    let filter = |pattern: &String| ImageTagMutabilityExclusionFilter {
        filter_type: Some(ImageTagMutabilityExclusionFilterType::Wildcard),
        filter: Some(pattern.clone()),
    };
    let filters: Vec<_> = rule.filters().iter().map(filter).collect();
    (!filters.is_empty()).then_some(filters)
}

fn no_scanning() -> ImageScanningConfiguration {
    ImageScanningConfiguration { scan_on_push: Some(false) }
}

fn described(record: &Record) -> Repository {
    Repository {
        repository_arn: Some(record.arn()),
        registry_id: Some(record.scope.account.to_string()),
        repository_name: Some(record.name.clone()),
        repository_uri: Some(record.uri()),
        created_at: Some(timestamp(record.created_at)),
        image_tag_mutability: Some(record.mutability.as_str().into()),
        image_tag_mutability_exclusion_filters: filters_of(&record.mutability),
        image_scanning_configuration: Some(no_scanning()),
        encryption_configuration: Some(EncryptionConfiguration {
            encryption_type: Some(EncryptionType::Aes256),
            kms_key: None,
        }),
    }
}
