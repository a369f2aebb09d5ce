//! The client's side: signatures as the SDKs make them.

use ferrogate_base::TimestampMs;
use http::header::{AUTHORIZATION, HOST, HeaderValue};
use http::{HeaderMap, Method, Uri};

use super::canonical::{BodyHash, PathRules, canonical_request, hex_of, string_to_sign};
use super::date::format_basic;
use super::parse::{Form, RequestHead};
use super::signing_key::SigningKey;
use super::{ALGORITHM, TERMINATOR};
use crate::secret::Secret;

/// What a client signs with.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The access key id.
    pub access_key_id: String,
    /// The secret access key.
    pub secret: Secret,
    /// The session token of temporary credentials.
    pub token: Option<Secret>,
}

/// Why a request can't be signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// Neither the URI nor the headers say which host is meant.
    #[error("the request has no host to sign")]
    NoHost,
    /// The key id, the token, the region or the service can't stand in a header.
    #[error("credentials or scope hold characters that can't be sent")]
    Unsendable,
}

/// Signs requests to one service in one region.
#[derive(Clone, Debug)]
pub struct Signer<'a> {
    /// Who signs.
    pub credentials: &'a Credentials,
    /// The region of the scope.
    pub region: &'a str,
    /// The service's signing name, such as `ecs` or `elasticloadbalancing`.
    pub service: &'a str,
    /// When the request is signed; the server takes it for 15 minutes.
    pub time: TimestampMs,
}

impl Signer<'_> {
    /// Adds `x-amz-date`, `authorization` and, with temporary credentials,
    /// `x-amz-security-token` to `headers`; `host` from the URI if it is missing. All
    /// headers present are signed except those that proxies may change, so set them first.
    ///
    /// # Errors
    /// See [`SignError`]; the headers may then be half set.
    pub fn sign_request(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &mut HeaderMap,
        body: &[u8],
    ) -> Result<(), SignError> {
        headers.remove(AUTHORIZATION);
        set_host(uri, headers)?;
        let time = format_basic(self.time);
        headers.insert("x-amz-date", sendable(&time)?);
        if let Some(token) = &self.credentials.token {
            let mut value = sendable(token.expose())?;
            value.set_sensitive(true);
            headers.insert("x-amz-security-token", value);
        }
        let hash = BodyHash::of(body);
        if let ("s3", BodyHash::Sha256(hash)) = (self.service, hash) {
            let text = hex_of(&hash);
            let text = std::str::from_utf8(&text).map_err(|_| SignError::Unsendable)?;
            headers.insert("x-amz-content-sha256", sendable(text)?);
        }
        let signed = signed_headers(headers);
        let signature = self.signature(method, uri, headers, Form::Header, &signed, hash);
        let scope = self.scope(&time);
        let value = format!(
            "{ALGORITHM} Credential={scope}, SignedHeaders={signed}, Signature={signature}"
        );
        headers.insert(AUTHORIZATION, sendable(&value)?);
        Ok(())
    }

    fn signature(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        form: Form,
        signed: &str,
        body: BodyHash,
    ) -> String {
        let head = RequestHead {
            method: method.as_str(),
            path: uri.path(),
            query: uri.query().unwrap_or_default(),
            headers,
        };
        let canonical = canonical_request(&head, form, signed, body, PathRules::of(self.service));
        let time = format_basic(self.time);
        let (date, secret) = (&time[..8], self.credentials.secret.expose());
        let text = string_to_sign(&time, date, self.region, self.service, &canonical);
        hex::encode(SigningKey::derive(secret, date, self.region, self.service).sign(&text))
    }

    fn scope(&self, time: &str) -> String {
        let (id, date) = (&self.credentials.access_key_id, &time[..8]);
        format!("{id}/{date}/{}/{}/{TERMINATOR}", self.region, self.service)
    }
}

/// All but those that hops on the way change or add.
fn signed_headers(headers: &HeaderMap) -> String {
    const UNSIGNED: [&str; 8] = [
        "authorization",
        "connection",
        "expect",
        "te",
        "transfer-encoding",
        "upgrade",
        "user-agent",
        "x-amzn-trace-id",
    ];
    let mut names: Vec<&str> =
        headers.keys().map(http::HeaderName::as_str).filter(|n| !UNSIGNED.contains(n)).collect();
    names.sort_unstable();
    names.join(";")
}

fn set_host(uri: &Uri, headers: &mut HeaderMap) -> Result<(), SignError> {
    if !headers.contains_key(HOST) {
        let authority = uri.authority().ok_or(SignError::NoHost)?;
        // A user and password before the host are not part of the header.
        let host = authority.as_str().rsplit('@').next().unwrap_or_default();
        headers.insert(HOST, sendable(host)?);
    }
    Ok(())
}

fn sendable(text: &str) -> Result<HeaderValue, SignError> {
    HeaderValue::from_str(text).map_err(|_| SignError::Unsendable)
}
