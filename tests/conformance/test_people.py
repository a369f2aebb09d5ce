"""Who one is, who may what, and the least that still works: the verbs, beside stock clients."""

import json
import os
import subprocess

import boto3
import pytest
from botocore.exceptions import ClientError

from harness.engine import BINARY
from harness.tasks import unique

# A denial that is not mended by its own advice would go on for ever.
REFUSALS_MAX = 8


def document(*statements: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


class People:
    """A user, and roles that it may assume."""

    def __init__(self, engine):
        self.engine, self.iam = engine, engine.boto("iam")
        self.user, self.roles = unique("people"), []
        self.user_arn = self.iam.create_user(UserName=self.user)["User"]["Arn"]
        self.key = self.iam.create_access_key(UserName=self.user)["AccessKey"]

    def role(self, policy: str | None = None, trusted: dict | None = None) -> str:
        name = unique("people")
        statement = {"Effect": "Allow", "Principal": trusted or {"AWS": self.user_arn}, "Action": "sts:AssumeRole"}
        arn = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(statement))["Role"]["Arn"]
        self.roles.append(name)
        if policy:
            self.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=policy)
        return arn

    def assume(self, role: str) -> dict:
        """The credentials of a session of a role, as the environment has them."""
        sts = self.client("sts", {"AWS_ACCESS_KEY_ID": self.key["AccessKeyId"],
                                  "AWS_SECRET_ACCESS_KEY": self.key["SecretAccessKey"]})
        given = sts.assume_role(RoleArn=role, RoleSessionName="work")["Credentials"]
        return {"AWS_ACCESS_KEY_ID": given["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": given["SecretAccessKey"],
                "AWS_SESSION_TOKEN": given["SessionToken"],
                "AWS_CREDENTIAL_EXPIRATION": given["Expiration"].isoformat()}

    def client(self, service: str, keys: dict):
        session = boto3.session.Session(aws_access_key_id=keys["AWS_ACCESS_KEY_ID"],
                                        aws_secret_access_key=keys["AWS_SECRET_ACCESS_KEY"],
                                        aws_session_token=keys.get("AWS_SESSION_TOKEN"),
                                        region_name=self.engine.region)
        return session.client(service, endpoint_url=self.engine.env["AWS_ENDPOINT_URL"])

    def cli(self, *args: str, keys: dict | None = None):
        """Our own CLI, as somebody else."""
        env = {**self.engine.env, **(keys or {})}
        return subprocess.run([str(BINARY), *args, "--data-dir", str(self.engine.data)], env=env, check=False,
                              cwd=self.engine.home, capture_output=True, text=True, timeout=60)

    def end(self):
        for name in self.roles:
            for policy in self.iam.list_role_policies(RoleName=name)["PolicyNames"]:
                self.iam.delete_role_policy(RoleName=name, PolicyName=policy)
            self.iam.delete_role(RoleName=name)
        self.iam.delete_access_key(UserName=self.user, AccessKeyId=self.key["AccessKeyId"])
        self.iam.delete_user(UserName=self.user)


@pytest.fixture
def people(engine):
    people = People(engine)
    yield people
    people.end()


def test_what_was_done_gives_the_least_policy_that_allows_it_again(engine, people):
    name, task_role = unique("people"), people.role(trusted={"Service": "ecs-tasks.amazonaws.com"})

    def work(keys: dict) -> str:
        """Things that stay as they are when they are done again."""
        ecs, ssm = people.client("ecs", keys), people.client("ssm", keys)
        arn = ecs.create_cluster(clusterName=name, tags=[{"key": "team", "value": "a"}])["cluster"]["clusterArn"]
        ecs.describe_clusters(clusters=[name])
        ecs.list_clusters()
        ecs.register_task_definition(family=name, taskRoleArn=task_role, requiresCompatibilities=["FARGATE"],
                                     networkMode="awsvpc", cpu="256", memory="512",
                                     containerDefinitions=[{"name": "Main", "image": "none/none"}])
        ssm.put_parameter(Name=f"/{name}/a", Value="1", Type="String", Overwrite=True)
        ssm.get_parameter(Name=f"/{name}/a")
        people.client("iam", keys).get_role(RoleName=task_role.rpartition("/")[2])
        return arn

    broad = people.role(document({"Effect": "Allow", "Action": "*", "Resource": "*"}))
    # Another one's work is nobody else's.
    other = people.role(document({"Effect": "Allow", "Action": "*", "Resource": "*"}))
    people.client("ecs", people.assume(other)).list_task_definitions()
    session = people.assume(broad)
    cluster = work(session)
    with pytest.raises(ClientError):
        people.client("ecs", session).describe_services(cluster=f"{name}-none", services=["x"])

    suggest = ["policy", "suggest", broad, "--since", "2m", "-o", "json"]
    told = people.cli(*suggest)
    assert told.returncode == 0, told.stderr
    policy = json.loads(told.stdout)
    actions = {action: statement["Resource"] for statement in policy["Statement"]
               for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])}
    region, account = engine.region, engine.account
    assert actions["ecs:CreateCluster"] == actions["ecs:TagResource"] == actions["ecs:DescribeClusters"] == cluster
    assert actions["iam:PassRole"] == actions["iam:GetRole"] == task_role
    assert actions["ssm:GetParameter"] == f"arn:aws:ssm:{region}:{account}:parameter/{name}/a"
    assert actions["ecs:ListClusters"] == "*"
    assert "ecs:ListTaskDefinitions" not in actions and "sts:AssumeRole" not in actions
    assert "not seen: logs:PutLogEvents" in told.stderr
    assert people.cli(*suggest).stdout == told.stdout, "the same events, the same policy"

    # It is a document that IAM takes, and enough; and no more than that.
    fresh = people.role(told.stdout)
    session = people.assume(fresh)
    assert work(session) == cluster
    for refused in [lambda: people.client("ecs", session).delete_cluster(cluster=name),
                    lambda: people.client("ecs", session).describe_clusters(clusters=[f"{name}-2"]),
                    lambda: people.client("ssm", session).get_parameter(Name=f"/{name}/b"),
                    lambda: people.client("ecs", session).list_task_definitions()]:
        with pytest.raises(ClientError) as caught:
            refused()
        assert caught.value.response["Error"]["Code"] == "AccessDeniedException"

    # What was refused is told, and is not in the policy of the role that met it.
    again = people.cli("policy", "suggest", fresh.rpartition("/")[2], "--since", "2m", "-o", "json")
    assert json.loads(again.stdout)["Statement"] and "ecs:DeleteCluster" not in again.stdout
    assert f"left out, as it was refused 1 times: ecs:DeleteCluster on {cluster}" in again.stderr

    may = people.cli("can", fresh, "ecs:DescribeClusters", cluster)
    assert may.returncode == 0 and "by        statement 1 of inline policy p, line 3 column 5: {" in may.stdout, may.stdout + may.stderr
    assert may.stdout.splitlines()[-1].split() == ["decision", "allowed"]
    may_not = people.cli("can", fresh, "ecs:DeleteCluster", cluster)
    assert may_not.returncode == 1 and '"Action":"ecs:DeleteCluster"' in may_not.stdout, may_not.stdout

    ecs = engine.boto("ecs")
    for made in ecs.list_task_definitions(familyPrefix=name)["taskDefinitionArns"]:
        ecs.deregister_task_definition(taskDefinition=made)
    ecs.delete_cluster(cluster=name)
    engine.boto("ssm").delete_parameter(Name=f"/{name}/a")


