"""Public addresses and the gateways out of a VPC: of tasks, elastic ones, NAT gateways, peerings."""

import ipaddress
import json
import sys

import pytest

from harness.engine import ROOT
from harness.tasks import detail, unique
from harness.wait import until

POOL = ipaddress.ip_network("127.96.0.0/16")


@pytest.fixture(scope="module")
def ec2(boto):
    return boto("ec2")


def by(name, *values):
    return {"Filters": [{"Name": name, "Values": list(values)}]}


def interface(ec2, eni):
    return ec2.describe_network_interfaces(NetworkInterfaceIds=[eni])["NetworkInterfaces"][0]


def placed(bench, public, **more):
    """A network configuration that says whether the task gets a public address."""
    asked = {**bench.network["awsvpcConfiguration"], "assignPublicIp": public, **more}
    return {"networkConfiguration": {"awsvpcConfiguration": asked}}


def test_a_task_has_the_public_address_it_asks_for_until_it_stops(bench, ec2):
    arn = bench.run(bench.container(command=["sleep", "600"]), **placed(bench, "ENABLED"))
    task = bench.reach(arn, "RUNNING")
    eni = detail(task, "networkInterfaceId")
    shown = interface(ec2, eni)
    has = shown["Association"]
    assert ipaddress.ip_address(has["PublicIp"]) in POOL
    assert has["IpOwnerId"] == "amazon" and "AllocationId" not in has
    dashed = has["PublicIp"].replace(".", "-")
    assert has["PublicDnsName"] == f"ec2-{dashed}.compute-1.amazonaws.com"
    assert shown["PrivateIpAddresses"][0]["Association"] == has
    found = ec2.describe_network_interfaces(**by("association.public-ip", has["PublicIp"]))["NetworkInterfaces"]
    assert [one["NetworkInterfaceId"] for one in found] == [eni]
    assert ec2.describe_addresses(**by("public-ip", has["PublicIp"]))["Addresses"] == [], "it is no elastic one"
    bench.stop(arn)
    bench.reach(arn, "STOPPED")
    until("the address is given back", lambda: not ec2.describe_network_interfaces(
        **by("association.public-ip", has["PublicIp"]))["NetworkInterfaces"])


def test_a_task_that_asks_for_none_has_none_whatever_its_subnet_maps(bench, ec2):
    subnet = bench.network["awsvpcConfiguration"]["subnets"][0]
    assert ec2.describe_subnets(SubnetIds=[subnet])["Subnets"][0]["MapPublicIpOnLaunch"]
    for where in (placed(bench, "DISABLED"), {}):
        arn = bench.run(bench.container(command=["sleep", "600"]), **where)
        eni = detail(bench.reach(arn, "RUNNING"), "networkInterfaceId")
        assert "Association" not in interface(ec2, eni)
        bench.stop(arn)


def test_what_the_command_line_runs_has_one_unless_told_otherwise(bench, ec2):
    image = bench.images("busybox")
    for flags, public in (([], True), (["--no-public-ip"], False)):
        name = unique("public")
        done = bench.engine.run("ferrogate", "run", "--detach", "--name", name, *flags, image, "--",
                                "sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1; done")
        assert done.returncode == 0, done.stderr
        arn, = bench.ecs.list_tasks(cluster="default", family=name)["taskArns"]
        def has_interface(arn=arn):
            task = bench.ecs.describe_tasks(cluster="default", tasks=[arn])["tasks"][0]
            return next((entry["value"] for attachment in task["attachments"] for entry in attachment["details"]
                         if entry["name"] == "networkInterfaceId"), None)
        eni = until("it has an interface", has_interface)
        assert ("Association" in interface(ec2, eni)) is public
        bench.ecs.stop_task(cluster="default", task=arn)
        # Half a minute of it if the shell has set no trap yet.
        until("it has stopped", lambda arn=arn: bench.ecs.describe_tasks(
            cluster="default", tasks=[arn])["tasks"][0]["lastStatus"] == "STOPPED", within=60)


