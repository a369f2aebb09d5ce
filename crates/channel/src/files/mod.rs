//! How files go over a channel: for each a head in JSON, with its length before it, and what is in
//! it. Not an archive of the usual kind: those can say more than is wanted here, such as owners,
//! devices and links to elsewhere, which whoever reads one has to defend itself against.
//!
//! Files, folders and links are copied, with their permissions and times, not their owners: what
//! is written belongs to who writes it. Whoever unpacks trusts nothing: names stay below the place
//! that was asked for, and no link on the way there is followed.

mod pack;
mod unpack;

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

pub use pack::pack;
pub use unpack::unpack;

/// The longest head. A path has 4,096 bytes at most.
const HEAD_BYTES_MAX: usize = 64 << 10;

/// What comes next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Head {
    /// A file, whose content follows.
    File {
        /// Where it is below the first one, whose name it is for that.
        path: String,
        /// Its permissions.
        mode: u32,
        /// When it was changed, in seconds since the epoch.
        changed_s: i64,
        /// The bytes that follow.
        size: u64,
    },
    /// A folder.
    Folder {
        /// As for a file.
        path: String,
        /// Its permissions.
        mode: u32,
    },
    /// A link.
    Link {
        /// As for a file.
        path: String,
        /// What it points to.
        target: String,
    },
    /// That was all.
    End,
    /// That was all, and something is missing, for this reason.
    Failed(String),
}

