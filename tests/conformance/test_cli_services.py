"""The verbs of services: from an image to a URL, a deployment that fails, and back."""

import json
import urllib.request

import pytest
from harness.engine import BINARY
from harness.tasks import unique
from harness.wait import until


@pytest.fixture(scope="module")
def loaded(engine, archive):
    done = engine.cli("image", "load", str(archive("web")), "--name", "shop:1", within=120)
    assert done.returncode == 0, done.stderr
    return "shop:1"


@pytest.fixture
def exposed(bench, loaded):
    """A service of one task behind a load balancer: its name and its URL."""
    name = unique("shop")

    def cli(*words, code=0):
        done = bench.engine.cli(*words, "--cluster", bench.cluster, within=120)
        assert done.returncode == code, (words, done.stdout, done.stderr)
        return done

    done = cli("deploy", name, "--image", loaded, "--port", "80", "--detach")
    assert done.stdout.strip().endswith(f"service/{bench.cluster}/{name}")
    done = cli("expose", name)
    yield name, done.stdout.strip().splitlines()[-1], cli
    elb = bench.engine.boto("elbv2")
    bench.ecs.delete_service(cluster=bench.cluster, service=name, force=True)
    def is_gone():
        found = bench.ecs.describe_services(cluster=bench.cluster, services=[name])["services"]
        return [one["status"] for one in found] in ([], ["INACTIVE"])
    until("the service is gone", is_gone)
    balancer = elb.describe_load_balancers(Names=[name])["LoadBalancers"][0]["LoadBalancerArn"]
    elb.delete_load_balancer(LoadBalancerArn=balancer)
    for group in elb.describe_target_groups()["TargetGroups"]:
        if group["TargetGroupName"] in (name, f"{name}-2"):
            elb.delete_target_group(TargetGroupArn=group["TargetGroupArn"])


def page(url: str) -> str:
    # Its name is the engine's own address for every resolver that knows `localhost`'s names;
    # this host's need not be one.
    host, _, rest = url.removeprefix("http://").partition(":")
    asked = urllib.request.Request(f"http://127.0.0.1:{rest}", headers={"Host": host})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return answer.read().decode()


def test_an_image_becomes_a_service_with_a_url(bench, exposed):
    name, url, cli = exposed
    assert page(url).startswith("<h1>Hello from ")
    shown = cli("services").stdout
    line = next(line for line in shown.splitlines() if line.startswith(name))
    assert line.split()[1:4] == ["1/1", f"{name}:1", "COMPLETED"] and line.endswith(url)
    # More tasks, and another definition of the same.
    assert cli("scale", f"{name}=2", "--wait").stdout == f"{name} 1 → 2\n"
    done = cli("deploy", name, "--env", "COLOUR=blue", "--env", "SIZE=1")
    assert done.stdout.strip() == url and "2 tasks of" in done.stderr
    definition = bench.ecs.describe_task_definition(taskDefinition=f"{name}:2")["taskDefinition"]
    assert definition["containerDefinitions"][0]["environment"] == [
        {"name": "COLOUR", "value": "blue"}, {"name": "SIZE", "value": "1"}]
    # One whose program ends at once is rolled back, and the reason is told.
    container = {**definition["containerDefinitions"][0], "command": ["-c", "exit 7"], "entryPoint": ["sh"]}
    kept = ("family", "networkMode", "requiresCompatibilities", "cpu", "memory", "executionRoleArn")
    bad = bench.ecs.register_task_definition(
        **{key: definition[key] for key in kept}, containerDefinitions=[container])["taskDefinition"]
    done = cli("deploy", name, "--definition", bad["taskDefinitionArn"], code=1)
    assert f"is back at {name}:2" in done.stderr and "exited with 7" in done.stderr, done.stderr
    assert page(url).startswith("<h1>Hello from ")
    # Back to what held before.
    assert cli("rollback", name).stdout.strip() == url
    service = bench.ecs.describe_services(cluster=bench.cluster, services=[name])["services"][0]
    assert service["taskDefinition"].endswith(f"/{name}:1")
    events = cli("events", name, "-n", "100", "-o", "jsonl").stdout.splitlines()
    messages = [json.loads(line)["message"] for line in events]
    assert any("deployment failed" in one for one in messages), messages
    assert "steady state" in messages[-1], messages


def test_a_deployment_under_way_is_taken_back(bench, exposed):
    name, url, cli = exposed
    # Nothing listens there, so it never becomes healthy. The image stops by SIGQUIT.
    definition = bench.ecs.describe_task_definition(taskDefinition=f"{name}:1")["taskDefinition"]
    container = {**definition["containerDefinitions"][0], "command": ["-c", "trap 'exit 0' QUIT; sleep 600 & wait"], "entryPoint": ["sh"]}
    kept = ("family", "networkMode", "requiresCompatibilities", "cpu", "memory", "executionRoleArn")
    bad = bench.ecs.register_task_definition(
        **{key: definition[key] for key in kept}, containerDefinitions=[container])["taskDefinition"]
    cli("deploy", name, "--definition", bad["taskDefinitionArn"], "--detach")
    def under_way():
        shown = bench.ecs.describe_services(cluster=bench.cluster, services=[name])["services"][0]
        return any(one["runningCount"] for one in shown["deployments"] if one["status"] == "PRIMARY")
    until("its task runs", under_way)
    assert cli("rollback", name).stdout.strip() == url
    service = bench.ecs.describe_services(cluster=bench.cluster, services=[name])["services"][0]
    assert service["taskDefinition"].endswith(f"/{name}:1")
    assert page(url).startswith("<h1>Hello from ")


