//! The file of a binding's facts. What a disk refuses is kept and tried again until it is
//! taken: nothing of a task ends for it.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ferrogate_base::backoff::Backoff;
use ferrogate_base::fsio;

/// The name of the file in a task's folder.
const FILE: &str = "facts";

/// The first and the longest rest between two tries.
const REST: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(5));

/// What the file grows by until what is past is taken out of it, in bytes.
const GROWTH_MAX: u64 = 64 << 10;

/// Whole lines, appended, in their order.
#[derive(Debug)]
pub(super) struct FactFile {
    path: PathBuf,
    /// Opened when there is something to write: a full disk may refuse even that.
    file: Option<File>,
    /// Bytes of whole lines in the file.
    length: u64,
    /// From this length on what is past is taken out.
    shortened_from: u64,
    /// Whether a part of a line may follow them.
    torn: bool,
    /// Lines that the disk has not taken yet.
    behind: Vec<u8>,
    /// When they are tried again.
    next_try: Option<Instant>,
    rest: Backoff,
}

impl FactFile {
    /// The file in the task's folder `dir`, and the whole lines that are in it; neither need be
    /// there.
    ///
    /// # Errors
    /// When there is a file that can't be read.
    pub(super) fn open(dir: &Path) -> io::Result<(Self, Vec<u8>)> {
        let mut file = Self::none(dir);
        let mut lines = match std::fs::read(&file.path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Vec::new(),
            other => other?,
        };
        let whole = lines.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        file.torn = whole < lines.len();
        file.length = whole as u64;
        file.shortened_from = file.length + GROWTH_MAX;
        lines.truncate(whole);
        Ok((file, lines))
    }

    /// The file in the task's folder `dir`, of which nothing can be read: it is kept beside the
    /// one that is written from now on.
    pub(super) fn anew(dir: &Path) -> Self {
        let file = Self::none(dir);
        let aside = file.path.with_extension("unreadable");
        if let Err(error) = std::fs::rename(&file.path, aside) {
            tracing::error!(path = %file.path.display(), %error, "it can't be put aside");
        }
        file
    }

    fn none(dir: &Path) -> Self {
        Self {
            path: dir.join(FILE),
            file: None,
            length: 0,
            shortened_from: GROWTH_MAX,
            torn: false,
            behind: Vec::new(),
            next_try: None,
            rest: Backoff::new(REST.0, REST.1),
        }
    }

    /// Appends whole lines, all of them in one write. A disk that is full takes all of them or
    /// none; a machine that stops in the middle may leave some, and half of one, which is passed
    /// over when the file is read. Lines that the disk refuses come before those of the next call.
    pub(super) fn append(&mut self, lines: &[u8]) {
        self.behind.extend_from_slice(lines);
        self.write_behind();
    }

    /// Replaces the lines by what `shorter` makes of them, when the file has grown by some length
    /// and the disk has them all. One that takes no second file is asked again later.
    pub(super) fn shorten(&mut self, shorter: impl FnOnce(&[u8]) -> Vec<u8>) {
        if self.length < self.shortened_from || self.torn || !self.behind.is_empty() {
            return;
        }
        if let Err(error) = self.try_shorten(shorter) {
            tracing::warn!(path = %self.path.display(), %error, "facts can't be put together");
        }
        self.shortened_from = self.length + GROWTH_MAX;
    }

    fn try_shorten(&mut self, shorter: impl FnOnce(&[u8]) -> Vec<u8>) -> io::Result<()> {
        let lines = shorter(&std::fs::read(&self.path)?);
        fsio::write_atomic(&self.path, &lines, 0o600)?;
        self.length = lines.len() as u64;
        // The next write opens the new one.
        self.file = None;
        Ok(())
    }

    /// When lines that the disk has not taken are to be tried again; `None` when it has all.
    pub(super) fn next_try(&self) -> Option<Instant> {
        self.next_try
    }

    /// Tries the lines that the disk has not taken, if it is time.
    pub(super) fn try_again(&mut self, now: Instant) {
        if self.next_try.is_some_and(|at| at <= now) {
            self.write_behind();
        }
    }

    fn write_behind(&mut self) {
        match self.try_write() {
            Ok(()) => {
                if self.next_try.take().is_some() {
                    tracing::info!(path = %self.path.display(), "facts are written again");
                }
                self.length += self.behind.len() as u64;
                self.behind.clear();
                self.rest.reset();
            }
            Err(error) => {
                if self.next_try.is_none() {
                    tracing::error!(
                        path = %self.path.display(), %error,
                        "facts can't be written; the task goes on, and they are tried again"
                    );
                }
                self.torn = true;
                self.next_try = Some(Instant::now() + self.rest.next_delay());
                // At once, so that no half of a line is there if this process ends now; and
                // again before the next try, should it not be possible.
                if let Some(file) = &self.file {
                    drop(file.set_len(self.length));
                }
            }
        }
    }

