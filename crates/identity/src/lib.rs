//! Who the callers are and what they may, from the records of IAM: access keys and session tokens
//! behind [`AccessKeys`], policies behind [`Authorize`], the sessions that STS hands out, and the
//! codes of second factors that they are given for.
//!
//! Everything is answered from the records in memory at their newest revision, so a key that is
//! deleted, a policy that is detached or a role that goes has its effect at the next request.
//! What can't be read or found denies: an error never allows.
//!
//! Knows nothing of requests and protocols, nor which operation needs what: it is asked about
//! actions on ARNs. Read [`Identity`] first, then [`decision`](Identity::decide).

mod bundle;
mod compiled;
mod context;
mod control;
mod decide;
mod encoded;
mod endpoint;
mod grants;
mod keys;
mod lend;
pub mod mfa;
mod resource;
mod session;
mod tags;
mod trust;
pub mod web;

use std::sync::Arc;

use ferrogate_auth::{AccessKeys, RootKey, Vault};
use ferrogate_base::{AccountId, Clock};
use ferrogate_state::State;

pub use decide::{Decided, Decider};
pub use encoded::Undecodable;
pub use grants::GRANT;
pub use session::{Credentials, Grant, SessionError, TOKEN_BYTES_MAX};
pub use trust::{NotTrusted, ServiceCall, trusted};

use bundle::Bundles;
use compiled::Compiled;

/// The callers of one engine and their rights. One per process, shared.
pub struct Identity {
    state: Arc<State>,
    /// The account that the engine was started for.
    home: AccountId,
    /// Keys that are no records: that of the installation.
    fixed: Arc<dyn AccessKeys>,
    /// Secrets of access keys.
    secrets: Vault,
    /// Session tokens.
    tokens: Vault,
    /// Seeds of MFA devices.
    seeds: Vault,
    /// Encoded messages of refusals.
    messages: Vault,
    compiled: Compiled,
    bundles: Bundles,
    clock: Arc<dyn Clock>,
}

impl Identity {
    /// Over the records of `state`, with the keys of `fixed` beside those that are records. `home`
    /// is the account that the engine was started for.
    #[must_use]
    pub fn new(
        state: Arc<State>,
        home: AccountId,
        fixed: Arc<dyn AccessKeys>,
        root: &RootKey,
    ) -> Self {
        Self {
            secrets: Vault::new(root, ferrogate_records::iam::access_key::VAULT),
            tokens: Vault::new(root, "session-token"),
            seeds: Vault::new(root, ferrogate_records::iam::mfa_device::VAULT),
            messages: Vault::new(root, "authorization-message"),
            compiled: Compiled::default(),
            bundles: Bundles::default(),
            clock: state.clock.clone(),
            state,
            home,
            fixed,
        }
    }

    /// The records.
    #[must_use]
    pub fn state(&self) -> &Arc<State> {
        &self.state
    }
}

/// The account a text names, if it is one.
fn account(text: &str) -> Option<AccountId> {
    text.parse().ok()
}
