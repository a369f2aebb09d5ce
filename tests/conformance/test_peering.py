"""Peering connections through a whole engine: two VPCs reach each other once both route it."""

import pytest
from harness.patient import patient
from harness.tasks import Bench, address, unique
from harness.wait import until

# Answers each TCP connection to port 7000 with a word.
SERVE = "echo ready; while :; do echo hello | nc -l -p 7000; done"


class Vpc:
    def __init__(self, bench, cidr: str):
        self.bench, self.ec2, self.cidr = bench, bench.ec2, cidr
        self.id = self.ec2.create_vpc(CidrBlock=cidr)["Vpc"]["VpcId"]
        block = cidr.replace("/16", "/24")
        self.subnet = self.ec2.create_subnet(VpcId=self.id, CidrBlock=block)["Subnet"]["SubnetId"]
        found = self.ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [self.id]}])
        self.table = found["RouteTables"][0]["RouteTableId"]

    def group(self) -> str:
        return self.ec2.create_security_group(GroupName=unique("g"), Description="g", VpcId=self.id)["GroupId"]

    def task(self, script: str, *groups: str) -> str:
        where = {"subnets": [self.subnet], **({"securityGroups": list(groups)} if groups else {})}
        command = self.bench.container(command=["sh", "-c", script])
        return self.bench.run(command, networkConfiguration={"awsvpcConfiguration": where})

    def reaches(self, target: str, *groups: str) -> bool:
        """Whether a task here gets the word from a server."""
        arn = self.task(f'[ "$(nc -w 3 {target} 7000 </dev/null)" = hello ]', *groups)
        code = self.bench.finish(arn)["containers"][0]["exitCode"]
        assert code in (0, 1), code
        return code == 0

    def remove(self):
        self.ec2.delete_subnet(SubnetId=self.subnet)
        for group in self.ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [self.id]}])["SecurityGroups"]:
            if group["GroupName"] != "default":
                self.ec2.delete_security_group(GroupId=group["GroupId"])
        self.ec2.delete_vpc(VpcId=self.id)


@pytest.fixture
def bench(own_engine, archive):
    """An engine of its own, since parts of it are killed."""
    from conftest import pusher
    engine = own_engine()
    return patient(Bench(engine, pusher(engine, archive)))


@pytest.fixture
def pair(bench):
    vpcs = [Vpc(bench, "10.61.0.0/16"), Vpc(bench, "10.62.0.0/16")]
    yield vpcs
    tasks = bench.ecs.list_tasks(cluster=bench.cluster)["taskArns"]
    for arn in tasks:
        bench.stop(arn)
    for arn in tasks:
        bench.reach(arn, "STOPPED")
    for connection in bench.ec2.describe_vpc_peering_connections()["VpcPeeringConnections"]:
        ends = {connection["RequesterVpcInfo"]["VpcId"], connection["AccepterVpcInfo"]["VpcId"]}
        if connection["Status"]["Code"] == "active" and ends & {vpc.id for vpc in vpcs}:
            bench.ec2.delete_vpc_peering_connection(VpcPeeringConnectionId=connection["VpcPeeringConnectionId"])
    for vpc in vpcs:
        vpc.remove()


def found(bench, source: str, destination: str) -> dict:
    """What the analyzer says of a path between two interfaces."""
    path = bench.ec2.create_network_insights_path(Source=source, Destination=destination, Protocol="tcp", DestinationPort=7000)
    path = path["NetworkInsightsPath"]["NetworkInsightsPathId"]
    started = bench.ec2.start_network_insights_analysis(NetworkInsightsPathId=path)["NetworkInsightsAnalysis"]
    analysis = started["NetworkInsightsAnalysisId"]
    shown = bench.ec2.describe_network_insights_analyses(NetworkInsightsAnalysisIds=[analysis])["NetworkInsightsAnalyses"][0]
    bench.ec2.delete_network_insights_analysis(NetworkInsightsAnalysisId=analysis)
    bench.ec2.delete_network_insights_path(NetworkInsightsPathId=path)
    return shown


def interface(bench, private: str) -> str:
    by = [{"Name": "addresses.private-ip-address", "Values": [private]}]
    return bench.ec2.describe_network_interfaces(Filters=by)["NetworkInterfaces"][0]["NetworkInterfaceId"]


