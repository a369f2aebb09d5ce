"""SIGKILL of each process at each named point of a task's life: nothing lost, nothing twice.

The engine is one for all of them, as one that lives long; a test that failed gives the next
one a new engine. `test_image_build` has the points of a task whose files are kept.
"""

import json
import os
import select
import signal
import socket
from pathlib import Path

import pytest

from conftest import pusher
from harness.engine import BINARY, Engine
from harness.patient import patient
from harness.points import FAILING, FOLDERS, POINTS, REFUSING, UNPUBLISHING, obeyed, of, order
from harness.tasks import Bench, unique
from harness.wait import until

LIFE = "trap 'sleep 0.2; echo bye; exit 7' TERM; n=0; while :; do n=$((n+1)); echo line $n; sleep 0.05; done"
STATUSES = {  # what is held, so that the status is seen as long as we like
    "PROVISIONING": "server:before-bind",
    "PENDING": "agent:before-Connected",
    "ACTIVATING": "agent:before-Running",
    "RUNNING": None,
    "DEACTIVATING": "agent:before-stop",
    "STOPPING": "agent:before-ContainerExited",
    "DEPROVISIONING": "agent:before-Released",
    "STOPPED": None,
}


def test_the_points_are_found():
    assert len(POINTS) > 60 and len(set(POINTS)) == len(POINTS), POINTS
    assert {point.partition(":")[0] for point in POINTS} == set(FOLDERS)
    assert {hold for hold in STATUSES.values() if hold} <= set(POINTS)


@pytest.fixture(scope="module")
def long_lived(archive):
    """Gives the engine of all these tests: `long_lived()`; a failure before gives a new one."""
    assert obeyed(), f"{BINARY} is a release, which has no points to die at: use the dev build"
    state = {"bench": None, "broken": False}

    def end(abandon=False):
        bench, state["bench"] = state["bench"], None
        if bench and abandon:
            bench.engine.abandon()
        elif bench:
            try:
                bench.engine.down()
            finally:
                bench.engine.abandon()

    def give() -> Bench:
        if state["broken"]:
            end(abandon=True)
        if not state["bench"]:
            engine = Engine()
            try:
                engine.start()
                state["bench"] = patient(Bench(engine, pusher(engine, archive)))
                state["bench"].images("busybox")
            except BaseException:
                engine.abandon()
                raise
        state["broken"] = True  # until the test says otherwise
        return state["bench"]

    give.well = lambda: state.update(broken=False)
    yield give
    end(abandon=state["broken"])


@pytest.fixture
def bench(long_lived, request):
    bench = long_lived()
    recovered(bench.engine)
    failed = request.session.testsfailed
    yield bench
    if request.session.testsfailed == failed:
        long_lived.well()


def recovered(engine):
    """Waits until the API answers and all processes are there."""
    until("the API answers", engine.ready, within=30)
    for kind in ("server", "agent"):
        until(f"there is one {kind}", lambda kind=kind: len(engine.pids(kind)) == 1, within=30)


def begin(bench, command=LIFE, image="busybox") -> str:
    """Runs the task that counts, however often it must be asked; answers its ARN."""
    definition = bench.define(bench.container(image, ["sh", "-c", command] if isinstance(command, str) else command,
                                              portMappings=[{"containerPort": 80}]))
    request = {"cluster": bench.cluster, "taskDefinition": definition["taskDefinitionArn"], "count": 1,
               "launchType": "FARGATE", "networkConfiguration": bench.network, "clientToken": unique("token"),
               "tags": [{"key": "ferrogate:publish", "value": "127.0.0.1:0:80"}]}
    task, = bench.ecs.run_task(**request)["tasks"]
    return task["taskArn"]


def look(bench, arn) -> dict:
    """The task as it is described now."""
    task, = bench.ecs.describe_tasks(cluster=bench.cluster, tasks=[arn])["tasks"]
    return task


