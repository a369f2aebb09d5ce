//! Log lines on stdout.

use std::borrow::Cow;
use std::collections::BTreeMap;

use ferrogate_api::logs::FilteredLogEvent;
use ferrogate_api::{Timestamp, json};

use super::source::Group;
use crate::answer::{Answer, Format, OutputArgs};
use crate::fault::Fault;
use crate::terminal::Terminal;
use crate::ui::Ui;

/// Writes events as lines: plain when they are of one stream, else with a label each.
pub(crate) struct Shower<'u> {
    ui: &'u Ui,
    labels: BTreeMap<String, (usize, String)>,
    several: bool,
    timestamps: bool,
    output: &'u OutputArgs,
}

impl<'u> Shower<'u> {
    pub(crate) fn new(
        ui: &'u Ui,
        groups: &[Group],
        timestamps: bool,
        output: &'u OutputArgs,
    ) -> Self {
        let labels = BTreeMap::new();
        let wide = output.format() == Format::Wide;
        let several = wide || groups.iter().any(|group| group.all.is_some());
        let mut shower = Self { ui, labels, several, timestamps: timestamps || wide, output };
        shower.also(groups);
        shower
    }

    /// Knows the labels of these too.
    pub(crate) fn also(&mut self, groups: &[Group]) {
        for (stream, label) in groups.iter().flat_map(|group| &group.streams) {
            let n = self.labels.len();
            self.labels.entry(stream.clone()).or_insert_with(|| (n, label.clone()));
        }
        self.several |= self.labels.len() > 1;
    }

    pub(crate) fn show(&mut self, event: &FilteredLogEvent) -> Result<(), Fault> {
        if self.output.format().is_document() {
            let programs = || Answer::one(json::to_value(event), Vec::new());
            return self.output.show_next(self.ui, programs, |_| Ok(()));
        }
        let message = event.message.as_deref().unwrap_or_default();
        let terminal = &self.ui.terminal;
        let mut line = String::new();
        if self.timestamps {
            let time = Timestamp(event.timestamp.unwrap_or(0)).to_string();
            line.push_str(&terminal.dim(&time));
            line.push(' ');
        }
        if self.several {
            let stream = event.log_stream_name.clone().unwrap_or_default();
            let n = self.labels.len();
            let (n, label) =
                self.labels.entry(stream.clone()).or_insert_with(|| (n, short_of(&stream)));
            line.push_str(&terminal.nth(*n, &terminal.foreign_word(label)));
            line.push_str(&terminal.dim(" | "));
        }
        line.push_str(&shown(terminal, message));
        self.ui.data(&line)
    }
}

/// What a container wrote, as a line of the terminal's: a container with a terminal of its own
/// ends its lines with `\\r\\n`.
pub(crate) fn shown<'m>(terminal: &Terminal, message: &'m str) -> Cow<'m, str> {
    let message = message.trim_end_matches('\n');
    let ended = message.strip_suffix('\r').filter(|_| terminal.guarded);
    terminal.foreign(ended.unwrap_or(message))
}

/// `container/id` of a stream whose task is forgotten.
fn short_of(stream: &str) -> String {
    let mut parts = stream.rsplit('/');
    let (id, container) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    format!("{container}/{}", id.chars().take(8).collect::<String>())
}
