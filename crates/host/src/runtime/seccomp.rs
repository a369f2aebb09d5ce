//! Which system calls a container may make: `data/seccomp.json` as rules. Pure.
//!
//! What the list refuses answers EPERM. What it does not know answers ENOSYS: a filter built
//! by an older library can't name newer calls, and a C library falls back on ENOSYS but not
//! on EPERM.

use std::collections::BTreeMap;

use caps::CapsHashSet;
use serde::Deserialize;

const LIST: &str = include_str!("../../data/seccomp.json");

/// What calls answer that no rule names.
pub const UNKNOWN_ERRNO: i32 = libc::ENOSYS;

#[derive(Debug, Deserialize)]
struct List {
    /// Lines of names between blanks.
    allowed: Vec<String>,
    refused: Vec<String>,
    absent: Vec<String>,
    never: Vec<Listed>,
    guarded: Vec<Guarded>,
    architectures: BTreeMap<String, Vec<String>>,
    capabilities: BTreeMap<String, Vec<String>>,
}

/// A call that is refused when all of this holds, whatever else is said of it.
#[derive(Debug, Deserialize)]
struct Listed {
    call: String,
    when: Vec<ListedWord>,
}

#[derive(Debug, Deserialize)]
struct ListedWord {
    argument: u32,
    equals: Option<u32>,
    from: Option<u32>,
}

/// A call that depends on one of its arguments, of which the kernel takes all 64 bits, or of
/// which what it takes no notice of makes the call match nothing.
#[derive(Debug, Deserialize)]
struct Guarded {
    call: String,
    argument: u32,
    allow: Vec<Condition>,
    refuse: Vec<Condition>,
}

#[derive(Debug, Deserialize)]
struct Condition {
    equals: Option<u64>,
    masked: Option<u64>,
}

/// What some calls are answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Their names.
    pub calls: Vec<String>,
    /// The answer.
    pub verdict: Verdict,
    /// The number of an argument, from 0, and what must hold of it.
    pub test: Option<(u32, Test)>,
}

/// An answer to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The kernel does what was asked.
    Allow,
    /// EPERM.
    Refuse,
}

/// What must hold of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// It is this.
    Equals(u64),
    /// Its bits under the mask are these.
    Masked {
        /// The bits that count.
        mask: u64,
        /// What they are.
        value: u64,
    },
}

/// A call that is refused when each of these arguments, counted from 0, is as said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Never {
    /// Its name.
    pub call: String,
    /// The numbers of arguments, and what must hold of the lower 32 bits of each.
    pub when: Vec<(u32, Word)>,
}

/// What must hold of the half of an argument that the kernel takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// It is this.
    Equals(u32),
    /// It is this or more.
    From(u32),
}

/// What a container's filter answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// What is refused before any rule is asked.
    pub never: Vec<Never>,
    /// The rules. Calls that none of them names are unknown.
    pub rules: Vec<Rule>,
}

/// The filter of a container with these capabilities, for this machine's own architecture
/// alone: calls by another one's numbers kill the thread that makes them.
#[must_use]
pub fn filter(capabilities: &CapsHashSet) -> Filter {
    let list: List = serde_json::from_str(LIST).expect("the list is part of the program");
    let never = list.never.iter().map(|listed| Never {
        call: listed.call.clone(),
        when: listed.when.iter().map(|word| (word.argument, word.word())).collect(),
    });
    Filter { never: never.collect(), rules: rules(&list, capabilities) }
}

fn rules(list: &List, capabilities: &CapsHashSet) -> Vec<Rule> {
    let mut rules = vec![plain(Verdict::Allow, names(&list.allowed))];
    if let Some(own) = list.architectures.get(std::env::consts::ARCH) {
        rules.push(plain(Verdict::Allow, own.clone()));
    }
    for (name, calls) in &list.capabilities {
        let has = capabilities.iter().any(|capability| {
            capability.to_string().trim_start_matches("CAP_").eq_ignore_ascii_case(name)
        });
        let verdict = if has { Verdict::Allow } else { Verdict::Refuse };
        rules.push(plain(verdict, calls.clone()));
    }
    for guarded in &list.guarded {
        for (verdict, conditions) in
            [(Verdict::Allow, &guarded.allow), (Verdict::Refuse, &guarded.refuse)]
        {
            rules.extend(conditions.iter().map(|condition| Rule {
                calls: vec![guarded.call.clone()],
                verdict,
                test: Some((guarded.argument, condition.test())),
            }));
        }
    }
    rules.push(plain(Verdict::Refuse, names(&list.refused)));
    // The default would do, but says nothing: these are known and told to be absent.
    debug_assert!(list.absent.iter().all(|call| !names(&list.allowed).contains(call)));
    rules
}

fn names(lines: &[String]) -> Vec<String> {
    lines.iter().flat_map(|line| line.split_whitespace()).map(str::to_owned).collect()
}

fn plain(verdict: Verdict, calls: Vec<String>) -> Rule {
    Rule { calls, verdict, test: None }
}

impl Condition {
    fn test(&self) -> Test {
        match *self {
            Self { masked: Some(mask), equals: Some(value) } => Test::Masked { mask, value },
            Self { equals: Some(value), .. } => Test::Equals(value),
            Self { .. } => unreachable!("a test in the list says what it compares"),
        }
    }
}

impl ListedWord {
    fn word(&self) -> Word {
        match *self {
            Self { equals: Some(value), .. } => Word::Equals(value),
            Self { from: Some(value), .. } => Word::From(value),
            Self { .. } => unreachable!("a test in the list says what it compares"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::capabilities;

    fn calls(rules: &[Rule], verdict: Verdict) -> Vec<String> {
        let plain = rules.iter().filter(|rule| rule.verdict == verdict && rule.test.is_none());
        let mut calls: Vec<String> = plain.flat_map(|rule| rule.calls.clone()).collect();
        calls.sort();
        calls
    }

    fn default() -> Vec<Rule> {
        filter(&capabilities::resolve(&[], &[]).unwrap()).rules
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
        let allowed = calls(&default(), Verdict::Allow);
        // 360 of the list (no io_setup; socket without socketcall, by which its guard could be
        // passed), 3 that need kernel 4.8, 2 of x86_64, chroot by its
        // capability.
        assert_eq!(allowed.len(), 366);
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
            "io_setup",
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

    const ALLOWED_FINGERPRINT: u64 = 6_441_693_955_366_461_802;

    #[test]
    fn ptrace_unlocks_its_calls_and_chroot_can_be_lost() {
        let more = filter(&capabilities::resolve(&["SYS_PTRACE".into()], &[]).unwrap()).rules;
        let allowed = calls(&more, Verdict::Allow);
        for call in ["kcmp", "pidfd_getfd", "process_madvise", "ptrace"] {
            assert!(allowed.iter().any(|allowed| allowed == call), "{call}");
        }
        let less = filter(&capabilities::resolve(&[], &["SYS_CHROOT".into()]).unwrap()).rules;
        let refused = calls(&less, Verdict::Refuse);
        assert!(refused.iter().any(|call| call == "chroot"));
    }

    #[test]
    fn no_call_is_both_allowed_and_refused() {
        let filter = default();
        let allowed = calls(&filter, Verdict::Allow);
        let refused = calls(&filter, Verdict::Refuse);
        let both: Vec<_> = refused.iter().filter(|call| allowed.contains(call)).collect();
        assert!(both.is_empty(), "{both:?}");
    }
}
