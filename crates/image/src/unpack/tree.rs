//! The tree being written: every path is opened from the root's descriptor by openat2(2),
//! which never leaves it, and the last component of a path is never followed.

use std::borrow::Cow;
use std::io::BufRead;
use std::os::fd::{AsFd, OwnedFd};
use std::rc::Rc;

use rustix::fs::{
    AtFlags, Dir, FileType, Gid, Mode, OFlags, ResolveFlags, Timespec, Timestamps, Uid, XattrFlags,
};
use rustix::io::Errno;

use super::layer::{Fault, shown};
use super::{ID_MAX, Limits, NOBODY, Report};
use crate::digest::Digest;
use crate::tar::{Entry, Kind, Reader, Segment};

/// Bytes of folder names remembered until the end; far above any real layer.
const NAMES_BYTES_MAX: usize = 32 << 20;
/// What a file takes on disk at least.
pub(super) const DISK_BLOCK: u64 = 4096;
pub(super) const OPAQUE_USER: &str = "user.overlay.opaque";

const OPEN_DIR: OFlags =
    OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);
const STRAIGHT: ResolveFlags = ResolveFlags::BENEATH
    .union(ResolveFlags::NO_SYMLINKS)
    .union(ResolveFlags::NO_MAGICLINKS)
    .union(ResolveFlags::NO_XDEV);
const THROUGH_LINKS: ResolveFlags =
    ResolveFlags::IN_ROOT.union(ResolveFlags::NO_MAGICLINKS).union(ResolveFlags::NO_XDEV);

/// An open folder and how deep below the root it really is.
#[derive(Clone)]
struct Folder {
    fd: Rc<OwnedFd>,
    depth: usize,
}

/// A layer under construction.
pub(super) struct Tree {
    root: Folder,
    pub(super) limits: Limits,
    /// The folder used last: neighbours in an archive mostly share theirs.
    recent: Option<(Vec<u8>, Folder)>,
    /// Folders whose time is set at the end, since writing into them changes it.
    times: Vec<(Vec<u8>, (i64, u32))>,
    opaque: Vec<Vec<u8>>,
    names_bytes: usize,
    entries: u64,
    unpacked_bytes: u64,
    devices_skipped: u64,
    xattrs_skipped: u64,
    owners_lost: u64,
}

/// What must hold for an entry of any kind.
pub(super) fn check(entry: &Entry, limits: &Limits) -> Result<(), Fault> {
    // The kernel's last id stands for none.
    if entry.uid.max(entry.gid) >= u64::from(u32::MAX) {
        let (path, id) = (shown(&entry.path), entry.uid.max(entry.gid));
        return Err(Fault::refused(format!("{path} belongs to {id}, which is no id")));
    }
    let xattrs: usize = entry.xattrs.iter().map(|(name, value)| name.len() + value.len()).sum();
    if xattrs > limits.xattr_bytes_max {
        let (path, max) = (shown(&entry.path), limits.xattr_bytes_max);
        return Err(Fault::refused(format!("{path} has over {max} bytes of attributes")));
    }
    if entry.link.len() >= limits.path_bytes_max {
        return Err(Fault::refused(format!("{} links too far", shown(&entry.path))));
    }
    if entry.kind == Kind::Symlink && entry.link.is_empty() {
        return Err(Fault::refused(format!("{} links to nothing", shown(&entry.path))));
    }
    Ok(())
}

impl Tree {
    pub(super) fn new(root: OwnedFd, limits: Limits) -> Self {
        Self {
            root: Folder { fd: Rc::new(root), depth: 0 },
            limits,
            recent: None,
            times: Vec::new(),
            opaque: Vec::new(),
            names_bytes: 0,
            entries: 0,
            unpacked_bytes: 0,
            devices_skipped: 0,
            xattrs_skipped: 0,
            owners_lost: 0,
        }
    }

    pub(super) fn count_entry(&mut self) -> Result<(), Fault> {
        self.count_entries(1)
    }

