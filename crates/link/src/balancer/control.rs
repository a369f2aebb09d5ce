//! What the agent and a node's process say to each other, over a socket that only root can open,
//! in the frames of [`crate::session`]. The process says nothing but [`super::Report`]s.

use serde::{Deserialize, Serialize};

use super::Node;

/// What the agent says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToNode {
    /// Do this from now on.
    Obey {
        /// All of it.
        node: Box<Node>,
        /// Its number.
        generation: u64,
    },
    /// The agent has the lines with this number. Said to nobody who has told none.
    Has {
        /// The number.
        seq: u64,
    },
    /// The node is no more: end, with every connection.
    End,
}
