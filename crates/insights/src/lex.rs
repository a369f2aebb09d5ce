//! Words of a query.

use std::ops::Range;

use crate::parse::ParseError;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token {
    /// A name, as it is: `@message`, `a.b`, `stats`.
    Name(String),
    /// A name in backticks, which no word of the language is.
    Quoted(String),
    Number(f64),
    /// `5m`: a count and what of.
    Span(f64, String),
    Text(String),
    Regex(String),
    /// An operator or a mark.
    Mark(&'static str),
}

#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub(crate) token: Token,
    /// Bytes of the text.
    pub(crate) at: Range<usize>,
}

/// Longer ones first.
const MARKS: [&str; 20] = [
    "!=", "<=", ">=", "=~", "==", "=", "<", ">", "(", ")", "[", "]", ",", "|", "+", "-", "*", "/",
    "^", "%",
];

/// All words of a text. A `/` begins a regular expression where a value can't end.
pub(crate) fn words(text: &str) -> Result<Vec<Word>, ParseError> {
    let mut words: Vec<Word> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        if c == '#' {
            at += text[at..].find('\n').unwrap_or(text.len() - at);
            continue;
        }
        let token = match c {
            '"' | '\'' => Token::Text(delimited(text, &mut at, c)?),
            '`' => Token::Quoted(delimited(text, &mut at, c)?),
            '/' if begins_regex(words.last()) => Token::Regex(regex(text, &mut at)?),
            _ if c.is_ascii_digit() || (c == '.' && digit_follows(text, at)) => {
                number(text, &mut at)
            }
            _ if is_name(c) => {
                at += text[at..].find(|c| !is_name(c)).unwrap_or(text.len() - at);
                Token::Name(text[start..at].trim_end_matches('.').to_owned())
            }
            _ => match MARKS.iter().find(|mark| text[at..].starts_with(**mark)) {
                Some(mark) => {
                    at += mark.len();
                    Token::Mark(mark)
                }
                None => {
                    let to = at + c.len_utf8();
                    return Err(ParseError::new(format!("unexpected symbol found {c}"), at..to));
                }
            },
        };
        words.push(Word { token, at: start..at });
    }
    Ok(words)
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '@' | '.' | '$' | ':')
}

fn digit_follows(text: &str, at: usize) -> bool {
    text[at + 1..].starts_with(|c: char| c.is_ascii_digit())
}

fn begins_regex(last: Option<&Word>) -> bool {
    match last.map(|word| &word.token) {
        Some(Token::Name(name)) => {
            let word = name.to_ascii_lowercase();
            name.starts_with('@') || matches!(word.as_str(), "like" | "parse")
        }
        Some(Token::Mark(mark)) => matches!(*mark, "=~"),
        _ => false,
    }
}

fn delimited(text: &str, at: &mut usize, end: char) -> Result<String, ParseError> {
    let start = *at;
    let mut found = String::new();
    let mut chars = text[start + 1..].char_indices();
    while let Some((offset, c)) = chars.next() {
        match c {
            _ if c == end => {
                *at = start + 1 + offset + c.len_utf8();
                return Ok(found);
            }
            '\\' if end != '`' => match chars.next() {
                Some((_, 'n')) => found.push('\n'),
                Some((_, 't')) => found.push('\t'),
                Some((_, c)) if c == end || c == '\\' => found.push(c),
                Some((_, c)) => found.extend(['\\', c]),
                None => break,
            },
            _ => found.push(c),
        }
    }
    Err(ParseError::new(format!("no closing {end}"), start..text.len()))
}

fn regex(text: &str, at: &mut usize) -> Result<String, ParseError> {
    let start = *at;
    let mut found = String::new();
    let mut chars = text[start + 1..].char_indices();
    while let Some((offset, c)) = chars.next() {
        match c {
            '/' => {
                *at = start + 2 + offset;
                return Ok(found);
            }
            '\\' => match chars.next() {
                Some((_, '/')) => found.push('/'),
                Some((_, c)) => found.extend(['\\', c]),
                None => break,
            },
            _ => found.push(c),
        }
    }
    Err(ParseError::new("no closing /".into(), start..text.len()))
}

fn number(text: &str, at: &mut usize) -> Token {
    let start = *at;
    let mut end = start;
    let mut seen_dot = false;
    for c in text[start..].chars() {
        match c {
            '0'..='9' => {}
            '.' if !seen_dot && digit_follows(text, end) => seen_dot = true,
            _ => break,
        }
        end += 1;
    }
    let value = text[start..end].parse().unwrap_or(f64::INFINITY);
    let unit = text[end..].find(|c: char| !is_name(c)).map_or(text.len(), |len| end + len);
    *at = unit;
    match &text[end..unit] {
        "" => Token::Number(value),
        unit => Token::Span(value, unit.to_owned()),
    }
}
