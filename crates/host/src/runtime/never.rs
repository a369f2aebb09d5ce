//! The first part of a filter of system calls: what is refused whatever its rules say. Pure.
//!
//! The kernel takes many arguments as numbers of 32 bits and leaves the upper half of the
//! register unread; the rules compare all 64. A rule that lets all families of sockets in but
//! one is passed by that one with a bit set above it. So these look at what the kernel looks at.

use libseccomp::{ScmpSyscall, error::SeccompError};

use super::seccomp::{Never, Word};

/// `struct seccomp_data` of linux/seccomp.h: where things are in it. The lower half of an
/// argument comes first on the machines that we build for.
const NUMBER: u32 = 0;
const ARCHITECTURE: u32 = 4;
const ARGUMENTS: u32 = 16;

/// The mark of this machine's own calls (linux/audit.h).
#[cfg(target_arch = "x86_64")]
pub(super) const OWN: u32 = 0xc000_003e;
#[cfg(target_arch = "aarch64")]
pub(super) const OWN: u32 = 0xc000_00b7;

/// Loads a word of the call, jumps by it, or answers: the three things a filter does here.
const LOAD: u32 = libc::BPF_LD | libc::BPF_W | libc::BPF_ABS;
const IF_EQUAL: u32 = libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K;
const IF_FROM: u32 = libc::BPF_JMP | libc::BPF_JGE | libc::BPF_K;
const ANSWER: u32 = libc::BPF_RET | libc::BPF_K;

/// Answers EPERM to what is on the list, and goes on to what follows with all else. Calls by
/// another architecture's numbers are left to what follows, too.
///
/// # Errors
/// The library's, for a name that it does not know.
pub(super) fn program(list: &[Never]) -> Result<Vec<libc::sock_filter>, SeccompError> {
    let mut checks = Vec::new();
    for never in list {
        let call = ScmpSyscall::from_name(&never.call)?.as_raw_syscall();
        checks.extend(check(call.cast_unsigned(), &never.when));
    }
    let all = jump_length(checks.len());
    let mut program = vec![step(LOAD, ARCHITECTURE), unless(IF_EQUAL, OWN, all)];
    program.extend(checks);
    Ok(program)
}

/// Answers to one call; each test that fails jumps past the end.
fn check(call: u32, when: &[(u32, Word)]) -> Vec<libc::sock_filter> {
    let mut left = 2 * when.len() + 1;
    let mut steps = vec![step(LOAD, NUMBER), unless(IF_EQUAL, call, jump_length(left))];
    for (argument, word) in when {
        left -= 2;
        steps.push(step(LOAD, ARGUMENTS + 8 * argument));
        steps.push(match *word {
            Word::Equals(value) => unless(IF_EQUAL, value, jump_length(left)),
            Word::From(value) => unless(IF_FROM, value, jump_length(left)),
        });
    }
    steps.push(step(ANSWER, libc::SECCOMP_RET_ERRNO | libc::EPERM.unsigned_abs()));
    steps
}

fn step(code: u32, k: u32) -> libc::sock_filter {
    unless(code, k, 0)
}

fn unless(code: u32, k: u32, jf: u8) -> libc::sock_filter {
    let code = u16::try_from(code).expect("the kernel's codes have 16 bits");
    libc::sock_filter { code, jt: 0, jf, k }
}

fn jump_length(steps: usize) -> u8 {
    u8::try_from(steps).expect("the list is short")
}
