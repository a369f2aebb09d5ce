//! Parameters: written, read by version and label, listed, deleted.

use std::sync::Arc;

use ferrogate_api::Cx;
use ferrogate_api::ssm::operation as op;
use ferrogate_base::TimestampMs;
use ferrogate_store::{Key, list_all};
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, NOW_MS, REGION, Rig, column};

async fn put(rig: &Rig, name: &str, value: &str) -> i64 {
    let ask = json!({"Name": name, "Value": value, "Type": "String", "Overwrite": true});
    rig.ok(&op::PutParameter, ask).await["Version"].as_i64().unwrap()
}

async fn value(rig: &Rig, name: &str) -> Result<String, (String, String)> {
    let ask = json!({"Name": name, "WithDecryption": true});
    let found = rig.call(&op::GetParameter, ask).await?;
    Ok(found["Parameter"]["Value"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_value_is_read_by_its_version_or_label_and_the_newest_without() {
    let rig = Rig::new().await;
    for (at, text) in ["one", "two", "three"].iter().enumerate() {
        assert_eq!(put(&rig, "/a/b", text).await, i64::try_from(at).unwrap() + 1);
    }
    let label = json!({"Name": "/a/b", "ParameterVersion": 2, "Labels": ["live", "1bad", "aws-x"]});
    let labelled = rig.ok(&op::LabelParameterVersion, label).await;
    assert_eq!(labelled, json!({"ParameterVersion": 2, "InvalidLabels": ["1bad", "aws-x"]}));
    let arn = format!("arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/a/b");
    for (asked, text) in [
        ("/a/b".to_owned(), "three"),
        ("/a/b:1".to_owned(), "one"),
        ("/a/b:live".to_owned(), "two"),
        (arn.clone(), "three"),
        (format!("{arn}:live"), "two"),
    ] {
        assert_eq!(value(&rig, &asked).await.as_deref(), Ok(text), "{asked}");
    }
    let shown = rig.ok(&op::GetParameter, json!({"Name": "/a/b:live"})).await;
    let shown = &shown["Parameter"];
    assert_eq!((&shown["Selector"], &shown["Version"]), (&json!(":live"), &json!(2)));
    assert_eq!((&shown["ARN"], &shown["DataType"]), (&json!(arn), &json!("text")));
    for (asked, code) in [
        ("/a/b:9", "ParameterVersionNotFound"),
        ("/a/b:gone", "ParameterVersionNotFound"),
        ("/a/c", "ParameterNotFound"),
        (&arn.replace(ACCOUNT, "999999999999"), "ParameterNotFound"),
        ("/a/b@", "ValidationException"),
    ] {
        assert_eq!(value(&rig, asked).await.unwrap_err().0, code, "{asked}");
    }
    // A label moves.
    let moved = json!({"Name": "/a/b", "Labels": ["live"]});
    rig.ok(&op::LabelParameterVersion, moved).await;
    assert_eq!(value(&rig, "/a/b:live").await.as_deref(), Ok("three"));
    let off = json!({"Name": "/a/b", "ParameterVersion": 3, "Labels": ["live", "none"]});
    let off = rig.ok(&op::UnlabelParameterVersion, off).await;
    assert_eq!(off, json!({"RemovedLabels": ["live"], "InvalidLabels": ["none"]}));
    assert!(value(&rig, "/a/b:live").await.is_err());
    rig.end().await;
}

#[tokio::test]
async fn a_secret_is_shown_to_who_asks_for_it_and_lies_nowhere_in_clear() {
    let rig = Rig::new().await;
    let ask = json!({"Name": "s", "Value": "hush-hush", "Type": "SecureString"});
    assert_eq!(rig.ok(&op::PutParameter, ask).await, json!({"Version": 1, "Tier": "Standard"}));
    let sealed = rig.ok(&op::GetParameter, json!({"Name": "s"})).await.to_string();
    assert!(!sealed.contains("hush"), "{sealed}");
    assert_eq!(value(&rig, "s").await.as_deref(), Ok("hush-hush"));
    put(&rig, "plain", "plain-text").await;
    let values = Key::new("/ssm-value").unwrap().children();
    let (all, _) = list_all(&*rig.state.store, &values).await.unwrap();
    assert_eq!(all.len(), 2);
    let all = all.iter().map(|kv| String::from_utf8_lossy(&kv.val)).collect::<String>();
    assert!(!all.contains("hush") && !all.contains("plain-text"));
    let deleted = rig.ok(&op::DeleteParameters, json!({"Names": ["s", "none"]})).await;
    assert_eq!(deleted, json!({"DeletedParameters": ["s"], "InvalidParameters": ["none"]}));
    // Another of the same name has nothing of it.
    put(&rig, "s", "new").await;
    assert!(value(&rig, "s:2").await.is_err());
    assert_eq!(value(&rig, "s:1").await.as_deref(), Ok("new"));
    rig.end().await;
}

#[tokio::test]
async fn a_hundred_versions_are_kept_and_a_labelled_one_is_not_lost() {
    let rig = Rig::new().await;
    for n in 1..=100 {
        put(&rig, "p", &n.to_string()).await;
    }
    rig.ok(
        &op::LabelParameterVersion,
        json!({"Name": "p", "ParameterVersion": 2, "Labels": ["x"]}),
    )
    .await;
    assert_eq!(put(&rig, "p", "101").await, 101);
    assert_eq!(value(&rig, "p:1").await.unwrap_err().0, "ParameterVersionNotFound");
    let ask = json!({"Name": "p", "Value": "102", "Overwrite": true});
    let full = rig.refused(&op::PutParameter, ask).await;
    assert_eq!(full.0, "ParameterMaxVersionLimitExceeded");
    assert!(full.1.contains("Version 2, the oldest version, can't be deleted"), "{full:?}");
    let mut seen = Vec::new();
    let mut token = Value::Null;
    loop {
        let mut ask = json!({"Name": "p", "MaxResults": 40});
        if !token.is_null() {
            ask["NextToken"] = token;
        }
        let page = rig.ok(&op::GetParameterHistory, ask).await;
        let list = page["Parameters"].as_array().unwrap();
        seen.extend(list.iter().map(|one| one["Version"].as_i64().unwrap()));
        token = page["NextToken"].clone();
        if token.is_null() {
            break;
        }
    }
    assert_eq!(seen, (2..=101).collect::<Vec<i64>>());
    rig.end().await;
}

#[tokio::test]
async fn what_makes_no_parameter_is_refused_and_changes_nothing() {
    let rig = Rig::new().await;
    put(&rig, "p", "1").await;
    let long = "x".repeat(4097);
    for (ask, code) in [
        (json!({"Name": "p", "Value": "2", "Type": "String"}), "ParameterAlreadyExists"),
        (json!({"Name": "q", "Value": "2"}), "ValidationException"),
        (json!({"Name": "q", "Value": "", "Type": "String"}), "ValidationException"),
        (json!({"Name": "q", "Value": long, "Type": "String"}), "ValidationException"),
        (json!({"Name": "a/b", "Value": "2", "Type": "String"}), "ValidationException"),
        (json!({"Name": "/aws/b", "Value": "2", "Type": "String"}), "AccessDeniedException"),
        (
            json!({"Name": "p", "Value": "2", "Type": "SecureString", "Overwrite": true}),
            "HierarchyTypeMismatchException",
        ),
        (
            json!({"Name": "q", "Value": "x", "Type": "String", "AllowedPattern": "^\\d+$"}),
            "ParameterPatternMismatchException",
        ),
        (
            json!({"Name": "q", "Value": "x", "Type": "String", "AllowedPattern": "("}),
            "InvalidAllowedPatternException",
        ),
        (
            json!({"Name": "p", "Value": "2", "Overwrite": true, "Tags": [{"Key": "a", "Value": "b"}]}),
            "ValidationException",
        ),
        (
            json!({"Name": &"/a".repeat(16), "Value": "2", "Type": "String"}),
            "HierarchyLevelLimitExceededException",
        ),
    ] {
        let refused = rig.refused(&op::PutParameter, ask.clone()).await;
        assert_eq!(refused.0, code, "{ask}: {refused:?}");
    }
    for (field, given) in [
        ("Policies", json!("[{\"Type\": \"Expiration\"}]")),
        ("KeyId", json!("alias/mine")),
        ("DataType", json!("aws:ec2:image")),
    ] {
        let mut ask = json!({"Name": "q", "Value": "2", "Type": "SecureString"});
        ask[field] = given;
        let refused = rig.refused(&op::PutParameter, ask).await;
        assert!(refused.1.contains("not built yet"), "{refused:?}");
    }
    assert_eq!(value(&rig, "p").await.as_deref(), Ok("1"));
    assert_eq!(value(&rig, "q").await.unwrap_err().0, "ParameterNotFound");
    rig.end().await;
}

#[tokio::test]
async fn a_large_value_is_of_the_advanced_tier_and_stays_there() {
    let rig = Rig::new().await;
    let long = "x".repeat(8192);
    let ask = json!({"Name": "p", "Value": long, "Type": "String", "Tier": "Intelligent-Tiering"});
    assert_eq!(rig.ok(&op::PutParameter, ask).await["Tier"], "Advanced");
    let ask = json!({"Name": "p", "Value": "x", "Overwrite": true});
    assert_eq!(rig.ok(&op::PutParameter, ask).await["Tier"], "Advanced");
    let ask = json!({"Name": "p", "Value": "x", "Overwrite": true, "Tier": "Standard"});
    let refused = rig.refused(&op::PutParameter, ask).await;
    assert!(refused.1.contains("can't downgrade"), "{refused:?}");
    rig.end().await;
}

#[tokio::test]
async fn lists_are_filtered_and_come_in_pages() {
    let rig = Rig::new().await;
    for name in ["/a/1", "/a/2", "/a/b/3", "/ab/4", "plain"] {
        put(&rig, name, name).await;
    }
    let tag = json!({"ResourceType": "Parameter", "ResourceId": "/a/2",
        "Tags": [{"Key": "team", "Value": "web"}]});
    rig.ok(&op::AddTagsToResource, tag).await;
    let names = |found: &Value| column(found, "Parameters", "Name").join(" ");
    let by_path = |path: &str, recursive: bool| json!({"Path": path, "Recursive": recursive});
    for (ask, expected) in [
        (by_path("/a", false), "/a/1 /a/2"),
        (by_path("/a/", true), "/a/1 /a/2 /a/b/3"),
        (by_path("/", false), "plain"),
        (by_path("/none", true), ""),
    ] {
        assert_eq!(names(&rig.ok(&op::GetParametersByPath, ask).await), expected);
    }
    let filtered = |key: &str, option: &str, values: &[&str]| json!({"ParameterFilters": [{"Key": key, "Option": option, "Values": values}]});
    for (ask, expected) in [
        (filtered("Name", "Equals", &["a/1", "plain"]), "/a/1 plain"),
        (filtered("Name", "BeginsWith", &["/ab"]), "/ab/4"),
        (filtered("Name", "Contains", &["b"]), "/a/b/3 /ab/4"),
        (filtered("Path", "Recursive", &["/a"]), "/a/1 /a/2 /a/b/3"),
        (filtered("Path", "OneLevel", &["/a"]), "/a/1 /a/2"),
        (filtered("tag:team", "Equals", &["web"]), "/a/2"),
        (filtered("Type", "Equals", &["SecureString"]), ""),
    ] {
        assert_eq!(names(&rig.ok(&op::DescribeParameters, ask.clone()).await), expected, "{ask}");
    }
    let first = rig.ok(&op::DescribeParameters, json!({"MaxResults": 3})).await;
    let ask = json!({"MaxResults": 3, "NextToken": first["NextToken"]});
    let second = rig.ok(&op::DescribeParameters, ask).await;
    assert_eq!((names(&first), names(&second)), ("/a/1 /a/2 /a/b/3".into(), "/ab/4 plain".into()));
    for (ask, code) in [
        (filtered("Label", "Equals", &["x"]), "InvalidFilterKey"),
        (filtered("Type", "Contains", &["x"]), "InvalidFilterOption"),
        (json!({"NextToken": "nonsense"}), "InvalidNextToken"),
    ] {
        assert_eq!(rig.refused(&op::DescribeParameters, ask).await.0, code);
    }
    let relative = rig.refused(&op::GetParametersByPath, json!({"Path": "a"})).await;
    assert_eq!(relative.0, "ValidationException");
    rig.end().await;
}

#[tokio::test]
async fn parameters_are_their_account_s_and_region_s_alone() {
    let rig = Rig::new().await;
    put(&rig, "p", "mine").await;
    for (account, region) in [("444455556666", REGION), (ACCOUNT, "eu-west-1")] {
        let other = Cx::root("id", account.parse().unwrap(), region, TimestampMs(NOW_MS));
        let other = Arc::new(other);
        let found = rig.call_as(other.clone(), &op::GetParameter, json!({"Name": "p"})).await;
        assert_eq!(found.unwrap_err().0, "ParameterNotFound");
        let listed = rig.ok_as(other, &op::DescribeParameters, json!({})).await;
        assert_eq!(listed["Parameters"], json!([]));
    }
    rig.end().await;
}

#[tokio::test]
async fn tags_are_kept_with_their_parameter() {
    let rig = Rig::new().await;
    let ask = json!({"Name": "p", "Value": "1", "Type": "String",
        "Tags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]});
    rig.ok(&op::PutParameter, ask).await;
    let of = |id: &str| json!({"ResourceType": "Parameter", "ResourceId": id});
    let mut gone = of("p");
    gone["TagKeys"] = json!(["a", "c"]);
    rig.ok(&op::RemoveTagsFromResource, gone).await;
    let listed = rig.ok(&op::ListTagsForResource, of("p")).await;
    assert_eq!(listed, json!({"TagList": [{"Key": "b", "Value": "2"}]}));
    assert_eq!(rig.refused(&op::ListTagsForResource, of("q")).await.0, "InvalidResourceId");
    let document = json!({"ResourceType": "Document", "ResourceId": "d"});
    let refused = rig.refused(&op::ListTagsForResource, document).await;
    assert!(refused.1.contains("not built yet"), "{refused:?}");
    rig.end().await;
}
