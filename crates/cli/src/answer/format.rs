//! The forms in which a verb may answer, and the flags that choose one.

use std::time::Duration;

use clap::ValueEnum;

use super::query::Query;
use crate::fault::Fault;
use crate::moment::parse_duration;

/// The value of `--output`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Columns for people
    #[default]
    Table,
    /// More columns
    Wide,
    /// What AWS answers, as one document
    Json,
    /// One JSON object a line
    Jsonl,
    /// The document of json, as YAML
    Yaml,
    /// One id a line
    Name,
}

impl Format {
    /// Whether it shows the document that AWS answers.
    pub(crate) fn is_document(self) -> bool {
        matches!(self, Self::Json | Self::Jsonl | Self::Yaml)
    }
}

/// `--output` and `--query`, as every verb has them that answers with data.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct OutputArgs {
    /// Form of the answer [default: table; with --query: json]
    #[arg(short = 'o', long = "output", value_enum, value_name = "FORM")]
    output: Option<Format>,
    /// Show only what this JMESPath finds in the answer, as the aws command has it
    #[arg(long, value_name = "JMESPATH")]
    pub(super) query: Option<Query>,
}

impl OutputArgs {
    /// The form that was asked for, or that goes without saying.
    pub(crate) fn format(&self) -> Format {
        let unsaid = if self.query.is_some() { Format::Json } else { Format::default() };
        self.output.unwrap_or(unsaid)
    }

    /// Whether a query has a document to look into.
    ///
    /// # Errors
    /// Of usage: tables and names are made from whole answers.
    pub(crate) fn check(&self) -> Result<(), Fault> {
        if self.query.is_none() || self.format().is_document() {
            return Ok(());
        }
        Err(Fault::usage("--query looks into documents, and this form of output is none")
            .why("tables and names are made from the whole answer")
            .fix("leave -o away, or write -o json, -o jsonl or -o yaml"))
    }
}

/// What all verbs take that write to a terminal.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub(crate) struct LookArgs {
    /// No colours, on terminals too
    #[arg(long)]
    pub(crate) no_color: bool,
    /// On terminals too, what tasks write as they wrote it: it may move the cursor, and more
    #[arg(long)]
    pub(crate) raw: bool,
}

/// How much is told about the calls of the API that a verb makes.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub(crate) struct CallArgs {
    /// Tell each request to the engine, with its answer's status and time
    #[arg(short, long)]
    pub(crate) verbose: bool,
    /// Tell each request as the command of the aws CLI that makes it, on stderr
    #[arg(long)]
    pub(crate) explain: bool,
}

/// The whole of a verb that does not wait for anything by itself.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub(crate) struct LimitArgs {
    /// How long it may take; exit code 124 after that [default: for ever]
    #[arg(long, value_name = "TIME", value_parser = parse_duration)]
    pub(crate) timeout: Option<Duration>,
}

/// The cluster that a verb looks into.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct ClusterArgs {
    /// Cluster of the task
    #[arg(long, env = "FERROGATE_CLUSTER", default_value = "default")]
    pub(crate) cluster: String,
}
