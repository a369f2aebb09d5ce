//! One request of a client: what its listener's rules say is done.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use ferrogate_link::balancer::{Action, FixedResponse, Redirect};
use http::header::{self, HeaderMap, HeaderValue};
use http::{HeaderName, Method, Request, Response, StatusCode, Version};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::Shared;
use super::activity::Activity;
use super::body::{Answer, Counted, whole};
use super::config::{Config, Listening};
use super::count::one;
use super::judge::Verdict;
use super::listen::Open;
use super::mutual::Headers;
use super::note::{self, Note, Noted};
use super::tls::{Agreed, Shaken};
use super::{forward, hold};
use crate::plan::desync::{Class, Reason};
use crate::plan::line::Access;
use crate::plan::meaning::is_like;
use crate::plan::transform::{self, Transforms};
use crate::plan::{forwarded, host, meaning, page, redirect, rule::Asked};

/// Application Load Balancers, quotas: one header, all headers.
const HEADER_MAX: usize = 16 << 10;
const HEADERS_MAX: usize = 64 << 10;
/// Application Load Balancers, "HTTP/2": requests of a connection.
const STREAMS_MAX: u32 = 10_000;
/// Seconds after which who could not wait may ask again.
const LATER: HeaderValue = HeaderValue::from_static("5");
const SERVER: HeaderValue = HeaderValue::from_static("awselb/2.0");

/// A client's connection.
pub(crate) struct Client {
    pub(crate) address: SocketAddr,
    /// The listener's port.
    pub(crate) port: u16,
    /// What was agreed on, with TLS.
    pub(crate) agreed: Option<Agreed>,
    /// What targets are told of its certificate.
    pub(crate) presented: Option<Headers>,
    /// What was said in the handshake, where that is logged.
    pub(crate) shaken: Option<Arc<Shaken>>,
    /// Names the connection in logs.
    pub(crate) trace: Arc<str>,
    /// Of the connection; of one stream, where several go on at once.
    pub(crate) activity: Arc<Activity>,
    /// When the connection began.
    pub(crate) begun: Instant,
    /// Requests that came on it.
    pub(crate) requests: Arc<AtomicU32>,
    /// It is to take no more requests.
    pub(crate) leaves: CancellationToken,
    /// It has its place as long as anybody speaks with it.
    pub(crate) _open: Arc<Open>,
}

impl Client {
    /// The same for one stream of it.
    pub(crate) fn stream(&self) -> Arc<Self> {
        Arc::new(Self {
            address: self.address,
            port: self.port,
            agreed: self.agreed,
            presented: self.presented.clone(),
            shaken: self.shaken.clone(),
            trace: self.trace.clone(),
            activity: self.activity.stream(),
            begun: self.begun,
            requests: self.requests.clone(),
            leaves: self.leaves.clone(),
            _open: self._open.clone(),
        })
    }
}

/// What is known of a request beside its headers.
pub(crate) struct Known {
    /// In lower case, without its port.
    pub(crate) host: String,
    /// As the client named it.
    pub(crate) port: Option<u16>,
    /// Nobody else's request is to follow on its target's connection.
    pub(crate) alone: bool,
}

/// An own answer with this status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Own(pub(crate) u16);

