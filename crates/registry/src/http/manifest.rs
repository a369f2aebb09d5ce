//! Manifests: read, put, deleted.

use bytes::Bytes;
use ferrogate_image::manifest::MANIFEST_BYTES_MAX;
use http::header::{CONTENT_TYPE, HeaderName, LOCATION};
use http::{Method, StatusCode};

use super::body::{self, BoxError};
use super::reply::{self, CONTENT_DIGEST};
use super::{Call, Reply};
use crate::Error;
use crate::catalog::Reference;

const OCI_SUBJECT: HeaderName = HeaderName::from_static("oci-subject");

impl Call<'_> {
    pub(super) async fn get_manifest(&self, name: &str, reference: &str) -> Reply {
        let reference = match Reference::parse(reference) {
            // What can't be a tag names nothing; only writing it is a mistake.
            Err(Error::BadTag(tag)) => Reference::Tag(tag),
            reference => reference?,
        };
        let found = self.catalog.read_image(&self.scope, name, &reference).await?;
        let length = found.manifest.len() as u64;
        let bytes = if self.parts.method == Method::HEAD { Bytes::new() } else { found.manifest };
        let mut response = reply::whole(StatusCode::OK, bytes);
        reply::set_length(&mut response, length);
        reply::set(&mut response, CONTENT_TYPE, &found.image.media_type);
        reply::set(&mut response, CONTENT_DIGEST, &found.image.digest);
        Ok(response)
    }

    pub(super) async fn put_manifest<B>(&self, name: &str, reference: &str, body: B) -> Reply
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let reference = Reference::parse(reference)?;
        self.ready(name).await?;
        let bytes = body::whole(body, self.options.pause, MANIFEST_BYTES_MAX).await?;
        let bytes = bytes.ok_or(Error::ManifestTooLarge { max: MANIFEST_BYTES_MAX })?;
        let (tag, digest) = match &reference {
            Reference::Tag(tag) => (Some(tag.as_str()), None),
            Reference::Digest(digest) => (None, Some(digest)),
        };
        let kind = self.header(CONTENT_TYPE);
        let pushed = self.catalog.put_image(&self.scope, name, bytes, kind, digest, tag).await?;
        let mut response = reply::empty(StatusCode::CREATED);
        let digest = &pushed.image.digest;
        reply::set(&mut response, LOCATION, &format!("/v2/{name}/manifests/{digest}"));
        reply::set(&mut response, CONTENT_DIGEST, digest);
        if let Some(subject) = &pushed.image.subject {
            reply::set(&mut response, OCI_SUBJECT, subject);
        }
        Ok(response)
    }

    /// By digest the image goes with its tags; by tag only the tag, as the specification
    /// has it ("Deleting tags").
    pub(super) async fn delete_manifest(&self, name: &str, reference: &str) -> Reply {
        match Reference::parse(reference)? {
            Reference::Tag(tag) => {
                self.catalog.delete_tag(&self.scope, name, &tag, false).await?;
            }
            Reference::Digest(digest) => {
                self.catalog.delete_image(&self.scope, name, &digest).await?;
            }
        }
        Ok(reply::empty(StatusCode::ACCEPTED))
    }
}
