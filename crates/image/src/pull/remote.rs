//! One repository of one registry: requests, credentials, redirects, retries.

use std::collections::HashMap;
use std::fmt::Display;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ferrogate_base::TimestampMs;
use ferrogate_base::backoff::Backoff;
use futures_util::future::BoxFuture;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, LOCATION, RANGE, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use hyper::body::Incoming;
use parking_lot::Mutex;
use serde::Deserialize;

use super::{Inner, PullError};
use crate::digest::Digest;
use crate::http::challenge::{Challenge, realm_allowed};
use crate::http::{Body, Trust, Url};
use crate::manifest::{MANIFEST_BYTES_MAX, media};
use crate::reference::{DEFAULT_REGISTRY, Reference};
use crate::registry::Credentials;

/// Where `docker.io` really is.
const HUB: &str = "https://registry-1.docker.io";
const REDIRECTS_MAX: usize = 5;
const TOKEN_BYTES_MAX: u64 = 64 << 10;
const TOKENS_MAX: usize = 1024;
/// A token is not used in its last seconds, so that it does not expire on the way.
const TOKEN_MARGIN_MS: u64 = 10_000;
/// What the token specification says of tokens that don't tell.
const TOKEN_SECONDS_DEFAULT: u64 = 60;
const TOKEN_SECONDS_MAX: u64 = 3600;

#[derive(Clone, PartialEq, Eq, Hash)]
struct TokenKey {
    registry: String,
    repository: String,
    credentials: Credentials,
}

/// What registries accepted so far: saves the challenge at every pull.
#[derive(Default)]
pub(super) struct Tokens(Mutex<HashMap<TokenKey, (HeaderValue, TimestampMs)>>);

impl Tokens {
    fn get(&self, key: &TokenKey, now: TimestampMs) -> Option<HeaderValue> {
        let tokens = self.0.lock();
        tokens.get(key).filter(|(_, until)| *until > now).map(|(value, _)| value.clone())
    }

    fn put(&self, key: TokenKey, value: HeaderValue, now: TimestampMs, until: TimestampMs) {
        let mut tokens = self.0.lock();
        tokens.retain(|_, (_, until)| *until > now);
        if tokens.len() >= TOKENS_MAX {
            tokens.clear();
        }
        tokens.insert(key, (value, until));
    }

    fn forget(&self, key: &TokenKey) {
        self.0.lock().remove(key);
    }
}

/// A repository as one user sees it.
pub(super) struct Remote {
    inner: Arc<Inner>,
    /// What is asked for, as users write it.
    image: Reference,
    endpoint: Url,
    /// Whether the endpoint is another than the registry's name says.
    elsewhere: bool,
    /// Most tries that a request has taken so far.
    tried: AtomicU32,
    trust: Trust,
    companions: Vec<String>,
    token_key: TokenKey,
}

/// A response and where it came from in the end.
struct Answer {
    response: Response<Incoming>,
    url: Url,
    own: bool,
}

#[derive(Deserialize)]
struct TokenAnswer {
    #[serde(default)]
    token: Option<String>,
    #[serde(default)]
    access_token: Option<String>,
    #[serde(default)]
    expires_in: Option<u64>,
}

impl Remote {
    pub(super) fn new(
        inner: &Arc<Inner>,
        reference: &Reference,
        credentials: &Credentials,
    ) -> Result<Self, PullError> {
        let registry = reference.registry();
        let rule = inner.options.registries.rule(registry);
        let (endpoint, trust) = match rule.and_then(|rule| rule.endpoint.as_deref()) {
            Some(endpoint) => (Url::parse(endpoint)?, Trust::Operator),
            None if registry == DEFAULT_REGISTRY => (Url::parse(HUB)?, Trust::Named),
            None => {
                let plain = Url::parse(&format!("http://{registry}/"))?;
                let secure = Url::parse(&format!("https://{registry}/"))?;
                let local = Trust::Named.allows_plain(plain.host());
                (if local { plain } else { secure }, Trust::Named)
            }
        };
        let token_key = TokenKey {
            registry: registry.to_owned(),
            repository: reference.repository().to_owned(),
            credentials: credentials.clone(),
        };
        let companions = rule.map(|rule| rule.companions.clone()).unwrap_or_default();
        Ok(Self {
            inner: Arc::clone(inner),
            image: reference.clone(),
            elsewhere: rule.is_some_and(|rule| rule.endpoint.is_some()),
            tried: AtomicU32::new(0),
            endpoint,
            trust,
            companions,
            token_key,
        })
    }

