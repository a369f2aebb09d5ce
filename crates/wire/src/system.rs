//! The server's own paths: health, and in development mode the resets that tools made
//! for moto and LocalStack call, and a clock that can be set ahead.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use ferrogate_base::TimestampMs;
use ferrogate_base::health::{self, Condition, Health, Report, Status};
use http::header::CONTENT_TYPE;
use http::{Method, Response, StatusCode, Uri};
use serde_json::json;

use crate::body::{Body, BoxError};
use crate::config::Config;

/// Empties the engine: every task stopped, every record gone. The binary supplies it.
pub type ResetHook =
    dyn Fn() -> Pin<Box<dyn Future<Output = Result<(), BoxError>> + Send>> + Send + Sync;

/// Sets the engine's clock ahead by more, and tells where it is then; `None` when that is further
/// than it goes. The binary supplies it.
pub type AdvanceHook = dyn Fn(Duration) -> Pin<Box<dyn Future<Output = Result<Option<Ahead>, BoxError>> + Send>>
    + Send
    + Sync;

/// Where an engine's clock is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ahead {
    /// Its time.
    pub now: TimestampMs,
    /// Milliseconds that this is ahead of the host's.
    pub by_ms: u64,
}

/// What development mode offers beside.
#[derive(Default)]
pub(crate) struct Hooks {
    pub(crate) reset: Option<Box<ResetHook>>,
    pub(crate) advance: Option<Box<AdvanceHook>>,
}

/// What one of our own paths asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum System {
    Health,
    LocalstackHealth,
    Reset,
    /// To set the clock ahead by so much, which may be nothing; `None` for what is no time.
    Advance(Option<Duration>),
}

/// The system request that a method and path are, if any.
pub(crate) fn find(method: &Method, uri: &Uri, dev: bool) -> Option<System> {
    let path = uri.path();
    match (method, path) {
        (&Method::GET | &Method::HEAD, "/_ferrogate/health") => Some(System::Health),
        (&Method::GET | &Method::HEAD, "/_localstack/health") if dev => {
            Some(System::LocalstackHealth)
        }
        (&Method::POST, "/_ferrogate/reset" | "/moto-api/reset" | "/_localstack/state/reset")
            if dev =>
        {
            Some(System::Reset)
        }
        (&Method::GET, "/_ferrogate/clock") if dev => Some(System::Advance(Some(Duration::ZERO))),
        (&Method::POST, "/_ferrogate/clock") if dev => {
            let seconds = uri.query().and_then(|query| query.strip_prefix("advance="));
            let seconds = seconds.and_then(|text| text.parse().ok());
            Some(System::Advance(seconds.map(Duration::from_secs)))
        }
        _ => None,
    }
}

/// Answers one of them.
pub(crate) async fn answer(
    what: System,
    config: &Config,
    services: &[&ferrogate_api::Service],
    hooks: &Hooks,
    health: &Health,
) -> Response<Body> {
    match what {
        System::Health => health_of(config, &health.reports()),
        System::LocalstackHealth => {
            let services: serde_json::Map<_, _> =
                services.iter().map(|s| (s.id.to_owned(), json!("running"))).collect();
            json_of(StatusCode::OK, &json!({"services": services, "version": config.version}))
        }
        System::Reset => {
            let done = match &hooks.reset {
                Some(reset) => reset().await,
                None => Err("this server has nothing to reset".into()),
            };
            match done {
                Ok(()) => json_of(StatusCode::OK, &json!({"status": "ok"})),
                Err(error) => failed("reset failed", &error),
            }
        }
        System::Advance(None) => {
            let text = "advance is a number of seconds: POST /_ferrogate/clock?advance=3600";
            json_of(StatusCode::BAD_REQUEST, &json!({"status": "refused", "message": text}))
        }
        System::Advance(Some(by)) => {
            let done = match &hooks.advance {
                Some(advance) => advance(by).await,
                None => Err("this server has no clock of its own".into()),
            };
            match done {
                Ok(Some(ahead)) => {
                    let answer =
                        json!({"status": "ok", "nowMs": ahead.now, "aheadMs": ahead.by_ms});
                    json_of(StatusCode::OK, &answer)
                }
                Ok(None) => {
                    let text = "the clock is set ahead by ten years at most";
                    json_of(StatusCode::BAD_REQUEST, &json!({"status": "refused", "message": text}))
                }
                Err(error) => failed("the clock can't be set", &error),
            }
        }
    }
}

fn failed(what: &str, error: &BoxError) -> Response<Body> {
    tracing::error!(error = &**error as &dyn std::error::Error, "{what}");
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    json_of(status, &json!({"status": "failed", "message": error.to_string()}))
}

/// 503 while nothing can be run, so that who only looks at the number is told.
fn health_of(config: &Config, reports: &[Report]) -> Response<Body> {
    let overall = health::overall(reports);
    let code = match overall {
        Status::Ok | Status::Troubled => StatusCode::OK,
        Status::Down => StatusCode::SERVICE_UNAVAILABLE,
    };
    let part = |report: &Report| {
        let Condition { status, reason, restarts } = &report.condition;
        json!({"name": report.name, "status": status.as_str(), "reason": reason,
               "restarts": restarts})
    };
    let parts: Vec<_> = reports.iter().map(part).collect();
    let status = overall.as_str();
    json_of(code, &json!({"status": status, "version": config.version, "parts": parts}))
}

fn json_of(status: StatusCode, value: &serde_json::Value) -> Response<Body> {
    let mut response = Response::new(Body::whole(value.to_string()));
    *response.status_mut() = status;
    let json = http::HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resets_exist_in_development_mode_only() {
        let find =
            |method: &Method, path: &str, dev| super::find(method, &path.parse().unwrap(), dev);
        for path in ["/_ferrogate/reset", "/moto-api/reset", "/_localstack/state/reset"] {
            assert_eq!(find(&Method::POST, path, true), Some(System::Reset), "{path}");
            assert_eq!(find(&Method::POST, path, false), None, "{path}");
            assert_eq!(find(&Method::GET, path, true), None, "{path}");
        }
        assert_eq!(find(&Method::GET, "/_ferrogate/health", false), Some(System::Health));
        assert_eq!(find(&Method::GET, "/_ferrogate/clock", false), None);
        assert_eq!(find(&Method::POST, "/_ferrogate/clock?advance=60", false), None);
        for (query, seconds) in
            [("?advance=60", Some(60)), ("", None), ("?advance=-1", None), ("?advance=1h", None)]
        {
            let path = format!("/_ferrogate/clock{query}");
            let asked = System::Advance(seconds.map(Duration::from_secs));
            assert_eq!(find(&Method::POST, &path, true), Some(asked), "{query}");
        }
    }
}
