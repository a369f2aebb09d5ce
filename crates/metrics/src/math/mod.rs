//! Metric math: what is computed of metrics, in CloudWatch's language of expressions.
//!
//! [`Expr::parse`] reads an expression, [`Expr::eval`] computes it over what its names stand for;
//! a [`Sheet`] computes several that name one another.
//! Both are bounded, however an expression is written: by its depth, and by the points that are
//! touched in all.

mod eval;
mod function;
mod parse;
mod sheet;
mod token;

use std::collections::BTreeMap;
use std::fmt;

use ferrogate_base::TimestampMs;

pub use eval::{Budget, Scope};
pub use parse::Expr;
pub use sheet::{NotOneSeries, Sheet, trial};

/// A series as expressions see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The id of the query that it is of.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// The length of its periods in seconds.
    pub period_s: u32,
    /// Its points.
    pub points: BTreeMap<TimestampMs, f64>,
}

/// What an expression comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// A series.
    Line(Line),
    /// Several.
    Lines(Vec<Line>),
}

/// Why an expression can't be read or computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MathError {
    /// It is wrong; what about it.
    Wrong(String),
    /// CloudWatch has this function, and the engine has not.
    NotBuilt(String),
}

impl fmt::Display for MathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wrong(what) => f.write_str(what),
            Self::NotBuilt(name) => write!(f, "the function {name} is not built yet"),
        }
    }
}

impl std::error::Error for MathError {}

type Result<T> = std::result::Result<T, MathError>;

fn wrong<T>(what: impl Into<String>) -> Result<T> {
    Err(MathError::Wrong(what.into()))
}

#[cfg(test)]
mod tests;
