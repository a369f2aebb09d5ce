//! Account settings and capacity providers.

use ferrogate_api::ecs::operation as op;
use serde_json::{Value, json};

use crate::ecs_tasks::{ready, run};
use crate::rig::{ACCOUNT, REGION, Rig, column};

async fn settings(rig: &Rig, ask: Value) -> Vec<(String, String)> {
    let found = rig.ok(&op::ListAccountSettings, ask).await;
    let (names, values) = (column(&found, "settings", "name"), column(&found, "settings", "value"));
    names.into_iter().map(str::to_owned).zip(values.into_iter().map(str::to_owned)).collect()
}

#[tokio::test]
async fn a_setting_is_the_users_then_the_accounts_then_what_it_is_by_itself() {
    let rig = Rig::new().await;
    let name = "defaultLogDriverMode";
    let bob = format!("arn:aws:iam::{ACCOUNT}:user/bob");
    let of = async |who: Option<&str>, effective: bool| {
        let mut ask = json!({"name": name, "effectiveSettings": effective});
        if let Some(who) = who {
            ask["principalArn"] = json!(who);
        }
        settings(&rig, ask).await.into_iter().map(|(_, value)| value).collect::<Vec<_>>()
    };
    assert_eq!(of(None, false).await, [""; 0]);
    assert_eq!(of(None, true).await, ["non-blocking"]);
    rig.ok(&op::PutAccountSettingDefault, json!({"name": name, "value": "blocking"})).await;
    assert_eq!(of(None, false).await, ["blocking"]);
    assert_eq!(of(Some(&bob), false).await, [""; 0]);
    assert_eq!(of(Some(&bob), true).await, ["blocking"]);
    let own = json!({"name": name, "value": "non-blocking", "principalArn": bob});
    rig.ok(&op::PutAccountSetting, own).await;
    assert_eq!(of(Some(&bob), true).await, ["non-blocking"]);
    rig.ok(&op::DeleteAccountSetting, json!({"name": name, "principalArn": bob})).await;
    assert_eq!(of(Some(&bob), true).await, ["blocking"]);
    rig.ok(&op::DeleteAccountSetting, json!({"name": name})).await;
    assert_eq!(of(Some(&bob), true).await, ["non-blocking"]);
    rig.end().await;
}

#[tokio::test]
async fn whether_tasks_have_ipv6_is_the_account_s_affair() {
    let rig = Rig::new().await;
    let all = settings(&rig, json!({"name": "dualStackIPv6", "effectiveSettings": true})).await;
    assert_eq!(all, [("dualStackIPv6".to_owned(), "enabled".to_owned())]);
    let off = json!({"name": "dualStackIPv6", "value": "disabled"});
    rig.ok(&op::PutAccountSettingDefault, off.clone()).await;
    let mut of_bob = off;
    of_bob["principalArn"] = json!(format!("arn:aws:iam::{ACCOUNT}:user/bob"));
    let refused = rig.refused(&op::PutAccountSetting, of_bob).await;
    assert_eq!(refused.0, "UnsupportedFeatureException");
    let unknown = json!({"name": "dualStackIPv7", "value": "enabled"});
    for operation in [&op::PutAccountSettingDefault, &op::DeleteAccountSetting] {
        let refused = rig.refused(operation, unknown.clone()).await;
        assert_eq!(refused.0, "InvalidParameterException");
    }
    rig.end().await;
}

#[tokio::test]
async fn a_setting_acts_on_what_is_registered_after_it() {
    let rig = Rig::new().await;
    let mut definition = crate::ecs_definitions::register("web");
    definition["executionRoleArn"] = json!(format!("arn:aws:iam::{ACCOUNT}:role/r"));
    definition["containerDefinitions"][0]["logConfiguration"] = json!({
        "logDriver": "awslogs",
        "options": {"awslogs-group": "/g", "awslogs-region": REGION, "awslogs-stream-prefix": "p"},
    });
    let mode = |made: &Value| {
        let container = &made["taskDefinition"]["containerDefinitions"][0];
        container["logConfiguration"]["options"]["mode"].clone()
    };
    let before = rig.ok(&op::RegisterTaskDefinition, definition.clone()).await;
    let set = json!({"name": "defaultLogDriverMode", "value": "blocking"});
    rig.ok(&op::PutAccountSettingDefault, set).await;
    let after = rig.ok(&op::RegisterTaskDefinition, definition).await;
    assert_ne!(mode(&before), mode(&after));
    rig.end().await;
}

