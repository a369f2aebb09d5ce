"""Secrets Manager and KMS, as stock clients use them: who may have a value, and where it lies."""

import base64
import json
import os
import uuid

import boto3
import pytest
from botocore.exceptions import ClientError

from harness.tasks import unique


def document(*statements: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, resource="*", **more) -> dict:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def refusal(call, **args) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        call(**args)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def pieces(path):
    """The bytes of a file, piece by piece, each with the end of the one before. Tasks' disks have gigabytes of holes."""
    with path.open("rb", buffering=0) as file:
        at, size, before = 0, path.stat().st_size, b""
        while at < size:
            try:
                data = os.lseek(file.fileno(), at, os.SEEK_DATA)
            except OSError:  # nothing but holes
                return
            if data > at:
                before = b""
            at = os.lseek(file.fileno(), data, os.SEEK_SET)
            piece = file.read(1 << 20)
            if not piece:
                return
            yield before + piece
            at, before = at + len(piece), piece[-256:]


@pytest.fixture(scope="module")
def secrets(boto):
    return boto("secretsmanager")


@pytest.fixture(scope="module")
def kms(boto):
    return boto("kms")


@pytest.fixture
def as_role(engine, boto):
    """`as_role(statement, ...)`: stock clients of a session of a role with these rights."""
    iam, made = boto("iam"), []

    def make(*statements: dict):
        name = unique("reader")
        iam.create_user(UserName=name)
        user = iam.get_user(UserName=name)["User"]["Arn"]
        trust = document({"Effect": "Allow", "Principal": {"AWS": user}, "Action": "sts:AssumeRole"})
        arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        made.append(name)
        if statements:
            iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document(*statements))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        lent = boto3.client("sts", endpoint_url=engine.env["AWS_ENDPOINT_URL"], region_name=engine.region,
                            aws_access_key_id=key["AccessKeyId"],
                            aws_secret_access_key=key["SecretAccessKey"])
        lent = lent.assume_role(RoleArn=arn, RoleSessionName="work")["Credentials"]
        session = boto3.session.Session(
            aws_access_key_id=lent["AccessKeyId"], aws_secret_access_key=lent["SecretAccessKey"],
            aws_session_token=lent["SessionToken"], region_name=engine.region)

        def client(service: str):
            return session.client(service, endpoint_url=engine.env["AWS_ENDPOINT_URL"])
        client.arn, client.name = arn, name
        return client
    yield make
    for name in made:
        for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
            iam.delete_role_policy(RoleName=name, PolicyName=policy)
        iam.delete_role(RoleName=name)
        for key in iam.list_access_keys(UserName=name)["AccessKeyMetadata"]:
            iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
        iam.delete_user(UserName=name)


@pytest.fixture
def secret(secrets):
    """`secret("value", **more)`: the ARN and the name of a secret."""
    made = []

    def make(value: str, **more) -> tuple[str, str]:
        name = unique("app") + "/db"
        arn = secrets.create_secret(Name=name, SecretString=value, **more)["ARN"]
        made.append(arn)
        return arn, name
    yield make
    for arn in made:
        secrets.delete_secret(SecretId=arn, ForceDeleteWithoutRecovery=True)


def test_a_secret_is_read_by_a_role_that_may_and_refused_to_one_that_may_not(secret, as_role):
    arn, name = secret("hush")
    may = as_role(allow("secretsmanager:GetSecretValue", arn))("secretsmanager")
    for known_as in (arn, name, arn[:-7]):
        assert may.get_secret_value(SecretId=known_as)["SecretString"] == "hush"
    other, _ = secret("other")
    may_not = as_role(allow("secretsmanager:GetSecretValue", other))
    for known_as in (arn, name, arn[:-7]):
        code, text = refusal(may_not("secretsmanager").get_secret_value, SecretId=known_as)
        assert code == "AccessDeniedException"
        assert f"not authorized to perform: secretsmanager:GetSecretValue on resource: {arn}" in text, text
        assert text.endswith("because no identity-based policy allows the "
                             "secretsmanager:GetSecretValue action"), text
    batch = may_not("secretsmanager")
    assert refusal(batch.batch_get_secret_value, SecretIdList=[arn])[0] == "AccessDeniedException"
    some = as_role(allow("secretsmanager:BatchGetSecretValue"), allow("secretsmanager:GetSecretValue", other))
    got = some("secretsmanager").batch_get_secret_value(SecretIdList=[arn, other])
    assert [one["SecretString"] for one in got["SecretValues"]] == ["other"]
    assert [(one["SecretId"], one["ErrorCode"]) for one in got["Errors"]] == [(arn, "AccessDeniedException")]


