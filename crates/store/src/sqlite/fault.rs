//! SQLite's errors as the store's.

use std::io;
use std::sync::Arc;

use rusqlite::ErrorCode;
use rusqlite::ffi::SQLITE_IOERR_SHMSIZE;

use crate::error::{Error, Result};

/// The error for a statement that failed before its commit: nothing was changed.
pub(super) fn sql(what: &'static str) -> impl Fn(rusqlite::Error) -> Error {
    move |source| match source.sqlite_error() {
        Some(e) if e.code == ErrorCode::DiskFull || e.extended_code == SQLITE_IOERR_SHMSIZE => {
            full(source)
        }
        Some(e) if matches!(e.code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            Error::Damaged(source.to_string())
        }
        _ => Error::Backend { what, source: Arc::new(source) },
    }
}

/// The error for a commit that failed.
///
/// A full disk fails the write of the commit frame, which is then incomplete and never
/// read. After any other failure (a flush that was not confirmed, say) the frame may be on
/// disk, and be found after a crash.
pub(super) fn commit(source: rusqlite::Error) -> Error {
    match source.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => full(source),
        _ => Error::Ambiguous { what: "a commit", source: Some(Arc::new(source)) },
    }
}

/// In the form that everybody knows a full disk by.
fn full(source: rusqlite::Error) -> Error {
    let source = io::Error::new(io::ErrorKind::StorageFull, source);
    Error::NoSpace { source: Some(Arc::new(source)) }
}

pub(super) fn io(what: &'static str, source: io::Error) -> Error {
    if source.kind() == io::ErrorKind::StorageFull {
        return Error::NoSpace { source: Some(Arc::new(source)) };
    }
    Error::Backend { what, source: Arc::new(source) }
}

/// A number that SQLite gave and that can't be negative.
pub(super) fn unsigned(what: &str, number: i64) -> Result<u64> {
    u64::try_from(number).map_err(|_| Error::Damaged(format!("{what} is {number}")))
}
