// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `secretsmanager`.

/// The service `secretsmanager`.
pub static SERVICE: crate::Service = crate::Service {
    id: "secretsmanager",
    sdk_name: "secretsmanager",
    signing_name: "secretsmanager",
    protocols: &[crate::Protocol::Json11],
    target_prefix: "secretsmanager",
    api_version: "2017-10-17",
    xmlns: "",
    query_compatible: false,
    operation_names: &[
        "BatchGetSecretValue",
        "CancelRotateSecret",
        "CreateSecret",
        "DeleteResourcePolicy",
        "DeleteSecret",
        "DescribeSecret",
        "GetRandomPassword",
        "GetResourcePolicy",
        "GetSecretValue",
        "ListSecretVersionIds",
        "ListSecrets",
        "PutResourcePolicy",
        "PutSecretValue",
        "RemoveRegionsFromReplication",
        "ReplicateSecretToRegions",
        "RestoreSecret",
        "RotateSecret",
        "StopReplicationToReplica",
        "TagResource",
        "UntagResource",
        "UpdateSecret",
        "UpdateSecretVersionStage",
        "ValidateResourcePolicy",
    ],
    unsigned_names: &[
    ],
    operations: &[
        &operation::BatchGetSecretValue,
        &operation::CreateSecret,
        &operation::DeleteResourcePolicy,
        &operation::DeleteSecret,
        &operation::DescribeSecret,
        &operation::GetRandomPassword,
        &operation::GetResourcePolicy,
        &operation::GetSecretValue,
        &operation::ListSecretVersionIds,
        &operation::ListSecrets,
        &operation::PutResourcePolicy,
        &operation::PutSecretValue,
        &operation::RestoreSecret,
        &operation::TagResource,
        &operation::UntagResource,
        &operation::UpdateSecret,
        &operation::UpdateSecretVersionStage,
        &operation::ValidateResourcePolicy,
    ],
    errors: &[
        &error::DecryptionFailure,
        &error::EncryptionFailure,
        &error::InternalServiceError,
        &error::InvalidNextTokenException,
        &error::InvalidParameterException,
        &error::InvalidRequestException,
        &error::LimitExceededException,
        &error::MalformedPolicyDocumentException,
        &error::PreconditionNotMetException,
        &error::PublicPolicyException,
        &error::ResourceExistsException,
        &error::ResourceNotFoundException,
    ],
};

errors! { SERVICE, {
    DecryptionFailure(decryption_failure) = error::DecryptionFailure,
    EncryptionFailure(encryption_failure) = error::EncryptionFailure,
    InternalServiceError(internal_service_error) = error::InternalServiceError,
    InvalidNextTokenException(invalid_next_token) = error::InvalidNextTokenException,
    InvalidParameterException(invalid_parameter) = error::InvalidParameterException,
    InvalidRequestException(invalid_request) = error::InvalidRequestException,
    LimitExceededException(limit_exceeded) = error::LimitExceededException,
    MalformedPolicyDocumentException(malformed_policy_document) = error::MalformedPolicyDocumentException,
    PreconditionNotMetException(precondition_not_met) = error::PreconditionNotMetException,
    PublicPolicyException(public_policy) = error::PublicPolicyException,
    ResourceExistsException(resource_exists) = error::ResourceExistsException,
    ResourceNotFoundException(resource_not_found) = error::ResourceNotFoundException,
} }

