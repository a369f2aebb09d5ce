"""Task definitions: exact Fargate sizes, revisions, what comes back, what is refused."""

import pytest

from harness.tasks import unique

GIB = 1024
SIZES = {
    256: [512, 1024, 2048],
    512: [n * GIB for n in range(1, 5)],
    1024: [n * GIB for n in range(2, 9)],
    2048: [n * GIB for n in range(4, 17)],
    4096: [n * GIB for n in range(8, 31)],
    8192: [n * GIB for n in range(16, 61, 4)],
    16384: [n * GIB for n in range(32, 121, 8)],
}


@pytest.fixture
def request_for(engine):
    """A minimal valid request, with changes to it."""
    def make(container=None, **changes):
        first = {"name": "main", "image": f"{engine.registry}/none:1", "essential": True, **(container or {})}
        request = {"family": unique("family"), "networkMode": "awsvpc", "cpu": "256", "memory": "512",
                   "requiresCompatibilities": ["FARGATE"], "containerDefinitions": [first],
                   "executionRoleArn": f"arn:aws:iam::{engine.account}:role/ecsTaskExecutionRole", **changes}
        return {key: value for key, value in request.items() if value is not None}
    return make


@pytest.mark.parametrize("cpu", SIZES)
def test_every_fargate_size_is_accepted(ecs, request_for, cpu):
    family = unique("sizes")
    for memory in SIZES[cpu]:
        made = ecs.register_task_definition(**request_for(family=family, cpu=str(cpu), memory=str(memory)))
        assert (made["taskDefinition"]["cpu"], made["taskDefinition"]["memory"]) == (str(cpu), str(memory))


@pytest.mark.parametrize(("cpu", "memory"), [
    (256, 511), (256, 3072), (256, 4096), (512, 512), (512, 5120), (1024, 1024), (1024, 9216),
    (2048, 2048), (2048, 17408), (4096, 4096), (4096, 31744), (8192, 17408), (16384, 36864), (300, 512),
])
def test_every_other_size_is_refused_in_awss_words(ecs, request_for, refused, cpu, memory):
    said = refused("ClientException", ecs.register_task_definition,
                   **request_for(cpu=str(cpu), memory=str(memory)))
    assert said == (f"No Fargate configuration exists for given values: {cpu} CPU, {memory} memory. "
                    "See the Amazon ECS documentation for the valid values.")


@pytest.mark.parametrize(("cpu", "memory", "kept"), [
    ("1 vCPU", "2 GB", ("1024", "2048")), ("1 vcpu", "2GB", ("1024", "2048")),
    (".25 vCPU", "0.5GB", ("256", "512")), ("0.5 vCPU", "1 GB", ("512", "1024")),
])
def test_sizes_in_words_are_kept_as_numbers(ecs, request_for, cpu, memory, kept):
    made = ecs.register_task_definition(**request_for(cpu=cpu, memory=memory))["taskDefinition"]
    assert (made["cpu"], made["memory"]) == kept


def test_a_cpu_that_is_no_number_is_refused(ecs, request_for, refused):
    assert "Invalid 'cpu' setting for task." in refused(
        "ClientException", ecs.register_task_definition, **request_for(cpu="much"))


