//! Uploads of blobs: at once, as a stream, in chunks, or not at all because another
//! repository has it.

use bytes::Bytes;
use ferrogate_image::Digest;
use ferrogate_image::blobs::BlobError;
use http::header::{CONTENT_LENGTH, CONTENT_RANGE, LOCATION, RANGE};
use http::{Response, StatusCode};

use super::body::{self, BoxError};
use super::reply::{self, Body, CONTENT_DIGEST, Refusal, UPLOAD_UUID};
use super::{Call, Reply};
use crate::Error;
use crate::catalog::{self, UploadId};

impl Call<'_> {
    /// Makes a missing repository where that is wanted, and refuses it else.
    pub(super) async fn ready(&self, name: &str) -> Result<(), Refusal> {
        if self.options.create_on_push {
            self.catalog.ensure_repository(&self.scope, name).await?;
        }
        self.catalog.repository(&self.scope, name)?;
        Ok(())
    }

    pub(super) async fn start_upload<B>(&self, name: &str, body: B) -> Reply
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        self.ready(name).await?;
        if let (Some(digest), Some(from)) = (self.query.get("mount"), self.query.get("from")) {
            let digest = catalog::digest(digest)?;
            if self.catalog.mount(&self.scope, name, from, &digest).await? {
                return Ok(created(name, &digest));
            }
        }
        let digest = self.query.get("digest").map(catalog::digest).transpose()?;
        let id = self.catalog.start_upload(&self.scope, name, &self.owner).await?;
        let Some(digest) = digest else {
            return Ok(under_way(StatusCode::ACCEPTED, name, id, 0));
        };
        let done = async {
            self.catalog.append(id, Some(0), body::pieces(body, self.options.pause)).await?;
            self.catalog.finish_upload(&self.scope, name, id, &digest).await
        };
        if let Err(e) = done.await {
            // Nobody knows the id: it would only lie there until it expires.
            drop(self.catalog.blobs().cancel(id).await);
            return Err(refused(e));
        }
        Ok(created(name, &digest))
    }

    pub(super) async fn append<B>(&self, name: &str, id: &str, body: B) -> Reply
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let id = self.upload(name, id)?;
        let stands = self.append_to(id, body).await?;
        Ok(under_way(StatusCode::ACCEPTED, name, id, stands))
    }

    pub(super) async fn finish<B>(&self, name: &str, id: &str, body: B) -> Reply
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let id = self.upload(name, id)?;
        let Some(digest) = self.query.get("digest") else {
            let text = "an upload ends with the digest of its content in the query";
            return Err(Refusal::new(StatusCode::BAD_REQUEST, "DIGEST_INVALID", text));
        };
        let digest = catalog::digest(digest)?;
        if !body.is_end_stream() {
            self.append_to(id, body).await?;
        }
        let done = self.catalog.finish_upload(&self.scope, name, id, &digest).await;
        done.map_err(refused)?;
        Ok(created(name, &digest))
    }

    pub(super) async fn status(&self, name: &str, id: &str) -> Reply {
        let id = self.upload(name, id)?;
        let stands = self.catalog.blobs().upload_offset(id).await?;
        Ok(under_way(StatusCode::NO_CONTENT, name, id, stands))
    }

    pub(super) async fn cancel(&self, name: &str, id: &str) -> Reply {
        let id = self.upload(name, id)?;
        match self.catalog.blobs().cancel(id).await? {
            true => Ok(reply::empty(StatusCode::NO_CONTENT)),
            false => Err(BlobError::NoUpload(id).into()),
        }
    }

    fn upload(&self, name: &str, id: &str) -> Result<UploadId, Refusal> {
        self.catalog.repository(&self.scope, name)?;
        id.parse().map_err(|_| {
            let text = format!("no upload {}", id.chars().take(80).collect::<String>());
            Refusal::new(StatusCode::NOT_FOUND, "BLOB_UPLOAD_UNKNOWN", text)
        })
    }

    /// Appends a body where its `Content-Range` says, or else where the upload stands.
    async fn append_to<B>(&self, id: UploadId, body: B) -> Result<u64, Refusal>
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let chunk = self.chunk()?;
        let pieces = body::pieces(body, self.options.pause);
        let appended = self.catalog.append(id, chunk.as_ref().map(|chunk| chunk.0), pieces).await;
        let stands = match appended {
            Ok(stands) => stands,
            Err(e @ Error::Blob(BlobError::Offset { expected, .. })) => {
                return Err(Refusal::from(e).with(RANGE, received(expected)));
            }
            Err(e) => return Err(refused(e)),
        };
        match chunk {
            Some((_, end)) if end != stands => {
                let text = format!("the chunk was to end at {end}, the upload stands at {stands}");
                Err(Refusal::new(StatusCode::BAD_REQUEST, "SIZE_INVALID", text))
            }
            _ => Ok(stands),
        }
    }

    /// Where the chunk starts and where the next one will, by its `Content-Range`.
    fn chunk(&self) -> Result<Option<(u64, u64)>, Refusal> {
        let Some(text) = self.header(CONTENT_RANGE) else { return Ok(None) };
        let bad = |why: &str| {
            Refusal::new(
                StatusCode::BAD_REQUEST,
                "BLOB_UPLOAD_INVALID",
                format!("Content-Range {why}"),
            )
        };
        let (start, end) = content_range(text).ok_or_else(|| bad("is not FIRST-LAST"))?;
        let length = self.header(CONTENT_LENGTH).and_then(|text| text.parse::<u64>().ok());
        if length.is_some_and(|length| length != end - start) {
            return Err(bad("and Content-Length contradict each other"));
        }
        Ok(Some((start, end)))
    }
}

