#!/usr/bin/env python3
"""A service that is asked all the time while everything that may happen to it happens.

    eval "$(sudo ferrogate env)"
    examples/deployments.py [--image IMAGE]     # any image with a shell and httpd; busybox without

Two tasks behind a load balancer are deployed anew in each way that ECS has: rolling, blue/green
with a look before the traffic moves, a canary, in equal steps; one whose program ends at once, one
whose alarm rings and one that is stopped go back by themselves. Each line says what happened and
how long it took. All of it is gone afterwards. The exit code is 0 when no request failed.
"""

import argparse
import datetime
import os
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid

import boto3

NAME = f"deployments-{uuid.uuid4().hex[:6]}"
CHECKS = {"HealthCheckIntervalSeconds": 5, "HealthCheckTimeoutSeconds": 2, "HealthyThresholdCount": 2}
# Requests that are tests have this header.
TEST = ("X-Test", "yes")
SERVE = "mkdir -p /tmp/w && echo {version} >/tmp/w/index.html && exec httpd -f -p 80 -h /tmp/w"


def until(what: str, look, within: float = 120.0):
    """Polls until `look` answers something true; an example must end even if it never does."""
    deadline, pause = time.monotonic() + within, threading.Event()
    while not (found := look()):
        if time.monotonic() > deadline:
            raise SystemExit(f"{what}: not within {within:.0f} s")
        pause.wait(0.1)
    return found


class Load:
    """Asks a load balancer by its name some hundred times a second, and keeps what did not work."""

    def __init__(self, endpoint: str, name: str):
        self.endpoint, self.name = endpoint, name
        self.count, self.failures, self.over = 0, [], threading.Event()
        self.threads = [threading.Thread(target=self.ask, daemon=True) for _ in range(2)]

    def get(self, *headers: tuple[str, str]) -> str:
        asked = urllib.request.Request(f"{self.endpoint}/", headers={"Host": self.name, **dict(headers)})
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return answer.read().decode().strip()

    def ask(self):
        while not self.over.wait(0.01):
            self.count += 1
            try:
                self.get()
            except OSError as error:
                self.failures.append(f"{datetime.datetime.now().time()} {error}")

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()


