//! System calls without a library, for the programs that `build.rs` makes.

use core::arch::asm;

/// Makes the call of that number; arguments that are not given are 0. What the kernel answers:
/// negative for an error.
///
/// # Safety
/// The arguments must be what the call of that number expects.
#[cfg(target_arch = "x86_64")]
pub unsafe fn call<const N: usize>(number: usize, args: [usize; N]) -> isize {
    let at = |index: usize| args.get(index).copied().unwrap_or_default();
    let result;
    // SAFETY: the kernel changes rax, rcx and r11 and nothing else of ours, but for what the
    // caller's arguments point to.
    unsafe {
        asm!(
            "syscall",
            inlateout("rax") number as isize => result,
            in("rdi") at(0), in("rsi") at(1), in("rdx") at(2), in("r10") at(3),
            in("r8") at(4), in("r9") at(5), out("rcx") _, out("r11") _,
        );
    }
    result
}

/// Makes the call of that number; arguments that are not given are 0. What the kernel answers:
/// negative for an error.
///
/// # Safety
/// The arguments must be what the call of that number expects.
#[cfg(target_arch = "aarch64")]
pub unsafe fn call<const N: usize>(number: usize, args: [usize; N]) -> isize {
    let at = |index: usize| args.get(index).copied().unwrap_or_default();
    let result;
    // SAFETY: the kernel changes x0 and nothing else of ours, but for what the caller's
    // arguments point to.
    unsafe {
        asm!(
            "svc 0",
            in("x8") number,
            inlateout("x0") at(0) as isize => result,
            in("x1") at(1), in("x2") at(2), in("x3") at(3), in("x4") at(4), in("x5") at(5),
        );
    }
    result
}
