"""Engines as such: side by side, on one folder, on a taken port, detached."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import ClientError
from conftest import pusher

from harness import census
from harness.engine import BINARY, CLIENT, free_port
from harness.tasks import Bench
from harness.wait import until


def test_two_engines_run_side_by_side(own_engine):
    one, two = own_engine(), own_engine()
    one.boto("ecs").create_cluster(clusterName="only-in-one")
    listed = two.boto("ecs").list_clusters()["clusterArns"]
    assert not any("only-in-one" in arn for arn in listed)
    with pytest.raises(ClientError) as caught:
        boto3.client("ecs", endpoint_url=two.endpoint, region_name=two.region, config=CLIENT,
                     aws_access_key_id=one.env["AWS_ACCESS_KEY_ID"],
                     aws_secret_access_key=one.env["AWS_SECRET_ACCESS_KEY"]).list_clusters()
    assert caught.value.response["Error"]["Code"] == "UnrecognizedClientException"


def test_a_second_engine_on_the_same_folder_is_refused(own_engine):
    engine = own_engine()
    second = engine.run(str(BINARY), "up", "--data-dir", str(engine.data), "--listen",
                        f"127.0.0.1:{free_port()}", within=20)
    assert second.returncode not in (0, 101)
    assert str(engine.data) in second.stderr
    assert engine.ready()


def test_a_taken_port_is_named_and_nothing_is_left(own_engine, tmp_path):
    engine = own_engine()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = engine.run(str(BINARY), "up", "--data-dir", str(tmp_path / "d"), "--listen",
                          f"127.0.0.1:{port}", within=20)
    assert done.returncode not in (0, 101)
    assert str(port) in done.stderr and "in use" in done.stderr.lower()


def test_listening_beyond_loopback_needs_tls(own_engine, tmp_path):
    """Either the port speaks TLS, or the start is refused: plain HTTP there is a hole."""
    engine = own_engine()
    data, port = str(tmp_path / "d"), free_port()
    with subprocess.Popen([str(BINARY), "up", "--data-dir", data, "--listen", f"0.0.0.0:{port}"],
                          env=engine.env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as child:
        def plain_or_ended():
            if child.poll() is not None:
                return "ended"
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=2) as wire:
                    wire.sendall(b"GET /_ferrogate/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                    return b"answered " + wire.recv(64)
            except ConnectionRefusedError:
                return None
            except OSError:
                return "closed"
        try:
            seen = until("it listens or ends", plain_or_ended, within=20)
        finally:
            engine.run(str(BINARY), "down", "--purge", "--data-dir", data)
            child.wait(timeout=30)
    assert not (isinstance(seen, bytes) and b"200" in seen), seen


def test_detached_it_answers_at_once_and_down_ends_it(own_engine):
    engine = own_engine()  # for its environment, and the census at its end
    data, port = engine.home / "second", free_port()
    up = engine.run(str(BINARY), "up", "--detach", "--data-dir", str(data), "--listen", f"127.0.0.1:{port}")
    assert up.returncode == 0, up.stderr
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/_ferrogate/health", timeout=5) as answer:
        assert answer.status == 200
    down = engine.run(str(BINARY), "down", "--purge", "--data-dir", str(data))
    assert down.returncode == 0, down.stderr
    with pytest.raises(OSError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/_ferrogate/health", timeout=5)
    assert not data.exists()


def test_down_without_purge_keeps_what_was_stored(own_engine):
    engine = own_engine()
    engine.boto("ecs").create_cluster(clusterName="kept")
    assert engine.cli("down").returncode == 0
    engine.ended()
    engine.start()
    assert engine.boto("ecs").describe_clusters(clusters=["kept"])["failures"] == []


CHUNK = 1 << 20


def holds(path, words: bytes) -> bool:
    """Whether a file has these bytes somewhere. Holes are passed over: a task's disk is 20 GiB of them."""
    with path.open("rb") as file:
        at, end = 0, os.fstat(file.fileno()).st_size
        while at < end:
            try:
                at = os.lseek(file.fileno(), at, os.SEEK_DATA)
            except OSError:  # nothing but a hole is left
                return False
            if words in os.pread(file.fileno(), CHUNK, at):
                return True
            at += CHUNK - len(words)
    return False


def test_the_admin_key_is_for_its_owner_only(own_engine):
    engine = own_engine()
    secret = engine.env["AWS_SECRET_ACCESS_KEY"].encode()
    holders = [path for path in engine.data.rglob("*") if path.is_file() and holds(path, secret)]
    assert holders
    for path in holders:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert secret not in engine.log.read_bytes()


def broken_key(engine):
    """Breaks the admin's key; answers its path and what was in it."""
    key = engine.data / "server" / "admin-key.json"
    whole = key.read_bytes()
    key.write_bytes(b"{")
    return key, whole


def test_up_ends_with_the_reason_when_the_server_can_never_start(own_engine):
    """Tried again for ever, it would use the machine up and tell nobody why."""
    engine = own_engine()
    assert engine.cli("down").returncode == 0
    engine.ended()
    key, whole = broken_key(engine)
    for flags in ([], ["--detach"]):
        up = engine.run(str(BINARY), "up", "--data-dir", str(engine.data), *flags, within=60)
        assert up.returncode not in (0, 101), up.stdout
        assert "admin-key.json" in up.stderr and "server" in up.stderr, up.stderr
        until("nothing of it is left", lambda: not engine.pids("server") and not engine.pids("agent"), within=20)
    key.write_bytes(whole)
    engine.start()


