//! The way through an upper folder: sorted, without recursion, with one open folder a level.
//! The limit of a path's components bounds how many are open.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ffi::CStr;
use std::fs::File;
use std::io::{self, Read, Seek as _};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::fs::{
    AtFlags, FileType, OFlags, Stat, fgetxattr, flistxattr, openat, readlinkat, statat,
};
use rustix::io::Errno;

use super::holes::{self, Parts};
use super::names::{Names, TooMany, is_empty};
use super::{ChangesError, Options};
use crate::tar::{Entry, Kind};
use crate::unpack::LayerCheck;

/// Bytes of a file's extended attributes: what Linux keeps of one at most (xattr(7)).
const XATTR_BYTES_MAX: usize = 64 << 10;
/// Names that are held at a time, in bytes: those still to come of the open folders, and those
/// of files that have several. A folder of a million names takes some 20 MiB.
const NAMES_BYTES_MAX: usize = 64 << 20;
/// What a file with several names counts beside the first of them.
const LINK_BYTES: usize = 64;
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
    /// What names may still take, in bytes.
    names_left: usize,
    levels: Vec<Level>,
    /// The first path of each file that has several, by device and inode.
    links: HashMap<(u64, u64), Vec<u8>>,
}

/// An open folder and what of it is still to come.
struct Level {
    folder: OwnedFd,
    path: Vec<u8>,
    names: Names,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        upper: BorrowedFd<'_>,
        options: &'a Options<'a>,
    ) -> Result<Self, ChangesError> {
        // Its own position to read from.
        let root = openat(upper, c".", FOLDER, rustix::fs::Mode::empty()).map_err(errno(b""))?;
        let mut walk = Self {
            options,
            bytes_left: options.bytes_max,
            names_left: NAMES_BYTES_MAX,
            levels: Vec::new(),
            links: HashMap::new(),
        };
        walk.open(root, Vec::new(), options.limits.entries_max)?;
        Ok(walk)
    }

    /// Opens a folder, whose names are among the `entries_left` of the layer.
    fn open(
        &mut self,
        folder: OwnedFd,
        path: Vec<u8>,
        entries_left: u64,
    ) -> Result<(), ChangesError> {
        let names = Names::read(&folder, entries_left, self.names_left).map_err(failed(&path))?;
        let names = names.map_err(|too_many| match too_many {
            TooMany::Entries => {
                let max = self.options.limits.entries_max;
                refused(&path, format!("the layer would have over {max} entries"))
            }
            TooMany::Memory => refused(&path, "the names of its folders take more than 64 MiB"),
        })?;
        self.names_left -= names.cost;
        self.levels.push(Level { folder, path, names });
        Ok(())
    }

    /// Hands over each entry with its content; answers how many there were.
    pub(super) fn run(
        mut self,
        mut keep: impl FnMut(&Entry, &mut dyn Read) -> io::Result<()>,
    ) -> Result<u64, ChangesError> {
        let (mut entries, mut check) = (0, LayerCheck::new(self.options.limits));
        while let Some(level) = self.levels.last_mut() {
            let Some(name) = level.names.next() else {
                self.names_left += level.names.cost;
                self.levels.pop();
                continue;
            };
            let path = join(&level.path, name.to_bytes());
            let folder = level.folder.try_clone().map_err(failed(&path))?;
            let here = Here { folder: folder.as_fd(), name: &name, path: &path };
            let below = self.one(&here, &mut |entry, content| {
                entries += 1;
                check.admit(entry).map_err(|why| refused(&path, why))?;
                keep(entry, content).map_err(failed(&path))
            })?;
            if let Some(below) = below {
                self.open(below, path, check.entries_left())?;
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
                if is_stub && is_empty(&below).map_err(failed(path))? {
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
                self.file(path, &stat, file, keep)?;
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

    fn file(
        &mut self,
        path: &[u8],
        stat: &Stat,
        file: OwnedFd,
        keep: &mut dyn FnMut(&Entry, &mut dyn Read) -> Result<(), ChangesError>,
    ) -> Result<(), ChangesError> {
        let mut entry = self.entry(path, stat, Kind::File)?;
        if let Some(first) = self.known(stat, path)? {
            (entry.kind, entry.link, entry.size) = (Kind::HardLink, first, 0);
            return keep(&entry, &mut io::empty());
        }
        entry.xattrs = attributes(&file).map_err(errno(path))?.0;
        let mut file = File::from(file);
        let parts = holes::parts(&file, entry.size).map_err(failed(path))?;
        let stored = parts.as_ref().map(|parts| parts.iter().map(|part| part.len).sum());
        let left = self.bytes_left.checked_sub(stored.unwrap_or(entry.size));
        self.bytes_left = left.ok_or_else(|| refused(path, "the layer would become too large"))?;
        let Some(parts) = parts else {
            file.rewind().map_err(failed(path))?;
            return keep(&entry, &mut file);
        };
        entry.sparse = Some(parts.clone());
        keep(&entry, &mut Parts { file: &file, parts: &parts, done: 0 })
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
    fn known(&mut self, stat: &Stat, path: &[u8]) -> Result<Option<Vec<u8>>, ChangesError> {
        if stat.st_nlink < 2 {
            return Ok(None);
        }
        let of = (stat.st_dev, stat.st_ino);
        if let Some(known) = self.links.get(&of) {
            return Ok(Some(known.clone()));
        }
        let left = self.names_left.checked_sub(path.len() + LINK_BYTES);
        let many = "the names of files that have several take more than 64 MiB";
        self.names_left = left.ok_or_else(|| refused(path, many))?;
        self.links.insert(of, path.to_vec());
        Ok(None)
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

fn refused(path: &[u8], why: impl Into<Cow<'static, str>>) -> ChangesError {
    ChangesError::Refused { path: String::from_utf8_lossy(path).into_owned(), why: why.into() }
}
