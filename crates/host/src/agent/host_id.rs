//! The host's id: chosen once, and kept twice. Without it the server would take this host for
//! another one, and have what runs here ended.

use std::io;
use std::path::{Path, PathBuf};

use ferrogate_base::{HostId, TaskId, fsio};
use ferrogate_image::Digest;

/// The two files. Each has the id and, on a second line, a digest of it.
const FILES: [&str; 2] = ["host-id", "host-id.copy"];

/// Digits of an id.
const DIGITS: usize = 12;

/// Digits of the digest.
const CHECK_DIGITS: usize = 16;

/// What is found in one of the files.
#[derive(Debug, PartialEq)]
enum Found {
    /// What was written there.
    Whole(String),
    /// An id without a digest: an agent wrote it that kept it once.
    Bare(String),
    /// Nothing, and there never was.
    Missing,
    /// Nothing of use.
    Damaged,
}

/// The id of the host whose agent's folder is `dir`, chosen now if there is none.
///
/// # Errors
/// When both files are damaged, or a new id can't be written.
pub(super) fn keep(dir: &Path) -> io::Result<HostId> {
    let paths = FILES.map(|file| dir.join(file));
    let found = [read(&paths[0]), read(&paths[1])];
    let id = match &found {
        [Found::Whole(id), _] | [_, Found::Whole(id)] | [Found::Bare(id), _] => id.clone(),
        [Found::Missing, Found::Missing] => return choose(&paths),
        _ => return Err(io::Error::new(io::ErrorKind::InvalidData, both_damaged(&paths))),
    };
    for (path, found) in paths.iter().zip(&found) {
        if *found != Found::Whole(id.clone())
            && let Err(error) = mend(path, &id)
        {
            // One is as it should be: a disk that is full is no reason to have no agent.
            tracing::error!(path = %path.display(), %error, "the host's id can't be kept twice");
        }
    }
    Ok(HostId(id))
}

fn choose(paths: &[PathBuf; 2]) -> io::Result<HostId> {
    let id = format!("host-{}", &TaskId::random().as_str()[..DIGITS]);
    for path in paths {
        mend(path, &id)?;
    }
    Ok(HostId(id))
}

fn mend(path: &Path, id: &str) -> io::Result<()> {
    let text = format!("{id}\n{}", check(id));
    fsio::write_atomic(path, text.as_bytes(), 0o600).or_else(|_| {
        // Something that no file can take the place of.
        fsio::remove_all(path)?;
        fsio::write_atomic(path, text.as_bytes(), 0o600)
    })
}

fn both_damaged([one, other]: &[PathBuf; 2]) -> String {
    format!(
        "{} and {} are damaged, and without this host's id its tasks would be ended",
        one.display(),
        other.display()
    )
}

fn read(path: &Path) -> Found {
    let text = match std::fs::read_to_string(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Found::Missing,
        Err(_) => return Found::Damaged,
        Ok(text) => text,
    };
    match text.split_once('\n') {
        Some((id, digest)) if digest == check(id) => Found::Whole(id.to_owned()),
        None if is_id(&text) => Found::Bare(text),
        _ => Found::Damaged,
    }
}

fn check(id: &str) -> String {
    Digest::of(id.as_bytes()).hex()[..CHECK_DIGITS].to_owned()
}

fn is_id(text: &str) -> bool {
    let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.strip_prefix("host-").is_some_and(|id| id.len() == DIGITS && id.bytes().all(digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_stays_whatever_becomes_of_one_of_its_files() {
        let dir = tempfile::tempdir().unwrap();
        let id = keep(dir.path()).unwrap();
        assert!(is_id(&id.0), "{id:?}");
        for file in FILES.map(|file| dir.path().join(file)) {
            let whole = std::fs::read(&file).unwrap();
            for at in 0..whole.len() {
                let mut flipped = whole.clone();
                flipped[at] ^= 1;
                std::fs::write(&file, flipped).unwrap();
                assert_eq!(keep(dir.path()).unwrap(), id, "byte {at} of {}", file.display());
                std::fs::write(&file, &whole[..at]).unwrap();
                assert_eq!(keep(dir.path()).unwrap(), id, "{at} bytes of {}", file.display());
                assert_eq!(std::fs::read(&file).unwrap(), whole);
            }
            std::fs::remove_file(&file).unwrap();
            assert_eq!(keep(dir.path()).unwrap(), id);
            std::fs::remove_file(&file).unwrap();
            std::fs::create_dir(&file).unwrap();
            assert_eq!(keep(dir.path()).unwrap(), id);
        }
    }

    #[test]
    fn an_id_that_was_kept_once_is_kept_twice() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(FILES[0]), "host-0123456789ab").unwrap();
        let id = HostId("host-0123456789ab".into());
        assert_eq!(keep(dir.path()).unwrap(), id);
        std::fs::write(dir.path().join(FILES[0]), "").unwrap();
        assert_eq!(keep(dir.path()).unwrap(), id);
    }

    #[test]
    fn a_host_whose_id_is_lost_gets_no_other() {
        let dir = tempfile::tempdir().unwrap();
        keep(dir.path()).unwrap();
        for file in FILES {
            std::fs::write(dir.path().join(file), "?").unwrap();
        }
        let error = keep(dir.path()).unwrap_err().to_string();
        assert!(error.contains("its tasks would be ended"), "{error}");
    }
}
