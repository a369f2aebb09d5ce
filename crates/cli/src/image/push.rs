//! Blobs and manifests to `/v2/`, by the distribution specification: those blobs first that
//! the registry has not, then the documents.

use std::io::{self, Read as _};
use std::sync::Arc;

use bytes::Bytes;
use ferrogate_api::ecr::{GetAuthorizationTokenRequest, op};
use ferrogate_image::layout::{Archive, BlobReader, LoadedBlob, LoadedDocument, LoadedImage};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use http::{HeaderValue, Method, Request, Response, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, StreamBody};
use hyper::body::{Frame, Incoming};
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::name::Name;
use crate::client::{Api, Body, whole};
use crate::fault::{Fault, Kind};
use crate::moment::size;
use crate::ui::Ui;

/// Blobs that are sent at once.
const BLOBS_AT_ONCE: usize = 3;
const CHUNK_BYTES: usize = 256 * 1024;

/// Sends an image under a name.
pub(super) async fn push(
    api: &Api,
    ui: &Ui,
    archive: &Arc<Archive>,
    image: &LoadedImage,
    name: &Name,
) -> Result<(), Fault> {
    let pusher = Pusher { api, ui, archive, bars: bars(ui), name, login: login(api).await? };
    stream::iter(&image.blobs)
        .map(|blob| pusher.blob(blob))
        .buffer_unordered(BLOBS_AT_ONCE)
        .try_collect::<()>()
        .await?;
    let (last, others) = match image.documents.split_last() {
        Some(parts) => parts,
        None => return Err(Fault::failed("the file has no manifest")),
    };
    for document in others {
        pusher.document(document, &document.digest.to_string()).await?;
    }
    pusher.document(last, name.tag.as_deref().unwrap_or("latest")).await?;
    let bytes: u64 = image.blobs.iter().map(|blob| blob.size).sum();
    let tick = ui.side.green("✓");
    ui.progress(&format!("{tick} loaded {name}: {} in {} blobs", size(bytes), image.blobs.len()));
    Ok(())
}

struct Pusher<'a> {
    api: &'a Api,
    ui: &'a Ui,
    archive: &'a Arc<Archive>,
    bars: Option<MultiProgress>,
    name: &'a Name,
    login: HeaderValue,
}

