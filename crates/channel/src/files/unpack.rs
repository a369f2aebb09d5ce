//! Writing files that come over the channel.

use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::os::fd::OwnedFd;
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, SystemTime};

use rustix::fs::{self as at, FileType, Mode, OFlags, ResolveFlags};
use rustix::io::Errno;

use super::{FilesError, Head, read_head};

/// Puts what comes to `to`: into it, under its own name, when that is a folder; else it gets that
/// name.
///
/// # Errors
/// [`FilesError`]. What came before stays.
pub fn unpack(to: &Path, from: &mut impl Read) -> Result<(), FilesError> {
    let mut place = None::<Place>;
    loop {
        let head = read_head(from)?;
        let path = match &head {
            Head::File { path, .. } | Head::Folder { path, .. } | Head::Link { path, .. } => path,
            Head::End => return Ok(()),
            Head::Failed(reason) => return Err(FilesError::Failed(reason.clone())),
        };
        let place = match &place {
            Some(place) => place,
            None => place.insert(Place::of(to, path)?),
        };
        place.put(&head, &place.inside(path)?, from)?;
    }
}

/// Where files are put.
struct Place {
    /// The folder in which the first one is.
    folder: OwnedFd,
    /// How people call it.
    shown: PathBuf,
    /// What the first one is called by who sends it, and here.
    theirs: String,
    ours: PathBuf,
}

impl Place {
    fn of(to: &Path, first: &str) -> Result<Self, FilesError> {
        let into = fs::metadata(to).is_ok_and(|meta| meta.is_dir());
        let ends_so = |what: &str| to.to_string_lossy().ends_with(what);
        let name = Path::new(first);
        if !matches!(name.components().collect::<Vec<_>>()[..], [Component::Normal(own)] if own == first)
        {
            return Err(FilesError::Nonsense("a first name that is none"));
        }
        let (folder, ours) = match (into, to.file_name()) {
            (true, _) => (to, PathBuf::from(first)),
            (false, Some(own)) if !ends_so("/") => {
                let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty());
                (parent.unwrap_or(Path::new(".")), PathBuf::from(own))
            }
            (false, _) => {
                let source = io::ErrorKind::NotFound.into();
                return Err(FilesError::File { path: to.display().to_string(), source });
            }
        };
        let flags = OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::RDONLY;
        let open = at::open(folder, flags, Mode::empty()).map_err(failed(folder))?;
        Ok(Self { folder: open, shown: folder.to_owned(), theirs: first.to_owned(), ours })
    }

    /// Where a file of this name is to be, below the folder.
    fn inside(&self, path: &str) -> Result<PathBuf, FilesError> {
        let rest = match path.strip_prefix(self.theirs.as_str()) {
            Some("") => return Ok(self.ours.clone()),
            Some(rest) => rest.strip_prefix('/'),
            None => None,
        };
        let rest = rest.ok_or(FilesError::Nonsense("a name beside the first one"))?;
        let plain =
            rest.split('/').all(|part| !matches!(part, "" | "." | "..")) && !path.contains('\0');
        if !plain {
            return Err(FilesError::Nonsense("a name that is none"));
        }
        Ok(self.ours.join(rest))
    }

    fn put(&self, head: &Head, path: &Path, from: &mut impl Read) -> Result<(), FilesError> {
        let failed = || failed(&self.shown.join(path));
        let (folder, name) = self.parent(path)?;
        match head {
            Head::Folder { mode, .. } => {
                match at::mkdirat(&folder, name, Mode::from_raw_mode(mode & 0o777 | 0o700)) {
                    // What can't be gone into shows when something is put there.
                    Ok(()) | Err(Errno::EXIST) => Ok(()),
                    Err(errno) => Err(failed()(errno)),
                }
            }
            Head::Link { target, .. } => {
                let _ = at::unlinkat(&folder, name, at::AtFlags::empty());
                at::symlinkat(target.as_str(), &folder, name).map_err(failed())
            }
            Head::File { mode, changed_s, size, .. } => {
                let mode = Mode::from_raw_mode(mode & 0o777);
                let flags = OFlags::WRONLY
                    | OFlags::CREATE
                    | OFlags::TRUNC
                    | OFlags::NOFOLLOW
                    | OFlags::NONBLOCK
                    | OFlags::NOCTTY
                    | OFlags::CLOEXEC;
                let file = at::openat(&folder, name, flags, mode).map_err(failed())?;
                // Before anything of it is changed: a device has its mode for all of the machine.
                let of = at::fstat(&file).map_err(failed())?;
                if FileType::from_raw_mode(of.st_mode) != FileType::RegularFile {
                    let source = io::Error::other("it is no file");
                    let path = self.shown.join(path).display().to_string();
                    return Err(FilesError::File { path, source });
                }
                at::fchmod(&file, mode).map_err(failed())?;
                self.fill(File::from(file), path, (*size, *changed_s), from)
            }
            Head::End | Head::Failed(_) => Ok(()),
        }
    }

    /// The folder in which something is, and its name there. No link on the way is followed.
    fn parent<'p>(&self, path: &'p Path) -> Result<(OwnedFd, &'p std::ffi::OsStr), FilesError> {
        let name = path.file_name().ok_or(FilesError::Nonsense("a name that is none"))?;
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let parent = parent.unwrap_or(Path::new("."));
        let flags = OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::RDONLY;
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
        let folder = at::openat2(&self.folder, parent, flags, Mode::empty(), resolve)
            .map_err(failed(&self.shown.join(parent)))?;
        Ok((folder, name))
    }

    fn fill(
        &self,
        mut file: File,
        path: &Path,
        (size, changed_s): (u64, i64),
        from: &mut impl Read,
    ) -> Result<(), FilesError> {
        let failed =
            |source| FilesError::File { path: self.shown.join(path).display().to_string(), source };
        let (mut left, mut chunk) = (size, vec![0; 64 << 10]);
        while left > 0 {
            let most = usize::try_from(left).unwrap_or(usize::MAX).min(chunk.len());
            let length = match from.read(&mut chunk[..most]) {
                Ok(0) => return Err(FilesError::Broken(io::ErrorKind::UnexpectedEof.into())),
                Ok(length) => length,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(FilesError::Broken(e)),
            };
            file.write_all(&chunk[..length]).map_err(failed)?;
            left -= length as u64;
        }
        let since = Duration::from_secs(u64::try_from(changed_s).unwrap_or_default());
        // A moment that no file can have is none.
        if let Some(changed) = SystemTime::UNIX_EPOCH.checked_add(since) {
            drop(file.set_modified(changed));
        }
        Ok(())
    }
}

fn failed(path: &Path) -> impl FnOnce(Errno) -> FilesError + use<> {
    let path = path.display().to_string();
    move |errno| FilesError::File { path, source: errno.into() }
}
