//! The shim's one loop: children that end, clients that ask, output that comes, time that is
//! up.

use std::io;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use ferrogate_base::crash::{self, Variant};
use ferrogate_link::FailureKind;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{SigSet, Signal};
use nix::sys::signalfd::{SfdFlags, SignalFd};

use super::bundle::Bundle;
use super::clients::Clients;
use super::daemon::{Options, Prepared, home_cgroup};
use super::journal::{self, Journal};
use super::plan::Plan;
use super::protocol::{ExecRequest, Reply, Request, SOCKET, ShimEvent};
use super::running::{Context, Running, cgroup_of};
use super::sessions::Sessions;
use crate::cgroup::Cgroups;
use crate::kernel::{self, Namespaces};
use crate::runtime::failure::Failure;
use crate::runtime::stage;

/// How often output that waits for room on the disk is tried again.
const ROOM_RETRY: Duration = Duration::from_millis(200);

/// Serves until it is told to go, or is finished with nobody listening.
pub(super) fn serve(prepared: Prepared) -> io::Result<()> {
    let mut shim = Shim::new(prepared)?;
    while !shim.leaving {
        shim.turn()?;
    }
    shim.leave();
    Ok(())
}

struct Shim {
    options: Options,
    cgroups: Cgroups,
    namespaces: Namespaces,
    journal: Journal,
    clients: Clients,
    signals: SignalFd,
    cgroup: Option<String>,
    task: Option<Running>,
    sessions: Sessions,
    /// Whether the task's containers may run.
    released: bool,
    told_running: bool,
    finished: bool,
    leaving: bool,
}

impl Shim {
    fn new(prepared: Prepared) -> io::Result<Self> {
        // Blocked here, read from a descriptor; a container's program gets them unblocked.
        let mut wanted = SigSet::empty();
        for signal in [Signal::SIGCHLD, Signal::SIGTERM, Signal::SIGINT, Signal::SIGHUP] {
            wanted.add(signal);
        }
        wanted.thread_block()?;
        let signals =
            SignalFd::with_flags(&wanted, SfdFlags::SFD_NONBLOCK | SfdFlags::SFD_CLOEXEC)?;
        Ok(Self {
            options: prepared.options,
            cgroups: prepared.cgroups,
            namespaces: prepared.namespaces,
            journal: prepared.journal,
            clients: Clients::new(prepared.listener)?,
            signals,
            cgroup: None,
            task: None,
            sessions: Sessions::default(),
            released: false,
            told_running: false,
            finished: false,
            leaving: false,
        })
    }

    fn turn(&mut self) -> io::Result<()> {
        let ready = self.wait()?;
        self.take_signals();
        self.reap();
        if let Some(task) = &mut self.task {
            task.read_output(&ready);
        }
        for (client, request) in self.clients.poll() {
            self.answer(client, request);
        }
        self.sessions.look_after(&self.cgroups, |client| self.clients.is_open(client));
        self.advance();
        if self.journal.flush_at().is_some_and(|at| at <= Instant::now()) {
            self.journal.flush();
        }
        if self.finished && !self.clients.has_listener() {
            // The power may go before anybody is told.
            self.journal.flush();
            self.leaving = true;
        }
        Ok(())
    }

    /// Waits for anything to happen and gives the output streams that have something.
    fn wait(&mut self) -> io::Result<Vec<(usize, usize)>> {
        let (streams, waiting) = self.task.as_mut().map(Running::output).unwrap_or_default();
        let mut fds = vec![
            PollFd::new(self.signals.as_fd(), PollFlags::POLLIN),
            PollFd::new(self.clients.listener(), PollFlags::POLLIN),
        ];
        for (fd, writes) in self.clients.fds() {
            let wish =
                if writes { PollFlags::POLLIN | PollFlags::POLLOUT } else { PollFlags::POLLIN };
            fds.push(PollFd::new(fd, wish));
        }
        fds.extend(self.sessions.fds().map(|fd| PollFd::new(fd, PollFlags::POLLIN)));
        let first_stream = fds.len();
        if let Some(task) = &self.task {
            let open = streams.iter().filter_map(|stream| task.fd(*stream));
            let acks = waiting.iter().filter_map(|container| task.acks(*container));
            fds.extend(open.chain(acks).map(|fd| PollFd::new(fd, PollFlags::POLLIN)));
        }
        match poll(&mut fds, self.timeout()) {
            Ok(_) | Err(nix::errno::Errno::EINTR) => {}
            Err(e) => return Err(e.into()),
        }
        let ready = streams.into_iter().zip(&fds[first_stream..]);
        let ready =
            ready.filter(|(_, fd)| fd.any().unwrap_or(false)).map(|(stream, _)| stream).collect();
        if let Some(task) = &self.task {
            task.hear_acks(&waiting);
        }
        Ok(ready)
    }

