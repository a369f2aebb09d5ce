//! The shim's side of a spool.

use std::collections::VecDeque;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::fd::BorrowedFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use ferrogate_base::{Clock, SystemClock};
use ferrogate_link::{LogDriver, LogMode};

use super::bell::Bell;
use super::record::{self, Stream};
use super::{ACK, ACKS_BELL, LINES_BELL, LineSplitter, acked, segment_name};

/// The bytes that wait for their acknowledgement in blocking mode before the container's
/// writes wait too.
pub const BLOCKING_BYTES_MAX: u64 = 16 << 20;

/// The bytes of a task's lines that wait in non-blocking mode, whatever its containers' buffers
/// add up to: they lie on the host's disk, not on the task's.
pub const TASK_BYTES_MAX: u64 = 256 << 20;

/// The bytes that wait for room on the disk in non-blocking mode: they are in memory.
const STUCK_BYTES_MAX: u64 = 1 << 20;

/// What an event of several lines takes in the spool while it waits for more of them. In
/// docker's driver it has left the buffer by then.
const OPEN_EVENT_BYTES: u64 = 512 << 10;

/// A segment is closed past this many bytes.
const SEGMENT_BYTES_MAX: u64 = 256 << 10;

/// A segment is never closed before this many bytes.
const SEGMENT_BYTES_MIN: u64 = 4 << 10;

/// What happens to output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// It is read and forgotten.
    Discard,
    /// Past [`BLOCKING_BYTES_MAX`] unacknowledged it is read no more.
    Blocking,
    /// Past the buffer unacknowledged its lines are dropped and counted.
    NonBlocking {
        /// The buffer in bytes.
        buffer_bytes: u64,
        /// Lines that it holds at most.
        lines_max: u64,
    },
}

impl Policy {
    /// What a log driver asks for, for one of a task's so many containers: they share
    /// [`TASK_BYTES_MAX`].
    #[must_use]
    pub fn of(driver: &LogDriver, containers: usize) -> Self {
        let share = TASK_BYTES_MAX / (containers.max(1) as u64);
        match driver {
            LogDriver::None => Self::Discard,
            LogDriver::Awslogs(target) => {
                let open = if target.multiline.is_some() { OPEN_EVENT_BYTES } else { 0 };
                Self::with(target.mode, share, open)
            }
            LogDriver::Awsfirelens(mode) | LogDriver::Splunk(mode) => Self::with(*mode, share, 0),
        }
    }

    fn with(mode: LogMode, share: u64, open: u64) -> Self {
        match mode {
            LogMode::Blocking => Self::Blocking,
            LogMode::NonBlocking { buffer_bytes, lines_max } => Self::NonBlocking {
                buffer_bytes: buffer_bytes.min(share) + open,
                lines_max: lines_max.unwrap_or(u64::MAX),
            },
        }
    }
}

/// Writes one container's output.
#[derive(Debug)]
pub struct Writer {
    dir: PathBuf,
    policy: Policy,
    next_seq: u64,
    /// The last line that is known to be acknowledged.
    acked: u64,
    /// Segments with something unacknowledged: last number and bytes. The last is open.
    segments: VecDeque<Segment>,
    open: Option<File>,
    lost: u64,
    /// Whether an empty line is one.
    keeps_blank: bool,
    /// The disk had no room for the batch, which waits.
    stuck: bool,
    /// Kept between calls so that a read of many lines is one write.
    batch: Vec<u8>,
    splitters: [LineSplitter; 2],
    /// Rung when there are lines.
    lines: Option<Bell>,
    /// Rung by the reader when it has acknowledged some.
    acks: Option<Bell>,
}

#[derive(Debug)]
struct Segment {
    last_seq: u64,
    bytes: u64,
}

