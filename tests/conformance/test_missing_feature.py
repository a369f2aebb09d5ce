"""A kernel without something that the engine needs: `up` and `doctor` say what, and how to mend it.

The kernel has it all, so each test hides one thing from the engine's process: a file that the
kernel tells by, or a system call that fails as on a kernel without the feature.
"""

import ctypes
import json
import os
import struct
import subprocess

import pytest
from harness import census
from harness.engine import BINARY
from harness.tasks import Bench

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, FILTER = 38, 22, 2
CLONE_NEWNS, CLONE_NEWUSER = 0x0002_0000, 0x1000_0000
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
ALLOW, ERRNO = 0x7FFF_0000, 0x0005_0000
AF_NETLINK, NETLINK_NETFILTER = 16, 12
CALLS = {"x86_64": {"socket": 41, "inotify_init1": 294, "fsopen": 430, "mount_setattr": 442},
         "aarch64": {"socket": 198, "inotify_init1": 26, "fsopen": 430, "mount_setattr": 442}}[os.uname().machine]
ENODEV, EINVAL, EMFILE, EPROTONOSUPPORT = 19, 22, 24, 93

libc = ctypes.CDLL(None, use_errno=True)


def must(answer):
    if answer != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def own_mounts():
    must(libc.unshare(CLONE_NEWNS))
    must(libc.mount(None, b"/", None, MS_REC | MS_PRIVATE, None))


def over(source, target):
    must(libc.mount(os.fsencode(source), os.fsencode(target), None, MS_BIND, None))


def deny(call, errno, **arguments):
    """Lets a system call fail with `errno` when its arguments (`a0`, `a1`, ...) are these."""
    checks = [(16 + 8 * int(name[1:]), value) for name, value in arguments.items()]
    last = len(checks) * 2 + 1  # what is left to jump over from the first comparison
    program = [(0x20, 0, 0, 0), (0x15, 0, last, CALLS[call])]
    for offset, value in checks:
        last -= 2
        program += [(0x20, 0, 0, offset), (0x15, 0, last, value)]
    program += [(0x06, 0, 0, ERRNO | errno), (0x06, 0, 0, ALLOW)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in program))
    head = struct.pack("HxxxxxxP", len(program), ctypes.addressof(code))
    must(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    must(libc.prctl(PR_SET_SECCOMP, FILTER, head, 0, 0))


def no_overlay(folder):
    known = [line for line in open("/proc/filesystems") if line.split()[-1] != "overlay"]
    (folder / "filesystems").write_text("".join(known))
    own_mounts()
    over(folder / "filesystems", "/proc/filesystems")
    deny("fsopen", ENODEV)


def no_user_namespaces(folder):
    (folder / "zero").write_text("0\n")
    own_mounts()
    over(folder / "zero", "/proc/sys/user/max_user_namespaces")


def no_cgroups(folder):
    (folder / "empty").mkdir()
    own_mounts()
    over(folder / "empty", "/sys/fs/cgroup")


def no_nf_tables(_):
    deny("socket", EPROTONOSUPPORT, a0=AF_NETLINK, a2=NETLINK_NETFILTER)


def no_mapped_ids(_):
    deny("mount_setattr", EINVAL)


def no_loop_devices(folder):
    # An empty /dev, with what every program needs.
    dev = folder / "dev"
    dev.mkdir()
    for name in ("null", "zero", "random", "urandom", "tty"):
        (dev / name).touch()
    own_mounts()
    for name in ("null", "zero", "random", "urandom", "tty"):
        over(f"/dev/{name}", dev / name)
    must(libc.mount(os.fsencode(dev), b"/dev", None, MS_BIND | MS_REC, None))


MISSING = [
    (no_overlay, "overlayfs", "modprobe overlay"),
    (no_user_namespaces, "user namespaces", "user.max_user_namespaces"),
    (no_cgroups, "cgroups", "mount -t cgroup2"),
    (no_nf_tables, "nftables", "modprobe nf_tables"),
    (no_mapped_ids, "id-mapped mounts", "--data-dir"),
    (no_loop_devices, "loop devices", "modprobe loop"),
]


def without(hide, folder, *words):
    """Runs the engine's program with something hidden from it, and from all that it starts."""
    return subprocess.run([str(BINARY), *words], preexec_fn=lambda: hide(folder), text=True,
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)


@pytest.mark.parametrize("hide, name, fix", MISSING, ids=[case[1] for case in MISSING])
def test_up_names_what_is_missing_and_leaves_nothing(tmp_path, hide, name, fix):
    data, before = tmp_path / "data", census.take()
    (tmp_path / "up").mkdir()
    for flags in (["--detach"], []):
        done = without(hide, tmp_path / "up", "up", "--data-dir", str(data), "--listen", "127.0.0.1:0", *flags)
        assert done.returncode == 1, (done.stdout, done.stderr)
        lines = done.stderr.splitlines()
        assert "can't run on this host" in lines[0], done.stderr
        at = next((i for i, line in enumerate(lines) if line.startswith(f"  {name}: ")), None)
        assert at is not None, done.stderr
        assert fix in lines[at + 1], done.stderr
        assert not data.exists()
        assert census.left(before, [str(data)]) == []
        for made in sorted((tmp_path / "up").rglob("*"), reverse=True):
            made.rmdir() if made.is_dir() else made.unlink()


@pytest.mark.parametrize("hide, name, fix", MISSING, ids=[case[1] for case in MISSING])
def test_doctor_says_the_same(tmp_path, hide, name, fix):
    done = without(hide, tmp_path, "doctor", "-o", "json", "--data-dir", str(tmp_path / "data"))
    assert done.returncode == 1, (done.stdout, done.stderr)
    missing = {check["name"]: check for check in json.loads(done.stdout)["checks"] if check["state"] == "missing"}
    assert fix in missing[name]["fix"], missing


def test_a_whole_kernel_is_told_to_be_whole(tmp_path):
    done = without(lambda _: None, tmp_path, "doctor", "-o", "json", "--data-dir", str(tmp_path))
    missing = [check for check in json.loads(done.stdout)["checks"] if check["state"] == "missing"]
    assert missing == [], done.stderr


def test_no_line_is_lost_when_the_host_s_inotify_instances_are_used_up(own_engine, archive):
    # 128 by default for all that root runs, the tasks' own programs counted.
    engine = own_engine(before_exec=lambda: deny("inotify_init1", EMFILE))
    image = engine.push(archive("busybox"), "examples/busybox")
    bench = Bench(engine, lambda _: image)
    options = bench.container()["logConfiguration"]["options"]
    blocking = {"logDriver": "awslogs", "options": {**options, "mode": "blocking"}}
    # More than may wait in blocking mode: the container waits for the agent, and goes on.
    wide = bench.shell("yes " + "x" * 1000 + " | head -n 20000; echo end", logConfiguration=blocking)
    slow = bench.shell("for n in 1 2 3; do echo $n; sleep 1; done")
    for task in (slow, wide):
        assert bench.finish(task, within=120)["containers"][0]["exitCode"] == 0
    bench.expect_lines(slow, ["1", "2", "3"])
    assert len(bench.lines(wide)) == 20_001
