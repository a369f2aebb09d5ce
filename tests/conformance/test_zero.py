"""Services that are scaled to zero: nobody who asks notices that there was no task, but by waiting."""

import asyncio
import datetime
import http.client
import os
import resource
import signal
import statistics
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from harness.engine import ROOT
from harness.patient import Patient, patient
from harness.tasks import Bench
from harness.wait import until
from test_deployments import NOW, Shifted
from test_elb_traffic import WEB, Balanced


TAG = "ferrogate:scale-to-zero"
DIMENSION = {"ServiceNamespace": "ecs", "ScalableDimension": "ecs:service:DesiredCount"}
# Seconds without a request.
IDLE = 5
# Answers after so long, and its answers go on as long.
SLOW = ("mkdir -p /tmp/w/cgi-bin && echo ok > /tmp/w/index.html && cd /tmp/w/cgi-bin && "
        "printf '#!/bin/sh\\necho\\necho begun\\nsleep 9\\necho over\\n' > slow && chmod 755 slow && "
        "exec httpd -f -p 80 -h /tmp/w")


class Zero(Balanced):
    """A service behind a load balancer that sleeps while nobody asks."""

    def begin(self, definition: str | None = None, **more):
        self.serve(definition or self.define("one"), 1, tags=[{"key": TAG, "value": str(IDLE)}], **more)
        self.scaling = self.bench.engine.boto("application-autoscaling")
        self.of = {**DIMENSION, "ResourceId": f"service/{self.bench.cluster}/{self.service}"}
        self.register(0, 3)
        return self

    def register(self, least: int, most: int, **more):
        self.scaling.register_scalable_target(**self.of, MinCapacity=least, MaxCapacity=most, **more)

    def script(self, script: str) -> str:
        container = self.bench.container(command=["sh", "-c", script], portMappings=[{"containerPort": 80}])
        return self.bench.define(container)["taskDefinitionArn"]

    def asleep(self, within: float = 60):
        def look():
            service = self.shown()
            events = [event["message"] for event in service["events"][:4]]
            assert (service["desiredCount"], service["runningCount"]) == (0, 0), events
            return service["deployments"][0]["rolloutStateReason"].startswith("Asleep since ")
        until("the service sleeps", look, within)

    def causes(self) -> list[str]:
        found = self.scaling.describe_scaling_activities(
            ServiceNamespace="ecs", ResourceId=self.of["ResourceId"])["ScalingActivities"]
        return [one["Cause"] for one in found]

    def answer(self, path: str = "/", within: float = 70) -> tuple[int, dict, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.bench.engine.port, timeout=within)
        try:
            connection.request("GET", path, headers={"Host": self.name})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode().strip()
        finally:
            connection.close()

    def crowd(self, count: int, meanwhile=lambda: None) -> Counter:
        """Asks so often at once; what was answered, by status, or failed."""
        def ask(_) -> int | str:
            try:
                return self.answer()[0]
            except (OSError, http.client.HTTPException) as error:
                return repr(error)
        with ThreadPoolExecutor(count) as pool:
            asked = [pool.submit(ask, at) for at in range(count)]
            meanwhile()
            return Counter(one.result() for one in asked)

    def idle_timeout(self, seconds: int):
        self.elb.modify_load_balancer_attributes(LoadBalancerArn=self.arn, Attributes=[
            {"Key": "idle_timeout.timeout_seconds", "Value": str(seconds)}])


class ShiftedZero(Zero, Shifted):
    """One whose deployments shift its traffic between two groups."""


@pytest.fixture
def zero(bench):
    made = Zero(bench)
    yield made
    made.close()


@pytest.fixture
def killed(own_engine, archive):
    """The same, of an engine whose parts are to be killed."""
    from conftest import pusher
    engine = own_engine()
    made = Zero(patient(Bench(engine, pusher(engine, archive))))
    made.elb = Patient(made.elb)
    yield made
    made.close()


def test_it_sleeps_and_wakes_again_and_again_and_no_request_fails(zero, bench):
    zero.begin().stable()
    answered, waited = Counter(), []
    for _ in range(2):
        zero.asleep()
        begun = time.monotonic()
        answered[zero.answer()[0]] += 1
        waited.append(time.monotonic() - begun)
        answered += zero.crowd(20)
    assert answered == {200: 42}, answered
    assert statistics.median(waited) < 10, waited
    print(f"from a request to its answer: {[f'{one * 1000:.0f} ms' for one in waited]}")
    # Who asks as it falls asleep is answered too: by the task that ends, or by the next one.
    for pause in (5.0, 5.1, 5.2, 5.5, 6.5):
        threading.Event().wait(pause)
        assert zero.answer()[0] == 200
    causes = zero.causes()
    assert "woken by a request" in causes and f"no request came for {IDLE} seconds" in causes, causes
    events = zero.events()
    for cause in ("woken by a request", f"no request came for {IDLE} seconds"):
        assert any(event.endswith(f"Cause: {cause}") for event in events), events
    zero.asleep()
    said = bench.engine.cli("services", "--cluster", bench.cluster).stdout
    assert "asleep (since " in said, said


