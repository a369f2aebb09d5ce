//! Answers: good ones, and refusals as the specification writes them.

use std::io;

use bytes::Bytes;
use ferrogate_image::blobs::BlobError;
use http::header::{
    ALLOW, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, WWW_AUTHENTICATE,
};
use http::{Response, StatusCode};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full};
use serde_json::{Value, json};

use crate::Error;

/// The body of an answer.
pub type Body = UnsyncBoxBody<Bytes, io::Error>;

const API_VERSION: HeaderName = HeaderName::from_static("docker-distribution-api-version");
pub(super) const CONTENT_DIGEST: HeaderName = HeaderName::from_static("docker-content-digest");
pub(super) const UPLOAD_UUID: HeaderName = HeaderName::from_static("docker-upload-uuid");

/// An answer with a body that is there already.
pub(super) fn whole(status: StatusCode, bytes: impl Into<Bytes>) -> Response<Body> {
    let full = Full::new(bytes.into()).map_err(|never| match never {});
    let mut response = Response::new(full.boxed_unsync());
    *response.status_mut() = status;
    response
}

/// An answer without a body.
pub(super) fn empty(status: StatusCode) -> Response<Body> {
    whole(status, Bytes::new())
}

/// A good answer in JSON.
pub(super) fn json(bytes: impl Into<Bytes>) -> Response<Body> {
    let mut response = whole(StatusCode::OK, bytes);
    let kind = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}

/// Sets a header to a text of ours, which is always one that a header can have.
pub(super) fn set(response: &mut Response<Body>, name: HeaderName, value: &str) {
    let value = HeaderValue::from_str(value).expect("names and digests were checked");
    response.headers_mut().insert(name, value);
}

/// What every answer carries.
pub(super) fn finished(mut response: Response<Body>) -> Response<Body> {
    let version = HeaderValue::from_static("registry/2.0");
    response.headers_mut().insert(API_VERSION, version);
    response
}

/// A request that is not done as it was asked.
#[derive(Debug)]
pub(super) struct Refusal(Box<Said>);

#[derive(Debug)]
struct Said {
    status: StatusCode,
    code: &'static str,
    text: String,
    detail: Option<Value>,
    header: Option<(HeaderName, String)>,
    /// Set when it is our fault: what the log says and the client does not see.
    fault: Option<String>,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, code: &'static str, text: impl Into<String>) -> Self {
        let text = text.into();
        Self(Box::new(Said { status, code, text, detail: None, header: None, fault: None }))
    }

    pub(super) fn with(mut self, name: HeaderName, value: String) -> Self {
        self.0.header = Some((name, value));
        self
    }

    pub(super) fn unauthorized(host: &str) -> Self {
        let challenge = format!("Basic realm=\"https://{host}/\",service=\"ecr.amazonaws.com\"");
        Self::new(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", "authentication required")
            .with(WWW_AUTHENTICATE, challenge)
    }

    pub(super) fn denied(text: String) -> Self {
        Self::new(StatusCode::FORBIDDEN, "DENIED", text)
    }

    pub(super) fn nowhere() -> Self {
        Self::new(StatusCode::NOT_FOUND, "UNSUPPORTED", "the registry has nothing at this path")
    }

    pub(super) fn method(allowed: &'static str) -> Self {
        let text = "this method means nothing at this path";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "UNSUPPORTED", text)
            .with(ALLOW, allowed.to_owned())
    }

    pub(super) fn broken(cause: &(dyn std::error::Error + 'static)) -> Self {
        let late =
            cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::TimedOut);
        let status = if late { StatusCode::REQUEST_TIMEOUT } else { StatusCode::BAD_REQUEST };
        Self::new(status, "BLOB_UPLOAD_INVALID", format!("the body broke off: {cause}"))
    }

    pub(super) fn log(&self, request_id: &str) {
        if let Some(fault) = &self.0.fault {
            tracing::error!(request_id, error = %fault, "the registry failed");
        }
    }

    pub(super) fn into_response(self) -> Response<Body> {
        let Said { status, code, text, detail, header, .. } = *self.0;
        let mut error = json!({"code": code, "message": text});
        if let Some(detail) = detail {
            error["detail"] = detail;
        }
        let mut response = json(json!({"errors": [error]}).to_string());
        *response.status_mut() = status;
        if let Some((name, value)) = header {
            set(&mut response, name, &value);
        }
        response
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let (status, code) = status_of(&error);
        let mut refusal = Self::new(status, code, error.to_string());
        if error.is_fault() {
            refusal.0.fault = Some(ferrogate_base::errors::chain(&error));
            if status == StatusCode::INTERNAL_SERVER_ERROR {
                refusal.0.text = "the registry failed; its log says why".into();
            }
        }
        if let Error::LayersMissing { digests, .. } | Error::ImagesMissing { digests, .. } = &error
        {
            refusal.0.detail = Some(json!(digests));
        }
        refusal
    }
}

