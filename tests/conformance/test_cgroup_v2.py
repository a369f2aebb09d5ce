"""Version 2 of cgroups, on a kernel that has nothing else: in a virtual machine.

One boot for all. In the guest run the tests of the host crate (`crates/host/tests/it`), then
the life of a whole engine; `tests/vm/facts` says what is to be true, and each fact is a test.
"""

import json
import re
import subprocess

import pytest
from harness.engine import BINARY, ROOT
from harness.guest import KERNEL, VM, Guest

# The guest takes two minutes on two processors; it is slow beside other work, never stuck.
WITHIN = 900
FACTS = re.findall(r"^ *fact (\w+)", (VM / "facts").read_text(), re.M)
NOT_THERE = {
    "escape::refused_calls_answer_eperm_and_unknown_ones_enosys":
        "compiles a program, and the guest has no compiler; the filter of calls knows no cgroup",
    "spool::a_container_that_nobody_reads_waits_and_goes_on_when_somebody_does":
        "24 MiB, line by line, are minutes of emulation; the spool knows no cgroup",
}


def host_tests() -> dict[str, str]:
    """The programs of the host crate's integration tests, by name. They are built already when
    the workspace's tests have run: built alone, half of what they need would be another build."""
    built = subprocess.run(["cargo", "test", "--quiet", "--locked", "--workspace", "--test", "it", "--no-run",
                            "--message-format=json"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    artifacts = [json.loads(line) for line in built.stdout.splitlines() if line.startswith("{")]
    manifest = str(ROOT / "crates/host/Cargo.toml")
    return {item["target"]["name"]: item["executable"] for item in artifacts
            if item.get("executable") and item["manifest_path"] == manifest}


class Told:
    """What the guest said: the tests it ran, and its facts with the words before each."""

    def __init__(self, guest: Guest, listed: list[str]):
        self.listed, self.console, self.seconds = listed, guest.console, guest.seconds
        self.tests = dict(re.findall(r"^test (\S+) \.\.\. (\w+)$", guest.said, re.M))
        self.failures = guest.said.partition("\nfailures:\n")[2].partition("\ntest result:")[0]
        self.ended = guest.said.endswith("\nend\n")
        self.facts, words = {}, []
        for line in guest.said.splitlines():
            fact = re.match(r"(not ok|ok) (\w+)$", line)
            if fact:
                self.facts[fact[2]], words = (fact[1] == "ok", "\n".join(words)), []
            else:
                words.append(line)
        self.last_words = "\n".join(words[-40:])

    def why(self) -> str:
        """How far it came, for the message of a failure."""
        return f"the guest took {self.seconds:.0f} s and said last:\n{self.last_words}\n{self.console[-4000:]}"


@pytest.fixture(scope="module")
def told(archive):
    assert (KERNEL / "vmlinuz").exists(), f"no kernel in {KERNEL}; run: make deps"
    programs = host_tests()
    listed = subprocess.run([programs["it"], "--list"], capture_output=True, text=True, check=True).stdout
    guest = Guest()
    try:
        guest.add(VM / "facts", "/facts")
        guest.add(archive("busybox"), "/busybox.oci.tar")
        guest.program(BINARY, "/usr/bin/ferrogate")
        guest.program(programs["it"], "/host-tests")
        # The tests know the shim by the path it was built at.
        guest.program(programs["ferrogate-shim"])
        guest.text("/not-there", "".join(f"--skip {name}\n" for name in NOT_THERE))
        return Told(guest.boot(WITHIN), re.findall(r"^(\S+): test$", listed, re.M))
    finally:
        guest.remove()


def test_the_guest_comes_to_its_end(told):
    print(f"the guest took {told.seconds:.0f} s")
    assert told.ended, told.why()


@pytest.mark.parametrize("fact", FACTS)
def test_it_is_so_on_version_2(told, fact):
    assert fact in told.facts, told.why()
    so, words = told.facts[fact]
    assert so, words[-8000:]


def test_every_test_of_the_host_crate_passes_on_version_2(told):
    assert told.tests, told.why()
    assert set(NOT_THERE) <= set(told.listed)
    not_passed = {name: told.tests.get(name, "did not end") for name in told.listed
                  if name not in NOT_THERE and told.tests.get(name) != "ok"}
    assert not not_passed, f"{not_passed}\n{told.failures[-8000:]}\n{told.why()}"
