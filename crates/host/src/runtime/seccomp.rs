//! Which system calls a container may make: `data/seccomp.json` into the runtime's form.
//!
//! What the list refuses answers EPERM. What it does not know answers ENOSYS: a filter built
//! by an older library can't name newer calls, and a C library falls back on ENOSYS but not
//! on EPERM.

use std::collections::BTreeMap;

use oci_spec::runtime::{
    Arch, Capabilities, LinuxSeccomp, LinuxSeccompAction, LinuxSeccompArg, LinuxSeccompArgBuilder,
    LinuxSeccompBuilder, LinuxSeccompOperator, LinuxSyscall, LinuxSyscallBuilder,
};
use serde::Deserialize;

const LIST: &str = include_str!("../../data/seccomp.json");

#[derive(Debug, Deserialize)]
struct List {
    /// Lines of names between blanks.
    allowed: Vec<String>,
    refused: Vec<String>,
    absent: Vec<String>,
    guarded: Vec<Guarded>,
    architectures: BTreeMap<String, Vec<String>>,
    capabilities: BTreeMap<String, Vec<String>>,
}

/// A call that depends on one of its arguments.
#[derive(Debug, Deserialize)]
struct Guarded {
    call: String,
    argument: usize,
    allow: Vec<Test>,
    refuse: Vec<Test>,
}

#[derive(Debug, Deserialize)]
struct Test {
    below: Option<u64>,
    above: Option<u64>,
    equals: Option<u64>,
    masked: Option<u64>,
}

/// The filter for a container with these capabilities, for this machine's own architecture
/// alone: calls by another one's numbers kill the thread that makes them.
#[must_use]
pub fn filter(capabilities: &Capabilities) -> LinuxSeccomp {
    let list: List = serde_json::from_str(LIST).expect("the list is part of the program");
    let mut rules = vec![allow(names(&list.allowed))];
    if let Some(own) = list.architectures.get(std::env::consts::ARCH).filter(|own| !own.is_empty())
    {
        rules.push(allow(own.clone()));
    }
    for (name, calls) in &list.capabilities {
        let has = capabilities.iter().any(|capability| {
            capability.to_string().trim_start_matches("CAP_").eq_ignore_ascii_case(name)
        });
        rules.push(if has { allow(calls.clone()) } else { refuse(calls.clone(), libc::EPERM) });
    }
    for guarded in &list.guarded {
        rules.extend(
            guarded
                .allow
                .iter()
                .map(|test| {
                    rule(LinuxSeccompAction::ScmpActAllow, None, vec![guarded.call.clone()])
                        .args(vec![argument(guarded.argument, test)])
                })
                .map(build),
        );
        rules.extend(
            guarded
                .refuse
                .iter()
                .map(|test| {
                    rule(
                        LinuxSeccompAction::ScmpActErrno,
                        Some(libc::EPERM),
                        vec![guarded.call.clone()],
                    )
                    .args(vec![argument(guarded.argument, test)])
                })
                .map(build),
        );
    }
    rules.push(refuse(names(&list.refused), libc::EPERM));
    // The default would do, but says nothing: these are known and told to be absent.
    debug_assert!(list.absent.iter().all(|call| !names(&list.allowed).contains(call)));
    LinuxSeccompBuilder::default()
        .default_action(LinuxSeccompAction::ScmpActErrno)
        .default_errno_ret(libc::ENOSYS.unsigned_abs())
        .architectures(vec![Arch::ScmpArchNative])
        .syscalls(rules)
        .build()
        .expect("every required field is set")
}

fn names(lines: &[String]) -> Vec<String> {
    lines.iter().flat_map(|line| line.split_whitespace()).map(str::to_owned).collect()
}

fn allow(calls: Vec<String>) -> LinuxSyscall {
    build(rule(LinuxSeccompAction::ScmpActAllow, None, calls))
}

fn refuse(calls: Vec<String>, errno: i32) -> LinuxSyscall {
    build(rule(LinuxSeccompAction::ScmpActErrno, Some(errno), calls))
}

fn rule(action: LinuxSeccompAction, errno: Option<i32>, calls: Vec<String>) -> LinuxSyscallBuilder {
    let rule = LinuxSyscallBuilder::default().names(calls).action(action);
    match errno {
        Some(errno) => rule.errno_ret(errno.unsigned_abs()),
        None => rule,
    }
}

