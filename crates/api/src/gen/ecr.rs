// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `ecr`.

/// The service `ecr`.
pub static SERVICE: crate::Service = crate::Service {
    id: "ecr",
    sdk_name: "ecr",
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
    unsigned_names: &[
    ],
    operations: &[
        &operation::BatchCheckLayerAvailability,
        &operation::BatchDeleteImage,
        &operation::BatchGetImage,
        &operation::CompleteLayerUpload,
        &operation::CreateRepository,
        &operation::DeleteLifecyclePolicy,
        &operation::DeleteRepository,
        &operation::DeleteRepositoryPolicy,
        &operation::DescribeImages,
        &operation::DescribeRegistry,
        &operation::DescribeRepositories,
        &operation::GetAuthorizationToken,
        &operation::GetDownloadUrlForLayer,
        &operation::GetLifecyclePolicy,
        &operation::GetRegistryPolicy,
        &operation::GetRepositoryPolicy,
        &operation::InitiateLayerUpload,
        &operation::ListImageReferrers,
        &operation::ListImages,
        &operation::ListTagsForResource,
        &operation::PutImage,
        &operation::PutImageScanningConfiguration,
        &operation::PutImageTagMutability,
        &operation::PutLifecyclePolicy,
        &operation::SetRepositoryPolicy,
        &operation::TagResource,
        &operation::UntagResource,
        &operation::UploadLayerPart,
    ],
    errors: &[
        &error::EmptyUploadException,
        &error::ImageAlreadyExistsException,
        &error::ImageDigestDoesNotMatchException,
        &error::ImageNotFoundException,
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
        &error::LimitExceededException,
        &error::ReferencedImagesNotFoundException,
        &error::RegistryPolicyNotFoundException,
        &error::RepositoryAlreadyExistsException,
        &error::RepositoryNotEmptyException,
        &error::RepositoryNotFoundException,
        &error::RepositoryPolicyNotFoundException,
        &error::ServerException,
        &error::TooManyTagsException,
        &error::UnableToGetUpstreamImageException,
        &error::UnableToGetUpstreamLayerException,
        &error::UnableToListUpstreamImageReferrersException,
        &error::UploadNotFoundException,
        &error::ValidationException,
    ],
};

errors! { SERVICE, {
    EmptyUploadException(empty_upload) = error::EmptyUploadException,
    ImageAlreadyExistsException(image_already_exists) = error::ImageAlreadyExistsException,
    ImageDigestDoesNotMatchException(image_digest_does_not_match) = error::ImageDigestDoesNotMatchException,
    ImageNotFoundException(image_not_found) = error::ImageNotFoundException,
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
    LimitExceededException(limit_exceeded) = error::LimitExceededException,
    ReferencedImagesNotFoundException(referenced_images_not_found) = error::ReferencedImagesNotFoundException,
    RegistryPolicyNotFoundException(registry_policy_not_found) = error::RegistryPolicyNotFoundException,
    RepositoryAlreadyExistsException(repository_already_exists) = error::RepositoryAlreadyExistsException,
    RepositoryNotEmptyException(repository_not_empty) = error::RepositoryNotEmptyException,
    RepositoryNotFoundException(repository_not_found) = error::RepositoryNotFoundException,
    RepositoryPolicyNotFoundException(repository_policy_not_found) = error::RepositoryPolicyNotFoundException,
    ServerException(server) = error::ServerException,
    TooManyTagsException(too_many_tags) = error::TooManyTagsException,
    UnableToGetUpstreamImageException(unable_to_get_upstream_image) = error::UnableToGetUpstreamImageException,
    UnableToGetUpstreamLayerException(unable_to_get_upstream_layer) = error::UnableToGetUpstreamLayerException,
    UnableToListUpstreamImageReferrersException(unable_to_list_upstream_image_referrers) = error::UnableToListUpstreamImageReferrersException,
    UploadNotFoundException(upload_not_found) = error::UploadNotFoundException,
    ValidationException(validation) = error::ValidationException,
} }