def test_up_ends_with_the_reason_when_the_server_can_not_come_back(own_engine):
    engine = own_engine()
    key, whole = broken_key(engine)
    engine.kill("server")
    assert engine.ended(60) not in (0, 101)
    assert "admin-key.json" in engine.words()
    key.write_bytes(whole)
    engine.start()


def test_health_and_status_say_that_the_agent_is_down(own_engine):
    engine = own_engine()
    up, = engine.pids("up")
    agent, = engine.pids("agent")
    os.kill(up, signal.SIGSTOP)  # so that it stays down
    try:
        os.kill(agent, signal.SIGKILL)

        def unwell():
            try:
                urllib.request.urlopen(f"{engine.endpoint}/_ferrogate/health", timeout=5).close()
            except urllib.error.HTTPError as error:
                return error.code, json.load(error)
            return None

        code, health = until("health says so", unwell, within=30)
        assert code == 503 and health["status"] == "down"
        assert [part["name"] for part in health["parts"] if part["status"] != "ok"] == ["agent"]
        status = engine.cli("status")
        assert status.returncode == 1 and "agent down" in status.stdout, status.stdout + status.stderr
        assert json.loads(engine.cli("status", "-o", "json").stdout)["status"] == "down"
    finally:
        os.kill(up, signal.SIGCONT)
    until("it is well again", engine.ready, within=30)
    assert engine.cli("status").returncode == 0


def test_no_other_user_can_keep_the_engine_from_starting(own_engine):
    """Who may open a file may lock it (flock(2)), and then the engine would wait for him."""
    engine = own_engine()
    engine.home.chmod(0o755)
    locks = [path for path in engine.data.rglob("*") if "lock" in path.name and path.is_file()]
    assert engine.data / "lock" in locks
    settings = engine.data / "settings.toml"  # anybody's to read: shows that the look is not blind
    opened = ("import os, sys\nos.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
              "for path in sys.argv[1:]:\n  try: os.open(path, os.O_RDONLY); print(path)\n"
              "  except PermissionError: pass\n")
    others = subprocess.run([sys.executable, "-c", opened, *map(str, [settings, *locks])], capture_output=True, text=True,
                            check=True)
    assert others.stdout.split() == [str(settings)]


def test_account_and_region_are_settings(own_engine):
    engine = own_engine("--account", "210987654321", "--region", "eu-north-1")
    arn = engine.boto("ecs").create_cluster(clusterName="c")["cluster"]["clusterArn"]
    assert arn == "arn:aws:ecs:eu-north-1:210987654321:cluster/c"
    zones = engine.boto("ec2").describe_availability_zones()["AvailabilityZones"]
    assert zones[0]["ZoneName"] == "eu-north-1a"


def test_status_and_doctor_say_how_it_is(engine):
    status = engine.cli("status")
    assert status.returncode == 0 and str(engine.port) in status.stdout, status.stderr
    told = engine.cli("doctor", "-o", "json")
    assert json.loads(told.stdout), told.stderr


def test_clients_say_that_no_engine_is_there(engine, tmp_path):
    done = engine.run(str(BINARY), "ps", "--data-dir", str(tmp_path / "nothing"))
    assert done.returncode not in (0, 101)
    assert "ferrogate up" in done.stderr


def test_the_census_sees_what_a_running_engine_has(own_engine, archive):
    """Its silence after `down` proves something only because it is not blind."""
    engine = own_engine()
    bench = Bench(engine, lambda name: engine.push(archive(name), name))
    arn = bench.shell("trap 'exit 0' TERM; while :; do sleep 0.1; done")
    bench.reach(arn, "RUNNING")
    seen = census.left(engine.before, [str(engine.data)])
    for kind in ("process", "cgroup"):
        assert any(line.startswith(kind) for line in seen), seen
    assert {"up", "server", "agent", "shim"} <= {kind for kind in ("up", "server", "agent", "shim")
                                                 if engine.pids(kind)}
    bench.stop(arn)


def test_tasks_of_two_engines_have_no_user_id_in_common(own_engine, archive):
    """A host's user is one user, whoever runs as it: counts, signals and files go by its id."""
    engines = own_engine(), own_engine()
    one, two = (Bench(engine, pusher(engine, archive)) for engine in engines)

    def block(bench):
        arn = bench.shell("cat /proc/self/uid_map")
        bench.finish(arn, within=60)
        [line] = until("the map", lambda: bench.has_stream(arn) and bench.lines(arn))
        return (int(line.split()[1]) - (1 << 20)) // (1024 * 65536)
    first, second = block(one), block(two)
    assert first != second
    one.engine.kill("agent")
    until("another agent", one.engine.ready, within=30)
    assert (block(one), block(two)) == (first, second)
    one.close()
    two.close()


def test_the_census_takes_no_other_engines_empty_cgroup_for_a_leak(own_engine):
    """Where hierarchies are shared, others make and remove theirs at any moment."""
    engine, other = own_engine(), own_engine()
    instance = (other.data / "instance").read_text().strip()
    other.kill("up")
    other.kill_all(["server", "agent", "shim"])
    its = [Path(name) for name in census.cgroups() if f"ferrogate-{instance}" in name]
    assert its
    until("they are empty", lambda: not any((group / "cgroup.procs").read_text() for group in its), within=10)
    assert [line for line in census.left(engine.before, [str(engine.data)]) if instance in line and "cgroup" in line] == []
    mine = census.left(other.before, [str(other.data)])
    assert any(line.startswith("cgroup") and instance in line for line in mine), mine
