//! Service control policies: what nobody in an account may do, its root neither.
//!
//! The account that manages the others is bound by none, nor are the roles that are services' own
//! (AWS Organizations user guide, "Service control policies").

use ferrogate_auth::{Caller, Principal};
use ferrogate_base::AccountId;
use ferrogate_policy::Kind;
use ferrogate_records::iam::account;
use ferrogate_records::organizations::policy::{self as control, FULL_ACCESS};

use crate::Identity;
use crate::bundle::{Held, Unknown};

/// What stands in the ARNs of the roles of services.
const OF_A_SERVICE: &str = ":role/aws-service-role/";

impl Identity {
    /// The service control policies that bind a caller, one of which must allow; `None` if it may
    /// do what its other policies let it.
    ///
    /// # Errors
    /// When they can't be known: nothing is allowed then.
    pub(crate) fn control(&self, caller: &Caller) -> Result<Option<Vec<Held>>, Unknown> {
        let of_a_service = match &caller.principal {
            Principal::Role { arn, .. } => arn.contains(OF_A_SERVICE),
            _ => false,
        };
        if caller.account == self.home || of_a_service {
            return Ok(None);
        }
        let snapshot = self.state.snapshot();
        let found = snapshot.table::<account::Record>().get(&account::key(&caller.account))?;
        let missing = |what: &str| Unknown::Missing(what.to_owned());
        let open = found.as_ref().filter(|found| !found.is_closed());
        let member = open.and_then(|found| found.member.as_ref());
        let ids = &member.ok_or_else(|| missing("of an open account"))?.control;
        if ids.iter().any(|id| id == FULL_ACCESS) && ids.len() == 1 {
            return Ok(None);
        }
        let policies = snapshot.table::<control::Record>();
        let mut all = vec![];
        for id in ids {
            let record = match &**id {
                FULL_ACCESS => None,
                id => Some(policies.get(&control::key(id))?.ok_or_else(|| missing(id))?),
            };
            let document = record.as_ref().map_or(control::FULL_ACCESS_DOCUMENT, |of| &of.content);
            let policy = self.compiled.get(document, Kind::Identity);
            let policy = policy.map_err(|_| Unknown::Malformed(id.clone()))?;
            all.push(Held { policy, source: id.clone() });
        }
        Ok(Some(all))
    }

    /// Whether an account is one of this engine's, and not closed. While its record can't be read
    /// it is taken for closed.
    pub(crate) fn is_open(&self, of: &AccountId) -> bool {
        let accounts = self.state.table::<account::Record>();
        match accounts.get(&account::key(of)) {
            Ok(Some(found)) => *of == self.home || !found.is_closed(),
            Ok(None) => *of == self.home,
            Err(_) => false,
        }
    }

    /// Whether an account is a member that the account of the engine manages, and not closed.
    #[must_use]
    pub fn is_member(&self, of: &AccountId) -> bool {
        *of != self.home && self.is_open(of)
    }

    /// Whether an account manages the others: it is the one that the engine was started for.
    #[must_use]
    pub fn manages(&self, account: &AccountId) -> bool {
        *account == self.home
    }
}
