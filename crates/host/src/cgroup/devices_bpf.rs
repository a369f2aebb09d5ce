//! The list of devices in version 2, which has no file for it: a program that the kernel asks
//! before a process of the cgroup, or of one below, opens or makes a device
//! (`BPF_PROG_TYPE_CGROUP_DEVICE`; the kernel's admin-guide/cgroup-v2.rst, "Device controller").
//!
//! The program is a list of comparisons, assembled here. It goes with its cgroup.

use std::ffi::{CStr, c_int, c_long};
use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::path::Path;

use super::devices::Device;

// bpf(2), linux/bpf.h.
const PROG_LOAD: c_int = 5;
const PROG_ATTACH: c_int = 8;
const TYPE_CGROUP_DEVICE: u32 = 15;
const AT_CGROUP_DEVICE: u32 = 6;
/// Others may add programs of their own, here and below. A device must be let in by all.
const ALLOW_MULTI: u32 = 2;

/// Of the three numbers that the program is given, each of 32 bits: what is asked for (the low
/// half is the kind of device, the high half whether it is made, read or written), major, minor.
const ASKED_AT: i16 = 0;
const MAJOR_AT: i16 = 4;
const MINOR_AT: i16 = 8;
const KIND_CHARACTER: i32 = 2;

// Instructions: BPF_LDX | BPF_MEM | BPF_W, BPF_ALU | BPF_AND | BPF_K, BPF_ALU64 | BPF_MOV |
// BPF_K, BPF_JMP | BPF_JEQ | BPF_K, BPF_JMP | BPF_JNE | BPF_K, BPF_JMP | BPF_EXIT. A jump goes
// so many instructions further than the next one.
const LOAD: u8 = 0x61;
const AND: u8 = 0x54;
const MOVE: u8 = 0xb7;
const JUMP_IF: u8 = 0x15;
const JUMP_UNLESS: u8 = 0x55;
const EXIT: u8 = 0x95;

// Registers: the answer, the argument, and three to compare.
const ANSWER: u8 = 0;
const ARGUMENT: u8 = 1;
const KIND: u8 = 2;
const MAJOR: u8 = 3;
const MINOR: u8 = 4;

/// `struct bpf_insn`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
struct Instruction {
    code: u8,
    /// The destination in the low half, the source in the high half.
    registers: u8,
    offset: i16,
    immediate: i32,
}

/// The part of `union bpf_attr` that `BPF_PROG_LOAD` needs; what is left out is zero.
#[repr(C)]
struct Load {
    kind: u32,
    length: u32,
    instructions: u64,
    license: u64,
    log_level: u32,
    log_bytes: u32,
    log: u64,
    kernel_version: u32,
    flags: u32,
    name: [u8; 16],
}

/// The part of `union bpf_attr` that `BPF_PROG_ATTACH` needs.
#[repr(C)]
struct Attach {
    target: u32,
    program: u32,
    at: u32,
    flags: u32,
}

/// From now on the processes in the cgroup `dir` and below may use these devices and no other.
/// What is open already stays open.
///
/// # Errors
/// The kernel's: `EINVAL` when it has no programs for cgroups (`CONFIG_CGROUP_BPF`).
pub(super) fn allow_only(dir: &Path, devices: &[Device]) -> io::Result<()> {
    let cgroup = File::open(dir)?;
    let program = load(devices)?;
    let attach = Attach {
        target: number(cgroup.as_raw_fd()),
        program: number(program.as_raw_fd()),
        at: AT_CGROUP_DEVICE,
        flags: ALLOW_MULTI,
    };
    bpf(PROG_ATTACH, &attach).map(drop)
}

/// Answers 1 for a device of the list and 0 for every other.
fn program(devices: &[Device]) -> Vec<Instruction> {
    let mut code = vec![
        load_argument(KIND, ASKED_AT),
        instruction(AND, KIND, 0, 0xffff),
        load_argument(MAJOR, MAJOR_AT),
        load_argument(MINOR, MINOR_AT),
        instruction(MOVE, ANSWER, 0, 0),
        instruction(JUMP_IF, KIND, 1, KIND_CHARACTER),
        instruction(EXIT, 0, 0, 0),
    ];
    for device in devices {
        // Each jump that is taken ends behind this device's two last instructions.
        if let Some(minor) = device.minor {
            code.push(instruction(JUMP_UNLESS, MAJOR, 3, immediate(device.major)));
            code.push(instruction(JUMP_UNLESS, MINOR, 2, immediate(minor)));
        } else {
            code.push(instruction(JUMP_UNLESS, MAJOR, 2, immediate(device.major)));
        }
        code.push(instruction(MOVE, ANSWER, 0, 1));
        code.push(instruction(EXIT, 0, 0, 0));
    }
    code.push(instruction(EXIT, 0, 0, 0));
    code
}

fn load_argument(register: u8, offset: i16) -> Instruction {
    instruction(LOAD, register | ARGUMENT << 4, offset, 0)
}

const fn instruction(code: u8, registers: u8, offset: i16, immediate: i32) -> Instruction {
    Instruction { code, registers, offset, immediate }
}

