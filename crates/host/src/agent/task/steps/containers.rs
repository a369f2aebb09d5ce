//! The containers, made of their images and waiting to be let run.

use ferrogate_base::crash;
use ferrogate_link::FailureKind;

use super::super::life::Found;
use super::Cx;
use crate::agent::bundle::bundle;
use crate::agent::failure::Failure;
use crate::agent::trust::Trusted;
use crate::shim::ClientError;

/// Has the task's shim make them. They end with it.
pub(super) async fn ensure(cx: &Cx) -> Result<(), Failure> {
    let Some(pulled) = cx.pulled.get() else { return Ok(()) };
    // Those that run are made, and what their drivers were told is in their shim alone.
    if cx.found != Found::Nothing && cx.assignment.spec.has_collectors() {
        return Ok(());
    }
    let secrets = std::mem::take(&mut *cx.secrets.lock());
    let log_options = std::mem::take(&mut *cx.log_options.lock());
    // Who has no role of the engine's means no API of it. What a build keeps has nothing of the
    // host's.
    let is_for_it = cx.assignment.spec.task_role.is_some() && cx.assignment.commit.is_none();
    let trusted = if is_for_it { cx.host.trust.of_task() } else { Trusted::default() };
    let bundle = bundle(&cx.assignment, pulled, (&secrets, &log_options), &trusted);
    let bundle = bundle.map_err(Failure::resource)?;
    let collectors = bundle.containers.iter();
    let collectors =
        collectors.filter_map(|c| Some((c.container.name.clone(), c.collector.clone()?)));
    *cx.collectors.lock() = collectors.collect();
    crash::point(format_args!("agent:before-create"));
    let created = cx.shim()?.create(&bundle).await;
    crash::point(format_args!("agent:after-create"));
    match created {
        Err(ClientError::Refused(reason)) => {
            Err(Failure { kind: FailureKind::Create, container: None, reason })
        }
        // Starting it finds out what became of a shim that does not answer.
        Ok(()) | Err(_) => Ok(()),
    }
}
