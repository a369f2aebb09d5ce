//! Fuzzes one target, FUZZ_TARGET, guided by coverage: see `tools/fuzz`.

#![no_main]

use std::sync::OnceLock;

use ferrogate_fuzz::{Target, find, log_to};
use libfuzzer_sys::fuzz_target;

static TARGET: OnceLock<&'static Target> = OnceLock::new();

fuzz_target!(
    init: {
        let name = std::env::var("FUZZ_TARGET").expect("FUZZ_TARGET names the target");
        let target = find(&name).expect("FUZZ_TARGET is one of `drive list`");
        TARGET.set(target).expect("it is set once");
        log_to(std::io::sink);
    },
    |data: &[u8]| {
        let target = TARGET.get().expect("it was set first");
        (target.run)(data);
    }
);
