//! What an image has at a place, copied into the volume that is mounted there: names, owners,
//! permissions, times, attributes, links. As Docker does it: into a volume that is empty, and
//! with the folder's own owner and permissions also where there is nothing to copy.
//!
//! The image is hostile, and so is whoever has the volume already: both sides are walked by
//! open folders and single names, no link is followed, and what is made is made anew.

use std::collections::HashMap;
use std::ffi::{CStr, CString};
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;

use rustix::fs::{
    AtFlags, Dir, FileType, Gid, Mode, OFlags, ResolveFlags, Stat, Timespec, Timestamps, Uid,
    XattrFlags, chownat, fchmod, fchown, fgetxattr, flistxattr, fsetxattr, fstat, futimens, linkat,
    mkdirat, mknodat, openat, openat2, readlinkat, statat, symlinkat, utimensat,
};
use rustix::io::Errno;

/// Bytes of a file's extended attributes: what Linux keeps of one at most (xattr(7)).
const XATTR_BYTES_MAX: usize = 64 << 10;

const FOLDER: OFlags =
    OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// Nothing but what its owner may do until it is whole.
const CLOSED: Mode = Mode::RWXU;

/// Copies the content of the folder `from` into the volume `to`, unless there is something in
/// it. Blocks.
///
/// # Errors
/// The kernel's, such as that of a disk that is full.
pub(in crate::runtime) fn copy(from: BorrowedFd<'_>, to: &Path) -> io::Result<()> {
    let from = openat(from, c".", FOLDER, Mode::empty())?;
    let to = openat(rustix::fs::CWD, to, FOLDER, Mode::empty())?;
    if names(&to)?.is_empty() { Ok(copy_all(from, to)?) } else { Ok(()) }
}

/// A folder of the image, the one that is made of it, and the names still to come.
struct Level {
    from: OwnedFd,
    to: OwnedFd,
    left: Vec<CString>,
    /// Where it is in the volume.
    path: Vec<u8>,
}

impl Level {
    fn new(from: OwnedFd, to: OwnedFd, path: Vec<u8>) -> Result<Self, Errno> {
        Ok(Self { left: names(&from)?, from, to, path })
    }
}

/// With a stack of its own: the limit of a path's length bounds how deep an image is.
fn copy_all(from: OwnedFd, to: OwnedFd) -> io::Result<()> {
    let top = to.try_clone()?;
    // The first place of each file that has several names, by device and inode.
    let mut links = HashMap::new();
    let mut levels = vec![Level::new(from, to, Vec::new())?];
    while let Some(level) = levels.last_mut() {
        let Some(name) = level.left.pop() else {
            // Its times and permissions last: both change as it is filled.
            finish(level.from.as_fd(), level.to.as_fd())?;
            levels.pop();
            continue;
        };
        let path = below(&level.path, name.to_bytes());
        let stat = statat(&level.from, &*name, AtFlags::SYMLINK_NOFOLLOW)?;
        if FileType::from_raw_mode(stat.st_mode) == FileType::Directory {
            let from = openat(&level.from, &*name, FOLDER, Mode::empty())?;
            mkdirat(&level.to, &*name, CLOSED)?;
            let to = openat(&level.to, &*name, FOLDER, Mode::empty())?;
            levels.push(Level::new(from, to, path)?);
            continue;
        }
        if stat.st_nlink > 1 {
            let first = links.entry((stat.st_dev, stat.st_ino)).or_insert_with(|| path.clone());
            if *first != path {
                link(top.as_fd(), first, level.to.as_fd(), &name)?;
                continue;
            }
        }
        one(level, &name, &stat)?;
    }
    Ok(())
}

fn below(folder: &[u8], name: &[u8]) -> Vec<u8> {
    if folder.is_empty() { name.to_vec() } else { [folder, name].join(&b'/') }
}

/// Copies what is no folder.
fn one(level: &Level, name: &CStr, stat: &Stat) -> io::Result<()> {
    let (from, to) = (level.from.as_fd(), level.to.as_fd());
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => file(from, to, name),
        FileType::Symlink => {
            symlinkat(readlinkat(from, name, Vec::new())?, to, name)?;
            owned(to, name, stat)
        }
        FileType::Fifo => {
            mknodat(to, name, FileType::Fifo, CLOSED, 0)?;
            owned(to, name, stat)?;
            let path = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            let made = openat(to, name, path, Mode::empty())?;
            let mode = Mode::from_raw_mode(stat.st_mode);
            Ok(rustix::fs::chmod(crate::volume::path_of(&made), mode)?)
        }
        // A socket's other end is gone with its program, and devices are in no image.
        _ => Ok(()),
    }
}