    fn timeout(&self) -> PollTimeout {
        let Some(task) = &self.task else { return PollTimeout::NONE };
        let start = task.plan.first_start_timeout().map(|(at, ..)| at);
        let retry = task.waits_for_room().then(|| Instant::now() + ROOM_RETRY);
        let (flush, sessions) = (self.journal.flush_at(), self.sessions.next());
        let (check, drain) = (task.next_check(), task.next_drain());
        let all = [task.next_kill(), check, drain, sessions, start, retry, flush];
        let Some(at) = all.into_iter().flatten().min() else { return PollTimeout::NONE };
        // Up to the next whole millisecond: waking early would be waking twice.
        let left = at.saturating_duration_since(Instant::now()) + Duration::from_millis(1);
        PollTimeout::try_from(left).unwrap_or(PollTimeout::MAX)
    }

    fn take_signals(&mut self) {
        while let Ok(Some(signal)) = self.signals.read_signal() {
            // The host goes down, in order: so does the task.
            if signal.ssi_signo == Signal::SIGTERM as u32 {
                self.stop();
            }
        }
    }

    /// Takes the exit codes of all children that have ended: containers, and what was left
    /// to the shim as their subreaper.
    fn reap(&mut self) {
        while let Some((pid, code)) = kernel::reap_one() {
            if let Some((client, reply)) = self.sessions.reap(pid, code, &self.cgroups) {
                self.clients.reply(client, &reply);
                continue;
            }
            let Some(task) = &mut self.task else { continue };
            if let Some(event) = task.reap(pid, code, &self.cgroups) {
                self.tell(event);
            }
        }
    }

    fn answer(&mut self, client: u64, request: Request) {
        let reply = match request {
            Request::Subscribe { after_seq } => {
                let all = journal::read(&self.options.run_dir).unwrap_or_default();
                let missed = all.into_iter().filter(|entry| entry.seq > after_seq).collect();
                self.clients.listen(client, missed);
                return;
            }
            Request::Create(bundle) => self.create(*bundle),
            Request::Start if self.task.is_none() && !self.finished => {
                Reply::Refused("the shim has no task".into())
            }
            Request::Start => {
                self.released = true;
                Reply::Done
            }
            Request::Stop => {
                self.stop();
                Reply::Done
            }
            Request::Signal { container, signal } => match &self.task {
                Some(task) if task.signal(&container, signal) => Reply::Done,
                _ => Reply::Refused(format!("container '{container}' does not run")),
            },
            Request::Exec(request) => match self.exec(client, &request) {
                Ok(()) => return,
                Err(reason) => Reply::Refused(reason),
            },
            Request::Stats => match &self.task {
                Some(task) if !self.finished => Reply::Stats(task.stats(&self.cgroups)),
                _ => Reply::Refused("no task runs".into()),
            },
            Request::Collector(container) => {
                match self.task.as_ref().and_then(|task| task.collector(&container)) {
                    Some(settings) => Reply::Collector(Box::new(settings.clone())),
                    None => Reply::Refused(format!("container '{container}' has no collector")),
                }
            }
            Request::Ping => Reply::Done,
            Request::Bye if self.task.is_some() && !self.finished => {
                Reply::Refused("the task still runs".into())
            }
            Request::Bye => {
                self.leaving = true;
                Reply::Done
            }
        };
        self.clients.reply(client, &reply);
    }

    /// Begins what a user wants to be run, and hands its streams over.
    fn exec(&mut self, client: u64, request: &ExecRequest) -> Result<(), String> {
        let running = self.task.as_ref().and_then(|task| task.running(&request.container));
        let running =
            running.ok_or_else(|| format!("container '{}' does not run", request.container))?;
        let theirs = self.sessions.begin(client, request, running, &self.cgroups)?;
        self.clients.hand(client, &Reply::Begun, theirs.as_fd());
        Ok(())
    }

    fn create(&mut self, bundle: Bundle) -> Reply {
        match &self.task {
            // Asked again by an agent that does not know whether it was heard.
            Some(task) if *task.key() == bundle.key => return Reply::Done,
            Some(_) => return Reply::Refused("the shim has a task already".into()),
            None if self.finished => return Reply::Refused("the shim's task is over".into()),
            None => {}
        }
        let containers: Vec<_> = bundle.containers.iter().map(|c| &c.container).collect();
        let plan = match Plan::new(&containers) {
            Ok(plan) => plan,
            Err(e) => return Reply::Refused(e.to_string()),
        };
        let cgroup = cgroup_of(&self.options.cgroup_root, &bundle);
        self.cgroup = Some(cgroup.clone());
        let namespaces = (&self.namespaces, self.options.id_base);
        match Running::prepare(bundle, plan, cgroup, &self.cgroups, namespaces) {
            Ok(task) => self.task = Some(task),
            Err(e) => {
                let failure = Failure::create(&*e);
                self.fail(FailureKind::Resource, None, failure.reason);
                self.end();
            }
        }
        Reply::Done
    }

    /// Does what the task's state asks for now.
    fn advance(&mut self) {
        if self.finished {
            return;
        }
        self.check_health();
        self.run_again();
        self.start_ready();
        self.check_start_timeout();
        let Some(task) = &mut self.task else { return };
        if task.plan.essential_ended() {
            self.stop();
        }
        let Some(task) = &mut self.task else { return };
        task.tell_to_stop(&self.options.run_dir);
        task.kill_overdue(Instant::now());
        if task.plan.is_over() {
            self.end();
        }
    }