/// Answers one request; never fails. What was found of its head is said of one of HTTP/1 alone.
pub(crate) async fn answer(
    shared: Arc<Shared>,
    client: Arc<Client>,
    mut request: Request<Incoming>,
    verdict: Option<Verdict>,
) -> Result<Response<Answer>, Infallible> {
    let config = shared.config.load_full();
    if verdict.as_ref().is_some_and(|verdict| verdict.is_old) {
        *request.version_mut() = Version::HTTP_10;
    }
    let is_logged = config.attributes.access_logs.is_some();
    let noted: Noted = is_logged.then(|| {
        let mut access = begin(&config, &client, &request);
        if let Some(verdict) = &verdict {
            judged(&mut access, &config, &client, verdict);
        }
        Note::begin(access, shared.logs.clone())
    });
    one(&shared.counts.requests);
    let mut left = Left { shared: &shared, answered: false };
    let listening = config.listeners.get(&client.port);
    let version = request.version();
    let mut answer = match listening {
        Some(listening) => {
            let done = match verdict.as_ref() {
                Some(Verdict { refused: Some(refused), .. }) => Err(Own(refused.status)),
                verdict => serve(&shared, &config, &client, request, verdict, &noted).await,
            };
            done.unwrap_or_else(|Own(status)| own(&shared, listening, status))
        }
        // The listener went while the connection was open.
        None => {
            let mut answer = Response::new(whole(page::page(503)));
            *answer.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            answer
        }
    };
    left.answered = true;
    let keep = Duration::from_secs(config.attributes.client_keep_alive_s.into());
    let count = client.requests.fetch_add(1, Ordering::Relaxed).saturating_add(1);
    // A listener that has begun to speak TLS, or to ask for certificates, or ceased to, lets go of
    // who came before.
    let asks = |now: &Listening| now.tls.as_ref().is_some_and(|tls| tls.verifier.is_some());
    let is_other = |now: &Listening| {
        now.tls.is_some() != client.agreed.is_some() || asks(now) != client.presented.is_some()
    };
    let over = client.begun.elapsed() >= keep || listening.is_none_or(is_other);
    let ends = over
        || shared.shutdown.is_requested()
        || verdict.is_some_and(|verdict| verdict.ends || verdict.refused.is_some());
    if version == Version::HTTP_2 {
        // Headers of one connection are none of HTTP/2 (RFC 9113 8.2.2).
        answer.headers_mut().remove(header::CONNECTION);
        if ends || count >= STREAMS_MAX {
            client.leaves.cancel();
        }
    } else if ends && answer.status() != StatusCode::SWITCHING_PROTOCOLS {
        answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    if version == Version::HTTP_10 {
        *answer.version_mut() = Version::HTTP_10;
    }
    Ok(match noted {
        None => answer,
        Some(note) => logged(answer, note),
    })
}

/// What is known of a request as it comes.
fn begin(config: &Config, client: &Client, request: &Request<Incoming>) -> Access {
    let headers = request.headers();
    let http2 = request.version() == Version::HTTP_2;
    let kind = match (client.agreed.is_some(), http2) {
        (false, _) => "http",
        (true, true) if forward::is_grpc(headers) => "grpcs",
        (true, true) => "h2",
        (true, false) => "https",
    };
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let authority = request.uri().authority().map(|of| of.as_str());
    let host = authority.or_else(|| text(header::HOST)).and_then(host::parse);
    let host = host.map_or_else(|| "-".to_owned(), |(host, _)| host);
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let (method, scheme) =
        (request.method(), if client.agreed.is_some() { "https" } else { "http" });
    let line = format!("{method} {scheme}://{host}:{}{path} {:?}", client.port, request.version());
    Access {
        kind,
        balancer: config.name.clone(),
        client: Some(client.address),
        received: (line.len() + 4 + forward::size(headers)) as u64,
        request: line,
        user_agent: text(header::USER_AGENT).map(str::to_owned),
        cipher: client.agreed.map(|agreed| agreed.cipher),
        protocol: client.agreed.map(|agreed| agreed.version),
        domain: client.shaken.as_ref().and_then(|shaken| shaken.domain.clone()),
        certificate: client.shaken.as_ref().and_then(|shaken| shaken.certificate.clone()),
        connection: client.trace.to_string(),
        node: Some(config.address),
        ..Access::default()
    }
}

/// What was found of a request before anybody has read it.
fn judged(access: &mut Access, config: &Config, client: &Client, verdict: &Verdict) {
    access.class = verdict.found.class.word();
    access.reason = verdict.found.reason.map(Reason::word);
    let Some(refused) = &verdict.refused else { return };
    // What was read is not what came.
    let scheme = if client.agreed.is_some() { "https" } else { "http" };
    let [method, path, version] = match &refused.line {
        Some(line) => line.each_ref().map(|part| if part.is_empty() { "-" } else { part }),
        None => ["-"; 3],
    };
    let place = format!("{scheme}://{}:{}", config.dns_name, client.port);
    access.request = format!("{method} {place}{path} {version}");
    (access.user_agent, access.received) = (None, refused.bytes);
}

/// An answer of which it is noted how it goes on.
fn logged(answer: Response<Answer>, note: Arc<Note>) -> Response<Answer> {
    let head = "HTTP/1.1 200 \r\n\r\n".len() + forward::size(answer.headers());
    note::note(&Some(note.clone()), |access| {
        (access.time, access.status) = (note::now(), answer.status().as_u16());
        access.sent += head as u64;
    });
    answer.map(|inner| Counted { inner, note }.boxed_unsync())
}

/// A client that leaves before it is answered counts as 460.
struct Left<'s> {
    shared: &'s Shared,
    answered: bool,
}

