"""The images that a host keeps unpacked: those that nobody uses go, those in use stay."""

import json
import os
from pathlib import Path

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


def doctor(engine) -> tuple:
    """What `doctor --images` says of each layer by its path, its findings by name, and its exit code."""
    done = engine.cli("doctor", "--images", "-o", "json")
    told = json.loads(done.stdout)
    return ({Path(layer["path"]): layer for layer in told["layers"]},
            {check["name"]: check for check in told["checks"]}, done.returncode)


def all_intact(engine) -> bool:
    found = doctor(engine)[0].values()
    assert {layer["state"] for layer in found} == {"intact"}, found
    return True


def test_a_byte_that_flips_in_an_unpacked_layer_is_found_and_mended(own_bench, tmp_path):
    bench, engine = own_bench, own_bench.engine
    bench.images("busybox")
    image = built(engine, tmp_path / "a", "marked", "as it was")
    # It runs until the engine goes down: images that nobody uses may leave a full disk.
    bench.reach(bench.shell(SHOW, image=image), "RUNNING")
    until("all layers are sealed and good", lambda: all_intact(engine), within=60)
    assert len(doctor(engine)[0]) == len(layers(engine))
    # As a disk forgets: same size, same time.
    marker, = (layer / "marker" for layer in layers(engine) if (layer / "marker").exists())
    before = marker.stat()
    with marker.open("r+b") as file:
        file.write(b"A")
    os.utime(marker, ns=(before.st_atime_ns, before.st_mtime_ns))
    found, checks, code = doctor(engine)
    assert code == 1
    assert {path for path, layer in found.items() if layer["state"] != "intact"} == {marker.parent}
    changed = found[marker.parent]
    assert (changed["state"], changed["firstDifference"]) == ("changed", "/marker")
    assert {f"sha256:{path.stem}" for path in cached(engine)} & set(changed["images"])
    check, = (check for name, check in checks.items() if name.startswith("layer "))
    assert check["state"] == "missing" and "/marker" in check["found"]
    # What it says to do mends it.
    command, _, _ = check["fix"].partition(";")
    done = engine.run("sh", "-ec", command.replace("sudo ", ""), within=110)
    assert done.returncode == 0, done.stderr
    engine.start()
    running = bench.shell(SHOW, image=image)
    bench.reach(running, "RUNNING")
    shown = bench.run(bench.container(image, ["cat", "/marker"]))
    bench.finish(shown)
    assert bench.lines(shown) == ["as it was"]
    until("what was pulled again is sealed", lambda: all_intact(engine), within=60)
    bench.stop(running)
