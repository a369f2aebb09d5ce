//! Rules: conditions, priorities, and the default one.

use ferrogate_api::elbv2::operation as op;
use serde_json::json;

use super::*;
use crate::rig::column;

fn rule(listener: &str, priority: i32, conditions: Value) -> Value {
    json!({
        "ListenerArn": listener, "Priority": priority, "Conditions": conditions,
        "Actions": fixed("200"),
    })
}

fn path(pattern: &str) -> Value {
    json!([{"Field": "path-pattern", "Values": [pattern]}])
}

async fn make(rig: &Rig, listener: &str, priority: i32) -> String {
    let made = rig.ok(&op::CreateRule, rule(listener, priority, path("/a"))).await;
    text(&made["Rules"][0]["RuleArn"])
}

async fn priorities(rig: &Rig, listener: &str) -> Vec<String> {
    let shown = rig.ok(&op::DescribeRules, json!({"ListenerArn": listener})).await;
    column(&shown, "Rules", "Priority").into_iter().map(str::to_owned).collect()
}

#[tokio::test]
async fn rules_stand_by_priority_and_the_default_one_last() {
    let rig = Rig::new().await;
    let lb = make_balancer(&rig, "web").await;
    let listener = make_listener(&rig, &lb, fixed("404")).await;
    let (c, a, b) = (
        make(&rig, &listener, 30).await,
        make(&rig, &listener, 5).await,
        make(&rig, &listener, 10).await,
    );
    assert_eq!(priorities(&rig, &listener).await, ["5", "10", "30", "default"]);
    let refused = refusal(&rig, &op::CreateRule, rule(&listener, 10, path("/b"))).await;
    assert_eq!(refused, ("PriorityInUse".into(), "Priority '10' is currently in use".into()));
    let swap =
        json!({"RulePriorities": [{"RuleArn": a, "Priority": 10}, {"RuleArn": b, "Priority": 5}]});
    let moved = rig.ok(&op::SetRulePriorities, swap).await;
    assert_eq!(column(&moved, "Rules", "RuleArn"), [b.as_str(), a.as_str()]);
    let taken = json!({"RulePriorities": [{"RuleArn": a, "Priority": 30}]});
    assert_eq!(refusal(&rig, &op::SetRulePriorities, taken).await.0, "PriorityInUse");
    let twice =
        json!({"RulePriorities": [{"RuleArn": a, "Priority": 7}, {"RuleArn": b, "Priority": 7}]});
    let refused = refusal(&rig, &op::SetRulePriorities, twice).await;
    assert_eq!(
        refused,
        ("ValidationError".into(), "Priority '7' was provided multiple times".into())
    );
    rig.ok(&op::DeleteRule, json!({"RuleArn": c})).await;
    let refused = refusal(&rig, &op::DescribeRules, json!({"RuleArns": [c]})).await;
    assert_eq!(refused, ("RuleNotFound".into(), "One or more rules not found".into()));

    let shown = rig.ok(&op::DescribeRules, json!({"ListenerArn": listener})).await;
    let default = text(&shown["Rules"][2]["RuleArn"]);
    assert_eq!(shown["Rules"][2]["IsDefault"], true);
    assert_eq!(
        refusal(&rig, &op::DeleteRule, json!({"RuleArn": default})).await.0,
        "OperationNotPermitted"
    );
    let page = rig.ok(&op::DescribeRules, json!({"ListenerArn": listener, "PageSize": 2})).await;
    assert_eq!(column(&page, "Rules", "Priority"), ["5", "10"]);
    let next = json!({"ListenerArn": listener, "PageSize": 2, "Marker": page["NextMarker"]});
    let page = rig.ok(&op::DescribeRules, next).await;
    assert_eq!(column(&page, "Rules", "RuleArn"), [default.as_str()]);
    rig.end().await;
}

