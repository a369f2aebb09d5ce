"""The engine's own walls: what its processes may, what other users of the host reach of it,
and where its secrets are."""

import base64
import os
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from harness.tasks import unique
from harness.wait import until

NOBODY = 65534
# What everybody may know: how the engine is set up, and its name in the kernel.
OPEN_TO_ALL = {"settings.toml", "instance"}

# Says which of the paths it is given it can use, each with the way; by its own user's rights.
TRY = """
import os, socket, stat, sys
user = int(sys.argv[1])
os.setgroups([]); os.setgid(user); os.setuid(user)
for path in sys.stdin.read().split("\\0"):
    ways = {"reads": os.O_RDONLY, "writes": os.O_WRONLY}
    if path.endswith(".sock"):
        try:
            socket.socket(socket.AF_UNIX).connect(path)
            print("connects", path)
        except OSError:
            pass
        continue
    for way, flags in ways.items():
        try:
            os.close(os.open(path, flags | os.O_NONBLOCK))
            print(way, path)
        except OSError:
            pass
for pid in sys.argv[2:]:
    try:
        os.kill(int(pid), 0)
        print("signals", pid)
    except (PermissionError, ProcessLookupError):
        pass  # A shim kept ready, or a helper, may have come to its end since it was listed.
"""


@pytest.fixture
def running(own_bench):
    """A bench of its own with a task that runs, in a folder that others may enter."""
    own_bench.engine.home.chmod(0o755)
    arn = own_bench.shell("echo up; exec sleep 1000")
    own_bench.reach(arn, "RUNNING")
    own_bench.expect_lines(arn, ["up"])
    yield own_bench
    own_bench.stop(arn)


def status(pid: int) -> dict[str, str]:
    """What the kernel says of a process."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def used(user: int, paths: list[Path], pids: list[int]) -> list[str]:
    """What a user of the host can do with these files, sockets and processes."""
    done = subprocess.run([sys.executable, "-c", TRY, str(user), *map(str, pids)],
                          input="\0".join(map(str, paths)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def everything(folder: Path) -> list[Path]:
    """All that lies in a folder, and the folder."""
    found = [folder]
    for above, folders, files in os.walk(folder):
        found += [Path(above, name) for name in folders + files]
    return found


def processes(engine) -> list[int]:
    """The engine's processes, shims included."""
    return [pid for kind in ("up", "server", "agent", "zygote", "shim") for pid in engine.pids(kind)]


def opened(pid: int) -> set[str]:
    """What a process has open; what closed, or ended, while it was looked at is left out."""
    found = set()
    with suppress(FileNotFoundError, ProcessLookupError):
        for file in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(FileNotFoundError, ProcessLookupError):
                found.add(os.readlink(file))
    return found


def test_what_parses_the_network_has_no_rights(running):
    engine = running.engine
    server, = engine.pids("server")
    said = status(server)
    users = {*said["Uid"].split(), *said["Gid"].split()}
    assert len(users) == 1 and "0" not in users, said
    assert said["Groups"] == "" and said["NoNewPrivs"] == "1", said
    assert {said[name] for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {"0" * 16}, said
    assert os.readlink(f"/proc/{server}/root") == str(engine.data / "server")
    outside = {path for path in opened(server) if path.startswith("/") and not path.startswith(f"{engine.data}/server/")}
    assert outside <= {"/dev/null", str(engine.log)}, outside


def test_another_user_of_the_host_reaches_nothing_of_the_engine(running):
    engine = running.engine
    there = everything(engine.data)
    sockets = [path for path in there if stat.S_ISSOCK(path.lstat().st_mode)]
    assert any(path.name == "shim.sock" for path in sockets) and all(path.suffix == ".sock" for path in sockets)
    found = used(NOBODY, there, processes(engine))
    may = {f"reads {engine.data / name}" for name in OPEN_TO_ALL} | {f"reads {engine.data}"}
    assert set(found) == may


def test_a_server_that_was_taken_over_reaches_its_own_folder_alone(running):
    """By its user's rights alone, without the wall of its root folder."""
    engine = running.engine
    server, = engine.pids("server")
    user = int(status(server)["Uid"].split()[0])
    own = engine.data / "server"
    there = [path for path in everything(engine.data) if own not in [path, *path.parents]]
    others = [pid for pid in processes(engine) if pid != server]
    found = used(user, there, others)
    assert set(found) == {f"reads {engine.data / name}" for name in OPEN_TO_ALL} | {f"reads {engine.data}"}


def test_no_socket_of_the_engine_has_an_abstract_name(running):
    """Those are reached by whoever is in the network namespace, whatever the folder's mode."""
    named = {}
    for line in Path("/proc/net/unix").read_text().splitlines()[1:]:
        words = line.split()
        if len(words) > 7:
            named[f"socket:[{words[6]}]"] = words[7]
    held = set()
    for pid in processes(running.engine):
        held |= opened(pid)
    names = [named[link] for link in held if link in named]
    assert names and not [name for name in names if name.startswith("@")], names


def test_secrets_are_in_their_files_and_nowhere_else(own_bench):
    bench, engine = own_bench, own_bench.engine
    of_a_task = unique("canary-of-a-task")
    arn = bench.run(bench.container(command=["sh", "-c", "echo up; exec sleep 1000"],
                                    environment=[{"name": "PASSWORD", "value": of_a_task}]))
    bench.reach(arn, "RUNNING")
    bench.expect_lines(arn, ["up"])
    engine.cli("ps")
    password = engine.aws("ecr", "get-login-password").strip()
    admin = engine.env["AWS_SECRET_ACCESS_KEY"]
    bench.ecs.describe_tasks(cluster=bench.cluster, tasks=[arn])
    secrets = {"a task's variable": of_a_task, "the admin's key": admin, "a login": password}

    told = engine.log.read_bytes()
    for pid in processes(engine):
        for file in ("cmdline", "environ"):
            with suppress(FileNotFoundError, ProcessLookupError):
                told += Path(f"/proc/{pid}/{file}").read_bytes()
    assert not [what for what, secret in secrets.items() if secret.encode() in told]

    def holders(secret: str) -> set[str]:
        """Files with it; not looked into are the tasks' own disks and pins of namespaces."""
        # A file may go while it is looked for.
        found = subprocess.run(["grep", "-rlaFs", "--exclude-dir=volumes", "--exclude-dir=netns",
                                "--devices=skip", "-e", secret, "."],
                               cwd=engine.data, capture_output=True, text=True, check=False)
        return {line.removeprefix("./") for line in found.stdout.splitlines()}

    login = base64.b64encode(f"{engine.env['AWS_ACCESS_KEY_ID']}:{admin}".encode()).decode()
    assert holders(admin) | holders(login) == {"server/admin-key.json", "server/registry-auth.json"}
    assert holders(password) == set()
    # The definition is the store's, and what a container is made of its host's.
    assert {name.partition("/")[0] for name in holders(of_a_task)} <= {"server", "agent"}
    bench.stop(arn)
    until("nothing of the variable is on the host",
          lambda: not [name for name in holders(of_a_task) if name.startswith("agent/")], within=20)
