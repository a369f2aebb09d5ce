//! Schedules as they are asked for; what becomes of them is the controllers' to test.

use ferrogate_api::scheduler::operation as op;
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, REGION, Rig, column};

fn schedule(name: &str, more: Value) -> Value {
    let mut input = json!({
        "Name": name, "ScheduleExpression": "rate(5 minutes)", "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {"Arn": format!("arn:aws:sns:{REGION}:{ACCOUNT}:t"), "Input": "x",
            "RoleArn": format!("arn:aws:iam::{ACCOUNT}:role/r")},
    });
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    input
}

fn target(more: Value) -> Value {
    let mut target = schedule("s", json!({}))["Target"].clone();
    for (name, value) in more.as_object().unwrap() {
        match value {
            Value::Null => drop(target.as_object_mut().unwrap().remove(name)),
            value => target[name] = value.clone(),
        }
    }
    json!({"Target": target})
}

#[tokio::test]
async fn what_is_no_schedule_is_refused_and_what_is_not_built_by_its_name() {
    let rig = Rig::new().await;
    let cluster = format!("arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/c");
    let bus = format!("arn:aws:events:{REGION}:{ACCOUNT}:event-bus/default");
    let sqs = format!("arn:aws:sqs:{REGION}:{ACCOUNT}:q");
    let run = |more: Value| {
        let mut ecs = json!({"TaskDefinitionArn": "d"});
        ecs.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        target(json!({"Arn": cluster, "EcsParameters": ecs, "Input": null}))
    };
    let of_bus = |source: &str| {
        let parameters = json!({"DetailType": "d", "Source": source});
        target(json!({"Arn": bus, "EventBridgeParameters": parameters, "Input": "{}"}))
    };
    for (more, said) in [
        (json!({"ScheduleExpression": "rate(0 minutes)"}), "Invalid Schedule Expression rate(0"),
        (json!({"ScheduleExpression": "cron(0 9 * * *)"}), "Invalid Schedule Expression cron("),
        (json!({"ScheduleExpressionTimezone": "Nowhere"}), "Timezone Nowhere."),
        (json!({"FlexibleTimeWindow": {"Mode": "FLEXIBLE"}}), "MaximumWindowInMinutes is required"),
        (
            json!({"FlexibleTimeWindow": {"Mode": "OFF", "MaximumWindowInMinutes": 5}}),
            "must not be set",
        ),
        (json!({"StartDate": 2000, "EndDate": 1000}), "EndDate must be later"),
        (json!({"GroupName": "none"}), "Schedule group none does not exist."),
        (
            json!({"KmsKeyArn": format!("arn:aws:kms:{REGION}:{ACCOUNT}:key/k")}),
            "KmsKeyArn is not built yet.",
        ),
        (
            target(json!({"DeadLetterConfig": {"Arn": sqs}})),
            "DeadLetterConfig of a schedule's target is not built yet.",
        ),
        (
            target(json!({"Arn": "arn:aws:scheduler:::aws-sdk:rds:stopDBInstance"})),
            "aws-sdk:rds:stopDBInstance of a schedule is not built yet.",
        ),
        (target(json!({"Arn": "topic"})), "not in correct format"),
        (
            target(json!({"Arn": "arn:aws:scheduler:::aws-sdk:ecs:stopTask", "Input": "{}"})),
            "Invalid RequestJson provided. Reason: ",
        ),
        (
            target(json!({"Arn": "arn:aws:scheduler:::aws-sdk:ecs:listTasks", "Input": "{}"})),
            "is no target of a schedule",
        ),
        (target(json!({"Arn": cluster})), "EcsParameters is required"),
        (
            target(json!({"EcsParameters": {"TaskDefinitionArn": "d"}})),
            "only for a target of Amazon ECS",
        ),
        (run(json!({"PlacementConstraints": [{"type": "distinctInstance"}]})), "not built yet."),
        (target(json!({"Arn": bus})), "EventBridgeParameters is required"),
        (of_bus("aws.ecs"), "The Source aws.ecs of an event is not valid."),
        (of_bus("$.x"), "is not valid."),
    ] {
        let refused = rig.refused(&op::CreateSchedule, schedule("s", more)).await;
        assert!(refused.1.contains(said), "{said}: {refused:?}");
    }
    for (n, more) in [run(json!({})), of_bus("mine"), json!({})].into_iter().enumerate() {
        rig.ok(&op::CreateSchedule, schedule(&format!("good{n}"), more)).await;
    }
    rig.end().await;
}