def test_tags_and_stages_decide(secret, as_role, secrets):
    arn, _ = secret("one", Tags=[{"Key": "team", "Value": "red"}])
    secrets.put_secret_value(SecretId=arn, SecretString="two")
    tagged = {"StringEquals": {"secretsmanager:ResourceTag/team": "red"}}
    reader = as_role(allow("secretsmanager:GetSecretValue", Condition=tagged))("secretsmanager")
    assert reader.get_secret_value(SecretId=arn)["SecretString"] == "two"
    secrets.tag_resource(SecretId=arn, Tags=[{"Key": "team", "Value": "blue"}])
    assert refusal(reader.get_secret_value, SecretId=arn)[0] == "AccessDeniedException"
    staged = {"StringEquals": {"secretsmanager:VersionStage": "AWSPREVIOUS"}}
    reader = as_role(allow("secretsmanager:GetSecretValue", Condition=staged))("secretsmanager")
    assert refusal(reader.get_secret_value, SecretId=arn)[0] == "AccessDeniedException"
    got = reader.get_secret_value(SecretId=arn, VersionStage="AWSPREVIOUS")
    assert (got["SecretString"], got["VersionStages"]) == ("one", ["AWSPREVIOUS"])


def test_a_policy_of_the_secret_lets_in_and_keeps_out(secret, as_role, secrets):
    arn, _ = secret("hush")
    nobody = as_role()
    reader = nobody("secretsmanager")
    assert refusal(reader.get_secret_value, SecretId=arn)[0] == "AccessDeniedException"
    lets_in = {"Effect": "Allow", "Principal": {"AWS": nobody.arn},
               "Action": "secretsmanager:GetSecretValue", "Resource": "*"}
    secrets.put_resource_policy(SecretId=arn, ResourcePolicy=document(lets_in))
    assert reader.get_secret_value(SecretId=arn)["SecretString"] == "hush"
    keeps_out = {"Effect": "Deny", "Principal": "*", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}
    secrets.put_resource_policy(SecretId=arn, ResourcePolicy=document(lets_in, keeps_out))
    for client in (reader, secrets):
        code, text = refusal(client.get_secret_value, SecretId=arn)
        assert code == "AccessDeniedException"
        assert text.endswith("with an explicit deny in a resource-based policy"), text
    secrets.delete_resource_policy(SecretId=arn)
    assert secrets.get_secret_value(SecretId=arn)["SecretString"] == "hush"


