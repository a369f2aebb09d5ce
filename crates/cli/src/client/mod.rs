//! The API's client: signed requests to one engine, typed by the API's own tables.

mod answer;
mod connect;
mod ec2;
mod explain;
mod query;

use std::time::{Duration, Instant};

use bytes::Bytes;
use ferrogate_api::{FromValue, Op, Wire, json};
use ferrogate_auth::Signer;
use ferrogate_auth::sigv4::Credentials;
use ferrogate_base::errors::chain;
use ferrogate_base::{Clock as _, SystemClock};
use ferrogate_channel::socket::Socket;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri, header};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http1::SendRequest;
use parking_lot::Mutex;
use tokio::sync::OnceCell;

use crate::fault::{Fault, Kind};
use crate::target::Target;
use crate::ui::{Notes, Ui};
use connect::Endpoint;
pub(crate) use ec2::document;
use explain::Explain;
pub(crate) use query::{NAME_MAX, NewBalancer, Shifting};

/// A request's body; blobs of images stream.
pub(crate) type Body = UnsyncBoxBody<Bytes, std::io::Error>;

/// How long the engine may take to begin its answer.
const ANSWER_MAX: Duration = Duration::from_secs(60);
/// How often what only reads is asked again when the answer breaks off, as it does when the
/// server is killed within it. The next connection waits for the next server.
const ASKED_AGAIN_MAX: usize = 3;
/// The longest answer that is read.
const ANSWER_BYTES_MAX: usize = 64 << 20;

/// A client of one engine. Keeps its connections open between requests.
pub(crate) struct Api {
    endpoint: Endpoint,
    region: String,
    account: OnceCell<String>,
    credentials: Option<Credentials>,
    idle: Mutex<Vec<SendRequest<Body>>>,
    /// Where each request is told of, when it is.
    verbose: Option<Notes>,
    explain: Option<Explain>,
}

impl Api {
    /// A client; nothing is sent yet.
    pub(crate) fn new(target: &Target) -> Result<Self, Fault> {
        Ok(Self {
            endpoint: Endpoint::new(target)?,
            region: target.region.clone(),
            account: OnceCell::new_with(target.account.clone()),
            credentials: target.credentials.clone(),
            idle: Mutex::new(Vec::new()),
            verbose: None,
            explain: None,
        })
    }

    /// The same client, which tells what it does as the flags ask for.
    pub(crate) fn told_to(self, ui: &Ui) -> Self {
        let explain =
            ui.calls.explain.then(|| Explain::new(ui.notes(), self.endpoint(), self.region()));
        Self { verbose: ui.calls.verbose.then(|| ui.notes()), explain, ..self }
    }

    pub(crate) fn endpoint(&self) -> &str {
        self.endpoint.text()
    }

    /// The URL of a name that the engine's port leads to, as those of load balancers.
    pub(crate) fn at_name(&self, name: &str) -> String {
        self.endpoint.at_name(name)
    }

    pub(crate) fn region(&self) -> &str {
        &self.region
    }

    /// The engine's account; asked of it the first time when nobody told.
    pub(crate) async fn account(&self) -> Result<&str, Fault> {
        self.account.get_or_try_init(|| self.caller_account()).await.map(String::as_str)
    }

    /// Calls an operation of a service that speaks JSON.
    pub(crate) async fn call<O: Op>(&self, input: &O::Input) -> Result<O::Output, Fault>
    where
        O::Input: Wire,
        O::Output: FromValue,
    {
        let operation = O::OPERATION;
        let target = format!("{}.{}", operation.service.target_prefix, operation.name);
        let headers =
            [("content-type", "application/x-amz-json-1.1".to_owned()), ("x-amz-target", target)];
        let body = json::encode(input, operation.input);
        if let Some(explain) = &self.explain {
            explain.call(operation, &body);
        }
        let of = (operation.service.signing_name, operation.name);
        let (status, answer) = self.ask(of, operation.reads(), &headers, body).await?;
        if !status.is_success() {
            return Err(answer::json_error(operation.name, status, &answer, self.endpoint()));
        }
        let value = json::decode(&answer, operation.output);
        let output = value.map_err(|e| e.to_string()).and_then(|value| {
            O::Output::from_value(value).map_err(|mismatch| mismatch.to_string())
        });
        output.map_err(|why| {
            Fault::failed(format!("the answer to {} makes no sense", operation.name)).why(why)
        })
    }

