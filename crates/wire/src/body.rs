//! Bodies: read whole within bounds, or answered in either of two ways.

use std::future::poll_fn;
use std::io::Read;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use flate2::bufread::MultiGzDecoder;
use http_body::{Body as HttpBody, Frame, SizeHint};
use http_body_util::BodyExt;
use http_body_util::combinators::UnsyncBoxBody;
use hyper::body::Incoming;
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use crate::config::Limits;
use crate::io::Busy;

/// The cause of a broken stream.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Bodies up to this size don't count against the budget of bodies in memory.
const SMALL_BYTES: usize = 64 * 1024;
/// So many large bodies are worked on at a time.
const HEAVY_AT_A_TIME: usize = 2;
/// The budget's unit.
const UNIT_BYTES: usize = 1024;

/// The body of an answer.
#[derive(Debug)]
pub struct Body {
    content: Content,
    /// Keeps the connection from being taken for an idle one until the last byte.
    busy: Option<Busy>,
}

enum Content {
    Whole(Option<Bytes>),
    Stream(UnsyncBoxBody<Bytes, BoxError>),
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole(bytes) => write!(f, "{} bytes", bytes.as_ref().map_or(0, Bytes::len)),
            Self::Stream(_) => f.write_str("a stream"),
        }
    }
}

impl Body {
    /// A body that is there already.
    pub fn whole(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        let some = (!bytes.is_empty()).then_some(bytes);
        Self { content: Content::Whole(some), busy: None }
    }

    /// A body that comes in pieces. When it fails the connection is cut, so that the client
    /// doesn't take a part for the whole.
    pub fn stream<B>(body: B) -> Self
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let boxed = body.map_err(Into::into).boxed_unsync();
        Self { content: Content::Stream(boxed), busy: None }
    }

    pub(crate) fn keeping(mut self, busy: Busy) -> Self {
        self.busy = Some(busy);
        self
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match &mut self.content {
            Content::Whole(bytes) => Poll::Ready(bytes.take().map(|b| Ok(Frame::data(b)))),
            Content::Stream(stream) => Pin::new(stream).poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.content {
            Content::Whole(bytes) => bytes.is_none(),
            Content::Stream(stream) => stream.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Whole(bytes) => {
                SizeHint::with_exact(bytes.as_ref().map_or(0, |b| b.len() as u64))
            }
            Content::Stream(stream) => stream.size_hint(),
        }
    }
}

/// Why a body was not read to its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BodyError {
    #[error("The request body is larger than {0} bytes.")]
    TooLarge(usize),
    #[error("The request body came too slowly.")]
    TooSlow,
    #[error("Too many large requests at once; please try again.")]
    NoRoom,
    #[error("The request body could not be read.")]
    Broken(#[source] hyper::Error),
    #[error("The request body is not what its Content-Encoding, gzip, says.")]
    NotGzip,
}

/// A body in memory. Large ones hold their share of the budget until they are dropped.
#[derive(Debug)]
pub(crate) struct Whole {
    pub(crate) bytes: Bytes,
    _share: Option<OwnedSemaphorePermit>,
}

/// Reads bodies, and knows how many bytes of them are in memory.
#[derive(Debug)]
pub(crate) struct BodyReader {
    budget: Arc<Semaphore>,
    heavy: Semaphore,
    time: Duration,
    bytes_per_s: usize,
}

