"""Events: what happens to real tasks reaches those who are to be told, whatever dies in between."""

import json
import urllib.request

import pytest
from botocore.exceptions import ClientError

from harness.patient import Patient, patient
from harness.points import TELLING, order
from harness.tasks import unique
from harness.wait import until

UP = "trap 'exit 0' TERM; while :; do sleep 0.1; done"
STOPPED = {"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"lastStatus": ["STOPPED"]}}


def test_a_task_that_stops_is_told_to_a_log_group(telling):
    bench, engine = telling.bench, telling.engine
    group = telling.group()
    telling.rule(STOPPED, telling.to(group))
    task = bench.shell("exit 3")
    bench.reach(task, "STOPPED")
    event = telling.event_of(group, task)
    assert event["source"] == "aws.ecs" and event["account"] == engine.account and event["region"] == engine.region
    assert event["resources"] == [task] and event["version"] == "0"
    detail, shown = event["detail"], bench.describe(task)
    assert detail["lastStatus"] == detail["desiredStatus"] == "STOPPED"
    assert detail["stopCode"] == "EssentialContainerExited" and detail["containers"][0]["exitCode"] == 3
    assert detail["version"] == shown["version"] and detail["taskDefinitionArn"] == shown["taskDefinitionArn"]
    assert detail["clusterArn"] == shown["clusterArn"] and detail["stoppedReason"] == shown["stoppedReason"]


@pytest.mark.parametrize("point", [point for point in TELLING if "notify" not in point])
def test_a_server_that_dies_between_an_event_and_its_telling_tells_it(telling, point):
    bench, engine = patient(telling.bench), telling.engine
    telling.logs, telling.events = Patient(telling.logs), Patient(telling.events)
    group = telling.group()
    telling.rule(STOPPED, telling.to(group))
    task = bench.shell(UP)
    bench.reach(task, "RUNNING")
    file = order(engine, point)
    bench.ecs.stop_task(cluster=bench.cluster, task=task)
    until("the point was reached", lambda: not file.exists(), within=40)
    until("the server is back", engine.ready)
    until("the group is told", lambda: any(task in text for text in telling.told(group)), 60)
    told = [json.loads(text) for text in telling.told(group) if task in text]
    # Twice only when it died before it could note that it was told; and to be known by its id.
    assert len({event["id"] for event in told}) == 1 and len(told) <= (2 if "told" in point else 1), told


def test_an_event_starts_a_task_with_the_rights_of_a_role(telling):
    bench = telling.bench
    definition = bench.define(bench.container(command=["sh", "-c", "echo from $FROM"]))
    run = {"TaskDefinitionArn": definition["taskDefinitionArn"], "TaskCount": 1, "LaunchType": "FARGATE",
           "NetworkConfiguration": {"awsvpcConfiguration": {
               "Subnets": bench.network["awsvpcConfiguration"]["subnets"]}}}
    cluster = telling.arn("ecs", f"cluster/{bench.cluster}")
    may, may_not = telling.role("ecs:RunTask", "iam:PassRole"), telling.role()
    template = '{"containerOverrides": [{"name": "main", "environment": [{"name": "FROM", "value": "<who>"}]}]}'
    said = {"InputTransformer": {"InputPathsMap": {"who": "$.detail.who"}, "InputTemplate": template}}
    source = unique("test")
    rule = telling.rule({"source": [source], "detail": {"who": [{"prefix": "a"}]}},
                        {"Arn": cluster, "RoleArn": may, "EcsParameters": run, **said},
                        {"Arn": cluster, "RoleArn": may_not, "EcsParameters": {**run, "TaskCount": 2}})
    entry = {"Source": source, "DetailType": "d", "Detail": json.dumps({"who": "anna"})}
    other = {**entry, "Detail": json.dumps({"who": "bert"})}
    answer = telling.events.put_events(Entries=[entry, other])
    assert answer["FailedEntryCount"] == 0 and all(one["EventId"] for one in answer["Entries"])
    started = until("a task runs", lambda: [
        arn for status in ("RUNNING", "STOPPED")
        for arn in bench.ecs.list_tasks(cluster=bench.cluster, desiredStatus=status)["taskArns"]], 40)
    assert len(started) == 1
    task = bench.reach(started[0], "STOPPED")
    assert task["startedBy"] == f"events-rule/{rule}"[:36]
    bench.expect_lines(started[0], ["from anna"])
    # The other target was given up, and told why; nothing else was started.
    until("the other is given up", lambda: "is not authorized to perform: ecs:RunTask" in telling.engine.words())
    found = [arn for status in ("RUNNING", "STOPPED")
             for arn in bench.ecs.list_tasks(cluster=bench.cluster, desiredStatus=status)["taskArns"]]
    assert found == started


def test_one_that_hangs_holds_up_nobody_else(telling, endpoint):
    stuck, works, group = endpoint(), endpoint(), telling.group()
    topic = telling.sns.create_topic(Name=unique("topic"))["TopicArn"]
    telling.subscribed(topic, stuck)
    only = {"kind": ["b"]}
    subscription = telling.subscribed(topic, works, Attributes={"FilterPolicy": json.dumps(only)})
    stuck.hangs = True
    source = unique("test")
    telling.rule({"source": [source]}, {"Arn": topic}, telling.to(group, InputPath="$.detail"))
    tell = [{"Source": source, "DetailType": "d", "Detail": json.dumps({"n": n})} for n in range(10)]
    assert telling.events.put_events(Entries=tell)["FailedEntryCount"] == 0
    until("the group is told of all", lambda: len(telling.told(group)) == 10)
    assert {json.loads(text)["n"] for text in telling.told(group)} == set(range(10))
    # What the filter does not let through is not sent: the first that comes is the one that it does.
    kind = {"kind": {"DataType": "String", "StringValue": "b"}}
    sent = telling.sns.publish(TopicArn=topic, Message="hello", Subject="s", MessageAttributes=kind)["MessageId"]
    headers, body = works.next()
    letter = json.loads(body)
    assert (letter["Type"], letter["MessageId"], letter["Message"], letter["Subject"]) == ("Notification", sent, "hello", "s")
    assert letter["TopicArn"] == topic and letter["MessageAttributes"] == {"kind": {"Type": "String", "Value": "b"}}
    assert headers["x-amz-sns-subscription-arn"] == subscription and headers["content-type"] == "text/plain; charset=UTF-8"
    assert works.got.empty() and stuck.tries == 2  # its confirmation, and the one that hangs
    telling.sns.set_subscription_attributes(SubscriptionArn=subscription, AttributeName="RawMessageDelivery", AttributeValue="true")
    telling.sns.publish(TopicArn=topic, Message="raw", MessageAttributes=kind)
    headers, body = works.next()
    assert body == "raw" and headers["x-amz-sns-rawdelivery"] == "true"
    with urllib.request.urlopen(letter["UnsubscribeURL"], timeout=10):
        pass
    assert [one["SubscriptionArn"] for one in telling.sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
            if one["Endpoint"] == works.url] == []


@pytest.mark.parametrize("point", [None, *(point for point in TELLING if "notify" in point)])
def test_an_alarm_reaches_a_subscriber_whatever_dies(telling, endpoint, point):
    telling.watch, telling.sns = Patient(telling.watch), Patient(telling.sns)
    hook, group = endpoint(), telling.group()
    topic = telling.sns.create_topic(Name=unique("topic"))["TopicArn"]
    telling.subscribed(topic, hook)
    telling.rule({"source": ["aws.cloudwatch"]}, telling.to(group))
    name = unique("alarm")
    telling.watch.put_metric_alarm(
        AlarmName=name, AlarmDescription="too much", Namespace="Test", MetricName="m", Statistic="Average", Period=60,
        EvaluationPeriods=1, Threshold=10, ComparisonOperator="GreaterThanThreshold", AlarmActions=[topic])
    if point:
        file = order(telling.engine, point)
    telling.watch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="the test says so")
    if point:
        until("the point was reached", lambda: not file.exists(), within=30)
        until("the server is back", telling.engine.ready)
    letter = json.loads(hook.next(60)[1])
    assert letter["Subject"] == f'ALARM: "{name}" in US East (N. Virginia)'
    told = json.loads(letter["Message"])
    assert (told["AlarmName"], told["NewStateValue"], told["OldStateValue"]) == (name, "ALARM", "INSUFFICIENT_DATA")
    assert told["NewStateReason"] == "the test says so" and told["Trigger"]["MetricName"] == "m"
    history = telling.watch.describe_alarm_history(AlarmName=name, HistoryItemType="Action")["AlarmHistoryItems"]
    assert [item["HistorySummary"] for item in history] == [f"Successfully executed action {topic}"]
    event = json.loads(until("the event is told", lambda: Patient(telling.logs).filter_log_events(logGroupName=group)["events"])[0]["message"])
    assert event["detail-type"] == "CloudWatch Alarm State Change" and event["detail"]["alarmName"] == name
    assert (event["detail"]["state"]["value"], event["detail"]["previousState"]["value"]) == ("ALARM", "INSUFFICIENT_DATA")
    assert hook.got.empty(), "told twice"


