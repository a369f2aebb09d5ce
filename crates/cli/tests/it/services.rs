use serde_json::{Value, json};

use crate::fake::{Fake, Seen, broken_off, ok, raw, refused, run};

const GROUP: &str = "arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/web/1";
const BALANCER: &str = "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/app/web/2";
const NAME: &str = "web-2.us-east-1.elb.localhost";

fn arn(name: &str) -> String {
    format!("arn:aws:ecs:us-east-1:000000000000:service/default/{name}")
}

fn service(name: &str, desired: i64) -> Value {
    json!({
        "serviceName": name, "serviceArn": arn(name), "status": "ACTIVE",
        "taskDefinition": "arn:aws:ecs:us-east-1:000000000000:task-definition/web:1",
        "desiredCount": desired, "runningCount": 1, "createdAt": 0,
        "deployments": [{"status": "PRIMARY", "rolloutState": "COMPLETED", "runningCount": 1}],
        "events": [{"id": "2", "createdAt": 2, "message": "the newer"},
                   {"id": "1", "createdAt": 1, "message": "the older"}],
    })
}

fn described(services: &[Value]) -> Value {
    json!({"services": services, "failures": []})
}

/// An engine with the service `web`, which has one task and stands behind a load balancer.
async fn engine() -> Fake {
    let fake = Fake::start().await;
    let mut web = service("web", 1);
    web["loadBalancers"] = json!([{"targetGroupArn": GROUP}]);
    fake.on("ListServices", [ok(json!({"serviceArns": [arn("web")]}))]);
    fake.on("DescribeServices", [ok(described(&[web]))]);
    let groups = format!("<R><LoadBalancerArns><member>{BALANCER}</member></LoadBalancerArns></R>");
    fake.on("DescribeTargetGroups", [raw(200, groups)]);
    fake.on("DescribeLoadBalancers", [raw(200, format!("<R><DNSName>{NAME}</DNSName></R>"))]);
    fake
}

fn url(fake: &Fake) -> String {
    let port = fake.target().endpoint.rsplit(':').next().unwrap().to_owned();
    format!("http://{NAME}:{port}/")
}

#[tokio::test]
async fn services_are_a_table_with_their_urls() {
    let fake = engine().await;
    let done = fake.run(&["services"]).await;
    assert_eq!(done.code, 0, "{}", done.err);
    let line = done.out.lines().nth(1).unwrap();
    assert!(line.starts_with("web      1/1    web:1       COMPLETED"), "{line}");
    assert!(line.ends_with(&url(&fake)), "{line}");
    assert_eq!(fake.run(&["services", "-o", "name"]).await.out, format!("{}\n", arn("web")));
    let asked = fake.calls("DescribeTargetGroups")[0].body.clone();
    let asked = String::from_utf8(asked.to_vec()).unwrap();
    assert!(asked.contains("TargetGroupArns.member.1=arn%3Aaws%3A"), "{asked}");
}

#[tokio::test]
async fn without_services_stdout_is_empty_and_a_hint_is_given() {
    let fake = Fake::start().await;
    fake.on("ListServices", [refused("ClusterNotFoundException", "Cluster not found.")]);
    let done = fake.run(&["services"]).await;
    assert_eq!((done.code, &*done.out), (0, ""));
    assert!(done.err.contains("ferrogate deploy"), "{}", done.err);
    assert_eq!(fake.run(&["services", "--cluster", "blue"]).await.code, 3);
}

#[tokio::test]
async fn an_image_is_deployed_as_another_revision_of_what_runs() {
    let fake = engine().await;
    let definition = json!({
        "family": "web", "cpu": "256", "memory": "512", "taskRoleArn": "role", "networkMode": "awsvpc",
        "containerDefinitions": [{"name": "web", "image": "a", "environment": [{"name": "A", "value": "1"}],
                                  "portMappings": [{"containerPort": 80}]}],
    });
    fake.on(
        "DescribeTaskDefinition",
        [ok(json!({
        "taskDefinition": definition, "tags": [{"key": "team", "value": "shop"}]}))],
    );
    fake.on(
        "RegisterTaskDefinition",
        [ok(json!({"taskDefinition": {"taskDefinitionArn": "new"}}))],
    );
    fake.on("UpdateService", [ok(json!({"service": service("web", 1)}))]);
    let image = "docker.io/library/shop:2";
    let done =
        fake.run(&["deploy", "web", "--image", image, "-e", "A=2", "-e", "B=3", "--detach"]).await;
    assert_eq!((done.code, &*done.out), (0, &*format!("{}\n", arn("web"))), "{}", done.err);
    let sent = fake.calls("RegisterTaskDefinition")[0].json();
    assert_eq!(sent["containerDefinitions"][0]["image"], image);
    let environment = json!([{"name": "A", "value": "2"}, {"name": "B", "value": "3"}]);
    assert_eq!(sent["containerDefinitions"][0]["environment"], environment);
    // Nothing else of it is lost.
    assert_eq!(sent["containerDefinitions"][0]["portMappings"], json!([{"containerPort": 80}]));
    assert_eq!((&sent["taskRoleArn"], &sent["memory"]), (&json!("role"), &json!("512")));
    assert_eq!(sent["tags"], json!([{"key": "team", "value": "shop"}]));
    let sent = fake.calls("UpdateService")[0].json();
    assert_eq!(sent, json!({"cluster": "default", "service": "web", "taskDefinition": "new"}));
}