impl Drop for Left<'_> {
    fn drop(&mut self) {
        if !self.answered {
            self.shared.counts.answered(460);
        }
    }
}

async fn serve(
    shared: &Arc<Shared>,
    config: &Arc<Config>,
    client: &Arc<Client>,
    mut request: Request<Incoming>,
    verdict: Option<&Verdict>,
    noted: &Noted,
) -> Result<Response<Answer>, Own> {
    check(&request)?;
    if request.version() == Version::HTTP_2 {
        join_cookies(request.headers_mut());
    }
    let alone = verdict.is_some_and(|verdict| verdict.found.class >= Class::Ambiguous);
    let known = Known { alone, ..named(config, &request)? };
    if request.uri().authority().is_some() {
        // What it names beside that is nobody's: the target is told what the rules go by.
        request.headers_mut().remove(header::HOST);
    }
    names(shared, config, &mut request);
    let path = request.uri().path().to_owned();
    let query = request.uri().query().map(str::to_owned);
    let mut config = config.clone();
    let (until, mut turn) = (Instant::now() + config.idle(), None);
    // By what holds when it comes; one that waits, by what holds then.
    loop {
        let current = config;
        let listening = current.listeners.get(&client.port).ok_or(Own(503))?;
        let asked = Asked {
            host: &known.host,
            path: &path,
            query: query.as_deref(),
            method: request.method().as_str(),
            headers: request.headers(),
            peer: client.address.ip(),
        };
        // There is a default rule, unless the node was told none.
        let (rule, transforms) = listening.rules.find(&asked).ok_or(Own(503))?;
        note::note(noted, |access| access.priority = Some(rule.priority.unwrap_or(0)));
        let (groups, stickiness_s) = match &rule.action {
            Action::FixedResponse(fixed) => {
                note::note(noted, |access| access.actions.push("fixed-response"));
                return Ok(fix(shared, listening, fixed));
            }
            Action::Redirect(to) => {
                let port = known.port.unwrap_or(client.port);
                let query = query.as_deref().unwrap_or("");
                let from = redirect::From {
                    tls: client.agreed.is_some(),
                    host: &known.host,
                    port,
                    path: &path,
                    query,
                };
                note::note(noted, |access| access.actions.push("redirect"));
                let answer = lead(shared, listening, to, &from)?;
                let location = answer.headers().get(header::LOCATION);
                let location = location.and_then(|to| to.to_str().ok()).map(str::to_owned);
                note::note(noted, |access| access.redirect = location);
                return Ok(answer);
            }
            Action::Forward { groups, stickiness_s } => (groups, *stickiness_s),
        };
        let to = forward::To { groups, stickiness_s };
        let chosen = forward::choose(shared, &current, to, request.headers());
        if let Some(group) = chosen.as_ref().ok().map(|of| of.group).filter(|of| of.is_awaited()) {
            drop(turn.take());
            let _awaits = client.activity.awaits();
            let bytes = path.len() + forward::size(request.headers());
            match hold::wait(shared, group, bytes, until).await {
                Ok(own) => turn = Some(own),
                Err(_) => {
                    note::note(noted, |access| access.group = Some(group.spec.arn.clone()));
                    return Ok(later(shared, listening));
                }
            }
            config = shared.config.load_full();
            continue;
        }
        let known = rewrite(transforms, known, &mut request, noted)?;
        note::note(noted, |access| access.actions.push("forward"));
        let mut chosen = chosen?;
        chosen.turn = turn;
        let answer = forward::forward(shared, &current, client, &known, chosen, request, noted);
        let mut answer = answer.await?;
        let headers = answer.headers_mut();
        for (name, value) in &listening.response_headers {
            headers.insert(name.clone(), value.clone());
        }
        return Ok(answer);
    }
}

