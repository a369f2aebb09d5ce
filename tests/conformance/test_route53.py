"""Private hosted zones: what Route 53 is told, tasks of the zone's VPCs resolve, and nobody else."""

import pytest
from harness.tasks import unique
from harness.wait import until


@pytest.fixture
def route53(bench):
    return bench.engine.boto("route53")


@pytest.fixture
def zone(bench, route53):
    """Makes zones of the default VPC; each is emptied and removed."""
    made = []
    vpc = bench.ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"][0]["VpcId"]

    def make(name: str) -> str:
        of = {"VPCRegion": bench.engine.region, "VPCId": vpc}
        answer = route53.create_hosted_zone(Name=name, CallerReference=unique("zone"), VPC=of)
        made.append(answer["HostedZone"]["Id"])
        return made[-1]

    yield make
    for zone in made:
        pages = route53.get_paginator("list_resource_record_sets").paginate(HostedZoneId=zone)
        sets = [each for page in pages for each in page["ResourceRecordSets"] if each["Type"] not in ("NS", "SOA")]
        if sets:
            change(route53, zone, *(("DELETE", each) for each in sets))
        route53.delete_hosted_zone(Id=zone)


def change(route53, zone: str, *changes):
    batch = {"Changes": [{"Action": action, "ResourceRecordSet": of} for action, of in changes]}
    info = route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=batch)["ChangeInfo"]
    route53.get_waiter("resource_record_sets_changed").wait(Id=info["Id"])


def values(name: str, kind: str, *given: str) -> dict:
    return {"Name": name, "Type": kind, "TTL": 5, "ResourceRecords": [{"Value": value} for value in given]}


# Says what each name that it is told of resolves to, one in a line, as it is asked.
LOOKUP = """
nslookup -type={kind} {name} 2>&1 | sed 's/[[:space:]]\\{{1,\\}}/ /g'
"""


def looked_up(bench, name: str, kind: str = "a", **where) -> str:
    script = LOOKUP.format(name=name, kind=kind)
    arn = bench.run(bench.container(command=["sh", "-c", script]), **where)
    bench.finish(arn)
    return "\n".join(bench.lines(arn))


def test_tasks_resolve_what_a_zone_of_their_vpc_says(bench, route53, zone):
    name = f"{unique('z')}.internal"
    of = zone(name)
    change(route53, of, ("CREATE", values(f"web.{name}", "A", "10.9.8.7")),
           ("CREATE", values(f"*.{name}", "A", "10.9.8.6")),
           ("CREATE", values(f"www.{name}", "CNAME", f"web.{name}")),
           ("CREATE", values(f"text.{name}", "TXT", '"says it"')),
           ("CREATE", values(f"mail.{name}", "MX", f"10 web.{name}")))
    alias = {"Name": f"also.{name}", "Type": "A", "AliasTarget":
             {"HostedZoneId": of.rsplit("/", 1)[1], "DNSName": f"web.{name}", "EvaluateTargetHealth": False}}
    change(route53, of, ("UPSERT", alias))
    script = "; ".join(f"echo {each}; nslookup -type={kind} {each}.{name} 2>&1" for each, kind in
                       (("web", "a"), ("other", "a"), ("www", "a"), ("also", "a"), ("text", "txt"), ("mail", "mx")))
    arn = bench.run(bench.container(command=["sh", "-c", script]))
    bench.finish(arn)
    said = "\n".join(bench.lines(arn))
    for wanted in ("10.9.8.7", "10.9.8.6", f"canonical name = web.{name}", '"says it"', f"10 web.{name}"):
        assert wanted in said, (wanted, said)
    # A change is there for the next question, also in a task that runs.
    asks = f"while :; do nslookup -type=a web.{name} | grep '10.9.8' ; sleep 0.2; done"
    running = bench.run(bench.container(command=["sh", "-c", asks]))
    until("it resolves", lambda: bench.has_stream(running) and any("10.9.8.7" in line for line in bench.lines(running)))
    change(route53, of, ("UPSERT", values(f"web.{name}", "A", "10.9.8.5")))
    until("it resolves anew", lambda: any("10.9.8.5" in line for line in bench.lines(running)))
    # Also after the agent was killed, which is told anew.
    bench.engine.kill("agent")
    change(route53, of, ("UPSERT", values(f"web.{name}", "A", "10.9.8.4")))
    until("it resolves again", lambda: any("10.9.8.4" in line for line in bench.lines(running)))
    bench.stop(running)
    bench.reach(running, "STOPPED")


