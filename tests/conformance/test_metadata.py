"""What a task is told of itself at 169.254.170.2, held against what ECS tells of it outside."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from harness.engine import ROOT
from harness.tasks import unique
from harness.wait import until

# Prints, for each path that it is given, the status and the document below this container's own
# address of that version.
ASK = """
import json, os, sys, urllib.error, urllib.request
V4, V3 = (os.environ["ECS_CONTAINER_METADATA_URI" + v] for v in ("_V4", ""))
def ask(path, headers={}, method="GET", data=None):
    root = {"/v4": V4, "/v3": V3, "/v2": "http://169.254.170.2/v2"}.get(path[:3], os.environ["ECS_AGENT_URI"])
    url = path[4:] if path.startswith("raw:") else root + (path[3:] if path[1] == "v" else path)
    request = urllib.request.Request(url, headers=headers, method=method, data=data)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            status, text = answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        status, text = refused.code, refused.read()
    try:
        return [status, json.loads(text)]
    except ValueError:
        return [status, text.decode()]
"""


def python(bench, script: str, name: str = "main", **more) -> dict:
    """A container that runs a Python script which may `ask`."""
    return bench.container("gunicorn", entryPoint=["python3", "-c"], command=[ASK + script], name=name, **more)


def printed(bench, arn: str, container: str = "main") -> list:
    """The JSON documents that a container has printed, once there is one."""
    lines = until(f"{container} has printed", lambda: bench.has_stream(arn, container) and bench.lines(arn, container),
                  within=40)
    return [json.loads(line) for line in lines]


def test_a_task_is_told_of_itself_what_ecs_tells_of_it(bench):
    paths = ["/v4", "/v4/task", "/v4/taskWithTags", "/v3", "/v3/task", "/v2/metadata"]
    hold = "import time; time.sleep(600)"
    script = f"for path in {paths}: print(json.dumps(ask(path)), flush=True)\nask('/v4')\n{hold}"
    made = bench.define(
        python(bench, script, cpu=64, memory=256, dependsOn=[{"containerName": "other", "condition": "START"}]),
        python(bench, hold, name="other"), cpu="512", memory="1024")
    arn = bench.run(definition=made["taskDefinitionArn"], tags=[{"key": "team", "value": "a b"}])
    task = bench.reach(arn, "RUNNING")
    answers = until("all answers are there", lambda: len(printed(bench, arn)) == len(paths) and printed(bench, arn))
    assert [status for status, _ in answers] == [200] * len(paths)
    v4, v4_task, v4_tags, v3, v3_task, v2_task = (answer for _, answer in answers)

    outside = {c["name"]: c for c in task["containers"]}["main"]
    eni = {d["name"]: d["value"] for d in task["attachments"][0]["details"]}
    cluster = task["clusterArn"]
    assert v4 == {
        "DockerId": outside["runtimeId"], "Name": "main", "DockerName": "main",
        "Image": outside["image"], "ImageID": outside["imageDigest"],
        "Labels": {
            "com.amazonaws.ecs.cluster": cluster, "com.amazonaws.ecs.container-name": "main",
            "com.amazonaws.ecs.task-arn": arn,
            "com.amazonaws.ecs.task-definition-family": made["family"],
            "com.amazonaws.ecs.task-definition-version": str(made["revision"]),
        },
        "DesiredStatus": "RUNNING", "KnownStatus": "RUNNING", "Limits": {"CPU": 64, "Memory": 256},
        "CreatedAt": v4["CreatedAt"], "StartedAt": v4["StartedAt"], "Type": "NORMAL",
        "LogDriver": "awslogs", "LogOptions": {
            "awslogs-group": bench.group, "awslogs-region": bench.engine.region, "awslogs-create-group": "true",
            "awslogs-stream": bench.stream(arn)},
        "ContainerARN": outside["containerArn"],
        "Networks": [{
            "NetworkMode": "awsvpc", "IPv4Addresses": [eni["privateIPv4Address"]], "AttachmentIndex": 0,
            "MACAddress": eni["macAddress"], "IPv4SubnetCIDRBlock": bench.ec2.describe_subnets(
                SubnetIds=[eni["subnetId"]])["Subnets"][0]["CidrBlock"],
            "DomainNameServers": ["169.254.169.253"],
            "DomainNameSearchList": [eni["privateDnsName"].partition(".")[2]],
            "PrivateDNSName": eni["privateDnsName"],
            "SubnetGatewayIpv4Address": v4["Networks"][0]["SubnetGatewayIpv4Address"]}],
        "Snapshotter": "overlayfs",
    }
    subnet = v4["Networks"][0]["IPv4SubnetCIDRBlock"].partition("/")
    assert v4["Networks"][0]["SubnetGatewayIpv4Address"] == f"{subnet[0].rpartition('.')[0]}.1/{subnet[2]}"
    assert re.fullmatch(r"[0-9a-f]{32}-\d{10}", v4["DockerId"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", v4["StartedAt"])

    assert (v4_task["Cluster"], v4_task["TaskARN"]) == (cluster, arn)
    assert (v4_task["Family"], v4_task["Revision"]) == (made["family"], str(made["revision"]))
    assert (v4_task["DesiredStatus"], v4_task["LaunchType"]) == ("RUNNING", "FARGATE")
    assert v4_task["KnownStatus"] in ("CREATED", "RUNNING")  # it asks as soon as it can
    assert v4_task["Limits"] == {"CPU": 0.5, "Memory": 1024}
    assert v4_task["AvailabilityZone"] == task["availabilityZone"]
    assert v4_task["PullStartedAt"] <= v4_task["PullStoppedAt"]
    assert v4_task["FaultInjectionEnabled"] is False
    assert v4_task["EphemeralStorageMetrics"]["Reserved"] == 20 * 1024
    assert v4_task["ClockDrift"]["ClockSynchronizationStatus"] in ("SYNCHRONIZED", "NOT_SYNCHRONIZED")
    assert not {"TaskTags", "VPCID", "ServiceName", "ExecutionStoppedAt"} & v4_task.keys()
    assert [c["Name"] for c in v4_task["Containers"]] == ["main", "other"]
    assert v4_task["Containers"][0] == v4
    assert v4_task["Containers"][1]["Limits"] == {"CPU": 2}  # nothing is said of it
    assert v4_tags["TaskTags"] == {"team": "a b"}

    new = {"LogDriver", "LogOptions", "ContainerARN", "Snapshotter"}
    assert v3 == {**{k: v for k, v in v4.items() if k not in new},
                  "Networks": [{"NetworkMode": "awsvpc", "IPv4Addresses": [eni["privateIPv4Address"]]}]}
    assert v3_task == v2_task and v3_task["Containers"][0] == v3
    assert not {"LaunchType", "ClockDrift", "EphemeralStorageMetrics", "FaultInjectionEnabled"} & v3_task.keys()
    bench.stop(arn)


# -- software that nobody here wrote -----------------------------------------------------------

PIP = ("opentelemetry-sdk-extension-aws==2.1.0", "opentelemetry-sdk==1.45.2")
NPM = ("@opentelemetry/resource-detector-aws@2.23.0", "@opentelemetry/resources@2.11.0", "@opentelemetry/api@1.9.0")


def fetched(name: str, *command: str) -> Path:
    """A folder with packages of a registry, kept between runs; `command` gets its path last."""
    folder = ROOT / "target" / "packages" / name
    if not folder.exists():
        part = folder.with_name(f"{name}.part{os.getpid()}")
        part.mkdir(parents=True)
        subprocess.run([*command, str(part)], check=True, capture_output=True, timeout=240)
        part.rename(folder)
    return folder


@pytest.fixture
def with_packages(engine, images, tmp_path):
    """`with_packages("node", folder)`: an example image that has the folder as `/packages`."""
    def make(base: str, folder: Path) -> str:
        shutil.copytree(folder, tmp_path / "packages", symlinks=True)
        (tmp_path / "Dockerfile").write_text(
            f"FROM {images(base).partition('/')[2]}\nCOPY packages /packages\n")
        name = unique("detector")
        done = engine.run("ferrogate", "image", "build", "-t", name, str(tmp_path), "--data-dir", str(engine.data),
                          within=120)
        assert done.returncode == 0, done.stderr
        return f"{engine.registry}/{name}"
    return make


def expected_of_detectors(bench, arn: str) -> dict:
    """What a resource detector is to find, by OpenTelemetry's names of it."""
    task = bench.describe(arn)
    logs = f"arn:aws:logs:{bench.engine.region}:{bench.engine.account}:log-group:{bench.group}"
    family, revision = task["taskDefinitionArn"].rpartition("/")[2].split(":")
    return {
        "cloud.provider": "aws", "cloud.platform": "aws_ecs", "aws.ecs.launchtype": "fargate",
        "aws.ecs.container.arn": task["containers"][0]["containerArn"],
        "aws.ecs.cluster.arn": task["clusterArn"], "aws.ecs.task.arn": arn,
        "aws.ecs.task.family": family, "aws.ecs.task.revision": revision,
        "aws.log.group.names": [bench.group], "aws.log.group.arns": [logs],
        "aws.log.stream.names": [bench.stream(arn)],
        "aws.log.stream.arns": [f"{logs}:log-stream:{bench.stream(arn)}"],
    }


