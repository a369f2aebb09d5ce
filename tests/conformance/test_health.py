"""What shows whether containers do their work: health checks, who waits for them, what a task says of them."""

import pytest

from harness.points import CHECKING, order
from harness.wait import until

FOREVER = ["sh", "-c", "trap 'exit 0' TERM; echo up; while :; do sleep 0.1; done"]


def check(script: str, **more) -> dict:
    """The soonest and strictest that AWS takes."""
    return {"command": ["CMD-SHELL", script], "interval": 5, "timeout": 2, "retries": 1, **more}


def health(bench, arn) -> dict:
    """What the task and its containers show."""
    task = bench.describe(arn)
    shown = {container["name"]: container["healthStatus"] for container in task["containers"]}
    return {"task": task["healthStatus"], **shown}


def test_a_task_shows_the_worst_of_its_essential_containers_that_are_checked(bench):
    def side(name, script, **more):
        return bench.container(name=name, command=FOREVER, healthCheck=check(script), **more)
    def plain(name, **more):
        return bench.container(name=name, command=FOREVER, **more)
    well = {"task": "HEALTHY", "main": "HEALTHY"}
    cases = [
        ([side("main", "true"), side("side", "false", essential=False)], well | {"side": "UNHEALTHY"}),
        ([side("main", "true"), plain("side")], well | {"side": "UNKNOWN"}),
        ([side("main", "true"), side("side", "false")], well | {"task": "UNHEALTHY", "side": "UNHEALTHY"}),
        ([plain("main"), side("side", "true", essential=False)],
         {"task": "UNKNOWN", "main": "UNKNOWN", "side": "HEALTHY"}),
        # The second one is checked for longer than this test takes.
        ([side("main", "true"), bench.container(name="side", command=FOREVER, healthCheck={"command": ["CMD", "true"]})],
         well | {"task": "UNKNOWN", "side": "UNKNOWN"}),
        ([side("main", "true"), bench.container(name="side", command=FOREVER, healthCheck=check("false", startPeriod=300))],
         well | {"task": "UNKNOWN", "side": "UNKNOWN"}),
        ([bench.container(command=FOREVER, healthCheck={"command": ["NONE"]})], {"task": "UNKNOWN", "main": "UNKNOWN"}),
    ]
    arns = [bench.run(*containers) for containers, _ in cases]
    for arn, (_, wanted) in zip(arns, cases, strict=True):
        def shown(arn=arn, wanted=wanted):
            seen = health(bench, arn)
            assert seen == wanted, seen
            return True
        until("the checks show what they are to", shown, within=40)
    # A task that nobody but its user has started goes on, whatever its health.
    assert {bench.describe(arn)["lastStatus"] for arn in arns} == {"RUNNING"}
    for arn in arns:
        bench.stop(arn)


def test_a_definition_shows_the_defaults_of_a_check(bench):
    made = bench.define(bench.container(command=FOREVER, healthCheck={"command": ["CMD-SHELL", "true"]}))
    assert made["containerDefinitions"][0]["healthCheck"] == {
        "command": ["CMD-SHELL", "true"], "interval": 30, "timeout": 5, "retries": 3}


@pytest.mark.parametrize("point", [
    point if point in ("shim:after-check-begun", "agent:before-ContainerHealth")
    else pytest.param(point, marks=pytest.mark.soak) for point in CHECKING])
def test_a_kill_at_a_check_loses_the_task_of_a_shim_and_nothing_of_an_agent(bench, point):
    file = order(bench.engine, point)
    arn = bench.run(bench.container(command=FOREVER, healthCheck=check("true")))
    until("the point was reached", lambda: not file.exists(), within=40)
    if point.startswith("shim:"):
        task = bench.finish(arn)
        assert task["stopCode"] == "InfrastructureHealth", task
    else:
        until("it is known to be healthy", lambda: health(bench, arn)["task"] == "HEALTHY", within=40)
        assert bench.stop(arn)["containers"][0]["exitCode"] == 0
