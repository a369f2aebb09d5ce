//! The verbs that are clients of the API.

use std::process::ExitCode;

use clap::CommandFactory;
use ferrogate_auth::AdminKey;
use ferrogate_cli::{Credentials, KeySource, Program, Target, Trials, Verb};

use crate::args::Args;
use crate::settings::Settings;

pub(crate) fn run(settings: &Settings, verb: Verb) -> anyhow::Result<ExitCode> {
    let credentials = credentials(settings);
    let target = Target {
        endpoint: settings.endpoint(),
        region: settings.region.clone(),
        account: Some(settings.account.to_string()),
        key_source: match credentials {
            Some(_) => KeySource::File(settings.layout.admin_key()),
            None => KeySource::Nowhere,
        },
        credentials,
        data_dir: Some(settings.layout.root().to_owned()),
    };
    let target = target.or_from(|name| std::env::var(name).ok());
    let program = Program { command: Args::command, trials: Some(TRIALS) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    Ok(runtime.block_on(ferrogate_cli::run(verb, &target, &program)))
}

/// What a task needs of the kernel and only code for the host can try.
pub(crate) const TRIALS: Trials = Trials {
    map_ids: |folder| ferrogate_host::kernel::can_map_ids(folder).map_err(|e| e.to_string()),
    limit_devices: || ferrogate_host::cgroup::can_limit_devices().map_err(|e| e.to_string()),
};

/// The admin's key, for whoever may read its file.
fn credentials(settings: &Settings) -> Option<Credentials> {
    let path = settings.layout.admin_key();
    if !path.exists() {
        return None;
    }
    let key = AdminKey::load_or_create(&path).ok()?;
    Some(Credentials { access_key_id: key.access_key_id, secret: key.secret, token: None })
}
