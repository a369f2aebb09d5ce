//! Names of buses and rules.

use std::sync::Arc;

use ferrogate_api::Failure;
use ferrogate_api::events::Error;
use ferrogate_records::Scope;
use ferrogate_records::events::rule;
use ferrogate_state::Entry;

use super::{Result, View};

/// The bus that everybody has.
pub(super) const DEFAULT: &str = "default";

/// Refuses a bus that is not the default one: others can't be made here.
pub(super) fn check_bus(scope: &Scope, asked: Option<&str>) -> Result<()> {
    match asked {
        None | Some(DEFAULT) => Ok(()),
        Some(arn) if arn == bus_arn(scope) => Ok(()),
        Some(other) => Err(Error::resource_not_found(format!(
            "Event bus {} does not exist.",
            other.rsplit('/').next().unwrap_or(other)
        ))
        .into()),
    }
}

pub(super) fn bus_arn(scope: &Scope) -> String {
    scope.arn("events", &format!("event-bus/{DEFAULT}"))
}

/// The rule of a name.
pub(super) fn named(view: &View, name: &str) -> Result<Arc<Entry<rule::Record>>> {
    view.get::<rule::Record, _>(rule::key(&view.scope, name))?.ok_or_else(|| no_rule(name))
}

pub(super) fn no_rule(name: &str) -> Failure<Error> {
    let text = format!("Rule {name} does not exist on EventBus {DEFAULT}.");
    Error::resource_not_found(text).into()
}

/// How many are answered at once.
pub(super) fn page_size(asked: Option<i32>) -> usize {
    asked.and_then(|size| usize::try_from(size).ok()).map_or(100, |size| size.clamp(1, 100))
}
