"""Tasks that wait for room or for their host, and what is left of those that went: what people
met with other schedulers and supervisors, tried here."""

import os
import signal
import time

import pytest
from conftest import pusher
from harness.engine import free_port
from harness.tasks import Bench
from harness.wait import until

# A place that one processor gives, when each is promised once.
PLACE = {"cpu": "1024", "memory": "2048"}


@pytest.fixture
def narrow(own_engine, archive, tmp_path):
    """A bench on an engine that has room for one task of a whole processor more."""
    config = tmp_path / "config.toml"
    config.write_text("cpu-overcommit = 1\n")
    engine = own_engine("--config", str(config))
    bench = Bench(engine, pusher(engine, archive))
    for _ in range(len(os.sched_getaffinity(0)) - 1):
        bench.reach(task(bench, "exec sleep 1000", **PLACE), "RUNNING")
    return bench


def task(bench, script, stop_timeout=2, tags=(), **size):
    container = bench.container(command=["sh", "-c", script], stopTimeout=stop_timeout)
    more = {"tags": list(tags)} if tags else {}
    return bench.run(definition=bench.define(container, **size)["taskDefinitionArn"], **more)


def waits(bench, arn):
    """Whether the task has no host."""
    return bench.describe(arn)["lastStatus"] == "PROVISIONING"


def code(task):
    return task["containers"][0].get("exitCode")


def test_each_of_many_that_wait_for_one_place_gets_it(narrow):
    """The moment at which one gives its place back may be just when somebody looks for one."""
    definition = narrow.define(narrow.container(command=["true"]), **PLACE)["taskDefinitionArn"]
    arns = narrow.run(definition=definition, count=10)
    assert [code(narrow.finish(arn, within=120)) for arn in arns] == [0] * 10


def test_room_goes_to_who_waits_without_another_event(narrow):
    holder = task(narrow, "exec sleep 1000", **PLACE)
    narrow.reach(holder, "RUNNING")
    waiting = task(narrow, "exit 3", **PLACE)
    small = task(narrow, "exit 4")
    # What it waits for is nothing that a look at it changes.
    assert all(waits(narrow, waiting) for _ in range(5))
    narrow.stop(holder)
    assert code(narrow.finish(waiting)) == 3
    assert code(narrow.finish(small)) == 4


def test_a_task_that_is_slow_to_stop_keeps_its_room_and_holds_up_nobody_who_fits(narrow):
    slow = task(narrow, "trap '' TERM; echo up; while :; do sleep 1; done", stop_timeout=25, cpu="512", memory="1024")
    narrow.reach(slow, "RUNNING")
    narrow.expect_lines(slow, ["up"])
    narrow.ecs.stop_task(cluster=narrow.cluster, task=slow)
    whole = task(narrow, "exit 5", **PLACE)
    small = narrow.finish(task(narrow, "exit 6"), within=20)
    assert code(small) == 6
    assert narrow.describe(slow)["lastStatus"] == "STOPPING" and waits(narrow, whole)
    ended = narrow.finish(whole, within=60)
    assert code(ended) == 5
    assert narrow.describe(slow)["stoppedAt"] <= ended["startedAt"]


def test_what_waits_for_room_can_be_tagged_and_stopped(narrow):
    holder = task(narrow, "exec sleep 1000", **PLACE)
    narrow.reach(holder, "RUNNING")
    first, second = (task(narrow, f"exit {n}", **PLACE) for n in (7, 8))
    narrow.ecs.tag_resource(resourceArn=first, tags=[{"key": "of", "value": "nobody"}])
    stopped = narrow.stop(second)
    assert stopped["stopCode"] == "UserInitiated" and "startedAt" not in stopped
    assert waits(narrow, first)
    narrow.stop(holder)
    assert code(narrow.finish(first)) == 7
    assert narrow.describe(second)["lastStatus"] == "STOPPED"


