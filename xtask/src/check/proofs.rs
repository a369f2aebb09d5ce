//! Tests that documents name: what is said to be proven by a test must have that test.
//!
//! A document names one as `wire: a_test`, in one span of code; the names behind it in the
//! same cell or line are of that crate too. Behind the word `conf` stand conformance tests,
//! whose `test_` may be left out. A name may also be a file's or module's, which then holds
//! tests, or end in `…`, where a test's name goes on.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

/// What documents call the conformance tests.
const CONFORMANCE: &str = "conf";

static SPAN: LazyLock<Regex> = LazyLock::new(|| regex(r"`([^`]+)`"));
static NAMED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:([a-z]+): )?((?:[a-z0-9_]+::)*[a-z0-9_]*[a-z0-9_…])$"));
static BEGUN: LazyLock<Regex> = LazyLock::new(|| regex(r"\bconf: $"));
static RUST: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"#\[(?:tokio::)?test\b[^\]]*\]\s+(?:#\[[^\]]*\]\s+)*(?:async )?fn (\w+)")
});
/// A property of the store's suite, which a macro makes a test of.
static PROPERTY: LazyLock<Regex> = LazyLock::new(|| regex(r"async fn (\w+)\(subject: Subject\)"));
static PYTHON: LazyLock<Regex> = LazyLock::new(|| regex(r"(?m)^(?:    )?def test_(\w+)"));

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is constant and valid")
}

/// The tests of the tree: of each crate, the parts of each test's path, its name last.
#[derive(Debug, Default)]
pub(super) struct Tests(BTreeMap<String, Vec<Vec<String>>>);

impl Tests {
    /// Adds the tests in the file `name`, from the root of the tree.
    pub(super) fn add(&mut self, name: &str, text: &str) {
        let parts: Vec<&str> = name.split(['/', '.']).collect();
        let (of, pattern): (_, &Regex) = match parts[..] {
            ["crates", "store", "src", "suite", .., "rs"] => ("store", &PROPERTY),
            ["crates", of, .., "rs"] | [of @ ("xtask" | "fuzz"), .., "rs"] => (of, &RUST),
            ["tests", "conformance", .., "py"] => (CONFORMANCE, &PYTHON),
            _ => return,
        };
        let place = parts.iter().map(|part| untested(part).to_owned());
        for test in pattern.captures_iter(text) {
            let path = place.clone().chain([test[1].to_owned()]).collect();
            self.0.entry(of.to_owned()).or_default().push(path);
        }
    }

    /// What the document `name` calls a test, and is none.
    pub(super) fn check(&self, name: &str, text: &str) -> Vec<String> {
        let mut wrong = Vec::new();
        for (at, line) in text.lines().enumerate() {
            for (of, test) in line.split(" | ").flat_map(|cell| self.named(cell)) {
                if !self.has(&of, test) {
                    wrong.push(format!("{name}:{}: {of} has no test {test}", at + 1));
                }
            }
        }
        wrong
    }

    /// The tests that a piece of text names, each with its crate.
    fn named<'t>(&self, text: &'t str) -> Vec<(String, &'t str)> {
        let mut found = Vec::new();
        let mut of: Option<String> = None;
        for span in SPAN.captures_iter(text) {
            let (Some(whole), Some(inside)) = (span.get(0), span.get(1)) else { continue };
            if BEGUN.is_match(&text[..whole.start()]) {
                of = Some(CONFORMANCE.to_owned());
            }
            let Some(name) = NAMED.captures(inside.as_str()) else { continue };
            match name.get(1).map(|of| of.as_str()) {
                Some(other) if self.0.contains_key(other) => of = Some(other.to_owned()),
                // A header or a setting looks like that too.
                Some(_) => continue,
                None => {}
            }
            if let (Some(of), Some(test)) = (&of, name.get(2)) {
                found.push((of.clone(), test.as_str()));
            }
        }
        found
    }

    fn has(&self, of: &str, name: &str) -> bool {
        let is_part = |path: &[String], part: &str| match part.strip_suffix('…') {
            Some(begin) => path.iter().any(|there| there.starts_with(begin)),
            None => path.iter().any(|there| there == part),
        };
        let tests = self.0.get(of).map_or(&[][..], Vec::as_slice);
        tests.iter().any(|path| name.split("::").all(|part| is_part(path, untested(part))))
    }
}

/// A name of Python's without the word that makes it a test.
fn untested(name: &str) -> &str {
    name.strip_prefix("test_").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Tests {
        let mut tests = Tests::default();
        let rust =
            concat!("#[te", "st]\nfn a_kill_is_told() {}\n#[tokio::te", "st(flavor = \"x\")]\n");
        tests.add(
            "crates/host/tests/it/dead.rs",
            &format!("{rust}#[cfg(x)]\nasync fn b_too() {{}}\n"),
        );
        tests.add(
            "crates/wire/src/gate.rs",
            concat!("#[te", "st]\nfn gates() {}\nfn helper() {}\n"),
        );
        tests.add("tests/conformance/test_cli.py", "def test_up_ends(engine):\n    pass\n");
        tests
    }

    fn wrong(text: &str) -> Vec<String> {
        tree().check("a.md", text)
    }

    #[test]
    fn tests_files_of_tests_and_begun_names_are_found() {
        for good in [
            "| `host: a_kill_is_told`, `b_too`; `wire: gates` |",
            "`host: dead`, `dead::b_too`, `a_kill_…`",
            "conf: `test_cli` (`test_up_ends`, `up_ends`), `test_up_…`; `host: b_too`",
            "`accept: all`, `true`, and `RUN` name no test",
            "`host: dead` stands in one cell | `true` in another",
        ] {
            assert_eq!(wrong(good), [""; 0], "{good}");
        }
    }

    #[test]
    fn a_name_without_a_test_is_told_with_its_line() {
        assert_eq!(wrong("a\n`host: gone`"), ["a.md:2: host has no test gone"]);
        for bad in [
            "`host: dead`, `gates`",
            "`wire: helper`",
            "`host: dead::gates`, ",
            "conf: `test_gone`",
            "conf: `test_cli` (`test_gone_…`)",
            "`host: dead`; conf: `dead`",
        ] {
            assert_eq!(wrong(bad).len(), 1, "{bad}");
        }
    }
}
