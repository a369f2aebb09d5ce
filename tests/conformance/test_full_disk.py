"""A whole engine on a disk that fills up: it says so, loses nothing that runs, and goes on by itself."""

import os
import subprocess
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from conftest import pusher
from harness import census
from harness.engine import Engine
from harness.points import order
from harness.tasks import Bench
from harness.wait import until
from test_image_cache import built, cached

SIZE = 700 << 20


class SmallDisk(Engine):
    """An engine whose data folder is on a file system of its own, of 700 MiB."""

    def __init__(self):
        super().__init__()
        self.disk = self.home / "disk"
        self.disk.mkdir()
        image = self.home / "disk.img"
        with image.open("wb") as file:
            file.truncate(SIZE)
        subprocess.run(["mkfs.ext4", "-q", "-F", "-m", "0", str(image)], check=True)
        subprocess.run(["mount", "-o", "loop", str(image), str(self.disk)], check=True)
        self.data = self.disk / "data"
        self.before = census.take()
        self.filler = self.disk / "filler"

    def fill(self):
        """Takes all the space there is, to the last block, and what the agent kept back."""
        self.fill_once()
        reserve = self.data / "agent" / "reserve"
        until("what was kept back is given up", lambda: not reserve.exists())
        self.fill_once()

    def fill_once(self):
        """Takes all the space there is now."""
        with self.filler.open("ab") as file:
            for size in (16 << 20, 1 << 20, 4096):
                while True:
                    try:
                        os.posix_fallocate(file.fileno(), file.tell(), size)
                    except OSError:
                        break
                    file.seek(0, os.SEEK_END)

    def free(self):
        self.filler.unlink()

    def unmount(self):
        # A moment after the last process has gone the kernel still lets go of its files.
        until("the disk is unmounted", lambda: subprocess.run(
            ["umount", str(self.disk)], capture_output=True, check=False).returncode == 0, within=30)
        (self.home / "disk.img").unlink()

    def down(self):
        self.filler.unlink(missing_ok=True)
        self.down_only()
        self.unmount()
        for left in (self.log, self.home / ".aws"):
            left.unlink(missing_ok=True)

    def down_only(self):
        done = self.cli("down", "--purge", within=120)
        assert done.returncode == 0, f"ferrogate down --purge: {done.stdout}{done.stderr}\n{self.words()}"
        if self.child:
            self.child.wait(timeout=30)
        assert until("the census is empty", lambda: self.clean() or None, within=15, every=0.2) == "clean"


@pytest.fixture
def engine():
    """Shadows the shared one: these tests fill the disk of their own."""
    engine = SmallDisk()
    try:
        yield engine.start()
        engine.down()
    finally:
        engine.filler.unlink(missing_ok=True)
        engine.abandon()
        if os.path.ismount(engine.disk):
            engine.unmount()


@pytest.fixture
def bench(engine, archive):
    return Bench(engine, pusher(engine, archive))


def full(call, **args):
    """The call is refused because the disk is full, in AWS's shape and in plain words."""
    with pytest.raises(ClientError) as caught:
        call(**args)
    answer = caught.value.response
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 503, answer
    assert "disk is full" in answer["Error"]["Message"], answer
    assert answer["Error"]["Code"].startswith(("Server", "Service", "Internal")), answer


def counted(lines):
    """The numbers in a task's lines; they never repeat and never go back."""
    numbers = [int(line) for line in lines]
    assert numbers == sorted(set(numbers)), numbers
    return numbers


COUNT = "i=0; while :; do i=$((i+1)); echo $i; sleep 0.02; done"


def write_until_full(bench):
    """What is written into a file that has room is still taken: writes go on until one is not."""
    def refused():
        try:
            bench.ecs.create_cluster(clusterName="filler")
            bench.ecs.delete_cluster(cluster="filler")
            return False
        except ClientError as error:
            assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 503, error.response
            return True
    until("a write is refused", refused, within=60, every=0)


