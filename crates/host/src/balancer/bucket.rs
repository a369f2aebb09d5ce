//! A bucket that is written to: a folder, which whoever may write there leads nobody out of.

use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;

use rustix::fs::{self as at, Mode, OFlags, ResolveFlags};

/// Devices that may be mapped onto each other.
const MAPPED_MAX: usize = 8;

/// The folder of one bucket. Whoever may write there can't lead anybody out of it by a link.
pub(crate) struct Bucket {
    folder: OwnedFd,
    owner: (at::Uid, at::Gid),
}

impl Bucket {
    /// Opens the bucket of this name.
    ///
    /// # Errors
    /// The kernel's: there is none, or it is a link.
    pub(crate) fn open(buckets: &Path, name: &str) -> io::Result<Self> {
        let all = File::open(buckets)?;
        let folder = below(&all, Path::new(name))?;
        let owner = at::fstat(&folder)?;
        let owner = (at::Uid::from_raw(owner.st_uid), at::Gid::from_raw(owner.st_gid));
        Ok(Self { folder, owner })
    }

    /// Whether what is put there is encrypted on its disk, as far as it can be seen.
    pub(crate) fn is_encrypted(&self) -> io::Result<bool> {
        let device = at::fstat(&self.folder)?.st_dev;
        let device = format!("{}:{}", at::major(device), at::minor(device));
        Ok(is_encrypted(Path::new("/sys/dev/block"), &device, MAPPED_MAX))
    }

    /// Gives to whose bucket it is.
    pub(crate) fn own(&self, what: &OwnedFd) -> io::Result<()> {
        Ok(at::fchown(what, Some(self.owner.0), Some(self.owner.1))?)
    }

    /// A folder within, made as far as it is missing.
    pub(crate) fn folder(&self, path: &Path) -> io::Result<OwnedFd> {
        let mut folder = self.folder.try_clone()?;
        for name in path {
            let name = Path::new(name);
            match at::mkdirat(&folder, name, Mode::from_raw_mode(0o755)) {
                Ok(()) => {
                    let made = below(&folder, name)?;
                    self.own(&made)?;
                    folder = made;
                }
                Err(rustix::io::Errno::EXIST) => folder = below(&folder, name)?,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(folder)
    }
}

/// Whether what lies on the device of these numbers is encrypted before it gets to a disk: it is a
/// mapping of dm-crypt, or is mapped onto nothing but such (LVM over LUKS, say). `sys` is
/// `/sys/dev/block`.
fn is_encrypted(sys: &Path, device: &str, depth: usize) -> bool {
    let of = sys.join(device);
    let uuid = std::fs::read_to_string(of.join("dm/uuid")).unwrap_or_default();
    if uuid.starts_with("CRYPT-") {
        return true;
    }
    let Ok(below) = std::fs::read_dir(of.join("slaves")) else { return false };
    let mut below = below.flatten().peekable();
    let number = |of: std::fs::DirEntry| std::fs::read_to_string(of.path().join("dev")).ok();
    depth > 0
        && below.peek().is_some()
        && below.all(|of| number(of).is_some_and(|of| is_encrypted(sys, of.trim(), depth - 1)))
}

fn below(folder: impl std::os::fd::AsFd, name: &Path) -> io::Result<OwnedFd> {
    let flags = OFlags::DIRECTORY | OFlags::RDONLY | OFlags::CLOEXEC;
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
    Ok(at::openat2(folder, name, flags, Mode::empty(), resolve)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_encrypted_when_all_that_it_is_mapped_onto_is() {
        let sys = tempfile::tempdir().unwrap();
        let device = |number: &str, uuid: &str, onto: &[&str]| {
            let dir = sys.path().join(number);
            std::fs::create_dir_all(dir.join("dm")).unwrap();
            std::fs::write(dir.join("dm/uuid"), uuid).unwrap();
            for (at, below) in onto.iter().enumerate() {
                let slave = dir.join("slaves").join(format!("disk{at}"));
                std::fs::create_dir_all(&slave).unwrap();
                std::fs::write(slave.join("dev"), format!("{below}\n")).unwrap();
            }
        };
        std::fs::create_dir(sys.path().join("8:0")).unwrap();
        device("253:0", "CRYPT-LUKS2-x", &["8:0"]);
        device("253:1", "LVM-x", &["253:0"]);
        device("253:2", "LVM-x", &["253:0", "8:0"]);
        device("253:3", "LVM-x", &["8:0"]);
        // One that is mapped onto itself ends nobody's life.
        device("253:4", "LVM-x", &["253:4"]);
        let is = |number: &str| is_encrypted(sys.path(), number, MAPPED_MAX);
        assert_eq!(["253:0", "253:1"].map(is), [true; 2]);
        assert_eq!(["8:0", "9:9", "253:2", "253:3", "253:4"].map(is), [false; 5]);
    }
}
