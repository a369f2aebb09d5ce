//! Logs of load balancers: lines are kept in this host's folder as they come, and put into their
//! bucket, which is a folder, every five minutes.
//!
//! What is here outlives every process: a line is acknowledged once it is written, and a file has
//! its last name before anything of it lies in the bucket, so that it is put there once. Of lines
//! that come again, as after an agent's end, the second ones are known by their number.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use ferrogate_base::clock::civil_from_days;
use ferrogate_base::{Clock, SystemClock, TimestampMs, fsio};
use ferrogate_link::balancer::{Log, LogLines, LogTo, Node, NodeId};
use flate2::Compression;
use flate2::write::GzEncoder;
use parking_lot::Mutex;
use rustix::fs::{self as at, AtFlags, Mode, OFlags};
use serde::{Deserialize, Serialize};

use crate::balancer::bucket::Bucket;
use crate::balancer::buckets;

/// What one file is about (ALB guide, "Access logs": every five minutes).
const PERIOD_MS: u64 = 5 * 60 * 1000;
/// How often it is looked whether a file is full or over.
pub(super) const LOOK: Duration = Duration::from_secs(2);
/// Bytes of lines of one file; a busy node writes several in a period.
const OPEN_MAX: u64 = 64 << 20;
/// Bytes of a node's lines that wait for their bucket; the oldest are lost first.
const WAITING_MAX: u64 = 256 << 20;
const OPEN: &str = "open";
const CLOSED: &str = "closed-";

/// How a log is told from the others, here and in its bucket (ALB guide, "Access log files",
/// "Connection log files", "Health check log files").
struct Kind {
    log: Log,
    /// The folder of its lines on this host.
    folder: &'static str,
    /// What the names of its objects begin with.
    object: &'static str,
    /// The object that shows that the bucket can be written.
    test: &'static str,
}

const KINDS: [Kind; 3] = [
    Kind { log: Log::Access, folder: "access-logs", object: "", test: "ELBAccessLogTestFile" },
    Kind {
        log: Log::Connections,
        folder: "connection-logs",
        object: "conn_log_",
        test: "ELBConnectionLogTestFile",
    },
    Kind {
        log: Log::Checks,
        folder: "health-check-logs",
        object: "health_check_log_",
        test: "ELBHealthCheckLogTestFile",
    },
];

/// Where the lines of one log of one node go.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct To {
    bucket: String,
    prefix: String,
    account: String,
    region: String,
    /// `app.NAME.ID`.
    balancer: String,
    address: String,
}

impl To {
    /// Of this node, if it keeps the log.
    pub(super) fn of(node: &Node, log: Log) -> Option<Self> {
        let LogTo { bucket, prefix } = node.attributes.log(log)?.clone();
        // arn:aws:elasticloadbalancing:REGION:ACCOUNT:…
        let mut parts = node.arn.split(':').skip(3);
        Some(Self {
            bucket,
            prefix,
            region: parts.next()?.to_owned(),
            account: parts.next()?.to_owned(),
            balancer: node.name.replace('/', "."),
            address: node.address.to_string(),
        })
    }

    /// The folder within the bucket, and the name there, of what is about the time until `end`.
    fn object(&self, kind: &Kind, end: TimestampMs, random: &str) -> (PathBuf, String) {
        let Self { account, region, balancer, address, .. } = self;
        let days = i64::try_from(end.0 / 86_400_000).unwrap_or_default();
        let (year, month, day) = civil_from_days(days);
        let minutes = end.0 / 60_000 % 1440;
        let (hour, minute) = (minutes / 60, minutes % 60);
        let folder = format!(
            "AWSLogs/{account}/elasticloadbalancing/{region}/{year:04}/{month:02}/{day:02}"
        );
        let name = format!(
            "{}{account}_elasticloadbalancing_{region}_{balancer}_{year:04}{month:02}{day:02}T\
             {hour:02}{minute:02}Z_{address}_{random}.log.gz",
            kind.object
        );
        (Path::new(&self.prefix).join(folder), name)
    }
}

/// Where each log of each node goes, of those that are kept.
pub(super) type Wanted = BTreeMap<(Log, NodeId), To>;

/// The logs of all nodes of this host.
pub(in crate::agent) struct Logs {
    all: Vec<OneLog>,
    buckets: Option<PathBuf>,
}

impl Logs {
    pub(in crate::agent) fn new(data_dir: &Path, buckets: Option<PathBuf>) -> Self {
        let one = |kind| OneLog::new(kind, data_dir, buckets.clone());
        Self { all: KINDS.into_iter().map(one).collect(), buckets }
    }