fn owned(to: BorrowedFd<'_>, name: &CStr, stat: &Stat) -> io::Result<()> {
    let (uid, gid) = owner(stat);
    chownat(to, name, uid, gid, AtFlags::SYMLINK_NOFOLLOW)?;
    Ok(utimensat(to, name, &times(stat), AtFlags::SYMLINK_NOFOLLOW)?)
}

fn file(from: BorrowedFd<'_>, to: BorrowedFd<'_>, name: &CStr) -> io::Result<()> {
    let read = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let write = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
    let mut source = File::from(openat(from, name, read, Mode::empty())?);
    let mut made = File::from(openat(to, name, write, CLOSED)?);
    let size = source.metadata()?.len();
    bytes(&mut source, &mut made, size)?;
    made.set_len(size)?;
    finish(source.as_fd(), made.as_fd())
}

/// Copies a file's content; what is a hole stays one.
fn bytes(from: &mut File, to: &mut File, size: u64) -> io::Result<()> {
    let mut at = 0;
    while at < size {
        let begin = match rustix::fs::seek(&*from, rustix::fs::SeekFrom::Data(at)) {
            Ok(begin) if begin < size => begin,
            Ok(_) | Err(Errno::NXIO) => break,
            Err(error) => return Err(error.into()),
        };
        let end = rustix::fs::seek(&*from, rustix::fs::SeekFrom::Hole(begin))?.min(size);
        from.seek(SeekFrom::Start(begin))?;
        to.seek(SeekFrom::Start(begin))?;
        io::copy(&mut (&*from).take(end - begin), to)?;
        at = end;
    }
    to.flush()
}

/// Another name of a file that is there already. No link is followed on the way to it.
fn link(top: BorrowedFd<'_>, first: &[u8], to: BorrowedFd<'_>, name: &CStr) -> io::Result<()> {
    let (folder, file) = match first.iter().rposition(|byte| *byte == b'/') {
        Some(slash) => (&first[..slash], &first[slash + 1..]),
        None => (&b"."[..], first),
    };
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
    let folder = openat2(top, folder, FOLDER, Mode::empty(), resolve)?;
    Ok(linkat(folder, file, to, name, AtFlags::empty())?)
}

/// Gives a file or folder the owner, attributes, permissions and times of another. In this
/// order: a change of the owner takes capabilities and the bits of setuid away.
fn finish(from: BorrowedFd<'_>, to: BorrowedFd<'_>) -> io::Result<()> {
    let stat = fstat(from)?;
    let (uid, gid) = owner(&stat);
    fchown(to, uid, gid)?;
    attributes(from, to)?;
    fchmod(to, Mode::from_raw_mode(stat.st_mode))?;
    Ok(futimens(to, &times(&stat))?)
}

/// Those that an image may have: what users say of files, and programs' capabilities.
fn attributes(from: BorrowedFd<'_>, to: BorrowedFd<'_>) -> io::Result<()> {
    let mut list = vec![0u8; XATTR_BYTES_MAX];
    let length = flistxattr(from, &mut list[..])?;
    for name in list[..length].split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        if name == b"security.capability" || name.starts_with(b"user.") {
            let mut value = vec![0u8; XATTR_BYTES_MAX];
            let length = fgetxattr(from, name, &mut value[..])?;
            fsetxattr(to, name, &value[..length], XattrFlags::empty())?;
        }
    }
    Ok(())
}

/// Of the overlay, which shows the ids of the host.
fn owner(stat: &Stat) -> (Option<Uid>, Option<Gid>) {
    (Some(Uid::from_raw(stat.st_uid)), Some(Gid::from_raw(stat.st_gid)))
}

fn times(stat: &Stat) -> Timestamps {
    let time = |seconds, nanoseconds: u64| Timespec {
        tv_sec: seconds,
        tv_nsec: i64::try_from(nanoseconds).unwrap_or(0),
    };
    Timestamps {
        last_access: time(stat.st_atime, stat.st_atime_nsec),
        last_modification: time(stat.st_mtime, stat.st_mtime_nsec),
    }
}

