// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `ecr`.

/// The service `ecr`.
pub static SERVICE: crate::Service = crate::Service {
    id: "ecr",
    signing_name: "ecr",
    protocols: &[crate::Protocol::Json11],
    target_prefix: "AmazonEC2ContainerRegistry_V20150921",
    api_version: "2015-09-21",
    xmlns: "",
    query_compatible: false,
    operation_names: &[
        "BatchCheckLayerAvailability",
        "BatchDeleteImage",
        "BatchGetImage",
        "BatchGetRepositoryScanningConfiguration",
        "CompleteLayerUpload",
        "CreatePullThroughCacheRule",
        "CreateRepository",
        "CreateRepositoryCreationTemplate",
        "DeleteLifecyclePolicy",
        "DeletePullThroughCacheRule",
        "DeleteRegistryPolicy",
        "DeleteRepository",
        "DeleteRepositoryCreationTemplate",
        "DeleteRepositoryPolicy",
        "DeleteSigningConfiguration",
        "DeregisterPullTimeUpdateExclusion",
        "DescribeImageReplicationStatus",
        "DescribeImageScanFindings",
        "DescribeImageSigningStatus",
        "DescribeImages",
        "DescribePullThroughCacheRules",
        "DescribeRegistry",
        "DescribeRepositories",
        "DescribeRepositoryCreationTemplates",
        "GetAccountSetting",
        "GetAuthorizationToken",
        "GetDownloadUrlForLayer",
        "GetLifecyclePolicy",
        "GetLifecyclePolicyPreview",
        "GetRegistryPolicy",
        "GetRegistryScanningConfiguration",
        "GetRepositoryPolicy",
        "GetSigningConfiguration",
        "InitiateLayerUpload",
        "ListImageReferrers",
        "ListImages",
        "ListPullTimeUpdateExclusions",
        "ListTagsForResource",
        "PutAccountSetting",
        "PutImage",
        "PutImageScanningConfiguration",
        "PutImageTagMutability",
        "PutLifecyclePolicy",
        "PutRegistryPolicy",
        "PutRegistryScanningConfiguration",
        "PutReplicationConfiguration",
        "PutSigningConfiguration",
        "RegisterPullTimeUpdateExclusion",
        "SetRepositoryPolicy",
        "StartImageScan",
        "StartLifecyclePolicyPreview",
        "TagResource",
        "UntagResource",
        "UpdateImageStorageClass",
        "UpdatePullThroughCacheRule",
        "UpdateRepositoryCreationTemplate",
        "UploadLayerPart",
        "ValidatePullThroughCacheRule",
    ],
    operations: &[
        &operation::BatchCheckLayerAvailability,
        &operation::BatchDeleteImage,
        &operation::BatchGetImage,
        &operation::BatchGetRepositoryScanningConfiguration,
        &operation::CompleteLayerUpload,
        &operation::CreatePullThroughCacheRule,
        &operation::CreateRepository,
        &operation::CreateRepositoryCreationTemplate,
        &operation::DeleteLifecyclePolicy,
        &operation::DeletePullThroughCacheRule,
        &operation::DeleteRegistryPolicy,
        &operation::DeleteRepository,
        &operation::DeleteRepositoryCreationTemplate,
        &operation::DeleteRepositoryPolicy,
        &operation::DeleteSigningConfiguration,
        &operation::DeregisterPullTimeUpdateExclusion,
        &operation::DescribeImageReplicationStatus,
        &operation::DescribeImageScanFindings,
        &operation::DescribeImageSigningStatus,
        &operation::DescribeImages,
        &operation::DescribePullThroughCacheRules,
        &operation::DescribeRegistry,
        &operation::DescribeRepositories,
        &operation::DescribeRepositoryCreationTemplates,
        &operation::GetAccountSetting,
        &operation::GetAuthorizationToken,
        &operation::GetDownloadUrlForLayer,
        &operation::GetLifecyclePolicy,
        &operation::GetLifecyclePolicyPreview,
        &operation::GetRegistryPolicy,
        &operation::GetRegistryScanningConfiguration,
        &operation::GetRepositoryPolicy,
        &operation::GetSigningConfiguration,
        &operation::InitiateLayerUpload,
        &operation::ListImageReferrers,
        &operation::ListImages,
        &operation::ListPullTimeUpdateExclusions,
        &operation::ListTagsForResource,
        &operation::PutAccountSetting,
        &operation::PutImage,
        &operation::PutImageScanningConfiguration,
        &operation::PutImageTagMutability,
        &operation::PutLifecyclePolicy,
        &operation::PutRegistryPolicy,
        &operation::PutRegistryScanningConfiguration,
        &operation::PutReplicationConfiguration,
        &operation::PutSigningConfiguration,
        &operation::RegisterPullTimeUpdateExclusion,
        &operation::SetRepositoryPolicy,
        &operation::StartImageScan,
        &operation::StartLifecyclePolicyPreview,
        &operation::TagResource,
        &operation::UntagResource,
        &operation::UpdateImageStorageClass,
        &operation::UpdatePullThroughCacheRule,
        &operation::UpdateRepositoryCreationTemplate,
        &operation::UploadLayerPart,
        &operation::ValidatePullThroughCacheRule,
    ],
    errors: &[
        &error::BlockedByOrganizationPolicyException,
        &error::EmptyUploadException,
        &error::ExclusionAlreadyExistsException,
        &error::ExclusionNotFoundException,
        &error::ImageAlreadyExistsException,
        &error::ImageArchivedException,
        &error::ImageDigestDoesNotMatchException,
        &error::ImageNotFoundException,
        &error::ImageStorageClassUpdateNotSupportedException,
        &error::ImageTagAlreadyExistsException,
        &error::InvalidLayerException,
        &error::InvalidLayerPartException,
        &error::InvalidParameterException,
        &error::InvalidTagParameterException,
        &error::KmsException,
        &error::LayerAlreadyExistsException,
        &error::LayerInaccessibleException,
        &error::LayerPartTooSmallException,
        &error::LayersNotFoundException,
        &error::LifecyclePolicyNotFoundException,
        &error::LifecyclePolicyPreviewInProgressException,
        &error::LifecyclePolicyPreviewNotFoundException,
        &error::LimitExceededException,
        &error::PullThroughCacheRuleAlreadyExistsException,
        &error::PullThroughCacheRuleNotFoundException,
        &error::ReferencedImagesNotFoundException,
        &error::RegistryPolicyNotFoundException,
        &error::RepositoryAlreadyExistsException,
        &error::RepositoryNotEmptyException,
        &error::RepositoryNotFoundException,
        &error::RepositoryPolicyNotFoundException,
        &error::ScanNotFoundException,
        &error::SecretNotFoundException,
        &error::ServerException,
        &error::SigningConfigurationNotFoundException,
        &error::TemplateAlreadyExistsException,
        &error::TemplateNotFoundException,
        &error::TooManyTagsException,
        &error::UnableToAccessSecretException,
        &error::UnableToDecryptSecretValueException,
        &error::UnableToGetUpstreamImageException,
        &error::UnableToGetUpstreamLayerException,
        &error::UnableToListUpstreamImageReferrersException,
        &error::UnsupportedImageTypeException,
        &error::UnsupportedUpstreamRegistryException,
        &error::UploadNotFoundException,
        &error::ValidationException,
    ],
};

errors! { SERVICE, {
    BlockedByOrganizationPolicyException(blocked_by_organization_policy) = error::BlockedByOrganizationPolicyException,
    EmptyUploadException(empty_upload) = error::EmptyUploadException,
    ExclusionAlreadyExistsException(exclusion_already_exists) = error::ExclusionAlreadyExistsException,
    ExclusionNotFoundException(exclusion_not_found) = error::ExclusionNotFoundException,
    ImageAlreadyExistsException(image_already_exists) = error::ImageAlreadyExistsException,
    ImageArchivedException(image_archived) = error::ImageArchivedException,
    ImageDigestDoesNotMatchException(image_digest_does_not_match) = error::ImageDigestDoesNotMatchException,
    ImageNotFoundException(image_not_found) = error::ImageNotFoundException,
    ImageStorageClassUpdateNotSupportedException(image_storage_class_update_not_supported) = error::ImageStorageClassUpdateNotSupportedException,
    ImageTagAlreadyExistsException(image_tag_already_exists) = error::ImageTagAlreadyExistsException,
    InvalidLayerException(invalid_layer) = error::InvalidLayerException,
    InvalidLayerPartException(invalid_layer_part) = error::InvalidLayerPartException,
    InvalidParameterException(invalid_parameter) = error::InvalidParameterException,
    InvalidTagParameterException(invalid_tag_parameter) = error::InvalidTagParameterException,
    KmsException(kms) = error::KmsException,
    LayerAlreadyExistsException(layer_already_exists) = error::LayerAlreadyExistsException,
    LayerInaccessibleException(layer_inaccessible) = error::LayerInaccessibleException,
    LayerPartTooSmallException(layer_part_too_small) = error::LayerPartTooSmallException,
    LayersNotFoundException(layers_not_found) = error::LayersNotFoundException,
    LifecyclePolicyNotFoundException(lifecycle_policy_not_found) = error::LifecyclePolicyNotFoundException,
    LifecyclePolicyPreviewInProgressException(lifecycle_policy_preview_in_progress) = error::LifecyclePolicyPreviewInProgressException,
    LifecyclePolicyPreviewNotFoundException(lifecycle_policy_preview_not_found) = error::LifecyclePolicyPreviewNotFoundException,
    LimitExceededException(limit_exceeded) = error::LimitExceededException,
    PullThroughCacheRuleAlreadyExistsException(pull_through_cache_rule_already_exists) = error::PullThroughCacheRuleAlreadyExistsException,
    PullThroughCacheRuleNotFoundException(pull_through_cache_rule_not_found) = error::PullThroughCacheRuleNotFoundException,
    ReferencedImagesNotFoundException(referenced_images_not_found) = error::ReferencedImagesNotFoundException,
    RegistryPolicyNotFoundException(registry_policy_not_found) = error::RegistryPolicyNotFoundException,
    RepositoryAlreadyExistsException(repository_already_exists) = error::RepositoryAlreadyExistsException,
    RepositoryNotEmptyException(repository_not_empty) = error::RepositoryNotEmptyException,
    RepositoryNotFoundException(repository_not_found) = error::RepositoryNotFoundException,
    RepositoryPolicyNotFoundException(repository_policy_not_found) = error::RepositoryPolicyNotFoundException,
    ScanNotFoundException(scan_not_found) = error::ScanNotFoundException,
    SecretNotFoundException(secret_not_found) = error::SecretNotFoundException,
    ServerException(server) = error::ServerException,
    SigningConfigurationNotFoundException(signing_configuration_not_found) = error::SigningConfigurationNotFoundException,
    TemplateAlreadyExistsException(template_already_exists) = error::TemplateAlreadyExistsException,
    TemplateNotFoundException(template_not_found) = error::TemplateNotFoundException,
    TooManyTagsException(too_many_tags) = error::TooManyTagsException,
    UnableToAccessSecretException(unable_to_access_secret) = error::UnableToAccessSecretException,
    UnableToDecryptSecretValueException(unable_to_decrypt_secret_value) = error::UnableToDecryptSecretValueException,
    UnableToGetUpstreamImageException(unable_to_get_upstream_image) = error::UnableToGetUpstreamImageException,
    UnableToGetUpstreamLayerException(unable_to_get_upstream_layer) = error::UnableToGetUpstreamLayerException,
    UnableToListUpstreamImageReferrersException(unable_to_list_upstream_image_referrers) = error::UnableToListUpstreamImageReferrersException,
    UnsupportedImageTypeException(unsupported_image_type) = error::UnsupportedImageTypeException,
    UnsupportedUpstreamRegistryException(unsupported_upstream_registry) = error::UnsupportedUpstreamRegistryException,
    UploadNotFoundException(upload_not_found) = error::UploadNotFoundException,
    ValidationException(validation) = error::ValidationException,
} }

