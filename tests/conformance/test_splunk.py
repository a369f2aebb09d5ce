"""The log driver splunk: lines go to an HTTP event collector, from the task's own network. Played by
a small collector that runs as another task of the VPC."""

import hashlib
import json
import subprocess

import pytest

from harness.points import FORWARDING, order
from harness.tasks import address, detail, unique
from harness.wait import until

from test_parameters import Words

PORT = 8088

# Prints each event that it takes. What it does to the first requests, and to which lines it says no,
# its environment says. It shows what it was shown as a digest: its own output is kept.
COLLECTOR = """
import gzip, hashlib, json, os, signal, ssl, sys, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
fails, one = os.environ.get("FAILS", "").split(), threading.Lock()
def say(what):
    print(json.dumps(what), flush=True)
def all_of(text):
    found, at = [], 0
    while at < len(text):
        event, at = json.JSONDecoder().raw_decode(text, at)
        found.append(event)
    return found
class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *_):
        pass
    def answer(self, status, code, after=None):
        body = json.dumps({"text": "words", "code": code}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if after:
            self.send_header("Retry-After", after)
        self.end_headers()
        self.wfile.write(body)
    def do_OPTIONS(self):
        say({"options": self.path, "shown": "Authorization" in self.headers})
        self.answer(int(os.environ.get("OPTIONS", "200")), 9)
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        with one:
            fail = fails.pop(0) if fails else None
            if fail == "close":
                self.close_connection = True
                return
            if fail == "index":
                return self.answer(400, 7)
            if fail:
                return self.answer(int(fail), 9, "1")
            events = all_of(body.decode())
            refused = os.environ.get("REFUSES", "no such line")
            if any(refused in json.dumps(event["event"]) for event in events):
                return self.answer(400, 6)
            shown = hashlib.md5(self.headers["Authorization"].encode()).hexdigest()
            for event in events:
                say({"shown": shown, "channel": self.headers.get("X-Splunk-Request-Channel"), "path": self.path,
                     "zipped": "Content-Encoding" in self.headers, "from": self.client_address[0], **event})
            self.answer(200, 0)
server = ThreadingHTTPServer(("0.0.0.0", 8088), Handler)
if "CERTIFICATE" in os.environ:
    open("/tmp/pem", "w").write(os.environ["CERTIFICATE"])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain("/tmp/pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
say({"listens": True})
server.serve_forever()
"""


class Collector:
    """A task that collects."""

    def __init__(self, bench, **environment: str):
        self.bench = bench
        variables = [{"name": name, "value": value} for name, value in environment.items()]
        self.arn = bench.run(bench.container("gunicorn", [COLLECTOR], "collector", entryPoint=["python3", "-c"],
                                             environment=variables))
        task = bench.reach(self.arn, "RUNNING", within=90)
        until("it listens", self.said, within=30)
        scheme = "https" if "CERTIFICATE" in environment else "http"
        self.url = f"{scheme}://{address(task)}:{PORT}"
        self.named = f"{scheme}://{detail(task, 'privateDnsName')}:{PORT}"

    def said(self) -> list[dict]:
        known = self.bench.has_stream(self.arn, "collector")
        return [json.loads(line) for line in self.bench.lines(self.arn, "collector")] if known else []

    def events(self) -> list[dict]:
        return [told for told in self.said() if "event" in told]

    def lines(self) -> list:
        """The texts of its events."""
        return [told["event"]["line"] if isinstance(told["event"], dict) else told["event"] for told in self.events()]

    def expect(self, wanted: list) -> list[dict]:
        def look():
            found = self.lines()
            assert found == wanted, (len(found), found[:20])
            return True
        until("the collector has all lines", look, within=20)
        return self.events()


def logging(bench, script: str, url: str, options: dict | None = None, **more) -> dict:
    """A container whose lines go to a collector."""
    log = {"logDriver": "splunk", "options": {"splunk-token": "t", "splunk-url": url, **(options or {})}}
    return bench.container(command=["sh", "-c", script], logConfiguration=log, **more)


