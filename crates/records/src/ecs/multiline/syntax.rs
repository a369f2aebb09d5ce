//! Go's regular expressions (RE2) in the words of ours. Both know the same language; what is
//! spelled in one way and read in another is spelled anew:
//!
//! - `\d`, `\s`, `\w` and `\b` are of ASCII in Go;
//! - a `{` that begins no count is itself in Go, and an error here;
//! - in brackets `[`, `&&`, `--` and `~~` are themselves in Go, and operators here;
//! - any mark may be escaped in Go, while here `\<` and `\>` are borders of words;
//! - `\Q…\E` quotes in Go, and is not known here.
//!
//! Not carried over: octal escapes (`\123`) and `\C`, which are errors, and `\B`, which is of
//! Unicode.

use std::iter::Peekable;
use std::str::Chars;

/// The pattern as this engine's expressions say it. What is no pattern stays none.
pub(super) fn from_go(pattern: &str) -> String {
    let mut go = Go { rest: pattern.chars().peekable(), out: String::with_capacity(pattern.len()) };
    while let Some(c) = go.rest.next() {
        match c {
            '\\' => go.escape(false),
            '[' => go.class(),
            '{' if !go.is_count() => go.out.push_str(r"\{"),
            other => go.out.push(other),
        }
    }
    go.out
}

struct Go<'p> {
    rest: Peekable<Chars<'p>>,
    out: String,
}