fn names(folder: &OwnedFd) -> Result<Vec<CString>, Errno> {
    let names = Dir::read_from(folder)?.map(|entry| entry.map(|e| e.file_name().to_owned()));
    let names: Vec<_> = names.collect::<Result<_, _>>()?;
    Ok(names
        .into_iter()
        .filter(|name| name.as_c_str() != c"." && name.as_c_str() != c"..")
        .collect())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{FileExt as _, MetadataExt as _, PermissionsExt as _, symlink};
    use std::path::PathBuf;

    use super::*;

    /// An image's folder, and an empty volume.
    fn folders() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let (from, to) = (dir.path().join("image"), dir.path().join("volume"));
        fs::create_dir(&from).unwrap();
        fs::create_dir(&to).unwrap();
        (dir, from, to)
    }

    fn copied(from: &Path, to: &Path) -> io::Result<()> {
        copy(File::open(from).unwrap().as_fd(), to)
    }

    #[test]
    fn holes_attributes_times_and_names_are_kept() {
        let (_dir, from, to) = folders();
        let large = File::create(from.join("large")).unwrap();
        large.write_all_at(b"begin", 0).unwrap();
        large.write_all_at(b"end", 1 << 40).unwrap();
        let value = b"seen";
        fsetxattr(&large, "user.note", value, XattrFlags::empty()).unwrap();
        fs::hard_link(from.join("large"), from.join("again")).unwrap();
        fs::create_dir(from.join("sub")).unwrap();
        fs::hard_link(from.join("large"), from.join("sub/third")).unwrap();
        symlink("/no/such/file", from.join("link")).unwrap();
        fs::set_permissions(&from, fs::Permissions::from_mode(0o2710)).unwrap();
        copied(&from, &to).unwrap();
        let (old, new) = (fs::metadata(from.join("large")), fs::metadata(to.join("large")));
        let (old, new) = (old.unwrap(), new.unwrap());
        assert_eq!(
            (new.len(), new.nlink(), new.mtime_nsec()),
            ((1 << 40) + 3, 3, old.mtime_nsec())
        );
        assert!(new.blocks() * 512 < 1 << 20, "{} blocks", new.blocks());
        let mut read = [0; 3];
        File::open(to.join("sub/third")).unwrap().read_exact_at(&mut read, 1 << 40).unwrap();
        assert_eq!(&read, b"end");
        let mut note = [0; 9];
        let length = fgetxattr(File::open(to.join("again")).unwrap(), "user.note", &mut note[..]);
        assert_eq!(&note[..length.unwrap()], value);
        assert_eq!(fs::read_link(to.join("link")).unwrap(), Path::new("/no/such/file"));
        assert_eq!(fs::metadata(&to).unwrap().mode() & 0o7777, 0o2710);
    }

    #[test]
    fn a_volume_with_something_in_it_stays_as_it_is() {
        let (_dir, from, to) = folders();
        fs::write(from.join("image"), "").unwrap();
        fs::write(to.join("own"), "").unwrap();
        fs::set_permissions(&from, fs::Permissions::from_mode(0o700)).unwrap();
        fs::set_permissions(&to, fs::Permissions::from_mode(0o755)).unwrap();
        copied(&from, &to).unwrap();
        assert_eq!(fs::read_dir(&to).unwrap().count(), 1);
        assert_eq!(fs::metadata(&to).unwrap().mode() & 0o7777, 0o755);
    }

    #[test]
    fn an_image_may_be_as_deep_as_a_path_is_long() {
        let (_dir, from, to) = folders();
        let mut deep = openat(rustix::fs::CWD, &from, FOLDER, Mode::empty()).unwrap();
        for _ in 0..500 {
            mkdirat(&deep, "d", CLOSED).unwrap();
            deep = openat(&deep, "d", FOLDER, Mode::empty()).unwrap();
        }
        openat(&deep, "last", OFlags::CREATE | OFlags::WRONLY, CLOSED).unwrap();
        copied(&from, &to).unwrap();
        assert!(to.join("d/".repeat(500)).join("last").exists());
    }

    /// Who has the volume already may put a link in the way of what is copied.
    #[test]
    fn no_link_of_another_is_followed() {
        let (dir, from, to) = folders();
        let victim = dir.path().join("victim");
        fs::create_dir(&victim).unwrap();
        symlink(&victim, to.join("sub")).unwrap();
        let top = openat(rustix::fs::CWD, &to, FOLDER, Mode::empty()).unwrap();
        fs::create_dir(from.join("sub")).unwrap();
        fs::write(from.join("sub/file"), "").unwrap();
        let source = openat(rustix::fs::CWD, &from, FOLDER, Mode::empty()).unwrap();
        assert!(copy_all(source, top.try_clone().unwrap()).is_err());
        fs::write(victim.join("file"), "").unwrap();
        assert!(link(top.as_fd(), b"sub/file", top.as_fd(), c"name").is_err());
        assert_eq!(fs::read_dir(&victim).unwrap().count(), 1);
    }
}
