//! Containers: how an image, a task definition and the host's rules become a running process.
//!
//! Pure parts decide ([`process`], [`users`], [`settings`], [`seccomp`], [`capabilities`]);
//! [`root`], [`stage`] and [`volumes`] put a root file system together; [`container`] runs it: its
//! [`first`] process goes to its namespaces and [`confine`]s itself. What runs in it later, beside
//! its own program, is begun by [`within`].

pub mod capabilities;
pub mod confine;
pub mod container;
pub mod failure;
mod first;
mod layers;
mod memory;
mod mounts;
mod never;
mod places;
pub mod process;
mod program;
pub mod rlimits;
pub mod root;
pub mod seccomp;
pub mod settings;
pub mod shared;
pub mod stage;
pub mod stdio;
pub mod tty;
pub mod users;
pub mod volumes;
pub mod within;
