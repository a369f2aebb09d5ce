//! What tags may be, and those that are given with the making of an object.

use ferrogate_api::ec2::{Error, Tag as Shown, TagSpecification};
use ferrogate_records::Tag;

use super::{Result, text};

/// Tags of one object (EC2 user guide).
const TAGS_MAX: usize = 50;
const KEY_MAX: usize = 128;
const VALUE_MAX: usize = 256;

/// The tags of a new object of the kind that `specifications` must be for.
pub(super) fn accepted(
    specifications: Option<Vec<TagSpecification>>,
    kind: &str,
) -> Result<Vec<Tag>> {
    let mut given = vec![];
    for specification in specifications.into_iter().flatten() {
        let of = specification.resource_type.map(|of| of.to_string()).unwrap_or_default();
        if of != kind {
            let text = format!("Tag specification resource type '{of}' must be '{kind}'");
            return Err(Error::new("InvalidParameterValue", text).into());
        }
        given.extend(specification.tags.into_iter().flatten());
    }
    let tags = checked(given)?;
    if tags.len() > TAGS_MAX {
        let text = "More than 50 tags specified";
        return Err(Error::new("TagLimitExceeded", text).into());
    }
    Ok(tags)
}

/// Tags that users may give, no two with the same key.
pub(super) fn checked(given: Vec<Shown>) -> Result<Vec<Tag>> {
    let mut tags: Vec<Tag> = Vec::with_capacity(given.len());
    for tag in given {
        let tag = check(tag)?;
        if tags.iter().any(|other| other.key == tag.key) {
            let text = format!("Duplicate tag key '{}' specified.", tag.key);
            return Err(Error::new("InvalidParameterValue", text).into());
        }
        tags.push(tag);
    }
    Ok(tags)
}

/// Gives `tags` to an object: one with a key that it has takes the place of it.
pub(super) fn add(own: &mut Vec<Tag>, tags: &[Tag]) -> Result<()> {
    for tag in tags {
        match own.iter_mut().find(|other| other.key == tag.key) {
            Some(other) => other.value.clone_from(&tag.value),
            None => own.push(tag.clone()),
        }
    }
    // Those of AWS don't count (EC2 user guide).
    if own.iter().filter(|tag| !is_reserved(&tag.key)).count() > TAGS_MAX {
        let text = "You've reached the limit on the number of tags that you can assign to the \
                    specified resource.";
        return Err(Error::new("TagLimitExceeded", text).into());
    }
    Ok(())
}

/// Whether only AWS's services give tags with this key.
pub(super) fn is_reserved(key: &str) -> bool {
    key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:"))
}

/// A tag that users may give.
fn check(tag: Shown) -> Result<Tag> {
    check_key(tag.key.as_deref())?;
    let (key, value) = (tag.key.unwrap_or_default(), tag.value.unwrap_or_default());
    if value.chars().count() > VALUE_MAX {
        return invalid(format!("The value of tag '{key}' exceeds 256 characters."));
    }
    Ok(Tag { key, value })
}

/// A key that users may give and take away.
pub(super) fn check_key(key: Option<&str>) -> Result<()> {
    let key = key.unwrap_or_default();
    if key.is_empty() || key.chars().count() > KEY_MAX {
        return invalid(format!("Tag key '{key}' must have 1 to 128 characters."));
    }
    if is_reserved(key) {
        return invalid("Tag keys starting with 'aws:' are reserved for internal use".into());
    }
    Ok(())
}

fn invalid<T>(text: String) -> Result<T> {
    Err(Error::new("InvalidParameterValue", text).into())
}

/// Tags as they are shown.
pub(super) fn shown(tags: &[Tag]) -> Vec<Shown> {
    tags.iter().map(|tag| Shown { key: text(&*tag.key), value: text(&*tag.value) }).collect()
}
