//! The names of operators.

use std::cmp::Ordering;

/// An operator as a condition names it: `ForAnyValue:StringNotLikeIfExists`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Operator {
    pub(crate) quantifier: Option<Quantifier>,
    pub(crate) compare: Compare,
    /// It holds if the comparison does for none of the values.
    pub(crate) negated: bool,
    /// It holds without the key, too.
    pub(crate) if_exists: bool,
}

/// How many of the request's values must do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quantifier {
    All,
    Any,
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compare {
    Text,
    TextAnyCase,
    TextLike,
    Number(Order),
    Date(Order),
    Bool,
    Binary,
    Address,
    Arn,
    Null,
}

/// How one must stand to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Order {
    pub(crate) fn is(self, found: Ordering) -> bool {
        match self {
            Self::Equal => found == Ordering::Equal,
            Self::Less => found == Ordering::Less,
            Self::LessOrEqual => found != Ordering::Greater,
            Self::Greater => found == Ordering::Greater,
            Self::GreaterOrEqual => found != Ordering::Less,
        }
    }
}

impl Operator {
    /// Reads its name, which has its case.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        let (quantifier, name) = match name.split_once(':') {
            None => (None, name),
            Some(("ForAllValues", name)) => (Some(Quantifier::All), name),
            Some(("ForAnyValue", name)) => (Some(Quantifier::Any), name),
            Some(_) => return None,
        };
        let (if_exists, name) = match name.strip_suffix("IfExists") {
            Some(name) => (true, name),
            None => (false, name),
        };
        let (compare, negated) = match name {
            "StringEquals" => (Compare::Text, false),
            "StringNotEquals" => (Compare::Text, true),
            "StringEqualsIgnoreCase" => (Compare::TextAnyCase, false),
            "StringNotEqualsIgnoreCase" => (Compare::TextAnyCase, true),
            "StringLike" => (Compare::TextLike, false),
            "StringNotLike" => (Compare::TextLike, true),
            "Bool" => (Compare::Bool, false),
            "BinaryEquals" => (Compare::Binary, false),
            "IpAddress" => (Compare::Address, false),
            "NotIpAddress" => (Compare::Address, true),
            "ArnEquals" | "ArnLike" => (Compare::Arn, false),
            "ArnNotEquals" | "ArnNotLike" => (Compare::Arn, true),
            "Null" if !if_exists => (Compare::Null, false),
            _ => ordered(name)?,
        };
        Some(Self { quantifier, compare, negated, if_exists })
    }
}

fn ordered(name: &str) -> Option<(Compare, bool)> {
    let (compare, order): (fn(Order) -> Compare, _) = match name.strip_prefix("Numeric") {
        Some(order) => (Compare::Number, order),
        None => (Compare::Date, name.strip_prefix("Date")?),
    };
    let (order, negated) = match order {
        "Equals" => (Order::Equal, false),
        "NotEquals" => (Order::Equal, true),
        "LessThan" => (Order::Less, false),
        "LessThanEquals" => (Order::LessOrEqual, false),
        "GreaterThan" => (Order::Greater, false),
        "GreaterThanEquals" => (Order::GreaterOrEqual, false),
        _ => return None,
    };
    Some((compare(order), negated))
}
