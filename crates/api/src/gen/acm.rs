// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `acm`.

/// The service `acm`.
pub static SERVICE: crate::Service = crate::Service {
    id: "acm",
    sdk_name: "acm",
    signing_name: "acm",
    protocols: &[crate::Protocol::Json11],
    target_prefix: "CertificateManager",
    api_version: "2015-12-08",
    xmlns: "",
    query_compatible: false,
    operation_names: &[
        "AddTagsToCertificate",
        "DeleteCertificate",
        "DescribeCertificate",
        "ExportCertificate",
        "GetAccountConfiguration",
        "GetCertificate",
        "ImportCertificate",
        "ListCertificates",
        "ListTagsForCertificate",
        "PutAccountConfiguration",
        "RemoveTagsFromCertificate",
        "RenewCertificate",
        "RequestCertificate",
        "ResendValidationEmail",
        "RevokeCertificate",
        "SearchCertificates",
        "UpdateCertificateOptions",
    ],
    unsigned_names: &[
    ],
    operations: &[
        &operation::AddTagsToCertificate,
        &operation::DeleteCertificate,
        &operation::DescribeCertificate,
        &operation::GetCertificate,
        &operation::ImportCertificate,
        &operation::ListCertificates,
        &operation::ListTagsForCertificate,
        &operation::RemoveTagsFromCertificate,
        &operation::RenewCertificate,
        &operation::RequestCertificate,
    ],
    errors: &[
        &error::AccessDeniedException,
        &error::ConflictException,
        &error::InvalidArgsException,
        &error::InvalidArnException,
        &error::InvalidDomainValidationOptionsException,
        &error::InvalidParameterException,
        &error::InvalidTagException,
        &error::LimitExceededException,
        &error::RequestInProgressException,
        &error::ResourceInUseException,
        &error::ResourceNotFoundException,
        &error::TagPolicyException,
        &error::ThrottlingException,
        &error::TooManyTagsException,
        &error::ValidationException,
    ],
};

errors! { SERVICE, {
    AccessDeniedException(access_denied) = error::AccessDeniedException,
    ConflictException(conflict) = error::ConflictException,
    InvalidArgsException(invalid_args) = error::InvalidArgsException,
    InvalidArnException(invalid_arn) = error::InvalidArnException,
    InvalidDomainValidationOptionsException(invalid_domain_validation_options) = error::InvalidDomainValidationOptionsException,
    InvalidParameterException(invalid_parameter) = error::InvalidParameterException,
    InvalidTagException(invalid_tag) = error::InvalidTagException,
    LimitExceededException(limit_exceeded) = error::LimitExceededException,
    RequestInProgressException(request_in_progress) = error::RequestInProgressException,
    ResourceInUseException(resource_in_use) = error::ResourceInUseException,
    ResourceNotFoundException(resource_not_found) = error::ResourceNotFoundException,
    TagPolicyException(tag_policy) = error::TagPolicyException,
    ThrottlingException(throttling) = error::ThrottlingException,
    TooManyTagsException(too_many_tags) = error::TooManyTagsException,
    ValidationException(validation) = error::ValidationException,
} }

