//! Empty file systems to copy from: making one takes a program and 20 ms, copying its few
//! blocks a fraction of one.

use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::{FileExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ferrogate_base::fsio;
use nix::errno::Errno;
use nix::unistd::{Whence, lseek};

use super::{BYTES_PER_FILE, VolumeError, failed, said};

/// Debian's e2fsprogs puts it there, and root's programs are not on everybody's path.
const PROGRAM: &str = "mkfs.ext4";
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/// No journal: nothing of a volume outlives a crash. No blocks kept for growing, or for root.
/// All tables of the file system close together, so that there are few pieces to copy.
const OPTIONS: [&str; 11] = [
    "-q",
    "-F",
    "-b",
    "4096",
    "-m",
    "0",
    "-O",
    "^has_journal,^resize_inode,sparse_super2,metadata_csum,flex_bg",
    "-E",
    "nodiscard,lazy_itable_init=1,packed_meta_blocks=1,num_backup_sb=0",
    "-I256",
];

/// What ext4 keeps back for its own tables: a 50th, and 4,096 blocks at most.
const KEPT_BACK_MAX: u64 = 16 << 20;

/// What the file must have so that `bytes` of it are the user's: the tables of files take one
/// 64th, bitmaps and descriptors a little.
fn file_bytes(bytes: u64) -> u64 {
    let tables = bytes / BYTES_PER_FILE * 256;
    let kept_back = KEPT_BACK_MAX.min(bytes / 49);
    let bytes = bytes + tables + kept_back + bytes / 8192 + (1 << 20);
    bytes.next_multiple_of(4096)
}

/// Makes a file that holds an empty file system with room for `bytes`, as a copy of the
/// template in `dir`, which is made when it is missing.
///
/// # Errors
/// When there is no room, or no `mkfs.ext4`.
pub(super) fn copy(dir: &Path, bytes: u64) -> Result<File, VolumeError> {
    let template = match File::open(path(dir, bytes)) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            make(dir, bytes)?;
            File::open(path(dir, bytes))
        }
        other => other,
    };
    let template = template.map_err(failed("opening an empty file system"))?;
    let file = without_name(dir).map_err(failed("making a file"))?;
    copy_data(&template, &file).map_err(failed("copying an empty file system"))?;
    Ok(file)
}

/// Removes what an agent before this one left unfinished, and templates of a form that is no
/// longer made.
///
/// # Errors
/// When the folder can't be made or read.
pub(super) fn clean(dir: &Path) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    fs::set_permissions(dir, Permissions::from_mode(0o700))?;
    for entry in fs::read_dir(dir)? {
        fsio::remove_all(&entry?.path())?;
    }
    Ok(())
}

fn path(dir: &Path, bytes: u64) -> PathBuf {
    dir.join(format!("empty-{bytes}"))
}

/// A file that nobody can open by name, and that is gone with its last user.
fn without_name(dir: &Path) -> io::Result<File> {
    File::options().read(true).write(true).mode(0o600).custom_flags(libc::O_TMPFILE).open(dir)
}

fn make(dir: &Path, bytes: u64) -> Result<(), VolumeError> {
    let doing = "making an empty file system";
    // Two at once each make their own; the later takes the earlier's place.
    let new = tempfile_name(dir, bytes);
    let file = File::options().write(true).create_new(true).mode(0o600).open(&new);
    let made = file
        .and_then(|file| file.set_len(file_bytes(bytes)))
        .map_err(failed(doing))
        .and_then(|()| run_mkfs(&new, bytes / BYTES_PER_FILE))
        .and_then(|()| fs::rename(&new, path(dir, bytes)).map_err(failed(doing)));
    if made.is_err() {
        // The first error is the one to report.
        drop(fs::remove_file(&new));
    }
    made
}

fn tempfile_name(dir: &Path, bytes: u64) -> PathBuf {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    dir.join(format!(".empty-{bytes}.{}", NEXT.fetch_add(1, Ordering::Relaxed)))
}

fn run_mkfs(file: &Path, files: u64) -> Result<(), VolumeError> {
    let doing = format!("running {PROGRAM}");
    let done = Command::new(PROGRAM)
        .args(OPTIONS)
        .arg(format!("-N{files}"))
        .arg(file)
        .env_clear()
        .env("PATH", PATH)
        .stdin(Stdio::null())
        .output();
    let done = done.map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => said(&doing, "it is not there: apt install e2fsprogs"),
        _ => failed(&doing)(e),
    })?;
    if done.status.success() {
        return Ok(());
    }
    let words = String::from_utf8_lossy(&done.stderr);
    Err(said(doing, format!("{}: {}", done.status, words.trim())))
}

/// Copies the parts of a sparse file that hold something.
fn copy_data(from: &File, to: &File) -> io::Result<()> {
    let length = i64::try_from(from.metadata()?.len()).map_err(io::Error::other)?;
    to.set_len(length.unsigned_abs())?;
    let (mut at, mut buffer) = (0, vec![0; 64 << 10]);
    loop {
        let start = match lseek(from, at, Whence::SeekData) {
            Ok(start) => start,
            // Nothing but a hole up to the end.
            Err(Errno::ENXIO) => return Ok(()),
            Err(e) => return Err(e.into()),
        };
        let end = lseek(from, start, Whence::SeekHole)?;
        at = start;
        while at < end {
            let most = usize::try_from(end - at).unwrap_or(usize::MAX).min(buffer.len());
            let read = from.read_at(&mut buffer[..most], at.unsigned_abs())?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            // A file system that was just made is mostly zeros, which a hole is too.
            for (index, part) in buffer[..read].chunks(4096).enumerate() {
                if part.iter().any(|byte| *byte != 0) {
                    to.write_all_at(part, at.unsigned_abs() + index as u64 * 4096)?;
                }
            }
            at += i64::try_from(read).map_err(io::Error::other)?;
        }
    }
}
