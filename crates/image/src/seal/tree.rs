//! An unpacked layer as one digest, and a mark for each file on the way to it.
//!
//! The order is fixed: a folder, then what is in it by name. Links are read and never followed,
//! one folder is open for each level, and names are held within a bound.

use std::ffi::CString;
use std::fs::File;
use std::io::{self, Read as _};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::fs::{
    Advice, AtFlags, FileType, Mode, OFlags, Stat, fadvise, fgetxattr, flistxattr, fstat, openat,
    readlinkat, statat,
};
use sha2::{Digest as _, Sha256};

use super::SealError;
use crate::changes::names::Names;

/// The digest of everything up to a file, cut short: enough to find where two trees part.
pub(super) type Mark = [u8; 8];
/// The digest of a whole tree.
pub(super) type TreeDigest = [u8; 32];

/// Names that are held at a time, in bytes: those still to come of the open folders.
const NAMES_BYTES_MAX: usize = 64 << 20;
/// Bytes of a list of extended attributes, and of one's value: what Linux has at most (xattr(7)).
const XATTR_BYTES_MAX: usize = 64 << 10;
/// Holds a list and a value, or a piece of a file.
const BUFFER_BYTES: usize = 2 * XATTR_BYTES_MAX;
const CAPABILITY: &[u8] = b"security.capability";

const FOLDER: OFlags =
    OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);
// Not blocking, should a pipe have taken the place of a file since it was looked at.
const FILE: OFlags =
    OFlags::RDONLY.union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC).union(OFlags::NONBLOCK);

/// How a tree is read.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    /// Whether what memory holds of the files is dropped first where it can be.
    pub(super) from_disk: bool,
    /// Whether to leave off.
    pub(super) stop: &'a dyn Fn() -> bool,
}

/// Opens the root of a layer.
pub(super) fn open(path: &std::path::Path) -> io::Result<OwnedFd> {
    Ok(rustix::fs::open(path, FOLDER, Mode::empty())?)
}

/// Reads all of the tree below `root`; `each` is told every path, without a leading slash, and
/// the mark there.
pub(super) fn read(
    root: &OwnedFd,
    reading: Reading<'_>,
    each: &mut dyn FnMut(&[u8], Mark) -> io::Result<()>,
) -> Result<TreeDigest, SealError> {
    // Its own position to read from.
    let root = openat(root, c".", FOLDER, Mode::empty()).map_err(at(b""))?;
    let mut walk = Walk {
        reading,
        digest: Sha256::new(),
        buffer: vec![0; BUFFER_BYTES],
        names_left: NAMES_BYTES_MAX,
        levels: Vec::new(),
    };
    let stat = fstat(&root).map_err(at(b""))?;
    walk.head(b"", &stat);
    walk.xattrs(&root).map_err(at(b""))?;
    each(b"", walk.mark()).map_err(at(b""))?;
    walk.enter(root, Vec::new())?;
    walk.run(each)?;
    Ok(walk.digest.finalize().into())
}

/// An open folder and what of it is still to come.
struct Level {
    folder: OwnedFd,
    path: Vec<u8>,
    names: Names,
}

struct Walk<'a> {
    reading: Reading<'a>,
    digest: Sha256,
    buffer: Vec<u8>,
    names_left: usize,
    levels: Vec<Level>,
}

