//! What every Describe operation does: choose by ids and filters, and give out in pages.

use ferrogate_api::ec2::{Error, Filter, Tag};

use super::Result;
use super::filter::Filters;
use crate::page::page;

/// Objects of a page when no number is asked for: the most that one can ask for.
const PAGE: usize = 1000;

/// A kind of object that a Describe operation gives out.
pub(super) trait Resource {
    /// Its operation: marks the tokens of its pages.
    const LIST: &'static str;
    /// The code for an id that nothing has.
    const NOT_FOUND: &'static str;
    /// What the text for such an id calls the id.
    const NOUN: &'static str;
    /// The code for an id of another form, for kinds that check the form first, and what ids
    /// begin with.
    const MALFORMED: Option<(&'static str, &'static str)> = None;
    /// That these ids are of nothing.
    fn absent(missing: &[&str]) -> String {
        match missing {
            [id] => format!("The {} '{id}' does not exist", Self::NOUN),
            ids => format!("The {}s '{}' do not exist", Self::NOUN, ids.join(", ")),
        }
    }
    /// The names of its filters, beside those of tags.
    const FILTERS: &'static [&'static str];

    /// Its id.
    fn id(&self) -> &str;
    /// Its values for one of [`Resource::FILTERS`].
    fn facts(&self, filter: &str) -> Vec<String>;
    /// Its tags.
    fn tags(&self) -> &[Tag];
}

/// What a request asks for.
#[derive(Debug, Default)]
pub(super) struct Ask {
    pub(super) ids: Option<Vec<String>>,
    pub(super) filters: Option<Vec<Filter>>,
    pub(super) max_results: Option<i32>,
    pub(super) next_token: Option<String>,
}

/// The objects of `all` that are asked for, and the token of the next page.
pub(super) fn select<T: Resource>(mut all: Vec<T>, ask: Ask) -> Result<(Vec<T>, Option<String>)> {
    let list = format!("{} {:?} {:?}", T::LIST, ask.ids, ask.filters);
    if let Some(ids) = ask.ids.filter(|ids| !ids.is_empty()) {
        check_form::<T>(&ids)?;
        let missing: Vec<&str> = ids
            .iter()
            .map(String::as_str)
            .filter(|id| !all.iter().any(|object| object.id() == *id))
            .collect();
        if !missing.is_empty() {
            return Err(not_found::<T>(&missing).into());
        }
        all.retain(|object| ids.iter().any(|id| id == object.id()));
    }
    let filters = Filters::read(ask.filters, T::FILTERS)?;
    all.retain(|object| filters.accept(object.tags(), |name| object.facts(name)));
    all.sort_by(|a, b| a.id().cmp(b.id()));
    page_of(&list, ask.max_results, ask.next_token.as_deref(), all, |one| one.id().to_owned())
}

/// One page of `all`, which are sorted by `key`, and the token of the next one.
pub(super) fn page_of<T>(
    list: &str,
    max_results: Option<i32>,
    token: Option<&str>,
    all: impl IntoIterator<Item = T>,
    key: impl Fn(&T) -> String,
) -> Result<(Vec<T>, Option<String>)> {
    let size = max_results.and_then(|n| usize::try_from(n).ok()).unwrap_or(PAGE);
    page(list, token, size.max(1), all, key)
        .map_err(|_| Error::new("InvalidNextToken", "The specified NextToken is not valid.").into())
}

pub(super) fn check_form<T: Resource>(ids: &[impl AsRef<str>]) -> Result<()> {
    let Some((code, prefix)) = T::MALFORMED else { return Ok(()) };
    let good = |id: &str| {
        id.strip_prefix(prefix).is_some_and(|digits| {
            matches!(digits.len(), 8 | 17) && digits.bytes().all(|b| b.is_ascii_hexdigit())
        })
    };
    match ids.iter().map(AsRef::as_ref).find(|id| !good(id)) {
        None => Ok(()),
        Some(bad) => {
            let text = format!("Invalid id: \"{bad}\" (expecting \"{prefix}...\")");
            Err(Error::new(code, text).into())
        }
    }
}

pub(super) fn not_found<T: Resource>(missing: &[&str]) -> Error {
    Error::new(T::NOT_FOUND, T::absent(missing))
}

/// The one value of an optional text.
pub(super) fn one(value: &Option<String>) -> Vec<String> {
    value.iter().cloned().collect()
}

/// The one value of an optional flag.
pub(super) fn flag(value: Option<bool>) -> Vec<String> {
    value.iter().map(bool::to_string).collect()
}