    fn count_entries(&mut self, count: u64) -> Result<(), Fault> {
        self.entries += count;
        if self.entries > self.limits.entries_max {
            return Err(Fault::refused(format!("it has over {} entries", self.limits.entries_max)));
        }
        Ok(())
    }

    fn count_bytes(&mut self, bytes: u64) -> Result<(), Fault> {
        let on_disk = bytes.checked_next_multiple_of(DISK_BLOCK).unwrap_or(u64::MAX);
        self.unpacked_bytes = self.unpacked_bytes.saturating_add(on_disk);
        if self.unpacked_bytes > self.limits.unpacked_bytes_max {
            let max = self.limits.unpacked_bytes_max;
            return Err(Fault::refused(format!("it unpacks to more than {max} bytes")));
        }
        Ok(())
    }

    fn count_names(&mut self, bytes: usize) -> Result<(), Fault> {
        self.names_bytes += bytes + 64;
        if self.names_bytes > NAMES_BYTES_MAX {
            return Err(Fault::refused("the names of its folders take more than 32 MiB"));
        }
        Ok(())
    }

    pub(super) fn skip_device(&mut self) {
        self.devices_skipped += 1;
    }

    /// Counts an owner that no task has: its file becomes nobody's.
    pub(super) fn note_owner(&mut self, entry: &Entry) {
        self.owners_lost += u64::from(entry.uid.max(entry.gid) > u64::from(ID_MAX));
    }

    pub(super) fn dir(&mut self, entry: &Entry, parts: &[&[u8]]) -> Result<(), Fault> {
        let folder = match parts.split_last() {
            None => self.root.clone(),
            Some((name, parents)) => self.ensure_dir(parents, name)?,
        };
        let fd = &folder.fd;
        self.own(fd, entry)?;
        let failed = |e| Fault::io("setting the mode of", &entry.path, e);
        rustix::fs::fchmod(fd, Mode::from_raw_mode(entry.mode)).map_err(failed)?;
        self.set_xattrs(fd, entry)?;
        let path = parts.join(&b'/');
        self.count_names(path.len())?;
        self.times.push((path.clone(), entry.mtime));
        self.recent = Some((path, folder));
        Ok(())
    }

    pub(super) fn file<R: BufRead>(
        &mut self,
        entry: &Entry,
        parts: &[&[u8]],
        reader: &mut Reader<R>,
    ) -> Result<(), Fault> {
        self.count_bytes(entry.size)?;
        let (folder, name) = self.place(parts)?;
        let flags =
            OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let mode = Mode::from_raw_mode(entry.mode & 0o777);
        let fd =
            self.create(&folder, name, || rustix::fs::openat(&folder.fd, name, flags, mode))?;
        match &entry.sparse {
            None => copy(reader, |bytes| write_all(&fd, bytes)),
            Some(segments) => copy_sparse(reader, &fd, segments, entry.size),
        }?;
        self.own(&fd, entry)?;
        if entry.mode & 0o7000 != 0 {
            // Only now: changing the owner clears these bits.
            let failed = |e| Fault::io("setting the mode of", &entry.path, e);
            rustix::fs::fchmod(&fd, Mode::from_raw_mode(entry.mode)).map_err(failed)?;
        }
        self.set_xattrs(&fd, entry)?;
        let failed = |e| Fault::io("setting the time of", &entry.path, e);
        rustix::fs::futimens(&fd, &times(entry.mtime)).map_err(failed)
    }

    pub(super) fn symlink(&mut self, entry: &Entry, parts: &[&[u8]]) -> Result<(), Fault> {
        let target = entry.link.as_slice();
        let (folder, name) = self.place(parts)?;
        self.create(&folder, name, || rustix::fs::symlinkat(target, &folder.fd, name))?;
        self.own_at(&folder, name, entry)
    }

