"""What a load balancer takes for one request is one to whoever stands behind it: requests that servers
are known to read in different ways, sent through it to nginx, HAProxy, Node and two servers of Python."""

import base64
import json
import subprocess
import sys
from functools import partial

import pytest

from conftest import packages_on
from harness.packages import fetched
from harness.tasks import Bench, address, unique
from harness.wait import until
from test_elb_targets import Spoken
from test_elb_tls import POLICY, Authority

# Each server keeps the requests that it has read to their end.
NODE = """
const seen = {}, http = require('http')
http.createServer({maxHeaderSize: 80000}, (q, r) => {
  const body = [], via = q.headers['x-via'] || 'node'
  q.on('data', part => body.push(part))
  q.on('end', () => {
    let said = 'ok'
    if (q.url == '/seen') said = JSON.stringify(seen[via] || [])
    else if (q.url != '/') (seen[via] ||= []).push([q.method, q.url, Buffer.concat(body).toString('latin1')])
    r.setHeader('Content-Length', Buffer.byteLength(said))
    r.end(said)
  })
}).listen(8001)
"""
WSGI = """
import json
seen = []
def app(environ, start):
    body, path, said = environ["wsgi.input"].read(), environ["RAW_URI"], "ok"
    if path == "/seen":
        said = json.dumps(seen)
    elif path != "/":
        seen.append([environ["REQUEST_METHOD"], path, body.decode("latin-1")])
    start("200 OK", [("Content-Length", str(len(said)))])
    return [said.encode()]
"""
ASGI = """
import json, sys
sys.path.insert(0, "/packages")
seen = []
async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    body, more = b"", True
    while more:
        part = await receive()
        if part["type"] == "http.disconnect":
            return
        body, more = body + part.get("body", b""), part.get("more_body", False)
    path, said = scope["raw_path"].decode("latin-1"), "ok"
    if scope["query_string"]:
        path += "?" + scope["query_string"].decode("latin-1")
    if path == "/seen":
        said = json.dumps(seen)
    elif path != "/":
        seen.append([scope["method"], path, body.decode("latin-1")])
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(said))]})
    await send({"type": "http.response.body", "body": said.encode()})
import uvicorn
uvicorn.run(app, host="0.0.0.0", port=8003, http="h11", ws="none", lifespan="off", log_level="warning")
"""
NGINX = """daemon off; pid /tmp/n.pid; error_log stderr; events { worker_connections 2000; } http {
  access_log off; client_body_temp_path /tmp/b; proxy_temp_path /tmp/p; fastcgi_temp_path /tmp/f;
  uwsgi_temp_path /tmp/u; scgi_temp_path /tmp/s;
  server { listen 8004; large_client_header_buffers 8 80k;
    location / { proxy_pass http://127.0.0.1:8001; proxy_http_version 1.1; proxy_set_header X-Via nginx; } } }
"""
HAPROXY = """global
  maxconn 1000
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend f
  bind :8005
  http-request set-header X-Via haproxy
  default_backend b
backend b
  server s 127.0.0.1:8001
"""
SERVERS = {"node": 8001, "gunicorn": 8002, "uvicorn": 8003, "nginx": 8004, "haproxy": 8005}

# Sends what it is given, each on a connection of its own, and says what came back until the end.
CLIENT = """
import base64, json, socket, ssl, sys
from concurrent.futures import ThreadPoolExecutor
asked = json.load(sys.stdin)
context = ssl.create_default_context()
context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
context.set_alpn_protocols(["h2"])
def ask(one):
    port, raw, tls = one
    came = b""
    connection = socket.create_connection((asked["address"], port), 20)
    try:
        if tls:
            connection = context.wrap_socket(connection)
        connection.sendall(base64.b64decode(raw))
        while part := connection.recv(65536):
            came += part
    except ConnectionError:
        pass
    except TimeoutError:
        came += b"<never closed>"
    finally:
        connection.close()
    return base64.b64encode(came).decode()
with ThreadPoolExecutor(256) as pool:
    print(json.dumps(list(pool.map(ask, asked["requests"]))))
"""

