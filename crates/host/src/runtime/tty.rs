//! The terminal of a container: made inside it, handed out over a socket. And how many more
//! it may make.

use std::io;
use std::os::unix::net::UnixStream;
use std::path::Path;

use super::stdio::Stdio;
use crate::kernel;

/// The kernel counts terminals for the host as a whole. So many tasks can each have their share
/// of them at the same time.
const SHARES: u32 = 128;

/// A container has at least its own terminal and one that it makes.
const SHARE_MIN: u32 = 2;

/// The kernel's own settings, where they can't be read: how many terminals there may be, and how
/// many of these are only for the host itself (Documentation/admin-guide/sysctl/kernel.rst).
const MAX: u32 = 4096;
const RESERVE: u32 = 1024;

/// How many terminals each container of a task may have that has so many.
#[must_use]
pub fn share(containers: usize) -> u32 {
    let setting = |name: &str, otherwise: u32| {
        let text = std::fs::read_to_string(Path::new("/proc/sys/kernel/pty").join(name));
        text.ok().and_then(|text| text.trim().parse().ok()).unwrap_or(otherwise)
    };
    share_of(setting("max", MAX), setting("reserve", RESERVE), containers)
}

fn share_of(max: u32, reserve: u32, containers: usize) -> u32 {
    let containers = u32::try_from(containers).unwrap_or(u32::MAX).max(1);
    (max.saturating_sub(reserve) / SHARES / containers).max(SHARE_MIN)
}

/// Takes the terminal that a container has made, which has sent it by the time that it is made.
///
/// # Errors
/// When none has come.
pub(super) fn sent(by: &UnixStream) -> io::Result<Stdio> {
    let terminal = kernel::receive_descriptor(by)?;
    Ok(Stdio { stdin: None, stdout: terminal, stderr: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containers_share_what_the_host_has_for_a_task() {
        assert_eq!(share_of(4096, 1024, 1), 24);
        assert_eq!(share_of(4096, 1024, 3), 8);
        assert_eq!(share_of(1 << 20, 1024, 10), 818);
        assert_eq!(share_of(1024, 1024, 10), 2);
    }
}
