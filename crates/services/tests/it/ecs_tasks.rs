//! RunTask, StopTask, ListTasks, and the tags of tasks.

use std::sync::Arc;

use ferrogate_api::Cx;
use ferrogate_api::ecr::operation as ecr;
use ferrogate_api::ecs::operation as op;
use ferrogate_base::TimestampMs;
use ferrogate_records::ec2::default_network::DefaultNetwork;
use ferrogate_records::ecs::task;
use serde_json::{Value, json};

use crate::ecs_definitions::register;
use crate::rig::{ACCOUNT, NOW_MS, REGION, Rig, account, scope};

/// A request that runs a task of the family `web`.
pub(crate) fn run(more: Value) -> Value {
    let subnet = &DefaultNetwork::of(&scope()).subnets[0].id;
    let mut input = json!({
        "taskDefinition": "web", "launchType": "FARGATE",
        "networkConfiguration": {"awsvpcConfiguration": {"subnets": [subnet]}},
    });
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    input
}

/// The default cluster with the family `web` and so many tasks of it; their ids.
pub(crate) async fn ready(rig: &Rig, count: u32) -> Vec<String> {
    rig.ok(&op::CreateCluster, json!({})).await;
    rig.ok(&op::RegisterTaskDefinition, register("web")).await;
    match count {
        0 => vec![],
        _ => ids(&rig.ok(&op::RunTask, run(json!({"count": count}))).await),
    }
}

/// The ids of the tasks in an answer.
pub(crate) fn ids(answer: &Value) -> Vec<String> {
    let tasks = answer["tasks"].as_array().unwrap_or_else(|| panic!("no tasks in {answer}"));
    let id = |task: &Value| task["taskArn"].as_str().unwrap().rsplit('/').next().unwrap().into();
    tasks.iter().map(id).collect()
}

fn arn(id: &str) -> String {
    format!("arn:aws:ecs:{REGION}:{ACCOUNT}:task/default/{id}")
}

/// The ids that ListTasks has, over all its pages.
async fn listed(rig: &Rig, filter: Value) -> Vec<String> {
    let (mut all, mut token) = (Vec::new(), Value::Null);
    loop {
        let mut ask = filter.clone();
        ask["maxResults"] = json!(2);
        ask["nextToken"] = token;
        let page = rig.ok(&op::ListTasks, ask).await;
        for arn in page["taskArns"].as_array().unwrap() {
            all.push(arn.as_str().unwrap().rsplit('/').next().unwrap().to_owned());
        }
        token = page["nextToken"].clone();
        if token.is_null() {
            return all;
        }
    }
}

fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort();
    ids
}

#[tokio::test]
async fn a_token_runs_its_tasks_once_and_answers_the_same_again() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let ask = run(json!({"clientToken": "t", "count": 3}));
    let first = rig.ok(&op::RunTask, ask.clone()).await;
    assert_eq!(rig.ok(&op::RunTask, ask.clone()).await, first);
    // What became of the tasks meanwhile is what the repeated answer shows.
    rig.ok(&op::StopTask, json!({"task": ids(&first)[0]})).await;
    let again = rig.ok(&op::RunTask, ask).await;
    assert_eq!(ids(&again), ids(&first));
    assert_eq!(again["tasks"][0]["desiredStatus"], "STOPPED");
    let (code, _) = rig.refused(&op::RunTask, run(json!({"clientToken": "t", "count": 2}))).await;
    assert_eq!(code, "ConflictException");
    let other = rig.ok(&op::RunTask, run(json!({"clientToken": "u", "count": 3}))).await;
    assert!(ids(&other).iter().all(|id| !ids(&first).contains(id)));
    assert_eq!(listed(&rig, json!({})).await.len(), 5);
    rig.end().await;
}

