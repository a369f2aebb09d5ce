//! The forms in which a verb may answer.

use clap::ValueEnum;

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
    /// One id a line
    Name,
}

impl Format {
    /// Whether a program reads it, errors included.
    pub(crate) fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Jsonl)
    }
}

/// `--output`, as every verb has it that answers with data.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub(crate) struct OutputArgs {
    /// Form of the answer
    #[arg(short = 'o', long = "output", value_enum, default_value_t, value_name = "FORM")]
    pub(crate) output: Format,
}

/// The cluster that a verb looks into.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct ClusterArgs {
    /// Cluster of the task
    #[arg(long, env = "FERROGATE_CLUSTER", default_value = "default")]
    pub(crate) cluster: String,
}
