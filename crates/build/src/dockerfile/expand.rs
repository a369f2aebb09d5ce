//! Variables and quotes in a word, by the rules of the Dockerfile reference, "Environment
//! replacement".

/// How deep defaults may stand in defaults.
const DEPTH_MAX: usize = 32;
/// The longest text that a word may become, in bytes: variables may hold each other, and the
/// kernel takes no longer ones (execve(2), MAX_ARG_STRLEN).
const BYTES_MAX: usize = 128 << 10;

/// The word with its variables replaced and its quotes and escapes taken away. A variable
/// that `lookup` does not know is empty.
///
/// # Errors
/// In words: a quote or brace without its end, a form that is not built, a variable that the
/// word says must be set, a result over 128 KiB.
pub fn expand(
    word: &str,
    escape: char,
    lookup: &dyn Fn(&str) -> Option<String>,
) -> Result<String, String> {
    let letters: Vec<char> = word.chars().collect();
    let mut lexer = Lexer { letters: &letters, at: 0, escape, lookup, depth: 0 };
    lexer.until(None)
}

struct Lexer<'a> {
    letters: &'a [char],
    at: usize,
    escape: char,
    lookup: &'a dyn Fn(&str) -> Option<String>,
    depth: usize,
}

impl Lexer<'_> {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let found = self.peek()?;
        self.at += 1;
        Some(found)
    }

    /// Up to the end, or to a letter that is taken and not part of the text.
    fn until(&mut self, stop: Option<char>) -> Result<String, String> {
        let mut text = String::new();
        while let Some(c) = self.next() {
            match c {
                c if Some(c) == stop => return Ok(text),
                '\'' => self.single(&mut text)?,
                '"' => self.double(&mut text)?,
                '$' => text.push_str(&self.variable()?),
                c if c == self.escape => text.extend(self.next()),
                c => text.push(c),
            }
            if text.len() > BYTES_MAX {
                return Err("the word is longer than 128 KiB with its variables".into());
            }
        }
        match stop {
            Some(stop) => Err(format!("'{stop}' is missing")),
            None => Ok(text),
        }
    }

    fn single(&mut self, text: &mut String) -> Result<(), String> {
        loop {
            match self.next() {
                Some('\'') => return Ok(()),
                Some(c) => text.push(c),
                None => return Err("a quote is not closed".into()),
            }
        }
    }

    fn double(&mut self, text: &mut String) -> Result<(), String> {
        loop {
            match self.next() {
                Some('"') => return Ok(()),
                Some('$') => text.push_str(&self.variable()?),
                Some(c) if c == self.escape => {
                    // Inside quotes it is an escape only before what means something there.
                    match self.next() {
                        Some(after) if after == '"' || after == '$' || after == c => {
                            text.push(after);
                        }
                        after => text.extend(std::iter::once(c).chain(after)),
                    }
                }
                Some(c) => text.push(c),
                None => return Err("a quote is not closed".into()),
            }
            if text.len() > BYTES_MAX {
                return Err("the word is longer than 128 KiB with its variables".into());
            }
        }
    }

    fn variable(&mut self) -> Result<String, String> {
        if self.peek() != Some('{') {
            let name = self.name();
            let value = || (self.lookup)(&name).unwrap_or_default();
            return Ok(if name.is_empty() { "$".into() } else { value() });
        }
        self.at += 1;
        let name = self.name();
        if name.is_empty() {
            return Err("${ is not followed by the name of a variable".into());
        }
        let value = (self.lookup)(&name);
        let (value, operator) = match self.next() {
            Some('}') => return Ok(value.unwrap_or_default()),
            // With a colon an empty variable is like one that is not set.
            Some(':') => (value.filter(|value| !value.is_empty()), self.next()),
            other => (value, other),
        };
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(format!("braces are deeper than {DEPTH_MAX}"));
        }
        let word = match operator {
            Some('-' | '+' | '?') => self.until(Some('}'))?,
            None => return Err("'}' is missing".into()),
            Some(c) => return Err(format!("${{{name}{c}…}} is not built: write -, + or ?")),
        };
        self.depth -= 1;
        match (operator, value) {
            (Some('+'), Some(_)) => Ok(word),
            (Some('+'), None) => Ok(String::new()),
            (_, Some(value)) => Ok(value),
            (Some('?'), None) => {
                let word = if word.is_empty() { "it is not set".to_owned() } else { word };
                Err(format!("{name}: {word}"))
            }
            (_, None) => Ok(word),
        }
    }

    /// Letters, digits and `_`; digits alone where they come first.
    fn name(&mut self) -> String {
        let digits = self.peek().is_some_and(|c| c.is_ascii_digit());
        let mut name = String::new();
        while let Some(c) = self.peek() {
            let fits =
                if digits { c.is_ascii_digit() } else { c.is_ascii_alphanumeric() || c == '_' };
            if !fits {
                break;
            }
            name.push(c);
            self.at += 1;
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(word: &str) -> Result<String, String> {
        expand(word, '\\', &|name| match name {
            "a" => Some("one".into()),
            "b" => Some("t w o".into()),
            "empty" => Some(String::new()),
            _ => None,
        })
    }

    #[test]
    fn variables_are_replaced_as_the_reference_says() {
        for (word, expected) in [
            ("$a", "one"),
            ("x${a}y", "xoney"),
            ("$ab$", "$"),
            ("$b", "t w o"),
            (r"\$a", "$a"),
            ("'$a'", "$a"),
            ("\"$a b\"", "one b"),
            (r#""\$a \x \\""#, r"$a \x \"),
            ("${c:-d}", "d"),
            ("${c:-$a}", "one"),
            ("${c:-${d:-'e f'}}", "e f"),
            ("${empty:-d}", "d"),
            ("${empty-d}", ""),
            ("${empty+d}", "d"),
            ("${empty:+d}", ""),
            ("${a:+d}", "d"),
            ("${a:?no}", "one"),
            ("$1a", "a"),
            ("a\\", "a"),
        ] {
            assert_eq!(shown(word).as_deref(), Ok(expected), "{word}");
        }
    }

    #[test]
    fn what_can_not_be_replaced_is_told() {
        for word in ["${a", "${}", "${a#x}", "${c:?}", "'a", "\"a", "${c:-"] {
            assert!(shown(word).is_err(), "{word}");
        }
        assert_eq!(shown("${c:?is needed}").unwrap_err(), "c: is needed");
        let deep = "${c:-".repeat(40);
        assert!(shown(&deep).unwrap_err().contains("deeper"));
    }

    proptest::proptest! {
        #[test]
        fn no_word_is_a_panic(word in "[${}:a'\"\\\\+?-]{0,40}") {
            drop(shown(&word));
        }
    }
}
