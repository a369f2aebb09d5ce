"""Faults of its network that a task asks its agent for: effect, refusals, and that they end."""

from test_metadata import printed, python

from harness.wait import until

# Beside `ask`: one call of a fault's path, and how long the resolver takes to answer.
FAULT = """
import socket, time
def fault(name, doing, **body):
    data = json.dumps(body).encode() if body else b""
    return ask(f"/fault/v1/network-{name}/{doing}", method="POST", data=data)
# A question for the task's own address, which the resolver answers by itself.
NAME = ask("/v4")[1]["Networks"][0]["PrivateDNSName"].split(".")
LABELS = b"".join(bytes([len(label)]) + label.encode() for label in NAME)
QUESTION = bytes.fromhex("000701000001000000000000") + LABELS + bytes.fromhex("0000010001")
def resolver():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.settimeout(1.5)
        began = time.monotonic()
        one.sendto(QUESTION, ("169.254.169.253", 53))
        try:
            one.recv(512)
        except TimeoutError:
            return None
        return time.monotonic() - began
def connects(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    except TimeoutError:
        return False
"""


def run(bench, *scripts: str, enabled: bool = True) -> str:
    containers = [python(bench, FAULT + script, name=f"c{at}") for at, script in enumerate(scripts)]
    made = bench.define(*containers, cpu="512", memory="1024", enableFaultInjection=enabled)
    assert made["enableFaultInjection"] is enabled
    return bench.run(definition=made["taskDefinitionArn"])


def said(bench, arn: str, container: str = "c0") -> list:
    task = bench.finish(arn, within=90)
    assert all(c["exitCode"] == 0 for c in task["containers"] if c["name"] == container), bench.lines(arn, container)
    return printed(bench, arn, container)


def test_a_port_swallows_what_is_sent_to_it_until_it_is_told_to_stop(bench):
    arn = run(bench, """
print(json.dumps(ask("/v4/task")[1]["FaultInjectionEnabled"]))
servers = [socket.create_server(("127.0.0.1", port)) for port in (9000, 9001)]
hole = dict(Port=9000, Protocol="tcp", TrafficType="egress")
print(json.dumps([fault("blackhole-port", "status", **hole), connects(9000)]))
print(json.dumps([fault("blackhole-port", "start", **hole), connects(9000), connects(9001)]))
print(json.dumps(fault("blackhole-port", "status", **hole)))
print(json.dumps([fault("blackhole-port", "stop", **hole), connects(9000)]))
time.sleep(5)
print(json.dumps(fault("blackhole-port", "status", **hole)))
# Who closes the way to port 80 can still open it again.
everything = dict(Port=80, Protocol="tcp", TrafficType="egress")
print(json.dumps([fault("blackhole-port", "start", **everything), ask("/v4")[0]]))
""")
    enabled, before, during, again, after, at_last, metadata = said(bench, arn)
    assert enabled is True
    running = [200, {"Status": "running"}]
    assert before == [[200, {"Status": "not-running"}], True]
    assert during == [running, False, True]
    assert again[0] == 429 and "maximum request limit" in again[1], "once in five seconds"
    assert after == [[200, {"Status": "stopped"}], True]
    assert at_last == [200, {"Status": "not-running"}]
    assert metadata == [running, 200]


def test_packets_are_lost_or_late_one_at_a_time(bench):
    arn = run(bench, """
whom = dict(Sources=["169.254.169.253"])
lost, late = dict(LossPercent=100, **whom), dict(DelayMilliseconds=600, JitterMilliseconds=0, **whom)
print(json.dumps(resolver()))
print(json.dumps([fault("packet-loss", "start", **lost), resolver(), fault("packet-loss", "status")]))
print(json.dumps(fault("latency", "start", **late)))
print(json.dumps([fault("packet-loss", "stop"), resolver()]))
time.sleep(5)
print(json.dumps([fault("latency", "start", **late), resolver(), fault("latency", "status")]))
print(json.dumps(fault("packet-loss", "start", **lost)))
print(json.dumps([fault("latency", "stop"), resolver()]))
""")
    before, lost, conflict, found, late, other, in_time = said(bench, arn)
    running, stopped = [200, {"Status": "running"}], [200, {"Status": "stopped"}]
    assert before is not None and before < 0.5
    assert lost == [running, None, running]
    assert conflict == [409, {"Error": "There is already one network packet loss fault running"}]
    assert found[0] == stopped and found[1] is not None
    assert late[0] == late[2] == running and 0.6 <= late[1] < 1.5, late
    assert other == [409, {"Error": "There is already one network latency fault running"}]
    assert in_time[0] == stopped and in_time[1] < 0.5, in_time


def test_a_fault_strikes_its_own_task_alone_and_what_is_wrong_is_refused(bench):
    """Beside a task whose resolver is lost one that never asked; a body is looked at before the task is."""
    wrong = "print(json.dumps([fault('packet-loss', 'start'), fault('latency', 'stop')]))"
    struck = run(bench, """
print(json.dumps(fault("packet-loss", "start", LossPercent=100, Sources=["0.0.0.0/0"], SourcesToFilter=["169.254.170.2"])), flush=True)
print(json.dumps(resolver()), flush=True)
time.sleep(600)
""")
    answers = until("it is struck", lambda: len(printed(bench, struck, "c0")) == 2 and printed(bench, struck, "c0"), within=60)
    assert answers == [[200, {"Status": "running"}], None]
    beside = run(bench, "print(json.dumps(resolver()))\n" + wrong, enabled=False)
    answered, refusals = said(bench, beside)
    assert answered is not None and answered < 0.5
    assert refusals == [
        [400, {"Error": "required request body is missing"}],
        [400, {"Error": f"enableFaultInjection is not enabled for task: {beside}"}]]
    bench.stop(struck)


def test_a_port_stays_closed_when_the_agent_is_killed(own_bench):
    """What the kernel does goes on; what passes through the agent is in time again."""
    arn = run(own_bench, """
server = socket.create_server(("127.0.0.1", 9000))
hole = dict(Port=9000, Protocol="tcp", TrafficType="egress")
print(json.dumps([fault("blackhole-port", "start", **hole), fault("latency", "start", DelayMilliseconds=900,
      JitterMilliseconds=0, Sources=["169.254.169.253"])]), flush=True)
while True:
    try:
        found = [fault(name, "status", **body) for name, body in (("blackhole-port", hole), ("latency", {}))]
        print(json.dumps([found, connects(9000), resolver()]), flush=True)
    except OSError:
        pass
    time.sleep(5)
""")
    running = [200, {"Status": "running"}]
    def lines():
        return printed(own_bench, arn, "c0")
    until("both run", lambda: len(lines()) >= 2, within=60)
    assert lines()[0] == [running, running] and lines()[1][0] == [running, running]
    own_bench.engine.kill("agent")
    def after():
        found, connected, late = lines()[-1]
        assert found == [running, [200, {"Status": "not-running"}]] and not connected, found
        assert late is not None and late < 0.5, late
        return True
    until("the next agent tells what is", after, within=60)
    own_bench.stop(arn)