/// Changes what is passed on as the rule says.
fn rewrite(
    transforms: &Transforms,
    known: Known,
    request: &mut Request<Incoming>,
    noted: &Noted,
) -> Result<Known, Own> {
    let failed = |_| {
        note::note(noted, |access| access.transform = Some("TransformInvalidHttpRequest"));
        Own(500)
    };
    if !transforms.is_empty() {
        note::note(noted, |access| {
            access.actions.push("rewrite");
            access.transform = Some("TransformSuccess");
        });
    }
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    if let Some(url) = transforms.url(path).map_err(failed)? {
        *request.uri_mut() = url.parse().map_err(|_| failed(transform::Failed))?;
        note::note(noted, |access| access.uri = Some(url));
    }
    Ok(match transforms.host(&known.host).map_err(failed)? {
        Some(host) => {
            // It is preserved as it came only when nobody asked for another one.
            request.headers_mut().remove(header::HOST);
            note::note(noted, |access| access.host = Some(host.clone()));
            Known { host, ..known }
        }
        None => known,
    })
}

/// What AWS takes no request for.
fn check(request: &Request<Incoming>) -> Result<(), Own> {
    let (method, uri) = (request.method(), request.uri());
    if *method == Method::TRACE || *method == Method::CONNECT {
        return Err(Own(405));
    }
    encoding(request.headers())?;
    let path = uri.path_and_query().map_or(1, |path| path.as_str().len());
    if method.as_str().len() + path + " HTTP/1.1 ".len() > meaning::LINE_MAX {
        return Err(Own(414));
    }
    let size = |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len() + 4;
    let sizes = || request.headers().iter().map(size);
    if sizes().any(|size| size > HEADER_MAX) || sizes().sum::<usize>() > HEADERS_MAX {
        return Err(Own(400));
    }
    Ok(())
}

/// A body that is encoded otherwise than in chunks can't be passed on: a target would not know.
fn encoding(headers: &HeaderMap) -> Result<(), Own> {
    let mut values = headers.get_all(header::TRANSFER_ENCODING).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(()),
        (Some(one), None) if one.as_bytes().eq_ignore_ascii_case(b"chunked") => Ok(()),
        (Some(one), None) if one.as_bytes().eq_ignore_ascii_case(b"identity") => Ok(()),
        (Some(_), None) => Err(Own(501)),
        (Some(_), Some(_)) => Err(Own(400)),
    }
}

/// The host that a request names: that of an absolute URI, else of its `Host`, of which it has one
/// (RFC 9112, 3.2).
fn named(config: &Config, request: &Request<Incoming>) -> Result<Known, Own> {
    let authority = request.uri().authority().map(|of| of.as_str());
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let header = hosts.next();
    if hosts.next().is_some() {
        return Err(Own(400));
    }
    let text = match (authority, header) {
        // RFC 9113 8.3.1: two names are one too many.
        (Some(authority), Some(host))
            if request.version() == Version::HTTP_2
                && !authority.as_bytes().eq_ignore_ascii_case(host.as_bytes()) =>
        {
            return Err(Own(400));
        }
        (Some(authority), _) => authority,
        (None, Some(host)) => host.to_str().map_err(|_| Own(400))?,
        // AWS: who asks in the oldest way means the load balancer.
        (None, None) if request.version() < Version::HTTP_11 => &config.dns_name,
        (None, None) => return Err(Own(400)),
    };
    let (host, port) = host::parse(text).ok_or(Own(400))?;
    Ok(Known { host, port, alone: false })
}

