//! How an operation sees load balancing, and how it changes it.

use ferrogate_records::Scope;
use ferrogate_state::Snapshot;

use super::view::View;
use super::{Elb, Result};
pub(super) use crate::change::Change;
use crate::change::{self, Sight};

impl Sight for View {
    fn scope(&self) -> &Scope {
        &self.scope
    }

    fn snapshot(&self) -> &Snapshot {
        self.snapshot()
    }
}

impl Elb {
    /// What is there now.
    pub(super) fn view(&self, scope: Scope) -> View {
        View::new(scope, self.state.snapshot(), self.state.now())
    }

    /// Commits what `plan` makes of what it sees, and answers with what else it makes; from the
    /// start when something of it was changed meanwhile. Every read afterwards sees it.
    pub(super) async fn change<R>(
        &self,
        scope: Scope,
        plan: impl Fn(&View, &mut Change) -> Result<R>,
    ) -> Result<R> {
        let see = |snapshot| View::new(scope.clone(), snapshot, self.state.now());
        change::apply(&self.state, see, plan).await
    }
}
