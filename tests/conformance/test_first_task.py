"""What becomes of an engine's first task is its own affair: those beside it and after it run."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.tasks import told


def mistyped(bench):
    """A task whose image's tag does not exist."""
    image = bench.images("busybox")
    return bench.run(bench.container(f"{image}-mistyped", ["true"]))


def stopped_at_once(bench):
    """A task that is stopped before it could start."""
    arn = bench.shell("exec sleep 1000")
    bench.ecs.stop_task(cluster=bench.cluster, task=arn)
    return arn


@pytest.mark.parametrize("bad", [mistyped, stopped_at_once])
def test_a_first_task_that_fails_harms_none_beside_it_and_none_after_it(own_bench, bad):
    bench = own_bench
    bench.images("busybox")
    good = bench.define(bench.container(command=["sh", "-c", "exit 7"]))["taskDefinitionArn"]
    with ThreadPoolExecutor(8) as pool:
        failing = pool.submit(bad, bench)
        beside = [pool.submit(bench.run, definition=good) for _ in range(4)]
    assert bench.finish(failing.result())["stopCode"] in ("TaskFailedToStart", "UserInitiated")
    for arn in [*(task.result() for task in beside), bench.run(definition=good)]:
        task = bench.finish(arn)
        assert (task["stopCode"], task["containers"][0].get("exitCode")) == ("EssentialContainerExited", 7), told(task)


def test_a_second_task_runs_when_the_first_failed_before_it(own_bench):
    bench = own_bench
    good = bench.define(bench.container(command=["sh", "-c", "exit 7"]))["taskDefinitionArn"]
    task = bench.finish(mistyped(bench))
    assert task["stoppedReason"].startswith("CannotPullContainerError"), told(task)
    task = bench.finish(bench.run(definition=good))
    assert task["containers"][0].get("exitCode") == 7, told(task)