def test_lines_reach_the_collector_by_a_secret_token_that_nobody_else_sees(own_bench):
    bench, words = own_bench, Words(own_bench)
    collector = Collector(bench)
    token, name = unique("canary-token"), f"/{unique('hec')}/token"
    words.put(name, token)
    secrets = bench.engine.boto("secretsmanager")
    at = secrets.create_secret(Name=unique("hec"), SecretString=json.dumps({"url": collector.named, "n": 1}))["ARN"]
    role = words.role("ssm:GetParameters", "secretsmanager:GetSecretValue")
    script = ("echo out; echo; echo err >&2; wget -qO- $ECS_CONTAINER_METADATA_URI_V4 > /tmp/told; "
              "grep -c '\"LogDriver\":\"splunk\"' /tmp/told; grep -c canary /tmp/told; printf 'no end'")
    log = {"logDriver": "splunk",
           "options": {"splunk-gzip": "true", "splunk-gzip-level": "9", "splunk-source": "src", "splunk-index": "main",
                       "splunk-sourcetype": "kind", "splunk-index-acknowledgment": "1", "labels": "team",
                       "env-regex": "^APP_", "tag": "{{.Name}}/{{.ID}}"},
           "secretOptions": [{"name": "splunk-token", "valueFrom": name},
                             {"name": "splunk-url", "valueFrom": f"{at}:url::"}]}
    app = bench.container(command=["sh", "-c", script], logConfiguration=log, dockerLabels={"team": "web", "x": "y"},
                          environment=[{"name": "APP_ENV", "value": "live"}, {"name": "OTHER", "value": "1"}])
    made = bench.define(app, executionRoleArn=role)["taskDefinitionArn"]
    arn = bench.run(definition=made)
    task = bench.finish(arn, within=60)
    assert task["stoppedReason"] == "Essential container in task exited", task
    # Those of one stream come in their order; nothing orders the two.
    def by_stream() -> dict[str, list[str]]:
        told: dict[str, list[str]] = {"stdout": [], "stderr": []}
        for event in collector.events():
            told[event["event"]["source"]].append(event["event"]["line"])
        return told
    until("the collector has all lines",
          lambda: by_stream() == {"stdout": ["out", "", "1", "0", "no end"], "stderr": ["err"]}, within=20)
    events = [event for event in collector.events() if event["event"]["source"] == "stdout"]
    first, runtime = events[0], task["containers"][0]["runtimeId"]
    assert first["event"]["tag"] == f"main/{runtime[:12]}"
    assert first["event"]["attrs"] == {"team": "web", "APP_ENV": "live"}
    assert (first["source"], first["sourcetype"], first["index"]) == ("src", "kind", "main")
    assert first["host"] == detail(task, "privateDnsName") and float(first["time"]) > 1.7e9
    assert first["zipped"] and len(first["channel"]) == 36 and first["path"] == "/services/collector/event/1.0"
    assert first["from"] == address(task), "it leaves from the task's own network"
    assert {event["shown"] for event in events} == {hashlib.md5(f"Splunk {token}".encode()).hexdigest()}
    looks = [told for told in collector.said() if "options" in told]
    assert looks == [{"options": "/services/collector/event/1.0", "shown": False}]
    kept = json.dumps([task, bench.ecs.describe_task_definition(taskDefinition=made)["taskDefinition"]], default=str)
    assert token not in kept + words.engine.log.read_text(errors="replace")
    assert words.holders(token) == []


def test_formats_and_lines_that_are_none_of_them(bench):
    collector = Collector(bench)
    script = "echo '{\"a\": [1, 2]}'; echo '{\"a\"'; echo; echo '   '; echo 7"
    bench.finish(bench.run(logging(bench, script, collector.url, {"splunk-format": "json"})), within=60)
    wanted = [{"a": [1, 2]}, '{"a"', "", "   ", 7]
    collector.expect(wanted)
    raw = {"splunk-format": "raw", "tag": "", "labels": "l", "splunk-verify-connection": "false"}
    bench.finish(bench.run(logging(bench, script, collector.url, raw, dockerLabels={"l": "v"})), within=60)
    collector.expect([*wanted, 'l=v {"a": [1, 2]}', 'l=v {"a"', "l=v 7"])


def test_tls_is_checked_unless_it_is_not_to_be(bench, tmp_path):
    key, pem = tmp_path / "key", tmp_path / "pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=collector",
                    "-addext", "subjectAltName=DNS:collector", "-keyout", key, "-out", pem],
                   check=True, capture_output=True)
    collector = Collector(bench, CERTIFICATE=key.read_text() + pem.read_text())
    task = bench.finish(bench.run(logging(bench, "echo never", collector.url)), within=60)
    assert task["stopCode"] == "TaskFailedToStart", task
    assert "failed to initialize logging driver: splunk: failed to verify connection" in task["stoppedReason"]
    assert "certificate" in task["stoppedReason"], task["stoppedReason"]
    insecure = {"splunk-insecureskipverify": "true", "splunk-caname": "collector"}
    bench.finish(bench.run(logging(bench, "echo one; sleep 1; echo two", collector.url, insecure)), within=60)
    collector.expect(["one", "two"])


def test_no_trouble_of_the_collector_costs_a_line_but_the_one_it_refuses(bench):
    collector = Collector(bench, FAILS="503 429 close 403 404 index", REFUSES="bad")
    script = "for n in $(seq 500); do echo $n; test $n = 250 && echo bad; done; sleep 1; echo end"
    arn = bench.run(logging(bench, script, collector.url, {"mode": "blocking"}))
    task = bench.finish(arn, within=90)
    collector.expect([*(str(n) for n in range(1, 501)), "end"])
    assert "up to 1 are lost" in task["containers"][0]["reason"], task["containers"][0]


