//! The first process of a container whose task definition asks for one
//! (`initProcessEnabled`): starts the container's own program, passes every signal on to it,
//! reaps what it leaves behind, and ends with its code.
//!
//! As `hold` it starts nothing and reaps whatever comes to it: the first process of a task whose
//! containers share a process namespace.
//!
//! As `keep` it does so for a program that is run within a container beside its own, such as a
//! health check. A signal is for itself then: from that on it ends once all that the program has
//! started is gone, so that who kills them leaves no dead process to a container that reaps none.
//!
//! As `s` or `t` and the number of a descriptor it does so for what a user has asked for. When the
//! program has ended, and others are left that it has started, its code is written there in a
//! byte, and they are waited for. With `t` the program leads a session of its own, whose terminal
//! standard input is: what is typed there is not for this process.
//!
//! A program without any library, because it runs in whatever image a container has, where
//! nothing else of ours is. `build.rs` makes it; the runtime executes it from memory.
#![no_std]
#![no_main]

mod call;

use core::arch::naked_asm;

use call::call;

#[cfg(target_arch = "x86_64")]
mod number {
    pub const WRITE: usize = 1;
    pub const CLOSE: usize = 3;
    pub const RT_SIGPROCMASK: usize = 14;
    pub const IOCTL: usize = 16;
    pub const CLONE: usize = 56;
    pub const EXECVE: usize = 59;
    pub const WAIT4: usize = 61;
    pub const KILL: usize = 62;
    pub const SETSID: usize = 112;
    pub const RT_SIGTIMEDWAIT: usize = 128;
    pub const PRCTL: usize = 157;
    pub const EXIT_GROUP: usize = 231;
}

#[cfg(target_arch = "aarch64")]
mod number {
    pub const IOCTL: usize = 29;
    pub const CLOSE: usize = 57;
    pub const WRITE: usize = 64;
    pub const EXIT_GROUP: usize = 94;
    pub const KILL: usize = 129;
    pub const RT_SIGPROCMASK: usize = 135;
    pub const RT_SIGTIMEDWAIT: usize = 137;
    pub const SETSID: usize = 157;
    pub const PRCTL: usize = 167;
    pub const CLONE: usize = 220;
    pub const EXECVE: usize = 221;
    pub const WAIT4: usize = 260;
}

const SIGCHLD: isize = 17;
const WNOHANG: usize = 1;
const PR_SET_NAME: usize = 15;
const PR_SET_CHILD_SUBREAPER: usize = 36;
const SIG_BLOCK: usize = 0;
const SIG_SETMASK: usize = 2;
const SET_BYTES: usize = 8;
const TIOCSCTTY: usize = 0x540e;

/// What a shell says of a program that can't be run.
const NOT_RUN: usize = 126;

/// The kernel enters here with the argument count on top of the stack.
#[unsafe(no_mangle)]
#[unsafe(naked)]
unsafe extern "C" fn _start() -> ! {
    #[cfg(target_arch = "x86_64")]
    naked_asm!("mov rdi, rsp", "and rsp, -16", "call {main}", "ud2", main = sym main);
    #[cfg(target_arch = "aarch64")]
    naked_asm!("mov x0, sp", "bl {main}", "brk 1", main = sym main);
}

/// `stack`: the count, the arguments, a null, the environment, a null. The arguments are this
/// program's name, which says what it is to do, the path to run, and that program's own arguments with its
/// name.
extern "C" fn main(stack: *const usize) -> ! {
    // SAFETY: the kernel laid the stack out so, and it stays for as long as the process.
    unsafe {
        let count = *stack;
        let args = stack.add(1);
        let env = args.add(count + 1);
        if count == 0 {
            exit(NOT_RUN);
        }
        let role = Role::read(*args as *const u8);
        if count < 3 && role.letter != b'h' {
            exit(NOT_RUN);
        }
        call(number::PRCTL, [PR_SET_NAME, c"init".as_ptr() as usize, 0, 0]);
        // What the program leaves behind comes here, be there another first process.
        call(number::PRCTL, [PR_SET_CHILD_SUBREAPER, 1, 0, 0]);
        let all = u64::MAX;
        call(number::RT_SIGPROCMASK, [SIG_BLOCK, &raw const all as usize, 0, SET_BYTES]);
        if role.letter == b'h' {
            hold();
        }
        match call(number::CLONE, [SIGCHLD as usize, 0, 0, 0]) {
            0 => {
                role.leave_behind();
                run(*args.add(1), args.add(2) as usize, env as usize)
            }
            child if child > 0 => tend(child, &role),
            _ => exit(NOT_RUN),
        }
    }
}

