#!/usr/bin/env python3
"""The tour of ferrogate: real programs, driven by stock boto3, from nothing to nothing.

    make demo                                    # builds first
    sudo examples/demo.py --binary PATH          # with boto3 at hand (target/venv has it)

Starts an engine on a free port with a folder of its own, pushes images made from Debian's
packages, and then runs: nginx, answering another task over its private address; Redis,
keeping a counter across tasks; a batch job that exits 3; and nginx as a service behind a load
balancer, asked all the time while one of its tasks is killed and while it is deployed anew.
Everything is gone afterwards.
The exit code is 0 only when all of it went as told.
"""

import argparse
import base64
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

import boto3
from botocore.config import Config

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = ("web", "redis", "client", "batch")


class Failed(Exception):
    """Something did not go as the demo tells it."""


def say(text: str, began: float | None = None):
    """One line of the story, with what it took."""
    took = "" if began is None else f"  ({(time.monotonic() - began) * 1000:.0f} ms)"
    print(f"{text}{took}", flush=True)


def until(what: str, look, within: float = 30.0):
    """Polls `look` until it answers something true; a demo must end even if it never does."""
    deadline, pause = time.monotonic() + within, threading.Event()
    while not (found := look()):
        if time.monotonic() > deadline:
            raise Failed(f"{what} did not happen within {within:.0f} s")
        pause.wait(0.02)
    return found


