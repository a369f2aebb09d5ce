//! The binary: what its configuration file says.

#[path = "../../../crates/ferrogate/src/internet.rs"]
pub(crate) mod internet;
#[path = "../../../crates/ferrogate/src/layout.rs"]
pub(crate) mod layout;
#[path = "../../../crates/ferrogate/src/settings.rs"]
mod of_engine;

pub(crate) use of_engine::resolve;

/// What the command line says. The real module would bring all verbs of the command line.
pub(crate) mod args {
    use std::net::SocketAddr;
    use std::path::PathBuf;

    #[derive(Clone, Debug, Default)]
    pub(crate) struct SettingArgs {
        pub(crate) data_dir: Option<PathBuf>,
        pub(crate) listen: Option<SocketAddr>,
        pub(crate) account: Option<String>,
        pub(crate) region: Option<String>,
        pub(crate) internet: Option<crate::internet::Internet>,
        pub(crate) config: Option<PathBuf>,
    }
}
