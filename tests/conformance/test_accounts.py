"""Several accounts in one engine: what is told apart, what one lets another do, and beyond what none may go."""

import copy
import json
import re
import urllib.error
import urllib.request

import boto3
import pytest
from botocore.exceptions import ClientError

from conftest import pusher
from harness.tasks import Bench, unique
from harness.wait import until

# Clients whose every operation that lists is asked.
SERVICES = ["acm", "application-autoscaling", "cloudtrail", "cloudwatch", "compute-optimizer", "ec2", "ecr", "ecs",
            "elbv2", "events", "iam", "kms", "logs", "route53", "scheduler", "secretsmanager", "sns", "ssm"]


def document(*statements: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, resource="*", **more) -> dict:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def code_of(call, **args) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        call(**args)
    return caught.value.response["Error"]["Code"], caught.value.response["Error"]["Message"]


def exports(text: str) -> dict[str, str]:
    """What `ferrogate account create` prints for a shell."""
    lines = [line.removeprefix("export ").split("=", 1) for line in text.splitlines()]
    return {name: value.strip("'") for name, value in lines}


def as_root(engine, keys: dict, account: str):
    """The engine as the root of another account has it: every word of the harness works with it."""
    other = copy.copy(engine)
    other.env = {**engine.env, **keys}
    other.account = account
    return other


def session(engine, credentials: dict, service: str):
    of = boto3.session.Session(
        aws_access_key_id=credentials["AccessKeyId"], aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials.get("SessionToken"), region_name=engine.region)
    return of.client(service, endpoint_url=engine.endpoint)


def empty(account):
    """Removes what a test has left in an account, as somebody of it."""
    iam, ecs, logs, ecr = (account.boto(name) for name in ("iam", "ecs", "logs", "ecr"))
    for cluster in ecs.list_clusters()["clusterArns"]:
        ecs.delete_cluster(cluster=cluster)
    for status in ("ACTIVE", "INACTIVE"):
        for arn in ecs.list_task_definitions(status=status)["taskDefinitionArns"]:
            if status == "ACTIVE":
                ecs.deregister_task_definition(taskDefinition=arn)
            ecs.delete_task_definitions(taskDefinitions=[arn])
    for group in logs.describe_log_groups()["logGroups"]:
        logs.delete_log_group(logGroupName=group["logGroupName"])
    for one in ecr.describe_repositories()["repositories"]:
        ecr.delete_repository(repositoryName=one["repositoryName"], force=True)
    for role in iam.list_roles()["Roles"]:
        name = role["RoleName"]
        if name != "OrganizationAccountAccessRole" and not role["Path"].startswith("/aws-service-role/"):
            for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
                iam.delete_role_policy(RoleName=name, PolicyName=policy)
            iam.delete_role(RoleName=name)
    for user in iam.list_users()["Users"]:
        name = user["UserName"]
        for key in iam.list_access_keys(UserName=name)["AccessKeyMetadata"]:
            iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
        for policy in iam.list_user_policies(UserName=name)["PolicyNames"]:
            iam.delete_user_policy(UserName=name, PolicyName=policy)
        iam.delete_user(UserName=name)


@pytest.fixture(scope="module")
def other(engine):
    """Another account of the engine, as its root; closed in the end, when it holds nothing."""
    name = unique("other")
    made = engine.cli("account", "create", name)
    assert made.returncode == 0, made.stderr
    keys = exports(made.stdout)
    account = boto3.session.Session(
        aws_access_key_id=keys["AWS_ACCESS_KEY_ID"], aws_secret_access_key=keys["AWS_SECRET_ACCESS_KEY"],
        region_name=engine.region).client("sts", endpoint_url=keys["AWS_ENDPOINT_URL"]).get_caller_identity()
    assert account["Arn"] == f"arn:aws:iam::{account['Account']}:root"
    assert f"account {account['Account']} ({name})" in made.stderr
    other = as_root(engine, keys, account["Account"])
    yield other
    empty(other)
    gone = engine.cli("account", "delete", name)
    assert gone.returncode == 0, gone.stderr
    assert code_of(other.boto("sts").get_caller_identity)[0] == "InvalidClientTokenId"


def user(account, *statements: dict) -> tuple[str, dict]:
    """A user with these rights: its ARN and a key."""
    iam, name = account.boto("iam"), unique("user")
    arn = iam.create_user(UserName=name)["User"]["Arn"]
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=document(*statements))
    return arn, iam.create_access_key(UserName=name)["AccessKey"]


