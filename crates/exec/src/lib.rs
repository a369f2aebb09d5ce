//! Sessions of users with programs in containers, at the server's side: the websocket that they
//! come by, the channel that is spoken over it, and the stream of the host that runs the program.
//!
//! [`Door`] lets in whoever has a token; `session` is what then happens, and outlives a connection
//! that breaks. [`Archive`] keeps sessions as objects, [`Rights`] is what tasks' roles may. Knows nothing of AWS's operations (they give out the
//! tokens), and of hosts only their sessions. Read [`Door`] first, then `session`.

mod archive;
mod door;
mod encryption;
mod log;
mod rights;
mod session;

pub use archive::{Archive, Buckets, Found, LOG_BYTES_MAX};
pub use door::{Admitted, Door, Options, PATH, Stores};
pub use log::{LogTo, SessionLog};
pub use rights::{KeyWanted, Rights, Whose};
