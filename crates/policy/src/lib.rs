//! IAM's policies: what their documents mean, and what several of them come to for one request.
//!
//! Nothing here knows of users, of the store or of the network. A document is read once
//! ([`Policy::parse`]), refused in AWS's words if it is none ([`Malformed`]), and compiled;
//! then it is asked about a [`Request`] as often as one likes ([`Policy::says`]), and
//! [`decide`] puts the answers of all policies that apply together.
//!
//! The rules are those of the IAM user guide ("Policy evaluation logic", "Grammar of the IAM
//! JSON policy language", "IAM JSON policy elements").

mod action;
mod arn;
mod check;
mod condition;
mod context;
mod decide;
mod document;
mod json;
mod pattern;
mod policy;
mod principal;
mod span;

pub use check::Malformed;
pub use context::{Context, Value};
pub use decide::{Decision, Given, Outcome, Reason, decide};
pub use document::Effect;
pub use policy::{Kind, Policy, Says, Statement};
pub use principal::{Caller, Fit};
pub use span::{Position, Span};

/// What a caller wants to do to one resource.
#[derive(Clone, Copy, Debug)]
pub struct Request<'r> {
    /// `service:Action`, in any case.
    pub action: &'r str,
    /// The resource's ARN, or `*` where an action has none.
    pub resource: &'r str,
    /// The condition keys and their values.
    pub context: &'r Context,
}
