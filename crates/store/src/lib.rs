//! The store: a versioned key-value map with guarded transactions, watches and leases,
//! shaped after etcd. All desired and observed state of the engine lives in it.
//!
//! It deliberately does not know what it stores: no AWS noun, no record type, no key layout
//! (that is `records`). Values are bytes; [`codec`] says how a record becomes bytes.
//!
//! Read [`contract`] first: the trait [`Store`] and what it promises. [`sqlite`] is the
//! backend of one machine, `suite` (feature `suite`) the proof every backend has to pass. The
//! typed copy in memory that API reads and reconcilers use is another crate's: `state`.

pub mod codec;
pub mod compaction;
pub mod contract;
mod error;
mod key;
mod limits;
mod model;
pub mod sqlite;
#[cfg(feature = "suite")]
pub mod suite;
mod term;

pub use contract::{Store, WatchStream, list_all, list_all_at};
pub use error::{Cause, Error, Result};
pub use key::{BadKey, KEY_BYTES_MAX, Key, Prefix};
pub use limits::{
    GET_KEYS_MAX, LEASE_TTL_MAX, LEASE_TTL_MIN, PAGE_BYTES_MAX, PAGE_KEYS_MAX, TXN_BYTES_MAX,
    TXN_OPS_MAX, VALUE_BYTES_MAX, check_get, check_page, check_ttl, check_txn,
};
pub use model::{
    Alarm, Event, Guard, Kv, LeaseId, ListPage, Op, Page, Read, Rev, StoreStatus, Term, TxnOut,
    Watched,
};
pub use sqlite::{Durability, SqliteOptions, SqliteStore};
