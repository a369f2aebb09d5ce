"""The named points of a task's life at which a process can be killed.

They are in the sources (`crash::point`), and are found there: a new one is tested from its
first day. Only builds with debug assertions obey orders to die.
"""

import os
import re

from harness.engine import BINARY, ROOT

# What a process's file of orders lies in, below the engine's folder.
FOLDERS = {"up": "", "server": "server", "agent": "agent", "shim": "agent"}


def variants(path: str, name: str) -> list[str]:
    """The variants of a Rust enum."""
    body = re.search(rf"enum {name} {{(.*?)\n}}", (ROOT / path).read_text(), re.S).group(1)
    return re.findall(r"^    ([A-Z]\w+)", body, re.M)


def points() -> list[str]:
    """All points, those that are named after an event once for each."""
    found = set()
    for source in (ROOT / "crates").glob("*/src/**/*.rs"):
        if source.name != "crash.rs":
            found |= set(re.findall(r"crash::point\(\s*format_args!\(\s*\"([^\"]+)\"", source.read_text()))
    facts = variants("crates/link/src/observation.rs", "Event")
    # A shim is ready before any task has it.
    events = [name for name in variants("crates/host/src/shim/protocol.rs", "ShimEvent") if name != "Ready"]
    values = {"agent": facts, "shim": events, "up": ["server", "agent"]}
    whole = []
    for point in sorted(found):
        stem, brace, _ = point.partition("{")
        whole += [stem + value for value in values[point.partition(":")[0]]] if brace else [point]
    return whole


POINTS = points()
FAILING = [point for point in POINTS if point.endswith("-Failed")]
# Those that only a task comes to whose files are to be kept, and of these the one that are lost.
KEEPING = [point for point in POINTS if "-keep" in point]
# Those of a task that gives up a port while it runs.
UNPUBLISHING = [point for point in POINTS if point.endswith("-Unpublished")]
# Those of a task whose port somebody else has.
REFUSING = [point for point in POINTS if point.endswith("-NotPublished")]
# Those of a task that is checked.
CHECKING = [point for point in POINTS if "-check" in point or point.endswith("-ContainerHealth")]
# Those of a task in which a user runs something.
EXECUTING = [point for point in POINTS if "-exec" in point]
# Those of a task whose container is run again, a minute after its start at the soonest.
RESTARTING = [point for point in POINTS if point.endswith(("-restart", "-ContainerRestarted"))]
# Those of a task with a container that routes what the others write.
# Those of what keeps services.
SERVING = [point for point in POINTS if point.endswith("-service")]
# Those of what calls functions of lifecycle hooks.
HOOKING = [point for point in POINTS if point.endswith("-hook")]
# Those of what scales services, and of the alarms that ask for it.
SCALING = [point for point in POINTS if point.endswith(("-scaling", "-alarm"))]
# Those of what tells of events.
TELLING = [point for point in POINTS if point.endswith("-events") and "-schedule-" not in point]
# That of what follows schedules.
TIMING = [point for point in POINTS if point.endswith("-schedule-events")]
# Those of load balancers: `ferrogate: an_agent_that_is_killed_at_any_step_leaves_a_node_to_the_next`.
BALANCING = [point for point in POINTS if point.endswith("-balancer")]
FORWARDING = [point for point in POINTS if point.endswith("-forward")]
LOSING = [point for point in POINTS if point.endswith("-NotKept")]
# Those of a task whose last lines nobody takes for five minutes.
GIVING_UP = [point for point in POINTS if point.endswith("-LinesLost")]


def of(*kinds: str) -> list[str]:
    """The points of these kinds of process that every life comes to."""
    apart = (FAILING + KEEPING + LOSING + GIVING_UP + UNPUBLISHING + REFUSING + CHECKING + EXECUTING + RESTARTING
             + FORWARDING + SERVING + HOOKING + SCALING + TELLING + TIMING + BALANCING)
    return [point for point in POINTS if point.partition(":")[0] in kinds and point not in apart]


def obeyed() -> bool:
    """Whether the binary has points: a release has none."""
    return b"crash-held" in BINARY.read_bytes()


def order(engine, text: str):
    """Gives an order to the process that the point names; answers the order's file."""
    kind = text.split()[-1].partition(":")[0]
    folder = engine.data / FOLDERS[kind]
    file, new = folder / "crash-at", folder / ".crash-at.new"
    new.write_text(text)
    owner = folder.stat()
    os.chown(new, owner.st_uid, owner.st_gid)
    new.rename(file)
    return file