#[tokio::test]
async fn a_task_without_a_place_shows_where_it_will_be_and_no_more() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let vpc = DefaultNetwork::of(&scope());
    let subnets: Vec<_> = vpc.subnets.iter().map(|subnet| &subnet.id).collect();
    let network = json!({"awsvpcConfiguration": {"subnets": subnets}});
    let made =
        rig.ok(&op::RunTask, run(json!({"count": 3, "networkConfiguration": network}))).await;
    let mut seen = Vec::new();
    for task in made["tasks"].as_array().unwrap() {
        assert_eq!(task["lastStatus"], "PROVISIONING");
        let details = &task["attachments"][0]["details"];
        assert_eq!(details.as_array().map(Vec::len), Some(1), "{details}");
        assert_eq!(details[0]["name"], "subnetId");
        let is = details[0]["value"].as_str().unwrap();
        let subnet = vpc.subnets.iter().find(|subnet| subnet.id == is).unwrap();
        assert_eq!(task["availabilityZone"], *subnet.zone);
        seen.push(subnet.id.clone());
        for absent in [
            &task["healthStatus"],
            &task["inferenceAccelerators"],
            &task["containers"][0]["healthStatus"],
            &task["containers"][0]["networkBindings"],
        ] {
            assert!(absent.is_null(), "{task}");
        }
    }
    // The tasks of one request are spread over the subnets.
    assert_eq!(sorted(seen), sorted(subnets.into_iter().cloned().collect()));
    rig.end().await;
}

#[tokio::test]
async fn names_are_those_of_the_region_s_partition() {
    let rig = Rig::new().await;
    let in_region = |region: &str| Arc::new(Cx::root("id", account(), region, TimestampMs(NOW_MS)));
    for (region, partition, domain) in [
        ("us-gov-west-1", "aws-us-gov", "amazonaws.com"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
    ] {
        let cluster = rig.call_as(in_region(region), &op::CreateCluster, json!({})).await.unwrap();
        let arn = format!("arn:{partition}:ecs:{region}:{ACCOUNT}:cluster/default");
        assert_eq!(cluster["cluster"]["clusterArn"], arn);
        let named = json!({"clusters": [arn]});
        let found = rig.call_as(in_region(region), &op::DescribeClusters, named).await.unwrap();
        assert_eq!(found["failures"], json!([]));
        let name = json!({"repositoryName": "app"});
        let made = rig.call_as(in_region(region), &ecr::CreateRepository, name).await.unwrap();
        let made = &made["repository"];
        assert_eq!(made["repositoryUri"], format!("{ACCOUNT}.dkr.ecr.{region}.{domain}/app"));
        let arn = format!("arn:{partition}:ecr:{region}:{ACCOUNT}:repository/app");
        assert_eq!(made["repositoryArn"], arn);
    }
    rig.end().await;
}

#[tokio::test]
async fn a_token_is_known_after_a_restart() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let ask = run(json!({"clientToken": "t", "count": 2}));
    let first = rig.ok(&op::RunTask, ask.clone()).await;
    let rig = rig.restart().await;
    assert_eq!(rig.ok(&op::RunTask, ask).await, first);
    rig.end().await;
}

#[tokio::test]
async fn lists_filter_and_their_pages_join() {
    let rig = Rig::new().await;
    let web = ready(&rig, 5).await;
    rig.ok(&op::RegisterTaskDefinition, register("api")).await;
    let more = json!({"taskDefinition": "api", "count": 2, "startedBy": "me"});
    let api = ids(&rig.ok(&op::RunTask, run(more)).await);
    rig.ok(&op::StopTask, json!({"task": web[0]})).await;

    assert_eq!(listed(&rig, json!({"family": "api"})).await, sorted(api.clone()));
    assert_eq!(listed(&rig, json!({"startedBy": "me"})).await, sorted(api.clone()));
    assert_eq!(listed(&rig, json!({"startedBy": "you"})).await, [""; 0]);
    assert_eq!(listed(&rig, json!({"family": "web"})).await, sorted(web[1..].to_vec()));
    let running = sorted([&web[1..], &*api].concat());
    for all in [json!({}), json!({"desiredStatus": "RUNNING"}), json!({"launchType": "FARGATE"})] {
        assert_eq!(listed(&rig, all.clone()).await, running, "{all}");
    }
    let stopped = json!({"desiredStatus": "STOPPED", "family": "web"});
    assert_eq!(listed(&rig, stopped).await, [web[0].clone()]);
    for none in [json!({"desiredStatus": "PENDING"}), json!({"launchType": "EC2"})] {
        assert_eq!(listed(&rig, none.clone()).await, [""; 0], "{none}");
    }
    rig.end().await;
}