def test_a_full_disk_stops_changes_and_nothing_else(bench):
    engine, ecs = bench.engine, bench.ecs
    modes = {mode: bench.container(command=["sh", "-c", COUNT]) for mode in ("blocking", "non-blocking")}
    for mode, container in modes.items():
        container["logConfiguration"]["options"]["mode"] = mode
    tasks = {mode: bench.run(container) for mode, container in modes.items()}
    for arn in tasks.values():
        bench.reach(arn, "RUNNING")
        until("it logs", lambda arn=arn: bench.has_stream(arn) and bench.lines(arn))
    definition = bench.define()["taskDefinitionArn"]
    processes = {kind: engine.pids(kind) for kind in ("server", "agent", "shim")}

    engine.fill()
    write_until_full(bench)
    full(ecs.create_cluster, clusterName="no-room")
    full(bench.run, definition=definition)
    full(bench.logs.create_log_group, logGroupName="/no-room")
    full(engine.boto("ecr").create_repository, repositoryName="no-room")
    # Reads go on, and so do the tasks.
    assert bench.cluster in " ".join(ecs.list_clusters()["clusterArns"])
    seen = {mode: counted(bench.lines(arn)) for mode, arn in tasks.items()}
    for arn in tasks.values():
        assert bench.describe(arn)["lastStatus"] == "RUNNING"
    assert engine.pids("server") == processes["server"], engine.words()
    assert engine.pids("agent") == processes["agent"], engine.words()
    assert set(processes["shim"]) & set(engine.pids("shim"))

    # Everything goes on by itself.
    engine.free()
    until("writes are taken", lambda: ecs.create_cluster(clusterName="room") or True, within=30)
    for mode, arn in tasks.items():
        def more(mode=mode, arn=arn):
            lines = counted(bench.lines(arn))
            assert lines[:len(seen[mode])] == seen[mode]
            return len(lines) > len(seen[mode]) + 50
        until(f"{mode} lines come again", more, within=60, every=0.5)
        assert bench.describe(arn)["lastStatus"] == "RUNNING"
    # The mode that waits loses no line.
    blocking = counted(bench.lines(tasks["blocking"]))
    assert blocking == list(range(1, len(blocking) + 1))
    bench.finish(bench.run(definition=definition))
    for arn in tasks.values():
        assert bench.stop(arn)["stopCode"] == "UserInitiated"
    assert engine.pids("server") == processes["server"], engine.words()


def test_a_task_that_fills_the_disk_can_be_asked_to_stop(bench):
    """What is kept back for it takes the stop, and goes on to take what the host tells of it."""
    engine, ecs = bench.engine, bench.ecs
    arns = [bench.shell(COUNT) for _ in range(2)]
    for arn in arns:
        bench.reach(arn, "RUNNING")
    engine.fill()
    write_until_full(bench)
    full(ecs.create_cluster, clusterName="no-room")
    for arn in arns:
        stopped = ecs.stop_task(cluster=bench.cluster, task=arn, reason="it fills the disk")["task"]
        assert stopped["desiredStatus"] == "STOPPED", stopped
        assert bench.describe(arn)["stoppedReason"] == "it fills the disk"
        engine.fill()
    engine.free()
    for arn in arns:
        assert bench.reach(arn, "STOPPED")["stopCode"] == "UserInitiated"


def test_no_task_is_started_on_a_disk_that_is_almost_full(bench):
    definition = bench.define()["taskDefinitionArn"]
    bench.finish(bench.run(definition=definition))
    bench.engine.fill()
    # Room for what the store writes, and not for what a task may write.
    with bench.engine.filler.open("ab") as file:
        file.truncate(file.tell() - (20 << 20))
    task = bench.finish(bench.run(definition=definition))
    assert task["stopCode"] == "TaskFailedToStart", task
    assert task["stoppedReason"].startswith("ResourceInitializationError: the host's disk is full"), task
    bench.engine.free()
    bench.finish(bench.run(definition=definition))


def test_an_engine_that_was_killed_on_a_full_disk_has_everything_when_there_is_room(bench):
    engine = bench.engine
    arn = bench.shell(COUNT)
    bench.reach(arn, "RUNNING")
    until("it logs", lambda: bench.has_stream(arn) and bench.lines(arn))
    engine.fill()
    write_until_full(bench)
    seen = counted(bench.lines(arn))
    engine.kill_all(["up", "server", "agent"])
    engine.child.wait(timeout=10)

    # Still full: it starts and shows what there is, or says in plain words why not.
    try:
        engine.start()
        assert counted(bench.lines(arn))[:len(seen)] == seen
        # What the store kept for its log was given back at its start.
        engine.fill()
        write_until_full(bench)
        full(bench.ecs.create_cluster, clusterName="no-room")
    except RuntimeError as ended:
        assert "full" in str(ended) or "No space left" in str(ended), ended
        engine.free()
        engine.start()
    else:
        engine.free()
    until("writes are taken", lambda: bench.ecs.create_cluster(clusterName="room") or True, within=30)
    task = bench.describe(arn)
    assert task["lastStatus"] == "RUNNING", (task, engine.words())
    until("lines come again", lambda: len(counted(bench.lines(arn))) > len(seen) + 50, within=60, every=0.5)
    lines = counted(bench.lines(arn))
    assert lines == list(range(1, len(lines) + 1))
    assert bench.stop(arn)["stopCode"] == "UserInitiated"


