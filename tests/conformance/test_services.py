"""Services: as many real tasks as are wanted, whatever becomes of them."""

import os
import signal

import pytest

from harness.patient import patient
from harness.points import SERVING, order
from harness.tasks import unique
from harness.wait import until

UP = "trap 'exit 0' TERM; echo up; while :; do sleep 0.1; done"
QUICK = {"minimumHealthyPercent": 0, "maximumPercent": 200}


class Services:
    """Short words for services of a bench."""

    def __init__(self, bench):
        self.bench, self.ecs, self.cluster = bench, bench.ecs, bench.cluster

    def define(self, script: str = UP, family: str | None = None, **more) -> str:
        container = self.bench.container(command=["sh", "-c", script], **more)
        with_family = {"family": family} if family else {}
        return self.bench.define(container, **with_family)["taskDefinitionArn"]

    def create(self, definition: str, desired: int = 1, **more) -> str:
        name = more.pop("serviceName", None) or unique("service")
        request = {"cluster": self.cluster, "serviceName": name, "taskDefinition": definition,
                   "desiredCount": desired, "launchType": "FARGATE",
                   "networkConfiguration": self.bench.network, "deploymentConfiguration": QUICK}
        answer = self.ecs.create_service(**{**request, **more})["service"]
        assert (answer["status"], answer["desiredCount"]) == ("ACTIVE", desired)
        return name

    def update(self, name: str, **more) -> dict:
        return self.ecs.update_service(cluster=self.cluster, service=name, **more)["service"]

    def show(self, name: str) -> dict:
        found = self.ecs.describe_services(cluster=self.cluster, services=[name], include=["TAGS"])
        assert found["failures"] == [], found
        return found["services"][0]

    def tasks(self, name: str, status: str = "RUNNING") -> list[str]:
        return self.ecs.list_tasks(cluster=self.cluster, serviceName=name, desiredStatus=status)["taskArns"]

    def stable(self, name: str, within: float = 60) -> dict:
        """What the waiter services_stable asks for, looked at oftener."""
        def look():
            service = self.show(name)
            assert len(service["deployments"]) == 1 and service["runningCount"] == service["desiredCount"], service
            assert service["pendingCount"] == 0
            return service
        return until(f"{name} is stable", look, within)

    def told(self, name: str, text: str, within: float = 60) -> dict:
        """Waits for an event."""
        def look():
            events = [event["message"] for event in self.show(name)["events"]]
            assert any(text in event for event in events), events[:5]
            return True
        return until(f"{name} tells: {text}", look, within)

    def delete(self, name: str):
        self.ecs.delete_service(cluster=self.cluster, service=name, force=True)
        until(f"{name} is gone", lambda: self.show(name)["status"] == "INACTIVE", 60)
        assert self.tasks(name) == []


@pytest.fixture
def services(bench):
    made = Services(bench)
    yield made
    for arn in bench.ecs.list_services(cluster=bench.cluster)["serviceArns"]:
        made.delete(arn.rpartition("/")[2])


def test_a_service_keeps_its_tasks_and_replaces_those_that_end(services, bench):
    name = services.create(services.define(), 2)
    shown = services.stable(name)
    deployment, = shown["deployments"]
    assert deployment["status"] == "PRIMARY" and deployment["runningCount"] == 2
    first = services.tasks(name)
    assert len(first) == 2
    task = bench.describe(first[0])
    assert (task["group"], task["startedBy"]) == (f"service:{name}", deployment["id"])
    # One is stopped by a user: another takes its place.
    bench.ecs.stop_task(cluster=bench.cluster, task=first[0])
    until("it is replaced", lambda: len(set(services.tasks(name)) - {first[0]}) == 2)
    services.stable(name)
    services.told(name, "has started 1 tasks: (task ")
    services.delete(name)
    ended = bench.describe(first[1])
    assert ended["stopCode"] == "ServiceSchedulerInitiated"
    assert ended["stoppedReason"] == f"Scaling activity initiated by (deployment {deployment['id']})"