class Story:
    """What is there, and what is done to it."""

    def __init__(self, image: str):
        self.image = image
        self.ecs, self.elb, self.ec2, self.watch, self.logs = (
            boto3.client(name) for name in ("ecs", "elbv2", "ec2", "cloudwatch", "logs"))
        self.account = boto3.client("sts").get_caller_identity()["Account"]
        self.definitions: list[str] = []

    def build(self):
        """A cluster, a load balancer with two target groups, and a rule each for users and for tests."""
        self.ecs.create_cluster(clusterName=NAME)
        subnets = self.ec2.describe_subnets(Filters=[{"Name": "default-for-az", "Values": ["true"]}])["Subnets"][:2]
        self.subnets = [subnet["SubnetId"] for subnet in subnets]
        balancer = self.elb.create_load_balancer(Name=NAME, Subnets=self.subnets)["LoadBalancers"][0]
        self.arn, self.name = balancer["LoadBalancerArn"], balancer["DNSName"]
        self.groups = [self.group(f"{NAME}-{colour}", balancer["VpcId"]) for colour in ("blue", "green")]
        self.listener = self.elb.create_listener(
            LoadBalancerArn=self.arn, Protocol="HTTP", Port=80,
            DefaultActions=[{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}],
        )["Listeners"][0]["ListenerArn"]
        header = {"HttpHeaderName": TEST[0], "Values": [TEST[1]]}
        self.test = self.rule(1, {"Field": "http-header", "HttpHeaderConfig": header})
        self.production = self.rule(2, {"Field": "path-pattern", "Values": ["/*"]})
        self.elb.get_waiter("load_balancer_available").wait(LoadBalancerArns=[self.arn], WaiterConfig={"Delay": 1})

    def group(self, name: str, vpc: str) -> str:
        group = self.elb.create_target_group(Name=name, Protocol="HTTP", Port=80, VpcId=vpc, TargetType="ip", **CHECKS)
        arn = group["TargetGroups"][0]["TargetGroupArn"]
        # What is drained here is asked for a page of a few bytes.
        self.elb.modify_target_group_attributes(
            TargetGroupArn=arn, Attributes=[{"Key": "deregistration_delay.timeout_seconds", "Value": "1"}])
        return arn

    def rule(self, priority: int, condition: dict) -> str:
        shares = [{"TargetGroupArn": arn, "Weight": weight} for arn, weight in zip(self.groups, (1, 0), strict=True)]
        return self.elb.create_rule(
            ListenerArn=self.listener, Priority=priority, Conditions=[condition],
            Actions=[{"Type": "forward", "ForwardConfig": {"TargetGroups": shares}}])["Rules"][0]["RuleArn"]

    def define(self, version: str, command: str = SERVE) -> str:
        """A task definition whose tasks answer with their version."""
        container = {"name": "web", "image": self.image, "entryPoint": ["sh", "-c"], "stopTimeout": 2,
                     "command": [command.format(version=version)], "portMappings": [{"containerPort": 80}]}
        made = self.ecs.register_task_definition(
            family=NAME, networkMode="awsvpc", cpu="256", memory="512", requiresCompatibilities=["FARGATE"],
            executionRoleArn=f"arn:aws:iam::{self.account}:role/ecsTaskExecutionRole",
            containerDefinitions=[container])["taskDefinition"]["taskDefinitionArn"]
        self.definitions.append(made)
        return made

    def serve(self):
        advanced = {"alternateTargetGroupArn": self.groups[1], "productionListenerRule": self.production,
                    "testListenerRule": self.test, "roleArn": f"arn:aws:iam::{self.account}:role/ecsInfrastructureRole"}
        self.ecs.create_service(
            cluster=NAME, serviceName="web", taskDefinition=self.define("one"), desiredCount=2, launchType="FARGATE",
            networkConfiguration={"awsvpcConfiguration": {"subnets": self.subnets}},
            deploymentConfiguration={"deploymentCircuitBreaker": {"enable": True, "rollback": True}},
            loadBalancers=[{"targetGroupArn": self.groups[0], "containerName": "web", "containerPort": 80,
                            "advancedConfiguration": advanced}])
        self.stable()
        self.elb.get_waiter("target_in_service").wait(TargetGroupArn=self.groups[0], WaiterConfig={"Delay": 1})

    def stable(self):
        self.ecs.get_waiter("services_stable").wait(cluster=NAME, services=["web"], WaiterConfig={"Delay": 1})

    def deploy(self, version: str, definition: str = "", **configuration) -> str:
        """Begins to deploy a version; answers the deployment's ARN."""
        before = self.newest()
        self.ecs.update_service(cluster=NAME, service="web", taskDefinition=definition or self.define(version),
                                deploymentConfiguration=configuration)
        return until("the deployment is there", lambda: self.newest() != before and self.newest())

    def newest(self) -> str:
        return self.ecs.list_service_deployments(cluster=NAME, service="web")["serviceDeployments"][0][
            "serviceDeploymentArn"]

    def look(self, arn: str) -> dict:
        return self.ecs.describe_service_deployments(serviceDeploymentArns=[arn])["serviceDeployments"][0]

    def reach(self, arn: str, stage: str):
        until(stage, lambda: self.look(arn).get("lifecycleStage") == stage)

    def ends(self, arn: str, status: str = "SUCCESSFUL") -> dict:
        until(f"the deployment is {status}", lambda: self.look(arn)["status"] == status)
        self.stable()
        return self.look(arn)

    def clear(self):
        """Takes away what is there, in the order in which it leans on each other."""
        def there(service) -> bool:
            return any(one["status"] != "INACTIVE" for one in service["services"])
        if there(self.ecs.describe_services(cluster=NAME, services=["web"])):
            self.ecs.delete_service(cluster=NAME, service="web", force=True)
            self.ecs.get_waiter("services_inactive").wait(cluster=NAME, services=["web"], WaiterConfig={"Delay": 1})
        self.elb.delete_load_balancer(LoadBalancerArn=self.arn)
        self.elb.get_waiter("load_balancers_deleted").wait(LoadBalancerArns=[self.arn], WaiterConfig={"Delay": 1})
        for group in self.groups:
            self.elb.delete_target_group(TargetGroupArn=group)
        self.watch.delete_alarms(AlarmNames=[NAME])
        for definition in self.definitions:
            self.ecs.deregister_task_definition(taskDefinition=definition)
        until("the cluster is empty", self.is_gone)

    def is_gone(self) -> bool:
        try:
            self.ecs.delete_cluster(cluster=NAME)
        except self.ecs.exceptions.ClusterContainsTasksException:
            return False
        return True


