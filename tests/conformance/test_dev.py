"""`up --dev`: unknown keys are let in, and a reset makes the engine new; neither without it."""

import json
import urllib.error
import urllib.request

import pytest
from botocore.exceptions import ClientError

from conftest import pusher
from harness import census
from harness.engine import BINARY, Engine, free_port
from harness.tasks import Bench
from harness.wait import until

RESETS = ["/_ferrogate/reset", "/moto-api/reset", "/_localstack/state/reset"]
ASLEEP = "424242"


def post(engine, path, **headers) -> int:
    """The status of an unsigned POST without a body."""
    request = urllib.request.Request(engine.endpoint + path, b"", method="POST", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def shown(engine) -> dict:
    """All that a user can see of an engine's state."""
    ecs, ecr, logs, ec2 = (engine.boto(name) for name in ("ecs", "ecr", "logs", "ec2"))
    lists = {status: ecs.list_task_definitions(status=status)["taskDefinitionArns"]
             for status in ("ACTIVE", "INACTIVE", "DELETE_IN_PROGRESS")}
    return {
        "clusters": ecs.list_clusters()["clusterArns"],
        "definitions": lists,
        "families": ecs.list_task_definition_families()["families"],
        "settings": ecs.list_account_settings(effectiveSettings=True)["settings"],
        "repositories": ecr.describe_repositories()["repositories"],
        "groups": logs.describe_log_groups()["logGroups"],
        "interfaces": ec2.describe_network_interfaces()["NetworkInterfaces"],
        "subnets": [(subnet["SubnetId"], subnet["AvailableIpAddressCount"])
                    for subnet in ec2.describe_subnets()["Subnets"]],
    }


@pytest.fixture(scope="module")
def dev():
    """An engine in development mode, and what it showed when it was new."""
    engine = Engine("--dev")
    try:
        engine.start()
        yield engine, shown(engine)
        engine.down()
    finally:
        engine.abandon()


@pytest.mark.parametrize("path", RESETS)
def test_a_reset_makes_the_engine_new(dev, archive, path):
    engine, new = dev
    bench = Bench(engine, pusher(engine, archive))
    definition = bench.define(bench.container(command=["sh", "-c", f"echo up; exec sleep {ASLEEP}"]))
    running = bench.run(definition=definition["taskDefinitionArn"], clientToken="the-same")
    stopped = bench.shell("echo over")
    bench.reach(running, "RUNNING")
    bench.expect_lines(running, ["up"])
    bench.finish(stopped)
    bench.ecs.put_account_setting_default(name="defaultLogDriverMode", value="blocking")
    assert asleep() and shown(engine) != new

    assert post(engine, path) in (200, 204)
    assert not asleep()
    assert shown(engine) == new

    # It works as a new one does, and knows nothing of what was: not even the client's token.
    again = Bench(engine, pusher(engine, archive))
    for arn in (running, stopped):
        missing, = again.ecs.describe_tasks(cluster=again.cluster, tasks=[arn.rpartition("/")[2]])["failures"]
        assert missing["reason"] == "MISSING"
    definition = again.define(again.container(command=["sh", "-c", "echo anew; exit 4"]))
    assert definition["revision"] == 1
    arn = again.run(definition=definition["taskDefinitionArn"], clientToken="the-same")
    assert again.finish(arn)["containers"][0]["exitCode"] == 4
    again.expect_lines(arn, ["anew"])
    assert post(engine, path) in (200, 204)
    assert shown(engine) == new


def asleep() -> list[int]:
    """Processes of the task that sleeps, wherever they are."""
    return [pid for pid, line in census.processes([f"sleep {ASLEEP}"]).items()
            if line.startswith(f"sleep {ASLEEP}")]


@pytest.mark.parametrize("key", ["test", "AKIAIOSFODNN7EXAMPLE"])
def test_unknown_keys_are_let_in_as_root(dev, key):
    engine, _ = dev
    sts = engine.boto("sts", aws_access_key_id=key, aws_secret_access_key="test")
    caller = sts.get_caller_identity()
    assert caller["Arn"] == f"arn:aws:iam::{engine.account}:root"
    ecs = engine.boto("ecs", aws_access_key_id=key, aws_secret_access_key="test")
    assert ecs.list_clusters()["clusterArns"] == []


def test_localstacks_health_path_answers(dev):
    with urllib.request.urlopen(f"{dev[0].endpoint}/_localstack/health", timeout=10) as answer:
        assert json.loads(answer.read())


@pytest.mark.parametrize("path", RESETS)
def test_a_web_page_can_not_reset(dev, path):
    engine, _ = dev
    ecs = engine.boto("ecs")
    ecs.create_cluster(clusterName="stays")
    assert post(engine, path, Origin="https://elsewhere.example") == 403
    assert post(engine, path, Host="elsewhere.example") == 403
    assert ecs.delete_cluster(cluster="stays")["cluster"]["status"] == "INACTIVE"
    assert post(engine, path) in (200, 204)


@pytest.mark.parametrize("path", RESETS)
def test_without_dev_there_is_no_reset(engine, boto, path):
    boto("ecs").create_cluster(clusterName="stays")
    assert post(engine, path) in (403, 404)
    assert boto("ecs").delete_cluster(cluster="stays")["cluster"]["status"] == "INACTIVE"


def test_what_waits_for_hours_and_days_happens_when_the_clock_is_set_ahead(dev, archive):
    engine, _ = dev
    kms, secrets = engine.boto("kms"), engine.boto("secretsmanager")
    bench = Bench(engine, pusher(engine, archive))
    stopped = bench.shell("exit 3")
    bench.finish(stopped)
    lives = bench.shell(f"exec sleep {ASLEEP}")
    bench.reach(lives, "RUNNING")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    secrets.create_secret(Name="soon-gone", SecretString="x")
    secrets.delete_secret(SecretId="soon-gone", RecoveryWindowInDays=8)

    def clock(*words, code=0):
        done = engine.cli("clock", *words)
        assert done.returncode == code, (words, done.stdout, done.stderr)
        return done

    def is_gone(look, code):
        def look_again():
            try:
                look()
            except ClientError as error:
                assert error.response["Error"]["Code"] == code, error
                return True
        return look_again

    assert clock("show").stdout.strip().endswith("the machine's own time")
    assert clock("advance", "2h").stdout.strip().endswith("2h ahead of the machine's")
    def forgotten():
        found = bench.ecs.describe_tasks(cluster=bench.cluster, tasks=[stopped])
        return [one["reason"] for one in found["failures"]] == ["MISSING"]
    until("the task that ended two hours ago is forgotten", forgotten)
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "PendingDeletion"
    # What was set is kept: after a kill nothing that was over lies ahead again.
    engine.kill("server")
    def ahead():
        done = engine.cli("clock", "show", "-o", "json")
        return done.returncode == 0 and json.loads(done.stdout)["aheadMs"] == 7_200_000
    until("the next server is as far ahead", ahead)
    clock("advance", "7d")
    until("the key is gone", is_gone(lambda: kms.describe_key(KeyId=key), "NotFoundException"))
    assert secrets.describe_secret(SecretId="soon-gone")["DeletedDate"]
    clock("advance", "1d")
    gone = is_gone(lambda: secrets.describe_secret(SecretId="soon-gone"), "ResourceNotFoundException")
    until("the secret is gone", gone)
    # Its programs have noticed nothing, and what comes next works as before.
    found, = bench.ecs.describe_tasks(cluster=bench.cluster, tasks=[lives])["tasks"]
    assert found["lastStatus"] == "RUNNING"
    assert bench.finish(bench.shell("exit 4"))["containers"][0]["exitCode"] == 4
    # Bad input changes nothing.
    assert "ten years" in clock("advance", "4000d", code=4).stderr
    assert "no duration" in clock("advance", "soon", code=2).stderr
    assert post(engine, "/_ferrogate/clock?advance=-1") == 400
    assert post(engine, "/_ferrogate/clock?advance=60", Origin="https://elsewhere.example") == 403
    shown = json.loads(clock("show", "-o", "json").stdout)
    assert shown["aheadMs"] == ((8 * 24 + 2) * 3600) * 1000
    assert post(engine, RESETS[0]) in (200, 204)
    assert json.loads(clock("show", "-o", "json").stdout)["aheadMs"] == 0


def test_without_dev_the_clock_is_the_machines(engine):
    assert post(engine, "/_ferrogate/clock?advance=60") in (403, 404)
    done = engine.cli("clock", "advance", "1h")
    assert done.returncode == 4 and "up --dev" in done.stderr, done.stderr


def test_without_dev_unknown_keys_are_refused(engine, refused):
    refused("UnrecognizedClientException",
            engine.boto("ecs", aws_access_key_id="test", aws_secret_access_key="test").list_clusters)


def test_dev_mode_beyond_loopback_is_refused(engine, tmp_path):
    data = tmp_path / "never"
    done = engine.run(str(BINARY), "up", "--dev", "--data-dir", str(data), "--listen", f"0.0.0.0:{free_port()}",
                      within=20)
    assert done.returncode not in (0, 101)
    assert "loopback" in done.stderr
    assert not data.exists()


def test_dev_mode_ends_with_the_start_it_was_asked_for(own_engine):
    """The next `up` without --dev on the same folder is strict again."""
    engine = own_engine("--dev")
    assert post(engine, RESETS[0]) in (200, 204)
    assert engine.cli("down").returncode == 0
    engine.ended()
    engine.flags = ()
    engine.start()
    assert post(engine, RESETS[0]) in (403, 404)
