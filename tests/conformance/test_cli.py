"""The CLI by itself: verbs, output for people and for programs, exit codes."""

import json
import urllib.request

import pytest

from harness.tasks import unique
from harness.wait import until


@pytest.fixture(scope="module")
def loaded(engine, archive):
    """The image `web:1`, loaded from its archive without any other tool."""
    done = engine.cli("image", "load", str(archive("web")), "--name", "web:1", within=120)
    assert done.returncode == 0, done.stderr
    return "web:1"


def test_a_loaded_image_is_listed(engine, loaded):
    shown = engine.cli("image", "ls", "-o", "json")
    assert "web" in shown.stdout and json.loads(shown.stdout)


def test_run_prints_a_url_that_answers(engine, loaded):
    done = engine.cli("run", "--name", unique("site"), "-p", "0:80", loaded, within=60)
    assert done.returncode == 0, done.stderr
    url = done.stdout.strip().splitlines()[-1]
    assert url.startswith("http://")
    def page():
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.read().startswith(b"<h1>Hello from ")
    until("the page answers", page)
    shown = engine.cli("ps", "-o", "json")
    assert json.loads(shown.stdout)["tasks"]
    assert json.loads(shown.stdout)["tasks"][0]["lastStatus"] == "RUNNING"
    arn = json.loads(shown.stdout)["tasks"][0]["taskArn"]
    stopped = engine.cli("stop", arn.rpartition("/")[2], within=60)
    assert stopped.returncode == 0, stopped.stderr


def test_run_with_wait_ends_with_the_container_s_code(engine, images):
    image = images("batch")
    done = engine.cli("run", "--wait", image, within=60)
    assert done.returncode == 3, done.stderr
    assert "item 5 of 5 done" in done.stdout + done.stderr


@pytest.mark.parametrize(("words", "code"), [
    (["no-such-verb"], 2), (["run"], 2), (["logs", "0" * 32], 3), (["stop", "0" * 32], 3),
    (["image", "load", "/no/such/file.tar"], 3),
])
def test_exit_codes_tell_what_went_wrong(engine, words, code):
    done = engine.cli(*words) if words != ["no-such-verb"] else engine.run("ferrogate", *words)
    assert done.returncode == code, done.stderr
    assert done.stderr.strip() and "panicked" not in done.stderr


def test_into_a_pipe_there_is_no_colour(engine):
    for words in (["ps"], ["status"], ["doctor"], ["image", "ls"]):
        done = engine.cli(*words)
        assert "\x1b" not in done.stdout + done.stderr, words


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions_are_printed(engine, shell):
    done = engine.run("ferrogate", "completion", shell)
    assert done.returncode == 0 and "ferrogate" in done.stdout


def test_the_version_is_the_workspace_s(engine):
    assert engine.run("ferrogate", "--version").stdout.startswith("ferrogate 0.")
