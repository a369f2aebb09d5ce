//! The driver sees what it is there to see, and nothing else.

use std::path::Path;
use std::process::{Command, Output};

fn drive(args: &[&str], settings: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_drive"));
    command.args(args).envs(settings.iter().copied());
    command.output().unwrap()
}

/// Runs targets for no longer than their seeds take.
fn run(targets: &[&str]) -> (bool, String) {
    let args = [&["run"], targets].concat();
    let output = drive(&args, &[("FUZZ_SECONDS", "0"), ("FUZZ_SEED", "7"), ("FUZZ_JOBS", "2")]);
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    (output.status.success(), String::from_utf8(output.stdout).unwrap())
}

/// A target that must fail, in words of its verdict; its input is kept and repeats it.
#[track_caller]
fn is_found(target: &str, verdict: &str) {
    let (good, said) = run(&[target]);
    assert!(!good && said.contains(verdict), "{said}");
    assert!(said.ends_with("0 passed, 1 failed\n"), "{said}");
    let kept = said.split_once(&format!("drive replay {target} ")).expect("a way to repeat it").1;
    let kept = Path::new(kept.lines().next().unwrap());
    assert_eq!(std::fs::read(kept).unwrap(), b"trip");
    let replayed = drive(&["replay", target, kept.to_str().unwrap()], &[]);
    assert!(!replayed.status.success(), "{replayed:?}");
    std::fs::remove_file(kept).unwrap();
}

#[test]
fn a_panic_is_found() {
    is_found("trap_panic", "the trap is sprung");
}

#[test]
fn a_panic_that_another_thread_keeps_to_itself_is_found() {
    is_found("trap_quiet_panic", "the trap is sprung");
}

#[test]
fn an_endless_loop_is_found() {
    is_found("trap_loop", "slow: ");
}

#[test]
fn too_much_memory_is_found() {
    is_found("trap_memory", "memory: ");
}

#[test]
fn the_death_of_the_process_is_found() {
    is_found("trap_abort", "died: signal: 6");
}

#[test]
fn good_targets_pass_and_waiting_is_no_work() {
    let (good, said) = run(&["trap_none", "trap_idle"]);
    assert!(good && said.ends_with("2 passed, 0 failed\n"), "{said}");
}

#[test]
fn every_target_takes_its_own_seeds() {
    let list = String::from_utf8(drive(&["list"], &[]).stdout).unwrap();
    let all: Vec<&str> = list.lines().collect();
    assert!(all.len() > 30 && !list.contains("trap"), "{list}");
    let (good, said) = run(&all);
    assert!(good && said.ends_with(&format!("{} passed, 0 failed\n", all.len())), "{said}");
}

#[test]
fn an_unknown_target_is_refused() {
    let output = drive(&["run", "nothing"], &[]);
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("there is no target nothing"), "{said}");
}