def test_traffic_is_shifted_when_that_is_asked_for_and_back(bench, exposed):
    """What it takes at the load balancer is made: nobody has to know AWS's names for it."""
    name, url, cli = exposed
    elb, iam = bench.engine.boto("elbv2"), bench.engine.boto("iam")
    said = cli("deploy", name, "--env", "A=1", "--strategy", "blue-green", "--bake", "0")
    assert said.stdout.strip() == url and "100.0 percent of production traffic" in said.stderr, said.stderr
    assert page(url).startswith("<h1>Hello from ")
    groups = {one["TargetGroupName"]: one for one in elb.describe_target_groups()["TargetGroups"]}
    first, second = groups[name], groups[f"{name}-2"]
    alike = ("Protocol", "Port", "VpcId", "TargetType", "Matcher", "HealthCheckPath", "HealthCheckIntervalSeconds",
             "HealthCheckTimeoutSeconds", "HealthyThresholdCount", "UnhealthyThresholdCount")
    assert [first[key] for key in alike] == [second[key] for key in alike]

    def weights():
        listener = elb.describe_listeners(LoadBalancerArn=first["LoadBalancerArns"][0])["Listeners"][0]
        shares = listener["DefaultActions"][0]["ForwardConfig"]["TargetGroups"]
        return {one["TargetGroupArn"]: one["Weight"] for one in shares}

    assert weights() == {first["TargetGroupArn"]: 0, second["TargetGroupArn"]: 100}
    # Said once, it holds; what was made is taken, not made again.
    cli("deploy", name, "--env", "A=2")
    assert weights() == {first["TargetGroupArn"]: 100, second["TargetGroupArn"]: 0}
    role = iam.get_role(RoleName="ecsInfrastructureRoleForLoadBalancers")["Role"]
    attached = iam.list_attached_role_policies(RoleName=role["RoleName"])["AttachedPolicies"]
    assert [one["PolicyName"] for one in attached] == ["AmazonECSInfrastructureRolePolicyForLoadBalancers"]
    cli("deploy", name, "--env", "A=3", "--strategy", "rolling")
    assert page(url).startswith("<h1>Hello from ")
    balancing = bench.ecs.describe_services(cluster=bench.cluster, services=[name])["services"][0]["loadBalancers"]
    assert balancing[0]["advancedConfiguration"]["roleArn"] == role["Arn"]


def test_a_service_follows_what_is_measured(bench, exposed):
    name, _, cli = exposed
    said = cli("autoscale", name, "--min", "1", "--max", "3", "--cpu", "60", "--requests", "1000").stdout
    assert said == f"{name} 1 to 3 tasks, cpu 60, requests 1000\n"
    scaling = bench.engine.boto("application-autoscaling")
    of = {"ServiceNamespace": "ecs", "ResourceId": f"service/{bench.cluster}/{name}"}
    policies = scaling.describe_scaling_policies(**of)["ScalingPolicies"]
    assert {one["PolicyName"]: len(one["Alarms"]) for one in policies} == {"cpu": 2, "requests": 2}
    cli("autoscale", name, "--off")
    assert scaling.describe_scaling_policies(**of)["ScalingPolicies"] == []


def test_what_a_service_uses_and_answers_is_shown(bench, exposed):
    name, url, cli = exposed

    def shown():
        page(url)
        one = json.loads(cli("top", "-o", "json").stdout)["services"]
        one = next(row for row in one if row["serviceName"] == name)
        measured = one["cpuPercent"] and one["memoryPercent"]
        return one if measured and (one["requestsPerSecond"] or {}).get("all", 0) > 0 else None

    one = until("it is measured", shown, within=90)
    assert 0 <= one["cpuPercent"]["average"] <= one["cpuPercent"]["maximum"] <= 110, one
    assert 0 < one["memoryPercent"]["average"] < 100 and one["requestsPerSecond"]["failed"] == 0, one
    line = next(line for line in cli("top").stdout.splitlines() if line.startswith(name))
    assert line.split()[1] == "1/1" and line.split()[2].endswith("%"), line


def test_secrets_are_kept_by_hand(bench):
    engine, name = bench.engine, unique("db")
    def secret(*words, code=0, stdin=None):
        done = engine.run(str(BINARY), "secret", *words, "--data-dir", str(engine.data), stdin=stdin)
        assert done.returncode == code, (words, done.stdout, done.stderr)
        return done.stdout
    arn = secret("set", name, stdin="one\n").strip()
    assert secret("set", name, stdin="two").strip() == arn
    assert (secret("get", name), secret("get", name, "--stage", "AWSPREVIOUS")) == ("two\n", "one\n")
    assert any(line.split()[0] == name for line in secret("ls").splitlines())
    assert secret("rm", name, "--now").strip() == arn
    secret("get", name, code=3)


def test_what_can_t_be_done_is_told(bench, exposed):
    name, _, cli = exposed
    assert "nothing of" in cli("deploy", name, code=2).stderr
    assert "exposed already" in cli("expose", name, code=2).stderr
    assert "there is no service" in cli("rollback", "nobody", code=3).stderr
    done = cli("scale", "nobody=1", f"{name}=1", code=3)
    assert done.stdout == f"{name} 1 → 1\n" and "there is no service nobody" in done.stderr
    assert "ran nothing else before" in cli("rollback", name, code=3).stderr
