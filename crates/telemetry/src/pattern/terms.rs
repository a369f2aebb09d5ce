//! Terms that a text must have, must not have, or of which it must have one.

use std::fmt;

use super::PatternError;
use super::cursor::{Cursor, quote};
use super::regex::{Regex, TERM_REGEXES_MAX};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// `term`
    Include,
    /// `-term`
    Exclude,
    /// `?term`
    Optional,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    Text(String),
    Regex(Regex),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term {
    pub(super) role: Role,
    pub(super) what: What,
}

/// At least one term.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Terms(pub(super) Vec<Term>);

impl Terms {
    pub(super) fn parse(cursor: &mut Cursor<'_>) -> Result<Self, PatternError> {
        let mut terms = Vec::new();
        while cursor.peek().is_some() {
            terms.push(Term::parse(cursor)?);
            cursor.skip_space();
        }
        Ok(Self(terms))
    }

    /// Filter pattern syntax: `?` can't be combined with other terms; beside them, the
    /// terms with `?` are ignored.
    pub(super) fn matches(&self, message: &str) -> bool {
        self.hold(|term| term.found(message), |term| !term.found(message))
    }

    /// Whether they can hold for a text of which is known what it may have in it.
    pub(super) fn may_match(&self, may_have: impl Fn(&str) -> bool) -> bool {
        let may_be_there = |term: &Term| match &term.what {
            What::Text(text) => may_have(text),
            What::Regex(_) => true,
        };
        self.hold(may_be_there, |_| true)
    }

    fn hold(&self, there: impl Fn(&Term) -> bool, missing: impl Fn(&Term) -> bool) -> bool {
        let of = |role| self.0.iter().filter(move |t| t.role == role);
        if of(Role::Include).chain(of(Role::Exclude)).next().is_none() {
            return of(Role::Optional).any(there);
        }
        of(Role::Include).all(there) && of(Role::Exclude).all(missing)
    }
}

impl Term {
    fn parse(cursor: &mut Cursor<'_>) -> Result<Self, PatternError> {
        let role = match cursor.peek() {
            Some('-') => Role::Exclude,
            Some('?') => Role::Optional,
            _ => Role::Include,
        };
        if role != Role::Include {
            cursor.next();
        }
        let what = match cursor.peek() {
            Some('"') => What::Text(cursor.quoted()?),
            Some('%') => What::Regex(Regex::parse(cursor, TERM_REGEXES_MAX)?),
            _ => What::Text(bare(cursor)?),
        };
        // `a"b"` and `%a%b` are refused rather than read as two terms.
        if cursor.peek().is_some_and(|c| !c.is_whitespace()) {
            return Err(cursor.error("no space between two terms"));
        }
        Ok(Self { role, what })
    }

    fn found(&self, message: &str) -> bool {
        match &self.what {
            What::Text(text) => message.contains(text.as_str()),
            What::Regex(regex) => regex.matches(message),
        }
    }
}

/// A term without quotes: letters, digits and `_`. Filter pattern syntax: all else is put
/// in quotes.
fn bare(cursor: &mut Cursor<'_>) -> Result<String, PatternError> {
    let start = cursor.error(String::new());
    let term = cursor.take_while(|c| !c.is_whitespace());
    if term.is_empty() || term.contains(|c: char| !c.is_alphanumeric() && c != '_') {
        return Err(PatternError {
            what: format!("Invalid character(s) in term '{term}'"),
            ..start
        });
    }
    Ok(term.into())
}

impl fmt::Display for Terms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, term) in self.0.iter().enumerate() {
            f.write_str(if i == 0 { "" } else { " " })?;
            f.write_str(match term.role {
                Role::Include => "",
                Role::Exclude => "-",
                Role::Optional => "?",
            })?;
            match &term.what {
                What::Text(text) => f.write_str(&quote(text))?,
                What::Regex(regex) => regex.fmt(f)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Pattern;

    #[test]
    fn terms_choose_texts() {
        let table = [
            ("ERROR", "[ERROR 400] BAD REQUEST", true),
            ("ERROR", "[error 400]", false),
            ("ERROR ARGUMENTS", "[ERROR] INVALID ARGUMENTS", true),
            ("ERROR ARGUMENTS", "[ERROR] INVALID", false),
            ("\"INTERNAL SERVER ERROR\"", "[500] INTERNAL SERVER ERROR", true),
            ("\"INTERNAL SERVER ERROR\"", "[500] SERVER INTERNAL ERROR", false),
            ("?ERROR ?ARGUMENTS", "INVALID ARGUMENTS", true),
            ("?ERROR ?ARGUMENTS", "fine", false),
            ("ERROR -ARGUMENTS", "[ERROR] 401", true),
            ("ERROR -ARGUMENTS", "[ERROR] INVALID ARGUMENTS", false),
            ("-ERROR", "fine", true),
            ("-\"not found\"", "page not found", false),
            ("ERROR ?other", "ERROR alone", true),
            (r#""say \"hi\" \\ there""#, r#"say "hi" \ there"#, true),
            ("Zürich", "aus Zürich", true),
            ("%^a% -%b$%", "a c", true),
            ("%^a% -%b$%", "a b", false),
        ];
        for (pattern, text, expected) in table {
            let parsed = Pattern::parse(pattern).unwrap();
            assert_eq!(parsed.matches(text), expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn what_a_text_can_not_have_decides_as_far_as_it_can() {
        let table = [
            ("abc", true),
            ("needle", false),
            ("abc needle", false),
            ("abc -needle", true),
            ("-needle", true),
            ("-abc", true),
            ("?needle ?abc", true),
            ("?needle ?other", false),
            ("needle ?abc", false),
            ("%needle%", true),
            ("{ $.a = \"needle\" }", true),
            ("[needle]", true),
            ("", true),
        ];
        for (pattern, expected) in table {
            let parsed = Pattern::parse(pattern).unwrap();
            assert_eq!(parsed.may_match(|text| text == "abc"), expected, "{pattern}");
        }
    }

    #[test]
    fn other_characters_need_quotes() {
        for bad in ["user-id", "a:b", "404.html", "a\"b\"", "\"a", "-", "?", "- a", "%a%b"] {
            let error = Pattern::parse(bad).unwrap_err();
            assert!(error.at >= 1, "{bad}: {error}");
        }
        let error = Pattern::parse("ok user-id").unwrap_err();
        assert_eq!(error.at, 4);
        assert!(error.to_string().contains("Invalid character(s) in term 'user-id'"));
    }
}