#[tokio::test]
async fn a_deployment_that_was_rolled_back_is_a_fault_that_says_why() {
    let fake = engine().await;
    fake.on("UpdateService", [ok(json!({"service": service("web", 1)}))]);
    fake.on("ListServiceDeployments", [ok(json!({"serviceDeployments": [
        {"serviceDeploymentArn": "old", "createdAt": 1}, {"serviceDeploymentArn": "new", "createdAt": 2}]}))]);
    let of = |status: &str| {
        ok(json!({"serviceDeployments": [{"serviceDeploymentArn": "new", "status": status,
            "targetServiceRevision": {"arn": "arn:a/7", "runningTaskCount": 0},
            "rollback": {"reason": "the breaker"}}]}))
    };
    fake.on("DescribeServiceDeployments", [of("IN_PROGRESS"), of("ROLLBACK_SUCCESSFUL")]);
    fake.on("ListTasks", [ok(json!({"taskArns": ["t"]}))]);
    let task = |by: &str, created: i64, reason: &str| {
        json!({"taskArn": format!("arn:aws:ecs:r:a:task/default/{by}"), "startedBy": format!("ecs-svc/{by}"),
               "createdAt": created, "stoppedReason": reason, "lastStatus": "STOPPED"})
    };
    let mut stopped = task("7", 3, "the service went back");
    stopped["stopCode"] = json!("ServiceSchedulerInitiated");
    let all = [task("7", 1, "no such program"), task("6", 2, "another's"), stopped];
    fake.on("DescribeTasks", [ok(json!({"tasks": all}))]);
    let done = fake.run(&["deploy", "web", "--force"]).await;
    assert_eq!((done.code, &*done.out), (1, ""));
    assert!(done.err.contains("web did not start and is back at web:1"), "{}", done.err);
    assert!(done.err.contains("no such program; the breaker"), "{}", done.err);
    let asked = fake.calls("DescribeServiceDeployments")[0].json();
    assert_eq!(asked["serviceDeploymentArns"], json!(["new"]));
}

#[tokio::test]
async fn a_service_that_is_not_there_keeps_no_other_from_being_scaled() {
    let fake = engine().await;
    fake.on("DescribeServices", [ok(described(&[])), ok(described(&[service("web", 1)]))]);
    fake.on("UpdateService", [ok(json!({"service": service("web", 4)}))]);
    let done = fake.run(&["scale", "nobody=2", "web=4"]).await;
    assert_eq!((done.code, &*done.out), (3, "web 1 → 4\n"), "{}", done.err);
    assert!(done.err.contains("there is no service nobody"), "{}", done.err);
    assert_eq!(fake.calls("UpdateService")[0].json()["desiredCount"], 4);
}

#[tokio::test]
async fn events_are_shown_with_the_newest_last() {
    let fake = engine().await;
    let done = fake.run(&["events", "web"]).await;
    let messages: Vec<_> = done.out.lines().map(|line| line.split("  ").last().unwrap()).collect();
    assert_eq!(messages, ["the older", "the newer"], "{}", done.err);
    let last = fake.run(&["events", "web", "-n", "1", "-o", "jsonl"]).await.out;
    let event: Value = serde_json::from_str(last.trim()).unwrap();
    assert_eq!(event["message"], "the newer");
}

