"""Containers that are run again after they have ended: a minute after their start at the soonest, so that all of it
waits for `make soak`."""

import pytest

from harness.points import RESTARTING, order
from harness.wait import until

pytestmark = pytest.mark.soak
# Counts its runs, and ends the first one as soon as it may be run again.
TWICE = "n=$(($(cat /tmp/n 2>/dev/null) + 1)); echo $n >/tmp/n; trap 'exit 0' TERM; echo run $n; " \
        "i=0; while [ $n -gt 1 ] || [ $i -lt 62 ]; do sleep 1 & wait $!; i=$((i+1)); done; exit 3"


def again(bench, **policy) -> dict:
    return bench.container(command=["sh", "-c", TWICE], restartPolicy={
        "enabled": True, "restartAttemptPeriod": 60, **policy})


def test_a_container_runs_again_in_its_task_and_its_log_goes_on(bench):
    side = bench.container(name="side", command=["sh", "-c", "echo up; exec sleep 1000"], dependsOn=[
        {"containerName": "main", "condition": "START"}])
    arn, ignored = bench.run(again(bench), side), bench.run(again(bench, ignoredExitCodes=[3]))
    assert bench.finish(ignored, within=100)["containers"][0]["exitCode"] == 3
    bench.expect_lines(arn, ["run 1", "run 2"])
    bench.expect_lines(arn, ["up"], container="side")
    task = bench.describe(arn)
    assert task["lastStatus"] == "RUNNING"
    assert {container["lastStatus"] for container in task["containers"]} == {"RUNNING"}
    assert bench.stop(arn)["containers"][0]["exitCode"] == 0


@pytest.mark.parametrize("point", RESTARTING)
def test_a_kill_at_a_restart_loses_the_task_of_a_shim_and_nothing_of_an_agent(bench, point):
    file = order(bench.engine, point)
    arn = bench.run(again(bench))
    until("the point was reached", lambda: not file.exists(), within=100)
    if point.startswith("shim:"):
        assert bench.finish(arn)["stopCode"] == "InfrastructureHealth"
    else:
        bench.expect_lines(arn, ["run 1", "run 2"])
        assert bench.stop(arn)["containers"][0]["exitCode"] == 0
