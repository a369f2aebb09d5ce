//! ARNs in policies: compared part by part.

use crate::context::Context;
use crate::pattern::{Pattern, Reading};

/// Parts of an ARN, the last of which may have colons of its own.
const PARTS: usize = 6;

/// An ARN of a policy, or `*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ArnPattern {
    /// Everything.
    Any,
    /// By its parts. Those that are missing at the end are `*`.
    Parts(Vec<Pattern>),
}

impl ArnPattern {
    /// Variables stand in the sixth part only, if `variables` is so at all.
    pub(crate) fn of_resource(text: &str, variables: bool) -> Self {
        Self::new(text, |part| variables && part == PARTS - 1)
    }

    /// As the value of a condition: variables may stand anywhere.
    pub(crate) fn of_value(text: &str, variables: bool) -> Self {
        Self::new(text, |_| variables)
    }

    fn new(text: &str, variables: impl Fn(usize) -> bool) -> Self {
        if text == "*" {
            return Self::Any;
        }
        let pattern =
            |(at, part)| Pattern::new(part, Reading { wild: true, variables: variables(at) });
        Self::Parts(parts(text).enumerate().map(pattern).collect())
    }

    /// Whether it is this one; `None` if one of its variables has no value.
    pub(crate) fn matches(&self, arn: &str, context: &Context) -> Option<bool> {
        let Self::Parts(patterns) = self else { return Some(true) };
        let filled = patterns.iter().map(|part| part.fill(context)).collect::<Option<Vec<_>>>()?;
        let mut rest = parts(arn);
        let fit = filled.iter().all(|part| rest.next().is_some_and(|text| part.matches(text)));
        Some(fit)
    }

    pub(crate) fn variables(&self) -> impl Iterator<Item = &str> {
        let parts = match self {
            Self::Any => &[][..],
            Self::Parts(parts) => parts,
        };
        parts.iter().flat_map(Pattern::variables)
    }
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.splitn(PARTS, ':')
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
    fn variables_stand_in_the_last_part() {
        let context: Context = [("aws:username", "bob")].into_iter().collect();
        let of =
            |text| ArnPattern::of_resource(text, true).matches("arn:aws:iam::1:user/bob", &context);
        assert_eq!(of("arn:aws:iam::1:user/${aws:username}"), Some(true));
        assert_eq!(of("arn:aws:iam::1:user/${aws:other}"), None);
        assert_eq!(of("arn:aws:iam::${aws:username}:user/bob"), Some(false), "it is text there");
    }
}
