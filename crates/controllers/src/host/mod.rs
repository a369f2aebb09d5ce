//! The state plane's end of the sessions with hosts.
//!
//! Read [`session`] first, then [`telling`] for what goes down, [`facts`], [`lines`] and [`flows`]
//! for what comes up, and [`remote`] for programs that people run within containers.

mod balancers;
mod facts;
mod flows;
mod heard;
mod join;
mod lending;
mod lines;
mod lost;
mod remote;
mod replies;
mod secrets;
pub mod session;
mod sessions;
mod sink;
mod source;
mod telling;
mod trouble;
mod usages;

pub use balancers::Balancers;
pub use lending::{Lender, NoLender};
pub use lost::LostHosts;
pub use remote::{Heard, NotOpened, Remote};
pub use secrets::{Lookup, NoSecrets, NotNow, SecretSource};
pub use session::SessionOptions;
pub use sessions::Sessions;
pub use sink::{LogSink, NotReady};
pub use usages::Usages;