class Away:
    """The agent is dead and stays so: its supervisor is frozen."""

    def __init__(self, engine):
        self.engine, self.up = engine, engine.pids("up")[0]

    def __enter__(self):
        os.kill(self.up, signal.SIGSTOP)
        os.kill(self.engine.pids("agent")[0], signal.SIGKILL)
        until("the host is known to be away", lambda: not self.engine.ready(), within=30)

    def __exit__(self, *_):
        os.kill(self.up, signal.SIGCONT)


def test_tasks_that_are_run_and_changed_while_the_host_is_away_run_when_it_is_back(own_bench):
    with Away(own_bench.engine):
        first, second, third = (own_bench.shell(f"exit {n}") for n in (3, 4, 5))
        own_bench.ecs.tag_resource(resourceArn=first, tags=[{"key": "of", "value": "nobody"}])
        assert "startedAt" not in own_bench.stop(second)
        assert waits(own_bench, first) and waits(own_bench, third)
    assert [code(own_bench.finish(arn)) for arn in (first, third)] == [3, 5]


def test_exits_while_no_agent_lives_are_told_with_their_codes(own_bench):
    scripts = ["sleep 3; exit 0", "sleep 3; exit 3", "sleep 3; sh -c 'kill -KILL $$'; exit $?"]
    arns = [own_bench.shell(f"echo up; {script}; echo no") for script in scripts]
    for arn in arns:
        own_bench.reach(arn, "RUNNING")
    until("all have begun", lambda: all(own_bench.has_stream(arn) and own_bench.lines(arn) for arn in arns))
    with Away(own_bench.engine):
        since = time.monotonic()
        until("they have ended by now", lambda: time.monotonic() > since + 4, within=10)
    ended = [own_bench.finish(arn) for arn in arns]
    assert [code(task) for task in ended] == [0, 3, 137]
    assert {task["stopCode"] for task in ended} == {"EssentialContainerExited"}


@pytest.mark.parametrize("mode", ["blocking", "non-blocking"])
def test_a_task_whose_log_group_is_deleted_runs_ends_and_gives_its_port_back(own_bench, mode):
    bench, port = own_bench, free_port()
    tags = [{"key": "ferrogate:publish", "value": f"{port}:80"}]
    container = bench.container(command=["sh", "-c", "while :; do seq 1000; sleep 0.1; done"])
    container["logConfiguration"]["options"]["mode"] = mode
    talker = bench.run(container, tags=tags)
    bench.reach(talker, "RUNNING")
    until("it logs", lambda: bench.has_stream(talker) and bench.lines(talker))
    bench.logs.delete_log_group(logGroupName=bench.group)
    # Another one makes the group again, and is not mixed up with it.
    other = bench.shell("echo other")
    bench.finish(other)
    bench.expect_lines(other, ["other"])
    assert bench.describe(talker)["lastStatus"] == "RUNNING"
    stopped = bench.stop(talker)
    assert code(stopped) is not None
    again = bench.run(bench.container(command=["sleep", "1000"]), tags=tags)

    def published():
        shown = bench.describe(again)["containers"][0]
        return [binding["hostPort"] for binding in shown.get("networkBindings", [])] == [port]
    until("the port is free for the next", published, within=20)
    bench.stop(again)


def test_tasks_that_come_and_go_in_haste_leave_no_shim_and_no_group(own_bench):
    bench, engine = own_bench, own_bench.engine
    instance = (engine.data / "instance").read_text().strip()
    definition = bench.define(bench.container(command=["sleep", "1000"]))["taskDefinitionArn"]
    for _ in range(4):
        arns = bench.run(definition=definition, count=10)
        # Each at another moment of its start.
        for arn in arns:
            bench.ecs.stop_task(cluster=bench.cluster, task=arn)
        for arn in arns:
            bench.finish(arn, within=60)

    def clean():
        groups = [path for root in ("/sys/fs/cgroup", "/sys/fs/cgroup/memory")
                  for path in folders(f"{root}/ferrogate-{instance}") if path != "shims"]
        assert not groups and len(engine.pids("shim")) <= 4, (groups, engine.pids("shim"))
        return True
    until("nothing but warm shims is left", clean, within=30)


def folders(path):
    try:
        return [entry.name for entry in os.scandir(path) if entry.is_dir()]
    except FileNotFoundError:
        return []
