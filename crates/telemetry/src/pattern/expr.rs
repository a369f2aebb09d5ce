//! Conditions joined by `&&` and `||`, with parentheses: `()` before `&&` before `||`.

use std::fmt;

use super::PatternError;
use super::cursor::Cursor;

/// How deep parentheses go: reading and matching recurse.
const DEPTH_MAX: usize = 32;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expr<T> {
    /// At least two, one of which must hold.
    Or(Vec<Expr<T>>),
    /// At least two, all of which must hold.
    And(Vec<Expr<T>>),
    Leaf(T),
}

impl<T> Expr<T> {
    pub(super) fn parse(
        cursor: &mut Cursor<'_>,
        leaf: &mut dyn FnMut(&mut Cursor<'_>) -> Result<T, PatternError>,
    ) -> Result<Self, PatternError> {
        Self::parse_or(cursor, leaf, 0)
    }

    fn parse_or(
        cursor: &mut Cursor<'_>,
        leaf: &mut dyn FnMut(&mut Cursor<'_>) -> Result<T, PatternError>,
        depth: usize,
    ) -> Result<Self, PatternError> {
        let first = Self::parse_and(cursor, leaf, depth)?;
        let mut parts = vec![first];
        while next_is(cursor, "||") {
            parts.push(Self::parse_and(cursor, leaf, depth)?);
        }
        Ok(one_or(parts, Self::Or))
    }

    fn parse_and(
        cursor: &mut Cursor<'_>,
        leaf: &mut dyn FnMut(&mut Cursor<'_>) -> Result<T, PatternError>,
        depth: usize,
    ) -> Result<Self, PatternError> {
        let mut parts = vec![Self::parse_one(cursor, leaf, depth)?];
        while next_is(cursor, "&&") {
            parts.push(Self::parse_one(cursor, leaf, depth)?);
        }
        Ok(one_or(parts, Self::And))
    }

    fn parse_one(
        cursor: &mut Cursor<'_>,
        leaf: &mut dyn FnMut(&mut Cursor<'_>) -> Result<T, PatternError>,
        depth: usize,
    ) -> Result<Self, PatternError> {
        cursor.skip_space();
        if cursor.peek() != Some('(') {
            return leaf(cursor).map(Self::Leaf);
        }
        if depth == DEPTH_MAX {
            return Err(cursor.error("conditions nested deeper than 32"));
        }
        cursor.expect("(")?;
        let inner = Self::parse_or(cursor, leaf, depth + 1)?;
        cursor.skip_space();
        cursor.expect(")")?;
        Ok(inner)
    }

    pub(super) fn holds(&self, leaf: &impl Fn(&T) -> bool) -> bool {
        match self {
            Self::Or(parts) => parts.iter().any(|p| p.holds(leaf)),
            Self::And(parts) => parts.iter().all(|p| p.holds(leaf)),
            Self::Leaf(value) => leaf(value),
        }
    }

    pub(super) fn leaves<'a>(&'a self, found: &mut Vec<&'a T>) {
        match self {
            Self::Or(parts) | Self::And(parts) => parts.iter().for_each(|p| p.leaves(found)),
            Self::Leaf(value) => found.push(value),
        }
    }

    /// Prints the expression; `leaf` prints a leaf.
    pub(super) fn print(
        &self,
        f: &mut fmt::Formatter<'_>,
        leaf: &impl Fn(&T, &mut fmt::Formatter<'_>) -> fmt::Result,
    ) -> fmt::Result {
        let (parts, joint) = match self {
            Self::Leaf(value) => return leaf(value, f),
            Self::Or(parts) => (parts, " || "),
            Self::And(parts) => (parts, " && "),
        };
        for (i, part) in parts.iter().enumerate() {
            f.write_str(if i == 0 { "" } else { joint })?;
            // An `&&` inside an `||` binds closer anyway; all else needs its parentheses.
            let plain = matches!((self, part), (_, Self::Leaf(_)) | (Self::Or(_), Self::And(_)));
            f.write_str(if plain { "" } else { "(" })?;
            part.print(f, leaf)?;
            f.write_str(if plain { "" } else { ")" })?;
        }
        Ok(())
    }
}

fn next_is(cursor: &mut Cursor<'_>, operator: &str) -> bool {
    cursor.skip_space();
    cursor.eat(operator)
}

fn one_or<T>(mut parts: Vec<Expr<T>>, many: fn(Vec<Expr<T>>) -> Expr<T>) -> Expr<T> {
    if parts.len() == 1 { parts.remove(0) } else { many(parts) }
}
