// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `sts`.

/// The service `sts`.
pub static SERVICE: crate::Service = crate::Service {
    id: "sts",
    sdk_name: "sts",
    signing_name: "sts",
    protocols: &[crate::Protocol::Query],
    target_prefix: "",
    api_version: "2011-06-15",
    xmlns: "https://sts.amazonaws.com/doc/2011-06-15/",
    query_compatible: false,
    operation_names: &[
        "AssumeRole",
        "AssumeRoleWithSAML",
        "AssumeRoleWithWebIdentity",
        "AssumeRoot",
        "DecodeAuthorizationMessage",
        "GetAccessKeyInfo",
        "GetCallerIdentity",
        "GetDelegatedAccessToken",
        "GetFederationToken",
        "GetSessionToken",
        "GetWebIdentityToken",
    ],
    unsigned_names: &[
        "AssumeRoleWithSAML",
        "AssumeRoleWithWebIdentity",
    ],
    operations: &[
        &operation::AssumeRole,
        &operation::AssumeRoleWithWebIdentity,
        &operation::AssumeRoot,
        &operation::DecodeAuthorizationMessage,
        &operation::GetAccessKeyInfo,
        &operation::GetCallerIdentity,
        &operation::GetFederationToken,
        &operation::GetSessionToken,
    ],
    errors: &[
        &error::ExpiredTokenException,
        &error::IDPCommunicationErrorException,
        &error::IDPRejectedClaimException,
        &error::InvalidAuthorizationMessageException,
        &error::InvalidIdentityTokenException,
        &error::MalformedPolicyDocumentException,
        &error::PackedPolicyTooLargeException,
        &error::RegionDisabledException,
    ],
};

errors! { SERVICE, {
    ExpiredTokenException(expired_token) = error::ExpiredTokenException,
    IDPCommunicationErrorException(idp_communication_error) = error::IDPCommunicationErrorException,
    IDPRejectedClaimException(idp_rejected_claim) = error::IDPRejectedClaimException,
    InvalidAuthorizationMessageException(invalid_authorization_message) = error::InvalidAuthorizationMessageException,
    InvalidIdentityTokenException(invalid_identity_token) = error::InvalidIdentityTokenException,
    MalformedPolicyDocumentException(malformed_policy_document) = error::MalformedPolicyDocumentException,
    PackedPolicyTooLargeException(packed_policy_too_large) = error::PackedPolicyTooLargeException,
    RegionDisabledException(region_disabled) = error::RegionDisabledException,
} }

