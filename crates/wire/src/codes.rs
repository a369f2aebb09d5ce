//! What a refusal of the frame is called in each protocol.
//!
//! Errors of operations are the services' business; these are the ones that arise before
//! an operation is reached. None has a status of 500 to 504 unless trying again helps:
//! clients repeat those many times over.

use std::borrow::Cow;

use ferrogate_api::{Common, ErrorReply, Protocol, Service, access};
use ferrogate_auth::{AuthError, Denied};

use crate::body::BodyError;
use crate::gate::Refused;
use crate::route::Target;

/// The windows that AWS speaks of in "Signature expired".
const QUERY_WINDOW_MS: u64 = 15 * 60_000;
const JSON_WINDOW_MS: u64 = 5 * 60_000;

/// Stands for the service of requests that name none.
pub(crate) static NOBODY: Service = Service {
    id: "",
    sdk_name: "",
    signing_name: "",
    protocols: &[],
    target_prefix: "",
    api_version: "",
    // The namespace of AWS's own answers to requests that reach no service.
    xmlns: "http://webservices.amazon.com/AWSFault/2005-15-09",
    query_compatible: false,
    operation_names: &[],
    unsigned_names: &[],
    operations: &[],
    errors: &[],
};

fn reply(code: impl Into<Cow<'static, str>>, status: u16, text: impl Into<String>) -> ErrorReply {
    Common::new(code, text.into()).with_status(status).into_reply()
}

/// A signature that is refused.
pub(crate) fn auth(error: &AuthError, protocol: Protocol) -> ErrorReply {
    match protocol {
        Protocol::Json10 | Protocol::Json11 | Protocol::Cbor => auth_json(error, 400),
        Protocol::RestJson => auth_json(error, 403),
        Protocol::Query => auth_query(error),
        Protocol::Ec2 => auth_ec2(error),
        Protocol::RestXml => auth_s3(error),
    }
}

fn auth_json(error: &AuthError, status: u16) -> ErrorReply {
    let code = match error {
        AuthError::Missing => "MissingAuthenticationTokenException",
        AuthError::Incomplete(_) | AuthError::Unsupported(_) => "IncompleteSignatureException",
        AuthError::UnknownKey => "UnrecognizedClientException",
        AuthError::ExpiredToken => "ExpiredTokenException",
        AuthError::Mismatch
        | AuthError::BodyMismatch
        | AuthError::Expired { .. }
        | AuthError::NotYet { .. } => "InvalidSignatureException",
    };
    reply(code, status, error.text_with_window(JSON_WINDOW_MS))
}

fn auth_query(error: &AuthError) -> ErrorReply {
    let text = error.text_with_window(QUERY_WINDOW_MS);
    match error {
        AuthError::Missing => {
            reply("MissingAuthenticationToken", 403, "Request is missing Authentication Token")
        }
        AuthError::Incomplete(_) | AuthError::Unsupported(_) => {
            reply("IncompleteSignature", 400, text)
        }
        AuthError::UnknownKey => reply("InvalidClientTokenId", 403, text),
        AuthError::ExpiredToken => reply("ExpiredToken", 403, text),
        AuthError::Mismatch
        | AuthError::BodyMismatch
        | AuthError::Expired { .. }
        | AuthError::NotYet { .. } => reply("SignatureDoesNotMatch", 403, text),
    }
}

fn auth_ec2(error: &AuthError) -> ErrorReply {
    const REFUSED: &str = "AWS was not able to validate the provided access credentials";
    match error {
        AuthError::Missing => {
            reply("MissingParameter", 400, "The request must contain the parameter AWSAccessKeyId")
        }
        AuthError::Incomplete(_) | AuthError::Unsupported(_) => {
            reply("AuthFailure", 401, error.to_string())
        }
        AuthError::Expired { .. } => {
            reply("RequestExpired", 400, error.text_with_window(JSON_WINDOW_MS))
        }
        AuthError::UnknownKey
        | AuthError::ExpiredToken
        | AuthError::Mismatch
        | AuthError::BodyMismatch
        | AuthError::NotYet { .. } => reply("AuthFailure", 401, REFUSED),
    }
}

fn auth_s3(error: &AuthError) -> ErrorReply {
    let (code, status) = match error {
        AuthError::Missing => ("AccessDenied", 403),
        AuthError::Incomplete(_) => ("AuthorizationHeaderMalformed", 400),
        AuthError::Unsupported(_) => ("InvalidRequest", 400),
        AuthError::UnknownKey => ("InvalidAccessKeyId", 403),
        AuthError::ExpiredToken => ("ExpiredToken", 400),
        AuthError::Mismatch => ("SignatureDoesNotMatch", 403),
        AuthError::BodyMismatch => ("XAmzContentSHA256Mismatch", 400),
        AuthError::Expired { .. } | AuthError::NotYet { .. } => ("RequestTimeTooSkewed", 403),
    };
    reply(code, status, error.to_string())
}

/// A signature that was made for another service than the one the request reaches.
pub(crate) fn wrong_scope(service: &Service, protocol: Protocol) -> ErrorReply {
    let mut refusal = auth(&AuthError::Mismatch, protocol);
    let name = service.signing_name;
    refusal.message = format!("Credential should be scoped to correct service: '{name}'.").into();
    refusal
}

/// Signed for another region than the endpoint's that it has come by.
pub(crate) fn wrong_region(region: &str, protocol: Protocol) -> ErrorReply {
    let mut refusal = auth(&AuthError::Mismatch, protocol);
    refusal.message =
        format!("Credential should be scoped to a valid region: this endpoint is of '{region}'.")
            .into();
    refusal
}

