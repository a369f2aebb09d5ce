//! The last of what a container's first process loses before its program begins: system
//! calls, then the capabilities with which the filter was set.
//!
//! To compile the filter costs 2 ms of the processor. It is compiled in the shim, the usual one
//! in the zygote before there are shims; the first process only hands it to the kernel.

use std::fs::File;
use std::io::{self, Read as _, Seek as _};
use std::sync::OnceLock;

use caps::{CapSet, CapsHashSet};
use libseccomp::{ScmpAction, ScmpArgCompare, ScmpCompareOp, ScmpFilterContext, ScmpSyscall};
use nix::sys::memfd::{MFdFlags, memfd_create};

use super::seccomp::{self, Filter, Test, UNKNOWN_ERRNO, Verdict};
use super::{capabilities, never};
use crate::kernel;

/// Why a container can't be confined.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The library can't build the filter.
    #[error("can't compile the filter of system calls")]
    Compile(#[from] libseccomp::error::SeccompError),
    /// The kernel did not take the filter, or the way to it broke.
    #[error("can't set the filter of system calls")]
    Filter(#[source] io::Error),
    /// A capability that this kernel's list does not have, or that it does not let go.
    #[error("can't drop capabilities")]
    Capabilities(#[from] caps::errors::CapsError),
}

/// What a container's program may do.
#[derive(Clone, Debug)]
pub struct Confinement {
    filter: Vec<libc::sock_filter>,
    keep: CapsHashSet,
}

/// Compiles the usual filter, so that copies of this process have it. What goes wrong is told
/// by the container that needs it.
pub fn prepare() {
    let _ = usual();
}

/// The filter of containers that add and drop no capabilities.
fn usual() -> Option<&'static (CapsHashSet, Vec<libc::sock_filter>)> {
    static USUAL: OnceLock<Option<(CapsHashSet, Vec<libc::sock_filter>)>> = OnceLock::new();
    USUAL
        .get_or_init(|| {
            let usual = capabilities::DEFAULT.into_iter().collect();
            let filter = compile(&seccomp::filter(&usual)).ok()?;
            Some((usual, filter))
        })
        .as_ref()
}

impl Confinement {
    /// That of a program that may have `capabilities`.
    ///
    /// # Errors
    /// [`Error::Compile`].
    pub fn new(capabilities: &CapsHashSet) -> Result<Self, Error> {
        let filter = match usual() {
            Some((usual, filter)) if usual == capabilities => filter.clone(),
            _ => compile(&seccomp::filter(capabilities))?,
        };
        Ok(Self { filter, keep: capabilities.clone() })
    }

    /// Confines this process for good.
    ///
    /// # Errors
    /// [`Error::Filter`] and [`Error::Capabilities`]; the process must not go on then.
    pub(super) fn enter(&self) -> Result<(), Error> {
        kernel::set_filter(&self.filter).map_err(Error::Filter)?;
        for capability in caps::runtime::thread_all_supported() {
            if !self.keep.contains(&capability) {
                caps::drop(None, CapSet::Bounding, capability)?;
            }
        }
        caps::set(None, CapSet::Effective, &self.keep)?;
        Ok(caps::set(None, CapSet::Permitted, &self.keep)?)
    }
}

/// The filter in the kernel's language, for this machine's architecture.
fn compile(wanted: &Filter) -> Result<Vec<libc::sock_filter>, Error> {
    let mut filter = ScmpFilterContext::new(ScmpAction::Errno(UNKNOWN_ERRNO))?;
    // A tree instead of a list: the kernel follows the filter for each of its calls as it takes
    // it, and for each call that it can't answer by that alone.
    filter.set_ctl_optimize(2)?;
    for rule in &wanted.rules {
        let action = match rule.verdict {
            Verdict::Allow => ScmpAction::Allow,
            Verdict::Refuse => ScmpAction::Errno(libc::EPERM),
        };
        for call in &rule.calls {
            // Calls that the library is too old to know are answered as unknown ones.
            let Ok(call) = ScmpSyscall::from_name(call) else { continue };
            match rule.test {
                None => filter.add_rule(action, call)?,
                Some((argument, test)) => {
                    filter.add_rule_conditional(action, call, &[compare(argument, test)])?
                }
            };
        }
    }
    let mut file = File::from(memfd_create(c"filter", MFdFlags::MFD_CLOEXEC).map_err(into_io)?);
    filter.export_bpf(&file)?;
    let mut bytes = Vec::new();
    file.rewind().and_then(|()| file.read_to_end(&mut bytes)).map_err(Error::Filter)?;
    let mut program = never::program(&wanted.never)?;
    program.extend(bytes.chunks_exact(8).map(instruction));
    Ok(program)
}

fn into_io(errno: nix::errno::Errno) -> Error {
    Error::Filter(errno.into())
}

fn compare(argument: u32, test: Test) -> ScmpArgCompare {
    let (op, value) = match test {
        Test::Equals(value) => (ScmpCompareOp::Equal, value),
        Test::Masked { mask, value } => (ScmpCompareOp::MaskedEqual(mask), value),
    };
    ScmpArgCompare::new(argument, op, value)
}

/// `struct sock_filter` of linux/filter.h.
fn instruction(bytes: &[u8]) -> libc::sock_filter {
    let code = u16::from_ne_bytes([bytes[0], bytes[1]]);
    let k = u32::from_ne_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]);
    libc::sock_filter { code, jt: bytes[2], jf: bytes[3], k }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(add: &[&str], drop: &[&str]) -> Confinement {
        let names = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        Confinement::new(&capabilities::resolve(&names(add), &names(drop)).unwrap()).unwrap()
    }

    /// The filter's answer to a call, as the kernel runs it: classic BPF over `seccomp_data`.
    fn answer(filter: &[libc::sock_filter], call: libc::c_long, arguments: [u64; 6]) -> u32 {
        let mut data = Vec::new();
        data.extend(i32::try_from(call).unwrap().to_ne_bytes());
        data.extend(never::OWN.to_ne_bytes());
        data.extend(0u64.to_ne_bytes());
        data.extend(arguments.into_iter().flat_map(u64::to_ne_bytes));
        let (mut accumulator, mut at) = (0u32, 0usize);
        loop {
            let step = filter[at];
            at += 1;
            let jump = |yes: bool| usize::from(if yes { step.jt } else { step.jf });
            match u32::from(step.code) {
                0x20 => {
                    let from = step.k as usize;
                    accumulator = u32::from_ne_bytes(data[from..from + 4].try_into().unwrap());
                }
                0x54 => accumulator &= step.k,
                0x05 => at += step.k as usize,
                0x15 => at += jump(accumulator == step.k),
                0x25 => at += jump(accumulator > step.k),
                0x35 => at += jump(accumulator >= step.k),
                0x06 => return step.k,
                code => panic!("the filter has an instruction {code:#x}"),
            }
        }
    }

    const ALLOW: u32 = libc::SECCOMP_RET_ALLOW;

    fn errno(errno: i32) -> u32 {
        libc::SECCOMP_RET_ERRNO | errno.unsigned_abs()
    }

    #[test]
    fn calls_are_answered_as_the_list_has_it() {
        let usual = with(&[], &[]);
        let ask = |call, arguments| answer(&usual.filter, call, arguments);
        for call in [libc::SYS_read, libc::SYS_execve, libc::SYS_futex, libc::SYS_chroot] {
            assert_eq!(ask(call, [0; 6]), ALLOW, "{call}");
        }
        for call in [libc::SYS_mount, libc::SYS_bpf, libc::SYS_keyctl, libc::SYS_setns] {
            assert_eq!(ask(call, [0; 6]), errno(libc::EPERM), "{call}");
        }
        for call in [libc::SYS_clone3, libc::SYS_io_setup] {
            assert_eq!(ask(call, [0; 6]), errno(libc::ENOSYS), "{call}");
        }
        assert_eq!(ask(9_999, [0; 6]), errno(libc::ENOSYS));
        let clone =
            |flags: i32| ask(libc::SYS_clone, [u64::from(flags.unsigned_abs()), 0, 0, 0, 0, 0]);
        assert_eq!(clone(libc::SIGCHLD | libc::CLONE_VM), ALLOW);
        assert_eq!(clone(libc::SIGCHLD | libc::CLONE_NEWUSER), errno(libc::EPERM));
    }

    /// What the kernel does not read of an argument is not what decides.
    #[test]
    fn some_sockets_are_refused_whatever_is_above_their_number() {
        let usual = with(&[], &[]);
        for above in [0, 1 << 32, 1 << 63] {
            let socket = |family: u64| {
                answer(&usual.filter, libc::SYS_socket, [above | family, 1, 0, 0, 0, 0])
            };
            for family in [1, 2, 10, 16, 17, 37, 39] {
                assert_eq!(socket(family), ALLOW, "{family}");
            }
            // AF_ALG, AF_VSOCK, AF_SMC, AF_XDP, and what no kernel has yet.
            for family in [38, 40, 43, 44, 99, u64::from(u32::MAX)] {
                assert_eq!(socket(family), errno(libc::EPERM), "{family} with {above:#x}");
            }
            let option = |level: u64, name: u64| {
                let arguments = [3, above | level, above | name, 0, 0, 0];
                answer(&usual.filter, libc::SYS_setsockopt, arguments)
            };
            // SOL_PACKET's rings; and what has their numbers at other levels.
            for (level, name, expected) in [
                (263, 5, errno(libc::EPERM)),
                (263, 13, errno(libc::EPERM)),
                (263, 1, ALLOW),
                (263, 18, ALLOW),
                (1, 5, ALLOW),
                (6, 13, ALLOW),
            ] {
                assert_eq!(option(level, name), expected, "{level} {name} with {above:#x}");
            }
        }
    }

    #[test]
    fn a_capability_brings_its_calls_and_takes_them_along() {
        assert_eq!(answer(&with(&[], &[]).filter, libc::SYS_kcmp, [0; 6]), errno(libc::EPERM));
        assert_eq!(answer(&with(&["SYS_PTRACE"], &[]).filter, libc::SYS_kcmp, [0; 6]), ALLOW);
        let none = with(&[], &["ALL"]);
        assert_eq!(answer(&none.filter, libc::SYS_chroot, [0; 6]), errno(libc::EPERM));
        assert!(none.keep.is_empty());
    }

    #[test]
    fn what_confines_is_kept_by_no_program_that_was_not_given_it() {
        let keep = with(&[], &["SETPCAP"]).keep;
        assert!(!keep.contains(&caps::Capability::CAP_SYS_ADMIN));
        assert!(!keep.contains(&caps::Capability::CAP_SETPCAP));
        assert_eq!(keep.len(), capabilities::DEFAULT.len() - 1);
    }
}