    pub(super) fn fifo(&mut self, entry: &Entry, parts: &[&[u8]]) -> Result<(), Fault> {
        let (folder, name) = self.place(parts)?;
        let mode = Mode::from_raw_mode(entry.mode & 0o777);
        let make = || rustix::fs::mknodat(&folder.fd, name, FileType::Fifo, mode, 0);
        self.create(&folder, name, make)?;
        self.own_at(&folder, name, entry)
    }

    pub(super) fn hard_link(&mut self, parts: &[&[u8]], target: &[&[u8]]) -> Result<(), Fault> {
        let Some((target_name, target_parents)) = target.split_last() else {
            return Err(Fault::refused("a hard link to the root of the layer"));
        };
        if parts == target {
            return Ok(());
        }
        let (folder, name) = self.place(parts)?;
        let to = target.join(&b'/');
        let failed = |e| Fault::io("a hard link to", &to, e);
        let from = self.open(target_parents)?.map_err(failed)?;
        let link =
            || rustix::fs::linkat(&from.fd, *target_name, &folder.fd, name, AtFlags::empty());
        let found = rustix::fs::statat(&from.fd, *target_name, AtFlags::SYMLINK_NOFOLLOW);
        if is_whiteout(&found.map_err(failed)?) {
            return Err(Fault::refused(format!("a hard link to a whiteout: {}", shown(&to))));
        }
        self.create(&folder, name, link)
    }

    /// Marks that the layer below loses the entry of this path.
    pub(super) fn whiteout(&mut self, parts: &[&[u8]]) -> Result<(), Fault> {
        let (folder, name) = self.place(parts)?;
        let path = parts.join(&b'/');
        // Overlayfs takes a character device 0/0 for "not here"; making that one needs no
        // privilege (Linux 5.8).
        let none = Mode::empty();
        match rustix::fs::mknodat(&folder.fd, name, FileType::CharacterDevice, none, 0) {
            Ok(()) => Ok(()),
            // A whiteout speaks of the layers below only: what this layer has of that name
            // stays, and a folder of it hides the lower one.
            Err(Errno::EXIST) if is_dir(&self.stat(&folder, name)?) => self.make_opaque(parts),
            Err(Errno::EXIST) => Ok(()),
            Err(e) => Err(Fault::io("hiding", &path, e)),
        }
    }

    /// Marks that a folder hides the lower folder of its name, content and all.
    pub(super) fn make_opaque(&mut self, parts: &[&[u8]]) -> Result<(), Fault> {
        let folder = self.folder(parts)?;
        self.mark_opaque(&folder, parts.join(&b'/'))
    }

    fn mark_opaque(&mut self, folder: &Folder, path: Vec<u8>) -> Result<(), Fault> {
        let set = rustix::fs::fsetxattr(&folder.fd, OPAQUE_USER, b"y", XattrFlags::empty());
        set.map_err(|e| Fault::io("making opaque", &path, e))?;
        if self.opaque.last() != Some(&path) {
            self.count_names(path.len())?;
            self.opaque.push(path);
        }
        Ok(())
    }

    /// Sets what had to wait, and tells what the layer holds.
    pub(super) fn finish(mut self, diff_id: Digest) -> Result<Report, Fault> {
        for (path, mtime) in std::mem::take(&mut self.times) {
            let parts: Vec<&[u8]> = path.split(|b| *b == b'/').filter(|p| !p.is_empty()).collect();
            // A later entry may have replaced the folder.
            let Ok(folder) = self.open(&parts)? else { continue };
            let failed = |e| Fault::io("setting the time of", &path, e);
            rustix::fs::futimens(&folder.fd, &times(mtime)).map_err(failed)?;
        }
        Ok(Report {
            diff_id,
            entries: self.entries,
            unpacked_bytes: self.unpacked_bytes,
            devices_skipped: self.devices_skipped,
            xattrs_skipped: self.xattrs_skipped,
            owners_lost: self.owners_lost,
            opaque: self.opaque.iter().map(hex::encode).collect(),
        })
    }

