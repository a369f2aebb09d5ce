"""The demo, as `make demo` runs it."""

import os
import subprocess
import sys

from harness.engine import BINARY, ROOT


def test_the_demo_succeeds_and_says_what_happened():
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "FERROGATE_"))}
    done = subprocess.run([sys.executable, ROOT / "examples" / "demo.py", "--binary", BINARY], env=clean,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for said in ("Hello from", "visits=2", "exit code 3", "nothing is left"):
        assert said in done.stdout, done.stdout
