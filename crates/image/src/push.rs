//! Putting a layer into a registry of the operator: the engine's own.
//!
//! Knows no Docker and no index: one layer, the empty configuration of the OCI image
//! specification (manifest.md, "Guidance for an Empty Descriptor"), and a manifest under a tag.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_RANGE, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use hyper::body::Incoming;
use serde_json::json;

use crate::digest::Digest;
use crate::http::{BadUrl, Client, HttpError, Timeouts, Trust, Url};
use crate::manifest::media;
use crate::registry::Registries;

/// The repository of the engine's registry that has what builds make on their way. Hosts may
/// write to this one alone.
pub const BUILDS: &str = "ferrogate/build";

/// Bytes of a layer that are in memory and on the way at a time.
const PIECE_BYTES: u64 = 4 << 20;
/// Bytes of an error that are looked at.
const ERROR_BYTES_MAX: u64 = 4 << 10;
const EMPTY: &[u8] = b"{}";
const EMPTY_KIND: &str = "application/vnd.oci.empty.v1+json";

/// Why a layer is not in the registry.
#[derive(Debug, thiserror::Error)]
pub enum PushError {
    /// The registry did not answer.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// It has an address that is none.
    #[error(transparent)]
    Url(#[from] BadUrl),
    /// It does not want the layer.
    #[error("the registry answered {status}: {said}")]
    Refused {
        /// The HTTP status.
        status: StatusCode,
        /// What it said, cut to 4 KiB.
        said: String,
    },
    /// The layer's file can't be read.
    #[error("a layer can't be read back")]
    File(#[source] io::Error),
}

impl PushError {
    /// Whether another try may end better.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Http(error) => error.is_transient(),
            // An upload may be unknown to a server that has just begun.
            Self::Refused { status, said } => {
                status.is_server_error() || said.contains("BLOB_UPLOAD_UNKNOWN")
            }
            Self::Url(_) | Self::File(_) => false,
        }
    }
}

/// A layer in a file, not compressed.
#[derive(Clone, Debug)]
pub struct Layer {
    /// The file.
    pub file: Arc<File>,
    /// Digest of its content.
    pub digest: Digest,
    /// Its bytes.
    pub size: u64,
}

/// Pushes to one registry.
pub struct Pusher {
    client: Client,
    endpoint: Url,
    registry: String,
}

impl Pusher {
    /// Pushes to the registry at `endpoint`, `http://host:port`, of the operator's choice: one
    /// of several may answer there, and `registry` is the name of the one that is meant.
    ///
    /// # Errors
    /// When that is no address.
    pub fn new(endpoint: &str, registry: &str) -> Result<Self, PushError> {
        let client = Client::new(&Registries::default(), Timeouts::default())?;
        Ok(Self { client, endpoint: Url::parse(endpoint)?, registry: registry.to_owned() })
    }

    /// Puts a layer into `repository`, and an artifact of `kind` that has it alone under
    /// `tag`. Doing it again changes nothing.
    ///
    /// # Errors
    /// See [`PushError`].
    pub async fn push(
        &self,
        token: &str,
        repository: &str,
        tag: &str,
        kind: &str,
        layer: &Layer,
    ) -> Result<(), PushError> {
        let to = To { pusher: self, token, repository };
        to.blob(layer).await?;
        to.small().await?;
        let manifest = json!({
            "schemaVersion": 2, "mediaType": media::OCI_MANIFEST, "artifactType": kind,
            "config": { "mediaType": EMPTY_KIND, "digest": Digest::of(EMPTY), "size": EMPTY.len() },
            "layers": [{ "mediaType": media::OCI_LAYER, "digest": layer.digest, "size": layer.size }],
        });
        let url = self.endpoint.with_path(&format!("/v2/{repository}/manifests/{tag}"))?;
        let body = manifest.to_string().into();
        let header = [(CONTENT_TYPE, HeaderValue::from_static(media::OCI_MANIFEST))];
        to.ask(Method::PUT, &url, header, body, StatusCode::CREATED).await.map(drop)
    }
}

/// One repository, and the permission to write to it.
struct To<'a> {
    pusher: &'a Pusher,
    token: &'a str,
    repository: &'a str,
}

