//! Keys and aliases in pages.

use ferrogate_api::Cx;
use ferrogate_api::kms::{
    AliasListEntry, Error, KeyListEntry, ListAliasesRequest, ListAliasesResponse, ListKeysRequest,
    ListKeysResponse,
};
use ferrogate_records::kms::{alias, key};
use ferrogate_store::Prefix;

use super::{Kms, Result, View, fault, time};
use crate::page;

impl Kms {
    pub(super) async fn list_keys(
        &self,
        cx: &Cx,
        input: ListKeysRequest,
    ) -> Result<ListKeysResponse> {
        let view = self.view(cx);
        let prefix = Prefix::new(view.scope.prefix(key::KIND)).map_err(fault)?;
        let mut all = view.snapshot.table::<key::Record>().list(&prefix).map_err(fault)?;
        all.retain(|key| !key.is_gone(self.state.now()));
        let page =
            Page { list: "ListKeys", limit: input.limit, marker: input.marker, otherwise: 100 };
        let (keys, next_marker) = page.of(&view, all, |key| key.id.clone())?;
        let entry = |key: &super::Key| KeyListEntry {
            key_id: Some(key.id.clone()),
            key_arn: Some(key.arn()),
        };
        Ok(ListKeysResponse {
            keys: Some(keys.iter().map(entry).collect()),
            truncated: Some(next_marker.is_some()),
            next_marker,
        })
    }

    pub(super) async fn list_aliases(
        &self,
        cx: &Cx,
        input: ListAliasesRequest,
    ) -> Result<ListAliasesResponse> {
        let view = self.view(cx);
        let of = match &input.key_id {
            Some(id) => Some(view.key(id)?),
            None => None,
        };
        let prefix = Prefix::new(view.scope.prefix(alias::KIND)).map_err(fault)?;
        let mut all = view.snapshot.table::<alias::Record>().list(&prefix).map_err(fault)?;
        all.retain(|alias| {
            let key = view.snapshot.table::<key::Record>();
            let key = key.get(&key::key(&alias.scope, &alias.target)).ok().flatten();
            // One that can't be read is there.
            !key.is_some_and(|key| key.is_gone(self.state.now()))
                && of.as_ref().is_none_or(|key| alias.target == key.id)
        });
        let list = format!("ListAliases {}", of.map(|key| key.id.clone()).unwrap_or_default());
        let page = Page { list: &list, limit: input.limit, marker: input.marker, otherwise: 50 };
        let (aliases, next_marker) = page.of(&view, all, |alias| alias.name.clone())?;
        let entries = aliases.iter().map(|alias| AliasListEntry {
            alias_name: Some(alias.name.clone()),
            alias_arn: Some(alias.arn()),
            target_key_id: Some(alias.target.clone()),
            creation_date: Some(time(alias.created_at)),
            last_updated_date: Some(time(alias.updated_at)),
        });
        Ok(ListAliasesResponse {
            aliases: Some(entries.collect()),
            truncated: Some(next_marker.is_some()),
            next_marker,
        })
    }
}

/// A page that a request asks for.
pub(super) struct Page<'l> {
    /// The operation and what tells its lists apart.
    pub(super) list: &'l str,
    pub(super) limit: Option<i32>,
    pub(super) marker: Option<String>,
    /// So many, unless the request says otherwise.
    pub(super) otherwise: usize,
}

impl Page<'_> {
    /// The items of the page, and the marker of the next one. `items` are sorted by their keys.
    pub(super) fn of<T>(
        self,
        view: &View<'_>,
        mut items: Vec<T>,
        key: impl Fn(&T) -> String,
    ) -> Result<(Vec<T>, Option<String>)> {
        items.sort_by_key(&key);
        let list = format!("{} {} {}", self.list, view.scope.account, view.scope.region);
        let size = self.limit.and_then(|limit| usize::try_from(limit).ok());
        let size = size.unwrap_or(self.otherwise);
        page::page(&list, self.marker.as_deref(), size, items, key)
            .map_err(|page::BadToken| Error::invalid_marker("The marker is not valid.").into())
    }
}
