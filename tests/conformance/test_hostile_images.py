"""Images that lie, escape, or explode: the task fails in plain words, the host is untouched."""

import io
import os
import tarfile

import pytest
from imagekit.oci import Image, Layer, Tree


@pytest.fixture
def canary(tmp_path):
    """A file outside of every image that a hostile layer tries to reach."""
    path = tmp_path / "canary"
    path.write_text("alive")
    yield path
    assert path.read_text() == "alive"
    assert set(os.listdir(tmp_path)) <= {"canary", "image.tar"}


@pytest.fixture
def fails(bench, tmp_path):
    """Pushes an image, runs it, and answers the reason why it could not run."""
    def run(image: Image) -> str:
        image.write_oci(tmp_path / "image.tar")
        name = bench.engine.push(tmp_path / "image.tar", image.name)
        task = bench.finish(bench.run(bench.container(name, command=["/bin/true"])), within=90)
        assert task["stopCode"] == "TaskFailedToStart", task
        assert "exitCode" not in task["containers"][0]
        assert "panicked" not in bench.engine.words()
        return task["stoppedReason"]
    return run


def hostile(*entries: tuple[dict, bytes]) -> Layer:
    """A layer with exactly these entries, however wrong they are."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for fields, data in entries:
            info = tarfile.TarInfo()
            for key, value in {"size": len(data), "mode": 0o755, **fields}.items():
                setattr(info, key, value)
            tar.addfile(info, io.BytesIO(data))
    return Layer.from_tar(out.getvalue())


def link(name, target, kind=tarfile.SYMTYPE):
    return {"name": name, "type": kind, "linkname": target}, b""


def file(name, data=b"owned"):
    return {"name": name, "type": tarfile.REGTYPE}, data


ESCAPES = {
    "dot dot": lambda canary: [file("../" * 40 + str(canary).lstrip("/"))],
    "through a symlink": lambda canary: [link("out", str(canary.parent)), file("out/canary")],
    "through a relative symlink": lambda canary: [
        link("out", "../" * 40 + str(canary.parent).lstrip("/")), file("out/canary")],
    "hard link outside": lambda canary: [link("hard", "../" * 40 + str(canary).lstrip("/"), tarfile.LNKTYPE),
                                         file("hard")],
    "hard link through a symlink": lambda canary: [
        link("out", str(canary.parent)), link("hard", "out/canary", tarfile.LNKTYPE), file("hard")],
}


@pytest.mark.parametrize("how", ESCAPES)
def test_an_archive_does_not_write_outside(bench, canary, tmp_path, how):
    """It is refused, or kept inside; the canary fixture sees that nothing came out."""
    image = Image(f"hostile/{how.replace(' ', '-')}", [hostile(*ESCAPES[how](canary))], {"Cmd": ["/x"]})
    image.write_oci(tmp_path / "image.tar")
    name = bench.engine.push(tmp_path / "image.tar", image.name)
    task = bench.finish(bench.run(bench.container(name, command=["/x"])), within=60)
    assert task["stopCode"] == "TaskFailedToStart"


def test_a_bomb_is_refused(fails):
    zeros = file("zeros", b"\0" * 300_000_000)  # more than 200 to 1
    assert fails(Image("hostile/bomb", [hostile(zeros)])).startswith("CannotPullContainerError")


def test_a_layer_that_is_not_what_its_config_says_is_refused(fails):
    layer = hostile(file("bin/true", b"#!/bin/sh\n"))
    layer.diff_id = "sha256:" + "0" * 64
    assert fails(Image("hostile/diff-id", [layer])).startswith("CannotPullContainerError")


def test_a_layer_that_is_no_archive_is_refused(fails):
    layer = Layer(b"this is not gzip", "sha256:" + "0" * 64)
    assert fails(Image("hostile/garbage", [layer])).startswith("CannotPullContainerError")


def test_a_truncated_archive_is_refused(fails):
    whole = hostile(file("bin/true", os.urandom(100_000))).tar()
    assert fails(Image("hostile/cut", [Layer.from_tar(whole[:50_000])])).startswith("CannotPullContainerError")


def test_an_image_for_another_architecture_says_so(fails):
    tree = Tree()
    tree.file("bin/true", b"\x7fELF", 0o755)
    reason = fails(Image("hostile/foreign", [tree.layer()], architecture="s390x"))
    assert reason.startswith("CannotPullContainerError") and "s390x" in reason


@pytest.mark.parametrize("path", ["proc", "sys", "dev", "etc"])
def test_a_link_in_place_of_a_mount_point_is_harmless(bench, canary, tmp_path, path):
    """Whether the task runs or is refused, what is mounted there lands inside."""
    image = Image(f"hostile/link-{path}", [hostile(link(path, str(canary.parent)))])
    image.write_oci(tmp_path / "image.tar")
    name = bench.engine.push(tmp_path / "image.tar", image.name)
    task = bench.finish(bench.run(bench.container(name, command=["/none"])), within=60)
    assert task["stopCode"] == "TaskFailedToStart"


@pytest.mark.parametrize("user", ["4294967296", "-1", "0x0", "4294967295", "nobody-knows-me", "0:4294967296"])
def test_a_user_that_cannot_be_is_refused(bench, user):
    task = bench.finish(bench.run(bench.container(command=["true"], user=user)))
    assert task["stopCode"] == "TaskFailedToStart"


def test_a_device_that_a_task_makes_opens_nothing(bench):
    script = "mknod /tmp/disk b 254 0 2>/dev/null && head -c 1 /tmp/disk && exit 9; exit 0"
    assert bench.finish(bench.shell(script))["containers"][0]["exitCode"] == 0