def test_a_schedule_ticks_and_a_disabled_rule_is_silent(telling):
    group, silent = telling.group(), telling.group()
    names = [unique("tick"), unique("tick")]
    for name, to, state in zip(names, (group, silent), ("ENABLED", "DISABLED")):
        telling.events.put_rule(Name=name, ScheduleExpression="rate(1 minute)", State=state)
        telling.events.put_targets(Rule=name, Targets=[{"Id": "1", **telling.to(to)}])
    told = until("it ticks", lambda: telling.told(group), 75)
    event = json.loads(told[0])
    assert (event["source"], event["detail-type"], event["detail"]) == ("aws.events", "Scheduled Event", {})
    assert event["resources"] == [telling.arn("events", f"rule/{names[0]}")] and telling.told(silent) == []


def test_what_is_near_is_not_reached_unless_a_setting_says_so(own_engine, endpoint):
    engine, hook = own_engine(), endpoint()
    sns = engine.boto("sns")
    topic = sns.create_topic(Name=unique("topic"))["TopicArn"]
    own = f"http://localhost:{engine.port}/"
    for url in (hook.url, hook.url.replace("127.0.0.1", "localhost"), "http://169.254.169.254/latest/meta-data/", own):
        sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=url)
    until("all are given up", lambda: engine.words().count("where the engine may not send anything") == 4)
    assert hook.tries == 0
    assert {one["SubscriptionArn"] for one in sns.list_subscriptions()["Subscriptions"]} == {"PendingConfirmation"}


