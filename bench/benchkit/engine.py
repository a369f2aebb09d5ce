"""One ferrogate engine on a folder and a port of its own."""

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import boto3
from botocore.config import Config

from .host import Failed, command, free_port, private_bytes, processes_of, until

CLUSTER = "bench"


def client(service: str, env: dict[str, str]):
    """A stock boto3 client of the server that `env` names; for setting up only."""
    return boto3.client(service, endpoint_url=env["AWS_ENDPOINT_URL"], region_name=env["AWS_REGION"],
                        aws_access_key_id=env["AWS_ACCESS_KEY_ID"],
                        aws_secret_access_key=env["AWS_SECRET_ACCESS_KEY"],
                        config=Config(retries={"total_max_attempts": 1}, read_timeout=120))


def task_definition(ecs, family: str, image: str, words: list[str], log: dict | None = None):
    """Registers the smallest Fargate task of one container."""
    kept = {"logConfiguration": log} if log else {}
    ecs.register_task_definition(
        family=family, networkMode="awsvpc", cpu="256", memory="512", requiresCompatibilities=["FARGATE"],
        executionRoleArn="arn:aws:iam::000000000000:role/ecsTaskExecutionRole",
        # moto wants the memory with the container too.
        containerDefinitions=[{"name": "main", "image": image, "command": words, "memory": 512, **kept}])


class Load:
    """The bench's own clients, pointed at one server."""

    def __init__(self, binary: Path, env: dict[str, str]):
        self.binary, self.env = binary, env

    def __call__(self, *words) -> dict:
        return json.loads(command(self.binary, *words, env={**os.environ, **self.env}))


class Engine:
    """`ferrogate up --detach`, and `down --purge` at the end."""

    def __init__(self, binary: Path, home: Path, **settings: int):
        self.binary, self.data, self.config = binary, home / "data", home / "config.toml"
        self.address = f"127.0.0.1:{free_port()}"
        home.mkdir(parents=True, exist_ok=True)
        self.config.write_text("".join(f"{name.replace('_', '-')} = {of}\n" for name, of in settings.items()))

    def __enter__(self):
        try:
            began = time.perf_counter()
            command(self.binary, "up", "--detach", "--data-dir", self.data, "--listen", self.address,
                    "--config", self.config, "--internet", "none")
            self.up_seconds = time.perf_counter() - began
            self.env = self._environment()
            self.account = client("sts", self.env).get_caller_identity()["Account"]
            self.ecs = client("ecs", self.env)
            self.ecs.create_cluster(clusterName=CLUSTER)
            subnets = client("ec2", self.env).describe_subnets()["Subnets"]
            self.network = {"awsvpcConfiguration": {"subnets": [subnet["SubnetId"] for subnet in subnets]}}
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        done = subprocess.run([self.binary, "down", "--purge", "--timeout", "5", "--data-dir", self.data],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            print(f"warning: `ferrogate down --purge`: {done.stderr.strip()}", flush=True)
        shutil.rmtree(self.data, ignore_errors=True)

    def _environment(self) -> dict[str, str]:
        script = 'eval "$("$0" env --data-dir "$1")"; env -0'
        shown = command("sh", "-ec", script, self.binary, self.data)
        env = dict(item.split("=", 1) for item in shown.split("\0") if "=" in item)
        return {name: value for name, value in env.items() if name.startswith("AWS_")}

    def repository(self, name: str) -> str:
        """Makes a repository; answers where clients push to."""
        client("ecr", self.env).create_repository(repositoryName=name)
        return f"{self.address}/{name}"

    def push(self, source: str, name: str) -> str:
        """Pushes with skopeo, as users do; answers the image's name in a task definition."""
        self.push_to(source, f"{self.repository(name)}:1")
        return self.image(name)

    def push_to(self, source: str, target: str):
        login = f"{self.env['AWS_ACCESS_KEY_ID']}:{self.env['AWS_SECRET_ACCESS_KEY']}"
        command("skopeo", "copy", "--quiet", "--dest-tls-verify=false", "--dest-creds", login,
                source, f"docker://{target}")

    def image(self, name: str) -> str:
        return f"{self.account}.dkr.ecr.{self.env['AWS_REGION']}.amazonaws.com/{name}:1"

    def run_task(self, family: str) -> str:
        answer = self.ecs.run_task(**self.body(family))
        if answer["failures"]:
            raise Failed(f"RunTask: {answer['failures']}")
        return answer["tasks"][0]["taskArn"]

    def body(self, family: str) -> dict:
        """What RunTask is asked."""
        return {"cluster": CLUSTER, "taskDefinition": family, "launchType": "FARGATE",
                "networkConfiguration": self.network}

    def reach(self, arn: str, status: str, within: float = 120.0) -> dict:
        def look():
            task = self.ecs.describe_tasks(cluster=CLUSTER, tasks=[arn])["tasks"][0]
            if task["lastStatus"] == "STOPPED" != status:
                raise Failed(f"the task stopped: {task.get('stoppedReason')} {task['containers']}")
            return task if task["lastStatus"] == status else None
        return until(f"{arn} {status}", look, within)

    def end_well(self, arn: str, within: float):
        """Waits for a task whose program is to exit with 0."""
        task = self.reach(arn, "STOPPED", within)
        if [container.get("exitCode") for container in task["containers"]] != [0]:
            raise Failed(f"the task did not end well: {task.get('stoppedReason')} {task['containers']}")

    def stop(self, arn: str):
        self.ecs.stop_task(cluster=CLUSTER, task=arn)
        self.reach(arn, "STOPPED")

    def stored(self, group: str, stream: str) -> int:
        """How many events a log stream has; each is looked at."""
        logs, count, token = client("logs", self.env), 0, {}
        while True:
            page = logs.get_log_events(logGroupName=group, logStreamName=stream, startFromHead=True, limit=10_000,
                                       **token)
            count += len(page["events"])
            # The last page points to itself.
            if page["nextForwardToken"] == token.get("nextToken"):
                return count
            token = {"nextToken": page["nextForwardToken"]}

    def memory(self) -> dict[str, list[int]]:
        """Private bytes of the engine's processes, by what they are."""
        found: dict[str, list[int]] = {}
        for pid, words in processes_of(self.data).items():
            verb = words[1] if len(words) > 1 else "?"
            found.setdefault(verb, []).append(private_bytes(pid))
        return found
