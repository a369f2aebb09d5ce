//! Versions of prefix lists: what they were, and may be again.

use std::sync::Arc;

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    Error, GetManagedPrefixListEntriesRequest, GetManagedPrefixListEntriesResult, PrefixListEntry,
    PrefixListState, RestoreManagedPrefixListVersionRequest, RestoreManagedPrefixListVersionResult,
};
use ferrogate_records::ec2::prefix_list::{Deed, Record, version};
use ferrogate_state::Entry;
use ferrogate_store::{Key, Prefix};

use super::super::change::Change;
use super::super::select::page_of;
use super::super::view::{Object, View};
use super::super::{Ec2, Result, fault, scope, text};
use super::entries::check_size;

/// How many versions a list keeps; with one more the oldest goes, as on AWS. (There are 1000 of
/// them there. Here they go with their list in one transaction.)
const VERSIONS_MAX: usize = 90;

impl Ec2 {
    pub(in super::super) async fn get_managed_prefix_list_entries(
        &self,
        cx: &Cx,
        input: GetManagedPrefixListEntriesRequest,
    ) -> Result<GetManagedPrefixListEntriesResult> {
        let view = self.view(scope(cx));
        let list = view.find::<Record>(&input.prefix_list_id)?;
        let number = match input.target_version {
            Some(asked) => u64::try_from(asked).or_else(|_| no_version(&list.id, asked))?,
            None => list.version,
        };
        let of = get(&view, &list.id, number)?;
        let (entries, next_token) = page_of(
            &format!("GetManagedPrefixListEntries {} {number}", list.id),
            input.max_results,
            input.next_token.as_deref(),
            of.entries.iter().enumerate(),
            |(at, _)| format!("{at:05}"),
        )?;
        let shown = |(_, entry): (usize, &ferrogate_records::ec2::prefix_list::Entry)| {
            let cidr = text(entry.range.to_string());
            PrefixListEntry { cidr, description: entry.description.clone() }
        };
        let entries = Some(entries.into_iter().map(shown).collect());
        Ok(GetManagedPrefixListEntriesResult { entries, next_token })
    }

    pub(in super::super) async fn restore_managed_prefix_list_version(
        &self,
        cx: &Cx,
        input: RestoreManagedPrefixListVersionRequest,
    ) -> Result<RestoreManagedPrefixListVersionResult> {
        let made = self
            .change(scope(cx), |view, change| {
                let list = view.find::<Record>(&input.prefix_list_id)?;
                check(&list, Some(input.current_version))?;
                let asked = input.previous_version;
                let number = u64::try_from(asked).or_else(|_| no_version(&list.id, asked))?;
                let before = get(view, &list.id, number)?;
                check_size(before.entries.len(), list.max_entries)?;
                let mut next = (**list).clone();
                next.entries.clone_from(&before.entries);
                next.version += 1;
                next.last = Deed::Restore;
                write(view, change, &next)?;
                let shown = next.show(view)?;
                change.put(&list, next)?;
                Ok(shown)
            })
            .await?;
        let made = super::under_way(made, PrefixListState::RestoreInProgress);
        Ok(RestoreManagedPrefixListVersionResult { prefix_list: Some(made) })
    }
}

/// Whether the list still has the version that a request is about.
pub(super) fn check(list: &Record, asked: Option<i64>) -> Result<()> {
    if asked.is_none_or(|asked| u64::try_from(asked) == Ok(list.version)) {
        return Ok(());
    }
    let text = "The prefix list has the incorrect version number.";
    Err(Error::new("PrefixListVersionMismatch", text).into())
}

/// Writes the version that the list has now, and drops those that are too old.
pub(super) fn write(view: &View, change: &mut Change, list: &Record) -> Result<()> {
    let new = version::Record { number: list.version, entries: list.entries.clone() };
    change.create(version::key(&list.scope, &list.id, list.version), &new)?;
    let all = all(view, &list.id)?;
    let surplus = (all.len() + 1).saturating_sub(VERSIONS_MAX);
    all.into_iter().take(surplus).for_each(|oldest| change.delete(&oldest));
    Ok(())
}

/// Deletes all versions of a list.
pub(super) fn delete(view: &View, change: &mut Change, list: &str) -> Result<()> {
    all(view, list)?.into_iter().for_each(|one| change.delete(&one));
    Ok(())
}

type Found = Arc<Entry<version::Record>>;

/// The versions of a list, the oldest first.
fn all(view: &View, list: &str) -> Result<Vec<Found>> {
    let prefix = Prefix::new(version::prefix(&view.scope, list)).map_err(fault)?;
    let table = view.snapshot().table::<version::Record>();
    Ok(table.under(&prefix).map_err(fault)?.cloned().collect())
}

fn get(view: &View, list: &str, number: u64) -> Result<Found> {
    let key = Key::new(version::key(&view.scope, list, number)).map_err(fault)?;
    let found = view.snapshot().table::<version::Record>().get(&key).map_err(fault)?;
    found.map_or_else(|| no_version(list, number), Ok)
}

fn no_version<T>(list: &str, number: impl std::fmt::Display) -> Result<T> {
    let text = format!("The version {number} of the prefix list '{list}' does not exist");
    Err(Error::new("InvalidPrefixListVersion.NotFound", text).into())
}
