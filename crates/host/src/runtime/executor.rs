//! The last steps inside a container before its own program: found here, said here in plain
//! words when they fail, and bound to the life of the shim.

use std::collections::HashMap;
use std::convert::Infallible;
use std::ffi::{CStr, CString};
use std::io::{Read as _, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use ferrogate_base::errors::chain;
use libcontainer::workload::{
    Executor, ExecutorError, ExecutorSetEnvsError, ExecutorValidationError,
};
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::prctl::set_pdeathsig;
use nix::sys::signal::Signal;
use nix::unistd::{AccessFlags, access, execve, fexecve};
use oci_spec::runtime::Spec;

use super::confine::Confinement;
use super::process::DEFAULT_PATH;
use crate::cgroup::MOUNT;
use crate::kernel;

/// Runs the program of a specification. Says why it can't on a pipe that closes by itself
/// when the program begins.
#[derive(Clone, Debug)]
pub(super) struct Program {
    report: Rc<OwnedFd>,
    /// The shim's process, which is the parent: a parent in another process namespace has no
    /// id here that could be looked at.
    shim: Rc<OwnedFd>,
    confinement: Rc<Confinement>,
    cgroups: Option<Rc<OwnedFd>>,
    init: bool,
}

impl Program {
    /// `shim` is the calling process, `cgroups` what the program sees of its own. With `init`
    /// it becomes the child of a small first process.
    pub(super) fn new(
        report: OwnedFd,
        shim: OwnedFd,
        confinement: Confinement,
        cgroups: Option<OwnedFd>,
        init: bool,
    ) -> Self {
        Self {
            report: Rc::new(report),
            shim: Rc::new(shim),
            confinement: Rc::new(confinement),
            cgroups: cgroups.map(Rc::new),
            init,
        }
    }

    fn say(&self, reason: &str) {
        // Nobody may be listening any more; the runtime reports by its own way too.
        if let Ok(copy) = self.report.as_fd().try_clone_to_owned() {
            drop(std::fs::File::from(copy).write_all(reason.as_bytes()));
        }
    }
}

impl Executor for Program {
    fn validate(&self, spec: &Spec) -> Result<(), ExecutorValidationError> {
        let ready = || {
            // Here is the root of the container, and still the right to mount.
            if let Some(cgroups) = &self.cgroups {
                kernel::attach(cgroups, Path::new(MOUNT))
                    .map_err(|e| format!("{MOUNT}: showing its cgroups: {e}"))?;
            }
            self.confinement.enter().map_err(|e| chain(&e))?;
            // Set after the last change of user and of capabilities: that clears it.
            die_with(&self.shim)?;
            let (args, env) = command(spec)?;
            find(args, env).map(drop)
        };
        ready().map_err(|reason| {
            self.say(&reason);
            ExecutorValidationError::ArgValidationError(reason)
        })
    }

    fn setup_envs(&self, _: HashMap<String, String>) -> Result<(), ExecutorSetEnvsError> {
        // The program gets exactly the specification's list, in its order.
        Ok(())
    }

    fn exec(&self, spec: &Spec) -> Result<(), ExecutorError> {
        let reason = match exec(spec, self.init) {
            Ok(never) => match never {},
            Err(reason) => reason,
        };
        self.say(&reason);
        Err(ExecutorError::Other(reason))
    }
}

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

fn exec(spec: &Spec, init: bool) -> Result<Infallible, String> {
    let (args, env) = command(spec)?;
    let path = find(args, env)?;
    if init {
        return exec_by(c"init", &path, args, env);
    }
    let file = path_text(&path)?;
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

/// A specification's arguments and environment.
fn command(spec: &Spec) -> Result<(&[String], &[String]), String> {
    let process = spec.process().as_ref().ok_or("no process")?;
    let args = process.args().as_deref().unwrap_or_default();
    Ok((args, process.env().as_deref().unwrap_or_default()))
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
