//! One thing that was looked at, and where it is looked for.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::terminal::Terminal;

/// How it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Good,
    /// The engine runs without it; something is weaker.
    Advised,
    /// The engine needs it.
    Missing,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Check {
    pub(super) name: String,
    pub(super) state: State,
    /// What was found.
    pub(super) found: String,
    /// What to do about it.
    pub(super) fix: Option<String>,
}

impl Check {
    fn new(name: &str, state: State, found: impl Into<String>) -> Self {
        Self { name: name.to_owned(), state, found: found.into(), fix: None }
    }

    pub(super) fn good(name: &str, found: impl Into<String>) -> Self {
        Self::new(name, State::Good, found)
    }

    pub(super) fn advise(name: &str, found: impl Into<String>) -> Self {
        Self::new(name, State::Advised, found)
    }

    pub(super) fn missing(name: &str, found: impl Into<String>) -> Self {
        Self::new(name, State::Missing, found)
    }

    /// Good, or missing with what to do.
    pub(super) fn need(name: &str, is: bool, found: impl Into<String>, fix: &str) -> Self {
        if is { Self::good(name, found) } else { Self::missing(name, found).fix(fix) }
    }

    /// Good, or advised with what to do.
    pub(super) fn want(name: &str, is: bool, found: impl Into<String>, fix: &str) -> Self {
        if is { Self::good(name, found) } else { Self::advise(name, found).fix(fix) }
    }

    pub(super) fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    pub(super) fn json(&self) -> Value {
        json!({"name": self.name, "state": self.word(), "found": self.found, "fix": self.fix})
    }

    fn word(&self) -> &'static str {
        match self.state {
            State::Good => "ok",
            State::Advised => "advice",
            State::Missing => "missing",
        }
    }

    /// One line, and one more with what to do; when wide, the state in words too.
    pub(super) fn text(&self, terminal: &Terminal, width: usize, wide: bool) -> String {
        let mark = match self.state {
            State::Good => terminal.green("✓"),
            State::Advised => terminal.yellow("!"),
            State::Missing => terminal.red("✗"),
        };
        let word = if wide { format!("{:<9}", self.word()) } else { String::new() };
        let mut text = format!("{mark} {:<width$}  {word}{}", self.name, self.found);
        if let Some(fix) = &self.fix {
            let width = width + word.len();
            text.push_str(&format!("\n  {:width$}  {} {fix}", "", terminal.bold("fix:")));
        }
        text
    }
}

/// The files through which the kernel tells about itself, below a folder that tests choose.
pub(super) struct System(PathBuf);

impl System {
    pub(super) fn real() -> Self {
        Self(PathBuf::from("/"))
    }

    #[cfg(test)]
    pub(super) fn at(root: &std::path::Path) -> Self {
        Self(root.to_owned())
    }

    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.0.join(path.trim_start_matches('/'))
    }

    /// The content of a file without white space around it.
    pub(super) fn read(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(self.path(path)).ok().map(|text| text.trim().to_owned())
    }

    pub(super) fn number(&self, path: &str) -> Option<u64> {
        self.read(path)?.parse().ok()
    }

    /// Asks the kernel for a file system by name, which loads the module that has it.
    ///
    /// # Errors
    /// The kernel's: `NODEV` when it has none of that name, `PERM` when this is not root.
    pub(super) fn load(&self, kind: &str) -> rustix::io::Result<()> {
        if self.0 != std::path::Path::new("/") {
            // Files alone know no more than they say.
            return Err(rustix::io::Errno::NODEV);
        }
        rustix::mount::fsopen(kind, rustix::mount::FsOpenFlags::FSOPEN_CLOEXEC).map(drop)
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.path(path).exists()
    }
}

/// A system made of these files, for tests.
#[cfg(test)]
pub(super) fn made_of(files: &[(&str, &str)]) -> (tempfile::TempDir, System) {
    let dir = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = dir.path().join(path.trim_start_matches('/'));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let system = System::at(dir.path());
    (dir, system)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_a_line_and_its_fix_another() {
        let check = Check::missing("nft", "not found").fix("apt install nftables");
        let expected = "✗ nft    not found\n         fix: apt install nftables";
        assert_eq!(check.text(&Terminal::pipe(), 5, false), expected);
        assert_eq!(check.json()["state"], "missing");
        assert_eq!(Check::good("nft", "1.0").text(&Terminal::pipe(), 3, false), "✓ nft  1.0");
        let wide = check.text(&Terminal::pipe(), 3, true);
        assert_eq!(wide, "✗ nft  missing  not found\n                fix: apt install nftables");
    }
}
