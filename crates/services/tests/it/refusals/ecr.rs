//! ECR.

use ferrogate_api::ecr::operation as op;
use serde_json::{Value, json};

use super::{Case, check};
use crate::rig::{ACCOUNT, REGION, Rig};

const APP: &str = "app";

async fn with_repository() -> Rig {
    let rig = Rig::new().await;
    rig.ok(&op::CreateRepository, json!({"repositoryName": APP})).await;
    rig
}

fn create(what: &'static str, input: Value, text: &'static str) -> Case {
    Case { what, operation: &op::CreateRepository, input, code: "InvalidParameterException", text }
}

#[tokio::test]
async fn repositories() {
    let rig = with_repository().await;
    let with = |more: Value| {
        let mut input = json!({"repositoryName": "new"});
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        input
    };
    let filter = json!([{"filterType": "WILDCARD", "filter": "v*"}]);
    let cases = vec![
        create(
            "AES256 with a key",
            with(json!({"encryptionConfiguration": {"encryptionType": "AES256", "kmsKey": "k"}})),
            "Invalid parameter at 'encryptionConfiguration' failed to satisfy constraint: 'Invalid \
             encryption configuration: Encryption key should not be set for AES256 encryption.'",
        ),
        create(
            "exclusion filters on MUTABLE",
            with(json!({"imageTagMutability": "MUTABLE",
                "imageTagMutabilityExclusionFilters": filter})),
            "Invalid parameter at 'imageTagMutabilityExclusionFilters' failed to satisfy \
             constraint: 'ImageTagMutabilityExclusionFilters are not allowed when \
             imageTagMutability is set as MUTABLE'",
        ),
        create(
            "EXCLUSION without filters",
            with(json!({"imageTagMutability": "IMMUTABLE_WITH_EXCLUSION"})),
            "Invalid parameter at 'imageTagMutabilityExclusionFilters' failed to satisfy \
             constraint: 'ImageTagMutabilityExclusionFilters can't be null when imageTagMutability \
             is set to IMMUTABLE_WITH_EXCLUSION'",
        ),
        create(
            "bad repository name",
            with(json!({"repositoryName": "A_B"})),
            "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy \
             regular expression '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*''",
        ),
        create(
            "short repository name",
            with(json!({"repositoryName": "a"})),
            "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must have length \
             greater than or equal to 2'",
        ),
        Case {
            code: "InvalidTagParameterException",
            ..create(
                "tag value with brackets",
                with(json!({"tags": [{"Key": "k", "Value": "x (y)"}]})),
                "Some tags contain invalid characters. Valid characters: UTF-8 letters, spaces, \
                 numbers and _ . / = + - : @.",
            )
        },
        Case {
            code: "AccessDeniedException",
            ..create(
                "another account's registry",
                with(json!({"registryId": "444455556666"})),
                "User: arn:aws:iam::111122223333:root is not authorized to perform: \
                 ecr:CreateRepository on resource: \
                 arn:aws:ecr:eu-central-1:444455556666:repository/new because no resource-based \
                 policy allows the ecr:CreateRepository action",
            )
        },
        Case {
            operation: &op::SetRepositoryPolicy,
            ..create(
                "a policy without principal",
                json!({"repositoryName": APP, "policyText": json!({"Version": "2012-10-17",
                    "Statement": [{"Effect": "Allow", "Action": "ecr:*"}]}).to_string()}),
                "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid \
                 repository policy provided'",
            )
        },
    ];
    check(&rig, cases).await;
    rig.end().await;
}

fn rule(priority: i64, selection: Value) -> Value {
    json!({"rulePriority": priority, "selection": selection, "action": {"type": "expire"}})
}

fn selection(status: &str, more: Value) -> Value {
    let mut selection = json!({"tagStatus": status, "countType": "imageCountMoreThan",
        "countNumber": 10});
    for (name, value) in more.as_object().unwrap() {
        selection[name] = value.clone();
    }
    selection
}

fn put(policy: &Value) -> Value {
    // The model wants at least 100 characters.
    json!({"repositoryName": APP, "lifecyclePolicyText": format!("{policy}{:100}", "")})
}

fn lifecycle(what: &'static str, rules: Value, text: &'static str) -> Case {
    let input = put(&json!({"rules": rules}));
    Case { operation: &op::PutLifecyclePolicy, ..create(what, input, text) }
}

macro_rules! failure {
    ($why:literal) => {
        concat!(
            "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle ",
            "policy validation failure: ",
            $why,
            "'"
        )
    };
}

