//! Passes a request on to a target, and its answer back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use ferrogate_link::balancer::{Attributes, GroupProtocol, Version as Spoken, Weighted};
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request, Response, StatusCode, Uri, Version};
use http_body::Body as _;
use http_body_util::BodyExt;
use hyper::body::Incoming;

use super::body::{Answer, BodyError, Download, Upload, whole};
use super::config::Config;
use super::count::{more, one};
use super::dial::{NotConnected, Sender};
use super::group::Group;
use super::hold::Turn;
use super::note::{Noted, note};
use super::request::{Client, Known, Own};
use super::sticky::{self, Sticks};
use super::target::{Connection, Outstanding, Target};
use super::tunnel;
use super::{Shared, mutual};
use crate::plan::{choice, forwarded, host, trace};

const TRACE: HeaderName = HeaderName::from_static("x-amzn-trace-id");
const TLS_VERSION: HeaderName = HeaderName::from_static("x-amzn-tls-version");
const TLS_CIPHER: HeaderName = HeaderName::from_static("x-amzn-tls-cipher-suite");
/// Application Load Balancers, quotas: the headers of an answer.
const HEADERS_MAX: usize = 32 << 10;
/// How many targets are asked that can't be connected to. Nothing was sent to them.
const TARGETS_MAX: usize = 3;
/// How often a request is sent that may be sent twice.
const SENT_MAX: u32 = 3;

/// Whom to pass a request on to.
pub(crate) struct To<'r> {
    pub(crate) groups: &'r [Weighted],
    pub(crate) stickiness_s: Option<u32>,
}

/// The group that is asked.
pub(crate) struct Chosen<'c> {
    to: To<'c>,
    pub(crate) group: &'c Group,
    sticks: Sticks,
    /// Of a request that has waited for it.
    pub(crate) turn: Option<Turn>,
}

/// Chooses the group that is asked for a request with these headers.
pub(crate) fn choose<'c>(
    shared: &Shared,
    config: &'c Config,
    to: To<'c>,
    headers: &HeaderMap,
) -> Result<Chosen<'c>, Own> {
    let sticks = Sticks::read(config, headers);
    let weighted = sticks.group(&to).or_else(|| choice::group(to.groups, shared.random()));
    let group = weighted.and_then(|of| config.groups.get(&of.group)).ok_or(Own(503))?;
    Ok(Chosen { to, group, sticks, turn: None })
}

/// What is watched of a request on its way.
struct Watch<'r> {
    /// All of it has come.
    done: Arc<AtomicBool>,
    noted: &'r Noted,
    /// Nobody else's request is to follow on its connection.
    alone: bool,
}

/// Passes `request` on.
pub(crate) async fn forward(
    shared: &Arc<Shared>,
    config: &Arc<Config>,
    client: &Arc<Client>,
    known: &Known,
    chosen: Chosen<'_>,
    request: Request<Incoming>,
    noted: &Noted,
) -> Result<Response<Answer>, Own> {
    let Chosen { to, group, sticks, turn } = chosen;
    note(noted, |access| access.group = Some(group.spec.arn.clone()));
    agrees(group.spec.version, &request)?;
    let done = Arc::new(AtomicBool::new(request.body().is_end_stream()));
    let watch = Watch { done, noted, alone: known.alone };
    let upgrade = asks_upgrade(&request);
    let trailers = takes_trailers(&request);
    let mut request = ready(shared, config, client, known, request, upgrade, &watch)?;
    if group.spec.version != Spoken::Http1 {
        request = as_http2(group.spec.protocol, request, trailers)?;
    }
    // Only an upgrade needs what the client's connection becomes.
    let of_client = upgrade.then(|| hyper::upgrade::on(&mut request));
    one(&group.lasting.counts.requests);
    if group.spec.hold.is_some() && group.lasting.waiting.passes(shared.age_ms()) {
        shared.changed.tell();
    }
    let begun = Instant::now();
    let _awaits = client.activity.awaits();
    let (answer, outstanding) =
        ask(shared, config, client, (group, turn), &sticks, request, &watch).await?;
    let answered = Instant::now();
    let target = outstanding.target().clone();
    let counts = &group.lasting.counts;
    counts.answered(answer.status().as_u16());
    more(&counts.response_ms, u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX));
    if size(answer.headers()) > HEADERS_MAX {
        return Err(Own(502));
    }
    let mut answer = match (answer.status(), of_client) {
        (StatusCode::SWITCHING_PROTOCOLS, Some(of_client)) => {
            let kind = if client.agreed.is_some() { "wss" } else { "ws" };
            note(noted, |access| access.kind = kind);
            switch(shared, config, client, answer, of_client, outstanding, noted)
        }
        // A target that switches to what nobody asked for.
        (StatusCode::SWITCHING_PROTOCOLS, None) => return Err(Own(502)),
        _ => pass_back(client, answer, outstanding),
    };
    sticky::set(config, group, &target, &to, sticky::now_s(), answer.headers_mut());
    note(noted, |access| access.response_time = Some(answered.elapsed()));
    Ok(answer)
}