def test_images_that_nobody_uses_make_room(bench, tmp_path):
    engine = bench.engine
    bench.images("busybox")
    bench.finish(bench.run(bench.container(built(engine, tmp_path / "image", "idle", "x"), ["true"])))
    arn = bench.shell(COUNT)
    bench.reach(arn, "RUNNING")
    assert len(cached(engine)) == 2
    facts = os.statvfs(engine.disk)
    with engine.filler.open("wb") as file:
        # Enough for tasks to be started, and less than what is kept free of idle images.
        os.posix_fallocate(file.fileno(), 0, facts.f_bavail * facts.f_frsize - SIZE // 10)
    until("the idle image is gone", lambda: len(cached(engine)) == 1, within=60)
    assert bench.describe(arn)["lastStatus"] == "RUNNING"
    bench.stop(arn)
    engine.free()


GROW = "i=0; while :; do i=$((i+1)); dd if=/dev/zero of=/fill-$i bs=1M count=8 2>/dev/null; done"


def test_the_task_that_fills_the_disk_is_stopped_and_the_others_live(bench):
    engine = bench.engine
    counting = bench.shell(COUNT)
    moderate = bench.shell(f"dd if=/dev/zero of=/once bs=1M count=40 2>/dev/null; {COUNT}")
    for arn in (counting, moderate):
        bench.reach(arn, "RUNNING")
        until("it logs", lambda arn=arn: bench.has_stream(arn) and bench.lines(arn))
    greedy = bench.shell(GROW)
    task = bench.finish(greedy, within=90)
    assert task["stopCode"] == "InfrastructureHealth", task
    assert task["stoppedReason"].startswith("OutOfDiskError: the host's disk fills up, "), task
    assert "this one grew most: by " in task["stoppedReason"], task
    for arn in (counting, moderate):
        seen = len(counted(bench.lines(arn)))
        assert bench.describe(arn)["lastStatus"] == "RUNNING"
        until("it goes on", lambda arn=arn, seen=seen: len(counted(bench.lines(arn))) > seen + 50, within=30)
    # What it took is free again: another one starts.
    bench.finish(until("a task is started", lambda: started(bench), within=30))
    for arn in (counting, moderate):
        assert bench.stop(arn)["stopCode"] == "UserInitiated"
    assert (engine.data / "agent" / "reserve").exists()


def started(bench):
    """A task that there was room for; an assertion when there was none."""
    arn = bench.shell("exit 0")
    task = bench.finish(arn)
    assert task["stopCode"] == "EssentialContainerExited", task
    return arn


def test_a_task_whose_facts_meet_a_full_disk_is_stopped_when_it_is_asked_to_be(bench):
    engine = bench.engine
    arn = bench.shell("trap 'exit 7' TERM; while :; do sleep 0.05; done; : facts-meet-a-full-disk")
    bench.reach(arn, "RUNNING")
    facts, = (engine.data / "agent" / "tasks").glob("*/facts")
    order(engine, "hold agent:before-Deactivating")
    bench.ecs.stop_task(cluster=bench.cluster, task=arn)
    held = engine.data / "agent" / "crash-held"
    until("the agent is about to write", held.exists)
    # What it writes next needs a block of its own.
    with facts.open("ab") as file:
        file.write(b"\n" * (-file.tell() % 4096))
    engine.fill_once()
    # Moved, since to remove it would give a block back.
    held.rename(engine.disk / "was-held")
    until("its process has ended", lambda: not running("facts-meet-a-full-disk"), within=30)
    # The server takes facts on a full disk, so that the task may be forgotten already.
    assert whole(facts)
    engine.free()
    task = bench.finish(arn, within=60)
    assert (task["stopCode"], task["containers"][0].get("exitCode")) == ("UserInitiated", 7), task
    until("the task's folder is gone", lambda: not facts.parent.exists(), within=20)


def whole(file: Path) -> bool:
    """Whether its last line is whole; one of a task that is forgotten is gone."""
    try:
        return file.read_bytes().endswith(b"\n")
    except FileNotFoundError:
        return True


def running(word: str) -> list[str]:
    """Processes that have the word in an argument, beside this one."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            line = (entry / "cmdline").read_bytes()
        except OSError:
            continue  # no process, or gone while we looked
        if word.encode() in line and entry.name != str(os.getpid()):
            found.append(entry.name)
    return found
