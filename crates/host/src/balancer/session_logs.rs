//! Logs of sessions with containers, put into buckets for the server, which sees no folder but its
//! own: it asks on a socket in there, `objects/session-logs`, which is root's.
//!
//! One question, one answer: a line with what is asked, then the object, if one is to be put; the
//! answer is a line. Who owns the folder that the socket is in may ask, and nobody else. Whoever
//! gets hold of the server can put logs of sessions there, and can neither read nor change what is.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use rustix::fs::{self as at, AtFlags, Mode, OFlags, RenameFlags};
use serde::{Deserialize, Serialize};

use super::bucket::Bucket;

/// The socket's name.
pub(super) const SOCKET: &str = "session-logs";
/// Bytes of an object.
const OBJECT_MAX: u64 = 65 << 20;
/// Bytes of a question or an answer.
const LINE_MAX: u64 = 8 << 10;
/// How long one read or write may take.
const STEP_MAX: Duration = Duration::from_secs(5);
/// What the names of sessions begin with: nothing else is put there.
const SESSION: &str = "ecs-execute-command-";

/// What is asked.
#[derive(Debug, Serialize, Deserialize)]
struct Question {
    bucket: String,
    /// What is to be put there; the question is how the bucket is, without.
    put: Option<Put>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Put {
    key: String,
    bytes: u64,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// There is no such bucket.
    Missing,
    /// The bucket is there; whether what is put there is encrypted on its disk.
    There(bool),
    /// The object is there, and lasts.
    Put,
    /// It is not, for this reason.
    Failed(String),
}

/// How a bucket is. Blocks; `server` is the folder of whoever asks.
///
/// # Errors
/// When nobody answers in time.
pub fn look(server: &Path, bucket: &str) -> io::Result<Answer> {
    asked(server, &Question { bucket: bucket.to_owned(), put: None }, io::empty())
}

/// Puts what is in a file from its byte `from` on. Blocks.
///
/// # Errors
/// When the file can't be read, or nobody answers in time.
pub fn put(server: &Path, bucket: &str, key: &str, file: &Path, from: u64) -> io::Result<Answer> {
    let mut file = File::open(file)?;
    let bytes = file.metadata()?.len().saturating_sub(from);
    file.seek(io::SeekFrom::Start(from))?;
    let put = Some(Put { key: key.to_owned(), bytes });
    asked(server, &Question { bucket: bucket.to_owned(), put }, file.take(bytes))
}

fn asked(server: &Path, question: &Question, mut object: impl io::Read) -> io::Result<Answer> {
    let mut stream = UnixStream::connect(server.join(super::objects::FOLDER).join(SOCKET))?;
    stream.set_read_timeout(Some(STEP_MAX))?;
    stream.set_write_timeout(Some(STEP_MAX))?;
    let mut line = serde_json::to_vec(question)?;
    line.push(b'\n');
    stream.write_all(&line)?;
    // Who refuses it may say so before all of it is sent.
    let sent = io::copy(&mut object, &mut stream);
    let mut answer = String::new();
    BufReader::new((&mut stream).take(LINE_MAX)).read_line(&mut answer)?;
    match serde_json::from_str(&answer) {
        Ok(answer) => Ok(answer),
        Err(error) => Err(sent.err().unwrap_or_else(|| error.into())),
    }
}

/// Answers one question. Blocks. Whoever calls it has looked who asks.
///
/// # Errors
/// When it is not asked or taken in time.
pub fn answer(stream: &UnixStream, buckets: Option<&Path>) -> io::Result<()> {
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(STEP_MAX))?;
    stream.set_write_timeout(Some(STEP_MAX))?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    (&mut reader).take(LINE_MAX).read_line(&mut line)?;
    let Question { bucket, put } = serde_json::from_str(&line)?;
    let found = match (buckets, put) {
        (None, _) => Ok(Answer::Missing),
        (Some(buckets), None) => seen(buckets, &bucket),
        (Some(buckets), Some(put)) => stored(buckets, &bucket, &put, &mut reader),
    };
    let said = found.unwrap_or_else(|error| match error.kind() {
        io::ErrorKind::NotFound => Answer::Missing,
        _ => Answer::Failed(error.to_string()),
    });
    let mut line = serde_json::to_vec(&said)?;
    line.push(b'\n');
    (&mut &*stream).write_all(&line)
}

