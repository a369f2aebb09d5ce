//! What frames of HTTP/2 are answered with that keep to no rule (RFC 9113), and those that do but
//! are sent to keep everybody busy. Each is written by hand, as no client would.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

use crate::rig::{App, DEADLINE, Rig};
use crate::tls::{HEADERS, Made, client, frame, https, made, shaken};

const DATA: u8 = 0;
const HEAD: u8 = 1;
const PRIORITY: u8 = 2;
const RESET: u8 = 3;
const SETTINGS: u8 = 4;
const PUSH: u8 = 5;
const PING: u8 = 6;
const GO_AWAY: u8 = 7;
const WINDOW: u8 = 8;
const CONTINUATION: u8 = 9;

/// Flags.
const END: u8 = 1;
const HEADERS_END: u8 = 4;
const BOTH: u8 = END | HEADERS_END;
const PADDED: u8 = 8;
const ACK: u8 = 1;

/// Codes of errors (RFC 9113 7).
const PROTOCOL: u32 = 1;
const FLOW: u32 = 3;
const CLOSED: u32 = 5;
const SIZE: u32 = 6;
const REFUSED: u32 = 7;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// POST / of a.test.
const POST: &[u8] = b"\x83\x87\x84\x41\x06a.test";

/// One frame that came.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Came {
    kind: u8,
    flags: u8,
    stream: u32,
    payload: Vec<u8>,
}

impl Came {
    fn code(&self, at: usize) -> u32 {
        u32::from_be_bytes(self.payload[at..at + 4].try_into().unwrap())
    }
}

struct Client {
    stream: TlsStream<TcpStream>,
}

impl Client {
    /// One that has said what it is.
    async fn new(rig: &Rig, of: &Made) -> Self {
        let connector = client(&[of], &["h2"]);
        let mut new =
            Self { stream: shaken(rig.node.address, &connector, "a.test").await.unwrap() };
        new.send(PREFACE).await;
        new.send(&frame(SETTINGS, 0, 0, &[])).await;
        new
    }

    /// What can't be sent any more was refused before.
    async fn send(&mut self, bytes: &[u8]) {
        drop(self.stream.write_all(bytes).await);
        drop(self.stream.flush().await);
    }

    /// The next frame; nothing at the end.
    async fn next(&mut self) -> Option<Came> {
        let read = async {
            let mut head = [0; 9];
            self.stream.read_exact(&mut head).await.ok()?;
            let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
            let mut payload = vec![0; length];
            self.stream.read_exact(&mut payload).await.ok()?;
            let stream = u32::from_be_bytes(head[5..9].try_into().unwrap());
            Some(Came { kind: head[3], flags: head[4], stream, payload })
        };
        tokio::time::timeout(DEADLINE, read).await.expect("it says something, or ends")
    }
}

/// What a client hears of what it has sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heard {
    /// The connection ends, for this.
    Connection(u32),
    /// It ends without a word.
    End,
    /// This stream ends, for this.
    Stream(u32, u32),
    /// The request is answered with this status.
    Status(u16),
    /// Nothing, and it goes on.
    Nothing,
}

/// The status that a block of headers begins with.
fn status(block: &[u8]) -> u16 {
    match block {
        [0x88, ..] => 200,
        [0x8c, ..] => 400,
        [0x8d, ..] => 404,
        [0x8e, ..] => 500,
        // As itself, of a name in the table.
        [0x08 | 0x48, 0x03, rest @ ..] => String::from_utf8_lossy(&rest[..3]).parse().unwrap(),
        // In Huffman's code: digits have five bits, or six.
        [0x08 | 0x48, ..] => 1,
        _ => 0,
    }
}

/// Sends these frames, and a ping after them: what is heard before the ping comes back.
async fn heard(rig: &Rig, of: &Made, frames: &[Vec<u8>]) -> Heard {
    let mut client = Client::new(rig, of).await;
    client.send(&frames.concat()).await;
    let asks = frames.iter().any(|frame| frame[3] == HEAD);
    client.send(&frame(PING, 0, 0, b"are you?")).await;
    loop {
        let Some(came) = client.next().await else { return Heard::End };
        match came.kind {
            GO_AWAY => return Heard::Connection(came.code(4)),
            RESET => return Heard::Stream(came.stream, came.code(0)),
            HEAD => return Heard::Status(status(&came.payload)),
            PING if came.payload == b"are you?" && !asks => return Heard::Nothing,
            _ => {}
        }
    }
}