def test_what_was_registered_comes_back(ecs, engine, request_for):
    request = request_for(
        container={
            "command": ["serve", "--all"], "entryPoint": ["/bin/app"], "cpu": 128, "memory": 256,
            "memoryReservation": 128, "environment": [{"name": "A", "value": "1"}], "user": "1000:1000",
            "workingDirectory": "/srv", "stopTimeout": 120, "readonlyRootFilesystem": True,
            "portMappings": [{"containerPort": 80, "protocol": "tcp"}],
            "ulimits": [{"name": "nofile", "softLimit": 1024, "hardLimit": 2048}],
            "logConfiguration": {"logDriver": "awslogs", "options": {
                "awslogs-group": "/g", "awslogs-region": engine.region, "awslogs-stream-prefix": "p"}},
        },
        taskRoleArn=f"arn:aws:iam::{engine.account}:role/app",
        runtimePlatform={"cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"},
        tags=[{"key": "team", "value": "a"}])
    made = ecs.register_task_definition(**request)
    assert made["tags"] == [{"key": "team", "value": "a"}]
    definition = made["taskDefinition"]
    family = request["family"]
    assert definition["taskDefinitionArn"] == (
        f"arn:aws:ecs:{engine.region}:{engine.account}:task-definition/{family}:1")
    assert (definition["family"], definition["revision"], definition["status"]) == (family, 1, "ACTIVE")
    for field in ("networkMode", "requiresCompatibilities", "executionRoleArn", "taskRoleArn", "runtimePlatform"):
        assert definition[field] == request[field], field
    container, sent = definition["containerDefinitions"][0], request["containerDefinitions"][0]
    for field in sent.keys() - {"portMappings"}:
        assert container[field] == sent[field], field
    assert container["portMappings"] == [{"containerPort": 80, "hostPort": 80, "protocol": "tcp"}]
    for field in ("mountPoints", "volumesFrom"):
        assert container[field] == []
    assert set(definition["compatibilities"]) == {"EC2", "MANAGED_INSTANCES", "FARGATE"}
    assert definition["placementConstraints"] == definition["volumes"] == []
    assert definition["registeredAt"] and definition["registeredBy"].startswith("arn:aws:")
    assert ecs.describe_task_definition(taskDefinition=family)["taskDefinition"] == definition


def test_revisions_count_up_and_the_latest_active_one_is_meant(ecs, request_for):
    request = request_for()
    arns = [ecs.register_task_definition(**request)["taskDefinition"]["taskDefinitionArn"] for _ in range(3)]
    assert [int(arn.rpartition(":")[2]) for arn in arns] == [1, 2, 3]
    family = request["family"]
    for name, wanted in ((family, arns[2]), (f"{family}:2", arns[1]), (arns[0], arns[0])):
        found = ecs.describe_task_definition(taskDefinition=name)["taskDefinition"]
        assert found["taskDefinitionArn"] == wanted
    gone = ecs.deregister_task_definition(taskDefinition=arns[2])["taskDefinition"]
    assert gone["status"] == "INACTIVE" and gone["deregisteredAt"] >= gone["registeredAt"]
    assert ecs.describe_task_definition(taskDefinition=family)["taskDefinition"]["revision"] == 2
    again = ecs.register_task_definition(**request)["taskDefinition"]
    assert again["revision"] == 4


def test_lists_filter_sort_and_page(ecs, request_for):
    request = request_for(family=unique("listed"))
    arns = [ecs.register_task_definition(**request)["taskDefinition"]["taskDefinitionArn"] for _ in range(5)]
    ecs.deregister_task_definition(taskDefinition=arns[1])
    pager = ecs.get_paginator("list_task_definitions")

    def listed(**filters):
        pages = pager.paginate(familyPrefix=request["family"], PaginationConfig={"PageSize": 2}, **filters)
        return [arn for page in pages for arn in page["taskDefinitionArns"]]

    active = [arns[0], *arns[2:]]
    assert listed() == active
    assert listed(sort="DESC") == active[::-1]
    assert listed(status="INACTIVE") == [arns[1]]
    families = ecs.list_task_definition_families(familyPrefix=request["family"], status="ACTIVE")
    assert families["families"] == [request["family"]]


def test_only_inactive_revisions_are_deleted(ecs, request_for):
    arn = ecs.register_task_definition(**request_for())["taskDefinition"]["taskDefinitionArn"]
    answer = ecs.delete_task_definitions(taskDefinitions=[arn])
    assert answer["taskDefinitions"] == [] and answer["failures"][0]["arn"] == arn
    ecs.deregister_task_definition(taskDefinition=arn)
    answer = ecs.delete_task_definitions(taskDefinitions=[arn])
    assert answer["failures"] == []
    assert [made["status"] for made in answer["taskDefinitions"]] == ["DELETE_IN_PROGRESS"]


def test_an_unknown_definition_is_refused_as_aws_does(ecs, refused):
    assert refused("ClientException", ecs.describe_task_definition,
                   taskDefinition=unique("nowhere")) == "Unable to describe task definition."


