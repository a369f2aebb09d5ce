//! Signature version 4: read, checked, made.
//!
//! `parse` turns what a stranger sent into a [`Claim`] and decides nothing; `canonical`
//! writes the text that is signed; [`Verifier`] decides; [`Signer`] is the client's side.
//! Source: the IAM user guide, "AWS Signature Version 4 for API requests".

mod canonical;
mod date;
mod error;
mod parse;
mod sign;
mod signing_key;
mod verify;

pub use canonical::{BodyHash, PathRules, canonical_request, string_to_sign};
pub use date::{format_basic, parse_basic, parse_date_header};
pub use error::AuthError;
pub use parse::{Claim, Form, RequestHead, parse};
pub use sign::{Credentials, SignError, Signer};
pub use verify::{Admitted, SKEW_MS, Verified, Verifier};

/// The algorithm's name in headers, queries and the string to sign.
pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// The last part of every credential scope.
pub(crate) const TERMINATOR: &str = "aws4_request";
