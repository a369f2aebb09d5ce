"""RunTask, StopTask, DescribeTasks, ListTasks: what they answer and refuse."""

import pytest

from harness.tasks import unique

SLEEP = ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1; done"]


def test_a_run_task_is_answered_before_it_runs(bench, engine):
    definition = bench.define(bench.container(command=SLEEP))
    answer = bench.ecs.run_task(cluster=bench.cluster, taskDefinition=definition["family"],
                                launchType="FARGATE", networkConfiguration=bench.network,
                                startedBy="me", group="family:mine", tags=[{"key": "a", "value": "b"}])
    task, = answer["tasks"]
    cluster, task_id = task["taskArn"].split("/")[1:]
    assert cluster == bench.cluster and len(task_id) == 32 and int(task_id, 16) >= 0
    assert task["clusterArn"].endswith(f":cluster/{bench.cluster}")
    assert (task["lastStatus"], task["desiredStatus"]) == ("PROVISIONING", "RUNNING")
    assert (task["cpu"], task["memory"]) == ("256", "512")
    assert (task["launchType"], task["platformVersion"], task["platformFamily"]) == ("FARGATE", "1.4.0", "Linux")
    assert (task["startedBy"], task["group"], task["version"]) == ("me", "family:mine", 1)
    assert task["tags"] == [{"key": "a", "value": "b"}]
    assert task["overrides"]["containerOverrides"] == [{"name": "main"}]
    attachment, = task["attachments"]
    assert attachment["type"] == "ElasticNetworkInterface"
    container, = task["containers"]
    assert (container["name"], container["lastStatus"]) == ("main", "PENDING")
    assert container["taskArn"] == task["taskArn"]
    running = bench.reach(task["taskArn"], "RUNNING")
    assert running["version"] > 1 and running["connectivity"] == "CONNECTED"
    assert running["containers"][0]["lastStatus"] == "RUNNING"
    assert running["containers"][0]["imageDigest"].startswith("sha256:")
    assert running["containers"][0]["runtimeId"]


def test_ten_tasks_come_from_one_call(bench):
    arns = bench.run(bench.container(command=["true"]), count=10)
    assert len(set(arns)) == 10
    assert [bench.finish(arn)["containers"][0]["exitCode"] for arn in arns] == [0] * 10


def test_counts_beyond_ten_are_refused(bench, refused):
    definition = bench.define()["taskDefinitionArn"]
    for count in (0, 11):
        refused("InvalidParameterException", bench.ecs.run_task, cluster=bench.cluster, launchType="FARGATE",
                taskDefinition=definition, count=count, networkConfiguration=bench.network)


def test_the_same_token_runs_a_task_once(bench, refused):
    token, definition = unique("token"), bench.define(bench.container(command=SLEEP))["taskDefinitionArn"]
    first = bench.run(definition=definition, clientToken=token)
    assert bench.run(definition=definition, clientToken=token) == first
    refused("ConflictException", bench.ecs.run_task, cluster=bench.cluster, taskDefinition=definition, count=2,
            launchType="FARGATE", networkConfiguration=bench.network, clientToken=token)
    assert bench.ecs.list_tasks(cluster=bench.cluster)["taskArns"] == [first]


def test_overrides_reach_the_container(bench):
    definition = bench.define(bench.container(command=["false"], environment=[{"name": "A", "value": "1"}]))
    arn = bench.run(definition=definition["taskDefinitionArn"], overrides={"containerOverrides": [
        {"name": "main", "command": ["sh", "-c", "echo $A $B"],
         "environment": [{"name": "B", "value": "2"}]}]})
    assert bench.finish(arn)["containers"][0]["exitCode"] == 0
    bench.expect_lines(arn, ["1 2"])


def test_an_override_of_an_unknown_container_is_refused(bench, refused):
    refused(("InvalidParameterException", "ClientException"), bench.ecs.run_task, cluster=bench.cluster,
            taskDefinition=bench.define()["taskDefinitionArn"], launchType="FARGATE",
            networkConfiguration=bench.network, overrides={"containerOverrides": [{"name": "nobody"}]})


@pytest.mark.parametrize(("changes", "code", "words"), [
    ({"networkConfiguration": None}, "InvalidParameterException",
     "Network Configuration must be provided when networkMode 'awsvpc' is specified."),
    ({"cluster": "nowhere-at-all"}, "ClusterNotFoundException", "Cluster not found."),
    ({"taskDefinition": "nothing-of-that-name"}, ("ClientException", "InvalidParameterException"), None),
    ({"platformVersion": "9.9.9"}, ("ClientException", "InvalidParameterException",
                                    "PlatformUnknownException"), None),
    ({"clientToken": "x" * 65}, "InvalidParameterException", None),
    ({"capacityProviderStrategy": [{"capacityProvider": "FARGATE", "weight": 1}]},
     "InvalidParameterException", None),
    ({"networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-00000000"]}}},
     "InvalidParameterException", None),
])
def test_a_bad_run_task_is_refused_and_runs_nothing(bench, refused, changes, code, words):
    request = {"cluster": bench.cluster, "taskDefinition": bench.define()["taskDefinitionArn"],
               "launchType": "FARGATE", "networkConfiguration": bench.network, **changes}
    said = refused(code, bench.ecs.run_task, **{k: v for k, v in request.items() if v is not None})
    assert words is None or said == words
    for status in ("RUNNING", "STOPPED"):
        assert bench.ecs.list_tasks(cluster=bench.cluster, desiredStatus=status)["taskArns"] == []


