//! Bodies of requests: streamed, or read whole within bounds.

use std::io;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt as _, stream};
use http_body_util::BodyExt as _;

use super::reply::Refusal;

/// The cause of a broken body.
pub(super) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The pieces of a body as they come. It ends with an error when it pauses longer than
/// `pause`.
pub(super) fn pieces<B>(
    body: B,
    pause: Duration,
) -> impl Stream<Item = Result<Bytes, BoxError>> + Send
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    stream::unfold(Some(Box::pin(body)), move |body| async move {
        let mut body = body?;
        loop {
            let Ok(frame) = tokio::time::timeout(pause, body.frame()).await else {
                let late = io::Error::new(io::ErrorKind::TimedOut, "the body came too slowly");
                return Some((Err(late.into()), None));
            };
            match frame? {
                Err(e) => return Some((Err(e.into()), None)),
                // What is no data are trailers, which say nothing here.
                Ok(frame) => {
                    if let Ok(data) = frame.into_data() {
                        return Some((Ok(data), Some(body)));
                    }
                }
            }
        }
    })
}

/// A body of at most `max` bytes; `None` when it has more.
pub(super) async fn whole<B>(body: B, pause: Duration, max: usize) -> Result<Option<Bytes>, Refusal>
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    if body.size_hint().lower() > max as u64 {
        return Ok(None);
    }
    let mut pieces = std::pin::pin!(pieces(body, pause));
    let mut bytes = BytesMut::new();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|e| Refusal::broken(&*e))?;
        if bytes.len() + piece.len() > max {
            return Ok(None);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(Some(bytes.freeze()))
}