enumeration! { ArtifactStatus { Active = "ACTIVE", Archived = "ARCHIVED", Activating = "ACTIVATING", } }
enumeration! { ArtifactStatusFilter { Active = "ACTIVE", Archived = "ARCHIVED", Activating = "ACTIVATING", Any = "ANY", } }
structure! { Attribute(shape::Attribute) { key: Option<String>, value: Option<String>, } }
structure! { AuthorizationData(shape::AuthorizationData) { authorization_token: Option<String>, expires_at: Option<crate::Timestamp>, proxy_endpoint: Option<String>, } }
structure! { AwsEcrContainerImageDetails(shape::AwsEcrContainerImageDetails) { architecture: Option<String>, author: Option<String>, image_hash: Option<String>, image_tags: Option<Vec<String>>, platform: Option<String>, pushed_at: Option<crate::Timestamp>, last_in_use_at: Option<crate::Timestamp>, in_use_count: Option<i64>, registry: Option<String>, repository_name: Option<String>, } }
structure! { BatchCheckLayerAvailabilityRequest(shape::BatchCheckLayerAvailabilityRequest) { registry_id: Option<String>, repository_name: String, layer_digests: Vec<String>, } }
structure! { BatchCheckLayerAvailabilityResponse(shape::BatchCheckLayerAvailabilityResponse) { layers: Option<Vec<Layer>>, failures: Option<Vec<LayerFailure>>, } }
structure! { BatchDeleteImageRequest(shape::BatchDeleteImageRequest) { registry_id: Option<String>, repository_name: String, image_ids: Vec<ImageIdentifier>, } }
structure! { BatchDeleteImageResponse(shape::BatchDeleteImageResponse) { image_ids: Option<Vec<ImageIdentifier>>, failures: Option<Vec<ImageFailure>>, } }
structure! { BatchGetImageRequest(shape::BatchGetImageRequest) { registry_id: Option<String>, repository_name: String, image_ids: Vec<ImageIdentifier>, accepted_media_types: Option<Vec<String>>, } }
structure! { BatchGetImageResponse(shape::BatchGetImageResponse) { images: Option<Vec<Image>>, failures: Option<Vec<ImageFailure>>, } }
structure! { BatchGetRepositoryScanningConfigurationRequest(shape::BatchGetRepositoryScanningConfigurationRequest) { repository_names: Vec<String>, } }
structure! { BatchGetRepositoryScanningConfigurationResponse(shape::BatchGetRepositoryScanningConfigurationResponse) { scanning_configurations: Option<Vec<RepositoryScanningConfiguration>>, failures: Option<Vec<RepositoryScanningConfigurationFailure>>, } }
structure! { CompleteLayerUploadRequest(shape::CompleteLayerUploadRequest) { registry_id: Option<String>, repository_name: String, upload_id: String, layer_digests: Vec<String>, } }
structure! { CompleteLayerUploadResponse(shape::CompleteLayerUploadResponse) { registry_id: Option<String>, repository_name: Option<String>, upload_id: Option<String>, layer_digest: Option<String>, } }
structure! { CreatePullThroughCacheRuleRequest(shape::CreatePullThroughCacheRuleRequest) { ecr_repository_prefix: String, upstream_registry_url: String, registry_id: Option<String>, upstream_registry: Option<UpstreamRegistry>, credential_arn: Option<String>, custom_role_arn: Option<String>, upstream_repository_prefix: Option<String>, } }
structure! { CreatePullThroughCacheRuleResponse(shape::CreatePullThroughCacheRuleResponse) { ecr_repository_prefix: Option<String>, upstream_registry_url: Option<String>, created_at: Option<crate::Timestamp>, registry_id: Option<String>, upstream_registry: Option<UpstreamRegistry>, credential_arn: Option<String>, custom_role_arn: Option<String>, upstream_repository_prefix: Option<String>, } }
structure! { CreateRepositoryCreationTemplateRequest(shape::CreateRepositoryCreationTemplateRequest) { prefix: String, description: Option<String>, encryption_configuration: Option<EncryptionConfigurationForRepositoryCreationTemplate>, resource_tags: Option<Vec<Tag>>, image_tag_mutability: Option<ImageTagMutability>, image_tag_mutability_exclusion_filters: Option<Vec<ImageTagMutabilityExclusionFilter>>, repository_policy: Option<String>, lifecycle_policy: Option<String>, applied_for: Vec<RCTAppliedFor>, custom_role_arn: Option<String>, } }
structure! { CreateRepositoryCreationTemplateResponse(shape::CreateRepositoryCreationTemplateResponse) { registry_id: Option<String>, repository_creation_template: Option<RepositoryCreationTemplate>, } }
structure! { CreateRepositoryRequest(shape::CreateRepositoryRequest) { registry_id: Option<String>, repository_name: String, tags: Option<Vec<Tag>>, image_tag_mutability: Option<ImageTagMutability>, image_tag_mutability_exclusion_filters: Option<Vec<ImageTagMutabilityExclusionFilter>>, image_scanning_configuration: Option<ImageScanningConfiguration>, encryption_configuration: Option<EncryptionConfiguration>, } }
structure! { CreateRepositoryResponse(shape::CreateRepositoryResponse) { repository: Option<Repository>, } }
structure! { CvssScore(shape::CvssScore) { base_score: Option<f64>, scoring_vector: Option<String>, source: Option<String>, version: Option<String>, } }
structure! { CvssScoreAdjustment(shape::CvssScoreAdjustment) { metric: Option<String>, reason: Option<String>, } }
structure! { CvssScoreDetails(shape::CvssScoreDetails) { adjustments: Option<Vec<CvssScoreAdjustment>>, score: Option<f64>, score_source: Option<String>, scoring_vector: Option<String>, version: Option<String>, } }
structure! { DeleteLifecyclePolicyRequest(shape::DeleteLifecyclePolicyRequest) { registry_id: Option<String>, repository_name: String, } }
structure! { DeleteLifecyclePolicyResponse(shape::DeleteLifecyclePolicyResponse) { registry_id: Option<String>, repository_name: Option<String>, lifecycle_policy_text: Option<String>, last_evaluated_at: Option<crate::Timestamp>, } }
structure! { DeletePullThroughCacheRuleRequest(shape::DeletePullThroughCacheRuleRequest) { ecr_repository_prefix: String, registry_id: Option<String>, } }
structure! { DeletePullThroughCacheRuleResponse(shape::DeletePullThroughCacheRuleResponse) { ecr_repository_prefix: Option<String>, upstream_registry_url: Option<String>, created_at: Option<crate::Timestamp>, registry_id: Option<String>, credential_arn: Option<String>, custom_role_arn: Option<String>, upstream_repository_prefix: Option<String>, } }
structure! { DeleteRegistryPolicyRequest(shape::DeleteRegistryPolicyRequest) { } }
structure! { DeleteRegistryPolicyResponse(shape::DeleteRegistryPolicyResponse) { registry_id: Option<String>, policy_text: Option<String>, } }
structure! { DeleteRepositoryCreationTemplateRequest(shape::DeleteRepositoryCreationTemplateRequest) { prefix: String, } }
structure! { DeleteRepositoryCreationTemplateResponse(shape::DeleteRepositoryCreationTemplateResponse) { registry_id: Option<String>, repository_creation_template: Option<RepositoryCreationTemplate>, } }
structure! { DeleteRepositoryPolicyRequest(shape::DeleteRepositoryPolicyRequest) { registry_id: Option<String>, repository_name: String, } }
structure! { DeleteRepositoryPolicyResponse(shape::DeleteRepositoryPolicyResponse) { registry_id: Option<String>, repository_name: Option<String>, policy_text: Option<String>, } }
structure! { DeleteRepositoryRequest(shape::DeleteRepositoryRequest) { registry_id: Option<String>, repository_name: String, force: Option<bool>, } }
structure! { DeleteRepositoryResponse(shape::DeleteRepositoryResponse) { repository: Option<Repository>, } }
structure! { DeleteSigningConfigurationRequest(shape::DeleteSigningConfigurationRequest) { } }
structure! { DeleteSigningConfigurationResponse(shape::DeleteSigningConfigurationResponse) { registry_id: Option<String>, signing_configuration: Option<SigningConfiguration>, } }
structure! { DeregisterPullTimeUpdateExclusionRequest(shape::DeregisterPullTimeUpdateExclusionRequest) { principal_arn: String, } }
structure! { DeregisterPullTimeUpdateExclusionResponse(shape::DeregisterPullTimeUpdateExclusionResponse) { principal_arn: Option<String>, } }
structure! { DescribeImageReplicationStatusRequest(shape::DescribeImageReplicationStatusRequest) { repository_name: String, image_id: ImageIdentifier, registry_id: Option<String>, } }
structure! { DescribeImageReplicationStatusResponse(shape::DescribeImageReplicationStatusResponse) { repository_name: Option<String>, image_id: Option<ImageIdentifier>, replication_statuses: Option<Vec<ImageReplicationStatus>>, } }
structure! { DescribeImageScanFindingsRequest(shape::DescribeImageScanFindingsRequest) { registry_id: Option<String>, repository_name: String, image_id: ImageIdentifier, next_token: Option<String>, max_results: Option<i32>, } }
structure! { DescribeImageScanFindingsResponse(shape::DescribeImageScanFindingsResponse) { registry_id: Option<String>, repository_name: Option<String>, image_id: Option<ImageIdentifier>, image_scan_status: Option<ImageScanStatus>, image_scan_findings: Option<ImageScanFindings>, next_token: Option<String>, } }
structure! { DescribeImageSigningStatusRequest(shape::DescribeImageSigningStatusRequest) { repository_name: String, image_id: ImageIdentifier, registry_id: Option<String>, } }
structure! { DescribeImageSigningStatusResponse(shape::DescribeImageSigningStatusResponse) { repository_name: Option<String>, image_id: Option<ImageIdentifier>, registry_id: Option<String>, signing_statuses: Option<Vec<ImageSigningStatus>>, } }
structure! { DescribeImagesFilter(shape::DescribeImagesFilter) { tag_status: Option<TagStatus>, image_status: Option<ImageStatusFilter>, } }
structure! { DescribeImagesRequest(shape::DescribeImagesRequest) { registry_id: Option<String>, repository_name: String, image_ids: Option<Vec<ImageIdentifier>>, next_token: Option<String>, max_results: Option<i32>, filter: Option<DescribeImagesFilter>, } }
structure! { DescribeImagesResponse(shape::DescribeImagesResponse) { image_details: Option<Vec<ImageDetail>>, next_token: Option<String>, } }
structure! { DescribePullThroughCacheRulesRequest(shape::DescribePullThroughCacheRulesRequest) { registry_id: Option<String>, ecr_repository_prefixes: Option<Vec<String>>, next_token: Option<String>, max_results: Option<i32>, } }
structure! { DescribePullThroughCacheRulesResponse(shape::DescribePullThroughCacheRulesResponse) { pull_through_cache_rules: Option<Vec<PullThroughCacheRule>>, next_token: Option<String>, } }
structure! { DescribeRegistryRequest(shape::DescribeRegistryRequest) { } }
structure! { DescribeRegistryResponse(shape::DescribeRegistryResponse) { registry_id: Option<String>, replication_configuration: Option<ReplicationConfiguration>, } }
structure! { DescribeRepositoriesRequest(shape::DescribeRepositoriesRequest) { registry_id: Option<String>, repository_names: Option<Vec<String>>, next_token: Option<String>, max_results: Option<i32>, } }
structure! { DescribeRepositoriesResponse(shape::DescribeRepositoriesResponse) { repositories: Option<Vec<Repository>>, next_token: Option<String>, } }
structure! { DescribeRepositoryCreationTemplatesRequest(shape::DescribeRepositoryCreationTemplatesRequest) { prefixes: Option<Vec<String>>, next_token: Option<String>, max_results: Option<i32>, } }
structure! { DescribeRepositoryCreationTemplatesResponse(shape::DescribeRepositoryCreationTemplatesResponse) { registry_id: Option<String>, repository_creation_templates: Option<Vec<RepositoryCreationTemplate>>, next_token: Option<String>, } }
structure! { EncryptionConfiguration(shape::EncryptionConfiguration) { encryption_type: Option<EncryptionType>, kms_key: Option<String>, } }
structure! { EncryptionConfigurationForRepositoryCreationTemplate(shape::EncryptionConfigurationForRepositoryCreationTemplate) { encryption_type: Option<EncryptionType>, kms_key: Option<String>, } }
enumeration! { EncryptionType { Aes256 = "AES256", Kms = "KMS", KmsDsse = "KMS_DSSE", } }
structure! { EnhancedImageScanFinding(shape::EnhancedImageScanFinding) { aws_account_id: Option<String>, description: Option<String>, finding_arn: Option<String>, first_observed_at: Option<crate::Timestamp>, last_observed_at: Option<crate::Timestamp>, package_vulnerability_details: Option<PackageVulnerabilityDetails>, remediation: Option<Remediation>, resources: Option<Vec<Resource>>, score: Option<f64>, score_details: Option<ScoreDetails>, severity: Option<String>, status: Option<String>, title: Option<String>, r#type: Option<String>, updated_at: Option<crate::Timestamp>, fix_available: Option<String>, exploit_available: Option<String>, } }
enumeration! { FindingSeverity { Informational = "INFORMATIONAL", Low = "LOW", Medium = "MEDIUM", High = "HIGH", Critical = "CRITICAL", Undefined = "UNDEFINED", } }
structure! { GetAccountSettingRequest(shape::GetAccountSettingRequest) { name: String, } }
structure! { GetAccountSettingResponse(shape::GetAccountSettingResponse) { name: Option<String>, value: Option<String>, } }
structure! { GetAuthorizationTokenRequest(shape::GetAuthorizationTokenRequest) { registry_ids: Option<Vec<String>>, } }
structure! { GetAuthorizationTokenResponse(shape::GetAuthorizationTokenResponse) { authorization_data: Option<Vec<AuthorizationData>>, } }
structure! { GetDownloadUrlForLayerRequest(shape::GetDownloadUrlForLayerRequest) { registry_id: Option<String>, repository_name: String, layer_digest: String, } }
structure! { GetDownloadUrlForLayerResponse(shape::GetDownloadUrlForLayerResponse) { download_url: Option<String>, layer_digest: Option<String>, } }
structure! { GetLifecyclePolicyPreviewRequest(shape::GetLifecyclePolicyPreviewRequest) { registry_id: Option<String>, repository_name: String, image_ids: Option<Vec<ImageIdentifier>>, next_token: Option<String>, max_results: Option<i32>, filter: Option<LifecyclePolicyPreviewFilter>, } }
structure! { GetLifecyclePolicyPreviewResponse(shape::GetLifecyclePolicyPreviewResponse) { registry_id: Option<String>, repository_name: Option<String>, lifecycle_policy_text: Option<String>, status: Option<LifecyclePolicyPreviewStatus>, next_token: Option<String>, preview_results: Option<Vec<LifecyclePolicyPreviewResult>>, summary: Option<LifecyclePolicyPreviewSummary>, } }
structure! { GetLifecyclePolicyRequest(shape::GetLifecyclePolicyRequest) { registry_id: Option<String>, repository_name: String, } }
structure! { GetLifecyclePolicyResponse(shape::GetLifecyclePolicyResponse) { registry_id: Option<String>, repository_name: Option<String>, lifecycle_policy_text: Option<String>, last_evaluated_at: Option<crate::Timestamp>, } }
structure! { GetRegistryPolicyRequest(shape::GetRegistryPolicyRequest) { } }
structure! { GetRegistryPolicyResponse(shape::GetRegistryPolicyResponse) { registry_id: Option<String>, policy_text: Option<String>, } }
structure! { GetRegistryScanningConfigurationRequest(shape::GetRegistryScanningConfigurationRequest) { } }
structure! { GetRegistryScanningConfigurationResponse(shape::GetRegistryScanningConfigurationResponse) { registry_id: Option<String>, scanning_configuration: Option<RegistryScanningConfiguration>, } }
structure! { GetRepositoryPolicyRequest(shape::GetRepositoryPolicyRequest) { registry_id: Option<String>, repository_name: String, } }
structure! { GetRepositoryPolicyResponse(shape::GetRepositoryPolicyResponse) { registry_id: Option<String>, repository_name: Option<String>, policy_text: Option<String>, } }
structure! { GetSigningConfigurationRequest(shape::GetSigningConfigurationRequest) { } }
structure! { GetSigningConfigurationResponse(shape::GetSigningConfigurationResponse) { registry_id: Option<String>, signing_configuration: Option<SigningConfiguration>, } }
structure! { Image(shape::Image) { registry_id: Option<String>, repository_name: Option<String>, image_id: Option<ImageIdentifier>, image_manifest: Option<String>, image_manifest_media_type: Option<String>, } }
enumeration! { ImageActionType { Expire = "EXPIRE", Transition = "TRANSITION", } }
structure! { ImageDetail(shape::ImageDetail) { registry_id: Option<String>, repository_name: Option<String>, image_digest: Option<String>, image_tags: Option<Vec<String>>, image_size_in_bytes: Option<i64>, image_pushed_at: Option<crate::Timestamp>, image_scan_status: Option<ImageScanStatus>, image_scan_findings_summary: Option<ImageScanFindingsSummary>, image_manifest_media_type: Option<String>, artifact_media_type: Option<String>, last_recorded_pull_time: Option<crate::Timestamp>, subject_manifest_digest: Option<String>, image_status: Option<ImageStatus>, last_archived_at: Option<crate::Timestamp>, last_activated_at: Option<crate::Timestamp>, } }
structure! { ImageFailure(shape::ImageFailure) { image_id: Option<ImageIdentifier>, failure_code: Option<ImageFailureCode>, failure_reason: Option<String>, } }
enumeration! { ImageFailureCode { InvalidImageDigest = "InvalidImageDigest", InvalidImageTag = "InvalidImageTag", ImageTagDoesNotMatchDigest = "ImageTagDoesNotMatchDigest", ImageNotFound = "ImageNotFound", MissingDigestAndTag = "MissingDigestAndTag", ImageReferencedByManifestList = "ImageReferencedByManifestList", KmsError = "KmsError", UpstreamAccessDenied = "UpstreamAccessDenied", UpstreamTooManyRequests = "UpstreamTooManyRequests", UpstreamUnavailable = "UpstreamUnavailable", ImageInaccessible = "ImageInaccessible", } }
structure! { ImageIdentifier(shape::ImageIdentifier) { image_digest: Option<String>, image_tag: Option<String>, } }
structure! { ImageReferrer(shape::ImageReferrer) { digest: Option<String>, media_type: Option<String>, artifact_type: Option<String>, size: Option<i64>, annotations: Option<crate::Map<String>>, artifact_status: Option<ArtifactStatus>, } }
structure! { ImageReplicationStatus(shape::ImageReplicationStatus) { region: Option<String>, registry_id: Option<String>, status: Option<ReplicationStatus>, failure_code: Option<String>, } }
structure! { ImageScanFinding(shape::ImageScanFinding) { name: Option<String>, description: Option<String>, uri: Option<String>, severity: Option<FindingSeverity>, attributes: Option<Vec<Attribute>>, } }
structure! { ImageScanFindings(shape::ImageScanFindings) { image_scan_completed_at: Option<crate::Timestamp>, vulnerability_source_updated_at: Option<crate::Timestamp>, finding_severity_counts: Option<crate::Map<i32>>, findings: Option<Vec<ImageScanFinding>>, enhanced_findings: Option<Vec<EnhancedImageScanFinding>>, } }
structure! { ImageScanFindingsSummary(shape::ImageScanFindingsSummary) { image_scan_completed_at: Option<crate::Timestamp>, vulnerability_source_updated_at: Option<crate::Timestamp>, finding_severity_counts: Option<crate::Map<i32>>, } }
structure! { ImageScanStatus(shape::ImageScanStatus) { status: Option<ScanStatus>, description: Option<String>, } }
structure! { ImageScanningConfiguration(shape::ImageScanningConfiguration) { scan_on_push: Option<bool>, } }
structure! { ImageSigningStatus(shape::ImageSigningStatus) { signing_profile_arn: Option<String>, failure_code: Option<String>, failure_reason: Option<String>, status: Option<SigningStatus>, } }
enumeration! { ImageStatus { Active = "ACTIVE", Archived = "ARCHIVED", Activating = "ACTIVATING", } }
enumeration! { ImageStatusFilter { Active = "ACTIVE", Archived = "ARCHIVED", Activating = "ACTIVATING", Any = "ANY", } }
enumeration! { ImageTagMutability { Mutable = "MUTABLE", Immutable = "IMMUTABLE", ImmutableWithExclusion = "IMMUTABLE_WITH_EXCLUSION", MutableWithExclusion = "MUTABLE_WITH_EXCLUSION", } }
structure! { ImageTagMutabilityExclusionFilter(shape::ImageTagMutabilityExclusionFilter) { filter_type: Option<ImageTagMutabilityExclusionFilterType>, filter: Option<String>, } }
enumeration! { ImageTagMutabilityExclusionFilterType { Wildcard = "WILDCARD", } }
structure! { InitiateLayerUploadRequest(shape::InitiateLayerUploadRequest) { registry_id: Option<String>, repository_name: String, } }
structure! { InitiateLayerUploadResponse(shape::InitiateLayerUploadResponse) { upload_id: Option<String>, part_size: Option<i64>, } }
structure! { Layer(shape::Layer) { layer_digest: Option<String>, layer_availability: Option<LayerAvailability>, layer_size: Option<i64>, media_type: Option<String>, } }
enumeration! { LayerAvailability { Available = "AVAILABLE", Unavailable = "UNAVAILABLE", Archived = "ARCHIVED", } }
structure! { LayerFailure(shape::LayerFailure) { layer_digest: Option<String>, failure_code: Option<LayerFailureCode>, failure_reason: Option<String>, } }
enumeration! { LayerFailureCode { InvalidLayerDigest = "InvalidLayerDigest", MissingLayerDigest = "MissingLayerDigest", } }
structure! { LifecyclePolicyPreviewFilter(shape::LifecyclePolicyPreviewFilter) { tag_status: Option<TagStatus>, } }
structure! { LifecyclePolicyPreviewResult(shape::LifecyclePolicyPreviewResult) { image_tags: Option<Vec<String>>, image_digest: Option<String>, image_pushed_at: Option<crate::Timestamp>, action: Option<LifecyclePolicyRuleAction>, applied_rule_priority: Option<i32>, storage_class: Option<LifecyclePolicyStorageClass>, } }
enumeration! { LifecyclePolicyPreviewStatus { InProgress = "IN_PROGRESS", Complete = "COMPLETE", Expired = "EXPIRED", Failed = "FAILED", } }
structure! { LifecyclePolicyPreviewSummary(shape::LifecyclePolicyPreviewSummary) { expiring_image_total_count: Option<i32>, transitioning_image_total_counts: Option<Vec<TransitioningImageTotalCount>>, } }
structure! { LifecyclePolicyRuleAction(shape::LifecyclePolicyRuleAction) { r#type: Option<ImageActionType>, target_storage_class: Option<LifecyclePolicyTargetStorageClass>, } }
enumeration! { LifecyclePolicyStorageClass { Archive = "ARCHIVE", Standard = "STANDARD", } }
enumeration! { LifecyclePolicyTargetStorageClass { Archive = "ARCHIVE", } }
structure! { ListImageReferrersFilter(shape::ListImageReferrersFilter) { artifact_types: Option<Vec<String>>, artifact_status: Option<ArtifactStatusFilter>, } }
structure! { ListImageReferrersRequest(shape::ListImageReferrersRequest) { registry_id: Option<String>, repository_name: String, subject_id: SubjectIdentifier, filter: Option<ListImageReferrersFilter>, next_token: Option<String>, max_results: Option<i32>, } }
structure! { ListImageReferrersResponse(shape::ListImageReferrersResponse) { referrers: Option<Vec<ImageReferrer>>, next_token: Option<String>, } }
structure! { ListImagesFilter(shape::ListImagesFilter) { tag_status: Option<TagStatus>, image_status: Option<ImageStatusFilter>, } }
structure! { ListImagesRequest(shape::ListImagesRequest) { registry_id: Option<String>, repository_name: String, next_token: Option<String>, max_results: Option<i32>, filter: Option<ListImagesFilter>, } }
structure! { ListImagesResponse(shape::ListImagesResponse) { image_ids: Option<Vec<ImageIdentifier>>, next_token: Option<String>, } }
structure! { ListPullTimeUpdateExclusionsRequest(shape::ListPullTimeUpdateExclusionsRequest) { max_results: Option<i32>, next_token: Option<String>, } }
structure! { ListPullTimeUpdateExclusionsResponse(shape::ListPullTimeUpdateExclusionsResponse) { pull_time_update_exclusions: Option<Vec<String>>, next_token: Option<String>, } }
structure! { ListTagsForResourceRequest(shape::ListTagsForResourceRequest) { resource_arn: String, } }
structure! { ListTagsForResourceResponse(shape::ListTagsForResourceResponse) { tags: Option<Vec<Tag>>, } }
structure! { PackageVulnerabilityDetails(shape::PackageVulnerabilityDetails) { cvss: Option<Vec<CvssScore>>, reference_urls: Option<Vec<String>>, related_vulnerabilities: Option<Vec<String>>, source: Option<String>, source_url: Option<String>, vendor_created_at: Option<crate::Timestamp>, vendor_severity: Option<String>, vendor_updated_at: Option<crate::Timestamp>, vulnerability_id: Option<String>, vulnerable_packages: Option<Vec<VulnerablePackage>>, } }
structure! { PullThroughCacheRule(shape::PullThroughCacheRule) { ecr_repository_prefix: Option<String>, upstream_registry_url: Option<String>, created_at: Option<crate::Timestamp>, registry_id: Option<String>, credential_arn: Option<String>, custom_role_arn: Option<String>, upstream_repository_prefix: Option<String>, upstream_registry: Option<UpstreamRegistry>, updated_at: Option<crate::Timestamp>, } }
structure! { PutAccountSettingRequest(shape::PutAccountSettingRequest) { name: String, value: String, } }
structure! { PutAccountSettingResponse(shape::PutAccountSettingResponse) { name: Option<String>, value: Option<String>, } }
structure! { PutImageRequest(shape::PutImageRequest) { registry_id: Option<String>, repository_name: String, image_manifest: String, image_manifest_media_type: Option<String>, image_tag: Option<String>, image_digest: Option<String>, } }
structure! { PutImageResponse(shape::PutImageResponse) { image: Option<Image>, } }
structure! { PutImageScanningConfigurationRequest(shape::PutImageScanningConfigurationRequest) { registry_id: Option<String>, repository_name: String, image_scanning_configuration: ImageScanningConfiguration, } }
structure! { PutImageScanningConfigurationResponse(shape::PutImageScanningConfigurationResponse) { registry_id: Option<String>, repository_name: Option<String>, image_scanning_configuration: Option<ImageScanningConfiguration>, } }
structure! { PutImageTagMutabilityRequest(shape::PutImageTagMutabilityRequest) { registry_id: Option<String>, repository_name: String, image_tag_mutability: ImageTagMutability, image_tag_mutability_exclusion_filters: Option<Vec<ImageTagMutabilityExclusionFilter>>, } }
structure! { PutImageTagMutabilityResponse(shape::PutImageTagMutabilityResponse) { registry_id: Option<String>, repository_name: Option<String>, image_tag_mutability: Option<ImageTagMutability>, image_tag_mutability_exclusion_filters: Option<Vec<ImageTagMutabilityExclusionFilter>>, } }
structure! { PutLifecyclePolicyRequest(shape::PutLifecyclePolicyRequest) { registry_id: Option<String>, repository_name: String, lifecycle_policy_text: String, } }
structure! { PutLifecyclePolicyResponse(shape::PutLifecyclePolicyResponse) { registry_id: Option<String>, repository_name: Option<String>, lifecycle_policy_text: Option<String>, } }
structure! { PutRegistryPolicyRequest(shape::PutRegistryPolicyRequest) { policy_text: String, } }
structure! { PutRegistryPolicyResponse(shape::PutRegistryPolicyResponse) { registry_id: Option<String>, policy_text: Option<String>, } }
structure! { PutRegistryScanningConfigurationRequest(shape::PutRegistryScanningConfigurationRequest) { scan_type: Option<ScanType>, rules: Option<Vec<RegistryScanningRule>>, } }
structure! { PutRegistryScanningConfigurationResponse(shape::PutRegistryScanningConfigurationResponse) { registry_scanning_configuration: Option<RegistryScanningConfiguration>, } }
structure! { PutReplicationConfigurationRequest(shape::PutReplicationConfigurationRequest) { replication_configuration: ReplicationConfiguration, } }
structure! { PutReplicationConfigurationResponse(shape::PutReplicationConfigurationResponse) { replication_configuration: Option<ReplicationConfiguration>, } }
structure! { PutSigningConfigurationRequest(shape::PutSigningConfigurationRequest) { signing_configuration: SigningConfiguration, } }
structure! { PutSigningConfigurationResponse(shape::PutSigningConfigurationResponse) { signing_configuration: Option<SigningConfiguration>, } }
enumeration! { RCTAppliedFor { Replication = "REPLICATION", PullThroughCache = "PULL_THROUGH_CACHE", CreateOnPush = "CREATE_ON_PUSH", } }
structure! { Recommendation(shape::Recommendation) { url: Option<String>, text: Option<String>, } }
structure! { RegisterPullTimeUpdateExclusionRequest(shape::RegisterPullTimeUpdateExclusionRequest) { principal_arn: String, } }
structure! { RegisterPullTimeUpdateExclusionResponse(shape::RegisterPullTimeUpdateExclusionResponse) { principal_arn: Option<String>, created_at: Option<crate::Timestamp>, } }
structure! { RegistryScanningConfiguration(shape::RegistryScanningConfiguration) { scan_type: Option<ScanType>, rules: Option<Vec<RegistryScanningRule>>, } }
structure! { RegistryScanningRule(shape::RegistryScanningRule) { scan_frequency: Option<ScanFrequency>, repository_filters: Option<Vec<ScanningRepositoryFilter>>, } }
structure! { Remediation(shape::Remediation) { recommendation: Option<Recommendation>, } }
structure! { ReplicationConfiguration(shape::ReplicationConfiguration) { rules: Option<Vec<ReplicationRule>>, } }
structure! { ReplicationDestination(shape::ReplicationDestination) { region: Option<String>, registry_id: Option<String>, } }
structure! { ReplicationRule(shape::ReplicationRule) { destinations: Option<Vec<ReplicationDestination>>, repository_filters: Option<Vec<RepositoryFilter>>, } }
enumeration! { ReplicationStatus { InProgress = "IN_PROGRESS", Complete = "COMPLETE", Failed = "FAILED", } }
structure! { Repository(shape::Repository) { repository_arn: Option<String>, registry_id: Option<String>, repository_name: Option<String>, repository_uri: Option<String>, created_at: Option<crate::Timestamp>, image_tag_mutability: Option<ImageTagMutability>, image_tag_mutability_exclusion_filters: Option<Vec<ImageTagMutabilityExclusionFilter>>, image_scanning_configuration: Option<ImageScanningConfiguration>, encryption_configuration: Option<EncryptionConfiguration>, } }
structure! { RepositoryCreationTemplate(shape::RepositoryCreationTemplate) { prefix: Option<String>, description: Option<String>, encryption_configuration: Option<EncryptionConfigurationForRepositoryCreationTemplate>, resource_tags: Option<Vec<Tag>>, image_tag_mutability: Option<ImageTagMutability>, image_tag_mutability_exclusion_filters: Option<Vec<ImageTagMutabilityExclusionFilter>>, repository_policy: Option<String>, lifecycle_policy: Option<String>, applied_for: Option<Vec<RCTAppliedFor>>, custom_role_arn: Option<String>, created_at: Option<crate::Timestamp>, updated_at: Option<crate::Timestamp>, } }
structure! { RepositoryFilter(shape::RepositoryFilter) { filter: Option<String>, filter_type: Option<RepositoryFilterType>, } }
enumeration! { RepositoryFilterType { PrefixMatch = "PREFIX_MATCH", } }
structure! { RepositoryScanningConfiguration(shape::RepositoryScanningConfiguration) { repository_arn: Option<String>, repository_name: Option<String>, scan_on_push: Option<bool>, scan_frequency: Option<ScanFrequency>, applied_scan_filters: Option<Vec<ScanningRepositoryFilter>>, } }
structure! { RepositoryScanningConfigurationFailure(shape::RepositoryScanningConfigurationFailure) { repository_name: Option<String>, failure_code: Option<ScanningConfigurationFailureCode>, failure_reason: Option<String>, } }
structure! { Resource(shape::Resource) { details: Option<ResourceDetails>, id: Option<String>, tags: Option<crate::Map<String>>, r#type: Option<String>, } }
structure! { ResourceDetails(shape::ResourceDetails) { aws_ecr_container_image: Option<AwsEcrContainerImageDetails>, } }
enumeration! { ScanFrequency { ScanOnPush = "SCAN_ON_PUSH", ContinuousScan = "CONTINUOUS_SCAN", Manual = "MANUAL", } }
enumeration! { ScanStatus { InProgress = "IN_PROGRESS", Complete = "COMPLETE", Failed = "FAILED", UnsupportedImage = "UNSUPPORTED_IMAGE", Active = "ACTIVE", Pending = "PENDING", ScanEligibilityExpired = "SCAN_ELIGIBILITY_EXPIRED", FindingsUnavailable = "FINDINGS_UNAVAILABLE", LimitExceeded = "LIMIT_EXCEEDED", ImageArchived = "IMAGE_ARCHIVED", } }
enumeration! { ScanType { Basic = "BASIC", Enhanced = "ENHANCED", } }
enumeration! { ScanningConfigurationFailureCode { RepositoryNotFound = "REPOSITORY_NOT_FOUND", } }
structure! { ScanningRepositoryFilter(shape::ScanningRepositoryFilter) { filter: Option<String>, filter_type: Option<ScanningRepositoryFilterType>, } }
enumeration! { ScanningRepositoryFilterType { Wildcard = "WILDCARD", } }
structure! { ScoreDetails(shape::ScoreDetails) { cvss: Option<CvssScoreDetails>, } }
structure! { SetRepositoryPolicyRequest(shape::SetRepositoryPolicyRequest) { registry_id: Option<String>, repository_name: String, policy_text: String, force: Option<bool>, } }
structure! { SetRepositoryPolicyResponse(shape::SetRepositoryPolicyResponse) { registry_id: Option<String>, repository_name: Option<String>, policy_text: Option<String>, } }
structure! { SigningConfiguration(shape::SigningConfiguration) { rules: Option<Vec<SigningRule>>, } }
structure! { SigningRepositoryFilter(shape::SigningRepositoryFilter) { filter: Option<String>, filter_type: Option<SigningRepositoryFilterType>, } }
enumeration! { SigningRepositoryFilterType { WildcardMatch = "WILDCARD_MATCH", } }
structure! { SigningRule(shape::SigningRule) { signing_profile_arn: Option<String>, repository_filters: Option<Vec<SigningRepositoryFilter>>, } }
enumeration! { SigningStatus { InProgress = "IN_PROGRESS", Complete = "COMPLETE", Failed = "FAILED", } }
structure! { StartImageScanRequest(shape::StartImageScanRequest) { registry_id: Option<String>, repository_name: String, image_id: ImageIdentifier, } }
structure! { StartImageScanResponse(shape::StartImageScanResponse) { registry_id: Option<String>, repository_name: Option<String>, image_id: Option<ImageIdentifier>, image_scan_status: Option<ImageScanStatus>, } }
structure! { StartLifecyclePolicyPreviewRequest(shape::StartLifecyclePolicyPreviewRequest) { registry_id: Option<String>, repository_name: String, lifecycle_policy_text: Option<String>, } }
structure! { StartLifecyclePolicyPreviewResponse(shape::StartLifecyclePolicyPreviewResponse) { registry_id: Option<String>, repository_name: Option<String>, lifecycle_policy_text: Option<String>, status: Option<LifecyclePolicyPreviewStatus>, } }
structure! { SubjectIdentifier(shape::SubjectIdentifier) { image_digest: String, } }
structure! { Tag(shape::Tag) { key: Option<String>, value: Option<String>, } }
structure! { TagResourceRequest(shape::TagResourceRequest) { resource_arn: String, tags: Vec<Tag>, } }
structure! { TagResourceResponse(shape::TagResourceResponse) { } }
enumeration! { TagStatus { Tagged = "TAGGED", Untagged = "UNTAGGED", Any = "ANY", } }
enumeration! { TargetStorageClass { Standard = "STANDARD", Archive = "ARCHIVE", } }
structure! { TransitioningImageTotalCount(shape::TransitioningImageTotalCount) { target_storage_class: Option<LifecyclePolicyTargetStorageClass>, image_total_count: Option<i32>, } }
structure! { UntagResourceRequest(shape::UntagResourceRequest) { resource_arn: String, tag_keys: Vec<String>, } }
structure! { UntagResourceResponse(shape::UntagResourceResponse) { } }
structure! { UpdateImageStorageClassRequest(shape::UpdateImageStorageClassRequest) { registry_id: Option<String>, repository_name: String, image_id: ImageIdentifier, target_storage_class: TargetStorageClass, } }
structure! { UpdateImageStorageClassResponse(shape::UpdateImageStorageClassResponse) { registry_id: Option<String>, repository_name: Option<String>, image_id: Option<ImageIdentifier>, image_status: Option<ImageStatus>, } }
structure! { UpdatePullThroughCacheRuleRequest(shape::UpdatePullThroughCacheRuleRequest) { registry_id: Option<String>, ecr_repository_prefix: String, credential_arn: Option<String>, custom_role_arn: Option<String>, } }
structure! { UpdatePullThroughCacheRuleResponse(shape::UpdatePullThroughCacheRuleResponse) { ecr_repository_prefix: Option<String>, registry_id: Option<String>, updated_at: Option<crate::Timestamp>, credential_arn: Option<String>, custom_role_arn: Option<String>, upstream_repository_prefix: Option<String>, } }
structure! { UpdateRepositoryCreationTemplateRequest(shape::UpdateRepositoryCreationTemplateRequest) { prefix: String, description: Option<String>, encryption_configuration: Option<EncryptionConfigurationForRepositoryCreationTemplate>, resource_tags: Option<Vec<Tag>>, image_tag_mutability: Option<ImageTagMutability>, image_tag_mutability_exclusion_filters: Option<Vec<ImageTagMutabilityExclusionFilter>>, repository_policy: Option<String>, lifecycle_policy: Option<String>, applied_for: Option<Vec<RCTAppliedFor>>, custom_role_arn: Option<String>, } }
structure! { UpdateRepositoryCreationTemplateResponse(shape::UpdateRepositoryCreationTemplateResponse) { registry_id: Option<String>, repository_creation_template: Option<RepositoryCreationTemplate>, } }
structure! { UploadLayerPartRequest(shape::UploadLayerPartRequest) { registry_id: Option<String>, repository_name: String, upload_id: String, part_first_byte: i64, part_last_byte: i64, layer_part_blob: bytes::Bytes, } }
structure! { UploadLayerPartResponse(shape::UploadLayerPartResponse) { registry_id: Option<String>, repository_name: Option<String>, upload_id: Option<String>, last_byte_received: Option<i64>, } }
enumeration! { UpstreamRegistry { Ecr = "ecr", EcrPublic = "ecr-public", Quay = "quay", K8s = "k8s", DockerHub = "docker-hub", GithubContainerRegistry = "github-container-registry", AzureContainerRegistry = "azure-container-registry", GitlabContainerRegistry = "gitlab-container-registry", Chainguard = "chainguard", } }
structure! { ValidatePullThroughCacheRuleRequest(shape::ValidatePullThroughCacheRuleRequest) { ecr_repository_prefix: String, registry_id: Option<String>, } }
structure! { ValidatePullThroughCacheRuleResponse(shape::ValidatePullThroughCacheRuleResponse) { ecr_repository_prefix: Option<String>, registry_id: Option<String>, upstream_registry_url: Option<String>, credential_arn: Option<String>, custom_role_arn: Option<String>, upstream_repository_prefix: Option<String>, is_valid: Option<bool>, failure: Option<String>, } }
structure! { VulnerablePackage(shape::VulnerablePackage) { arch: Option<String>, epoch: Option<i32>, file_path: Option<String>, name: Option<String>, package_manager: Option<String>, release: Option<String>, source_layer_hash: Option<String>, version: Option<String>, fixed_in_version: Option<String>, } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        BatchCheckLayerAvailability(super::operation::BatchCheckLayerAvailability): super::BatchCheckLayerAvailabilityRequest => super::BatchCheckLayerAvailabilityResponse,
        BatchDeleteImage(super::operation::BatchDeleteImage): super::BatchDeleteImageRequest => super::BatchDeleteImageResponse,
        BatchGetImage(super::operation::BatchGetImage): super::BatchGetImageRequest => super::BatchGetImageResponse,
        BatchGetRepositoryScanningConfiguration(super::operation::BatchGetRepositoryScanningConfiguration): super::BatchGetRepositoryScanningConfigurationRequest => super::BatchGetRepositoryScanningConfigurationResponse,
        CompleteLayerUpload(super::operation::CompleteLayerUpload): super::CompleteLayerUploadRequest => super::CompleteLayerUploadResponse,
        CreatePullThroughCacheRule(super::operation::CreatePullThroughCacheRule): super::CreatePullThroughCacheRuleRequest => super::CreatePullThroughCacheRuleResponse,
        CreateRepository(super::operation::CreateRepository): super::CreateRepositoryRequest => super::CreateRepositoryResponse,
        CreateRepositoryCreationTemplate(super::operation::CreateRepositoryCreationTemplate): super::CreateRepositoryCreationTemplateRequest => super::CreateRepositoryCreationTemplateResponse,
        DeleteLifecyclePolicy(super::operation::DeleteLifecyclePolicy): super::DeleteLifecyclePolicyRequest => super::DeleteLifecyclePolicyResponse,
        DeletePullThroughCacheRule(super::operation::DeletePullThroughCacheRule): super::DeletePullThroughCacheRuleRequest => super::DeletePullThroughCacheRuleResponse,
        DeleteRegistryPolicy(super::operation::DeleteRegistryPolicy): super::DeleteRegistryPolicyRequest => super::DeleteRegistryPolicyResponse,
        DeleteRepository(super::operation::DeleteRepository): super::DeleteRepositoryRequest => super::DeleteRepositoryResponse,
        DeleteRepositoryCreationTemplate(super::operation::DeleteRepositoryCreationTemplate): super::DeleteRepositoryCreationTemplateRequest => super::DeleteRepositoryCreationTemplateResponse,
        DeleteRepositoryPolicy(super::operation::DeleteRepositoryPolicy): super::DeleteRepositoryPolicyRequest => super::DeleteRepositoryPolicyResponse,
        DeleteSigningConfiguration(super::operation::DeleteSigningConfiguration): super::DeleteSigningConfigurationRequest => super::DeleteSigningConfigurationResponse,
        DeregisterPullTimeUpdateExclusion(super::operation::DeregisterPullTimeUpdateExclusion): super::DeregisterPullTimeUpdateExclusionRequest => super::DeregisterPullTimeUpdateExclusionResponse,
        DescribeImageReplicationStatus(super::operation::DescribeImageReplicationStatus): super::DescribeImageReplicationStatusRequest => super::DescribeImageReplicationStatusResponse,
        DescribeImageScanFindings(super::operation::DescribeImageScanFindings): super::DescribeImageScanFindingsRequest => super::DescribeImageScanFindingsResponse,
        DescribeImageSigningStatus(super::operation::DescribeImageSigningStatus): super::DescribeImageSigningStatusRequest => super::DescribeImageSigningStatusResponse,
        DescribeImages(super::operation::DescribeImages): super::DescribeImagesRequest => super::DescribeImagesResponse,
        DescribePullThroughCacheRules(super::operation::DescribePullThroughCacheRules): super::DescribePullThroughCacheRulesRequest => super::DescribePullThroughCacheRulesResponse,
        DescribeRegistry(super::operation::DescribeRegistry): super::DescribeRegistryRequest => super::DescribeRegistryResponse,
        DescribeRepositories(super::operation::DescribeRepositories): super::DescribeRepositoriesRequest => super::DescribeRepositoriesResponse,
        DescribeRepositoryCreationTemplates(super::operation::DescribeRepositoryCreationTemplates): super::DescribeRepositoryCreationTemplatesRequest => super::DescribeRepositoryCreationTemplatesResponse,
        GetAccountSetting(super::operation::GetAccountSetting): super::GetAccountSettingRequest => super::GetAccountSettingResponse,
        GetAuthorizationToken(super::operation::GetAuthorizationToken): super::GetAuthorizationTokenRequest => super::GetAuthorizationTokenResponse,
        GetDownloadUrlForLayer(super::operation::GetDownloadUrlForLayer): super::GetDownloadUrlForLayerRequest => super::GetDownloadUrlForLayerResponse,
        GetLifecyclePolicy(super::operation::GetLifecyclePolicy): super::GetLifecyclePolicyRequest => super::GetLifecyclePolicyResponse,
        GetLifecyclePolicyPreview(super::operation::GetLifecyclePolicyPreview): super::GetLifecyclePolicyPreviewRequest => super::GetLifecyclePolicyPreviewResponse,
        GetRegistryPolicy(super::operation::GetRegistryPolicy): super::GetRegistryPolicyRequest => super::GetRegistryPolicyResponse,
        GetRegistryScanningConfiguration(super::operation::GetRegistryScanningConfiguration): super::GetRegistryScanningConfigurationRequest => super::GetRegistryScanningConfigurationResponse,
        GetRepositoryPolicy(super::operation::GetRepositoryPolicy): super::GetRepositoryPolicyRequest => super::GetRepositoryPolicyResponse,
        GetSigningConfiguration(super::operation::GetSigningConfiguration): super::GetSigningConfigurationRequest => super::GetSigningConfigurationResponse,
        InitiateLayerUpload(super::operation::InitiateLayerUpload): super::InitiateLayerUploadRequest => super::InitiateLayerUploadResponse,
        ListImageReferrers(super::operation::ListImageReferrers): super::ListImageReferrersRequest => super::ListImageReferrersResponse,
        ListImages(super::operation::ListImages): super::ListImagesRequest => super::ListImagesResponse,
        ListPullTimeUpdateExclusions(super::operation::ListPullTimeUpdateExclusions): super::ListPullTimeUpdateExclusionsRequest => super::ListPullTimeUpdateExclusionsResponse,
        ListTagsForResource(super::operation::ListTagsForResource): super::ListTagsForResourceRequest => super::ListTagsForResourceResponse,
        PutAccountSetting(super::operation::PutAccountSetting): super::PutAccountSettingRequest => super::PutAccountSettingResponse,
        PutImage(super::operation::PutImage): super::PutImageRequest => super::PutImageResponse,
        PutImageScanningConfiguration(super::operation::PutImageScanningConfiguration): super::PutImageScanningConfigurationRequest => super::PutImageScanningConfigurationResponse,
        PutImageTagMutability(super::operation::PutImageTagMutability): super::PutImageTagMutabilityRequest => super::PutImageTagMutabilityResponse,
        PutLifecyclePolicy(super::operation::PutLifecyclePolicy): super::PutLifecyclePolicyRequest => super::PutLifecyclePolicyResponse,
        PutRegistryPolicy(super::operation::PutRegistryPolicy): super::PutRegistryPolicyRequest => super::PutRegistryPolicyResponse,
        PutRegistryScanningConfiguration(super::operation::PutRegistryScanningConfiguration): super::PutRegistryScanningConfigurationRequest => super::PutRegistryScanningConfigurationResponse,
        PutReplicationConfiguration(super::operation::PutReplicationConfiguration): super::PutReplicationConfigurationRequest => super::PutReplicationConfigurationResponse,
        PutSigningConfiguration(super::operation::PutSigningConfiguration): super::PutSigningConfigurationRequest => super::PutSigningConfigurationResponse,
        RegisterPullTimeUpdateExclusion(super::operation::RegisterPullTimeUpdateExclusion): super::RegisterPullTimeUpdateExclusionRequest => super::RegisterPullTimeUpdateExclusionResponse,
        SetRepositoryPolicy(super::operation::SetRepositoryPolicy): super::SetRepositoryPolicyRequest => super::SetRepositoryPolicyResponse,
        StartImageScan(super::operation::StartImageScan): super::StartImageScanRequest => super::StartImageScanResponse,
        StartLifecyclePolicyPreview(super::operation::StartLifecyclePolicyPreview): super::StartLifecyclePolicyPreviewRequest => super::StartLifecyclePolicyPreviewResponse,
        TagResource(super::operation::TagResource): super::TagResourceRequest => super::TagResourceResponse,
        UntagResource(super::operation::UntagResource): super::UntagResourceRequest => super::UntagResourceResponse,
        UpdateImageStorageClass(super::operation::UpdateImageStorageClass): super::UpdateImageStorageClassRequest => super::UpdateImageStorageClassResponse,
        UpdatePullThroughCacheRule(super::operation::UpdatePullThroughCacheRule): super::UpdatePullThroughCacheRuleRequest => super::UpdatePullThroughCacheRuleResponse,
        UpdateRepositoryCreationTemplate(super::operation::UpdateRepositoryCreationTemplate): super::UpdateRepositoryCreationTemplateRequest => super::UpdateRepositoryCreationTemplateResponse,
        UploadLayerPart(super::operation::UploadLayerPart): super::UploadLayerPartRequest => super::UploadLayerPartResponse,
        ValidatePullThroughCacheRule(super::operation::ValidatePullThroughCacheRule): super::ValidatePullThroughCacheRuleRequest => super::ValidatePullThroughCacheRuleResponse,
    }
}

/// The tables of operations.
pub mod operation {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::operation::HttpBinding;
    use crate::schema::Xmlns;
    use crate::Operation;
    use super::{SERVICE, error, shape};

    pub static BatchCheckLayerAvailability: Operation = Operation { service: &SERVICE, name: "BatchCheckLayerAvailability", input: &shape::BatchCheckLayerAvailabilityRequest, output: &shape::BatchCheckLayerAvailabilityResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static BatchDeleteImage: Operation = Operation { service: &SERVICE, name: "BatchDeleteImage", input: &shape::BatchDeleteImageRequest, output: &shape::BatchDeleteImageResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static BatchGetImage: Operation = Operation { service: &SERVICE, name: "BatchGetImage", input: &shape::BatchGetImageRequest, output: &shape::BatchGetImageResponse, errors: &[&error::InvalidParameterException, &error::LimitExceededException, &error::RepositoryNotFoundException, &error::ServerException, &error::UnableToGetUpstreamImageException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static BatchGetRepositoryScanningConfiguration: Operation = Operation { service: &SERVICE, name: "BatchGetRepositoryScanningConfiguration", input: &shape::BatchGetRepositoryScanningConfigurationRequest, output: &shape::BatchGetRepositoryScanningConfigurationResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static CompleteLayerUpload: Operation = Operation { service: &SERVICE, name: "CompleteLayerUpload", input: &shape::CompleteLayerUploadRequest, output: &shape::CompleteLayerUploadResponse, errors: &[&error::EmptyUploadException, &error::InvalidLayerException, &error::InvalidParameterException, &error::KmsException, &error::LayerAlreadyExistsException, &error::LayerPartTooSmallException, &error::RepositoryNotFoundException, &error::ServerException, &error::UploadNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static CreatePullThroughCacheRule: Operation = Operation { service: &SERVICE, name: "CreatePullThroughCacheRule", input: &shape::CreatePullThroughCacheRuleRequest, output: &shape::CreatePullThroughCacheRuleResponse, errors: &[&error::InvalidParameterException, &error::LimitExceededException, &error::PullThroughCacheRuleAlreadyExistsException, &error::SecretNotFoundException, &error::ServerException, &error::UnableToAccessSecretException, &error::UnableToDecryptSecretValueException, &error::UnsupportedUpstreamRegistryException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static CreateRepository: Operation = Operation { service: &SERVICE, name: "CreateRepository", input: &shape::CreateRepositoryRequest, output: &shape::CreateRepositoryResponse, errors: &[&error::InvalidParameterException, &error::InvalidTagParameterException, &error::KmsException, &error::LimitExceededException, &error::RepositoryAlreadyExistsException, &error::ServerException, &error::TooManyTagsException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static CreateRepositoryCreationTemplate: Operation = Operation { service: &SERVICE, name: "CreateRepositoryCreationTemplate", input: &shape::CreateRepositoryCreationTemplateRequest, output: &shape::CreateRepositoryCreationTemplateResponse, errors: &[&error::InvalidParameterException, &error::LimitExceededException, &error::ServerException, &error::TemplateAlreadyExistsException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static DeleteLifecyclePolicy: Operation = Operation { service: &SERVICE, name: "DeleteLifecyclePolicy", input: &shape::DeleteLifecyclePolicyRequest, output: &shape::DeleteLifecyclePolicyResponse, errors: &[&error::InvalidParameterException, &error::LifecyclePolicyNotFoundException, &error::RepositoryNotFoundException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static DeletePullThroughCacheRule: Operation = Operation { service: &SERVICE, name: "DeletePullThroughCacheRule", input: &shape::DeletePullThroughCacheRuleRequest, output: &shape::DeletePullThroughCacheRuleResponse, errors: &[&error::InvalidParameterException, &error::PullThroughCacheRuleNotFoundException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static DeleteRegistryPolicy: Operation = Operation { service: &SERVICE, name: "DeleteRegistryPolicy", input: &shape::DeleteRegistryPolicyRequest, output: &shape::DeleteRegistryPolicyResponse, errors: &[&error::InvalidParameterException, &error::RegistryPolicyNotFoundException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static DeleteRepository: Operation = Operation { service: &SERVICE, name: "DeleteRepository", input: &shape::DeleteRepositoryRequest, output: &shape::DeleteRepositoryResponse, errors: &[&error::InvalidParameterException, &error::KmsException, &error::RepositoryNotEmptyException, &error::RepositoryNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static DeleteRepositoryCreationTemplate: Operation = Operation { service: &SERVICE, name: "DeleteRepositoryCreationTemplate", input: &shape::DeleteRepositoryCreationTemplateRequest, output: &shape::DeleteRepositoryCreationTemplateResponse, errors: &[&error::InvalidParameterException, &error::ServerException, &error::TemplateNotFoundException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static DeleteRepositoryPolicy: Operation = Operation { service: &SERVICE, name: "DeleteRepositoryPolicy", input: &shape::DeleteRepositoryPolicyRequest, output: &shape::DeleteRepositoryPolicyResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::RepositoryPolicyNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static DeleteSigningConfiguration: Operation = Operation { service: &SERVICE, name: "DeleteSigningConfiguration", input: &shape::DeleteSigningConfigurationRequest, output: &shape::DeleteSigningConfigurationResponse, errors: &[&error::ServerException, &error::SigningConfigurationNotFoundException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static DeregisterPullTimeUpdateExclusion: Operation = Operation { service: &SERVICE, name: "DeregisterPullTimeUpdateExclusion", input: &shape::DeregisterPullTimeUpdateExclusionRequest, output: &shape::DeregisterPullTimeUpdateExclusionResponse, errors: &[&error::ExclusionNotFoundException, &error::InvalidParameterException, &error::LimitExceededException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static DescribeImageReplicationStatus: Operation = Operation { service: &SERVICE, name: "DescribeImageReplicationStatus", input: &shape::DescribeImageReplicationStatusRequest, output: &shape::DescribeImageReplicationStatusResponse, errors: &[&error::ImageNotFoundException, &error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static DescribeImageScanFindings: Operation = Operation { service: &SERVICE, name: "DescribeImageScanFindings", input: &shape::DescribeImageScanFindingsRequest, output: &shape::DescribeImageScanFindingsResponse, errors: &[&error::ImageNotFoundException, &error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ScanNotFoundException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static DescribeImageSigningStatus: Operation = Operation { service: &SERVICE, name: "DescribeImageSigningStatus", input: &shape::DescribeImageSigningStatusRequest, output: &shape::DescribeImageSigningStatusResponse, errors: &[&error::ImageNotFoundException, &error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static DescribeImages: Operation = Operation { service: &SERVICE, name: "DescribeImages", input: &shape::DescribeImagesRequest, output: &shape::DescribeImagesResponse, errors: &[&error::ImageNotFoundException, &error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static DescribePullThroughCacheRules: Operation = Operation { service: &SERVICE, name: "DescribePullThroughCacheRules", input: &shape::DescribePullThroughCacheRulesRequest, output: &shape::DescribePullThroughCacheRulesResponse, errors: &[&error::InvalidParameterException, &error::PullThroughCacheRuleNotFoundException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static DescribeRegistry: Operation = Operation { service: &SERVICE, name: "DescribeRegistry", input: &shape::DescribeRegistryRequest, output: &shape::DescribeRegistryResponse, errors: &[&error::InvalidParameterException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static DescribeRepositories: Operation = Operation { service: &SERVICE, name: "DescribeRepositories", input: &shape::DescribeRepositoriesRequest, output: &shape::DescribeRepositoriesResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static DescribeRepositoryCreationTemplates: Operation = Operation { service: &SERVICE, name: "DescribeRepositoryCreationTemplates", input: &shape::DescribeRepositoryCreationTemplatesRequest, output: &shape::DescribeRepositoryCreationTemplatesResponse, errors: &[&error::InvalidParameterException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static GetAccountSetting: Operation = Operation { service: &SERVICE, name: "GetAccountSetting", input: &shape::GetAccountSettingRequest, output: &shape::GetAccountSettingResponse, errors: &[&error::InvalidParameterException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static GetAuthorizationToken: Operation = Operation { service: &SERVICE, name: "GetAuthorizationToken", input: &shape::GetAuthorizationTokenRequest, output: &shape::GetAuthorizationTokenResponse, errors: &[&error::InvalidParameterException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static GetDownloadUrlForLayer: Operation = Operation { service: &SERVICE, name: "GetDownloadUrlForLayer", input: &shape::GetDownloadUrlForLayerRequest, output: &shape::GetDownloadUrlForLayerResponse, errors: &[&error::InvalidParameterException, &error::LayerInaccessibleException, &error::LayersNotFoundException, &error::RepositoryNotFoundException, &error::ServerException, &error::UnableToGetUpstreamLayerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static GetLifecyclePolicy: Operation = Operation { service: &SERVICE, name: "GetLifecyclePolicy", input: &shape::GetLifecyclePolicyRequest, output: &shape::GetLifecyclePolicyResponse, errors: &[&error::InvalidParameterException, &error::LifecyclePolicyNotFoundException, &error::RepositoryNotFoundException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static GetLifecyclePolicyPreview: Operation = Operation { service: &SERVICE, name: "GetLifecyclePolicyPreview", input: &shape::GetLifecyclePolicyPreviewRequest, output: &shape::GetLifecyclePolicyPreviewResponse, errors: &[&error::InvalidParameterException, &error::LifecyclePolicyPreviewNotFoundException, &error::RepositoryNotFoundException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static GetRegistryPolicy: Operation = Operation { service: &SERVICE, name: "GetRegistryPolicy", input: &shape::GetRegistryPolicyRequest, output: &shape::GetRegistryPolicyResponse, errors: &[&error::InvalidParameterException, &error::RegistryPolicyNotFoundException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static GetRegistryScanningConfiguration: Operation = Operation { service: &SERVICE, name: "GetRegistryScanningConfiguration", input: &shape::GetRegistryScanningConfigurationRequest, output: &shape::GetRegistryScanningConfigurationResponse, errors: &[&error::InvalidParameterException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static GetRepositoryPolicy: Operation = Operation { service: &SERVICE, name: "GetRepositoryPolicy", input: &shape::GetRepositoryPolicyRequest, output: &shape::GetRepositoryPolicyResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::RepositoryPolicyNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static GetSigningConfiguration: Operation = Operation { service: &SERVICE, name: "GetSigningConfiguration", input: &shape::GetSigningConfigurationRequest, output: &shape::GetSigningConfigurationResponse, errors: &[&error::InvalidParameterException, &error::ServerException, &error::SigningConfigurationNotFoundException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static InitiateLayerUpload: Operation = Operation { service: &SERVICE, name: "InitiateLayerUpload", input: &shape::InitiateLayerUploadRequest, output: &shape::InitiateLayerUploadResponse, errors: &[&error::InvalidParameterException, &error::KmsException, &error::RepositoryNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static ListImageReferrers: Operation = Operation { service: &SERVICE, name: "ListImageReferrers", input: &shape::ListImageReferrersRequest, output: &shape::ListImageReferrersResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException, &error::UnableToListUpstreamImageReferrersException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static ListImages: Operation = Operation { service: &SERVICE, name: "ListImages", input: &shape::ListImagesRequest, output: &shape::ListImagesResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static ListPullTimeUpdateExclusions: Operation = Operation { service: &SERVICE, name: "ListPullTimeUpdateExclusions", input: &shape::ListPullTimeUpdateExclusionsRequest, output: &shape::ListPullTimeUpdateExclusionsResponse, errors: &[&error::InvalidParameterException, &error::LimitExceededException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static ListTagsForResource: Operation = Operation { service: &SERVICE, name: "ListTagsForResource", input: &shape::ListTagsForResourceRequest, output: &shape::ListTagsForResourceResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static PutAccountSetting: Operation = Operation { service: &SERVICE, name: "PutAccountSetting", input: &shape::PutAccountSettingRequest, output: &shape::PutAccountSettingResponse, errors: &[&error::InvalidParameterException, &error::LimitExceededException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static PutImage: Operation = Operation { service: &SERVICE, name: "PutImage", input: &shape::PutImageRequest, output: &shape::PutImageResponse, errors: &[&error::ImageAlreadyExistsException, &error::ImageDigestDoesNotMatchException, &error::ImageTagAlreadyExistsException, &error::InvalidParameterException, &error::KmsException, &error::LayersNotFoundException, &error::LimitExceededException, &error::ReferencedImagesNotFoundException, &error::RepositoryNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static PutImageScanningConfiguration: Operation = Operation { service: &SERVICE, name: "PutImageScanningConfiguration", input: &shape::PutImageScanningConfigurationRequest, output: &shape::PutImageScanningConfigurationResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static PutImageTagMutability: Operation = Operation { service: &SERVICE, name: "PutImageTagMutability", input: &shape::PutImageTagMutabilityRequest, output: &shape::PutImageTagMutabilityResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static PutLifecyclePolicy: Operation = Operation { service: &SERVICE, name: "PutLifecyclePolicy", input: &shape::PutLifecyclePolicyRequest, output: &shape::PutLifecyclePolicyResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static PutRegistryPolicy: Operation = Operation { service: &SERVICE, name: "PutRegistryPolicy", input: &shape::PutRegistryPolicyRequest, output: &shape::PutRegistryPolicyResponse, errors: &[&error::InvalidParameterException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static PutRegistryScanningConfiguration: Operation = Operation { service: &SERVICE, name: "PutRegistryScanningConfiguration", input: &shape::PutRegistryScanningConfigurationRequest, output: &shape::PutRegistryScanningConfigurationResponse, errors: &[&error::BlockedByOrganizationPolicyException, &error::InvalidParameterException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static PutReplicationConfiguration: Operation = Operation { service: &SERVICE, name: "PutReplicationConfiguration", input: &shape::PutReplicationConfigurationRequest, output: &shape::PutReplicationConfigurationResponse, errors: &[&error::InvalidParameterException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static PutSigningConfiguration: Operation = Operation { service: &SERVICE, name: "PutSigningConfiguration", input: &shape::PutSigningConfigurationRequest, output: &shape::PutSigningConfigurationResponse, errors: &[&error::InvalidParameterException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static RegisterPullTimeUpdateExclusion: Operation = Operation { service: &SERVICE, name: "RegisterPullTimeUpdateExclusion", input: &shape::RegisterPullTimeUpdateExclusionRequest, output: &shape::RegisterPullTimeUpdateExclusionResponse, errors: &[&error::ExclusionAlreadyExistsException, &error::InvalidParameterException, &error::LimitExceededException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static SetRepositoryPolicy: Operation = Operation { service: &SERVICE, name: "SetRepositoryPolicy", input: &shape::SetRepositoryPolicyRequest, output: &shape::SetRepositoryPolicyResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static StartImageScan: Operation = Operation { service: &SERVICE, name: "StartImageScan", input: &shape::StartImageScanRequest, output: &shape::StartImageScanResponse, errors: &[&error::ImageArchivedException, &error::ImageNotFoundException, &error::InvalidParameterException, &error::LimitExceededException, &error::RepositoryNotFoundException, &error::ServerException, &error::UnsupportedImageTypeException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static StartLifecyclePolicyPreview: Operation = Operation { service: &SERVICE, name: "StartLifecyclePolicyPreview", input: &shape::StartLifecyclePolicyPreviewRequest, output: &shape::StartLifecyclePolicyPreviewResponse, errors: &[&error::InvalidParameterException, &error::LifecyclePolicyNotFoundException, &error::LifecyclePolicyPreviewInProgressException, &error::RepositoryNotFoundException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static TagResource: Operation = Operation { service: &SERVICE, name: "TagResource", input: &shape::TagResourceRequest, output: &shape::TagResourceResponse, errors: &[&error::InvalidParameterException, &error::InvalidTagParameterException, &error::RepositoryNotFoundException, &error::ServerException, &error::TooManyTagsException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static UntagResource: Operation = Operation { service: &SERVICE, name: "UntagResource", input: &shape::UntagResourceRequest, output: &shape::UntagResourceResponse, errors: &[&error::InvalidParameterException, &error::InvalidTagParameterException, &error::RepositoryNotFoundException, &error::ServerException, &error::TooManyTagsException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static UpdateImageStorageClass: Operation = Operation { service: &SERVICE, name: "UpdateImageStorageClass", input: &shape::UpdateImageStorageClassRequest, output: &shape::UpdateImageStorageClassResponse, errors: &[&error::ImageNotFoundException, &error::ImageStorageClassUpdateNotSupportedException, &error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static UpdatePullThroughCacheRule: Operation = Operation { service: &SERVICE, name: "UpdatePullThroughCacheRule", input: &shape::UpdatePullThroughCacheRuleRequest, output: &shape::UpdatePullThroughCacheRuleResponse, errors: &[&error::InvalidParameterException, &error::PullThroughCacheRuleNotFoundException, &error::SecretNotFoundException, &error::ServerException, &error::UnableToAccessSecretException, &error::UnableToDecryptSecretValueException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static UpdateRepositoryCreationTemplate: Operation = Operation { service: &SERVICE, name: "UpdateRepositoryCreationTemplate", input: &shape::UpdateRepositoryCreationTemplateRequest, output: &shape::UpdateRepositoryCreationTemplateResponse, errors: &[&error::InvalidParameterException, &error::ServerException, &error::TemplateNotFoundException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static UploadLayerPart: Operation = Operation { service: &SERVICE, name: "UploadLayerPart", input: &shape::UploadLayerPartRequest, output: &shape::UploadLayerPartResponse, errors: &[&error::InvalidLayerPartException, &error::InvalidParameterException, &error::KmsException, &error::LimitExceededException, &error::RepositoryNotFoundException, &error::ServerException, &error::UploadNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
    pub static ValidatePullThroughCacheRule: Operation = Operation { service: &SERVICE, name: "ValidatePullThroughCacheRule", input: &shape::ValidatePullThroughCacheRuleRequest, output: &shape::ValidatePullThroughCacheRuleResponse, errors: &[&error::InvalidParameterException, &error::PullThroughCacheRuleNotFoundException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, unsigned: false, readonly: false };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static BlockedByOrganizationPolicyException: ErrorShape = ErrorShape::new(&shape::BlockedByOrganizationPolicyException, "BlockedByOrganizationPolicyException", 400, false);
    pub static EmptyUploadException: ErrorShape = ErrorShape::new(&shape::EmptyUploadException, "EmptyUploadException", 400, false);
    pub static ExclusionAlreadyExistsException: ErrorShape = ErrorShape::new(&shape::ExclusionAlreadyExistsException, "ExclusionAlreadyExistsException", 400, false);
    pub static ExclusionNotFoundException: ErrorShape = ErrorShape::new(&shape::ExclusionNotFoundException, "ExclusionNotFoundException", 400, false);
    pub static ImageAlreadyExistsException: ErrorShape = ErrorShape::new(&shape::ImageAlreadyExistsException, "ImageAlreadyExistsException", 400, false);
    pub static ImageArchivedException: ErrorShape = ErrorShape::new(&shape::ImageArchivedException, "ImageArchivedException", 400, false);
    pub static ImageDigestDoesNotMatchException: ErrorShape = ErrorShape::new(&shape::ImageDigestDoesNotMatchException, "ImageDigestDoesNotMatchException", 400, false);
    pub static ImageNotFoundException: ErrorShape = ErrorShape::new(&shape::ImageNotFoundException, "ImageNotFoundException", 400, false);
    pub static ImageStorageClassUpdateNotSupportedException: ErrorShape = ErrorShape::new(&shape::ImageStorageClassUpdateNotSupportedException, "ImageStorageClassUpdateNotSupportedException", 400, false);
    pub static ImageTagAlreadyExistsException: ErrorShape = ErrorShape::new(&shape::ImageTagAlreadyExistsException, "ImageTagAlreadyExistsException", 400, false);
    pub static InvalidLayerException: ErrorShape = ErrorShape::new(&shape::InvalidLayerException, "InvalidLayerException", 400, false);
    pub static InvalidLayerPartException: ErrorShape = ErrorShape::new(&shape::InvalidLayerPartException, "InvalidLayerPartException", 400, false);
    pub static InvalidParameterException: ErrorShape = ErrorShape::new(&shape::InvalidParameterException, "InvalidParameterException", 400, false);
    pub static InvalidTagParameterException: ErrorShape = ErrorShape::new(&shape::InvalidTagParameterException, "InvalidTagParameterException", 400, false);
    pub static KmsException: ErrorShape = ErrorShape::new(&shape::KmsException, "KmsException", 400, false);
    pub static LayerAlreadyExistsException: ErrorShape = ErrorShape::new(&shape::LayerAlreadyExistsException, "LayerAlreadyExistsException", 400, false);
    pub static LayerInaccessibleException: ErrorShape = ErrorShape::new(&shape::LayerInaccessibleException, "LayerInaccessibleException", 400, false);
    pub static LayerPartTooSmallException: ErrorShape = ErrorShape::new(&shape::LayerPartTooSmallException, "LayerPartTooSmallException", 400, false);
    pub static LayersNotFoundException: ErrorShape = ErrorShape::new(&shape::LayersNotFoundException, "LayersNotFoundException", 400, false);
    pub static LifecyclePolicyNotFoundException: ErrorShape = ErrorShape::new(&shape::LifecyclePolicyNotFoundException, "LifecyclePolicyNotFoundException", 400, false);
    pub static LifecyclePolicyPreviewInProgressException: ErrorShape = ErrorShape::new(&shape::LifecyclePolicyPreviewInProgressException, "LifecyclePolicyPreviewInProgressException", 400, false);
    pub static LifecyclePolicyPreviewNotFoundException: ErrorShape = ErrorShape::new(&shape::LifecyclePolicyPreviewNotFoundException, "LifecyclePolicyPreviewNotFoundException", 400, false);
    pub static LimitExceededException: ErrorShape = ErrorShape::new(&shape::LimitExceededException, "LimitExceededException", 400, false);
    pub static PullThroughCacheRuleAlreadyExistsException: ErrorShape = ErrorShape::new(&shape::PullThroughCacheRuleAlreadyExistsException, "PullThroughCacheRuleAlreadyExistsException", 400, false);
    pub static PullThroughCacheRuleNotFoundException: ErrorShape = ErrorShape::new(&shape::PullThroughCacheRuleNotFoundException, "PullThroughCacheRuleNotFoundException", 400, false);
    pub static ReferencedImagesNotFoundException: ErrorShape = ErrorShape::new(&shape::ReferencedImagesNotFoundException, "ReferencedImagesNotFoundException", 400, false);
    pub static RegistryPolicyNotFoundException: ErrorShape = ErrorShape::new(&shape::RegistryPolicyNotFoundException, "RegistryPolicyNotFoundException", 400, false);
    pub static RepositoryAlreadyExistsException: ErrorShape = ErrorShape::new(&shape::RepositoryAlreadyExistsException, "RepositoryAlreadyExistsException", 400, false);
    pub static RepositoryNotEmptyException: ErrorShape = ErrorShape::new(&shape::RepositoryNotEmptyException, "RepositoryNotEmptyException", 400, false);
    pub static RepositoryNotFoundException: ErrorShape = ErrorShape::new(&shape::RepositoryNotFoundException, "RepositoryNotFoundException", 400, false);
    pub static RepositoryPolicyNotFoundException: ErrorShape = ErrorShape::new(&shape::RepositoryPolicyNotFoundException, "RepositoryPolicyNotFoundException", 400, false);
    pub static ScanNotFoundException: ErrorShape = ErrorShape::new(&shape::ScanNotFoundException, "ScanNotFoundException", 400, false);
    pub static SecretNotFoundException: ErrorShape = ErrorShape::new(&shape::SecretNotFoundException, "SecretNotFoundException", 400, false);
    pub static ServerException: ErrorShape = ErrorShape::new(&shape::ServerException, "ServerException", 500, true);
    pub static SigningConfigurationNotFoundException: ErrorShape = ErrorShape::new(&shape::SigningConfigurationNotFoundException, "SigningConfigurationNotFoundException", 400, false);
    pub static TemplateAlreadyExistsException: ErrorShape = ErrorShape::new(&shape::TemplateAlreadyExistsException, "TemplateAlreadyExistsException", 400, false);
    pub static TemplateNotFoundException: ErrorShape = ErrorShape::new(&shape::TemplateNotFoundException, "TemplateNotFoundException", 400, false);
    pub static TooManyTagsException: ErrorShape = ErrorShape::new(&shape::TooManyTagsException, "TooManyTagsException", 400, false);
    pub static UnableToAccessSecretException: ErrorShape = ErrorShape::new(&shape::UnableToAccessSecretException, "UnableToAccessSecretException", 400, false);
    pub static UnableToDecryptSecretValueException: ErrorShape = ErrorShape::new(&shape::UnableToDecryptSecretValueException, "UnableToDecryptSecretValueException", 400, false);
    pub static UnableToGetUpstreamImageException: ErrorShape = ErrorShape::new(&shape::UnableToGetUpstreamImageException, "UnableToGetUpstreamImageException", 400, false);
    pub static UnableToGetUpstreamLayerException: ErrorShape = ErrorShape::new(&shape::UnableToGetUpstreamLayerException, "UnableToGetUpstreamLayerException", 400, false);
    pub static UnableToListUpstreamImageReferrersException: ErrorShape = ErrorShape::new(&shape::UnableToListUpstreamImageReferrersException, "UnableToListUpstreamImageReferrersException", 400, false);
    pub static UnsupportedImageTypeException: ErrorShape = ErrorShape::new(&shape::UnsupportedImageTypeException, "UnsupportedImageTypeException", 400, false);
    pub static UnsupportedUpstreamRegistryException: ErrorShape = ErrorShape::new(&shape::UnsupportedUpstreamRegistryException, "UnsupportedUpstreamRegistryException", 400, false);
    pub static UploadNotFoundException: ErrorShape = ErrorShape::new(&shape::UploadNotFoundException, "UploadNotFoundException", 400, false);
    pub static ValidationException: ErrorShape = ErrorShape::new(&shape::ValidationException, "ValidationException", 400, false);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static AccountSettingName: Shape = Shape::new("AccountSettingName", Kind::String).min(1.0).max(64.0);
    pub static AccountSettingValue: Shape = Shape::new("AccountSettingValue", Kind::String);
    pub static Annotations: Shape = Shape::new("Annotations", Kind::Map(Member::new("key", &String), Member::new("value", &String)));
    pub static Arch: Shape = Shape::new("Arch", Kind::String);
    pub static Arn: Shape = Shape::new("Arn", Kind::String);
    pub static ArtifactStatus: Shape = Shape::new("ArtifactStatus", Kind::String).values(&["ACTIVE", "ARCHIVED", "ACTIVATING"]);
    pub static ArtifactStatusFilter: Shape = Shape::new("ArtifactStatusFilter", Kind::String).values(&["ACTIVE", "ARCHIVED", "ACTIVATING", "ANY"]);
    pub static ArtifactType: Shape = Shape::new("ArtifactType", Kind::String).min(1.0).max(255.0);
    pub static ArtifactTypeList: Shape = Shape::new("ArtifactTypeList", Kind::List(Member::new("member", &ArtifactType))).min(0.0).max(5.0);
    pub static Attribute: Shape = Shape::structure("Attribute", &[Member::new("key", &AttributeKey).required(), Member::new("value", &AttributeValue), ]);
    pub static AttributeKey: Shape = Shape::new("AttributeKey", Kind::String).min(1.0).max(128.0);
    pub static AttributeList: Shape = Shape::new("AttributeList", Kind::List(Member::new("member", &Attribute))).min(0.0).max(50.0);
    pub static AttributeValue: Shape = Shape::new("AttributeValue", Kind::String).min(1.0).max(256.0);
    pub static Author: Shape = Shape::new("Author", Kind::String);
    pub static AuthorizationData: Shape = Shape::structure("AuthorizationData", &[Member::new("authorizationToken", &Base64), Member::new("expiresAt", &ExpirationTimestamp), Member::new("proxyEndpoint", &ProxyEndpoint), ]);
    pub static AuthorizationDataList: Shape = Shape::new("AuthorizationDataList", Kind::List(Member::new("member", &AuthorizationData)));
    pub static AwsEcrContainerImageDetails: Shape = Shape::structure("AwsEcrContainerImageDetails", &[Member::new("architecture", &Arch), Member::new("author", &Author), Member::new("imageHash", &ImageDigest), Member::new("imageTags", &ImageTagsList), Member::new("platform", &Platform), Member::new("pushedAt", &Date), Member::new("lastInUseAt", &Date), Member::new("inUseCount", &InUseCount), Member::new("registry", &RegistryId), Member::new("repositoryName", &RepositoryName), ]);
    pub static Base64: Shape = Shape::new("Base64", Kind::String);
    pub static BaseScore: Shape = Shape::new("BaseScore", Kind::Float);
    pub static BatchCheckLayerAvailabilityRequest: Shape = Shape::structure("BatchCheckLayerAvailabilityRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("layerDigests", &BatchedOperationLayerDigestList).required(), ]);
    pub static BatchCheckLayerAvailabilityResponse: Shape = Shape::structure("BatchCheckLayerAvailabilityResponse", &[Member::new("layers", &LayerList), Member::new("failures", &LayerFailureList), ]);
    pub static BatchDeleteImageRequest: Shape = Shape::structure("BatchDeleteImageRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("imageIds", &ImageIdentifierList).required(), ]);
    pub static BatchDeleteImageResponse: Shape = Shape::structure("BatchDeleteImageResponse", &[Member::new("imageIds", &ImageIdentifierList), Member::new("failures", &ImageFailureList), ]);
    pub static BatchGetImageRequest: Shape = Shape::structure("BatchGetImageRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("imageIds", &ImageIdentifierList).required(), Member::new("acceptedMediaTypes", &MediaTypeList), ]);
    pub static BatchGetImageResponse: Shape = Shape::structure("BatchGetImageResponse", &[Member::new("images", &ImageList), Member::new("failures", &ImageFailureList), ]);
    pub static BatchGetRepositoryScanningConfigurationRequest: Shape = Shape::structure("BatchGetRepositoryScanningConfigurationRequest", &[Member::new("repositoryNames", &ScanningConfigurationRepositoryNameList).required(), ]);
    pub static BatchGetRepositoryScanningConfigurationResponse: Shape = Shape::structure("BatchGetRepositoryScanningConfigurationResponse", &[Member::new("scanningConfigurations", &RepositoryScanningConfigurationList), Member::new("failures", &RepositoryScanningConfigurationFailureList), ]);
    pub static BatchedOperationLayerDigest: Shape = Shape::new("BatchedOperationLayerDigest", Kind::String).min(0.0).max(1000.0);
    pub static BatchedOperationLayerDigestList: Shape = Shape::new("BatchedOperationLayerDigestList", Kind::List(Member::new("member", &BatchedOperationLayerDigest))).min(1.0).max(100.0);
    pub static BlockedByOrganizationPolicyException: Shape = Shape::structure("BlockedByOrganizationPolicyException", &[Member::new("message", &ExceptionMessage), ]);
    pub static CompleteLayerUploadRequest: Shape = Shape::structure("CompleteLayerUploadRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("uploadId", &UploadId).required(), Member::new("layerDigests", &LayerDigestList).required(), ]);
    pub static CompleteLayerUploadResponse: Shape = Shape::structure("CompleteLayerUploadResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("uploadId", &UploadId), Member::new("layerDigest", &LayerDigest), ]);
    pub static CreatePullThroughCacheRuleRequest: Shape = Shape::structure("CreatePullThroughCacheRuleRequest", &[Member::new("ecrRepositoryPrefix", &PullThroughCacheRuleRepositoryPrefix).required(), Member::new("upstreamRegistryUrl", &Url).required(), Member::new("registryId", &RegistryId), Member::new("upstreamRegistry", &UpstreamRegistry), Member::new("credentialArn", &CredentialArn), Member::new("customRoleArn", &CustomRoleArn), Member::new("upstreamRepositoryPrefix", &PullThroughCacheRuleRepositoryPrefix), ]);
    pub static CreatePullThroughCacheRuleResponse: Shape = Shape::structure("CreatePullThroughCacheRuleResponse", &[Member::new("ecrRepositoryPrefix", &PullThroughCacheRuleRepositoryPrefix), Member::new("upstreamRegistryUrl", &Url), Member::new("createdAt", &CreationTimestamp), Member::new("registryId", &RegistryId), Member::new("upstreamRegistry", &UpstreamRegistry), Member::new("credentialArn", &CredentialArn), Member::new("customRoleArn", &CustomRoleArn), Member::new("upstreamRepositoryPrefix", &PullThroughCacheRuleRepositoryPrefix), ]);
    pub static CreateRepositoryCreationTemplateRequest: Shape = Shape::structure("CreateRepositoryCreationTemplateRequest", &[Member::new("prefix", &Prefix).required(), Member::new("description", &RepositoryTemplateDescription), Member::new("encryptionConfiguration", &EncryptionConfigurationForRepositoryCreationTemplate), Member::new("resourceTags", &TagList), Member::new("imageTagMutability", &ImageTagMutability), Member::new("imageTagMutabilityExclusionFilters", &ImageTagMutabilityExclusionFilters), Member::new("repositoryPolicy", &RepositoryPolicyText), Member::new("lifecyclePolicy", &LifecyclePolicyTextForRepositoryCreationTemplate), Member::new("appliedFor", &RCTAppliedForList).required(), Member::new("customRoleArn", &CustomRoleArn), ]);
    pub static CreateRepositoryCreationTemplateResponse: Shape = Shape::structure("CreateRepositoryCreationTemplateResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryCreationTemplate", &RepositoryCreationTemplate), ]);
    pub static CreateRepositoryRequest: Shape = Shape::structure("CreateRepositoryRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("tags", &TagList), Member::new("imageTagMutability", &ImageTagMutability), Member::new("imageTagMutabilityExclusionFilters", &ImageTagMutabilityExclusionFilters), Member::new("imageScanningConfiguration", &ImageScanningConfiguration), Member::new("encryptionConfiguration", &EncryptionConfiguration), ]);
    pub static CreateRepositoryResponse: Shape = Shape::structure("CreateRepositoryResponse", &[Member::new("repository", &Repository), ]);
    pub static CreationTimestamp: Shape = Shape::new("CreationTimestamp", Kind::Timestamp(None));
    static CredentialArn_pattern: Pattern = Pattern::new("^arn:aws(-\\w+)*:secretsmanager:[a-zA-Z0-9-:]+:secret:ecr\\-pullthroughcache\\/[a-zA-Z0-9\\/_+=.@-]+$");
    pub static CredentialArn: Shape = Shape::new("CredentialArn", Kind::String).min(50.0).max(612.0).pattern(&CredentialArn_pattern);
    pub static CustomRoleArn: Shape = Shape::new("CustomRoleArn", Kind::String).max(2048.0);
    pub static CvssScore: Shape = Shape::structure("CvssScore", &[Member::new("baseScore", &BaseScore), Member::new("scoringVector", &ScoringVector), Member::new("source", &Source), Member::new("version", &Version), ]);
    pub static CvssScoreAdjustment: Shape = Shape::structure("CvssScoreAdjustment", &[Member::new("metric", &Metric), Member::new("reason", &Reason), ]);
    pub static CvssScoreAdjustmentList: Shape = Shape::new("CvssScoreAdjustmentList", Kind::List(Member::new("member", &CvssScoreAdjustment)));
    pub static CvssScoreDetails: Shape = Shape::structure("CvssScoreDetails", &[Member::new("adjustments", &CvssScoreAdjustmentList), Member::new("score", &Score), Member::new("scoreSource", &Source), Member::new("scoringVector", &ScoringVector), Member::new("version", &Version), ]);
    pub static CvssScoreList: Shape = Shape::new("CvssScoreList", Kind::List(Member::new("member", &CvssScore)));
    pub static Date: Shape = Shape::new("Date", Kind::Timestamp(None));
    pub static DeleteLifecyclePolicyRequest: Shape = Shape::structure("DeleteLifecyclePolicyRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), ]);
    pub static DeleteLifecyclePolicyResponse: Shape = Shape::structure("DeleteLifecyclePolicyResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("lifecyclePolicyText", &LifecyclePolicyText), Member::new("lastEvaluatedAt", &EvaluationTimestamp), ]);
    pub static DeletePullThroughCacheRuleRequest: Shape = Shape::structure("DeletePullThroughCacheRuleRequest", &[Member::new("ecrRepositoryPrefix", &PullThroughCacheRuleRepositoryPrefix).required(), Member::new("registryId", &RegistryId), ]);
    pub static DeletePullThroughCacheRuleResponse: Shape = Shape::structure("DeletePullThroughCacheRuleResponse", &[Member::new("ecrRepositoryPrefix", &PullThroughCacheRuleRepositoryPrefix), Member::new("upstreamRegistryUrl", &Url), Member::new("createdAt", &CreationTimestamp), Member::new("registryId", &RegistryId), Member::new("credentialArn", &CredentialArn), Member::new("customRoleArn", &CustomRoleArn), Member::new("upstreamRepositoryPrefix", &PullThroughCacheRuleRepositoryPrefix), ]);
    pub static DeleteRegistryPolicyRequest: Shape = Shape::structure("DeleteRegistryPolicyRequest", &[]);
    pub static DeleteRegistryPolicyResponse: Shape = Shape::structure("DeleteRegistryPolicyResponse", &[Member::new("registryId", &RegistryId), Member::new("policyText", &RegistryPolicyText), ]);
    pub static DeleteRepositoryCreationTemplateRequest: Shape = Shape::structure("DeleteRepositoryCreationTemplateRequest", &[Member::new("prefix", &Prefix).required(), ]);
    pub static DeleteRepositoryCreationTemplateResponse: Shape = Shape::structure("DeleteRepositoryCreationTemplateResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryCreationTemplate", &RepositoryCreationTemplate), ]);
    pub static DeleteRepositoryPolicyRequest: Shape = Shape::structure("DeleteRepositoryPolicyRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), ]);
    pub static DeleteRepositoryPolicyResponse: Shape = Shape::structure("DeleteRepositoryPolicyResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("policyText", &RepositoryPolicyText), ]);
    pub static DeleteRepositoryRequest: Shape = Shape::structure("DeleteRepositoryRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("force", &ForceFlag), ]);
    pub static DeleteRepositoryResponse: Shape = Shape::structure("DeleteRepositoryResponse", &[Member::new("repository", &Repository), ]);
    pub static DeleteSigningConfigurationRequest: Shape = Shape::structure("DeleteSigningConfigurationRequest", &[]);
    pub static DeleteSigningConfigurationResponse: Shape = Shape::structure("DeleteSigningConfigurationResponse", &[Member::new("registryId", &RegistryId), Member::new("signingConfiguration", &SigningConfiguration), ]);
    pub static DeregisterPullTimeUpdateExclusionRequest: Shape = Shape::structure("DeregisterPullTimeUpdateExclusionRequest", &[Member::new("principalArn", &PrincipalArn).required(), ]);
    pub static DeregisterPullTimeUpdateExclusionResponse: Shape = Shape::structure("DeregisterPullTimeUpdateExclusionResponse", &[Member::new("principalArn", &PrincipalArn), ]);
    pub static DescribeImageReplicationStatusRequest: Shape = Shape::structure("DescribeImageReplicationStatusRequest", &[Member::new("repositoryName", &RepositoryName).required(), Member::new("imageId", &ImageIdentifier).required(), Member::new("registryId", &RegistryId), ]);
    pub static DescribeImageReplicationStatusResponse: Shape = Shape::structure("DescribeImageReplicationStatusResponse", &[Member::new("repositoryName", &RepositoryName), Member::new("imageId", &ImageIdentifier), Member::new("replicationStatuses", &ImageReplicationStatusList), ]);
    pub static DescribeImageScanFindingsRequest: Shape = Shape::structure("DescribeImageScanFindingsRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("imageId", &ImageIdentifier).required(), Member::new("nextToken", &NextToken), Member::new("maxResults", &MaxResults), ]);
    pub static DescribeImageScanFindingsResponse: Shape = Shape::structure("DescribeImageScanFindingsResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("imageId", &ImageIdentifier), Member::new("imageScanStatus", &ImageScanStatus), Member::new("imageScanFindings", &ImageScanFindings), Member::new("nextToken", &NextToken), ]);
    pub static DescribeImageSigningStatusRequest: Shape = Shape::structure("DescribeImageSigningStatusRequest", &[Member::new("repositoryName", &RepositoryName).required(), Member::new("imageId", &ImageIdentifier).required(), Member::new("registryId", &RegistryId), ]);
    pub static DescribeImageSigningStatusResponse: Shape = Shape::structure("DescribeImageSigningStatusResponse", &[Member::new("repositoryName", &RepositoryName), Member::new("imageId", &ImageIdentifier), Member::new("registryId", &RegistryId), Member::new("signingStatuses", &ImageSigningStatusList), ]);
    pub static DescribeImagesFilter: Shape = Shape::structure("DescribeImagesFilter", &[Member::new("tagStatus", &TagStatus), Member::new("imageStatus", &ImageStatusFilter), ]);
    pub static DescribeImagesRequest: Shape = Shape::structure("DescribeImagesRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("imageIds", &ImageIdentifierList), Member::new("nextToken", &NextToken), Member::new("maxResults", &MaxResults), Member::new("filter", &DescribeImagesFilter), ]);
    pub static DescribeImagesResponse: Shape = Shape::structure("DescribeImagesResponse", &[Member::new("imageDetails", &ImageDetailList), Member::new("nextToken", &NextToken), ]);
    pub static DescribePullThroughCacheRulesRequest: Shape = Shape::structure("DescribePullThroughCacheRulesRequest", &[Member::new("registryId", &RegistryId), Member::new("ecrRepositoryPrefixes", &PullThroughCacheRuleRepositoryPrefixList), Member::new("nextToken", &NextToken), Member::new("maxResults", &MaxResults), ]);
    pub static DescribePullThroughCacheRulesResponse: Shape = Shape::structure("DescribePullThroughCacheRulesResponse", &[Member::new("pullThroughCacheRules", &PullThroughCacheRuleList), Member::new("nextToken", &NextToken), ]);
    pub static DescribeRegistryRequest: Shape = Shape::structure("DescribeRegistryRequest", &[]);
    pub static DescribeRegistryResponse: Shape = Shape::structure("DescribeRegistryResponse", &[Member::new("registryId", &RegistryId), Member::new("replicationConfiguration", &ReplicationConfiguration), ]);
    pub static DescribeRepositoriesRequest: Shape = Shape::structure("DescribeRepositoriesRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryNames", &RepositoryNameList), Member::new("nextToken", &NextToken), Member::new("maxResults", &MaxResults), ]);
    pub static DescribeRepositoriesResponse: Shape = Shape::structure("DescribeRepositoriesResponse", &[Member::new("repositories", &RepositoryList), Member::new("nextToken", &NextToken), ]);
    pub static DescribeRepositoryCreationTemplatesRequest: Shape = Shape::structure("DescribeRepositoryCreationTemplatesRequest", &[Member::new("prefixes", &PrefixList), Member::new("nextToken", &NextToken), Member::new("maxResults", &MaxResults), ]);
    pub static DescribeRepositoryCreationTemplatesResponse: Shape = Shape::structure("DescribeRepositoryCreationTemplatesResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryCreationTemplates", &RepositoryCreationTemplateList), Member::new("nextToken", &NextToken), ]);
    pub static EmptyUploadException: Shape = Shape::structure("EmptyUploadException", &[Member::new("message", &ExceptionMessage), ]);
    pub static EncryptionConfiguration: Shape = Shape::structure("EncryptionConfiguration", &[Member::new("encryptionType", &EncryptionType).required(), Member::new("kmsKey", &KmsKey), ]);
    pub static EncryptionConfigurationForRepositoryCreationTemplate: Shape = Shape::structure("EncryptionConfigurationForRepositoryCreationTemplate", &[Member::new("encryptionType", &EncryptionType).required(), Member::new("kmsKey", &KmsKeyForRepositoryCreationTemplate), ]);
    pub static EncryptionType: Shape = Shape::new("EncryptionType", Kind::String).values(&["AES256", "KMS", "KMS_DSSE"]);
    pub static EnhancedImageScanFinding: Shape = Shape::structure("EnhancedImageScanFinding", &[Member::new("awsAccountId", &RegistryId), Member::new("description", &FindingDescription), Member::new("findingArn", &FindingArn), Member::new("firstObservedAt", &Date), Member::new("lastObservedAt", &Date), Member::new("packageVulnerabilityDetails", &PackageVulnerabilityDetails), Member::new("remediation", &Remediation), Member::new("resources", &ResourceList), Member::new("score", &Score), Member::new("scoreDetails", &ScoreDetails), Member::new("severity", &Severity), Member::new("status", &Status), Member::new("title", &Title), Member::new("type", &Type), Member::new("updatedAt", &Date), Member::new("fixAvailable", &FixAvailable), Member::new("exploitAvailable", &ExploitAvailable), ]);
    pub static EnhancedImageScanFindingList: Shape = Shape::new("EnhancedImageScanFindingList", Kind::List(Member::new("member", &EnhancedImageScanFinding)));
    pub static Epoch: Shape = Shape::new("Epoch", Kind::Integer);
    pub static EvaluationTimestamp: Shape = Shape::new("EvaluationTimestamp", Kind::Timestamp(None));
    pub static ExceptionMessage: Shape = Shape::new("ExceptionMessage", Kind::String);
    pub static ExclusionAlreadyExistsException: Shape = Shape::structure("ExclusionAlreadyExistsException", &[Member::new("message", &ExceptionMessage), ]);
    pub static ExclusionNotFoundException: Shape = Shape::structure("ExclusionNotFoundException", &[Member::new("message", &ExceptionMessage), ]);
    pub static ExpirationTimestamp: Shape = Shape::new("ExpirationTimestamp", Kind::Timestamp(None));
    pub static ExploitAvailable: Shape = Shape::new("ExploitAvailable", Kind::String);
    pub static FiftyMaxResults: Shape = Shape::new("FiftyMaxResults", Kind::Integer).min(1.0).max(50.0);
    pub static FilePath: Shape = Shape::new("FilePath", Kind::String);
    pub static FindingArn: Shape = Shape::new("FindingArn", Kind::String);
    pub static FindingDescription: Shape = Shape::new("FindingDescription", Kind::String);
    pub static FindingName: Shape = Shape::new("FindingName", Kind::String);
    pub static FindingSeverity: Shape = Shape::new("FindingSeverity", Kind::String).values(&["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL", "UNDEFINED"]);
    pub static FindingSeverityCounts: Shape = Shape::new("FindingSeverityCounts", Kind::Map(Member::new("key", &FindingSeverity), Member::new("value", &SeverityCount)));
    pub static FixAvailable: Shape = Shape::new("FixAvailable", Kind::String);
    pub static FixedInVersion: Shape = Shape::new("FixedInVersion", Kind::String);
    pub static ForceFlag: Shape = Shape::new("ForceFlag", Kind::Boolean);
    pub static GetAccountSettingRequest: Shape = Shape::structure("GetAccountSettingRequest", &[Member::new("name", &AccountSettingName).required(), ]);
    pub static GetAccountSettingResponse: Shape = Shape::structure("GetAccountSettingResponse", &[Member::new("name", &AccountSettingName), Member::new("value", &AccountSettingName), ]);
    pub static GetAuthorizationTokenRegistryIdList: Shape = Shape::new("GetAuthorizationTokenRegistryIdList", Kind::List(Member::new("member", &RegistryId))).min(1.0).max(10.0);
    pub static GetAuthorizationTokenRequest: Shape = Shape::structure("GetAuthorizationTokenRequest", &[Member::new("registryIds", &GetAuthorizationTokenRegistryIdList), ]);
    pub static GetAuthorizationTokenResponse: Shape = Shape::structure("GetAuthorizationTokenResponse", &[Member::new("authorizationData", &AuthorizationDataList), ]);
    pub static GetDownloadUrlForLayerRequest: Shape = Shape::structure("GetDownloadUrlForLayerRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("layerDigest", &LayerDigest).required(), ]);
    pub static GetDownloadUrlForLayerResponse: Shape = Shape::structure("GetDownloadUrlForLayerResponse", &[Member::new("downloadUrl", &Url), Member::new("layerDigest", &LayerDigest), ]);
    pub static GetLifecyclePolicyPreviewRequest: Shape = Shape::structure("GetLifecyclePolicyPreviewRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("imageIds", &ImageIdentifierList), Member::new("nextToken", &NextToken), Member::new("maxResults", &LifecyclePreviewMaxResults), Member::new("filter", &LifecyclePolicyPreviewFilter), ]);
    pub static GetLifecyclePolicyPreviewResponse: Shape = Shape::structure("GetLifecyclePolicyPreviewResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("lifecyclePolicyText", &LifecyclePolicyText), Member::new("status", &LifecyclePolicyPreviewStatus), Member::new("nextToken", &NextToken), Member::new("previewResults", &LifecyclePolicyPreviewResultList), Member::new("summary", &LifecyclePolicyPreviewSummary), ]);
    pub static GetLifecyclePolicyRequest: Shape = Shape::structure("GetLifecyclePolicyRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), ]);
    pub static GetLifecyclePolicyResponse: Shape = Shape::structure("GetLifecyclePolicyResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("lifecyclePolicyText", &LifecyclePolicyText), Member::new("lastEvaluatedAt", &EvaluationTimestamp), ]);
    pub static GetRegistryPolicyRequest: Shape = Shape::structure("GetRegistryPolicyRequest", &[]);
    pub static GetRegistryPolicyResponse: Shape = Shape::structure("GetRegistryPolicyResponse", &[Member::new("registryId", &RegistryId), Member::new("policyText", &RegistryPolicyText), ]);
    pub static GetRegistryScanningConfigurationRequest: Shape = Shape::structure("GetRegistryScanningConfigurationRequest", &[]);
    pub static GetRegistryScanningConfigurationResponse: Shape = Shape::structure("GetRegistryScanningConfigurationResponse", &[Member::new("registryId", &RegistryId), Member::new("scanningConfiguration", &RegistryScanningConfiguration), ]);
    pub static GetRepositoryPolicyRequest: Shape = Shape::structure("GetRepositoryPolicyRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), ]);
    pub static GetRepositoryPolicyResponse: Shape = Shape::structure("GetRepositoryPolicyResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("policyText", &RepositoryPolicyText), ]);
    pub static GetSigningConfigurationRequest: Shape = Shape::structure("GetSigningConfigurationRequest", &[]);
    pub static GetSigningConfigurationResponse: Shape = Shape::structure("GetSigningConfigurationResponse", &[Member::new("registryId", &RegistryId), Member::new("signingConfiguration", &SigningConfiguration), ]);
    pub static Image: Shape = Shape::structure("Image", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("imageId", &ImageIdentifier), Member::new("imageManifest", &ImageManifest), Member::new("imageManifestMediaType", &MediaType), ]);
    pub static ImageActionType: Shape = Shape::new("ImageActionType", Kind::String).values(&["EXPIRE", "TRANSITION"]);
    pub static ImageAlreadyExistsException: Shape = Shape::structure("ImageAlreadyExistsException", &[Member::new("message", &ExceptionMessage), ]);
    pub static ImageArchivedException: Shape = Shape::structure("ImageArchivedException", &[Member::new("message", &ExceptionMessage), ]);
    pub static ImageCount: Shape = Shape::new("ImageCount", Kind::Integer).min(0.0);
    pub static ImageDetail: Shape = Shape::structure("ImageDetail", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("imageDigest", &ImageDigest), Member::new("imageTags", &ImageTagList), Member::new("imageSizeInBytes", &ImageSizeInBytes), Member::new("imagePushedAt", &PushTimestamp), Member::new("imageScanStatus", &ImageScanStatus), Member::new("imageScanFindingsSummary", &ImageScanFindingsSummary), Member::new("imageManifestMediaType", &MediaType), Member::new("artifactMediaType", &MediaType), Member::new("lastRecordedPullTime", &RecordedPullTimestamp), Member::new("subjectManifestDigest", &ImageDigest), Member::new("imageStatus", &ImageStatus), Member::new("lastArchivedAt", &LastArchivedAtTimestamp), Member::new("lastActivatedAt", &LastActivatedAtTimestamp), ]);
    pub static ImageDetailList: Shape = Shape::new("ImageDetailList", Kind::List(Member::new("member", &ImageDetail)));
    pub static ImageDigest: Shape = Shape::new("ImageDigest", Kind::String);
    pub static ImageDigestDoesNotMatchException: Shape = Shape::structure("ImageDigestDoesNotMatchException", &[Member::new("message", &ExceptionMessage), ]);
    pub static ImageFailure: Shape = Shape::structure("ImageFailure", &[Member::new("imageId", &ImageIdentifier), Member::new("failureCode", &ImageFailureCode), Member::new("failureReason", &ImageFailureReason), ]);
    pub static ImageFailureCode: Shape = Shape::new("ImageFailureCode", Kind::String).values(&["InvalidImageDigest", "InvalidImageTag", "ImageTagDoesNotMatchDigest", "ImageNotFound", "MissingDigestAndTag", "ImageReferencedByManifestList", "KmsError", "UpstreamAccessDenied", "UpstreamTooManyRequests", "UpstreamUnavailable", "ImageInaccessible"]);
    pub static ImageFailureList: Shape = Shape::new("ImageFailureList", Kind::List(Member::new("member", &ImageFailure)));
    pub static ImageFailureReason: Shape = Shape::new("ImageFailureReason", Kind::String);
    pub static ImageIdentifier: Shape = Shape::structure("ImageIdentifier", &[Member::new("imageDigest", &ImageDigest), Member::new("imageTag", &ImageTag), ]);
    pub static ImageIdentifierList: Shape = Shape::new("ImageIdentifierList", Kind::List(Member::new("member", &ImageIdentifier))).min(1.0).max(100.0);
    pub static ImageList: Shape = Shape::new("ImageList", Kind::List(Member::new("member", &Image)));
    pub static ImageManifest: Shape = Shape::new("ImageManifest", Kind::String).min(1.0).max(4194304.0);
    pub static ImageNotFoundException: Shape = Shape::structure("ImageNotFoundException", &[Member::new("message", &ExceptionMessage), ]);
    pub static ImageReferrer: Shape = Shape::structure("ImageReferrer", &[Member::new("digest", &ImageDigest).required(), Member::new("mediaType", &MediaType).required(), Member::new("artifactType", &ArtifactType), Member::new("size", &ImageSizeInBytes).required(), Member::new("annotations", &Annotations), Member::new("artifactStatus", &ArtifactStatus), ]);
    pub static ImageReferrerList: Shape = Shape::new("ImageReferrerList", Kind::List(Member::new("member", &ImageReferrer)));
    pub static ImageReplicationStatus: Shape = Shape::structure("ImageReplicationStatus", &[Member::new("region", &Region), Member::new("registryId", &RegistryId), Member::new("status", &ReplicationStatus), Member::new("failureCode", &ReplicationError), ]);
    pub static ImageReplicationStatusList: Shape = Shape::new("ImageReplicationStatusList", Kind::List(Member::new("member", &ImageReplicationStatus)));
    pub static ImageScanFinding: Shape = Shape::structure("ImageScanFinding", &[Member::new("name", &FindingName), Member::new("description", &FindingDescription), Member::new("uri", &Url), Member::new("severity", &FindingSeverity), Member::new("attributes", &AttributeList), ]);
    pub static ImageScanFindingList: Shape = Shape::new("ImageScanFindingList", Kind::List(Member::new("member", &ImageScanFinding)));
    pub static ImageScanFindings: Shape = Shape::structure("ImageScanFindings", &[Member::new("imageScanCompletedAt", &ScanTimestamp), Member::new("vulnerabilitySourceUpdatedAt", &VulnerabilitySourceUpdateTimestamp), Member::new("findingSeverityCounts", &FindingSeverityCounts), Member::new("findings", &ImageScanFindingList), Member::new("enhancedFindings", &EnhancedImageScanFindingList), ]);
    pub static ImageScanFindingsSummary: Shape = Shape::structure("ImageScanFindingsSummary", &[Member::new("imageScanCompletedAt", &ScanTimestamp), Member::new("vulnerabilitySourceUpdatedAt", &VulnerabilitySourceUpdateTimestamp), Member::new("findingSeverityCounts", &FindingSeverityCounts), ]);
    pub static ImageScanStatus: Shape = Shape::structure("ImageScanStatus", &[Member::new("status", &ScanStatus), Member::new("description", &ScanStatusDescription), ]);
    pub static ImageScanningConfiguration: Shape = Shape::structure("ImageScanningConfiguration", &[Member::new("scanOnPush", &ScanOnPushFlag), ]);
    pub static ImageSigningStatus: Shape = Shape::structure("ImageSigningStatus", &[Member::new("signingProfileArn", &SigningProfileArn), Member::new("failureCode", &SigningStatusFailureCode), Member::new("failureReason", &SigningStatusFailureReason), Member::new("status", &SigningStatus), ]);
    pub static ImageSigningStatusList: Shape = Shape::new("ImageSigningStatusList", Kind::List(Member::new("member", &ImageSigningStatus)));
    pub static ImageSizeInBytes: Shape = Shape::new("ImageSizeInBytes", Kind::Long);
    pub static ImageStatus: Shape = Shape::new("ImageStatus", Kind::String).values(&["ACTIVE", "ARCHIVED", "ACTIVATING"]);
    pub static ImageStatusFilter: Shape = Shape::new("ImageStatusFilter", Kind::String).values(&["ACTIVE", "ARCHIVED", "ACTIVATING", "ANY"]);
    pub static ImageStorageClassUpdateNotSupportedException: Shape = Shape::structure("ImageStorageClassUpdateNotSupportedException", &[Member::new("message", &ExceptionMessage), ]);
    pub static ImageTag: Shape = Shape::new("ImageTag", Kind::String).min(1.0).max(300.0);
    pub static ImageTagAlreadyExistsException: Shape = Shape::structure("ImageTagAlreadyExistsException", &[Member::new("message", &ExceptionMessage), ]);
    pub static ImageTagList: Shape = Shape::new("ImageTagList", Kind::List(Member::new("member", &ImageTag)));
    pub static ImageTagMutability: Shape = Shape::new("ImageTagMutability", Kind::String).values(&["MUTABLE", "IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION", "MUTABLE_WITH_EXCLUSION"]);
    pub static ImageTagMutabilityExclusionFilter: Shape = Shape::structure("ImageTagMutabilityExclusionFilter", &[Member::new("filterType", &ImageTagMutabilityExclusionFilterType).required(), Member::new("filter", &ImageTagMutabilityExclusionFilterValue).required(), ]);
    pub static ImageTagMutabilityExclusionFilterType: Shape = Shape::new("ImageTagMutabilityExclusionFilterType", Kind::String).values(&["WILDCARD"]);
    static ImageTagMutabilityExclusionFilterValue_pattern: Pattern = Pattern::new("^[0-9a-zA-Z._*-]{1,128}$");
    pub static ImageTagMutabilityExclusionFilterValue: Shape = Shape::new("ImageTagMutabilityExclusionFilterValue", Kind::String).min(1.0).max(128.0).pattern(&ImageTagMutabilityExclusionFilterValue_pattern);
    pub static ImageTagMutabilityExclusionFilters: Shape = Shape::new("ImageTagMutabilityExclusionFilters", Kind::List(Member::new("member", &ImageTagMutabilityExclusionFilter))).min(1.0).max(5.0);
    pub static ImageTagsList: Shape = Shape::new("ImageTagsList", Kind::List(Member::new("member", &ImageTag)));
    pub static InUseCount: Shape = Shape::new("InUseCount", Kind::Long).min(0.0);
    pub static InitiateLayerUploadRequest: Shape = Shape::structure("InitiateLayerUploadRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), ]);
    pub static InitiateLayerUploadResponse: Shape = Shape::structure("InitiateLayerUploadResponse", &[Member::new("uploadId", &UploadId), Member::new("partSize", &PartSize), ]);
    pub static InvalidLayerException: Shape = Shape::structure("InvalidLayerException", &[Member::new("message", &ExceptionMessage), ]);
    pub static InvalidLayerPartException: Shape = Shape::structure("InvalidLayerPartException", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("uploadId", &UploadId), Member::new("lastValidByteReceived", &PartSize), Member::new("message", &ExceptionMessage), ]);
    pub static InvalidParameterException: Shape = Shape::structure("InvalidParameterException", &[Member::new("message", &ExceptionMessage), ]);
    pub static InvalidTagParameterException: Shape = Shape::structure("InvalidTagParameterException", &[Member::new("message", &ExceptionMessage), ]);
    pub static IsPTCRuleValid: Shape = Shape::new("IsPTCRuleValid", Kind::Boolean);
    pub static KmsError: Shape = Shape::new("KmsError", Kind::String);
    pub static KmsException: Shape = Shape::structure("KmsException", &[Member::new("message", &ExceptionMessage), Member::new("kmsError", &KmsError), ]);
    pub static KmsKey: Shape = Shape::new("KmsKey", Kind::String).min(1.0).max(2048.0);
    static KmsKeyForRepositoryCreationTemplate_pattern: Pattern = Pattern::new("^$|arn:aws[a-z0-9-]*:kms:[a-z0-9-]+:[0-9]{12}:key\\/[a-z0-9-]+");
    pub static KmsKeyForRepositoryCreationTemplate: Shape = Shape::new("KmsKeyForRepositoryCreationTemplate", Kind::String).min(0.0).max(2048.0).pattern(&KmsKeyForRepositoryCreationTemplate_pattern);
    pub static LastActivatedAtTimestamp: Shape = Shape::new("LastActivatedAtTimestamp", Kind::Timestamp(None));
    pub static LastArchivedAtTimestamp: Shape = Shape::new("LastArchivedAtTimestamp", Kind::Timestamp(None));
    pub static Layer: Shape = Shape::structure("Layer", &[Member::new("layerDigest", &LayerDigest), Member::new("layerAvailability", &LayerAvailability), Member::new("layerSize", &LayerSizeInBytes), Member::new("mediaType", &MediaType), ]);
    pub static LayerAlreadyExistsException: Shape = Shape::structure("LayerAlreadyExistsException", &[Member::new("message", &ExceptionMessage), ]);
    pub static LayerAvailability: Shape = Shape::new("LayerAvailability", Kind::String).values(&["AVAILABLE", "UNAVAILABLE", "ARCHIVED"]);
    static LayerDigest_pattern: Pattern = Pattern::new("[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+");
    pub static LayerDigest: Shape = Shape::new("LayerDigest", Kind::String).pattern(&LayerDigest_pattern);
    pub static LayerDigestList: Shape = Shape::new("LayerDigestList", Kind::List(Member::new("member", &LayerDigest))).min(1.0).max(100.0);
    pub static LayerFailure: Shape = Shape::structure("LayerFailure", &[Member::new("layerDigest", &BatchedOperationLayerDigest), Member::new("failureCode", &LayerFailureCode), Member::new("failureReason", &LayerFailureReason), ]);
    pub static LayerFailureCode: Shape = Shape::new("LayerFailureCode", Kind::String).values(&["InvalidLayerDigest", "MissingLayerDigest"]);
    pub static LayerFailureList: Shape = Shape::new("LayerFailureList", Kind::List(Member::new("member", &LayerFailure)));
    pub static LayerFailureReason: Shape = Shape::new("LayerFailureReason", Kind::String);
    pub static LayerInaccessibleException: Shape = Shape::structure("LayerInaccessibleException", &[Member::new("message", &ExceptionMessage), ]);
    pub static LayerList: Shape = Shape::new("LayerList", Kind::List(Member::new("member", &Layer)));
    pub static LayerPartBlob: Shape = Shape::new("LayerPartBlob", Kind::Blob).min(0.0).max(20971520.0);
    pub static LayerPartTooSmallException: Shape = Shape::structure("LayerPartTooSmallException", &[Member::new("message", &ExceptionMessage), ]);
    pub static LayerSizeInBytes: Shape = Shape::new("LayerSizeInBytes", Kind::Long);
    pub static LayersNotFoundException: Shape = Shape::structure("LayersNotFoundException", &[Member::new("message", &ExceptionMessage), ]);
    pub static LifecyclePolicyNotFoundException: Shape = Shape::structure("LifecyclePolicyNotFoundException", &[Member::new("message", &ExceptionMessage), ]);
    pub static LifecyclePolicyPreviewFilter: Shape = Shape::structure("LifecyclePolicyPreviewFilter", &[Member::new("tagStatus", &TagStatus), ]);
    pub static LifecyclePolicyPreviewInProgressException: Shape = Shape::structure("LifecyclePolicyPreviewInProgressException", &[Member::new("message", &ExceptionMessage), ]);
    pub static LifecyclePolicyPreviewNotFoundException: Shape = Shape::structure("LifecyclePolicyPreviewNotFoundException", &[Member::new("message", &ExceptionMessage), ]);
    pub static LifecyclePolicyPreviewResult: Shape = Shape::structure("LifecyclePolicyPreviewResult", &[Member::new("imageTags", &ImageTagList), Member::new("imageDigest", &ImageDigest), Member::new("imagePushedAt", &PushTimestamp), Member::new("action", &LifecyclePolicyRuleAction), Member::new("appliedRulePriority", &LifecyclePolicyRulePriority), Member::new("storageClass", &LifecyclePolicyStorageClass), ]);
    pub static LifecyclePolicyPreviewResultList: Shape = Shape::new("LifecyclePolicyPreviewResultList", Kind::List(Member::new("member", &LifecyclePolicyPreviewResult)));
    pub static LifecyclePolicyPreviewStatus: Shape = Shape::new("LifecyclePolicyPreviewStatus", Kind::String).values(&["IN_PROGRESS", "COMPLETE", "EXPIRED", "FAILED"]);
    pub static LifecyclePolicyPreviewSummary: Shape = Shape::structure("LifecyclePolicyPreviewSummary", &[Member::new("expiringImageTotalCount", &ImageCount), Member::new("transitioningImageTotalCounts", &TransitioningImageTotalCounts), ]);
    pub static LifecyclePolicyRuleAction: Shape = Shape::structure("LifecyclePolicyRuleAction", &[Member::new("type", &ImageActionType), Member::new("targetStorageClass", &LifecyclePolicyTargetStorageClass), ]);
    pub static LifecyclePolicyRulePriority: Shape = Shape::new("LifecyclePolicyRulePriority", Kind::Integer).min(1.0);
    pub static LifecyclePolicyStorageClass: Shape = Shape::new("LifecyclePolicyStorageClass", Kind::String).values(&["ARCHIVE", "STANDARD"]);
    pub static LifecyclePolicyTargetStorageClass: Shape = Shape::new("LifecyclePolicyTargetStorageClass", Kind::String).values(&["ARCHIVE"]);
    pub static LifecyclePolicyText: Shape = Shape::new("LifecyclePolicyText", Kind::String).min(100.0).max(30720.0);
    pub static LifecyclePolicyTextForRepositoryCreationTemplate: Shape = Shape::new("LifecyclePolicyTextForRepositoryCreationTemplate", Kind::String).min(0.0).max(30720.0);
    pub static LifecyclePreviewMaxResults: Shape = Shape::new("LifecyclePreviewMaxResults", Kind::Integer).min(1.0).max(100.0);
    pub static LimitExceededException: Shape = Shape::structure("LimitExceededException", &[Member::new("message", &ExceptionMessage), ]);
    pub static ListImageReferrersFilter: Shape = Shape::structure("ListImageReferrersFilter", &[Member::new("artifactTypes", &ArtifactTypeList), Member::new("artifactStatus", &ArtifactStatusFilter), ]);
    pub static ListImageReferrersRequest: Shape = Shape::structure("ListImageReferrersRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("subjectId", &SubjectIdentifier).required(), Member::new("filter", &ListImageReferrersFilter), Member::new("nextToken", &NextToken), Member::new("maxResults", &FiftyMaxResults), ]);
    pub static ListImageReferrersResponse: Shape = Shape::structure("ListImageReferrersResponse", &[Member::new("referrers", &ImageReferrerList), Member::new("nextToken", &NextToken), ]);
    pub static ListImagesFilter: Shape = Shape::structure("ListImagesFilter", &[Member::new("tagStatus", &TagStatus), Member::new("imageStatus", &ImageStatusFilter), ]);
    pub static ListImagesRequest: Shape = Shape::structure("ListImagesRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("nextToken", &NextToken), Member::new("maxResults", &MaxResults), Member::new("filter", &ListImagesFilter), ]);
    pub static ListImagesResponse: Shape = Shape::structure("ListImagesResponse", &[Member::new("imageIds", &ImageIdentifierList), Member::new("nextToken", &NextToken), ]);
    pub static ListPullTimeUpdateExclusionsRequest: Shape = Shape::structure("ListPullTimeUpdateExclusionsRequest", &[Member::new("maxResults", &MaxResults), Member::new("nextToken", &NextToken), ]);
    pub static ListPullTimeUpdateExclusionsResponse: Shape = Shape::structure("ListPullTimeUpdateExclusionsResponse", &[Member::new("pullTimeUpdateExclusions", &PullTimeUpdateExclusionList), Member::new("nextToken", &NextToken), ]);
    pub static ListTagsForResourceRequest: Shape = Shape::structure("ListTagsForResourceRequest", &[Member::new("resourceArn", &Arn).required(), ]);
    pub static ListTagsForResourceResponse: Shape = Shape::structure("ListTagsForResourceResponse", &[Member::new("tags", &TagList), ]);
    pub static MaxResults: Shape = Shape::new("MaxResults", Kind::Integer).min(1.0).max(1000.0);
    pub static MediaType: Shape = Shape::new("MediaType", Kind::String);
    pub static MediaTypeList: Shape = Shape::new("MediaTypeList", Kind::List(Member::new("member", &MediaType))).min(1.0).max(100.0);
    pub static Metric: Shape = Shape::new("Metric", Kind::String);
    pub static NextToken: Shape = Shape::new("NextToken", Kind::String);
    pub static PTCValidateFailure: Shape = Shape::new("PTCValidateFailure", Kind::String);
    pub static PackageManager: Shape = Shape::new("PackageManager", Kind::String);
    pub static PackageVulnerabilityDetails: Shape = Shape::structure("PackageVulnerabilityDetails", &[Member::new("cvss", &CvssScoreList), Member::new("referenceUrls", &ReferenceUrlsList), Member::new("relatedVulnerabilities", &RelatedVulnerabilitiesList), Member::new("source", &Source), Member::new("sourceUrl", &Url), Member::new("vendorCreatedAt", &Date), Member::new("vendorSeverity", &Severity), Member::new("vendorUpdatedAt", &Date), Member::new("vulnerabilityId", &VulnerabilityId), Member::new("vulnerablePackages", &VulnerablePackagesList), ]);
    pub static PartSize: Shape = Shape::new("PartSize", Kind::Long).min(0.0);
    pub static Platform: Shape = Shape::new("Platform", Kind::String);
    static Prefix_pattern: Pattern = Pattern::new("^([a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*\\/?|ROOT)$");
    pub static Prefix: Shape = Shape::new("Prefix", Kind::String).min(1.0).max(256.0).pattern(&Prefix_pattern);
    pub static PrefixList: Shape = Shape::new("PrefixList", Kind::List(Member::new("member", &Prefix)));
    static PrincipalArn_pattern: Pattern = Pattern::new("^arn:aws(-[a-z]+)*:iam::[0-9]{12}:(role|user)/[\\w+=,.@-]+(/[\\w+=,.@-]+)*$");
    pub static PrincipalArn: Shape = Shape::new("PrincipalArn", Kind::String).max(200.0).pattern(&PrincipalArn_pattern);
    pub static ProxyEndpoint: Shape = Shape::new("ProxyEndpoint", Kind::String);
    pub static PullThroughCacheRule: Shape = Shape::structure("PullThroughCacheRule", &[Member::new("ecrRepositoryPrefix", &PullThroughCacheRuleRepositoryPrefix), Member::new("upstreamRegistryUrl", &Url), Member::new("createdAt", &CreationTimestamp), Member::new("registryId", &RegistryId), Member::new("credentialArn", &CredentialArn), Member::new("customRoleArn", &CustomRoleArn), Member::new("upstreamRepositoryPrefix", &PullThroughCacheRuleRepositoryPrefix), Member::new("upstreamRegistry", &UpstreamRegistry), Member::new("updatedAt", &UpdatedTimestamp), ]);
    pub static PullThroughCacheRuleAlreadyExistsException: Shape = Shape::structure("PullThroughCacheRuleAlreadyExistsException", &[Member::new("message", &ExceptionMessage), ]);
    pub static PullThroughCacheRuleList: Shape = Shape::new("PullThroughCacheRuleList", Kind::List(Member::new("member", &PullThroughCacheRule)));
    pub static PullThroughCacheRuleNotFoundException: Shape = Shape::structure("PullThroughCacheRuleNotFoundException", &[Member::new("message", &ExceptionMessage), ]);
    static PullThroughCacheRuleRepositoryPrefix_pattern: Pattern = Pattern::new("^([a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*\\/?|ROOT)$");
    pub static PullThroughCacheRuleRepositoryPrefix: Shape = Shape::new("PullThroughCacheRuleRepositoryPrefix", Kind::String).min(2.0).max(30.0).pattern(&PullThroughCacheRuleRepositoryPrefix_pattern);
    pub static PullThroughCacheRuleRepositoryPrefixList: Shape = Shape::new("PullThroughCacheRuleRepositoryPrefixList", Kind::List(Member::new("member", &PullThroughCacheRuleRepositoryPrefix))).min(1.0).max(100.0);
    pub static PullTimeUpdateExclusionList: Shape = Shape::new("PullTimeUpdateExclusionList", Kind::List(Member::new("member", &PrincipalArn))).min(0.0).max(100.0);
    pub static PushTimestamp: Shape = Shape::new("PushTimestamp", Kind::Timestamp(None));
    pub static PutAccountSettingRequest: Shape = Shape::structure("PutAccountSettingRequest", &[Member::new("name", &AccountSettingName).required(), Member::new("value", &AccountSettingValue).required(), ]);
    pub static PutAccountSettingResponse: Shape = Shape::structure("PutAccountSettingResponse", &[Member::new("name", &AccountSettingName), Member::new("value", &AccountSettingValue), ]);
    pub static PutImageRequest: Shape = Shape::structure("PutImageRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("imageManifest", &ImageManifest).required(), Member::new("imageManifestMediaType", &MediaType), Member::new("imageTag", &ImageTag), Member::new("imageDigest", &ImageDigest), ]);
    pub static PutImageResponse: Shape = Shape::structure("PutImageResponse", &[Member::new("image", &Image), ]);
    pub static PutImageScanningConfigurationRequest: Shape = Shape::structure("PutImageScanningConfigurationRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("imageScanningConfiguration", &ImageScanningConfiguration).required(), ]);
    pub static PutImageScanningConfigurationResponse: Shape = Shape::structure("PutImageScanningConfigurationResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("imageScanningConfiguration", &ImageScanningConfiguration), ]);
    pub static PutImageTagMutabilityRequest: Shape = Shape::structure("PutImageTagMutabilityRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("imageTagMutability", &ImageTagMutability).required(), Member::new("imageTagMutabilityExclusionFilters", &ImageTagMutabilityExclusionFilters), ]);
    pub static PutImageTagMutabilityResponse: Shape = Shape::structure("PutImageTagMutabilityResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("imageTagMutability", &ImageTagMutability), Member::new("imageTagMutabilityExclusionFilters", &ImageTagMutabilityExclusionFilters), ]);
    pub static PutLifecyclePolicyRequest: Shape = Shape::structure("PutLifecyclePolicyRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("lifecyclePolicyText", &LifecyclePolicyText).required(), ]);
    pub static PutLifecyclePolicyResponse: Shape = Shape::structure("PutLifecyclePolicyResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("lifecyclePolicyText", &LifecyclePolicyText), ]);
    pub static PutRegistryPolicyRequest: Shape = Shape::structure("PutRegistryPolicyRequest", &[Member::new("policyText", &RegistryPolicyText).required(), ]);
    pub static PutRegistryPolicyResponse: Shape = Shape::structure("PutRegistryPolicyResponse", &[Member::new("registryId", &RegistryId), Member::new("policyText", &RegistryPolicyText), ]);
    pub static PutRegistryScanningConfigurationRequest: Shape = Shape::structure("PutRegistryScanningConfigurationRequest", &[Member::new("scanType", &ScanType), Member::new("rules", &RegistryScanningRuleList), ]);
    pub static PutRegistryScanningConfigurationResponse: Shape = Shape::structure("PutRegistryScanningConfigurationResponse", &[Member::new("registryScanningConfiguration", &RegistryScanningConfiguration), ]);
    pub static PutReplicationConfigurationRequest: Shape = Shape::structure("PutReplicationConfigurationRequest", &[Member::new("replicationConfiguration", &ReplicationConfiguration).required(), ]);
    pub static PutReplicationConfigurationResponse: Shape = Shape::structure("PutReplicationConfigurationResponse", &[Member::new("replicationConfiguration", &ReplicationConfiguration), ]);
    pub static PutSigningConfigurationRequest: Shape = Shape::structure("PutSigningConfigurationRequest", &[Member::new("signingConfiguration", &SigningConfiguration).required(), ]);
    pub static PutSigningConfigurationResponse: Shape = Shape::structure("PutSigningConfigurationResponse", &[Member::new("signingConfiguration", &SigningConfiguration), ]);
    pub static RCTAppliedFor: Shape = Shape::new("RCTAppliedFor", Kind::String).values(&["REPLICATION", "PULL_THROUGH_CACHE", "CREATE_ON_PUSH"]);
    pub static RCTAppliedForList: Shape = Shape::new("RCTAppliedForList", Kind::List(Member::new("member", &RCTAppliedFor)));
    pub static Reason: Shape = Shape::new("Reason", Kind::String);
    pub static Recommendation: Shape = Shape::structure("Recommendation", &[Member::new("url", &Url), Member::new("text", &RecommendationText), ]);
    pub static RecommendationText: Shape = Shape::new("RecommendationText", Kind::String);
    pub static RecordedPullTimestamp: Shape = Shape::new("RecordedPullTimestamp", Kind::Timestamp(None));
    pub static ReferenceUrlsList: Shape = Shape::new("ReferenceUrlsList", Kind::List(Member::new("member", &Url)));
    pub static ReferencedImagesNotFoundException: Shape = Shape::structure("ReferencedImagesNotFoundException", &[Member::new("message", &ExceptionMessage), ]);
    static Region_pattern: Pattern = Pattern::new("[0-9a-z-]{2,25}");
    pub static Region: Shape = Shape::new("Region", Kind::String).min(2.0).max(25.0).pattern(&Region_pattern);
    pub static RegisterPullTimeUpdateExclusionRequest: Shape = Shape::structure("RegisterPullTimeUpdateExclusionRequest", &[Member::new("principalArn", &PrincipalArn).required(), ]);
    pub static RegisterPullTimeUpdateExclusionResponse: Shape = Shape::structure("RegisterPullTimeUpdateExclusionResponse", &[Member::new("principalArn", &PrincipalArn), Member::new("createdAt", &CreationTimestamp), ]);
    static RegistryId_pattern: Pattern = Pattern::new("[0-9]{12}");
    pub static RegistryId: Shape = Shape::new("RegistryId", Kind::String).pattern(&RegistryId_pattern);
    pub static RegistryPolicyNotFoundException: Shape = Shape::structure("RegistryPolicyNotFoundException", &[Member::new("message", &ExceptionMessage), ]);
    pub static RegistryPolicyText: Shape = Shape::new("RegistryPolicyText", Kind::String).min(0.0).max(10240.0);
    pub static RegistryScanningConfiguration: Shape = Shape::structure("RegistryScanningConfiguration", &[Member::new("scanType", &ScanType), Member::new("rules", &RegistryScanningRuleList), ]);
    pub static RegistryScanningRule: Shape = Shape::structure("RegistryScanningRule", &[Member::new("scanFrequency", &ScanFrequency).required(), Member::new("repositoryFilters", &ScanningRepositoryFilterList).required(), ]);
    pub static RegistryScanningRuleList: Shape = Shape::new("RegistryScanningRuleList", Kind::List(Member::new("member", &RegistryScanningRule))).min(0.0).max(2.0);
    pub static RelatedVulnerabilitiesList: Shape = Shape::new("RelatedVulnerabilitiesList", Kind::List(Member::new("member", &RelatedVulnerability)));
    pub static RelatedVulnerability: Shape = Shape::new("RelatedVulnerability", Kind::String);
    pub static Release: Shape = Shape::new("Release", Kind::String);
    pub static Remediation: Shape = Shape::structure("Remediation", &[Member::new("recommendation", &Recommendation), ]);
    pub static ReplicationConfiguration: Shape = Shape::structure("ReplicationConfiguration", &[Member::new("rules", &ReplicationRuleList).required(), ]);
    pub static ReplicationDestination: Shape = Shape::structure("ReplicationDestination", &[Member::new("region", &Region).required(), Member::new("registryId", &RegistryId).required(), ]);
    pub static ReplicationDestinationList: Shape = Shape::new("ReplicationDestinationList", Kind::List(Member::new("member", &ReplicationDestination))).min(0.0).max(100.0);
    pub static ReplicationError: Shape = Shape::new("ReplicationError", Kind::String);
    pub static ReplicationRule: Shape = Shape::structure("ReplicationRule", &[Member::new("destinations", &ReplicationDestinationList).required(), Member::new("repositoryFilters", &RepositoryFilterList), ]);
    pub static ReplicationRuleList: Shape = Shape::new("ReplicationRuleList", Kind::List(Member::new("member", &ReplicationRule))).min(0.0).max(10.0);
    pub static ReplicationStatus: Shape = Shape::new("ReplicationStatus", Kind::String).values(&["IN_PROGRESS", "COMPLETE", "FAILED"]);
    pub static Repository: Shape = Shape::structure("Repository", &[Member::new("repositoryArn", &Arn), Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("repositoryUri", &Url), Member::new("createdAt", &CreationTimestamp), Member::new("imageTagMutability", &ImageTagMutability), Member::new("imageTagMutabilityExclusionFilters", &ImageTagMutabilityExclusionFilters), Member::new("imageScanningConfiguration", &ImageScanningConfiguration), Member::new("encryptionConfiguration", &EncryptionConfiguration), ]);
    pub static RepositoryAlreadyExistsException: Shape = Shape::structure("RepositoryAlreadyExistsException", &[Member::new("message", &ExceptionMessage), ]);
    pub static RepositoryCreationTemplate: Shape = Shape::structure("RepositoryCreationTemplate", &[Member::new("prefix", &Prefix), Member::new("description", &RepositoryTemplateDescription), Member::new("encryptionConfiguration", &EncryptionConfigurationForRepositoryCreationTemplate), Member::new("resourceTags", &TagList), Member::new("imageTagMutability", &ImageTagMutability), Member::new("imageTagMutabilityExclusionFilters", &ImageTagMutabilityExclusionFilters), Member::new("repositoryPolicy", &RepositoryPolicyText), Member::new("lifecyclePolicy", &LifecyclePolicyTextForRepositoryCreationTemplate), Member::new("appliedFor", &RCTAppliedForList), Member::new("customRoleArn", &CustomRoleArn), Member::new("createdAt", &Date), Member::new("updatedAt", &Date), ]);
    pub static RepositoryCreationTemplateList: Shape = Shape::new("RepositoryCreationTemplateList", Kind::List(Member::new("member", &RepositoryCreationTemplate)));
    pub static RepositoryFilter: Shape = Shape::structure("RepositoryFilter", &[Member::new("filter", &RepositoryFilterValue).required(), Member::new("filterType", &RepositoryFilterType).required(), ]);
    pub static RepositoryFilterList: Shape = Shape::new("RepositoryFilterList", Kind::List(Member::new("member", &RepositoryFilter))).min(1.0).max(100.0);
    pub static RepositoryFilterType: Shape = Shape::new("RepositoryFilterType", Kind::String).values(&["PREFIX_MATCH"]);
    static RepositoryFilterValue_pattern: Pattern = Pattern::new("^(?:[a-z0-9]+(?:[._-][a-z0-9]*)*/)*[a-z0-9]*(?:[._-][a-z0-9]*)*$");
    pub static RepositoryFilterValue: Shape = Shape::new("RepositoryFilterValue", Kind::String).min(2.0).max(256.0).pattern(&RepositoryFilterValue_pattern);
    pub static RepositoryList: Shape = Shape::new("RepositoryList", Kind::List(Member::new("member", &Repository)));
    static RepositoryName_pattern: Pattern = Pattern::new("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");
    pub static RepositoryName: Shape = Shape::new("RepositoryName", Kind::String).min(2.0).max(256.0).pattern(&RepositoryName_pattern);
    pub static RepositoryNameList: Shape = Shape::new("RepositoryNameList", Kind::List(Member::new("member", &RepositoryName))).min(1.0).max(100.0);
    pub static RepositoryNotEmptyException: Shape = Shape::structure("RepositoryNotEmptyException", &[Member::new("message", &ExceptionMessage), ]);
    pub static RepositoryNotFoundException: Shape = Shape::structure("RepositoryNotFoundException", &[Member::new("message", &ExceptionMessage), ]);
    pub static RepositoryPolicyNotFoundException: Shape = Shape::structure("RepositoryPolicyNotFoundException", &[Member::new("message", &ExceptionMessage), ]);
    pub static RepositoryPolicyText: Shape = Shape::new("RepositoryPolicyText", Kind::String).min(0.0).max(10240.0);
    pub static RepositoryScanningConfiguration: Shape = Shape::structure("RepositoryScanningConfiguration", &[Member::new("repositoryArn", &Arn), Member::new("repositoryName", &RepositoryName), Member::new("scanOnPush", &ScanOnPushFlag), Member::new("scanFrequency", &ScanFrequency), Member::new("appliedScanFilters", &ScanningRepositoryFilterList), ]);
    pub static RepositoryScanningConfigurationFailure: Shape = Shape::structure("RepositoryScanningConfigurationFailure", &[Member::new("repositoryName", &RepositoryName), Member::new("failureCode", &ScanningConfigurationFailureCode), Member::new("failureReason", &ScanningConfigurationFailureReason), ]);
    pub static RepositoryScanningConfigurationFailureList: Shape = Shape::new("RepositoryScanningConfigurationFailureList", Kind::List(Member::new("member", &RepositoryScanningConfigurationFailure)));
    pub static RepositoryScanningConfigurationList: Shape = Shape::new("RepositoryScanningConfigurationList", Kind::List(Member::new("member", &RepositoryScanningConfiguration)));
    pub static RepositoryTemplateDescription: Shape = Shape::new("RepositoryTemplateDescription", Kind::String).max(256.0);
    pub static Resource: Shape = Shape::structure("Resource", &[Member::new("details", &ResourceDetails), Member::new("id", &ResourceId), Member::new("tags", &Tags), Member::new("type", &Type), ]);
    pub static ResourceDetails: Shape = Shape::structure("ResourceDetails", &[Member::new("awsEcrContainerImage", &AwsEcrContainerImageDetails), ]);
    pub static ResourceId: Shape = Shape::new("ResourceId", Kind::String);
    pub static ResourceList: Shape = Shape::new("ResourceList", Kind::List(Member::new("member", &Resource)));
    pub static ScanFrequency: Shape = Shape::new("ScanFrequency", Kind::String).values(&["SCAN_ON_PUSH", "CONTINUOUS_SCAN", "MANUAL"]);
    pub static ScanNotFoundException: Shape = Shape::structure("ScanNotFoundException", &[Member::new("message", &ExceptionMessage), ]);
    pub static ScanOnPushFlag: Shape = Shape::new("ScanOnPushFlag", Kind::Boolean);
    pub static ScanStatus: Shape = Shape::new("ScanStatus", Kind::String).values(&["IN_PROGRESS", "COMPLETE", "FAILED", "UNSUPPORTED_IMAGE", "ACTIVE", "PENDING", "SCAN_ELIGIBILITY_EXPIRED", "FINDINGS_UNAVAILABLE", "LIMIT_EXCEEDED", "IMAGE_ARCHIVED"]);
    pub static ScanStatusDescription: Shape = Shape::new("ScanStatusDescription", Kind::String);
    pub static ScanTimestamp: Shape = Shape::new("ScanTimestamp", Kind::Timestamp(None));
    pub static ScanType: Shape = Shape::new("ScanType", Kind::String).values(&["BASIC", "ENHANCED"]);
    pub static ScanningConfigurationFailureCode: Shape = Shape::new("ScanningConfigurationFailureCode", Kind::String).values(&["REPOSITORY_NOT_FOUND"]);
    pub static ScanningConfigurationFailureReason: Shape = Shape::new("ScanningConfigurationFailureReason", Kind::String);
    pub static ScanningConfigurationRepositoryNameList: Shape = Shape::new("ScanningConfigurationRepositoryNameList", Kind::List(Member::new("member", &RepositoryName))).min(1.0).max(25.0);
    pub static ScanningRepositoryFilter: Shape = Shape::structure("ScanningRepositoryFilter", &[Member::new("filter", &ScanningRepositoryFilterValue).required(), Member::new("filterType", &ScanningRepositoryFilterType).required(), ]);
    pub static ScanningRepositoryFilterList: Shape = Shape::new("ScanningRepositoryFilterList", Kind::List(Member::new("member", &ScanningRepositoryFilter))).min(0.0).max(100.0);
    pub static ScanningRepositoryFilterType: Shape = Shape::new("ScanningRepositoryFilterType", Kind::String).values(&["WILDCARD"]);
    static ScanningRepositoryFilterValue_pattern: Pattern = Pattern::new("^[a-z0-9*](?:[._\\-/a-z0-9*]?[a-z0-9*]+)*$");
    pub static ScanningRepositoryFilterValue: Shape = Shape::new("ScanningRepositoryFilterValue", Kind::String).min(1.0).max(255.0).pattern(&ScanningRepositoryFilterValue_pattern);
    pub static Score: Shape = Shape::new("Score", Kind::Float);
    pub static ScoreDetails: Shape = Shape::structure("ScoreDetails", &[Member::new("cvss", &CvssScoreDetails), ]);
    pub static ScoringVector: Shape = Shape::new("ScoringVector", Kind::String);
    pub static SecretNotFoundException: Shape = Shape::structure("SecretNotFoundException", &[Member::new("message", &ExceptionMessage), ]);
    pub static ServerException: Shape = Shape::structure("ServerException", &[Member::new("message", &ExceptionMessage), ]);
    pub static SetRepositoryPolicyRequest: Shape = Shape::structure("SetRepositoryPolicyRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("policyText", &RepositoryPolicyText).required(), Member::new("force", &ForceFlag), ]);
    pub static SetRepositoryPolicyResponse: Shape = Shape::structure("SetRepositoryPolicyResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("policyText", &RepositoryPolicyText), ]);
    pub static Severity: Shape = Shape::new("Severity", Kind::String);
    pub static SeverityCount: Shape = Shape::new("SeverityCount", Kind::Integer).min(0.0);
    pub static SigningConfiguration: Shape = Shape::structure("SigningConfiguration", &[Member::new("rules", &SigningRuleList).required(), ]);
    pub static SigningConfigurationNotFoundException: Shape = Shape::structure("SigningConfigurationNotFoundException", &[Member::new("message", &ExceptionMessage), ]);
    static SigningProfileArn_pattern: Pattern = Pattern::new("^arn:aws(-[a-z]+)*:signer:[a-z0-9-]+:[0-9]{12}:\\/signing-profiles\\/[a-zA-Z0-9_]{2,}$");
    pub static SigningProfileArn: Shape = Shape::new("SigningProfileArn", Kind::String).max(200.0).pattern(&SigningProfileArn_pattern);
    pub static SigningRepositoryFilter: Shape = Shape::structure("SigningRepositoryFilter", &[Member::new("filter", &SigningRepositoryFilterValue).required(), Member::new("filterType", &SigningRepositoryFilterType).required(), ]);
    pub static SigningRepositoryFilterList: Shape = Shape::new("SigningRepositoryFilterList", Kind::List(Member::new("member", &SigningRepositoryFilter))).min(1.0).max(100.0);
    pub static SigningRepositoryFilterType: Shape = Shape::new("SigningRepositoryFilterType", Kind::String).values(&["WILDCARD_MATCH"]);
    static SigningRepositoryFilterValue_pattern: Pattern = Pattern::new("^(?:[a-z0-9*]+(?:[._-][a-z0-9*]+)*/)*[a-z0-9*]+(?:[._-][a-z0-9*]+)*$");
    pub static SigningRepositoryFilterValue: Shape = Shape::new("SigningRepositoryFilterValue", Kind::String).min(1.0).max(256.0).pattern(&SigningRepositoryFilterValue_pattern);
    pub static SigningRule: Shape = Shape::structure("SigningRule", &[Member::new("signingProfileArn", &SigningProfileArn).required(), Member::new("repositoryFilters", &SigningRepositoryFilterList), ]);
    pub static SigningRuleList: Shape = Shape::new("SigningRuleList", Kind::List(Member::new("member", &SigningRule))).min(0.0).max(10.0);
    pub static SigningStatus: Shape = Shape::new("SigningStatus", Kind::String).values(&["IN_PROGRESS", "COMPLETE", "FAILED"]);
    pub static SigningStatusFailureCode: Shape = Shape::new("SigningStatusFailureCode", Kind::String);
    pub static SigningStatusFailureReason: Shape = Shape::new("SigningStatusFailureReason", Kind::String);
    pub static Source: Shape = Shape::new("Source", Kind::String);
    pub static SourceLayerHash: Shape = Shape::new("SourceLayerHash", Kind::String);
    pub static StartImageScanRequest: Shape = Shape::structure("StartImageScanRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("imageId", &ImageIdentifier).required(), ]);
    pub static StartImageScanResponse: Shape = Shape::structure("StartImageScanResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("imageId", &ImageIdentifier), Member::new("imageScanStatus", &ImageScanStatus), ]);
    pub static StartLifecyclePolicyPreviewRequest: Shape = Shape::structure("StartLifecyclePolicyPreviewRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("lifecyclePolicyText", &LifecyclePolicyText), ]);
    pub static StartLifecyclePolicyPreviewResponse: Shape = Shape::structure("StartLifecyclePolicyPreviewResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("lifecyclePolicyText", &LifecyclePolicyText), Member::new("status", &LifecyclePolicyPreviewStatus), ]);
    pub static Status: Shape = Shape::new("Status", Kind::String);
    pub static String: Shape = Shape::new("String", Kind::String);
    pub static SubjectIdentifier: Shape = Shape::structure("SubjectIdentifier", &[Member::new("imageDigest", &ImageDigest).required(), ]);
    pub static Tag: Shape = Shape::structure("Tag", &[Member::new("Key", &TagKey).required(), Member::new("Value", &TagValue).required(), ]);
    pub static TagKey: Shape = Shape::new("TagKey", Kind::String);
    pub static TagKeyList: Shape = Shape::new("TagKeyList", Kind::List(Member::new("member", &TagKey)));
    pub static TagList: Shape = Shape::new("TagList", Kind::List(Member::new("member", &Tag)));
    pub static TagResourceRequest: Shape = Shape::structure("TagResourceRequest", &[Member::new("resourceArn", &Arn).required(), Member::new("tags", &TagList).required(), ]);
    pub static TagResourceResponse: Shape = Shape::structure("TagResourceResponse", &[]);
    pub static TagStatus: Shape = Shape::new("TagStatus", Kind::String).values(&["TAGGED", "UNTAGGED", "ANY"]);
    pub static TagValue: Shape = Shape::new("TagValue", Kind::String);
    pub static Tags: Shape = Shape::new("Tags", Kind::Map(Member::new("key", &TagKey), Member::new("value", &TagValue)));
    pub static TargetStorageClass: Shape = Shape::new("TargetStorageClass", Kind::String).values(&["STANDARD", "ARCHIVE"]);
    pub static TemplateAlreadyExistsException: Shape = Shape::structure("TemplateAlreadyExistsException", &[Member::new("message", &ExceptionMessage), ]);
    pub static TemplateNotFoundException: Shape = Shape::structure("TemplateNotFoundException", &[Member::new("message", &ExceptionMessage), ]);
    pub static Title: Shape = Shape::new("Title", Kind::String);
    pub static TooManyTagsException: Shape = Shape::structure("TooManyTagsException", &[Member::new("message", &ExceptionMessage), ]);
    pub static TransitioningImageTotalCount: Shape = Shape::structure("TransitioningImageTotalCount", &[Member::new("targetStorageClass", &LifecyclePolicyTargetStorageClass), Member::new("imageTotalCount", &ImageCount), ]);
    pub static TransitioningImageTotalCounts: Shape = Shape::new("TransitioningImageTotalCounts", Kind::List(Member::new("member", &TransitioningImageTotalCount)));
    pub static Type: Shape = Shape::new("Type", Kind::String);
    pub static UnableToAccessSecretException: Shape = Shape::structure("UnableToAccessSecretException", &[Member::new("message", &ExceptionMessage), ]);
    pub static UnableToDecryptSecretValueException: Shape = Shape::structure("UnableToDecryptSecretValueException", &[Member::new("message", &ExceptionMessage), ]);
    pub static UnableToGetUpstreamImageException: Shape = Shape::structure("UnableToGetUpstreamImageException", &[Member::new("message", &ExceptionMessage), ]);
    pub static UnableToGetUpstreamLayerException: Shape = Shape::structure("UnableToGetUpstreamLayerException", &[Member::new("message", &ExceptionMessage), ]);
    pub static UnableToListUpstreamImageReferrersException: Shape = Shape::structure("UnableToListUpstreamImageReferrersException", &[Member::new("message", &ExceptionMessage), ]);
    pub static UnsupportedImageTypeException: Shape = Shape::structure("UnsupportedImageTypeException", &[Member::new("message", &ExceptionMessage), ]);
    pub static UnsupportedUpstreamRegistryException: Shape = Shape::structure("UnsupportedUpstreamRegistryException", &[Member::new("message", &ExceptionMessage), ]);
    pub static UntagResourceRequest: Shape = Shape::structure("UntagResourceRequest", &[Member::new("resourceArn", &Arn).required(), Member::new("tagKeys", &TagKeyList).required(), ]);
    pub static UntagResourceResponse: Shape = Shape::structure("UntagResourceResponse", &[]);
    pub static UpdateImageStorageClassRequest: Shape = Shape::structure("UpdateImageStorageClassRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("imageId", &ImageIdentifier).required(), Member::new("targetStorageClass", &TargetStorageClass).required(), ]);
    pub static UpdateImageStorageClassResponse: Shape = Shape::structure("UpdateImageStorageClassResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("imageId", &ImageIdentifier), Member::new("imageStatus", &ImageStatus), ]);
    pub static UpdatePullThroughCacheRuleRequest: Shape = Shape::structure("UpdatePullThroughCacheRuleRequest", &[Member::new("registryId", &RegistryId), Member::new("ecrRepositoryPrefix", &PullThroughCacheRuleRepositoryPrefix).required(), Member::new("credentialArn", &CredentialArn), Member::new("customRoleArn", &CustomRoleArn), ]);
    pub static UpdatePullThroughCacheRuleResponse: Shape = Shape::structure("UpdatePullThroughCacheRuleResponse", &[Member::new("ecrRepositoryPrefix", &PullThroughCacheRuleRepositoryPrefix), Member::new("registryId", &RegistryId), Member::new("updatedAt", &UpdatedTimestamp), Member::new("credentialArn", &CredentialArn), Member::new("customRoleArn", &CustomRoleArn), Member::new("upstreamRepositoryPrefix", &PullThroughCacheRuleRepositoryPrefix), ]);
    pub static UpdateRepositoryCreationTemplateRequest: Shape = Shape::structure("UpdateRepositoryCreationTemplateRequest", &[Member::new("prefix", &Prefix).required(), Member::new("description", &RepositoryTemplateDescription), Member::new("encryptionConfiguration", &EncryptionConfigurationForRepositoryCreationTemplate), Member::new("resourceTags", &TagList), Member::new("imageTagMutability", &ImageTagMutability), Member::new("imageTagMutabilityExclusionFilters", &ImageTagMutabilityExclusionFilters), Member::new("repositoryPolicy", &RepositoryPolicyText), Member::new("lifecyclePolicy", &LifecyclePolicyTextForRepositoryCreationTemplate), Member::new("appliedFor", &RCTAppliedForList), Member::new("customRoleArn", &CustomRoleArn), ]);
    pub static UpdateRepositoryCreationTemplateResponse: Shape = Shape::structure("UpdateRepositoryCreationTemplateResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryCreationTemplate", &RepositoryCreationTemplate), ]);
    pub static UpdatedTimestamp: Shape = Shape::new("UpdatedTimestamp", Kind::Timestamp(None));
    static UploadId_pattern: Pattern = Pattern::new("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    pub static UploadId: Shape = Shape::new("UploadId", Kind::String).pattern(&UploadId_pattern);
    pub static UploadLayerPartRequest: Shape = Shape::structure("UploadLayerPartRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("uploadId", &UploadId).required(), Member::new("partFirstByte", &PartSize).required(), Member::new("partLastByte", &PartSize).required(), Member::new("layerPartBlob", &LayerPartBlob).required(), ]);
    pub static UploadLayerPartResponse: Shape = Shape::structure("UploadLayerPartResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("uploadId", &UploadId), Member::new("lastByteReceived", &PartSize), ]);
    pub static UploadNotFoundException: Shape = Shape::structure("UploadNotFoundException", &[Member::new("message", &ExceptionMessage), ]);
    pub static UpstreamRegistry: Shape = Shape::new("UpstreamRegistry", Kind::String).values(&["ecr", "ecr-public", "quay", "k8s", "docker-hub", "github-container-registry", "azure-container-registry", "gitlab-container-registry", "chainguard"]);
    pub static Url: Shape = Shape::new("Url", Kind::String);
    pub static ValidatePullThroughCacheRuleRequest: Shape = Shape::structure("ValidatePullThroughCacheRuleRequest", &[Member::new("ecrRepositoryPrefix", &PullThroughCacheRuleRepositoryPrefix).required(), Member::new("registryId", &RegistryId), ]);
    pub static ValidatePullThroughCacheRuleResponse: Shape = Shape::structure("ValidatePullThroughCacheRuleResponse", &[Member::new("ecrRepositoryPrefix", &PullThroughCacheRuleRepositoryPrefix), Member::new("registryId", &RegistryId), Member::new("upstreamRegistryUrl", &Url), Member::new("credentialArn", &CredentialArn), Member::new("customRoleArn", &CustomRoleArn), Member::new("upstreamRepositoryPrefix", &PullThroughCacheRuleRepositoryPrefix), Member::new("isValid", &IsPTCRuleValid), Member::new("failure", &PTCValidateFailure), ]);
    pub static ValidationException: Shape = Shape::structure("ValidationException", &[Member::new("message", &ExceptionMessage), ]);
    pub static Version: Shape = Shape::new("Version", Kind::String);
    pub static VulnerabilityId: Shape = Shape::new("VulnerabilityId", Kind::String);
    pub static VulnerabilitySourceUpdateTimestamp: Shape = Shape::new("VulnerabilitySourceUpdateTimestamp", Kind::Timestamp(None));
    pub static VulnerablePackage: Shape = Shape::structure("VulnerablePackage", &[Member::new("arch", &Arch), Member::new("epoch", &Epoch), Member::new("filePath", &FilePath), Member::new("name", &VulnerablePackageName), Member::new("packageManager", &PackageManager), Member::new("release", &Release), Member::new("sourceLayerHash", &SourceLayerHash), Member::new("version", &Version), Member::new("fixedInVersion", &FixedInVersion), ]);
    pub static VulnerablePackageName: Shape = Shape::new("VulnerablePackageName", Kind::String);
    pub static VulnerablePackagesList: Shape = Shape::new("VulnerablePackagesList", Kind::List(Member::new("member", &VulnerablePackage)));
}
