//! The words of the command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::internet::Internet;

/// AWS Fargate that you own.
#[derive(Debug, Parser)]
#[command(name = "ferrogate", version, about, disable_help_subcommand = true)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) settings: SettingArgs,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// Variables whose settings an engine keeps in its folder when it starts: its processes take them
/// from there, since a flag may have said something else.
pub(crate) const KEPT: [&str; 4] =
    ["FERROGATE_LISTEN", "FERROGATE_ACCOUNT", "FERROGATE_REGION", "FERROGATE_INTERNET"];

/// Settings that every verb takes; what is not given comes from the engine's own folder, the
/// configuration file, or the default.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct SettingArgs {
    /// Folder of the engine's data [default: /var/lib/ferrogate]
    #[arg(long, global = true, env = "FERROGATE_DATA_DIR", value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Address of the API [default: 127.0.0.1:4566]
    #[arg(long, global = true, env = "FERROGATE_LISTEN", value_name = "ADDRESS:PORT")]
    pub(crate) listen: Option<SocketAddr>,
    /// AWS account of the engine, 12 digits [default: 000000000000]
    #[arg(long, global = true, env = "FERROGATE_ACCOUNT", value_name = "ID")]
    pub(crate) account: Option<String>,
    /// AWS region of the engine [default: us-east-1]
    #[arg(long, global = true, env = "FERROGATE_REGION")]
    pub(crate) region: Option<String>,
    /// Where internet gateways lead: `host`, out through this machine, or `none` [default: host]
    #[arg(long, global = true, env = "FERROGATE_INTERNET", value_name = "WHERE")]
    pub(crate) internet: Option<Internet>,
    /// Configuration file [default: /etc/ferrogate/config.toml, when there is one]
    #[arg(long, global = true, env = "FERROGATE_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    #[command(flatten)]
    Client(Box<ferrogate_cli::Verb>),
    /// Start the engine
    Up(Up),
    /// Print what AWS tools need to know, for `eval "$(ferrogate env)"`
    Env,
    /// Stop all tasks and the engine; nothing of it is left running
    Down(Down),
    /// Look at the audit trail
    #[command(subcommand)]
    Audit(Audit),
    /// Write the manual's pages into a folder (for packages)
    #[command(hide = true)]
    Man(Man),
    /// Run the engine's processes (started by `up`)
    #[command(hide = true)]
    Supervise,
    /// Run the control plane (started by `up`)
    #[command(hide = true)]
    Server,
    /// Run the host agent (started by `up`)
    #[command(hide = true)]
    Agent,
}

#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Audit {
    /// Whether nothing in the audit trail was changed, cut out or put in
    Verify(AuditVerify),
}

#[derive(Clone, Debug, clap::Args)]
pub(crate) struct AuditVerify {
    /// An end that an earlier `audit verify` has printed, kept elsewhere: it must still be there
    #[arg(long, value_name = "LANE:NUMBER:LINK")]
    pub(crate) known: Vec<String>,
}

#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Up {
    /// Return once the API answers, and go on in the background
    #[arg(long)]
    pub(crate) detach: bool,
    /// Development mode, loopback only: any access key is let in, and reset paths are offered
    #[arg(long, env = "FERROGATE_DEV")]
    pub(crate) dev: bool,
}

#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Down {
    /// Also remove the engine's data: tasks, images, logs, keys
    #[arg(long)]
    pub(crate) purge: bool,
    /// Seconds that tasks have to stop by themselves
    #[arg(long, default_value_t = 30, value_name = "SECONDS")]
    pub(crate) timeout: u64,
}

#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Man {
    /// The folder, which must be there
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
}
