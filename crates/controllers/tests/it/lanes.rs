//! What comes up does not wait for what else comes up, is bounded, and is stored once whatever
//! fails meanwhile.

use std::sync::atomic::Ordering;

use ferrogate_base::health::Status as Health;
use ferrogate_base::{TaskKey, TimestampMs};
use ferrogate_link::session::credit::Purse;
use ferrogate_link::session::{Lane, ToAgent, ToServer};
use ferrogate_link::{Event, LogBatch, LogLine, ObjectKey, Observation};
use ferrogate_records::ecs::task::{self, Status};
use futures_util::SinkExt;
use serde_json::json;

use crate::bed::{Bed, Mode, Wire, assigned, frame, hung_up, id, scope, spec, task, told};

/// A host with one task, which it has been told of; and the credit of its lines.
async fn with_task() -> (Bed, Wire, TaskKey, Purse) {
    let bed = Bed::with(&[spec("web"), task(1, 256, "web")]).await;
    let mut wire = bed.host().await;
    let mut credit = Purse::default();
    credit.grant(frame(&mut wire, |frame| total(frame, Lane::Logs)).await);
    let key = assigned(&mut wire).await.1.key;
    (bed, wire, key, credit)
}

fn total(frame: ToAgent, of: Lane) -> Option<u64> {
    match frame {
        ToAgent::Credit(lane, total) if lane == of => Some(total),
        _ => None,
    }
}

/// The `n`th batch of a container, of one line each.
fn lines(key: &TaskKey, container: &str, n: u64, bytes: usize) -> LogBatch {
    let text = format!("{n} {}", "x".repeat(bytes));
    let lines = vec![LogLine::new(TimestampMs(n), text)];
    LogBatch { key: key.clone(), container: container.into(), first_seq: n, lines }
}

async fn send_lines(wire: &mut Wire, batch: LogBatch) {
    wire.send(&ToServer::Logs(batch)).await.unwrap();
}

async fn tell(wire: &mut Wire, key: &TaskKey, first: u64, events: Vec<Event>) {
    let fact = |(event, seq)| Observation { key: key.clone(), seq, at: TimestampMs(6000), event };
    let facts = events.into_iter().zip(first..).map(fact).collect();
    wire.send(&ToServer::Observed(facts)).await.unwrap();
}

async fn acked(wire: &mut Wire) -> Vec<(TaskKey, u64)> {
    frame(wire, |frame| match frame {
        ToAgent::Acked(acked) => Some(acked),
        _ => None,
    })
    .await
}

/// The next lines that are acknowledged, as container and number.
async fn lines_acked(wire: &mut Wire) -> Vec<(String, u64)> {
    let acked = frame(wire, |frame| match frame {
        ToAgent::LogsAcked(acked) => Some(acked),
        _ => None,
    });
    acked.await.into_iter().map(|(_, container, seq)| (container, seq)).collect()
}

/// Answers the next ping: the session is alive.
async fn answer_ping(wire: &mut Wire) {
    let ping = |frame| if let ToAgent::Ping(number) = frame { Some(number) } else { None };
    let number = frame(wire, ping).await;
    wire.send(&ToServer::Pong(number)).await.unwrap();
}

#[tokio::test]
async fn a_log_store_that_stalls_slows_lines_and_nothing_else() {
    let (bed, mut wire, key, mut credit) = with_task().await;
    bed.sink.mode.send_replace(Mode::Stalls);
    // As much as there is credit for.
    for n in 1.. {
        let batch = lines(&key, "main", n, 1_000_000);
        if batch.cost() > credit.left() {
            break;
        }
        credit.spend(batch.cost());
        send_lines(&mut wire, batch).await;
    }
    tell(&mut wire, &key, 1, vec![Event::Connected, Event::Running]).await;
    assert_eq!(acked(&mut wire).await, [(key.clone(), 2)]);
    assert_eq!(bed.task(1, |task| task.status == Status::Running).await.id, id(1));
    bed.put(&[task(2, 256, "web")]).await;
    assert_eq!(assigned(&mut wire).await.1.key.task, id(2));
    assert_eq!(bed.sessions.connected().len(), 1);
    bed.end().await;
}

