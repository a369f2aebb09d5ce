//! Events that are looked up.

use std::sync::Arc;

use ferrogate_api::cloudtrail::operation as op;
use ferrogate_base::clock::ManualClock;
use ferrogate_base::{Clock, TimestampMs};
use ferrogate_services::cloudtrail;
use ferrogate_trail::{Key, Note, Trail};
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, NOW_MS, REGION, Rig};

/// A rig with a history of five events, the newest `E4`, and more looks than there are in a second.
async fn rig(folder: &std::path::Path) -> Rig {
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::new(TimestampMs(NOW_MS)));
    let trail = Trail::open(folder, Key::new(&[1; 32]), Default::default(), clock).unwrap();
    for n in 0..5_u64 {
        let event = json!({"eventID": format!("E{n}"), "eventName": if n % 2 == 0 { "RunTask" } else {
            "ListTasks" }, "eventSource": "ecs.amazonaws.com", "readOnly": n % 2 == 1,
            "eventTime": "2023-11-14T22:13:20Z",
            "userIdentity": {"type": "IAMUser", "userName": "bob", "accessKeyId": "AKIA1"},
            "resources": [{"ARN": format!("arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/c{n}"),
                "type": "AWS::ECS::Cluster"}]});
        trail.note(Note {
            id: format!("E{n}"),
            at: TimestampMs(NOW_MS + n * 1000),
            account: ACCOUNT.into(),
            region: REGION.into(),
            event: Box::new(move || event.to_string()),
        });
    }
    let mut rig = Rig::new().await;
    cloudtrail::register(&mut rig.table, trail);
    rig
}

fn ids(answer: &Value) -> Vec<&str> {
    crate::rig::column(answer, "Events", "EventId")
}

fn with(key: &str, value: &str) -> Value {
    json!({"LookupAttributes": [{"AttributeKey": key, "AttributeValue": value}]})
}

#[tokio::test]
async fn events_are_found_by_what_they_have_and_shown_whole() {
    let folder = tempfile::tempdir().unwrap();
    for (ask, found) in [
        (with("EventName", "RunTask"), vec!["E4", "E2", "E0"]),
        (with("ReadOnly", "true"), vec!["E3", "E1"]),
        (with("Username", "bob"), vec!["E4", "E3", "E2", "E1", "E0"]),
        (with("ResourceName", "c1"), vec!["E1"]),
        (with("ResourceType", "AWS::ECS::Service"), vec![]),
        (with("AccessKeyId", "AKIA2"), vec![]),
        (json!({"StartTime": 1_700_000_001, "EndTime": 1_700_000_002}), vec!["E2", "E1"]),
    ] {
        let folder = folder.path().join(ask.to_string().replace('/', "_"));
        let rig = rig(&folder).await;
        let answer = rig.ok(&op::LookupEvents, ask.clone()).await;
        assert_eq!(ids(&answer), found, "{ask}");
        if let Some(event) = answer["Events"].get(0) {
            let whole: Value =
                serde_json::from_str(event["CloudTrailEvent"].as_str().unwrap()).unwrap();
            assert_eq!(whole["eventID"], event["EventId"]);
            assert_eq!(
                (&event["Username"], &event["AccessKeyId"]),
                (&json!("bob"), &json!("AKIA1"))
            );
            assert_eq!(event["EventTime"], 1_700_000_000);
        }
        rig.end().await;
    }
}

#[tokio::test]
async fn a_page_goes_on_with_its_own_question_alone() {
    let folder = tempfile::tempdir().unwrap();
    let rig = rig(folder.path()).await;
    let page = rig.ok(&op::LookupEvents, json!({"MaxResults": 3})).await;
    assert_eq!(ids(&page), ["E4", "E3", "E2"]);
    let next = &page["NextToken"];
    let page = rig.ok(&op::LookupEvents, json!({"MaxResults": 3, "NextToken": next})).await;
    assert_eq!((ids(&page), &page["NextToken"]), (vec!["E1", "E0"], &Value::Null));
    rig.end().await;
}

#[tokio::test]
async fn what_can_not_be_looked_up_is_refused_in_the_words_of_aws() {
    let folder = tempfile::tempdir().unwrap();
    let attribute = json!({"AttributeKey": "EventId", "AttributeValue": "E1"});
    for (n, (ask, code)) in [
        (json!({"StartTime": 2, "EndTime": 1}), "InvalidTimeRangeException"),
        (json!({"LookupAttributes": [attribute, attribute]}), "InvalidLookupAttributesException"),
        (json!({"NextToken": "1.2.0000000000000000"}), "InvalidNextTokenException"),
        (json!({"NextToken": "x"}), "InvalidNextTokenException"),
    ]
    .into_iter()
    .enumerate()
    {
        let rig = rig(&folder.path().join(n.to_string())).await;
        assert_eq!(rig.refused(&op::LookupEvents, ask.clone()).await.0, code, "{ask}");
        rig.end().await;
    }
    let rig = rig(&folder.path().join("often")).await;
    for _ in 0..2 {
        rig.ok(&op::LookupEvents, json!({})).await;
    }
    let (code, text) = rig.refused(&op::LookupEvents, json!({})).await;
    assert_eq!((&*code, &*text), ("ThrottlingException", "Rate exceeded"));
    rig.end().await;
}
