"""Counts everything of an engine that the kernel holds: the proof that `down` cleans up.

Names are not trusted: everything is compared with a census taken before the engine
started, so a leak is found whatever the engine calls it.
"""

import contextlib
import json
import os
import subprocess
from pathlib import Path


def processes(marks: list[str]) -> dict[int, str]:
    """Processes that belong to an engine: `marks` (its data folder) in their command line,
    environment, working folder or mounts. Our own process and its parents are not meant."""
    mine, pid = set(), os.getpid()
    while pid > 1:
        mine.add(pid)
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) in mine:
            continue
        try:
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            about = line + (entry / "environ").read_bytes().decode(errors="replace")
            about += os.readlink(entry / "cwd") + (entry / "mountinfo").read_text(errors="replace")
        except OSError:
            continue  # gone while we looked
        if any(mark in about for mark in marks):
            found[int(entry.name)] = line.strip()
    return found


def at_work(pids) -> list[str]:
    """A line for each process: what it runs, where its threads wait in the kernel, which signals
    it has yet to see, and which terminals it holds."""
    told = []
    for pid in pids:
        about = Path(f"/proc/{pid}")
        try:
            line = (about / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")[:120]
            status = dict(item.split(":\t", 1) for item in (about / "status").read_text().splitlines() if ":\t" in item)
            waits = [f"{(task / 'comm').read_text().strip()}={(task / 'wchan').read_text()}"
                     for task in (about / "task").iterdir()]
            ends = [os.readlink(file) for file in (about / "fd").iterdir()]
        except OSError:
            continue  # gone while we looked
        told.append(f"{pid} {line}: {status['State']}, pending {status['SigPnd']} {status['ShdPnd']}, "
                    f"ignored {status['SigIgn']}, terminals {[end for end in ends if 'pt' in end]}, {' '.join(waits)}")
    return told


def cgroups() -> set[str]:
    """Every cgroup folder, of v1 and v2."""
    return {str(Path(folder)) for folder, _, _ in os.walk("/sys/fs/cgroup")}


def mounts() -> set[str]:
    """Mount points of our own namespace, pins of namespaces among them."""
    return {line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()}


def loops() -> set[str]:
    """Loop devices in use, with their files."""
    found = set()
    for file in Path("/sys/block").glob("loop*/loop/backing_file"):
        # It may go between being listed and being read: then it is not in use.
        with contextlib.suppress(FileNotFoundError):
            found.add(f"{file.parent.parent.name} {file.read_text().strip()}")
    return found


def tables() -> set[str]:
    """nft tables of the host's own network namespace."""
    shown = subprocess.run(["nft", "-j", "list", "tables"], capture_output=True, text=True, check=True)
    return {f"{item['table']['family']} {item['table']['name']}"
            for item in json.loads(shown.stdout)["nftables"] if "table" in item}


def links() -> set[str]:
    """Network interfaces of the host's own network namespace."""
    return set(os.listdir("/sys/class/net"))


def addresses() -> set[str]:
    """Addresses of the host's own network namespace."""
    shown = subprocess.run(["ip", "-j", "address"], capture_output=True, text=True, check=True)
    return {f"{link['ifname']} {entry['local']}" for link in json.loads(shown.stdout)
            for entry in link.get("addr_info", [])}


def run_folders() -> set[str]:
    """What programs keep while they run: /run/ferrogate* and named network namespaces."""
    top = {str(path) for path in Path("/run").glob("ferrogate*")}
    return top | {str(path) for folder in ("/run/ferrogate", "/run/netns") for path in Path(folder).glob("*")}


# Which engine of the host has which user ids: a file each.
IDS = Path("/run/ferrogate/ids")

# How the names of network namespaces begin that tests make, for engines to take for the machine.
OUTSIDES = "outside-"

KINDS = {"cgroup": cgroups, "mount": mounts, "loop device": loops, "nft table": tables,
         "interface": links, "address": addresses, "run folder": run_folders}


def take() -> dict[str, set[str]]:
    """The census now."""
    return {kind: look() for kind, look in KINDS.items()}


def left(before: dict[str, set[str]], marks: list[str]) -> list[str]:
    """What is there now and was not `before`, one line each; empty when all is clean.

    A new cgroup with foreign processes in it, or of another engine, belongs to somebody else.
    """
    now, found = take(), []
    for kind, seen in now.items():
        for name in sorted(seen - before[kind]):
            if kind == "cgroup" and foreign(name, marks):
                continue
            # The folder becomes a mount with the first namespace that a test makes itself.
            if f"/run/netns/{OUTSIDES}" in name or name == "/run/netns":
                continue
            if kind in ("loop device", "mount") and of_another_engine(name, marks):
                continue
            if name in (str(IDS), str(IDS.parent)) and ids_of_others(marks):
                continue
            found.append(f"{kind} {name}")
    return found + [f"process {pid}: {line}" for pid, line in processes(marks).items()]


def of_another_engine(name: str, marks: list[str]) -> bool:
    """Whether it is a pin or a disk in the folder of an engine that runs beside this one, or the
    small disk that a test has given one for its folder."""
    pinned = "/run/netns/vpc-" in name or "/run/nat/" in name
    engines = pinned or "/agent/volumes/#" in name or name.endswith("/disk.img")
    return engines and not any(mark in name for mark in marks)


def ids_of_others(marks: list[str]) -> bool:
    """Whether the host's registry of user ids is there for other engines alone."""
    try:
        owners = [path.read_text() for path in IDS.glob("*")]
    except FileNotFoundError:  # one has just left
        return True
    return bool(owners) and not any(mark in owner for owner in owners for mark in marks)


def foreign(cgroup: str, marks: list[str]) -> bool:
    """Whether processes live in a cgroup or below it, none of which is the engine's; or it is the
    empty one of another engine, which is about to fill it or to remove it."""
    pids = set()
    for folder, _, _ in os.walk(cgroup):
        procs = Path(folder) / "cgroup.procs"
        try:
            pids |= {int(pid) for pid in procs.read_text().split()}
        except (OSError, ValueError):
            continue  # removed while we looked
    if pids:
        return not pids & processes(marks).keys()
    return any(f"/ferrogate-{instance}" in cgroup for instance in engines_beside(marks))


def engines_beside(marks: list[str]) -> set[str]:
    """The ids of the host's other engines, as far as they have user ids."""
    found = set()
    for path in IDS.glob("*"):
        try:
            owner = json.loads(path.read_text())
        except (OSError, ValueError):
            continue  # it has just left, or nobody knows whose they are
        if not any(mark in owner["data_dir"] for mark in marks):
            found.add(owner["instance"])
    return found
