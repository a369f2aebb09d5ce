"""What an image's name means: the image of that account and region, or a refusal in AWS's words."""

import pytest
from harness.tasks import unique


@pytest.fixture
def bench(bench):
    """A bench whose network has been used: pulls that fail are all that is looked at here."""
    bench.finish(bench.run(bench.container(command=["true"])))
    return bench


def why(bench, image: str) -> str:
    """Why a task of an image that can't be pulled has stopped."""
    task = bench.reach(bench.run(bench.container(image, ["true"])), "STOPPED")
    assert task["stopCode"] == "TaskFailedToStart", task
    return task["stoppedReason"]


def test_an_image_that_is_not_there_is_named_as_it_was_written(bench, engine):
    bench.images("busybox")
    for name in ("examples/busybox:nope", unique("no-repository") + ":1"):
        image = f"{engine.registry}/{name}"
        assert why(bench, image) == (
            "CannotPullContainerError: pull image manifest has been retried 1 time(s): "
            f"failed to resolve ref {image}: {image}: not found")


def test_another_accounts_image_is_not_run(bench, engine):
    bench.images("busybox")
    registry = f"999999999999.dkr.ecr.{engine.region}.amazonaws.com"
    said = why(bench, f"{registry}/examples/busybox:1")
    assert said.startswith("CannotPullContainerError: pull image manifest has been retried 1 time(s): "), said
    assert f"pulling from host {registry} failed with status code [manifests 1]: 403 Forbidden" in said, said


@pytest.mark.parametrize("name", ["{account}.dkr-ecr.{region}.on.aws", "{account}.dkr.ecr-fips.{region}.amazonaws.com"])
def test_a_registry_has_other_names_too(bench, engine, name):
    bench.images("busybox")
    registry = name.format(account=engine.account, region=engine.region)
    task = bench.finish(bench.run(bench.container(f"{registry}/examples/busybox:1", ["true"])))
    assert task["containers"][0]["exitCode"] == 0, task
    assert task["containers"][0]["image"] == f"{registry}/examples/busybox:1"
    assert why(bench, f"{registry}/examples/busybox:nope").endswith("examples/busybox:nope: not found")


@pytest.mark.parametrize("image", ["localhost:5000/app:1", "127.0.0.1:5000/app:1"])
def test_a_registry_on_the_users_own_machine_is_told_so(bench, image):
    said = why(bench, image)
    assert f"failed to resolve ref {image}" in said and "is the machine that runs the task" in said, said


def test_an_image_of_another_region_is_that_regions(bench, engine, archive):
    name, there = unique("regional"), "eu-west-1"
    assert engine.region != there
    loaded = engine.run("env", f"AWS_REGION={there}", f"AWS_ENDPOINT_URL={engine.endpoint}",
                        "ferrogate", "image", "load", str(archive("busybox")), "--name", f"{name}:1")
    assert loaded.returncode == 0, loaded.stderr
    image = f"{engine.account}.dkr.ecr.{there}.amazonaws.com/{name}:1"
    task = bench.finish(bench.run(bench.container(image, ["true"])))
    assert task["containers"][0]["exitCode"] == 0
    assert why(bench, image.replace(there, engine.region)).endswith(": not found")


@pytest.mark.parametrize(("region", "partition", "domain"), [
    ("cn-northwest-1", "aws-cn", "amazonaws.com.cn"), ("us-gov-east-1", "aws-us-gov", "amazonaws.com"),
])
def test_an_engine_of_another_partition_runs_shows_and_builds_its_images(own_engine, archive, tmp_path,
                                                                          region, partition, domain):
    engine = own_engine("--region", region)
    def cli(*words):
        done = engine.cli(*words, within=120)
        assert done.returncode == 0, done.stderr
        return done
    registry = f"{engine.account}.dkr.ecr.{region}.{domain}"
    cli("image", "load", str(archive("busybox")), "--name", "mine:1")
    (tmp_path / "Dockerfile").write_text(f"FROM {registry}/mine:1\nRUN echo built >/said\nCMD cat /said\n")
    cli("image", "build", "-t", f"{registry}/made:1", str(tmp_path))
    repositories = engine.boto("ecr").describe_repositories()["repositories"]
    assert f"{registry}/made" in {found["repositoryUri"] for found in repositories}
    assert cli("run", "--wait", "made:1").stdout == "built\n"
    assert cli("run", "--wait", f"{registry}/made:1").stdout == "built\n"
    shown = cli("ps", "--all").stdout
    assert "made:1" in shown and "dkr.ecr" not in shown, shown
    ecs = engine.boto("ecs")
    arn = ecs.list_tasks(cluster="default", desiredStatus="STOPPED")["taskArns"][0]
    assert arn.startswith(f"arn:{partition}:ecs:{region}:{engine.account}:task/default/")
    assert engine.boto("sts").get_caller_identity()["Arn"] == f"arn:{partition}:iam::{engine.account}:root"
    cli("image", "rm", f"{registry}/made:1")
    other = engine.cli("image", "rm", "000000000000.dkr.ecr.us-east-1.amazonaws.com/mine:1")
    assert "is not the registry of this account and region" in other.stderr, other.stderr
