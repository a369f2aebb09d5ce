"""IAM by boto3 and by the stock aws: who there is in an account, and what they have."""

import csv
import io
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError

from harness.tasks import unique
from harness.wait import until

ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
EXECUTION = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"


def policy(action="ecs:*", **rest):
    statement = {"Effect": "Allow", "Action": action, "Resource": "*", **rest}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=1)


TASKS = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}]})


@pytest.fixture(scope="module")
def iam(boto):
    return boto("iam")


def code(refusal):
    return refusal.value.response["Error"]["Code"], refusal.value.response["ResponseMetadata"]["HTTPStatusCode"]


def pages(iam, operation, key, size, **asked):
    pages = iam.get_paginator(operation).paginate(PaginationConfig={"PageSize": size}, **asked)
    return [item for page in pages for item in page[key]]


def test_the_roles_of_a_task_are_made_as_every_tutorial_makes_them(iam):
    name = unique("execution")
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=TASKS)["Role"]
    assert role["AssumeRolePolicyDocument"] == json.loads(TASKS)
    iam.get_waiter("role_exists").wait(RoleName=name)
    iam.attach_role_policy(RoleName=name, PolicyArn=EXECUTION)
    iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=policy("logs:*"))
    assert iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"] == [
        {"PolicyName": "AmazonECSTaskExecutionRolePolicy", "PolicyArn": EXECUTION}]
    assert iam.get_role_policy(RoleName=name, PolicyName="own")["PolicyDocument"] == json.loads(policy("logs:*"))
    default = iam.get_policy(PolicyArn=EXECUTION)["Policy"]["DefaultVersionId"]
    document = iam.get_policy_version(PolicyArn=EXECUTION, VersionId=default)["PolicyVersion"]["Document"]
    assert "ecr:BatchGetImage" in document["Statement"][0]["Action"]
    with pytest.raises(ClientError) as refusal:
        iam.delete_role(RoleName=name)
    assert code(refusal) == ("DeleteConflict", 409)
    iam.detach_role_policy(RoleName=name, PolicyArn=EXECUTION)
    iam.delete_role_policy(RoleName=name, PolicyName="own")
    iam.delete_role(RoleName=name)
    with pytest.raises(iam.exceptions.NoSuchEntityException) as refusal:
        iam.get_role(RoleName=name)
    assert str(refusal.value).endswith(f"The role with name {name} cannot be found.")


def test_a_user_with_keys_group_and_boundary_comes_and_goes(engine, iam):
    user, group = unique("user"), unique("group")
    own = iam.create_policy(PolicyName=unique("limit"), PolicyDocument=policy())["Policy"]["Arn"]
    iam.get_waiter("policy_exists").wait(PolicyArn=own)
    made = iam.create_user(UserName=user, Path="/ops/", PermissionsBoundary=own, Tags=[{"Key": "team", "Value": "a"}])
    iam.get_waiter("user_exists").wait(UserName=user)
    assert made["User"]["PermissionsBoundary"]["PermissionsBoundaryArn"] == own
    iam.create_group(GroupName=group)
    iam.add_user_to_group(GroupName=group, UserName=user)
    iam.attach_group_policy(GroupName=group, PolicyArn=own)
    keys = [iam.create_access_key(UserName=user)["AccessKey"] for _ in range(2)]
    assert all(len(key["SecretAccessKey"]) == 40 for key in keys)
    with pytest.raises(iam.exceptions.LimitExceededException):
        iam.create_access_key(UserName=user)
    # IAM is one in all regions.
    far = engine.boto("iam", region_name="eu-west-3")
    assert [g["GroupName"] for g in pages(far, "list_groups_for_user", "Groups", 1, UserName=user)] == [group]
    used = iam.get_policy(PolicyArn=own)["Policy"]
    assert (used["AttachmentCount"], used["PermissionsBoundaryUsageCount"]) == (1, 1)
    simulated = iam.simulate_principal_policy(PolicySourceArn=made["User"]["Arn"], ActionNames=["ecs:RunTask", "s3:GetObject"])
    assert [r["EvalDecision"] for r in simulated["EvaluationResults"]] == ["allowed", "implicitDeny"]

    with pytest.raises(iam.exceptions.DeleteConflictException):
        iam.delete_policy(PolicyArn=own)
    iam.remove_user_from_group(GroupName=group, UserName=user)
    iam.detach_group_policy(GroupName=group, PolicyArn=own)
    iam.delete_group(GroupName=group)
    for key in keys:
        iam.update_access_key(UserName=user, AccessKeyId=key["AccessKeyId"], Status="Inactive")
        iam.delete_access_key(UserName=user, AccessKeyId=key["AccessKeyId"])
    iam.delete_user(UserName=user)
    iam.delete_policy(PolicyArn=own)