/// `FIRST-LAST` as the specification writes it, or `bytes FIRST-LAST/TOTAL` as HTTP does.
fn content_range(text: &str) -> Option<(u64, u64)> {
    let text = text.trim();
    let text = text.strip_prefix("bytes ").or(text.strip_prefix("bytes=")).unwrap_or(text);
    let (first, last) = text.split('/').next()?.split_once('-')?;
    let (first, last) = (first.trim().parse::<u64>().ok()?, last.trim().parse::<u64>().ok()?);
    (first <= last).then(|| last.checked_add(1)).flatten().map(|end| (first, end))
}

fn refused(error: Error) -> Refusal {
    match error {
        Error::Blob(BlobError::Body(cause)) => Refusal::broken(&*cause),
        error => error.into(),
    }
}

/// The bytes that are here. Of none this says `0-0`, as all registries do: the form has no
/// word for it.
fn received(stands: u64) -> String {
    format!("0-{}", stands.saturating_sub(1))
}

fn under_way(status: StatusCode, name: &str, id: UploadId, stands: u64) -> Response<Body> {
    let mut response = reply::empty(status);
    reply::set(&mut response, LOCATION, &format!("/v2/{name}/blobs/uploads/{id}"));
    reply::set(&mut response, RANGE, &received(stands));
    reply::set(&mut response, UPLOAD_UUID, &id.to_string());
    response
}

fn created(name: &str, digest: &Digest) -> Response<Body> {
    let mut response = reply::empty(StatusCode::CREATED);
    reply::set(&mut response, LOCATION, &format!("/v2/{name}/blobs/{digest}"));
    reply::set(&mut response, CONTENT_DIGEST, &digest.to_string());
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_range_is_first_and_last() {
        for (text, meant) in [
            ("0-9", Some((0, 10))),
            ("bytes 10-19/20", Some((10, 20))),
            (" 5 - 5 ", Some((5, 6))),
            ("9-0", None),
            ("", None),
            ("-5", None),
            ("0-18446744073709551615", None),
        ] {
            assert_eq!(content_range(text), meant, "{text}");
        }
    }
}