def test_the_same_names_run_in_both_at_once_and_meet_nowhere(engine, other, archive):
    name, benches = unique("same"), []
    for account in (engine, other):
        bench = Bench(account, pusher(account, archive))
        bench.ecs.delete_cluster(cluster=bench.cluster)
        bench.cluster, bench.group = name, f"/ecs/{name}"
        bench.ecs.create_cluster(clusterName=name)
        benches.append(bench)
    arns = []
    for bench in benches:
        container = bench.container(command=["sh", "-c", f"echo I am {bench.engine.account}; sleep 300"])
        definition = bench.define(container, family=name)["taskDefinitionArn"]
        assert definition.endswith(f"{bench.engine.account}:task-definition/{name}:1")
        arns.append(bench.run(definition=definition))
    for bench, arn in zip(benches, arns):
        bench.reach(arn, "RUNNING")
        bench.expect_lines(arn, [f"I am {bench.engine.account}"])
        assert bench.ecs.list_tasks(cluster=name)["taskArns"] == [arn]
    # Neither the id alone nor the whole ARN finds the other's.
    own, theirs = benches[0], arns[1]
    for task in (theirs, theirs.rpartition("/")[2]):
        answer = code_of(own.ecs.describe_tasks, cluster=name, tasks=[task])[0] if task.startswith("arn") else \
            own.ecs.describe_tasks(cluster=name, tasks=[task])["failures"][0]["reason"]
        assert answer in ("MISSING", "AccessDeniedException"), answer
    assert code_of(own.ecs.stop_task, cluster=name, task=theirs)[0] == "AccessDeniedException"
    networks = [bench.ec2.describe_vpcs()["Vpcs"] for bench in benches]
    assert {vpc["VpcId"] for vpc in networks[0]}.isdisjoint(vpc["VpcId"] for vpc in networks[1])
    held = engine.cli("account", "delete", other.account)
    assert held.returncode != 0 and "still holds" in held.stderr and "1 task" in held.stderr, held.stderr
    nothing_is_listed(engine, other, name)
    for bench, arn in zip(benches, arns):
        bench.stop(arn)
    benches[0].ecs.delete_cluster(cluster=name)


def listed(client, method: str) -> dict:
    """What an operation tells, of all pages; of events of the trail, which come slowly, of one."""
    if not client.can_paginate(method) or method.startswith("lookup_"):
        return getattr(client, method)()
    return client.get_paginator(method).paginate().build_full_result()


def nothing_is_listed(engine, other, name: str):
    """Every operation that reads and needs no more than a key: the one account's things are not among the other's."""
    asked, seen = 0, 0
    for service in SERVICES:
        clients = engine.boto(service), other.boto(service)
        model = clients[0].meta.service_model
        for method, operation in clients[0].meta.method_to_api_mapping.items():
            shape = model.operation_model(operation).input_shape
            if not method.startswith(("list_", "describe_", "get_", "lookup_")) or (shape and shape.required_members):
                continue
            try:
                own = repr(listed(clients[0], method))
            except ClientError:
                continue
            try:
                theirs = listed(clients[1], method)
            except ClientError as error:  # about what only the other has, as its default cluster
                theirs = error.response
            theirs.pop("ResponseMetadata", None)
            told = repr(theirs).replace(f"iam::{engine.account}:root", "")
            # Tokens of pages are long numbers, too.
            assert not re.search(rf"(?<!\d){engine.account}(?!\d)", told), (operation, told)
            asked, seen = asked + 1, seen + (name in own)
    assert asked > 60 and seen > 3, (asked, seen)


