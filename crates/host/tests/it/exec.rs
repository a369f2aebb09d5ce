//! What users run within a container that runs: with a terminal or pipes, confined as the
//! container is, and ended as a whole.

use std::fs;
use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

use ferrogate_host::kernel;
use ferrogate_host::shim::{ClientError, ExecRequest, Exited, RunningProgram, ShimEvent, Streams};
use ferrogate_link::stream::{ExecUser, Program, Size};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::unistd::{read, write};

use crate::rig::{DEADLINE, Rig, Task};

const FOREVER: &str = "echo up; while :; do sleep 1000; done";
const SIZE: Size = Size { cols: 123, rows: 45 };

fn request(script: &str) -> ExecRequest {
    let args = ["/bin/sh", "-c", script].map(str::to_owned).to_vec();
    ExecRequest {
        container: "app".into(),
        program: Program::Command(args),
        user: ExecUser::Root,
        terminal: None,
    }
}

fn on_terminal(script: &str) -> ExecRequest {
    ExecRequest { terminal: Some(SIZE), ..request(script) }
}

/// A program that was begun.
struct Session {
    running: RunningProgram,
    streams: Streams,
}

impl Task<'_> {
    async fn begin(&self, request: ExecRequest) -> Session {
        let (running, streams) = self.handle.exec(request).await.expect("it is let in");
        Session { running, streams: streams.expect("it begins") }
    }

    /// Runs it to its end: what it wrote, what it complained of, and its code.
    async fn output(&self, request: ExecRequest) -> (String, String, i32) {
        let mut session = self.begin(request).await;
        session.end_input();
        let code = session.code().await;
        (session.rest(false), session.rest(true), code)
    }
}

impl Session {
    fn fd(&self, complaints: bool) -> &OwnedFd {
        match &self.streams {
            Streams::Terminal(fd) => fd,
            Streams::Pipes { stderr, .. } if complaints => stderr,
            Streams::Pipes { stdout, .. } => stdout,
        }
    }

    fn type_in(&self, text: &str) {
        let fd = match &self.streams {
            Streams::Terminal(fd) => fd,
            Streams::Pipes { stdin, .. } => stdin,
        };
        assert_eq!(write(fd, text.as_bytes()), Ok(text.len()));
    }

    fn end_input(&mut self) {
        if let Streams::Pipes { stdin, .. } = &mut self.streams {
            // Nobody is at the other end of this one.
            *stdin = fs::File::open("/dev/null").unwrap().into();
        }
    }

    async fn ended(&mut self) -> Exited {
        let ended = tokio::time::timeout(DEADLINE, self.running.ended()).await;
        ended.expect("it ends").expect("the shim is there")
    }

    async fn code(&mut self) -> i32 {
        match self.ended().await {
            Exited::Code(code) => code,
            Exited::NotRun(reason) => panic!("{reason}"),
        }
    }

    /// Reads until `wanted` has come.
    fn until(&self, wanted: &str) -> String {
        let mut all = String::new();
        while !all.contains(wanted) {
            let more = self.read(false, DEADLINE);
            assert!(!more.is_empty(), "'{wanted}' did not come after {all:?}");
            all.push_str(&more);
        }
        all
    }

    /// What is left to be read, of a program that has ended.
    fn rest(&self, complaints: bool) -> String {
        if complaints && matches!(self.streams, Streams::Terminal(_)) {
            return String::new();
        }
        let mut all = String::new();
        loop {
            let more = self.read(complaints, Duration::from_secs(5));
            if more.is_empty() {
                return all;
            }
            all.push_str(&more);
        }
    }

    fn read(&self, complaints: bool, within: Duration) -> String {
        let fd = self.fd(complaints);
        let mut fds = [PollFd::new(fd.as_fd(), PollFlags::POLLIN)];
        poll(&mut fds, PollTimeout::try_from(within).unwrap()).unwrap();
        let mut chunk = [0; 4096];
        // EIO: all programs of a terminal have closed it.
        let length = read(fd, &mut chunk).unwrap_or(0);
        String::from_utf8_lossy(&chunk[..length]).into_owned()
    }
}

/// The processes whose parent is `parent`.
fn children(parent: i32) -> usize {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let of = format!("PPid:\t{parent}\n");
    let status = |entry: fs::DirEntry| fs::read_to_string(entry.path().join("status")).ok();
    processes.filter_map(status).filter(|status| status.contains(&of)).count()
}

