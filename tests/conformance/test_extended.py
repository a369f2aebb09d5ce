"""Clusters in extended mode: their tasks have sizes, timeouts and disks that Fargate does not have."""

import datetime

import pytest
from harness.wait import until

CGROUP = "at() { cat /sys/fs/cgroup/$1 2>/dev/null || cat /sys/fs/cgroup/$2; }; "
MODE = "ferrogate:mode"


@pytest.fixture
def wide(bench):
    """The bench's cluster, extended."""
    arn = bench.ecs.describe_clusters(clusters=[bench.cluster])["clusters"][0]["clusterArn"]
    bench.ecs.tag_resource(resourceArn=arn, tags=[{"key": MODE, "value": "extended"}])
    yield bench
    bench.ecs.untag_resource(resourceArn=arn, tagKeys=[MODE])


@pytest.mark.parametrize("cpu, memory", [("300", "700"), ("32", "32"), ("256", "1536")])
def test_a_task_has_the_size_that_it_asks_for(wide, cpu, memory):
    script = CGROUP + "at memory/memory.limit_in_bytes memory.max; at cpu/cpu.cfs_quota_us cpu.max"
    made = wide.define(wide.container(command=["sh", "-c", script]), cpu=cpu, memory=memory)
    arn = wide.run(definition=made["taskDefinitionArn"])
    task = wide.finish(arn)
    assert (task["cpu"], task["memory"], task["containers"][0]["exitCode"]) == (cpu, memory, 0)
    limit, quota = str(int(memory) << 20), str(int(cpu) * 100_000 // 1024)
    lines = until("both lines are there", lambda: len(found := wide.lines(arn)) == 2 and found)
    assert lines[0] == limit and lines[1].split()[0] == quota, lines


def test_a_disk_is_as_large_as_asked_for(wide):
    script = "df -m / | tail -n 1 | awk '{print $2}'"
    made = wide.define(wide.container(command=["sh", "-c", script]), ephemeralStorage={"sizeInGiB": 500})
    arn = wide.run(definition=made["taskDefinitionArn"])
    assert wide.finish(arn)["containers"][0]["exitCode"] == 0
    line, = until("its line is there", lambda: wide.lines(arn))
    assert int(line) >= 500 << 10


def test_a_container_has_longer_than_two_minutes_to_stop(wide):
    """Its definition is taken, and the time is not cut to Fargate's: seen in what it is killed after."""
    script = "trap 'echo stopping; sleep 3; exit 7' TERM; echo up; while :; do sleep 1; done"
    made = wide.define(wide.container(command=["sh", "-c", script], stopTimeout=600))
    arn = wide.run(definition=made["taskDefinitionArn"])
    wide.reach(arn, "RUNNING")
    wide.expect_lines(arn, ["up"])
    ended = wide.stop(arn)
    assert ended["containers"][0]["exitCode"] == 7
    assert ended["stoppedAt"] - ended["stoppingAt"] >= datetime.timedelta(seconds=3)


def test_a_strict_cluster_refuses_what_an_extended_one_runs(wide, refused):
    made = wide.define(cpu="300", memory="700")
    other = wide.cluster + "-strict"
    wide.ecs.create_cluster(clusterName=other)
    try:
        text = refused("ClientException", wide.ecs.run_task, cluster=other, launchType="FARGATE",
                       taskDefinition=made["taskDefinitionArn"], networkConfiguration=wide.network)
        assert text.startswith("No Fargate configuration exists for given values: 300 CPU, 700 memory.")
    finally:
        wide.ecs.delete_cluster(cluster=other)
