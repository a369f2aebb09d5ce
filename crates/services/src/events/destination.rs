//! API destinations: CreateApiDestination, DescribeApiDestination, UpdateApiDestination,
//! DeleteApiDestination, ListApiDestinations.

use std::sync::Arc;

use ferrogate_api::events::{
    ApiDestination, ApiDestinationState, CreateApiDestinationRequest, CreateApiDestinationResponse,
    DeleteApiDestinationRequest, DeleteApiDestinationResponse, DescribeApiDestinationRequest,
    DescribeApiDestinationResponse, Error, ListApiDestinationsRequest, ListApiDestinationsResponse,
    UpdateApiDestinationRequest, UpdateApiDestinationResponse,
};
use ferrogate_api::{Cx, Timestamp};
use ferrogate_records::events::connection::{self, Status};
use ferrogate_records::events::destination::{self, DESTINATIONS_MAX, RATE_MAX, Record};
use ferrogate_state::Entry;

use super::connection::no_such;
use super::names::{already_exists, check_endpoint, page_size, too_many};
use super::rule::bad_token;
use super::{EventBridge, Result, View, fault, invalid};
use crate::page;

impl EventBridge {
    pub(super) async fn create_api_destination(
        &self,
        cx: &Cx,
        input: CreateApiDestinationRequest,
    ) -> Result<CreateApiDestinationResponse> {
        check_endpoint("InvocationEndpoint", &input.invocation_endpoint, true)?;
        let rate = rate(input.invocation_rate_limit_per_second)?.unwrap_or(RATE_MAX);
        let id = uuid::Uuid::new_v4().to_string();
        self.change(cx, |view, to| {
            let key = destination::key(&view.scope, &input.name);
            if view.get::<Record, _>(key.clone())?.is_some() {
                let text = format!("An api-destination '{}' already exists.", input.name);
                return Err(already_exists(text));
            }
            check_connection(view, &input.connection_arn)?;
            let table = view.snapshot.table::<Record>();
            let held = table.count::<destination::InScope>(&view.scope).map_err(fault)?;
            too_many(held, DESTINATIONS_MAX)?;
            let now = self.state.now();
            let new = Record {
                scope: view.scope.clone(),
                name: input.name.clone(),
                id: id.clone(),
                description: input.description.clone(),
                connection_arn: input.connection_arn.clone(),
                endpoint: input.invocation_endpoint.clone(),
                method: input.http_method.as_str().to_owned(),
                rate,
                created_at: now,
                modified_at: now,
            };
            to.create(key, &new)?;
            Ok(CreateApiDestinationResponse {
                api_destination_arn: Some(new.arn()),
                api_destination_state: Some(state(view, &new)?),
                creation_time: Some(Timestamp::from(now)),
                last_modified_time: Some(Timestamp::from(now)),
            })
        })
        .await
    }

    pub(super) async fn describe_api_destination(
        &self,
        cx: &Cx,
        input: DescribeApiDestinationRequest,
    ) -> Result<DescribeApiDestinationResponse> {
        let view = self.view(cx);
        let found = named(&view, &input.name)?;
        Ok(DescribeApiDestinationResponse {
            api_destination_arn: Some(found.arn()),
            name: Some(found.name.clone()),
            description: found.description.clone(),
            api_destination_state: Some(state(&view, &found)?),
            connection_arn: Some(found.connection_arn.clone()),
            invocation_endpoint: Some(found.endpoint.clone()),
            http_method: Some(found.method.as_str().into()),
            invocation_rate_limit_per_second: i32::try_from(found.rate).ok(),
            creation_time: Some(Timestamp::from(found.created_at)),
            last_modified_time: Some(Timestamp::from(found.modified_at)),
        })
    }

    pub(super) async fn update_api_destination(
        &self,
        cx: &Cx,
        input: UpdateApiDestinationRequest,
    ) -> Result<UpdateApiDestinationResponse> {
        if let Some(url) = &input.invocation_endpoint {
            check_endpoint("InvocationEndpoint", url, true)?;
        }
        let rate = rate(input.invocation_rate_limit_per_second)?;
        self.change(cx, |view, to| {
            let old = named(view, &input.name)?;
            if let Some(arn) = &input.connection_arn {
                check_connection(view, arn)?;
            }
            let before = &old.doc.record;
            let new = Record {
                description: input.description.clone().or_else(|| before.description.clone()),
                connection_arn: input
                    .connection_arn
                    .clone()
                    .unwrap_or_else(|| before.connection_arn.clone()),
                endpoint: input
                    .invocation_endpoint
                    .clone()
                    .unwrap_or_else(|| before.endpoint.clone()),
                method: input
                    .http_method
                    .as_ref()
                    .map_or_else(|| before.method.clone(), |method| method.as_str().to_owned()),
                rate: rate.unwrap_or(before.rate),
                modified_at: self.state.now(),
                ..before.clone()
            };
            let answer = UpdateApiDestinationResponse {
                api_destination_arn: Some(new.arn()),
                api_destination_state: Some(state(view, &new)?),
                creation_time: Some(Timestamp::from(new.created_at)),
                last_modified_time: Some(Timestamp::from(new.modified_at)),
            };
            to.put(&old, new)?;
            Ok(answer)
        })
        .await
    }

