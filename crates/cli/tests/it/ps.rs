use serde_json::{Value, json};

use crate::fake::{Fake, Seen, ok, refused, run};
use crate::sample::{ID, OTHER, arn, bound, described, ended, listed, running, with};

async fn engine() -> Fake {
    let fake = Fake::start().await;
    fake.on("ListTasks", [ok(listed(&[ID]))]);
    fake.on("DescribeTasks", [ok(described(&[bound(running(ID), 8080)]))]);
    fake
}

#[tokio::test]
async fn running_tasks_are_a_table() {
    let done = engine().await.run(&["ps"]).await;
    assert_eq!(done.code, 0, "{}", done.err);
    let mut lines = done.out.lines();
    assert!(lines.next().unwrap().starts_with("TASK          NAME   STATUS"), "{}", done.out);
    let line = lines.next().unwrap();
    assert!(line.starts_with("3f2a1b9c00d1  web:1  RUNNING  web:1  0.25  512 MiB"), "{line}");
    assert!(line.ends_with("http://127.0.0.1:8080"), "{line}");
    assert!(!done.out.contains('\x1b'));
}

#[tokio::test]
async fn on_a_terminal_it_has_colour() {
    let fake = engine().await;
    let done = run(&fake.target(), &["ps"], &Seen::terminal()).await;
    assert!(done.out.contains("\x1b[32mRUNNING\x1b[0m"), "{:?}", done.out);
}

#[tokio::test]
async fn names_json_and_json_lines_are_for_programs() {
    let fake = engine().await;
    assert_eq!(fake.run(&["ps", "-q"]).await.out, format!("{ID}\n"));
    assert_eq!(fake.run(&["ps", "-o", "name"]).await.out, format!("{}\n", arn(ID)));
    let answer: Value = serde_json::from_str(&fake.run(&["ps", "-o", "json"]).await.out).unwrap();
    assert_eq!(answer["tasks"][0]["taskArn"], arn(ID));
    assert_eq!(answer["tasks"][0]["createdAt"], json!(1_767_323_045));
    assert_eq!(answer["failures"], json!([]));
    let lines = fake.run(&["ps", "-o", "jsonl"]).await.out;
    let task: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(task["taskArn"], arn(ID));
}

#[tokio::test]
async fn stopped_tasks_are_shown_when_all_are_asked_for() {
    let fake = engine().await;
    fake.on("ListTasks", [ok(listed(&[ID])), ok(listed(&[OTHER]))]);
    fake.on("DescribeTasks", [ok(described(&[running(ID), ended(OTHER, 3)]))]);
    let done = fake.run(&["ps", "-a"]).await;
    assert!(done.out.contains("STOPPED (3)"), "{}", done.out);
    let states: Vec<_> =
        fake.calls("ListTasks").iter().map(|call| call.json()["desiredStatus"].clone()).collect();
    assert_eq!(states, [json!("RUNNING"), json!("STOPPED")]);
    let asked = fake.calls("DescribeTasks")[0].json();
    assert_eq!(asked["tasks"], json!([arn(ID), arn(OTHER)]));
}

#[tokio::test]
async fn pages_of_tasks_are_read_to_the_end() {
    let fake = engine().await;
    let first = with(listed(&[ID]), json!({"nextToken": "more"}));
    fake.on("ListTasks", [ok(first), ok(listed(&[OTHER]))]);
    fake.run(&["ps"]).await;
    assert_eq!(fake.calls("ListTasks")[1].json()["nextToken"], "more");
    assert_eq!(fake.calls("DescribeTasks")[0].json()["tasks"], json!([arn(ID), arn(OTHER)]));
}

#[tokio::test]
async fn without_tasks_stdout_is_empty_and_a_hint_is_given() {
    let fake = Fake::start().await;
    fake.on("ListTasks", [refused("ClusterNotFoundException", "Cluster not found.")]);
    let done = fake.run(&["ps"]).await;
    assert_eq!((done.code, &*done.out), (0, ""));
    assert!(done.err.contains("ferrogate run"), "{}", done.err);
    assert_eq!(fake.run(&["ps", "--cluster", "blue"]).await.code, 3);
}

#[tokio::test]
async fn watched_as_json_each_change_is_a_line() {
    let fake = engine().await;
    let changed = with(ended(ID, 0), json!({"version": 2}));
    fake.on(
        "DescribeTasks",
        [ok(described(&[running(ID)])), ok(described(&[running(ID)])), ok(described(&[changed]))],
    );
    let seen = Seen::pipe();
    let target = fake.target();
    let interrupting = async {
        // The fifth look begins after what the fourth found was written.
        fake.until_called("DescribeTasks", 5).await;
        seen.interrupt.notify_one();
    };
    let words = ["ps", "--watch=0.01", "-o", "json"];
    let (done, ()) = tokio::join!(run(&target, &words, &seen), interrupting);
    assert_eq!(done.code, 0, "{}", done.err);
    let states: Vec<Value> = done
        .out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["lastStatus"].clone())
        .collect();
    assert_eq!(states, [json!("RUNNING"), json!("STOPPED")]);
}