    fn place<'a>(&mut self, parts: &[&'a [u8]]) -> Result<(Folder, &'a [u8]), Fault> {
        let Some((name, parents)) = parts.split_last() else {
            return Err(Fault::refused("an entry in the place of the root"));
        };
        Ok((self.folder(parents)?, name))
    }

    /// The folder of this path, made with its parents where it is missing.
    fn folder(&mut self, parts: &[&[u8]]) -> Result<Folder, Fault> {
        let Some((name, parents)) = parts.split_last() else { return Ok(self.root.clone()) };
        let path = parts.join(&b'/');
        if let Some((recent, folder)) = &self.recent
            && *recent == path
        {
            return Ok(folder.clone());
        }
        let folder = match self.open(parts)? {
            Ok(folder) => folder,
            Err(Errno::NOENT | Errno::NOTDIR) => {
                self.count_entry()?;
                let folder = self.ensure_dir(parents, name)?;
                let (uid, gid) = (Some(Uid::ROOT), Some(Gid::ROOT));
                let owned = rustix::fs::fchown(&folder.fd, uid, gid);
                owned.map_err(|e| Fault::io("making", &path, e))?;
                folder
            }
            Err(e) => return Err(Fault::io("entering", &path, e)),
        };
        self.recent = Some((path, folder.clone()));
        Ok(folder)
    }

    /// Opens a folder that may be reached through symbolic links of the layer.
    fn open(&mut self, parts: &[&[u8]]) -> Result<Result<Folder, Errno>, Fault> {
        if parts.is_empty() {
            return Ok(Ok(self.root.clone()));
        }
        let path = parts.join(&b'/');
        let open =
            |how| rustix::fs::openat2(&self.root.fd, path.as_slice(), OPEN_DIR, Mode::empty(), how);
        match open(STRAIGHT) {
            Ok(fd) => Ok(Ok(Folder { fd: Rc::new(fd), depth: parts.len() })),
            Err(Errno::LOOP | Errno::NOTDIR) => {
                let flags = OPEN_DIR.difference(OFlags::NOFOLLOW);
                let root = &self.root.fd;
                match rustix::fs::openat2(
                    root,
                    path.as_slice(),
                    flags,
                    Mode::empty(),
                    THROUGH_LINKS,
                ) {
                    Ok(fd) => self.measure(fd).map(Ok),
                    Err(e) => Ok(Err(e)),
                }
            }
            Err(e) => Ok(Err(e)),
        }
    }

    /// How deep a folder really is when links led to it. Chains of links could else build
    /// trees too deep to be removed again; what the look costs counts as entries.
    fn measure(&mut self, fd: OwnedFd) -> Result<Folder, Fault> {
        let failed = |e| Fault::io("measuring", b"a folder behind links", e);
        let identity =
            |fd: &OwnedFd| rustix::fs::fstat(fd).map(|s| (s.st_dev, s.st_ino)).map_err(failed);
        let root = identity(&self.root.fd)?;
        let fd = Rc::new(fd);
        let (mut at, mut depth) = (Rc::clone(&fd), 0);
        while identity(&at)? != root {
            depth += 1;
            if depth > self.limits.components_max {
                return Err(Fault::refused("links lead too deep"));
            }
            at = Rc::new(rustix::fs::openat(&at, "..", OPEN_DIR, Mode::empty()).map_err(failed)?);
        }
        self.count_entries(depth as u64)?;
        Ok(Folder { fd, depth })
    }

    fn ensure_dir(&mut self, parents: &[&[u8]], name: &[u8]) -> Result<Folder, Fault> {
        let parent = self.folder(parents)?;
        let depth = parent.depth + 1;
        if depth > self.limits.components_max {
            return Err(Fault::refused("links lead too deep"));
        }
        let failed = |e| Fault::io("making the folder", name, e);
        let make = || rustix::fs::mkdirat(&parent.fd, name, Mode::from_raw_mode(0o755));
        let mut replaced_whiteout = false;
        match make() {
            Ok(()) => self.count_bytes(1)?,
            Err(Errno::EXIST) => {
                let found = self.stat(&parent, name)?;
                if !is_dir(&found) {
                    replaced_whiteout = is_whiteout(&found);
                    self.clear(&parent, name)?;
                    make().map_err(failed)?;
                }
            }
            Err(e) => return Err(failed(e)),
        }
        let fd = rustix::fs::openat(&parent.fd, name, OPEN_DIR, Mode::empty()).map_err(failed)?;
        let folder = Folder { fd: Rc::new(fd), depth };
        if replaced_whiteout {
            let path = [parents, &[name]].concat().join(&b'/');
            self.mark_opaque(&folder, path)?;
        }
        Ok(folder)
    }

    /// Makes an entry, in the place of what an earlier entry of that name left.
    fn create<T>(
        &mut self,
        folder: &Folder,
        name: &[u8],
        make: impl Fn() -> rustix::io::Result<T>,
    ) -> Result<T, Fault> {
        let made = match make() {
            Err(Errno::EXIST) => {
                self.clear(folder, name)?;
                make()
            }
            other => other,
        };
        made.map_err(|e| Fault::io("making", name, e))
    }

    fn clear(&mut self, folder: &Folder, name: &[u8]) -> Result<(), Fault> {
        let found = self.stat(folder, name)?;
        if FileType::from_raw_mode(found.st_mode) != FileType::RegularFile {
            self.recent = None;
        }
        let removed = if is_dir(&found) {
            remove_dir(&folder.fd, name)
        } else {
            rustix::fs::unlinkat(&folder.fd, name, AtFlags::empty())
        };
        removed.map_err(|e| Fault::io("replacing", name, e))
    }

    fn stat(&self, folder: &Folder, name: &[u8]) -> Result<rustix::fs::Stat, Fault> {
        rustix::fs::statat(&folder.fd, name, AtFlags::SYMLINK_NOFOLLOW)
            .map_err(|e| Fault::io("looking at", name, e))
    }

    fn own(&self, fd: &OwnedFd, entry: &Entry) -> Result<(), Fault> {
        let (uid, gid) = ids(entry);
        rustix::fs::fchown(fd, uid, gid)
            .map_err(|e| Fault::io("changing the owner of", &entry.path, e))
    }

    fn own_at(&self, folder: &Folder, name: &[u8], entry: &Entry) -> Result<(), Fault> {
        let (uid, gid) = ids(entry);
        let flags = AtFlags::SYMLINK_NOFOLLOW;
        rustix::fs::chownat(&folder.fd, name, uid, gid, flags)
            .and_then(|()| rustix::fs::utimensat(&folder.fd, name, &times(entry.mtime), flags))
            .map_err(|e| Fault::io("changing the owner of", &entry.path, e))
    }

    fn set_xattrs(&mut self, fd: &OwnedFd, entry: &Entry) -> Result<(), Fault> {
        for (name, value) in &entry.xattrs {
            let Some(value) = kept_xattr(entry.kind, name, value)? else {
                self.xattrs_skipped += 1;
                continue;
            };
            match rustix::fs::fsetxattr(fd, name.as_slice(), &value, XattrFlags::empty()) {
                Ok(()) => {}
                Err(Errno::NOTSUP) => self.xattrs_skipped += 1,
                // How ext4 says that the attributes of one file don't fit, disk full or not.
                Err(Errno::NOSPC | Errno::TOOBIG | Errno::RANGE) => {
                    let path = shown(&entry.path);
                    return Err(Fault::refused(format!(
                        "the attributes of {path} don't fit a file"
                    )));
                }
                Err(e) => return Err(Fault::io("setting attributes of", &entry.path, e)),
            }
        }
        Ok(())
    }
}

