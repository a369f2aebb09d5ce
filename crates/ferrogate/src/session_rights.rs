//! Joins sessions with containers to what tasks' own roles may.

use ferrogate_exec::{KeyWanted, Rights, Whose};
use ferrogate_records::Scope;
use ferrogate_services::session_rights::{Of, SessionRights};
use zeroize::Zeroizing;

/// Asks the services.
pub(crate) struct OfTasks(pub(crate) SessionRights);

fn of(whose: &Whose) -> Of<'_> {
    Of {
        scope: Scope::new(whose.account.clone(), &*whose.region),
        task: &whose.task,
        role: whose.role.as_deref(),
    }
}

impl Rights for OfTasks {
    fn data_key(
        &self,
        whose: &Whose,
        wanted: &KeyWanted<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, String> {
        // amazon-ssm-agent, `UpdateEncryptionKey`.
        let mut context = vec![
            ("aws:ssm:SessionId".to_owned(), wanted.session.to_owned()),
            ("aws:ssm:TargetId".to_owned(), wanted.target.to_owned()),
        ];
        if wanted.sealed.challenged {
            context.push(("aws:ssm:RandomChallenge".to_owned(), wanted.challenge.to_owned()));
        }
        let context = context.into_iter().collect();
        let sealed = &wanted.sealed.ciphertext;
        self.0.data_key(&of(whose), wanted.key, &context, sealed).map(Zeroizing::new)
    }

    fn may_put(&self, whose: &Whose, bucket: &str, key: &str) -> Result<(), String> {
        self.0.may_put(&of(whose), bucket, key)
    }

    fn may_see_encryption(&self, whose: &Whose, bucket: &str) -> Result<(), String> {
        self.0.may_see_encryption(&of(whose), bucket)
    }
}