HIDDEN = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
LENGTH, CHUNKS = len(HIDDEN), f"{len(HIDDEN):x}\r\n{HIDDEN}\r\n0\r\n\r\n"
REFUSED = None
# What ends each connection, if it is not over before: no server keeps it.
LAST = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"


def vectors() -> list[tuple[str, str, str | None]]:
    """Method, what follows the first line, and the body that the target is to get, if it is to get any."""
    found = []

    def put(lines: str, content: str, body: str | None, methods=("POST", "GET")):
        found.extend((method, f"{lines}\r\n{content}", body) for method in methods)

    for value in (f"{LENGTH}", f"0{LENGTH}", f"  {LENGTH}", f"{LENGTH} \t", f"\t{LENGTH}"):
        put(f"Content-Length: {value}\r\n", HIDDEN, HIDDEN)
    for value in (f"+{LENGTH}", f"-{LENGTH}", f"0x{LENGTH:x}", f"{LENGTH} 0", f"{LENGTH},{LENGTH}", f"{LENGTH}, 0",
                  f"0, {LENGTH}", f"{LENGTH};", f"{LENGTH}.0", f"{LENGTH}e0", f"\v{LENGTH}", f"{LENGTH}\v", "five",
                  f'"{LENGTH}"', "18446744073709551616", "99999999999999999999", f"{LENGTH}\0", "\u0663\u0667", "",
                  f"{LENGTH}_0", f"0o{LENGTH}", "NaN", f"{LENGTH}\x7f", f"\xa0{LENGTH}", f"{LENGTH}\r{LENGTH}"):
        put(f"Content-Length: {value}\r\n", HIDDEN, REFUSED)
    # Names that some server takes for another. A blank before the colon is refused; the others are nobody's.
    for name, word, content in (("Content-Length", str(LENGTH), HIDDEN), ("Transfer-Encoding", "chunked", CHUNKS)):
        first, second = name.split("-")
        for other in (f"{name} ", f"{name}\t", f" {name}", f"\t{name}", f"{name}  "):
            put(f"X: y\r\n{other}: {word}\r\n", content, REFUSED)
        for other in (f"{first}_{second}", f"{name}\v", f"\v{name}", f"{name}\x01", f"{first}--{second}",
                      f"{first}.{second}", f"({name})", f"'{name}'", f"{name}\xa0", f"{name}\x7f",
                      f"{first}-{second}_", f"*{name}"):
            put(f"{other}: {word}\r\n", content, "")
        put(f"{name}\r\n: {word}\r\n", content, REFUSED)
        put(f"{name}:\r\n {word}\r\n", content, REFUSED)
        put(f"{name}\0: {word}\r\n", content, REFUSED)
        put(f"{name}: {word}\0\r\n", content, REFUSED)
        put(f"X: y\r{name}: {word}\r\n", content, REFUSED)
        put(f"X: y\r\n {name}: {word}\r\n", content, REFUSED)
        put(f"X: y\n{name}: {word}\n", content, HIDDEN)
        put(f"{name.upper()}: {word.upper()}\r\n", content, HIDDEN)
        put(f"Connection: {name}\r\n{name}: {word}\r\n", content, HIDDEN)
        put(f"Connection: close, {name}\r\n{name}: {word}\r\n", content, HIDDEN)
    for value in ("Chunked", "\tchunked", " chunked ", "identity, chunked", "identity,chunked"):
        put(f"Transfer-Encoding: {value}\r\n", CHUNKS, HIDDEN)
    for value in ("xchunked", "chunkedx", "chunked;", "chunked;q=1", '"chunked"', "'chunked'", "[chunked]", "chunked\v",
                  "\vchunked", "chun\0ked", "chunked, chunked", "chunked,chunked", "chunked, identity", ", chunked",
                  "chunked,", "gzip, chunked", "gzip", "deflate", "compress", "x", "chunked\xa0", "chun\u212aed",
                  "chunked chunked", "chunked\f", "\x7fchunked", "chunk", "trailers", "chunked\r", "x, chunked",
                  "chunked, x", ""):
        put(f"Transfer-Encoding: {value}\r\n", CHUNKS, REFUSED)
    coding = "Transfer-Encoding: chunked\r\n"
    for length in (0, 5, LENGTH, len(CHUNKS), 999):
        put(f"Content-Length: {length}\r\n{coding}", CHUNKS, HIDDEN)
        put(f"{coding}Content-Length: {length}\r\n", CHUNKS, HIDDEN)
    put(f"Content-Length: {LENGTH}\r\nTransfer-Encoding: identity\r\n", HIDDEN, HIDDEN)
    put(f"Content-Length: {LENGTH}\r\nContent-Length: {LENGTH}\r\n", HIDDEN, HIDDEN)
    put(f"Content-Length: {LENGTH}\r\ncontent-length: 0{LENGTH}\r\n", HIDDEN, HIDDEN)
    for one, other in ((0, LENGTH), (LENGTH, 0), (LENGTH, LENGTH + 1)):
        put(f"Content-Length: {one}\r\nContent-Length: {other}\r\n", HIDDEN, REFUSED)
    for other in ("identity", "x", "chunked"):
        put(f"{coding}Transfer-Encoding: {other}\r\n", CHUNKS, REFUSED)
    put(f"Transfer-Encoding: identity\r\n{coding}", CHUNKS, HIDDEN)
    for name in ("Transfer-Encoding ", "Transfer_Encoding", "Transfer-Encoding\v", "\x01Transfer-Encoding"):
        put(f"Content-Length: {LENGTH}\r\n{name}: chunked\r\n", HIDDEN, REFUSED)
    for name in ("Content-Length ", "Content_Length", "Content-Length\v"):
        put(f"{name}: 5\r\n{coding}", CHUNKS, REFUSED)
    # How chunks are told.
    size = f"{LENGTH:x}"
    for told in (size, f"00{size}", size.upper(), f"{size} ", f"{size}\t", f"{size};a", f"{size};a=b", f'{size};a="b"',
                 f"{size} ; a", f"{size};" + "x" * 500, f"{size};\xff"):
        put(coding, f"{told}\r\n{HIDDEN}\r\n0\r\n\r\n", HIDDEN)
    for told in (f"0x{size}", f"+{size}", f"-{size}", f"{size}g", "", f" {size}", f"{size}\v", f"{size}\0", f"{size},1",
                 f"{size}\r", f"{size};a\rb", f"{size};a\0", "0" * 17 + size, f"{size};" + "x" * 20000, f"{size} 0",
                 f"{size}.0", f"\n{size}", f"{size};a\n"):
        put(coding, f"{told}\r\n{HIDDEN}\r\n0\r\n\r\n", REFUSED)
    for content in (f"{size}\n{HIDDEN}\n0\n\n", f"{size}\r\n{HIDDEN}\n0\r\n\r\n", f"{size}\r\n{HIDDEN}X\r\n0\r\n\r\n",
                    f"{size}\r\n{HIDDEN}\r\n0\r\n\n", f"{size}\r\n{HIDDEN}\r\n0\r\n X: y\r\n\r\n",
                    f"{size}\r\n{HIDDEN}\r\n0\r\nX: y\n\r\n", f"{size}\r\n{HIDDEN}\r\n0\n\r\n",
                    f"{size}\r\n{HIDDEN}\r\n0\r\nX: y\rZ: a\r\n\r\n", f"{size}\r\n{HIDDEN}\r\n\r\n0\r\n\r\n",
                    f"{size}\r\n{HIDDEN}\r\n0\r\n: y\r\n\r\n", f"{size}\r\n{HIDDEN}\r\n0\r\nX: y\0\r\n\r\n"):
        put(coding, content, REFUSED)
    for trailer in ("X: y", "Content-Length: 5", "Transfer-Encoding: chunked", "Host: b", "Connection: close"):
        put(coding, f"{size}\r\n{HIDDEN}\r\n0\r\n{trailer}\r\n\r\n", HIDDEN)
    # What else is asked for or said.
    length = f"Content-Length: {LENGTH}\r\n"
    for lines in ("Expect: 100-continue\r\n", "Expect: 200-ok\r\n", "Upgrade: h2c\r\nConnection: Upgrade\r\n",
                  "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n",
                  "Connection: close\r\n", "Connection: keep-alive\r\n", "Connection: host\r\n", "TE: chunked\r\n",
                  "TE: trailers\r\nConnection: TE\r\n", "Trailer: Content-Length\r\n", "X: a\r\n b\r\n", "X: \x01\r\n",
                  "X: \xff\xfe\r\n", "X Y: z\r\n", ": z\r\n", "nothing\r\n", "X\xff: y\r\n", "X(: y\r\n", "X : y\r\n",
                  "Content-Type: a;\r\n b=c\r\n", "X: " + "y" * 7000 + "\r\n", "X-HTTP-Method-Override: PUT\r\n",
                  "Content-Encoding: chunked\r\n", "X-Transfer-Encoding: chunked\r\n", "Keep-Alive: 0\r\n"):
        put(lines + length, HIDDEN, HIDDEN)
        put(lines + coding, CHUNKS, HIDDEN, ("POST",))
    for lines in ("X: a\0\r\n", "X: a\rb\r\n", "X: a\r\r\n", "X\0: a\r\n", "X\r: a\r\n", "Host: b\r\n", "Host : b\r\n",
                  "Host: b\r\n c\r\n", "Host: a/b\r\n", "X: " + "y" * 17000 + "\r\n"):
        put(lines + length, HIDDEN, REFUSED)
    return found


