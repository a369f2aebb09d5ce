"""Where internet gateways lead: out through the machine, which here is a namespace of the test's."""

import json
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from harness.census import OUTSIDES
from harness.engine import BINARY
from harness.tasks import Bench
from harness.wait import until


class Machine:
    """A network namespace that an engine takes for the machine's own."""

    def __init__(self):
        self.name = f"{OUTSIDES}{uuid.uuid4().hex[:8]}"
        self.path = Path("/run/netns") / self.name
        subprocess.run(["ip", "netns", "add", self.name], check=True)
        self("ip", "link", "set", "lo", "up")

    def __call__(self, *words: str) -> str:
        command = ["ip", "netns", "exec", self.name, *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def uplinks(self) -> list[str]:
        return [link["ifname"] for link in json.loads(self("ip", "-j", "link", "show")) if link["ifname"] != "lo"]

    def tables(self) -> list[str]:
        return self("nft", "list", "tables").split("\n")[:-1]


@pytest.fixture
def machine(monkeypatch):
    machine = Machine()
    monkeypatch.setenv("FERROGATE_INTERNET", f"netns:{machine.path}")
    try:
        yield machine
        # The engine is down.
        assert (machine.uplinks(), machine.tables()) == ([], [])
    finally:
        subprocess.run(["ip", "netns", "delete", machine.name], check=False)


@pytest.fixture
def out(machine, own_engine, archive):
    from conftest import pusher
    engine = own_engine()
    return machine, Bench(engine, pusher(engine, archive))


def test_a_vpc_leads_out_by_what_the_engine_makes_mends_and_takes_away(out):
    machine, bench = out
    assert (machine.uplinks(), machine.tables()) == ([], [])
    arn = bench.shell("exec sleep 1000")
    bench.reach(arn, "RUNNING")
    instance = (bench.engine.data / "instance").read_text().strip()
    [uplink] = until("the default VPC leads out", machine.uplinks)
    table = f"table inet ferrogate-{instance}"
    assert uplink.startswith("fg") and machine.tables() == [table]
    assert machine("cat", "/proc/sys/net/ipv4/ip_forward").strip() == "1"
    ours = subprocess.run(["nft", "list", "tables"], check=True, capture_output=True, text=True).stdout
    assert table not in ours, "the machine's own namespace is another"

    # Taken away by hand, also while nobody looks.
    machine("nft", "delete", *table.split())
    until("the table is back", lambda: machine.tables() == [table])
    machine("ip", "link", "delete", uplink)
    until("the uplink is back", lambda: machine.uplinks() == [uplink])
    bench.engine.kill("agent")
    machine("nft", "delete", *table.split())
    until("the table is back", lambda: machine.tables() == [table])
    assert machine.uplinks() == [uplink]
    bench.stop(arn)


WORLD = "203.0.113.1"
# Says to each who comes whom it sees.
SERVER = """
import socket, sys
server = socket.create_server(("203.0.113.1", 80))
print("listens", flush=True)
while True:
    client, address = server.accept()
    client.sendall(f"seen as {address[0]}\\n".encode())
    client.close()
"""

CLIENT = """
import socket, sys
print(socket.create_connection((sys.argv[1], 80), 2).makefile().readline(), end="")
"""


@pytest.fixture
def world(machine):
    """Somebody on the internet, who tells whom he sees."""
    name = f"{machine.name}-w"
    subprocess.run(["ip", "netns", "add", name], check=True)
    try:
        machine("ip", "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", name)
        for where, address in ((machine.name, "203.0.113.2/24"), (name, f"{WORLD}/24")):
            subprocess.run(["ip", "-n", where, "address", "add", address, "dev", "eth0"], check=True)
            subprocess.run(["ip", "-n", where, "link", "set", "eth0", "up"], check=True)
        with subprocess.Popen(["ip", "netns", "exec", name, sys.executable, "-c", SERVER],
                              stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout.readline() == "listens\n"
            yield
            server.kill()
        machine("ip", "link", "delete", "eth0")
    finally:
        subprocess.run(["ip", "netns", "delete", name], check=False)


def test_a_task_with_a_public_address_reaches_the_internet_and_is_reached(world, out):
    machine, bench = out
    ec2 = bench.engine.boto("ec2")
    network = bench.network["awsvpcConfiguration"]
    group = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["default"]}])["SecurityGroups"][0]

    def run(public: str, script: str) -> str:
        return bench.run(bench.container("busybox", ["sh", "-c", script]),
                         networkConfiguration={"awsvpcConfiguration": {**network, "assignPublicIp": public}})

    ask = f"nc -w 5 {WORLD} 80 </dev/null"
    within = run("DISABLED", f"{ask} 2>/dev/null || echo lost")
    bench.finish(within)
    bench.expect_lines(within, ["lost"])
    arn = run("ENABLED", f"{ask}; while :; do echo hello | nc -l -p 80; done")
    task = bench.reach(arn, "RUNNING")
    bench.expect_lines(arn, ["seen as 203.0.113.2"])
    eni = next(d["value"] for d in task["attachments"][0]["details"] if d["name"] == "networkInterfaceId")
    public = ec2.describe_network_interfaces(NetworkInterfaceIds=[eni])["NetworkInterfaces"][0]["Association"]["PublicIp"]

    def asked() -> bool:
        command = ["ip", "netns", "exec", machine.name, sys.executable, "-c", CLIENT, public]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout == "hello\n"

    assert not asked(), "no group lets anybody in"
    ec2.authorize_security_group_ingress(GroupId=group["GroupId"], IpProtocol="tcp", FromPort=80, ToPort=80,
                                         CidrIp="192.0.0.8/32")
    until("the group lets the machine in", asked)
    bench.engine.kill("agent")
    assert asked(), "also while no agent is there"
    bench.stop(arn)
    bench.reach(arn, "STOPPED")
    assert not asked()


