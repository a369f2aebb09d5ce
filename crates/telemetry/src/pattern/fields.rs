//! Conditions on the fields of a text that spaces part; `[…]` and `"…"` make one field.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::PatternError;
use super::cursor::Cursor;
use super::expr::Expr;
use super::value::Comparison;

/// `[first, second = x, ..., last]`
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fields {
    pub(super) first: Vec<Field>,
    /// The fields behind `...`, which stands for any number of others; none without it.
    pub(super) last: Option<Vec<Field>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) condition: Option<Expr<Comparison>>,
}

impl Fields {
    pub(super) fn parse(cursor: &mut Cursor<'_>) -> Result<Self, PatternError> {
        cursor.expect("[")?;
        let mut fields = Self { first: Vec::new(), last: None };
        loop {
            cursor.skip_space();
            if cursor.eat("...") {
                if fields.last.is_some() {
                    return Err(cursor.error("a second '...'"));
                }
                fields.last = Some(Vec::new());
            } else {
                let field = Field::parse(cursor)?;
                fields.last.as_mut().unwrap_or(&mut fields.first).push(field);
            }
            cursor.skip_space();
            if cursor.eat("]") {
                return Ok(fields);
            }
            cursor.expect(",")?;
        }
    }

    pub(super) fn matches(&self, message: &str) -> bool {
        let parts = split(message);
        let paired = self.pair(&parts);
        paired.is_some_and(|pairs| pairs.iter().all(|(field, part)| field.holds(part)))
    }

    pub(super) fn names(&self) -> BTreeSet<String> {
        let all = self.first.iter().chain(self.last.iter().flatten());
        all.map(|field| format!("${}", field.name)).collect()
    }

    pub(super) fn extract(&self, message: &str) -> BTreeMap<String, String> {
        let parts = split(message);
        let pairs = self.pair(&parts).unwrap_or_default();
        let value = |(field, part): (&Field, &str)| (format!("${}", field.name), part.to_owned());
        pairs.into_iter().map(value).collect()
    }

    /// Each field with its part of the text, if there are as many as asked for.
    fn pair<'a>(&'a self, parts: &[&'a str]) -> Option<Vec<(&'a Field, &'a str)>> {
        let last = self.last.as_deref().unwrap_or_default();
        let asked = self.first.len() + last.len();
        let fits = if self.last.is_some() { parts.len() >= asked } else { parts.len() == asked };
        let behind = parts.len().checked_sub(last.len()).filter(|_| fits)?;
        let first = self.first.iter().zip(parts.iter().copied());
        Some(first.chain(last.iter().zip(parts[behind..].iter().copied())).collect())
    }
}

impl Field {
    fn parse(cursor: &mut Cursor<'_>) -> Result<Self, PatternError> {
        if cursor.peek() != Some('(') {
            let mut ahead = cursor.clone();
            let name = name(&mut ahead)?;
            ahead.skip_space();
            if matches!(ahead.peek(), Some(',' | ']')) {
                *cursor = ahead;
                return Ok(Self { name, condition: None });
            }
        }
        let mut own: Option<String> = None;
        let condition = Expr::parse(cursor, &mut |cursor| {
            let here = name(cursor)?;
            let expected = own.get_or_insert_with(|| here.clone());
            if *expected != here {
                return Err(cursor.error(format!("'{here}' in the condition of '{expected}'")));
            }
            Comparison::parse(cursor, ",]")
        })?;
        let name = own.expect("a condition has a comparison, which sets the name");
        Ok(Self { name, condition: Some(condition) })
    }

    fn holds(&self, part: &str) -> bool {
        self.condition.as_ref().is_none_or(|c| c.holds(&|comparison| comparison.holds(part)))
    }
}

fn name(cursor: &mut Cursor<'_>) -> Result<String, PatternError> {
    let name = cursor.take_while(|c| c.is_alphanumeric() || c == '_' || c == '-');
    if name.is_empty() { Err(cursor.error("no name of a field")) } else { Ok(name.into()) }
}

/// The fields of a text. Linear: the next closing character is looked for once.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut closers = [Closer::new(']'), Closer::new('"')];
    let mut at = 0;
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        let Some(first) = text[at..].chars().next() else { return parts };
        let closed = match first {
            '[' => closers[0].next(text, at + 1),
            '"' => closers[1].next(text, at + 1),
            _ => None,
        };
        // Only a group that ends where a field ends: `[INFO]:` is a word like others.
        let group =
            closed.filter(|end| text[end + 1..].chars().next().is_none_or(char::is_whitespace));
        let word_end = || text[at..].find(char::is_whitespace).map_or(text.len(), |n| at + n);
        let (part, end) = match group {
            Some(end) => (&text[at + 1..end], end + 1),
            None => {
                let end = word_end();
                (&text[at..end], end)
            }
        };
        parts.push(part);
        at = end;
    }
}