def test_a_role_is_assumed_across_accounts_when_both_say_so(engine, other):
    iam, name = other.boto("iam"), unique("auditor")
    arn, key = user(engine, allow("sts:AssumeRole", f"arn:aws:iam::{other.account}:role/{name}"))
    _, without = user(engine, allow("ecs:*"))
    trust = document({"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{engine.account}:root"},
                      "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"sts:ExternalId": "our-secret"}}})
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document(allow("ecs:ListClusters")))
    asked = {"RoleArn": role, "RoleSessionName": "audit"}
    sts = session(engine, key, "sts")
    # The deputy who is told no id, or another one, is not let in.
    for more in ({}, {"ExternalId": "another"}):
        assert code_of(sts.assume_role, **asked, **more)[0] == "AccessDenied"
    given = until("the role is assumed", lambda: sts.assume_role(**asked, ExternalId="our-secret"), within=5)
    who = session(engine, given["Credentials"], "sts").get_caller_identity()
    assert (who["Account"], who["Arn"]) == (other.account, f"arn:aws:sts::{other.account}:assumed-role/{name}/audit")
    listed = session(engine, given["Credentials"], "ecs").list_clusters()["clusterArns"]
    assert all(f":{other.account}:" in cluster for cluster in listed)
    told = engine.boto("sts").get_access_key_info(AccessKeyId=given["Credentials"]["AccessKeyId"])
    assert told["Account"] == other.account
    # The trust alone is not enough from another account, even where it names the user.
    denied = code_of(session(engine, without, "sts").assume_role, **asked, ExternalId="our-secret")
    assert denied[0] == "AccessDenied"
    # A role is passed within its account only.
    passed = code_of(engine.boto("ecs").register_task_definition, family=unique("f"), taskRoleArn=role,
                     networkMode="awsvpc", cpu="256", memory="512", requiresCompatibilities=["FARGATE"],
                     containerDefinitions=[{"name": "a", "image": "busybox"}])
    assert passed[0] == "AccessDeniedException" and "iam:PassRole" in passed[1], passed
    engine_iam = engine.boto("iam")
    for of in (arn, engine_iam.get_access_key_last_used(AccessKeyId=without["AccessKeyId"])["UserName"]):
        of = of.rpartition("/")[2]
        for one in engine_iam.list_access_keys(UserName=of)["AccessKeyMetadata"]:
            engine_iam.delete_access_key(UserName=of, AccessKeyId=one["AccessKeyId"])
        engine_iam.delete_user_policy(UserName=of, PolicyName="p")
        engine_iam.delete_user(UserName=of)


def test_a_secret_is_read_by_who_its_policy_and_its_own_account_let(engine, other):
    secrets = engine.boto("secretsmanager")
    name, kms = unique("shared"), engine.boto("kms")
    roots = {"AWS": [f"arn:aws:iam::{account.account}:root" for account in (engine, other)]}
    # What AWS's own key has sealed no other account reads: it takes a key that says so, too.
    sealing = kms.create_key(Policy=document(allow("kms:*", Principal=roots)))["KeyMetadata"]["Arn"]
    secret = secrets.create_secret(Name=name, SecretString="hush", KmsKeyId=sealing)["ARN"]
    arn, key = user(other, allow("secretsmanager:GetSecretValue", secret), allow("kms:Decrypt", sealing))
    theirs = session(engine, key, "secretsmanager")
    denied = code_of(theirs.get_secret_value, SecretId=secret)
    assert denied == ("AccessDeniedException",
                      f"User: {arn} is not authorized to perform: secretsmanager:GetSecretValue on resource: {secret} "
                      "because no resource-based policy allows the secretsmanager:GetSecretValue action")
    policy = document(allow("secretsmanager:GetSecretValue", Principal={"AWS": f"arn:aws:iam::{other.account}:root"}))
    secrets.put_resource_policy(SecretId=secret, ResourcePolicy=policy)
    assert theirs.get_secret_value(SecretId=secret)["SecretString"] == "hush"
    # By its bare name it is one of the caller's own account, which has none.
    assert code_of(theirs.get_secret_value, SecretId=name)[0] == "AccessDeniedException"
    secrets.delete_secret(SecretId=secret, ForceDeleteWithoutRecovery=True)
    kms.schedule_key_deletion(KeyId=sealing, PendingWindowInDays=7)