    /// Keeps what a node's process has told, unless it is here already. `run` is the process's
    /// life. How many lines are lost, and why.
    pub(super) fn take(
        &self,
        node: &Node,
        id: &NodeId,
        run: &str,
        lines: &LogLines,
    ) -> Vec<(usize, io::Error)> {
        let take = |one: &OneLog| {
            let of = lines.of(one.kind.log);
            // Of a request that had begun before nobody wanted it logged any more.
            let to = To::of(node, one.kind.log).filter(|_| !of.is_empty())?;
            let taken = one.take(id, to, run, lines.seq, of);
            taken.err().map(|error| (of.len(), error))
        };
        self.all.iter().filter_map(take).collect()
    }

    /// Shows the server, in its folder, which buckets there are.
    pub(super) fn show_buckets(&self, server: &Path) {
        let Some(buckets) = &self.buckets else { return };
        if let Err(error) = found_in(buckets).and_then(|found| buckets::show(server, &found)) {
            tracing::warn!(%error, "the server can't be told which buckets there are");
        }
    }

    /// Closes what is over, or goes elsewhere by now, and puts all that is closed into its bucket.
    pub(super) fn look(&self, wanted: &Wanted) {
        for one in &self.all {
            let of = wanted.iter().filter(|((log, _), _)| *log == one.kind.log);
            one.look(&of.map(|((_, node), to)| (node.clone(), to.clone())).collect());
        }
    }
}

/// One of the logs, of all nodes of this host.
struct OneLog {
    kind: Kind,
    /// With a folder for each node that has any.
    dir: PathBuf,
    /// With a folder for each bucket; none where this engine has no buckets.
    buckets: Option<PathBuf>,
    open: Mutex<Files>,
    /// Where there is a test object, as far as this process knows.
    proved: Mutex<BTreeSet<To>>,
}

/// What is being written.
#[derive(Default)]
struct Files {
    open: HashMap<NodeId, Open>,
    /// The last lines of each node that were written, in whichever file.
    last: HashMap<NodeId, (String, u64)>,
}

/// A file that is being written.
struct Open {
    file: File,
    to: To,
    end: TimestampMs,
    bytes: u64,
    /// The last lines that it has, or that came before it.
    last: (String, u64),
}

impl Files {
    /// Takes up the file that an agent before this one has left.
    fn find(&mut self, node: &NodeId, dir: &Path) -> io::Result<()> {
        if !self.open.contains_key(node)
            && let Some(found) = Open::found(dir)?
        {
            self.last.insert(node.clone(), found.last.clone());
            self.open.insert(node.clone(), found);
        }
        Ok(())
    }

    fn close(&mut self, node: &NodeId, dir: &Path) -> io::Result<()> {
        let Some(open) = self.open.get(node) else { return Ok(()) };
        Open::close(dir, open.end)?;
        self.open.remove(node);
        Ok(())
    }
}

impl OneLog {
    fn new(kind: Kind, data_dir: &Path, buckets: Option<PathBuf>) -> Self {
        let dir = data_dir.join(kind.folder);
        Self { kind, dir, buckets, open: Mutex::default(), proved: Mutex::default() }
    }

    /// Keeps what a node's process has told, unless it is here already. `run` is the process's life.
    ///
    /// # Errors
    /// When it can't be written: then it is lost.
    fn take(&self, node: &NodeId, to: To, run: &str, seq: u64, lines: &[String]) -> io::Result<()> {
        let mut files = self.open.lock();
        let now = SystemClock.now();
        let dir = self.dir.join(&node.0);
        files.find(node, &dir)?;
        if files.last.get(node).is_some_and(|last| *last == (run.to_owned(), seq)) {
            return Ok(());
        }
        if files.open.get(node).is_some_and(|open| open.to != to || open.is_over(now)) {
            files.close(node, &dir)?;
        }
        if !files.open.contains_key(node) {
            let last = files.last.get(node).cloned();
            files.open.insert(node.clone(), Open::make(&dir, to, now, last)?);
        }
        let open = files.open.get_mut(node).expect("it was put there");
        let written = open.write(run, seq, lines);
        match &written {
            Ok(()) => drop(files.last.insert(node.clone(), (run.to_owned(), seq))),
            // What is half there is cut off when it is read.
            Err(_) => drop(files.open.remove(node)),
        }
        written
    }

    /// Closes what is over, or goes elsewhere by now, and puts all that is closed into its bucket.
    /// `wanted` is where the lines of each node are to go.
    fn look(&self, wanted: &BTreeMap<NodeId, To>) {
        self.prove(wanted.values());
        let nodes = match folders(&self.dir) {
            Ok(nodes) => nodes,
            Err(error) => {
                tracing::warn!(%error, "logs of load balancers can't be looked at");
                return;
            }
        };
        for node in nodes {
            if let Err(error) = self.look_at(&node, wanted.get(&node)) {
                tracing::warn!(%node, %error, "a log is not in its bucket yet");
            }
        }
    }