def test_a_pool_that_is_used_up_stops_the_task_that_gets_none(own_engine, archive, tmp_path):
    from conftest import pusher
    from harness.tasks import Bench
    config = tmp_path / "config.toml"
    config.write_text('public-range = "127.97.0.0/31"\n')
    engine = own_engine("--config", str(config))
    bench = Bench(engine, pusher(engine, archive))
    held = bench.run(bench.container(command=["sleep", "600"]), count=2, **placed(bench, "ENABLED"))
    for arn in held:
        bench.reach(arn, "RUNNING")
    refused = bench.run(bench.container(command=["true"]), **placed(bench, "ENABLED"))
    task = bench.reach(refused, "STOPPED")
    subnet, = bench.network["awsvpcConfiguration"]["subnets"]
    assert task["stopCode"] == "TaskFailedToStart"
    assert task["stoppedReason"] == (
        "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled "
        f"in subnet '{subnet}': InsufficientAddressCapacity")
    # One that ends leaves its address to the next.
    bench.stop(held[0])
    bench.reach(held[0], "STOPPED")
    assert bench.finish(bench.run(bench.container(command=["true"]), **placed(bench, "ENABLED")))["containers"][0]["exitCode"] == 0
    bench.stop(held[1])
    bench.reach(held[1], "STOPPED")
    bench.close()


def test_an_elastic_address_as_the_command_line_of_aws_handles_it(engine, ec2, refused):
    tags = "ResourceType=elastic-ip,Tags=[{Key=Name,Value=web}]"
    made = json.loads(engine.aws("ec2", "allocate-address", "--domain", "vpc", "--tag-specifications", tags))
    allocation, ip = made["AllocationId"], made["PublicIp"]
    subnet = ec2.describe_subnets(**by("default-for-az", "true"))["Subnets"][0]
    eni = ec2.create_network_interface(SubnetId=subnet["SubnetId"])["NetworkInterface"]["NetworkInterfaceId"]
    try:
        association = ec2.associate_address(AllocationId=allocation, NetworkInterfaceId=eni)["AssociationId"]
        assert interface(ec2, eni)["Association"]["AllocationId"] == allocation
        shown, = json.loads(engine.aws("ec2", "describe-addresses", "--filters", "Name=tag:Name,Values=web"))["Addresses"]
        assert (shown["PublicIp"], shown["AssociationId"], shown["NetworkInterfaceId"]) == (ip, association, eni)
        attribute = json.loads(engine.aws("ec2", "describe-addresses-attribute", "--allocation-ids", allocation,
                                          "--attribute", "domain-name"))
        assert [one["AllocationId"] for one in attribute["Addresses"]] == [allocation]
        assert refused("InvalidIPAddress.InUse", ec2.release_address, AllocationId=allocation) == f"Address {ip} is in use."
        gateway = ec2.describe_internet_gateways(**by("attachment.vpc-id", subnet["VpcId"]))["InternetGateways"][0]
        text = refused("DependencyViolation", ec2.detach_internet_gateway, VpcId=subnet["VpcId"],
                       InternetGatewayId=gateway["InternetGatewayId"])
        assert text == (f"Network {subnet['VpcId']} has some mapped public address(es). Please unmap those public "
                        "address(es) before detaching the gateway.")
        engine.aws("ec2", "disassociate-address", "--association-id", association)
        assert "Association" not in interface(ec2, eni)
    finally:
        ec2.delete_network_interface(NetworkInterfaceId=eni)
        engine.aws("ec2", "release-address", "--allocation-id", allocation)
    text = refused("InvalidAllocationID.NotFound", ec2.release_address, AllocationId=allocation)
    assert text == f"The allocation ID '{allocation}' does not exist"


