"""Second factors: stock clients that ask a person for the code of an app, and policies that ask for one."""

import base64
import csv
import hashlib
import hmac
import io
import json
import struct
import time
import zlib

import boto3
import botocore.session
import pytest
from botocore.credentials import AssumeRoleProvider, CredentialResolver
from botocore.exceptions import ClientError

from harness.engine import TOOLS
from harness.tasks import unique
from harness.wait import until

WRONG = "MultiFactorAuthentication failed with invalid MFA one time pass code. "
PRESENT, AGE = "aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge"


def document(*statements: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, condition=None) -> dict:
    return {"Effect": "Allow", "Action": action, "Resource": "*", **({"Condition": condition} if condition else {})}


def refused(call, **args) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        call(**args)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def totp(seed: str, step: int) -> str:
    """The code of a step, made without the engine (RFC 6238)."""
    mac = hmac.new(base64.b32decode(seed), struct.pack(">Q", step), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at:at + 4])[0] & 0x7fffffff) % 10**6:06}"


class App:
    """An authenticator app, which shows no code twice: it waits for the next one to be good."""

    def __init__(self, iam, name: str):
        self.made = iam.create_virtual_mfa_device(VirtualMFADeviceName=name)["VirtualMFADevice"]
        self.serial, self.seed = self.made["SerialNumber"], self.made["Base32StringSeed"].decode()
        self.last, self.iam = 0, iam

    @staticmethod
    def step() -> int:
        return int(time.time()) // 30

    def enable(self, user: str) -> None:
        self.last = self.step() - 1
        self.iam.enable_mfa_device(UserName=user, SerialNumber=self.serial,
                                   AuthenticationCode1=totp(self.seed, self.last - 1),
                                   AuthenticationCode2=totp(self.seed, self.last))

    def code(self) -> str:
        """One that was not shown before, of now or a moment ahead."""
        until("a code that is good", lambda: self.last < self.step() + 1, within=40)
        self.last = max(self.last + 1, self.step())
        return totp(self.seed, self.last)


class Person:
    """A user with a device, and the keys of it."""

    def __init__(self, engine, *statements: dict):
        self.engine, self.iam = engine, engine.boto("iam")
        self.name = unique("person")
        self.arn = self.iam.create_user(UserName=self.name)["User"]["Arn"]
        if statements:
            self.iam.put_user_policy(UserName=self.name, PolicyName="p", PolicyDocument=document(*statements))
        self.keys = self.iam.create_access_key(UserName=self.name)["AccessKey"]
        self.app = App(self.iam, self.name)
        self.app.enable(self.name)
        self.roles = []

    def client(self, service: str, credentials: dict | None = None):
        of = credentials or self.keys
        return boto3.session.Session(
            aws_access_key_id=of["AccessKeyId"], aws_secret_access_key=of["SecretAccessKey"],
            aws_session_token=of.get("SessionToken"), region_name=self.engine.region,
        ).client(service, endpoint_url=self.engine.env["AWS_ENDPOINT_URL"])

    def session(self, **args) -> dict:
        return self.client("sts").get_session_token(**args)["Credentials"]

    def shown(self) -> dict:
        return {"SerialNumber": self.app.serial, "TokenCode": self.app.code()}

    def role(self, *statements: dict) -> str:
        """A role that trusts the person once it has shown a code."""
        trust = {"Effect": "Allow", "Principal": {"AWS": self.arn}, "Action": "sts:AssumeRole",
                 "Condition": {"Bool": {PRESENT: "true"}}}
        name = unique("role")
        arn = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(trust))["Role"]["Arn"]
        self.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document(*statements))
        self.roles.append(name)
        return arn

    def end(self) -> None:
        for role in self.roles:
            self.iam.delete_role_policy(RoleName=role, PolicyName="p")
            self.iam.delete_role(RoleName=role)
        for device in self.iam.list_mfa_devices(UserName=self.name)["MFADevices"]:
            self.iam.deactivate_mfa_device(UserName=self.name, SerialNumber=device["SerialNumber"])
            self.iam.delete_virtual_mfa_device(SerialNumber=device["SerialNumber"])
        for key in self.iam.list_access_keys(UserName=self.name)["AccessKeyMetadata"]:
            self.iam.delete_access_key(UserName=self.name, AccessKeyId=key["AccessKeyId"])
        for policy in self.iam.list_user_policies(UserName=self.name)["PolicyNames"]:
            self.iam.delete_user_policy(UserName=self.name, PolicyName=policy)
        self.iam.delete_user(UserName=self.name)


