"""SIGKILL of each process at each step of a task's life: nothing lost, nothing run twice.

Each test has an engine of its own, and ends with its purge and the census of what is left.
"""

import fcntl
import os
import signal
import subprocess
from pathlib import Path

import pytest

from harness.engine import BINARY
from harness.tasks import address
from harness.wait import until

COUNTING = "trap 'echo bye; exit 7' TERM; n=0; while :; do n=$((n+1)); echo line $n; sleep 0.05; done"
KINDS = ["server", "agent"]


def recovered(engine):
    """Waits until the API answers again and all its processes are back."""
    until("the API answers again", engine.ready, within=30)
    for kind in KINDS:
        until(f"there is a {kind} again", lambda kind=kind: len(engine.pids(kind)) == 1, within=30)


def settled(bench, arn, ahead=5) -> int:
    """Waits until some lines more than now have come; answers how many there are."""
    have = len(bench.lines(arn)) if bench.has_stream(arn) else 0
    until(f"{ahead} lines more", lambda: bench.has_stream(arn) and len(bench.lines(arn)) >= have + ahead)
    return len(bench.lines(arn))


@pytest.mark.parametrize("kind", KINDS)
def test_a_running_task_outlives_a_sigkill(own_bench, kind):
    bench, engine = own_bench, own_bench.engine
    arn = bench.shell(COUNTING)
    before = bench.reach(arn, "RUNNING")
    settled(bench, arn)
    engine.kill(kind)
    recovered(engine)
    after = bench.reach(arn, "RUNNING")
    for field in ("taskArn", "startedAt", "createdAt", "attachments"):
        assert after[field] == before[field], field
    assert after["containers"][0]["runtimeId"] == before["containers"][0]["runtimeId"]
    settled(bench, arn)
    task = bench.stop(arn)
    assert task["containers"][0]["exitCode"] == 7
    complete(bench, arn)


def complete(bench, arn):
    """Asserts that the counted lines are all there, once, in order, up to the last."""
    def look():
        lines = bench.lines(arn)
        assert lines[-1] == "bye", lines[-3:]
        assert lines[:-1] == [f"line {n}" for n in range(1, len(lines))]
        return True
    until("no line is lost or doubled", look, within=15)


@pytest.mark.parametrize("kind", KINDS)
def test_an_event_of_several_lines_outlives_a_sigkill(own_bench, kind):
    """Killed in the middle of one: every event comes once, with the lines that it has."""
    bench, engine = own_bench, own_bench.engine
    container = bench.container(command=["sh", "-c", """n=0; while [ $n -lt 150 ]; do
        n=$((n+1)); echo "E $n"; sleep 0.02; echo " a $n"; echo; sleep 0.02; echo " b $n"; done"""])
    container["logConfiguration"]["options"] |= {"awslogs-multiline-pattern": "^E", "mode": "blocking"}
    arn = bench.run(container)
    bench.reach(arn, "RUNNING")
    for _ in range(3):
        settled(bench, arn)
        engine.kill(kind)
        recovered(engine)
    bench.finish(arn, within=60)
    wanted = [f"E {n}\n a {n}\n\n b {n}\n" for n in range(1, 151)]
    until("every event is there, once", lambda: bench.lines(arn) == wanted, within=15)


@pytest.mark.parametrize("kind", KINDS)
def test_an_exit_while_a_process_is_dead_is_not_lost(own_bench, kind):
    bench, engine = own_bench, own_bench.engine
    arn = bench.run(bench.container(command=[
        "sh", "-c", "echo up; nc -l -p 9000 >/dev/null; echo last words; exit 5"]))
    host = address(bench.reach(arn, "RUNNING"))
    bench.expect_lines(arn, ["up"])
    # The waker ends the first task by itself, a moment after the process died.
    waker = bench.shell(f"sleep 1; until nc {host} 9000 </dev/null; do sleep 0.1; done")
    bench.reach(waker, "RUNNING")
    engine.kill(kind)
    recovered(engine)
    assert bench.finish(arn)["containers"][0]["exitCode"] == 5
    bench.expect_lines(arn, ["up", "last words"])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("step", ["PROVISIONING", "PENDING", "RUNNING", "STOPPING"])
def test_a_sigkill_at_a_step_of_life_loses_no_task(own_bench, kind, step):
    bench, engine = own_bench, own_bench.engine
    arn = bench.shell("trap 'exit 7' TERM; while :; do sleep 0.05; done")
    if step == "PENDING":
        # Later than PROVISIONING, sooner than RUNNING if it can be caught: what counts is
        # that wherever the blow falls, the task goes on.
        until("the task has moved", lambda: bench.describe(arn)["lastStatus"] != "PROVISIONING")
    elif step == "RUNNING":
        bench.reach(arn, "RUNNING")
    elif step == "STOPPING":
        bench.reach(arn, "RUNNING")
        bench.ecs.stop_task(cluster=bench.cluster, task=arn)
    engine.kill(kind)
    recovered(engine)
    if step != "STOPPING":
        bench.reach(arn, "RUNNING")
        bench.ecs.stop_task(cluster=bench.cluster, task=arn)
    task = bench.finish(arn, within=60)
    assert (task["stopCode"], task["containers"][0].get("exitCode")) in (("UserInitiated", 7),
                                                                         ("UserInitiated", 137))


