"""Deployments that shift traffic between two sets of tasks: who asks gets an answer all the while."""

import datetime
import http.client
import os
import signal
import sys
import threading

import pytest

from harness.engine import ROOT
from harness.patient import Patient, patient
from harness.tasks import Bench, unique
from harness.wait import until
from test_elb_traffic import CHECKS, Balanced

NOW = {"bakeTimeInMinutes": 0}


class Shifted(Balanced):
    """A load balancer with two groups, a production rule, and one for requests that are tests."""

    def __init__(self, bench):
        super().__init__(bench)
        vpc = self.elb.describe_target_groups(TargetGroupArns=[self.group])["TargetGroups"][0]["VpcId"]
        self.other = self.elb.create_target_group(
            Name=unique("tg"), Protocol="HTTP", Port=80, VpcId=vpc, TargetType="ip",
            **CHECKS)["TargetGroups"][0]["TargetGroupArn"]
        self.elb.modify_target_group_attributes(TargetGroupArn=self.other, Attributes=[
            {"Key": "deregistration_delay.timeout_seconds", "Value": "1"}])
        self.listener = self.elb.describe_listeners(LoadBalancerArn=self.arn)["Listeners"][0]["ListenerArn"]
        self.production = self.rule(10, {"Field": "path-pattern", "Values": ["/*"]})
        self.test = self.rule(1, {"Field": "http-header", "HttpHeaderConfig": {
            "HttpHeaderName": "X-Test", "Values": ["yes"]}})

    def rule(self, priority: int, condition: dict) -> str:
        groups = [{"TargetGroupArn": self.group, "Weight": 1}, {"TargetGroupArn": self.other, "Weight": 0}]
        return self.elb.create_rule(
            ListenerArn=self.listener, Priority=priority, Conditions=[condition],
            Actions=[{"Type": "forward", "ForwardConfig": {"TargetGroups": groups}}])["Rules"][0]["RuleArn"]

    def balancing(self) -> list[dict]:
        role = f"arn:aws:iam::{self.bench.engine.account}:role/ecsInfrastructureRole"
        advanced = {"alternateTargetGroupArn": self.other, "productionListenerRule": self.production,
                    "testListenerRule": self.test, "roleArn": role}
        return [{"targetGroupArn": self.group, "containerName": "main", "containerPort": 80,
                 "advancedConfiguration": advanced}]

    def begin(self, strategy: str, desired: int = 2, **configuration):
        self.serve(self.define("one"), desired, loadBalancers=self.balancing(), deploymentConfiguration={
            "strategy": strategy, **NOW, **configuration})
        self.stable()

    def deploy(self, version: str, **more) -> str:
        """Begins to deploy a version; answers the deployment's ARN."""
        definition = self.define(version) if " " not in version else version.split()[1]
        self.bench.ecs.update_service(
            cluster=self.bench.cluster, service=self.service, taskDefinition=definition, **more)
        return self.newest()["serviceDeploymentArn"]

    def newest(self) -> dict:
        return self.bench.ecs.list_service_deployments(
            cluster=self.bench.cluster, service=self.service)["serviceDeployments"][0]

    def look(self, arn: str) -> dict:
        return self.bench.ecs.describe_service_deployments(serviceDeploymentArns=[arn])["serviceDeployments"][0]

    def reach(self, arn: str, stage: str, within: float = 60) -> dict:
        def there():
            found = self.look(arn)
            assert found["status"] == "IN_PROGRESS", (found, self.events()[:5])
            assert found["lifecycleStage"] == stage, (found["lifecycleStage"], self.events()[:5])
            return found
        return until(f"the stage is {stage}", there, within)

    def ends(self, arn: str, status: str = "SUCCESSFUL", within: float = 90) -> dict:
        def there():
            found = self.look(arn)
            assert found["status"] == status, (found["status"], found.get("lifecycleStage"), self.events()[:5])
            return found
        return until(f"the deployment is {status}", there, within)

    def weights(self) -> dict:
        action = self.elb.describe_rules(RuleArns=[self.production])["Rules"][0]["Actions"][0]
        return {one["TargetGroupArn"]: one["Weight"] for one in action["ForwardConfig"]["TargetGroups"]}

    def tested(self) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.bench.engine.port, timeout=10)
        try:
            connection.request("GET", "/", headers={"Host": self.name, "X-Test": "yes"})
            return connection.getresponse().read().decode().split()[0]
        finally:
            connection.close()

    def versions(self, count: int = 20) -> list[str]:
        return [self.get()[1].split()[0] for _ in range(count)]

    def told(self) -> list[str]:
        return [f"{one['createdAt'].time()} {one['message']}" for one in self.shown()["events"][:12]]

    def load(self, clients: int = 2):
        """The same, with the time of each failure, and some hundred requests a second: each has a
        connection of its own, and a minute of more would need all ports that there are."""
        get, pace = super().get, threading.Event()

        def timed(*args, **more):
            pace.wait(0.01)
            status, body = get(*args, **more)
            if status != 200:
                body = f"{datetime.datetime.now().time()} {body}"
            return status, body
        self.get = timed
        return super().load(clients)

    def close(self):
        super().close()
        self.elb.delete_target_group(TargetGroupArn=self.other)


