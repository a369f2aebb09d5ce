//! Where in the engine's folder what lies, and whose it is.

use std::path::{Path, PathBuf};

/// The user and group of the server: nobody else's, and without a name so that no account
/// has to be made.
pub(crate) const SERVER_ID: u32 = 64_177;

/// The folders and files of one engine.
#[derive(Clone, Debug)]
pub(crate) struct Layout(PathBuf);

impl Layout {
    pub(crate) fn new(data_dir: &Path) -> Self {
        Self(data_dir.to_owned())
    }

    pub(crate) fn root(&self) -> &Path {
        &self.0
    }

    /// The settings that the engine was started with, for verbs that name only the folder.
    pub(crate) fn settings(&self) -> PathBuf {
        self.0.join("settings.toml")
    }

    /// Held by the supervisor: one engine a folder.
    pub(crate) fn lock(&self) -> PathBuf {
        self.0.join("lock")
    }

    /// The engine's short id, which tells engines on one machine apart.
    pub(crate) fn instance(&self) -> PathBuf {
        self.0.join("instance")
    }

    /// What the engine says when it runs in the background.
    pub(crate) fn log(&self) -> PathBuf {
        self.0.join("ferrogate.log")
    }

    /// The server's folder: its user's alone.
    pub(crate) fn server(&self) -> PathBuf {
        self.0.join("server")
    }

    pub(crate) fn admin_key(&self) -> PathBuf {
        self.server().join("admin-key.json")
    }

    pub(crate) fn token_key(&self) -> PathBuf {
        self.server().join("registry-token.key")
    }

    pub(crate) fn state(&self) -> PathBuf {
        self.server().join("state")
    }

    pub(crate) fn registry(&self) -> PathBuf {
        self.server().join("registry")
    }

    pub(crate) fn logs(&self) -> PathBuf {
        self.server().join("logs")
    }

    pub(crate) fn tls(&self) -> PathBuf {
        self.server().join("tls")
    }

    /// The agent's folder: root's alone.
    pub(crate) fn agent(&self) -> PathBuf {
        self.0.join("agent")
    }

    /// Sockets and pinned namespaces.
    pub(crate) fn run(&self) -> PathBuf {
        self.0.join("run")
    }

    pub(crate) fn session_socket(&self) -> PathBuf {
        self.run().join("session.sock")
    }
}
