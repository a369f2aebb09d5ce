//! What is asked of tasks' own roles for sessions with their containers: whether they may decrypt
//! the data keys of encrypted channels, and put objects with what was written.
//!
//! The agent of AWS asks KMS and S3 itself, with the task's credentials; here the engine asks in
//! its place. Read [`SessionRights::data_key`] first.

use std::sync::Arc;

use ferrogate_auth::{Ask, Caller};
use ferrogate_base::{TaskId, partition};
use ferrogate_identity::Identity;
use ferrogate_records::Scope;
use ferrogate_state::State;

use crate::execution::not_assumed;
use crate::keyring::{EncryptionContext, KeyError, Keyring, shown};

/// What the agent says of a task that has no role (aws-sdk-go, `ErrNoValidProvidersFoundInChain`).
const NO_ROLE: &str = "NoCredentialProviders: the task has no task role (taskRoleArn), which is \
                       asked for it";

/// The roles of tasks, asked for sessions.
pub struct SessionRights {
    state: Arc<State>,
    identity: Arc<Identity>,
    keyring: Arc<Keyring>,
}

/// Whose session it is.
#[derive(Clone, Debug)]
pub struct Of<'o> {
    /// Where its task is.
    pub scope: Scope,
    /// The task.
    pub task: &'o TaskId,
    /// The task's own role, if it has one.
    pub role: Option<&'o str>,
}

impl SessionRights {
    /// Asks `identity`; keys of KMS are in `keyring`.
    #[must_use]
    pub fn new(state: Arc<State>, identity: Arc<Identity>, keyring: Arc<Keyring>) -> Self {
        Self { state, identity, keyring }
    }

    /// Decrypts a data key that was made under `key` with this context.
    ///
    /// # Errors
    /// In words of KMS.
    pub fn data_key(
        &self,
        of: &Of<'_>,
        key: &str,
        context: &EncryptionContext,
        sealed: &[u8],
    ) -> Result<Vec<u8>, String> {
        let caller = self.caller(of)?;
        let snapshot = self.state.snapshot();
        let found = self.keyring.find(&snapshot, &of.scope, key);
        let found = found.map_err(|fault| words(&of.scope, key, fault.into()))?;
        let Some(found) = found else {
            return Err(words(&of.scope, key, KeyError::NotFound(String::new())));
        };
        self.may(of, &caller, ask_decrypt(&found.arn(), context))?;
        let opened = self.keyring.decrypt(&of.scope, Some(key), context, sealed);
        Ok(opened.map_err(|error| words(&of.scope, key, error))?.plaintext)
    }

    /// Whether it may put this object.
    ///
    /// # Errors
    /// In words of S3.
    pub fn may_put(&self, of: &Of<'_>, bucket: &str, key: &str) -> Result<(), String> {
        let partition = partition::name(&of.scope.region);
        let ask = Ask::new("s3:PutObject", format!("arn:{partition}:s3:::{bucket}/{key}"));
        self.may(of, &self.caller(of)?, ask)
    }

    /// Whether it may see how a bucket is encrypted.
    ///
    /// # Errors
    /// In words of S3.
    pub fn may_see_encryption(&self, of: &Of<'_>, bucket: &str) -> Result<(), String> {
        let partition = partition::name(&of.scope.region);
        let arn = format!("arn:{partition}:s3:::{bucket}");
        self.may(of, &self.caller(of)?, Ask::new("s3:GetEncryptionConfiguration", arn))
    }

    fn caller(&self, of: &Of<'_>) -> Result<Caller, String> {
        let role = of.role.ok_or(NO_ROLE)?;
        self.identity.acting_as_task(&of.scope, of.task, role).map_err(|_| not_assumed(role))
    }

    fn may(&self, of: &Of<'_>, caller: &Caller, ask: Ask) -> Result<(), String> {
        let may = self.identity.may_for_task(caller, &of.scope.region, &[ask]);
        may.map_err(|denied| format!("AccessDeniedException: {denied}"))
    }
}

/// The right to decrypt with this context.
fn ask_decrypt(arn: &str, context: &EncryptionContext) -> Ask {
    let mut ask = Ask::new("kms:Decrypt", arn).with("kms:EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
    for (name, value) in context {
        ask = ask.with(&format!("kms:EncryptionContext:{name}"), value);
    }
    let names = ferrogate_policy::Value::Many(context.keys().cloned().collect());
    ask.keys.push(("kms:EncryptionContextKeys".to_owned(), names));
    ask
}

/// A key that can't be used, as clients of KMS tell it.
fn words(here: &Scope, named: &str, error: KeyError) -> String {
    match error {
        KeyError::NotFound(_) => {
            format!("NotFoundException: Key '{}' does not exist", shown(here, named))
        }
        KeyError::Disabled(arn) => format!("DisabledException: {arn} is disabled."),
        KeyError::PendingDeletion(arn) => {
            format!("KMSInvalidStateException: {arn} is pending deletion.")
        }
        KeyError::Incorrect => {
            "IncorrectKeyException: The key ID in the request does not identify \
                                a CMK that can perform this operation."
                .to_owned()
        }
        KeyError::InvalidCiphertext => "InvalidCiphertextException: the data key is of another \
                                        session, or is none"
            .to_owned(),
        KeyError::Fault(cause) => {
            let error = ferrogate_base::errors::chain(&cause);
            tracing::error!(error, "a data key of a session can't be decrypted");
            "KMSInternalException: the engine can't say".to_owned()
        }
    }
}
