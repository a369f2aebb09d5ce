//! Blobs and manifests to `/v2/`, by the distribution specification: those blobs first that
//! the registry has not, then the documents.

use std::io::{self, Read};

use bytes::Bytes;
use ferrogate_image::Digest;
use ferrogate_image::layout::{Archive, LoadedBlob, LoadedDocument, LoadedImage};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use http::{HeaderValue, Method, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, StreamBody};
use hyper::body::{Frame, Incoming};
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::name::Name;
use super::registry::Registry;
use crate::client::Body;
use crate::fault::Fault;
use crate::moment::size;
use crate::ui::Ui;

/// Blobs that are sent at once.
const BLOBS_AT_ONCE: usize = 3;
const CHUNK_BYTES: usize = 256 * 1024;

/// Where the blobs of an image come from.
pub(super) trait Source {
    /// A blob from its start, of as many bytes as were promised.
    ///
    /// # Errors
    /// When there is none, or it can't be read.
    fn open(&self, digest: &Digest) -> Result<Box<dyn Read + Send>, Fault>;

    /// Another repository of the registry that has the blob.
    fn elsewhere(&self, _digest: &Digest) -> Option<&str> {
        None
    }
}

impl Source for Archive {
    fn open(&self, digest: &Digest) -> Result<Box<dyn Read + Send>, Fault> {
        let reader = self.blob(digest);
        let reader = reader.map_err(|e| Fault::failed("the file has changed").because(&e))?;
        Ok(Box::new(reader))
    }
}

/// Sends an image under a name; `done` says what is then done with it.
pub(super) async fn push(
    registry: &Registry<'_>,
    ui: &Ui,
    source: &dyn Source,
    image: &LoadedImage,
    name: &Name,
    done: &str,
) -> Result<(), Fault> {
    quietly(registry, ui, source, image, name).await?;
    let bytes: u64 = image.blobs.iter().map(|blob| blob.size).sum();
    let tick = ui.side.green("✓");
    ui.progress(&format!("{tick} {done} {name}: {} in {} blobs", size(bytes), image.blobs.len()));
    Ok(())
}

/// The same, and says nothing at the end.
pub(super) async fn quietly(
    registry: &Registry<'_>,
    ui: &Ui,
    source: &dyn Source,
    image: &LoadedImage,
    name: &Name,
) -> Result<(), Fault> {
    let pusher = Pusher { registry, ui, source, bars: bars(ui), name };
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
    pusher.document(last, name.tag.as_deref().unwrap_or("latest")).await
}

struct Pusher<'a> {
    registry: &'a Registry<'a>,
    ui: &'a Ui,
    source: &'a dyn Source,
    bars: Option<MultiProgress>,
    name: &'a Name,
}

impl Pusher<'_> {
    async fn blob(&self, blob: &LoadedBlob) -> Result<(), Fault> {
        let repository = &self.name.repository;
        let there = self
            .registry
            .ask(Method::HEAD, &format!("/v2/{repository}/blobs/{}", blob.digest), None)
            .await?;
        match there.status() {
            StatusCode::OK => return Ok(()),
            StatusCode::NOT_FOUND => {}
            _ => return Err(self.refused("a blob was looked for", there).await),
        }
        let mut begin = format!("/v2/{repository}/blobs/uploads/");
        if let Some(other) = self.source.elsewhere(&blob.digest) {
            begin.push_str(&format!("?mount={}&from={other}", blob.digest));
        }
        let begun = self.registry.ask(Method::POST, &begin, None).await?;
        match begun.status() {
            // It is there by being in the other repository.
            StatusCode::CREATED => return Ok(()),
            StatusCode::ACCEPTED => {}
            _ => return Err(self.refused("an upload was begun", begun).await),
        }
        let location = begun.headers().get(header::LOCATION).and_then(|l| l.to_str().ok());
        let uri = location
            .and_then(|location| self.upload(location, blob))
            .ok_or_else(|| Fault::failed("the registry began an upload and did not say where"))?;
        let reader = self.source.open(&blob.digest)?;
        let bar = self.bar(blob);
        let mut request = Request::new(streamed(reader, blob.size, bar.clone()));
        *request.method_mut() = Method::PUT;
        *request.uri_mut() = uri;
        let octets = HeaderValue::from_static("application/octet-stream");
        request.headers_mut().insert(header::CONTENT_TYPE, octets);
        request.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(blob.size));
        let done = self.registry.send(request).await?;
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
        let done = self.registry.ask(Method::PUT, &path, body).await?;
        match done.status() {
            StatusCode::CREATED => Ok(()),
            _ => Err(self.refused(&format!("manifest {reference} was sent"), done).await),
        }
    }

    /// The place where the whole of a blob is taken in one request.
    fn upload(&self, location: &str, blob: &LoadedBlob) -> Option<Uri> {
        let joint = if location.contains('?') { '&' } else { '?' };
        self.registry.api.own_uri(&format!("{location}{joint}digest={}", blob.digest))
    }

    async fn refused(&self, done: &str, response: http::Response<Incoming>) -> Fault {
        self.registry.refused(&format!("{} was not pushed", self.name), done, response).await
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

/// A blob as a body, read on a thread where that may block.
fn streamed(reader: Box<dyn Read + Send>, size: u64, bar: ProgressBar) -> Body {
    let chunks = stream::try_unfold((reader, size, bar), |(mut reader, left, bar)| async move {
        let read = tokio::task::spawn_blocking(move || {
            let most = usize::try_from(left).unwrap_or(CHUNK_BYTES).min(CHUNK_BYTES);
            let mut chunk = vec![0; most];
            reader.read_exact(&mut chunk)?;
            io::Result::Ok((chunk, reader))
        });
        let (chunk, reader) = read.await.map_err(io::Error::other)??;
        if chunk.is_empty() {
            return Ok(None);
        }
        let left = left - chunk.len() as u64;
        bar.inc(chunk.len() as u64);
        Ok(Some((Frame::data(Bytes::from(chunk)), (reader, left, bar))))
    });
    StreamBody::new(chunks).boxed_unsync()
}
