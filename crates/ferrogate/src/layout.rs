//! Where in the engine's folder what lies, and whose it is.

use std::path::{Path, PathBuf};

/// The user and group of the server: nobody else's, and without a name so that no account
/// has to be made.
pub(crate) const SERVER_ID: u32 = 64_177;

/// The folders and files of one engine.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    root: PathBuf,
    server: PathBuf,
}

impl Layout {
    pub(crate) fn new(data_dir: &Path) -> Self {
        Self { root: data_dir.to_owned(), server: data_dir.join("server") }
    }

    /// As the server sees it once its own folder is its root: nothing else is there.
    pub(crate) fn confined() -> Self {
        Self { root: "/".into(), server: "/".into() }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The settings that the engine was started with, for verbs that name only the folder.
    pub(crate) fn settings(&self) -> PathBuf {
        self.root.join("settings.toml")
    }

    /// Held by the supervisor: one engine a folder.
    pub(crate) fn lock(&self) -> PathBuf {
        self.root.join("lock")
    }

    /// The engine's short id, which tells engines on one machine apart.
    pub(crate) fn instance(&self) -> PathBuf {
        self.root.join("instance")
    }

    /// What the engine says when it runs in the background.
    pub(crate) fn log(&self) -> PathBuf {
        self.root.join("ferrogate.log")
    }

    /// The server's folder: its user's alone.
    pub(crate) fn server(&self) -> PathBuf {
        self.server.clone()
    }

    pub(crate) fn admin_key(&self) -> PathBuf {
        self.server().join("admin-key.json")
    }

    /// The admin's key as a login of image clients.
    pub(crate) fn registry_auth(&self) -> PathBuf {
        self.server().join("registry-auth.json")
    }

    /// The key that secrets in the store are sealed under.
    pub(crate) fn root_key(&self) -> PathBuf {
        self.server().join("root-key")
    }

    pub(crate) fn token_key(&self) -> PathBuf {
        self.server().join("registry-token.key")
    }

    pub(crate) fn state(&self) -> PathBuf {
        self.server().join("state")
    }

    /// How far ahead the clock of an engine in development mode is, in milliseconds.
    pub(crate) fn clock(&self) -> PathBuf {
        self.server().join("clock-ahead")
    }

    pub(crate) fn registry(&self) -> PathBuf {
        self.server().join("registry")
    }

    pub(crate) fn metrics(&self) -> PathBuf {
        self.server().join("metrics")
    }

    pub(crate) fn logs(&self) -> PathBuf {
        self.server().join("logs")
    }

    /// The audit trail.
    pub(crate) fn trail(&self) -> PathBuf {
        self.server().join("trail")
    }

    pub(crate) fn tls(&self) -> PathBuf {
        self.server().join("tls")
    }

    /// The agent's folder: root's alone.
    pub(crate) fn agent(&self) -> PathBuf {
        self.root.join("agent")
    }

    /// Sockets and pinned namespaces.
    pub(crate) fn run(&self) -> PathBuf {
        self.root.join("run")
    }

    pub(crate) fn session_socket(&self) -> PathBuf {
        self.run().join("session.sock")
    }

    /// Where the agent hands connections over that come by endpoints of VPCs.
    pub(crate) fn arrivals_socket(&self) -> PathBuf {
        self.run().join("arrivals.sock")
    }
}
