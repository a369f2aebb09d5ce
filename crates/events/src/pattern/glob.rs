//! Wildcards: texts with `*` for any text, also none.

/// A text with wildcards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Glob {
    /// What stands before, between and after the wildcards; so one more than there are of these.
    parts: Vec<String>,
}

/// Why a text is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bad {
    /// Two wildcards in a row; the second stands at this character.
    Consecutive(usize),
    /// A backslash before what needs none, at this character.
    Escape(usize),
}

impl Glob {
    pub(super) fn parse(text: &str) -> Result<Self, Bad> {
        let mut parts = vec![String::new()];
        let mut chars = text.chars().enumerate().peekable();
        while let Some((at, char)) = chars.next() {
            let part = parts.last_mut().expect("there is one from the start");
            match char {
                '*' => {
                    if let Some((next, _)) = chars.peek().filter(|(_, char)| *char == '*') {
                        return Err(Bad::Consecutive(*next));
                    }
                    parts.push(String::new());
                }
                '\\' => match chars.next() {
                    Some((_, escaped @ ('*' | '\\'))) => part.push(escaped),
                    _ => return Err(Bad::Escape(at)),
                },
                char => part.push(char),
            }
        }
        Ok(Self { parts })
    }

    /// Whether the whole of `text` is such a text. Takes the first place for each part, so it
    /// looks at the text once for each.
    pub(super) fn matches(&self, text: &str) -> bool {
        let Some((first, rest)) = self.parts.split_first() else { return false };
        let Some((last, between)) = rest.split_last() else { return first == text };
        let Some(mut text) = text.strip_prefix(&**first) else { return false };
        for part in between {
            match text.find(&**part) {
                Some(at) => text = &text[at + part.len()..],
                None => return false,
            }
        }
        text.ends_with(&**last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_any_text() {
        for (glob, yes, no) in [
            ("*", &["", "a", "a*b"][..], &[][..]),
            ("a*", &["a", "ab"], &["", "ba"]),
            ("*a", &["a", "ba"], &["ab"]),
            ("a*b*c", &["abc", "aXbYc", "abbc", "abcc"], &["ab", "acb", "bc"]),
            ("ab*ba", &["abba", "abXba"], &["aba", "ab", "ba"]),
            ("a\\*b", &["a*b"], &["aXb"]),
            ("a\\\\*", &["a\\", "a\\b"], &["a*"]),
            ("abc", &["abc"], &["ab", "abcd"]),
        ] {
            let parsed = Glob::parse(glob).unwrap();
            yes.iter().for_each(|text| assert!(parsed.matches(text), "{glob} {text}"));
            no.iter().for_each(|text| assert!(!parsed.matches(text), "{glob} {text}"));
        }
        assert_eq!(Glob::parse("a**"), Err(Bad::Consecutive(2)));
        assert_eq!(Glob::parse("a\\b"), Err(Bad::Escape(1)));
        assert_eq!(Glob::parse("a\\"), Err(Bad::Escape(1)));
    }
}
