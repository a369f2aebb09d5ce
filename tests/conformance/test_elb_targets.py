"""Targets that speak TLS, HTTP/2 or gRPC, and rules that change what they are asked for."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import packages_on
from harness.packages import fetched
from harness.tasks import Bench, address, unique
from harness.wait import until
from test_elb_tls import CHECKS, POLICY, Authority, openssl

# A server of gRPC in the clear and one over TLS, and one of HTTP/1.1 over TLS, whose certificate
# is its own and for no name that anybody asks for.
SERVER = """
import http.server, json, os, ssl, sys, threading, time
from concurrent import futures
sys.path.insert(0, "/packages")
import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
key, certificate = os.environ["KEY"].encode(), os.environ["CERTIFICATE"].encode()
given_up = threading.Event()

def unary(request, context):
    told = dict(context.invocation_metadata())
    context.set_trailing_metadata((("x-told", told.get("x-forwarded-proto", "")), ("x-end", "end")))
    return request

def stream(request, context):
    for n in range(int(request)):
        yield str(n).encode()

def both(requests, context):
    context.send_initial_metadata((("x-begun", "yes"),))
    for request in requests:
        yield request.upper()

def fails(request, context):
    context.set_trailing_metadata((("x-why", "because"),))
    context.abort(grpc.StatusCode.FAILED_PRECONDITION, "not now: \\u2603")

def slow(request, context):
    context.add_callback(given_up.set)
    time.sleep(20)
    return request

def heard(request, context):
    return b"yes" if given_up.wait(10) else b"no"

class Calls(grpc.GenericRpcHandler):
    def service(self, details):
        name = details.method.rpartition("/")[2]
        one, many = grpc.unary_unary_rpc_method_handler, grpc.unary_stream_rpc_method_handler
        return {"Unary": one(unary), "Stream": many(stream), "Fails": one(fails), "Slow": one(slow),
                "Heard": one(heard), "Both": grpc.stream_stream_rpc_method_handler(both)}.get(name)

server = grpc.server(futures.ThreadPoolExecutor(20))
server.add_generic_rpc_handlers((Calls(),))
servicer = health.HealthServicer()
servicer.set("", health_pb2.HealthCheckResponse.SERVING)
health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
server.add_insecure_port("0.0.0.0:50051")
server.add_secure_port("0.0.0.0:50052", grpc.ssl_server_credentials([(key, certificate)]))
server.start()