impl From<BlobError> for Refusal {
    fn from(error: BlobError) -> Self {
        Error::from(error).into()
    }
}

/// The status and the code of the specification ("Error Codes").
fn status_of(error: &Error) -> (StatusCode, &'static str) {
    match error {
        Error::NoRepository { .. } => (StatusCode::NOT_FOUND, "NAME_UNKNOWN"),
        Error::BadName { .. } => (StatusCode::BAD_REQUEST, "NAME_INVALID"),
        Error::NoImage { .. } => (StatusCode::NOT_FOUND, "MANIFEST_UNKNOWN"),
        Error::NoLayer { .. } => (StatusCode::NOT_FOUND, "BLOB_UNKNOWN"),
        Error::TagImmutable { .. } | Error::BadTag(_) => (StatusCode::BAD_REQUEST, "TAG_INVALID"),
        Error::LayersMissing { .. } | Error::ImagesMissing { .. } => {
            (StatusCode::NOT_FOUND, "MANIFEST_BLOB_UNKNOWN")
        }
        // Deleting is not done here: the statuses that the specification has for that.
        Error::ImageNeeded { .. } | Error::LayerNeeded { .. } => {
            (StatusCode::METHOD_NOT_ALLOWED, "UNSUPPORTED")
        }
        Error::BadManifest(_) | Error::ImageExists { .. } | Error::TagsTooMany { .. } => {
            (StatusCode::BAD_REQUEST, "MANIFEST_INVALID")
        }
        Error::ManifestTooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "MANIFEST_INVALID"),
        Error::BadDigest(_) | Error::DigestMismatch { .. } => {
            (StatusCode::BAD_REQUEST, "DIGEST_INVALID")
        }
        Error::RepositoryExists { .. } | Error::RepositoryNotEmpty { .. } => {
            (StatusCode::CONFLICT, "DENIED")
        }
        Error::Blob(error) => status_of_blob(error),
        Error::Fault(_) => (StatusCode::INTERNAL_SERVER_ERROR, "UNKNOWN"),
    }
}

fn status_of_blob(error: &BlobError) -> (StatusCode, &'static str) {
    match error {
        BlobError::NoUpload(_) => (StatusCode::NOT_FOUND, "BLOB_UPLOAD_UNKNOWN"),
        BlobError::Busy(_) => (StatusCode::CONFLICT, "BLOB_UPLOAD_INVALID"),
        BlobError::Offset { .. } => (StatusCode::RANGE_NOT_SATISFIABLE, "BLOB_UPLOAD_INVALID"),
        BlobError::DigestMismatch { .. } => (StatusCode::BAD_REQUEST, "DIGEST_INVALID"),
        BlobError::TooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "SIZE_INVALID"),
        BlobError::TooManyUploads { .. } => (StatusCode::TOO_MANY_REQUESTS, "TOOMANYREQUESTS"),
        BlobError::NoBlob(_) => (StatusCode::NOT_FOUND, "BLOB_UNKNOWN"),
        BlobError::Range { .. } => (StatusCode::RANGE_NOT_SATISFIABLE, "SIZE_INVALID"),
        BlobError::Body(_) => (StatusCode::BAD_REQUEST, "BLOB_UPLOAD_INVALID"),
        BlobError::NoSpace(_) => (StatusCode::INSUFFICIENT_STORAGE, "DENIED"),
        BlobError::Io { .. } => (StatusCode::INTERNAL_SERVER_ERROR, "UNKNOWN"),
    }
}

/// States the length of a body that streams, or that a `HEAD` leaves out.
pub(super) fn set_length(response: &mut Response<Body>, bytes: u64) {
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(bytes));
}
