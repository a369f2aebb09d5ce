//! Tags: pairs of text that users put on objects.

use serde::{Deserialize, Serialize};

/// One tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// 1-128 characters; unique on its object.
    pub key: String,
    /// 0-256 characters.
    pub value: String,
}

/// Puts `new` over `tags`: a key that exists gets the new value.
pub fn merge(tags: &mut Vec<Tag>, new: Vec<Tag>) {
    for tag in new {
        match tags.iter_mut().find(|t| t.key == tag.key) {
            Some(old) => old.value = tag.value,
            None => tags.push(tag),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merging_replaces_the_value_of_a_known_key() {
        let tag = |k: &str, v: &str| Tag { key: k.into(), value: v.into() };
        let mut tags = vec![tag("a", "1")];
        merge(&mut tags, vec![tag("a", "2"), tag("b", "3")]);
        assert_eq!(tags, vec![tag("a", "2"), tag("b", "3")]);
    }
}
