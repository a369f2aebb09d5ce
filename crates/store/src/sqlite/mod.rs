//! The store of one machine: an SQLite database in the data folder.
//!
//! One thread writes, with one disk flush for all transactions that wait ([`writer`]); a few
//! threads read from snapshots, so neither blocks the async runtime or the other. Every
//! version of a value is a row of `log`; `kv` points at the current ones ([`schema`] has the
//! tables, [`history`] and [`current`] read them). Watchers are fed from memory and, when
//! they are late, from `log` ([`watch`]). Every row has a checksum, and the last acknowledged
//! revision is marked in a file of its own, so that opening ([`recover`]) can tell what the
//! disk changed.

mod apply;
mod check;
mod compact;
mod content;
mod current;
mod fault;
mod history;
mod hub;
mod lease;
mod lock;
mod mark;
mod options;
mod readers;
mod recover;
mod reserve;
mod schema;
mod store;
mod watch;
mod writer;

pub use lease::{LeaseClock, ManualLeaseClock, SteadyClock};
pub use options::{Durability, SqliteOptions};
pub use store::SqliteStore;
