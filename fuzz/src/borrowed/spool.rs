//! `ferrogate-host`: the lines of a spool's segment.

#[path = "../../../crates/host/src/spool/record.rs"]
mod record;

use ferrogate_host::spool::LINE_BYTES_MAX;

/// The lines that `data` begins with, read one after the other.
pub(crate) fn lines(mut data: &[u8]) -> Vec<record::Line> {
    let mut lines = Vec::new();
    while let record::Parsed::Line(line, taken) = record::parse(data) {
        lines.push(line);
        data = &data[taken..];
    }
    lines
}
