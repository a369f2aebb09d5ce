//! What a listener does with a request.

use serde::{Deserialize, Serialize};

use super::Named;
use crate::balancer::{FixedResponse, Redirect};

/// What is done with a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// The order that was asked for, 1-50000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<u32>,
    /// What it is.
    pub what: What,
}

/// Kinds of actions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A target of one of these groups answers it.
    Forward {
        /// 1-5 groups.
        groups: Vec<Weighted>,
        /// Seconds that a client stays with the group it had first; `None` if it doesn't.
        sticky_s: Option<u32>,
    },
    /// The client is sent elsewhere.
    Redirect(Redirect),
    /// The listener answers it itself.
    Fixed(FixedResponse),
}

/// A group of a forward action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weighted {
    /// The group.
    pub group: Named,
    /// 0-999.
    pub weight: u32,
}

impl Action {
    /// The groups that it forwards to.
    pub fn groups(&self) -> impl Iterator<Item = &Named> {
        let groups: &[Weighted] = match &self.what {
            What::Forward { groups, .. } => groups,
            What::Redirect(_) | What::Fixed(_) => &[],
        };
        groups.iter().map(|one| &one.group)
    }
}
