//! How an operation sees the network, and how it changes it.

use ferrogate_api::ec2::Error;
use ferrogate_records::Scope;
use ferrogate_state::Snapshot;
use ferrogate_store::TXN_OPS_MAX;

use super::view::View;
use super::{Ec2, Result, fault};
use crate::change::{self, Sight};
pub(super) use crate::change::{Change, TRIES_MAX};

impl Sight for View {
    fn scope(&self) -> &Scope {
        &self.scope
    }

    fn snapshot(&self) -> &Snapshot {
        self.snapshot()
    }
}

impl Ec2 {
    /// What is there now.
    pub(super) fn view(&self, scope: Scope) -> View {
        View::new(scope, self.state.snapshot(), self.state.now())
    }

    /// What is there with all that was committed before this call.
    pub(super) async fn view_of_now(&self, scope: Scope) -> Result<View> {
        let snapshot = self.state.synced().await.map_err(fault)?;
        Ok(View::new(scope, snapshot, self.state.now()))
    }

    /// Commits what `plan` makes of what it sees, and answers with what else it makes; from
    /// the start when something of it was changed meanwhile. Every read afterwards sees it.
    pub(super) async fn change<R>(
        &self,
        scope: Scope,
        plan: impl Fn(&View, &mut Change) -> Result<R>,
    ) -> Result<R> {
        let see = |snapshot| View::new(scope.clone(), snapshot, self.state.now());
        change::apply(&self.state, see, |view, change| fitting(&plan, view, change)).await
    }

    /// Commits what `plan` makes of `view`; `None` when something of it was changed meanwhile.
    pub(super) async fn attempt<R>(
        &self,
        view: &View,
        plan: impl Fn(&View, &mut Change) -> Result<R>,
    ) -> Result<Option<R>> {
        change::attempt(&self.state, view, |view, change| fitting(&plan, view, change)).await
    }
}

/// Makes a change, and refuses one that no transaction has room for: AWS takes a thousand resources
/// in some requests.
fn fitting<R>(
    plan: &impl Fn(&View, &mut Change) -> Result<R>,
    view: &View,
    change: &mut Change,
) -> Result<R> {
    let made = plan(view, change)?;
    if change.fits() {
        return Ok(made);
    }
    let text = format!(
        "A request that changes more than {TXN_OPS_MAX} things at once is not built yet: send it in \
         parts."
    );
    Err(Error::not_built(text).into())
}
