//! An engine of a few recorded answers, which checks signatures as the real one does.

use std::collections::{HashMap, VecDeque};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use ferrogate_auth::sigv4::RequestHead;
use ferrogate_auth::{Caller, Secret, StaticKeys, Verifier};
use ferrogate_base::SystemClock;
use ferrogate_cli::{Credentials, Program, Target, Terminal, Ui, Verb};
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use parking_lot::Mutex;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

pub(crate) const ACCOUNT: &str = "000000000000";
const KEY: &str = "AKIAFERROGATETEST000";
const SECRET: &str = "a secret of forty characters, made for it";
/// No status of HTTP.
const BROKEN_OFF: u16 = 0;
/// No test waits longer for anything.
const DEADLINE: Duration = Duration::from_secs(30);

/// One recorded answer.
#[derive(Clone)]
pub(crate) struct Answer {
    status: u16,
    body: Bytes,
    headers: Vec<(&'static str, String)>,
}

pub(crate) fn ok(body: Value) -> Answer {
    raw(200, body.to_string())
}

pub(crate) fn raw(status: u16, body: impl Into<Bytes>) -> Answer {
    Answer { status, body: body.into(), headers: vec![] }
}

pub(crate) fn refused(code: &str, message: &str) -> Answer {
    raw(400, json!({"__type": code, "message": message}).to_string())
}

/// The connection ends instead of an answer, as that of a server that is killed.
pub(crate) fn broken_off() -> Answer {
    raw(BROKEN_OFF, "")
}

impl Answer {
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// A request that came.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The operation, or method and path.
    pub(crate) what: String,
    pub(crate) query: String,
    pub(crate) authorization: String,
    pub(crate) body: Bytes,
}

impl Call {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

#[derive(Default)]
struct State {
    answers: HashMap<String, VecDeque<Answer>>,
    calls: Vec<Call>,
}

/// The engine. Ends when it is dropped.
pub(crate) struct Fake {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    called: Arc<Notify>,
    server: JoinHandle<()>,
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Fake {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (state, called) = (Arc::new(Mutex::new(State::default())), Arc::new(Notify::new()));
        let server = tokio::spawn(serve(listener, Arc::clone(&state), Arc::clone(&called)));
        let fake = Self { address, state, called, server };
        fake.on("GET /_ferrogate/health", [ok(json!({"status": "ok", "version": "0.1.0"}))]);
        fake.on(
            "DescribeSubnets",
            [raw(200, "<R><subnetSet><item><subnetId>subnet-1</subnetId></item></subnetSet></R>")],
        );
        fake
    }

    /// Answers these, one after the other; the last one again and again.
    pub(crate) fn on(&self, what: &str, answers: impl IntoIterator<Item = Answer>) {
        self.state.lock().answers.insert(what.to_owned(), answers.into_iter().collect());
    }

    pub(crate) fn calls(&self, what: &str) -> Vec<Call> {
        self.state.lock().calls.iter().filter(|call| call.what == what).cloned().collect()
    }

    /// Resolves when so many calls of this kind have come.
    pub(crate) async fn until_called(&self, what: &str, times: usize) {
        let waiting = async {
            loop {
                let more = self.called.notified();
                if self.calls(what).len() >= times {
                    return;
                }
                more.await;
            }
        };
        tokio::time::timeout(DEADLINE, waiting).await.expect("it is called");
    }

    pub(crate) fn target(&self) -> Target {
        Target {
            endpoint: format!("http://{}", self.address),
            region: "us-east-1".into(),
            account: Some(ACCOUNT.into()),
            credentials: Some(credentials(SECRET)),
            key_source: ferrogate_cli::KeySource::default(),
            data_dir: None,
        }
    }

