//! What an engine says of its own health.

use http::StatusCode;
use serde_json::Value;

use crate::client::Api;
use crate::fault::{Fault, Kind};

/// An engine's health.
#[derive(Clone, Debug)]
pub(crate) struct Health {
    /// `ok`, `troubled` or `down`.
    pub(crate) status: String,
    pub(crate) version: String,
    /// As the engine says it: a list of objects, none from an engine that knows no parts.
    pub(crate) parts: Value,
}

impl Health {
    /// Asks the engine.
    pub(crate) async fn of(api: &Api) -> Result<Self, Fault> {
        let (status, body) = api.get("/_ferrogate/health").await?;
        Self::read(status, &body).ok_or_else(|| {
            let what = format!("what answers at {} is no healthy engine", api.endpoint());
            Fault::new(Kind::Unreachable, what)
                .why(format!("its health check answered {status}"))
                .fix("look at the engine's log, or name another with FERROGATE_ENDPOINT")
        })
    }

    /// The health in an answer; `None` when it is no engine's.
    pub(crate) fn read(status: StatusCode, body: &[u8]) -> Option<Self> {
        if !status.is_success() && status != StatusCode::SERVICE_UNAVAILABLE {
            return None;
        }
        let mut body: Value = serde_json::from_slice(body).ok()?;
        let text = |name: &str| body[name].as_str().map(str::to_owned);
        let (status, version) = (text("status")?, text("version")?);
        Some(Self { status, version, parts: body["parts"].take() })
    }

    /// Whether it can't run tasks.
    pub(crate) fn is_down(&self) -> bool {
        self.status == "down"
    }

    /// A line for each part that is not well, or that was not all the time.
    pub(crate) fn troubles(&self) -> Vec<String> {
        let unwell = |part: &&Value| part["status"] != "ok" || part["restarts"] != 0;
        self.parts.as_array().into_iter().flatten().filter(unwell).map(line).collect()
    }
}

fn line(part: &Value) -> String {
    let text = |name: &str| part[name].as_str().unwrap_or_default();
    let reason = part["reason"].as_str().map(|why| format!(": {why}")).unwrap_or_default();
    let restarts = match part["restarts"].as_u64().unwrap_or_default() {
        0 => String::new(),
        1 => " (started again once)".to_owned(),
        n => format!(" (started again {n} times)"),
    };
    format!("{} {}{reason}{restarts}", text("name"), text("status"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOWN: &str = r#"{"status": "down", "version": "1", "parts": [
        {"name": "scheduler", "status": "down", "reason": "it panicked", "restarts": 3},
        {"name": "agent", "status": "ok", "reason": null, "restarts": 0},
        {"name": "log-streams", "status": "ok", "reason": null, "restarts": 1}]}"#;

    #[test]
    fn the_parts_that_are_not_well_are_told() {
        let health = Health::read(StatusCode::SERVICE_UNAVAILABLE, DOWN.as_bytes()).unwrap();
        assert!(health.is_down());
        assert_eq!(
            health.troubles(),
            [
                "scheduler down: it panicked (started again 3 times)",
                "log-streams ok (started again once)"
            ]
        );
    }

    #[test]
    fn an_answer_that_is_no_engine_s_is_none() {
        assert!(Health::read(StatusCode::NOT_FOUND, DOWN.as_bytes()).is_none());
        assert!(Health::read(StatusCode::OK, b"<html>").is_none());
        let old = Health::read(StatusCode::OK, br#"{"status": "ok", "version": "0.1.0"}"#).unwrap();
        assert!(!old.is_down() && old.troubles().is_empty());
    }
}
