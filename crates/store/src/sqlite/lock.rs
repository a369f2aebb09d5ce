//! One engine per data folder, held by a lock on a file that ends with the process.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::fault;
use crate::error::{Error, Result};

/// The lock on a data folder; dropping it, or the death of the process, frees the folder.
#[derive(Debug)]
pub(super) struct DirLock(#[expect(dead_code, reason = "the open file is the lock")] File);

impl DirLock {
    pub(super) fn take(dir: &Path) -> Result<Self> {
        let path = dir.join("store.lock");
        let open = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path);
        let mut file = open.map_err(|e| fault::io("open its lock file", e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::Locked { dir: dir.to_owned(), holder: holder(&mut file) });
            }
            Err(TryLockError::Error(e)) => return Err(fault::io("lock its data folder", e)),
        }
        // Only for the message above: a full disk must not keep the engine from reading.
        let told = file.set_len(0).and_then(|()| file.rewind());
        if let Err(e) = told.and_then(|()| write!(file, "process {}", std::process::id())) {
            tracing::debug!(error = %e, "the lock file does not name its holder");
        }
        Ok(Self(file))
    }
}

fn holder(file: &mut File) -> String {
    let mut text = String::new();
    match file.take(64).read_to_string(&mut text) {
        Ok(n) if n > 0 => text.chars().filter(|c| !c.is_control()).collect(),
        _ => "unknown process".into(),
    }
}