#[tokio::test]
async fn lifecycle_policies_by_their_schema() {
    let rig = with_repository().await;
    let any = || selection("any", json!({}));
    let mut unknown = rule(1, any());
    unknown["note"] = json!("x");
    let mut keyed = any();
    keyed["tags"] = json!([]);
    let action = |action: Value| {
        let mut rule = rule(1, any());
        rule["action"] = action;
        json!([rule])
    };
    let no_form = failure!("instance failed to match exactly one schema (matched 0 out of 4)");
    let parsing = "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: \
                   'Lifecycle policy parsing failure: Could not map policyString into \
                   LifecyclePolicy'";
    let cases = vec![
        lifecycle(
            "unknown key",
            json!([unknown]),
            failure!(
                "object instance has properties which are not allowed by the schema: [\"note\"]"
            ),
        ),
        lifecycle(
            "unknown key of a selection",
            json!([rule(1, keyed)]),
            failure!(
                "object instance has properties which are not allowed by the schema: [\"tags\"]"
            ),
        ),
        lifecycle(
            "missing keys",
            json!([{"rulePriority": 1}]),
            failure!("object has missing required properties ([\"action\",\"selection\"])"),
        ),
        lifecycle(
            "priority 0",
            json!([rule(0, any())]),
            failure!("numeric instance is lower than the required minimum (minimum: 1, found: 0)"),
        ),
        lifecycle(
            "no rule",
            json!([]),
            failure!(
                "array is too short: must have at least 1 elements but instance has 0 elements"
            ),
        ),
        lifecycle(
            "51 rules",
            (1..=51).map(|n| rule(n, any())).collect(),
            failure!(
                "array is too long: must have at most 50 elements but instance has 51 elements"
            ),
        ),
        lifecycle(
            "a unit of a count of images",
            json!([rule(1, selection("any", json!({"countUnit": "days"})))]),
            no_form,
        ),
        lifecycle(
            "days without a unit",
            json!([rule(1, selection("any", json!({"countType": "sinceImagePushed"})))]),
            no_form,
        ),
        lifecycle(
            "a null beside expire",
            action(json!({"type": "expire", "targetStorageClass": null})),
            failure!("instance failed to match exactly one schema (matched 0 out of 2)"),
        ),
        lifecycle("transition to nowhere", action(json!({"type": "transition"})), parsing),
        Case { input: put(&json!([1])), ..lifecycle("no object", json!([]), parsing) },
    ];
    check(&rig, cases).await;
    rig.end().await;
}

#[tokio::test]
async fn lifecycle_policies_by_what_their_rules_mean() {
    let rig = with_repository().await;
    let any = || selection("any", json!({}));
    let prefixes = json!({"tagPrefixList": ["v"]});
    let cases = vec![
        lifecycle(
            "two of one priority",
            json!([rule(1, any()), rule(1, selection("tagged", prefixes.clone()))]),
            failure!("Duplicate priority in multiple rules"),
        ),
        lifecycle(
            "any not last",
            json!([rule(1, any()), rule(2, selection("tagged", prefixes.clone()))]),
            failure!("Rule for tagStatus=ANY must have the highest rulePriority"),
        ),
        lifecycle(
            "two any",
            json!([rule(1, any()), rule(2, any())]),
            failure!("Only one rule can specify tagStatus=ANY"),
        ),
        lifecycle(
            "two untagged",
            json!([
                rule(1, selection("untagged", json!({}))),
                rule(2, selection("untagged", json!({})))
            ]),
            failure!("Only one rule can select Untagged images per storage class"),
        ),
        lifecycle(
            "tagged without list",
            json!([rule(1, selection("tagged", json!({})))]),
            failure!("Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED."),
        ),
        lifecycle(
            "tagged with both",
            json!([rule(
                1,
                selection("tagged", json!({"tagPrefixList": ["v"], "tagPatternList": ["v*"]}))
            )]),
            failure!(
                "If policy has a tagged rule, it must specify only one of tagPrefixList or \
                 tagPatternList"
            ),
        ),
        lifecycle(
            "untagged with list",
            json!([rule(1, selection("untagged", prefixes))]),
            failure!("Cannot specify tagPrefixList with tagStatus untagged"),
        ),
        lifecycle(
            "five wildcards",
            json!([rule(1, selection("tagged", json!({"tagPatternList": ["a*b*c*d*e*"]})))]),
            failure!("Invalid tag pattern provided. Total number of * must not exceed 4"),
        ),
        lifecycle(
            "archived images by their count",
            json!([rule(1, selection("any", json!({"storageClass": "archive"})))]),
            failure!(
                "SINCE_IMAGE_PUSHED, SINCE_IMAGE_PULLED and IMAGE_COUNT_MORE_THAN support the \
                 STANDARD storage class only"
            ),
        ),
    ];
    check(&rig, cases).await;
    rig.end().await;
}

#[tokio::test]
async fn lifecycle_policies_that_ecr_takes() {
    let rig = with_repository().await;
    let days = |status: &str, kind: &str, more: Value| {
        let mut selection = selection(status, json!({"countType": kind, "countUnit": "days"}));
        for (name, value) in more.as_object().unwrap() {
            selection[name] = value.clone();
        }
        selection
    };
    let none = json!({});
    let mut archive = rule(1, days("any", "sinceImagePulled", none.clone()));
    archive["action"] = json!({"type": "transition", "targetStorageClass": "archive"});
    let archived = days("any", "sinceImageTransitioned", json!({"storageClass": "archive"}));
    for rules in [
        json!([rule(1, selection("any", none.clone()))]),
        json!([
            rule(2, selection("tagged", json!({"tagPatternList": ["a*b*c*d*", "rc-*"]}))),
            rule(1, days("untagged", "sinceImagePushed", none)),
            rule(9, selection("any", json!({}))),
        ]),
        // One rule for any image in each storage class.
        json!([archive, rule(2, archived)]),
    ] {
        rig.ok(&op::PutLifecyclePolicy, put(&json!({"rules": rules}))).await;
    }
    let named = json!({"repositoryName": APP});
    for operation in [&op::GetLifecyclePolicy, &op::DeleteLifecyclePolicy] {
        let found = rig.ok(operation, named.clone()).await;
        assert!(found["lastEvaluatedAt"].is_number(), "{}: {found}", operation.name);
    }
    let arn = format!("arn:aws:ecr:{REGION}:{ACCOUNT}:repository/{APP}");
    let tags = json!([{"Key": "täm: a", "Value": "x_.:/=+-@ 1"}]);
    rig.ok(&op::TagResource, json!({"resourceArn": arn, "tags": tags})).await;
    rig.end().await;
}
