"""IPv6 through a whole engine: ranges by the API, tasks with addresses of both versions, and the ways out."""

import ipaddress
import json
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from harness.census import OUTSIDES
from harness.patient import patient
from harness.tasks import Bench, unique
from harness.wait import until

WORLD, MACHINE = "2001:db8:7::1", "2001:db8:7::2"
# Says to each who comes whom it sees.
SEES = """
import socket
server = socket.create_server(("::", 80), family=socket.AF_INET6)
print("listens", flush=True)
while True:
    client, address = server.accept()
    client.sendall(f"seen as {address[0]}\\n".encode())
    client.close()
"""
ASKS = """
import socket, sys
print(socket.create_connection((sys.argv[1], 7000), 2).makefile().readline(), end="")
"""
# Answers each connection of either version with a word.
SERVE = "echo ready; while :; do echo hello | nc -l -p 7000; done"


def within(name: str, *words: str, check: bool = True) -> str:
    command = ["ip", "netns", "exec", name, *words]
    return subprocess.run(command, check=check, capture_output=True, text=True).stdout


@pytest.fixture
def machine(monkeypatch):
    """A namespace that an engine takes for the machine's own, and somebody on the internet."""
    name = f"{OUTSIDES}{uuid.uuid4().hex[:8]}"
    world = f"{name}-w"
    for one in (name, world):
        subprocess.run(["ip", "netns", "add", one], check=True)
        within(one, "ip", "link", "set", "lo", "up")
    try:
        within(name, "ip", "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", world)
        for one, address in ((name, MACHINE), (world, WORLD)):
            within(one, "ip", "address", "add", f"{address}/64", "dev", "eth0", "nodad")
            within(one, "ip", "link", "set", "eth0", "up")
        within(name, "sysctl", "-qw", "net.ipv6.conf.all.forwarding=1")
        command = ["ip", "netns", "exec", world, sys.executable, "-c", SEES]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout.readline() == "listens\n"
            monkeypatch.setenv("FERROGATE_INTERNET", f"netns:{Path('/run/netns') / name}")
            yield name
            server.kill()
        assert not [line for line in within(name, "ip", "-6", "route").splitlines() if line.startswith("fd")]
    finally:
        for one in (name, world):
            subprocess.run(["ip", "netns", "delete", one], check=False)


@pytest.fixture
def bench(machine, own_engine, archive):
    from conftest import pusher
    engine = own_engine()
    return patient(Bench(engine, pusher(engine, archive)))