#[tokio::test]
async fn a_program_with_pipes_has_its_input_output_complaints_and_code() {
    let rig = Rig::new();
    let task = rig.start(rig.bundle(vec![rig.exec("app", &["sleep", "1000"])])).await;
    let mut session = task.begin(request("cat; echo no >&2; exit 7")).await;
    session.type_in("typed\n");
    assert_eq!(session.until("\n"), "typed\n");
    session.end_input();
    assert_eq!(session.code().await, 7);
    assert_eq!((session.rest(false), session.rest(true)), (String::new(), "no\n".into()));
    let (output, _, code) = task.output(request("yes | head -c 3000000 | wc -c; kill -9 $$")).await;
    assert_eq!((output.as_str(), code), ("3000000\n", 137));
}

#[tokio::test]
async fn a_program_with_a_terminal_leads_its_session_and_hears_keys_and_sizes() {
    let rig = Rig::new();
    let task = rig.start(rig.bundle(vec![rig.exec("app", &["sleep", "1000"])])).await;
    let script = "tty; /bin/busybox stty size; echo $TERM; [ -t 2 ] && echo all; \
                  trap 'echo got; exit 5' INT; trap '/bin/busybox stty size' WINCH; \
                  echo ready; while :; do sleep 1; done";
    let mut session = task.begin(on_terminal(script)).await;
    let begun = session.until("ready");
    let lines: Vec<_> = begun.lines().collect();
    assert!(lines[0].starts_with("/dev/pts/"), "{begun}");
    assert_eq!(lines[1..4], ["45 123", "xterm-256color", "all"]);
    kernel::resize_terminal(session.fd(false), Size { cols: 80, rows: 25 }).unwrap();
    session.until("25 80");
    session.type_in("\x03");
    session.until("got");
    assert_eq!(session.code().await, 5);
}

/// Also by the end of input, and with a job in the foreground that the key is for.
#[tokio::test]
async fn a_shell_has_job_control() {
    let rig = Rig::new();
    let task = rig.start(rig.bundle(vec![rig.exec("app", &["sleep", "1000"])])).await;
    let shell = ExecRequest { program: Program::Command(vec!["sh".into()]), ..on_terminal("") };
    let mut session = task.begin(shell).await;
    // What was typed before it asks is thrown away.
    session.until("# ");
    // The job itself says that it runs: before the shell has given it the terminal, the key
    // would be the shell's.
    session.type_in("sh -c 'echo $((20 + 3)); exec sleep 999'\n");
    session.until("23");
    task.until_processes(4).await;
    session.type_in("\x03");
    task.until_processes(3).await;
    session.type_in("echo $((40 + 2))\n");
    session.until("42");
    session.type_in("exit 9\n");
    assert_eq!(session.code().await, 9);
    task.until_processes(1).await;
}

#[tokio::test]
async fn what_a_program_leaves_behind_ends_with_it() {
    let rig = Rig::new();
    // Whose first process reaps nobody.
    let mut task = rig.start(rig.bundle(vec![rig.exec("app", &["sleep", "1000"])])).await;
    let first = task.until_started("app").await;
    let script = "trap '' HUP TERM; (sleep 999 &) ; (setsid sh -c 'trap \"\" TERM; sleep 998 & sleep 997' &); \
                  sleep 996 & exit 3";
    for request in [request(script), on_terminal(script)] {
        let mut session = task.begin(request).await;
        assert_eq!(session.code().await, 3);
        task.until_processes(1).await;
        assert_eq!(children(first), 0, "nothing of it is left to be reaped");
    }
}

#[tokio::test]
async fn who_hangs_up_ends_the_program_with_all_that_it_began() {
    let rig = Rig::new();
    let mut task = rig.start(rig.bundle(vec![rig.exec("app", &["sleep", "1000"])])).await;
    let first = task.until_started("app").await;
    let script = "trap '' HUP TERM; (setsid sleep 999 &); echo ready; while :; do sleep 1; done";
    for request in [request(script), on_terminal(script)] {
        let session = task.begin(request).await;
        session.until("ready");
        drop(session);
        task.until_processes(1).await;
        assert_eq!(children(first), 0);
    }
}

#[tokio::test]
async fn a_program_that_nobody_reads_holds_up_neither_its_task_nor_others() {
    let rig = Rig::new();
    let app = rig.sh("app", "trap 'echo heard' USR1; echo up; while :; do sleep 0.1; done");
    let mut task = rig.start(rig.bundle(vec![app])).await;
    task.until_started("app").await;
    let silent = task.begin(on_terminal("yes")).await;
    let other = task.begin(request("yes")).await;
    assert_eq!(task.output(request("echo well")).await.0, "well\n");
    task.handle.signal("app", libc::SIGUSR1).await.unwrap();
    task.until_line("app", "heard").await;
    task.handle.stop().await.unwrap();
    task.until(|event| *event == ShimEvent::Finished).await;
    drop((silent, other));
    task.end().await;
}

