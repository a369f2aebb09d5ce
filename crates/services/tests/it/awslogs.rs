//! The log driver: lines of containers.

use ferrogate_api::logs::operation as op;
use ferrogate_base::AccountId;
use ferrogate_records::logs::{group, stream};
use ferrogate_services::logs::awslogs::{Line, Target};
use ferrogate_services::logs::{AwslogsError, AwslogsSink};
use ferrogate_store::Read;
use ferrogate_telemetry::GroupKey;
use serde_json::json;
use tokio::sync::mpsc::Sender;

use crate::rig::{NOW_MS, REGION, Rig, account, column};

const SOURCE: &str = "task@7/app/stdout";

fn target(account: &AccountId, create_group: bool) -> Target<'_> {
    Target { account, region: REGION, group: "/ecs/web", stream: "web/app/1", create_group }
}

fn line(ts_ms: u64, text: &str, span: u64) -> Line {
    Line { ts_ms, text: text.to_owned(), span }
}

fn lines(texts: &[&str]) -> Vec<Line> {
    texts.iter().map(|text| line(NOW_MS, text, 1)).collect()
}

async fn read(rig: &Rig) -> Vec<String> {
    let ask =
        json!({"logGroupName": "/ecs/web", "logStreamName": "web/app/1", "startFromHead": true});
    let page = rig.ok(&op::GetLogEvents, ask).await;
    column(&page, "events", "message").into_iter().map(str::to_owned).collect()
}

#[tokio::test]
async fn a_missing_group_is_told_before_a_task_starts_unless_it_is_to_be_made() {
    let rig = Rig::new().await;
    let (sink, account) = (AwslogsSink::new(rig.logs.clone()), account());
    let error = sink.ensure_stream(target(&account, false)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "ResourceNotFoundException: The specified log group does not exist."
    );
    let lost = sink.append(target(&account, false), SOURCE, 1, lines(&["a"])).await.unwrap_err();
    assert!(matches!(lost, AwslogsError::NoGroup) && lost.is_lasting(), "{lost:?}");

    sink.ensure_stream(target(&account, true)).await.unwrap();
    sink.ensure_stream(target(&account, false)).await.unwrap();
    let found = rig.ok(&op::DescribeLogStreams, json!({"logGroupName": "/ecs/web"})).await;
    assert_eq!(column(&found, "logStreams", "logStreamName"), ["web/app/1"]);
    rig.end().await;
}

#[tokio::test]
async fn names_that_no_stream_can_have_are_told() {
    let rig = Rig::new().await;
    let (sink, account) = (AwslogsSink::new(rig.logs.clone()), account());
    for (group, stream) in [("a b", "s"), ("a", "p:q/app/1"), ("a", "")] {
        let to = Target { group, stream, ..target(&account, true) };
        let error = sink.ensure_stream(to).await.unwrap_err();
        assert!(matches!(error, AwslogsError::BadName(_)), "{error}");
    }
    assert!(rig.state.table::<group::Record>().all().unwrap().next().is_none());
    rig.end().await;
}

#[tokio::test]
async fn lines_that_are_sent_twice_are_stored_once() {
    let rig = Rig::new().await;
    let (sink, account) = (AwslogsSink::new(rig.logs.clone()), account());
    let to = target(&account, true);
    assert_eq!(sink.position(SOURCE), None);
    assert_eq!(sink.append(to, SOURCE, 1, lines(&["1", "2"])).await.unwrap(), 2);
    assert_eq!(sink.append(to, SOURCE, 1, lines(&["1", "2", "3"])).await.unwrap(), 3);
    assert_eq!(sink.append(to, SOURCE, 2, lines(&["2", "3"])).await.unwrap(), 3);
    assert_eq!(sink.append(to, SOURCE, 6, lines(&["6"])).await.unwrap(), 6);
    assert_eq!(read(&rig).await, ["1", "2", "3", "6"]);
    assert_eq!(sink.position(SOURCE), Some(6));
    rig.end().await;
}

#[tokio::test]
async fn a_resend_after_a_restart_is_stored_once() {
    let rig = Rig::new().await;
    let account = account();
    let to = target(&account, true);
    let sink = AwslogsSink::new(rig.logs.clone());
    sink.append(to, SOURCE, 1, lines(&["1", "2"])).await.unwrap();
    drop(sink);
    let rig = rig.restart().await;
    let sink = AwslogsSink::new(rig.logs.clone());
    sink.append(to, SOURCE, 1, lines(&["1", "2", "3"])).await.unwrap();
    assert_eq!(read(&rig).await, ["1", "2", "3"]);
    drop(sink);
    rig.end().await;
}

