"""Short words for what nearly every test does: register, run, wait, read the log."""

import itertools
import json
import uuid

from .wait import until

_numbers = itertools.count(1)
_run = uuid.uuid4().hex[:6]


def unique(stem: str) -> str:
    """A name that no other test uses."""
    return f"{stem}-{_run}-{next(_numbers)}"


EXECUTION = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"


def pulls_and_logs(iam, role: str) -> None:
    """Gives a role what tasks of a bench need of their execution role: images, and a log group of theirs."""
    iam.attach_role_policy(RoleName=role, PolicyArn=EXECUTION)
    iam.put_role_policy(RoleName=role, PolicyName="makes-groups", PolicyDocument=json.dumps({
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Action": "logs:CreateLogGroup", "Resource": "*"}}))


class Bench:
    """An engine, a cluster of its own, and the words to run tasks in it."""

    def __init__(self, engine, images):
        self.engine, self.images = engine, images
        self.ecs, self.logs, self.ec2 = (engine.boto(name) for name in ("ecs", "logs", "ec2"))
        self.cluster = unique("conformance")
        self.ecs.create_cluster(clusterName=self.cluster)
        self.group = f"/ecs/{self.cluster}"
        default = [{"Name": "default-for-az", "Values": ["true"]}]
        subnets = self.ec2.describe_subnets(Filters=default)["Subnets"]
        self.network = {"awsvpcConfiguration": {"subnets": [subnets[0]["SubnetId"]]}}

    def container(self, image: str = "busybox", command=None, name: str = "main", **more) -> dict:
        """A container definition whose output goes to this bench's log group."""
        made = {
            "name": name,
            "image": self.images(image),
            "essential": True,
            "stopTimeout": 2,  # who ignores SIGTERM shall not hold the next test up
            "logConfiguration": {"logDriver": "awslogs", "options": {
                "awslogs-group": self.group, "awslogs-region": self.engine.region,
                "awslogs-stream-prefix": "t", "awslogs-create-group": "true"}},
        }
        if command is not None:
            made["command"] = command
        return {**made, **more}

    def define(self, *containers: dict, cpu: str = "256", memory: str = "512", **more) -> dict:
        """A Fargate task definition as registered; answers it as AWS returns it."""
        request = {
            "family": unique("family"), "networkMode": "awsvpc", "cpu": cpu, "memory": memory,
            "requiresCompatibilities": ["FARGATE"],
            "executionRoleArn": f"arn:aws:iam::{self.engine.account}:role/ecsTaskExecutionRole",
            "containerDefinitions": list(containers) or [self.container(command=["true"])],
        }
        return self.ecs.register_task_definition(**{**request, **more})["taskDefinition"]

    def run(self, *containers: dict, count: int = 1, definition: str | None = None, **more):
        """Runs tasks; answers their ARNs (one ARN when `count` is 1)."""
        definition = definition or self.define(*containers)["taskDefinitionArn"]
        request = {"cluster": self.cluster, "taskDefinition": definition, "count": count,
                   "launchType": "FARGATE", "networkConfiguration": self.network}
        answer = self.ecs.run_task(**{**request, **more})
        assert answer["failures"] == [], answer["failures"]
        arns = [task["taskArn"] for task in answer["tasks"]]
        assert len(arns) == count
        return arns[0] if count == 1 else arns

    def shell(self, script: str, image: str = "busybox", **more) -> str:
        """Runs one container with a shell script; answers the task's ARN."""
        return self.run(self.container(image, ["sh", "-c", script], **more))

    def describe(self, arn: str) -> dict:
        answer = self.ecs.describe_tasks(cluster=self.cluster, tasks=[arn])
        assert answer["failures"] == [], answer["failures"]
        return answer["tasks"][0]

    def reach(self, arn: str, status: str, within: float = 40) -> dict:
        """Waits for a status; a task that stopped on the way is an error with its reason."""
        def look():
            task = self.describe(arn)
            if task["lastStatus"] == "STOPPED" != status:
                raise RuntimeError(f"stopped instead of {status}: {told(task)}")
            assert task["lastStatus"] == status, told(task)
            return task
        return until(f"{arn} is {status}", look, within)

    def finish(self, arn: str, within: float = 40) -> dict:
        """Waits for STOPPED; answers the task."""
        return self.reach(arn, "STOPPED", within)

    def stop(self, arn: str, **more) -> dict:
        """Stops a task and waits for its end."""
        self.ecs.stop_task(cluster=self.cluster, task=arn, **more)
        return self.finish(arn, within=60)

    def stream(self, arn: str, container: str = "main") -> str:
        """The log stream that the awslogs driver gives a container."""
        return f"t/{container}/{arn.rpartition('/')[2]}"

    def lines(self, arn: str, container: str = "main") -> list[str]:
        """All lines a container has written, in order."""
        found, token = [], None
        while True:
            more = {"nextToken": token} if token else {}
            page = self.logs.get_log_events(logGroupName=self.group, startFromHead=True,
                                            logStreamName=self.stream(arn, container), **more)
            found += [event["message"] for event in page["events"]]
            if page["nextForwardToken"] == token:
                return found
            token = page["nextForwardToken"]

    def expect_lines(self, arn: str, wanted: list[str], container: str = "main"):
        """Waits until exactly these lines are there (delivery is not part of STOPPED)."""
        def look():
            seen = self.lines(arn, container) if self.has_stream(arn, container) else []
            assert seen == wanted, seen[:20]
            return True
        until(f"the log of {arn} is complete", look, within=15)

    def has_stream(self, arn: str, container: str = "main") -> bool:
        """Whether the container's stream exists yet."""
        try:
            found = self.logs.describe_log_streams(
                logGroupName=self.group, logStreamNamePrefix=self.stream(arn, container))
        except self.logs.exceptions.ResourceNotFoundException:
            return False
        return bool(found["logStreams"])

    def close(self):
        """Stops what still runs and removes the cluster, as a user would."""
        for page in self.ecs.get_paginator("list_tasks").paginate(cluster=self.cluster):
            for arn in page["taskArns"]:
                self.ecs.stop_task(cluster=self.cluster, task=arn, reason="the test is over")
        def gone():
            running = self.ecs.list_tasks(cluster=self.cluster)["taskArns"]
            described = self.ecs.describe_clusters(clusters=[self.cluster])["clusters"][0]
            # One that was told to stop before it ran may run for a moment yet.
            left = described["runningTasksCount"] + described["pendingTasksCount"]
            assert not running and not left, (running, described)
            return True
        until("no task runs", gone, within=60)
        self.ecs.delete_cluster(cluster=self.cluster)


def told(task: dict) -> str:
    """What a task says of itself, for a failure's message."""
    return str({key: task.get(key) for key in ("lastStatus", "desiredStatus", "stopCode", "stoppedReason")}
               | {"containers": [{key: c.get(key) for key in ("name", "lastStatus", "exitCode", "reason")}
                                 for c in task.get("containers", [])]})


def address(task: dict) -> str:
    """The private address of a task's ENI."""
    return detail(task, "privateIPv4Address")


def detail(task: dict, name: str) -> str:
    """One detail of a task's ENI attachment."""
    return next(entry["value"] for attachment in task["attachments"]
                if attachment["type"] == "ElasticNetworkInterface"
                for entry in attachment["details"] if entry["name"] == name)