/// All that a program can see of what it may do.
const SEEN: &str = "for n in cgroup ipc mnt net pid user uts; do readlink /proc/self/ns/$n; done; \
    grep -E '^(Uid|Gid|Groups|Umask|Cap|NoNewPrivs|Seccomp|Sig[BIC])' /proc/self/status; \
    cat /proc/self/limits /proc/self/oom_score_adj; pwd; env; readlink /proc/self/root; ls /proc/self/fd | wc -l";

#[tokio::test]
async fn a_program_is_confined_as_its_container_is() {
    for (user, add, drop) in
        [("", "", ""), ("www", "", ""), ("", "SYS_PTRACE", ""), ("12:13", "", "ALL")]
    {
        let rig = Rig::new();
        let mut app = rig.sh("app", &format!("({SEEN}) >/tmp/own; {FOREVER}"));
        let list = |name: &str| Vec::from_iter((!name.is_empty()).then(|| name.to_owned()));
        app.container.user = Some(user.into());
        app.container.capabilities_add = list(add);
        app.container.capabilities_drop = list(drop);
        app.container.working_directory = Some("/srv".into());
        app.container.environment = vec![("A".into(), "of the task".into())];
        let mut task = rig.start(rig.bundle(vec![app])).await;
        task.until_line_when_made("app", "up").await;
        let own = fs::read_to_string(rig.dir.path().join("writable/app/upper/tmp/own")).unwrap();
        let as_container = ExecRequest { user: ExecUser::Container, ..request(SEEN) };
        let (seen, complaints, code) = task.output(as_container).await;
        assert_eq!((complaints.as_str(), code), ("", 0));
        assert_eq!(own, seen, "{user} {add} {drop}");
        // As root it is root of the same container: no more than that may be.
        let (root, _, _) = task.output(request(SEEN)).await;
        let field = |of: &str, name: &str| {
            of.lines().find(|line| line.starts_with(name)).map(str::to_owned).unwrap()
        };
        assert_eq!(field(&root, "Uid:"), "Uid:\t0\t0\t0\t0");
        for same in ["CapBnd:", "Seccomp:", "NoNewPrivs:", "user:", "mnt:"] {
            assert_eq!(field(&own, same), field(&root, same), "{user} {add} {drop}");
        }
        let (may, bound) = (field(&root, "CapEff:"), field(&root, "CapBnd:"));
        assert_eq!(may["CapEff:".len()..], bound["CapBnd:".len()..]);
        let home = if user == "www" || user == "12:13" { "HOME=/root" } else { "HOME=" };
        assert!(root.contains(home), "{root}");
    }
}

#[tokio::test]
async fn a_program_that_can_not_be_run_says_why() {
    let rig = Rig::new();
    let task = rig.start(rig.bundle(vec![rig.sh("app", FOREVER)])).await;
    for (args, why) in [
        (&["/nowhere"][..], "no such file or directory"),
        (&["nowhere"], "executable file not found in $PATH"),
        (&["/etc/passwd"], "permission denied"),
    ] {
        let args = args.iter().map(|&arg| arg.to_owned()).collect();
        let request = ExecRequest { program: Program::Command(args), ..on_terminal("") };
        let (mut running, _) = task.handle.exec(request).await.unwrap();
        match running.ended().await.unwrap() {
            Exited::NotRun(reason) => assert!(reason.contains(why), "{reason}"),
            Exited::Code(code) => panic!("{code}"),
        }
    }
    let elsewhere = ExecRequest { container: "other".into(), ..request("true") };
    let refused = task.handle.exec(elsewhere).await.map(drop);
    assert!(matches!(refused, Err(ClientError::Refused(_))), "{refused:?}");
    task.until_processes(2).await;
}

#[tokio::test]
async fn a_task_has_so_many_sessions_and_no_more() {
    let rig = Rig::new();
    let task = rig.start(rig.bundle(vec![rig.exec("app", &["sleep", "1000"])])).await;
    let mut open = Vec::new();
    for _ in 0..16 {
        open.push(task.begin(on_terminal("sleep 1000")).await);
    }
    let refused = task.handle.exec(request("true")).await.map(drop);
    assert!(matches!(refused, Err(ClientError::Refused(_))), "{refused:?}");
    drop(open);
    task.until_processes(1).await;
    assert_eq!(task.output(request("echo again")).await.0, "again\n");
}

#[tokio::test]
async fn sessions_end_with_their_container_and_with_their_shim() {
    let rig = Rig::new();
    let mut app = rig.sh("app", "trap 'exit 3' USR1; echo up; while :; do sleep 0.1; done");
    app.container.essential = false;
    let side = rig.sh("side", FOREVER);
    let mut task = rig.start(rig.bundle(vec![app, side])).await;
    task.until_line_when_made("app", "up").await;
    let mut session = task.begin(on_terminal("sleep 1000")).await;
    let mut other =
        task.begin(ExecRequest { container: "side".into(), ..request("sleep 1000") }).await;
    task.handle.signal("app", libc::SIGUSR1).await.unwrap();
    assert_eq!(session.code().await, 137);
    let shim = nix::unistd::Pid::from_raw(task.handle.pid());
    nix::sys::signal::kill(shim, nix::sys::signal::Signal::SIGKILL).unwrap();
    let ended = tokio::time::timeout(DEADLINE, other.running.ended()).await;
    assert!(ended.expect("it is heard of").is_err());
    task.until_processes(0).await;
}

