//! Tags that are given with the making of an object.

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
    let mut tags = vec![];
    for specification in specifications.into_iter().flatten() {
        let of = specification.resource_type.map(|of| of.to_string()).unwrap_or_default();
        if of != kind {
            let text = format!("Tag specification resource type '{of}' must be '{kind}'");
            return Err(Error::new("InvalidParameterValue", text).into());
        }
        for tag in specification.tags.into_iter().flatten() {
            put(&mut tags, tag)?;
        }
    }
    if tags.len() > TAGS_MAX {
        let text = "More than 50 tags specified";
        return Err(Error::new("TagLimitExceeded", text).into());
    }
    Ok(tags)
}

fn put(tags: &mut Vec<Tag>, tag: Shown) -> Result<()> {
    let tag = check(tag)?;
    if tags.iter().any(|other| other.key == tag.key) {
        let text = format!("Duplicate tag key '{}' specified.", tag.key);
        return Err(Error::new("InvalidParameterValue", text).into());
    }
    tags.push(tag);
    Ok(())
}

/// A tag that users may give.
fn check(tag: Shown) -> Result<Tag> {
    let (key, value) = (tag.key.unwrap_or_default(), tag.value.unwrap_or_default());
    let wrong = |text: String| Err(Error::new("InvalidParameterValue", text).into());
    if key.is_empty() || key.chars().count() > KEY_MAX {
        return wrong(format!("Tag key '{key}' must have 1 to 128 characters."));
    }
    if value.chars().count() > VALUE_MAX {
        return wrong(format!("The value of tag '{key}' exceeds 256 characters."));
    }
    if key.to_ascii_lowercase().starts_with("aws:") {
        return wrong("Tag keys starting with 'aws:' are reserved for internal use".into());
    }
    Ok(Tag { key, value })
}

/// Tags as they are shown.
pub(super) fn shown(tags: &[Tag]) -> Vec<Shown> {
    tags.iter().map(|tag| Shown { key: text(&*tag.key), value: text(&*tag.value) }).collect()
}