fn seen(buckets: &Path, bucket: &str) -> io::Result<Answer> {
    match Bucket::open(buckets, bucket) {
        Ok(bucket) => Ok(Answer::There(bucket.is_encrypted()?)),
        // No folder of that name, or a link to one.
        Err(error) if is_missing(&error) => Ok(Answer::Missing),
        Err(error) => Err(error),
    }
}

fn is_missing(error: &io::Error) -> bool {
    use rustix::io::Errno as E;
    let missing = [E::NOENT, E::NOTDIR, E::LOOP, E::XDEV, E::INVAL, E::NAMETOOLONG];
    rustix::io::Errno::from_io_error(error).is_some_and(|error| missing.contains(&error))
}

/// Puts an object. One of that name with the same bytes is left as it is, so that doing it again
/// comes to the same; one with others is nobody's to change.
fn stored(buckets: &Path, bucket: &str, put: &Put, from: &mut impl io::Read) -> io::Result<Answer> {
    let bad = |why: &str| Err(io::Error::new(io::ErrorKind::InvalidInput, why.to_owned()));
    let part = |part: &str| !matches!(part, "" | "." | "..");
    let (folder, name) = put.key.rsplit_once('/').unwrap_or(("", &put.key));
    let is_log = name.starts_with(SESSION) && name.ends_with(".log");
    if !is_log || !put.key.split('/').all(part) {
        return bad("it is no log of a session");
    }
    if !part(bucket) || bucket.contains('/') || put.bytes > OBJECT_MAX {
        return bad("it is no object of a bucket");
    }
    let bucket = match Bucket::open(buckets, bucket) {
        Err(error) if is_missing(&error) => return Ok(Answer::Missing),
        opened => opened?,
    };
    let folder = bucket.folder(Path::new(folder))?;
    let half = format!(".{name}.part");
    let _ = at::unlinkat(&folder, &half, AtFlags::empty());
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
    let file = at::openat(&folder, &half, flags, Mode::from_raw_mode(0o600))?;
    let mut file = File::from(file);
    let written = (|| {
        bucket.own(&file.try_clone()?.into())?;
        if io::copy(&mut from.take(put.bytes), &mut file)? < put.bytes {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        file.sync_all()?;
        match at::renameat_with(&folder, &half, &folder, name, RenameFlags::NOREPLACE) {
            Ok(()) => Ok(()),
            Err(rustix::io::Errno::EXIST) => same(&folder, name, &mut file),
            Err(error) => Err(error.into()),
        }
    })();
    if !matches!(written, Ok(())) || at::statat(&folder, &half, AtFlags::SYMLINK_NOFOLLOW).is_ok() {
        let _ = at::unlinkat(&folder, &half, AtFlags::empty());
    }
    written?;
    at::fsync(&folder)?;
    Ok(Answer::Put)
}

/// Whether what has that name already is the same.
fn same(folder: &std::os::fd::OwnedFd, name: &str, file: &mut File) -> io::Result<()> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let there = File::from(at::openat(folder, name, flags, Mode::empty())?);
    let other = || Err(io::Error::other("something else has the name of the object"));
    if !there.metadata()?.is_file() || there.metadata()?.len() != file.metadata()?.len() {
        return other();
    }
    file.rewind()?;
    let (mut one, mut two) = (BufReader::new(there), BufReader::new(file));
    loop {
        let (left, right) = (one.fill_buf()?, two.fill_buf()?);
        let length = left.len().min(right.len());
        if left[..length] != right[..length] {
            return other();
        }
        if length == 0 {
            return Ok(());
        }
        one.consume(length);
        two.consume(length);
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    const KEY: &str = "a/b/ecs-execute-command-0.log";

    struct Rig {
        buckets: tempfile::TempDir,
    }

    impl Rig {
        fn new() -> Self {
            let rig = Self { buckets: tempfile::tempdir().unwrap() };
            std::fs::create_dir(rig.buckets.path().join("audit")).unwrap();
            rig
        }

        fn put(&self, bucket: &str, key: &str, bytes: u64, sent: &[u8]) -> io::Result<Answer> {
            let put = Put { key: key.to_owned(), bytes };
            stored(self.buckets.path(), bucket, &put, &mut &*sent)
        }

        fn files(&self) -> Vec<String> {
            let dir = self.buckets.path().join("audit/a/b");
            let names = std::fs::read_dir(dir).unwrap().map(|of| of.unwrap().file_name());
            names.map(|name| name.into_string().unwrap()).collect()
        }
    }

    #[test]
    fn a_log_is_put_once_and_again_and_nothing_is_replaced() {
        let rig = Rig::new();
        for _ in 0..2 {
            assert_eq!(rig.put("audit", KEY, 5, b"hello").unwrap(), Answer::Put);
            assert_eq!(rig.files(), ["ecs-execute-command-0.log"]);
        }
        for other in [&b"world"[..], b"hell"] {
            assert!(rig.put("audit", KEY, other.len() as u64, other).is_err());
        }
        // Half of one leaves nothing.
        assert!(rig.put("audit", "a/b/ecs-execute-command-1.log", 5, b"he").is_err());
        assert_eq!(rig.files(), ["ecs-execute-command-0.log"]);
        let text = std::fs::read(rig.buckets.path().join("audit").join(KEY)).unwrap();
        assert_eq!(text, b"hello");
        assert_eq!(rig.put("none", KEY, 1, b"x").unwrap(), Answer::Missing);
    }

    #[test]
    fn nothing_but_logs_of_sessions_is_put_and_nowhere_else() {
        let (rig, other) = (Rig::new(), tempfile::tempdir().unwrap());
        let audit = rig.buckets.path().join("audit");
        symlink(other.path(), audit.join("out")).unwrap();
        symlink(other.path(), rig.buckets.path().join("linked")).unwrap();
        symlink(other.path().join("x"), audit.join("ecs-execute-command-2.log")).unwrap();
        for (bucket, key) in [
            ("audit", "authorized_keys"),
            ("audit", "ecs-execute-command-0"),
            ("audit", "../ecs-execute-command-0.log"),
            ("audit", "/ecs-execute-command-0.log"),
            ("audit", "a//ecs-execute-command-0.log"),
            ("audit", "out/ecs-execute-command-0.log"),
            ("audit", "ecs-execute-command-2.log"),
            ("..", "ecs-execute-command-0.log"),
            ("audit/a", "ecs-execute-command-0.log"),
        ] {
            assert!(rig.put(bucket, key, 1, b"x").is_err(), "{bucket} {key}");
        }
        let linked = rig.put("linked", "ecs-execute-command-0.log", 1, b"x").unwrap();
        assert_eq!(linked, Answer::Missing);
        assert_eq!(std::fs::read_dir(other.path()).unwrap().count(), 0);
        assert!(rig.put("audit", KEY, OBJECT_MAX + 1, b"x").is_err());
    }

    #[test]
    fn who_asks_on_the_socket_is_answered() {
        let (rig, server) = (Rig::new(), tempfile::tempdir().unwrap());
        let file = server.path().join("log");
        std::fs::write(&file, "head\nhello").unwrap();
        let folder = server.path().join(super::super::objects::FOLDER);
        std::fs::create_dir(&folder).unwrap();
        let listener = std::os::unix::net::UnixListener::bind(folder.join(SOCKET)).unwrap();
        let buckets = rig.buckets.path().to_owned();
        let serving = std::thread::spawn(move || {
            for _ in 0..4 {
                answer(&listener.accept().unwrap().0, Some(&buckets)).unwrap();
            }
            answer(&listener.accept().unwrap().0, None).unwrap();
        });
        let look = |bucket| look(server.path(), bucket).unwrap();
        assert!(matches!(look("audit"), Answer::There(_)));
        assert_eq!(look("none"), Answer::Missing);
        let put = |key| put(server.path(), "audit", key, &file, 5).unwrap();
        assert_eq!(put(KEY), Answer::Put);
        assert!(matches!(put("x"), Answer::Failed(_)));
        assert_eq!(look("audit"), Answer::Missing);
        serving.join().unwrap();
        let text = std::fs::read(rig.buckets.path().join("audit").join(KEY)).unwrap();
        assert_eq!(text, b"hello");
    }
}
