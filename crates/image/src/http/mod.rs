//! The puller's HTTP client: hyper and rustls, with the rules that keep a registry from
//! using the host as its hand.
//!
//! Who named an address decides what it may be ([`Trust`]); names are resolved first, then
//! the address is judged, then that very address is connected to. Bodies have a deadline
//! for every MiB. Redirects are the caller's business, one hop at a time.

mod address;
pub(crate) mod challenge;
mod connect;
mod url;

pub use address::Trust;
pub use url::{BadUrl, Url};

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use ferrogate_base::errors::chain;
use http::{HeaderMap, Method, Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper_util::client::legacy;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use crate::registry::Registries;
use connect::Connector;

const MIB: u64 = 1 << 20;

/// How long a registry may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For resolving, connecting and the TLS handshake together.
    pub connect: Duration,
    /// From the request to the response's headers.
    pub headers: Duration,
    /// For each MiB of a body; only waiting for the network counts.
    pub per_mib: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            headers: Duration::from_secs(30),
            per_mib: Duration::from_secs(30),
        }
    }
}

/// Why there is no response, or no more of it.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// The rules forbid it; trying again changes nothing.
    #[error("{0}")]
    Denied(String),
    /// The network or the peer failed.
    #[error("{host}: {why}")]
    Network {
        /// The peer.
        host: String,
        /// The whole chain of causes.
        why: String,
    },
    /// The peer was too slow.
    #[error("{host} was too slow: no {what} in time")]
    TooSlow {
        /// The peer.
        host: String,
        /// What was waited for.
        what: &'static str,
    },
    /// The body is longer than allowed.
    #[error("{host} sent more than {max} bytes")]
    TooLong {
        /// The peer.
        host: String,
        /// The limit.
        max: u64,
    },
}

impl HttpError {
    /// Whether another try may end better.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Network { .. } | Self::TooSlow { .. })
    }

    /// The same of a peer whom users know by the name `host`.
    pub(crate) fn of(mut self, name: &str) -> Self {
        match &mut self {
            Self::Network { host, .. }
            | Self::TooSlow { host, .. }
            | Self::TooLong { host, .. } => {
                name.clone_into(host);
            }
            Self::Denied(_) => {}
        }
        self
    }
}

type Pool = legacy::Client<Connector, Full<Bytes>>;

/// The client. Keeps connections of each kind of [`Trust`] apart: an address that was
/// allowed for one must not be reused for another.
pub struct Client {
    operator: Pool,
    named: Pool,
    foreign: Pool,
    timeouts: Timeouts,
}

impl Client {
    /// A client with the rules of `registries`.
    ///
    /// # Errors
    /// [`HttpError::Denied`] when the extra certificates are no PEM.
    pub fn new(registries: &Registries, timeouts: Timeouts) -> Result<Self, HttpError> {
        let tls = connect::tls_config(&registries.extra_roots_pem)?;
        let rules = Arc::new(address::Rules {
            allow_loopback: registries.allow_loopback,
            denied: registries.denied.clone(),
        });
        let pool = |trust| {
            let connector =
                Connector::new(trust, Arc::clone(&rules), Arc::clone(&tls), timeouts.connect);
            legacy::Client::builder(TokioExecutor::new())
                .pool_timer(TokioTimer::new())
                .pool_idle_timeout(Duration::from_secs(30))
                .pool_max_idle_per_host(8)
                .build(connector)
        };
        Ok(Self {
            operator: pool(Trust::Operator),
            named: pool(Trust::Named),
            foreign: pool(Trust::Foreign),
            timeouts,
        })
    }

    /// Sends a request without body, and returns the response's head; its body is read
    /// through [`Client::body`]. Redirects are returned, not followed.
    ///
    /// # Errors
    /// See [`HttpError`].
    pub async fn send(
        &self,
        method: Method,
        url: &Url,
        trust: Trust,
        headers: HeaderMap,
    ) -> Result<Response<Incoming>, HttpError> {
        self.send_with(method, url, trust, headers, Bytes::new()).await
    }

