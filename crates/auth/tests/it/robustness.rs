//! Refusals, each for its reason; and text of strangers, which never panics.

use std::sync::Arc;

use ferrogate_auth::sigv4::{Credentials, RequestHead, parse};
use ferrogate_auth::{AuthError, Caller, DevKeys, Secret, Signer, StaticKeys, Verifier};
use ferrogate_base::TimestampMs;
use ferrogate_base::clock::ManualClock;
use http::{HeaderMap, HeaderValue, Method, Uri};
use proptest::prelude::*;

const NOW: TimestampMs = TimestampMs(1_767_323_045_000);
const MINUTE_MS: u64 = 60_000;

fn account() -> ferrogate_base::AccountId {
    "123456789012".parse().unwrap()
}

fn credentials() -> Credentials {
    Credentials { access_key_id: "AKIAOURS".into(), secret: Secret::new("secret"), token: None }
}

fn keys() -> StaticKeys {
    StaticKeys::new().with("AKIAOURS", Secret::new("secret"), Caller::root(account()))
}

fn verifier() -> Verifier {
    Verifier::new(Arc::new(keys()), Arc::new(ManualClock::new(NOW)))
}

fn uri() -> Uri {
    Uri::from_static("http://localhost:4566/")
}

/// The headers of `POST /` with `body`, signed at `time`, after `set` has added its own.
fn signed(time: TimestampMs, body: &[u8], set: impl FnOnce(&mut HeaderMap)) -> HeaderMap {
    let credentials = credentials();
    let signer = Signer { credentials: &credentials, region: "eu-west-1", service: "ecs", time };
    let mut headers = HeaderMap::new();
    set(&mut headers);
    signer.sign_request(&Method::POST, &uri(), &mut headers, body).unwrap();
    headers
}

fn check(headers: &HeaderMap, body: &[u8]) -> Result<(), AuthError> {
    let head = RequestHead { method: "POST", path: "/", query: "", headers };
    verifier().verify(&head, body).map(drop)
}

#[test]
fn fifteen_minutes_either_way_are_let_in_and_not_one_more_second() {
    let at = |ms: i64| TimestampMs(NOW.0.checked_add_signed(ms).unwrap());
    let window = i64::try_from(15 * MINUTE_MS).unwrap();
    assert_eq!(check(&signed(at(-window), b"", |_| {}), b""), Ok(()));
    assert_eq!(check(&signed(at(window), b"", |_| {}), b""), Ok(()));
    let old = check(&signed(at(-window - 1000), b"", |_| {}), b"").unwrap_err();
    assert_eq!(
        old.text_with_window(5 * MINUTE_MS),
        "Signature expired: 20260102T024904Z is now earlier than 20260102T025905Z \
         (20260102T030405Z - 5 min.)"
    );
    let early = check(&signed(at(window + 1000), b"", |_| {}), b"");
    assert!(matches!(early, Err(AuthError::NotYet { .. })), "{early:?}");
}

#[test]
fn a_wrong_secret_and_an_unknown_key_are_told_apart() {
    let mut credentials = credentials();
    credentials.secret = Secret::new("other");
    let mut headers = HeaderMap::new();
    let sign = |credentials: &Credentials, headers: &mut HeaderMap| {
        let signer = Signer { credentials, region: "eu-west-1", service: "ecs", time: NOW };
        signer.sign_request(&Method::POST, &uri(), headers, b"").unwrap();
    };
    sign(&credentials, &mut headers);
    assert_eq!(check(&headers, b""), Err(AuthError::Mismatch));
    credentials.access_key_id = "AKIANOBODY".into();
    sign(&credentials, &mut headers);
    assert_eq!(check(&headers, b""), Err(AuthError::UnknownKey));
}

#[test]
fn an_unsigned_request_is_missing_its_token() {
    assert_eq!(check(&HeaderMap::new(), b""), Err(AuthError::Missing));
}

