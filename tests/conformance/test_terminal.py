"""What runs in the foreground of a terminal: however it ends, the terminal is as it was, and the
engine's tasks go on."""

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


class Window:
    """A terminal; what is written to it is kept in a file."""

    def __init__(self, shown):
        self.shown = shown
        self.ours, self.theirs = os.openpty()
        self.fresh = termios.tcgetattr(self.ours)
        with shown.open("ab") as file:
            self.reader = subprocess.Popen(["cat"], stdin=self.ours, stdout=file, stderr=subprocess.DEVNULL)

    def run(self, command, before_exec=None, **more) -> subprocess.Popen:
        """Runs a program as the terminal's only one."""
        def own_terminal():
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            # As a shell starts what is in front; who runs these tests may ignore them.
            for key in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
                signal.signal(key, signal.SIG_DFL)
            if before_exec:
                before_exec()

        child = subprocess.Popen(command, stdin=self.theirs, stdout=self.theirs, stderr=self.theirs,
                                 start_new_session=True, preexec_fn=own_terminal, **more)
        os.close(self.theirs)
        return child

    def type(self, keys: bytes):
        os.write(self.ours, keys)

    def text(self) -> bytes:
        return self.shown.read_bytes()

    def is_as_it_was(self) -> bool:
        """Whether it has its settings, its cursor and its screen."""
        return termios.tcgetattr(self.ours) == self.fresh and b"\x1b[?" not in self.text()

    def close(self):
        self.reader.kill()
        self.reader.wait()
        os.close(self.ours)


class OnTerminal(Engine):
    """An engine in a window."""

    window = None

    def spawn(self, command):
        self.close()
        self.window = Window(self.log)
        return self.window.run(command, self.before_exec, cwd=self.home)

    def close(self):
        if self.window:
            self.window.close()
            self.window = None

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


def known(bench, arn):
    return {"shims": bench.engine.pids("shim"), "startedAt": bench.describe(arn)["startedAt"]}


def goes_on(bench, arn, before):
    """The engine is started again, and the task never stopped."""
    engine = bench.engine
    until("server and agent have ended", lambda: not engine.pids("server") + engine.pids("agent"), within=30)
    assert set(engine.pids("shim")) & set(before["shims"]), "the task's shim lives"
    engine.start()
    until("the engine knows its task again", lambda: bench.describe(arn)["lastStatus"] == "RUNNING", within=30)
    assert bench.describe(arn)["startedAt"] == before["startedAt"]
    bench.stop(arn)


END = {"Ctrl-C": 0, "SIGTERM": 0, "SIGKILL": -signal.SIGKILL, "SIGQUIT": -signal.SIGQUIT}


@pytest.mark.parametrize("how", END)
def test_the_terminal_is_as_it_was_and_tasks_go_on(on_terminal, how):
    bench = on_terminal()
    engine = bench.engine
    arn = sleeping(bench)
    before = known(bench, arn)
    if how == "Ctrl-C":
        engine.window.type(b"\x03")
    else:
        engine.child.send_signal(getattr(signal, how))
    assert engine.ended() == END[how], engine.words()
    assert engine.window.is_as_it_was(), engine.words()
    goes_on(bench, arn, before)


def test_a_closed_terminal_ends_the_engine_in_order_and_tasks_go_on(on_terminal):
    bench = on_terminal()
    arn = sleeping(bench)
    before = known(bench, arn)
    bench.engine.close()
    assert bench.engine.ended() == 0
    goes_on(bench, arn, before)


def test_an_engine_that_is_to_outlive_its_terminal_does_so_though_nobody_reads_it(on_terminal):
    """As with nohup(1): what it says can't be written any more, which is no reason to end."""
    bench = on_terminal(before_exec=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    engine = bench.engine
    arn = sleeping(bench)
    before = {kind: engine.pids(kind) for kind in ("up", "agent")}
    engine.close()
    bench.stop(arn)
    assert bench.finish(bench.shell("exit 3"))["containers"][0]["exitCode"] == 3
    # The supervisor has something to say, too.
    engine.kill("server")
    until("the API answers again", engine.ready, within=30)
    assert bench.finish(bench.shell("exit 4"))["containers"][0]["exitCode"] == 4
    assert {kind: engine.pids(kind) for kind in ("up", "agent")} == before


def test_a_part_that_dies_and_a_start_that_fails_leave_the_terminal_as_it_was(on_terminal):
    bench = on_terminal()
    engine = bench.engine
    engine.kill("server")
    until("the API answers again", engine.ready, within=30)
    assert engine.window.is_as_it_was(), engine.words()
    second = OnTerminal(port=engine.port)
    try:
        command = [str(BINARY), "up", "--data-dir", str(second.data), "--listen", f"127.0.0.1:{second.port}"]
        second.child = second.spawn(command)
        assert second.child.wait(timeout=30) == 1
        until("the reason is shown", lambda: "is in use by" in second.words(), within=10)
        assert second.window.is_as_it_was(), second.words()
    finally:
        second.abandon()


@pytest.mark.parametrize(("words", "shows", "code"), [
    (["ps", "--watch"], b"RUNNING", 0), (["logs", "-f", "ID"], b"talk", 0), (["forward", "ID", "0:80"], b"127.0.0.1:", 0),
    (["run", "--wait", "IMAGE", "sh", "-c", "echo up; sleep 99"], b"up", 130),
])
def test_a_verb_that_is_ended_by_ctrl_c_leaves_the_terminal_as_it_was(engine, bench, tmp_path, words, shows, code):
    talker = bench.shell("while :; do echo talk; sleep 0.1; done")
    bench.reach(talker, "RUNNING")
    stand = {"ID": talker.rpartition("/")[2], "IMAGE": bench.images("busybox")}
    verb, *rest = (stand.get(word, word) for word in words)
    cluster = [] if verb == "run" else ["--cluster", bench.cluster]
    command = [str(BINARY), verb, "--data-dir", str(engine.data), *cluster, *rest]
    window = Window(tmp_path / "shown")
    try:
        child = window.run(command, env=engine.env | {"TERM": "xterm"})
        until("it shows something", lambda: shows in window.text(), within=30)
        window.type(b"\x03")
        assert child.wait(timeout=30) == code, window.text()
        assert window.is_as_it_was(), window.text()
    finally:
        window.close()
    bench.stop(talker)
