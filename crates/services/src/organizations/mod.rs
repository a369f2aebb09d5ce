//! AWS Organizations, as far as an engine is one: its accounts, and the service control policies
//! beyond which nobody in them may do anything.
//!
//! The account that the engine was started for manages the others and is bound by no such policy.
//! There are no organizational units: every account is right below the root. Read [`account`]
//! first. What policies come to is for the authoriser.

mod account;
mod attachment;
mod held;
mod policy;

use std::sync::Arc;

use ferrogate_api::organizations::{Error, op};
use ferrogate_api::{Common, Cx, Failure, Operations};
use ferrogate_base::AccountId;
use ferrogate_records::Scope;
use ferrogate_records::iam::account as accounts;
use ferrogate_state::{Entry, State};

use crate::change::Change;
use crate::own::{View, fault};

type Result<T> = std::result::Result<T, Failure<Error>>;

/// The operations of Organizations over the engine's state.
struct Organizations {
    state: Arc<State>,
    /// The account that manages the others.
    manager: AccountId,
    /// Its ARN's partition.
    partition: &'static str,
}

/// Puts every operation of Organizations that is built into the table. `manager` is the account
/// that the engine was started for, and where.
pub fn register(table: &mut Operations, state: Arc<State>, manager: &Scope) {
    let partition = ferrogate_base::partition::name(&manager.region);
    let of = Organizations { state, manager: manager.account.clone(), partition };
    let organizations = Arc::new(of);
    macro_rules! serve {
        ($($op:ident => $method:ident),* $(,)?) => {$({
            let organizations = organizations.clone();
            table.on::<op::$op, _, _>(move |cx, input| {
                let organizations = organizations.clone();
                async move { organizations.$method(&cx, input).await }
            });
        })*};
    }
    serve! {
        AttachPolicy => attach_policy,
        CloseAccount => close_account,
        CreateAccount => create_account,
        CreatePolicy => create_policy,
        DeletePolicy => delete_policy,
        DescribeAccount => describe_account,
        DescribeCreateAccountStatus => describe_create_account_status,
        DescribeOrganization => describe_organization,
        DescribePolicy => describe_policy,
        DetachPolicy => detach_policy,
        ListAccounts => list_accounts,
        ListPolicies => list_policies,
        ListPoliciesForTarget => list_policies_for_target,
        ListRoots => list_roots,
        ListTargetsForPolicy => list_targets_for_policy,
        UpdatePolicy => update_policy,
    }
}

impl Organizations {
    /// Refuses who is not of the account that manages the others (API_ListAccounts: "can be called
    /// only from the organization's management account").
    fn only_manager(&self, cx: &Cx) -> Result<()> {
        if cx.account == self.manager {
            return Ok(());
        }
        Err(denied("You don't have permissions to access this resource."))
    }

    /// Organizations knows no regions: its turns are taken in one place.
    fn scope(&self) -> Scope {
        Scope::new(self.manager.clone(), "us-east-1")
    }

    fn view(&self) -> View {
        View::of(&self.state, self.scope())
    }

    async fn change<R>(&self, plan: impl Fn(&View, &mut Change) -> Result<R>) -> Result<R> {
        crate::own::change(&self.state, &self.scope(), plan).await
    }

    /// `arn:aws:organizations::MANAGER:rest`.
    fn arn(&self, rest: &str) -> String {
        format!("arn:{}:organizations::{}:{rest}", self.partition, self.manager)
    }
}

/// A member, also one that is closed.
fn member(view: &View, id: &str) -> Result<Option<Arc<Entry<accounts::Record>>>> {
    let Ok(account) = id.parse::<AccountId>() else { return Ok(None) };
    let found = view.get::<accounts::Record, _>(accounts::key(&account))?;
    Ok(found.filter(|found| found.member.is_some()))
}

/// All members, also those that are closed, by their ids.
fn members(view: &View) -> Result<Vec<Arc<Entry<accounts::Record>>>> {
    let all = view.snapshot.table::<accounts::Record>().all().map_err(fault)?;
    Ok(all.filter(|one| one.member.is_some()).cloned().collect())
}

fn denied(text: impl Into<String>) -> Failure<Error> {
    Error::from(Common::new("AccessDeniedException", text.into())).into()
}

/// Refuses by its name what has no effect yet.
fn not_built<T>(what: impl std::fmt::Display) -> Result<T> {
    Err(Error::not_built(format!("{what} is not built yet.")).into())
}

/// Items of a page (API_ListAccounts, `MaxResults`: 1 to 20).
fn page_size(asked: Option<i32>) -> usize {
    asked.and_then(|size| usize::try_from(size).ok()).map_or(20, |size| size.clamp(1, 20))
}