#[test]
fn a_header_that_steers_the_request_must_be_signed() {
    let mut headers = signed(NOW, b"", |_| {});
    headers.insert("x-amz-target", HeaderValue::from_static("Other.DeleteCluster"));
    let refused = check(&headers, b"");
    assert!(matches!(&refused, Err(AuthError::Incomplete(why)) if why.contains("x-amz-target")));
}

#[test]
fn forms_that_are_not_served_say_so() {
    for (value, word) in [
        ("AWS AKIA:c2ln", "version 2"),
        ("AWS4-ECDSA-P256-SHA256 Credential=a", "4A"),
        ("Bearer x", "Unsupported Authorization Type"),
    ] {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", HeaderValue::from_static(value));
        let refused = check(&headers, b"").unwrap_err();
        assert!(matches!(refused, AuthError::Unsupported(why) if why.contains(word)), "{refused}");
    }
    for (hash, word) in
        [("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "Streamed"), ("UNSIGNED-PAYLOAD", "S3 only")]
    {
        let set = |headers: &mut HeaderMap| {
            headers.insert("x-amz-content-sha256", HeaderValue::from_static(hash));
        };
        let refused = check(&signed(NOW, b"", set), b"").unwrap_err();
        assert!(matches!(refused, AuthError::Unsupported(why) if why.contains(word)), "{refused}");
    }
}

#[test]
fn a_stated_hash_that_is_not_the_bodys_is_refused() {
    let set = |headers: &mut HeaderMap| {
        headers.insert("x-amz-content-sha256", HeaderValue::from_static("00"));
    };
    assert_eq!(check(&signed(NOW, b"x", set), b"x"), Err(AuthError::BodyMismatch));
}

#[test]
fn malformed_authorization_is_incomplete_with_the_reason() {
    let good = "AWS4-HMAC-SHA256 Credential=AKIAOURS/20260102/eu-west-1/ecs/aws4_request, \
                SignedHeaders=host;x-amz-date, Signature=";
    let sig = "0".repeat(64);
    for (value, word) in [
        ("AWS4-HMAC-SHA256 ".to_owned(), "missing equal-sign"),
        ("AWS4-HMAC-SHA256 Credential=a".to_owned(), "5 slash-delimited"),
        (good.replace("eu-west-1", &"r".repeat(65)), "5 slash-delimited"),
        (good.replace("/ecs/", &format!("/{}/", "s".repeat(65))), "5 slash-delimited"),
        (good.replace("Credential=", "Cred="), "'Credential'"),
        (good.replace("SignedHeaders=", "Signed="), "'SignedHeaders'"),
        (good.replace(", Signature=", ""), "'Signature'"),
        (format!("{good}{sig}").replace("aws4_request", "aws3_request"), "terminator"),
        (format!("{good}{sig}").replace("20260102", "20260103"), "does not match"),
        (format!("{good}{sig}").replace("host;x-amz-date", "x-amz-date"), "'Host'"),
        (format!("{good}{sig}").replace("host;x-amz-date", "x-amz-date;host"), "sorted"),
        (format!("{good}{sig}, Signature={sig}"), "repeats"),
    ] {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", HeaderValue::from_str(&value).unwrap());
        headers.insert("x-amz-date", HeaderValue::from_static("20260102T030405Z"));
        let refused = check(&headers, b"").unwrap_err();
        assert!(
            matches!(&refused, AuthError::Incomplete(why) if why.contains(word)),
            "{value}: {refused}"
        );
    }
    let mut headers = HeaderMap::new();
    let value = HeaderValue::from_str(&format!("{good}{sig}")).unwrap();
    headers.insert("authorization", value);
    let refused = check(&headers, b"").unwrap_err();
    assert!(matches!(&refused, AuthError::Incomplete(why) if why.contains("'X-Amz-Date'")));
}

#[test]
fn a_date_header_stands_in_for_x_amz_date() {
    // RFC 9110's form in the header, the basic form in what is signed.
    let head = |headers: &HeaderMap| {
        parse(&RequestHead { method: "POST", path: "/", query: "", headers })
            .unwrap()
            .map(|claim| claim.time)
    };
    let mut headers = signed(NOW, b"", |_| {});
    headers.remove("x-amz-date");
    headers.insert("date", HeaderValue::from_static("Fri, 02 Jan 2026 03:04:05 GMT"));
    assert_eq!(head(&headers), Some(NOW));
}

#[test]
fn temporary_credentials_need_their_token_and_end() {
    let caller = Caller::root(account());
    let session = |token: Option<&str>, at: TimestampMs| {
        let ours = (Secret::new("token"), NOW.plus_ms(1));
        let secret = Secret::new("secret");
        let keys = StaticKeys::new().with_session("AKIAOURS", secret, ours, caller.clone());
        let verifier = Verifier::new(Arc::new(keys), Arc::new(ManualClock::new(at)));
        let mut credentials = credentials();
        credentials.token = token.map(Secret::new);
        let signer =
            Signer { credentials: &credentials, region: "eu-west-1", service: "ecs", time: NOW };
        let mut headers = HeaderMap::new();
        signer.sign_request(&Method::POST, &uri(), &mut headers, b"").unwrap();
        let head = RequestHead { method: "POST", path: "/", query: "", headers: &headers };
        verifier.verify(&head, b"").map(drop)
    };
    assert_eq!(session(Some("token"), NOW), Ok(()));
    assert_eq!(session(Some("tokem"), NOW), Err(AuthError::UnknownKey));
    assert_eq!(session(None, NOW), Err(AuthError::UnknownKey));
    assert_eq!(session(Some("token"), NOW.plus_ms(1)), Err(AuthError::ExpiredToken));
}

#[test]
fn dev_mode_lets_an_unknown_key_in_but_checks_its_own() {
    let keys = DevKeys::new(keys(), Caller::root(account()));
    let verifier = Verifier::new(Arc::new(keys), Arc::new(ManualClock::new(NOW)));
    let attempt = |id: &str| {
        let credentials =
            Credentials { access_key_id: id.into(), secret: Secret::new("test"), token: None };
        let signer =
            Signer { credentials: &credentials, region: "eu-west-1", service: "ecs", time: NOW };
        let mut headers = HeaderMap::new();
        signer.sign_request(&Method::POST, &uri(), &mut headers, b"").unwrap();
        let head = RequestHead { method: "POST", path: "/", query: "", headers: &headers };
        verifier.verify(&head, b"").map(|v| v.caller.arn.clone())
    };
    assert_eq!(attempt("test"), Ok("arn:aws:iam::123456789012:root".into()));
    assert_eq!(attempt("AKIAOURS"), Err(AuthError::Mismatch));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn no_text_of_a_stranger_panics_or_gets_in(
        authorization in prop::option::of(prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            "AWS4-HMAC-SHA256 (Credential=([a-zA-Z0-9/%é]|/){0,30},? ?|SignedHeaders=[a-z;]{0,9},?|Signature=[0-9a-f]{60,66},?){0,5}"
                .prop_map(String::into_bytes),
        ]),
        date in prop_oneof!["[0-9TZ]{0,20}", "\\PC{0,30}", Just("20260102T030405Z".to_owned())],
        query in prop_oneof![
            "\\PC{0,200}",
            "(&?X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature)=[A-Za-z0-9%/;-]{0,20}){0,8}",
        ],
        path in "\\PC{0,60}",
        body in prop::collection::vec(any::<u8>(), 0..20),
    ) {
        let mut headers = HeaderMap::new();
        if let Some(Ok(value)) = authorization.map(|v| HeaderValue::from_bytes(&v)) {
            headers.insert("authorization", value);
        }
        if let Ok(value) = HeaderValue::from_bytes(date.as_bytes()) {
            headers.insert("x-amz-date", value);
        }
        let head = RequestHead { method: "GET", path: &path, query: &query, headers: &headers };
        prop_assert!(verifier().verify(&head, &body).is_err());
    }
}