def test_a_definition_for_container_instances_is_registered_and_not_run(ecs, bench, refused):
    family = unique("machines")
    container = {"name": "main", "image": "nginx", "memory": 128, "privileged": True, "hostname": "h",
                 "portMappings": [{"containerPort": 80, "hostPort": 8080}],
                 "logConfiguration": {"logDriver": "json-file", "options": {"max-size": "10m"}}}
    made = ecs.register_task_definition(family=family, networkMode="bridge", requiresCompatibilities=["EC2"],
                                        containerDefinitions=[container])["taskDefinition"]
    assert made["compatibilities"] == ["EXTERNAL", "EC2"]
    said = refused("InvalidParameterException", ecs.run_task, cluster=bench.cluster, taskDefinition=family,
                   launchType="FARGATE", networkConfiguration=bench.network)
    assert said == "Task definition does not support launch_type FARGATE."


# AWS documents these as not valid on Fargate; each refusal must name the field.
NOT_ON_FARGATE = {
    "privileged": {"privileged": True},
    "links": {"links": ["other"]},
    "dnsServers": {"dnsServers": ["10.0.0.2"]},
    "dnsSearchDomains": {"dnsSearchDomains": ["example.com"]},
    "extraHosts": {"extraHosts": [{"hostname": "a", "ipAddress": "10.0.0.1"}]},
    "dockerSecurityOptions": {"dockerSecurityOptions": ["no-new-privileges"]},
    "disableNetworking": {"disableNetworking": True},
    "gpu": {"resourceRequirements": [{"type": "GPU", "value": "1"}]},
    "maxSwap": {"linuxParameters": {"maxSwap": 10}},
    "swappiness": {"linuxParameters": {"swappiness": 10}},
    "devices": {"linuxParameters": {"devices": [{"hostPath": "/dev/kvm"}]}},
    "sharedMemorySize": {"linuxParameters": {"sharedMemorySize": 64}},
    "capabilities": {"linuxParameters": {"capabilities": {"add": ["SYS_ADMIN"]}}},
}


@pytest.mark.parametrize("field", NOT_ON_FARGATE)
def test_what_fargate_does_not_take_is_refused_by_name(ecs, request_for, refused, field):
    said = refused("ClientException", ecs.register_task_definition, **request_for(NOT_ON_FARGATE[field]))
    words = {"capabilities": "SYS_ADMIN", "gpu": "GPU", "dnsServers": "DNS servers", "extraHosts": "Extra hosts",
             "dnsSearchDomains": "DNS search domains", "disableNetworking": "Disable Networking"}
    assert words.get(field, field).lower() in said.lower()


@pytest.mark.parametrize(("changes", "word"), [
    ({"networkMode": "bridge"}, "awsvpc"),
    ({"networkMode": None}, "awsvpc"),
    ({"cpu": None}, "cpu"),
    ({"memory": None}, "memory"),
    ({"ipcMode": "host"}, "ipcMode"),
    ({"pidMode": "host"}, "pidMode"),
    ({"placementConstraints": [{"type": "memberOf", "expression": "attribute:x == y"}]}, "constraints"),
])
def test_task_fields_that_fargate_does_not_take_are_refused(ecs, request_for, refused, changes, word):
    said = refused(("ClientException", "InvalidParameterException"), ecs.register_task_definition,
                   **request_for(**changes))
    assert word.lower() in said.lower()


@pytest.mark.parametrize("container", [
    {"essential": False},
    {"name": "with space"},
    {"image": ""},
    {"stopTimeout": 121},
    {"portMappings": [{"containerPort": 80, "hostPort": 8080}]},
    {"portMappings": [{"containerPort": 70000}]},
    {"memory": 1024},
    {"environment": [{"name": "", "value": "x"}]},
    {"ulimits": [{"name": "nofile", "softLimit": 2, "hardLimit": 1}]},
    {"ulimits": [{"name": "rtprio", "softLimit": 0, "hardLimit": 50}]},
], ids=lambda container: next(iter(container)))
def test_a_bad_container_is_refused(ecs, request_for, refused, container):
    request = request_for(container)
    refused(("ClientException", "InvalidParameterException"), ecs.register_task_definition, **request)
    assert ecs.list_task_definitions(familyPrefix=request["family"])["taskDefinitionArns"] == []


def test_two_containers_of_one_name_are_refused(ecs, request_for, refused):
    request = request_for()
    request["containerDefinitions"] *= 2
    refused("ClientException", ecs.register_task_definition, **request)


@pytest.mark.parametrize("family", ["", "with space", "x" * 256])
def test_a_bad_family_is_refused(ecs, request_for, refused, family):
    refused(("ClientException", "InvalidParameterException"), ecs.register_task_definition,
            **request_for(family=family))
