"""Network ACLs by boto3 and the stock `aws`."""

import json

import pytest


@pytest.fixture
def acl(boto):
    """An ACL of the default VPC."""
    ec2 = boto("ec2")
    vpc, = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
    made = ec2.create_network_acl(VpcId=vpc["VpcId"])["NetworkAcl"]["NetworkAclId"]
    yield made
    ec2.delete_network_acl(NetworkAclId=made)


def test_the_stock_aws_names_protocols_by_name(engine, boto, acl, refused):
    made = acl
    entry = ["--network-acl-id", made, "--ingress", "--rule-action", "allow", "--cidr-block", "0.0.0.0/0"]
    engine.aws("ec2", "create-network-acl-entry", *entry, "--rule-number", "100", "--protocol", "tcp",
               "--port-range", "From=80,To=81")
    engine.aws("ec2", "create-network-acl-entry", *entry, "--rule-number", "110", "--protocol", "icmp",
               "--icmp-type-code", "Type=8,Code=-1")
    shown, = json.loads(engine.aws("ec2", "describe-network-acls", "--network-acl-ids", made))["NetworkAcls"]
    entries = [each for each in shown["Entries"] if not each["Egress"]]
    assert [(each["RuleNumber"], each["Protocol"], each["RuleAction"]) for each in entries] == [
        (100, "6", "allow"), (110, "1", "allow"), (32767, "-1", "deny")]
    assert entries[0]["PortRange"] == {"From": 80, "To": 81}
    assert entries[1]["IcmpTypeCode"] == {"Code": -1, "Type": 8}
    text = refused("NetworkAclEntryAlreadyExists", boto("ec2").create_network_acl_entry, NetworkAclId=made,
                   RuleNumber=100, Protocol="-1", RuleAction="deny", Egress=False, CidrBlock="0.0.0.0/0")
    assert text == "The network acl entry identified by 100 already exists."
    engine.aws("ec2", "delete-network-acl-entry", "--network-acl-id", made, "--ingress", "--rule-number", "100")
