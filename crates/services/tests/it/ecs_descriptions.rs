//! DescribeTasks, whose answers are kept in their encoded form.

use ferrogate_api::ecs::{self, operation as op};
use ferrogate_api::json as wire;
use ferrogate_records::ecs::task;
use serde_json::{Value, json};

use crate::ecs_tasks::{ready, run};
use crate::rig::{ACCOUNT, REGION, Rig, scope};

fn ask(ids: &[String], include: &[&str]) -> Value {
    json!({"tasks": ids, "include": include})
}

#[tokio::test]
async fn an_answer_is_of_the_shape_of_the_model() {
    let rig = Rig::new().await;
    let ids = ready(&rig, 3).await;
    let missing = "0".repeat(32);
    let asked = [&*ids, std::slice::from_ref(&missing)].concat();
    let found = rig.ok(&op::DescribeTasks, ask(&asked, &[])).await;
    let typed: ecs::DescribeTasksResponse = wire::from_value(&found).unwrap();
    let tasks = typed.tasks.unwrap();
    let shown = |task: &ecs::Task| task.task_arn.clone().unwrap();
    let arn = |id: &str| format!("arn:aws:ecs:{REGION}:{ACCOUNT}:task/default/{id}");
    assert_eq!(
        tasks.iter().map(shown).collect::<Vec<_>>(),
        ids.iter().map(|id| arn(id)).collect::<Vec<_>>(),
        "in the order they were asked for"
    );
    let failure = &typed.failures.unwrap()[0];
    assert_eq!(failure.arn.as_deref(), Some(&*arn(&missing)));
    assert_eq!(failure.reason.as_deref(), Some("MISSING"));
    rig.end().await;
}

#[tokio::test]
async fn no_answer_is_older_than_what_was_written_before_it() {
    let rig = Rig::new().await;
    let ids = ready(&rig, 4).await;
    let arn = |id: &str| format!("arn:aws:ecs:{REGION}:{ACCOUNT}:task/default/{id}");
    for round in 0..40_u32 {
        let id = &ids[(round * 7 % 4) as usize];
        // What is kept of all of them is of the state before.
        rig.ok(&op::DescribeTasks, ask(&ids, &["TAGS"])).await;
        rig.ok(&op::DescribeTasks, ask(&ids, &[])).await;
        let tag = json!([{"key": "round", "value": round.to_string()}]);
        let input = json!({"resourceArn": arn(id), "tags": tag});
        rig.ok(&op::TagResource, input).await;
        let tagged = rig.ok(&op::DescribeTasks, ask(&ids, &["TAGS"])).await;
        let plain = rig.ok(&op::DescribeTasks, ask(&ids, &[])).await;
        let at = ids.iter().position(|other| other == id).unwrap();
        assert_eq!(tagged["tasks"][at]["tags"], tag, "round {round}");
        assert_eq!(plain["tasks"][at]["tags"], json!([]), "round {round}");
        assert_eq!(plain["tasks"][at]["version"], tagged["tasks"][at]["version"]);
    }
    rig.ok(&op::StopTask, json!({"task": ids[0], "reason": "over"})).await;
    let found = rig.ok(&op::DescribeTasks, ask(&ids, &[])).await;
    assert_eq!(found["tasks"][0]["stoppedReason"], "over");
    assert_eq!(found["tasks"][1]["desiredStatus"], "RUNNING");
    rig.end().await;
}

#[tokio::test]
async fn a_task_that_is_deleted_is_missing_and_one_of_its_name_is_another() {
    let rig = Rig::new().await;
    let id = ready(&rig, 1).await.remove(0);
    let at = task::key(&scope(), "default", &id.parse().unwrap());
    let first = rig.ok(&op::DescribeTasks, ask(std::slice::from_ref(&id), &[])).await;
    let mut value: Value = serde_json::from_slice(&rig.stored(&at).await.unwrap().val).unwrap();
    rig.delete(&at).await;
    let gone = rig.ok(&op::DescribeTasks, ask(std::slice::from_ref(&id), &[])).await;
    assert_eq!(gone["tasks"], json!([]));
    assert_eq!(gone["failures"][0]["reason"], "MISSING");
    value["group"] = json!("family:other");
    rig.write(&at, &value).await;
    let again = rig.ok(&op::DescribeTasks, ask(&[id], &[])).await;
    assert_eq!(first["tasks"][0]["group"], "family:web");
    assert_eq!(again["tasks"][0]["group"], "family:other");
    rig.end().await;
}

#[tokio::test]
async fn the_settings_of_the_account_change_no_answer_that_was_given() {
    let rig = Rig::new().await;
    let ids = ready(&rig, 2).await;
    let before = rig.ok(&op::DescribeTasks, ask(&ids, &["TAGS"])).await;
    let set = json!({"name": "defaultLogDriverMode", "value": "blocking"});
    rig.ok(&op::PutAccountSettingDefault, set).await;
    assert_eq!(rig.ok(&op::DescribeTasks, ask(&ids, &["TAGS"])).await, before);
    rig.end().await;
}

#[tokio::test]
async fn tasks_are_found_by_every_form_of_their_name_in_their_cluster_only() {
    let rig = Rig::new().await;
    let id = ready(&rig, 1).await.remove(0);
    rig.ok(&op::CreateCluster, json!({"clusterName": "other"})).await;
    let arn = |cluster: &str| format!("arn:aws:ecs:{REGION}:{ACCOUNT}:task/{cluster}{id}");
    for name in [id.clone(), arn("default/"), arn("")] {
        let found = rig.ok(&op::DescribeTasks, json!({"tasks": [name]})).await;
        assert_eq!(found["tasks"].as_array().map(Vec::len), Some(1), "{name}");
    }
    for (cluster, name) in [("other", id.clone()), ("other", arn("default/"))] {
        let found = rig.ok(&op::DescribeTasks, json!({"cluster": cluster, "tasks": [name]})).await;
        assert_eq!(found["tasks"], json!([]), "{cluster} {name}");
        assert_eq!(found["failures"].as_array().map(Vec::len), Some(1));
    }
    for (tasks, text) in [
        (json!([]), "Tasks cannot be empty."),
        (json!(["short"]), "taskId length should be one of [32,36]"),
        (json!(vec![id.clone(); 101]), "tasks can have at most 100 items."),
    ] {
        let refusal = rig.refused(&op::DescribeTasks, json!({"tasks": tasks})).await;
        assert_eq!(refusal, ("InvalidParameterException".into(), text.into()));
    }
    let twice = rig.ok(&op::DescribeTasks, json!({"tasks": [id, id]})).await;
    assert_eq!(twice["tasks"][0], twice["tasks"][1]);
    // A request that runs a task shows it as the description does.
    let made = rig.ok(&op::RunTask, run(json!({}))).await;
    let ask = json!({"tasks": [made["tasks"][0]["taskArn"]], "include": ["TAGS"]});
    assert_eq!(rig.ok(&op::DescribeTasks, ask).await["tasks"], made["tasks"]);
    rig.end().await;
}
