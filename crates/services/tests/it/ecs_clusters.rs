//! Clusters.

use ferrogate_api::ecs::operation as op;
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, REGION, Rig, column};

fn arn(name: &str) -> String {
    format!("arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/{name}")
}

#[tokio::test]
async fn a_cluster_without_a_name_is_the_default_one() {
    let rig = Rig::new().await;
    let made = rig.ok(&op::CreateCluster, json!({})).await;
    assert_eq!(made["cluster"]["clusterArn"], arn("default"));
    assert_eq!(made["cluster"]["status"], "ACTIVE");
    for input in
        [json!({}), json!({"clusters": ["default"]}), json!({"clusters": [arn("default")]})]
    {
        let found = rig.ok(&op::DescribeClusters, input).await;
        assert_eq!(column(&found, "clusters", "clusterName"), ["default"]);
        assert_eq!(found["failures"], json!([]));
    }
    rig.end().await;
}

#[tokio::test]
async fn a_cluster_that_exists_is_answered_as_it_is() {
    let rig = Rig::new().await;
    let with = |value: &str| json!({"clusterName": "web", "tags": [{"key": "k", "value": value}]});
    let first = rig.ok(&op::CreateCluster, with("1")).await;
    let again = rig.ok(&op::CreateCluster, with("2")).await;
    assert_eq!(first, again);
    assert_eq!(again["cluster"]["tags"], json!([{"key": "k", "value": "1"}]));
    rig.end().await;
}

#[tokio::test]
async fn a_deleted_cluster_is_shown_as_inactive_and_takes_nothing() {
    let rig = Rig::new().await;
    rig.ok(&op::CreateCluster, json!({"clusterName": "web"})).await;
    let gone = rig.ok(&op::DeleteCluster, json!({"cluster": "web"})).await;
    assert_eq!(gone["cluster"]["status"], "INACTIVE");
    assert_eq!(rig.ok(&op::ListClusters, json!({})).await["clusterArns"], json!([]));
    let found = rig.ok(&op::DescribeClusters, json!({"clusters": ["web"]})).await;
    assert_eq!(column(&found, "clusters", "status"), ["INACTIVE"]);
    for (operation, input) in [
        (&op::DeleteCluster, json!({"cluster": "web"})),
        (&op::UpdateClusterSettings, json!({"cluster": "web", "settings": []})),
        (&op::ListTasks, json!({"cluster": "web"})),
        (&op::DescribeTasks, json!({"cluster": "web", "tasks": ["0".repeat(32)]})),
    ] {
        let refusal = rig.refused(operation, input).await;
        assert_eq!(refusal, ("ClusterNotFoundException".into(), "Cluster not found.".into()));
    }
    // The same name is a new cluster.
    let made = rig.ok(&op::CreateCluster, json!({"clusterName": "web"})).await;
    assert_eq!(made["cluster"]["status"], "ACTIVE");
    rig.end().await;
}

#[tokio::test]
async fn pages_of_a_list_join_to_the_whole() {
    let rig = Rig::new().await;
    for name in ["a", "b", "c", "d", "e"] {
        rig.ok(&op::CreateCluster, json!({"clusterName": name})).await;
    }
    let (mut all, mut token) = (Vec::new(), Value::Null);
    loop {
        let page = rig.ok(&op::ListClusters, json!({"maxResults": 2, "nextToken": token})).await;
        all.extend(page["clusterArns"].as_array().unwrap().clone());
        token = page["nextToken"].clone();
        if token.is_null() {
            break;
        }
    }
    assert_eq!(all, ["a", "b", "c", "d", "e"].map(|name| json!(arn(name))));
    for bad in [json!({"maxResults": 0}), json!({"maxResults": 101}), json!({"nextToken": "x"})] {
        let (code, _) = rig.refused(&op::ListClusters, bad.clone()).await;
        assert_eq!(code, "InvalidParameterException", "{bad}");
    }
    rig.end().await;
}

#[tokio::test]
async fn what_is_included_is_shown_and_nothing_else() {
    let rig = Rig::new().await;
    let tags = json!([{"key": "k", "value": "v"}]);
    let made = rig.ok(&op::CreateCluster, json!({"clusterName": "web", "tags": tags})).await;
    assert_eq!(made["cluster"]["tags"], tags);
    let set = json!({"cluster": "web", "settings": []});
    for made in [made, rig.ok(&op::UpdateCluster, set).await] {
        assert_eq!(made["cluster"]["statistics"], json!([]), "a change counts nothing");
    }
    let plain = rig.ok(&op::DescribeClusters, json!({"clusters": ["web"]})).await;
    let shown = |found: &Value, name: &str| found["clusters"][0][name].clone();
    for name in ["tags", "settings", "statistics"] {
        assert_eq!(shown(&plain, name), json!([]), "{name}");
    }
    let include = json!(["TAGS", "SETTINGS", "STATISTICS"]);
    let ask = json!({"clusters": ["web", "nowhere"], "include": include});
    let full = rig.ok(&op::DescribeClusters, ask).await;
    assert_eq!(shown(&full, "tags"), tags);
    let settings = json!([{"name": "containerInsights", "value": "disabled"}]);
    assert_eq!(shown(&full, "settings"), settings);
    assert_eq!(
        column(&full["clusters"][0], "statistics", "name"),
        [
            "runningEC2TasksCount",
            "runningFargateTasksCount",
            "pendingEC2TasksCount",
            "pendingFargateTasksCount",
            "activeEC2ServiceCount",
            "activeFargateServiceCount",
            "drainingEC2ServiceCount",
            "drainingFargateServiceCount",
        ]
    );
    assert_eq!(full["failures"], json!([{"arn": arn("nowhere"), "reason": "MISSING"}]));
    rig.end().await;
}

#[tokio::test]
async fn names_and_settings_that_no_cluster_has_are_refused() {
    let rig = Rig::new().await;
    let long = "x".repeat(256);
    for (input, code) in [
        (json!({"clusterName": "a b"}), "InvalidParameterException"),
        (json!({"clusterName": ""}), "InvalidParameterException"),
        (json!({"clusterName": long}), "InvalidParameterException"),
        (
            json!({"settings": [{"name": "containerInsights", "value": "maybe"}]}),
            "InvalidParameterException",
        ),
        (json!({"capacityProviders": ["mine"]}), "InvalidParameterException"),
        (json!({"tags": [{"key": "aws:x", "value": "v"}]}), "InvalidParameterException"),
    ] {
        let (found, said) = rig.refused(&op::CreateCluster, input.clone()).await;
        assert_eq!(found, code, "{input}: {said}");
    }
    let insights = json!({"settings": [{"name": "containerInsights", "value": "enhanced"}]});
    let (_, said) = rig.refused(&op::CreateCluster, insights).await;
    assert!(said.contains("not built"), "{said}");
    assert_eq!(rig.ok(&op::ListClusters, json!({})).await["clusterArns"], json!([]));
    rig.end().await;
}
