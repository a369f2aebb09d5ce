//! The OCI distribution API (specification 1.1) over the [`Catalog`], as `docker`, `podman`
//! and `skopeo` speak it, with ECR's way to log in.
//!
//! [`route`] says what a request is about, [`who`] who asks; then there is a file per kind of
//! thing. Content streams in both directions: a request holds a few chunks of at most 256 KiB
//! in memory, or one manifest of at most 4 MiB.

mod blob;
mod body;
mod list;
mod manifest;
mod query;
mod reply;
mod route;
mod upload;
mod who;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use ferrogate_auth::{AccessKeys, Ask, Authorize, Secret};
use ferrogate_base::TimestampMs;
use ferrogate_image::push::BUILDS;
use ferrogate_policy::{Context, Value};
use ferrogate_records::Scope;
use ferrogate_records::ecr::repository;
use http::request::Parts;
use http::{Method, Request, Response, header};

pub use reply::Body;

use crate::{Catalog, TokenKey};
use body::BoxError;
use query::Query;
use reply::Refusal;
use route::{Place, Target};
use who::Who;

type Reply = Result<Response<Body>, Refusal>;

/// What the registry is told when it is made.
#[derive(Clone, Debug)]
pub struct Options {
    /// The account and region of requests whose host name (`ACCOUNT.dkr.ecr.REGION…`) and
    /// caller say none.
    pub scope: Scope,
    /// Whether pushing into a repository that does not exist makes it. ECR refuses.
    pub create_on_push: bool,
    /// Development mode: whoever shows no known credentials is the default account's root.
    pub dev: bool,
    /// What host agents show, as a bearer token or as a password: they may read everything
    /// and change nothing.
    pub agent_token: Option<Secret>,
    /// How long a body may pause before its request is given up.
    pub pause: Duration,
}

impl Options {
    /// Strict, without agents, a minute's pause.
    #[must_use]
    pub fn new(scope: Scope) -> Self {
        let pause = Duration::from_secs(60);
        Self { scope, create_on_push: false, dev: false, agent_token: None, pause }
    }
}

/// The HTTP face of the registry. Cheap to clone.
#[derive(Clone)]
pub struct Registry(Arc<Inner>);

struct Inner {
    catalog: Catalog,
    keys: Arc<dyn AccessKeys>,
    token_key: Arc<TokenKey>,
    authorizer: Arc<dyn Authorize>,
    options: Options,
}

/// A request under way: where it goes, and what it may ask beside that.
struct Call<'a> {
    catalog: &'a Catalog,
    options: &'a Options,
    scope: Scope,
    /// Whose the uploads are that it starts.
    owner: String,
    parts: &'a Parts,
    query: Query,
}

impl Registry {
    /// The registry over `catalog`, for callers with `keys` or with logins signed by
    /// `token_key`, who may what `authorizer` says.
    #[must_use]
    pub fn new(
        catalog: Catalog,
        keys: Arc<dyn AccessKeys>,
        token_key: Arc<TokenKey>,
        authorizer: Arc<dyn Authorize>,
        options: Options,
    ) -> Self {
        Self(Arc::new(Inner { catalog, keys, token_key, authorizer, options }))
    }

    /// Answers a request under `/v2`. Never fails: what goes wrong is an answer as well.
    /// Dropping the future gives the request up; of an upload what arrived stays.
    pub async fn serve<B>(&self, request_id: &str, request: Request<B>) -> Response<Body>
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let (parts, body) = request.into_parts();
        let answer = self.answer(&parts, body).await.unwrap_or_else(|refusal| {
            refusal.log(request_id);
            refusal.into_response()
        });
        reply::finished(answer)
    }

    async fn answer<B>(&self, parts: &Parts, body: B) -> Reply
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let inner = &*self.0;
        let query = Query::parse(parts.uri.query().unwrap_or_default());
        let named = self.named_scope(parts, &query);
        let place = Place::parse(parts.uri.path());
        if let Some(download) = inner.download(parts, &query, place.as_ref()) {
            let (scope, name) = (download.scope, &download.repository);
            let owner = String::new();
            let (catalog, options) = (&inner.catalog, &inner.options);
            let call = Call { catalog, options, scope, owner, parts, query };
            return call.get_blob(name, &download.digest).await;
        }
        let Some(who) = inner.who(parts) else {
            let scope = named.unwrap_or_else(|| inner.options.scope.clone());
            return Err(Refusal::unauthorized(&repository::host(&scope)));
        };
        let scope = named.unwrap_or_else(|| Scope {
            account: who.account().unwrap_or(&inner.options.scope.account).clone(),
            region: inner.options.scope.region.clone(),
        });
        let Some(place) = place else { return Err(Refusal::nowhere()) };
        let action = place.action(&parts.method).ok_or_else(|| Refusal::method(place.methods()))?;
        inner.allow(&who, &scope, &place, action)?;
        let (catalog, options, owner) = (&inner.catalog, &inner.options, who.name());
        let call = Call { catalog, options, scope, owner, parts, query };
        call.answer(place, body).await
    }

    /// The scope that the request's host names. A host's agent, which reaches the registry by
    /// another name, says it in the query, as mirrors of containerd do.
    fn named_scope(&self, parts: &Parts, query: &Query) -> Option<Scope> {
        let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let host = query.get("ns").or(host)?;
        repository::scope_of_host(host)
    }
}

