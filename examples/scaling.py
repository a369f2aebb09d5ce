#!/usr/bin/env python3
"""A service that has as many tasks as it is asked for: three under load, one after it, then none.

    eval "$(sudo ferrogate env)"
    examples/scaling.py [--image IMAGE]     # any image with a shell and httpd; busybox without

One task behind a load balancer is asked some hundred times a second. An alarm watches how often and
gives it two more, another takes them when the load is over, and when nobody asks any more the
service sleeps. The next request waits until there is a task again. Each line says when something
happened, and why. All of it is gone afterwards. The exit code is 0 when no request failed.
"""

import argparse
import datetime
import os
import sys
import threading
import time
import urllib.request
import uuid

import boto3

NAME = f"scaling-{uuid.uuid4().hex[:6]}"
# Seconds without a request after which it sleeps.
IDLE = 8
# Requests a second from which it has three tasks, and below which one is enough.
MANY = 20
CHECKS = {"HealthCheckIntervalSeconds": 5, "HealthCheckTimeoutSeconds": 2, "HealthyThresholdCount": 2}
SERVE = "mkdir -p /tmp/w && echo hello from $(hostname) >/tmp/w/index.html && exec httpd -f -p 80 -h /tmp/w"
TARGET = {"ServiceNamespace": "ecs", "ResourceId": f"service/{NAME}/web",
          "ScalableDimension": "ecs:service:DesiredCount"}


def until(what: str, look, within: float = 120.0):
    """Polls until `look` answers something true; an example must end even if it never does."""
    deadline, pause = time.monotonic() + within, threading.Event()
    while not (found := look()):
        if time.monotonic() > deadline:
            raise SystemExit(f"{what}: not within {within:.0f} s")
        pause.wait(0.1)
    return found


