//! A place in a pattern's text.

use super::PatternError;

#[derive(Clone)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    /// Regular expressions read so far.
    pub(super) regexes: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, regexes: 0 }
    }

    /// The whole text.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    pub(super) fn skip_space(&mut self) {
        self.take_while(char::is_whitespace);
    }

    /// The characters from here on for which `wanted` holds.
    pub(super) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let len = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += len;
        &rest[..len]
    }

    /// Goes past `token` if it stands here.
    pub(super) fn eat(&mut self, token: &str) -> bool {
        let here = self.rest().starts_with(token);
        self.at += if here { token.len() } else { 0 };
        here
    }

    /// Goes past the word `word` if it stands here, alone.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let here = self.rest().strip_prefix(word);
        let alone = here.is_some_and(|r| !r.starts_with(|c: char| c.is_alphanumeric() || c == '_'));
        self.at += if alone { word.len() } else { 0 };
        alone
    }

    /// Goes past `token`, which must stand here.
    pub(super) fn expect(&mut self, token: &str) -> Result<(), PatternError> {
        if self.eat(token) { Ok(()) } else { Err(self.error(format!("no '{token}'"))) }
    }

    /// A text in double quotes, in which `\"` and `\\` stand for `"` and `\`.
    pub(super) fn quoted(&mut self) -> Result<String, PatternError> {
        self.expect("\"")?;
        let mut text = String::new();
        loop {
            match self.next() {
                None => return Err(self.error("a quoted text without end")),
                Some('"') => return Ok(text),
                Some('\\') if matches!(self.peek(), Some('"' | '\\')) => text.extend(self.next()),
                Some(c) => text.push(c),
            }
        }
    }

    pub(super) fn error(&self, what: impl Into<String>) -> PatternError {
        PatternError { at: self.text[..self.at].chars().count() + 1, what: what.into() }
    }
}

/// `text` as [`Cursor::quoted`] reads it.
pub(super) fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
