//! Memory that is not used any more.

/// Gives the kernel back what this process has freed and its allocator keeps (`malloc_trim(3)`);
/// whether there was any. Takes the allocator's locks one after the other, for milliseconds of
/// each hundred MiB: not to be called on a thread of a runtime. Does nothing where the allocator
/// is not glibc's.
pub fn return_free_memory() -> bool {
    #[cfg(target_env = "gnu")]
    {
        // SAFETY: it takes a number, touches free memory alone, and may be called by any thread at
        // any time (malloc_trim(3): MT-Safe).
        unsafe { libc::malloc_trim(0) != 0 }
    }
    #[cfg(not(target_env = "gnu"))]
    false
}

#[cfg(all(test, target_env = "gnu"))]
mod tests {
    use super::*;

    /// Private bytes in memory.
    fn resident() -> usize {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
        line.trim().strip_suffix(" kB").unwrap().parse::<usize>().unwrap() << 10
    }

    #[test]
    fn what_was_freed_below_something_that_is_used_is_given_back() {
        const BLOCK: usize = 1000;
        const BLOCKS: usize = (64 << 20) / BLOCK;
        let mut blocks: Vec<_> = (0..BLOCKS).map(|_| vec![1_u8; BLOCK]).collect();
        // What is used last keeps the heap's end where it is.
        let used = blocks.pop();
        drop(blocks);
        let before = resident();
        assert!(return_free_memory());
        let after = resident();
        assert!(after + (32 << 20) < before, "{before} {after} {used:?}");
    }
}