/// Whatever is in `/dev` by then.
#[tokio::test]
async fn a_container_that_spoils_its_devices_harms_nobody_but_itself() {
    let rig = Rig::new();
    let script = format!("rm -f /dev/ptmx; mknod /dev/ptmx p; ln -sf /etc /dev/tty; {FOREVER}")
        .replace("rm -f", "/bin/busybox rm -f");
    let mut task = rig.start(rig.bundle(vec![rig.sh("app", &script)])).await;
    task.until_line_when_made("app", "up").await;
    let mut session = task.begin(on_terminal("tty")).await;
    assert_eq!(session.code().await, 0);
    assert!(session.rest(false).starts_with("/dev/pts/"));
}

fn copy(program: Program) -> ExecRequest {
    ExecRequest { program, ..request("") }
}

/// Of an image in which there is nothing but one program of its own.
#[tokio::test]
async fn files_are_copied_out_of_an_image_without_any_program() {
    let rig = Rig::new();
    let layer = rig.dir.path().join("scratch");
    fs::create_dir_all(layer.join("data/deep")).unwrap();
    fs::copy(rig.layer.join("bin/hold"), layer.join("hold")).unwrap();
    fs::write(layer.join("data/deep/file"), vec![b'x'; 300_000]).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", layer.join("data/link")).unwrap();
    let mut app = rig.exec("app", &["/hold", "timer", "1", "stay"]);
    app.layers = vec![layer];
    let mut task = rig.start(rig.bundle(vec![app])).await;
    task.until_line_when_made("app", "timer 1").await;
    let mut session = task.begin(copy(Program::Read { path: "/data".into() })).await;
    let mut came = Vec::new();
    while session.read_into(&mut came) {}
    assert_eq!(session.code().await, 0);
    let to = rig.dir.path().join("copied");
    ferrogate_channel::files::unpack(&to, &mut came.as_slice()).unwrap();
    assert_eq!(fs::read(to.join("deep/file")).unwrap(), vec![b'x'; 300_000]);
    assert_eq!(fs::read_link(to.join("link")).unwrap(), std::path::Path::new("/etc/passwd"));
    // Nothing of the host is there by any name.
    let (_, complaints, code) =
        task.output(copy(Program::Read { path: "/etc/shadow".into() })).await;
    assert_eq!(code, 1);
    assert!(complaints.contains("No such file"), "{complaints}");
}

impl Session {
    fn read_into(&self, all: &mut Vec<u8>) -> bool {
        let mut chunk = [0; 65536];
        let length = read(self.fd(false), &mut chunk).unwrap();
        all.extend_from_slice(&chunk[..length]);
        length > 0
    }
}

#[tokio::test]
async fn files_are_copied_into_a_container_as_its_own_and_not_where_it_may_not_write() {
    let rig = Rig::new();
    let from = rig.dir.path().join("from");
    fs::create_dir(&from).unwrap();
    fs::write(from.join("new"), "content").unwrap();
    let mut packed = Vec::new();
    ferrogate_channel::files::pack(&from, &mut packed).unwrap();
    let mut app = rig.sh("app", FOREVER);
    app.container.readonly_rootfs = true;
    app.container.tmpfs = vec![ferrogate_link::Tmpfs {
        path: "/tmp".into(),
        size_mib: 1,
        mode: 0o1777,
        ..ferrogate_link::Tmpfs::default()
    }];
    let mut task = rig.start(rig.bundle(vec![app])).await;
    task.until_line_when_made("app", "up").await;
    for (path, code) in [("/tmp/here", 0), ("/root/here", 1)] {
        let mut session = task.begin(copy(Program::Write { path: path.into() })).await;
        assert_eq!(write(session.stdin(), &packed), Ok(packed.len()));
        session.end_input();
        assert_eq!(session.code().await, code, "{path}: {}", session.rest(true));
    }
    let script = "cat /tmp/here/new; stat -c ' %u' /tmp/here/new";
    assert_eq!(task.output(request(script)).await.0, "content 0\n");
}

impl Session {
    fn stdin(&self) -> &OwnedFd {
        match &self.streams {
            Streams::Pipes { stdin, .. } => stdin,
            Streams::Terminal(fd) => fd,
        }
    }
}