/// Whether a request can be passed on to targets that speak so (ALB guide, "Protocol version").
fn agrees(spoken: Spoken, request: &Request<Incoming>) -> Result<(), Own> {
    let http2 = request.version() == Version::HTTP_2;
    let fits = match spoken {
        Spoken::Http1 => !is_grpc(request.headers()),
        Spoken::Http2 => http2,
        Spoken::Grpc => http2 && request.method() == Method::POST,
    };
    if fits { Ok(()) } else { Err(Own(464)) }
}

/// Whether it is a call of gRPC: `application/grpc`, alone or with what its messages are.
pub(crate) fn is_grpc(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).map_or(&[][..], HeaderValue::as_bytes);
    let rest = kind.strip_prefix(b"application/grpc");
    rest.is_some_and(|rest| rest.first().is_none_or(|next| b"+; ".contains(next)))
}

/// Whether a client wants to be told what comes after a body: the one thing of `TE` that HTTP/2
/// has (RFC 9113 8.2.2), which servers of gRPC look for.
fn takes_trailers(request: &Request<Incoming>) -> bool {
    let named = |value: &HeaderValue| {
        let names = value.to_str().unwrap_or("").split(',');
        names.into_iter().any(|name| name.trim().eq_ignore_ascii_case("trailers"))
    };
    request.headers().get_all(header::TE).iter().any(named)
}

/// The request as one of HTTP/2: its host is where it goes.
fn as_http2(
    protocol: GroupProtocol,
    mut request: Request<Upload>,
    trailers: bool,
) -> Result<Request<Upload>, Own> {
    let host = request.headers_mut().remove(header::HOST).ok_or(Own(400))?;
    let scheme = match protocol {
        GroupProtocol::Http => "http",
        GroupProtocol::Https => "https",
    };
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let uri = Uri::builder().scheme(scheme).authority(host.as_bytes()).path_and_query(path);
    *request.uri_mut() = uri.build().map_err(|_| Own(400))?;
    *request.version_mut() = Version::HTTP_2;
    request.headers_mut().remove(header::TRANSFER_ENCODING);
    if trailers {
        request.headers_mut().insert(header::TE, HeaderValue::from_static("trailers"));
    }
    Ok(request)
}

/// Whether a client asks for another protocol on its connection.
fn asks_upgrade(request: &Request<Incoming>) -> bool {
    let named = |value: &HeaderValue| {
        let names = value.to_str().unwrap_or("").split(',');
        names.into_iter().any(|name| name.trim().eq_ignore_ascii_case("upgrade"))
    };
    let headers = request.headers();
    request.version() == Version::HTTP_11
        && request.method() == Method::GET
        && headers.contains_key(header::UPGRADE)
        && headers.get_all(header::CONNECTION).iter().any(named)
}

