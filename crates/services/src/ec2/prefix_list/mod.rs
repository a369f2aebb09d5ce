//! Prefix lists of users, with their versions.
//!
//! What happens to entries is [`entries`], pure. There are no lists of AWS's own: nothing here
//! has the services that they are for.

mod entries;
mod show;
mod versions;

use std::sync::Arc;

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    CreateManagedPrefixListRequest, CreateManagedPrefixListResult, DeleteManagedPrefixListRequest,
    DeleteManagedPrefixListResult, DescribeManagedPrefixListsRequest,
    DescribeManagedPrefixListsResult, DescribePrefixListsRequest, DescribePrefixListsResult, Error,
    GetManagedPrefixListAssociationsRequest, GetManagedPrefixListAssociationsResult,
    ManagedPrefixList, ModifyManagedPrefixListRequest, ModifyManagedPrefixListResult,
    PrefixListAssociation, PrefixListState,
};
use ferrogate_records::ec2::group::{self, Peer, Rule};
use ferrogate_records::ec2::prefix_list::{self, Deed, Family, Record};
use ferrogate_records::ec2::route_table::{self, Destination};
use ferrogate_records::ec2::turn;
use ferrogate_state::Entry;

use self::entries::Edit;
use super::filter::Filters;
use super::select::{self, Ask, page_of};
use super::token::Once;
use super::view::{Object, View};
use super::{Ec2, Result, new_id, scope, tag, text};

/// Lists of an account (VPC user guide, "Amazon VPC quotas").
const LISTS_MAX: usize = 100;
const NAME_MAX: usize = 255;
/// What the names of AWS's own lists begin with.
const OF_AWS: &str = "com.amazonaws";

/// The filters of DescribePrefixLists.
const SERVICE_FILTERS: &[&str] = &["prefix-list-id", "prefix-list-name"];

impl Ec2 {
    /// Tells the lists of AWS's services alone (API reference), of which there are none.
    pub(super) async fn describe_prefix_lists(
        &self,
        _: &Cx,
        input: DescribePrefixListsRequest,
    ) -> Result<DescribePrefixListsResult> {
        let asked = input.prefix_list_ids.unwrap_or_default();
        select::check_form::<ManagedPrefixList>(&asked)?;
        let missing: Vec<&str> = asked.iter().map(String::as_str).collect();
        if !missing.is_empty() {
            return Err(select::not_found::<ManagedPrefixList>(&missing).into());
        }
        Filters::read(input.filters, SERVICE_FILTERS)?;
        Ok(DescribePrefixListsResult { next_token: None, prefix_lists: Some(vec![]) })
    }

    pub(super) async fn create_managed_prefix_list(
        &self,
        cx: &Cx,
        mut input: CreateManagedPrefixListRequest,
    ) -> Result<CreateManagedPrefixListResult> {
        let client_token = input.client_token.take();
        let once = Once::new(cx, "CreateManagedPrefixList", client_token.as_deref(), &input)?;
        check_name(&input.prefix_list_name)?;
        let family = family(&input.address_family)?;
        let max_entries = entries::size(input.max_entries)?;
        let edit = Edit::read(family, input.entries.unwrap_or_default(), vec![])?;
        let record = Record {
            scope: scope(cx),
            id: new_id("pl"),
            name: input.prefix_list_name,
            family,
            max_entries,
            version: 1,
            entries: edit.apply(&[], max_entries)?,
            last: Deed::Create,
            tags: tag::accepted(input.tag_specifications, "prefix-list")?,
        };
        let made = self
            .make::<Record>(scope(cx), once, record.id.clone(), |view, change| {
                if view.all::<Record>()?.len() >= LISTS_MAX {
                    let text = "The maximum number of prefix lists has been reached.";
                    return Err(Error::new("PrefixListLimitExceeded", text).into());
                }
                change.create(turn::key(&view.scope, &record.id), &turn::Record::default())?;
                change.create(prefix_list::key(&view.scope, &record.id), &record)?;
                versions::write(view, change, &record)
            })
            .await?;
        let made = under_way(made, PrefixListState::CreateInProgress);
        Ok(CreateManagedPrefixListResult { prefix_list: Some(made) })
    }

    pub(super) async fn modify_managed_prefix_list(
        &self,
        cx: &Cx,
        input: ModifyManagedPrefixListRequest,
    ) -> Result<ModifyManagedPrefixListResult> {
        if input.ipam_prefix_list_resolver_sync_enabled == Some(true) {
            let text = "The parameter IpamPrefixListResolverSyncEnabled is not supported.";
            return Err(Error::new("UnsupportedOperation", text).into());
        }
        input.prefix_list_name.as_deref().map_or(Ok(()), check_name)?;
        let size = input.max_entries.map(entries::size).transpose()?;
        let (add, remove) =
            (input.add_entries.unwrap_or_default(), input.remove_entries.unwrap_or_default());
        let edits = !add.is_empty() || !remove.is_empty();
        check_parts(edits, size, input.current_version)?;
        let made = self
            .change(scope(cx), |view, change| {
                let list = view.find::<Record>(&input.prefix_list_id)?;
                versions::check(&list, input.current_version)?;
                let mut next = (**list).clone();
                next.last = Deed::Modify;
                if let Some(name) = &input.prefix_list_name {
                    next.name.clone_from(name);
                }
                if edits {
                    let edit = Edit::read(list.family, add.clone(), remove.clone())?;
                    next.entries = edit.apply(&list.entries, list.max_entries)?;
                    next.version += 1;
                    versions::write(view, change, &next)?;
                }
                if let Some(size) = size {
                    entries::check_size(next.entries.len(), size)?;
                    next.max_entries = size;
                    check_users(view, &next)?;
                    // A rule that names it meanwhile is counted with the size that it sees.
                    change.take_turn(view, &list.id)?;
                }
                let shown = next.show(view)?;
                change.put(&list, next)?;
                Ok(shown)
            })
            .await?;
        let made = under_way(made, PrefixListState::ModifyInProgress);
        Ok(ModifyManagedPrefixListResult { prefix_list: Some(made) })
    }