    fn look_at(&self, node: &NodeId, wanted: Option<&To>) -> io::Result<()> {
        let dir = self.dir.join(&node.0);
        {
            let mut files = self.open.lock();
            files.find(node, &dir)?;
            let now = SystemClock.now();
            let over = |open: &Open| open.is_over(now) || Some(&open.to) != wanted;
            if files.open.get(node).is_some_and(over) {
                files.close(node, &dir)?;
            }
            if wanted.is_none() {
                files.last.remove(node);
            }
        }
        let mut closed = closed(&dir)?;
        lose_oldest(node, &mut closed);
        for (path, ..) in &closed {
            self.put(path)?;
            std::fs::remove_file(path)?;
        }
        if wanted.is_none() && !dir.join(OPEN).exists() {
            // Another line may come at this moment: then it stays.
            let _ = std::fs::remove_dir(&dir);
        }
        Ok(())
    }

    /// Puts an object where each of these logs goes, so that whoever has asked for it sees that it
    /// can be written (ALB guide, "Verify bucket permissions").
    fn prove<'t>(&self, wanted: impl Iterator<Item = &'t To>) {
        let wanted: BTreeSet<_> = wanted.cloned().collect();
        self.proved.lock().retain(|to| wanted.contains(to));
        for to in wanted {
            if self.proved.lock().contains(&to) {
                continue;
            }
            match self.put_test(&to) {
                Ok(()) => drop(self.proved.lock().insert(to)),
                Err(error) => {
                    tracing::warn!(bucket = to.bucket, %error, "a log can't be written there");
                }
            }
        }
    }

    fn put_test(&self, to: &To) -> io::Result<()> {
        let bucket = self.bucket(&to.bucket)?;
        let folder = Path::new(&to.prefix).join("AWSLogs").join(&to.account);
        let folder = bucket.folder(&folder)?;
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        match at::openat(&folder, self.kind.test, flags, Mode::from_raw_mode(0o644)) {
            Ok(file) => bucket.own(&file),
            Err(rustix::io::Errno::EXIST) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn bucket(&self, name: &str) -> io::Result<Bucket> {
        let none = || io::Error::new(io::ErrorKind::NotFound, "this host has no buckets");
        Bucket::open(self.buckets.as_ref().ok_or_else(none)?, name)
    }

    /// Puts a closed file into its bucket. Done again it comes to the same.
    fn put(&self, path: &Path) -> io::Result<()> {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let bad = || io::Error::new(io::ErrorKind::InvalidData, format!("{name} is no log"));
        let (end, random) =
            name.strip_prefix(CLOSED).and_then(|of| of.split_once('-')).ok_or_else(bad)?;
        let end = TimestampMs(end.parse().map_err(|_| bad())?);
        let mut lines = BufReader::new(File::open(path)?);
        let mut line = String::new();
        lines.read_line(&mut line)?;
        let to: To = serde_json::from_str(&line)?;
        let bucket = self.bucket(&to.bucket)?;
        let (folder, name) = to.object(&self.kind, end, random);
        let part = format!(".{name}.part");
        let folder = bucket.folder(&folder)?;
        let _ = at::unlinkat(&folder, &part, AtFlags::empty());
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        let file = at::openat(&folder, &part, flags, Mode::from_raw_mode(0o644))?;
        bucket.own(&file)?;
        let mut packed = GzEncoder::new(File::from(file), Compression::default());
        let written = (|| {
            for line in lines.split(b'\n') {
                let line = line?;
                // Numbers, not lines.
                if !line.starts_with(b"#") {
                    packed.write_all(&line)?;
                    packed.write_all(b"\n")?;
                }
            }
            packed.try_finish()?;
            packed.get_ref().sync_all()
        })();
        if written.is_err() {
            let _ = at::unlinkat(&folder, &part, AtFlags::empty());
        }
        written?;
        at::renameat(&folder, &part, &folder, &name)?;
        at::fsync(&folder)?;
        Ok(())
    }
}

impl Open {
    fn make(dir: &Path, to: To, now: TimestampMs, last: Option<(String, u64)>) -> io::Result<Self> {
        std::fs::create_dir_all(dir)?;
        let end = TimestampMs((now.0 / PERIOD_MS + 1) * PERIOD_MS);
        let mut file =
            OpenOptions::new().create(true).truncate(true).write(true).open(dir.join(OPEN))?;
        let last = last.unwrap_or_default();
        // Its destination, and what came last before it.
        writeln!(file, "{}", serde_json::to_string(&to)?)?;
        writeln!(
            file,
            "#{} {} {} 0",
            end.0,
            if last.0.is_empty() { "-" } else { &last.0 },
            last.1
        )?;
        Ok(Self { file, to, end, bytes: 0, last })
    }

    /// The one that is there from before; what was written by half is cut off.
    fn found(dir: &Path) -> io::Result<Option<Self>> {
        let path = dir.join(OPEN);
        let file = match OpenOptions::new().read(true).write(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            file => file?,
        };
        let mut read = BufReader::new(&file);
        let (mut line, mut whole) = (String::new(), 0u64);
        read.read_line(&mut line)?;
        let Ok(to) = serde_json::from_str::<To>(&line) else {
            // It had no line yet.
            std::fs::remove_file(&path)?;
            return Ok(None);
        };
        let mut at = line.len() as u64;
        let mut numbers = None;
        loop {
            line.clear();
            let read_bytes = read.read_line(&mut line)? as u64;
            let Some((end, run, seq, bytes)) = number(&line).filter(|_| read_bytes > 0) else {
                break;
            };
            let skipped = io::copy(&mut io::Read::take(&mut read, bytes), &mut io::sink())?;
            if skipped < bytes {
                break;
            }
            at += read_bytes + bytes;
            whole = at;
            numbers = Some((end, run, seq));
        }
        let Some((end, run, seq)) = numbers else {
            std::fs::remove_file(&path)?;
            return Ok(None);
        };
        drop(read);
        file.set_len(whole)?;
        io::Seek::seek(&mut (&file), io::SeekFrom::End(0))?;
        Ok(Some(Self { file, to, end, bytes: whole, last: (run, seq) }))
    }

    fn is_over(&self, now: TimestampMs) -> bool {
        now >= self.end || self.bytes >= OPEN_MAX
    }

    /// LogLines with their number before them, in one write.
    fn write(&mut self, run: &str, seq: u64, lines: &[String]) -> io::Result<()> {
        let bytes: usize = lines.iter().map(|line| line.len() + 1).sum();
        let mut all = format!("#{} {run} {seq} {bytes}\n", self.end.0);
        for line in lines {
            all.push_str(line);
            all.push('\n');
        }
        self.file.write_all(all.as_bytes())?;
        self.bytes += all.len() as u64;
        Ok(())
    }

    /// Gives the file its last name.
    fn close(dir: &Path, end: TimestampMs) -> io::Result<()> {
        let mut random = [0; 4];
        getrandom::fill(&mut random).map_err(io::Error::other)?;
        let name = format!("{CLOSED}{}-{:08x}", end.0, u32::from_ne_bytes(random));
        std::fs::rename(dir.join(OPEN), dir.join(name))?;
        fsio::sync_dir(dir)
    }
}

/// `#END RUN SEQ BYTES`.
fn number(line: &str) -> Option<(TimestampMs, String, u64, u64)> {
    let mut words = line.strip_prefix('#')?.strip_suffix('\n')?.split(' ');
    let end = TimestampMs(words.next()?.parse().ok()?);
    let run = words.next()?.to_owned();
    Some((end, run, words.next()?.parse().ok()?, words.next()?.parse().ok()?))
}

/// The buckets: folders, and no links to any.
fn found_in(buckets: &Path) -> io::Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(buckets)? {
        let entry = entry?;
        if entry.file_type()?.is_dir()
            && let Ok(name) = entry.file_name().into_string()
            && !name.starts_with('.')
        {
            found.insert(name);
        }
    }
    Ok(found)
}

fn folders(dir: &Path) -> io::Result<Vec<NodeId>> {
    let entries = match std::fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        found.extend(entry?.file_name().to_str().map(|name| NodeId(name.to_owned())));
    }
    Ok(found)
}

/// Closed files, the oldest first, with their sizes.
fn closed(dir: &Path) -> io::Result<Vec<(PathBuf, u64)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(|name| name.starts_with(CLOSED)) {
            found.push((entry.path(), entry.metadata()?.len()));
        }
    }
    found.sort();
    Ok(found)
}

fn lose_oldest(node: &NodeId, closed: &mut Vec<(PathBuf, u64)>) {
    let mut bytes: u64 = closed.iter().map(|(_, bytes)| bytes).sum();
    while bytes > WAITING_MAX {
        let (path, size) = closed.remove(0);
        bytes -= size;
        match std::fs::remove_file(&path) {
            Ok(()) => {
                tracing::warn!(%node, bytes = size, "a log is lost: its bucket can't be written")
            }
            Err(error) => tracing::warn!(%node, %error, "a log can't be removed"),
        }
    }
}

#[cfg(test)]
mod tests;
