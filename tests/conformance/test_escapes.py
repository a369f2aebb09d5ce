"""Known ways out of a container, each tried from inside a real one. None may work.

The numbers are those of the public CVE list; each test is the class of the hole, not
only the program that once had it.
"""

import hashlib
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from imagekit.oci import Tree

from harness.engine import BINARY
from harness.wait import until


@pytest.fixture
def inside(bench):
    """`inside(script)`: runs a shell script in a container, answers its lines."""
    def run(script: str, image: str = "busybox", **more) -> list[str]:
        arn = bench.shell(f"( {script}\n) 2>&1; echo end", image, **more)
        task = bench.finish(arn, within=60)
        assert task["containers"][0].get("exitCode") == 0, task
        def complete():
            seen = bench.lines(arn) if bench.has_stream(arn) else []
            return seen[-1:] == ["end"] and seen
        return until("the container's report", complete)[:-1]
    return run


def ends(bench, image, **more):
    """Runs an image that may well not start; answers the finished task."""
    return bench.finish(bench.run(bench.container(image, **more)), within=60)


def test_the_runtime_is_not_written_through_proc_self_exe(bench, over_busybox):
    """CVE-2019-5736: an entry point that is the runtime itself."""
    before = hashlib.sha256(BINARY.read_bytes()).hexdigest()
    tree = Tree()
    tree.file("evil", "#!/proc/self/exe\n", 0o755)
    image = over_busybox("self-exe", tree)
    for entry in (["/proc/self/exe"], ["/evil"]):
        ends(bench, image, entryPoint=entry)
    script = ("n=0; while [ $n -lt 200 ]; do for exe in /proc/[0-9]*/exe; do "
              "echo owned >>$exe; done 2>/dev/null; n=$((n+1)); done; exit 0")
    ends(bench, image, command=["sh", "-c", script])
    assert hashlib.sha256(BINARY.read_bytes()).hexdigest() == before
    assert bench.engine.ready()


def test_no_file_of_the_host_is_open_in_a_task(inside):
    """CVE-2024-21626: only the three standard streams are open in the first process."""
    assert sorted(inside("ls /proc/1/fd")) == ["0", "1", "2"]


@pytest.mark.parametrize("fd", [3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 32])
def test_a_working_folder_by_open_file_leads_nowhere(bench, fd):
    """CVE-2024-21626: WORKDIR /proc/self/fd/N."""
    task = ends(bench, "busybox", workingDirectory=f"/proc/self/fd/{fd}",
                command=["sh", "-c", "cat ../../../../etc/shadow && exit 9; exit 0"])
    assert task["containers"][0].get("exitCode", 0) != 9


def test_no_abstract_socket_is_reachable(inside):
    """CVE-2020-15257: the shim's control socket has no abstract name."""
    assert not [line for line in inside("cat /proc/net/unix") if "@" in line]


def test_capabilities_and_filters_are_as_promised(inside):
    """CVE-2022-29162, CVE-2022-24769: nothing is inheritable; Docker's fourteen, no more."""
    lines = dict(line.split(":\t", 1) for line in inside("grep -E '^(Cap|Seccomp:)' /proc/self/status"))
    assert lines["CapInh"] == lines["CapAmb"] == "0" * 16
    assert lines["CapPrm"] == lines["CapEff"] == lines["CapBnd"] == "00000000a80425fb"
    assert lines["Seccomp"] == "2"


def test_root_inside_is_nobody_outside(inside):
    first = inside("cat /proc/self/uid_map /proc/self/gid_map")
    for line in first:
        inner, outer, count = (int(word) for word in line.split())
        assert inner == 0 and count == 65536 and outer >= 1 << 20


@pytest.mark.parametrize("command", [
    "mount -t tmpfs none /mnt", "mount -t cgroup none /mnt", "mount -t proc none /mnt", "mount --bind / /mnt",
    "mount -o remount,rw /proc/sys", "umount /proc/kcore", "unshare -U true", "unshare -m true", "unshare -n true",
    "nsenter -t 1 -m true", "chroot / unshare -C true", "sysctl -w kernel.core_pattern='|/tmp/x'",
    "echo x >/proc/sysrq-trigger", "echo x >/proc/sys/kernel/core_pattern", "echo x >/sys/kernel/uevent_helper",
    "hostname changed", "swapoff -a </dev/null && swapon /tmp/x", "date -s 2001-01-01; date +%Y | grep 2001", "insmod /tmp/x.ko",
    "dmesg", "mknod /tmp/kmsg c 1 11 && cat /tmp/kmsg | head -n 1 | grep .",
    "mknod /tmp/mem c 1 1 && head -c 1 /tmp/mem | grep .",
    "head -c 1 /proc/kcore | grep .", "cat /proc/keys | grep .", "cat /sys/firmware/* 2>/dev/null | grep .",
    "find /sys/fs/cgroup -name release_agent | grep .",
])
def test_what_only_a_host_may_do_is_refused(inside, command):
    """CVE-2022-0492, CVE-2022-0185 and their kind: mounts, namespaces, the kernel's own files."""
    assert inside(f"mkdir -p /mnt; if ( {command} ) >/tmp/out 2>&1; then echo WORKED; cat /tmp/out; "
                  "else echo refused; fi")[0] == "refused"


