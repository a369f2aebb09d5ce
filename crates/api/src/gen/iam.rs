// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `iam`.

/// The service `iam`.
pub static SERVICE: crate::Service = crate::Service {
    id: "iam",
    sdk_name: "iam",
    signing_name: "iam",
    protocols: &[crate::Protocol::Query],
    target_prefix: "",
    api_version: "2010-05-08",
    xmlns: "https://iam.amazonaws.com/doc/2010-05-08/",
    query_compatible: false,
    operation_names: &[
        "AcceptDelegationRequest",
        "AddClientIDToOpenIDConnectProvider",
        "AddRoleToInstanceProfile",
        "AddUserToGroup",
        "AssociateDelegationRequest",
        "AttachGroupPolicy",
        "AttachRolePolicy",
        "AttachUserPolicy",
        "ChangePassword",
        "CreateAccessKey",
        "CreateAccountAlias",
        "CreateDelegationRequest",
        "CreateGroup",
        "CreateInstanceProfile",
        "CreateLoginProfile",
        "CreateOpenIDConnectProvider",
        "CreatePolicy",
        "CreatePolicyVersion",
        "CreateRole",
        "CreateSAMLProvider",
        "CreateServiceLinkedRole",
        "CreateServiceSpecificCredential",
        "CreateUser",
        "CreateVirtualMFADevice",
        "DeactivateMFADevice",
        "DeleteAccessKey",
        "DeleteAccountAlias",
        "DeleteAccountPasswordPolicy",
        "DeleteGroup",
        "DeleteGroupPolicy",
        "DeleteInstanceProfile",
        "DeleteLoginProfile",
        "DeleteOpenIDConnectProvider",
        "DeletePolicy",
        "DeletePolicyVersion",
        "DeleteRole",
        "DeleteRolePermissionsBoundary",
        "DeleteRolePolicy",
        "DeleteSAMLProvider",
        "DeleteSSHPublicKey",
        "DeleteServerCertificate",
        "DeleteServiceLinkedRole",
        "DeleteServiceSpecificCredential",
        "DeleteSigningCertificate",
        "DeleteUser",
        "DeleteUserPermissionsBoundary",
        "DeleteUserPolicy",
        "DeleteVirtualMFADevice",
        "DetachGroupPolicy",
        "DetachRolePolicy",
        "DetachUserPolicy",
        "DisableOrganizationsRootCredentialsManagement",
        "DisableOrganizationsRootSessions",
        "DisableOutboundWebIdentityFederation",
        "EnableMFADevice",
        "EnableOrganizationsRootCredentialsManagement",
        "EnableOrganizationsRootSessions",
        "EnableOutboundWebIdentityFederation",
        "GenerateCredentialReport",
        "GenerateOrganizationsAccessReport",
        "GenerateServiceLastAccessedDetails",
        "GetAccessKeyLastUsed",
        "GetAccountAuthorizationDetails",
        "GetAccountPasswordPolicy",
        "GetAccountSummary",
        "GetContextKeysForCustomPolicy",
        "GetContextKeysForPrincipalPolicy",
        "GetCredentialReport",
        "GetDelegationRequest",
        "GetGroup",
        "GetGroupPolicy",
        "GetHumanReadableSummary",
        "GetInstanceProfile",
        "GetLoginProfile",
        "GetMFADevice",
        "GetOpenIDConnectProvider",
        "GetOrganizationsAccessReport",
        "GetOutboundWebIdentityFederationInfo",
        "GetPolicy",
        "GetPolicyVersion",
        "GetRole",
        "GetRolePolicy",
        "GetSAMLProvider",
        "GetSSHPublicKey",
        "GetServerCertificate",
        "GetServiceLastAccessedDetails",
        "GetServiceLastAccessedDetailsWithEntities",
        "GetServiceLinkedRoleDeletionStatus",
        "GetUser",
        "GetUserPolicy",
        "ListAccessKeys",
        "ListAccountAliases",
        "ListAttachedGroupPolicies",
        "ListAttachedRolePolicies",
        "ListAttachedUserPolicies",
        "ListDelegationRequests",
        "ListEntitiesForPolicy",
        "ListGroupPolicies",
        "ListGroups",
        "ListGroupsForUser",
        "ListInstanceProfileTags",
        "ListInstanceProfiles",
        "ListInstanceProfilesForRole",
        "ListMFADeviceTags",
        "ListMFADevices",
        "ListOpenIDConnectProviderTags",
        "ListOpenIDConnectProviders",
        "ListOrganizationsFeatures",
        "ListPolicies",
        "ListPoliciesGrantingServiceAccess",
        "ListPolicyTags",
        "ListPolicyVersions",
        "ListRolePolicies",
        "ListRoleTags",
        "ListRoles",
        "ListSAMLProviderTags",
        "ListSAMLProviders",
        "ListSSHPublicKeys",
        "ListServerCertificateTags",
        "ListServerCertificates",
        "ListServiceSpecificCredentials",
        "ListSigningCertificates",
        "ListUserPolicies",
        "ListUserTags",
        "ListUsers",
        "ListVirtualMFADevices",
        "PutGroupPolicy",
        "PutRolePermissionsBoundary",
        "PutRolePolicy",
        "PutUserPermissionsBoundary",
        "PutUserPolicy",
        "RejectDelegationRequest",
        "RemoveClientIDFromOpenIDConnectProvider",
        "RemoveRoleFromInstanceProfile",
        "RemoveUserFromGroup",
        "ResetServiceSpecificCredential",
        "ResyncMFADevice",
        "SendDelegationToken",
        "SetDefaultPolicyVersion",
        "SetSecurityTokenServicePreferences",
        "SimulateCustomPolicy",
        "SimulatePrincipalPolicy",
        "TagInstanceProfile",
        "TagMFADevice",
        "TagOpenIDConnectProvider",
        "TagPolicy",
        "TagRole",
        "TagSAMLProvider",
        "TagServerCertificate",
        "TagUser",
        "UntagInstanceProfile",
        "UntagMFADevice",
        "UntagOpenIDConnectProvider",
        "UntagPolicy",
        "UntagRole",
        "UntagSAMLProvider",
        "UntagServerCertificate",
        "UntagUser",
        "UpdateAccessKey",
        "UpdateAccountPasswordPolicy",
        "UpdateAssumeRolePolicy",
        "UpdateDelegationRequest",
        "UpdateGroup",
        "UpdateLoginProfile",
        "UpdateOpenIDConnectProviderThumbprint",
        "UpdateRole",
        "UpdateRoleDescription",
        "UpdateSAMLProvider",
        "UpdateSSHPublicKey",
        "UpdateServerCertificate",
        "UpdateServiceSpecificCredential",
        "UpdateSigningCertificate",
        "UpdateUser",
        "UploadSSHPublicKey",
        "UploadServerCertificate",
        "UploadSigningCertificate",
    ],
    unsigned_names: &[
    ],
    operations: &[
        &operation::AddClientIDToOpenIDConnectProvider,
        &operation::AddRoleToInstanceProfile,
        &operation::AddUserToGroup,
        &operation::AttachGroupPolicy,
        &operation::AttachRolePolicy,
        &operation::AttachUserPolicy,
        &operation::CreateAccessKey,
        &operation::CreateAccountAlias,
        &operation::CreateGroup,
        &operation::CreateInstanceProfile,
        &operation::CreateOpenIDConnectProvider,
        &operation::CreatePolicy,
        &operation::CreatePolicyVersion,
        &operation::CreateRole,
        &operation::CreateServiceLinkedRole,
        &operation::CreateUser,
        &operation::CreateVirtualMFADevice,
        &operation::DeactivateMFADevice,
        &operation::DeleteAccessKey,
        &operation::DeleteAccountAlias,
        &operation::DeleteGroup,
        &operation::DeleteGroupPolicy,
        &operation::DeleteInstanceProfile,
        &operation::DeleteOpenIDConnectProvider,
        &operation::DeletePolicy,
        &operation::DeletePolicyVersion,
        &operation::DeleteRole,
        &operation::DeleteRolePermissionsBoundary,
        &operation::DeleteRolePolicy,
        &operation::DeleteServiceLinkedRole,
        &operation::DeleteUser,
        &operation::DeleteUserPermissionsBoundary,
        &operation::DeleteUserPolicy,
        &operation::DeleteVirtualMFADevice,
        &operation::DetachGroupPolicy,
        &operation::DetachRolePolicy,
        &operation::DetachUserPolicy,
        &operation::EnableMFADevice,
        &operation::GenerateCredentialReport,
        &operation::GetAccessKeyLastUsed,
        &operation::GetAccountAuthorizationDetails,
        &operation::GetAccountPasswordPolicy,
        &operation::GetAccountSummary,
        &operation::GetContextKeysForCustomPolicy,
        &operation::GetContextKeysForPrincipalPolicy,
        &operation::GetCredentialReport,
        &operation::GetGroup,
        &operation::GetGroupPolicy,
        &operation::GetInstanceProfile,
        &operation::GetLoginProfile,
        &operation::GetMFADevice,
        &operation::GetOpenIDConnectProvider,
        &operation::GetPolicy,
        &operation::GetPolicyVersion,
        &operation::GetRole,
        &operation::GetRolePolicy,
        &operation::GetServiceLinkedRoleDeletionStatus,
        &operation::GetUser,
        &operation::GetUserPolicy,
        &operation::ListAccessKeys,
        &operation::ListAccountAliases,
        &operation::ListAttachedGroupPolicies,
        &operation::ListAttachedRolePolicies,
        &operation::ListAttachedUserPolicies,
        &operation::ListEntitiesForPolicy,
        &operation::ListGroupPolicies,
        &operation::ListGroups,
        &operation::ListGroupsForUser,
        &operation::ListInstanceProfileTags,
        &operation::ListInstanceProfiles,
        &operation::ListInstanceProfilesForRole,
        &operation::ListMFADeviceTags,
        &operation::ListMFADevices,
        &operation::ListOpenIDConnectProviderTags,
        &operation::ListOpenIDConnectProviders,
        &operation::ListPolicies,
        &operation::ListPolicyTags,
        &operation::ListPolicyVersions,
        &operation::ListRolePolicies,
        &operation::ListRoleTags,
        &operation::ListRoles,
        &operation::ListSAMLProviders,
        &operation::ListSSHPublicKeys,
        &operation::ListServerCertificates,
        &operation::ListServiceSpecificCredentials,
        &operation::ListSigningCertificates,
        &operation::ListUserPolicies,
        &operation::ListUserTags,
        &operation::ListUsers,
        &operation::ListVirtualMFADevices,
        &operation::PutGroupPolicy,
        &operation::PutRolePermissionsBoundary,
        &operation::PutRolePolicy,
        &operation::PutUserPermissionsBoundary,
        &operation::PutUserPolicy,
        &operation::RemoveClientIDFromOpenIDConnectProvider,
        &operation::RemoveRoleFromInstanceProfile,
        &operation::RemoveUserFromGroup,
        &operation::ResyncMFADevice,
        &operation::SetDefaultPolicyVersion,
        &operation::SimulateCustomPolicy,
        &operation::SimulatePrincipalPolicy,
        &operation::TagInstanceProfile,
        &operation::TagMFADevice,
        &operation::TagOpenIDConnectProvider,
        &operation::TagPolicy,
        &operation::TagRole,
        &operation::TagUser,
        &operation::UntagInstanceProfile,
        &operation::UntagMFADevice,
        &operation::UntagOpenIDConnectProvider,
        &operation::UntagPolicy,
        &operation::UntagRole,
        &operation::UntagUser,
        &operation::UpdateAccessKey,
        &operation::UpdateAssumeRolePolicy,
        &operation::UpdateGroup,
        &operation::UpdateOpenIDConnectProviderThumbprint,
        &operation::UpdateRole,
        &operation::UpdateRoleDescription,
        &operation::UpdateUser,
    ],
    errors: &[
        &error::ConcurrentModificationException,
        &error::CredentialReportExpiredException,
        &error::CredentialReportNotPresentException,
        &error::CredentialReportNotReadyException,
        &error::DeleteConflictException,
        &error::EntityAlreadyExistsException,
        &error::EntityTemporarilyUnmodifiableException,
        &error::InvalidAuthenticationCodeException,
        &error::InvalidInputException,
        &error::LimitExceededException,
        &error::MalformedPolicyDocumentException,
        &error::NoSuchEntityException,
        &error::OpenIdIdpCommunicationErrorException,
        &error::PolicyEvaluationException,
        &error::PolicyNotAttachableException,
        &error::ServiceFailureException,
        &error::ServiceNotSupportedException,
        &error::UnmodifiableEntityException,
    ],
};

errors! { SERVICE, {
    ConcurrentModificationException(concurrent_modification) = error::ConcurrentModificationException,
    CredentialReportExpiredException(credential_report_expired) = error::CredentialReportExpiredException,
    CredentialReportNotPresentException(credential_report_not_present) = error::CredentialReportNotPresentException,
    CredentialReportNotReadyException(credential_report_not_ready) = error::CredentialReportNotReadyException,
    DeleteConflictException(delete_conflict) = error::DeleteConflictException,
    EntityAlreadyExistsException(entity_already_exists) = error::EntityAlreadyExistsException,
    EntityTemporarilyUnmodifiableException(entity_temporarily_unmodifiable) = error::EntityTemporarilyUnmodifiableException,
    InvalidAuthenticationCodeException(invalid_authentication_code) = error::InvalidAuthenticationCodeException,
    InvalidInputException(invalid_input) = error::InvalidInputException,
    LimitExceededException(limit_exceeded) = error::LimitExceededException,
    MalformedPolicyDocumentException(malformed_policy_document) = error::MalformedPolicyDocumentException,
    NoSuchEntityException(no_such_entity) = error::NoSuchEntityException,
    OpenIdIdpCommunicationErrorException(open_id_idp_communication_error) = error::OpenIdIdpCommunicationErrorException,
    PolicyEvaluationException(policy_evaluation) = error::PolicyEvaluationException,
    PolicyNotAttachableException(policy_not_attachable) = error::PolicyNotAttachableException,
    ServiceFailureException(service_failure) = error::ServiceFailureException,
    ServiceNotSupportedException(service_not_supported) = error::ServiceNotSupportedException,
    UnmodifiableEntityException(unmodifiable_entity) = error::UnmodifiableEntityException,
} }

