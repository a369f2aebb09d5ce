//! The image crate with real parts: real folders, real helper processes, real sockets on
//! loopback. Needs root, and fails loudly without it.

mod archive;
mod blobs;
mod changes;
mod evil_registry;
mod hostile;
mod layout;
mod pull;
mod registry;
mod scene;
mod seal;
mod unpack;
