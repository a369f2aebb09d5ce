"""A log store without room slows lines, and nothing else."""

import json
import subprocess
import urllib.error
import urllib.request

import pytest
from conftest import pusher
from harness.engine import Engine
from harness.points import GIVING_UP, order
from harness.tasks import Bench
from harness.wait import until

SERVER_ID = 64_177


class SmallLogs(Engine):
    """An engine whose log store has 16 MiB to itself."""

    def __init__(self):
        super().__init__()
        self.store = self.data / "server" / "logs"
        self.store.mkdir(parents=True)
        options = f"size=16m,mode=700,uid={SERVER_ID},gid={SERVER_ID}"
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self.store)], check=True)
        self.filler = self.store / "filler"

    def fill(self):
        """Takes the room of the log store, to the last page."""
        with self.filler.open("ab", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass

    def part(self, name: str) -> dict:
        """A part as health shows it."""
        try:
            answer = urllib.request.urlopen(f"{self.endpoint}/_ferrogate/health", timeout=5)
        except urllib.error.HTTPError as error:
            answer = error
        parts = json.load(answer)["parts"]
        return next(part for part in parts if part["name"] == name)

    def unmount(self):
        done = subprocess.run(["umount", str(self.store)], capture_output=True, check=False)
        return done.returncode == 0

    def down(self):
        assert self.cli("down", within=120).returncode == 0, self.words()
        until("the log store is unmounted", self.unmount, within=30)
        super().down()


@pytest.fixture
def engine():
    """Shadows the shared one."""
    engine = SmallLogs()
    try:
        yield engine.start()
        engine.down()
    finally:
        engine.abandon()
        engine.unmount()


@pytest.fixture
def bench(engine, archive):
    return Bench(engine, pusher(engine, archive))


def blocking(bench, script):
    container = bench.container(command=["sh", "-c", script])
    container["logConfiguration"]["options"]["mode"] = "blocking"
    return container


def test_tasks_start_run_and_stop_while_the_log_store_has_no_room_and_no_line_is_lost(bench):
    engine, ecs = bench.engine, bench.ecs
    counter = bench.run(blocking(bench, "i=0; while :; do i=$((i+1)); echo $i; sleep 0.02; done"))
    until("it logs", lambda: bench.has_stream(counter) and bench.lines(counter), within=30)
    processes = {kind: engine.pids(kind) for kind in ("server", "agent")}
    joined = engine.log.read_text().count("joined")

    engine.fill()
    until("lines wait", lambda: engine.part("log-lines")["status"] == "troubled", within=30)
    # Another one starts and ends, and the first is stopped: what is told of both gets through.
    other = bench.run(blocking(bench, "echo one; echo two; exit 3"))

    def ended(arn):
        task = bench.describe(arn)
        return "executionStoppedAt" in task and "exitCode" in task["containers"][0]
    until("the other one's end is known", lambda: ended(other), within=30)
    assert bench.describe(other)["containers"][0]["exitCode"] == 3
    ecs.stop_task(cluster=bench.cluster, task=counter)
    until("the counter's end is known", lambda: ended(counter), within=30)
    assert engine.ready()
    told = engine.log.read_text()
    assert told.count("log lines of tasks can't be stored") == 1, engine.words()
    assert told.count("joined") == joined, "the session lives"

    engine.filler.unlink()
    for arn in (counter, other):
        bench.finish(arn)
    until("no line waits", lambda: engine.part("log-lines")["status"] == "ok", within=30)
    bench.expect_lines(other, ["one", "two"])
    numbers = [int(line) for line in bench.lines(counter)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {kind: engine.pids(kind) for kind in ("server", "agent")} == processes


@pytest.mark.soak
@pytest.mark.parametrize("point", GIVING_UP)
def test_a_kill_as_the_last_lines_are_given_up_loses_no_end(bench, point):
    """Five minutes without progress each time: the agent after the kill begins to wait anew."""
    engine = bench.engine
    counter = bench.run(blocking(bench, "i=0; while :; do i=$((i+1)); echo $i; sleep 0.02; done"))
    until("it logs", lambda: bench.has_stream(counter) and bench.lines(counter), within=30)
    engine.fill()
    until("lines wait", lambda: engine.part("log-lines")["status"] == "troubled", within=30)
    file = order(engine, point)
    arn = bench.run(blocking(bench, "echo one; echo two; exit 3"))
    task = bench.finish(arn, within=800)
    container, = task["containers"]
    assert (container["exitCode"], task["stopCode"]) == (3, "EssentialContainerExited")
    assert "lines" in container["reason"], container
    assert not file.exists(), "the point was reached"
    engine.filler.unlink()
    bench.stop(counter)
