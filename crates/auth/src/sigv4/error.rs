//! Why a request's signature is refused.

use ferrogate_base::TimestampMs;

use super::date::format_basic;

/// Why a request was refused before anybody knew what it asks for. The text is what the
/// client reads; the codes that go with it depend on the protocol.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthError {
    /// Nothing in the request says who is calling.
    #[error("Missing Authentication Token")]
    Missing,
    /// The request says who is calling in a way that can't be read.
    #[error("{0}")]
    Incomplete(String),
    /// A form of signature or body that is not served here.
    #[error("{0}")]
    Unsupported(&'static str),
    /// No such access key, or its session token is wrong.
    #[error("The security token included in the request is invalid.")]
    UnknownKey,
    /// The credentials were temporary and their time is over.
    #[error("The security token included in the request is expired")]
    ExpiredToken,
    /// The signature is not the one this request has with this key.
    #[error(
        "The request signature we calculated does not match the signature you provided. Check \
         your AWS Secret Access Key and signing method. Consult the service documentation for \
         details."
    )]
    Mismatch,
    /// The body is not the one whose hash the request gives.
    #[error("The provided 'x-amz-content-sha256' header does not match what was computed.")]
    BodyMismatch,
    /// Signed too long ago.
    #[error("{}", expired(*.signed, *.now, super::SKEW_MS))]
    Expired { signed: TimestampMs, now: TimestampMs },
    /// Signed for a time that is yet to come.
    #[error(
        "Signature not yet current: {} is still later than {} ({} + {} min.)",
        format_basic(*.signed), format_basic(.now.plus_ms(super::SKEW_MS)), format_basic(*.now),
        super::SKEW_MS / 60_000
    )]
    NotYet { signed: TimestampMs, now: TimestampMs },
}

impl AuthError {
    /// The text, where a service of AWS names another window than ours: a signature that
    /// is 15 minutes old is as well older than the 5 that services with JSON speak of.
    #[must_use]
    pub fn text_with_window(&self, window_ms: u64) -> String {
        match self {
            Self::Expired { signed, now } => expired(*signed, *now, window_ms),
            other => other.to_string(),
        }
    }
}

fn expired(signed: TimestampMs, now: TimestampMs, window_ms: u64) -> String {
    let oldest = TimestampMs(now.0.saturating_sub(window_ms));
    format!(
        "Signature expired: {} is now earlier than {} ({} - {} min.)",
        format_basic(signed),
        format_basic(oldest),
        format_basic(now),
        window_ms / 60_000
    )
}
