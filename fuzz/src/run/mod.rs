//! The driver for any toolchain: mutated seeds, in a process per target.
//!
//! [`supervise`] starts the processes and judges how they ended, [`work`] is one of them,
//! `mutate` makes input number n of a seed, and is the same wherever it is asked.

mod mutate;
mod supervise;
mod watch;
mod work;

use mutate::input;
pub use supervise::{Plan, supervise};
pub use work::{replay, work};

/// Time that one input may take, of the processors and of the clock.
const WORK_MAX: std::time::Duration = std::time::Duration::from_secs(1);

/// Time after which an input that does nothing counts as stuck.
const STUCK_AFTER: std::time::Duration = std::time::Duration::from_secs(30);

/// Memory that a target may ever have had, in MiB.
const RSS_MIB_MAX: u64 = 512;

/// How a worker ends that found something and has said so.
const EXIT_FOUND: i32 = 3;