#[tokio::test]
async fn nothing_is_asked_of_a_service_that_is_exposed_already() {
    let fake = engine().await;
    let done = fake.run(&["expose", "web"]).await;
    assert_eq!(done.code, 2);
    assert!(done.err.contains(&url(&fake)), "{}", done.err);
    assert!(fake.calls("CreateLoadBalancer").is_empty());
}

#[tokio::test]
async fn a_service_grows_by_what_is_measured() {
    let fake = engine().await;
    fake.on("RegisterScalableTarget", [ok(json!({}))]);
    fake.on("PutScalingPolicy", [ok(json!({}))]);
    fake.on("UntagResource", [ok(json!({})), ok(json!({})), ok(json!({}))]);
    let words = ["autoscale", "web", "--max", "9", "--cpu", "60%", "--requests", "1000"];
    let done = fake.run(&words).await;
    assert_eq!(
        (done.code, &*done.out),
        (0, "web 1 to 9 tasks, cpu 60, requests 1000\n"),
        "{}",
        done.err
    );
    let target = fake.calls("RegisterScalableTarget")[0].json();
    assert_eq!((&target["MinCapacity"], &target["MaxCapacity"]), (&json!(1), &json!(9)));
    let policies: Vec<_> = fake.calls("PutScalingPolicy").iter().map(|call| call.json()).collect();
    let tracked = |n: usize| policies[n]["TargetTrackingScalingPolicyConfiguration"].clone();
    assert_eq!(tracked(0)["TargetValue"], 60.0);
    let label = "app/web/2/targetgroup/web/1";
    assert_eq!(tracked(1)["PredefinedMetricSpecification"]["ResourceLabel"], label);
    assert_eq!(fake.run(&["autoscale", "web", "--max", "9"]).await.code, 2, "by what?");
    assert_eq!(
        fake.run(&["autoscale", "web", "--off"]).await.code,
        1,
        "it was not asked to answer"
    );
    assert_eq!(fake.calls("DeregisterScalableTarget").len(), 1);
    // Scaled to zero: its tag says so, and the bounds let it.
    fake.on("TagResource", [ok(json!({}))]);
    fake.on("RegisterScalableTarget", [ok(json!({}))]);
    let done = fake.run(&["autoscale", "web", "--max", "3", "--to-zero", "30"]).await;
    assert_eq!(
        (done.code, &*done.out),
        (0, "web 0 to 3 tasks, none after 30 s without a request\n"),
        "{}",
        done.err
    );
    let tag = fake.calls("TagResource")[0].json();
    assert_eq!(tag["tags"], json!([{"key": "ferrogate:scale-to-zero", "value": "30"}]));
    for odd in [&["--to-zero", "4"][..], &["--to-zero", "30", "--min", "1"], &["--to-zero", "x"]] {
        let words = [&["autoscale", "web", "--max", "3"], odd].concat();
        // What clap refuses is no line; its end is as ours.
        let line = crate::fake::parse(&words);
        let code = if line.is_ok() { fake.run(&words).await.code } else { 2 };
        assert_eq!(code, 2, "{odd:?}");
    }
}

#[tokio::test]
async fn a_secret_s_value_is_in_no_command_that_is_explained() {
    let fake = engine().await;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "hush\n").unwrap();
    let path = file.path().to_str().unwrap();
    fake.on("PutSecretValue", [refused("ResourceNotFoundException", "no such secret")]);
    fake.on("CreateSecret", [ok(json!({"ARN": "arn:of:it"}))]);
    let done = fake.run(&["secret", "set", "db", "--file", path, "--explain"]).await;
    assert_eq!((done.code, &*done.out), (0, "arn:of:it\n"), "{}", done.err);
    assert_eq!(fake.calls("CreateSecret")[0].json()["SecretString"], "hush");
    assert!(done.err.contains("create-secret") && !done.err.contains("hush"), "{}", done.err);
    // Another engine's answer is no reason to make one.
    fake.on("PutSecretValue", [refused("AccessDeniedException", "no")]);
    assert_eq!(fake.run(&["secret", "set", "db", "--file", path]).await.code, 5);
    assert_eq!(fake.calls("CreateSecret").len(), 1);
    std::fs::write(file.path(), "").unwrap();
    assert_eq!(fake.run(&["secret", "set", "db", "--file", path]).await.code, 2);
}

