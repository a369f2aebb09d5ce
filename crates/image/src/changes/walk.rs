//! The way through an upper folder: sorted, without recursion, with one open folder a level.

use std::collections::{BTreeSet, HashMap};
use std::ffi::{CStr, CString};
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::fs::{
    AtFlags, Dir, FileType, OFlags, Stat, fgetxattr, flistxattr, openat, readlinkat, statat,
};
use rustix::io::Errno;

use super::{ChangesError, Options};
use crate::tar::{Entry, Kind};

/// How deep folders may lie: far below any image's, and each level is an open file.
const DEPTH_MAX: usize = 256;
/// Bytes of a file's extended attributes: what Linux keeps of one at most (xattr(7)).
const XATTR_BYTES_MAX: usize = 64 << 10;
/// A name that says that all below a folder is gone from under it.
const OPAQUE: &[u8] = b".wh..wh..opq";
/// What makes a name one that is gone.
const WHITEOUT: &[u8] = b".wh.";
const MARK: &str = "user.overlay.opaque";
const CAPABILITY: &str = "security.capability";

pub(super) struct Walk<'a> {
    options: &'a Options<'a>,
    /// What the files may still have together, in bytes.
    bytes_left: u64,
    levels: Vec<Level>,
    /// The first path of each file that has several, by device and inode.
    links: HashMap<(u64, u64), Vec<u8>>,
}