structure! { AssumeRoleRequest(shape::AssumeRoleRequest) { role_arn: String, role_session_name: String, policy_arns: Option<Vec<PolicyDescriptorType>>, policy: Option<String>, duration_seconds: Option<i32>, tags: Option<Vec<Tag>>, transitive_tag_keys: Option<Vec<String>>, external_id: Option<String>, serial_number: Option<String>, token_code: Option<String>, source_identity: Option<String>, provided_contexts: Option<Vec<ProvidedContext>>, } }
structure! { AssumeRoleResponse(shape::AssumeRoleResponse) { credentials: Option<Credentials>, assumed_role_user: Option<AssumedRoleUser>, packed_policy_size: Option<i32>, source_identity: Option<String>, } }
structure! { AssumeRoleWithWebIdentityRequest(shape::AssumeRoleWithWebIdentityRequest) { role_arn: String, role_session_name: String, web_identity_token: String, provider_id: Option<String>, policy_arns: Option<Vec<PolicyDescriptorType>>, policy: Option<String>, duration_seconds: Option<i32>, } }
structure! { AssumeRoleWithWebIdentityResponse(shape::AssumeRoleWithWebIdentityResponse) { credentials: Option<Credentials>, subject_from_web_identity_token: Option<String>, assumed_role_user: Option<AssumedRoleUser>, packed_policy_size: Option<i32>, provider: Option<String>, audience: Option<String>, source_identity: Option<String>, } }
structure! { AssumeRootRequest(shape::AssumeRootRequest) { target_principal: String, task_policy_arn: PolicyDescriptorType, duration_seconds: Option<i32>, } }
structure! { AssumeRootResponse(shape::AssumeRootResponse) { credentials: Option<Credentials>, source_identity: Option<String>, } }
structure! { AssumedRoleUser(shape::AssumedRoleUser) { assumed_role_id: Option<String>, arn: Option<String>, } }
structure! { Credentials(shape::Credentials) { access_key_id: Option<String>, secret_access_key: Option<String>, session_token: Option<String>, expiration: Option<crate::Timestamp>, } }
structure! { DecodeAuthorizationMessageRequest(shape::DecodeAuthorizationMessageRequest) { encoded_message: String, } }
structure! { DecodeAuthorizationMessageResponse(shape::DecodeAuthorizationMessageResponse) { decoded_message: Option<String>, } }
structure! { FederatedUser(shape::FederatedUser) { federated_user_id: Option<String>, arn: Option<String>, } }
structure! { GetAccessKeyInfoRequest(shape::GetAccessKeyInfoRequest) { access_key_id: String, } }
structure! { GetAccessKeyInfoResponse(shape::GetAccessKeyInfoResponse) { account: Option<String>, } }
structure! { GetCallerIdentityRequest(shape::GetCallerIdentityRequest) { } }
structure! { GetCallerIdentityResponse(shape::GetCallerIdentityResponse) { user_id: Option<String>, account: Option<String>, arn: Option<String>, } }
structure! { GetFederationTokenRequest(shape::GetFederationTokenRequest) { name: String, policy: Option<String>, policy_arns: Option<Vec<PolicyDescriptorType>>, duration_seconds: Option<i32>, tags: Option<Vec<Tag>>, } }
structure! { GetFederationTokenResponse(shape::GetFederationTokenResponse) { credentials: Option<Credentials>, federated_user: Option<FederatedUser>, packed_policy_size: Option<i32>, } }
structure! { GetSessionTokenRequest(shape::GetSessionTokenRequest) { duration_seconds: Option<i32>, serial_number: Option<String>, token_code: Option<String>, } }
structure! { GetSessionTokenResponse(shape::GetSessionTokenResponse) { credentials: Option<Credentials>, } }
structure! { PolicyDescriptorType(shape::PolicyDescriptorType) { arn: Option<String>, } }
structure! { ProvidedContext(shape::ProvidedContext) { provider_arn: Option<String>, context_assertion: Option<String>, } }
structure! { Tag(shape::Tag) { key: String, value: String, } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        AssumeRole(super::operation::AssumeRole): super::AssumeRoleRequest => super::AssumeRoleResponse,
        AssumeRoleWithWebIdentity(super::operation::AssumeRoleWithWebIdentity): super::AssumeRoleWithWebIdentityRequest => super::AssumeRoleWithWebIdentityResponse,
        AssumeRoot(super::operation::AssumeRoot): super::AssumeRootRequest => super::AssumeRootResponse,
        DecodeAuthorizationMessage(super::operation::DecodeAuthorizationMessage): super::DecodeAuthorizationMessageRequest => super::DecodeAuthorizationMessageResponse,
        GetAccessKeyInfo(super::operation::GetAccessKeyInfo): super::GetAccessKeyInfoRequest => super::GetAccessKeyInfoResponse,
        GetCallerIdentity(super::operation::GetCallerIdentity): super::GetCallerIdentityRequest => super::GetCallerIdentityResponse,
        GetFederationToken(super::operation::GetFederationToken): super::GetFederationTokenRequest => super::GetFederationTokenResponse,
        GetSessionToken(super::operation::GetSessionToken): super::GetSessionTokenRequest => super::GetSessionTokenResponse,
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

    pub static AssumeRole: Operation = Operation { service: &SERVICE, name: "AssumeRole", input: &shape::AssumeRoleRequest, output: &shape::AssumeRoleResponse, errors: &[&error::ExpiredTokenException, &error::MalformedPolicyDocumentException, &error::PackedPolicyTooLargeException, &error::RegionDisabledException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("AssumeRoleResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("sts:AssumeRole", "", &["{RoleArn}"], &[("sts:ExternalId", "{ExternalId}"), ("sts:RoleSessionName", "{RoleSessionName}"), ("sts:SourceIdentity", "{SourceIdentity}"), ("sts:TransitiveTagKeys", "{TransitiveTagKeys[]}")]), Need::new("sts:TagSession", "Tags", &["{RoleArn}"], &[("sts:ExternalId", "{ExternalId}"), ("sts:RoleSessionName", "{RoleSessionName}"), ("sts:SourceIdentity", "{SourceIdentity}"), ("sts:TransitiveTagKeys", "{TransitiveTagKeys[]}")]), Need::new("sts:SetSourceIdentity", "SourceIdentity", &["{RoleArn}"], &[("sts:ExternalId", "{ExternalId}"), ("sts:RoleSessionName", "{RoleSessionName}"), ("sts:SourceIdentity", "{SourceIdentity}"), ("sts:TransitiveTagKeys", "{TransitiveTagKeys[]}")])]) };
    pub static AssumeRoleWithWebIdentity: Operation = Operation { service: &SERVICE, name: "AssumeRoleWithWebIdentity", input: &shape::AssumeRoleWithWebIdentityRequest, output: &shape::AssumeRoleWithWebIdentityResponse, errors: &[&error::ExpiredTokenException, &error::IDPCommunicationErrorException, &error::IDPRejectedClaimException, &error::InvalidIdentityTokenException, &error::MalformedPolicyDocumentException, &error::PackedPolicyTooLargeException, &error::RegionDisabledException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("AssumeRoleWithWebIdentityResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("sts:AssumeRoleWithWebIdentity", "", &["{RoleArn}"], &[])]) };
    pub static AssumeRoot: Operation = Operation { service: &SERVICE, name: "AssumeRoot", input: &shape::AssumeRootRequest, output: &shape::AssumeRootResponse, errors: &[&error::ExpiredTokenException, &error::RegionDisabledException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("AssumeRootResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("sts:AssumeRoot", "", &["arn:{partition}:iam::{TargetPrincipal|owner}:root"], &[])]) };
    pub static DecodeAuthorizationMessage: Operation = Operation { service: &SERVICE, name: "DecodeAuthorizationMessage", input: &shape::DecodeAuthorizationMessageRequest, output: &shape::DecodeAuthorizationMessageResponse, errors: &[&error::InvalidAuthorizationMessageException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DecodeAuthorizationMessageResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("sts:DecodeAuthorizationMessage", "", &[], &[])]) };
    pub static GetAccessKeyInfo: Operation = Operation { service: &SERVICE, name: "GetAccessKeyInfo", input: &shape::GetAccessKeyInfoRequest, output: &shape::GetAccessKeyInfoResponse, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetAccessKeyInfoResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::open() };
    pub static GetCallerIdentity: Operation = Operation { service: &SERVICE, name: "GetCallerIdentity", input: &shape::GetCallerIdentityRequest, output: &shape::GetCallerIdentityResponse, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetCallerIdentityResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::open() };
    pub static GetFederationToken: Operation = Operation { service: &SERVICE, name: "GetFederationToken", input: &shape::GetFederationTokenRequest, output: &shape::GetFederationTokenResponse, errors: &[&error::MalformedPolicyDocumentException, &error::PackedPolicyTooLargeException, &error::RegionDisabledException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetFederationTokenResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("sts:GetFederationToken", "", &["arn:{partition}:sts::{account}:federated-user/{Name}"], &[]), Need::new("sts:TagSession", "Tags", &["arn:{partition}:sts::{account}:federated-user/{Name}"], &[])]) };
    pub static GetSessionToken: Operation = Operation { service: &SERVICE, name: "GetSessionToken", input: &shape::GetSessionTokenRequest, output: &shape::GetSessionTokenResponse, errors: &[&error::RegionDisabledException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetSessionTokenResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::open() };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static ExpiredTokenException: ErrorShape = ErrorShape::new(&shape::ExpiredTokenException, "ExpiredTokenException", 400, false);
    pub static IDPCommunicationErrorException: ErrorShape = ErrorShape::new(&shape::IDPCommunicationErrorException, "IDPCommunicationError", 400, false);
    pub static IDPRejectedClaimException: ErrorShape = ErrorShape::new(&shape::IDPRejectedClaimException, "IDPRejectedClaim", 403, false);
    pub static InvalidAuthorizationMessageException: ErrorShape = ErrorShape::new(&shape::InvalidAuthorizationMessageException, "InvalidAuthorizationMessageException", 400, false);
    pub static InvalidIdentityTokenException: ErrorShape = ErrorShape::new(&shape::InvalidIdentityTokenException, "InvalidIdentityToken", 400, false);
    pub static MalformedPolicyDocumentException: ErrorShape = ErrorShape::new(&shape::MalformedPolicyDocumentException, "MalformedPolicyDocument", 400, false);
    pub static PackedPolicyTooLargeException: ErrorShape = ErrorShape::new(&shape::PackedPolicyTooLargeException, "PackedPolicyTooLarge", 400, false);
    pub static RegionDisabledException: ErrorShape = ErrorShape::new(&shape::RegionDisabledException, "RegionDisabledException", 403, false);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static AssumeRoleRequest: Shape = Shape::structure("AssumeRoleRequest", &[Member::new("RoleArn", &arnType).required(), Member::new("RoleSessionName", &roleSessionNameType).required(), Member::new("PolicyArns", &policyDescriptorListType), Member::new("Policy", &unrestrictedSessionPolicyDocumentType), Member::new("DurationSeconds", &roleDurationSecondsType), Member::new("Tags", &tagListType), Member::new("TransitiveTagKeys", &tagKeyListType), Member::new("ExternalId", &externalIdType), Member::new("SerialNumber", &serialNumberType), Member::new("TokenCode", &tokenCodeType), Member::new("SourceIdentity", &sourceIdentityType), Member::new("ProvidedContexts", &ProvidedContextsListType), ]);
    pub static AssumeRoleResponse: Shape = Shape::structure("AssumeRoleResponse", &[Member::new("Credentials", &Credentials), Member::new("AssumedRoleUser", &AssumedRoleUser), Member::new("PackedPolicySize", &nonNegativeIntegerType), Member::new("SourceIdentity", &sourceIdentityType), ]);
    pub static AssumeRoleWithWebIdentityRequest: Shape = Shape::structure("AssumeRoleWithWebIdentityRequest", &[Member::new("RoleArn", &arnType).required(), Member::new("RoleSessionName", &roleSessionNameType).required(), Member::new("WebIdentityToken", &clientTokenType).required(), Member::new("ProviderId", &urlType), Member::new("PolicyArns", &policyDescriptorListType), Member::new("Policy", &sessionPolicyDocumentType), Member::new("DurationSeconds", &roleDurationSecondsType), ]);
    pub static AssumeRoleWithWebIdentityResponse: Shape = Shape::structure("AssumeRoleWithWebIdentityResponse", &[Member::new("Credentials", &Credentials), Member::new("SubjectFromWebIdentityToken", &webIdentitySubjectType), Member::new("AssumedRoleUser", &AssumedRoleUser), Member::new("PackedPolicySize", &nonNegativeIntegerType), Member::new("Provider", &Issuer), Member::new("Audience", &Audience), Member::new("SourceIdentity", &sourceIdentityType), ]);
    pub static AssumeRootRequest: Shape = Shape::structure("AssumeRootRequest", &[Member::new("TargetPrincipal", &TargetPrincipalType).required(), Member::new("TaskPolicyArn", &PolicyDescriptorType).required(), Member::new("DurationSeconds", &RootDurationSecondsType), ]);
    pub static AssumeRootResponse: Shape = Shape::structure("AssumeRootResponse", &[Member::new("Credentials", &Credentials), Member::new("SourceIdentity", &sourceIdentityType), ]);
    pub static AssumedRoleUser: Shape = Shape::structure("AssumedRoleUser", &[Member::new("AssumedRoleId", &assumedRoleIdType).required(), Member::new("Arn", &arnType).required(), ]);
    pub static Audience: Shape = Shape::new("Audience", Kind::String);
    pub static Credentials: Shape = Shape::structure("Credentials", &[Member::new("AccessKeyId", &accessKeyIdType).required(), Member::new("SecretAccessKey", &accessKeySecretType).required(), Member::new("SessionToken", &tokenType).required(), Member::new("Expiration", &dateType).required(), ]);
    pub static DecodeAuthorizationMessageRequest: Shape = Shape::structure("DecodeAuthorizationMessageRequest", &[Member::new("EncodedMessage", &encodedMessageType).required(), ]);
    pub static DecodeAuthorizationMessageResponse: Shape = Shape::structure("DecodeAuthorizationMessageResponse", &[Member::new("DecodedMessage", &decodedMessageType), ]);
    pub static ExpiredTokenException: Shape = Shape::structure("ExpiredTokenException", &[Member::new("message", &expiredIdentityTokenMessage), ]);
    pub static FederatedUser: Shape = Shape::structure("FederatedUser", &[Member::new("FederatedUserId", &federatedIdType).required(), Member::new("Arn", &arnType).required(), ]);
    pub static GetAccessKeyInfoRequest: Shape = Shape::structure("GetAccessKeyInfoRequest", &[Member::new("AccessKeyId", &accessKeyIdType).required(), ]);
    pub static GetAccessKeyInfoResponse: Shape = Shape::structure("GetAccessKeyInfoResponse", &[Member::new("Account", &accountType), ]);
    pub static GetCallerIdentityRequest: Shape = Shape::structure("GetCallerIdentityRequest", &[]);
    pub static GetCallerIdentityResponse: Shape = Shape::structure("GetCallerIdentityResponse", &[Member::new("UserId", &userIdType), Member::new("Account", &accountType), Member::new("Arn", &arnType), ]);
    pub static GetFederationTokenRequest: Shape = Shape::structure("GetFederationTokenRequest", &[Member::new("Name", &userNameType).required(), Member::new("Policy", &sessionPolicyDocumentType), Member::new("PolicyArns", &policyDescriptorListType), Member::new("DurationSeconds", &durationSecondsType), Member::new("Tags", &tagListType), ]);
    pub static GetFederationTokenResponse: Shape = Shape::structure("GetFederationTokenResponse", &[Member::new("Credentials", &Credentials), Member::new("FederatedUser", &FederatedUser), Member::new("PackedPolicySize", &nonNegativeIntegerType), ]);
    pub static GetSessionTokenRequest: Shape = Shape::structure("GetSessionTokenRequest", &[Member::new("DurationSeconds", &durationSecondsType), Member::new("SerialNumber", &serialNumberType), Member::new("TokenCode", &tokenCodeType), ]);
    pub static GetSessionTokenResponse: Shape = Shape::structure("GetSessionTokenResponse", &[Member::new("Credentials", &Credentials), ]);
    pub static IDPCommunicationErrorException: Shape = Shape::structure("IDPCommunicationErrorException", &[Member::new("message", &idpCommunicationErrorMessage), ]);
    pub static IDPRejectedClaimException: Shape = Shape::structure("IDPRejectedClaimException", &[Member::new("message", &idpRejectedClaimMessage), ]);
    pub static InvalidAuthorizationMessageException: Shape = Shape::structure("InvalidAuthorizationMessageException", &[Member::new("message", &invalidAuthorizationMessage), ]);
    pub static InvalidIdentityTokenException: Shape = Shape::structure("InvalidIdentityTokenException", &[Member::new("message", &invalidIdentityTokenMessage), ]);
    pub static Issuer: Shape = Shape::new("Issuer", Kind::String);
    pub static MalformedPolicyDocumentException: Shape = Shape::structure("MalformedPolicyDocumentException", &[Member::new("message", &malformedPolicyDocumentMessage), ]);
    pub static PackedPolicyTooLargeException: Shape = Shape::structure("PackedPolicyTooLargeException", &[Member::new("message", &packedPolicyTooLargeMessage), ]);
    pub static PolicyDescriptorType: Shape = Shape::structure("PolicyDescriptorType", &[Member::new("arn", &arnType), ]);
    pub static ProvidedContext: Shape = Shape::structure("ProvidedContext", &[Member::new("ProviderArn", &arnType), Member::new("ContextAssertion", &contextAssertionType), ]);
    pub static ProvidedContextsListType: Shape = Shape::new("ProvidedContextsListType", Kind::List(Member::new("member", &ProvidedContext))).min(1.0).max(5.0);
    pub static RegionDisabledException: Shape = Shape::structure("RegionDisabledException", &[Member::new("message", &regionDisabledMessage), ]);
    pub static RootDurationSecondsType: Shape = Shape::new("RootDurationSecondsType", Kind::Integer).min(0.0).max(900.0);
    pub static Tag: Shape = Shape::structure("Tag", &[Member::new("Key", &tagKeyType).required(), Member::new("Value", &tagValueType).required(), ]);
    pub static TargetPrincipalType: Shape = Shape::new("TargetPrincipalType", Kind::String).min(12.0).max(2048.0);
    static accessKeyIdType_pattern: Pattern = Pattern::new("[\\w]*");
    pub static accessKeyIdType: Shape = Shape::new("accessKeyIdType", Kind::String).min(16.0).max(128.0).pattern(&accessKeyIdType_pattern);
    pub static accessKeySecretType: Shape = Shape::new("accessKeySecretType", Kind::String).sensitive();
    pub static accountType: Shape = Shape::new("accountType", Kind::String);
    static arnType_pattern: Pattern = Pattern::new("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+");
    pub static arnType: Shape = Shape::new("arnType", Kind::String).min(20.0).max(2048.0).pattern(&arnType_pattern);
    pub static assumedRoleIdType: Shape = Shape::new("assumedRoleIdType", Kind::String).min(2.0).max(193.0);
    pub static clientTokenType: Shape = Shape::new("clientTokenType", Kind::String).min(4.0).max(20000.0).sensitive();
    pub static contextAssertionType: Shape = Shape::new("contextAssertionType", Kind::String).min(4.0).max(2048.0);
    pub static dateType: Shape = Shape::new("dateType", Kind::Timestamp(None));
    pub static decodedMessageType: Shape = Shape::new("decodedMessageType", Kind::String);
    pub static durationSecondsType: Shape = Shape::new("durationSecondsType", Kind::Integer).min(900.0).max(129600.0);
    pub static encodedMessageType: Shape = Shape::new("encodedMessageType", Kind::String).min(1.0).max(10240.0);
    pub static expiredIdentityTokenMessage: Shape = Shape::new("expiredIdentityTokenMessage", Kind::String);
    static externalIdType_pattern: Pattern = Pattern::new("[\\w+=,.@:\\/-]*");
    pub static externalIdType: Shape = Shape::new("externalIdType", Kind::String).min(2.0).max(1224.0).pattern(&externalIdType_pattern);
    pub static federatedIdType: Shape = Shape::new("federatedIdType", Kind::String).min(2.0).max(193.0);
    pub static idpCommunicationErrorMessage: Shape = Shape::new("idpCommunicationErrorMessage", Kind::String);
    pub static idpRejectedClaimMessage: Shape = Shape::new("idpRejectedClaimMessage", Kind::String);
    pub static invalidAuthorizationMessage: Shape = Shape::new("invalidAuthorizationMessage", Kind::String);
    pub static invalidIdentityTokenMessage: Shape = Shape::new("invalidIdentityTokenMessage", Kind::String);
    pub static malformedPolicyDocumentMessage: Shape = Shape::new("malformedPolicyDocumentMessage", Kind::String);
    pub static nonNegativeIntegerType: Shape = Shape::new("nonNegativeIntegerType", Kind::Integer).min(0.0);
    pub static packedPolicyTooLargeMessage: Shape = Shape::new("packedPolicyTooLargeMessage", Kind::String);
    pub static policyDescriptorListType: Shape = Shape::new("policyDescriptorListType", Kind::List(Member::new("member", &PolicyDescriptorType)));
    pub static regionDisabledMessage: Shape = Shape::new("regionDisabledMessage", Kind::String);
    pub static roleDurationSecondsType: Shape = Shape::new("roleDurationSecondsType", Kind::Integer).min(900.0).max(43200.0);
    static roleSessionNameType_pattern: Pattern = Pattern::new("[\\w+=,.@-]*");
    pub static roleSessionNameType: Shape = Shape::new("roleSessionNameType", Kind::String).min(2.0).max(64.0).pattern(&roleSessionNameType_pattern);
    static serialNumberType_pattern: Pattern = Pattern::new("[\\w+=/:,.@-]*");
    pub static serialNumberType: Shape = Shape::new("serialNumberType", Kind::String).min(9.0).max(256.0).pattern(&serialNumberType_pattern);
    static sessionPolicyDocumentType_pattern: Pattern = Pattern::new("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+");
    pub static sessionPolicyDocumentType: Shape = Shape::new("sessionPolicyDocumentType", Kind::String).min(1.0).max(2048.0).pattern(&sessionPolicyDocumentType_pattern);
    static sourceIdentityType_pattern: Pattern = Pattern::new("[\\w+=,.@-]*");
    pub static sourceIdentityType: Shape = Shape::new("sourceIdentityType", Kind::String).min(2.0).max(64.0).pattern(&sourceIdentityType_pattern);
    pub static tagKeyListType: Shape = Shape::new("tagKeyListType", Kind::List(Member::new("member", &tagKeyType))).max(50.0);
    static tagKeyType_pattern: Pattern = Pattern::new("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+");
    pub static tagKeyType: Shape = Shape::new("tagKeyType", Kind::String).min(1.0).max(128.0).pattern(&tagKeyType_pattern);
    pub static tagListType: Shape = Shape::new("tagListType", Kind::List(Member::new("member", &Tag))).max(50.0);
    static tagValueType_pattern: Pattern = Pattern::new("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
    pub static tagValueType: Shape = Shape::new("tagValueType", Kind::String).min(0.0).max(256.0).pattern(&tagValueType_pattern);
    static tokenCodeType_pattern: Pattern = Pattern::new("[\\d]*");
    pub static tokenCodeType: Shape = Shape::new("tokenCodeType", Kind::String).min(6.0).max(6.0).pattern(&tokenCodeType_pattern);
    pub static tokenType: Shape = Shape::new("tokenType", Kind::String);
    static unrestrictedSessionPolicyDocumentType_pattern: Pattern = Pattern::new("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+");
    pub static unrestrictedSessionPolicyDocumentType: Shape = Shape::new("unrestrictedSessionPolicyDocumentType", Kind::String).min(1.0).pattern(&unrestrictedSessionPolicyDocumentType_pattern);
    pub static urlType: Shape = Shape::new("urlType", Kind::String).min(4.0).max(2048.0);
    pub static userIdType: Shape = Shape::new("userIdType", Kind::String);
    static userNameType_pattern: Pattern = Pattern::new("[\\w+=,.@-]*");
    pub static userNameType: Shape = Shape::new("userNameType", Kind::String).min(2.0).max(32.0).pattern(&userNameType_pattern);
    pub static webIdentitySubjectType: Shape = Shape::new("webIdentitySubjectType", Kind::String).min(6.0).max(255.0);
}