    pub(super) async fn delete_api_destination(
        &self,
        cx: &Cx,
        input: DeleteApiDestinationRequest,
    ) -> Result<DeleteApiDestinationResponse> {
        self.change(cx, |view, to| {
            let old = named(view, &input.name)?;
            to.delete(&old);
            Ok(DeleteApiDestinationResponse {})
        })
        .await
    }

    pub(super) async fn list_api_destinations(
        &self,
        cx: &Cx,
        input: ListApiDestinationsRequest,
    ) -> Result<ListApiDestinationsResponse> {
        let view = self.view(cx);
        let prefix = input.name_prefix.as_deref().unwrap_or_default();
        let table = view.snapshot.table::<Record>();
        let all = table.by::<destination::InScope>(&view.scope).map_err(fault)?;
        let meant = |one: &Record| {
            let uses = |arn: &String| *arn == one.connection_arn;
            one.name.starts_with(prefix) && input.connection_arn.as_ref().is_none_or(uses)
        };
        let mut found: Vec<_> = all.filter(|one| meant(one)).cloned().collect();
        found.sort_by(|a, b| a.name.cmp(&b.name));
        let list = format!("api destinations {} {prefix}", view.scope.prefix("r"));
        let (token, size) = (input.next_token.as_deref(), page_size(input.limit));
        let (page, next_token) =
            page::page(&list, token, size, found, |one| one.name.clone()).map_err(bad_token)?;
        let shown = |one: &Arc<Entry<Record>>| {
            Ok(ApiDestination {
                api_destination_arn: Some(one.arn()),
                name: Some(one.name.clone()),
                api_destination_state: Some(state(&view, one)?),
                connection_arn: Some(one.connection_arn.clone()),
                invocation_endpoint: Some(one.endpoint.clone()),
                http_method: Some(one.method.as_str().into()),
                invocation_rate_limit_per_second: i32::try_from(one.rate).ok(),
                creation_time: Some(Timestamp::from(one.created_at)),
                last_modified_time: Some(Timestamp::from(one.modified_at)),
            })
        };
        let api_destinations = Some(page.iter().map(shown).collect::<Result<_>>()?);
        Ok(ListApiDestinationsResponse { api_destinations, next_token })
    }
}

/// The destination of a name.
fn named(view: &View, name: &str) -> Result<Arc<Entry<Record>>> {
    view.get::<Record, _>(destination::key(&view.scope, name))?.ok_or_else(|| {
        let text = format!("An api-destination '{name}' does not exist.");
        Error::resource_not_found(text).into()
    })
}

/// The destination of an ARN, which must be there.
pub(super) fn check_arn(view: &View, arn: &str) -> Result<()> {
    let Some((name, _)) = destination::named(&view.scope, arn) else {
        return invalid(format!("Provided Arn is not in correct format. Arn: {arn}"));
    };
    match named(view, name)?.arn() == arn {
        true => Ok(()),
        false => {
            Err(Error::resource_not_found(format!("Api destination {arn} does not exist.")).into())
        }
    }
}

/// A destination is used while its connection can be.
fn state(view: &View, of: &Record) -> Result<ApiDestinationState> {
    let Some((name, _)) = connection::named(&view.scope, &of.connection_arn) else {
        return Ok(ApiDestinationState::Inactive);
    };
    let found = view.get::<connection::Record, _>(connection::key(&view.scope, name))?;
    let usable =
        found.is_some_and(|one| one.status == Status::Authorized && one.arn() == of.connection_arn);
    Ok(if usable { ApiDestinationState::Active } else { ApiDestinationState::Inactive })
}

fn check_connection(view: &View, arn: &str) -> Result<()> {
    let Some((name, _)) = connection::named(&view.scope, arn) else {
        return invalid(format!("Parameter ConnectionArn is not valid. Arn: {arn}"));
    };
    let found = view.get::<connection::Record, _>(connection::key(&view.scope, name))?;
    match found.is_some_and(|one| one.arn() == arn) {
        true => Ok(()),
        false => Err(no_such(name)),
    }
}

fn rate(asked: Option<i32>) -> Result<Option<u32>> {
    let Some(asked) = asked else { return Ok(None) };
    match u32::try_from(asked) {
        Ok(rate @ 1..=RATE_MAX) => Ok(Some(rate)),
        _ => invalid(format!(
            "Parameter InvocationRateLimitPerSecond is not valid. Reason: It must be from 1 to {RATE_MAX}."
        )),
    }
}
