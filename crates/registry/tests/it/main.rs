//! The registry over real HTTP on loopback, behind the front door of the engine.
//!
//! The workflows are those of the OCI distribution conformance suite (pull, push, content
//! discovery, content management), written anew from the specification: the suite itself
//! is a Go program.

mod discovery;
mod faults;
mod login;
mod management;
mod pull;
mod push;
mod rig;
mod skopeo;
mod sweep;
