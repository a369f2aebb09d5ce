"""Alarms and Application Auto Scaling: what they ask for happens to real tasks."""

import datetime
import http.client
import json

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from harness.patient import Patient, patient
from harness.points import SCALING, order
from harness.tasks import unique
from harness.wait import until
from test_services import Services

CHECKED = {"healthCheck": {"command": ["CMD-SHELL", "true"], "interval": 5, "timeout": 2, "retries": 2}}
DIMENSION = {"ServiceNamespace": "ecs", "ScalableDimension": "ecs:service:DesiredCount"}


def signed(engine, body: str, headers: dict) -> str:
    """What CloudWatch answers to a request in an older protocol."""
    keys = Credentials(engine.env["AWS_ACCESS_KEY_ID"], engine.env["AWS_SECRET_ACCESS_KEY"])
    request = AWSRequest("POST", engine.endpoint + "/", headers=headers, data=body.encode())
    SigV4Auth(keys, "monitoring", engine.region).add_auth(request)
    wire = http.client.HTTPConnection("127.0.0.1", engine.port, timeout=30)
    try:
        wire.request("POST", "/", body, dict(request.headers))
        answer = wire.getresponse()
        text = answer.read().decode()
        assert answer.status == 200, text
        return text
    finally:
        wire.close()


class Scaled(Services):
    """A service with a scalable target."""

    def __init__(self, bench, engine, **container):
        super().__init__(bench)
        self.engine = engine
        self.scaling, self.watch = engine.boto("application-autoscaling"), engine.boto("cloudwatch")
        self.name = self.create(self.define(**container), 1)
        self.stable(self.name)
        self.of = {**DIMENSION, "ResourceId": f"service/{self.cluster}/{self.name}"}

    def register(self, least: int, most: int, **more) -> str:
        return self.scaling.register_scalable_target(
            **self.of, MinCapacity=least, MaxCapacity=most, **more)["ScalableTargetARN"]

    def steps(self, name: str, by: int, **more) -> str:
        bound = "MetricIntervalLowerBound" if by > 0 else "MetricIntervalUpperBound"
        steps = {"AdjustmentType": "ChangeInCapacity", "Cooldown": 0,
                 "StepAdjustments": [{bound: 0, "ScalingAdjustment": by}], **more}
        return self.scaling.put_scaling_policy(
            **self.of, PolicyName=name, PolicyType="StepScaling",
            StepScalingPolicyConfiguration=steps)["PolicyARN"]

    def alarm(self, policy: str, comparison: str = "GreaterThanOrEqualToThreshold", **more) -> str:
        name = unique("alarm")
        self.watch.put_metric_alarm(**{
            "AlarmName": name, "Namespace": "Test", "MetricName": name, "Statistic": "Average",
            "Period": 60, "EvaluationPeriods": 1, "Threshold": 10, "ComparisonOperator": comparison,
            "AlarmActions": [policy], **more})
        return name

    def set(self, alarm: str, state: str):
        self.watch.set_alarm_state(AlarmName=alarm, StateValue=state, StateReason="the test asks for it")

    def scaled(self, count: int):
        def wanted():
            desired = self.show(self.name)["desiredCount"]
            newest = [(one["Cause"], one.get("NotScaledReasons")) for one in self.activities(IncludeNotScaledActivities=True)]
            assert desired == count, (desired, newest[:2])
            return True
        until(f"{count} tasks are wanted", wanted)
        until(f"{count} tasks run", lambda: len(self.tasks(self.name)) == count)
        self.stable(self.name)

    def activities(self, **more) -> list[dict]:
        return self.scaling.describe_scaling_activities(
            ServiceNamespace="ecs", ResourceId=self.of["ResourceId"], **more)["ScalingActivities"]

    def end(self):
        try:
            self.scaling.deregister_scalable_target(**self.of)
        except ClientError as error:
            assert error.response["Error"]["Code"] == "ObjectNotFoundException", error
        names = [alarm["AlarmName"] for alarm in self.watch.describe_alarms()["MetricAlarms"]]
        self.watch.delete_alarms(AlarmNames=names)
        self.delete(self.name)


@pytest.fixture
def scaled(bench, engine):
    made = Scaled(bench, engine)
    yield made
    made.end()


@pytest.fixture
def deployed(bench, engine):
    """One whose deployment is over soon: during it nothing is scaled in."""
    made = Scaled(bench, engine, **CHECKED)
    yield made
    made.end()


