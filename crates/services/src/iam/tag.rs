//! Tags.

use ferrogate_api::iam::{Error, Tag as Shown};
use ferrogate_records::Tag;
use ferrogate_records::tag::merge;

use super::{Result, quota};

/// Whether two keys that differ in case only are one: of users and roles they are, of policies
/// and the rest they are not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Same,
    Different,
}

/// The tags that a request has, none twice.
pub(super) fn accepted(given: Vec<Shown>, case: Case) -> Result<Vec<Tag>> {
    let mut tags: Vec<Tag> = Vec::with_capacity(given.len());
    for tag in given {
        let (key, value) = (tag.key.unwrap_or_default(), tag.value.unwrap_or_default());
        if key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
            let text = "Tag keys starting with 'aws:' are reserved for internal use.";
            return Err(Error::invalid_input(text).into());
        }
        if tags.iter().any(|known| is_same(&known.key, &key, case)) {
            return Err(Error::invalid_input(match case {
                Case::Same => {
                    "Duplicate tag keys found. Please note that Tag keys are case insensitive."
                }
                Case::Different => "Duplicate tag keys found.",
            })
            .into());
        }
        tags.push(Tag { key, value });
    }
    Ok(tags)
}

/// Puts `new` over `tags`.
pub(super) fn add(tags: &mut Vec<Tag>, new: Vec<Tag>, case: Case) -> Result<()> {
    if case == Case::Same {
        // The new tag's letters are those that stay.
        tags.retain(|tag| {
            !new.iter().any(|new| new.key != tag.key && is_same(&new.key, &tag.key, case))
        });
    }
    merge(tags, new);
    match tags.len() > quota::TAGS.most {
        true => {
            let text = "The number of tags has reached the maximum limit.";
            Err(Error::limit_exceeded(text).into())
        }
        false => Ok(()),
    }
}

/// Takes tags off; a key that none has is passed over.
pub(super) fn remove(tags: &mut Vec<Tag>, keys: &[String], case: Case) {
    tags.retain(|tag| !keys.iter().any(|key| is_same(key, &tag.key, case)));
}

/// Tags as answers have them, in the order of their keys.
pub(super) fn shown(tags: &[Tag]) -> Vec<Shown> {
    let mut tags: Vec<&Tag> = tags.iter().collect();
    tags.sort_by(|a, b| a.key.cmp(&b.key));
    let shown = |tag: &Tag| Shown { key: Some(tag.key.clone()), value: Some(tag.value.clone()) };
    tags.into_iter().map(shown).collect()
}

/// As [`shown`], of answers that have no tags when there are none.
pub(super) fn shown_if_any(tags: &[Tag]) -> Option<Vec<Shown>> {
    (!tags.is_empty()).then(|| shown(tags))
}

fn is_same(a: &str, b: &str, case: Case) -> bool {
    a == b || case == Case::Same && a.to_lowercase() == b.to_lowercase()
}
