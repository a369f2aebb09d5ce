// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `iam`.

/// The service `iam`.
pub static SERVICE: crate::Service = crate::Service {
    id: "iam",
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
        &operation::GetAccountSummary,
        &operation::GetContextKeysForCustomPolicy,
        &operation::GetRole,
        &operation::GetUser,
        &operation::ListAccountAliases,
        &operation::ListRoles,
        &operation::SimulateCustomPolicy,
    ],
    errors: &[
        &error::InvalidInputException,
        &error::NoSuchEntityException,
        &error::PolicyEvaluationException,
        &error::ServiceFailureException,
    ],
};

errors! { SERVICE, {
    InvalidInputException(invalid_input) = error::InvalidInputException,
    NoSuchEntityException(no_such_entity) = error::NoSuchEntityException,
    PolicyEvaluationException(policy_evaluation) = error::PolicyEvaluationException,
    ServiceFailureException(service_failure) = error::ServiceFailureException,
} }

structure! { AttachedPermissionsBoundary(shape::AttachedPermissionsBoundary) { permissions_boundary_type: Option<PermissionsBoundaryAttachmentType>, permissions_boundary_arn: Option<String>, } }
structure! { ContextEntry(shape::ContextEntry) { context_key_name: Option<String>, context_key_values: Option<Vec<String>>, context_key_type: Option<ContextKeyTypeEnum>, } }
enumeration! { ContextKeyTypeEnum { String = "string", StringList = "stringList", Numeric = "numeric", NumericList = "numericList", Boolean = "boolean", BooleanList = "booleanList", Ip = "ip", IpList = "ipList", Binary = "binary", BinaryList = "binaryList", Date = "date", DateList = "dateList", } }
structure! { EvaluationResult(shape::EvaluationResult) { eval_action_name: Option<String>, eval_resource_name: Option<String>, eval_decision: Option<PolicyEvaluationDecisionType>, matched_statements: Option<Vec<Statement>>, missing_context_values: Option<Vec<String>>, organizations_decision_detail: Option<OrganizationsDecisionDetail>, permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail>, eval_decision_details: Option<crate::Map<PolicyEvaluationDecisionType>>, resource_specific_results: Option<Vec<ResourceSpecificResult>>, } }
structure! { GetAccountSummaryResponse(shape::GetAccountSummaryResponse) { summary_map: Option<crate::Map<i32>>, } }
structure! { GetContextKeysForCustomPolicyRequest(shape::GetContextKeysForCustomPolicyRequest) { policy_input_list: Vec<String>, } }
structure! { GetContextKeysForPolicyResponse(shape::GetContextKeysForPolicyResponse) { context_key_names: Option<Vec<String>>, } }
structure! { GetRoleRequest(shape::GetRoleRequest) { role_name: String, } }
structure! { GetRoleResponse(shape::GetRoleResponse) { role: Option<Role>, } }
structure! { GetUserRequest(shape::GetUserRequest) { user_name: Option<String>, } }
structure! { GetUserResponse(shape::GetUserResponse) { user: Option<User>, } }
structure! { ListAccountAliasesRequest(shape::ListAccountAliasesRequest) { marker: Option<String>, max_items: Option<i32>, } }
structure! { ListAccountAliasesResponse(shape::ListAccountAliasesResponse) { account_aliases: Option<Vec<String>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { ListRolesRequest(shape::ListRolesRequest) { path_prefix: Option<String>, marker: Option<String>, max_items: Option<i32>, } }
structure! { ListRolesResponse(shape::ListRolesResponse) { roles: Option<Vec<Role>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { OrganizationsDecisionDetail(shape::OrganizationsDecisionDetail) { allowed_by_organizations: Option<bool>, } }
enumeration! { PermissionsBoundaryAttachmentType { PermissionsBoundaryPolicy = "PermissionsBoundaryPolicy", } }
structure! { PermissionsBoundaryDecisionDetail(shape::PermissionsBoundaryDecisionDetail) { allowed_by_permissions_boundary: Option<bool>, } }
enumeration! { PolicyEvaluationDecisionType { Allowed = "allowed", ExplicitDeny = "explicitDeny", ImplicitDeny = "implicitDeny", } }
enumeration! { PolicySourceType { User = "user", Group = "group", Role = "role", AwsManaged = "aws-managed", UserManaged = "user-managed", Resource = "resource", None = "none", } }
structure! { Position(shape::Position) { line: Option<i32>, column: Option<i32>, } }
structure! { ResourceSpecificResult(shape::ResourceSpecificResult) { eval_resource_name: Option<String>, eval_resource_decision: Option<PolicyEvaluationDecisionType>, matched_statements: Option<Vec<Statement>>, missing_context_values: Option<Vec<String>>, eval_decision_details: Option<crate::Map<PolicyEvaluationDecisionType>>, permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail>, } }
structure! { Role(shape::Role) { path: Option<String>, role_name: Option<String>, role_id: Option<String>, arn: Option<String>, create_date: Option<crate::Timestamp>, assume_role_policy_document: Option<String>, description: Option<String>, max_session_duration: Option<i32>, permissions_boundary: Option<AttachedPermissionsBoundary>, tags: Option<Vec<Tag>>, role_last_used: Option<RoleLastUsed>, } }
structure! { RoleLastUsed(shape::RoleLastUsed) { last_used_date: Option<crate::Timestamp>, region: Option<String>, } }
structure! { SimulateCustomPolicyRequest(shape::SimulateCustomPolicyRequest) { policy_input_list: Vec<String>, permissions_boundary_policy_input_list: Option<Vec<String>>, action_names: Vec<String>, resource_arns: Option<Vec<String>>, resource_policy: Option<String>, resource_owner: Option<String>, caller_arn: Option<String>, context_entries: Option<Vec<ContextEntry>>, resource_handling_option: Option<String>, max_items: Option<i32>, marker: Option<String>, } }
structure! { SimulatePolicyResponse(shape::SimulatePolicyResponse) { evaluation_results: Option<Vec<EvaluationResult>>, is_truncated: Option<bool>, marker: Option<String>, } }
structure! { Statement(shape::Statement) { source_policy_id: Option<String>, source_policy_type: Option<PolicySourceType>, start_position: Option<Position>, end_position: Option<Position>, } }
structure! { Tag(shape::Tag) { key: Option<String>, value: Option<String>, } }
structure! { User(shape::User) { path: Option<String>, user_name: Option<String>, user_id: Option<String>, arn: Option<String>, create_date: Option<crate::Timestamp>, password_last_used: Option<crate::Timestamp>, permissions_boundary: Option<AttachedPermissionsBoundary>, tags: Option<Vec<Tag>>, } }
enumeration! { SummaryKeyType { Users = "Users", UsersQuota = "UsersQuota", Groups = "Groups", GroupsQuota = "GroupsQuota", ServerCertificates = "ServerCertificates", ServerCertificatesQuota = "ServerCertificatesQuota", UserPolicySizeQuota = "UserPolicySizeQuota", GroupPolicySizeQuota = "GroupPolicySizeQuota", GroupsPerUserQuota = "GroupsPerUserQuota", SigningCertificatesPerUserQuota = "SigningCertificatesPerUserQuota", AccessKeysPerUserQuota = "AccessKeysPerUserQuota", MFADevices = "MFADevices", MFADevicesInUse = "MFADevicesInUse", AccountMFAEnabled = "AccountMFAEnabled", AccountAccessKeysPresent = "AccountAccessKeysPresent", AccountPasswordPresent = "AccountPasswordPresent", AccountSigningCertificatesPresent = "AccountSigningCertificatesPresent", AttachedPoliciesPerGroupQuota = "AttachedPoliciesPerGroupQuota", AttachedPoliciesPerRoleQuota = "AttachedPoliciesPerRoleQuota", AttachedPoliciesPerUserQuota = "AttachedPoliciesPerUserQuota", Policies = "Policies", PoliciesQuota = "PoliciesQuota", PolicySizeQuota = "PolicySizeQuota", PolicyVersionsInUse = "PolicyVersionsInUse", PolicyVersionsInUseQuota = "PolicyVersionsInUseQuota", VersionsPerPolicyQuota = "VersionsPerPolicyQuota", GlobalEndpointTokenVersion = "GlobalEndpointTokenVersion", AssumeRolePolicySizeQuota = "AssumeRolePolicySizeQuota", InstanceProfiles = "InstanceProfiles", InstanceProfilesQuota = "InstanceProfilesQuota", Providers = "Providers", RolePolicySizeQuota = "RolePolicySizeQuota", Roles = "Roles", RolesQuota = "RolesQuota", } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        GetAccountSummary(super::operation::GetAccountSummary): crate::Empty => super::GetAccountSummaryResponse,
        GetContextKeysForCustomPolicy(super::operation::GetContextKeysForCustomPolicy): super::GetContextKeysForCustomPolicyRequest => super::GetContextKeysForPolicyResponse,
        GetRole(super::operation::GetRole): super::GetRoleRequest => super::GetRoleResponse,
        GetUser(super::operation::GetUser): super::GetUserRequest => super::GetUserResponse,
        ListAccountAliases(super::operation::ListAccountAliases): super::ListAccountAliasesRequest => super::ListAccountAliasesResponse,
        ListRoles(super::operation::ListRoles): super::ListRolesRequest => super::ListRolesResponse,
        SimulateCustomPolicy(super::operation::SimulateCustomPolicy): super::SimulateCustomPolicyRequest => super::SimulatePolicyResponse,
    }
}

/// The tables of operations.
pub mod operation {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::operation::HttpBinding;
    use crate::schema::Xmlns;
    use crate::Operation;
    use super::{SERVICE, error, shape};

    pub static GetAccountSummary: Operation = Operation { service: &SERVICE, name: "GetAccountSummary", input: &crate::operation::EMPTY, output: &shape::GetAccountSummaryResponse, errors: &[&error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetAccountSummaryResult"), input_element: None, input_xmlns: None, readonly: false };
    pub static GetContextKeysForCustomPolicy: Operation = Operation { service: &SERVICE, name: "GetContextKeysForCustomPolicy", input: &shape::GetContextKeysForCustomPolicyRequest, output: &shape::GetContextKeysForPolicyResponse, errors: &[&error::InvalidInputException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetContextKeysForCustomPolicyResult"), input_element: None, input_xmlns: None, readonly: false };
    pub static GetRole: Operation = Operation { service: &SERVICE, name: "GetRole", input: &shape::GetRoleRequest, output: &shape::GetRoleResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetRoleResult"), input_element: None, input_xmlns: None, readonly: false };
    pub static GetUser: Operation = Operation { service: &SERVICE, name: "GetUser", input: &shape::GetUserRequest, output: &shape::GetUserResponse, errors: &[&error::NoSuchEntityException, &error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetUserResult"), input_element: None, input_xmlns: None, readonly: false };
    pub static ListAccountAliases: Operation = Operation { service: &SERVICE, name: "ListAccountAliases", input: &shape::ListAccountAliasesRequest, output: &shape::ListAccountAliasesResponse, errors: &[&error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListAccountAliasesResult"), input_element: None, input_xmlns: None, readonly: false };
    pub static ListRoles: Operation = Operation { service: &SERVICE, name: "ListRoles", input: &shape::ListRolesRequest, output: &shape::ListRolesResponse, errors: &[&error::ServiceFailureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListRolesResult"), input_element: None, input_xmlns: None, readonly: false };
    pub static SimulateCustomPolicy: Operation = Operation { service: &SERVICE, name: "SimulateCustomPolicy", input: &shape::SimulateCustomPolicyRequest, output: &shape::SimulatePolicyResponse, errors: &[&error::InvalidInputException, &error::PolicyEvaluationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("SimulateCustomPolicyResult"), input_element: None, input_xmlns: None, readonly: false };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static InvalidInputException: ErrorShape = ErrorShape::new(&shape::InvalidInputException, "InvalidInput", 400, false);
    pub static NoSuchEntityException: ErrorShape = ErrorShape::new(&shape::NoSuchEntityException, "NoSuchEntity", 404, false);
    pub static PolicyEvaluationException: ErrorShape = ErrorShape::new(&shape::PolicyEvaluationException, "PolicyEvaluation", 500, true);
    pub static ServiceFailureException: ErrorShape = ErrorShape::new(&shape::ServiceFailureException, "ServiceFailure", 500, true);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static ActionNameListType: Shape = Shape::new("ActionNameListType", Kind::List(Member::new("member", &ActionNameType)));
    pub static ActionNameType: Shape = Shape::new("ActionNameType", Kind::String).min(3.0).max(128.0);
    pub static AttachedPermissionsBoundary: Shape = Shape::structure("AttachedPermissionsBoundary", &[Member::new("PermissionsBoundaryType", &PermissionsBoundaryAttachmentType), Member::new("PermissionsBoundaryArn", &arnType), ]);
    pub static ColumnNumber: Shape = Shape::new("ColumnNumber", Kind::Integer);
    pub static ContextEntry: Shape = Shape::structure("ContextEntry", &[Member::new("ContextKeyName", &ContextKeyNameType), Member::new("ContextKeyValues", &ContextKeyValueListType), Member::new("ContextKeyType", &ContextKeyTypeEnum), ]);
    pub static ContextEntryListType: Shape = Shape::new("ContextEntryListType", Kind::List(Member::new("member", &ContextEntry)));
    pub static ContextKeyNameType: Shape = Shape::new("ContextKeyNameType", Kind::String).min(5.0).max(256.0);
    pub static ContextKeyNamesResultListType: Shape = Shape::new("ContextKeyNamesResultListType", Kind::List(Member::new("member", &ContextKeyNameType)));
    pub static ContextKeyTypeEnum: Shape = Shape::new("ContextKeyTypeEnum", Kind::String).values(&["string", "stringList", "numeric", "numericList", "boolean", "booleanList", "ip", "ipList", "binary", "binaryList", "date", "dateList"]);
    pub static ContextKeyValueListType: Shape = Shape::new("ContextKeyValueListType", Kind::List(Member::new("member", &ContextKeyValueType)));
    pub static ContextKeyValueType: Shape = Shape::new("ContextKeyValueType", Kind::String);
    pub static EvalDecisionDetailsType: Shape = Shape::new("EvalDecisionDetailsType", Kind::Map(Member::new("key", &EvalDecisionSourceType), Member::new("value", &PolicyEvaluationDecisionType)));
    pub static EvalDecisionSourceType: Shape = Shape::new("EvalDecisionSourceType", Kind::String).min(3.0).max(256.0);
    pub static EvaluationResult: Shape = Shape::structure("EvaluationResult", &[Member::new("EvalActionName", &ActionNameType).required(), Member::new("EvalResourceName", &ResourceNameType), Member::new("EvalDecision", &PolicyEvaluationDecisionType).required(), Member::new("MatchedStatements", &StatementListType), Member::new("MissingContextValues", &ContextKeyNamesResultListType), Member::new("OrganizationsDecisionDetail", &OrganizationsDecisionDetail), Member::new("PermissionsBoundaryDecisionDetail", &PermissionsBoundaryDecisionDetail), Member::new("EvalDecisionDetails", &EvalDecisionDetailsType), Member::new("ResourceSpecificResults", &ResourceSpecificResultListType), ]);
    pub static EvaluationResultsListType: Shape = Shape::new("EvaluationResultsListType", Kind::List(Member::new("member", &EvaluationResult)));
    pub static GetAccountSummaryResponse: Shape = Shape::structure("GetAccountSummaryResponse", &[Member::new("SummaryMap", &summaryMapType), ]);
    pub static GetContextKeysForCustomPolicyRequest: Shape = Shape::structure("GetContextKeysForCustomPolicyRequest", &[Member::new("PolicyInputList", &SimulationPolicyListType).required(), ]);
    pub static GetContextKeysForPolicyResponse: Shape = Shape::structure("GetContextKeysForPolicyResponse", &[Member::new("ContextKeyNames", &ContextKeyNamesResultListType), ]);
    pub static GetRoleRequest: Shape = Shape::structure("GetRoleRequest", &[Member::new("RoleName", &roleNameType).required(), ]);
    pub static GetRoleResponse: Shape = Shape::structure("GetRoleResponse", &[Member::new("Role", &Role).required(), ]);
    pub static GetUserRequest: Shape = Shape::structure("GetUserRequest", &[Member::new("UserName", &existingUserNameType), ]);
    pub static GetUserResponse: Shape = Shape::structure("GetUserResponse", &[Member::new("User", &User).required(), ]);
    pub static InvalidInputException: Shape = Shape::structure("InvalidInputException", &[Member::new("message", &invalidInputMessage), ]);
    pub static LineNumber: Shape = Shape::new("LineNumber", Kind::Integer);
    pub static ListAccountAliasesRequest: Shape = Shape::structure("ListAccountAliasesRequest", &[Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListAccountAliasesResponse: Shape = Shape::structure("ListAccountAliasesResponse", &[Member::new("AccountAliases", &accountAliasListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static ListRolesRequest: Shape = Shape::structure("ListRolesRequest", &[Member::new("PathPrefix", &pathPrefixType), Member::new("Marker", &markerType), Member::new("MaxItems", &maxItemsType), ]);
    pub static ListRolesResponse: Shape = Shape::structure("ListRolesResponse", &[Member::new("Roles", &roleListType).required(), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static NoSuchEntityException: Shape = Shape::structure("NoSuchEntityException", &[Member::new("message", &noSuchEntityMessage), ]);
    pub static OrganizationsDecisionDetail: Shape = Shape::structure("OrganizationsDecisionDetail", &[Member::new("AllowedByOrganizations", &booleanType), ]);
    pub static PermissionsBoundaryAttachmentType: Shape = Shape::new("PermissionsBoundaryAttachmentType", Kind::String).values(&["PermissionsBoundaryPolicy"]);
    pub static PermissionsBoundaryDecisionDetail: Shape = Shape::structure("PermissionsBoundaryDecisionDetail", &[Member::new("AllowedByPermissionsBoundary", &booleanType), ]);
    pub static PolicyEvaluationDecisionType: Shape = Shape::new("PolicyEvaluationDecisionType", Kind::String).values(&["allowed", "explicitDeny", "implicitDeny"]);
    pub static PolicyEvaluationException: Shape = Shape::structure("PolicyEvaluationException", &[Member::new("message", &policyEvaluationErrorMessage), ]);
    pub static PolicyIdentifierType: Shape = Shape::new("PolicyIdentifierType", Kind::String);
    pub static PolicySourceType: Shape = Shape::new("PolicySourceType", Kind::String).values(&["user", "group", "role", "aws-managed", "user-managed", "resource", "none"]);
    pub static Position: Shape = Shape::structure("Position", &[Member::new("Line", &LineNumber), Member::new("Column", &ColumnNumber), ]);
    pub static ResourceHandlingOptionType: Shape = Shape::new("ResourceHandlingOptionType", Kind::String).min(1.0).max(64.0);
    pub static ResourceNameListType: Shape = Shape::new("ResourceNameListType", Kind::List(Member::new("member", &ResourceNameType)));
    pub static ResourceNameType: Shape = Shape::new("ResourceNameType", Kind::String).min(1.0).max(2048.0);
    pub static ResourceSpecificResult: Shape = Shape::structure("ResourceSpecificResult", &[Member::new("EvalResourceName", &ResourceNameType).required(), Member::new("EvalResourceDecision", &PolicyEvaluationDecisionType).required(), Member::new("MatchedStatements", &StatementListType), Member::new("MissingContextValues", &ContextKeyNamesResultListType), Member::new("EvalDecisionDetails", &EvalDecisionDetailsType), Member::new("PermissionsBoundaryDecisionDetail", &PermissionsBoundaryDecisionDetail), ]);
    pub static ResourceSpecificResultListType: Shape = Shape::new("ResourceSpecificResultListType", Kind::List(Member::new("member", &ResourceSpecificResult)));
    pub static Role: Shape = Shape::structure("Role", &[Member::new("Path", &pathType).required(), Member::new("RoleName", &roleNameType).required(), Member::new("RoleId", &idType).required(), Member::new("Arn", &arnType).required(), Member::new("CreateDate", &dateType).required(), Member::new("AssumeRolePolicyDocument", &policyDocumentType), Member::new("Description", &roleDescriptionType), Member::new("MaxSessionDuration", &roleMaxSessionDurationType), Member::new("PermissionsBoundary", &AttachedPermissionsBoundary), Member::new("Tags", &tagListType), Member::new("RoleLastUsed", &RoleLastUsed), ]);
    pub static RoleLastUsed: Shape = Shape::structure("RoleLastUsed", &[Member::new("LastUsedDate", &dateType), Member::new("Region", &stringType), ]);
    pub static ServiceFailureException: Shape = Shape::structure("ServiceFailureException", &[Member::new("message", &serviceFailureExceptionMessage), ]);
    pub static SimulateCustomPolicyRequest: Shape = Shape::structure("SimulateCustomPolicyRequest", &[Member::new("PolicyInputList", &SimulationPolicyListType).required(), Member::new("PermissionsBoundaryPolicyInputList", &SimulationPolicyListType), Member::new("ActionNames", &ActionNameListType).required(), Member::new("ResourceArns", &ResourceNameListType), Member::new("ResourcePolicy", &policyDocumentType), Member::new("ResourceOwner", &ResourceNameType), Member::new("CallerArn", &ResourceNameType), Member::new("ContextEntries", &ContextEntryListType), Member::new("ResourceHandlingOption", &ResourceHandlingOptionType), Member::new("MaxItems", &maxItemsType), Member::new("Marker", &markerType), ]);
    pub static SimulatePolicyResponse: Shape = Shape::structure("SimulatePolicyResponse", &[Member::new("EvaluationResults", &EvaluationResultsListType), Member::new("IsTruncated", &booleanType), Member::new("Marker", &responseMarkerType), ]);
    pub static SimulationPolicyListType: Shape = Shape::new("SimulationPolicyListType", Kind::List(Member::new("member", &policyDocumentType)));
    pub static Statement: Shape = Shape::structure("Statement", &[Member::new("SourcePolicyId", &PolicyIdentifierType), Member::new("SourcePolicyType", &PolicySourceType), Member::new("StartPosition", &Position), Member::new("EndPosition", &Position), ]);
    pub static StatementListType: Shape = Shape::new("StatementListType", Kind::List(Member::new("member", &Statement)));
    pub static Tag: Shape = Shape::structure("Tag", &[Member::new("Key", &tagKeyType).required(), Member::new("Value", &tagValueType).required(), ]);
    pub static User: Shape = Shape::structure("User", &[Member::new("Path", &pathType).required(), Member::new("UserName", &userNameType).required(), Member::new("UserId", &idType).required(), Member::new("Arn", &arnType).required(), Member::new("CreateDate", &dateType).required(), Member::new("PasswordLastUsed", &dateType), Member::new("PermissionsBoundary", &AttachedPermissionsBoundary), Member::new("Tags", &tagListType), ]);
    pub static accountAliasListType: Shape = Shape::new("accountAliasListType", Kind::List(Member::new("member", &accountAliasType)));
    pub static accountAliasType: Shape = Shape::new("accountAliasType", Kind::String).min(3.0).max(63.0);
    pub static arnType: Shape = Shape::new("arnType", Kind::String).min(20.0).max(2048.0);
    pub static booleanType: Shape = Shape::new("booleanType", Kind::Boolean);
    pub static dateType: Shape = Shape::new("dateType", Kind::Timestamp(None));
    static existingUserNameType_pattern: Pattern = Pattern::new("[\\w+=,.@-]+");
    pub static existingUserNameType: Shape = Shape::new("existingUserNameType", Kind::String).min(1.0).max(128.0).pattern(&existingUserNameType_pattern);
    pub static idType: Shape = Shape::new("idType", Kind::String).min(16.0).max(128.0);
    pub static invalidInputMessage: Shape = Shape::new("invalidInputMessage", Kind::String);
    static markerType_pattern: Pattern = Pattern::new("[\\u0020-\\u00FF]+");
    pub static markerType: Shape = Shape::new("markerType", Kind::String).min(1.0).max(320.0).pattern(&markerType_pattern);
    pub static maxItemsType: Shape = Shape::new("maxItemsType", Kind::Integer).min(1.0).max(1000.0);
    pub static noSuchEntityMessage: Shape = Shape::new("noSuchEntityMessage", Kind::String);
    static pathPrefixType_pattern: Pattern = Pattern::new("\\u002F[\\u0021-\\u007F]*");
    pub static pathPrefixType: Shape = Shape::new("pathPrefixType", Kind::String).min(1.0).max(512.0).pattern(&pathPrefixType_pattern);
    pub static pathType: Shape = Shape::new("pathType", Kind::String).min(1.0).max(512.0);
    static policyDocumentType_pattern: Pattern = Pattern::new("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+");
    pub static policyDocumentType: Shape = Shape::new("policyDocumentType", Kind::String).min(1.0).max(131072.0).pattern(&policyDocumentType_pattern);
    pub static policyEvaluationErrorMessage: Shape = Shape::new("policyEvaluationErrorMessage", Kind::String);
    pub static responseMarkerType: Shape = Shape::new("responseMarkerType", Kind::String);
    pub static roleDescriptionType: Shape = Shape::new("roleDescriptionType", Kind::String).max(1000.0);
    pub static roleListType: Shape = Shape::new("roleListType", Kind::List(Member::new("member", &Role)));
    pub static roleMaxSessionDurationType: Shape = Shape::new("roleMaxSessionDurationType", Kind::Integer).min(3600.0).max(43200.0);
    static roleNameType_pattern: Pattern = Pattern::new("[\\w+=,.@-]+");
    pub static roleNameType: Shape = Shape::new("roleNameType", Kind::String).min(1.0).max(64.0).pattern(&roleNameType_pattern);
    pub static serviceFailureExceptionMessage: Shape = Shape::new("serviceFailureExceptionMessage", Kind::String);
    pub static stringType: Shape = Shape::new("stringType", Kind::String);
    pub static summaryKeyType: Shape = Shape::new("summaryKeyType", Kind::String).values(&["Users", "UsersQuota", "Groups", "GroupsQuota", "ServerCertificates", "ServerCertificatesQuota", "UserPolicySizeQuota", "GroupPolicySizeQuota", "GroupsPerUserQuota", "SigningCertificatesPerUserQuota", "AccessKeysPerUserQuota", "MFADevices", "MFADevicesInUse", "AccountMFAEnabled", "AccountAccessKeysPresent", "AccountPasswordPresent", "AccountSigningCertificatesPresent", "AttachedPoliciesPerGroupQuota", "AttachedPoliciesPerRoleQuota", "AttachedPoliciesPerUserQuota", "Policies", "PoliciesQuota", "PolicySizeQuota", "PolicyVersionsInUse", "PolicyVersionsInUseQuota", "VersionsPerPolicyQuota", "GlobalEndpointTokenVersion", "AssumeRolePolicySizeQuota", "InstanceProfiles", "InstanceProfilesQuota", "Providers", "RolePolicySizeQuota", "Roles", "RolesQuota"]);
    pub static summaryMapType: Shape = Shape::new("summaryMapType", Kind::Map(Member::new("key", &summaryKeyType), Member::new("value", &summaryValueType)));
    pub static summaryValueType: Shape = Shape::new("summaryValueType", Kind::Integer);
    pub static tagKeyType: Shape = Shape::new("tagKeyType", Kind::String).min(1.0).max(128.0);
    pub static tagListType: Shape = Shape::new("tagListType", Kind::List(Member::new("member", &Tag))).max(50.0);
    pub static tagValueType: Shape = Shape::new("tagValueType", Kind::String).min(0.0).max(256.0);
    pub static userNameType: Shape = Shape::new("userNameType", Kind::String).min(1.0).max(64.0);
}
