"""The bounds of AWS on how often an account may call, and what stock clients make of them."""

import time

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

ONCE = Config(retries={"max_attempts": 0})


@pytest.fixture(scope="module")
def throttled(tmp_path_factory):
    """Flags of an engine that has AWS's bounds."""
    config = tmp_path_factory.mktemp("throttles") / "config.toml"
    config.write_text('throttles = "aws"\n')
    return ("--config", str(config))


def until_refused(call, at_most: int) -> tuple[int, dict]:
    """How often it was answered before it was refused, and how."""
    for count in range(at_most):
        try:
            call()
        except ClientError as refused:
            return count, refused.response
    raise AssertionError(f"{at_most} calls were answered")


def test_an_account_is_told_to_slow_down_and_stock_clients_do(own_engine, throttled):
    engine = own_engine(*throttled)
    ecs, ec2 = engine.boto("ecs", config=ONCE), engine.boto("ec2", config=ONCE)
    count, refused = until_refused(lambda: ecs.deregister_task_definition(taskDefinition="none:1"), 1)
    assert count == 0 and refused["Error"]["Code"] == "ClientException"  # none is there; it took a token
    codes = []
    for _ in range(40):
        _, refused = until_refused(lambda: ecs.deregister_task_definition(taskDefinition="none:1"), 1)
        codes.append(refused["Error"]["Code"])
    # Twenty at once, and one a second.
    assert codes[:19] == ["ClientException"] * 19, codes
    assert codes[-1] == "ThrottlingException", codes
    assert (refused["Error"]["Message"], refused["ResponseMetadata"]["HTTPStatusCode"]) == ("Rate exceeded", 400)
    assert ecs.list_clusters()["clusterArns"] == []  # another category
    count, refused = until_refused(lambda: ec2.delete_vpc(VpcId="vpc-0123456789abcdef0", DryRun=False), 1)
    assert refused["Error"]["Code"] == "InvalidVpcID.NotFound"
    codes = {until_refused(lambda: ec2.delete_vpc(VpcId="vpc-0123456789abcdef0"), 1)[1]["Error"]["Code"]
             for _ in range(120)}
    assert codes == {"InvalidVpcID.NotFound", "RequestLimitExceeded"}
    # A client as it comes waits and tries again.
    patient = engine.boto("ecs", config=Config(retries={"mode": "standard", "max_attempts": 10}))
    begun, retries = time.monotonic(), 0
    for at in range(25):
        made = patient.create_cluster(clusterName=f"c{at}")
        retries += made["ResponseMetadata"]["RetryAttempts"]
    assert retries > 0 and time.monotonic() - begun > 3


def test_nobody_is_bounded_unless_it_is_asked_for(own_engine):
    ecs = own_engine().boto("ecs", config=ONCE)
    for at in range(60):
        ecs.create_cluster(clusterName=f"c{at}")