structure! { AddTagsToCertificateRequest(shape::AddTagsToCertificateRequest) { certificate_arn: String, tags: Vec<Tag>, } }
structure! { CertificateDetail(shape::CertificateDetail) { certificate_arn: Option<String>, domain_name: Option<String>, subject_alternative_names: Option<Vec<String>>, managed_by: Option<CertificateManagedBy>, domain_validation_options: Option<Vec<DomainValidation>>, serial: Option<String>, subject: Option<String>, issuer: Option<String>, created_at: Option<crate::Timestamp>, issued_at: Option<crate::Timestamp>, imported_at: Option<crate::Timestamp>, status: Option<CertificateStatus>, revoked_at: Option<crate::Timestamp>, revocation_reason: Option<RevocationReason>, not_before: Option<crate::Timestamp>, not_after: Option<crate::Timestamp>, key_algorithm: Option<KeyAlgorithm>, signature_algorithm: Option<String>, in_use_by: Option<Vec<String>>, failure_reason: Option<FailureReason>, r#type: Option<CertificateType>, renewal_summary: Option<RenewalSummary>, key_usages: Option<Vec<KeyUsage>>, extended_key_usages: Option<Vec<ExtendedKeyUsage>>, certificate_authority_arn: Option<String>, renewal_eligibility: Option<RenewalEligibility>, options: Option<CertificateOptions>, } }
enumeration! { CertificateExport { Enabled = "ENABLED", Disabled = "DISABLED", } }
enumeration! { CertificateManagedBy { Cloudfront = "CLOUDFRONT", } }
structure! { CertificateOptions(shape::CertificateOptions) { certificate_transparency_logging_preference: Option<CertificateTransparencyLoggingPreference>, export: Option<CertificateExport>, } }
enumeration! { CertificateStatus { PendingValidation = "PENDING_VALIDATION", Issued = "ISSUED", Inactive = "INACTIVE", Expired = "EXPIRED", ValidationTimedOut = "VALIDATION_TIMED_OUT", Revoked = "REVOKED", Failed = "FAILED", } }
structure! { CertificateSummary(shape::CertificateSummary) { certificate_arn: Option<String>, domain_name: Option<String>, subject_alternative_name_summaries: Option<Vec<String>>, has_additional_subject_alternative_names: Option<bool>, status: Option<CertificateStatus>, r#type: Option<CertificateType>, key_algorithm: Option<KeyAlgorithm>, key_usages: Option<Vec<KeyUsageName>>, extended_key_usages: Option<Vec<ExtendedKeyUsageName>>, export_option: Option<CertificateExport>, in_use: Option<bool>, exported: Option<bool>, renewal_eligibility: Option<RenewalEligibility>, not_before: Option<crate::Timestamp>, not_after: Option<crate::Timestamp>, created_at: Option<crate::Timestamp>, issued_at: Option<crate::Timestamp>, imported_at: Option<crate::Timestamp>, revoked_at: Option<crate::Timestamp>, managed_by: Option<CertificateManagedBy>, } }
enumeration! { CertificateTransparencyLoggingPreference { Enabled = "ENABLED", Disabled = "DISABLED", } }
enumeration! { CertificateType { Imported = "IMPORTED", AmazonIssued = "AMAZON_ISSUED", Private = "PRIVATE", } }
structure! { DeleteCertificateRequest(shape::DeleteCertificateRequest) { certificate_arn: String, } }
structure! { DescribeCertificateRequest(shape::DescribeCertificateRequest) { certificate_arn: String, } }
structure! { DescribeCertificateResponse(shape::DescribeCertificateResponse) { certificate: Option<CertificateDetail>, } }
enumeration! { DomainStatus { PendingValidation = "PENDING_VALIDATION", Success = "SUCCESS", Failed = "FAILED", } }
structure! { DomainValidation(shape::DomainValidation) { domain_name: Option<String>, validation_emails: Option<Vec<String>>, validation_domain: Option<String>, validation_status: Option<DomainStatus>, resource_record: Option<ResourceRecord>, http_redirect: Option<HttpRedirect>, validation_method: Option<ValidationMethod>, } }
structure! { DomainValidationOption(shape::DomainValidationOption) { domain_name: String, validation_domain: String, } }
structure! { ExtendedKeyUsage(shape::ExtendedKeyUsage) { name: Option<ExtendedKeyUsageName>, oid: Option<String>, } }
enumeration! { ExtendedKeyUsageName { TlsWebServerAuthentication = "TLS_WEB_SERVER_AUTHENTICATION", TlsWebClientAuthentication = "TLS_WEB_CLIENT_AUTHENTICATION", CodeSigning = "CODE_SIGNING", EmailProtection = "EMAIL_PROTECTION", TimeStamping = "TIME_STAMPING", OcspSigning = "OCSP_SIGNING", IpsecEndSystem = "IPSEC_END_SYSTEM", IpsecTunnel = "IPSEC_TUNNEL", IpsecUser = "IPSEC_USER", Any = "ANY", None = "NONE", Custom = "CUSTOM", } }
enumeration! { FailureReason { NoAvailableContacts = "NO_AVAILABLE_CONTACTS", AdditionalVerificationRequired = "ADDITIONAL_VERIFICATION_REQUIRED", DomainNotAllowed = "DOMAIN_NOT_ALLOWED", InvalidPublicDomain = "INVALID_PUBLIC_DOMAIN", DomainValidationDenied = "DOMAIN_VALIDATION_DENIED", CaaError = "CAA_ERROR", PcaLimitExceeded = "PCA_LIMIT_EXCEEDED", PcaInvalidArn = "PCA_INVALID_ARN", PcaInvalidState = "PCA_INVALID_STATE", PcaRequestFailed = "PCA_REQUEST_FAILED", PcaNameConstraintsValidation = "PCA_NAME_CONSTRAINTS_VALIDATION", PcaResourceNotFound = "PCA_RESOURCE_NOT_FOUND", PcaInvalidArgs = "PCA_INVALID_ARGS", PcaInvalidDuration = "PCA_INVALID_DURATION", PcaAccessDenied = "PCA_ACCESS_DENIED", SlrNotFound = "SLR_NOT_FOUND", Other = "OTHER", } }
structure! { Filters(shape::Filters) { extended_key_usage: Option<Vec<ExtendedKeyUsageName>>, key_usage: Option<Vec<KeyUsageName>>, key_types: Option<Vec<KeyAlgorithm>>, export_option: Option<CertificateExport>, managed_by: Option<CertificateManagedBy>, } }
structure! { GetCertificateRequest(shape::GetCertificateRequest) { certificate_arn: String, } }
structure! { GetCertificateResponse(shape::GetCertificateResponse) { certificate: Option<String>, certificate_chain: Option<String>, } }
structure! { HttpRedirect(shape::HttpRedirect) { redirect_from: Option<String>, redirect_to: Option<String>, } }
structure! { ImportCertificateRequest(shape::ImportCertificateRequest) { certificate_arn: Option<String>, certificate: bytes::Bytes, private_key: bytes::Bytes, certificate_chain: Option<bytes::Bytes>, tags: Option<Vec<Tag>>, } }
structure! { ImportCertificateResponse(shape::ImportCertificateResponse) { certificate_arn: Option<String>, } }
enumeration! { KeyAlgorithm { Rsa1024 = "RSA_1024", Rsa2048 = "RSA_2048", Rsa3072 = "RSA_3072", Rsa4096 = "RSA_4096", EcPrime256v1 = "EC_prime256v1", EcSecp384r1 = "EC_secp384r1", EcSecp521r1 = "EC_secp521r1", } }
structure! { KeyUsage(shape::KeyUsage) { name: Option<KeyUsageName>, } }
enumeration! { KeyUsageName { DigitalSignature = "DIGITAL_SIGNATURE", NonRepudiation = "NON_REPUDIATION", KeyEncipherment = "KEY_ENCIPHERMENT", DataEncipherment = "DATA_ENCIPHERMENT", KeyAgreement = "KEY_AGREEMENT", CertificateSigning = "CERTIFICATE_SIGNING", CrlSigning = "CRL_SIGNING", EncipherOnly = "ENCIPHER_ONLY", DecipherOnly = "DECIPHER_ONLY", Any = "ANY", Custom = "CUSTOM", } }
structure! { ListCertificatesRequest(shape::ListCertificatesRequest) { certificate_statuses: Option<Vec<CertificateStatus>>, includes: Option<Filters>, next_token: Option<String>, max_items: Option<i32>, sort_by: Option<SortBy>, sort_order: Option<SortOrder>, } }
structure! { ListCertificatesResponse(shape::ListCertificatesResponse) { next_token: Option<String>, certificate_summary_list: Option<Vec<CertificateSummary>>, } }
structure! { ListTagsForCertificateRequest(shape::ListTagsForCertificateRequest) { certificate_arn: String, } }
structure! { ListTagsForCertificateResponse(shape::ListTagsForCertificateResponse) { tags: Option<Vec<Tag>>, } }
enumeration! { RecordType { Cname = "CNAME", } }
structure! { RemoveTagsFromCertificateRequest(shape::RemoveTagsFromCertificateRequest) { certificate_arn: String, tags: Vec<Tag>, } }
structure! { RenewCertificateRequest(shape::RenewCertificateRequest) { certificate_arn: String, } }
enumeration! { RenewalEligibility { Eligible = "ELIGIBLE", Ineligible = "INELIGIBLE", } }
enumeration! { RenewalStatus { PendingAutoRenewal = "PENDING_AUTO_RENEWAL", PendingValidation = "PENDING_VALIDATION", Success = "SUCCESS", Failed = "FAILED", } }
structure! { RenewalSummary(shape::RenewalSummary) { renewal_status: Option<RenewalStatus>, domain_validation_options: Option<Vec<DomainValidation>>, renewal_status_reason: Option<FailureReason>, updated_at: Option<crate::Timestamp>, } }
structure! { RequestCertificateRequest(shape::RequestCertificateRequest) { domain_name: String, validation_method: Option<ValidationMethod>, subject_alternative_names: Option<Vec<String>>, idempotency_token: Option<String>, domain_validation_options: Option<Vec<DomainValidationOption>>, options: Option<CertificateOptions>, certificate_authority_arn: Option<String>, tags: Option<Vec<Tag>>, key_algorithm: Option<KeyAlgorithm>, managed_by: Option<CertificateManagedBy>, } }
structure! { RequestCertificateResponse(shape::RequestCertificateResponse) { certificate_arn: Option<String>, } }
structure! { ResourceRecord(shape::ResourceRecord) { name: Option<String>, r#type: Option<RecordType>, value: Option<String>, } }
enumeration! { RevocationReason { Unspecified = "UNSPECIFIED", KeyCompromise = "KEY_COMPROMISE", CaCompromise = "CA_COMPROMISE", AffiliationChanged = "AFFILIATION_CHANGED", Superceded = "SUPERCEDED", Superseded = "SUPERSEDED", CessationOfOperation = "CESSATION_OF_OPERATION", CertificateHold = "CERTIFICATE_HOLD", RemoveFromCrl = "REMOVE_FROM_CRL", PrivilegeWithdrawn = "PRIVILEGE_WITHDRAWN", AACompromise = "A_A_COMPROMISE", } }
enumeration! { SortBy { CreatedAt = "CREATED_AT", } }
enumeration! { SortOrder { Ascending = "ASCENDING", Descending = "DESCENDING", } }
structure! { Tag(shape::Tag) { key: Option<String>, value: Option<String>, } }
enumeration! { ValidationMethod { Email = "EMAIL", Dns = "DNS", Http = "HTTP", } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        AddTagsToCertificate(super::operation::AddTagsToCertificate): super::AddTagsToCertificateRequest => crate::Empty,
        DeleteCertificate(super::operation::DeleteCertificate): super::DeleteCertificateRequest => crate::Empty,
        DescribeCertificate(super::operation::DescribeCertificate): super::DescribeCertificateRequest => super::DescribeCertificateResponse,
        GetCertificate(super::operation::GetCertificate): super::GetCertificateRequest => super::GetCertificateResponse,
        ImportCertificate(super::operation::ImportCertificate): super::ImportCertificateRequest => super::ImportCertificateResponse,
        ListCertificates(super::operation::ListCertificates): super::ListCertificatesRequest => super::ListCertificatesResponse,
        ListTagsForCertificate(super::operation::ListTagsForCertificate): super::ListTagsForCertificateRequest => super::ListTagsForCertificateResponse,
        RemoveTagsFromCertificate(super::operation::RemoveTagsFromCertificate): super::RemoveTagsFromCertificateRequest => crate::Empty,
        RenewCertificate(super::operation::RenewCertificate): super::RenewCertificateRequest => crate::Empty,
        RequestCertificate(super::operation::RequestCertificate): super::RequestCertificateRequest => super::RequestCertificateResponse,
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

    pub static AddTagsToCertificate: Operation = Operation { service: &SERVICE, name: "AddTagsToCertificate", input: &shape::AddTagsToCertificateRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidArnException, &error::InvalidParameterException, &error::InvalidTagException, &error::ResourceNotFoundException, &error::TagPolicyException, &error::ThrottlingException, &error::TooManyTagsException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("acm:AddTagsToCertificate", "", &["arn:{partition}:acm:{region}:{account}:certificate/{CertificateArn}"], &[])]) };
    pub static DeleteCertificate: Operation = Operation { service: &SERVICE, name: "DeleteCertificate", input: &shape::DeleteCertificateRequest, output: &crate::operation::EMPTY, errors: &[&error::AccessDeniedException, &error::ConflictException, &error::InvalidArnException, &error::ResourceInUseException, &error::ResourceNotFoundException, &error::ThrottlingException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("acm:DeleteCertificate", "", &["arn:{partition}:acm:{region}:{account}:certificate/{CertificateArn}"], &[])]) };
    pub static DescribeCertificate: Operation = Operation { service: &SERVICE, name: "DescribeCertificate", input: &shape::DescribeCertificateRequest, output: &shape::DescribeCertificateResponse, errors: &[&error::InvalidArnException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("acm:DescribeCertificate", "", &["arn:{partition}:acm:{region}:{account}:certificate/{CertificateArn}"], &[])]) };
    pub static GetCertificate: Operation = Operation { service: &SERVICE, name: "GetCertificate", input: &shape::GetCertificateRequest, output: &shape::GetCertificateResponse, errors: &[&error::InvalidArnException, &error::RequestInProgressException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("acm:GetCertificate", "", &["arn:{partition}:acm:{region}:{account}:certificate/{CertificateArn}"], &[])]) };
    pub static ImportCertificate: Operation = Operation { service: &SERVICE, name: "ImportCertificate", input: &shape::ImportCertificateRequest, output: &shape::ImportCertificateResponse, errors: &[&error::ConflictException, &error::InvalidArnException, &error::InvalidParameterException, &error::InvalidTagException, &error::LimitExceededException, &error::ResourceNotFoundException, &error::TagPolicyException, &error::TooManyTagsException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("acm:ImportCertificate", "", &["arn:{partition}:acm:{region}:{account}:certificate/{CertificateArn}"], &[]), Need::new("acm:AddTagsToCertificate", "Tags", &["arn:{partition}:acm:{region}:{account}:certificate/*"], &[])]) };
    pub static ListCertificates: Operation = Operation { service: &SERVICE, name: "ListCertificates", input: &shape::ListCertificatesRequest, output: &shape::ListCertificatesResponse, errors: &[&error::InvalidArgsException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("acm:ListCertificates", "", &[], &[])]) };
    pub static ListTagsForCertificate: Operation = Operation { service: &SERVICE, name: "ListTagsForCertificate", input: &shape::ListTagsForCertificateRequest, output: &shape::ListTagsForCertificateResponse, errors: &[&error::InvalidArnException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("acm:ListTagsForCertificate", "", &["arn:{partition}:acm:{region}:{account}:certificate/{CertificateArn}"], &[])]) };
    pub static RemoveTagsFromCertificate: Operation = Operation { service: &SERVICE, name: "RemoveTagsFromCertificate", input: &shape::RemoveTagsFromCertificateRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidArnException, &error::InvalidParameterException, &error::InvalidTagException, &error::ResourceNotFoundException, &error::TagPolicyException, &error::ThrottlingException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("acm:RemoveTagsFromCertificate", "", &["arn:{partition}:acm:{region}:{account}:certificate/{CertificateArn}"], &[])]) };
    pub static RenewCertificate: Operation = Operation { service: &SERVICE, name: "RenewCertificate", input: &shape::RenewCertificateRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidArnException, &error::RequestInProgressException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("acm:RenewCertificate", "", &["arn:{partition}:acm:{region}:{account}:certificate/{CertificateArn}"], &[])]) };
    pub static RequestCertificate: Operation = Operation { service: &SERVICE, name: "RequestCertificate", input: &shape::RequestCertificateRequest, output: &shape::RequestCertificateResponse, errors: &[&error::InvalidArnException, &error::InvalidDomainValidationOptionsException, &error::InvalidParameterException, &error::InvalidTagException, &error::LimitExceededException, &error::TagPolicyException, &error::TooManyTagsException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("acm:RequestCertificate", "", &["arn:{partition}:acm:{region}:{account}:certificate/*"], &[("acm:DomainNames", "{DomainName}"), ("acm:KeyAlgorithm", "{KeyAlgorithm=EC_prime256v1}"), ("acm:ValidationMethod", "{ValidationMethod=DNS}")]), Need::new("acm:AddTagsToCertificate", "Tags", &["arn:{partition}:acm:{region}:{account}:certificate/*"], &[])]) };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static AccessDeniedException: ErrorShape = ErrorShape::new(&shape::AccessDeniedException, "AccessDeniedException", 400, false);
    pub static ConflictException: ErrorShape = ErrorShape::new(&shape::ConflictException, "ConflictException", 400, false);
    pub static InvalidArgsException: ErrorShape = ErrorShape::new(&shape::InvalidArgsException, "InvalidArgsException", 400, false);
    pub static InvalidArnException: ErrorShape = ErrorShape::new(&shape::InvalidArnException, "InvalidArnException", 400, false);
    pub static InvalidDomainValidationOptionsException: ErrorShape = ErrorShape::new(&shape::InvalidDomainValidationOptionsException, "InvalidDomainValidationOptionsException", 400, false);
    pub static InvalidParameterException: ErrorShape = ErrorShape::new(&shape::InvalidParameterException, "InvalidParameterException", 400, false);
    pub static InvalidTagException: ErrorShape = ErrorShape::new(&shape::InvalidTagException, "InvalidTagException", 400, false);
    pub static LimitExceededException: ErrorShape = ErrorShape::new(&shape::LimitExceededException, "LimitExceededException", 400, false);
    pub static RequestInProgressException: ErrorShape = ErrorShape::new(&shape::RequestInProgressException, "RequestInProgressException", 400, false);
    pub static ResourceInUseException: ErrorShape = ErrorShape::new(&shape::ResourceInUseException, "ResourceInUseException", 400, false);
    pub static ResourceNotFoundException: ErrorShape = ErrorShape::new(&shape::ResourceNotFoundException, "ResourceNotFoundException", 400, false);
    pub static TagPolicyException: ErrorShape = ErrorShape::new(&shape::TagPolicyException, "TagPolicyException", 400, false);
    pub static ThrottlingException: ErrorShape = ErrorShape::new(&shape::ThrottlingException, "ThrottlingException", 400, false);
    pub static TooManyTagsException: ErrorShape = ErrorShape::new(&shape::TooManyTagsException, "TooManyTagsException", 400, false);
    pub static ValidationException: ErrorShape = ErrorShape::new(&shape::ValidationException, "ValidationException", 400, false);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static AccessDeniedException: Shape = Shape::structure("AccessDeniedException", &[Member::new("Message", &ServiceErrorMessage), ]);
    pub static AddTagsToCertificateRequest: Shape = Shape::structure("AddTagsToCertificateRequest", &[Member::new("CertificateArn", &Arn).required(), Member::new("Tags", &TagList).required(), ]);
    static Arn_pattern: Pattern = Pattern::new("arn:[\\w+=/,.@-]+:acm:[\\w+=/,.@-]*:[0-9]+:[\\w+=,.@-]+(/[\\w+=,.@-]+)*");
    pub static Arn: Shape = Shape::new("Arn", Kind::String).min(20.0).max(2048.0).pattern(&Arn_pattern);
    pub static AvailabilityErrorMessage: Shape = Shape::new("AvailabilityErrorMessage", Kind::String);
    pub static CertificateBody: Shape = Shape::new("CertificateBody", Kind::String).min(1.0).max(32768.0);
    pub static CertificateBodyBlob: Shape = Shape::new("CertificateBodyBlob", Kind::Blob).min(1.0).max(32768.0);
    pub static CertificateChain: Shape = Shape::new("CertificateChain", Kind::String).min(1.0).max(2097152.0);
    pub static CertificateChainBlob: Shape = Shape::new("CertificateChainBlob", Kind::Blob).min(1.0).max(2097152.0);
    pub static CertificateDetail: Shape = Shape::structure("CertificateDetail", &[Member::new("CertificateArn", &Arn), Member::new("DomainName", &DomainNameString), Member::new("SubjectAlternativeNames", &DomainList), Member::new("ManagedBy", &CertificateManagedBy), Member::new("DomainValidationOptions", &DomainValidationList), Member::new("Serial", &String), Member::new("Subject", &String), Member::new("Issuer", &String), Member::new("CreatedAt", &TStamp), Member::new("IssuedAt", &TStamp), Member::new("ImportedAt", &TStamp), Member::new("Status", &CertificateStatus), Member::new("RevokedAt", &TStamp), Member::new("RevocationReason", &RevocationReason), Member::new("NotBefore", &TStamp), Member::new("NotAfter", &TStamp), Member::new("KeyAlgorithm", &KeyAlgorithm), Member::new("SignatureAlgorithm", &String), Member::new("InUseBy", &InUseList), Member::new("FailureReason", &FailureReason), Member::new("Type", &CertificateType), Member::new("RenewalSummary", &RenewalSummary), Member::new("KeyUsages", &KeyUsageList), Member::new("ExtendedKeyUsages", &ExtendedKeyUsageList), Member::new("CertificateAuthorityArn", &Arn), Member::new("RenewalEligibility", &RenewalEligibility), Member::new("Options", &CertificateOptions), ]);
    pub static CertificateExport: Shape = Shape::new("CertificateExport", Kind::String).values(&["ENABLED", "DISABLED"]);
    pub static CertificateManagedBy: Shape = Shape::new("CertificateManagedBy", Kind::String).values(&["CLOUDFRONT"]);
    pub static CertificateOptions: Shape = Shape::structure("CertificateOptions", &[Member::new("CertificateTransparencyLoggingPreference", &CertificateTransparencyLoggingPreference), Member::new("Export", &CertificateExport), ]);
    pub static CertificateStatus: Shape = Shape::new("CertificateStatus", Kind::String).values(&["PENDING_VALIDATION", "ISSUED", "INACTIVE", "EXPIRED", "VALIDATION_TIMED_OUT", "REVOKED", "FAILED"]);
    pub static CertificateStatuses: Shape = Shape::new("CertificateStatuses", Kind::List(Member::new("member", &CertificateStatus)));
    pub static CertificateSummary: Shape = Shape::structure("CertificateSummary", &[Member::new("CertificateArn", &Arn), Member::new("DomainName", &DomainNameString), Member::new("SubjectAlternativeNameSummaries", &DomainList), Member::new("HasAdditionalSubjectAlternativeNames", &NullableBoolean), Member::new("Status", &CertificateStatus), Member::new("Type", &CertificateType), Member::new("KeyAlgorithm", &KeyAlgorithm), Member::new("KeyUsages", &KeyUsageNames), Member::new("ExtendedKeyUsages", &ExtendedKeyUsageNames), Member::new("ExportOption", &CertificateExport), Member::new("InUse", &NullableBoolean), Member::new("Exported", &NullableBoolean), Member::new("RenewalEligibility", &RenewalEligibility), Member::new("NotBefore", &TStamp), Member::new("NotAfter", &TStamp), Member::new("CreatedAt", &TStamp), Member::new("IssuedAt", &TStamp), Member::new("ImportedAt", &TStamp), Member::new("RevokedAt", &TStamp), Member::new("ManagedBy", &CertificateManagedBy), ]);
    pub static CertificateSummaryList: Shape = Shape::new("CertificateSummaryList", Kind::List(Member::new("member", &CertificateSummary)));
    pub static CertificateTransparencyLoggingPreference: Shape = Shape::new("CertificateTransparencyLoggingPreference", Kind::String).values(&["ENABLED", "DISABLED"]);
    pub static CertificateType: Shape = Shape::new("CertificateType", Kind::String).values(&["IMPORTED", "AMAZON_ISSUED", "PRIVATE"]);
    pub static ConflictException: Shape = Shape::structure("ConflictException", &[Member::new("message", &String), ]);
    pub static CoralAvailabilityThrottledResource: Shape = Shape::new("CoralAvailabilityThrottledResource", Kind::String);
    pub static CoralAvailabilityThrottlingReason: Shape = Shape::new("CoralAvailabilityThrottlingReason", Kind::String);
    pub static DeleteCertificateRequest: Shape = Shape::structure("DeleteCertificateRequest", &[Member::new("CertificateArn", &Arn).required(), ]);
    pub static DescribeCertificateRequest: Shape = Shape::structure("DescribeCertificateRequest", &[Member::new("CertificateArn", &Arn).required(), ]);
    pub static DescribeCertificateResponse: Shape = Shape::structure("DescribeCertificateResponse", &[Member::new("Certificate", &CertificateDetail), ]);
    pub static DomainList: Shape = Shape::new("DomainList", Kind::List(Member::new("member", &DomainNameString))).min(1.0).max(100.0);
    pub static DomainNameString: Shape = Shape::new("DomainNameString", Kind::String).min(1.0).max(253.0);
    pub static DomainStatus: Shape = Shape::new("DomainStatus", Kind::String).values(&["PENDING_VALIDATION", "SUCCESS", "FAILED"]);
    pub static DomainValidation: Shape = Shape::structure("DomainValidation", &[Member::new("DomainName", &DomainNameString).required(), Member::new("ValidationEmails", &ValidationEmailList), Member::new("ValidationDomain", &DomainNameString), Member::new("ValidationStatus", &DomainStatus), Member::new("ResourceRecord", &ResourceRecord), Member::new("HttpRedirect", &HttpRedirect), Member::new("ValidationMethod", &ValidationMethod), ]);
    pub static DomainValidationList: Shape = Shape::new("DomainValidationList", Kind::List(Member::new("member", &DomainValidation))).min(1.0).max(1000.0);
    pub static DomainValidationOption: Shape = Shape::structure("DomainValidationOption", &[Member::new("DomainName", &DomainNameString).required(), Member::new("ValidationDomain", &DomainNameString).required(), ]);
    pub static DomainValidationOptionList: Shape = Shape::new("DomainValidationOptionList", Kind::List(Member::new("member", &DomainValidationOption))).min(1.0).max(100.0);
    pub static ExtendedKeyUsage: Shape = Shape::structure("ExtendedKeyUsage", &[Member::new("Name", &ExtendedKeyUsageName), Member::new("OID", &String), ]);
    pub static ExtendedKeyUsageFilterList: Shape = Shape::new("ExtendedKeyUsageFilterList", Kind::List(Member::new("member", &ExtendedKeyUsageName)));
    pub static ExtendedKeyUsageList: Shape = Shape::new("ExtendedKeyUsageList", Kind::List(Member::new("member", &ExtendedKeyUsage)));
    pub static ExtendedKeyUsageName: Shape = Shape::new("ExtendedKeyUsageName", Kind::String).values(&["TLS_WEB_SERVER_AUTHENTICATION", "TLS_WEB_CLIENT_AUTHENTICATION", "CODE_SIGNING", "EMAIL_PROTECTION", "TIME_STAMPING", "OCSP_SIGNING", "IPSEC_END_SYSTEM", "IPSEC_TUNNEL", "IPSEC_USER", "ANY", "NONE", "CUSTOM"]);
    pub static ExtendedKeyUsageNames: Shape = Shape::new("ExtendedKeyUsageNames", Kind::List(Member::new("member", &ExtendedKeyUsageName)));
    pub static FailureReason: Shape = Shape::new("FailureReason", Kind::String).values(&["NO_AVAILABLE_CONTACTS", "ADDITIONAL_VERIFICATION_REQUIRED", "DOMAIN_NOT_ALLOWED", "INVALID_PUBLIC_DOMAIN", "DOMAIN_VALIDATION_DENIED", "CAA_ERROR", "PCA_LIMIT_EXCEEDED", "PCA_INVALID_ARN", "PCA_INVALID_STATE", "PCA_REQUEST_FAILED", "PCA_NAME_CONSTRAINTS_VALIDATION", "PCA_RESOURCE_NOT_FOUND", "PCA_INVALID_ARGS", "PCA_INVALID_DURATION", "PCA_ACCESS_DENIED", "SLR_NOT_FOUND", "OTHER"]);
    pub static Filters: Shape = Shape::structure("Filters", &[Member::new("extendedKeyUsage", &ExtendedKeyUsageFilterList), Member::new("keyUsage", &KeyUsageFilterList), Member::new("keyTypes", &KeyAlgorithmList), Member::new("exportOption", &CertificateExport), Member::new("managedBy", &CertificateManagedBy), ]);
    pub static GetCertificateRequest: Shape = Shape::structure("GetCertificateRequest", &[Member::new("CertificateArn", &Arn).required(), ]);
    pub static GetCertificateResponse: Shape = Shape::structure("GetCertificateResponse", &[Member::new("Certificate", &CertificateBody), Member::new("CertificateChain", &CertificateChain), ]);
    pub static HttpRedirect: Shape = Shape::structure("HttpRedirect", &[Member::new("RedirectFrom", &String), Member::new("RedirectTo", &String), ]);
    static IdempotencyToken_pattern: Pattern = Pattern::new("\\w+");
    pub static IdempotencyToken: Shape = Shape::new("IdempotencyToken", Kind::String).min(1.0).max(32.0).pattern(&IdempotencyToken_pattern);
    pub static ImportCertificateRequest: Shape = Shape::structure("ImportCertificateRequest", &[Member::new("CertificateArn", &Arn), Member::new("Certificate", &CertificateBodyBlob).required(), Member::new("PrivateKey", &PrivateKeyBlob).required(), Member::new("CertificateChain", &CertificateChainBlob), Member::new("Tags", &TagList), ]);
    pub static ImportCertificateResponse: Shape = Shape::structure("ImportCertificateResponse", &[Member::new("CertificateArn", &Arn), ]);
    pub static InUseList: Shape = Shape::new("InUseList", Kind::List(Member::new("member", &String)));
    pub static InvalidArgsException: Shape = Shape::structure("InvalidArgsException", &[Member::new("message", &String), ]);
    pub static InvalidArnException: Shape = Shape::structure("InvalidArnException", &[Member::new("message", &String), ]);
    pub static InvalidDomainValidationOptionsException: Shape = Shape::structure("InvalidDomainValidationOptionsException", &[Member::new("message", &String), ]);
    pub static InvalidParameterException: Shape = Shape::structure("InvalidParameterException", &[Member::new("message", &String), ]);
    pub static InvalidTagException: Shape = Shape::structure("InvalidTagException", &[Member::new("message", &String), ]);
    pub static KeyAlgorithm: Shape = Shape::new("KeyAlgorithm", Kind::String).values(&["RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"]);
    pub static KeyAlgorithmList: Shape = Shape::new("KeyAlgorithmList", Kind::List(Member::new("member", &KeyAlgorithm)));
    pub static KeyUsage: Shape = Shape::structure("KeyUsage", &[Member::new("Name", &KeyUsageName), ]);
    pub static KeyUsageFilterList: Shape = Shape::new("KeyUsageFilterList", Kind::List(Member::new("member", &KeyUsageName)));
    pub static KeyUsageList: Shape = Shape::new("KeyUsageList", Kind::List(Member::new("member", &KeyUsage)));
    pub static KeyUsageName: Shape = Shape::new("KeyUsageName", Kind::String).values(&["DIGITAL_SIGNATURE", "NON_REPUDIATION", "KEY_ENCIPHERMENT", "DATA_ENCIPHERMENT", "KEY_AGREEMENT", "CERTIFICATE_SIGNING", "CRL_SIGNING", "ENCIPHER_ONLY", "DECIPHER_ONLY", "ANY", "CUSTOM"]);
    pub static KeyUsageNames: Shape = Shape::new("KeyUsageNames", Kind::List(Member::new("member", &KeyUsageName)));
    pub static LimitExceededException: Shape = Shape::structure("LimitExceededException", &[Member::new("message", &String), ]);
    pub static ListCertificatesRequest: Shape = Shape::structure("ListCertificatesRequest", &[Member::new("CertificateStatuses", &CertificateStatuses), Member::new("Includes", &Filters), Member::new("NextToken", &NextToken), Member::new("MaxItems", &MaxItems), Member::new("SortBy", &SortBy), Member::new("SortOrder", &SortOrder), ]);
    pub static ListCertificatesResponse: Shape = Shape::structure("ListCertificatesResponse", &[Member::new("NextToken", &NextToken), Member::new("CertificateSummaryList", &CertificateSummaryList), ]);
    pub static ListTagsForCertificateRequest: Shape = Shape::structure("ListTagsForCertificateRequest", &[Member::new("CertificateArn", &Arn).required(), ]);
    pub static ListTagsForCertificateResponse: Shape = Shape::structure("ListTagsForCertificateResponse", &[Member::new("Tags", &TagList), ]);
    pub static MaxItems: Shape = Shape::new("MaxItems", Kind::Integer).min(1.0).max(1000.0);
    static NextToken_pattern: Pattern = Pattern::new("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]*");
    pub static NextToken: Shape = Shape::new("NextToken", Kind::String).min(1.0).max(10000.0).pattern(&NextToken_pattern);
    pub static NullableBoolean: Shape = Shape::new("NullableBoolean", Kind::Boolean);
    static PcaArn_pattern: Pattern = Pattern::new("arn:[\\w+=/,.@-]+:acm-pca:[\\w+=/,.@-]*:[0-9]+:[\\w+=,.@-]+(/[\\w+=,.@-]+)*");
    pub static PcaArn: Shape = Shape::new("PcaArn", Kind::String).min(20.0).max(2048.0).pattern(&PcaArn_pattern);
    pub static PrivateKeyBlob: Shape = Shape::new("PrivateKeyBlob", Kind::Blob).min(1.0).max(5120.0).sensitive();
    pub static RecordType: Shape = Shape::new("RecordType", Kind::String).values(&["CNAME"]);
    pub static RemoveTagsFromCertificateRequest: Shape = Shape::structure("RemoveTagsFromCertificateRequest", &[Member::new("CertificateArn", &Arn).required(), Member::new("Tags", &TagList).required(), ]);
    pub static RenewCertificateRequest: Shape = Shape::structure("RenewCertificateRequest", &[Member::new("CertificateArn", &Arn).required(), ]);
    pub static RenewalEligibility: Shape = Shape::new("RenewalEligibility", Kind::String).values(&["ELIGIBLE", "INELIGIBLE"]);
    pub static RenewalStatus: Shape = Shape::new("RenewalStatus", Kind::String).values(&["PENDING_AUTO_RENEWAL", "PENDING_VALIDATION", "SUCCESS", "FAILED"]);
    pub static RenewalSummary: Shape = Shape::structure("RenewalSummary", &[Member::new("RenewalStatus", &RenewalStatus).required(), Member::new("DomainValidationOptions", &DomainValidationList).required(), Member::new("RenewalStatusReason", &FailureReason), Member::new("UpdatedAt", &TStamp).required(), ]);
    pub static RequestCertificateRequest: Shape = Shape::structure("RequestCertificateRequest", &[Member::new("DomainName", &DomainNameString).required(), Member::new("ValidationMethod", &ValidationMethod), Member::new("SubjectAlternativeNames", &DomainList), Member::new("IdempotencyToken", &IdempotencyToken), Member::new("DomainValidationOptions", &DomainValidationOptionList), Member::new("Options", &CertificateOptions), Member::new("CertificateAuthorityArn", &PcaArn), Member::new("Tags", &TagList), Member::new("KeyAlgorithm", &KeyAlgorithm), Member::new("ManagedBy", &CertificateManagedBy), ]);
    pub static RequestCertificateResponse: Shape = Shape::structure("RequestCertificateResponse", &[Member::new("CertificateArn", &Arn), ]);
    pub static RequestInProgressException: Shape = Shape::structure("RequestInProgressException", &[Member::new("message", &String), ]);
    pub static ResourceInUseException: Shape = Shape::structure("ResourceInUseException", &[Member::new("message", &String), ]);
    pub static ResourceNotFoundException: Shape = Shape::structure("ResourceNotFoundException", &[Member::new("message", &String), ]);
    pub static ResourceRecord: Shape = Shape::structure("ResourceRecord", &[Member::new("Name", &String).required(), Member::new("Type", &RecordType).required(), Member::new("Value", &String).required(), ]);
    pub static RevocationReason: Shape = Shape::new("RevocationReason", Kind::String).values(&["UNSPECIFIED", "KEY_COMPROMISE", "CA_COMPROMISE", "AFFILIATION_CHANGED", "SUPERCEDED", "SUPERSEDED", "CESSATION_OF_OPERATION", "CERTIFICATE_HOLD", "REMOVE_FROM_CRL", "PRIVILEGE_WITHDRAWN", "A_A_COMPROMISE"]);
    pub static ServiceErrorMessage: Shape = Shape::new("ServiceErrorMessage", Kind::String);
    pub static SortBy: Shape = Shape::new("SortBy", Kind::String).values(&["CREATED_AT"]);
    pub static SortOrder: Shape = Shape::new("SortOrder", Kind::String).values(&["ASCENDING", "DESCENDING"]);
    pub static String: Shape = Shape::new("String", Kind::String);
    pub static TStamp: Shape = Shape::new("TStamp", Kind::Timestamp(None));
    pub static Tag: Shape = Shape::structure("Tag", &[Member::new("Key", &TagKey).required(), Member::new("Value", &TagValue), ]);
    static TagKey_pattern: Pattern = Pattern::new("[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@]*");
    pub static TagKey: Shape = Shape::new("TagKey", Kind::String).min(1.0).max(128.0).pattern(&TagKey_pattern);
    pub static TagList: Shape = Shape::new("TagList", Kind::List(Member::new("member", &Tag))).min(1.0).max(50.0);
    pub static TagPolicyException: Shape = Shape::structure("TagPolicyException", &[Member::new("message", &String), ]);
    static TagValue_pattern: Pattern = Pattern::new("[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@]*");
    pub static TagValue: Shape = Shape::new("TagValue", Kind::String).min(0.0).max(256.0).pattern(&TagValue_pattern);
    pub static ThrottlingException: Shape = Shape::structure("ThrottlingException", &[Member::new("message", &AvailabilityErrorMessage), Member::new("throttlingReasons", &ThrottlingReasonList), ]);
    pub static ThrottlingReason: Shape = Shape::structure("ThrottlingReason", &[Member::new("reason", &CoralAvailabilityThrottlingReason), Member::new("resource", &CoralAvailabilityThrottledResource), ]);
    pub static ThrottlingReasonList: Shape = Shape::new("ThrottlingReasonList", Kind::List(Member::new("member", &ThrottlingReason)));
    pub static TooManyTagsException: Shape = Shape::structure("TooManyTagsException", &[Member::new("message", &String), ]);
    pub static ValidationEmailList: Shape = Shape::new("ValidationEmailList", Kind::List(Member::new("member", &String)));
    pub static ValidationException: Shape = Shape::structure("ValidationException", &[Member::new("message", &ValidationExceptionMessage), ]);
    pub static ValidationExceptionMessage: Shape = Shape::new("ValidationExceptionMessage", Kind::String);
    pub static ValidationMethod: Shape = Shape::new("ValidationMethod", Kind::String).values(&["EMAIL", "DNS", "HTTP"]);
}
