//! Why a container does not run, in words that are passed on.

use ferrogate_base::errors::chain;
use ferrogate_link::FailureKind;

/// The longest reason that is passed on, in characters (ECS: `Container.reason`).
const REASON_MAX: usize = 1024;

/// Why a container does not run, in ECS's classes and plain words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {reason}", kind.ecs_name())]
pub struct Failure {
    /// `Create` or `Start`.
    pub kind: FailureKind,
    /// At most 1,024 characters.
    pub reason: String,
}

impl Failure {
    /// It could not be made.
    pub fn create(error: &dyn std::error::Error) -> Self {
        Self { kind: FailureKind::Create, reason: shorten(&chain(error)) }
    }

    /// It could not be made, for a reason that is no error's.
    pub(super) fn plain_create(reason: &str) -> Self {
        Self { kind: FailureKind::Create, reason: shorten(reason) }
    }

    /// It was made and did not begin.
    pub(super) fn start(reason: &str) -> Self {
        Self { kind: FailureKind::Start, reason: shorten(reason) }
    }
}

fn shorten(reason: &str) -> String {
    reason.chars().take(REASON_MAX).collect()
}