/// An open folder and what of it is still to come.
struct Level {
    folder: OwnedFd,
    path: Vec<u8>,
    names: std::collections::btree_set::IntoIter<CString>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        upper: BorrowedFd<'_>,
        options: &'a Options<'a>,
    ) -> Result<Self, ChangesError> {
        let open = || -> io::Result<Level> {
            // Its own position to read from.
            Level::open(openat(upper, c".", FOLDER, rustix::fs::Mode::empty())?, Vec::new())
        };
        let root = open().map_err(failed(b""))?;
        let bytes_left = options.bytes_max;
        Ok(Self { options, bytes_left, levels: vec![root], links: HashMap::new() })
    }

    /// Hands over each entry with its content; answers how many there were.
    pub(super) fn run(
        mut self,
        mut keep: impl FnMut(&Entry, &mut dyn Read) -> io::Result<()>,
    ) -> Result<u64, ChangesError> {
        let mut entries = 0;
        while let Some(level) = self.levels.last_mut() {
            let Some(name) = level.names.next() else {
                self.levels.pop();
                continue;
            };
            let path = join(&level.path, name.to_bytes());
            let folder = level.folder.try_clone().map_err(failed(&path))?;
            let here = Here { folder: folder.as_fd(), name: &name, path: &path };
            let below = self.one(&here, &mut |entry, content| {
                entries += 1;
                keep(entry, content).map_err(failed(&path))
            })?;
            if let Some(below) = below {
                if self.levels.len() >= DEPTH_MAX {
                    return Err(refused(&path, "it lies deeper than 256 folders"));
                }
                self.levels.push(Level::open(below, path.clone()).map_err(failed(&path))?);
            }
        }
        Ok(entries)
    }

    /// One name of a folder; the folder that it is, if it is one.
    fn one(
        &mut self,
        here: &Here<'_>,
        keep: &mut dyn FnMut(&Entry, &mut dyn Read) -> Result<(), ChangesError>,
    ) -> Result<Option<OwnedFd>, ChangesError> {
        let Here { folder, name, path } = *here;
        if name.to_bytes().starts_with(WHITEOUT) {
            return Err(refused(path, "its name would mean that something is gone"));
        }
        let stat = statat(folder, name, AtFlags::SYMLINK_NOFOLLOW).map_err(errno(path))?;
        let is_stub = self.options.stubs.iter().any(|stub| stub.as_bytes() == path);
        let open = |flags: OFlags| {
            openat(folder, name, flags, rustix::fs::Mode::empty()).map_err(errno(path))
        };
        match FileType::from_raw_mode(stat.st_mode) {
            FileType::CharacterDevice if stat.st_rdev == 0 => {
                let gone = Entry { path: beside(path, WHITEOUT), ..nothing() };
                keep(&gone, &mut io::empty())?;
                Ok(None)
            }
            FileType::Directory => {
                let below = open(FOLDER)?;
                if is_stub && is_empty(&below).map_err(errno(path))? {
                    return Ok(None);
                }
                let mut entry = self.entry(path, &stat, Kind::Dir)?;
                entry.path.push(b'/');
                let (xattrs, opaque) = attributes(&below).map_err(errno(path))?;
                entry.xattrs = xattrs;
                keep(&entry, &mut io::empty())?;
                if opaque {
                    let mark = Entry { path: join(path, OPAQUE), ..nothing() };
                    keep(&mark, &mut io::empty())?;
                }
                Ok(Some(below))
            }
            FileType::RegularFile => {
                if is_stub && stat.st_size == 0 {
                    return Ok(None);
                }
                let file = open(OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC)?;
                let mut entry = self.entry(path, &stat, Kind::File)?;
                if let Some(first) = self.known(&stat, path) {
                    (entry.kind, entry.link, entry.size) = (Kind::HardLink, first, 0);
                    keep(&entry, &mut io::empty())?;
                } else {
                    self.bytes_left = self
                        .bytes_left
                        .checked_sub(entry.size)
                        .ok_or_else(|| refused(path, "the layer would become too large"))?;
                    entry.xattrs = attributes(&file).map_err(errno(path))?.0;
                    keep(&entry, &mut File::from(file))?;
                }
                Ok(None)
            }
            FileType::Symlink => {
                let mut entry = self.entry(path, &stat, Kind::Symlink)?;
                entry.size = 0;
                entry.link =
                    readlinkat(folder, name, Vec::new()).map_err(errno(path))?.into_bytes();
                keep(&entry, &mut io::empty())?;
                Ok(None)
            }
            FileType::Fifo => {
                let entry = self.entry(path, &stat, Kind::Fifo)?;
                keep(&entry, &mut io::empty())?;
                Ok(None)
            }
            // A socket's other end is gone with its program.
            FileType::Socket => Ok(None),
            _ => Err(refused(path, "it is a device")),
        }
    }

    fn entry(&self, path: &[u8], stat: &Stat, kind: Kind) -> Result<Entry, ChangesError> {
        let id = |id| {
            self.options
                .ids
                .inside(id)
                .ok_or_else(|| refused(path, "its owner is none of the container's"))
        };
        Ok(Entry {
            path: path.to_vec(),
            link: Vec::new(),
            kind,
            mode: stat.st_mode & 0o7777,
            uid: id(stat.st_uid)?,
            gid: id(stat.st_gid)?,
            mtime: (stat.st_mtime, 0),
            size: if kind == Kind::File { u64::try_from(stat.st_size).unwrap_or(0) } else { 0 },
            sparse: None,
            xattrs: Vec::new(),
        })
    }

    /// The first path of a file that has several names.
    fn known(&mut self, stat: &Stat, path: &[u8]) -> Option<Vec<u8>> {
        if stat.st_nlink < 2 {
            return None;
        }
        let of = (stat.st_dev, stat.st_ino);
        let known = self.links.get(&of).cloned();
        if known.is_none() {
            self.links.insert(of, path.to_vec());
        }
        known
    }
}

/// A name in an open folder, and its path below the root.
#[derive(Clone, Copy)]
struct Here<'a> {
    folder: BorrowedFd<'a>,
    name: &'a CStr,
    path: &'a [u8],
}

const FOLDER: OFlags =
    OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

impl Level {
    fn open(folder: OwnedFd, path: Vec<u8>) -> io::Result<Self> {
        let names = names(&folder)?.collect::<Result<BTreeSet<_>, _>>()?.into_iter();
        Ok(Self { folder, path, names })
    }
}

