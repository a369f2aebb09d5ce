//! Where the statements of a document stand, for whoever wants to be shown.

/// A place in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// From 1.
    pub line: i32,
    /// From 1, in characters.
    pub column: i32,
}

/// From the first character of a statement to the one behind its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its first character.
    pub start: Position,
    /// Behind its last.
    pub end: Position,
}

/// Of each statement, in a text that is a policy: the objects within `Statement`, or itself.
pub(crate) fn of_statements(text: &str) -> Vec<Span> {
    let mut reader = Reader { at: Position { line: 1, column: 1 }, ..Reader::default() };
    for c in text.chars() {
        reader.take(c);
    }
    reader.spans
}

impl Default for Position {
    fn default() -> Self {
        Self { line: 1, column: 1 }
    }
}

#[derive(Default)]
struct Reader {
    at: Position,
    depth: usize,
    /// The depth at which `Statement`'s own list, if there is one, holds objects.
    within: Option<usize>,
    /// The string that is being read, or was read last.
    string: String,
    is_in_string: bool,
    is_escaped: bool,
    begun: Position,
    spans: Vec<Span>,
}

impl Reader {
    fn take(&mut self, c: char) {
        if self.is_in_string {
            self.take_of_string(c);
        } else {
            self.take_mark(c);
        }
        match c {
            '\n' => self.at = Position { line: self.at.line + 1, column: 1 },
            _ => self.at.column += 1,
        }
    }

    fn take_of_string(&mut self, c: char) {
        match c {
            _ if self.is_escaped => self.is_escaped = false,
            '\\' => self.is_escaped = true,
            '"' => self.is_in_string = false,
            _ => self.string.push(c),
        }
    }

    fn take_mark(&mut self, c: char) {
        match c {
            '"' => {
                self.is_in_string = true;
                self.string.clear();
            }
            // Only a key of the document's own object is one of its elements.
            ':' if self.depth == 1 => {
                self.within = (self.string == "Statement").then_some(2);
            }
            '[' => {
                self.depth += 1;
                if self.depth == 2 && self.within.is_some() {
                    self.within = Some(3);
                }
            }
            '{' => {
                self.depth += 1;
                if Some(self.depth) == self.within {
                    self.begun = self.at;
                }
            }
            '}' => {
                if Some(self.depth) == self.within {
                    let end = Position { column: self.at.column + 1, ..self.at };
                    self.spans.push(Span { start: self.begun, end });
                }
                self.depth = self.depth.saturating_sub(1);
            }
            ']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_statement_has_its_place() {
        let text = "{\"Id\":\"{\\\"Statement\",\n \"Statement\":[{\"a\":{}},\n  {\"b\":[{}]}]}";
        let spans = of_statements(text);
        let place = |line, column| Position { line, column };
        assert_eq!(
            spans,
            [
                Span { start: place(2, 15), end: place(2, 23) },
                Span { start: place(3, 3), end: place(3, 13) },
            ]
        );
        let one = of_statements("{\"Statement\":{\"Sid\":\"x\"},\"Version\":\"2012-10-17\"}");
        assert_eq!(one, [Span { start: place(1, 14), end: place(1, 25) }]);
    }
}
