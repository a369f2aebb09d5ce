//! The state plane's end of the sessions with hosts.
//!
//! Read [`session`] first, then [`telling`] for what goes down, [`facts`] and [`lines`] for what
//! comes up.

mod facts;
mod heard;
mod join;
mod lines;
mod lost;
mod replies;
pub mod session;
mod sessions;
mod sink;
mod source;
mod telling;
mod trouble;

pub use lost::LostHosts;
pub use session::SessionOptions;
pub use sessions::Sessions;
pub use sink::{LogSink, NotReady};
