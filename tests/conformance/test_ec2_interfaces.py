"""Network interfaces of users by boto3 and the stock `aws`, beside those of tasks."""

import ipaddress
import json

import pytest
from harness.tasks import address, detail


@pytest.fixture
def interface(bench):
    """Makes interfaces; those that are left are removed."""
    made = []

    def make(**more) -> dict:
        subnet = bench.network["awsvpcConfiguration"]["subnets"][0]
        made.append(bench.ec2.create_network_interface(**{"SubnetId": subnet, **more})["NetworkInterface"])
        return made[-1]

    yield make
    for one in made:
        filters = [{"Name": "network-interface-id", "Values": [one["NetworkInterfaceId"]]}]
        if bench.ec2.describe_network_interfaces(Filters=filters)["NetworkInterfaces"]:
            bench.ec2.delete_network_interface(NetworkInterfaceId=one["NetworkInterfaceId"])


def test_an_interface_s_life_by_boto3(bench, interface):
    ec2 = bench.ec2
    made = interface(Description="mine", SecondaryPrivateIpAddressCount=1)
    one = made["NetworkInterfaceId"]
    ec2.get_waiter("network_interface_available").wait(NetworkInterfaceIds=[one])
    ec2.modify_network_interface_attribute(NetworkInterfaceId=one, SourceDestCheck={"Value": False})
    ec2.assign_private_ip_addresses(NetworkInterfaceId=one, SecondaryPrivateIpAddressCount=1)
    shown, = ec2.describe_network_interfaces(NetworkInterfaceIds=[one])["NetworkInterfaces"]
    assert (shown["SourceDestCheck"], shown["Description"], shown["RequesterManaged"]) == (False, "mine", False)
    assert [each["Primary"] for each in shown["PrivateIpAddresses"]] == [True, False, False]
    told = ec2.describe_network_interface_attribute(NetworkInterfaceId=one, Attribute="sourceDestCheck")
    assert told["SourceDestCheck"] == {"Value": False}
    last = shown["PrivateIpAddresses"][2]["PrivateIpAddress"]
    ec2.unassign_private_ip_addresses(NetworkInterfaceId=one, PrivateIpAddresses=[last])
    ec2.delete_network_interface(NetworkInterfaceId=one)


def test_the_stock_aws_makes_one_with_an_address_of_its_choice(engine, bench):
    subnet, *_ = bench.ec2.describe_subnets(SubnetIds=bench.network["awsvpcConfiguration"]["subnets"])["Subnets"]
    chosen = str(ipaddress.ip_network(subnet["CidrBlock"])[-100])
    made = json.loads(engine.aws("ec2", "create-network-interface", "--subnet-id", subnet["SubnetId"],
                                 "--private-ip-address", chosen))["NetworkInterface"]
    assert made["PrivateIpAddress"] == chosen
    engine.aws("ec2", "delete-network-interface", "--network-interface-id", made["NetworkInterfaceId"])


def test_a_task_s_interface_is_its_service_s(bench, interface, refused):
    ec2 = bench.ec2
    arn = bench.shell("trap 'exit 0' TERM; while :; do sleep 0.1; done")
    task = bench.reach(arn, "RUNNING")
    eni = detail(task, "networkInterfaceId")
    text = refused("InvalidParameterValue", ec2.delete_network_interface, NetworkInterfaceId=eni)
    assert text == f"Network interface '{eni}' is currently in use."
    text = refused("AuthFailure", ec2.modify_network_interface_attribute, NetworkInterfaceId=eni,
                   Description={"Value": "mine"})
    assert text == "You do not have permission to access the specified resource."
    shown, = ec2.describe_network_interfaces(NetworkInterfaceIds=[eni])["NetworkInterfaces"]
    text = refused("OperationNotPermitted", ec2.detach_network_interface,
                   AttachmentId=shown["Attachment"]["AttachmentId"])
    assert text == "You are not allowed to manage 'ela-attach' attachments."
    # Nor is its address given twice.
    text = refused("InvalidIPAddress.InUse", ec2.create_network_interface,
                   SubnetId=detail(task, "subnetId"), PrivateIpAddress=address(task))
    assert text == f"Address {address(task)} is in use."
    bench.stop(arn)


def test_a_task_gets_no_address_that_a_user_s_interface_has(bench):
    ec2 = bench.ec2
    vpc = ec2.create_vpc(CidrBlock="10.60.0.0/24")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.60.0.0/28")["Subnet"]["SubnetId"]
    # All but one of its eleven addresses.
    made = ec2.create_network_interface(SubnetId=subnet, PrivateIpAddress="10.60.0.4",
                                        SecondaryPrivateIpAddressCount=9)["NetworkInterface"]
    held = {each["PrivateIpAddress"] for each in made["PrivateIpAddresses"]}
    where = {"awsvpcConfiguration": {"subnets": [subnet]}}
    arn = bench.run(bench.container(command=["sleep", "600"]), networkConfiguration=where)
    assert address(bench.reach(arn, "RUNNING")) not in held
    assert ec2.describe_subnets(SubnetIds=[subnet])["Subnets"][0]["AvailableIpAddressCount"] == 0
    bench.stop(arn)
    ec2.delete_network_interface(NetworkInterfaceId=made["NetworkInterfaceId"])
    ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_vpc(VpcId=vpc)