class Vpc:
    """The textbook's VPC of both versions: a public subnet, and a private one with a way out of IPv6 alone."""

    def __init__(self, bench):
        self.bench, self.ec2 = bench, bench.ec2
        made = self.ec2.create_vpc(CidrBlock="10.66.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]
        self.id = made["VpcId"]
        self.ec2.modify_vpc_attribute(VpcId=self.id, EnableDnsHostnames={"Value": True})
        shown = self.ec2.describe_vpcs(VpcIds=[self.id])["Vpcs"][0]["Ipv6CidrBlockAssociationSet"]
        assert [one["Ipv6CidrBlockState"]["State"] for one in shown] == ["associated"]
        self.range = ipaddress.ip_network(shown[0]["Ipv6CidrBlock"])
        parts = self.range.subnets(new_prefix=64)
        self.public, self.private = (self.subnet(f"10.66.{n}.0/24", str(next(parts))) for n in (0, 1))
        self.gateway = self.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        self.ec2.attach_internet_gateway(InternetGatewayId=self.gateway, VpcId=self.id)
        by = [{"Name": "vpc-id", "Values": [self.id]}]
        main = self.ec2.describe_route_tables(Filters=by)["RouteTables"][0]["RouteTableId"]
        self.ec2.create_route(RouteTableId=main, DestinationIpv6CidrBlock="::/0", GatewayId=self.gateway)
        out = self.ec2.create_egress_only_internet_gateway(VpcId=self.id)["EgressOnlyInternetGateway"]
        self.egress = out["EgressOnlyInternetGatewayId"]
        self.table = self.ec2.create_route_table(VpcId=self.id)["RouteTable"]["RouteTableId"]
        self.ec2.associate_route_table(RouteTableId=self.table, SubnetId=self.private["SubnetId"])
        self.ec2.create_route(RouteTableId=self.table, DestinationIpv6CidrBlock="::/0",
                              EgressOnlyInternetGatewayId=self.egress)
        self.acl = self.ec2.describe_network_acls(Filters=by)["NetworkAcls"][0]["NetworkAclId"]

    def subnet(self, cidr: str, six: str) -> dict:
        return self.ec2.create_subnet(VpcId=self.id, CidrBlock=cidr, Ipv6CidrBlock=six)["Subnet"]

    def group(self) -> str:
        return self.ec2.create_security_group(GroupName=unique("g"), Description="g", VpcId=self.id)["GroupId"]

    def task(self, subnet: dict, script: str, *groups: str) -> str:
        where = {"subnets": [subnet["SubnetId"]], **({"securityGroups": list(groups)} if groups else {})}
        command = self.bench.container(command=["sh", "-c", script])
        return self.bench.run(command, networkConfiguration={"awsvpcConfiguration": where})

    def reaches(self, subnet: dict, target: str, *groups: str) -> bool:
        """Whether a task gets the word from a server."""
        arn = self.task(subnet, f'[ "$(nc -w 2 {target} 7000 </dev/null)" = hello ]', *groups)
        code = self.bench.finish(arn)["containers"][0]["exitCode"]
        assert code in (0, 1), code
        return code == 0

    def said(self, subnet: dict, script: str) -> list[str]:
        arn = self.task(subnet, script)
        self.bench.finish(arn)
        return self.bench.lines(arn)


def six_of(task: dict) -> str:
    return task["containers"][0]["networkInterfaces"][0]["ipv6Address"]


def rule(cidr: str) -> list[dict]:
    return [{"IpProtocol": "tcp", "FromPort": 7000, "ToPort": 7000, "Ipv6Ranges": [{"CidrIpv6": cidr}]}]


def test_tasks_of_both_versions_reach_what_rules_and_routes_of_ipv6_say(machine, bench):
    vpc, ec2 = Vpc(bench), bench.ec2
    web = vpc.group()
    metadata = "wget -qO- $ECS_CONTAINER_METADATA_URI_V4; echo"
    server = vpc.task(vpc.private, f"{metadata}; {SERVE}", web)
    target = six_of(bench.reach(server, "RUNNING"))
    part = vpc.private["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"]
    assert ipaddress.ip_address(target) in ipaddress.ip_network(part)
    [eni] = ec2.describe_network_interfaces(
        Filters=[{"Name": "ipv6-addresses.ipv6-address", "Values": [target]}])["NetworkInterfaces"]
    assert eni["Ipv6Addresses"][0]["Ipv6Address"] == target
    until("it serves", lambda: bench.has_stream(server) and len(bench.lines(server)) == 2)
    told = json.loads(bench.lines(server)[0])["Networks"][0]
    assert (told["IPv6Addresses"], told["IPv6SubnetCIDRBlock"]) == ([target], part)

    # Groups and ACLs of IPv6 decide, and rules of IPv4 say nothing of it.
    everybody = [{"IpProtocol": "tcp", "FromPort": 7000, "ToPort": 7000, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    ec2.authorize_security_group_ingress(GroupId=web, IpPermissions=everybody)
    assert not vpc.reaches(vpc.public, target)
    own = rule(vpc.public["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"])
    ec2.authorize_security_group_ingress(GroupId=web, IpPermissions=own)
    assert vpc.reaches(vpc.public, target)
    entry = {"NetworkAclId": vpc.acl, "RuleNumber": 50, "Egress": True}
    ec2.create_network_acl_entry(**entry, Protocol="6", RuleAction="deny", Ipv6CidrBlock=f"{target}/128",
                                 PortRange={"From": 7000, "To": 7000})
    assert not vpc.reaches(vpc.public, target)
    ec2.delete_network_acl_entry(**entry)
    # By a name, which a private zone gives.
    route53 = bench.engine.boto("route53")
    zone = route53.create_hosted_zone(
        Name="six.internal", CallerReference=unique("z"),
        VPC={"VPCRegion": bench.engine.region, "VPCId": vpc.id})["HostedZone"]["Id"]
    named = {"Name": "web.six.internal", "Type": "AAAA", "TTL": 60, "ResourceRecords": [{"Value": target}]}
    route53.change_resource_record_sets(
        HostedZoneId=zone, ChangeBatch={"Changes": [{"Action": "CREATE", "ResourceRecordSet": named}]})
    assert vpc.reaches(vpc.public, "web.six.internal")
    bench.engine.kill("agent")
    assert vpc.reaches(vpc.public, target)
    ec2.revoke_security_group_ingress(GroupId=web, IpPermissions=own)
    assert not vpc.reaches(vpc.public, target)

    # Out by both gateways, as the machine's own address; in by one of them.
    ask = f"nc -w 2 {WORLD} 80 </dev/null 2>/dev/null || echo lost"
    assert vpc.said(vpc.public, ask) == vpc.said(vpc.private, ask) == [f"seen as {MACHINE}"]
    ec2.authorize_security_group_ingress(GroupId=web, IpPermissions=rule("::/0"))
    open_to_all = vpc.task(vpc.public, SERVE, web)
    front = six_of(bench.reach(open_to_all, "RUNNING"))

    def asked(address: str) -> bool:
        return within(machine, sys.executable, "-c", ASKS, address, check=False) == "hello\n"

    until("the gateway lets in", lambda: asked(front))
    assert not asked(target), "an egress-only gateway lets nobody in"
    ec2.delete_egress_only_internet_gateway(EgressOnlyInternetGatewayId=vpc.egress)
    routes = ec2.describe_route_tables(RouteTableIds=[vpc.table])["RouteTables"][0]["Routes"]
    assert [r["State"] for r in routes if r.get("DestinationIpv6CidrBlock") == "::/0"] == ["blackhole"]
    assert vpc.said(vpc.private, ask) == ["lost"]
    assert vpc.said(vpc.public, ask) == [f"seen as {MACHINE}"]

    # A range that tasks have addresses of stays; an account may do without.
    [association] = ec2.describe_subnets(SubnetIds=[vpc.private["SubnetId"]])["Subnets"][0]["Ipv6CidrBlockAssociationSet"]
    with pytest.raises(ec2.exceptions.ClientError, match="InvalidCidrBlock.InUse"):
        ec2.disassociate_subnet_cidr_block(AssociationId=association["AssociationId"])
    for arn in (server, open_to_all):
        bench.stop(arn)
    bench.ecs.put_account_setting_default(name="dualStackIPv6", value="disabled")
    arn = vpc.task(vpc.public, "exec sleep 1000")
    assert "ipv6Address" not in bench.reach(arn, "RUNNING")["containers"][0]["networkInterfaces"][0]
    bench.stop(arn)
    ec2.disassociate_subnet_cidr_block(AssociationId=association["AssociationId"])