#[tokio::test]
async fn conditions_are_shown_as_they_count() {
    let rig = Rig::new().await;
    let lb = make_balancer(&rig, "web").await;
    let listener = make_listener(&rig, &lb, fixed("404")).await;
    let conditions = json!([
        {"Field": "host-header", "Values": ["*.example.com"]},
        {"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": "X-A", "Values": ["b*"]}},
        {"Field": "query-string", "QueryStringConfig": {"Values": [{"Key": "v", "Value": "1"}, {"Value": "x"}]}},
        {"Field": "source-ip", "SourceIpConfig": {"Values": ["10.0.0.1/8"]}},
    ]);
    let made = rig.ok(&op::CreateRule, rule(&listener, 1, conditions)).await;
    let shown = &made["Rules"][0]["Conditions"];
    assert_eq!(
        shown[0],
        json!({
            "Field": "host-header", "Values": ["*.example.com"],
            "HostHeaderConfig": {"Values": ["*.example.com"]},
        })
    );
    assert_eq!(shown[1]["HttpHeaderConfig"], json!({"HttpHeaderName": "X-A", "Values": ["b*"]}));
    assert_eq!(
        shown[2]["QueryStringConfig"]["Values"],
        json!([{"Key": "v", "Value": "1"}, {"Value": "x"}])
    );
    assert_eq!(shown[3]["SourceIpConfig"]["Values"], json!(["10.0.0.0/8"]));
    let arn = text(&made["Rules"][0]["RuleArn"]);
    let change = json!({"RuleArn": arn, "Conditions": path("/x/*")});
    let changed = rig.ok(&op::ModifyRule, change).await;
    assert_eq!(changed["Rules"][0]["Conditions"].as_array().unwrap().len(), 1);
    let refused = refusal(&rig, &op::ModifyRule, json!({"RuleArn": arn})).await;
    assert_eq!(
        refused,
        ("ValidationError".into(), "Either conditions or actions must be specified".into())
    );
    rig.end().await;
}

