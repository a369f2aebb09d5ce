//! `hold KIND COUNT [stay]`: takes so many of what the kernel counts, says how many it got and
//! the error that ended it, and with `stay` keeps them until it is killed. Two kinds are ways
//! into the kernel, where a call that is made is counted.
#![no_std]
#![no_main]
// There is no library whose functions the compiler could call instead of a loop.
#![no_builtins]

#[path = "../../init/call.rs"]
mod call;

use core::arch::naked_asm;

use call::call;

#[cfg(target_arch = "x86_64")]
mod number {
    pub const WRITE: usize = 1;
    pub const GETPID: usize = 39;
    pub const SOCKET: usize = 41;
    pub const SENDTO: usize = 44;
    pub const BIND: usize = 49;
    pub const GETSOCKNAME: usize = 51;
    pub const SETSOCKOPT: usize = 54;
    pub const IO_SETUP: usize = 206;
    pub const TIMER_CREATE: usize = 222;
    pub const EXIT_GROUP: usize = 231;
    pub const MQ_OPEN: usize = 240;
    pub const OPENAT: usize = 257;
    pub const PPOLL: usize = 271;
    pub const INOTIFY_INIT1: usize = 294;
}

#[cfg(target_arch = "aarch64")]
mod number {
    pub const IO_SETUP: usize = 0;
    pub const INOTIFY_INIT1: usize = 26;
    pub const OPENAT: usize = 56;
    pub const WRITE: usize = 64;
    pub const PPOLL: usize = 73;
    pub const EXIT_GROUP: usize = 94;
    pub const TIMER_CREATE: usize = 107;
    pub const MQ_OPEN: usize = 180;
    pub const SOCKET: usize = 198;
    pub const BIND: usize = 200;
    pub const GETSOCKNAME: usize = 204;
    pub const SENDTO: usize = 206;
    pub const SETSOCKOPT: usize = 208;
}

const AF_INET: usize = 2;
const AF_PACKET: usize = 17;
const SOCK_DGRAM: usize = 2;
const SOCK_RAW: usize = 3;
const SOL_SOCKET: usize = 1;
const SO_RCVBUF: usize = 8;
const SOL_PACKET: usize = 263;
const MSG_DONTWAIT: usize = 0x40;
const O_RDWR: usize = 2;
const O_CREAT: usize = 0o100;
const EINVAL: isize = 22;

/// Marks the numbers of programs with pointers of 32 bits (asm/unistd.h).
#[cfg(target_arch = "x86_64")]
const X32: usize = 0x4000_0000;

/// What fills one receiver: more than the largest buffer that may be asked for.
const DATAGRAMS: usize = 16;
const DATAGRAM_BYTES: usize = 32 << 10;
static DATAGRAM: [u8; DATAGRAM_BYTES] = [7; DATAGRAM_BYTES];

/// The kernel enters here with the argument count on top of the stack.
#[unsafe(no_mangle)]
#[unsafe(naked)]
unsafe extern "C" fn _start() -> ! {
    #[cfg(target_arch = "x86_64")]
    naked_asm!("mov rdi, rsp", "and rsp, -16", "call {main}", "ud2", main = sym main);
    #[cfg(target_arch = "aarch64")]
    naked_asm!("mov x0, sp", "bl {main}", "brk 1", main = sym main);
}

/// `stack`: the count, the arguments, a null.
extern "C" fn main(stack: *const usize) -> ! {
    // SAFETY: the kernel laid the stack out so, with terminated strings for as long as the
    // process is.
    let arg = |index: usize| unsafe {
        (index < *stack).then(|| bytes(*stack.add(1 + index) as *const u8))
    };
    let (Some(kind), Some(count)) = (arg(1), arg(2)) else { exit(2) };
    let count = count.iter().fold(0, |sum, digit| sum * 10 + usize::from(digit - b'0'));
    let mut made = 0;
    let mut error = 0;
    while made < count && error == 0 {
        match take(kind, made) {
            result @ ..0 => error = -result,
            _ => made += 1,
        }
    }
    say(kind, made, error as usize);
    if arg(3).is_some() {
        // SAFETY: waits for nothing, for ever.
        unsafe { call(number::PPOLL, [0; 5]) };
    }
    exit(0)
}

/// # Safety
/// `text` must be a terminated string that stays.
unsafe fn bytes(text: *const u8) -> &'static [u8] {
    let mut length = 0;
    // SAFETY: as the caller says; nothing after the end is read.
    unsafe {
        while *text.add(length) != 0 {
            length += 1;
        }
        core::slice::from_raw_parts(text, length)
    }
}

