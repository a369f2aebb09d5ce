"""The images that a host keeps unpacked: those that nobody uses go, those in use stay."""

import json
import os

from harness.wait import until
from test_recovery import recovered

SHOW = "while :; do cat /marker; sleep 0.1; done"


def built(engine, folder, name: str, marker: str) -> str:
    """Builds an image of busybox and one file; answers its name."""
    folder.mkdir(exist_ok=True)
    (folder / "marker").write_text(marker + "\n")
    (folder / "Dockerfile").write_text("FROM examples/busybox:1\nCOPY marker /marker\n")
    done = engine.cli("image", "build", "-t", f"{name}:1", str(folder))
    assert done.returncode == 0, done.stderr
    return f"{engine.registry}/{name}:1"


def cached(engine) -> dict:
    """The records of the images on the host, and how many layers each has."""
    records = (engine.data / "agent/images/images/sha256").glob("*.json")
    return {path: len(json.loads(path.read_text())["config"]["rootfs"]["diff_ids"]) for path in records}


def layers(engine) -> list:
    """The unpacked layers on the host."""
    return [path for path in (engine.data / "agent/images/layers/sha256").iterdir() if path.is_dir()]


def test_images_that_no_task_needs_leave_the_host_and_those_of_tasks_stay(own_bench, tmp_path):
    bench, engine = own_bench, own_bench.engine
    bench.images("busybox")
    running = bench.shell(SHOW, image=built(engine, tmp_path / "a", "used", "first"))
    bench.reach(running, "RUNNING")
    bench.finish(bench.run(bench.container(built(engine, tmp_path / "b", "idle", "x"), ["true"])))
    assert len(cached(engine)) == 2 and len(layers(engine)) == len(set(layers(engine)))
    before = len(layers(engine))
    # The tag means another image now, and nobody has asked for either since long ago.
    built(engine, tmp_path / "a", "used", "second")
    for record in cached(engine):
        os.utime(record, (1, 1))
    engine.kill("agent")
    recovered(engine)
    until("the idle image is gone", lambda: len(cached(engine)) == 1, within=30)
    until("and its own layer", lambda: len(layers(engine)) == before - 1, within=30)
    have = len(bench.lines(running))
    until("the task goes on", lambda: len(bench.lines(running)) > have + 5, within=30)
    assert set(bench.lines(running)) == {"first"}
    # What is gone is fetched again.
    bench.finish(bench.run(bench.container(f"{engine.registry}/idle:1", ["cat", "/marker"])))
    bench.stop(running)
