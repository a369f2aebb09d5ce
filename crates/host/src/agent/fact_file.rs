//! The file of a binding's facts. What a disk refuses is kept and tried again until it is
//! taken: nothing of a task ends for it.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use ferrogate_base::backoff::Backoff;

/// The name of the file in a task's folder.
const FILE: &str = "facts";

/// The first and the longest rest between two tries.
const REST: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(5));

/// Whole lines, appended, in their order.
#[derive(Debug)]
pub(super) struct FactFile {
    path: PathBuf,
    /// Opened when there is something to write: a full disk may refuse even that.
    file: Option<File>,
    /// Bytes of whole lines in the file.
    length: u64,
    /// Whether a part of a line may follow them.
    torn: bool,
    /// Lines that the disk has not taken yet.
    behind: Vec<u8>,
    rest: Backoff,
}

impl FactFile {
    /// The file in the task's folder `dir`, and the whole lines that are in it; neither need be
    /// there.
    ///
    /// # Errors
    /// When there is a file that can't be read.
    pub(super) fn open(dir: &Path) -> io::Result<(Self, Vec<u8>)> {
        let path = dir.join(FILE);
        let mut lines = match std::fs::read(&path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Vec::new(),
            other => other?,
        };
        let whole = lines.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let torn = whole < lines.len();
        lines.truncate(whole);
        let (length, rest) = (whole as u64, Backoff::new(REST.0, REST.1));
        Ok((Self { path, file: None, length, torn, behind: Vec::new(), rest }, lines))
    }

    /// Appends whole lines: all of them in one write, so that a kill leaves all or none. Lines
    /// that the disk refuses come before those of the next call.
    pub(super) fn append(&mut self, lines: &[u8]) {
        self.behind.extend_from_slice(lines);
        self.write_behind();
    }

    /// Whether there are lines that the disk has not taken.
    pub(super) fn is_behind(&self) -> bool {
        !self.behind.is_empty()
    }

    /// Tries again until the disk has taken every line. Cancelling loses nothing.
    pub(super) async fn catch_up(&mut self) {
        while self.is_behind() {
            tokio::time::sleep(self.rest.next_delay()).await;
            self.write_behind();
        }
    }

    fn write_behind(&mut self) {
        let was_torn = self.torn;
        match self.try_write() {
            Ok(()) => {
                if was_torn {
                    tracing::info!(path = %self.path.display(), "facts are written again");
                }
                self.length += self.behind.len() as u64;
                self.behind.clear();
                self.rest.reset();
            }
            Err(error) => {
                if !was_torn {
                    tracing::error!(
                        path = %self.path.display(), %error,
                        "facts can't be written; the task goes on, and they are tried again"
                    );
                }
                self.torn = true;
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

    fn numbers(text: &str) -> Vec<u32> {
        text.lines().map(|line| line.split(' ').next().unwrap().parse().unwrap()).collect()
    }

    #[tokio::test]
    async fn a_full_disk_never_has_half_a_line_and_has_all_of_them_once_there_is_room() {
        let disk = SmallDisk::new();
        let (mut file, before) = FactFile::open(disk.0.path()).unwrap();
        assert!(before.is_empty());
        file.append(&line(1));
        disk.fill();
        for number in 2..=9 {
            file.append(&line(number));
            assert!(disk.text().ends_with('\n'));
        }
        assert!(file.is_behind());
        // The agent that is killed now has the first lines, each of them whole.
        let (_, kept) = FactFile::open(disk.0.path()).unwrap();
        assert_eq!(kept, disk.text().as_bytes());
        disk.free();
        file.catch_up().await;
        assert_eq!(numbers(&disk.text()), (1..=9).collect::<Vec<_>>());
        drop(file);
    }

    #[tokio::test]
    async fn a_file_that_can_t_even_be_made_is_made_when_there_is_room() {
        let dir = tempfile::tempdir().unwrap();
        let task = dir.path().join("task");
        // Something that is no folder is where the task's folder should be.
        std::fs::write(&task, "").unwrap();
        let (mut file, _) = FactFile::open(&dir.path().join("missing")).unwrap();
        file.path = task.join(FILE);
        file.append(b"one\n");
        assert!(file.is_behind());
        std::fs::remove_file(&task).unwrap();
        file.catch_up().await;
        assert_eq!(std::fs::read(task.join(FILE)).unwrap(), b"one\n");
    }
}
