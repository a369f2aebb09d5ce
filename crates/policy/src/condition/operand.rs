//! The values of a condition, read once.

use std::net::IpAddr;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ipnet::IpNet;

use super::date::{self, Instant};
use super::number::Number;
use super::operator::Compare;
use crate::arn::ArnPattern;
use crate::context::Context;
use crate::pattern::{Pattern, Reading};

/// A value that the request's is compared with.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operand {
    Text(Pattern),
    Arn(ArnPattern),
    Number(Number),
    Date(Instant),
    Bool(bool),
    Binary(Vec<u8>),
    Range(IpNet),
    /// It is not of its operator's type: it is saved and never matches.
    Wrong,
}

impl Operand {
    pub(super) fn new(compare: Compare, value: &str, variables: bool) -> Self {
        let text = |wild| Self::Text(Pattern::new(value, Reading { wild, variables }));
        let read = match compare {
            Compare::Text | Compare::TextAnyCase => Some(text(false)),
            Compare::TextLike => Some(text(true)),
            Compare::Arn => Some(Self::Arn(ArnPattern::of_value(value, variables))),
            Compare::Number(_) => Number::parse(value).map(Self::Number),
            Compare::Date(_) => date::parse(value).map(Self::Date),
            Compare::Bool | Compare::Null => truth(value).map(Self::Bool),
            Compare::Binary => BASE64_STANDARD.decode(value).ok().map(Self::Binary),
            Compare::Address => range(value).map(Self::Range),
        };
        read.unwrap_or(Self::Wrong)
    }

    /// Whether the request's value is what is asked for, but for a negation; `None` if the two
    /// can't be compared.
    pub(super) fn compare(&self, how: Compare, value: &str, context: &Context) -> Option<bool> {
        match (self, how) {
            // A variable without a value equals nothing.
            (Self::Text(pattern), Compare::TextAnyCase) => {
                Some(pattern.fill(context).is_some_and(|of| is_text_in_any_case(&of.text(), value)))
            }
            (Self::Text(pattern), _) => {
                Some(pattern.fill(context).is_some_and(|of| of.matches(value)))
            }
            (Self::Arn(pattern), _) => Some(pattern.matches(value, context) == Some(true)),
            (Self::Number(wanted), Compare::Number(order)) => {
                Some(order.is(Number::parse(value)?.cmp(wanted)))
            }
            (Self::Date(wanted), Compare::Date(order)) => {
                Some(order.is(date::parse(value)?.cmp(wanted)))
            }
            (Self::Bool(wanted), _) => Some(truth(value)? == *wanted),
            (Self::Binary(wanted), _) => Some(BASE64_STANDARD.decode(value).ok()? == *wanted),
            (Self::Range(wanted), _) => Some(wanted.contains(&range(value)?)),
            _ => None,
        }
    }

    /// What a value of `Null` says: whether the key is to be absent.
    pub(super) fn says_null(&self) -> Option<bool> {
        match self {
            Self::Bool(absent) => Some(*absent),
            _ => None,
        }
    }

    pub(super) fn variables(&self) -> impl Iterator<Item = &str> {
        let (text, arn) = match self {
            Self::Text(pattern) => (Some(pattern), None),
            Self::Arn(pattern) => (None, Some(pattern)),
            _ => (None, None),
        };
        let text = text.into_iter().flat_map(Pattern::variables);
        text.chain(arn.into_iter().flat_map(ArnPattern::variables))
    }
}

fn is_text_in_any_case(one: &str, other: &str) -> bool {
    one.chars().flat_map(char::to_lowercase).eq(other.chars().flat_map(char::to_lowercase))
}

fn truth(text: &str) -> Option<bool> {
    let is = |wanted: &str| text.eq_ignore_ascii_case(wanted);
    is("true").then_some(true).or_else(|| is("false").then_some(false))
}

/// A range, or one address.
fn range(text: &str) -> Option<IpNet> {
    text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}