def test_each_list_comes_in_pages(iam):
    prefix = unique("many")
    names = [f"{prefix}-{at}" for at in range(5)]
    for name in names:
        iam.create_user(UserName=name, Path=f"/{prefix}/")
        iam.create_group(GroupName=name, Path=f"/{prefix}/")
        iam.create_role(RoleName=name, Path=f"/{prefix}/", AssumeRolePolicyDocument=TASKS)
        iam.create_instance_profile(InstanceProfileName=name, Path=f"/{prefix}/")
        iam.create_policy(PolicyName=name, Path=f"/{prefix}/", PolicyDocument=policy())
        iam.put_role_policy(RoleName=names[0], PolicyName=name, PolicyDocument=policy())
    path = f"/{prefix}/"
    for size in (1, 2, 5):
        for operation, key, field in (("list_users", "Users", "UserName"), ("list_groups", "Groups", "GroupName"),
                                      ("list_roles", "Roles", "RoleName"), ("list_policies", "Policies", "PolicyName"),
                                      ("list_instance_profiles", "InstanceProfiles", "InstanceProfileName")):
            assert [item[field] for item in pages(iam, operation, key, size, PathPrefix=path)] == names, operation
        assert pages(iam, "list_role_policies", "PolicyNames", size, RoleName=names[0]) == names
    with pytest.raises(ClientError) as refusal:
        iam.list_users(Marker="nonsense")
    assert code(refusal) == ("ValidationError", 400)


def test_of_many_at_once_one_has_the_name(iam):
    name = unique("Race")

    def make(at):
        try:
            iam.create_role(RoleName=name.swapcase() if at % 2 else name, AssumeRolePolicyDocument=TASKS)
            return "made"
        except ClientError as refusal:
            return refusal.response["Error"]["Code"]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(make, range(8)))
    assert sorted(answers) == ["EntityAlreadyExists"] * 7 + ["made"]


@pytest.mark.parametrize("name", ["a b", "a/b", "\u00fcser", "\u0430dmin", "a" * 65, "user\u200b"])
def test_names_that_look_like_others_are_refused(engine, iam, name):
    with pytest.raises(ClientError) as refusal:
        iam.create_user(UserName=name)
    assert code(refusal) == ("ValidationError", 400)


def test_a_document_that_is_none_is_refused_in_the_words_of_aws(iam):
    for document, text in (("{", "Syntax errors in policy."), (policy("ecs"), "Actions/Conditions must be prefaced by a vendor, "
                                                               "e.g., iam, sdb, ec2, etc."),
                           (TASKS, "Policy document should not specify a principal.")):
        with pytest.raises(iam.exceptions.MalformedPolicyDocumentException) as refusal:
            iam.create_policy(PolicyName=unique("bad"), PolicyDocument=document)
        assert refusal.value.response["Error"]["Message"] == text
    nobody = TASKS.replace('"Service": "ecs-tasks.amazonaws.com"', '"AWS": "arn:aws:iam::000000000000:user/nobody-at-all"')
    with pytest.raises(iam.exceptions.MalformedPolicyDocumentException) as refusal:
        iam.create_role(RoleName=unique("bad"), AssumeRolePolicyDocument=nobody)
    assert "Invalid principal in policy" in str(refusal.value)


