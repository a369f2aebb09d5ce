//! Looks how one target is, again and again.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::Bytes;
use ferrogate_link::balancer::{GroupProtocol, HealthCheck, Unhealthy, Version};
use http::{HeaderMap, Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use tokio::time::{Instant, sleep_until, timeout};

use super::Changed;
use super::body::Upload;
use super::dial::{NotConnected, Sender, Speaks, dial};
use super::target::Target;
use crate::plan::health::{Outcome, is_good};

/// A message of gRPC in which every field has its default: not compressed, no bytes.
const NO_MESSAGE: [u8; 5] = [0; 5];
/// How often one is looked at for which requests wait: the first and the longest rest.
const EAGER: (Duration, Duration) = (Duration::from_millis(10), Duration::from_millis(250));
/// How long such a look may take.
const EAGER_MAX: Duration = Duration::from_secs(1);
/// Bytes of messages that are read for the status after them.
const ANSWER_MAX: usize = 64 << 10;

/// Looks until the target is none any more; tells `changed` when it is otherwise.
pub(crate) async fn keep_checking(target: Arc<Target>, changed: Arc<Changed>) {
    let mut told = target.check.subscribe();
    loop {
        let check = told.borrow_and_update().clone();
        let begun = Instant::now();
        let next = match check.filter(|_| target.is_checked()) {
            None => None,
            Some(check) => {
                let outcome = look(target.address, target.version, &check);
                let outcome = tokio::select! {
                    outcome = outcome => outcome,
                    () = target.ended.cancelled() => return,
                };
                // It may have begun to drain meanwhile; nobody is told of its health then.
                if target.checked(outcome, &check) {
                    changed.tell();
                }
                // How long an answer takes does not matter for when the next is asked for.
                Some((begun + Duration::from_secs(check.interval_s.into()), check))
            }
        };
        let rest = async {
            let Some((next, check)) = next else { return std::future::pending().await };
            tokio::select! {
                () = sleep_until(next) => {}
                never = until_it_works(&target, &check, &changed) => match never {},
            }
        };
        tokio::select! {
            () = rest => {}
            again = told.changed() => if again.is_err() { return },
            () = target.ended.cancelled() => return,
        }
    }
}

/// Looks again and again at a target for which requests wait, until it works. What it finds else
/// counts for nothing: only checks in their interval make a target unhealthy.
async fn until_it_works(target: &Target, check: &HealthCheck, changed: &Changed) -> Infallible {
    let mut rest = EAGER.0;
    while target.eager.load(Ordering::Relaxed) && !target.has_worked() {
        tokio::time::sleep(rest).await;
        rest = (rest * 3 / 2).min(EAGER.1);
        let outcome = timeout(EAGER_MAX, look(target.address, target.version, check)).await;
        if outcome == Ok(Outcome::Good) && target.checked(Outcome::Good, check) {
            changed.tell();
        }
    }
    std::future::pending().await
}

/// One check: a request on a connection of its own.
async fn look(target: SocketAddr, version: Version, check: &HealthCheck) -> Outcome {
    let max = Duration::from_secs(check.timeout_s.into());
    let address = SocketAddr::new(target.ip(), check.port.unwrap_or(target.port()));
    let asked = timeout(max, ask(address, version, check, max));
    asked.await.unwrap_or(Outcome::Bad(Unhealthy::Timeout))
}

async fn ask(address: SocketAddr, version: Version, check: &HealthCheck, max: Duration) -> Outcome {
    let mut sender = match dial(address, Speaks::of(check.protocol, version), max).await {
        Ok(sender) => sender,
        Err(NotConnected::Timeout) => return Outcome::Bad(Unhealthy::Timeout),
        Err(NotConnected::Refused | NotConnected::Drains) => {
            return Outcome::Bad(Unhealthy::Failed);
        }
    };
    let Ok(request) = request(address, version, check) else {
        return Outcome::Bad(Unhealthy::Failed);
    };
    let Ok(answer) = sender.try_send_request(request).await else {
        return Outcome::Bad(Unhealthy::Failed);
    };
    match code(answer, version, &sender).await {
        Some(code) if is_good(check, code) => Outcome::Good,
        Some(code) => Outcome::Bad(Unhealthy::Code(code)),
        None => Outcome::Bad(Unhealthy::Failed),
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
