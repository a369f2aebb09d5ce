//! Rules of one source file.

use std::sync::LazyLock;

use regex::Regex;

/// Lines of one file; past it a file has more than one reason to change.
const LINES_MAX: usize = 700;
/// Crates that may hold `unsafe`; and the file in which the simulation's kernel is random as its
/// seed is.
const MAY_BE_UNSAFE: [&str; 5] = [
    "crates/base/",
    "crates/host/",
    "crates/image/",
    "crates/net/",
    "crates/testkit/src/kernel.rs",
];

static IGNORED: LazyLock<Regex> = LazyLock::new(|| regex(r"#\[ignore\s*\]"));
static UNSAFE: LazyLock<Regex> =
    LazyLock::new(|| regex(r#"^[^/"]*\bunsafe\s*(\{|fn\b|impl\b|extern\b)"#));
static UNFINISHED: LazyLock<Regex> = LazyLock::new(|| regex(r"\b(todo|unimplemented)!\s*[\(\[{]"));
/// A mark of something to do, and the number of its issue when it has one.
static MARKED: LazyLock<Regex> = LazyLock::new(|| regex(r"\b(T[O]DO|F[I]XME|X[X]X)\b(\(#\d+\))?"));
static SERVICE: LazyLock<Regex> = LazyLock::new(|| regex(r"^crates/services/src/([a-z0-9]+)/"));
static IMPORT: LazyLock<Regex> = LazyLock::new(|| regex(r"\bcrate::([a-z0-9]+)::"));

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is constant and valid")
}

/// What is wrong with the file `name` (from the root of the workspace), a line each.
pub(super) fn check(name: &str, text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let lines = text.lines().count();
    if lines > LINES_MAX {
        wrong.push(format!("{name}: {lines} lines; at most {LINES_MAX}"));
    }
    if is_root(name) && !text.starts_with("//!") {
        wrong.push(format!("{name}: does not begin with //!, what the crate is"));
    }
    for (at, line) in text.lines().enumerate() {
        let mut say = |what: &str| wrong.push(format!("{name}:{}: {what}", at + 1));
        if IGNORED.is_match(line) {
            say("an ignored test without a reason");
        }
        if UNSAFE.is_match(line) && !may_be_unsafe(name) {
            say("unsafe code in a crate that has none");
        }
        if UNFINISHED.is_match(line) {
            say("unfinished code");
        }
        if MARKED.captures_iter(line).any(|mark| mark.get(2).is_none()) {
            say("something to do without the number of its issue: write (#N) behind the word");
        }
        if let Some(other) = foreign_service(name, line) {
            say(&format!("one service imports another one: {other}"));
        }
    }
    wrong
}

/// Whether it is the root of a crate that lies in the workspace.
fn is_root(name: &str) -> bool {
    let parts: Vec<&str> = name.split('/').collect();
    matches!(
        parts[..],
        ["crates", _, "src", "lib.rs" | "main.rs"] | ["xtask", "src", "lib.rs" | "main.rs"]
    )
}

fn may_be_unsafe(name: &str) -> bool {
    MAY_BE_UNSAFE.iter().any(|of| name.starts_with(of))
}

/// The service that a line of another service's folder imports.
fn foreign_service<'t>(name: &str, line: &'t str) -> Option<&'t str> {
    /// What lies beside the services and is for all of them.
    const SHARED: [&str; 7] =
        ["change", "execution", "keyring", "network", "own", "page", "principals"];
    let own = SERVICE.captures(name)?.get(1)?.as_str();
    let imports = IMPORT.captures_iter(line).filter_map(|import| import.get(1));
    imports.map(|import| import.as_str()).find(|other| *other != own && !SHARED.contains(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(name: &str, text: &str) -> usize {
        check(name, text).len()
    }

    #[test]
    fn a_crate_says_what_it_is() {
        assert_eq!(wrong("crates/wire/src/lib.rs", "//! What it is.\n"), 0);
        assert_eq!(wrong("crates/wire/src/lib.rs", "mod a;\n"), 1);
        assert_eq!(wrong("crates/wire/src/gate.rs", "mod a;\n"), 0);
    }

    #[test]
    fn unsafe_code_is_in_its_crates_only() {
        assert_eq!(wrong("crates/wire/src/gate.rs", "    let a = unsafe { b() };\n"), 1);
        assert_eq!(wrong("crates/net/src/pin.rs", "    let a = unsafe { b() };\n"), 0);
        assert_eq!(wrong("crates/wire/src/gate.rs", "// never unsafe { here }\n"), 0);
    }

    #[test]
    fn long_files_are_told() {
        assert_eq!(wrong("crates/wire/src/gate.rs", &"x\n".repeat(LINES_MAX)), 0);
        assert_eq!(wrong("crates/wire/src/gate.rs", &"x\n".repeat(LINES_MAX + 1)), 1);
    }

    #[test]
    fn what_is_left_to_do_is_told_unless_an_issue_knows_it() {
        let name = "crates/wire/src/gate.rs";
        assert_eq!(wrong(name, concat!("// TO", "DO: later\n")), 1);
        assert_eq!(wrong(name, concat!("// TO", "DO(#12): later\n")), 0);
        assert_eq!(wrong(name, concat!("    to", "do!()\n")), 1);
        assert_eq!(wrong(name, concat!("#[ign", "ore]\n")), 1);
        assert_eq!(wrong(name, "#[ignore = \"run by hand\"]\n"), 0);
    }

    #[test]
    fn a_service_never_imports_another_one() {
        let name = "crates/services/src/ecs/run.rs";
        assert_eq!(wrong(name, "use crate::ecr::Ecr;\n"), 1);
        assert_eq!(wrong(name, "use crate::page::page;\nuse crate::ecs::names;\n"), 0);
        assert_eq!(wrong("crates/wire/src/gate.rs", "use crate::ecr::Ecr;\n"), 0);
    }
}
