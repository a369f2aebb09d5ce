"""The audit trail: what LookupEvents tells of calls, and that nothing in it can be changed unseen."""

import json
import time

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from harness.engine import BINARY
from harness.tasks import unique
from harness.wait import until


def document(*statements: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


# An account looks twice a second: clients of AWS wait then, and ask again.
PATIENT = Config(retries={"mode": "standard", "max_attempts": 12})


def history(engine, **more):
    return engine.boto("cloudtrail", config=PATIENT, **more)


@pytest.fixture
def trail(engine):
    return history(engine)


def events(trail, key: str, value: str, **more) -> list[dict]:
    pages = trail.get_paginator("lookup_events").paginate(
        LookupAttributes=[{"AttributeKey": key, "AttributeValue": value}], **more)
    return [event for page in pages for event in page["Events"]]


def whole(event: dict) -> dict:
    return json.loads(event["CloudTrailEvent"])


def test_a_call_is_told_with_who_what_and_what_came_of_it(engine, trail):
    ecs, name = engine.boto("ecs"), unique("audited")
    made = ecs.create_cluster(clusterName=name, tags=[{"key": "team", "value": "a"}])
    ecs.list_clusters()
    with pytest.raises(ClientError):
        ecs.describe_services(cluster=f"{name}-none", services=["x"])
    arn = made["cluster"]["clusterArn"]
    found, = events(trail, "ResourceName", arn)
    request_id = made["ResponseMetadata"]["RequestId"]
    assert (found["EventName"], found["EventSource"]) == ("CreateCluster", "ecs.amazonaws.com")
    assert found["ReadOnly"] == "false" and found["Username"] == "root"
    assert {"ResourceType": "AWS::ECS::Cluster", "ResourceName": arn} in found["Resources"]
    event = whole(found)
    assert event["requestID"] == request_id and event["eventID"] == found["EventId"]
    assert event["userIdentity"]["type"] == "Root" and event["userIdentity"]["accountId"] == engine.account
    assert event["sourceIPAddress"] == "127.0.0.1" and "Boto3" in event["userAgent"]
    assert event["requestParameters"] == {"clusterName": name, "tags": [{"key": "team", "value": "a"}]}
    assert event["responseElements"]["cluster"]["clusterArn"] == arn
    assert event["awsRegion"] == engine.region and event["recipientAccountId"] == engine.account
    assert {"action": "ecs:CreateCluster", "resource": arn} in event["additionalEventData"]["allowed"]
    read, = [one for one in events(trail, "EventName", "DescribeServices") if name in one["CloudTrailEvent"]]
    assert whole(read)["errorCode"] == "ClusterNotFoundException" and whole(read)["responseElements"] is None
    assert events(trail, "EventId", found["EventId"])[0]["EventId"] == found["EventId"]
    ecs.delete_cluster(cluster=name)


def test_a_refusal_is_told_and_who_was_refused(engine, trail):
    iam, name = engine.boto("iam"), unique("user")
    iam.create_user(UserName=name)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    session = boto3.session.Session(aws_access_key_id=key["AccessKeyId"], region_name=engine.region,
                                    aws_secret_access_key=key["SecretAccessKey"])
    denied = session.client("ecs", endpoint_url=engine.env["AWS_ENDPOINT_URL"])
    with pytest.raises(ClientError):
        denied.create_cluster(clusterName=unique("never"))
    found, = events(trail, "AccessKeyId", key["AccessKeyId"])
    event = whole(found)
    assert found["Username"] == name and event["errorCode"] == "AccessDeniedException"
    assert "is not authorized to perform: ecs:CreateCluster" in event["errorMessage"]
    # Of IAM's own calls, which are in one place, the key that was made is told without its secret.
    own = history(engine, region_name="us-east-1")
    made, = [one for one in events(own, "EventName", "CreateAccessKey") if key["AccessKeyId"] in one["CloudTrailEvent"]]
    assert key["SecretAccessKey"] not in made["CloudTrailEvent"]
    iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
    iam.delete_user(UserName=name)


def test_events_come_in_pages_of_a_time_and_not_too_often(engine, trail):
    ecs, stem = engine.boto("ecs"), unique("paged")
    begun = time.time() - 1
    for n in range(7):
        ecs.create_cluster(clusterName=f"{stem}-{n}")
    names = [whole(one)["requestParameters"]["clusterName"]
             for one in events(trail, "EventName", "CreateCluster", StartTime=begun,
                               PaginationConfig={"PageSize": 3})]
    mine = [name for name in names if name.startswith(stem)]
    assert mine == [f"{stem}-{n}" for n in reversed(range(7))]
    attribute = [{"AttributeKey": "EventName", "AttributeValue": "CreateCluster"}]
    assert not trail.lookup_events(LookupAttributes=attribute, EndTime=begun - 86400)["Events"]
    token = trail.lookup_events(LookupAttributes=attribute, MaxResults=1)["NextToken"]
    for wrong, code in [
        ({"NextToken": token}, "InvalidNextTokenException"),
        ({"StartTime": 2000, "EndTime": 1000}, "InvalidTimeRangeException"),
        ({"LookupAttributes": attribute * 2}, "InvalidLookupAttributesException"),
    ]:
        with pytest.raises(ClientError) as caught:
            trail.lookup_events(**wrong)
        assert caught.value.response["Error"]["Code"] == code, wrong
    hasty = engine.boto("cloudtrail")
    with pytest.raises(ClientError) as caught:
        for _ in range(20):
            hasty.lookup_events(MaxResults=1)
    assert caught.value.response["Error"]["Code"] == "ThrottlingException"
    for n in range(7):
        ecs.delete_cluster(cluster=f"{stem}-{n}")


def test_no_secret_is_in_the_trail(own_engine):
    engine = own_engine()
    canary = unique("canary").replace("-", "x") + "Zq"
    sm, ssm, kms, ecs = (engine.boto(name) for name in ("secretsmanager", "ssm", "kms", "ecs"))
    secret = sm.create_secret(Name=unique("s"), SecretString=canary)["ARN"]
    sm.put_secret_value(SecretId=secret, SecretString=f"{canary}2")
    sm.get_secret_value(SecretId=secret)
    ssm.put_parameter(Name=unique("p"), Value=canary, Type="SecureString")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    blob = kms.encrypt(KeyId=key, Plaintext=canary.encode())["CiphertextBlob"]
    kms.decrypt(CiphertextBlob=blob)
    environment = [{"name": "PASSWORD", "value": canary}]
    ecs.register_task_definition(family=unique("f"), containerDefinitions=[
        {"name": "a", "image": "busybox", "memory": 64, "environment": environment}])
    token = engine.boto("sts").get_session_token()["Credentials"]
    login = engine.boto("ecr").get_authorization_token()["authorizationData"][0]["authorizationToken"]
    found = events(history(engine), "EventName", "CreateSecret")
    assert found and "HIDDEN_DUE_TO_SECURITY_REASONS" in found[0]["CloudTrailEvent"]
    files = [file for file in next(engine.data.rglob("trail")).rglob("*") if file.is_file()]
    text = b"".join(file.read_bytes() for file in files)
    assert secret.encode() in text, "the search finds nothing at all"
    for hidden in (canary, token["SecretAccessKey"], token["SessionToken"], login):
        assert hidden.encode() not in text


def verify(engine, *known: str):
    return engine.run(str(BINARY), "audit", "verify", *(word for head in known for word in ("--known", head)))


def test_what_was_done_is_there_after_kills_and_changes_show(own_engine):
    engine = own_engine()
    ecs, names = engine.boto("ecs"), []
    for _ in range(5):
        for _ in range(4):
            names.append(unique("killed"))
            ecs.create_cluster(clusterName=names[-1])
        engine.kill("server")
        until("the server is there again", engine.ready)
    made = [whole(one)["requestParameters"]["clusterName"]
            for one in events(history(engine), "EventName", "CreateCluster")]
    # Once each: what was answered is there, whatever was killed after it.
    assert sorted(name for name in made if name.startswith("killed")) == sorted(names)
    looked = verify(engine)
    assert looked.returncode == 0, looked.stderr
    head = next(line for line in looked.stdout.splitlines() if line.startswith("changes:")).rsplit(" ", 1)[1]
    assert verify(engine, head).returncode == 0
    changes = next(engine.data.rglob("trail")) / "changes"
    file = sorted(changes.iterdir())[-1]
    whole_text = file.read_bytes()
    for changed in (whole_text.replace(b"CreateCluster", b"DeleteCluster", 1),
                    b"".join(whole_text.splitlines(keepends=True)[:2] + whole_text.splitlines(keepends=True)[3:])):
        file.write_bytes(changed)
        looked = verify(engine)
        assert looked.returncode == 1 and "the audit trail was changed" in looked.stderr, looked
    # Cut at its end nothing shows, but to whoever has kept the end.
    file.write_bytes(b"".join(whole_text.splitlines(keepends=True)[:-1]))
    assert verify(engine).returncode == 0
    assert verify(engine, head).returncode == 1
    file.write_bytes(whole_text)
    assert verify(engine, head).returncode == 0
