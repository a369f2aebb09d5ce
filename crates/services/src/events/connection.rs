//! Connections: CreateConnection, DescribeConnection, UpdateConnection, DeleteConnection,
//! DeauthorizeConnection, ListConnections. Their secrets are sealed, and never shown.

use std::sync::Arc;

use ferrogate_api::events::{
    Connection, ConnectionApiKeyAuthResponseParameters, ConnectionAuthResponseParameters,
    ConnectionAuthorizationType as Type, ConnectionBasicAuthResponseParameters,
    ConnectionBodyParameter, ConnectionHeaderParameter, ConnectionHttpParameters,
    ConnectionOAuthClientResponseParameters, ConnectionOAuthHttpMethod,
    ConnectionOAuthResponseParameters, ConnectionQueryStringParameter, ConnectionState,
    CreateConnectionAuthRequestParameters, CreateConnectionRequest, CreateConnectionResponse,
    DeauthorizeConnectionRequest, DeauthorizeConnectionResponse, DeleteConnectionRequest,
    DeleteConnectionResponse, DescribeConnectionRequest, DescribeConnectionResponse, Error,
    ListConnectionsRequest, ListConnectionsResponse, UpdateConnectionApiKeyAuthRequestParameters,
    UpdateConnectionAuthRequestParameters as Given, UpdateConnectionBasicAuthRequestParameters,
    UpdateConnectionOAuthClientRequestParameters, UpdateConnectionOAuthRequestParameters,
    UpdateConnectionRequest, UpdateConnectionResponse,
};
use ferrogate_api::{Cx, Failure, OrFault, Timestamp};
use ferrogate_auth::Secret;
use ferrogate_records::events::connection::{
    self, Auth, CONNECTIONS_MAX, Credentials, Hidden, Parameter, Parameters, Record, Status,
};
use ferrogate_state::Entry;
use zeroize::Zeroizing;

use super::names::{already_exists, check_endpoint, is_token, page_size, too_many};
use super::rule::bad_token;
use super::{EventBridge, Result, View, fault, invalid, not_built};
use crate::page;

/// The longest credentials with all that requests carry, in bytes (a secret of Secrets Manager).
const BYTES_MAX: usize = 64 << 10;

impl EventBridge {
    pub(super) async fn create_connection(
        &self,
        cx: &Cx,
        input: CreateConnectionRequest,
    ) -> Result<CreateConnectionResponse> {
        refuse_private(
            input.invocation_connectivity_parameters.is_some()
                || input.auth_parameters.connectivity_parameters.is_some(),
            input.kms_key_identifier.is_some(),
        )?;
        let credentials =
            merged(&input.authorization_type, None, given(input.auth_parameters.clone()))?;
        let id = uuid::Uuid::new_v4().to_string();
        self.change(cx, |view, to| {
            let key = connection::key(&view.scope, &input.name);
            if view.get::<Record, _>(key.clone())?.is_some() {
                return Err(already_exists(format!("Connection {} already exists.", input.name)));
            }
            let table = view.snapshot.table::<Record>();
            let held = table.count::<connection::InScope>(&view.scope).map_err(fault)?;
            too_many(held, CONNECTIONS_MAX)?;
            let now = self.state.now();
            let mut new = Record {
                scope: view.scope.clone(),
                name: input.name.clone(),
                id: id.clone(),
                description: input.description.clone(),
                status: first(&credentials),
                reason: None,
                shown: credentials.without_secrets(),
                sealed: String::new(),
                version: 1,
                created_at: now,
                modified_at: now,
                authorized_at: (first(&credentials) == Status::Authorized).then_some(now),
            };
            new.sealed = self.sealed(&new.arn(), &credentials)?;
            to.create(key, &new)?;
            Ok(CreateConnectionResponse {
                connection_arn: Some(new.arn()),
                connection_state: Some(state(new.status)),
                creation_time: Some(Timestamp::from(now)),
                last_modified_time: Some(Timestamp::from(now)),
            })
        })
        .await
    }

