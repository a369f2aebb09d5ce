"""Execution roles at work: what they may not do stops the task, or loses its lines."""

import json

import pytest

from harness.tasks import EXECUTION, unique
from harness.wait import until

TASKS = {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}


def document(*statements: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(*actions: str, resource: str = "*") -> dict:
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource}


class Roles:
    """Roles that tasks of a bench begin with."""

    def __init__(self, bench):
        self.bench, self.iam = bench, bench.engine.boto("iam")

    def make(self, *statements: dict, name: str | None = None, attach: str | None = None) -> str:
        name = name or unique("execution")
        arn = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(TASKS))["Role"]["Arn"]
        if statements:
            self.give(arn, *statements)
        if attach:
            self.iam.attach_role_policy(RoleName=name, PolicyArn=attach)
        return arn

    def give(self, arn: str, *statements: dict) -> None:
        self.iam.put_role_policy(RoleName=arn.rpartition("/")[2], PolicyName="p", PolicyDocument=document(*statements))

    def define(self, role: str, script: str = "echo in") -> str:
        container = self.bench.container(command=["sh", "-c", script])
        return self.bench.define(container, executionRoleArn=role)["taskDefinitionArn"]

    def end(self, definition: str) -> dict:
        return self.bench.finish(self.bench.run(definition=definition), within=30)


@pytest.fixture
def roles(bench):
    return Roles(bench)


def test_a_task_needs_each_right_that_fargate_asks_its_role_for(roles):
    bench = roles.bench
    rights = [allow("sts:GetCallerIdentity")]
    role = roles.make(*rights)
    made = roles.define(role)
    for action, begins in [
        ("ecr:GetAuthorizationToken", "ResourceInitializationError: unable to pull secrets or registry auth: execution "
                                      "resource retrieval failed: unable to retrieve ecr registry auth: "),
        ("ecr:BatchGetImage", "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to "
                              "resolve ref "),
        ("ecr:GetDownloadUrlForLayer", "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: "),
        ("logs:CreateLogStream", "ResourceInitializationError: failed to validate logger args: create stream has been "
                                 "retried 1 times: failed to create Cloudwatch log stream: "),
        ("logs:CreateLogGroup", "ResourceInitializationError: failed to validate logger args: create stream has been "
                                "retried 1 times: failed to create Cloudwatch log group: "),
    ]:
        task = roles.end(made)
        assert task["stopCode"] == "TaskFailedToStart" and task["stoppedReason"].startswith(begins), task["stoppedReason"]
        session = f"arn:aws:sts::{bench.engine.account}:assumed-role/{role.rpartition('/')[2]}/{task['taskArn'].rpartition('/')[2]}"
        assert f"User: {session} is not authorized to perform: {action} on resource: " in task["stoppedReason"]
        assert "startedAt" not in task and "exitCode" not in task["containers"][0]
        rights.append(allow(action))
        roles.give(role, *rights)
    # It runs, and nothing of what it says is kept; then with the last right it is.
    silent = roles.end(made)
    assert silent["containers"][0]["exitCode"] == 0
    roles.give(role, *rights, allow("logs:PutLogEvents"))
    heard = roles.end(made)
    bench.expect_lines(heard["taskArn"], ["in"])
    assert bench.lines(silent["taskArn"]) == []


def test_aws_s_own_policy_is_enough_once_the_group_is_there(roles):
    bench = roles.bench
    made = roles.define(roles.make(attach=EXECUTION))
    assert "logs:CreateLogGroup" in roles.end(made)["stoppedReason"]
    bench.logs.create_log_group(logGroupName=bench.group)
    bench.expect_lines(roles.end(made)["taskArn"], ["in"])


def test_a_right_that_is_taken_while_a_task_runs_takes_its_lines(roles):
    bench = roles.bench
    role = roles.make(allow("ecr:*", "logs:*"))
    arn = bench.run(definition=roles.define(role, "echo one; trap 'echo two; exit 0' TERM; while :; do sleep 0.1; done"))
    bench.reach(arn, "RUNNING")
    bench.expect_lines(arn, ["one"])
    roles.give(role, allow("ecr:*"))
    assert bench.stop(arn)["containers"][0]["exitCode"] == 0
    assert bench.lines(arn) == ["one"]


def test_a_service_is_told_why_its_tasks_do_not_start(roles):
    bench = roles.bench
    bench.logs.create_log_group(logGroupName=bench.group)
    role = roles.make(allow("logs:*"))
    service = bench.ecs.create_service(cluster=bench.cluster, serviceName=unique("s"), taskDefinition=roles.define(role),
                                       desiredCount=1, launchType="FARGATE", networkConfiguration=bench.network)["service"]

    def told():
        listed = bench.ecs.list_tasks(cluster=bench.cluster, desiredStatus="STOPPED")["taskArns"]
        assert listed
        return bench.describe(listed[0])["stoppedReason"]
    assert "ecr:GetAuthorizationToken" in until("one has stopped", told)
    roles.give(role, allow("ecr:*", "logs:*"))

    def heard():
        found = bench.logs.filter_log_events(logGroupName=bench.group)["events"]
        assert "in" in [event["message"].strip() for event in found]
        return True
    until("one has run", heard, within=60)
    bench.ecs.delete_service(cluster=bench.cluster, service=service["serviceName"], force=True)

    def gone():
        found = bench.ecs.describe_services(cluster=bench.cluster, services=[service["serviceName"]])["services"]
        assert all(one["status"] == "INACTIVE" for one in found), found
        return True
    until("the service is gone", gone, within=60)


def test_a_cluster_may_want_the_role_to_be_there(roles, refused):
    bench = roles.bench
    usual = f"arn:aws:iam::{bench.engine.account}:role/ecsTaskExecutionRole"
    run = {"cluster": bench.cluster, "launchType": "FARGATE", "networkConfiguration": bench.network}
    # The one that AWS's console makes may be missing; no other.
    bench.expect_lines(roles.end(roles.define(usual))["taskArn"], ["in"])
    typo = usual.replace("Role", "Rolle")
    words = "ECS was unable to assume the role '{}' that was provided for this task."
    text = refused("ClientException", bench.ecs.run_task, taskDefinition=roles.define(typo), **run)
    assert text.startswith(words.format(typo))
    cluster = bench.ecs.describe_clusters(clusters=[bench.cluster])["clusters"][0]["clusterArn"]
    bench.ecs.tag_resource(resourceArn=cluster, tags=[{"key": "ferrogate:execution-role", "value": "required"}])
    text = refused("ClientException", bench.ecs.run_task, taskDefinition=roles.define(usual), **run)
    assert text.startswith(words.format(usual))
    bench.expect_lines(roles.end(roles.define(roles.make(allow("ecr:*", "logs:*"))))["taskArn"], ["in"])
