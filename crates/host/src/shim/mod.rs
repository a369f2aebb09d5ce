//! The shim of a task: what the agent asks of it ([`client`]), what the two say to each other
//! ([`protocol`]), what it remembers ([`journal`]), in which order it starts and stops
//! containers ([`plan`], pure), and the process itself (`daemon`, `serve`).
//!
//! A shim is started warm, with its namespaces made and no task yet. It is then handed a
//! [`Bundle`] and runs it to its end without needing anybody. When the shim dies, its
//! containers die with it.

mod bundle;
mod checks;
mod clients;
mod daemon;
mod dead;
mod guest;
mod health;
mod process;
mod program;
mod restart;
mod running;
mod serve;
mod sessions;
mod zygote;

pub mod client;
pub mod journal;
pub mod plan;
pub mod protocol;

#[cfg(test)]
pub(crate) mod test_support;

pub use bundle::{Bundle, ContainerBundle, ImageConfig, LogRouterBundle};
pub use client::{
    ClientError, Events, Exited, Running as RunningProgram, ShimHandle, ShimOptions, Streams,
};
pub use daemon::main;
pub use dead::{
    Dead, DeadError, forget, has_begun, has_left, has_run, reap, reap_cgroup, reap_dead,
};
pub(crate) use process::kill_zygotes;
pub use protocol::{Entry, ExecRequest, ShimEvent, Stats};
pub(crate) use running::runtime_id;
pub(crate) use zygote::arguments_in_memory;
pub use zygote::{Nursery, main as zygote_main};
