//! Log groups: create, describe, delete, and how long they keep events.

use std::sync::Arc;

use ferrogate_api::logs::{
    CreateLogGroupRequest, DeleteLogGroupRequest, DeleteRetentionPolicyRequest,
    DescribeLogGroupsRequest, DescribeLogGroupsResponse, Error, LogGroup, LogGroupClass,
    PutRetentionPolicyRequest,
};
use ferrogate_api::{Cx, Empty, OrFault};
use ferrogate_records::logs::group::{self, Record};
use ferrogate_records::logs::stream;
use ferrogate_records::{Scope, Tag};
use ferrogate_state::{Entry, Fault, create};
use ferrogate_store::{Guard, Key, Op, Prefix, TXN_OPS_MAX};
use ferrogate_telemetry::RETENTION_DAYS;

use super::{Logs, Result, fault, group_key, key, millis, names, no_group, scope, tag};
use crate::page::page;

/// Groups, or streams, of one page (API model: at most 50, which is the default).
pub(super) const PAGE_MAX: i32 = 50;

impl Logs {
    pub(super) async fn create_log_group(
        &self,
        cx: &Cx,
        input: CreateLogGroupRequest,
    ) -> Result<Empty> {
        names::check_group(&input.log_group_name).map_err(Error::invalid_parameter)?;
        if input.kms_key_id.is_some() {
            return Err(Error::not_built("kmsKeyId is not built yet.").into());
        }
        if input.deletion_protection_enabled == Some(true) {
            return Err(Error::not_built("deletionProtectionEnabled is not built yet.").into());
        }
        if let Some(class) = input.log_group_class.filter(|c| *c != LogGroupClass::Standard) {
            return Err(Error::not_built(format!("logGroupClass {class} is not built yet.")).into());
        }
        let tags = tag::accepted(input.tags.unwrap_or_default())?;
        let scope = scope(cx);
        let _adding = self.gate(&scope, &input.log_group_name).read().await;
        match self.try_create(&scope, &input.log_group_name, tags).await.map_err(fault)? {
            true => Ok(Empty::default()),
            false => {
                Err(Error::resource_already_exists("The specified log group already exists").into())
            }
        }
    }

    /// Makes the group; false when there is one. The caller holds the gate.
    pub(super) async fn try_create(
        &self,
        scope: &Scope,
        name: &str,
        tags: Vec<Tag>,
    ) -> std::result::Result<bool, Fault> {
        let at = Key::new(group::key(scope, name))?;
        let record = Record {
            scope: scope.clone(),
            name: name.to_owned(),
            created_at: self.state.now(),
            retention_days: None,
            tags,
        };
        let op = create(at.clone(), &record)?;
        self.try_write(&[Guard::Absent(at)], &[op]).await
    }

    pub(super) async fn delete_log_group(
        &self,
        cx: &Cx,
        input: DeleteLogGroupRequest,
    ) -> Result<Empty> {
        let (scope, name) = (scope(cx), input.log_group_name);
        let _deleting = self.gate(&scope, &name).write().await;
        let at = key(group::key(&scope, &name))?;
        if self.state.table::<group::Record>().get(&at).map_err(fault)?.is_none() {
            return Err(no_group().into());
        }
        self.store.delete_group(&group_key(&scope, &name)).await.or_fault()?;
        let streams = Prefix::new(stream::prefix(&scope, &name)).map_err(fault)?;
        let streams = self.state.table::<stream::Record>().list(&streams).map_err(fault)?;
        let mut ops: Vec<Op> = streams.iter().map(|entry| Op::Del(entry.key.clone())).collect();
        ops.extend(
            self.filters_of(&scope, &name)?.iter().map(|filter| Op::Del(filter.key.clone())),
        );
        // The group goes last: a crash before leaves it, and with it a way to delete again.
        ops.push(Op::Del(at));
        for some in ops.chunks(TXN_OPS_MAX) {
            self.try_write(&[], some).await.map_err(fault)?;
        }
        Ok(Empty::default())
    }