/// Why files could not be copied.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// A file of this side.
    #[error("{path}: {source}")]
    File {
        /// Which one.
        path: String,
        /// What is wrong with it.
        source: io::Error,
    },
    /// The channel.
    #[error("the copy broke off")]
    Broken(#[source] io::Error),
    /// The other side says what nobody may say.
    #[error("the other side sent what is no copy of files: {0}")]
    Nonsense(&'static str),
    /// The other side could not read all of it.
    #[error("{0}")]
    Failed(String),
}

fn write_head(to: &mut impl Write, head: &Head) -> Result<(), FilesError> {
    let json = serde_json::to_vec(head).expect("texts and numbers are JSON");
    let length = u32::try_from(json.len()).expect("a path is short");
    to.write_all(&length.to_be_bytes())
        .and_then(|()| to.write_all(&json))
        .map_err(FilesError::Broken)
}

/// Reads a head.
///
/// # Errors
/// [`FilesError::Broken`] and [`FilesError::Nonsense`].
pub fn read_head(from: &mut impl Read) -> Result<Head, FilesError> {
    let mut length = [0; 4];
    from.read_exact(&mut length).map_err(FilesError::Broken)?;
    let length = u32::from_be_bytes(length) as usize;
    if length > HEAD_BYTES_MAX {
        return Err(FilesError::Nonsense("a head that is too long"));
    }
    let mut json = vec![0; length];
    from.read_exact(&mut json).map_err(FilesError::Broken)?;
    serde_json::from_slice(&json).map_err(|_| FilesError::Nonsense("a head that is no JSON"))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::path::Path;

    use super::*;

    fn packed(path: &Path) -> Vec<u8> {
        let mut bytes = Vec::new();
        pack(path, &mut bytes).unwrap();
        bytes
    }

    fn copy(from: &Path, to: &Path) -> Result<(), FilesError> {
        unpack(to, &mut packed(from).as_slice())
    }

    #[test]
    fn a_tree_arrives_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let from = dir.path().join("from");
        fs::create_dir_all(from.join("a/b")).unwrap();
        fs::write(from.join("a/b/file"), vec![7; 300_000]).unwrap();
        fs::write(from.join("a/empty"), "").unwrap();
        fs::set_permissions(from.join("a/empty"), fs::Permissions::from_mode(0o640)).unwrap();
        symlink("b/file", from.join("a/link")).unwrap();
        copy(&from, &dir.path().join("to")).unwrap();
        let to = dir.path().join("to/a");
        assert_eq!(fs::read(to.join("b/file")).unwrap(), vec![7; 300_000]);
        assert_eq!(fs::metadata(to.join("empty")).unwrap().permissions().mode() & 0o7777, 0o640);
        assert_eq!(fs::read_link(to.join("link")).unwrap(), Path::new("b/file"));
        // Into a folder that is there, by its own name; and again over what is there.
        for _ in 0..2 {
            copy(&from.join("a/b/file"), &dir.path().join("to")).unwrap();
        }
        assert!(dir.path().join("to/file").is_file());
        let changed = |path: &Path| fs::metadata(path).unwrap().modified().unwrap();
        let was = changed(&from.join("a/b/file"));
        let is = changed(&dir.path().join("to/file"));
        assert!(was.duration_since(is).unwrap_or_default().as_secs() < 1);
    }

    #[test]
    fn what_can_not_be_copied_is_told_and_the_rest_is_copied() {
        let dir = tempfile::tempdir().unwrap();
        let from = dir.path().join("from");
        fs::create_dir(&from).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(from.join("a-socket")).unwrap();
        fs::write(from.join("file"), "x").unwrap();
        let mut bytes = Vec::new();
        drop(pack(&from, &mut bytes));
        let told = unpack(&dir.path().join("to"), &mut bytes.as_slice()).unwrap_err();
        assert!(told.to_string().contains("a-socket"), "{told}");
        assert_eq!(fs::read(dir.path().join("to/file")).unwrap(), b"x");
        assert!(pack(&from.join("none"), &mut Vec::new()).is_err());
    }

    fn hostile(heads: &[Head], to: &Path) -> FilesError {
        let mut bytes = Vec::new();
        for head in heads {
            write_head(&mut bytes, head).unwrap();
            if let Head::File { size, .. } = head {
                bytes.resize(bytes.len() + usize::try_from(*size).unwrap(), b'x');
            }
        }
        unpack(to, &mut bytes.as_slice()).unwrap_err()
    }

    fn file(path: &str) -> Head {
        Head::File { path: path.into(), mode: 0o644, changed_s: 0, size: 1 }
    }

    #[test]
    fn nothing_is_written_beside_the_place_that_was_asked_for() {
        let dir = tempfile::tempdir().unwrap();
        let outside = dir.path().join("outside");
        fs::create_dir(&outside).unwrap();
        let folder = |path: &str| Head::Folder { path: path.into(), mode: 0o755 };
        for path in
            ["n/../../outside/x", "n/../x", "../x", "/etc/x", "n//x", "n/.", "", "n/\0", "x"]
        {
            hostile(&[folder("n"), file(path), Head::End], &dir.path().join("to"));
            // The first one's name is not more trusted.
            if path != "x" {
                hostile(&[file(path), Head::End], dir.path());
            }
        }
        let link = Head::Link { path: "n/l".into(), target: outside.display().to_string() };
        hostile(&[folder("n"), link.clone(), file("n/l/x"), Head::End], &dir.path().join("to"));
        let link = Head::Link { path: "n/m".into(), target: "../outside/y".into() };
        hostile(&[folder("n"), link, file("n/m"), Head::End], &dir.path().join("to"));
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
        // Nor does a link that was there before lead there.
        symlink(&outside, dir.path().join("to/n2")).ok();
        hostile(&[folder("n"), file("n/n2/x"), Head::End], &dir.path().join("to"));
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
    }

    #[test]
    fn what_is_no_file_is_not_written_to_and_keeps_its_mode() {
        use rustix::fs::{FileType, Mode, OFlags, mknodat, open};
        let dir = tempfile::tempdir().unwrap();
        let (from, pipe) = (dir.path().join("from"), dir.path().join("pipe"));
        fs::write(&from, "text").unwrap();
        mknodat(rustix::fs::CWD, &pipe, FileType::Fifo, Mode::from_raw_mode(0o622), 0).unwrap();
        fs::set_permissions(&pipe, fs::Permissions::from_mode(0o622)).unwrap();
        // With somebody at its other end it can be opened.
        let _reader = open(&pipe, OFlags::RDONLY | OFlags::NONBLOCK, Mode::empty()).unwrap();
        let refused = copy(&from, &pipe).unwrap_err();
        assert!(refused.to_string().contains("no file"), "{refused}");
        assert_eq!(fs::metadata(&pipe).unwrap().permissions().mode() & 0o777, 0o622);
    }

    #[test]
    fn a_program_is_never_made_somebody_elses() {
        let dir = tempfile::tempdir().unwrap();
        let mut bytes = Vec::new();
        let head = Head::File { path: "f".into(), mode: 0o6755, changed_s: 0, size: 0 };
        write_head(&mut bytes, &head).unwrap();
        write_head(&mut bytes, &Head::End).unwrap();
        unpack(&dir.path().join("f"), &mut bytes.as_slice()).unwrap();
        let mode = fs::metadata(dir.path().join("f")).unwrap().permissions().mode();
        assert_eq!(mode & 0o7777, 0o755);
    }

    #[test]
    fn a_copy_that_breaks_off_or_has_no_sense_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let whole = {
            fs::write(dir.path().join("f"), "content").unwrap();
            packed(&dir.path().join("f"))
        };
        for length in 0..whole.len() {
            let told = unpack(&dir.path().join("g"), &mut &whole[..length]);
            assert!(told.is_err(), "{length}");
        }
        let long = [u32::MAX.to_be_bytes().as_slice(), b"x"].concat();
        assert!(matches!(read_head(&mut long.as_slice()), Err(FilesError::Nonsense(_))));
    }
}
