"""Each field of a task definition: its effect seen from inside a real container, what there is
without it, and what is refused. A field of AWS's model that is taken and not in this table fails.

A new field: a `Row` in ROWS, or its test's name in ELSEWHERE; what is refused of it in REFUSED.
"""

import json
import resource
import sys

import pytest

from harness import fields
from harness.fields import Row
from harness.tasks import unique
from harness.wait import until

CGROUP = "at() { cat /sys/fs/cgroup/$1 2>/dev/null || cat /sys/fs/cgroup/$2; }; "
# Fargate's, or what a host has that does not let its own limit be raised.
FILES = str(min(65535, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
LIMITS = "sed -n 's/  */ /g; s/^Max //p' /proc/self/limits"

ROWS = [
    Row("defaults", ("ContainerDefinition.image", "ContainerDefinition.name"), {},
        "id -u; id -g; pwd; tty; ulimit -n; ulimit -Hn; ulimit -c; grep CapBnd /proc/self/status; "
        "tr '\\0' ' ' < /proc/1/cmdline | cut -c 1-5; touch /written && echo written; readlink /proc/self/fd/0; "
        "echo $AWS_EXECUTION_ENV; df -m /dev/shm | sed -n 's/^shm \\|^tmpfs *\\([0-9]*\\).*/\\1/p'",
        ("0", "0", "/", "not a tty", FILES, FILES, "0", "CapBnd:\t00000000a80425fb", "sh -c", "written",
         "/dev/null", "AWS_ECS_FARGATE", "64")),
    Row("user-number", ("ContainerDefinition.user",), {"user": "1000"}, "id -u; id -g; echo ~", ("1000", "1000", "/home/app")),
    Row("user-numbers", (), {"user": "12:13"}, "id -u; id -g; echo $HOME", ("12", "13", "/")),
    Row("user-name", (), {"user": "nobody"}, "id -u; id -g", ("65534", "65534")),
    Row("user-names", (), {"user": "app:nogroup"}, "id -u; id -g", ("1000", "65534")),
    Row("user-name-number", (), {"user": "app:77"}, "id -u; id -g", ("1000", "77")),
    Row("folder", ("ContainerDefinition.workingDirectory",), {"workingDirectory": "/made/for/it"}, "pwd", ("/made/for/it",)),
    Row("environment", ("ContainerDefinition.environment", "KeyValuePair.name", "KeyValuePair.value"),
        {"environment": [{"name": "COLOUR", "value": "a = b"}, {"name": "HOME", "value": "/mine"}]},
        "echo $COLOUR; echo $HOME", ("a = b", "/mine")),
    Row("program", ("ContainerDefinition.entryPoint", "ContainerDefinition.command"),
        {"entryPoint": ["/bin/sh", "-c"], "command": ["echo $0 $1", "zero", "one"]}, "", ("zero one",)),
    Row("sizes", ("ContainerDefinition.cpu", "ContainerDefinition.memory", "ContainerDefinition.memoryReservation"),
        {"cpu": 64, "memory": 64, "memoryReservation": 32},
        CGROUP + "at cpu/cpu.shares cpu.weight; at memory/memory.limit_in_bytes memory.max; "
        "at memory/memory.soft_limit_in_bytes memory.low", ({"64", "3"}, str(64 << 20), str(32 << 20))),
    Row("root", ("ContainerDefinition.readonlyRootFilesystem",), {"readonlyRootFilesystem": True},
        "touch /written 2>/dev/null || echo read-only", ("read-only",)),
    Row("linux", ("ContainerDefinition.linuxParameters", "LinuxParameters.initProcessEnabled",
                  "LinuxParameters.capabilities", "KernelCapabilities.add", "KernelCapabilities.drop"),
        {"linuxParameters": {"initProcessEnabled": True, "capabilities": {"add": ["SYS_PTRACE"], "drop": ["ALL"]}}},
        "grep CapBnd /proc/self/status; test $$ -ne 1 && echo not the first", ("CapBnd:\t0000000000080000", "not the first")),
    Row("less-rights", (), {"linuxParameters": {"capabilities": {"drop": ["NET_RAW", "MKNOD"]}}},
        "grep CapBnd /proc/self/status", ("CapBnd:\t00000000a00405fb",)),
    Row("memory", ("LinuxParameters.tmpfs", "Tmpfs.containerPath", "Tmpfs.size", "Tmpfs.mountOptions"),
        {"linuxParameters": {"tmpfs": [{"containerPath": "/mem", "size": 2, "mountOptions": ["mode=711", "uid=7"]}]}},
        "stat -c '%a %u' /mem; df -m /mem | sed -n 's/^tmpfs *\\([0-9]*\\).*/\\1/p'", ("711 7", "2")),
    Row("limits", ("ContainerDefinition.ulimits", "Ulimit.name", "Ulimit.softLimit", "Ulimit.hardLimit"),
        {"ulimits": [{"name": name, "softLimit": soft, "hardLimit": hard} for name, soft, hard in (
            ("core", 1, 2), ("cpu", 700, 800), ("data", 1 << 29, 1 << 30), ("fsize", 1 << 20, 1 << 21),
            ("locks", 31, 32), ("memlock", 4096, 8192), ("msgqueue", 4096, 8192), ("nice", 0, 0),
            ("nofile", 100, 200), ("nproc", 300, 400), ("rss", 1 << 20, 1 << 21), ("rtprio", 0, 0),
            ("rttime", 5, 6), ("sigpending", 50, 60), ("stack", 1 << 20, 1 << 21))]},
        LIMITS, ("cpu time 700 800 seconds ", "file size 1048576 2097152 bytes ",
                 "data size 536870912 1073741824 bytes ", "stack size 1048576 2097152 bytes ",
                 "core file size 1 2 bytes ", "resident set 1048576 2097152 bytes ", "processes 300 400 processes ",
                 "open files 100 200 files ", "locked memory 4096 8192 bytes ", "address space unlimited unlimited bytes ",
                 "file locks 31 32 locks ", "pending signals 50 60 signals ", "msgqueue size 4096 8192 bytes ",
                 "nice priority 0 0 ", "realtime priority 0 0 ", "realtime timeout 5 6 us ")),
    Row("kernel", ("ContainerDefinition.systemControls", "SystemControl.namespace", "SystemControl.value"),
        {"systemControls": [{"namespace": namespace, "value": value} for namespace, value in (
            ("net.core.somaxconn", "777"), ("net.ipv4.ip_local_port_range", "20000 30000"), ("kernel.shmmax", "65536"),
            ("kernel.sem", "250 32000 100 200"), ("kernel.shm_rmid_forced", "1"), ("fs.mqueue.msg_max", "20"))]},
        "cd /proc/sys; for at in net/core/somaxconn net/ipv4/ip_local_port_range kernel/shmmax kernel/sem "
        "kernel/shm_rmid_forced fs/mqueue/msg_max; do echo $(cat $at); done; (echo 1 > kernel/shmmax) 2>/dev/null || echo fixed",
        ("777", "20000 30000", "65536", "250 32000 100 200", "1", "20", "fixed")),
    Row("terminal", ("ContainerDefinition.pseudoTerminal",), {"pseudoTerminal": True},
        "test -t 0 && test -t 1 && tty; echo $TERM", ("/dev/pts/0", "xterm")),
    Row("input", ("ContainerDefinition.interactive",), {"interactive": True},
        "readlink /proc/self/fd/0 | cut -c 1-5", ("pipe:",)),
    Row("ports", ("ContainerDefinition.portMappings", "PortMapping.containerPort", "PortMapping.protocol",
                  "PortMapping.containerPortRange"),
        {"portMappings": [{"containerPort": 8080}, {"containerPort": 53, "protocol": "udp"},
                          {"containerPortRange": "9000-9009", "protocol": "tcp"}]},
        "mkdir /w; echo served > /w/file; httpd -p 8080 -h /w; httpd -p 9003 -h /w; "
        "for port in 8080 9003; do wget -qO- http://127.0.0.1:$port/file; done", ("served", "served")),
    Row("disk", ("RegisterTaskDefinitionRequest.ephemeralStorage", "EphemeralStorage.sizeInGiB"), {},
        "set -- $(stat -f -c '%b %S' /); test $(($1 * $2)) -ge $((21 << 30)) && echo 21 GiB", ("21 GiB",),
        {"ephemeralStorage": {"sizeInGiB": 21}}),
]

# Fields whose effect another test of this suite sees.
ELSEWHERE = {
    "test_task_fields.py::test_volumes_are_shared_inherited_and_read_only": (
        "RegisterTaskDefinitionRequest.volumes", "ContainerDefinition.mountPoints", "ContainerDefinition.volumesFrom",
        "MountPoint.sourceVolume", "MountPoint.containerPath", "MountPoint.readOnly", "VolumeFrom.sourceContainer",
        "VolumeFrom.readOnly", "Volume.name", "Volume.host", "ContainerDefinition.dependsOn",
        "ContainerDependency.containerName", "ContainerDependency.condition", "ContainerDefinition.essential"),
    "test_task_fields.py::test_what_was_registered_is_described": (
        "RegisterTaskDefinitionRequest.family", "RegisterTaskDefinitionRequest.tags", "Tag.key", "Tag.value",
        "RegisterTaskDefinitionRequest.networkMode", "RegisterTaskDefinitionRequest.containerDefinitions",
        "RegisterTaskDefinitionRequest.requiresCompatibilities", "RegisterTaskDefinitionRequest.runtimePlatform",
        "RuntimePlatform.operatingSystemFamily", "PortMapping.hostPort", "PortMapping.name",
        "PortMapping.appProtocol", "TaskDefinition.taskDefinitionArn", "TaskDefinition.family",
        "TaskDefinition.containerDefinitions", "TaskDefinition.taskRoleArn", "TaskDefinition.executionRoleArn",
        "TaskDefinition.networkMode", "TaskDefinition.revision", "TaskDefinition.status", "TaskDefinition.volumes",
        "TaskDefinition.requiresAttributes", "TaskDefinition.compatibilities", "TaskDefinition.requiresCompatibilities",
        "TaskDefinition.runtimePlatform", "TaskDefinition.cpu", "TaskDefinition.memory", "TaskDefinition.registeredAt",
        "TaskDefinition.registeredBy", "TaskDefinition.ephemeralStorage", "Attribute.name"),
    "test_roles.py::test_a_task_needs_each_right_that_fargate_asks_its_role_for": (
        "RegisterTaskDefinitionRequest.executionRoleArn",),
    "test_private_registry.py::test_a_private_image_is_pulled_with_the_login_of_a_secret": (
        "ContainerDefinition.repositoryCredentials", "RepositoryCredentials.credentialsParameter"),
    "test_authz.py::test_a_task_acts_with_its_role_until_it_stops": ("RegisterTaskDefinitionRequest.taskRoleArn",),
    "test_ecs_task_definitions.py::test_only_inactive_revisions_are_deleted": (
        "TaskDefinition.deregisteredAt", "TaskDefinition.deleteRequestedAt"),
    "test_real_programs.py::test_a_jvm_sees_its_task_and_sizes_its_heap_by_it": (
        "RegisterTaskDefinitionRequest.cpu", "RegisterTaskDefinitionRequest.memory"),
    "test_hostile_images.py::test_an_image_for_another_architecture_says_so": ("RuntimePlatform.cpuArchitecture",),
    "test_lifecycle.py::test_who_ignores_sigterm_is_killed_after_its_stop_timeout": ("ContainerDefinition.stopTimeout",),
    "test_lifecycle.py::test_containers_of_a_task_share_their_processes_if_it_says_so": (
        "RegisterTaskDefinitionRequest.pidMode", "TaskDefinition.pidMode"),
    "test_health.py::test_a_task_shows_the_worst_of_its_essential_containers_that_are_checked": (
        "ContainerDefinition.healthCheck", "HealthCheck.command", "HealthCheck.interval", "HealthCheck.timeout",
        "HealthCheck.retries", "HealthCheck.startPeriod"),
    "test_restart.py::test_a_container_runs_again_in_its_task_and_its_log_goes_on": (
        "ContainerDefinition.restartPolicy", "ContainerRestartPolicy.enabled",
        "ContainerRestartPolicy.ignoredExitCodes", "ContainerRestartPolicy.restartAttemptPeriod"),
    "test_logs.py::test_a_long_line_is_one_event_and_an_empty_one_is_none": (
        "ContainerDefinition.logConfiguration", "LogConfiguration.logDriver", "LogConfiguration.options"),
    "test_firelens.py::test_each_line_reaches_the_router_with_its_fields": (
        "ContainerDefinition.firelensConfiguration", "FirelensConfiguration.type"),
    "test_firelens.py::test_fluentd_s_configuration_is_as_its_grammar_has_it": ("FirelensConfiguration.options",),
    "test_metadata.py::test_a_task_is_told_of_itself_what_ecs_tells_of_it": ("ContainerDefinition.dockerLabels",),
    "test_faults.py::test_a_port_swallows_what_is_sent_to_it_until_it_is_told_to_stop": (
        "RegisterTaskDefinitionRequest.enableFaultInjection", "TaskDefinition.enableFaultInjection"),
    "test_parameters.py::test_a_task_sees_its_secrets_and_nobody_else_does": (
        "ContainerDefinition.secrets", "Secret.name", "Secret.valueFrom"),
    "test_parameters.py::test_a_log_router_has_the_secrets_of_those_that_log_to_it": ("LogConfiguration.secretOptions",),
    "test_task_fields.py::test_who_is_waited_for_has_its_time": ("ContainerDefinition.startTimeout",),
    "test_task_fields.py::test_a_task_says_which_image_its_tag_named": ("ContainerDefinition.versionConsistency",),
}
# Of a resource that Fargate has none of: nothing here ever has one.
NEVER = {"Attribute.value", "Attribute.targetType", "Attribute.targetId"}

# What is refused: of the container, of the task, the code, and AWS's words.
CLIENT, UNBUILT = "ClientException", "UnsupportedFeatureException"
REFUSED = [
    ({"user": "app", "privileged": True}, {}, CLIENT, "Fargate requires that the 'privileged' setting be 'false'"),
    ({"disableNetworking": True}, {}, CLIENT, "Disable Networking is not supported on container"),
    ({"links": ["a"]}, {}, CLIENT, "Links are not supported when networkMode=awsvpc"),
    ({"hostname": "h"}, {}, CLIENT, "hostname is not supported on container"),
    ({"dnsServers": ["10.0.0.2"]}, {}, CLIENT, "DNS servers are not supported on container"),
    ({"extraHosts": [{"hostname": "h", "ipAddress": "10.0.0.1"}]}, {}, CLIENT, "Extra hosts are not supported"),
    ({"dockerSecurityOptions": ["no-new-privileges"]}, {}, CLIENT, "do not support dockerSecurityOptions"),
    ({"linuxParameters": {"capabilities": {"add": ["NET_ADMIN"]}}}, {}, CLIENT, "NET_ADMIN is not allowed on Fargate"),
    ({"linuxParameters": {"devices": [{"hostPath": "/dev/fuse"}]}}, {}, CLIENT, "do not support devices"),
    ({"linuxParameters": {"sharedMemorySize": 128}}, {}, CLIENT, "do not support sharedMemorySize"),
    ({"linuxParameters": {"maxSwap": 128}}, {}, CLIENT, "do not support maxSwap"),
    ({"linuxParameters": {"swappiness": 1}}, {}, CLIENT, "do not support swappiness"),
    ({"ulimits": [{"name": "nofile", "softLimit": 2, "hardLimit": 1}]}, {}, CLIENT, "Soft limit exceeds hard limit"),
    ({"systemControls": [{"namespace": "vm.overcommit_memory", "value": "1"}]}, {}, CLIENT, "'vm.overcommit_memory'"),
    ({"systemControls": [{"namespace": "kernel.core_pattern", "value": "|/x"}]}, {}, CLIENT, "'kernel.core_pattern'"),
    ({"portMappings": [{"containerPort": 80, "hostPort": 8080}]}, {}, CLIENT, "must match"),
    ({"portMappings": [{"containerPortRange": "80-90", "containerPort": 80}]}, {}, CLIENT,
     "cannot specify both single port and port range"),
    ({"mountPoints": [{"sourceVolume": "nope", "containerPath": "/x"}]}, {}, CLIENT, "Unknown volume 'nope'."),
    ({"volumesFrom": [{"sourceContainer": "nope"}]}, {}, CLIENT, "Unknown container: 'nope'."),
    ({"logConfiguration": {"logDriver": "awsfirelens"}}, {}, CLIENT, "a firelens configuration object must be configured"),
    ({"firelensConfiguration": {"type": "fluentbit"}}, {}, CLIENT,
     "at least one container has to be configured with the awsfirelens log driver"),
    ({"logConfiguration": {"logDriver": "awsfirelens"}, "firelensConfiguration": {"type": "fluentd", "options": {
        "config-file-type": "s3", "config-file-value": "arn:aws:s3:::b/k"}}}, {}, UNBUILT, "config-file-type"),
    ({"logConfiguration": {"logDriver": "awslogs", "secretOptions": [{"name": "apikey", "valueFrom": "k"}], "options": {
        "awslogs-group": "g", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "p"}}}, {}, UNBUILT,
     "secretOptions of container"),
    ({"secrets": [{"name": "A", "valueFrom": "a"}, {"name": "A", "valueFrom": "b"}]}, {}, CLIENT,
     "Duplicate secret names found: A."),
    ({"logConfiguration": {"logDriver": "splunk", "options": {"splunk-token": "t"}}}, {}, CLIENT,
     "Log driver splunk requires options: splunk-url"),
    ({}, {"volumes": [{"name": "v", "host": {"sourcePath": "/x"}}]}, CLIENT, "do not support sourcePath"),
    ({}, {"volumes": [{"name": "v", "dockerVolumeConfiguration": {}}]}, CLIENT, "do not support dockerVolumeConfiguration"),
    ({}, {"volumes": [{"name": "v", "efsVolumeConfiguration": {"fileSystemId": "fs-1"}}]}, UNBUILT,
     "efsVolumeConfiguration of volume 'v'"),
    ({}, {"ipcMode": "task"}, CLIENT, "do not support ipcMode"),
    ({}, {"placementConstraints": [{"type": "memberOf", "expression": "x"}]}, CLIENT, "do not support constraints"),
]


def taken() -> set[str]:
    """The fields that this table has."""
    return {name for row in ROWS for name in row.fields} | {name for names in ELSEWHERE.values() for name in names}


def test_each_field_that_is_taken_has_a_row():
    states, model = fields.states(), fields.model()
    missing = [name for name in model if states.get(name) in fields.TAKEN and name not in taken() | NEVER]
    assert not missing, f"a Row, or a test in ELSEWHERE, is wanted for {missing}"
    there = fields.tests()
    assert not [test for test in ELSEWHERE if test not in there], "ELSEWHERE names a test that is not there"


def test_the_table_names_fields_that_are_taken():
    states, model = fields.states(), set(fields.model())
    odd = {name: states.get(name) for name in taken() if name not in model or states.get(name) not in fields.TAKEN}
    assert not odd, f"not in AWS's model, or not taken: {odd}"


def test_each_field_has_its_effect(bench):
    """All rows, as the containers of few tasks; the last container of each waits for the others."""
    for number, batch in enumerate(fields.tasks(ROWS)):
        containers = [bench.container(name=row.name, essential=False,
                                      **{"command": ["sh", "-c", row.script], **row.container}) for row in batch]
        waits = [{"containerName": container["name"], "condition": "COMPLETE"} for container in containers]
        containers.append(bench.container(command=["true"], name="last", dependsOn=waits))
        made = bench.define(*containers, **batch[0].more)
        arn = bench.run(definition=made["taskDefinitionArn"])
        task = bench.finish(arn, within=90)
        ended = {container["name"]: container.get("exitCode") for container in task["containers"]}
        assert ended["last"] == 0, (number, task["stoppedReason"], task["containers"])
        rows = {container["name"]: row for container, row in zip(containers, batch, strict=False)}

        def wrong(arn=arn, rows=rows):
            said = {name: heard(bench, arn, name) for name in rows}
            differ = {name: (said[name], row.says) for name, row in rows.items() if not row.holds(said[name])}
            assert not differ, differ
            return True
        until("each row says what it must", wrong, within=15)


def heard(bench, arn, name) -> list[str]:
    """A container's lines, without what a terminal puts at their ends."""
    return [line.rstrip("\r") for line in bench.lines(arn, name)] if bench.has_stream(arn, name) else []


def test_what_is_refused_is_refused_by_name(bench, refused):
    for container, task, code, words in REFUSED:
        made = bench.container(command=["true"], **container)
        said = refused(code, lambda made=made, task=task: bench.define(made, **task))
        assert words in said, (container, task, said)


def test_volumes_are_shared_inherited_and_read_only(bench):
    """One writes, one reads what it can't write, one has all of the first's; each after the one before."""
    def after(name):
        return [{"containerName": name, "condition": "SUCCESS"}]
    point = {"sourceVolume": "data", "containerPath": "/data"}
    write = bench.container(name="write", essential=False, mountPoints=[point, {"sourceVolume": "more", "containerPath": "/more", "readOnly": True}],
                            command=["sh", "-c", "stat -c '%u:%g %a' /data; echo first > /data/file"])
    read = bench.container(name="read", essential=False, dependsOn=after("write"), user="app", readonlyRootFilesystem=True,
                           mountPoints=[{**point, "containerPath": "/other/place", "readOnly": True}],
                           command=["sh", "-c", "cat /other/place/file; touch /other/place/x 2>/dev/null || echo no"])
    inherit = bench.container(name="inherit", dependsOn=after("read"), volumesFrom=[{"sourceContainer": "write"}],
                              command=["sh", "-c", "cat /data/file; echo second >> /data/file && cat /data/file; "
                                                   "touch /more/x 2>/dev/null || echo read-only there too"])
    fixed = bench.container(name="fixed", essential=False, volumesFrom=[{"sourceContainer": "write", "readOnly": True}],
                            command=["sh", "-c", "touch /data/x 2>/dev/null || echo fixed"])
    made = bench.define(inherit, fixed, read, write, volumes=[{"name": "data", "host": {}}, {"name": "more"}])
    arn = bench.run(definition=made["taskDefinitionArn"])
    task = bench.finish(arn, within=60)
    assert task["stopCode"] == "EssentialContainerExited", task
    bench.expect_lines(arn, ["0:0 755"], "write")
    bench.expect_lines(arn, ["first", "no"], "read")
    bench.expect_lines(arn, ["first", "first", "second", "read-only there too"], "inherit")
    bench.expect_lines(arn, ["fixed"], "fixed")
    again = bench.shell("ls /data 2>/dev/null || echo nothing of it")
    bench.finish(again)
    bench.expect_lines(again, ["nothing of it"])


def test_what_was_registered_is_described(bench, ecs):
    """Fields whose effect is what the API says of them."""
    container = bench.container(command=["true"], dockerLabels={"com.example.team": "web"}, portMappings=[
        {"containerPort": 80, "hostPort": 80, "name": "web", "appProtocol": "http"}])
    family, tags = unique("described"), [{"key": "team", "value": "web"}]
    role = f"arn:aws:iam::{bench.engine.account}:role/app"
    made = bench.define(container, family=family, tags=tags, taskRoleArn=role, volumes=[{"name": "v"}],
                        ephemeralStorage={"sizeInGiB": 21}, runtimePlatform={"operatingSystemFamily": "LINUX"})
    answer = ecs.describe_task_definition(taskDefinition=family, include=["TAGS"])
    assert answer["tags"] == tags and answer["taskDefinition"] == made
    assert made["taskDefinitionArn"].endswith(f":task-definition/{family}:1") and made["family"] == family
    assert (made["taskRoleArn"], made["networkMode"], made["status"], made["revision"]) == (role, "awsvpc", "ACTIVE", 1)
    assert made["executionRoleArn"].endswith("ecsTaskExecutionRole") and made["registeredBy"]
    assert made["compatibilities"] == ["EC2", "MANAGED_INSTANCES", "FARGATE"]
    assert (made["cpu"], made["memory"], made["requiresCompatibilities"]) == ("256", "512", ["FARGATE"])
    assert made["volumes"] == [{"name": "v", "host": {}}] and made["ephemeralStorage"] == {"sizeInGiB": 21}
    assert made["runtimePlatform"] == {"operatingSystemFamily": "LINUX"} and made["registeredAt"]
    assert {"name": "com.amazonaws.ecs.capability.logging-driver.awslogs"} in made["requiresAttributes"]
    kept, = made["containerDefinitions"]
    assert kept["dockerLabels"] == {"com.example.team": "web"}
    assert kept["portMappings"] == [{"containerPort": 80, "hostPort": 80, "protocol": "tcp", "name": "web", "appProtocol": "http"}]


def test_who_is_waited_for_has_its_time(bench):
    slow = bench.container(name="slow", essential=False, startTimeout=2, command=["sleep", "60"])
    app = bench.container(name="app", command=["true"], dependsOn=[{"containerName": "slow", "condition": "COMPLETE"}])
    task = bench.finish(bench.run(slow, app), within=60)
    assert task["stopCode"] == "TaskFailedToStart" and "slow" in task["stoppedReason"], task


def test_the_example_says_something_of_each_field_and_runs(bench):
    """`examples/every_field.py`, as its reader runs it."""
    script, image = str(fields.ROOT / "examples" / "every_field.py"), bench.images("busybox")
    shown = bench.engine.run(sys.executable, script, "--image", image, "--print")
    said = set().union(*(fields.used(json.loads(line)) for line in shown.stdout.splitlines()))
    states = fields.states()
    missing = [name for name in fields.model(fields.BEGINNINGS[0]) if states.get(name) in fields.TAKEN and name not in said]
    assert not missing, f"the example says nothing of {missing}"
    done = bench.engine.run(sys.executable, script, "--image", image, "--cluster", bench.cluster, within=150)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [line.strip() for line in done.stdout.splitlines()]
    for line in ("prepared", "1024", "hello from a volume", "read-only here", "a secret is here", "serve: exit code 0"):
        assert line in lines, done.stdout


def test_a_task_says_which_image_its_tag_named(bench):
    image = bench.images("busybox")
    digest = bench.engine.boto("ecr").describe_images(
        repositoryName="examples/busybox")["imageDetails"][0]["imageDigest"]
    for consistency in ("enabled", "disabled"):
        arn = bench.run(bench.container(image, command=["true"], versionConsistency=consistency))
        assert bench.finish(arn)["containers"][0]["imageDigest"] == digest


@pytest.mark.parametrize(("user", "words"), [
    ("somebody", "unable to find user somebody: no matching entries in passwd file"),
    ("app:somebody", "unable to find group somebody: no matching entries in group file"),
])
def test_a_user_that_the_image_has_not_is_docker_s_error(bench, user, words):
    task = bench.finish(bench.run(bench.container(command=["true"], user=user)))
    assert task["stopCode"] == "TaskFailedToStart" and words in json.dumps(task["containers"]), task