    pub(super) async fn delete_managed_prefix_list(
        &self,
        cx: &Cx,
        input: DeleteManagedPrefixListRequest,
    ) -> Result<DeleteManagedPrefixListResult> {
        let gone = self
            .change(scope(cx), |view, change| {
                let list = view.find::<Record>(&input.prefix_list_id)?;
                if !users(view, &list.id)?.is_empty() {
                    let text = format!(
                        "The prefix list '{}' has dependencies and cannot be deleted.",
                        list.id
                    );
                    return Err(Error::new("DependencyViolation", text).into());
                }
                change.end_turns(view, &list.id)?;
                versions::delete(view, change, &list.id)?;
                change.delete(&list);
                list.show(view)
            })
            .await?;
        let gone = under_way(gone, PrefixListState::DeleteInProgress);
        Ok(DeleteManagedPrefixListResult { prefix_list: Some(gone) })
    }

    pub(super) async fn describe_managed_prefix_lists(
        &self,
        cx: &Cx,
        input: DescribeManagedPrefixListsRequest,
    ) -> Result<DescribeManagedPrefixListsResult> {
        let ask = Ask {
            ids: input.prefix_list_ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (lists, next_token) = self.view(scope(cx)).describe::<Record>(ask)?;
        Ok(DescribeManagedPrefixListsResult { next_token, prefix_lists: Some(lists) })
    }

    pub(super) async fn get_managed_prefix_list_associations(
        &self,
        cx: &Cx,
        input: GetManagedPrefixListAssociationsRequest,
    ) -> Result<GetManagedPrefixListAssociationsResult> {
        let view = self.view(scope(cx));
        let list = view.find::<Record>(&input.prefix_list_id)?;
        let (users, next_token) = page_of(
            &format!("GetManagedPrefixListAssociations {}", list.id),
            input.max_results,
            input.next_token.as_deref(),
            users(&view, &list.id)?,
            Clone::clone,
        )?;
        let shown = |id: String| PrefixListAssociation {
            resource_id: Some(id),
            resource_owner: text(view.scope.account.as_str()),
        };
        Ok(GetManagedPrefixListAssociationsResult {
            prefix_list_associations: Some(users.into_iter().map(shown).collect()),
            next_token,
        })
    }
}

/// A list as it is shown by the operation that changes it.
fn under_way(list: ManagedPrefixList, state: PrefixListState) -> ManagedPrefixList {
    ManagedPrefixList { state: Some(state), ..list }
}

fn check_name(name: &str) -> Result<()> {
    let is_good = !name.is_empty() && name.chars().count() <= NAME_MAX && !name.starts_with(OF_AWS);
    if is_good {
        return Ok(());
    }
    let text = format!(
        "Value ({name}) for parameter PrefixListName is invalid. A name has 1 to 255 characters \
         and does not begin with {OF_AWS}."
    );
    Err(Error::new("InvalidParameterValue", text).into())
}

fn family(name: &str) -> Result<Family> {
    match name {
        "IPv4" => Ok(Family::V4),
        "IPv6" => Ok(Family::V6),
        _ => {
            let text = format!(
                "Value ({name}) for parameter AddressFamily is invalid. Valid values: IPv4, IPv6."
            );
            Err(Error::new("InvalidParameterValue", text).into())
        }
    }
}

/// What can be changed at once: entries, which name the version that they are of, or the size.
fn check_parts(edits: bool, size: Option<u16>, version: Option<i64>) -> Result<()> {
    match (edits, size, version) {
        (true, Some(_), _) => {
            let text = "You cannot modify the entries and the maximum entries for the prefix list \
                        in the same request.";
            Err(Error::new("InvalidParameterCombination", text).into())
        }
        (true, None, None) => {
            let text = "The request must contain the parameter CurrentVersion";
            Err(Error::new("MissingParameter", text).into())
        }
        _ => Ok(()),
    }
}

/// What names the list, by id.
fn users(view: &View, list: &str) -> Result<Vec<String>> {
    let mut ids: Vec<String> = groups(view, list)?.iter().map(|group| group.id.clone()).collect();
    for table in view.all::<route_table::Record>()? {
        if table.routes.iter().any(|route| route.to == Destination::PrefixList(list.to_owned())) {
            ids.push(table.id.clone());
        }
    }
    ids.sort_unstable();
    Ok(ids)
}

/// The groups with a rule that names the list.
fn groups<'v>(view: &'v View, list: &str) -> Result<Vec<&'v Arc<Entry<group::Record>>>> {
    let names = |rule: &Rule| rule.peer == Peer::PrefixList(list.to_owned());
    let mut all = view.all::<group::Record>()?;
    all.retain(|group| group.ingress.iter().chain(&group.egress).any(names));
    Ok(all)
}

/// Whether the groups that name the list may go on when it has its new size.
fn check_users(view: &View, list: &Record) -> Result<()> {
    for group in groups(view, &list.id)? {
        for egress in [false, true] {
            super::group::check_rules(view, group.rules(egress), Some(list))?;
        }
    }
    Ok(())
}