def until_status(bench, arn, *wanted, within=40) -> dict:
    def there():
        task = look(bench, arn)
        assert task["lastStatus"] in wanted, (task["lastStatus"], task.get("stoppedReason"), task["containers"])
        return task
    return until(f"the task is {' or '.join(wanted)}", there, within)


def lines(bench, arn) -> list[str]:
    return bench.lines(arn) if bench.has_stream(arn) else []


def whole(bench, arn):
    """Asserts that the task ended as it should, and that each line is there once, in order."""
    task = until_status(bench, arn, "STOPPED", within=60)
    assert (task["stopCode"], task["containers"][0].get("exitCode")) == ("UserInitiated", 7), task
    def complete():
        seen = lines(bench, arn)
        assert seen and seen[-1] == "bye", seen[-3:]
        assert seen[:-1] == [f"line {n}" for n in range(1, len(seen))]
        return True
    until("no line is lost or doubled", complete, within=20)
    times = [task[name] for name in ("createdAt", "pullStartedAt", "pullStoppedAt", "startedAt", "stoppingAt",
                                     "executionStoppedAt", "stoppedAt")]
    assert times == sorted(times), task


def nothing_left(bench, arn):
    """Asserts that the agent has nothing of a stopped task any more, and its shims are right."""
    ident = arn.rpartition("/")[2]
    def gone():
        left = [path for path in (bench.engine.data / "agent" / "tasks").iterdir() if ident in path.name]
        assert not left, left
        return True
    until("the task's folder is gone", gone, within=20)


# The simulation kills the server at these in every run of the suite, and again and again. Of the
# real kills one of a binding and one of facts stay in it.
SIMULATED = {f"server:{side}-{what}" for side in ("before", "after") for what in ("accept", "bind", "facts", "stop")
             } - {"server:after-bind", "server:before-facts"}


def sampled(point):
    return pytest.param(point, marks=pytest.mark.soak) if point in SIMULATED else point


@pytest.mark.parametrize("point", [sampled(point) for point in of("agent", "server")])
def test_a_kill_at_a_point_loses_nothing(bench, point):
    file = order(bench.engine, point)
    arn = begin(bench)
    until_status(bench, arn, "RUNNING")
    until("some lines have come", lambda: len(lines(bench, arn)) >= 3)
    bench.ecs.stop_task(cluster=bench.cluster, task=arn)
    whole(bench, arn)
    recovered(bench.engine)
    nothing_left(bench, arn)
    until("the point was reached", lambda: not file.exists(), within=10)
    listed = bench.ecs.list_tasks(cluster=bench.cluster, desiredStatus="RUNNING")["taskArns"]
    assert listed == []


@pytest.mark.parametrize("point", UNPUBLISHING)
def test_a_kill_as_a_port_is_given_up_loses_nothing(bench, point):
    arn = begin(bench)
    until_status(bench, arn, "RUNNING")
    until("a port is open", lambda: look(bench, arn)["containers"][0]["networkBindings"])
    file = order(bench.engine, point)
    bench.ecs.untag_resource(resourceArn=arn, tagKeys=["ferrogate:publish"])
    until("the point was reached", lambda: not file.exists(), within=20)
    recovered(bench.engine)
    until("no port is shown", lambda: not look(bench, arn)["containers"][0]["networkBindings"])
    bench.ecs.stop_task(cluster=bench.cluster, task=arn)
    whole(bench, arn)
    nothing_left(bench, arn)


