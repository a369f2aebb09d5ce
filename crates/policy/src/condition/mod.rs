//! Conditions of statements: operators, keys, and the values that they are compared with.

mod date;
mod number;
mod operand;
mod operator;

pub(crate) use date::is_date;
pub(crate) use operator::{Compare, Operator, Quantifier};

use crate::context::Context;
use operand::Operand;

/// One key of one operator, with the values of which one must do.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Condition {
    operator: Operator,
    /// As it is written.
    key: String,
    values: Vec<Operand>,
}

impl Condition {
    pub(crate) fn new(operator: Operator, key: &str, values: &[String], variables: bool) -> Self {
        let operand = |value: &String| Operand::new(operator.compare, value, variables);
        Self { operator, key: key.to_owned(), values: values.iter().map(operand).collect() }
    }

    /// The keys whose values the request should have: its own, and those of variables.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.key).chain(self.values.iter().flat_map(Operand::variables))
    }

    pub(crate) fn holds(&self, context: &Context) -> bool {
        let Operator { quantifier, compare, negated, if_exists } = self.operator;
        let found = context.get(&self.key).map(|value| value.all()).filter(|all| !all.is_empty());
        if compare == Compare::Null {
            return self.is_null(found.is_none());
        }
        let Some(found) = found else {
            return match quantifier {
                Some(Quantifier::All) => true,
                Some(Quantifier::Any) => if_exists,
                None => negated || if_exists,
            };
        };
        // A list without values matches nothing, whatever the operator.
        if self.values.is_empty() {
            return false;
        }
        let one = |value: &String| self.one_holds(value, context);
        match quantifier {
            Some(Quantifier::All) => found.iter().all(one),
            Some(Quantifier::Any) => found.iter().any(one),
            // Of a key with several values AWS does not say what happens: a negated operator
            // holds for all of them, another one for one.
            None if negated => found.iter().all(one),
            None => found.iter().any(one),
        }
    }

    fn is_null(&self, absent: bool) -> bool {
        match self.operator.quantifier {
            Some(Quantifier::All) => true,
            Some(Quantifier::Any) => false,
            None => self.values.iter().any(|value| value.says_null() == Some(absent)),
        }
    }

    fn one_holds(&self, value: &str, context: &Context) -> bool {
        let equal = |operand: &Operand| operand.compare(self.operator.compare, value, context);
        // What can't be compared never matches, negated or not: null of all values is no answer.
        let mut answers = self.values.iter().map(equal);
        if self.operator.negated {
            answers.all(|answer| answer == Some(false))
        } else {
            answers.any(|answer| answer == Some(true))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Value;

    fn context() -> Context {
        let mut context: Context = [
            ("aws:username", "Bob"),
            ("aws:SourceIp", "203.0.113.7"),
            ("aws:SecureTransport", "true"),
            ("aws:CurrentTime", "2026-11-29T23:00:00Z"),
            ("aws:EpochTime", "1796000000"),
            ("ecs:task-cpu", "512"),
            ("ecs:cluster", "arn:aws:ecs:us-east-1:111122223333:cluster/prod"),
        ]
        .into_iter()
        .collect();
        context.set("aws:TagKeys", Value::Many(vec!["team".into(), "cost".into()]));
        context.set("ecs:none", Value::Many(vec![]));
        context
    }

    #[track_caller]
    fn holds(operator: &str, key: &str, values: &[&str]) -> bool {
        let values: Vec<String> = values.iter().map(|&value| value.to_owned()).collect();
        let operator = Operator::parse(operator).unwrap();
        Condition::new(operator, key, &values, true).holds(&context())
    }

    /// Each line: operator, key, value, whether it holds.
    const TABLE: &[(&str, &str, &str, bool)] = &[
        ("StringEquals", "aws:UserName", "Bob", true),
        ("StringEquals", "aws:username", "bob", false),
        ("StringEquals", "aws:username", "B*", false),
        ("StringEquals", "aws:username", "${aws:username}", true),
        ("StringEquals", "aws:username", "${aws:absent}", false),
        ("StringEqualsIgnoreCase", "aws:username", "BOB", true),
        ("StringNotEqualsIgnoreCase", "aws:username", "BOB", false),
        ("StringLike", "aws:username", "B?b", true),
        ("StringNotLike", "aws:username", "B*", false),
        ("StringNotLike", "aws:username", "A*", true),
        ("StringNotEquals", "aws:username", "${aws:absent}", true),
        ("NumericEquals", "ecs:task-cpu", "512.0", true),
        ("NumericLessThan", "ecs:task-cpu", "512", false),
        ("NumericLessThanEquals", "ecs:task-cpu", "512", true),
        ("NumericGreaterThan", "ecs:task-cpu", "256", true),
        ("NumericNotEquals", "ecs:task-cpu", "256", true),
        ("NumericEquals", "aws:username", "1", false),
        ("NumericNotEquals", "aws:username", "1", false),
        ("DateLessThan", "aws:CurrentTime", "2026-11-30", true),
        ("DateGreaterThan", "aws:CurrentTime", "2026-11-29T22:59:59.5Z", true),
        ("DateGreaterThanEquals", "aws:CurrentTime", "2026-11-30T00:00:00+01:00", true),
        ("DateEquals", "aws:EpochTime", "1796000000", true),
        ("Bool", "aws:SecureTransport", "True", true),
        ("Bool", "aws:SecureTransport", "false", false),
        ("IpAddress", "aws:SourceIp", "203.0.113.0/24", true),
        ("IpAddress", "aws:SourceIp", "203.0.113.7", true),
        ("NotIpAddress", "aws:SourceIp", "203.0.113.0/24", false),
        ("NotIpAddress", "aws:SourceIp", "2001:db8::/32", true),
        ("ArnLike", "ecs:cluster", "arn:aws:ecs:*:*:cluster/p*", true),
        ("ArnEquals", "ecs:cluster", "arn:aws:ecs:*:*:cluster/p*", true),
        ("ArnNotLike", "ecs:cluster", "arn:aws:ecs:*:cluster/prod", true),
        ("ArnNotEquals", "ecs:cluster", "arn:aws:ecs:*:*:*", false),
        ("StringEquals", "absent", "x", false),
        ("StringNotEquals", "absent", "x", true),
        ("StringEqualsIfExists", "absent", "x", true),
        ("StringEqualsIfExists", "aws:username", "x", false),
        ("Null", "absent", "true", true),
        ("Null", "aws:username", "true", false),
        ("Null", "aws:username", "false", true),
        ("Null", "ecs:none", "true", true),
        ("ForAllValues:Null", "aws:username", "true", true),
        ("ForAnyValue:Null", "aws:username", "false", false),
        ("ForAllValues:StringEquals", "absent", "x", true),
        ("ForAllValues:StringEquals", "ecs:none", "x", true),
        ("ForAnyValue:StringEquals", "absent", "x", false),
        ("ForAnyValue:StringEqualsIfExists", "absent", "x", true),
        ("ForAnyValue:StringEquals", "aws:TagKeys", "cost", true),
        ("ForAllValues:StringEquals", "aws:TagKeys", "cost", false),
        ("ForAnyValue:StringNotEquals", "aws:TagKeys", "cost", true),
        ("ForAllValues:StringNotEquals", "aws:TagKeys", "cost", false),
        ("ForAllValues:StringLike", "aws:TagKeys", "*", true),
    ];

    #[test]
    fn operators_compare_as_the_guide_says() {
        for &(operator, key, value, expected) in TABLE {
            assert_eq!(holds(operator, key, &[value]), expected, "{operator} {key} {value}");
        }
    }

    #[test]
    fn one_of_the_values_does_and_none_of_them_may_for_a_negated_operator() {
        assert!(holds("StringEquals", "aws:username", &["Alice", "Bob"]));
        assert!(!holds("StringNotEquals", "aws:username", &["Alice", "Bob"]));
        assert!(holds("ForAllValues:StringEquals", "aws:TagKeys", &["cost", "team", "env"]));
        assert!(!holds("StringEquals", "aws:username", &[]));
        assert!(!holds("StringNotEquals", "aws:username", &[]));
        assert!(!holds("ForAnyValue:StringEquals", "aws:TagKeys", &[]));
    }

    #[test]
    fn an_operator_has_its_case_and_null_exists_always() {
        for wrong in
            ["stringEquals", "StringEqual", "NullIfExists", "ForAnyValue::Bool", "Bool:", ""]
        {
            assert_eq!(Operator::parse(wrong), None, "{wrong}");
        }
    }
}
