//! The filters of Describe operations: an object is chosen when for each filter one of its
//! values fits one of the filter's. In a value `*` stands for any characters or none, `?` for
//! one, `\` takes the next character as it is.

use ferrogate_api::ec2::{Error, Filter, Tag};

use super::Result;

/// The most filters of a request, and the most values of all of them (EC2 user guide).
const FILTERS_MAX: usize = 50;
const VALUES_MAX: usize = 200;

/// The filters of one request, checked.
#[derive(Debug)]
pub(super) struct Filters(Vec<(Field, Vec<String>)>);

#[derive(Debug)]
enum Field {
    /// The value of the tag with this key.
    Tag(String),
    TagKey,
    Named(String),
}

impl Filters {
    /// Reads filters; `known` are the names that the operation has, beside those of tags.
    pub(super) fn read(filters: Option<Vec<Filter>>, known: &[&str]) -> Result<Self> {
        let filters = filters.unwrap_or_default();
        let values: usize = filters.iter().map(|f| f.values.as_ref().map_or(0, Vec::len)).sum();
        if filters.len() > FILTERS_MAX || values > VALUES_MAX {
            let text = "A request can have at most 50 filters with 200 values.";
            return Err(Error::new("FilterLimitExceeded", text).into());
        }
        let mut read = Vec::with_capacity(filters.len());
        for filter in filters {
            let name = filter.name.unwrap_or_default();
            let field = match name.strip_prefix("tag:") {
                Some(key) => Field::Tag(key.to_owned()),
                None if name == "tag-key" => Field::TagKey,
                None if known.contains(&name.as_str()) => Field::Named(name),
                None => {
                    let text = format!("The filter '{name}' is invalid");
                    return Err(Error::new("InvalidParameterValue", text).into());
                }
            };
            let values = filter.values.unwrap_or_default();
            if values.is_empty() {
                let text = "The request must contain the parameter Filter.Value";
                return Err(Error::new("MissingParameter", text).into());
            }
            read.push((field, values));
        }
        Ok(Self(read))
    }

    /// Whether an object with these tags, and these values for a filter's name, is chosen.
    pub(super) fn accept(&self, tags: &[Tag], facts: impl Fn(&str) -> Vec<String>) -> bool {
        self.0.iter().all(|(field, patterns)| {
            let values = match field {
                Field::Tag(key) => {
                    let of = |tag: &&Tag| tag.key.as_ref() == Some(key);
                    tags.iter().filter(of).filter_map(|tag| tag.value.clone()).collect()
                }
                Field::TagKey => tags.iter().filter_map(|tag| tag.key.clone()).collect(),
                Field::Named(name) => facts(name),
            };
            values.iter().any(|value| patterns.iter().any(|pattern| fits(pattern, value)))
        })
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Piece {
    Any,
    One,
    Char(char),
}

/// Whether `text` fits `pattern`. Takes time in proportion to both lengths multiplied.
fn fits(pattern: &str, text: &str) -> bool {
    let mut pieces = Vec::with_capacity(pattern.len());
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        pieces.push(match c {
            '*' => Piece::Any,
            '?' => Piece::One,
            '\\' => Piece::Char(chars.next().unwrap_or('\\')),
            c => Piece::Char(c),
        });
    }
    let text: Vec<char> = text.chars().collect();
    let (mut p, mut t) = (0, 0);
    // Where to go on when the rest does not fit: behind the last star, one character later.
    let mut retry = None;
    while t < text.len() {
        match pieces.get(p) {
            Some(Piece::Any) => {
                retry = Some((p + 1, t));
                p += 1;
            }
            Some(Piece::One) => (p, t) = (p + 1, t + 1),
            Some(Piece::Char(c)) if *c == text[t] => (p, t) = (p + 1, t + 1),
            _ => match retry {
                Some((behind, from)) => {
                    (p, t) = (behind, from + 1);
                    retry = Some((behind, from + 1));
                }
                None => return false,
            },
        }
    }
    pieces[p..].iter().all(|piece| *piece == Piece::Any)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_api::{Failure, ServiceError};

    fn filter(name: &str, values: &[&str]) -> Filter {
        let values = values.iter().map(|v| (*v).to_owned()).collect();
        Filter { name: Some(name.into()), values: Some(values) }
    }

    fn refusal(filters: Vec<Filter>) -> (String, String) {
        match Filters::read(Some(filters), &["vpc-id"]) {
            Err(Failure::Aws(error)) => (error.code().into(), error.message().into()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn patterns_fit_as_the_user_guide_says() {
        for (pattern, text, is) in [
            ("vpc-1", "vpc-1", true),
            ("vpc-1", "vpc-12", false),
            ("vpc-*", "vpc-12", true),
            ("*", "", true),
            ("?", "", false),
            ("a?c", "abc", true),
            ("a*b*c", "aXbYbc", true),
            ("a*b", "acbd", false),
            ("**a**", "bab", true),
            (r"\*amazon\?\\", r"*amazon?\", true),
            (r"\*", "x", false),
            ("Ä?", "Äé", true),
        ] {
            assert_eq!(fits(pattern, text), is, "{pattern} {text}");
        }
    }

    #[test]
    fn a_pattern_of_many_stars_ends_soon() {
        assert!(!fits(&"*a".repeat(120), &"a".repeat(119)));
    }

    #[test]
    fn every_filter_must_fit_and_any_of_its_values_may() {
        let filters = vec![filter("vpc-id", &["vpc-0", "vpc-1"]), filter("tag:team", &["a*"])];
        let filters = Filters::read(Some(filters), &["vpc-id"]).unwrap();
        let tag = |value: &str| [Tag { key: Some("team".into()), value: Some(value.into()) }];
        let vpc = |id: &'static str| move |_: &str| vec![id.to_owned()];
        assert!(filters.accept(&tag("ab"), vpc("vpc-1")));
        assert!(!filters.accept(&tag("b"), vpc("vpc-1")));
        assert!(!filters.accept(&tag("ab"), vpc("vpc-2")));
        assert!(!filters.accept(&[], vpc("vpc-1")));
    }

    #[test]
    fn what_is_no_filter_is_refused() {
        let (code, text) = refusal(vec![filter("colour", &["red"])]);
        assert_eq!((&*code, &*text), ("InvalidParameterValue", "The filter 'colour' is invalid"));
        assert_eq!(refusal(vec![filter("vpc-id", &[])]).0, "MissingParameter");
        assert_eq!(refusal(vec![filter("vpc-id", &["x"]); 51]).0, "FilterLimitExceeded");
    }
}
