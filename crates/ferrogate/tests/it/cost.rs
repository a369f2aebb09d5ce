//! What tasks cost: told while they run, after they stopped, and when they are forgotten.

use ferrogate_api::ce::operation as ce;
use ferrogate_base::TimestampMs;
use ferrogate_records::ecs::task::{self, Status};
use ferrogate_records::ecs::usage;
use ferrogate_state::put;
use ferrogate_store::Guard;
use serde_json::{Value, json};

use crate::engine::{Engine, NOW_MS};
use crate::memory::{HOUR_MS, STOPPED_MS, collect_at, with_a_stopped_task, with_a_task};

/// A quarter of a vCPU and half a GiB for the minute that is billed at least, at AWS's prices.
const MINUTE: f64 = (0.25 * 0.04048 + 0.5 * 0.004_445) / 60.0;

async fn asked(engine: &Engine, more: Value) -> Value {
    let mut input = json!({
        "TimePeriod": {"Start": "2023-11-14", "End": "2023-11-16"},
        "Granularity": "DAILY", "Metrics": ["UnblendedCost", "UsageQuantity"],
    });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    engine.ok(&ce::GetCostAndUsage, input).await
}

fn amount(metrics: &Value) -> f64 {
    metrics["UnblendedCost"]["Amount"].as_str().unwrap().parse().unwrap()
}

fn is(amount: f64, wanted: f64) -> bool {
    (amount - wanted).abs() < 1e-9
}

#[tokio::test]
async fn a_task_costs_the_same_before_and_after_it_is_forgotten() {
    let (engine, _host, _) = with_a_stopped_task().await;
    let before = asked(&engine, json!({})).await;
    assert!(is(amount(&before["ResultsByTime"][0]["Total"]), MINUTE), "{before}");
    assert!(is(amount(&before["ResultsByTime"][1]["Total"]), 0.0), "{before}");
    collect_at(&engine, STOPPED_MS + HOUR_MS).await;
    assert!(engine.state.table::<task::Record>().readable().0.next().is_none());
    assert_eq!(asked(&engine, json!({})).await, before);
    engine.end().await;
}

#[tokio::test]
async fn tasks_of_one_kind_add_up_in_one_row_and_none_counts_twice() {
    let (engine, mut host, _) = with_a_stopped_task().await;
    let second = crate::memory::another(&engine, &mut host).await;
    collect_at(&engine, STOPPED_MS + HOUR_MS).await;
    let rows = || {
        let table = engine.state.table::<usage::Record>();
        table.readable().0.map(|row| row.used.tasks).collect::<Vec<_>>()
    };
    assert_eq!(rows(), [1]);
    host.whole_life(&second, TimestampMs(STOPPED_MS + HOUR_MS)).await;
    // A server that died when it had marked the task, and had added what it used.
    let table = engine.state.table::<task::Record>();
    let entry = table.readable().0.next().unwrap().clone();
    collect_at(&engine, STOPPED_MS + 2 * HOUR_MS).await;
    assert_eq!(rows(), [2]);
    let mut marked = entry.doc.clone();
    marked.status = Status::Deleted;
    let write = put(entry.key.clone(), &marked).unwrap();
    let absent = [Guard::Absent(entry.key.clone())];
    let rev = engine.state.commit(&absent, &[write]).await.unwrap().unwrap();
    engine.state.at(rev).await.unwrap();
    collect_at(&engine, STOPPED_MS + 2 * HOUR_MS).await;
    assert_eq!(rows(), [2]);
    assert!(engine.state.table::<task::Record>().readable().0.next().is_none());
    engine.end().await;
}

#[tokio::test]
async fn costs_are_grouped_and_filtered_as_asked() {
    let (engine, _host, _) = with_a_stopped_task().await;
    let by_cluster = json!({"GroupBy": [
        {"Type": "TAG", "Key": "aws:ecs:clusterName"}, {"Type": "DIMENSION", "Key": "USAGE_TYPE"},
    ]});
    let told = asked(&engine, by_cluster).await;
    let groups = told["ResultsByTime"][0]["Groups"].as_array().unwrap();
    let keys: Vec<_> = groups.iter().map(|group| &group["Keys"]).collect();
    assert_eq!(
        keys,
        [
            &json!(["aws:ecs:clusterName$default", "USE1-Fargate-GB-Hours"]),
            &json!(["aws:ecs:clusterName$default", "USE1-Fargate-vCPU-Hours:perCPU"]),
        ]
    );
    assert_eq!(groups[1]["Metrics"]["UsageQuantity"]["Unit"], "vCPU-Hours");
    assert!(is(amount(&groups[1]["Metrics"]), 0.25 * 0.04048 / 60.0), "{told}");
    assert_eq!(told["ResultsByTime"][0]["Total"], json!({}));
    for (filter, wanted) in [
        (json!({"Tags": {"Key": "aws:ecs:clusterName", "Values": ["default"]}}), MINUTE),
        (json!({"Not": {"Tags": {"Key": "team", "MatchOptions": ["ABSENT"]}}}), 0.0),
        (json!({"Dimensions": {"Key": "PURCHASE_TYPE", "Values": ["Spot Instances"]}}), 0.0),
    ] {
        let told = asked(&engine, json!({"Filter": filter})).await;
        assert!(is(amount(&told["ResultsByTime"][0]["Total"]), wanted), "{filter}: {told}");
    }
    engine.end().await;
}

#[tokio::test]
async fn a_task_that_runs_costs_what_it_has_used_until_now() {
    let (engine, mut host, task) = with_a_task().await;
    host.pulling(&task, TimestampMs(NOW_MS)).await;
    for hours in [1, 2] {
        engine.clock.set(TimestampMs(NOW_MS + hours * HOUR_MS));
        let told = asked(&engine, json!({"Granularity": "MONTHLY"})).await;
        let total = amount(&told["ResultsByTime"][0]["Total"]);
        assert!(is(total, hours as f64 * 60.0 * MINUTE), "{hours}: {told}");
    }
    engine.end().await;
}
