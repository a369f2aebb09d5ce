//! Reading the write-ahead log back after a stop or a crash.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::record::{Group, Record};
use super::{MAGIC, file_path, numbers};
use crate::frame::{Framer, HEADER_BYTES, Scanned};

/// Acknowledged bytes that can no longer be read: the disk changed them. The file is kept
/// in the folder `damaged`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The file of the write-ahead log.
    pub file: PathBuf,
    /// Where the damage starts, in bytes.
    pub offset: u64,
    /// How long it is, in bytes.
    pub bytes: u64,
}

/// A file with nothing but its header and first record is no longer than this.
const NEW_BYTES_MAX: usize = 2 * HEADER_BYTES + 16;

/// What the log held.
#[derive(Debug, Default)]
pub(crate) struct Replayed {
    pub(crate) damage: Vec<Damage>,
    /// Bytes at the end of the last file that were never acknowledged.
    pub(crate) cut_bytes: u64,
    /// The number for the next file.
    pub(crate) next_number: u64,
    /// The good length of the last file.
    pub(crate) last_len: u64,
}

/// Hands every group in the files from number `first` on to `apply`, oldest first.
///
/// # Errors
/// When a file can't be read, file `first` is missing although later or earlier ones exist,
/// or a group is of a newer version.
pub(crate) fn replay(dir: &Path, first: u64, mut apply: impl FnMut(Group)) -> io::Result<Replayed> {
    let all = numbers(dir)?;
    let live: Vec<u64> = all.iter().copied().filter(|n| *n >= first).collect();
    let mut replayed = Replayed { next_number: first, ..Replayed::default() };
    if first > 0 && live.first() != Some(&first) {
        let missing = format!("{} is missing", file_path(dir, first).display());
        return Err(io::Error::new(io::ErrorKind::NotFound, missing));
    }
    for (i, &number) in live.iter().enumerate() {
        let told_len = live.get(i + 1).and_then(|next| opened(&file_path(dir, *next)).transpose());
        let path = file_path(dir, number);
        let file = read_file(&path, told_len.transpose()?, &mut apply)?;
        replayed.damage.extend(file.damage);
        replayed.next_number = number + 1;
        replayed.last_len = file.end;
        replayed.cut_bytes = file.cut_bytes;
    }
    keep_damaged(dir, &replayed.damage)?;
    Ok(replayed)
}

struct FileRead {
    damage: Vec<Damage>,
    end: u64,
    cut_bytes: u64,
}

/// Reads one file; `told_len` is what the next file says of its length.
fn read_file(
    path: &Path,
    told_len: Option<u64>,
    apply: &mut impl FnMut(Group),
) -> io::Result<FileRead> {
    let mut bytes = fs::read(path)?;
    let found = bytes.len() as u64;
    // Behind the told length lies what a failed flush left: never acknowledged.
    bytes.truncate(told_len.map_or(bytes.len(), |len| usize::try_from(len).unwrap_or(usize::MAX)));
    let scanned = scan(&bytes);
    let mut damage: Vec<Damage> = scanned
        .damage
        .iter()
        .map(|r| Damage { file: path.into(), offset: r.start as u64, bytes: r.len() as u64 })
        .collect();
    let end = scanned.end as u64;
    if let Some(lost) = told_len.and_then(|len| len.checked_sub(end)).filter(|l| *l > 0) {
        damage.push(Damage { file: path.into(), offset: end, bytes: lost });
    }
    for frame in scanned.frames {
        match Record::decode(&bytes[frame]) {
            Some(Record::Group(group)) => apply(group),
            Some(Record::Opened { .. }) => {}
            None => {
                let text = format!("{} was written by a newer version", path.display());
                return Err(io::Error::new(io::ErrorKind::InvalidData, text));
            }
        }
    }
    let cut_bytes = if told_len.is_none() { found.saturating_sub(end) } else { 0 };
    Ok(FileRead { damage, end, cut_bytes })
}

fn scan(bytes: &[u8]) -> Scanned {
    match Framer::read(MAGIC, bytes) {
        Some(framer) => framer.scan(bytes),
        // Without its seed no frame can be told from text. A file whose making was cut
        // short holds nothing that was acknowledged; anything longer is damage.
        None if bytes.len() <= NEW_BYTES_MAX => Scanned { frames: vec![], damage: vec![], end: 0 },
        None => {
            let whole = 0..bytes.len();
            Scanned { frames: vec![], damage: vec![whole], end: bytes.len() }
        }
    }
}

/// What the first record of the file at `path` tells of the file before; none when the
/// making of the file was cut short.
fn opened(path: &Path) -> io::Result<Option<u64>> {
    let mut head = Vec::new();
    File::open(path)?.take(64).read_to_end(&mut head)?;
    let Some(framer) = Framer::read(MAGIC, &head) else { return Ok(None) };
    let first = framer.scan(&head).frames.into_iter().next();
    Ok(match first.and_then(|frame| Record::decode(&head[frame])) {
        Some(Record::Opened { previous_len }) => Some(previous_len),
        _ => None,
    })
}

