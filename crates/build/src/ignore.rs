//! `.dockerignore`: what of a context is not seen (Docker's manual, "Build context").

use crate::glob;
use crate::tree::parts;

/// Patterns in their order; the last that fits decides.
#[derive(Clone, Debug, Default)]
pub struct Ignore {
    rules: Vec<Rule>,
}

#[derive(Clone, Debug)]
struct Rule {
    parts: Vec<Vec<u8>>,
    /// `!`: seen after all.
    keeps: bool,
}

impl Ignore {
    /// Reads a file: a pattern a line, `#` before comments, `!` before exceptions. Patterns
    /// are of whole paths from the context's root; `**` is any number of folders.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let rules = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
            let line = line.trim();
            let (keeps, pattern) = match line.strip_prefix('!') {
                Some(pattern) => (true, pattern.trim()),
                None => (false, line),
            };
            let mut cleaned: Vec<Vec<u8>> = Vec::new();
            for part in parts(pattern.as_bytes()) {
                match part {
                    b".." => drop(cleaned.pop()),
                    part => cleaned.push(part.to_vec()),
                }
            }
            (!cleaned.is_empty()).then_some(Rule { parts: cleaned, keeps })
        });
        Self { rules: rules.collect() }
    }

    /// Whether a path, or a folder it lies in, is ignored.
    #[must_use]
    pub fn ignores(&self, path: &[u8]) -> bool {
        let path: Vec<&[u8]> = parts(path).collect();
        let mut ignored = false;
        for rule in &self.rules {
            if rule.keeps == ignored && rule.fits(&path) {
                ignored = !rule.keeps;
            }
        }
        ignored
    }

    /// Whether below an ignored folder something may be seen after all.
    #[must_use]
    pub fn has_exceptions(&self) -> bool {
        self.rules.iter().any(|rule| rule.keeps)
    }
}

impl Rule {
    /// Whether it is of the path or of a folder on the way to it. Each row of the table says
    /// which numbers of the path's parts the pattern's parts so far can have taken.
    fn fits(&self, path: &[&[u8]]) -> bool {
        let mut taken = vec![false; path.len() + 1];
        taken[0] = true;
        for part in &self.parts {
            let mut next = vec![false; path.len() + 1];
            if part == b"**" {
                let from = taken.iter().position(|t| *t).unwrap_or(path.len() + 1);
                next.iter_mut().skip(from).for_each(|t| *t = true);
            } else {
                for (at, name) in path.iter().enumerate() {
                    next[at + 1] = taken[at] && glob::matches(part, name);
                }
            }
            taken = next;
        }
        // A pattern that took only the front is of a folder that holds the path.
        taken.iter().skip(1).any(|t| *t)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_pattern_that_fits_decides() {
        let ignore =
            Ignore::parse("# a comment\n*.md\n!README*.md\nREADME-secret.md\nnode_modules\n");
        for (path, expected) in [
            ("a.md", true),
            ("docs/a.md", false),
            ("README.md", false),
            ("README-secret.md", true),
            ("node_modules/a/b", true),
            ("x/node_modules", false),
        ] {
            assert_eq!(ignore.ignores(path.as_bytes()), expected, "{path}");
        }
        assert!(ignore.has_exceptions());
    }

    #[test]
    fn two_stars_are_any_number_of_folders() {
        let ignore = Ignore::parse("**/temp*\n/a/**/z\n./b/../c\n*\n!d/**\n");
        let plain = Ignore::parse("**/temp*\n/a/**/z\n./b/../c\n");
        for (path, expected) in [
            ("temp1", true),
            ("x/y/temp", true),
            ("a/z", true),
            ("a/1/2/z/3", true),
            ("a/1", false),
            ("c", true),
            ("b", false),
        ] {
            assert_eq!(plain.ignores(path.as_bytes()), expected, "{path}");
        }
        assert!(ignore.ignores(b"e/f") && !ignore.ignores(b"d/e"));
    }

    #[test]
    fn everything_and_one_exception() {
        let ignore = Ignore::parse("*\n!src/main.c\n");
        assert!(ignore.ignores(b"src/other.c") && ignore.ignores(b"src"));
        assert!(!ignore.ignores(b"src/main.c"));
    }
}