/// A header as it is.
fn literal(name: &str, value: &str) -> Vec<u8> {
    let mut all = vec![0, name.len() as u8];
    all.extend(name.bytes());
    all.push(value.len() as u8);
    all.extend(value.bytes());
    all
}

fn with(base: &[u8], more: &[(&str, &str)]) -> Vec<u8> {
    let more = more.iter().flat_map(|(name, value)| literal(name, value));
    base.iter().copied().chain(more).collect()
}

fn setting(id: u16, value: u32) -> Vec<u8> {
    [&id.to_be_bytes()[..], &value.to_be_bytes()].concat()
}

type Case = (&'static str, Vec<Vec<u8>>, &'static [Heard]);

/// Those of connections: frames by themselves. Where RFC 9113 has a code of its own (`SIZE`, `FLOW`,
/// `COMPRESSION`, `CLOSED`) the library that reads frames often says `PROTOCOL`: who has sent it is
/// as gone.
fn frames() -> Vec<Case> {
    use Heard::{Connection, End, Nothing, Status, Stream};
    let get = || frame(HEAD, BOTH, 1, HEADERS);
    let begun = || frame(HEAD, HEADERS_END, 1, POST);
    let big = || vec![0; (16 << 10) + 1];
    let number = |n: u32| n.to_be_bytes().to_vec();
    vec![
        // 4: frames.
        ("a frame of a kind that nobody knows", vec![frame(0xfa, 0xff, 0, b"x")], &[Nothing]),
        ("a kind that nobody knows on a stream", vec![frame(0xfa, 0, 1, b"x")], &[Nothing]),
        ("flags that nobody knows", vec![frame(PING, 0xfe, 0, b"pingpong")], &[Nothing]),
        ("the bit before the stream", vec![frame(PING, 0, 1 << 31, b"pingpong")], &[Nothing]),
        ("a request", vec![get()], &[Status(200)]),
        (
            "DATA longer than a frame",
            vec![begun(), frame(DATA, END, 1, &big())],
            &[Connection(SIZE)],
        ),
        ("HEADERS longer than a frame", vec![frame(HEAD, BOTH, 1, &big())], &[Connection(SIZE)]),
        ("SETTINGS longer than a frame", vec![frame(SETTINGS, 0, 0, &big())], &[Connection(SIZE)]),
        // 4.3: blocks of headers.
        (
            "a block that can't be read",
            vec![frame(HEAD, BOTH, 1, &[0x00, 0x7f, 0xff])],
            &[Connection(PROTOCOL)],
        ),
        (
            "an index that is not there",
            vec![frame(HEAD, BOTH, 1, &[0xff, 0xff, 0x7f])],
            &[Connection(PROTOCOL)],
        ),
        ("the index 0", vec![frame(HEAD, BOTH, 1, &[0x80])], &[Connection(PROTOCOL)]),
        (
            "a larger table than was agreed on",
            vec![frame(HEAD, BOTH, 1, &[&[0x3f, 0xff, 0xff, 0x03], HEADERS].concat())],
            &[Connection(PROTOCOL)],
        ),
        (
            "a table that changes after a header",
            vec![frame(HEAD, BOTH, 1, &[HEADERS, &[0x20]].concat())],
            &[Connection(PROTOCOL)],
        ),
        (
            "PRIORITY within a block",
            vec![frame(HEAD, END, 1, HEADERS), frame(PRIORITY, 0, 1, &[0, 0, 0, 0, 1])],
            &[Connection(PROTOCOL)],
        ),
        (
            "another stream's HEADERS within a block",
            vec![frame(HEAD, END, 1, HEADERS), frame(HEAD, BOTH, 3, HEADERS)],
            &[Connection(PROTOCOL)],
        ),
        (
            "an unknown frame within a block",
            vec![frame(HEAD, END, 1, HEADERS), frame(0xfa, 0, 0, b"x")],
            &[Connection(PROTOCOL)],
        ),
        (
            "a block in pieces",
            vec![
                frame(HEAD, END, 1, &HEADERS[..2]),
                frame(CONTINUATION, 0, 1, &HEADERS[2..5]),
                frame(CONTINUATION, HEADERS_END, 1, &HEADERS[5..]),
            ],
            &[Status(200)],
        ),
        // 5.1: states of streams.
        ("DATA of no stream", vec![frame(DATA, 0, 1, b"x")], &[Connection(PROTOCOL)]),
        ("a reset of no stream", vec![frame(RESET, 0, 1, &number(8))], &[Connection(PROTOCOL)]),
        ("a window of no stream", vec![frame(WINDOW, 0, 1, &number(8))], &[Connection(PROTOCOL)]),
        (
            "CONTINUATION of no stream",
            vec![frame(CONTINUATION, 4, 1, HEADERS)],
            &[Connection(PROTOCOL)],
        ),
        (
            "DATA after the end of a stream",
            vec![get(), frame(DATA, END, 1, b"x")],
            &[Connection(PROTOCOL)],
        ),
        ("HEADERS after the end of a stream", vec![get(), get()], &[Connection(PROTOCOL)]),
        (
            "CONTINUATION after the end of a stream",
            vec![get(), frame(CONTINUATION, HEADERS_END, 1, HEADERS)],
            &[Connection(CLOSED), Connection(PROTOCOL)],
        ),
        (
            "HEADERS after a reset",
            vec![begun(), frame(RESET, 0, 1, &number(8)), frame(HEAD, BOTH, 1, HEADERS)],
            &[Connection(CLOSED), Connection(PROTOCOL), Stream(1, CLOSED)],
        ),
        ("a stream of the server's", vec![frame(HEAD, BOTH, 2, HEADERS)], &[Connection(PROTOCOL)]),
        (
            "a stream with a lower number",
            vec![frame(HEAD, HEADERS_END, 5, POST), frame(HEAD, BOTH, 3, HEADERS)],
            &[Connection(PROTOCOL), Connection(CLOSED)],
        ),
        // 6.1 to 6.4.
        ("DATA of the connection", vec![frame(DATA, 0, 0, b"x")], &[Connection(PROTOCOL)]),
        (
            "DATA with more padding than there is",
            vec![begun(), frame(DATA, PADDED | END, 1, b"\xffx")],
            &[Connection(PROTOCOL)],
        ),
        ("HEADERS of the connection", vec![frame(HEAD, BOTH, 0, HEADERS)], &[Connection(PROTOCOL)]),
        (
            "HEADERS with more padding than there is",
            vec![frame(HEAD, BOTH | PADDED, 1, &[&[0xff], HEADERS].concat())],
            &[Connection(PROTOCOL)],
        ),
        (
            "HEADERS with padding",
            vec![frame(HEAD, BOTH | PADDED, 1, &[&[2], HEADERS, &[0, 0]].concat())],
            &[Status(200)],
        ),
        (
            "HEADERS with a priority",
            vec![frame(HEAD, BOTH | 0x20, 1, &[&[0, 0, 0, 0, 9], HEADERS].concat())],
            &[Status(200)],
        ),
        (
            "PRIORITY of the connection",
            vec![frame(PRIORITY, 0, 0, &[0; 5])],
            &[Connection(PROTOCOL)],
        ),
        (
            "PRIORITY of a wrong length",
            vec![begun(), frame(PRIORITY, 0, 1, &[0; 4])],
            &[Connection(PROTOCOL)],
        ),
        ("PRIORITY of no stream", vec![frame(PRIORITY, 0, 9, &[0, 0, 0, 0, 1])], &[Nothing]),
        (
            "a reset of the connection",
            vec![frame(RESET, 0, 0, &number(8))],
            &[Connection(PROTOCOL)],
        ),
        (
            "a reset of a wrong length",
            vec![begun(), frame(RESET, 0, 1, &[0; 3])],
            &[Connection(PROTOCOL)],
        ),
        // 6.5: settings.
        (
            "an acknowledgement that says something",
            vec![frame(SETTINGS, ACK, 0, &[0; 6])],
            &[Connection(PROTOCOL)],
        ),
        ("SETTINGS of a stream", vec![frame(SETTINGS, 0, 1, &[])], &[Connection(PROTOCOL)]),
        (
            "SETTINGS of a wrong length",
            vec![frame(SETTINGS, 0, 0, &[0; 5])],
            &[Connection(PROTOCOL)],
        ),
        (
            "a push that is neither on nor off",
            vec![frame(SETTINGS, 0, 0, &setting(2, 2))],
            &[Connection(PROTOCOL)],
        ),
        (
            "a window that is too large",
            vec![frame(SETTINGS, 0, 0, &setting(4, 1 << 31))],
            &[Connection(PROTOCOL)],
        ),
        (
            "frames that are too small",
            vec![frame(SETTINGS, 0, 0, &setting(5, 16383))],
            &[Connection(PROTOCOL)],
        ),
        (
            "frames that are too large",
            vec![frame(SETTINGS, 0, 0, &setting(5, 1 << 24))],
            &[Connection(PROTOCOL)],
        ),
        ("a setting that nobody knows", vec![frame(SETTINGS, 0, 0, &setting(0xff, 1))], &[Nothing]),
        // 6.6 to 6.10.
        (
            "a push by the client",
            vec![begun(), frame(PUSH, 4, 1, &[&[0, 0, 0, 2], HEADERS].concat())],
            &[Connection(PROTOCOL)],
        ),
        ("a ping of a stream", vec![frame(PING, 0, 1, &[0; 8])], &[Connection(PROTOCOL)]),
        ("a ping of a wrong length", vec![frame(PING, 0, 0, &[0; 7])], &[Connection(PROTOCOL)]),
        ("an answer to no ping", vec![frame(PING, ACK, 0, &[0; 8])], &[Nothing]),
        ("GOAWAY of a stream", vec![frame(GO_AWAY, 0, 1, &[0; 8])], &[Connection(PROTOCOL)]),
        (
            "a connection's window that grows by nothing",
            vec![frame(WINDOW, 0, 0, &number(0))],
            &[Connection(PROTOCOL)],
        ),
        (
            "a stream's window that grows by nothing",
            vec![begun(), frame(WINDOW, 0, 1, &number(0))],
            &[Connection(PROTOCOL), Stream(1, PROTOCOL)],
        ),
        ("a window of a wrong length", vec![frame(WINDOW, 0, 0, &[0; 3])], &[Connection(PROTOCOL)]),
        (
            "a connection's window beyond all bounds",
            vec![frame(WINDOW, 0, 0, &number(i32::MAX as u32))],
            &[Connection(FLOW)],
        ),
        (
            "a stream's window beyond all bounds",
            vec![begun(), frame(WINDOW, 0, 1, &number(i32::MAX as u32))],
            &[Connection(FLOW), Stream(1, FLOW)],
        ),
        (
            "more than a stream's window",
            vec![begun(), (0..5).flat_map(|_| frame(DATA, 0, 1, &[0; 16 << 10])).collect()],
            &[Connection(FLOW), Stream(1, FLOW)],
        ),
        (
            "CONTINUATION after the end of a block",
            vec![frame(HEAD, HEADERS_END, 1, POST), frame(CONTINUATION, HEADERS_END, 1, HEADERS)],
            &[Connection(PROTOCOL)],
        ),
        (
            "CONTINUATION of the connection",
            vec![frame(HEAD, END, 1, HEADERS), frame(CONTINUATION, HEADERS_END, 0, HEADERS)],
            &[Connection(PROTOCOL)],
        ),
        (
            "a second preface",
            vec![PREFACE.to_vec()],
            &[Connection(SIZE), Connection(PROTOCOL), End],
        ),
    ]
}

