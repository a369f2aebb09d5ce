"""Programs in tasks call the engine's API by the endpoints of their VPC, and reach nothing else.

The program is stock boto3 in a task, with the credentials of its task's role and no setting of
its own: it asks for AWS's names, over TLS.
"""

import json
import shutil
import time
from pathlib import Path

import botocore
import pytest

from harness.tasks import Bench, unique
from harness.wait import until

# Does what it is told, and says what became of each.
PROGRAM = r"""
import json, sys
import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
config = Config(connect_timeout=4, read_timeout=20, retries={"total_max_attempts": 1})
for service, call, args in json.loads(sys.argv[1]):
    scheme = args.pop("Scheme", None)
    more = {"endpoint_url": scheme} if scheme else {}
    try:
        getattr(boto3.client(service, config=config, **more), call)(**args)
        print(call, "done", flush=True)
    except ClientError as error:
        said = error.response["Error"]
        print(call, said["Code"], said["Message"], flush=True)
    except Exception as error:
        print(call, type(error).__name__, flush=True)
"""

# Writes line after line, with boto3's own retries, and says how many were taken.
WRITER = r"""
import sys, time
import boto3
logs, group, stream = boto3.client("logs"), sys.argv[1], sys.argv[2]
logs.create_log_stream(logGroupName=group, logStreamName=stream)
for n in range(40):
    now = int(time.time() * 1000)
    logs.put_log_events(logGroupName=group, logStreamName=stream,
                        logEvents=[{"timestamp": now, "message": f"line {n}"}])
    if n == 5:
        print("begun", flush=True)
    time.sleep(0.1)
print("end", flush=True)
"""

NEEDED = ("boto3", "s3transfer", "jmespath", "dateutil", "urllib3", "six.py")
MODELS = ("logs", "sts", "ec2", "ecs", "secretsmanager")


def statement(effect: str, action, resource="*", **more) -> dict:
    return {"Effect": effect, "Action": action, "Resource": resource, **more}


