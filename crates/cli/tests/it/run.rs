use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::fake::{Fake, Seen, ok, refused, run};
use crate::sample::{ID, arn, bound, described, ended, listed, running, task, with};

/// An engine that has the image `web:1` and runs a task of it.
async fn engine() -> Fake {
    let fake = Fake::start().await;
    fake.on("DescribeImages", [ok(json!({"imageDetails": []}))]);
    let definition = "arn:aws:ecs:us-east-1:000000000000:task-definition/web:1";
    let registered = json!({"taskDefinition": {"taskDefinitionArn": definition}});
    fake.on("RegisterTaskDefinition", [ok(registered)]);
    fake.on("RunTask", [ok(described(&[task(ID, "PROVISIONING")]))]);
    fake.on("FilterLogEvents", [ok(json!({"events": []}))]);
    fake
}

/// A web server that answers once for each of `pages`.
async fn web(pages: usize) -> (u16, tokio::task::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(async move {
        for _ in 0..pages {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 512];
            assert!(stream.read(&mut request).await.unwrap() > 0);
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.unwrap();
        }
    });
    (port, server)
}

#[tokio::test]
async fn the_url_is_the_last_line_once_it_answers() {
    let fake = engine().await;
    let (port, server) = web(1).await;
    let pulling = with(task(ID, "PENDING"), json!({"pullStartedAt": 1_767_323_045.1}));
    let pulled = json!({"pullStartedAt": 1_767_323_045.1, "pullStoppedAt": 1_767_323_045.2});
    fake.on(
        "DescribeTasks",
        [
            ok(described(&[task(ID, "PENDING")])),
            ok(described(&[pulling])),
            ok(described(&[with(running(ID), pulled.clone())])),
            ok(described(&[bound(with(running(ID), pulled), port)])),
        ],
    );
    let done = fake
        .run(&["run", "--name", "web", "-p", "0:80", "-e", "A=1", "web:1", "sh", "-c", "x"])
        .await;
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(done.out, format!("http://127.0.0.1:{port}\n"));
    for told in
        ["provisioning", "pulling web:1", "✓ pulled web:1 in 0.1 s", "✓ web:1 RUNNING in 0.3 s"]
    {
        assert!(done.err.contains(told), "{told}: {}", done.err);
    }
    server.await.unwrap();
    let asked = fake.calls("RunTask")[0].json();
    assert_eq!(asked["tags"], json!([{"key": "ferrogate:publish", "value": "127.0.0.1:0:80"}]));
    assert_eq!(asked["launchType"], "FARGATE");
    assert_eq!(asked["enableExecuteCommand"], true);
    let subnets = &asked["networkConfiguration"]["awsvpcConfiguration"]["subnets"];
    assert_eq!(*subnets, json!(["subnet-1"]));
    let definition = fake.calls("RegisterTaskDefinition")[0].json();
    assert_eq!(definition["family"], "web");
    assert_eq!(
        definition["executionRoleArn"],
        "arn:aws:iam::000000000000:role/ecsTaskExecutionRole"
    );
    let container = &definition["containerDefinitions"][0];
    assert_eq!(container["image"], "000000000000.dkr.ecr.us-east-1.amazonaws.com/web:1");
    assert_eq!(container["command"], json!(["sh", "-c", "x"]));
    assert_eq!(container["environment"], json!([{"name": "A", "value": "1"}]));
    assert_eq!(container["portMappings"][0]["containerPort"], 80);
    let log = &container["logConfiguration"]["options"];
    assert_eq!(
        (&log["awslogs-group"], &log["awslogs-create-group"]),
        (&json!("/ecs/web"), &json!("true"))
    );
}

#[tokio::test]
async fn an_image_that_is_not_here_is_dockers() {
    let fake = engine().await;
    fake.on("DescribeImages", [refused("RepositoryNotFoundException", "not here")]);
    fake.on("DescribeTasks", [ok(described(&[running(ID)]))]);
    let done = fake.run(&["run", "nginx:stable"]).await;
    assert_eq!((done.code, done.out), (0, format!("{}\n", arn(ID))), "{}", done.err);
    let definition = fake.calls("RegisterTaskDefinition")[0].json();
    assert_eq!(definition["containerDefinitions"][0]["image"], "nginx:stable");
    assert_eq!(definition["family"], "nginx");
}