impl Writer {
    /// Begins the spool of a container. With [`Policy::Discard`] nothing is made.
    ///
    /// # Errors
    /// When the folder can't be made.
    pub fn create(dir: &Path, policy: Policy) -> io::Result<Self> {
        let (mut lines, mut acks) = (None, None);
        if policy != Policy::Discard {
            fs::create_dir_all(dir)?;
            fs::write(dir.join(ACK), 0u64.to_le_bytes())?;
            lines = Some(Bell::make(&dir.join(LINES_BELL))?);
        }
        if policy == Policy::Blocking {
            acks = Some(Bell::make(&dir.join(ACKS_BELL))?);
        }
        Ok(Self {
            dir: dir.to_owned(),
            policy,
            next_seq: 1,
            acked: 0,
            segments: VecDeque::new(),
            open: None,
            lost: 0,
            keeps_blank: false,
            stuck: false,
            batch: Vec::new(),
            splitters: [LineSplitter::default(), LineSplitter::default()],
            lines,
            acks,
        })
    }

    /// The same, of a container whose empty lines are lines: between others of an event they are
    /// a part of it, and docker's fluentd and splunk drivers send them.
    #[must_use]
    pub fn keeping_blank_lines(mut self, of: &LogDriver) -> Self {
        self.keeps_blank = match of {
            LogDriver::None => false,
            LogDriver::Awslogs(to) => to.multiline.is_some(),
            LogDriver::Awsfirelens(_) | LogDriver::Splunk(_) => true,
        };
        self
    }

    /// Whether more output may be read now. In blocking mode this looks at what has been
    /// acknowledged, and tries again to write what the disk had no room for.
    pub fn ready(&mut self) -> bool {
        match self.policy {
            Policy::Discard => true,
            Policy::NonBlocking { .. } => {
                if self.stuck {
                    // Not yet: lines wait up to the buffer's size, and are then dropped.
                    drop(self.flush());
                }
                true
            }
            Policy::Blocking => {
                if self.stuck && self.flush().is_err() {
                    return false;
                }
                if self.waiting_bytes() >= BLOCKING_BYTES_MAX {
                    self.forget_acked();
                }
                self.waiting_bytes() < BLOCKING_BYTES_MAX
            }
        }
    }

    /// Whether lines wait for room on the disk. Nothing tells when there is some:
    /// [`Writer::ready`] is to be asked from time to time.
    #[must_use]
    pub fn waits_for_room(&self) -> bool {
        self.stuck
    }