/// A client of HTTP/2 may send its cookies one by one; a target gets them in one header (RFC 9113
/// 8.2.3).
fn join_cookies(headers: &mut HeaderMap) {
    let mut all = headers.get_all(header::COOKIE).iter();
    if all.nth(1).is_none() {
        return;
    }
    let parts: Vec<_> = headers.get_all(header::COOKIE).iter().map(|v| v.as_bytes()).collect();
    // Values that were fine by themselves are together.
    if let Ok(joined) = HeaderValue::from_bytes(&parts.join(&b"; "[..])) {
        headers.insert(header::COOKIE, joined);
    }
}

/// Drops headers whose names AWS calls invalid, if that is wanted; of a request of HTTP/2 also those
/// that some server takes for what says where a body ends, as a head of HTTP/1 loses them before.
fn names(shared: &Shared, config: &Config, request: &mut Request<Incoming>) {
    let http2 = request.version() == Version::HTTP_2;
    let headers = request.headers_mut();
    let is_like = |name: &&HeaderName| is_like(name.as_str().as_bytes());
    let like: Vec<_> = headers.keys().filter(|_| http2).filter(is_like).cloned().collect();
    for name in like {
        headers.remove(&name);
        one(&shared.counts.invalid_headers_dropped);
    }
    let is_invalid = |name: &&HeaderName| !forwarded::is_valid_name(name);
    let invalid: Vec<_> = headers.keys().filter(is_invalid).cloned().collect();
    for name in invalid {
        if config.attributes.drop_invalid_header_fields {
            headers.remove(&name);
            one(&shared.counts.invalid_headers_dropped);
        } else {
            one(&shared.counts.invalid_headers_forwarded);
        }
    }
}

/// An answer of the load balancer's own.
fn own(shared: &Shared, listening: &Listening, status: u16) -> Response<Answer> {
    let mut answer = made(shared, listening, status, whole(page::page(status)));
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html"));
    // What is left of such a request is not read.
    if matches!(status, 400 | 405 | 408 | 414 | 431 | 463 | 501 | 505) {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    answer
}

/// What a request is told that has waited for a target, or for which there is no room to wait.
fn later(shared: &Shared, listening: &Listening) -> Response<Answer> {
    let mut answer = own(shared, listening, 503);
    answer.headers_mut().insert(header::RETRY_AFTER, LATER);
    answer
}

fn made(shared: &Shared, listening: &Listening, status: u16, body: Answer) -> Response<Answer> {
    shared.counts.answered(status);
    let mut answer = Response::new(body);
    // Statuses come from here, or were checked where they were told.
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    if listening.server_header {
        answer.headers_mut().insert(header::SERVER, SERVER);
    }
    for (name, value) in &listening.response_headers {
        answer.headers_mut().insert(name.clone(), value.clone());
    }
    answer
}

fn fix(shared: &Shared, listening: &Listening, fixed: &FixedResponse) -> Response<Answer> {
    one(&shared.counts.fixed_responses);
    let mut answer = made(shared, listening, fixed.status, whole(fixed.body.clone()));
    let kind = fixed.content_type.as_deref().unwrap_or("text/plain");
    if let Ok(kind) = HeaderValue::from_str(&format!("{kind}; charset=utf-8")) {
        answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    answer
}

fn lead(
    shared: &Shared,
    listening: &Listening,
    to: &Redirect,
    from: &redirect::From<'_>,
) -> Result<Response<Answer>, Own> {
    let location = redirect::location(to, from).and_then(|to| HeaderValue::from_str(&to).ok());
    let Some(location) = location else {
        one(&shared.counts.redirects_too_long);
        return Err(Own(507));
    };
    one(&shared.counts.redirects);
    let status = if to.permanent { 301 } else { 302 };
    let title = if to.permanent { "Moved Permanently" } else { "Found" };
    let page = format!(
        "<html>\r\n<head><title>{status} {title}</title></head>\r\n<body>\r\n<center><h1>{status} \
         {title}</h1></center>\r\n</body>\r\n</html>\r\n"
    );
    let mut answer = made(shared, listening, status, whole(page));
    let headers = answer.headers_mut();
    headers.insert(header::LOCATION, location);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html"));
    Ok(answer)
}
