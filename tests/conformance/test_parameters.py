"""Parameters, and tasks whose `secrets` are: their values reach the task's programs and nobody else."""

import json
import subprocess

import pytest
from botocore.exceptions import ClientError

from harness.points import obeyed, order
from harness.tasks import Bench, pulls_and_logs, unique
from harness.wait import until

DENIED = ("ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: "
          "unable to retrieve secrets from ssm: ")


def document(*statements: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


class Words:
    """A bench, a clerk of parameters, and roles that tasks have their secrets by."""

    def __init__(self, bench: Bench):
        self.bench, self.engine = bench, bench.engine
        self.ssm, self.iam = (bench.engine.boto(name) for name in ("ssm", "iam"))

    def role(self, *actions: str, service: str = "ecs-tasks.amazonaws.com", resource="*") -> str:
        name = unique("execution")
        trust = document({"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"})
        arn = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        if actions:
            allow = {"Effect": "Allow", "Action": list(actions), "Resource": resource}
            self.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document(allow))
        pulls_and_logs(self.iam, name)
        return arn

    def put(self, name: str, value: str, kind: str = "SecureString", **more) -> int:
        return self.ssm.put_parameter(Name=name, Value=value, Type=kind, **more)["Version"]

    def define(self, secrets: dict, script: str, role: str, **more) -> str:
        variables = [{"name": name, "valueFrom": place} for name, place in secrets.items()]
        container = self.bench.container(command=["sh", "-c", script], secrets=variables, **more)
        return self.bench.define(container, executionRoleArn=role)["taskDefinitionArn"]

    def holders(self, secret: str) -> list[str]:
        """Files of the engine with it; not looked into are the tasks' own disks and pins of namespaces."""
        found = subprocess.run(["grep", "-rlaFs", "--exclude-dir=volumes", "--exclude-dir=netns", "--devices=skip",
                                "-e", secret, "."], cwd=self.engine.data, capture_output=True, text=True, check=False)
        return found.stdout.splitlines()


@pytest.fixture
def words(bench):
    return Words(bench)


@pytest.fixture
def own_words(own_bench):
    return Words(own_bench)


def code_of(call, **args) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        call(**args)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def test_a_parameter_has_versions_labels_and_a_history(words):
    ssm, name = words.ssm, f"/{unique('app')}/db/password"
    assert words.put(name, "one", Description="the first", Tags=[{"Key": "team", "Value": "web"}]) == 1
    assert code_of(ssm.put_parameter, Name=name, Value="two", Type="SecureString")[0] == "ParameterAlreadyExists"
    assert words.put(name, "two", Overwrite=True) == 2
    ssm.label_parameter_version(Name=name, ParameterVersion=1, Labels=["old"])
    sealed = ssm.get_parameter(Name=name)["Parameter"]
    assert sealed["Type"] == "SecureString" and "two" not in sealed["Value"]
    arn = f"arn:aws:ssm:{words.engine.region}:{words.engine.account}:parameter{name}"
    for asked, value in ((name, "two"), (f"{name}:1", "one"), (f"{name}:old", "one"), (arn, "two"), (f"{arn}:old", "one")):
        found = ssm.get_parameter(Name=asked, WithDecryption=True)["Parameter"]
        assert (found["Value"], found["ARN"], found["Name"]) == (value, arn, name)
    history = [(one["Version"], one["Value"], one["Labels"])
               for page in ssm.get_paginator("get_parameter_history").paginate(
                   Name=name, WithDecryption=True, PaginationConfig={"PageSize": 1})
               for one in page["Parameters"]]
    assert history == [(1, "one", ["old"]), (2, "two", [])]
    tags = ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId=name)["TagList"]
    assert tags == [{"Key": "team", "Value": "web"}]
    below = ssm.get_parameters_by_path(Path=name.rpartition("/")[0], WithDecryption=True)["Parameters"]
    assert [(one["Name"], one["Value"]) for one in below] == [(name, "two")]
    described = ssm.describe_parameters(ParameterFilters=[{"Key": "Name", "Option": "Equals", "Values": [name]}])
    assert [(one["Version"], one["Description"]) for one in described["Parameters"]] == [(2, "the first")]
    some = ssm.get_parameters(Names=[name, f"{name}:9", "absent"], WithDecryption=True)
    assert [one["Value"] for one in some["Parameters"]] == ["two"]
    assert some["InvalidParameters"] == [f"{name}:9", "absent"]
    assert not words.holders("the-value-of-nobody")
    assert ssm.delete_parameters(Names=[name, "absent"]) | {"ResponseMetadata": 0} == {
        "DeletedParameters": [name], "InvalidParameters": ["absent"], "ResponseMetadata": 0}
    assert code_of(ssm.get_parameter, Name=name)[0] == "ParameterNotFound"


