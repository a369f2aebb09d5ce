//! Links of documents: what they lead to in this tree must be there.

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

static LINK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\]\(([^)\s]+)\)").expect("the pattern is constant and valid"));

/// The links of the document at `path` that lead nowhere; `name` is what it is called.
pub(super) fn check(path: &Path, name: &str, text: &str) -> Vec<String> {
    let folder = path.parent().unwrap_or(path);
    targets(text)
        .filter(|target| !folder.join(target).exists())
        .map(|target| format!("{name}: the link to {target} leads nowhere"))
        .collect()
}

/// What the links of a text lead to in this tree, without the place in the document.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    LINK.captures_iter(text)
        .filter_map(|link| link.get(1))
        .map(|link| link.as_str().split('#').next().unwrap_or_default())
        .filter(|target| {
            !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_into_the_tree_are_followed() {
        let text = "[a](docs/a.md#part) [b](https://example.com) [c](#here) ![d](x.svg)";
        assert_eq!(targets(text).collect::<Vec<_>>(), ["docs/a.md", "x.svg"]);
    }
}
