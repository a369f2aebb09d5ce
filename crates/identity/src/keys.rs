//! From an access key and a token to who stands behind them.

use std::sync::Arc;

use ferrogate_auth::{AccessKey, AccessKeys, Caller, Principal, Secret};
use ferrogate_base::AccountId;
use ferrogate_records::ecs::task;
use ferrogate_records::iam::access_key::{self, Holder, Status};
use ferrogate_records::iam::{account, id, user};

use crate::Identity;

/// What the ids of temporary keys begin with.
pub(crate) const TEMPORARY: &str = "ASIA";

impl AccessKeys for Identity {
    fn find(&self, access_key_id: &str, token: Option<&str>) -> Option<AccessKey> {
        match token {
            Some(token) if access_key_id.starts_with(TEMPORARY) => {
                self.session_key(access_key_id, token)
            }
            Some(_) => self.fixed.find(access_key_id, token),
            None => {
                let fixed = self.fixed.find(access_key_id, None);
                fixed.or_else(|| self.long_lived(access_key_id))
            }
        }
    }

    fn account_of(&self, access_key_id: &str) -> Option<AccountId> {
        if let Some(account) = self.fixed.account_of(access_key_id) {
            return Some(account);
        }
        if let Ok(Some(key)) =
            self.state.table::<access_key::Record>().get(&access_key::key(access_key_id))
        {
            return Some(key.owner.account.clone());
        }
        // One that is gone still names its account.
        let account = id::account_of(access_key_id)?;
        let named = ["AKIA", TEMPORARY].iter().any(|prefix| access_key_id.starts_with(prefix));
        (named && self.is_ours(&account)).then_some(account)
    }
}

impl Identity {
    fn long_lived(&self, access_key_id: &str) -> Option<AccessKey> {
        let keys = self.state.table::<access_key::Record>();
        let key = match keys.get(&access_key::key(access_key_id)) {
            Ok(key) => key?,
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "an access key can't be read"
                );
                return None;
            }
        };
        if key.id != access_key_id || key.status != Status::Active {
            return None;
        }
        if !self.is_open(&key.owner.account) {
            return None;
        }
        let caller = self.holder(&key.owner.account, &key.owner.partition, &key.holder)?;
        let secret = match self.secrets.open(&key.id, &key.secret) {
            Ok(secret) => secret,
            Err(error) => {
                tracing::error!(key = key.id, %error, "an access key lets nobody in");
                return None;
            }
        };
        Some(AccessKey { secret: Some(secret), caller: Arc::new(caller), expires: None })
    }

    fn holder(&self, account: &AccountId, partition: &str, holder: &Holder) -> Option<Caller> {
        match holder {
            Holder::Root => {
                let arn = format!("arn:{partition}:iam::{account}:root");
                Some(Caller { arn, ..Caller::root(account.clone()) })
            }
            Holder::User(id) => self.user(account, id),
        }
    }

    /// The user with this unique id as a caller.
    pub(crate) fn user(&self, account: &AccountId, id: &str) -> Option<Caller> {
        let users = self.state.table::<user::Record>();
        let user = users.by::<user::ById>(&(account.clone(), id.to_owned())).ok()?.next()?;
        Some(Caller {
            account: account.clone(),
            arn: user.arn(),
            user_id: user.id.clone(),
            principal: Principal::User { name: user.name.clone() },
            session: None,
        })
    }

    fn session_key(&self, access_key_id: &str, token: &str) -> Option<AccessKey> {
        let issued = self.open_token(access_key_id, token)?;
        if !self.is_alive(&issued.caller) {
            return None;
        }
        let expires = issued.caller.session.as_ref()?.expires;
        Some(AccessKey {
            secret: Some(Secret::new(issued.secret)),
            caller: Arc::new(issued.caller),
            expires: Some(expires),
        })
    }

    /// Whether the principal behind a session is still there, and the task that it is of.
    pub(crate) fn is_alive(&self, caller: &Caller) -> bool {
        if !self.is_open(&caller.account) {
            return false;
        }
        let Some(binding) = caller.session.as_ref().and_then(|session| session.task.as_ref())
        else {
            return self.bundle(caller).is_ok();
        };
        let tasks = self.state.table::<task::Record>();
        let Ok(Some(task)) = tasks.get(&binding.record) else { return false };
        let bound = task.binding.as_ref().is_some_and(|of| of.epoch == binding.epoch);
        // From Deprovisioning on none of its containers runs.
        bound && task.status < task::Status::Deprovisioning && self.bundle(caller).is_ok()
    }

    fn is_ours(&self, of: &AccountId) -> bool {
        let accounts = self.state.table::<account::Record>();
        // Whether it is one of the others can't be told while its record can't be read.
        *of == self.home || !matches!(accounts.get(&account::key(of)), Ok(None))
    }
}