def test_what_is_open_keeps_it_awake(zero):
    zero.begin(zero.script(SLOW)).stable()
    zero.asleep()
    # Longer than it is kept for without a request.
    status, _, body = zero.answer("/cgi-bin/slow")
    assert (status, body) == (200, "begun\nover")
    zero.asleep()


def test_who_scales_by_hand_wins_and_schedules_wake(zero, bench):
    zero.begin().stable()
    zero.asleep()
    bench.ecs.update_service(cluster=bench.cluster, service=zero.service, desiredCount=0)

    def refused():
        status, headers, _ = zero.answer()
        return status == 503 and "retry-after" not in {name.lower() for name in headers}
    until("nobody waits", refused)
    assert zero.shown()["desiredCount"] == 0
    bench.ecs.update_service(cluster=bench.cluster, service=zero.service, desiredCount=2)
    until("it answers", lambda: zero.answer()[0] == 200)
    zero.asleep()
    at = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=2)
    zero.scaling.put_scheduled_action(
        **zero.of, ScheduledActionName="day", Schedule=f"at({at:%Y-%m-%dT%H:%M:%S})",
        ScalableTargetAction={"MinCapacity": 1})
    until("the schedule wakes it", lambda: zero.shown()["runningCount"] == 1, 60)
    assert zero.answer()[0] == 200
    # Taken off, it has a task.
    zero.register(0, 3)
    zero.asleep()
    bench.ecs.untag_resource(resourceArn=zero.shown()["serviceArn"], tagKeys=[TAG])
    until("it has a task", lambda: zero.shown()["runningCount"] == 1, 60)


def test_a_program_that_starts_for_longer_than_it_is_kept_works_though_who_asked_has_left(zero):
    zero.begin(zero.script("sleep 9; " + WEB.replace("VERSION", "late"))).stable()
    zero.asleep()
    with pytest.raises(TimeoutError):
        zero.answer(within=1)
    until("its task works", lambda: "healthy" in {one["State"] for one in zero.health().values()}, 60)
    assert zero.answer(within=2)[0] == 200


def test_a_deployment_while_it_sleeps_and_a_task_that_can_t_start(zero, bench):
    zero.begin().stable()
    zero.asleep()
    zero.idle_timeout(8)
    broken = zero.script("exit 3")
    bench.ecs.update_service(cluster=bench.cluster, service=zero.service, taskDefinition=broken)
    zero.stable()
    begun = time.monotonic()
    status, headers, _ = zero.answer()
    assert (status, headers.get("Retry-After")) == (503, "5"), headers
    assert 5 < time.monotonic() - begun < 30

    def failed() -> list[dict]:
        # The one that went to sleep is among them, too.
        arns = bench.ecs.list_tasks(
            cluster=bench.cluster, desiredStatus="STOPPED", serviceName=zero.service)["taskArns"]
        tasks = bench.ecs.describe_tasks(cluster=bench.cluster, tasks=arns)["tasks"] if arns else []
        return [task for task in tasks if task["taskDefinitionArn"] == broken]

    stopped = until("a task has failed", failed)[0]
    assert stopped["stoppedReason"] == "Essential container in task exited", stopped["stoppedReason"]
    assert any("has started 1 tasks" in event for event in zero.events()), zero.events()
    # Nobody asks: it is tried no more.
    zero.asleep(90)
    zero.idle_timeout(60)
    bench.ecs.update_service(cluster=bench.cluster, service=zero.service, taskDefinition=zero.define("two"))
    zero.stable()
    assert zero.crowd(5) == {200: 5}
    assert zero.answer()[2].startswith("two")


def test_blue_and_green_while_it_sleeps(bench):
    made = ShiftedZero(bench)
    try:
        made.begin(loadBalancers=made.balancing(), deploymentConfiguration={"strategy": "BLUE_GREEN", **NOW})
        made.stable()
        made.asleep()
        made.ends(made.deploy("two"))
        made.asleep()
        assert made.crowd(5) == {200: 5}
        assert made.answer()[2].startswith("two")
        # Who asks in the middle of one is answered by either.
        made.asleep()
        arn = made.deploy("three")
        assert made.crowd(5) == {200: 5}
        made.ends(arn)
        assert made.answer()[2].startswith("three")
    finally:
        made.close()


