"""The Debian package, in a fresh Debian 12 with systemd: installed, upgraded over tasks that
run, removed and purged."""

import os
import subprocess

import pytest

from harness.debian import Debian
from harness.engine import BINARY, ROOT
from harness.wait import until


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """Two packages of the same program: this version, and a later one."""
    out = tmp_path_factory.mktemp("packages")
    # Packing well takes a minute, and shows nothing here.
    env = {**os.environ, "DEB_COMPRESSION": "none"}
    made = []
    for version in ("1.0.0", "1.0.1"):
        done = subprocess.run([ROOT / "tools" / "deb", BINARY, out, version], env=env, cwd=ROOT,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        made.append(out / f"ferrogate_{version}_amd64.deb")
    return made


@pytest.fixture
def debian():
    machine = Debian()
    try:
        yield machine
    finally:
        machine.close()


def test_a_package_is_installed_upgraded_over_tasks_removed_and_purged(packages, debian, archive):
    for package in packages:
        debian.put(package, f"/root/{package.name}")
    debian.put(archive("busybox"), "/root/busybox.tar")
    first, second = (f"/root/{package.name}" for package in packages)

    debian.run("dpkg", "--install", first)
    assert debian.run("systemctl", "is-enabled", "ferrogate").strip() == "enabled"
    until("the API answers", lambda: debian.code("ferrogate", "status") == 0)
    assert "ferrogate\\-up(1)" in debian.run("sh", "-c", "zcat /usr/share/man/man1/ferrogate.1.gz")
    assert debian.path("/usr/share/bash-completion/completions/ferrogate").stat().st_size > 0

    debian.run("ferrogate", "image", "load", "/root/busybox.tar", "--name", "busybox:1")
    program = "trap 'echo ended; exit 7' TERM; echo began; while true; do sleep 0.1; done"
    task = debian.run("ferrogate", "run", "--name", "steady", "busybox:1", "--", "sh", "-c", program).split()[-1]
    until("it has printed", lambda: "began" in debian.run("ferrogate", "logs", task))
    before = debian.processes("echo began")
    assert len(before) == 1
    engine = main_process(debian)

    config = debian.path("/etc/ferrogate/config.toml")
    config.write_text(config.read_text() + "warm = 2\n")
    debian.run("dpkg", "--install", second)
    assert main_process(debian) != engine
    until("the API answers", lambda: debian.code("ferrogate", "status") == 0)
    assert config.read_text().endswith("warm = 2\n")
    assert "deleted" not in debian.run("readlink", f"/proc/{main_process(debian)}/exe")
    debian.run("systemctl", "restart", "ferrogate")
    until("the API answers", lambda: debian.code("ferrogate", "status") == 0)
    assert debian.processes("echo began") == before
    debian.run("ferrogate", "stop", task)
    assert debian.run("ferrogate", "wait", task).strip() == "7"
    until("its last line is there", lambda: "ended" in debian.run("ferrogate", "logs", task))

    debian.run("ferrogate", "run", "--name", "left", "busybox:1", "--", "sleep", "1000")
    debian.run("dpkg", "--remove", "ferrogate")
    assert debian.left() == []
    assert debian.path("/var/lib/ferrogate/server").is_dir()
    assert debian.path("/etc/ferrogate/config.toml").exists()
    debian.run("dpkg", "--purge", "ferrogate")
    for gone in ("/var/lib/ferrogate", "/etc/ferrogate", "/usr/bin/ferrogate"):
        assert not debian.path(gone).exists(), gone
    assert debian.run("systemctl", "is-system-running", check=False).strip() == "running"


def main_process(debian) -> str:
    return debian.run("systemctl", "show", "--property", "MainPID", "--value", "ferrogate").strip()