    /// What is known of a failure to resolve the image, in the words that ECS has for it.
    pub(super) fn unresolved(&self, source: PullError) -> PullError {
        let (image, tries) = (self.image.to_string(), self.tried.load(Ordering::Relaxed).max(1));
        PullError::Resolve { image, tries, source: Box::new(source) }
    }

    /// Waits for some requests together no longer than a registry may take.
    pub(super) async fn in_time<T>(
        &self,
        requests: impl Future<Output = Result<T, PullError>>,
    ) -> Result<T, PullError> {
        let done = tokio::time::timeout(self.patience(), requests).await;
        done.unwrap_or_else(|_| Err(self.stalled()))
    }

    pub(super) fn patience(&self) -> Duration {
        self.inner.options.patience
    }

    pub(super) fn stalled(&self) -> PullError {
        let registry = self.image.registry().to_owned();
        PullError::Stalled { registry, seconds: self.patience().as_secs() }
    }

    /// The name by which users know who answers at `url`.
    fn name_of<'a>(&'a self, url: &'a Url) -> &'a str {
        if url.same_origin(&self.endpoint) { self.image.registry() } else { url.authority() }
    }

    /// Names the registry and repository, for sharing work.
    pub(super) fn key(&self) -> String {
        format!("{}/{}", self.endpoint.authority(), self.token_key.repository)
    }

    /// A manifest's bytes and what the registry calls them.
    pub(super) async fn manifest(
        &self,
        locator: &str,
    ) -> Result<(Vec<u8>, Option<String>), PullError> {
        let mut headers = HeaderMap::new();
        for kind in media::ACCEPT {
            headers.append(ACCEPT, HeaderValue::from_static(kind));
        }
        let path = format!("manifests/{locator}");
        self.retrying(|| {
            Box::pin(async {
                let answer = self.get(&path, headers.clone(), &self.image).await?;
                let kind = answer.response.headers().get(CONTENT_TYPE);
                let kind = kind.and_then(|v| v.to_str().ok()).map(str::to_owned);
                let body = answer.response.into_body();
                let host = self.name_of(&answer.url);
                let bytes = self.inner.client.body(host, body, MANIFEST_BYTES_MAX as u64);
                Ok((bytes.read().await?, kind))
            })
        })
        .await
    }

    /// A blob that fits in memory, of exactly `size` bytes by its descriptor.
    pub(super) async fn small_blob(
        &self,
        digest: &Digest,
        size: u64,
    ) -> Result<Vec<u8>, PullError> {
        self.retrying(|| Box::pin(async { Ok(self.blob(digest, size, 0).await?.read().await?) }))
            .await
    }

    /// A blob's content from `offset` on. No retry: the caller knows how far it came.
    pub(super) async fn blob(
        &self,
        digest: &Digest,
        size: u64,
        offset: u64,
    ) -> Result<Body, PullError> {
        let mut headers = HeaderMap::new();
        if offset > 0 {
            let value = format!("bytes={offset}-");
            headers.insert(RANGE, HeaderValue::from_str(&value).expect("digits"));
        }
        let answer = self.get(&format!("blobs/{digest}"), headers, digest).await?;
        let whole = answer.response.status() == StatusCode::OK;
        let expected = if whole { size } else { size - offset };
        if let Some(length) = http_body::Body::size_hint(answer.response.body()).exact()
            && length != expected
        {
            let why =
                format!("{} announces {length} bytes, not {expected}", self.name_of(&answer.url));
            return Err(PullError::Mismatch { what: format!("blob {digest}"), why });
        }
        let body = answer.response.into_body();
        let mut body = self.inner.client.body(self.name_of(&answer.url), body, expected);
        if whole {
            // The registry knows no ranges: what is here already comes again.
            body.skip(offset).await?;
        }
        Ok(body)
    }