def test_the_waiters_of_services_end(services, bench):
    name = services.create(services.define())
    quick = {"Delay": 1, "MaxAttempts": 60}
    bench.ecs.get_waiter("services_stable").wait(cluster=bench.cluster, services=[name], WaiterConfig=quick)
    assert len(services.tasks(name)) == 1
    bench.ecs.delete_service(cluster=bench.cluster, service=name, force=True)
    bench.ecs.get_waiter("services_inactive").wait(cluster=bench.cluster, services=[name], WaiterConfig=quick)
    assert bench.ecs.list_services(cluster=bench.cluster)["serviceArns"] == []
    # The name is free again, and what was has nothing to do with what is.
    services.create(services.define(), serviceName=name)
    services.stable(name)
    history = bench.ecs.list_service_deployments(cluster=bench.cluster, service=name)["serviceDeployments"]
    assert len(history) == 1 and len(services.show(name)["deployments"]) == 1


def test_a_container_that_is_killed_is_replaced_and_a_service_is_scaled(services, bench):
    name = services.create(services.define(f"echo pid; exec sh -c \"{UP}\""))
    services.stable(name)
    first, = services.tasks(name)
    marker = first.rpartition("/")[2]
    killed = 0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cgroup") as cgroup:
                inside = marker in cgroup.read()
            with open(f"/proc/{pid}/cmdline") as cmdline:
                ours = "echo up" in cmdline.read()
        except OSError:
            continue
        if inside and ours:
            os.kill(int(pid), signal.SIGKILL)
            killed += 1
    assert killed, "its process was found"
    until("it is replaced", lambda: services.tasks(name) not in ([], [first]))
    services.stable(name)
    services.update(name, desiredCount=3)
    assert services.stable(name)["runningCount"] == 3
    services.update(name, desiredCount=1)
    services.stable(name)
    assert len(services.tasks(name)) == 1


def test_a_deployment_rolls_to_another_revision(services, bench):
    family = unique("family")
    one = services.define(family=family)
    name = services.create(one, 2)
    before = services.stable(name)
    two = services.define(f"echo two; {UP}", family=family)
    updated = services.update(name, taskDefinition=family)
    assert updated["taskDefinition"] == two
    assert [d["status"] for d in updated["deployments"]] == ["PRIMARY", "ACTIVE"]
    after = services.stable(name)
    assert after["deployments"][0]["id"] != before["deployments"][0]["id"]
    for arn in services.tasks(name):
        assert bench.describe(arn)["taskDefinitionArn"] == two
    # The same again changes nothing, and a forced one does.
    assert len(services.update(name, taskDefinition=two)["deployments"]) == 1
    assert len(services.update(name, forceNewDeployment=True)["deployments"]) == 2
    services.stable(name)


def test_a_health_check_lets_a_deployment_go_on_and_none_is_missing(services, bench):
    check = {"command": ["CMD-SHELL", "true"], "interval": 5, "timeout": 2, "retries": 1}
    family = unique("family")
    services.define(family=family, healthCheck=check)
    name = services.create(family, 2, deploymentConfiguration={})
    services.told(name, "has reached a steady state.")
    services.define(f"echo two; {UP}", family=family, healthCheck=check)
    services.update(name, taskDefinition=family)
    fewest = 2

    def completed():
        nonlocal fewest
        service = services.show(name)
        fewest = min(fewest, service["runningCount"])
        primary = service["deployments"][0]
        return primary["rolloutState"] == "COMPLETED" and len(service["deployments"]) == 1
    until("the deployment is completed", completed, 60)
    assert fewest == 2
    services.told(name, "deployment completed.")


def test_a_deployment_whose_tasks_fail_is_rolled_back(services, bench):
    check = {"command": ["CMD-SHELL", "true"], "interval": 5, "timeout": 2, "retries": 1}
    family = unique("family")
    good = services.define(family=family, healthCheck=check)
    breaker = {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}
    name = services.create(family, 1, deploymentConfiguration=breaker)
    services.told(name, "deployment completed.")
    kept, = services.tasks(name)
    services.define("exit 1", family=family)
    services.update(name, taskDefinition=family)
    services.told(name, "deployment failed: tasks failed to start.", 90)
    services.told(name, "rolling back to deployment ecs-svc/")
    service = services.stable(name)
    assert service["taskDefinition"] == good
    assert services.tasks(name) == [kept], "what works was left alone"
    history = bench.ecs.list_service_deployments(cluster=bench.cluster, service=name)["serviceDeployments"]
    assert [past["status"] for past in history] == ["ROLLBACK_SUCCESSFUL", "SUCCESSFUL"]
    past, = bench.ecs.describe_service_deployments(
        serviceDeploymentArns=[history[0]["serviceDeploymentArn"]])["serviceDeployments"]
    assert past["deploymentCircuitBreaker"]["status"] == "TRIGGERED"
    assert past["rollback"]["serviceRevisionArn"] == history[1]["targetServiceRevisionArn"]


