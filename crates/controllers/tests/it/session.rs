//! Who is let in, and when a host counts as gone.

use std::time::Duration;

use ferrogate_base::health::Status;
use ferrogate_link::session::version::SPOKEN;
use ferrogate_link::session::{Hello, ToAgent, ToServer};
use futures_util::{SinkExt, StreamExt};

use crate::bed::{Bed, DEADLINE, Wire, frame, hello, hung_up};

const SILENCE: Duration = Duration::from_millis(300);

#[tokio::test]
async fn a_host_that_says_nothing_counts_as_gone() {
    let bed = Bed::with(&[]).await;
    let mut wire = bed.watched_host(SILENCE).await;
    hung_up(&mut wire).await;
    assert!(bed.sessions.connected().is_empty());
    bed.end().await;
}

#[tokio::test]
async fn a_host_that_answers_stays() {
    let bed = Bed::with(&[]).await;
    let mut wire = bed.watched_host(SILENCE).await;
    // Three fill a silence, so these are several.
    for _ in 0..10 {
        let ping = |frame| if let ToAgent::Ping(number) = frame { Some(number) } else { None };
        let number = frame(&mut wire, ping).await;
        wire.send(&ToServer::Pong(number)).await.unwrap();
    }
    assert_eq!(bed.sessions.connected().len(), 1);
    bed.end().await;
}

#[tokio::test]
async fn who_says_nothing_at_all_is_hung_up_on() {
    let bed = Bed::with(&[]).await;
    let mut silent: Wire = bed.connect(SILENCE);
    hung_up(&mut silent).await;
    bed.end().await;
}

async fn first(wire: &mut Wire) -> Option<ToAgent> {
    let frame = tokio::time::timeout(DEADLINE, wire.next()).await;
    frame.expect("it answers within the deadline").map(Result::unwrap)
}

fn speaks(oldest_protocol: Option<u32>, protocol: u32) -> Hello {
    Hello { protocol, oldest_protocol, ..hello() }
}

#[tokio::test]
async fn an_agent_that_speaks_no_common_version_is_told_so_and_health_says_what_to_do() {
    let bed = Bed::with(&[]).await;
    let newer = speaks(Some(SPOKEN.newest + 1), SPOKEN.newest + 2);
    let mut wire = bed.dial(DEADLINE, &newer).await;
    assert_eq!(first(&mut wire).await, Some(ToAgent::Refused(SPOKEN)));
    assert_eq!(first(&mut wire).await, None);
    bed.until_part("agent", Status::Down).await;
    let reason = bed.part("agent").reason.unwrap();
    assert!(reason.ends_with("upgrade the ferrogate of the server"), "{reason}");
    assert!(bed.sessions.connected().is_empty());
    bed.end().await;
}

#[tokio::test]
async fn an_agent_of_version_1_is_hung_up_on_without_a_frame_it_can_t_read() {
    let bed = Bed::with(&[]).await;
    let mut wire = bed.dial(DEADLINE, &speaks(None, 1)).await;
    assert_eq!(first(&mut wire).await, None);
    let reason = bed.part("agent").reason.unwrap();
    assert!(reason.ends_with("upgrade the ferrogate of the host"), "{reason}");
    bed.end().await;
}

#[tokio::test]
async fn the_newest_version_that_both_speak_is_used() {
    let bed = Bed::with(&[]).await;
    let mut wire = bed.dial(DEADLINE, &speaks(Some(1), SPOKEN.newest + 5)).await;
    let welcome = ToAgent::Welcome { protocol: SPOKEN.newest };
    assert_eq!(first(&mut wire).await, Some(welcome));
    bed.until_part("agent", Status::Ok).await;
    bed.end().await;
}
