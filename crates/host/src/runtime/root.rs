//! A container's root file system seen from outside. Its content is the image author's, so
//! every path is resolved by the kernel with the root as its end (`RESOLVE_IN_ROOT`): a link
//! in an image leads nowhere on the host.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::path::{Component, Path, PathBuf};

use nix::errno::Errno;
use nix::fcntl::{AtFlags, OFlag, OpenHow, ResolveFlag, open, openat, openat2, readlinkat};
use nix::sys::stat::{Mode, SFlag, fstat, fstatat, mkdirat};
use nix::unistd::{Gid, Uid, fchown, fchownat};

/// A passwd or group file of an image larger than this is not read.
const FILE_BYTES_MAX: u64 = 4 << 20;

/// As many links as the kernel follows (path_resolution(7)).
const LINKS_MAX: usize = 40;

/// Folders that the engine mounts on. An image may not put a link or a file there: a mount
/// would go where the link says.
const MOUNT_POINTS: [&str; 3] = ["proc", "sys", "dev"];

/// Why an image can't be run.
#[derive(Debug, thiserror::Error)]
pub enum RootError {
    /// The image has something else where a folder must be.
    #[error("the image's /{0} is not a folder")]
    NotAFolder(&'static str),
    /// The image has something else where a file must be.
    #[error("the image's {0} is not a file")]
    NotAFile(String),
    /// A folder that is to be used or made, in a file system that the kernel makes up.
    #[error("{0} leads into /proc, /sys or /dev")]
    InKernel(String),
    /// A working directory that can't be one.
    #[error("the working directory '{0}' is not allowed")]
    BadWorkingDirectory(String, #[source] Box<RootError>),
    /// A file of the image can't be used.
    #[error("{path} of the image: {doing} failed")]
    Io {
        /// The path inside.
        path: String,
        /// What was tried.
        doing: &'static str,
        /// The kernel's answer.
        #[source]
        source: io::Error,
    },
}

/// A root file system.
#[derive(Debug)]
pub struct Root {
    dir: OwnedFd,
}

impl Root {
    /// Takes the folder `path` as a root.
    ///
    /// # Errors
    /// When it can't be opened.
    pub fn open(path: &Path) -> Result<Self, RootError> {
        let flags = OFlag::O_PATH | OFlag::O_DIRECTORY | OFlag::O_CLOEXEC;
        let dir = open(path, flags, Mode::empty()).map_err(failed("/", "opening it"))?;
        Ok(Self { dir })
    }

    /// Refuses an image that has a link or a file where the engine mounts.
    ///
    /// # Errors
    /// [`RootError::NotAFolder`].
    pub fn check_mount_points(&self) -> Result<(), RootError> {
        for name in MOUNT_POINTS {
            match fstatat(&self.dir, name, AtFlags::AT_SYMLINK_NOFOLLOW) {
                Ok(stat) if is_folder(stat.st_mode) => {}
                Err(Errno::ENOENT) => {}
                Ok(_) => return Err(RootError::NotAFolder(name)),
                Err(e) => return Err(failed(name, "looking at it")(e)),
            }
        }
        Ok(())
    }

    /// The text of a file of the image; empty when there is none. Bytes that are not UTF-8
    /// are replaced.
    ///
    /// # Errors
    /// When it is no plain file, or larger than 4 MiB.
    pub fn read(&self, path: &str) -> Result<String, RootError> {
        // Without O_NONBLOCK a pipe in its place would hold the task's start for ever.
        let flags = OFlag::O_RDONLY | OFlag::O_CLOEXEC | OFlag::O_NONBLOCK | OFlag::O_NOCTTY;
        let fd = match self.at(path, flags) {
            Err(Errno::ENOENT | Errno::ENOTDIR) => return Ok(String::new()),
            other => other.map_err(failed(path, "opening it"))?,
        };
        let stat = fstat(&fd).map_err(failed(path, "looking at it"))?;
        if SFlag::from_bits_truncate(stat.st_mode) & SFlag::S_IFMT != SFlag::S_IFREG {
            return Err(failed(path, "reading it")(Errno::EINVAL));
        }
        let mut bytes = Vec::new();
        File::from(fd).take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|source| {
            RootError::Io { path: path.to_owned(), doing: "reading it", source }
        })?;
        if bytes.len() as u64 > FILE_BYTES_MAX {
            return Err(failed(path, "reading it")(Errno::EFBIG));
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Makes the working directory where it is missing, each folder owned by `owner` on the
    /// host, and gives the path inside that it really is.
    ///
    /// # Errors
    /// [`RootError::BadWorkingDirectory`] for one below `/proc`, `/sys` or `/dev`, by
    /// whatever link: `/proc/self/fd/7` once was a way out (CVE-2024-21626).
    pub fn working_directory(&self, path: &str, owner: u32) -> Result<String, RootError> {
        let bad = |e| RootError::BadWorkingDirectory(path.to_owned(), Box::new(e));
        match self.folder(path, owner) {
            Ok(real) => real.into_os_string().into_string().map_err(|_| bad(in_kernel(path))),
            Err(e @ RootError::InKernel(_)) => Err(bad(e)),
            Err(e) => Err(e),
        }
    }

    /// Where a folder really is, all links followed inside the root, also those to what is not
    /// there: what is missing on the way is made, and is `owner`'s on the host.
    ///
    /// # Errors
    /// [`RootError::InKernel`] for one below `/proc`, `/sys` or `/dev`.
    pub fn folder(&self, path: &str, owner: u32) -> Result<PathBuf, RootError> {
        let (mut real, mut links) = (PathBuf::from("/"), 0);
        let mut left = parts(Path::new(path));
        while let Some(name) = left.pop_front() {
            if name == ".." {
                real.pop();
                continue;
            }
            let next = real.join(&name);
            if MOUNT_POINTS.iter().any(|point| next.starts_with(Path::new("/").join(point))) {
                return Err(in_kernel(path));
            }
            match self.step(&real, &next, owner).map_err(failed(path, "making it"))? {
                Step::Folder => real = next,
                Step::Link(to) => {
                    links += 1;
                    if links > LINKS_MAX {
                        return Err(failed(path, "following its links")(Errno::ELOOP));
                    }
                    if to.is_absolute() {
                        real = PathBuf::from("/");
                    }
                    for part in parts(&to).into_iter().rev() {
                        left.push_front(part);
                    }
                }
            }
        }
        Ok(real)
    }

    /// The folder at `path`, which [`Self::folder`] gave.
    ///
    /// # Errors
    /// The kernel's.
    pub fn open_folder(&self, path: &Path) -> Result<OwnedFd, RootError> {
        let flags = OFlag::O_PATH | OFlag::O_DIRECTORY | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC;
        self.at(path, flags).map_err(failed(&path.to_string_lossy(), "opening it"))
    }

    /// What the engine mounts a file of its own on: the file or link of that name itself, never
    /// what a link leads to; an empty file, made for `owner`, where there is none.
    ///
    /// # Errors
    /// [`RootError::NotAFile`] for a folder.
    pub fn file_to_cover(&self, path: &str, owner: u32) -> Result<OwnedFd, RootError> {
        let (dir, name) = path.rsplit_once('/').unwrap_or(("", path));
        let dir = self.folder(dir, owner)?;
        let whole = dir.join(name);
        let flags = OFlag::O_PATH | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC;
        let found = match self.at(&whole, flags) {
            Err(Errno::ENOENT) => {
                self.make_file(&dir, name, owner).map_err(failed(path, "making it"))?;
                self.at(&whole, flags)
            }
            other => other,
        };
        let file = found.map_err(failed(path, "opening it"))?;
        let stat = fstat(&file).map_err(failed(path, "looking at it"))?;
        if is_folder(stat.st_mode) { Err(RootError::NotAFile(path.to_owned())) } else { Ok(file) }
    }

    /// Looks at `next`, a name in the folder `real`; makes it a folder where there is nothing.
    fn step(&self, real: &Path, next: &Path, owner: u32) -> nix::Result<Step> {
        let entry = match self.at(next, OFlag::O_PATH | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC) {
            Err(Errno::ENOENT) => return self.make(real, next, owner).map(|()| Step::Folder),
            other => other?,
        };
        match SFlag::from_bits_truncate(fstat(&entry)?.st_mode) & SFlag::S_IFMT {
            SFlag::S_IFDIR => Ok(Step::Folder),
            SFlag::S_IFLNK => Ok(Step::Link(readlinkat(&entry, "")?.into())),
            _ => Err(Errno::ENOTDIR),
        }
    }

    fn make(&self, parent: &Path, whole: &Path, owner: u32) -> nix::Result<()> {
        let name = whole.file_name().ok_or(Errno::EINVAL)?;
        let parent = self.at(parent, OFlag::O_PATH | OFlag::O_DIRECTORY | OFlag::O_CLOEXEC)?;
        mkdirat(&parent, name, Mode::from_bits_truncate(0o755))?;
        let (uid, gid) = (Uid::from_raw(owner), Gid::from_raw(owner));
        fchownat(&parent, name, Some(uid), Some(gid), AtFlags::AT_SYMLINK_NOFOLLOW)
    }

    fn make_file(&self, parent: &Path, name: &str, owner: u32) -> nix::Result<()> {
        let parent = self.at(parent, OFlag::O_PATH | OFlag::O_DIRECTORY | OFlag::O_CLOEXEC)?;
        let flags = OFlag::O_WRONLY | OFlag::O_CREAT | OFlag::O_EXCL | OFlag::O_CLOEXEC;
        let file = openat(&parent, name, flags, Mode::from_bits_truncate(0o644))?;
        fchown(&file, Some(Uid::from_raw(owner)), Some(Gid::from_raw(owner)))
    }

    fn at<P: ?Sized + nix::NixPath>(&self, path: &P, flags: OFlag) -> nix::Result<OwnedFd> {
        let resolve = ResolveFlag::RESOLVE_IN_ROOT | ResolveFlag::RESOLVE_NO_MAGICLINKS;
        openat2(&self.dir, path, OpenHow::new().flags(flags).resolve(resolve))
    }
}

/// What is at a name on the way to a folder.
enum Step {
    Folder,
    Link(PathBuf),
}

/// The names of a path; those that lead nowhere left out.
fn parts(path: &Path) -> VecDeque<OsString> {
    let name = |part: Component<'_>| match part {
        Component::ParentDir | Component::Normal(_) => Some(part.as_os_str().to_owned()),
        Component::RootDir | Component::CurDir | Component::Prefix(_) => None,
    };
    path.components().filter_map(name).collect()
}

fn in_kernel(path: &str) -> RootError {
    RootError::InKernel(path.to_owned())
}

fn is_folder(mode: libc::mode_t) -> bool {
    SFlag::from_bits_truncate(mode) & SFlag::S_IFMT == SFlag::S_IFDIR
}

fn failed<'a>(path: &'a str, doing: &'static str) -> impl Fn(Errno) -> RootError + 'a {
    move |errno| RootError::Io { path: path.to_owned(), doing, source: errno.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    fn root() -> (tempfile::TempDir, Root) {
        let dir = tempfile::tempdir().unwrap();
        let root = Root::open(dir.path()).unwrap();
        (dir, root)
    }

    #[test]
    fn a_link_in_an_image_does_not_lead_to_the_host() {
        let (dir, root) = root();
        fs::create_dir(dir.path().join("etc")).unwrap();
        fs::write(dir.path().join("etc/real"), "inside").unwrap();
        symlink("/etc/real", dir.path().join("etc/passwd")).unwrap();
        symlink("../../../../../etc/hostname", dir.path().join("etc/group")).unwrap();
        assert_eq!(root.read("/etc/passwd").unwrap(), "inside");
        assert_eq!(root.read("/etc/group").unwrap(), "");
    }

    #[test]
    fn a_pipe_or_a_folder_in_place_of_a_file_is_refused_at_once() {
        let (dir, root) = root();
        nix::unistd::mkfifo(&dir.path().join("passwd"), Mode::from_bits_truncate(0o644)).unwrap();
        fs::create_dir(dir.path().join("group")).unwrap();
        assert!(root.read("/passwd").is_err());
        assert!(root.read("/group").is_err());
    }

    #[test]
    fn a_missing_working_directory_is_made_inside() {
        let (dir, root) = root();
        fs::create_dir(dir.path().join("srv")).unwrap();
        symlink("/srv", dir.path().join("app")).unwrap();
        let owner = nix::unistd::geteuid().as_raw();
        assert_eq!(root.working_directory("/app/a/../b", owner).unwrap(), "/srv/b");
        assert!(dir.path().join("srv/b").is_dir());
        assert_eq!(root.working_directory("/", owner).unwrap(), "/");
        assert_eq!(root.working_directory("/../../x", owner).unwrap(), "/x");
    }

    #[test]
    fn a_link_to_nothing_is_followed_inside_and_what_it_lacks_is_made() {
        let (dir, root) = root();
        let owner = nix::unistd::geteuid().as_raw();
        symlink("/no/such/folder", dir.path().join("dangling")).unwrap();
        symlink("../../../../../up", dir.path().join("above")).unwrap();
        assert_eq!(root.folder("/dangling/x", owner).unwrap(), Path::new("/no/such/folder/x"));
        assert_eq!(root.folder("above", owner).unwrap(), Path::new("/up"));
        assert!(dir.path().join("no/such/folder/x").is_dir() && dir.path().join("up").is_dir());
        symlink("round", dir.path().join("round")).unwrap();
        fs::write(dir.path().join("file"), "").unwrap();
        for bad in ["/round/x", "/file/x", "/file"] {
            assert!(root.folder(bad, owner).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_file_to_cover_is_the_link_itself_and_made_where_there_is_none() {
        let (dir, root) = root();
        let owner = nix::unistd::geteuid().as_raw();
        fs::create_dir(dir.path().join("usr")).unwrap();
        symlink("usr/etc", dir.path().join("etc")).unwrap();
        root.file_to_cover("/etc/hosts", owner).unwrap();
        assert!(dir.path().join("usr/etc/hosts").is_file());
        for to in ["../run/nothing", "/etc/hosts", "loop", "/proc/self/exe"] {
            let link = dir.path().join("usr/etc/loop");
            symlink(to, &link).unwrap();
            let covered = root.file_to_cover("/etc/loop", owner).unwrap();
            assert_eq!(readlinkat(&covered, "").unwrap(), to);
            fs::remove_file(link).unwrap();
        }
        assert!(!dir.path().join("run").exists());
        fs::create_dir(dir.path().join("usr/etc/folder")).unwrap();
        let refused = root.file_to_cover("/etc/folder", owner);
        assert!(matches!(refused, Err(RootError::NotAFile(_))), "{refused:?}");
    }

    #[test]
    fn a_working_directory_in_a_kernel_file_system_is_refused() {
        let (dir, root) = root();
        symlink("/proc/self/fd", dir.path().join("fds")).unwrap();
        fs::create_dir_all(dir.path().join("proc/self/fd/7")).unwrap();
        for bad in ["/proc/self/fd/7", "/fds/7", "/x/../proc", "/sys", "/dev/fd/8"] {
            let error = root.working_directory(bad, 0).unwrap_err();
            assert!(matches!(error, RootError::BadWorkingDirectory(..)), "{bad}: {error}");
        }
    }

    #[test]
    fn an_image_with_a_link_where_proc_is_mounted_is_refused() {
        let (dir, root) = root();
        root.check_mount_points().unwrap();
        symlink("/etc", dir.path().join("proc")).unwrap();
        assert!(matches!(root.check_mount_points(), Err(RootError::NotAFolder("proc"))));
    }
}
