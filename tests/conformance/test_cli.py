"""The CLI by itself: verbs, output for people and for programs, exit codes."""

import json
import os
import socket
import subprocess
import tty
import urllib.request
from urllib.parse import urlsplit

import pytest
import yaml

from harness.engine import BINARY, free_port
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


def test_a_udp_port_is_published(engine, images):
    """The task answers datagrams on its own port; its client never leaves loopback."""
    script = ("mkfifo /tmp/said; exec 3<>/tmp/said; "
              "nc.openbsd -u -l 9053 <&3 | while read -r word; do echo \"heard $word\" >&3; done")
    done = engine.run("ferrogate", "run", "--name", unique("echo"), "-p", "0:9053/udp", images("client"),
                      "sh", "-c", script, within=60)
    assert done.returncode == 0, done.stderr
    url = urlsplit(done.stdout.strip().splitlines()[-1])
    assert (url.scheme, url.hostname) == ("udp", "127.0.0.1")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.connect((url.hostname, url.port))
        client.settimeout(0.5)
        def answered():
            client.send(b"ho\n")  # lost until the program listens, as datagrams are
            try:
                return client.recv(64) == b"heard ho\n"
            except (TimeoutError, ConnectionRefusedError):
                return False
        until("the task answers", answered)
    task = next(task for task in json.loads(engine.cli("ps", "-o", "json").stdout)["tasks"]
                if task["containers"][0]["networkBindings"])
    binding, = task["containers"][0]["networkBindings"]
    assert (binding["protocol"], binding["containerPort"], binding["hostPort"]) == ("udp", 9053, url.port)
    stopped = engine.cli("stop", task["taskArn"].rpartition("/")[2], within=60)
    assert stopped.returncode == 0, stopped.stderr

    def free():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as again:
            try:
                again.bind((url.hostname, url.port))
            except OSError:
                return False
        return True
    # The program takes no notice of SIGTERM: the port is free long before its end.
    until("nobody has the port any more", free, within=20)


def test_a_published_port_follows_the_task_s_tag(bench):
    """Same count of ports, other ports: those that are gone are closed and not shown."""
    task = bench.run(bench.container("web"), tags=[{"key": "ferrogate:publish", "value": "0:80 0:80/udp"}])
    bench.reach(task, "RUNNING")

    def shown(*wanted):
        bindings = bench.describe(task)["containers"][0]["networkBindings"]
        found = [(b["protocol"], b["containerPort"], b["hostPort"]) for b in bindings]
        assert [one[:2] for one in found] == list(wanted), found
        return [port for *_, port in found]

    tcp, _ = until("both are open", lambda: shown(("tcp", 80), ("udp", 80)))
    one, two = free_port(), free_port()

    def publish(value):
        bench.ecs.tag_resource(resourceArn=task, tags=[{"key": "ferrogate:publish", "value": value}])

    publish(f"{one}:80 127.0.0.2:{two}:80")
    assert until("they have moved", lambda: shown(("tcp", 80), ("tcp", 80))) == [one, two]
    for place in (("127.0.0.1", one), ("127.0.0.2", two)):
        socket.create_connection(place, timeout=5).close()
    with socket.socket() as again:
        again.bind(("127.0.0.1", tcp))  # nobody has it any more
    # Given up and asked for again at once: it is open again, and shown so.
    bench.ecs.untag_resource(resourceArn=task, tagKeys=["ferrogate:publish"])
    publish(f"{one}:80")
    assert until("it is back", lambda: shown(("tcp", 80))) == [one]
    socket.create_connection(("127.0.0.1", one), timeout=5).close()
    stopped = bench.stop(task)
    assert stopped["containers"][0]["networkBindings"] == []


