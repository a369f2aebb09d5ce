// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `organizations`.

/// The service `organizations`.
pub static SERVICE: crate::Service = crate::Service {
    id: "organizations",
    sdk_name: "organizations",
    signing_name: "organizations",
    protocols: &[crate::Protocol::Json11],
    target_prefix: "AWSOrganizationsV20161128",
    api_version: "2016-11-28",
    xmlns: "",
    query_compatible: false,
    operation_names: &[
        "AcceptHandshake",
        "AttachPolicy",
        "CancelHandshake",
        "CloseAccount",
        "CreateAccount",
        "CreateGovCloudAccount",
        "CreateOrganization",
        "CreateOrganizationalUnit",
        "CreatePolicy",
        "DeclineHandshake",
        "DeleteOrganization",
        "DeleteOrganizationalUnit",
        "DeletePolicy",
        "DeleteResourcePolicy",
        "DeregisterDelegatedAdministrator",
        "DescribeAccount",
        "DescribeCreateAccountStatus",
        "DescribeEffectivePolicy",
        "DescribeHandshake",
        "DescribeOrganization",
        "DescribeOrganizationalUnit",
        "DescribePolicy",
        "DescribeResourcePolicy",
        "DescribeResponsibilityTransfer",
        "DetachPolicy",
        "DisableAWSServiceAccess",
        "DisablePolicyType",
        "EnableAWSServiceAccess",
        "EnableAllFeatures",
        "EnablePolicyType",
        "InviteAccountToOrganization",
        "InviteOrganizationToTransferResponsibility",
        "LeaveOrganization",
        "ListAWSServiceAccessForOrganization",
        "ListAccounts",
        "ListAccountsForParent",
        "ListAccountsWithInvalidEffectivePolicy",
        "ListChildren",
        "ListCreateAccountStatus",
        "ListDelegatedAdministrators",
        "ListDelegatedServicesForAccount",
        "ListEffectivePolicyValidationErrors",
        "ListHandshakesForAccount",
        "ListHandshakesForOrganization",
        "ListInboundResponsibilityTransfers",
        "ListOrganizationalUnitsForParent",
        "ListOutboundResponsibilityTransfers",
        "ListParents",
        "ListPolicies",
        "ListPoliciesForTarget",
        "ListRoots",
        "ListTagsForResource",
        "ListTargetsForPolicy",
        "MoveAccount",
        "PutResourcePolicy",
        "RegisterDelegatedAdministrator",
        "RemoveAccountFromOrganization",
        "TagResource",
        "TerminateResponsibilityTransfer",
        "UntagResource",
        "UpdateOrganizationalUnit",
        "UpdatePolicy",
        "UpdateResponsibilityTransfer",
    ],
    unsigned_names: &[
    ],
    operations: &[
        &operation::AttachPolicy,
        &operation::CloseAccount,
        &operation::CreateAccount,
        &operation::CreatePolicy,
        &operation::DeletePolicy,
        &operation::DescribeAccount,
        &operation::DescribeCreateAccountStatus,
        &operation::DescribeOrganization,
        &operation::DescribePolicy,
        &operation::DetachPolicy,
        &operation::ListAccounts,
        &operation::ListPolicies,
        &operation::ListPoliciesForTarget,
        &operation::ListRoots,
        &operation::ListTargetsForPolicy,
        &operation::UpdatePolicy,
    ],
    errors: &[
        &error::AWSOrganizationsNotInUseException,
        &error::AccessDeniedException,
        &error::AccountAlreadyClosedException,
        &error::AccountNotFoundException,
        &error::ConcurrentModificationException,
        &error::ConflictException,
        &error::ConstraintViolationException,
        &error::CreateAccountStatusNotFoundException,
        &error::DuplicatePolicyAttachmentException,
        &error::DuplicatePolicyException,
        &error::FinalizingOrganizationException,
        &error::InvalidInputException,
        &error::MalformedPolicyDocumentException,
        &error::PolicyChangesInProgressException,
        &error::PolicyInUseException,
        &error::PolicyNotAttachedException,
        &error::PolicyNotFoundException,
        &error::PolicyTypeNotAvailableForOrganizationException,
        &error::PolicyTypeNotEnabledException,
        &error::ServiceException,
        &error::TargetNotFoundException,
        &error::TooManyRequestsException,
        &error::UnsupportedAPIEndpointException,
    ],
};

errors! { SERVICE, {
    AWSOrganizationsNotInUseException(aws_organizations_not_in_use) = error::AWSOrganizationsNotInUseException,
    AccessDeniedException(access_denied) = error::AccessDeniedException,
    AccountAlreadyClosedException(account_already_closed) = error::AccountAlreadyClosedException,
    AccountNotFoundException(account_not_found) = error::AccountNotFoundException,
    ConcurrentModificationException(concurrent_modification) = error::ConcurrentModificationException,
    ConflictException(conflict) = error::ConflictException,
    ConstraintViolationException(constraint_violation) = error::ConstraintViolationException,
    CreateAccountStatusNotFoundException(create_account_status_not_found) = error::CreateAccountStatusNotFoundException,
    DuplicatePolicyAttachmentException(duplicate_policy_attachment) = error::DuplicatePolicyAttachmentException,
    DuplicatePolicyException(duplicate_policy) = error::DuplicatePolicyException,
    FinalizingOrganizationException(finalizing_organization) = error::FinalizingOrganizationException,
    InvalidInputException(invalid_input) = error::InvalidInputException,
    MalformedPolicyDocumentException(malformed_policy_document) = error::MalformedPolicyDocumentException,
    PolicyChangesInProgressException(policy_changes_in_progress) = error::PolicyChangesInProgressException,
    PolicyInUseException(policy_in_use) = error::PolicyInUseException,
    PolicyNotAttachedException(policy_not_attached) = error::PolicyNotAttachedException,
    PolicyNotFoundException(policy_not_found) = error::PolicyNotFoundException,
    PolicyTypeNotAvailableForOrganizationException(policy_type_not_available_for_organization) = error::PolicyTypeNotAvailableForOrganizationException,
    PolicyTypeNotEnabledException(policy_type_not_enabled) = error::PolicyTypeNotEnabledException,
    ServiceException(service) = error::ServiceException,
    TargetNotFoundException(target_not_found) = error::TargetNotFoundException,
    TooManyRequestsException(too_many_requests) = error::TooManyRequestsException,
    UnsupportedAPIEndpointException(unsupported_api_endpoint) = error::UnsupportedAPIEndpointException,
} }

