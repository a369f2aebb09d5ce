//! The words of an expression.

use super::{Result, wrong};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Text(String),
    /// The name of a function, an id or a word such as `REPEAT`.
    Name(String),
    /// An operator or a bracket.
    Sign(&'static str),
}

/// The longer ones first.
const SIGNS: [&str; 18] = [
    "&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "^", "(", ")", "[", "]", ",",
];

pub(super) fn tokens(text: &str) -> Result<Vec<Token>> {
    let mut all = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '0'..='9' | '.' => number(rest)?,
            'a'..='z' | 'A'..='Z' | '_' => {
                let ends = |c: char| !c.is_ascii_alphanumeric() && c != '_';
                let length = rest.find(ends).unwrap_or(rest.len());
                (Token::Name(rest[..length].to_owned()), length)
            }
            '"' | '\'' => text_in(rest, first)?,
            _ => match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
                Some(sign) => (Token::Sign(sign), sign.len()),
                None => return wrong(format!("the character {first:?} has no meaning here")),
            },
        };
        all.push(token);
        rest = rest[length..].trim_start();
    }
    Ok(all)
}

fn number(text: &str) -> Result<(Token, usize)> {
    let is_part = |(at, c): (usize, char)| {
        let before = text[..at].chars().next_back();
        let exponent = matches!(before, Some('e' | 'E')) && matches!(c, '+' | '-');
        c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E') || exponent
    };
    let length = text.char_indices().find(|at| !is_part(*at)).map_or(text.len(), |(at, _)| at);
    match text[..length].parse::<f64>() {
        Ok(number) if number.is_finite() => Ok((Token::Number(number), length)),
        _ => wrong(format!("{} is no number", &text[..length])),
    }
}

fn text_in(text: &str, quote: char) -> Result<(Token, usize)> {
    let mut inside = String::new();
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => {
                // What nothing is escaped by stays, for those who read the text.
                if c != quote && c != '\\' {
                    inside.push('\\');
                }
                inside.push(c);
                escaped = false;
            }
            '\\' => escaped = true,
            _ if c == quote => return Ok((Token::Text(inside), at + 1)),
            _ => inside.push(c),
        }
    }
    wrong("a quotation mark is not closed")
}