#[tokio::test]
async fn a_tag_that_the_local_repository_lacks_is_not_found() {
    let fake = engine().await;
    fake.on("DescribeImages", [refused("ImageNotFoundException", "no such tag")]);
    let done = fake.run(&["run", "web:9"]).await;
    assert_eq!(done.code, 3);
    assert!(done.err.contains("repository web has no 9"), "{}", done.err);
    assert!(done.err.contains("ferrogate image ls web"), "{}", done.err);
    assert!(fake.calls("RunTask").is_empty());
}

#[tokio::test]
async fn the_default_cluster_is_made_for_the_first_task() {
    let fake = engine().await;
    fake.on(
        "RunTask",
        [
            refused("ClusterNotFoundException", "Cluster not found."),
            ok(described(&[task(ID, "PROVISIONING")])),
        ],
    );
    fake.on("CreateCluster", [ok(json!({"cluster": {}}))]);
    fake.on("DescribeTasks", [ok(described(&[running(ID)]))]);
    let done = fake.run(&["run", "web:1"]).await;
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(fake.calls("CreateCluster")[0].json()["clusterName"], "default");
}

#[tokio::test]
async fn another_cluster_is_not_made() {
    let fake = engine().await;
    fake.on("RunTask", [refused("ClusterNotFoundException", "Cluster not found.")]);
    let done = fake.run(&["run", "--cluster", "blue", "web:1"]).await;
    assert_eq!(done.code, 3);
    assert!(done.err.contains("error: Cluster not found\n"), "{}", done.err);
    assert!(fake.calls("CreateCluster").is_empty());
}

#[tokio::test]
async fn a_failed_start_says_what_why_and_what_to_do() {
    let fake = engine().await;
    let reason = "CannotPullContainerError: nginx:nope: not found";
    let stopped = with(task(ID, "STOPPED"), json!({"stoppedReason": reason}));
    fake.on("DescribeTasks", [ok(described(&[stopped]))]);
    let done = fake.run(&["run", "web:1"]).await;
    assert_eq!((done.code, &*done.out), (1, ""));
    assert!(done.err.contains("error: web did not start"), "{}", done.err);
    assert!(done.err.contains(&format!("why: {reason}")), "{}", done.err);
    assert!(done.err.contains("fix: check the image's name and tag"), "{}", done.err);
}

#[tokio::test]
async fn a_program_that_fails_shows_the_end_of_its_log() {
    let fake = engine().await;
    fake.on("DescribeTasks", [ok(described(&[ended(ID, 1)]))]);
    fake.on("FilterLogEvents", [ok(json!({"events": [{
        "logStreamName": format!("ecs/web/{ID}"), "timestamp": 1, "message": "no config", "eventId": "1",
    }]}))]);
    let done = fake.run(&["run", "web:1"]).await;
    assert_eq!(done.code, 1);
    assert!(done.err.contains("error: web ended with exit code 1"), "{}", done.err);
    assert!(done.err.contains("log: no config"), "{}", done.err);
}

#[tokio::test]
async fn with_wait_the_log_is_shown_and_the_exit_code_is_the_containers() {
    let fake = engine().await;
    let event = |n: i64| {
        json!({
            "logStreamName": format!("ecs/web/{ID}"), "timestamp": n, "message": format!("item {n}"),
            "eventId": n.to_string(),
        })
    };
    fake.on("DescribeTasks", [ok(described(&[running(ID)])), ok(described(&[ended(ID, 3)]))]);
    fake.on(
        "FilterLogEvents",
        [
            ok(json!({"events": [event(1)]})),
            ok(json!({"events": [event(1), event(2)]})),
            ok(json!({"events": [event(1), event(2), event(3)]})),
        ],
    );
    let done = fake.run(&["run", "--wait", "web:1"]).await;
    assert_eq!((done.code, &*done.out), (3, "item 1\nitem 2\nitem 3\n"), "{}", done.err);
}