    /// Runs a command line to its end.
    pub(crate) async fn run(&self, words: &[&str]) -> Done {
        run(&self.target(), words, &Seen::pipe()).await
    }
}

pub(crate) fn credentials(secret: &str) -> Credentials {
    Credentials { access_key_id: KEY.into(), secret: Secret::new(secret), token: None }
}

async fn serve(listener: TcpListener, state: Arc<Mutex<State>>, called: Arc<Notify>) {
    let caller = Caller::root(ACCOUNT.parse().unwrap());
    let keys = StaticKeys::new().with(KEY, Secret::new(SECRET), caller);
    let verifier = Arc::new(Verifier::new(Arc::new(keys), Arc::new(SystemClock)));
    let mut connections = tokio::task::JoinSet::new();
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let (state, called) = (Arc::clone(&state), Arc::clone(&called));
        let verifier = Arc::clone(&verifier);
        let service = hyper::service::service_fn(move |request| {
            let (state, called) = (Arc::clone(&state), Arc::clone(&called));
            let verifier = Arc::clone(&verifier);
            async move { respond(answer(request, &state, &called, &verifier).await) }
        });
        let connection = hyper::server::conn::http1::Builder::new()
            .serve_connection(TokioIo::new(stream), service);
        connections.spawn(async move { drop(connection.await) });
    }
}

async fn answer(
    request: Request<Incoming>,
    state: &Mutex<State>,
    called: &Notify,
    verifier: &Verifier,
) -> Answer {
    let (head, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let text = |name: &str| {
        head.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned()
    };
    let form = String::from_utf8_lossy(&body).into_owned();
    let what = match (text("x-amz-target").rsplit('.').next().unwrap_or_default(), head.uri.path())
    {
        ("", "/") => form.split(['=', '&']).nth(1).unwrap_or_default().to_owned(),
        ("", path) => format!("{} {path}", head.method),
        (operation, _) => operation.to_owned(),
    };
    let query = head.uri.query().unwrap_or_default().to_owned();
    if head.uri.path() == "/" {
        let request = RequestHead {
            method: head.method.as_str(),
            path: "/",
            query: &query,
            headers: &head.headers,
        };
        if let Err(error) = verifier.verify(&request, &body) {
            return refused("InvalidSignatureException", &error.to_string());
        }
    }
    let mut state = state.lock();
    let authorization = text("authorization");
    state.calls.push(Call { what: what.clone(), query, authorization, body });
    let answers = state.answers.entry(what.clone()).or_default();
    let answer = match answers.len() {
        0 => refused("UnknownOperationException", &format!("nothing is recorded for {what}")),
        1 => answers[0].clone(),
        _ => answers.pop_front().unwrap(),
    };
    drop(state);
    called.notify_waiters();
    answer
}

fn respond(answer: Answer) -> Result<Response<Full<Bytes>>, io::Error> {
    if answer.status == BROKEN_OFF {
        return Err(io::ErrorKind::ConnectionAborted.into());
    }
    let mut response = Response::new(Full::new(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap();
    for (name, value) in answer.headers {
        response.headers_mut().insert(name, value.parse().unwrap());
    }
    Ok(response)
}

/// A stream that remembers what was written.
#[derive(Clone, Default)]
pub(crate) struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().clone()).unwrap()
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The two streams and the Ctrl-C of a command under test.
#[derive(Clone)]
pub(crate) struct Seen {
    pub(crate) out: Buffer,
    pub(crate) err: Buffer,
    pub(crate) terminal: Terminal,
    pub(crate) interrupt: Arc<Notify>,
}

impl Seen {
    pub(crate) fn pipe() -> Self {
        Self {
            out: Buffer::default(),
            err: Buffer::default(),
            terminal: Terminal::pipe(),
            interrupt: Arc::new(Notify::new()),
        }
    }

    pub(crate) fn terminal() -> Self {
        let terminal = Terminal { live: true, colour: true, width: Some(100), guarded: true };
        Self { terminal, ..Self::pipe() }
    }

    pub(crate) fn ui(&self) -> Ui {
        let interrupt = Arc::clone(&self.interrupt);
        Ui::of((self.out.clone(), self.terminal), (self.err.clone(), self.terminal), move || {
            let interrupt = Arc::clone(&interrupt);
            async move { interrupt.notified().await }
        })
    }
}

/// What a command ended with.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: u8,
    pub(crate) out: String,
    pub(crate) err: String,
}

#[derive(Debug, clap::Parser)]
#[command(name = "ferrogate")]
pub(crate) struct Line {
    /// As the binary has it, for all verbs.
    #[arg(long, global = true)]
    pub(crate) data_dir: Option<String>,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

pub(crate) fn parse(words: &[&str]) -> Result<Line, clap::Error> {
    use clap::Parser as _;
    Line::try_parse_from(std::iter::once(&"ferrogate").chain(words))
}

pub(crate) fn program() -> Program {
    Program { command: <Line as clap::CommandFactory>::command, trials: None }
}

/// Runs a command line to its end, which must come in time.
pub(crate) async fn run(target: &Target, words: &[&str], seen: &Seen) -> Done {
    let verb = parse(words).unwrap().verb;
    let (ui, program) = (seen.ui(), program());
    let running = ferrogate_cli::run_on(ui, verb, target, &program);
    let code = tokio::time::timeout(DEADLINE, running).await.expect("it ends in time");
    Done { code, out: seen.out.text(), err: seen.err.text() }
}
