"""docker, podman and buildah push to the engine; what they pushed runs, and comes back."""

import pytest

from harness.clients import CLIENTS
from harness.engine import ROOT
from harness.tasks import unique
from imagekit import build


@pytest.fixture(scope="module", params=CLIENTS)
def client(request, engine):
    """One of the programs, as Debian has it."""
    client = CLIENTS[request.param](engine)
    try:
        yield client
    finally:
        client.close()


@pytest.fixture
def repository(boto):
    ecr, name = boto("ecr"), unique("pushed")
    ecr.create_repository(repositoryName=name)
    yield name
    ecr.delete_repository(repositoryName=name, force=True)


def test_what_is_pushed_runs_and_comes_back_as_it_was(engine, bench, boto, client, repository):
    signed_in = client.login(engine.aws("ecr", "get-login-password").strip())
    assert signed_in.returncode == 0 and "Login Succeeded" in signed_in.stdout, signed_in.stderr
    image = client.load(build.cached("busybox", ROOT / "target" / "images" / "cache", client.form))
    name = f"127.0.0.1:{engine.port}/{repository}:1"
    digest = client.push(image, name)
    held, = boto("ecr").describe_images(repositoryName=repository)["imageDetails"]
    assert (held["imageDigest"], held["imageTags"]) == (digest, ["1"])

    arn = bench.run(bench.container(f"{engine.registry}/{repository}:1", ["sh", "-c", "echo carried; exit 6"]))
    task = bench.finish(arn)
    assert task["containers"][0]["exitCode"] == 6
    assert task["containers"][0]["imageDigest"] == digest
    bench.expect_lines(arn, ["carried"])

    client.forget()
    assert client.pull(name) == (digest, image)


def test_a_wrong_password_is_refused_in_plain_words(engine, client):
    said = client.login("not-the-password")
    assert said.returncode != 0
    words = {"docker": "401 Unauthorized"}.get(client.name, "invalid username/password")
    assert words in said.stderr


def test_a_push_without_a_login_is_refused_in_plain_words(engine, client, repository, boto):
    client.logout()
    image = client.load(build.cached("busybox", ROOT / "target" / "images" / "cache", client.form))
    name = f"127.0.0.1:{engine.port}/{repository}:1"
    with pytest.raises(AssertionError) as caught:
        client.push(image, name)
    said = str(caught.value).lower()
    assert "no basic auth credentials" in said or "authentication required" in said, said
    assert boto("ecr").describe_images(repositoryName=repository)["imageDetails"] == []


def test_a_repository_that_is_not_there_is_named(engine, client):
    client.login(engine.aws("ecr", "get-login-password").strip())
    image = client.load(build.cached("busybox", ROOT / "target" / "images" / "cache", client.form))
    with pytest.raises(AssertionError) as caught:
        client.push(image, f"127.0.0.1:{engine.port}/never-made:1")
    assert "never-made" in str(caught.value) and "does not exist" in str(caught.value)
