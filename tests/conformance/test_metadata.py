"""What a task is told of itself at 169.254.170.2, held against what ECS tells of it outside."""

import json
import os
import re
from datetime import datetime
from pathlib import Path

from harness.packages import fetched
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
        python(bench, script, cpu=64, memory=256, dockerLabels={"tier": "front"},
               dependsOn=[{"containerName": "other", "condition": "START"}]),
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
            "tier": "front", "com.amazonaws.ecs.cluster": cluster,
            "com.amazonaws.ecs.container-name": "main",
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
    pulled = [datetime.fromisoformat(v4_task[name]) for name in ("PullStartedAt", "PullStoppedAt")]
    assert pulled == sorted(pulled)
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


def test_statistics_are_what_the_task_does(bench):
    """Half a vCPU of work and a file of 24 MiB, seen from inside as clients compute them."""
    spin = "while True: pass"
    script = """
import time
v3, first = ask("/v3/stats"), ask("/v4/task/stats")
block = bytearray(24 << 20)
open("/tmp/file", "wb").write(block)
held = [ask("/v4/stats")]
while held[-1][1]["read"] == held[0][1]["read"]:
    held.append(ask("/v4/stats"))
time.sleep(2)
print(json.dumps([v3, first, held[0], held[-1], len(held), ask("/v4/task/stats"), ask("/v2/stats"), ask("/v4")]), flush=True)
time.sleep(600)
"""
    made = bench.define(python(bench, script), python(bench, spin, name="busy"), cpu="512", memory="1024")
    arn = bench.run(definition=made["taskDefinitionArn"])
    task = bench.reach(arn, "RUNNING")
    v3, first, held, fresh, asked, later, v2, me = printed(bench, arn)[0]
    ids = {c["name"]: c["runtimeId"] for c in task["containers"]}
    assert all(status == 200 for status, _ in (v3, first, held, fresh, later, v2))
    v3, first, held, fresh, later, v2 = (answer for _, answer in (v3, first, held, fresh, later, v2))

    assert asked > 2, "within a second all ask for the same look"
    assert first.keys() <= set(ids.values()) and later.keys() == v2.keys() == set(ids.values())
    assert "network_rate_stats" not in v3 and set(v3) | {"network_rate_stats"} == set(fresh)
    # The first look has the beginning beside it, each further one the look before.
    assert held["preread"] == me[1]["StartedAt"] or held["preread"].startswith("20")
    assert fresh["preread"] == held["read"] < fresh["read"]
    for stats in later.values():
        assert list(stats) == ["read", "preread", "pids_stats", "blkio_stats", "num_procs", "storage_stats",
                               "cpu_stats", "precpu_stats", "memory_stats", "name", "id", "networks",
                               "network_rate_stats"]
        assert (stats["num_procs"], stats["storage_stats"]) == (0, {})
        assert stats["cpu_stats"]["online_cpus"] == os.cpu_count()
        assert list(stats["networks"]) == ["eth1"]
        assert set(stats["networks"]["eth1"]) == {f"{way}_{what}" for way in ("rx", "tx")
                                                  for what in ("bytes", "packets", "errors", "dropped")}
    busy, main = later[ids["busy"]], later[ids["main"]]
    assert (busy["name"], busy["id"]) == ("busy", ids["busy"])
    assert 5 < percent(busy) < 75, "half a processor is the task's"
    assert main["memory_stats"]["usage"] > 24 << 20 and main["memory_stats"]["limit"] == 1 << 30
    assert main["memory_stats"]["stats"] and main["pids_stats"]["current"] >= 1
    assert main["networks"]["eth1"]["rx_bytes"] > 0 and main["networks"]["eth1"]["tx_bytes"] > 0
    if "percpu_usage" in main["cpu_stats"]["cpu_usage"]:  # version 1 of cgroups
        assert sum(main["cpu_stats"]["cpu_usage"]["percpu_usage"]) > 0
    bench.stop(arn)


