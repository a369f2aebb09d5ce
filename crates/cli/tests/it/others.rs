use std::io::{self, Write};

use ferrogate_cli::{Target, Terminal, Ui};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::fake::{Fake, Seen, broken_off, credentials, ok, parse, program, raw, refused, run};
use crate::sample::{ID, OTHER, arn, bound, described, ended, listed, running, task, with};

#[tokio::test]
async fn stopping_a_family_stops_all_its_tasks() {
    let fake = Fake::start().await;
    fake.on("ListTasks", [ok(listed(&[ID, OTHER]))]);
    fake.on("DescribeTasks", [ok(described(&[running(ID), running(OTHER)]))]);
    fake.on("StopTask", [ok(json!({"task": running(ID)})), ok(json!({"task": running(OTHER)}))]);
    let done = fake.run(&["stop", "web", "--reason", "enough"]).await;
    assert_eq!((done.code, done.out), (0, format!("{ID}\n{OTHER}\n")), "{}", done.err);
    let asked: Vec<_> = fake.calls("StopTask").iter().map(crate::fake::Call::json).collect();
    assert_eq!(asked[1], json!({"cluster": "default", "task": arn(OTHER), "reason": "enough"}));
}

#[tokio::test]
async fn one_task_that_is_not_there_keeps_no_other_running() {
    let fake = Fake::start().await;
    let missing = json!({"tasks": [], "failures": [{"reason": "MISSING"}]});
    fake.on("DescribeTasks", [ok(missing), ok(described(&[running(ID)]))]);
    fake.on("StopTask", [ok(json!({"task": running(ID)}))]);
    let done = fake.run(&["stop", &"0".repeat(32), ID]).await;
    assert_eq!((done.code, done.out), (3, format!("{ID}\n")), "{}", done.err);
    assert_eq!(fake.calls("StopTask").len(), 1);
}

#[tokio::test]
async fn a_server_that_dies_within_an_answer_is_asked_again_for_what_only_reads() {
    let fake = Fake::start().await;
    fake.on("DescribeTasks", [broken_off(), broken_off(), ok(described(&[running(ID)]))]);
    fake.on("StopTask", [broken_off(), ok(json!({"task": running(ID)}))]);
    // Whether a task was told to stop nobody knows then, and is for people to decide.
    let done = fake.run(&["stop", ID]).await;
    assert_eq!((done.code, fake.calls("DescribeTasks").len()), (6, 3), "{}", done.err);
    assert_eq!(fake.calls("StopTask").len(), 1);
    fake.on("DescribeTasks", [broken_off()]);
    let done = fake.run(&["stop", ID]).await;
    assert_eq!((done.code, fake.calls("DescribeTasks").len()), (6, 7), "it is not asked for ever");
}

#[tokio::test]
async fn stop_waits_until_it_has_stopped() {
    let fake = Fake::start().await;
    fake.on(
        "DescribeTasks",
        [
            ok(described(&[running(ID)])),
            ok(described(&[running(ID)])),
            ok(described(&[ended(ID, 0)])),
        ],
    );
    fake.on("StopTask", [ok(json!({"task": running(ID)}))]);
    let done = fake.run(&["stop", "--wait", ID, "-o", "json"]).await;
    let answer: Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(answer["task"]["lastStatus"], "STOPPED");
    fake.on("DescribeTasks", [ok(described(&[running(ID)]))]);
    assert_eq!(fake.run(&["stop", "--wait", "--timeout", "0.1", ID]).await.code, 124);
}

#[tokio::test]
async fn a_task_that_can_t_be_stopped_in_time_hides_no_other_that_is() {
    let fake = Fake::start().await;
    let one = |task| ok(described(&[task]));
    fake.on(
        "DescribeTasks",
        [one(running(ID)), one(running(OTHER)), one(running(ID)), one(ended(OTHER, 0))],
    );
    fake.on("StopTask", [ok(json!({"task": running(ID)})), ok(json!({"task": running(OTHER)}))]);
    let done = fake.run(&["stop", "--wait", "--timeout", "0", ID, OTHER]).await;
    assert_eq!((done.code, &*done.out), (124, &*format!("{OTHER}\n")), "{}", done.err);
    // Nor does one of a family keep the others running.
    fake.on("ListTasks", [ok(listed(&[ID, OTHER]))]);
    fake.on("DescribeTasks", [ok(described(&[running(ID), running(OTHER)]))]);
    let no = refused("InvalidParameterException", "The referenced task was not found.");
    fake.on("StopTask", [no, ok(json!({"task": running(OTHER)}))]);
    let done = fake.run(&["stop", "web"]).await;
    assert_eq!((done.code, &*done.out), (3, &*format!("{OTHER}\n")), "{}", done.err);
}

#[tokio::test]
async fn an_ambiguous_beginning_names_the_candidates() {
    let fake = Fake::start().await;
    let (one, two) = ("beef".to_owned() + &ID[4..], "beef".to_owned() + &OTHER[4..]);
    fake.on("ListTasks", [ok(listed(&[&one, &two]))]);
    fake.on("DescribeTasks", [ok(described(&[running(&one), running(&two)]))]);
    let done = fake.run(&["stop", "beef"]).await;
    assert_eq!(done.code, 4);
    assert!(done.err.contains(&one) && done.err.contains(&two), "{}", done.err);
}