enumeration! { ArtifactStatus { Active = "ACTIVE", Archived = "ARCHIVED", Activating = "ACTIVATING", } }
enumeration! { ArtifactStatusFilter { Active = "ACTIVE", Archived = "ARCHIVED", Activating = "ACTIVATING", Any = "ANY", } }
structure! { AuthorizationData(shape::AuthorizationData) { authorization_token: Option<String>, expires_at: Option<crate::Timestamp>, proxy_endpoint: Option<String>, } }
structure! { BatchCheckLayerAvailabilityRequest(shape::BatchCheckLayerAvailabilityRequest) { registry_id: Option<String>, repository_name: String, layer_digests: Vec<String>, } }
structure! { BatchCheckLayerAvailabilityResponse(shape::BatchCheckLayerAvailabilityResponse) { layers: Option<Vec<Layer>>, failures: Option<Vec<LayerFailure>>, } }
structure! { BatchDeleteImageRequest(shape::BatchDeleteImageRequest) { registry_id: Option<String>, repository_name: String, image_ids: Vec<ImageIdentifier>, } }
structure! { BatchDeleteImageResponse(shape::BatchDeleteImageResponse) { image_ids: Option<Vec<ImageIdentifier>>, failures: Option<Vec<ImageFailure>>, } }
structure! { BatchGetImageRequest(shape::BatchGetImageRequest) { registry_id: Option<String>, repository_name: String, image_ids: Vec<ImageIdentifier>, accepted_media_types: Option<Vec<String>>, } }
structure! { BatchGetImageResponse(shape::BatchGetImageResponse) { images: Option<Vec<Image>>, failures: Option<Vec<ImageFailure>>, } }
structure! { CompleteLayerUploadRequest(shape::CompleteLayerUploadRequest) { registry_id: Option<String>, repository_name: String, upload_id: String, layer_digests: Vec<String>, } }
structure! { CompleteLayerUploadResponse(shape::CompleteLayerUploadResponse) { registry_id: Option<String>, repository_name: Option<String>, upload_id: Option<String>, layer_digest: Option<String>, } }
structure! { CreateRepositoryRequest(shape::CreateRepositoryRequest) { registry_id: Option<String>, repository_name: String, tags: Option<Vec<Tag>>, image_tag_mutability: Option<ImageTagMutability>, image_tag_mutability_exclusion_filters: Option<Vec<ImageTagMutabilityExclusionFilter>>, image_scanning_configuration: Option<ImageScanningConfiguration>, encryption_configuration: Option<EncryptionConfiguration>, } }
structure! { CreateRepositoryResponse(shape::CreateRepositoryResponse) { repository: Option<Repository>, } }
structure! { DeleteLifecyclePolicyRequest(shape::DeleteLifecyclePolicyRequest) { registry_id: Option<String>, repository_name: String, } }
structure! { DeleteLifecyclePolicyResponse(shape::DeleteLifecyclePolicyResponse) { registry_id: Option<String>, repository_name: Option<String>, lifecycle_policy_text: Option<String>, last_evaluated_at: Option<crate::Timestamp>, } }
structure! { DeleteRepositoryPolicyRequest(shape::DeleteRepositoryPolicyRequest) { registry_id: Option<String>, repository_name: String, } }
structure! { DeleteRepositoryPolicyResponse(shape::DeleteRepositoryPolicyResponse) { registry_id: Option<String>, repository_name: Option<String>, policy_text: Option<String>, } }
structure! { DeleteRepositoryRequest(shape::DeleteRepositoryRequest) { registry_id: Option<String>, repository_name: String, force: Option<bool>, } }
structure! { DeleteRepositoryResponse(shape::DeleteRepositoryResponse) { repository: Option<Repository>, } }
structure! { DescribeImagesFilter(shape::DescribeImagesFilter) { tag_status: Option<TagStatus>, image_status: Option<ImageStatusFilter>, } }
structure! { DescribeImagesRequest(shape::DescribeImagesRequest) { registry_id: Option<String>, repository_name: String, image_ids: Option<Vec<ImageIdentifier>>, next_token: Option<String>, max_results: Option<i32>, filter: Option<DescribeImagesFilter>, } }
structure! { DescribeImagesResponse(shape::DescribeImagesResponse) { image_details: Option<Vec<ImageDetail>>, next_token: Option<String>, } }
structure! { DescribeRegistryRequest(shape::DescribeRegistryRequest) { } }
structure! { DescribeRegistryResponse(shape::DescribeRegistryResponse) { registry_id: Option<String>, replication_configuration: Option<ReplicationConfiguration>, } }
structure! { DescribeRepositoriesRequest(shape::DescribeRepositoriesRequest) { registry_id: Option<String>, repository_names: Option<Vec<String>>, next_token: Option<String>, max_results: Option<i32>, } }
structure! { DescribeRepositoriesResponse(shape::DescribeRepositoriesResponse) { repositories: Option<Vec<Repository>>, next_token: Option<String>, } }
structure! { EncryptionConfiguration(shape::EncryptionConfiguration) { encryption_type: Option<EncryptionType>, kms_key: Option<String>, } }
enumeration! { EncryptionType { Aes256 = "AES256", Kms = "KMS", KmsDsse = "KMS_DSSE", } }
enumeration! { FindingSeverity { Informational = "INFORMATIONAL", Low = "LOW", Medium = "MEDIUM", High = "HIGH", Critical = "CRITICAL", Undefined = "UNDEFINED", } }
structure! { GetAuthorizationTokenRequest(shape::GetAuthorizationTokenRequest) { registry_ids: Option<Vec<String>>, } }
structure! { GetAuthorizationTokenResponse(shape::GetAuthorizationTokenResponse) { authorization_data: Option<Vec<AuthorizationData>>, } }
structure! { GetDownloadUrlForLayerRequest(shape::GetDownloadUrlForLayerRequest) { registry_id: Option<String>, repository_name: String, layer_digest: String, } }
structure! { GetDownloadUrlForLayerResponse(shape::GetDownloadUrlForLayerResponse) { download_url: Option<String>, layer_digest: Option<String>, } }
structure! { GetLifecyclePolicyRequest(shape::GetLifecyclePolicyRequest) { registry_id: Option<String>, repository_name: String, } }
structure! { GetLifecyclePolicyResponse(shape::GetLifecyclePolicyResponse) { registry_id: Option<String>, repository_name: Option<String>, lifecycle_policy_text: Option<String>, last_evaluated_at: Option<crate::Timestamp>, } }
structure! { GetRegistryPolicyRequest(shape::GetRegistryPolicyRequest) { } }
structure! { GetRegistryPolicyResponse(shape::GetRegistryPolicyResponse) { registry_id: Option<String>, policy_text: Option<String>, } }
structure! { GetRepositoryPolicyRequest(shape::GetRepositoryPolicyRequest) { registry_id: Option<String>, repository_name: String, } }
structure! { GetRepositoryPolicyResponse(shape::GetRepositoryPolicyResponse) { registry_id: Option<String>, repository_name: Option<String>, policy_text: Option<String>, } }
structure! { Image(shape::Image) { registry_id: Option<String>, repository_name: Option<String>, image_id: Option<ImageIdentifier>, image_manifest: Option<String>, image_manifest_media_type: Option<String>, } }
structure! { ImageDetail(shape::ImageDetail) { registry_id: Option<String>, repository_name: Option<String>, image_digest: Option<String>, image_tags: Option<Vec<String>>, image_size_in_bytes: Option<i64>, image_pushed_at: Option<crate::Timestamp>, image_scan_status: Option<ImageScanStatus>, image_scan_findings_summary: Option<ImageScanFindingsSummary>, image_manifest_media_type: Option<String>, artifact_media_type: Option<String>, last_recorded_pull_time: Option<crate::Timestamp>, subject_manifest_digest: Option<String>, image_status: Option<ImageStatus>, last_archived_at: Option<crate::Timestamp>, last_activated_at: Option<crate::Timestamp>, } }
structure! { ImageFailure(shape::ImageFailure) { image_id: Option<ImageIdentifier>, failure_code: Option<ImageFailureCode>, failure_reason: Option<String>, } }
enumeration! { ImageFailureCode { InvalidImageDigest = "InvalidImageDigest", InvalidImageTag = "InvalidImageTag", ImageTagDoesNotMatchDigest = "ImageTagDoesNotMatchDigest", ImageNotFound = "ImageNotFound", MissingDigestAndTag = "MissingDigestAndTag", ImageReferencedByManifestList = "ImageReferencedByManifestList", KmsError = "KmsError", UpstreamAccessDenied = "UpstreamAccessDenied", UpstreamTooManyRequests = "UpstreamTooManyRequests", UpstreamUnavailable = "UpstreamUnavailable", ImageInaccessible = "ImageInaccessible", } }
structure! { ImageIdentifier(shape::ImageIdentifier) { image_digest: Option<String>, image_tag: Option<String>, } }
structure! { ImageReferrer(shape::ImageReferrer) { digest: Option<String>, media_type: Option<String>, artifact_type: Option<String>, size: Option<i64>, annotations: Option<crate::Map<String>>, artifact_status: Option<ArtifactStatus>, } }
structure! { ImageScanFindingsSummary(shape::ImageScanFindingsSummary) { image_scan_completed_at: Option<crate::Timestamp>, vulnerability_source_updated_at: Option<crate::Timestamp>, finding_severity_counts: Option<crate::Map<i32>>, } }
structure! { ImageScanStatus(shape::ImageScanStatus) { status: Option<ScanStatus>, description: Option<String>, } }
structure! { ImageScanningConfiguration(shape::ImageScanningConfiguration) { scan_on_push: Option<bool>, } }
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
structure! { ListImageReferrersFilter(shape::ListImageReferrersFilter) { artifact_types: Option<Vec<String>>, artifact_status: Option<ArtifactStatusFilter>, } }
structure! { ListImageReferrersRequest(shape::ListImageReferrersRequest) { registry_id: Option<String>, repository_name: String, subject_id: SubjectIdentifier, filter: Option<ListImageReferrersFilter>, next_token: Option<String>, max_results: Option<i32>, } }
structure! { ListImageReferrersResponse(shape::ListImageReferrersResponse) { referrers: Option<Vec<ImageReferrer>>, next_token: Option<String>, } }
structure! { ListImagesFilter(shape::ListImagesFilter) { tag_status: Option<TagStatus>, image_status: Option<ImageStatusFilter>, } }
structure! { ListImagesRequest(shape::ListImagesRequest) { registry_id: Option<String>, repository_name: String, next_token: Option<String>, max_results: Option<i32>, filter: Option<ListImagesFilter>, } }
structure! { ListImagesResponse(shape::ListImagesResponse) { image_ids: Option<Vec<ImageIdentifier>>, next_token: Option<String>, } }
structure! { ListTagsForResourceRequest(shape::ListTagsForResourceRequest) { resource_arn: String, } }
structure! { ListTagsForResourceResponse(shape::ListTagsForResourceResponse) { tags: Option<Vec<Tag>>, } }
structure! { PutImageRequest(shape::PutImageRequest) { registry_id: Option<String>, repository_name: String, image_manifest: String, image_manifest_media_type: Option<String>, image_tag: Option<String>, image_digest: Option<String>, } }
structure! { PutImageResponse(shape::PutImageResponse) { image: Option<Image>, } }
structure! { PutImageScanningConfigurationRequest(shape::PutImageScanningConfigurationRequest) { registry_id: Option<String>, repository_name: String, image_scanning_configuration: ImageScanningConfiguration, } }
structure! { PutImageScanningConfigurationResponse(shape::PutImageScanningConfigurationResponse) { registry_id: Option<String>, repository_name: Option<String>, image_scanning_configuration: Option<ImageScanningConfiguration>, } }
structure! { PutImageTagMutabilityRequest(shape::PutImageTagMutabilityRequest) { registry_id: Option<String>, repository_name: String, image_tag_mutability: ImageTagMutability, image_tag_mutability_exclusion_filters: Option<Vec<ImageTagMutabilityExclusionFilter>>, } }
structure! { PutImageTagMutabilityResponse(shape::PutImageTagMutabilityResponse) { registry_id: Option<String>, repository_name: Option<String>, image_tag_mutability: Option<ImageTagMutability>, image_tag_mutability_exclusion_filters: Option<Vec<ImageTagMutabilityExclusionFilter>>, } }
structure! { PutLifecyclePolicyRequest(shape::PutLifecyclePolicyRequest) { registry_id: Option<String>, repository_name: String, lifecycle_policy_text: String, } }
structure! { PutLifecyclePolicyResponse(shape::PutLifecyclePolicyResponse) { registry_id: Option<String>, repository_name: Option<String>, lifecycle_policy_text: Option<String>, } }
structure! { ReplicationConfiguration(shape::ReplicationConfiguration) { rules: Option<Vec<ReplicationRule>>, } }
structure! { ReplicationDestination(shape::ReplicationDestination) { region: Option<String>, registry_id: Option<String>, } }
structure! { ReplicationRule(shape::ReplicationRule) { destinations: Option<Vec<ReplicationDestination>>, repository_filters: Option<Vec<RepositoryFilter>>, } }
structure! { Repository(shape::Repository) { repository_arn: Option<String>, registry_id: Option<String>, repository_name: Option<String>, repository_uri: Option<String>, created_at: Option<crate::Timestamp>, image_tag_mutability: Option<ImageTagMutability>, image_tag_mutability_exclusion_filters: Option<Vec<ImageTagMutabilityExclusionFilter>>, image_scanning_configuration: Option<ImageScanningConfiguration>, encryption_configuration: Option<EncryptionConfiguration>, } }
structure! { RepositoryFilter(shape::RepositoryFilter) { filter: Option<String>, filter_type: Option<RepositoryFilterType>, } }
enumeration! { RepositoryFilterType { PrefixMatch = "PREFIX_MATCH", } }
enumeration! { ScanStatus { InProgress = "IN_PROGRESS", Complete = "COMPLETE", Failed = "FAILED", UnsupportedImage = "UNSUPPORTED_IMAGE", Active = "ACTIVE", Pending = "PENDING", ScanEligibilityExpired = "SCAN_ELIGIBILITY_EXPIRED", FindingsUnavailable = "FINDINGS_UNAVAILABLE", LimitExceeded = "LIMIT_EXCEEDED", ImageArchived = "IMAGE_ARCHIVED", } }
structure! { SetRepositoryPolicyRequest(shape::SetRepositoryPolicyRequest) { registry_id: Option<String>, repository_name: String, policy_text: String, force: Option<bool>, } }
structure! { SetRepositoryPolicyResponse(shape::SetRepositoryPolicyResponse) { registry_id: Option<String>, repository_name: Option<String>, policy_text: Option<String>, } }
structure! { SubjectIdentifier(shape::SubjectIdentifier) { image_digest: String, } }
structure! { Tag(shape::Tag) { key: Option<String>, value: Option<String>, } }
structure! { TagResourceRequest(shape::TagResourceRequest) { resource_arn: String, tags: Vec<Tag>, } }
structure! { TagResourceResponse(shape::TagResourceResponse) { } }
enumeration! { TagStatus { Tagged = "TAGGED", Untagged = "UNTAGGED", Any = "ANY", } }
structure! { UntagResourceRequest(shape::UntagResourceRequest) { resource_arn: String, tag_keys: Vec<String>, } }
structure! { UntagResourceResponse(shape::UntagResourceResponse) { } }
structure! { UploadLayerPartRequest(shape::UploadLayerPartRequest) { registry_id: Option<String>, repository_name: String, upload_id: String, part_first_byte: i64, part_last_byte: i64, layer_part_blob: bytes::Bytes, } }
structure! { UploadLayerPartResponse(shape::UploadLayerPartResponse) { registry_id: Option<String>, repository_name: Option<String>, upload_id: Option<String>, last_byte_received: Option<i64>, } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        BatchCheckLayerAvailability(super::operation::BatchCheckLayerAvailability): super::BatchCheckLayerAvailabilityRequest => super::BatchCheckLayerAvailabilityResponse,
        BatchDeleteImage(super::operation::BatchDeleteImage): super::BatchDeleteImageRequest => super::BatchDeleteImageResponse,
        BatchGetImage(super::operation::BatchGetImage): super::BatchGetImageRequest => super::BatchGetImageResponse,
        CompleteLayerUpload(super::operation::CompleteLayerUpload): super::CompleteLayerUploadRequest => super::CompleteLayerUploadResponse,
        CreateRepository(super::operation::CreateRepository): super::CreateRepositoryRequest => super::CreateRepositoryResponse,
        DeleteLifecyclePolicy(super::operation::DeleteLifecyclePolicy): super::DeleteLifecyclePolicyRequest => super::DeleteLifecyclePolicyResponse,
        DeleteRepository(super::operation::DeleteRepository): super::DeleteRepositoryRequest => super::DeleteRepositoryResponse,
        DeleteRepositoryPolicy(super::operation::DeleteRepositoryPolicy): super::DeleteRepositoryPolicyRequest => super::DeleteRepositoryPolicyResponse,
        DescribeImages(super::operation::DescribeImages): super::DescribeImagesRequest => super::DescribeImagesResponse,
        DescribeRegistry(super::operation::DescribeRegistry): super::DescribeRegistryRequest => super::DescribeRegistryResponse,
        DescribeRepositories(super::operation::DescribeRepositories): super::DescribeRepositoriesRequest => super::DescribeRepositoriesResponse,
        GetAuthorizationToken(super::operation::GetAuthorizationToken): super::GetAuthorizationTokenRequest => super::GetAuthorizationTokenResponse,
        GetDownloadUrlForLayer(super::operation::GetDownloadUrlForLayer): super::GetDownloadUrlForLayerRequest => super::GetDownloadUrlForLayerResponse,
        GetLifecyclePolicy(super::operation::GetLifecyclePolicy): super::GetLifecyclePolicyRequest => super::GetLifecyclePolicyResponse,
        GetRegistryPolicy(super::operation::GetRegistryPolicy): super::GetRegistryPolicyRequest => super::GetRegistryPolicyResponse,
        GetRepositoryPolicy(super::operation::GetRepositoryPolicy): super::GetRepositoryPolicyRequest => super::GetRepositoryPolicyResponse,
        InitiateLayerUpload(super::operation::InitiateLayerUpload): super::InitiateLayerUploadRequest => super::InitiateLayerUploadResponse,
        ListImageReferrers(super::operation::ListImageReferrers): super::ListImageReferrersRequest => super::ListImageReferrersResponse,
        ListImages(super::operation::ListImages): super::ListImagesRequest => super::ListImagesResponse,
        ListTagsForResource(super::operation::ListTagsForResource): super::ListTagsForResourceRequest => super::ListTagsForResourceResponse,
        PutImage(super::operation::PutImage): super::PutImageRequest => super::PutImageResponse,
        PutImageScanningConfiguration(super::operation::PutImageScanningConfiguration): super::PutImageScanningConfigurationRequest => super::PutImageScanningConfigurationResponse,
        PutImageTagMutability(super::operation::PutImageTagMutability): super::PutImageTagMutabilityRequest => super::PutImageTagMutabilityResponse,
        PutLifecyclePolicy(super::operation::PutLifecyclePolicy): super::PutLifecyclePolicyRequest => super::PutLifecyclePolicyResponse,
        SetRepositoryPolicy(super::operation::SetRepositoryPolicy): super::SetRepositoryPolicyRequest => super::SetRepositoryPolicyResponse,
        TagResource(super::operation::TagResource): super::TagResourceRequest => super::TagResourceResponse,
        UntagResource(super::operation::UntagResource): super::UntagResourceRequest => super::UntagResourceResponse,
        UploadLayerPart(super::operation::UploadLayerPart): super::UploadLayerPartRequest => super::UploadLayerPartResponse,
    }
}

