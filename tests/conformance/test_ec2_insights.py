"""Why a packet does not arrive: what the analyzer says, and what becomes of real connections."""

import json
import uuid

import pytest
from harness.wait import until
from test_vpc import SERVE, groups, reaches, running, tcp, vpcs, within

__all__ = ["groups", "vpcs"]

EVERYWHERE = "0.0.0.0/0"


@pytest.fixture
def server(bench, vpcs, groups):
    """A task that serves on port 7000 in the second of two subnets, whose group lets in the first one's."""
    vpc, [front, back] = vpcs("10.40.0.0/16", "10.40.0.0/24", "10.40.1.0/24")
    client, serving = groups(vpc, "client"), groups(vpc, "server", tcp(7000, IpRanges=[{"CidrIp": "10.40.0.0/24"}]))
    arn, address = running(bench, SERVE, within(back, securityGroups=[serving]))
    until("it serves", lambda: bench.has_stream(arn) and bench.lines(arn))
    sender, _ = running(bench, "sleep 600", within(front, securityGroups=[client]))
    return {"vpc": vpc, "front": front, "back": back, "client": client, "group": serving, "arn": arn,
            "address": address, "sender": sender, "where": within(front, securityGroups=[client])}


def interface(bench, arn: str) -> str:
    task, = bench.ecs.describe_tasks(cluster=bench.cluster, tasks=[arn])["tasks"]
    details = {d["name"]: d["value"] for a in task["attachments"] for d in a["details"]}
    return details["networkInterfaceId"]


def analyse(bench, server) -> dict:
    path = bench.ec2.create_network_insights_path(
        Source=interface(bench, server["sender"]), Destination=interface(bench, server["arn"]),
        Protocol="tcp", DestinationPort=7000, ClientToken=str(uuid.uuid4()))["NetworkInsightsPath"]["NetworkInsightsPathId"]
    begun = bench.ec2.start_network_insights_analysis(NetworkInsightsPathId=path)["NetworkInsightsAnalysis"]
    assert begun["Status"] == "running"
    ids = [begun["NetworkInsightsAnalysisId"]]
    found, = bench.ec2.describe_network_insights_analyses(NetworkInsightsAnalysisIds=ids)["NetworkInsightsAnalyses"]
    bench.ec2.delete_network_insights_analysis(NetworkInsightsAnalysisId=ids[0])
    bench.ec2.delete_network_insights_path(NetworkInsightsPathId=path)
    assert found["Status"] == "succeeded"
    return found


def why_not(bench, server, *flags):
    task = lambda arn: arn.rsplit("/", 1)[1]
    return bench.engine.cli("why-not", "--cluster", bench.cluster, task(server["sender"]), task(server["arn"]), "7000", *flags)


def agree(bench, server, *, found: bool, code: str | None = None, direction: str | None = None) -> dict:
    """The analyzer and a connection come to the same; what the analyzer says."""
    analysis = analyse(bench, server)
    assert analysis["NetworkPathFound"] is found, analysis
    why = [(e["ExplanationCode"], e.get("Direction")) for e in analysis.get("Explanations", [])]
    assert why == ([] if found else [(code, direction)])
    until("packets do as the analyzer says", lambda: reaches(bench, server["address"], server["where"]) is found)
    told = why_not(bench, server)
    assert told.returncode == (0 if found else 1), told.stderr
    assert told.stdout.splitlines()[-1].split(maxsplit=1)[1] == ("reachable" if found else "not reachable")
    assert found or code in told.stdout
    return analysis


def subnet_acl(bench, subnet: str) -> tuple[str, str]:
    """The ACL of a subnet, and the association."""
    filters = [{"Name": "association.subnet-id", "Values": [subnet]}]
    acl, = bench.ec2.describe_network_acls(Filters=filters)["NetworkAcls"]
    return acl["NetworkAclId"], next(a["NetworkAclAssociationId"] for a in acl["Associations"] if a["SubnetId"] == subnet)