def test_opentelemetry_s_python_detector_finds_its_task(bench, with_packages):
    folder = fetched("otel-python", sys.executable, "-m", "pip", "install", "-q", *PIP, "--target")
    script = """
import json, sys
sys.path.insert(0, "/packages")
from opentelemetry.sdk.extension.aws.resource.ecs import AwsEcsResourceDetector
print(json.dumps(dict(AwsEcsResourceDetector(raise_on_error=True).detect().attributes)))
"""
    arn = bench.run(bench.container(with_packages("gunicorn", folder), [script], entryPoint=["python3", "-c"]))
    task = bench.finish(arn, within=90)
    assert task["containers"][0]["exitCode"] == 0, bench.lines(arn)
    found, = printed(bench, arn)
    wanted = expected_of_detectors(bench, arn)
    assert {name: found.get(name) for name in wanted} == wanted


def test_opentelemetry_s_javascript_detector_finds_its_task(bench, with_packages):
    folder = fetched("otel-node", "npm", "install", "--silent", "--no-audit", "--no-fund", *NPM, "--prefix")
    script = """
const { detectResources } = require('/packages/node_modules/@opentelemetry/resources');
const { awsEcsDetector } = require('/packages/node_modules/@opentelemetry/resource-detector-aws');
const found = detectResources({ detectors: [awsEcsDetector] });
found.waitForAsyncAttributes().then(() => console.log(JSON.stringify(found.attributes)));
"""
    arn = bench.run(bench.container(with_packages("node", folder), [script], entryPoint=["node", "-e"]))
    task = bench.finish(arn, within=90)
    assert task["containers"][0]["exitCode"] == 0, bench.lines(arn)
    found, = printed(bench, arn)
    outside = bench.describe(arn)
    wanted = {**expected_of_detectors(bench, arn), "cloud.region": bench.engine.region,
              "cloud.account.id": bench.engine.account,
              "cloud.availability_zone": outside["availabilityZone"]}
    assert {name: found.get(name) for name in wanted} == wanted