def test_devices_are_exactly_the_harmless_ones(inside):
    found = set(inside("cd /dev; find . -type c -o -type b | sort"))
    allowed = {"./null", "./zero", "./full", "./random", "./urandom", "./tty", "./ptmx", "./pts/ptmx",
               "./console"}
    assert {"./null", "./zero", "./urandom"} <= found <= allowed


@pytest.mark.parametrize("kind", ["link", "file", "folder"])
def test_a_dev_null_of_the_image_is_not_used(bench, inside, over_busybox, tmp_path, kind):
    """CVE-2025-31133: what masks paths is the real null device, whatever the image holds."""
    canary = tmp_path / "canary"
    canary.write_text("alive")
    tree = Tree()
    {"link": lambda: tree.link("dev/null", str(canary)), "file": lambda: tree.file("dev/null", "owned", 0o666),
     "folder": lambda: tree.folder("dev/null")}[kind]()
    image = over_busybox(f"null-{kind}", tree)
    assert inside("stat -c %t:%T /dev/null; cat /proc/kcore 2>/dev/null | head -c 1 | wc -c", image) == ["1:3", "0"]
    assert canary.read_text() == "alive"


@pytest.mark.parametrize("path", ["/proc", "/sys", "/dev", "/../../../../tmp/fg-volume", "/proc/../../x"])
def test_a_volume_of_the_image_covers_nothing_of_the_system(bench, over_busybox, path):
    """CVE-2019-16884, CVE-2022-23648: VOLUME over /proc, or climbing out of the root."""
    image = over_busybox("volume", config={"Volumes": {path: {}}})
    # Not `test -w`: busybox takes root to be able to write everything.
    script = "test -d /proc/self && ! sh -c 'echo x >/proc/sys/kernel/core_pattern' 2>/dev/null"
    task = ends(bench, image, command=["sh", "-c", script])
    assert task["containers"][0].get("exitCode", 0) == 0
    assert not Path("/tmp/fg-volume").exists()


@pytest.mark.parametrize("value", ["1+kernel.core_pattern=|/tmp/x", "1\nkernel.core_pattern=x", "1\x00", "x" * 5000])
def test_a_kernel_setting_cannot_smuggle_another(bench, value):
    """CVE-2022-0811: one value is one value."""
    container = bench.container(command=["true"],
                                systemControls=[{"namespace": "net.core.somaxconn", "value": value}])
    with pytest.raises(ClientError) as caught:
        bench.define(container)
    assert caught.value.response["Error"]["Code"] in ("ClientException", "InvalidParameterException")


def test_a_fork_bomb_stays_in_its_task(bench, engine):
    """The task's own limit of processes ends it; the engine and another task go on."""
    bomb = bench.shell("n=0; while sleep 1000 & do n=$((n+1)); [ $n -gt 6000 ] && exit 9; done; exit 0")
    neighbour = bench.shell("exit 4")
    assert bench.finish(neighbour)["containers"][0]["exitCode"] == 4
    assert bench.finish(bomb, within=90)["containers"][0]["exitCode"] != 9
    assert engine.ready()


def test_links_swapped_in_a_race_touch_nothing_outside(bench, tmp_path):
    """CVE-2021-30465, CVE-2024-45310 and their kind: a name that changes while it is used."""
    canary = tmp_path / "canary"
    canary.write_text("alive")
    swap = (f"n=0; while [ $n -lt 3000 ]; do ln -sfn {tmp_path} /tmp/x; rm -f /tmp/x; mkdir -p /tmp/x; "
            "echo owned >/tmp/x/canary; rm -rf /tmp/x; n=$((n+1)); done; exit 0")
    definition = bench.define(bench.container(name="one", command=["sh", "-c", swap]),
                              bench.container(name="two", command=["sh", "-c", swap], essential=False))
    bench.finish(bench.run(definition=definition["taskDefinitionArn"]), within=90)
    assert canary.read_text() == "alive"
