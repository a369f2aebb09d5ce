"""`ferrogate up` in the foreground of a terminal: however it ends, the terminal is as it was, and
tasks go on."""

import fcntl
import os
import signal
import subprocess
import termios

import pytest
from conftest import pusher
from harness.engine import BINARY, Engine
from harness.tasks import Bench
from harness.wait import until


class OnTerminal(Engine):
    """An engine that has a terminal of its own, as in a window."""

    def spawn(self, command):
        self.close()
        self.ours, theirs = os.openpty()
        self.fresh = termios.tcgetattr(self.ours)
        with self.log.open("ab") as log:
            # Shows what is written, as the window does.
            self.window = subprocess.Popen(["cat"], stdin=self.ours, stdout=log, stderr=subprocess.DEVNULL)

        def own_terminal():
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            if self.before_exec:
                self.before_exec()

        child = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=self.home,
                                 start_new_session=True, preexec_fn=own_terminal)
        os.close(theirs)
        return child

    window = None

    def close(self):
        """Closes the window."""
        if self.window:
            self.window.kill()
            self.window.wait()
            os.close(self.ours)
            self.window = None

    def type(self, keys: bytes):
        os.write(self.ours, keys)

    def is_as_it_was(self):
        """Whether the terminal has its settings, and nothing told it to look otherwise."""
        return termios.tcgetattr(self.ours) == self.fresh and b"\x1b" not in self.log.read_bytes()

    def down(self):
        self.close()
        super().down()

    def abandon(self):
        self.close()
        super().abandon()


@pytest.fixture
def on_terminal(archive):
    made = []

    def start(**options):
        engine = OnTerminal(**options)
        made.append(engine)
        return Bench(engine.start(), pusher(engine, archive))

    try:
        yield start
        for engine in made:
            engine.down()
    finally:
        for engine in made:
            engine.abandon()


def sleeping(bench):
    """A task that runs; what is not to change when its engine comes and goes."""
    arn = bench.shell("echo up; exec sleep 98764")
    bench.reach(arn, "RUNNING")
    bench.expect_lines(arn, ["up"])
    return arn


def goes_on(bench, arn, before):
    """The engine is started again, and the task never stopped."""
    engine = bench.engine
    until("server and agent have ended", lambda: not engine.pids("server") + engine.pids("agent"), within=30)
    assert set(engine.pids("shim")) & set(before["shims"]), "the task's shim lives"
    engine.start()
    until("the engine knows its task again", lambda: bench.describe(arn)["lastStatus"] == "RUNNING", within=30)
    assert bench.describe(arn)["startedAt"] == before["startedAt"]
    bench.stop(arn)


def known(bench, arn):
    return {"shims": bench.engine.pids("shim"), "startedAt": bench.describe(arn)["startedAt"]}


END = {"Ctrl-C": 0, "SIGTERM": 0, "SIGKILL": -signal.SIGKILL, "SIGQUIT": -signal.SIGQUIT}


@pytest.mark.parametrize("how", END)
def test_the_terminal_is_as_it_was_and_tasks_go_on(on_terminal, how):
    bench = on_terminal()
    engine = bench.engine
    arn = sleeping(bench)
    before = known(bench, arn)
    if how == "Ctrl-C":
        engine.type(b"\x03")
    else:
        engine.child.send_signal(getattr(signal, how))
    assert engine.child.wait(timeout=30) == END[how], engine.words()
    assert engine.is_as_it_was(), engine.words()
    goes_on(bench, arn, before)


def test_a_closed_terminal_ends_the_engine_in_order_and_tasks_go_on(on_terminal):
    bench = on_terminal()
    arn = sleeping(bench)
    before = known(bench, arn)
    bench.engine.close()
    assert bench.engine.child.wait(timeout=30) == 0
    goes_on(bench, arn, before)


def test_an_engine_that_is_to_outlive_its_terminal_does_so_though_nobody_reads_it(on_terminal):
    """As with nohup(1): what it says can't be written any more, which is no reason to end."""
    bench = on_terminal(before_exec=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    engine = bench.engine
    arn = sleeping(bench)
    parts = {kind: engine.pids(kind) for kind in ("up", "server", "agent")}
    engine.close()
    bench.stop(arn)
    assert bench.finish(bench.shell("exit 3"))["containers"][0]["exitCode"] == 3
    # The supervisor has something to say, too.
    engine.kill("server")
    until("the API answers again", engine.ready, within=30)
    assert bench.finish(bench.shell("exit 4"))["containers"][0]["exitCode"] == 4
    assert {kind: engine.pids(kind) for kind in ("up", "agent")} == {k: parts[k] for k in ("up", "agent")}


def test_a_part_that_dies_and_a_start_that_fails_leave_the_terminal_as_it_was(on_terminal):
    bench = on_terminal()
    engine = bench.engine
    engine.kill("server")
    until("the API answers again", engine.ready, within=30)
    assert engine.is_as_it_was(), engine.words()
    second = OnTerminal(port=engine.port)
    try:
        command = [str(BINARY), "up", "--data-dir", str(second.data), "--listen", f"127.0.0.1:{second.port}"]
        second.child = second.spawn(command)
        assert second.child.wait(timeout=30) == 1
        until("the reason is shown", lambda: "is in use by" in second.words(), within=10)
        assert second.is_as_it_was(), second.words()
    finally:
        second.abandon()