structure! { APIErrorType(shape::APIErrorType) { secret_id: Option<String>, error_code: Option<String>, message: Option<String>, } }
structure! { BatchGetSecretValueRequest(shape::BatchGetSecretValueRequest) { secret_id_list: Option<Vec<String>>, filters: Option<Vec<Filter>>, max_results: Option<i32>, next_token: Option<String>, } }
structure! { BatchGetSecretValueResponse(shape::BatchGetSecretValueResponse) { secret_values: Option<Vec<SecretValueEntry>>, next_token: Option<String>, errors: Option<Vec<APIErrorType>>, } }
structure! { CreateSecretRequest(shape::CreateSecretRequest) { name: String, client_request_token: Option<String>, description: Option<String>, kms_key_id: Option<String>, secret_binary: Option<bytes::Bytes>, secret_string: Option<String>, tags: Option<Vec<Tag>>, add_replica_regions: Option<Vec<ReplicaRegionType>>, force_overwrite_replica_secret: Option<bool>, r#type: Option<String>, } }
structure! { CreateSecretResponse(shape::CreateSecretResponse) { arn: Option<String>, name: Option<String>, version_id: Option<String>, replication_status: Option<Vec<ReplicationStatusType>>, } }
structure! { DeleteResourcePolicyRequest(shape::DeleteResourcePolicyRequest) { secret_id: String, } }
structure! { DeleteResourcePolicyResponse(shape::DeleteResourcePolicyResponse) { arn: Option<String>, name: Option<String>, } }
structure! { DeleteSecretRequest(shape::DeleteSecretRequest) { secret_id: String, recovery_window_in_days: Option<i64>, force_delete_without_recovery: Option<bool>, } }
structure! { DeleteSecretResponse(shape::DeleteSecretResponse) { arn: Option<String>, name: Option<String>, deletion_date: Option<crate::Timestamp>, } }
structure! { DescribeSecretRequest(shape::DescribeSecretRequest) { secret_id: String, } }
structure! { DescribeSecretResponse(shape::DescribeSecretResponse) { arn: Option<String>, name: Option<String>, r#type: Option<String>, description: Option<String>, kms_key_id: Option<String>, rotation_enabled: Option<bool>, rotation_lambda_arn: Option<String>, rotation_rules: Option<RotationRulesType>, external_secret_rotation_metadata: Option<Vec<ExternalSecretRotationMetadataItem>>, external_secret_rotation_role_arn: Option<String>, last_rotated_date: Option<crate::Timestamp>, last_changed_date: Option<crate::Timestamp>, last_accessed_date: Option<crate::Timestamp>, deleted_date: Option<crate::Timestamp>, next_rotation_date: Option<crate::Timestamp>, tags: Option<Vec<Tag>>, version_ids_to_stages: Option<crate::Map<Vec<String>>>, owning_service: Option<String>, created_date: Option<crate::Timestamp>, primary_region: Option<String>, replication_status: Option<Vec<ReplicationStatusType>>, } }
structure! { ExternalSecretRotationMetadataItem(shape::ExternalSecretRotationMetadataItem) { key: Option<String>, value: Option<String>, } }
structure! { Filter(shape::Filter) { key: Option<FilterNameStringType>, values: Option<Vec<String>>, } }
enumeration! { FilterNameStringType { Description = "description", Name = "name", TagKey = "tag-key", TagValue = "tag-value", PrimaryRegion = "primary-region", OwningService = "owning-service", All = "all", } }
structure! { GetRandomPasswordRequest(shape::GetRandomPasswordRequest) { password_length: Option<i64>, exclude_characters: Option<String>, exclude_numbers: Option<bool>, exclude_punctuation: Option<bool>, exclude_uppercase: Option<bool>, exclude_lowercase: Option<bool>, include_space: Option<bool>, require_each_included_type: Option<bool>, } }
structure! { GetRandomPasswordResponse(shape::GetRandomPasswordResponse) { random_password: Option<String>, } }
structure! { GetResourcePolicyRequest(shape::GetResourcePolicyRequest) { secret_id: String, } }
structure! { GetResourcePolicyResponse(shape::GetResourcePolicyResponse) { arn: Option<String>, name: Option<String>, resource_policy: Option<String>, } }
structure! { GetSecretValueRequest(shape::GetSecretValueRequest) { secret_id: String, version_id: Option<String>, version_stage: Option<String>, } }
structure! { GetSecretValueResponse(shape::GetSecretValueResponse) { arn: Option<String>, name: Option<String>, version_id: Option<String>, secret_binary: Option<bytes::Bytes>, secret_string: Option<String>, version_stages: Option<Vec<String>>, created_date: Option<crate::Timestamp>, } }
structure! { ListSecretVersionIdsRequest(shape::ListSecretVersionIdsRequest) { secret_id: String, max_results: Option<i32>, next_token: Option<String>, include_deprecated: Option<bool>, } }
structure! { ListSecretVersionIdsResponse(shape::ListSecretVersionIdsResponse) { versions: Option<Vec<SecretVersionsListEntry>>, next_token: Option<String>, arn: Option<String>, name: Option<String>, } }
structure! { ListSecretsRequest(shape::ListSecretsRequest) { include_planned_deletion: Option<bool>, max_results: Option<i32>, next_token: Option<String>, filters: Option<Vec<Filter>>, sort_order: Option<SortOrderType>, sort_by: Option<SortByType>, } }
structure! { ListSecretsResponse(shape::ListSecretsResponse) { secret_list: Option<Vec<SecretListEntry>>, next_token: Option<String>, } }
structure! { PutResourcePolicyRequest(shape::PutResourcePolicyRequest) { secret_id: String, resource_policy: String, block_public_policy: Option<bool>, } }
structure! { PutResourcePolicyResponse(shape::PutResourcePolicyResponse) { arn: Option<String>, name: Option<String>, } }
structure! { PutSecretValueRequest(shape::PutSecretValueRequest) { secret_id: String, client_request_token: Option<String>, secret_binary: Option<bytes::Bytes>, secret_string: Option<String>, version_stages: Option<Vec<String>>, rotation_token: Option<String>, } }
structure! { PutSecretValueResponse(shape::PutSecretValueResponse) { arn: Option<String>, name: Option<String>, version_id: Option<String>, version_stages: Option<Vec<String>>, } }
structure! { ReplicaRegionType(shape::ReplicaRegionType) { region: Option<String>, kms_key_id: Option<String>, } }
structure! { ReplicationStatusType(shape::ReplicationStatusType) { region: Option<String>, kms_key_id: Option<String>, status: Option<StatusType>, status_message: Option<String>, last_accessed_date: Option<crate::Timestamp>, } }
structure! { RestoreSecretRequest(shape::RestoreSecretRequest) { secret_id: String, } }
structure! { RestoreSecretResponse(shape::RestoreSecretResponse) { arn: Option<String>, name: Option<String>, } }
structure! { RotationRulesType(shape::RotationRulesType) { automatically_after_days: Option<i64>, duration: Option<String>, schedule_expression: Option<String>, } }
structure! { SecretListEntry(shape::SecretListEntry) { arn: Option<String>, name: Option<String>, r#type: Option<String>, description: Option<String>, kms_key_id: Option<String>, rotation_enabled: Option<bool>, rotation_lambda_arn: Option<String>, rotation_rules: Option<RotationRulesType>, external_secret_rotation_metadata: Option<Vec<ExternalSecretRotationMetadataItem>>, external_secret_rotation_role_arn: Option<String>, last_rotated_date: Option<crate::Timestamp>, last_changed_date: Option<crate::Timestamp>, last_accessed_date: Option<crate::Timestamp>, deleted_date: Option<crate::Timestamp>, next_rotation_date: Option<crate::Timestamp>, tags: Option<Vec<Tag>>, secret_versions_to_stages: Option<crate::Map<Vec<String>>>, owning_service: Option<String>, created_date: Option<crate::Timestamp>, primary_region: Option<String>, } }
structure! { SecretValueEntry(shape::SecretValueEntry) { arn: Option<String>, name: Option<String>, version_id: Option<String>, secret_binary: Option<bytes::Bytes>, secret_string: Option<String>, version_stages: Option<Vec<String>>, created_date: Option<crate::Timestamp>, } }
structure! { SecretVersionsListEntry(shape::SecretVersionsListEntry) { version_id: Option<String>, version_stages: Option<Vec<String>>, last_accessed_date: Option<crate::Timestamp>, created_date: Option<crate::Timestamp>, kms_key_ids: Option<Vec<String>>, } }
enumeration! { SortByType { CreatedDate = "created-date", LastAccessedDate = "last-accessed-date", LastChangedDate = "last-changed-date", Name = "name", } }
enumeration! { SortOrderType { Asc = "asc", Desc = "desc", } }
enumeration! { StatusType { InSync = "InSync", Failed = "Failed", InProgress = "InProgress", } }
structure! { Tag(shape::Tag) { key: Option<String>, value: Option<String>, } }
structure! { TagResourceRequest(shape::TagResourceRequest) { secret_id: String, tags: Vec<Tag>, } }
structure! { UntagResourceRequest(shape::UntagResourceRequest) { secret_id: String, tag_keys: Vec<String>, } }
structure! { UpdateSecretRequest(shape::UpdateSecretRequest) { secret_id: String, client_request_token: Option<String>, description: Option<String>, kms_key_id: Option<String>, secret_binary: Option<bytes::Bytes>, secret_string: Option<String>, r#type: Option<String>, } }
structure! { UpdateSecretResponse(shape::UpdateSecretResponse) { arn: Option<String>, name: Option<String>, version_id: Option<String>, } }
structure! { UpdateSecretVersionStageRequest(shape::UpdateSecretVersionStageRequest) { secret_id: String, version_stage: String, remove_from_version_id: Option<String>, move_to_version_id: Option<String>, } }
structure! { UpdateSecretVersionStageResponse(shape::UpdateSecretVersionStageResponse) { arn: Option<String>, name: Option<String>, } }
structure! { ValidateResourcePolicyRequest(shape::ValidateResourcePolicyRequest) { secret_id: Option<String>, resource_policy: String, } }
structure! { ValidateResourcePolicyResponse(shape::ValidateResourcePolicyResponse) { policy_validation_passed: Option<bool>, validation_errors: Option<Vec<ValidationErrorsEntry>>, } }
structure! { ValidationErrorsEntry(shape::ValidationErrorsEntry) { check_name: Option<String>, error_message: Option<String>, } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        BatchGetSecretValue(super::operation::BatchGetSecretValue): super::BatchGetSecretValueRequest => super::BatchGetSecretValueResponse,
        CreateSecret(super::operation::CreateSecret): super::CreateSecretRequest => super::CreateSecretResponse,
        DeleteResourcePolicy(super::operation::DeleteResourcePolicy): super::DeleteResourcePolicyRequest => super::DeleteResourcePolicyResponse,
        DeleteSecret(super::operation::DeleteSecret): super::DeleteSecretRequest => super::DeleteSecretResponse,
        DescribeSecret(super::operation::DescribeSecret): super::DescribeSecretRequest => super::DescribeSecretResponse,
        GetRandomPassword(super::operation::GetRandomPassword): super::GetRandomPasswordRequest => super::GetRandomPasswordResponse,
        GetResourcePolicy(super::operation::GetResourcePolicy): super::GetResourcePolicyRequest => super::GetResourcePolicyResponse,
        GetSecretValue(super::operation::GetSecretValue): super::GetSecretValueRequest => super::GetSecretValueResponse,
        ListSecretVersionIds(super::operation::ListSecretVersionIds): super::ListSecretVersionIdsRequest => super::ListSecretVersionIdsResponse,
        ListSecrets(super::operation::ListSecrets): super::ListSecretsRequest => super::ListSecretsResponse,
        PutResourcePolicy(super::operation::PutResourcePolicy): super::PutResourcePolicyRequest => super::PutResourcePolicyResponse,
        PutSecretValue(super::operation::PutSecretValue): super::PutSecretValueRequest => super::PutSecretValueResponse,
        RestoreSecret(super::operation::RestoreSecret): super::RestoreSecretRequest => super::RestoreSecretResponse,
        TagResource(super::operation::TagResource): super::TagResourceRequest => crate::Empty,
        UntagResource(super::operation::UntagResource): super::UntagResourceRequest => crate::Empty,
        UpdateSecret(super::operation::UpdateSecret): super::UpdateSecretRequest => super::UpdateSecretResponse,
        UpdateSecretVersionStage(super::operation::UpdateSecretVersionStage): super::UpdateSecretVersionStageRequest => super::UpdateSecretVersionStageResponse,
        ValidateResourcePolicy(super::operation::ValidateResourcePolicy): super::ValidateResourcePolicyRequest => super::ValidateResourcePolicyResponse,
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

    pub static BatchGetSecretValue: Operation = Operation { service: &SERVICE, name: "BatchGetSecretValue", input: &shape::BatchGetSecretValueRequest, output: &shape::BatchGetSecretValueResponse, errors: &[&error::DecryptionFailure, &error::InternalServiceError, &error::InvalidNextTokenException, &error::InvalidParameterException, &error::InvalidRequestException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("secretsmanager:BatchGetSecretValue", "", &[], &[])]) };
    pub static CreateSecret: Operation = Operation { service: &SERVICE, name: "CreateSecret", input: &shape::CreateSecretRequest, output: &shape::CreateSecretResponse, errors: &[&error::DecryptionFailure, &error::EncryptionFailure, &error::InternalServiceError, &error::InvalidParameterException, &error::InvalidRequestException, &error::LimitExceededException, &error::MalformedPolicyDocumentException, &error::PreconditionNotMetException, &error::ResourceExistsException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("secretsmanager:CreateSecret", "", &["arn:{partition}:secretsmanager:{region}:{account}:secret:{Name}"], &[("secretsmanager:Description", "{Description}"), ("secretsmanager:KmsKeyId", "{KmsKeyId}"), ("secretsmanager:Name", "{Name}")]), Need::new("secretsmanager:TagResource", "Tags", &["arn:{partition}:secretsmanager:{region}:{account}:secret:{Name}"], &[])]) };
    pub static DeleteResourcePolicy: Operation = Operation { service: &SERVICE, name: "DeleteResourcePolicy", input: &shape::DeleteResourcePolicyRequest, output: &shape::DeleteResourcePolicyResponse, errors: &[&error::InternalServiceError, &error::InvalidParameterException, &error::InvalidRequestException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("secretsmanager:DeleteResourcePolicy", "", &["arn:{partition}:secretsmanager:{region}:{account}:secret:{SecretId}"], &[])]) };
    pub static DeleteSecret: Operation = Operation { service: &SERVICE, name: "DeleteSecret", input: &shape::DeleteSecretRequest, output: &shape::DeleteSecretResponse, errors: &[&error::InternalServiceError, &error::InvalidParameterException, &error::InvalidRequestException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("secretsmanager:DeleteSecret", "", &["arn:{partition}:secretsmanager:{region}:{account}:secret:{SecretId}"], &[("secretsmanager:ForceDeleteWithoutRecovery", "{ForceDeleteWithoutRecovery}"), ("secretsmanager:RecoveryWindowInDays", "{RecoveryWindowInDays}")])]) };
    pub static DescribeSecret: Operation = Operation { service: &SERVICE, name: "DescribeSecret", input: &shape::DescribeSecretRequest, output: &shape::DescribeSecretResponse, errors: &[&error::InternalServiceError, &error::InvalidParameterException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("secretsmanager:DescribeSecret", "", &["arn:{partition}:secretsmanager:{region}:{account}:secret:{SecretId}"], &[])]) };
    pub static GetRandomPassword: Operation = Operation { service: &SERVICE, name: "GetRandomPassword", input: &shape::GetRandomPasswordRequest, output: &shape::GetRandomPasswordResponse, errors: &[&error::InternalServiceError, &error::InvalidParameterException, &error::InvalidRequestException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("secretsmanager:GetRandomPassword", "", &[], &[])]) };
    pub static GetResourcePolicy: Operation = Operation { service: &SERVICE, name: "GetResourcePolicy", input: &shape::GetResourcePolicyRequest, output: &shape::GetResourcePolicyResponse, errors: &[&error::InternalServiceError, &error::InvalidParameterException, &error::InvalidRequestException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("secretsmanager:GetResourcePolicy", "", &["arn:{partition}:secretsmanager:{region}:{account}:secret:{SecretId}"], &[])]) };
    pub static GetSecretValue: Operation = Operation { service: &SERVICE, name: "GetSecretValue", input: &shape::GetSecretValueRequest, output: &shape::GetSecretValueResponse, errors: &[&error::DecryptionFailure, &error::InternalServiceError, &error::InvalidParameterException, &error::InvalidRequestException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("secretsmanager:GetSecretValue", "", &["arn:{partition}:secretsmanager:{region}:{account}:secret:{SecretId}"], &[("secretsmanager:VersionId", "{VersionId}"), ("secretsmanager:VersionStage", "{VersionStage=AWSCURRENT}")])]) };
    pub static ListSecretVersionIds: Operation = Operation { service: &SERVICE, name: "ListSecretVersionIds", input: &shape::ListSecretVersionIdsRequest, output: &shape::ListSecretVersionIdsResponse, errors: &[&error::InternalServiceError, &error::InvalidNextTokenException, &error::InvalidParameterException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("secretsmanager:ListSecretVersionIds", "", &["arn:{partition}:secretsmanager:{region}:{account}:secret:{SecretId}"], &[])]) };
    pub static ListSecrets: Operation = Operation { service: &SERVICE, name: "ListSecrets", input: &shape::ListSecretsRequest, output: &shape::ListSecretsResponse, errors: &[&error::InternalServiceError, &error::InvalidNextTokenException, &error::InvalidParameterException, &error::InvalidRequestException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("secretsmanager:ListSecrets", "", &[], &[])]) };
    pub static PutResourcePolicy: Operation = Operation { service: &SERVICE, name: "PutResourcePolicy", input: &shape::PutResourcePolicyRequest, output: &shape::PutResourcePolicyResponse, errors: &[&error::InternalServiceError, &error::InvalidParameterException, &error::InvalidRequestException, &error::MalformedPolicyDocumentException, &error::PublicPolicyException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("secretsmanager:PutResourcePolicy", "", &["arn:{partition}:secretsmanager:{region}:{account}:secret:{SecretId}"], &[("secretsmanager:BlockPublicPolicy", "{BlockPublicPolicy}")])]) };
    pub static PutSecretValue: Operation = Operation { service: &SERVICE, name: "PutSecretValue", input: &shape::PutSecretValueRequest, output: &shape::PutSecretValueResponse, errors: &[&error::DecryptionFailure, &error::EncryptionFailure, &error::InternalServiceError, &error::InvalidParameterException, &error::InvalidRequestException, &error::LimitExceededException, &error::ResourceExistsException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("secretsmanager:PutSecretValue", "", &["arn:{partition}:secretsmanager:{region}:{account}:secret:{SecretId}"], &[])]) };
    pub static RestoreSecret: Operation = Operation { service: &SERVICE, name: "RestoreSecret", input: &shape::RestoreSecretRequest, output: &shape::RestoreSecretResponse, errors: &[&error::InternalServiceError, &error::InvalidParameterException, &error::InvalidRequestException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("secretsmanager:RestoreSecret", "", &["arn:{partition}:secretsmanager:{region}:{account}:secret:{SecretId}"], &[])]) };
    pub static TagResource: Operation = Operation { service: &SERVICE, name: "TagResource", input: &shape::TagResourceRequest, output: &crate::operation::EMPTY, errors: &[&error::InternalServiceError, &error::InvalidParameterException, &error::InvalidRequestException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("secretsmanager:TagResource", "", &["arn:{partition}:secretsmanager:{region}:{account}:secret:{SecretId}"], &[])]) };
    pub static UntagResource: Operation = Operation { service: &SERVICE, name: "UntagResource", input: &shape::UntagResourceRequest, output: &crate::operation::EMPTY, errors: &[&error::InternalServiceError, &error::InvalidParameterException, &error::InvalidRequestException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("secretsmanager:UntagResource", "", &["arn:{partition}:secretsmanager:{region}:{account}:secret:{SecretId}"], &[])]) };
    pub static UpdateSecret: Operation = Operation { service: &SERVICE, name: "UpdateSecret", input: &shape::UpdateSecretRequest, output: &shape::UpdateSecretResponse, errors: &[&error::DecryptionFailure, &error::EncryptionFailure, &error::InternalServiceError, &error::InvalidParameterException, &error::InvalidRequestException, &error::LimitExceededException, &error::MalformedPolicyDocumentException, &error::PreconditionNotMetException, &error::ResourceExistsException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("secretsmanager:UpdateSecret", "", &["arn:{partition}:secretsmanager:{region}:{account}:secret:{SecretId}"], &[("secretsmanager:Description", "{Description}"), ("secretsmanager:KmsKeyId", "{KmsKeyId}")])]) };
    pub static UpdateSecretVersionStage: Operation = Operation { service: &SERVICE, name: "UpdateSecretVersionStage", input: &shape::UpdateSecretVersionStageRequest, output: &shape::UpdateSecretVersionStageResponse, errors: &[&error::InternalServiceError, &error::InvalidParameterException, &error::InvalidRequestException, &error::LimitExceededException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("secretsmanager:UpdateSecretVersionStage", "", &["arn:{partition}:secretsmanager:{region}:{account}:secret:{SecretId}"], &[("secretsmanager:VersionStage", "{VersionStage}")])]) };
    pub static ValidateResourcePolicy: Operation = Operation { service: &SERVICE, name: "ValidateResourcePolicy", input: &shape::ValidateResourcePolicyRequest, output: &shape::ValidateResourcePolicyResponse, errors: &[&error::InternalServiceError, &error::InvalidParameterException, &error::InvalidRequestException, &error::MalformedPolicyDocumentException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("secretsmanager:ValidateResourcePolicy", "", &["arn:{partition}:secretsmanager:{region}:{account}:secret:{SecretId}"], &[])]) };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static DecryptionFailure: ErrorShape = ErrorShape::new(&shape::DecryptionFailure, "DecryptionFailure", 400, false);
    pub static EncryptionFailure: ErrorShape = ErrorShape::new(&shape::EncryptionFailure, "EncryptionFailure", 400, false);
    pub static InternalServiceError: ErrorShape = ErrorShape::new(&shape::InternalServiceError, "InternalServiceError", 500, true);
    pub static InvalidNextTokenException: ErrorShape = ErrorShape::new(&shape::InvalidNextTokenException, "InvalidNextTokenException", 400, false);
    pub static InvalidParameterException: ErrorShape = ErrorShape::new(&shape::InvalidParameterException, "InvalidParameterException", 400, false);
    pub static InvalidRequestException: ErrorShape = ErrorShape::new(&shape::InvalidRequestException, "InvalidRequestException", 400, false);
    pub static LimitExceededException: ErrorShape = ErrorShape::new(&shape::LimitExceededException, "LimitExceededException", 400, false);
    pub static MalformedPolicyDocumentException: ErrorShape = ErrorShape::new(&shape::MalformedPolicyDocumentException, "MalformedPolicyDocumentException", 400, false);
    pub static PreconditionNotMetException: ErrorShape = ErrorShape::new(&shape::PreconditionNotMetException, "PreconditionNotMetException", 400, false);
    pub static PublicPolicyException: ErrorShape = ErrorShape::new(&shape::PublicPolicyException, "PublicPolicyException", 400, false);
    pub static ResourceExistsException: ErrorShape = ErrorShape::new(&shape::ResourceExistsException, "ResourceExistsException", 400, false);
    pub static ResourceNotFoundException: ErrorShape = ErrorShape::new(&shape::ResourceNotFoundException, "ResourceNotFoundException", 400, false);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static APIErrorListType: Shape = Shape::new("APIErrorListType", Kind::List(Member::new("member", &APIErrorType)));
    pub static APIErrorType: Shape = Shape::structure("APIErrorType", &[Member::new("SecretId", &SecretIdType), Member::new("ErrorCode", &ErrorCode), Member::new("Message", &ErrorMessage), ]);
    pub static AddReplicaRegionListType: Shape = Shape::new("AddReplicaRegionListType", Kind::List(Member::new("member", &ReplicaRegionType))).min(1.0);
    pub static AutomaticallyRotateAfterDaysType: Shape = Shape::new("AutomaticallyRotateAfterDaysType", Kind::Long).min(1.0).max(1000.0);
    pub static BatchGetSecretValueRequest: Shape = Shape::structure("BatchGetSecretValueRequest", &[Member::new("SecretIdList", &SecretIdListType), Member::new("Filters", &FiltersListType), Member::new("MaxResults", &MaxResultsBatchType), Member::new("NextToken", &NextTokenType), ]);
    pub static BatchGetSecretValueResponse: Shape = Shape::structure("BatchGetSecretValueResponse", &[Member::new("SecretValues", &SecretValuesType), Member::new("NextToken", &NextTokenType), Member::new("Errors", &APIErrorListType), ]);
    pub static BooleanType: Shape = Shape::new("BooleanType", Kind::Boolean);
    pub static ClientRequestTokenType: Shape = Shape::new("ClientRequestTokenType", Kind::String).min(32.0).max(64.0);
    pub static CreateSecretRequest: Shape = Shape::structure("CreateSecretRequest", &[Member::new("Name", &NameType).required(), Member::new("ClientRequestToken", &ClientRequestTokenType).idempotency_token(), Member::new("Description", &DescriptionType), Member::new("KmsKeyId", &KmsKeyIdType), Member::new("SecretBinary", &SecretBinaryType), Member::new("SecretString", &SecretStringType), Member::new("Tags", &TagListType), Member::new("AddReplicaRegions", &AddReplicaRegionListType), Member::new("ForceOverwriteReplicaSecret", &BooleanType), Member::new("Type", &MedeaTypeType), ]);
    pub static CreateSecretResponse: Shape = Shape::structure("CreateSecretResponse", &[Member::new("ARN", &SecretARNType), Member::new("Name", &SecretNameType), Member::new("VersionId", &SecretVersionIdType), Member::new("ReplicationStatus", &ReplicationStatusListType), ]);
    pub static CreatedDateType: Shape = Shape::new("CreatedDateType", Kind::Timestamp(None));
    pub static DecryptionFailure: Shape = Shape::structure("DecryptionFailure", &[Member::new("Message", &ErrorMessage), ]);
    pub static DeleteResourcePolicyRequest: Shape = Shape::structure("DeleteResourcePolicyRequest", &[Member::new("SecretId", &SecretIdType).required(), ]);
    pub static DeleteResourcePolicyResponse: Shape = Shape::structure("DeleteResourcePolicyResponse", &[Member::new("ARN", &SecretARNType), Member::new("Name", &NameType), ]);
    pub static DeleteSecretRequest: Shape = Shape::structure("DeleteSecretRequest", &[Member::new("SecretId", &SecretIdType).required(), Member::new("RecoveryWindowInDays", &RecoveryWindowInDaysType), Member::new("ForceDeleteWithoutRecovery", &BooleanType), ]);
    pub static DeleteSecretResponse: Shape = Shape::structure("DeleteSecretResponse", &[Member::new("ARN", &SecretARNType), Member::new("Name", &SecretNameType), Member::new("DeletionDate", &DeletionDateType), ]);
    pub static DeletedDateType: Shape = Shape::new("DeletedDateType", Kind::Timestamp(None));
    pub static DeletionDateType: Shape = Shape::new("DeletionDateType", Kind::Timestamp(None));
    pub static DescribeSecretRequest: Shape = Shape::structure("DescribeSecretRequest", &[Member::new("SecretId", &SecretIdType).required(), ]);
    pub static DescribeSecretResponse: Shape = Shape::structure("DescribeSecretResponse", &[Member::new("ARN", &SecretARNType), Member::new("Name", &SecretNameType), Member::new("Type", &MedeaTypeType), Member::new("Description", &DescriptionType), Member::new("KmsKeyId", &KmsKeyIdType), Member::new("RotationEnabled", &RotationEnabledType), Member::new("RotationLambdaARN", &RotationLambdaARNType), Member::new("RotationRules", &RotationRulesType), Member::new("ExternalSecretRotationMetadata", &ExternalSecretRotationMetadataType), Member::new("ExternalSecretRotationRoleArn", &RoleARNType), Member::new("LastRotatedDate", &LastRotatedDateType), Member::new("LastChangedDate", &LastChangedDateType), Member::new("LastAccessedDate", &LastAccessedDateType), Member::new("DeletedDate", &DeletedDateType), Member::new("NextRotationDate", &NextRotationDateType), Member::new("Tags", &TagListType), Member::new("VersionIdsToStages", &SecretVersionsToStagesMapType), Member::new("OwningService", &OwningServiceType), Member::new("CreatedDate", &TimestampType), Member::new("PrimaryRegion", &RegionType), Member::new("ReplicationStatus", &ReplicationStatusListType), ]);
    pub static DescriptionType: Shape = Shape::new("DescriptionType", Kind::String).max(2048.0);
    pub static DurationType: Shape = Shape::new("DurationType", Kind::String).min(2.0).max(3.0);
    pub static EncryptionFailure: Shape = Shape::structure("EncryptionFailure", &[Member::new("Message", &ErrorMessage), ]);
    pub static ErrorCode: Shape = Shape::new("ErrorCode", Kind::String);
    pub static ErrorMessage: Shape = Shape::new("ErrorMessage", Kind::String);
    pub static ExcludeCharactersType: Shape = Shape::new("ExcludeCharactersType", Kind::String).min(0.0).max(4096.0);
    pub static ExcludeLowercaseType: Shape = Shape::new("ExcludeLowercaseType", Kind::Boolean);
    pub static ExcludeNumbersType: Shape = Shape::new("ExcludeNumbersType", Kind::Boolean);
    pub static ExcludePunctuationType: Shape = Shape::new("ExcludePunctuationType", Kind::Boolean);
    pub static ExcludeUppercaseType: Shape = Shape::new("ExcludeUppercaseType", Kind::Boolean);
    pub static ExternalSecretRotationMetadataItem: Shape = Shape::structure("ExternalSecretRotationMetadataItem", &[Member::new("Key", &ExternalSecretRotationMetadataItemKeyType), Member::new("Value", &ExternalSecretRotationMetadataItemValueType), ]);
    pub static ExternalSecretRotationMetadataItemKeyType: Shape = Shape::new("ExternalSecretRotationMetadataItemKeyType", Kind::String).min(1.0).max(256.0);
    pub static ExternalSecretRotationMetadataItemValueType: Shape = Shape::new("ExternalSecretRotationMetadataItemValueType", Kind::String).min(1.0).max(2048.0);
    pub static ExternalSecretRotationMetadataType: Shape = Shape::new("ExternalSecretRotationMetadataType", Kind::List(Member::new("member", &ExternalSecretRotationMetadataItem)));
    pub static Filter: Shape = Shape::structure("Filter", &[Member::new("Key", &FilterNameStringType), Member::new("Values", &FilterValuesStringList), ]);
    pub static FilterNameStringType: Shape = Shape::new("FilterNameStringType", Kind::String).values(&["description", "name", "tag-key", "tag-value", "primary-region", "owning-service", "all"]);
    static FilterValueStringType_pattern: Pattern = Pattern::new("^\\!?[a-zA-Z0-9 :_@\\/\\+\\=\\.\\-\\!]*$");
    pub static FilterValueStringType: Shape = Shape::new("FilterValueStringType", Kind::String).max(512.0).pattern(&FilterValueStringType_pattern);
    pub static FilterValuesStringList: Shape = Shape::new("FilterValuesStringList", Kind::List(Member::new("member", &FilterValueStringType))).min(1.0).max(10.0);
    pub static FiltersListType: Shape = Shape::new("FiltersListType", Kind::List(Member::new("member", &Filter))).max(10.0);
    pub static GetRandomPasswordRequest: Shape = Shape::structure("GetRandomPasswordRequest", &[Member::new("PasswordLength", &PasswordLengthType), Member::new("ExcludeCharacters", &ExcludeCharactersType), Member::new("ExcludeNumbers", &ExcludeNumbersType), Member::new("ExcludePunctuation", &ExcludePunctuationType), Member::new("ExcludeUppercase", &ExcludeUppercaseType), Member::new("ExcludeLowercase", &ExcludeLowercaseType), Member::new("IncludeSpace", &IncludeSpaceType), Member::new("RequireEachIncludedType", &RequireEachIncludedTypeType), ]);
    pub static GetRandomPasswordResponse: Shape = Shape::structure("GetRandomPasswordResponse", &[Member::new("RandomPassword", &RandomPasswordType), ]);
    pub static GetResourcePolicyRequest: Shape = Shape::structure("GetResourcePolicyRequest", &[Member::new("SecretId", &SecretIdType).required(), ]);
    pub static GetResourcePolicyResponse: Shape = Shape::structure("GetResourcePolicyResponse", &[Member::new("ARN", &SecretARNType), Member::new("Name", &NameType), Member::new("ResourcePolicy", &NonEmptyResourcePolicyType), ]);
    pub static GetSecretValueRequest: Shape = Shape::structure("GetSecretValueRequest", &[Member::new("SecretId", &SecretIdType).required(), Member::new("VersionId", &SecretVersionIdType), Member::new("VersionStage", &SecretVersionStageType), ]);
    pub static GetSecretValueResponse: Shape = Shape::structure("GetSecretValueResponse", &[Member::new("ARN", &SecretARNType), Member::new("Name", &SecretNameType), Member::new("VersionId", &SecretVersionIdType), Member::new("SecretBinary", &SecretBinaryType), Member::new("SecretString", &SecretStringType), Member::new("VersionStages", &SecretVersionStagesType), Member::new("CreatedDate", &CreatedDateType), ]);
    pub static IncludeSpaceType: Shape = Shape::new("IncludeSpaceType", Kind::Boolean);
    pub static InternalServiceError: Shape = Shape::structure("InternalServiceError", &[Member::new("Message", &ErrorMessage), ]);
    pub static InvalidNextTokenException: Shape = Shape::structure("InvalidNextTokenException", &[Member::new("Message", &ErrorMessage), ]);
    pub static InvalidParameterException: Shape = Shape::structure("InvalidParameterException", &[Member::new("Message", &ErrorMessage), ]);
    pub static InvalidRequestException: Shape = Shape::structure("InvalidRequestException", &[Member::new("Message", &ErrorMessage), ]);
    pub static KmsKeyIdListType: Shape = Shape::new("KmsKeyIdListType", Kind::List(Member::new("member", &KmsKeyIdType)));
    pub static KmsKeyIdType: Shape = Shape::new("KmsKeyIdType", Kind::String).min(0.0).max(2048.0);
    pub static LastAccessedDateType: Shape = Shape::new("LastAccessedDateType", Kind::Timestamp(None));
    pub static LastChangedDateType: Shape = Shape::new("LastChangedDateType", Kind::Timestamp(None));
    pub static LastRotatedDateType: Shape = Shape::new("LastRotatedDateType", Kind::Timestamp(None));
    pub static LimitExceededException: Shape = Shape::structure("LimitExceededException", &[Member::new("Message", &ErrorMessage), ]);
    pub static ListSecretVersionIdsRequest: Shape = Shape::structure("ListSecretVersionIdsRequest", &[Member::new("SecretId", &SecretIdType).required(), Member::new("MaxResults", &MaxResultsType), Member::new("NextToken", &NextTokenType), Member::new("IncludeDeprecated", &BooleanType), ]);
    pub static ListSecretVersionIdsResponse: Shape = Shape::structure("ListSecretVersionIdsResponse", &[Member::new("Versions", &SecretVersionsListType), Member::new("NextToken", &NextTokenType), Member::new("ARN", &SecretARNType), Member::new("Name", &SecretNameType), ]);
    pub static ListSecretsRequest: Shape = Shape::structure("ListSecretsRequest", &[Member::new("IncludePlannedDeletion", &BooleanType), Member::new("MaxResults", &MaxResultsType), Member::new("NextToken", &NextTokenType), Member::new("Filters", &FiltersListType), Member::new("SortOrder", &SortOrderType), Member::new("SortBy", &SortByType), ]);
    pub static ListSecretsResponse: Shape = Shape::structure("ListSecretsResponse", &[Member::new("SecretList", &SecretListType), Member::new("NextToken", &NextTokenType), ]);
    pub static MalformedPolicyDocumentException: Shape = Shape::structure("MalformedPolicyDocumentException", &[Member::new("Message", &ErrorMessage), ]);
    pub static MaxResultsBatchType: Shape = Shape::new("MaxResultsBatchType", Kind::Integer).min(1.0).max(20.0);
    pub static MaxResultsType: Shape = Shape::new("MaxResultsType", Kind::Integer).min(1.0).max(100.0);
    pub static MedeaTypeType: Shape = Shape::new("MedeaTypeType", Kind::String).min(0.0).max(256.0);
    pub static NameType: Shape = Shape::new("NameType", Kind::String).min(1.0).max(512.0);
    pub static NextRotationDateType: Shape = Shape::new("NextRotationDateType", Kind::Timestamp(None));
    pub static NextTokenType: Shape = Shape::new("NextTokenType", Kind::String).min(1.0).max(4096.0);
    pub static NonEmptyResourcePolicyType: Shape = Shape::new("NonEmptyResourcePolicyType", Kind::String).min(1.0).max(20480.0);
    pub static OwningServiceType: Shape = Shape::new("OwningServiceType", Kind::String).min(1.0).max(128.0);
    pub static PasswordLengthType: Shape = Shape::new("PasswordLengthType", Kind::Long).min(1.0).max(4096.0);
    pub static PreconditionNotMetException: Shape = Shape::structure("PreconditionNotMetException", &[Member::new("Message", &ErrorMessage), ]);
    pub static PublicPolicyException: Shape = Shape::structure("PublicPolicyException", &[Member::new("Message", &ErrorMessage), ]);
    pub static PutResourcePolicyRequest: Shape = Shape::structure("PutResourcePolicyRequest", &[Member::new("SecretId", &SecretIdType).required(), Member::new("ResourcePolicy", &NonEmptyResourcePolicyType).required(), Member::new("BlockPublicPolicy", &BooleanType), ]);
    pub static PutResourcePolicyResponse: Shape = Shape::structure("PutResourcePolicyResponse", &[Member::new("ARN", &SecretARNType), Member::new("Name", &NameType), ]);
    pub static PutSecretValueRequest: Shape = Shape::structure("PutSecretValueRequest", &[Member::new("SecretId", &SecretIdType).required(), Member::new("ClientRequestToken", &ClientRequestTokenType).idempotency_token(), Member::new("SecretBinary", &SecretBinaryType), Member::new("SecretString", &SecretStringType), Member::new("VersionStages", &SecretVersionStagesType), Member::new("RotationToken", &RotationTokenType), ]);
    pub static PutSecretValueResponse: Shape = Shape::structure("PutSecretValueResponse", &[Member::new("ARN", &SecretARNType), Member::new("Name", &SecretNameType), Member::new("VersionId", &SecretVersionIdType), Member::new("VersionStages", &SecretVersionStagesType), ]);
    pub static RandomPasswordType: Shape = Shape::new("RandomPasswordType", Kind::String).min(0.0).max(4096.0).sensitive();
    pub static RecoveryWindowInDaysType: Shape = Shape::new("RecoveryWindowInDaysType", Kind::Long);
    static RegionType_pattern: Pattern = Pattern::new("^([a-z]+-)+\\d+$");
    pub static RegionType: Shape = Shape::new("RegionType", Kind::String).min(1.0).max(128.0).pattern(&RegionType_pattern);
    pub static ReplicaRegionType: Shape = Shape::structure("ReplicaRegionType", &[Member::new("Region", &RegionType), Member::new("KmsKeyId", &KmsKeyIdType), ]);
    pub static ReplicationStatusListType: Shape = Shape::new("ReplicationStatusListType", Kind::List(Member::new("member", &ReplicationStatusType)));
    pub static ReplicationStatusType: Shape = Shape::structure("ReplicationStatusType", &[Member::new("Region", &RegionType), Member::new("KmsKeyId", &KmsKeyIdType), Member::new("Status", &StatusType), Member::new("StatusMessage", &StatusMessageType), Member::new("LastAccessedDate", &LastAccessedDateType), ]);
    pub static RequireEachIncludedTypeType: Shape = Shape::new("RequireEachIncludedTypeType", Kind::Boolean);
    pub static ResourceExistsException: Shape = Shape::structure("ResourceExistsException", &[Member::new("Message", &ErrorMessage), ]);
    pub static ResourceNotFoundException: Shape = Shape::structure("ResourceNotFoundException", &[Member::new("Message", &ErrorMessage), ]);
    pub static RestoreSecretRequest: Shape = Shape::structure("RestoreSecretRequest", &[Member::new("SecretId", &SecretIdType).required(), ]);
    pub static RestoreSecretResponse: Shape = Shape::structure("RestoreSecretResponse", &[Member::new("ARN", &SecretARNType), Member::new("Name", &SecretNameType), ]);
    pub static RoleARNType: Shape = Shape::new("RoleARNType", Kind::String).min(20.0).max(2048.0);
    pub static RotationEnabledType: Shape = Shape::new("RotationEnabledType", Kind::Boolean);
    pub static RotationLambdaARNType: Shape = Shape::new("RotationLambdaARNType", Kind::String).min(0.0).max(2048.0);
    pub static RotationRulesType: Shape = Shape::structure("RotationRulesType", &[Member::new("AutomaticallyAfterDays", &AutomaticallyRotateAfterDaysType), Member::new("Duration", &DurationType), Member::new("ScheduleExpression", &ScheduleExpressionType), ]);
    static RotationTokenType_pattern: Pattern = Pattern::new("^[a-zA-Z0-9\\-]+$");
    pub static RotationTokenType: Shape = Shape::new("RotationTokenType", Kind::String).min(36.0).max(256.0).sensitive().pattern(&RotationTokenType_pattern);
    pub static ScheduleExpressionType: Shape = Shape::new("ScheduleExpressionType", Kind::String).min(1.0).max(256.0);
    pub static SecretARNType: Shape = Shape::new("SecretARNType", Kind::String).min(20.0).max(2048.0);
    pub static SecretBinaryType: Shape = Shape::new("SecretBinaryType", Kind::Blob).min(1.0).max(65536.0).sensitive();
    pub static SecretIdListType: Shape = Shape::new("SecretIdListType", Kind::List(Member::new("member", &SecretIdType))).min(1.0).max(20.0);
    pub static SecretIdType: Shape = Shape::new("SecretIdType", Kind::String).min(1.0).max(2048.0);
    pub static SecretListEntry: Shape = Shape::structure("SecretListEntry", &[Member::new("ARN", &SecretARNType), Member::new("Name", &SecretNameType), Member::new("Type", &MedeaTypeType), Member::new("Description", &DescriptionType), Member::new("KmsKeyId", &KmsKeyIdType), Member::new("RotationEnabled", &RotationEnabledType), Member::new("RotationLambdaARN", &RotationLambdaARNType), Member::new("RotationRules", &RotationRulesType), Member::new("ExternalSecretRotationMetadata", &ExternalSecretRotationMetadataType), Member::new("ExternalSecretRotationRoleArn", &RoleARNType), Member::new("LastRotatedDate", &LastRotatedDateType), Member::new("LastChangedDate", &LastChangedDateType), Member::new("LastAccessedDate", &LastAccessedDateType), Member::new("DeletedDate", &DeletedDateType), Member::new("NextRotationDate", &NextRotationDateType), Member::new("Tags", &TagListType), Member::new("SecretVersionsToStages", &SecretVersionsToStagesMapType), Member::new("OwningService", &OwningServiceType), Member::new("CreatedDate", &TimestampType), Member::new("PrimaryRegion", &RegionType), ]);
    pub static SecretListType: Shape = Shape::new("SecretListType", Kind::List(Member::new("member", &SecretListEntry)));
    pub static SecretNameType: Shape = Shape::new("SecretNameType", Kind::String).min(1.0).max(256.0);
    pub static SecretStringType: Shape = Shape::new("SecretStringType", Kind::String).min(1.0).max(65536.0).sensitive();
    pub static SecretValueEntry: Shape = Shape::structure("SecretValueEntry", &[Member::new("ARN", &SecretARNType), Member::new("Name", &SecretNameType), Member::new("VersionId", &SecretVersionIdType), Member::new("SecretBinary", &SecretBinaryType), Member::new("SecretString", &SecretStringType), Member::new("VersionStages", &SecretVersionStagesType), Member::new("CreatedDate", &CreatedDateType), ]);
    pub static SecretValuesType: Shape = Shape::new("SecretValuesType", Kind::List(Member::new("member", &SecretValueEntry)));
    pub static SecretVersionIdType: Shape = Shape::new("SecretVersionIdType", Kind::String).min(32.0).max(64.0);
    pub static SecretVersionStageType: Shape = Shape::new("SecretVersionStageType", Kind::String).min(1.0).max(256.0);
    pub static SecretVersionStagesType: Shape = Shape::new("SecretVersionStagesType", Kind::List(Member::new("member", &SecretVersionStageType))).min(1.0).max(20.0);
    pub static SecretVersionsListEntry: Shape = Shape::structure("SecretVersionsListEntry", &[Member::new("VersionId", &SecretVersionIdType), Member::new("VersionStages", &SecretVersionStagesType), Member::new("LastAccessedDate", &LastAccessedDateType), Member::new("CreatedDate", &CreatedDateType), Member::new("KmsKeyIds", &KmsKeyIdListType), ]);
    pub static SecretVersionsListType: Shape = Shape::new("SecretVersionsListType", Kind::List(Member::new("member", &SecretVersionsListEntry)));
    pub static SecretVersionsToStagesMapType: Shape = Shape::new("SecretVersionsToStagesMapType", Kind::Map(Member::new("key", &SecretVersionIdType), Member::new("value", &SecretVersionStagesType)));
    pub static SortByType: Shape = Shape::new("SortByType", Kind::String).values(&["created-date", "last-accessed-date", "last-changed-date", "name"]);
    pub static SortOrderType: Shape = Shape::new("SortOrderType", Kind::String).values(&["asc", "desc"]);
    pub static StatusMessageType: Shape = Shape::new("StatusMessageType", Kind::String).min(1.0).max(4096.0);
    pub static StatusType: Shape = Shape::new("StatusType", Kind::String).values(&["InSync", "Failed", "InProgress"]);
    pub static Tag: Shape = Shape::structure("Tag", &[Member::new("Key", &TagKeyType), Member::new("Value", &TagValueType), ]);
    pub static TagKeyListType: Shape = Shape::new("TagKeyListType", Kind::List(Member::new("member", &TagKeyType)));
    pub static TagKeyType: Shape = Shape::new("TagKeyType", Kind::String).min(1.0).max(128.0);
    pub static TagListType: Shape = Shape::new("TagListType", Kind::List(Member::new("member", &Tag)));
    pub static TagResourceRequest: Shape = Shape::structure("TagResourceRequest", &[Member::new("SecretId", &SecretIdType).required(), Member::new("Tags", &TagListType).required(), ]);
    pub static TagValueType: Shape = Shape::new("TagValueType", Kind::String).min(0.0).max(256.0);
    pub static TimestampType: Shape = Shape::new("TimestampType", Kind::Timestamp(None));
    pub static UntagResourceRequest: Shape = Shape::structure("UntagResourceRequest", &[Member::new("SecretId", &SecretIdType).required(), Member::new("TagKeys", &TagKeyListType).required(), ]);
    pub static UpdateSecretRequest: Shape = Shape::structure("UpdateSecretRequest", &[Member::new("SecretId", &SecretIdType).required(), Member::new("ClientRequestToken", &ClientRequestTokenType).idempotency_token(), Member::new("Description", &DescriptionType), Member::new("KmsKeyId", &KmsKeyIdType), Member::new("SecretBinary", &SecretBinaryType), Member::new("SecretString", &SecretStringType), Member::new("Type", &MedeaTypeType), ]);
    pub static UpdateSecretResponse: Shape = Shape::structure("UpdateSecretResponse", &[Member::new("ARN", &SecretARNType), Member::new("Name", &SecretNameType), Member::new("VersionId", &SecretVersionIdType), ]);
    pub static UpdateSecretVersionStageRequest: Shape = Shape::structure("UpdateSecretVersionStageRequest", &[Member::new("SecretId", &SecretIdType).required(), Member::new("VersionStage", &SecretVersionStageType).required(), Member::new("RemoveFromVersionId", &SecretVersionIdType), Member::new("MoveToVersionId", &SecretVersionIdType), ]);
    pub static UpdateSecretVersionStageResponse: Shape = Shape::structure("UpdateSecretVersionStageResponse", &[Member::new("ARN", &SecretARNType), Member::new("Name", &SecretNameType), ]);
    pub static ValidateResourcePolicyRequest: Shape = Shape::structure("ValidateResourcePolicyRequest", &[Member::new("SecretId", &SecretIdType), Member::new("ResourcePolicy", &NonEmptyResourcePolicyType).required(), ]);
    pub static ValidateResourcePolicyResponse: Shape = Shape::structure("ValidateResourcePolicyResponse", &[Member::new("PolicyValidationPassed", &BooleanType), Member::new("ValidationErrors", &ValidationErrorsType), ]);
    pub static ValidationErrorsEntry: Shape = Shape::structure("ValidationErrorsEntry", &[Member::new("CheckName", &NameType), Member::new("ErrorMessage", &ErrorMessage), ]);
    pub static ValidationErrorsType: Shape = Shape::new("ValidationErrorsType", Kind::List(Member::new("member", &ValidationErrorsEntry)));
}