def first_lines() -> list[tuple[str, str | None]]:
    """First lines with their `Host`, and the target that is told, for requests without a body."""
    return [
        ("GET /@ HTTP/1.1\r\nHost: a", "/@"), ("GET /@?a=b HTTP/1.1\r\nHost: a", "/@?a=b"),
        ("GET http://a/@ HTTP/1.1\r\nHost: b", "/@"), ("GET https://a:1/@ HTTP/1.1\r\nHost: b", "/@"),
        ("GET //a/@ HTTP/1.1\r\nHost: a", "//a/@"), ("GET /@ b HTTP/1.1\r\nHost: a", "/@%20b"),
        ("GET  /@ HTTP/1.1\r\nHost: a", "/@"), ("GET /@ HTTP/1.1 \r\nHost: a", "/@"),
        ("GET /@ HTTP/1.1\nHost: a", "/@"), ("GET /@ HTTP/1.9\r\nHost: a", "/@"),
        ("GET /@ HTTP/1.0\r\nHost: a", "/@"), ("GET /@ HTTP/1.0\r\nConnection: keep-alive", "/@"),
        ("\r\nGET /@ HTTP/1.1\r\nHost: a", "/@"), ("\nGET /@ HTTP/1.1\r\nHost: a", "/@"),
        ("GET /@\x01 HTTP/1.1\r\nHost: a", "/@%01"), ("GET /@\t HTTP/1.1\r\nHost: a", "/@"),
        ("GET /@<> HTTP/1.1\r\nHost: a", "/@%3C%3E"), ("GET /@%0d%0aX: HTTP/1.1\r\nHost: a", "/@%0d%0aX:"),
        ("GET /@ HTTP/1.1 HTTP/1.1\r\nHost: a", "/@%20HTTP/1.1"), ("DELETE /@ HTTP/1.1\r\nHost: a", "/@"),
        ("GET /@ HTTP/1.1\r\nHost: a:80", "/@"), ("GET /@ HTTP/1.1\r\nHost: a\r\nX: y\r\n z", "/@"),
        ("GET /@\0 HTTP/1.1\r\nHost: a", None), ("GET /@\r HTTP/1.1\r\nHost: a", None),
        ("GET /@ HTTP/1.1\rHost: a", None), ("GET\t/@ HTTP/1.1\r\nHost: a", None),
        ("G\0T /@ HTTP/1.1\r\nHost: a", None), ("GET\r\n/@ HTTP/1.1\r\nHost: a", None),
        (" GET /@ HTTP/1.1\r\nHost: a", None), ("GET /@ HTTP/2.0\r\nHost: a", None),
        ("GET /@ HTTP/1.1\r\n", None), ("GET /@", None), ("GET /@ http/1.1\r\nHost: a", None),
        ("GET /@ HTTP/1.10\r\nHost: a", None), ("GET /@ HTTP/11\r\nHost: a", None),
        ("GET /@ HTTP/ 1.1\r\nHost: a", None), ("GET /@ XTTP/1.1\r\nHost: a", None),
        ("TRACE /@ HTTP/1.1\r\nHost: a", None), ("CONNECT /@ HTTP/1.1\r\nHost: a", None),
        ("GET @ HTTP/1.1\r\nHost: a", None), ("GET /@ HTTP/1.1\r\nHost: a b", None),
        ("GET /@ HTTP/1.1\r\nHost: a\r\nHost: a", None), ("GET /@ HTTP/1.1\r\n Host: a", None),
        ("PRI * HTTP/2.0\r\n\r\nSM", None), ("GET /" + "x" * 17000 + "@ HTTP/1.1\r\nHost: a", None),
    ]


