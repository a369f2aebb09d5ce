"""FireLens: a container of the task routes what the others write. Played by programs that nobody
here wrote: npm's @fluent-org/logger, which acknowledges, and pip's fluentbit-server-py, which
never does."""

import json

import pytest

from harness import fluent
from harness.packages import fetched
from harness.points import FORWARDING, order
from harness.wait import until

# Listens as Fluent Bit would by its configuration, and prints each record that it gets.
NODE_ROUTER = """
const { FluentServer } = require('/packages/node_modules/@fluent-org/logger');
const say = (what) => console.log(JSON.stringify(what));
const listen = (listenOptions) => {
  const server = new FluentServer({ listenOptions });
  server.on('entry', (tag, time, record) => {
    // It takes some texts for binary, the empty one too.
    if (Buffer.isBuffer(record.log)) record.log = record.log.toString();
    say({ tag, seconds: time.epoch, record });
  });
  return server.listen();
};
process.on('SIGTERM', () => { say({ stopped: true }); process.exit(0); });
listen({ path: '/var/run/fluent.sock' });
listen({ host: '127.0.0.1', port: 24224 });
say({ config: require('fs').readFileSync('/fluent-bit/etc/fluent-bit.conf', 'utf8') });
"""

PYTHON_ROUTER = """
import json, signal, socket, sys
sys.path.insert(0, "/packages")
from fluentbit_server.fluentbit_request_handler import FluentbitRequestHandler
from fluentbit_server.fluentbit_server import FluentbitServer
from fluentbit_server.fluentbit_transport import FluentbitTransport
class Unix(FluentbitServer):
    address_family = socket.AF_UNIX
def say(event):
    print(json.dumps({"tag": event.tag.decode(), "record": {k.decode(): v.decode() for k, v in event.record.items()}}), flush=True)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
transport = lambda: FluentbitTransport(say, buffer_size=1 << 20)
Unix("/var/run/fluent.sock", FluentbitRequestHandler, transport).serve_forever()
"""


def routed(bench, script: str, options: dict | None = None, name: str = "app", **more) -> dict:
    """A container whose output goes to the task's router."""
    log = {"logDriver": "awsfirelens", "options": {"Name": "null", **(options or {})}}
    return bench.container(**{"command": ["sh", "-c", script], **more}, name=name, logConfiguration=log)


def router(bench, image: str, program: list[str], kind: str = "fluentbit", **more) -> dict:
    """A container that routes, and whose own output is kept."""
    options = more.pop("options", {})
    return bench.container(image, program[1:], name="log_router", entryPoint=program[:1], stopTimeout=10,
                           firelensConfiguration={"type": kind, "options": options}, **more)


@pytest.fixture
def npm_router(bench, with_packages):
    """`npm_router(**more)`: npm's server as the router."""
    image = with_packages("node", fetched("fluent-node"))
    return lambda **more: router(bench, image, ["node", "-e", NODE_ROUTER], **more)


def said(bench, arn: str) -> list[dict]:
    """What the router has printed."""
    return [json.loads(line) for line in bench.lines(arn, "log_router")] if bench.has_stream(arn, "log_router") else []


def records(bench, arn: str) -> list[dict]:
    return [told["record"] for told in said(bench, arn) if "record" in told]