def test_tasks_that_fail_at_once_are_started_more_and_more_rarely(services):
    name = services.create(services.define("exit 1"))
    services.told(name, "is unable to consistently start tasks successfully.", 90)
    assert services.show(name)["deployments"][0]["failedTasks"] >= 3


def test_a_protected_task_outlives_scaling_in(services, bench):
    name = services.create(services.define(), 2)
    services.stable(name)
    first = services.tasks(name)[0]
    told = bench.ecs.update_task_protection(cluster=bench.cluster, tasks=[first], protectionEnabled=True,
                                            expiresInMinutes=10)
    assert told["protectedTasks"][0]["protectionEnabled"] and told["failures"] == []
    services.update(name, desiredCount=0)
    until("the other one ends", lambda: services.tasks(name) == [first])
    bench.ecs.update_task_protection(cluster=bench.cluster, tasks=[first], protectionEnabled=False)
    until("it ends too", lambda: services.tasks(name) == [])
    got = bench.ecs.get_task_protection(cluster=bench.cluster, tasks=[first])
    assert got["failures"][0]["reason"] == "TASK_NOT_VALID"


def test_a_cluster_with_a_service_is_not_deleted(services, bench, refused):
    name = services.create(services.define(), 0)
    text = refused("ClusterContainsServicesException", bench.ecs.delete_cluster, cluster=bench.cluster)
    assert text == "The Cluster cannot be deleted while Services are active."
    cluster, = bench.ecs.describe_clusters(clusters=[bench.cluster], include=["STATISTICS"])["clusters"]
    assert cluster["activeServicesCount"] == 1
    assert {"name": "activeFargateServiceCount", "value": "1"} in cluster["statistics"]
    services.delete(name)


def test_the_cli_of_aws_makes_waits_for_and_deletes_a_service(services, bench):
    name, subnet = unique("service"), bench.network["awsvpcConfiguration"]["subnets"][0]
    common = ["--cluster", bench.cluster]
    bench.engine.aws(
        "ecs", "create-service", *common, "--service-name", name, "--task-definition", services.define(),
        "--desired-count", "1", "--launch-type", "FARGATE", "--network-configuration",
        f"awsvpcConfiguration={{subnets=[{subnet}]}}")
    bench.engine.aws("ecs", "wait", "services-stable", *common, "--services", name, within=120)
    assert len(services.tasks(name)) == 1
    bench.engine.aws("ecs", "delete-service", *common, "--service", name, "--force")
    bench.engine.aws("ecs", "wait", "services-inactive", *common, "--services", name, within=120)


def test_a_deployment_goes_on_after_the_engine_is_killed(own_bench):
    bench = patient(own_bench)
    services = Services(bench)
    family = unique("family")
    services.define(family=family)
    name = services.create(family, 2)
    services.stable(name)
    two = services.define(f"echo two; {UP}", family=family)
    services.update(name, taskDefinition=family)
    bench.engine.kill("server")
    until("the server is back", bench.engine.ready)
    services.stable(name)
    assert {bench.describe(arn)["taskDefinitionArn"] for arn in services.tasks(name)} == {two}
    services.delete(name)
    bench.close()


@pytest.mark.parametrize("point", SERVING)
def test_a_server_that_dies_at_a_point_of_a_deployment_starts_no_task_twice(own_bench, point):
    bench = patient(own_bench)
    services = Services(bench)
    family = unique("family")
    services.define(family=family)
    name = services.create(family, 2)
    services.stable(name)
    two = services.define(f"echo two; {UP}", family=family)
    file = order(bench.engine, point)
    services.update(name, taskDefinition=family)
    until("the point was reached", lambda: not file.exists())
    until("the server is back", bench.engine.ready)
    services.stable(name)
    tasks = services.tasks(name)
    assert len(tasks) == 2 and {bench.describe(arn)["taskDefinitionArn"] for arn in tasks} == {two}
    ended = [arn for arn in services.tasks(name, "STOPPED") if bench.describe(arn)["taskDefinitionArn"] == two]
    assert ended == [], "no task of the new revision was needless"
    services.delete(name)
    bench.close()
