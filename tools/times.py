"""What the suites take, beside the record of it in tests/times.json, which may only fall.

A suite is slow when a test of it takes, on average, more than ROOM times what it took on record,
and the machine is not the reason: a yardstick, the same work each time, says how fast it is
before and after. Averages, so that a suite may grow by tests that are no slower than the others.
See docs/decisions/ci-room.md.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RECORD = ROOT / "tests" / "times.json"
ROOM = 2.5
# A machine that is slower than the recorded one by more than this tells nothing about the tests.
SLOWNESS_MAX = 4
PROCESSORS = 2
# Which test files are named when a suite is slow.
NAMED = 5


def work():
    """What the yardstick measures: hashing, Python, and writing to the disk."""
    block = bytes(1 << 20)
    for _ in range(300):
        hashlib.sha256(block)
    sum(number * number % 7 for number in range(4_000_000))
    with tempfile.TemporaryFile(dir=ROOT) as file:
        for _ in range(100):
            file.write(block[:4096])
            file.flush()
            os.fsync(file.fileno())


def yardstick() -> float:
    """Seconds that two processes take for the same work beside each other."""
    began = time.monotonic()
    both = [subprocess.Popen([sys.executable, __file__, "work"]) for _ in range(PROCESSORS)]
    for one in both:
        one.wait()
    return round(time.monotonic() - began, 2)


def read(text: str) -> dict:
    """A record: of each suite the seconds, the tests and the yardstick, of each file of
    conformance tests the seconds."""
    kept = json.loads(text)
    return {"suite": kept.get("suite", {}), "file": kept.get("file", {})}


def known() -> dict:
    return read(RECORD.read_text())


def per_test(suite: dict) -> float:
    return suite["seconds"] / suite["tests"]


def judge(record: dict, suites: dict[str, dict], files: dict[str, float]) -> list[str]:
    """The suites that are slow, a line each, and the files that grew most. None on a machine
    that can't tell."""
    slow = []
    for name, suite in suites.items():
        was = record["suite"].get(name)
        if was is None or (os.cpu_count() or 1) < PROCESSORS:
            continue
        slowness = max(1, suite["yardstick"] / was["yardstick"])
        most = per_test(was) * suite["tests"] * ROOM * slowness
        if slowness <= SLOWNESS_MAX and suite["seconds"] > most:
            slow.append(f"{name} took {suite['seconds']} s, may take {most:.0f} s: a test took {per_test(was):.2f} s on "
                        f"record, {ROOM} times that is allowed, and this machine is {slowness:.2f} times as slow")
    grown = {file: seconds - record["file"].get(file, 0) for file, seconds in files.items()}
    worst = sorted(grown, key=lambda file: -grown[file])[:NAMED] if slow else []
    return slow + [f"   {file}: {files[file]} s, was {record['file'].get(file, 0)} s" for file in worst]


def write(record: dict, suites: dict[str, dict], files: dict[str, float]):
    """Keeps the times of the suites that were faster than on record, or are not there yet."""
    for name, suite in suites.items():
        was = record["suite"].get(name)
        if was is None or per_test(suite) < per_test(was):
            record["suite"][name] = suite
    record["file"] |= files
    record["file"] = dict(sorted(record["file"].items()))
    RECORD.write_text(json.dumps(record, indent=1) + "\n")


def risen(before: dict, now: dict) -> list[str]:
    """What rose from one record to the next, a line each. A suite that is not in both has no say."""
    return [f"a test of {name} took {per_test(was):.2f} s, and now {per_test(now['suite'][name]):.2f} s"
            for name, was in before["suite"].items()
            if name in now["suite"] and per_test(now["suite"][name]) > per_test(was)]


def before(now: dict) -> dict:
    """The newest committed record that is not this one; this one, where there is none."""
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    file = str(RECORD.relative_to(ROOT))
    texts = (git("show", f"{commit}:{file}") for commit in git("log", "--format=%H", "-2", "--", file).split())
    return next((record for record in map(read, texts) if record != now), now)


def main() -> int:
    if sys.argv[1:] == ["work"]:
        work()
        return 0
    now = known()
    rose = risen(before(now), now)
    for line in rose:
        print(f"error: {RECORD.relative_to(ROOT)} may only fall: {line}")
    return 1 if rose else 0


if __name__ == "__main__":
    sys.exit(main())
