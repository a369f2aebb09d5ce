"""What decides whether the suite is too slow, and whether its virtual machine has to be booted."""

import sys

import pytest
from harness.engine import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import guest  # noqa: E402
import parts  # noqa: E402
import times  # noqa: E402

RECORD = {"suite": {"s": {"seconds": 100, "tests": 50, "yardstick": 1.0}}, "file": {"a.py": 10.0, "b.py": 20.0}}


@pytest.mark.parametrize("seconds,tests,yardstick,slow", [
    (100, 50, 1.0, False),
    (150, 50, 1.0, False),
    (151, 50, 1.0, True),
    (300, 100, 1.0, False),  # twice the tests
    (151, 50, 0.5, True),    # a faster machine gets no less room
    (299, 50, 2.0, False),   # one that is half as fast
    (301, 50, 2.0, True),
    (900, 50, 9.0, False),   # one that can't tell
])
def test_a_suite_is_slow_when_its_tests_are_and_not_the_machine(monkeypatch, seconds, tests, yardstick, slow):
    monkeypatch.setattr(times, "ROOM", 1.5)
    monkeypatch.setattr(times.os, "cpu_count", lambda: 2)
    suite = {"seconds": seconds, "tests": tests, "yardstick": yardstick}
    said = times.judge(RECORD, {"s": suite, "new": suite}, {"a.py": 70.0, "b.py": 21.0})
    assert bool(said) == slow, said
    if slow:
        assert said[0].startswith(f"s took {seconds} s") and "a.py: 70.0 s, was 10.0 s" in said[1]
    monkeypatch.setattr(times.os, "cpu_count", lambda: 1)
    assert times.judge(RECORD, {"s": suite}, {}) == []


def test_the_record_falls_and_does_not_rise(monkeypatch, tmp_path):
    monkeypatch.setattr(times, "RECORD", tmp_path / "times.json")
    slower, faster = ({"seconds": seconds, "tests": 50, "yardstick": 1.0} for seconds in (101, 99))
    times.write(times.read("{}"), {"s": slower}, {})
    times.write(times.known(), {"s": faster}, {"a.py": 1.0})
    now = times.known()
    assert now == {"suite": {"s": faster}, "file": {"a.py": 1.0}}
    times.write(now, {"s": slower}, {})
    assert times.known() == now
    assert times.risen({"suite": {"s": slower}}, now) == []
    said, = times.risen({"suite": {"s": faster}}, {"suite": {"s": slower}})
    assert said.startswith("a test of s took 1.98 s, and now 2.02 s")


def test_every_file_of_tests_is_in_one_part_and_the_guest_in_none():
    for count in (1, 4, 100):
        files = [file for part in parts.split(count) for file in part]
        assert len(files) == len(set(files))
        assert {*files, guest.TEST} == set(parts.TESTS.glob("test_*.py"))


def test_the_guest_is_proven_until_something_that_it_tests_changes(monkeypatch, tmp_path):
    monkeypatch.setattr(guest, "PROVEN", tmp_path / "proven")
    tested = guest.digest()
    assert not guest.is_proven(tested)
    guest.passed(tested)
    assert guest.is_proven(guest.digest()), "what says so is no part of it"
    monkeypatch.setenv("TEST_GUEST", "always")
    assert not guest.is_proven(tested)
    monkeypatch.delenv("TEST_GUEST")
    monkeypatch.setattr(guest, "TESTED", guest.TESTED[1:])
    assert not guest.is_proven(guest.digest())
