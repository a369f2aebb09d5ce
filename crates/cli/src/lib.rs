//! The verbs of the command line that talk to an engine, and `doctor`, which needs none.
//!
//! Only a client of the API: every verb does what any AWS tool could do, over the same
//! signed requests, so a remote engine and the local one are the same to it. Deliberately
//! knows nothing of how an engine is started, or where its state lies; the binary tells it
//! by a [`Target`].
//!
//! Read `verb.rs` first (what there is), then `fault.rs` (how it ends), then `ui.rs` (who
//! sees what: data on stdout, everything else on stderr).

#![forbid(unsafe_code)]

mod account;
mod answer;
mod can;
mod client;
mod clock;
mod cost;
mod cp;
mod denied;
mod doctor;
mod exec;
mod fault;
mod forward;
mod health;
mod hints;
mod image;
mod logs;
mod moment;
mod policy;
mod ps;
mod publish;
mod run;
mod secret;
mod service;
mod status;
mod steps;
mod stop;
mod table;
mod target;
mod tasks;
mod terminal;
mod ui;
mod verb;
mod wait;
mod who;
mod why;
mod why_not;

pub use doctor::{Lack, lacks};
pub use ferrogate_auth::sigv4::Credentials;
pub use target::{KeySource, Target};
pub use terminal::Terminal;
pub use ui::Ui;
pub use verb::{Program, Trials, Verb, run, run_on};
