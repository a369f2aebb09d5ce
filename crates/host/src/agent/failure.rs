//! Why a task can't go on.

use ferrogate_executor::FailureKind;

/// Why a task can't go on: a fact of it.
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
}

/// An error's own words.
pub(super) fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
