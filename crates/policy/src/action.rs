//! Actions: `service:Name`, without case.

use crate::context::Context;
use crate::pattern::{Pattern, Reading};

/// An action of a policy, with `*` and `?`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ActionPattern(Pattern);

impl ActionPattern {
    pub(crate) fn new(text: &str) -> Self {
        let reading = Reading { wild: true, variables: false };
        Self(Pattern::new(&text.to_ascii_lowercase(), reading))
    }

    /// `action` in small letters.
    pub(crate) fn matches(&self, action: &str, context: &Context) -> bool {
        self.0.fill(context).is_some_and(|filled| filled.matches(action))
    }
}
