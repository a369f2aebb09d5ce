//! What runs tasks on a host.
//!
//! A **shim** is one small single-threaded process per task. It owns the task's namespaces,
//! mounts, containers, their output and their exit codes, and it outlives whoever started it.
//! Everything else speaks to it over a socket in the task's folder, or reads the journal that
//! it leaves there.
//!
//! Knows nothing of the control plane, of pulling images, or of how the task's network
//! namespace is joined to its VPC: it gets folders, ids and addresses, decided elsewhere.
//! Read [`shim`] first, then [`runtime`].

pub mod agent;
pub mod balancer;
pub mod cgroup;
pub mod forward;
pub mod kernel;
pub mod runtime;
pub mod shim;
pub mod splunk;
pub mod spool;
pub mod volume;