structure! { Account(shape::Account) { id: Option<String>, arn: Option<String>, email: Option<String>, name: Option<String>, status: Option<AccountStatus>, state: Option<AccountState>, paths: Option<Vec<String>>, joined_method: Option<AccountJoinedMethod>, joined_timestamp: Option<crate::Timestamp>, } }
enumeration! { AccountJoinedMethod { Invited = "INVITED", Created = "CREATED", } }
enumeration! { AccountState { PendingActivation = "PENDING_ACTIVATION", Active = "ACTIVE", Suspended = "SUSPENDED", PendingClosure = "PENDING_CLOSURE", Closed = "CLOSED", } }
enumeration! { AccountStatus { Active = "ACTIVE", Suspended = "SUSPENDED", PendingClosure = "PENDING_CLOSURE", } }
structure! { AttachPolicyRequest(shape::AttachPolicyRequest) { policy_id: String, target_id: String, } }
structure! { CloseAccountRequest(shape::CloseAccountRequest) { account_id: String, } }
enumeration! { CreateAccountFailureReason { AccountLimitExceeded = "ACCOUNT_LIMIT_EXCEEDED", EmailAlreadyExists = "EMAIL_ALREADY_EXISTS", InvalidAddress = "INVALID_ADDRESS", InvalidEmail = "INVALID_EMAIL", ConcurrentAccountModification = "CONCURRENT_ACCOUNT_MODIFICATION", InternalFailure = "INTERNAL_FAILURE", GovcloudAccountAlreadyExists = "GOVCLOUD_ACCOUNT_ALREADY_EXISTS", MissingBusinessValidation = "MISSING_BUSINESS_VALIDATION", FailedBusinessValidation = "FAILED_BUSINESS_VALIDATION", PendingBusinessValidation = "PENDING_BUSINESS_VALIDATION", InvalidIdentityForBusinessValidation = "INVALID_IDENTITY_FOR_BUSINESS_VALIDATION", UnknownBusinessValidation = "UNKNOWN_BUSINESS_VALIDATION", MissingPaymentInstrument = "MISSING_PAYMENT_INSTRUMENT", InvalidPaymentInstrument = "INVALID_PAYMENT_INSTRUMENT", UpdateExistingResourcePolicyWithTagsNotSupported = "UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED", } }
structure! { CreateAccountRequest(shape::CreateAccountRequest) { email: String, account_name: String, role_name: Option<String>, iam_user_access_to_billing: Option<IAMUserAccessToBilling>, tags: Option<Vec<Tag>>, } }
structure! { CreateAccountResponse(shape::CreateAccountResponse) { create_account_status: Option<CreateAccountStatus>, } }
enumeration! { CreateAccountState { InProgress = "IN_PROGRESS", Succeeded = "SUCCEEDED", Failed = "FAILED", } }
structure! { CreateAccountStatus(shape::CreateAccountStatus) { id: Option<String>, account_name: Option<String>, state: Option<CreateAccountState>, requested_timestamp: Option<crate::Timestamp>, completed_timestamp: Option<crate::Timestamp>, account_id: Option<String>, gov_cloud_account_id: Option<String>, failure_reason: Option<CreateAccountFailureReason>, } }
structure! { CreatePolicyRequest(shape::CreatePolicyRequest) { content: String, description: String, name: String, r#type: PolicyType, tags: Option<Vec<Tag>>, } }
structure! { CreatePolicyResponse(shape::CreatePolicyResponse) { policy: Option<Policy>, } }
structure! { DeletePolicyRequest(shape::DeletePolicyRequest) { policy_id: String, } }
structure! { DescribeAccountRequest(shape::DescribeAccountRequest) { account_id: String, } }
structure! { DescribeAccountResponse(shape::DescribeAccountResponse) { account: Option<Account>, } }
structure! { DescribeCreateAccountStatusRequest(shape::DescribeCreateAccountStatusRequest) { create_account_request_id: String, } }
structure! { DescribeCreateAccountStatusResponse(shape::DescribeCreateAccountStatusResponse) { create_account_status: Option<CreateAccountStatus>, } }
structure! { DescribeOrganizationResponse(shape::DescribeOrganizationResponse) { organization: Option<Organization>, } }
structure! { DescribePolicyRequest(shape::DescribePolicyRequest) { policy_id: String, } }
structure! { DescribePolicyResponse(shape::DescribePolicyResponse) { policy: Option<Policy>, } }
structure! { DetachPolicyRequest(shape::DetachPolicyRequest) { policy_id: String, target_id: String, } }
enumeration! { IAMUserAccessToBilling { Allow = "ALLOW", Deny = "DENY", } }
structure! { ListAccountsRequest(shape::ListAccountsRequest) { next_token: Option<String>, max_results: Option<i32>, } }
structure! { ListAccountsResponse(shape::ListAccountsResponse) { accounts: Option<Vec<Account>>, next_token: Option<String>, } }
structure! { ListPoliciesForTargetRequest(shape::ListPoliciesForTargetRequest) { target_id: String, filter: PolicyType, next_token: Option<String>, max_results: Option<i32>, } }
structure! { ListPoliciesForTargetResponse(shape::ListPoliciesForTargetResponse) { policies: Option<Vec<PolicySummary>>, next_token: Option<String>, } }
structure! { ListPoliciesRequest(shape::ListPoliciesRequest) { filter: PolicyType, next_token: Option<String>, max_results: Option<i32>, } }
structure! { ListPoliciesResponse(shape::ListPoliciesResponse) { policies: Option<Vec<PolicySummary>>, next_token: Option<String>, } }
structure! { ListRootsRequest(shape::ListRootsRequest) { next_token: Option<String>, max_results: Option<i32>, } }
structure! { ListRootsResponse(shape::ListRootsResponse) { roots: Option<Vec<Root>>, next_token: Option<String>, } }
structure! { ListTargetsForPolicyRequest(shape::ListTargetsForPolicyRequest) { policy_id: String, next_token: Option<String>, max_results: Option<i32>, } }
structure! { ListTargetsForPolicyResponse(shape::ListTargetsForPolicyResponse) { targets: Option<Vec<PolicyTargetSummary>>, next_token: Option<String>, } }
structure! { Organization(shape::Organization) { id: Option<String>, arn: Option<String>, feature_set: Option<OrganizationFeatureSet>, master_account_arn: Option<String>, master_account_id: Option<String>, master_account_email: Option<String>, available_policy_types: Option<Vec<PolicyTypeSummary>>, } }
enumeration! { OrganizationFeatureSet { All = "ALL", ConsolidatedBilling = "CONSOLIDATED_BILLING", } }
structure! { Policy(shape::Policy) { policy_summary: Option<PolicySummary>, content: Option<String>, } }
structure! { PolicySummary(shape::PolicySummary) { id: Option<String>, arn: Option<String>, name: Option<String>, description: Option<String>, r#type: Option<PolicyType>, aws_managed: Option<bool>, } }
structure! { PolicyTargetSummary(shape::PolicyTargetSummary) { target_id: Option<String>, arn: Option<String>, name: Option<String>, r#type: Option<TargetType>, } }
enumeration! { PolicyType { ServiceControlPolicy = "SERVICE_CONTROL_POLICY", ResourceControlPolicy = "RESOURCE_CONTROL_POLICY", TagPolicy = "TAG_POLICY", BackupPolicy = "BACKUP_POLICY", AiservicesOptOutPolicy = "AISERVICES_OPT_OUT_POLICY", ChatbotPolicy = "CHATBOT_POLICY", DeclarativePolicyEc2 = "DECLARATIVE_POLICY_EC2", SecurityhubPolicy = "SECURITYHUB_POLICY", InspectorPolicy = "INSPECTOR_POLICY", UpgradeRolloutPolicy = "UPGRADE_ROLLOUT_POLICY", BedrockPolicy = "BEDROCK_POLICY", S3Policy = "S3_POLICY", NetworkSecurityDirectorPolicy = "NETWORK_SECURITY_DIRECTOR_POLICY", } }
enumeration! { PolicyTypeStatus { Enabled = "ENABLED", PendingEnable = "PENDING_ENABLE", PendingDisable = "PENDING_DISABLE", } }
structure! { PolicyTypeSummary(shape::PolicyTypeSummary) { r#type: Option<PolicyType>, status: Option<PolicyTypeStatus>, } }
structure! { Root(shape::Root) { id: Option<String>, arn: Option<String>, name: Option<String>, policy_types: Option<Vec<PolicyTypeSummary>>, } }
structure! { Tag(shape::Tag) { key: String, value: String, } }
enumeration! { TargetType { Account = "ACCOUNT", OrganizationalUnit = "ORGANIZATIONAL_UNIT", Root = "ROOT", } }
structure! { UpdatePolicyRequest(shape::UpdatePolicyRequest) { policy_id: String, name: Option<String>, description: Option<String>, content: Option<String>, } }
structure! { UpdatePolicyResponse(shape::UpdatePolicyResponse) { policy: Option<Policy>, } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        AttachPolicy(super::operation::AttachPolicy): super::AttachPolicyRequest => crate::Empty,
        CloseAccount(super::operation::CloseAccount): super::CloseAccountRequest => crate::Empty,
        CreateAccount(super::operation::CreateAccount): super::CreateAccountRequest => super::CreateAccountResponse,
        CreatePolicy(super::operation::CreatePolicy): super::CreatePolicyRequest => super::CreatePolicyResponse,
        DeletePolicy(super::operation::DeletePolicy): super::DeletePolicyRequest => crate::Empty,
        DescribeAccount(super::operation::DescribeAccount): super::DescribeAccountRequest => super::DescribeAccountResponse,
        DescribeCreateAccountStatus(super::operation::DescribeCreateAccountStatus): super::DescribeCreateAccountStatusRequest => super::DescribeCreateAccountStatusResponse,
        DescribeOrganization(super::operation::DescribeOrganization): crate::Empty => super::DescribeOrganizationResponse,
        DescribePolicy(super::operation::DescribePolicy): super::DescribePolicyRequest => super::DescribePolicyResponse,
        DetachPolicy(super::operation::DetachPolicy): super::DetachPolicyRequest => crate::Empty,
        ListAccounts(super::operation::ListAccounts): super::ListAccountsRequest => super::ListAccountsResponse,
        ListPolicies(super::operation::ListPolicies): super::ListPoliciesRequest => super::ListPoliciesResponse,
        ListPoliciesForTarget(super::operation::ListPoliciesForTarget): super::ListPoliciesForTargetRequest => super::ListPoliciesForTargetResponse,
        ListRoots(super::operation::ListRoots): super::ListRootsRequest => super::ListRootsResponse,
        ListTargetsForPolicy(super::operation::ListTargetsForPolicy): super::ListTargetsForPolicyRequest => super::ListTargetsForPolicyResponse,
        UpdatePolicy(super::operation::UpdatePolicy): super::UpdatePolicyRequest => super::UpdatePolicyResponse,
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

    pub static AttachPolicy: Operation = Operation { service: &SERVICE, name: "AttachPolicy", input: &shape::AttachPolicyRequest, output: &crate::operation::EMPTY, errors: &[&error::AWSOrganizationsNotInUseException, &error::AccessDeniedException, &error::ConcurrentModificationException, &error::ConstraintViolationException, &error::DuplicatePolicyAttachmentException, &error::InvalidInputException, &error::PolicyChangesInProgressException, &error::PolicyNotFoundException, &error::PolicyTypeNotEnabledException, &error::ServiceException, &error::TargetNotFoundException, &error::TooManyRequestsException, &error::UnsupportedAPIEndpointException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("organizations:AttachPolicy", "", &["arn:{partition}:organizations::{account}:account/o-{account}/{TargetId}", "arn:{partition}:organizations::{account}:policy/o-{account}/service_control_policy/{PolicyId}"], &[("organizations:PolicyType", "SERVICE_CONTROL_POLICY")])]) };
    pub static CloseAccount: Operation = Operation { service: &SERVICE, name: "CloseAccount", input: &shape::CloseAccountRequest, output: &crate::operation::EMPTY, errors: &[&error::AWSOrganizationsNotInUseException, &error::AccessDeniedException, &error::AccountAlreadyClosedException, &error::AccountNotFoundException, &error::ConcurrentModificationException, &error::ConflictException, &error::ConstraintViolationException, &error::InvalidInputException, &error::ServiceException, &error::TooManyRequestsException, &error::UnsupportedAPIEndpointException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("organizations:CloseAccount", "", &["arn:{partition}:organizations::{account}:account/o-{account}/{AccountId}"], &[])]) };
    pub static CreateAccount: Operation = Operation { service: &SERVICE, name: "CreateAccount", input: &shape::CreateAccountRequest, output: &shape::CreateAccountResponse, errors: &[&error::AWSOrganizationsNotInUseException, &error::AccessDeniedException, &error::ConcurrentModificationException, &error::ConstraintViolationException, &error::FinalizingOrganizationException, &error::InvalidInputException, &error::ServiceException, &error::TooManyRequestsException, &error::UnsupportedAPIEndpointException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("organizations:CreateAccount", "", &[], &[]), Need::new("organizations:TagResource", "Tags", &["arn:{partition}:organizations:{region}:{account}:*"], &[])]) };
    pub static CreatePolicy: Operation = Operation { service: &SERVICE, name: "CreatePolicy", input: &shape::CreatePolicyRequest, output: &shape::CreatePolicyResponse, errors: &[&error::AWSOrganizationsNotInUseException, &error::AccessDeniedException, &error::ConcurrentModificationException, &error::ConstraintViolationException, &error::DuplicatePolicyException, &error::InvalidInputException, &error::MalformedPolicyDocumentException, &error::PolicyTypeNotAvailableForOrganizationException, &error::ServiceException, &error::TooManyRequestsException, &error::UnsupportedAPIEndpointException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("organizations:CreatePolicy", "", &[], &[("organizations:PolicyType", "{Type}")]), Need::new("organizations:TagResource", "Tags", &["arn:{partition}:organizations:{region}:{account}:*"], &[])]) };
    pub static DeletePolicy: Operation = Operation { service: &SERVICE, name: "DeletePolicy", input: &shape::DeletePolicyRequest, output: &crate::operation::EMPTY, errors: &[&error::AWSOrganizationsNotInUseException, &error::AccessDeniedException, &error::ConcurrentModificationException, &error::InvalidInputException, &error::PolicyInUseException, &error::PolicyNotFoundException, &error::ServiceException, &error::TooManyRequestsException, &error::UnsupportedAPIEndpointException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("organizations:DeletePolicy", "", &["arn:{partition}:organizations::{account}:policy/o-{account}/service_control_policy/{PolicyId}"], &[("organizations:PolicyType", "SERVICE_CONTROL_POLICY")])]) };
    pub static DescribeAccount: Operation = Operation { service: &SERVICE, name: "DescribeAccount", input: &shape::DescribeAccountRequest, output: &shape::DescribeAccountResponse, errors: &[&error::AWSOrganizationsNotInUseException, &error::AccessDeniedException, &error::AccountNotFoundException, &error::InvalidInputException, &error::ServiceException, &error::TooManyRequestsException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("organizations:DescribeAccount", "", &["arn:{partition}:organizations::{account}:account/o-{account}/{AccountId}"], &[])]) };
    pub static DescribeCreateAccountStatus: Operation = Operation { service: &SERVICE, name: "DescribeCreateAccountStatus", input: &shape::DescribeCreateAccountStatusRequest, output: &shape::DescribeCreateAccountStatusResponse, errors: &[&error::AWSOrganizationsNotInUseException, &error::AccessDeniedException, &error::CreateAccountStatusNotFoundException, &error::InvalidInputException, &error::ServiceException, &error::TooManyRequestsException, &error::UnsupportedAPIEndpointException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("organizations:DescribeCreateAccountStatus", "", &[], &[])]) };
    pub static DescribeOrganization: Operation = Operation { service: &SERVICE, name: "DescribeOrganization", input: &crate::operation::EMPTY, output: &shape::DescribeOrganizationResponse, errors: &[&error::AWSOrganizationsNotInUseException, &error::AccessDeniedException, &error::ConcurrentModificationException, &error::ServiceException, &error::TooManyRequestsException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("organizations:DescribeOrganization", "", &[], &[])]) };
    pub static DescribePolicy: Operation = Operation { service: &SERVICE, name: "DescribePolicy", input: &shape::DescribePolicyRequest, output: &shape::DescribePolicyResponse, errors: &[&error::AWSOrganizationsNotInUseException, &error::AccessDeniedException, &error::InvalidInputException, &error::PolicyNotFoundException, &error::ServiceException, &error::TooManyRequestsException, &error::UnsupportedAPIEndpointException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("organizations:DescribePolicy", "", &["arn:{partition}:organizations::{account}:policy/o-{account}/service_control_policy/{PolicyId}"], &[("organizations:PolicyType", "SERVICE_CONTROL_POLICY")])]) };
    pub static DetachPolicy: Operation = Operation { service: &SERVICE, name: "DetachPolicy", input: &shape::DetachPolicyRequest, output: &crate::operation::EMPTY, errors: &[&error::AWSOrganizationsNotInUseException, &error::AccessDeniedException, &error::ConcurrentModificationException, &error::ConstraintViolationException, &error::InvalidInputException, &error::PolicyChangesInProgressException, &error::PolicyNotAttachedException, &error::PolicyNotFoundException, &error::ServiceException, &error::TargetNotFoundException, &error::TooManyRequestsException, &error::UnsupportedAPIEndpointException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("organizations:DetachPolicy", "", &["arn:{partition}:organizations::{account}:account/o-{account}/{TargetId}", "arn:{partition}:organizations::{account}:policy/o-{account}/service_control_policy/{PolicyId}"], &[("organizations:PolicyType", "SERVICE_CONTROL_POLICY")])]) };
    pub static ListAccounts: Operation = Operation { service: &SERVICE, name: "ListAccounts", input: &shape::ListAccountsRequest, output: &shape::ListAccountsResponse, errors: &[&error::AWSOrganizationsNotInUseException, &error::AccessDeniedException, &error::InvalidInputException, &error::ServiceException, &error::TooManyRequestsException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("organizations:ListAccounts", "", &[], &[])]) };
    pub static ListPolicies: Operation = Operation { service: &SERVICE, name: "ListPolicies", input: &shape::ListPoliciesRequest, output: &shape::ListPoliciesResponse, errors: &[&error::AWSOrganizationsNotInUseException, &error::AccessDeniedException, &error::InvalidInputException, &error::ServiceException, &error::TooManyRequestsException, &error::UnsupportedAPIEndpointException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("organizations:ListPolicies", "", &[], &[("organizations:PolicyType", "{Filter}")])]) };
    pub static ListPoliciesForTarget: Operation = Operation { service: &SERVICE, name: "ListPoliciesForTarget", input: &shape::ListPoliciesForTargetRequest, output: &shape::ListPoliciesForTargetResponse, errors: &[&error::AWSOrganizationsNotInUseException, &error::AccessDeniedException, &error::InvalidInputException, &error::ServiceException, &error::TargetNotFoundException, &error::TooManyRequestsException, &error::UnsupportedAPIEndpointException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("organizations:ListPoliciesForTarget", "", &["arn:{partition}:organizations::{account}:account/o-{account}/{TargetId}"], &[("organizations:PolicyType", "{Filter}")])]) };
    pub static ListRoots: Operation = Operation { service: &SERVICE, name: "ListRoots", input: &shape::ListRootsRequest, output: &shape::ListRootsResponse, errors: &[&error::AWSOrganizationsNotInUseException, &error::AccessDeniedException, &error::InvalidInputException, &error::ServiceException, &error::TooManyRequestsException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("organizations:ListRoots", "", &[], &[])]) };
    pub static ListTargetsForPolicy: Operation = Operation { service: &SERVICE, name: "ListTargetsForPolicy", input: &shape::ListTargetsForPolicyRequest, output: &shape::ListTargetsForPolicyResponse, errors: &[&error::AWSOrganizationsNotInUseException, &error::AccessDeniedException, &error::InvalidInputException, &error::PolicyNotFoundException, &error::ServiceException, &error::TooManyRequestsException, &error::UnsupportedAPIEndpointException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("organizations:ListTargetsForPolicy", "", &["arn:{partition}:organizations::{account}:policy/o-{account}/service_control_policy/{PolicyId}"], &[("organizations:PolicyType", "SERVICE_CONTROL_POLICY")])]) };
    pub static UpdatePolicy: Operation = Operation { service: &SERVICE, name: "UpdatePolicy", input: &shape::UpdatePolicyRequest, output: &shape::UpdatePolicyResponse, errors: &[&error::AWSOrganizationsNotInUseException, &error::AccessDeniedException, &error::ConcurrentModificationException, &error::ConstraintViolationException, &error::DuplicatePolicyException, &error::InvalidInputException, &error::MalformedPolicyDocumentException, &error::PolicyChangesInProgressException, &error::PolicyNotFoundException, &error::ServiceException, &error::TooManyRequestsException, &error::UnsupportedAPIEndpointException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("organizations:UpdatePolicy", "", &["arn:{partition}:organizations::{account}:policy/o-{account}/service_control_policy/{PolicyId}"], &[("organizations:PolicyType", "SERVICE_CONTROL_POLICY")])]) };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static AWSOrganizationsNotInUseException: ErrorShape = ErrorShape::new(&shape::AWSOrganizationsNotInUseException, "AWSOrganizationsNotInUseException", 400, false);
    pub static AccessDeniedException: ErrorShape = ErrorShape::new(&shape::AccessDeniedException, "AccessDeniedException", 400, false);
    pub static AccountAlreadyClosedException: ErrorShape = ErrorShape::new(&shape::AccountAlreadyClosedException, "AccountAlreadyClosedException", 400, false);
    pub static AccountNotFoundException: ErrorShape = ErrorShape::new(&shape::AccountNotFoundException, "AccountNotFoundException", 400, false);
    pub static ConcurrentModificationException: ErrorShape = ErrorShape::new(&shape::ConcurrentModificationException, "ConcurrentModificationException", 400, false);
    pub static ConflictException: ErrorShape = ErrorShape::new(&shape::ConflictException, "ConflictException", 400, false);
    pub static ConstraintViolationException: ErrorShape = ErrorShape::new(&shape::ConstraintViolationException, "ConstraintViolationException", 400, false);
    pub static CreateAccountStatusNotFoundException: ErrorShape = ErrorShape::new(&shape::CreateAccountStatusNotFoundException, "CreateAccountStatusNotFoundException", 400, false);
    pub static DuplicatePolicyAttachmentException: ErrorShape = ErrorShape::new(&shape::DuplicatePolicyAttachmentException, "DuplicatePolicyAttachmentException", 400, false);
    pub static DuplicatePolicyException: ErrorShape = ErrorShape::new(&shape::DuplicatePolicyException, "DuplicatePolicyException", 400, false);
    pub static FinalizingOrganizationException: ErrorShape = ErrorShape::new(&shape::FinalizingOrganizationException, "FinalizingOrganizationException", 400, false);
    pub static InvalidInputException: ErrorShape = ErrorShape::new(&shape::InvalidInputException, "InvalidInputException", 400, false);
    pub static MalformedPolicyDocumentException: ErrorShape = ErrorShape::new(&shape::MalformedPolicyDocumentException, "MalformedPolicyDocumentException", 400, false);
    pub static PolicyChangesInProgressException: ErrorShape = ErrorShape::new(&shape::PolicyChangesInProgressException, "PolicyChangesInProgressException", 400, false);
    pub static PolicyInUseException: ErrorShape = ErrorShape::new(&shape::PolicyInUseException, "PolicyInUseException", 400, false);
    pub static PolicyNotAttachedException: ErrorShape = ErrorShape::new(&shape::PolicyNotAttachedException, "PolicyNotAttachedException", 400, false);
    pub static PolicyNotFoundException: ErrorShape = ErrorShape::new(&shape::PolicyNotFoundException, "PolicyNotFoundException", 400, false);
    pub static PolicyTypeNotAvailableForOrganizationException: ErrorShape = ErrorShape::new(&shape::PolicyTypeNotAvailableForOrganizationException, "PolicyTypeNotAvailableForOrganizationException", 400, false);
    pub static PolicyTypeNotEnabledException: ErrorShape = ErrorShape::new(&shape::PolicyTypeNotEnabledException, "PolicyTypeNotEnabledException", 400, false);
    pub static ServiceException: ErrorShape = ErrorShape::new(&shape::ServiceException, "ServiceException", 500, true);
    pub static TargetNotFoundException: ErrorShape = ErrorShape::new(&shape::TargetNotFoundException, "TargetNotFoundException", 400, false);
    pub static TooManyRequestsException: ErrorShape = ErrorShape::new(&shape::TooManyRequestsException, "TooManyRequestsException", 400, false);
    pub static UnsupportedAPIEndpointException: ErrorShape = ErrorShape::new(&shape::UnsupportedAPIEndpointException, "UnsupportedAPIEndpointException", 400, false);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static AWSOrganizationsNotInUseException: Shape = Shape::structure("AWSOrganizationsNotInUseException", &[Member::new("Message", &ExceptionMessage), ]);
    pub static AccessDeniedException: Shape = Shape::structure("AccessDeniedException", &[Member::new("Message", &ExceptionMessage), ]);
    pub static Account: Shape = Shape::structure("Account", &[Member::new("Id", &AccountId), Member::new("Arn", &AccountArn), Member::new("Email", &Email), Member::new("Name", &AccountName), Member::new("Status", &AccountStatus), Member::new("State", &AccountState), Member::new("Paths", &Paths), Member::new("JoinedMethod", &AccountJoinedMethod), Member::new("JoinedTimestamp", &Timestamp), ]);
    pub static AccountAlreadyClosedException: Shape = Shape::structure("AccountAlreadyClosedException", &[Member::new("Message", &ExceptionMessage), ]);
    pub static AccountArn: Shape = Shape::new("AccountArn", Kind::String);
    static AccountId_pattern: Pattern = Pattern::new("^\\d{12}$");
    pub static AccountId: Shape = Shape::new("AccountId", Kind::String).max(12.0).pattern(&AccountId_pattern);
    pub static AccountJoinedMethod: Shape = Shape::new("AccountJoinedMethod", Kind::String).values(&["INVITED", "CREATED"]);
    pub static AccountName: Shape = Shape::new("AccountName", Kind::String).min(1.0).max(128.0).sensitive();
    pub static AccountNotFoundException: Shape = Shape::structure("AccountNotFoundException", &[Member::new("Message", &ExceptionMessage), ]);
    pub static AccountState: Shape = Shape::new("AccountState", Kind::String).values(&["PENDING_ACTIVATION", "ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "CLOSED"]);
    pub static AccountStatus: Shape = Shape::new("AccountStatus", Kind::String).values(&["ACTIVE", "SUSPENDED", "PENDING_CLOSURE"]);
    pub static Accounts: Shape = Shape::new("Accounts", Kind::List(Member::new("member", &Account)));
    pub static AttachPolicyRequest: Shape = Shape::structure("AttachPolicyRequest", &[Member::new("PolicyId", &PolicyId).required(), Member::new("TargetId", &PolicyTargetId).required(), ]);
    pub static AwsManagedPolicy: Shape = Shape::new("AwsManagedPolicy", Kind::Boolean);
    pub static CloseAccountRequest: Shape = Shape::structure("CloseAccountRequest", &[Member::new("AccountId", &AccountId).required(), ]);
    pub static ConcurrentModificationException: Shape = Shape::structure("ConcurrentModificationException", &[Member::new("Message", &ExceptionMessage), ]);
    pub static ConflictException: Shape = Shape::structure("ConflictException", &[Member::new("Message", &ExceptionMessage), ]);
    pub static ConstraintViolationException: Shape = Shape::structure("ConstraintViolationException", &[Member::new("Message", &ExceptionMessage), Member::new("Reason", &ConstraintViolationExceptionReason), ]);
    pub static ConstraintViolationExceptionReason: Shape = Shape::new("ConstraintViolationExceptionReason", Kind::String).values(&["ACCOUNT_NUMBER_LIMIT_EXCEEDED", "HANDSHAKE_RATE_LIMIT_EXCEEDED", "OU_NUMBER_LIMIT_EXCEEDED", "OU_DEPTH_LIMIT_EXCEEDED", "POLICY_NUMBER_LIMIT_EXCEEDED", "POLICY_CONTENT_LIMIT_EXCEEDED", "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", "ACCOUNT_CANNOT_LEAVE_ORGANIZATION", "ACCOUNT_CANNOT_LEAVE_WITHOUT_EULA", "ACCOUNT_CANNOT_LEAVE_WITHOUT_PHONE_VERIFICATION", "MASTER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED", "MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED", "ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED", "MASTER_ACCOUNT_ADDRESS_DOES_NOT_MATCH_MARKETPLACE", "MASTER_ACCOUNT_MISSING_CONTACT_INFO", "MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED", "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE", "CREATE_ORGANIZATION_IN_BILLING_MODE_UNSUPPORTED_REGION", "EMAIL_VERIFICATION_CODE_EXPIRED", "WAIT_PERIOD_ACTIVE", "MAX_TAG_LIMIT_EXCEEDED", "TAG_POLICY_VIOLATION", "MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED", "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR", "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG", "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE", "POLICY_TYPE_ENABLED_FOR_THIS_SERVICE", "MASTER_ACCOUNT_MISSING_BUSINESS_LICENSE", "CANNOT_CLOSE_MANAGEMENT_ACCOUNT", "CLOSE_ACCOUNT_QUOTA_EXCEEDED", "CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED", "SERVICE_ACCESS_NOT_ENABLED", "INVALID_PAYMENT_INSTRUMENT", "ACCOUNT_CREATION_NOT_COMPLETE", "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR", "ALL_FEATURES_MIGRATION_ORGANIZATION_SIZE_LIMIT_EXCEEDED", "RESPONSIBILITY_TRANSFER_MAX_LEVEL_VIOLATION", "RESPONSIBILITY_TRANSFER_MAX_INBOUND_QUOTA_VIOLATION", "RESPONSIBILITY_TRANSFER_MAX_OUTBOUND_QUOTA_VIOLATION", "RESPONSIBILITY_TRANSFER_MAX_TRANSFERS_QUOTA_VIOLATION", "ACTIVE_RESPONSIBILITY_TRANSFER_PROCESS", "TRANSFER_RESPONSIBILITY_TARGET_DELETION_IN_PROGRESS", "TRANSFER_RESPONSIBILITY_SOURCE_DELETION_IN_PROGRESS", "UNSUPPORTED_PRICING"]);
    pub static CreateAccountFailureReason: Shape = Shape::new("CreateAccountFailureReason", Kind::String).values(&["ACCOUNT_LIMIT_EXCEEDED", "EMAIL_ALREADY_EXISTS", "INVALID_ADDRESS", "INVALID_EMAIL", "CONCURRENT_ACCOUNT_MODIFICATION", "INTERNAL_FAILURE", "GOVCLOUD_ACCOUNT_ALREADY_EXISTS", "MISSING_BUSINESS_VALIDATION", "FAILED_BUSINESS_VALIDATION", "PENDING_BUSINESS_VALIDATION", "INVALID_IDENTITY_FOR_BUSINESS_VALIDATION", "UNKNOWN_BUSINESS_VALIDATION", "MISSING_PAYMENT_INSTRUMENT", "INVALID_PAYMENT_INSTRUMENT", "UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED"]);
    static CreateAccountName_pattern: Pattern = Pattern::new("[\\u0020-\\u007E]+");
    pub static CreateAccountName: Shape = Shape::new("CreateAccountName", Kind::String).min(1.0).max(50.0).sensitive().pattern(&CreateAccountName_pattern);
    pub static CreateAccountRequest: Shape = Shape::structure("CreateAccountRequest", &[Member::new("Email", &Email).required(), Member::new("AccountName", &CreateAccountName).required(), Member::new("RoleName", &RoleName), Member::new("IamUserAccessToBilling", &IAMUserAccessToBilling), Member::new("Tags", &Tags), ]);
    static CreateAccountRequestId_pattern: Pattern = Pattern::new("^car-[a-z0-9]{8,32}$");
    pub static CreateAccountRequestId: Shape = Shape::new("CreateAccountRequestId", Kind::String).max(36.0).pattern(&CreateAccountRequestId_pattern);
    pub static CreateAccountResponse: Shape = Shape::structure("CreateAccountResponse", &[Member::new("CreateAccountStatus", &CreateAccountStatus), ]);
    pub static CreateAccountState: Shape = Shape::new("CreateAccountState", Kind::String).values(&["IN_PROGRESS", "SUCCEEDED", "FAILED"]);
    pub static CreateAccountStatus: Shape = Shape::structure("CreateAccountStatus", &[Member::new("Id", &CreateAccountRequestId), Member::new("AccountName", &CreateAccountName), Member::new("State", &CreateAccountState), Member::new("RequestedTimestamp", &Timestamp), Member::new("CompletedTimestamp", &Timestamp), Member::new("AccountId", &AccountId), Member::new("GovCloudAccountId", &AccountId), Member::new("FailureReason", &CreateAccountFailureReason), ]);
    pub static CreateAccountStatusNotFoundException: Shape = Shape::structure("CreateAccountStatusNotFoundException", &[Member::new("Message", &ExceptionMessage), ]);
    pub static CreatePolicyRequest: Shape = Shape::structure("CreatePolicyRequest", &[Member::new("Content", &PolicyContent).required(), Member::new("Description", &PolicyDescription).required(), Member::new("Name", &PolicyName).required(), Member::new("Type", &PolicyType).required(), Member::new("Tags", &Tags), ]);
    pub static CreatePolicyResponse: Shape = Shape::structure("CreatePolicyResponse", &[Member::new("Policy", &Policy), ]);
    pub static DeletePolicyRequest: Shape = Shape::structure("DeletePolicyRequest", &[Member::new("PolicyId", &PolicyId).required(), ]);
    pub static DescribeAccountRequest: Shape = Shape::structure("DescribeAccountRequest", &[Member::new("AccountId", &AccountId).required(), ]);
    pub static DescribeAccountResponse: Shape = Shape::structure("DescribeAccountResponse", &[Member::new("Account", &Account), ]);
    pub static DescribeCreateAccountStatusRequest: Shape = Shape::structure("DescribeCreateAccountStatusRequest", &[Member::new("CreateAccountRequestId", &CreateAccountRequestId).required(), ]);
    pub static DescribeCreateAccountStatusResponse: Shape = Shape::structure("DescribeCreateAccountStatusResponse", &[Member::new("CreateAccountStatus", &CreateAccountStatus), ]);
    pub static DescribeOrganizationResponse: Shape = Shape::structure("DescribeOrganizationResponse", &[Member::new("Organization", &Organization), ]);
    pub static DescribePolicyRequest: Shape = Shape::structure("DescribePolicyRequest", &[Member::new("PolicyId", &PolicyId).required(), ]);
    pub static DescribePolicyResponse: Shape = Shape::structure("DescribePolicyResponse", &[Member::new("Policy", &Policy), ]);
    pub static DetachPolicyRequest: Shape = Shape::structure("DetachPolicyRequest", &[Member::new("PolicyId", &PolicyId).required(), Member::new("TargetId", &PolicyTargetId).required(), ]);
    pub static DuplicatePolicyAttachmentException: Shape = Shape::structure("DuplicatePolicyAttachmentException", &[Member::new("Message", &ExceptionMessage), ]);
    pub static DuplicatePolicyException: Shape = Shape::structure("DuplicatePolicyException", &[Member::new("Message", &ExceptionMessage), ]);
    static Email_pattern: Pattern = Pattern::new("[^\\s@]+@[^\\s@]+\\.[^\\s@]+");
    pub static Email: Shape = Shape::new("Email", Kind::String).min(6.0).max(64.0).sensitive().pattern(&Email_pattern);
    pub static ExceptionMessage: Shape = Shape::new("ExceptionMessage", Kind::String);
    pub static ExceptionType: Shape = Shape::new("ExceptionType", Kind::String);
    pub static FinalizingOrganizationException: Shape = Shape::structure("FinalizingOrganizationException", &[Member::new("Message", &ExceptionMessage), ]);
    pub static GenericArn: Shape = Shape::new("GenericArn", Kind::String);
    pub static IAMUserAccessToBilling: Shape = Shape::new("IAMUserAccessToBilling", Kind::String).values(&["ALLOW", "DENY"]);
    pub static InvalidInputException: Shape = Shape::structure("InvalidInputException", &[Member::new("Message", &ExceptionMessage), Member::new("Reason", &InvalidInputExceptionReason), ]);
    pub static InvalidInputExceptionReason: Shape = Shape::new("InvalidInputExceptionReason", Kind::String).values(&["INVALID_PARTY_TYPE_TARGET", "INVALID_SYNTAX_ORGANIZATION_ARN", "INVALID_SYNTAX_POLICY_ID", "INVALID_ENUM", "INVALID_ENUM_POLICY_TYPE", "INVALID_LIST_MEMBER", "MAX_LENGTH_EXCEEDED", "MAX_VALUE_EXCEEDED", "MIN_LENGTH_EXCEEDED", "MIN_VALUE_EXCEEDED", "IMMUTABLE_POLICY", "INVALID_PATTERN", "INVALID_PATTERN_TARGET_ID", "INPUT_REQUIRED", "INVALID_NEXT_TOKEN", "MAX_LIMIT_EXCEEDED_FILTER", "MOVING_ACCOUNT_BETWEEN_DIFFERENT_ROOTS", "INVALID_FULL_NAME_TARGET", "UNRECOGNIZED_SERVICE_PRINCIPAL", "INVALID_ROLE_NAME", "INVALID_SYSTEM_TAGS_PARAMETER", "DUPLICATE_TAG_KEY", "TARGET_NOT_SUPPORTED", "INVALID_EMAIL_ADDRESS_TARGET", "INVALID_RESOURCE_POLICY_JSON", "INVALID_PRINCIPAL", "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY", "UNSUPPORTED_POLICY_TYPE_IN_RESOURCE_POLICY", "UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY", "NON_DETACHABLE_POLICY", "CALLER_REQUIRED_FIELD_MISSING", "UNSUPPORTED_ACTION_IN_RESPONSIBILITY_TRANSFER", "START_DATE_NOT_BEGINNING_OF_MONTH", "START_DATE_NOT_BEGINNING_OF_DAY", "START_DATE_TOO_EARLY", "START_DATE_TOO_LATE", "INVALID_START_DATE", "END_DATE_NOT_END_OF_MONTH", "END_DATE_TOO_EARLY", "INVALID_END_DATE"]);
    pub static ListAccountsRequest: Shape = Shape::structure("ListAccountsRequest", &[Member::new("NextToken", &NextToken), Member::new("MaxResults", &MaxResults), ]);
    pub static ListAccountsResponse: Shape = Shape::structure("ListAccountsResponse", &[Member::new("Accounts", &Accounts), Member::new("NextToken", &NextToken), ]);
    pub static ListPoliciesForTargetRequest: Shape = Shape::structure("ListPoliciesForTargetRequest", &[Member::new("TargetId", &PolicyTargetId).required(), Member::new("Filter", &PolicyType).required(), Member::new("NextToken", &NextToken), Member::new("MaxResults", &MaxResults), ]);
    pub static ListPoliciesForTargetResponse: Shape = Shape::structure("ListPoliciesForTargetResponse", &[Member::new("Policies", &Policies), Member::new("NextToken", &NextToken), ]);
    pub static ListPoliciesRequest: Shape = Shape::structure("ListPoliciesRequest", &[Member::new("Filter", &PolicyType).required(), Member::new("NextToken", &NextToken), Member::new("MaxResults", &MaxResults), ]);
    pub static ListPoliciesResponse: Shape = Shape::structure("ListPoliciesResponse", &[Member::new("Policies", &Policies), Member::new("NextToken", &NextToken), ]);
    pub static ListRootsRequest: Shape = Shape::structure("ListRootsRequest", &[Member::new("NextToken", &NextToken), Member::new("MaxResults", &MaxResults), ]);
    pub static ListRootsResponse: Shape = Shape::structure("ListRootsResponse", &[Member::new("Roots", &Roots), Member::new("NextToken", &NextToken), ]);
    pub static ListTargetsForPolicyRequest: Shape = Shape::structure("ListTargetsForPolicyRequest", &[Member::new("PolicyId", &PolicyId).required(), Member::new("NextToken", &NextToken), Member::new("MaxResults", &MaxResults), ]);
    pub static ListTargetsForPolicyResponse: Shape = Shape::structure("ListTargetsForPolicyResponse", &[Member::new("Targets", &PolicyTargets), Member::new("NextToken", &NextToken), ]);
    pub static MalformedPolicyDocumentException: Shape = Shape::structure("MalformedPolicyDocumentException", &[Member::new("Message", &ExceptionMessage), ]);
    pub static MaxResults: Shape = Shape::new("MaxResults", Kind::Integer).min(1.0).max(20.0);
    static NextToken_pattern: Pattern = Pattern::new("[\\s\\S]*");
    pub static NextToken: Shape = Shape::new("NextToken", Kind::String).max(100000.0).pattern(&NextToken_pattern);
    pub static Organization: Shape = Shape::structure("Organization", &[Member::new("Id", &OrganizationId), Member::new("Arn", &OrganizationArn), Member::new("FeatureSet", &OrganizationFeatureSet), Member::new("MasterAccountArn", &AccountArn), Member::new("MasterAccountId", &AccountId), Member::new("MasterAccountEmail", &Email), Member::new("AvailablePolicyTypes", &PolicyTypes), ]);
    pub static OrganizationArn: Shape = Shape::new("OrganizationArn", Kind::String);
    pub static OrganizationFeatureSet: Shape = Shape::new("OrganizationFeatureSet", Kind::String).values(&["ALL", "CONSOLIDATED_BILLING"]);
    pub static OrganizationId: Shape = Shape::new("OrganizationId", Kind::String);
    pub static Path: Shape = Shape::new("Path", Kind::String);
    pub static Paths: Shape = Shape::new("Paths", Kind::List(Member::new("member", &Path)));
    pub static Policies: Shape = Shape::new("Policies", Kind::List(Member::new("member", &PolicySummary)));
    pub static Policy: Shape = Shape::structure("Policy", &[Member::new("PolicySummary", &PolicySummary), Member::new("Content", &PolicyContent), ]);
    pub static PolicyArn: Shape = Shape::new("PolicyArn", Kind::String);
    pub static PolicyChangesInProgressException: Shape = Shape::structure("PolicyChangesInProgressException", &[Member::new("Message", &ExceptionMessage), ]);
    static PolicyContent_pattern: Pattern = Pattern::new("[\\s\\S]*");
    pub static PolicyContent: Shape = Shape::new("PolicyContent", Kind::String).min(1.0).pattern(&PolicyContent_pattern);
    static PolicyDescription_pattern: Pattern = Pattern::new("[\\s\\S]*");
    pub static PolicyDescription: Shape = Shape::new("PolicyDescription", Kind::String).max(512.0).pattern(&PolicyDescription_pattern);
    static PolicyId_pattern: Pattern = Pattern::new("^p-[0-9a-zA-Z_]{8,128}$");
    pub static PolicyId: Shape = Shape::new("PolicyId", Kind::String).max(130.0).pattern(&PolicyId_pattern);
    pub static PolicyInUseException: Shape = Shape::structure("PolicyInUseException", &[Member::new("Message", &ExceptionMessage), ]);
    static PolicyName_pattern: Pattern = Pattern::new("[\\s\\S]*");
    pub static PolicyName: Shape = Shape::new("PolicyName", Kind::String).min(1.0).max(128.0).pattern(&PolicyName_pattern);
    pub static PolicyNotAttachedException: Shape = Shape::structure("PolicyNotAttachedException", &[Member::new("Message", &ExceptionMessage), ]);
    pub static PolicyNotFoundException: Shape = Shape::structure("PolicyNotFoundException", &[Member::new("Message", &ExceptionMessage), ]);
    pub static PolicySummary: Shape = Shape::structure("PolicySummary", &[Member::new("Id", &PolicyId), Member::new("Arn", &PolicyArn), Member::new("Name", &PolicyName), Member::new("Description", &PolicyDescription), Member::new("Type", &PolicyType), Member::new("AwsManaged", &AwsManagedPolicy), ]);
    static PolicyTargetId_pattern: Pattern = Pattern::new("^(r-[0-9a-z]{4,32})|(\\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$");
    pub static PolicyTargetId: Shape = Shape::new("PolicyTargetId", Kind::String).max(100.0).pattern(&PolicyTargetId_pattern);
    pub static PolicyTargetSummary: Shape = Shape::structure("PolicyTargetSummary", &[Member::new("TargetId", &PolicyTargetId), Member::new("Arn", &GenericArn), Member::new("Name", &TargetName), Member::new("Type", &TargetType), ]);
    pub static PolicyTargets: Shape = Shape::new("PolicyTargets", Kind::List(Member::new("member", &PolicyTargetSummary)));
    pub static PolicyType: Shape = Shape::new("PolicyType", Kind::String).values(&["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "TAG_POLICY", "BACKUP_POLICY", "AISERVICES_OPT_OUT_POLICY", "CHATBOT_POLICY", "DECLARATIVE_POLICY_EC2", "SECURITYHUB_POLICY", "INSPECTOR_POLICY", "UPGRADE_ROLLOUT_POLICY", "BEDROCK_POLICY", "S3_POLICY", "NETWORK_SECURITY_DIRECTOR_POLICY"]);
    pub static PolicyTypeNotAvailableForOrganizationException: Shape = Shape::structure("PolicyTypeNotAvailableForOrganizationException", &[Member::new("Message", &ExceptionMessage), ]);
    pub static PolicyTypeNotEnabledException: Shape = Shape::structure("PolicyTypeNotEnabledException", &[Member::new("Message", &ExceptionMessage), ]);
    pub static PolicyTypeStatus: Shape = Shape::new("PolicyTypeStatus", Kind::String).values(&["ENABLED", "PENDING_ENABLE", "PENDING_DISABLE"]);
    pub static PolicyTypeSummary: Shape = Shape::structure("PolicyTypeSummary", &[Member::new("Type", &PolicyType), Member::new("Status", &PolicyTypeStatus), ]);
    pub static PolicyTypes: Shape = Shape::new("PolicyTypes", Kind::List(Member::new("member", &PolicyTypeSummary)));
    static RoleName_pattern: Pattern = Pattern::new("[\\w+=,.@-]{1,64}");
    pub static RoleName: Shape = Shape::new("RoleName", Kind::String).max(64.0).pattern(&RoleName_pattern);
    pub static Root: Shape = Shape::structure("Root", &[Member::new("Id", &RootId), Member::new("Arn", &RootArn), Member::new("Name", &RootName), Member::new("PolicyTypes", &PolicyTypes), ]);
    pub static RootArn: Shape = Shape::new("RootArn", Kind::String);
    pub static RootId: Shape = Shape::new("RootId", Kind::String).max(34.0);
    pub static RootName: Shape = Shape::new("RootName", Kind::String).min(1.0).max(128.0);
    pub static Roots: Shape = Shape::new("Roots", Kind::List(Member::new("member", &Root)));
    pub static ServiceException: Shape = Shape::structure("ServiceException", &[Member::new("Message", &ExceptionMessage), ]);
    pub static Tag: Shape = Shape::structure("Tag", &[Member::new("Key", &TagKey).required(), Member::new("Value", &TagValue).required(), ]);
    static TagKey_pattern: Pattern = Pattern::new("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$");
    pub static TagKey: Shape = Shape::new("TagKey", Kind::String).min(1.0).max(128.0).pattern(&TagKey_pattern);
    static TagValue_pattern: Pattern = Pattern::new("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$");
    pub static TagValue: Shape = Shape::new("TagValue", Kind::String).min(0.0).max(256.0).pattern(&TagValue_pattern);
    pub static Tags: Shape = Shape::new("Tags", Kind::List(Member::new("member", &Tag)));
    pub static TargetName: Shape = Shape::new("TargetName", Kind::String).min(1.0).max(128.0);
    pub static TargetNotFoundException: Shape = Shape::structure("TargetNotFoundException", &[Member::new("Message", &ExceptionMessage), ]);
    pub static TargetType: Shape = Shape::new("TargetType", Kind::String).values(&["ACCOUNT", "ORGANIZATIONAL_UNIT", "ROOT"]);
    pub static Timestamp: Shape = Shape::new("Timestamp", Kind::Timestamp(None));
    pub static TooManyRequestsException: Shape = Shape::structure("TooManyRequestsException", &[Member::new("Type", &ExceptionType), Member::new("Message", &ExceptionMessage), ]);
    pub static UnsupportedAPIEndpointException: Shape = Shape::structure("UnsupportedAPIEndpointException", &[Member::new("Message", &ExceptionMessage), ]);
    pub static UpdatePolicyRequest: Shape = Shape::structure("UpdatePolicyRequest", &[Member::new("PolicyId", &PolicyId).required(), Member::new("Name", &PolicyName), Member::new("Description", &PolicyDescription), Member::new("Content", &PolicyContent), ]);
    pub static UpdatePolicyResponse: Shape = Shape::structure("UpdatePolicyResponse", &[Member::new("Policy", &Policy), ]);
}