/// Those of messages (RFC 9113 8): streams end, or the load balancer says itself that it takes
/// none such.
fn messages() -> Vec<Case> {
    const WRONG: &[Heard] = &[Heard::Stream(1, PROTOCOL)];
    // Its block can't be read, to h2.
    const UNREAD: &[Heard] = &[Heard::Connection(PROTOCOL)];
    const REFUSED_OR_WRONG: &[Heard] = &[Heard::Stream(1, PROTOCOL), Heard::Status(400)];
    let get = |more: &[(&str, &str)]| vec![frame(HEAD, BOTH, 1, &with(HEADERS, more))];
    let ends = |more: &[(&str, &str)], data: &[u8]| {
        vec![frame(HEAD, HEADERS_END, 1, &with(POST, more)), frame(DATA, END, 1, data)]
    };
    let without = |kept: &[(&str, &str)]| vec![frame(HEAD, BOTH, 1, &with(&[], kept))];
    vec![
        (
            "a second HEADERS without end",
            vec![
                frame(HEAD, HEADERS_END, 1, POST),
                frame(HEAD, HEADERS_END, 1, &with(&[], &[("x", "y")])),
            ],
            &[Heard::Stream(1, PROTOCOL), Heard::Connection(PROTOCOL)],
        ),
        ("a name in upper case", get(&[("X", "y")]), UNREAD),
        ("an unknown pseudo-header", get(&[(":own", "y")]), UNREAD),
        ("a pseudo-header of answers", get(&[(":status", "200")]), WRONG),
        ("a pseudo-header after others", get(&[("x", "y"), (":path", "/")]), WRONG),
        ("a path twice", get(&[(":path", "/")]), WRONG),
        ("a method twice", get(&[(":method", "GET")]), WRONG),
        ("a scheme twice", get(&[(":scheme", "https")]), WRONG),
        ("connection", get(&[("connection", "close")]), WRONG),
        ("transfer-encoding", get(&[("transfer-encoding", "chunked")]), WRONG),
        ("keep-alive", get(&[("keep-alive", "1")]), WRONG),
        ("proxy-connection", get(&[("proxy-connection", "close")]), WRONG),
        ("upgrade", get(&[("upgrade", "h2c")]), WRONG),
        ("te of something else", get(&[("te", "trailers, deflate")]), WRONG),
        ("te of trailers", get(&[("te", "trailers")]), &[Heard::Status(200)]),
        (
            "an empty path",
            without(&[
                (":method", "GET"),
                (":scheme", "https"),
                (":authority", "a.test"),
                (":path", ""),
            ]),
            REFUSED_OR_WRONG,
        ),
        (
            "no path",
            without(&[(":method", "GET"), (":scheme", "https"), (":authority", "a.test")]),
            REFUSED_OR_WRONG,
        ),
        (
            "no method",
            without(&[(":scheme", "https"), (":authority", "a.test"), (":path", "/")]),
            WRONG,
        ),
        (
            "no scheme",
            without(&[(":method", "GET"), (":authority", "a.test"), (":path", "/")]),
            WRONG,
        ),
        (
            "no host",
            without(&[(":method", "GET"), (":scheme", "https"), (":path", "/")]),
            REFUSED_OR_WRONG,
        ),
        ("a length beyond its DATA", ends(&[("content-length", "2")], b"x"), WRONG),
        ("a length within its DATA", ends(&[("content-length", "1")], b"xy"), WRONG),
        ("a length without DATA", get(&[("content-length", "1")]), REFUSED_OR_WRONG),
        ("a length that is none", ends(&[("content-length", "+1")], b"x"), WRONG),
        (
            "two lengths",
            ends(&[("content-length", "1"), ("content-length", "2")], b"x"),
            REFUSED_OR_WRONG,
        ),
        ("a value with CR LF", get(&[("x", "a\r\nb: c")]), UNREAD),
        ("a value with NUL", get(&[("x", "a\0")]), UNREAD),
        ("a name with a blank", get(&[("x y", "a")]), UNREAD),
        ("a name with a colon", get(&[("x:", "a")]), UNREAD),
        ("no name", get(&[("", "a")]), &[Heard::Stream(1, PROTOCOL), Heard::Connection(PROTOCOL)]),
        (
            "a method with a blank",
            without(&[
                (":method", "GE T"),
                (":scheme", "https"),
                (":authority", "a.test"),
                (":path", "/"),
            ]),
            UNREAD,
        ),
        (
            "a path with a blank",
            without(&[
                (":method", "GET"),
                (":scheme", "https"),
                (":authority", "a.test"),
                (":path", "/ x"),
            ]),
            WRONG,
        ),
        (
            "a host with a blank",
            without(&[
                (":method", "GET"),
                (":scheme", "https"),
                (":authority", "a b"),
                (":path", "/"),
            ]),
            WRONG,
        ),
        (
            "an extended CONNECT",
            without(&[
                (":method", "CONNECT"),
                (":protocol", "websocket"),
                (":scheme", "https"),
                (":authority", "a.test"),
                (":path", "/"),
            ]),
            REFUSED_OR_WRONG,
        ),
    ]
}