class Engine:
    """`ferrogate up` on a folder and a port of its own."""

    def __init__(self, binary: Path):
        self.binary, self.home = binary, Path(tempfile.mkdtemp(prefix="fg-"))
        self.data, self.log = self.home / "data", self.home / "engine.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        self.child = None

    def start(self):
        with self.log.open("wb") as log:
            self.child = subprocess.Popen(
                [self.binary, "up", "--data-dir", self.data, "--listen", self.address, "--internet", "none"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        until("the API's first answer", self.answers)
        self.env = self.environment()
        self.account = self.client("sts").get_caller_identity()["Account"]

    def answers(self) -> bool:
        if self.child.poll() is not None:
            raise Failed(f"`ferrogate up` ended with code {self.child.returncode}")
        try:
            with urllib.request.urlopen(f"http://{self.address}/_ferrogate/health", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def environment(self) -> dict[str, str]:
        """What `eval "$(ferrogate env)"` sets in a shell."""
        script = 'eval "$("$0" env --data-dir "$1")"; env -0'
        shown = subprocess.run(["sh", "-ec", script, self.binary, self.data], capture_output=True, text=True,
                               env={"PATH": os.environ["PATH"], "HOME": str(self.home)}, check=False)
        if shown.returncode != 0:
            raise Failed(f"`ferrogate env` failed: {shown.stderr.strip()}")
        return dict(item.split("=", 1) for item in shown.stdout.split("\0") if "=" in item)

    def client(self, service: str):
        """A stock boto3 client; nothing in it knows of ferrogate."""
        return boto3.client(service, endpoint_url=self.env["AWS_ENDPOINT_URL"],
                            region_name=self.env["AWS_REGION"],
                            aws_access_key_id=self.env["AWS_ACCESS_KEY_ID"],
                            aws_secret_access_key=self.env["AWS_SECRET_ACCESS_KEY"],
                            config=Config(retries={"total_max_attempts": 1}))

    def down(self) -> list[str]:
        """Ends the engine; answers what it left behind (nothing, if all is well)."""
        done = subprocess.run([self.binary, "down", "--purge", "--data-dir", self.data],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        problems = [] if done.returncode == 0 else [f"`ferrogate down --purge`: {done.stderr.strip()}"]
        try:
            self.child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            problems.append("the engine still runs")
            self.child.kill()
            self.child.wait()
        problems += [f"process {pid}" for pid in self.processes()]
        if self.data.exists():
            problems.append(f"folder {self.data}")
        if str(self.data) in Path("/proc/self/mountinfo").read_text():
            problems.append(f"mounts below {self.data}")
        return problems

    def processes(self) -> list[str]:
        """Processes that name our folder or have mounts below it."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                try:
                    about = (entry / "cmdline").read_bytes() + (entry / "mountinfo").read_bytes()
                except OSError:
                    continue
                if str(self.data).encode() in about:
                    found.append(entry.name)
        return found


class Demo:
    """The story itself: each method is a chapter."""

    def __init__(self, engine: Engine):
        self.engine = engine
        self.ecs, self.ecr, self.logs, self.ec2 = (
            engine.client(name) for name in ("ecs", "ecr", "logs", "ec2"))
        self.images: dict[str, str] = {}
        self.network: dict = {}
        self.services: list[tuple[str, str]] = []

    def push_images(self):
        began = time.monotonic()
        built = subprocess.run([ROOT / "examples/images/build", "--out", self.engine.home, *PROGRAMS],
                               capture_output=True, text=True, check=False)
        if built.returncode != 0:
            raise Failed(f"building images: {built.stderr.strip()}")
        say(f"made images {', '.join(PROGRAMS)} from Debian packages", began)
        token = self.ecr.get_authorization_token()["authorizationData"][0]["authorizationToken"]
        login = base64.b64decode(token).decode()
        for name in PROGRAMS:
            began = time.monotonic()
            uri = self.ecr.create_repository(repositoryName=name)["repository"]["repositoryUri"]
            done = subprocess.run(["skopeo", "copy", "--quiet", "--dest-tls-verify=false", "--dest-creds", login,
                                   f"oci-archive:{self.engine.home / name}.tar",
                                   f"docker://{self.engine.address}/{name}:1"],
                                  stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                raise Failed(f"skopeo copy {name}: {done.stderr.strip()}")
            self.images[name] = f"{uri}:1"
            say(f"pushed {uri}:1", began)

    def make_cluster(self):
        began = time.monotonic()
        self.ecs.create_cluster(clusterName="demo")
        subnets = self.ec2.describe_subnets()["Subnets"]
        self.network = {"awsvpcConfiguration": {"subnets": [subnets[0]["SubnetId"]]}}
        say(f"cluster demo, in {subnets[0]['SubnetId']} ({subnets[0]['CidrBlock']}) of the default VPC", began)

    def register(self, name: str, command: list[str] | None = None, port: int | None = None):
        """A task definition of one container whose lines go to the log group /ecs/demo."""
        container = {"name": name, "image": self.images[name], "logConfiguration": {
            "logDriver": "awslogs", "options": {
                "awslogs-group": "/ecs/demo", "awslogs-region": self.engine.env["AWS_REGION"],
                "awslogs-stream-prefix": "demo", "awslogs-create-group": "true"}}}
        if command:
            container["command"] = command
        if port:
            container["portMappings"] = [{"containerPort": port}]
        made = self.ecs.register_task_definition(
            family=f"demo-{name}", networkMode="awsvpc", cpu="256", memory="512",
            requiresCompatibilities=["FARGATE"], containerDefinitions=[container],
            executionRoleArn=f"arn:aws:iam::{self.engine.account}:role/ecsTaskExecutionRole")
        return made["taskDefinition"]["taskDefinitionArn"]

    def run(self, definition: str) -> str:
        answer = self.ecs.run_task(cluster="demo", taskDefinition=definition, launchType="FARGATE",
                                   networkConfiguration=self.network)
        if answer["failures"]:
            raise Failed(f"RunTask: {answer['failures']}")
        return answer["tasks"][0]["taskArn"]

    def reach(self, arn: str, status: str) -> dict:
        """Waits for a status; a task that stops on the way tells why."""
        def look():
            task = self.ecs.describe_tasks(cluster="demo", tasks=[arn])["tasks"][0]
            if task["lastStatus"] == "STOPPED" != status:
                reasons = [container.get("reason") for container in task["containers"]]
                raise Failed(f"{arn} stopped: {task.get('stoppedReason')} {reasons}")
            return task if task["lastStatus"] == status else None
        return until(f"{arn} {status}", look)

    def line(self, arn: str, name: str, wanted: str) -> str:
        """The first line of a task's log that has `wanted` in it."""
        stream = f"demo/{name}/{arn.rpartition('/')[2]}"
        def look():
            try:
                page = self.logs.get_log_events(logGroupName="/ecs/demo", logStreamName=stream, startFromHead=True)
            except self.logs.exceptions.ResourceNotFoundException:
                return None
            return next((event["message"] for event in page["events"] if wanted in event["message"]), None)
        return until(f"the line {wanted!r}", look)

    def client(self, script: str, wanted: str) -> str:
        """Runs a client task to its end; answers its line."""
        began = time.monotonic()
        arn = self.run(self.register("client", ["sh", "-c", script]))
        task = self.reach(arn, "STOPPED")
        code = task["containers"][0].get("exitCode")
        if code != 0:
            raise Failed(f"the client ended with {code}: {task.get('stoppedReason')}")
        line = self.line(arn, "client", wanted)
        say(f"  another task: {line}", began)
        return line

    def service(self, name: str, port: int) -> str:
        """Starts a server; answers its private address."""
        began = time.monotonic()
        arn = self.run(self.register(name, port=port))
        task = self.reach(arn, "RUNNING")
        host = next(entry["value"] for attachment in task["attachments"] for entry in attachment["details"]
                    if entry["name"] == "privateIPv4Address")
        say(f"{name} runs at {host}:{port}", began)
        self.services.append((name, arn))
        return host

    def tell(self):
        self.push_images()
        self.make_cluster()
        web = self.service("web", 80)
        self.client(f"until fetch {web}; do sleep 0.1; done 2>/dev/null", "Hello from")
        redis = self.service("redis", 6379)
        count = f"until counter {redis}; do sleep 0.1; done 2>/dev/null"
        self.client(count, "visits=1")
        self.client(count, "visits=2")
        self.batch()
        self.behind_a_load_balancer()
        for name, arn in self.services:
            began = time.monotonic()
            self.ecs.stop_task(cluster="demo", task=arn, reason="the demo is over")
            task = self.reach(arn, "STOPPED")
            say(f"{name} stopped: {task['stopCode']}, {task['stoppedReason']}, "
                f"exit code {task['containers'][0].get('exitCode')}", began)

    def batch(self):
        began = time.monotonic()
        arn = self.run(self.register("batch"))
        task = self.reach(arn, "STOPPED")
        code = task["containers"][0].get("exitCode")
        if code != 3:
            raise Failed(f"the batch job should exit 3, not {code}: {task.get('stoppedReason')}")
        line = self.line(arn, "batch", "item 5 of 5")
        say(f"batch: {line!r}, exit code 3, {task['stopCode']}", began)


    def behind_a_load_balancer(self):
        began = time.monotonic()
        elb = self.engine.client("elbv2")
        subnets = [subnet["SubnetId"] for subnet in self.ec2.describe_subnets()["Subnets"][:2]]
        balancer = elb.create_load_balancer(Name="demo", Subnets=subnets)["LoadBalancers"][0]
        group = elb.create_target_group(
            Name="demo", Protocol="HTTP", Port=80, VpcId=balancer["VpcId"], TargetType="ip",
            HealthCheckIntervalSeconds=5, HealthCheckTimeoutSeconds=2)["TargetGroups"][0]["TargetGroupArn"]
        elb.create_listener(LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=80,
                            DefaultActions=[{"Type": "forward", "TargetGroupArn": group}])
        self.ecs.create_service(
            cluster="demo", serviceName="shop", taskDefinition=self.register("web", port=80), desiredCount=2,
            launchType="FARGATE", networkConfiguration=self.network,
            loadBalancers=[{"targetGroupArn": group, "containerName": "web", "containerPort": 80}])
        self.steady()
        port = self.engine.address.rpartition(":")[2]
        say(f"a service of 2 tasks answers at http://{balancer['DNSName']}:{port}/", began)
        with Load(self.engine.address, balancer["DNSName"]) as load:
            until("requests are answered by both", lambda: len(load.answers) == 2)
            began, victim = time.monotonic(), self.tasks()[0]
            os.kill(self.program_of(victim), signal.SIGKILL)
            until("it is replaced", lambda: victim not in self.tasks() and len(self.tasks()) == 2)
            self.steady()
            say("  the program of one was killed: another task has its place", began)
            began, before = time.monotonic(), self.tasks()
            self.ecs.update_service(cluster="demo", service="shop", forceNewDeployment=True)
            until("all tasks are others", lambda: len(self.tasks()) == 2 and not set(self.tasks()) & set(before), 60)
            self.steady()
            say("  deployed anew: 2 tasks of the new deployment answer", began)
        say(f"  meanwhile {load.count} requests, {len(load.failures)} failed")
        if load.failures:
            raise Failed(f"the load balancer's failures: {load.failures[:3]}")
        began = time.monotonic()
        self.ecs.delete_service(cluster="demo", service="shop", force=True)
        until("the service is gone", lambda: self.shop()["status"] == "INACTIVE", 60)
        elb.delete_load_balancer(LoadBalancerArn=balancer["LoadBalancerArn"])
        elb.delete_target_group(TargetGroupArn=group)
        say("  the service and its load balancer are gone", began)

    def shop(self) -> dict:
        return self.ecs.describe_services(cluster="demo", services=["shop"])["services"][0]

    def tasks(self) -> list[str]:
        return self.ecs.list_tasks(cluster="demo", serviceName="shop")["taskArns"]

    def steady(self):
        """Waits until the service is as `aws ecs wait services-stable` wants it."""
        def look():
            shop = self.shop()
            return len(shop["deployments"]) == 1 and shop["runningCount"] == shop["desiredCount"] \
                and shop["deployments"][0]["rolloutState"] == "COMPLETED"
        until("the service is steady", look, 60)

    def program_of(self, arn: str) -> int:
        """nginx's first process in a task, by its number on this host."""
        task = arn.rpartition("/")[2].encode()
        def look():
            for entry in Path("/proc").iterdir():
                if entry.name.isdigit():
                    try:
                        own = (entry / "cmdline").read_bytes().startswith(b"nginx: master")
                        if own and task in (entry / "cgroup").read_bytes():
                            return int(entry.name)
                    except OSError:
                        continue
            return None
        return until("nginx runs in the task", look)


class Load:
    """Asks a load balancer by its name, one request after the other, until it is closed."""

    def __init__(self, address: str, name: str):
        self.request = urllib.request.Request(f"http://{address}/", headers={"Host": name})
        self.count, self.failures, self.answers = 0, [], set()
        self.over, self.thread = threading.Event(), threading.Thread(target=self.ask, daemon=True)

    def ask(self):
        while not self.over.is_set():
            self.count += 1
            try:
                with urllib.request.urlopen(self.request, timeout=10) as answer:
                    self.answers.add(answer.read())
            except OSError as error:
                self.failures.append(str(error))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=Path, default=ROOT / "target/release/ferrogate")
    args = parser.parse_args()
    if os.geteuid() != 0:
        print("error: the engine's agent needs root; run: sudo make demo", file=sys.stderr)
        return 1
    if not args.binary.is_file():
        print(f"error: no binary at {args.binary}; run: make build", file=sys.stderr)
        return 1

    whole, engine, failed = time.monotonic(), Engine(args.binary.resolve()), False
    try:
        began = time.monotonic()
        engine.start()
        say(f"engine answers at http://{engine.address}", began)
        Demo(engine).tell()
    except (Failed, OSError) as error:
        failed = True
        print(f"error: {error}", file=sys.stderr)
    except Exception as error:  # noqa: BLE001 - boto3 raises many kinds; the engine must end whatever happened
        failed = True
        print(f"error: {type(error).__name__}: {error}", file=sys.stderr)
    began = time.monotonic()
    problems = engine.down() if engine.child else []
    if problems:
        print("error: left behind: " + "; ".join(problems), file=sys.stderr)
    else:
        say("engine is down, nothing is left", began)
    if failed or problems:
        if engine.log.exists():
            print("-- the engine's last words\n" + engine.log.read_text(errors="replace")[-4000:], file=sys.stderr)
    shutil.rmtree(engine.home, ignore_errors=True)
    say(f"the demo {'failed' if failed or problems else 'went well'}, {time.monotonic() - whole:.1f} s in all")
    return 1 if failed or problems else 0


if __name__ == "__main__":
    sys.exit(main())
