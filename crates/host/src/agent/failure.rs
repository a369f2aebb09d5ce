//! Why a task can't go on.

use ferrogate_link::{Event, FailureKind};

/// The longest reason that is told, in characters.
const REASON_CHARS_MAX: usize = 1000;

/// Why a task can't go on: a fact of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Failure {
    pub(super) kind: FailureKind,
    pub(super) container: Option<String>,
    pub(super) reason: String,
}

impl Failure {
    pub(super) fn resource(reason: impl std::fmt::Display) -> Self {
        Self { kind: FailureKind::Resource, container: None, reason: reason.to_string() }
    }

    /// The host lost it.
    pub(super) fn lost(reason: &str) -> Self {
        Self { kind: FailureKind::HostLost, container: None, reason: reason.to_owned() }
    }

    /// As it is told.
    pub(super) fn fact(self) -> Event {
        let reason = self.reason.chars().take(REASON_CHARS_MAX).collect();
        Event::Failed { kind: self.kind, container: self.container, reason }
    }
}

/// An error's own words.
pub(super) fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