def test_names_of_a_peer_are_private_addresses_once_it_says_so(bench, pair):
    first, second = pair
    ec2, web = bench.ec2, second.group()
    ec2.modify_vpc_attribute(VpcId=second.id, EnableDnsHostnames={"Value": True})
    where = {"subnets": [second.subnet], "securityGroups": [web], "assignPublicIp": "ENABLED"}
    server = bench.run(bench.container(command=["sh", "-c", SERVE]),
                       networkConfiguration={"awsvpcConfiguration": where})
    private = address(bench.reach(server, "RUNNING"))
    shown = ec2.describe_network_interfaces(NetworkInterfaceIds=[interface(bench, private)])["NetworkInterfaces"][0]
    name, public = shown["Association"]["PublicDnsName"], shown["Association"]["PublicIp"]

    def leads(vpc: Vpc) -> str:
        arn = vpc.task(f"nslookup {name} | tail -n +3 | sed -n 's/^Address[^:]*: *//p'")
        bench.finish(arn)
        until("its line is there", lambda: bench.lines(arn))
        return bench.lines(arn)[0].split()[0]

    assert leads(second) == private and leads(first) == public
    asked = ec2.create_vpc_peering_connection(VpcId=first.id, PeerVpcId=second.id)["VpcPeeringConnection"]
    connection = asked["VpcPeeringConnectionId"]
    ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=connection)
    assert leads(first) == public
    ec2.modify_vpc_peering_connection_options(
        VpcPeeringConnectionId=connection, AccepterPeeringConnectionOptions={"AllowDnsResolutionFromRemoteVpc": True})
    assert leads(first) == private
    for here, there in ((first, second), (second, first)):
        ec2.create_route(RouteTableId=here.table, DestinationCidrBlock=there.cidr, VpcPeeringConnectionId=connection)
    ec2.authorize_security_group_ingress(GroupId=web, IpProtocol="tcp", FromPort=7000, ToPort=7000, CidrIp=first.cidr)
    bench.engine.kill("agent")
    assert first.reaches(name)
    ec2.delete_vpc_peering_connection(VpcPeeringConnectionId=connection)
    assert leads(first) == public


def test_two_vpcs_reach_each_other_once_both_route_it_and_their_groups_let_them(bench, pair):
    first, second = pair
    ec2, (web, clients) = bench.ec2, (second.group(), first.group())
    server = second.task(SERVE, web)
    target = address(bench.reach(server, "RUNNING"))
    until("it serves", lambda: bench.has_stream(server) and bench.lines(server))
    asked = ec2.create_vpc_peering_connection(VpcId=first.id, PeerVpcId=second.id)["VpcPeeringConnection"]
    connection = asked["VpcPeeringConnectionId"]
    for here, there in ((first, second), (second, first)):
        ec2.create_route(RouteTableId=here.table, DestinationCidrBlock=there.cidr, VpcPeeringConnectionId=connection)
    ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=connection)
    rule = {"IpProtocol": "tcp", "FromPort": 7000, "ToPort": 7000,
            "UserIdGroupPairs": [{"GroupId": clients, "VpcPeeringConnectionId": connection}]}
    ec2.authorize_security_group_ingress(GroupId=web, IpPermissions=[rule])
    # By the group of the other VPC: who is in it, and nobody else.
    assert first.reaches(target, clients)
    assert not first.reaches(target)

    # What the analyzer says agrees, hop by hop.
    client = first.task("sleep 1000", clients)
    source = interface(bench, address(bench.reach(client, "RUNNING")))
    end = interface(bench, target)
    path = found(bench, source, end)
    assert path["NetworkPathFound"], path
    hops = [hop["Component"]["Id"] for hop in path["ForwardPathComponents"]]
    assert connection in hops and hops[0] == source and hops[-1] == end
    # Without the way back there is none.
    ec2.delete_route(RouteTableId=second.table, DestinationCidrBlock=first.cidr)
    assert not first.reaches(target, clients)
    path = found(bench, source, end)
    assert not path["NetworkPathFound"]
    ec2.create_route(RouteTableId=second.table, DestinationCidrBlock=first.cidr, VpcPeeringConnectionId=connection)
    assert first.reaches(target, clients)

    # The agent and the server are killed: what is joined stays joined, and follows what changes.
    bench.engine.kill("agent")
    assert first.reaches(target, clients)
    bench.engine.kill("server")
    ec2.revoke_security_group_ingress(GroupId=web, IpPermissions=[rule])
    assert not first.reaches(target, clients)
    ec2.authorize_security_group_ingress(GroupId=web, IpPermissions=[rule])
    assert first.reaches(target, clients)
    ec2.delete_vpc_peering_connection(VpcPeeringConnectionId=connection)
    assert not first.reaches(target, clients)
    stale = ec2.describe_stale_security_groups(VpcId=second.id)["StaleSecurityGroupSet"]
    assert [group["GroupId"] for group in stale] == [web]
    routes = ec2.describe_route_tables(RouteTableIds=[first.table])["RouteTables"][0]["Routes"]
    assert {route["State"] for route in routes if route.get("VpcPeeringConnectionId")} == {"blackhole"}