#[tokio::test]
async fn frames_that_keep_to_no_rule_end_what_they_are_to_end() {
    // It reads no body: what is wrong within one is heard of first.
    let app = App::doing(|head, mut stream| {
        Box::pin(async move {
            if head.starts_with("POST ") {
                drop(stream.read_u8().await);
                return None;
            }
            let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
            stream.write_all(answer).await.ok()?;
            Some(stream)
        })
    })
    .await;
    let a = made("arn:a", &["a.test"]);
    let rig = Rig::with(&[app.address], |node| https(node, &[&a])).await;
    let mut wrong = vec![];
    for (what, frames, wanted) in frames().into_iter().chain(messages()) {
        let found = heard(&rig, &a, &frames).await;
        if !wanted.contains(&found) {
            wrong.push(format!("{what}: {found:?}, not {wanted:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn what_is_agreed_on_is_kept_to() {
    let app = App::named("one").await;
    let a = made("arn:a", &["a.test"]);
    let rig = Rig::with(&[app.address], |node| https(node, &[&a])).await;
    let mut client = Client::new(&rig, &a).await;
    // It says what it takes, and acknowledges what it is told.
    let mut said = HashMap::new();
    let mut acknowledged = 0;
    client.send(&frame(SETTINGS, 0, 0, &setting(4, 1))).await;
    while acknowledged < 2 {
        let came = client.next().await.unwrap();
        if came.kind == SETTINGS {
            acknowledged += u32::from(came.flags & ACK);
            for one in came.payload.chunks(6) {
                let value = u32::from_be_bytes(one[2..].try_into().unwrap());
                said.insert(u16::from_be_bytes([one[0], one[1]]), value);
            }
        }
    }
    assert_eq!(said.get(&3), Some(&128), "streams at once");
    assert_eq!(said.get(&4), Some(&(64 << 10)), "a stream's window");
    assert_eq!(said.get(&6), Some(&(84 << 10)), "a head");
    // A reader whose window is one byte gets one byte, and the rest when it has room.
    client.send(&frame(HEAD, BOTH, 1, HEADERS)).await;
    let mut body = vec![];
    loop {
        let came = client.next().await.unwrap();
        assert!(![GO_AWAY, RESET].contains(&came.kind), "{came:?}");
        if came.kind == DATA {
            assert!(came.payload.len() <= 1, "{came:?}");
            body.extend(came.payload);
            if came.flags & END == END {
                break;
            }
            client.send(&frame(WINDOW, 0, 1, &1u32.to_be_bytes())).await;
        }
    }
    assert!(String::from_utf8(body).unwrap().starts_with("one\n"));
    // A ping comes back as it was.
    client.send(&frame(PING, 0, 0, b"12345678")).await;
    let pong = loop {
        let came = client.next().await.unwrap();
        if came.kind == PING {
            break came;
        }
    };
    assert_eq!((pong.flags & ACK, &pong.payload[..]), (ACK, &b"12345678"[..]));
}

#[tokio::test]
async fn more_streams_than_are_allowed_are_refused() {
    let app = App::doing(|_, mut stream| {
        Box::pin(async move {
            drop(stream.read_u8().await);
            None
        })
    })
    .await;
    let a = made("arn:a", &["a.test"]);
    let rig = Rig::with(&[app.address], |node| https(node, &[&a])).await;
    let mut client = Client::new(&rig, &a).await;
    // It knows of the bound, or it would be forgiven.
    while client.next().await.unwrap().kind != SETTINGS {}
    client.send(&frame(SETTINGS, ACK, 0, &[])).await;
    for n in 0..140 {
        client.send(&frame(HEAD, HEADERS_END, 2 * n + 1, POST)).await;
    }
    let heard = loop {
        let came = client.next().await.expect("it is told why");
        match came.kind {
            RESET => break came.code(0),
            GO_AWAY => break came.code(4),
            _ => {}
        }
    };
    assert!([REFUSED, PROTOCOL].contains(&heard), "{heard}");
    assert!(app.requests.load(Ordering::Relaxed) <= 128);
}

/// What is sent the nth time.
type Flood = Box<dyn Fn(u32) -> Vec<u8>>;

/// Clients that keep to every rule and ask for work, or hold what they have: others are served
/// meanwhile, each in time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_not_at_fault_is_served_while_others_flood() {
    let app = App::named("one").await;
    let a = made("arn:a", &["a.test"]);
    let rig = Rig::with(&[app.address], |node| https(node, &[&a])).await;
    let floods: Vec<(&str, Flood)> = vec![
        ("settings", Box::new(|n| frame(SETTINGS, 0, 0, &setting(4, 1 + n % 60_000)))),
        ("pings", Box::new(|_| frame(PING, 0, 0, b"are you?"))),
        (
            "empty data",
            Box::new(|n| match n {
                0 => frame(HEAD, HEADERS_END, 1, POST),
                _ => frame(DATA, 0, 1, &[]),
            }),
        ),
        (
            "windows",
            Box::new(|n| match n {
                0 => frame(HEAD, HEADERS_END, 1, POST),
                _ => frame(WINDOW, 0, 1, &1u32.to_be_bytes()),
            }),
        ),
        ("priorities", Box::new(|n| frame(PRIORITY, 0, 2 * n + 1, &[0, 0, 0, 0, 1]))),
        (
            "requests that are wrong",
            Box::new(|n| frame(HEAD, BOTH, 2 * n + 1, &with(HEADERS, &[("connection", "close")]))),
        ),
        (
            "requests that are reset",
            Box::new(|n| {
                [
                    frame(HEAD, BOTH, 2 * n + 1, HEADERS),
                    frame(RESET, 0, 2 * n + 1, &8u32.to_be_bytes()),
                ]
                .concat()
            }),
        ),
        ("kinds that nobody knows", Box::new(|_| frame(0xfa, 0, 0, &[0; 1000]))),
    ];
    let mut flooding = tokio::task::JoinSet::new();
    for (_, flood) in &floods {
        let mut client = Client::new(&rig, &a).await;
        // It listens to nothing, so that answers pile up at whoever keeps them.
        let all: Vec<_> = (0..20_000).map(flood).collect();
        flooding.spawn(async move {
            let sent = async {
                for some in all.chunks(64) {
                    if client.stream.write_all(&some.concat()).await.is_err() {
                        return;
                    }
                }
            };
            // What is not taken any more is held up, and nobody with it.
            drop(tokio::time::timeout(Duration::from_secs(5), sent).await);
            client
        });
    }
    let connector = client(&[&a], &["http/1.1"]);
    // Also while all of them are there and wait.
    let (mut served, mut open) = (0, vec![]);
    while open.len() < floods.len() || served < 20 {
        let answer = crate::tls::get(rig.node.address, &connector, "a.test").await.unwrap();
        assert_eq!(crate::rig::status(&answer), 200);
        served += u32::from(open.len() == floods.len());
        while let Some(done) = flooding.try_join_next() {
            open.push(done.unwrap());
        }
    }
    drop(open);
    rig.until(|report| report.counters.active_connections == 0).await;
}
