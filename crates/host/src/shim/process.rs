//! Processes of shims, as who does not own them sees them.

use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use rustix::process::{PidfdFlags, pidfd_open};

use super::daemon::home_cgroup;
use crate::cgroup::{CgroupError, Cgroups};
use crate::kernel;

/// A process to SIGKILL is gone in far less than this, unless the kernel itself is stuck.
const GONE_WITHIN: Duration = Duration::from_secs(10);

/// Resolves when the process has ended, also when it is not yet waited for.
///
/// # Errors
/// When the kernel can't watch it.
pub(super) async fn ended(pid: i32) -> io::Result<()> {
    let Some(pid) = rustix::process::Pid::from_raw(pid) else { return Ok(()) };
    match pidfd_open(pid, PidfdFlags::NONBLOCK) {
        Ok(fd) => kernel::readable(fd)?.readable().await.map(drop),
        Err(rustix::io::Errno::SRCH) => Ok(()),
        Err(errno) => Err(errno.into()),
    }
}

/// Whether the process is there and has not ended.
pub(super) fn lives(pid: i32) -> bool {
    let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else { return false };
    // proc_pid_stat(5): the state follows the name, which is in brackets and may have anything
    // in it.
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X', 'x']))
}

/// What the process has had of the processors, in the kernel's ticks: who is frozen has no more.
pub(super) fn worked(pid: i32) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // proc_pid_stat(5): utime and stime are the 12th and 13th after the name.
    let fields = stat.rsplit_once(") ").map(|(_, rest)| rest.split(' ')).into_iter().flatten();
    fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum()
}

/// Kills the shim of `run_dir` below the cgroup `root`, with what it forked and has not yet put
/// into its task's cgroup, and waits until they are gone. One that is frozen dies too. Blocks.
///
/// # Errors
/// [`CgroupError::Busy`] when some can't die.
pub(super) fn kill_all_of(
    run_dir: &Path,
    root: &str,
    cgroups: &Cgroups,
) -> Result<(), CgroupError> {
    let home = home_cgroup(root);
    let find = || {
        let mut found = cgroups.pids(&home);
        found.retain(|pid| is_of(*pid, run_dir));
        found
    };
    if kill_until_gone(find) { Ok(()) } else { Err(CgroupError::Busy(home)) }
}

/// Kills the zygotes of the shims in `shims`, and waits until they are gone. They end with their
/// agent; but one that it had only just started does not know that yet, and would make the
/// engine's cgroups anew after they were removed. Blocks.
///
/// # Errors
/// When processes can't be looked for, or some can't die.
pub(crate) fn kill_zygotes(shims: &Path) -> io::Result<()> {
    // Without processes to see there would seem to be none.
    fs::read_dir("/proc")?;
    let find = || {
        let all = fs::read_dir("/proc").into_iter().flatten().flatten();
        let pids = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        pids.filter(|pid| is_zygote_of(*pid, shims) && lives(*pid)).collect()
    };
    if kill_until_gone(find) { Ok(()) } else { Err(io::ErrorKind::TimedOut.into()) }
}

/// Kills what is found until nothing is; `false` when something does not die.
fn kill_until_gone(find: impl Fn() -> Vec<i32>) -> bool {
    let until = Instant::now() + GONE_WITHIN;
    loop {
        let left = find();
        if left.is_empty() {
            return true;
        }
        for pid in left {
            // ESRCH: it died meanwhile, as wished.
            let _ = kill(Pid::from_raw(pid), Signal::SIGKILL);
        }
        if Instant::now() > until {
            return false;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Whether the process has the arguments of the zygote whose shims are in `shims`.
fn is_zygote_of(pid: i32, shims: &Path) -> bool {
    let Ok(words) = fs::read(format!("/proc/{pid}/cmdline")) else { return false };
    let mut words = words.split(|byte| *byte == 0).skip(1);
    words.next() == Some(b"zygote") && words.nth(1) == Some(shims.as_os_str().as_bytes())
}

/// Whether the process has the arguments of the shim of `run_dir`, as its forks do until they
/// become another program.
fn is_of(pid: i32, run_dir: &Path) -> bool {
    let Ok(words) = fs::read(format!("/proc/{pid}/cmdline")) else { return false };
    let mut words = words.split(|byte| *byte == 0).skip_while(|word| *word != b"--run-dir");
    words.nth(1).is_some_and(|dir| dir == run_dir.as_os_str().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::{Command, Stdio};

    #[test]
    fn who_works_is_told_from_who_is_frozen() {
        let mut child = Command::new("sh").args(["-c", "while :; do :; done"]).spawn().unwrap();
        let pid = i32::try_from(child.id()).unwrap();
        let until = Instant::now() + GONE_WITHIN;
        while worked(pid) < 2 {
            assert!(Instant::now() < until, "a loop has no time of a processor");
            std::thread::yield_now();
        }
        kill(Pid::from_raw(pid), Signal::SIGSTOP).unwrap();
        let stopped = || fs::read_to_string(format!("/proc/{pid}/stat")).unwrap().contains(") T ");
        while !stopped() {
            std::thread::yield_now();
        }
        let before = worked(pid);
        // Somebody else works meanwhile.
        let work = "i=0; while [ $i -lt 99999 ]; do i=$((i+1)); done";
        Command::new("sh").args(["-c", work]).status().unwrap();
        assert_eq!(worked(pid), before);
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(worked(pid), 0);
    }

    #[tokio::test]
    async fn a_process_that_nobody_has_waited_for_has_ended_all_the_same() {
        let mut child = Command::new("cat").stdin(Stdio::piped()).spawn().unwrap();
        let pid = i32::try_from(child.id()).unwrap();
        assert!(lives(pid));
        assert!(tokio::time::timeout(Duration::ZERO, ended(pid)).await.is_err());
        drop(child.stdin.take());
        ended(pid).await.unwrap();
        assert!(!lives(pid));
        child.wait().unwrap();
        ended(pid).await.unwrap();
        assert!(!lives(pid));
    }
}
