//! What the agent keeps of a task beside its facts, for the agent after it.

use std::io;
use std::path::Path;

use ferrogate_executor::Assignment;
use serde::{Deserialize, Serialize};

use super::slots::Slot;

/// The file in a task's folder that says what it is and which slot it has.
const FILE: &str = "task.json";

/// What a task's folder says.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct OnDisk {
    pub(super) assignment: Assignment,
    pub(super) slot: Option<Slot>,
    /// The kernel's life in which it was begun.
    pub(super) boot_id: String,
}

impl OnDisk {
    /// Reads a task's folder; `None` when its file was never written.
    pub(super) fn read(dir: &Path) -> io::Result<Option<Self>> {
        match std::fs::read(dir.join(FILE)) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
            Err(e) => Err(e),
        }
    }

    /// What the file says.
    pub(super) fn encode(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("an assignment is numbers and texts")
    }

    /// Replaces the file, in a folder that is made if it is missing. Not flushed: the journal's
    /// line is what must outlast a power cut.
    pub(super) fn write(dir: &Path, encoded: &[u8]) -> io::Result<()> {
        std::fs::create_dir_all(dir)?;
        let new = dir.join(".task.json.new");
        std::fs::write(&new, encoded)?;
        std::fs::rename(new, dir.join(FILE))
    }
}