def test_versions_deletion_and_restore_with_the_aws_cli(engine, secrets):
    name = unique("cli")

    def aws(*args: str) -> dict:
        return json.loads(engine.aws("secretsmanager", *args, "--output", "json") or "{}")
    aws("create-secret", "--name", name, "--secret-string", '{"user":"ann","password":"one"}')
    aws("put-secret-value", "--secret-id", name, "--secret-string", "two")
    assert aws("get-secret-value", "--secret-id", name)["SecretString"] == "two"
    before = aws("get-secret-value", "--secret-id", name, "--version-stage", "AWSPREVIOUS")
    assert json.loads(before["SecretString"])["password"] == "one"
    stages = aws("describe-secret", "--secret-id", name)["VersionIdsToStages"]
    assert sorted(map(tuple, stages.values())) == [("AWSCURRENT",), ("AWSPREVIOUS",)]
    aws("delete-secret", "--secret-id", name, "--recovery-window-in-days", "7")
    assert refusal(secrets.get_secret_value, SecretId=name) == (
        "InvalidRequestException",
        "You can't perform this operation on the secret because it was marked for deletion.")
    aws("restore-secret", "--secret-id", name)
    assert aws("get-secret-value", "--secret-id", name)["SecretString"] == "two"
    aws("delete-secret", "--secret-id", name, "--force-delete-without-recovery")
    assert refusal(secrets.describe_secret, SecretId=name) == (
        "ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
    assert len(aws("get-random-password", "--password-length", "20")["RandomPassword"]) == 20


def test_what_a_key_encrypts_it_decrypts_with_its_context_alone(kms):
    key = kms.create_key(Description="of a test")["KeyMetadata"]
    alias = "alias/" + unique("app")
    kms.create_alias(AliasName=alias, TargetKeyId=key["KeyId"])
    blob = kms.encrypt(KeyId=alias, Plaintext=b"hush", EncryptionContext={"of": "a"})["CiphertextBlob"]
    assert b"hush" not in blob
    opened = kms.decrypt(CiphertextBlob=blob, EncryptionContext={"of": "a"})
    assert (opened["Plaintext"], opened["KeyId"]) == (b"hush", key["Arn"])
    assert refusal(kms.decrypt, CiphertextBlob=blob, EncryptionContext={"of": "b"})[0] == "InvalidCiphertextException"
    made = kms.generate_data_key(KeyId=key["Arn"], KeySpec="AES_256")
    assert kms.decrypt(CiphertextBlob=made["CiphertextBlob"])["Plaintext"] == made["Plaintext"]
    kms.disable_key(KeyId=key["KeyId"])
    assert refusal(kms.decrypt, CiphertextBlob=blob, EncryptionContext={"of": "a"}) == (
        "DisabledException", f"{key['Arn']} is disabled.")
    kms.enable_key(KeyId=key["KeyId"])
    kms.rotate_key_on_demand(KeyId=key["KeyId"])
    assert kms.decrypt(CiphertextBlob=blob, EncryptionContext={"of": "a"})["Plaintext"] == b"hush"
    kms.delete_alias(AliasName=alias)
    kms.schedule_key_deletion(KeyId=key["KeyId"], PendingWindowInDays=7)
    assert refusal(kms.decrypt, CiphertextBlob=blob, EncryptionContext={"of": "a"})[0] == "KMSInvalidStateException"


def test_a_key_policy_decides_and_policies_of_iam_do_nothing_without_it(engine, kms, as_role):
    root = f"arn:aws:iam::{engine.account}:root"
    user = as_role(allow("kms:*"))
    only = {"Effect": "Allow", "Principal": {"AWS": root}, "Action": ["kms:Put*", "kms:Describe*", "kms:ScheduleKeyDeletion"],
            "Resource": "*"}
    key = kms.create_key(Policy=document(only))["KeyMetadata"]["Arn"]
    for client in (kms, user("kms")):
        code, text = refusal(client.encrypt, KeyId=key, Plaintext=b"x")
        assert code == "AccessDeniedException"
        assert text.endswith("because no resource-based policy allows the kms:Encrypt action"), text
    # By the ciphertext alone, too, and only with the context that the policy wants.
    lets_in = {"Effect": "Allow", "Principal": {"AWS": user.arn}, "Action": ["kms:Encrypt", "kms:Decrypt"], "Resource": "*",
               "Condition": {"StringEquals": {"kms:EncryptionContext:of": "a"}}}
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=document(only, lets_in))
    theirs = user("kms")
    blob = theirs.encrypt(KeyId=key, Plaintext=b"hush", EncryptionContext={"of": "a"})["CiphertextBlob"]
    assert theirs.decrypt(CiphertextBlob=blob, EncryptionContext={"of": "a"})["Plaintext"] == b"hush"
    assert refusal(theirs.decrypt, CiphertextBlob=blob)[0] == "AccessDeniedException"
    nobody = as_role()("kms")
    code, text = refusal(nobody.decrypt, CiphertextBlob=blob, EncryptionContext={"of": "a"})
    assert code == "AccessDeniedException" and key in text, text
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)


def test_a_secret_under_a_customers_key_needs_the_right_to_it(kms, secrets, secret, as_role):
    key = kms.create_key()["KeyMetadata"]["Arn"]
    arn, _ = secret("hush", KmsKeyId=key)
    get = allow("secretsmanager:GetSecretValue", arn)
    assert refusal(as_role(get)("secretsmanager").get_secret_value, SecretId=arn) == (
        "AccessDeniedException", "Access to KMS is not allowed")
    via = {"StringLike": {"kms:ViaService": "secretsmanager.*.amazonaws.com"}}
    reader = as_role(get, allow("kms:Decrypt", key, Condition=via))
    assert reader("secretsmanager").get_secret_value(SecretId=arn)["SecretString"] == "hush"
    blob = kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    assert refusal(reader("kms").decrypt, CiphertextBlob=blob)[0] == "AccessDeniedException"
    kms.disable_key(KeyId=key)
    assert refusal(secrets.get_secret_value, SecretId=arn)[0] == "DecryptionFailure"
    kms.enable_key(KeyId=key)
    # The service's own key is for the service alone.
    code, _ = refusal(kms.encrypt, KeyId="alias/aws/secretsmanager", Plaintext=b"x")
    assert code == "AccessDeniedException"


