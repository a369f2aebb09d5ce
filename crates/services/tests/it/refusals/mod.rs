//! What AWS refuses, in its words: tables of input, code and whole text.
//!
//! The texts are those that the services answer, as their users have met and written them
//! down. Where only part of a text is known, the rest is in the manner of its neighbours.

mod clusters;
mod containers;
mod definitions;
mod ecr;
mod logs;

use ferrogate_api::Operation;
use serde_json::Value;

use crate::rig::Rig;

/// One request that is refused.
struct Case {
    /// What is wrong with it.
    what: &'static str,
    operation: &'static Operation,
    input: Value,
    code: &'static str,
    text: &'static str,
}

/// Tries every case, and fails with all that differ.
async fn check(rig: &Rig, cases: Vec<Case>) {
    let mut differ = Vec::new();
    for case in cases {
        let said = rig.call(case.operation, case.input).await;
        let wanted = Err((case.code.to_owned(), case.text.to_owned()));
        if said != wanted {
            differ.push(format!("{}:\n  wanted {wanted:?}\n  said   {said:?}", case.what));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}
