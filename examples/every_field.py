#!/usr/bin/env python3
"""Definitions that say something of every field that ferrogate takes, and a task of the first.

    eval "$(sudo ferrogate env)"
    examples/every_field.py [--image IMAGE]      # any image with a shell; busybox without

Registers both, runs the first, waits for its end and shows what each container has said. The
second is of an image in a private registry, which is not there. The exit code is 0 when all of
them ended well. `--print` shows the definitions alone, a line each.
"""

import argparse
import json
import platform
import sys
import threading
import time
import uuid

import boto3

GROUP = "/ecs/every-field"
ROLE = "arn:aws:iam::{account}:role/every-field"
EXECUTION = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
PARAMETER = "/every-field/password"


def prepare(image: str, log: dict) -> dict:
    """Runs first, as root: makes a shared folder ready for the one who serves."""
    return {
        "name": "prepare", "image": image, "essential": False, "cpu": 64, "memoryReservation": 32,
        "entryPoint": ["sh", "-c"],
        "command": ["echo \"$GREETING\" > /site/index.html && chown -R 1000:1000 /site && echo prepared"],
        "environment": [{"name": "GREETING", "value": "hello from a volume"}],
        "mountPoints": [{"sourceVolume": "site", "containerPath": "/site"}],
        "logConfiguration": log,
    }


def serve(image: str, log: dict) -> dict:
    """Runs as a user of its own on a root that nobody writes to, with the rights it needs."""
    return {
        "name": "serve", "image": image, "essential": False, "cpu": 128, "memory": 128,
        "user": "1000:1000", "workingDirectory": "/site", "readonlyRootFilesystem": True,
        "command": ["sh", "-c", "echo pid > /run/pid && ulimit -n && cat /proc/sys/net/core/somaxconn && "
                                "trap 'exit 0' TERM; httpd -p 8080 -h /site; while :; do sleep 0.1; done"],
        "dependsOn": [{"containerName": "prepare", "condition": "SUCCESS"}],
        "mountPoints": [{"sourceVolume": "site", "containerPath": "/site", "readOnly": False}],
        "linuxParameters": {
            "initProcessEnabled": True,
            "capabilities": {"drop": ["ALL"], "add": ["SYS_PTRACE"]},
            "tmpfs": [{"containerPath": "/run", "size": 4, "mountOptions": ["mode=1777", "noexec"]}],
        },
        "ulimits": [{"name": "nofile", "softLimit": 1024, "hardLimit": 4096}],
        "systemControls": [{"namespace": "net.core.somaxconn", "value": "1024"}],
        "portMappings": [
            {"containerPort": 8080, "hostPort": 8080, "protocol": "tcp", "name": "web", "appProtocol": "http"},
            {"containerPortRange": "9000-9009", "protocol": "udp"},
        ],
        "dockerLabels": {"com.example.part": "web"},
        "healthCheck": {"command": ["CMD-SHELL", "wget -qO /dev/null http://127.0.0.1:8080/"],
                        "interval": 5, "timeout": 2, "retries": 3, "startPeriod": 10},
        "restartPolicy": {"enabled": True, "ignoredExitCodes": [0], "restartAttemptPeriod": 60},
        "startTimeout": 60, "stopTimeout": 10, "versionConsistency": "disabled",
        "logConfiguration": log,
    }


def ask(image: str, log: dict) -> dict:
    """Ends the task: asks the server, and finds its volume where the server has it."""
    return {
        "name": "ask", "image": image, "essential": True, "pseudoTerminal": True, "interactive": True,
        "command": ["sh", "-c", "until wget -qO- http://127.0.0.1:8080/ 2>/dev/null; do sleep 0.1; done; "
                                "cat /site/index.html; touch /site/end 2>/dev/null || echo 'read-only here'; "
                                "test \"$PASSWORD\" = 'nobody sees it' && echo 'a secret is here'"],
        "secrets": [{"name": "PASSWORD", "valueFrom": PARAMETER}],
        "dependsOn": [{"containerName": "serve", "condition": "HEALTHY"}],
        "volumesFrom": [{"sourceContainer": "serve", "readOnly": True}],
        "logConfiguration": log,
    }


def log_router(image: str, log: dict) -> dict:
    """Where Fluent Bit would run: shows what it is told to do. It stops after who logs to it."""
    return {
        "name": "log_router", "image": image, "essential": False,
        "firelensConfiguration": {"type": "fluentbit", "options": {"enable-ecs-log-metadata": "true"}},
        "command": ["sh", "-c", "grep Match /fluent-bit/etc/fluent-bit.conf; trap 'exit 0' TERM; while :; do sleep 0.1; done"],
        "logConfiguration": log,
    }


def routed(image: str) -> dict:
    """Logs to the router, or would: it has nothing to say."""
    return {
        "name": "routed", "image": image, "essential": False,
        "command": ["sh", "-c", "test $FLUENT_HOST:$FLUENT_PORT = 127.0.0.1:24224"],
        "logConfiguration": {"logDriver": "awsfirelens", "options": {"Name": "null", "exclude-pattern": "^debug"},
                             "secretOptions": [{"name": "apikey", "valueFrom": PARAMETER}]},
    }


