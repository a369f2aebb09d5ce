//! EventBridge, as far as it is the default bus: rules, what they are about, and their targets.
//!
//! What happens is found in the records, and delivered, by `controllers`; here it is said what is
//! wanted, and what users tell of. Read [`rule`] first, then [`target`].

mod names;
mod put;
mod rule;
mod tags;
mod target;

use std::sync::Arc;

use ferrogate_api::events::{Error, op};
use ferrogate_api::{Cx, Failure, Operations};
use ferrogate_records::{Kind, Scope};
use ferrogate_state::{Entry, Fault, Snapshot, State};
use ferrogate_store::Key;

use crate::change::{self, Change, Sight};

type Result<T> = std::result::Result<T, Failure<Error>>;

/// The operations of EventBridge over the engine's state.
pub struct EventBridge {
    state: Arc<State>,
}

/// Puts every operation of EventBridge that is built into the table.
pub fn register(table: &mut Operations, state: Arc<State>) {
    let events = Arc::new(EventBridge { state });
    macro_rules! serve {
        ($($op:ident => $method:ident),* $(,)?) => {$({
            let events = events.clone();
            table.on::<op::$op, _, _>(move |cx, input| {
                let events = events.clone();
                async move { events.$method(&cx, input).await }
            });
        })*};
    }
    serve! {
        DeleteRule => delete_rule,
        DescribeEventBus => describe_event_bus,
        DescribeRule => describe_rule,
        DisableRule => disable_rule,
        EnableRule => enable_rule,
        ListEventBuses => list_event_buses,
        ListRuleNamesByTarget => list_rule_names_by_target,
        ListRules => list_rules,
        ListTagsForResource => list_tags_for_resource,
        ListTargetsByRule => list_targets_by_rule,
        PutEvents => put_events,
        PutRule => put_rule,
        PutTargets => put_targets,
        RemoveTargets => remove_targets,
        TagResource => tag_resource,
        TestEventPattern => test_event_pattern,
        UntagResource => untag_resource,
    }
}

/// What an operation sees.
struct View {
    scope: Scope,
    snapshot: Snapshot,
}

impl Sight for View {
    fn scope(&self) -> &Scope {
        &self.scope
    }

    fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }
}

impl View {
    /// The record under a key.
    fn get<T: Kind>(&self, key: String) -> Result<Option<Arc<Entry<T>>>> {
        let key = Key::new(key).map_err(fault)?;
        self.snapshot.table::<T>().get(&key).map_err(fault)
    }
}

impl EventBridge {
    fn view(&self, cx: &Cx) -> View {
        View { scope: scope(cx), snapshot: self.state.snapshot() }
    }

    /// Commits what `plan` makes of what it sees, and answers with what else it makes; from the
    /// start when something of it was changed meanwhile. Every read afterwards sees it.
    async fn change<R>(
        &self,
        cx: &Cx,
        plan: impl Fn(&View, &mut Change) -> Result<R>,
    ) -> Result<R> {
        let scope = scope(cx);
        let see = |snapshot| View { scope: scope.clone(), snapshot };
        change::apply(&self.state, see, plan).await
    }
}

fn scope(cx: &Cx) -> Scope {
    Scope::new(cx.account.clone(), &*cx.region)
}

/// Refuses what breaks a rule that the model does not say.
fn invalid<T>(text: impl Into<String>) -> Result<T> {
    Err(Error::new("ValidationException", text.into()).into())
}

/// Refuses by its name what has no effect yet.
fn not_built<T>(what: impl std::fmt::Display) -> Result<T> {
    Err(Error::not_built(format!("{what} is not built yet.")).into())
}

fn fault(cause: impl Into<Fault>) -> Failure<Error> {
    Failure::fault(cause.into())
}