/// What this process is to the program.
struct Role {
    /// The first one of its name.
    letter: u8,
    /// Where the program's code is told: the number that follows.
    told: usize,
}

impl Role {
    /// # Safety
    /// `name` must be a terminated string.
    unsafe fn read(name: *const u8) -> Self {
        // SAFETY: nothing is read behind the first that is no digit, as the end is none.
        unsafe {
            let (letter, mut at, mut told) = (*name, 1, 0usize);
            while letter != 0 && (*name.add(at)).is_ascii_digit() {
                told = told.wrapping_mul(10).wrapping_add((*name.add(at) - b'0') as usize);
                at += 1;
            }
            Self { letter, told }
        }
    }

    fn keeps(&self) -> bool {
        matches!(self.letter, b'k' | b's' | b't')
    }

    fn tells(&self) -> bool {
        matches!(self.letter, b's' | b't')
    }

    /// In the program's process, before that begins: what is this one's alone stays behind.
    fn leave_behind(&self) {
        // SAFETY: numbers; the descriptor is used no more in this process.
        unsafe {
            if self.tells() {
                call(number::CLOSE, [self.told]);
            }
            if self.letter == b't' {
                call(number::SETSID, []);
                call(number::IOCTL, [0, TIOCSCTTY, 0]);
            }
        }
    }

    /// The program has ended with this code.
    fn tell(&self, code: usize) {
        let byte = code as u8;
        // SAFETY: the byte outlives the call.
        unsafe { call(number::WRITE, [self.told, &raw const byte as usize, 1]) };
    }
}

/// # Safety
/// `path` must be a terminated string, `args` and `env` terminated arrays of them.
unsafe fn run(path: usize, args: usize, env: usize) -> ! {
    let none = 0u64;
    // SAFETY: as the caller says; the mask outlives the call.
    unsafe {
        call(number::RT_SIGPROCMASK, [SIG_SETMASK, &raw const none as usize, 0, SET_BYTES]);
        call(number::EXECVE, [path, args, env, 0]);
        let words = b"init: the program could not be executed\n";
        call(number::WRITE, [2, words.as_ptr() as usize, words.len(), 0]);
    }
    exit(NOT_RUN)
}

/// Ends with the process that it is bound to.
fn hold() -> ! {
    loop {
        next_signal();
        reap(0, &mut None);
    }
}

fn next_signal() -> isize {
    let all = u64::MAX;
    // SAFETY: the set outlives the call; no details are asked for.
    unsafe { call(number::RT_SIGTIMEDWAIT, [&raw const all as usize, 0, 0, SET_BYTES]) }
}

fn tend(child: isize, role: &Role) -> ! {
    let (mut code, mut ending, mut told) = (None, false, false);
    loop {
        let signal = next_signal();
        if signal <= 0 {
            continue;
        }
        if signal != SIGCHLD && role.keeps() {
            ending = true;
        } else if signal != SIGCHLD {
            // SAFETY: two numbers.
            unsafe { call(number::KILL, [child as usize, signal as usize, 0, 0]) };
        }
        let left = reap(child, &mut code);
        if let Some(code) = code
            && left
            && role.tells()
            && !told
        {
            (ending, told) = (true, true);
            role.tell(code);
        }
        match code {
            Some(code) if !ending || !left => exit(code),
            _ => {}
        }
    }
}

/// Takes all that have ended, and the program's code once that has. Whether others are left.
fn reap(child: isize, code: &mut Option<usize>) -> bool {
    loop {
        let mut status = 0i32;
        // SAFETY: the status outlives the call.
        let pid = unsafe {
            call(number::WAIT4, [usize::MAX, &raw mut status as usize, WNOHANG, 0])
        };
        if pid <= 0 {
            return pid == 0;
        }
        if pid == child {
            // wait(2): the signal in the low seven bits, or the code in the next byte.
            let signal = status & 0x7f;
            let ended = if signal == 0 { (status >> 8) & 0xff } else { 128 + signal };
            *code = Some(ended as usize);
        }
    }
}

fn exit(code: usize) -> ! {
    loop {
        // SAFETY: a number; it does not return.
        unsafe { call(number::EXIT_GROUP, [code, 0, 0, 0]) };
    }
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    exit(NOT_RUN)
}
