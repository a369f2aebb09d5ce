"""Conformance tests in parts beside each other: each part has an engine, and mounts, a network
and cgroups of its own, so that neither ports nor what an engine leaves behind can be another's.

Most of a test's time is waiting, so a few parts share the processors well.
"""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests" / "conformance"
TIMES = ROOT / "tests" / "times.json"
# A file that has no time yet is taken as an ordinary one.
UNKNOWN_SECONDS = 20


def known_times() -> dict[str, float]:
    """Seconds of each test file, as they were measured last."""
    return json.loads(TIMES.read_text())["conformance"] if TIMES.exists() else {}


def split(count: int) -> list[list[Path]]:
    """All test files in `count` parts that take about as long: the longest first, each to the
    part that has least."""
    times = known_times()
    seconds = {file: times.get(file.name, UNKNOWN_SECONDS) for file in TESTS.glob("test_*.py")}
    made = [(0.0, index, []) for index in range(count)]
    for file in sorted(seconds, key=lambda file: (-seconds[file], file.name)):
        total, index, files = min(made)
        made[index] = (total + seconds[file], index, [*files, file])
    return [files for _, _, files in made if files]


def run(pytest: list[str], env: dict[str, str], reports: Path, count: int) -> list[tuple[int, str]]:
    """Runs the parts and shows what they print, each line with its part's number; the exit
    code and the output of each. Their times go into `reports`."""
    results: list[tuple[int, str]] = []

    def one(number: int, files: list[Path]):
        command = [ROOT / "tools" / "apart", number, *pytest, f"--junit-xml={reports}/{number}.xml", *map(str, files)]
        results.append(stream(command, env, f"[{number}] "))

    threads = [threading.Thread(target=one, args=part) for part in enumerate(split(count), 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def stream(command, env=None, mark: str = "") -> tuple[int, str]:
    """Runs a command, shows what it prints as it comes, and keeps it."""
    kept = []
    with subprocess.Popen([str(word) for word in command], cwd=ROOT, env=env, text=True, errors="replace", bufsize=1,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as child:
        for line in child.stdout:
            sys.stdout.write(mark + line)
            sys.stdout.flush()
            kept.append(line)
    return child.returncode, "".join(kept)


def slowest(reports: list[Path], most: int = 10) -> list[tuple[float, str]]:
    """The slowest tests of reports in JUnit's form, with what they set up."""
    timed = [(seconds, f"{of}::{name}") for report in reports for of, name, seconds in cases(report)]
    return sorted(timed, reverse=True)[:most]


def cases(report: Path) -> list[tuple[str, str, float]]:
    """Class, name and seconds of each test of a report in JUnit's form."""
    if not report.exists():
        return []
    found = [element.attrib for element in ElementTree.parse(report).iter("testcase")]
    return [(case.get("classname", ""), case["name"], float(case.get("time", 0))) for case in found]


def compare(suites: dict[str, int], reports: Path) -> str:
    """Says how the times are beside those on record; keeps them where TEST_TIMES is `write`."""
    files: dict[str, float] = {}
    for report in sorted(reports.glob("*.xml")):
        for name, _, seconds in cases(report):
            file = f"{name.rpartition('.')[2]}.py"
            files[file] = round(files.get(file, 0) + seconds, 1)
    known = json.loads(TIMES.read_text())["suites"] if TIMES.exists() else {}
    if os.environ.get("TEST_TIMES") == "write":
        best = {name: min(seconds, known.get(name, seconds)) for name, seconds in suites.items()}
        TIMES.write_text(json.dumps({"suites": best, "conformance": dict(sorted(files.items()))}, indent=1) + "\n")
        return f"the times are in {TIMES.relative_to(ROOT)}"
    slower = [f"{name} {seconds} s, was {known[name]} s" for name, seconds in suites.items()
              if seconds > 1.25 * known.get(name, seconds)]
    return f"slower than on record: {'; '.join(slower)}" if slower else "as fast as on record, or faster"


def workers() -> int:
    """How many parts: TEST_PARTS, or one more than there are processors, for most of it waits."""
    return int(os.environ.get("TEST_PARTS") or (os.cpu_count() or 1) + 1)