def test_a_task_whose_shim_is_killed_ends_and_is_told(own_bench):
    bench, engine = own_bench, own_bench.engine
    arn = bench.shell("echo up; exec sleep 98765")
    bench.reach(arn, "RUNNING")
    bench.expect_lines(arn, ["up"])
    sleeping = [pid for pid in engine.pids("shim") if descends(pid, "98765")]
    assert len(sleeping) == 1, sleeping
    os.kill(sleeping[0], signal.SIGKILL)
    task = bench.finish(arn)
    assert task["containers"][0]["lastStatus"] == "STOPPED"
    assert task["stopCode"] in ("EssentialContainerExited", "InfrastructureHealth", "TaskFailedToStart")
    assert not running("98765")


@pytest.mark.parametrize("kind", ["shim", "zygote", "agent", "server", "up"])
def test_down_ends_and_leaves_nothing_when_a_process_is_frozen(own_bench, kind):
    bench, engine = own_bench, own_bench.engine
    arn = bench.shell("exec sleep 98766")
    bench.reach(arn, "RUNNING")
    frozen = engine.pids(kind)
    assert frozen
    for pid in frozen:
        os.kill(pid, signal.SIGSTOP)
    # The fixture's end has a deadline, and counts what is left.
    done = engine.cli("down", "--timeout", "2", within=110)
    assert done.returncode == 0, done.stderr
    assert not running("98766")
    assert not any(engine.pids(kind) for kind in ("up", "server", "agent", "zygote", "shim"))


def test_down_right_after_a_kill_of_the_supervisor_leaves_nothing(own_bench):
    """The server and the agent end by themselves, a moment later: down waits for them."""
    bench, engine = own_bench, own_bench.engine
    bench.reach(bench.shell("exec sleep 98767"), "RUNNING")
    rest = engine.pids("server") + engine.pids("agent")
    os.kill(engine.child.pid, signal.SIGKILL)
    engine.child.wait(timeout=10)
    done = engine.cli("down", "--purge", within=110)
    assert done.returncode == 0, done.stderr
    assert not set(rest) & set(engine.pids("server") + engine.pids("agent"))
    assert not engine.data.exists() and not running("98767")


def test_down_kills_what_a_killed_supervisor_left_and_does_not_end(own_engine):
    engine = own_engine()
    engine.kill("up")
    # By its arguments it is an agent of this engine, and no signal but one ends it.
    (engine.home / "agent").write_text("trap '' HUP INT TERM; read line")
    stuck = subprocess.Popen(["sh", "agent", "--data-dir", str(engine.data)], stdin=subprocess.PIPE, cwd=engine.home)
    done = engine.cli("down", within=110)
    assert stuck.wait(timeout=10) == -signal.SIGKILL
    assert done.returncode == 0 and f"[{stuck.pid}] do not end" in done.stderr, done.stderr


def test_up_waits_for_an_agent_that_is_about_to_end(own_bench):
    """What the next agent needs is held for a moment after a kill: no reason to end the engine."""
    bench, engine = own_bench, own_bench.engine
    arn = bench.shell("exec sleep 98769")
    before = bench.reach(arn, "RUNNING")
    engine.kill("up")
    engine.kill_all(KINDS)
    with (engine.data / "run" / "net.lock").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        engine.child = engine.spawn([str(BINARY), "up", "--data-dir", str(engine.data)])
        until("an agent has tried", lambda: "another process holds" in engine.words(), within=30)
    recovered(engine)
    assert bench.reach(arn, "RUNNING")["startedAt"] == before["startedAt"]
    bench.stop(arn)


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
def test_shims_that_died_or_froze_while_they_waited_harm_no_task(own_bench, blow):
    bench, engine = own_bench, own_bench.engine
    until("shims wait for tasks", lambda: len(engine.pids("shim")) >= 2)
    for pid in engine.pids("shim"):
        os.kill(pid, blow)
    arn = bench.shell("echo fine; exit 3")
    assert bench.finish(arn)["containers"][0]["exitCode"] == 3
    bench.expect_lines(arn, ["fine"])


