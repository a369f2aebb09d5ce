//! Blobs: read, whole or in part, and deleted.

use std::ops::Range;

use ferrogate_image::Digest;
use ferrogate_image::blobs::BlobError;
use futures_util::TryStreamExt as _;
use http::header::{ACCEPT_RANGES, CONTENT_RANGE, CONTENT_TYPE, RANGE};
use http::{Method, Response, StatusCode};
use http_body::Frame;
use http_body_util::{BodyExt as _, StreamBody};

use super::reply::{self, CONTENT_DIGEST, Refusal};
use super::{Call, Reply};
use crate::Error;

impl Call<'_> {
    pub(super) async fn get_blob(&self, name: &str, digest: &Digest) -> Reply {
        let size = self.catalog.layer(&self.scope, name, digest).await?;
        let range = match self.header(RANGE).and_then(|text| asked(text, size)) {
            Some(Asked::Outside) => {
                let text = format!("the blob has {size} bytes");
                return Err(Refusal::new(StatusCode::RANGE_NOT_SATISFIABLE, "SIZE_INVALID", text)
                    .with(CONTENT_RANGE, format!("bytes */{size}")));
            }
            Some(Asked::Part(range)) => Some(range),
            None => None,
        };
        let mut response = if self.parts.method == Method::HEAD {
            // Its content must be there, not only its record.
            if self.catalog.blobs().stat(digest).await.map_err(Error::from)?.is_none() {
                return Err(BlobError::NoBlob(digest.clone()).into());
            }
            reply::empty(StatusCode::OK)
        } else {
            let reader = self.catalog.open_layer(&self.scope, name, digest, range.clone()).await?;
            let frames = reader.into_stream().map_ok(Frame::data);
            Response::new(StreamBody::new(frames).boxed_unsync())
        };
        let bytes = range.as_ref().map_or(size, |range| range.end - range.start);
        if let Some(range) = range {
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            let text = format!("bytes {}-{}/{size}", range.start, range.end - 1);
            reply::set(&mut response, CONTENT_RANGE, &text);
        }
        reply::set_length(&mut response, bytes);
        reply::set(&mut response, CONTENT_TYPE, "application/octet-stream");
        reply::set(&mut response, CONTENT_DIGEST, &digest.to_string());
        reply::set(&mut response, ACCEPT_RANGES, "bytes");
        Ok(response)
    }

    pub(super) async fn delete_blob(&self, name: &str, digest: &Digest) -> Reply {
        self.catalog.delete_layer(&self.scope, name, digest).await?;
        Ok(reply::empty(StatusCode::ACCEPTED))
    }
}

/// What a `Range` asks for.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Part(Range<u64>),
    Outside,
}

/// Reads a `Range` of one part (RFC 9110, 14.1.2). `None` for what is to be ignored: another
/// unit, several parts, what can't be read.
fn asked(text: &str, size: u64) -> Option<Asked> {
    let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let range = match (first.trim(), last.trim()) {
        ("", last) => {
            let length = number(last)?;
            if length == 0 {
                return Some(Asked::Outside);
            }
            size.saturating_sub(length)..size
        }
        (first, "") => number(first)?..size,
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            if last < first {
                return None;
            }
            first..last.saturating_add(1).min(size)
        }
    };
    Some(if range.start < range.end { Asked::Part(range) } else { Asked::Outside })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_of_one_part_is_read() {
        for (text, meant) in [
            ("bytes=0-3", Some(Asked::Part(0..4))),
            ("bytes=4-", Some(Asked::Part(4..10))),
            ("bytes=-3", Some(Asked::Part(7..10))),
            ("bytes=-30", Some(Asked::Part(0..10))),
            ("bytes=8-99", Some(Asked::Part(8..10))),
            ("bytes=10-", Some(Asked::Outside)),
            ("bytes=10-12", Some(Asked::Outside)),
            ("bytes=-0", Some(Asked::Outside)),
            ("bytes=5-4", None),
            ("bytes=0-1,3-4", None),
            ("lines=0-1", None),
            ("bytes=a-b", None),
        ] {
            assert_eq!(asked(text, 10), meant, "{text}");
        }
        assert_eq!(asked("bytes=0-", 0), Some(Asked::Outside));
    }
}
