//! The door and its sessions in virtual time, with a client that does as it likes.

mod archive;
mod encryption;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::{Clock, Epoch, HostId, Shutdown, SystemClock, TaskId, TaskKey, TimestampMs};
use ferrogate_channel::message::{Kind, Message};
use ferrogate_channel::payload;
use ferrogate_channel::socket::Socket;
use ferrogate_channel::ticket::{Begin, Grant, LogObject, Tickets};
use ferrogate_controllers::host::Sessions;
use ferrogate_exec::{
    Archive, Door, KeyWanted, LogTo, Options, PATH, Rights, SessionLog, Stores, Whose,
};
use http::{Request, StatusCode};
use tokio::io::{AsyncReadExt as _, DuplexStream};
use tokio::time::Instant;

struct NoLog;

#[async_trait]
impl SessionLog for NoLog {
    async fn append(&self, _: &LogTo, _: u64, _: Vec<(TimestampMs, String)>) -> Result<(), String> {
        Ok(())
    }
}

/// A role that may what is not denied, and whose data key is known.
#[derive(Default)]
struct Role {
    denied: parking_lot::Mutex<Option<&'static str>>,
}

impl Role {
    fn may(&self, action: &str) -> Result<(), String> {
        match *self.denied.lock() {
            Some(denied) if denied == action => Err(format!("AccessDenied: {action}")),
            _ => Ok(()),
        }
    }
}

impl Rights for Role {
    fn data_key(
        &self,
        _: &Whose,
        wanted: &KeyWanted<'_>,
    ) -> Result<zeroize::Zeroizing<Vec<u8>>, String> {
        self.may("kms:Decrypt")?;
        assert_eq!((wanted.key, wanted.target), ("alias/x", "ecs:c_t_r"));
        Ok(zeroize::Zeroizing::new(wanted.sealed.ciphertext.clone()))
    }

    fn may_put(&self, _: &Whose, _: &str, key: &str) -> Result<(), String> {
        if key == "denied.log" {
            return Err("AccessDenied: s3:PutObject".into());
        }
        self.may("s3:PutObject")
    }

    fn may_see_encryption(&self, _: &Whose, _: &str) -> Result<(), String> {
        self.may("s3:GetEncryptionConfiguration")
    }
}

struct Rig {
    door: Door,
    tickets: Arc<Tickets>,
    kms_key: Option<String>,
    log_object: Option<LogObject>,
}

impl Rig {
    fn new(options: Options) -> Self {
        Self::with(options, Arc::<Role>::default(), None)
    }

    fn with(options: Options, rights: Arc<Role>, archive: Option<Archive>) -> Self {
        let tickets = Arc::<Tickets>::default();
        let hosts = Arc::new(Sessions::default());
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let ends = (clock, Shutdown::new());
        let stores = Stores { log: Arc::new(NoLog), archive, rights };
        let door = Door::new(tickets.clone(), hosts, stores, ends, options);
        Self { door, tickets, kms_key: None, log_object: None }
    }

    fn ticket(&self, session: &str) -> String {
        let begin = Begin {
            account: "000000000000".parse().unwrap(),
            region: "us-east-1".into(),
            target: "ecs:c_t_r".into(),
            key: TaskKey { task: TaskId::random(), epoch: Epoch(1) },
            host: HostId("h".into()),
            container: "main".into(),
            command: vec!["sh".into()],
            log_group: None,
            log_object: self.log_object.clone(),
            kms_key: self.kms_key.clone(),
            role: Some("arn:aws:iam::000000000000:role/r".into()),
            refused: None,
        };
        let grant = Grant::Begin(Box::new(begin));
        self.tickets.give(session, grant, std::time::Instant::now()).unwrap()
    }

