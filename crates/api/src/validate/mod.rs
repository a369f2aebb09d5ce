//! Checks a request against the constraints of its model, in each service's voice.
//!
//! [`walk`] finds what is wrong, [`text`] says it.

mod text;
mod walk;

pub use walk::{Constraint, PathStep, Violation};

use crate::Value;
use crate::error::ErrorReply;
use crate::operation::Operation;

/// Checks `input`, a structure of [`Operation::input`], against the tables. The error
/// is ready to be written. Takes time linear in the size of the request; of a request
/// with very many mistakes only the first hundred are named.
pub fn check(operation: &Operation, input: &Value) -> Result<(), ErrorReply> {
    let violations = violations(operation, input);
    match violations.first() {
        None => Ok(()),
        Some(_) => Err(text::refusal(operation.service, &violations)),
    }
}

/// What is wrong with `input`, in the order of the model.
#[must_use]
pub fn violations(operation: &Operation, input: &Value) -> Vec<Violation> {
    walk::violations(operation.input, input)
}
