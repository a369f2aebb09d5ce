//! How well the host's clock is kept.

use std::io;
use std::mem::MaybeUninit;
use std::time::Duration;

/// How far the host's clock may be from the true time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockError {
    /// By this at most, as whoever keeps it has told the kernel.
    Within(Duration),
    /// Nobody keeps it.
    Unknown,
}

/// What the kernel knows of its clock (`adjtimex(2)`). Changes nothing.
///
/// # Errors
/// The kernel's.
pub fn clock_error() -> io::Result<ClockError> {
    let mut told = MaybeUninit::<libc::timex>::zeroed();
    // SAFETY: the structure is whole and ours, and all of it is zero, which is a value of each
    // of its fields; with `modes` 0 the kernel only fills it.
    let (state, told) = unsafe {
        let state = libc::adjtimex(told.as_mut_ptr());
        (state, told.assume_init())
    };
    if state == -1 {
        return Err(io::Error::last_os_error());
    }
    let kept = told.status & libc::STA_UNSYNC == 0;
    let bound = u64::try_from(told.maxerror).ok().filter(|_| kept);
    Ok(bound.map_or(ClockError::Unknown, |us| ClockError::Within(Duration::from_micros(us))))
}
