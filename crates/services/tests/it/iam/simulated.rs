//! The simulator, and whether it says what the door does.

use ferrogate_api::{Caller, access, iam::operation as op};
use ferrogate_auth::{Ask, Authorize, Principal};
use ferrogate_policy::{Context, Value as Key};
use serde_json::{Value, json};

use super::{allow, arn, tasks};
use crate::rig::{REGION, Rig, account};
use crate::sample::{operations, policy, sample};

/// What the simulator says of each ask, by the condition keys of the request.
async fn simulated(rig: &Rig, asks: &[Ask]) -> Vec<bool> {
    let mut all = vec![];
    for ask in asks {
        let entries = ask.keys.iter().map(|(key, value)| {
            let (kind, values) = match value {
                Key::One(value) => ("string", vec![value.clone()]),
                Key::Many(values) => ("stringList", values.clone()),
            };
            json!({"ContextKeyName": key, "ContextKeyType": kind, "ContextKeyValues": values})
        });
        let input = json!({
            "PolicySourceArn": arn("role/r"),
            "ActionNames": [ask.action],
            "ResourceArns": [ask.resource],
            "ContextEntries": entries.collect::<Vec<_>>(),
        });
        let answer = rig.ok(&op::SimulatePrincipalPolicy, input).await;
        all.push(answer["EvaluationResults"][0]["EvalDecision"] == "allowed");
    }
    all
}

/// A role that has just what a request needs, and then each time one thing less.
#[tokio::test]
async fn the_simulator_agrees_with_the_door_about_every_operation() {
    let rig = Rig::new().await;
    let role = json!({"RoleName": "r", "AssumeRolePolicyDocument": tasks()});
    let role = rig.ok(&op::CreateRole, role).await["Role"].clone();
    let caller = Caller {
        account: account(),
        arn: "arn:aws:sts::111122223333:assumed-role/r/work".into(),
        user_id: format!("{}:work", role["RoleId"].as_str().unwrap()),
        principal: Principal::Role { name: "r".into(), arn: arn("role/r") },
        session: None,
    };
    let (mut allowed, mut denied) = (0, 0);
    for operation in operations() {
        let input = sample("", operation.input, true, 0);
        let asks = access::asks(operation, &input, &caller, REGION);
        // Of roles their trust decides, which the simulator does not see.
        if asks.iter().any(|ask| ask.action.starts_with("sts:AssumeRole")) {
            continue;
        }
        for missing in 0..=asks.len() {
            let mut given = asks.clone();
            if missing < asks.len() {
                given.remove(missing);
            }
            match given.is_empty() {
                true => {
                    let gone = json!({"RoleName": "r", "PolicyName": "p"});
                    let _ = rig.call(&op::DeleteRolePolicy, gone).await;
                }
                false => {
                    let put = json!({"RoleName": "r", "PolicyName": "p", "PolicyDocument": policy(&given)});
                    rig.ok(&op::PutRolePolicy, put).await;
                }
            }
            let context = Context::default();
            let door = |asks: &[Ask]| rig.identity.authorize(&caller, asks, &context).is_ok();
            let simulated = simulated(&rig, &asks).await;
            for (ask, simulated) in asks.iter().zip(&simulated) {
                let one = std::slice::from_ref(ask);
                assert_eq!(door(one), *simulated, "{}: {ask:?} by {given:?}", operation.name);
                *if *simulated { &mut allowed } else { &mut denied } += 1;
            }
            let all = simulated.iter().all(|allowed| *allowed);
            assert_eq!(door(&asks), all, "{} by {given:?}", operation.name);
        }
    }
    assert!(allowed > 500 && denied > 500, "{allowed} allowed and {denied} denied");
    rig.end().await;
}