#[tokio::test]
async fn conditions_that_can_not_be_are_refused() {
    let rig = Rig::new().await;
    let lb = make_balancer(&rig, "web").await;
    let listener = make_listener(&rig, &lb, fixed("404")).await;
    let long = "a".repeat(129);
    let six: Vec<_> = (0..6).map(|n| format!("/{n}")).collect();
    let header = |name: &str| json!([{"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": name, "Values": ["x"]}}]);
    let method = |name: &str| json!([{"Field": "http-request-method", "HttpRequestMethodConfig": {"Values": [name]}}]);
    let source =
        |range: &str| json!([{"Field": "source-ip", "SourceIpConfig": {"Values": [range]}}]);
    for (conditions, part) in [
        (json!([]), "A condition must be specified"),
        (json!([{"Field": "cookie", "Values": ["x"]}]), "Condition field 'cookie' must be one of"),
        (
            json!([path("/a")[0], path("/b")[0]]),
            "A rule can only have one 'path-pattern' condition",
        ),
        (json!([{"Field": "path-pattern"}]), "you must specify the following fields"),
        (json!([{"Field": "path-pattern", "Values": six}]), "5"),
        (path(&long), "cannot contain more than 128 characters"),
        (path("/a b"), "contains a character that is not valid"),
        (path("/*/*/*/*/*/*/*"), "condition wildcards"),
        (
            json!([{"Field": "host-header", "Values": ["a/b"]}]),
            "contains a character that is not valid",
        ),
        (
            json!([{"Field": "path-pattern", "HostHeaderConfig": {"Values": ["x"]}}]),
            "HostHeaderConfig",
        ),
        (header("Host"), "You cannot specify 'host' as an HTTP header name"),
        (header("a b"), "contains a character that is not valid"),
        (method("get"), "contains a character that is not valid"),
        (source("10.0.0.1"), "is not a valid CIDR block"),
        (source("255.255.255.255/32"), "is not a valid CIDR block"),
    ] {
        let refused = refusal(&rig, &op::CreateRule, rule(&listener, 1, conditions.clone())).await;
        assert_eq!(refused.0, "ValidationError", "{conditions}: {refused:?}");
        assert!(refused.1.contains(part), "{conditions}: {refused:?}");
    }
    let regex = |field: &str, value: &str| json!([{"Field": field, "RegexValues": [value]}]);
    for (conditions, part) in [
        (regex("path-pattern", "^/(a"), "is not valid"),
        (regex("path-pattern", "^/a(?=b)"), "is not valid"),
        (regex("source-ip", ".*"), "'RegexValues' is not supported"),
        (
            json!([{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/a"], "RegexValues": ["/b"]}}]),
            "exactly one of the following",
        ),
    ] {
        let refused = refusal(&rig, &op::CreateRule, rule(&listener, 1, conditions.clone())).await;
        assert_eq!(refused.0, "ValidationError", "{conditions}: {refused:?}");
        assert!(refused.1.contains(part), "{conditions}: {refused:?}");
    }
    let made = rig.ok(&op::CreateRule, rule(&listener, 7, regex("path-pattern", "^/[ab]$"))).await;
    let shown = &made["Rules"][0]["Conditions"][0];
    assert_eq!(shown["PathPatternConfig"], json!({"RegexValues": ["^/[ab]$"]}));
    assert_eq!(shown["Values"], Value::Null);
    rig.ok(&op::DeleteRule, json!({"RuleArn": made["Rules"][0]["RuleArn"]})).await;
    for priority in [0, 50_001] {
        let refused = refusal(&rig, &op::CreateRule, rule(&listener, priority, path("/a"))).await;
        assert_eq!(refused.0, "ValidationError", "{priority}");
    }
    assert_eq!(priorities(&rig, &listener).await, ["default"]);
    rig.end().await;
}

#[tokio::test]
async fn a_load_balancer_has_a_hundred_rules_at_most() {
    let rig = Rig::new().await;
    let lb = make_balancer(&rig, "web").await;
    let listener = make_listener(&rig, &lb, fixed("404")).await;
    for priority in 1..=100 {
        make(&rig, &listener, priority).await;
    }
    let refused = refusal(&rig, &op::CreateRule, rule(&listener, 101, path("/a"))).await;
    assert_eq!(refused.0, "TooManyRules");
    // All goes in one transaction.
    rig.ok(&op::DeleteLoadBalancer, json!({"LoadBalancerArn": lb})).await;
    let refused = refusal(&rig, &op::DescribeRules, json!({"ListenerArn": listener})).await;
    assert_eq!(refused.0, "ListenerNotFound");
    rig.end().await;
}

#[tokio::test]
async fn tags_of_two_rules_of_one_listener_are_both_kept() {
    let rig = Rig::new().await;
    let lb = make_balancer(&rig, "web").await;
    let listener = make_listener(&rig, &lb, fixed("404")).await;
    let arns = json!([make(&rig, &listener, 1).await, make(&rig, &listener, 2).await]);
    rig.ok(&op::AddTags, json!({"ResourceArns": arns, "Tags": [{"Key": "a", "Value": "b"}]})).await;
    let shown = rig.ok(&op::DescribeTags, json!({"ResourceArns": arns})).await;
    for one in shown["TagDescriptions"].as_array().unwrap() {
        assert_eq!(one["Tags"], json!([{"Key": "a", "Value": "b"}]));
    }
    rig.end().await;
}

#[tokio::test]
async fn transforms_are_set_changed_and_taken_away() {
    let rig = Rig::new().await;
    let lb = make_balancer(&rig, "web").await;
    let listener = make_listener(&rig, &lb, fixed("404")).await;
    let rewrite = |kind: &str, config: &str, regex: &str, replace: &str| json!({"Type": kind, config: {"Rewrites": [{"Regex": regex, "Replace": replace}]}});
    let url = |regex: &str| rewrite("url-rewrite", "UrlRewriteConfig", regex, "/$1");
    let host = rewrite("host-header-rewrite", "HostHeaderRewriteConfig", "^(.*)[.]a$", "$1.b");
    let both = json!([url("^/api/(.+)$"), host]);
    let ask = with(rule(&listener, 1, path("/api/*")), "Transforms", both.clone());
    let made = rig.ok(&op::CreateRule, ask).await["Rules"][0].clone();
    assert_eq!(made["Transforms"], both);
    let arn = text(&made["RuleArn"]);
    // What is not named stays.
    let change = json!({"RuleArn": arn, "Conditions": path("/b")});
    assert_eq!(rig.ok(&op::ModifyRule, change).await["Rules"][0]["Transforms"], both);
    let change = json!({"RuleArn": arn, "Transforms": [url("^(/.*)$")]});
    let changed = rig.ok(&op::ModifyRule, change.clone()).await["Rules"][0].clone();
    assert_eq!(changed["Transforms"], json!([url("^(/.*)$")]));
    let refused = refusal(&rig, &op::ModifyRule, with(change, "ResetTransforms", true)).await;
    assert_eq!(refused.0, "ValidationError");
    let change = json!({"RuleArn": arn, "ResetTransforms": true});
    assert_eq!(rig.ok(&op::ModifyRule, change).await["Rules"][0]["Transforms"], json!([]));

    let twice = json!([url("a"), url("b")]);
    let other = rewrite("url-rewrite", "HostHeaderRewriteConfig", "a", "b");
    let two = json!({"Regex": "a", "Replace": "b"});
    let two = json!([{"Type": "url-rewrite", "UrlRewriteConfig": {"Rewrites": [two, two]}}]);
    for (wrong, part) in [
        (twice, "only have one 'url-rewrite'"),
        (json!([other]), "must have 'UrlRewriteConfig'"),
        (json!([{"Type": "url-rewrite"}]), "must have 'UrlRewriteConfig'"),
        (two, "exactly one rewrite"),
        (json!([url("(")]), "'(' is not valid"),
        (json!([url("a(?=b)")]), "is not valid"),
        (json!([url("(a)\\1")]), "is not valid"),
        (json!([url(&"a".repeat(1025))]), "more than 1024"),
        (json!([url("")]), "must have a regex"),
        (json!([url("a\nb")]), "character"),
    ] {
        let ask = with(rule(&listener, 2, path("/a")), "Transforms", wrong.clone());
        let refused = refusal(&rig, &op::CreateRule, ask).await;
        assert_eq!(refused.0, "ValidationError", "{wrong}");
        assert!(refused.1.contains(part), "{wrong}: {refused:?}");
    }
    rig.end().await;
}
