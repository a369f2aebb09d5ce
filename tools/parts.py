"""Conformance tests in parts beside each other: each part has an engine, and mounts, a network
and cgroups of its own, so that neither ports nor what an engine leaves behind can be another's.

Most of a test's time is waiting, so a few parts share the processors well.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import guest
import times

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests" / "conformance"
# A file that has no time yet is taken as an ordinary one.
UNKNOWN_SECONDS = 20


def split(count: int) -> list[list[Path]]:
    """All test files but the guest's in `count` parts that take about as long: the longest
    first, each to the part that has least."""
    record = times.known()["file"]
    seconds = {file: record.get(file.name, UNKNOWN_SECONDS) for file in TESTS.glob("test_*.py") if file != guest.TEST}
    made = [(0.0, index, []) for index in range(count)]
    for file in sorted(seconds, key=lambda file: (-seconds[file], file.name)):
        total, index, files = min(made)
        made[index] = (total + seconds[file], index, [*files, file])
    return [files for _, _, files in made if files]


def run(pytest: list[str], env: dict[str, str], reports: Path, made: list[list[Path]]) -> list[tuple[int, str]]:
    """Runs the parts and shows what they print, each line with its part's number; the exit
    code and the output of each, in their order. Their times go into `reports`."""
    def one(number: int, files: list[Path]) -> tuple[int, str]:
        command = [ROOT / "tools" / "apart", number, *pytest, f"--junit-xml={reports}/{number}.xml", *map(str, files)]
        return stream(command, env, f"[{number}] ")

    with ThreadPoolExecutor(max_workers=len(made)) as threads:
        return list(threads.map(one, range(1, len(made) + 1), made))


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


def failed(reports: list[Path]) -> list[tuple[str, str]]:
    """The tests that failed, of reports in JUnit's form: as pytest is asked for each, and why in one line."""
    found = []
    for report in reports:
        for case in ElementTree.parse(report).iter("testcase") if report.exists() else ():
            why = next((case.find(kind) for kind in ("failure", "error") if case.find(kind) is not None), None)
            if why is None:
                continue
            file, *inside = case.get("classname", "").rpartition("tests.conformance.")[2].split(".")
            test = "::".join([f"tests/conformance/{file}.py", *inside, case.get("name", "")])
            found.append((test, " ".join(why.get("message", "").split())[:300]))
    return found


def seconds_of_files(reports: list[Path]) -> dict[str, float]:
    """Seconds of each test file of the reports."""
    files: dict[str, float] = {}
    for report in reports:
        for name, _, seconds in cases(report):
            file = f"{name.rpartition('.')[2]}.py"
            files[file] = round(files.get(file, 0) + seconds, 1)
    return files


def workers() -> int:
    """How many parts: TEST_PARTS, or two for a processor, for two thirds of a test's time are waiting."""
    return int(os.environ.get("TEST_PARTS") or 2 * (os.cpu_count() or 1))
