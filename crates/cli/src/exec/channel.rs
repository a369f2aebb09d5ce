//! The client's end of a session: the same messages that the stock client of AWS speaks, and what
//! only the engine understands, said with the opening.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;
use ferrogate_api::ecs::{
    DescribeTasksRequest, ExecuteCommandRequest, ExecuteCommandResponse, Session, op,
};
use ferrogate_api::kms::{self, GenerateDataKeyRequest};
use ferrogate_api::ssm::{self, ResumeSessionRequest};
use ferrogate_base::{Clock as _, SystemClock};
use ferrogate_channel::cipher::{Cipher, DATA_KEY_BYTES, Side};
use ferrogate_channel::message::{Kind as Frame, Message};
use ferrogate_channel::payload::{self, KmsOffer, Opening, SealedKey, Wishes};
use ferrogate_channel::receiving::{Receiving, Taken};
use ferrogate_channel::sending::Sending;
use ferrogate_channel::socket::Socket;
use serde_json::Value;
use tokio::time::{Instant, sleep_until};

use crate::client::Api;
use crate::fault::{Fault, Kind};

/// Bytes of input in a frame.
pub(super) const INPUT_BYTES: usize = 16 << 10;

/// How long the engine has to end a session that is not wanted any more.
const LEAVE_MAX: Duration = Duration::from_secs(2);

/// How long nothing is to be done, when nothing is.
const LONG: Duration = Duration::from_secs(3600);

/// What the other end says.
#[derive(Debug)]
pub(crate) enum Heard {
    /// The program is there; what the user is to know, if anything.
    Begun(String),
    /// It writes this.
    Output(Bytes),
    /// It complains of this.
    Complaint(Bytes),
    /// It has ended, with this code.
    Code(u8),
    /// The session is over; why, when there is more to say than that.
    Closed(String),
}

/// What is to be run, and where.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) cluster: String,
    pub(crate) task: String,
    pub(crate) container: Option<String>,
    /// As one line.
    pub(crate) command: String,
    pub(crate) wishes: Wishes,
}

/// A session.
pub(crate) struct Channel<'a> {
    api: &'a Api,
    session: String,
    socket: Socket,
    sending: Sending,
    receiving: Receiving,
    heard: VecDeque<Heard>,
    /// What the session is with: names that its data key is bound to.
    with: ExecuteCommandResponse,
    /// The encryption that is offered, until it is answered.
    offered: Option<KmsOffer>,
    /// What all that is typed and written is encrypted with, if it is.
    cipher: Option<Cipher>,
    /// Whether somebody is there to be told anything.
    begun: bool,
}

impl<'a> Channel<'a> {
    /// Asks for a session and opens it.
    pub(crate) async fn open(api: &'a Api, asked: Asked) -> Result<Self, Fault> {
        let input = ExecuteCommandRequest {
            cluster: Some(asked.cluster),
            container: asked.container,
            command: asked.command,
            interactive: true,
            task: asked.task,
        };
        let mut with = api.call::<op::ExecuteCommand>(&input).await?;
        let session = with.session.take().unwrap_or_default();
        let Session { stream_url: Some(url), token_value: Some(token), session_id: Some(session) } =
            session
        else {
            return Err(Fault::failed("the engine named no session"));
        };
        let socket = connect(api, &url, token, Some(asked.wishes)).await?;
        let (sending, receiving) = (Sending::default(), Receiving::default());
        Ok(Self {
            api,
            session,
            socket,
            sending,
            receiving,
            heard: VecDeque::new(),
            with,
            offered: None,
            cipher: None,
            begun: false,
        })
    }

    /// Goes on by another connection.
    async fn resume(&mut self) -> Result<(), Fault> {
        let input = ResumeSessionRequest { session_id: self.session.clone() };
        let answer = self.api.call::<ssm::op::ResumeSession>(&input).await?;
        let (Some(url), Some(token)) = (answer.stream_url, answer.token_value) else {
            return Err(broken());
        };
        self.socket = connect(self.api, &url, token, None).await?;
        for message in self.sending.all_again(std::time::Instant::now()) {
            self.socket.send(&message);
        }
        Ok(())
    }

