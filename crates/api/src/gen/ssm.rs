// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `ssm`.

/// The service `ssm`.
pub static SERVICE: crate::Service = crate::Service {
    id: "ssm",
    sdk_name: "ssm",
    signing_name: "ssm",
    protocols: &[crate::Protocol::Json11],
    target_prefix: "AmazonSSM",
    api_version: "2014-11-06",
    xmlns: "",
    query_compatible: false,
    operation_names: &[
        "AddTagsToResource",
        "AssociateOpsItemRelatedItem",
        "CancelCommand",
        "CancelMaintenanceWindowExecution",
        "CreateActivation",
        "CreateAssociation",
        "CreateAssociationBatch",
        "CreateDocument",
        "CreateMaintenanceWindow",
        "CreateOpsItem",
        "CreateOpsMetadata",
        "CreatePatchBaseline",
        "CreateResourceDataSync",
        "DeleteActivation",
        "DeleteAssociation",
        "DeleteDocument",
        "DeleteInventory",
        "DeleteMaintenanceWindow",
        "DeleteOpsItem",
        "DeleteOpsMetadata",
        "DeleteParameter",
        "DeleteParameters",
        "DeletePatchBaseline",
        "DeleteResourceDataSync",
        "DeleteResourcePolicy",
        "DeregisterManagedInstance",
        "DeregisterPatchBaselineForPatchGroup",
        "DeregisterTargetFromMaintenanceWindow",
        "DeregisterTaskFromMaintenanceWindow",
        "DescribeActivations",
        "DescribeAssociation",
        "DescribeAssociationExecutionTargets",
        "DescribeAssociationExecutions",
        "DescribeAutomationExecutions",
        "DescribeAutomationStepExecutions",
        "DescribeAvailablePatches",
        "DescribeDocument",
        "DescribeDocumentPermission",
        "DescribeEffectiveInstanceAssociations",
        "DescribeEffectivePatchesForPatchBaseline",
        "DescribeInstanceAssociationsStatus",
        "DescribeInstanceInformation",
        "DescribeInstancePatchStates",
        "DescribeInstancePatchStatesForPatchGroup",
        "DescribeInstancePatches",
        "DescribeInstanceProperties",
        "DescribeInventoryDeletions",
        "DescribeMaintenanceWindowExecutionTaskInvocations",
        "DescribeMaintenanceWindowExecutionTasks",
        "DescribeMaintenanceWindowExecutions",
        "DescribeMaintenanceWindowSchedule",
        "DescribeMaintenanceWindowTargets",
        "DescribeMaintenanceWindowTasks",
        "DescribeMaintenanceWindows",
        "DescribeMaintenanceWindowsForTarget",
        "DescribeOpsItems",
        "DescribeParameters",
        "DescribePatchBaselines",
        "DescribePatchGroupState",
        "DescribePatchGroups",
        "DescribePatchProperties",
        "DescribeSessions",
        "DisassociateOpsItemRelatedItem",
        "GetAccessToken",
        "GetAutomationExecution",
        "GetCalendarState",
        "GetCommandInvocation",
        "GetConnectionStatus",
        "GetDefaultPatchBaseline",
        "GetDeployablePatchSnapshotForInstance",
        "GetDocument",
        "GetExecutionPreview",
        "GetInventory",
        "GetInventorySchema",
        "GetMaintenanceWindow",
        "GetMaintenanceWindowExecution",
        "GetMaintenanceWindowExecutionTask",
        "GetMaintenanceWindowExecutionTaskInvocation",
        "GetMaintenanceWindowTask",
        "GetOpsItem",
        "GetOpsMetadata",
        "GetOpsSummary",
        "GetParameter",
        "GetParameterHistory",
        "GetParameters",
        "GetParametersByPath",
        "GetPatchBaseline",
        "GetPatchBaselineForPatchGroup",
        "GetResourcePolicies",
        "GetServiceSetting",
        "LabelParameterVersion",
        "ListAssociationVersions",
        "ListAssociations",
        "ListCommandInvocations",
        "ListCommands",
        "ListComplianceItems",
        "ListComplianceSummaries",
        "ListDocumentMetadataHistory",
        "ListDocumentVersions",
        "ListDocuments",
        "ListInventoryEntries",
        "ListNodes",
        "ListNodesSummary",
        "ListOpsItemEvents",
        "ListOpsItemRelatedItems",
        "ListOpsMetadata",
        "ListResourceComplianceSummaries",
        "ListResourceDataSync",
        "ListTagsForResource",
        "ModifyDocumentPermission",
        "PutComplianceItems",
        "PutInventory",
        "PutParameter",
        "PutResourcePolicy",
        "RegisterDefaultPatchBaseline",
        "RegisterPatchBaselineForPatchGroup",
        "RegisterTargetWithMaintenanceWindow",
        "RegisterTaskWithMaintenanceWindow",
        "RemoveTagsFromResource",
        "ResetServiceSetting",
        "ResumeSession",
        "SendAutomationSignal",
        "SendCommand",
        "StartAccessRequest",
        "StartAssociationsOnce",
        "StartAutomationExecution",
        "StartChangeRequestExecution",
        "StartExecutionPreview",
        "StartSession",
        "StopAutomationExecution",
        "TerminateSession",
        "UnlabelParameterVersion",
        "UpdateAssociation",
        "UpdateAssociationStatus",
        "UpdateDocument",
        "UpdateDocumentDefaultVersion",
        "UpdateDocumentMetadata",
        "UpdateMaintenanceWindow",
        "UpdateMaintenanceWindowTarget",
        "UpdateMaintenanceWindowTask",
        "UpdateManagedInstanceRole",
        "UpdateOpsItem",
        "UpdateOpsMetadata",
        "UpdatePatchBaseline",
        "UpdateResourceDataSync",
        "UpdateServiceSetting",
    ],
    unsigned_names: &[
    ],
    operations: &[
        &operation::AddTagsToResource,
        &operation::DeleteParameter,
        &operation::DeleteParameters,
        &operation::DescribeParameters,
        &operation::GetParameter,
        &operation::GetParameterHistory,
        &operation::GetParameters,
        &operation::GetParametersByPath,
        &operation::LabelParameterVersion,
        &operation::ListTagsForResource,
        &operation::PutParameter,
        &operation::RemoveTagsFromResource,
        &operation::ResumeSession,
        &operation::TerminateSession,
        &operation::UnlabelParameterVersion,
    ],
    errors: &[
        &error::DoesNotExistException,
        &error::HierarchyLevelLimitExceededException,
        &error::HierarchyTypeMismatchException,
        &error::IncompatiblePolicyException,
        &error::InternalServerError,
        &error::InvalidAllowedPatternException,
        &error::InvalidFilterKey,
        &error::InvalidFilterOption,
        &error::InvalidFilterValue,
        &error::InvalidKeyId,
        &error::InvalidNextToken,
        &error::InvalidPolicyAttributeException,
        &error::InvalidPolicyTypeException,
        &error::InvalidResourceId,
        &error::InvalidResourceType,
        &error::ParameterAlreadyExists,
        &error::ParameterLimitExceeded,
        &error::ParameterMaxVersionLimitExceeded,
        &error::ParameterNotFound,
        &error::ParameterPatternMismatchException,
        &error::ParameterVersionLabelLimitExceeded,
        &error::ParameterVersionNotFound,
        &error::PoliciesLimitExceededException,
        &error::TooManyTagsError,
        &error::TooManyUpdates,
        &error::UnsupportedParameterType,
    ],
};

