//! The codecs against the protocol tests that botocore carries, all six protocols, and
//! against bytes that nobody sane would send.
//!
//! The tests are not part of the project: `cargo xtask models` fetches them.

mod input;
mod output;
mod random;
mod speech;
mod suites;
mod tables;
mod tree;