def test_a_container_that_has_ended_is_there_without_numbers(bench):
    """Agents of metrics fell over it (integrations-core 1955, telegraf 15455): it stays in the list."""
    script = """
import time
while True:
    task = ask("/v4/task")[1]
    over = next(c for c in task["Containers"] if c["Name"] == "over")
    if over["KnownStatus"] == "STOPPED":
        break
    time.sleep(0.05)
root = "raw:" + V4.rpartition("/")[0] + "/" + over["DockerId"]
print(json.dumps([over, ask("/v4/task/stats")[1], ask("/v3/task/stats")[1], ask(root + "/stats"), ask(root)[1]]))
"""
    arn = bench.run(python(bench, script), bench.container(command=["sh", "-c", "exit 3"], name="over", essential=False))
    task = bench.finish(arn, within=60)
    assert {c["name"]: c["exitCode"] for c in task["containers"]} == {"main": 0, "over": 3}
    over, v4, v3, own, itself = printed(bench, arn)[0]
    ids = {c["name"]: c["runtimeId"] for c in task["containers"]}
    assert (over["DesiredStatus"], over["ExitCode"]) == ("STOPPED", 3) and over == itself
    times = [datetime.fromisoformat(over[name]) for name in ("CreatedAt", "StartedAt", "FinishedAt")]
    assert times == sorted(times)
    assert v4.keys() == v3.keys() == set(ids.values())
    assert v4[ids["over"]] == {} and v3[ids["over"]] is None
    assert v4[ids["main"]]["name"] == v3[ids["main"]]["name"] == "main"
    assert own == [500, f"Unable to get container stats for: {ids['over']}"]


def percent(stats: dict) -> float:
    """As `docker stats` and the agents of metrics compute it."""
    now, before = stats["cpu_stats"], stats["precpu_stats"]
    used = now["cpu_usage"]["total_usage"] - before["cpu_usage"]["total_usage"]
    return used / (now["system_cpu_usage"] - before["system_cpu_usage"]) * now["online_cpus"] * 100


def test_what_can_not_be_answered_is_said_as_the_agent_says_it(bench):
    unknown = "unable to get task arn from request: unable to get task Arn from v3 endpoint ID: x"
    of_container = "unable to get container ID from request: unable to get docker ID from v3 endpoint ID: x"
    raw = "raw:http://169.254.170.2"
    wanted = {
        f"{raw}/v4/x": [404, f"V4 container metadata handler: {of_container}"],
        f"{raw}/v4/x/task": [404, f"V4 task metadata handler: {unknown}"],
        f"{raw}/v4/x/stats": [404, f"V4 container stats handler: {unknown}"],
        f"{raw}/v4/x/task/stats": [404, f"V4 task stats handler: {unknown}"],
        f"{raw}/v3/x": [500, f"V3 container metadata handler: {of_container}"],
        f"{raw}/v3/x/taskWithTags": [500, f"V3 task metadata handler: {unknown}"],
        f"{raw}/v3/x/stats": [400, f"V3 container stats handler: {unknown}"],
        f"{raw}/v2/metadata/x": [400, "Unable to generate metadata for container 'x'"],
        f"{raw}/v2/stats/x": [400, "Unable to get container stats for: x"],
        f"{raw}/v2/credentials/x": [400, {"code": "InvalidIdInRequest", "HTTPErrorCode": 400,
                                          "message": "CredentialsV2Request: Credentials not found"}],
        f"{raw}/v1/credentials": [400, {"code": "NoIdInRequest", "HTTPErrorCode": 400,
                                        "message": "CredentialsV1Request: No Credential ID in the request"}],
        f"{raw}/latest/meta-data/": [404, "404 page not found\n"],
        f"{raw}/": [404, "404 page not found\n"],
    }
    script = f"""
print(json.dumps([ask(path) for path in {list(wanted)}]))
print(json.dumps([ask("/v4/task", headers={{name: "x"}})[0] for name in
                  ("X-Forwarded-For", "Via", "Forwarded", "Host")]))
print(json.dumps([ask("raw:" + V4.replace("/v4/", "//v4//") + "/./task")[0], ask("/v4", method="POST")[0]]))
state = "/task-protection/v1/state"
print(json.dumps([ask(state), ask(state, method="PUT", data=b"{{"), ask(state, method="PUT", data=b"{{}}"),
                  ask(state, method="PUT", data=b'{{"ProtectionEnabled": true, "ExpiresInMinutes": 60}}'),
                  ask(state, method="DELETE"), ask("/fault/v1/network-latency/stop", method="POST")]))
"""
    arn = bench.run(python(bench, script))
    task = bench.finish(arn, within=60)
    assert task["containers"][0]["exitCode"] == 0, bench.lines(arn)
    answers, passed_on, cleaned, api = printed(bench, arn)
    assert dict(zip(wanted, answers)) == wanted
    assert passed_on == [403] * 4
    assert cleaned == [200, 200], "a path is cleaned, and any method reads"
    def said(code, text):
        return {"error": {"Arn": arn, "Code": code, "Message": text}}
    invalid, no_role = "InvalidParameterException", "Invalid Request: no task IAM role credentials available for task"
    assert api == [
        [403, said("AccessDeniedException", no_role)],
        [400, {"error": {"Code": invalid, "Message": "UpdateTaskProtection: failed to decode request"}}],
        [400, said(invalid, "Invalid request: does not contain 'ProtectionEnabled' field")],
        [403, said("AccessDeniedException", no_role)],
        [405, ""],
        [400, {"Error": f"enableFaultInjection is not enabled for task: {arn}"}],
    ]


