// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `sts`.

/// The service `sts`.
pub static SERVICE: crate::Service = crate::Service {
    id: "sts",
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
        &operation::GetAccessKeyInfo,
        &operation::GetCallerIdentity,
    ],
    errors: &[
    ],
};

errors! { SERVICE, {
} }

structure! { GetAccessKeyInfoRequest(shape::GetAccessKeyInfoRequest) { access_key_id: String, } }
structure! { GetAccessKeyInfoResponse(shape::GetAccessKeyInfoResponse) { account: Option<String>, } }
structure! { GetCallerIdentityRequest(shape::GetCallerIdentityRequest) { } }
structure! { GetCallerIdentityResponse(shape::GetCallerIdentityResponse) { user_id: Option<String>, account: Option<String>, arn: Option<String>, } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        GetAccessKeyInfo(super::operation::GetAccessKeyInfo): super::GetAccessKeyInfoRequest => super::GetAccessKeyInfoResponse,
        GetCallerIdentity(super::operation::GetCallerIdentity): super::GetCallerIdentityRequest => super::GetCallerIdentityResponse,
    }
}

/// The tables of operations.
pub mod operation {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::operation::HttpBinding;
    use crate::schema::Xmlns;
    use crate::Operation;
    use super::{SERVICE, error, shape};

    pub static GetAccessKeyInfo: Operation = Operation { service: &SERVICE, name: "GetAccessKeyInfo", input: &shape::GetAccessKeyInfoRequest, output: &shape::GetAccessKeyInfoResponse, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetAccessKeyInfoResult"), input_element: None, input_xmlns: None, readonly: false };
    pub static GetCallerIdentity: Operation = Operation { service: &SERVICE, name: "GetCallerIdentity", input: &shape::GetCallerIdentityRequest, output: &shape::GetCallerIdentityResponse, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetCallerIdentityResult"), input_element: None, input_xmlns: None, readonly: false };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static GetAccessKeyInfoRequest: Shape = Shape::structure("GetAccessKeyInfoRequest", &[Member::new("AccessKeyId", &accessKeyIdType).required(), ]);
    pub static GetAccessKeyInfoResponse: Shape = Shape::structure("GetAccessKeyInfoResponse", &[Member::new("Account", &accountType), ]);
    pub static GetCallerIdentityRequest: Shape = Shape::structure("GetCallerIdentityRequest", &[]);
    pub static GetCallerIdentityResponse: Shape = Shape::structure("GetCallerIdentityResponse", &[Member::new("UserId", &userIdType), Member::new("Account", &accountType), Member::new("Arn", &arnType), ]);
    static accessKeyIdType_pattern: Pattern = Pattern::new("[\\w]*");
    pub static accessKeyIdType: Shape = Shape::new("accessKeyIdType", Kind::String).min(16.0).max(128.0).pattern(&accessKeyIdType_pattern);
    pub static accountType: Shape = Shape::new("accountType", Kind::String);
    pub static arnType: Shape = Shape::new("arnType", Kind::String).min(20.0).max(2048.0);
    pub static userIdType: Shape = Shape::new("userIdType", Kind::String);
}
