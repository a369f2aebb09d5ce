//! Texts compared with wildcards and regular expressions.

use ferrogate_link::balancer::Pattern;
use regex::{Regex, RegexBuilder};

/// Bytes that a compiled expression may take.
const REGEX_BYTES_MAX: usize = 1 << 20;

/// A pattern ready to be compared.
#[derive(Clone, Debug)]
pub enum Matcher {
    /// With wildcards.
    Wild(Wild),
    /// With a regular expression, found anywhere in the text.
    Regex(Regex),
}

impl Matcher {
    /// `fold`: in any case.
    ///
    /// # Errors
    /// For an expression that is none, or too large, in words.
    pub fn new(pattern: &Pattern, fold: bool) -> Result<Self, String> {
        match pattern {
            Pattern::Wildcard(text) => Ok(Self::Wild(Wild::new(text, fold, false))),
            Pattern::Regex(text) => regex(text, fold).map(Self::Regex),
        }
    }

    /// Whether `text` is what is meant.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        match self {
            Self::Wild(wild) => wild.matches(text),
            Self::Regex(regex) => regex.is_match(text),
        }
    }
}

/// Compiles an expression of a user.
///
/// # Errors
/// When it is none, or too large, in words.
pub fn regex(text: &str, fold: bool) -> Result<Regex, String> {
    let mut builder = RegexBuilder::new(text);
    let builder = builder.case_insensitive(fold).size_limit(REGEX_BYTES_MAX);
    builder.build().map_err(|e| format!("'{text}' is no regular expression: {e}"))
}

/// A text with `*` for any characters and `?` for exactly one.
#[derive(Clone, Debug)]
pub struct Wild {
    parts: Box<[Part]>,
    fold: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Any,
    One,
    Is(char),
}

impl Wild {
    /// `fold`: in any case of ASCII; `escapes`: `\*` and `\?` are the characters themselves.
    #[must_use]
    pub fn new(text: &str, fold: bool, escapes: bool) -> Self {
        let (mut parts, mut chars) = (Vec::new(), text.chars().peekable());
        while let Some(c) = chars.next() {
            parts.push(match c {
                '\\' if escapes && matches!(chars.peek(), Some('*' | '?' | '\\')) => {
                    Part::Is(chars.next().expect("it was peeked"))
                }
                // Two in a row say no more than one.
                '*' if parts.last() == Some(&Part::Any) => continue,
                '*' => Part::Any,
                '?' => Part::One,
                c => Part::Is(c),
            });
        }
        Self { parts: parts.into(), fold }
    }

    /// Whether the whole `text` is what is meant. At most as many steps as both lengths
    /// multiplied.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        // Where the last `*` is, and from which character on it was tried.
        let (mut at, mut back) = (0, None);
        let mut rest = text.chars();
        loop {
            let here = rest.clone();
            match (self.parts.get(at), rest.next()) {
                (None, None) => return true,
                (Some(Part::Any), _) => {
                    rest = here.clone();
                    back = Some((at, here));
                    at += 1;
                }
                (Some(Part::One), Some(_)) => at += 1,
                (Some(Part::Is(want)), Some(c)) if self.same(*want, c) => at += 1,
                (_, _) => {
                    let Some((star, from)) = &mut back else { return false };
                    // The `*` takes one more.
                    if from.next().is_none() {
                        return false;
                    }
                    rest = from.clone();
                    at = *star + 1;
                }
            }
        }
    }

    fn same(&self, one: char, other: char) -> bool {
        one == other || (self.fold && one.eq_ignore_ascii_case(&other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wildcards_mean_what_aws_says() {
        for (pattern, text, same) in [
            ("/img/*", "/img/", true),
            ("/img/*", "/img/a/b", true),
            ("/img/*", "/img", false),
            ("/img/*", "/IMG/a", false),
            ("*", "", true),
            ("?", "", false),
            ("?", "é", true),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("*.example.com", "a.example.com", true),
            ("*.example.com", "example.com", false),
            ("*a*b*c", "xxaxxbxxbc", true),
            ("*a*b*c", "xxaxxbxxbcd", false),
            ("", "", true),
            ("", "a", false),
            ("**a", "ba", true),
        ] {
            assert_eq!(Wild::new(pattern, false, false).matches(text), same, "{pattern} {text}");
        }
        assert!(Wild::new("*.Example.COM", true, false).matches("A.eXample.com"));
        assert!(Wild::new(r"a\*b", false, true).matches("a*b"));
        assert!(!Wild::new(r"a\*b", false, true).matches("axb"));
        assert!(Wild::new(r"a\?", false, true).matches("a?"));
    }

    #[test]
    fn a_pattern_of_many_stars_ends_soon() {
        let wild = Wild::new(&"*a".repeat(64), false, false);
        assert!(!wild.matches(&"a".repeat(60).repeat(200).replace("aa", "ab")[..63]));
        assert!(!wild.matches(&format!("{}b", "a".repeat(16_000))));
    }

    proptest! {
        #[test]
        fn wildcards_are_the_expression_they_stand_for(
            pattern in "[ab*?]{0,8}", text in "[ab]{0,10}"
        ) {
            let same: String = pattern.chars().map(|c| match c {
                '*' => ".*".to_owned(),
                '?' => ".".to_owned(),
                c => c.to_string(),
            }).collect();
            let regex = Regex::new(&format!("^{same}$")).unwrap();
            prop_assert_eq!(Wild::new(&pattern, false, false).matches(&text), regex.is_match(&text));
        }
    }
}