    /// What comes next. Dropping the future loses nothing but a try to connect again.
    pub(crate) async fn next(&mut self) -> Result<Heard, Fault> {
        loop {
            if let Some(heard) = self.heard.pop_front() {
                return Ok(heard);
            }
            if let Some(offer) = self.offered.clone() {
                let (key, cipher) = self.data_key(&offer).await;
                self.offered = None;
                self.cipher = cipher;
                self.answer(Some(&key));
                continue;
            }
            let due = self.sending.due().map(Instant::from_std);
            tokio::select! {
                frame = self.socket.next() => match frame {
                    Some(bytes) => self.hear(&bytes),
                    // An engine that has started anew knows nothing of it.
                    None => self.resume().await.map_err(|_| broken())?,
                },
                () = sleep_until(due.unwrap_or_else(|| Instant::now() + LONG)) => {
                    let again = self.sending.again(std::time::Instant::now());
                    // What waits to be written is not lost.
                    if let Some(message) = again.filter(|_| self.socket.is_idle()) {
                        self.socket.send(&message);
                    }
                }
            }
        }
    }

    /// Whether more may be sent.
    pub(crate) fn has_room(&self) -> bool {
        self.begun && self.sending.has_room()
    }

    /// Input; none of it ends it.
    pub(crate) fn input(&mut self, mut bytes: Bytes) {
        loop {
            let piece = bytes.split_to(bytes.len().min(INPUT_BYTES));
            self.send(payload::OUTPUT, piece);
            if bytes.is_empty() {
                return;
            }
        }
    }

    /// The terminal has another size.
    pub(crate) fn resize(&mut self, size: payload::Size) {
        self.send(payload::SIZE, payload::body(&size));
    }

    /// Ends the session, whatever runs in it.
    pub(crate) async fn leave(mut self) {
        self.send(payload::FLAG, Bytes::copy_from_slice(&payload::TERMINATE.to_be_bytes()));
        let said = async { while !matches!(self.next().await, Ok(Heard::Closed(_)) | Err(_)) {} };
        // An engine that does not answer ends it when nobody comes back.
        drop(tokio::time::timeout(LEAVE_MAX, said).await);
    }

    /// Has KMS make a data key for this session, as the stock client does; or why it has not.
    async fn data_key(&self, offer: &KmsOffer) -> (Result<SealedKey, String>, Option<Cipher>) {
        match self.made(offer).await {
            Ok((key, cipher)) => (Ok(key), Some(cipher)),
            Err(Fault { what, why, .. }) => {
                let why = why.map(|why| format!(": {why}")).unwrap_or_default();
                (Err(format!("{what}{why}")), None)
            }
        }
    }

    async fn made(&self, offer: &KmsOffer) -> Result<(SealedKey, Cipher), Fault> {
        let target = self.target().await?;
        let challenged = !offer.challenge.is_empty();
        let mut context = vec![
            ("aws:ssm:SessionId".to_owned(), self.session.clone()),
            ("aws:ssm:TargetId".to_owned(), target),
        ];
        if challenged {
            context.push(("aws:ssm:RandomChallenge".to_owned(), offer.challenge.clone()));
        }
        let input = GenerateDataKeyRequest {
            key_id: offer.key.clone(),
            number_of_bytes: i32::try_from(DATA_KEY_BYTES).ok(),
            encryption_context: Some(context.into_iter().collect()),
            ..GenerateDataKeyRequest::default()
        };
        let made = self.api.call::<kms::op::GenerateDataKey>(&input).await?;
        let none = || Fault::failed("the engine made no data key");
        let plain = made.plaintext.ok_or_else(none)?;
        let sealed = made.ciphertext_blob.ok_or_else(none)?;
        let cipher = Cipher::new(plain.as_ref(), Side::User).ok().flatten().ok_or_else(none)?;
        Ok((SealedKey { ciphertext: sealed.as_ref().to_vec(), challenged }, cipher))
    }

    /// What the session is with, as SSM names it.
    async fn target(&self) -> Result<String, Fault> {
        let with = &self.with;
        let arn = with.task_arn.clone().unwrap_or_default();
        let cluster = with.cluster_arn.clone();
        let input = DescribeTasksRequest {
            cluster: cluster.clone(),
            tasks: vec![arn.clone()],
            ..DescribeTasksRequest::default()
        };
        let described = self.api.call::<op::DescribeTasks>(&input).await?;
        let task = described.tasks.unwrap_or_default().into_iter().next().unwrap_or_default();
        let containers = task.containers.unwrap_or_default();
        let container = containers.into_iter().find(|one| one.name == with.container_name);
        let runtime = container.and_then(|container| container.runtime_id).unwrap_or_default();
        let last = |arn: &str| arn.rsplit('/').next().unwrap_or_default().to_owned();
        let cluster = last(&cluster.unwrap_or_default());
        Ok(format!("ecs:{cluster}_{}_{runtime}", last(&arn)))
    }

    /// Answers the offer.
    fn answer(&mut self, key: Option<&Result<SealedKey, String>>) {
        let response = payload::handshake_response(env!("CARGO_PKG_VERSION"), key);
        self.send(payload::HANDSHAKE_RESPONSE, response);
    }

