use serde_json::{Value, json};

use crate::fake::{Answer, Fake, Seen, ok, refused, run};
use crate::sample::{ID, OTHER, described, ended, listed, running};

fn event(id: &str, at: i64, text: &str) -> Value {
    json!({"logStreamName": format!("ecs/web/{id}"), "timestamp": at, "message": text,
           "ingestionTime": at, "eventId": format!("{id}{at}{text}")})
}

fn events(events: &[Value]) -> Answer {
    ok(json!({"events": events}))
}

async fn engine() -> Fake {
    let fake = Fake::start().await;
    fake.on("ListTasks", [ok(listed(&[ID])), ok(listed(&[]))]);
    fake.on("DescribeTasks", [ok(described(&[running(ID)]))]);
    fake.on("DescribeTaskDefinition", [ok(json!({"taskDefinition": {
        "family": "web",
        "containerDefinitions": [{"name": "web", "logConfiguration": {"logDriver": "awslogs", "options": {
            "awslogs-group": "/ecs/web", "awslogs-region": "us-east-1",
            "awslogs-stream-prefix": "ecs"}}}],
    }}))]);
    fake.on("FilterLogEvents", [events(&[event(ID, 1, "one"), event(ID, 2, "two")])]);
    fake
}

#[tokio::test]
async fn a_tasks_lines_are_plain() {
    let fake = engine().await;
    let done = fake.run(&["logs", "3f2a"]).await;
    assert_eq!((done.code, &*done.out), (0, "one\ntwo\n"), "{}", done.err);
    let asked = fake.calls("FilterLogEvents")[0].json();
    assert_eq!(asked["logGroupName"], "/ecs/web");
    assert_eq!(asked["logStreamNamePrefix"], format!("ecs/web/{ID}"));
}

#[tokio::test]
async fn limits_patterns_and_times_are_heeded() {
    let fake = engine().await;
    let words = [
        "logs",
        ID,
        "-n",
        "1",
        "-t",
        "--grep",
        "?two",
        "--since",
        "1970-01-01T00:00:01Z",
        "--until",
        "5",
    ];
    let done = fake.run(&words).await;
    assert_eq!(done.out, "1970-01-01T00:00:00.002Z two\n", "{}", done.err);
    let asked = fake.calls("FilterLogEvents")[0].json();
    assert_eq!((&asked["startTime"], &asked["endTime"]), (&json!(1000), &json!(4999)));
    assert_eq!(asked["filterPattern"], "?two");
}

#[tokio::test]
async fn lines_of_several_tasks_have_labels_in_colour_on_a_terminal() {
    let fake = engine().await;
    fake.on(
        "ListTasks",
        [ok(listed(&[ID, OTHER])), ok(listed(&[])), ok(listed(&[ID, OTHER])), ok(listed(&[]))],
    );
    fake.on("DescribeTasks", [ok(described(&[running(ID), running(OTHER)]))]);
    fake.on("FilterLogEvents", [events(&[event(ID, 1, "one"), event(OTHER, 2, "two")])]);
    let done = fake.run(&["logs", "web"]).await;
    assert_eq!(done.out, "web/3f2a1b9c | one\nweb/77aa1b9c | two\n", "{}", done.err);
    let done = run(&fake.target(), &["logs", "web"], &Seen::terminal()).await;
    assert!(done.out.contains("\x1b[36mweb/3f2a1b9c\x1b[0m"), "{:?}", done.out);
    assert!(done.out.contains("\x1b[33mweb/77aa1b9c\x1b[0m"), "{:?}", done.out);
}

/// A title, a cleared screen, the clipboard, a colour, and the line before overwritten.
const RUDE: &str = "\x1b]0;owned\x07\x1b[2J\x1b]52;c;eA==\x07\x1b[31mred\x1b[0m\rok\u{9b}2J";

