//! Which lines of a container begin an event: what the awslogs options `awslogs-datetime-format`
//! and `awslogs-multiline-pattern` say, as docker's driver reads them.

mod syntax;

use regex::{Regex, RegexBuilder};

/// What a compiled pattern may take of memory, which bounds the time that it takes for a line.
const PATTERN_BYTES_MAX: usize = 256 << 10;

/// What docker's driver knows of strftime, each with what it takes for it. What it doesn't know
/// it leaves out, and what is no code is a part of the regular expression, as it stands.
const CODES: [(char, &str); 19] = [
    ('a', "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"),
    ('A', "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"),
    ('w', "[0-6]"),
    ('d', "(?:0[1-9]|[12][0-9]|3[01])"),
    ('b', "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"),
    (
        'B',
        "(?:January|February|March|April|May|June|July|August|September|October|November|December)",
    ),
    ('m', "(?:0[1-9]|1[0-2])"),
    ('Y', "[0-9]{4}"),
    ('y', "[0-9]{2}"),
    ('H', "(?:[01][0-9]|2[0-3])"),
    ('I', "(?:0[0-9]|1[0-2])"),
    ('p', "[AP]M"),
    ('M', "[0-5][0-9]"),
    ('S', "[0-5][0-9]"),
    ('f', "[0-9]{6}"),
    ('z', "[+-][0-9]{4}"),
    ('Z', "[A-Z]{1,4}T"),
    ('j', "(?:0[0-9][1-9]|0[1-9]0|[12][0-9]{2}|3[0-5][0-9]|36[0-6])"),
    ('L', r"\.[0-9]{3}"),
];

/// A pattern that is no regular expression. Its text is what docker's driver says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("awslogs could not parse multiline pattern key {pattern:?}: error parsing regexp: {why}")]
pub struct BadPattern {
    pattern: String,
    why: String,
}

/// Tells the lines that begin an event from those that go on with one.
#[derive(Clone, Debug)]
pub struct Start(Regex);

impl Start {
    /// Reads a regular expression in the syntax of Go, docker's language.
    ///
    /// # Errors
    /// [`BadPattern`], also for the few expressions that Go has and this engine has not.
    pub fn new(pattern: &str) -> Result<Self, BadPattern> {
        let bad = |why| BadPattern { pattern: pattern.into(), why };
        compile(pattern).map(Self).map_err(bad)
    }

    /// Whether an event begins with this line.
    #[must_use]
    pub fn is(&self, line: &str) -> bool {
        self.0.is_match(line)
    }
}

/// A regular expression in the syntax of Go, of bounded size.
///
/// # Errors
/// Why it is none.
pub(super) fn compile(pattern: &str) -> Result<Regex, String> {
    let regex = RegexBuilder::new(&syntax::from_go(pattern))
        .size_limit(PATTERN_BYTES_MAX)
        .dfa_size_limit(PATTERN_BYTES_MAX)
        .build();
    regex.map_err(|error| words(&error))
}

/// The pattern that a format of strftime stands for.
#[must_use]
pub fn of_datetime_format(format: &str) -> String {
    let mut pattern = String::new();
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        match (c, chars.clone().next()) {
            ('%', Some(code)) => {
                chars.next();
                pattern.extend(CODES.iter().find(|(of, _)| *of == code).map(|(_, is)| *is));
            }
            _ => pattern.push(c),
        }
    }
    pattern
}

/// The last line of an error says what is wrong; those before it draw where.
fn words(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default().trim();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(pattern: &str, line: &str) -> bool {
        Start::new(pattern).unwrap().is(line)
    }

    #[test]
    fn each_code_matches_what_strftime_writes_for_it() {
        for (code, yes, no) in [
            ("%a", "Mon", "Xyz"),
            ("%A", "Wednesday", "Wednes"),
            ("%w", "6", "7"),
            ("%d", "31", "32"),
            ("%b", "Feb", "Foo"),
            ("%B", "September", "Septembre"),
            ("%m", "12", "13"),
            ("%Y", "2024", "999"),
            ("%y", "24", "x4"),
            ("%H", "23", "24"),
            ("%I", "12", "13"),
            ("%p", "PM", ",M"),
            ("%M", "59", "60"),
            ("%S", "59", "60"),
            ("%f", "012345", "12345"),
            ("%z", "-0330", "0330"),
            ("%Z", "PST", "utc"),
            ("%j", "366", "367"),
            ("%L", ".123", "123"),
        ] {
            let pattern = format!("^{}$", of_datetime_format(code));
            assert!(begins(&pattern, yes), "{code} is {yes}");
            assert!(!begins(&pattern, no), "{code} is not {no}");
        }
    }

    #[test]
    fn every_day_of_the_year_has_its_number() {
        let pattern = format!("^{}$", of_datetime_format("%j"));
        for day in 1..=366 {
            assert!(begins(&pattern, &format!("{day:03}")), "{day}");
        }
        assert!(!begins(&pattern, "000"));
    }

    #[test]
    fn a_format_is_found_anywhere_and_its_other_characters_are_an_expression() {
        let format = of_datetime_format(r"\[%b %d, %Y %H:%M:%S\]");
        assert!(begins(&format, "[May 01, 2017 19:00:01] A message was logged"));
        assert!(!begins(&format, "Another multiline message"));
        assert!(begins(&of_datetime_format("%Y-%m-%d"), "INFO 2024-02-29 x"));
        // What is no code of docker's is left out, and what is half a code stays.
        assert_eq!(of_datetime_format("a%Qb%%c%"), "abc%");
    }

    #[test]
    fn patterns_that_people_use_are_small_enough() {
        let whole = of_datetime_format("%A, %d %B %Y %I:%M:%S.%f %p %z %Z %j%L");
        for pattern in
            [&whole, r"^\p{L}+\s\PL", r"(?i)^(info|warn|error|debug|trace)\b", r"^\S{1,200} "]
        {
            assert!(Start::new(pattern).is_ok(), "{pattern}");
        }
    }

    #[test]
    fn what_is_no_expression_is_refused_with_what_is_wrong() {
        let error = Start::new("^(INFO").unwrap_err().to_string();
        assert_eq!(
            error,
            "awslogs could not parse multiline pattern key \"^(INFO\": error parsing regexp: \
             unclosed group"
        );
        assert!(Start::new("(?=ahead)").is_err());
        assert!(Start::new("(?:a{1000}){1000}").is_err(), "it takes too much");
    }
}
