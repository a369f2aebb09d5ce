//! Whether tasks of a cluster need an execution role that is there: a tag of the cluster says it.

use ferrogate_records::Tag;

/// The tag.
const TAG: &str = "ferrogate:execution-role";
/// Its values.
const REQUIRED: &str = "required";
const OPTIONAL: &str = "optional";

/// Whether the cluster with these tags wants it as AWS does.
pub(crate) fn is_required(tags: &[Tag]) -> bool {
    tags.iter().any(|tag| tag.key == TAG && tag.value == REQUIRED)
}

/// Refuses tags of a cluster that say neither.
///
/// # Errors
/// Why, in words.
pub(crate) fn check_tags(tags: &[Tag]) -> Result<(), String> {
    match tags.iter().find(|tag| tag.key == TAG) {
        Some(tag) if ![REQUIRED, OPTIONAL].contains(&&*tag.value) => {
            Err(format!("The tag {TAG} of a cluster is {REQUIRED} or {OPTIONAL}."))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_wants_no_role_unless_its_tag_says_so() {
        let tags = |value: &str| [Tag { key: TAG.into(), value: value.into() }];
        assert!(!is_required(&[]) && !is_required(&tags("optional")));
        assert!(is_required(&tags("required")));
        assert!(check_tags(&[]).is_ok() && check_tags(&tags("optional")).is_ok());
        for bad in ["", "true", "Required"] {
            assert!(check_tags(&tags(bad)).is_err() && !is_required(&tags(bad)), "{bad}");
        }
    }
}
