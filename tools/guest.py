"""Whether the virtual machine has to be booted: it takes as long as a third of all other tests.

`tests/vm/proven` is a digest of what the machine tests, as it was when all of it passed. Where
the tree has another one, or none, the machine runs. TEST_GUEST=always runs it in any case.
See docs/decisions/ci-room.md.
"""

import hashlib
import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEST = ROOT / "tests" / "conformance" / "test_cgroup_v2.py"
PROVEN = ROOT / "tests" / "vm" / "proven"
# What knows cgroups, and what the machine is made of.
TESTED = ("crates/host", "crates/cli/src/doctor", "tests/vm", "tests/conformance/harness/guest.py",
          "tests/conformance/test_cgroup_v2.py")
LIBRARIES = re.compile(r'name = "(libcontainer|libcgroups|oci-spec)"\nversion = "([^"]+)"')


def digest() -> str:
    """Of the contents of all that is tested."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *TESTED],
                            cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = sorted(ROOT / name for name in listed.split("\0") if name)
    whole = hashlib.sha256(repr(LIBRARIES.findall((ROOT / "Cargo.lock").read_text())).encode())
    for file in files:
        if file != PROVEN and file.exists():
            whole.update(f"{file.relative_to(ROOT)} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def is_proven(tested: str) -> bool:
    """Whether that, which it tests, is what it was when it passed."""
    if os.environ.get("TEST_GUEST") == "always" or not PROVEN.exists():
        return False
    return PROVEN.read_text().strip() == tested


def passed(tested: str):
    """Keeps that it has passed with that."""
    PROVEN.write_text(tested + "\n")