def literal(name: str, value: str) -> bytes:
    """A header of HTTP/2, as it is."""
    def text(of: str) -> bytes:
        of = of.encode("latin-1")
        assert len(of) < 127
        return bytes([len(of)]) + of
    return b"\0" + text(name) + text(value)


def frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def streams() -> list[tuple[list[tuple[str, str]], str, str | None]]:
    """Headers of HTTP/2 beside the usual ones (one of the same name stands for it), the body that is sent, and
    the one that the target is to get."""
    found = [([], "", ""), ([], HIDDEN, HIDDEN), ([("content-length", str(LENGTH))], HIDDEN, HIDDEN),
             ([("te", "trailers")], HIDDEN, HIDDEN), ([("cookie", "a=b"), ("cookie", "c=d")], "", ""),
             ([("transfer_encoding", "chunked")], HIDDEN, HIDDEN), ([("content_length", "3")], HIDDEN, HIDDEN),
             ([("host", "a")], HIDDEN, HIDDEN)]
    for wrong in (
            [("transfer-encoding", "chunked")], [("connection", "close")], [("connection", "transfer-encoding")],
            [("upgrade", "h2c")], [("proxy-connection", "close")], [("keep-alive", "1")], [("te", "chunked")],
            [("content-length", str(LENGTH - 1))], [("content-length", str(LENGTH + 1))], [("content-length", "0")],
            [("content-length", "+5")], [("content-length", f"{LENGTH}"), ("content-length", "1")],
            [("x", "a\r\nTransfer-Encoding: chunked")], [("x", "a\nb")], [("x", "a\rb")], [("x", "a\0b")],
            [("x\r\ntransfer-encoding", "chunked")], [("x: y\r\nz", "a")], [("x:", "a")], [("x y", "a")], [("X", "a")],
            [("", "a")], [(":path", "/@ HTTP/1.1\r\nTransfer-Encoding: chunked\r\nX: ")], [(":path", "/@\r\n")],
            [(":path", "/@ x")], [(":path", "")], [(":path", "@")], [(":method", "GET / HTTP/1.1\r\nX: y\r\n")],
            [(":method", "")], [(":method", "GE T")], [(":authority", "a\r\nX: y")], [(":authority", "a b")],
            [(":authority", "")], [("host", "b")], [("x", "a"), (":path", "/@")], [(":path", "/@"), (":path", "/@")],
            [(":status", "200")], [(":own", "a")], [(":protocol", "websocket")], [(":scheme", "http\r\n")]):
        found.append((wrong, HIDDEN, REFUSED))
    return found


