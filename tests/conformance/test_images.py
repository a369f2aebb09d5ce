"""The example images: well-formed, complete, and the same bytes every time."""

import gzip
import hashlib
import io
import json
import os
import subprocess
import tarfile

import pytest
from imagekit import build, elf
from imagekit.oci import Image, Tree
from imagekit.recipes import RECIPES

from harness.engine import ROOT


def opened(path):
    """An archive's manifest, configuration and unpacked layers (name -> content)."""
    with tarfile.open(path) as tar:
        def blob(digest):
            data = tar.extractfile("blobs/sha256/" + digest.removeprefix("sha256:")).read()
            assert "sha256:" + hashlib.sha256(data).hexdigest() == digest
            return data
        index = json.load(tar.extractfile("index.json"))
        manifest = json.loads(blob(index["manifests"][0]["digest"]))
        config = json.loads(blob(manifest["config"]["digest"]))
        files = {}
        for layer, diff_id in zip(manifest["layers"], config["rootfs"]["diff_ids"], strict=True):
            data = blob(layer["digest"])
            assert len(data) == layer["size"]
            plain = gzip.decompress(data)
            assert "sha256:" + hashlib.sha256(plain).hexdigest() == diff_id
            with tarfile.open(fileobj=io.BytesIO(plain)) as inner:
                for member in inner:
                    files[member.name] = inner.extractfile(member).read() if member.isfile() else member.linkname
    return index, config, files


@pytest.mark.parametrize("name", RECIPES)
def test_every_digest_and_size_is_true(archive, name):
    index, config, _ = opened(archive(name))
    assert index["manifests"][0]["annotations"]["org.opencontainers.image.ref.name"] == "1"
    assert config["os"] == "linux" and config["architecture"] == build.architecture()


@pytest.mark.parametrize("name", RECIPES)
def test_every_library_that_a_program_needs_is_inside(archive, name):
    _, _, files = opened(archive(name))
    names = {os.path.basename(path) for path in files}
    for path, content in files.items():
        if isinstance(content, bytes):
            for need in elf.needs(content):
                assert os.path.basename(need) in names, f"{path} needs {need}"


def test_all_images_share_their_first_layer(archive):
    def first(name):
        with tarfile.open(archive(name)) as tar:
            index = json.load(tar.extractfile("index.json"))
            digest = index["manifests"][0]["digest"].removeprefix("sha256:")
            return json.load(tar.extractfile(f"blobs/sha256/{digest}"))["layers"][0]["digest"]
    assert len({first(name) for name in RECIPES}) == 1


def test_building_anew_gives_the_same_bytes(tmp_path):
    """From unpacked packages: no time, no owner, no order of the file system gets in."""
    versions, folders = build.packages(RECIPES["web"], ROOT / "target" / "images" / "cache")
    assert "nginx" in versions
    for target in ("one.tar", "two.tar"):
        build.make(RECIPES["web"], folders).write_oci(tmp_path / target)
    assert (tmp_path / "one.tar").read_bytes() == (tmp_path / "two.tar").read_bytes()


def test_the_docker_form_is_read_by_skopeo(tmp_path):
    tree = Tree()
    tree.file("hello", "hi")
    Image("small", [tree.layer()], {"Cmd": ["/hello"]}).write_docker(tmp_path / "small.tar")
    shown = subprocess.run(["skopeo", "inspect", f"docker-archive:{tmp_path}/small.tar"],
                           capture_output=True, text=True, check=True)
    assert len(json.loads(shown.stdout)["Layers"]) == 1


def test_the_big_image_has_the_size_and_layers_that_were_asked(tmp_path):
    subprocess.run([ROOT / "examples/images/big", "--size-mb", "4", "--layers", "3", "--out", tmp_path / "b.tar"],
                   capture_output=True, check=True)
    _, config, files = opened(tmp_path / "b.tar")
    assert len(config["rootfs"]["diff_ids"]) == 3
    assert sum(len(content) for content in files.values() if isinstance(content, bytes)) == 4_000_000