def test_a_private_subnet_reaches_the_internet_by_its_nat_gateway_alone(world, out):
    _, bench = out
    ec2 = bench.engine.boto("ec2")
    public = ec2.describe_subnets()["Subnets"][0]
    private = ec2.create_subnet(VpcId=public["VpcId"], CidrBlock="172.31.200.0/24")["Subnet"]["SubnetId"]
    table = ec2.create_route_table(VpcId=public["VpcId"])["RouteTable"]["RouteTableId"]
    ec2.associate_route_table(RouteTableId=table, SubnetId=private)

    def said(script: str) -> list[str]:
        network = {**bench.network["awsvpcConfiguration"], "subnets": [private]}
        arn = bench.run(bench.container("busybox", ["sh", "-c", script]),
                        networkConfiguration={"awsvpcConfiguration": network})
        bench.finish(arn)
        return bench.lines(arn)

    ask = f"nc -w 5 {WORLD} 80 </dev/null 2>/dev/null || echo lost"
    assert said(ask) == ["lost"]
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    nat = ec2.create_nat_gateway(SubnetId=public["SubnetId"], AllocationId=address)["NatGateway"]["NatGatewayId"]
    ec2.get_waiter("nat_gateway_available").wait(NatGatewayIds=[nat])
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat)
    assert said(f"for n in 1 2 3; do {ask}; done") == ["seen as 203.0.113.2"] * 3
    ec2.delete_nat_gateway(NatGatewayId=nat)
    ec2.get_waiter("nat_gateway_deleted").wait(NatGatewayIds=[nat])
    assert said(ask) == ["lost"]


def test_none_leads_nowhere_and_anything_else_is_refused(engine, tmp_path):
    said = engine.run(str(BINARY), "up", "--internet", "nat", "--data-dir", str(tmp_path / "data"))
    assert said.returncode != 0 and "'host'" in said.stderr and "'nat'" in said.stderr, said
    settings = (engine.data / "settings.toml").read_text()
    assert 'internet = "none"' in settings, "what tests start sends nothing to anybody"