structure! { AccessKey(shape::AccessKey) { user_name: Option<String>, access_key_id: Option<String>, status: Option<StatusType>, secret_access_key: Option<String>, create_date: Option<crate::Timestamp>, } }
structure! { AccessKeyLastUsed(shape::AccessKeyLastUsed) { last_used_date: Option<crate::Timestamp>, service_name: Option<String>, region: Option<String>, } }
structure! { AccessKeyMetadata(shape::AccessKeyMetadata) { user_name: Option<String>, access_key_id: Option<String>, status: Option<StatusType>, create_date: Option<crate::Timestamp>, } }
structure! { AddClientIDToOpenIDConnectProviderRequest(shape::AddClientIDToOpenIDConnectProviderRequest) { open_id_connect_provider_arn: String, client_id: String, } }
structure! { AddRoleToInstanceProfileRequest(shape::AddRoleToInstanceProfileRequest) { instance_profile_name: String, role_name: String, } }
structure! { AddUserToGroupRequest(shape::AddUserToGroupRequest) { group_name: String, user_name: String, } }
structure! { AttachGroupPolicyRequest(shape::AttachGroupPolicyRequest) { group_name: String, policy_arn: String, } }
structure! { AttachRolePolicyRequest(shape::AttachRolePolicyRequest) { role_name: String, policy_arn: String, } }
structure! { AttachUserPolicyRequest(shape::AttachUserPolicyRequest) { user_name: String, policy_arn: String, } }
structure! { AttachedPermissionsBoundary(shape::AttachedPermissionsBoundary) { permissions_boundary_type: Option<PermissionsBoundaryAttachmentType>, permissions_boundary_arn: Option<String>, } }
structure! { AttachedPolicy(shape::AttachedPolicy) { policy_name: Option<String>, policy_arn: Option<String>, } }
structure! { ContextEntry(shape::ContextEntry) { context_key_name: Option<String>, context_key_values: Option<Vec<String>>, context_key_type: Option<ContextKeyTypeEnum>, } }
enumeration! { ContextKeyTypeEnum { String = "string", StringList = "stringList", Numeric = "numeric", NumericList = "numericList", Boolean = "boolean", BooleanList = "booleanList", Ip = "ip", IpList = "ipList", Binary = "binary", BinaryList = "binaryList", Date = "date", DateList = "dateList", } }
structure! { CreateAccessKeyRequest(shape::CreateAccessKeyRequest) { user_name: Option<String>, } }
structure! { CreateAccessKeyResponse(shape::CreateAccessKeyResponse) { access_key: Option<AccessKey>, } }
structure! { CreateAccountAliasRequest(shape::CreateAccountAliasRequest) { account_alias: String, } }
structure! { CreateGroupRequest(shape::CreateGroupRequest) { path: Option<String>, group_name: String, } }
structure! { CreateGroupResponse(shape::CreateGroupResponse) { group: Option<Group>, } }
structure! { CreateInstanceProfileRequest(shape::CreateInstanceProfileRequest) { instance_profile_name: String, path: Option<String>, tags: Option<Vec<Tag>>, } }
structure! { CreateInstanceProfileResponse(shape::CreateInstanceProfileResponse) { instance_profile: Option<InstanceProfile>, } }
structure! { CreateOpenIDConnectProviderRequest(shape::CreateOpenIDConnectProviderRequest) { url: String, client_id_list: Option<Vec<String>>, thumbprint_list: Option<Vec<String>>, tags: Option<Vec<Tag>>, } }
structure! { CreateOpenIDConnectProviderResponse(shape::CreateOpenIDConnectProviderResponse) { open_id_connect_provider_arn: Option<String>, tags: Option<Vec<Tag>>, } }
structure! { CreatePolicyRequest(shape::CreatePolicyRequest) { policy_name: String, path: Option<String>, policy_document: String, description: Option<String>, tags: Option<Vec<Tag>>, } }
structure! { CreatePolicyResponse(shape::CreatePolicyResponse) { policy: Option<Policy>, } }
structure! { CreatePolicyVersionRequest(shape::CreatePolicyVersionRequest) { policy_arn: String, policy_document: String, set_as_default: Option<bool>, } }
structure! { CreatePolicyVersionResponse(shape::CreatePolicyVersionResponse) { policy_version: Option<PolicyVersion>, } }
structure! { CreateRoleRequest(shape::CreateRoleRequest) { path: Option<String>, role_name: String, assume_role_policy_document: String, description: Option<String>, max_session_duration: Option<i32>, permissions_boundary: Option<String>, tags: Option<Vec<Tag>>, } }
structure! { CreateRoleResponse(shape::CreateRoleResponse) { role: Option<Role>, } }
structure! { CreateServiceLinkedRoleRequest(shape::CreateServiceLinkedRoleRequest) { aws_service_name: String, description: Option<String>, custom_suffix: Option<String>, } }
structure! { CreateServiceLinkedRoleResponse(shape::CreateServiceLinkedRoleResponse) { role: Option<Role>, } }
structure! { CreateUserRequest(shape::CreateUserRequest) { path: Option<String>, user_name: String, permissions_boundary: Option<String>, tags: Option<Vec<Tag>>, } }
structure! { CreateUserResponse(shape::CreateUserResponse) { user: Option<User>, } }
structure! { CreateVirtualMFADeviceRequest(shape::CreateVirtualMFADeviceRequest) { path: Option<String>, virtual_mfa_device_name: String, tags: Option<Vec<Tag>>, } }
structure! { CreateVirtualMFADeviceResponse(shape::CreateVirtualMFADeviceResponse) { virtual_mfa_device: Option<VirtualMFADevice>, } }
structure! { DeactivateMFADeviceRequest(shape::DeactivateMFADeviceRequest) { user_name: Option<String>, serial_number: String, } }
structure! { DeleteAccessKeyRequest(shape::DeleteAccessKeyRequest) { user_name: Option<String>, access_key_id: String, } }
structure! { DeleteAccountAliasRequest(shape::DeleteAccountAliasRequest) { account_alias: String, } }
structure! { DeleteGroupPolicyRequest(shape::DeleteGroupPolicyRequest) { group_name: String, policy_name: String, } }
structure! { DeleteGroupRequest(shape::DeleteGroupRequest) { group_name: String, } }
structure! { DeleteInstanceProfileRequest(shape::DeleteInstanceProfileRequest) { instance_profile_name: String, } }
structure! { DeleteOpenIDConnectProviderRequest(shape::DeleteOpenIDConnectProviderRequest) { open_id_connect_provider_arn: String, } }
structure! { DeletePolicyRequest(shape::DeletePolicyRequest) { policy_arn: String, } }
structure! { DeletePolicyVersionRequest(shape::DeletePolicyVersionRequest) { policy_arn: String, version_id: String, } }
structure! { DeleteRolePermissionsBoundaryRequest(shape::DeleteRolePermissionsBoundaryRequest) { role_name: String, } }
structure! { DeleteRolePolicyRequest(shape::DeleteRolePolicyRequest) { role_name: String, policy_name: String, } }
structure! { DeleteRoleRequest(shape::DeleteRoleRequest) { role_name: String, } }
structure! { DeleteServiceLinkedRoleRequest(shape::DeleteServiceLinkedRoleRequest) { role_name: String, } }
structure! { DeleteServiceLinkedRoleResponse(shape::DeleteServiceLinkedRoleResponse) { deletion_task_id: Option<String>, } }
structure! { DeleteUserPermissionsBoundaryRequest(shape::DeleteUserPermissionsBoundaryRequest) { user_name: String, } }
structure! { DeleteUserPolicyRequest(shape::DeleteUserPolicyRequest) { user_name: String, policy_name: String, } }
structure! { DeleteUserRequest(shape::DeleteUserRequest) { user_name: String, } }
structure! { DeleteVirtualMFADeviceRequest(shape::DeleteVirtualMFADeviceRequest) { serial_number: String, } }
structure! { DeletionTaskFailureReasonType(shape::DeletionTaskFailureReasonType) { reason: Option<String>, role_usage_list: Option<Vec<RoleUsageType>>, } }
enumeration! { DeletionTaskStatusType { Succeeded = "SUCCEEDED", InProgress = "IN_PROGRESS", Failed = "FAILED", NotStarted = "NOT_STARTED", } }
structure! { DetachGroupPolicyRequest(shape::DetachGroupPolicyRequest) { group_name: String, policy_arn: String, } }
structure! { DetachRolePolicyRequest(shape::DetachRolePolicyRequest) { role_name: String, policy_arn: String, } }
structure! { DetachUserPolicyRequest(shape::DetachUserPolicyRequest) { user_name: String, policy_arn: String, } }
structure! { EnableMFADeviceRequest(shape::EnableMFADeviceRequest) { user_name: String, serial_number: String, authentication_code1: String, authentication_code2: String, } }
enumeration! { EntityType { User = "User", Role = "Role", Group = "Group", LocalManagedPolicy = "LocalManagedPolicy", AWSManagedPolicy = "AWSManagedPolicy", } }
structure! { EvaluationResult(shape::EvaluationResult) { eval_action_name: Option<String>, eval_resource_name: Option<String>, eval_decision: Option<PolicyEvaluationDecisionType>, matched_statements: Option<Vec<Statement>>, missing_context_values: Option<Vec<String>>, organizations_decision_detail: Option<OrganizationsDecisionDetail>, permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail>, eval_decision_details: Option<crate::Map<PolicyEvaluationDecisionType>>, resource_specific_results: Option<Vec<ResourceSpecificResult>>, } }
structure! { GenerateCredentialReportResponse(shape::GenerateCredentialReportResponse) { state: Option<ReportStateType>, description: Option<String>, } }
structure! { GetAccessKeyLastUsedRequest(shape::GetAccessKeyLastUsedRequest) { access_key_id: String, } }
structure! { GetAccessKeyLastUsedResponse(shape::GetAccessKeyLastUsedResponse) { user_name: Option<String>, access_key_last_used: Option<AccessKeyLastUsed>, } }
structure! { GetAccountAuthorizationDetailsRequest(shape::GetAccountAuthorizationDetailsRequest) { filter: Option<Vec<EntityType>>, max_items: Option<i32>, marker: Option<String>, } }
structure! { GetAccountAuthorizationDetailsResponse(shape::GetAccountAuthorizationDetailsResponse) { user_detail_list: Option<Vec<UserDetail>>, group_detail_list: Option<Vec<GroupDetail>>, role_detail_list: Option<Vec<RoleDetail>>, policies: Option<Vec<ManagedPolicyDetail>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { GetAccountPasswordPolicyResponse(shape::GetAccountPasswordPolicyResponse) { password_policy: Option<PasswordPolicy>, } }
structure! { GetAccountSummaryResponse(shape::GetAccountSummaryResponse) { summary_map: Option<crate::Map<i32>>, } }
structure! { GetContextKeysForCustomPolicyRequest(shape::GetContextKeysForCustomPolicyRequest) { policy_input_list: Vec<String>, } }
structure! { GetContextKeysForPolicyResponse(shape::GetContextKeysForPolicyResponse) { context_key_names: Option<Vec<String>>, } }
structure! { GetContextKeysForPrincipalPolicyRequest(shape::GetContextKeysForPrincipalPolicyRequest) { policy_source_arn: String, policy_input_list: Option<Vec<String>>, } }
structure! { GetCredentialReportResponse(shape::GetCredentialReportResponse) { content: Option<bytes::Bytes>, report_format: Option<ReportFormatType>, generated_time: Option<crate::Timestamp>, } }
structure! { GetGroupPolicyRequest(shape::GetGroupPolicyRequest) { group_name: String, policy_name: String, } }
structure! { GetGroupPolicyResponse(shape::GetGroupPolicyResponse) { group_name: Option<String>, policy_name: Option<String>, policy_document: Option<String>, } }
structure! { GetGroupRequest(shape::GetGroupRequest) { group_name: String, marker: Option<String>, max_items: Option<i32>, } }
structure! { GetGroupResponse(shape::GetGroupResponse) { group: Option<Group>, users: Option<Vec<User>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { GetInstanceProfileRequest(shape::GetInstanceProfileRequest) { instance_profile_name: String, } }
structure! { GetInstanceProfileResponse(shape::GetInstanceProfileResponse) { instance_profile: Option<InstanceProfile>, } }
structure! { GetLoginProfileRequest(shape::GetLoginProfileRequest) { user_name: Option<String>, } }
structure! { GetLoginProfileResponse(shape::GetLoginProfileResponse) { login_profile: Option<LoginProfile>, } }
structure! { GetMFADeviceRequest(shape::GetMFADeviceRequest) { serial_number: String, user_name: Option<String>, } }
structure! { GetMFADeviceResponse(shape::GetMFADeviceResponse) { user_name: Option<String>, serial_number: Option<String>, enable_date: Option<crate::Timestamp>, certifications: Option<crate::Map<String>>, } }
structure! { GetOpenIDConnectProviderRequest(shape::GetOpenIDConnectProviderRequest) { open_id_connect_provider_arn: String, } }
structure! { GetOpenIDConnectProviderResponse(shape::GetOpenIDConnectProviderResponse) { url: Option<String>, client_id_list: Option<Vec<String>>, thumbprint_list: Option<Vec<String>>, create_date: Option<crate::Timestamp>, tags: Option<Vec<Tag>>, } }
structure! { GetPolicyRequest(shape::GetPolicyRequest) { policy_arn: String, } }
structure! { GetPolicyResponse(shape::GetPolicyResponse) { policy: Option<Policy>, } }
structure! { GetPolicyVersionRequest(shape::GetPolicyVersionRequest) { policy_arn: String, version_id: String, } }
structure! { GetPolicyVersionResponse(shape::GetPolicyVersionResponse) { policy_version: Option<PolicyVersion>, } }
structure! { GetRolePolicyRequest(shape::GetRolePolicyRequest) { role_name: String, policy_name: String, } }
structure! { GetRolePolicyResponse(shape::GetRolePolicyResponse) { role_name: Option<String>, policy_name: Option<String>, policy_document: Option<String>, } }
structure! { GetRoleRequest(shape::GetRoleRequest) { role_name: String, } }
structure! { GetRoleResponse(shape::GetRoleResponse) { role: Option<Role>, } }
structure! { GetServiceLinkedRoleDeletionStatusRequest(shape::GetServiceLinkedRoleDeletionStatusRequest) { deletion_task_id: String, } }
structure! { GetServiceLinkedRoleDeletionStatusResponse(shape::GetServiceLinkedRoleDeletionStatusResponse) { status: Option<DeletionTaskStatusType>, reason: Option<DeletionTaskFailureReasonType>, } }
structure! { GetUserPolicyRequest(shape::GetUserPolicyRequest) { user_name: String, policy_name: String, } }
structure! { GetUserPolicyResponse(shape::GetUserPolicyResponse) { user_name: Option<String>, policy_name: Option<String>, policy_document: Option<String>, } }
structure! { GetUserRequest(shape::GetUserRequest) { user_name: Option<String>, } }
structure! { GetUserResponse(shape::GetUserResponse) { user: Option<User>, } }
structure! { Group(shape::Group) { path: Option<String>, group_name: Option<String>, group_id: Option<String>, arn: Option<String>, create_date: Option<crate::Timestamp>, } }
structure! { GroupDetail(shape::GroupDetail) { path: Option<String>, group_name: Option<String>, group_id: Option<String>, arn: Option<String>, create_date: Option<crate::Timestamp>, group_policy_list: Option<Vec<PolicyDetail>>, attached_managed_policies: Option<Vec<AttachedPolicy>>, } }
structure! { InstanceProfile(shape::InstanceProfile) { path: Option<String>, instance_profile_name: Option<String>, instance_profile_id: Option<String>, arn: Option<String>, create_date: Option<crate::Timestamp>, roles: Option<Vec<Role>>, tags: Option<Vec<Tag>>, } }
structure! { ListAccessKeysRequest(shape::ListAccessKeysRequest) { user_name: Option<String>, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListAccessKeysResponse(shape::ListAccessKeysResponse) { access_key_metadata: Option<Vec<AccessKeyMetadata>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListAccountAliasesRequest(shape::ListAccountAliasesRequest) { marker: Option<String>, max_items: Option<i32>, } }
structure! { ListAccountAliasesResponse(shape::ListAccountAliasesResponse) { account_aliases: Option<Vec<String>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListAttachedGroupPoliciesRequest(shape::ListAttachedGroupPoliciesRequest) { group_name: String, path_prefix: Option<String>, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListAttachedGroupPoliciesResponse(shape::ListAttachedGroupPoliciesResponse) { attached_policies: Option<Vec<AttachedPolicy>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListAttachedRolePoliciesRequest(shape::ListAttachedRolePoliciesRequest) { role_name: String, path_prefix: Option<String>, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListAttachedRolePoliciesResponse(shape::ListAttachedRolePoliciesResponse) { attached_policies: Option<Vec<AttachedPolicy>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListAttachedUserPoliciesRequest(shape::ListAttachedUserPoliciesRequest) { user_name: String, path_prefix: Option<String>, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListAttachedUserPoliciesResponse(shape::ListAttachedUserPoliciesResponse) { attached_policies: Option<Vec<AttachedPolicy>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListEntitiesForPolicyRequest(shape::ListEntitiesForPolicyRequest) { policy_arn: String, entity_filter: Option<EntityType>, path_prefix: Option<String>, policy_usage_filter: Option<PolicyUsageType>, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListEntitiesForPolicyResponse(shape::ListEntitiesForPolicyResponse) { policy_groups: Option<Vec<PolicyGroup>>, policy_users: Option<Vec<PolicyUser>>, policy_roles: Option<Vec<PolicyRole>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListGroupPoliciesRequest(shape::ListGroupPoliciesRequest) { group_name: String, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListGroupPoliciesResponse(shape::ListGroupPoliciesResponse) { policy_names: Option<Vec<String>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListGroupsForUserRequest(shape::ListGroupsForUserRequest) { user_name: String, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListGroupsForUserResponse(shape::ListGroupsForUserResponse) { groups: Option<Vec<Group>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListGroupsRequest(shape::ListGroupsRequest) { path_prefix: Option<String>, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListGroupsResponse(shape::ListGroupsResponse) { groups: Option<Vec<Group>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListInstanceProfileTagsRequest(shape::ListInstanceProfileTagsRequest) { instance_profile_name: String, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListInstanceProfileTagsResponse(shape::ListInstanceProfileTagsResponse) { tags: Option<Vec<Tag>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListInstanceProfilesForRoleRequest(shape::ListInstanceProfilesForRoleRequest) { role_name: String, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListInstanceProfilesForRoleResponse(shape::ListInstanceProfilesForRoleResponse) { instance_profiles: Option<Vec<InstanceProfile>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListInstanceProfilesRequest(shape::ListInstanceProfilesRequest) { path_prefix: Option<String>, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListInstanceProfilesResponse(shape::ListInstanceProfilesResponse) { instance_profiles: Option<Vec<InstanceProfile>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListMFADeviceTagsRequest(shape::ListMFADeviceTagsRequest) { serial_number: String, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListMFADeviceTagsResponse(shape::ListMFADeviceTagsResponse) { tags: Option<Vec<Tag>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListMFADevicesRequest(shape::ListMFADevicesRequest) { user_name: Option<String>, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListMFADevicesResponse(shape::ListMFADevicesResponse) { mfa_devices: Option<Vec<MFADevice>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListOpenIDConnectProviderTagsRequest(shape::ListOpenIDConnectProviderTagsRequest) { open_id_connect_provider_arn: String, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListOpenIDConnectProviderTagsResponse(shape::ListOpenIDConnectProviderTagsResponse) { tags: Option<Vec<Tag>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListOpenIDConnectProvidersRequest(shape::ListOpenIDConnectProvidersRequest) { } }
structure! { ListOpenIDConnectProvidersResponse(shape::ListOpenIDConnectProvidersResponse) { open_id_connect_provider_list: Option<Vec<OpenIDConnectProviderListEntry>>, } }
structure! { ListPoliciesRequest(shape::ListPoliciesRequest) { scope: Option<PolicyScopeType>, only_attached: Option<bool>, path_prefix: Option<String>, policy_usage_filter: Option<PolicyUsageType>, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListPoliciesResponse(shape::ListPoliciesResponse) { policies: Option<Vec<Policy>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListPolicyTagsRequest(shape::ListPolicyTagsRequest) { policy_arn: String, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListPolicyTagsResponse(shape::ListPolicyTagsResponse) { tags: Option<Vec<Tag>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListPolicyVersionsRequest(shape::ListPolicyVersionsRequest) { policy_arn: String, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListPolicyVersionsResponse(shape::ListPolicyVersionsResponse) { versions: Option<Vec<PolicyVersion>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListRolePoliciesRequest(shape::ListRolePoliciesRequest) { role_name: String, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListRolePoliciesResponse(shape::ListRolePoliciesResponse) { policy_names: Option<Vec<String>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListRoleTagsRequest(shape::ListRoleTagsRequest) { role_name: String, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListRoleTagsResponse(shape::ListRoleTagsResponse) { tags: Option<Vec<Tag>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListRolesRequest(shape::ListRolesRequest) { path_prefix: Option<String>, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListRolesResponse(shape::ListRolesResponse) { roles: Option<Vec<Role>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListSAMLProvidersRequest(shape::ListSAMLProvidersRequest) { } }
structure! { ListSAMLProvidersResponse(shape::ListSAMLProvidersResponse) { saml_provider_list: Option<Vec<SAMLProviderListEntry>>, } }
structure! { ListSSHPublicKeysRequest(shape::ListSSHPublicKeysRequest) { user_name: Option<String>, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListSSHPublicKeysResponse(shape::ListSSHPublicKeysResponse) { ssh_public_keys: Option<Vec<SSHPublicKeyMetadata>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListServerCertificatesRequest(shape::ListServerCertificatesRequest) { path_prefix: Option<String>, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListServerCertificatesResponse(shape::ListServerCertificatesResponse) { server_certificate_metadata_list: Option<Vec<ServerCertificateMetadata>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListServiceSpecificCredentialsRequest(shape::ListServiceSpecificCredentialsRequest) { user_name: Option<String>, service_name: Option<String>, all_users: Option<bool>, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListServiceSpecificCredentialsResponse(shape::ListServiceSpecificCredentialsResponse) { service_specific_credentials: Option<Vec<ServiceSpecificCredentialMetadata>>, marker: Option<String>, is_truncated: Option<bool>, } }
structure! { ListSigningCertificatesRequest(shape::ListSigningCertificatesRequest) { user_name: Option<String>, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListSigningCertificatesResponse(shape::ListSigningCertificatesResponse) { certificates: Option<Vec<SigningCertificate>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListUserPoliciesRequest(shape::ListUserPoliciesRequest) { user_name: String, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListUserPoliciesResponse(shape::ListUserPoliciesResponse) { policy_names: Option<Vec<String>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListUserTagsRequest(shape::ListUserTagsRequest) { user_name: String, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListUserTagsResponse(shape::ListUserTagsResponse) { tags: Option<Vec<Tag>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListUsersRequest(shape::ListUsersRequest) { path_prefix: Option<String>, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListUsersResponse(shape::ListUsersResponse) { users: Option<Vec<User>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListVirtualMFADevicesRequest(shape::ListVirtualMFADevicesRequest) { assignment_status: Option<AssignmentStatusType>, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListVirtualMFADevicesResponse(shape::ListVirtualMFADevicesResponse) { virtual_mfa_devices: Option<Vec<VirtualMFADevice>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { LoginProfile(shape::LoginProfile) { user_name: Option<String>, create_date: Option<crate::Timestamp>, password_reset_required: Option<bool>, } }
structure! { MFADevice(shape::MFADevice) { user_name: Option<String>, serial_number: Option<String>, enable_date: Option<crate::Timestamp>, } }
structure! { ManagedPolicyDetail(shape::ManagedPolicyDetail) { policy_name: Option<String>, policy_id: Option<String>, arn: Option<String>, path: Option<String>, default_version_id: Option<String>, attachment_count: Option<i32>, permissions_boundary_usage_count: Option<i32>, is_attachable: Option<bool>, description: Option<String>, create_date: Option<crate::Timestamp>, update_date: Option<crate::Timestamp>, policy_version_list: Option<Vec<PolicyVersion>>, } }
structure! { OpenIDConnectProviderListEntry(shape::OpenIDConnectProviderListEntry) { arn: Option<String>, } }
structure! { OrganizationsDecisionDetail(shape::OrganizationsDecisionDetail) { allowed_by_organizations: Option<bool>, } }
structure! { PasswordPolicy(shape::PasswordPolicy) { minimum_password_length: Option<i32>, require_symbols: Option<bool>, require_numbers: Option<bool>, require_uppercase_characters: Option<bool>, require_lowercase_characters: Option<bool>, allow_users_to_change_password: Option<bool>, expire_passwords: Option<bool>, max_password_age: Option<i32>, password_reuse_prevention: Option<i32>, hard_expiry: Option<bool>, } }
enumeration! { PermissionsBoundaryAttachmentType { PermissionsBoundaryPolicy = "PermissionsBoundaryPolicy", } }
structure! { PermissionsBoundaryDecisionDetail(shape::PermissionsBoundaryDecisionDetail) { allowed_by_permissions_boundary: Option<bool>, } }
structure! { Policy(shape::Policy) { policy_name: Option<String>, policy_id: Option<String>, arn: Option<String>, path: Option<String>, default_version_id: Option<String>, attachment_count: Option<i32>, permissions_boundary_usage_count: Option<i32>, is_attachable: Option<bool>, description: Option<String>, create_date: Option<crate::Timestamp>, update_date: Option<crate::Timestamp>, tags: Option<Vec<Tag>>, } }
structure! { PolicyDetail(shape::PolicyDetail) { policy_name: Option<String>, policy_document: Option<String>, } }
enumeration! { PolicyEvaluationDecisionType { Allowed = "allowed", ExplicitDeny = "explicitDeny", ImplicitDeny = "implicitDeny", } }
structure! { PolicyGroup(shape::PolicyGroup) { group_name: Option<String>, group_id: Option<String>, } }
structure! { PolicyRole(shape::PolicyRole) { role_name: Option<String>, role_id: Option<String>, } }
enumeration! { PolicySourceType { User = "user", Group = "group", Role = "role", AwsManaged = "aws-managed", UserManaged = "user-managed", Resource = "resource", None = "none", } }
enumeration! { PolicyUsageType { PermissionsPolicy = "PermissionsPolicy", PermissionsBoundary = "PermissionsBoundary", } }
structure! { PolicyUser(shape::PolicyUser) { user_name: Option<String>, user_id: Option<String>, } }
structure! { PolicyVersion(shape::PolicyVersion) { document: Option<String>, version_id: Option<String>, is_default_version: Option<bool>, create_date: Option<crate::Timestamp>, } }
structure! { Position(shape::Position) { line: Option<i32>, column: Option<i32>, } }
structure! { PutGroupPolicyRequest(shape::PutGroupPolicyRequest) { group_name: String, policy_name: String, policy_document: String, } }
structure! { PutRolePermissionsBoundaryRequest(shape::PutRolePermissionsBoundaryRequest) { role_name: String, permissions_boundary: String, } }
structure! { PutRolePolicyRequest(shape::PutRolePolicyRequest) { role_name: String, policy_name: String, policy_document: String, } }
structure! { PutUserPermissionsBoundaryRequest(shape::PutUserPermissionsBoundaryRequest) { user_name: String, permissions_boundary: String, } }
structure! { PutUserPolicyRequest(shape::PutUserPolicyRequest) { user_name: String, policy_name: String, policy_document: String, } }
structure! { RemoveClientIDFromOpenIDConnectProviderRequest(shape::RemoveClientIDFromOpenIDConnectProviderRequest) { open_id_connect_provider_arn: String, client_id: String, } }
structure! { RemoveRoleFromInstanceProfileRequest(shape::RemoveRoleFromInstanceProfileRequest) { instance_profile_name: String, role_name: String, } }
structure! { RemoveUserFromGroupRequest(shape::RemoveUserFromGroupRequest) { group_name: String, user_name: String, } }
enumeration! { ReportFormatType { TextCsv = "text/csv", } }
enumeration! { ReportStateType { Started = "STARTED", Inprogress = "INPROGRESS", Complete = "COMPLETE", } }
structure! { ResourceSpecificResult(shape::ResourceSpecificResult) { eval_resource_name: Option<String>, eval_resource_decision: Option<PolicyEvaluationDecisionType>, matched_statements: Option<Vec<Statement>>, missing_context_values: Option<Vec<String>>, eval_decision_details: Option<crate::Map<PolicyEvaluationDecisionType>>, permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail>, } }
structure! { ResyncMFADeviceRequest(shape::ResyncMFADeviceRequest) { user_name: String, serial_number: String, authentication_code1: String, authentication_code2: String, } }
structure! { Role(shape::Role) { path: Option<String>, role_name: Option<String>, role_id: Option<String>, arn: Option<String>, create_date: Option<crate::Timestamp>, assume_role_policy_document: Option<String>, description: Option<String>, max_session_duration: Option<i32>, permissions_boundary: Option<AttachedPermissionsBoundary>, tags: Option<Vec<Tag>>, role_last_used: Option<RoleLastUsed>, } }
structure! { RoleDetail(shape::RoleDetail) { path: Option<String>, role_name: Option<String>, role_id: Option<String>, arn: Option<String>, create_date: Option<crate::Timestamp>, assume_role_policy_document: Option<String>, instance_profile_list: Option<Vec<InstanceProfile>>, role_policy_list: Option<Vec<PolicyDetail>>, attached_managed_policies: Option<Vec<AttachedPolicy>>, permissions_boundary: Option<AttachedPermissionsBoundary>, tags: Option<Vec<Tag>>, role_last_used: Option<RoleLastUsed>, } }
structure! { RoleLastUsed(shape::RoleLastUsed) { last_used_date: Option<crate::Timestamp>, region: Option<String>, } }
structure! { RoleUsageType(shape::RoleUsageType) { region: Option<String>, resources: Option<Vec<String>>, } }
structure! { SAMLProviderListEntry(shape::SAMLProviderListEntry) { arn: Option<String>, valid_until: Option<crate::Timestamp>, create_date: Option<crate::Timestamp>, } }
structure! { SSHPublicKeyMetadata(shape::SSHPublicKeyMetadata) { user_name: Option<String>, ssh_public_key_id: Option<String>, status: Option<StatusType>, upload_date: Option<crate::Timestamp>, } }
structure! { ServerCertificateMetadata(shape::ServerCertificateMetadata) { path: Option<String>, server_certificate_name: Option<String>, server_certificate_id: Option<String>, arn: Option<String>, upload_date: Option<crate::Timestamp>, expiration: Option<crate::Timestamp>, } }
structure! { ServiceSpecificCredentialMetadata(shape::ServiceSpecificCredentialMetadata) { user_name: Option<String>, status: Option<StatusType>, service_user_name: Option<String>, service_credential_alias: Option<String>, create_date: Option<crate::Timestamp>, expiration_date: Option<crate::Timestamp>, service_specific_credential_id: Option<String>, service_name: Option<String>, } }
structure! { SetDefaultPolicyVersionRequest(shape::SetDefaultPolicyVersionRequest) { policy_arn: String, version_id: String, } }
structure! { SigningCertificate(shape::SigningCertificate) { user_name: Option<String>, certificate_id: Option<String>, certificate_body: Option<String>, status: Option<StatusType>, upload_date: Option<crate::Timestamp>, } }
structure! { SimulateCustomPolicyRequest(shape::SimulateCustomPolicyRequest) { policy_input_list: Vec<String>, permissions_boundary_policy_input_list: Option<Vec<String>>, action_names: Vec<String>, resource_arns: Option<Vec<String>>, resource_policy: Option<String>, resource_owner: Option<String>, caller_arn: Option<String>, context_entries: Option<Vec<ContextEntry>>, resource_handling_option: Option<String>, max_items: Option<i32>, marker: Option<String>, } }
structure! { SimulatePolicyResponse(shape::SimulatePolicyResponse) { evaluation_results: Option<Vec<EvaluationResult>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { SimulatePrincipalPolicyRequest(shape::SimulatePrincipalPolicyRequest) { policy_source_arn: String, policy_input_list: Option<Vec<String>>, permissions_boundary_policy_input_list: Option<Vec<String>>, action_names: Vec<String>, resource_arns: Option<Vec<String>>, resource_policy: Option<String>, resource_owner: Option<String>, caller_arn: Option<String>, context_entries: Option<Vec<ContextEntry>>, resource_handling_option: Option<String>, max_items: Option<i32>, marker: Option<String>, } }
structure! { Statement(shape::Statement) { source_policy_id: Option<String>, source_policy_type: Option<PolicySourceType>, start_position: Option<Position>, end_position: Option<Position>, } }
structure! { Tag(shape::Tag) { key: Option<String>, value: Option<String>, } }
structure! { TagInstanceProfileRequest(shape::TagInstanceProfileRequest) { instance_profile_name: String, tags: Vec<Tag>, } }
structure! { TagMFADeviceRequest(shape::TagMFADeviceRequest) { serial_number: String, tags: Vec<Tag>, } }
structure! { TagOpenIDConnectProviderRequest(shape::TagOpenIDConnectProviderRequest) { open_id_connect_provider_arn: String, tags: Vec<Tag>, } }
structure! { TagPolicyRequest(shape::TagPolicyRequest) { policy_arn: String, tags: Vec<Tag>, } }
structure! { TagRoleRequest(shape::TagRoleRequest) { role_name: String, tags: Vec<Tag>, } }
structure! { TagUserRequest(shape::TagUserRequest) { user_name: String, tags: Vec<Tag>, } }
structure! { UntagInstanceProfileRequest(shape::UntagInstanceProfileRequest) { instance_profile_name: String, tag_keys: Vec<String>, } }
structure! { UntagMFADeviceRequest(shape::UntagMFADeviceRequest) { serial_number: String, tag_keys: Vec<String>, } }
structure! { UntagOpenIDConnectProviderRequest(shape::UntagOpenIDConnectProviderRequest) { open_id_connect_provider_arn: String, tag_keys: Vec<String>, } }
structure! { UntagPolicyRequest(shape::UntagPolicyRequest) { policy_arn: String, tag_keys: Vec<String>, } }
structure! { UntagRoleRequest(shape::UntagRoleRequest) { role_name: String, tag_keys: Vec<String>, } }
structure! { UntagUserRequest(shape::UntagUserRequest) { user_name: String, tag_keys: Vec<String>, } }
structure! { UpdateAccessKeyRequest(shape::UpdateAccessKeyRequest) { user_name: Option<String>, access_key_id: String, status: StatusType, } }
structure! { UpdateAssumeRolePolicyRequest(shape::UpdateAssumeRolePolicyRequest) { role_name: String, policy_document: String, } }
structure! { UpdateGroupRequest(shape::UpdateGroupRequest) { group_name: String, new_path: Option<String>, new_group_name: Option<String>, } }
structure! { UpdateOpenIDConnectProviderThumbprintRequest(shape::UpdateOpenIDConnectProviderThumbprintRequest) { open_id_connect_provider_arn: String, thumbprint_list: Vec<String>, } }
structure! { UpdateRoleDescriptionRequest(shape::UpdateRoleDescriptionRequest) { role_name: String, description: String, } }
structure! { UpdateRoleDescriptionResponse(shape::UpdateRoleDescriptionResponse) { role: Option<Role>, } }
structure! { UpdateRoleRequest(shape::UpdateRoleRequest) { role_name: String, description: Option<String>, max_session_duration: Option<i32>, } }
structure! { UpdateRoleResponse(shape::UpdateRoleResponse) { } }
structure! { UpdateUserRequest(shape::UpdateUserRequest) { user_name: String, new_path: Option<String>, new_user_name: Option<String>, } }
structure! { User(shape::User) { path: Option<String>, user_name: Option<String>, user_id: Option<String>, arn: Option<String>, create_date: Option<crate::Timestamp>, password_last_used: Option<crate::Timestamp>, permissions_boundary: Option<AttachedPermissionsBoundary>, tags: Option<Vec<Tag>>, } }
structure! { UserDetail(shape::UserDetail) { path: Option<String>, user_name: Option<String>, user_id: Option<String>, arn: Option<String>, create_date: Option<crate::Timestamp>, user_policy_list: Option<Vec<PolicyDetail>>, group_list: Option<Vec<String>>, attached_managed_policies: Option<Vec<AttachedPolicy>>, permissions_boundary: Option<AttachedPermissionsBoundary>, tags: Option<Vec<Tag>>, } }
structure! { VirtualMFADevice(shape::VirtualMFADevice) { serial_number: Option<String>, base32_string_seed: Option<bytes::Bytes>, qr_code_png: Option<bytes::Bytes>, user: Option<User>, enable_date: Option<crate::Timestamp>, tags: Option<Vec<Tag>>, } }
enumeration! { AssignmentStatusType { Assigned = "Assigned", Unassigned = "Unassigned", Any = "Any", } }
enumeration! { PolicyScopeType { All = "All", Aws = "AWS", Local = "Local", } }
enumeration! { StatusType { Active = "Active", Inactive = "Inactive", Expired = "Expired", } }
enumeration! { SummaryKeyType { Users = "Users", UsersQuota = "UsersQuota", Groups = "Groups", GroupsQuota = "GroupsQuota", ServerCertificates = "ServerCertificates", ServerCertificatesQuota = "ServerCertificatesQuota", UserPolicySizeQuota = "UserPolicySizeQuota", GroupPolicySizeQuota = "GroupPolicySizeQuota", GroupsPerUserQuota = "GroupsPerUserQuota", SigningCertificatesPerUserQuota = "SigningCertificatesPerUserQuota", AccessKeysPerUserQuota = "AccessKeysPerUserQuota", MFADevices = "MFADevices", MFADevicesInUse = "MFADevicesInUse", AccountMFAEnabled = "AccountMFAEnabled", AccountAccessKeysPresent = "AccountAccessKeysPresent", AccountPasswordPresent = "AccountPasswordPresent", AccountSigningCertificatesPresent = "AccountSigningCertificatesPresent", AttachedPoliciesPerGroupQuota = "AttachedPoliciesPerGroupQuota", AttachedPoliciesPerRoleQuota = "AttachedPoliciesPerRoleQuota", AttachedPoliciesPerUserQuota = "AttachedPoliciesPerUserQuota", Policies = "Policies", PoliciesQuota = "PoliciesQuota", PolicySizeQuota = "PolicySizeQuota", PolicyVersionsInUse = "PolicyVersionsInUse", PolicyVersionsInUseQuota = "PolicyVersionsInUseQuota", VersionsPerPolicyQuota = "VersionsPerPolicyQuota", GlobalEndpointTokenVersion = "GlobalEndpointTokenVersion", AssumeRolePolicySizeQuota = "AssumeRolePolicySizeQuota", InstanceProfiles = "InstanceProfiles", InstanceProfilesQuota = "InstanceProfilesQuota", Providers = "Providers", RolePolicySizeQuota = "RolePolicySizeQuota", Roles = "Roles", RolesQuota = "RolesQuota", } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        AddClientIDToOpenIDConnectProvider(super::operation::AddClientIDToOpenIDConnectProvider): super::AddClientIDToOpenIDConnectProviderRequest => crate::Empty,
        AddRoleToInstanceProfile(super::operation::AddRoleToInstanceProfile): super::AddRoleToInstanceProfileRequest => crate::Empty,
        AddUserToGroup(super::operation::AddUserToGroup): super::AddUserToGroupRequest => crate::Empty,
        AttachGroupPolicy(super::operation::AttachGroupPolicy): super::AttachGroupPolicyRequest => crate::Empty,
        AttachRolePolicy(super::operation::AttachRolePolicy): super::AttachRolePolicyRequest => crate::Empty,
        AttachUserPolicy(super::operation::AttachUserPolicy): super::AttachUserPolicyRequest => crate::Empty,
        CreateAccessKey(super::operation::CreateAccessKey): super::CreateAccessKeyRequest => super::CreateAccessKeyResponse,
        CreateAccountAlias(super::operation::CreateAccountAlias): super::CreateAccountAliasRequest => crate::Empty,
        CreateGroup(super::operation::CreateGroup): super::CreateGroupRequest => super::CreateGroupResponse,
        CreateInstanceProfile(super::operation::CreateInstanceProfile): super::CreateInstanceProfileRequest => super::CreateInstanceProfileResponse,
        CreateOpenIDConnectProvider(super::operation::CreateOpenIDConnectProvider): super::CreateOpenIDConnectProviderRequest => super::CreateOpenIDConnectProviderResponse,
        CreatePolicy(super::operation::CreatePolicy): super::CreatePolicyRequest => super::CreatePolicyResponse,
        CreatePolicyVersion(super::operation::CreatePolicyVersion): super::CreatePolicyVersionRequest => super::CreatePolicyVersionResponse,
        CreateRole(super::operation::CreateRole): super::CreateRoleRequest => super::CreateRoleResponse,
        CreateServiceLinkedRole(super::operation::CreateServiceLinkedRole): super::CreateServiceLinkedRoleRequest => super::CreateServiceLinkedRoleResponse,
        CreateUser(super::operation::CreateUser): super::CreateUserRequest => super::CreateUserResponse,
        CreateVirtualMFADevice(super::operation::CreateVirtualMFADevice): super::CreateVirtualMFADeviceRequest => super::CreateVirtualMFADeviceResponse,
        DeactivateMFADevice(super::operation::DeactivateMFADevice): super::DeactivateMFADeviceRequest => crate::Empty,
        DeleteAccessKey(super::operation::DeleteAccessKey): super::DeleteAccessKeyRequest => crate::Empty,
        DeleteAccountAlias(super::operation::DeleteAccountAlias): super::DeleteAccountAliasRequest => crate::Empty,
        DeleteGroup(super::operation::DeleteGroup): super::DeleteGroupRequest => crate::Empty,
        DeleteGroupPolicy(super::operation::DeleteGroupPolicy): super::DeleteGroupPolicyRequest => crate::Empty,
        DeleteInstanceProfile(super::operation::DeleteInstanceProfile): super::DeleteInstanceProfileRequest => crate::Empty,
        DeleteOpenIDConnectProvider(super::operation::DeleteOpenIDConnectProvider): super::DeleteOpenIDConnectProviderRequest => crate::Empty,
        DeletePolicy(super::operation::DeletePolicy): super::DeletePolicyRequest => crate::Empty,
        DeletePolicyVersion(super::operation::DeletePolicyVersion): super::DeletePolicyVersionRequest => crate::Empty,
        DeleteRole(super::operation::DeleteRole): super::DeleteRoleRequest => crate::Empty,
        DeleteRolePermissionsBoundary(super::operation::DeleteRolePermissionsBoundary): super::DeleteRolePermissionsBoundaryRequest => crate::Empty,
        DeleteRolePolicy(super::operation::DeleteRolePolicy): super::DeleteRolePolicyRequest => crate::Empty,
        DeleteServiceLinkedRole(super::operation::DeleteServiceLinkedRole): super::DeleteServiceLinkedRoleRequest => super::DeleteServiceLinkedRoleResponse,
        DeleteUser(super::operation::DeleteUser): super::DeleteUserRequest => crate::Empty,
        DeleteUserPermissionsBoundary(super::operation::DeleteUserPermissionsBoundary): super::DeleteUserPermissionsBoundaryRequest => crate::Empty,
        DeleteUserPolicy(super::operation::DeleteUserPolicy): super::DeleteUserPolicyRequest => crate::Empty,
        DeleteVirtualMFADevice(super::operation::DeleteVirtualMFADevice): super::DeleteVirtualMFADeviceRequest => crate::Empty,
        DetachGroupPolicy(super::operation::DetachGroupPolicy): super::DetachGroupPolicyRequest => crate::Empty,
        DetachRolePolicy(super::operation::DetachRolePolicy): super::DetachRolePolicyRequest => crate::Empty,
        DetachUserPolicy(super::operation::DetachUserPolicy): super::DetachUserPolicyRequest => crate::Empty,
        EnableMFADevice(super::operation::EnableMFADevice): super::EnableMFADeviceRequest => crate::Empty,
        GenerateCredentialReport(super::operation::GenerateCredentialReport): crate::Empty => super::GenerateCredentialReportResponse,
        GetAccessKeyLastUsed(super::operation::GetAccessKeyLastUsed): super::GetAccessKeyLastUsedRequest => super::GetAccessKeyLastUsedResponse,
        GetAccountAuthorizationDetails(super::operation::GetAccountAuthorizationDetails): super::GetAccountAuthorizationDetailsRequest => super::GetAccountAuthorizationDetailsResponse,
        GetAccountPasswordPolicy(super::operation::GetAccountPasswordPolicy): crate::Empty => super::GetAccountPasswordPolicyResponse,
        GetAccountSummary(super::operation::GetAccountSummary): crate::Empty => super::GetAccountSummaryResponse,
        GetContextKeysForCustomPolicy(super::operation::GetContextKeysForCustomPolicy): super::GetContextKeysForCustomPolicyRequest => super::GetContextKeysForPolicyResponse,
        GetContextKeysForPrincipalPolicy(super::operation::GetContextKeysForPrincipalPolicy): super::GetContextKeysForPrincipalPolicyRequest => super::GetContextKeysForPolicyResponse,
        GetCredentialReport(super::operation::GetCredentialReport): crate::Empty => super::GetCredentialReportResponse,
        GetGroup(super::operation::GetGroup): super::GetGroupRequest => super::GetGroupResponse,
        GetGroupPolicy(super::operation::GetGroupPolicy): super::GetGroupPolicyRequest => super::GetGroupPolicyResponse,
        GetInstanceProfile(super::operation::GetInstanceProfile): super::GetInstanceProfileRequest => super::GetInstanceProfileResponse,
        GetLoginProfile(super::operation::GetLoginProfile): super::GetLoginProfileRequest => super::GetLoginProfileResponse,
        GetMFADevice(super::operation::GetMFADevice): super::GetMFADeviceRequest => super::GetMFADeviceResponse,
        GetOpenIDConnectProvider(super::operation::GetOpenIDConnectProvider): super::GetOpenIDConnectProviderRequest => super::GetOpenIDConnectProviderResponse,
        GetPolicy(super::operation::GetPolicy): super::GetPolicyRequest => super::GetPolicyResponse,
        GetPolicyVersion(super::operation::GetPolicyVersion): super::GetPolicyVersionRequest => super::GetPolicyVersionResponse,
        GetRole(super::operation::GetRole): super::GetRoleRequest => super::GetRoleResponse,
        GetRolePolicy(super::operation::GetRolePolicy): super::GetRolePolicyRequest => super::GetRolePolicyResponse,
        GetServiceLinkedRoleDeletionStatus(super::operation::GetServiceLinkedRoleDeletionStatus): super::GetServiceLinkedRoleDeletionStatusRequest => super::GetServiceLinkedRoleDeletionStatusResponse,
        GetUser(super::operation::GetUser): super::GetUserRequest => super::GetUserResponse,
        GetUserPolicy(super::operation::GetUserPolicy): super::GetUserPolicyRequest => super::GetUserPolicyResponse,
        ListAccessKeys(super::operation::ListAccessKeys): super::ListAccessKeysRequest => super::ListAccessKeysResponse,
        ListAccountAliases(super::operation::ListAccountAliases): super::ListAccountAliasesRequest => super::ListAccountAliasesResponse,
        ListAttachedGroupPolicies(super::operation::ListAttachedGroupPolicies): super::ListAttachedGroupPoliciesRequest => super::ListAttachedGroupPoliciesResponse,
        ListAttachedRolePolicies(super::operation::ListAttachedRolePolicies): super::ListAttachedRolePoliciesRequest => super::ListAttachedRolePoliciesResponse,
        ListAttachedUserPolicies(super::operation::ListAttachedUserPolicies): super::ListAttachedUserPoliciesRequest => super::ListAttachedUserPoliciesResponse,
        ListEntitiesForPolicy(super::operation::ListEntitiesForPolicy): super::ListEntitiesForPolicyRequest => super::ListEntitiesForPolicyResponse,
        ListGroupPolicies(super::operation::ListGroupPolicies): super::ListGroupPoliciesRequest => super::ListGroupPoliciesResponse,
        ListGroups(super::operation::ListGroups): super::ListGroupsRequest => super::ListGroupsResponse,
        ListGroupsForUser(super::operation::ListGroupsForUser): super::ListGroupsForUserRequest => super::ListGroupsForUserResponse,
        ListInstanceProfileTags(super::operation::ListInstanceProfileTags): super::ListInstanceProfileTagsRequest => super::ListInstanceProfileTagsResponse,
        ListInstanceProfiles(super::operation::ListInstanceProfiles): super::ListInstanceProfilesRequest => super::ListInstanceProfilesResponse,
        ListInstanceProfilesForRole(super::operation::ListInstanceProfilesForRole): super::ListInstanceProfilesForRoleRequest => super::ListInstanceProfilesForRoleResponse,
        ListMFADeviceTags(super::operation::ListMFADeviceTags): super::ListMFADeviceTagsRequest => super::ListMFADeviceTagsResponse,
        ListMFADevices(super::operation::ListMFADevices): super::ListMFADevicesRequest => super::ListMFADevicesResponse,
        ListOpenIDConnectProviderTags(super::operation::ListOpenIDConnectProviderTags): super::ListOpenIDConnectProviderTagsRequest => super::ListOpenIDConnectProviderTagsResponse,
        ListOpenIDConnectProviders(super::operation::ListOpenIDConnectProviders): super::ListOpenIDConnectProvidersRequest => super::ListOpenIDConnectProvidersResponse,
        ListPolicies(super::operation::ListPolicies): super::ListPoliciesRequest => super::ListPoliciesResponse,
        ListPolicyTags(super::operation::ListPolicyTags): super::ListPolicyTagsRequest => super::ListPolicyTagsResponse,
        ListPolicyVersions(super::operation::ListPolicyVersions): super::ListPolicyVersionsRequest => super::ListPolicyVersionsResponse,
        ListRolePolicies(super::operation::ListRolePolicies): super::ListRolePoliciesRequest => super::ListRolePoliciesResponse,
        ListRoleTags(super::operation::ListRoleTags): super::ListRoleTagsRequest => super::ListRoleTagsResponse,
        ListRoles(super::operation::ListRoles): super::ListRolesRequest => super::ListRolesResponse,
        ListSAMLProviders(super::operation::ListSAMLProviders): super::ListSAMLProvidersRequest => super::ListSAMLProvidersResponse,
        ListSSHPublicKeys(super::operation::ListSSHPublicKeys): super::ListSSHPublicKeysRequest => super::ListSSHPublicKeysResponse,
        ListServerCertificates(super::operation::ListServerCertificates): super::ListServerCertificatesRequest => super::ListServerCertificatesResponse,
        ListServiceSpecificCredentials(super::operation::ListServiceSpecificCredentials): super::ListServiceSpecificCredentialsRequest => super::ListServiceSpecificCredentialsResponse,
        ListSigningCertificates(super::operation::ListSigningCertificates): super::ListSigningCertificatesRequest => super::ListSigningCertificatesResponse,
        ListUserPolicies(super::operation::ListUserPolicies): super::ListUserPoliciesRequest => super::ListUserPoliciesResponse,
        ListUserTags(super::operation::ListUserTags): super::ListUserTagsRequest => super::ListUserTagsResponse,
        ListUsers(super::operation::ListUsers): super::ListUsersRequest => super::ListUsersResponse,
        ListVirtualMFADevices(super::operation::ListVirtualMFADevices): super::ListVirtualMFADevicesRequest => super::ListVirtualMFADevicesResponse,
        PutGroupPolicy(super::operation::PutGroupPolicy): super::PutGroupPolicyRequest => crate::Empty,
        PutRolePermissionsBoundary(super::operation::PutRolePermissionsBoundary): super::PutRolePermissionsBoundaryRequest => crate::Empty,
        PutRolePolicy(super::operation::PutRolePolicy): super::PutRolePolicyRequest => crate::Empty,
        PutUserPermissionsBoundary(super::operation::PutUserPermissionsBoundary): super::PutUserPermissionsBoundaryRequest => crate::Empty,
        PutUserPolicy(super::operation::PutUserPolicy): super::PutUserPolicyRequest => crate::Empty,
        RemoveClientIDFromOpenIDConnectProvider(super::operation::RemoveClientIDFromOpenIDConnectProvider): super::RemoveClientIDFromOpenIDConnectProviderRequest => crate::Empty,
        RemoveRoleFromInstanceProfile(super::operation::RemoveRoleFromInstanceProfile): super::RemoveRoleFromInstanceProfileRequest => crate::Empty,
        RemoveUserFromGroup(super::operation::RemoveUserFromGroup): super::RemoveUserFromGroupRequest => crate::Empty,
        ResyncMFADevice(super::operation::ResyncMFADevice): super::ResyncMFADeviceRequest => crate::Empty,
        SetDefaultPolicyVersion(super::operation::SetDefaultPolicyVersion): super::SetDefaultPolicyVersionRequest => crate::Empty,
        SimulateCustomPolicy(super::operation::SimulateCustomPolicy): super::SimulateCustomPolicyRequest => super::SimulatePolicyResponse,
        SimulatePrincipalPolicy(super::operation::SimulatePrincipalPolicy): super::SimulatePrincipalPolicyRequest => super::SimulatePolicyResponse,
        TagInstanceProfile(super::operation::TagInstanceProfile): super::TagInstanceProfileRequest => crate::Empty,
        TagMFADevice(super::operation::TagMFADevice): super::TagMFADeviceRequest => crate::Empty,
        TagOpenIDConnectProvider(super::operation::TagOpenIDConnectProvider): super::TagOpenIDConnectProviderRequest => crate::Empty,
        TagPolicy(super::operation::TagPolicy): super::TagPolicyRequest => crate::Empty,
        TagRole(super::operation::TagRole): super::TagRoleRequest => crate::Empty,
        TagUser(super::operation::TagUser): super::TagUserRequest => crate::Empty,
        UntagInstanceProfile(super::operation::UntagInstanceProfile): super::UntagInstanceProfileRequest => crate::Empty,
        UntagMFADevice(super::operation::UntagMFADevice): super::UntagMFADeviceRequest => crate::Empty,
        UntagOpenIDConnectProvider(super::operation::UntagOpenIDConnectProvider): super::UntagOpenIDConnectProviderRequest => crate::Empty,
        UntagPolicy(super::operation::UntagPolicy): super::UntagPolicyRequest => crate::Empty,
        UntagRole(super::operation::UntagRole): super::UntagRoleRequest => crate::Empty,
        UntagUser(super::operation::UntagUser): super::UntagUserRequest => crate::Empty,
        UpdateAccessKey(super::operation::UpdateAccessKey): super::UpdateAccessKeyRequest => crate::Empty,
        UpdateAssumeRolePolicy(super::operation::UpdateAssumeRolePolicy): super::UpdateAssumeRolePolicyRequest => crate::Empty,
        UpdateGroup(super::operation::UpdateGroup): super::UpdateGroupRequest => crate::Empty,
        UpdateOpenIDConnectProviderThumbprint(super::operation::UpdateOpenIDConnectProviderThumbprint): super::UpdateOpenIDConnectProviderThumbprintRequest => crate::Empty,
        UpdateRole(super::operation::UpdateRole): super::UpdateRoleRequest => super::UpdateRoleResponse,
        UpdateRoleDescription(super::operation::UpdateRoleDescription): super::UpdateRoleDescriptionRequest => super::UpdateRoleDescriptionResponse,
        UpdateUser(super::operation::UpdateUser): super::UpdateUserRequest => crate::Empty,
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

    pub static AddClientIDToOpenIDConnectProvider: Operation = Operation { service: &SERVICE, name: "AddClientIDToOpenIDConnectProvider", input: &shape::AddClientIDToOpenIDConnectProviderRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::InvalidInputException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:AddClientIDToOpenIDConnectProvider", "", &["{OpenIDConnectProviderArn}"], &[])]) };
    pub static AddRoleToInstanceProfile: Operation = Operation { service: &SERVICE, name: "AddRoleToInstanceProfile", input: &shape::AddRoleToInstanceProfileRequest, output: &crate::operation::EMPTY, errors: &[&error::EntityAlreadyExistsException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException, &error::UnmodifiableEntityException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:AddRoleToInstanceProfile", "", &["arn:{partition}:iam::{account}:instance-profile/{InstanceProfileName}"], &[]), Need::new("iam:PassRole", "RoleName", &["arn:{partition}:iam::{account}:role/{RoleName}"], &[("iam:PassedToService", "ec2.amazonaws.com")])]) };
    pub static AddUserToGroup: Operation = Operation { service: &SERVICE, name: "AddUserToGroup", input: &shape::AddUserToGroupRequest, output: &crate::operation::EMPTY, errors: &[&error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:AddUserToGroup", "", &["arn:{partition}:iam::{account}:group/{GroupName}"], &[])]) };
    pub static AttachGroupPolicy: Operation = Operation { service: &SERVICE, name: "AttachGroupPolicy", input: &shape::AttachGroupPolicyRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidInputException, &error::LimitExceededException, &error::NoSuchEntityException, &error::PolicyNotAttachableException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:AttachGroupPolicy", "", &["arn:{partition}:iam::{account}:group/{GroupName}"], &[("iam:PolicyARN", "{PolicyArn}")])]) };
    pub static AttachRolePolicy: Operation = Operation { service: &SERVICE, name: "AttachRolePolicy", input: &shape::AttachRolePolicyRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidInputException, &error::LimitExceededException, &error::NoSuchEntityException, &error::PolicyNotAttachableException, &error::ServiceFailureException, &error::UnmodifiableEntityException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:AttachRolePolicy", "", &["arn:{partition}:iam::{account}:role/{RoleName}"], &[("iam:PolicyARN", "{PolicyArn}")])]) };
    pub static AttachUserPolicy: Operation = Operation { service: &SERVICE, name: "AttachUserPolicy", input: &shape::AttachUserPolicyRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidInputException, &error::LimitExceededException, &error::NoSuchEntityException, &error::PolicyNotAttachableException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:AttachUserPolicy", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[("iam:PolicyARN", "{PolicyArn}")])]) };
    pub static CreateAccessKey: Operation = Operation { service: &SERVICE, name: "CreateAccessKey", input: &shape::CreateAccessKeyRequest, output: &shape::CreateAccessKeyResponse, errors: &[&error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("CreateAccessKeyResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:CreateAccessKey", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static CreateAccountAlias: Operation = Operation { service: &SERVICE, name: "CreateAccountAlias", input: &shape::CreateAccountAliasRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::EntityAlreadyExistsException, &error::LimitExceededException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:CreateAccountAlias", "", &[], &[])]) };
    pub static CreateGroup: Operation = Operation { service: &SERVICE, name: "CreateGroup", input: &shape::CreateGroupRequest, output: &shape::CreateGroupResponse, errors: &[&error::EntityAlreadyExistsException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("CreateGroupResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:CreateGroup", "", &["arn:{partition}:iam::{account}:group{Path=/}{GroupName}"], &[])]) };
    pub static CreateInstanceProfile: Operation = Operation { service: &SERVICE, name: "CreateInstanceProfile", input: &shape::CreateInstanceProfileRequest, output: &shape::CreateInstanceProfileResponse, errors: &[&error::ConcurrentModificationException, &error::EntityAlreadyExistsException, &error::InvalidInputException, &error::LimitExceededException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("CreateInstanceProfileResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:CreateInstanceProfile", "", &["arn:{partition}:iam::{account}:instance-profile{Path=/}{InstanceProfileName}"], &[]), Need::new("iam:TagInstanceProfile", "Tags", &["arn:{partition}:iam::{account}:instance-profile{Path=/}{InstanceProfileName}"], &[])]) };
    pub static CreateOpenIDConnectProvider: Operation = Operation { service: &SERVICE, name: "CreateOpenIDConnectProvider", input: &shape::CreateOpenIDConnectProviderRequest, output: &shape::CreateOpenIDConnectProviderResponse, errors: &[&error::ConcurrentModificationException, &error::EntityAlreadyExistsException, &error::InvalidInputException, &error::LimitExceededException, &error::OpenIdIdpCommunicationErrorException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("CreateOpenIDConnectProviderResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:CreateOpenIDConnectProvider", "", &["arn:{partition}:iam::{account}:oidc-provider/{Url|url}"], &[]), Need::new("iam:TagOpenIDConnectProvider", "Tags", &["arn:{partition}:iam::{account}:oidc-provider/{Url|url}"], &[])]) };
    pub static CreatePolicy: Operation = Operation { service: &SERVICE, name: "CreatePolicy", input: &shape::CreatePolicyRequest, output: &shape::CreatePolicyResponse, errors: &[&error::ConcurrentModificationException, &error::EntityAlreadyExistsException, &error::InvalidInputException, &error::LimitExceededException, &error::MalformedPolicyDocumentException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("CreatePolicyResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:CreatePolicy", "", &["arn:{partition}:iam::{account}:policy{Path=/}{PolicyName}"], &[]), Need::new("iam:TagPolicy", "Tags", &["arn:{partition}:iam::{account}:policy{Path=/}{PolicyName}"], &[])]) };
    pub static CreatePolicyVersion: Operation = Operation { service: &SERVICE, name: "CreatePolicyVersion", input: &shape::CreatePolicyVersionRequest, output: &shape::CreatePolicyVersionResponse, errors: &[&error::InvalidInputException, &error::LimitExceededException, &error::MalformedPolicyDocumentException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("CreatePolicyVersionResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:CreatePolicyVersion", "", &["{PolicyArn}"], &[])]) };
    pub static CreateRole: Operation = Operation { service: &SERVICE, name: "CreateRole", input: &shape::CreateRoleRequest, output: &shape::CreateRoleResponse, errors: &[&error::ConcurrentModificationException, &error::EntityAlreadyExistsException, &error::InvalidInputException, &error::LimitExceededException, &error::MalformedPolicyDocumentException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("CreateRoleResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:CreateRole", "", &["arn:{partition}:iam::{account}:role{Path=/}{RoleName}"], &[("iam:PermissionsBoundary", "{PermissionsBoundary}")]), Need::new("iam:TagRole", "Tags", &["arn:{partition}:iam::{account}:role{Path=/}{RoleName}"], &[])]) };
    pub static CreateServiceLinkedRole: Operation = Operation { service: &SERVICE, name: "CreateServiceLinkedRole", input: &shape::CreateServiceLinkedRoleRequest, output: &shape::CreateServiceLinkedRoleResponse, errors: &[&error::InvalidInputException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("CreateServiceLinkedRoleResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:CreateServiceLinkedRole", "", &["arn:{partition}:iam::{account}:role/aws-service-role/{AWSServiceName}/*"], &[("iam:AWSServiceName", "{AWSServiceName}")])]) };
    pub static CreateUser: Operation = Operation { service: &SERVICE, name: "CreateUser", input: &shape::CreateUserRequest, output: &shape::CreateUserResponse, errors: &[&error::ConcurrentModificationException, &error::EntityAlreadyExistsException, &error::InvalidInputException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("CreateUserResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:CreateUser", "", &["arn:{partition}:iam::{account}:user{Path=/}{UserName}"], &[("iam:PermissionsBoundary", "{PermissionsBoundary}")]), Need::new("iam:TagUser", "Tags", &["arn:{partition}:iam::{account}:user{Path=/}{UserName}"], &[])]) };
    pub static CreateVirtualMFADevice: Operation = Operation { service: &SERVICE, name: "CreateVirtualMFADevice", input: &shape::CreateVirtualMFADeviceRequest, output: &shape::CreateVirtualMFADeviceResponse, errors: &[&error::ConcurrentModificationException, &error::EntityAlreadyExistsException, &error::InvalidInputException, &error::LimitExceededException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("CreateVirtualMFADeviceResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:CreateVirtualMFADevice", "", &["arn:{partition}:iam::{account}:mfa{Path=/}{VirtualMFADeviceName}"], &[]), Need::new("iam:TagMFADevice", "Tags", &["arn:{partition}:iam::{account}:mfa{Path=/}{VirtualMFADeviceName}"], &[])]) };
    pub static DeactivateMFADevice: Operation = Operation { service: &SERVICE, name: "DeactivateMFADevice", input: &shape::DeactivateMFADeviceRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::EntityTemporarilyUnmodifiableException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:DeactivateMFADevice", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static DeleteAccessKey: Operation = Operation { service: &SERVICE, name: "DeleteAccessKey", input: &shape::DeleteAccessKeyRequest, output: &crate::operation::EMPTY, errors: &[&error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:DeleteAccessKey", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static DeleteAccountAlias: Operation = Operation { service: &SERVICE, name: "DeleteAccountAlias", input: &shape::DeleteAccountAliasRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:DeleteAccountAlias", "", &[], &[])]) };
    pub static DeleteGroup: Operation = Operation { service: &SERVICE, name: "DeleteGroup", input: &shape::DeleteGroupRequest, output: &crate::operation::EMPTY, errors: &[&error::DeleteConflictException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:DeleteGroup", "", &["arn:{partition}:iam::{account}:group/{GroupName}"], &[])]) };
    pub static DeleteGroupPolicy: Operation = Operation { service: &SERVICE, name: "DeleteGroupPolicy", input: &shape::DeleteGroupPolicyRequest, output: &crate::operation::EMPTY, errors: &[&error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:DeleteGroupPolicy", "", &["arn:{partition}:iam::{account}:group/{GroupName}"], &[])]) };
    pub static DeleteInstanceProfile: Operation = Operation { service: &SERVICE, name: "DeleteInstanceProfile", input: &shape::DeleteInstanceProfileRequest, output: &crate::operation::EMPTY, errors: &[&error::DeleteConflictException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:DeleteInstanceProfile", "", &["arn:{partition}:iam::{account}:instance-profile/{InstanceProfileName}"], &[])]) };
    pub static DeleteOpenIDConnectProvider: Operation = Operation { service: &SERVICE, name: "DeleteOpenIDConnectProvider", input: &shape::DeleteOpenIDConnectProviderRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidInputException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:DeleteOpenIDConnectProvider", "", &["{OpenIDConnectProviderArn}"], &[])]) };
    pub static DeletePolicy: Operation = Operation { service: &SERVICE, name: "DeletePolicy", input: &shape::DeletePolicyRequest, output: &crate::operation::EMPTY, errors: &[&error::DeleteConflictException, &error::InvalidInputException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:DeletePolicy", "", &["{PolicyArn}"], &[])]) };
    pub static DeletePolicyVersion: Operation = Operation { service: &SERVICE, name: "DeletePolicyVersion", input: &shape::DeletePolicyVersionRequest, output: &crate::operation::EMPTY, errors: &[&error::DeleteConflictException, &error::InvalidInputException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:DeletePolicyVersion", "", &["{PolicyArn}"], &[])]) };
    pub static DeleteRole: Operation = Operation { service: &SERVICE, name: "DeleteRole", input: &shape::DeleteRoleRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::DeleteConflictException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException, &error::UnmodifiableEntityException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:DeleteRole", "", &["arn:{partition}:iam::{account}:role/{RoleName}"], &[])]) };
    pub static DeleteRolePermissionsBoundary: Operation = Operation { service: &SERVICE, name: "DeleteRolePermissionsBoundary", input: &shape::DeleteRolePermissionsBoundaryRequest, output: &crate::operation::EMPTY, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException, &error::UnmodifiableEntityException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:DeleteRolePermissionsBoundary", "", &["arn:{partition}:iam::{account}:role/{RoleName}"], &[])]) };
    pub static DeleteRolePolicy: Operation = Operation { service: &SERVICE, name: "DeleteRolePolicy", input: &shape::DeleteRolePolicyRequest, output: &crate::operation::EMPTY, errors: &[&error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException, &error::UnmodifiableEntityException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:DeleteRolePolicy", "", &["arn:{partition}:iam::{account}:role/{RoleName}"], &[])]) };
    pub static DeleteServiceLinkedRole: Operation = Operation { service: &SERVICE, name: "DeleteServiceLinkedRole", input: &shape::DeleteServiceLinkedRoleRequest, output: &shape::DeleteServiceLinkedRoleResponse, errors: &[&error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DeleteServiceLinkedRoleResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:DeleteServiceLinkedRole", "", &["arn:{partition}:iam::{account}:role/{RoleName}"], &[])]) };
    pub static DeleteUser: Operation = Operation { service: &SERVICE, name: "DeleteUser", input: &shape::DeleteUserRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::DeleteConflictException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:DeleteUser", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static DeleteUserPermissionsBoundary: Operation = Operation { service: &SERVICE, name: "DeleteUserPermissionsBoundary", input: &shape::DeleteUserPermissionsBoundaryRequest, output: &crate::operation::EMPTY, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:DeleteUserPermissionsBoundary", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static DeleteUserPolicy: Operation = Operation { service: &SERVICE, name: "DeleteUserPolicy", input: &shape::DeleteUserPolicyRequest, output: &crate::operation::EMPTY, errors: &[&error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:DeleteUserPolicy", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static DeleteVirtualMFADevice: Operation = Operation { service: &SERVICE, name: "DeleteVirtualMFADevice", input: &shape::DeleteVirtualMFADeviceRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::DeleteConflictException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:DeleteVirtualMFADevice", "", &["{SerialNumber}"], &[])]) };
    pub static DetachGroupPolicy: Operation = Operation { service: &SERVICE, name: "DetachGroupPolicy", input: &shape::DetachGroupPolicyRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidInputException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:DetachGroupPolicy", "", &["arn:{partition}:iam::{account}:group/{GroupName}"], &[("iam:PolicyARN", "{PolicyArn}")])]) };
    pub static DetachRolePolicy: Operation = Operation { service: &SERVICE, name: "DetachRolePolicy", input: &shape::DetachRolePolicyRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidInputException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException, &error::UnmodifiableEntityException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:DetachRolePolicy", "", &["arn:{partition}:iam::{account}:role/{RoleName}"], &[("iam:PolicyARN", "{PolicyArn}")])]) };
    pub static DetachUserPolicy: Operation = Operation { service: &SERVICE, name: "DetachUserPolicy", input: &shape::DetachUserPolicyRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidInputException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:DetachUserPolicy", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[("iam:PolicyARN", "{PolicyArn}")])]) };
    pub static EnableMFADevice: Operation = Operation { service: &SERVICE, name: "EnableMFADevice", input: &shape::EnableMFADeviceRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::EntityAlreadyExistsException, &error::EntityTemporarilyUnmodifiableException, &error::InvalidAuthenticationCodeException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:EnableMFADevice", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static GenerateCredentialReport: Operation = Operation { service: &SERVICE, name: "GenerateCredentialReport", input: &crate::operation::EMPTY, output: &shape::GenerateCredentialReportResponse, errors: &[&error::LimitExceededException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GenerateCredentialReportResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:GenerateCredentialReport", "", &[], &[])]) };
    pub static GetAccessKeyLastUsed: Operation = Operation { service: &SERVICE, name: "GetAccessKeyLastUsed", input: &shape::GetAccessKeyLastUsedRequest, output: &shape::GetAccessKeyLastUsedResponse, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetAccessKeyLastUsedResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:GetAccessKeyLastUsed", "", &["arn:{partition}:iam::{account}:user/*"], &[])]) };
    pub static GetAccountAuthorizationDetails: Operation = Operation { service: &SERVICE, name: "GetAccountAuthorizationDetails", input: &shape::GetAccountAuthorizationDetailsRequest, output: &shape::GetAccountAuthorizationDetailsResponse, errors: &[&error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetAccountAuthorizationDetailsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:GetAccountAuthorizationDetails", "", &[], &[])]) };
    pub static GetAccountPasswordPolicy: Operation = Operation { service: &SERVICE, name: "GetAccountPasswordPolicy", input: &crate::operation::EMPTY, output: &shape::GetAccountPasswordPolicyResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetAccountPasswordPolicyResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:GetAccountPasswordPolicy", "", &[], &[])]) };
    pub static GetAccountSummary: Operation = Operation { service: &SERVICE, name: "GetAccountSummary", input: &crate::operation::EMPTY, output: &shape::GetAccountSummaryResponse, errors: &[&error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetAccountSummaryResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:GetAccountSummary", "", &[], &[])]) };
    pub static GetContextKeysForCustomPolicy: Operation = Operation { service: &SERVICE, name: "GetContextKeysForCustomPolicy", input: &shape::GetContextKeysForCustomPolicyRequest, output: &shape::GetContextKeysForPolicyResponse, errors: &[&error::InvalidInputException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetContextKeysForCustomPolicyResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:GetContextKeysForCustomPolicy", "", &[], &[])]) };
    pub static GetContextKeysForPrincipalPolicy: Operation = Operation { service: &SERVICE, name: "GetContextKeysForPrincipalPolicy", input: &shape::GetContextKeysForPrincipalPolicyRequest, output: &shape::GetContextKeysForPolicyResponse, errors: &[&error::InvalidInputException, &error::NoSuchEntityException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetContextKeysForPrincipalPolicyResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:GetContextKeysForPrincipalPolicy", "", &["{PolicySourceArn}"], &[])]) };
    pub static GetCredentialReport: Operation = Operation { service: &SERVICE, name: "GetCredentialReport", input: &crate::operation::EMPTY, output: &shape::GetCredentialReportResponse, errors: &[&error::CredentialReportExpiredException, &error::CredentialReportNotPresentException, &error::CredentialReportNotReadyException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetCredentialReportResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:GetCredentialReport", "", &[], &[])]) };
    pub static GetGroup: Operation = Operation { service: &SERVICE, name: "GetGroup", input: &shape::GetGroupRequest, output: &shape::GetGroupResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetGroupResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:GetGroup", "", &["arn:{partition}:iam::{account}:group/{GroupName}"], &[])]) };
    pub static GetGroupPolicy: Operation = Operation { service: &SERVICE, name: "GetGroupPolicy", input: &shape::GetGroupPolicyRequest, output: &shape::GetGroupPolicyResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetGroupPolicyResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:GetGroupPolicy", "", &["arn:{partition}:iam::{account}:group/{GroupName}"], &[])]) };
    pub static GetInstanceProfile: Operation = Operation { service: &SERVICE, name: "GetInstanceProfile", input: &shape::GetInstanceProfileRequest, output: &shape::GetInstanceProfileResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetInstanceProfileResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:GetInstanceProfile", "", &["arn:{partition}:iam::{account}:instance-profile/{InstanceProfileName}"], &[])]) };
    pub static GetLoginProfile: Operation = Operation { service: &SERVICE, name: "GetLoginProfile", input: &shape::GetLoginProfileRequest, output: &shape::GetLoginProfileResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetLoginProfileResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:GetLoginProfile", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static GetMFADevice: Operation = Operation { service: &SERVICE, name: "GetMFADevice", input: &shape::GetMFADeviceRequest, output: &shape::GetMFADeviceResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetMFADeviceResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:GetMFADevice", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static GetOpenIDConnectProvider: Operation = Operation { service: &SERVICE, name: "GetOpenIDConnectProvider", input: &shape::GetOpenIDConnectProviderRequest, output: &shape::GetOpenIDConnectProviderResponse, errors: &[&error::InvalidInputException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetOpenIDConnectProviderResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:GetOpenIDConnectProvider", "", &["{OpenIDConnectProviderArn}"], &[])]) };
    pub static GetPolicy: Operation = Operation { service: &SERVICE, name: "GetPolicy", input: &shape::GetPolicyRequest, output: &shape::GetPolicyResponse, errors: &[&error::InvalidInputException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetPolicyResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:GetPolicy", "", &["{PolicyArn}"], &[])]) };
    pub static GetPolicyVersion: Operation = Operation { service: &SERVICE, name: "GetPolicyVersion", input: &shape::GetPolicyVersionRequest, output: &shape::GetPolicyVersionResponse, errors: &[&error::InvalidInputException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetPolicyVersionResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:GetPolicyVersion", "", &["{PolicyArn}"], &[])]) };
    pub static GetRole: Operation = Operation { service: &SERVICE, name: "GetRole", input: &shape::GetRoleRequest, output: &shape::GetRoleResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetRoleResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:GetRole", "", &["arn:{partition}:iam::{account}:role/{RoleName}"], &[])]) };
    pub static GetRolePolicy: Operation = Operation { service: &SERVICE, name: "GetRolePolicy", input: &shape::GetRolePolicyRequest, output: &shape::GetRolePolicyResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetRolePolicyResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:GetRolePolicy", "", &["arn:{partition}:iam::{account}:role/{RoleName}"], &[])]) };
    pub static GetServiceLinkedRoleDeletionStatus: Operation = Operation { service: &SERVICE, name: "GetServiceLinkedRoleDeletionStatus", input: &shape::GetServiceLinkedRoleDeletionStatusRequest, output: &shape::GetServiceLinkedRoleDeletionStatusResponse, errors: &[&error::InvalidInputException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetServiceLinkedRoleDeletionStatusResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:GetServiceLinkedRoleDeletionStatus", "", &["arn:{partition}:iam::{account}:role/aws-service-role/*"], &[])]) };
    pub static GetUser: Operation = Operation { service: &SERVICE, name: "GetUser", input: &shape::GetUserRequest, output: &shape::GetUserResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetUserResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:GetUser", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static GetUserPolicy: Operation = Operation { service: &SERVICE, name: "GetUserPolicy", input: &shape::GetUserPolicyRequest, output: &shape::GetUserPolicyResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetUserPolicyResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:GetUserPolicy", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static ListAccessKeys: Operation = Operation { service: &SERVICE, name: "ListAccessKeys", input: &shape::ListAccessKeysRequest, output: &shape::ListAccessKeysResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListAccessKeysResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListAccessKeys", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static ListAccountAliases: Operation = Operation { service: &SERVICE, name: "ListAccountAliases", input: &shape::ListAccountAliasesRequest, output: &shape::ListAccountAliasesResponse, errors: &[&error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListAccountAliasesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListAccountAliases", "", &[], &[])]) };
    pub static ListAttachedGroupPolicies: Operation = Operation { service: &SERVICE, name: "ListAttachedGroupPolicies", input: &shape::ListAttachedGroupPoliciesRequest, output: &shape::ListAttachedGroupPoliciesResponse, errors: &[&error::InvalidInputException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListAttachedGroupPoliciesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListAttachedGroupPolicies", "", &["arn:{partition}:iam::{account}:group/{GroupName}"], &[])]) };
    pub static ListAttachedRolePolicies: Operation = Operation { service: &SERVICE, name: "ListAttachedRolePolicies", input: &shape::ListAttachedRolePoliciesRequest, output: &shape::ListAttachedRolePoliciesResponse, errors: &[&error::InvalidInputException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListAttachedRolePoliciesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListAttachedRolePolicies", "", &["arn:{partition}:iam::{account}:role/{RoleName}"], &[])]) };
    pub static ListAttachedUserPolicies: Operation = Operation { service: &SERVICE, name: "ListAttachedUserPolicies", input: &shape::ListAttachedUserPoliciesRequest, output: &shape::ListAttachedUserPoliciesResponse, errors: &[&error::InvalidInputException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListAttachedUserPoliciesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListAttachedUserPolicies", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static ListEntitiesForPolicy: Operation = Operation { service: &SERVICE, name: "ListEntitiesForPolicy", input: &shape::ListEntitiesForPolicyRequest, output: &shape::ListEntitiesForPolicyResponse, errors: &[&error::InvalidInputException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListEntitiesForPolicyResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListEntitiesForPolicy", "", &["{PolicyArn}"], &[])]) };
    pub static ListGroupPolicies: Operation = Operation { service: &SERVICE, name: "ListGroupPolicies", input: &shape::ListGroupPoliciesRequest, output: &shape::ListGroupPoliciesResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListGroupPoliciesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListGroupPolicies", "", &["arn:{partition}:iam::{account}:group/{GroupName}"], &[])]) };
    pub static ListGroups: Operation = Operation { service: &SERVICE, name: "ListGroups", input: &shape::ListGroupsRequest, output: &shape::ListGroupsResponse, errors: &[&error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListGroupsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListGroups", "", &[], &[])]) };
    pub static ListGroupsForUser: Operation = Operation { service: &SERVICE, name: "ListGroupsForUser", input: &shape::ListGroupsForUserRequest, output: &shape::ListGroupsForUserResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListGroupsForUserResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListGroupsForUser", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static ListInstanceProfileTags: Operation = Operation { service: &SERVICE, name: "ListInstanceProfileTags", input: &shape::ListInstanceProfileTagsRequest, output: &shape::ListInstanceProfileTagsResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListInstanceProfileTagsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListInstanceProfileTags", "", &["arn:{partition}:iam::{account}:instance-profile/{InstanceProfileName}"], &[])]) };
    pub static ListInstanceProfiles: Operation = Operation { service: &SERVICE, name: "ListInstanceProfiles", input: &shape::ListInstanceProfilesRequest, output: &shape::ListInstanceProfilesResponse, errors: &[&error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListInstanceProfilesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListInstanceProfiles", "", &[], &[])]) };
    pub static ListInstanceProfilesForRole: Operation = Operation { service: &SERVICE, name: "ListInstanceProfilesForRole", input: &shape::ListInstanceProfilesForRoleRequest, output: &shape::ListInstanceProfilesForRoleResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListInstanceProfilesForRoleResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListInstanceProfilesForRole", "", &["arn:{partition}:iam::{account}:role/{RoleName}"], &[])]) };
    pub static ListMFADeviceTags: Operation = Operation { service: &SERVICE, name: "ListMFADeviceTags", input: &shape::ListMFADeviceTagsRequest, output: &shape::ListMFADeviceTagsResponse, errors: &[&error::InvalidInputException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListMFADeviceTagsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListMFADeviceTags", "", &["{SerialNumber}"], &[])]) };
    pub static ListMFADevices: Operation = Operation { service: &SERVICE, name: "ListMFADevices", input: &shape::ListMFADevicesRequest, output: &shape::ListMFADevicesResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListMFADevicesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListMFADevices", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static ListOpenIDConnectProviderTags: Operation = Operation { service: &SERVICE, name: "ListOpenIDConnectProviderTags", input: &shape::ListOpenIDConnectProviderTagsRequest, output: &shape::ListOpenIDConnectProviderTagsResponse, errors: &[&error::InvalidInputException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListOpenIDConnectProviderTagsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListOpenIDConnectProviderTags", "", &["{OpenIDConnectProviderArn}"], &[])]) };
    pub static ListOpenIDConnectProviders: Operation = Operation { service: &SERVICE, name: "ListOpenIDConnectProviders", input: &shape::ListOpenIDConnectProvidersRequest, output: &shape::ListOpenIDConnectProvidersResponse, errors: &[&error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListOpenIDConnectProvidersResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListOpenIDConnectProviders", "", &[], &[])]) };
    pub static ListPolicies: Operation = Operation { service: &SERVICE, name: "ListPolicies", input: &shape::ListPoliciesRequest, output: &shape::ListPoliciesResponse, errors: &[&error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListPoliciesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListPolicies", "", &[], &[])]) };
    pub static ListPolicyTags: Operation = Operation { service: &SERVICE, name: "ListPolicyTags", input: &shape::ListPolicyTagsRequest, output: &shape::ListPolicyTagsResponse, errors: &[&error::InvalidInputException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListPolicyTagsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListPolicyTags", "", &["{PolicyArn}"], &[])]) };
    pub static ListPolicyVersions: Operation = Operation { service: &SERVICE, name: "ListPolicyVersions", input: &shape::ListPolicyVersionsRequest, output: &shape::ListPolicyVersionsResponse, errors: &[&error::InvalidInputException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListPolicyVersionsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListPolicyVersions", "", &["{PolicyArn}"], &[])]) };
    pub static ListRolePolicies: Operation = Operation { service: &SERVICE, name: "ListRolePolicies", input: &shape::ListRolePoliciesRequest, output: &shape::ListRolePoliciesResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListRolePoliciesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListRolePolicies", "", &["arn:{partition}:iam::{account}:role/{RoleName}"], &[])]) };
    pub static ListRoleTags: Operation = Operation { service: &SERVICE, name: "ListRoleTags", input: &shape::ListRoleTagsRequest, output: &shape::ListRoleTagsResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListRoleTagsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListRoleTags", "", &["arn:{partition}:iam::{account}:role/{RoleName}"], &[])]) };
    pub static ListRoles: Operation = Operation { service: &SERVICE, name: "ListRoles", input: &shape::ListRolesRequest, output: &shape::ListRolesResponse, errors: &[&error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListRolesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListRoles", "", &[], &[])]) };
    pub static ListSAMLProviders: Operation = Operation { service: &SERVICE, name: "ListSAMLProviders", input: &shape::ListSAMLProvidersRequest, output: &shape::ListSAMLProvidersResponse, errors: &[&error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListSAMLProvidersResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListSAMLProviders", "", &[], &[])]) };
    pub static ListSSHPublicKeys: Operation = Operation { service: &SERVICE, name: "ListSSHPublicKeys", input: &shape::ListSSHPublicKeysRequest, output: &shape::ListSSHPublicKeysResponse, errors: &[&error::NoSuchEntityException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListSSHPublicKeysResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListSSHPublicKeys", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static ListServerCertificates: Operation = Operation { service: &SERVICE, name: "ListServerCertificates", input: &shape::ListServerCertificatesRequest, output: &shape::ListServerCertificatesResponse, errors: &[&error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListServerCertificatesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListServerCertificates", "", &[], &[])]) };
    pub static ListServiceSpecificCredentials: Operation = Operation { service: &SERVICE, name: "ListServiceSpecificCredentials", input: &shape::ListServiceSpecificCredentialsRequest, output: &shape::ListServiceSpecificCredentialsResponse, errors: &[&error::NoSuchEntityException, &error::ServiceNotSupportedException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListServiceSpecificCredentialsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListServiceSpecificCredentials", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static ListSigningCertificates: Operation = Operation { service: &SERVICE, name: "ListSigningCertificates", input: &shape::ListSigningCertificatesRequest, output: &shape::ListSigningCertificatesResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListSigningCertificatesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListSigningCertificates", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static ListUserPolicies: Operation = Operation { service: &SERVICE, name: "ListUserPolicies", input: &shape::ListUserPoliciesRequest, output: &shape::ListUserPoliciesResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListUserPoliciesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListUserPolicies", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static ListUserTags: Operation = Operation { service: &SERVICE, name: "ListUserTags", input: &shape::ListUserTagsRequest, output: &shape::ListUserTagsResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListUserTagsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListUserTags", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static ListUsers: Operation = Operation { service: &SERVICE, name: "ListUsers", input: &shape::ListUsersRequest, output: &shape::ListUsersResponse, errors: &[&error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListUsersResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListUsers", "", &[], &[])]) };
    pub static ListVirtualMFADevices: Operation = Operation { service: &SERVICE, name: "ListVirtualMFADevices", input: &shape::ListVirtualMFADevicesRequest, output: &shape::ListVirtualMFADevicesResponse, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListVirtualMFADevicesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ListVirtualMFADevices", "", &[], &[])]) };
    pub static PutGroupPolicy: Operation = Operation { service: &SERVICE, name: "PutGroupPolicy", input: &shape::PutGroupPolicyRequest, output: &crate::operation::EMPTY, errors: &[&error::LimitExceededException, &error::MalformedPolicyDocumentException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:PutGroupPolicy", "", &["arn:{partition}:iam::{account}:group/{GroupName}"], &[])]) };
    pub static PutRolePermissionsBoundary: Operation = Operation { service: &SERVICE, name: "PutRolePermissionsBoundary", input: &shape::PutRolePermissionsBoundaryRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidInputException, &error::NoSuchEntityException, &error::PolicyNotAttachableException, &error::ServiceFailureException, &error::UnmodifiableEntityException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:PutRolePermissionsBoundary", "", &["arn:{partition}:iam::{account}:role/{RoleName}"], &[("iam:PermissionsBoundary", "{PermissionsBoundary}")])]) };
    pub static PutRolePolicy: Operation = Operation { service: &SERVICE, name: "PutRolePolicy", input: &shape::PutRolePolicyRequest, output: &crate::operation::EMPTY, errors: &[&error::LimitExceededException, &error::MalformedPolicyDocumentException, &error::NoSuchEntityException, &error::ServiceFailureException, &error::UnmodifiableEntityException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:PutRolePolicy", "", &["arn:{partition}:iam::{account}:role/{RoleName}"], &[])]) };
    pub static PutUserPermissionsBoundary: Operation = Operation { service: &SERVICE, name: "PutUserPermissionsBoundary", input: &shape::PutUserPermissionsBoundaryRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidInputException, &error::NoSuchEntityException, &error::PolicyNotAttachableException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:PutUserPermissionsBoundary", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[("iam:PermissionsBoundary", "{PermissionsBoundary}")])]) };
    pub static PutUserPolicy: Operation = Operation { service: &SERVICE, name: "PutUserPolicy", input: &shape::PutUserPolicyRequest, output: &crate::operation::EMPTY, errors: &[&error::LimitExceededException, &error::MalformedPolicyDocumentException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:PutUserPolicy", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static RemoveClientIDFromOpenIDConnectProvider: Operation = Operation { service: &SERVICE, name: "RemoveClientIDFromOpenIDConnectProvider", input: &shape::RemoveClientIDFromOpenIDConnectProviderRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::InvalidInputException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:RemoveClientIDFromOpenIDConnectProvider", "", &["{OpenIDConnectProviderArn}"], &[])]) };
    pub static RemoveRoleFromInstanceProfile: Operation = Operation { service: &SERVICE, name: "RemoveRoleFromInstanceProfile", input: &shape::RemoveRoleFromInstanceProfileRequest, output: &crate::operation::EMPTY, errors: &[&error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException, &error::UnmodifiableEntityException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:RemoveRoleFromInstanceProfile", "", &["arn:{partition}:iam::{account}:instance-profile/{InstanceProfileName}"], &[])]) };
    pub static RemoveUserFromGroup: Operation = Operation { service: &SERVICE, name: "RemoveUserFromGroup", input: &shape::RemoveUserFromGroupRequest, output: &crate::operation::EMPTY, errors: &[&error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:RemoveUserFromGroup", "", &["arn:{partition}:iam::{account}:group/{GroupName}"], &[])]) };
    pub static ResyncMFADevice: Operation = Operation { service: &SERVICE, name: "ResyncMFADevice", input: &shape::ResyncMFADeviceRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::InvalidAuthenticationCodeException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:ResyncMFADevice", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static SetDefaultPolicyVersion: Operation = Operation { service: &SERVICE, name: "SetDefaultPolicyVersion", input: &shape::SetDefaultPolicyVersionRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidInputException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:SetDefaultPolicyVersion", "", &["{PolicyArn}"], &[])]) };
    pub static SimulateCustomPolicy: Operation = Operation { service: &SERVICE, name: "SimulateCustomPolicy", input: &shape::SimulateCustomPolicyRequest, output: &shape::SimulatePolicyResponse, errors: &[&error::InvalidInputException, &error::PolicyEvaluationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("SimulateCustomPolicyResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:SimulateCustomPolicy", "", &[], &[])]) };
    pub static SimulatePrincipalPolicy: Operation = Operation { service: &SERVICE, name: "SimulatePrincipalPolicy", input: &shape::SimulatePrincipalPolicyRequest, output: &shape::SimulatePolicyResponse, errors: &[&error::InvalidInputException, &error::NoSuchEntityException, &error::PolicyEvaluationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("SimulatePrincipalPolicyResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:SimulatePrincipalPolicy", "", &["{PolicySourceArn}"], &[])]) };
    pub static TagInstanceProfile: Operation = Operation { service: &SERVICE, name: "TagInstanceProfile", input: &shape::TagInstanceProfileRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::InvalidInputException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:TagInstanceProfile", "", &["arn:{partition}:iam::{account}:instance-profile/{InstanceProfileName}"], &[])]) };
    pub static TagMFADevice: Operation = Operation { service: &SERVICE, name: "TagMFADevice", input: &shape::TagMFADeviceRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::InvalidInputException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:TagMFADevice", "", &["{SerialNumber}"], &[])]) };
    pub static TagOpenIDConnectProvider: Operation = Operation { service: &SERVICE, name: "TagOpenIDConnectProvider", input: &shape::TagOpenIDConnectProviderRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::InvalidInputException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:TagOpenIDConnectProvider", "", &["{OpenIDConnectProviderArn}"], &[])]) };
    pub static TagPolicy: Operation = Operation { service: &SERVICE, name: "TagPolicy", input: &shape::TagPolicyRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::InvalidInputException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:TagPolicy", "", &["{PolicyArn}"], &[])]) };
    pub static TagRole: Operation = Operation { service: &SERVICE, name: "TagRole", input: &shape::TagRoleRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::InvalidInputException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:TagRole", "", &["arn:{partition}:iam::{account}:role/{RoleName}"], &[])]) };
    pub static TagUser: Operation = Operation { service: &SERVICE, name: "TagUser", input: &shape::TagUserRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::InvalidInputException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:TagUser", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static UntagInstanceProfile: Operation = Operation { service: &SERVICE, name: "UntagInstanceProfile", input: &shape::UntagInstanceProfileRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::InvalidInputException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:UntagInstanceProfile", "", &["arn:{partition}:iam::{account}:instance-profile/{InstanceProfileName}"], &[])]) };
    pub static UntagMFADevice: Operation = Operation { service: &SERVICE, name: "UntagMFADevice", input: &shape::UntagMFADeviceRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::InvalidInputException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:UntagMFADevice", "", &["{SerialNumber}"], &[])]) };
    pub static UntagOpenIDConnectProvider: Operation = Operation { service: &SERVICE, name: "UntagOpenIDConnectProvider", input: &shape::UntagOpenIDConnectProviderRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::InvalidInputException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:UntagOpenIDConnectProvider", "", &["{OpenIDConnectProviderArn}"], &[])]) };
    pub static UntagPolicy: Operation = Operation { service: &SERVICE, name: "UntagPolicy", input: &shape::UntagPolicyRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::InvalidInputException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:UntagPolicy", "", &["{PolicyArn}"], &[])]) };
    pub static UntagRole: Operation = Operation { service: &SERVICE, name: "UntagRole", input: &shape::UntagRoleRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:UntagRole", "", &["arn:{partition}:iam::{account}:role/{RoleName}"], &[])]) };
    pub static UntagUser: Operation = Operation { service: &SERVICE, name: "UntagUser", input: &shape::UntagUserRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:UntagUser", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static UpdateAccessKey: Operation = Operation { service: &SERVICE, name: "UpdateAccessKey", input: &shape::UpdateAccessKeyRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidInputException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:UpdateAccessKey", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
    pub static UpdateAssumeRolePolicy: Operation = Operation { service: &SERVICE, name: "UpdateAssumeRolePolicy", input: &shape::UpdateAssumeRolePolicyRequest, output: &crate::operation::EMPTY, errors: &[&error::LimitExceededException, &error::MalformedPolicyDocumentException, &error::NoSuchEntityException, &error::ServiceFailureException, &error::UnmodifiableEntityException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:UpdateAssumeRolePolicy", "", &["arn:{partition}:iam::{account}:role/{RoleName}"], &[])]) };
    pub static UpdateGroup: Operation = Operation { service: &SERVICE, name: "UpdateGroup", input: &shape::UpdateGroupRequest, output: &crate::operation::EMPTY, errors: &[&error::EntityAlreadyExistsException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:UpdateGroup", "", &["arn:{partition}:iam::{account}:group/{GroupName}"], &[])]) };
    pub static UpdateOpenIDConnectProviderThumbprint: Operation = Operation { service: &SERVICE, name: "UpdateOpenIDConnectProviderThumbprint", input: &shape::UpdateOpenIDConnectProviderThumbprintRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::InvalidInputException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:UpdateOpenIDConnectProviderThumbprint", "", &["{OpenIDConnectProviderArn}"], &[])]) };
    pub static UpdateRole: Operation = Operation { service: &SERVICE, name: "UpdateRole", input: &shape::UpdateRoleRequest, output: &shape::UpdateRoleResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException, &error::UnmodifiableEntityException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("UpdateRoleResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:UpdateRole", "", &["arn:{partition}:iam::{account}:role/{RoleName}"], &[])]) };
    pub static UpdateRoleDescription: Operation = Operation { service: &SERVICE, name: "UpdateRoleDescription", input: &shape::UpdateRoleDescriptionRequest, output: &shape::UpdateRoleDescriptionResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException, &error::UnmodifiableEntityException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("UpdateRoleDescriptionResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:UpdateRoleDescription", "", &["arn:{partition}:iam::{account}:role/{RoleName}"], &[])]) };
    pub static UpdateUser: Operation = Operation { service: &SERVICE, name: "UpdateUser", input: &shape::UpdateUserRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::EntityAlreadyExistsException, &error::EntityTemporarilyUnmodifiableException, &error::LimitExceededException, &error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("iam:UpdateUser", "", &["arn:{partition}:iam::{account}:user/{UserName=@user}"], &[])]) };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static ConcurrentModificationException: ErrorShape = ErrorShape::new(&shape::ConcurrentModificationException, "ConcurrentModification", 409, false);
    pub static CredentialReportExpiredException: ErrorShape = ErrorShape::new(&shape::CredentialReportExpiredException, "ReportExpired", 410, false);
    pub static CredentialReportNotPresentException: ErrorShape = ErrorShape::new(&shape::CredentialReportNotPresentException, "ReportNotPresent", 410, false);
    pub static CredentialReportNotReadyException: ErrorShape = ErrorShape::new(&shape::CredentialReportNotReadyException, "ReportInProgress", 404, false);
    pub static DeleteConflictException: ErrorShape = ErrorShape::new(&shape::DeleteConflictException, "DeleteConflict", 409, false);
    pub static EntityAlreadyExistsException: ErrorShape = ErrorShape::new(&shape::EntityAlreadyExistsException, "EntityAlreadyExists", 409, false);
    pub static EntityTemporarilyUnmodifiableException: ErrorShape = ErrorShape::new(&shape::EntityTemporarilyUnmodifiableException, "EntityTemporarilyUnmodifiable", 409, false);
    pub static InvalidAuthenticationCodeException: ErrorShape = ErrorShape::new(&shape::InvalidAuthenticationCodeException, "InvalidAuthenticationCode", 403, false);
    pub static InvalidInputException: ErrorShape = ErrorShape::new(&shape::InvalidInputException, "InvalidInput", 400, false);
    pub static LimitExceededException: ErrorShape = ErrorShape::new(&shape::LimitExceededException, "LimitExceeded", 409, false);
    pub static MalformedPolicyDocumentException: ErrorShape = ErrorShape::new(&shape::MalformedPolicyDocumentException, "MalformedPolicyDocument", 400, false);
    pub static NoSuchEntityException: ErrorShape = ErrorShape::new(&shape::NoSuchEntityException, "NoSuchEntity", 404, false);
    pub static OpenIdIdpCommunicationErrorException: ErrorShape = ErrorShape::new(&shape::OpenIdIdpCommunicationErrorException, "OpenIdIdpCommunicationError", 400, false);
    pub static PolicyEvaluationException: ErrorShape = ErrorShape::new(&shape::PolicyEvaluationException, "PolicyEvaluation", 500, true);
    pub static PolicyNotAttachableException: ErrorShape = ErrorShape::new(&shape::PolicyNotAttachableException, "PolicyNotAttachable", 400, false);
    pub static ServiceFailureException: ErrorShape = ErrorShape::new(&shape::ServiceFailureException, "ServiceFailure", 500, true);
    pub static ServiceNotSupportedException: ErrorShape = ErrorShape::new(&shape::ServiceNotSupportedException, "NotSupportedService", 404, false);
    pub static UnmodifiableEntityException: ErrorShape = ErrorShape::new(&shape::UnmodifiableEntityException, "UnmodifiableEntity", 400, false);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static AccessKey: Shape = Shape::structure("AccessKey", &[Member::new("UserName", &userNameType).required(), Member::new("AccessKeyId", &accessKeyIdType).required(), Member::new("Status", &statusType).required(), Member::new("SecretAccessKey", &accessKeySecretType).required(), Member::new("CreateDate", &dateType), ]);
    pub static AccessKeyLastUsed: Shape = Shape::structure("AccessKeyLastUsed", &[Member::new("LastUsedDate", &dateType), Member::new("ServiceName", &stringType).required(), Member::new("Region", &stringType).required(), ]);
    pub static AccessKeyMetadata: Shape = Shape::structure("AccessKeyMetadata", &[Member::new("UserName", &userNameType), Member::new("AccessKeyId", &accessKeyIdType), Member::new("Status", &statusType), Member::new("CreateDate", &dateType), ]);
    pub static ActionNameListType: Shape = Shape::new("ActionNameListType", Kind::List(Member::new("member", &ActionNameType)));
    pub static ActionNameType: Shape = Shape::new("ActionNameType", Kind::String).min(3.0).max(128.0);
    pub static AddClientIDToOpenIDConnectProviderRequest: Shape = Shape::structure("AddClientIDToOpenIDConnectProviderRequest", &[Member::new("OpenIDConnectProviderArn", &arnType).required(), Member::new("ClientID", &clientIDType).required(), ]);
    pub static AddRoleToInstanceProfileRequest: Shape = Shape::structure("AddRoleToInstanceProfileRequest", &[Member::new("InstanceProfileName", &instanceProfileNameType).required(), Member::new("RoleName", &roleNameType).required(), ]);
    pub static AddUserToGroupRequest: Shape = Shape::structure("AddUserToGroupRequest", &[Member::new("GroupName", &groupNameType).required(), Member::new("UserName", &existingUserNameType).required(), ]);
    pub static ArnListType: Shape = Shape::new("ArnListType", Kind::List(Member::new("member", &arnType)));
    pub static AttachGroupPolicyRequest: Shape = Shape::structure("AttachGroupPolicyRequest", &[Member::new("GroupName", &groupNameType).required(), Member::new("PolicyArn", &arnType).required(), ]);
    pub static AttachRolePolicyRequest: Shape = Shape::structure("AttachRolePolicyRequest", &[Member::new("RoleName", &roleNameType).required(), Member::new("PolicyArn", &arnType).required(), ]);
    pub static AttachUserPolicyRequest: Shape = Shape::structure("AttachUserPolicyRequest", &[Member::new("UserName", &userNameType).required(), Member::new("PolicyArn", &arnType).required(), ]);
    pub static AttachedPermissionsBoundary: Shape = Shape::structure("AttachedPermissionsBoundary", &[Member::new("PermissionsBoundaryType", &PermissionsBoundaryAttachmentType), Member::new("PermissionsBoundaryArn", &arnType), ]);
    pub static AttachedPolicy: Shape = Shape::structure("AttachedPolicy", &[Member::new("PolicyName", &policyNameType), Member::new("PolicyArn", &arnType), ]);
    pub static BootstrapDatum: Shape = Shape::new("BootstrapDatum", Kind::Blob).sensitive();
    pub static CertificationKeyType: Shape = Shape::new("CertificationKeyType", Kind::String).min(1.0).max(128.0);
    pub static CertificationMapType: Shape = Shape::new("CertificationMapType", Kind::Map(Member::new("key", &CertificationKeyType), Member::new("value", &CertificationValueType)));
    pub static CertificationValueType: Shape = Shape::new("CertificationValueType", Kind::String).min(1.0).max(32.0);
    pub static ColumnNumber: Shape = Shape::new("ColumnNumber", Kind::Integer);
    pub static ConcurrentModificationException: Shape = Shape::structure("ConcurrentModificationException", &[Member::new("message", &ConcurrentModificationMessage), ]);
    pub static ConcurrentModificationMessage: Shape = Shape::new("ConcurrentModificationMessage", Kind::String);
    pub static ContextEntry: Shape = Shape::structure("ContextEntry", &[Member::new("ContextKeyName", &ContextKeyNameType), Member::new("ContextKeyValues", &ContextKeyValueListType), Member::new("ContextKeyType", &ContextKeyTypeEnum), ]);
    pub static ContextEntryListType: Shape = Shape::new("ContextEntryListType", Kind::List(Member::new("member", &ContextEntry)));
    pub static ContextKeyNameType: Shape = Shape::new("ContextKeyNameType", Kind::String).min(5.0).max(256.0);
    pub static ContextKeyNamesResultListType: Shape = Shape::new("ContextKeyNamesResultListType", Kind::List(Member::new("member", &ContextKeyNameType)));
    pub static ContextKeyTypeEnum: Shape = Shape::new("ContextKeyTypeEnum", Kind::String).values(&["string", "stringList", "numeric", "numericList", "boolean", "booleanList", "ip", "ipList", "binary", "binaryList", "date", "dateList"]);
    pub static ContextKeyValueListType: Shape = Shape::new("ContextKeyValueListType", Kind::List(Member::new("member", &ContextKeyValueType)));
    pub static ContextKeyValueType: Shape = Shape::new("ContextKeyValueType", Kind::String);
    pub static CreateAccessKeyRequest: Shape = Shape::structure("CreateAccessKeyRequest", &[Member::new("UserName", &existingUserNameType), ]);
    pub static CreateAccessKeyResponse: Shape = Shape::structure("CreateAccessKeyResponse", &[Member::new("AccessKey", &AccessKey).required(), ]);
    pub static CreateAccountAliasRequest: Shape = Shape::structure("CreateAccountAliasRequest", &[Member::new("AccountAlias", &accountAliasType).required(), ]);
    pub static CreateGroupRequest: Shape = Shape::structure("CreateGroupRequest", &[Member::new("Path", &pathType), Member::new("GroupName", &groupNameType).required(), ]);
    pub static CreateGroupResponse: Shape = Shape::structure("CreateGroupResponse", &[Member::new("Group", &Group).required(), ]);
    pub static CreateInstanceProfileRequest: Shape = Shape::structure("CreateInstanceProfileRequest", &[Member::new("InstanceProfileName", &instanceProfileNameType).required(), Member::new("Path", &pathType), Member::new("Tags", &tagListType), ]);
    pub static CreateInstanceProfileResponse: Shape = Shape::structure("CreateInstanceProfileResponse", &[Member::new("InstanceProfile", &InstanceProfile).required(), ]);
    pub static CreateOpenIDConnectProviderRequest: Shape = Shape::structure("CreateOpenIDConnectProviderRequest", &[Member::new("Url", &OpenIDConnectProviderUrlType).required(), Member::new("ClientIDList", &clientIDListType), Member::new("ThumbprintList", &thumbprintListType), Member::new("Tags", &tagListType), ]);
    pub static CreateOpenIDConnectProviderResponse: Shape = Shape::structure("CreateOpenIDConnectProviderResponse", &[Member::new("OpenIDConnectProviderArn", &arnType), Member::new("Tags", &tagListType), ]);
    pub static CreatePolicyRequest: Shape = Shape::structure("CreatePolicyRequest", &[Member::new("PolicyName", &policyNameType).required(), Member::new("Path", &policyPathType), Member::new("PolicyDocument", &policyDocumentType).required(), Member::new("Description", &policyDescriptionType), Member::new("Tags", &tagListType), ]);
    pub static CreatePolicyResponse: Shape = Shape::structure("CreatePolicyResponse", &[Member::new("Policy", &Policy), ]);
    pub static CreatePolicyVersionRequest: Shape = Shape::structure("CreatePolicyVersionRequest", &[Member::new("PolicyArn", &arnType).required(), Member::new("PolicyDocument", &policyDocumentType).required(), Member::new("SetAsDefault", &booleanType), ]);
    pub static CreatePolicyVersionResponse: Shape = Shape::structure("CreatePolicyVersionResponse", &[Member::new("PolicyVersion", &PolicyVersion), ]);
    pub static CreateRoleRequest: Shape = Shape::structure("CreateRoleRequest", &[Member::new("Path", &pathType), Member::new("RoleName", &roleNameType).required(), Member::new("AssumeRolePolicyDocument", &policyDocumentType).required(), Member::new("Description", &roleDescriptionType), Member::new("MaxSessionDuration", &roleMaxSessionDurationType), Member::new("PermissionsBoundary", &arnType), Member::new("Tags", &tagListType), ]);
    pub static CreateRoleResponse: Shape = Shape::structure("CreateRoleResponse", &[Member::new("Role", &Role).required(), ]);
    pub static CreateServiceLinkedRoleRequest: Shape = Shape::structure("CreateServiceLinkedRoleRequest", &[Member::new("AWSServiceName", &groupNameType).required(), Member::new("Description", &roleDescriptionType), Member::new("CustomSuffix", &customSuffixType), ]);
    pub static CreateServiceLinkedRoleResponse: Shape = Shape::structure("CreateServiceLinkedRoleResponse", &[Member::new("Role", &Role), ]);
    pub static CreateUserRequest: Shape = Shape::structure("CreateUserRequest", &[Member::new("Path", &pathType), Member::new("UserName", &userNameType).required(), Member::new("PermissionsBoundary", &arnType), Member::new("Tags", &tagListType), ]);
    pub static CreateUserResponse: Shape = Shape::structure("CreateUserResponse", &[Member::new("User", &User), ]);
    pub static CreateVirtualMFADeviceRequest: Shape = Shape::structure("CreateVirtualMFADeviceRequest", &[Member::new("Path", &pathType), Member::new("VirtualMFADeviceName", &virtualMFADeviceName).required(), Member::new("Tags", &tagListType), ]);
    pub static CreateVirtualMFADeviceResponse: Shape = Shape::structure("CreateVirtualMFADeviceResponse", &[Member::new("VirtualMFADevice", &VirtualMFADevice).required(), ]);
    pub static CredentialReportExpiredException: Shape = Shape::structure("CredentialReportExpiredException", &[Member::new("message", &credentialReportExpiredExceptionMessage), ]);
    pub static CredentialReportNotPresentException: Shape = Shape::structure("CredentialReportNotPresentException", &[Member::new("message", &credentialReportNotPresentExceptionMessage), ]);
    pub static CredentialReportNotReadyException: Shape = Shape::structure("CredentialReportNotReadyException", &[Member::new("message", &credentialReportNotReadyExceptionMessage), ]);
    pub static DeactivateMFADeviceRequest: Shape = Shape::structure("DeactivateMFADeviceRequest", &[Member::new("UserName", &existingUserNameType), Member::new("SerialNumber", &serialNumberType).required(), ]);
    pub static DeleteAccessKeyRequest: Shape = Shape::structure("DeleteAccessKeyRequest", &[Member::new("UserName", &existingUserNameType), Member::new("AccessKeyId", &accessKeyIdType).required(), ]);
    pub static DeleteAccountAliasRequest: Shape = Shape::structure("DeleteAccountAliasRequest", &[Member::new("AccountAlias", &accountAliasType).required(), ]);
    pub static DeleteConflictException: Shape = Shape::structure("DeleteConflictException", &[Member::new("message", &deleteConflictMessage), ]);
    pub static DeleteGroupPolicyRequest: Shape = Shape::structure("DeleteGroupPolicyRequest", &[Member::new("GroupName", &groupNameType).required(), Member::new("PolicyName", &policyNameType).required(), ]);
    pub static DeleteGroupRequest: Shape = Shape::structure("DeleteGroupRequest", &[Member::new("GroupName", &groupNameType).required(), ]);
    pub static DeleteInstanceProfileRequest: Shape = Shape::structure("DeleteInstanceProfileRequest", &[Member::new("InstanceProfileName", &instanceProfileNameType).required(), ]);
    pub static DeleteOpenIDConnectProviderRequest: Shape = Shape::structure("DeleteOpenIDConnectProviderRequest", &[Member::new("OpenIDConnectProviderArn", &arnType).required(), ]);
    pub static DeletePolicyRequest: Shape = Shape::structure("DeletePolicyRequest", &[Member::new("PolicyArn", &arnType).required(), ]);
    pub static DeletePolicyVersionRequest: Shape = Shape::structure("DeletePolicyVersionRequest", &[Member::new("PolicyArn", &arnType).required(), Member::new("VersionId", &policyVersionIdType).required(), ]);
    pub static DeleteRolePermissionsBoundaryRequest: Shape = Shape::structure("DeleteRolePermissionsBoundaryRequest", &[Member::new("RoleName", &roleNameType).required(), ]);
    pub static DeleteRolePolicyRequest: Shape = Shape::structure("DeleteRolePolicyRequest", &[Member::new("RoleName", &roleNameType).required(), Member::new("PolicyName", &policyNameType).required(), ]);
    pub static DeleteRoleRequest: Shape = Shape::structure("DeleteRoleRequest", &[Member::new("RoleName", &roleNameType).required(), ]);
    pub static DeleteServiceLinkedRoleRequest: Shape = Shape::structure("DeleteServiceLinkedRoleRequest", &[Member::new("RoleName", &roleNameType).required(), ]);
    pub static DeleteServiceLinkedRoleResponse: Shape = Shape::structure("DeleteServiceLinkedRoleResponse", &[Member::new("DeletionTaskId", &DeletionTaskIdType).required(), ]);
    pub static DeleteUserPermissionsBoundaryRequest: Shape = Shape::structure("DeleteUserPermissionsBoundaryRequest", &[Member::new("UserName", &userNameType).required(), ]);
    pub static DeleteUserPolicyRequest: Shape = Shape::structure("DeleteUserPolicyRequest", &[Member::new("UserName", &existingUserNameType).required(), Member::new("PolicyName", &policyNameType).required(), ]);
    pub static DeleteUserRequest: Shape = Shape::structure("DeleteUserRequest", &[Member::new("UserName", &existingUserNameType).required(), ]);
    pub static DeleteVirtualMFADeviceRequest: Shape = Shape::structure("DeleteVirtualMFADeviceRequest", &[Member::new("SerialNumber", &serialNumberType).required(), ]);
    pub static DeletionTaskFailureReasonType: Shape = Shape::structure("DeletionTaskFailureReasonType", &[Member::new("Reason", &ReasonType), Member::new("RoleUsageList", &RoleUsageListType), ]);
    pub static DeletionTaskIdType: Shape = Shape::new("DeletionTaskIdType", Kind::String).min(1.0).max(1000.0);
    pub static DeletionTaskStatusType: Shape = Shape::new("DeletionTaskStatusType", Kind::String).values(&["SUCCEEDED", "IN_PROGRESS", "FAILED", "NOT_STARTED"]);
    pub static DetachGroupPolicyRequest: Shape = Shape::structure("DetachGroupPolicyRequest", &[Member::new("GroupName", &groupNameType).required(), Member::new("PolicyArn", &arnType).required(), ]);
    pub static DetachRolePolicyRequest: Shape = Shape::structure("DetachRolePolicyRequest", &[Member::new("RoleName", &roleNameType).required(), Member::new("PolicyArn", &arnType).required(), ]);
    pub static DetachUserPolicyRequest: Shape = Shape::structure("DetachUserPolicyRequest", &[Member::new("UserName", &userNameType).required(), Member::new("PolicyArn", &arnType).required(), ]);
    pub static EnableMFADeviceRequest: Shape = Shape::structure("EnableMFADeviceRequest", &[Member::new("UserName", &existingUserNameType).required(), Member::new("SerialNumber", &serialNumberType).required(), Member::new("AuthenticationCode1", &authenticationCodeType).required(), Member::new("AuthenticationCode2", &authenticationCodeType).required(), ]);
    pub static EntityAlreadyExistsException: Shape = Shape::structure("EntityAlreadyExistsException", &[Member::new("message", &entityAlreadyExistsMessage), ]);
    pub static EntityTemporarilyUnmodifiableException: Shape = Shape::structure("EntityTemporarilyUnmodifiableException", &[Member::new("message", &entityTemporarilyUnmodifiableMessage), ]);
    pub static EntityType: Shape = Shape::new("EntityType", Kind::String).values(&["User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"]);
    pub static EvalDecisionDetailsType: Shape = Shape::new("EvalDecisionDetailsType", Kind::Map(Member::new("key", &EvalDecisionSourceType), Member::new("value", &PolicyEvaluationDecisionType)));
    pub static EvalDecisionSourceType: Shape = Shape::new("EvalDecisionSourceType", Kind::String).min(3.0).max(256.0);
    pub static EvaluationResult: Shape = Shape::structure("EvaluationResult", &[Member::new("EvalActionName", &ActionNameType).required(), Member::new("EvalResourceName", &ResourceNameType), Member::new("EvalDecision", &PolicyEvaluationDecisionType).required(), Member::new("MatchedStatements", &StatementListType), Member::new("MissingContextValues", &ContextKeyNamesResultListType), Member::new("OrganizationsDecisionDetail", &OrganizationsDecisionDetail), Member::new("PermissionsBoundaryDecisionDetail", &PermissionsBoundaryDecisionDetail), Member::new("EvalDecisionDetails", &EvalDecisionDetailsType), Member::new("ResourceSpecificResults", &ResourceSpecificResultListType), ]);
    pub static EvaluationResultsListType: Shape = Shape::new("EvaluationResultsListType", Kind::List(Member::new("member", &EvaluationResult)));
    pub static GenerateCredentialReportResponse: Shape = Shape::structure("GenerateCredentialReportResponse", &[Member::new("State", &ReportStateType), Member::new("Description", &ReportStateDescriptionType), ]);
    pub static GetAccessKeyLastUsedRequest: Shape = Shape::structure("GetAccessKeyLastUsedRequest", &[Member::new("AccessKeyId", &accessKeyIdType).required(), ]);
    pub static GetAccessKeyLastUsedResponse: Shape = Shape::structure("GetAccessKeyLastUsedResponse", &[Member::new("UserName", &existingUserNameType), Member::new("AccessKeyLastUsed", &AccessKeyLastUsed), ]);
    pub static GetAccountAuthorizationDetailsRequest: Shape = Shape::structure("GetAccountAuthorizationDetailsRequest", &[Member::new("Filter", &entityListType), Member::new("MaxItems", &maxItemsType), Member::new("Marker", &markerType), ]);
    pub static GetAccountAuthorizationDetailsResponse: Shape = Shape::structure("GetAccountAuthorizationDetailsResponse", &[Member::new("UserDetailList", &userDetailListType), Member::new("GroupDetailList", &groupDetailListType), Member::new("RoleDetailList", &roleDetailListType), Member::new("Policies", &ManagedPolicyDetailListType), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static GetAccountPasswordPolicyResponse: Shape = Shape::structure("GetAccountPasswordPolicyResponse", &[Member::new("PasswordPolicy", &PasswordPolicy).required(), ]);
    pub static GetAccountSummaryResponse: Shape = Shape::structure("GetAccountSummaryResponse", &[Member::new("SummaryMap", &summaryMapType), ]);
    pub static GetContextKeysForCustomPolicyRequest: Shape = Shape::structure("GetContextKeysForCustomPolicyRequest", &[Member::new("PolicyInputList", &SimulationPolicyListType).required(), ]);
    pub static GetContextKeysForPolicyResponse: Shape = Shape::structure("GetContextKeysForPolicyResponse", &[Member::new("ContextKeyNames", &ContextKeyNamesResultListType), ]);
    pub static GetContextKeysForPrincipalPolicyRequest: Shape = Shape::structure("GetContextKeysForPrincipalPolicyRequest", &[Member::new("PolicySourceArn", &arnType).required(), Member::new("PolicyInputList", &SimulationPolicyListType), ]);
    pub static GetCredentialReportResponse: Shape = Shape::structure("GetCredentialReportResponse", &[Member::new("Content", &ReportContentType), Member::new("ReportFormat", &ReportFormatType), Member::new("GeneratedTime", &dateType), ]);
    pub static GetGroupPolicyRequest: Shape = Shape::structure("GetGroupPolicyRequest", &[Member::new("GroupName", &groupNameType).required(), Member::new("PolicyName", &policyNameType).required(), ]);
    pub static GetGroupPolicyResponse: Shape = Shape::structure("GetGroupPolicyResponse", &[Member::new("GroupName", &groupNameType).required(), Member::new("PolicyName", &policyNameType).required(), Member::new("PolicyDocument", &policyDocumentType).required(), ]);
    pub static GetGroupRequest: Shape = Shape::structure("GetGroupRequest", &[Member::new("GroupName", &groupNameType).required(), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static GetGroupResponse: Shape = Shape::structure("GetGroupResponse", &[Member::new("Group", &Group).required(), Member::new("Users", &userListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static GetInstanceProfileRequest: Shape = Shape::structure("GetInstanceProfileRequest", &[Member::new("InstanceProfileName", &instanceProfileNameType).required(), ]);
    pub static GetInstanceProfileResponse: Shape = Shape::structure("GetInstanceProfileResponse", &[Member::new("InstanceProfile", &InstanceProfile).required(), ]);
    pub static GetLoginProfileRequest: Shape = Shape::structure("GetLoginProfileRequest", &[Member::new("UserName", &userNameType), ]);
    pub static GetLoginProfileResponse: Shape = Shape::structure("GetLoginProfileResponse", &[Member::new("LoginProfile", &LoginProfile).required(), ]);
    pub static GetMFADeviceRequest: Shape = Shape::structure("GetMFADeviceRequest", &[Member::new("SerialNumber", &serialNumberType).required(), Member::new("UserName", &userNameType), ]);
    pub static GetMFADeviceResponse: Shape = Shape::structure("GetMFADeviceResponse", &[Member::new("UserName", &userNameType), Member::new("SerialNumber", &serialNumberType).required(), Member::new("EnableDate", &dateType), Member::new("Certifications", &CertificationMapType), ]);
    pub static GetOpenIDConnectProviderRequest: Shape = Shape::structure("GetOpenIDConnectProviderRequest", &[Member::new("OpenIDConnectProviderArn", &arnType).required(), ]);
    pub static GetOpenIDConnectProviderResponse: Shape = Shape::structure("GetOpenIDConnectProviderResponse", &[Member::new("Url", &OpenIDConnectProviderUrlType), Member::new("ClientIDList", &clientIDListType), Member::new("ThumbprintList", &thumbprintListType), Member::new("CreateDate", &dateType), Member::new("Tags", &tagListType), ]);
    pub static GetPolicyRequest: Shape = Shape::structure("GetPolicyRequest", &[Member::new("PolicyArn", &arnType).required(), ]);
    pub static GetPolicyResponse: Shape = Shape::structure("GetPolicyResponse", &[Member::new("Policy", &Policy), ]);
    pub static GetPolicyVersionRequest: Shape = Shape::structure("GetPolicyVersionRequest", &[Member::new("PolicyArn", &arnType).required(), Member::new("VersionId", &policyVersionIdType).required(), ]);
    pub static GetPolicyVersionResponse: Shape = Shape::structure("GetPolicyVersionResponse", &[Member::new("PolicyVersion", &PolicyVersion), ]);
    pub static GetRolePolicyRequest: Shape = Shape::structure("GetRolePolicyRequest", &[Member::new("RoleName", &roleNameType).required(), Member::new("PolicyName", &policyNameType).required(), ]);
    pub static GetRolePolicyResponse: Shape = Shape::structure("GetRolePolicyResponse", &[Member::new("RoleName", &roleNameType).required(), Member::new("PolicyName", &policyNameType).required(), Member::new("PolicyDocument", &policyDocumentType).required(), ]);
    pub static GetRoleRequest: Shape = Shape::structure("GetRoleRequest", &[Member::new("RoleName", &roleNameType).required(), ]);
    pub static GetRoleResponse: Shape = Shape::structure("GetRoleResponse", &[Member::new("Role", &Role).required(), ]);
    pub static GetServiceLinkedRoleDeletionStatusRequest: Shape = Shape::structure("GetServiceLinkedRoleDeletionStatusRequest", &[Member::new("DeletionTaskId", &DeletionTaskIdType).required(), ]);
    pub static GetServiceLinkedRoleDeletionStatusResponse: Shape = Shape::structure("GetServiceLinkedRoleDeletionStatusResponse", &[Member::new("Status", &DeletionTaskStatusType).required(), Member::new("Reason", &DeletionTaskFailureReasonType), ]);
    pub static GetUserPolicyRequest: Shape = Shape::structure("GetUserPolicyRequest", &[Member::new("UserName", &existingUserNameType).required(), Member::new("PolicyName", &policyNameType).required(), ]);
    pub static GetUserPolicyResponse: Shape = Shape::structure("GetUserPolicyResponse", &[Member::new("UserName", &existingUserNameType).required(), Member::new("PolicyName", &policyNameType).required(), Member::new("PolicyDocument", &policyDocumentType).required(), ]);
    pub static GetUserRequest: Shape = Shape::structure("GetUserRequest", &[Member::new("UserName", &existingUserNameType), ]);
    pub static GetUserResponse: Shape = Shape::structure("GetUserResponse", &[Member::new("User", &User).required(), ]);
    pub static Group: Shape = Shape::structure("Group", &[Member::new("Path", &pathType).required(), Member::new("GroupName", &groupNameType).required(), Member::new("GroupId", &idType).required(), Member::new("Arn", &arnType).required(), Member::new("CreateDate", &dateType).required(), ]);
    pub static GroupDetail: Shape = Shape::structure("GroupDetail", &[Member::new("Path", &pathType), Member::new("GroupName", &groupNameType), Member::new("GroupId", &idType), Member::new("Arn", &arnType), Member::new("CreateDate", &dateType), Member::new("GroupPolicyList", &policyDetailListType), Member::new("AttachedManagedPolicies", &attachedPoliciesListType), ]);
    pub static InstanceProfile: Shape = Shape::structure("InstanceProfile", &[Member::new("Path", &pathType).required(), Member::new("InstanceProfileName", &instanceProfileNameType).required(), Member::new("InstanceProfileId", &idType).required(), Member::new("Arn", &arnType).required(), Member::new("CreateDate", &dateType).required(), Member::new("Roles", &roleListType).required(), Member::new("Tags", &tagListType), ]);
    pub static InvalidAuthenticationCodeException: Shape = Shape::structure("InvalidAuthenticationCodeException", &[Member::new("message", &invalidAuthenticationCodeMessage), ]);
    pub static InvalidInputException: Shape = Shape::structure("InvalidInputException", &[Member::new("message", &invalidInputMessage), ]);
    pub static LimitExceededException: Shape = Shape::structure("LimitExceededException", &[Member::new("message", &limitExceededMessage), ]);
    pub static LineNumber: Shape = Shape::new("LineNumber", Kind::Integer);
    pub static ListAccessKeysRequest: Shape = Shape::structure("ListAccessKeysRequest", &[Member::new("UserName", &existingUserNameType), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListAccessKeysResponse: Shape = Shape::structure("ListAccessKeysResponse", &[Member::new("AccessKeyMetadata", &accessKeyMetadataListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListAccountAliasesRequest: Shape = Shape::structure("ListAccountAliasesRequest", &[Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListAccountAliasesResponse: Shape = Shape::structure("ListAccountAliasesResponse", &[Member::new("AccountAliases", &accountAliasListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListAttachedGroupPoliciesRequest: Shape = Shape::structure("ListAttachedGroupPoliciesRequest", &[Member::new("GroupName", &groupNameType).required(), Member::new("PathPrefix", &policyPathType), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListAttachedGroupPoliciesResponse: Shape = Shape::structure("ListAttachedGroupPoliciesResponse", &[Member::new("AttachedPolicies", &attachedPoliciesListType), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListAttachedRolePoliciesRequest: Shape = Shape::structure("ListAttachedRolePoliciesRequest", &[Member::new("RoleName", &roleNameType).required(), Member::new("PathPrefix", &policyPathType), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListAttachedRolePoliciesResponse: Shape = Shape::structure("ListAttachedRolePoliciesResponse", &[Member::new("AttachedPolicies", &attachedPoliciesListType), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListAttachedUserPoliciesRequest: Shape = Shape::structure("ListAttachedUserPoliciesRequest", &[Member::new("UserName", &userNameType).required(), Member::new("PathPrefix", &policyPathType), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListAttachedUserPoliciesResponse: Shape = Shape::structure("ListAttachedUserPoliciesResponse", &[Member::new("AttachedPolicies", &attachedPoliciesListType), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListEntitiesForPolicyRequest: Shape = Shape::structure("ListEntitiesForPolicyRequest", &[Member::new("PolicyArn", &arnType).required(), Member::new("EntityFilter", &EntityType), Member::new("PathPrefix", &pathType), Member::new("PolicyUsageFilter", &PolicyUsageType), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListEntitiesForPolicyResponse: Shape = Shape::structure("ListEntitiesForPolicyResponse", &[Member::new("PolicyGroups", &PolicyGroupListType), Member::new("PolicyUsers", &PolicyUserListType), Member::new("PolicyRoles", &PolicyRoleListType), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListGroupPoliciesRequest: Shape = Shape::structure("ListGroupPoliciesRequest", &[Member::new("GroupName", &groupNameType).required(), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListGroupPoliciesResponse: Shape = Shape::structure("ListGroupPoliciesResponse", &[Member::new("PolicyNames", &policyNameListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListGroupsForUserRequest: Shape = Shape::structure("ListGroupsForUserRequest", &[Member::new("UserName", &existingUserNameType).required(), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListGroupsForUserResponse: Shape = Shape::structure("ListGroupsForUserResponse", &[Member::new("Groups", &groupListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListGroupsRequest: Shape = Shape::structure("ListGroupsRequest", &[Member::new("PathPrefix", &pathPrefixType), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListGroupsResponse: Shape = Shape::structure("ListGroupsResponse", &[Member::new("Groups", &groupListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListInstanceProfileTagsRequest: Shape = Shape::structure("ListInstanceProfileTagsRequest", &[Member::new("InstanceProfileName", &instanceProfileNameType).required(), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListInstanceProfileTagsResponse: Shape = Shape::structure("ListInstanceProfileTagsResponse", &[Member::new("Tags", &tagListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListInstanceProfilesForRoleRequest: Shape = Shape::structure("ListInstanceProfilesForRoleRequest", &[Member::new("RoleName", &roleNameType).required(), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListInstanceProfilesForRoleResponse: Shape = Shape::structure("ListInstanceProfilesForRoleResponse", &[Member::new("InstanceProfiles", &instanceProfileListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListInstanceProfilesRequest: Shape = Shape::structure("ListInstanceProfilesRequest", &[Member::new("PathPrefix", &pathPrefixType), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListInstanceProfilesResponse: Shape = Shape::structure("ListInstanceProfilesResponse", &[Member::new("InstanceProfiles", &instanceProfileListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListMFADeviceTagsRequest: Shape = Shape::structure("ListMFADeviceTagsRequest", &[Member::new("SerialNumber", &serialNumberType).required(), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListMFADeviceTagsResponse: Shape = Shape::structure("ListMFADeviceTagsResponse", &[Member::new("Tags", &tagListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListMFADevicesRequest: Shape = Shape::structure("ListMFADevicesRequest", &[Member::new("UserName", &existingUserNameType), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListMFADevicesResponse: Shape = Shape::structure("ListMFADevicesResponse", &[Member::new("MFADevices", &mfaDeviceListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListOpenIDConnectProviderTagsRequest: Shape = Shape::structure("ListOpenIDConnectProviderTagsRequest", &[Member::new("OpenIDConnectProviderArn", &arnType).required(), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListOpenIDConnectProviderTagsResponse: Shape = Shape::structure("ListOpenIDConnectProviderTagsResponse", &[Member::new("Tags", &tagListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListOpenIDConnectProvidersRequest: Shape = Shape::structure("ListOpenIDConnectProvidersRequest", &[]);
    pub static ListOpenIDConnectProvidersResponse: Shape = Shape::structure("ListOpenIDConnectProvidersResponse", &[Member::new("OpenIDConnectProviderList", &OpenIDConnectProviderListType), ]);
    pub static ListPoliciesRequest: Shape = Shape::structure("ListPoliciesRequest", &[Member::new("Scope", &policyScopeType), Member::new("OnlyAttached", &booleanType), Member::new("PathPrefix", &policyPathType), Member::new("PolicyUsageFilter", &PolicyUsageType), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListPoliciesResponse: Shape = Shape::structure("ListPoliciesResponse", &[Member::new("Policies", &policyListType), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListPolicyTagsRequest: Shape = Shape::structure("ListPolicyTagsRequest", &[Member::new("PolicyArn", &arnType).required(), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListPolicyTagsResponse: Shape = Shape::structure("ListPolicyTagsResponse", &[Member::new("Tags", &tagListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListPolicyVersionsRequest: Shape = Shape::structure("ListPolicyVersionsRequest", &[Member::new("PolicyArn", &arnType).required(), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListPolicyVersionsResponse: Shape = Shape::structure("ListPolicyVersionsResponse", &[Member::new("Versions", &policyDocumentVersionListType), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListRolePoliciesRequest: Shape = Shape::structure("ListRolePoliciesRequest", &[Member::new("RoleName", &roleNameType).required(), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListRolePoliciesResponse: Shape = Shape::structure("ListRolePoliciesResponse", &[Member::new("PolicyNames", &policyNameListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListRoleTagsRequest: Shape = Shape::structure("ListRoleTagsRequest", &[Member::new("RoleName", &roleNameType).required(), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListRoleTagsResponse: Shape = Shape::structure("ListRoleTagsResponse", &[Member::new("Tags", &tagListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListRolesRequest: Shape = Shape::structure("ListRolesRequest", &[Member::new("PathPrefix", &pathPrefixType), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListRolesResponse: Shape = Shape::structure("ListRolesResponse", &[Member::new("Roles", &roleListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListSAMLProvidersRequest: Shape = Shape::structure("ListSAMLProvidersRequest", &[]);
    pub static ListSAMLProvidersResponse: Shape = Shape::structure("ListSAMLProvidersResponse", &[Member::new("SAMLProviderList", &SAMLProviderListType), ]);
    pub static ListSSHPublicKeysRequest: Shape = Shape::structure("ListSSHPublicKeysRequest", &[Member::new("UserName", &userNameType), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListSSHPublicKeysResponse: Shape = Shape::structure("ListSSHPublicKeysResponse", &[Member::new("SSHPublicKeys", &SSHPublicKeyListType), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListServerCertificatesRequest: Shape = Shape::structure("ListServerCertificatesRequest", &[Member::new("PathPrefix", &pathPrefixType), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListServerCertificatesResponse: Shape = Shape::structure("ListServerCertificatesResponse", &[Member::new("ServerCertificateMetadataList", &serverCertificateMetadataListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListServiceSpecificCredentialsRequest: Shape = Shape::structure("ListServiceSpecificCredentialsRequest", &[Member::new("UserName", &userNameType), Member::new("ServiceName", &serviceName), Member::new("AllUsers", &allUsers), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListServiceSpecificCredentialsResponse: Shape = Shape::structure("ListServiceSpecificCredentialsResponse", &[Member::new("ServiceSpecificCredentials", &ServiceSpecificCredentialsListType), Member::new("Marker", &responseMarkerType), Member::new("IsTruncated", &booleanType), ]);
    pub static ListSigningCertificatesRequest: Shape = Shape::structure("ListSigningCertificatesRequest", &[Member::new("UserName", &existingUserNameType), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListSigningCertificatesResponse: Shape = Shape::structure("ListSigningCertificatesResponse", &[Member::new("Certificates", &certificateListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListUserPoliciesRequest: Shape = Shape::structure("ListUserPoliciesRequest", &[Member::new("UserName", &existingUserNameType).required(), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListUserPoliciesResponse: Shape = Shape::structure("ListUserPoliciesResponse", &[Member::new("PolicyNames", &policyNameListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListUserTagsRequest: Shape = Shape::structure("ListUserTagsRequest", &[Member::new("UserName", &existingUserNameType).required(), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListUserTagsResponse: Shape = Shape::structure("ListUserTagsResponse", &[Member::new("Tags", &tagListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListUsersRequest: Shape = Shape::structure("ListUsersRequest", &[Member::new("PathPrefix", &pathPrefixType), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListUsersResponse: Shape = Shape::structure("ListUsersResponse", &[Member::new("Users", &userListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListVirtualMFADevicesRequest: Shape = Shape::structure("ListVirtualMFADevicesRequest", &[Member::new("AssignmentStatus", &assignmentStatusType), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListVirtualMFADevicesResponse: Shape = Shape::structure("ListVirtualMFADevicesResponse", &[Member::new("VirtualMFADevices", &virtualMFADeviceListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static LoginProfile: Shape = Shape::structure("LoginProfile", &[Member::new("UserName", &userNameType).required(), Member::new("CreateDate", &dateType).required(), Member::new("PasswordResetRequired", &booleanType), ]);
    pub static MFADevice: Shape = Shape::structure("MFADevice", &[Member::new("UserName", &userNameType).required(), Member::new("SerialNumber", &serialNumberType).required(), Member::new("EnableDate", &dateType).required(), ]);
    pub static MalformedPolicyDocumentException: Shape = Shape::structure("MalformedPolicyDocumentException", &[Member::new("message", &malformedPolicyDocumentMessage), ]);
    pub static ManagedPolicyDetail: Shape = Shape::structure("ManagedPolicyDetail", &[Member::new("PolicyName", &policyNameType), Member::new("PolicyId", &idType), Member::new("Arn", &arnType), Member::new("Path", &policyPathType), Member::new("DefaultVersionId", &policyVersionIdType), Member::new("AttachmentCount", &attachmentCountType), Member::new("PermissionsBoundaryUsageCount", &attachmentCountType), Member::new("IsAttachable", &booleanType), Member::new("Description", &policyDescriptionType), Member::new("CreateDate", &dateType), Member::new("UpdateDate", &dateType), Member::new("PolicyVersionList", &policyDocumentVersionListType), ]);
    pub static ManagedPolicyDetailListType: Shape = Shape::new("ManagedPolicyDetailListType", Kind::List(Member::new("member", &ManagedPolicyDetail)));
    pub static NoSuchEntityException: Shape = Shape::structure("NoSuchEntityException", &[Member::new("message", &noSuchEntityMessage), ]);
    pub static OpenIDConnectProviderListEntry: Shape = Shape::structure("OpenIDConnectProviderListEntry", &[Member::new("Arn", &arnType), ]);
    pub static OpenIDConnectProviderListType: Shape = Shape::new("OpenIDConnectProviderListType", Kind::List(Member::new("member", &OpenIDConnectProviderListEntry)));
    pub static OpenIDConnectProviderUrlType: Shape = Shape::new("OpenIDConnectProviderUrlType", Kind::String).min(1.0).max(255.0);
    pub static OpenIdIdpCommunicationErrorException: Shape = Shape::structure("OpenIdIdpCommunicationErrorException", &[Member::new("message", &openIdIdpCommunicationErrorExceptionMessage), ]);
    pub static OrganizationsDecisionDetail: Shape = Shape::structure("OrganizationsDecisionDetail", &[Member::new("AllowedByOrganizations", &booleanType), ]);
    pub static PasswordPolicy: Shape = Shape::structure("PasswordPolicy", &[Member::new("MinimumPasswordLength", &minimumPasswordLengthType), Member::new("RequireSymbols", &booleanType), Member::new("RequireNumbers", &booleanType), Member::new("RequireUppercaseCharacters", &booleanType), Member::new("RequireLowercaseCharacters", &booleanType), Member::new("AllowUsersToChangePassword", &booleanType), Member::new("ExpirePasswords", &booleanType), Member::new("MaxPasswordAge", &maxPasswordAgeType), Member::new("PasswordReusePrevention", &passwordReusePreventionType), Member::new("HardExpiry", &booleanObjectType), ]);
    pub static PermissionsBoundaryAttachmentType: Shape = Shape::new("PermissionsBoundaryAttachmentType", Kind::String).values(&["PermissionsBoundaryPolicy"]);
    pub static PermissionsBoundaryDecisionDetail: Shape = Shape::structure("PermissionsBoundaryDecisionDetail", &[Member::new("AllowedByPermissionsBoundary", &booleanType), ]);
    pub static Policy: Shape = Shape::structure("Policy", &[Member::new("PolicyName", &policyNameType), Member::new("PolicyId", &idType), Member::new("Arn", &arnType), Member::new("Path", &policyPathType), Member::new("DefaultVersionId", &policyVersionIdType), Member::new("AttachmentCount", &attachmentCountType), Member::new("PermissionsBoundaryUsageCount", &attachmentCountType), Member::new("IsAttachable", &booleanType), Member::new("Description", &policyDescriptionType), Member::new("CreateDate", &dateType), Member::new("UpdateDate", &dateType), Member::new("Tags", &tagListType), ]);
    pub static PolicyDetail: Shape = Shape::structure("PolicyDetail", &[Member::new("PolicyName", &policyNameType), Member::new("PolicyDocument", &policyDocumentType), ]);
    pub static PolicyEvaluationDecisionType: Shape = Shape::new("PolicyEvaluationDecisionType", Kind::String).values(&["allowed", "explicitDeny", "implicitDeny"]);
    pub static PolicyEvaluationException: Shape = Shape::structure("PolicyEvaluationException", &[Member::new("message", &policyEvaluationErrorMessage), ]);
    pub static PolicyGroup: Shape = Shape::structure("PolicyGroup", &[Member::new("GroupName", &groupNameType), Member::new("GroupId", &idType), ]);
    pub static PolicyGroupListType: Shape = Shape::new("PolicyGroupListType", Kind::List(Member::new("member", &PolicyGroup)));
    pub static PolicyIdentifierType: Shape = Shape::new("PolicyIdentifierType", Kind::String);
    pub static PolicyNotAttachableException: Shape = Shape::structure("PolicyNotAttachableException", &[Member::new("message", &policyNotAttachableMessage), ]);
    pub static PolicyRole: Shape = Shape::structure("PolicyRole", &[Member::new("RoleName", &roleNameType), Member::new("RoleId", &idType), ]);
    pub static PolicyRoleListType: Shape = Shape::new("PolicyRoleListType", Kind::List(Member::new("member", &PolicyRole)));
    pub static PolicySourceType: Shape = Shape::new("PolicySourceType", Kind::String).values(&["user", "group", "role", "aws-managed", "user-managed", "resource", "none"]);
    pub static PolicyUsageType: Shape = Shape::new("PolicyUsageType", Kind::String).values(&["PermissionsPolicy", "PermissionsBoundary"]);
    pub static PolicyUser: Shape = Shape::structure("PolicyUser", &[Member::new("UserName", &userNameType), Member::new("UserId", &idType), ]);
    pub static PolicyUserListType: Shape = Shape::new("PolicyUserListType", Kind::List(Member::new("member", &PolicyUser)));
    pub static PolicyVersion: Shape = Shape::structure("PolicyVersion", &[Member::new("Document", &policyDocumentType), Member::new("VersionId", &policyVersionIdType), Member::new("IsDefaultVersion", &booleanType), Member::new("CreateDate", &dateType), ]);
    pub static Position: Shape = Shape::structure("Position", &[Member::new("Line", &LineNumber), Member::new("Column", &ColumnNumber), ]);
    pub static PutGroupPolicyRequest: Shape = Shape::structure("PutGroupPolicyRequest", &[Member::new("GroupName", &groupNameType).required(), Member::new("PolicyName", &policyNameType).required(), Member::new("PolicyDocument", &policyDocumentType).required(), ]);
    pub static PutRolePermissionsBoundaryRequest: Shape = Shape::structure("PutRolePermissionsBoundaryRequest", &[Member::new("RoleName", &roleNameType).required(), Member::new("PermissionsBoundary", &arnType).required(), ]);
    pub static PutRolePolicyRequest: Shape = Shape::structure("PutRolePolicyRequest", &[Member::new("RoleName", &roleNameType).required(), Member::new("PolicyName", &policyNameType).required(), Member::new("PolicyDocument", &policyDocumentType).required(), ]);
    pub static PutUserPermissionsBoundaryRequest: Shape = Shape::structure("PutUserPermissionsBoundaryRequest", &[Member::new("UserName", &userNameType).required(), Member::new("PermissionsBoundary", &arnType).required(), ]);
    pub static PutUserPolicyRequest: Shape = Shape::structure("PutUserPolicyRequest", &[Member::new("UserName", &existingUserNameType).required(), Member::new("PolicyName", &policyNameType).required(), Member::new("PolicyDocument", &policyDocumentType).required(), ]);
    pub static ReasonType: Shape = Shape::new("ReasonType", Kind::String).max(1000.0);
    pub static RegionNameType: Shape = Shape::new("RegionNameType", Kind::String).min(1.0).max(100.0);
    pub static RemoveClientIDFromOpenIDConnectProviderRequest: Shape = Shape::structure("RemoveClientIDFromOpenIDConnectProviderRequest", &[Member::new("OpenIDConnectProviderArn", &arnType).required(), Member::new("ClientID", &clientIDType).required(), ]);
    pub static RemoveRoleFromInstanceProfileRequest: Shape = Shape::structure("RemoveRoleFromInstanceProfileRequest", &[Member::new("InstanceProfileName", &instanceProfileNameType).required(), Member::new("RoleName", &roleNameType).required(), ]);
    pub static RemoveUserFromGroupRequest: Shape = Shape::structure("RemoveUserFromGroupRequest", &[Member::new("GroupName", &groupNameType).required(), Member::new("UserName", &existingUserNameType).required(), ]);
    pub static ReportContentType: Shape = Shape::new("ReportContentType", Kind::Blob);
    pub static ReportFormatType: Shape = Shape::new("ReportFormatType", Kind::String).values(&["text/csv"]);
    pub static ReportStateDescriptionType: Shape = Shape::new("ReportStateDescriptionType", Kind::String);
    pub static ReportStateType: Shape = Shape::new("ReportStateType", Kind::String).values(&["STARTED", "INPROGRESS", "COMPLETE"]);
    pub static ResourceHandlingOptionType: Shape = Shape::new("ResourceHandlingOptionType", Kind::String).min(1.0).max(64.0);
    pub static ResourceNameListType: Shape = Shape::new("ResourceNameListType", Kind::List(Member::new("member", &ResourceNameType)));
    pub static ResourceNameType: Shape = Shape::new("ResourceNameType", Kind::String).min(1.0).max(2048.0);
    pub static ResourceSpecificResult: Shape = Shape::structure("ResourceSpecificResult", &[Member::new("EvalResourceName", &ResourceNameType).required(), Member::new("EvalResourceDecision", &PolicyEvaluationDecisionType).required(), Member::new("MatchedStatements", &StatementListType), Member::new("MissingContextValues", &ContextKeyNamesResultListType), Member::new("EvalDecisionDetails", &EvalDecisionDetailsType), Member::new("PermissionsBoundaryDecisionDetail", &PermissionsBoundaryDecisionDetail), ]);
    pub static ResourceSpecificResultListType: Shape = Shape::new("ResourceSpecificResultListType", Kind::List(Member::new("member", &ResourceSpecificResult)));
    pub static ResyncMFADeviceRequest: Shape = Shape::structure("ResyncMFADeviceRequest", &[Member::new("UserName", &existingUserNameType).required(), Member::new("SerialNumber", &serialNumberType).required(), Member::new("AuthenticationCode1", &authenticationCodeType).required(), Member::new("AuthenticationCode2", &authenticationCodeType).required(), ]);
    pub static Role: Shape = Shape::structure("Role", &[Member::new("Path", &pathType).required(), Member::new("RoleName", &roleNameType).required(), Member::new("RoleId", &idType).required(), Member::new("Arn", &arnType).required(), Member::new("CreateDate", &dateType).required(), Member::new("AssumeRolePolicyDocument", &policyDocumentType), Member::new("Description", &roleDescriptionType), Member::new("MaxSessionDuration", &roleMaxSessionDurationType), Member::new("PermissionsBoundary", &AttachedPermissionsBoundary), Member::new("Tags", &tagListType), Member::new("RoleLastUsed", &RoleLastUsed), ]);
    pub static RoleDetail: Shape = Shape::structure("RoleDetail", &[Member::new("Path", &pathType), Member::new("RoleName", &roleNameType), Member::new("RoleId", &idType), Member::new("Arn", &arnType), Member::new("CreateDate", &dateType), Member::new("AssumeRolePolicyDocument", &policyDocumentType), Member::new("InstanceProfileList", &instanceProfileListType), Member::new("RolePolicyList", &policyDetailListType), Member::new("AttachedManagedPolicies", &attachedPoliciesListType), Member::new("PermissionsBoundary", &AttachedPermissionsBoundary), Member::new("Tags", &tagListType), Member::new("RoleLastUsed", &RoleLastUsed), ]);
    pub static RoleLastUsed: Shape = Shape::structure("RoleLastUsed", &[Member::new("LastUsedDate", &dateType), Member::new("Region", &stringType), ]);
    pub static RoleUsageListType: Shape = Shape::new("RoleUsageListType", Kind::List(Member::new("member", &RoleUsageType)));
    pub static RoleUsageType: Shape = Shape::structure("RoleUsageType", &[Member::new("Region", &RegionNameType), Member::new("Resources", &ArnListType), ]);
    pub static SAMLProviderListEntry: Shape = Shape::structure("SAMLProviderListEntry", &[Member::new("Arn", &arnType), Member::new("ValidUntil", &dateType), Member::new("CreateDate", &dateType), ]);
    pub static SAMLProviderListType: Shape = Shape::new("SAMLProviderListType", Kind::List(Member::new("member", &SAMLProviderListEntry)));
    pub static SSHPublicKeyListType: Shape = Shape::new("SSHPublicKeyListType", Kind::List(Member::new("member", &SSHPublicKeyMetadata)));
    pub static SSHPublicKeyMetadata: Shape = Shape::structure("SSHPublicKeyMetadata", &[Member::new("UserName", &userNameType).required(), Member::new("SSHPublicKeyId", &publicKeyIdType).required(), Member::new("Status", &statusType).required(), Member::new("UploadDate", &dateType).required(), ]);
    pub static ServerCertificateMetadata: Shape = Shape::structure("ServerCertificateMetadata", &[Member::new("Path", &pathType).required(), Member::new("ServerCertificateName", &serverCertificateNameType).required(), Member::new("ServerCertificateId", &idType).required(), Member::new("Arn", &arnType).required(), Member::new("UploadDate", &dateType), Member::new("Expiration", &dateType), ]);
    pub static ServiceFailureException: Shape = Shape::structure("ServiceFailureException", &[Member::new("message", &serviceFailureExceptionMessage), ]);
    pub static ServiceNotSupportedException: Shape = Shape::structure("ServiceNotSupportedException", &[Member::new("message", &serviceNotSupportedMessage), ]);
    pub static ServiceSpecificCredentialMetadata: Shape = Shape::structure("ServiceSpecificCredentialMetadata", &[Member::new("UserName", &userNameType).required(), Member::new("Status", &statusType).required(), Member::new("ServiceUserName", &serviceUserName), Member::new("ServiceCredentialAlias", &serviceCredentialAlias), Member::new("CreateDate", &dateType).required(), Member::new("ExpirationDate", &dateType), Member::new("ServiceSpecificCredentialId", &serviceSpecificCredentialId).required(), Member::new("ServiceName", &serviceName).required(), ]);
    pub static ServiceSpecificCredentialsListType: Shape = Shape::new("ServiceSpecificCredentialsListType", Kind::List(Member::new("member", &ServiceSpecificCredentialMetadata)));
    pub static SetDefaultPolicyVersionRequest: Shape = Shape::structure("SetDefaultPolicyVersionRequest", &[Member::new("PolicyArn", &arnType).required(), Member::new("VersionId", &policyVersionIdType).required(), ]);
    pub static SigningCertificate: Shape = Shape::structure("SigningCertificate", &[Member::new("UserName", &userNameType).required(), Member::new("CertificateId", &certificateIdType).required(), Member::new("CertificateBody", &certificateBodyType).required(), Member::new("Status", &statusType).required(), Member::new("UploadDate", &dateType), ]);
    pub static SimulateCustomPolicyRequest: Shape = Shape::structure("SimulateCustomPolicyRequest", &[Member::new("PolicyInputList", &SimulationPolicyListType).required(), Member::new("PermissionsBoundaryPolicyInputList", &SimulationPolicyListType), Member::new("ActionNames", &ActionNameListType).required(), Member::new("ResourceArns", &ResourceNameListType), Member::new("ResourcePolicy", &policyDocumentType), Member::new("ResourceOwner", &ResourceNameType), Member::new("CallerArn", &ResourceNameType), Member::new("ContextEntries", &ContextEntryListType), Member::new("ResourceHandlingOption", &ResourceHandlingOptionType), Member::new("MaxItems", &maxItemsType), Member::new("Marker", &markerType), ]);
    pub static SimulatePolicyResponse: Shape = Shape::structure("SimulatePolicyResponse", &[Member::new("EvaluationResults", &EvaluationResultsListType), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static SimulatePrincipalPolicyRequest: Shape = Shape::structure("SimulatePrincipalPolicyRequest", &[Member::new("PolicySourceArn", &arnType).required(), Member::new("PolicyInputList", &SimulationPolicyListType), Member::new("PermissionsBoundaryPolicyInputList", &SimulationPolicyListType), Member::new("ActionNames", &ActionNameListType).required(), Member::new("ResourceArns", &ResourceNameListType), Member::new("ResourcePolicy", &policyDocumentType), Member::new("ResourceOwner", &ResourceNameType), Member::new("CallerArn", &ResourceNameType), Member::new("ContextEntries", &ContextEntryListType), Member::new("ResourceHandlingOption", &ResourceHandlingOptionType), Member::new("MaxItems", &maxItemsType), Member::new("Marker", &markerType), ]);
    pub static SimulationPolicyListType: Shape = Shape::new("SimulationPolicyListType", Kind::List(Member::new("member", &policyDocumentType)));
    pub static Statement: Shape = Shape::structure("Statement", &[Member::new("SourcePolicyId", &PolicyIdentifierType), Member::new("SourcePolicyType", &PolicySourceType), Member::new("StartPosition", &Position), Member::new("EndPosition", &Position), ]);
    pub static StatementListType: Shape = Shape::new("StatementListType", Kind::List(Member::new("member", &Statement)));
    pub static Tag: Shape = Shape::structure("Tag", &[Member::new("Key", &tagKeyType).required(), Member::new("Value", &tagValueType).required(), ]);
    pub static TagInstanceProfileRequest: Shape = Shape::structure("TagInstanceProfileRequest", &[Member::new("InstanceProfileName", &instanceProfileNameType).required(), Member::new("Tags", &tagListType).required(), ]);
    pub static TagMFADeviceRequest: Shape = Shape::structure("TagMFADeviceRequest", &[Member::new("SerialNumber", &serialNumberType).required(), Member::new("Tags", &tagListType).required(), ]);
    pub static TagOpenIDConnectProviderRequest: Shape = Shape::structure("TagOpenIDConnectProviderRequest", &[Member::new("OpenIDConnectProviderArn", &arnType).required(), Member::new("Tags", &tagListType).required(), ]);
    pub static TagPolicyRequest: Shape = Shape::structure("TagPolicyRequest", &[Member::new("PolicyArn", &arnType).required(), Member::new("Tags", &tagListType).required(), ]);
    pub static TagRoleRequest: Shape = Shape::structure("TagRoleRequest", &[Member::new("RoleName", &roleNameType).required(), Member::new("Tags", &tagListType).required(), ]);
    pub static TagUserRequest: Shape = Shape::structure("TagUserRequest", &[Member::new("UserName", &existingUserNameType).required(), Member::new("Tags", &tagListType).required(), ]);
    pub static UnmodifiableEntityException: Shape = Shape::structure("UnmodifiableEntityException", &[Member::new("message", &unmodifiableEntityMessage), ]);
    pub static UntagInstanceProfileRequest: Shape = Shape::structure("UntagInstanceProfileRequest", &[Member::new("InstanceProfileName", &instanceProfileNameType).required(), Member::new("TagKeys", &tagKeyListType).required(), ]);
    pub static UntagMFADeviceRequest: Shape = Shape::structure("UntagMFADeviceRequest", &[Member::new("SerialNumber", &serialNumberType).required(), Member::new("TagKeys", &tagKeyListType).required(), ]);
    pub static UntagOpenIDConnectProviderRequest: Shape = Shape::structure("UntagOpenIDConnectProviderRequest", &[Member::new("OpenIDConnectProviderArn", &arnType).required(), Member::new("TagKeys", &tagKeyListType).required(), ]);
    pub static UntagPolicyRequest: Shape = Shape::structure("UntagPolicyRequest", &[Member::new("PolicyArn", &arnType).required(), Member::new("TagKeys", &tagKeyListType).required(), ]);
    pub static UntagRoleRequest: Shape = Shape::structure("UntagRoleRequest", &[Member::new("RoleName", &roleNameType).required(), Member::new("TagKeys", &tagKeyListType).required(), ]);
    pub static UntagUserRequest: Shape = Shape::structure("UntagUserRequest", &[Member::new("UserName", &existingUserNameType).required(), Member::new("TagKeys", &tagKeyListType).required(), ]);
    pub static UpdateAccessKeyRequest: Shape = Shape::structure("UpdateAccessKeyRequest", &[Member::new("UserName", &existingUserNameType), Member::new("AccessKeyId", &accessKeyIdType).required(), Member::new("Status", &statusType).required(), ]);
    pub static UpdateAssumeRolePolicyRequest: Shape = Shape::structure("UpdateAssumeRolePolicyRequest", &[Member::new("RoleName", &roleNameType).required(), Member::new("PolicyDocument", &policyDocumentType).required(), ]);
    pub static UpdateGroupRequest: Shape = Shape::structure("UpdateGroupRequest", &[Member::new("GroupName", &groupNameType).required(), Member::new("NewPath", &pathType), Member::new("NewGroupName", &groupNameType), ]);
    pub static UpdateOpenIDConnectProviderThumbprintRequest: Shape = Shape::structure("UpdateOpenIDConnectProviderThumbprintRequest", &[Member::new("OpenIDConnectProviderArn", &arnType).required(), Member::new("ThumbprintList", &thumbprintListType).required(), ]);
    pub static UpdateRoleDescriptionRequest: Shape = Shape::structure("UpdateRoleDescriptionRequest", &[Member::new("RoleName", &roleNameType).required(), Member::new("Description", &roleDescriptionType).required(), ]);
    pub static UpdateRoleDescriptionResponse: Shape = Shape::structure("UpdateRoleDescriptionResponse", &[Member::new("Role", &Role), ]);
    pub static UpdateRoleRequest: Shape = Shape::structure("UpdateRoleRequest", &[Member::new("RoleName", &roleNameType).required(), Member::new("Description", &roleDescriptionType), Member::new("MaxSessionDuration", &roleMaxSessionDurationType), ]);
    pub static UpdateRoleResponse: Shape = Shape::structure("UpdateRoleResponse", &[]);
    pub static UpdateUserRequest: Shape = Shape::structure("UpdateUserRequest", &[Member::new("UserName", &existingUserNameType).required(), Member::new("NewPath", &pathType), Member::new("NewUserName", &userNameType), ]);
    pub static User: Shape = Shape::structure("User", &[Member::new("Path", &pathType).required(), Member::new("UserName", &userNameType).required(), Member::new("UserId", &idType).required(), Member::new("Arn", &arnType).required(), Member::new("CreateDate", &dateType).required(), Member::new("PasswordLastUsed", &dateType), Member::new("PermissionsBoundary", &AttachedPermissionsBoundary), Member::new("Tags", &tagListType), ]);
    pub static UserDetail: Shape = Shape::structure("UserDetail", &[Member::new("Path", &pathType), Member::new("UserName", &userNameType), Member::new("UserId", &idType), Member::new("Arn", &arnType), Member::new("CreateDate", &dateType), Member::new("UserPolicyList", &policyDetailListType), Member::new("GroupList", &groupNameListType), Member::new("AttachedManagedPolicies", &attachedPoliciesListType), Member::new("PermissionsBoundary", &AttachedPermissionsBoundary), Member::new("Tags", &tagListType), ]);
    pub static VirtualMFADevice: Shape = Shape::structure("VirtualMFADevice", &[Member::new("SerialNumber", &serialNumberType).required(), Member::new("Base32StringSeed", &BootstrapDatum), Member::new("QRCodePNG", &BootstrapDatum), Member::new("User", &User), Member::new("EnableDate", &dateType), Member::new("Tags", &tagListType), ]);
    static accessKeyIdType_pattern: Pattern = Pattern::new("[\\w]+");
    pub static accessKeyIdType: Shape = Shape::new("accessKeyIdType", Kind::String).min(16.0).max(128.0).pattern(&accessKeyIdType_pattern);
    pub static accessKeyMetadataListType: Shape = Shape::new("accessKeyMetadataListType", Kind::List(Member::new("member", &AccessKeyMetadata)));
    pub static accessKeySecretType: Shape = Shape::new("accessKeySecretType", Kind::String).sensitive();
    pub static accountAliasListType: Shape = Shape::new("accountAliasListType", Kind::List(Member::new("member", &accountAliasType)));
    pub static accountAliasType: Shape = Shape::new("accountAliasType", Kind::String).min(3.0).max(63.0);
    pub static allUsers: Shape = Shape::new("allUsers", Kind::Boolean);
    pub static arnType: Shape = Shape::new("arnType", Kind::String).min(20.0).max(2048.0);
    pub static assignmentStatusType: Shape = Shape::new("assignmentStatusType", Kind::String).values(&["Assigned", "Unassigned", "Any"]);
    pub static attachedPoliciesListType: Shape = Shape::new("attachedPoliciesListType", Kind::List(Member::new("member", &AttachedPolicy)));
    pub static attachmentCountType: Shape = Shape::new("attachmentCountType", Kind::Integer);
    static authenticationCodeType_pattern: Pattern = Pattern::new("[\\d]+");
    pub static authenticationCodeType: Shape = Shape::new("authenticationCodeType", Kind::String).min(6.0).max(6.0).pattern(&authenticationCodeType_pattern);
    pub static booleanObjectType: Shape = Shape::new("booleanObjectType", Kind::Boolean);
    pub static booleanType: Shape = Shape::new("booleanType", Kind::Boolean);
    pub static certificateBodyType: Shape = Shape::new("certificateBodyType", Kind::String).min(1.0).max(16384.0);
    pub static certificateIdType: Shape = Shape::new("certificateIdType", Kind::String).min(24.0).max(128.0);
    pub static certificateListType: Shape = Shape::new("certificateListType", Kind::List(Member::new("member", &SigningCertificate)));
    pub static clientIDListType: Shape = Shape::new("clientIDListType", Kind::List(Member::new("member", &clientIDType)));
    pub static clientIDType: Shape = Shape::new("clientIDType", Kind::String).min(1.0).max(255.0);
    pub static credentialReportExpiredExceptionMessage: Shape = Shape::new("credentialReportExpiredExceptionMessage", Kind::String);
    pub static credentialReportNotPresentExceptionMessage: Shape = Shape::new("credentialReportNotPresentExceptionMessage", Kind::String);
    pub static credentialReportNotReadyExceptionMessage: Shape = Shape::new("credentialReportNotReadyExceptionMessage", Kind::String);
    static customSuffixType_pattern: Pattern = Pattern::new("[\\w+=,.@-]+");
    pub static customSuffixType: Shape = Shape::new("customSuffixType", Kind::String).min(1.0).max(64.0).pattern(&customSuffixType_pattern);
    pub static dateType: Shape = Shape::new("dateType", Kind::Timestamp(None));
    pub static deleteConflictMessage: Shape = Shape::new("deleteConflictMessage", Kind::String);
    pub static entityAlreadyExistsMessage: Shape = Shape::new("entityAlreadyExistsMessage", Kind::String);
    pub static entityListType: Shape = Shape::new("entityListType", Kind::List(Member::new("member", &EntityType)));
    pub static entityTemporarilyUnmodifiableMessage: Shape = Shape::new("entityTemporarilyUnmodifiableMessage", Kind::String);
    static existingUserNameType_pattern: Pattern = Pattern::new("[\\w+=,.@-]+");
    pub static existingUserNameType: Shape = Shape::new("existingUserNameType", Kind::String).min(1.0).max(128.0).pattern(&existingUserNameType_pattern);
    pub static groupDetailListType: Shape = Shape::new("groupDetailListType", Kind::List(Member::new("member", &GroupDetail)));
    pub static groupListType: Shape = Shape::new("groupListType", Kind::List(Member::new("member", &Group)));
    pub static groupNameListType: Shape = Shape::new("groupNameListType", Kind::List(Member::new("member", &groupNameType)));
    static groupNameType_pattern: Pattern = Pattern::new("[\\w+=,.@-]+");
    pub static groupNameType: Shape = Shape::new("groupNameType", Kind::String).min(1.0).max(128.0).pattern(&groupNameType_pattern);
    pub static idType: Shape = Shape::new("idType", Kind::String).min(16.0).max(128.0);
    pub static instanceProfileListType: Shape = Shape::new("instanceProfileListType", Kind::List(Member::new("member", &InstanceProfile)));
    static instanceProfileNameType_pattern: Pattern = Pattern::new("[\\w+=,.@-]+");
    pub static instanceProfileNameType: Shape = Shape::new("instanceProfileNameType", Kind::String).min(1.0).max(128.0).pattern(&instanceProfileNameType_pattern);
    pub static invalidAuthenticationCodeMessage: Shape = Shape::new("invalidAuthenticationCodeMessage", Kind::String);
    pub static invalidInputMessage: Shape = Shape::new("invalidInputMessage", Kind::String);
    pub static limitExceededMessage: Shape = Shape::new("limitExceededMessage", Kind::String);
    pub static malformedPolicyDocumentMessage: Shape = Shape::new("malformedPolicyDocumentMessage", Kind::String);
    static markerType_pattern: Pattern = Pattern::new("[\\u0020-\\u00FF]+");
    pub static markerType: Shape = Shape::new("markerType", Kind::String).min(1.0).max(320.0).pattern(&markerType_pattern);
    pub static maxItemsType: Shape = Shape::new("maxItemsType", Kind::Integer).min(1.0).max(1000.0);
    pub static maxPasswordAgeType: Shape = Shape::new("maxPasswordAgeType", Kind::Integer).min(1.0).max(1095.0);
    pub static mfaDeviceListType: Shape = Shape::new("mfaDeviceListType", Kind::List(Member::new("member", &MFADevice)));
    pub static minimumPasswordLengthType: Shape = Shape::new("minimumPasswordLengthType", Kind::Integer).min(6.0).max(128.0);
    pub static noSuchEntityMessage: Shape = Shape::new("noSuchEntityMessage", Kind::String);
    pub static openIdIdpCommunicationErrorExceptionMessage: Shape = Shape::new("openIdIdpCommunicationErrorExceptionMessage", Kind::String);
    pub static passwordReusePreventionType: Shape = Shape::new("passwordReusePreventionType", Kind::Integer).min(1.0).max(24.0);
    static pathPrefixType_pattern: Pattern = Pattern::new("\\u002F[\\u0021-\\u007F]*");
    pub static pathPrefixType: Shape = Shape::new("pathPrefixType", Kind::String).min(1.0).max(512.0).pattern(&pathPrefixType_pattern);
    static pathType_pattern: Pattern = Pattern::new("(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)");
    pub static pathType: Shape = Shape::new("pathType", Kind::String).min(1.0).max(512.0).pattern(&pathType_pattern);
    pub static policyDescriptionType: Shape = Shape::new("policyDescriptionType", Kind::String).max(1000.0);
    pub static policyDetailListType: Shape = Shape::new("policyDetailListType", Kind::List(Member::new("member", &PolicyDetail)));
    static policyDocumentType_pattern: Pattern = Pattern::new("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+");
    pub static policyDocumentType: Shape = Shape::new("policyDocumentType", Kind::String).min(1.0).max(131072.0).pattern(&policyDocumentType_pattern);
    pub static policyDocumentVersionListType: Shape = Shape::new("policyDocumentVersionListType", Kind::List(Member::new("member", &PolicyVersion)));
    pub static policyEvaluationErrorMessage: Shape = Shape::new("policyEvaluationErrorMessage", Kind::String);
    pub static policyListType: Shape = Shape::new("policyListType", Kind::List(Member::new("member", &Policy)));
    pub static policyNameListType: Shape = Shape::new("policyNameListType", Kind::List(Member::new("member", &policyNameType)));
    static policyNameType_pattern: Pattern = Pattern::new("[\\w+=,.@-]+");
    pub static policyNameType: Shape = Shape::new("policyNameType", Kind::String).min(1.0).max(128.0).pattern(&policyNameType_pattern);
    pub static policyNotAttachableMessage: Shape = Shape::new("policyNotAttachableMessage", Kind::String);
    static policyPathType_pattern: Pattern = Pattern::new("((/[A-Za-z0-9\\.,\\+@=_-]+)*)/");
    pub static policyPathType: Shape = Shape::new("policyPathType", Kind::String).min(1.0).max(512.0).pattern(&policyPathType_pattern);
    pub static policyScopeType: Shape = Shape::new("policyScopeType", Kind::String).values(&["All", "AWS", "Local"]);
    static policyVersionIdType_pattern: Pattern = Pattern::new("v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?");
    pub static policyVersionIdType: Shape = Shape::new("policyVersionIdType", Kind::String).pattern(&policyVersionIdType_pattern);
    pub static publicKeyIdType: Shape = Shape::new("publicKeyIdType", Kind::String).min(20.0).max(128.0);
    pub static responseMarkerType: Shape = Shape::new("responseMarkerType", Kind::String);
    static roleDescriptionType_pattern: Pattern = Pattern::new("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*");
    pub static roleDescriptionType: Shape = Shape::new("roleDescriptionType", Kind::String).max(1000.0).pattern(&roleDescriptionType_pattern);
    pub static roleDetailListType: Shape = Shape::new("roleDetailListType", Kind::List(Member::new("member", &RoleDetail)));
    pub static roleListType: Shape = Shape::new("roleListType", Kind::List(Member::new("member", &Role)));
    pub static roleMaxSessionDurationType: Shape = Shape::new("roleMaxSessionDurationType", Kind::Integer).min(3600.0).max(43200.0);
    static roleNameType_pattern: Pattern = Pattern::new("[\\w+=,.@-]+");
    pub static roleNameType: Shape = Shape::new("roleNameType", Kind::String).min(1.0).max(64.0).pattern(&roleNameType_pattern);
    static serialNumberType_pattern: Pattern = Pattern::new("[\\w+=/:,.@-]+");
    pub static serialNumberType: Shape = Shape::new("serialNumberType", Kind::String).min(9.0).max(256.0).pattern(&serialNumberType_pattern);
    pub static serverCertificateMetadataListType: Shape = Shape::new("serverCertificateMetadataListType", Kind::List(Member::new("member", &ServerCertificateMetadata)));
    pub static serverCertificateNameType: Shape = Shape::new("serverCertificateNameType", Kind::String).min(1.0).max(128.0);
    pub static serviceCredentialAlias: Shape = Shape::new("serviceCredentialAlias", Kind::String).min(0.0).max(200.0);
    pub static serviceFailureExceptionMessage: Shape = Shape::new("serviceFailureExceptionMessage", Kind::String);
    pub static serviceName: Shape = Shape::new("serviceName", Kind::String);
    pub static serviceNotSupportedMessage: Shape = Shape::new("serviceNotSupportedMessage", Kind::String);
    pub static serviceSpecificCredentialId: Shape = Shape::new("serviceSpecificCredentialId", Kind::String).min(20.0).max(128.0);
    pub static serviceUserName: Shape = Shape::new("serviceUserName", Kind::String).min(0.0).max(200.0);
    pub static statusType: Shape = Shape::new("statusType", Kind::String).values(&["Active", "Inactive", "Expired"]);
    pub static stringType: Shape = Shape::new("stringType", Kind::String);
    pub static summaryKeyType: Shape = Shape::new("summaryKeyType", Kind::String).values(&["Users", "UsersQuota", "Groups", "GroupsQuota", "ServerCertificates", "ServerCertificatesQuota", "UserPolicySizeQuota", "GroupPolicySizeQuota", "GroupsPerUserQuota", "SigningCertificatesPerUserQuota", "AccessKeysPerUserQuota", "MFADevices", "MFADevicesInUse", "AccountMFAEnabled", "AccountAccessKeysPresent", "AccountPasswordPresent", "AccountSigningCertificatesPresent", "AttachedPoliciesPerGroupQuota", "AttachedPoliciesPerRoleQuota", "AttachedPoliciesPerUserQuota", "Policies", "PoliciesQuota", "PolicySizeQuota", "PolicyVersionsInUse", "PolicyVersionsInUseQuota", "VersionsPerPolicyQuota", "GlobalEndpointTokenVersion", "AssumeRolePolicySizeQuota", "InstanceProfiles", "InstanceProfilesQuota", "Providers", "RolePolicySizeQuota", "Roles", "RolesQuota"]);
    pub static summaryMapType: Shape = Shape::new("summaryMapType", Kind::Map(Member::new("key", &summaryKeyType), Member::new("value", &summaryValueType)));
    pub static summaryValueType: Shape = Shape::new("summaryValueType", Kind::Integer);
    pub static tagKeyListType: Shape = Shape::new("tagKeyListType", Kind::List(Member::new("member", &tagKeyType))).max(50.0);
    static tagKeyType_pattern: Pattern = Pattern::new("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+");
    pub static tagKeyType: Shape = Shape::new("tagKeyType", Kind::String).min(1.0).max(128.0).pattern(&tagKeyType_pattern);
    pub static tagListType: Shape = Shape::new("tagListType", Kind::List(Member::new("member", &Tag))).max(50.0);
    static tagValueType_pattern: Pattern = Pattern::new("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
    pub static tagValueType: Shape = Shape::new("tagValueType", Kind::String).min(0.0).max(256.0).pattern(&tagValueType_pattern);
    pub static thumbprintListType: Shape = Shape::new("thumbprintListType", Kind::List(Member::new("member", &thumbprintType)));
    pub static thumbprintType: Shape = Shape::new("thumbprintType", Kind::String).min(40.0).max(40.0);
    pub static unmodifiableEntityMessage: Shape = Shape::new("unmodifiableEntityMessage", Kind::String);
    pub static userDetailListType: Shape = Shape::new("userDetailListType", Kind::List(Member::new("member", &UserDetail)));
    pub static userListType: Shape = Shape::new("userListType", Kind::List(Member::new("member", &User)));
    static userNameType_pattern: Pattern = Pattern::new("[\\w+=,.@-]+");
    pub static userNameType: Shape = Shape::new("userNameType", Kind::String).min(1.0).max(64.0).pattern(&userNameType_pattern);
    pub static virtualMFADeviceListType: Shape = Shape::new("virtualMFADeviceListType", Kind::List(Member::new("member", &VirtualMFADevice)));
    static virtualMFADeviceName_pattern: Pattern = Pattern::new("[\\w+=,.@-]+");
    pub static virtualMFADeviceName: Shape = Shape::new("virtualMFADeviceName", Kind::String).min(1.0).pattern(&virtualMFADeviceName_pattern);
}
