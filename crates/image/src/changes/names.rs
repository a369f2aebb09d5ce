//! Names of a folder in order, in little memory.

use std::ffi::{CStr, CString};
use std::io;
use std::os::fd::OwnedFd;

use rustix::fs::Dir;

/// The names of a folder: one after the other in one piece of memory, each with its NUL, since
/// a folder can have a million of them.
pub(crate) struct Names {
    bytes: Vec<u8>,
    /// Where each name begins, in the order of names.
    starts: std::vec::IntoIter<u32>,
    /// What they count in memory.
    pub(crate) cost: usize,
}

/// A folder has more names than it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TooMany {
    /// More than entries of a layer.
    Entries,
    /// More than may be held.
    Memory,
}

impl Names {
    /// Reads a folder that has no more than `count_max` names, of `cost_max` bytes.
    pub(crate) fn read(
        folder: &OwnedFd,
        count_max: u64,
        cost_max: usize,
    ) -> io::Result<Result<Self, TooMany>> {
        let (mut bytes, mut starts) = (Vec::new(), Vec::new());
        for name in all(folder)? {
            let name = name?;
            if starts.len() as u64 >= count_max {
                return Ok(Err(TooMany::Entries));
            }
            let Ok(start) = u32::try_from(bytes.len()) else { return Ok(Err(TooMany::Memory)) };
            starts.push(start);
            bytes.extend_from_slice(name.to_bytes_with_nul());
            if bytes.len() + size_of::<u32>() * starts.len() > cost_max {
                return Ok(Err(TooMany::Memory));
            }
        }
        let name = |start: &u32| name_at(&bytes, *start).to_bytes();
        starts.sort_unstable_by(|a, b| name(a).cmp(name(b)));
        let cost = bytes.len() + size_of::<u32>() * starts.len();
        Ok(Ok(Self { bytes, starts: starts.into_iter(), cost }))
    }

    /// The next name.
    pub(crate) fn next(&mut self) -> Option<CString> {
        let start = self.starts.next()?;
        Some(name_at(&self.bytes, start).to_owned())
    }
}

fn name_at(bytes: &[u8], start: u32) -> &CStr {
    let from = usize::try_from(start).unwrap_or(bytes.len());
    CStr::from_bytes_until_nul(&bytes[from..]).expect("each name ends with its NUL")
}

/// Whether a folder has no names.
pub(super) fn is_empty(folder: &OwnedFd) -> io::Result<bool> {
    all(folder)?.next().transpose().map(|name| name.is_none())
}

fn all(folder: &OwnedFd) -> io::Result<impl Iterator<Item = io::Result<CString>>> {
    let own = |name: &CStr| name != c"." && name != c"..";
    Ok(Dir::read_from(folder)?.filter_map(move |entry| match entry {
        Ok(entry) => own(entry.file_name()).then(|| Ok(entry.file_name().to_owned())),
        Err(error) => Some(Err(error.into())),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_in_order_and_no_more_than_may_be() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b", "a.long.name", "c", "a"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let open = || OwnedFd::from(std::fs::File::open(folder.path()).unwrap());
        let mut names = Names::read(&open(), 4, 1000).unwrap().ok().unwrap();
        let all: Vec<_> = std::iter::from_fn(|| names.next()).collect();
        assert_eq!(all, [c"a", c"a.long.name", c"b", c"c"].map(CStr::to_owned));
        assert_eq!(Names::read(&open(), 3, 1000).unwrap().err(), Some(TooMany::Entries));
        assert_eq!(Names::read(&open(), 4, 20).unwrap().err(), Some(TooMany::Memory));
        assert!(!is_empty(&open()).unwrap());
    }
}
