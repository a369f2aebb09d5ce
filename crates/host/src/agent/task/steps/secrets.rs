//! The values of the task's secrets, which the server looks up while all else is made ready.

use std::time::Duration;

use ferrogate_link::session::Secrets;

use super::super::life::Found;
use super::Cx;
use crate::agent::bundle::{Logins, SecretValues};
use crate::agent::failure::Failure;

/// How long the server may take: as long as it takes to start again, and to ask its store.
const PATIENCE: Duration = Duration::from_secs(300);

/// Waits until the server has told them. Given up when the task is to stop.
pub(super) async fn ensure(cx: &Cx) -> Result<(), Failure> {
    // Containers that run have theirs in their shim.
    if !cx.assignment.spec.has_secrets() || cx.found != Found::Nothing {
        return Ok(());
    }
    let told = tokio::time::timeout(PATIENCE, cx.host.secrets.of(cx.key()));
    let told = tokio::select! {
        told = told => told,
        () = cx.halt.cancelled() => return Ok(()),
    };
    match told {
        Ok(Secrets::Values(values)) => {
            take(cx, values, Logins::new(), SecretValues::new());
            Ok(())
        }
        Ok(Secrets::All { values, logins, log_options }) => {
            take(cx, values, logins, log_options);
            Ok(())
        }
        Ok(Secrets::Refused(reason)) => Err(Failure::resource(reason)),
        Err(_) => Err(Failure::resource(
            "unable to pull secrets or registry auth: execution resource retrieval failed: \
             nobody told the task's host what they are for five minutes.",
        )),
    }
}

fn take(cx: &Cx, values: SecretValues, logins: Logins, log_options: SecretValues) {
    *cx.log_options.lock() = log_options;
    *cx.secrets.lock() = values;
    *cx.logins.lock() = logins;
    cx.host.secrets.forget(cx.key());
}