#[tokio::test]
async fn effective_settings_are_all_there_are_and_page() {
    let rig = Rig::new().await;
    let all = settings(&rig, json!({"effectiveSettings": true})).await;
    assert_eq!(all.len(), 12);
    let (mut paged, mut token) = (Vec::new(), Value::Null);
    loop {
        let ask = json!({"effectiveSettings": true, "maxResults": 4, "nextToken": token});
        let page = rig.ok(&op::ListAccountSettings, ask).await;
        paged.extend(column(&page, "settings", "name").into_iter().map(str::to_owned));
        token = page["nextToken"].clone();
        if token.is_null() {
            break;
        }
    }
    assert_eq!(paged, all.into_iter().map(|(name, _)| name).collect::<Vec<_>>());
    rig.end().await;
}

#[tokio::test]
async fn settings_without_effect_here_are_refused_by_name() {
    let rig = Rig::new().await;
    for (name, value, words) in [
        ("containerInsights", "enabled", "not built"),
        ("taskLongArnFormat", "disabled", "not built"),
        ("defaultLogDriverMode", "sometimes", "Invalid value"),
    ] {
        let ask = json!({"name": name, "value": value});
        let (_, said) = rig.refused(&op::PutAccountSetting, ask).await;
        assert!(said.contains(words) && said.contains(name), "{said}");
    }
    assert_eq!(settings(&rig, json!({})).await, []);
    rig.end().await;
}

#[tokio::test]
async fn the_two_capacity_providers_are_found_and_others_missing() {
    let rig = Rig::new().await;
    let found = rig.ok(&op::DescribeCapacityProviders, json!({})).await;
    assert_eq!(column(&found, "capacityProviders", "name"), ["FARGATE", "FARGATE_SPOT"]);
    let arn = |name: &str| format!("arn:aws:ecs:{REGION}:{ACCOUNT}:capacity-provider/{name}");
    let ask = json!({"capacityProviders": [arn("FARGATE_SPOT"), "mine"]});
    let found = rig.ok(&op::DescribeCapacityProviders, ask).await;
    assert_eq!(column(&found, "capacityProviders", "name"), ["FARGATE_SPOT"]);
    assert_eq!(found["failures"], json!([{"arn": arn("mine"), "reason": "MISSING"}]));
    rig.end().await;
}

#[tokio::test]
async fn a_clusters_strategy_places_what_names_none() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let mut ask = run(json!({"count": 4}));
    ask.as_object_mut().unwrap().remove("launchType");
    let (code, _) = rig.refused(&op::RunTask, ask.clone()).await;
    assert_eq!(code, "InvalidParameterException", "neither launch type nor strategy");
    let item = |name: &str, weight: u32| json!({"capacityProvider": name, "weight": weight});
    let put = json!({
        "cluster": "default", "capacityProviders": ["FARGATE", "FARGATE_SPOT"],
        "defaultCapacityProviderStrategy": [item("FARGATE", 1), item("FARGATE_SPOT", 3)],
    });
    rig.ok(&op::PutClusterCapacityProviders, put).await;
    let made = rig.ok(&op::RunTask, ask.clone()).await;
    let of = |name: &str| {
        column(&made, "tasks", "capacityProviderName").into_iter().filter(|n| *n == name).count()
    };
    assert_eq!((of("FARGATE"), of("FARGATE_SPOT")), (1, 3));
    ask["capacityProviderStrategy"] = json!([item("FARGATE", 1)]);
    let made = rig.ok(&op::RunTask, ask.clone()).await;
    assert_eq!(column(&made, "tasks", "capacityProviderName"), ["FARGATE"; 4]);
    ask["launchType"] = json!("FARGATE");
    let (code, _) = rig.refused(&op::RunTask, ask).await;
    assert_eq!(code, "InvalidParameterException", "both");
    rig.end().await;
}
