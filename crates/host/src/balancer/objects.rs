//! Objects of buckets, read for the server, which sees no folder but its own: it asks on a socket
//! in there, `objects/read`, which is root's.
//!
//! One question, one answer: a line with what is asked, then a byte that says what came of it,
//! the number of the object's bytes, and these. An answer that breaks off is none, and is asked for
//! again: an agent that starts anew is there in a moment. Who owns the folder that the socket is in
//! may ask, and nobody else.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::net::UnixListener as StdListener;
use std::path::Path;
use std::time::Duration;

use ferrogate_base::backoff::Backoff;
use rustix::fs::{self as at, AtFlags, FileType, Mode, OFlags, ResolveFlags};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::time::timeout;

use super::relay::{folder, root};

/// The folder of the sockets in the server's.
pub(super) const FOLDER: &str = "objects";
const SOCKET: &str = "read";
/// Bytes of an object that may be asked for.
const OBJECT_MAX: u64 = 1 << 20;
/// Bytes of a question.
const QUESTION_MAX: u64 = 8 << 10;
/// How long a question and its answer may take.
const TAKES_MAX: Duration = Duration::from_secs(10);

/// The first and the longest rest until somebody who is away is asked again.
const REST: (Duration, Duration) = (Duration::from_millis(20), Duration::from_millis(500));

const FOUND: u8 = 0;
const MISSING: u8 = 1;
const TOO_LARGE: u8 = 2;
const FAILED: u8 = 3;

/// What is asked for.
#[derive(Debug, Serialize, Deserialize)]
struct Question {
    bucket: String,
    key: String,
    max: u64,
}

/// What reading an object came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// All of it.
    Found(Vec<u8>),
    /// There is none, or it is no plain file of its bucket's own.
    Missing,
    /// It has more bytes than were asked for.
    TooLarge,
}

/// What the server may ask on its sockets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// For objects that it is to read.
    Read,
    /// That logs of sessions are put: see [`super::session_logs`].
    SessionLogs,
}

impl Asks {
    fn socket(self) -> &'static str {
        match self {
            Self::Read => SOCKET,
            Self::SessionLogs => super::session_logs::SOCKET,
        }
    }
}

/// A socket in the server's folder, made anew.
///
/// # Errors
/// When the server's folder can't be used, or what is there is not root's.
pub fn bind(server: &Path, asks: Asks) -> io::Result<UnixListener> {
    let socket = asks.socket();
    let own = folder(&root(server)?, FOLDER)?;
    match at::unlinkat(&own, socket, AtFlags::empty()) {
        Ok(()) | Err(rustix::io::Errno::NOENT) => {}
        Err(error) => return Err(error.into()),
    }
    let listener = StdListener::bind(format!("/proc/self/fd/{}/{socket}", own.as_raw_fd()))?;
    at::chmodat(&own, socket, Mode::from_raw_mode(0o666), AtFlags::empty())?;
    listener.set_nonblocking(true)?;
    UnixListener::from_std(listener)
}

/// Answers one question. Only root and `server`'s owner have one answered.
///
/// # Errors
/// When it is nobody's who may ask, or not asked or taken in time.
pub async fn answer(
    stream: UnixStream,
    asks: Asks,
    server: &Path,
    buckets: Option<&Path>,
) -> io::Result<()> {
    let owner = at::fstat(root(server)?)?.st_uid;
    let uid = stream.peer_cred()?.uid();
    if uid != 0 && uid != owner {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    match asks {
        Asks::Read => timeout(TAKES_MAX, answered(stream, buckets)).await?,
        Asks::SessionLogs => {
            let (stream, buckets) = (stream.into_std()?, buckets.map(Path::to_owned));
            let answer = move || super::session_logs::answer(&stream, buckets.as_deref());
            tokio::task::spawn_blocking(answer).await.map_err(io::Error::other)?
        }
    }
}

async fn answered(stream: UnixStream, buckets: Option<&Path>) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    (&mut stream).take(QUESTION_MAX).read_line(&mut line).await?;
    let asked: Question = serde_json::from_str(&line)?;
    let buckets = buckets.map(Path::to_owned);
    let find = move || match buckets {
        Some(buckets) => find(&buckets, &asked.bucket, &asked.key, asked.max),
        None => Ok(Answer::Missing),
    };
    let found = tokio::task::spawn_blocking(find).await.map_err(io::Error::other)?;
    let (word, bytes) = match found {
        Ok(Answer::Found(bytes)) => (FOUND, bytes),
        Ok(Answer::Missing) => (MISSING, vec![]),
        Ok(Answer::TooLarge) => (TOO_LARGE, vec![]),
        Err(error) => (FAILED, error.to_string().into_bytes()),
    };
    stream.write_u8(word).await?;
    stream.write_u64(bytes.len() as u64).await?;
    stream.write_all(&bytes).await?;
    stream.shutdown().await
}