def test_a_value_is_found_nowhere_in_the_engines_folder_nor_in_its_log(own_engine):
    engine = own_engine()
    secrets, kms = engine.boto("secretsmanager"), engine.boto("kms")
    canary = f"canary{uuid.uuid4().hex}"
    # What is no secret lies there as it is: so one would be found.
    told = f"told{uuid.uuid4().hex}"
    arn = secrets.create_secret(Name="s", SecretString=canary, Description=told)["ARN"]
    secrets.put_secret_value(SecretId=arn, SecretBinary=canary.encode())
    secrets.update_secret(SecretId=arn, SecretString=canary + "x")
    refusal(secrets.create_secret, Name="s", SecretString=canary)
    refusal(secrets.put_secret_value, SecretId=arn, SecretString=canary * 2000)
    refusal(secrets.put_secret_value, SecretId="nothing", SecretString=canary)
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    blob = kms.encrypt(KeyId=key, Plaintext=canary.encode())["CiphertextBlob"]
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == canary.encode()
    data_key = kms.generate_data_key(KeyId=key, KeySpec="AES_256")["Plaintext"]
    assert secrets.get_secret_value(SecretId=arn)["SecretString"] == canary + "x"
    looked_for = [canary.encode(), base64.b64encode(canary.encode())[:32], canary.encode().hex().encode(),
                  data_key, base64.b64encode(data_key), data_key.hex().encode()]
    files = [path for path in engine.data.rglob("*") if path.is_file()]
    assert any(told.encode() in piece for path in files for piece in pieces(path)), "the store is elsewhere"
    for path in files:
        assert not any(secret in piece for piece in pieces(path) for secret in looked_for), path
    # What was sealed is opened by the next process as well.
    assert engine.cli("down").returncode == 0
    engine.ended()
    engine.start()
    assert engine.boto("secretsmanager").get_secret_value(SecretId=arn)["SecretString"] == canary + "x"


def test_a_grant_lets_a_role_use_a_key_that_no_policy_lets_it(boto, kms, as_role):
    key = kms.create_key()["KeyMetadata"]
    reader, writer = as_role(), as_role()
    blob = kms.encrypt(KeyId=key["KeyId"], Plaintext=b"hush", EncryptionContext={"app": "web"})["CiphertextBlob"]
    open_it = {"CiphertextBlob": blob, "EncryptionContext": {"app": "web"}}
    mine = reader("kms")
    assert refusal(mine.decrypt, **open_it)[0] == "AccessDeniedException"
    made = kms.create_grant(KeyId=key["KeyId"], GranteePrincipal=reader.arn, RetiringPrincipal=writer.arn,
                            Operations=["Decrypt"], Constraints={"EncryptionContextEquals": {"app": "web"}})
    assert mine.decrypt(**open_it, GrantTokens=[made["GrantToken"]])["Plaintext"] == b"hush"
    other = kms.encrypt(KeyId=key["KeyId"], Plaintext=b"hush")["CiphertextBlob"]
    assert refusal(mine.decrypt, CiphertextBlob=other)[0] == "AccessDeniedException"
    assert refusal(mine.encrypt, KeyId=key["Arn"], Plaintext=b"x")[0] == "AccessDeniedException"
    assert refusal(writer("kms").decrypt, **open_it)[0] == "AccessDeniedException"
    # A denial counts all the same.
    deny = document({"Effect": "Deny", "Action": "kms:Decrypt", "Resource": key["Arn"]})
    boto("iam").put_role_policy(RoleName=reader.name, PolicyName="p", PolicyDocument=deny)
    assert refusal(mine.decrypt, **open_it)[0] == "AccessDeniedException"
    boto("iam").delete_role_policy(RoleName=reader.name, PolicyName="p")
    assert mine.decrypt(**open_it)["Plaintext"] == b"hush"
    writer("kms").retire_grant(GrantToken=made["GrantToken"])
    assert refusal(mine.decrypt, **open_it)[0] == "AccessDeniedException"
    kms.schedule_key_deletion(KeyId=key["KeyId"], PendingWindowInDays=7)


def test_rotation_by_a_function_is_refused_by_name(secrets, secret):
    arn, _ = secret("x")
    code, text = refusal(secrets.rotate_secret, SecretId=arn)
    assert "RotateSecret" in text, (code, text)
