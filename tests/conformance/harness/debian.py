"""A fresh Debian 12 whose systemd runs, for packages: in namespaces and cgroups of its own.

It shares the kernel with the machine and nothing else: its own processes, mounts, network
(loopback alone) and users of the root folder. See tests/vm/debian for what is installed.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from .engine import ROOT
from .wait import until

ARCHIVE = ROOT / "target" / "vm" / "debian-12.tar"
# As a machine boots: the file systems of the kernel, an empty /run, then the first process.
BOOT = r"""
root=$1; shift
mount --bind "$root" "$root"
cd "$root"
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t tmpfs -o mode=755 tmpfs run
mount --rbind /dev dev
if [ "$#" -gt 0 ]; then mount -t tmpfs -o mode=755 tmpfs sys/fs/cgroup; else mount -t cgroup2 cgroup2 sys/fs/cgroup; fi
for name; do
    mkdir "sys/fs/cgroup/$name"
    case $name in
        systemd) mount -t cgroup -o none,name=systemd cgroup sys/fs/cgroup/systemd ;;
        *) mount -t cgroup -o "$name" cgroup "sys/fs/cgroup/$name" ;;
    esac
done
mkdir -p .old
pivot_root . .old
umount -l /.old
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd
"""


def hierarchies() -> dict[str, Path]:
    """Version 1's hierarchies by name; empty where the machine has version 2 alone."""
    found = {}
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        words, _, tail = line.partition(" - ")
        kind, _, options = tail.split(" ")[:3]
        if kind == "cgroup":
            place = Path(words.split()[4])
            found[place.name] = place
    return found


def unified() -> list[Path]:
    """Where version 2 is, alone or beside version 1: systemd makes its groups there too."""
    words = (line.split() for line in Path("/proc/self/mountinfo").read_text().splitlines())
    return [Path(word[4]) for word in words if word[word.index("-") + 1] == "cgroup2"][:1]


class Debian:
    """Boots at once; `close` ends it and asserts that nothing is left."""

    def __init__(self):
        # On the disk, for the engine needs a file system that maps ids.
        self.root = Path(tempfile.mkdtemp(prefix="fg-debian-", dir="/var/tmp"))
        subprocess.run(["tar", "-C", self.root, "-xf", ARCHIVE], check=True)
        self.v1 = hierarchies()
        self.groups = [place / self.root.name for place in [*self.v1.values(), *unified()]]
        for group in self.groups:
            group.mkdir()
            for setting in ("cpuset.cpus", "cpuset.mems"):
                if (group.parent.name == "cpuset") and (group / setting).exists():
                    (group / setting).write_text((group.parent / setting).read_text())
        command = ["unshare", "--mount", "--pid", "--net", "--uts", "--ipc", "--cgroup", "--fork", "--kill-child",
                   "--propagation", "private", "sh", "-euc", BOOT, "sh", self.root, *self.v1]
        self.child = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL,
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                      start_new_session=True, preexec_fn=self.join)
        try:
            self.init = until("a first process is there", self.first, within=30)
            until("systemd is up", lambda: self.run("systemctl", "is-system-running", check=False).strip() == "running",
                  within=60)
            # Programs of the machine: the Debian has no `ip`.
            subprocess.run(["nsenter", "-t", str(self.init), "-n", "ip", "link", "set", "lo", "up"], check=True)
        except BaseException:
            self.close()
            raise

    def join(self):
        """In the new child: it and all that come of it are counted in groups of their own."""
        for group in self.groups:
            (group / "cgroup.procs").write_text(str(os.getpid()))

    def first(self) -> int | None:
        """The machine's id of the process that is the first inside."""
        children = Path(f"/proc/{self.child.pid}/task/{self.child.pid}/children").read_text().split()
        command = Path(f"/proc/{children[0]}/comm").read_text().strip() if children else ""
        return int(children[0]) if command == "systemd" else None

    def inside(self, *words) -> list[str]:
        return ["nsenter", "-t", str(self.init), "-m", "-p", "-n", "-u", "-i", "-C", "env", "-i", "HOME=/root",
                "LANG=C.UTF-8", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND=noninteractive", *map(str, words)]

    def run(self, *words, within: float = 120, check: bool = True) -> str:
        """Runs a program inside; what it printed. With `check` it must succeed."""
        done = subprocess.run(self.inside(*words), stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=within, check=False)
        assert not check or done.returncode == 0, f"{' '.join(map(str, words))}: {done.stdout}{done.stderr}"
        return done.stdout

    def code(self, *words, within: float = 120) -> int:
        """Runs a program inside; its exit code."""
        return subprocess.run(self.inside(*words), stdin=subprocess.DEVNULL, capture_output=True, timeout=within,
                              check=False).returncode

    def put(self, file: Path, to: str):
        """Copies a file of the machine into it."""
        shutil.copy(file, self.root / to.lstrip("/"))

    def path(self, inside: str) -> Path:
        """Where a file of it is on the machine."""
        return self.root / inside.lstrip("/")

    def processes(self, mark: str) -> set[int]:
        """The machine's ids of its processes with `mark` in their command line."""
        found = set()
        for group in self.groups[:1]:
            for procs in group.rglob("cgroup.procs"):
                try:
                    found |= {int(pid) for pid in procs.read_text().split() if mark in command_line(pid)}
                except OSError:
                    continue  # removed while we looked
        return found

    def left(self) -> list[str]:
        """Processes and groups of an engine that are still there."""
        groups = {path for group in self.groups for path in group.rglob("*ferrogate*") if path.is_dir()}
        return [f"process {pid}: {command_line(pid)}" for pid in self.processes("ferrogate")] + sorted(map(str, groups))

    def close(self):
        """Ends all of it. Its namespaces, and what is mounted in them, end with its first process."""
        try:
            os.killpg(self.child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.child.wait(timeout=20)
        for group in self.groups:
            for folder in sorted((path for path in group.rglob("*") if path.is_dir()), reverse=True):
                until(f"{folder} is empty", lambda folder=folder: remove(folder), within=20)
            until(f"{group} is empty", lambda group=group: remove(group), within=20)
        shutil.rmtree(self.root)


def command_line(pid) -> str:
    """A process's words; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def remove(group: Path) -> bool:
    """Removes an empty cgroup; whether it is gone."""
    try:
        group.rmdir()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
