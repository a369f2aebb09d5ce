//! From a fresh process to a shim that is ready: cut off from who started it, with the
//! task's namespaces made.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ferrogate_base::crash;
use nix::sched::{CloneFlags, setns};
use nix::sys::prctl::set_child_subreaper;
use nix::sys::stat::{Mode, umask};
use nix::unistd::{dup2_stderr, dup2_stdin, dup2_stdout, setsid};

use super::journal::Journal;
use super::protocol::SOCKET;
use super::serve;
use crate::cgroup::{self, Cgroups};
use crate::kernel::{self, IDS, Namespaces};
use crate::runtime::stage::{self, STAGE};

/// Settings of the task's network namespace, as Docker sets them, and stricter where a
/// neighbour could lead the task astray.
const NETWORK_SETTINGS: [(&str, &str); 11] = [
    ("ipv4/ip_unprivileged_port_start", "0"),
    ("ipv4/conf/all/accept_redirects", "0"),
    ("ipv4/conf/default/accept_redirects", "0"),
    ("ipv4/conf/all/send_redirects", "0"),
    ("ipv4/conf/default/send_redirects", "0"),
    ("ipv4/conf/all/arp_ignore", "1"),
    ("ipv4/conf/all/arp_announce", "2"),
    ("ipv6/conf/all/accept_ra", "0"),
    ("ipv6/conf/default/accept_ra", "0"),
    ("ipv6/conf/all/accept_redirects", "0"),
    ("ipv6/conf/default/accept_redirects", "0"),
];

/// What a shim is started with.
#[derive(Debug)]
pub(super) struct Options {
    pub(super) run_dir: PathBuf,
    pub(super) cgroup_root: String,
    pub(super) id_base: u32,
    /// Whether standard input is the task's volume.
    pub(super) volume: bool,
}

/// A shim that is ready.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) options: Options,
    pub(super) cgroups: Cgroups,
    pub(super) namespaces: Namespaces,
    pub(super) journal: Journal,
    pub(super) listener: UnixListener,
}

