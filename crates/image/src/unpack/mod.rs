//! Unpacking a layer, in a process that can't do harm.
//!
//! The agent is root and must not touch an archive of unknown origin. So it starts its own
//! binary again as a helper ([`helper_main`]), gives it one empty folder, and writes the
//! compressed layer to its standard input. The helper decompresses, hashes and unpacks in
//! one pass, and says on standard output how it went. [`UnpackCommand`] is the agent's end,
//! `jail` what confines the helper, `layer` and `tree` the work.
//!
//! What a layer becomes on disk:
//! - owners and modes as in the archive, ids 0 to 65,535: no task has others, and what has
//!   others in the archive becomes nobody's, 65,534; setuid bits and file capabilities
//!   are kept, because the layer is only ever seen through an id-mapped mount;
//! - a whiteout becomes overlayfs' character device 0/0. A folder made opaque gets
//!   `user.overlay.opaque` from the helper, and `trusted.overlay.opaque` from the agent, so
//!   that an overlay works whether or not it is mounted with `userxattr`;
//! - device nodes are left out (a container's `/dev` is the runtime's), named pipes are made;
//! - of extended attributes only `security.capability` and `user.*` are kept.
//!
//! Paths that pass through symbolic links of the layer itself stay below its root, as they
//! do in `chroot`; a `..` in a name is refused.

mod command;
mod helper;
mod jail;
mod layer;
mod layer_check;
mod source;
mod tree;

pub use command::{UnpackCommand, Unpacking};
pub use helper::helper_main;
pub use layer_check::{LayerCheck, Meaning};

use serde::{Deserialize, Serialize};

use crate::digest::Digest;

/// The largest owner or group that a layer keeps: what fits a task's user namespace.
pub const ID_MAX: u32 = 65_535;

/// Whose everything is that has a larger one.
pub const NOBODY: u32 = 65_534;

/// What a layer may cost. The defaults are those of a task's 20 GiB of storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes on disk, each file rounded up to 4 KiB, holes of sparse files counted too.
    pub unpacked_bytes_max: u64,
    /// Entries of the archive, and folders made on the way to one.
    pub entries_max: u64,
    /// Unpacked size over compressed size, as soon as `ratio_after_bytes` are unpacked.
    pub ratio_max: u64,
    /// See `ratio_max`.
    pub ratio_after_bytes: u64,
    /// Bytes of one path, or of one link's target.
    pub path_bytes_max: usize,
    /// Components of one path.
    pub components_max: usize,
    /// Bytes of all extended attributes of one entry, names included.
    pub xattr_bytes_max: usize,
    /// Memory the helper may use, in bytes.
    pub memory_bytes_max: u64,
    /// Processor time the helper may use, in seconds.
    pub cpu_seconds_max: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            unpacked_bytes_max: 20 << 30,
            entries_max: 1_000_000,
            ratio_max: 200,
            ratio_after_bytes: 64 << 20,
            path_bytes_max: 4096,
            components_max: 255,
            xattr_bytes_max: 1 << 20,
            memory_bytes_max: 256 << 20,
            cpu_seconds_max: 1800,
        }
    }
}

/// What became of a layer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Digest of the whole uncompressed stream: the layer's diff id.
    pub diff_id: Digest,
    /// Entries unpacked, and folders made on the way.
    pub entries: u64,
    /// Bytes on disk, counted as for the limit.
    pub unpacked_bytes: u64,
    /// Device nodes left out.
    pub devices_skipped: u64,
    /// Extended attributes left out.
    pub xattrs_skipped: u64,
    /// Entries that are [`NOBODY`]'s, because their owner or group is past [`ID_MAX`].
    pub owners_lost: u64,
    /// Folders, relative to the layer, that hide what lies below them.
    pub opaque: Vec<String>,
}

/// How an unpacking ended, as the helper tells it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    Done(Report),
    Refused(String),
    NoSpace(String),
    Failed(String),
}

/// Why a layer was not unpacked.
#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    /// The layer breaks a rule or a limit. Another try ends the same.
    #[error("the layer is refused: {0}")]
    Refused(String),
    /// The disk is full.
    #[error("no space left to unpack the layer: {0}")]
    NoSpace(String),
    /// The file system or the kernel said no.
    #[error("unpacking failed: {0}")]
    Failed(String),
    /// The helper ended without a word: killed by a limit of its memory or processor time,
    /// or by a call that it has no business making.
    #[error("the unpack helper died ({status}): {stderr}")]
    Died {
        /// Exit code or signal.
        status: String,
        /// The end of what it wrote to standard error.
        stderr: String,
    },
    /// The helper could not be started or confined.
    #[error("{what} failed")]
    Start {
        /// What was tried.
        what: &'static str,
        /// Why it failed.
        #[source]
        source: std::io::Error,
    },
}