impl To<'_> {
    async fn blob(&self, layer: &Layer) -> Result<(), PushError> {
        if self.has(&layer.digest).await? {
            return Ok(());
        }
        let mut url = self.begin().await?;
        let mut offset = 0;
        while offset < layer.size {
            let size = PIECE_BYTES.min(layer.size - offset);
            let piece = piece(&layer.file, offset, size).await?;
            let range = HeaderValue::from_str(&format!("{offset}-{}", offset + size - 1));
            let range = [(CONTENT_RANGE, range.expect("digits are a header's value"))];
            let answer = self.ask(Method::PATCH, &url, range, piece, StatusCode::ACCEPTED).await?;
            url = location(&url, &answer)?;
            offset += size;
        }
        self.end(&url, &layer.digest, Bytes::new()).await
    }

    async fn small(&self) -> Result<(), PushError> {
        let digest = Digest::of(EMPTY);
        if self.has(&digest).await? {
            return Ok(());
        }
        let url = self.begin().await?;
        self.end(&url, &digest, Bytes::from_static(EMPTY)).await
    }

    async fn has(&self, digest: &Digest) -> Result<bool, PushError> {
        let url = self.named(&self.url(&format!("blobs/{digest}"))?)?;
        let headers = self.headers([]);
        let sent = self.pusher.client.send(Method::HEAD, &url, Trust::Operator, headers).await;
        Ok(sent?.status() == StatusCode::OK)
    }

    async fn begin(&self) -> Result<Url, PushError> {
        let url = self.url("blobs/uploads/")?;
        let answer = self.ask(Method::POST, &url, [], Bytes::new(), StatusCode::ACCEPTED).await?;
        location(&url, &answer)
    }

    async fn end(&self, url: &Url, digest: &Digest, last: Bytes) -> Result<(), PushError> {
        let url = url.with_query("digest", &digest.to_string())?;
        self.ask(Method::PUT, &url, [], last, StatusCode::CREATED).await.map(drop)
    }

    /// The address with the registry that is meant.
    fn named(&self, url: &Url) -> Result<Url, PushError> {
        Ok(url.with_query("ns", &self.pusher.registry)?)
    }

    fn url(&self, below: &str) -> Result<Url, PushError> {
        Ok(self.pusher.endpoint.with_path(&format!("/v2/{}/{below}", self.repository))?)
    }

    fn headers<const N: usize>(&self, more: [(http::HeaderName, HeaderValue); N]) -> HeaderMap {
        let mut headers = HeaderMap::from_iter(more);
        if let Ok(mut value) = HeaderValue::from_str(&format!("Bearer {}", self.token)) {
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        headers
    }

    async fn ask<const N: usize>(
        &self,
        method: Method,
        url: &Url,
        headers: [(http::HeaderName, HeaderValue); N],
        body: Bytes,
        wanted: StatusCode,
    ) -> Result<Response<Incoming>, PushError> {
        let (client, headers) = (&self.pusher.client, self.headers(headers));
        let answer =
            client.send_with(method, &self.named(url)?, Trust::Operator, headers, body).await?;
        let status = answer.status();
        if status == wanted {
            return Ok(answer);
        }
        let said = client.body(url.authority(), answer.into_body(), ERROR_BYTES_MAX).read().await;
        let said = String::from_utf8_lossy(&said.unwrap_or_default()).into_owned();
        Err(PushError::Refused { status, said })
    }
}

fn location(from: &Url, answer: &Response<Incoming>) -> Result<Url, PushError> {
    let location = answer.headers().get(LOCATION).and_then(|value| value.to_str().ok());
    Ok(from.join(location.unwrap_or_default())?)
}

async fn piece(file: &Arc<File>, offset: u64, size: u64) -> Result<Bytes, PushError> {
    let file = Arc::clone(file);
    let read = move || {
        let mut piece = vec![0; usize::try_from(size).expect("a piece is small")];
        file.read_exact_at(&mut piece, offset).map(|()| Bytes::from(piece))
    };
    let read = tokio::task::spawn_blocking(read).await.map_err(io::Error::other);
    read.and_then(|read| read).map_err(PushError::File)
}