def tell(what: str, story: Story, load: Load, began: float):
    print(f"{what}: {load.get()!r} answers ({time.monotonic() - began:.1f} s)", flush=True)


def live(story: Story, load: Load):
    """What a service may meet, one after the other."""
    def told(what: str):
        tell(what, story, load, began)

    began = time.monotonic()
    story.ends(story.deploy("two"))
    told("rolling")

    began = time.monotonic()
    found = story.ends(story.deploy("three", story.define("three", "exit 3")), "ROLLBACK_SUCCESSFUL")
    told(f"  one that ends at once goes back ({found['statusReason']})")

    began = time.monotonic()
    pause = {"targetType": "PAUSE", "lifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"]}
    arn = story.deploy("four", strategy="BLUE_GREEN", bakeTimeInMinutes=0, lifecycleHooks=[pause])
    hook = until("the hook", lambda: story.look(arn).get("lifecycleHookDetails"))[0]
    told(f"blue/green waits; a test gets {load.get(TEST)!r}, and")
    story.ecs.continue_service_deployment(serviceDeploymentArn=arn, hookId=hook["hookId"], action="CONTINUE")
    story.ends(arn)
    told("  it goes on")

    began = time.monotonic()
    story.ends(story.deploy("five", strategy="CANARY", bakeTimeInMinutes=0, lifecycleHooks=[],
                            canaryConfiguration={"canaryPercent": 20.0, "canaryBakeTimeInMinutes": 0}))
    told("a fifth first, then all")

    began = time.monotonic()
    story.ends(story.deploy("six", strategy="LINEAR", bakeTimeInMinutes=0,
                            linearConfiguration={"stepPercent": 50.0, "stepBakeTimeInMinutes": 0}))
    told("half and half")

    began = time.monotonic()
    story.watch.put_metric_alarm(
        AlarmName=NAME, Namespace="Example", MetricName=NAME, Statistic="Maximum", Period=10, EvaluationPeriods=1,
        Threshold=10, ComparisonOperator="GreaterThanThreshold", TreatMissingData="notBreaching")
    alarms = {"alarmNames": [NAME], "enable": True, "rollback": True}
    arn = story.deploy("seven", strategy="BLUE_GREEN", bakeTimeInMinutes=10, alarms=alarms)
    story.reach(arn, "BAKE_TIME")
    told("an alarm is watched while both sets run")

    def rings() -> bool:
        story.watch.put_metric_data(Namespace="Example", MetricData=[
            {"MetricName": NAME, "Value": 50, "StorageResolution": 1}])
        return story.look(arn)["status"] == "ROLLBACK_SUCCESSFUL"
    until("the alarm brings the traffic back", rings)
    told("  it rings")

    began = time.monotonic()
    none = {"alarmNames": [], "enable": False, "rollback": False}
    arn = story.deploy("eight", strategy="BLUE_GREEN", bakeTimeInMinutes=10, alarms=none)
    story.reach(arn, "BAKE_TIME")
    story.ecs.stop_service_deployment(serviceDeploymentArn=arn, stopType="ROLLBACK")
    story.ends(arn, "ROLLBACK_SUCCESSFUL")
    told("stopped while both sets run")

    for count in (4, 1):
        began = time.monotonic()
        story.ecs.update_service(cluster=NAME, service="web", desiredCount=count)
        story.stable()
        told(f"{count} tasks")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--image", default="busybox", help="image of the service's tasks [default: busybox]")
    args = parser.parse_args()
    story = Story(args.image)
    story.build()
    load = Load(os.environ["AWS_ENDPOINT_URL"], story.name)
    try:
        began = time.monotonic()
        story.serve()
        tell(f"2 tasks at {story.name}", story, load, began)
        with load:
            live(story, load)
    finally:
        story.clear()
    print(f"{load.count} requests, {len(load.failures)} failed")
    for failure in load.failures[:5]:
        print(f"  {failure}")
    return 1 if load.failures else 0


if __name__ == "__main__":
    sys.exit(main())
