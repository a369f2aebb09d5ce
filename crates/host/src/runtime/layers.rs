//! Which of an image's layers its root file system is made of. Pure.

use std::path::PathBuf;

/// The layers to stack, the lowest first: of a layer that an image lists more than once (two
/// steps of a build that write nothing, say) the highest place alone. An overlay takes no
/// folder twice (`ELOOP`).
///
/// What is seen stays the same. Whatever a layer has at some name, a file, a folder or a mark
/// that hides what is below, it has at its highest place too, which is looked at first: a file
/// or mark ends the search there, and of a folder the lower place has no more to add. What a
/// layer between the two deletes or replaces, the highest place brings back in both cases.
pub(super) fn stacked(layers: &[PathBuf]) -> Vec<&PathBuf> {
    let is_highest = |at: usize| !layers[at + 1..].contains(&layers[at]);
    (0..layers.len()).filter(|at| is_highest(*at)).map(|at| &layers[at]).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// What a layer has at a path: `a/b` lies in `a`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Entry {
        File { by: usize },
        Folder { by: usize, opaque: bool },
        Gone,
    }

    type Layer = BTreeMap<&'static str, Entry>;
    type Tree = BTreeMap<&'static str, Entry>;

    const PATHS: [&str; 8] = ["a", "a/a", "a/a/a", "a/b", "b", "b/a", "b/a/b", "c"];

    fn remove_below(tree: &mut Tree, path: &str) {
        tree.retain(|name, _| !name.strip_prefix(path).is_some_and(|rest| rest.starts_with('/')));
    }

    /// Unpacks a layer over what is there, as the image specification has it.
    fn apply(tree: &mut Tree, layer: &Layer) {
        for (path, entry) in layer {
            let was_file = matches!(tree.get(path), Some(Entry::File { .. }));
            match entry {
                Entry::Folder { opaque: false, .. } if !was_file => {}
                _ => remove_below(tree, path),
            }
            match entry {
                Entry::Gone => drop(tree.remove(path)),
                Entry::Folder { by, .. } => {
                    tree.insert(path, Entry::Folder { by: *by, opaque: false });
                }
                Entry::File { .. } => drop(tree.insert(path, *entry)),
            }
        }
    }

    /// The same numbers in each run.
    fn next(state: &mut u64, below: u64) -> u64 {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (*state >> 33) % below
    }

    fn some_layer(by: usize, state: &mut u64) -> Layer {
        let mut layer = Layer::new();
        for path in PATHS {
            let parent = path.rsplit_once('/').map(|(parent, _)| parent);
            let fits =
                parent.is_none_or(|parent| matches!(layer.get(parent), Some(Entry::Folder { .. })));
            if !fits {
                continue;
            }
            match next(state, 8) {
                0 | 1 => drop(layer.insert(path, Entry::File { by })),
                2 => drop(layer.insert(path, Entry::Gone)),
                3..=5 => drop(layer.insert(path, Entry::Folder { by, opaque: false })),
                6 => drop(layer.insert(path, Entry::Folder { by, opaque: true })),
                _ => {}
            }
        }
        layer
    }

    fn all_applied<'a>(stack: impl IntoIterator<Item = &'a PathBuf>, known: &[Layer]) -> Tree {
        let mut tree = Tree::new();
        for layer in stack {
            let number: usize = layer.to_string_lossy().parse().unwrap();
            apply(&mut tree, &known[number]);
        }
        tree
    }

    #[test]
    fn layers_without_their_lower_doubles_make_the_same_tree() {
        let (mut state, mut doubled) = (7, 0);
        for _ in 0..3_000 {
            let known: Vec<Layer> = (0..4).map(|by| some_layer(by, &mut state)).collect();
            let listed: Vec<PathBuf> =
                (0..6).map(|_| next(&mut state, 4).to_string().into()).collect();
            let stacked = stacked(&listed);
            doubled += listed.len() - stacked.len();
            let as_listed = all_applied(&listed, &known);
            assert_eq!(all_applied(stacked, &known), as_listed, "{listed:?} of {known:#?}");
        }
        assert!(doubled > 3_000, "{doubled}");
    }

    #[test]
    fn the_highest_place_counts() {
        let listed = ["base", "empty", "app", "empty", "top", "empty"].map(PathBuf::from);
        let names: Vec<_> = stacked(&listed).iter().map(|l| l.to_string_lossy()).collect();
        assert_eq!(names, ["base", "app", "top", "empty"]);
    }
}