def test_a_task_sees_its_secrets_and_nobody_else_does(own_words):
    words, bench = own_words, own_words.bench
    secret, plain, tail = unique("canary-secure"), unique("canary-plain"), unique("canary-old")
    name = f"/{unique('app')}/password"
    words.put(name, tail)
    words.put(name, secret, Overwrite=True)
    words.put(unique("x"), plain, "String")
    other = words.ssm.describe_parameters(ParameterFilters=[{"Key": "Type", "Values": ["String"]}])["Parameters"][0]
    role = words.role("ssm:GetParameters")
    script = ("echo $PASSWORD $OTHER $OLD | md5sum; env | grep -c '^PASSWORD='; trap 'exit 0' TERM; "
              "while :; do sleep 0.1; done")
    made = words.define({"PASSWORD": name, "OTHER": other["ARN"], "OLD": f"{name}:1"}, script, role)
    described = bench.ecs.describe_task_definition(taskDefinition=made)["taskDefinition"]
    assert {one["name"] for one in described["requiresAttributes"]} >= {
        "ecs.capability.secrets.ssm.environment-variables"}
    arn = bench.run(definition=made)
    bench.reach(arn, "RUNNING")
    sums = subprocess.run(["md5sum"], input=f"{secret} {plain} {tail}\n", capture_output=True, text=True, check=True)
    bench.expect_lines(arn, [sums.stdout.strip(), "1"])
    told = json.dumps([bench.describe(arn), described], default=str)
    words.engine.cli("ps")
    told += words.engine.log.read_text(errors="replace")
    assert not [value for value in (secret, plain, tail) if value in told]
    for value in (secret, plain, tail):
        assert words.holders(value) == [], value
    # A running task keeps what it has, whoever is killed.
    for kind in ("server", "agent"):
        words.engine.kill(kind)
        until(f"there is one {kind}", lambda kind=kind: len(words.engine.pids(kind)) == 1, within=30)
    until("the API answers", words.engine.ready, within=30)
    bench.reach(arn, "RUNNING")
    assert bench.stop(arn)["containers"][0]["exitCode"] == 0


def test_the_next_task_sees_the_new_value(words):
    bench, name = words.bench, unique("rotated")
    role = words.role("ssm:GetParameters")
    made = words.define({"VALUE": name}, "echo $VALUE", role)
    for value in ("first", "second"):
        words.put(name, value, Overwrite=True)
        arn = bench.run(definition=made)
        bench.finish(arn)
        bench.expect_lines(arn, [value])


def test_a_container_that_is_run_again_has_its_secrets(words):
    bench, name = words.bench, unique("again")
    words.put(name, "there")
    made = words.define({"VALUE": name}, "echo $VALUE; sleep 61; exit 1", words.role("ssm:GetParameters"),
                        restartPolicy={"enabled": True, "restartAttemptPeriod": 60})
    arn = bench.run(definition=made)
    until("it has run twice", lambda: bench.has_stream(arn) and bench.lines(arn) == ["there", "there"], within=100)
    bench.stop(arn)


