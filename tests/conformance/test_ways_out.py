"""Where internet gateways lead: out through the machine, which here is a namespace of the test's."""

import json
import subprocess
import uuid
from pathlib import Path

import pytest
from harness.engine import BINARY
from harness.tasks import Bench
from harness.wait import until


class Machine:
    """A network namespace that an engine takes for the machine's own."""

    def __init__(self):
        self.name = f"fg-{uuid.uuid4().hex[:8]}"
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


def test_none_leads_nowhere_and_anything_else_is_refused(engine, tmp_path):
    said = engine.run(str(BINARY), "up", "--internet", "nat", "--data-dir", str(tmp_path / "data"))
    assert said.returncode != 0 and "'host'" in said.stderr and "'nat'" in said.stderr, said
    settings = (engine.data / "settings.toml").read_text()
    assert 'internet = "none"' in settings, "what tests start sends nothing to anybody"
