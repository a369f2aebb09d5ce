//! Looks how one target is, again and again.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use ferrogate_link::balancer::{GroupProtocol, HealthCheck, Log, Unhealthy, Version};
use http::{HeaderMap, Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use tokio::time::{Instant, sleep_until, timeout};

use super::Shared;
use super::body::Upload;
use super::dial::{NotConnected, Sender, Speaks, dial};
use super::note;
use super::target::Target;
use crate::plan::health::{Outcome, is_good};
use crate::plan::line;

/// A message of gRPC in which every field has its default: not compressed, no bytes.
const NO_MESSAGE: [u8; 5] = [0; 5];
/// How often one is looked at for which requests wait: the first and the longest rest.
const EAGER: (Duration, Duration) = (Duration::from_millis(10), Duration::from_millis(250));
/// How long such a look may take.
const EAGER_MAX: Duration = Duration::from_secs(1);
/// Bytes of messages that are read for the status after them.
const ANSWER_MAX: usize = 64 << 10;

/// What one look has found.
struct Found {
    outcome: Outcome,
    /// What the target has answered with.
    code: Option<u16>,
    /// Why it is no success, as the log calls it.
    failed: Option<&'static str>,
}

impl Found {
    fn failed(why: Unhealthy, reason: &'static str) -> Self {
        let code = match why {
            Unhealthy::Code(code) => Some(code),
            Unhealthy::Timeout | Unhealthy::Failed => None,
        };
        Self { outcome: Outcome::Bad(why), code, failed: Some(reason) }
    }
}

/// Looks until the target is none any more; tells the node when it is otherwise.
pub(crate) async fn keep_checking(target: Arc<Target>, shared: Arc<Shared>) {
    let mut told = target.check.subscribe();
    loop {
        let check = told.borrow_and_update().clone();
        let begun = Instant::now();
        let next = match check.filter(|_| target.is_checked()) {
            None => None,
            Some(check) => {
                let found = logged(&target, &check, &shared);
                let outcome = tokio::select! {
                    outcome = found => outcome,
                    () = target.ended.cancelled() => return,
                };
                // It may have begun to drain meanwhile; nobody is told of its health then.
                if target.checked(outcome, &check) {
                    shared.changed.tell();
                }
                // How long an answer takes does not matter for when the next is asked for.
                Some((begun + Duration::from_secs(check.interval_s.into()), check))
            }
        };
        let rest = async {
            let Some((next, check)) = next else { return std::future::pending().await };
            tokio::select! {
                () = sleep_until(next) => {}
                never = until_it_works(&target, &check, &shared) => match never {},
            }
        };
        tokio::select! {
            () = rest => {}
            again = told.changed() => if again.is_err() { return },
            () = target.ended.cancelled() => return,
        }
    }
}

/// Looks at a target, and logs what was found, if that is wanted.
async fn logged(target: &Target, check: &HealthCheck, shared: &Shared) -> Outcome {
    let (time, begun) = (note::now(), Instant::now());
    let found = look(target.address, target.version, check).await;
    if shared.config.load().attributes.health_check_logs.is_some() {
        let of = line::Check {
            kind: match (target.version, check.protocol) {
                (Version::Grpc, _) => "grpc",
                (Version::Http2, _) => "h2",
                (Version::Http1, GroupProtocol::Https) => "https",
                (Version::Http1, GroupProtocol::Http) => "http",
            },
            time,
            took: begun.elapsed(),
            target: target.address,
            group: &target.group,
            code: found.code,
            failed: found.failed,
        };
        shared.logs.put(Log::Checks, of.line());
    }
    found.outcome
}

/// Looks again and again at a target for which requests wait, until it works. What it finds else
/// counts for nothing: only checks in their interval make a target unhealthy.
async fn until_it_works(target: &Target, check: &HealthCheck, shared: &Shared) -> Infallible {
    let mut rest = EAGER.0;
    while target.eager.load(Ordering::Relaxed) && !target.has_worked() {
        tokio::time::sleep(rest).await;
        rest = (rest * 3 / 2).min(EAGER.1);
        let found = timeout(EAGER_MAX, look(target.address, target.version, check)).await;
        let is_good = found.is_ok_and(|found| found.outcome == Outcome::Good);
        if is_good && target.checked(Outcome::Good, check) {
            shared.changed.tell();
        }
    }
    std::future::pending().await
}

/// One check: a request on a connection of its own.
async fn look(target: SocketAddr, version: Version, check: &HealthCheck) -> Found {
    let max = Duration::from_secs(check.timeout_s.into());
    let address = SocketAddr::new(target.ip(), check.port.unwrap_or(target.port()));
    let connected = AtomicBool::new(false);
    let asked = timeout(max, ask(address, version, check, max, &connected)).await;
    asked.unwrap_or_else(|_| {
        let connected = connected.load(Ordering::Relaxed);
        let reason = if connected { "RequestTimedOut" } else { "ConnectionTimedOut" };
        Found::failed(Unhealthy::Timeout, reason)
    })
}

async fn ask(
    address: SocketAddr,
    version: Version,
    check: &HealthCheck,
    max: Duration,
    connected: &AtomicBool,
) -> Found {
    let mut sender = match dial(address, Speaks::of(check.protocol, version), max).await {
        Ok(sender) => sender,
        Err(NotConnected::Timeout) => {
            return Found::failed(Unhealthy::Timeout, "ConnectionTimedOut");
        }
        // AWS has no other word for who refuses.
        Err(NotConnected::Refused | NotConnected::Drains) => {
            return Found::failed(Unhealthy::Failed, "ConnectionReset");
        }
    };
    connected.store(true, Ordering::Relaxed);
    let Ok(request) = request(address, version, check) else {
        return Found::failed(Unhealthy::Failed, "InternalError");
    };
    let Ok(answer) = sender.try_send_request(request).await else {
        return Found::failed(Unhealthy::Failed, "ConnectionReset");
    };
    let status = answer.status();
    match code(answer, version, &sender).await {
        Some(code) if is_good(check, code) => {
            Found { outcome: Outcome::Good, code: Some(code), failed: None }
        }
        Some(code) if version == Version::Grpc && status == StatusCode::OK => {
            Found::failed(Unhealthy::Code(code), "GRPCUnexpectedStatus")
        }
        Some(code) if status.is_server_error() => {
            Found::failed(Unhealthy::Code(code), "TargetError")
        }
        Some(code) => Found::failed(Unhealthy::Code(code), "ResponseCodeMismatch"),
        None => Found::failed(Unhealthy::Failed, "GRPCStatusHeaderEmpty"),
    }
}

fn request(
    address: SocketAddr,
    version: Version,
    check: &HealthCheck,
) -> http::Result<Request<Upload>> {
    let (scheme, port) = match check.protocol {
        GroupProtocol::Http => ("http", 80),
        GroupProtocol::Https => ("https", 443),
    };
    // AWS: the target's address, with its port unless it is the default one.
    let host = if address.port() == port { address.ip().to_string() } else { address.to_string() };
    let request = Request::builder()
        .header(header::USER_AGENT, "ELB-HealthChecker/2.0")
        .header(header::ACCEPT_ENCODING, "gzip, compressed");
    let url = format!("{scheme}://{host}{}", check.path);
    match version {
        Version::Http1 => request
            .uri(&check.path)
            .header(header::HOST, host)
            .header(header::CONNECTION, "close")
            .body(Upload::Empty),
        Version::Http2 => request.uri(url).body(Upload::Empty),
        Version::Grpc => request
            .method("POST")
            .uri(url)
            .header(header::CONTENT_TYPE, "application/grpc")
            .header(header::TE, "trailers")
            .body(Upload::Whole(Some(Bytes::from_static(&NO_MESSAGE)))),
    }
}

/// The code that an answer comes to: HTTP's, or gRPC's for a target that speaks that. The
/// connection lasts as long as its sender.
async fn code(answer: Response<Incoming>, version: Version, _lasts: &Sender) -> Option<u16> {
    let status = answer.status();
    if version != Version::Grpc {
        return Some(status.as_u16());
    }
    if status != StatusCode::OK {
        return Some(status.as_u16());
    }
    // One that has no message says its status in its head.
    if let Some(code) = grpc_status(answer.headers()) {
        return Some(code);
    }
    let (mut body, mut bytes) = (answer.into_body(), 0);
    while let Some(frame) = body.frame().await {
        let frame = frame.ok()?;
        if let Some(trailers) = frame.trailers_ref() {
            return grpc_status(trailers);
        }
        bytes += frame.data_ref().map_or(0, Bytes::len);
        if bytes > ANSWER_MAX {
            return None;
        }
    }
    None
}

fn grpc_status(headers: &HeaderMap) -> Option<u16> {
    headers.get("grpc-status")?.to_str().ok()?.parse().ok()
}
