//! The limits of every backend. The smallest common ones, so that data can move.

use std::collections::HashSet;
use std::time::Duration;

use crate::error::{Error, Result};
use crate::key::Key;
use crate::model::{Guard, Op, Page};

/// The largest value, in bytes.
pub const VALUE_BYTES_MAX: usize = 256 << 10;
/// The most operations, and the most guards, of one transaction.
pub const TXN_OPS_MAX: usize = 100;
/// The largest transaction: its keys and values together, in bytes.
pub const TXN_BYTES_MAX: usize = 1 << 20;
/// The most keys of one `get`.
pub const GET_KEYS_MAX: usize = 100;
/// The most keys of one page.
pub const PAGE_KEYS_MAX: usize = 1000;
/// A page ends with the value that takes it past so many bytes.
pub const PAGE_BYTES_MAX: usize = 1 << 20;
/// The shortest time to live of a lease.
pub const LEASE_TTL_MIN: Duration = Duration::from_secs(5);
/// The longest time to live of a lease.
pub const LEASE_TTL_MAX: Duration = Duration::from_secs(24 * 3600);

/// Checks a transaction against all limits, and returns its size in bytes.
///
/// # Errors
/// [`Error::Invalid`] without an operation or with too many, [`Error::DuplicateKey`],
/// [`Error::ValueTooLarge`].
pub fn check_txn(guards: &[Guard], ops: &[Op]) -> Result<usize> {
    if ops.is_empty() {
        return Err(Error::Invalid("a transaction without operations".into()));
    }
    if ops.len() > TXN_OPS_MAX || guards.len() > TXN_OPS_MAX {
        let (guards, ops) = (guards.len(), ops.len());
        let what = format!("{guards} guards and {ops} operations, at most {TXN_OPS_MAX} of each");
        return Err(Error::Invalid(what));
    }
    let mut seen = HashSet::with_capacity(ops.len());
    let mut bytes: usize = guards.iter().map(|guard| guard.key().as_str().len()).sum();
    for op in ops {
        if !seen.insert(op.key()) {
            return Err(Error::DuplicateKey(op.key().clone()));
        }
        bytes += op.key().as_str().len() + check_value(op)?;
    }
    if bytes > TXN_BYTES_MAX {
        let what = format!("a transaction of {bytes} bytes, more than {TXN_BYTES_MAX}");
        return Err(Error::Invalid(what));
    }
    Ok(bytes)
}

fn check_value(op: &Op) -> Result<usize> {
    match op {
        Op::Put { key, val, .. } if val.len() > VALUE_BYTES_MAX => {
            Err(Error::ValueTooLarge { key: key.clone(), bytes: val.len(), max: VALUE_BYTES_MAX })
        }
        Op::Put { val, .. } => Ok(val.len()),
        Op::Del(_) => Ok(0),
    }
}

/// Checks a read of single keys.
///
/// # Errors
/// [`Error::Invalid`] for more than [`GET_KEYS_MAX`].
pub fn check_get(keys: &[Key]) -> Result<()> {
    if keys.len() > GET_KEYS_MAX {
        let what = format!("{} keys in one read, at most {GET_KEYS_MAX}", keys.len());
        return Err(Error::Invalid(what));
    }
    Ok(())
}

/// Checks which part of a list is asked for.
///
/// # Errors
/// [`Error::Invalid`] when its limit is 0 or more than [`PAGE_KEYS_MAX`].
pub fn check_page(page: &Page) -> Result<()> {
    if page.limit == 0 || page.limit > PAGE_KEYS_MAX {
        let what = format!("a page of {} keys, must be 1 to {PAGE_KEYS_MAX}", page.limit);
        return Err(Error::Invalid(what));
    }
    Ok(())
}

/// Checks how long a lease is to live.
///
/// # Errors
/// [`Error::Invalid`] when that is not from [`LEASE_TTL_MIN`] to [`LEASE_TTL_MAX`].
pub fn check_ttl(ttl: Duration) -> Result<()> {
    if ttl < LEASE_TTL_MIN || ttl > LEASE_TTL_MAX {
        let what = format!("a lease of {} s, must be 5 s to 24 h", ttl.as_secs_f64());
        return Err(Error::Invalid(what));
    }
    Ok(())
}