def test_an_alias_and_another_name_lead_to_a_load_balancer(bench, route53, zone):
    elb = bench.engine.boto("elbv2")
    subnets = [one["SubnetId"] for one in bench.ec2.describe_subnets(
        Filters=[{"Name": "default-for-az", "Values": ["true"]}])["Subnets"][:2]]
    made = elb.create_load_balancer(Name=unique("lb"), Scheme="internal", Subnets=subnets)["LoadBalancers"][0]
    try:
        elb.get_waiter("load_balancer_available").wait(LoadBalancerArns=[made["LoadBalancerArn"]])
        name = f"{unique('z')}.internal"
        of = zone(name)
        alias = {"Name": name, "Type": "A", "AliasTarget":
                 {"HostedZoneId": made["CanonicalHostedZoneId"], "DNSName": f"dualstack.{made['DNSName']}",
                  "EvaluateTargetHealth": True}}
        change(route53, of, ("CREATE", alias), ("CREATE", values(f"web.{name}", "CNAME", made["DNSName"])))
        enis = bench.ec2.describe_network_interfaces(Filters=[{"Name": "description", "Values": [
            f"ELB {made['LoadBalancerArn'].partition(':loadbalancer/')[2]}"]}])["NetworkInterfaces"]
        wanted = {eni["PrivateIpAddress"] for eni in enis}
        assert len(wanted) == 2
        for asked in (name, f"web.{name}"):
            said = looked_up(bench, asked)
            assert all(address in said for address in wanted), (asked, wanted, said)
    finally:
        elb.delete_load_balancer(LoadBalancerArn=made["LoadBalancerArn"])
        elb.get_waiter("load_balancers_deleted").wait(LoadBalancerArns=[made["LoadBalancerArn"]])
    # What it led to is gone, and nothing else stands in for it.
    said = looked_up(bench, name)
    assert not any(address in said for address in wanted), said


def test_a_zone_is_of_its_vpcs_and_of_no_other(bench, route53, zone):
    name = f"{unique('z')}.internal"
    of = zone(name)
    change(route53, of, ("CREATE", values(f"web.{name}", "A", "10.9.8.7")))
    vpc = bench.ec2.create_vpc(CidrBlock="10.71.0.0/16")["Vpc"]["VpcId"]
    subnet = bench.ec2.create_subnet(VpcId=vpc, CidrBlock="10.71.0.0/24")["Subnet"]["SubnetId"]
    there = {"networkConfiguration": {"awsvpcConfiguration": {"subnets": [subnet]}}}
    association = {"VPCRegion": bench.engine.region, "VPCId": vpc}
    try:
        assert "10.9.8.7" in looked_up(bench, f"web.{name}")
        assert "10.9.8.7" not in looked_up(bench, f"web.{name}", **there)
        route53.associate_vpc_with_hosted_zone(HostedZoneId=of, VPC=association)
        assert "10.9.8.7" not in looked_up(bench, f"web.{name}", **there), "its DNS hostnames are off"
        bench.ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
        assert "10.9.8.7" in looked_up(bench, f"web.{name}", **there)
        route53.disassociate_vpc_from_hosted_zone(HostedZoneId=of, VPC=association)
        assert "10.9.8.7" not in looked_up(bench, f"web.{name}", **there)
    finally:
        bench.ec2.delete_subnet(SubnetId=subnet)
        bench.ec2.delete_vpc(VpcId=vpc)


def test_the_command_line_speaks_to_zones(bench, zone):
    name = f"{unique('z')}.internal"
    of = zone(name)
    said = bench.engine.aws("route53", "list-hosted-zones-by-name", "--dns-name", name, "--max-items", "1", "--output", "text")
    assert of in said and "True" in said
    assert "2" in bench.engine.aws("route53", "get-hosted-zone", "--id", of, "--query", "HostedZone.ResourceRecordSetCount")