/// Runs a shim to its end: what the program does when its first argument is `shim`. `args`
/// are those after it. Must be called before the process has a second thread.
///
/// Says `ready` on standard output once its namespaces stand, or why they don't, and closes
/// it.
pub fn main(args: impl IntoIterator<Item = String>) -> ExitCode {
    let prepared = parse(args).and_then(prepare);
    let said = match &prepared {
        Ok(_) => "ready".to_owned(),
        Err(reason) => reason.clone(),
    };
    // Nobody there to hear it is fine: the socket tells all.
    drop(writeln!(io::stdout(), "{said}"));
    let Ok(prepared) = prepared else { return ExitCode::FAILURE };
    if detach_stdio().is_err() {
        return ExitCode::FAILURE;
    }
    match serve::serve(prepared) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn parse(args: impl IntoIterator<Item = String>) -> Result<Options, String> {
    let (mut run_dir, mut cgroup_root, mut id_base) = (None, None, None);
    let mut volume = false;
    let mut args = args.into_iter();
    while let Some(name) = args.next() {
        let value = args.next().ok_or_else(|| format!("{name} needs a value"))?;
        match name.as_str() {
            "--run-dir" => run_dir = Some(PathBuf::from(value)),
            "--cgroup-root" => cgroup_root = Some(value),
            "--id-base" => id_base = value.parse::<u32>().ok(),
            "--volume" if value == "stdin" => volume = true,
            _ => return Err(format!("unknown argument {name}")),
        }
    }
    let run_dir = run_dir.filter(|dir| dir.is_absolute()).ok_or("--run-dir: an absolute path")?;
    if run_dir.starts_with(STAGE) {
        return Err(format!("--run-dir: not below {STAGE}"));
    }
    // Never the host's own users: the first range begins past all that can have an account.
    let id_base = id_base
        .filter(|base| *base >= IDS && base.checked_add(IDS).is_some())
        .ok_or("--id-base: 65536 or more, with room for 65536 ids")?;
    let cgroup_root = cgroup_root.ok_or("--cgroup-root is missing")?;
    Ok(Options { run_dir, cgroup_root, id_base, volume })
}

fn prepare(options: Options) -> Result<Prepared, String> {
    let step = |what: &'static str| move |e: io::Error| format!("{what}: {e}");
    umask(Mode::from_bits_truncate(0o022));
    // A session of its own: signals to the agent's terminal or group do not reach it.
    let _ = setsid();
    // The agent's folder: a slot lies two below it.
    if let Some(agent) = options.run_dir.ancestors().nth(2) {
        crash::arm(agent);
    }
    set_child_subreaper(true).map_err(|e| step("becoming a subreaper")(e.into()))?;
    kernel::own_keyring().map_err(step("leaving the keyring"))?;
    fs::create_dir_all(&options.run_dir).map_err(step("making the task's folder"))?;
    let cgroups = Cgroups::detect().map_err(|e| e.to_string())?;
    let own = home_cgroup(&options.cgroup_root);
    let pid = std::process::id();
    let pid = i32::try_from(pid).map_err(|e| e.to_string())?;
    if !cgroup::is_home(&own) {
        cgroups.join(&own).map_err(|e| e.to_string())?;
    }
    let mut journal = Journal::create(&options.run_dir).map_err(step("beginning the journal"))?;
    let namespaces =
        kernel::new_namespaces(options.id_base).map_err(step("making the namespaces"))?;
    stage::set().map_err(|e| e.to_string())?;
    if options.volume {
        take_volume()?;
    }
    setns(&namespaces.net, CloneFlags::CLONE_NEWNET)
        .map_err(|e| step("entering the task's network")(e.into()))?;
    kernel::loopback_up().map_err(step("bringing loopback up"))?;
    network_settings(options.id_base).map_err(step("setting up the task's network"))?;
    let listener = listen(&options.run_dir).map_err(step("opening the socket"))?;
    journal
        .append(super::ShimEvent::Ready { pid })
        .map_err(|e| step("writing the journal")(e.source))?;
    Ok(Prepared { options, cgroups, namespaces, journal, listener })
}

/// Only standard input is inherited past `exec`, so that is the way a volume comes.
fn take_volume() -> Result<(), String> {
    let volume = io::stdin().as_fd().try_clone_to_owned();
    let volume = volume.map_err(|e| format!("taking the task's volume: {e}"))?;
    stage::take_volume(&volume).map_err(|e| e.to_string())
}

/// The cgroup of all shims of an engine.
pub(super) fn home_cgroup(root: &str) -> String {
    format!("{root}/shims")
}

fn network_settings(id_base: u32) -> io::Result<()> {
    for (name, value) in NETWORK_SETTINGS {
        let path = Path::new("/proc/sys/net").join(name);
        match fs::write(path, value) {
            // A host without IPv6.
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            other => other?,
        }
    }
    // The kernel reads these as the writer's ids, and the writer is on the host.
    let groups = format!("{id_base} {}", id_base + IDS - 1);
    fs::write("/proc/sys/net/ipv4/ping_group_range", groups)
}

/// Opens the control socket. By a relative name: the folder's own may be too long for one.
fn listen(run_dir: &Path) -> io::Result<UnixListener> {
    std::env::set_current_dir(run_dir)?;
    let listener = UnixListener::bind(SOCKET);
    std::env::set_current_dir("/")?;
    listener
}

fn detach_stdio() -> io::Result<()> {
    let null = File::options().read(true).write(true).open("/dev/null")?;
    dup2_stdin(&null)?;
    dup2_stdout(&null)?;
    dup2_stderr(&null)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(args: &[&str]) -> Result<Options, String> {
        parse(args.iter().map(|&arg| arg.to_owned()))
    }

    #[test]
    fn a_range_that_touches_the_hosts_own_ids_is_refused() {
        let with =
            |base: &str| parsed(&["--run-dir", "/run/x", "--cgroup-root", "f", "--id-base", base]);
        assert_eq!(with("1048576").unwrap().id_base, 1_048_576);
        for bad in ["0", "1000", "65535", "4294967295", "x", "-1"] {
            assert!(with(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_folder_that_the_stage_would_hide_is_refused() {
        let dir = format!("{STAGE}/x");
        let args = ["--run-dir", &dir, "--cgroup-root", "f", "--id-base", "1048576"];
        assert!(parsed(&args).unwrap_err().contains("--run-dir"));
        assert!(parsed(&["--run-dir"]).is_err());
        assert!(parsed(&["--nonsense", "1"]).is_err());
    }
}