/// Asks for an object; `server` is the folder of whoever asks.
///
/// # Errors
/// When nobody answers in time, or it can't be said.
pub async fn read(server: &Path, bucket: &str, key: &str, max: u64) -> io::Result<Answer> {
    let again = async {
        let mut rest = Backoff::new(REST.0, REST.1);
        loop {
            match asked(server, bucket, key, max).await {
                Err(error) if is_away(&error) => tokio::time::sleep(rest.next_delay()).await,
                answer => return answer,
            }
        }
    };
    timeout(TAKES_MAX, again).await?
}

/// Whether nobody is there, or who was there has ended.
fn is_away(error: &io::Error) -> bool {
    use io::ErrorKind as E;
    let away = [E::NotFound, E::ConnectionRefused, E::ConnectionReset, E::BrokenPipe];
    away.contains(&error.kind()) || error.kind() == E::UnexpectedEof
}

async fn asked(server: &Path, bucket: &str, key: &str, max: u64) -> io::Result<Answer> {
    let mut stream = UnixStream::connect(server.join(FOLDER).join(SOCKET)).await?;
    let question = Question { bucket: bucket.to_owned(), key: key.to_owned(), max };
    let mut line = serde_json::to_string(&question)?;
    line.push('\n');
    stream.write_all(line.as_bytes()).await?;
    let word = stream.read_u8().await?;
    let length = stream.read_u64().await?;
    if length > OBJECT_MAX {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::new();
    if stream.take(length).read_to_end(&mut bytes).await? as u64 != length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    match word {
        FOUND if bytes.len() as u64 > max => Ok(Answer::TooLarge),
        FOUND => Ok(Answer::Found(bytes)),
        MISSING => Ok(Answer::Missing),
        TOO_LARGE => Ok(Answer::TooLarge),
        _ => Err(io::Error::other(String::from_utf8_lossy(&bytes).into_owned())),
    }
}

/// Finds a plain file that is its bucket's own: neither the way to it nor it itself is a link, and
/// it has no second name, which might be of somebody else's file.
///
/// # Errors
/// The kernel's, where it is not said that there is none.
pub fn find(buckets: &Path, bucket: &str, key: &str, max: u64) -> io::Result<Answer> {
    let part = |part: &str| !part.is_empty() && part != "." && part != "..";
    if !part(bucket) || bucket.contains('/') || !key.split('/').all(part) {
        return Ok(Answer::Missing);
    }
    let all = File::open(buckets)?;
    let open = |within: OwnedFd, name: &str, flags: OFlags| {
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_XDEV;
        let flags = flags | OFlags::RDONLY | OFlags::CLOEXEC;
        match at::openat2(within, name, flags, Mode::empty(), resolve) {
            Ok(opened) => Ok(Some(opened)),
            Err(error) if is_missing(error) => Ok(None),
            Err(error) => Err(io::Error::from(error)),
        }
    };
    let Some(bucket) = open(all.into(), bucket, OFlags::DIRECTORY)? else {
        return Ok(Answer::Missing);
    };
    // A pipe must not make anybody wait.
    let Some(file) = open(bucket, key, OFlags::NONBLOCK)? else { return Ok(Answer::Missing) };
    let of = at::fstat(&file)?;
    if FileType::from_raw_mode(of.st_mode) != FileType::RegularFile || of.st_nlink != 1 {
        return Ok(Answer::Missing);
    }
    let max = max.min(OBJECT_MAX);
    let mut bytes = Vec::new();
    File::from(file).take(max + 1).read_to_end(&mut bytes)?;
    Ok(if bytes.len() as u64 > max { Answer::TooLarge } else { Answer::Found(bytes) })
}

fn is_missing(error: rustix::io::Errno) -> bool {
    use rustix::io::Errno as E;
    [E::NOENT, E::NOTDIR, E::LOOP, E::XDEV, E::NAMETOOLONG, E::INVAL, E::NXIO].contains(&error)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn only_a_plain_file_of_the_bucket_is_found() {
        let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let bucket = dir.path().join("mine");
        std::fs::create_dir_all(bucket.join("a")).unwrap();
        std::fs::write(bucket.join("a/ca.pem"), "ca").unwrap();
        std::fs::write(other.path().join("secret"), "secret").unwrap();
        let find = |bucket: &str, key: &str| find(dir.path(), bucket, key, 10).unwrap();
        assert_eq!(find("mine", "a/ca.pem"), Answer::Found(b"ca".to_vec()));
        std::fs::write(bucket.join("large"), "12345678901").unwrap();
        assert_eq!(find("mine", "large"), Answer::TooLarge);
        symlink(other.path().join("secret"), bucket.join("link")).unwrap();
        symlink(other.path(), bucket.join("folder")).unwrap();
        symlink(other.path(), dir.path().join("linked")).unwrap();
        std::fs::hard_link(bucket.join("a/ca.pem"), bucket.join("second")).unwrap();
        let pipe = bucket.join("pipe");
        nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRWXU).unwrap();
        let long = "x".repeat(300);
        for (bucket, key) in [
            ("mine", "link"),
            ("mine", "folder/secret"),
            ("linked", "secret"),
            ("mine", "second"),
            ("mine", "a/ca.pem"),
            ("mine", "pipe"),
            ("mine", "a"),
            ("mine", "a/ca.pem/x"),
            ("mine", "a/../a/ca.pem"),
            ("mine", "/etc/passwd"),
            ("mine", "../mine/a/ca.pem"),
            ("mine", "none"),
            ("mine", ""),
            ("mine", "a//ca.pem"),
            ("mine", &long),
            ("mine", "a\0b"),
            ("..", "mine/a/ca.pem"),
            ("", "mine/a/ca.pem"),
            ("mine/a", "ca.pem"),
            ("none", "a"),
        ] {
            assert_eq!(find(bucket, key), Answer::Missing, "{bucket} {key}");
        }
    }

    #[tokio::test]
    async fn who_asks_on_the_socket_is_answered() {
        let (dir, server) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::fs::create_dir(dir.path().join("mine")).unwrap();
        std::fs::write(dir.path().join("mine/ca.pem"), "ca").unwrap();
        drop(bind(server.path(), Asks::Read).unwrap());
        let listener = bind(server.path(), Asks::Read).unwrap();
        let (buckets, of) = (dir.path().to_owned(), server.path().to_owned());
        let serving = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                drop(answer(stream, Asks::Read, &of, Some(&buckets)).await);
            }
        });
        let ask = |key: &'static str, max| read(server.path(), "mine", key, max);
        assert_eq!(ask("ca.pem", 10).await.unwrap(), Answer::Found(b"ca".to_vec()));
        assert_eq!(ask("ca.pem", 1).await.unwrap(), Answer::TooLarge);
        assert_eq!(ask("none", 10).await.unwrap(), Answer::Missing);
        serving.abort();
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_breaks_off_is_none_and_is_asked_for_again() {
        let server = tempfile::tempdir().unwrap();
        let of = server.path().to_owned();
        let ask = tokio::spawn(async move { read(&of, "mine", "ca.pem", 100).await });
        // Nobody is there yet, and who comes first ends within its answers.
        tokio::time::sleep(Duration::from_secs(1)).await;
        let listener = bind(server.path(), Asks::Read).unwrap();
        for said in [
            &b""[..],
            &[FOUND],
            &[FOUND, 0, 0, 0, 0, 0, 0, 0, 4],
            &[FOUND, 0, 0, 0, 0, 0, 0, 0, 4, b'w', b'h'],
        ] {
            let (stream, _) = listener.accept().await.unwrap();
            let mut stream = BufReader::new(stream);
            stream.read_line(&mut String::new()).await.unwrap();
            stream.write_all(said).await.unwrap();
        }
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream = BufReader::new(stream);
        stream.read_line(&mut String::new()).await.unwrap();
        stream.write_all(&[FOUND, 0, 0, 0, 0, 0, 0, 0, 5]).await.unwrap();
        stream.write_all(b"whole").await.unwrap();
        assert_eq!(ask.await.unwrap().unwrap(), Answer::Found(b"whole".to_vec()));
        // Nobody for longer than anybody waits.
        drop(listener);
        let late = read(server.path(), "mine", "ca.pem", 100).await.unwrap_err();
        assert_eq!(late.kind(), io::ErrorKind::TimedOut);
    }
}