    pub(super) async fn describe_log_groups(
        &self,
        cx: &Cx,
        input: DescribeLogGroupsRequest,
    ) -> Result<DescribeLogGroupsResponse> {
        let scope = scope(cx);
        check_describe(&scope, &input)?;
        let named = input.log_group_identifiers.as_ref().map(|texts| {
            texts.iter().map(|t| names::from_identifier(&scope, t)).collect::<Result<Vec<_>>>()
        });
        let named = named.transpose()?;
        let asked = |record: &Record| {
            let prefix = input.log_group_name_prefix.as_deref();
            let pattern = input.log_group_name_pattern.as_deref();
            prefix.is_none_or(|prefix| record.name.starts_with(prefix))
                && pattern.is_none_or(|pattern| record.name.contains(pattern))
                && named.as_ref().is_none_or(|names| names.contains(&record.name.as_str()))
        };
        let all = Prefix::new(scope.prefix(group::KIND)).map_err(fault)?;
        let mut groups = self.state.table::<group::Record>().list(&all).map_err(fault)?;
        // Every group is of the class STANDARD.
        let none = input.log_group_class.as_ref().is_some_and(|c| *c != LogGroupClass::Standard);
        groups.retain(|entry| !none && asked(entry));
        groups.sort_by(|a, b| a.name.cmp(&b.name));
        let list = format!(
            "DescribeLogGroups {} {:?} {:?} {named:?} {:?}",
            all.as_str(),
            input.log_group_name_prefix,
            input.log_group_name_pattern,
            input.log_group_class,
        );
        let size = page_size(input.limit);
        let (page, next_token) =
            page(&list, input.next_token.as_deref(), size, groups, |entry| entry.name.clone())
                .map_err(|_| bad_token())?;
        let log_groups = page.iter().map(|entry| self.described(entry)).collect();
        Ok(DescribeLogGroupsResponse { log_groups: Some(log_groups), next_token })
    }

    pub(super) async fn put_retention_policy(
        &self,
        cx: &Cx,
        input: PutRetentionPolicyRequest,
    ) -> Result<Empty> {
        let days = u32::try_from(input.retention_in_days).ok();
        let Some(days) = days.filter(|days| RETENTION_DAYS.contains(days)) else {
            return Err(Error::invalid_parameter(format!(
                "1 validation error detected: Value '{}' at 'retentionInDays' failed to satisfy \
                 constraint: Member must satisfy enum value set: {RETENTION_DAYS:?}",
                input.retention_in_days
            ))
            .into());
        };
        self.keep_for(cx, &input.log_group_name, Some(days)).await
    }

    pub(super) async fn delete_retention_policy(
        &self,
        cx: &Cx,
        input: DeleteRetentionPolicyRequest,
    ) -> Result<Empty> {
        self.keep_for(cx, &input.log_group_name, None).await
    }

    async fn keep_for(&self, cx: &Cx, name: &str, days: Option<u32>) -> Result<Empty> {
        let scope = scope(cx);
        // Shut, so that of two changes the same one comes last in both places.
        let _changing = self.gate(&scope, name).write().await;
        let set = |record: &mut Record| {
            record.retention_days = days;
            Ok(())
        };
        self.change_group(&scope, name, set).await?;
        self.store.set_retention(&group_key(&scope, name), days).await.or_fault()?;
        Ok(Empty::default())
    }

    fn described(&self, entry: &Arc<Entry<Record>>) -> LogGroup {
        let stats = self.store.group_stats(&group_key(&entry.scope, &entry.name));
        let filters = self.filters_of(&entry.scope, &entry.name).map_or(0, |all| all.len());
        let filters = i32::try_from(filters).unwrap_or(i32::MAX);
        let bytes = stats.values().map(|stats| stats.stored_bytes).sum();
        LogGroup {
            log_group_name: Some(entry.name.clone()),
            creation_time: Some(millis(entry.created_at.0)),
            retention_in_days: entry.retention_days.and_then(|days| i32::try_from(days).ok()),
            metric_filter_count: Some(filters),
            arn: Some(format!("{}:*", entry.arn())),
            stored_bytes: Some(millis(bytes)),
            log_group_class: Some(LogGroupClass::Standard),
            log_group_arn: Some(entry.arn()),
            deletion_protection_enabled: Some(false),
            ..LogGroup::default()
        }
    }
}

/// Refuses combinations that the API refuses, and what is not built.
fn check_describe(scope: &Scope, input: &DescribeLogGroupsRequest) -> Result<()> {
    let prefix = input.log_group_name_prefix.is_some();
    let pattern = input.log_group_name_pattern.is_some();
    if prefix && pattern {
        return Err(Error::invalid_parameter(
            "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
        )
        .into());
    }
    if input.log_group_identifiers.is_some() && (prefix || pattern) {
        return Err(Error::invalid_parameter(
            "LogGroup identifiers can't be combined with a LogGroup name prefix or pattern.",
        )
        .into());
    }
    let other = |id: &String| id != scope.account.as_str();
    let accounts = input.account_identifiers.as_deref().unwrap_or_default();
    if input.include_linked_accounts == Some(true) || accounts.iter().any(other) {
        let text = "accountIdentifiers and includeLinkedAccounts (groups of other accounts) are \
                    not built yet.";
        return Err(Error::not_built(text).into());
    }
    Ok(())
}

pub(super) fn page_size(limit: Option<i32>) -> usize {
    limit.unwrap_or(PAGE_MAX).clamp(1, PAGE_MAX).unsigned_abs() as usize
}

pub(super) fn bad_token() -> Error {
    Error::invalid_parameter("The specified nextToken is invalid.")
}