    pub(super) async fn describe_connection(
        &self,
        cx: &Cx,
        input: DescribeConnectionRequest,
    ) -> Result<DescribeConnectionResponse> {
        let found = named(&self.view(cx), &input.name)?;
        Ok(DescribeConnectionResponse {
            connection_arn: Some(found.arn()),
            name: Some(found.name.clone()),
            description: found.description.clone(),
            connection_state: Some(state(found.status)),
            state_reason: found.reason.clone(),
            authorization_type: Some(type_of(&found.shown.auth)),
            auth_parameters: Some(shown(&found.shown)),
            creation_time: Some(Timestamp::from(found.created_at)),
            last_modified_time: Some(Timestamp::from(found.modified_at)),
            last_authorized_time: found.authorized_at.map(Timestamp::from),
            ..DescribeConnectionResponse::default()
        })
    }

    pub(super) async fn update_connection(
        &self,
        cx: &Cx,
        input: UpdateConnectionRequest,
    ) -> Result<UpdateConnectionResponse> {
        let auth = input.auth_parameters.clone();
        refuse_private(
            input.invocation_connectivity_parameters.is_some()
                || auth.as_ref().is_some_and(|auth| auth.connectivity_parameters.is_some()),
            input.kms_key_identifier.is_some(),
        )?;
        self.change(cx, |view, to| {
            let old = named(view, &input.name)?;
            let now = self.state.now();
            let mut new = Record { modified_at: now, ..old.doc.record.clone() };
            if let Some(text) = &input.description {
                new.description = Some(text.clone());
            }
            if auth.is_some() || input.authorization_type.is_some() {
                let before = self.opened(&old)?;
                let kind = input.authorization_type.clone();
                let kind = kind.unwrap_or_else(|| type_of(&old.shown.auth));
                let credentials = merged(&kind, before, auth.clone().unwrap_or_default())?;
                new.sealed = self.sealed(&old.arn(), &credentials)?;
                new.shown = credentials.without_secrets();
                new.version += 1;
                new.status = first(&credentials);
                new.reason = None;
                if new.status == Status::Authorized {
                    new.authorized_at = Some(now);
                }
            }
            let answer = UpdateConnectionResponse {
                connection_arn: Some(new.arn()),
                connection_state: Some(state(new.status)),
                creation_time: Some(Timestamp::from(new.created_at)),
                last_modified_time: Some(Timestamp::from(new.modified_at)),
                last_authorized_time: new.authorized_at.map(Timestamp::from),
            };
            to.put(&old, new)?;
            Ok(answer)
        })
        .await
    }

    pub(super) async fn deauthorize_connection(
        &self,
        cx: &Cx,
        input: DeauthorizeConnectionRequest,
    ) -> Result<DeauthorizeConnectionResponse> {
        self.change(cx, |view, to| {
            let old = named(view, &input.name)?;
            let new = Record {
                status: Status::Deauthorized,
                reason: Some("The connection was deauthorized.".to_owned()),
                sealed: String::new(),
                version: old.version + 1,
                modified_at: self.state.now(),
                ..old.doc.record.clone()
            };
            let answer = DeauthorizeConnectionResponse {
                connection_arn: Some(new.arn()),
                connection_state: Some(state(new.status)),
                creation_time: Some(Timestamp::from(new.created_at)),
                last_modified_time: Some(Timestamp::from(new.modified_at)),
                last_authorized_time: new.authorized_at.map(Timestamp::from),
            };
            to.put(&old, new)?;
            Ok(answer)
        })
        .await
    }

    pub(super) async fn delete_connection(
        &self,
        cx: &Cx,
        input: DeleteConnectionRequest,
    ) -> Result<DeleteConnectionResponse> {
        self.change(cx, |view, to| {
            let old = named(view, &input.name)?;
            to.delete(&old);
            Ok(DeleteConnectionResponse {
                connection_arn: Some(old.arn()),
                connection_state: Some(ConnectionState::Deleting),
                creation_time: Some(Timestamp::from(old.created_at)),
                last_modified_time: Some(Timestamp::from(old.modified_at)),
                last_authorized_time: old.authorized_at.map(Timestamp::from),
            })
        })
        .await
    }

