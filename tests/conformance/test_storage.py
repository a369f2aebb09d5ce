"""Ephemeral storage: 20 GiB for each task or what it asks for, enforced, and gone with the task."""

import os
import re
from pathlib import Path

import pytest
from harness.wait import until

GIB = 1 << 30
SEEN = "set -- $(stat -f -c '%b %S' /); echo size $(($1 * $2))"


def seen(bench, arn):
    """What a task printed as the size of its root file system, in bytes."""
    line = next(line for line in bench.lines(arn) if line.startswith("size "))
    return int(line.split()[1])


def finish(bench, arn):
    task = bench.finish(arn)
    assert [c["exitCode"] for c in task["containers"]] == [0], (task, bench.lines(arn))
    until("the log is there", lambda: bench.has_stream(arn), within=15)
    return task


def test_every_task_has_20_gib_and_not_more(bench):
    arn = bench.shell(f"{SEEN}; fallocate -l 15G /a && ! fallocate -l 15G /b 2>&1; echo end")
    task = finish(bench, arn)
    assert task["ephemeralStorage"] == {"sizeInGiB": 20}
    assert task["fargateEphemeralStorage"] == {"sizeInGiB": 20}
    until("the log is whole", lambda: bench.lines(arn)[-1:] == ["end"], within=15)
    assert any("No space left on device" in line for line in bench.lines(arn)), bench.lines(arn)
    assert 20 * GIB <= seen(bench, arn) < 20.1 * GIB


def test_a_task_gets_the_size_it_asks_for(bench):
    script = f"{SEEN}; fallocate -l 20G /a && fallocate -l 900M /b && ! fallocate -l 1G /c; echo end"
    container = bench.container(command=["sh", "-c", script])
    made = bench.define(container, ephemeralStorage={"sizeInGiB": 21})
    assert made["ephemeralStorage"] == {"sizeInGiB": 21}
    arn = bench.run(definition=made["taskDefinitionArn"])
    task = finish(bench, arn)
    assert task["ephemeralStorage"] == {"sizeInGiB": 21}
    until("the log is whole", lambda: bench.lines(arn)[-1:] == ["end"], within=15)
    assert 21 * GIB <= seen(bench, arn) < 21.1 * GIB

    more = bench.run(definition=made["taskDefinitionArn"],
                     overrides={"ephemeralStorage": {"sizeInGiB": 200}, "containerOverrides": [
                         {"name": "main", "command": ["sh", "-c", f"{SEEN}; fallocate -l 199G /a"]}]})
    task = finish(bench, more)
    assert task["ephemeralStorage"] == {"sizeInGiB": 200}
    assert task["overrides"]["ephemeralStorage"] == {"sizeInGiB": 200}


@pytest.mark.parametrize("size, bound", [(0, "at least 21"), (20, "at least 21"), (201, "at most 200")])
def test_other_sizes_are_refused(bench, refused, size, bound):
    text = refused("ClientException", bench.define, ephemeralStorage={"sizeInGiB": size})
    assert text == f"EphemeralStorage size should be {bound}"
    definition = bench.define()["taskDefinitionArn"]
    refused("ClientException", bench.run, definition=definition,
            overrides={"ephemeralStorage": {"sizeInGiB": size}})


def disks(engine):
    """What the tasks' disks occupy on the host: they have no names, but the agent holds them."""
    total = 0
    for pid in engine.pids("agent"):
        for fd in Path(f"/proc/{pid}/fd").iterdir():
            try:
                if re.search(r"/volumes/#\d+ \(deleted\)$", os.readlink(fd)):
                    total += fd.stat().st_blocks * 512
            except OSError:
                continue  # closed while we looked
    return total


def test_the_host_has_its_space_back_and_the_next_task_finds_nothing(bench):
    arn = bench.shell("dd if=/dev/zero of=/mine bs=1M count=300 && sync; while :; do sleep 0.1; done")
    bench.reach(arn, "RUNNING")
    # Flushing is left out inside, so the file grows when the kernel writes.
    def written():
        os.sync()
        return disks(bench.engine) > 250 << 20
    until("the disk has grown", written, within=60, every=0.5)
    bench.stop(arn)
    until("the space is free again", lambda: disks(bench.engine) < 200 << 20, within=30)
    for _ in range(3):
        arns = bench.run(bench.container(command=["sh", "-c", "ls -A / /tmp; touch /mine /tmp/mine"]), count=5)
        for arn in arns:
            finish(bench, arn)
            assert "mine" not in bench.lines(arn)


def test_a_tasks_disk_outlives_the_agent(own_bench):
    bench = own_bench
    script = "echo before > /kept; echo up; while [ ! -e /stop ]; do sleep 0.1; done"
    arn = bench.shell(f"trap 'cat /kept; touch /stop' TERM; {script}")
    bench.expect_lines(arn, ["up"])
    bench.engine.kill("agent")
    until("an agent is there again", lambda: bench.engine.pids("agent"), within=30)
    bench.stop(arn)
    until("the log is there", lambda: bench.has_stream(arn), within=15)
    bench.expect_lines(arn, ["up", "before"])
    after = bench.shell("ls -A /")
    finish(bench, after)
    assert "kept" not in bench.lines(after)


def test_a_root_that_nobody_writes_to_has_places_in_memory(bench):
    """As web servers are hardened: read-only, with a tmpfs for what they write at run time."""
    places = [{"containerPath": "/var/cache/web", "size": 8},
              {"containerPath": "/run", "size": 1, "mountOptions": ["mode=755", "uid=1000", "exec"]}]
    script = ("touch /root-file 2>/dev/null || echo fixed; echo pid > /run/web.pid && echo run; "
              "dd if=/dev/zero of=/var/cache/web/x bs=1M count=9 2>/dev/null || stat -c %s /var/cache/web/x; "
              "touch /var/cache/web/tool; chmod +x /var/cache/web/tool; /var/cache/web/tool 2>/dev/null || echo no program")
    arn = bench.run(bench.container(command=["sh", "-c", script], user="1000:1000", readonlyRootFilesystem=True,
                                    linuxParameters={"tmpfs": places}))
    finish(bench, arn)
    bench.expect_lines(arn, ["fixed", "run", str(8 << 20), "no program"])


def test_what_no_tmpfs_can_be_is_refused_by_name(bench, refused):
    for tmpfs, word in [({"containerPath": "/a", "size": 1, "mountOptions": ["shared"]}, "'shared'"),
                        ({"containerPath": "/sys/fs", "size": 1}, "'/sys/fs'")]:
        container = bench.container(linuxParameters={"tmpfs": [tmpfs]})
        said = refused("UnsupportedFeatureException", lambda: bench.define(container))
        assert word in said and "is not built yet" in said
