//! The account itself: its alias, and what it has.

use ferrogate_api::iam::{
    CreateAccountAliasRequest, DeleteAccountAliasRequest, Error, GetAccountSummaryResponse,
    ListAccountAliasesRequest, ListAccountAliasesResponse,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::iam::account::{self, Record, alias};
use ferrogate_records::iam::{
    group, instance_profile, mfa_device, oidc_provider, policy, role, user,
};

use super::page::Page;
use super::{Iam, Result, quota};

/// What an account can have on AWS, and has none of here.
const NONE_OF: [&str; 3] =
    ["AccountPasswordPresent", "AccountSigningCertificatesPresent", "ServerCertificates"];

impl Iam {
    /// An account has one alias: another takes its place.
    pub(super) async fn create_account_alias(
        &self,
        cx: &Cx,
        input: CreateAccountAliasRequest,
    ) -> Result<Empty> {
        let name = &input.account_alias;
        if !is_alias(name) {
            let text = "1 validation error detected: Value at 'accountAlias' failed to satisfy \
                        constraint: Member must satisfy regular expression pattern: \
                        ^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$";
            return Err(Error::new("ValidationError", text).into());
        }
        self.change(cx, |view, change| {
            let at = alias::key(name);
            if let Some(taken) = view.get::<alias::Record>(&at)? {
                if taken.account == *view.account() {
                    return Ok(Empty::default());
                }
                let text = format!("The account alias {name} already exists.");
                return Err(Error::entity_already_exists(text).into());
            }
            let record = alias::Record { account: view.account().clone() };
            change.create(at, &record)?;
            match view.get::<Record>(&account::key(view.account()))? {
                Some(old) => {
                    if let Some(before) = &old.alias
                        && let Some(before) = view.get::<alias::Record>(&alias::key(before))?
                    {
                        change.delete(&before);
                    }
                    let new = Record { alias: Some(name.clone()), ..(**old).clone() };
                    change.put(&old, new)?;
                }
                None => {
                    let new = Record {
                        alias: Some(name.clone()),
                        ..Record::new(view.owner.clone(), view.now)
                    };
                    change.create(account::key(view.account()), &new)?;
                }
            }
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn delete_account_alias(
        &self,
        cx: &Cx,
        input: DeleteAccountAliasRequest,
    ) -> Result<Empty> {
        let name = &input.account_alias;
        self.change(cx, |view, change| {
            let old = view.get::<Record>(&account::key(view.account()))?;
            let old = old.filter(|old| old.alias.as_ref() == Some(name));
            let Some(old) = old else {
                let text = format!("The account alias with name {name} cannot be found.");
                return Err(Error::no_such_entity(text).into());
            };
            if let Some(alias) = view.get::<alias::Record>(&alias::key(name))? {
                change.delete(&alias);
            }
            change.put(&old, Record { alias: None, ..(**old).clone() })?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn list_account_aliases(
        &self,
        cx: &Cx,
        input: ListAccountAliasesRequest,
    ) -> Result<ListAccountAliasesResponse> {
        let view = self.view(cx);
        let record = view.get::<Record>(&account::key(view.account()))?;
        let list = format!("ListAccountAliases {}", cx.account);
        let page = Page::new(list, input.marker.as_ref(), input.max_items);
        let page = page.of(record.and_then(|record| record.alias.clone()), String::clone)?;
        Ok(ListAccountAliasesResponse {
            account_aliases: Some(page.items),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }

    pub(super) async fn get_account_summary(
        &self,
        cx: &Cx,
        _: Empty,
    ) -> Result<GetAccountSummaryResponse> {
        let view = self.view(cx);
        let policies = view.all::<policy::Record>()?;
        let in_use = policies.iter().map(|policy| policy.versions.len()).sum();
        let quotas = quota::ALL.iter().filter_map(|quota| Some((quota.summary?, quota.most)));
        let devices = view.all::<mfa_device::Record>()?;
        let root = view.get::<Record>(&account::key(view.account()))?;
        let has_device = root.is_some_and(|root| !root.root_mfa_devices.is_empty());
        let counts = [
            ("GlobalEndpointTokenVersion", 1),
            ("AccountMFAEnabled", usize::from(has_device)),
            ("MFADevices", devices.len()),
            ("MFADevicesInUse", devices.iter().filter(|device| device.enabled.is_some()).count()),
            // Every account has a key of its root: it is how it was made.
            ("AccountAccessKeysPresent", 1),
            ("Groups", view.count::<group::Record>()?),
            ("InstanceProfiles", view.count::<instance_profile::Record>()?),
            ("Policies", policies.len()),
            ("PolicyVersionsInUse", in_use),
            ("Providers", view.count::<oidc_provider::Record>()?),
            ("Roles", view.count::<role::Record>()?),
            ("Users", view.count::<user::Record>()?),
        ];
        let none = NONE_OF.map(|name| (name, 0));
        let all = quotas.chain(counts).chain(none);
        let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let map = all.map(|(name, count)| (name.to_owned(), number(count))).collect();
        Ok(GetAccountSummaryResponse { summary_map: Some(map) })
    }
}

/// `^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$` (API model), whose form no `regex` compiles.
fn is_alias(name: &str) -> bool {
    let may_be = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (3..=63).contains(&name.len())
        && name.bytes().all(may_be)
        && !name.starts_with('-')
        && !name.ends_with('-')
        && !name.contains("--")
}