    /// A call of a service's operation, and its whole answer. Asked again, signed anew, when
    /// that broke off and the operation only reads: of others nobody knows whether they were
    /// done.
    async fn ask(
        &self,
        (service, operation): (&str, &str),
        reads: bool,
        headers: &[(&'static str, String)],
        body: Vec<u8>,
    ) -> Result<(StatusCode, Bytes), Fault> {
        let mut again = if reads { ASKED_AGAIN_MAX } else { 0 };
        loop {
            match self.signed(service, operation, headers, body.clone()).await {
                Err(fault) if fault.kind == Kind::Broken && again > 0 => again -= 1,
                answer => return answer,
            }
        }
    }

    /// One signed `POST /`, and its whole answer.
    async fn signed(
        &self,
        service: &str,
        operation: &str,
        headers: &[(&'static str, String)],
        body: Vec<u8>,
    ) -> Result<(StatusCode, Bytes), Fault> {
        let credentials = match &self.credentials {
            Some(credentials) => credentials,
            None => return Err(self.no_key().await),
        };
        let uri = self.endpoint.uri("/");
        let mut signed = HeaderMap::new();
        for (name, value) in headers {
            let value = HeaderValue::from_str(value).expect("names of operations are plain");
            signed.insert(*name, value);
        }
        // Tells two calls of one second apart that ask the same.
        let invocation = uuid::Uuid::new_v4().to_string();
        let invocation = HeaderValue::from_str(&invocation).expect("an id is plain");
        signed.insert("amz-sdk-invocation-id", invocation);
        let (region, time) = (&*self.region, SystemClock.now());
        Signer { credentials, region, service, time }
            .sign_request(&Method::POST, &uri, &mut signed, &body)
            .map_err(|e| Fault::usage("the request can't be signed").because(&e))?;
        let mut request = Request::new(whole(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = uri;
        *request.headers_mut() = signed;
        request.extensions_mut().insert(Called(format!("{service} {operation}")));
        let response = self.send(request).await?;
        let status = response.status();
        let answer = self.whole_answer(response, operation).await?;
        Ok((status, answer))
    }

    /// The engine runs and we have no key, or it does not run at all.
    async fn no_key(&self) -> Fault {
        match self.get("/_ferrogate/health").await {
            Err(fault) => fault,
            Ok(_) => Fault::new(Kind::Denied, "there is no key to call the engine with")
                .why("the admin key can't be read by this user, and AWS_ACCESS_KEY_ID is not set")
                .fix("run it with sudo, or: eval \"$(sudo ferrogate env)\""),
        }
    }

    /// An unsigned GET, and its whole answer.
    pub(crate) async fn get(&self, path: &str) -> Result<(StatusCode, Bytes), Fault> {
        self.unsigned(Method::GET, path).await
    }

    /// An unsigned request without a body, and its whole answer.
    pub(crate) async fn unsigned(
        &self,
        method: Method,
        path: &str,
    ) -> Result<(StatusCode, Bytes), Fault> {
        let mut request = Request::new(whole(Vec::new()));
        *request.method_mut() = method;
        *request.uri_mut() = self.endpoint.uri(path);
        let response = self.send(request).await?;
        let status = response.status();
        Ok((status, self.whole_answer(response, path).await?))
    }

    /// The websocket that an answer of this engine named.
    pub(crate) async fn websocket(&self, url: &str) -> Result<Socket, Fault> {
        // By the way that this client came, whatever the engine calls itself.
        let path = url.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
        match path {
            Some(path) => self.endpoint.websocket(path).await,
            None => Err(Fault::failed("the engine named no websocket").why(url.to_owned())),
        }
    }

    /// The URI of a path of this engine; `None` when it is not of this engine.
    pub(crate) fn own_uri(&self, location: &str) -> Option<Uri> {
        let path = match location.strip_prefix(self.endpoint()) {
            Some(path) => path,
            None => location,
        };
        path.starts_with('/').then(|| path.parse::<Uri>().ok())??;
        Some(self.endpoint.uri(path))
    }

    /// Sends a request on a connection that is free, or on a new one. Its body must be read
    /// or dropped; a request that needs a signature must have it.
    pub(crate) async fn send(
        &self,
        mut request: Request<Body>,
    ) -> Result<Response<Incoming>, Fault> {
        let host = self.endpoint.host_header();
        request.headers_mut().entry(header::HOST).or_insert(host);
        let agent = concat!("ferrogate/", env!("CARGO_PKG_VERSION"));
        request.headers_mut().insert(header::USER_AGENT, HeaderValue::from_static(agent));
        // In a request to a server itself, the target is the path alone.
        let path = request.uri().path_and_query().cloned();
        *request.uri_mut() = path.map_or_else(|| Uri::from_static("/"), Uri::from);
        let begun = Instant::now();
        let what = self.verbose.as_ref().map(|_| named(&request));
        let answer = self.exchange(request).await;
        if let (Some(notes), Some(what)) = (&self.verbose, what) {
            let ms = begun.elapsed().as_secs_f64() * 1000.0;
            notes.note(&match &answer {
                Ok(answer) => format!("{what}: {} in {ms:.1} ms", answer.status().as_u16()),
                Err(fault) => format!("{what}: {} after {ms:.1} ms", fault.what),
            });
        }
        answer
    }

    async fn exchange(&self, mut request: Request<Body>) -> Result<Response<Incoming>, Fault> {
        loop {
            let kept = self.idle.lock().pop().filter(|sender| !sender.is_closed());
            let fresh = kept.is_none();
            let mut sender = match kept {
                Some(sender) => sender,
                None => self.endpoint.connect().await?,
            };
            let sent = async {
                sender.ready().await.ok();
                sender.try_send_request(request).await
            };
            let Ok(sent) = tokio::time::timeout(ANSWER_MAX, sent).await else {
                return Err(self.silent("it did not answer within a minute"));
            };
            match sent {
                Ok(response) => {
                    self.idle.lock().push(sender);
                    return Ok(response);
                }
                Err(mut error) => match error.take_message() {
                    // A kept connection was closed before anything went out.
                    Some(unsent) if !fresh => request = unsent,
                    _ => return Err(self.broken(&chain(error.error()))),
                },
            }
        }
    }

    /// The whole body of an answer.
    pub(crate) async fn whole_answer(
        &self,
        response: Response<Incoming>,
        what: &str,
    ) -> Result<Bytes, Fault> {
        let body = Limited::new(response.into_body(), ANSWER_BYTES_MAX).collect();
        match tokio::time::timeout(ANSWER_MAX, body).await {
            Ok(Ok(body)) => Ok(body.to_bytes()),
            Ok(Err(error)) if error.is::<LengthLimitError>() => {
                Err(self.silent(&format!("{what}: {error}")))
            }
            Ok(Err(error)) => Err(self.broken(&format!("{what}: {error}"))),
            Err(_) => Err(self.silent("its answer did not end within a minute")),
        }
    }

    fn silent(&self, why: &str) -> Fault {
        self.in_trouble(Kind::Unreachable, why)
    }

    fn broken(&self, why: &str) -> Fault {
        self.in_trouble(Kind::Broken, why)
    }

    fn in_trouble(&self, kind: Kind, why: &str) -> Fault {
        Fault::new(kind, format!("the engine at {} is in trouble", self.endpoint()))
            .why(why)
            .fix("look at `ferrogate status` and at the engine's log")
    }
}

/// Service and operation of a request that calls one.
#[derive(Clone)]
struct Called(String);

/// What a request is, without what it says: bodies may hold secrets.
fn named(request: &Request<Body>) -> String {
    match request.extensions().get::<Called>() {
        Some(Called(name)) => name.clone(),
        None => format!("{} {}", request.method(), request.uri().path()),
    }
}

/// A body that is there as a whole.
pub(crate) fn whole(bytes: impl Into<Bytes>) -> Body {
    Full::new(bytes.into()).map_err(|never| match never {}).boxed_unsync()
}