impl Walk<'_> {
    fn enter(&mut self, folder: OwnedFd, path: Vec<u8>) -> Result<(), SealError> {
        let names = Names::read(&folder, u64::MAX, self.names_left).map_err(at(&path))?;
        let names = names.map_err(|_| SealError::TooManyNames)?;
        self.names_left -= names.cost;
        self.levels.push(Level { folder, path, names });
        Ok(())
    }

    fn run(
        &mut self,
        each: &mut dyn FnMut(&[u8], Mark) -> io::Result<()>,
    ) -> Result<(), SealError> {
        while let Some(level) = self.levels.last_mut() {
            let Some(name) = level.names.next() else {
                self.names_left += level.names.cost;
                self.levels.pop();
                continue;
            };
            let path = below(&level.path, name.to_bytes());
            let folder = level.folder.try_clone().map_err(at(&path))?;
            let inner = self.one(folder.as_fd(), &name, &path)?;
            each(&path, self.mark()).map_err(at(&path))?;
            if let Some(inner) = inner {
                self.enter(inner, path)?;
            }
        }
        Ok(())
    }

    /// One name of a folder; the folder that it is, if it is one.
    fn one(
        &mut self,
        folder: BorrowedFd<'_>,
        name: &CString,
        path: &[u8],
    ) -> Result<Option<OwnedFd>, SealError> {
        let stat = statat(folder, name, AtFlags::SYMLINK_NOFOLLOW).map_err(at(path))?;
        self.head(path, &stat);
        let open = |flags| openat(folder, name, flags, Mode::empty()).map_err(at(path));
        match FileType::from_raw_mode(stat.st_mode) {
            FileType::Directory => {
                let inner = open(FOLDER)?;
                self.xattrs(&inner).map_err(at(path))?;
                Ok(Some(inner))
            }
            FileType::RegularFile => {
                let file = open(FILE)?;
                self.xattrs(&file).map_err(at(path))?;
                self.content(File::from(file), path)?;
                Ok(None)
            }
            FileType::Symlink => {
                let target = readlinkat(folder, name, Vec::new()).map_err(at(path))?;
                self.field(target.as_bytes());
                Ok(None)
            }
            // Whiteouts and pipes: the head says all that an unpacked one has.
            _ => Ok(None),
        }
    }

    /// What every file has.
    fn head(&mut self, path: &[u8], stat: &Stat) {
        self.field(path);
        self.number(stat.st_mode.into());
        self.number(stat.st_uid.into());
        self.number(stat.st_gid.into());
        match FileType::from_raw_mode(stat.st_mode) {
            // A folder's size and time are its file system's, and change with its content.
            FileType::RegularFile => {
                self.number(stat.st_size.cast_unsigned());
                self.number(stat.st_mtime.cast_unsigned());
            }
            FileType::CharacterDevice | FileType::BlockDevice => self.number(stat.st_rdev),
            _ => {}
        }
    }

    /// The extended attributes, save those that the host's own security modules write.
    fn xattrs(&mut self, of: &OwnedFd) -> io::Result<()> {
        let mut buffer = std::mem::take(&mut self.buffer);
        let (list, value) = buffer.split_at_mut(XATTR_BYTES_MAX);
        let length = flistxattr(of, &mut *list)?;
        let names = list[..length].split(|byte| *byte == 0);
        let mut names: Vec<_> = names
            .filter(|name| !name.is_empty())
            .filter(|name| !name.starts_with(b"security.") || *name == CAPABILITY)
            .collect();
        names.sort_unstable();
        self.number(names.len() as u64);
        for name in names {
            let length = fgetxattr(of, name, &mut *value)?;
            self.field(name);
            self.field(&value[..length]);
        }
        self.buffer = buffer;
        Ok(())
    }

    fn content(&mut self, mut file: File, path: &[u8]) -> Result<(), SealError> {
        if self.reading.from_disk {
            fadvise(&file, 0, None, Advice::DontNeed).map_err(at(path))?;
        }
        let mut total = 0u64;
        loop {
            if (self.reading.stop)() {
                return Err(SealError::Stopped);
            }
            match file.read(&mut self.buffer) {
                Ok(0) => break,
                Ok(n) => {
                    self.digest.update(&self.buffer[..n]);
                    total += n as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(at(path)(error)),
            }
        }
        self.number(total);
        Ok(())
    }

    fn field(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.digest.update(bytes);
    }

    fn number(&mut self, number: u64) {
        self.digest.update(number.to_le_bytes());
    }

    fn mark(&self) -> Mark {
        let digest: TreeDigest = self.digest.clone().finalize().into();
        *digest.first_chunk().expect("8 of 32 bytes")
    }
}

fn below(folder: &[u8], name: &[u8]) -> Vec<u8> {
    if folder.is_empty() { name.to_vec() } else { [folder, b"/", name].concat() }
}

fn at<E: Into<io::Error>>(path: &[u8]) -> impl FnOnce(E) -> SealError + use<'_, E> {
    move |error| SealError::Read {
        path: String::from_utf8_lossy(path).into_owned(),
        source: error.into(),
    }
}