@pytest.mark.parametrize(("kind", "output", "file", "place"), [
    ("fluentbit", "Name", "/fluent-bit/etc/fluent-bit.conf", "apikey ${apikey_0}"),
    ("fluentd", "@type", "/fluentd/etc/fluent.conf", "apikey \"#{ENV['apikey_0']}\""),
])
def test_a_log_router_has_the_secrets_of_those_that_log_to_it(words, kind, output, file, place):
    bench, name, secret = words.bench, unique("api-key"), unique("canary-key")
    words.put(name, secret)
    app = {"name": "app", "image": bench.images("busybox"), "essential": True, "command": ["sh", "-c", "test -z \"$apikey_0\""],
           "logConfiguration": {"logDriver": "awsfirelens", "options": {output: "null"},
                                "secretOptions": [{"name": "apikey", "valueFrom": name}]}}
    script = f"grep apikey {file}; echo $apikey_0 | md5sum; trap 'exit 0' TERM; while :; do sleep 0.1; done"
    router = bench.container(name="router", essential=False, command=["sh", "-c", script],
                             firelensConfiguration={"type": kind})
    made = bench.define(app, router, executionRoleArn=words.role("ssm:GetParameters"))["taskDefinitionArn"]
    arn = bench.run(definition=made)
    task = bench.finish(arn, within=60)
    assert {one["name"]: one.get("exitCode") for one in task["containers"]}["app"] == 0, task
    sums = subprocess.run(["md5sum"], input=f"{secret}\n", capture_output=True, text=True, check=True)
    assert [line.strip() for line in bench.lines(arn, "router")] == [place, sums.stdout.strip()]


def test_a_task_without_the_right_stops_and_says_so(words):
    bench, name = words.bench, f"/{unique('app')}/password"
    words.put(name, "hush")
    arn = f"arn:aws:ssm:{words.engine.region}:{words.engine.account}:parameter{name}"
    role = words.role("logs:*")
    task = bench.run(definition=words.define({"PASSWORD": name}, "echo never", role))
    stopped = bench.finish(task, within=20)
    session = f"arn:aws:sts::{words.engine.account}:assumed-role/{role.rpartition('/')[2]}/{task.rpartition('/')[2]}"
    assert stopped["stopCode"] == "TaskFailedToStart"
    assert stopped["stoppedReason"] == (
        f"{DENIED}AccessDeniedException: User: {session} is not authorized to perform: ssm:GetParameters on resource: "
        f"{arn} because no identity-based policy allows the ssm:GetParameters action status code: 400")
    # One right for another parameter is none for this one.
    narrow = words.role("ssm:GetParameters", resource=f"{arn}-other")
    stopped = bench.finish(bench.run(definition=words.define({"PASSWORD": name}, "echo never", narrow)), within=20)
    assert "is not authorized to perform: ssm:GetParameters" in stopped["stoppedReason"]
    tagged = words.role()
    words.iam.put_role_policy(RoleName=tagged.rpartition("/")[2], PolicyName="p", PolicyDocument=document(
        {"Effect": "Allow", "Action": "ssm:GetParameters", "Resource": "*",
         "Condition": {"StringEquals": {"ssm:ResourceTag/app": "web"}}}))
    made = words.define({"PASSWORD": name}, "echo in", tagged)
    assert "not authorized" in bench.finish(bench.run(definition=made), within=20)["stoppedReason"]
    words.ssm.add_tags_to_resource(ResourceType="Parameter", ResourceId=name, Tags=[{"Key": "app", "Value": "web"}])
    assert bench.finish(bench.run(definition=made), within=20)["containers"][0]["exitCode"] == 0


def test_a_secret_that_is_not_there_stops_the_task(words):
    bench = words.bench
    absent = unique("absent")
    made = words.define({"A": absent, "B": f"/{absent}/b"}, "echo never", words.role("ssm:*"))
    stopped = bench.finish(bench.run(definition=made), within=20)
    assert stopped["stopCode"] == "TaskFailedToStart"
    assert stopped["stoppedReason"] == f"{DENIED}invalid ssm parameters: {absent}, /{absent}/b"