    fn try_write(&mut self) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(open(&self.path)?),
        };
        if self.torn {
            file.set_len(self.length)?;
        }
        file.write_all(&self.behind)?;
        self.torn = false;
        Ok(())
    }
}

fn open(path: &Path) -> io::Result<File> {
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir)?;
    }
    OpenOptions::new().create(true).append(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nix::mount::{MsFlags, mount, umount};

    /// A disk with room for a page or two.
    struct SmallDisk(tempfile::TempDir);

    impl SmallDisk {
        fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            let small = Some("size=8192");
            mount(Some("tmpfs"), dir.path(), Some("tmpfs"), MsFlags::empty(), small).unwrap();
            Self(dir)
        }

        /// Takes all the room there is.
        fn fill(&self) {
            let mut filler = File::create(self.0.path().join("filler")).unwrap();
            while filler.write_all(&[0; 512]).is_ok() {}
        }

        fn free(&self) {
            std::fs::remove_file(self.0.path().join("filler")).unwrap();
        }

        fn text(&self) -> String {
            std::fs::read_to_string(self.0.path().join(FILE)).unwrap_or_default()
        }
    }

    impl Drop for SmallDisk {
        fn drop(&mut self) {
            umount(self.0.path()).unwrap();
        }
    }

    fn line(number: u32) -> Vec<u8> {
        format!("{number} {}\n", "x".repeat(700)).into_bytes()
    }

    /// Tries again until the disk has everything.
    fn catch_up(file: &mut FactFile) {
        for _ in 0..1000 {
            let Some(at) = file.next_try() else { return };
            file.try_again(at);
        }
        panic!("{} is still behind", file.path.display());
    }

    fn numbers(text: &str) -> Vec<u32> {
        text.lines().map(|line| line.split(' ').next().unwrap().parse().unwrap()).collect()
    }

    #[test]
    fn a_full_disk_never_has_half_a_line_and_has_all_of_them_once_there_is_room() {
        let disk = SmallDisk::new();
        let (mut file, before) = FactFile::open(disk.0.path()).unwrap();
        assert!(before.is_empty());
        file.append(&line(1));
        disk.fill();
        for number in 2..=9 {
            file.append(&line(number));
            assert!(disk.text().ends_with('\n'));
        }
        assert!(file.next_try().is_some());
        // The agent that is killed now has the first lines, each of them whole.
        let (_, kept) = FactFile::open(disk.0.path()).unwrap();
        assert_eq!(kept, disk.text().as_bytes());
        disk.free();
        catch_up(&mut file);
        assert_eq!(numbers(&disk.text()), (1..=9).collect::<Vec<_>>());
        drop(file);
    }

    #[test]
    fn a_file_that_can_t_even_be_made_is_made_when_there_is_room() {
        let dir = tempfile::tempdir().unwrap();
        let task = dir.path().join("task");
        // Something that is no folder is where the task's folder should be.
        std::fs::write(&task, "").unwrap();
        let (mut file, _) = FactFile::open(&dir.path().join("missing")).unwrap();
        file.path = task.join(FILE);
        file.append(b"one\n");
        assert!(file.next_try().is_some());
        std::fs::remove_file(&task).unwrap();
        catch_up(&mut file);
        assert_eq!(std::fs::read(task.join(FILE)).unwrap(), b"one\n");
    }

    #[test]
    fn a_try_before_its_time_is_none() {
        let disk = SmallDisk::new();
        let (mut file, _) = FactFile::open(disk.0.path()).unwrap();
        file.append(&line(1));
        disk.fill();
        for number in 2..=9 {
            file.append(&line(number));
        }
        disk.free();
        let at = file.next_try().unwrap();
        file.try_again(at.checked_sub(Duration::from_millis(1)).unwrap());
        assert_eq!(file.next_try(), Some(at));
        file.try_again(at);
        assert_eq!(file.next_try(), None);
        drop(file);
    }

    #[test]
    fn what_cant_be_read_is_kept_beside_the_new_file() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join(FILE)).unwrap();
        assert!(FactFile::open(dir.path()).is_err());
        FactFile::anew(dir.path()).append(b"one\n");
        assert_eq!(FactFile::open(dir.path()).unwrap().1, b"one\n");
        assert!(dir.path().join("facts.unreadable").is_dir());
    }
}