#[tokio::test]
async fn what_a_failing_log_store_refused_is_stored_once_when_it_works_again() {
    for mode in [Mode::Fails, Mode::StoresAndFails] {
        let (bed, mut wire, key, mut credit) = with_task().await;
        bed.sink.mode.send_replace(mode);
        for (container, n) in [("main", 1), ("side", 1)] {
            let batch = lines(&key, container, n, 10);
            credit.spend(batch.cost());
            send_lines(&mut wire, batch).await;
        }
        bed.until_part("log-lines", Health::Troubled).await;
        let mut asked = bed.sink.asked.subscribe();
        drop(asked.wait_for(|asked| *asked >= 4).await.unwrap());
        // The session lives, and facts pass.
        tell(&mut wire, &key, 1, vec![Event::Connected]).await;
        assert_eq!(acked(&mut wire).await, [(key.clone(), 1)]);
        bed.sink.mode.send_replace(Mode::Works);
        let mut stored = lines_acked(&mut wire).await;
        while stored.len() < 2 {
            stored.extend(lines_acked(&mut wire).await);
        }
        stored.sort();
        assert_eq!(stored, [("main".into(), 1), ("side".into(), 1)]);
        bed.until_part("log-lines", Health::Ok).await;
        assert_eq!(bed.sink.stored.lock().len(), 2);
        // What waits no more is credit again.
        let whole = credit.left();
        while credit.left() < whole + 2 * lines(&key, "main", 1, 10).cost() {
            let total = frame(&mut wire, |frame| total(frame, Lane::Logs)).await;
            credit.grant(total);
        }
        bed.end().await;
    }
}

#[tokio::test]
async fn lines_of_a_container_are_stored_in_the_order_in_which_they_came_and_wait_for_no_other() {
    let (bed, mut wire, key, _) = with_task().await;
    bed.sink.mode.send_replace(Mode::Fails);
    for n in 1..=3 {
        send_lines(&mut wire, lines(&key, "main", n, 10)).await;
    }
    // The first one was refused more than once, and no other was tried.
    let mut asked = bed.sink.asked.subscribe();
    drop(asked.wait_for(|asked| *asked >= 3).await.unwrap());
    assert!(bed.sink.came.lock().iter().all(|first| *first == 1));
    bed.sink.mode.send_replace(Mode::Works);
    send_lines(&mut wire, lines(&key, "side", 9, 10)).await;
    let mut stored = vec![];
    while !(stored.contains(&("main".into(), 3)) && stored.contains(&("side".into(), 9))) {
        stored.extend(lines_acked(&mut wire).await);
    }
    let came = std::mem::take(&mut *bed.sink.came.lock());
    let main: Vec<_> = came.iter().copied().filter(|first| *first < 9).collect();
    assert!(main.is_sorted() && main.ends_with(&[1, 2, 3]), "{came:?}");
    bed.end().await;
}

#[tokio::test]
async fn lines_of_a_task_that_nobody_knows_are_acknowledged_and_give_their_credit_back() {
    let (bed, mut wire, key, mut credit) = with_task().await;
    let before = credit.left();
    let unknown = TaskKey { task: id(7), ..key };
    let batch = lines(&unknown, "main", 3, 10);
    credit.spend(batch.cost());
    send_lines(&mut wire, batch).await;
    assert_eq!(lines_acked(&mut wire).await, [("main".into(), 3)]);
    credit.grant(frame(&mut wire, |frame| total(frame, Lane::Logs)).await);
    assert_eq!(credit.left(), before);
    assert_eq!(*bed.sink.asked.borrow(), 0);
    bed.end().await;
}

