//! EventBridge, as far as it is the default bus: rules, what they are about, and their targets;
//! among them endpoints outside, and the connections that authorize requests to them.
//!
//! What happens is found in the records, and delivered, by `controllers`; here it is said what is
//! wanted, and what users tell of. Read [`rule`] first, then [`target`].

mod connection;
mod destination;
mod names;
mod put;
mod rule;
mod tags;
mod target;

use std::sync::Arc;

use ferrogate_api::Operations;
use ferrogate_api::events::{Error, op};
use ferrogate_auth::{RootKey, Vault};
use ferrogate_records::events::connection::VAULT;
use ferrogate_state::State;

use crate::own::{View, fault, own, scope};

/// The operations of EventBridge over the engine's state.
pub struct EventBridge {
    state: Arc<State>,
    /// Seals what is secret of connections.
    vault: Vault,
}

own!(EventBridge, text => Error::new("ValidationException", text));

impl EventBridge {
    /// The service over `state`; what is secret is sealed under `root`.
    #[must_use]
    pub fn new(state: Arc<State>, root: &RootKey) -> Arc<Self> {
        Arc::new(Self { state, vault: Vault::new(root, VAULT) })
    }
}

/// Puts every operation of EventBridge that is built into the table.
pub fn register(table: &mut Operations, events: Arc<EventBridge>) {
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
        CreateApiDestination => create_api_destination,
        CreateConnection => create_connection,
        DeauthorizeConnection => deauthorize_connection,
        DeleteApiDestination => delete_api_destination,
        DeleteConnection => delete_connection,
        DeleteRule => delete_rule,
        DescribeApiDestination => describe_api_destination,
        DescribeConnection => describe_connection,
        DescribeEventBus => describe_event_bus,
        DescribeRule => describe_rule,
        DisableRule => disable_rule,
        EnableRule => enable_rule,
        ListApiDestinations => list_api_destinations,
        ListConnections => list_connections,
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
        UpdateApiDestination => update_api_destination,
        UpdateConnection => update_connection,
    }
}
