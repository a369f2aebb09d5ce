"""What policies mean, asked of the simulator by boto3 and by the stock aws."""

import json

import pytest
from botocore.exceptions import ClientError

CLUSTER = "arn:aws:ecs:us-east-1:111122223333:cluster/prod"
OTHER = "arn:aws:ecs:us-east-1:111122223333:cluster/dev"


def policy(*statements, version="2012-10-17"):
    return json.dumps({"Version": version, "Statement": list(statements)})


def says(effect, actions, resources="*", **rest):
    return {"Effect": effect, "Action": actions, "Resource": resources, **rest}


def decisions(iam, policies, actions, resources=("*",), **rest):
    answer = iam.simulate_custom_policy(PolicyInputList=policies, ActionNames=actions, ResourceArns=list(resources), **rest)
    assert not answer["IsTruncated"]
    found = {}
    for result in answer["EvaluationResults"]:
        for one in result.get("ResourceSpecificResults", []):
            found[result["EvalActionName"], one["EvalResourceName"]] = {**one, "EvalDecision": one["EvalResourceDecision"]}
        if "ResourceSpecificResults" not in result:
            found[result["EvalActionName"], result["EvalResourceName"]] = result
    return found


@pytest.fixture(scope="module")
def iam(boto):
    return boto("iam")


def test_an_operator_may_do_what_the_policy_says_and_nothing_else(iam):
    deployer = policy(says("Allow", ["ecs:RunTask", "ecs:Describe*"]), says("Deny", "ecs:*", CLUSTER, Sid="NotProd"))
    found = decisions(iam, [deployer], ["ecs:RunTask", "ECS:describetasks", "ecs:DeleteCluster"], [CLUSTER, OTHER])
    outcome = {pair: result["EvalDecision"] for pair, result in found.items()}
    assert outcome == {
        ("ecs:RunTask", CLUSTER): "explicitDeny", ("ecs:RunTask", OTHER): "allowed",
        ("ECS:describetasks", CLUSTER): "explicitDeny", ("ECS:describetasks", OTHER): "allowed",
        ("ecs:DeleteCluster", CLUSTER): "explicitDeny", ("ecs:DeleteCluster", OTHER): "implicitDeny",
    }
    matched, = found["ecs:RunTask", CLUSTER]["MatchedStatements"]
    assert matched["SourcePolicyId"] == "PolicyInputList.1"
    start, end = matched["StartPosition"], matched["EndPosition"]
    assert start["Line"] == end["Line"] == 1
    assert json.loads(deployer[start["Column"] - 1:end["Column"] - 1])["Sid"] == "NotProd"
    assert found["ecs:DeleteCluster", OTHER]["MatchedStatements"] == []


def test_conditions_ask_for_what_the_request_says_and_name_what_is_missing(iam):
    mine = policy(says("Allow", "ecs:*", Condition={
        "StringEquals": {"aws:ResourceTag/owner": "${aws:username}"}, "NumericLessThanEquals": {"ecs:task-cpu": "1024"}}))
    keys = iam.get_context_keys_for_custom_policy(PolicyInputList=[mine])["ContextKeyNames"]
    assert sorted(keys) == ["aws:ResourceTag/owner", "aws:username", "ecs:task-cpu"]
    result = decisions(iam, [mine], ["ecs:RunTask"])["ecs:RunTask", "*"]
    assert result["EvalDecision"] == "implicitDeny"
    assert sorted(result["MissingContextValues"]) == sorted(keys)

    def entry(name, kind, *values):
        return {"ContextKeyName": name, "ContextKeyType": kind, "ContextKeyValues": list(values)}

    context = [entry("aws:username", "string", "bob"), entry("aws:resourcetag/Owner", "string", "bob"),
               entry("ecs:task-cpu", "numeric", "512")]
    result = decisions(iam, [mine], ["ecs:RunTask"], ContextEntries=context)["ecs:RunTask", "*"]
    assert (result["EvalDecision"], result["MissingContextValues"]) == ("allowed", [])
    tagged = policy(says("Allow", "ecs:TagResource", Condition={"ForAllValues:StringEquals": {"aws:TagKeys": ["team", "cost"]}}))
    for tags, expected in ((("team",), "allowed"), (("team", "other"), "implicitDeny"), ((), "allowed")):
        found = decisions(iam, [tagged], ["ecs:TagResource"], ContextEntries=[entry("aws:TagKeys", "stringList", *tags)])
        assert found["ecs:TagResource", "*"]["EvalDecision"] == expected, tags


def test_a_boundary_takes_away_and_a_resource_may_let_in(iam):
    everything, logs = policy(says("Allow", "*")), policy(says("Allow", "logs:*"))
    result = decisions(iam, [everything], ["ecs:RunTask"], PermissionsBoundaryPolicyInputList=[logs])["ecs:RunTask", "*"]
    assert result["EvalDecision"] == "implicitDeny"
    assert result["PermissionsBoundaryDecisionDetail"] == {"AllowedByPermissionsBoundary": False}
    bob = "arn:aws:iam::111122223333:user/bob"
    secret = "arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf"
    own = policy({"Effect": "Allow", "Principal": {"AWS": bob}, "Action": "secretsmanager:GetSecretValue", "Resource": "*"})
    for caller, expected in ((bob, "allowed"), (bob + "2", "implicitDeny")):
        found = decisions(iam, [logs], ["secretsmanager:GetSecretValue"], [secret], ResourcePolicy=own, CallerArn=caller)
        assert found["secretsmanager:GetSecretValue", secret]["EvalDecision"] == expected
    foreign = decisions(iam, [logs], ["secretsmanager:GetSecretValue"], [secret], ResourcePolicy=own, CallerArn=bob,
                        ResourceOwner="arn:aws:iam::444455556666:root")
    assert foreign["secretsmanager:GetSecretValue", secret]["EvalDecision"] == "implicitDeny", "both accounts must allow"


def test_what_is_no_policy_is_refused_in_the_words_of_aws(iam):
    for text, why in (
        ("not json", "Syntax errors in policy."),
        (policy(says("Allow", "ecs:*"), version="2008-10-17"), "Policy document must be version 2012-10-17 or greater."),
        (policy(says("Allow", "RunTask")), "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
    ):
        with pytest.raises(ClientError) as refused:
            decisions(iam, [text], ["ecs:RunTask"])
        assert refused.value.response["Error"]["Code"] == "InvalidInput"
        assert why in refused.value.response["Error"]["Message"]
    with pytest.raises(ClientError, match="ResourceHandlingOption is not built"):
        decisions(iam, [policy(says("Allow", "*"))], ["ec2:RunInstances"], ResourceHandlingOption="EC2-VPC-InstanceStore")


def test_results_come_in_pages_also_to_the_stock_aws(iam, aws):
    allow = policy(says("Allow", "ecs:A*"))
    actions = [f"ecs:{letter}{number}" for letter in "AB" for number in range(60)]
    pages = iam.get_paginator("simulate_custom_policy").paginate(
        PolicyInputList=[allow], ActionNames=actions, PaginationConfig={"PageSize": 50})
    results = [result for page in pages for result in page["EvaluationResults"]]
    assert [result["EvalActionName"] for result in results] == actions
    assert [result["EvalDecision"] for result in results] == ["allowed"] * 60 + ["implicitDeny"] * 60
    shown = aws("iam", "simulate-custom-policy", "--policy-input-list", allow, "--action-names", "ecs:Any",
                       "--query", "EvaluationResults[0].EvalDecision", "--output", "text")
    assert shown.strip() == "allowed"
