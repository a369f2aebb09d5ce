//! Files that a reader finds whole or not at all, also after a power cut.

use std::error::Error;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Tells the neighbour files of one process apart.
static WRITES: AtomicU64 = AtomicU64::new(0);

/// Writes `bytes` to `path` with `mode`: into a neighbour file, flushed to disk, renamed
/// over `path`, the folder flushed. A crash leaves the old content or the new one, and of
/// writers at the same time the last one's stays.
///
/// # Errors
/// Whatever the file system answers (no space, no folder, no permission); `path` is then
/// as it was.
pub fn write_atomic(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
    let number = WRITES.fetch_add(1, Ordering::Relaxed);
    let new = path.with_file_name(format!(".{name}.{}-{number}.new", std::process::id()));
    let written = write_new(&new, bytes, mode).and_then(|()| fs::rename(&new, path));
    if written.is_err() {
        // The first error is the one to report; the neighbour may not even exist.
        drop(fs::remove_file(&new));
    }
    written?;
    sync_dir(path.parent().unwrap_or(Path::new(".")))
}

fn write_new(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(mode).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Flushes a folder's entries to disk, so that a rename or a create in it lasts.
///
/// # Errors
/// When the folder can't be opened or flushed.
pub fn sync_dir(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Removes a file or a folder with all that is in it; what is gone already is fine.
///
/// # Errors
/// When something is there and can't be removed.
pub fn remove_all(path: &Path) -> io::Result<()> {
    let gone = |e: io::Error| if e.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(e) };
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_dir() => fs::remove_dir_all(path).or_else(gone),
        Ok(_) => fs::remove_file(path).or_else(gone),
        Err(e) => gone(e),
    }
}

/// Whether an error says, somewhere in its chain of causes, that a disk has no room.
#[must_use]
pub fn is_full(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        // A cause that several share is in the chain by its pointer alone.
        let shared = error.downcast_ref::<Arc<dyn Error + Send + Sync>>().map(|shared| &**shared);
        let io = shared
            .and_then(|shared| shared.downcast_ref::<io::Error>())
            .or_else(|| error.downcast_ref::<Arc<io::Error>>().map(|shared| &**shared))
            .or_else(|| error.downcast_ref::<io::Error>());
        if io.is_some_and(|io| {
            matches!(io.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
        }) {
            return true;
        }
        next = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Outer<T>(T);

    impl<T> std::fmt::Display for Outer<T> {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("outer")
        }
    }

    impl<T: Error + 'static> Error for Outer<T> {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }

    #[test]
    fn a_full_disk_is_found_wherever_it_is_in_the_chain() {
        let full = || io::Error::from(io::ErrorKind::StorageFull);
        let shared: Arc<dyn Error + Send + Sync> = Arc::new(full());
        assert!(is_full(&full()));
        assert!(is_full(&Outer(Outer(full()))));
        assert!(is_full(&Outer(Arc::new(full()))));
        assert!(is_full(&Outer(shared)));
        assert!(!is_full(&Outer(io::Error::from(io::ErrorKind::NotFound))));
    }
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn who_writes_one_file_at_the_same_time_does_not_get_in_the_others_way() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("record");
        std::thread::scope(|scope| {
            let writer = |content: &'static [u8]| {
                let path = &path;
                move || (0..200).for_each(|_| write_atomic(path, content, 0o600).unwrap())
            };
            scope.spawn(writer(b"one"));
            scope.spawn(writer(b"another"));
        });
        let left = fs::read(&path).unwrap();
        assert!(left == b"one" || left == b"another", "{left:?}");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_write_replaces_the_whole_file_with_its_mode() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key");
        write_atomic(&path, b"first, longer", 0o644).unwrap();
        write_atomic(&path, b"second", 0o600).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_failed_write_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("taken");
        fs::create_dir(&path).unwrap();
        fs::write(path.join("in"), b"").unwrap();
        assert!(write_atomic(&path, b"x", 0o600).is_err());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn removing_what_is_gone_is_fine() {
        let dir = tempfile::tempdir().unwrap();
        remove_all(&dir.path().join("none")).unwrap();
        fs::create_dir_all(dir.path().join("a/b")).unwrap();
        remove_all(&dir.path().join("a")).unwrap();
        assert!(!dir.path().join("a").exists());
    }
}
