//! Looks how one target is, again and again.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_link::balancer::{HealthCheck, Unhealthy};
use http::{Request, header};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until, timeout};

use super::body::Upload;
use super::target::{NotConnected, Target, dial};
use crate::plan::health::{Outcome, is_good};

/// Looks until the target is none any more; tells `changed` when it is otherwise.
pub(crate) async fn keep_checking(target: Arc<Target>, changed: Arc<Notify>) {
    let mut told = target.check.subscribe();
    loop {
        let check = told.borrow_and_update().clone();
        let begun = Instant::now();
        let next = match check.filter(|_| target.is_checked()) {
            None => None,
            Some(check) => {
                let outcome = look(target.address, &check);
                let outcome = tokio::select! {
                    outcome = outcome => outcome,
                    () = target.ended.cancelled() => return,
                };
                // It may have begun to drain meanwhile; nobody is told of its health then.
                if target.checked(outcome, &check) {
                    changed.notify_one();
                }
                // How long an answer takes does not matter for when the next is asked for.
                Some(begun + Duration::from_secs(check.interval_s.into()))
            }
        };
        let rest = async {
            match next {
                Some(next) => sleep_until(next).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = rest => {}
            again = told.changed() => if again.is_err() { return },
            () = target.ended.cancelled() => return,
        }
    }
}

/// One check: a request on a connection of its own.
async fn look(target: SocketAddr, check: &HealthCheck) -> Outcome {
    let max = Duration::from_secs(check.timeout_s.into());
    let address = SocketAddr::new(target.ip(), check.port.unwrap_or(target.port()));
    timeout(max, ask(address, check, max)).await.unwrap_or(Outcome::Bad(Unhealthy::Timeout))
}

async fn ask(address: SocketAddr, check: &HealthCheck, max: Duration) -> Outcome {
    let mut sender = match dial(address, max).await {
        Ok(sender) => sender,
        Err(NotConnected::Timeout) => return Outcome::Bad(Unhealthy::Timeout),
        Err(NotConnected::Refused) => return Outcome::Bad(Unhealthy::Failed),
    };
    // AWS: the target's address, with its port unless it is the default one.
    let host = if address.port() == 80 { address.ip().to_string() } else { address.to_string() };
    let request = Request::get(&check.path)
        .header(header::HOST, host)
        .header(header::CONNECTION, "close")
        .header(header::USER_AGENT, "ELB-HealthChecker/2.0")
        .header(header::ACCEPT_ENCODING, "gzip, compressed")
        .body(Upload::Empty);
    let Ok(request) = request else { return Outcome::Bad(Unhealthy::Failed) };
    match sender.send_request(request).await {
        Ok(answer) if is_good(check, answer.status().as_u16()) => Outcome::Good,
        Ok(answer) => Outcome::Bad(Unhealthy::Code(answer.status().as_u16())),
        Err(_) => Outcome::Bad(Unhealthy::Failed),
    }
}
