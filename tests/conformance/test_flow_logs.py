"""Flow logs: what tasks send and are sent, written into CloudWatch Logs in AWS's format."""

import time

import pytest
from botocore.exceptions import ClientError
from harness.tasks import unique
from harness.wait import until
from test_recovery import recovered
from test_vpc import SERVE, groups, running, tcp, vpcs, within

__all__ = ["groups", "vpcs"]

ROLE = "arn:aws:iam::000000000000:role/flow-logs"
DEFAULT = ("${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} "
           "${packets} ${bytes} ${start} ${end} ${action} ${log-status}")


@pytest.fixture
def flow_log(bench):
    """`flow_log("VPC", id)`: its id and its log group; both are removed."""
    made = []

    def make(kind: str, resource: str, traffic: str = "ALL", **more) -> tuple[str, str]:
        group = unique("flows")
        done = bench.ec2.create_flow_logs(ResourceType=kind, ResourceIds=[resource], TrafficType=traffic,
                                          LogGroupName=group, DeliverLogsPermissionArn=ROLE, **more)
        assert done["Unsuccessful"] == []
        made.append((done["FlowLogIds"][0], group))
        return made[-1]

    yield make
    for log, group in made:
        bench.ec2.delete_flow_logs(FlowLogIds=[log])
        try:
            bench.logs.delete_log_group(logGroupName=group)
        except bench.logs.exceptions.ResourceNotFoundException:
            pass  # nothing was written


def interface(bench, arn: str) -> str:
    task, = bench.ecs.describe_tasks(cluster=bench.cluster, tasks=[arn])["tasks"]
    return {d["name"]: d["value"] for a in task["attachments"] for d in a["details"]}["networkInterfaceId"]


def records(bench, group: str, stream: str, pattern: str = "") -> list[list[str]]:
    try:
        pages = bench.logs.get_paginator("filter_log_events").paginate(
            logGroupName=group, logStreamNames=[stream], filterPattern=pattern)
        return [event["message"].split() for page in pages for event in page["events"]]
    except bench.logs.exceptions.ResourceNotFoundException:
        return []


def test_a_task_s_packets_are_in_its_interface_s_stream(bench, vpcs, groups, flow_log):
    vpc, [subnet] = vpcs("10.60.0.0/16", "10.60.0.0/24")
    _, group = flow_log("VPC", vpc)
    fields = "${tcp-flags} ${flow-direction} ${ecs-task-arn} ${subnet-id} ${pkt-srcaddr} ${traffic-path} ${action}"
    _, rejects = flow_log("Subnet", subnet, "REJECT", LogFormat=fields, MaxAggregationInterval=60)
    serving = groups(vpc, "server", tcp(7000, IpRanges=[{"CidrIp": "10.60.0.0/16"}]))
    arn, server = running(bench, SERVE, within(subnet, securityGroups=[serving]))
    until("it serves", lambda: bench.has_stream(arn) and bench.lines(arn))
    begun = int(time.time())
    script = f"nc -w 3 {server} 7000 </dev/null; nc -w 1 {server} 7001 </dev/null; true"
    client = bench.run(bench.container(command=["sh", "-c", script]), **within(subnet))
    task = bench.reach(client, "STOPPED")
    details = {d["name"]: d["value"] for a in task["attachments"] for d in a["details"]}
    eni, address = details["networkInterfaceId"], details["privateIPv4Address"]

    # Its interface has gone, so that is told at once; the server's is told of each minute.
    asked = lambda: records(bench, group, f"{eni}-all", "[v, account, eni, src, dst, sp, dp, proto, n, bytes, s, e, action, status]")
    found = until("the records are there", lambda: [r for r in asked() if r[6] == "7001"] and asked())
    ports = {(r[3], r[4], r[5] if r[4] == address else "*", r[6] if r[3] == address else "*", r[12]) for r in found}
    assert ports == {(address, server, "*", "7000", "ACCEPT"), (server, address, "7000", "*", "ACCEPT"),
                     (address, server, "*", "7001", "ACCEPT")}
    for version, account, of, _, _, _, _, protocol, packets, octets, start, end, _, status in found:
        assert (version, account, of, protocol, status) == ("2", "000000000000", eni, "6", "OK")
        assert begun - 5 <= int(start) <= int(end) <= time.time()
        assert int(octets) >= 40 * int(packets) > 0
    assert all(len(r) == 14 for r in found)
    assert records(bench, group, f"{eni}-all", "REJECT") == []

    # At the server's end it is refused, by its groups.
    stream = f"{interface(bench, arn)}-reject"
    bench.stop(arn)
    found = until("the server's are there", lambda: records(bench, rejects, stream, "REJECT"))
    assert found == [["2", "ingress", arn, subnet, address, "-", "REJECT"]]
    nothing = records(bench, rejects, f"{eni}-reject")
    assert [r[:2] + r[4:] for r in nothing] == [["-", "-", "-", "-", "-"]], "that nothing was refused is said too"


