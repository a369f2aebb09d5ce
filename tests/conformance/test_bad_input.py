"""Bytes that no well-behaved client sends: an error in plain words, never a fault."""

import datetime
import http.client
import json
import socket

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

TARGET = "AmazonEC2ContainerServiceV20141113."


@pytest.fixture
def call(engine):
    """Sends one request as given; answers status, headers and body."""
    def send(method="POST", path="/", body=b"", headers=None):
        wire = http.client.HTTPConnection("127.0.0.1", engine.port, timeout=30)
        try:
            wire.request(method, path, body, headers or {})
            answer = wire.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            wire.close()
    return send


@pytest.fixture
def signed(engine, call, monkeypatch):
    """Signs a request for ECS (or another service) and sends it."""
    def send(body=b"{}", operation="ListClusters", service="ecs", target=TARGET, secret=None, at=None,
             after_signing=None, content_type="application/x-amz-json-1.1", headers=None):
        keys = Credentials(engine.env["AWS_ACCESS_KEY_ID"], secret or engine.env["AWS_SECRET_ACCESS_KEY"])
        all_headers = {"Content-Type": content_type, **(headers or {})}
        if operation:
            all_headers["X-Amz-Target"] = target + operation
        request = AWSRequest("POST", engine.endpoint + "/", headers=all_headers, data=body)
        with monkeypatch.context() as patch:
            if at:
                patch.setattr("botocore.auth.get_current_datetime", lambda: at)
            SigV4Auth(keys, service, engine.region).add_auth(request)
        final = {**dict(request.headers), **(after_signing or {})}
        return call(body=body, headers=final)
    return send


def error_of(body: bytes) -> str:
    return json.loads(body)["__type"].rpartition("#")[2]


def test_a_plain_request_works(signed):
    status, headers, body = signed()
    assert status == 200 and "clusterArns" in json.loads(body)
    assert headers["Content-Type"] == "application/x-amz-json-1.1"
    assert len(headers["x-amzn-RequestId"]) == 36


@pytest.mark.parametrize("body", [b"{", b"not json", b"\xff\xfe", b'{"a":1}}', b"[" * 100_000,
                                  b'{"clusters":' + b'[' * 5_000 + b']' * 5_000 + b'}'])
def test_malformed_json_is_a_serialization_error(signed, body):
    status, _, answer = signed(body, "DescribeClusters")
    assert (status, error_of(answer)) == (400, "SerializationException")


@pytest.mark.parametrize("body", [b'{"clusters":"one"}', b'{"clusters":[1]}', b'[]', b'"x"',
                                  b'{"include":{"a":1}}'])
def test_a_wrong_type_is_a_serialization_error(signed, body):
    status, _, answer = signed(body, "DescribeClusters")
    assert (status, error_of(answer)) == (400, "SerializationException")


def test_null_is_as_good_as_absent(signed):
    assert signed(b'{"clusters":null,"include":null,"no-such-member":1}', "DescribeClusters")[0] == 200


@pytest.mark.parametrize("operation", ["NoSuchOperation", "", "List Clusters", "../etc"])
def test_an_unknown_operation_is_named_so(signed, operation):
    status, _, answer = signed(operation=operation or ".", target=TARGET)
    assert (status, error_of(answer)) == (400, "UnknownOperationException")


def test_without_a_signature_nothing_is_done(call):
    status, _, answer = call(body=b"{}", headers={"X-Amz-Target": TARGET + "ListClusters",
                                                  "Content-Type": "application/x-amz-json-1.1"})
    assert (status, error_of(answer)) == (400, "MissingAuthenticationTokenException")


def test_a_wrong_secret_is_an_invalid_signature(signed):
    status, _, answer = signed(secret="x" * 40)
    assert (status, error_of(answer)) in ((400, "InvalidSignatureException"), (403, "InvalidSignatureException"))


def test_a_changed_body_is_an_invalid_signature(engine, signed, call):
    status, _, answer = signed(after_signing={"X-Amz-Target": TARGET + "DeleteCluster"})
    assert error_of(answer) == "InvalidSignatureException" and status in (400, 403)


@pytest.mark.parametrize("minutes", [-16, 16])
def test_a_signature_out_of_time_is_refused(signed, minutes):
    at = datetime.datetime.now(datetime.UTC).replace(tzinfo=None) + datetime.timedelta(minutes=minutes)
    status, _, answer = signed(at=at)
    assert error_of(answer) == "InvalidSignatureException" and status in (400, 403)
    wanted = "Signature expired" if minutes < 0 else "Signature not yet current"
    told = json.loads(answer)
    assert wanted in told.get("message", told.get("Message", ""))


@pytest.mark.parametrize("value", [
    "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=, SignedHeaders=, Signature=", "Bearer x",
    "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=zz", "AWS4-HMAC-SHA512 x", "",
])
def test_a_broken_authorization_header_is_refused(call, value):
    status, _, answer = call(body=b"{}", headers={
        "X-Amz-Target": TARGET + "ListClusters", "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Date": "20260101T000000Z", "Authorization": value})
    assert status in (400, 403)
    assert error_of(answer) in ("IncompleteSignatureException", "MissingAuthenticationTokenException",
                                "InvalidSignatureException", "UnrecognizedClientException")