def definition(image: str, region: str, account: str) -> dict:
    """The whole request."""
    log = {"logDriver": "awslogs", "options": {
        "awslogs-group": GROUP, "awslogs-region": region, "awslogs-stream-prefix": "every",
        "awslogs-create-group": "true", "mode": "blocking"}}
    machine = {"x86_64": "X86_64", "aarch64": "ARM64"}
    return {
        "family": "every-field", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"],
        "cpu": "256", "memory": "512", "ephemeralStorage": {"sizeInGiB": 21},
        "pidMode": "task", "enableFaultInjection": True,
        "runtimePlatform": {"operatingSystemFamily": "LINUX", "cpuArchitecture": machine[platform.machine()]},
        "executionRoleArn": ROLE.format(account=account), "taskRoleArn": ROLE.format(account=account),
        "volumes": [{"name": "site", "host": {}}],
        "containerDefinitions": [*(part(image, log) for part in (prepare, serve, ask, log_router)), routed(image)],
        "tags": [{"key": "example", "value": "every field"}],
    }


def private(region: str, account: str) -> dict:
    """Pulled with the login that a secret has, by the rights of the execution role."""
    login = f"arn:aws:secretsmanager:{region}:{account}:secret:every-field/login"
    return {
        "family": "every-field-private", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"],
        "cpu": "256", "memory": "512", "executionRoleArn": ROLE.format(account=account),
        "containerDefinitions": [{"name": "app", "image": "registry.example.com/team/app:1",
                                  "repositoryCredentials": {"credentialsParameter": login}}],
    }


def wait(ecs, cluster: str, task: str) -> dict:
    """The task once it has stopped."""
    deadline, pause = time.monotonic() + 120, threading.Event()
    while True:
        found, = ecs.describe_tasks(cluster=cluster, tasks=[task])["tasks"]
        if found["lastStatus"] == "STOPPED" or time.monotonic() > deadline:
            return found
        pause.wait(0.1)


def show(logs, task: dict) -> bool:
    """Says what each container said and how it ended; whether all ended well."""
    well = task.get("stopCode") == "EssentialContainerExited"
    for container in sorted(task["containers"], key=lambda container: container["name"]):
        stream = f"every/{container['name']}/{task['taskArn'].rpartition('/')[2]}"
        kept = container["name"] != "routed"
        events = logs.get_log_events(
            logGroupName=GROUP, logStreamName=stream, startFromHead=True)["events"] if kept else []
        print(f"{container['name']}: exit code {container.get('exitCode')} {container.get('reason', '')}".rstrip())
        for event in events:
            print(f"    {event['message'].rstrip()}")
        well = well and container.get("exitCode") == 0
    return well


def make_role(iam) -> None:
    """The role that pulls, logs and reads the task's secret, and that its programs act with."""
    name = ROLE.rpartition("/")[2]
    trust = {"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}}
    try:
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
    except iam.exceptions.EntityAlreadyExistsException:
        pass
    iam.attach_role_policy(RoleName=name, PolicyArn=EXECUTION)
    read = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "ssm:GetParameters", "Resource": f"arn:aws:ssm:*:*:parameter{PARAMETER}"},
        {"Effect": "Allow", "Action": "logs:CreateLogGroup", "Resource": f"arn:aws:logs:*:*:log-group:{GROUP}:*"}]}
    iam.put_role_policy(RoleName=name, PolicyName="every-field", PolicyDocument=json.dumps(read))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--image", default="public.ecr.aws/docker/library/busybox:1")
    parser.add_argument("--cluster", default="default")
    parser.add_argument("--print", action="store_true", dest="only_print")
    args = parser.parse_args()
    ecs, ec2, logs, sts = (boto3.client(name) for name in ("ecs", "ec2", "logs", "sts"))
    region, account = ecs.meta.region_name, sts.get_caller_identity()["Account"]
    requests = [definition(args.image, region, account), private(region, account)]
    if args.only_print:
        print("\n".join(json.dumps(request) for request in requests))
        return 0
    make_role(boto3.client("iam"))
    boto3.client("ssm").put_parameter(Name=PARAMETER, Value="nobody sees it", Type="SecureString", Overwrite=True)
    made, _ = (ecs.register_task_definition(**request)["taskDefinition"]["taskDefinitionArn"] for request in requests)
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    ecs.create_cluster(clusterName=args.cluster)
    answer = ecs.run_task(cluster=args.cluster, taskDefinition=made, launchType="FARGATE", clientToken=str(uuid.uuid4()),
                          enableExecuteCommand=True,
                          networkConfiguration={"awsvpcConfiguration": {"subnets": [subnet]}})
    task = wait(ecs, args.cluster, answer["tasks"][0]["taskArn"])
    print(f"{task['lastStatus']}: {task.get('stoppedReason')}")
    return 0 if show(logs, task) else 1


if __name__ == "__main__":
    sys.exit(main())