#[tokio::test]
async fn secrets_are_printed_and_listed() {
    let fake = engine().await;
    fake.on("GetSecretValue", [ok(json!({"SecretString": "hush"}))]);
    assert_eq!(fake.run(&["secret", "get", "db"]).await.out, "hush\n");
    let of = |name: &str| json!({"SecretList": [{"Name": name, "ARN": name, "CreatedDate": 0}]});
    let mut first = of("b");
    first["NextToken"] = json!("more");
    fake.on("ListSecrets", [ok(first), ok(of("a"))]);
    let out = fake.run(&["secret", "ls", "-o", "name"]).await.out;
    assert_eq!(out, "a\nb\n");
}

#[tokio::test]
async fn a_service_whose_load_balancer_can_t_be_found_is_shown_with_the_others() {
    let fake = engine().await;
    let mut web = service("web", 1);
    web["loadBalancers"] = json!([{"targetGroupArn": GROUP}]);
    fake.on("DescribeServices", [ok(described(&[service("other", 1), web.clone()]))]);
    let answer = |code: &str| {
        raw(400, format!("<R><Error><Code>{code}</Code><Message>no</Message></Error></R>"))
    };
    for code in ["TargetGroupNotFound", "AccessDenied"] {
        fake.on("DescribeTargetGroups", [answer(code)]);
        let done = fake.run(&["services"]).await;
        let names: Vec<_> =
            done.out.lines().map(|line| line.split(' ').next().unwrap().to_owned()).collect();
        assert_eq!(
            (done.code, &names[..]),
            (0, &["SERVICE", "other", "web"].map(String::from)[..])
        );
        assert!(!done.out.contains("elb.localhost"), "{}", done.out);
    }
    let groups = format!("<R><LoadBalancerArns><member>{BALANCER}</member></LoadBalancerArns></R>");
    fake.on("DescribeTargetGroups", [raw(200, groups)]);
    fake.on("DescribeLoadBalancers", [answer("LoadBalancerNotFound")]);
    assert_eq!(fake.run(&["services"]).await.code, 0);
    // What was deployed is, whatever its URL.
    fake.on("DescribeServices", [ok(described(&[web.clone()]))]);
    fake.on("DescribeTargetGroups", [answer("AccessDenied")]);
    fake.on("UpdateService", [ok(json!({"service": web}))]);
    let done = fake.run(&["deploy", "web", "--force", "--detach"]).await;
    assert_eq!((done.code, &*done.out), (0, &*format!("{}\n", arn("web"))), "{}", done.err);
    // Whether it is exposed must be known, though.
    assert_eq!(fake.run(&["expose", "web"]).await.code, 5);
    fake.on("DescribeTargetGroups", [answer("InternalFailure")]);
    assert_eq!(fake.run(&["services"]).await.code, 1);
}

#[tokio::test]
async fn a_service_that_is_late_hides_no_other_that_was_scaled() {
    let fake = engine().await;
    let count = |name: &str, desired: i64, running: i64| {
        let mut of = service(name, desired);
        of["runningCount"] = json!(running);
        ok(described(&[of]))
    };
    fake.on(
        "DescribeServices",
        [count("late", 1, 1), count("web", 1, 1), count("late", 9, 1), count("web", 2, 2)],
    );
    let asked = |name: &str, desired: i64| ok(json!({"service": service(name, desired)}));
    fake.on("UpdateService", [asked("late", 9), asked("web", 2)]);
    fake.on("ListTasks", [ok(json!({"taskArns": []}))]);
    let done = fake.run(&["scale", "late=9", "web=2", "--wait", "--timeout", "0s"]).await;
    assert_eq!((done.code, &*done.out), (124, "web 1 → 2\n"), "{}", done.err);
    assert!(done.err.contains("late did not get to 9 tasks"), "{}", done.err);
}

fn recommendation(name: &str, finding: &str, option: Option<(i32, i32, f64)>, days: f64) -> Value {
    let option = option.map(|(cpu, memory, saved)| {
        let saved = json!({"savingsOpportunityPercentage": 87.0,
            "estimatedMonthlySavings": {"currency": "USD", "value": saved}});
        json!({"cpu": cpu, "memory": memory, "savingsOpportunity": saved,
            "savingsOpportunityAfterDiscounts": saved, "containerRecommendations": [
                {"containerName": "web", "cpu": 200, "memorySizeConfiguration": {"memory": 400}}]})
    });
    let most =
        |name: &str, value: f64| json!({"name": name, "statistic": "Maximum", "value": value});
    json!({
        "serviceArn": arn(name), "finding": finding, "currentPerformanceRisk": "VeryLow",
        "findingReasonCodes": if finding == "Optimized" { json!([]) } else { json!(["CPUOverprovisioned"]) },
        "currentServiceConfiguration": {"cpu": 1024, "memory": 4096},
        "utilizationMetrics": [most("Cpu", 12.4), most("Memory", 9.6)],
        "lookbackPeriodInDays": days,
        "serviceRecommendationOptions": option.into_iter().collect::<Vec<_>>(),
    })
}

