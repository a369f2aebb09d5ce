//! The database: its tables, how it is opened, and those who read it.

use std::fs;
use std::path::{Path, PathBuf};

use ferrogate_base::TimestampMs;
use parking_lot::Mutex;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::tier::TIERS;
use super::{OpenError, Recovery};

const FILE: &str = "metrics.db";
/// Readers that are kept for the next one who asks.
const READERS_KEPT: usize = 4;

/// The database in `dir`.
pub(super) fn path(dir: &Path) -> PathBuf {
    dir.join(FILE)
}

/// Opens the database in `dir`, and reads the `first` thing that is wanted of it: when that can't
/// be read, the database is as damaged as one that does not open.
pub(super) fn open<T>(
    dir: &Path,
    now: TimestampMs,
    first: impl Fn(&Connection) -> rusqlite::Result<T>,
) -> Result<(Connection, T, Recovery), OpenError> {
    fs::create_dir_all(dir).map_err(|error| OpenError::Io(dir.into(), error))?;
    let path = path(dir);
    let mut recovery = Recovery::default();
    let begin = || {
        let connection = writer(&path)?;
        let found = first(&connection)?;
        Ok((connection, found))
    };
    let begun = match begin() {
        Err(error) if is_damage(&error) => {
            let aside = dir.join(format!("damaged-{}", now.0));
            set_aside(&path, &aside).map_err(|error| OpenError::Io(aside.clone(), error))?;
            tracing::error!(
                %error, kept = %aside.display(),
                "the metrics could not be read and begin anew; the old file is kept"
            );
            recovery.set_aside = Some(aside);
            begin()
        }
        other => other,
    };
    let (connection, found) = begun.map_err(|error| OpenError::Sql(path, error))?;
    Ok((connection, found, recovery))
}

/// Whether the file is at fault. What is not the disk's, the memory's or another process's doing
/// is: a damaged byte may look like a version that can't be written, or like other tables.
fn is_damage(error: &rusqlite::Error) -> bool {
    let not_the_file = [
        ErrorCode::CannotOpen,
        ErrorCode::DatabaseBusy,
        ErrorCode::DatabaseLocked,
        ErrorCode::DiskFull,
        ErrorCode::FileLockingProtocolFailed,
        ErrorCode::NoLargeFileSupport,
        ErrorCode::OutOfMemory,
        ErrorCode::PermissionDenied,
        ErrorCode::SystemIoFailure,
    ];
    error.sqlite_error_code().is_none_or(|code| !not_the_file.contains(&code))
}

fn set_aside(path: &Path, aside: &Path) -> std::io::Result<()> {
    fs::create_dir_all(aside)?;
    for suffix in ["", "-wal", "-shm"] {
        let name = format!("{FILE}{suffix}");
        let from = path.with_file_name(&name);
        if from.exists() {
            fs::rename(&from, aside.join(&name))?;
        }
    }
    ferrogate_base::fsio::sync_dir(aside)
}

fn writer(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // A flush at every commit: what was answered is on the disk.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "cache_size", -8192)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "journal_size_limit", 16 << 20)?;
    connection.set_prepared_statement_cache_capacity(32);
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS series (
             id INTEGER PRIMARY KEY,
             account TEXT NOT NULL, region TEXT NOT NULL, namespace TEXT NOT NULL,
             name TEXT NOT NULL, dimensions TEXT NOT NULL, unit TEXT NOT NULL,
             last INTEGER NOT NULL,
             UNIQUE (account, region, namespace, name, dimensions, unit)
         )",
    )?;
    for tier in TIERS {
        // Of a value alone there is the sum and nothing else; of equal ones no spread.
        let table = tier.table;
        connection.execute_batch(&format!(
            "CREATE TABLE IF NOT EXISTS {table} (
                 series INTEGER NOT NULL, at INTEGER NOT NULL, sum REAL NOT NULL,
                 count REAL, min REAL, max REAL, spread BLOB,
                 PRIMARY KEY (series, at)
             ) WITHOUT ROWID"
        ))?;
        // Damage is told here, and not to whoever asks first.
        let one = format!("SELECT count(*) FROM (SELECT * FROM {table} LIMIT 100)");
        connection.query_row(&one, [], |_| Ok(()))?;
    }
    // One that can be read and never written is found out now.
    connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK")?;
    Ok(connection)
}

/// Connections that only read.
pub(super) struct Readers {
    path: PathBuf,
    free: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, free: Mutex::default() }
    }

    /// Reads with a connection that nobody else uses meanwhile.
    pub(super) fn with<T>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        let free = self.free.lock().pop();
        let connection = match free {
            Some(connection) => connection,
            None => self.reader()?,
        };
        let found = read(&connection)?;
        let mut free = self.free.lock();
        if free.len() < READERS_KEPT {
            free.push(connection);
        }
        Ok(found)
    }

    fn reader(&self) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.pragma_update(None, "query_only", true)?;
        connection.pragma_update(None, "cache_size", -1024)?;
        connection.set_prepared_statement_cache_capacity(16);
        Ok(connection)
    }
}
