//! Writes `docs/coverage.md`: every operation of every service that we offer, and every input
//! field of ECS, each with what becomes of it.
//!
//! Three sources: the models say what there is, the code says which operations are served
//! ([`served`]), and `models/ecs-fields.toml`, kept by hand, says what becomes of each field
//! ([`fields`]). A field of the model without an entry, and an entry without a field, are
//! errors, so a new model or a new operation can't be forgotten.

mod fields;
mod page;
mod state;

use std::fs;

use anyhow::{Context, Result, ensure};

use crate::{offer, served, workspace};

/// The page, below the root of the workspace.
const PAGE: &str = "docs/coverage.md";

/// Writes the page.
///
/// # Errors
/// When a source can't be read, or the sources contradict each other.
pub fn write() -> Result<()> {
    let path = workspace().join(PAGE);
    fs::write(&path, text()?).with_context(|| format!("writing {}", path.display()))
}

/// Fails when the page is not what [`write`] would write.
///
/// # Errors
/// Then, and when [`write`] would fail.
pub fn check() -> Result<()> {
    let found = fs::read_to_string(workspace().join(PAGE)).unwrap_or_default();
    ensure!(found == text()?, "{PAGE} is stale; run `cargo xtask coverage`");
    Ok(())
}

fn text() -> Result<String> {
    let offers = offer::all()?;
    let entries = fields::read()?;
    let mut services = Vec::new();
    for offer in &offers {
        services.push(page::Service { offer, served: served::operations(offer)? });
    }
    fields::check_operations(&entries, &services)?;
    let ecs = services.iter().find(|service| service.offer.id == "ecs");
    let ecs = ecs.context("models/operations.toml does not offer ecs")?;
    let structures = fields::join(&ecs.offer.model, &entries, &ecs.served)?;
    Ok(page::render(&services, &entries, &structures))
}