def test_the_other_link_local_addresses_are_dead(bench):
    """SDKs look for an instance's metadata when they find nothing else: on Fargate there is none."""
    script = """
import socket
def reach(address, port, family=socket.AF_INET):
    with socket.socket(family) as one:
        one.settimeout(2)
        try:
            one.connect((address, port))
        except OSError as error:
            return type(error).__name__
        return "reached"
dead = [("169.254.169.254", 80), ("169.254.170.1", 80), ("169.254.170.3", 80), ("169.254.170.23", 80),
        ("169.254.170.2", 443), ("169.254.170.2", 51679), ("169.254.169.253", 80), ("169.254.169.123", 80)]
print(json.dumps([reach(*address) for address in dead] + [reach("fd00:ec2::254", 80, socket.AF_INET6)]))
print(json.dumps(reach("169.254.170.2", 80)))
"""
    arn = bench.run(python(bench, script))
    bench.finish(arn, within=60)
    dead, alive = printed(bench, arn)
    assert "reached" not in dead and alive == "reached", dead


def test_an_agent_that_is_started_again_answers_the_same_and_tags_are_those_of_now(own_bench):
    bench, engine = own_bench, own_bench.engine
    script = """
import time
env = {name: os.environ[name] for name in os.environ if name.startswith(("ECS_", "AWS_"))}
print(json.dumps(env), flush=True)
last = None
while True:
    try:
        now = [ask("/v4"), ask("/v4/taskWithTags")]
    except OSError:
        time.sleep(0.05)
        continue
    for volatile in ("ClockDrift", "EphemeralStorageMetrics"):
        now[1][1].pop(volatile, None)
    if now != last:
        print(json.dumps(now), flush=True)
    last = now
    time.sleep(0.05)
"""
    arn = bench.run(python(bench, script), tags=[{"key": "team", "value": "a"}])
    runtime_id = bench.reach(arn, "RUNNING")["containers"][0]["runtimeId"]

    def told(what, check):
        return until(what, lambda: check(printed(bench, arn)[-1]) and printed(bench, arn), within=40)

    def runs(tags):
        return lambda last: last[1][1]["KnownStatus"] == "RUNNING" and last[1][1].get("TaskTags") == tags
    env, *before = told("it is told that it runs", lambda last: isinstance(last, list) and runs({"team": "a"})(last))
    assert env == {
        "AWS_EXECUTION_ENV": "AWS_ECS_FARGATE", "AWS_REGION": engine.region, "AWS_DEFAULT_REGION": engine.region,
        "ECS_CONTAINER_METADATA_URI": f"http://169.254.170.2/v3/{runtime_id}",
        "ECS_CONTAINER_METADATA_URI_V4": f"http://169.254.170.2/v4/{runtime_id}",
        "ECS_AGENT_URI": f"http://169.254.170.2/api/{runtime_id}",
    }
    engine.kill("agent")
    until("there is an agent again", lambda: len(engine.pids("agent")) == 1, within=30)
    bench.ecs.tag_resource(resourceArn=arn, tags=[{"key": "team", "value": "b"}, {"key": "more", "value": ""}])
    told("it is told its new tags", runs({"team": "b", "more": ""}))
    bench.ecs.untag_resource(resourceArn=arn, tagKeys=["team", "more"])
    *_, last = told("it is told that it has none", runs(None))
    for now, then in zip(last, before[-1]):
        assert now[0] == 200
        assert {**now[1], "TaskTags": 0} == {**then[1], "TaskTags": 0}, "all else is as it was"
    bench.stop(arn)