errors! { SERVICE, {
    DoesNotExistException(does_not_exist) = error::DoesNotExistException,
    HierarchyLevelLimitExceededException(hierarchy_level_limit_exceeded) = error::HierarchyLevelLimitExceededException,
    HierarchyTypeMismatchException(hierarchy_type_mismatch) = error::HierarchyTypeMismatchException,
    IncompatiblePolicyException(incompatible_policy) = error::IncompatiblePolicyException,
    InternalServerError(internal_server_error) = error::InternalServerError,
    InvalidAllowedPatternException(invalid_allowed_pattern) = error::InvalidAllowedPatternException,
    InvalidFilterKey(invalid_filter_key) = error::InvalidFilterKey,
    InvalidFilterOption(invalid_filter_option) = error::InvalidFilterOption,
    InvalidFilterValue(invalid_filter_value) = error::InvalidFilterValue,
    InvalidKeyId(invalid_key_id) = error::InvalidKeyId,
    InvalidNextToken(invalid_next_token) = error::InvalidNextToken,
    InvalidPolicyAttributeException(invalid_policy_attribute) = error::InvalidPolicyAttributeException,
    InvalidPolicyTypeException(invalid_policy_type) = error::InvalidPolicyTypeException,
    InvalidResourceId(invalid_resource_id) = error::InvalidResourceId,
    InvalidResourceType(invalid_resource_type) = error::InvalidResourceType,
    ParameterAlreadyExists(parameter_already_exists) = error::ParameterAlreadyExists,
    ParameterLimitExceeded(parameter_limit_exceeded) = error::ParameterLimitExceeded,
    ParameterMaxVersionLimitExceeded(parameter_max_version_limit_exceeded) = error::ParameterMaxVersionLimitExceeded,
    ParameterNotFound(parameter_not_found) = error::ParameterNotFound,
    ParameterPatternMismatchException(parameter_pattern_mismatch) = error::ParameterPatternMismatchException,
    ParameterVersionLabelLimitExceeded(parameter_version_label_limit_exceeded) = error::ParameterVersionLabelLimitExceeded,
    ParameterVersionNotFound(parameter_version_not_found) = error::ParameterVersionNotFound,
    PoliciesLimitExceededException(policies_limit_exceeded) = error::PoliciesLimitExceededException,
    TooManyTagsError(too_many_tags_error) = error::TooManyTagsError,
    TooManyUpdates(too_many_updates) = error::TooManyUpdates,
    UnsupportedParameterType(unsupported_parameter_type) = error::UnsupportedParameterType,
} }

