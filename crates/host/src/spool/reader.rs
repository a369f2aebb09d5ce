//! The agent's side of a spool.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::sys::inotify::{AddWatchFlags, InitFlags, Inotify};
use nix::unistd;
use tokio::io::unix::AsyncFd;

use super::record::{Line, Parsed, parse};
use super::{ACK, segment_name, segments};
use crate::kernel;

/// Bytes read at once.
const CHUNK: usize = 64 << 10;

/// Reads one container's output.
#[derive(Debug)]
pub struct Reader {
    dir: PathBuf,
    next_seq: u64,
    /// The segment being read, and how far.
    open: Option<(File, u64)>,
    watch: AsyncFd<OwnedFd>,
}

impl Reader {
    /// Reads the spool in `dir` from the line `from_seq` (1: from the first). Must be called
    /// within a runtime.
    ///
    /// # Errors
    /// When there is no such folder: the shim makes it before the container starts.
    pub fn open(dir: &Path, from_seq: u64) -> io::Result<Self> {
        let inotify = Inotify::init(InitFlags::IN_NONBLOCK | InitFlags::IN_CLOEXEC)?;
        inotify.add_watch(dir, AddWatchFlags::IN_MODIFY | AddWatchFlags::IN_CREATE)?;
        let watch = kernel::readable(inotify.into())?;
        Ok(Self { dir: dir.to_owned(), next_seq: from_seq.max(1), open: None, watch })
    }

    /// Lines that are there, in order; empty when all have been read. Never waits.
    ///
    /// # Errors
    /// When the folder can't be read, or a segment holds what no shim wrote.
    pub fn read(&mut self, lines_max: usize, bytes_max: usize) -> io::Result<Vec<Line>> {
        let (mut lines, mut bytes) = (Vec::new(), 0);
        while lines.len() < lines_max && bytes < bytes_max {
            if !self.ensure_open()? {
                break;
            }
            let (file, offset) = self.open.as_mut().expect("a segment is open");
            let mut chunk = vec![0; CHUNK];
            let got = file.read_at(&mut chunk, *offset)?;
            let mut rest = &chunk[..got];
            let before = *offset;
            while lines.len() < lines_max && bytes < bytes_max {
                match parse(rest) {
                    Parsed::Line(line, taken) => {
                        *offset += taken as u64;
                        rest = &rest[taken..];
                        if line.seq >= self.next_seq {
                            self.next_seq = line.seq + 1;
                            bytes += line.bytes.len();
                            lines.push(line);
                        }
                    }
                    Parsed::Incomplete => break,
                    Parsed::Garbage => {
                        let what = format!("{}: not a spool", self.dir.display());
                        return Err(io::Error::new(io::ErrorKind::InvalidData, what));
                    }
                }
            }
            if *offset == before && !self.next_segment()? {
                break;
            }
        }
        Ok(lines)
    }

    /// Waits until there may be more to read. May wake for nothing; cancelling loses nothing.
    ///
    /// # Errors
    /// When the watch fails.
    pub async fn wait(&mut self) -> io::Result<()> {
        loop {
            let mut ready = self.watch.readable().await?;
            // What happened does not matter: `read` looks for itself.
            match unistd::read(self.watch.get_ref(), &mut [0; 4096]) {
                Ok(_) => return Ok(()),
                Err(Errno::EAGAIN) => ready.clear_ready(),
                Err(e) => return Err(e.into()),
            }
        }
    }

    /// The number of the next line that [`Reader::read`] gives.
    #[must_use]
    pub fn next_seq(&self) -> u64 {
        self.next_seq
    }

    /// The lines up to `seq` are safe elsewhere: segments that hold nothing else are deleted,
    /// and a container that waits for room goes on.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn ack(&self, seq: u64) -> io::Result<()> {
        // Its own value is one write of eight bytes, so the shim reads the old or the new.
        let path = self.dir.join(ACK);
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
        file.write_all_at(&seq.to_le_bytes(), 0)?;
        let all = segments(&self.dir)?;
        // The last one stays: the shim may be writing to it.
        for pair in all.windows(2).take_while(|pair| pair[1] <= seq + 1) {
            fs::remove_file(self.dir.join(segment_name(pair[0])))?;
        }
        Ok(())
    }

    fn ensure_open(&mut self) -> io::Result<bool> {
        if self.open.is_none() {
            let all = segments(&self.dir)?;
            let holding = all.iter().rfind(|first| **first <= self.next_seq).or(all.first());
            let Some(first) = holding else { return Ok(false) };
            self.open = Some((File::open(self.dir.join(segment_name(*first)))?, 0));
        }
        Ok(true)
    }

    /// Goes on to the segment that begins with the next line, when the shim has begun it.
    /// Its name proves that the one before has no more.
    fn next_segment(&mut self) -> io::Result<bool> {
        match File::open(self.dir.join(segment_name(self.next_seq))) {
            Ok(file) => {
                let (open, _) = self.open.as_ref().expect("a segment is open");
                if same_file(open, &file)? {
                    return Ok(false);
                }
                self.open = Some((file, 0));
                Ok(true)
            }
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(e) => Err(e),
        }
    }
}

fn same_file(a: &File, b: &File) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let (a, b) = (a.metadata()?, b.metadata()?);
    Ok((a.dev(), a.ino()) == (b.dev(), b.ino()))
}