/// What is stored of an extended attribute; `None` when it is left out.
fn kept_xattr<'a>(
    kind: Kind,
    name: &[u8],
    value: &'a [u8],
) -> Result<Option<Cow<'a, [u8]>>, Fault> {
    if name == b"security.capability" && kind == Kind::File {
        return capability(value).map(Some);
    }
    // Overlayfs' own marks would be obeyed when the layer is mounted.
    let ours = name.starts_with(b"user.overlay.");
    Ok((name.starts_with(b"user.") && !ours).then_some(Cow::Borrowed(value)))
}

/// File capabilities in the form without a root id: whoever is root of the task's namespace
/// is meant. linux/capability.h: revision 2 has 20 bytes, revision 3 appends the root id.
fn capability(value: &[u8]) -> Result<Cow<'_, [u8]>, Fault> {
    match (value.get(3), value.len()) {
        (Some(2), 20) => Ok(Cow::Borrowed(value)),
        (Some(3), 24) => {
            let mut plain = value[..20].to_vec();
            plain[3] = 2;
            Ok(Cow::Owned(plain))
        }
        _ => Err(Fault::refused("file capabilities of an unknown form")),
    }
}

fn ids(entry: &Entry) -> (Option<Uid>, Option<Gid>) {
    let id = |id: u64| u32::try_from(id).ok().filter(|id| *id <= ID_MAX).unwrap_or(NOBODY);
    (Some(Uid::from_raw(id(entry.uid))), Some(Gid::from_raw(id(entry.gid))))
}