/// Finds the next closing character, and remembers where it was.
struct Closer {
    closing: char,
    /// The first one at or behind the place asked for last; none yet.
    found: Option<Option<usize>>,
}

impl Closer {
    fn new(closing: char) -> Self {
        Self { closing, found: None }
    }

    fn next(&mut self, text: &str, from: usize) -> Option<usize> {
        match self.found {
            Some(None) => None,
            Some(Some(at)) if at >= from => Some(at),
            _ => {
                let at = text[from..].find(self.closing).map(|n| from + n);
                self.found = Some(at);
                at
            }
        }
    }
}

impl fmt::Display for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dots = self.last.iter().map(|_| "...".to_owned());
        let last = self.last.iter().flatten().map(ToString::to_string);
        let all: Vec<_> =
            self.first.iter().map(ToString::to_string).chain(dots).chain(last).collect();
        write!(f, "[{}]", all.join(", "))
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.condition {
            None => f.write_str(&self.name),
            Some(condition) => {
                condition.print(f, &|comparison, f| write!(f, "{} {comparison}", self.name))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Pattern;
    use super::split;

    const LINE: &str = "127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] \
                        \"GET /apache_pb.gif HTTP/1.0\" 404 1534";

    #[test]
    fn fields_choose_lines() {
        let table = [
            ("[ip, user, username, timestamp, request, status, bytes]", true),
            ("[ip, user, username, timestamp, request, status]", false),
            ("[ip, user, username, timestamp, request, status, bytes, more]", false),
            ("[ip, user, username, timestamp, request = *.gif*, status = 4*, bytes > 1000]", true),
            ("[..., status = 4* && status != 403, bytes]", true),
            ("[..., status = 4* && status != 404, bytes]", false),
            ("[..., status = 200 || status = 404, bytes]", true),
            ("[..., (status = 200 || status = 404) && status > 300, bytes]", true),
            ("[ip, ...]", true),
            ("[ip != 127.0.0.1, ...]", false),
            ("[ip, ..., size]", true),
            ("[...]", true),
            (r#"[a, b, c, d, e = "GET /apache_pb.gif HTTP/1.0", ...]"#, true),
            ("[a, b, c, d = *-0700, ...]", true),
            ("[..., status = %4[0-9]{2}%, bytes]", true),
            ("[a, b, c, d, e, f, g, ...]", true),
            ("[a, b, c, d, e, f, g, ..., h]", false),
        ];
        for (pattern, expected) in table {
            let parsed = Pattern::parse(pattern).unwrap();
            assert_eq!(parsed.matches(LINE), expected, "{pattern}");
        }
    }

    #[test]
    fn brackets_and_quotes_make_one_field() {
        let table: [(&str, &[&str]); 8] = [
            ("", &[]),
            (" a  b\t", &["a", "b"]),
            ("[a b] \"c d\" e", &["a b", "c d", "e"]),
            ("[] \"\"", &["", ""]),
            ("[a b", &["[a", "b"]),
            ("[INFO]: x", &["[INFO]:", "x"]),
            ("\"a b\"c d", &["\"a", "b\"c", "d"]),
            ("ä [ö ü]", &["ä", "ö ü"]),
        ];
        for (text, parts) in table {
            assert_eq!(split(text), parts, "{text}");
        }
    }

    #[test]
    fn many_unclosed_brackets_are_split_in_linear_time() {
        // Quadratic search would look at 10^11 bytes here and not end in a test's lifetime.
        let text = format!("{}]x", "[ ".repeat(500_000));
        assert_eq!(split(&text).len(), 500_001);
    }

    #[test]
    fn wrong_fields_are_refused() {
        for bad in [
            "[",
            "[]",
            "[a",
            "[a,]",
            "[a b]",
            "[a = ]",
            "[a = 1 && b = 2]",
            "[..., ...]",
            "[(a = 1]",
            "[a < x]",
            "[a,b] c",
            "[a = 1 &&]",
            "[= 1]",
        ] {
            assert!(Pattern::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_fields_values_are_told() {
        let pattern = Pattern::parse("[ip, identity, ..., request, status, bytes]").unwrap();
        let values = pattern.extract(LINE);
        assert_eq!(values["$request"], "GET /apache_pb.gif HTTP/1.0");
        assert_eq!(values["$bytes"], "1534");
        assert_eq!(values.len(), 5);
        assert!(pattern.extract("too short").is_empty());
    }
}