#[tokio::test]
async fn ctrl_c_stops_the_task_that_was_begun() {
    let fake = engine().await;
    fake.on("DescribeTasks", [ok(described(&[task(ID, "PENDING")]))]);
    fake.on("StopTask", [ok(json!({"task": task(ID, "PENDING")}))]);
    let seen = Seen::pipe();
    let interrupting = async {
        fake.until_called("DescribeTasks", 2).await;
        seen.interrupt.notify_one();
    };
    let target = fake.target();
    let (done, ()) = tokio::join!(run(&target, &["run", "web:1"], &seen), interrupting);
    assert_eq!(done.code, 130, "{}", done.err);
    assert_eq!(fake.calls("StopTask")[0].json()["task"], arn(ID));
}

#[tokio::test]
async fn a_start_that_takes_too_long_times_out() {
    let fake = engine().await;
    fake.on("DescribeTasks", [ok(described(&[task(ID, "PENDING")]))]);
    let done = fake.run(&["run", "--timeout", "0.1", "web:1"]).await;
    assert_eq!(done.code, 124);
    assert!(done.err.contains("did not run in time"), "{}", done.err);
}

#[tokio::test]
async fn detached_the_fixed_url_is_printed_at_once() {
    let fake = engine().await;
    let done = fake.run(&["run", "-d", "-p", "8080:80", "web:1"]).await;
    assert_eq!((done.code, &*done.out), (0, "http://127.0.0.1:8080\n"), "{}", done.err);
    assert!(fake.calls("DescribeTasks").is_empty());
}

#[tokio::test]
async fn as_json_it_answers_what_aws_does() {
    let fake = engine().await;
    fake.on("DescribeTasks", [ok(described(&[running(ID)]))]);
    let done = fake.run(&["run", "-o", "json", "web:1"]).await;
    let answer: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(answer["tasks"][0]["taskArn"], arn(ID));
    assert_eq!(answer["failures"], json!([]));
}

#[tokio::test]
async fn a_bad_size_is_invalid_and_the_sizes_are_told() {
    let fake = engine().await;
    let text = "No Fargate configuration exists for given values: 300 CPU, 512 memory.";
    fake.on("RegisterTaskDefinition", [refused("ClientException", text)]);
    let done = fake.run(&["run", "--cpu", "300", "web:1"]).await;
    assert_eq!(done.code, 4);
    assert!(done.err.contains("CPU 256 takes 512, 1024 or 2048 MiB"), "{}", done.err);
}

#[tokio::test]
async fn on_a_terminal_progress_has_colour_and_no_times() {
    let fake = engine().await;
    fake.on("DescribeTasks", [ok(described(&[running(ID)]))]);
    let seen = Seen::terminal();
    let done = run(&fake.target(), &["run", "web:1"], &seen).await;
    assert!(done.err.starts_with("\x1b[32m✓\x1b[0m web:1 RUNNING"), "{:?}", done.err);
}

#[tokio::test]
async fn images_and_roles_have_the_names_of_the_region_s_partition() {
    for (region, partition, domain) in [
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
        ("us-gov-west-1", "aws-us-gov", "amazonaws.com"),
    ] {
        let fake = engine().await;
        fake.on("DescribeTasks", [ok(described(&[running(ID)]))]);
        let target = ferrogate_cli::Target { region: region.into(), ..fake.target() };
        let done = run(&target, &["run", "--detach", "web:1"], &Seen::pipe()).await;
        assert_eq!(done.code, 0, "{}", done.err);
        let definition = fake.calls("RegisterTaskDefinition")[0].json();
        let image = format!("000000000000.dkr.ecr.{region}.{domain}/web:1");
        assert_eq!(definition["containerDefinitions"][0]["image"], image);
        let role = format!("arn:{partition}:iam::000000000000:role/ecsTaskExecutionRole");
        assert_eq!(definition["executionRoleArn"], role);

        let theirs = with(running(ID), json!({"containers": [{"name": "web", "image": image}]}));
        fake.on("ListTasks", [ok(listed(&[ID]))]);
        fake.on("DescribeTasks", [ok(described(&[theirs]))]);
        let shown = run(&target, &["ps"], &Seen::pipe()).await;
        assert!(shown.out.contains("  web:1  0.25") && !shown.out.contains("dkr"), "{}", shown.out);
    }
}
