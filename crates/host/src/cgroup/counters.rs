//! All that the kernel counts of a cgroup, as it counts it: for those who show it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::number;

/// What the kernel counts of a cgroup and all below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Processor time.
    pub cpu: Cpu,
    /// Memory.
    pub memory: Memory,
    /// Bytes moved to and from block devices, by device and kind.
    pub io_bytes: Vec<Moved>,
    /// Operations of block devices; `None` when the kernel does not count them (version 2).
    pub io_operations: Option<Vec<Moved>>,
    /// Processes and threads.
    pub pids: u64,
    /// How many there may be.
    pub pids_max: Option<u64>,
}

/// Processor time, in nanoseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cpu {
    /// All of it.
    pub total_ns: u64,
    /// By processor; `None` when the kernel does not count it (version 2).
    pub by_cpu_ns: Option<Vec<u64>>,
    /// In the kernel.
    pub kernel_ns: u64,
    /// In programs.
    pub user_ns: u64,
    /// Periods of the quota in which it ran.
    pub periods: u64,
    /// Those in which the quota was spent before they ended.
    pub throttled_periods: u64,
    /// How long it waited for the next period.
    pub throttled_ns: u64,
}

/// Memory, in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// With the page cache.
    pub usage: u64,
    /// The most that was ever used; `None` when the kernel does not count it.
    pub usage_max: Option<u64>,
    /// The hard limit; `None` is without.
    pub limit: Option<u64>,
    /// How often the limit was met.
    pub failures: u64,
    /// The kernel's own names and numbers (`memory.stat`).
    pub stat: BTreeMap<String, u64>,
}

/// What was moved to or from one device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The device's number.
    pub major: u64,
    /// The device's number.
    pub minor: u64,
    /// `Read`, `Write` and so on, as the kernel of that version calls it.
    pub operation: String,
    /// How much.
    pub value: u64,
}

/// A file of lines with a name and a number each; what is no such line is left out.
pub(super) fn numbers(file: &Path) -> BTreeMap<String, u64> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let line = |line: &str| {
        let (name, value) = line.split_once(' ')?;
        Some((name.to_owned(), value.trim().parse().ok()?))
    };
    text.lines().filter_map(line).collect()
}

/// A number alone in a file; `None` for the kernel's `max`, and when there is none.
pub(super) fn limit(file: &Path) -> Option<u64> {
    fs::read_to_string(file).ok()?.trim().parse().ok()
}

/// The numbers in one line.
pub(super) fn listed(file: &Path) -> Vec<u64> {
    let text = fs::read_to_string(file).unwrap_or_default();
    text.split_whitespace().filter_map(|word| word.parse().ok()).collect()
}

/// `MAJOR:MINOR OPERATION VALUE` lines of version 1.
pub(super) fn moved_v1(file: &Path) -> Vec<Moved> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let line = |line: &str| {
        let mut words = line.split_whitespace();
        let (major, minor) = device(words.next()?)?;
        let operation = words.next()?.to_owned();
        Some(Moved { major, minor, operation, value: words.next()?.parse().ok()? })
    };
    text.lines().filter_map(line).collect()
}

/// `MAJOR:MINOR rbytes=… wbytes=…` lines of version 2.
pub(super) fn moved_v2(file: &Path) -> Vec<Moved> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let mut moved = Vec::new();
    for line in text.lines() {
        let mut words = line.split_whitespace();
        let Some((major, minor)) = words.next().and_then(device) else { continue };
        let words: Vec<_> = words.collect();
        for (name, operation) in [("rbytes=", "read"), ("wbytes=", "write")] {
            let value = words.iter().find_map(|word| word.strip_prefix(name)?.parse().ok());
            let operation = operation.to_owned();
            moved.push(Moved { major, minor, operation, value: value.unwrap_or(0) });
        }
    }
    moved
}

fn device(word: &str) -> Option<(u64, u64)> {
    let (major, minor) = word.split_once(':')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

/// The number of processes, and how many there may be.
pub(super) fn pids(dir: &Path) -> (u64, Option<u64>) {
    (number(&dir.join("pids.current")), limit(&dir.join("pids.max")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), text).unwrap();
        file
    }

    fn moved(major: u64, operation: &str, value: u64) -> Moved {
        Moved { major, minor: 0, operation: operation.into(), value }
    }

    #[test]
    fn what_devices_moved_is_read_in_both_versions() {
        let v1 = file("259:0 Read 0\n259:0 Write 8192\n259:0 Total 8192\nTotal 8192\n");
        let all = [moved(259, "Read", 0), moved(259, "Write", 8192), moved(259, "Total", 8192)];
        assert_eq!(moved_v1(v1.path()), all);
        let v2 = file("259:0 rbytes=1 wbytes=2 rios=1 wios=1 dbytes=0 dios=0\n7:0 \n");
        let all = [
            moved(259, "read", 1),
            moved(259, "write", 2),
            moved(7, "read", 0),
            moved(7, "write", 0),
        ];
        assert_eq!(moved_v2(v2.path()), all);
    }

    #[test]
    fn what_is_no_number_is_none() {
        assert_eq!(limit(file("max\n").path()), None);
        assert_eq!(limit(file("12\n").path()), Some(12));
        let stat = numbers(file("cache 5\nodd\nrss -1\n").path());
        assert_eq!(stat, BTreeMap::from([("cache".to_owned(), 5)]));
        assert_eq!(listed(file("3 4 \n").path()), [3, 4]);
        assert!(numbers(Path::new("/nowhere")).is_empty());
    }
}
