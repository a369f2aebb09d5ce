//! Builds static programs without libraries: `init/init.rs`, put into this crate as bytes, and
//! `tests/hold/hold.rs`, which its tests put into images.

use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=init");
    println!("cargo::rerun-if-changed=tests/hold/hold.rs");
    build("init", "init/init.rs");
    build("hold", "tests/hold/hold.rs");
}

fn build(name: &str, source: &str) {
    let variable = |name: &str| std::env::var(name).unwrap_or_else(|_| panic!("cargo sets {name}"));
    let to = Path::new(&variable("OUT_DIR")).join(name);
    let mut rustc = Command::new(variable("RUSTC"));
    rustc.args(["--edition", "2024", "--crate-type", "bin", "--crate-name", name]);
    rustc.args(["--target", &variable("TARGET")]);
    for option in [
        "opt-level=s",
        "panic=abort",
        "strip=symbols",
        "relocation-model=static",
        "link-arg=-nostartfiles",
        "link-arg=-nostdlib",
        "link-arg=-static",
        // Nothing of it is worth a page of padding.
        "link-arg=-Wl,-z,noseparate-code,--build-id=none",
    ] {
        rustc.args(["-C", option]);
    }
    let status = rustc.arg("-o").arg(&to).arg(source).status();
    match status {
        Ok(status) if status.success() => {}
        Ok(status) => panic!("the compiler could not build {source}: {status}"),
        Err(e) => panic!("the compiler could not be run: {e}"),
    }
}