def test_a_refusal_says_the_statement_that_mends_it(engine, people):
    role = people.role()
    name, session = role.rpartition("/")[2], people.assume(role)
    statements = []
    # A cluster of its own: each task that others have left would be one more refusal.
    cluster = unique("people")
    engine.boto("ecs").create_cluster(clusterName=cluster)
    ps = ["ps", "-a", "--cluster", cluster]
    for _ in range(REFUSALS_MAX):
        done = people.cli(*ps, keys=session)
        if done.returncode == 0:
            break
        assert done.returncode == 5, done.stderr
        fix = next(line for line in done.stderr.splitlines() if line.strip().startswith("fix:"))
        before, _, statement = fix.partition("{")
        assert before.strip() == f"fix: add to a policy of role {name}:"
        statements.append(json.loads("{" + statement))
        people.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document(*statements))
    assert done.returncode == 0 and statements, done.stderr
    # Where a statement denies it, none that is added helps, and that is said.
    deny = {"Effect": "Deny", "Action": "ecs:*", "Resource": "*"}
    people.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document(deny, *statements))
    done = people.cli(*ps, keys=session)
    assert done.returncode == 5 and "change the statement that denies it" in done.stderr, done.stderr
    denied = people.cli("can", f"role/{name}", statements[0]["Action"], "*")
    assert denied.returncode == 1 and "denied by statement 1 of inline policy p" in denied.stdout, denied.stdout
    engine.boto("ecs").delete_cluster(cluster=cluster)


def test_whoami_says_who_the_engine_takes_one_for(engine, people):
    role = people.role()
    name, session = role.rpartition("/")[2], people.assume(role)
    said = dict(line.split(None, 1) for line in people.cli("whoami", keys=session).stdout.splitlines())
    assert said["arn"] == f"arn:aws:sts::{engine.account}:assumed-role/{name}/work"
    assert said["kind"] == f"session work of role {name}" and said["account"] == engine.account
    assert said["key"] == session["AWS_ACCESS_KEY_ID"] and said["expires"] == session["AWS_CREDENTIAL_EXPIRATION"]
    assert said["from"] == "AWS_ACCESS_KEY_ID of the environment"
    identity = json.loads(people.cli("whoami", "-o", "json", keys=session).stdout)
    assert identity["Arn"] == said["arn"] and set(identity) == {"Account", "Arn", "UserId"}
    root = people.cli("whoami", "-o", "name").stdout.strip()
    assert root == f"arn:aws:iam::{engine.account}:root"
    plain = {key: value for key, value in engine.env.items() if not key.startswith(("AWS_", "FERROGATE_"))}
    if os.geteuid() == 0:
        done = subprocess.run([str(BINARY), "whoami", "--data-dir", str(engine.data)], env=plain, check=False,
                              capture_output=True, text=True, timeout=60)
        assert "the engine's admin key, " in done.stdout, done.stdout + done.stderr
    people.iam.delete_role(RoleName=name)
    people.roles.remove(name)
    gone = people.cli("whoami", keys=session)
    assert gone.returncode == 5, gone.stdout + gone.stderr
