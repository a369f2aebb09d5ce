//! The server's own paths: health, and in development mode the resets that tools made
//! for moto and LocalStack call.

use std::future::Future;
use std::pin::Pin;

use ferrogate_base::health::{self, Condition, Health, Report, Status};
use http::header::CONTENT_TYPE;
use http::{Method, Response, StatusCode};
use serde_json::json;

use crate::body::{Body, BoxError};
use crate::config::Config;

/// Empties the engine: every task stopped, every record gone. The binary supplies it.
pub type ResetHook =
    dyn Fn() -> Pin<Box<dyn Future<Output = Result<(), BoxError>> + Send>> + Send + Sync;

/// What one of our own paths asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum System {
    Health,
    LocalstackHealth,
    Reset,
}

/// The system request that a method and path are, if any.
pub(crate) fn find(method: &Method, path: &str, dev: bool) -> Option<System> {
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
        _ => None,
    }
}

/// Answers one of them.
pub(crate) async fn answer(
    what: System,
    config: &Config,
    services: &[&ferrogate_api::Service],
    reset: Option<&ResetHook>,
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
            let done = match reset {
                Some(reset) => reset().await,
                None => Err("this server has nothing to reset".into()),
            };
            match done {
                Ok(()) => json_of(StatusCode::OK, &json!({"status": "ok"})),
                Err(error) => {
                    tracing::error!(error = &*error as &dyn std::error::Error, "reset failed");
                    let status = StatusCode::INTERNAL_SERVER_ERROR;
                    json_of(status, &json!({"status": "failed", "message": error.to_string()}))
                }
            }
        }
    }
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
        for path in ["/_ferrogate/reset", "/moto-api/reset", "/_localstack/state/reset"] {
            assert_eq!(find(&Method::POST, path, true), Some(System::Reset), "{path}");
            assert_eq!(find(&Method::POST, path, false), None, "{path}");
            assert_eq!(find(&Method::GET, path, true), None, "{path}");
        }
        assert_eq!(find(&Method::GET, "/_ferrogate/health", false), Some(System::Health));
    }
}
