//! Aligned columns without lines between them.

use crate::terminal::Terminal;

/// How a cell looks where colours are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    Plain,
    Dim,
    Good,
    Busy,
    Bad,
}

/// A table of text.
pub(crate) struct Table {
    heads: Vec<String>,
    rows: Vec<Vec<(String, Look)>>,
    /// The column that is cut when the terminal is too narrow.
    flexible: usize,
}

const GAP: usize = 2;
/// What is left of a column that is cut.
const LEAST: usize = 12;

impl Table {
    pub(crate) fn new(heads: &[&str], flexible: &str) -> Self {
        let at = heads.iter().position(|head| *head == flexible);
        let heads = heads.iter().map(|head| (*head).to_owned()).collect();
        Self { heads, rows: Vec::new(), flexible: at.unwrap_or(0) }
    }

    pub(crate) fn row(&mut self, cells: Vec<(String, Look)>) {
        debug_assert_eq!(cells.len(), self.heads.len());
        self.rows.push(cells);
    }

    /// The table with a newline after each line.
    pub(crate) fn render(&self, terminal: &Terminal) -> String {
        let shown = |row: &Vec<(String, Look)>| -> Vec<(String, Look)> {
            row.iter().map(|(text, look)| (terminal.foreign_word(text).into(), *look)).collect()
        };
        let rows: Vec<_> = self.rows.iter().map(shown).collect();
        let mut widths: Vec<usize> = self.heads.iter().map(|head| head.chars().count()).collect();
        for row in &rows {
            for (width, (text, _)) in widths.iter_mut().zip(row) {
                *width = (*width).max(text.chars().count());
            }
        }
        if let Some(room) = terminal.width {
            let all: usize = widths.iter().sum::<usize>() + GAP * (widths.len() - 1);
            let flexible = &mut widths[self.flexible];
            *flexible = flexible.saturating_sub(all.saturating_sub(room)).max(LEAST.min(*flexible));
        }
        let heads: Vec<_> = self.heads.iter().map(|head| (head.clone(), Look::Dim)).collect();
        let mut text = String::new();
        for row in std::iter::once(&heads).chain(&rows) {
            push_line(&mut text, row, &widths, terminal);
        }
        text
    }
}

fn push_line(out: &mut String, row: &[(String, Look)], widths: &[usize], terminal: &Terminal) {
    let last = row.iter().rposition(|(text, _)| !text.is_empty()).unwrap_or(0);
    for (at, ((text, look), width)) in row.iter().zip(widths).enumerate().take(last + 1) {
        let text = cut(text, *width);
        let padding = width - text.chars().count() + GAP;
        out.push_str(&match look {
            Look::Plain => text,
            Look::Dim => terminal.dim(&text),
            Look::Good => terminal.green(&text),
            Look::Busy => terminal.yellow(&text),
            Look::Bad => terminal.red(&text),
        });
        if at < last {
            out.extend(std::iter::repeat_n(' ', padding));
        }
    }
    out.push('\n');
}

/// At most `width` characters, with a sign when some are missing.
fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(&["TASK", "IMAGE", "URL"], "IMAGE");
        let plain = |text: &str| (text.to_owned(), Look::Plain);
        table.row(vec![plain("3f2a"), plain("registry.example/some/long/name:1"), plain("")]);
        table.row(vec![plain("9b"), plain("web:1"), ("http://x".to_owned(), Look::Good)]);
        table
    }

    #[test]
    fn columns_are_aligned_and_nothing_is_cut_into_a_pipe() {
        let expected = "TASK  IMAGE                              URL\n\
                        3f2a  registry.example/some/long/name:1\n\
                        9b    web:1                              http://x\n";
        assert_eq!(table().render(&Terminal::pipe()), expected);
    }

    #[test]
    fn a_narrow_terminal_cuts_the_flexible_column() {
        let narrow = Terminal { width: Some(32), ..Terminal::pipe() };
        let shown = table().render(&narrow);
        assert!(shown.contains("registry.exampl…\n"), "{shown}");
        assert!(shown.lines().all(|line| line.chars().count() <= 32), "{shown}");
    }

    #[test]
    fn a_cell_of_a_terminal_s_table_is_text_and_as_wide_as_it_looks() {
        let mut table = Table::new(&["TASK", "URL"], "TASK");
        let plain = |text: &str| (text.to_owned(), Look::Plain);
        table.row(vec![plain("\x1b[2Ja\nb"), plain("x")]);
        let terminal = Terminal { guarded: true, ..Terminal::pipe() };
        let wide = r"\u001b[2Ja\u000ab  x";
        assert_eq!(table.render(&terminal).lines().nth(1), Some(wide));
        assert!(table.render(&Terminal::pipe()).contains("\x1b[2Ja\nb"));
    }

    #[test]
    fn colours_do_not_move_columns() {
        let colour = Terminal { colour: true, ..Terminal::pipe() };
        let shown = table().render(&colour);
        assert!(shown.contains("\x1b[32mhttp://x\x1b[0m"), "{shown}");
        let mut plain = shown.clone();
        for code in ["\x1b[2m", "\x1b[32m", "\x1b[0m"] {
            plain = plain.replace(code, "");
        }
        assert_eq!(plain, table().render(&Terminal::pipe()));
    }
}
