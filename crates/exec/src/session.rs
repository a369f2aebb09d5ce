//! One session: the channel that a user's client speaks, and the program at the other end. It
//! waits for both at once and for neither alone, and has a bound for all that waits in it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Buf as _, Bytes};
use ferrogate_channel::cipher::Cipher;
use ferrogate_channel::message::{Kind, Message};
use ferrogate_channel::payload::{self, Copy, KmsOffer, OUTPUT_BYTES, Wishes};
use ferrogate_channel::receiving::{Receiving, Taken};
use ferrogate_channel::sending::Sending;
use ferrogate_channel::socket::Socket;
use ferrogate_channel::ticket::Begin;
use ferrogate_controllers::host::{Heard, Remote};
use ferrogate_link::stream::{Chunk, Ended, Exec, ExecUser, Program, Size, Up};
use tokio::sync::{Notify, mpsc};
use tokio::time::{Instant, sleep_until};

use crate::archive::{Kept, Prepared};
use crate::door::{Shared, whose};
use crate::encryption;
use crate::log::{Log, LogTo};

/// How long a client has to take what it is offered.
const HANDSHAKE_MAX: Duration = Duration::from_secs(15);

/// How long a client that has been sent everything has to acknowledge it.
const LAST_ACKS_MAX: Duration = Duration::from_secs(5);

/// How often it is looked whether there is room again at the log store.
const LOG_ROOM: Duration = Duration::from_millis(100);

/// Bytes of input that may wait for the program. What is beyond it is to be sent again.
const INPUT_MAX: usize = 256 << 10;

/// What the agent of SSM says of such a session.
const ENCRYPTED: &str = "This session is encrypted using AWS KMS.";

/// A session.
pub(crate) struct Session {
    shared: Arc<Shared>,
    id: String,
    begin: Begin,
    /// What our own client wants otherwise.
    wishes: Option<Wishes>,
    socket: Option<Socket>,
    arrivals: mpsc::Receiver<Socket>,
    /// The user has asked for its end, beside the channel.
    wanted_over: Arc<Notify>,
    sending: Sending,
    receiving: Receiving,
    phase: Phase,
    /// What the program wrote and is not sent yet.
    output: VecDeque<(u32, Bytes)>,
    /// What the user wrote and the program has no room for yet.
    input: VecDeque<Bytes>,
    input_bytes: usize,
    input_ends: bool,
    size: Size,
    log: Option<Log>,
    kept: Option<Kept>,
    /// What the user is to know before the program begins.
    notice: String,
    /// The encryption that the client was offered.
    offer: Option<KmsOffer>,
    /// What all that is typed and written is encrypted with, once that is agreed upon.
    cipher: Option<Cipher>,
    /// When it ends because nobody says anything.
    idle_until: Instant,
    /// When it ends because nobody is there.
    alone_until: Option<Instant>,
}

enum Phase {
    /// The client was offered the session.
    Offered { since: Instant },
    /// It is to show that it has the data key, by saying this encrypted.
    Challenged { since: Instant, begun: Instant, wanted: Vec<u8> },
    /// The program runs.
    Running(Remote),
    /// It does not run any more; what it wrote is still on its way, until then at most.
    Ending { until: Instant, why: String },
}

/// What happens next in a session.
enum Next {
    Frame(Option<Bytes>),
    Arrived(Box<Socket>),
    Said(Option<Up>),
    Room,
    Due,
    WantedOver,
    Shutdown,
}

