"""Fixtures: one engine for the whole run, a cluster for each test that runs tasks.

`test_thin.py` comes first: when it fails, nothing else is worth reading.
"""

import json
import os
import shutil
import sys
import tarfile
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

HERE = Path(__file__).resolve().parent
# Whatever engine a test starts: no packet of it leaves this machine.
os.environ["FERROGATE_INTERNET"] = "none"
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "examples" / "images")]

from harness.engine import ROOT, Engine  # noqa: E402
from harness.tasks import Bench, unique  # noqa: E402
from harness.telling import Endpoint, Telling  # noqa: E402
from imagekit import build  # noqa: E402
from imagekit.oci import Image, Layer, Tree  # noqa: E402
from imagekit.recipes import PATH  # noqa: E402


def pytest_collection_modifyitems(config, items):
    """The thin way first; what ends and restarts engines last; what is left to `make soak` in it alone."""
    if os.environ.get("SOAK") != "1":
        left = [item for item in items if item.get_closest_marker("soak")]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]
    order = {"test_thin": 0, "test_recovery": 8, "test_crash_points": 8, "test_engines": 8, "test_transcript": 9, "test_demo": 9}
    items.sort(key=lambda item: order.get(item.module.__name__.rpartition(".")[2], 1))


def pytest_sessionstart(session):
    if os.geteuid() != 0:
        pytest.exit("the engine's agent needs root: run these tests as root", returncode=1)


@pytest.fixture(scope="session")
def engine():
    """The engine that most tests share. Its end asserts that nothing is left."""
    engine = Engine()
    try:
        engine.start()
        yield engine
        usual = [role for role in engine.boto("iam").list_roles()["Roles"] if role["RoleName"] == "ecsTaskExecutionRole"]
        assert not usual, "a test made the role that all others go without: its tasks belong on an engine of their own"
        engine.down()
    finally:
        engine.abandon()


@pytest.fixture
def own_engine():
    """Starts engines that only one test uses: `own_engine("--dev")`. Each is purged after."""
    made = []

    def start(*flags: str, **options) -> Engine:
        engine = Engine(*flags, **options)
        made.append(engine)
        return engine.start()

    try:
        yield start
        for engine in made:
            engine.down()
    finally:
        for engine in made:
            engine.abandon()


@pytest.fixture(scope="session")
def archive():
    """`archive("web")`: the OCI archive of an example image."""
    return lambda name: build.cached(name, ROOT / "target" / "images" / "cache")


@pytest.fixture(scope="session")
def images(engine, archive):
    """`images("web")`: its name in the engine's registry; pushed at the first call."""
    return pusher(engine, archive)


def pusher(engine, archive):
    pushed = {}

    def image(name: str) -> str:
        if "/" in name or ":" in name:
            return name  # already a full reference
        if name not in pushed:
            pushed[name] = engine.push(archive(name), f"examples/{name}")
        return pushed[name]

    return image


@pytest.fixture
def bench(engine, images):
    """A cluster of the test's own, and short words to run tasks in it."""
    bench = Bench(engine, images)
    yield bench
    bench.close()


@pytest.fixture
def own_bench(own_engine, archive):
    """A bench on an engine of its own: for tests that kill its processes."""
    engine = own_engine()
    yield Bench(engine, pusher(engine, archive))


@pytest.fixture
def over_busybox(bench, archive, tmp_path):
    """`over_busybox(name, tree, config)`: pushes busybox with a layer of ours on top."""
    def push(name: str, tree: Tree | None = None, config: dict | None = None) -> str:
        with tarfile.open(archive("busybox")) as tar:
            def blob(digest):
                return tar.extractfile("blobs/sha256/" + digest.removeprefix("sha256:")).read()
            index = json.load(tar.extractfile("index.json"))
            manifest = json.loads(blob(index["manifests"][0]["digest"]))
            diff_ids = json.loads(blob(manifest["config"]["digest"]))["rootfs"]["diff_ids"]
            layers = [Layer(blob(layer["digest"]), diff_id)
                      for layer, diff_id in zip(manifest["layers"], diff_ids, strict=True)]
        image = Image(f"made/{name}", layers + ([tree.layer()] if tree else []),
                      {"Env": [PATH], "Cmd": ["sh"], **(config or {})})
        image.write_oci(tmp_path / "image.tar")
        return bench.engine.push(tmp_path / "image.tar", image.name)
    return push


def packages_on(bench, base: str, folder: Path, place: Path) -> str:
    """An example image that has the folder as `/packages`, built in an empty place."""
    engine = bench.engine
    shutil.copytree(folder, place / "packages", symlinks=True)
    (place / "Dockerfile").write_text(f"FROM {bench.images(base).partition('/')[2]}\nCOPY packages /packages\n")
    name = unique("packages")
    done = engine.run("ferrogate", "image", "build", "-t", name, str(place), "--data-dir", str(engine.data),
                      within=120)
    assert done.returncode == 0, done.stderr
    return f"{engine.registry}/{name}"


@pytest.fixture
def own_packages(tmp_path):
    """`own_packages(bench, "node", folder)`: an example image that has the folder as `/packages`."""
    return lambda bench, base, folder: packages_on(bench, base, folder, tmp_path)


@pytest.fixture
def with_packages(bench, own_packages):
    """The same, on the engine that tests share: `with_packages("node", folder)`."""
    return lambda base, folder: own_packages(bench, base, folder)


@pytest.fixture
def plugin(tmp_path):
    """A folder with `session-manager-plugin` in it: a client that nobody here wrote, where the command of AWS looks
    for its own."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "session-manager-plugin"
    code = "import sys; from pyssm_client.cli.main import main; sys.argv[1:] = ['connect', sys.argv[1]]; main()"
    program.write_text(f"#!/bin/sh\n[ $# -gt 0 ] || exit 0\n"
                       f"PYTHONPATH={ROOT / 'target' / 'packages' / 'pyssm-client'} exec {sys.executable} -c \"{code}\" \"$1\"\n")
    program.chmod(0o755)
    return folder


@pytest.fixture(scope="session")
def boto(engine):
    """`boto("ecs")`: a stock client; one of each for the run."""
    made = {}
    return lambda service: made.setdefault(service, engine.boto(service))


@pytest.fixture(scope="session")
def ecs(boto):
    return boto("ecs")


@pytest.fixture(scope="session")
def aws(engine):
    """`aws("ecs", "list-clusters")`: the stock CLI's output."""
    return engine.aws


@pytest.fixture
def refused():
    """`refused("Code", call, **args)`: the call fails with that code; answers AWS's text."""
    def check(code, call, **args) -> str:
        codes = (code,) if isinstance(code, str) else code
        with pytest.raises(ClientError) as caught:
            call(**args)
        error = caught.value.response
        assert error["Error"]["Code"] in codes, error
        assert error["ResponseMetadata"]["HTTPStatusCode"] == 400, error
        return error["Error"].get("Message", "")
    return check


@pytest.fixture
def endpoint():
    made = []

    def make(**more) -> Endpoint:
        made.append(Endpoint(**more))
        return made[-1]
    yield make
    for one in made:
        one.close()


@pytest.fixture(scope="module")
def near(tmp_path_factory):
    """Flags of an engine that may send to this machine."""
    config = tmp_path_factory.mktemp("events") / "config.toml"
    config.write_text('webhooks = ["127.0.0.1/32"]\ninternet = "none"\n')
    return ("--config", str(config))


@pytest.fixture
def telling(own_engine, near, archive):
    """An engine of its own with all that is told of."""
    engine = own_engine(*near)
    return Telling(Bench(engine, pusher(engine, archive)))
