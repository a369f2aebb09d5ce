//! Containers: how an image, a task definition and the host's rules become a running process.
//!
//! Pure parts decide ([`process`], [`users`], [`spec`], [`seccomp`], [`capabilities`]);
//! [`root`], [`stage`] and [`volumes`] put a root file system together; [`container`] runs it, and its
//! first process [`confine`]s itself.
//! [`root`] and [`stage`] put a root file system together; [`container`] runs it, and its
//! first process [`confine`]s itself. What runs in it later, beside its own program, is begun by
//! [`within`].

pub mod capabilities;
pub mod confine;
pub mod container;
mod executor;
pub mod failure;
mod layers;
mod memory;
mod mounts;
mod never;
mod places;
pub mod process;
pub mod rlimits;
pub mod root;
pub mod seccomp;
pub mod shared;
pub mod spec;
pub mod stage;
pub mod stdio;
mod told;
pub mod tty;
pub mod users;
pub mod volumes;
pub mod within;