impl BodyReader {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            budget: Arc::new(Semaphore::new(limits.bodies_bytes_max / UNIT_BYTES)),
            heavy: Semaphore::new(HEAVY_AT_A_TIME),
            time: limits.body_time,
            bytes_per_s: limits.body_bytes_per_s.max(1),
        }
    }

    /// Reads a body of at most `max` bytes. One that came in one piece is not copied.
    pub(crate) async fn read(&self, mut body: Incoming, max: usize) -> Result<Whole, BodyError> {
        let stated = body.size_hint().exact().and_then(|n| usize::try_from(n).ok());
        if body.size_hint().lower() > max as u64 {
            return Err(BodyError::TooLarge(max));
        }
        let share = match stated {
            Some(size) => self.share(size)?,
            None => None,
        };
        let mut whole = Whole { bytes: Bytes::new(), _share: share };
        let mut more = BytesMut::new();
        let mut started = None;
        loop {
            let received = whole.bytes.len() + more.len();
            let Some(frame) = self.next(&mut body, received, &mut started).await? else { break };
            let Ok(data) = frame.into_data() else { continue };
            if received + data.len() > max {
                return Err(BodyError::TooLarge(max));
            }
            if whole.bytes.is_empty() && more.is_empty() {
                whole.bytes = data;
                continue;
            }
            if more.is_empty() {
                more.reserve(stated.unwrap_or(0));
                more.extend_from_slice(&std::mem::take(&mut whole.bytes));
            }
            if stated.is_none() && whole._share.is_none() && received + data.len() > SMALL_BYTES {
                // Of unknown size and no longer small: it may become as large as it may.
                whole._share = self.share(max)?;
            }
            more.extend_from_slice(&data);
        }
        if !more.is_empty() {
            whole.bytes = more.freeze();
        }
        Ok(whole)
    }

    /// What a gzip body holds (RFC 1952): at most `max` bytes. Small as it comes, it may take as
    /// long as the largest.
    pub(crate) async fn inflate(&self, packed: &Whole, max: usize) -> Result<Whole, BodyError> {
        self.work(max, || self.unpack(packed, max)).await
    }

    fn unpack(&self, packed: &Whole, max: usize) -> Result<Whole, BodyError> {
        let mut reader = MultiGzDecoder::new(&*packed.bytes).take(max as u64 + 1);
        let mut plain = Vec::new();
        reader.read_to_end(&mut plain).map_err(|_| BodyError::NotGzip)?;
        if plain.len() > max {
            return Err(BodyError::TooLarge(max));
        }
        let share = self.share(plain.len())?;
        Ok(Whole { bytes: plain.into(), _share: share })
    }

    /// Does something with `bytes` bytes of a body. What may take long is done aside, a few at a
    /// time, so that those who ask for little don't wait for those who send much.
    pub(crate) async fn work<R>(&self, bytes: usize, work: impl FnOnce() -> R) -> R {
        if bytes <= SMALL_BYTES {
            return work();
        }
        let _turn = self.heavy.acquire().await;
        aside(work)
    }

    fn share(&self, bytes: usize) -> Result<Option<OwnedSemaphorePermit>, BodyError> {
        if bytes <= SMALL_BYTES {
            return Ok(None);
        }
        let units = u32::try_from(bytes.div_ceil(UNIT_BYTES)).map_err(|_| BodyError::NoRoom)?;
        let permit = self.budget.clone().try_acquire_many_owned(units);
        permit.map(Some).map_err(|_| BodyError::NoRoom)
    }

    /// The next frame; no timer is made when it is there already, or comes as soon as hyper
    /// hears that it is wanted.
    async fn next(
        &self,
        body: &mut Incoming,
        received: usize,
        started: &mut Option<Instant>,
    ) -> Result<Option<Frame<Bytes>>, BodyError> {
        let frame = match at_once(body).await {
            Some(frame) => frame,
            None => {
                let seconds = received as f64 / self.bytes_per_s as f64;
                let allowed = self.time + Duration::from_secs_f64(seconds);
                let deadline = *started.get_or_insert_with(Instant::now) + allowed;
                tokio::time::timeout_at(deadline, body.frame())
                    .await
                    .map_err(|_| BodyError::TooSlow)?
            }
        };
        frame.transpose().map_err(BodyError::Broken)
    }
}

/// Keeps a thread busy without keeping other tasks from it, where there are several threads.
fn aside<R>(work: impl FnOnce() -> R) -> R {
    match Handle::current().runtime_flavor() {
        RuntimeFlavor::MultiThread => tokio::task::block_in_place(work),
        _ => work(),
    }
}

/// The next frame, if it is there by the second look. hyper takes a body out of its buffer
/// only when it has been asked for it, so the first look at a body that has come already finds
/// nothing.
async fn at_once(body: &mut Incoming) -> Option<Option<Result<Frame<Bytes>, hyper::Error>>> {
    let mut looked = false;
    poll_fn(|cx| match Pin::new(&mut *body).poll_frame(cx) {
        Poll::Ready(frame) => Poll::Ready(Some(frame)),
        Poll::Pending if looked => Poll::Ready(None),
        Poll::Pending => {
            looked = true;
            cx.waker().wake_by_ref();
            Poll::Pending
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With one thread, whoever keeps it busy keeps the other task from ever telling.
    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn large_work_keeps_no_other_task_waiting() {
        let reader = Arc::new(BodyReader::new(&Limits::default()));
        let (tell, told) = std::sync::mpsc::channel();
        let work = tokio::spawn(async move {
            let wait = move || told.recv_timeout(Duration::from_secs(30)).is_ok();
            reader.work(SMALL_BYTES + 1, wait).await
        });
        let other = tokio::spawn(async move { tell.send(()).is_ok() });
        assert!(other.await.unwrap());
        assert!(work.await.unwrap(), "the other task had no turn");
    }
}