def test_beyond_its_policy_not_even_the_root_of_an_account_goes(engine, other, tmp_path):
    ecs, sns = other.boto("ecs"), other.boto("sns")
    cluster = f"arn:aws:ecs:{engine.region}:{other.account}:cluster/limited"
    file = tmp_path / "policy.json"
    file.write_text(document(allow("*"), {"Effect": "Deny", "Action": "ecs:CreateCluster", "Resource": "*"}))
    done = engine.cli("account", "policy", other.account, "--set", str(file))
    assert done.returncode == 0, done.stderr
    denied = code_of(ecs.create_cluster, clusterName="limited")
    assert denied == ("AccessDeniedException",
                      f"User: arn:aws:iam::{other.account}:root is not authorized to perform: ecs:CreateCluster on "
                      f"resource: {cluster} with an explicit deny in a service control policy")
    assert "Topics" in sns.list_topics()
    file.write_text(document(allow("ecs:*")))
    assert engine.cli("account", "policy", other.account, "--set", str(file)).returncode == 0
    code, text = code_of(sns.list_topics)
    assert text.endswith("because no service control policy allows the SNS:ListTopics action") or \
        text.endswith("because no service control policy allows the sns:ListTopics action"), (code, text)
    ecs.create_cluster(clusterName="limited")
    ecs.delete_cluster(cluster="limited")
    # The one that manages the others is bound by none, and a member manages nothing.
    assert "Topics" in engine.boto("sns").list_topics()
    assert code_of(other.boto("organizations").list_accounts)[0] == "AccessDeniedException"
    file.write_text(document({"Effect": "Deny", "Action": "ecs:*", "Resource": "*"}))
    nothing = engine.cli("account", "policy", other.account, "--set", str(file))
    assert nothing.returncode != 0 and "nothing in this policy is allowed" in nothing.stderr
    assert engine.cli("account", "policy", other.account, "--remove").returncode == 0
    assert "Topics" in sns.list_topics()
    listed = engine.boto("organizations").list_accounts()["Accounts"]
    assert {one["Id"] for one in listed if one["Status"] == "ACTIVE"} >= {engine.account, other.account}


def test_a_repository_lets_in_whom_its_policy_names(engine, other, archive):
    name = unique("shared")
    engine.push(archive("busybox"), name)
    ecr = engine.boto("ecr")
    arn, key = user(other, allow("ecr:*"))
    theirs = session(engine, key, "ecr")
    asked = {"registryId": engine.account, "repositoryName": name, "imageIds": [{"imageTag": "1"}]}
    resource = f"arn:aws:ecr:{engine.region}:{engine.account}:repository/{name}"
    refused = (f"User: {arn} is not authorized to perform: ecr:BatchGetImage on resource: {resource} "
               "because no resource-based policy allows the ecr:BatchGetImage action")
    assert code_of(theirs.batch_get_image, **asked) == ("AccessDeniedException", refused)
    token = theirs.get_authorization_token()["authorizationData"][0]["authorizationToken"]

    def pull(what: str, method: str = "GET") -> tuple[int, str]:
        # As mirrors of containerd say whose registry they mean.
        at = f"{engine.endpoint}/v2/{name}/{what}?ns={engine.registry}"
        request = urllib.request.Request(at, method=method, headers={
            "Authorization": f"Basic {token}",
            "Accept": "application/vnd.oci.image.manifest.v1+json"})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")

    code, text = pull("manifests/1")
    assert code == 403 and refused in text, text
    reads = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"]
    root = {"AWS": f"arn:aws:iam::{other.account}:root"}
    lets = document({"Sid": "let them in", "Effect": "Allow", "Principal": root, "Action": reads})
    ecr.set_repository_policy(repositoryName=name, policyText=lets)
    code, manifest = pull("manifests/1")
    assert code == 200, manifest
    layer = json.loads(manifest)["layers"][0]["digest"]
    assert pull(f"blobs/{layer}")[0] == 200
    assert theirs.batch_get_image(**asked)["images"][0]["registryId"] == engine.account
    assert pull("manifests/1", "DELETE")[0] == 403
    assert code_of(theirs.delete_repository, registryId=engine.account, repositoryName=name)[0] == "AccessDeniedException"
    # A deny binds everybody, the owner's root too, who may take it back.
    ecr.set_repository_policy(repositoryName=name, policyText=document(
        {"Effect": "Deny", "Principal": "*", "Action": "ecr:BatchGetImage"}))
    assert "with an explicit deny in a resource-based policy" in pull("manifests/1")[1]
    assert code_of(ecr.batch_get_image, repositoryName=name, imageIds=[{"imageTag": "1"}])[0] == "AccessDeniedException"
    ecr.delete_repository_policy(repositoryName=name)
    assert ecr.batch_get_image(repositoryName=name, imageIds=[{"imageTag": "1"}])["images"]
    assert pull("manifests/1")[0] == 403
    for bad in ("{", document({"Effect": "Allow", "Action": "ecr:*", "Principal": "*", "Resource": "*"}),
                document({"Effect": "Allow", "Action": "ecr:*"}),
                document({"Effect": "Allow", "Action": "ecr:*", "Principal": {"AWS": f"arn:aws:iam::{other.account}:user/nobody"}})):
        assert code_of(ecr.set_repository_policy, repositoryName=name, policyText=bad)[0] == "InvalidParameterException"
    ecr.delete_repository(repositoryName=name, force=True)