/// The tables of operations.
pub mod operation {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::access::{Access, Need};
    use crate::operation::HttpBinding;
    use crate::schema::Xmlns;
    use crate::Operation;
    use super::{SERVICE, error, shape};

    pub static BatchCheckLayerAvailability: Operation = Operation { service: &SERVICE, name: "BatchCheckLayerAvailability", input: &shape::BatchCheckLayerAvailabilityRequest, output: &shape::BatchCheckLayerAvailabilityResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:BatchCheckLayerAvailability", "", &["arn:{partition}:ecr:{region}:{registryId=@account}:repository/{repositoryName}"], &[])]) };
    pub static BatchDeleteImage: Operation = Operation { service: &SERVICE, name: "BatchDeleteImage", input: &shape::BatchDeleteImageRequest, output: &shape::BatchDeleteImageResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:BatchDeleteImage", "", &["arn:{partition}:ecr:{region}:{registryId=@account}:repository/{repositoryName}"], &[])]) };
    pub static BatchGetImage: Operation = Operation { service: &SERVICE, name: "BatchGetImage", input: &shape::BatchGetImageRequest, output: &shape::BatchGetImageResponse, errors: &[&error::InvalidParameterException, &error::LimitExceededException, &error::RepositoryNotFoundException, &error::ServerException, &error::UnableToGetUpstreamImageException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:BatchGetImage", "", &["arn:{partition}:ecr:{region}:{registryId=@account}:repository/{repositoryName}"], &[])]) };
    pub static CompleteLayerUpload: Operation = Operation { service: &SERVICE, name: "CompleteLayerUpload", input: &shape::CompleteLayerUploadRequest, output: &shape::CompleteLayerUploadResponse, errors: &[&error::EmptyUploadException, &error::InvalidLayerException, &error::InvalidParameterException, &error::KmsException, &error::LayerAlreadyExistsException, &error::LayerPartTooSmallException, &error::RepositoryNotFoundException, &error::ServerException, &error::UploadNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:CompleteLayerUpload", "", &["arn:{partition}:ecr:{region}:{registryId=@account}:repository/{repositoryName}"], &[])]) };
    pub static CreateRepository: Operation = Operation { service: &SERVICE, name: "CreateRepository", input: &shape::CreateRepositoryRequest, output: &shape::CreateRepositoryResponse, errors: &[&error::InvalidParameterException, &error::InvalidTagParameterException, &error::KmsException, &error::LimitExceededException, &error::RepositoryAlreadyExistsException, &error::ServerException, &error::TooManyTagsException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:CreateRepository", "", &["arn:{partition}:ecr:{region}:{registryId=@account}:repository/{repositoryName}"], &[]), Need::new("ecr:TagResource", "tags", &["arn:{partition}:ecr:{region}:{registryId=@account}:repository/{repositoryName}"], &[("ecr:CreateAction", "CreateRepository")])]) };
    pub static DeleteLifecyclePolicy: Operation = Operation { service: &SERVICE, name: "DeleteLifecyclePolicy", input: &shape::DeleteLifecyclePolicyRequest, output: &shape::DeleteLifecyclePolicyResponse, errors: &[&error::InvalidParameterException, &error::LifecyclePolicyNotFoundException, &error::RepositoryNotFoundException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:DeleteLifecyclePolicy", "", &["arn:{partition}:ecr:{region}:{registryId=@account}:repository/{repositoryName}"], &[])]) };
    pub static DeleteRepository: Operation = Operation { service: &SERVICE, name: "DeleteRepository", input: &shape::DeleteRepositoryRequest, output: &shape::DeleteRepositoryResponse, errors: &[&error::InvalidParameterException, &error::KmsException, &error::RepositoryNotEmptyException, &error::RepositoryNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:DeleteRepository", "", &["arn:{partition}:ecr:{region}:{registryId=@account}:repository/{repositoryName}"], &[])]) };
    pub static DeleteRepositoryPolicy: Operation = Operation { service: &SERVICE, name: "DeleteRepositoryPolicy", input: &shape::DeleteRepositoryPolicyRequest, output: &shape::DeleteRepositoryPolicyResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::RepositoryPolicyNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:DeleteRepositoryPolicy", "", &["arn:{partition}:ecr:{region}:{registryId=@account}:repository/{repositoryName}"], &[])]) };
    pub static DescribeImages: Operation = Operation { service: &SERVICE, name: "DescribeImages", input: &shape::DescribeImagesRequest, output: &shape::DescribeImagesResponse, errors: &[&error::ImageNotFoundException, &error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:DescribeImages", "", &["arn:{partition}:ecr:{region}:{registryId=@account}:repository/{repositoryName}"], &[])]) };
    pub static DescribeRegistry: Operation = Operation { service: &SERVICE, name: "DescribeRegistry", input: &shape::DescribeRegistryRequest, output: &shape::DescribeRegistryResponse, errors: &[&error::InvalidParameterException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:DescribeRegistry", "", &[], &[])]) };
    pub static DescribeRepositories: Operation = Operation { service: &SERVICE, name: "DescribeRepositories", input: &shape::DescribeRepositoriesRequest, output: &shape::DescribeRepositoriesResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:DescribeRepositories", "", &["arn:{partition}:ecr:{region}:{registryId=@account}:repository/{repositoryNames[]}"], &[])]) };
    pub static GetAuthorizationToken: Operation = Operation { service: &SERVICE, name: "GetAuthorizationToken", input: &shape::GetAuthorizationTokenRequest, output: &shape::GetAuthorizationTokenResponse, errors: &[&error::InvalidParameterException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:GetAuthorizationToken", "", &[], &[])]) };
    pub static GetDownloadUrlForLayer: Operation = Operation { service: &SERVICE, name: "GetDownloadUrlForLayer", input: &shape::GetDownloadUrlForLayerRequest, output: &shape::GetDownloadUrlForLayerResponse, errors: &[&error::InvalidParameterException, &error::LayerInaccessibleException, &error::LayersNotFoundException, &error::RepositoryNotFoundException, &error::ServerException, &error::UnableToGetUpstreamLayerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:GetDownloadUrlForLayer", "", &["arn:{partition}:ecr:{region}:{registryId=@account}:repository/{repositoryName}"], &[])]) };
    pub static GetLifecyclePolicy: Operation = Operation { service: &SERVICE, name: "GetLifecyclePolicy", input: &shape::GetLifecyclePolicyRequest, output: &shape::GetLifecyclePolicyResponse, errors: &[&error::InvalidParameterException, &error::LifecyclePolicyNotFoundException, &error::RepositoryNotFoundException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:GetLifecyclePolicy", "", &["arn:{partition}:ecr:{region}:{registryId=@account}:repository/{repositoryName}"], &[])]) };
    pub static GetRegistryPolicy: Operation = Operation { service: &SERVICE, name: "GetRegistryPolicy", input: &shape::GetRegistryPolicyRequest, output: &shape::GetRegistryPolicyResponse, errors: &[&error::InvalidParameterException, &error::RegistryPolicyNotFoundException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:GetRegistryPolicy", "", &[], &[])]) };
    pub static GetRepositoryPolicy: Operation = Operation { service: &SERVICE, name: "GetRepositoryPolicy", input: &shape::GetRepositoryPolicyRequest, output: &shape::GetRepositoryPolicyResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::RepositoryPolicyNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:GetRepositoryPolicy", "", &["arn:{partition}:ecr:{region}:{registryId=@account}:repository/{repositoryName}"], &[])]) };
    pub static InitiateLayerUpload: Operation = Operation { service: &SERVICE, name: "InitiateLayerUpload", input: &shape::InitiateLayerUploadRequest, output: &shape::InitiateLayerUploadResponse, errors: &[&error::InvalidParameterException, &error::KmsException, &error::RepositoryNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:InitiateLayerUpload", "", &["arn:{partition}:ecr:{region}:{registryId=@account}:repository/{repositoryName}"], &[])]) };
    pub static ListImageReferrers: Operation = Operation { service: &SERVICE, name: "ListImageReferrers", input: &shape::ListImageReferrersRequest, output: &shape::ListImageReferrersResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException, &error::UnableToListUpstreamImageReferrersException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:ListImageReferrers", "", &["arn:{partition}:ecr:{region}:{registryId=@account}:repository/{repositoryName}"], &[])]) };
    pub static ListImages: Operation = Operation { service: &SERVICE, name: "ListImages", input: &shape::ListImagesRequest, output: &shape::ListImagesResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:ListImages", "", &["arn:{partition}:ecr:{region}:{registryId=@account}:repository/{repositoryName}"], &[])]) };
    pub static ListTagsForResource: Operation = Operation { service: &SERVICE, name: "ListTagsForResource", input: &shape::ListTagsForResourceRequest, output: &shape::ListTagsForResourceResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:ListTagsForResource", "", &["{resourceArn}"], &[])]) };
    pub static PutImage: Operation = Operation { service: &SERVICE, name: "PutImage", input: &shape::PutImageRequest, output: &shape::PutImageResponse, errors: &[&error::ImageAlreadyExistsException, &error::ImageDigestDoesNotMatchException, &error::ImageTagAlreadyExistsException, &error::InvalidParameterException, &error::KmsException, &error::LayersNotFoundException, &error::LimitExceededException, &error::ReferencedImagesNotFoundException, &error::RepositoryNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:PutImage", "", &["arn:{partition}:ecr:{region}:{registryId=@account}:repository/{repositoryName}"], &[])]) };
    pub static PutImageScanningConfiguration: Operation = Operation { service: &SERVICE, name: "PutImageScanningConfiguration", input: &shape::PutImageScanningConfigurationRequest, output: &shape::PutImageScanningConfigurationResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:PutImageScanningConfiguration", "", &["arn:{partition}:ecr:{region}:{registryId=@account}:repository/{repositoryName}"], &[])]) };
    pub static PutImageTagMutability: Operation = Operation { service: &SERVICE, name: "PutImageTagMutability", input: &shape::PutImageTagMutabilityRequest, output: &shape::PutImageTagMutabilityResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:PutImageTagMutability", "", &["arn:{partition}:ecr:{region}:{registryId=@account}:repository/{repositoryName}"], &[])]) };
    pub static PutLifecyclePolicy: Operation = Operation { service: &SERVICE, name: "PutLifecyclePolicy", input: &shape::PutLifecyclePolicyRequest, output: &shape::PutLifecyclePolicyResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:PutLifecyclePolicy", "", &["arn:{partition}:ecr:{region}:{registryId=@account}:repository/{repositoryName}"], &[])]) };
    pub static SetRepositoryPolicy: Operation = Operation { service: &SERVICE, name: "SetRepositoryPolicy", input: &shape::SetRepositoryPolicyRequest, output: &shape::SetRepositoryPolicyResponse, errors: &[&error::InvalidParameterException, &error::RepositoryNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:SetRepositoryPolicy", "", &["arn:{partition}:ecr:{region}:{registryId=@account}:repository/{repositoryName}"], &[])]) };
    pub static TagResource: Operation = Operation { service: &SERVICE, name: "TagResource", input: &shape::TagResourceRequest, output: &shape::TagResourceResponse, errors: &[&error::InvalidParameterException, &error::InvalidTagParameterException, &error::RepositoryNotFoundException, &error::ServerException, &error::TooManyTagsException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:TagResource", "", &["{resourceArn}"], &[])]) };
    pub static UntagResource: Operation = Operation { service: &SERVICE, name: "UntagResource", input: &shape::UntagResourceRequest, output: &shape::UntagResourceResponse, errors: &[&error::InvalidParameterException, &error::InvalidTagParameterException, &error::RepositoryNotFoundException, &error::ServerException, &error::TooManyTagsException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:UntagResource", "", &["{resourceArn}"], &[])]) };
    pub static UploadLayerPart: Operation = Operation { service: &SERVICE, name: "UploadLayerPart", input: &shape::UploadLayerPartRequest, output: &shape::UploadLayerPartResponse, errors: &[&error::InvalidLayerPartException, &error::InvalidParameterException, &error::KmsException, &error::LimitExceededException, &error::RepositoryNotFoundException, &error::ServerException, &error::UploadNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecr:UploadLayerPart", "", &["arn:{partition}:ecr:{region}:{registryId=@account}:repository/{repositoryName}"], &[])]) };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static EmptyUploadException: ErrorShape = ErrorShape::new(&shape::EmptyUploadException, "EmptyUploadException", 400, false);
    pub static ImageAlreadyExistsException: ErrorShape = ErrorShape::new(&shape::ImageAlreadyExistsException, "ImageAlreadyExistsException", 400, false);
    pub static ImageDigestDoesNotMatchException: ErrorShape = ErrorShape::new(&shape::ImageDigestDoesNotMatchException, "ImageDigestDoesNotMatchException", 400, false);
    pub static ImageNotFoundException: ErrorShape = ErrorShape::new(&shape::ImageNotFoundException, "ImageNotFoundException", 400, false);
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
    pub static LimitExceededException: ErrorShape = ErrorShape::new(&shape::LimitExceededException, "LimitExceededException", 400, false);
    pub static ReferencedImagesNotFoundException: ErrorShape = ErrorShape::new(&shape::ReferencedImagesNotFoundException, "ReferencedImagesNotFoundException", 400, false);
    pub static RegistryPolicyNotFoundException: ErrorShape = ErrorShape::new(&shape::RegistryPolicyNotFoundException, "RegistryPolicyNotFoundException", 400, false);
    pub static RepositoryAlreadyExistsException: ErrorShape = ErrorShape::new(&shape::RepositoryAlreadyExistsException, "RepositoryAlreadyExistsException", 400, false);
    pub static RepositoryNotEmptyException: ErrorShape = ErrorShape::new(&shape::RepositoryNotEmptyException, "RepositoryNotEmptyException", 400, false);
    pub static RepositoryNotFoundException: ErrorShape = ErrorShape::new(&shape::RepositoryNotFoundException, "RepositoryNotFoundException", 400, false);
    pub static RepositoryPolicyNotFoundException: ErrorShape = ErrorShape::new(&shape::RepositoryPolicyNotFoundException, "RepositoryPolicyNotFoundException", 400, false);
    pub static ServerException: ErrorShape = ErrorShape::new(&shape::ServerException, "ServerException", 500, true);
    pub static TooManyTagsException: ErrorShape = ErrorShape::new(&shape::TooManyTagsException, "TooManyTagsException", 400, false);
    pub static UnableToGetUpstreamImageException: ErrorShape = ErrorShape::new(&shape::UnableToGetUpstreamImageException, "UnableToGetUpstreamImageException", 400, false);
    pub static UnableToGetUpstreamLayerException: ErrorShape = ErrorShape::new(&shape::UnableToGetUpstreamLayerException, "UnableToGetUpstreamLayerException", 400, false);
    pub static UnableToListUpstreamImageReferrersException: ErrorShape = ErrorShape::new(&shape::UnableToListUpstreamImageReferrersException, "UnableToListUpstreamImageReferrersException", 400, false);
    pub static UploadNotFoundException: ErrorShape = ErrorShape::new(&shape::UploadNotFoundException, "UploadNotFoundException", 400, false);
    pub static ValidationException: ErrorShape = ErrorShape::new(&shape::ValidationException, "ValidationException", 400, false);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static Annotations: Shape = Shape::new("Annotations", Kind::Map(Member::new("key", &String), Member::new("value", &String)));
    pub static Arn: Shape = Shape::new("Arn", Kind::String);
    pub static ArtifactStatus: Shape = Shape::new("ArtifactStatus", Kind::String).values(&["ACTIVE", "ARCHIVED", "ACTIVATING"]);
    pub static ArtifactStatusFilter: Shape = Shape::new("ArtifactStatusFilter", Kind::String).values(&["ACTIVE", "ARCHIVED", "ACTIVATING", "ANY"]);
    pub static ArtifactType: Shape = Shape::new("ArtifactType", Kind::String).min(1.0).max(255.0);
    pub static ArtifactTypeList: Shape = Shape::new("ArtifactTypeList", Kind::List(Member::new("member", &ArtifactType))).min(0.0).max(5.0);
    pub static AuthorizationData: Shape = Shape::structure("AuthorizationData", &[Member::new("authorizationToken", &Base64), Member::new("expiresAt", &ExpirationTimestamp), Member::new("proxyEndpoint", &ProxyEndpoint), ]);
    pub static AuthorizationDataList: Shape = Shape::new("AuthorizationDataList", Kind::List(Member::new("member", &AuthorizationData)));
    pub static Base64: Shape = Shape::new("Base64", Kind::String);
    pub static BatchCheckLayerAvailabilityRequest: Shape = Shape::structure("BatchCheckLayerAvailabilityRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("layerDigests", &BatchedOperationLayerDigestList).required(), ]);
    pub static BatchCheckLayerAvailabilityResponse: Shape = Shape::structure("BatchCheckLayerAvailabilityResponse", &[Member::new("layers", &LayerList), Member::new("failures", &LayerFailureList), ]);
    pub static BatchDeleteImageRequest: Shape = Shape::structure("BatchDeleteImageRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("imageIds", &ImageIdentifierList).required(), ]);
    pub static BatchDeleteImageResponse: Shape = Shape::structure("BatchDeleteImageResponse", &[Member::new("imageIds", &ImageIdentifierList), Member::new("failures", &ImageFailureList), ]);
    pub static BatchGetImageRequest: Shape = Shape::structure("BatchGetImageRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("imageIds", &ImageIdentifierList).required(), Member::new("acceptedMediaTypes", &MediaTypeList), ]);
    pub static BatchGetImageResponse: Shape = Shape::structure("BatchGetImageResponse", &[Member::new("images", &ImageList), Member::new("failures", &ImageFailureList), ]);
    pub static BatchedOperationLayerDigest: Shape = Shape::new("BatchedOperationLayerDigest", Kind::String).min(0.0).max(1000.0);
    pub static BatchedOperationLayerDigestList: Shape = Shape::new("BatchedOperationLayerDigestList", Kind::List(Member::new("member", &BatchedOperationLayerDigest))).min(1.0).max(100.0);
    pub static CompleteLayerUploadRequest: Shape = Shape::structure("CompleteLayerUploadRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("uploadId", &UploadId).required(), Member::new("layerDigests", &LayerDigestList).required(), ]);
    pub static CompleteLayerUploadResponse: Shape = Shape::structure("CompleteLayerUploadResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("uploadId", &UploadId), Member::new("layerDigest", &LayerDigest), ]);
    pub static CreateRepositoryRequest: Shape = Shape::structure("CreateRepositoryRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("tags", &TagList), Member::new("imageTagMutability", &ImageTagMutability), Member::new("imageTagMutabilityExclusionFilters", &ImageTagMutabilityExclusionFilters), Member::new("imageScanningConfiguration", &ImageScanningConfiguration), Member::new("encryptionConfiguration", &EncryptionConfiguration), ]);
    pub static CreateRepositoryResponse: Shape = Shape::structure("CreateRepositoryResponse", &[Member::new("repository", &Repository), ]);
    pub static CreationTimestamp: Shape = Shape::new("CreationTimestamp", Kind::Timestamp(None));
    pub static DeleteLifecyclePolicyRequest: Shape = Shape::structure("DeleteLifecyclePolicyRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), ]);
    pub static DeleteLifecyclePolicyResponse: Shape = Shape::structure("DeleteLifecyclePolicyResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("lifecyclePolicyText", &LifecyclePolicyText), Member::new("lastEvaluatedAt", &EvaluationTimestamp), ]);
    pub static DeleteRepositoryPolicyRequest: Shape = Shape::structure("DeleteRepositoryPolicyRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), ]);
    pub static DeleteRepositoryPolicyResponse: Shape = Shape::structure("DeleteRepositoryPolicyResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("policyText", &RepositoryPolicyText), ]);
    pub static DeleteRepositoryRequest: Shape = Shape::structure("DeleteRepositoryRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("force", &ForceFlag), ]);
    pub static DeleteRepositoryResponse: Shape = Shape::structure("DeleteRepositoryResponse", &[Member::new("repository", &Repository), ]);
    pub static DescribeImagesFilter: Shape = Shape::structure("DescribeImagesFilter", &[Member::new("tagStatus", &TagStatus), Member::new("imageStatus", &ImageStatusFilter), ]);
    pub static DescribeImagesRequest: Shape = Shape::structure("DescribeImagesRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("imageIds", &ImageIdentifierList), Member::new("nextToken", &NextToken), Member::new("maxResults", &MaxResults), Member::new("filter", &DescribeImagesFilter), ]);
    pub static DescribeImagesResponse: Shape = Shape::structure("DescribeImagesResponse", &[Member::new("imageDetails", &ImageDetailList), Member::new("nextToken", &NextToken), ]);
    pub static DescribeRegistryRequest: Shape = Shape::structure("DescribeRegistryRequest", &[]);
    pub static DescribeRegistryResponse: Shape = Shape::structure("DescribeRegistryResponse", &[Member::new("registryId", &RegistryId), Member::new("replicationConfiguration", &ReplicationConfiguration), ]);
    pub static DescribeRepositoriesRequest: Shape = Shape::structure("DescribeRepositoriesRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryNames", &RepositoryNameList), Member::new("nextToken", &NextToken), Member::new("maxResults", &MaxResults), ]);
    pub static DescribeRepositoriesResponse: Shape = Shape::structure("DescribeRepositoriesResponse", &[Member::new("repositories", &RepositoryList), Member::new("nextToken", &NextToken), ]);
    pub static EmptyUploadException: Shape = Shape::structure("EmptyUploadException", &[Member::new("message", &ExceptionMessage), ]);
    pub static EncryptionConfiguration: Shape = Shape::structure("EncryptionConfiguration", &[Member::new("encryptionType", &EncryptionType).required(), Member::new("kmsKey", &KmsKey), ]);
    pub static EncryptionType: Shape = Shape::new("EncryptionType", Kind::String).values(&["AES256", "KMS", "KMS_DSSE"]);
    pub static EvaluationTimestamp: Shape = Shape::new("EvaluationTimestamp", Kind::Timestamp(None));
    pub static ExceptionMessage: Shape = Shape::new("ExceptionMessage", Kind::String);
    pub static ExpirationTimestamp: Shape = Shape::new("ExpirationTimestamp", Kind::Timestamp(None));
    pub static FiftyMaxResults: Shape = Shape::new("FiftyMaxResults", Kind::Integer).min(1.0).max(50.0);
    pub static FindingSeverity: Shape = Shape::new("FindingSeverity", Kind::String).values(&["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL", "UNDEFINED"]);
    pub static FindingSeverityCounts: Shape = Shape::new("FindingSeverityCounts", Kind::Map(Member::new("key", &FindingSeverity), Member::new("value", &SeverityCount)));
    pub static ForceFlag: Shape = Shape::new("ForceFlag", Kind::Boolean);
    pub static GetAuthorizationTokenRegistryIdList: Shape = Shape::new("GetAuthorizationTokenRegistryIdList", Kind::List(Member::new("member", &RegistryId))).min(1.0).max(10.0);
    pub static GetAuthorizationTokenRequest: Shape = Shape::structure("GetAuthorizationTokenRequest", &[Member::new("registryIds", &GetAuthorizationTokenRegistryIdList), ]);
    pub static GetAuthorizationTokenResponse: Shape = Shape::structure("GetAuthorizationTokenResponse", &[Member::new("authorizationData", &AuthorizationDataList), ]);
    pub static GetDownloadUrlForLayerRequest: Shape = Shape::structure("GetDownloadUrlForLayerRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("layerDigest", &LayerDigest).required(), ]);
    pub static GetDownloadUrlForLayerResponse: Shape = Shape::structure("GetDownloadUrlForLayerResponse", &[Member::new("downloadUrl", &Url), Member::new("layerDigest", &LayerDigest), ]);
    pub static GetLifecyclePolicyRequest: Shape = Shape::structure("GetLifecyclePolicyRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), ]);
    pub static GetLifecyclePolicyResponse: Shape = Shape::structure("GetLifecyclePolicyResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("lifecyclePolicyText", &LifecyclePolicyText), Member::new("lastEvaluatedAt", &EvaluationTimestamp), ]);
    pub static GetRegistryPolicyRequest: Shape = Shape::structure("GetRegistryPolicyRequest", &[]);
    pub static GetRegistryPolicyResponse: Shape = Shape::structure("GetRegistryPolicyResponse", &[Member::new("registryId", &RegistryId), Member::new("policyText", &RegistryPolicyText), ]);
    pub static GetRepositoryPolicyRequest: Shape = Shape::structure("GetRepositoryPolicyRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), ]);
    pub static GetRepositoryPolicyResponse: Shape = Shape::structure("GetRepositoryPolicyResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("policyText", &RepositoryPolicyText), ]);
    pub static Image: Shape = Shape::structure("Image", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("imageId", &ImageIdentifier), Member::new("imageManifest", &ImageManifest), Member::new("imageManifestMediaType", &MediaType), ]);
    pub static ImageAlreadyExistsException: Shape = Shape::structure("ImageAlreadyExistsException", &[Member::new("message", &ExceptionMessage), ]);
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
    pub static ImageScanFindingsSummary: Shape = Shape::structure("ImageScanFindingsSummary", &[Member::new("imageScanCompletedAt", &ScanTimestamp), Member::new("vulnerabilitySourceUpdatedAt", &VulnerabilitySourceUpdateTimestamp), Member::new("findingSeverityCounts", &FindingSeverityCounts), ]);
    pub static ImageScanStatus: Shape = Shape::structure("ImageScanStatus", &[Member::new("status", &ScanStatus), Member::new("description", &ScanStatusDescription), ]);
    pub static ImageScanningConfiguration: Shape = Shape::structure("ImageScanningConfiguration", &[Member::new("scanOnPush", &ScanOnPushFlag), ]);
    pub static ImageSizeInBytes: Shape = Shape::new("ImageSizeInBytes", Kind::Long);
    pub static ImageStatus: Shape = Shape::new("ImageStatus", Kind::String).values(&["ACTIVE", "ARCHIVED", "ACTIVATING"]);
    pub static ImageStatusFilter: Shape = Shape::new("ImageStatusFilter", Kind::String).values(&["ACTIVE", "ARCHIVED", "ACTIVATING", "ANY"]);
    pub static ImageTag: Shape = Shape::new("ImageTag", Kind::String).min(1.0).max(300.0);
    pub static ImageTagAlreadyExistsException: Shape = Shape::structure("ImageTagAlreadyExistsException", &[Member::new("message", &ExceptionMessage), ]);
    pub static ImageTagList: Shape = Shape::new("ImageTagList", Kind::List(Member::new("member", &ImageTag)));
    pub static ImageTagMutability: Shape = Shape::new("ImageTagMutability", Kind::String).values(&["MUTABLE", "IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION", "MUTABLE_WITH_EXCLUSION"]);
    pub static ImageTagMutabilityExclusionFilter: Shape = Shape::structure("ImageTagMutabilityExclusionFilter", &[Member::new("filterType", &ImageTagMutabilityExclusionFilterType).required(), Member::new("filter", &ImageTagMutabilityExclusionFilterValue).required(), ]);
    pub static ImageTagMutabilityExclusionFilterType: Shape = Shape::new("ImageTagMutabilityExclusionFilterType", Kind::String).values(&["WILDCARD"]);
    static ImageTagMutabilityExclusionFilterValue_pattern: Pattern = Pattern::new("^[0-9a-zA-Z._*-]{1,128}$");
    pub static ImageTagMutabilityExclusionFilterValue: Shape = Shape::new("ImageTagMutabilityExclusionFilterValue", Kind::String).min(1.0).max(128.0).pattern(&ImageTagMutabilityExclusionFilterValue_pattern);
    pub static ImageTagMutabilityExclusionFilters: Shape = Shape::new("ImageTagMutabilityExclusionFilters", Kind::List(Member::new("member", &ImageTagMutabilityExclusionFilter))).min(1.0).max(5.0);
    pub static InitiateLayerUploadRequest: Shape = Shape::structure("InitiateLayerUploadRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), ]);
    pub static InitiateLayerUploadResponse: Shape = Shape::structure("InitiateLayerUploadResponse", &[Member::new("uploadId", &UploadId), Member::new("partSize", &PartSize), ]);
    pub static InvalidLayerException: Shape = Shape::structure("InvalidLayerException", &[Member::new("message", &ExceptionMessage), ]);
    pub static InvalidLayerPartException: Shape = Shape::structure("InvalidLayerPartException", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("uploadId", &UploadId), Member::new("lastValidByteReceived", &PartSize), Member::new("message", &ExceptionMessage), ]);
    pub static InvalidParameterException: Shape = Shape::structure("InvalidParameterException", &[Member::new("message", &ExceptionMessage), ]);
    pub static InvalidTagParameterException: Shape = Shape::structure("InvalidTagParameterException", &[Member::new("message", &ExceptionMessage), ]);
    pub static KmsError: Shape = Shape::new("KmsError", Kind::String);
    pub static KmsException: Shape = Shape::structure("KmsException", &[Member::new("message", &ExceptionMessage), Member::new("kmsError", &KmsError), ]);
    pub static KmsKey: Shape = Shape::new("KmsKey", Kind::String).min(1.0).max(2048.0);
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
    pub static LifecyclePolicyText: Shape = Shape::new("LifecyclePolicyText", Kind::String).min(100.0).max(30720.0);
    pub static LimitExceededException: Shape = Shape::structure("LimitExceededException", &[Member::new("message", &ExceptionMessage), ]);
    pub static ListImageReferrersFilter: Shape = Shape::structure("ListImageReferrersFilter", &[Member::new("artifactTypes", &ArtifactTypeList), Member::new("artifactStatus", &ArtifactStatusFilter), ]);
    pub static ListImageReferrersRequest: Shape = Shape::structure("ListImageReferrersRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("subjectId", &SubjectIdentifier).required(), Member::new("filter", &ListImageReferrersFilter), Member::new("nextToken", &NextToken), Member::new("maxResults", &FiftyMaxResults), ]);
    pub static ListImageReferrersResponse: Shape = Shape::structure("ListImageReferrersResponse", &[Member::new("referrers", &ImageReferrerList), Member::new("nextToken", &NextToken), ]);
    pub static ListImagesFilter: Shape = Shape::structure("ListImagesFilter", &[Member::new("tagStatus", &TagStatus), Member::new("imageStatus", &ImageStatusFilter), ]);
    pub static ListImagesRequest: Shape = Shape::structure("ListImagesRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("nextToken", &NextToken), Member::new("maxResults", &MaxResults), Member::new("filter", &ListImagesFilter), ]);
    pub static ListImagesResponse: Shape = Shape::structure("ListImagesResponse", &[Member::new("imageIds", &ImageIdentifierList), Member::new("nextToken", &NextToken), ]);
    pub static ListTagsForResourceRequest: Shape = Shape::structure("ListTagsForResourceRequest", &[Member::new("resourceArn", &Arn).required(), ]);
    pub static ListTagsForResourceResponse: Shape = Shape::structure("ListTagsForResourceResponse", &[Member::new("tags", &TagList), ]);
    pub static MaxResults: Shape = Shape::new("MaxResults", Kind::Integer).min(1.0).max(1000.0);
    pub static MediaType: Shape = Shape::new("MediaType", Kind::String);
    pub static MediaTypeList: Shape = Shape::new("MediaTypeList", Kind::List(Member::new("member", &MediaType))).min(1.0).max(100.0);
    pub static NextToken: Shape = Shape::new("NextToken", Kind::String);
    pub static PartSize: Shape = Shape::new("PartSize", Kind::Long).min(0.0);
    pub static ProxyEndpoint: Shape = Shape::new("ProxyEndpoint", Kind::String);
    pub static PushTimestamp: Shape = Shape::new("PushTimestamp", Kind::Timestamp(None));
    pub static PutImageRequest: Shape = Shape::structure("PutImageRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("imageManifest", &ImageManifest).required(), Member::new("imageManifestMediaType", &MediaType), Member::new("imageTag", &ImageTag), Member::new("imageDigest", &ImageDigest), ]);
    pub static PutImageResponse: Shape = Shape::structure("PutImageResponse", &[Member::new("image", &Image), ]);
    pub static PutImageScanningConfigurationRequest: Shape = Shape::structure("PutImageScanningConfigurationRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("imageScanningConfiguration", &ImageScanningConfiguration).required(), ]);
    pub static PutImageScanningConfigurationResponse: Shape = Shape::structure("PutImageScanningConfigurationResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("imageScanningConfiguration", &ImageScanningConfiguration), ]);
    pub static PutImageTagMutabilityRequest: Shape = Shape::structure("PutImageTagMutabilityRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("imageTagMutability", &ImageTagMutability).required(), Member::new("imageTagMutabilityExclusionFilters", &ImageTagMutabilityExclusionFilters), ]);
    pub static PutImageTagMutabilityResponse: Shape = Shape::structure("PutImageTagMutabilityResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("imageTagMutability", &ImageTagMutability), Member::new("imageTagMutabilityExclusionFilters", &ImageTagMutabilityExclusionFilters), ]);
    pub static PutLifecyclePolicyRequest: Shape = Shape::structure("PutLifecyclePolicyRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("lifecyclePolicyText", &LifecyclePolicyText).required(), ]);
    pub static PutLifecyclePolicyResponse: Shape = Shape::structure("PutLifecyclePolicyResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("lifecyclePolicyText", &LifecyclePolicyText), ]);
    pub static RecordedPullTimestamp: Shape = Shape::new("RecordedPullTimestamp", Kind::Timestamp(None));
    pub static ReferencedImagesNotFoundException: Shape = Shape::structure("ReferencedImagesNotFoundException", &[Member::new("message", &ExceptionMessage), ]);
    pub static Region: Shape = Shape::new("Region", Kind::String).min(2.0).max(25.0);
    static RegistryId_pattern: Pattern = Pattern::new("[0-9]{12}");
    pub static RegistryId: Shape = Shape::new("RegistryId", Kind::String).pattern(&RegistryId_pattern);
    pub static RegistryPolicyNotFoundException: Shape = Shape::structure("RegistryPolicyNotFoundException", &[Member::new("message", &ExceptionMessage), ]);
    pub static RegistryPolicyText: Shape = Shape::new("RegistryPolicyText", Kind::String).min(0.0).max(10240.0);
    pub static ReplicationConfiguration: Shape = Shape::structure("ReplicationConfiguration", &[Member::new("rules", &ReplicationRuleList).required(), ]);
    pub static ReplicationDestination: Shape = Shape::structure("ReplicationDestination", &[Member::new("region", &Region).required(), Member::new("registryId", &RegistryId).required(), ]);
    pub static ReplicationDestinationList: Shape = Shape::new("ReplicationDestinationList", Kind::List(Member::new("member", &ReplicationDestination))).min(0.0).max(100.0);
    pub static ReplicationRule: Shape = Shape::structure("ReplicationRule", &[Member::new("destinations", &ReplicationDestinationList).required(), Member::new("repositoryFilters", &RepositoryFilterList), ]);
    pub static ReplicationRuleList: Shape = Shape::new("ReplicationRuleList", Kind::List(Member::new("member", &ReplicationRule))).min(0.0).max(10.0);
    pub static Repository: Shape = Shape::structure("Repository", &[Member::new("repositoryArn", &Arn), Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("repositoryUri", &Url), Member::new("createdAt", &CreationTimestamp), Member::new("imageTagMutability", &ImageTagMutability), Member::new("imageTagMutabilityExclusionFilters", &ImageTagMutabilityExclusionFilters), Member::new("imageScanningConfiguration", &ImageScanningConfiguration), Member::new("encryptionConfiguration", &EncryptionConfiguration), ]);
    pub static RepositoryAlreadyExistsException: Shape = Shape::structure("RepositoryAlreadyExistsException", &[Member::new("message", &ExceptionMessage), ]);
    pub static RepositoryFilter: Shape = Shape::structure("RepositoryFilter", &[Member::new("filter", &RepositoryFilterValue).required(), Member::new("filterType", &RepositoryFilterType).required(), ]);
    pub static RepositoryFilterList: Shape = Shape::new("RepositoryFilterList", Kind::List(Member::new("member", &RepositoryFilter))).min(1.0).max(100.0);
    pub static RepositoryFilterType: Shape = Shape::new("RepositoryFilterType", Kind::String).values(&["PREFIX_MATCH"]);
    pub static RepositoryFilterValue: Shape = Shape::new("RepositoryFilterValue", Kind::String).min(2.0).max(256.0);
    pub static RepositoryList: Shape = Shape::new("RepositoryList", Kind::List(Member::new("member", &Repository)));
    static RepositoryName_pattern: Pattern = Pattern::new("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");
    pub static RepositoryName: Shape = Shape::new("RepositoryName", Kind::String).min(2.0).max(256.0).pattern(&RepositoryName_pattern);
    pub static RepositoryNameList: Shape = Shape::new("RepositoryNameList", Kind::List(Member::new("member", &RepositoryName))).min(1.0).max(100.0);
    pub static RepositoryNotEmptyException: Shape = Shape::structure("RepositoryNotEmptyException", &[Member::new("message", &ExceptionMessage), ]);
    pub static RepositoryNotFoundException: Shape = Shape::structure("RepositoryNotFoundException", &[Member::new("message", &ExceptionMessage), ]);
    pub static RepositoryPolicyNotFoundException: Shape = Shape::structure("RepositoryPolicyNotFoundException", &[Member::new("message", &ExceptionMessage), ]);
    pub static RepositoryPolicyText: Shape = Shape::new("RepositoryPolicyText", Kind::String).min(0.0).max(10240.0);
    pub static ScanOnPushFlag: Shape = Shape::new("ScanOnPushFlag", Kind::Boolean);
    pub static ScanStatus: Shape = Shape::new("ScanStatus", Kind::String).values(&["IN_PROGRESS", "COMPLETE", "FAILED", "UNSUPPORTED_IMAGE", "ACTIVE", "PENDING", "SCAN_ELIGIBILITY_EXPIRED", "FINDINGS_UNAVAILABLE", "LIMIT_EXCEEDED", "IMAGE_ARCHIVED"]);
    pub static ScanStatusDescription: Shape = Shape::new("ScanStatusDescription", Kind::String);
    pub static ScanTimestamp: Shape = Shape::new("ScanTimestamp", Kind::Timestamp(None));
    pub static ServerException: Shape = Shape::structure("ServerException", &[Member::new("message", &ExceptionMessage), ]);
    pub static SetRepositoryPolicyRequest: Shape = Shape::structure("SetRepositoryPolicyRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("policyText", &RepositoryPolicyText).required(), Member::new("force", &ForceFlag), ]);
    pub static SetRepositoryPolicyResponse: Shape = Shape::structure("SetRepositoryPolicyResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("policyText", &RepositoryPolicyText), ]);
    pub static SeverityCount: Shape = Shape::new("SeverityCount", Kind::Integer).min(0.0);
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
    pub static TooManyTagsException: Shape = Shape::structure("TooManyTagsException", &[Member::new("message", &ExceptionMessage), ]);
    pub static UnableToGetUpstreamImageException: Shape = Shape::structure("UnableToGetUpstreamImageException", &[Member::new("message", &ExceptionMessage), ]);
    pub static UnableToGetUpstreamLayerException: Shape = Shape::structure("UnableToGetUpstreamLayerException", &[Member::new("message", &ExceptionMessage), ]);
    pub static UnableToListUpstreamImageReferrersException: Shape = Shape::structure("UnableToListUpstreamImageReferrersException", &[Member::new("message", &ExceptionMessage), ]);
    pub static UntagResourceRequest: Shape = Shape::structure("UntagResourceRequest", &[Member::new("resourceArn", &Arn).required(), Member::new("tagKeys", &TagKeyList).required(), ]);
    pub static UntagResourceResponse: Shape = Shape::structure("UntagResourceResponse", &[]);
    static UploadId_pattern: Pattern = Pattern::new("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    pub static UploadId: Shape = Shape::new("UploadId", Kind::String).pattern(&UploadId_pattern);
    pub static UploadLayerPartRequest: Shape = Shape::structure("UploadLayerPartRequest", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName).required(), Member::new("uploadId", &UploadId).required(), Member::new("partFirstByte", &PartSize).required(), Member::new("partLastByte", &PartSize).required(), Member::new("layerPartBlob", &LayerPartBlob).required(), ]);
    pub static UploadLayerPartResponse: Shape = Shape::structure("UploadLayerPartResponse", &[Member::new("registryId", &RegistryId), Member::new("repositoryName", &RepositoryName), Member::new("uploadId", &UploadId), Member::new("lastByteReceived", &PartSize), ]);
    pub static UploadNotFoundException: Shape = Shape::structure("UploadNotFoundException", &[Member::new("message", &ExceptionMessage), ]);
    pub static Url: Shape = Shape::new("Url", Kind::String);
    pub static ValidationException: Shape = Shape::structure("ValidationException", &[Member::new("message", &ExceptionMessage), ]);
    pub static VulnerabilitySourceUpdateTimestamp: Shape = Shape::new("VulnerabilitySourceUpdateTimestamp", Kind::Timestamp(None));
}
