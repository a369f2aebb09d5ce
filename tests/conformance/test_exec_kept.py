"""ECS Exec as a cluster's `executeCommandConfiguration` wants it: encrypted under a key of KMS, and kept as
objects of buckets that are folders."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import urllib.request
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from conftest import pusher
from harness.channel import Channel, Closed, Encryption
from harness.engine import BINARY
from harness.tasks import Bench, unique
from harness.wait import until
from test_exec import FOREVER, execute, processes
from test_roles import Roles, allow
from test_terminal import Window

FETCHING = ("\n----------ERROR-------\nEncountered error while initiating handshake. Fetching data key failed: Unable to "
            "retrieve data key, Error when decrypting data key ")


class Keyed:
    """A cluster whose sessions are encrypted, and a task whose role may decrypt their data keys."""

    def __init__(self, bench):
        self.bench, self.kms, self.roles = bench, bench.engine.boto("kms"), Roles(bench)
        self.key = self.kms.create_key()["KeyMetadata"]
        self.role = self.roles.make(allow("kms:Decrypt", resource=self.key["Arn"]))
        self.configure(kmsKeyId=self.key["Arn"], logging="NONE")
        self.task = self.run(self.role)

    def configure(self, **more) -> dict:
        bench = self.bench
        bench.ecs.update_cluster(cluster=bench.cluster, configuration={"executeCommandConfiguration": more})
        shown = bench.ecs.describe_clusters(clusters=[bench.cluster], include=["CONFIGURATIONS"])["clusters"][0]
        return shown["configuration"]["executeCommandConfiguration"]

    def run(self, role: str | None) -> str:
        bench = self.bench
        more = {"taskRoleArn": role} if role else {}
        made = bench.define(bench.container(command=FOREVER), **more)["taskDefinitionArn"]
        arn = bench.run(definition=made, enableExecuteCommand=True)
        bench.reach(arn, "RUNNING")
        return arn

    def encryption(self, arn: str | None = None, kms=None) -> Encryption:
        shown = self.bench.describe(arn or self.task)
        names = (self.bench.cluster, (arn or self.task).rpartition("/")[2], shown["containers"][0]["runtimeId"])
        return Encryption(kms or self.kms, "ecs:" + "_".join(names))

    def open(self, command: str, arn: str | None = None, encryption=None, **more) -> Channel:
        session = execute(self.bench, arn or self.task, command)["session"]
        return Channel(session, encryption=encryption or self.encryption(arn), **more)

    def refused(self, **more) -> str:
        channel = self.open("echo never", **more)
        channel.finish()
        assert not channel.begun and channel.output == b""
        return channel.closed["Output"]


@pytest.fixture
def keyed(bench):
    return Keyed(bench)


def test_a_session_is_encrypted_both_ways_under_the_key_of_its_cluster(keyed):
    assert keyed.configure(kmsKeyId=keyed.key["KeyId"], logging="NONE") == {"kmsKeyId": keyed.key["KeyId"], "logging": "NONE"}
    channel = keyed.open("sh -c 'read word; echo heard $word; seq 1 20000; exit 7'", wishes={})
    channel.until(lambda: channel.begun)
    assert channel.message == "This session is encrypted using AWS KMS."
    assert channel.encryption.offered["KMSKeyId"] == keyed.key["KeyId"]
    channel.type(b"secret\n")
    shown = channel.finish()
    assert shown == b"heard secret\n" + "".join(f"{n}\n" for n in range(1, 20001)).encode() and channel.code == 7
    assert b"secret" not in channel.raw and b"1000" not in channel.raw
    # Without a key in the configuration nothing is encrypted any more.
    assert "kmsKeyId" not in keyed.configure(logging="NONE")
    plain = Channel(execute(keyed.bench, keyed.task, "echo open")["session"])
    assert plain.finish() == b"open\r\n" and plain.message == ""


def test_who_may_not_use_the_key_has_no_session_and_is_told_why(keyed):
    bench = keyed.bench
    # The task's role.
    other = keyed.run(keyed.roles.make(allow("kms:Decrypt", resource="arn:aws:kms:us-east-1:0:key/other")))
    said = keyed.refused(arn=other)
    assert said.startswith(FETCHING + "AccessDeniedException: User: arn:aws:sts::"), said
    assert "is not authorized to perform: kms:Decrypt" in said and keyed.key["Arn"] in said
    none = keyed.run(None)
    assert keyed.refused(arn=none).startswith(FETCHING + "NoCredentialProviders: the task has no task role")
    # A condition on the encryption context, as AWS's guide writes it.
    bound = keyed.run(keyed.roles.make({**allow("kms:Decrypt", resource=keyed.key["Arn"]), "Condition": {
        "StringLike": {"kms:EncryptionContext:aws:ssm:TargetId": f"ecs:{bench.cluster}_*"}}}))
    channel = keyed.open("echo in", arn=bound)
    assert channel.finish() == b"in\r\n"
    # The caller.
    iam, name = bench.engine.boto("iam"), unique("caller")
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [allow("kms:DescribeKey")]}))
    made = iam.create_access_key(UserName=name)["AccessKey"]
    kms = bench.engine.boto("kms", aws_access_key_id=made["AccessKeyId"], aws_secret_access_key=made["SecretAccessKey"])
    said = keyed.refused(encryption=keyed.encryption(kms=kms))
    assert said.startswith("\n----------ERROR-------\nEncountered error while initiating handshake. KMSEncryption failed on "
                           "client with status 2 error: Failed to process action KMSEncryption: "), said
    assert "kms:GenerateDataKey" in said
    # No such key.
    keyed.configure(kmsKeyId="alias/nowhere", logging="NONE")
    assert "NotFoundException" in keyed.refused()


class Odd(Encryption):
    """A client that does otherwise than it should."""

    def __init__(self, keyed, **odd):
        super().__init__(keyed.kms, odd.get("target", keyed.encryption().target))
        self.odd = odd

    def answer(self, session: str, offered: dict) -> dict:
        answered = super().answer(self.odd.get("session", session), {**offered, **self.odd.get("offered", {})})
        return self.odd.get("result", answered)

    def show(self, challenge: dict) -> dict:
        return {"Challenge": base64.b64encode(self.odd["shown"]).decode()} if "shown" in self.odd else super().show(challenge)


def test_a_client_that_does_not_encrypt_as_it_should_is_turned_away(keyed):
    other = keyed.kms.create_key()["KeyMetadata"]["KeyId"]
    for odd, why in (({"session": "ecs-execute-command-0"}, "InvalidCiphertextException"),
                     # A tool that does not know the container's runtime id.
                     ({"target": f"ecs:{keyed.bench.cluster}_{keyed.task.rpartition('/')[2]}_"}, "InvalidCiphertextException"),
                     ({"offered": {"KMSKeyId": other}}, "IncorrectKeyException"),
                     ({"result": {"KMSCipherTextKey": base64.b64encode(b"x" * 200).decode()}}, "InvalidCiphertextException"),
                     ({"result": {}}, "the client did not encrypt the session"),
                     ({"shown": b""}, "Encryption challenge does not match!"),
                     ({"shown": os.urandom(92)}, "Encryption challenge does not match!")):
        assert why in keyed.refused(encryption=Odd(keyed, **odd)), odd
    silent = Channel(execute(keyed.bench, keyed.task, "echo never")["session"])
    silent.finish()
    assert "the client did not encrypt the session" in silent.closed["Output"] and not silent.begun
    # What is typed openly ends the session of him who typed it, and reaches no program.
    channel = keyed.open("cat", wishes={})
    channel.until(lambda: channel.begun)
    channel.say(1, b"typed openly")
    channel.finish()
    assert "can't be decrypted" in channel.closed["Output"] and channel.output == b""


def test_a_running_session_has_its_key_and_the_next_one_is_asked_again(keyed):
    channel = keyed.open("sh")
    channel.until(b"# ")
    for take, give in ((lambda: keyed.kms.disable_key(KeyId=keyed.key["KeyId"]), lambda: keyed.kms.enable_key(KeyId=keyed.key["KeyId"])),
                       (lambda: keyed.roles.give(keyed.role, allow("s3:PutObject")),
                        lambda: keyed.roles.give(keyed.role, allow("kms:Decrypt", resource=keyed.key["Arn"])))):
        # The data key was made before the right was taken away.
        encryption = keyed.encryption()
        early = execute(keyed.bench, keyed.task, "echo never")["session"]
        made = {}
        answer = encryption.answer
        def before(session, offered, answer=answer, made=made, take=take):
            made["key"] = answer(session, offered)
            take()
            return made["key"]
        encryption.answer = before
        late = Channel(early, encryption=encryption)
        late.finish()
        assert not late.begun and FETCHING in late.closed["Output"], late.closed
        assert "DisabledException" in late.closed["Output"] or "AccessDeniedException" in late.closed["Output"]
        seen = len(channel.output)
        channel.type(b"echo $((40 + 2))\r")
        channel.until(lambda seen=seen: b"42\r\n" in channel.output[seen:])
        give()
        assert keyed.open("echo again").finish() == b"again\r\n"
    channel.type(b"exit\r")
    channel.finish()


def test_our_own_command_encrypts_and_one_that_can_not_is_told_so(keyed, plugin, tmp_path):
    bench, name = keyed.bench, keyed.task.rpartition("/")[2]
    run = [BINARY, "exec", "--cluster", bench.cluster, "-i", name, "--"]
    done = subprocess.run([*run, "sh", "-c", "cat; echo side >&2; exit 7"], env=bench.engine.shell_env(), input=b"typed\n",
                          capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (7, b"typed\n")
    assert b"encrypted using AWS KMS" in done.stderr and b"side\n" in done.stderr
    (tmp_path / "big").write_bytes(os.urandom(1 << 20))
    for source, to in ((str(tmp_path / "big"), f"{name}:/tmp/big"), (f"{name}:/tmp/big", str(tmp_path / "back"))):
        done = subprocess.run([BINARY, "cp", "--cluster", bench.cluster, source, to], env=bench.engine.shell_env(),
                              capture_output=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "back").read_bytes() == (tmp_path / "big").read_bytes()
    # A client of others that knows of no encryption.
    env, window = bench.engine.shell_env(), Window(tmp_path / "shown")
    command = ["aws", "ecs", "execute-command", "--cluster", bench.cluster, "--task", keyed.task, "--interactive", "--command", "sh"]
    aws = window.run(command, env={**env, "PATH": f"{plugin}:{env['PATH']}"})
    until("it ends", lambda: aws.poll() is not None)
    assert b"# " not in window.text() and not processes(bench, keyed.task, "sh\0-i")
    window.close()
    keyed.kms.disable_key(KeyId=keyed.key["KeyId"])
    done = subprocess.run([*run, "true"], env=bench.engine.shell_env(), capture_output=True, timeout=60, check=False)
    assert done.returncode == 1 and b"is disabled" in done.stderr, done.stderr


class Kept(Keyed):
    """A cluster whose sessions are kept in a bucket, of an engine that has some."""

    def __init__(self, bench, buckets: Path):
        self.bench, self.buckets, self.roles = bench, buckets, Roles(bench)
        self.role = self.roles.make(allow("s3:PutObject", resource="arn:aws:s3:::audit/exec/prod/*"))
        self.to()
        self.task = self.run(self.role)

    def to(self, **more) -> dict:
        return self.configure(logging="OVERRIDE", logConfiguration={"s3BucketName": "audit", "s3KeyPrefix": "exec/prod", **more})

    def session(self, command: str) -> Channel:
        return Channel(execute(self.bench, self.task, command)["session"])

    def object(self, channel: Channel) -> Path:
        return self.buckets / "audit" / "exec" / "prod" / (channel.session["sessionId"] + ".log")


@pytest.fixture
def kept(own_engine, archive):
    folder = Path(tempfile.mkdtemp(prefix="buckets-", dir="/var/tmp"))
    folder.chmod(0o755)
    (folder / "audit").mkdir()
    os.chown(folder / "audit", 12345, 12345)
    config = folder / "config.toml"
    config.write_text(f'buckets = "{folder}"\n')
    engine = own_engine("--config", str(config))
    bench = Bench(engine, pusher(engine, archive))
    yield Kept(bench, folder)
    shutil.rmtree(folder)


def test_a_session_is_one_object_named_as_aws_names_it(kept, tmp_path):
    shown = kept.to()
    assert shown["logConfiguration"] == {"s3BucketName": "audit", "s3KeyPrefix": "exec/prod", "s3EncryptionEnabled": False,
                                         "cloudWatchEncryptionEnabled": False}
    channel = kept.session("sh -c 'echo first; seq 1 30000; echo last'")
    shown = channel.finish()
    assert channel.closed["Output"] == "" and channel.message == ""
    # It is there when the client hears of the end.
    assert kept.object(channel).read_bytes() == shown
    of = kept.object(channel).stat()
    assert (of.st_uid, of.st_mode & 0o777) == (12345, 0o600)
    # What is copied is no text of a session.
    name = kept.task.rpartition("/")[2]
    done = subprocess.run([BINARY, "cp", "--cluster", kept.bench.cluster, f"{name}:/etc/passwd",
                           str(tmp_path / "copied")],
                          env=kept.bench.engine.shell_env(), capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert len(list((kept.buckets / "audit").rglob("*.log"))) == 1, done.stderr


def test_a_bucket_that_can_not_be_written_is_told_of_and_ends_no_session(kept):
    engine = kept.bench.engine
    (kept.buckets / "audit").rename(kept.buckets / "away")
    channel = kept.session("sh -c 'echo one'")
    assert channel.finish() == b"one\r\n"
    uri = f"s3://audit/exec/prod/{channel.session['sessionId']}.log"
    assert channel.message.startswith(f"The log of this session can't be put at {uri} now: NoSuchBucket"), channel.message
    assert channel.closed["Output"].startswith(f"The log of this session is not at {uri} yet"), channel.closed
    with urllib.request.urlopen(f"{engine.endpoint}/_ferrogate/health", timeout=5) as answer:
        assert b"logs of sessions wait" in answer.read()
    (kept.buckets / "away").rename(kept.buckets / "audit")
    until("it is there", lambda: kept.object(channel).exists() and kept.object(channel).read_bytes() == b"one\r\n")
    # The role of the task is asked, and asked again.
    kept.roles.give(kept.role, allow("kms:Decrypt"))
    channel = kept.session("sh -c 'echo two'")
    assert channel.finish() == b"two\r\n"
    assert "is not authorized to perform: s3:PutObject" in channel.message and "s3:PutObject" in channel.closed["Output"]
    assert not kept.object(channel).exists()
    kept.roles.give(kept.role, allow("s3:PutObject", resource="arn:aws:s3:::audit/exec/prod/*"))
    until("it is there", lambda: kept.object(channel).exists() and kept.object(channel).read_bytes() == b"two\r\n")


def test_a_bucket_or_group_that_is_not_encrypted_has_no_session_that_wants_one(kept):
    bench = kept.bench
    def refused():
        channel = kept.session("echo never")
        channel.finish()
        assert not channel.begun and channel.output == b""
        return channel.closed["Output"]
    kept.to(s3EncryptionEnabled=True)
    said = refused()
    assert "unable to validate encryption on Amazon S3 bucket" in said and "s3:GetEncryptionConfiguration" in said
    kept.roles.give(kept.role, allow("s3:GetEncryptionConfiguration", "s3:PutObject"))
    assert "encryption is not set up on the selected Amazon S3 bucket" in refused()
    bench.logs.create_log_group(logGroupName=bench.group + "/audit")
    kept.configure(logging="OVERRIDE", logConfiguration={"cloudWatchLogGroupName": bench.group + "/audit", "cloudWatchEncryptionEnabled": True})
    assert "encryption is not set up on the selected CloudWatch Logs log group" in refused()
    # Both, and in both.
    kept.to(cloudWatchLogGroupName=bench.group + "/audit")
    channel = kept.session("sh -c 'echo both'")
    channel.finish()
    assert kept.object(channel).read_bytes() == b"both\r\n"
    def events():
        found = bench.logs.filter_log_events(logGroupName=bench.group + "/audit")["events"]
        assert {event["logStreamName"] for event in found} <= {channel.session["sessionId"]}
        return found
    until("it is in the group", lambda: [event["message"] for event in events()] == ["both"])


@pytest.mark.parametrize("killed", ["server", "agent"])
def test_a_log_is_kept_whoever_is_killed_within_the_session(kept, killed):
    channel = kept.session("sh -c 'echo before; trap \"\" HUP; sleep 9999'")
    channel.until(b"before\r\n")
    # What a server had not written yet is gone with it.
    gathered = kept.bench.engine.data / "server" / "session-logs" / f"{channel.session['sessionId']}.open"
    until("it is written", lambda: gathered.read_bytes().endswith(b"before\r\n"))
    kept.bench.engine.kill(killed)
    with pytest.raises((Closed, ConnectionError)):
        channel.finish()
        raise Closed
    until("it is there", lambda: kept.object(channel).exists())
    assert kept.object(channel).read_bytes().startswith(b"before\r\n")
    assert len(list((kept.buckets / "audit").rglob("*"))) == 3, list((kept.buckets / "audit").rglob("*"))


def test_what_a_configuration_can_not_mean_is_refused(kept, bench):
    for refused in ({"kmsKeyId": ""}, {"logging": "OVERRIDE"}, {"logging": "OVERRIDE", "logConfiguration": {}},
                    {"logging": "NONE", "logConfiguration": {"s3BucketName": "audit"}}, {"logConfiguration": {"s3BucketName": "audit"}},
                    {"logging": "OVERRIDE", "logConfiguration": {"s3KeyPrefix": "p"}},
                    {"logging": "OVERRIDE", "logConfiguration": {"s3EncryptionEnabled": True}},
                    {"logging": "OVERRIDE", "logConfiguration": {"s3BucketName": "audit", "cloudWatchEncryptionEnabled": True}},
                    {"logging": "OVERRIDE", "logConfiguration": {"s3BucketName": "../audit"}},
                    {"logging": "OVERRIDE", "logConfiguration": {"s3BucketName": "audit", "s3KeyPrefix": "a/../../b"}}):
        with pytest.raises(ClientError) as error:
            kept.configure(**refused)
        assert error.value.response["Error"]["Code"] == "InvalidParameterException", refused
    # An engine without buckets names its setting.
    with pytest.raises(ClientError, match="setting 'buckets'"):
        Keyed.configure(type("", (), {"bench": bench})(), logging="OVERRIDE", logConfiguration={"s3BucketName": "audit"})
