//! `ferrogate man`: the manual's pages, one for each verb, as the command line tells them.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use clap::CommandFactory;

use crate::args::Args;

/// Writes `ferrogate.1`, `ferrogate-up.1` and so on into `folder`.
pub(crate) fn run(folder: &Path) -> anyhow::Result<ExitCode> {
    clap_mangen::generate_to(Args::command(), folder)
        .with_context(|| format!("can't write the manual into {}", folder.display()))?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_verb_has_a_page_and_hidden_ones_have_none() {
        let dir = tempfile::tempdir().unwrap();
        run(dir.path()).unwrap();
        let text = |name: &str| std::fs::read_to_string(dir.path().join(name)).unwrap();
        assert!(text("ferrogate.1").contains("ferrogate\\-up(1)"));
        assert!(text("ferrogate-image-build.1").contains("\\-\\-build\\-arg"));
        assert!(!dir.path().join("ferrogate-supervise.1").exists());
    }
}
