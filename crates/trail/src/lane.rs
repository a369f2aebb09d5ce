//! One chain in files of bounded size: `NUMBER.trail`, by the number of the first line. The first
//! line of a file says on which link it hangs: the oldest files go, and what is left hangs together.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use ferrogate_base::fsio::sync_dir;

use crate::chain::{self, FIRST, Key, Link};
use crate::{Entry, Options, TrailError};

const SUFFIX: &str = ".trail";

/// One chain, at its end.
pub(crate) struct Lane {
    folder: PathBuf,
    key: Key,
    options: Options,
    bytes_max: u64,
    /// The file that is written to; `None` until there is a line for it.
    open: Option<Open>,
    /// The number of the next line.
    next: u64,
    /// The link of the last line.
    last: Link,
    /// When the newest line of each file was written, the oldest file first.
    files: Vec<(u64, u64)>,
}

struct Open {
    file: File,
    bytes: u64,
    dirty: bool,
}

/// The files of a lane, by the numbers of their first lines.
pub(crate) fn files(folder: &Path) -> io::Result<Vec<u64>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(vec![]),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let name = entry?.file_name();
        let number = name.to_str().and_then(|name| name.strip_suffix(SUFFIX));
        found.extend(number.and_then(|number| number.parse::<u64>().ok()));
    }
    found.sort_unstable();
    Ok(found)
}

pub(crate) fn path(folder: &Path, first: u64) -> PathBuf {
    folder.join(format!("{first:012}{SUFFIX}"))
}

/// The whole lines of a file after its head, and the link that its head has.
pub(crate) fn lines(bytes: &[u8]) -> Option<(Link, impl DoubleEndedIterator<Item = &[u8]>)> {
    let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let end = bytes[..whole].iter().position(|byte| *byte == b'\n')?;
    let mut link = FIRST;
    hex::decode_to_slice(bytes[..end].strip_prefix(b"after ")?, &mut link).ok()?;
    let rest = bytes[..whole].get(end + 1..).unwrap_or_default();
    let rest = rest.strip_suffix(b"\n").unwrap_or(rest);
    let lines = rest.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    Some((link, lines))
}

impl Lane {
    /// Opens a lane at its end; a line that was half written when the machine died goes.
    pub(crate) fn open(
        folder: PathBuf,
        key: Key,
        options: Options,
        bytes_max: u64,
    ) -> Result<Self, TrailError> {
        fs::create_dir_all(&folder).map_err(TrailError::new("opened", &folder))?;
        let firsts = files(&folder).map_err(TrailError::new("read", &folder))?;
        let mut lane = Self {
            key,
            options,
            bytes_max,
            open: None,
            next: 1,
            last: FIRST,
            files: firsts.iter().map(|first| (*first, 0)).collect(),
            folder,
        };
        for at in 0..lane.files.len() {
            let path = path(&lane.folder, lane.files[at].0);
            lane.files[at].1 = written(&path).map_err(TrailError::new("read", &path))?;
        }
        while let Some((first, _)) = lane.files.last().copied() {
            let path = path(&lane.folder, first);
            if lane.go_on(&path, first).map_err(TrailError::new("opened", &path))? {
                break;
            }
            lane.files.pop();
        }
        Ok(lane)
    }

