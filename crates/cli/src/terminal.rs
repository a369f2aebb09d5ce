//! What a stream's far end can show.

use std::borrow::Cow;
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
    /// What others wrote is shown without what a terminal would obey.
    pub guarded: bool,
}

impl Terminal {
    /// A pipe or a file: plain and whole lines.
    #[must_use]
    pub const fn pipe() -> Self {
        Self { live: false, colour: false, width: None, guarded: false }
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
            guarded: tty,
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

    /// Lines that others wrote: on a terminal nothing in them but their text.
    pub(crate) fn foreign<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.without(text, |sign| !matches!(sign, '\n' | '\t') && is_obeyed(sign))
    }

    /// The same of a word that stands among others in a line.
    #[must_use]
    pub fn foreign_word<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.without(text, is_obeyed)
    }

    /// The last look at what is written: colours pass, since they are ours.
    pub(crate) fn last_look<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let is_bad = |sign| !matches!(sign, '\n' | '\t') && is_obeyed(sign);
        if !self.guarded || !text.contains(is_bad) {
            return Cow::Borrowed(text);
        }
        let mut parts = text.split('\x1b');
        let mut shown = self.foreign(parts.next().unwrap_or_default()).into_owned();
        for part in parts {
            shown.push_str(if begins_with_colour(part) { "\x1b" } else { "\\u001b" });
            shown.push_str(&self.foreign(part));
        }
        Cow::Owned(shown)
    }

    fn without<'t>(&self, text: &'t str, is_bad: impl Fn(char) -> bool) -> Cow<'t, str> {
        if !self.guarded || !text.contains(&is_bad) {
            return Cow::Borrowed(text);
        }
        let mut shown = String::with_capacity(text.len() + 16);
        for sign in text.chars() {
            if is_bad(sign) {
                // As in JSON, so that a document stays what it says.
                shown.push_str(&format!("\\u{:04x}", u32::from(sign)));
            } else {
                shown.push(sign);
            }
        }
        Cow::Owned(shown)
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}

/// Whether a terminal does something else than to show it: controls of both sets, and what
/// turns the direction of the text around it (Unicode TR36, 3.1).
fn is_obeyed(sign: char) -> bool {
    sign.is_control() || matches!(sign, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether what follows an escape makes it a colour as [`Terminal`] paints.
fn begins_with_colour(rest: &str) -> bool {
    let code = rest.strip_prefix('[').and_then(|rest| rest.split_once('m'));
    code.is_some_and(|(code, _)| {
        (1..=2).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit())
    })
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
        assert_eq!(
            with(true, &[]),
            Terminal { live: true, colour: true, width: Some(80), guarded: true }
        );
        assert_eq!(with(true, &[("COLUMNS", "40")]).width, Some(40));
    }

    #[test]
    fn what_others_write_does_nothing_to_a_terminal() {
        let terminal = with(true, &[("TERM", "dumb")]);
        let title = "a\x1b]0;mine\x07\x1b[2Jb\u{9b}31m\x7f\rc\u{202e}d\té語";
        assert_eq!(
            terminal.foreign(title),
            "a\\u001b]0;mine\\u0007\\u001b[2Jb\\u009b31m\\u007f\\u000dc\\u202ed\té語"
        );
        assert_eq!(terminal.foreign("two\nlines"), "two\nlines");
        assert_eq!(terminal.foreign_word("two\nlines"), "two\\u000alines");
        assert_eq!(with(false, &[]).foreign(title), title);
        assert_eq!(with(false, &[]).last_look(title), title);
    }

    #[test]
    fn our_own_colours_pass_the_last_look_and_nothing_else_does() {
        let terminal = with(true, &[]);
        let ours = format!("{} {}\n", terminal.red("no"), terminal.nth(1, "\tsay"));
        assert_eq!(terminal.last_look(&ours), ours);
        for bad in ["\x1b[2J", "\x1b[31;5m", "\x1b[m", "\x1bc", "\x1b]52;c;eA==\x07", "\x1b"] {
            let shown = terminal.last_look(bad).into_owned();
            assert!(!shown.contains(['\x1b', '\x07']), "{shown:?}");
        }
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