    pub(super) async fn list_connections(
        &self,
        cx: &Cx,
        input: ListConnectionsRequest,
    ) -> Result<ListConnectionsResponse> {
        let view = self.view(cx);
        let prefix = input.name_prefix.as_deref().unwrap_or_default();
        let table = view.snapshot.table::<Record>();
        let all = table.by::<connection::InScope>(&view.scope).map_err(fault)?;
        let meant = |one: &Record| {
            let is = |asked: &ConnectionState| *asked == state(one.status);
            one.name.starts_with(prefix) && input.connection_state.as_ref().is_none_or(is)
        };
        let mut found: Vec<_> = all.filter(|one| meant(one)).cloned().collect();
        found.sort_by(|a, b| a.name.cmp(&b.name));
        let list = format!("connections {} {prefix}", view.scope.prefix("r"));
        let (token, size) = (input.next_token.as_deref(), page_size(input.limit));
        let (page, next_token) =
            page::page(&list, token, size, found, |one| one.name.clone()).map_err(bad_token)?;
        let connections = page.iter().map(|one| Connection {
            connection_arn: Some(one.arn()),
            name: Some(one.name.clone()),
            connection_state: Some(state(one.status)),
            state_reason: one.reason.clone(),
            authorization_type: Some(type_of(&one.shown.auth)),
            creation_time: Some(Timestamp::from(one.created_at)),
            last_modified_time: Some(Timestamp::from(one.modified_at)),
            last_authorized_time: one.authorized_at.map(Timestamp::from),
        });
        Ok(ListConnectionsResponse { connections: Some(connections.collect()), next_token })
    }

    fn sealed(&self, arn: &str, credentials: &Credentials) -> Result<String> {
        let text = Zeroizing::new(serde_json::to_string(credentials).or_fault()?);
        if text.len() > BYTES_MAX {
            return invalid(format!("AuthParameters are longer than {BYTES_MAX} bytes."));
        }
        self.vault.seal(arn, &Secret::new(&**text)).or_fault()
    }

    /// The credentials of a connection; `None` once it was deauthorized.
    fn opened(&self, of: &Record) -> Result<Option<Credentials>> {
        if of.sealed.is_empty() {
            return Ok(None);
        }
        let text = self.vault.open(&of.arn(), &of.sealed).or_fault()?;
        serde_json::from_str(text.expose()).map(Some).or_fault()
    }
}

/// The connection of a name.
pub(super) fn named(view: &View, name: &str) -> Result<Arc<Entry<Record>>> {
    view.get::<Record, _>(connection::key(&view.scope, name))?.ok_or_else(|| no_such(name))
}

pub(super) fn no_such(name: &str) -> Failure<Error> {
    Error::resource_not_found(format!("Connection '{name}' does not exist.")).into()
}

fn refuse_private(connectivity: bool, key: bool) -> Result<()> {
    match (connectivity, key) {
        (true, _) => not_built("A connection to a private endpoint (ConnectivityParameters)"),
        (_, true) => not_built("KmsKeyIdentifier of a connection"),
        _ => Ok(()),
    }
}

/// A connection with a token is authorized once there is one.
fn first(credentials: &Credentials) -> Status {
    match credentials.auth {
        Auth::OAuth { .. } => Status::Authorizing,
        _ => Status::Authorized,
    }
}

fn state(status: Status) -> ConnectionState {
    match status {
        Status::Authorizing => ConnectionState::Authorizing,
        Status::Authorized => ConnectionState::Authorized,
        Status::Deauthorized => ConnectionState::Deauthorized,
    }
}

fn type_of(auth: &Auth) -> Type {
    match auth {
        Auth::Basic { .. } => Type::Basic,
        Auth::ApiKey { .. } => Type::ApiKey,
        Auth::OAuth { .. } => Type::OauthClientCredentials,
    }
}

