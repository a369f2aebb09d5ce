//! The agent's process.

use std::process::ExitCode;

use anyhow::Context;
use ferrogate_base::{Shutdown, crash};
use ferrogate_host::agent::{self, Options, Overcommit};

use crate::settings::Settings;
use crate::{logging, supervisor, up};

/// Tasks on one host at once.
const TASKS_MAX: u32 = 1000;

pub(crate) fn run(settings: &Settings) -> anyhow::Result<ExitCode> {
    logging::start();
    supervisor::die_with_parent()?;
    crash::arm(&settings.layout.agent());
    let options = options(settings)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(32)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let shutdown = Shutdown::new();
        supervisor::request_on_signal(&shutdown)?;
        agent::run(options, shutdown).await.context("the agent can't start")
    })?;
    Ok(ExitCode::SUCCESS)
}

/// How the agent of these settings is set up.
pub(crate) fn options(settings: &Settings) -> anyhow::Result<Options> {
    let layout = &settings.layout;
    Ok(Options {
        data_dir: layout.agent(),
        run_dir: layout.run(),
        server_dir: layout.server(),
        session_socket: layout.session_socket(),
        arrivals_socket: layout.arrivals_socket(),
        registry: settings.endpoint(),
        instance: up::instance(layout)?,
        exe: up::THIS_PROGRAM.into(),
        warm: settings.warm,
        overcommit: Overcommit {
            cpu: settings.cpu_overcommit,
            memory: settings.memory_overcommit,
            disk: settings.disk_overcommit,
        },
        tasks_max: TASKS_MAX,
        outside: settings.internet.outside(settings.internet_private),
        buckets: settings.buckets.clone(),
    })
}
