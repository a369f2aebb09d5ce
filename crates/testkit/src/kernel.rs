//! The kernel's randomness, replaced by the seed's.

use std::sync::atomic::{AtomicU64, Ordering};

static STATE: AtomicU64 = AtomicU64::new(0);

/// From now on all that is random follows from `seed`.
pub(crate) fn seed(seed: u64) {
    STATE.store(seed, Ordering::Relaxed);
}

/// getrandom(2), as the C library has it: the standard library and the crate `getrandom` take
/// it from here, since a symbol of the program goes before one of a library.
///
/// # Safety
/// `buffer` must be valid for writes of `length` bytes.
// SAFETY: the symbol has the signature of getrandom(2), and nothing else of that name is linked
// into this program.
#[unsafe(no_mangle)]
unsafe extern "C" fn getrandom(buffer: *mut u8, length: usize, _flags: u32) -> isize {
    if length == 0 {
        return 0;
    }
    // SAFETY: the caller says that so many bytes may be written there.
    let buffer = unsafe { std::slice::from_raw_parts_mut(buffer, length) };
    for some in buffer.chunks_mut(8) {
        // splitmix64
        let mut z = STATE.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        some.copy_from_slice(&z.to_le_bytes()[..some.len()]);
    }
    isize::try_from(length).unwrap_or(isize::MAX)
}
