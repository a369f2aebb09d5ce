//! The forms of answers, and the flags that all verbs have alike.

use serde_json::{Value, json};

use crate::fake::{Fake, Seen, ok, run};
use crate::sample::{ID, OTHER, arn, described, ended, listed, running, with};

async fn engine() -> Fake {
    let fake = Fake::start().await;
    fake.on("ListTasks", [ok(listed(&[ID, OTHER]))]);
    fake.on("DescribeTasks", [ok(described(&[running(ID), running(OTHER)]))]);
    fake
}

#[tokio::test]
async fn yaml_is_the_document_of_json() {
    let fake = engine().await;
    let shown = fake.run(&["ps", "-o", "yaml"]).await.out;
    assert!(shown.starts_with("failures: []\ntasks:\n  - "), "{shown}");
    assert!(shown.contains(&format!("    taskArn: {}\n", arn(ID))), "{shown}");
    assert!(shown.contains("cpu: \"256\"\n"), "{shown}");
    let whole: Value = serde_json::from_str(&fake.run(&["ps", "-o", "json"]).await.out).unwrap();
    assert_eq!(whole["tasks"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_query_looks_into_the_answer() {
    let fake = engine().await;
    let find = |form: &'static [&'static str]| {
        let fake = &fake;
        async move {
            let words = [&["ps", "--query", "tasks[].taskArn"], form].concat();
            fake.run(&words).await.out
        }
    };
    let all: Value = serde_json::from_str(&find(&[]).await).unwrap();
    assert_eq!(all, json!([arn(ID), arn(OTHER)]));
    assert_eq!(find(&["-o", "yaml"]).await, format!("- {}\n- {}\n", arn(ID), arn(OTHER)));
    assert_eq!(find(&["-o", "jsonl"]).await, format!("\"{}\"\n\"{}\"\n", arn(ID), arn(OTHER)));
    let one = fake.run(&["ps", "--query", "tasks[0].{status: lastStatus}", "-o", "jsonl"]).await;
    assert_eq!(one.out, "{\"status\":\"RUNNING\"}\n");
}

#[tokio::test]
async fn what_a_form_can_not_show_is_told_before_anything_is_asked() {
    let fake = engine().await;
    for words in [
        ["ps", "--query", "tasks", "-o", "table"].as_slice(),
        &["image", "ls", "--query", "imageDetails", "-o", "name"],
        &["logs", "web", "-o", "name"],
        &["logs", "web", "-o", "wide", "--query", "x"],
        &["wait", ID, "--query", "x", "-o", "wide"],
    ] {
        let done = fake.run(words).await;
        assert_eq!((done.code, &*done.out), (2, ""), "{words:?}: {}", done.err);
        assert!(done.err.contains("fix: "), "{}", done.err);
    }
    assert!(fake.calls("ListTasks").is_empty() && fake.calls("DescribeTasks").is_empty());
}

#[tokio::test]
async fn watched_as_yaml_each_change_is_a_document() {
    let fake = engine().await;
    let changed = with(ended(ID, 0), json!({"version": 2}));
    fake.on("DescribeTasks", [ok(described(&[running(ID)])), ok(described(&[changed]))]);
    let seen = Seen::pipe();
    let target = fake.target();
    let interrupting = async {
        // The fourth look begins after what the third found was written.
        fake.until_called("DescribeTasks", 4).await;
        seen.interrupt.notify_one();
    };
    let words = ["ps", "--watch=0.01", "-o", "yaml", "--query", "tasks[].lastStatus"];
    let (done, ()) = tokio::join!(run(&target, &words, &seen), interrupting);
    assert_eq!((done.code, &*done.out), (0, "---\n- RUNNING\n---\n- STOPPED\n"), "{}", done.err);
}

#[tokio::test]
async fn a_task_that_was_waited_for_is_shown_as_json() {
    let fake = engine().await;
    fake.on("DescribeTasks", [ok(described(&[ended(ID, 3)]))]);
    let done = fake.run(&["wait", ID, "--query", "tasks[0].containers[0].exitCode"]).await;
    assert_eq!((done.code, &*done.out), (0, "3\n"), "{}", done.err);
}

#[tokio::test]
async fn followed_as_json_each_line_of_log_is_one() {
    let fake = engine().await;
    fake.on("DescribeTasks", [ok(described(&[ended(ID, 0)]))]);
    let log = json!({"logDriver": "awslogs",
                     "options": {"awslogs-group": "/ecs/web", "awslogs-stream-prefix": "ecs"}});
    let container = json!({"name": "web", "logConfiguration": log});
    fake.on(
        "DescribeTaskDefinition",
        [ok(json!({"taskDefinition": {"containerDefinitions": [container]}}))],
    );
    let event = json!({"logStreamName": format!("ecs/web/{ID}"), "timestamp": 1, "eventId": "1",
                       "message": "hello"});
    fake.on("FilterLogEvents", [ok(json!({"events": [event]}))]);
    let done = fake.run(&["logs", ID, "-f", "-o", "json"]).await;
    let line: Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!((&line["message"], done.out.lines().count()), (&json!("hello"), 1));
    let whole = fake.run(&["logs", ID, "-o", "yaml"]).await.out;
    assert!(whole.starts_with("events:\n  - ") && whole.contains("message: hello"), "{whole}");
    let wide = fake.run(&["logs", ID, "-o", "wide"]).await.out;
    assert_eq!(wide, "1970-01-01T00:00:00.001Z web/3f2a1b9c | hello\n");
}

#[tokio::test]
async fn a_verb_that_is_not_done_in_time_says_so() {
    let fake = engine().await;
    let done = fake.run(&["ps", "--watch=0.01", "--timeout", "0.1", "-o", "yaml"]).await;
    assert_eq!(done.code, 124);
    assert!(done.err.starts_with("error:\n  exitCode: 124\n"), "{}", done.err);
}

#[tokio::test]
async fn explained_each_call_is_a_command_of_the_aws_cli() {
    let fake = engine().await;
    fake.on("StopTask", [ok(json!({"task": running(ID)})), ok(json!({"task": running(OTHER)}))]);
    let done = fake.run(&["stop", "web", "--reason", "it's enough", "--explain"]).await;
    let aws = format!("aws --endpoint-url {} --region us-east-1 ecs", fake.target().endpoint);
    let (one, two) = (arn(ID), arn(OTHER));
    let expected = [
        format!("{aws} list-tasks --cluster default --desired-status RUNNING"),
        format!("{aws} describe-tasks --cluster default --tasks {one} {two} --include TAGS"),
        format!(r"{aws} stop-task --cluster default --task {one} --reason 'it'\''s enough'"),
        format!(r"{aws} stop-task --cluster default --task {two} --reason 'it'\''s enough'"),
    ];
    assert_eq!(done.err.lines().collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn explained_a_question_that_is_asked_again_is_told_once() {
    let fake = engine().await;
    let first = with(listed(&[ID]), json!({"nextToken": "more"}));
    fake.on("ListTasks", [ok(first), ok(listed(&[OTHER]))]);
    fake.on("DescribeTasks", [ok(described(&[running(ID)])), ok(described(&[ended(ID, 0)]))]);
    let done = fake.run(&["wait", "web", "--explain"]).await;
    let told = |what: &str| done.err.lines().filter(|line| line.contains(what)).count();
    // Running tasks and stopped ones; pages are read by the aws CLI itself.
    assert_eq!((told("list-tasks"), told("next-token")), (2, 0), "{}", done.err);
    assert_eq!(told(" wait"), 0, "{}", done.err);
}

#[tokio::test]
async fn without_colour_a_terminal_gets_none() {
    let fake = engine().await;
    let done = run(&fake.target(), &["ps", "--no-color"], &Seen::terminal()).await;
    assert!(done.out.contains("RUNNING") && !done.out.contains('\x1b'), "{:?}", done.out);
}

#[tokio::test]
async fn verbose_tells_each_request_and_no_secret() {
    let done = engine().await.run(&["ps", "-v"]).await;
    let told: Vec<_> = done.err.lines().map(|line| line.split(": ").next().unwrap()).collect();
    assert_eq!(told, ["ecs ListTasks", "ecs DescribeTasks"], "{}", done.err);
    assert!(done.err.lines().all(|line| line.contains(": 200 in ")), "{}", done.err);
}
