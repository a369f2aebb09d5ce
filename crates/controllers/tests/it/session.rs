//! What a host is told, and when it counts as gone.

use std::time::Duration;

use ferrogate_executor::session::{ToAgent, ToServer};
use ferrogate_records::ecs::task;
use futures_util::{SinkExt, StreamExt};
use serde_json::json;

use crate::bed::{Bed, DEADLINE, Wire, definition, frame, id, scope, task};

const SILENCE: Duration = Duration::from_millis(300);

/// Reads until the engine hangs up.
async fn hung_up(wire: &mut Wire) {
    let end = async { while let Some(Ok(_)) = wire.next().await {} };
    tokio::time::timeout(DEADLINE, end).await.expect("it hangs up within the deadline");
}

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
async fn while_a_record_can_t_be_read_a_host_is_told_of_no_task_s_end() {
    let bed = Bed::with(&[definition("web"), task(1, 256, "web")]).await;
    let mut wire = bed.host().await;
    let assigned = |frame| match frame {
        ToAgent::Assign(assignment) => Some(assignment.key.task),
        ToAgent::Sync(all) => all.into_iter().next().map(|assignment| assignment.key.task),
        _ => None,
    };
    assert_eq!(frame(&mut wire, assigned).await, id(1));
    drop(wire);
    let newer = (task::key(&scope(), "default", &id(0)), json!({"v": 2, "of": "a newer engine"}));
    bed.put(&[newer]).await;
    let rev = bed.state.store.status().await.unwrap().rev;
    bed.state.at(rev).await.unwrap();
    // What is not in a list of all is over for the host: it gets none.
    let mut again = bed.host().await;
    let first = frame(&mut again, |frame| {
        assert!(!matches!(frame, ToAgent::Sync(_)), "the list can't be whole");
        assigned(frame)
    });
    assert_eq!(first.await, id(1));
    bed.end().await;
}
