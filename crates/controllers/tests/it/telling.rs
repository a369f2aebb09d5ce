//! What a host is told of what it must know: each change once, and what concerns it only.

use std::collections::BTreeSet;

use ferrogate_link::session::{Hello, ToAgent};
use ferrogate_link::{Desired, ObjectKey, PartKey};
use ferrogate_records::Tag;
use ferrogate_records::ecs::task::{self, Publish, Stop, StopCode};
use ferrogate_store::Key;
use futures_util::FutureExt;
use futures_util::StreamExt;
use serde_json::json;

use crate::bed::{Bed, DEADLINE, assigned, frame, has, hello, id, scope, spec, task, told};

fn port(host_port: u16) -> Publish {
    Publish {
        host_address: std::net::Ipv4Addr::LOCALHOST,
        host_port,
        task_port: 80,
        transport: Default::default(),
        generation: 0,
        bound: None,
        refused: None,
    }
}

fn retag(record: &mut task::Record) {
    record.tags = vec![Tag { key: "owner".into(), value: "somebody".into() }];
    record.version += 1;
}

fn stop(record: &mut task::Record) {
    let stop = Stop { code: StopCode::UserInitiated, reason: "Task stopped by user".into() };
    record.ask_stop(stop, ferrogate_base::TimestampMs(6000));
    record.version += 1;
}

#[tokio::test]
async fn each_change_that_concerns_the_host_is_told_once_and_no_other() {
    let bed = Bed::with(&[spec("web"), task(1, 256, "web")]).await;
    let mut wire = bed.host().await;
    let (first, assignment) = assigned(&mut wire).await;
    assert_eq!((assignment.desired, assignment.publish.len()), (Desired::Running, 0));
    // A change of tags, and then one of ports: were the first told, it would come first.
    bed.change(1, retag).await;
    bed.change(1, |record| record.ask_publish(vec![port(8080)])).await;
    let (second, assignment) = assigned(&mut wire).await;
    assert!(second > first);
    assert_eq!(assignment.publish[0].host_port, 8080);
    // What the host itself told of the port is no news to it.
    let taken = Publish { refused: Some("somebody has it".into()), ..port(8080) };
    bed.change(1, |record| record.ask_publish(vec![taken.clone()])).await;
    // The same number of ports, and another one.
    bed.change(1, |record| record.ask_publish(vec![port(8081)])).await;
    let (third, assignment) = assigned(&mut wire).await;
    assert_eq!(assignment.publish[0].host_port, 8081);
    bed.change(1, retag).await;
    bed.change(1, stop).await;
    bed.change(1, retag).await;
    let (fourth, assignment) = assigned(&mut wire).await;
    assert!(fourth > third);
    assert_eq!(assignment.desired, Desired::Stopped);
    // All is told: nothing comes before the answer to what a later task brings.
    bed.put(&[task(2, 256, "web")]).await;
    assert_eq!(assigned(&mut wire).await.1.key.task, id(2));
    bed.end().await;
}

#[tokio::test]
async fn a_session_tells_what_the_host_does_not_hold_and_then_names_everything() {
    let records = [spec("web"), task(1, 256, "web"), task(2, 256, "web")];
    let bed = Bed::with(&records).await;
    let mut wire = bed.host().await;
    let mut held = [assigned(&mut wire).await, assigned(&mut wire).await];
    held.sort_by_key(|(_, assignment)| assignment.key.task.clone());
    drop(wire);
    bed.change(2, |record| record.ask_publish(vec![port(8080)])).await;
    let gone = ferrogate_base::TaskKey { task: id(9), epoch: ferrogate_base::Epoch(9) };
    let mut holds: Vec<_> = held
        .iter()
        .map(|(generation, task)| (ObjectKey::Task(task.key.clone()), *generation))
        .collect();
    holds.push((ObjectKey::Task(gone), 4));
    let known = held.iter().map(|(_, task)| task.key.clone()).collect();
    let mut wire = bed.dial(DEADLINE, &Hello { holds, known, ..hello() }).await;
    let mut puts = Vec::new();
    let listed = loop {
        let next = frame(&mut wire, |frame| match frame {
            ToAgent::Put(_) => told(frame).map(Ok),
            ToAgent::Sync(keys) => Some(Err(keys)),
            _ => None,
        });
        match next.await {
            Ok((_, assignment)) => puts.push(assignment.key.task),
            Err(keys) => break keys,
        }
    };
    assert_eq!(puts, [id(2)], "it holds the other one");
    let all = held.iter().map(|(_, task)| ObjectKey::Task(task.key.clone()));
    let (tasks, network): (BTreeSet<_>, BTreeSet<_>) =
        listed.into_iter().partition(|key| matches!(key, ObjectKey::Task(_)));
    assert_eq!(tasks, all.collect::<BTreeSet<_>>());
    // The default network with its gateway, and the interface of each.
    let interfaces =
        network.iter().filter(|key| matches!(key, ObjectKey::Network(PartKey::Interface(_))));
    assert_eq!((network.len(), interfaces.count()), (8 + 2, 2));
    bed.end().await;
}

#[tokio::test]
async fn a_host_that_acknowledges_nothing_is_told_so_much_and_the_rest_later() {
    let mut records = vec![spec("web")];
    records.extend((1..=80).map(|n| task(n, 32, "web")));
    let bed = Bed::with(&records).await;
    let mut wire = bed.host().await;
    let mut puts = Vec::new();
    for _ in 0..64 {
        puts.push(frame(&mut wire, told).await);
    }
    for n in 1..=80 {
        bed.task(n, |task| task.binding.is_some()).await;
    }
    // What was bound later waits, and pings go on.
    let mut quiet = Box::pin(wire.next());
    assert!(
        (&mut quiet)
            .now_or_never()
            .is_none_or(|frame| { !matches!(frame, Some(Ok(ToAgent::Put(_)))) })
    );
    drop(quiet);
    for (generation, assignment) in &puts {
        has(&mut wire, &assignment.key, *generation).await;
    }
    let mut tasks: BTreeSet<_> = puts.into_iter().map(|(_, task)| task.key.task).collect();
    while tasks.len() < 80 {
        tasks.insert(assigned(&mut wire).await.1.key.task);
    }
    bed.end().await;
}

#[tokio::test]
async fn while_a_record_can_t_be_read_a_host_is_told_of_no_task_s_end() {
    let bed = Bed::with(&[spec("web"), task(1, 256, "web")]).await;
    let mut wire = bed.host().await;
    assert_eq!(assigned(&mut wire).await.1.key.task, id(1));
    drop(wire);
    let newer = (task::key(&scope(), "default", &id(0)), json!({"v": 2, "of": "a newer engine"}));
    bed.put(&[newer]).await;
    bed.caught_up().await;
    // What is not in a list of all is over for the host: it gets none.
    let mut again = bed.host().await;
    let first = frame(&mut again, |frame| {
        assert!(!matches!(frame, ToAgent::Sync(_)), "the list can't be whole");
        told(frame)
    });
    assert_eq!(first.await.1.key.task, id(1));
    // Once it can be whole, it comes.
    let at = Key::new(task::key(&scope(), "default", &id(0))).unwrap();
    bed.delete(at).await;
    let listed = frame(&mut again, |frame| match frame {
        ToAgent::Sync(keys) => Some(keys),
        _ => None,
    });
    assert_eq!(listed.await.iter().filter_map(ObjectKey::task).count(), 1);
    bed.end().await;
}