def of_http2(headers: list[tuple[str, str]], body: str, tag: str) -> bytes:
    usual = [(":method", "POST"), (":scheme", "https"), (":authority", "a"), (":path", "/@")]
    own = {name for name, _ in headers if name.startswith(":")}
    # Those that stand for a usual one come where it would; a second one of a name comes too.
    first = [one for one in headers if one[0].startswith(":") and headers.index(one) == 0]
    rest = [one for one in headers if one not in first]
    all_of_them = [one for one in usual if one[0] not in own or one[0] not in dict(first)] + first + rest
    if len(headers) == 2 and headers[0] == headers[1]:
        all_of_them = usual[:3] + headers
    block = b"".join(literal(name, value.replace("@", tag)) for name, value in all_of_them)
    sent = [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", frame(4, 0, 0)]
    sent.append(frame(1, 4 if body else 5, 1, block))
    if body:
        sent.append(frame(0, 1, 1, body.encode("latin-1")))
    return b"".join(sent)


def answers(came: bytes) -> list[int]:
    """The statuses of the answers that came on a connection of HTTP/1."""
    found = []
    while came:
        head, _, came = came.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        assert lines[0].startswith("HTTP/1."), head
        status = int(lines[0].split(" ")[1])
        length = [line.split(":")[1] for line in lines if line.lower().startswith("content-length:")]
        came = came[int(length[0]) if length else 0:]
        if status >= 200:
            found.append(status)
    return found


class Behind:
    """A load balancer whose ports lead to five servers, in the clear and, a thousand higher, over TLS."""

    def __init__(self, bench: Bench, folder, image: str):
        self.bench, self.elb = bench, bench.engine.boto("elbv2")
        default = [{"Name": "default-for-az", "Values": ["true"]}]
        subnets = bench.ec2.describe_subnets(Filters=default)["Subnets"][:2]
        made = self.elb.create_load_balancer(
            Name=unique("desync"), Scheme="internal", Subnets=[one["SubnetId"] for one in subnets])
        balancer = made["LoadBalancers"][0]
        self.arn, self.groups = balancer["LoadBalancerArn"], {}
        self.mode("defensive")
        self.set("idle_timeout.timeout_seconds", "30")
        authority = Authority(folder)
        body, key = authority.issue("a.example.com")
        certificate = bench.engine.boto("acm").import_certificate(
            Certificate=body, PrivateKey=key, CertificateChain=authority.pem.read_bytes())["CertificateArn"]
        for name, port in SERVERS.items():
            group = self.elb.create_target_group(
                Name=unique("tg"), Protocol="HTTP", Port=port, VpcId=balancer["VpcId"], TargetType="ip",
                HealthCheckIntervalSeconds=5, HealthCheckTimeoutSeconds=2)["TargetGroups"][0]["TargetGroupArn"]
            self.groups[name] = group
            forward = [{"Type": "forward", "TargetGroupArn": group}]
            self.elb.create_listener(LoadBalancerArn=self.arn, Protocol="HTTP", Port=port, DefaultActions=forward)
            self.elb.create_listener(
                LoadBalancerArn=self.arn, Protocol="HTTPS", Port=port + 1000, SslPolicy=POLICY,
                Certificates=[{"CertificateArn": certificate}], DefaultActions=forward)
        of = bench.container
        python = {**of(name="uvicorn", command=[ASGI], entryPoint=["python3", "-c"]), "image": image}
        definition = bench.define(
            of("node", [NODE], "node", entryPoint=["node", "-e"]),
            of("gunicorn", [f"cat > /tmp/own.py <<'END'\n{WSGI}\nEND\nexec python3 -m gunicorn -b 0.0.0.0:8002 "
                            "-k gthread --threads 32 --keep-alive 60 --pythonpath /tmp own:app"],
               "gunicorn", entryPoint=["sh", "-c"]),
            python,
            of("web", [f"cat > /tmp/own.conf <<'END'\n{NGINX}\nEND\nexec nginx -e stderr -c /tmp/own.conf"], "nginx",
               entryPoint=["sh", "-c"]),
            of("haproxy", [f"cat > /tmp/own.cfg <<'END'\n{HAPROXY}\nEND\nexec haproxy -db -f /tmp/own.cfg"], "haproxy",
               entryPoint=["sh", "-c"]), cpu="1024", memory="2048")
        self.server = bench.run(definition=definition["taskDefinitionArn"])
        target = address(bench.reach(self.server, "RUNNING"))
        for arn in self.groups.values():
            self.elb.register_targets(TargetGroupArn=arn, Targets=[{"Id": target}])
        enis = bench.ec2.describe_network_interfaces(Filters=[
            {"Name": "description", "Values": [f"ELB {self.arn.partition(':loadbalancer/')[2]}"]}])
        self.address = enis["NetworkInterfaces"][0]["PrivateIpAddress"]
        self.within = Spoken.enter(self)
        for name in SERVERS:
            until(f"{name} is healthy", lambda name=name: self.is_healthy(name), 60)

    def set(self, key: str, value: str):
        self.elb.modify_load_balancer_attributes(LoadBalancerArn=self.arn, Attributes=[{"Key": key, "Value": value}])

    def mode(self, value: str):
        self.set("routing.http.desync_mitigation_mode", value)

    def is_healthy(self, name: str) -> bool:
        found = self.elb.describe_target_health(TargetGroupArn=self.groups[name])["TargetHealthDescriptions"]
        assert found[0]["TargetHealth"]["State"] == "healthy", (found, self.bench.lines(self.server, name))
        return True

    def ask(self, requests: list[tuple[int, bytes, bool]]) -> list[bytes]:
        """Sends each to its port; what came back."""
        encoded = [(port, base64.b64encode(raw).decode(), tls) for port, raw, tls in requests]
        done = subprocess.run([*self.within, sys.executable, "-c", CLIENT], text=True, capture_output=True, timeout=240,
                              input=json.dumps({"address": self.address, "requests": encoded}))
        assert done.returncode == 0, done.stderr[-3000:]
        return [base64.b64decode(one) for one in json.loads(done.stdout)]

    def seen(self) -> dict[str, list]:
        """What each server has seen."""
        raw = b"GET /seen HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        came = self.ask([(port, raw, False) for port in SERVERS.values()])
        return {name: json.loads(one.partition(b"\r\n\r\n")[2]) for name, one in zip(SERVERS, came, strict=True)}

    def close(self):
        self.elb.delete_load_balancer(LoadBalancerArn=self.arn)
        for arn in self.groups.values():
            self.elb.delete_target_group(TargetGroupArn=arn)
        for task in (self.server, self.task):
            self.bench.stop(task)


@pytest.fixture(scope="module")
def behind(engine, images, tmp_path_factory):
    bench = Bench(engine, images)
    image = packages_on(bench, "gunicorn", fetched("uvicorn-python"), tmp_path_factory.mktemp("image"))
    made = Behind(bench, tmp_path_factory.mktemp("behind"), image)
    yield made
    made.close()
    bench.close()


def compared(behind, prefix: str, cases: list[tuple], tls: bool, judge):
    """Sends each case to each server. A case is what is sent, with `@` for its name, what it is, and the
    requests that a server is to see of it; `judge` says whether what came back is right for that."""
    asked, told = [], []
    for name, port in SERVERS.items():
        for at, (raw, what, wanted) in enumerate(cases):
            tag = f"{prefix}{at}."
            raw = raw(tag) if callable(raw) else raw.replace(b"@", tag.encode())
            asked.append((port + 1000 * tls, raw, tls))
            told.append((name, tag, what, [[m, path.replace("@", tag), body] for m, path, body in wanted]))
    came, seen, wrong = behind.ask(asked), behind.seen(), []
    for (name, tag, what, wanted), answer in zip(told, came, strict=True):
        found = [one for one in seen[name] if tag in one[1]]
        if found != wanted or not judge(answer, wanted):
            wrong.append((name, what, "wanted", wanted, "seen", found, "answered", answer[:300]))
    assert not wrong, f"{len(wrong)} of {len(asked)}:\n" + "\n".join(str(one) for one in wrong[:40])
    smuggled = [(name, one) for name, all_of_it in seen.items() for one in all_of_it if "smuggled" in one[1]]
    assert not smuggled, smuggled[:5]


def test_every_server_sees_the_requests_that_the_load_balancer_sees(behind):
    cases = []
    for method, rest, body in vectors():
        raw = f"{method} /@ HTTP/1.1\r\nHost: a\r\n{rest}"
        raw = raw.encode("latin-1" if max(raw) < "\u0100" else "utf-8")
        cases.append((raw + LAST, (method, rest[:200], body is None), [] if body is None else [[method, "/@", body]]))
    for line, path in first_lines():
        method = line.split()[0]
        cases.append((f"{line}\r\n\r\n".encode("latin-1") + LAST, line[:200], [] if path is None else [[method, path, ""]]))
    assert len(cases) > 400

    def judge(answer: bytes, wanted: list) -> bool:
        found = answers(answer)
        if wanted:
            return found in ([200], [200, 200])
        return len(found) == 1 and found[0] in (400, 405, 414, 501, 505)
    compared(behind, "one", cases, False, judge)


def test_requests_that_come_at_once_stay_apart(behind):
    def post(path: str, body: str, chunked: bool) -> str:
        told = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {len(body)}"
        body = f"{len(body):x}\r\n{body}\r\n0\r\n\r\n" if chunked else body
        return f"POST {path} HTTP/1.1\r\nHost: a\r\n{told}\r\n\r\n{body}"
    get = "GET /@last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    last = ["GET", "/@last", ""]
    cases = []
    for chunked in (False, True):
        for body in (HIDDEN, "", "x" * 70000, "\r\n\r\n0\r\n\r\n" + HIDDEN):
            if body or not chunked:
                raw = post("/@1", body, chunked) + post("/@2", body, not chunked and bool(body)) + get
                cases.append((raw, (chunked, body[:50]), [["POST", "/@1", body], ["POST", "/@2", body], last]))
    # A name that is none is nobody's, so there is no body, and what follows is a request.
    raw = f"POST /@1 HTTP/1.1\r\nHost: a\r\nContent Length: {len(get)}\r\n\r\n{get}"
    cases.append((raw, "a blank in a name", [["POST", "/@1", ""], last]))
    # What follows a doubtful one is nobody's.
    doubtful = f"POST /@1 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n{CHUNKS}"
    cases.append((doubtful + get, "both", [["POST", "/@1", HIDDEN]]))
    with_body = f"GET /@1 HTTP/1.1\r\nHost: a\r\nContent-Length: {LENGTH}\r\n\r\n{HIDDEN}"
    cases.append((with_body + get, "a body of GET", [["GET", "/@1", HIDDEN]]))
    cases = [(raw.encode(), what, wanted) for raw, what, wanted in cases]
    compared(behind, "many", cases, False, lambda answer, wanted: answers(answer) == [200] * len(wanted))


def test_nothing_of_http_2_becomes_something_else_in_http_1(behind):
    behind.set("idle_timeout.timeout_seconds", "3")
    cases = [(partial(of_http2, headers, body), headers, [] if wanted is None else [["POST", "/@", wanted]])
             for headers, body, wanted in streams()]
    compared(behind, "two", cases, True, lambda answer, wanted: (b"\x88" in heads(answer)) == bool(wanted))


def heads(came: bytes) -> bytes:
    """The first byte of each block of headers in what came on a connection of HTTP/2."""
    found = b""
    while len(came) >= 9:
        length = int.from_bytes(came[:3], "big")
        if came[3] == 1:
            found += came[9:10]
        came = came[9 + length:]
    return found


def test_a_mode_is_obeyed_by_the_nodes_that_are_there(behind):
    doubtful = f"POST /@ HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n{CHUNKS}".encode()
    harmless = b"GET /@ b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    bad = b"GET /@ HTTP/1.1\r\nHost: a\r\nX: a\0b\r\nConnection: close\r\n\r\n"

    def statuses() -> list[int]:
        came = behind.ask([(SERVERS["node"], raw.replace(b"@", b"mode"), False) for raw in (doubtful, harmless, bad)])
        return [answers(one)[0] for one in came]
    assert statuses() == [200, 200, 400]
    for mode, wanted in (("strictest", [400, 400, 400]), ("monitor", [200, 200, 200]), ("defensive", [200, 200, 400])):
        behind.mode(mode)
        until(f"{mode} is obeyed", lambda wanted=wanted: statuses() == wanted, 30)
