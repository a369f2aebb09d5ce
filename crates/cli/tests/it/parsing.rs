use clap::error::ErrorKind;

use crate::fake::parse;

fn debug(words: &[&str]) -> String {
    format!("{:?}", parse(words).unwrap().verb)
}

fn refused(words: &[&str]) -> ErrorKind {
    parse(words).unwrap_err().kind()
}

#[test]
fn the_command_line_is_sound() {
    (crate::fake::program().command)().debug_assert();
}

#[test]
fn flags_may_follow_the_image_and_all_after_the_program_is_its_own() {
    let line = parse(&["run", "web:1", "--name", "x", "--data-dir", "/d"]).unwrap();
    assert_eq!(line.data_dir.as_deref(), Some("/d"));
    let shown = debug(&["run", "web:1", "--name", "x", "sh", "-c", "echo", "--name"]);
    assert!(shown.contains(r#"command: ["sh", "-c", "echo", "--name"]"#), "{shown}");
    let shown = debug(&["run", "web:1", "--", "-c", "x"]);
    assert!(shown.contains(r#"command: ["-c", "x"]"#), "{shown}");
}

#[test]
fn what_makes_no_sense_is_refused() {
    assert_eq!(refused(&["run"]), ErrorKind::MissingRequiredArgument);
    assert_eq!(refused(&["run", "-p", "0.0.0.0:80:80", "web"]), ErrorKind::ValueValidation);
    assert_eq!(refused(&["run", "--name", "a/b", "web"]), ErrorKind::ValueValidation);
    assert_eq!(refused(&["run", "-d", "--wait", "web"]), ErrorKind::ArgumentConflict);
    assert_eq!(refused(&["ps", "-q", "-o", "json"]), ErrorKind::ArgumentConflict);
    assert_eq!(refused(&["ps", "-q", "--query", "tasks"]), ErrorKind::ArgumentConflict);
    assert_eq!(refused(&["ps", "--query", "tasks["]), ErrorKind::ValueValidation);
    assert_eq!(refused(&["run", "--wait", "-o", "json", "web"]), ErrorKind::ArgumentConflict);
    assert_eq!(refused(&["image", "rm", "web", "-o", "json"]), ErrorKind::UnknownArgument);
    assert_eq!(refused(&["doctor", "--timeout", "3"]), ErrorKind::UnknownArgument);
    assert_eq!(refused(&["logs", "web", "-n", "many"]), ErrorKind::ValueValidation);
    assert_eq!(refused(&["stop"]), ErrorKind::MissingRequiredArgument);
    assert_eq!(refused(&["rightsize", "--apply"]), ErrorKind::MissingRequiredArgument);
    assert_eq!(refused(&["rightsize", "--days", "0"]), ErrorKind::ValueValidation);
    assert_eq!(refused(&["image", "load", "x", "--name", "UPPER"]), ErrorKind::ValueValidation);
}

#[test]
fn watch_takes_its_interval_after_an_equals_sign_only() {
    assert!(debug(&["ps", "--watch"]).contains("watch: Some(2s)"));
    assert!(debug(&["ps", "--watch=5"]).contains("watch: Some(5s)"));
    assert!(debug(&["ps", "-w"]).contains("watch: Some(2s)"));
}