#[tokio::test]
async fn an_agent_that_sends_more_than_it_may_is_hung_up_on() {
    let (bed, mut wire, key, credit) = with_task().await;
    bed.sink.mode.send_replace(Mode::Stalls);
    let (mut read, mut sent) = (0, 0);
    while sent <= credit.left() {
        let batch = lines(&key, "main", read + 1, 2_000_000);
        (read, sent) = (read + 1, sent + batch.cost());
        // It may have hung up already.
        drop(wire.send(&ToServer::Logs(batch)).await);
    }
    hung_up(&mut wire).await;
    bed.end().await;
}

#[tokio::test]
async fn facts_wait_for_a_store_that_fails_while_all_else_goes_on() {
    let (bed, mut wire, key, _) = with_task().await;
    bed.fails.store(true, Ordering::SeqCst);
    tell(&mut wire, &key, 1, vec![Event::Connected]).await;
    bed.until_part("facts", Health::Troubled).await;
    tell(&mut wire, &key, 2, vec![Event::PullStarted, Event::Running]).await;
    send_lines(&mut wire, lines(&key, "main", 1, 10)).await;
    let before_lines = frame(&mut wire, |frame| match frame {
        ToAgent::LogsAcked(acked) => Some(acked.len()),
        ToAgent::Acked(_) => panic!("nothing is stored"),
        _ => None,
    });
    assert_eq!(before_lines.await, 1);
    bed.fails.store(false, Ordering::SeqCst);
    while acked(&mut wire).await.last() != Some(&(key.clone(), 3)) {}
    bed.until_part("facts", Health::Ok).await;
    let task = bed.task(1, |task| task.status == Status::Running).await;
    assert_eq!(task.binding.unwrap().observed, 3);
    bed.end().await;
}

#[tokio::test]
async fn facts_of_a_record_that_can_t_be_read_are_asked_for_again_when_it_can() {
    let (bed, mut wire, key, _) = with_task().await;
    let readable = bed.stored(1).await;
    let newer = (task::key(&scope(), "default", &id(1)), json!({"v": 2, "of": "a newer engine"}));
    bed.put(&[newer]).await;
    bed.caught_up().await;
    tell(&mut wire, &key, 1, vec![Event::Connected]).await;
    // They wait here no more, and are not acknowledged: the host keeps them.
    frame(&mut wire, |frame| {
        assert!(!matches!(frame, ToAgent::Acked(_) | ToAgent::Forget(_)), "{frame:?}");
        total(frame, Lane::Facts)
    })
    .await;
    bed.put(&[(task::key(&scope(), "default", &id(1)), readable)]).await;
    let again = frame(&mut wire, |frame| match frame {
        ToAgent::Resend(tasks) => Some(tasks),
        _ => None,
    });
    assert_eq!(again.await, std::slice::from_ref(&key));
    tell(&mut wire, &key, 1, vec![Event::Connected]).await;
    assert_eq!(acked(&mut wire).await, [(key, 1)]);
    bed.end().await;
}

/// Whether the frame says that a task is over.
fn is_over(frame: &ToAgent) -> bool {
    matches!(frame, ToAgent::Forget(ObjectKey::Task(_)))
}

#[tokio::test]
async fn what_is_over_is_forgotten_once() {
    let (bed, mut wire, key, _) = with_task().await;
    tell(&mut wire, &key, 1, vec![Event::Connected, Event::ExecutionStopped, Event::Released])
        .await;
    frame(&mut wire, |frame| is_over(&frame).then_some(())).await;
    // Whatever else there is to say of it has been said when the next task is told.
    bed.put(&[task(2, 256, "web")]).await;
    let next = frame(&mut wire, |frame| {
        assert!(!is_over(&frame), "it was forgotten already");
        told(frame)
    });
    assert_eq!(next.await.1.key.task, id(2));
    answer_ping(&mut wire).await;
    bed.end().await;
}
