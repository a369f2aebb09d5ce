//! ARNs in policies: compared part by part.

use crate::context::Context;
use crate::pattern::{Pattern, Reading, match_beyond_colons};

/// Parts of an ARN, the last of which may have colons of its own.
const PARTS: usize = 6;

/// An ARN of a policy, or `*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ArnPattern {
    /// Everything.
    Any,
    /// A resource, by its parts. Those that are missing at the end are `*`.
    Resource(Vec<Pattern>),
    /// The value of a condition, whose parts are known once its variables are filled.
    Value(Pattern),
}

impl ArnPattern {
    /// Variables stand in the sixth part only, if `variables` is so at all.
    pub(crate) fn of_resource(text: &str, variables: bool) -> Self {
        if text == "*" {
            return Self::Any;
        }
        let pattern = |(at, part)| {
            Pattern::new(part, Reading { wild: true, variables: variables && at == PARTS - 1 })
        };
        Self::Resource(text.splitn(PARTS, ':').enumerate().map(pattern).collect())
    }

    /// As the value of a condition: variables may stand anywhere, and for several parts.
    pub(crate) fn of_value(text: &str, variables: bool) -> Self {
        match text {
            "*" => Self::Any,
            _ => Self::Value(Pattern::new(text, Reading { wild: true, variables })),
        }
    }

    /// Whether it is this one; `None` if one of its variables has no value.
    pub(crate) fn matches(&self, arn: &str, context: &Context) -> Option<bool> {
        let filled = match self {
            Self::Any => return Some(true),
            Self::Resource(parts) => {
                parts.iter().map(|part| part.fill(context)).collect::<Option<Vec<_>>>()?
            }
            Self::Value(pattern) => pattern.fill(context)?.split(PARTS),
        };
        let mut rest = arn.splitn(PARTS, ':');
        let fit = filled.iter().all(|part| rest.next().is_some_and(|text| part.matches(text)));
        // "If the * wildcard is the last character of a resource ARN segment, it can expand to
        // match beyond the colon boundaries": of resources alone, conditions go part by part.
        let beyond =
            || matches!(self, Self::Resource(_)) && match_beyond_colons(&filled, arn, PARTS);
        Some(fit || beyond())
    }

    pub(crate) fn variables(&self) -> impl Iterator<Item = &str> {
        let parts = match self {
            Self::Any => &[][..],
            Self::Resource(parts) => parts,
            Self::Value(pattern) => std::slice::from_ref(pattern),
        };
        parts.iter().flat_map(Pattern::variables)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, arn: &str) -> bool {
        ArnPattern::of_resource(pattern, true).matches(arn, &Context::default()).unwrap()
    }

    #[test]
    fn parts_are_compared_with_parts() {
        let cluster = "arn:aws:ecs:us-east-1:111122223333:cluster/prod";
        for pattern in [
            "*",
            cluster,
            "arn:aws:ecs:*:*:cluster/*",
            "arn:aws:ecs:us-*:111122223333:*/prod",
            "arn:aws:ecs",
            "arn:*:ecs:*:*:cluster/pro?",
        ] {
            assert!(fits(pattern, cluster), "{pattern}");
        }
        for pattern in [
            // An asterisk ends at its part.
            "arn:aws:ecs:*:cluster/prod",
            "arn:aws:ecs:us-east-1:*cluster/prod",
            "arn:aws:ecr:*:*:*",
            "arn:aws:ecs:*:*:Cluster/*",
        ] {
            assert!(!fits(pattern, cluster), "{pattern}");
        }
        // The last part goes over colons.
        let stream = "arn:aws:logs:us-east-1:111122223333:log-group:/a:log-stream:b";
        assert!(fits("arn:aws:logs:*:*:log-group:/a:*", stream));
        assert!(fits("arn:aws:logs:*:*:*", stream));
        assert!(!fits("arn:aws:logs:*:*:log-group:/a", stream));
        assert!(!fits("arn:aws:logs:*:*:*", "*"), "what has no resource is allowed by * alone");
    }

    #[test]
    fn an_asterisk_that_ends_its_part_goes_beyond_the_colon() {
        let stream = "arn:aws:logs:us-east-1:111122223333:log-group:/a:log-stream:b";
        assert!(fits("arn:aws:logs:*:log-stream:b", stream));
        assert!(fits("arn:aws:logs:us-*:*:log-stream:b", stream));
        assert!(fits("arn:aws:logs:*:/a:*", stream));
        for pattern in [
            // Not the last of its part.
            "arn:aws:logs:u*1:log-stream:b",
            "arn:aws:logs:?:log-stream:b",
            // Two parts are missing behind the last one, and are there.
            "arn:aws:logs:*:b",
            "arn:aws:logs:*:log-stream:c",
        ] {
            assert!(!fits(pattern, stream), "{pattern}");
        }
        let value =
            |pattern| ArnPattern::of_value(pattern, true).matches(stream, &Context::default());
        assert_eq!(value("arn:aws:logs:*:log-stream:b"), Some(false), "conditions go by parts");
    }

    #[test]
    fn of_a_condition_variables_stand_anywhere_and_for_several_parts() {
        let role = "arn:aws:iam::111122223333:role/app";
        let context: Context = [
            ("aws:PrincipalAccount", "111122223333"),
            ("aws:PrincipalArn", role),
            ("aws:username", "*"),
        ]
        .into_iter()
        .collect();
        let of = |text| ArnPattern::of_value(text, true).matches(role, &context);
        assert_eq!(of("arn:aws:iam::${aws:PrincipalAccount}:role/*"), Some(true));
        assert_eq!(of("${aws:PrincipalArn}"), Some(true));
        assert_eq!(of("${aws:username}"), Some(false), "its asterisk is one");
        assert_eq!(of("arn:aws:iam::${aws:absent}:role/*"), None);
    }

    #[test]
    fn variables_stand_in_the_last_part() {
        let context: Context = [("aws:username", "bob")].into_iter().collect();
        let of =
            |text| ArnPattern::of_resource(text, true).matches("arn:aws:iam::1:user/bob", &context);
        assert_eq!(of("arn:aws:iam::1:user/${aws:username}"), Some(true));
        assert_eq!(of("arn:aws:iam::1:user/${aws:other}"), None);
        assert_eq!(of("arn:aws:iam::${aws:username}:user/bob"), Some(false), "it is text there");
    }
}