impl Session {
    pub(crate) fn new(
        shared: Arc<Shared>,
        id: String,
        mut begin: Begin,
        (wishes, prepared): (Option<Wishes>, Prepared),
        (socket, arrivals): (Socket, mpsc::Receiver<Socket>),
        wanted_over: Arc<Notify>,
    ) -> Self {
        let log = begin.log_group.clone().map(|group| {
            let to = LogTo {
                account: begin.account.clone(),
                region: begin.region.clone(),
                group,
                stream: id.clone(),
            };
            Log::begin(shared.stores.log.clone(), to, shared.clock.clone())
        });
        let Prepared { kept, notice, refused } = prepared;
        begin.refused = begin.refused.or(refused);
        let now = Instant::now();
        Self {
            idle_until: now + shared.options.idle_max,
            shared,
            id,
            begin,
            wishes,
            socket: Some(socket),
            arrivals,
            wanted_over,
            sending: Sending::default(),
            receiving: Receiving::default(),
            phase: Phase::Offered { since: now },
            output: VecDeque::new(),
            input: VecDeque::new(),
            input_bytes: 0,
            input_ends: false,
            size: Size::DEFAULT,
            log,
            kept,
            notice,
            offer: None,
            cipher: None,
            alone_until: None,
        }
    }

    /// Goes on until the program has ended, the user wants no more, or neither says anything.
    pub(crate) async fn run(mut self) {
        match self.begin.kms_key.as_deref().map(encryption::offer).transpose() {
            Ok(offer) => {
                self.send(payload::HANDSHAKE_REQUEST, payload::handshake_request(offer.as_ref()));
                self.offer = offer;
            }
            Err(why) => self.end_with(encryption::failed(&why)),
        }
        let mut why = loop {
            self.give_output();
            self.give_input();
            if let Some(why) = self.is_over() {
                break why;
            }
            match self.next().await {
                Next::Frame(Some(bytes)) => self.hear(&bytes),
                Next::Frame(None) => self.is_left_alone(),
                Next::Arrived(socket) => self.is_found_again(*socket),
                Next::Said(said) => self.program_says(said),
                Next::Room => {}
                Next::Due => self.look_at_clocks(),
                Next::WantedOver => self.end_with(String::new()),
                Next::Shutdown => break "the server is shutting down".to_owned(),
            }
        };
        // From now on nobody finds it.
        self.shared.tickets.closed(&self.id);
        // The program ends with its stream, whatever the client still has to be told.
        self.phase = Phase::Ending { until: Instant::now(), why: String::new() };
        if let Some(kept) = self.kept.take() {
            let there = !self.shared.shutdown.is_requested();
            if let Some(told) = kept.end(there).await {
                let between = if why.is_empty() { "" } else { "\n" };
                why = format!("{why}{between}{told}");
            }
        }
        let last = payload::closed(&self.id, &self.begin.target, &why, self.shared.clock.now());
        if let Some(socket) = self.socket.take() {
            socket.farewell(&last).await;
        }
        if let Some(log) = self.log.take() {
            log.end().await;
        }
    }

