#!/usr/bin/env python3
"""The VPC of the textbooks, and what reaches what in it.

    eval "$(sudo ferrogate env)"
    examples/textbook_vpc.py [--image IMAGE]     # any image with a shell, nc and httpd; busybox without

Public subnets route to an internet gateway, private ones to a NAT gateway. The web group is
open to everybody, the database group to the web group alone. Then tasks try it: each line
says who asked whom, and whether the answer came. All of it is gone afterwards. The exit code
is 0 when everything was as the rules say.
"""

import argparse
import sys
import threading
import time
import uuid

import boto3

VPC, PUBLIC, PRIVATE = "10.50.0.0/16", "10.50.0.0/24", "10.50.128.0/24"
WEB, DATABASE = 8080, 5432
GROUP = "/ecs/textbook-vpc"
ROLE = "arn:aws:iam::{account}:role/ecsTaskExecutionRole"
# Answers each connection with a word.
SERVE = "while :; do echo {word} | nc -l -p {port}; done"
# Ends well when the word comes; the server may not listen yet, or be with another one.
ASK = "for n in 1 2 3 4 5; do [ \"$(nc -w 2 {address} {port} </dev/null)\" = {word} ] && exit 0; sleep 1; done; exit 1"


def until(what: str, look, within: float = 120.0):
    """Polls until `look` answers something true; an example must end even if it never does."""
    deadline, pause = time.monotonic() + within, threading.Event()
    while not (found := look()):
        if time.monotonic() > deadline:
            raise SystemExit(f"{what}: not within {within:.0f} s")
        pause.wait(0.2)
    return found


class Network:
    """A VPC with a public and a private subnet, and a group for each kind of server."""

    def __init__(self, ec2, name: str):
        self.ec2, self.name = ec2, name
        self.undo = []  # what takes it away again, the last first

    def tags(self, kind: str) -> list:
        return [{"ResourceType": kind, "Tags": [{"Key": "Name", "Value": self.name}]}]

    def make(self):
        ec2 = self.ec2
        self.vpc = ec2.create_vpc(CidrBlock=VPC, TagSpecifications=self.tags("vpc"))["Vpc"]["VpcId"]
        self.undo.append(lambda: ec2.delete_vpc(VpcId=self.vpc))
        ec2.get_waiter("vpc_available").wait(VpcIds=[self.vpc])
        self.public, self.private = (self.subnet(cidr) for cidr in (PUBLIC, PRIVATE))
        gateway = ec2.create_internet_gateway(TagSpecifications=self.tags("internet-gateway"))
        gateway = gateway["InternetGateway"]["InternetGatewayId"]
        self.undo.append(lambda: ec2.delete_internet_gateway(InternetGatewayId=gateway))
        ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=self.vpc)
        self.undo.append(lambda: ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=self.vpc))
        self.route(self.public, GatewayId=gateway)
        self.route(self.private, NatGatewayId=self.nat())
        everybody = {"IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
        self.web = self.group("web", WEB, everybody)
        self.database = self.group("database", DATABASE, {"UserIdGroupPairs": [{"GroupId": self.web}]})

    def subnet(self, cidr: str) -> str:
        made = self.ec2.create_subnet(VpcId=self.vpc, CidrBlock=cidr, TagSpecifications=self.tags("subnet"))
        subnet = made["Subnet"]["SubnetId"]
        self.undo.append(lambda: self.ec2.delete_subnet(SubnetId=subnet))
        return subnet

    def nat(self) -> str:
        address = self.ec2.allocate_address(Domain="vpc", TagSpecifications=self.tags("elastic-ip"))["AllocationId"]
        self.undo.append(lambda: self.ec2.release_address(AllocationId=address))
        made = self.ec2.create_nat_gateway(SubnetId=self.public, AllocationId=address)
        nat = made["NatGateway"]["NatGatewayId"]

        def delete():
            self.ec2.delete_nat_gateway(NatGatewayId=nat)
            self.ec2.get_waiter("nat_gateway_deleted").wait(NatGatewayIds=[nat])
        self.undo.append(delete)
        self.ec2.get_waiter("nat_gateway_available").wait(NatGatewayIds=[nat])
        return nat

    def route(self, subnet: str, **target):
        table = self.ec2.create_route_table(VpcId=self.vpc, TagSpecifications=self.tags("route-table"))
        table = table["RouteTable"]["RouteTableId"]
        self.undo.append(lambda: self.ec2.delete_route_table(RouteTableId=table))
        self.ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", **target)
        association = self.ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)["AssociationId"]
        self.undo.append(lambda: self.ec2.disassociate_route_table(AssociationId=association))

    def group(self, name: str, port: int, source: dict) -> str:
        group = self.ec2.create_security_group(GroupName=name, Description=f"{name} servers", VpcId=self.vpc)["GroupId"]
        self.undo.append(lambda: self.ec2.delete_security_group(GroupId=group))
        rule = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **source}
        self.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])
        return group

    def remove(self):
        while self.undo:
            self.undo.pop()()