def test_a_collector_that_is_not_there_is_waited_for_or_ends_the_start(bench):
    gone = "http://127.0.0.1:9"
    task = bench.finish(bench.run(logging(bench, "echo never", gone)), within=60)
    assert task["stoppedReason"].startswith("CannotStartContainerError: failed to initialize logging driver: splunk"), task
    assert "dial tcp 127.0.0.1:9" in task["stoppedReason"]
    busy = Collector(bench, OPTIONS="503")
    task = bench.finish(bench.run(logging(bench, "echo never", busy.url)), within=60)
    assert "503 Service Unavailable" in task["stoppedReason"], task
    # Who does without runs, and its lines are counted in the end.
    arn = bench.run(logging(bench, "echo one; echo two", gone, {"splunk-verify-connection": "false"}))
    task = bench.finish(arn, within=90)
    assert task["containers"][0]["exitCode"] == 0
    assert "up to 2 are lost" in task["containers"][0]["reason"], task["containers"][0]
    # The shell writes before anybody listens; both are in one task.
    inside = bench.container("gunicorn", [COLLECTOR], "collector", entryPoint=["python3", "-c"])
    late = logging(bench, "echo inside; sleep 8", f"http://localhost:{PORT}", {"splunk-verify-connection": "false"})
    arn = bench.run(inside, late)
    bench.finish(arn, within=90)
    found = [json.loads(line) for line in bench.lines(arn, "collector")]
    assert [told["event"]["line"] for told in found if "event" in told] == ["inside"]


def test_the_rules_of_the_task_s_group_decide(bench):
    collector, ec2 = Collector(bench), bench.ec2
    vpc = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"][0]["VpcId"]
    group = ec2.create_security_group(GroupName=unique("closed"), Description="d", VpcId=vpc)["GroupId"]
    # Only who has the default group may come in: this one may not.
    network = {"awsvpcConfiguration": {**bench.network["awsvpcConfiguration"], "securityGroups": [group]}}
    definition = bench.define(logging(bench, "echo never", collector.url))["taskDefinitionArn"]
    task = bench.finish(bench.run(definition=definition, networkConfiguration=network), within=60)
    assert "failed to verify connection" in task["stoppedReason"], task
    bench.finish(bench.run(definition=definition), within=60)
    collector.expect(["never"])
    ec2.delete_security_group(GroupId=group)


def test_no_line_is_lost_when_server_and_agent_are_killed(own_bench):
    """In blocking mode: what was in flight when the agent died may come twice, all else once."""
    bench, engine = own_bench, own_bench.engine
    words = Words(bench)
    collector, name = Collector(bench), f"/{unique('hec')}/token"
    words.put(name, "hush")
    script = "n=0; while [ $n -lt 600 ]; do n=$((n+1)); echo $n; sleep 0.1; done"
    app = logging(bench, script, collector.url, {"mode": "blocking"})
    del app["logConfiguration"]["options"]["splunk-token"]
    app["logConfiguration"]["secretOptions"] = [{"name": "splunk-token", "valueFrom": name}]
    made = bench.define(app, executionRoleArn=words.role("ssm:GetParameters"))["taskDefinitionArn"]
    arn = bench.run(definition=made)
    bench.reach(arn, "RUNNING", within=60)
    for point in FORWARDING:
        file = order(engine, point)
        until(f"the agent has died at {point}", lambda file=file: not file.exists(), within=20)
        until("there is an agent again", lambda: len(engine.pids("agent")) == 1, within=30)
    for kind in ("server", "agent"):
        have = len(collector.lines())
        until("some lines more", lambda have=have: len(collector.lines()) > have + 5)
        engine.kill(kind)
        until("the API answers again", engine.ready, within=30)
        until(f"there is a {kind} again", lambda kind=kind: len(engine.pids(kind)) == 1, within=30)
    bench.finish(arn, within=120)
    wanted = [str(n) for n in range(1, 601)]

    def whole():
        lines = collector.lines()
        assert list(dict.fromkeys(lines)) == wanted, (len(lines), lines[-3:])
        return lines
    lines = until("each line is there, in order", whole, within=20)
    again = [at for at in range(1, len(lines)) if int(lines[at]) != int(lines[at - 1]) + 1]
    assert len(again) <= len(FORWARDING) + 1, "once for each death of the agent, what was in flight"


@pytest.mark.parametrize(("options", "why"), [
    ({"splunk-capath": "/ca.pem"}, "disallows options: splunk-capath"),
    ({"splunk-format": "xml"}, "unknown splunk-format"),
    ({"splunk-url": "https://h/services"}, "expected format scheme://dns_name_or_ip:port"),
    ({"tag": "{{.Nobody}}"}, "which is none of"),
])
def test_what_the_driver_would_not_start_with_is_refused_when_registered(bench, refused, options, why):
    app = logging(bench, "true", "https://h:8088", options)
    assert why in refused("ClientException", lambda: bench.define(app))