#[tokio::test]
async fn a_schedule_is_made_once_for_each_token_changed_listed_and_goes_with_its_group() {
    let rig = Rig::new().await;
    rig.ok(&op::CreateScheduleGroup, json!({"Name": "g", "ClientToken": "a"})).await;
    let again =
        rig.refused(&op::CreateScheduleGroup, json!({"Name": "g", "ClientToken": "b"})).await;
    assert_eq!(again, ("ConflictException".into(), "Schedule group g already exists.".into()));
    let more = json!({"GroupName": "g", "ClientToken": "t"});
    let made = rig.ok(&op::CreateSchedule, schedule("s", more.clone())).await;
    assert_eq!(made["ScheduleArn"], format!("arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule/g/s"));
    assert_eq!(rig.ok(&op::CreateSchedule, schedule("s", more)).await, made);
    for changed in [
        json!({"GroupName": "g"}),
        json!({"GroupName": "g", "ClientToken": "u"}),
        json!({"GroupName": "g", "ClientToken": "t", "ScheduleExpression": "rate(6 minutes)"}),
    ] {
        let refused = rig.refused(&op::CreateSchedule, schedule("s", changed)).await;
        assert_eq!(refused, ("ConflictException".into(), "Schedule s already exists.".into()));
    }
    // Of the same name elsewhere there may be another.
    rig.ok(&op::CreateSchedule, schedule("s", json!({"State": "DISABLED"}))).await;
    for (ask, names) in [
        (json!({}), vec!["s", "s"]),
        (json!({"ScheduleGroup": "g"}), vec!["s"]),
        (json!({"State": "DISABLED"}), vec!["s"]),
        (json!({"NamePrefix": "x"}), vec![]),
    ] {
        let found = rig.ok(&op::ListSchedules, ask).await;
        assert_eq!(column(&found, "Schedules", "Name"), names);
    }
    // What is left out of a change is gone.
    let described =
        json!({"GroupName": "g", "Description": "why", "ActionAfterCompletion": "DELETE"});
    rig.ok(&op::UpdateSchedule, schedule("s", described)).await;
    // Members of a query have their names on the wire here.
    let of = json!({"Name": "s", "groupName": "g"});
    let found = rig.ok(&op::GetSchedule, of.clone()).await;
    assert_eq!(
        (&found["Description"], &found["ActionAfterCompletion"]),
        (&json!("why"), &json!("DELETE"))
    );
    rig.ok(&op::UpdateSchedule, schedule("s", json!({"GroupName": "g"}))).await;
    let found = rig.ok(&op::GetSchedule, of.clone()).await;
    assert_eq!(
        (&found["Description"], &found["ActionAfterCompletion"]),
        (&Value::Null, &json!("NONE"))
    );
    let none = rig.refused(&op::UpdateSchedule, schedule("none", json!({}))).await;
    assert_eq!(none, ("ResourceNotFoundException".into(), "Schedule none does not exist.".into()));
    // A group goes with all that is in it.
    for n in 0..60 {
        rig.ok(&op::CreateSchedule, schedule(&format!("s{n}"), json!({"GroupName": "g"}))).await;
    }
    rig.ok(&op::DeleteScheduleGroup, json!({"Name": "g"})).await;
    assert_eq!(rig.refused(&op::GetSchedule, of).await.0, "ResourceNotFoundException");
    let left = rig.ok(&op::ListSchedules, json!({})).await;
    assert_eq!(column(&left, "Schedules", "GroupName"), ["default"]);
    let kept = rig.refused(&op::DeleteScheduleGroup, json!({"Name": "default"})).await;
    assert_eq!(kept.0, "ValidationException");
    rig.ok(&op::DeleteSchedule, json!({"Name": "s"})).await;
    rig.end().await;
}