fn immediate(number: u32) -> i32 {
    i32::try_from(number).expect("the numbers of devices have at most 20 bits")
}

/// Gives the kernel the program of the list. It is used by nobody yet, and ends with the
/// descriptor.
///
/// # Errors
/// The kernel's.
pub(super) fn load(devices: &[Device]) -> io::Result<OwnedFd> {
    let code = program(devices);
    // The kernel wants to know it for functions that this program calls none of.
    const LICENSE: &CStr = c"Apache-2.0";
    let load = Load {
        kind: TYPE_CGROUP_DEVICE,
        length: u32::try_from(code.len()).expect("there are few devices"),
        instructions: code.as_ptr().expose_provenance() as u64,
        license: LICENSE.as_ptr().expose_provenance() as u64,
        log_level: 0,
        log_bytes: 0,
        log: 0,
        kernel_version: 0,
        flags: 0,
        name: *b"ferrogate_dev\0\0\0",
    };
    let fd = bpf(PROG_LOAD, &load)?;
    let fd = RawFd::try_from(fd).expect("a descriptor is small");
    // SAFETY: the kernel has just made this descriptor for us, and nothing else knows of it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

fn number(fd: RawFd) -> u32 {
    u32::try_from(fd).expect("a descriptor is not negative")
}

fn bpf<T>(command: c_int, attributes: &T) -> io::Result<c_long> {
    // SAFETY: the structure is whole, of the size given, and outlives the call, and so does
    // what its two addresses lead to: a program of the length that stands beside it, and a
    // terminated string, which the caller holds. The kernel only reads them.
    let done =
        unsafe { libc::syscall(libc::SYS_bpf, command, &raw const *attributes, size_of::<T>()) };
    if done < 0 { Err(io::Error::last_os_error()) } else { Ok(done) }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::process::Command;

    use super::super::devices::DEVICES;
    use super::*;

    const BLOCK: u32 = 1;
    const CHARACTER: u32 = 2;
    const MAKE: u32 = 1 << 16;
    const READ_AND_WRITE: u32 = 6 << 16;

    /// What the program answers, by the rules of the few instructions it is made of.
    fn answer(code: &[Instruction], argument: [u32; 3]) -> u64 {
        let (mut registers, mut at) = ([0u64; 5], 0);
        loop {
            let Instruction { code, registers: used, offset, immediate } = code[at];
            let register = &mut registers[usize::from(used & 15)];
            let (offset, value) = (usize::try_from(offset).unwrap(), immediate as u64);
            at += 1;
            match code {
                LOAD => *register = argument[offset / 4].into(),
                AND => *register &= value,
                MOVE => *register = value,
                JUMP_IF if *register == value => at += offset,
                JUMP_UNLESS if *register != value => at += offset,
                JUMP_IF | JUMP_UNLESS => {}
                EXIT => return registers[usize::from(ANSWER)],
                other => panic!("{other:#x}"),
            }
        }
    }

    #[test]
    fn what_is_on_the_list_is_let_in_and_nothing_else() {
        let code = program(&DEVICES);
        for access in [MAKE, READ_AND_WRITE] {
            for (major, minor) in [(1, 3), (1, 9), (5, 2), (136, 0), (136, 77)] {
                assert_eq!(answer(&code, [CHARACTER | access, major, minor]), 1, "{major}:{minor}");
                assert_eq!(answer(&code, [BLOCK | access, major, minor]), 0, "{major}:{minor}");
            }
            for (major, minor) in [(1, 1), (1, 11), (5, 3), (10, 237), (3, 1), (137, 0), (0, 0)] {
                assert_eq!(answer(&code, [CHARACTER | access, major, minor]), 0, "{major}:{minor}");
            }
        }
        assert_eq!(answer(&program(&[]), [CHARACTER | READ_AND_WRITE, 1, 3]), 0);
    }

    /// Needs root, and a hierarchy of version 2 somewhere: the hybrid layout has one too.
    #[test]
    fn the_kernel_keeps_a_process_to_the_list() {
        let mounts = fs::read_to_string("/proc/self/mounts").unwrap();
        let mut fields = mounts.lines().map(|line| line.split(' ').collect::<Vec<_>>());
        let mount = fields.find(|fields| fields[2] == "cgroup2").expect("one of version 2")[1];
        let dir = Path::new(mount).join(format!("ferrogate-devices-{}", std::process::id()));
        fs::create_dir(&dir).unwrap();
        allow_only(&dir, &DEVICES).unwrap();
        // The shell joins before it opens anything, and has left when it is waited for.
        let script = "for d in zero loop-control; do (: </dev/$d) 2>/dev/null && echo $d; done; \
            echo 0 >$0/cgroup.procs; \
            for d in zero loop-control; do (: </dev/$d) 2>/dev/null && echo in $d; done; true";
        let done = Command::new("/bin/busybox").args(["sh", "-c", script]).arg(&dir).output();
        fs::remove_dir(&dir).unwrap();
        let said = String::from_utf8(done.unwrap().stdout).unwrap();
        assert_eq!(said, "zero\nloop-control\nin zero\n");
    }
}
