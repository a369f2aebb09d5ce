//! The last steps inside a container before its own program: found here, said here in plain
//! words when they fail, and bound to the life of the shim.

use std::convert::Infallible;
use std::ffi::{CStr, CString};
use std::io::Read as _;
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::prctl::set_pdeathsig;
use nix::sys::signal::Signal;
use nix::unistd::{AccessFlags, access, execve, fexecve};

use super::process::DEFAULT_PATH;
use crate::kernel;

/// From here on this process dies with its shim, also while it waits to be started.
pub(super) fn die_with(shim: &OwnedFd) -> Result<(), String> {
    set_pdeathsig(Signal::SIGKILL).map_err(|e| e.to_string())?;
    // One that died before that sends no signal any more.
    if has_ended(shim) { Err("its shim has died".to_owned()) } else { Ok(()) }
}

/// Whether the process has ended.
fn has_ended(process: &OwnedFd) -> bool {
    let mut fds = [PollFd::new(process.as_fd(), PollFlags::POLLIN)];
    // What can't be watched counts as ended: a container must not outlive its shim.
    poll(&mut fds, PollTimeout::ZERO).map_or(true, |ready| ready > 0)
}

/// Becomes the program `path`; with `init`, the small first process whose child it is.
pub(super) fn exec(
    path: &Path,
    args: &[String],
    env: &[String],
    init: bool,
) -> Result<Infallible, String> {
    if init {
        return exec_by(c"init", path, args, env);
    }
    let file = path_text(path)?;
    let (args, env) = (strings(args)?, strings(env)?);
    kernel::reset_signals().map_err(|e| e.to_string())?;
    execve(&file, &args, &env).map_err(|errno| {
        let what = match errno {
            // The file itself was there a moment ago: its interpreter is what is missing.
            Errno::ENOENT => "no such file or directory (its interpreter or loader is missing)",
            Errno::ENOEXEC => "exec format error",
            Errno::EACCES => "permission denied",
            other => other.desc(),
        };
        format!("exec {}: {what}", path.display())
    })
}

/// The small first process, from memory: it is in no image.
const INIT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/init"));

/// Becomes the small first process, as `role`, whose child the program is.
pub(super) fn exec_by(
    role: &CStr,
    path: &Path,
    args: &[String],
    env: &[String],
) -> Result<Infallible, String> {
    let (path, args, env) = (path_text(path)?, strings(args)?, strings(env)?);
    kernel::reset_signals().map_err(|e| e.to_string())?;
    let file = kernel::program_in_memory(c"init", INIT).map_err(|e| e.to_string())?;
    let all: Vec<CString> = [role.to_owned(), path].into_iter().chain(args).collect();
    fexecve(&file, &all, &env).map_err(|e| format!("exec init: {}", e.desc()))
}

fn path_text(path: &Path) -> Result<CString, String> {
    CString::new(path.as_os_str().as_encoded_bytes()).map_err(|e| e.to_string())
}

fn strings(texts: &[String]) -> Result<Vec<CString>, String> {
    texts.iter().map(|text| CString::new(text.as_str()).map_err(|e| e.to_string())).collect()
}

/// Where the program is, as the process sees it now.
pub(super) fn find(args: &[String], env: &[String]) -> Result<PathBuf, String> {
    let name = args.first().ok_or("no command")?;
    let search =
        env.iter().find_map(|variable| variable.strip_prefix("PATH=")).unwrap_or(DEFAULT_PATH);
    if name.contains('/') {
        return check(Path::new(name)).map_err(|errno| format!("exec: \"{name}\": {errno}"));
    }
    let mut why = "executable file not found in $PATH";
    for dir in search.split(':') {
        match check(&Path::new(if dir.is_empty() { "." } else { dir }).join(name)) {
            Ok(path) => return Ok(path),
            Err(what) if what == DENIED || what == OLD => why = what,
            Err(_) => {}
        }
    }
    Err(format!("exec: \"{name}\": {why}"))
}

/// Such a program would die of the first system call that it makes (elf(5): `EI_CLASS`). One
/// that can't be read is the kernel's to judge.
fn is_of_32_bits(path: &Path) -> bool {
    let mut start = [0; 5];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && start == *b"\x7fELF\x01"
}

const DENIED: &str = "permission denied";
const OLD: &str = "a 32-bit program, which can't run here";

fn check(path: &Path) -> Result<PathBuf, &'static str> {
    match std::fs::metadata(path) {
        Ok(meta) if meta.is_dir() => Err("is a directory"),
        Ok(meta) => match access(path, AccessFlags::X_OK) {
            Ok(()) if meta.is_file() && is_of_32_bits(path) => Err(OLD),
            Ok(()) => Ok(path.to_owned()),
            Err(_) => Err(DENIED),
        },
        Err(e) if e.kind() == std::io::ErrorKind::PermissionDenied => Err(DENIED),
        Err(_) => Err("no such file or directory"),
    }
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use rustix::process::{Pid, PidfdFlags, pidfd_open};

    use super::*;

    #[test]
    fn a_container_whose_shim_died_before_it_could_be_told_does_not_begin() {
        let mut shim = Command::new("cat").stdin(Stdio::piped()).spawn().unwrap();
        let pid = Pid::from_raw(i32::try_from(shim.id()).unwrap()).unwrap();
        let of_shim = pidfd_open(pid, PidfdFlags::empty()).unwrap();
        assert_eq!(die_with(&of_shim), Ok(()));
        shim.kill().unwrap();
        shim.wait().unwrap();
        assert_eq!(die_with(&of_shim), Err("its shim has died".to_owned()));
    }
}