def test_a_port_that_somebody_has_says_so_and_is_opened_once_it_is_free(bench):
    engine = bench.engine
    task = bench.run(bench.container("web"))
    bench.reach(task, "RUNNING")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        free = free_port()
        bench.ecs.tag_resource(resourceArn=task, tags=[{"key": "ferrogate:publish", "value": f"{port}:80 {free}:80"}])

        def told():
            web = bench.describe(task)["containers"][0]
            assert [binding["hostPort"] for binding in web["networkBindings"]] == [free], web
            return web.get("reason")

        reason = until("the reason is shown, and the other port", told)
        assert reason.startswith(f"port 80 of the task is not published: 127.0.0.1:{port} is taken by "), reason
        assert reason in engine.cli("ps", "-o", "wide", "--cluster", bench.cluster).stdout
        ident = task.rpartition("/")[2]
        refused = engine.cli("forward", "--cluster", bench.cluster, ident, f"127.0.0.1:{port}:8081", within=30)
        assert refused.returncode != 0 and f"127.0.0.1:{port} is taken by " in refused.stderr, refused.stderr
        assert bench.describe(task)["lastStatus"] == "RUNNING"

    def both():
        web = bench.describe(task)["containers"][0]
        assert sorted(binding["hostPort"] for binding in web["networkBindings"]) == sorted([port, free]), web
        return "reason" not in web

    until("it is open once nobody has it", both, within=20)
    socket.create_connection(("127.0.0.1", port), timeout=5).close()
    bench.stop(task)


def on_a_terminal(engine, *words):
    """What the CLI writes when stdout is a terminal."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    with subprocess.Popen([str(BINARY), *words, "--data-dir", str(engine.data)], env=engine.env,
                          stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE) as child:
        os.close(theirs)
        seen = b""
        while True:
            try:
                seen += os.read(ours, 65536)
            except OSError:  # EIO: the other side is closed
                break
        said = child.stderr.read()
    os.close(ours)
    assert child.returncode == 0, said
    return seen.decode()


def test_a_task_does_not_write_to_the_operator_s_terminal(engine, bench):
    rude = "\x1b]0;owned\x07\x1b[2Jgone\x1b[1A"
    task = bench.shell(r"printf '\033]0;owned\007\033[2Jgone\033[1A\n'")
    bench.finish(task)
    name = ["logs", task.rpartition("/")[2], "--cluster", bench.cluster]
    assert on_a_terminal(engine, *name) == "\\u001b]0;owned\\u0007\\u001b[2Jgone\\u001b[1A\n"
    assert on_a_terminal(engine, *name, "--raw") == f"{rude}\n"
    assert engine.cli(*name).stdout == f"{rude}\n"


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


def test_yaml_is_the_document_of_json(engine, loaded):
    for words in (["ps", "-a"], ["image", "ls"]):
        as_json, as_yaml = (engine.cli(*words, "-o", form).stdout for form in ("json", "yaml"))
        assert yaml.safe_load(as_yaml) == json.loads(as_json), words
    names = engine.cli("image", "ls", "-q").stdout.split()
    assert "web:1" in names
    tags = engine.cli("image", "ls", "web", "--query", "imageDetails[].imageTags[]")
    assert "1" in json.loads(tags.stdout), tags.stderr


def test_explained_commands_do_the_same_when_pasted(engine, images):
    """Each line that `--explain` tells is a command which a shell runs with success."""
    image, name = images("batch"), unique("told")
    ran = engine.cli("run", "--name", name, "-e", "TOKEN=s3cret", "--wait", "--explain", image, "sh", "-c",
                     "echo it\\'s done", within=60)
    assert ran.returncode == 0, ran.stderr
    assert "s3cret" not in ran.stderr, ran.stderr
    told = [line for line in ran.stderr.splitlines() if line.startswith("aws ")]
    for called in ("ecs register-task-definition", "ec2 describe-subnets", "ecs run-task", "ecs describe-tasks"):
        assert any(called in line for line in told), (called, told)
    for line in told:
        pasted = engine.run("sh", "-ec", line, within=60)
        assert pasted.returncode == 0, f"{line}\n{pasted.stderr}"
        assert pasted.stdout.strip(), line
    listed = engine.cli("ps", "-a", "--explain", "-q")
    again = engine.run("sh", "-ec", [line for line in listed.stderr.splitlines() if "list-tasks" in line][-1])
    assert set(listed.stdout.split()) >= {arn.rpartition("/")[2] for arn in json.loads(again.stdout)["taskArns"]}


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
