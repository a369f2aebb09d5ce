"""Who one is, and the default VPC as AWS makes it."""

import ipaddress

import pytest

from harness.tasks import address, detail
from harness.wait import until


@pytest.fixture(scope="module")
def ec2(boto):
    return boto("ec2")


def test_the_admin_key_is_the_account_s_root(engine, boto):
    who = boto("sts").get_caller_identity()
    assert who["Account"] == engine.account and len(who["Account"]) == 12
    assert who["Arn"] == f"arn:aws:iam::{engine.account}:root"
    assert who["UserId"]


def test_there_is_one_default_vpc(ec2):
    vpc, = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
    assert vpc["IsDefault"] and vpc["State"] == "available"
    assert ipaddress.ip_network(vpc["CidrBlock"]).prefixlen == 16


def test_the_default_vpc_has_a_subnet_in_each_of_three_zones(engine, ec2):
    vpc, = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
    subnets = ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc["VpcId"]]}])["Subnets"]
    assert sorted(s["AvailabilityZone"] for s in subnets) == [f"{engine.region}{zone}" for zone in "abc"]
    networks = [ipaddress.ip_network(s["CidrBlock"]) for s in subnets]
    whole = ipaddress.ip_network(vpc["CidrBlock"])
    assert all(network.subnet_of(whole) and network.prefixlen == 20 for network in networks)
    assert not any(a.overlaps(b) for a in networks for b in networks if a is not b)
    assert all(s["DefaultForAz"] and s["AvailableIpAddressCount"] <= 4091 for s in subnets)


def test_the_default_group_allows_its_own_members(ec2):
    group, = ec2.describe_security_groups(GroupNames=["default"])["SecurityGroups"]
    rule, = group["IpPermissions"]
    assert rule["IpProtocol"] == "-1"
    assert [pair["GroupId"] for pair in rule["UserIdGroupPairs"]] == [group["GroupId"]]
    assert group["IpPermissionsEgress"][0]["IpRanges"] == [{"CidrIp": "0.0.0.0/0"}]


def test_a_task_s_interface_is_shown_while_it_lives(bench, ec2):
    arn = bench.shell("trap 'exit 0' TERM; while :; do sleep 0.1; done")
    task = bench.reach(arn, "RUNNING")
    eni = detail(task, "networkInterfaceId")
    found, = ec2.describe_network_interfaces(NetworkInterfaceIds=[eni])["NetworkInterfaces"]
    assert found["PrivateIpAddress"] == address(task)
    assert found["MacAddress"] == detail(task, "macAddress")
    assert found["SubnetId"] == detail(task, "subnetId")
    assert found["Status"] == "in-use"
    subnet, = ec2.describe_subnets(SubnetIds=[found["SubnetId"]])["Subnets"]
    assert ipaddress.ip_address(address(task)) in ipaddress.ip_network(subnet["CidrBlock"])
    bench.stop(arn)
    def gone():
        filters = [{"Name": "network-interface-id", "Values": [eni]}]
        return not ec2.describe_network_interfaces(Filters=filters)["NetworkInterfaces"]
    until("the interface is gone", gone)


@pytest.mark.parametrize(("call", "argument", "name", "code"), [
    ("describe_vpcs", "VpcIds", "vpc-00000000000000000", "InvalidVpcID.NotFound"),
    ("describe_subnets", "SubnetIds", "subnet-00000000000000000", "InvalidSubnetID.NotFound"),
    ("describe_security_groups", "GroupIds", "sg-00000000000000000", "InvalidGroup.NotFound"),
    ("describe_network_interfaces", "NetworkInterfaceIds", "eni-00000000000000000",
     "InvalidNetworkInterfaceID.NotFound"),
])
def test_an_unknown_id_is_refused_with_ec2_s_code(ec2, refused, call, argument, name, code):
    assert name in refused(code, getattr(ec2, call), **{argument: [name]})


def test_an_operation_that_is_not_built_is_refused_by_name(ec2, refused):
    refused(("UnsupportedOperation", "InvalidAction", "Unsupported"), ec2.run_instances,
            ImageId="ami-1", MinCount=1, MaxCount=1)


def test_zones_are_those_of_the_subnets(engine, ec2):
    zones = ec2.describe_availability_zones()["AvailabilityZones"]
    assert [zone["ZoneName"] for zone in zones] == [f"{engine.region}{letter}" for letter in "abc"]