impl Pusher<'_> {
    async fn blob(&self, blob: &LoadedBlob) -> Result<(), Fault> {
        let repository = &self.name.repository;
        let there = self
            .ask(Method::HEAD, &format!("/v2/{repository}/blobs/{}", blob.digest), None)
            .await?;
        match there.status() {
            StatusCode::OK => return Ok(()),
            StatusCode::NOT_FOUND => {}
            _ => return Err(self.refused("a blob was looked for", there).await),
        }
        let begun =
            self.ask(Method::POST, &format!("/v2/{repository}/blobs/uploads/"), None).await?;
        if begun.status() != StatusCode::ACCEPTED {
            return Err(self.refused("an upload was begun", begun).await);
        }
        let location = begun.headers().get(header::LOCATION).and_then(|l| l.to_str().ok());
        let uri = location
            .and_then(|location| self.upload(location, blob))
            .ok_or_else(|| Fault::failed("the registry began an upload and did not say where"))?;
        let reader = self
            .archive
            .blob(&blob.digest)
            .map_err(|e| Fault::failed("the file has changed").because(&e))?;
        let bar = self.bar(blob);
        let mut request = Request::new(streamed(reader, bar.clone()));
        *request.method_mut() = Method::PUT;
        *request.uri_mut() = uri;
        let octets = HeaderValue::from_static("application/octet-stream");
        request.headers_mut().insert(header::CONTENT_TYPE, octets);
        request.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(blob.size));
        let done = self.send(request).await?;
        bar.finish_and_clear();
        if done.status() != StatusCode::CREATED {
            return Err(self.refused(&format!("blob {} was sent", blob.digest), done).await);
        }
        if self.bars.is_none() {
            self.ui.progress(&format!("pushed {} ({})", blob.digest.short(), size(blob.size)));
        }
        Ok(())
    }

    async fn document(&self, document: &LoadedDocument, reference: &str) -> Result<(), Fault> {
        let path = format!("/v2/{}/manifests/{reference}", self.name.repository);
        let body = Some((document.bytes.clone(), &*document.media_type));
        let done = self.ask(Method::PUT, &path, body).await?;
        match done.status() {
            StatusCode::CREATED => Ok(()),
            _ => Err(self.refused(&format!("manifest {reference} was sent"), done).await),
        }
    }

    /// The place where the whole of a blob is taken in one request.
    fn upload(&self, location: &str, blob: &LoadedBlob) -> Option<Uri> {
        let joint = if location.contains('?') { '&' } else { '?' };
        self.api.own_uri(&format!("{location}{joint}digest={}", blob.digest))
    }

    async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<(Vec<u8>, &str)>,
    ) -> Result<Response<Incoming>, Fault> {
        let (bytes, kind) = body.unwrap_or_default();
        let mut request = Request::new(whole(bytes));
        *request.method_mut() = method;
        let bad = || Fault::usage(format!("'{}' is no name of an image", self.name));
        *request.uri_mut() = self.api.own_uri(path).ok_or_else(bad)?;
        if !kind.is_empty() {
            let kind = HeaderValue::from_str(kind).map_err(|_| bad())?;
            request.headers_mut().insert(header::CONTENT_TYPE, kind);
        }
        self.send(request).await
    }

    async fn send(&self, mut request: Request<Body>) -> Result<Response<Incoming>, Fault> {
        request.headers_mut().insert(header::AUTHORIZATION, self.login.clone());
        self.api.send(request).await
    }

    /// What the registry says against it (errors of the distribution specification).
    async fn refused(&self, done: &str, response: Response<Incoming>) -> Fault {
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
            StatusCode::BAD_REQUEST => Kind::Invalid,
            _ => Kind::Failed,
        };
        let mut fault = Fault::new(kind, format!("{} was not loaded", self.name)).why(why);
        fault.code = first["code"].as_str().map(Into::into);
        fault
    }

    fn bar(&self, blob: &LoadedBlob) -> ProgressBar {
        let Some(bars) = &self.bars else { return ProgressBar::hidden() };
        let style = ProgressStyle::with_template(
            "{prefix} {bar:30} {bytes:>10}/{total_bytes:<10} {bytes_per_sec}",
        );
        let bar = ProgressBar::new(blob.size).with_prefix(blob.digest.short().to_owned());
        bars.add(bar.with_style(style.expect("the template is a constant").progress_chars("━╸─")))
    }
}

fn bars(ui: &Ui) -> Option<MultiProgress> {
    let live = ui.side.live && ui.draws;
    live.then(|| MultiProgress::with_draw_target(ProgressDrawTarget::stderr()))
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

/// A blob as a body, read on a thread where that may block.
fn streamed(reader: BlobReader, bar: ProgressBar) -> Body {
    let chunks = stream::try_unfold((reader, bar), |(mut reader, bar)| async move {
        let read = tokio::task::spawn_blocking(move || {
            let left = usize::try_from(reader.remaining()).unwrap_or(CHUNK_BYTES);
            let mut chunk = vec![0; left.min(CHUNK_BYTES)];
            reader.read_exact(&mut chunk)?;
            io::Result::Ok((chunk, reader))
        });
        let (chunk, reader) = read.await.map_err(io::Error::other)??;
        if chunk.is_empty() {
            return Ok(None);
        }
        bar.inc(chunk.len() as u64);
        Ok(Some((Frame::data(Bytes::from(chunk)), (reader, bar))))
    });
    StreamBody::new(chunks).boxed_unsync()
}
