//! OpenID Connect providers, as records: roles may trust them. Tokens of theirs are for STS.

use std::sync::Arc;

use ferrogate_api::iam::{
    AddClientIDToOpenIDConnectProviderRequest, CreateOpenIDConnectProviderRequest,
    CreateOpenIDConnectProviderResponse, DeleteOpenIDConnectProviderRequest, Error,
    GetOpenIDConnectProviderRequest, GetOpenIDConnectProviderResponse,
    ListOpenIDConnectProviderTagsRequest, ListOpenIDConnectProviderTagsResponse,
    ListOpenIDConnectProvidersRequest, ListOpenIDConnectProvidersResponse,
    OpenIDConnectProviderListEntry, RemoveClientIDFromOpenIDConnectProviderRequest,
    TagOpenIDConnectProviderRequest, UntagOpenIDConnectProviderRequest,
    UpdateOpenIDConnectProviderThumbprintRequest,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::iam::oidc_provider::{self, Record};
use ferrogate_state::Entry;

use super::page::Page;
use super::tag::{self, Case};
use super::view::View;
use super::{Iam, Result, quota, time};

/// Thumbprints of one provider (API_CreateOpenIDConnectProvider).
const THUMBPRINTS_MAX: usize = 5;

impl Iam {
    pub(super) async fn create_oidc_provider(
        &self,
        cx: &Cx,
        input: CreateOpenIDConnectProviderRequest,
    ) -> Result<CreateOpenIDConnectProviderResponse> {
        let tags = tag::accepted(input.tags.unwrap_or_default(), Case::Different)?;
        let url = address(&input.url)?;
        let thumbprints = input.thumbprint_list.unwrap_or_default();
        check_thumbprints(&thumbprints)?;
        let mut clients = vec![];
        for client in input.client_id_list.unwrap_or_default() {
            add(&mut clients, client)?;
        }
        let made = self.change(cx, |view, change| {
            let at = oidc_provider::key(view.account(), url);
            if view.get::<Record>(&at)?.is_some() {
                let text = format!("Provider with url https://{url} already exists.");
                return Err(Error::entity_already_exists(text).into());
            }
            quota::PROVIDERS.one_more(view.count::<Record>()?)?;
            let record = Record {
                owner: view.owner.clone(),
                url: url.to_owned(),
                created_at: view.now,
                clients: clients.clone(),
                thumbprints: thumbprints.clone(),
                tags: tags.clone(),
            };
            change.create(at, &record)?;
            Ok(record)
        });
        let made = made.await?;
        Ok(CreateOpenIDConnectProviderResponse {
            open_id_connect_provider_arn: Some(made.arn()),
            tags: tag::shown_if_any(&made.tags),
        })
    }

    pub(super) async fn get_oidc_provider(
        &self,
        cx: &Cx,
        input: GetOpenIDConnectProviderRequest,
    ) -> Result<GetOpenIDConnectProviderResponse> {
        let found = find(&self.view(cx), &input.open_id_connect_provider_arn)?;
        Ok(GetOpenIDConnectProviderResponse {
            url: Some(found.url.clone()),
            client_id_list: Some(found.clients.clone()),
            thumbprint_list: Some(found.thumbprints.clone()),
            create_date: Some(time(found.created_at)),
            tags: Some(tag::shown(&found.tags)),
        })
    }

    pub(super) async fn list_oidc_providers(
        &self,
        cx: &Cx,
        _: ListOpenIDConnectProvidersRequest,
    ) -> Result<ListOpenIDConnectProvidersResponse> {
        let all = self.view(cx).all::<Record>()?.into_iter();
        let all = all.map(|found| OpenIDConnectProviderListEntry { arn: Some(found.arn()) });
        Ok(ListOpenIDConnectProvidersResponse {
            open_id_connect_provider_list: Some(all.collect()),
        })
    }

    /// One that is not there is no failure of its own on AWS's page, and one in its answers.
    pub(super) async fn delete_oidc_provider(
        &self,
        cx: &Cx,
        input: DeleteOpenIDConnectProviderRequest,
    ) -> Result<Empty> {
        let arn = &input.open_id_connect_provider_arn;
        self.change(cx, |view, change| {
            let Some(old) = at(view, arn)? else {
                let text = format!("OpenId connect Provider {arn} cannot be found.");
                return Err(Error::no_such_entity(text).into());
            };
            change.delete(&old);
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn add_client_to_oidc_provider(
        &self,
        cx: &Cx,
        input: AddClientIDToOpenIDConnectProviderRequest,
    ) -> Result<Empty> {
        self.alter_provider(cx, &input.open_id_connect_provider_arn, |provider| {
            add(&mut provider.clients, input.client_id.clone())
        })
        .await
    }

    pub(super) async fn remove_client_from_oidc_provider(
        &self,
        cx: &Cx,
        input: RemoveClientIDFromOpenIDConnectProviderRequest,
    ) -> Result<Empty> {
        self.alter_provider(cx, &input.open_id_connect_provider_arn, |provider| {
            provider.clients.retain(|client| *client != input.client_id);
            Ok(())
        })
        .await
    }

    pub(super) async fn update_oidc_thumbprint(
        &self,
        cx: &Cx,
        input: UpdateOpenIDConnectProviderThumbprintRequest,
    ) -> Result<Empty> {
        check_thumbprints(&input.thumbprint_list)?;
        self.alter_provider(cx, &input.open_id_connect_provider_arn, |provider| {
            provider.thumbprints.clone_from(&input.thumbprint_list);
            Ok(())
        })
        .await
    }

    pub(super) async fn tag_oidc_provider(
        &self,
        cx: &Cx,
        input: TagOpenIDConnectProviderRequest,
    ) -> Result<Empty> {
        let tags = tag::accepted(input.tags, Case::Different)?;
        self.alter_provider(cx, &input.open_id_connect_provider_arn, |provider| {
            tag::add(&mut provider.tags, tags.clone(), Case::Different)
        })
        .await
    }

    pub(super) async fn untag_oidc_provider(
        &self,
        cx: &Cx,
        input: UntagOpenIDConnectProviderRequest,
    ) -> Result<Empty> {
        self.alter_provider(cx, &input.open_id_connect_provider_arn, |provider| {
            tag::remove(&mut provider.tags, &input.tag_keys, Case::Different);
            Ok(())
        })
        .await
    }

    pub(super) async fn list_oidc_provider_tags(
        &self,
        cx: &Cx,
        input: ListOpenIDConnectProviderTagsRequest,
    ) -> Result<ListOpenIDConnectProviderTagsResponse> {
        let found = find(&self.view(cx), &input.open_id_connect_provider_arn)?;
        let list = format!("ListOpenIDConnectProviderTags {}", found.arn());
        let page = Page::new(list, input.marker.as_ref(), input.max_items);
        let page = page.of_order(tag::shown(&found.tags))?;
        Ok(ListOpenIDConnectProviderTagsResponse {
            tags: Some(page.items),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }

    async fn alter_provider(
        &self,
        cx: &Cx,
        arn: &str,
        alter: impl Fn(&mut Record) -> Result<()>,
    ) -> Result<Empty> {
        self.change(cx, |view, change| {
            let old = find(view, arn)?;
            let mut new = (**old).clone();
            alter(&mut new)?;
            change.put(&old, new)?;
            Ok(Empty::default())
        })
        .await
    }
}

/// The provider of an ARN, which begins with the account's own part.
fn at(view: &View, arn: &str) -> Result<Option<Arc<Entry<Record>>>> {
    let Some(url) = arn.strip_prefix(&view.owner.arn("oidc-provider/")) else { return Ok(None) };
    view.get::<Record>(&oidc_provider::key(view.account(), url))
}

fn find(view: &View, arn: &str) -> Result<Arc<Entry<Record>>> {
    at(view, arn)?.ok_or_else(|| {
        let text = format!("OpenIDConnect Provider not found for arn {arn}");
        Error::no_such_entity(text).into()
    })
}

/// What of a provider's URL is kept: that it has a host, and neither a query nor a fragment.
fn address(url: &str) -> Result<&str> {
    let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '?' | '#' | '@' | '\\' | '"');
    let rest = url.strip_prefix("https://").map(|rest| rest.trim_end_matches('/'));
    let rest = rest.filter(|rest| {
        let host = rest.split('/').next().unwrap_or_default();
        !host.is_empty() && !host.starts_with(':') && rest.chars().all(is_plain)
    });
    rest.ok_or_else(|| Error::new("ValidationError", "Invalid Open ID Connect Provider URL").into())
}

fn check_thumbprints(thumbprints: &[String]) -> Result<()> {
    if thumbprints.len() > THUMBPRINTS_MAX {
        let text = "Thumbprint list must contain fewer than 5 entries.";
        return Err(Error::invalid_input(text).into());
    }
    Ok(())
}

/// Who is there already stays so.
fn add(clients: &mut Vec<String>, client: String) -> Result<()> {
    if clients.contains(&client) {
        return Ok(());
    }
    quota::CLIENTS.one_more(clients.len())?;
    clients.push(client);
    Ok(())
}
