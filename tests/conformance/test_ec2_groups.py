"""Security groups by boto3 and the stock `aws`."""

import json

import pytest
from harness.tasks import unique

@pytest.fixture(scope="module")
def ec2(boto):
    return boto("ec2")


@pytest.fixture
def group(ec2):
    """Makes groups of the default VPC; each is removed."""
    made = []

    def make(stem: str = "group") -> str:
        made.append(ec2.create_security_group(GroupName=unique(stem), Description="for a test")["GroupId"])
        return made[-1]

    yield make
    for one in made:
        for way in ("ingress", "egress"):
            kind = "IpPermissions" if way == "ingress" else "IpPermissionsEgress"
            rules = ec2.describe_security_groups(GroupIds=[one])["SecurityGroups"][0][kind]
            if rules:
                getattr(ec2, f"revoke_security_group_{way}")(GroupId=one, IpPermissions=rules)
    for one in made:
        ec2.delete_security_group(GroupId=one)


def test_a_group_s_life_by_boto3(ec2, group, refused):
    one = group()
    ec2.get_waiter("security_group_exists").wait(GroupIds=[one])
    tags = [{"ResourceType": "security-group-rule", "Tags": [{"Key": "Name", "Value": "ssh"}]}]
    ranges = [{"CidrIp": "100.68.0.18/18", "Description": "an office"}]
    rule = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": ranges}
    made = ec2.authorize_security_group_ingress(GroupId=one, IpPermissions=[rule], TagSpecifications=tags)
    shown, = made["SecurityGroupRules"]
    assert made["Return"] and shown["CidrIpv4"] == "100.68.0.0/18" and shown["Tags"] == tags[0]["Tags"]
    assert refused("InvalidPermission.Duplicate", ec2.authorize_security_group_ingress,
                   GroupId=one, IpPermissions=[rule]) == (
        'the specified rule "peer: 100.68.0.0/18, TCP, from port: 22, to port: 22, ALLOW" already exists')
    found = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [one]}])["SecurityGroupRules"]
    assert sorted(each["IsEgress"] for each in found) == [False, True]
    change = {"IpProtocol": "-1", "CidrIpv6": "::/0", "Description": "all"}
    ec2.modify_security_group_rules(GroupId=one, SecurityGroupRules=[
        {"SecurityGroupRuleId": shown["SecurityGroupRuleId"], "SecurityGroupRule": change}])
    permissions, = ec2.describe_security_groups(GroupIds=[one])["SecurityGroups"][0]["IpPermissions"]
    assert permissions["Ipv6Ranges"] == [{"CidrIpv6": "::/0", "Description": "all"}]
    # What was shown can be revoked as it is.
    gone = ec2.revoke_security_group_ingress(GroupId=one, IpPermissions=[permissions])
    assert [each["SecurityGroupRuleId"] for each in gone["RevokedSecurityGroupRules"]] == [shown["SecurityGroupRuleId"]]
    unknown = ec2.revoke_security_group_ingress(GroupId=one, IpPermissions=[rule])["UnknownIpPermissions"]
    assert unknown[0]["FromPort"] == 22


def test_the_stock_aws_takes_rules_in_its_short_form(engine, ec2, group):
    one, other = group("cli"), group("cli")
    aws = lambda *words: json.loads(engine.aws("ec2", *words, "--output", "json") or "{}")
    ssh = ("--protocol", "tcp", "--port", "22", "--cidr", "10.0.0.0/8")
    ping = ("--protocol", "icmp", "--port", "-1", "--cidr", "0.0.0.0/0")
    peer = ("--protocol", "udp", "--port", "53-54", "--source-group", other)
    for rule in (ssh, ping, peer):
        assert aws("authorize-security-group-ingress", "--group-id", one, *rule)["Return"]
    out = ("--protocol", "all", "--cidr", "10.0.0.0/8")
    assert aws("authorize-security-group-egress", "--group-id", one, *out)["Return"]
    shown, = aws("describe-security-groups", "--group-ids", one)["SecurityGroups"]
    assert [(p["IpProtocol"], p["FromPort"], p["ToPort"]) for p in shown["IpPermissions"]] == [
        ("tcp", 22, 22), ("icmp", -1, -1), ("udp", 53, 54)]
    for rule in (ssh, ping, peer):
        aws("revoke-security-group-ingress", "--group-id", one, *rule)
    assert ec2.describe_security_groups(GroupIds=[one])["SecurityGroups"][0]["IpPermissions"] == []


def test_prefix_lists_and_their_versions_by_boto3(ec2, group, refused):
    one, name = group(), unique("list")
    made = ec2.create_managed_prefix_list(
        PrefixListName=name, MaxEntries=2, AddressFamily="IPv4", Entries=[{"Cidr": "10.0.0.0/8", "Description": "a"}])
    list_id = made["PrefixList"]["PrefixListId"]
    rule = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "PrefixListIds": [{"PrefixListId": list_id}]}
    ec2.authorize_security_group_ingress(GroupId=one, IpPermissions=[rule])
    users = ec2.get_managed_prefix_list_associations(PrefixListId=list_id)["PrefixListAssociations"]
    assert [each["ResourceId"] for each in users] == [one]
    changed = ec2.modify_managed_prefix_list(
        PrefixListId=list_id, CurrentVersion=1, RemoveEntries=[{"Cidr": "10.0.0.0/8"}])["PrefixList"]
    assert changed["Version"] == 2
    text = refused("PrefixListVersionMismatch", ec2.modify_managed_prefix_list, PrefixListId=list_id,
                   CurrentVersion=1, AddEntries=[{"Cidr": "10.0.0.0/8"}])
    assert text == "The prefix list has the incorrect version number."
    ec2.restore_managed_prefix_list_version(PrefixListId=list_id, PreviousVersion=1, CurrentVersion=2)
    entries = ec2.get_managed_prefix_list_entries(PrefixListId=list_id)["Entries"]
    assert entries == [{"Cidr": "10.0.0.0/8", "Description": "a"}]
    found, = ec2.describe_managed_prefix_lists(
        Filters=[{"Name": "prefix-list-name", "Values": [name]}])["PrefixLists"]
    assert (found["State"], found["Version"]) == ("restore-complete", 3)
    refused("DependencyViolation", ec2.delete_managed_prefix_list, PrefixListId=list_id)
    ec2.revoke_security_group_ingress(GroupId=one, IpPermissions=[rule])
    ec2.delete_managed_prefix_list(PrefixListId=list_id)
