//! Which lines are meant.

use ferrogate_api::ce::{Expression, MatchOption};

use super::line::{Line, What};
use super::{Result, invalid};

/// So deep an expression may be.
const DEPTH_MAX: usize = 16;

/// A question to a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Filter {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Not(Box<Filter>),
    /// Whether what a line says is one of the values.
    Says(What, Comparison),
}

/// How texts are compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Comparison {
    values: Vec<String>,
    place: Place,
    absent: bool,
    any_case: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Place {
    #[default]
    Whole,
    Start,
    End,
    Anywhere,
}

impl Filter {
    /// What an expression asks.
    pub(super) fn of(expression: &Expression) -> Result<Self> {
        Self::nested(expression, 0)
    }

    fn nested(expression: &Expression, depth: usize) -> Result<Self> {
        if depth > DEPTH_MAX {
            return Err(invalid(format!("Expressions may be nested {DEPTH_MAX} times at most.")));
        }
        let several = |of: &[Expression]| -> Result<Vec<Self>> {
            if of.len() < 2 {
                return Err(invalid("And and Or take at least two expressions."));
            }
            of.iter().map(|one| Self::nested(one, depth + 1)).collect()
        };
        let Expression { or, and, not, dimensions, tags, cost_categories } = expression;
        let mut asked = Vec::new();
        if let Some(or) = or {
            asked.push(Self::Any(several(or)?));
        }
        if let Some(and) = and {
            asked.push(Self::All(several(and)?));
        }
        if let Some(not) = not {
            asked.push(Self::Not(Box::new(Self::nested(not, depth + 1)?)));
        }
        if let Some(asks) = dimensions {
            let Some(key) = &asks.key else { return Err(invalid("Dimensions need a Key.")) };
            let how = Comparison::of(asks.values.as_deref(), asks.match_options.as_deref())?;
            asked.push(Self::Says(What::dimension(key)?, how));
        }
        if let Some(asks) = tags {
            let Some(key) = &asks.key else { return Err(invalid("Tags need a Key.")) };
            let how = Comparison::of(asks.values.as_deref(), asks.match_options.as_deref())?;
            asked.push(Self::Says(What::Tag(key.clone()), how));
        }
        if cost_categories.is_some() {
            return Err(invalid("There are no cost categories."));
        }
        match (asked.pop(), asked.is_empty()) {
            (Some(one), true) => Ok(one),
            _ => {
                Err(invalid("An expression has exactly one of And, Or, Not, Dimensions and Tags."))
            }
        }
    }

    /// Whether the line is meant.
    pub(super) fn meets(&self, line: &Line<'_>) -> bool {
        match self {
            Self::All(all) => all.iter().all(|one| one.meets(line)),
            Self::Any(any) => any.iter().any(|one| one.meets(line)),
            Self::Not(one) => !one.meets(line),
            Self::Says(what, how) => how.takes(line.says(what).as_deref()),
        }
    }
}

impl Comparison {
    fn of(values: Option<&[String]>, options: Option<&[MatchOption]>) -> Result<Self> {
        let mut how = Self { values: values.unwrap_or_default().to_vec(), ..Self::default() };
        for option in options.unwrap_or_default() {
            match option {
                MatchOption::Equals => how.place = Place::Whole,
                MatchOption::StartsWith => how.place = Place::Start,
                MatchOption::EndsWith => how.place = Place::End,
                MatchOption::Contains => how.place = Place::Anywhere,
                MatchOption::Absent => how.absent = true,
                MatchOption::CaseSensitive => how.any_case = false,
                MatchOption::CaseInsensitive => how.any_case = true,
                other => {
                    return Err(invalid(format!(
                        "The match option {other} is not for expressions."
                    )));
                }
            }
        }
        if how.values.is_empty() && !how.absent {
            return Err(invalid("Values must not be empty."));
        }
        if how.any_case {
            how.values = how.values.iter().map(|value| value.to_lowercase()).collect();
        }
        Ok(how)
    }

    fn takes(&self, said: Option<&str>) -> bool {
        // A tag that is not there and one that is empty are the same to a bill.
        let Some(said) = said.filter(|said| !said.is_empty()) else {
            return self.absent || self.values.iter().any(String::is_empty);
        };
        let lower = self.any_case.then(|| said.to_lowercase());
        let said = lower.as_deref().unwrap_or(said);
        !self.absent
            && self.values.iter().any(|value| match self.place {
                Place::Whole => said == value,
                Place::Start => said.starts_with(&**value),
                Place::End => said.ends_with(&**value),
                Place::Anywhere => said.contains(&**value),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_api::ce::{Dimension, DimensionValues, TagValues};

    fn texts(values: &[&str]) -> Option<Vec<String>> {
        Some(values.iter().map(|value| (*value).to_owned()).collect())
    }

    fn takes(values: &[&str], options: &[MatchOption], said: Option<&str>) -> bool {
        Comparison::of(texts(values).as_deref(), Some(options)).unwrap().takes(said)
    }

    #[test]
    fn texts_are_compared_as_asked() {
        use MatchOption::{Absent, CaseInsensitive, Contains, EndsWith, StartsWith};
        assert!(takes(&["a", "b"], &[], Some("b")));
        assert!(!takes(&["a", "b"], &[], Some("B")) && !takes(&["a"], &[], None));
        assert!(takes(&["Ab"], &[StartsWith, CaseInsensitive], Some("aBc")));
        assert!(
            takes(&["bc"], &[EndsWith], Some("abc")) && takes(&["b"], &[Contains], Some("abc"))
        );
        assert!(takes(&[], &[Absent], None) && takes(&[], &[Absent], Some("")));
        assert!(!takes(&[], &[Absent], Some("a")) && takes(&[""], &[], None));
    }

    #[test]
    fn an_expression_asks_one_thing() {
        let dimensions = Some(DimensionValues {
            key: Some(Dimension::Region),
            values: texts(&["us-east-1"]),
            match_options: None,
        });
        let tags = Some(TagValues {
            key: Some("team".into()),
            values: texts(&["a"]),
            ..TagValues::default()
        });
        let one = Expression { dimensions: dimensions.clone(), ..Expression::default() };
        assert!(Filter::of(&one).is_ok());
        let deep = (0..=DEPTH_MAX).fold(one.clone(), |inner, _| Expression {
            not: Some(Box::new(inner)),
            ..Expression::default()
        });
        for bad in [
            Expression::default(),
            Expression { dimensions, tags, ..Expression::default() },
            Expression { and: Some(vec![one.clone()]), ..Expression::default() },
            Expression { tags: Some(TagValues::default()), ..Expression::default() },
            Expression {
                dimensions: Some(DimensionValues {
                    key: Some(Dimension::CacheEngine),
                    values: texts(&["a"]),
                    match_options: None,
                }),
                ..Expression::default()
            },
            deep,
        ] {
            assert!(Filter::of(&bad).is_err(), "{bad:?}");
        }
    }
}
