//! Sessions: temporary credentials, which are all in their token. The token is sealed, so that it
//! is checked without a look-up, and what it says can neither be read nor changed.

use ferrogate_auth::{Caller, Secret, Session};
use ferrogate_base::TimestampMs;
use ferrogate_records::iam::id::{self, Prefix};
use serde::{Deserialize, Serialize};

use crate::Identity;

/// The longest token that is handed out or looked at: it must fit into a line of a request's head.
pub const TOKEN_BYTES_MAX: usize = 7168;

/// Characters of a secret: 40 of base 64, 240 random bits.
const SECRET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Temporary credentials.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// `ASIA…`.
    pub access_key_id: String,
    /// What requests are signed with.
    pub secret: Secret,
    /// What every request must carry.
    pub token: Secret,
    /// From this time on they are refused.
    pub expires: TimestampMs,
}

/// To whom credentials are given, and what limits them.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Who has them.
    pub caller: Caller,
    /// For how long, in seconds.
    pub seconds: u64,
    /// What else they say; when they were issued and end is filled in.
    pub session: Session,
}

/// Why there are no credentials.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// Policies and tags are longer than a token may be: so much of it, in percent.
    #[error("policies and tags take {0} percent of a token")]
    TooLarge(u64),
    /// The kernel gives no random bytes.
    #[error("no random bytes for a session")]
    Random(#[from] getrandom::Error),
}

/// What is in a token.
#[derive(Serialize, Deserialize)]
pub(crate) struct Issued {
    pub(crate) caller: Caller,
    pub(crate) secret: String,
}

impl Identity {
    /// Gives out credentials. Nothing is kept of them.
    ///
    /// # Errors
    /// See [`SessionError`].
    pub fn issue(&self, grant: Grant) -> Result<Credentials, SessionError> {
        let Grant { mut caller, seconds, mut session } = grant;
        session.issued = self.clock.now();
        session.expires = session.issued.plus_ms(seconds * 1000);
        let expires = session.expires;
        let mut random = [0; 16];
        getrandom::fill(&mut random)?;
        let access_key_id = id::form(Prefix::SessionKey, &caller.account, random);
        caller.session = Some(Box::new(session));
        let mut bytes = [0; 40];
        getrandom::fill(&mut bytes)?;
        let secret: String = bytes
            .iter()
            .map(|byte| char::from(SECRET[usize::from(*byte) % SECRET.len()]))
            .collect();
        let issued = Issued { caller, secret };
        let text = serde_json::to_string(&issued).expect("texts and numbers are JSON");
        let token = self.tokens.seal(&access_key_id, &Secret::new(text))?;
        if token.len() > TOKEN_BYTES_MAX {
            return Err(SessionError::TooLarge(
                (token.len() * 100 / TOKEN_BYTES_MAX).try_into().unwrap_or(u64::MAX),
            ));
        }
        let secret = Secret::new(issued.secret);
        Ok(Credentials { access_key_id, secret, token: Secret::new(token), expires })
    }

    /// What a token says, if it was sealed here for this key.
    pub(crate) fn open_token(&self, access_key_id: &str, token: &str) -> Option<Issued> {
        if token.len() > TOKEN_BYTES_MAX {
            return None;
        }
        let text = self.tokens.open(access_key_id, token).ok()?;
        serde_json::from_str(text.expose()).ok()
    }
}
