//! The decision: is this request from the owner of this key, untouched and fresh?

use std::borrow::Cow;
use std::sync::Arc;

use ferrogate_base::Clock;
use http::HeaderMap;
use subtle::ConstantTimeEq;

use super::canonical::{BodyHash, PathRules, canonical_request, string_to_sign};
use super::error::AuthError;
use super::parse::{Claim, Form, RequestHead, parse};
use super::signing_key::KeyCache;
use crate::caller::Caller;
use crate::keys::{AccessKey, AccessKeys};

/// How far a signature's time may be from ours, either way: 15 minutes.
pub const SKEW_MS: u64 = 15 * 60 * 1000;

/// Headers that need not be among the signed ones though they begin with `x-amz-`: each
/// has a check of its own (string to sign, body hash, token of the key).
const CHECKED_ELSEWHERE: [&str; 3] = ["x-amz-date", "x-amz-content-sha256", "x-amz-security-token"];

/// Checks signatures. One per process: it remembers derived keys.
pub struct Verifier {
    keys: Arc<dyn AccessKeys>,
    clock: Arc<dyn Clock>,
    cache: KeyCache,
}

/// A claim by a known key at a good time. Its signature is not checked yet.
#[derive(Clone, Debug)]
pub struct Admitted(AccessKey);

/// A request that is what its signer signed.
#[derive(Clone, Debug)]
pub struct Verified {
    /// Who signed.
    pub caller: Arc<Caller>,
    /// The region of the signature's scope.
    pub region: String,
    /// The service of the signature's scope; the router compares it with its own.
    pub service: String,
    /// Whether the signature was compared; not that of a key which lets every one pass.
    pub proven: bool,
}

impl Verifier {
    /// A verifier that finds keys in `keys` and reads the time from `clock`.
    #[must_use]
    pub fn new(keys: Arc<dyn AccessKeys>, clock: Arc<dyn Clock>) -> Self {
        Self { keys, clock, cache: KeyCache::new() }
    }

    /// Checks a whole request.
    ///
    /// # Errors
    /// See [`AuthError`]; `Missing` when there is no signature.
    pub fn verify(&self, head: &RequestHead<'_>, body: &[u8]) -> Result<Verified, AuthError> {
        let claim = parse(head)?.ok_or(AuthError::Missing)?;
        let admitted = self.admit(&claim)?;
        self.check(head, &claim, admitted, body)
    }

    /// Checks what can be told before the body is there: the key, its token, the time.
    /// Costs a look-up, so it is also the gate before a large body is read.
    ///
    /// # Errors
    /// `UnknownKey`, `ExpiredToken`, `Expired`, `NotYet`.
    pub fn admit(&self, claim: &Claim<'_>) -> Result<Admitted, AuthError> {
        let key = self.keys.find(&claim.access_key_id, claim.token.as_deref());
        let key = key.ok_or(AuthError::UnknownKey)?;
        if key.secret.is_none() {
            return Ok(Admitted(key));
        }
        let now = self.clock.now();
        if key.expires.is_some_and(|expires| now >= expires) {
            return Err(AuthError::ExpiredToken);
        }
        let signed = claim.time;
        if signed.since_ms(now) > SKEW_MS {
            return Err(AuthError::NotYet { signed, now });
        }
        if now > claim.valid_until() {
            return Err(AuthError::Expired { signed, now });
        }
        Ok(Admitted(key))
    }

    /// Checks the signature over the request, now that the body is there.
    ///
    /// # Errors
    /// `Mismatch`, `BodyMismatch`, `Incomplete` when a header that must be signed isn't,
    /// `Unsupported` for S3's streamed bodies.
    pub fn check(
        &self,
        head: &RequestHead<'_>,
        claim: &Claim<'_>,
        admitted: Admitted,
        body: &[u8],
    ) -> Result<Verified, AuthError> {
        let AccessKey { secret, caller, .. } = admitted.0;
        let proven = secret.is_some();
        if let Some(secret) = secret {
            check_required_headers(head.headers, &claim.signed_headers)?;
            let scope = [&*claim.access_key_id, &claim.date, &claim.region, &claim.service];
            let key = self.cache.get(scope, &secret);
            let hash = body_hash(head.headers, claim, body)?;
            let rules = PathRules::of(&claim.service);
            let canonical = canonical_request(head, claim.form, &claim.signed_headers, hash, rules);
            let text = string_to_sign(
                &time_text(claim),
                &claim.date,
                &claim.region,
                &claim.service,
                &canonical,
            );
            if !bool::from(key.sign(&text).ct_eq(&claim.signature)) {
                return Err(AuthError::Mismatch);
            }
        }
        let (region, service) = (claim.region.to_string(), claim.service.to_string());
        Ok(Verified { caller, region, service, proven })
    }
}

/// A `Date` header is signed in the basic form, however it is written.
fn time_text<'a>(claim: &'a Claim<'_>) -> Cow<'a, str> {
    if claim.time_text.len() == 16 {
        Cow::Borrowed(&*claim.time_text)
    } else {
        Cow::Owned(super::date::format_basic(claim.time))
    }
}

/// Every `x-amz-*` header changes what a request means, so each must be signed.
fn check_required_headers(headers: &HeaderMap, signed: &str) -> Result<(), AuthError> {
    for name in headers.keys().map(http::HeaderName::as_str) {
        let must = name.starts_with("x-amz-") && !CHECKED_ELSEWHERE.contains(&name);
        if must && !signed.split(';').any(|s| s == name) {
            return Err(AuthError::Incomplete(format!(
                "There were headers present in the request which were not signed: {name}"
            )));
        }
    }
    Ok(())
}

fn body_hash(headers: &HeaderMap, claim: &Claim<'_>, body: &[u8]) -> Result<BodyHash, AuthError> {
    let s3 = claim.is_for_s3();
    let mut values = headers.get_all("x-amz-content-sha256").iter();
    let Some(stated) = values.next() else {
        let unsigned = s3 && claim.form != Form::Header;
        return Ok(if unsigned { BodyHash::Unsigned } else { BodyHash::of(body) });
    };
    if values.next().is_some() {
        return Err(AuthError::Incomplete("x-amz-content-sha256 is repeated.".into()));
    }
    match stated.as_bytes() {
        b"UNSIGNED-PAYLOAD" if s3 => Ok(BodyHash::Unsigned),
        b"UNSIGNED-PAYLOAD" => {
            Err(AuthError::Unsupported("UNSIGNED-PAYLOAD is for S3 only; sign the body."))
        }
        text if text.starts_with(b"STREAMING-") => Err(AuthError::Unsupported(
            "Streamed bodies (x-amz-content-sha256: STREAMING-...) are not supported.",
        )),
        text => {
            let actual = BodyHash::of(body);
            let BodyHash::Sha256(hash) = actual else { return Err(AuthError::BodyMismatch) };
            // Upper case would be signed as such and then not match: same answer, later.
            if bool::from(super::canonical::hex_of(&hash).as_slice().ct_eq(text)) {
                Ok(actual)
            } else {
                Err(AuthError::BodyMismatch)
            }
        }
    }
}
