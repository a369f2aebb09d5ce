//! Secrets in pages.

use ferrogate_api::Cx;
use ferrogate_api::secretsmanager::{
    Filter, ListSecretsRequest, ListSecretsResponse, SecretListEntry, SortByType, SortOrderType,
};
use ferrogate_base::TimestampMs;
use ferrogate_records::secretsmanager::secret::{KIND, Record};
use ferrogate_store::Prefix;

use super::lookup::Entity;
use super::read::bad_token;
use super::tags::shown as shown_tags;
use super::{Result, SecretsManager, View, fault, filter, time};
use crate::page;

impl SecretsManager {
    pub(super) async fn list_secrets(
        &self,
        cx: &Cx,
        input: ListSecretsRequest,
    ) -> Result<ListSecretsResponse> {
        let filters = input.filters.unwrap_or_default();
        filter::check(&filters)?;
        let planned = input.include_planned_deletion.unwrap_or_default();
        let view = self.view(cx);
        let all = found(&view, &filters, planned)?;
        // AWS does not say what it sorts by unless it is told.
        let by = input.sort_by.unwrap_or(SortByType::CreatedDate);
        let descending = input.sort_order == Some(SortOrderType::Desc);
        let key = |secret: &Entity| sort_key(secret, &by, descending);
        let list = format!(
            "ListSecrets {} {} {filters:?} {planned} {by:?} {descending}",
            view.here.account, view.here.region
        );
        let size = input.max_results.and_then(|size| usize::try_from(size).ok()).unwrap_or(100);
        let (secrets, next_token) = paged(&list, input.next_token.as_deref(), size, all, key)?;
        Ok(ListSecretsResponse {
            secret_list: Some(secrets.iter().map(|secret| shown(secret)).collect()),
            next_token,
        })
    }
}

/// The caller's secrets that all filters let through.
pub(super) fn found(view: &View, filters: &[Filter], planned: bool) -> Result<Vec<Entity>> {
    let prefix = Prefix::new(view.here.prefix(KIND)).map_err(fault)?;
    let mut all = view.snapshot.table::<Record>().list(&prefix).map_err(fault)?;
    all.retain(|secret| {
        !secret.is_gone(view.now)
            && (planned || secret.deletion.is_none())
            && filter::fits(secret, filters)
    });
    Ok(all)
}

/// One page of secrets, sorted by their keys.
pub(super) fn paged(
    list: &str,
    token: Option<&str>,
    size: usize,
    mut all: Vec<Entity>,
    key: impl Fn(&Entity) -> String,
) -> Result<(Vec<Entity>, Option<String>)> {
    all.sort_by_cached_key(&key);
    let page = page::page(list, token, size, all, key);
    page.map_err(|page::BadToken| bad_token().into())
}

/// A text that sorts as secrets are to be sorted.
fn sort_key(secret: &Record, by: &SortByType, descending: bool) -> String {
    let at = |time: Option<TimestampMs>| format!("{:020}", time.map_or(0, |time| time.0));
    let by = match by {
        SortByType::Name => String::new(),
        SortByType::LastAccessedDate => at(secret.accessed_at),
        SortByType::LastChangedDate => at(Some(secret.changed_at)),
        SortByType::CreatedDate | SortByType::Unknown(_) => at(Some(secret.created_at)),
    };
    let text = format!("{by}{}", secret.name);
    match descending {
        false => text,
        // The other way round, with an end that comes after all that is longer.
        true => text
            .bytes()
            .map(|byte| 255 - byte)
            .chain([255])
            .fold(String::new(), |out, byte| format!("{out}{byte:02x}")),
    }
}

fn shown(secret: &Record) -> SecretListEntry {
    let staged = secret.versions.iter().filter(|version| !version.stages.is_empty());
    let stages = staged.map(|version| (version.id.clone(), version.stages.clone()));
    SecretListEntry {
        arn: Some(secret.arn()),
        name: Some(secret.name.clone()),
        description: secret.description.clone(),
        kms_key_id: secret.kms_key.clone(),
        last_changed_date: Some(time(secret.changed_at)),
        last_accessed_date: secret.accessed_at.map(time),
        deleted_date: secret.deletion.map(|deletion| time(deletion.asked_at)),
        tags: shown_tags(secret),
        secret_versions_to_stages: Some(stages.collect()),
        created_date: Some(time(secret.created_at)),
        ..SecretListEntry::default()
    }
}