@pytest.fixture
def person(engine):
    made = []

    def make(*statements: dict) -> Person:
        made.append(Person(engine, *statements))
        return made[-1]
    yield make
    for one in made:
        one.end()


def test_a_picture_is_a_png_that_any_library_unpacks(person):
    png = person().app.made["QRCodePNG"]
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, at = {}, 8
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at:at + 8])
        data = png[at + 8:at + 8 + size]
        assert struct.unpack(">I", png[at + 8 + size:at + 12 + size])[0] == zlib.crc32(kind + data)
        chunks[kind], at = data, at + 12 + size
    side, other, depth, color = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (side, depth, color) == (other, 1, 0)
    assert len(zlib.decompress(chunks[b"IDAT"])) == side * (1 + (side + 7) // 8)


def test_what_asks_for_a_code_is_refused_until_one_is_shown(person):
    ann = person(allow("ecs:ListClusters", {"Bool": {PRESENT: "true"}}),
                 allow("logs:DescribeLogGroups", {"BoolIfExists": {PRESENT: "true"}}),
                 allow("sns:ListTopics", {"Null": {AGE: "true"}}),
                 allow("iam:GetUser"))

    def may(credentials=None) -> tuple[bool, ...]:
        out = []
        for call in (ann.client("ecs", credentials).list_clusters,
                     ann.client("logs", credentials).describe_log_groups,
                     ann.client("sns", credentials).list_topics,
                     ann.client("iam", credentials).get_user):
            try:
                call()
                out.append(True)
            except ClientError as error:
                assert "AccessDenied" in error.response["Error"]["Code"] or "AuthorizationError" in str(error), error
                out.append(False)
        return tuple(out)

    # With long-lived keys there is no such key, which is no "false" (so BoolIfExists lets pass).
    assert may() == (False, True, True, True)
    assert may(ann.session()) == (False, False, True, False)
    shown = ann.shown()
    strong = ann.session(**shown)
    assert may(strong) == (True, True, False, True)
    # A code is good once, also within its thirty seconds and for another call.
    sts = ann.client("sts")
    assert refused(sts.get_session_token, **shown) == ("AccessDenied", WRONG)
    assert refused(sts.get_session_token, SerialNumber=ann.app.serial, TokenCode="000000") == ("AccessDenied", WRONG)
    # People name their user where the device belongs.
    code, text = refused(sts.get_session_token, SerialNumber=ann.arn, TokenCode="123456")
    assert code == "AccessDenied" and "unable to validate MFA code" in text
    eve = person()
    code, text = refused(eve.client("sts").get_session_token, SerialNumber=ann.app.serial, TokenCode=ann.app.code())
    assert code == "AccessDenied" and "unable to validate MFA code" in text


def test_a_role_whose_trust_asks_for_a_code_is_given_for_one(person):
    ann = person()
    role = ann.role(allow("ecs:ListClusters", {"Bool": {PRESENT: "true"}, "NumericLessThan": {AGE: "3600"}}))
    sts, ask = ann.client("sts"), {"RoleArn": role, "RoleSessionName": "ann"}
    code, text = refused(sts.assume_role, **ask)
    assert code == "AccessDenied" and "is not authorized to perform: sts:AssumeRole" in text
    assert refused(sts.assume_role, **ask, SerialNumber=ann.app.serial, TokenCode="000000") == ("AccessDenied", WRONG)
    shown = ann.shown()
    ann.client("ecs", sts.assume_role(**ask, **shown)["Credentials"]).list_clusters()
    assert refused(sts.assume_role, **ask, **shown) == ("AccessDenied", WRONG)
    # A session that has shown one needs no other: so people avoid a prompt for each role.
    session = ann.session(**ann.shown())
    role_of_session = ann.client("sts", session).assume_role(**ask)["Credentials"]
    ann.client("ecs", role_of_session).list_clusters()
    weak = ann.client("sts", ann.session())
    assert refused(weak.assume_role, **ask)[0] == "AccessDenied"


def test_a_profile_with_a_device_prompts_and_works(person, engine, tmp_path):
    ann = person()
    role = ann.role(allow("ecs:ListClusters"))
    config, keys = tmp_path / "config", tmp_path / "credentials"
    config.write_text(f"[profile base]\nregion = {engine.region}\nendpoint_url = {engine.env['AWS_ENDPOINT_URL']}\n"
                      f"[profile strong]\nregion = {engine.region}\nendpoint_url = {engine.env['AWS_ENDPOINT_URL']}\n"
                      f"source_profile = base\nrole_arn = {role}\nmfa_serial = {ann.app.serial}\n")
    keys.write_text(f"[base]\naws_access_key_id = {ann.keys['AccessKeyId']}\n"
                    f"aws_secret_access_key = {ann.keys['SecretAccessKey']}\n")
    asked = []

    def prompter(text: str) -> str:
        asked.append(text)
        return ann.app.code()

    session = botocore.session.Session(profile="strong")
    session.set_config_variable("config_file", str(config))
    session.set_config_variable("credentials_file", str(keys))
    resolver: CredentialResolver = session.get_component("credential_provider")
    provider: AssumeRoleProvider = resolver.get_provider("assume-role")
    provider._prompter = prompter
    boto3.session.Session(botocore_session=session).client("ecs").list_clusters()
    assert len(asked) == 1 and ann.app.serial in asked[0]
    # The stock CLI reads the code from its terminal, here from what it is given.
    env = {"AWS_CONFIG_FILE": str(config), "AWS_SHARED_CREDENTIALS_FILE": str(keys)}
    drop = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
    pairs = [f"{name}={value}" for name, value in env.items()]
    words = ["env", *(word for name in drop for word in ("-u", name)), *pairs, f"HOME={tmp_path}", "setsid",
             str(TOOLS / "aws"), "--profile", "strong", "ecs", "list-clusters"]
    done = engine.run(*words, stdin=ann.app.code() + "\n")
    assert done.returncode == 0 and "clusterArns" in done.stdout, done.stderr


def test_devices_are_told_everywhere_and_outlive_a_kill(own_engine):
    engine = own_engine()
    ann = Person(engine, allow("ecs:ListClusters"))
    iam = ann.iam
    assert refused(iam.delete_user, UserName=ann.name)[0] == "DeleteConflict"
    row = next(one for one in report(iam) if one["user"] == ann.name)
    assert row["mfa_active"] == "true"
    listed = [one for page in iam.get_paginator("list_virtual_mfa_devices").paginate(AssignmentStatus="Assigned")
              for one in page["VirtualMFADevices"]]
    assert ann.name in [one["User"]["UserName"] for one in listed]
    shown = ann.shown()
    ann.client("ecs", ann.session(**shown)).list_clusters()
    engine.kill("server")
    until("the API answers again", engine.ready)
    # What was shown before is known after.
    assert refused(ann.client("sts").get_session_token, **shown) == ("AccessDenied", WRONG)
    ann.session(**ann.shown())
    # The seed lies open in no file of the server, and no code of it in the trail.
    root = next(engine.data.rglob("root-key"))
    files = [file for file in root.parent.rglob("*") if file.is_file()] + [engine.log]
    assert any(ann.name.encode() in file.read_bytes() for file in files), "the search finds nothing at all"
    assert not [file for file in files if ann.app.seed.encode() in file.read_bytes()]

    def events(name: str) -> list[dict]:
        attribute = [{"AttributeKey": "EventName", "AttributeValue": name}]
        found = engine.boto("cloudtrail").lookup_events(LookupAttributes=attribute)["Events"]
        return [json.loads(one["CloudTrailEvent"]) for one in found]
    taken = until("it is in the trail", lambda: events("GetSessionToken"))
    assert {one["requestParameters"]["tokenCode"] for one in taken} == {"HIDDEN_DUE_TO_SECURITY_REASONS"}
    enabled = until("it is in the trail", lambda: events("EnableMFADevice"))[0]["requestParameters"]
    assert enabled["serialNumber"] == ann.app.serial
    assert enabled["authenticationCode1"] == enabled["authenticationCode2"] == "HIDDEN_DUE_TO_SECURITY_REASONS"


def report(iam) -> list[dict]:
    def ready() -> bool:
        return iam.generate_credential_report()["State"] == "COMPLETE"
    until("a report", ready, within=10)
    return list(csv.DictReader(io.StringIO(iam.get_credential_report()["Content"].decode())))