    /// The same with a body, for which there is as much time as for the answer's head.
    ///
    /// # Errors
    /// See [`HttpError`].
    pub async fn send_with(
        &self,
        method: Method,
        url: &Url,
        trust: Trust,
        headers: HeaderMap,
        body: Bytes,
    ) -> Result<Response<Incoming>, HttpError> {
        if url.is_plain() && !trust.allows_plain(url.host()) {
            return Err(HttpError::Denied(format!(
                "{url} is plain http, and not a registry that may be"
            )));
        }
        let mut request = Request::builder().method(method).uri(url.to_uri());
        if let Some(target) = request.headers_mut() {
            *target = headers;
            target.insert(http::header::USER_AGENT, http::HeaderValue::from_static("ferrogate"));
        }
        let request =
            request.body(Full::new(body)).map_err(|e| HttpError::Denied(e.to_string()))?;
        let pool = match trust {
            Trust::Operator => &self.operator,
            Trust::Named => &self.named,
            Trust::Foreign => &self.foreign,
        };
        let host = url.authority().to_owned();
        match tokio::time::timeout(self.timeouts.headers, pool.request(request)).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(connect::denied_in(&error)
                .unwrap_or_else(|| HttpError::Network { host, why: chain(&error) })),
            Err(_) => Err(HttpError::TooSlow { host, what: "answer" }),
        }
    }

    /// The body of a response of `host`, of at most `bytes_max` bytes.
    #[must_use]
    pub fn body(&self, host: &str, body: Incoming, bytes_max: u64) -> Body {
        Body {
            body,
            host: host.to_owned(),
            per_mib: self.timeouts.per_mib,
            waited: Duration::ZERO,
            in_mib: 0,
            bytes: 0,
            bytes_max,
            kept: None,
        }
    }
}

/// A body that arrives in time or fails.
pub struct Body {
    body: Incoming,
    host: String,
    per_mib: Duration,
    /// Time spent waiting for the current MiB.
    waited: Duration,
    in_mib: u64,
    bytes: u64,
    bytes_max: u64,
    /// What a skip took too much.
    kept: Option<Bytes>,
}

impl Body {
    /// The next bytes; `None` at the end.
    ///
    /// # Errors
    /// See [`HttpError`].
    pub async fn next(&mut self) -> Result<Option<Bytes>, HttpError> {
        if let Some(kept) = self.kept.take() {
            return Ok(Some(kept));
        }
        loop {
            let left = self.per_mib.saturating_sub(self.waited);
            let started = tokio::time::Instant::now();
            let frame = tokio::time::timeout(left, self.body.frame()).await;
            self.waited += started.elapsed();
            let host = || self.host.clone();
            let frame = match frame {
                Err(_) => return Err(HttpError::TooSlow { host: host(), what: "MiB of content" }),
                Ok(None) => return Ok(None),
                Ok(Some(Err(e))) => {
                    return Err(HttpError::Network { host: host(), why: chain(&e) });
                }
                Ok(Some(Ok(frame))) => frame,
            };
            let Ok(data) = frame.into_data() else { continue }; // trailers
            self.bytes += data.len() as u64;
            if self.bytes > self.bytes_max {
                return Err(HttpError::TooLong { host: host(), max: self.bytes_max });
            }
            self.in_mib += data.len() as u64;
            if self.in_mib >= MIB {
                (self.in_mib, self.waited) = (0, Duration::ZERO);
            }
            return Ok(Some(data));
        }
    }

    /// Takes the first `bytes` away.
    pub(crate) async fn skip(&mut self, mut bytes: u64) -> Result<(), HttpError> {
        while bytes > 0 {
            let Some(data) = self.next().await? else {
                let why = "the content ended early".to_owned();
                return Err(HttpError::Network { host: self.host.clone(), why });
            };
            let step = data.len().min(usize::try_from(bytes).unwrap_or(usize::MAX));
            bytes -= step as u64;
            if step < data.len() {
                self.kept = Some(data.slice(step..));
            }
        }
        Ok(())
    }

    /// All of it, for small bodies.
    ///
    /// # Errors
    /// See [`HttpError`].
    pub async fn read(mut self) -> Result<Vec<u8>, HttpError> {
        let mut all = Vec::new();
        while let Some(data) = self.next().await? {
            all.extend_from_slice(&data);
        }
        Ok(all)
    }
}