structure! { AddTagsToResourceRequest(shape::AddTagsToResourceRequest) { resource_type: ResourceTypeForTagging, resource_id: String, tags: Vec<Tag>, } }
structure! { AddTagsToResourceResult(shape::AddTagsToResourceResult) { } }
structure! { DeleteParameterRequest(shape::DeleteParameterRequest) { name: String, } }
structure! { DeleteParameterResult(shape::DeleteParameterResult) { } }
structure! { DeleteParametersRequest(shape::DeleteParametersRequest) { names: Vec<String>, } }
structure! { DeleteParametersResult(shape::DeleteParametersResult) { deleted_parameters: Option<Vec<String>>, invalid_parameters: Option<Vec<String>>, } }
structure! { DescribeParametersRequest(shape::DescribeParametersRequest) { filters: Option<Vec<ParametersFilter>>, parameter_filters: Option<Vec<ParameterStringFilter>>, max_results: Option<i32>, next_token: Option<String>, shared: Option<bool>, } }
structure! { DescribeParametersResult(shape::DescribeParametersResult) { parameters: Option<Vec<ParameterMetadata>>, next_token: Option<String>, } }
structure! { GetParameterHistoryRequest(shape::GetParameterHistoryRequest) { name: String, with_decryption: Option<bool>, max_results: Option<i32>, next_token: Option<String>, } }
structure! { GetParameterHistoryResult(shape::GetParameterHistoryResult) { parameters: Option<Vec<ParameterHistory>>, next_token: Option<String>, } }
structure! { GetParameterRequest(shape::GetParameterRequest) { name: String, with_decryption: Option<bool>, } }
structure! { GetParameterResult(shape::GetParameterResult) { parameter: Option<Parameter>, } }
structure! { GetParametersByPathRequest(shape::GetParametersByPathRequest) { path: String, recursive: Option<bool>, parameter_filters: Option<Vec<ParameterStringFilter>>, with_decryption: Option<bool>, max_results: Option<i32>, next_token: Option<String>, } }
structure! { GetParametersByPathResult(shape::GetParametersByPathResult) { parameters: Option<Vec<Parameter>>, next_token: Option<String>, } }
structure! { GetParametersRequest(shape::GetParametersRequest) { names: Vec<String>, with_decryption: Option<bool>, } }
structure! { GetParametersResult(shape::GetParametersResult) { parameters: Option<Vec<Parameter>>, invalid_parameters: Option<Vec<String>>, } }
structure! { LabelParameterVersionRequest(shape::LabelParameterVersionRequest) { name: String, parameter_version: Option<i64>, labels: Vec<String>, } }
structure! { LabelParameterVersionResult(shape::LabelParameterVersionResult) { invalid_labels: Option<Vec<String>>, parameter_version: Option<i64>, } }
structure! { ListTagsForResourceRequest(shape::ListTagsForResourceRequest) { resource_type: ResourceTypeForTagging, resource_id: String, } }
structure! { ListTagsForResourceResult(shape::ListTagsForResourceResult) { tag_list: Option<Vec<Tag>>, } }
structure! { Parameter(shape::Parameter) { name: Option<String>, r#type: Option<ParameterType>, value: Option<String>, version: Option<i64>, selector: Option<String>, source_result: Option<String>, last_modified_date: Option<crate::Timestamp>, arn: Option<String>, data_type: Option<String>, } }
structure! { ParameterHistory(shape::ParameterHistory) { name: Option<String>, r#type: Option<ParameterType>, key_id: Option<String>, last_modified_date: Option<crate::Timestamp>, last_modified_user: Option<String>, description: Option<String>, value: Option<String>, allowed_pattern: Option<String>, version: Option<i64>, labels: Option<Vec<String>>, tier: Option<ParameterTier>, policies: Option<Vec<ParameterInlinePolicy>>, data_type: Option<String>, } }
structure! { ParameterInlinePolicy(shape::ParameterInlinePolicy) { policy_text: Option<String>, policy_type: Option<String>, policy_status: Option<String>, } }
structure! { ParameterMetadata(shape::ParameterMetadata) { name: Option<String>, arn: Option<String>, r#type: Option<ParameterType>, key_id: Option<String>, last_modified_date: Option<crate::Timestamp>, last_modified_user: Option<String>, description: Option<String>, allowed_pattern: Option<String>, version: Option<i64>, tier: Option<ParameterTier>, policies: Option<Vec<ParameterInlinePolicy>>, data_type: Option<String>, } }
structure! { ParameterStringFilter(shape::ParameterStringFilter) { key: String, option: Option<String>, values: Option<Vec<String>>, } }
enumeration! { ParameterTier { Standard = "Standard", Advanced = "Advanced", IntelligentTiering = "Intelligent-Tiering", } }
enumeration! { ParameterType { String = "String", StringList = "StringList", SecureString = "SecureString", } }
structure! { ParametersFilter(shape::ParametersFilter) { key: ParametersFilterKey, values: Vec<String>, } }
enumeration! { ParametersFilterKey { Name = "Name", Type = "Type", KeyId = "KeyId", } }
structure! { PutParameterRequest(shape::PutParameterRequest) { name: String, description: Option<String>, value: String, r#type: Option<ParameterType>, key_id: Option<String>, overwrite: Option<bool>, allowed_pattern: Option<String>, tags: Option<Vec<Tag>>, tier: Option<ParameterTier>, policies: Option<String>, data_type: Option<String>, } }
structure! { PutParameterResult(shape::PutParameterResult) { version: Option<i64>, tier: Option<ParameterTier>, } }
structure! { RemoveTagsFromResourceRequest(shape::RemoveTagsFromResourceRequest) { resource_type: ResourceTypeForTagging, resource_id: String, tag_keys: Vec<String>, } }
structure! { RemoveTagsFromResourceResult(shape::RemoveTagsFromResourceResult) { } }
enumeration! { ResourceTypeForTagging { Document = "Document", ManagedInstance = "ManagedInstance", MaintenanceWindow = "MaintenanceWindow", Parameter = "Parameter", PatchBaseline = "PatchBaseline", OpsItem = "OpsItem", OpsMetadata = "OpsMetadata", Automation = "Automation", Association = "Association", } }
structure! { ResumeSessionRequest(shape::ResumeSessionRequest) { session_id: String, } }
structure! { ResumeSessionResponse(shape::ResumeSessionResponse) { session_id: Option<String>, token_value: Option<String>, stream_url: Option<String>, } }
structure! { Tag(shape::Tag) { key: Option<String>, value: Option<String>, } }
structure! { TerminateSessionRequest(shape::TerminateSessionRequest) { session_id: String, } }
structure! { TerminateSessionResponse(shape::TerminateSessionResponse) { session_id: Option<String>, } }
structure! { UnlabelParameterVersionRequest(shape::UnlabelParameterVersionRequest) { name: String, parameter_version: i64, labels: Vec<String>, } }
structure! { UnlabelParameterVersionResult(shape::UnlabelParameterVersionResult) { removed_labels: Option<Vec<String>>, invalid_labels: Option<Vec<String>>, } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        AddTagsToResource(super::operation::AddTagsToResource): super::AddTagsToResourceRequest => super::AddTagsToResourceResult,
        DeleteParameter(super::operation::DeleteParameter): super::DeleteParameterRequest => super::DeleteParameterResult,
        DeleteParameters(super::operation::DeleteParameters): super::DeleteParametersRequest => super::DeleteParametersResult,
        DescribeParameters(super::operation::DescribeParameters): super::DescribeParametersRequest => super::DescribeParametersResult,
        GetParameter(super::operation::GetParameter): super::GetParameterRequest => super::GetParameterResult,
        GetParameterHistory(super::operation::GetParameterHistory): super::GetParameterHistoryRequest => super::GetParameterHistoryResult,
        GetParameters(super::operation::GetParameters): super::GetParametersRequest => super::GetParametersResult,
        GetParametersByPath(super::operation::GetParametersByPath): super::GetParametersByPathRequest => super::GetParametersByPathResult,
        LabelParameterVersion(super::operation::LabelParameterVersion): super::LabelParameterVersionRequest => super::LabelParameterVersionResult,
        ListTagsForResource(super::operation::ListTagsForResource): super::ListTagsForResourceRequest => super::ListTagsForResourceResult,
        PutParameter(super::operation::PutParameter): super::PutParameterRequest => super::PutParameterResult,
        RemoveTagsFromResource(super::operation::RemoveTagsFromResource): super::RemoveTagsFromResourceRequest => super::RemoveTagsFromResourceResult,
        ResumeSession(super::operation::ResumeSession): super::ResumeSessionRequest => super::ResumeSessionResponse,
        TerminateSession(super::operation::TerminateSession): super::TerminateSessionRequest => super::TerminateSessionResponse,
        UnlabelParameterVersion(super::operation::UnlabelParameterVersion): super::UnlabelParameterVersionRequest => super::UnlabelParameterVersionResult,
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

    pub static AddTagsToResource: Operation = Operation { service: &SERVICE, name: "AddTagsToResource", input: &shape::AddTagsToResourceRequest, output: &shape::AddTagsToResourceResult, errors: &[&error::InternalServerError, &error::InvalidResourceId, &error::InvalidResourceType, &error::TooManyTagsError, &error::TooManyUpdates], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ssm:AddTagsToResource", "", &["arn:{partition}:ssm:{region}:{account}:parameter/{ResourceId|parameter}"], &[])]) };
    pub static DeleteParameter: Operation = Operation { service: &SERVICE, name: "DeleteParameter", input: &shape::DeleteParameterRequest, output: &shape::DeleteParameterResult, errors: &[&error::InternalServerError, &error::ParameterNotFound], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ssm:DeleteParameter", "", &["arn:{partition}:ssm:{region}:{account}:parameter/{Name|parameter}"], &[])]) };
    pub static DeleteParameters: Operation = Operation { service: &SERVICE, name: "DeleteParameters", input: &shape::DeleteParametersRequest, output: &shape::DeleteParametersResult, errors: &[&error::InternalServerError], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ssm:DeleteParameters", "", &["arn:{partition}:ssm:{region}:{account}:parameter/{Names[]|parameter}"], &[])]) };
    pub static DescribeParameters: Operation = Operation { service: &SERVICE, name: "DescribeParameters", input: &shape::DescribeParametersRequest, output: &shape::DescribeParametersResult, errors: &[&error::InternalServerError, &error::InvalidFilterKey, &error::InvalidFilterOption, &error::InvalidFilterValue, &error::InvalidNextToken], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ssm:DescribeParameters", "", &[], &[])]) };
    pub static GetParameter: Operation = Operation { service: &SERVICE, name: "GetParameter", input: &shape::GetParameterRequest, output: &shape::GetParameterResult, errors: &[&error::InternalServerError, &error::InvalidKeyId, &error::ParameterNotFound, &error::ParameterVersionNotFound], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ssm:GetParameter", "", &["arn:{partition}:ssm:{region}:{account}:parameter/{Name|parameter}"], &[])]) };
    pub static GetParameterHistory: Operation = Operation { service: &SERVICE, name: "GetParameterHistory", input: &shape::GetParameterHistoryRequest, output: &shape::GetParameterHistoryResult, errors: &[&error::InternalServerError, &error::InvalidKeyId, &error::InvalidNextToken, &error::ParameterNotFound], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ssm:GetParameterHistory", "", &["arn:{partition}:ssm:{region}:{account}:parameter/{Name|parameter}"], &[])]) };
    pub static GetParameters: Operation = Operation { service: &SERVICE, name: "GetParameters", input: &shape::GetParametersRequest, output: &shape::GetParametersResult, errors: &[&error::InternalServerError, &error::InvalidKeyId], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ssm:GetParameters", "", &["arn:{partition}:ssm:{region}:{account}:parameter/{Names[]|parameter}"], &[])]) };
    pub static GetParametersByPath: Operation = Operation { service: &SERVICE, name: "GetParametersByPath", input: &shape::GetParametersByPathRequest, output: &shape::GetParametersByPathResult, errors: &[&error::InternalServerError, &error::InvalidFilterKey, &error::InvalidFilterOption, &error::InvalidFilterValue, &error::InvalidKeyId, &error::InvalidNextToken], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ssm:GetParametersByPath", "", &["arn:{partition}:ssm:{region}:{account}:parameter/{Path|parameter}"], &[("ssm:Recursive", "{Recursive}")])]) };
    pub static LabelParameterVersion: Operation = Operation { service: &SERVICE, name: "LabelParameterVersion", input: &shape::LabelParameterVersionRequest, output: &shape::LabelParameterVersionResult, errors: &[&error::InternalServerError, &error::ParameterNotFound, &error::ParameterVersionLabelLimitExceeded, &error::ParameterVersionNotFound, &error::TooManyUpdates], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ssm:LabelParameterVersion", "", &["arn:{partition}:ssm:{region}:{account}:parameter/{Name|parameter}"], &[])]) };
    pub static ListTagsForResource: Operation = Operation { service: &SERVICE, name: "ListTagsForResource", input: &shape::ListTagsForResourceRequest, output: &shape::ListTagsForResourceResult, errors: &[&error::InternalServerError, &error::InvalidResourceId, &error::InvalidResourceType], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ssm:ListTagsForResource", "", &["arn:{partition}:ssm:{region}:{account}:parameter/{ResourceId|parameter}"], &[])]) };
    pub static PutParameter: Operation = Operation { service: &SERVICE, name: "PutParameter", input: &shape::PutParameterRequest, output: &shape::PutParameterResult, errors: &[&error::HierarchyLevelLimitExceededException, &error::HierarchyTypeMismatchException, &error::IncompatiblePolicyException, &error::InternalServerError, &error::InvalidAllowedPatternException, &error::InvalidKeyId, &error::InvalidPolicyAttributeException, &error::InvalidPolicyTypeException, &error::ParameterAlreadyExists, &error::ParameterLimitExceeded, &error::ParameterMaxVersionLimitExceeded, &error::ParameterPatternMismatchException, &error::PoliciesLimitExceededException, &error::TooManyUpdates, &error::UnsupportedParameterType], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ssm:PutParameter", "", &["arn:{partition}:ssm:{region}:{account}:parameter/{Name|parameter}"], &[("ssm:Overwrite", "{Overwrite}")]), Need::new("ssm:AddTagsToResource", "Tags", &["arn:{partition}:ssm:{region}:{account}:parameter/{Name|parameter}"], &[])]) };
    pub static RemoveTagsFromResource: Operation = Operation { service: &SERVICE, name: "RemoveTagsFromResource", input: &shape::RemoveTagsFromResourceRequest, output: &shape::RemoveTagsFromResourceResult, errors: &[&error::InternalServerError, &error::InvalidResourceId, &error::InvalidResourceType, &error::TooManyUpdates], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ssm:RemoveTagsFromResource", "", &["arn:{partition}:ssm:{region}:{account}:parameter/{ResourceId|parameter}"], &[])]) };
    pub static ResumeSession: Operation = Operation { service: &SERVICE, name: "ResumeSession", input: &shape::ResumeSessionRequest, output: &shape::ResumeSessionResponse, errors: &[&error::DoesNotExistException, &error::InternalServerError], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ssm:ResumeSession", "", &["arn:{partition}:ssm:{region}:{account}:session/{SessionId}"], &[])]) };
    pub static TerminateSession: Operation = Operation { service: &SERVICE, name: "TerminateSession", input: &shape::TerminateSessionRequest, output: &shape::TerminateSessionResponse, errors: &[&error::InternalServerError], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ssm:TerminateSession", "", &["arn:{partition}:ssm:{region}:{account}:session/{SessionId}"], &[])]) };
    pub static UnlabelParameterVersion: Operation = Operation { service: &SERVICE, name: "UnlabelParameterVersion", input: &shape::UnlabelParameterVersionRequest, output: &shape::UnlabelParameterVersionResult, errors: &[&error::InternalServerError, &error::ParameterNotFound, &error::ParameterVersionNotFound, &error::TooManyUpdates], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ssm:UnlabelParameterVersion", "", &["arn:{partition}:ssm:{region}:{account}:parameter/{Name|parameter}"], &[])]) };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static DoesNotExistException: ErrorShape = ErrorShape::new(&shape::DoesNotExistException, "DoesNotExistException", 400, false);
    pub static HierarchyLevelLimitExceededException: ErrorShape = ErrorShape::new(&shape::HierarchyLevelLimitExceededException, "HierarchyLevelLimitExceededException", 400, false);
    pub static HierarchyTypeMismatchException: ErrorShape = ErrorShape::new(&shape::HierarchyTypeMismatchException, "HierarchyTypeMismatchException", 400, false);
    pub static IncompatiblePolicyException: ErrorShape = ErrorShape::new(&shape::IncompatiblePolicyException, "IncompatiblePolicyException", 400, false);
    pub static InternalServerError: ErrorShape = ErrorShape::new(&shape::InternalServerError, "InternalServerError", 500, true);
    pub static InvalidAllowedPatternException: ErrorShape = ErrorShape::new(&shape::InvalidAllowedPatternException, "InvalidAllowedPatternException", 400, false);
    pub static InvalidFilterKey: ErrorShape = ErrorShape::new(&shape::InvalidFilterKey, "InvalidFilterKey", 400, false);
    pub static InvalidFilterOption: ErrorShape = ErrorShape::new(&shape::InvalidFilterOption, "InvalidFilterOption", 400, false);
    pub static InvalidFilterValue: ErrorShape = ErrorShape::new(&shape::InvalidFilterValue, "InvalidFilterValue", 400, false);
    pub static InvalidKeyId: ErrorShape = ErrorShape::new(&shape::InvalidKeyId, "InvalidKeyId", 400, false);
    pub static InvalidNextToken: ErrorShape = ErrorShape::new(&shape::InvalidNextToken, "InvalidNextToken", 400, false);
    pub static InvalidPolicyAttributeException: ErrorShape = ErrorShape::new(&shape::InvalidPolicyAttributeException, "InvalidPolicyAttributeException", 400, false);
    pub static InvalidPolicyTypeException: ErrorShape = ErrorShape::new(&shape::InvalidPolicyTypeException, "InvalidPolicyTypeException", 400, false);
    pub static InvalidResourceId: ErrorShape = ErrorShape::new(&shape::InvalidResourceId, "InvalidResourceId", 400, false);
    pub static InvalidResourceType: ErrorShape = ErrorShape::new(&shape::InvalidResourceType, "InvalidResourceType", 400, false);
    pub static ParameterAlreadyExists: ErrorShape = ErrorShape::new(&shape::ParameterAlreadyExists, "ParameterAlreadyExists", 400, false);
    pub static ParameterLimitExceeded: ErrorShape = ErrorShape::new(&shape::ParameterLimitExceeded, "ParameterLimitExceeded", 400, false);
    pub static ParameterMaxVersionLimitExceeded: ErrorShape = ErrorShape::new(&shape::ParameterMaxVersionLimitExceeded, "ParameterMaxVersionLimitExceeded", 400, false);
    pub static ParameterNotFound: ErrorShape = ErrorShape::new(&shape::ParameterNotFound, "ParameterNotFound", 400, false);
    pub static ParameterPatternMismatchException: ErrorShape = ErrorShape::new(&shape::ParameterPatternMismatchException, "ParameterPatternMismatchException", 400, false);
    pub static ParameterVersionLabelLimitExceeded: ErrorShape = ErrorShape::new(&shape::ParameterVersionLabelLimitExceeded, "ParameterVersionLabelLimitExceeded", 400, false);
    pub static ParameterVersionNotFound: ErrorShape = ErrorShape::new(&shape::ParameterVersionNotFound, "ParameterVersionNotFound", 400, false);
    pub static PoliciesLimitExceededException: ErrorShape = ErrorShape::new(&shape::PoliciesLimitExceededException, "PoliciesLimitExceededException", 400, false);
    pub static TooManyTagsError: ErrorShape = ErrorShape::new(&shape::TooManyTagsError, "TooManyTagsError", 400, false);
    pub static TooManyUpdates: ErrorShape = ErrorShape::new(&shape::TooManyUpdates, "TooManyUpdates", 400, false);
    pub static UnsupportedParameterType: ErrorShape = ErrorShape::new(&shape::UnsupportedParameterType, "UnsupportedParameterType", 400, false);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static AddTagsToResourceRequest: Shape = Shape::structure("AddTagsToResourceRequest", &[Member::new("ResourceType", &ResourceTypeForTagging).required(), Member::new("ResourceId", &ResourceId).required(), Member::new("Tags", &TagList).required(), ]);
    pub static AddTagsToResourceResult: Shape = Shape::structure("AddTagsToResourceResult", &[]);
    pub static AllowedPattern: Shape = Shape::new("AllowedPattern", Kind::String).min(0.0).max(1024.0);
    pub static Boolean: Shape = Shape::new("Boolean", Kind::Boolean);
    pub static DateTime: Shape = Shape::new("DateTime", Kind::Timestamp(None));
    pub static DeleteParameterRequest: Shape = Shape::structure("DeleteParameterRequest", &[Member::new("Name", &PSParameterName).required(), ]);
    pub static DeleteParameterResult: Shape = Shape::structure("DeleteParameterResult", &[]);
    pub static DeleteParametersRequest: Shape = Shape::structure("DeleteParametersRequest", &[Member::new("Names", &ParameterNameList).required(), ]);
    pub static DeleteParametersResult: Shape = Shape::structure("DeleteParametersResult", &[Member::new("DeletedParameters", &ParameterNameList), Member::new("InvalidParameters", &ParameterNameList), ]);
    pub static DescribeParametersRequest: Shape = Shape::structure("DescribeParametersRequest", &[Member::new("Filters", &ParametersFilterList), Member::new("ParameterFilters", &ParameterStringFilterList), Member::new("MaxResults", &MaxResults), Member::new("NextToken", &NextToken), Member::new("Shared", &Boolean), ]);
    pub static DescribeParametersResult: Shape = Shape::structure("DescribeParametersResult", &[Member::new("Parameters", &ParameterMetadataList), Member::new("NextToken", &NextToken), ]);
    pub static DoesNotExistException: Shape = Shape::structure("DoesNotExistException", &[Member::new("Message", &String), ]);
    pub static GetParameterHistoryRequest: Shape = Shape::structure("GetParameterHistoryRequest", &[Member::new("Name", &PSParameterName).required(), Member::new("WithDecryption", &Boolean), Member::new("MaxResults", &MaxResults), Member::new("NextToken", &NextToken), ]);
    pub static GetParameterHistoryResult: Shape = Shape::structure("GetParameterHistoryResult", &[Member::new("Parameters", &ParameterHistoryList), Member::new("NextToken", &NextToken), ]);
    pub static GetParameterRequest: Shape = Shape::structure("GetParameterRequest", &[Member::new("Name", &PSParameterName).required(), Member::new("WithDecryption", &Boolean), ]);
    pub static GetParameterResult: Shape = Shape::structure("GetParameterResult", &[Member::new("Parameter", &Parameter), ]);
    pub static GetParametersByPathMaxResults: Shape = Shape::new("GetParametersByPathMaxResults", Kind::Integer).min(1.0).max(10.0);
    pub static GetParametersByPathRequest: Shape = Shape::structure("GetParametersByPathRequest", &[Member::new("Path", &PSParameterName).required(), Member::new("Recursive", &Boolean), Member::new("ParameterFilters", &ParameterStringFilterList), Member::new("WithDecryption", &Boolean), Member::new("MaxResults", &GetParametersByPathMaxResults), Member::new("NextToken", &NextToken), ]);
    pub static GetParametersByPathResult: Shape = Shape::structure("GetParametersByPathResult", &[Member::new("Parameters", &ParameterList), Member::new("NextToken", &NextToken), ]);
    pub static GetParametersRequest: Shape = Shape::structure("GetParametersRequest", &[Member::new("Names", &ParameterNameList).required(), Member::new("WithDecryption", &Boolean), ]);
    pub static GetParametersResult: Shape = Shape::structure("GetParametersResult", &[Member::new("Parameters", &ParameterList), Member::new("InvalidParameters", &ParameterNameList), ]);
    pub static HierarchyLevelLimitExceededException: Shape = Shape::structure("HierarchyLevelLimitExceededException", &[Member::new("message", &String), ]);
    pub static HierarchyTypeMismatchException: Shape = Shape::structure("HierarchyTypeMismatchException", &[Member::new("message", &String), ]);
    pub static IncompatiblePolicyException: Shape = Shape::structure("IncompatiblePolicyException", &[Member::new("message", &String), ]);
    pub static InternalServerError: Shape = Shape::structure("InternalServerError", &[Member::new("Message", &String), ]);
    pub static InvalidAllowedPatternException: Shape = Shape::structure("InvalidAllowedPatternException", &[Member::new("message", &String), ]);
    pub static InvalidFilterKey: Shape = Shape::structure("InvalidFilterKey", &[]);
    pub static InvalidFilterOption: Shape = Shape::structure("InvalidFilterOption", &[Member::new("message", &String), ]);
    pub static InvalidFilterValue: Shape = Shape::structure("InvalidFilterValue", &[Member::new("Message", &String), ]);
    pub static InvalidKeyId: Shape = Shape::structure("InvalidKeyId", &[Member::new("message", &String), ]);
    pub static InvalidNextToken: Shape = Shape::structure("InvalidNextToken", &[Member::new("Message", &String), ]);
    pub static InvalidPolicyAttributeException: Shape = Shape::structure("InvalidPolicyAttributeException", &[Member::new("message", &String), ]);
    pub static InvalidPolicyTypeException: Shape = Shape::structure("InvalidPolicyTypeException", &[Member::new("message", &String), ]);
    pub static InvalidResourceId: Shape = Shape::structure("InvalidResourceId", &[]);
    pub static InvalidResourceType: Shape = Shape::structure("InvalidResourceType", &[]);
    pub static KeyList: Shape = Shape::new("KeyList", Kind::List(Member::new("member", &TagKey)));
    pub static LabelParameterVersionRequest: Shape = Shape::structure("LabelParameterVersionRequest", &[Member::new("Name", &PSParameterName).required(), Member::new("ParameterVersion", &PSParameterVersion), Member::new("Labels", &ParameterLabelList).required(), ]);
    pub static LabelParameterVersionResult: Shape = Shape::structure("LabelParameterVersionResult", &[Member::new("InvalidLabels", &ParameterLabelList), Member::new("ParameterVersion", &PSParameterVersion), ]);
    pub static ListTagsForResourceRequest: Shape = Shape::structure("ListTagsForResourceRequest", &[Member::new("ResourceType", &ResourceTypeForTagging).required(), Member::new("ResourceId", &ResourceId).required(), ]);
    pub static ListTagsForResourceResult: Shape = Shape::structure("ListTagsForResourceResult", &[Member::new("TagList", &TagList), ]);
    pub static MaxResults: Shape = Shape::new("MaxResults", Kind::Integer).min(1.0).max(50.0);
    pub static NextToken: Shape = Shape::new("NextToken", Kind::String);
    pub static PSParameterName: Shape = Shape::new("PSParameterName", Kind::String).min(1.0).max(2048.0);
    pub static PSParameterSelector: Shape = Shape::new("PSParameterSelector", Kind::String).min(0.0).max(128.0);
    pub static PSParameterValue: Shape = Shape::new("PSParameterValue", Kind::String).sensitive();
    pub static PSParameterVersion: Shape = Shape::new("PSParameterVersion", Kind::Long);
    pub static Parameter: Shape = Shape::structure("Parameter", &[Member::new("Name", &PSParameterName), Member::new("Type", &ParameterType), Member::new("Value", &PSParameterValue), Member::new("Version", &PSParameterVersion), Member::new("Selector", &PSParameterSelector), Member::new("SourceResult", &String), Member::new("LastModifiedDate", &DateTime), Member::new("ARN", &String), Member::new("DataType", &ParameterDataType), ]);
    pub static ParameterAlreadyExists: Shape = Shape::structure("ParameterAlreadyExists", &[Member::new("message", &String), ]);
    pub static ParameterDataType: Shape = Shape::new("ParameterDataType", Kind::String).min(0.0).max(128.0);
    pub static ParameterDescription: Shape = Shape::new("ParameterDescription", Kind::String).min(0.0).max(1024.0);
    pub static ParameterHistory: Shape = Shape::structure("ParameterHistory", &[Member::new("Name", &PSParameterName), Member::new("Type", &ParameterType), Member::new("KeyId", &ParameterKeyId), Member::new("LastModifiedDate", &DateTime), Member::new("LastModifiedUser", &String), Member::new("Description", &ParameterDescription), Member::new("Value", &PSParameterValue), Member::new("AllowedPattern", &AllowedPattern), Member::new("Version", &PSParameterVersion), Member::new("Labels", &ParameterLabelList), Member::new("Tier", &ParameterTier), Member::new("Policies", &ParameterPolicyList), Member::new("DataType", &ParameterDataType), ]);
    pub static ParameterHistoryList: Shape = Shape::new("ParameterHistoryList", Kind::List(Member::new("member", &ParameterHistory)));
    pub static ParameterInlinePolicy: Shape = Shape::structure("ParameterInlinePolicy", &[Member::new("PolicyText", &String), Member::new("PolicyType", &String), Member::new("PolicyStatus", &String), ]);
    static ParameterKeyId_pattern: Pattern = Pattern::new("^([a-zA-Z0-9:/_-]+)$");
    pub static ParameterKeyId: Shape = Shape::new("ParameterKeyId", Kind::String).min(1.0).max(256.0).pattern(&ParameterKeyId_pattern);
    pub static ParameterLabel: Shape = Shape::new("ParameterLabel", Kind::String).min(1.0).max(100.0);
    pub static ParameterLabelList: Shape = Shape::new("ParameterLabelList", Kind::List(Member::new("member", &ParameterLabel))).min(1.0).max(10.0);
    pub static ParameterLimitExceeded: Shape = Shape::structure("ParameterLimitExceeded", &[Member::new("message", &String), ]);
    pub static ParameterList: Shape = Shape::new("ParameterList", Kind::List(Member::new("member", &Parameter)));
    pub static ParameterMaxVersionLimitExceeded: Shape = Shape::structure("ParameterMaxVersionLimitExceeded", &[Member::new("message", &String), ]);
    pub static ParameterMetadata: Shape = Shape::structure("ParameterMetadata", &[Member::new("Name", &PSParameterName), Member::new("ARN", &String), Member::new("Type", &ParameterType), Member::new("KeyId", &ParameterKeyId), Member::new("LastModifiedDate", &DateTime), Member::new("LastModifiedUser", &String), Member::new("Description", &ParameterDescription), Member::new("AllowedPattern", &AllowedPattern), Member::new("Version", &PSParameterVersion), Member::new("Tier", &ParameterTier), Member::new("Policies", &ParameterPolicyList), Member::new("DataType", &ParameterDataType), ]);
    pub static ParameterMetadataList: Shape = Shape::new("ParameterMetadataList", Kind::List(Member::new("member", &ParameterMetadata)));
    pub static ParameterNameList: Shape = Shape::new("ParameterNameList", Kind::List(Member::new("member", &PSParameterName))).min(1.0).max(10.0);
    pub static ParameterNotFound: Shape = Shape::structure("ParameterNotFound", &[Member::new("message", &String), ]);
    pub static ParameterPatternMismatchException: Shape = Shape::structure("ParameterPatternMismatchException", &[Member::new("message", &String), ]);
    pub static ParameterPolicies: Shape = Shape::new("ParameterPolicies", Kind::String).min(1.0).max(4096.0);
    pub static ParameterPolicyList: Shape = Shape::new("ParameterPolicyList", Kind::List(Member::new("member", &ParameterInlinePolicy)));
    pub static ParameterStringFilter: Shape = Shape::structure("ParameterStringFilter", &[Member::new("Key", &ParameterStringFilterKey).required(), Member::new("Option", &ParameterStringQueryOption), Member::new("Values", &ParameterStringFilterValueList), ]);
    static ParameterStringFilterKey_pattern: Pattern = Pattern::new("tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType");
    pub static ParameterStringFilterKey: Shape = Shape::new("ParameterStringFilterKey", Kind::String).min(1.0).max(132.0).pattern(&ParameterStringFilterKey_pattern);
    pub static ParameterStringFilterList: Shape = Shape::new("ParameterStringFilterList", Kind::List(Member::new("member", &ParameterStringFilter)));
    pub static ParameterStringFilterValue: Shape = Shape::new("ParameterStringFilterValue", Kind::String).min(1.0).max(1024.0);
    pub static ParameterStringFilterValueList: Shape = Shape::new("ParameterStringFilterValueList", Kind::List(Member::new("member", &ParameterStringFilterValue))).min(1.0).max(50.0);
    pub static ParameterStringQueryOption: Shape = Shape::new("ParameterStringQueryOption", Kind::String).min(1.0).max(10.0);
    pub static ParameterTier: Shape = Shape::new("ParameterTier", Kind::String).values(&["Standard", "Advanced", "Intelligent-Tiering"]);
    pub static ParameterType: Shape = Shape::new("ParameterType", Kind::String).values(&["String", "StringList", "SecureString"]);
    pub static ParameterVersionLabelLimitExceeded: Shape = Shape::structure("ParameterVersionLabelLimitExceeded", &[Member::new("message", &String), ]);
    pub static ParameterVersionNotFound: Shape = Shape::structure("ParameterVersionNotFound", &[Member::new("message", &String), ]);
    pub static ParametersFilter: Shape = Shape::structure("ParametersFilter", &[Member::new("Key", &ParametersFilterKey).required(), Member::new("Values", &ParametersFilterValueList).required(), ]);
    pub static ParametersFilterKey: Shape = Shape::new("ParametersFilterKey", Kind::String).values(&["Name", "Type", "KeyId"]);
    pub static ParametersFilterList: Shape = Shape::new("ParametersFilterList", Kind::List(Member::new("member", &ParametersFilter)));
    pub static ParametersFilterValue: Shape = Shape::new("ParametersFilterValue", Kind::String).min(1.0).max(1024.0);
    pub static ParametersFilterValueList: Shape = Shape::new("ParametersFilterValueList", Kind::List(Member::new("member", &ParametersFilterValue))).min(1.0).max(50.0);
    pub static PoliciesLimitExceededException: Shape = Shape::structure("PoliciesLimitExceededException", &[Member::new("message", &String), ]);
    pub static PutParameterRequest: Shape = Shape::structure("PutParameterRequest", &[Member::new("Name", &PSParameterName).required(), Member::new("Description", &ParameterDescription), Member::new("Value", &PSParameterValue).required(), Member::new("Type", &ParameterType), Member::new("KeyId", &ParameterKeyId), Member::new("Overwrite", &Boolean), Member::new("AllowedPattern", &AllowedPattern), Member::new("Tags", &TagList), Member::new("Tier", &ParameterTier), Member::new("Policies", &ParameterPolicies), Member::new("DataType", &ParameterDataType), ]);
    pub static PutParameterResult: Shape = Shape::structure("PutParameterResult", &[Member::new("Version", &PSParameterVersion), Member::new("Tier", &ParameterTier), ]);
    pub static RemoveTagsFromResourceRequest: Shape = Shape::structure("RemoveTagsFromResourceRequest", &[Member::new("ResourceType", &ResourceTypeForTagging).required(), Member::new("ResourceId", &ResourceId).required(), Member::new("TagKeys", &KeyList).required(), ]);
    pub static RemoveTagsFromResourceResult: Shape = Shape::structure("RemoveTagsFromResourceResult", &[]);
    pub static ResourceId: Shape = Shape::new("ResourceId", Kind::String);
    pub static ResourceTypeForTagging: Shape = Shape::new("ResourceTypeForTagging", Kind::String).values(&["Document", "ManagedInstance", "MaintenanceWindow", "Parameter", "PatchBaseline", "OpsItem", "OpsMetadata", "Automation", "Association"]);
    pub static ResumeSessionRequest: Shape = Shape::structure("ResumeSessionRequest", &[Member::new("SessionId", &SessionId).required(), ]);
    pub static ResumeSessionResponse: Shape = Shape::structure("ResumeSessionResponse", &[Member::new("SessionId", &SessionId), Member::new("TokenValue", &TokenValue), Member::new("StreamUrl", &StreamUrl), ]);
    pub static SessionId: Shape = Shape::new("SessionId", Kind::String).min(1.0).max(96.0);
    pub static StreamUrl: Shape = Shape::new("StreamUrl", Kind::String);
    pub static String: Shape = Shape::new("String", Kind::String);
    pub static Tag: Shape = Shape::structure("Tag", &[Member::new("Key", &TagKey).required(), Member::new("Value", &TagValue).required(), ]);
    static TagKey_pattern: Pattern = Pattern::new("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$");
    pub static TagKey: Shape = Shape::new("TagKey", Kind::String).min(1.0).max(128.0).pattern(&TagKey_pattern);
    pub static TagList: Shape = Shape::new("TagList", Kind::List(Member::new("member", &Tag))).max(1000.0);
    static TagValue_pattern: Pattern = Pattern::new("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$");
    pub static TagValue: Shape = Shape::new("TagValue", Kind::String).min(0.0).max(256.0).pattern(&TagValue_pattern);
    pub static TerminateSessionRequest: Shape = Shape::structure("TerminateSessionRequest", &[Member::new("SessionId", &SessionId).required(), ]);
    pub static TerminateSessionResponse: Shape = Shape::structure("TerminateSessionResponse", &[Member::new("SessionId", &SessionId), ]);
    pub static TokenValue: Shape = Shape::new("TokenValue", Kind::String).min(0.0).max(300.0);
    pub static TooManyTagsError: Shape = Shape::structure("TooManyTagsError", &[]);
    pub static TooManyUpdates: Shape = Shape::structure("TooManyUpdates", &[Member::new("Message", &String), ]);
    pub static UnlabelParameterVersionRequest: Shape = Shape::structure("UnlabelParameterVersionRequest", &[Member::new("Name", &PSParameterName).required(), Member::new("ParameterVersion", &PSParameterVersion).required(), Member::new("Labels", &ParameterLabelList).required(), ]);
    pub static UnlabelParameterVersionResult: Shape = Shape::structure("UnlabelParameterVersionResult", &[Member::new("RemovedLabels", &ParameterLabelList), Member::new("InvalidLabels", &ParameterLabelList), ]);
    pub static UnsupportedParameterType: Shape = Shape::structure("UnsupportedParameterType", &[Member::new("message", &String), ]);
}
