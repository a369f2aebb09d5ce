//! What tasks run: the spec that is kept with them.

use ferrogate_api::ecs::operation as op;
use ferrogate_records::ecr::image;
use ferrogate_records::ecs::task;
use ferrogate_services::ecs::give_specs;
use serde_json::{Value, json};

use crate::ecs_definitions::register;
use crate::ecs_tasks::{ids, ready, run};
use crate::rig::{ACCOUNT, REGION, Rig, scope};

async fn stored(rig: &Rig, key: &str) -> Value {
    let kv = rig.stored(key).await.unwrap_or_else(|| panic!("there is no {key}"));
    serde_json::from_slice(&kv.val).unwrap()
}

fn task_key(id: &str) -> String {
    task::key(&scope(), "default", &id.parse().unwrap())
}

/// The spec of a task.
async fn spec_of(rig: &Rig, id: &str) -> Value {
    let first = stored(rig, &task_key(id)).await["spec"].clone();
    let first = first.as_str().expect("it has a spec").parse().unwrap();
    stored(rig, &ferrogate_records::spec::key(&scope(), &first)).await
}

#[tokio::test]
async fn tasks_that_are_run_together_share_one_spec() {
    let rig = Rig::new().await;
    let tasks = ready(&rig, 3).await;
    let records: Vec<_> = [
        stored(&rig, &task_key(&tasks[0])).await,
        stored(&rig, &task_key(&tasks[1])).await,
        stored(&rig, &task_key(&tasks[2])).await,
    ]
    .map(|record| record["spec"].clone())
    .into();
    assert!(records.iter().all(|spec| spec == &json!(tasks[0])), "{records:?}");
    let spec = spec_of(&rig, &tasks[2]).await;
    assert_eq!(spec["limits"], json!({"cpu_units": 256, "memory_mib": 512, "pids_max": 4096}));
    assert_eq!(spec["containers"][0]["image"], "docker.io/library/nginx:1");
    rig.end().await;
}

#[tokio::test]
async fn a_task_runs_what_its_tag_named_when_it_was_accepted() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let mut definition = register("ours");
    let host = format!("{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com");
    definition["containerDefinitions"][0]["image"] = format!("{host}/team/web:v1").into();
    definition["executionRoleArn"] =
        format!("arn:aws:iam::{ACCOUNT}:role/ecsTaskExecutionRole").into();
    rig.ok(&op::RegisterTaskDefinition, definition).await;
    let run_it = async || ids(&rig.ok(&op::RunTask, run(json!({"taskDefinition": "ours"}))).await);
    let source = async |id: &str| {
        let spec = spec_of(&rig, id).await;
        spec["containers"][0]["source"]["own"]["reference"].clone()
    };
    // Nobody has pushed it: the pull will say so.
    let early = run_it().await.remove(0);
    let tag = image::tag_key(&scope(), "team/web", "v1");
    rig.write(&tag, &json!({"v": 1, "digest": "sha256:old"})).await;
    let old = run_it().await.remove(0);
    rig.write(&tag, &json!({"v": 1, "digest": "sha256:new"})).await;
    let new = run_it().await.remove(0);
    assert_eq!(source(&early).await, "v1");
    assert_eq!(source(&old).await, "sha256:old");
    assert_eq!(source(&new).await, "sha256:new");
    rig.end().await;
}

#[tokio::test]
async fn tasks_of_an_engine_that_kept_no_specs_get_theirs() {
    let rig = Rig::new().await;
    let tasks = ready(&rig, 3).await;
    // As such an engine left them: one that runs, one that has stopped, and one whose
    // definition is gone.
    let mut lost = json!(null);
    for (n, id) in tasks.iter().enumerate() {
        let mut record = stored(&rig, &task_key(id)).await;
        record.as_object_mut().unwrap().remove("spec");
        match n {
            0 => {
                let over = json!({"name": "main", "command": ["echo"]});
                record["overrides"] = json!({"containerOverrides": [over]});
                record["cpu_units"] = 512.into();
            }
            1 => record["status"] = "STOPPED".into(),
            _ => record["revision"] = 9.into(),
        }
        rig.write(&task_key(id), &record).await;
        lost = record;
    }
    rig.delete(&ferrogate_records::spec::key(&scope(), &tasks[0].parse().unwrap())).await;

    give_specs(&rig.state).await.unwrap();
    let spec = spec_of(&rig, &tasks[0]).await;
    assert_eq!(spec["containers"][0]["command"], json!(["echo"]));
    assert_eq!(spec["limits"]["cpu_units"], 512);
    assert_eq!(stored(&rig, &task_key(&tasks[1])).await.get("spec"), None, "it is over");
    assert_eq!(stored(&rig, &task_key(&tasks[2])).await, lost);
    // Again, as after a kill in the middle, changes nothing.
    let before = rig.state.store.status().await.unwrap().rev;
    give_specs(&rig.state).await.unwrap();
    assert_eq!(rig.state.store.status().await.unwrap().rev, before);
    rig.end().await;
}
