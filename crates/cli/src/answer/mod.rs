//! What a verb answers, in every form: as AWS has it, and as people read it.

mod format;
mod query;
mod yaml;

use serde_json::Value;

use crate::fault::Fault;
use crate::ui::Ui;

pub(crate) use format::{CallArgs, ClusterArgs, Format, LimitArgs, LookArgs, OutputArgs};
pub(crate) use yaml::text as yaml;

/// An answer for programs.
pub(crate) struct Answer {
    /// The document, of the shape that AWS has where AWS has one.
    document: Value,
    /// The member of the document whose elements are lines of their own in JSON lines.
    list: Option<&'static str>,
    /// Ids, for `-o name`.
    names: Vec<String>,
}

impl Answer {
    /// A document that is one thing, called by `names`.
    pub(crate) fn one(document: Value, names: Vec<String>) -> Self {
        Self { document, list: None, names }
    }

    /// A document of things in its member `list`, each with its name.
    pub(crate) fn of(document: Value, list: &'static str, names: Vec<String>) -> Self {
        Self { document, list: Some(list), names }
    }
}

impl OutputArgs {
    /// Shows an answer in the form that was asked for: `people` shows it as a table (wide
    /// when told `true`), `programs` makes what the other forms are made from.
    pub(crate) fn show(
        &self,
        ui: &Ui,
        programs: impl FnOnce() -> Answer,
        people: impl FnOnce(bool) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.show_as(self.format(), ui, programs, people)
    }

    /// The same of one answer of many: documents stand apart so that readers find their ends.
    pub(crate) fn show_next(
        &self,
        ui: &Ui,
        programs: impl FnOnce() -> Answer,
        people: impl FnOnce(bool) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        match self.format() {
            // Programs that read on get one object a line.
            Format::Json => self.show_as(Format::Jsonl, ui, programs, people),
            Format::Yaml => {
                ui.data("---")?;
                self.show_as(Format::Yaml, ui, programs, people)
            }
            format => self.show_as(format, ui, programs, people),
        }
    }

    fn show_as(
        &self,
        format: Format,
        ui: &Ui,
        programs: impl FnOnce() -> Answer,
        people: impl FnOnce(bool) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        match format {
            Format::Table | Format::Wide => return people(format == Format::Wide),
            Format::Name => {
                return programs().names.iter().try_for_each(|name| ui.data(name));
            }
            Format::Json | Format::Jsonl | Format::Yaml => {}
        }
        let Answer { mut document, list, .. } = programs();
        if let Some(query) = &self.query {
            document = query.of(&document)?;
        } else if let (Format::Jsonl, Some(list)) = (format, list) {
            document = document[list].take();
        }
        match (format, document) {
            (Format::Jsonl, Value::Array(lines)) => {
                lines.iter().try_for_each(|line| ui.data(&line.to_string()))
            }
            (Format::Jsonl, one) => ui.data(&one.to_string()),
            (Format::Yaml, document) => ui.text(&yaml(&document)),
            (_, document) => ui.json(&document),
        }
    }
}