#[tokio::test]
async fn a_page_of_one_list_is_no_page_of_another() {
    let rig = Rig::new().await;
    ready(&rig, 3).await;
    let page = rig.ok(&op::ListTasks, json!({"maxResults": 1})).await;
    let token = &page["nextToken"];
    assert!(token.is_string());
    let (code, _) = rig.refused(&op::ListTasks, json!({"nextToken": token, "family": "web"})).await;
    assert_eq!(code, "InvalidParameterException");
    rig.end().await;
}

#[tokio::test]
async fn filters_that_find_nobody_by_name_are_refused_as_aws_refuses() {
    let rig = Rig::new().await;
    ready(&rig, 1).await;
    for (filter, code, text) in [
        (json!({"serviceName": "web"}), "ServiceNotFoundException", "Service not found."),
        (
            json!({"containerInstance": "0123"}),
            "ClientException",
            "Referenced container instance 0123 not found.",
        ),
        (
            json!({"serviceName": "web", "containerInstance": "0123"}),
            "InvalidParameterException",
            "cannot specify serviceName with other arguments",
        ),
        (
            json!({"startedBy": "me", "family": "web"}),
            "InvalidParameterException",
            "startedBy must be the only filter.",
        ),
        (json!({"cluster": "nowhere"}), "ClusterNotFoundException", "Cluster not found."),
    ] {
        let refusal = rig.refused(&op::ListTasks, filter.clone()).await;
        assert_eq!(refusal, (code.into(), text.into()), "{filter}");
    }
    rig.end().await;
}

#[tokio::test]
async fn platform_versions_that_aws_has_retired_do_not_exist() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    for version in ["LATEST", "1.4.0"] {
        let made = rig.ok(&op::RunTask, run(json!({"platformVersion": version}))).await;
        assert_eq!(made["tasks"][0]["platformVersion"], "1.4.0");
    }
    for version in ["1.3.0", "1.0.0", "2.0.0", "latest", ""] {
        let refusal = rig.refused(&op::RunTask, run(json!({"platformVersion": version}))).await;
        let text = "The specified platform version does not exist.";
        assert_eq!(refusal, ("PlatformUnknownException".into(), text.into()), "{version}");
    }
    rig.end().await;
}

#[tokio::test]
async fn what_can_not_run_is_refused_and_leaves_no_task() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let subnet = json!({"awsvpcConfiguration": {"subnets": ["subnet-1"]}});
    for (more, code) in [
        (json!({"count": 0}), "InvalidParameterException"),
        (json!({"count": 11}), "InvalidParameterException"),
        (json!({"taskDefinition": "nothing"}), "ClientException"),
        (json!({"cluster": "nowhere"}), "ClusterNotFoundException"),
        (json!({"launchType": "EC2"}), "InvalidParameterException"),
        (json!({"networkConfiguration": subnet}), "InvalidParameterException"),
        (json!({"startedBy": "x".repeat(129)}), "InvalidParameterException"),
        (json!({"group": "service:x"}), "InvalidParameterException"),
        (
            json!({"overrides": {"containerOverrides": [{"name": "other"}]}}),
            "InvalidParameterException",
        ),
        (
            json!({"capacityProviderStrategy": [{"capacityProvider": "FARGATE"}]}),
            "InvalidParameterException",
        ),
    ] {
        let (found, said) = rig.refused(&op::RunTask, run(more.clone())).await;
        assert_eq!(found, code, "{more}: {said}");
    }
    assert_eq!(listed(&rig, json!({})).await, [""; 0]);
    rig.end().await;
}

#[tokio::test]
async fn the_first_reason_to_stop_stays() {
    let rig = Rig::new().await;
    let id = ready(&rig, 1).await.remove(0);
    let stop = |reason: &str| json!({"task": id, "reason": reason});
    let first = rig.ok(&op::StopTask, stop("one")).await;
    assert_eq!(first["task"]["stoppedReason"], "one");
    assert_eq!(first["task"]["stopCode"], "UserInitiated");
    let second = rig.ok(&op::StopTask, json!({"task": arn(&id), "reason": "two"})).await;
    assert_eq!(second, first);
    let refusal = rig.refused(&op::StopTask, json!({"task": "0".repeat(32)})).await;
    let text = "The referenced task was not found.";
    assert_eq!(refusal, ("InvalidParameterException".into(), text.into()));
    rig.end().await;
}