def test_each_line_reaches_the_router_with_its_fields(bench, npm_router):
    script = "echo one; echo two >&2; echo; printf 'no end'; echo $FLUENT_HOST:$FLUENT_PORT >&2"
    arn = bench.run(routed(bench, script, {"Name": "http", "include-pattern": "."}),
                    npm_router(user="1000", memoryReservation=100))
    task = bench.finish(arn, within=90)
    assert task["stoppedReason"] == "Essential container in task exited", task
    containers = {c["name"]: c for c in task["containers"]}
    task_id = arn.rpartition("/")[2]

    def all_there():
        found = said(bench, arn)
        assert found[-1] == {"stopped": True}, found
        return found
    found = until("the router's log is whole", all_there, within=15)
    entries = found[1:-1]
    assert {entry["tag"] for entry in entries} == {f"app-firelens-{task_id}"}
    assert all(entry["seconds"] > 1.7e9 for entry in entries), "seconds since 1970"
    fields = {"container_id": containers["app"]["runtimeId"], "container_name": "app"}
    of = lambda source: [e["record"]["log"] for e in entries if e["record"]["source"] == source]  # noqa: E731
    assert of("stdout") == ["one", "", "no end"] and of("stderr") == ["two", "127.0.0.1:24224"]
    assert all({**entry["record"], **fields} == entry["record"] and len(entry["record"]) == 4 for entry in entries)

    sections, includes = fluent.fluent_bit(found[0]["config"])
    assert includes == []
    names = [(section.name, section.get("Name")) for section in sections]
    assert names == [("INPUT", "forward"), ("INPUT", "forward"), ("INPUT", "tcp"), ("FILTER", "grep"),
                     ("FILTER", "record_modifier"), ("OUTPUT", "null"), ("OUTPUT", "http")]
    unix, tcp = sections[0], sections[1]
    assert (unix.get("unix_path"), unix.get("Mem_Buf_Limit")) == ("/var/run/fluent.sock", "50MB")
    assert (tcp.get("Listen"), tcp.get("Port")) == ("127.0.0.1", "24224")
    assert (sections[3].get("Match"), sections[3].get("Regex")) == ("app-firelens*", "log .")
    definition = task["taskDefinitionArn"].rpartition("/")[2]
    added = dict(value.split(" ", 1) for key, value in sections[4].entries if key == "Record")
    assert added == {"ecs_cluster": bench.cluster, "ecs_task_arn": arn, "ecs_task_definition": definition}
    assert sections[-1].get("Match") == "app-firelens*"


def test_fluentd_s_configuration_is_as_its_grammar_has_it(bench):
    show = "cat /fluentd/etc/fluent.conf; echo uid $FLUENT_UID; trap 'exit 0' TERM; while :; do sleep 0.1; done"
    options = {"@type": "file", "path": "/logs", "exclude-pattern": "^debug", "log-driver-buffer-limit": "100"}
    app = routed(bench, "true")
    app["logConfiguration"]["options"] = options
    own = {"config-file-type": "file", "config-file-value": "/etc/extra.conf", "enable-ecs-log-metadata": "true"}
    arn = bench.run(app, router(bench, "busybox", ["sh", "-c", show], "fluentd", options=own))
    bench.finish(arn)
    lines = until("the router has shown it", lambda: bench.lines(arn, "log_router"))
    assert lines[-1] == "uid 0"
    top, includes = fluent.fluentd("\n".join(lines[:-1]))
    assert includes == ["/etc/extra.conf"]
    assert [(d.name, d.argument, d.get("@type")) for d in top] == [
        ("source", "", "unix"), ("source", "", "forward"), ("filter", "app-firelens**", "grep"),
        ("filter", "**", "record_transformer"), ("match", "app-firelens**", "file")]
    exclude, = top[2].within
    assert (exclude.name, exclude.get("key"), exclude.get("pattern")) == ("exclude", "log", "^debug")
    record, = top[3].within
    assert record.name == "record" and record.get("ecs_task_arn") == arn
    assert top[4].entries == [("@type", "file"), ("path", "/logs")]


def test_a_router_that_never_acknowledges_gets_each_line_once(bench, with_packages):
    image = with_packages("gunicorn", fetched("fluent-python"))
    script = "for n in $(seq 200); do echo $n; done; sleep 2; for n in $(seq 201 300); do echo $n; done"
    arn = bench.run(routed(bench, script), router(bench, image, ["python3", "-c", PYTHON_ROUTER]))
    bench.finish(arn, within=90)
    wanted = [str(n) for n in range(1, 301)]
    until("each line is there, once", lambda: [r["log"] for r in records(bench, arn)] == wanted, within=15)