fn times((seconds, nanos): (i64, u32)) -> Timestamps {
    let time = Timespec { tv_sec: seconds, tv_nsec: nanos.into() };
    Timestamps { last_access: time, last_modification: time }
}

fn is_dir(stat: &rustix::fs::Stat) -> bool {
    FileType::from_raw_mode(stat.st_mode) == FileType::Directory
}

fn is_whiteout(stat: &rustix::fs::Stat) -> bool {
    FileType::from_raw_mode(stat.st_mode) == FileType::CharacterDevice && stat.st_rdev == 0
}

/// Removes a folder with all in it. Its depth is bounded, see [`Tree::measure`].
fn remove_dir(parent: &OwnedFd, name: &[u8]) -> rustix::io::Result<()> {
    let fd = rustix::fs::openat(parent, name, OPEN_DIR, Mode::empty())?;
    for entry in Dir::read_from(&fd)? {
        let entry = entry?;
        let name = entry.file_name().to_bytes();
        if matches!(name, b"." | b"..") {
            continue;
        }
        match rustix::fs::unlinkat(&fd, name, AtFlags::empty()) {
            Err(Errno::ISDIR) => remove_dir(&fd, name)?,
            other => other?,
        }
    }
    rustix::fs::unlinkat(parent, name, AtFlags::REMOVEDIR)
}

fn copy<R: BufRead>(
    reader: &mut Reader<R>,
    mut write: impl FnMut(&[u8]) -> Result<(), Fault>,
) -> Result<(), Fault> {
    loop {
        let bytes = reader.data()?;
        if bytes.is_empty() {
            return Ok(());
        }
        let len = bytes.len();
        write(bytes)?;
        reader.consume(len);
    }
}

fn copy_sparse<R: BufRead>(
    reader: &mut Reader<R>,
    fd: &OwnedFd,
    segments: &[Segment],
    size: u64,
) -> Result<(), Fault> {
    let failed = |e| Fault::io("writing", b"a sparse file", e);
    for segment in segments {
        rustix::fs::seek(fd, rustix::fs::SeekFrom::Start(segment.offset)).map_err(failed)?;
        let mut left = segment.len;
        while left > 0 {
            let bytes = reader.data()?;
            let len = bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            write_all(fd, &bytes[..len])?;
            reader.consume(len);
            left -= len as u64;
        }
    }
    rustix::fs::ftruncate(fd, size).map_err(failed)
}

fn write_all(fd: impl AsFd, mut bytes: &[u8]) -> Result<(), Fault> {
    while !bytes.is_empty() {
        match rustix::io::write(&fd, bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(Errno::INTR) => {}
            Err(e) => return Err(Fault::io("writing", b"a file", e)),
        }
    }
    Ok(())
}