#[tokio::test]
async fn the_right_size_is_told_with_what_it_saves_and_how_to_take_it() {
    let fake = engine().await;
    let told = recommendation("web", "Overprovisioned", Some((256, 512, 31.5)), 0.005);
    let answer = json!({"ecsServiceRecommendations": [told],
        "errors": [{"identifier": arn("new"), "code": "InsufficientMetrics", "message": "x"}]});
    fake.on("GetECSServiceRecommendations", [ok(answer)]);
    let done = fake.run(&["rightsize", "--days", "7"]).await;
    assert_eq!(done.code, 0, "{}", done.err);
    let words: Vec<_> = done.out.lines().nth(1).unwrap().split_whitespace().collect();
    let expected = "web 1024/4096 12%/10% too large very low 256/512 $31.50 a month, 87% 7 minutes";
    assert_eq!(words.join(" "), expected);
    assert!(done.err.contains("take it: ferrogate rightsize web --apply"), "{}", done.err);
    assert!(done.err.contains("less than a day"), "{}", done.err);
    assert!(done.err.contains("new: too little of its use"), "{}", done.err);
    let asked: Value =
        serde_json::from_slice(&fake.calls("GetECSServiceRecommendations")[0].body).unwrap();
    assert_eq!(asked["serviceArns"], json!([arn("web")]));
    assert_eq!(asked["filters"], json!([{"name": "Finding", "values": ["Preliminary:7"]}]));
    let document: Value =
        serde_json::from_str(&fake.run(&["rightsize", "web", "-o", "json"]).await.out).unwrap();
    assert_eq!(document["ecsServiceRecommendations"][0]["serviceArn"], arn("web"));
    let wide = fake.run(&["rightsize", "web", "-o", "wide"]).await.out;
    assert!(wide.contains("more CPU than it uses"), "{wide}");
}

#[tokio::test]
async fn the_right_size_is_taken_with_its_containers_limits() {
    let fake = engine().await;
    let definition = json!({"family": "web", "cpu": "1024", "memory": "4096",
        "containerDefinitions": [{"name": "web", "image": "a", "memory": 2048}]});
    fake.on("DescribeTaskDefinition", [ok(json!({"taskDefinition": definition}))]);
    fake.on(
        "RegisterTaskDefinition",
        [ok(json!({"taskDefinition": {"taskDefinitionArn": "new"}}))],
    );
    fake.on("UpdateService", [ok(json!({"service": service("web", 1)}))]);
    fake.on("ListServiceDeployments", [ok(json!({"serviceDeployments": []}))]);
    let told = recommendation("web", "Overprovisioned", Some((256, 512, 31.5)), 14.0);
    let right = recommendation("web", "Optimized", None, 14.0);
    let answer = |of: Value| ok(json!({"ecsServiceRecommendations": [of], "errors": []}));
    fake.on("GetECSServiceRecommendations", [answer(told), answer(right)]);
    let done = fake.run(&["rightsize", "web", "--apply"]).await;
    assert_eq!(done.code, 0, "{}", done.err);
    let body = |operation: &str| -> Value {
        serde_json::from_slice(&fake.calls(operation)[0].body).unwrap()
    };
    let registered = body("RegisterTaskDefinition");
    assert_eq!((&registered["cpu"], &registered["memory"]), (&json!("256"), &json!("512")));
    assert_eq!(registered["containerDefinitions"][0]["memory"], 400);
    assert_eq!(registered["containerDefinitions"][0]["cpu"], Value::Null);
    assert_eq!(body("UpdateService")["taskDefinition"], "new");
    // The second time there is nothing to do.
    let done = fake.run(&["rightsize", "web", "--apply"]).await;
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.err.contains("has the right size"), "{}", done.err);
    assert_eq!(fake.calls("UpdateService").len(), 1);
}

/// What GetMetricData says of queries of these numbers.
fn values(of: &[(usize, f64)]) -> Value {
    let result = |(at, value): &(usize, f64)| {
        json!({"Id": format!("m{at}"), "Label": "l", "Timestamps": [0], "Values": [value],
            "StatusCode": "Complete"})
    };
    json!({"MetricDataResults": of.iter().map(result).collect::<Vec<_>>()})
}

