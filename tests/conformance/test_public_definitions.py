"""Definitions of well-known programs, in the shapes that consoles, stacks and deploy tools write.

Names, sizes and settings are our own; the shapes, with all that stands beside what matters, are
those that the tools make: the ECS console names each port and its protocol, CDK writes what is
set, Terraform every list, copilot labels and limits, and deploy scripts send back what
describe-task-definition said.
"""

import json
import resource

import pytest

from harness.tasks import told, unique


def logs(engine, family, **more):
    return {"logDriver": "awslogs", "secretOptions": [], "options": {
        "awslogs-group": f"/ecs/{family}", "awslogs-create-group": "true",
        "awslogs-region": engine.region, "awslogs-stream-prefix": "ecs", **more}}


def task(engine, family, containers, cpu="1024", memory="2048", **more):
    return {
        "family": family, "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"],
        "cpu": cpu, "memory": memory, "containerDefinitions": containers,
        "executionRoleArn": f"arn:aws:iam::{engine.account}:role/ecsTaskExecutionRole", **more,
    }


def watching(engine, family):
    """Prometheus and Grafana, as the ECS console writes them."""
    def container(name, image, port, **more):
        return {
            "name": name, "image": image, "cpu": 0,
            "portMappings": [{"name": f"{name}-{port}-tcp", "containerPort": port, "hostPort": port,
                              "protocol": "tcp", "appProtocol": "http"}],
            "essential": True, "environment": [], "environmentFiles": [], "mountPoints": [],
            "volumesFrom": [], "ulimits": [], "systemControls": [],
            "logConfiguration": logs(engine, family, **{"mode": "non-blocking", "max-buffer-size": "25m"}),
            **more,
        }
    scrape = container("prometheus", "docker.io/prom/prometheus:v3", 9090,
                       command=["--storage.tsdb.retention.time=2d"])
    show = container("grafana", "grafana/grafana-oss:12", 3000,
                     dependsOn=[{"containerName": "prometheus", "condition": "START"}])
    return task(engine, family, [scrape, show], volumes=[], placementConstraints=[],
                runtimePlatform={"cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"})


def login(engine, family):
    """Keycloak and PostgreSQL, as a CDK stack writes them: what is set, and no more."""
    def environment(**values):
        return [{"name": name, "value": value} for name, value in values.items()]
    database = {
        "name": "db", "image": "postgres:17-alpine", "essential": True,
        "environment": environment(POSTGRES_DB="login", POSTGRES_PASSWORD="example"),
        "portMappings": [{"containerPort": 5432, "protocol": "tcp"}],
        "logConfiguration": {key: value for key, value in logs(engine, family).items() if key != "secretOptions"},
    }
    server = {
        "name": "server", "image": "quay.io/keycloak/keycloak:26.0", "essential": True, "command": ["start-dev"],
        "environment": environment(KC_DB="postgres", KC_DB_URL="jdbc:postgresql://localhost/login"),
        "portMappings": [{"containerPort": 8080, "protocol": "tcp", "name": "http", "appProtocol": "http"}],
        "dependsOn": [{"containerName": "db", "condition": "START"}],
        "logConfiguration": {key: value for key, value in logs(engine, family).items() if key != "secretOptions"},
    }
    return task(engine, family, [database, server], cpu="2048", memory="4096",
                taskRoleArn=f"arn:aws:iam::{engine.account}:role/login-TaskRole30FC0FBB-1A2B3C",
                tags=[{"key": "stack", "value": "login-test"}])


def blog(engine, family):
    """WordPress and MySQL, as Terraform's modules write them: every list, empty or not."""
    def container(name, image, port, **more):
        return {
            "name": name, "image": image, "cpu": 256, "memory": 1024, "memoryReservation": 256, "essential": True,
            "command": [], "entryPoint": [], "dnsSearchDomains": [], "dnsServers": [], "dockerSecurityOptions": [],
            "extraHosts": [], "links": [], "mountPoints": [], "volumesFrom": [], "systemControls": [],
            "resourceRequirements": [], "secrets": [], "ulimits": [], "credentialSpecs": [], "environmentFiles": [],
            "dependsOn": [], "interactive": False, "pseudoTerminal": False, "privileged": False,
            "readonlyRootFilesystem": False, "startTimeout": 30, "stopTimeout": 120, "user": "0",
            "linuxParameters": {"initProcessEnabled": False, "capabilities": {"add": [], "drop": []},
                                "devices": [], "tmpfs": []},
            "restartPolicy": {"enabled": False}, "versionConsistency": "disabled",
            "portMappings": [{"containerPort": port, "hostPort": port, "protocol": "tcp"}],
            "logConfiguration": logs(engine, family), **more,
        }
    words = [{"name": "WORDPRESS_DB_HOST", "value": "127.0.0.1"}, {"name": "WORDPRESS_DB_NAME", "value": "blog"}]
    return task(engine, family, [
        container("wordpress", "public.ecr.aws/docker/library/wordpress:6-apache", 80, environment=words),
        container("mysql", "public.ecr.aws/docker/library/mysql:8.4", 3306, environment=[]),
    ], cpu="1 vCPU", memory="3 GB", ephemeralStorage={"sizeInGiB": 21}, enableFaultInjection=False,
        inferenceAccelerators=[])


