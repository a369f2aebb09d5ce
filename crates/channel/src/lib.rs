//! Data channels: how the terminal of a user and a program within a container speak to each
//! other, as the stock clients of AWS do (the message protocol of SSM's Session Manager).
//!
//! [`message`] is a frame as bytes, [`payload`] what it says, [`sending`] and [`receiving`] make
//! of frames that may be lost or doubled a stream that is neither. [`ticket`] is who may open a
//! channel, [`words`] a command line as programs take it, [`files`] how files go over a channel,
//! [`cipher`] what is said there encrypted.
//!
//! All of it is pure, but for [`files`], which reads and writes them, and [`socket`], the websocket
//! that frames go over. It knows nothing of hosts, or of what is at the other end. Read [`message`]
//! first.

pub mod cipher;
pub mod files;
pub mod message;
pub mod payload;
pub mod receiving;
pub mod sending;
pub mod socket;
pub mod ticket;
pub mod words;

pub use message::{Kind, Message};
