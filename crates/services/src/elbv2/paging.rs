//! Pages of Describe operations.

use super::{Result, invalid};
use crate::page;

/// Objects of a page without a size (API model: 1-400).
const PAGE_MAX: usize = 400;

/// One page of `items`, which are sorted by `key`, and the marker of the next.
pub(super) fn page<T>(
    list: &str,
    marker: Option<&str>,
    size: Option<i32>,
    items: Vec<T>,
    key: impl Fn(&T) -> String,
) -> Result<(Vec<T>, Option<String>)> {
    let size = size.and_then(|size| usize::try_from(size).ok()).unwrap_or(PAGE_MAX);
    match page::page(list, marker, size.clamp(1, PAGE_MAX), items, key) {
        Ok(page) => Ok(page),
        Err(page::BadToken) => invalid("The specified marker is not valid"),
    }
}