    /// Readable when lines were acknowledged since [`Writer::hear_acks`]: while
    /// [`Writer::ready`] says no, this is to be waited for.
    #[must_use]
    pub fn acks(&self) -> Option<BorrowedFd<'_>> {
        self.acks.as_ref().map(Bell::fd)
    }

    /// To be called before [`Writer::ready`] is asked again, so that no acknowledgement
    /// between the two is missed.
    pub fn hear_acks(&self) {
        if let Some(acks) = &self.acks {
            acks.hush();
        }
    }

    /// Takes what was read from a stream.
    ///
    /// # Errors
    /// When the disk takes no more. The lines then wait for room, in blocking mode with the
    /// container, else until the buffer is full.
    pub fn push(&mut self, stream: Stream, bytes: &[u8]) -> io::Result<()> {
        if self.policy == Policy::Discard {
            return Ok(());
        }
        let mut splitter = std::mem::take(&mut self.splitters[index(stream)]);
        splitter.push(bytes, |line| self.line(stream, line));
        self.splitters[index(stream)] = splitter;
        self.flush()
    }

    /// A stream has ended: what it held back is a line.
    ///
    /// # Errors
    /// When the disk takes no more; what waits for room is lost with the writer.
    pub fn finish(&mut self, stream: Stream) -> io::Result<()> {
        let mut splitter = std::mem::take(&mut self.splitters[index(stream)]);
        splitter.finish(|line| self.line(stream, line));
        self.note_lost();
        self.flush()
    }

    /// An empty line is none, as in docker's awslogs driver, unless it is kept: PutLogEvents takes
    /// no empty event.
    fn line(&mut self, stream: Stream, line: &[u8]) {
        if line.is_empty() && !self.keeps_blank {
            return;
        }
        if let Policy::NonBlocking { buffer_bytes, lines_max } = self.policy {
            let need = record::size(line.len());
            if !self.has_room(need, buffer_bytes, lines_max) {
                self.forget_acked();
            }
            if !self.has_room(need, buffer_bytes, lines_max) {
                self.lost += 1;
                return;
            }
        }
        self.note_lost();
        self.record(stream, line);
    }

    /// A line that is longer than the buffer has room when nothing else waits, as in docker's.
    fn has_room(&self, need: u64, buffer_bytes: u64, lines_max: u64) -> bool {
        let (waiting, stuck) = (self.waiting_bytes(), self.batch.len() as u64);
        let lines = self.next_seq - 1 - self.acked;
        let fits =
            (waiting == 0 || waiting + need <= buffer_bytes) && (lines == 0 || lines < lines_max);
        fits && (stuck == 0 || stuck + need <= STUCK_BYTES_MAX)
    }

    /// Says how many lines are missing, at the place where they are missing.
    fn note_lost(&mut self) {
        let lost = std::mem::take(&mut self.lost);
        if lost > 0 {
            let note = format!("[{lost} log lines were lost here: the log buffer was full]");
            self.record(Stream::Stderr, note.as_bytes());
        }
    }

    fn record(&mut self, stream: Stream, line: &[u8]) {
        let at = SystemClock.now();
        record::append(&mut self.batch, self.next_seq, at, stream, line);
        self.next_seq += 1;
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.batch.is_empty() {
            return Ok(());
        }
        // What could not be written stays, and comes first at the next try: a reader may have
        // seen the beginning of it.
        let first = record_seq(&self.batch);
        let written = self.write(first);
        self.stuck = written.is_err();
        if written.is_ok() {
            self.batch.clear();
            if let Some(lines) = &self.lines {
                lines.ring();
            }
        }
        written
    }

    /// Writes the batch whole or not at all.
    fn write(&mut self, first: u64) -> io::Result<()> {
        if self.segments.back().is_none_or(|s| s.bytes >= self.segment_bytes_max()) {
            self.open = None;
        }
        let file = match &mut self.open {
            Some(file) => file,
            none => {
                let path = self.dir.join(segment_name(first));
                let file = OpenOptions::new().append(true).create(true).mode(0o600).open(path)?;
                self.segments.push_back(Segment { last_seq: 0, bytes: 0 });
                none.insert(file)
            }
        };
        let segment = self.segments.back_mut().expect("a segment was opened above");
        if let Err(error) = file.write_all(&self.batch) {
            // Part of it may be there, and what comes next must not follow a torn line.
            file.set_len(segment.bytes)?;
            return Err(error);
        }
        segment.last_seq = self.next_seq - 1;
        segment.bytes += self.batch.len() as u64;
        Ok(())
    }

    /// A quarter of what may wait, so that acknowledgements free room before it is all gone.
    fn segment_bytes_max(&self) -> u64 {
        match self.policy {
            Policy::NonBlocking { buffer_bytes, .. } => {
                (buffer_bytes / 4).clamp(SEGMENT_BYTES_MIN, SEGMENT_BYTES_MAX)
            }
            Policy::Blocking | Policy::Discard => SEGMENT_BYTES_MAX,
        }
    }

    fn waiting_bytes(&self) -> u64 {
        self.segments.iter().map(|segment| segment.bytes).sum::<u64>() + self.batch.len() as u64
    }

    fn forget_acked(&mut self) {
        self.acked = acked(&self.dir).min(self.next_seq - 1);
        while self.segments.front().is_some_and(|segment| segment.last_seq <= self.acked) {
            self.segments.pop_front();
        }
        if self.segments.is_empty() {
            self.open = None;
        }
    }
}

fn index(stream: Stream) -> usize {
    match stream {
        Stream::Stdout => 0,
        Stream::Stderr => 1,
    }
}

fn record_seq(batch: &[u8]) -> u64 {
    match record::parse(batch) {
        record::Parsed::Line(line, _) => line.seq,
        record::Parsed::Incomplete | record::Parsed::Garbage => {
            unreachable!("a batch begins with a whole record")
        }
    }
}
