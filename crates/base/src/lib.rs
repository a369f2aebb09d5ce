//! What every other crate stands on: time that tests can stop, shutdown tokens,
//! identifiers, retry delays, errors in one line and files that are whole or absent.
//!
//! Knows nothing of containers and of the network, and of AWS only how it names accounts,
//! regions' partitions and registries. Read [`id`] first.

pub mod backoff;
pub mod clock;
pub mod crash;
pub mod errors;
pub mod fsio;
pub mod health;
pub mod id;
pub mod inherited;
pub mod partition;
pub mod shutdown;
pub mod transport;

pub use clock::{Clock, SystemClock, TimestampMs};
pub use id::{AccountId, Epoch, HostId, TaskId, TaskKey};
pub use shutdown::Shutdown;
pub use transport::Transport;
