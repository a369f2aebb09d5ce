//! One websocket: what waits to be written, and what comes. Nothing that is not read by the other
//! side is waited for while something else is to be done.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Sink, SinkExt as _, Stream, StreamExt as _};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::client::ClientRequestBuilder;
use tokio_tungstenite::tungstenite::http::Uri;
use tokio_tungstenite::tungstenite::protocol::{Message as Frame, Role, WebSocketConfig};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use crate::message::{HEAD_BYTES, Message, PAYLOAD_BYTES_MAX};

/// Frames that wait to be written. Whoever sends more than it reads is not read either.
const WAITING_MAX: usize = 1024;

/// How long the last words may take.
const FAREWELL_MAX: Duration = Duration::from_secs(5);

/// Bytes that can be read and written.
trait Bytestream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<C: AsyncRead + AsyncWrite + Unpin + Send> Bytestream for C {}

fn config() -> WebSocketConfig {
    let most = HEAD_BYTES + PAYLOAD_BYTES_MAX;
    WebSocketConfig::default()
        .max_message_size(Some(most))
        .max_frame_size(Some(most))
        .max_write_buffer_size(4 * most)
}

/// A websocket.
pub struct Socket {
    stream: WebSocketStream<Box<dyn Bytestream>>,
    waiting: VecDeque<Frame>,
}

impl Socket {
    /// What was accepted as a websocket.
    pub async fn accept<C>(connection: C) -> Self
    where
        C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let connection: Box<dyn Bytestream> = Box::new(connection);
        let stream = WebSocketStream::from_raw_socket(connection, Role::Server, Some(config()));
        Self { stream: stream.await, waiting: VecDeque::new() }
    }

    /// The client's side of what is a websocket already.
    pub async fn joined<C>(connection: C) -> Self
    where
        C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let connection: Box<dyn Bytestream> = Box::new(connection);
        let stream = WebSocketStream::from_raw_socket(connection, Role::Client, Some(config()));
        Self { stream: stream.await, waiting: VecDeque::new() }
    }

    /// Asks at the other side of `connection` for the websocket of this URI.
    ///
    /// # Errors
    /// When the other side does not offer it.
    pub async fn connect<C>(connection: C, uri: Uri) -> Result<Self, Error>
    where
        C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let connection: Box<dyn Bytestream> = Box::new(connection);
        let request = ClientRequestBuilder::new(uri);
        let (stream, _) = client_async_with_config(request, connection, Some(config())).await?;
        Ok(Self { stream, waiting: VecDeque::new() })
    }

    /// Puts a text into the queue.
    pub fn send_text(&mut self, text: String) {
        self.waiting.push_back(Frame::text(text));
    }

    /// The first message, when it is a text of so many bytes at most.
    pub async fn first_text(&mut self, bytes_max: usize) -> Option<String> {
        match self.stream.next().await?.ok()? {
            Frame::Text(text) if text.len() <= bytes_max => Some(text.to_string()),
            _ => None,
        }
    }

    /// Puts a frame into the queue.
    pub fn send(&mut self, message: &Message) {
        self.waiting.push_back(Frame::Binary(message.encode()));
    }

    /// Whether all that was to be written is on its way.
    pub fn is_idle(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Writes what waits, and gives the next frame that comes; `None` when the connection is over.
    /// Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Bytes> {
        loop {
            match poll_fn(|cx| self.poll(cx)).await? {
                Frame::Binary(bytes) => return Some(bytes),
                // It is answered by the library, and its frame says that somebody is there.
                Frame::Ping(_) | Frame::Pong(_) | Frame::Frame(_) => {}
                Frame::Text(_) => {}
                Frame::Close(_) => return None,
            }
        }
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Frame>> {
        if self.poll_write(cx).is_err() {
            return Poll::Ready(None);
        }
        if self.waiting.len() > WAITING_MAX {
            return Poll::Pending;
        }
        Pin::new(&mut self.stream).poll_next(cx).map(|next| next.and_then(Result::ok))
    }

    /// Writes as much as goes without waiting.
    fn poll_write(&mut self, cx: &mut Context<'_>) -> Result<(), ()> {
        while !self.waiting.is_empty() {
            match Pin::new(&mut self.stream).poll_ready(cx) {
                Poll::Ready(Ok(())) => {}
                Poll::Ready(Err(_)) => return Err(()),
                Poll::Pending => return Ok(()),
            }
            let Some(frame) = self.waiting.pop_front() else { break };
            Pin::new(&mut self.stream).start_send(frame).map_err(drop)?;
        }
        match Pin::new(&mut self.stream).poll_flush(cx) {
            Poll::Ready(Err(_)) => Err(()),
            Poll::Ready(Ok(())) | Poll::Pending => Ok(()),
        }
    }

    /// Says the last words and closes.
    pub async fn farewell(mut self, last: &Message) {
        self.send(last);
        let words = async {
            while let Some(frame) = self.waiting.pop_front() {
                self.stream.feed(frame).await?;
            }
            self.stream.close(None).await?;
            // The other side closes too, and then nothing is lost of what was said.
            while let Some(Ok(_)) = self.stream.next().await {}
            Ok::<_, Error>(())
        };
        // Whoever does not listen has missed them.
        drop(timeout(FAREWELL_MAX, words).await);
    }
}
