"""Users, roles and sessions: who may do what, asked by stock clients of the real binary."""

import json

import boto3
import pytest
from botocore.exceptions import ClientError

from harness.tasks import unique
from harness.wait import until


def document(*statements: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, resource="*", **more) -> dict:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def trust(principal: dict, **more) -> str:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", **more}
    return document(statement)


def code_of(call, **args) -> tuple[str, int, str]:
    with pytest.raises(ClientError) as caught:
        call(**args)
    answer = caught.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Message"]


@pytest.fixture(scope="module")
def iam(boto):
    return boto("iam")


@pytest.fixture
def as_(engine):
    """`as_(credentials, "ecs")`: a stock client with these credentials, as STS or IAM gives them."""
    def client(credentials: dict, service: str):
        session = boto3.session.Session(
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials.get("SessionToken") or credentials.get("Token"),
            region_name=engine.region)
        return session.client(service, endpoint_url=engine.env["AWS_ENDPOINT_URL"])
    return client


@pytest.fixture
def user(iam):
    """`user(statement, ...)`: a user with these rights; its name and an access key."""
    made = []

    def make(*statements: dict) -> tuple[str, dict]:
        name = unique("user")
        iam.create_user(UserName=name)
        made.append(name)
        if statements:
            iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=document(*statements))
        return name, iam.create_access_key(UserName=name)["AccessKey"]
    yield make
    for name in made:
        for key in iam.list_access_keys(UserName=name)["AccessKeyMetadata"]:
            iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
        for policy in iam.list_user_policies(UserName=name)["PolicyNames"]:
            iam.delete_user_policy(UserName=name, PolicyName=policy)
        iam.delete_user(UserName=name)


@pytest.fixture
def role(iam):
    """`role(trust, statement, ...)`: the ARN of a role."""
    made = []

    def make(trusted: str, *statements: dict) -> str:
        name = unique("role")
        arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trusted)["Role"]["Arn"]
        made.append(name)
        if statements:
            iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document(*statements))
        return arn
    yield make
    for name in made:
        for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
            iam.delete_role_policy(RoleName=name, PolicyName=policy)
        iam.delete_role(RoleName=name)


def test_a_user_may_what_its_policy_says_and_is_told_why_not(engine, user, as_, iam):
    name, key = user(allow("ecs:DescribeClusters", "arn:aws:ecs:*:*:cluster/mine-*"))
    ecs = as_(key, "ecs")
    assert ecs.describe_clusters(clusters=["mine-a"])["failures"]
    arn = f"arn:aws:iam::{engine.account}:user/{name}"
    theirs = f"arn:aws:ecs:{engine.region}:{engine.account}:cluster/theirs"
    assert code_of(ecs.describe_clusters, clusters=["mine-a", "theirs"]) == (
        "AccessDeniedException", 400,
        f"User: {arn} is not authorized to perform: ecs:DescribeClusters on resource: {theirs} "
        "because no identity-based policy allows the ecs:DescribeClusters action")
    code, status, text = code_of(as_(key, "ec2").create_vpc, CidrBlock="10.0.0.0/16")
    assert (code, status) == ("UnauthorizedOperation", 403)
    assert text.startswith("You are not authorized to perform this operation. User: " + arn)
    blob = text.rpartition(": ")[2]
    sts = engine.boto("sts")
    told = json.loads(sts.decode_authorization_message(EncodedMessage=blob)["DecodedMessage"])
    assert told["context"]["action"] == "ec2:CreateVpc" and told["allowed"] is False
    assert code_of(as_(key, "iam").list_users)[:2] == ("AccessDenied", 403)
    assert as_(key, "sts").get_caller_identity()["Arn"] == arn
    deny = {"Effect": "Deny", "Action": "ecs:*", "Resource": "*"}
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=document(allow("*"), deny))
    text = code_of(ecs.list_clusters)[2]
    assert text.endswith("on resource: * with an explicit deny in an identity-based policy"), text


def test_a_key_that_is_inactive_or_deleted_lets_nobody_in(user, as_, iam):
    name, key = user(allow("ecs:ListClusters"))
    ecs = as_(key, "ecs")
    ecs.list_clusters()
    iam.update_access_key(UserName=name, AccessKeyId=key["AccessKeyId"], Status="Inactive")
    assert code_of(ecs.list_clusters)[:2] == ("UnrecognizedClientException", 400)
    iam.update_access_key(UserName=name, AccessKeyId=key["AccessKeyId"], Status="Active")
    ecs.list_clusters()
    iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
    assert code_of(ecs.list_clusters)[:2] == ("UnrecognizedClientException", 400)