/// One result for an action, and within it one for each resource that is named.
#[tokio::test]
async fn each_resource_that_is_named_has_a_result_of_its_own() {
    let rig = Rig::new().await;
    let [one, other, third] =
        ["a", "b", "c"].map(|name| format!("arn:aws:ecs:eu-central-1:111122223333:cluster/{name}"));
    let document = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "ecs:*", "Resource": one},
        {"Effect": "Deny", "Action": "ecs:Delete*", "Resource": other,
         "Condition": {"StringEquals": {"aws:username": "u"}}},
    ]});
    let ask = |resources: Value| {
        json!({
            "PolicyInputList": [document.to_string()],
            "ActionNames": ["ecs:DeleteCluster", "ecs:DescribeClusters"],
            "ResourceArns": resources,
        })
    };
    let mut named = ask(json!([one, other, third]));
    let answer = rig.ok(&op::SimulateCustomPolicy, named.clone()).await;
    let results = answer["EvaluationResults"].as_array().unwrap();
    assert_eq!(results.len(), 2, "{answer}");
    assert_eq!(results[0]["EvalDecision"], "implicitDeny", "not all of them");
    assert_eq!(results[0]["MissingContextValues"], json!([]));
    let specific = |answer: &Value, at: usize| -> Vec<(String, String, usize, usize)> {
        let all = answer["EvaluationResults"][at]["ResourceSpecificResults"].as_array().unwrap();
        let text = |one: &Value, member: &str| one[member].as_str().unwrap().to_owned();
        let count = |one: &Value, member: &str| one[member].as_array().unwrap().len();
        all.iter()
            .map(|one| {
                (
                    text(one, "EvalResourceName"),
                    text(one, "EvalResourceDecision"),
                    count(one, "MatchedStatements"),
                    count(one, "MissingContextValues"),
                )
            })
            .collect()
    };
    let row = |arn: &String, decision: &str, matched, missing| {
        (arn.clone(), decision.to_owned(), matched, missing)
    };
    assert_eq!(
        specific(&answer, 0),
        [
            row(&one, "allowed", 1, 1),
            row(&other, "implicitDeny", 0, 1),
            row(&third, "implicitDeny", 0, 1)
        ]
    );
    named["ContextEntries"] = json!([{"ContextKeyName": "aws:username", "ContextKeyType": "string",
                                      "ContextKeyValues": ["u"]}]);
    let answer = rig.ok(&op::SimulateCustomPolicy, named).await;
    assert_eq!(answer["EvaluationResults"][0]["EvalDecision"], "explicitDeny");
    assert_eq!(specific(&answer, 0)[1], row(&other, "explicitDeny", 1, 0));
    assert_eq!(answer["EvaluationResults"][1]["EvalDecision"], "implicitDeny");

    // One resource is the result's own; without any there are no results within it.
    let answer = rig.ok(&op::SimulateCustomPolicy, ask(json!([one]))).await;
    let result = &answer["EvaluationResults"][1];
    assert_eq!(
        (&result["EvalResourceName"], &result["EvalDecision"]),
        (&json!(one), &json!("allowed"))
    );
    assert_eq!(result["MatchedStatements"].as_array().unwrap().len(), 1);
    assert_eq!(specific(&answer, 1), [row(&one, "allowed", 1, 0)]);
    let answer = rig.ok(&op::SimulateCustomPolicy, ask(json!(["*"]))).await;
    let result = &answer["EvaluationResults"][0];
    assert_eq!(
        (&result["EvalResourceName"], result.get("ResourceSpecificResults")),
        (&json!("*"), None)
    );
    assert_eq!(result["MissingContextValues"], json!(["aws:username"]));
    rig.end().await;
}

#[tokio::test]
async fn a_boundary_is_told_of_each_resource_and_of_all() {
    let rig = Rig::new().await;
    let cluster = |name: &str| format!("arn:aws:ecs:eu-central-1:111122223333:cluster/{name}");
    let boundary = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "*", "Resource": cluster("a")}]});
    let input = json!({
        "PolicyInputList": [allow("ecs:*")],
        "PermissionsBoundaryPolicyInputList": [boundary.to_string()],
        "ActionNames": ["ecs:DescribeClusters"],
        "ResourceArns": [cluster("a"), cluster("b")],
    });
    let answer = rig.ok(&op::SimulateCustomPolicy, input).await;
    let result = &answer["EvaluationResults"][0];
    let by = |of: &Value| {
        of["PermissionsBoundaryDecisionDetail"]["AllowedByPermissionsBoundary"].clone()
    };
    assert_eq!((by(result), &result["EvalDecision"]), (json!(false), &json!("implicitDeny")));
    let each = result["ResourceSpecificResults"].as_array().unwrap();
    assert_eq!(each.iter().map(by).collect::<Vec<_>>(), [json!(true), json!(false)]);
    rig.end().await;
}

/// Pages are of actions, and short where each action has many resources.
#[tokio::test]
async fn actions_come_in_pages() {
    let rig = Rig::new().await;
    let resources: Vec<_> = (0..4_000).map(|n| format!("arn:aws:s3:::bucket/{n}")).collect();
    let actions = ["s3:A", "s3:B", "s3:C", "s3:D", "s3:E"];
    let mut input = json!({"PolicyInputList": [allow("s3:*")], "ActionNames": actions, "ResourceArns": resources});
    let mut found = vec![];
    loop {
        let page = rig.ok(&op::SimulateCustomPolicy, input.clone()).await;
        let names = crate::rig::column(&page, "EvaluationResults", "EvalActionName");
        assert!(names.len() <= 2, "{names:?}");
        found.extend(names.into_iter().map(str::to_owned));
        if page["IsTruncated"] == false {
            break;
        }
        input["Marker"] = page["Marker"].clone();
    }
    assert_eq!(found, actions);
    rig.end().await;
}