def test_lines_that_find_no_room_are_counted_where_they_are_missing(bench, npm_router):
    """The router listens once all is written; what it may hold up is ten lines."""
    made = npm_router(mountPoints=[{"sourceVolume": "sign", "containerPath": "/sign"}])
    program = made["command"][1]
    made["command"][1] = f"""
const wait = setInterval(() => {{
  if (!require('fs').existsSync('/sign/written')) return;
  clearInterval(wait);{program}
}}, 50);"""
    app = routed(bench, "for n in $(seq 100); do echo $n; done; touch /sign/written; sleep 600",
                 {"log-driver-buffer-limit": "10"}, mountPoints=[{"sourceVolume": "sign", "containerPath": "/sign"}])
    definition = bench.define(app, made, volumes=[{"name": "sign"}])["taskDefinitionArn"]
    arn = bench.run(definition=definition)
    until("the router has what was kept", lambda: len(records(bench, arn)) == 10, within=60)
    bench.stop(arn)
    wanted = [*(str(n) for n in range(1, 11)), "[90 log lines were lost here: the log buffer was full]"]
    until("the loss is told", lambda: [r["log"] for r in records(bench, arn)] == wanted, within=15)


def test_a_long_line_is_several_records_that_say_so(bench, npm_router):
    arn = bench.run(routed(bench, "head -c 40000 /dev/zero | tr '\\0' x; echo; echo end"), npm_router())
    bench.finish(arn, within=90)
    found = until("all is there", lambda: len(records(bench, arn)) == 4 and records(bench, arn), within=15)
    parts, last = found[:3], found[3]
    assert [len(part["log"]) for part in parts] == [16384, 16384, 40000 - 2 * 16384]
    assert [(part["partial_ordinal"], part["partial_last"]) for part in parts] == [
        ("1", "false"), ("2", "false"), ("3", "true")]
    assert len({part["partial_id"] for part in parts}) == 1
    assert last["log"] == "end" and "partial_message" not in last


def test_options_of_no_output_stop_the_task_in_the_agent_s_words(bench):
    app = routed(bench, "true")
    app["logConfiguration"]["options"] = {"Host": "h"}
    arn = bench.run(app, router(bench, "busybox", ["sleep", "600"]))
    reason = bench.finish(arn)["stoppedReason"]
    assert reason.startswith("ResourceInitializationError: unable to generate firelens config"), reason
    assert "missing output key Name which is required for firelens configuration of type fluentbit" in reason


def test_no_line_is_lost_when_server_and_agent_are_killed(own_bench, own_packages):
    """In blocking mode: what the router had acknowledged comes once, and what was in flight when
    the agent died may come twice, as the protocol has it."""
    bench, engine = own_bench, own_bench.engine
    image = own_packages(bench, "node", fetched("fluent-node"))
    script = "n=0; while [ $n -lt 600 ]; do n=$((n+1)); echo $n; sleep 0.01; done"
    arn = bench.run(routed(bench, script, {"mode": "blocking"}), router(bench, image, ["node", "-e", NODE_ROUTER]))
    bench.reach(arn, "RUNNING", within=90)
    for point in FORWARDING:
        file = order(engine, point)
        until(f"the agent has died at {point}", lambda file=file: not file.exists(), within=20)
        until("there is an agent again", lambda: len(engine.pids("agent")) == 1, within=30)
    for kind in ("server", "agent"):
        have = len(records(bench, arn))
        until("some lines more", lambda have=have: len(records(bench, arn)) > have + 5)
        engine.kill(kind)
        until("the API answers again", engine.ready, within=30)
        until(f"there is a {kind} again", lambda kind=kind: len(engine.pids(kind)) == 1, within=30)
    bench.finish(arn, within=60)
    wanted = [str(n) for n in range(1, 601)]

    def whole():
        lines = [record["log"] for record in records(bench, arn)]
        assert list(dict.fromkeys(lines)) == wanted, (len(lines), lines[-3:])
        return lines
    lines = until("each line is there, in order", whole, within=20)
    again = [at for at in range(1, len(lines)) if int(lines[at]) != int(lines[at - 1]) + 1]
    assert len(again) <= len(FORWARDING) + 1, "once for each death of the agent, what was in flight"
