"""The right size: measured of real services, told by Compute Optimizer, and really enough."""

import json

import pytest
from botocore.exceptions import ClientError

from harness.patient import Patient
from harness.wait import until
from test_services import Services

# Holds so much memory, and burns a part of a processor; healthy once it holds it.
# A shell whose child is killed ends as that one did.
HOLD = ("dd if=/dev/zero of=/hold/it bs=1M count={mib} 2>/dev/null || exit 137; touch /tmp/holds; trap 'exit 0' TERM; "
        "while :; do i=0; while [ $i -lt 2000 ]; do i=$((i+1)); done; sleep 0.3; done")
HOLDS = {"command": ["CMD-SHELL", "test -f /tmp/holds"], "interval": 5, "timeout": 4, "retries": 3, "startPeriod": 30}
PRELIMINARY = [{"name": "Finding", "values": ["Preliminary"]}]


class Sized(Services):
    """Services of a size that hold memory, and what is said of them."""

    def __init__(self, bench):
        super().__init__(bench)
        self.optimizer = Patient(bench.engine.boto("compute-optimizer"))

    def hold(self, mib: int, size: tuple[int, int], **more) -> str:
        tmpfs = {"containerPath": "/hold", "size": mib + 8, "mountOptions": []}
        container = self.bench.container(
            command=["sh", "-c", HOLD.format(mib=mib)], healthCheck=HOLDS, linuxParameters={"tmpfs": [tmpfs]}, **more)
        definition = self.bench.define(container, cpu=str(size[0]), memory=str(size[1]))
        return self.create(definition["taskDefinitionArn"])

    def arn(self, name: str) -> str:
        return self.show(name)["serviceArn"]

    def advice(self, name: str) -> dict:
        answer = self.optimizer.get_ecs_service_recommendations(serviceArns=[self.arn(name)], filters=PRELIMINARY)
        [told] = answer["ecsServiceRecommendations"] or [answer]
        return told

    def told(self, name: str, finding: str) -> dict:
        def look():
            told = self.advice(name)
            assert told.get("finding") == finding, told
            return told
        return until(f"{name} is {finding}", look, within=200, every=2)

    def take(self, name: str) -> dict:
        """Takes what is advised, and waits until a task of that size holds what it is to hold."""
        done = self.bench.engine.cli("rightsize", name, "--apply", "--cluster", self.cluster, within=180)
        assert done.returncode == 0, (done.stdout, done.stderr)
        definition = self.show(name)["taskDefinition"]

        def holds():
            tasks = [self.bench.describe(arn) for arn in self.tasks(name)]
            [task] = [task for task in tasks if task["taskDefinitionArn"] == definition]
            assert (task["lastStatus"], task["healthStatus"]) == ("RUNNING", "HEALTHY"), task
            return task
        return until(f"{name} holds what it is to hold", holds, within=60)


@pytest.fixture
def sized(own_bench):
    # The engine goes with all that is on it.
    return Sized(own_bench)


def most(told: dict, name: str) -> float:
    """The greatest use in percent."""
    [value] = [metric["value"] for metric in told["utilizationMetrics"]
               if (metric["name"], metric["statistic"]) == (name, "Maximum")]
    return value


def test_the_size_that_is_told_holds_the_program(sized):
    large = sized.hold(150, (1024, 2048), memory=1536)
    small = sized.hold(560, (256, 512))

    # Killed again and again, it is told from the kills.
    told = sized.told(small, "Underprovisioned")
    assert told["findingReasonCodes"] == ["MemoryUnderprovisioned"]
    assert told["currentPerformanceRisk"] == "High"
    [option] = told["serviceRecommendationOptions"]
    assert (option["cpu"], option["memory"]) == (256, 1024)
    assert option["savingsOpportunity"]["estimatedMonthlySavings"] == {"currency": "USD", "value": 0.0}
    task = sized.take(small)
    assert (task["cpu"], task["memory"]) == ("256", "1024")

    told = sized.told(large, "Overprovisioned")
    # What it holds, a shell and little else.
    assert 150 < most(told, "Memory") * 2048 / 100 < 250, told
    assert 0 < most(told, "Cpu") < 60, told
    assert told["currentServiceConfiguration"]["containerConfigurations"][0]["memorySizeConfiguration"] == {"memory": 1536}
    [option] = told["serviceRecommendationOptions"]
    assert option["memory"] in (512, 1024) and option["cpu"] < 1024, option
    assert option["savingsOpportunity"]["estimatedMonthlySavings"]["value"] > 1
    [container] = option["containerRecommendations"]
    limit = container["memorySizeConfiguration"]["memory"]
    assert 150 < limit <= option["memory"], option

    # What was measured survives the server.
    before = most(told, "Memory")
    sized.bench.engine.kill("server")
    after = sized.told(large, "Overprovisioned")
    assert most(after, "Memory") >= before

    # Strictly, as AWS has it, a day is needed; who named the service is told so.
    answer = sized.optimizer.get_ecs_service_recommendations(serviceArns=[sized.arn(large)])
    assert answer["ecsServiceRecommendations"] == []
    assert [error["code"] for error in answer["errors"]] == ["InsufficientMetrics"]

    done = sized.bench.engine.cli("rightsize", "--cluster", sized.cluster)
    assert done.returncode == 0, done.stderr
    line = next(line for line in done.stdout.splitlines() if line.startswith(large))
    assert "1024/2048" in line and "too large" in line and "a month" in line, done.stdout
    assert f"ferrogate rightsize {large} --apply" in done.stderr or "SERVICE --apply" in done.stderr, done.stderr
    document = json.loads(sized.bench.engine.cli("rightsize", large, "--cluster", sized.cluster, "-o", "json").stdout)
    assert document["ecsServiceRecommendations"][0]["finding"] == "Overprovisioned"

    task = sized.take(large)
    assert (int(task["cpu"]), int(task["memory"])) == (option["cpu"], option["memory"])
    definition = sized.ecs.describe_task_definition(taskDefinition=task["taskDefinitionArn"])["taskDefinition"]
    assert 150 < definition["containerDefinitions"][0]["memory"] <= option["memory"]
    # The small one still holds: it was not killed since.
    assert sized.show(small)["runningCount"] == 1


def test_who_does_not_want_advice_gets_none(boto):
    optimizer = boto("compute-optimizer")
    assert optimizer.get_enrollment_status()["status"] == "Active"
    try:
        optimizer.update_enrollment_status(status="Inactive")
        with pytest.raises(ClientError) as error:
            optimizer.get_ecs_service_recommendations()
        assert error.value.response["Error"]["Code"] == "OptInRequiredException"
    finally:
        optimizer.update_enrollment_status(status="Active")
    assert optimizer.get_ecs_service_recommendations()["errors"] == []
    with pytest.raises(ClientError) as error:
        optimizer.get_ec2_instance_recommendations()
    assert "GetEC2InstanceRecommendations" in str(error.value)


def test_preferences_by_the_aws_command(aws):
    place = ["--resource-type", "EcsService"]
    aws("compute-optimizer", "put-recommendation-preferences", *place, "--look-back-period", "DAYS_32")
    told = json.loads(aws("compute-optimizer", "get-recommendation-preferences", *place))
    assert told["recommendationPreferencesDetails"][0]["lookBackPeriod"] == "DAYS_32"
    aws("compute-optimizer", "delete-recommendation-preferences", *place,
        "--recommendation-preference-names", "LookBackPeriodPreference")
    told = json.loads(aws("compute-optimizer", "get-recommendation-preferences", *place))
    assert told["recommendationPreferencesDetails"] == []
