use std::path::PathBuf;
use std::time::Duration;

use ferrogate_base::{Epoch, TaskId};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{UnixListener, UnixStream};

use super::super::LogRouter;
use super::*;
use crate::forward::Source;
use crate::spool::{Policy, Stream as Of, Writer};

const DEADLINE: Duration = Duration::from_secs(600);

/// A task's router, which the test plays, and one container that logs to it.
struct Rig {
    dir: tempfile::TempDir,
    ended: watch::Sender<bool>,
}

impl Rig {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), ended: watch::Sender::new(false) }
    }

    fn socket(&self) -> PathBuf {
        self.dir.path().join("fluent.sock")
    }

    fn spool(&self) -> PathBuf {
        spool::dir_of(self.dir.path(), "app")
    }

    fn writer(&self) -> Writer {
        Writer::create(&self.spool(), Policy::Blocking).unwrap()
    }

    /// An agent begins to send.
    fn run(&self, may_acknowledge: bool) -> tokio::task::JoinHandle<u64> {
        let task = TaskKey { task: TaskId::random(), epoch: Epoch(1) };
        let source = Source {
            tag: "app-firelens-1".into(),
            container_id: "1-2".into(),
            container_name: "app".into(),
        };
        let forward = Forward {
            key: task.clone(),
            container: "app".into(),
            run_dir: self.dir.path().to_owned(),
            to: LogRouter::new((task, source), self.dir.path().to_owned(), may_acknowledge),
            ended: self.ended.subscribe(),
        };
        tokio::spawn(forward.run())
    }

    async fn acked(&self, seq: u64) {
        let reached = async {
            while spool::acked(&self.spool()) < seq {
                // The clock is the test's: it moves when all wait.
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::time::timeout(DEADLINE, reached).await.expect("the lines are acknowledged");
    }

    async fn end(self, task: tokio::task::JoinHandle<u64>) -> u64 {
        self.ended.send_replace(true);
        tokio::time::timeout(DEADLINE, task).await.expect("it ends").unwrap()
    }
}

/// What a router has read of one connection.
struct Taken {
    stream: UnixStream,
    bytes: Vec<u8>,
}

impl Taken {
    async fn accept(listener: &UnixListener) -> Self {
        let (stream, _) = listener.accept().await.unwrap();
        Self { stream, bytes: Vec::new() }
    }

    /// The next message: its records' lines, and by what it is to be acknowledged.
    async fn message(&mut self) -> (Vec<String>, Option<String>) {
        loop {
            if let Some((read, lines, chunk)) = parse(&self.bytes) {
                self.bytes.drain(..read);
                return (lines, chunk);
            }
            let read = self.stream.read_buf(&mut self.bytes).await.unwrap();
            assert_ne!(read, 0, "the connection is open");
        }
    }

    async fn ack(&mut self, chunk: &str) {
        let length = u8::try_from(chunk.len()).unwrap();
        let answer = [b"\x81\xa3ack\xd9".as_slice(), &[length], chunk.as_bytes()].concat();
        self.stream.write_all(&answer).await.unwrap();
    }

    async fn acked_message(&mut self) -> Vec<String> {
        let (lines, chunk) = self.message().await;
        self.ack(&chunk.expect("it is asked for")).await;
        lines
    }
}

/// Reads a message of short lines, as this crate writes them: how long it is, its lines, its name.
fn parse(bytes: &[u8]) -> Option<(usize, Vec<String>, Option<String>)> {
    let text = |at: &mut usize| {
        let (head, length) = match *bytes.get(*at)? {
            head @ 0xa0..=0xbf => (1, usize::from(head & 0x1f)),
            0xd9 => (2, usize::from(*bytes.get(*at + 1)?)),
            other => panic!("{other:x} at {at}"),
        };
        let text = bytes.get(*at + head..*at + head + length)?;
        *at += head + length;
        Some(String::from_utf8(text.to_vec()).unwrap())
    };
    let mut at = 1;
    text(&mut at)?;
    let records = usize::from(*bytes.get(at)? & 0x0f);
    at += 1;
    let mut lines = Vec::new();
    for _ in 0..records {
        // The array of two and the time.
        at += 11;
        let fields = *bytes.get(at)? & 0x0f;
        at += 1;
        for _ in 0..fields {
            let (name, value) = (text(&mut at)?, text(&mut at)?);
            lines.extend((name == "log").then_some(value));
        }
    }
    let options = *bytes.get(at)? & 0x0f;
    at += 1;
    let mut chunk = None;
    for _ in 0..options {
        match &*text(&mut at)? {
            "size" => at += 1,
            _ => chunk = Some(text(&mut at)?),
        }
    }
    (at <= bytes.len()).then_some((at, lines, chunk))
}

#[tokio::test(start_paused = true)]
async fn lines_are_forgotten_once_the_router_has_acknowledged_them() {
    let rig = Rig::new();
    let listener = UnixListener::bind(rig.socket()).unwrap();
    let mut writer = rig.writer();
    writer.push(Of::Stdout, b"one\n\ntwo\n").unwrap();
    let task = rig.run(true);
    let mut router = Taken::accept(&listener).await;
    assert!(router.acked_message().await.is_empty(), "the first asks whether it acknowledges");
    let (lines, chunk) = router.message().await;
    assert_eq!(lines, ["one", "two"]);
    assert_eq!(spool::acked(&rig.spool()), 0);
    router.ack(&chunk.expect("it is asked for")).await;
    rig.acked(2).await;
    writer.push(Of::Stdout, b"three\n").unwrap();
    assert_eq!(router.acked_message().await, ["three"]);
    rig.acked(3).await;
    assert_eq!(rig.end(task).await, 0);
}

#[tokio::test(start_paused = true)]
async fn a_router_that_dies_before_it_acknowledges_gets_the_lines_again() {
    let rig = Rig::new();
    let listener = UnixListener::bind(rig.socket()).unwrap();
    rig.writer().push(Of::Stdout, b"one\n").unwrap();
    let task = rig.run(true);
    let mut router = Taken::accept(&listener).await;
    router.acked_message().await;
    let first = router.message().await;
    drop((router, listener));
    std::fs::remove_file(rig.socket()).unwrap();
    let listener = UnixListener::bind(rig.socket()).unwrap();
    let mut router = Taken::accept(&listener).await;
    let again = router.message().await;
    assert_eq!(again, first, "by the same name");
    router.ack(&again.1.expect("it is asked for")).await;
    rig.acked(1).await;
    assert_eq!(rig.end(task).await, 0);
}

#[tokio::test(start_paused = true)]
async fn a_router_that_never_acknowledges_has_what_it_has_read() {
    let rig = Rig::new();
    let listener = UnixListener::bind(rig.socket()).unwrap();
    let mut writer = rig.writer();
    writer.push(Of::Stdout, b"one\n").unwrap();
    let task = rig.run(true);
    let mut router = Taken::accept(&listener).await;
    assert!(router.message().await.0.is_empty());
    let (lines, chunk) = router.message().await;
    assert_eq!((lines, chunk), (vec!["one".to_owned()], None));
    rig.acked(1).await;
    // It closes each connection after a while, in order.
    drop(router);
    writer.push(Of::Stdout, b"two\n").unwrap();
    let mut router = Taken::accept(&listener).await;
    assert_eq!(router.message().await.0, ["two"]);
    rig.acked(2).await;
    assert_eq!(rig.end(task).await, 0);
}

#[tokio::test(start_paused = true)]
async fn what_is_written_and_not_read_is_not_delivered() {
    let rig = Rig::new();
    let listener = UnixListener::bind(rig.socket()).unwrap();
    rig.writer().push(Of::Stdout, b"one\n").unwrap();
    // Fluentd is asked for nothing.
    let task = rig.run(false);
    let unread = Taken::accept(&listener).await;
    unread.stream.readable().await.unwrap();
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(spool::acked(&rig.spool()), 0);
    drop(unread);
    let mut router = Taken::accept(&listener).await;
    assert_eq!(router.message().await, (vec!["one".to_owned()], None));
    rig.acked(1).await;
    assert_eq!(rig.end(task).await, 0);
}

#[tokio::test(start_paused = true)]
async fn an_agent_that_dies_leaves_what_is_not_acknowledged_to_the_next() {
    let rig = Rig::new();
    let listener = UnixListener::bind(rig.socket()).unwrap();
    let mut writer = rig.writer();
    writer.push(Of::Stdout, b"one\n").unwrap();
    let task = rig.run(true);
    let mut router = Taken::accept(&listener).await;
    router.acked_message().await;
    assert_eq!(router.acked_message().await, ["one"]);
    rig.acked(1).await;
    writer.push(Of::Stdout, b"two\n").unwrap();
    assert_eq!(router.message().await.0, ["two"]);
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    let task = rig.run(true);
    let mut router = Taken::accept(&listener).await;
    router.acked_message().await;
    assert_eq!(router.acked_message().await, ["two"], "once more, and nothing else");
    rig.acked(2).await;
    assert_eq!(rig.end(task).await, 0);
}

#[tokio::test(start_paused = true)]
async fn lines_that_no_router_took_are_counted_as_lost() {
    let rig = Rig::new();
    rig.writer().push(Of::Stdout, b"one\ntwo\n").unwrap();
    let task = rig.run(true);
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert!(!task.is_finished(), "a router that is not there is waited for");
    assert_eq!(rig.end(task).await, 2);
}

#[tokio::test(start_paused = true)]
async fn no_link_in_the_socket_s_place_is_followed() {
    let rig = Rig::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let path = elsewhere.path().join("host.sock");
    let listener = UnixListener::bind(&path).unwrap();
    std::os::unix::fs::symlink(&path, rig.socket()).unwrap();
    rig.writer().push(Of::Stdout, b"one\n").unwrap();
    let task = rig.run(true);
    let reached = tokio::time::timeout(Duration::from_secs(60), listener.accept()).await;
    assert!(reached.is_err(), "nothing of the host's is reached");
    assert_eq!(rig.end(task).await, 1);
}

#[tokio::test(start_paused = true)]
async fn a_router_that_answers_nonsense_delays_its_lines_alone() {
    let rig = Rig::new();
    let listener = UnixListener::bind(rig.socket()).unwrap();
    rig.writer().push(Of::Stdout, b"one\n").unwrap();
    let task = rig.run(true);
    let mut router = Taken::accept(&listener).await;
    router.message().await;
    router.stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
    let mut router = Taken::accept(&listener).await;
    router.acked_message().await;
    assert_eq!(router.acked_message().await, ["one"]);
    rig.acked(1).await;
    assert_eq!(rig.end(task).await, 0);
}