@pytest.mark.parametrize("point", REFUSING)
def test_a_kill_as_a_port_is_refused_opens_it_all_the_same_when_it_is_free(bench, point):
    arn = begin(bench)
    until_status(bench, arn, "RUNNING")
    file = order(bench.engine, point)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        bench.ecs.tag_resource(resourceArn=arn, tags=[{"key": "ferrogate:publish", "value": f"{port}:80"}])
        until("the point was reached", lambda: not file.exists(), within=20)
        recovered(bench.engine)
        until("the reason is shown", lambda: "is taken" in look(bench, arn)["containers"][0].get("reason", ""))
    def open_now():
        bindings = look(bench, arn)["containers"][0]["networkBindings"]
        return [binding["hostPort"] for binding in bindings] == [port]
    until("the port is open", open_now, within=20)
    bench.ecs.stop_task(cluster=bench.cluster, task=arn)
    whole(bench, arn)
    nothing_left(bench, arn)


@pytest.mark.parametrize("point", of("up"))
def test_a_kill_of_the_supervisor_loses_nothing(bench, point):
    engine, kind = bench.engine, point.rpartition("-")[2]
    arn = begin(bench)
    until_status(bench, arn, "RUNNING")
    order(bench.engine, point)
    engine.kill(kind)
    assert engine.child.wait(timeout=30) == -signal.SIGKILL
    up_again(engine)
    until_status(bench, arn, "RUNNING")
    bench.ecs.stop_task(cluster=bench.cluster, task=arn)
    whole(bench, arn)


def up_again(engine):
    """Starts the engine whose supervisor was killed: the others end with it."""
    for kind in ("server", "agent"):
        until(f"no {kind} is left", lambda kind=kind: not engine.pids(kind), within=30)
    engine.start()
    recovered(engine)


@pytest.mark.parametrize("point", of("shim"))
def test_a_kill_of_the_shim_ends_its_task_and_keeps_what_it_had_written(bench, point):
    file = order(bench.engine, point)
    arn = begin(bench)
    task = until_status(bench, arn, "RUNNING", "STOPPED")
    if task["lastStatus"] == "RUNNING" and file.exists():
        until("some lines have come", lambda: len(lines(bench, arn)) >= 3)
        bench.ecs.stop_task(cluster=bench.cluster, task=arn)
    task = until_status(bench, arn, "STOPPED")
    assert not file.exists()
    _, _, name = point.partition(":")
    ended = ["after-ContainerExited", "before-ExecutionStopped", "after-ExecutionStopped", "after-strike",
             "before-Finished", "after-Finished"]
    if name in ended:
        whole(bench, arn)
    else:
        assert task["stopCode"] in ("UserInitiated", "InfrastructureHealth", "TaskFailedToStart"), task
        assert task["stoppedReason"] and "exitCode" not in task["containers"][0], task
        def prefix():
            seen = [line for line in lines(bench, arn) if line != "bye"]
            assert seen == [f"line {n}" for n in range(1, len(seen) + 1)], seen
            return True
        until("the lines are whole", prefix, within=20)
    nothing_left(bench, arn)


def shim_of(engine, arn) -> int:
    """The process id of the shim that has the task."""
    folder, = (path for path in (engine.data / "agent" / "tasks").iterdir() if arn.rpartition("/")[2] in path.name)
    slot = str(engine.data / "agent" / "slots" / str(json.loads((folder / "task.json").read_text())["slot"]))
    found = [pid for pid in engine.pids("shim")
             if slot.encode() in (Path("/proc") / str(pid) / "cmdline").read_bytes().split(b"\0")]
    assert found, (slot, engine.pids("shim"))
    return min(found)


def freeze_at(bench, point) -> tuple[str, int]:
    """Runs a task and stops its shim with SIGSTOP at the point; answers its ARN and a descriptor of the shim,
    since its number may be another's by the time that it is gone."""
    engine, held = bench.engine, bench.engine.data / "agent" / "crash-held"
    order(engine, f"hold {point}")
    arn = begin(bench)
    until_held_or_running = lambda: held.exists() or look(bench, arn)["lastStatus"] == "RUNNING"  # noqa: E731
    until("the task is held or runs", until_held_or_running, within=40)
    if not held.exists():
        bench.ecs.stop_task(cluster=bench.cluster, task=arn)
        until("it is held as it stops", held.exists, within=40)
    shim = os.pidfd_open(shim_of(engine, arn))
    signal.pidfd_send_signal(shim, signal.SIGSTOP)
    held.unlink()
    return arn, shim