@pytest.fixture
def shifted(bench):
    made = Shifted(bench)
    yield made
    made.close()


def test_blue_and_green_under_load_with_a_test_before_and_back_again(shifted, bench):
    pause = {"targetType": "PAUSE", "lifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"],
             "timeoutConfiguration": {"timeoutInMinutes": 5, "action": "ROLLBACK"}}
    shifted.begin("BLUE_GREEN")
    assert set(shifted.versions()) == {"one"}
    with shifted.load() as (answers, failures):
        until("there is load", lambda: len(answers) > 20)
        arn = shifted.deploy("two", deploymentConfiguration={"lifecycleHooks": [pause]})
        found = shifted.reach(arn, "POST_TEST_TRAFFIC_SHIFT")
        # The new ones answer tests, and nobody else.
        target, source = found["targetServiceRevision"], found["sourceServiceRevisions"][0]
        assert (target["runningTaskCount"], source["runningTaskCount"]) == (2, 2)
        assert (target["requestedTestTrafficWeight"], source["requestedTestTrafficWeight"]) == (100, 0)
        assert (target["requestedProductionTrafficWeight"], source["requestedProductionTrafficWeight"]) == (0, 100)
        until("tests are answered by the new ones", lambda: {shifted.tested() for _ in range(10)} == {"two"})
        assert {body.split()[0] for _, body in answers} == {"one"}
        hook = until("it waits at the hook", lambda: shifted.look(arn).get("lifecycleHookDetails"))[0]
        assert (hook["status"], hook["targetType"], hook["timeoutAction"]) == ("AWAITING_ACTION", "PAUSE", "ROLLBACK")
        bench.ecs.continue_service_deployment(serviceDeploymentArn=arn, hookId=hook["hookId"], action="CONTINUE")
        found = shifted.ends(arn)
        assert found["targetServiceRevision"]["requestedProductionTrafficWeight"] == 100
        seen = len(answers)
        until("the new ones answer", lambda: len(answers) > seen + 20)
        assert {body.split()[0] for _, body in answers[-10:]} == {"two"}
        weights = shifted.weights()
        assert (weights[shifted.group], weights[shifted.other] > 0) == (0, True), weights
        # What is shown is what was asked for, and what is used.
        service = shifted.stable()
        assert service["loadBalancers"] == shifted.balancing()
        revision = service["currentServiceRevisions"][0]["arn"]
        revision = bench.ecs.describe_service_revisions(serviceRevisionArns=[revision])["serviceRevisions"][0]
        assert revision["resolvedConfiguration"]["loadBalancers"] == [
            {"targetGroupArn": shifted.other, "productionListenerRule": shifted.production}]
        # And the next one takes the other group again, and the plain way too.
        arn = shifted.deploy("three", deploymentConfiguration={"lifecycleHooks": []})
        shifted.ends(arn)
        assert shifted.weights()[shifted.other] == 0
        arn = shifted.deploy("four", deploymentConfiguration={"strategy": "ROLLING"})
        shifted.ends(arn)
        seen = len(answers)
        until("the last ones answer", lambda: len(answers) > seen + 20)
    assert failures == [], failures[:5]
    assert {body.split()[0] for _, body in answers[-10:]} == {"four"}


def test_a_service_that_was_blue_and_green_rolls_on_in_the_group_that_has_the_traffic(shifted, bench):
    shifted.begin("BLUE_GREEN", 1)
    with shifted.load() as (answers, failures):
        shifted.ends(shifted.deploy("two"))
        assert shifted.weights()[shifted.group] == 0
        plain = [{"targetGroupArn": shifted.group, "containerName": "main", "containerPort": 80}]
        arn = shifted.deploy("three", loadBalancers=plain, deploymentConfiguration={"strategy": "ROLLING"})
        shifted.ends(arn)
        seen = len(answers)
        until("it answers", lambda: len(answers) > seen + 20)
    assert failures == [], failures[:5]
    assert {body.split()[0] for _, body in answers[-10:]} == {"three"}
    assert shifted.shown()["loadBalancers"] == plain


