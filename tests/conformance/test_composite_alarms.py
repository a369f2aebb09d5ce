"""Alarms on what is computed of several metrics, and on other alarms: they follow, and who is to be told is told."""

import datetime
import json
import time

import pytest
from botocore.exceptions import ClientError

from harness.patient import Patient
from harness.points import POINTS, order
from harness.tasks import unique
from harness.wait import until

DYING = [point for point in POINTS if point.startswith("server:") and point.endswith(("-alarm", "before-notify-events"))]


class Watched:
    """Alarms of a test: those on metrics stay as they are set, since nobody measures anything."""

    def __init__(self, telling):
        self.telling, self.watch = telling, telling.watch

    def alarm(self, **more) -> str:
        name = unique("alarm")
        self.watch.put_metric_alarm(**{
            "AlarmName": name, "Namespace": "Test", "MetricName": name, "Statistic": "Average", "Period": 60,
            "EvaluationPeriods": 1, "Threshold": 10, "ComparisonOperator": "GreaterThanThreshold",
            "TreatMissingData": "ignore", **more})
        return name

    def composite(self, rule: str, **more) -> str:
        name = unique("composite")
        self.watch.put_composite_alarm(AlarmName=name, AlarmRule=rule, **more)
        return name

    def set(self, name: str, state: str):
        self.watch.set_alarm_state(AlarmName=name, StateValue=state, StateReason="the test says so")

    def show(self, name: str) -> dict:
        shown = self.watch.describe_alarms(AlarmNames=[name], AlarmTypes=["CompositeAlarm", "MetricAlarm"])
        alarm, = shown["CompositeAlarms"] + shown["MetricAlarms"]
        return alarm

    def is_in(self, name: str, state: str, within: float = 30) -> dict:
        def look():
            shown = self.show(name)
            assert shown["StateValue"] == state, shown
            return shown
        return until(f"{name} is in {state}", look, within)

    def topic(self, hook) -> str:
        topic = self.telling.sns.create_topic(Name=unique("topic"))["TopicArn"]
        self.telling.subscribed(topic, hook)
        return topic


@pytest.fixture
def watched(telling):  # noqa: F811
    telling.watch, telling.sns = Patient(telling.watch), Patient(telling.sns)
    return Watched(telling)


def message(hook, within: float = 60) -> dict:
    return json.loads(json.loads(hook.next(within)[1])["Message"])


@pytest.mark.parametrize("point", [None, *DYING])
def test_a_composite_alarm_follows_and_tells_whatever_dies(watched, endpoint, point):  # noqa: F811
    telling, watch, hook = watched.telling, watched.watch, endpoint()  # noqa: F811
    topic, group = watched.topic(hook), telling.group()
    telling.rule({"source": ["aws.cloudwatch"], "detail": {"configuration": {"alarmRule": [{"exists": True}]}}}, telling.to(group))
    busy, calm = watched.alarm(), watched.alarm()
    rule = f"ALARM({busy}) AND NOT ALARM({telling.arn('cloudwatch', f'alarm:{calm}')})"
    name = watched.composite(rule, AlarmActions=[topic], AlarmDescription="both")
    shown = watched.is_in(name, "OK")
    assert shown["StateReason"] == f"{shown['AlarmArn']} was created and its alarm rule evaluates to OK"
    file = order(telling.engine, point) if point else None
    watched.set(busy, "ALARM")
    if point:
        until("the point was reached", lambda: not file.exists(), within=30)
        until("the server is back", telling.engine.ready)
    told = message(hook)
    assert (told["AlarmName"], told["NewStateValue"], told["OldStateValue"]) == (name, "ALARM", "OK")
    assert told["AlarmRule"] == rule and "Trigger" not in told
    child = telling.arn("cloudwatch", f"alarm:{busy}")
    assert [(one["Arn"], one["State"]["Value"]) for one in told["TriggeringChildren"]] == [(child, "ALARM")]
    assert watched.show(name)["StateReason"].startswith(f"{child} transitioned to ALARM at ")
    history = watch.describe_alarm_history(AlarmName=name, AlarmTypes=["CompositeAlarm"])["AlarmHistoryItems"]
    assert [item["HistorySummary"] for item in history] == [
        f"Successfully executed action {topic}", "Alarm updated from OK to ALARM",
        "Alarm updated from INSUFFICIENT_DATA to OK", f'Alarm "{name}" created']
    assert {item["AlarmType"] for item in history} == {"CompositeAlarm"}

    def event():
        events = [json.loads(one["message"]) for one in Patient(telling.logs).filter_log_events(logGroupName=group)["events"]]
        return next((one for one in events if one["detail"]["state"]["value"] == "ALARM"), None)
    detail = until("the event is told", event)["detail"]
    assert detail["alarmName"] == name and detail["configuration"] == {"alarmRule": rule, "description": "both"}
    # Another state of another one, and it is over.
    watched.set(calm, "ALARM")
    watched.is_in(name, "OK")
    assert hook.got.empty(), "told twice"
    with pytest.raises(ClientError) as refused:
        watch.delete_alarms(AlarmNames=[busy, calm])
    both = ",".join(sorted([busy, calm]))
    assert refused.value.response["Error"]["Message"] == f"Cannot delete {both} as there are composite alarm(s) depending on them."
    watch.delete_alarms(AlarmNames=[name, busy, calm])


