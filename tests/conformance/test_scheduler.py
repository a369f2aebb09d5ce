"""EventBridge Scheduler: what is due is done, once and whatever dies in between."""

import datetime
import json

import pytest
from botocore.exceptions import ClientError

from harness.patient import Patient, patient
from harness.points import TELLING, TIMING, order
from harness.tasks import unique
from harness.wait import until

DYING = [*TIMING, *(point for point in TELLING if "told" in point)]


class Timed:
    """Schedules of a test, with a role that may do what they do."""

    def __init__(self, telling):
        self.telling, self.engine = telling, telling.engine
        self.scheduler, self.iam = Patient(telling.engine.boto("scheduler")), telling.iam

    def role(self, *actions: str, by: str = "scheduler.amazonaws.com") -> str:
        name = unique("scheduler")
        trust = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": by}, "Action": "sts:AssumeRole"}]}
        arn = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        if actions:
            policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}
            self.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps(policy))
        return arn

    def create(self, target: dict, expression: str | None = None, **more) -> str:
        name = unique("schedule")
        soon = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=2)
        self.scheduler.create_schedule(**{
            "Name": name, "ScheduleExpression": expression or f"at({soon:%Y-%m-%dT%H:%M:%S})",
            "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": target, **more})
        return name

    def is_there(self, name: str) -> bool:
        return any(one["Name"] == name for one in self.scheduler.list_schedules()["Schedules"])

    def runs_a_task(self, role: str, **more) -> dict:
        bench = self.telling.bench
        definition = bench.define(bench.container(command=["sh", "-c", "echo from $FROM"]))
        return {"Arn": self.telling.arn("ecs", f"cluster/{bench.cluster}"), "RoleArn": role, "EcsParameters": {
            "TaskDefinitionArn": definition["taskDefinitionArn"], "LaunchType": "FARGATE",
            "NetworkConfiguration": {"awsvpcConfiguration": {"Subnets": bench.network["awsvpcConfiguration"]["subnets"]}}}, **more}

    def tasks(self) -> list[str]:
        bench = self.telling.bench
        ecs = Patient(bench.ecs)
        return [arn for status in ("RUNNING", "STOPPED")
                for arn in ecs.list_tasks(cluster=bench.cluster, desiredStatus=status)["taskArns"]]


@pytest.fixture
def timed(telling):  # noqa: F811
    telling.sns, telling.events = Patient(telling.sns), Patient(telling.events)
    return Timed(telling)


@pytest.mark.parametrize("point", [None, *DYING])
def test_a_schedule_runs_a_task_once_and_goes_whatever_dies(timed, point):
    bench = patient(timed.telling.bench)
    timed.telling.bench = bench
    role = timed.role("ecs:RunTask", "iam:PassRole")
    said = {"containerOverrides": [{"name": "main", "environment": [
        {"name": "FROM", "value": "<aws.scheduler.schedule-arn>"}]}]}
    target = timed.runs_a_task(role, Input=json.dumps(said))
    file = order(timed.engine, point) if point else None
    name = timed.create(target, ActionAfterCompletion="DELETE")
    if point:
        until("the point was reached", lambda: not file.exists(), within=40)
        until("the server is back", timed.engine.ready)
    started = until("a task runs", timed.tasks, 60)
    task = bench.reach(started[0], "STOPPED")
    assert task["startedBy"] == f"chronos-schedule/{name}"[:36]
    bench.expect_lines(started[0], ["from " + timed.telling.arn("scheduler", f"schedule/default/{name}")])
    until("the schedule is gone", lambda: not timed.is_there(name), 60)
    assert timed.tasks() == started