/// What is given for a new connection, as it is for one that is changed.
fn given(new: CreateConnectionAuthRequestParameters) -> Given {
    Given {
        basic_auth_parameters: new.basic_auth_parameters.map(|basic| {
            UpdateConnectionBasicAuthRequestParameters {
                username: Some(basic.username),
                password: Some(basic.password),
            }
        }),
        o_auth_parameters: new.o_auth_parameters.map(|oauth| {
            UpdateConnectionOAuthRequestParameters {
                client_parameters: Some(UpdateConnectionOAuthClientRequestParameters {
                    client_id: Some(oauth.client_parameters.client_id),
                    client_secret: Some(oauth.client_parameters.client_secret),
                }),
                authorization_endpoint: Some(oauth.authorization_endpoint),
                http_method: Some(oauth.http_method),
                o_auth_http_parameters: oauth.o_auth_http_parameters,
            }
        }),
        api_key_auth_parameters: new.api_key_auth_parameters.map(|key| {
            UpdateConnectionApiKeyAuthRequestParameters {
                api_key_name: Some(key.api_key_name),
                api_key_value: Some(key.api_key_value),
            }
        }),
        invocation_http_parameters: new.invocation_http_parameters,
        connectivity_parameters: None,
    }
}

/// The credentials of a type that what is given makes of what was before: what is not given stays,
/// as long as the type does.
fn merged(kind: &Type, before: Option<Credentials>, given: Given) -> Result<Credentials> {
    let one_kind = [
        (Type::Basic, given.basic_auth_parameters.is_some()),
        (Type::ApiKey, given.api_key_auth_parameters.is_some()),
        (Type::OauthClientCredentials, given.o_auth_parameters.is_some()),
    ];
    if one_kind.iter().any(|(of, given)| *given && of != kind) {
        return invalid(format!(
            "AuthParameters has parameters of another type than AuthorizationType {}.",
            kind.as_str()
        ));
    }
    let old_invocation = before.as_ref().map(|before| before.invocation.clone());
    let old = before.map(|before| before.auth);
    let missing = |name: &str| {
        let text = format!("{name} must be specified for AuthorizationType {}.", kind.as_str());
        Failure::from(Error::new("ValidationException", text))
    };
    let auth = match kind {
        Type::Basic => {
            let (user, pass) = match old {
                Some(Auth::Basic { username, password }) => (Some(username), Some(password)),
                _ => (None, None),
            };
            let new = given.basic_auth_parameters.unwrap_or_default();
            Auth::Basic {
                username: new.username.or(user).ok_or_else(|| missing("Username"))?,
                password: new.password.map(Hidden).or(pass).ok_or_else(|| missing("Password"))?,
            }
        }
        Type::ApiKey => {
            let (name, value) = match old {
                Some(Auth::ApiKey { name, value }) => (Some(name), Some(value)),
                _ => (None, None),
            };
            let new = given.api_key_auth_parameters.unwrap_or_default();
            let name = new.api_key_name.or(name).ok_or_else(|| missing("ApiKeyName"))?;
            if !is_token(&name) {
                return invalid("Parameter ApiKeyName is not valid. Reason: It is no header.");
            }
            let value = new.api_key_value.map(Hidden).or(value);
            Auth::ApiKey { name, value: value.ok_or_else(|| missing("ApiKeyValue"))? }
        }
        Type::OauthClientCredentials => {
            let new = given.o_auth_parameters.unwrap_or_default();
            let client = new.client_parameters.unwrap_or_default();
            let (mut id, mut secret, mut at, mut how, mut with) = (None, None, None, None, None);
            if let Some(Auth::OAuth { client_id, client_secret, endpoint, method, parameters }) =
                old
            {
                (id, secret) = (Some(client_id), Some(client_secret));
                (at, how, with) = (Some(endpoint), Some(method), Some(parameters));
            }
            let method =
                new.http_method.map(|method: ConnectionOAuthHttpMethod| method.as_str().to_owned());
            let endpoint = new.authorization_endpoint.or(at);
            let endpoint = endpoint.ok_or_else(|| missing("AuthorizationEndpoint"))?;
            check_endpoint("AuthorizationEndpoint", &endpoint, false)?;
            let client_secret = client.client_secret.map(Hidden).or(secret);
            Auth::OAuth {
                client_id: client.client_id.or(id).ok_or_else(|| missing("ClientID"))?,
                client_secret: client_secret.ok_or_else(|| missing("ClientSecret"))?,
                endpoint,
                method: method.or(how).ok_or_else(|| missing("HttpMethod"))?,
                parameters: match new.o_auth_http_parameters {
                    Some(asked) => parameters(asked)?,
                    None => with.unwrap_or_default(),
                },
            }
        }
        other => {
            return invalid(format!("AuthorizationType {} is not valid.", other.as_str()));
        }
    };
    let invocation = match given.invocation_http_parameters {
        Some(asked) => parameters(asked)?,
        None => old_invocation.unwrap_or_default(),
    };
    Ok(Credentials { auth, invocation })
}

