//! AWS Cost Explorer, as far as it is about tasks: what they used and what that costs, by day
//! or month, grouped and filtered as the bill of an AWS account is.
//!
//! Beside a task's own tags stand those that AWS gives its lines ([`line`] says which), so that
//! clusters and services can be asked for.

mod filter;
mod line;
mod period;
mod prices;
mod report;

use std::sync::Arc;

use ferrogate_api::ce::{Error, op};
use ferrogate_api::{Failure, Operations};
use ferrogate_state::State;

pub use prices::Prices;

type Result<T> = std::result::Result<T, Failure<Error>>;

/// Puts every operation of Cost Explorer that is built into the table.
pub fn register(table: &mut Operations, state: Arc<State>, prices: Prices) {
    let service = Arc::new(Costs { state, prices });
    table.on::<op::GetCostAndUsage, _, _>(move |cx, input| {
        let answer = service.cost_and_usage(&cx, input);
        async move { answer }
    });
}

struct Costs {
    state: Arc<State>,
    prices: Prices,
}

fn invalid(text: impl Into<String>) -> Failure<Error> {
    Error::new("ValidationException", text.into()).into()
}
