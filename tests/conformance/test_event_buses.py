"""EventBridge beyond a bus and a log group: endpoints outside, with what authorizes requests to them."""

import base64
import http.server
import json
import queue
import threading
import time
import types
import urllib.parse

import pytest

from harness.patient import Patient
from harness.points import order
from harness.tasks import unique
from harness.telling import Telling
from harness.wait import until


class Asked(types.SimpleNamespace):
    """A request: method, path, query, headers (names in lower case), body, at."""


class Site:
    """An HTTP server of the test's own, that answers as `answers` says: (status, headers, body)."""

    def __init__(self, answers=None):
        self.asked, self.answers = queue.Queue(), answers or (lambda asked: (200, {}, b""))
        self.free = threading.Event()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def serve(self):
                parts = urllib.parse.urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
                asked = Asked(
                    method=self.command, path=parts.path, query=urllib.parse.parse_qs(parts.query),
                    headers={name.lower(): value for name, value in self.headers.items()}, body=body, at=time.monotonic())
                status, headers, answer = outer.answers(asked)
                outer.asked.put(asked)
                if status is None:
                    outer.free.wait(60)
                    return
                self.send_response(status)
                for name, value in {**headers, "content-length": str(len(answer))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = serve

            def log_message(self, *_):
                pass
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def next(self, within: float = 30) -> Asked:
        return self.asked.get(timeout=within)

    def close(self):
        self.free.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def site():
    made = []

    def make(answers=None) -> Site:
        made.append(Site(answers))
        return made[-1]
    yield make
    for one in made:
        one.close()


@pytest.fixture
def outside(own_engine, near):
    """An engine that may send to this machine, with what makes rules."""
    return Outside(own_engine(*near))


class Outside(Telling):
    def __init__(self, engine):
        super().__init__(types.SimpleNamespace(engine=engine))

    def connection(self, kind: str = "API_KEY", within: float = 20, **auth) -> str:
        name = unique("connection")
        auth = auth or {"ApiKeyAuthParameters": {"ApiKeyName": "x-key", "ApiKeyValue": "hush-key"}}
        self.events.create_connection(Name=name, AuthorizationType=kind, AuthParameters=auth)
        until("it is authorized", lambda: self.events.describe_connection(Name=name)["ConnectionState"] == "AUTHORIZED", within)
        return name

    def destination(self, url: str, connection: str | None = None, **more) -> str:
        arn = self.events.describe_connection(Name=connection or self.connection())["ConnectionArn"]
        made = self.events.create_api_destination(**{
            "Name": unique("destination"), "ConnectionArn": arn, "InvocationEndpoint": url, "HttpMethod": "POST", **more})
        assert made["ApiDestinationState"] == "ACTIVE"
        return made["ApiDestinationArn"]

    def may(self) -> str:
        return self.role("events:InvokeApiDestination")

    def put(self, source: str, *details: dict):
        entries = [{"Source": source, "DetailType": "d", "Detail": json.dumps(detail)} for detail in details]
        assert self.events.put_events(Entries=entries)["FailedEntryCount"] == 0

    def at_rule(self, *targets: dict, **more) -> str:
        """A rule with a source of its own, which is answered."""
        source = unique("test")
        self.rule({"source": [source]}, *targets, **more)
        return source


def test_an_endpoint_is_asked_with_what_the_connection_and_the_target_say(outside, site):
    to = site()
    name = outside.connection(
        "BASIC", BasicAuthParameters={"Username": "anna", "Password": "hush-word"},
        InvocationHttpParameters={
            "HeaderParameters": [{"Key": "X-Both", "Value": "hush-header", "IsValueSecret": True}],
            "QueryStringParameters": [{"Key": "q", "Value": "of-connection", "IsValueSecret": False}],
            "BodyParameters": [{"Key": "tenant", "Value": "hush-tenant", "IsValueSecret": True}]})
    arn = outside.destination(f"{to.url}/a/*/b", name, HttpMethod="PUT")
    source = outside.at_rule({
        "Arn": arn, "RoleArn": outside.may(),
        "InputTransformer": {"InputPathsMap": {"n": "$.detail.n"}, "InputTemplate": '{"number": <n>}'},
        "HttpParameters": {"PathParameterValues": ["$.detail.id"], "HeaderParameters": {"X-Both": "theirs", "X-Id": "$.id"},
                           "QueryStringParameters": {"q": "theirs", "k": "a&b"}}})
    outside.put(source, {"n": 7, "id": "one/two"})
    asked = to.next()
    assert (asked.method, asked.path) == ("PUT", "/a/one%2Ftwo/b")
    assert asked.query == {"q": ["of-connection"], "k": ["a&b"]}
    assert json.loads(asked.body) == {"number": 7, "tenant": "hush-tenant"}
    told = asked.headers
    assert told["authorization"] == "Basic " + base64.b64encode(b"anna:hush-word").decode()
    assert told["x-both"] == "hush-header" and len(told["x-id"]) == 36
    assert told["user-agent"] == "Amazon/EventBridge/ApiDestinations" and told["range"] == "bytes=0-1048575"
    assert told["content-type"] == "application/json; charset=utf-8" and told["connection"] == "close"
    shown = outside.events.describe_connection(Name=name)
    assert shown["AuthParameters"]["BasicAuthParameters"] == {"Username": "anna"} and "hush" not in json.dumps(shown, default=str)
    assert shown["AuthParameters"]["InvocationHttpParameters"]["QueryStringParameters"] == [
        {"Key": "q", "Value": "of-connection", "IsValueSecret": False}]
    # Nothing of it lies open in any file, and nothing says it.
    # Files of disks are as large as disks, and nothing is on them yet.
    files = [file for file in outside.engine.data.rglob("*") if file.is_file() and file.stat().st_size < 64 << 20]
    assert files and not [file for file in files if b"hush-" in file.read_bytes()]
    # Another password is used from then on; the name stays.
    outside.events.update_connection(Name=name, AuthParameters={"BasicAuthParameters": {"Password": "other"}})
    outside.put(source, {"n": 8, "id": "x"})
    assert to.next().headers["authorization"] == "Basic " + base64.b64encode(b"anna:other").decode()
    outside.events.deauthorize_connection(Name=name)
    described = outside.events.describe_api_destination(Name=arn.split("/")[1])
    assert described["ApiDestinationState"] == "INACTIVE"


def test_a_token_is_got_kept_and_renewed(outside, site):
    tokens, lasts, wrong = [], [3600], []

    def give(asked):
        if wrong:
            return 400, {}, b'{"error": "invalid_client"}'
        tokens.append(asked)
        return 200, {}, json.dumps({"access_token": f"t{len(tokens)}", "expires_in": lasts[0]}).encode()
    giver, good = site(give), ["Bearer t1"]
    to = site(lambda asked: (200 if asked.headers["authorization"] in good else 401, {}, b""))
    oauth = {"ClientParameters": {"ClientID": "client", "ClientSecret": "hush-client"}, "AuthorizationEndpoint": f"{giver.url}/token",
             "HttpMethod": "POST", "OAuthHttpParameters": {"BodyParameters": [{"Key": "scope", "Value": "a b"}]}}
    name = outside.connection("OAUTH_CLIENT_CREDENTIALS", OAuthParameters=oauth)
    source = outside.at_rule({"Arn": outside.destination(f"{to.url}/x", name), "RoleArn": outside.may()})
    outside.put(source, {"n": 1}, {"n": 2})
    assert {to.next().headers["authorization"] for _ in range(2)} == {"Bearer t1"} and len(tokens) == 1
    asked = tokens[0]
    assert (asked.method, asked.path) == ("POST", "/token")
    assert urllib.parse.parse_qs(asked.body) == {"grant_type": ["client_credentials"], "scope": ["a b"]}
    assert asked.headers["authorization"] == "Basic " + base64.b64encode(b"client:hush-client").decode()
    # Refused, it is replaced with the next try; one that is over soon is replaced before it is used.
    good[:], lasts[0] = ["Bearer t2"], 30
    outside.put(source, {"n": 3})
    assert [to.next().headers["authorization"] for _ in range(2)] == ["Bearer t1", "Bearer t2"]
    good[:] = ["Bearer t3"]
    outside.put(source, {"n": 4})
    assert to.next().headers["authorization"] == "Bearer t3" and len(tokens) == 3
    # A connection that is refused says so, and what waits is told once it is right.
    wrong.append(True)
    outside.events.update_connection(Name=name, AuthParameters={"OAuthParameters": {"ClientParameters": {"ClientID": "no"}}})
    shown = until("it is refused", lambda: (lambda one: one["ConnectionState"] == "DEAUTHORIZED" and one)(
        outside.events.describe_connection(Name=name)))
    assert shown["StateReason"] == "the authorization endpoint answered 400" and to.asked.empty()
    outside.put(source, {"n": 5})
    wrong.clear()
    good[:] = [f"Bearer t{n}" for n in range(4, 9)]
    outside.events.update_connection(Name=name, AuthParameters={"OAuthParameters": {"ClientParameters": {"ClientID": "client"}}})
    assert json.loads(to.next().body)["detail"] == {"n": 5}


def test_what_an_endpoint_answers_is_obeyed_and_one_that_hangs_holds_up_nobody(outside, site):
    codes = iter([(503, {"retry-after": "4"}, b"")])
    later, gone = site(lambda asked: next(codes, (200, {}, b""))), site(lambda asked: (404, {}, b""))
    never, moved = site(lambda asked: (429, {"retry-after": "-1"}, b"")), site(lambda asked: (302, {"location": "/"}, b""))
    hung, works = site(lambda asked: (None, {}, b"")), site()
    connection, may = outside.connection(), outside.may()

    def to(one, **more):
        return {"Arn": outside.destination(f"{one.url}/x", connection), "RoleArn": may, **more}
    source = outside.at_rule(to(later), to(gone), to(never), to(moved), to(hung, RetryPolicy={"MaximumRetryAttempts": 1}))
    outside.rule({"source": [source]}, to(works))
    began = time.monotonic()
    outside.put(source, *({"n": n} for n in range(3)))
    assert sorted(json.loads(works.next(4).body)["detail"]["n"] for _ in range(3)) == [0, 1, 2]
    first, second = later.next(), later.next()
    assert first.headers["x-key"] == "hush-key"
    for one in (gone, never, moved):
        assert {json.loads(one.next().body)["detail"]["n"] for _ in range(3)} == {0, 1, 2}
    times = sorted([first, second, later.next(), *[later.asked.get(timeout=15)]], key=lambda one: one.at)
    failed = json.loads(times[0].body)["id"]
    again = [one.at for one in times if json.loads(one.body)["id"] == failed]
    assert len(again) == 2 and again[1] - again[0] >= 4, again
    until("the one that hangs is given up", lambda: outside.engine.words().count("did not answer in time") >= 3, 60)
    assert time.monotonic() - began > 5
    assert gone.asked.empty() and never.asked.empty() and moved.asked.empty() and works.asked.empty()


def test_no_more_is_asked_a_second_than_the_destination_takes(outside, site):
    to = site()
    arn = outside.destination(f"{to.url}/x", InvocationRateLimitPerSecond=2)
    role, source = outside.may(), unique("test")
    for _ in range(2):
        outside.rule({"source": [source]}, {"Arn": arn, "RoleArn": role})
    began = time.monotonic()
    outside.put(source, *({"n": n} for n in range(4)))
    times = sorted(to.next().at for _ in range(8))
    assert times[-1] - times[0] >= 3.4, times
    # One that arrives late on a busy machine brings the next nearer, but none is sent too early.
    assert all(at - began >= n / 2 - 0.05 for n, at in enumerate(times)), (began, times)
    assert all(later - first >= 1 for first, later in zip(times, times[3:])), times


@pytest.mark.parametrize("point", [None, "server:after-told-events"])
def test_a_server_that_dies_between_tries_asks_again(outside, site, point):
    outside.events = Patient(outside.events)
    fails = [True]
    to = site(lambda asked: (500 if fails else 200, {}, b""))
    source = outside.at_rule({"Arn": outside.destination(f"{to.url}/x"), "RoleArn": outside.may()})
    outside.put(source, {"n": 1})
    first = json.loads(to.next().body)["id"]
    if point:
        file = order(outside.engine, point)
        fails.clear()
        until("the point was reached", lambda: not file.exists(), within=40)
    else:
        outside.engine.kill("server")
        fails.clear()
    until("the server is back", outside.engine.ready)
    # The one that fails, that which the server dies of when it has told it, and another from the next server.
    tries = [to.next(60) for _ in range(2 if point else 1)]
    while not to.asked.empty():
        tries.append(to.next())
    assert {json.loads(one.body)["id"] for one in tries} == {first}


def test_a_role_and_what_is_near_are_asked_about(outside, own_engine, site):
    to = site()
    arn = outside.destination(f"{to.url}/x")
    source = outside.at_rule({"Arn": arn, "RoleArn": outside.role()}, {"Arn": arn, "RoleArn": outside.role("events:PutEvents")})
    outside.put(source, {"n": 1})
    until("both are given up", lambda: outside.engine.words().count(
        "is not authorized to perform: events:InvokeApiDestination") == 2)
    far = Outside(own_engine())
    source = far.at_rule({"Arn": far.destination(f"{to.url}/x"), "RoleArn": far.may()})
    far.put(source, {"n": 1})
    until("it is given up", lambda: "where the engine may not send anything" in far.engine.words())
    assert to.asked.empty()


def test_what_is_no_connection_or_destination_is_refused(engine, refused):
    events = engine.boto("events")
    key = {"ApiKeyAuthParameters": {"ApiKeyName": "k", "ApiKeyValue": "v"}}
    name = unique("connection")
    make = {"Name": name, "AuthorizationType": "API_KEY", "AuthParameters": key}
    refused("ValidationException", events.create_connection, **{**make, "AuthorizationType": "BASIC"})
    refused("ValidationException", events.create_connection, **{**make, "AuthParameters": {}})
    private = {"ResourceParameters": {"ResourceConfigurationArn":
               "arn:aws:vpc-lattice:us-east-1:000000000000:resourceconfiguration/rcfg-00000000000000000"}}
    assert "is not built" in refused(
        "UnsupportedOperationException", events.create_connection, **make, InvocationConnectivityParameters=private)
    arn = events.create_connection(**make)["ConnectionArn"]
    assert refused("ResourceAlreadyExistsException", events.create_connection, **make) == f"Connection {name} already exists."
    assert [one["Name"] for one in events.list_connections(NamePrefix=name)["Connections"]] == [name]
    to = {"Name": unique("to"), "ConnectionArn": arn, "InvocationEndpoint": "https://example.com/*", "HttpMethod": "POST"}
    for bad in ({"InvocationEndpoint": "https://u:p@example.com/"}, {"InvocationEndpoint": "ftp://example.com/"},
                {"InvocationRateLimitPerSecond": 301}):
        refused("ValidationException", events.create_api_destination, **{**to, **bad})
    refused("ResourceNotFoundException", events.create_api_destination, **{**to, "ConnectionArn": arn.replace(name, name + "x")})
    made = events.create_api_destination(**to)["ApiDestinationArn"]
    refused("ResourceAlreadyExistsException", events.create_api_destination, **to)
    shown = events.describe_api_destination(Name=to["Name"])
    assert shown["InvocationRateLimitPerSecond"] == 300 and shown["InvocationEndpoint"] == to["InvocationEndpoint"]
    events.update_api_destination(Name=to["Name"], InvocationRateLimitPerSecond=5, HttpMethod="GET")
    [one] = events.list_api_destinations(ConnectionArn=arn)["ApiDestinations"]
    assert (one["InvocationRateLimitPerSecond"], one["HttpMethod"], one["ApiDestinationState"]) == (5, "GET", "ACTIVE")
    rule = unique("rule")
    events.put_rule(Name=rule, EventPattern='{"source": ["x"]}')
    refused("ValidationException", events.put_targets, Rule=rule, Targets=[{"Id": "1", "Arn": made}])
    role = f"arn:aws:iam::{engine.account}:role/r"
    refused("ResourceNotFoundException", events.put_targets, Rule=rule, Targets=[{"Id": "1", "Arn": made + "x", "RoleArn": role}])
    log = f"arn:aws:logs:{engine.region}:{engine.account}:log-group:g"
    refused("ValidationException", events.put_targets, Rule=rule, Targets=[
        {"Id": "1", "Arn": log, "HttpParameters": {"HeaderParameters": {"a": "b"}}}])
    http = {"HeaderParameters": {"a": "b"}, "PathParameterValues": ["x"]}
    events.put_targets(Rule=rule, Targets=[{"Id": "1", "Arn": made, "RoleArn": role, "HttpParameters": http}])
    assert events.list_targets_by_rule(Rule=rule)["Targets"] == [{"Id": "1", "Arn": made, "RoleArn": role, "HttpParameters": http}]
    events.delete_connection(Name=name)
    refused("ResourceNotFoundException", events.describe_connection, Name=name)
    assert events.describe_api_destination(Name=to["Name"])["ApiDestinationState"] == "INACTIVE"
    events.delete_api_destination(Name=to["Name"])
    refused("ResourceNotFoundException", events.describe_api_destination, Name=to["Name"])
    events.remove_targets(Rule=rule, Ids=["1"])
    events.delete_rule(Name=rule)
