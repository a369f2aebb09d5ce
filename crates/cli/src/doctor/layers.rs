//! Whether the unpacked layers of this host's images are still what was unpacked.

use std::io;
use std::path::{Path, PathBuf};

use ferrogate_image::seal::{Condition, Inspected, inspect};
use serde_json::{Value, json};

use super::check::Check;
use crate::moment::size;

/// What was found in a folder of layers.
pub(super) struct Layers {
    data_dir: PathBuf,
    found: io::Result<Vec<Inspected>>,
}

impl Layers {
    /// Reads all layers of an engine's data folder.
    pub(super) fn read(data_dir: &Path) -> Self {
        let found = inspect(&data_dir.join("agent/images"));
        Self { data_dir: data_dir.to_owned(), found }
    }

    /// One finding for all that is good, one for what nobody can tell, and one for each layer
    /// that is not as it was.
    pub(super) fn checks(&self) -> Vec<Check> {
        let layers = match &self.found {
            Ok(layers) => layers,
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                let found = format!("only root can read {}", self.data_dir.display());
                return vec![Check::missing(NAME, found).fix("sudo ferrogate doctor --images")];
            }
            Err(error) => {
                let found = format!("{} can't be read: {error}", self.data_dir.display());
                return vec![Check::missing(NAME, found).fix("check the disk: dmesg, fsck")];
            }
        };
        let mut checks = vec![intact(layers)];
        checks.extend(unsealed(layers));
        checks.extend(layers.iter().filter_map(|layer| self.damaged(layer)));
        checks
    }

    fn damaged(&self, layer: &Inspected) -> Option<Check> {
        let found = match &layer.condition {
            Condition::Intact | Condition::Unsealed => return None,
            Condition::Differs(Some(path)) => {
                let path = path.to_string_lossy();
                format!("changed since it was unpacked, first at {}", path.escape_debug())
            }
            Condition::Differs(None) => "changed since it was unpacked: its end is gone".to_owned(),
            Condition::Unreadable(why) => format!("can't be judged: {why}"),
        };
        let images: Vec<_> = layer.images.iter().map(ToString::to_string).collect();
        let of = if images.is_empty() { "no image".to_owned() } else { images.join(", ") };
        // With its seal: what is pulled again gets another.
        let fix = format!(
            "sudo ferrogate down --data-dir {} && sudo rm -rf {} {}; after the next `up` it is pulled \
             again",
            self.data_dir.display(),
            layer.path.display(),
            layer.seal.display()
        );
        let name = format!("layer {}", layer.diff_id.short());
        Some(Check::missing(&name, format!("{found}; of {of}")).fix(fix))
    }

    /// Each layer for programs.
    pub(super) fn json(&self) -> Value {
        self.found.as_deref().unwrap_or_default().iter().map(layer_json).collect()
    }
}

const NAME: &str = "image layers";

fn intact(layers: &[Inspected]) -> Check {
    let intact = || layers.iter().filter(|layer| layer.condition == Condition::Intact);
    let bytes = intact().map(|layer| layer.unpacked_bytes).sum();
    let found = format!("{} of {} as unpacked, {}", intact().count(), layers.len(), size(bytes));
    Check::good(NAME, found)
}

fn unsealed(layers: &[Inspected]) -> Option<Check> {
    let unsealed = layers.iter().filter(|layer| layer.condition == Condition::Unsealed);
    let names: Vec<_> = unsealed.map(|layer| layer.diff_id.short()).collect();
    if names.is_empty() {
        return None;
    }
    let found = format!("{} can't be judged: {}", names.len(), names.join(", "));
    let fix = "look again later: a running engine seals what it has unpacked when it has time";
    Some(Check::advise("layers without a seal", found).fix(fix))
}

fn layer_json(layer: &Inspected) -> Value {
    let (state, path, why) = match &layer.condition {
        Condition::Intact => ("intact", None, None),
        Condition::Unsealed => ("unsealed", None, None),
        Condition::Differs(path) => ("changed", path.as_ref(), None),
        Condition::Unreadable(why) => ("unreadable", None, Some(why)),
    };
    json!({
        "layer": layer.diff_id,
        "path": layer.path,
        "images": layer.images,
        "bytes": layer.unpacked_bytes,
        "state": state,
        "firstDifference": path,
        "reason": why,
    })
}

#[cfg(test)]
mod tests {
    use ferrogate_image::Digest;

    use super::super::check::State;
    use super::*;

    fn layer(content: &str, condition: Condition) -> Inspected {
        let diff_id = Digest::of(content.as_bytes());
        Inspected {
            path: Path::new("/data/layers").join(diff_id.hex()),
            seal: Path::new("/data/layers").join(diff_id.hex()).with_extension("seal"),
            images: vec![Digest::of(b"image")],
            unpacked_bytes: 1_000_000,
            condition,
            diff_id,
        }
    }

    fn layers(found: io::Result<Vec<Inspected>>) -> Layers {
        Layers { data_dir: "/data".into(), found }
    }

    #[test]
    fn only_what_was_compared_is_called_good() {
        let found = vec![
            layer("a", Condition::Intact),
            layer("b", Condition::Unsealed),
            layer("c", Condition::Differs(Some("/etc/name".into()))),
            layer("d", Condition::Unreadable("its seal is damaged".into())),
        ];
        let (b, c) = (found[1].diff_id.clone(), found[2].clone());
        let checks = layers(Ok(found)).checks();
        let states: Vec<_> = checks.iter().map(|check| check.state).collect();
        assert_eq!(states, [State::Good, State::Advised, State::Missing, State::Missing]);
        assert_eq!(checks[0].found, "1 of 4 as unpacked, 1.0 MB");
        assert_eq!(checks[1].found, format!("1 can't be judged: {}", b.short()));
        let changed = &checks[2];
        assert!(changed.found.contains("first at /etc/name"), "{changed:?}");
        assert!(changed.found.contains(&c.images[0].to_string()), "{changed:?}");
        let fix = changed.fix.as_deref().unwrap();
        assert!(
            fix.contains(&format!("rm -rf {} {}", c.path.display(), c.seal.display())),
            "{fix}"
        );
    }

    #[test]
    fn what_was_not_read_is_not_good() {
        let denied = layers(Err(io::ErrorKind::PermissionDenied.into())).checks();
        assert_eq!(denied[0].state, State::Missing);
        assert_eq!(denied[0].fix.as_deref(), Some("sudo ferrogate doctor --images"));
        let broken = layers(Err(io::ErrorKind::InvalidData.into())).checks();
        assert_eq!(broken[0].state, State::Missing);
    }

    #[test]
    fn programs_get_each_layer() {
        let json = layers(Ok(vec![layer("a", Condition::Differs(None))])).json();
        assert_eq!(json[0]["state"], "changed");
        assert_eq!(json[0]["layer"], Digest::of(b"a").to_string());
        assert!(json[0]["firstDifference"].is_null());
    }
}