/// The request as a target gets it.
fn ready(
    shared: &Shared,
    config: &Config,
    client: &Client,
    known: &Known,
    request: Request<Incoming>,
    upgrade: bool,
    watch: &Watch<'_>,
) -> Result<Request<Upload>, Own> {
    let (mut parts, inner) = request.into_parts();
    let path = parts.uri.path_and_query().cloned();
    parts.uri = path.map_or_else(|| Uri::from_static("/"), Uri::from);
    if parts.method == Method::OPTIONS && parts.uri.path().is_empty() {
        parts.uri = Uri::from_static("*");
    }
    parts.version = Version::HTTP_11;
    let Attributes { preserve_host_header, .. } = config.attributes;
    let headers = &mut parts.headers;
    // Its own answer is given already, by reading on.
    headers.remove(header::EXPECT);
    let chunked = headers.contains_key(header::TRANSFER_ENCODING);
    forwarded::strip_hop_by_hop(headers, upgrade);
    if chunked {
        headers.remove(header::CONTENT_LENGTH);
    }
    if !inner.is_end_stream() && !headers.contains_key(header::CONTENT_LENGTH) {
        // Or the body of a GET would be taken for none, and lost.
        headers.insert(header::TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
    }
    if !preserve_host_header || !headers.contains_key(header::HOST) {
        let host = host::passed_on(&known.host, known.port, client.port);
        headers.insert(header::HOST, HeaderValue::from_str(&host).map_err(|_| Own(400))?);
    }
    let (address, port) = (client.address, client.port);
    forwarded::tell(headers, &config.attributes, address, port, client.agreed.is_some())
        .map_err(|forwarded::TooMany| Own(463))?;
    // Nobody but the load balancer says what was agreed on.
    if config.attributes.tls_headers {
        headers.remove(TLS_VERSION);
        headers.remove(TLS_CIPHER);
        if let Some(agreed) = client.agreed {
            headers.insert(TLS_VERSION, HeaderValue::from_static(agreed.version));
            headers.insert(TLS_CIPHER, HeaderValue::from_static(agreed.cipher));
        }
    }
    mutual::tell(headers, client.presented.as_ref());
    let came = headers.get(TRACE).and_then(|value| value.to_str().ok());
    let random = [shared.random(), shared.random()];
    let traced = trace::passed_on(came, sticky::now_s(), random);
    headers.insert(TRACE, HeaderValue::from_str(&traced).map_err(|_| Own(400))?);
    note(watch.noted, |access| access.trace = Some(traced));
    let body = if inner.is_end_stream() {
        Upload::Empty
    } else {
        let Watch { done, noted, .. } = watch;
        let (done, noted) = (done.clone(), Noted::clone(noted));
        let activity = client.activity.clone();
        Upload::Stream { inner, activity, done, noted }
    };
    Ok(Request::from_parts(parts, body))
}

/// Asks targets until one has taken the request; what it answers.
async fn ask(
    shared: &Shared,
    config: &Config,
    client: &Client,
    (group, mut turn): (&Group, Option<Turn>),
    sticks: &Sticks,
    mut request: Request<Upload>,
    watch: &Watch<'_>,
) -> Result<(Response<Incoming>, Outstanding), Own> {
    let noted = watch.noted;
    let mut tried: Vec<Arc<Target>> = Vec::new();
    let mut failed = Own(503);
    let mut drained: Option<Arc<Target>> = None;
    let (mut anew, mut sent) = (false, 0);
    loop {
        let again = anew.then(|| tried.pop()).flatten();
        let stuck = || sticks.target(group).filter(|_| tried.is_empty());
        let next = || (tried.len() < TARGETS_MAX).then(|| group.choose(&tried, shared.random()));
        let target = again.or_else(stuck).or_else(|| next().flatten());
        // One that was given up for another one, when there is no other: it was routed there.
        let drains = target.is_none();
        let Some(target) = target.or_else(|| drained.take()) else { break };
        note(noted, |access| access.target = Some(target.address));
        let mut outstanding = target.begin();
        let connected = match anew || drains {
            true => target.connect_anew(drains).await,
            false => target.connect(config.idle()).await,
        };
        tried.push(target.clone());
        // The next that has waited follows once this one is on its way.
        turn.take();
        let connection = match connected {
            Ok(connection) => connection,
            Err(why) => {
                one(&group.lasting.counts.connection_errors);
                anew = false;
                failed = match why {
                    // The client has waited long enough.
                    NotConnected::Timeout => return Err(Own(504)),
                    NotConnected::Refused => Own(502),
                    NotConnected::Drains => {
                        drained.get_or_insert(target);
                        Own(502)
                    }
                };
                continue;
            }
        };
        let reused = connection.reused;
        sent += 1;
        let copy = (sent < SENT_MAX).then(|| copy(&request)).flatten();
        let sent_at = Instant::now();
        if let Some(begun) = noted.as_ref().map(|note| note.begun) {
            note(noted, |access| access.request_time = Some(begun.elapsed()));
        }
        match one_try(config, client, &target, connection, request, copy, watch).await {
            Ok((answer, keeps)) => {
                note(noted, |access| {
                    access.target_status = Some(answer.status().as_u16());
                    access.target_time = Some(sent_at.elapsed());
                });
                if let Some(sender) = keeps {
                    outstanding.keeps(sender);
                }
                return Ok((answer, outstanding));
            }
            Err(NotAnswered::Again(back)) if reused => {
                // The target had closed a connection that waited: that says nothing of it.
                request = *back;
                anew = true;
            }
            Err(NotAnswered::Again(back)) => {
                request = *back;
                anew = false;
                failed = Own(502);
            }
            Err(NotAnswered::Own(own)) => return Err(own),
        }
    }
    Err(failed)
}

/// Why a target has not answered.
enum NotAnswered {
    /// Nothing that matters was sent: here is the request.
    Again(Box<Request<Upload>>),
    /// That is what the client is told.
    Own(Own),
}

/// An answer, and the connection that serves again once it has been passed on.
async fn one_try(
    config: &Config,
    client: &Client,
    target: &Arc<Target>,
    connection: Connection,
    request: Request<Upload>,
    copy: Option<Request<Upload>>,
    watch: &Watch<'_>,
) -> Result<(Response<Incoming>, Option<Sender>), NotAnswered> {
    let Connection { mut sender, .. } = connection;
    let sent = sender.try_send_request(request);
    let sent = tokio::select! {
        sent = sent => sent,
        () = client.activity.idle(config.idle()) => {
            let waits_for_client = !watch.done.load(Ordering::Relaxed);
            return Err(NotAnswered::Own(Own(if waits_for_client { 408 } else { 504 })));
        }
        () = target.ended.cancelled() => {
            // It is no target any more, and has not begun to answer.
            let own = NotAnswered::Own(Own(502));
            return Err(copy.map_or(own, |request| NotAnswered::Again(Box::new(request))));
        }
    };
    match sent {
        // Without its sender a connection ends with its answer.
        Ok(answer) if watch.alone => Ok((answer, None)),
        Ok(answer) => match sender {
            Sender::Http1(mut sender) => {
                let target = target.clone();
                // It may serve again once the answer has come whole.
                tokio::spawn(async move {
                    if sender.ready().await.is_ok() {
                        target.keep(Sender::Http1(sender));
                    }
                });
                Ok((answer, None))
            }
            Sender::Http2(_) => Ok((answer, Some(sender))),
        },
        Err(mut error) => match error.take_message().or(copy) {
            Some(request) => Err(NotAnswered::Again(Box::new(request))),
            // A client that does not keep to HTTP within its body, or leaves.
            None if client_failed(error.error()) => Err(NotAnswered::Own(Own(400))),
            None => Err(NotAnswered::Own(Own(502))),
        },
    }
}

/// A request that may be sent twice: it changes nothing and has no body (RFC 9110 9.2.2).
fn copy(request: &Request<Upload>) -> Option<Request<Upload>> {
    let safe = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    (safe && matches!(request.body(), Upload::Empty)).then_some(())?;
    let mut copy = Request::new(Upload::Empty);
    *copy.method_mut() = request.method().clone();
    *copy.uri_mut() = request.uri().clone();
    *copy.headers_mut() = request.headers().clone();
    Some(copy)
}

/// Whether it was the body that failed, which is the client's.
fn client_failed(error: &hyper::Error) -> bool {
    error.is_user()
}

pub(crate) fn size(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum()
}

/// An answer on its way back.
fn pass_back(
    client: &Client,
    answer: Response<Incoming>,
    outstanding: Outstanding,
) -> Response<Answer> {
    let (mut parts, inner) = answer.into_parts();
    forwarded::strip_hop_by_hop(&mut parts.headers, false);
    parts.version = Version::HTTP_11;
    let ended = Box::pin(outstanding.target().ended.clone().cancelled_owned());
    let activity = client.activity.clone();
    let body = Download { inner, activity, ended, _outstanding: outstanding };
    Response::from_parts(parts, body.map_err(BodyError::from).boxed_unsync())
}

/// Joins both connections; the answer that tells the client.
fn switch(
    shared: &Shared,
    config: &Config,
    client: &Arc<Client>,
    mut answer: Response<Incoming>,
    of_client: hyper::upgrade::OnUpgrade,
    outstanding: Outstanding,
    noted: &Noted,
) -> Response<Answer> {
    let of_target = hyper::upgrade::on(&mut answer);
    let (mut parts, _) = answer.into_parts();
    forwarded::strip_hop_by_hop(&mut parts.headers, true);
    let ends = tunnel::Ends { of_client, of_target };
    let joined = tunnel::join(ends, client.clone(), config.idle(), outstanding, noted.clone());
    shared.shutdown.spawn(joined);
    Response::from_parts(parts, whole(""))
}
