"""Tasks in VPCs that users make: what reaches what, and what can't be taken away meanwhile."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from harness.tasks import address, unique
from harness.wait import until

# Answers each TCP connection to port 7000 with a word, and says that it is there.
SERVE = "echo ready; while :; do echo hello | nc -l -p 7000; done"


@pytest.fixture
def vpcs(bench):
    """Makes VPCs; each is removed with its subnets."""
    made = []

    def make(cidr: str, *subnets: str) -> tuple[str, list[str]]:
        tags = [{"ResourceType": "vpc", "Tags": [{"Key": "Name", "Value": unique("vpc")}]}]
        vpc = bench.ec2.create_vpc(CidrBlock=cidr, TagSpecifications=tags)["Vpc"]["VpcId"]
        bench.ec2.get_waiter("vpc_available").wait(VpcIds=[vpc])
        ids = [bench.ec2.create_subnet(VpcId=vpc, CidrBlock=each)["Subnet"]["SubnetId"] for each in subnets]
        bench.ec2.get_waiter("subnet_available").wait(SubnetIds=ids)
        made.append((vpc, ids))
        return vpc, ids

    yield make
    stop_all(bench)
    for vpc, ids in made:
        for subnet in ids:
            bench.ec2.delete_subnet(SubnetId=subnet)
        bench.ec2.delete_vpc(VpcId=vpc)


def stop_all(bench):
    tasks = bench.ecs.list_tasks(cluster=bench.cluster)["taskArns"]
    for arn in tasks:
        bench.stop(arn)
    for arn in tasks:
        bench.reach(arn, "STOPPED")


def within(subnet: str, **more) -> dict:
    return {"networkConfiguration": {"awsvpcConfiguration": {"subnets": [subnet], **more}}}


def running(bench, script: str, where: dict) -> tuple[str, str]:
    """A task that runs: its ARN and its address."""
    arn = bench.run(bench.container(command=["sh", "-c", script]), **where)
    return arn, address(bench.reach(arn, "RUNNING"))


def reaches(bench, target: str, where: dict) -> bool:
    """Whether a task there gets the word from a server."""
    script = f"[ \"$(nc -w 3 {target} 7000 </dev/null)\" = hello ]"
    code = bench.finish(bench.run(bench.container(command=["sh", "-c", script]), **where))["containers"][0]["exitCode"]
    assert code in (0, 1), code
    return code == 0


def test_two_vpcs_of_one_range_know_nothing_of_each_other(bench, vpcs):
    (_, [one]), (_, [other]) = vpcs("10.20.0.0/16", "10.20.1.0/24"), vpcs("10.20.0.0/16", "10.20.1.0/24")
    arn, server = running(bench, SERVE, within(one))
    until("it serves", lambda: bench.has_stream(arn) and bench.lines(arn))
    assert reaches(bench, server, within(one))
    _, same = running(bench, "sleep 600", within(other))
    assert same == server, "each VPC hands out its own addresses"
    assert not reaches(bench, server, within(other))
    assert reaches(bench, server, within(one)), "the other one's has nothing to do with it"


def test_what_has_a_task_in_it_can_t_be_deleted(bench, vpcs, refused):
    vpc, [subnet] = vpcs("10.21.0.0/16", "10.21.0.0/24")
    _, own = running(bench, "sleep 600", within(subnet))
    text = f"The subnet '{subnet}' has dependencies and cannot be deleted."
    assert refused("DependencyViolation", bench.ec2.delete_subnet, SubnetId=subnet) == text
    text = f"The vpc '{vpc}' has dependencies and cannot be deleted."
    assert refused("DependencyViolation", bench.ec2.delete_vpc, VpcId=vpc) == text
    found, = bench.ec2.describe_network_interfaces(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["NetworkInterfaces"]
    assert (found["PrivateIpAddress"], found["Status"], found["RequesterManaged"]) == (own, "in-use", True)
    assert found["Description"].split("/")[0] == f"arn:aws:ecs:{bench.engine.region}:{bench.engine.account}:attachment"
    free = bench.ec2.describe_subnets(SubnetIds=[subnet])["Subnets"][0]["AvailableIpAddressCount"]
    assert free == 250


def test_a_vpc_that_is_deleted_leaves_its_host(bench):
    vpc = bench.ec2.create_vpc(CidrBlock="10.25.0.0/16")["Vpc"]["VpcId"]
    subnet = bench.ec2.create_subnet(VpcId=vpc, CidrBlock="10.25.0.0/24")["Subnet"]["SubnetId"]
    pin = next(bench.engine.home.rglob("run/netns")) / vpc
    assert not pin.exists()
    bench.finish(bench.run(bench.container(command=["true"]), **within(subnet)))
    assert pin.exists()
    bench.ec2.delete_subnet(SubnetId=subnet)
    bench.ec2.delete_vpc(VpcId=vpc)
    until("its namespace is gone", lambda: not pin.exists(), within=30)


def test_a_subnet_without_an_address_starts_no_task_and_says_so(bench, vpcs):
    _, [small] = vpcs("10.22.0.0/16", "10.22.0.0/28")
    made = bench.define(bench.container(command=["sleep", "600"]), cpu="256", memory="512")
    # AWS keeps five of the sixteen addresses.
    full = [arn for n in (10, 1) for arn in
            (lambda arns: arns if isinstance(arns, list) else [arns])(
                bench.run(definition=made["taskDefinitionArn"], count=n, **within(small)))]
    with ThreadPoolExecutor(4) as pool:
        addresses = set(pool.map(lambda arn: address(bench.reach(arn, "RUNNING")), full))
    assert addresses == {f"10.22.0.{n}" for n in range(4, 15)}
    assert bench.ec2.describe_subnets(SubnetIds=[small])["Subnets"][0]["AvailableIpAddressCount"] == 0
    late = bench.reach(bench.run(definition=made["taskDefinitionArn"], **within(small)), "STOPPED")
    assert late["stopCode"] == "TaskFailedToStart"
    assert late["stoppedReason"] == (
        f"Unexpected EC2 error while attempting to Create Network Interface in subnet '{small}': "
        "InsufficientFreeAddressesInSubnet")


def test_subnets_and_groups_are_of_one_vpc(bench, vpcs, refused):
    (_, [one]), (vpc, [other]) = vpcs("10.23.0.0/16", "10.23.0.0/24"), vpcs("10.24.0.0/16", "10.24.0.0/24")
    group = bench.ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["SecurityGroups"][0]
    run = {"cluster": bench.cluster, "taskDefinition": bench.define()["taskDefinitionArn"], "launchType": "FARGATE"}
    text = refused("InvalidParameterException", bench.ecs.run_task, **run, **within(one, securityGroups=[group["GroupId"]]))
    assert text == f"Security group {group['GroupId']} does not appear to belong to the same VPC as the input subnets."
    both = {"networkConfiguration": {"awsvpcConfiguration": {"subnets": [one, other]}}}
    refused("InvalidParameterException", bench.ecs.run_task, **run, **both)
    gone = "subnet-00000000000000000"
    text = refused("InvalidParameterException", bench.ecs.run_task, **run, **within(gone))
    assert text == (f"Error retrieving subnet information for [{gone}]: The subnet ID '{gone}' does not exist "
                    "(ErrorCode: InvalidSubnetID.NotFound)")


@pytest.fixture
def groups(bench, vpcs):
    """Makes groups in a VPC; each goes with it."""
    made = []

    def make(vpc: str, name: str, *ingress: dict) -> str:
        group = bench.ec2.create_security_group(VpcId=vpc, GroupName=name, Description="of a test")["GroupId"]
        if ingress:
            bench.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=list(ingress))
        made.append(group)
        return group

    yield make
    stop_all(bench)
    for group in reversed(made):
        bench.ec2.delete_security_group(GroupId=group)


def tcp(port: int, **peer) -> dict:
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **peer}


def test_a_database_hears_its_web_servers_and_nobody_else(bench, vpcs, groups, refused):
    vpc, [front, back] = vpcs("10.30.0.0/16", "10.30.0.0/24", "10.30.1.0/24")
    web, other = groups(vpc, "web"), groups(vpc, "other")
    database = groups(vpc, "database", tcp(7000, UserIdGroupPairs=[{"GroupId": web}]))
    arn, server = running(bench, SERVE, within(back, securityGroups=[database]))
    until("it serves", lambda: bench.has_stream(arn) and bench.lines(arn))
    assert reaches(bench, server, within(front, securityGroups=[web]))
    assert not reaches(bench, server, within(front, securityGroups=[other]))
    assert not reaches(bench, server, within(back, securityGroups=[other])), "in one subnet as well"
    refused("DependencyViolation", bench.ec2.delete_security_group, GroupId=database)
    refused("DependencyViolation", bench.ec2.delete_security_group, GroupId=web)
    # A change has its effect on tasks that run.
    by_range = tcp(7000, IpRanges=[{"CidrIp": "10.30.0.0/24"}])
    bench.ec2.authorize_security_group_ingress(GroupId=database, IpPermissions=[by_range])
    until("its subnet may", lambda: reaches(bench, server, within(front, securityGroups=[other])))
    bench.ec2.revoke_security_group_ingress(GroupId=database, IpPermissions=[by_range])
    until("its subnet may not", lambda: not reaches(bench, server, within(front, securityGroups=[other])))


def test_a_network_acl_has_its_effect_on_packets_both_ways(bench, vpcs, groups):
    vpc, [front, back] = vpcs("10.31.0.0/16", "10.31.0.0/24", "10.31.1.0/24")
    every = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    open_to_all = groups(vpc, "open", every)
    arn, server = running(bench, SERVE, within(back, securityGroups=[open_to_all]))
    until("it serves", lambda: bench.has_stream(arn) and bench.lines(arn))
    where = within(front, securityGroups=[open_to_all])
    assert reaches(bench, server, where)
    acl = bench.ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"]
    filters = [{"Name": "association.subnet-id", "Values": [back]}]
    before, = bench.ec2.describe_network_acls(Filters=filters)["NetworkAcls"]
    held = next(a["NetworkAclAssociationId"] for a in before["Associations"] if a["SubnetId"] == back)
    moved = bench.ec2.replace_network_acl_association(AssociationId=held, NetworkAclId=acl)["NewAssociationId"]
    until("nothing passes", lambda: not reaches(bench, server, where))
    entry = {"NetworkAclId": acl, "RuleNumber": 100, "RuleAction": "allow", "CidrBlock": "10.31.0.0/24", "Protocol": "6"}
    bench.ec2.create_network_acl_entry(**entry, Egress=False, PortRange={"From": 7000, "To": 7000})
    assert not reaches(bench, server, where), "the answers may not leave"
    bench.ec2.create_network_acl_entry(**entry, Egress=True, PortRange={"From": 1024, "To": 65535})
    until("both ways are open", lambda: reaches(bench, server, where))
    bench.ec2.replace_network_acl_association(AssociationId=moved, NetworkAclId=before["NetworkAclId"])
    bench.ec2.delete_network_acl(NetworkAclId=acl)


def test_a_rule_follows_the_prefix_list_that_it_names(bench, vpcs, groups):
    vpc, [front, back] = vpcs("10.32.0.0/16", "10.32.0.0/24", "10.32.1.0/24")
    made = bench.ec2.create_managed_prefix_list(PrefixListName=unique("list"), MaxEntries=2, AddressFamily="IPv4")
    listed = made["PrefixList"]["PrefixListId"]
    server_group, clients = groups(vpc, "server", tcp(7000, PrefixListIds=[{"PrefixListId": listed}])), groups(vpc, "clients")
    arn, server = running(bench, SERVE, within(back, securityGroups=[server_group]))
    until("it serves", lambda: bench.has_stream(arn) and bench.lines(arn))
    where = within(front, securityGroups=[clients])
    assert not reaches(bench, server, where), "the list is empty"
    bench.ec2.modify_managed_prefix_list(PrefixListId=listed, CurrentVersion=1, AddEntries=[{"Cidr": "10.32.0.0/24"}])
    until("who is listed may", lambda: reaches(bench, server, where))
    bench.ec2.restore_managed_prefix_list_version(PrefixListId=listed, PreviousVersion=1, CurrentVersion=2)
    until("nobody is listed", lambda: not reaches(bench, server, where))
    bench.ec2.revoke_security_group_ingress(
        GroupId=server_group, IpPermissions=[tcp(7000, PrefixListIds=[{"PrefixListId": listed}])])
    bench.ec2.delete_managed_prefix_list(PrefixListId=listed)