    /// A connection that has become a websocket.
    fn enter(&self, session: &str) -> DuplexStream {
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        let admitted = self.door.admit(&request(session)).expect("it is let in");
        let answer = admitted.enter(async { Ok(theirs) });
        assert_eq!(answer.status(), StatusCode::SWITCHING_PROTOCOLS);
        // RFC 6455, 1.3.
        assert_eq!(answer.headers()["sec-websocket-accept"], "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        ours
    }

    /// A session that was offered.
    async fn offered(&self, session: &str) -> Socket {
        let token = self.ticket(session);
        let mut socket = Socket::joined(self.enter(session)).await;
        socket.send_text(format!("{{\"TokenValue\":\"{token}\"}}"));
        let offer = next(&mut socket).await;
        assert_eq!((offer.kind, offer.payload_type), (Kind::Output, payload::HANDSHAKE_REQUEST));
        socket
    }
}

fn request(session: &str) -> Request<()> {
    Request::get(format!("{PATH}/{session}?role=publish_subscribe"))
        .header("upgrade", "WebSocket")
        .header("connection", "keep-alive, Upgrade")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
        .body(())
        .unwrap()
}

async fn next(socket: &mut Socket) -> Message {
    Message::decode(&socket.next().await.expect("it goes on")).unwrap()
}

/// What the session ends with; the offer may come again until then.
async fn last_words(socket: &mut Socket) -> String {
    loop {
        let message = next(socket).await;
        if message.kind == Kind::Closed {
            let closed: payload::Closed = serde_json::from_slice(&message.payload).unwrap();
            return closed.output;
        }
    }
}

#[tokio::test]
async fn nothing_becomes_a_websocket_that_nobody_waits_for() {
    let rig = Rig::new(Options::default());
    let status =
        |request: &Request<()>| rig.door.admit(request).err().map(|answer| answer.status());
    assert_eq!(status(&request("s")), Some(StatusCode::NOT_FOUND));
    drop(rig.ticket("s"));
    assert_eq!(status(&request("s/x")), Some(StatusCode::NOT_FOUND));
    for header in ["upgrade", "connection", "sec-websocket-version", "sec-websocket-key"] {
        let mut without = request("s");
        without.headers_mut().remove(header);
        assert_eq!(status(&without), Some(StatusCode::BAD_REQUEST), "{header}");
    }
    let mut admitted = Vec::new();
    while let Ok(one) = rig.door.admit(&request("s")) {
        admitted.push(one);
    }
    assert_eq!(admitted.len(), 64);
    assert_eq!(status(&request("s")), Some(StatusCode::SERVICE_UNAVAILABLE));
    admitted.clear();
    assert_eq!(status(&request("s")), None);
}

#[tokio::test(start_paused = true)]
async fn who_shows_no_token_is_gone_after_ten_seconds() {
    let rig = Rig::new(Options::default());
    let token = rig.ticket("s");
    let begun = Instant::now();
    let mut silent = rig.enter("s");
    assert_eq!(silent.read_to_end(&mut Vec::new()).await.unwrap(), 0);
    assert_eq!(begun.elapsed().as_secs(), 10);
    for words in ["{", "{\"TokenValue\":\"x\"}", "{\"TokenValue\":7}", &" ".repeat(9 << 10)] {
        let mut wrong = Socket::joined(rig.enter("s")).await;
        wrong.send_text(words.to_owned());
        assert_eq!(wrong.next().await, None);
    }
    // None of this has used it up.
    let mut right = Socket::joined(rig.enter("s")).await;
    right.send_text(format!("{{\"TokenValue\":\"{token}\"}}"));
    assert_eq!(next(&mut right).await.payload_type, payload::HANDSHAKE_REQUEST);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_answer_the_offer_loses_it() {
    let rig = Rig::new(Options::default());
    let mut socket = rig.offered("s").await;
    let begun = Instant::now();
    assert_eq!(last_words(&mut socket).await, "the client did not answer the handshake");
    assert_eq!(begun.elapsed().as_secs(), 15);
}

/// Neither acknowledgements nor sizes are somebody who does something.
#[tokio::test(start_paused = true)]
async fn a_session_in_which_nobody_says_anything_ends() {
    let idle_max = Duration::from_secs(9);
    let rig = Rig::new(Options { idle_max, ..Options::default() });
    let mut socket = rig.offered("s").await;
    let begun = Instant::now();
    let size = payload::body(&payload::Size { cols: 1, rows: 1 });
    let message = Message::new(Kind::Input, TimestampMs(1), payload::SIZE, size);
    socket.send(&message);
    assert_eq!(last_words(&mut socket).await, "the session was idle for too long");
    assert_eq!(begun.elapsed().as_secs(), 9);
}

#[tokio::test(start_paused = true)]
async fn a_session_waits_so_long_for_another_connection_and_no_longer() {
    let options = Options { resumed_within: Duration::from_secs(5), ..Options::default() };
    let rig = Rig::new(options);
    let account = "000000000000".parse().unwrap();
    drop(rig.offered("s").await);
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert!(rig.tickets.is_open("s", &account));
    // What was sent and not acknowledged comes again.
    let token = rig.tickets.give("s", Grant::Resume, std::time::Instant::now()).unwrap();
    let mut socket = Socket::joined(rig.enter("s")).await;
    socket.send_text(format!("{{\"TokenValue\":\"{token}\"}}"));
    assert_eq!(next(&mut socket).await.payload_type, payload::HANDSHAKE_REQUEST);
    drop(socket);
    tokio::time::sleep(Duration::from_secs(6)).await;
    assert!(!rig.tickets.is_open("s", &account));
}

#[tokio::test(start_paused = true)]
async fn a_task_whose_host_is_gone_is_told_so() {
    let rig = Rig::new(Options::default());
    let mut socket = rig.offered("s").await;
    let answer = payload::handshake_response("1", None);
    let message = Message::new(Kind::Input, TimestampMs(1), payload::HANDSHAKE_RESPONSE, answer);
    socket.send(&message);
    let words = last_words(&mut socket).await;
    assert!(words.ends_with("the host of the task is not connected"), "{words}");
}
