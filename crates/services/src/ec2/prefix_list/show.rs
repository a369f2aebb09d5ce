//! Prefix lists as they are shown.

use ferrogate_api::ec2::{ManagedPrefixList, PrefixListState, Tag};
use ferrogate_records::Scope;
use ferrogate_records::ec2::prefix_list::{self, Deed, Family, Record};

use super::super::select::{Resource, one};
use super::super::view::{Object, View};
use super::super::{Result, tag, text};

impl Object for Record {
    type Shown = ManagedPrefixList;

    fn key(scope: &Scope, id: &str) -> String {
        prefix_list::key(scope, id)
    }

    fn show(&self, _: &View) -> Result<ManagedPrefixList> {
        Ok(ManagedPrefixList {
            prefix_list_id: text(&*self.id),
            address_family: text(match self.family {
                Family::V4 => "IPv4",
                Family::V6 => "IPv6",
            }),
            state: Some(match self.last {
                Deed::Create => PrefixListState::CreateComplete,
                Deed::Modify => PrefixListState::ModifyComplete,
                Deed::Restore => PrefixListState::RestoreComplete,
            }),
            prefix_list_arn: Some(self.scope.arn("ec2", &format!("prefix-list/{}", self.id))),
            prefix_list_name: text(&*self.name),
            max_entries: Some(self.max_entries.into()),
            version: i64::try_from(self.version).ok(),
            tags: Some(tag::shown(&self.tags)),
            owner_id: text(self.scope.account.as_str()),
            ..ManagedPrefixList::default()
        })
    }
}

impl Resource for ManagedPrefixList {
    const LIST: &'static str = "DescribeManagedPrefixLists";
    const NOT_FOUND: &'static str = "InvalidPrefixListID.NotFound";
    const NOUN: &'static str = "prefix list ID";
    const MALFORMED: Option<(&'static str, &'static str)> =
        Some(("InvalidPrefixListId.Malformed", "pl-"));
    const FILTERS: &'static [&'static str] = &["owner-id", "prefix-list-id", "prefix-list-name"];

    fn id(&self) -> &str {
        self.prefix_list_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        match filter {
            "owner-id" => one(&self.owner_id),
            "prefix-list-id" => one(&self.prefix_list_id),
            _ => one(&self.prefix_list_name),
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}