def test_a_canary_gets_its_share_and_then_all(shifted):
    shifted.begin("CANARY", 1, canaryConfiguration={"canaryPercent": 30, "canaryBakeTimeInMinutes": 1})
    with shifted.load() as (answers, failures):
        arn = shifted.deploy("two")
        found = shifted.reach(arn, "PRODUCTION_TRAFFIC_SHIFT")
        until("the rule is shifted", lambda: shifted.weights()[shifted.other] == 30)
        assert found["targetServiceRevision"]["requestedProductionTrafficWeight"] == 30
        seen = len(answers)
        until("there are answers", lambda: len(answers) > seen + 400)
        share = sum(body.startswith("two") for _, body in answers[seen + 50:]) / len(answers[seen + 50:])
        assert 0.15 < share < 0.45, share
        shifted.ends(arn, within=120)
    assert failures == [], failures[:5]
    assert set(shifted.versions()) == {"two"}


def test_traffic_moves_in_equal_steps(shifted):
    shifted.begin("LINEAR", 1, linearConfiguration={"stepPercent": 40.0, "stepBakeTimeInMinutes": 0})
    with shifted.load() as (answers, failures):
        arn = shifted.deploy("two")
        shifted.ends(arn)
        steps = [one for one in reversed(shifted.events()) if "of production traffic" in one]
        assert [one.split("gets ")[1].split()[0] for one in steps] == ["40.0", "80.0", "100.0"]
    assert failures == [], (failures[:5], shifted.told())
    assert set(shifted.versions()) == {"two"}


def test_one_that_is_stopped_in_its_bake_goes_back_at_once(shifted, bench):
    shifted.begin("BLUE_GREEN", 1, bakeTimeInMinutes=10)
    with shifted.load() as (answers, failures):
        arn = shifted.deploy("two")
        shifted.reach(arn, "BAKE_TIME")
        assert set(shifted.versions()) == {"two"}
        bench.ecs.stop_service_deployment(serviceDeploymentArn=arn, stopType="ROLLBACK")
        until("the first ones answer again", lambda: set(shifted.versions()) == {"one"}, 10)
        found = shifted.ends(arn, "ROLLBACK_SUCCESSFUL")
        assert found["rollback"]["serviceRevisionArn"] == found["sourceServiceRevisions"][0]["arn"]
        assert found["targetServiceRevision"]["requestedProductionTrafficWeight"] == 0
        shifted.stable()
        # Aborted, it stays as it is; the next one puts things in order first.
        arn = shifted.deploy("three")
        shifted.reach(arn, "BAKE_TIME")
        bench.ecs.stop_service_deployment(serviceDeploymentArn=arn, stopType="ABORT")
        assert shifted.look(arn)["status"] == "STOPPED"
        assert set(shifted.versions()) == {"three"}
        shifted.ends(shifted.deploy("four", deploymentConfiguration=NOW))
        shifted.stable()
    assert failures == [], failures[:5]
    assert set(shifted.versions()) == {"four"}


def measured(bench) -> tuple:
    """An alarm on a metric of its own, and what gives it a value."""
    watch, name = bench.engine.boto("cloudwatch"), unique("errors")
    watch.put_metric_alarm(
        AlarmName=name, Namespace="Test", MetricName=name, Statistic="Maximum", Period=10,
        EvaluationPeriods=1, Threshold=10, ComparisonOperator="GreaterThanOrEqualToThreshold",
        TreatMissingData="ignore")

    def measure(value: float):
        watch.put_metric_data(Namespace="Test", MetricData=[{
            "MetricName": name, "Value": value, "StorageResolution": 1,
            "Timestamp": datetime.datetime.now(datetime.timezone.utc)}])

    def state() -> str:
        return watch.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]["StateValue"]
    return name, measure, state


def test_an_alarm_brings_the_traffic_back(shifted, bench):
    name, measure, state = measured(bench)
    alarms = {"alarmNames": [name], "enable": True, "rollback": True}
    shifted.begin("BLUE_GREEN", 1, bakeTimeInMinutes=10, alarms=alarms)
    with shifted.load() as (answers, failures):
        arn = shifted.deploy("two")
        found = shifted.reach(arn, "BAKE_TIME")
        assert found["alarms"] == {"status": "MONITORING", "alarmNames": [name], "triggeredAlarmNames": []}

        def rings() -> bool:
            measure(50)
            return state() == "ALARM"
        until("the alarm rings", rings, 40, every=1)
        found = shifted.ends(arn, "ROLLBACK_SUCCESSFUL")
        assert found["alarms"]["status"] == "TRIGGERED"
        assert found["alarms"]["triggeredAlarmNames"] == [name]
        assert "alarm" in found["rollback"]["reason"], found["rollback"]
        shifted.stable()
        # One that rings already when a deployment begins says nothing about it.
        arn = shifted.deploy("three", deploymentConfiguration=NOW)
        assert shifted.ends(arn)["alarms"]["status"] == "DISABLED"
    assert failures == [], failures[:5]
    assert any("deployment failed: alarm detected" in one for one in shifted.events())
    assert set(shifted.versions()) == {"three"}


