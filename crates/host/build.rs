//! Builds `init/init.rs`: a static program without libraries, put into this crate as bytes.

use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=init/init.rs");
    let variable = |name: &str| std::env::var(name).unwrap_or_else(|_| panic!("cargo sets {name}"));
    let to = Path::new(&variable("OUT_DIR")).join("init");
    let mut rustc = Command::new(variable("RUSTC"));
    rustc.args(["--edition", "2024", "--crate-type", "bin", "--crate-name", "init"]);
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
    let status = rustc.arg("-o").arg(&to).arg("init/init.rs").status();
    match status {
        Ok(status) if status.success() => {}
        Ok(status) => panic!("the compiler could not build init/init.rs: {status}"),
        Err(e) => panic!("the compiler could not be run: {e}"),
    }
}