impl Inner {
    fn allow(
        &self,
        who: &Who,
        scope: &Scope,
        place: &Place,
        action: &'static str,
    ) -> Result<(), Refusal> {
        let caller = match who {
            Who::Agent if place.reads(action) => return Ok(()),
            Who::Agent
                if place.repository.as_deref() == Some(BUILDS)
                    && action != "ecr:BatchDeleteImage" =>
            {
                return Ok(());
            }
            Who::Agent => {
                let text = format!("Host agents may only read, and write to {BUILDS}.");
                return Err(Refusal::denied(text));
            }
            Who::Caller(caller) => caller,
        };
        // Seeing whether a login is good needs no permission.
        if place.target == Target::Version {
            return Ok(());
        }
        let arn = match &place.repository {
            Some(name) => repository::arn(scope, name),
            None => scope.arn("ecr", "repository/*"),
        };
        let circumstances = circumstances(&scope.region, self.catalog.now());
        let allowed = self.authorizer.authorize(caller, &[Ask::new(action, arn)], &circumstances);
        allowed.map_err(|denied| Refusal::denied(denied.to_string()))
    }
}

/// The condition keys of a request of an image client. Where it comes from is not known here.
fn circumstances(region: &str, now: TimestampMs) -> Context {
    let mut context: Context = [
        ("aws:RequestedRegion", region),
        ("aws:ViaAWSService", "false"),
        ("aws:PrincipalIsAWSService", "false"),
    ]
    .into_iter()
    .collect();
    let seconds = now.0 / 1000;
    context.set("aws:EpochTime", Value::One(seconds.to_string()));
    // A date may be told in seconds too.
    context.set("aws:CurrentTime", Value::One(seconds.to_string()));
    for unknown in ["aws:SourceIp", "aws:SecureTransport", "aws:UserAgent", "aws:Referer"] {
        context.set_unknown(unknown);
    }
    context
}

impl Call<'_> {
    async fn answer<B>(&self, place: Place, body: B) -> Reply
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let name = place.repository.as_deref().unwrap_or_default();
        let method = &self.parts.method;
        match place.target {
            Target::Version => Ok(reply::json(b"{}".to_vec())),
            Target::Repositories => self.repositories(),
            Target::Tags => self.tags(name),
            Target::Referrers(subject) => self.referrers(name, &subject).await,
            Target::Manifest(reference) => match *method {
                Method::PUT => self.put_manifest(name, &reference, body).await,
                Method::DELETE => self.delete_manifest(name, &reference).await,
                _ => self.get_manifest(name, &reference).await,
            },
            Target::Blob(digest) => {
                let digest = crate::catalog::digest(&digest)?;
                match *method {
                    Method::DELETE => self.delete_blob(name, &digest).await,
                    _ => self.get_blob(name, &digest).await,
                }
            }
            Target::Uploads => self.start_upload(name, body).await,
            Target::Upload(id) => match *method {
                Method::PATCH => self.append(name, &id, body).await,
                Method::PUT => self.finish(name, &id, body).await,
                Method::DELETE => self.cancel(name, &id).await,
                _ => self.status(name, &id).await,
            },
        }
    }

    fn header(&self, name: header::HeaderName) -> Option<&str> {
        self.parts.headers.get(name)?.to_str().ok()
    }
}