def test_flow_logs_are_shown_chosen_tagged_and_deleted(bench, vpcs, flow_log, refused):
    vpc, [subnet] = vpcs("10.61.0.0/16", "10.61.0.0/24")
    tags = [{"ResourceType": "vpc-flow-log", "Tags": [{"Key": "team", "Value": "net"}]}]
    log, group = flow_log("VPC", vpc, TagSpecifications=tags)
    other, _ = flow_log("Subnet", subnet, "ACCEPT")
    shown, = bench.ec2.describe_flow_logs(FlowLogIds=[log])["FlowLogs"]
    assert shown.pop("CreationTime")
    assert shown == {
        "DeliverLogsPermissionArn": ROLE, "DeliverLogsStatus": "SUCCESS", "FlowLogId": log, "FlowLogStatus": "ACTIVE",
        "LogGroupName": group, "ResourceId": vpc, "TrafficType": "ALL", "LogDestinationType": "cloud-watch-logs",
        "LogFormat": DEFAULT, "Tags": tags[0]["Tags"], "MaxAggregationInterval": 600}
    for name, value in [("resource-id", vpc), ("log-group-name", group), ("tag:team", "net"), ("flow-log-id", log)]:
        found = bench.ec2.describe_flow_logs(Filters=[{"Name": name, "Values": [value]}])["FlowLogs"]
        assert [f["FlowLogId"] for f in found] == [log], name
    again = dict(ResourceType="VPC", ResourceIds=[vpc], TrafficType="ALL", LogGroupName=group, DeliverLogsPermissionArn=ROLE)
    refused("FlowLogAlreadyExists", bench.ec2.create_flow_logs, **again)
    ids = lambda: {f["FlowLogId"] for f in bench.ec2.describe_flow_logs()["FlowLogs"]}
    assert {log, other} <= ids()
    gone, = bench.ec2.delete_flow_logs(FlowLogIds=[other, "fl-00000000000000000"])["Unsuccessful"]
    assert gone["ResourceId"] == "fl-00000000000000000" and gone["Error"]["Code"] == "InvalidFlowLogId.NotFound"
    assert other not in ids()
    with pytest.raises(ClientError, match="InvalidFlowLogId.NotFound"):
        bench.ec2.describe_flow_logs(FlowLogIds=[other])


@pytest.mark.parametrize("changed, code, text", [
    ({"LogGroupName": None}, "InvalidParameter", "LogDestination can't be empty if LogGroupName is not provided."),
    ({"LogDestination": "arn:aws:logs:us-east-1:000000000000:log-group:g"}, "InvalidParameter",
     "Please only provide LogGroupName or only provide LogDestination."),
    ({"DeliverLogsPermissionArn": None}, "InvalidParameter", None),
    ({"TrafficType": None}, "MissingParameter", "The request must contain the parameter TrafficType"),
    ({"MaxAggregationInterval": 61}, "InvalidParameter", "Invalid Flow Log Max Aggregation Interval"),
    ({"LogFormat": "${version} ${colour}"}, "InvalidParameter", None),
    ({"LogDestinationType": "s3"}, "UnsupportedOperation", None),
    ({"ResourceIds": ["vpc-00000000000000000"]}, "InvalidVpcID.NotFound", "The vpc ID 'vpc-00000000000000000' does not exist"),
])
def test_what_can_t_be_logged_is_refused(bench, refused, changed, code, text):
    vpc, = bench.ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
    asked = {"ResourceType": "VPC", "ResourceIds": [vpc["VpcId"]], "TrafficType": "ALL", "LogGroupName": "g",
             "DeliverLogsPermissionArn": ROLE, **changed}
    said = refused(code, bench.ec2.create_flow_logs, **{k: v for k, v in asked.items() if v is not None})
    assert text is None or said == text


@pytest.mark.parametrize("kind", ["server", "agent"])
def test_a_sigkill_has_no_packet_told_twice_and_that_of_a_server_loses_none(own_bench, kind):
    many, bench, group = 40, own_bench, unique("flows")
    vpc, = bench.ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
    bench.ec2.create_flow_logs(ResourceType="VPC", ResourceIds=[vpc["VpcId"]], TrafficType="ALL", LogGroupName=group,
                               DeliverLogsPermissionArn=ROLE)
    arn, server = running(bench, SERVE, {})
    until("it serves", lambda: bench.has_stream(arn) and bench.lines(arn))
    script = f"n=0; while [ $n -lt {many} ]; do nc -w 1 {server} 7000 </dev/null; n=$((n+1)); echo $n; sleep 0.2; done"
    client = bench.shell(script)
    until("some are counted", lambda: bench.has_stream(client) and len(bench.lines(client)) > 15, within=60)
    bench.engine.kill(kind)
    recovered(bench.engine)
    task = bench.reach(client, "STOPPED", within=120)
    eni = {d["name"]: d["value"] for a in task["attachments"] for d in a["details"]}["networkInterfaceId"]
    asked = lambda: [r for r in records(bench, group, f"{eni}-all") if r[6] == "7000" and r[13] == "OK"]
    found = until("its records are there", asked)
    ports = {r[5] for r in found}
    assert len(found) == len(ports), "each connection is told of once"
    assert len(ports) == many if kind == "server" else 5 < len(ports) <= many
