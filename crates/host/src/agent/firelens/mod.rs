//! The configuration of a task's router, as the ECS agent generates it: what it listens on, what
//! it adds to each record, and where the records of each container go.
//!
//! [`fluentbit`] and [`fluentd`] write the same [`Sections`] in the words of either program.

mod fluentbit;
mod fluentd;

use std::collections::BTreeMap;

use ferrogate_link::{Assignment, Container, LogDriver, LogRouter, LogRouterKind};

use crate::shim::LogRouterBundle;

/// Where its socket is (ECS agent).
const SOCKET: &str = "/var/run/fluent.sock";

/// Where programs of the task reach it otherwise: `FLUENT_HOST` and `FLUENT_PORT`.
const HOST: &str = "127.0.0.1";
const PORT: &str = "24224";

/// Options of a container that are the log driver's, not the program's that routes.
const DRIVER_OPTIONS: [&str; 3] = ["log-driver-buffer-limit", "max-buffer-size", "mode"];

/// Why a router can't be told what to do, in the words of the ECS agent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "unable to generate firelens config: unable to apply log options of container {container} to \
     firelens config: missing output key {key} which is required for firelens configuration of \
     type {kind}"
)]
pub(super) struct NoOutput {
    container: String,
    key: &'static str,
    kind: &'static str,
}

/// What a task's router is told, if it has one.
///
/// # Errors
/// [`NoOutput`] when a container has options for an output that it does not name.
pub(super) fn router(of: &Assignment) -> Result<Option<(usize, LogRouterBundle)>, NoOutput> {
    let containers = &of.spec.containers;
    let mut routers = containers.iter().enumerate();
    let Some((index, router, container)) =
        routers.find_map(|(index, c)| Some((index, c.log_router.as_ref()?, c)))
    else {
        return Ok(None);
    };
    let sections = Sections::of(of, router, container)?;
    let (path, config) = match router.kind {
        LogRouterKind::Fluentbit => {
            ("/fluent-bit/etc/fluent-bit.conf", fluentbit::write(&sections))
        }
        LogRouterKind::Fluentd => ("/fluentd/etc/fluent.conf", fluentd::write(&sections)),
    };
    Ok(Some((index, LogRouterBundle { path: path.into(), config })))
}

/// What a container finds in its environment of the router, and the router of itself.
pub(super) fn environment(container: &Container) -> Vec<(&'static str, &'static str)> {
    let mut all = Vec::new();
    if matches!(container.log, LogDriver::Awsfirelens(_)) {
        all.extend([("FLUENT_HOST", HOST), ("FLUENT_PORT", PORT)]);
    }
    // Its image would run it as somebody who can't make the socket.
    if container.log_router.as_ref().is_some_and(|router| router.kind == LogRouterKind::Fluentd) {
        all.push(("FLUENT_UID", "0"));
    }
    all
}

/// The parts of a configuration.
struct Sections<'a> {
    /// What waits in a router's memory, in MB.
    buffer_mb: u32,
    /// Fields that each record gets.
    metadata: Vec<(&'static str, String)>,
    include: Option<&'a str>,
    routes: Vec<Route<'a>>,
}

/// Where the records of one container go.
struct Route<'a> {
    /// What their tags begin with.
    tag: String,
    /// Which of them are kept.
    only: Option<&'a str>,
    /// Which of those are not.
    without: Option<&'a str>,
    output: Option<Output<'a>>,
}

/// A plugin, and its options.
struct Output<'a> {
    name: &'a str,
    options: BTreeMap<&'a str, &'a str>,
}

impl<'a> Sections<'a> {
    fn of(
        of: &'a Assignment,
        router: &'a LogRouter,
        container: &'a Container,
    ) -> Result<Self, NoOutput> {
        // Half of what the router may use (ECS agent).
        let memory = container.memory_reservation_mib.or(container.memory_mib);
        let logs = |c: &&Container| matches!(c.log, LogDriver::Awsfirelens(_));
        let routed = of.spec.containers.iter().filter(logs);
        Ok(Self {
            buffer_mb: memory.map(|mib| mib / 2).filter(|mb| *mb > 0).unwrap_or(25),
            metadata: if router.metadata { metadata(of) } else { Vec::new() },
            include: router.include.as_deref(),
            routes: routed.map(|c| route(c, router.kind)).collect::<Result<_, _>>()?,
        })
    }
}

fn metadata(of: &Assignment) -> Vec<(&'static str, String)> {
    let cluster = of.cluster_arn.rsplit('/').next().unwrap_or_default();
    vec![
        ("ecs_cluster", cluster.to_owned()),
        ("ecs_task_arn", of.task_arn.clone()),
        ("ecs_task_definition", format!("{}:{}", of.family, of.revision)),
    ]
}

/// A container without options is routed by the router's own file.
fn route(container: &Container, kind: LogRouterKind) -> Result<Route<'_>, NoOutput> {
    let (key, kind) = match kind {
        LogRouterKind::Fluentbit => ("Name", "fluentbit"),
        LogRouterKind::Fluentd => ("@type", "fluentd"),
    };
    let all = &container.log_options;
    let taken = |option: &str| {
        DRIVER_OPTIONS.contains(&option)
            || [key, "include-pattern", "exclude-pattern"].contains(&option)
    };
    let options: BTreeMap<&str, &str> = all
        .iter()
        .map(|(option, value)| (&**option, &**value))
        .filter(|(option, _)| !taken(option))
        .collect();
    let output = match all.get(key) {
        Some(name) => Some(Output { name, options }),
        None if options.is_empty() => None,
        None => return Err(NoOutput { container: container.name.clone(), key, kind }),
    };
    Ok(Route {
        tag: format!("{}-firelens", container.name),
        only: all.get("include-pattern").map(String::as_str),
        without: all.get("exclude-pattern").map(String::as_str),
        output,
    })
}

#[cfg(test)]
mod tests;