    /// Goes on at the end of the newest file; `false` when that was not even begun when the machine
    /// died, and is gone now.
    fn go_on(&mut self, path: &Path, first: u64) -> io::Result<bool> {
        let mut file = OpenOptions::new().read(true).write(true).open(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        if whole == 0 {
            fs::remove_file(path)?;
            return Ok(false);
        }
        file.set_len(whole as u64)?;
        file.seek(SeekFrom::End(0))?;
        let Some((head, mut lines)) = lines(&bytes) else {
            // Somebody has changed it: it is left as it is, and another one begun.
            self.next = first + 1;
            return Ok(true);
        };
        let last = lines.next_back().and_then(chain::split);
        (self.next, self.last) =
            match last.and_then(|(link, text)| Some((chain::read(text)?, link))) {
                Some((line, link)) => (line.n + 1, link),
                None => (first, head),
            };
        self.open = Some(Open { file, bytes: whole as u64, dirty: false });
        Ok(true)
    }

    /// The number of the next line.
    pub(crate) fn next(&self) -> u64 {
        self.next
    }

    /// Writes a line: it outlives this process then, and the machine after [`Lane::sync`].
    pub(crate) fn append(&mut self, entry: &Entry, now: u64) -> io::Result<()> {
        let (line, link) = chain::write(&self.key, &self.last, self.next, entry);
        if self.open.as_ref().is_some_and(|open| open.bytes >= self.options.segment_bytes) {
            self.sync()?;
            self.open = None;
        }
        if self.open.is_none() {
            self.tidy(now)?;
            self.begin()?;
        }
        let open = self.open.as_mut().expect("one was begun");
        if let Err(error) = open.file.write_all(&line) {
            // What was written of it goes again: the next line must follow the last one.
            open.file.set_len(open.bytes)?;
            open.file.seek(SeekFrom::Start(open.bytes))?;
            return Err(error);
        }
        open.bytes += line.len() as u64;
        open.dirty = true;
        if let Some(newest) = self.files.last_mut() {
            newest.1 = now;
        }
        (self.last, self.next) = (link, self.next + 1);
        Ok(())
    }

    fn begin(&mut self) -> io::Result<()> {
        let path = path(&self.folder, self.next);
        let mut file =
            OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&path)?;
        let head = format!("after {}\n", hex::encode(self.last));
        if let Err(error) = file.write_all(head.as_bytes()) {
            drop(fs::remove_file(&path));
            return Err(error);
        }
        sync_dir(&self.folder)?;
        self.open = Some(Open { file, bytes: head.len() as u64, dirty: true });
        self.files.push((self.next, 0));
        Ok(())
    }

    /// Removes the oldest files while there is too much of them, or they are too old.
    fn tidy(&mut self, now: u64) -> io::Result<()> {
        let room = self.bytes_max.saturating_sub(self.options.segment_bytes);
        loop {
            let bytes: u64 = self.files.iter().map(|(first, _)| self.bytes_of(*first)).sum();
            let Some((first, newest)) = self.files.first().copied() else { return Ok(()) };
            if bytes <= room && now.saturating_sub(newest) <= self.options.age_ms {
                return Ok(());
            }
            match fs::remove_file(path(&self.folder, first)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => drop(self.files.remove(0)),
            }
        }
    }

    fn bytes_of(&self, first: u64) -> u64 {
        fs::metadata(path(&self.folder, first)).map_or(0, |found| found.len())
    }

    /// Makes all lines outlive the machine.
    pub(crate) fn sync(&mut self) -> io::Result<()> {
        if let Some(open) = self.open.as_mut().filter(|open| open.dirty) {
            open.file.sync_data()?;
            open.dirty = false;
        }
        Ok(())
    }

    /// The ids of the lines from number `from` on.
    pub(crate) fn ids_from(&self, from: u64) -> io::Result<Vec<String>> {
        let mut ids = Vec::new();
        let starts: Vec<u64> = self.files.iter().map(|(first, _)| *first).collect();
        let begin = starts.partition_point(|first| *first <= from).saturating_sub(1);
        for first in &starts[begin.min(starts.len())..] {
            let bytes = fs::read(path(&self.folder, *first))?;
            let Some((_, lines)) = lines(&bytes) else { continue };
            let read = lines.filter_map(chain::split).filter_map(|(_, text)| chain::read(text));
            ids.extend(read.filter(|line| line.n >= from).map(|line| line.id.to_owned()));
        }
        Ok(ids)
    }
}

/// When a file was written to last, in milliseconds.
fn written(path: &Path) -> io::Result<u64> {
    let at = fs::metadata(path)?.modified()?;
    let since = at.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Ok(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
