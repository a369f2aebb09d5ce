//! Opening: only what is whole, and has everything that was acknowledged, is worked with.
//!
//! The database can be looked at in two ways: with its write-ahead log, which is how it is
//! used, and without. What the log holds is folded into the database from time to time, so
//! a damaged log may be one that nobody needs any more.

use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::options::SqliteOptions;
use super::schema::{self, set_meta};
use super::{check, content, fault, mark};
use crate::error::{Error, Result};
use crate::model::Rev;

/// Opens the database of `dir` for the one thread that writes, makes it when there is none,
/// and checks all of it.
///
/// # Errors
/// [`Error::Lost`] and [`Error::Damaged`], after which the files are as they were.
pub(super) fn open(dir: &Path, options: &SqliteOptions) -> Result<Connection> {
    let (marked, accepted) = (mark::reached(dir)?, mark::accepted(dir)?);
    let floor = if accepted.is_some() { Rev(0) } else { marked.unwrap_or(Rev(0)) };
    let with_log = view(schema::open_writer(dir, options))?;
    let conn = match with_log {
        Ok((conn, rev)) if rev >= floor => conn,
        with_log => {
            let without = without_log(dir)?;
            choose(dir, options, with_log, without, floor)?
        }
    };
    if let Some(lost) = accepted {
        go_on_after(&conn, lost)?;
        mark::forget_accepted(dir)?;
    }
    let fold = conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false);
    fold.map_err(fault::sql("configure its file"))?;
    Ok(conn)
}

/// A way to look at the data that is whole, with its revision, or what is wrong with it.
type View = std::result::Result<(Connection, Rev), Error>;

/// Checks what was opened. What says nothing about the data is an error of the outer kind.
fn view(opened: Result<Connection>) -> Result<View> {
    let checked = opened.and_then(|conn| {
        let rev = check::whole(&conn)?;
        Ok((conn, rev))
    });
    match checked {
        Err(e @ (Error::NoSpace { .. } | Error::NewerSchema { .. } | Error::Busy { .. })) => Err(e),
        checked => Ok(checked),
    }
}

/// The database as it is without its log.
fn without_log(dir: &Path) -> Result<View> {
    let path = dir.join("store.db");
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' => uri.push(char::from(*byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(*byte)),
            byte => uri.push_str(&format!("%{byte:02x}")),
        }
    }
    uri.push_str("?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    view(Connection::open_with_flags(uri, flags).map_err(fault::sql("open its file")))
}

/// The way to go on, if one of the two has all up to `floor`.
fn choose(
    dir: &Path,
    options: &SqliteOptions,
    with_log: View,
    without: View,
    floor: Rev,
) -> Result<Connection> {
    let reached = |view: &View| view.as_ref().ok().map(|(_, rev)| *rev);
    let best = reached(&with_log).max(reached(&without));
    match best {
        None => {
            Err(with_log.err().map_or_else(|| Error::Damaged("no way to read it".into()), told))
        }
        Some(rev) if rev < floor => Err(Error::Lost { first: Rev(rev.0 + 1), last: floor }),
        Some(rev) => match with_log {
            Ok((conn, found)) if found == rev => Ok(conn),
            // Closed first: it has the log open.
            other => {
                drop(other);
                set_log_aside(dir)?;
                schema::open_writer(dir, options).map_err(told)
            }
        },
    }
}

/// Damage, with what can be done about it.
fn told(error: Error) -> Error {
    let what = match error {
        Error::Damaged(what) => what,
        temporary @ Error::NoSpace { .. } => return temporary,
        other => ferrogate_base::errors::chain(&other),
    };
    Error::Damaged(format!(
        "{what}. Its files are left as they are; put back a copy of the whole folder"
    ))
}

/// Takes away a damaged log whose content the database has. It is kept for whoever wants to
/// know what happened.
fn set_log_aside(dir: &Path) -> Result<()> {
    let log = dir.join("store.db-wal");
    let aside: PathBuf = dir.join("store.db-wal.damaged");
    match std::fs::rename(&log, &aside) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        renamed => renamed.map_err(|e| fault::io("set its damaged log aside", e))?,
    }
    let index = dir.join("store.db-shm");
    ferrogate_base::fsio::remove_all(&index).map_err(|e| fault::io("remove its index", e))?;
    tracing::warn!(
        kept = %aside.display(),
        "the disk changed the store's write-ahead log; nothing is lost, the database has it all"
    );
    Ok(())
}

/// Goes on without what is lost: its revisions are never given again, and the epoch tells
/// everybody who knows a revision to begin anew.
fn go_on_after(conn: &Connection, lost: Rev) -> Result<()> {
    let (before, epoch) = (schema::rev(conn)?, schema::meta(conn, "epoch")?);
    let rev = before.max(lost);
    let write = || -> rusqlite::Result<()> {
        let tx = conn.unchecked_transaction()?;
        set_meta(&tx, "epoch", epoch + 1)?;
        content::advance(&tx, before, rev, content::renumbered("epoch", epoch, epoch + 1))?;
        tx.commit()
    };
    write().map_err(fault::sql("go on after a loss"))?;
    tracing::warn!(upto = rev.0, "the store goes on without what it has lost");
    Ok(())
}