def test_a_suppressor_keeps_actions_back(watched, endpoint):  # noqa: F811
    hook = endpoint()
    topic = watched.topic(hook)
    busy, quiet = watched.alarm(), watched.alarm()
    waits = {"ActionsSuppressor": quiet, "ActionsSuppressorWaitPeriod": 4, "ActionsSuppressorExtensionPeriod": 3}
    name = watched.composite(f'ALARM("{busy}")', AlarmActions=[topic], **waits)
    watched.is_in(name, "OK")
    until("its first wait is over", lambda: "ActionsSuppressedBy" not in watched.show(name))
    began = time.monotonic()
    watched.set(busy, "ALARM")
    shown = watched.is_in(name, "ALARM")
    assert (shown["ActionsSuppressedBy"], shown["ActionsSuppressedReason"]) == (
        "WaitPeriod", "Actions suppressed by WaitPeriod")
    assert message(hook)["NewStateValue"] == "ALARM" and time.monotonic() - began >= 4
    watched.set(busy, "OK")
    watched.is_in(name, "OK")
    until("the wait of its end is over", lambda: "ActionsSuppressedBy" not in watched.show(name))
    watched.set(quiet, "ALARM")
    until("it is quiet", lambda: watched.show(name).get("ActionsSuppressedBy") == "Alarm")
    watched.set(busy, "ALARM")
    watched.is_in(name, "ALARM")
    began = time.monotonic()
    watched.set(quiet, "OK")
    until("it is quiet for a while", lambda: watched.show(name).get("ActionsSuppressedBy") == "ExtensionPeriod")
    assert hook.got.empty(), "told while the suppressor was in ALARM"
    assert message(hook)["NewStateValue"] == "ALARM" and time.monotonic() - began >= 3
    until("nothing keeps it back", lambda: "ActionsSuppressedBy" not in watched.show(name))


def test_an_alarm_on_what_is_computed_of_two_metrics(watched, endpoint):  # noqa: F811
    watch, hook = watched.watch, endpoint()
    topic, space = watched.topic(hook), unique("Space")

    def metric(name: str) -> dict:
        return {"Id": name, "ReturnData": False, "MetricStat": {
            "Metric": {"Namespace": space, "MetricName": name, "Dimensions": []}, "Period": 10, "Stat": "Sum"}}
    queries = [{"Id": "rate", "Expression": "100 * errors / requests", "Label": "Errors", "ReturnData": True},
               metric("errors"), metric("requests")]
    name = unique("math")
    watch.put_metric_alarm(
        AlarmName=name, Metrics=queries, EvaluationPeriods=1, Threshold=5, ComparisonOperator="GreaterThanThreshold",
        AlarmActions=[topic])
    assert watched.show(name)["Metrics"] == queries
    seen = {"errors": 3, "requests": 50}

    def measured():
        now = datetime.datetime.now(datetime.UTC)
        watch.put_metric_data(Namespace=space, MetricData=[
            {"MetricName": what, "Value": value, "Timestamp": now, "StorageResolution": 1} for what, value in seen.items()])
        return watched.show(name)["StateValue"] == "ALARM"
    until("it is in ALARM", measured, 45)
    reason = watched.show(name)["StateReason"]
    assert reason.startswith("Threshold Crossed: 1 datapoint [6.0 (") and reason.endswith("was greater than the threshold (5.0).")
    told = message(hook)
    assert told["Trigger"]["Metrics"][0] == {"Id": "rate", "Expression": "100 * errors / requests", "Label": "Errors", "ReturnData": True}
    assert told["Trigger"]["Metrics"][1]["MetricStat"]["Metric"]["MetricName"] == "errors" and "MetricName" not in told["Trigger"]
    assert watch.describe_alarms_for_metric(Namespace=space, MetricName="errors")["MetricAlarms"] == []
    watch.delete_alarms(AlarmNames=[name])


def test_the_cli_puts_and_shows_a_composite_alarm(engine):
    name = unique("cli")
    engine.aws("cloudwatch", "put-composite-alarm", "--alarm-name", name, "--alarm-rule", "TRUE")
    engine.aws("cloudwatch", "wait", "composite-alarm-exists", "--alarm-names", name, "--alarm-types", "CompositeAlarm")

    def shown():
        answer = json.loads(engine.aws("cloudwatch", "describe-alarms", "--alarm-names", name, "--alarm-types", "CompositeAlarm"))
        alarm, = answer["CompositeAlarms"]
        return alarm if alarm["StateValue"] == "ALARM" else None
    assert until("it is in ALARM", shown)["AlarmRule"] == "TRUE"
    engine.aws("cloudwatch", "delete-alarms", "--alarm-names", name)
