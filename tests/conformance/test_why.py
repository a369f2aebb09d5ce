"""`ferrogate why`: real tasks of each kind, and what it says of them."""

import json
import os

import pytest
from conftest import pusher
from harness.tasks import Bench, unique
from harness.wait import until


def why(bench, arn, *flags) -> str:
    done = bench.engine.cli("why", arn, *flags)
    assert done.returncode == 0, done.stderr
    return done.stdout


def document(bench, arn) -> dict:
    return json.loads(why(bench, arn, "-o", "json"))


def phases(told: dict) -> list[str]:
    return [phase["name"] for phase in told["phases"]]


def test_a_whole_life_has_its_phases_and_its_last_lines(bench):
    arn = bench.shell("echo one; echo two; exit 3")
    bench.finish(arn)
    bench.expect_lines(arn, ["one", "two"])
    told = document(bench, arn)
    assert phases(told) == ["host and network", "images", "containers' start", "running",
                            "containers' stop", "giving back"]
    assert all(phase["isDone"] and phase["milliseconds"] >= 0 for phase in told["phases"])
    assert (told["lastStatus"], told["stopCode"]) == ("STOPPED", "EssentialContainerExited")
    main, = told["containers"]
    assert (main["exitCode"], main["log"]) == (3, ["one", "two"])
    assert "own code" in main["exitMeaning"] and "last lines" in told["advice"]
    shown = why(bench, arn, "-n", "1")
    assert "main ended with 3" in shown and "  two" in shown and "  one" not in shown


@pytest.mark.parametrize("script, code, meaning, advice", [
    ("exit 0", 0, "no error", None),
    ("sh -c 'kill -SEGV $$'; exit $?", 139, "SIGSEGV", "crashed"),
    ("exec /there-is-none", 127, "not found", "check the command"),
    ("exec /etc/passwd", 126, "may not be executed", "check the command"),
])
def test_an_exit_code_is_explained(bench, script, code, meaning, advice):
    arn = bench.shell(script)
    bench.finish(arn)
    told = document(bench, arn)
    main, = told["containers"]
    assert (main["exitCode"], meaning in main["exitMeaning"]) == (code, True), main
    assert advice in told["advice"] if advice else told["advice"] is None, told["advice"]


def test_one_that_used_up_its_memory_is_told_to_have_more(bench):
    arn = bench.shell("exec tail /dev/zero", memory=16)
    bench.finish(arn)
    shown = why(bench, arn)
    assert "its memory was used up" in shown and "more memory" in shown, shown


@pytest.mark.parametrize("container, reason, advice", [
    ({"image": "127.0.0.1:1/none:1"}, "CannotPullContainerError", "registry"),
    ({"command": ["/there-is-none"]}, "CannotStartContainerError", "not in the image"),
])
def test_one_that_did_not_start_says_what_failed(bench, container, reason, advice):
    arn = bench.run({**bench.container(command=["true"]), **container})
    bench.finish(arn, within=90)
    told = document(bench, arn)
    assert any(reason in said for said in told["reasons"]), told["reasons"]
    assert advice in told["advice"], told["advice"]
    assert "running" not in phases(told)


def test_one_that_a_user_stopped_needs_no_advice(bench):
    arn = bench.shell("trap 'exit 0' TERM; while :; do sleep 0.1; done")
    bench.reach(arn, "RUNNING")
    assert "main is RUNNING" in why(bench, arn)
    bench.stop(arn, reason="enough of it")
    told = document(bench, arn)
    assert told["reasons"] == ["UserInitiated: enough of it"] and told["advice"] is None


def test_one_that_ignored_its_stop_was_killed_for_that_and_not_for_memory(bench):
    arn = bench.shell("trap '' TERM; echo up; while :; do sleep 1; done")
    bench.reach(arn, "RUNNING")
    bench.expect_lines(arn, ["up"])
    bench.stop(arn)
    told = document(bench, arn)
    main, = told["containers"]
    assert main["exitCode"] == 137 and "it was killed" in main["exitMeaning"], main
    assert "stopTimeout" in told["advice"] and "memory" not in told["advice"]


def test_a_container_that_waits_for_one_that_failed_says_so(bench):
    first = bench.container(command=["false"], name="first", essential=False)
    then = bench.container(command=["true"], dependsOn=[{"containerName": "first", "condition": "SUCCESS"}])
    arn = bench.run(first, then)
    bench.finish(arn)
    told = document(bench, arn)
    assert "waited for failed" in told["advice"], told
    assert {c["name"]: c["exitCode"] for c in told["containers"]} == {"first": 1, "main": None}


@pytest.fixture
def narrow(own_engine, archive, tmp_path):
    """A bench on an engine that promises each processor once."""
    config = tmp_path / "config.toml"
    config.write_text("cpu-overcommit = 1\n")
    engine = own_engine("--config", str(config))
    return Bench(engine, pusher(engine, archive))


def test_one_that_waits_for_room_says_for_what(narrow):
    size = {"cpu": "1024", "memory": "2048"}
    def run(script):
        made = narrow.define(narrow.container(command=["sh", "-c", script]), **size)
        return narrow.run(definition=made["taskDefinitionArn"])
    for _ in os.sched_getaffinity(0):
        narrow.reach(run("exec sleep 1000"), "RUNNING")
    waiting = run("exit 0")

    def reason():
        attributes = {a["name"]: a["value"] for a in narrow.describe(waiting)["attributes"]}
        return attributes.get("ferrogate.pending-reason")
    assert until("it says why", reason) == "No host has 1024 CPU units free."
    shown = why(narrow, waiting)
    assert "No host has 1024 CPU units free." in shown and "cpu-overcommit" in shown
    assert "not done" in shown
    narrow.ecs.stop_task(cluster=narrow.cluster, task=waiting)
    narrow.finish(waiting)
    told = document(narrow, waiting)
    assert told["pendingReason"] == "No host has 1024 CPU units free."
    assert told["reasons"][1].startswith("until then it had no host")


def test_a_family_means_its_newest_task_and_what_is_forgotten_is_said_to_be(bench):
    definition = bench.define(bench.container(command=["true"]))["taskDefinitionArn"]
    arns = [bench.run(definition=definition) for _ in range(2)]
    for arn in arns:
        bench.finish(arn)
    family = definition.rpartition("/")[2].partition(":")[0]
    done = bench.engine.cli("why", family, "--cluster", bench.cluster, "-o", "name")
    assert done.stdout.strip() == arns[1] and "has 2 tasks" in done.stderr
    gone = bench.engine.cli("why", unique("nobody"), "--cluster", bench.cluster)
    assert gone.returncode == 3 and "is forgotten" in gone.stderr