#[tokio::test]
async fn wait_prints_the_exit_code() {
    let fake = Fake::start().await;
    fake.on("DescribeTasks", [ok(described(&[running(ID)])), ok(described(&[ended(ID, 3)]))]);
    let done = fake.run(&["wait", ID]).await;
    assert_eq!((done.code, &*done.out), (0, "3\n"), "{}", done.err);
    let done = fake.run(&["wait", "--for", "running", ID]).await;
    assert_eq!(done.code, 1);
    assert!(done.err.contains("web exited with 3"), "{}", done.err);
}

#[tokio::test]
async fn a_forwarded_port_is_taken_back_at_ctrl_c() {
    let fake = Fake::start().await;
    let tagged = |ports: &str| {
        with(running(ID), json!({"tags": [{"key": "ferrogate:publish", "value": ports}]}))
    };
    let both = "127.0.0.1:8080:80 127.0.0.1:0:90";
    let mut open = tagged(both);
    open["containers"][0]["networkBindings"] =
        json!([{"bindIP": "127.0.0.1", "hostPort": 4711, "containerPort": 90}]);
    fake.on(
        "DescribeTasks",
        [
            ok(described(&[tagged("127.0.0.1:8080:80")])),
            ok(described(&[tagged(both)])),
            ok(described(&[open])),
        ],
    );
    fake.on("TagResource", [ok(json!({}))]);
    let seen = Seen::pipe();
    let target = fake.target();
    let interrupting = async {
        // The second look found the port open, and its URL is printed before the next one.
        fake.until_called("DescribeTasks", 4).await;
        seen.interrupt.notify_one();
    };
    let (done, ()) = tokio::join!(run(&target, &["forward", ID, "0:90"], &seen), interrupting);
    assert_eq!((done.code, &*done.out), (0, "http://127.0.0.1:4711\n"), "{}", done.err);
    let values: Vec<_> = fake
        .calls("TagResource")
        .iter()
        .map(|call| call.json()["tags"][0]["value"].clone())
        .collect();
    assert_eq!(values, [json!(both), json!("127.0.0.1:8080:80")]);
}

#[tokio::test]
async fn status_tells_what_runs_where() {
    let fake = Fake::start().await;
    fake.on(
        "ListClusters",
        [ok(json!({"clusterArns": ["arn:aws:ecs:us-east-1:000000000000:cluster/default"]}))],
    );
    fake.on(
        "DescribeClusters",
        [ok(json!({"clusters": [
        {"clusterName": "default", "runningTasksCount": 2, "pendingTasksCount": 1}]}))],
    );
    fake.on("ListTasks", [ok(listed(&[])), ok(listed(&[ID]))]);
    fake.on("DescribeTasks", [ok(described(&[ended(ID, 0)]))]);
    fake.on("GetCallerIdentity", [raw(200, "<R><Account>000000000000</Account></R>")]);
    let target = Target { account: None, ..fake.target() };
    let done = run(&target, &["status"], &Seen::pipe()).await;
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("2 running, 1 pending, 1 stopped (default)"), "{}", done.out);
    assert!(done.out.contains(&target.endpoint), "{}", done.out);
    let json: Value =
        serde_json::from_str(&run(&target, &["status", "-o", "json"], &Seen::pipe()).await.out)
            .unwrap();
    assert_eq!((&json["account"], &json["version"]), (&json!("000000000000"), &json!("0.1.0")));
}

#[tokio::test]
async fn status_names_the_part_that_is_down_and_says_so_by_its_code() {
    let fake = Fake::start().await;
    let agent = json!({"name": "agent", "status": "down", "reason": "it is not connected",
                       "restarts": 2});
    let health = json!({"status": "down", "version": "0.1.0", "parts": [agent]});
    fake.on("GET /_ferrogate/health", [raw(503, health.to_string())]);
    fake.on("ListClusters", [ok(json!({"clusterArns": []}))]);
    let done = fake.run(&["status"]).await;
    assert_eq!(done.code, 1, "{}", done.err);
    let line = "agent down: it is not connected (started again 2 times)";
    assert!(done.out.contains(line) && done.out.contains("down 0.1.0"), "{}", done.out);
    let json = fake.run(&["status", "-o", "json"]).await;
    assert_eq!(json.code, 1);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((&json["status"], &json["parts"][0]), (&json!("down"), &agent));
}

/// The address of a port where nothing listens.
async fn nowhere() -> Target {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    Target {
        endpoint: format!("http://{}", listener.local_addr().unwrap()),
        region: "us-east-1".into(),
        account: None,
        credentials: Some(credentials("any")),
        key_source: ferrogate_cli::KeySource::default(),
        data_dir: None,
    }
}