def test_a_role_that_tasks_can_t_assume_is_refused(words, refused):
    bench, name = words.bench, unique("p")
    words.put(name, "hush")
    request = {"cluster": bench.cluster, "launchType": "FARGATE", "networkConfiguration": bench.network}
    for role in (words.role("ssm:*", service="ec2.amazonaws.com"), f"arn:aws:iam::{words.engine.account}:role/none"):
        made = words.define({"A": name}, "echo never", role)
        text = refused("ClientException", bench.ecs.run_task, taskDefinition=made, **request)
        assert text.startswith(f"ECS was unable to assume the role '{role}' that was provided for this task.")
    # One that loses its trust meanwhile: as a service's next task finds it.
    role = words.role("ssm:*")
    made = words.define({"A": name}, "echo never", role)
    words.iam.update_assume_role_policy(RoleName=role.rpartition("/")[2], PolicyDocument=document(
        {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}))
    service = bench.ecs.create_service(cluster=bench.cluster, serviceName=unique("s"), taskDefinition=made,
                                       desiredCount=1, launchType="FARGATE", networkConfiguration=bench.network)["service"]

    def told():
        listed = bench.ecs.list_tasks(cluster=bench.cluster, desiredStatus="STOPPED")["taskArns"]
        assert listed
        return bench.describe(listed[0])["stoppedReason"]
    assert "ECS was unable to assume the role" in until("one has stopped", told)
    bench.ecs.delete_service(cluster=bench.cluster, service=service["serviceName"], force=True)

    def gone():
        found, = bench.ecs.describe_services(cluster=bench.cluster, services=[service["serviceName"]])["services"]
        return found["status"] == "INACTIVE"
    until("the service is gone", gone, within=60)


def test_what_a_definition_says_of_secrets_makes_sense(words, refused):
    bench = words.bench
    def register(secrets, **more):
        container = bench.container(command=["true"], secrets=secrets, **more)
        return refused("ClientException", lambda: bench.define(container))
    one = {"name": "A", "valueFrom": "a"}
    assert register([one, one]) == "Duplicate secret names found: A. Each secret name must be unique."
    shared = ("The secret name must be unique and not shared with any new or existing environment variables set on the "
              "container, such as 'A'.")
    assert register([one], environment=[{"name": "A", "value": "1"}]) == shared
    assert register([{"name": "A", "valueFrom": "not a name"}]).startswith(
        "The Systems Manager parameter name specified for secret A is invalid.")
    made = words.define({"A": "a"}, "true", words.role("ssm:*"))
    over = {"containerOverrides": [{"name": "main", "environment": [{"name": "A", "value": "1"}]}]}
    assert shared == refused("ClientException", bench.ecs.run_task, cluster=bench.cluster, taskDefinition=made,
                             launchType="FARGATE", networkConfiguration=bench.network, overrides=over)


@pytest.mark.parametrize("point", ["agent:before-create", "agent:after-create", "server:after-bind",
                                   "agent:before-Activating"])
def test_a_kill_before_the_first_program_loses_no_secret(own_words, point):
    assert obeyed()
    words, bench = own_words, own_words.bench
    secret, name = unique("canary-killed"), unique("killed")
    words.put(name, secret)
    made = words.define({"VALUE": name}, "echo $VALUE | md5sum", words.role("ssm:GetParameters"))
    file = order(words.engine, point)
    arn = bench.run(definition=made)
    def ended():
        try:
            return bench.describe(arn)["lastStatus"] == "STOPPED"
        except Exception:  # a server that was killed answers again soon
            return False
    until("the task has ended", ended, within=60)
    assert not file.exists()
    sums = subprocess.run(["md5sum"], input=f"{secret}\n", capture_output=True, text=True, check=True)
    bench.expect_lines(arn, [sums.stdout.strip()])
    assert bench.describe(arn)["containers"][0]["exitCode"] == 0
    assert words.holders(secret) == []