    /// What is encrypted of what was sent, opened.
    fn opened(&self, said: Bytes) -> Option<Bytes> {
        match &self.cipher {
            Some(cipher) => cipher.open(&said).ok(),
            None => Some(said),
        }
    }

    /// Shows that it has the data key.
    fn show(&mut self, said: &[u8]) {
        let Some(cipher) = &mut self.cipher else { return };
        let opened = payload::challenged(said).and_then(|sealed| cipher.open(&sealed).ok());
        if let Some(plain) = opened {
            let answer = payload::challenge(&cipher.seal(&plain));
            self.send(payload::CHALLENGE_RESPONSE, answer);
        }
    }

    fn send(&mut self, payload_type: u32, mut payload: Bytes) {
        if let (Some(cipher), payload::OUTPUT) = (&mut self.cipher, payload_type) {
            payload = cipher.seal(&payload);
        }
        let message = Message::new(Frame::Input, SystemClock.now(), payload_type, payload);
        let message = self.sending.send(message, std::time::Instant::now());
        self.socket.send(&message);
    }

    fn hear(&mut self, bytes: &Bytes) {
        let Ok(message) = Message::decode(bytes) else { return };
        match message.kind {
            Frame::Acknowledge => {
                if let Ok(of) = serde_json::from_slice::<payload::Acknowledged>(&message.payload) {
                    self.sending.acknowledged(of.sequence);
                }
            }
            Frame::Output => self.take(message),
            Frame::Closed => {
                let closed = serde_json::from_slice::<payload::Closed>(&message.payload);
                let why = closed.map(|closed| closed.output).unwrap_or_default();
                self.heard.push_back(Heard::Closed(why));
            }
            Frame::Input | Frame::Start | Frame::Pause => {}
        }
    }

    fn take(&mut self, message: Message) {
        let acknowledgement = payload::acknowledge(&message, SystemClock.now());
        if self.receiving.take(message) == Taken::No {
            return;
        }
        self.socket.send(&acknowledgement);
        while let Some(message) = self.receiving.pop() {
            self.hear_said(message.payload_type, message.payload);
        }
    }

    fn hear_said(&mut self, payload_type: u32, said: Bytes) {
        match payload_type {
            payload::HANDSHAKE_REQUEST => match payload::kms_offered(&said) {
                // KMS is to be asked first.
                Some(offer) => self.offered = Some(offer),
                None => self.answer(None),
            },
            payload::CHALLENGE_REQUEST => self.show(&said),
            payload::HANDSHAKE_COMPLETE => {
                self.begun = true;
                self.heard.push_back(Heard::Begun(payload::customer_message(&said)));
            }
            payload::OUTPUT | payload::STDERR | payload::EXIT_CODE => {
                let Some(said) = self.opened(said) else {
                    let why = "what the engine sent can't be decrypted".to_owned();
                    return self.heard.push_back(Heard::Closed(why));
                };
                self.heard.push_back(match payload_type {
                    payload::OUTPUT => Heard::Output(said),
                    payload::STDERR => Heard::Complaint(said),
                    _ => {
                        let text = std::str::from_utf8(&said).ok();
                        let code = text.and_then(|text| text.parse().ok());
                        Heard::Code(code.unwrap_or(u8::MAX))
                    }
                });
            }
            _ => {}
        }
    }
}

/// The websocket of a session, with the opening on its way.
async fn connect(
    api: &Api,
    url: &str,
    token_value: String,
    ferrogate: Option<Wishes>,
) -> Result<Socket, Fault> {
    let mut socket = api.websocket(url).await?;
    let opening = Opening {
        message_schema_version: "1.0".into(),
        request_id: Value::Null,
        token_value,
        client_id: Value::Null,
        client_version: env!("CARGO_PKG_VERSION").into(),
        ferrogate,
    };
    let opening = serde_json::to_string(&opening)
        .map_err(|error| Fault::failed("the session can't be opened").because(&error))?;
    socket.send_text(opening);
    Ok(socket)
}

fn broken() -> Fault {
    Fault::new(Kind::Broken, "the session broke off")
        .why("the connection to the engine has ended")
        .fix("look at `ferrogate status`, and run it again")
}

/// Why a program did not run, without what the stock clients show around it.
pub(crate) fn not_run(why: &str) -> Fault {
    let why = why.trim().trim_start_matches("----------ERROR-------").trim();
    let why = why.strip_prefix("Unable to start command: ").unwrap_or(why);
    Fault::failed("the session has ended without the program's own end").why(why.to_owned())
}