/// Keeps damaged files from being removed with the sealed ones: people may want to look.
fn keep_damaged(dir: &Path, damage: &[Damage]) -> io::Result<()> {
    if damage.is_empty() {
        return Ok(());
    }
    let kept = dir.with_file_name("damaged");
    fs::create_dir_all(&kept)?;
    for file in damage.iter().map(|d| &d.file) {
        let name = file.file_name().expect("files of the log have names");
        match fs::hard_link(file, kept.join(name)) {
            Err(e) if e.kind() != io::ErrorKind::AlreadyExists => return Err(e),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Event;
    use crate::key::test_group;
    use crate::store::Probe;
    use crate::wal::{Admitted, Current, Wal};

    fn group(seq: u64) -> Group {
        let events = vec![Event { ts_ms: seq, message: format!("event {seq}") }];
        let stream = test_group("g").stream("s");
        let batches = vec![Admitted { stream, source: None, events }];
        Group { first_seq: seq, ingest_ms: 1, batches }
    }

    fn log(dir: &Path, seqs: &[u64]) -> Wal {
        let mut wal = Wal::new(dir, 1, 0, Probe::default());
        wal.ensure().unwrap();
        seqs.iter().for_each(|s| wal.append(&group(*s).encode()).unwrap());
        wal
    }

    fn current(wal: &mut Wal) -> &mut Current {
        wal.current.as_mut().unwrap()
    }

    fn len(wal: &Wal) -> u64 {
        wal.current.as_ref().unwrap().len
    }

    fn read(dir: &Path) -> (Vec<u64>, Replayed) {
        let mut seqs = Vec::new();
        let replayed = replay(dir, 1, |g| seqs.push(g.first_seq)).unwrap();
        (seqs, replayed)
    }

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("wal");
        fs::create_dir(&dir).unwrap();
        (temp, dir)
    }

    fn flip(path: &Path, at: u64) {
        let mut bytes = fs::read(path).unwrap();
        bytes[usize::try_from(at).unwrap()] ^= 0x40;
        fs::write(path, bytes).unwrap();
    }

    #[test]
    fn a_torn_or_flipped_end_is_cut() {
        let (_temp, dir) = folder();
        let wal = log(&dir, &[1, 2, 3]);
        let path = file_path(&dir, 1);
        flip(&path, len(&wal) - 1);
        let (seqs, replayed) = read(&dir);
        assert_eq!(seqs, [1, 2]);
        assert!(replayed.damage.is_empty() && replayed.cut_bytes > 0);

        let file = File::options().write(true).open(&path).unwrap();
        file.set_len(len(&wal) - 1).unwrap();
        assert_eq!(read(&dir).0, [1, 2]);
    }

    #[test]
    fn a_flipped_middle_is_reported_and_its_file_kept() {
        let (_temp, dir) = folder();
        let mut wal = log(&dir, &[1]);
        let second = len(&wal);
        wal.append(&group(2).encode()).unwrap();
        let third = len(&wal);
        wal.append(&group(3).encode()).unwrap();
        let path = file_path(&dir, 1);
        flip(&path, second + 20);
        let (seqs, replayed) = read(&dir);
        assert_eq!(seqs, [1, 3]);
        let damage = Damage { file: path, offset: second, bytes: third - second };
        assert_eq!(replayed.damage, [damage]);
        assert!(dir.with_file_name("damaged").join(format!("{:020}.wal", 1)).exists());
    }

    #[test]
    fn a_lost_end_of_an_older_file_is_damage() {
        let (_temp, dir) = folder();
        let mut wal = log(&dir, &[1, 2]);
        let full = len(&wal);
        wal.rotate().unwrap();
        wal.append(&group(3).encode()).unwrap();
        let file = File::options().write(true).open(file_path(&dir, 1)).unwrap();
        file.set_len(full - 1).unwrap();
        let (seqs, replayed) = read(&dir);
        assert_eq!(seqs, [1, 3]);
        assert_eq!(replayed.damage.len(), 1);
        assert_eq!(replayed.cut_bytes, 0);
    }

    #[test]
    fn what_a_failed_flush_left_behind_is_not_read() {
        let (_temp, dir) = folder();
        let mut wal = log(&dir, &[1]);
        let mut unacknowledged = Vec::new();
        current(&mut wal).framer.frame(&group(2).encode(), &mut unacknowledged);
        let path = file_path(&dir, 1);
        let mut bytes = fs::read(&path).unwrap();
        bytes.extend(unacknowledged);
        fs::write(&path, bytes).unwrap();
        current(&mut wal).suspect = true;
        wal.append(&group(3).encode()).unwrap();
        let (seqs, replayed) = read(&dir);
        assert_eq!(seqs, [1, 3]);
        assert!(replayed.damage.is_empty());
        assert_eq!(wal.number, 2);
    }

    #[test]
    fn a_file_whose_making_was_cut_short_is_empty() {
        let (_temp, dir) = folder();
        log(&dir, &[1]);
        fs::write(file_path(&dir, 2), [0; 40]).unwrap();
        let (seqs, replayed) = read(&dir);
        assert_eq!(seqs, [1]);
        assert!(replayed.damage.is_empty());
        assert_eq!(replayed.next_number, 3);
    }

    #[test]
    fn a_flipped_header_is_damage_of_the_whole_file() {
        let (_temp, dir) = folder();
        let wal = log(&dir, &[1, 2]);
        flip(&file_path(&dir, 1), 9);
        let (seqs, replayed) = read(&dir);
        assert!(seqs.is_empty());
        assert_eq!(replayed.damage[0].bytes, len(&wal));
    }

    #[test]
    fn a_missing_first_file_is_an_error() {
        let (_temp, dir) = folder();
        log(&dir, &[1]).rotate().unwrap();
        fs::remove_file(file_path(&dir, 1)).unwrap();
        let error = replay(&dir, 1, |_| ()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }
}
