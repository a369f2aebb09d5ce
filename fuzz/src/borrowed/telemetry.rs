//! `ferrogate-telemetry`: the frames of its files, to write good ones around bad content.

#[path = "../../../crates/telemetry/src/frame.rs"]
pub(crate) mod frame;
