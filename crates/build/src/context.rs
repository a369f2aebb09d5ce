//! The folder that is built from.

use std::ffi::{CStr, OsStr};
use std::io;
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::sync::Arc;

use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, ResolveFlags};

use crate::ignore::Ignore;
use crate::tree::{Content, Node, Tree, What, join, shown};

/// Most files and folders of a context.
const NODES_MAX: usize = 2_000_000;
/// How deep folders may lie in each other.
const DEPTH_MAX: usize = 256;

/// Why a context can't be read.
#[derive(Debug, thiserror::Error)]
pub enum ContextError {
    /// The folder, or something in it.
    #[error("{path} of the context can't be read")]
    Io {
        /// From the context's root on.
        path: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// More files than an image should have, or folders too deep.
    #[error("the context has {0}: leave some out with .dockerignore")]
    TooLarge(&'static str),
}

/// Looks at all of a folder that is not ignored. Links are not followed: what they lead to
/// is found in the tree itself, or not at all. Owners are root, as of all that is copied from
/// a context (Dockerfile reference, COPY).
///
/// # Errors
/// See [`ContextError`].
pub fn read(folder: &Path, ignore: &Ignore) -> Result<Tree, ContextError> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let root = rustix::fs::openat(CWD, folder, flags, Mode::empty());
    let root = Arc::new(root.map_err(|errno| wrong(b"", errno))?);
    let mut walk = Walk { root: Arc::clone(&root), ignore, tree: Tree::default(), left: NODES_MAX };
    walk.folder(root.as_fd(), b"", 0)?;
    Ok(walk.tree)
}

struct Walk<'a> {
    root: Arc<OwnedFd>,
    ignore: &'a Ignore,
    tree: Tree,
    left: usize,
}

impl Walk<'_> {
    fn folder(
        &mut self,
        fd: BorrowedFd<'_>,
        path: &[u8],
        depth: usize,
    ) -> Result<(), ContextError> {
        if depth > DEPTH_MAX {
            return Err(ContextError::TooLarge("folders deeper than 256"));
        }
        let fail = |errno| wrong(path, errno);
        for entry in Dir::read_from(fd).map_err(fail)? {
            let entry = entry.map_err(fail)?;
            let name = entry.file_name();
            if matches!(name.to_bytes(), b"." | b"..") {
                continue;
            }
            let below = join(path, name.to_bytes());
            self.node(fd, name, &below, depth).map_err(|error| match error {
                Walked::Errno(errno) => wrong(&below, errno),
                Walked::Told(error) => error,
            })?;
        }
        Ok(())
    }

    fn node(
        &mut self,
        parent: BorrowedFd<'_>,
        name: &CStr,
        path: &[u8],
        depth: usize,
    ) -> Result<(), Walked> {
        let ignored = self.ignore.ignores(path);
        if ignored && !self.ignore.has_exceptions() {
            return Ok(());
        }
        let facts = rustix::fs::statat(parent, name, AtFlags::SYMLINK_NOFOLLOW)?;
        let kind = FileType::from_raw_mode(facts.st_mode);
        let what = match kind {
            FileType::Directory => What::Dir,
            FileType::RegularFile => {
                let size = u64::try_from(facts.st_size).unwrap_or(0);
                What::File(Content::Host { root: Arc::clone(&self.root), path: path.into(), size })
            }
            FileType::Symlink => {
                What::Link(rustix::fs::readlinkat(parent, name, Vec::new())?.into_bytes())
            }
            FileType::Fifo => What::Fifo,
            // A socket is nothing without the process that made it.
            FileType::Socket => return Ok(()),
            _ => What::Device,
        };
        if !ignored {
            self.left = self.left.checked_sub(1).ok_or(ContextError::TooLarge("too many files"))?;
            let (mode, mtime) = (facts.st_mode & 0o7777, facts.st_mtime);
            self.tree.put(path, Node { what, mode, uid: 0, gid: 0, mtime, xattrs: Vec::new() });
        }
        if kind == FileType::Directory {
            let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            let fd = rustix::fs::openat(parent, name, flags, Mode::empty())?;
            self.folder(fd.as_fd(), path, depth + 1)?;
        }
        Ok(())
    }
}

enum Walked {
    Errno(rustix::io::Errno),
    Told(ContextError),
}

impl From<rustix::io::Errno> for Walked {
    fn from(errno: rustix::io::Errno) -> Self {
        Self::Errno(errno)
    }
}

impl From<ContextError> for Walked {
    fn from(error: ContextError) -> Self {
        Self::Told(error)
    }
}

fn wrong(path: &[u8], errno: rustix::io::Errno) -> ContextError {
    ContextError::Io { path: shown(path), source: errno.into() }
}

/// Opens a file of a context as it was looked at: if meanwhile a link or anything else stands
/// there or on the way to it, it is refused.
pub(crate) fn open(root: &OwnedFd, path: &[u8], size: u64) -> io::Result<std::fs::File> {
    let changed = || io::Error::other("it has changed while it was copied");
    // Without NONBLOCK a pipe that took its place would be waited for.
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let beneath = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
    let path = Path::new(OsStr::from_bytes(path));
    let file = std::fs::File::from(rustix::fs::openat2(root, path, flags, Mode::empty(), beneath)?);
    let facts = file.metadata()?;
    if facts.is_file() && facts.len() == size { Ok(file) } else { Err(changed()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    #[test]
    fn a_context_is_what_is_not_ignored() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("src/deep")).unwrap();
        std::fs::write(dir.path().join("src/deep/a"), "hello").unwrap();
        std::fs::write(dir.path().join("src/b"), "").unwrap();
        std::fs::set_permissions(dir.path().join("src/b"), std::fs::Permissions::from_mode(0o4711))
            .unwrap();
        symlink("/etc/passwd", dir.path().join("link")).unwrap();
        let tree = read(dir.path(), &Ignore::parse("src/*\n!src/b")).unwrap();
        let all: Vec<_> = tree.below(b"").map(|(path, _)| shown(path)).collect();
        assert_eq!(all, ["/link", "/src", "/src/b"]);
        assert_eq!(tree.get(b"src/b").unwrap().mode, 0o4711);
        let only = read(dir.path(), &Ignore::parse("*\n!src/deep/a")).unwrap();
        assert!(only.is_dir(b"src/deep") && only.get(b"src/deep/a").is_some());
        assert_eq!(only.below(b"").count(), 3);
    }

    #[test]
    fn what_became_a_link_is_not_opened() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("d")).unwrap();
        std::fs::write(dir.path().join("d/a"), "12345").unwrap();
        let root = OwnedFd::from(std::fs::File::open(dir.path()).unwrap());
        assert!(open(&root, b"d/a", 5).is_ok());
        assert!(open(&root, b"d/a", 4).is_err());
        std::fs::write(dir.path().join("secret"), "12345").unwrap();
        std::fs::remove_file(dir.path().join("d/a")).unwrap();
        symlink("../secret", dir.path().join("d/a")).unwrap();
        assert!(open(&root, b"d/a", 5).is_err());
        assert!(open(&root, b"../x", 5).is_err());
        std::fs::rename(dir.path().join("d"), dir.path().join("e")).unwrap();
        symlink("e", dir.path().join("d")).unwrap();
        std::fs::write(dir.path().join("e/b"), "12345").unwrap();
        assert!(open(&root, b"d/b", 5).is_err());
    }
}