#[tokio::test]
async fn an_event_of_several_lines_is_stored_once_whatever_it_is_sent_with() {
    let rig = Rig::new().await;
    let (sink, account) = (AwslogsSink::new(rig.logs.clone()), account());
    let to = target(&account, true);
    let (a, b, c) = (line(NOW_MS, "a", 3), line(NOW_MS, "b", 1), line(NOW_MS, "c", 2));
    assert_eq!(sink.append(to, SOURCE, 1, vec![a.clone()]).await.unwrap(), 3);
    assert_eq!(sink.append(to, SOURCE, 1, vec![a.clone(), b.clone()]).await.unwrap(), 4);
    assert_eq!(sink.append(to, SOURCE, 4, vec![b.clone(), c.clone()]).await.unwrap(), 6);
    assert_eq!(sink.append(to, SOURCE, 1, vec![a, b, c]).await.unwrap(), 6);
    assert_eq!(sink.position(SOURCE), Some(6));
    assert_eq!(read(&rig).await, ["a", "b", "c"]);
    rig.end().await;
}

#[tokio::test]
async fn lines_for_a_stream_that_is_there_cost_no_transaction() {
    let rig = Rig::new().await;
    let (sink, account) = (AwslogsSink::new(rig.logs.clone()), account());
    let to = target(&account, true);
    sink.append(to, SOURCE, 1, lines(&["1"])).await.unwrap();
    let (_, before) = rig.state.store.get(&[], Read::Linear).await.unwrap();
    for n in 2..20 {
        sink.append(to, SOURCE, n, lines(&["more"])).await.unwrap();
    }
    let (_, after) = rig.state.store.get(&[], Read::Linear).await.unwrap();
    assert_eq!(before, after);
    rig.end().await;
}

#[tokio::test]
async fn a_batch_larger_than_the_store_takes_arrives_whole_and_in_order() {
    let rig = Rig::new().await;
    let (sink, account) = (AwslogsSink::new(rig.logs.clone()), account());
    let text = |n: u64| format!("{n:05} {}", "x".repeat(500));
    let many: Vec<_> = (0..12_000).map(|n| line(NOW_MS + n, &text(n), 1)).collect();
    let last = sink.append(target(&account, true), SOURCE, 1, many).await.unwrap();
    assert_eq!(last, 12_000);
    let found = rig.ok(
        &op::FilterLogEvents,
        json!({"logGroupName": "/ecs/web", "startTime": NOW_MS + 11_998}),
    );
    assert_eq!(column(&found.await, "events", "message"), [text(11_998), text(11_999)]);
    let groups = rig.ok(&op::DescribeLogGroups, json!({})).await;
    assert_eq!(groups["logGroups"][0]["storedBytes"], 12_000 * (506 + 26));
    rig.end().await;
}

#[tokio::test]
async fn many_tasks_at_once_make_one_group_and_a_stream_each() {
    let rig = Rig::new().await;
    let tasks: Vec<_> = (0..16)
        .map(|n| {
            let sink = AwslogsSink::new(rig.logs.clone());
            tokio::spawn(async move {
                let (account, stream) = (account(), format!("web/app/{n}"));
                let to = Target { stream: &stream, ..target(&account, true) };
                sink.append(to, &stream, 1, lines(&["hello"])).await
            })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap(), 1);
    }
    let found = rig.ok(&op::FilterLogEvents, json!({"logGroupName": "/ecs/web"})).await;
    assert_eq!(column(&found, "events", "message").len(), 16);
    rig.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_line_outlives_the_deletion_of_its_group() {
    let rig = Rig::new().await;
    for round in 0..20_u64 {
        rig.ok(&op::CreateLogGroup, json!({"logGroupName": "/ecs/web"})).await;
        let (started, mut running) = tokio::sync::mpsc::channel(1);
        let writers: Vec<_> = (0..8)
            .map(|n| {
                let (sink, started) = (AwslogsSink::new(rig.logs.clone()), started.clone());
                tokio::spawn(write_until_gone(sink, format!("{round}/app/{n}"), started))
            })
            .collect();
        running.recv().await.unwrap();
        rig.ok(&op::DeleteLogGroup, json!({"logGroupName": "/ecs/web"})).await;
        for writer in writers {
            writer.await.unwrap();
        }
        let events = rig.log_store.group_stats(&GroupKey {
            account: account(),
            region: REGION.into(),
            group: "/ecs/web".into(),
        });
        assert!(events.is_empty(), "round {round}: {events:?}");
        assert!(
            rig.state.table::<stream::Record>().all().unwrap().next().is_none(),
            "round {round}"
        );
    }
    rig.end().await;
}

async fn write_until_gone(sink: AwslogsSink, stream: String, started: Sender<()>) {
    let account = account();
    let to = Target { stream: &stream, ..target(&account, false) };
    for n in 1.. {
        match sink.append(to, &stream, n, lines(&["line"])).await {
            // The first of all is told; that the others find no room is fine.
            Ok(_) => drop(started.try_send(())),
            Err(AwslogsError::NoGroup) => return,
            Err(other) => panic!("{other}"),
        }
    }
}
