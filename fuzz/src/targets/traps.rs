//! Targets that are wrong in each way that the driver must notice. Never run unless named.

use std::time::Duration;

use super::{Target, texts};

pub(super) static TRAPS: &[Target] = &[
    trap("trap_panic", |data| assert_ne!(data, b"trip", "the trap is sprung")),
    trap("trap_quiet_panic", |data| {
        if data == b"trip" {
            // As a server does: the panic stays in its task.
            let task = std::thread::spawn(|| panic!("the trap is sprung"));
            task.join().expect_err("it has panicked");
        }
    }),
    trap("trap_loop", |data| {
        if data == b"trip" {
            loop {
                std::hint::spin_loop();
            }
        }
    }),
    trap("trap_memory", |data| {
        if data == b"trip" {
            std::hint::black_box(vec![1_u8; 600 << 20]);
        }
    }),
    trap("trap_abort", |data| {
        if data == b"trip" {
            std::process::abort();
        }
    }),
    trap("trap_none", |_| std::thread::yield_now()),
    trap("trap_idle", |data| {
        if data == b"trip" {
            // Waits without work: a busy machine, not a slow parser.
            std::thread::park_timeout(Duration::from_millis(1500));
        }
    }),
];

const fn trap(name: &'static str, run: fn(&[u8])) -> Target {
    Target { name, run, seeds: || texts(&["", "trip"]), words: &[] }
}