fn build(rule: LinuxSyscallBuilder) -> LinuxSyscall {
    rule.build().expect("every required field is set")
}

fn argument(index: usize, test: &Test) -> LinuxSeccompArg {
    use LinuxSeccompOperator as Op;
    let (op, value, second) = match test {
        // The runtime takes the mask from the second value, other runtimes from the first:
        // `refused_calls_answer_eperm` in tests/it/escape.rs holds it to that.
        Test { masked: Some(mask), equals: Some(equals), .. } => {
            (Op::ScmpCmpMaskedEq, *equals, Some(*mask))
        }
        Test { equals: Some(equals), .. } => (Op::ScmpCmpEq, *equals, None),
        Test { below: Some(below), .. } => (Op::ScmpCmpLt, *below, None),
        Test { above: Some(above), .. } => (Op::ScmpCmpGt, *above, None),
        Test { .. } => unreachable!("a test in the list says what it compares"),
    };
    let argument = LinuxSeccompArgBuilder::default().index(index).value(value).op(op);
    let argument = match second {
        Some(second) => argument.value_two(second),
        None => argument,
    };
    argument.build().expect("every required field is set")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::capabilities;

    fn calls(filter: &LinuxSeccomp, action: LinuxSeccompAction) -> Vec<String> {
        let rules = filter.syscalls().as_ref().unwrap();
        let plain = rules.iter().filter(|rule| rule.action() == action && rule.args().is_none());
        let mut calls: Vec<String> = plain.flat_map(|rule| rule.names().clone()).collect();
        calls.sort();
        calls
    }

    fn default() -> LinuxSeccomp {
        filter(&capabilities::resolve(&[], &[]).unwrap())
    }

    fn fingerprint(calls: &[String]) -> u64 {
        // FNV-1a: the same on every machine and for ever.
        calls.join(" ").bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    }

    #[test]
    #[cfg(target_arch = "x86_64")]
    fn the_set_of_allowed_calls_is_the_one_that_was_reviewed() {
        let allowed = calls(&default(), LinuxSeccompAction::ScmpActAllow);
        // 361 of the list, 3 that need kernel 4.8, 2 of x86_64, chroot by its capability.
        assert_eq!(allowed.len(), 367);
        assert_eq!(fingerprint(&allowed), ALLOWED_FINGERPRINT);
        for never in [
            "mount",
            "umount2",
            "unshare",
            "setns",
            "bpf",
            "keyctl",
            "add_key",
            "request_key",
            "userfaultfd",
            "io_uring_setup",
            "open_by_handle_at",
            "perf_event_open",
            "kexec_load",
            "init_module",
            "reboot",
            "swapon",
            "clone3",
            "pivot_root",
            "move_mount",
            "open_tree",
            "fsopen",
            "mount_setattr",
            "process_madvise",
            "pidfd_getfd",
        ] {
            assert!(!allowed.iter().any(|call| call == never), "{never}");
        }
    }

    const ALLOWED_FINGERPRINT: u64 = 9_259_124_710_781_727_294;

    #[test]
    fn ptrace_unlocks_its_calls_and_chroot_can_be_lost() {
        let more = filter(&capabilities::resolve(&["SYS_PTRACE".into()], &[]).unwrap());
        let allowed = calls(&more, LinuxSeccompAction::ScmpActAllow);
        for call in ["kcmp", "pidfd_getfd", "process_madvise", "ptrace"] {
            assert!(allowed.iter().any(|allowed| allowed == call), "{call}");
        }
        let less = filter(&capabilities::resolve(&[], &["SYS_CHROOT".into()]).unwrap());
        let refused = calls(&less, LinuxSeccompAction::ScmpActErrno);
        assert!(refused.iter().any(|call| call == "chroot"));
    }

    #[test]
    fn no_call_is_both_allowed_and_refused() {
        let filter = default();
        let allowed = calls(&filter, LinuxSeccompAction::ScmpActAllow);
        let refused = calls(&filter, LinuxSeccompAction::ScmpActErrno);
        let both: Vec<_> = refused.iter().filter(|call| allowed.contains(call)).collect();
        assert!(both.is_empty(), "{both:?}");
        assert_eq!(filter.default_errno_ret(), Some(libc::ENOSYS.unsigned_abs()));
    }
}