/// Takes one more.
fn take(kind: &[u8], which: usize) -> isize {
    let mut out = [0usize; 2];
    // SAFETY: each gets what it expects: numbers, terminated strings, and places to write to
    // that outlive the call.
    unsafe {
        match kind {
            b"inotify" => call(number::INOTIFY_INIT1, [0]),
            b"timer" => call(number::TIMER_CREATE, [0, 0, out.as_mut_ptr() as usize]),
            b"mqueue" => {
                let name = [b'a' + (which / 26) as u8, b'a' + (which % 26) as u8, 0];
                let name = name.as_ptr() as usize;
                call(number::MQ_OPEN, [name, O_RDWR | O_CREAT, 0o600, 0])
            }
            b"aio" => call(number::IO_SETUP, [1000, out.as_mut_ptr() as usize]),
            b"pty" => {
                let path = c"/dev/ptmx".as_ptr() as usize;
                call(number::OPENAT, [0, path, O_RDWR, 0])
            }
            b"ring" => ring(),
            b"udp" => full_receiver(),
            #[cfg(target_arch = "x86_64")]
            b"i386" => id_by_32_bits(),
            #[cfg(target_arch = "x86_64")]
            b"x32" => call(X32 | number::GETPID, []),
            family if family.is_empty() => -EINVAL,
            // The number of a family of sockets.
            _ => {
                let family = kind.iter().fold(0, |n, digit| n * 10 + usize::from(digit - b'0'));
                call(number::SOCKET, [family, SOCK_RAW, 0])
            }
        }
    }
}

/// A packet socket with a ring of 4 MiB.
fn ring() -> isize {
    const PACKET_RX_RING: usize = 5;
    // Block size, blocks, frame size, frames (linux/if_packet.h).
    let wish = [64u32 << 10, 64, 2048, 2048];
    // SAFETY: numbers, and a structure of the size given that outlives the call.
    unsafe {
        let socket = call(number::SOCKET, [AF_PACKET, SOCK_RAW, 0]);
        if socket < 0 {
            return socket;
        }
        let wish = wish.as_ptr() as usize;
        call(number::SETSOCKOPT, [socket as usize, SOL_PACKET, PACKET_RX_RING, wish, 16])
    }
}

/// A UDP socket with as much in its queue as goes in.
fn full_receiver() -> isize {
    let size = 1u32 << 20;
    // `sockaddr_in`: the family, any port, 127.0.0.1.
    let mut address = [AF_INET as u8, 0, 0, 0, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0];
    let mut length = address.len() as u32;
    // SAFETY: numbers, and memory of the sizes given that outlives the calls.
    unsafe {
        let socket = call(number::SOCKET, [AF_INET, SOCK_DGRAM, 0]);
        if socket < 0 {
            return socket;
        }
        let socket = socket as usize;
        let (at, len) = (address.as_mut_ptr() as usize, &raw mut length as usize);
        call(number::SETSOCKOPT, [socket, SOL_SOCKET, SO_RCVBUF, &raw const size as usize, 4]);
        call(number::BIND, [socket, at, 16]);
        call(number::GETSOCKNAME, [socket, at, len]);
        for _ in 0..DATAGRAMS {
            let bytes = DATAGRAM.as_ptr() as usize;
            call(number::SENDTO, [socket, bytes, DATAGRAM_BYTES, MSG_DONTWAIT, at, 16]);
        }
        socket as isize
    }
}

/// Asks for the process's id as programs of 32 bits do, by its number there.
#[cfg(target_arch = "x86_64")]
fn id_by_32_bits() -> isize {
    const GETPID: isize = 20;
    let result;
    // SAFETY: the kernel changes rax and nothing else of ours.
    unsafe { core::arch::asm!("int 0x80", inlateout("rax") GETPID => result) };
    result
}

/// Writes `KIND MADE ERROR`.
fn say(kind: &[u8], made: usize, error: usize) {
    write(kind);
    write_number(made);
    write_number(error);
    write(b"\n");
}

fn write_number(number: usize) {
    let mut unit = 1;
    while number / unit > 9 {
        unit *= 10;
    }
    write(b" ");
    while unit > 0 {
        write(&[b'0' + (number / unit % 10) as u8]);
        unit /= 10;
    }
}

fn write(bytes: &[u8]) {
    // SAFETY: so many bytes are there.
    unsafe { call(number::WRITE, [1, bytes.as_ptr() as usize, bytes.len()]) };
}

fn exit(code: usize) -> ! {
    loop {
        // SAFETY: a number; it does not return.
        unsafe { call(number::EXIT_GROUP, [code]) };
    }
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    exit(3)
}

/// What the standard library's own code names, and nothing here calls: a panic ends all.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}