def test_a_nat_gateway_from_its_making_to_its_end(ec2, refused):
    subnet = ec2.describe_subnets(**by("default-for-az", "true"))["Subnets"][0]
    allocation = ec2.allocate_address(Domain="vpc")["AllocationId"]
    made = ec2.create_nat_gateway(SubnetId=subnet["SubnetId"], AllocationId=allocation)["NatGateway"]
    assert made["State"] == "pending"
    gateway = made["NatGatewayId"]
    ec2.get_waiter("nat_gateway_available").wait(NatGatewayIds=[gateway])
    shown, = ec2.describe_nat_gateways(NatGatewayIds=[gateway])["NatGateways"]
    address, = shown["NatGatewayAddresses"]
    own = interface(ec2, address["NetworkInterfaceId"])
    assert own["Description"] == f"Interface for NAT Gateway {gateway}"
    assert own["Association"]["PublicIp"] == address["PublicIp"] and not own["SourceDestCheck"]
    table = ec2.create_route_table(VpcId=subnet["VpcId"])["RouteTable"]["RouteTableId"]

    def route():
        routes = ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"][0]["Routes"]
        return next(route for route in routes if route.get("NatGatewayId") == gateway)
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=gateway)
    assert route()["State"] == "active"
    ec2.delete_nat_gateway(NatGatewayId=gateway)
    ec2.get_waiter("nat_gateway_deleted").wait(NatGatewayIds=[gateway])
    assert route()["State"] == "blackhole"
    ec2.delete_nat_gateway(NatGatewayId=gateway)  # it is shown still, so that is no mistake
    gone = "nat-00000000000000000"
    assert refused("NatGatewayNotFound", ec2.delete_nat_gateway, NatGatewayId=gone) == f"NAT gateway {gone} was not found"
    ec2.delete_route_table(RouteTableId=table)
    ec2.release_address(AllocationId=allocation)


def test_an_egress_only_gateway_takes_routes_of_ipv6_alone(ec2, refused):
    vpc = ec2.describe_vpcs(**by("is-default", "true"))["Vpcs"][0]["VpcId"]
    made = ec2.create_egress_only_internet_gateway(VpcId=vpc)["EgressOnlyInternetGateway"]
    gateway = made["EgressOnlyInternetGatewayId"]
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    refused("InvalidParameterValue", ec2.create_route, RouteTableId=table, DestinationCidrBlock="0.0.0.0/0",
            EgressOnlyInternetGatewayId=gateway)
    ec2.create_route(RouteTableId=table, DestinationIpv6CidrBlock="::/0", EgressOnlyInternetGatewayId=gateway)
    assert ec2.delete_egress_only_internet_gateway(EgressOnlyInternetGatewayId=gateway)["ReturnCode"]
    ec2.delete_route_table(RouteTableId=table)


def test_a_peering_of_two_vpcs_of_one_account(ec2, refused):
    vpcs = [ec2.create_vpc(CidrBlock=cidr)["Vpc"]["VpcId"] for cidr in ("10.91.0.0/16", "10.92.0.0/16")]
    made = ec2.create_vpc_peering_connection(VpcId=vpcs[0], PeerVpcId=vpcs[1])["VpcPeeringConnection"]
    peering = made["VpcPeeringConnectionId"]
    ec2.get_waiter("vpc_peering_connection_exists").wait(VpcPeeringConnectionIds=[peering])
    ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=peering)
    shown, = ec2.describe_vpc_peering_connections(**by("status-code", "active"))["VpcPeeringConnections"]
    assert shown["AccepterVpcInfo"]["CidrBlock"] == "10.92.0.0/16"
    refused("VpcPeeringConnectionAlreadyExists", ec2.create_vpc_peering_connection, VpcId=vpcs[1], PeerVpcId=vpcs[0])
    ec2.delete_vpc_peering_connection(VpcPeeringConnectionId=peering)
    ec2.get_waiter("vpc_peering_connection_deleted").wait(VpcPeeringConnectionIds=[peering])
    for vpc in vpcs:
        ec2.delete_vpc(VpcId=vpc)


def test_the_textbook_vpc_reaches_what_its_rules_say(bench):
    """`examples/textbook_vpc.py`, as its reader runs it."""
    script, image = str(ROOT / "examples" / "textbook_vpc.py"), bench.images("busybox")
    done = bench.engine.run(sys.executable, script, "--image", image, within=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "everything was as the rules say" in done.stdout
    assert done.stdout.count("no answer") == 3 and done.stdout.count("reached") == 5, done.stdout
