//! Tokens of OpenID Connect providers, which anybody may show, and the keys that providers show.

use std::sync::LazyLock;

use ferrogate_base::TimestampMs;
use ferrogate_identity::web::{Keys, Token};

use super::texts;

pub(super) const WORDS: &[&str] = &[
    "eyJhbGciOiJSUzI1NiIsImtpZCI6InIifQ",
    "e30",
    ".",
    "\"keys\":",
    "\"kty\":\"RSA\"",
    "\"kty\":\"EC\"",
    "\"crv\":\"P-256\"",
    "\"use\":\"sig\"",
    "\"n\":\"AQAB\"",
    "\"e\":\"AQAB\"",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
];

const VECTORS: &str = include_str!("../../../crates/identity/src/web/vectors.json");

static ALL: LazyLock<(Keys, Vec<String>)> = LazyLock::new(|| {
    let all: serde_json::Value = serde_json::from_str(VECTORS).expect("it is ours");
    let keys = Keys::read(all["keys"].to_string().as_bytes()).expect("it is a set");
    let tokens = all["tokens"].as_object().expect("it has tokens").values();
    (keys, tokens.filter_map(|token| token.as_str().map(str::to_owned)).collect())
});

/// A token is proven only if it is one that was signed, up to the end of its line.
pub(super) fn token(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(token) = Token::read(text) else { return };
    let (keys, signed) = &*ALL;
    let claims = &token.claims;
    assert!(claims.issuer.starts_with("https://") && !claims.subject.is_empty());
    // Whatever the clock says.
    for now in [0, 1_700_000_000_000, u64::MAX] {
        let _ = claims.check_time(TimestampMs(now));
    }
    if keys.verify(&token).is_ok() {
        let is_known = signed.iter().any(|known| known.starts_with(&*token.signed));
        assert!(is_known, "a token that nobody has signed is taken");
    }
}

pub(super) fn token_seeds() -> Vec<Vec<u8>> {
    ALL.1.iter().map(|token| token.clone().into_bytes()).collect()
}

/// Whatever keys a provider shows, asking them ends.
pub(super) fn keys(data: &[u8]) {
    let Some(keys) = Keys::read(data) else { return };
    for token in &ALL.1 {
        let token = Token::read(token).expect("it is ours");
        let _ = keys.verify(&token);
    }
}

pub(super) fn key_seeds() -> Vec<Vec<u8>> {
    let all: serde_json::Value = serde_json::from_str(VECTORS).expect("it is ours");
    texts(&[&all["keys"].to_string(), r#"{"keys":[{"kty":"EC","crv":"P-384","x":"","y":""}]}"#])
}
