//! What can go wrong between an agent and a shim.

use std::io;
use std::path::PathBuf;

/// Why a shim can't be reached or does not do what it is asked.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The program could not be started, or ended before it was ready.
    #[error("the shim in {run_dir} did not start: {reason}")]
    NotStarted {
        /// The task's folder.
        run_dir: PathBuf,
        /// What it said.
        reason: String,
    },
    /// Nothing answers in that folder: the shim is gone. [`super::reap_dead`] comes next.
    #[error("no shim answers in {run_dir}")]
    Gone {
        /// The task's folder.
        run_dir: PathBuf,
        /// The connection's error.
        #[source]
        source: io::Error,
    },
    /// It is there and does not answer: it is busy, or frozen.
    #[error("the shim in {run_dir} does not answer")]
    Silent {
        /// The task's folder.
        run_dir: PathBuf,
    },
    /// The other side of the socket is not a shim of ours.
    #[error("the socket in {run_dir} belongs to user {uid}")]
    Stranger {
        /// The task's folder.
        run_dir: PathBuf,
        /// The user that opened it.
        uid: u32,
    },
    /// The connection broke in the middle.
    #[error("the connection to the shim in {run_dir} broke")]
    Broken {
        /// The task's folder.
        run_dir: PathBuf,
        /// The connection's error.
        #[source]
        source: io::Error,
    },
    /// The shim says no.
    #[error("the shim refused: {0}")]
    Refused(String),
}
