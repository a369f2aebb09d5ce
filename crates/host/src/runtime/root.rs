//! A container's root file system seen from outside. Its content is the image author's, so
//! every path is resolved by the kernel with the root as its end (`RESOLVE_IN_ROOT`): a link
//! in an image leads nowhere on the host.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsRawFd, OwnedFd};
use std::path::{Component, Path, PathBuf};

use nix::errno::Errno;
use nix::fcntl::{AtFlags, OFlag, OpenHow, ResolveFlag, open, openat2};
use nix::sys::stat::{Mode, SFlag, fstat, fstatat, mkdirat};
use nix::unistd::{Gid, Uid, fchownat};

/// A passwd or group file of an image larger than this is not read.
const FILE_BYTES_MAX: u64 = 4 << 20;

/// Folders that the engine mounts on. An image may not put a link or a file there: a mount
/// would go where the link says.
const MOUNT_POINTS: [&str; 3] = ["proc", "sys", "dev"];

/// Why an image can't be run.
#[derive(Debug, thiserror::Error)]
pub enum RootError {
    /// The image has something else where a folder must be.
    #[error("the image's /{0} is not a folder")]
    NotAFolder(&'static str),
    /// A working directory in a file system that the kernel makes up.
    #[error("the working directory '{0}' is not allowed")]
    BadWorkingDirectory(String),
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
    path: PathBuf,
}

impl Root {
    /// Takes the folder `path` as a root.
    ///
    /// # Errors
    /// When it can't be opened.
    pub fn open(path: &Path) -> Result<Self, RootError> {
        let flags = OFlag::O_PATH | OFlag::O_DIRECTORY | OFlag::O_CLOEXEC;
        let dir = open(path, flags, Mode::empty()).map_err(failed("/", "opening it"))?;
        Ok(Self { dir, path: path.to_owned() })
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
        let bad = || RootError::BadWorkingDirectory(path.to_owned());
        let (mut done, mut real) = (PathBuf::from("/"), PathBuf::from("/"));
        for part in Path::new(path).components() {
            let name = match part {
                Component::RootDir | Component::CurDir => continue,
                Component::ParentDir => Path::new(".."),
                Component::Normal(name) => Path::new(name),
                Component::Prefix(_) => return Err(bad()),
            };
            done.push(name);
            real = match self.real(&done) {
                Err(Errno::ENOENT) => {
                    self.make(&real, name, owner).map_err(failed(path, "making it"))?;
                    self.real(&done).map_err(failed(path, "opening it"))?
                }
                other => other.map_err(failed(path, "opening it"))?,
            };
            if MOUNT_POINTS.iter().any(|point| real.starts_with(Path::new("/").join(point))) {
                return Err(bad());
            }
        }
        real.into_os_string().into_string().map_err(|_| bad())
    }

    fn make(&self, parent: &Path, name: &Path, owner: u32) -> nix::Result<()> {
        let parent = self.at(parent, OFlag::O_PATH | OFlag::O_DIRECTORY | OFlag::O_CLOEXEC)?;
        mkdirat(&parent, name, Mode::from_bits_truncate(0o755))?;
        let (uid, gid) = (Uid::from_raw(owner), Gid::from_raw(owner));
        fchownat(&parent, name, Some(uid), Some(gid), AtFlags::AT_SYMLINK_NOFOLLOW)
    }

    /// Where a folder really is, all links followed inside the root.
    fn real(&self, path: &Path) -> nix::Result<PathBuf> {
        let fd = self.at(path, OFlag::O_PATH | OFlag::O_DIRECTORY | OFlag::O_CLOEXEC)?;
        let found = std::fs::read_link(format!("/proc/self/fd/{}", fd.as_raw_fd()))
            .map_err(|e| Errno::from_raw(e.raw_os_error().unwrap_or(libc::EIO)))?;
        let inside = found.strip_prefix(&self.path).map_err(|_| Errno::EXDEV)?;
        Ok(Path::new("/").join(inside))
    }

    fn at<P: ?Sized + nix::NixPath>(&self, path: &P, flags: OFlag) -> nix::Result<OwnedFd> {
        let resolve = ResolveFlag::RESOLVE_IN_ROOT | ResolveFlag::RESOLVE_NO_MAGICLINKS;
        openat2(&self.dir, path, OpenHow::new().flags(flags).resolve(resolve))
    }
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
    fn a_working_directory_in_a_kernel_file_system_is_refused() {
        let (dir, root) = root();
        symlink("/proc/self/fd", dir.path().join("fds")).unwrap();
        fs::create_dir_all(dir.path().join("proc/self/fd/7")).unwrap();
        for bad in ["/proc/self/fd/7", "/fds/7", "/x/../proc", "/sys", "/dev/fd/8"] {
            let error = root.working_directory(bad, 0).unwrap_err();
            assert!(matches!(error, RootError::BadWorkingDirectory(_)), "{bad}: {error}");
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
