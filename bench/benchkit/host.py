"""The machine that is measured on: what it is, how loaded, and what processes take of it."""

import os
import platform
import socket
import subprocess
import threading
import time
from pathlib import Path


class Failed(Exception):
    """Something that is to be measured did not work; nothing is made up in its place."""


def command(*words, env=None, timeout: float = 300.0) -> str:
    """Runs a command to its end; answers what it printed."""
    done = subprocess.run([str(word) for word in words], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, env=env, timeout=timeout, check=False)
    if done.returncode != 0:
        raise Failed(f"`{' '.join(map(str, words))}` ended with {done.returncode}: {done.stderr.strip()[-2000:]}")
    return done.stdout


def seconds(work) -> float:
    """Seconds that some work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def timed(*words, env=None) -> float:
    """Seconds that a command takes."""
    return seconds(lambda: command(*words, env=env))


def until(what: str, look, within: float = 60.0):
    """Looks until it sees something true; a bench must end even if it never does."""
    deadline, pause = time.monotonic() + within, threading.Event()
    while not (found := look()):
        if time.monotonic() > deadline:
            raise Failed(f"{what} did not happen within {within:.0f} s")
        pause.wait(0.02)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def load() -> float:
    """Processes that wanted to run, averaged over the last minute."""
    return os.getloadavg()[0]


def machine() -> dict:
    """What the figures depend on."""
    cpu = next((line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                if line.startswith("model name")), platform.machine())
    memory = int(Path("/proc/meminfo").read_text().split("MemTotal:")[1].split()[0]) / 1024 / 1024
    return {"cpu": cpu, "cores": os.cpu_count(), "memory_gib": round(memory, 1),
            "kernel": platform.release(), "cgroup": "v2" if cgroup_v2() else "v1"}


def cgroup_v2() -> bool:
    return Path("/sys/fs/cgroup/cgroup.controllers").exists()


def remove_cgroups(name: str):
    """Removes what a daemon leaves of its cgroup in each hierarchy; its processes are gone."""
    root = Path("/sys/fs/cgroup")
    for top in [root] if cgroup_v2() else [entry for entry in root.iterdir() if entry.is_dir()]:
        for folder, _, _ in os.walk(top / name, topdown=False):
            os.rmdir(folder)


def private_bytes(pid: int) -> int:
    """Memory that is this process's alone: what would be free if it ended."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return 1024 * sum(int(line.split()[1]) for line in rollup.splitlines()
                      if line.startswith(("Private_Clean:", "Private_Dirty:")))


def processes_of(folder: Path) -> dict[int, list[str]]:
    """Processes that were told of `folder`: their numbers and command lines."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                words = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
            except OSError:
                continue
            if any(word == str(folder) or word.startswith(f"{folder}/") for word in words):
                found[int(entry.name)] = words
    return found