#[tokio::test]
async fn what_a_task_writes_does_nothing_to_a_terminal_unless_it_is_wanted_raw() {
    let fake = engine().await;
    fake.on("FilterLogEvents", [events(&[event(ID, 1, RUDE), event(ID, 2, "tty\r")])]);
    let done = run(&fake.target(), &["logs", ID], &Seen::terminal()).await;
    let [rude, plain] = done.out.lines().collect::<Vec<_>>()[..] else { panic!("{}", done.out) };
    assert!(!rude.contains(|sign: char| sign.is_control()), "{rude:?}");
    assert!(rude.contains(r"\u001b[31mred\u001b[0m\u000dok\u009b2J"), "{rude}");
    assert_eq!(plain, "tty");
    for form in ["json", "jsonl", "yaml", "wide"] {
        let done = run(&fake.target(), &["logs", ID, "-o", form], &Seen::terminal()).await;
        let rude = |sign: &char| sign.is_control() && !matches!(sign, '\n' | '\x1b');
        assert_eq!(done.out.chars().find(rude), None, "{form}: {:?}", done.out);
        assert!(!done.out.contains("\x1b]") && !done.out.contains("\x1b[2J"), "{form}");
    }
    let raw = run(&fake.target(), &["logs", ID, "--raw"], &Seen::terminal()).await;
    assert_eq!(raw.out, format!("{RUDE}\ntty\r\n"));
    assert_eq!(fake.run(&["logs", ID]).await.out, raw.out, "a pipe gets what was written");
}

#[tokio::test]
async fn a_followed_task_ends_with_its_last_line_and_no_line_comes_twice() {
    let fake = engine().await;
    fake.on("DescribeTasks", [ok(described(&[running(ID)])), ok(described(&[ended(ID, 0)]))]);
    let (one, two, three) = (event(ID, 1, "one"), event(ID, 2, "two"), event(ID, 2, "three"));
    fake.on(
        "FilterLogEvents",
        [
            events(std::slice::from_ref(&one)),
            events(&[one.clone(), two.clone()]),
            events(&[one, two, three]),
        ],
    );
    let done = fake.run(&["logs", "-f", ID]).await;
    assert_eq!((done.code, &*done.out), (0, "one\ntwo\nthree\n"), "{}", done.err);
}

#[tokio::test]
async fn pages_are_read_to_the_end() {
    let fake = engine().await;
    let first = json!({"events": [event(ID, 1, "one")], "nextToken": "more"});
    fake.on("FilterLogEvents", [ok(first), events(&[event(ID, 2, "two")])]);
    assert_eq!(fake.run(&["logs", ID]).await.out, "one\ntwo\n");
    assert_eq!(fake.calls("FilterLogEvents")[1].json()["nextToken"], "more");
}

#[tokio::test]
async fn a_family_whose_tasks_are_forgotten_still_has_its_log() {
    let fake = engine().await;
    fake.on("ListTasks", [ok(listed(&[]))]);
    let done = fake.run(&["logs", "web"]).await;
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(done.out, "web/3f2a1b9c | one\nweb/3f2a1b9c | two\n");
    assert_eq!(fake.calls("FilterLogEvents")[0].json()["logStreamNamePrefix"], "ecs/web/");
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let fake = engine().await;
    fake.on("DescribeTasks", [ok(json!({"tasks": [], "failures": [{"reason": "MISSING"}]}))]);
    fake.on(
        "DescribeTaskDefinition",
        [refused("ClientException", "Unable to describe task definition.")],
    );
    for word in ["0".repeat(32).as_str(), "nothing", "beef"] {
        let done = fake.run(&["logs", word]).await;
        assert_eq!(done.code, 3, "{word}: {}", done.err);
        assert!(done.err.contains(&format!("error: there is no task '{word}'")), "{}", done.err);
    }
}

#[tokio::test]
async fn as_json_it_answers_what_aws_does() {
    let fake = engine().await;
    let answer: Value =
        serde_json::from_str(&fake.run(&["logs", ID, "-o", "json"]).await.out).unwrap();
    assert_eq!(answer["events"][1]["message"], "two");
    let lines = fake.run(&["logs", ID, "-o", "jsonl"]).await.out;
    assert_eq!(lines.lines().count(), 2);
}
