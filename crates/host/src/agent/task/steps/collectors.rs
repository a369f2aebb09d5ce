//! The collectors of the task's lines: whether they are there, before its first program is.

use ferrogate_link::FailureKind;

use super::super::life::Found;
use super::Cx;
use super::lines::net;
use crate::agent::failure::Failure;
use crate::agent::logs;

/// Asks each collector from the task's own network, unless its container does without.
pub(super) async fn ensure(cx: &Cx) -> Result<(), Failure> {
    if cx.found != Found::Nothing || !cx.assignment.spec.has_collectors() {
        return Ok(());
    }
    let net = net(cx)?;
    let all = cx.collectors.lock().clone();
    for (container, settings) in &all {
        let verified = tokio::select! {
            verified = logs::verify(settings, &net) => verified,
            () = cx.halt.cancelled() => return Ok(()),
        };
        let verified = verified.map_err(|why| match is_secret(cx, container) {
            true => "splunk: failed to verify connection - splunk-url is a secret".to_owned(),
            false => why,
        });
        verified.map_err(|why| Failure {
            kind: FailureKind::Start,
            container: Some(container.clone()),
            reason: format!("failed to initialize logging driver: {why}"),
        })?;
    }
    Ok(())
}

/// Whether nobody may be told where the collector is.
fn is_secret(cx: &Cx, container: &str) -> bool {
    let mut containers = cx.assignment.spec.containers.iter();
    let of = containers.find(|c| c.name == container);
    of.is_some_and(|c| c.log_secrets.iter().any(|option| option.name == "splunk-url"))
}