async def flooded(port: int, name: str, count: int) -> Counter:
    """Asks so often at once, on a connection each."""
    request = f"GET / HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode()

    # The engine's own port takes 8,192 connections.
    room = asyncio.Semaphore(7000)

    async def ask() -> int | str:
        async with room:
            return await one()

    async def one() -> int | str:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request)
            answer = await asyncio.wait_for(reader.read(), 90)
            writer.close()
        except (OSError, TimeoutError) as error:
            return repr(error)
        head = answer.partition(b"\r\n\r\n")[0].decode()
        status = int(head.split(" ")[1]) if head else 0
        return "later" if status == 503 and "retry-after: 5" in head.lower() else status
    return Counter(await asyncio.gather(*(ask() for _ in range(count))))


def memory(pids: list[int]) -> int:
    """Bytes that these processes have in memory."""
    pages = (int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids)
    return sum(pages) * resource.getpagesize()


def test_a_flood_at_a_service_that_sleeps_takes_bounded_room(zero, bench):
    most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most[1], most[1]))
    zero.begin(zero.script("sleep 15; " + WEB.replace("VERSION", "late"))).stable()
    zero.idle_timeout(40)
    zero.asleep()
    pids = bench.engine.pids("balancer")
    before, peak, over = memory(pids), [0], threading.Event()

    def watch():
        while not over.wait(0.1):
            peak[0] = max(peak[0], memory(pids))
    watching = threading.Thread(target=watch)
    watching.start()
    answered = Counter()
    try:
        answered += asyncio.run(flooded(bench.engine.port, zero.name, 10_000))
    finally:
        over.set()
        watching.join()
    print(f"answered {dict(answered)}, {(peak[0] - before) >> 20} MiB more")
    assert answered.keys() <= {200, "later"}, answered
    # How many wait long enough hangs on the machine: the program takes one connection after the other.
    assert answered[200] >= 200 and answered.total() == 10_000, answered
    assert peak[0] - before < 600 << 20
    assert zero.answer()[0] == 200


# Asks now and then, so that the service sleeps in between, and says what it was answered.
ASKER = "while :; do for n in 1 2 3; do wget -qO- http://NAME/ || echo FAILED; done; sleep 14; done"


def test_who_waits_notices_no_killed_server_or_agent(killed):
    bench, engine = killed.bench, killed.bench.engine
    killed.begin(killed.script("sleep 2; " + WEB.replace("VERSION", "late"))).stable()
    # From within the VPC: what comes by the engine's own port ends with the server.
    asker = bench.shell(ASKER.replace("NAME", killed.name))

    def answered() -> int:
        lines = bench.lines(asker) if bench.has_stream(asker) else []
        assert "FAILED" not in lines, lines
        return len(lines)
    until("it is answered", answered, 60)
    for kind in ("server", "agent"):
        killed.asleep(90)
        seen = answered()
        until("the service is woken", lambda: killed.shown()["desiredCount"] == 1)
        engine.kill(kind)
        until(f"who waits is answered after the {kind} was killed", lambda seen=seen: answered() > seen, 60)
    bench.stop(asker)
    killed.asleep(90)

    def kill_balancers():
        until("the service is woken", lambda: killed.shown()["desiredCount"] == 1)
        for pid in engine.pids("balancer"):
            os.kill(pid, signal.SIGKILL)
    ended = killed.crowd(5, kill_balancers)
    assert 503 not in ended and 502 not in ended, ended
    until("it answers again", lambda: killed.crowd(1) == {200: 1}, 60)
    # A server that starts again knows of nobody who was quiet, and lets nobody sleep who is asked.
    task, = bench.ecs.list_tasks(cluster=bench.cluster, serviceName=killed.service)["taskArns"]
    engine.kill("server")
    for _ in range(8):
        until("it answers", lambda: killed.crowd(1) == {200: 1})
        threading.Event().wait(1)
    again, = bench.ecs.list_tasks(cluster=bench.cluster, serviceName=killed.service)["taskArns"]
    assert task == again


def test_the_example_scales_out_and_in_to_nothing_and_back(bench):
    """`examples/scaling.py`, as its reader runs it."""
    script, image = str(ROOT / "examples" / "scaling.py"), bench.images("busybox")
    done = bench.engine.run(sys.executable, script, "--image", image, within=180)
    assert done.returncode == 0, done.stdout + done.stderr
    for line in ("under load: 3 tasks", "the load is over: 1 tasks", "no request came for 8 seconds",
                 "woken by a request"):
        assert line in done.stdout, done.stdout
    assert done.stdout.endswith(" 0 failed\n"), done.stdout