impl Go<'_> {
    /// What comes after a backslash.
    fn escape(&mut self, in_class: bool) {
        let Some(c) = self.rest.next() else { return self.out.push('\\') };
        match (c, in_class) {
            ('d', false) => self.out.push_str("[0-9]"),
            ('d', true) => self.out.push_str("0-9"),
            ('D', _) => self.out.push_str("[^0-9]"),
            ('s', false) => self.out.push_str(r"[\t\n\f\r ]"),
            ('s', true) => self.out.push_str(r"\t\n\f\r\x20"),
            ('S', _) => self.out.push_str(r"[^\t\n\f\r ]"),
            ('w', false) => self.out.push_str("[0-9A-Za-z_]"),
            ('w', true) => self.out.push_str("0-9A-Za-z_"),
            ('W', _) => self.out.push_str("[^0-9A-Za-z_]"),
            ('b', false) => self.out.push_str(r"(?-u:\b)"),
            ('Q', false) => self.quoted(),
            ('p' | 'P' | 'x', _) => self.braced(c),
            _ if c.is_ascii_punctuation() => self.itself(c),
            _ => self.out.extend(['\\', c]),
        }
    }

    /// `\p{Greek}`, `\x{1F600}`: the brace belongs to it.
    fn braced(&mut self, c: char) {
        self.out.extend(['\\', c]);
        self.out.extend(self.rest.next_if_eq(&'{'));
    }

    /// Up to `\E`, or the end, everything is itself.
    fn quoted(&mut self) {
        while let Some(c) = self.rest.next() {
            if c == '\\' && self.rest.next_if_eq(&'E').is_some() {
                return;
            }
            self.itself(c);
        }
    }

    fn itself(&mut self, c: char) {
        if c.is_ascii_punctuation() {
            self.out.push_str(&format!(r"\x{:02X}", u32::from(c)));
        } else {
            self.out.push(c);
        }
    }

    /// What stands between brackets.
    fn class(&mut self) {
        self.out.push('[');
        self.out.extend(self.rest.next_if_eq(&'^'));
        // The first may be a closing bracket or a dash, which is then itself.
        if let Some(first) = self.rest.next_if(|c| matches!(c, ']' | '-')) {
            self.itself(first);
        }
        while let Some(c) = self.rest.next() {
            match c {
                ']' => return self.out.push(']'),
                '\\' => self.escape(true),
                '[' if self.rest.peek() == Some(&':') => self.named(),
                '[' | '&' | '~' => self.itself(c),
                // A range up to a dash.
                '-' if self.rest.next_if_eq(&'-').is_some() => {
                    self.out.push('-');
                    self.itself('-');
                }
                other => self.out.push(other),
            }
        }
    }

    /// `[:alpha:]`, copied up to its end.
    fn named(&mut self) {
        self.out.push('[');
        for c in self.rest.by_ref() {
            self.out.push(c);
            if c == ']' {
                return;
            }
        }
    }

    /// Whether a `{` begins `{2}`, `{2,}` or `{2,3}`.
    fn is_count(&self) -> bool {
        let ahead: String = self.rest.clone().take_while(|c| *c != '}').collect();
        let closed = self.rest.clone().any(|c| c == '}');
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let (from, to) = ahead.split_once(',').unwrap_or((&ahead, "0"));
        closed && digits(from) && (to.is_empty() || digits(to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use regex::Regex;

    fn begins(pattern: &str, line: &str) -> bool {
        Regex::new(&from_go(pattern)).unwrap().is_match(line)
    }

    #[test]
    fn what_both_read_alike_stays_as_it_is() {
        for same in ["^(INFO|WARN)$", "a{2,3}?b{4}c{5,}", "[^a-z]+", "(?i)x(?P<n>y)", r"\x{41}\pL"]
        {
            assert_eq!(from_go(same), same);
        }
    }

    #[test]
    fn a_brace_that_begins_no_count_is_a_brace() {
        for pattern in ["^{", "^{\"", "^{,2}", "^{a}"] {
            let line = pattern.trim_start_matches('^');
            assert!(begins(pattern, line), "{pattern}");
        }
        assert!(begins(r"^\d{4}-{2}x", "2024--x"));
        assert!(begins(r"^\p{Greek}{2}$", "αβ"));
    }

    #[test]
    fn a_bracket_in_brackets_is_a_bracket() {
        assert!(begins("^[[]", "[2024]") && !begins("^[^[]", "[2024]"));
        assert!(begins("^[]a]$", "]") && !begins("^[^]a]", "a"));
        assert!(begins(r"^[\d\-/]+$", "20-1/2") && !begins(r"^[\D]", "1"));
        assert!(begins("^[[:alpha:][]$", "[") && begins("^[[:alpha:][]$", "x"));
        assert!(begins("^[a&&b]$", "&") && begins("^[a~~b]$", "~") && begins("^[+--]$", ","));
        assert!(begins("^[--/]$", ".") && begins("^[a-]$", "-") && begins("^[-a]$", "-"));
    }

    #[test]
    fn classes_and_borders_are_of_ascii() {
        assert!(!begins(r"\d", "٣") && !begins(r"^\w", "é") && begins(r"^\W$", "é"));
        assert!(begins(r"\bERROR\b", "an ERROR.") && begins(r"é\bx", "éx"));
        assert!(begins(r"^[\s]\S", " x") && !begins(r"\s", "\u{a0}"));
    }

    #[test]
    fn a_quoted_text_is_itself() {
        assert!(begins(r"^\Q[a.b]\E.$", "[a.b]x") && !begins(r"^\Qa.b", "aXb"));
    }

    #[test]
    fn every_mark_may_be_escaped() {
        for mark in (0..128).map(char::from).filter(char::is_ascii_punctuation) {
            for pattern in [format!(r"^\{mark}$"), format!(r"^[\{mark}]$")] {
                assert!(begins(&pattern, &mark.to_string()), "{pattern}");
            }
        }
    }

    proptest! {
        #[test]
        fn no_pattern_is_too_strange(pattern in r"[\[\]\\{}Qdp:&~\-^a0,]{0,12}") {
            let _ = Regex::new(&from_go(&pattern));
        }

        #[test]
        fn a_text_that_is_quoted_matches_itself(text in "[ -~]{0,20}") {
            prop_assume!(!text.contains(r"\E") && !text.ends_with('\\'));
            let pattern = format!(r"^\Q{text}\E$");
            prop_assert!(begins(&pattern, &text));
        }
    }
}