def test_start_task_is_refused_there_are_no_instances(bench, refused):
    said = refused(("InvalidParameterException", "ClientException"), bench.ecs.start_task,
                   cluster=bench.cluster, taskDefinition=bench.define()["taskDefinitionArn"],
                   containerInstances=["0" * 32], networkConfiguration=bench.network)
    assert said


def test_lists_filter_and_page(bench):
    one = bench.define(bench.container(command=SLEEP))
    two = bench.define(bench.container(command=SLEEP))
    first = bench.run(definition=one["taskDefinitionArn"], count=3, startedBy="alice")
    second = bench.run(definition=two["taskDefinitionArn"], count=2, startedBy="bob")
    for arn in first + second:
        bench.reach(arn, "RUNNING")
    pager = bench.ecs.get_paginator("list_tasks")

    def listed(**filters):
        pages = pager.paginate(cluster=bench.cluster, PaginationConfig={"PageSize": 2}, **filters)
        return sorted(arn for page in pages for arn in page["taskArns"])

    assert listed() == sorted(first + second)
    assert listed(family=one["family"]) == sorted(first)
    assert listed(startedBy="bob") == sorted(second)
    assert listed(launchType="FARGATE") == sorted(first + second)
    assert listed(launchType="EC2") == []
    bench.stop(first[0])
    assert listed(desiredStatus="STOPPED") == [first[0]]
    assert listed(desiredStatus="RUNNING") == sorted(first[1:] + second)


@pytest.mark.parametrize("form", ["arn", "id"])
def test_a_task_is_found_by_arn_and_by_id(bench, form):
    arn = bench.shell("true")
    name = arn if form == "arn" else arn.rpartition("/")[2]
    answer = bench.ecs.describe_tasks(cluster=bench.cluster, tasks=[name])
    assert [task["taskArn"] for task in answer["tasks"]] == [arn]
    bench.finish(arn)


def test_an_unknown_task_is_a_failure_not_an_error(bench, engine):
    answer = bench.ecs.describe_tasks(cluster=bench.cluster, tasks=["0" * 32])
    assert answer["tasks"] == []
    assert answer["failures"] == [{
        "arn": f"arn:aws:ecs:{engine.region}:{engine.account}:task/{bench.cluster}/{'0' * 32}",
        "reason": "MISSING"}]


def test_more_than_a_hundred_tasks_are_not_described(bench, refused):
    refused("InvalidParameterException", bench.ecs.describe_tasks, cluster=bench.cluster,
            tasks=[f"{n:032x}" for n in range(101)])


def test_a_user_s_reason_is_kept(bench):
    arn = bench.run(bench.container(command=SLEEP))
    bench.reach(arn, "RUNNING")
    task = bench.stop(arn, reason="the night shift is over")
    assert (task["stopCode"], task["stoppedReason"]) == ("UserInitiated", "the night shift is over")
    assert task["desiredStatus"] == "STOPPED"


def test_without_a_reason_aws_s_own_stands_there(bench):
    arn = bench.run(bench.container(command=SLEEP))
    bench.reach(arn, "RUNNING")
    task = bench.stop(arn)
    assert (task["stopCode"], task["stoppedReason"]) == ("UserInitiated", "Task stopped by user")


def test_stopping_twice_changes_nothing(bench):
    arn = bench.run(bench.container(command=SLEEP))
    bench.reach(arn, "RUNNING")
    first = bench.stop(arn, reason="first")
    second = bench.stop(arn, reason="second")
    assert second["stoppedReason"] == "first"
    assert second["stoppedAt"] == first["stoppedAt"]


def test_stopping_an_unknown_task_says_what_aws_says(bench, refused):
    assert refused("InvalidParameterException", bench.ecs.stop_task, cluster=bench.cluster,
                   task="0" * 32) == "The referenced task was not found."


def test_stopping_in_an_unknown_cluster_names_the_cluster(ecs, refused):
    assert refused("ClusterNotFoundException", ecs.stop_task, cluster=unique("nowhere"),
                   task="0" * 32) == "Cluster not found."


def test_tasks_can_be_tagged(bench):
    arn = bench.run(bench.container(command=SLEEP))
    bench.ecs.tag_resource(resourceArn=arn, tags=[{"key": "k", "value": "v"}])
    found = bench.ecs.describe_tasks(cluster=bench.cluster, tasks=[arn], include=["TAGS"])["tasks"][0]
    assert found["tags"] == [{"key": "k", "value": "v"}]


def test_an_operation_that_is_not_built_is_refused_by_name(ecs, refused):
    said = refused(("UnsupportedFeatureException", "ClientException", "InvalidParameterException",
                    "NotImplementedException"),
                   ecs.create_task_set, service="s", cluster="c", taskDefinition="t")
    assert "CreateTaskSet" in said


def test_a_task_without_its_log_group_stops_in_awss_words(bench):
    container = bench.container(command=["true"])
    del container["logConfiguration"]["options"]["awslogs-create-group"]
    container["logConfiguration"]["options"]["awslogs-group"] = unique("/not/here")
    task = bench.finish(bench.run(container))
    assert (task["stopCode"], task["stoppedReason"]) == (
        "TaskFailedToStart",
        "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: "
        "failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. "
        ": exit status 1")


def test_who_started_a_task_may_be_words(bench):
    arn = bench.run(bench.container(command=["sleep", "60"]), startedBy="ECS Deploy")
    assert bench.describe(arn)["startedBy"] == "ECS Deploy"
    assert bench.ecs.list_tasks(cluster=bench.cluster, startedBy="ECS Deploy")["taskArns"] == [arn]