def test_a_task_that_floods_its_metadata_holds_up_itself_alone(bench):
    """10,000 connections, and readers that never read: the agent has as many descriptors, threads and
    as much memory as before, and a neighbour is answered meanwhile."""
    flood = """
import socket, time
held = []
for n in range(10000):
    one = socket.socket()
    one.setblocking(False)
    try:
        one.connect(("169.254.170.2", 80))
    except BlockingIOError:
        pass
    except OSError:
        one.close()
        continue
    held.append(one)
ask = (f"GET {V4[20:]}/task HTTP/1.1\\r\\nHost: 169.254.170.2\\r\\n\\r\\n" * 50).encode()
print(json.dumps(len(held)), flush=True)
while True:
    for one in held:
        try:
            one.send(ask)
        except OSError:
            pass
    time.sleep(0.5)
"""
    agent = Path("/proc", str(bench.engine.pids("agent")[0]))

    def taken():
        resident = int(re.search(r"VmRSS:\s+(\d+)", (agent / "status").read_text())[1])
        return len(os.listdir(agent / "fd")), len(os.listdir(agent / "task")), resident >> 10
    victim = bench.run(python(bench, """
import time
while True:
    begun = time.monotonic()
    status, _ = ask("/v4/task/stats")
    print(json.dumps([status, time.monotonic() - begun]), flush=True)
    time.sleep(0.2)
"""))
    bench.reach(victim, "RUNNING")
    printed(bench, victim)
    before = taken()
    attacker = bench.run(python(bench, flood))
    bench.reach(attacker, "RUNNING")
    assert printed(bench, attacker)[0] > 5000, "it has asked for far more than it gets"
    answered = len(bench.lines(victim))
    until("the neighbour is answered meanwhile", lambda: len(bench.lines(victim)) > answered + 20, within=60)
    during = taken()
    # Its own sockets and connections, and what a task that starts has open for a moment.
    assert during[0] <= before[0] + 40, (before, during)
    assert during[1] <= before[1] + 8 and during[2] <= before[2] + 32, (before, during)
    answers = printed(bench, victim)
    assert {status for status, _ in answers} == {200}
    assert sorted(seconds for _, seconds in answers)[len(answers) // 2] < 0.5, "half a second is what agents wait"
    bench.stop(attacker)
    until("all of it is given back", lambda: taken()[0] <= before[0] + 8, within=30)
    bench.stop(victim)


# -- software that nobody here wrote -----------------------------------------------------------

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
    folder = fetched("otel-python")
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
    folder = fetched("otel-node")
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


def test_a_metrics_sidecar_of_a_registry_measures_its_task(bench, with_packages):
    """An exporter for Prometheus that was written against Fargate, beside a container that works."""
    folder = fetched("ecs-container-exporter")
    image = with_packages("gunicorn", folder)
    exporter = """
import sys
sys.path.insert(0, "/packages")
from ecs_container_exporter.main import main
main(["--interval", "2"])
"""
    scrape = """
import time
def metrics():
    try:
        with urllib.request.urlopen("http://127.0.0.1:9545/metrics", timeout=20) as answer:
            return [line for line in answer.read().decode().splitlines() if line.startswith("ecs_task")]
    except OSError:
        return []
while not any("cpu_usage_ratio" in line for line in metrics()):
    time.sleep(0.2)
print(json.dumps(metrics()))
"""
    made = bench.define(
        bench.container(image, [exporter], name="exporter", entryPoint=["python3", "-c"], essential=False),
        python(bench, "while True: pass", name="busy", memory=256, essential=False),
        bench.container(command=["true"], name="over", essential=False),
        python(bench, scrape), cpu="512", memory="1024")
    arn = bench.run(definition=made["taskDefinitionArn"])
    task = bench.finish(arn, within=120)
    assert {c["name"]: c.get("exitCode") for c in task["containers"]}["main"] == 0, (task["stoppedReason"], [c.get("reason") for c in task["containers"]])
    found = {}
    for line in printed(bench, arn)[0]:
        name, container, value = re.fullmatch(r'(\w+)(?:{.*?container_name="(\w+)".*})? (\S+)', line).groups()
        found[name, container] = float(value)
    assert found["ecs_task_exporter_status", None] == 1
    assert found["ecs_task_cpu_limit", "_task_"] == 512 and found["ecs_task_mem_limit", "_task_"] == 1024
    assert found["ecs_task_mem_limit", "busy"] == 256
    assert 0.2 < found["ecs_task_cpu_usage_ratio", "_task_"] < 1.5, "it takes its half of a processor"
    measured = {container for name, container in found if name == "ecs_task_cpu_usage_ratio"}
    assert measured == {"_task_", "exporter", "busy", "main"}, "who is over has none"
