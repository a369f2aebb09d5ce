//! What has begun and is not in the chain yet. The first line says from which line of the chain on
//! an end may be found; the others are entries.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use ferrogate_base::{TimestampMs, fsio};

use crate::chain::{FIRST, Key, read, split, write};
use crate::{Entry, TrailError};

const NAME: &str = "begun";
/// From this size on the file is written anew with what is still open.
const BYTES_MAX: u64 = 4 << 20;
/// What may be open at once.
const OPEN_MAX: usize = 16 * 1024;

/// The file of what has begun.
pub(crate) struct Intents {
    path: PathBuf,
    key: Key,
    file: File,
    bytes: u64,
    dirty: bool,
    open: BTreeMap<String, Entry>,
}

/// What an earlier process had begun.
pub(crate) struct Found {
    /// From this number on their ends may be in the chain.
    pub(crate) from: u64,
    pub(crate) entries: Vec<Entry>,
}

impl Intents {
    /// Opens the file anew, after what was in it.
    pub(crate) fn open(folder: &Path, key: Key) -> Result<(Self, Found), TrailError> {
        let path = folder.join(NAME);
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => vec![],
            bytes => bytes.map_err(TrailError::new("read", &path))?,
        };
        let found = found(&bytes);
        let mut how = OpenOptions::new();
        let file = how.create(true).truncate(false).read(true).write(true).open(&path);
        let file = file.map_err(TrailError::new("opened", &path))?;
        let intents = Self { path, key, file, bytes: 0, dirty: false, open: BTreeMap::new() };
        Ok((intents, found))
    }

    /// Forgets all but what is open. `from` is the number of the chain's next line, whose earlier
    /// ones outlive the machine.
    pub(crate) fn renew(&mut self, from: u64) -> io::Result<()> {
        let mut text = format!("from {from}\n").into_bytes();
        for entry in self.open.values() {
            text.extend(line(&self.key, entry));
        }
        fsio::write_atomic(&self.path, &text, 0o600)?;
        self.file = OpenOptions::new().read(true).write(true).open(&self.path)?;
        self.file.seek(SeekFrom::End(0))?;
        (self.bytes, self.dirty) = (text.len() as u64, false);
        Ok(())
    }

    /// Whether it is time to write it anew.
    pub(crate) fn is_long(&self) -> bool {
        self.bytes >= BYTES_MAX
    }

    /// Takes down what begins: it outlives this process then.
    pub(crate) fn begin(&mut self, entry: Entry) -> io::Result<()> {
        if self.open.len() >= OPEN_MAX {
            // The chain takes nothing, and there is no room for what waits for it.
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        let line = line(&self.key, &entry);
        if let Err(error) = self.file.write_all(&line) {
            self.file.set_len(self.bytes)?;
            self.file.seek(SeekFrom::Start(self.bytes))?;
            return Err(error);
        }
        self.bytes += line.len() as u64;
        self.dirty = true;
        self.open.insert(entry.id.clone(), entry);
        Ok(())
    }

    /// It is in the chain.
    pub(crate) fn end(&mut self, id: &str) {
        self.open.remove(id);
    }

    /// Makes all that has begun outlive the machine.
    pub(crate) fn sync(&mut self) -> io::Result<()> {
        if self.dirty {
            self.file.sync_data()?;
            self.dirty = false;
        }
        Ok(())
    }
}

fn line(key: &Key, entry: &Entry) -> Vec<u8> {
    write(key, &FIRST, 0, entry).0
}

fn found(bytes: &[u8]) -> Found {
    let mut lines = bytes.split(|byte| *byte == b'\n');
    let from = lines.next().and_then(|head| std::str::from_utf8(head).ok()?.strip_prefix("from "));
    let from = from.and_then(|number| number.parse().ok()).unwrap_or(1);
    let entry = |line: &[u8]| {
        let line = read(split(line)?.1)?;
        Some(Entry {
            id: line.id.to_owned(),
            at: TimestampMs(line.at),
            account: line.account.to_owned(),
            region: line.region.to_owned(),
            other: false,
            event: line.event.to_owned(),
        })
    };
    Found { from, entries: lines.filter_map(entry).collect() }
}
