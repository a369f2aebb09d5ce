//! Bodies on their way: never kept as a whole.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use tokio_util::sync::WaitForCancellationFutureOwned;

use super::activity::Activity;
use super::note::{Note, Noted};
use super::target::Outstanding;

/// Why a body ends before its end.
pub(crate) type BodyError = Box<dyn std::error::Error + Send + Sync>;
/// What a client is answered with.
pub(crate) type Answer = UnsyncBoxBody<Bytes, BodyError>;

/// A body that is there as a whole.
pub(crate) fn whole(text: impl Into<Bytes>) -> Answer {
    Full::new(text.into()).map_err(|never| match never {}).boxed_unsync()
}

/// What a client sends, on its way to a target.
pub(crate) enum Upload {
    /// Nothing.
    Empty,
    /// That, once.
    Whole(Option<Bytes>),
    /// As it comes.
    Stream {
        inner: Incoming,
        activity: Arc<Activity>,
        /// All of it has come.
        done: Arc<AtomicBool>,
        /// What is noted of it.
        noted: Noted,
    },
}

impl Body for Upload {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let (inner, activity, done, noted) = match &mut *self {
            Self::Empty => return Poll::Ready(None),
            Self::Whole(text) => return Poll::Ready(text.take().map(|text| Ok(Frame::data(text)))),
            Self::Stream { inner, activity, done, noted } => (inner, activity, done, noted),
        };
        let frame = ready!(Pin::new(&mut *inner).poll_frame(cx));
        activity.touch();
        if let (Some(note), Some(Ok(frame))) = (&noted, &frame) {
            let bytes = frame.data_ref().map_or(0, Bytes::len) as u64;
            note.received.fetch_add(bytes, Ordering::Relaxed);
        }
        if frame.is_none() || inner.is_end_stream() {
            done.store(true, Ordering::Relaxed);
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Whole(text) => text.is_none(),
            Self::Stream { inner, .. } => inner.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Empty => SizeHint::with_exact(0),
            Self::Whole(text) => SizeHint::with_exact(text.as_ref().map_or(0, Bytes::len) as u64),
            Self::Stream { inner, .. } => inner.size_hint(),
        }
    }
}

/// An answer of which it is noted how much of it was sent; the note ends with it.
pub(crate) struct Counted {
    pub(crate) inner: Answer,
    pub(crate) note: Arc<Note>,
}

impl Body for Counted {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let frame = ready!(Pin::new(&mut self.inner).poll_frame(cx));
        if let Some(Ok(frame)) = &frame {
            let bytes = frame.data_ref().map_or(0, Bytes::len) as u64;
            self.note.sent.fetch_add(bytes, Ordering::Relaxed);
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// What a target answers, on its way to a client.
pub(crate) struct Download {
    pub(crate) inner: Incoming,
    pub(crate) activity: Arc<Activity>,
    /// The target ends: it is drained, or no target any more.
    pub(crate) ended: Pin<Box<WaitForCancellationFutureOwned>>,
    pub(crate) _outstanding: Outstanding,
}

impl Body for Download {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        if self.ended.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Some(Err("the target was deregistered".into())));
        }
        let frame = ready!(Pin::new(&mut self.inner).poll_frame(cx));
        self.activity.touch();
        Poll::Ready(frame.map(|frame| frame.map_err(BodyError::from)))
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
