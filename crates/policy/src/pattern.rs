//! Texts with `*`, `?` and `${variables}`.

use crate::context::Context;

/// A text that others are compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern(Vec<Token>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Text(String),
    /// `*`
    Any,
    /// `?`
    One,
    Variable {
        key: String,
        otherwise: Option<String>,
    },
}

/// A pattern in which every variable has its value.
#[derive(Debug)]
pub(crate) struct Filled<'p>(Vec<Piece<'p>>);

#[derive(Clone, Copy, Debug)]
enum Piece<'p> {
    Text(&'p str),
    Any,
    One,
}

/// How a pattern is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    /// Whether `*` and `?` stand for others.
    pub(crate) wild: bool,
    /// Whether `${…}` stands for a value of the request (policies of 2012 only).
    pub(crate) variables: bool,
}

impl Pattern {
    pub(crate) fn new(text: &str, reading: Reading) -> Self {
        let (mut tokens, mut rest) = (vec![], text);
        while let Some(c) = rest.chars().next() {
            if reading.variables
                && let Some((inside, after)) =
                    rest.strip_prefix("${").and_then(|of| of.split_once('}'))
            {
                tokens.push(variable(inside));
                rest = after;
                continue;
            }
            match c {
                '*' if reading.wild => tokens.push(Token::Any),
                '?' if reading.wild => tokens.push(Token::One),
                _ => push_text(&mut tokens, c),
            }
            rest = &rest[c.len_utf8()..];
        }
        Self(tokens)
    }

    /// With the request's values; `None` if one of its variables has none.
    pub(crate) fn fill<'p>(&'p self, context: &'p Context) -> Option<Filled<'p>> {
        let piece = |token: &'p Token| {
            Some(match token {
                Token::Text(text) => Piece::Text(text),
                Token::Any => Piece::Any,
                Token::One => Piece::One,
                // A value's own asterisks stand for themselves.
                Token::Variable { key, otherwise } => {
                    Piece::Text(context.single(key).or(otherwise.as_deref())?)
                }
            })
        };
        self.0.iter().map(piece).collect::<Option<_>>().map(Filled)
    }

    /// The names of its variables, in small letters.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|token| match token {
            Token::Variable { key, .. } => Some(key.as_str()),
            _ => None,
        })
    }
}

fn push_text(tokens: &mut Vec<Token>, c: char) {
    match tokens.last_mut() {
        Some(Token::Text(text)) => text.push(c),
        _ => tokens.push(Token::Text(c.into())),
    }
}

/// What stands within `${` and `}`.
fn variable(inside: &str) -> Token {
    if matches!(inside, "*" | "?" | "$") {
        return Token::Text(inside.to_owned());
    }
    let (key, otherwise) = match inside.split_once(", '") {
        Some((key, rest)) => (key, rest.strip_suffix('\'').map(str::to_owned)),
        None => (inside, None),
    };
    Token::Variable { key: key.to_ascii_lowercase(), otherwise }
}

impl Filled<'_> {
    pub(crate) fn matches(&self, text: &str) -> bool {
        matches(&self.0, text)
    }

    /// What stands between its colons, those of its variables' values too; the last of `most`
    /// may have others.
    pub(crate) fn split(self, most: usize) -> Vec<Self> {
        let mut all = vec![Self(vec![])];
        for piece in self.0 {
            let Piece::Text(mut text) = piece else {
                push(&mut all, piece);
                continue;
            };
            while all.len() < most
                && let Some((before, after)) = text.split_once(':')
            {
                push(&mut all, Piece::Text(before));
                all.push(Self(vec![]));
                text = after;
            }
            push(&mut all, Piece::Text(text));
        }
        all
    }

    /// The text, of one without anything that stands for others.
    pub(crate) fn text(&self) -> String {
        let piece = |piece: &Piece<'_>| match piece {
            Piece::Text(text) => (*text).to_owned(),
            Piece::Any => "*".into(),
            Piece::One => "?".into(),
        };
        self.0.iter().map(piece).collect()
    }
}

fn push<'p>(all: &mut [Filled<'p>], piece: Piece<'p>) {
    if let Some(last) = all.last_mut() {
        last.0.push(piece);
    }
}

/// Whether an ARN is one of these parts, of which an asterisk at the end of one but the last takes
/// colons, too. Parts that are missing are asterisks. Looks at each place of the text at most once
/// for each piece.
pub(crate) fn match_beyond_colons(parts: &[Filled<'_>], text: &str, most: usize) -> bool {
    let ends_with_any = |part: &Filled<'_>| matches!(part.0.last(), Some(Piece::Any));
    let (Some((last, others)), true) =
        (parts.split_last(), text.bytes().filter(|byte| *byte == b':').count() >= most)
    else {
        return false;
    };
    let is_whole = parts.len() == most;
    if !others.iter().any(ends_with_any) && (is_whole || !ends_with_any(last)) {
        return false;
    }
    let mut walk = Walk { text, at: vec![false; text.len() + 1] };
    walk.at[0] = true;
    for (nth, part) in parts.iter().enumerate() {
        if nth > 0 {
            walk.step(Piece::Text(":"), false);
        }
        let is_last = nth + 1 == most;
        for (from_end, piece) in part.0.iter().rev().enumerate().rev() {
            walk.step(*piece, is_last || from_end == 0 && matches!(piece, Piece::Any));
        }
    }
    for _ in parts.len()..most {
        walk.step(Piece::Text(":"), false);
        walk.step(Piece::Any, true);
    }
    walk.at[text.len()]
}

/// The places of a text that some pieces reach.
struct Walk<'t> {
    text: &'t str,
    at: Vec<bool>,
}

