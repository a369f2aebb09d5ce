"""Services behind a load balancer: who asks it gets an answer, whatever becomes of the tasks."""

import http.client
import os
import signal
import threading
from contextlib import contextmanager

import pytest

from harness.patient import Patient, patient
from harness.tasks import Bench, unique
from harness.wait import until

# Says which version it is of, and which task.
WEB = ("mkdir -p /tmp/w && echo VERSION $(hostname) > /tmp/w/index.html && "
       "exec httpd -f -p 80 -h /tmp/w")
CHECKS = {"HealthCheckIntervalSeconds": 5, "HealthCheckTimeoutSeconds": 2,
          "HealthyThresholdCount": 2, "UnhealthyThresholdCount": 2}


class Balanced:
    """A load balancer with one group on port 80."""

    def __init__(self, bench):
        self.bench, self.elb = bench, bench.engine.boto("elbv2")
        default = [{"Name": "default-for-az", "Values": ["true"]}]
        self.subnets = bench.ec2.describe_subnets(Filters=default)["Subnets"][:2]
        made = self.elb.create_load_balancer(
            Name=unique("lb"), Scheme="internal", Subnets=[one["SubnetId"] for one in self.subnets])
        balancer = made["LoadBalancers"][0]
        self.arn, self.name = balancer["LoadBalancerArn"], balancer["DNSName"]
        made = self.elb.create_target_group(
            Name=unique("tg"), Protocol="HTTP", Port=80, VpcId=balancer["VpcId"],
            TargetType="ip", **CHECKS)
        self.group = made["TargetGroups"][0]["TargetGroupArn"]
        self.elb.modify_target_group_attributes(TargetGroupArn=self.group, Attributes=[
            {"Key": "deregistration_delay.timeout_seconds", "Value": "1"}])
        self.elb.create_listener(
            LoadBalancerArn=self.arn, Protocol="HTTP", Port=80,
            DefaultActions=[{"Type": "forward", "TargetGroupArn": self.group}])
        self.service = None

    def active(self):
        def look():
            state = self.elb.describe_load_balancers(LoadBalancerArns=[self.arn])["LoadBalancers"][0]["State"]
            assert state["Code"] == "active", state
            return True
        until("the load balancer is active", look, within=30)

    def define(self, version: str) -> str:
        script = WEB.replace("VERSION", version)
        container = self.bench.container(command=["sh", "-c", script], portMappings=[{"containerPort": 80}])
        return self.bench.define(container)["taskDefinitionArn"]

    def serve(self, definition: str, desired: int = 2, **more):
        self.service = unique("service")
        network = {"awsvpcConfiguration": {"subnets": [one["SubnetId"] for one in self.subnets]}}
        self.bench.ecs.create_service(**{
            "cluster": self.bench.cluster, "serviceName": self.service, "taskDefinition": definition,
            "desiredCount": desired, "launchType": "FARGATE", "networkConfiguration": network,
            "loadBalancers": [{"targetGroupArn": self.group, "containerName": "main", "containerPort": 80}],
            **more})

    def shown(self) -> dict:
        found = self.bench.ecs.describe_services(cluster=self.bench.cluster, services=[self.service])
        return found["services"][0]

    def stable(self, within: float = 90):
        def look():
            service = self.shown()
            events = [event["message"] for event in service["events"][:6]]
            assert len(service["deployments"]) == 1, events
            assert service["deployments"][0]["rolloutState"] == "COMPLETED", events
            assert service["runningCount"] == service["desiredCount"], events
            return service
        return until("the service is stable", look, within)

    def events(self) -> list[str]:
        return [event["message"] for event in self.shown()["events"]]

    def health(self) -> dict:
        found = self.elb.describe_target_health(TargetGroupArn=self.group)["TargetHealthDescriptions"]
        return {one["Target"]["Id"]: one["TargetHealth"] for one in found}

    def get(self, path: str = "/", within: float = 10) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.bench.engine.port, timeout=within)
        try:
            connection.request("GET", path, headers={"Host": self.name})
            answer = connection.getresponse()
            return answer.status, answer.read().decode().strip()
        finally:
            connection.close()

    @contextmanager
    def load(self, clients: int = 2):
        """Asks all the time; yields what was answered and what failed."""
        over, answers, failures = threading.Event(), [], []

        def ask():
            while not over.is_set():
                try:
                    status, body = self.get()
                    (answers if status == 200 else failures).append((status, body))
                except (OSError, http.client.HTTPException) as error:
                    failures.append(error)
        threads = [threading.Thread(target=ask) for _ in range(clients)]
        for thread in threads:
            thread.start()
        try:
            yield answers, failures
        finally:
            over.set()
            for thread in threads:
                thread.join()

    def close(self):
        if self.service:
            self.bench.ecs.delete_service(cluster=self.bench.cluster, service=self.service, force=True)
            until("the service is gone", lambda: self.shown()["status"] == "INACTIVE", 60)
        self.elb.delete_load_balancer(LoadBalancerArn=self.arn)
        self.elb.delete_target_group(TargetGroupArn=self.group)


@pytest.fixture
def balanced(bench):
    made = Balanced(bench)
    yield made
    made.close()


