//! What a process of the engine tells the one that started it: that it is ready, or why it
//! can't start. The way is a pipe that the process has as its standard output.

use std::error::Error;
use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::os::fd::AsFd;
use std::process::{ChildStdout, ExitCode};

use anyhow::Context;
use ferrogate_store as store;
use ferrogate_telemetry::OpenError;
use serde::{Deserialize, Serialize};

/// A line on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Told {
    /// Tasks can be run.
    Ready,
    /// It ends, and never was what it should be.
    Failed(Failure),
}

/// Why a process can't start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Failure {
    /// In words, with its causes.
    pub(crate) reason: String,
    /// Whether it would fail again however often it was started.
    pub(crate) lasting: bool,
}

/// Whoever started this process.
#[derive(Debug)]
pub(crate) struct Starter(File);

impl Starter {
    /// Takes the standard output for the way: what is printed from now on goes to standard
    /// error, and no child of this process has the way.
    pub(crate) fn take() -> anyhow::Result<Self> {
        let way = io::stdout().as_fd().try_clone_to_owned().context("no standard output")?;
        nix::unistd::dup2_stdout(io::stderr()).context("no standard error")?;
        Ok(Self(way.into()))
    }

    /// Tells it. Nobody may be there any more to hear it.
    pub(crate) fn tell(&self, told: &Told) {
        if let Ok(line) = serde_json::to_string(told) {
            drop(writeln!(&self.0, "{line}"));
        }
    }
}

/// Runs a process of the engine that tells its starter why it can't start.
pub(crate) fn told(
    run: impl FnOnce(&Starter) -> anyhow::Result<ExitCode>,
) -> anyhow::Result<ExitCode> {
    let starter = Starter::take()?;
    let ended = run(&starter);
    if let Err(error) = &ended {
        let failure = Failure { reason: format!("{error:#}"), lasting: is_lasting(error) };
        starter.tell(&Told::Failed(failure));
    }
    ended
}

/// Hears what a child tells, in a thread of its own, until it has ended.
pub(crate) fn hear(way: ChildStdout, mut hear: impl FnMut(Told) + Send + 'static) {
    std::thread::spawn(move || {
        for line in BufReader::new(way).lines().map_while(Result::ok) {
            // Anything else is of no process of ours.
            if let Ok(told) = serde_json::from_str(&line) {
                hear(told);
            }
        }
    });
}

/// Whether a start failed for a reason that does not pass by itself. What nothing is known
/// about is a file whose content makes no sense: keys, certificates, records.
fn is_lasting(error: &anyhow::Error) -> bool {
    error.chain().find_map(lasts).unwrap_or(true)
}

/// Whether this cause lasts, when it is one that is known.
fn lasts(cause: &(dyn Error + 'static)) -> Option<bool> {
    if let Some(io) = cause.downcast_ref::<io::Error>() {
        return Some(matches!(
            io.kind(),
            ErrorKind::NotFound
                | ErrorKind::PermissionDenied
                | ErrorKind::NotADirectory
                | ErrorKind::IsADirectory
                | ErrorKind::AlreadyExists
                | ErrorKind::InvalidData
                | ErrorKind::InvalidInput
                | ErrorKind::ReadOnlyFilesystem
        ));
    }
    if let Some(error) = cause.downcast_ref::<store::Error>() {
        return match error {
            store::Error::Locked { .. } => Some(false),
            error if error.is_temporary() => Some(false),
            _ => None,
        };
    }
    // An agent whose supervisor was killed lives on for a moment.
    if let Some(ferrogate_net::Error::Held(_)) = cause.downcast_ref() {
        return Some(false);
    }
    match cause.downcast_ref::<OpenError>() {
        Some(OpenError::InUse(_)) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_auth::AdminKey;
    use ferrogate_host::agent::AgentError;

    #[test]
    fn a_broken_key_lasts_and_a_full_disk_passes() {
        let dir = tempfile::tempdir().unwrap();
        let key = dir.path().join("key");
        ferrogate_base::fsio::write_atomic(&key, b"{", 0o600).unwrap();
        let broken = AdminKey::load_or_create(&key).unwrap_err();
        assert!(is_lasting(&anyhow::Error::new(broken)));
        let io = |kind| anyhow::Error::new(io::Error::from(kind)).context("can't open the store");
        let no_space = store::Error::NoSpace { source: None };
        let damaged = store::Error::Damaged("a page".into());
        for (error, lasting) in [
            (io(ErrorKind::StorageFull), false),
            (io(ErrorKind::WouldBlock), false),
            (io(ErrorKind::PermissionDenied), true),
            (io(ErrorKind::NotADirectory), true),
            (anyhow::Error::new(no_space).context("can't open the store"), false),
            (anyhow::Error::new(damaged).context("can't open the store"), true),
            (anyhow::Error::new(OpenError::InUse("logs".into())), false),
            (
                anyhow::Error::new(AgentError::from(ferrogate_net::Error::Held("net.lock".into()))),
                false,
            ),
            (anyhow::anyhow!("makes no sense"), true),
        ] {
            assert_eq!(is_lasting(&error), lasting, "{error:#}");
        }
    }

    #[test]
    fn what_is_told_is_heard() {
        let failed = Told::Failed(Failure { reason: "it's \"so\"".into(), lasting: true });
        for told in [Told::Ready, failed] {
            let line = serde_json::to_string(&told).unwrap();
            assert_eq!(serde_json::from_str::<Told>(&line).unwrap(), told);
        }
    }
}
