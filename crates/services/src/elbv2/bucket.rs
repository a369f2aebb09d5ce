//! Buckets, which are folders: what their names may be, and whether they are there.

use std::path::Path;

/// Whether a bucket of this name is there. A link to a folder is none: who writes or reads there
/// goes by no link either.
pub(super) fn is_there(buckets: &Path, name: &str) -> bool {
    is_name(name) && buckets.join(name).symlink_metadata().is_ok_and(|found| found.is_dir())
}

/// Whether it can be a bucket's name (S3 guide, "General purpose bucket naming rules").
fn is_name(name: &str) -> bool {
    let edge = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let within = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.';
    (3..=63).contains(&name.len())
        && name.bytes().all(within)
        && edge(name.bytes().next())
        && edge(name.bytes().last())
}
