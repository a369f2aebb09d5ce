//! Private parsers of other crates, compiled in by path so that they are fuzzed as they are
//! and need not be public for it. Each file here stands for the module around them at home.

#![allow(dead_code, unused_imports, unreachable_pub, missing_debug_implementations)]

pub(crate) mod registry_client;
pub(crate) mod resolver;
pub(crate) mod settings;
pub(crate) mod spool;
pub(crate) mod telemetry;
pub(crate) mod unpack;