/// A service that the endpoint which the request has come by does not lead to.
pub(crate) fn no_way(service: &Service, endpoint: &str, protocol: Protocol) -> ErrorReply {
    let text = format!("The VPC endpoint {endpoint} does not lead to {}.", service.signing_name);
    let code = match protocol {
        Protocol::Json10 | Protocol::Json11 | Protocol::Cbor => "UnknownOperationException",
        _ => "InvalidAction",
    };
    reply(code, 400, text)
}

/// A caller who may not.
pub(crate) fn denied(denied: &Denied, protocol: Protocol) -> ErrorReply {
    access::denied(denied, protocol).into_reply()
}

/// An operation that AWS has and we don't. Status 400: clients show it and don't try again.
pub(crate) fn not_built(service: &Service, name: &str) -> ErrorReply {
    let text = format!("{name} is an operation of {} that ferrogate does not offer.", service.id);
    Common::NotBuilt(service.not_built_code(), text.into()).into_reply()
}

/// A target that leads to no operation.
pub(crate) fn no_operation(
    target: &Target,
    service: Option<&Service>,
    protocol: Protocol,
) -> ErrorReply {
    let (name, version) = match target {
        Target::Unknown { name, version } => (name.as_str(), version.as_str()),
        Target::NotServed(name) => return not_built(service.unwrap_or(&NOBODY), name),
        Target::Nowhere { scope } => (scope.as_str(), ""),
        Target::Operation(_) | Target::Form => ("", ""),
    };
    match protocol {
        Protocol::Json10 | Protocol::Json11 | Protocol::Cbor => {
            let status = if protocol == Protocol::Cbor { 404 } else { 400 };
            let text = match service {
                Some(_) => String::new(), // AWS says no more than the code
                None => format!("ferrogate serves no service with this target: {name}"),
            };
            reply("UnknownOperationException", status, text)
        }
        Protocol::Query if name.is_empty() => {
            reply("MissingAction", 400, "The request must contain the parameter Action.")
        }
        Protocol::Query => {
            let text = format!("Could not find operation {name} for version {version}");
            reply("InvalidAction", 400, text)
        }
        Protocol::Ec2 => {
            let text = format!("The action {name} is not valid for this web service.");
            reply("InvalidAction", 400, text)
        }
        Protocol::RestXml => {
            let text = format!("ferrogate does not serve S3 ({name}).");
            reply("NotImplemented", 501, text)
        }
        Protocol::RestJson => {
            let text = match (service, name) {
                (Some(_), _) => String::new(),
                (None, "") => {
                    "No service answers to this path. Is the request signed, and does it \
                               have its X-Amz-Target, Action or path?"
                        .to_owned()
                }
                (None, scope) => format!("ferrogate serves no {scope} under this path."),
            };
            reply("UnknownOperationException", 404, text)
        }
    }
}

/// A body that was not taken.
pub(crate) fn body(error: &BodyError, protocol: Protocol) -> ErrorReply {
    let exception = |name: &'static str, xml: &'static str| match protocol {
        Protocol::Json10 | Protocol::Json11 | Protocol::Cbor | Protocol::RestJson => name,
        Protocol::Query | Protocol::Ec2 | Protocol::RestXml => xml,
    };
    let text = error.to_string();
    match error {
        BodyError::TooLarge(_) => {
            reply(exception("RequestEntityTooLargeException", "RequestEntityTooLarge"), 413, text)
        }
        BodyError::TooSlow => {
            reply(exception("RequestTimeoutException", "RequestTimeout"), 408, text)
        }
        // The one that helps to try again.
        BodyError::NoRoom => reply(exception("ThrottlingException", "Throttling"), 503, text),
        BodyError::Broken(_) | BodyError::NotGzip => {
            reply(exception("SerializationException", "MalformedInput"), 400, text)
        }
    }
}

/// A caller that comes too often. AWS's clients wait and try again.
pub(crate) fn too_often(protocol: Protocol) -> ErrorReply {
    const TEXT: &str = "Rate exceeded";
    match protocol {
        Protocol::Json10 | Protocol::Json11 | Protocol::Cbor => {
            reply("ThrottlingException", 400, TEXT)
        }
        Protocol::RestJson => reply("ThrottlingException", 429, TEXT),
        Protocol::Query => reply("Throttling", 400, TEXT),
        Protocol::Ec2 => reply("RequestLimitExceeded", 503, "Request limit exceeded."),
        Protocol::RestXml => reply("SlowDown", 503, "Please reduce your request rate."),
    }
}

/// A body in a coding that no service here takes: several at once, or with signed chunks.
pub(crate) fn unknown_coding() -> ErrorReply {
    reply("UnsupportedMediaType", 415, "Content-Encoding may be gzip or identity.")
}

/// A head that is larger than it may be.
pub(crate) fn head_too_large(what: &'static str, status: u16) -> ErrorReply {
    reply("RequestHeaderSectionTooLarge", status, what)
}

/// A request that a browser may not bring.
pub(crate) fn refused(refused: Refused) -> ErrorReply {
    let status = if refused == Refused::BadHost { 400 } else { 403 };
    let code = if status == 400 { "BadRequest" } else { "AccessDenied" };
    reply(code, status, refused.to_string())
}

/// The engine's disk takes no more. Worth trying again, and for somebody to act on.
pub(crate) fn disk_full(service: &Service) -> ErrorReply {
    const TEXT: &str = "The engine's disk is full, so only stops and deletions are taken; reads \
                        and running tasks go on. Make room on the file system of its data \
                        folder, then try again.";
    reply(service.internal_code(), 503, TEXT)
}

/// Our own failure. The text is all that the client learns.
pub(crate) fn internal(service: &Service) -> ErrorReply {
    const TEXT: &str = "The request processing has failed because of an unknown error, exception \
                        or failure.";
    reply(service.internal_code(), 500, TEXT)
}