    async fn next(&mut self) -> Next {
        let due = self.due();
        let logs = self.logs_have_room();
        let (reads, waits) = (self.output.is_empty() && logs, !self.input.is_empty());
        let remote = match &mut self.phase {
            Phase::Running(remote) => Some(remote),
            Phase::Offered { .. } | Phase::Challenged { .. } | Phase::Ending { .. } => None,
        };
        let program = async {
            let Some(remote) = remote else { return std::future::pending().await };
            match remote.next_or_room(reads, waits).await {
                Heard::Said(said) => Next::Said(said),
                Heard::Room => Next::Room,
            }
        };
        let socket = self.socket.as_mut();
        let frame = async {
            match socket {
                Some(socket) => socket.next().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = self.shared.shutdown.requested() => Next::Shutdown,
            () = self.wanted_over.notified() => Next::WantedOver,
            Some(socket) = self.arrivals.recv() => Next::Arrived(Box::new(socket)),
            frame = frame => Next::Frame(frame),
            next = program => next,
            () = sleep_until(due) => Next::Due,
        }
    }

    fn logs_have_room(&self) -> bool {
        let log = self.log.as_ref().is_none_or(Log::has_room);
        log && self.kept.as_ref().is_none_or(Kept::has_room)
    }

    /// The next moment at which something is to be looked at.
    fn due(&self) -> Instant {
        let phase = match &self.phase {
            Phase::Offered { since } | Phase::Challenged { since, .. } => {
                Some(*since + HANDSHAKE_MAX)
            }
            Phase::Running(_) => None,
            Phase::Ending { until, .. } => Some(*until).filter(|_| self.socket.is_some()),
        };
        let full = !self.logs_have_room();
        let again = self.sending.due().map(Instant::from_std).filter(|_| self.socket.is_some());
        let log = full.then(|| Instant::now() + LOG_ROOM);
        let all = [Some(self.idle_until), self.alone_until, phase, again, log];
        all.into_iter().flatten().min().unwrap_or(self.idle_until)
    }

    fn look_at_clocks(&mut self) {
        let now = Instant::now();
        if let Some(socket) = &mut self.socket
            // What waits to be written is not lost.
            && socket.is_idle()
            && let Some(message) = self.sending.again(now.into_std())
        {
            socket.send(&message);
        }
    }

    /// Why the session is over, if it is.
    fn is_over(&self) -> Option<String> {
        let now = Instant::now();
        match &self.phase {
            Phase::Offered { since } if *since + HANDSHAKE_MAX <= now => {
                return Some("the client did not answer the handshake".into());
            }
            Phase::Challenged { since, .. } if *since + HANDSHAKE_MAX <= now => {
                return Some(encryption::failed("Timed out waiting for encryption challenge."));
            }
            Phase::Ending { until, why } => {
                let sent = self.output.is_empty() && self.sending.is_done();
                // Who is not there may still come for what was written.
                if sent || *until <= now && self.socket.is_some() {
                    return Some(why.clone());
                }
            }
            Phase::Offered { .. } | Phase::Challenged { .. } | Phase::Running(_) => {}
        }
        if self.idle_until <= now {
            return Some("the session was idle for too long".into());
        }
        self.alone_until.filter(|until| *until <= now).map(|_| "nobody was there any more".into())
    }

    fn send(&mut self, payload_type: u32, mut payload: Bytes) {
        if let (Some(cipher), payload::OUTPUT | payload::STDERR | payload::EXIT_CODE) =
            (&mut self.cipher, payload_type)
        {
            payload = cipher.seal(&payload);
        }
        let message = Message::new(Kind::Output, self.shared.clock.now(), payload_type, payload);
        let message = self.sending.send(message, Instant::now().into_std());
        if let Some(socket) = &mut self.socket {
            socket.send(&message);
        }
    }

    fn is_left_alone(&mut self) {
        self.socket = None;
        self.alone_until = Some(Instant::now() + self.shared.options.resumed_within);
    }

    fn is_found_again(&mut self, mut socket: Socket) {
        for message in self.sending.all_again(Instant::now().into_std()) {
            socket.send(&message);
        }
        // One that was there before has been given up by the client.
        self.socket = Some(socket);
        self.alone_until = None;
        self.is_patient();
    }

    /// A client that takes what was written has time for the rest of it.
    fn is_patient(&mut self) {
        if let Phase::Ending { until, .. } = &mut self.phase {
            *until = Instant::now() + LAST_ACKS_MAX;
        }
    }

    /// Puts what the program wrote into frames, as far as the client has acknowledged others.
    fn give_output(&mut self) {
        while self.sending.has_room()
            && let Some((payload_type, mut bytes)) = self.output.pop_front()
        {
            let piece = bytes.split_to(bytes.len().min(OUTPUT_BYTES));
            if !bytes.is_empty() {
                self.output.push_front((payload_type, bytes));
            }
            if let (Phase::Running(remote), payload::OUTPUT | payload::STDERR) =
                (&self.phase, payload_type)
            {
                remote.done(piece.len());
            }
            self.send(payload_type, piece);
        }
    }

    /// Gives the program what the user wrote, as far as there is room.
    fn give_input(&mut self) {
        let Phase::Running(remote) = &mut self.phase else { return };
        while let Some(bytes) = self.input.front_mut() {
            let room = remote.room().min(ferrogate_link::stream::CHUNK_BYTES_MAX);
            if room == 0 {
                return;
            }
            let piece = bytes.split_to(bytes.len().min(room));
            self.input_bytes -= piece.len();
            if !bytes.has_remaining() {
                self.input.pop_front();
            }
            remote.input(piece);
        }
        if std::mem::take(&mut self.input_ends) {
            remote.input_ends();
        }
    }

    /// One frame of the client. What is none is passed over: the next one may be.
    fn hear(&mut self, bytes: &Bytes) {
        let Ok(message) = Message::decode(bytes) else { return };
        match message.kind {
            Kind::Acknowledge => {
                let acknowledged =
                    serde_json::from_slice::<payload::Acknowledged>(&message.payload);
                if let Ok(acknowledged) = acknowledged {
                    self.sending.acknowledged(acknowledged.sequence);
                    self.is_patient();
                }
            }
            Kind::Input => self.take(message),
            // What only we say.
            Kind::Output | Kind::Closed | Kind::Start | Kind::Pause => {}
        }
    }

    fn take(&mut self, message: Message) {
        if self.input_bytes > INPUT_MAX {
            return;
        }
        let acknowledgement = payload::acknowledge(&message, self.shared.clock.now());
        if self.receiving.take(message) == Taken::No {
            return;
        }
        if let Some(socket) = &mut self.socket {
            socket.send(&acknowledgement);
        }
        while let Some(message) = self.receiving.pop() {
            self.user_says(message);
        }
    }

    /// What the user says next.
    fn user_says(&mut self, Message { payload_type, payload: said, .. }: Message) {
        match payload_type {
            payload::HANDSHAKE_RESPONSE => self.client_answers(&said),
            payload::CHALLENGE_RESPONSE => self.client_shows(&said),
            payload::OUTPUT => self.user_types(said),
            // Of its terminal some clients tell first.
            payload::SIZE => self.resize(&said),
            payload::FLAG if said[..] == payload::TERMINATE.to_be_bytes() => {
                self.end_with(String::new());
            }
            _ => {}
        }
    }

    fn user_types(&mut self, mut said: Bytes) {
        match (&self.cipher, &self.offer) {
            (Some(cipher), _) => match cipher.open(&said) {
                Ok(opened) => said = opened,
                Err(error) => {
                    return self.end_with(format!("what the client sends is not right: {error}"));
                }
            },
            // Nothing is taken openly where it is to be encrypted.
            (None, Some(_)) => return,
            (None, None) => {}
        }
        if said.is_empty() {
            self.input_ends = self.wishes.is_some();
            return;
        }
        self.is_busy();
        self.input_bytes += said.len();
        self.input.push_back(said);
    }

    fn client_answers(&mut self, response: &[u8]) {
        let Phase::Offered { since } = self.phase else { return };
        if let Some(refusal) = payload::refused_by(response) {
            return self.end_with(encryption::refused(refusal));
        }
        let Some(offer) = &self.offer else { return self.start(since) };
        let names = (self.id.as_str(), self.begin.target.as_str());
        let rights = &*self.shared.stores.rights;
        let agreed = encryption::agreed(rights, &whose(&self.begin), offer, names, response);
        let challenged = agreed.and_then(|mut cipher| {
            let (challenge, wanted) = encryption::challenge(&mut cipher)?;
            Ok((cipher, challenge, wanted))
        });
        match challenged {
            Ok((cipher, challenge, wanted)) => {
                self.cipher = Some(cipher);
                self.send(payload::CHALLENGE_REQUEST, challenge);
                self.phase = Phase::Challenged { since: Instant::now(), begun: since, wanted };
            }
            Err(why) => {
                tracing::info!(session = self.id, error = why, "a session is not encrypted");
                self.end_with(encryption::failed(&why));
            }
        }
    }

    fn client_shows(&mut self, said: &[u8]) {
        let (Phase::Challenged { begun, wanted, .. }, Some(cipher)) = (&self.phase, &self.cipher)
        else {
            return;
        };
        let begun = *begun;
        match encryption::is_shown(cipher, wanted, said) {
            true => self.start(begun),
            false => self.end_with(encryption::failed("Encryption challenge does not match!")),
        }
    }

    fn is_busy(&mut self) {
        self.idle_until = Instant::now() + self.shared.options.idle_max;
    }

    fn resize(&mut self, said: &[u8]) {
        let Ok(payload::Size { cols, rows }) = serde_json::from_slice(said) else { return };
        let number = |of: u32| u16::try_from(of).unwrap_or(u16::MAX).max(1);
        self.size = Size { cols: number(cols), rows: number(rows) };
        if let Phase::Running(remote) = &mut self.phase {
            remote.resize(self.size);
        }
    }

    /// The client has taken the session: the program begins.
    fn start(&mut self, since: Instant) {
        if let Some(refused) = self.begin.refused.take() {
            return self.end_with(refused);
        }
        let took = u64::try_from(since.elapsed().as_nanos()).unwrap_or(u64::MAX);
        let encrypted = self.cipher.as_ref().map(|_| ENCRYPTED);
        let notice = Some(&*self.notice).filter(|notice| !notice.is_empty());
        let message: Vec<&str> = encrypted.into_iter().chain(notice).collect();
        let complete = payload::handshake_complete(took, &message.join("\r\n"));
        self.send(payload::HANDSHAKE_COMPLETE, complete);
        self.is_busy();
        match self.shared.hosts.run(&self.begin.host, self.exec()) {
            Ok(remote) => self.phase = Phase::Running(remote),
            Err(error) => self.end_with(not_started(&error.to_string())),
        }
    }

    fn exec(&self) -> Exec {
        let wishes = self.wishes.clone();
        let size = |size: payload::Size| Size {
            cols: u16::try_from(size.cols).unwrap_or(u16::MAX),
            rows: u16::try_from(size.rows).unwrap_or(u16::MAX),
        };
        let (terminal, user, copy) = match wishes {
            None => (Some(self.size), ExecUser::Root, None),
            Some(Wishes { terminal, as_container, copy }) => {
                let user = if as_container { ExecUser::Container } else { ExecUser::Root };
                (terminal.map(size), user, copy)
            }
        };
        let program = match copy {
            None => Program::Command(self.begin.command.clone()),
            Some(Copy::Read(path)) => Program::Read { path },
            Some(Copy::Write(path)) => Program::Write { path },
        };
        let (key, container) = (self.begin.key.clone(), self.begin.container.clone());
        Exec { key, container, program, user, terminal }
    }

    fn program_says(&mut self, said: Option<Up>) {
        let (payload_type, Chunk(bytes)) = match said {
            Some(Up::Output(chunk)) => (payload::OUTPUT, chunk),
            Some(Up::Complaint(chunk)) => (payload::STDERR, chunk),
            Some(Up::Credit(_)) => return,
            Some(Up::Ended(ended)) => return self.program_ended(ended),
            None => return self.end_with("the host of the task is gone".into()),
        };
        self.is_busy();
        // A copy is no text, and is not what a log is for.
        let copies = self.wishes.as_ref().is_some_and(|wishes| wishes.copy.is_some());
        if let Some(log) = self.log.as_mut().filter(|_| !copies) {
            log.write(&bytes);
        }
        if let Some(kept) = &self.kept {
            kept.write(&bytes);
        }
        self.output.push_back((payload_type, bytes));
    }

    fn program_ended(&mut self, ended: Ended) {
        match ended {
            Ended::Code(code) => {
                if self.wishes.is_some() {
                    self.output.push_back((payload::EXIT_CODE, code.to_string().into()));
                }
                self.end_with(String::new());
            }
            Ended::Failed(reason) => self.end_with(not_started(&reason)),
        }
    }

    /// Nothing runs from now on; what was written is still brought to the client.
    fn end_with(&mut self, why: String) {
        self.input.clear();
        self.input_bytes = 0;
        self.phase = Phase::Ending { until: Instant::now() + LAST_ACKS_MAX, why };
    }
}

/// How the agent of SSM says that a program can't be run.
fn not_started(reason: &str) -> String {
    format!("\n----------ERROR-------\nUnable to start command: {reason}")
}
