//! What is passed to a session: policies and tags.

use std::collections::BTreeMap;

use ferrogate_api::Failure;
use ferrogate_api::sts::{Error, PolicyDescriptorType, Tag};
use ferrogate_identity::Identity;
use ferrogate_policy::{Kind, Policy};

use super::{Result, invalid, too_large};

/// The policy and the ARNs together, in characters (API_AssumeRole).
const POLICY_CHARS_MAX: usize = 2048;
/// ARNs of managed policies.
const ARNS_MAX: usize = 10;
/// Tags (API_AssumeRole).
const TAGS_MAX: usize = 50;

/// What limits a session.
#[derive(Debug, Default)]
pub(super) struct Passed {
    pub(super) policies: Option<Vec<String>>,
    pub(super) policy_arns: Vec<String>,
    /// How much of the room for policies that takes, in percent; none if there are none.
    pub(super) percent: Option<i32>,
}

impl Passed {
    pub(super) fn read(
        identity: &Identity,
        policy: Option<String>,
        arns: Option<Vec<PolicyDescriptorType>>,
    ) -> Result<Self> {
        let arns: Vec<String> = arns.into_iter().flatten().filter_map(|one| one.arn).collect();
        if arns.len() > ARNS_MAX {
            return Err(too_large((arns.len() * 100 / ARNS_MAX) as u64));
        }
        if let Some(policy) = &policy {
            Policy::parse(policy, Kind::Identity).map_err(|malformed| -> Failure<Error> {
                Error::malformed_policy_document(malformed.to_string()).into()
            })?;
        }
        for arn in &arns {
            if !identity.is_policy(arn) {
                return Err(Error::malformed_policy_document(format!(
                    "Policy {arn} does not exist or is not attachable."
                ))
                .into());
            }
        }
        let chars = |text: &String| text.chars().count();
        let all = policy.iter().map(chars).sum::<usize>() + arns.iter().map(chars).sum::<usize>();
        if all > POLICY_CHARS_MAX {
            return Err(too_large((all * 100 / POLICY_CHARS_MAX) as u64));
        }
        let percent = i32::try_from(all * 100 / POLICY_CHARS_MAX).unwrap_or(i32::MAX);
        let percent = (all > 0).then_some(percent.max(1));
        Ok(Self { policies: policy.map(|policy| vec![policy]), policy_arns: arns, percent })
    }
}

/// The tags of a session and which of them go down the chain.
pub(super) type Tags = (BTreeMap<String, String>, Vec<String>);

/// `inherited` are those that come down the chain: nobody overrides them.
pub(super) fn tags(
    given: Option<Vec<Tag>>,
    transitive: Option<Vec<String>>,
    inherited: &BTreeMap<String, String>,
) -> Result<Tags> {
    let parameter = |text: &str| -> Failure<Error> {
        Error::new("InvalidParameterValue", text.to_owned()).into()
    };
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    let given = given.unwrap_or_default();
    if given.len() > TAGS_MAX {
        let text = format!(
            "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to {TAGS_MAX}"
        );
        return Err(invalid(text));
    }
    let mut tags: BTreeMap<String, String> = BTreeMap::new();
    for Tag { key, value } in given {
        if key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
            return Err(parameter("Tag keys can't begin with aws:, which is reserved."));
        }
        if tags.keys().any(|known| same(known, &key)) {
            return Err(parameter(
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            ));
        }
        if inherited.keys().any(|known| same(known, &key)) {
            return Err(parameter(
                "One of the specified transitive tag keys can't be set because it conflicts with \
                 a transitive tag key from the calling session.",
            ));
        }
        tags.insert(key, value);
    }
    let mut down: Vec<String> = inherited.keys().cloned().collect();
    for key in transitive.unwrap_or_default() {
        let Some(known) = tags.keys().find(|known| same(known, &key)) else {
            return Err(parameter(
                "The specified transitive tag key must be included in the requested tags.",
            ));
        };
        down.push(known.clone());
    }
    tags.extend(inherited.clone());
    Ok((tags, down))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(key: &str, value: &str) -> Tag {
        Tag { key: key.into(), value: value.into() }
    }

    fn refused(given: &[Tag], transitive: &[&str], inherited: &[(&str, &str)]) -> String {
        let down: Vec<String> = transitive.iter().map(|key| (*key).to_owned()).collect();
        let inherited =
            inherited.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        match tags(Some(given.to_vec()), Some(down), &inherited) {
            Err(Failure::Aws(error)) => {
                use ferrogate_api::ServiceError as _;
                error.code().to_owned()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn tags_are_told_apart_without_case_and_nobody_overrides_what_comes_down() {
        let inherited: BTreeMap<_, _> = [("team".to_owned(), "a".to_owned())].into();
        let (all, down) = tags(
            Some(vec![tag("Stage", "x"), tag("Cost", "y")]),
            Some(vec!["stage".into()]),
            &inherited,
        )
        .unwrap();
        assert_eq!(all.len(), 3);
        assert_eq!(all["team"], "a");
        assert_eq!(down, ["team", "Stage"]);
        for (given, transitive, inherited) in [
            (vec![tag("a", ""), tag("A", "")], vec![], vec![]),
            (vec![tag("TEAM", "b")], vec![], vec![("team", "a")]),
            (vec![tag("a", "")], vec!["b"], vec![]),
            (vec![tag("AWS:x", "")], vec![], vec![]),
        ] {
            assert_eq!(refused(&given, &transitive, &inherited), "InvalidParameterValue");
        }
        let many: Vec<Tag> = (0..51).map(|at| tag(&at.to_string(), "")).collect();
        assert_eq!(refused(&many, &[], &[]), "ValidationError");
    }
}
