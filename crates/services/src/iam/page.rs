//! Pages of IAM's lists: `MaxItems`, `Marker`, `IsTruncated`.

use ferrogate_api::iam::Error;

use super::Result;

/// Items of one page, unless the request says otherwise (API model, `MaxItems`).
const PAGE: usize = 100;

/// What a request says of the page it wants.
pub(super) struct Page<'r> {
    /// What is listed: a marker is good for that alone.
    pub(super) list: String,
    pub(super) marker: Option<&'r str>,
    pub(super) max: Option<i32>,
}

/// A page, in the form in which answers have it.
pub(super) struct Paged<T> {
    pub(super) items: Vec<T>,
    pub(super) is_truncated: Option<bool>,
    pub(super) marker: Option<String>,
}

impl<'r> Page<'r> {
    pub(super) fn new(list: String, marker: Option<&'r String>, max: Option<i32>) -> Self {
        Self { list, marker: marker.map(String::as_str), max }
    }

    /// The page of `items`, which are in the order of their places.
    pub(super) fn of<T>(
        &self,
        items: impl IntoIterator<Item = T>,
        place: impl Fn(&T) -> String,
    ) -> Result<Paged<T>> {
        let size = self.max.and_then(|max| usize::try_from(max).ok()).unwrap_or(PAGE);
        let (items, marker) = crate::page::page(&self.list, self.marker, size, items, place)
            .map_err(|_| {
                let text = format!("Invalid Marker: {}", self.marker.unwrap_or_default());
                Error::new("ValidationError", text)
            })?;
        Ok(Paged { items, is_truncated: Some(marker.is_some()), marker })
    }

    /// The page of what is told apart by where it stands alone.
    pub(super) fn of_order<T>(&self, items: Vec<T>) -> Result<Paged<T>> {
        let numbered = items.into_iter().enumerate();
        let page = self.of(numbered, |(at, _)| format!("{at:06}"))?;
        let items = page.items.into_iter().map(|(_, item)| item).collect();
        Ok(Paged { items, is_truncated: page.is_truncated, marker: page.marker })
    }
}
