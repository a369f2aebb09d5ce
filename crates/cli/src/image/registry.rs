//! The engine's registry as a client sees it: `/v2/`, by the distribution specification.

use ferrogate_api::ecr::{CreateRepositoryRequest, GetAuthorizationTokenRequest, op};
use ferrogate_base::partition;
use http::{HeaderValue, Method, Request, Response, StatusCode, Uri, header};
use hyper::body::Incoming;

use crate::client::{Api, Body, whole};
use crate::fault::{Fault, Kind};

/// The registry, logged in to.
pub(super) struct Registry<'a> {
    pub(super) api: &'a Api,
    /// Its name in references: that of the account and region. The engine has several.
    pub(super) name: String,
    login: HeaderValue,
}

impl<'a> Registry<'a> {
    pub(super) async fn open(api: &'a Api) -> Result<Self, Fault> {
        Ok(Self { api, name: own_name(api).await?, login: login(api).await? })
    }

    /// Makes a repository where there is none.
    pub(super) async fn ensure(&self, repository: &str) -> Result<(), Fault> {
        let input = CreateRepositoryRequest {
            repository_name: repository.to_owned(),
            ..CreateRepositoryRequest::default()
        };
        match self.api.call::<op::CreateRepository>(&input).await {
            Err(fault) if !fault.is("RepositoryAlreadyExistsException") => Err(fault),
            _ => Ok(()),
        }
    }

    /// A request with a small body, whose kind is a media type; of `GET`, that is what is
    /// asked for.
    pub(super) async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<(Vec<u8>, &str)>,
    ) -> Result<Response<Incoming>, Fault> {
        let (bytes, kind) = body.unwrap_or_default();
        let about = if method == Method::GET { header::ACCEPT } else { header::CONTENT_TYPE };
        let mut request = Request::new(whole(bytes));
        *request.method_mut() = method;
        let bad = || Fault::usage(format!("'{path}' is no path of a registry"));
        *request.uri_mut() = self.api.own_uri(path).ok_or_else(bad)?;
        if !kind.is_empty() {
            let kind = HeaderValue::from_str(kind).map_err(|_| bad())?;
            request.headers_mut().insert(about, kind);
        }
        self.send(request).await
    }

    pub(super) async fn send(
        &self,
        mut request: Request<Body>,
    ) -> Result<Response<Incoming>, Fault> {
        let named = named(request.uri(), &self.name);
        *request.uri_mut() =
            named.ok_or_else(|| Fault::usage(format!("{} is no path", request.uri())))?;
        request.headers_mut().insert(header::AUTHORIZATION, self.login.clone());
        self.api.send(request).await
    }

    /// What the registry says against it (errors of the distribution specification): `what`
    /// was not done, because of its answer when `done`.
    pub(super) async fn refused(
        &self,
        what: &str,
        done: &str,
        response: Response<Incoming>,
    ) -> Fault {
        let status = response.status();
        let body = self.api.whole_answer(response, "the registry").await.unwrap_or_default();
        let document: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
        let first = &document["errors"][0];
        let mut why = format!("when {done}, the registry answered {}", status.as_u16());
        if let Some(message) = first["message"].as_str() {
            why.push_str(&format!(": {message}"));
        }
        let kind = match status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Kind::Denied,
            StatusCode::NOT_FOUND => Kind::NotFound,
            StatusCode::BAD_REQUEST => Kind::Invalid,
            _ => Kind::Failed,
        };
        let mut fault = Fault::new(kind, what).why(why);
        fault.code = first["code"].as_str().map(Into::into);
        fault
    }
}

/// The name of the caller's registry, as images have it.
pub(super) async fn own_name(api: &Api) -> Result<String, Fault> {
    Ok(partition::registry(api.account().await?, api.region()))
}

/// The address with the registry that is meant, as mirrors of containerd are told it.
fn named(uri: &Uri, registry: &str) -> Option<Uri> {
    let joint = if uri.query().is_some() { '&' } else { '?' };
    let path = format!("{}{joint}ns={registry}", uri.path_and_query()?);
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(path.parse().ok()?);
    Uri::from_parts(parts).ok()
}

/// What the registry takes as credentials: `Basic` with the token that is made for it.
async fn login(api: &Api) -> Result<HeaderValue, Fault> {
    let input = GetAuthorizationTokenRequest::default();
    let answer = api.call::<op::GetAuthorizationToken>(&input).await?;
    let token = answer.authorization_data.into_iter().flatten().next();
    let token = token.and_then(|data| data.authorization_token).unwrap_or_default();
    let mut value = HeaderValue::from_str(&format!("Basic {token}"))
        .map_err(|_| Fault::failed("the engine's registry token makes no sense"))?;
    value.set_sensitive(true);
    Ok(value)
}
