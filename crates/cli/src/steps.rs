//! Progress on stderr: a spinner for people, a line for each step into a pipe.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::ui::Ui;

/// What is being done now. Ends with the value: no spinner outlives it.
pub(crate) struct Steps<'u> {
    ui: &'u Ui,
    bar: Option<ProgressBar>,
    now: String,
}

impl<'u> Steps<'u> {
    pub(crate) fn new(ui: &'u Ui) -> Self {
        let bar = (ui.side.live && ui.draws).then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            bar.set_style(
                ProgressStyle::with_template("{spinner} {wide_msg} {elapsed:>4}")
                    .expect("the template is a constant")
                    .tick_chars("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏ "),
            );
            bar.enable_steady_tick(Duration::from_millis(100));
            bar
        });
        Self { ui, bar, now: String::new() }
    }

    /// Says what is being done; the same again says nothing.
    pub(crate) fn doing(&mut self, text: &str) {
        if self.now == text {
            return;
        }
        text.clone_into(&mut self.now);
        match &self.bar {
            Some(bar) => {
                bar.set_draw_target(ProgressDrawTarget::stderr());
                bar.set_message(self.ui.side.foreign_word(text).into_owned());
            }
            // Without a bar, what goes on is told only where lines are a record.
            None if !self.ui.side.live => self.ui.progress(text),
            None => {}
        }
    }

    /// Leaves the terminal to other bars until something else is done.
    pub(crate) fn rest(&mut self) {
        self.now.clear();
        if let Some(bar) = &self.bar {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
    }

    /// Says what is done.
    pub(crate) fn done(&self, text: &str) {
        let tick = self.ui.side.green("✓");
        let text = self.ui.side.foreign(text);
        self.above(|| self.ui.progress(&format!("{tick} {text}")));
    }

    /// Writes something else while the spinner is away.
    pub(crate) fn above<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }
}

impl Drop for Steps<'_> {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
