//! What a stream's far end can show.

use std::io::IsTerminal as _;

/// How to write to one stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// Somebody looks at it, and the cursor can be moved: bars, redrawing, relative times.
    pub live: bool,
    /// Colours are wanted.
    pub colour: bool,
    /// Columns; `None` where lines must not be cut.
    pub width: Option<usize>,
}

impl Terminal {
    /// A pipe or a file: plain and whole lines.
    #[must_use]
    pub const fn pipe() -> Self {
        Self { live: false, colour: false, width: None }
    }

    /// Stdout and stderr of this process.
    pub(crate) fn real() -> (Self, Self) {
        let variable = |name: &str| std::env::var(name).ok();
        let columns = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let of = |tty: bool| Self::of(tty, &variable, columns);
        (of(std::io::stdout().is_terminal()), of(std::io::stderr().is_terminal()))
    }

    /// By the conventions of NO_COLOR (no-color.org), CLICOLOR_FORCE (bixense.com/clicolors),
    /// TERM and COLUMNS.
    fn of(
        tty: bool,
        variable: &dyn Fn(&str) -> Option<String>,
        columns: impl Fn() -> Option<usize>,
    ) -> Self {
        let set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
        let forced = variable("CLICOLOR_FORCE").is_some_and(|v| !v.is_empty() && v != "0");
        let live = tty && variable("TERM").as_deref() != Some("dumb");
        let told = variable("COLUMNS").and_then(|text| text.parse().ok()).filter(|n| *n > 0);
        Self {
            live,
            colour: !set("NO_COLOR") && (forced || live),
            width: if tty { told.or_else(columns) } else { None },
        }
    }

    pub(crate) fn red(&self, text: &str) -> String {
        self.paint("31", text)
    }

    pub(crate) fn green(&self, text: &str) -> String {
        self.paint("32", text)
    }

    pub(crate) fn yellow(&self, text: &str) -> String {
        self.paint("33", text)
    }

    pub(crate) fn dim(&self, text: &str) -> String {
        self.paint("2", text)
    }

    pub(crate) fn bold(&self, text: &str) -> String {
        self.paint("1", text)
    }

    /// One of six colours, the same for the same number.
    pub(crate) fn nth(&self, n: usize, text: &str) -> String {
        const COLOURS: [&str; 6] = ["36", "33", "35", "32", "34", "31"];
        self.paint(COLOURS[n % COLOURS.len()], text)
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(tty: bool, set: &[(&str, &str)]) -> Terminal {
        let variable = |name: &str| {
            set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        Terminal::of(tty, &variable, || Some(80))
    }

    #[test]
    fn a_pipe_is_plain_and_never_cut() {
        assert_eq!(with(false, &[("COLUMNS", "40")]), Terminal::pipe());
    }

    #[test]
    fn a_terminal_has_colour_and_a_width() {
        assert_eq!(with(true, &[]), Terminal { live: true, colour: true, width: Some(80) });
        assert_eq!(with(true, &[("COLUMNS", "40")]).width, Some(40));
    }

    #[test]
    fn no_color_beats_force_and_force_beats_a_pipe() {
        assert!(!with(true, &[("NO_COLOR", "1")]).colour);
        assert!(with(true, &[("NO_COLOR", "")]).colour);
        assert!(with(false, &[("CLICOLOR_FORCE", "1")]).colour);
        assert!(!with(false, &[("CLICOLOR_FORCE", "0")]).colour);
        assert!(!with(true, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]).colour);
    }

    #[test]
    fn a_dumb_terminal_is_not_drawn_on() {
        let dumb = with(true, &[("TERM", "dumb")]);
        assert_eq!((dumb.live, dumb.colour), (false, false));
    }
}
