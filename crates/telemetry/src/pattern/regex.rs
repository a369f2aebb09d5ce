//! Regular expressions between `%`, with the few means that CloudWatch allows.

use std::fmt;

use regex::bytes::{Regex as Compiled, RegexBuilder};

use super::PatternError;
use super::cursor::Cursor;

/// Memory that a compiled expression may take, in bytes: bounds `{m,n}` too.
const COMPILED_BYTES_MAX: usize = 1 << 18;
/// Filter pattern syntax: 2 regular expressions in a pattern on JSON or with fields.
pub(super) const REGEXES_MAX: usize = 2;
/// Our own bound for terms, where the documents tell none.
pub(super) const TERM_REGEXES_MAX: usize = 5;

/// Filter pattern syntax, "Supported regular expressions".
const SYMBOLS: &str = ":_#=@/;,-";
const OPERATORS: &str = "^$?[]{}|*+.";

#[derive(Clone, Debug)]
pub(super) struct Regex {
    text: String,
    compiled: Compiled,
}

impl PartialEq for Regex {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Regex {
    pub(super) fn parse(cursor: &mut Cursor<'_>, max: usize) -> Result<Self, PatternError> {
        cursor.regexes += 1;
        if cursor.regexes > max {
            return Err(cursor.error(format!("more than {max} regular expressions")));
        }
        cursor.expect("%")?;
        let mut text = String::new();
        let mut rust = String::new();
        let mut in_class = false;
        while !cursor.eat("%") {
            let Some(c) = cursor.peek() else {
                return Err(cursor.error("a regular expression without end"));
            };
            let one = element(cursor, c)?;
            text.push_str(&one);
            // Inside a class `[` is itself; the library would take it for a nested class.
            rust.push_str(if in_class && c == '[' { "\\[" } else { &one });
            in_class = match c {
                '[' => true,
                ']' => false,
                _ => in_class,
            };
        }
        if text.is_empty() {
            return Err(cursor.error("an empty regular expression"));
        }
        let compiled = RegexBuilder::new(&rust)
            .unicode(false)
            .size_limit(COMPILED_BYTES_MAX)
            .dfa_size_limit(COMPILED_BYTES_MAX)
            .build()
            .map_err(|_| cursor.error("a regular expression that is wrong or too large"))?;
        Ok(Self { text, compiled })
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        self.compiled.is_match(text.as_bytes())
    }
}

/// One character, or one escape.
fn element(cursor: &mut Cursor<'_>, c: char) -> Result<String, PatternError> {
    if c != '\\' {
        if c.is_ascii_alphanumeric() || SYMBOLS.contains(c) || OPERATORS.contains(c) {
            cursor.next();
            return Ok(c.into());
        }
        return Err(cursor.error(format!("'{c}', which a regular expression can't have")));
    }
    cursor.next();
    let escaped = cursor.peek();
    match escaped {
        Some('x') => {
            cursor.next();
            let mut digits = [' '; 2];
            for digit in &mut digits {
                let hex = cursor.peek().filter(char::is_ascii_hexdigit);
                *digit = hex.ok_or_else(|| cursor.error("no hexadecimal digit"))?;
                cursor.next();
            }
            Ok(format!("\\x{}{}", digits[0], digits[1]))
        }
        Some(c) if "dDsSwW".contains(c) || (c.is_ascii_punctuation() && c != '%') => {
            cursor.next();
            // The library knows `\<` and `\>` as borders of words: these are themselves.
            Ok(if c == '<' || c == '>' { format!("\\x{:02x}", c as u32) } else { format!("\\{c}") })
        }
        _ => Err(cursor.error("an escape that a regular expression can't have")),
    }
}

impl fmt::Display for Regex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "%{}%", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Pattern;

    fn matches(pattern: &str, text: &str) -> bool {
        Pattern::parse(pattern).unwrap().matches(text)
    }

    #[test]
    fn the_documented_operators_work() {
        let table = [
            ("%AUTHORIZED%", "[ERROR 401] UNAUTHORIZED REQUEST", true),
            ("%^[hc]at%", "hat trick", true),
            ("%^[hc]at%", "a hat", false),
            ("%[hc]at$%", "a cat", true),
            ("%colou?r%", "color", true),
            ("%[a-z]{3,5}%", "ab", false),
            ("%gr[ae]y|blue%", "so blue", true),
            (r"%10\.10\.0\.1%", "10.10.0.1", true),
            (r"%10\.10\.0\.1%", "10x10.0.1", false),
            (r"%\d+\s\w\D%", "7 ab", true),
            (r"%\x41%", "A", true),
            (r"%\[x\]%", "[x]", true),
            (r"%\<b\>%", "a<b>c", true),
            (r"%\<b\>%", "a b c", false),
            ("%[a[]x%", "[x", true),
        ];
        for (pattern, text, expected) in table {
            assert_eq!(matches(pattern, text), expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn what_cloudwatch_does_not_know_is_refused() {
        for bad in [
            "%something!%",
            "%(a)%",
            "%a b%",
            "%ä%",
            "%a",
            "%%",
            r"%\b%",
            r"%\p%",
            r"%\x4%",
            "%[a%",
            "%a{9999}{9999}%",
            "%*%",
        ] {
            assert!(Pattern::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn regular_expressions_are_counted() {
        assert!(Pattern::parse("{ $.a = %a% || $.a = %b% }").is_ok());
        assert!(Pattern::parse("{ $.a = %a% || $.a = %b% || $.a = %c% }").is_err());
        assert!(Pattern::parse(&"?%a% ".repeat(5)).is_ok());
        assert!(Pattern::parse(&"?%a% ".repeat(6)).is_err());
    }
}