def flows(engine, family):
    """n8n, as copilot writes it: labels, limits, its own variables, a port for its mesh."""
    container = {
        "name": "n8n", "image": f"{engine.registry}/team/n8n:1.70", "essential": True,
        "dockerLabels": {"com.example.workload": "flows"},
        "environment": [{"name": "COPILOT_APPLICATION_NAME", "value": "team"},
                        {"name": "COPILOT_SERVICE_NAME", "value": "flows"}, {"name": "N8N_PORT", "value": "5678"}],
        "linuxParameters": {"initProcessEnabled": True, "capabilities": {"drop": ["NET_RAW"]}},
        "readonlyRootFilesystem": False,
        "ulimits": [{"name": "nofile", "softLimit": 65536, "hardLimit": 65536}],
        "portMappings": [{"containerPort": 5678, "name": "target"}],
        "logConfiguration": logs(engine, family),
    }
    return task(engine, family, [container], cpu="512", memory="1024",
                taskRoleArn="flows-TaskRole", runtimePlatform={"operatingSystemFamily": "LINUX"})


def answers(engine, family):
    """Metabase, as a deploy script writes it that once read another revision."""
    container = {
        "name": "metabase", "image": "metabase/metabase:v0.53", "cpu": 0, "essential": True,
        "portMappings": [{"containerPort": 3000, "hostPort": 3000, "protocol": "tcp", "name": "ui",
                          "appProtocol": "http"}],
        "environment": [{"name": "JAVA_TIMEZONE", "value": "UTC"}], "environmentFiles": [],
        "mountPoints": [], "volumesFrom": [], "ulimits": [], "systemControls": [],
        "logConfiguration": logs(engine, family),
    }
    return task(engine, family, [container], volumes=[], placementConstraints=[], tags=[])


DEFINITIONS = [watching, login, blog, flows, answers]
# What the server writes, and what comes back in another form than it was sent.
WRITTEN = {"taskDefinitionArn", "revision", "status", "registeredAt", "registeredBy", "requiresAttributes",
           "compatibilities"}
OTHERWISE = {"cpu", "memory", "tags", "containerDefinitions", "inferenceAccelerators"}


@pytest.mark.parametrize("make", DEFINITIONS, ids=lambda make: make.__name__)
def test_a_definition_is_registered_and_comes_back(ecs, engine, make):
    request = make(engine, unique(make.__name__))
    made = ecs.register_task_definition(**request)["taskDefinition"]
    assert made == ecs.describe_task_definition(taskDefinition=request["family"])["taskDefinition"]
    for name, value in request.items():
        if name not in OTHERWISE:
            assert made[name] == value, name
    assert made["compatibilities"] == ["EC2", "MANAGED_INSTANCES", "FARGATE"]
    assert made["revision"] == 1
    for sent, kept in zip(request["containerDefinitions"], made["containerDefinitions"], strict=True):
        for name, value in sent.items():
            if name != "portMappings":
                assert kept[name] == value, name
        for asked, mapping in zip(sent["portMappings"], kept["portMappings"], strict=True):
            assert mapping == {"protocol": "tcp", "hostPort": asked["containerPort"], **asked}


@pytest.mark.parametrize("make", DEFINITIONS, ids=lambda make: make.__name__)
def test_what_was_described_is_registered_again(ecs, engine, make):
    """As deploy scripts do: described, without what the server wrote, and one thing changed."""
    request = make(engine, unique(make.__name__))
    ecs.register_task_definition(**request)
    said = ecs.describe_task_definition(taskDefinition=request["family"])["taskDefinition"]
    again = {name: value for name, value in said.items() if name not in WRITTEN}
    again["containerDefinitions"][0]["image"] = "docker.io/library/other:2"
    made = ecs.register_task_definition(**again)["taskDefinition"]
    assert made["revision"] == 2
    assert {name: made[name] for name in again} == again