def test_what_is_not_told_here_is_refused_by_its_name(engine, refused):
    events, sns, watch = (engine.boto(name) for name in ("events", "sns", "cloudwatch"))
    name, arn = unique("rule"), lambda service, rest: f"arn:aws:{service}:{engine.region}:{engine.account}:{rest}"
    text = refused("InvalidEventPatternException", events.put_rule, Name=name, EventPattern='{"a": "b"}')
    assert text == 'Event pattern is not valid. Reason: "a" must be an object or an array'
    assert refused("ValidationException", events.put_rule, Name=name, ScheduleExpression="rate(2 minute)") == (
        "Parameter ScheduleExpression is not valid.")
    refused("ValidationException", events.put_rule, Name=name)
    refused("ResourceNotFoundException", events.put_rule, Name=name, EventPattern='{"a": [1]}', EventBusName="mine")
    made = events.put_rule(Name=name, EventPattern='{"source": ["x"]}', Tags=[{"Key": "k", "Value": "v"}])["RuleArn"]
    assert made == arn("events", f"rule/{name}") and events.list_tags_for_resource(ResourceARN=made)["Tags"] == [{"Key": "k", "Value": "v"}]
    for target in ({"Arn": arn("lambda", "function:f")}, {"Arn": arn("sqs", "q")},
                   {"Arn": arn("logs", "log-group:g"), "DeadLetterConfig": {"Arn": arn("sqs", "q")}}):
        assert "is not built" in refused("UnsupportedOperationException", events.put_targets, Rule=name, Targets=[{"Id": "1", **target}])
    log = {"Arn": arn("logs", "log-group:/g")}
    assert refused("ValidationException", events.put_targets, Rule=name, Targets=[
        {"Id": "1", **log, "InputTransformer": {"InputTemplate": "<a>"}}]) == (
            "InputTemplate for target 1 contains invalid placeholder a.")
    refused("LimitExceededException", events.put_targets, Rule=name, Targets=[{"Id": str(n), **log} for n in range(6)])
    events.put_targets(Rule=name, Targets=[{"Id": "1", **log, "RetryPolicy": {"MaximumRetryAttempts": 1}}])
    assert events.list_targets_by_rule(Rule=name)["Targets"] == [{"Id": "1", **log, "RetryPolicy": {
        "MaximumRetryAttempts": 1, "MaximumEventAgeInSeconds": 86400}}]
    assert events.list_rule_names_by_target(TargetArn=log["Arn"])["RuleNames"] == [name]
    refused("ValidationException", events.delete_rule, Name=name)
    events.remove_targets(Rule=name, Ids=["1"])
    events.delete_rule(Name=name)
    refused("ResourceNotFoundException", events.describe_rule, Name=name)
    event = {name: "x" for name in ("id", "account", "source", "time", "region", "detail-type")}
    assert events.test_event_pattern(EventPattern='{"source": [{"prefix": "x"}]}', Event=json.dumps(event))["Result"]
    failed = events.put_events(Entries=[
        {"Source": "aws.ecs", "DetailType": "d", "Detail": "{}"}, {"Source": "s", "DetailType": "d", "Detail": "["},
        {"Source": "s", "Detail": "{}"}])
    assert [entry["ErrorCode"] for entry in failed["Entries"]] == [
        "NotAuthorizedForSourceException", "MalformedDetail", "InvalidArgument"] and failed["FailedEntryCount"] == 3
    assert refused("InvalidParameter", sns.create_topic, Name="a b") == "Invalid parameter: Topic Name"
    topic = sns.create_topic(Name=unique("topic"))["TopicArn"]
    for protocol in ("sqs", "email", "lambda"):
        refused("UnsupportedOperation", sns.subscribe, TopicArn=topic, Protocol=protocol, Endpoint="x")
    refused("InvalidParameter", sns.subscribe, TopicArn=topic, Protocol="ftp", Endpoint="x")
    refused("InvalidParameter", sns.subscribe, TopicArn=topic, Protocol="http", Endpoint="https://a/")
    with pytest.raises(ClientError) as caught:
        sns.publish(TopicArn=topic + "x", Message="m")
    error = caught.value.response
    assert (error["Error"]["Code"], error["Error"]["Message"]) == ("NotFound", "Topic does not exist")
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 404
    refused("InvalidParameter", sns.confirm_subscription, TopicArn=topic, Token="0" * 64)
    refused("ValidationError", watch.put_metric_alarm, AlarmName=name, Namespace="n", MetricName="m", Statistic="Sum",
            Period=60, EvaluationPeriods=1, Threshold=1, ComparisonOperator="GreaterThanThreshold", AlarmActions=[topic + "x"])
    sns.delete_topic(TopicArn=topic)
    with pytest.raises(ClientError):
        sns.get_topic_attributes(TopicArn=topic)