#[tokio::test]
async fn without_an_engine_every_verb_says_how_to_start_one() {
    let target = nowhere().await;
    for words in [
        ["ps"].as_slice(),
        &["run", "web:1"],
        &["logs", "web"],
        &["stop", "web"],
        &["status"],
        &["image", "ls"],
        &["forward", "web", "80"],
        &["wait", "web"],
        &["image", "rm", "web:1"],
    ] {
        let done = run(&target, words, &Seen::pipe()).await;
        assert_eq!(done.code, 6, "{words:?}: {}", done.err);
        assert_eq!(done.out, "");
        assert!(done.err.contains("sudo ferrogate up"), "{}", done.err);
        assert!(!done.err.contains('\x1b'), "{:?}", done.err);
    }
    let without_key = Target { credentials: None, ..target };
    assert_eq!(run(&without_key, &["ps"], &Seen::pipe()).await.code, 6);
}

#[tokio::test]
async fn faults_are_json_when_json_is_asked_for() {
    let done = run(&nowhere().await, &["ps", "-o", "json"], &Seen::pipe()).await;
    let fault: Value = serde_json::from_str(&done.err).unwrap();
    assert_eq!(fault["error"]["exitCode"], 6);
    assert!(fault["error"]["fix"].as_str().unwrap().contains("ferrogate up"));
}

#[tokio::test]
async fn keys_of_another_engine_are_denied() {
    let fake = Fake::start().await;
    let target = Target { credentials: Some(credentials("of another engine")), ..fake.target() };
    let done = run(&target, &["ps"], &Seen::pipe()).await;
    assert_eq!(done.code, 5);
    assert!(done.err.contains("ferrogate env"), "{}", done.err);
    let without_key = Target { credentials: None, ..fake.target() };
    let done = run(&without_key, &["ps"], &Seen::pipe()).await;
    assert_eq!(done.code, 5);
    assert!(done.err.contains("sudo"), "{}", done.err);
}

#[tokio::test]
async fn a_stranger_at_the_address_is_no_engine() {
    let fake = Fake::start().await;
    fake.on("ListTasks", [raw(404, "<html>not found</html>")]);
    let done = fake.run(&["ps"]).await;
    assert_eq!(done.code, 6);
    assert!(done.err.contains("no engine"), "{}", done.err);
}

#[tokio::test]
async fn the_doctor_needs_no_engine() {
    let target = nowhere().await;
    let done = run(&target, &["doctor", "-o", "json"], &Seen::pipe()).await;
    let told: Value = serde_json::from_str(&done.out).unwrap();
    let checks = told["checks"].as_array().unwrap();
    let missing = checks.iter().filter(|check| check["state"] == "missing").count();
    assert_eq!(told["ok"], missing == 0);
    assert_eq!(done.code, u8::from(missing > 0));
    for check in checks {
        assert!(check["state"] == "ok" || check["fix"].is_string(), "{check} has no fix");
    }
    let engine = checks.iter().find(|check| check["name"] == "engine").unwrap();
    assert!(engine["fix"].as_str().unwrap().contains("ferrogate up"), "{engine}");
}

#[tokio::test]
async fn the_doctor_reads_images_only_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let layer = "a".repeat(64);
    std::fs::create_dir_all(folder.path().join("agent/images/layers/sha256").join(&layer)).unwrap();
    for kind in ["images", "indexes"] {
        std::fs::create_dir_all(folder.path().join("agent/images").join(kind).join("sha256"))
            .unwrap();
    }
    let target = Target { data_dir: Some(folder.path().to_owned()), ..nowhere().await };
    let told = async |words: &[&str]| -> Value {
        serde_json::from_str(&run(&target, words, &Seen::pipe()).await.out).unwrap()
    };
    assert!(told(&["doctor", "-o", "json"]).await["layers"].is_null());
    let asked = told(&["doctor", "--images", "-o", "json"]).await;
    assert_eq!(asked["layers"][0]["layer"], format!("sha256:{layer}"));
    assert_eq!(asked["layers"][0]["state"], "unsealed");
    let checks = asked["checks"].as_array().unwrap();
    let check = checks.iter().find(|check| check["name"] == "layers without a seal").unwrap();
    assert_eq!(check["state"], "advice", "not called good");
}

#[tokio::test]
async fn completions_know_the_verbs() {
    let target = nowhere().await;
    for shell in ["bash", "zsh", "fish"] {
        let done = run(&target, &["completion", shell], &Seen::pipe()).await;
        assert!(done.out.contains("ferrogate") && done.out.contains("doctor"), "{shell}");
    }
}

#[tokio::test]
async fn a_reader_that_leaves_is_no_fault() {
    struct Left;
    impl Write for Left {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let fake = Fake::start().await;
    fake.on("ListTasks", [ok(listed(&[ID]))]);
    fake.on("DescribeTasks", [ok(described(&[bound(task(ID, "RUNNING"), 1)]))]);
    let seen = Seen::pipe();
    let ui = Ui::of(
        (Left, Terminal::pipe()),
        (seen.err.clone(), Terminal::pipe()),
        std::future::pending,
    );
    let verb = parse(&["ps"]).unwrap().verb;
    let code = ferrogate_cli::run_on(ui, verb, &fake.target(), &program()).await;
    assert_eq!((code, seen.err.text()), (0, String::new()));
}
