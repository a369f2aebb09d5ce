//! `ferrogate doctor`: what the engine needs of this host, and what would be better.
//!
//! Reads `/proc` and `/sys`, tries the network in namespaces of its own, and when asked reads
//! the unpacked images again; changes nothing.

mod advice;
mod check;
mod layers;
mod machine;
mod needs;
mod surroundings;

use std::path::Path;

use serde_json::json;

use crate::answer::{Answer, LookArgs, OutputArgs};
use crate::fault::{Fault, Outcome};
use crate::target::Target;
use crate::ui::Ui;
use crate::verb::{Program, Trials};
use check::{Check, State, System};
use layers::Layers;

#[derive(Clone, Debug, clap::Args)]
pub struct DoctorArgs {
    /// Also reads the images that this host has unpacked, all of them, and tells which are not
    /// as they were
    #[arg(long)]
    images: bool,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
}

pub(crate) async fn run(args: DoctorArgs, target: &Target, program: &Program, ui: &Ui) -> Outcome {
    let (trials, folder) = (program.trials, machine::folder(target));
    let images_of = args.images.then(|| machine::data_dir(target));
    let local = tokio::task::spawn_blocking(move || {
        let system = System::real();
        let mut checks = needs::checks(&system, &folder, trials);
        checks.extend(network());
        checks.extend(machine::checks(&system, &folder));
        checks.extend(advice::checks(&system));
        (checks, images_of.map(|data_dir| Layers::read(&data_dir)))
    });
    let (mut checks, layers) =
        local.await.map_err(|e| Fault::failed("the checks did not end").because(&e))?;
    checks.extend(surroundings::checks(target).await);
    checks.extend(layers.iter().flat_map(Layers::checks));
    args.output.show(ui, || answer(&checks, layers.as_ref()), |wide| show(ui, &checks, wide))?;
    let missing = checks.iter().filter(|check| check.state == State::Missing).count();
    Ok(u8::from(missing > 0))
}

/// Something without which the engine can't run here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lack {
    /// What it is.
    pub name: String,
    /// What was found in its place.
    pub found: String,
    /// What to do about it.
    pub fix: String,
}

impl std::fmt::Display for Lack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}\n    fix: {}", self.name, self.found, self.fix)
    }
}

/// What this host lacks for an engine in `data_dir`, which need not be there yet; the same as
/// `doctor` reports as missing. Needs root, changes nothing, and takes tens of milliseconds.
#[must_use]
pub fn lacks(data_dir: &Path, trials: Trials) -> Vec<Lack> {
    let mut checks = needs::checks(&System::real(), machine::nearest(data_dir), Some(trials));
    checks.extend(network());
    let missing = checks.into_iter().filter(|check| check.state == State::Missing);
    missing
        .map(|check| Lack {
            name: check.name,
            found: check.found,
            fix: check.fix.unwrap_or_default(),
        })
        .collect()
}

/// What the fabric needs, tried out.
fn network() -> Vec<Check> {
    if !rustix::process::geteuid().is_root() {
        return vec![
            Check::advise("network", "not tried: only root can").fix("sudo ferrogate doctor"),
        ];
    }
    let tried = ferrogate_net::probe::probe().into_iter();
    tried
        .map(|feature| match feature.missing {
            None => Check::good(feature.name, "works"),
            Some(why) => Check::missing(feature.name, why).fix(feature.fix),
        })
        .collect()
}

fn answer(checks: &[Check], layers: Option<&Layers>) -> Answer {
    let missing = || checks.iter().filter(|check| check.state == State::Missing);
    let names = missing().map(|check| check.name.clone()).collect();
    let all: Vec<_> = checks.iter().map(Check::json).collect();
    let mut document = json!({"ok": missing().next().is_none(), "checks": all});
    if let Some(layers) = layers {
        document["layers"] = layers.json();
    }
    Answer::of(document, "checks", names)
}

/// Each finding on a line, and how many things are wanting.
fn show(ui: &Ui, checks: &[Check], wide: bool) -> Result<(), Fault> {
    let width = checks.iter().map(|check| check.name.chars().count()).max().unwrap_or(0);
    for check in checks {
        ui.data(&check.text(&ui.terminal, width, wide))?;
    }
    let count = |state| checks.iter().filter(|check| check.state == state).count();
    ui.note(&match (count(State::Missing), count(State::Advised)) {
        (0, 0) => "all is well".to_owned(),
        (0, n) => format!("the engine can run here; {n} things could be better"),
        (n, _) => format!("the engine can't run here as it should: {n} things are missing"),
    });
    Ok(())
}