def test_an_alarm_scales_a_service_out_and_in_within_its_bounds(deployed):
    scaled = deployed
    scaled.register(1, 3)
    more, fewer = scaled.steps("more", 2), scaled.steps("fewer", -1)
    high, low = scaled.alarm(more), scaled.alarm(fewer, "LessThanOrEqualToThreshold")
    assert scaled.watch.describe_alarms(AlarmNames=[high])["MetricAlarms"][0]["StateValue"] == "INSUFFICIENT_DATA"
    scaled.set(high, "ALARM")
    scaled.scaled(3)
    cause = f"monitor alarm {high} in state ALARM triggered policy more"

    def fulfilled():
        newest = scaled.activities()[0]
        assert newest["StatusCode"] == "Successful", newest
        return newest
    newest = until("the activity is over", fulfilled)
    assert (newest["Description"], newest["Cause"]) == ("Setting desired count to 3.", cause)
    assert newest["StatusMessage"] == "Successfully set desired count to 3. Change successfully fulfilled by ecs."
    scaled.told(scaled.name, "Message: Successfully set desired count to 3. Change successfully fulfilled "
                             f"by ecs. Cause: {cause}")
    # At its most: told once, and no task more.
    scaled.set(high, "OK")
    scaled.set(high, "ALARM")

    def refused():
        newest = scaled.activities(IncludeNotScaledActivities=True)[0]
        assert newest.get("NotScaledReasons") == [
            {"Code": "AlreadyAtMaxCapacity", "MaxCapacity": 3, "CurrentCapacity": 3}], newest
        return True
    until("it says why it stays", refused)
    until("the deployment is over", lambda: scaled.show(scaled.name)["deployments"][0]["rolloutState"] == "COMPLETED")
    scaled.set(low, "ALARM")
    scaled.scaled(2)
    history = scaled.watch.describe_alarm_history(AlarmName=high, HistoryItemType="Action")["AlarmHistoryItems"]
    assert {item["HistorySummary"] for item in history} == {f"Successfully executed action {more}"}
    assert len(history) == 2


def test_bounds_and_scheduled_actions_pull_a_service_inside(scaled):
    scaled.register(2, 4)
    scaled.scaled(2)
    soon = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=4)
    scaled.scaling.put_scheduled_action(
        **scaled.of, ScheduledActionName="morning", Schedule=f"at({soon:%Y-%m-%dT%H:%M:%S})",
        ScalableTargetAction={"MinCapacity": 3, "MaxCapacity": 5})
    scaled.scaled(3)
    assert datetime.datetime.now(datetime.UTC) >= soon.replace(microsecond=0)
    target = scaled.scaling.describe_scalable_targets(ServiceNamespace="ecs")["ScalableTargets"][0]
    assert (target["MinCapacity"], target["MaxCapacity"]) == (3, 5)
    causes = [activity["Cause"] for activity in scaled.activities()]
    assert causes[:2] == ["minimum capacity was set to 3", "scheduled action name morning was triggered"]


def test_tracking_a_metric_keeps_two_alarms(scaled):
    scaled.register(1, 3)
    made = scaled.scaling.put_scaling_policy(
        **scaled.of, PolicyName="half", PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration={
            "TargetValue": 70, "PredefinedMetricSpecification": {
                "PredefinedMetricType": "ECSServiceAverageCPUUtilization"}})
    names = sorted(alarm["AlarmName"] for alarm in made["Alarms"])
    resource = scaled.of["ResourceId"]
    assert names[0].startswith(f"TargetTracking-{resource}-AlarmHigh-")
    assert names[1].startswith(f"TargetTracking-{resource}-AlarmLow-")
    high, low = scaled.watch.describe_alarms(AlarmNames=names)["MetricAlarms"]
    assert (high["Threshold"], low["Threshold"]) == (70, 63)
    assert (high["EvaluationPeriods"], low["EvaluationPeriods"], low["Period"]) == (3, 15, 60)
    # Nobody has measured anything: an alarm that was set by hand scales nothing.
    scaled.set(names[0], "ALARM")
    until("it was answered", lambda: scaled.watch.describe_alarm_history(
        AlarmName=names[0], HistoryItemType="Action")["AlarmHistoryItems"])
    assert scaled.show(scaled.name)["desiredCount"] == 1
    scaled.scaling.delete_scaling_policy(**scaled.of, PolicyName="half")
    assert scaled.watch.describe_alarms(AlarmNames=names)["MetricAlarms"] == []


def test_nothing_is_scaled_in_while_a_deployment_goes_on(scaled):
    assert scaled.show(scaled.name)["deployments"][0]["rolloutState"] == "IN_PROGRESS"
    scaled.register(0, 3)
    low = scaled.alarm(scaled.steps("fewer", -1), "LessThanOrEqualToThreshold")
    scaled.set(low, "ALARM")

    def paused():
        reasons = [one.get("NotScaledReasons") for one in scaled.activities(IncludeNotScaledActivities=True)]
        assert [{"Code": "TargetServicePutResourceAsUnscalable", "CurrentCapacity": 1}] in reasons, reasons
        return True
    until("it says why it stays", paused)
    assert scaled.show(scaled.name)["desiredCount"] == 1