def test_the_analyzer_agrees_with_real_connections(bench, server):
    found = agree(bench, server, found=True)
    kinds = [step["Component"]["Id"].split("-")[0] for step in found["ForwardPathComponents"]]
    assert kinds == ["eni", "sg", "acl", "rtb", "acl", "sg", "eni"]
    assert found["ForwardPathComponents"][5]["SecurityGroupRule"] == {
        "Cidr": "10.40.0.0/24", "Direction": "ingress", "PortRange": {"From": 7000, "To": 7000}, "Protocol": "tcp"}

    # No rule lets them in, and the command that it prints mends that.
    permission = tcp(7000, IpRanges=[{"CidrIp": "10.40.0.0/24"}])
    bench.ec2.revoke_security_group_ingress(GroupId=server["group"], IpPermissions=[permission])
    agree(bench, server, found=False, code="ENI_SG_RULES_MISMATCH", direction="ingress")
    told = why_not(bench, server).stdout
    assert f"fix       aws ec2 authorize-security-group-ingress --group-id {server['group']} --protocol tcp --port 7000" in told
    bench.ec2.authorize_security_group_ingress(GroupId=server["group"], IpPermissions=[permission])

    # No rule lets them out.
    every = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": EVERYWHERE}]}
    bench.ec2.revoke_security_group_egress(GroupId=server["client"], IpPermissions=[every])
    agree(bench, server, found=False, code="SG_HAS_NO_RULES", direction="egress")
    bench.ec2.authorize_security_group_egress(GroupId=server["client"], IpPermissions=[every])

    # An entry denies them.
    acl = bench.ec2.create_network_acl(VpcId=server["vpc"])["NetworkAcl"]["NetworkAclId"]
    def entry(number: int, egress: bool, action: str, first: int, last: int):
        bench.ec2.create_network_acl_entry(
            NetworkAclId=acl, RuleNumber=number, Egress=egress, RuleAction=action, CidrBlock=EVERYWHERE,
            Protocol="6", PortRange={"From": first, "To": last})
    entry(10, False, "deny", 7000, 7000)
    entry(20, False, "allow", 0, 65535)
    entry(10, True, "allow", 0, 65535)
    before, held = subnet_acl(bench, server["back"])
    bench.ec2.replace_network_acl_association(AssociationId=held, NetworkAclId=acl)
    found = agree(bench, server, found=False, code="SUBNET_ACL_RESTRICTION", direction="ingress")
    assert (found["Explanations"][0]["Acl"]["Id"], found["Explanations"][0]["AclRule"]["RuleNumber"]) == (acl, 10)
    bench.ec2.delete_network_acl_entry(NetworkAclId=acl, RuleNumber=10, Egress=False)
    agree(bench, server, found=True)

    # The answers may not leave.
    bench.ec2.replace_network_acl_entry(
        NetworkAclId=acl, RuleNumber=10, Egress=True, RuleAction="allow", CidrBlock=EVERYWHERE,
        Protocol="6", PortRange={"From": 0, "To": 1023})
    found = agree(bench, server, found=False, code="SUBNET_ACL_RESTRICTION", direction="egress")
    assert found["ReturnPathComponents"] and found["Explanations"][0]["AclRule"]["RuleNumber"] == 32767
    bench.ec2.replace_network_acl_association(
        AssociationId=subnet_acl(bench, server["back"])[1], NetworkAclId=before)
    bench.ec2.delete_network_acl(NetworkAclId=acl)


def test_why_not_leaves_nothing_behind_and_takes_interfaces_and_addresses(bench, server):
    document = json.loads(why_not(bench, server, "-o", "json").stdout)
    assert document["NetworkPathFound"] is True and document["Status"] == "succeeded"
    source = interface(bench, server["sender"])
    told = bench.engine.cli("why-not", source, server["address"], "7000")
    assert told.returncode == 0 and "reachable" in told.stdout, told.stderr
    told = bench.engine.cli("why-not", source, "203.0.113.9", "443")
    assert told.returncode == 1 and "NO_ROUTE_TO_DESTINATION" in told.stdout, told.stdout
    assert "aws ec2 describe-route-tables" in told.stdout
    assert bench.engine.cli("why-not", "eni-00000000000000000", server["address"]).returncode == 3
    assert bench.ec2.describe_network_insights_paths()["NetworkInsightsPaths"] == []
    assert bench.ec2.describe_network_insights_analyses()["NetworkInsightsAnalyses"] == []
