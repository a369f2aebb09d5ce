"""What a host promises more often than it has it: memory and disk, by the settings."""

import os

import pytest
from conftest import pusher
from harness.tasks import Bench
from harness.wait import until

EXTENDED = [{"key": "ferrogate:mode", "value": "extended"}]


@pytest.fixture
def promising(own_engine, archive, tmp_path):
    """`promising("memory-overcommit = 2")`: a bench on an engine with these settings."""
    def start(settings: str) -> Bench:
        config = tmp_path / "config.toml"
        config.write_text(settings + "\n")
        engine = own_engine("--config", str(config))
        bench = Bench(engine, pusher(engine, archive))
        arn = bench.ecs.describe_clusters(clusters=[bench.cluster])["clusters"][0]["clusterArn"]
        bench.ecs.tag_resource(resourceArn=arn, tags=EXTENDED)
        return bench
    return start


def reason(bench, arn):
    attributes = {a["name"]: a["value"] for a in bench.describe(arn)["attributes"]}
    return attributes.get("ferrogate.pending-reason")


def of_memory(bench, mib: int):
    made = bench.define(bench.container(command=["true"]), cpu="256", memory=str(mib))
    return bench.finish(bench.run(definition=made["taskDefinitionArn"]))


def test_memory_is_promised_as_often_as_the_setting_says(promising):
    words = dict(line.split(":", 1) for line in open("/proc/meminfo", encoding="ascii"))
    more_than_there_is = int(words["MemTotal"].split()[0]) // 1024 * 7 // 8 + 64
    bench = promising("memory-overcommit = 2")
    assert of_memory(bench, more_than_there_is)["containers"][0]["exitCode"] == 0
    assert of_memory(bench, 2 * more_than_there_is)["stoppedReason"].startswith("Capacity is unavailable")


def test_memory_is_promised_once_without_a_setting(promising):
    words = dict(line.split(":", 1) for line in open("/proc/meminfo", encoding="ascii"))
    bench = promising("")
    stopped = of_memory(bench, int(words["MemTotal"].split()[0]) // 1024 * 7 // 8 + 64)
    assert stopped["stoppedReason"].startswith("Capacity is unavailable")


def test_disks_are_promised_as_often_as_the_setting_says(promising):
    """The second of two that don't fit together waits, says for what, and gets the first one's room."""
    bench = promising("disk-overcommit = 1")
    disk = os.statvfs(bench.engine.data)
    size = {"sizeInGiB": max(21, disk.f_blocks * disk.f_frsize * 2 // 3 >> 30)}
    def run(script):
        made = bench.define(bench.container(command=["sh", "-c", script]), ephemeralStorage=size)
        return bench.run(definition=made["taskDefinitionArn"])
    first = run("exec sleep 1000")
    bench.reach(first, "RUNNING")
    second = run("exit 4")
    assert until("it says why", lambda: reason(bench, second)) == f"No host has {size['sizeInGiB']} GiB of disk free."
    small = bench.run(bench.container(command=["true"]))
    assert bench.finish(small)["containers"][0]["exitCode"] == 0, "one that fits is not held up"
    bench.stop(first)
    assert bench.finish(second)["containers"][0]["exitCode"] == 4
