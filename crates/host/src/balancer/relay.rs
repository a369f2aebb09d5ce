//! The sockets by which the server hands connections over: `balancers/LABEL/ID` in its folder.
//!
//! The server can't be trusted with its own folder here: it is not root, and who opens these is.
//! So each folder is opened within the one before, links are followed nowhere, and what is not
//! root's alone is not used.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixListener;
use std::path::Path;

use rustix::fs::{AtFlags, Mode, OFlags, RawDir, fchmod, fstat, mkdirat, openat, unlinkat};

use super::Place;

/// The folder of all of them in the server's.
pub const FOLDER: &str = "balancers";

/// Opens the socket of a node. Changes the process's current folder.
pub(super) fn bind(place: &Place) -> io::Result<UnixListener> {
    let all = folder(&root(&place.relay)?, FOLDER)?;
    let own = folder(&all, &place.label)?;
    remove_at(&own, &place.id)?;
    rustix::process::fchdir(&own)?;
    let listener = UnixListener::bind(&place.id)?;
    // Nobody but root can put something else there.
    rustix::fs::chmodat(&own, &*place.id, Mode::from_raw_mode(0o666), AtFlags::empty())?;
    Ok(listener)
}

/// Removes the sockets of a node, and folders that are empty then.
///
/// # Errors
/// The kernel's.
pub fn remove(server: &Path, id: &str) -> io::Result<()> {
    let all = match root(server).and_then(|server| open(&server, FOLDER)) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        opened => opened?,
    };
    for label in names(&all)? {
        let Ok(own) = open(&all, &label) else { continue };
        remove_at(&own, id)?;
        match unlinkat(&all, &*label, AtFlags::REMOVEDIR) {
            Ok(()) | Err(rustix::io::Errno::NOTEMPTY | rustix::io::Errno::NOENT) => {}
            Err(e) => return Err(e.into()),
        }
    }
    Ok(())
}

/// The server's folder itself, which lies in one that is root's.
pub(super) fn root(server: &Path) -> io::Result<OwnedFd> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    Ok(rustix::fs::open(server, flags, Mode::empty())?)
}

fn open(within: &OwnedFd, name: &str) -> io::Result<OwnedFd> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    Ok(openat(within, name, flags, Mode::empty())?)
}

/// A folder that is root's, made when it is missing.
pub(super) fn folder(within: &OwnedFd, name: &str) -> io::Result<OwnedFd> {
    if name.is_empty() || name.starts_with('.') || name.contains('/') {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "no name of a folder"));
    }
    match mkdirat(within, name, Mode::from_raw_mode(0o755)) {
        Ok(()) | Err(rustix::io::Errno::EXIST) => {}
        Err(e) => return Err(e.into()),
    }
    let folder = open(within, name)?;
    let of = fstat(&folder)?;
    if of.st_uid != 0 {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "a folder is not root's"));
    }
    // Whatever the mask is: the server must come through, and write nothing.
    fchmod(&folder, Mode::from_raw_mode(0o755))?;
    Ok(folder)
}

fn remove_at(folder: &OwnedFd, name: &str) -> io::Result<()> {
    match unlinkat(folder, name, AtFlags::empty()) {
        Ok(()) | Err(rustix::io::Errno::NOENT) => Ok(()),
        Err(e) => Err(e.into()),
    }
}

pub(super) fn names(folder: &OwnedFd) -> io::Result<Vec<String>> {
    let mut buffer = Vec::with_capacity(8192);
    let mut entries = RawDir::new(folder.as_fd(), buffer.spare_capacity_mut());
    let mut names = Vec::new();
    while let Some(entry) = entries.next() {
        let entry = entry?;
        if let Ok(name) = entry.file_name().to_str()
            && !name.starts_with('.')
        {
            names.push(name.to_owned());
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::net::UnixStream;

    fn place(relay: &Path) -> Place {
        Place {
            id: "eni-1".into(),
            dir: "/nowhere".into(),
            cgroup: "none".into(),
            relay: relay.to_owned(),
            label: "web-1".into(),
        }
    }

    #[test]
    fn a_socket_is_found_by_its_name_and_goes_with_its_folder() {
        let server = tempfile::tempdir().unwrap();
        let bound = bind(&place(server.path())).unwrap();
        let at = server.path().join("balancers/web-1/eni-1");
        drop(UnixStream::connect(&at).unwrap());
        drop(bound.accept().unwrap());
        // One whose process has died is replaced.
        drop(bound);
        drop(bind(&place(server.path())).unwrap());
        remove(server.path(), "eni-1").unwrap();
        assert!(!at.parent().unwrap().exists());
        remove(server.path(), "eni-1").unwrap();
    }

    #[test]
    fn what_the_server_puts_in_the_way_is_followed_nowhere() {
        let (server, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let link = server.path().join(FOLDER);
        std::os::unix::fs::symlink(other.path(), &link).unwrap();
        assert!(bind(&place(server.path())).is_err());
        std::fs::remove_file(&link).unwrap();
        std::fs::create_dir(&link).unwrap();
        std::os::unix::fs::symlink(other.path(), link.join("web-1")).unwrap();
        assert!(bind(&place(server.path())).is_err());
        std::fs::remove_file(link.join("web-1")).unwrap();
        std::fs::create_dir(link.join("web-1")).unwrap();
        std::os::unix::fs::chown(link.join("web-1"), Some(64_177), None).unwrap();
        assert!(bind(&place(server.path())).is_err());
        assert_eq!(std::fs::read_dir(other.path()).unwrap().count(), 0);
        let dots = Place { label: "..".into(), ..place(server.path()) };
        assert!(bind(&dots).is_err());
    }
}