class Web(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        body = json.dumps({"path": self.path, "host": self.headers["Host"]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

open("/tmp/both.pem", "wb").write(key + certificate)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("/tmp/both.pem")
web = http.server.ThreadingHTTPServer(("0.0.0.0", 8443), Web)
web.socket = context.wrap_socket(web.socket, server_side=True)
print("serving", flush=True)
web.serve_forever()
"""

# What people do with gRPC, once by each of the two ways to the servers.
CLIENT = """
import json, sys, threading
sys.path.insert(0, sys.argv[1])
import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc
address, ca, service = sys.argv[2:5]
trusted = grpc.ssl_channel_credentials(open(ca, "rb").read())
name = [("grpc.ssl_target_name_override", "a.example.com"), ("grpc.max_receive_message_length", 1 << 25)]
channel = grpc.secure_channel(address + ":443", trusted, options=name)
found = {}
unary = channel.unary_unary(f"/{service}/Unary")
answer, call = unary.with_call(b"hello", timeout=10)
found["unary"] = [answer.decode(), call.code().name, dict(call.trailing_metadata())]
big = b"x" * (3 << 20)
found["big"] = unary(big, timeout=20) == big
found["many"] = [one.result().decode() for one in [unary.future(str(n).encode(), timeout=20) for n in range(50)]]
found["stream"] = [one.decode() for one in channel.unary_stream(f"/{service}/Stream")(b"200", timeout=20)][-1]
said, turn = [], threading.Semaphore(0)
def words():
    for word in ("a", "b", "c"):
        yield word.encode()
        assert turn.acquire(timeout=10)
call = channel.stream_stream(f"/{service}/Both")(words(), timeout=20)
found["begun"] = dict(call.initial_metadata()).get("x-begun")
# Each answer comes before the next is asked for.
for answer in call:
    said.append(answer.decode())
    turn.release()
found["both"] = [said, call.code().name]
def failure(method, timeout):
    try:
        channel.unary_unary(f"/{service}/{method}")(b"", timeout=timeout)
    except grpc.RpcError as error:
        return [error.code().name, error.details(), dict(error.trailing_metadata() or ()).get("x-why")]
found["fails"] = failure("Fails", 10)
found["unknown"] = failure("Nothing", 10)[0]
found["deadline"] = failure("Slow", 1)[0]
found["heard"] = channel.unary_unary(f"/{service}/Heard")(b"", timeout=15).decode()
if service == "plain.Calls":
    stub = health_pb2_grpc.HealthStub(channel)
    found["health"] = stub.Check(health_pb2.HealthCheckRequest(), timeout=10).status
print(json.dumps(found))
"""


class Spoken:
    """A load balancer before three servers of one task, and a task whose network clients are in."""

    def __init__(self, bench: Bench, folder: Path, image: str):
        self.bench, self.elb, self.authority = bench, bench.engine.boto("elbv2"), Authority(folder)
        default = [{"Name": "default-for-az", "Values": ["true"]}]
        subnets = bench.ec2.describe_subnets(Filters=default)["Subnets"][:2]
        made = self.elb.create_load_balancer(
            Name=unique("spoken"), Scheme="internal", Subnets=[one["SubnetId"] for one in subnets])
        balancer = made["LoadBalancers"][0]
        self.arn, vpc = balancer["LoadBalancerArn"], balancer["VpcId"]

        def group(protocol: str, version: str, port: int, **more) -> str:
            return self.elb.create_target_group(
                Name=unique("tg"), Protocol=protocol, ProtocolVersion=version, Port=port, VpcId=vpc,
                TargetType="ip", **{**CHECKS, **more})["TargetGroups"][0]["TargetGroupArn"]
        self.groups = {
            "plain": group("HTTP", "GRPC", 50051, HealthCheckPath="/grpc.health.v1.Health/Check",
                           Matcher={"GrpcCode": "0"}),
            "secure": group("HTTPS", "GRPC", 50052, HealthCheckProtocol="HTTPS"),
            "web": group("HTTPS", "HTTP1", 8443, HealthCheckProtocol="HTTPS", Matcher={"HttpCode": "200-299"}),
        }
        body, key = self.authority.issue("a.example.com")
        certificate = bench.engine.boto("acm").import_certificate(
            Certificate=body, PrivateKey=key, CertificateChain=self.authority.pem.read_bytes())["CertificateArn"]
        self.listener = self.elb.create_listener(
            LoadBalancerArn=self.arn, Protocol="HTTPS", Port=443, SslPolicy=POLICY,
            Certificates=[{"CertificateArn": certificate}], DefaultActions=self.forward("web"),
        )["Listeners"][0]["ListenerArn"]
        for priority, (paths, name) in enumerate([
            (["/plain.Calls/*", "/grpc.health.v1.Health/*"], "plain"), (["/secure.Calls/*"], "secure"),
        ], 1):
            self.rule(priority, paths, name)
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-keyout", "own.key", "-out", "own.pem",
                "-subj", "/CN=nobody asks for me", cwd=folder)
        environment = [{"name": name, "value": (folder / file).read_text()}
                       for name, file in (("KEY", "own.key"), ("CERTIFICATE", "own.pem"))]
        environment.append({"name": "LD_LIBRARY_PATH", "value": "/packages/lib"})
        container = bench.container(command=[SERVER], entryPoint=["python3", "-c"], environment=environment)
        self.server = bench.run({**container, "image": image})
        target = address(bench.reach(self.server, "RUNNING"))
        for arn in self.groups.values():
            self.elb.register_targets(TargetGroupArn=arn, Targets=[{"Id": target}])
        enis = bench.ec2.describe_network_interfaces(Filters=[
            {"Name": "description", "Values": [f"ELB {self.arn.partition(':loadbalancer/')[2]}"]}])
        self.address = enis["NetworkInterfaces"][0]["PrivateIpAddress"]
        self.within = self.enter()
        for name in self.groups:
            until(f"{name} is healthy", lambda name=name: self.is_healthy(name), 60)

    def forward(self, name: str) -> list[dict]:
        return [{"Type": "forward", "TargetGroupArn": self.groups[name]}]

    def rule(self, priority: int, paths: list[str], name: str, **more) -> str:
        made = self.elb.create_rule(
            ListenerArn=self.listener, Priority=priority, Actions=self.forward(name), **more,
            Conditions=[{"Field": "path-pattern", "PathPatternConfig": {"Values": paths}}])
        return made["Rules"][0]["RuleArn"]

    def is_healthy(self, name: str) -> bool:
        health = self.health(name)
        assert health == {"State": "healthy"}, (health, self.bench.lines(self.server))
        return True

    def health(self, name: str) -> dict:
        found = self.elb.describe_target_health(TargetGroupArn=self.groups[name])["TargetHealthDescriptions"]
        return found[0]["TargetHealth"]

    def enter(self) -> list[str]:
        """Runs a task; the words before a command that runs in its network."""
        sleep = str(10**8 + int.from_bytes(os.urandom(3)))
        self.task = self.bench.shell(f"exec sleep {sleep}")
        self.bench.reach(self.task, "RUNNING")

        def pid():
            for at in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    if at.read_bytes() == f"sleep\0{sleep}\0".encode():
                        return at.parent.name
                except OSError:
                    continue
            return None
        return ["nsenter", "-t", until("the task's program is there", pid), "-n"]

    def call(self, service: str) -> dict:
        done = subprocess.run(
            [*self.within, sys.executable, "-c", CLIENT, str(fetched("grpc-python")), self.address,
             str(self.authority.pem), service], capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)

    def curl(self, path: str, *more: str) -> str:
        done = subprocess.run(
            [*self.within, "curl", "-sS", "-m", "10", "--cacert", str(self.authority.pem),
             "--resolve", f"a.example.com:443:{self.address}", f"https://a.example.com{path}", *more],
            capture_output=True, text=True, timeout=30)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def close(self):
        self.elb.delete_load_balancer(LoadBalancerArn=self.arn)
        for arn in self.groups.values():
            self.elb.delete_target_group(TargetGroupArn=arn)
        for task in (self.server, self.task):
            self.bench.stop(task)


def with_libraries(places) -> Path:
    """The packages, with the libraries of C++ that the image has none of."""
    folder = places.mktemp("grpc") / "packages"
    shutil.copytree(fetched("grpc-python"), folder)
    native, = (folder / "grpc" / "_cython").glob("*.so")
    (folder / "lib").mkdir()
    for line in subprocess.check_output(["ldd", native], text=True).splitlines():
        name, _, path = line.strip().partition(" => ")
        if name.partition(".")[0] in ("libstdc++", "libgcc_s", "librt", "libpthread", "libm"):
            shutil.copy(path.partition(" ")[0], folder / "lib" / name)
    return folder


@pytest.fixture(scope="module")
def spoken(engine, images, tmp_path_factory):
    bench = Bench(engine, images)
    image = packages_on(bench, "gunicorn", with_libraries(tmp_path_factory), tmp_path_factory.mktemp("image"))
    made = Spoken(bench, tmp_path_factory.mktemp("spoken"), image)
    yield made
    made.close()
    bench.close()


@pytest.mark.parametrize("service", ["plain.Calls", "secure.Calls"])
def test_grpc_s_own_client_and_server_notice_nothing(spoken, service):
    found = spoken.call(service)
    assert found.pop("unary") == ["hello", "OK", {"x-told": "https", "x-end": "end"}]
    assert found.pop("many") == [str(n) for n in range(50)]
    assert found.pop("both") == [["A", "B", "C"], "OK"]
    assert found.pop("fails") == ["FAILED_PRECONDITION", "not now: \u2603", "because"]
    health = {"health": 1} if service == "plain.Calls" else {}
    # A deadline that is over is told to the server: it hears that nobody waits any more.
    assert found == {"big": True, "stream": "199", "begun": "yes", "unknown": "UNIMPLEMENTED",
                     "deadline": "DEADLINE_EXCEEDED", "heard": "yes", **health}


def test_what_is_no_grpc_is_told_so(spoken):
    code = ["-o", "/dev/null", "-w", "%{http_code}"]
    assert spoken.curl("/plain.Calls/Unary", "--http1.1", *code) == "464"
    assert spoken.curl("/plain.Calls/Unary", "--http2", *code) == "464"
    assert spoken.curl("/", "--http2", "-H", "content-type: application/grpc", "-d", "", *code) == "464"


def test_a_target_of_https_answers_and_rules_rewrite_what_it_is_asked_for(spoken):
    for version in ("--http1.1", "--http2"):
        assert json.loads(spoken.curl("/x?q=1", version)) == {"path": "/x?q=1", "host": "a.example.com"}
    rule = spoken.rule(10, ["/api/*"], "web", Transforms=[
        {"Type": "url-rewrite", "UrlRewriteConfig": {"Rewrites": [
            {"Regex": "^/api/v([0-9]+)/(.*)$", "Replace": "/$2&v=$1"}]}},
        {"Type": "host-header-rewrite", "HostHeaderRewriteConfig": {"Rewrites": [
            {"Regex": "^a[.]example[.]com$", "Replace": "inner.test"}]}}])
    wanted = {"path": "/orders?id=7&v=2", "host": "inner.test"}
    until("it is rewritten", lambda: spoken.curl("/api/v2/orders?id=7") == json.dumps(wanted))
    # What does not match stays as it is.
    assert json.loads(spoken.curl("/api/other")) == {"path": "/api/other", "host": "inner.test"}
    spoken.elb.modify_rule(RuleArn=rule, Transforms=[
        {"Type": "url-rewrite", "UrlRewriteConfig": {"Rewrites": [{"Regex": "^/", "Replace": ""}]}}])
    code = ["-o", "/dev/null", "-w", "%{http_code}"]
    until("what is no path is 500", lambda: spoken.curl("/api/x", *code) == "500")
    spoken.elb.modify_rule(RuleArn=rule, ResetTransforms=True)
    wanted = {"path": "/api/x", "host": "a.example.com"}
    until("it stays again", lambda: spoken.curl("/api/x") == json.dumps(wanted))
