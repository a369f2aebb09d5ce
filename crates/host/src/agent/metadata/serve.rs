//! The connections of one task: as many as it may have at once, each with a time for everything
//! that it does, so that a task holds up itself and nobody else.

use std::convert::Infallible;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::Shutdown;
use ferrogate_net::endpoints::METADATA;
use http::header::{CONTENT_TYPE, HOST, LOCATION};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Version};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::answer::{Answer, Content};
use super::route::{Ask, cleaned, route};

/// Connections of one task at once; more wait in its socket's own queue.
const CONNECTIONS_MAX: usize = 16;

/// How long a head, a body, and the rest between two requests may take (ECS agent).
const READ_MAX: Duration = Duration::from_secs(5);

/// How long a connection is used. One on which nobody reads the answers is cut off
/// [`LINGER_MAX`] later.
const LIFE_MAX: Duration = Duration::from_secs(30);
const LINGER_MAX: Duration = Duration::from_secs(5);

/// The bytes of a head, and of a body.
const HEAD_MAX: usize = 16 << 10;
const BODY_MAX: usize = 16 << 10;
/// The fields of a head.
const FIELDS_MAX: usize = 64;

/// What a proxy puts on a request that it passes on. Whoever is made to pass one on is not the
/// one whom the answer is for.
const FORWARDED: [&str; 4] = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host"];

/// Who answers.
pub(super) trait Answers: Send + Sync + 'static {
    /// The answer to what is asked; `body` is what came with it.
    fn answer(&self, ask: Ask<'_>, body: Option<&[u8]>) -> impl Future<Output = Answer> + Send;
}

/// Answers a task on its own listener until the shutdown; what it spawns is waited for by the
/// same.
///
/// # Errors
/// When the socket can't be registered with the runtime.
pub(super) async fn serve(
    listener: std::net::TcpListener,
    endpoint: impl Answers,
    shutdown: Shutdown,
) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let (endpoint, room) = (Arc::new(endpoint), Arc::new(Semaphore::new(CONNECTIONS_MAX)));
    tokio::select! {
        () = accept(&listener, &endpoint, &room, &shutdown) => {}
        () = shutdown.requested() => {}
    }
    Ok(())
}

async fn accept(
    listener: &TcpListener,
    endpoint: &Arc<impl Answers>,
    room: &Arc<Semaphore>,
    shutdown: &Shutdown,
) {
    loop {
        let place = room.clone().acquire_owned().await.expect("the semaphore is never closed");
        match listener.accept().await {
            Ok((stream, _)) => {
                let (endpoint, token) = (endpoint.clone(), shutdown.clone());
                shutdown.spawn(async move {
                    tokio::select! {
                        () = connection(&*endpoint, stream) => {}
                        () = token.requested() => {}
                    }
                    drop(place);
                });
            }
            Err(error) => {
                tracing::debug!(%error, "a task's metadata could not accept");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// How a connection ends is the client's affair.
async fn connection(endpoint: &impl Answers, stream: TcpStream) {
    // Answers are written whole: waiting for more to send only delays them.
    drop(stream.set_nodelay(true));
    let service = service_fn(|request| async move {
        Ok::<_, Infallible>(response(respond(endpoint, request).await))
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(READ_MAX)
        .max_buf_size(HEAD_MAX)
        .max_headers(FIELDS_MAX);
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service));
    if timeout(LIFE_MAX, connection.as_mut()).await.is_err() {
        connection.as_mut().graceful_shutdown();
        drop(timeout(LINGER_MAX, connection).await);
    }
}

async fn respond(endpoint: &impl Answers, request: Request<Incoming>) -> Answer {
    let (head, body) = request.into_parts();
    if let Some(refused) = refusal(head.version, &head.headers) {
        return refused;
    }
    let path = head.uri.path();
    if let Some(clean) = cleaned(path) {
        let status = StatusCode::MOVED_PERMANENTLY;
        return Answer { status, content: Content::Location(clean) };
    }
    let Some(ask) = route(path, head.uri.query()) else { return Answer::nothing() };
    let body = match (&ask, &head.method) {
        (Ask::Protection { .. }, &Method::PUT) | (Ask::Fault { .. }, &Method::POST) => {
            match timeout(READ_MAX, Limited::new(body, BODY_MAX).collect()).await {
                Ok(Ok(body)) => Some(body.to_bytes()),
                Ok(Err(_)) => return Answer::text(StatusCode::PAYLOAD_TOO_LARGE, "too large\n"),
                Err(_) => return Answer::text(StatusCode::REQUEST_TIMEOUT, "too slow\n"),
            }
        }
        (Ask::Protection { .. }, &Method::GET) => None,
        (Ask::Protection { .. } | Ask::Fault { .. }, _) => {
            return Answer {
                status: StatusCode::METHOD_NOT_ALLOWED,
                content: Content::Text("".into()),
            };
        }
        // The agent answers any.
        _ => None,
    };
    endpoint.answer(ask, body.as_deref()).await
}

/// Why nothing is answered: the request was made for somebody else, by way of a program in the
/// task, or a name leads here that is not this address. The agent of AWS does not look.
fn refusal(version: Version, headers: &HeaderMap) -> Option<Answer> {
    let forbidden = |said: &str| Some(Answer::text(StatusCode::FORBIDDEN, said));
    if FORWARDED.iter().any(|name| headers.contains_key(*name)) {
        return forbidden("requests that were passed on are not answered\n");
    }
    let is_ours = |host: &HeaderValue| {
        let host = host.to_str().unwrap_or_default();
        host.strip_suffix(":80").unwrap_or(host) == METADATA.to_string()
    };
    match headers.get(HOST) {
        Some(host) if is_ours(host) => None,
        Some(_) => forbidden("only requests to this address are answered\n"),
        None if version == Version::HTTP_10 => None,
        None => {
            let said = "400 Bad Request: missing required Host header";
            Some(Answer::text(StatusCode::BAD_REQUEST, said))
        }
    }
}

fn response(answer: Answer) -> Response<Full<Bytes>> {
    let (field, value, body) = match answer.content {
        Content::Json(document) => {
            (CONTENT_TYPE, HeaderValue::from_static("application/json"), document)
        }
        Content::Text(text) => {
            let plain = HeaderValue::from_static("text/plain; charset=utf-8");
            (CONTENT_TYPE, plain, text.into_bytes())
        }
        Content::Location(path) => {
            // What was read of a request is valid in an answer.
            let value = HeaderValue::try_from(path).unwrap_or(HeaderValue::from_static("/"));
            (LOCATION, value, Vec::new())
        }
    };
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = answer.status;
    response.headers_mut().insert(field, value);
    response
}

#[cfg(test)]
mod tests;