#[tokio::test]
async fn tags_are_merged_by_key_and_taken_away_by_key() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let with = json!({"tags": [{"key": "a", "value": "1"}], "enableECSManagedTags": true});
    let id = ids(&rig.ok(&op::RunTask, run(with)).await).remove(0);
    let arn = arn(&id);
    let tags = async || {
        let found = rig.ok(&op::ListTagsForResource, json!({"resourceArn": arn})).await;
        let described =
            rig.ok(&op::DescribeTasks, json!({"tasks": [id], "include": ["TAGS"]})).await;
        assert_eq!(described["tasks"][0]["tags"], found["tags"]);
        found["tags"].clone()
    };
    let managed = json!({"key": "aws:ecs:clusterName", "value": "default"});
    let a = |value: &str| json!({"key": "a", "value": value});
    assert_eq!(tags().await, json!([a("1"), managed]));
    let new = json!([a("2"), {"key": "b", "value": ""}]);
    rig.ok(&op::TagResource, json!({"resourceArn": arn, "tags": new})).await;
    assert_eq!(tags().await, json!([a("2"), managed, {"key": "b", "value": ""}]));
    rig.ok(&op::UntagResource, json!({"resourceArn": arn, "tagKeys": ["a", "none"]})).await;
    assert_eq!(tags().await, json!([managed, {"key": "b", "value": ""}]));
    let many: Vec<Value> = (0..49).map(|n| json!({"key": format!("k{n}"), "value": ""})).collect();
    let (code, _) = rig.refused(&op::TagResource, json!({"resourceArn": arn, "tags": many})).await;
    assert_eq!(code, "InvalidParameterException");
    rig.end().await;
}

#[tokio::test]
async fn tags_of_the_definition_come_along_when_asked_for() {
    let rig = Rig::new().await;
    rig.ok(&op::CreateCluster, json!({})).await;
    let mut definition = register("web");
    definition["tags"] = json!([{"key": "team", "value": "x"}, {"key": "a", "value": "0"}]);
    rig.ok(&op::RegisterTaskDefinition, definition).await;
    let own = json!({"tags": [{"key": "a", "value": "1"}]});
    let plain = rig.ok(&op::RunTask, run(own.clone())).await;
    assert_eq!(plain["tasks"][0]["tags"], own["tags"]);
    let mut more = own;
    more["propagateTags"] = json!("TASK_DEFINITION");
    let both = rig.ok(&op::RunTask, run(more)).await;
    assert_eq!(
        both["tasks"][0]["tags"],
        json!([{"key": "team", "value": "x"}, {"key": "a", "value": "1"}])
    );
    rig.end().await;
}

#[tokio::test]
async fn what_one_container_writes_is_kept_if_run_task_says_so() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let tagged = |value: &str, count: u32| {
        run(json!({"count": count, "tags": [{"key": "ferrogate:commit", "value": value}]}))
    };
    let id = ids(&rig.ok(&op::RunTask, tagged("step-1", 1)).await).remove(0);
    let key = task::key(&scope(), "default", &id.parse().unwrap());
    let stored: Value = serde_json::from_slice(&rig.stored(&key).await.unwrap().val).unwrap();
    assert_eq!(stored["commit"], "step-1");
    for (input, part) in [
        (tagged("", 1), "takes the tag of an image"),
        (tagged("a/b", 1), "takes the tag of an image"),
        (tagged("step-1", 2), "can't be kept under the same tag"),
    ] {
        let (code, text) = rig.refused(&op::RunTask, input).await;
        assert!(code == "InvalidParameterException" && text.contains(part), "{code}: {text}");
    }
    let mut two = register("two");
    let mut second = two["containerDefinitions"][0].clone();
    second["name"] = "second".into();
    two["containerDefinitions"].as_array_mut().unwrap().push(second);
    rig.ok(&op::RegisterTaskDefinition, two).await;
    let mut both = tagged("step-2", 1);
    both["taskDefinition"] = "two".into();
    let (_, text) = rig.refused(&op::RunTask, both).await;
    assert!(text.contains("tasks with one container"), "{text}");
    let arn = format!("arn:aws:ecs:{REGION}:{ACCOUNT}:task/default/{id}");
    let later = |value: &str| json!({"resourceArn": arn, "tags": [{"key": "ferrogate:commit", "value": value}]});
    let (_, text) = rig.refused(&op::TagResource, later("step-3")).await;
    assert!(text.contains("to no task later"), "{text}");
    rig.ok(&op::TagResource, later("step-1")).await;
    rig.end().await;
}