def document(*statements: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


TRUST = document({"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                  "Action": "sts:AssumeRole"})


@pytest.fixture(scope="module")
def boto_folder(tmp_path_factory) -> Path:
    """boto3 as the tests themselves have it, with few of its models."""
    source, folder = Path(botocore.__file__).parent.parent, tmp_path_factory.mktemp("boto") / "p"
    folder.mkdir()
    for name in NEEDED:
        if (source / name).is_dir():
            shutil.copytree(source / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source / name, folder / name)

    def skipped(at: str, names: list[str]) -> list[str]:
        inside = Path(at).relative_to(source / "botocore").parts
        keep = [n for n in names if inside != ("data",) or n in MODELS or n.endswith(".json")]
        return [n for n in names if n not in keep or n == "__pycache__"]
    shutil.copytree(source / "botocore", folder / "botocore", ignore=skipped)
    return folder


class Callers:
    """A bench, with roles, and tasks that call the API."""

    def __init__(self, bench: Bench, image: str):
        self.bench, self.image = bench, image
        self.iam, self.ec2, self.logs = (bench.engine.boto(name) for name in ("iam", "ec2", "logs"))
        self.made, self.roles = [], []
        default = self.ec2.describe_subnets(
            Filters=[{"Name": "default-for-az", "Values": ["true"]}])["Subnets"]
        self.subnets, self.vpc = [one["SubnetId"] for one in default], default[0]["VpcId"]
        self.group = unique("/app")
        self.logs.create_log_group(logGroupName=self.group)

    def arn(self, group: str) -> str:
        return f"arn:aws:logs:{self.bench.engine.region}:{self.bench.engine.account}:log-group:{group}*"

    def role(self, *statements: dict) -> str:
        name = unique("role")
        arn = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
        self.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document(*statements))
        self.roles.append(name)
        return arn

    def endpoint(self, service: str = "logs", **more) -> str:
        made = self.ec2.create_vpc_endpoint(**{
            "VpcEndpointType": "Interface", "VpcId": self.vpc, "SubnetIds": self.subnets[:2],
            "ServiceName": f"com.amazonaws.{self.bench.engine.region}.{service}", **more})["VpcEndpoint"]
        self.made.append(made["VpcEndpointId"])
        return made["VpcEndpointId"]

    def stream(self, name: str | None = None, group: str | None = None):
        return ["logs", "create_log_stream",
                {"logGroupName": group or self.group, "logStreamName": name or unique("s")}]

    def begin(self, role: str, program: str, *words: str, network: dict | None = None, **more) -> str:
        container = self.bench.container(
            self.image, ["-c", program, *words], entryPoint=["python3"],
            environment=[{"name": "PYTHONPATH", "value": "/packages"}, *more.pop("environment", [])])
        definition = self.bench.define(container, taskRoleArn=role, cpu="512", memory="1024")
        asked = {"networkConfiguration": network} if network else {}
        return self.bench.run(definition=definition["taskDefinitionArn"], **asked)

    def calls(self, role: str, *calls, **more) -> list[str]:
        """What became of calls in a task."""
        arn = self.begin(role, PROGRAM, json.dumps(calls), **more)
        self.bench.finish(arn, within=90)

        def look():
            lines = self.bench.lines(arn) if self.bench.has_stream(arn) else []
            assert len(lines) >= len(calls), lines
            return lines
        return until("the task has said it", look, within=20)

    def drop(self):
        if self.made:
            self.ec2.delete_vpc_endpoints(VpcEndpointIds=self.made)
            self.made = []

    def close(self):
        self.drop()
        for name in self.roles:
            self.iam.delete_role_policy(RoleName=name, PolicyName="p")
            self.iam.delete_role(RoleName=name)
        self.logs.delete_log_group(logGroupName=self.group)


@pytest.fixture
def callers(bench, with_packages, boto_folder):
    made = Callers(bench, with_packages("gunicorn", boto_folder))
    yield made
    made.close()


def test_a_task_writes_to_the_log_group_of_its_role_and_to_nothing_else(callers):
    role = callers.role(statement("Allow", ["logs:CreateLogStream", "logs:PutLogEvents"],
                                  callers.arn(callers.group)))
    none = callers.calls(role, callers.stream())
    assert none == ["create_log_stream EndpointConnectionError"], "there is no way yet"
    endpoint = callers.endpoint()
    other = unique("/other")
    callers.logs.create_log_group(logGroupName=other)
    now = int(time.time() * 1000)
    said = callers.calls(
        role, callers.stream("s"),
        ["logs", "put_log_events", {"logGroupName": callers.group, "logStreamName": "s",
                                    "logEvents": [{"timestamp": now, "message": "by a task"}]}],
        callers.stream(group=other),
        ["logs", "describe_log_groups", {}],
        ["ecs", "list_clusters", {}])
    assert said[:2] == ["create_log_stream done", "put_log_events done"], said
    assert said[2].startswith("create_log_stream AccessDeniedException User: arn:aws:sts::"), said
    assert said[3].startswith("describe_log_groups AccessDeniedException"), said
    assert said[4] == "list_clusters EndpointConnectionError", "logs' endpoint leads to logs"
    events = callers.logs.get_log_events(logGroupName=callers.group, logStreamName="s")["events"]
    assert [event["message"] for event in events] == ["by a task"]
    callers.logs.delete_log_group(logGroupName=other)
    # The endpoint's own names lead there too, and in the clear: signatures protect what is asked.
    shown = callers.ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"][0]
    names = [entry["DnsName"] for entry in shown["DnsEntries"]]
    plain = [[*callers.stream()[:2], {**callers.stream()[2], "Scheme": f"{scheme}://{name}"}]
             for scheme, name in [("https", names[0]), ("https", names[1]), ("http", names[0])]]
    assert callers.calls(role, *plain) == ["create_log_stream done"] * 3
    # Another service is not there, whatever name is asked for.
    elsewhere = ["ecs", "list_clusters", {"Scheme": f"https://{names[0]}"}]
    assert callers.calls(role, elsewhere)[0].startswith("list_clusters UnknownOperationException")


def test_groups_policies_and_conditions_decide(callers):
    role = callers.role(statement("Allow", "logs:*"))
    endpoint = callers.endpoint()
    closed = callers.ec2.create_security_group(
        GroupName=unique("closed"), Description="closed", VpcId=callers.vpc)["GroupId"]
    own = callers.ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"][0]["Groups"][0]["GroupId"]
    callers.ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, AddSecurityGroupIds=[closed],
                                    RemoveSecurityGroupIds=[own])
    assert callers.calls(role, callers.stream()) == ["create_log_stream ConnectTimeoutError"]
    callers.ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, AddSecurityGroupIds=[own],
                                    RemoveSecurityGroupIds=[closed])
    policy = document(statement("Allow", "logs:CreateLogStream", callers.arn(callers.group), Principal="*"))
    callers.ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, PolicyDocument=policy)
    said = callers.calls(role, callers.stream(), ["logs", "describe_log_groups", {}])
    assert said[0] == "create_log_stream done", said
    assert said[1].endswith("because no VPC endpoint policy allows the logs:DescribeLogGroups action"), said
    policy = document(statement("Allow", "*", Principal="*"),
                      statement("Deny", "logs:Describe*", Principal="*"))
    callers.ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, PolicyDocument=policy)
    said = callers.calls(role, ["logs", "describe_log_groups", {}])
    assert said[0].endswith("with an explicit deny in a VPC endpoint policy"), said
    callers.ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, ResetPolicy=True)

    def when(**condition) -> str:
        return callers.role(statement("Allow", "logs:CreateLogStream", Condition=condition))
    for condition, works in [
        ({"StringEquals": {"aws:SourceVpc": callers.vpc}}, True),
        ({"StringEquals": {"aws:SourceVpc": "vpc-of-nobody"}}, False),
        ({"StringEquals": {"aws:SourceVpce": endpoint}}, True),
        ({"IpAddress": {"aws:VpcSourceIp": "172.31.0.0/16"}}, True),
        ({"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}, False),
        ({"Null": {"aws:SourceIp": "true"}}, True),
    ]:
        said = callers.calls(when(**condition), callers.stream())
        assert (said == ["create_log_stream done"]) is works, (condition, said)
        assert works or "AccessDenied" in said[0], said
    # Who comes by the engine's own port has come by no endpoint.
    name = unique("user")
    callers.iam.create_user(UserName=name)
    callers.iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=document(
        statement("Allow", "logs:*", Condition={"StringEquals": {"aws:SourceVpce": endpoint}})))
    key = callers.iam.create_access_key(UserName=name)["AccessKey"]
    outside = callers.bench.engine.boto("logs", aws_access_key_id=key["AccessKeyId"],
                                        aws_secret_access_key=key["SecretAccessKey"])
    with pytest.raises(outside.exceptions.ClientError, match="AccessDenied"):
        outside.create_log_stream(logGroupName=callers.group, logStreamName="outside")
    callers.iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
    callers.iam.delete_user_policy(UserName=name, PolicyName="p")
    callers.iam.delete_user(UserName=name)
    callers.drop()
    callers.ec2.delete_security_group(GroupId=closed)


def test_another_vpc_does_not_reach_it(callers):
    role = callers.role(statement("Allow", "logs:*"))
    endpoint = callers.endpoint()
    shown = callers.ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"][0]
    vpc = callers.ec2.create_vpc(CidrBlock="172.31.0.0/16")["Vpc"]["VpcId"]
    callers.ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    subnet = callers.ec2.create_subnet(VpcId=vpc, CidrBlock="172.31.240.0/24")["Subnet"]["SubnetId"]
    network = {"awsvpcConfiguration": {"subnets": [subnet]}}
    named = [*callers.stream()[:2],
             {**callers.stream()[2], "Scheme": f"https://{shown['DnsEntries'][0]['DnsName']}"}]
    said = callers.calls(role, callers.stream(), named, network=network)
    assert said == ["create_log_stream EndpointConnectionError", "create_log_stream ConnectTimeoutError"]
    assert callers.calls(role, callers.stream()) == ["create_log_stream done"]

    def gone():
        found = callers.ec2.describe_network_interfaces(Filters=[{"Name": "vpc-id", "Values": [vpc]}])
        assert not found["NetworkInterfaces"]
        return True
    until("the tasks' interfaces are gone", gone)
    callers.ec2.delete_subnet(SubnetId=subnet)
    callers.ec2.delete_vpc(VpcId=vpc)


def test_a_program_is_told_what_to_trust_unless_it_says_so_itself(callers):
    role = callers.role(statement("Allow", "logs:*"))
    callers.endpoint()
    own = [{"name": "AWS_CA_BUNDLE", "value": "/nowhere.pem"}]
    said = callers.calls(role, callers.stream(), environment=own)
    assert said != ["create_log_stream done"], "its own authorities are meant"
    bench = callers.bench
    script = ("echo $AWS_CA_BUNDLE $NODE_EXTRA_CA_CERTS; ls /etc/ferrogate 2>&1; "
              "grep -c BEGIN $NODE_EXTRA_CA_CERTS </dev/null; (echo x >>$AWS_CA_BUNDLE) 2>/dev/null || echo kept")
    container = bench.container(command=["sh", "-c", script])
    arn = bench.run(definition=bench.define(container, taskRoleArn=role)["taskDefinitionArn"])
    bench.finish(arn)
    bench.expect_lines(arn, ["/etc/ferrogate/ca-bundle.pem /etc/ferrogate/endpoints-ca.pem",
                             "ca-bundle.pem", "endpoints-ca.pem", "1", "kept"])
    arn = bench.shell("env | grep -c CA_; ls /etc | grep -c ferrogate")
    bench.finish(arn)
    bench.expect_lines(arn, ["0", "0"])


def test_calls_go_on_when_server_and_agent_are_killed(own_bench, own_packages, boto_folder):
    bench = own_bench
    callers = Callers(bench, own_packages(bench, "gunicorn", boto_folder))
    role = callers.role(statement("Allow", "logs:*"))
    callers.endpoint()
    arn = callers.begin(role, WRITER, callers.group, "s")
    until("it writes", lambda: bench.has_stream(arn) and "begun" in bench.lines(arn), within=60)
    bench.engine.kill("server")
    until("the API answers again", bench.engine.ready, within=30)
    task = bench.finish(arn, within=120)
    assert task["containers"][0]["exitCode"] == 0, bench.lines(arn)
    events = callers.logs.get_log_events(logGroupName=callers.group, logStreamName="s",
                                         startFromHead=True)["events"]
    lines = {event["message"] for event in events}
    assert lines >= {f"line {n}" for n in range(40)}
    bench.engine.kill("agent")
    assert callers.calls(role, callers.stream()) == ["create_log_stream done"]