fn parameters(asked: ConnectionHttpParameters) -> Result<Parameters> {
    let one = |key: Option<String>, value: Option<String>, secret: Option<bool>| Parameter {
        key: key.unwrap_or_default(),
        value: Hidden(value.unwrap_or_default()),
        secret: secret.unwrap_or_default(),
    };
    let header = asked.header_parameters.unwrap_or_default().into_iter();
    let query = asked.query_string_parameters.unwrap_or_default().into_iter();
    let body = asked.body_parameters.unwrap_or_default().into_iter();
    let read = Parameters {
        header: header.map(|p| one(p.key, p.value, p.is_value_secret)).collect(),
        query: query.map(|p| one(p.key, p.value, p.is_value_secret)).collect(),
        body: body.map(|p| one(p.key, p.value, p.is_value_secret)).collect(),
    };
    match read.header.iter().find(|one| !is_token(&one.key)) {
        Some(bad) => invalid(format!("{} is no name of a header.", bad.key)),
        None => Ok(read),
    }
}

fn shown(of: &Credentials) -> ConnectionAuthResponseParameters {
    let mut answer = ConnectionAuthResponseParameters::default();
    match &of.auth {
        Auth::Basic { username, .. } => {
            answer.basic_auth_parameters =
                Some(ConnectionBasicAuthResponseParameters { username: Some(username.clone()) });
        }
        Auth::ApiKey { name, .. } => {
            answer.api_key_auth_parameters =
                Some(ConnectionApiKeyAuthResponseParameters { api_key_name: Some(name.clone()) });
        }
        Auth::OAuth { client_id, endpoint, method, parameters, .. } => {
            let client_parameters =
                ConnectionOAuthClientResponseParameters { client_id: Some(client_id.clone()) };
            answer.o_auth_parameters = Some(ConnectionOAuthResponseParameters {
                client_parameters: Some(client_parameters),
                authorization_endpoint: Some(endpoint.clone()),
                http_method: Some(method.as_str().into()),
                o_auth_http_parameters: shown_parameters(parameters),
            });
        }
    }
    answer.invocation_http_parameters = shown_parameters(&of.invocation);
    answer
}

fn shown_parameters(of: &Parameters) -> Option<ConnectionHttpParameters> {
    if *of == Parameters::default() {
        return None;
    }
    let some = |all: &Vec<Parameter>| (!all.is_empty()).then(|| all.clone());
    let parts = |one: Parameter| {
        let value = (!one.secret).then_some(one.value.0);
        (Some(one.key), value, Some(one.secret))
    };
    let header = some(&of.header).map(|all| {
        let one = |one| {
            let (key, value, is_value_secret) = parts(one);
            ConnectionHeaderParameter { key, value, is_value_secret }
        };
        all.into_iter().map(one).collect()
    });
    let query = some(&of.query).map(|all| {
        let one = |one| {
            let (key, value, is_value_secret) = parts(one);
            ConnectionQueryStringParameter { key, value, is_value_secret }
        };
        all.into_iter().map(one).collect()
    });
    let body = some(&of.body).map(|all| {
        let one = |one| {
            let (key, value, is_value_secret) = parts(one);
            ConnectionBodyParameter { key, value, is_value_secret }
        };
        all.into_iter().map(one).collect()
    });
    Some(ConnectionHttpParameters {
        header_parameters: header,
        query_string_parameters: query,
        body_parameters: body,
    })
}