@pytest.mark.parametrize("headers", [
    {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Host": "evil.example:4566"},
    {"Origin": "null"},
])
def test_browsers_of_other_sites_are_turned_away(signed, headers):
    assert signed(after_signing=headers)[0] == 403


def test_a_foreign_origin_is_refused_before_the_body_is_read(engine):
    head = (f"POST / HTTP/1.1\r\nHost: 127.0.0.1:{engine.port}\r\nOrigin: https://evil.example\r\n"
            "Content-Length: 1000000\r\n\r\n").encode()
    with socket.create_connection(("127.0.0.1", engine.port), timeout=10) as wire:
        wire.sendall(head)  # the body never comes, the answer does
        assert wire.recv(64).startswith(b"HTTP/1.1 403")


def test_a_huge_body_is_refused_by_its_declared_length(engine):
    head = (f"POST / HTTP/1.1\r\nHost: 127.0.0.1:{engine.port}\r\nX-Amz-Target: {TARGET}ListClusters\r\n"
            "Content-Type: application/x-amz-json-1.1\r\nContent-Length: 99999999999\r\n\r\n").encode()
    with socket.create_connection(("127.0.0.1", engine.port), timeout=10) as wire:
        wire.sendall(head)
        assert wire.recv(64).split()[1] in (b"413", b"400")


@pytest.mark.parametrize("headers", [
    {"X-Long": "x" * 70_000}, {f"X-{n}": "y" for n in range(300)},
], ids=["long", "many"])
def test_huge_headers_are_refused(engine, headers):
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with socket.create_connection(("127.0.0.1", engine.port), timeout=10) as wire:
        try:
            wire.sendall(f"GET /_ferrogate/health HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}\r\n".encode())
            answer = wire.recv(64)
        except (BrokenPipeError, ConnectionResetError):
            answer = b""
        assert answer == b"" or answer.split()[1] in (b"431", b"400")
    assert engine.ready()


@pytest.mark.parametrize("head", [
    "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
    "POST / HTTP/1.1\r\nHost : 127.0.0.1\r\n\r\n",
    "GARBAGE\r\n\r\n", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
])
def test_broken_http_is_refused_and_the_server_goes_on(engine, head):
    with socket.create_connection(("127.0.0.1", engine.port), timeout=10) as wire:
        wire.sendall(head.encode("latin-1"))
        wire.shutdown(socket.SHUT_WR)
        try:
            answer = wire.recv(64)
        except ConnectionResetError:
            answer = b""
        assert not answer.startswith(b"HTTP/1.1 200")
    assert engine.ready()


HEALTH = "GET /_ferrogate/health HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.mark.parametrize("lines", [
    "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
    "Transfer-Encoding: gzip, chunked\r\n", "Content-Length: 0\r\nContent-Length: 0\r\n", "X: y\n",
])
def test_a_request_never_hides_another_one(engine, lines):
    """Whatever a balancer in front takes for the end of the first, the second is not answered."""
    with socket.create_connection(("127.0.0.1", engine.port), timeout=10) as wire:
        wire.sendall(f"{HEALTH}{lines}\r\n0\r\n\r\n{HEALTH}\r\n".encode())
        answer = b""
        while more := wire.recv(4096):
            answer += more
    assert answer.startswith(b"HTTP/1.1 400 "), answer
    assert answer.count(b"HTTP/1.1") == 1, answer


def test_a_recorded_write_that_is_sent_again_is_not_done_again(signed):
    at = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    body = json.dumps({"family": "replayed", "containerDefinitions": [{"name": "a", "image": "a", "memory": 128}]})

    def register(at):
        status, _, answer = signed(body.encode(), "RegisterTaskDefinition", at=at)
        assert status == 200, answer
        return json.loads(answer)["taskDefinition"]["revision"]
    first = register(at)
    assert [register(at), register(at)] == [first, first]
    assert register(at - datetime.timedelta(seconds=1)) == first + 1


@pytest.mark.parametrize(("service", "body", "wanted"), [
    ("sts", b"Action=NoSuchAction&Version=2011-06-15", b"<Code>InvalidAction</Code>"),
    ("ec2", b"Action=NoSuchAction&Version=2016-11-15", b"<Code>InvalidAction</Code>"),
    ("ec2", b"Action=DescribeVpcs&Version=2016-11-15&MaxResults=many", b"<Code>"),
])
def test_query_protocols_answer_errors_in_xml(signed, service, body, wanted):
    status, headers, answer = signed(body, operation=None, service=service,
                                     content_type="application/x-www-form-urlencoded")
    assert status == 400 and "xml" in headers["Content-Type"]
    assert wanted in answer


def test_cbor_that_is_none_is_refused_in_cbor(engine, call):
    status, headers, _ = call(path="/service/GraniteServiceVersion20100801/operation/ListMetrics",
                              body=b"\xff\xff", headers={"smithy-protocol": "rpc-v2-cbor",
                                                         "Content-Type": "application/cbor"})
    assert status in (400, 403, 404)
    assert headers["Content-Type"] == "application/cbor"


def test_a_path_of_nobody_is_not_found(call):
    assert call("GET", "/no/such/path")[0] in (403, 404)


def test_the_server_counts_no_fault_after_all_this(engine):
    assert "panicked" not in engine.words()
