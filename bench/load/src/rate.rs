//! How often one request is answered on one connection.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::Client;

/// Sends one request for `run`, each after the answer of the one before. It is signed once:
/// what is measured is the server.
pub(crate) fn measure(operation: &str, body: &str, run: Duration) -> anyhow::Result<Value> {
    let mut client = Client::from_env()?;
    let request = client.request(operation, body)?;
    let bytes = client.send(&request)?.len();
    let mut took = Vec::with_capacity(1 << 20);
    let start = Instant::now();
    while start.elapsed() < run {
        let sent = Instant::now();
        client.send(&request)?;
        took.push(sent.elapsed());
    }
    let seconds = start.elapsed().as_secs_f64();
    took.sort_unstable();
    let at = |share: usize| took[(took.len() - 1) * share / 100].as_secs_f64() * 1e6;
    Ok(json!({
        "count": took.len(),
        "per_second": took.len() as f64 / seconds,
        "p50_us": at(50),
        "p99_us": at(99),
        "answer_bytes": bytes,
    }))
}