#[tokio::test]
async fn an_engine_that_is_away_for_a_moment_ends_no_top_and_groups_are_asked_once() {
    let fake = engine().await;
    let mut web = service("web", 1);
    web["loadBalancers"] = json!([{"targetGroupArn": GROUP}]);
    let here = || ok(described(std::slice::from_ref(&web)));
    // What only reads is asked again three times.
    let away = std::iter::repeat_with(broken_off).take(4);
    fake.on("DescribeServices", [here()].into_iter().chain(away).chain([here()]));
    fake.on("GetMetricData", [ok(values(&[(0, 40.0), (1, 80.0)]))]);
    let (seen, target) = (Seen::terminal(), fake.target());
    let interrupting = async {
        // The third look that finds something begins after the second was shown.
        fake.until_called("GetMetricData", 3).await;
        seen.interrupt.notify_one();
    };
    let (done, ()) = tokio::join!(run(&target, &["top", "--every", "0.01"], &seen), interrupting);
    assert_eq!(done.code, 0, "{}", done.err);
    let shown: Vec<_> = done.out.split("\x1b[H").skip(1).collect();
    assert!(shown[0].contains("web") && shown[0].contains("40%"), "{:?}", shown[0]);
    // What was known stays, with why it is not newer.
    assert!(shown[1].contains("40%") && shown[1].len() > shown[0].len(), "{:?}", shown[1]);
    assert_eq!(shown[2], shown[0]);
    assert_eq!(fake.calls("DescribeTargetGroups").len(), 1);
}

#[tokio::test]
async fn what_services_use_and_answer_is_shown_the_busiest_first() {
    let fake = engine().await;
    let mut web = service("web", 1);
    web["loadBalancers"] = json!([{"targetGroupArn": GROUP}]);
    web["clusterArn"] = json!("arn:aws:ecs:us-east-1:000000000000:cluster/default");
    let all = [service("idle", 1), service("new", 2), web];
    fake.on(
        "ListServices",
        [ok(json!({"serviceArns": all.iter().map(|of| &of["serviceArn"]).collect::<Vec<_>>()}))],
    );
    fake.on("DescribeServices", [ok(described(&all))]);
    // Four of each, and two more of the one behind a load balancer. They come in any order.
    let told = [
        (12, 90.0),
        (8, 40.4),
        (9, 80.0),
        (10, 5.0),
        (11, 6.0),
        (0, 1.0),
        (1, 1.0),
        (2, 7.0),
        (3, 7.0),
        (13, 30.0),
    ];
    fake.on("GetMetricData", [ok(values(&told))]);
    let done = fake.run(&["top"]).await;
    assert_eq!(done.code, 0, "{}", done.err);
    let lines: Vec<Vec<_>> =
        done.out.lines().skip(1).map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["web", "1/1", "40%", "80%", "5%", "6%", "1.50", "0.50"]);
    assert_eq!(lines[1], ["idle", "1/1", "1%", "1%", "7%", "7%", "-", "-"]);
    assert_eq!(lines[2], ["new", "1/2", "-", "-", "-", "-", "-", "-"]);
    assert!(done.err.contains("20 seconds after"), "{}", done.err);
    let asked = fake.calls("GetMetricData")[0].json();
    let queries = asked["MetricDataQueries"].as_array().unwrap();
    assert_eq!(queries.len(), 14);
    let (of_service, of_group) =
        (&queries[8]["MetricStat"]["Metric"], &queries[12]["MetricStat"]["Metric"]);
    assert_eq!(
        of_service["Dimensions"],
        json!([{"Name": "ClusterName", "Value": "default"}, {"Name": "ServiceName", "Value": "web"}])
    );
    assert_eq!(
        of_group["Dimensions"],
        json!([{"Name": "LoadBalancer", "Value": "app/web/2"}, {"Name": "TargetGroup", "Value": "targetgroup/web/1"}])
    );
    let by_memory = fake.run(&["top", "--sort", "memory", "-o", "json"]).await.out;
    let document: Value = serde_json::from_str(&by_memory).unwrap();
    assert_eq!(document["services"][0]["serviceName"], "idle");
    assert_eq!(document["services"][1]["cpuPercent"], json!({"average": 40.4, "maximum": 80.0}));
    assert_eq!(document["services"][2]["memoryPercent"], Value::Null);
}