@pytest.mark.parametrize("make", DEFINITIONS, ids=lambda make: make.__name__)
def test_the_stock_cli_registers_a_file(engine, tmp_path, make):
    family = unique(make.__name__)
    file = tmp_path / "definition.json"
    file.write_text(json.dumps(make(engine, family)))
    made = json.loads(engine.aws("ecs", "register-task-definition", "--cli-input-json", f"file://{file}"))
    assert made["taskDefinition"]["taskDefinitionArn"].endswith(f"task-definition/{family}:1")
    listed = json.loads(engine.aws("ecs", "list-task-definitions", "--family-prefix", family))
    assert listed["taskDefinitionArns"] == [made["taskDefinition"]["taskDefinitionArn"]]


@pytest.mark.parametrize(("field", "container", "more"), [
    ("efsVolumeConfiguration", {"mountPoints": [{"sourceVolume": "data", "containerPath": "/var/lib/data"}]},
     {"volumes": [{"name": "data", "efsVolumeConfiguration": {"fileSystemId": "fs-0123456789abcdef0"}}]}),
])
def test_what_they_ask_besides_is_refused_by_name_until_it_is_built(ecs, engine, refused, field, container, more):
    request = login(engine, unique("later")) | more
    request["containerDefinitions"][0] |= container
    assert f"{field} of " in refused("UnsupportedFeatureException", ecs.register_task_definition, **request)


def test_one_runs_with_its_ports_named_and_labels_on(bench):
    """The console's shape, with a small program in place of the two."""
    request = watching(bench.engine, unique("watching"))
    server, client = request["containerDefinitions"]
    say = "echo up; while [ ! -e /tmp/end ]; do sleep 0.1; done"
    server |= {"image": bench.images("busybox"), "stopTimeout": 2, "dockerLabels": {"tier": "metrics"},
               "command": ["sh", "-c", f"mkdir /tmp/w; echo samples > /tmp/w/m; httpd -p 9090 -h /tmp/w; {say}"]}
    client |= {"image": bench.images("busybox"), "essential": True, "command": [
        "sh", "-c", "until wget -qO- http://127.0.0.1:9090/m 2>/dev/null; do sleep 0.1; done"]}
    made = bench.ecs.register_task_definition(**request | {"cpu": "256", "memory": "512"})["taskDefinition"]
    arn = bench.run(definition=made["taskDefinitionArn"], startedBy="ECS Deploy")
    task = bench.finish(arn)
    assert task["startedBy"] == "ECS Deploy"
    codes = {container["name"]: container.get("exitCode") for container in task["containers"]}
    assert codes["grafana"] == 0, codes
    bench.group = f"/ecs/{request['family']}"
    stream = f"ecs/grafana/{arn.rpartition('/')[2]}"
    bench.stream = lambda arn, container="main": stream
    bench.expect_lines(arn, ["samples"])


@pytest.mark.parametrize("make", DEFINITIONS, ids=lambda make: make.__name__)
def test_each_runs_as_it_is_written(bench, make):
    """All of it but images and commands: a small program at each port, and the last asks them all."""
    request = make(bench.engine, unique(make.__name__))
    containers = request["containerDefinitions"]
    ports = [container["portMappings"][0]["containerPort"] for container in containers]
    for container, port in zip(containers, ports, strict=True):
        serve = f"mkdir /tmp/w; echo {container['name']} >/tmp/w/who; httpd -p {port} -h /tmp/w"
        wait = "trap 'exit 0' TERM; while :; do sleep 0.1; done"
        ask = "; ".join(f"until wget -qO- http://127.0.0.1:{port}/who 2>/dev/null; do sleep 0.1; done" for port in ports)
        end = ask if container is containers[-1] else wait
        container |= {"image": bench.images("busybox"), "entryPoint": ["sh", "-c"], "command": [f"{serve}; {end}"]}
        for limit in container.get("ulimits", []):
            # A host without the right to raise its own gives no more than it has, and says so.
            most = min(limit["hardLimit"], resource.getrlimit(resource.RLIMIT_NOFILE)[1])
            limit |= {"softLimit": most, "hardLimit": most}
    if role := request.get("taskRoleArn"):
        trust = {"Version": "2012-10-17", "Statement": {
            "Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}}
        iam = bench.engine.boto("iam")
        iam.create_role(RoleName=role.rpartition("/")[2], AssumeRolePolicyDocument=json.dumps(trust))
    made = bench.ecs.register_task_definition(**request)["taskDefinition"]
    arn = bench.run(definition=made["taskDefinitionArn"])
    task = bench.finish(arn, within=60)
    names = [container["name"] for container in containers]
    codes = {container["name"]: container.get("exitCode") for container in task["containers"]}
    assert codes[names[-1]] == 0 and set(codes) == set(names), told(task)
    bench.group = f"/ecs/{request['family']}"
    bench.stream = lambda arn, container="main": f"ecs/{names[-1]}/{arn.rpartition('/')[2]}"
    bench.expect_lines(arn, names)