def test_an_alarm_ends_a_rolling_deployment_too(shifted, bench):
    name, measure, state = measured(bench)
    alarms = {"alarmNames": [name], "enable": True, "rollback": True}
    shifted.serve(shifted.define("one"), 1, deploymentConfiguration={"alarms": alarms})
    shifted.elb.delete_rule(RuleArn=shifted.production)
    shifted.stable()
    arn = shifted.deploy("two")
    shifted.reach(arn, "BAKE_TIME")
    until("those before are drained", lambda: set(shifted.versions()) == {"two"})

    def rings() -> bool:
        measure(50)
        return shifted.look(arn)["status"] != "IN_PROGRESS"
    until("the alarm ends it", rings, 40, every=0.5)
    shifted.ends(arn, "ROLLBACK_SUCCESSFUL")
    shifted.stable()
    assert set(shifted.versions()) == {"one"}


def test_tasks_that_do_not_start_get_no_traffic(shifted, bench):
    shifted.begin("BLUE_GREEN", 1, deploymentCircuitBreaker={"enable": True, "rollback": True})
    broken = bench.container(command=["sh", "-c", "exit 1"], portMappings=[{"containerPort": 80}])
    with shifted.load() as (answers, failures):
        arn = shifted.deploy("broken " + bench.define(broken)["taskDefinitionArn"])
        found = shifted.ends(arn, "ROLLBACK_SUCCESSFUL")
        assert "circuit breaker" in found["rollback"]["reason"]
        assert found["deploymentCircuitBreaker"]["status"] == "TRIGGERED"
        shifted.stable()
    assert failures == [], failures[:5]
    assert {body.split()[0] for _, body in answers} == {"one"}
    assert shifted.weights()[shifted.other] == 0


def test_a_rule_that_is_gone_fails_the_deployment_and_says_so(shifted):
    shifted.begin("BLUE_GREEN", 1)
    shifted.elb.delete_rule(RuleArn=shifted.production)
    arn = shifted.deploy("two")
    shifted.ends(arn, "ROLLBACK_SUCCESSFUL")
    assert any(f"the rule {shifted.production} does not exist" in one for one in shifted.events())
    assert set(shifted.versions()) == {"one"}


# Asks all the time, from a task within the VPC; says each failure, and each twentieth answer.
ASKER = """
n=0
while :; do
    if a=$(wget -qO- http://NAME/); then n=$((n+1)); [ $((n % 20)) = 0 ] && echo "answered $n by $a"
    else echo FAILED; fi
done
"""


@pytest.mark.parametrize("strategy", ["BLUE_GREEN", "LINEAR"])
def test_nobody_notices_a_server_that_dies_in_any_stage(own_engine, archive, strategy):
    from conftest import pusher
    engine = own_engine()
    bench = patient(Bench(engine, pusher(engine, archive)))
    shifted = Shifted(bench)
    shifted.elb = Patient(shifted.elb)
    more = {"linearConfiguration": {"stepPercent": 25.0, "stepBakeTimeInMinutes": 0}} if strategy == "LINEAR" else {}
    shifted.begin(strategy, 2, **more)
    asker = bench.shell(ASKER.replace("NAME", shifted.name))

    def lines() -> list[str]:
        found = bench.lines(asker) if bench.has_stream(asker) else []
        assert "FAILED" not in found, found[-20:]
        return found
    until("it is answered", lambda: len(lines()) > 2, 60)
    arn = shifted.deploy("two")
    killed, stages = 0, set()

    def over() -> bool:
        nonlocal killed
        found = shifted.look(arn)
        stage = found.get("lifecycleStage")
        if stage not in stages and killed < 8:
            stages.add(stage)
            for pid in engine.pids("server"):
                os.kill(pid, signal.SIGKILL)
            killed += 1
        assert found["status"] in ("IN_PROGRESS", "SUCCESSFUL"), found
        return found["status"] == "SUCCESSFUL"
    until("the deployment is done", over, 150)
    assert killed >= 3, stages
    shifted.stable()
    seen = len(lines())
    until("it is answered by the new ones", lambda: len(lines()) > seen + 3, 60)
    assert "by two" in lines()[-1], lines()[-3:]
    bench.stop(asker)
    shifted.close()


def test_the_example_deploys_in_every_way_and_no_request_fails(bench):
    """`examples/deployments.py`, as its reader runs it."""
    script, image = str(ROOT / "examples" / "deployments.py"), bench.images("busybox")
    done = bench.engine.run(sys.executable, script, "--image", image, within=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "a test gets 'four', and: 'two' answers" in done.stdout, done.stdout
    assert "it rings: 'six' answers" in done.stdout and done.stdout.endswith(" 0 failed\n"), done.stdout