class Tasks:
    """Tasks of one image in the network."""

    def __init__(self, ecs, image: str, log: dict, account: str):
        self.ecs, self.image, self.log, self.role = ecs, image, log, ROLE.format(account=account)
        self.cluster = f"textbook-{uuid.uuid4().hex[:6]}"
        ecs.create_cluster(clusterName=self.cluster)

    def run(self, script: str, subnet: str, group: str | None, public: bool) -> str:
        container = {"name": "main", "image": self.image, "essential": True, "command": ["sh", "-c", script],
                     "stopTimeout": 2, "logConfiguration": self.log}
        made = self.ecs.register_task_definition(
            family=self.cluster, networkMode="awsvpc", requiresCompatibilities=["FARGATE"], cpu="256", memory="512",
            executionRoleArn=self.role, containerDefinitions=[container])
        where = {"subnets": [subnet], "assignPublicIp": "ENABLED" if public else "DISABLED"}
        if group:
            where["securityGroups"] = [group]
        answer = self.ecs.run_task(cluster=self.cluster, taskDefinition=made["taskDefinition"]["taskDefinitionArn"],
                                   launchType="FARGATE", networkConfiguration={"awsvpcConfiguration": where})
        return answer["tasks"][0]["taskArn"]

    def reach(self, arn: str, status: str) -> dict:
        def look():
            task = self.ecs.describe_tasks(cluster=self.cluster, tasks=[arn])["tasks"][0]
            if task["lastStatus"] == "STOPPED" != status:
                raise SystemExit(f"a server stopped: {task.get('stoppedReason')}")
            return task if task["lastStatus"] == status else None
        return until(f"{arn} is {status}", look)

    def address(self, arn: str) -> str:
        details = self.reach(arn, "RUNNING")["attachments"][0]["details"]
        return next(one["value"] for one in details if one["name"] == "privateIPv4Address")

    def answered(self, arn: str) -> bool:
        container, = self.reach(arn, "STOPPED")["containers"]
        if container.get("exitCode") not in (0, 1):
            raise SystemExit(f"a task did not run: {container}")
        return container["exitCode"] == 0

    def remove(self):
        for arn in self.ecs.list_tasks(cluster=self.cluster)["taskArns"]:
            self.ecs.stop_task(cluster=self.cluster, task=arn)
            self.reach(arn, "STOPPED")
        self.ecs.delete_cluster(cluster=self.cluster)


def try_all(network: Network, tasks: Tasks) -> bool:
    """Starts a web server and a database, and asks both from everywhere."""
    servers = {
        "web": (tasks.run(SERVE.format(word="page", port=WEB), network.public, network.web, True), WEB, "page"),
        "database": (tasks.run(SERVE.format(word="row", port=DATABASE), network.private, network.database, False), DATABASE, "row"),
    }
    addresses = {name: tasks.address(arn) for name, (arn, _, _) in servers.items()}
    asked = []
    for who, subnet, group, public in (
        ("a visitor in the public subnet", network.public, None, True),
        ("a visitor in the private subnet", network.private, None, False),
        ("the web group", network.public, network.web, True),
        ("the database group", network.private, network.database, False),
    ):
        for name, (_, port, word) in servers.items():
            script = ASK.format(address=addresses[name], port=port, word=word)
            expected = name == "web" or group == network.web
            asked.append((who, name, expected, tasks.run(script, subnet, group, public)))
    right = True
    for who, name, expected, arn in asked:
        answered = tasks.answered(arn)
        right &= answered == expected
        wrong = "" if answered == expected else "   <- not as the rules say"
        print(f"{who:32} -> {name:9} {'reached' if answered else 'no answer'}{wrong}", flush=True)
    return right


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--image", default="public.ecr.aws/docker/library/busybox:latest")
    image = arguments.parse_args().image
    ec2, ecs = boto3.client("ec2"), boto3.client("ecs")
    account = boto3.client("sts").get_caller_identity()["Account"]
    log = {"logDriver": "awslogs", "options": {
        "awslogs-group": GROUP, "awslogs-region": ec2.meta.region_name, "awslogs-stream-prefix": "t",
        "awslogs-create-group": "true"}}
    network, tasks = Network(ec2, "textbook"), Tasks(ecs, image, log, account)
    try:
        network.make()
        right = try_all(network, tasks)
    finally:
        tasks.remove()
        network.remove()
    print("everything was as the rules say" if right else "something was not as the rules say")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