impl Walk<'_> {
    /// Goes on by a piece; `*` and `?` take colons if `beyond`.
    fn step(&mut self, piece: Piece<'_>, beyond: bool) {
        let mut next = vec![false; self.at.len()];
        for from in 0..self.at.len() {
            let goes_on = matches!(piece, Piece::Any) && next[from];
            if !self.at[from] && !goes_on {
                continue;
            }
            let rest = &self.text[from..];
            let taken = rest.chars().next().filter(|c| *c != ':' || beyond);
            let taken = taken.map(|c| from + c.len_utf8());
            match piece {
                Piece::Text(text) if rest.starts_with(text) => next[from + text.len()] = true,
                Piece::Text(_) => {}
                Piece::Any => {
                    next[from] = true;
                    taken.into_iter().for_each(|to| next[to] = true);
                }
                Piece::One => taken.into_iter().for_each(|to| next[to] = true),
            }
        }
        self.at = next;
    }
}

/// Walks on from the last `*` when it meets what does not fit: never longer than the product of
/// both lengths.
fn matches(pieces: &[Piece<'_>], text: &str) -> bool {
    let (mut at, mut rest) = (0, text);
    let mut last: Option<(usize, &str)> = None;
    loop {
        let went = match pieces.get(at) {
            None if rest.is_empty() => return true,
            None => None,
            Some(Piece::Any) => {
                last = Some((at + 1, rest));
                Some(rest)
            }
            Some(Piece::One) => without_first(rest),
            Some(Piece::Text(text)) => rest.strip_prefix(text),
        };
        if let Some(after) = went {
            (at, rest) = (at + 1, after);
            continue;
        }
        let Some((after, from)) = last else { return false };
        let Some(shorter) = without_first(from) else { return false };
        last = Some((after, shorter));
        (at, rest) = (after, shorter);
    }
}

fn without_first(text: &str) -> Option<&str> {
    let mut chars = text.chars();
    chars.next().map(|_| chars.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WILD: Reading = Reading { wild: true, variables: true };

    fn fits(pattern: &str, text: &str, context: &Context) -> Option<bool> {
        Some(Pattern::new(pattern, WILD).fill(context)?.matches(text))
    }

    #[test]
    fn wildcards_stand_for_others_and_the_rest_for_itself() {
        let fits = |pattern, text| fits(pattern, text, &Context::default()).unwrap();
        for (pattern, text) in [
            ("*", ""),
            ("a*c", "abbc"),
            ("a?c", "abc"),
            ("a?c", "aéc"),
            ("**a", "a"),
            ("a*b*c", "a-b-b-c"),
            ("${*}${?}${$}", "*?$"),
            ("${open", "${open"),
        ] {
            assert!(fits(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("", "a"), ("a?c", "ac"), ("a*c", "ab"), ("${*}", "a"), ("A", "a")]
        {
            assert!(!fits(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn a_variable_has_the_requests_value_as_it_is_or_its_default_or_none() {
        let context: Context =
            [("aws:username", "*"), ("aws:PrincipalTag/team", "red")].into_iter().collect();
        let fits = |pattern, text| fits(pattern, text, &context);
        assert_eq!(fits("home/${aws:UserName}", "home/*"), Some(true));
        assert_eq!(fits("home/${aws:UserName}", "home/bob"), Some(false), "its asterisk is one");
        assert_eq!(fits("${aws:principaltag/Team}/*", "red/1"), Some(true));
        assert_eq!(fits("${aws:PrincipalTag/x, 'blue'}", "blue"), Some(true));
        assert_eq!(fits("${aws:PrincipalTag/x}", "blue"), None);
        let old = Reading { wild: true, variables: false };
        let literal = Pattern::new("${aws:username}", old);
        assert!(literal.fill(&context).unwrap().matches("${aws:username}"));
    }

    proptest! {
        /// As by the plainest way to say it.
        #[test]
        fn it_is_the_plain_recursion(pattern in "[ab*?]{0,8}", text in "[ab]{0,10}") {
            fn plain(pattern: &[u8], text: &[u8]) -> bool {
                match (pattern.first(), text.first()) {
                    (None, None) => true,
                    (Some(b'*'), _) => {
                        plain(&pattern[1..], text) || !text.is_empty() && plain(pattern, &text[1..])
                    }
                    (Some(b'?'), Some(_)) => plain(&pattern[1..], &text[1..]),
                    (Some(one), Some(other)) if one == other => plain(&pattern[1..], &text[1..]),
                    _ => false,
                }
            }
            let found = fits(&pattern, &text, &Context::default());
            prop_assert_eq!(found, Some(plain(pattern.as_bytes(), text.as_bytes())));
        }
    }
}
