//! The copy of the shim that goes to the container: into its cgroup, into the task's user
//! namespace, and into new namespaces there. It makes the first process, and ends.

use std::fs::File;
use std::io::Write as _;
use std::os::fd::OwnedFd;

use nix::sched::{CloneFlags, setns, unshare};
use nix::sys::prctl::set_dumpable;
use nix::unistd::setsid;

use super::super::users::Identity;
use super::super::within::{NOBODY, NOT_RUN, Step, become_user, failed};
use super::{First, inside};
use crate::cgroup::Cgroups;
use crate::kernel::{self, Fork};

/// What the copies have of the shim.
pub(super) struct Hands {
    /// Where the first process's id is told, or why there is none.
    pub(super) teller: File,
    /// Where the first process reports.
    pub(super) reporter: File,
    /// What the first process waits at.
    pub(super) waits: OwnedFd,
    /// The shim's process.
    pub(super) shim: OwnedFd,
}

/// Goes there. False when there is no first process.
pub(super) fn go(first: &First<'_>, cgroups: &Cgroups, group: &str, hands: Hands) -> bool {
    match arrive(first, cgroups, group) {
        Ok(Fork::Child) => {
            let Hands { teller, reporter, waits, shim } = hands;
            drop(teller);
            inside::run(first, &reporter, waits, &shim);
            kernel::leave(NOT_RUN)
        }
        Ok(Fork::Parent(pid)) => (&hands.teller).write_all(&pid.to_ne_bytes()).is_ok(),
        Err(reason) => {
            let told = [&NOBODY.to_ne_bytes()[..], reason.as_bytes()].concat();
            drop((&hands.teller).write_all(&told));
            false
        }
    }
}

fn arrive(first: &First<'_>, cgroups: &Cgroups, group: &str) -> Step<Fork> {
    set_dumpable(false).map_err(failed("hiding"))?;
    setsid().map_err(failed("leaving the session"))?;
    // Before the namespaces: from inside nobody changes groups.
    cgroups.enter_forked(group).map_err(failed("entering the cgroup"))?;
    setns(first.user, CloneFlags::CLONE_NEWUSER).map_err(failed("entering the task"))?;
    become_user(&ROOT)?;
    let mut own = CloneFlags::CLONE_NEWNS
        | CloneFlags::CLONE_NEWIPC
        | CloneFlags::CLONE_NEWUTS
        | CloneFlags::CLONE_NEWCGROUP;
    match first.processes {
        Some(shared) => setns(shared, CloneFlags::CLONE_NEWPID)
            .map_err(failed("entering the task's process namespace"))?,
        None => own |= CloneFlags::CLONE_NEWPID,
    }
    // The network namespace is the shim's own: it is in the task's.
    unshare(own).map_err(failed("making namespaces"))?;
    kernel::fork_sibling().map_err(failed("making a process"))
}

/// Who makes the container: the task's root.
const ROOT: Identity = Identity { uid: 0, gid: 0, groups: Vec::new(), home: String::new() };