    fn check_health(&mut self) {
        let Some(task) = &mut self.task else { return };
        for event in task.check(Instant::now(), &self.cgroups) {
            self.tell(event);
        }
    }

    /// The next container to make or, once the task may run, to start.
    fn next(&self) -> Option<usize> {
        let task = self.task.as_ref()?;
        if self.released {
            return task.plan.next_to_start();
        }
        task.plan.startable().find(|index| !task.is_created(*index))
    }

    fn run_again(&mut self) {
        let home = home_cgroup(&self.options.cgroup_root);
        let Some(task) = &mut self.task else { return };
        let context = Context {
            run_dir: &self.options.run_dir,
            namespaces: &self.namespaces,
            cgroups: &self.cgroups,
            home: &home,
        };
        let (journal, clients) = (&mut self.journal, &mut self.clients);
        task.run_again(&context, |event| tell(journal, clients, event));
    }

    fn start_ready(&mut self) {
        while let Some(index) = self.next()
            && let Some(task) = &mut self.task
        {
            let context = Context {
                run_dir: &self.options.run_dir,
                namespaces: &self.namespaces,
                cgroups: &self.cgroups,
                home: &home_cgroup(&self.options.cgroup_root),
            };
            let (journal, clients) = (&mut self.journal, &mut self.clients);
            let mut tell = |event| tell(journal, clients, event);
            let done = if self.released {
                task.start(index, &context, &mut tell)
            } else {
                task.create(index, &context, &mut tell)
            };
            if let Err(failure) = done {
                task.plan.failed(index);
                let name = task.name(index).to_owned();
                self.fail(failure.kind, Some(name), failure.reason);
                self.stop();
            }
        }
        if !self.released {
            return;
        }
        self.give_up_hopeless();
        let Some(task) = &self.task else { return };
        if !self.told_running && !task.plan.is_stopping() && task.plan.all_have_started() {
            self.told_running = true;
            self.tell(ShimEvent::Running);
        }
    }

    /// Ends the wait of containers for what can't come any more, in the words of the ECS agent.
    /// As there, only an essential one takes the task with it.
    fn give_up_hopeless(&mut self) {
        while let Some(task) = &mut self.task
            && !task.plan.is_stopping()
            && let Some((waiting, lost)) = task.plan.hopeless()
        {
            let reason = format!(
                "dependency graph: failed to resolve container ordering dependency [{}] for target \
                 [{}] as dependency did not exit successfully.",
                task.described(lost),
                task.described(waiting)
            );
            if task.plan.is_essential(waiting) {
                return self.never_starts(waiting, reason);
            }
            let kind = FailureKind::Start.ecs_name();
            let event = task.gives_up(waiting, format!("{kind}: {reason}"));
            self.tell(event);
        }
    }

    fn check_start_timeout(&mut self) {
        let Some(task) = &self.task else { return };
        if let Some((at, waiting, on)) = task.plan.first_start_timeout()
            && at <= Instant::now()
        {
            let reason = format!(
                "dependency graph: container ordering dependency [{}] for target [{}] has timed \
                 out.",
                task.described(on),
                task.described(waiting)
            );
            self.never_starts(waiting, reason);
        }
    }

    /// A container that the task can't do without is not started: the task ends.
    fn never_starts(&mut self, index: usize, reason: String) {
        let name = self.task.as_ref().map(|task| task.name(index).to_owned());
        self.fail(FailureKind::Start, name, reason);
        self.stop();
    }

    fn stop(&mut self) {
        if let Some(task) = &mut self.task
            && task.plan.stop()
        {
            self.tell(ShimEvent::Stopping);
        }
    }

    /// Nothing runs any more: lets go of all that the task held.
    fn end(&mut self) {
        self.tell(ShimEvent::ExecutionStopped);
        // Each may have been missing from the start; what stays shows in the agent's own
        // check, and the mounts go with this process at the latest.
        drop(stage::strike());
        crash::point(format_args!("shim:after-strike"));
        if let Some(cgroup) = &self.cgroup {
            drop(self.cgroups.kill(cgroup));
            drop(self.cgroups.remove(cgroup));
        }
        self.finished = true;
        self.tell(ShimEvent::Finished);
    }

    fn fail(&mut self, kind: FailureKind, container: Option<String>, reason: String) {
        self.tell(ShimEvent::Failed { kind, container, reason });
    }

    fn tell(&mut self, event: ShimEvent) {
        tell(&mut self.journal, &mut self.clients, event);
    }

    fn leave(&mut self) {
        self.clients.flush();
        drop(std::fs::remove_file(self.options.run_dir.join(SOCKET)));
    }
}

/// Journals an event, then tells it. When the disk takes no more it is told all the same:
/// hearing of an exit once is better than never.
fn tell(journal: &mut Journal, clients: &mut Clients, event: ShimEvent) {
    crash::point(format_args!("shim:before-{}", Variant(&event)));
    let entry = journal.append(event).unwrap_or_else(|unwritten| unwritten.entry);
    crash::point(format_args!("shim:after-{}", Variant(&entry.event)));
    clients.tell_all(&entry);
}