def test_schedules_tell_topics_and_the_bus_and_are_kept_as_they_were_made(timed, endpoint):  # noqa: F811
    telling, hook = timed.telling, endpoint()  # noqa: F811
    topic, group = telling.sns.create_topic(Name=unique("topic"))["TopicArn"], telling.group()
    telling.subscribed(topic, hook)
    source = unique("own")
    telling.rule({"source": [source]}, telling.to(group))
    role = timed.role("sns:Publish", "events:PutEvents")
    bus = telling.arn("events", "event-bus/default")
    # The unit in the plural is how many write it.
    tells = timed.create({"Arn": topic, "RoleArn": role, "Input": "at <aws.scheduler.scheduled-time>"}, "rate(1 hours)")
    puts = timed.create({"Arn": bus, "RoleArn": role, "Input": json.dumps({"n": 1}),
                         "EventBridgeParameters": {"DetailType": "mine", "Source": source}})
    # A rate begins at once.
    letter = json.loads(hook.next(40)[1])
    assert letter["Message"].startswith("at 20") and letter["Message"].endswith("Z")
    event = json.loads(until("the bus is told", lambda: telling.told(group), 40)[0])
    assert (event["detail-type"], event["detail"]) == ("mine", {"n": 1})
    assert event["resources"] == [telling.arn("scheduler", f"schedule/default/{puts}")]
    # Who says nothing to a topic has it told what was due.
    silent = timed.create({"Arn": topic, "RoleArn": role})
    told = json.loads(json.loads(hook.next(40)[1])["Message"])
    assert (told["source"], told["detail-type"], told["detail"]) == ("aws.scheduler", "Scheduled Event", "{}")
    assert told["resources"] == [telling.arn("scheduler", f"schedule/default/{silent}")]
    shown = timed.scheduler.get_schedule(Name=tells)
    assert (shown["ScheduleExpression"], shown["ScheduleExpressionTimezone"], shown["State"]) == ("rate(1 hours)", "UTC", "ENABLED")
    assert shown["Target"]["RetryPolicy"] == {"MaximumEventAgeInSeconds": 86400, "MaximumRetryAttempts": 185}
    assert shown["ActionAfterCompletion"] == "NONE" and shown["FlexibleTimeWindow"] == {"Mode": "OFF"}
    # One that comes once stays, unless it is to go.
    assert timed.is_there(puts)
    for name in (tells, puts):
        timed.scheduler.delete_schedule(Name=name)
    assert not timed.is_there(tells)


def test_a_schedule_calls_any_operation_as_its_role(timed):
    bench = timed.telling.bench
    service = unique("nightly")
    bench.ecs.create_service(
        cluster=bench.cluster, serviceName=service, desiredCount=1, launchType="FARGATE",
        taskDefinition=bench.define(bench.container(command=["sleep", "600"]))["taskDefinitionArn"],
        networkConfiguration=bench.network)
    update = "arn:aws:scheduler:::aws-sdk:ecs:updateService"
    to = {"Cluster": bench.cluster, "Service": service}
    weak = timed.role("ecs:DescribeServices")
    timed.create({"Arn": update, "RoleArn": weak, "Input": json.dumps({**to, "DesiredCount": 9})})
    until("it is given up", lambda: "is not authorized to perform: ecs:UpdateService" in timed.engine.words(), 40)
    role = timed.role("ecs:UpdateService")
    timed.create({"Arn": update, "RoleArn": role, "Input": json.dumps({**to, "DesiredCount": 0})})

    def asleep():
        shown, = bench.ecs.describe_services(cluster=bench.cluster, services=[service])["services"]
        assert (shown["desiredCount"], shown["runningCount"], shown["pendingCount"]) == (0, 0, 0), shown
        return True
    until("the service sleeps", asleep, 60)
    bench.ecs.delete_service(cluster=bench.cluster, service=service)
    for arn, said, text in [
        (update, {**to, "Count": 1}, "Invalid RequestJson provided. Reason: the field 'Count' is not supported"),
        (update, {"Cluster": "c"}, "Invalid RequestJson provided. Reason: "),
        (update.replace("update", "describe") + "s", {"Services": ["s"]}, "it changes nothing"),
        (update + "s", to, "Provided Arn is not in correct format"),
        (update.replace("ecs:updateService", "rds:stopDBInstance"), {}, "is not built yet"),
    ]:
        with pytest.raises(ClientError) as refused:
            timed.create({"Arn": arn, "RoleArn": role, "Input": json.dumps(said)})
        assert text in str(refused.value), refused.value


def test_a_role_that_may_not_does_nothing_and_says_so(timed):
    target = timed.runs_a_task(timed.role())
    name = timed.create(target)
    until("it is given up", lambda: "is not authorized to perform: ecs:RunTask" in timed.engine.words(), 40)
    stranger = timed.create(timed.runs_a_task(timed.role("*", by="events.amazonaws.com")))
    until("it is given up", lambda: "can't be assumed" in timed.engine.words(), 40)
    assert timed.tasks() == [] and timed.is_there(name) and timed.is_there(stranger)


