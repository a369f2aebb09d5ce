"""Services as tools deploy them that nobody here wrote: `ecs-deploy` from PyPI, and the waiters of
AWS's SDK for JavaScript."""

import json
import subprocess
import sys

import pytest
from harness.packages import fetched
from harness.tasks import unique
from harness.wait import until
from test_elb_traffic import Balanced


@pytest.fixture
def balanced(bench):
    made = Balanced(bench)
    try:
        yield made
    finally:
        made.close()


TRUST = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}]}


@pytest.fixture
def role(bench):
    """A task role: what the tool sends of a definition without one, an empty text, AWS refuses."""
    iam, name = bench.engine.boto("iam"), unique("role")
    yield iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
    iam.delete_role(RoleName=name)


@pytest.fixture
def ecs_deploy(bench):
    """`ecs_deploy("scale", ...)`: runs it as its user does; what it said."""
    def run(*words: str, code: int = 0) -> str:
        env = {**bench.engine.env, "PYTHONPATH": str(fetched("ecs-deploy")),
               "AWS_DEFAULT_REGION": bench.engine.region}
        done = subprocess.run([sys.executable, "-m", "ecs_deploy.cli", *words], env=env, capture_output=True,
                              text=True, timeout=120, check=False, stdin=subprocess.DEVNULL)
        assert done.returncode == code, (words, done.stdout, done.stderr)
        return done.stdout + done.stderr
    return run


def test_ecs_deploy_deploys_scales_and_rolls_back(balanced, bench, ecs_deploy, role):
    balanced.serve(balanced.define("one"), 1)
    balanced.stable()
    where = [bench.cluster, balanced.service]
    quick = ["--sleep-time", "1", "--timeout", "90"]
    assert "Role is not valid" in ecs_deploy("deploy", *where, "-e", "main", "COLOUR", "blue", *quick, code=1)
    said = ecs_deploy("deploy", *where, "-e", "main", "COLOUR", "blue", "-r", role, *quick)
    assert "Deployment successful" in said, said
    definition = balanced.shown()["taskDefinition"]
    made = bench.ecs.describe_task_definition(taskDefinition=definition)["taskDefinition"]
    assert made["containerDefinitions"][0]["environment"] == [{"name": "COLOUR", "value": "blue"}]
    assert balanced.get()[1].startswith("one")
    assert "successfully" in ecs_deploy("scale", *where, "2", *quick).lower()
    assert balanced.shown()["runningCount"] == 2
    # Its program never answers, so it never comes to an end: the tool gives up and goes back.
    said = ecs_deploy("deploy", *where, "-c", "main", "sleep 600", "--rollback", "--sleep-time", "1",
                      "--timeout", "8", code=1)
    assert "rollback" in said.lower(), said
    back = bench.ecs.describe_task_definition(taskDefinition=balanced.shown()["taskDefinition"])["taskDefinition"]
    assert back["containerDefinitions"][0]["environment"] == [{"name": "COLOUR", "value": "blue"}]
    assert back["containerDefinitions"][0]["command"] == made["containerDefinitions"][0]["command"]
    balanced.stable()
    assert balanced.get()[1].startswith("one")


def test_ecs_deploy_runs_a_task_and_follows_a_definition(bench, ecs_deploy, role):
    family = bench.define(bench.container(command=["true"]))["family"]
    subnet = bench.ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    group = bench.ec2.describe_security_groups(GroupNames=["default"])["SecurityGroups"][0]["GroupId"]
    said = ecs_deploy("run", bench.cluster, family, "1", "-c", "main", "sh -c 'echo ran; exit 0'",
                      "--launchtype", "FARGATE", "--subnet", subnet, "--securitygroup", group)
    arn = next(word for word in said.split() if ":task/" in word)
    bench.finish(arn.strip("-"))
    assert "Successfully" in ecs_deploy("update", family, "-e", "main", "SIZE", "2", "-r", role)
    assert "SIZE" in ecs_deploy("diff", family, "1", "2")
    # A schedule's task: it takes the target as it is told of it, and puts it back with another revision.
    events, rule = bench.engine.boto("events"), unique("nightly")
    cluster = f"arn:aws:ecs:{bench.engine.region}:{bench.engine.account}:cluster/{bench.cluster}"
    runs = {"TaskDefinitionArn": bench.ecs.describe_task_definition(taskDefinition=family)["taskDefinition"]
            ["taskDefinitionArn"], "LaunchType": "FARGATE", "TaskCount": 1,
            "NetworkConfiguration": {"awsvpcConfiguration": {"Subnets": [subnet]}}}
    events.put_rule(Name=rule, ScheduleExpression="cron(0 3 * * ? *)")
    events.put_targets(Rule=rule, Targets=[{"Id": "1", "Arn": cluster, "RoleArn": role, "EcsParameters": runs}])
    assert "Successfully updated" in ecs_deploy("cron", bench.cluster, family, rule, "-e", "main", "SIZE", "3", "-r",
                                                role)
    [target] = events.list_targets_by_rule(Rule=rule)["Targets"]
    assert target["EcsParameters"] == {**runs, "TaskDefinitionArn": runs["TaskDefinitionArn"][:-1] + "3"}, target
    events.remove_targets(Rule=rule, Ids=["1"])
    events.delete_rule(Name=rule)