    pub(super) fn backoff(&self) -> Backoff {
        let (first, last) = self.inner.options.retry_delays;
        Backoff::new(first, last)
    }

    pub(super) fn tries_max(&self) -> u32 {
        self.inner.options.tries_max.max(1)
    }

    /// Tries again what failed in passing. The attempts are boxed: the compiler can't see of
    /// an async closure's future that it may move between threads.
    async fn retrying<'a, T>(
        &self,
        attempt: impl Fn() -> BoxFuture<'a, Result<T, PullError>> + Sync,
    ) -> Result<T, PullError> {
        let mut backoff = self.backoff();
        let mut tries = 1;
        loop {
            self.tried.fetch_max(tries, Ordering::Relaxed);
            match attempt().await {
                Err(error) if is_transient(&error) && tries < self.tries_max() => {
                    tries += 1;
                    tracing::debug!(%error, "registry request is tried again");
                    tokio::time::sleep(backoff.next_delay()).await;
                }
                done => return done,
            }
        }
    }

    /// A request that may need a token first. Statuses other than success are errors.
    async fn get(
        &self,
        path: &str,
        headers: HeaderMap,
        what: &(dyn Display + Sync),
    ) -> Result<Answer, PullError> {
        let url = self.url(path)?;
        let now = self.inner.options.clock.now();
        let known = self.inner.tokens.get(&self.token_key, now);
        let answer = self.follow(&url, &headers, known.as_ref()).await?;
        let answer = if answer.own && answer.response.status() == StatusCode::UNAUTHORIZED {
            self.inner.tokens.forget(&self.token_key);
            let value = self.authorize(&answer.response).await?;
            self.follow(&url, &headers, Some(&value)).await?
        } else {
            answer
        };
        match answer.response.status() {
            StatusCode::OK | StatusCode::PARTIAL_CONTENT => Ok(answer),
            StatusCode::NOT_FOUND => Err(PullError::NotFound(what.to_string())),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                self.inner.tokens.forget(&self.token_key);
                Err(self.denied("the credentials are not accepted"))
            }
            status => Err(PullError::Status {
                registry: self.name_of(&answer.url).to_owned(),
                status: status.to_string(),
            }),
        }
    }

    fn url(&self, path: &str) -> Result<Url, PullError> {
        let path = format!("/v2/{}/{path}", self.token_key.repository);
        let url = self.endpoint.with_path(&path)?;
        // Who answers for several registries is told which is meant.
        let name = self.image.registry();
        Ok(if self.elsewhere { url.with_query("ns", name)? } else { url })
    }

    fn denied(&self, why: impl Into<String>) -> PullError {
        PullError::Auth { registry: self.image.registry().to_owned(), why: why.into() }
    }

    /// Sends, and follows redirects. Credentials stay with the origin they belong to.
    async fn follow(
        &self,
        url: &Url,
        headers: &HeaderMap,
        authorization: Option<&HeaderValue>,
    ) -> Result<Answer, PullError> {
        let mut url = url.clone();
        for _ in 0..=REDIRECTS_MAX {
            let own = url.same_origin(&self.endpoint);
            let mut headers = headers.clone();
            if let Some(value) = authorization.filter(|_| own) {
                headers.insert(AUTHORIZATION, value.clone());
            }
            let client = &self.inner.client;
            let response = client.send(Method::GET, &url, self.trust_in(&url), headers).await;
            let response = response.map_err(|error| error.of(self.name_of(&url)))?;
            if !response.status().is_redirection() {
                return Ok(Answer { response, url, own });
            }
            let location = response.headers().get(LOCATION).and_then(|v| v.to_str().ok());
            url = url.join(location.unwrap_or_default())?;
        }
        let status = format!("more than {REDIRECTS_MAX} redirects");
        Err(PullError::Status { registry: self.image.registry().to_owned(), status })
    }

    fn trust_in(&self, url: &Url) -> Trust {
        if url.same_origin(&self.endpoint) {
            self.trust
        } else if self.companions.iter().any(|companion| url.is_at(companion)) {
            Trust::Operator
        } else {
            Trust::Foreign
        }
    }

    /// Meets the challenge of a response: the value to send along from now on.
    async fn authorize(&self, response: &Response<Incoming>) -> Result<HeaderValue, PullError> {
        let now = self.inner.options.clock.now();
        let challenges = response.headers().get_all(WWW_AUTHENTICATE).iter();
        let text: Vec<&str> = challenges.filter_map(|v| v.to_str().ok()).collect();
        let challenge = Challenge::parse(&text.join(", "));
        let (value, until) = match (challenge, &self.token_key.credentials) {
            (None, _) => return Err(self.denied("it asks for nothing that can be given")),
            (Some(_), Credentials::Bearer(token)) => {
                (secret(&format!("Bearer {token}"))?, u64::MAX)
            }
            (Some(Challenge::Basic), _) => {
                let basic = self.basic()?;
                (basic.ok_or_else(|| self.denied("it asks for credentials"))?, u64::MAX)
            }
            (Some(Challenge::Bearer { realm, service }), _) => {
                let (value, seconds) = self.token(&realm, service.as_deref()).await?;
                (value, (seconds * 1000).saturating_sub(TOKEN_MARGIN_MS))
            }
        };
        let key = self.token_key.clone();
        self.inner.tokens.put(key, value.clone(), now, now.plus_ms(until));
        Ok(value)
    }

    fn basic(&self) -> Result<Option<HeaderValue>, PullError> {
        match &self.token_key.credentials {
            Credentials::Basic { user, password } => {
                let pair = BASE64.encode(format!("{user}:{password}"));
                secret(&format!("Basic {pair}")).map(Some)
            }
            Credentials::Anonymous | Credentials::Bearer(_) => Ok(None),
        }
    }

    /// Asks the token service; the token and how many seconds it lasts.
    async fn token(
        &self,
        realm: &str,
        service: Option<&str>,
    ) -> Result<(HeaderValue, u64), PullError> {
        let mut url = Url::parse(realm)?;
        if !realm_allowed(&self.endpoint, &url, &self.companions) {
            let why = format!("it sends for a token to {}, which is not its own", url.authority());
            return Err(self.denied(why));
        }
        let trust = self.trust_in(&url);
        if let Some(service) = service {
            url = url.with_query("service", service)?;
        }
        // Our own words, not the challenge's: a registry can't ask for more than this pull.
        let scope = format!("repository:{}:pull", self.token_key.repository);
        let url = url.with_query("scope", &scope)?;
        let mut headers = HeaderMap::new();
        if let Some(basic) = self.basic()? {
            headers.insert(AUTHORIZATION, basic);
        }
        let client = &self.inner.client;
        let response = client.send(Method::GET, &url, trust, headers).await;
        let response = response.map_err(|error| error.of(self.name_of(&url)))?;
        if response.status().is_server_error() {
            let status = response.status().to_string();
            return Err(PullError::Status { registry: self.name_of(&url).to_owned(), status });
        }
        if response.status() != StatusCode::OK {
            return Err(self.denied(format!("its token service answers {}", response.status())));
        }
        let host = self.name_of(&url);
        let bytes = client.body(host, response.into_body(), TOKEN_BYTES_MAX).read().await?;
        let answer: Option<TokenAnswer> = serde_json::from_slice(&bytes).ok();
        let seconds = answer.as_ref().and_then(|a| a.expires_in).unwrap_or(TOKEN_SECONDS_DEFAULT);
        let token = answer.and_then(|a| a.token.or(a.access_token)).filter(|t| !t.is_empty());
        let token = token.ok_or_else(|| self.denied("its token service gives no token"))?;
        Ok((secret(&format!("Bearer {token}"))?, seconds.min(TOKEN_SECONDS_MAX)))
    }
}

fn secret(text: &str) -> Result<HeaderValue, PullError> {
    let mut value = HeaderValue::from_str(text).map_err(|_| PullError::Mismatch {
        what: "a token or password".into(),
        why: "it has characters that no header may have".into(),
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// Whether another try may end better.
pub(super) fn is_transient(error: &PullError) -> bool {
    match error {
        PullError::Http(error) => error.is_transient(),
        PullError::Status { status, .. } => status.starts_with('5') || status.starts_with("429"),
        _ => false,
    }
}