fn names(folder: &OwnedFd) -> io::Result<impl Iterator<Item = io::Result<CString>>> {
    let own = |name: &CStr| name != c"." && name != c"..";
    Ok(Dir::read_from(folder)?.filter_map(move |entry| match entry {
        Ok(entry) => own(entry.file_name()).then(|| Ok(entry.file_name().to_owned())),
        Err(error) => Some(Err(error.into())),
    }))
}

fn is_empty(folder: &OwnedFd) -> Result<bool, Errno> {
    let first = names(folder).and_then(|mut names| names.next().transpose());
    first.map(|name| name.is_none()).map_err(|e| Errno::from_io_error(&e).unwrap_or(Errno::IO))
}

/// An entry that says that something is gone.
fn nothing() -> Entry {
    Entry {
        path: Vec::new(),
        link: Vec::new(),
        kind: Kind::File,
        mode: 0o600,
        uid: 0,
        gid: 0,
        mtime: (0, 0),
        size: 0,
        sparse: None,
        xattrs: Vec::new(),
    }
}

type Attributes = Vec<(Vec<u8>, Vec<u8>)>;

/// The attributes of a file or folder that an image may have, sorted; and whether it is opaque.
fn attributes(of: &OwnedFd) -> Result<(Attributes, bool), Errno> {
    let (mut kept, mut opaque) = (Vec::new(), false);
    let mut list = vec![0u8; XATTR_BYTES_MAX];
    let length = flistxattr(of, &mut list[..])?;
    for name in list[..length].split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        if name == MARK.as_bytes() {
            opaque = true;
            continue;
        }
        let wanted = name == CAPABILITY.as_bytes()
            || (name.starts_with(b"user.") && !name.starts_with(b"user.overlay."));
        if !wanted {
            continue;
        }
        let mut value = vec![0u8; XATTR_BYTES_MAX];
        let length = fgetxattr(of, name, &mut value[..])?;
        value.truncate(length);
        if name == CAPABILITY.as_bytes() {
            value = without_owner(value);
        }
        kept.push((name.to_vec(), value));
    }
    kept.sort();
    Ok((kept, opaque))
}

/// Capabilities of a file as an image has them. Those that a user namespace has set name its
/// root (`struct vfs_ns_cap_data`, revision 3, linux/capability.h), which is nobody elsewhere:
/// revision 2 is the same without.
fn without_owner(value: Vec<u8>) -> Vec<u8> {
    const REVISION_MASK: u32 = 0xff00_0000;
    const REVISION_2: u32 = 0x0200_0000;
    const REVISION_3: u32 = 0x0300_0000;
    let Some(head) = value.first_chunk::<4>() else { return value };
    let magic = u32::from_le_bytes(*head);
    if magic & REVISION_MASK != REVISION_3 || value.len() != 24 {
        return value;
    }
    let mut plain = value[..20].to_vec();
    plain[..4].copy_from_slice(&(magic & !REVISION_MASK | REVISION_2).to_le_bytes());
    plain
}

fn join(folder: &[u8], name: &[u8]) -> Vec<u8> {
    if folder.is_empty() { name.to_vec() } else { [folder, b"/", name].concat() }
}

/// The path with `prefix` before its last name.
fn beside(path: &[u8], prefix: &[u8]) -> Vec<u8> {
    let at = path.iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
    [&path[..at], prefix, &path[at..]].concat()
}

fn failed(path: &[u8]) -> impl FnOnce(io::Error) -> ChangesError {
    let path = String::from_utf8_lossy(path).into_owned();
    move |source| ChangesError::Entry { path, source }
}

fn errno(path: &[u8]) -> impl FnOnce(Errno) -> ChangesError {
    let failed = failed(path);
    move |errno| failed(errno.into())
}

fn refused(path: &[u8], why: &'static str) -> ChangesError {
    ChangesError::Refused { path: String::from_utf8_lossy(path).into_owned(), why }
}