WAITS = """
const ecs = require('@aws-sdk/client-ecs'), elb = require('@aws-sdk/client-elastic-load-balancing-v2');
const asked = JSON.parse(process.argv[1]);
const quick = client => ({client, maxWaitTime: 60, minDelay: 1, maxDelay: 1});
(async () => {
    for (const [service, wait, input] of asked) {
        const sdk = service === 'ecs' ? ecs : elb;
        const client = service === 'ecs' ? new ecs.ECSClient() : new elb.ElasticLoadBalancingV2Client();
        try {
            console.log(wait, (await sdk['waitUntil' + wait](quick(client), input)).state);
        } catch (error) {
            console.log(wait, error.name, error.message.slice(0, 300));
        }
        client.destroy();
    }
})();
"""


def test_the_waiters_of_the_sdk_for_javascript_end(balanced, bench):
    def wait(*asked) -> list[str]:
        env = {**bench.engine.env, "NODE_PATH": str(fetched("aws-sdk-node") / "node_modules")}
        done = subprocess.run(["node", "-e", WAITS, json.dumps(asked)], env=env, capture_output=True, text=True,
                              timeout=200, check=False, stdin=subprocess.DEVNULL)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    balanced.serve(balanced.define("one"), 1)
    service = {"cluster": bench.cluster, "services": [balanced.service]}
    assert wait(["elb", "LoadBalancerExists", {"LoadBalancerArns": [balanced.arn]}],
                ["elb", "LoadBalancerAvailable", {"LoadBalancerArns": [balanced.arn]}],
                ["ecs", "ServicesStable", service],
                ["elb", "TargetInService", {"TargetGroupArn": balanced.group}]) == [
        "LoadBalancerExists SUCCESS", "LoadBalancerAvailable SUCCESS", "ServicesStable SUCCESS",
        "TargetInService SUCCESS"]
    arn = bench.shell("exec sleep 600")
    tasks = {"cluster": bench.cluster, "tasks": [arn]}
    assert wait(["ecs", "TasksRunning", tasks]) == ["TasksRunning SUCCESS"]
    bench.stop(arn)
    # A task that stopped will not run: the waiter says so at once.
    [stopped, never] = wait(["ecs", "TasksStopped", tasks], ["ecs", "TasksRunning", tasks])
    assert stopped == "TasksStopped SUCCESS" and "FAILURE" in never, never
    targets = balanced.elb.describe_target_health(TargetGroupArn=balanced.group)["TargetHealthDescriptions"]
    bench.ecs.delete_service(cluster=bench.cluster, service=balanced.service, force=True)
    gone = {"TargetGroupArn": balanced.group, "Targets": [targets[0]["Target"]]}
    assert wait(["ecs", "ServicesInactive", service], ["elb", "TargetDeregistered", gone]) == [
        "ServicesInactive SUCCESS", "TargetDeregistered SUCCESS"]
    name = unique("short")
    other = balanced.elb.create_load_balancer(Name=name, Scheme="internal", Subnets=[
        one["SubnetId"] for one in balanced.subnets])["LoadBalancers"][0]["LoadBalancerArn"]
    balanced.elb.delete_load_balancer(LoadBalancerArn=other)
    balanced.service = None
    assert wait(["elb", "LoadBalancersDeleted", {"LoadBalancerArns": [other]}]) == ["LoadBalancersDeleted SUCCESS"]
    until("the task is over", lambda: bench.describe(arn)["lastStatus"] == "STOPPED")