class Clients:
    """Asks a load balancer by its name, and measures how often."""

    def __init__(self, endpoint: str, name: str, watch):
        self.endpoint, self.name, self.watch = endpoint, name, watch
        self.count, self.failures = 0, []
        self.asking, self.over = threading.Event(), threading.Event()
        self.threads = [threading.Thread(target=work, daemon=True) for work in (self.ask, self.ask, self.measure)]

    def get(self) -> str:
        self.count += 1
        asked = urllib.request.Request(f"{self.endpoint}/", headers={"Host": self.name})
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return answer.read().decode().strip()

    def ask(self):
        while not self.over.wait(0.01):
            if not self.asking.is_set():
                continue
            try:
                self.get()
            except OSError as error:
                self.failures.append(f"{datetime.datetime.now().time()} {error}")

    def measure(self):
        before = self.count
        while not self.over.wait(1):
            now = self.count
            self.watch.put_metric_data(Namespace="Example", MetricData=[
                {"MetricName": NAME, "Value": now - before, "StorageResolution": 1}])
            before = now

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
        self.ecs, self.elb, self.ec2, self.watch, self.scaling = (
            boto3.client(name) for name in ("ecs", "elbv2", "ec2", "cloudwatch", "application-autoscaling"))
        self.account = boto3.client("sts").get_caller_identity()["Account"]
        self.began, self.told = time.monotonic(), set()

    def build(self):
        """A load balancer, and a service of one task behind it that sleeps while nobody asks."""
        self.ecs.create_cluster(clusterName=NAME)
        subnets = self.ec2.describe_subnets(Filters=[{"Name": "default-for-az", "Values": ["true"]}])["Subnets"][:2]
        subnets = [subnet["SubnetId"] for subnet in subnets]
        balancer = self.elb.create_load_balancer(Name=NAME, Subnets=subnets)["LoadBalancers"][0]
        self.arn, self.name = balancer["LoadBalancerArn"], balancer["DNSName"]
        self.group = self.elb.create_target_group(
            Name=NAME, Protocol="HTTP", Port=80, VpcId=balancer["VpcId"], TargetType="ip",
            **CHECKS)["TargetGroups"][0]["TargetGroupArn"]
        self.elb.modify_target_group_attributes(
            TargetGroupArn=self.group, Attributes=[{"Key": "deregistration_delay.timeout_seconds", "Value": "1"}])
        self.elb.create_listener(LoadBalancerArn=self.arn, Protocol="HTTP", Port=80,
                                 DefaultActions=[{"Type": "forward", "TargetGroupArn": self.group}])
        container = {"name": "web", "image": self.image, "entryPoint": ["sh", "-c"], "stopTimeout": 2,
                     "command": [SERVE], "portMappings": [{"containerPort": 80}]}
        self.definition = self.ecs.register_task_definition(
            family=NAME, networkMode="awsvpc", cpu="256", memory="512", requiresCompatibilities=["FARGATE"],
            executionRoleArn=f"arn:aws:iam::{self.account}:role/ecsTaskExecutionRole",
            containerDefinitions=[container])["taskDefinition"]["taskDefinitionArn"]
        self.elb.get_waiter("load_balancer_available").wait(LoadBalancerArns=[self.arn], WaiterConfig={"Delay": 1})
        self.ecs.create_service(
            cluster=NAME, serviceName="web", taskDefinition=self.definition, desiredCount=1, launchType="FARGATE",
            networkConfiguration={"awsvpcConfiguration": {"subnets": subnets}},
            loadBalancers=[{"targetGroupArn": self.group, "containerName": "web", "containerPort": 80}],
            tags=[{"key": "ferrogate:scale-to-zero", "value": str(IDLE)}])
        self.scaling.register_scalable_target(**TARGET, MinCapacity=0, MaxCapacity=3)
        for policy, count, comparison in (("many", 3, "GreaterThanOrEqualToThreshold"),
                                          ("few", 1, "LessThanThreshold")):
            self.scale_by(policy, count, comparison)
        self.ecs.get_waiter("services_stable").wait(cluster=NAME, services=["web"], WaiterConfig={"Delay": 1})

    def scale_by(self, policy: str, count: int, comparison: str):
        """An alarm that gives the service so many tasks. It rings anew only when it was silent."""
        bound = "MetricIntervalLowerBound" if comparison.startswith("Greater") else "MetricIntervalUpperBound"
        steps = {"AdjustmentType": "ExactCapacity", "Cooldown": 0,
                 "StepAdjustments": [{bound: 0, "ScalingAdjustment": count}]}
        arn = self.scaling.put_scaling_policy(
            **TARGET, PolicyName=policy, PolicyType="StepScaling",
            StepScalingPolicyConfiguration=steps)["PolicyARN"]
        self.watch.put_metric_alarm(
            AlarmName=f"{NAME}-{policy}", Namespace="Example", MetricName=NAME, Statistic="Average", Period=10,
            EvaluationPeriods=1, Threshold=MANY, ComparisonOperator=comparison, AlarmActions=[arn])

    def service(self) -> dict:
        return self.ecs.describe_services(cluster=NAME, services=["web"])["services"][0]

    def reaches(self, count: int, which: str):
        """Waits until the service has so many tasks, and tells what has led to it."""
        def there() -> bool:
            found = self.service()
            return found["desiredCount"] == found["runningCount"] == count
        until(f"{count} tasks", there)
        found = self.scaling.describe_scaling_activities(
            ServiceNamespace="ecs", ResourceId=TARGET["ResourceId"])["ScalingActivities"]
        new = [one for one in reversed(found) if one["ActivityId"] not in self.told]
        self.told.update(one["ActivityId"] for one in new)
        causes = "; ".join(f"{one['Description']} {one['Cause']}" for one in new)
        self.tell(f"{which}: {count} tasks. {causes}")

    def tell(self, what: str):
        print(f"{time.monotonic() - self.began:5.1f} s  {what}", flush=True)

    def stop_alarms(self):
        self.watch.delete_alarms(AlarmNames=[f"{NAME}-many", f"{NAME}-few"])

    def clear(self):
        """Takes away what is there, in the order in which it leans on each other."""
        self.stop_alarms()
        found = self.ecs.describe_services(cluster=NAME, services=["web"])["services"]
        if any(one["status"] != "INACTIVE" for one in found):
            self.ecs.delete_service(cluster=NAME, service="web", force=True)
            self.ecs.get_waiter("services_inactive").wait(cluster=NAME, services=["web"], WaiterConfig={"Delay": 1})
        self.elb.delete_load_balancer(LoadBalancerArn=self.arn)
        self.elb.get_waiter("load_balancers_deleted").wait(LoadBalancerArns=[self.arn], WaiterConfig={"Delay": 1})
        self.elb.delete_target_group(TargetGroupArn=self.group)
        self.ecs.deregister_task_definition(taskDefinition=self.definition)
        until("the cluster is empty", self.is_gone)

    def is_gone(self) -> bool:
        try:
            self.ecs.delete_cluster(cluster=NAME)
        except self.ecs.exceptions.ClusterContainsTasksException:
            return False
        return True


def live(story: Story, clients: Clients):
    story.tell(f"one task at {story.name}: {clients.get()!r}")
    clients.asking.set()
    story.reaches(3, "under load")
    clients.asking.clear()
    story.reaches(1, "the load is over")
    # What is measured goes on to be little; it must not ask for a task that nobody needs.
    story.stop_alarms()
    story.reaches(0, "nobody asks")
    story.tell(f"it says: {story.service()['deployments'][0]['rolloutStateReason']}")
    begun = time.monotonic()
    said = clients.get()
    story.tell(f"the next request waits for {1000 * (time.monotonic() - begun):.0f} ms: {said!r}")
    story.reaches(1, "it is awake")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--image", default="busybox", help="image of the service's tasks [default: busybox]")
    args = parser.parse_args()
    story = Story(args.image)
    try:
        story.build()
        with Clients(os.environ["AWS_ENDPOINT_URL"], story.name, story.watch) as clients:
            live(story, clients)
    finally:
        story.clear()
    print(f"{clients.count} requests, {len(clients.failures)} failed")
    for failure in clients.failures[:5]:
        print(f"  {failure}")
    return 1 if clients.failures else 0


if __name__ == "__main__":
    sys.exit(main())