def running(word: str) -> list[int]:
    """Processes of `sleep WORD`."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "cmdline").read_bytes().split(b"\0")[:2] == [b"sleep", word.encode()]:
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def descends(shim: int, word: str) -> bool:
    """Whether `sleep WORD` is a child, at any depth, of a shim."""
    for pid in running(word):
        while pid > 1:
            pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
            if pid == shim:
                return True
    return False


def test_all_processes_at_once_and_up_again_finds_everything(own_bench):
    bench, engine = own_bench, own_bench.engine
    arn = bench.shell(COUNTING)
    before = bench.reach(arn, "RUNNING")
    done = bench.shell("echo short; exit 3")
    bench.finish(done)
    settled(bench, arn)
    engine.kill("up")
    engine.kill_all(KINDS)  # some end by themselves when `up` has gone
    engine.start()
    recovered(engine)
    assert bench.reach(arn, "RUNNING")["startedAt"] == before["startedAt"]
    assert bench.describe(done)["containers"][0]["exitCode"] == 3
    bench.expect_lines(done, ["short"])
    settled(bench, arn)
    bench.stop(arn)
    complete(bench, arn)


def test_what_was_answered_is_still_there_after_a_sigkill(own_bench):
    bench, engine = own_bench, own_bench.engine
    names = []
    for n in range(20):
        bench.ecs.create_cluster(clusterName=f"kept-{n}")
        names.append(f"kept-{n}")
    engine.kill("server")
    recovered(engine)
    found = bench.ecs.describe_clusters(clusters=names)
    assert found["failures"] == [] and len(found["clusters"]) == 20


def test_a_token_is_remembered_over_a_sigkill(own_bench):
    bench, engine = own_bench, own_bench.engine
    definition = bench.define(bench.container(command=["sh", "-c", COUNTING]))["taskDefinitionArn"]
    first = bench.run(definition=definition, clientToken="once")
    engine.kill("server")
    recovered(engine)
    assert bench.run(definition=definition, clientToken="once") == first
    bench.stop(first)


def damage(file: Path, how: str):
    """Changes a file as a disk does, or a power cut."""
    whole = file.read_bytes()
    middle = len(whole) // 2
    file.write_bytes({
        "flipped": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1:],
        "empty": b"",
        "cut short": whole[:middle],
    }[how])


DAMAGES = ["flipped", "empty", "cut short"]


def folder_of(engine, arn) -> Path:
    """The agent's folder of a task."""
    folder, = (engine.data / "agent" / "tasks").glob(arn.rpartition("/")[2] + "*")
    return folder


def test_a_damaged_file_of_a_task_ends_that_task_and_no_other(own_bench):
    bench, engine = own_bench, own_bench.engine
    beside = bench.shell(COUNTING)
    victims = {how: bench.shell(COUNTING) for how in DAMAGES}
    for arn in (beside, *victims.values()):
        bench.reach(arn, "RUNNING")
        settled(bench, arn)
    shims = set(engine.pids("shim"))
    engine.kill_all(["up", "server", "agent"])
    engine.child.wait(timeout=10)
    for how, arn in victims.items():
        damage(folder_of(engine, arn) / "task.json", how)
    engine.start()
    recovered(engine)
    for how, arn in victims.items():
        task = bench.finish(arn)
        assert task["stopCode"] == "InfrastructureHealth", (how, task)
        assert task["stoppedReason"].startswith("HostLost: what its host kept of the task is damaged: "), (how, task)
        # Its lines are not lost with it: they are delivered to the last that its shim has written.
        lines = until("its lines are there", lambda arn=arn: bench.lines(arn))
        assert lines == [f"line {n}" for n in range(1, len(lines) + 1)], (how, lines[-3:])
        until("its folder is gone", lambda arn=arn: not list((engine.data / "agent" / "tasks").glob(arn[-32:] + "*")))
    assert bench.describe(beside)["lastStatus"] == "RUNNING"
    assert len(shims & set(engine.pids("shim"))) >= 1
    settled(bench, beside)
    assert bench.stop(beside)["containers"][0]["exitCode"] == 7
    complete(bench, beside)
    bench.finish(bench.run())


@pytest.mark.parametrize("name", ["facts", "images.json", "journal", "host-id"])
def test_a_damaged_file_of_the_agent_ends_no_task(own_bench, name):
    bench, engine = own_bench, own_bench.engine
    arn = bench.shell(COUNTING)
    before = bench.reach(arn, "RUNNING")
    for how in DAMAGES:
        settled(bench, arn)
        engine.kill_all(["up", "server", "agent"])
        engine.child.wait(timeout=10)
        file = engine.data / "agent" / name
        damage(file if file.exists() else folder_of(engine, arn) / name, how)
        engine.start()
        recovered(engine)
        task = bench.reach(arn, "RUNNING")
        assert task["startedAt"] == before["startedAt"], how
        assert task["containers"][0]["runtimeId"] == before["containers"][0]["runtimeId"], how
    settled(bench, arn)
    assert bench.stop(arn)["containers"][0]["exitCode"] == 7
    complete(bench, arn)
    bench.finish(bench.run())
