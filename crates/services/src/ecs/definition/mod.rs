//! The rules of task definitions: what AWS refuses of every one, what Fargate refuses besides,
//! what is not built, and the form in which AWS gives a definition back.
//!
//! [`check`] asks them in this order: [`task`] and [`container`] hold for every launch type,
//! [`network`] depends on the network mode, [`fargate`] and [`unbuilt`] concern definitions
//! that Fargate could run. [`fill`] puts the defaults in.

mod attribute;
mod container;
mod dependency;
mod fargate;
mod fill;
mod health;
mod logging;
mod network;
mod router;
mod secret;
mod size;
mod storage;
mod task;
mod tmpfs;
mod unbuilt;
mod volume;

use ferrogate_api::Failure;
use ferrogate_api::ecs::{Compatibility, Error, RegisterTaskDefinitionRequest};

use super::mode::Mode;
use super::{Result, names};

pub(super) use fargate::check_timeouts;
pub(super) use fill::fill;
pub(super) use health::built as health_check;
pub(super) use secret::{is_shared as secret_is_shared, shared as shares_secret};
pub(super) use size::{Size, cpu_units, memory_mib, size_of};
pub(super) use storage::storage_gib;
pub(super) use task::{check_execution_role, check_task_role};
pub(super) use tmpfs::built as tmpfs;

/// What a definition may be used with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Checked {
    /// Whether Fargate can run it.
    pub(super) fargate: bool,
}

fn client(text: impl Into<String>) -> Failure<Error> {
    Error::client(text.into()).into()
}

/// Refuses what AWS refuses, with the first reason found, and what is not built, by name.
///
/// A definition belongs to an account, so `mode` is the widest of its clusters; what a strict one
/// does not run RunTask refuses.
///
/// A definition that Fargate can't run is registered as AWS registers it, whatever it asks of
/// container instances: there are none here, so that it is never run.
pub(super) fn check(input: &RegisterTaskDefinitionRequest, mode: Mode) -> Result<Checked> {
    task::check(input, mode)?;
    container::check_all(input)?;
    network::check(input)?;
    volume::check(input)?;
    dependency::check(&input.container_definitions)?;
    let fits = fargate::check(input, mode);
    if asks_for_fargate(input) {
        fits?;
    } else if fits.is_err() {
        return Ok(Checked { fargate: false });
    }
    unbuilt::check(input)?;
    Ok(Checked { fargate: true })
}

fn asks_for_fargate(input: &RegisterTaskDefinitionRequest) -> bool {
    input.requires_compatibilities.iter().flatten().any(|c| *c == Compatibility::Fargate)
}

/// Whether a list is there and has something in it: clients send empty ones for nothing.
fn some<T>(list: Option<&Vec<T>>) -> bool {
    list.is_some_and(|list| !list.is_empty())
}