def test_the_cli_and_all_protocols_see_the_same_alarm(scaled):
    scaled.register(1, 3)
    name = scaled.alarm(scaled.steps("more", 1), Tags=[{"Key": "k", "Value": "v"}])
    shown = json.loads(scaled.engine.aws("cloudwatch", "describe-alarms", "--alarm-names", name))
    alarm, = shown["MetricAlarms"]
    assert alarm["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"
    targets = json.loads(scaled.engine.aws(
        "application-autoscaling", "describe-scalable-targets", "--service-namespace", "ecs"))
    assert targets["ScalableTargets"][0]["ResourceId"] == scaled.of["ResourceId"]
    # boto3 and the CLI speak CBOR; older clients speak the other two.
    asked = json.dumps({"AlarmNames": [name]})
    answer = signed(scaled.engine, asked, {
        "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "GraniteServiceVersion20100801.DescribeAlarms"})
    assert json.loads(answer)["MetricAlarms"][0]["AlarmArn"] == alarm["AlarmArn"]
    answer = signed(scaled.engine, f"Action=DescribeAlarms&Version=2010-08-01&AlarmNames.member.1={name}", {
        "Content-Type": "application/x-www-form-urlencoded"})
    assert f"<AlarmArn>{alarm['AlarmArn']}</AlarmArn>" in answer
    tags = scaled.watch.list_tags_for_resource(ResourceARN=alarm["AlarmArn"])["Tags"]
    assert tags == [{"Key": "k", "Value": "v"}]
    with pytest.raises(ClientError) as refused:
        scaled.alarm("arn:aws:lambda:us-east-1:000000000000:function:f")
    assert "arn:aws:lambda:us-east-1:000000000000:function:f is not built yet" in str(refused.value)
    with pytest.raises(ClientError) as refused:
        scaled.watch.set_alarm_state(AlarmName="none", StateValue="OK", StateReason="x")
    assert refused.value.response["Error"]["Code"] in ("ResourceNotFound", "ResourceNotFoundException")


def test_measured_values_scale_a_service_out(scaled):
    scaled.register(1, 4)
    alarm = scaled.alarm(scaled.steps("out", 2), Period=10, TreatMissingData="notBreaching")

    def measured(value: float, wanted: str):
        def look():
            scaled.watch.put_metric_data(Namespace="Test", MetricData=[
                {"MetricName": alarm, "Value": value, "StorageResolution": 1}])
            shown = scaled.watch.describe_alarms(AlarmNames=[alarm])["MetricAlarms"][0]
            return shown if shown["StateValue"] == wanted else None
        return until(f"{value} makes it {wanted}", look, within=60)

    measured(1, "OK")
    reason = measured(12, "ALARM")["StateReason"]
    assert reason.startswith("Threshold Crossed: 1 ") and "threshold (10.0)" in reason, reason
    scaled.scaled(3)
    assert any(f"monitor alarm {alarm} in state ALARM triggered policy out" in one["Cause"]
               for one in scaled.activities())
    measured(1, "OK")


def test_an_alarm_finds_by_itself_that_nothing_is_measured(scaled):
    scaled.register(1, 3)
    policy = scaled.steps("more", 1, Cooldown=300)
    name = scaled.alarm(policy, Period=10, TreatMissingData="breaching")
    scaled.scaled(2)
    alarm, = scaled.watch.describe_alarms(AlarmNames=[name])["MetricAlarms"]
    assert (alarm["StateValue"], alarm["StateReason"]) == (
        "ALARM", "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was "
                 "treated as [Breaching].")
    assert json.loads(alarm["StateReasonData"])["recentDatapoints"] == []


@pytest.mark.parametrize("point", SCALING)
def test_a_server_that_dies_while_it_scales_does_so_once(own_bench, point):
    bench = patient(own_bench)
    scaled = Scaled(bench, bench.engine)
    scaled.scaling, scaled.watch = Patient(scaled.scaling), Patient(scaled.watch)
    scaled.register(2, 9)
    until("nothing is left to do", lambda: [one["StatusCode"] for one in scaled.activities()] == ["Successful"])
    policy = scaled.steps("more", 2, Cooldown=300)
    file = order(bench.engine, point)
    # One that nobody sets: nothing is measured, and that breaches.
    high = scaled.alarm(policy, Period=10, TreatMissingData="breaching")
    until("the point was reached", lambda: not file.exists(), within=30)
    until("the server is back", bench.engine.ready)
    scaled.scaled(4)
    assert [activity["Cause"] for activity in scaled.activities()] == [
        f"monitor alarm {high} in state ALARM triggered policy more", "minimum capacity was set to 2"]
    changes = scaled.watch.describe_alarm_history(AlarmName=high, HistoryItemType="StateUpdate")
    assert [item["HistorySummary"] for item in changes["AlarmHistoryItems"]] == [
        "Alarm updated from INSUFFICIENT_DATA to ALARM"]
    scaled.end()
    bench.close()