def test_all_of_it_is_there_after_a_crash_and_no_secret_lies_on_the_disk(own_engine):
    engine = own_engine()
    iam = engine.boto("iam")
    user = unique("user")
    iam.create_user(UserName=user)
    key = iam.create_access_key(UserName=user)["AccessKey"]
    arn = iam.create_policy(PolicyName="p", PolicyDocument=policy())["Policy"]["Arn"]
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=policy("logs:*"), SetAsDefault=True)
    before = iam.get_account_authorization_details()
    engine.kill("server")
    until("the server is there again", engine.ready)
    after = iam.get_account_authorization_details()
    for answer in (before, after):
        answer.pop("ResponseMetadata")
    assert after == before
    assert [k["AccessKeyId"] for k in iam.list_access_keys(UserName=user)["AccessKeyMetadata"]] == [key["AccessKeyId"]]
    # All that the server writes; the agent has never heard of it.
    root = next(engine.data.rglob("root-key"))
    files = [file for file in root.parent.rglob("*") if file.is_file()] + [engine.log]
    assert any(key["AccessKeyId"].encode() in file.read_bytes() for file in files), "the search finds nothing at all"
    assert not [file for file in files if key["SecretAccessKey"].encode() in file.read_bytes()]
    assert root.stat().st_mode & 0o777 == 0o600


def test_a_provider_of_identities_is_kept_for_the_roles_that_trust_it(iam):
    url = f"{unique('oidc')}.example.com/id/1F"
    arn = iam.create_open_id_connect_provider(Url=f"https://{url}", ClientIDList=["sts.amazonaws.com"])["OpenIDConnectProviderArn"]
    assert {"Arn": arn} in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]
    trust = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Federated": arn}, "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {f"{url}:aud": "sts.amazonaws.com"}}}]}
    role = iam.create_role(RoleName=unique("web"), AssumeRolePolicyDocument=json.dumps(trust))["Role"]
    assert role["AssumeRolePolicyDocument"] == trust
    assert iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)["Url"] == url
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)


def test_the_report_lists_every_user(iam):
    user = unique("reported")
    iam.create_user(UserName=user)
    iam.generate_credential_report()
    report = iam.get_credential_report()
    rows = list(csv.DictReader(io.StringIO(report["Content"].decode())))
    assert rows[0]["user"] == "<root_account>" and rows[0]["password_enabled"] == "not_supported"


def test_the_stock_aws_does_the_same(aws, iam):
    name = unique("cli")
    made = json.loads(aws("iam", "create-role", "--role-name", name, "--assume-role-policy-document", TASKS,
                          "--tags", "Key=team,Value=a"))
    assert made["Role"]["AssumeRolePolicyDocument"] == json.loads(TASKS)
    aws("iam", "wait", "role-exists", "--role-name", name)
    aws("iam", "create-instance-profile", "--instance-profile-name", name)
    aws("iam", "wait", "instance-profile-exists", "--instance-profile-name", name)
    aws("iam", "add-role-to-instance-profile", "--instance-profile-name", name, "--role-name", name)
    shown = json.loads(aws("iam", "get-instance-profile", "--instance-profile-name", name))
    assert shown["InstanceProfile"]["Roles"][0]["RoleName"] == name
    linked = json.loads(aws("iam", "create-service-linked-role", "--aws-service-name", "elasticloadbalancing.amazonaws.com"))
    assert linked["Role"]["Path"] == "/aws-service-role/elasticloadbalancing.amazonaws.com/"
    task = json.loads(aws("iam", "delete-service-linked-role", "--role-name", linked["Role"]["RoleName"]))
    status = iam.get_service_linked_role_deletion_status(DeletionTaskId=task["DeletionTaskId"])
    assert status["Status"] == "SUCCEEDED"
    summary = json.loads(aws("iam", "get-account-summary"))["SummaryMap"]
    assert summary["Roles"] >= 1 and summary["RolesQuota"] == 1000