def test_a_shim_that_freezes_at_a_point_ends_its_task_and_nothing_of_it_stays(bench):
    """All points in one test: each takes the patience that a busy shim gets."""
    frozen = {point: freeze_at(bench, point) for point in of("shim")}
    assert len(frozen) > 15, frozen
    # Among them are tasks that are asked to stop only now.
    for arn, _ in list(frozen.values())[::2]:
        bench.ecs.stop_task(cluster=bench.cluster, task=arn)
    for point, (arn, shim) in frozen.items():
        task = until_status_at_last(bench, arn)
        assert task["stopCode"] in ("UserInitiated", "InfrastructureHealth", "TaskFailedToStart",
                                    "EssentialContainerExited"), (point, task)
        if task["stopCode"] == "InfrastructureHealth":
            assert task["stoppedReason"] == "HostLost: the task's shim does not answer: it was killed", (point, task)
        assert select.select([shim], [], [], 0)[0], f"{point}: the shim is there"
        os.close(shim)
        nothing_left(bench, arn)


def until_status_at_last(bench, arn) -> dict:
    """The task once it is STOPPED, however long a frozen shim is given."""
    def there():
        task = look(bench, arn)
        assert task["lastStatus"] == "STOPPED", (task["lastStatus"], task.get("stoppedReason"))
        return task
    return until("the task is STOPPED", there, within=200)


@pytest.mark.parametrize("point", FAILING)
def test_a_kill_as_a_task_fails_loses_no_reason(bench, point):
    file = order(bench.engine, point)
    arn = begin(bench, command=["/not/there"])
    task = until_status(bench, arn, "STOPPED")
    assert task["stopCode"] in ("TaskFailedToStart", "InfrastructureHealth"), task
    assert task["stoppedReason"], task
    assert not file.exists()
    recovered(bench.engine)
    nothing_left(bench, arn)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("kind", ["up", "server", "agent", "shim"])
def test_a_kill_at_each_status_loses_nothing(bench, kind, status):
    engine, hold = bench.engine, STATUSES[status]
    early = status in ("PROVISIONING", "PENDING", "ACTIVATING")
    if early:
        order(bench.engine, f"hold {hold}")
    arn = begin(bench)
    if not early:
        until_status(bench, arn, "RUNNING")
        until("some lines have come", lambda: len(lines(bench, arn)) >= 3)
        if hold:
            order(bench.engine, f"hold {hold}")
        if status != "RUNNING":
            bench.ecs.stop_task(cluster=bench.cluster, task=arn)
    until_status(bench, arn, status)
    held = engine.data / FOLDERS[hold.partition(":")[0]] / "crash-held" if hold else None
    if held:
        until("it is held", held.exists)
    kill(engine, kind)
    if held:
        held.unlink()
    if kind == "up":
        up_again(engine)
    recovered(engine)
    if kind == "shim" and status not in ("PROVISIONING", "DEPROVISIONING", "STOPPED"):
        task = until_status(bench, arn, "STOPPED")
        assert task["stopCode"] in ("UserInitiated", "InfrastructureHealth", "TaskFailedToStart"), task
        assert task["stoppedReason"], task
    else:
        if early or status == "RUNNING":
            until_status(bench, arn, "RUNNING")
            until("some lines have come", lambda: len(lines(bench, arn)) >= 3)
            bench.ecs.stop_task(cluster=bench.cluster, task=arn)
        whole(bench, arn)
    nothing_left(bench, arn)


def kill(engine, kind: str):
    """SIGKILL to the process of that kind; to all of them where a task has one each."""
    if kind == "shim":
        for pid in engine.pids("shim"):
            os.kill(pid, signal.SIGKILL)
    else:
        engine.kill(kind)