def test_a_role_is_assumed_by_whom_it_trusts(engine, user, role, as_, iam):
    name, key = user()
    sts = as_(key, "sts")
    mine = role(trust({"AWS": f"arn:aws:iam::{engine.account}:user/{name}"}), allow("ecs:ListClusters"))
    other = role(trust({"Service": "ecs-tasks.amazonaws.com"}))
    given = sts.assume_role(RoleArn=mine, RoleSessionName="work", DurationSeconds=900)
    lent, role_name = given["Credentials"], mine.rpartition("/")[2]
    who = as_(lent, "sts").get_caller_identity()
    assert who["Arn"] == f"arn:aws:sts::{engine.account}:assumed-role/{role_name}/work"
    assert who["UserId"] == given["AssumedRoleUser"]["AssumedRoleId"]
    as_(lent, "ecs").list_clusters()
    assert code_of(as_(lent, "ecs").list_task_definitions)[0] == "AccessDeniedException"
    assert code_of(sts.assume_role, RoleArn=other, RoleSessionName="work") == (
        "AccessDenied", 403,
        f"User: arn:aws:iam::{engine.account}:user/{name} is not authorized to perform: "
        f"sts:AssumeRole on resource: {other}")
    forged = {**lent, "SessionToken": lent["SessionToken"][:-4] + "0000"}
    assert code_of(as_(forged, "ecs").list_clusters)[0] == "UnrecognizedClientException"
    assert code_of(as_({**lent, "SessionToken": ""}, "ecs").list_clusters)[0] == "UnrecognizedClientException"
    assert code_of(engine.boto("sts").assume_role, RoleArn=mine, RoleSessionName="work")[0] == "AccessDenied"
    iam.delete_role_policy(RoleName=role_name, PolicyName="p")
    assert code_of(as_(lent, "ecs").list_clusters)[0] == "AccessDeniedException"


def test_a_role_is_passed_only_by_who_may(engine, user, role, as_, bench):
    tasks = role(trust({"Service": "ecs-tasks.amazonaws.com"}))
    _, key = user(allow("ecs:*"), allow("ec2:*"))
    ecs = as_(key, "ecs")
    request = {"family": unique("family"), "containerDefinitions": [{"name": "a", "image": "busybox", "memory": 64}]}
    code, _, text = code_of(ecs.register_task_definition, taskRoleArn=tasks, **request)
    assert code == "AccessDeniedException" and f"perform: iam:PassRole on resource: {tasks} because" in text
    ecs.register_task_definition(**request)
    # Nor by running what somebody else has registered.
    made = bench.define(bench.container(command=["true"]), taskRoleArn=tasks)["taskDefinitionArn"]
    run = {"cluster": bench.cluster, "launchType": "FARGATE", "networkConfiguration": bench.network}
    code, _, text = code_of(ecs.run_task, taskDefinition=made, **run)
    assert code == "AccessDeniedException" and "iam:PassRole" in text


def test_a_task_role_that_does_not_trust_tasks_is_refused(engine, role, bench, refused):
    for arn in (role(trust({"Service": "ec2.amazonaws.com"})), f"arn:aws:iam::{engine.account}:role/none"):
        made = bench.define(bench.container(command=["true"]), taskRoleArn=arn)["taskDefinitionArn"]
        text = refused("ClientException", bench.ecs.run_task, cluster=bench.cluster, taskDefinition=made,
                       launchType="FARGATE", networkConfiguration=bench.network)
        assert text.startswith(f"ECS was unable to assume the role '{arn}' that was provided for this task.")
    trusting = bench.define(bench.container(command=["true"]))["taskDefinitionArn"]
    refused("ClientException", bench.ecs.run_task, cluster=bench.cluster, taskDefinition=trusting, launchType="FARGATE",
            networkConfiguration=bench.network, overrides={"taskRoleArn": arn})


def test_a_task_acts_with_its_role_until_it_stops(engine, role, bench, as_):
    group = f"arn:aws:logs:{engine.region}:{engine.account}:log-group:{bench.group}:*"
    arn = role(trust({"Service": "ecs-tasks.amazonaws.com"}), allow("logs:DescribeLogStreams", group))
    ask = 'wget -qO- "http://169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"; echo'
    other = 'wget -qO- http://169.254.170.2/v2/credentials/00000000-0000-0000-0000-000000000000 2>&1 | head -1'
    script = f"until {ask}; do sleep 0.2; done; {other}; trap 'exit 0' TERM; while :; do sleep 0.1; done"
    made = bench.define(bench.container(command=["sh", "-c", script]), taskRoleArn=arn)["taskDefinitionArn"]
    task = bench.run(definition=made)
    bench.reach(task, "RUNNING")

    def printed():
        lines = bench.lines(task) if bench.has_stream(task) else []
        found = [line for line in lines if line.startswith("{")]
        assert found, lines
        return json.loads(found[0])
    lent = until("the task has printed its credentials", printed, within=20)
    assert lent["RoleArn"] == arn and lent["AccessKeyId"].startswith("ASIA")
    session = task.rpartition("/")[2]
    who = as_(lent, "sts").get_caller_identity()["Arn"]
    assert who == f"arn:aws:sts::{engine.account}:assumed-role/{arn.rpartition('/')[2]}/{session}"
    logs = as_(lent, "logs")
    assert logs.describe_log_streams(logGroupName=bench.group)["logStreams"]
    for denied, args in ((logs.describe_log_streams, {"logGroupName": "another"}),
                         (logs.delete_log_group, {"logGroupName": bench.group}),
                         (as_(lent, "ecs").list_tasks, {}), (as_(lent, "ec2").describe_vpcs, {})):
        assert code_of(denied, **args)[0] in ("AccessDeniedException", "UnauthorizedOperation")
    bench.stop(task)
    assert code_of(logs.describe_log_streams, logGroupName=bench.group)[0] == "UnrecognizedClientException"
    refused = [line for line in bench.lines(task) if "400" in line]
    assert refused, "an id that is not the task's own is not found"
