//! Services: what is asked of them is checked and written here; `controllers` gives it its effect.

mod balancers;
mod create;
mod delete;
mod history;
mod hook;
mod list;
mod protection;
mod request;
mod revise;
mod shifting;
mod show;
mod update;
mod zero;

use std::sync::Arc;

use ferrogate_api::Failure;
use ferrogate_api::ecs::Error;
use ferrogate_records::ecs::cluster;
use ferrogate_records::ecs::service::{self, Record};
use ferrogate_state::Entry;

use super::{Ecs, Result, fault, key, names};
pub(super) use zero::check_zero;

impl Ecs {
    /// The service of `cluster` that `text` means, whatever its status.
    pub(super) fn service(
        &self,
        cluster: &cluster::Record,
        text: &str,
    ) -> Result<Option<Arc<Entry<Record>>>> {
        let Some(name) = names::service(&cluster.scope, &cluster.name, text)? else {
            return Ok(None);
        };
        let at = key(service::key(&cluster.scope, &cluster.name, name))?;
        self.state.table::<Record>().get(&at).map_err(fault)
    }

    /// The same, or the error of ECS.
    pub(super) fn find_service(
        &self,
        cluster: &cluster::Record,
        text: &str,
    ) -> Result<Arc<Entry<Record>>> {
        self.service(cluster, text)?.ok_or_else(not_found)
    }
}

fn not_found() -> Failure<Error> {
    Error::service_not_found("Service not found.").into()
}

fn invalid(text: impl Into<String>) -> Failure<Error> {
    Error::invalid_parameter(text.into()).into()
}
