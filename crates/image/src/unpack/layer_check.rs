//! The limits of layers where layers are written: what is written must be what a host unpacks.

use super::layer::{Fault, Path};
use super::tree::{DISK_BLOCK, check};
use super::{Limits, layer};
use crate::tar::{Entry, Kind};

/// What an entry says to who unpacks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// That there is something.
    Something,
    /// That something is gone (`.wh.NAME`).
    Gone,
}

/// Counts the entries of a layer that is written, and refuses what an unpacker would.
#[derive(Debug)]
pub struct LayerCheck {
    limits: Limits,
    entries: u64,
    unpacked_bytes: u64,
}

impl LayerCheck {
    /// One that has let nothing through.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { limits, entries: 0, unpacked_bytes: 0 }
    }

    /// How many entries there may still be.
    #[must_use]
    pub fn entries_left(&self) -> u64 {
        self.limits.entries_max.saturating_sub(self.entries)
    }

    /// Lets the next entry through.
    ///
    /// # Errors
    /// Why no host would unpack it.
    pub fn admit(&mut self, entry: &Entry) -> Result<Meaning, String> {
        let path = Path::of(&entry.path, &self.limits).map_err(text)?;
        let meaning = match path {
            Some(Path::Plain(_)) => Meaning::Something,
            Some(Path::Whiteout(_) | Path::Opaque(_)) => Meaning::Gone,
            None => return Err("its name is one that unpackers leave out".to_owned()),
        };
        check(entry, &self.limits).map_err(text)?;
        if entry.kind == Kind::HardLink {
            layer::parts_of(&entry.link, &self.limits).map_err(text)?;
        }
        self.count(entry)?;
        Ok(meaning)
    }

    fn count(&mut self, entry: &Entry) -> Result<(), String> {
        self.entries += 1;
        if self.entries > self.limits.entries_max {
            return Err(format!("the layer would have over {} entries", self.limits.entries_max));
        }
        let size = if entry.kind == Kind::File { entry.size } else { 0 };
        let on_disk = size.checked_next_multiple_of(DISK_BLOCK).unwrap_or(u64::MAX);
        self.unpacked_bytes = self.unpacked_bytes.saturating_add(on_disk);
        if self.unpacked_bytes > self.limits.unpacked_bytes_max {
            let max = self.limits.unpacked_bytes_max;
            return Err(format!("the layer would unpack to more than {max} bytes"));
        }
        Ok(())
    }
}

fn text(fault: Fault) -> String {
    match fault {
        Fault::Refused(text) | Fault::NoSpace(text) | Fault::Failed(text) => text,
    }
}
