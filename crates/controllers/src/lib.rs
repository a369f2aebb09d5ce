//! Reconcilers: they bring what is observed to what is desired, and know both only from the
//! store. One guarded transaction at a time; nothing is assumed after a conflict.
//!
//! Knows nothing of HTTP or of AWS's wire formats, and of hosts only their session. Read
//! [`ecs::scheduler`] first, then [`host::session`].

pub mod ecs;
pub mod host;
