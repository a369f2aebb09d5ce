//! Answers that are streams of events: told as they come, for as long as the client listens.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use ferrogate_api::{Events, Operations, StreamEvent, logs};
use http::Request;
use http_body_util::{BodyExt, Full};
use parking_lot::Mutex;
use tokio::sync::mpsc;

use crate::support::{Call, Setup, expect, header, soon};

struct Told(mpsc::UnboundedReceiver<StreamEvent>);

impl Events for Told {
    fn next(&mut self) -> Pin<Box<dyn Future<Output = Option<StreamEvent>> + Send + '_>> {
        Box::pin(self.0.recv())
    }
}

fn event(name: &'static str) -> StreamEvent {
    let value = logs::LiveTailSessionStart { session_id: Some("1".into()), ..Default::default() };
    StreamEvent { name, is_exception: name.ends_with("Exception"), value: Box::new(value) }
}

/// A table whose one operation tells what the test sends.
fn operations() -> (Operations, mpsc::UnboundedSender<StreamEvent>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let receiver = Arc::new(Mutex::new(Some(receiver)));
    let mut table = Operations::new();
    table.on_stream::<logs::op::StartLiveTail, _, _, _>(move |_, _| {
        let receiver = receiver.lock().take();
        async move {
            let receiver = receiver.ok_or_else(|| logs::Error::limit_exceeded("One is enough."))?;
            Ok(Told(receiver))
        }
    });
    (table, sender)
}

fn request() -> Request<Full<Bytes>> {
    let body = r#"{"logGroupIdentifiers":["arn:aws:logs:eu-west-1:123456789012:log-group:g"]}"#;
    let call = Call { service: "logs", ..Call::json("StartLiveTail", body) };
    call.header("x-amz-target", "Logs_20140328.StartLiveTail").signed()
}

#[tokio::test]
async fn events_are_told_as_they_come_and_an_error_before_them_as_ever() {
    let (operations, events) = operations();
    let server = Setup { operations, ..Setup::default() }.start().await;
    let mut client = server.connect().await;
    let answer = soon(client.send_request(request())).await.unwrap();
    assert_eq!(answer.headers()["content-type"], "application/vnd.amazon.eventstream");
    assert_eq!(answer.headers()["x-amzn-requestid"].len(), 36);
    let mut body = answer.into_body();
    let has = |piece: &Bytes, text: &str| piece.windows(text.len()).any(|at| at == text.as_bytes());
    let mut next =
        async || soon(body.frame()).await.map(|frame| frame.unwrap().into_data().unwrap());
    assert!(has(&next().await.unwrap(), "initial-response"));
    events.send(event("sessionStart")).unwrap();
    let told = next().await.unwrap();
    assert!(has(&told, "sessionStart") && has(&told, r#"{"sessionId":"1"}"#));
    events.send(event("SessionTimeoutException")).unwrap();
    assert!(has(&next().await.unwrap(), ":exception-type"));
    drop(events);
    assert!(next().await.is_none(), "it ends");
    let refused = server.send(request()).await;
    expect(&refused, 400, &["LimitExceededException", "One is enough."]);
    assert_eq!(header(&refused, "content-type"), "application/x-amz-json-1.1");
}

#[tokio::test]
async fn a_client_that_goes_away_ends_what_makes_its_events() {
    let (operations, events) = operations();
    let server = Setup { operations, ..Setup::default() }.start().await;
    let mut client = server.connect().await;
    let answer = soon(client.send_request(request())).await.unwrap();
    drop((answer, client));
    // What is written to nobody shows that there is nobody.
    let gone = async {
        while events.send(event("sessionStart")).is_ok() {
            tokio::task::yield_now().await;
        }
    };
    soon(gone).await;
}