def test_groups_tokens_and_what_is_refused(engine):
    scheduler = engine.boto("scheduler")
    group = unique("group")
    arn = scheduler.create_schedule_group(Name=group, ClientToken="t", Tags=[{"Key": "k", "Value": "v"}])["ScheduleGroupArn"]
    assert scheduler.create_schedule_group(Name=group, ClientToken="t")["ScheduleGroupArn"] == arn
    assert scheduler.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "k", "Value": "v"}]
    scheduler.tag_resource(ResourceArn=arn, Tags=[{"Key": "l", "Value": "w"}])
    scheduler.untag_resource(ResourceArn=arn, TagKeys=["k"])
    assert scheduler.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "l", "Value": "w"}]
    assert [one["Name"] for one in scheduler.list_schedule_groups()["ScheduleGroups"]] == ["default", group]
    base = {"Name": "s", "GroupName": group, "ScheduleExpression": "rate(10 minutes)", "State": "DISABLED",
            "FlexibleTimeWindow": {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 5}, "ClientToken": "one",
            "Target": {"Arn": f"arn:aws:sns:{engine.region}:{engine.account}:t", "Input": "x",
                       "RoleArn": f"arn:aws:iam::{engine.account}:role/r"}}
    made = scheduler.create_schedule(**base)
    assert scheduler.create_schedule(**base)["ScheduleArn"] == made["ScheduleArn"]
    sqs = f"arn:aws:sqs:{engine.region}:{engine.account}:q"
    for change, code, said in [
        ({"ClientToken": "two"}, "ConflictException", "Schedule s already exists."),
        ({"Name": "x", "ScheduleExpression": "rate(10)"}, "ValidationException", "Invalid Schedule Expression rate(10)."),
        ({"Name": "x", "ScheduleExpressionTimezone": "Mars/Base"}, "ValidationException", "Mars/Base"),
        ({"Name": "x", "GroupName": "none"}, "ResourceNotFoundException", "Schedule group none does not exist."),
        ({"Name": "x", "FlexibleTimeWindow": {"Mode": "FLEXIBLE"}}, "ValidationException", "MaximumWindowInMinutes is required"),
        ({"Name": "x", "Target": {**base["Target"], "DeadLetterConfig": {"Arn": sqs}}}, None, "DeadLetterConfig"),
        ({"Name": "x", "Target": {**base["Target"], "Arn": "arn:aws:scheduler:::aws-sdk:rds:stopDBInstance"}}, None, "aws-sdk:rds:stopDBInstance"),
    ]:
        with pytest.raises(ClientError) as refused:
            scheduler.create_schedule(**{**base, **change})
        error = refused.value.response["Error"]
        assert said in error["Message"] and (code is None or error["Code"] == code), error
    changed = {name: value for name, value in base.items() if name not in ("ClientToken", "State")}
    zone = {"ScheduleExpression": "cron(0 9 ? * MON-FRI *)", "ScheduleExpressionTimezone": "Europe/Berlin"}
    scheduler.update_schedule(**{**changed, **zone, "State": "DISABLED"})
    shown = scheduler.get_schedule(Name="s", GroupName=group)
    assert shown["ScheduleExpression"] == zone["ScheduleExpression"] and shown["ScheduleExpressionTimezone"] == "Europe/Berlin"
    assert [one["Name"] for one in scheduler.list_schedules(GroupName=group, State="DISABLED")["Schedules"]] == ["s"]
    assert scheduler.list_schedules(GroupName=group, State="ENABLED")["Schedules"] == []
    scheduler.create_schedule(**{**base, "Name": "t", "ClientToken": "two"})
    page = scheduler.list_schedules(GroupName=group, MaxResults=1)
    rest = scheduler.list_schedules(GroupName=group, MaxResults=1, NextToken=page["NextToken"])
    assert [one["Name"] for one in page["Schedules"] + rest["Schedules"]] == ["s", "t"] and "NextToken" not in rest
    assert [one["Name"] for one in scheduler.list_schedules(NamePrefix="t")["Schedules"]] == ["t"]
    scheduler.delete_schedule_group(Name=group)
    with pytest.raises(ClientError) as gone:
        scheduler.get_schedule(Name="s", GroupName=group)
    assert gone.value.response["Error"] == {"Code": "ResourceNotFoundException", "Message": "Schedule s does not exist."}