def test_a_service_is_reached_by_the_name_of_its_load_balancer(balanced, bench):
    balanced.active()
    assert balanced.get()[0] == 503, "no target is there"
    balanced.serve(balanced.define("one"))
    balanced.stable()
    until("both answer", lambda: len({balanced.get()[1] for _ in range(8)}) == 2)
    assert {one["State"] for one in balanced.health().values()} == {"healthy"}
    events = balanced.events()
    assert any(f"registered 1 targets in (target-group {balanced.group})" in one for one in events), events
    # The same from within the VPC, at an address of the load balancer.
    enis = bench.ec2.describe_network_interfaces(Filters=[
        {"Name": "description", "Values": [f"ELB {balanced.arn.partition(':loadbalancer/')[2]}"]}])
    address = enis["NetworkInterfaces"][0]["PrivateIpAddress"]
    task = bench.finish(bench.shell(f"wget -qO- http://{address}/ | cut -d' ' -f1"))
    assert task["containers"][0]["exitCode"] == 0
    bench.expect_lines(task["taskArn"], ["one"])
    # And by its name, which the VPC's resolver knows.
    task = bench.finish(bench.shell(f"wget -qO- http://{balanced.name}/ | cut -d' ' -f1"))
    bench.expect_lines(task["taskArn"], ["one"])


def test_a_deployment_under_load_loses_no_request(balanced, bench):
    balanced.serve(balanced.define("one"))
    balanced.stable()
    second = balanced.define("two")
    with balanced.load() as (answers, failures):
        until("there is load", lambda: len(answers) > 20)
        bench.ecs.update_service(cluster=bench.cluster, service=balanced.service, taskDefinition=second)
        balanced.stable()
        seen = len(answers)
        until("only the new one answers", lambda: len(answers) > seen + 20)
    assert failures == [], failures[:5]
    assert {body.split()[0] for _, body in answers[-10:]} == {"two"}
    events = balanced.events()
    assert any(f"deregistered 1 targets in (target-group {balanced.group})" in one for one in events), events


def test_a_task_that_stops_answering_is_replaced(balanced, bench):
    # Whoever asks for its script makes it answer 404 from then on.
    script = ("mkdir -p /tmp/w/cgi-bin && echo ok > /tmp/w/index.html && cd /tmp/w/cgi-bin && "
              "printf '#!/bin/sh\\nrm -f /tmp/w/index.html\\necho\\necho\\n' > bad && chmod 755 bad && "
              "exec httpd -f -p 80 -h /tmp/w")
    container = bench.container(command=["sh", "-c", script], portMappings=[{"containerPort": 80}])
    balanced.serve(bench.define(container)["taskDefinitionArn"], 1)
    balanced.stable()
    first, = bench.ecs.list_tasks(cluster=bench.cluster, serviceName=balanced.service)["taskArns"]
    assert balanced.get()[0] == 200
    balanced.get(path="/cgi-bin/bad")
    stopped = bench.finish(first, within=90)
    assert stopped["stoppedReason"] == f"Task failed ELB health checks in (target-group {balanced.group})"
    assert stopped["stopCode"] == "ServiceSchedulerInitiated"
    balanced.stable()
    assert any("is unhealthy in (target-group" in one and "[404]" in one for one in balanced.events())
    assert balanced.get()[0] == 200


# Asks all the time; says each failure, and each twentieth answer.
ASKER = """
n=0
while :; do
    if wget -qO /dev/null http://NAME/; then n=$((n+1)); [ $((n % 20)) = 0 ] && echo "answered $n"
    else echo FAILED; fi
done
"""


@pytest.fixture
def killed(own_engine, archive):
    """A service behind a load balancer, of an engine whose parts are to be killed."""
    from conftest import pusher
    engine = own_engine()
    bench = patient(Bench(engine, pusher(engine, archive)))
    balanced = Balanced(bench)
    balanced.elb = Patient(balanced.elb)
    yield balanced
    balanced.close()


def test_who_asks_from_the_vpc_notices_no_killed_server_agent_or_task(killed):
    bench = killed.bench
    killed.serve(killed.define("one"), 3)
    killed.stable()
    asker = bench.shell(ASKER.replace("NAME", killed.name))

    def answered() -> int:
        lines = bench.lines(asker) if bench.has_stream(asker) else []
        assert "FAILED" not in lines, lines[-20:]
        return 20 * len(lines)

    def goes_on(what: str):
        seen = answered()
        until(f"it is answered {what}", lambda: answered() > seen + 60, 60)
    goes_on("at all")
    for kind in ("agent", "server", "agent"):
        bench.engine.kill(kind)
        goes_on(f"after the {kind} was killed")
    tasks = bench.ecs.list_tasks(cluster=bench.cluster, serviceName=killed.service)["taskArns"]
    bench.ecs.stop_task(cluster=bench.cluster, task=tasks[0], reason="test")
    goes_on("after a task was stopped")
    killed.stable()
    goes_on("with its replacement")
    # A node's own connections end with it; its next process serves as before.
    for pid in bench.engine.pids("balancer"):
        os.kill(pid, signal.SIGKILL)

    def serves_again() -> bool:
        try:
            return killed.get()[0] == 200
        except (OSError, http.client.HTTPException):
            return False
    until("it answers again", serves_again, 30)
    bench.stop(asker)
