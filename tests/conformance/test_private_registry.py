"""Images of a private registry, pulled with the login that a secret has."""

import base64
import hashlib
import json
import ssl
import subprocess
import sys
import tarfile
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from conftest import pusher

from harness.tasks import Bench, pulls_and_logs, unique

HERE, THERE = "10.231.77.2", "10.231.77.1"
USER = "shop"
TASKS = {"Version": "2012-10-17", "Statement": {
    "Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}}


def handler(tar: str, login: str):
    """What a registry answers that shows its one image, `private/web:1`, to one login."""
    with tarfile.open(tar) as image:
        blobs = {name.rpartition("/")[2]: image.extractfile(name).read()
                 for name in image.getnames() if name.startswith("blobs/sha256/") and image.getmember(name).isfile()}
        first = json.load(image.extractfile("index.json"))["manifests"][0]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.headers.get("Authorization") != login:
                return self.answer(401, b"{}", {"WWW-Authenticate": 'Basic realm="private"'})
            digest = first["digest"] if self.path.endswith("/manifests/1") else self.path.rpartition("/")[2]
            body = blobs.get(digest.removeprefix("sha256:"))
            if not self.path.startswith("/v2/private/web/") or body is None:
                return self.answer(200 if self.path == "/v2/" else 404, b"{}")
            kind = first["mediaType"] if "/manifests/" in self.path else "application/octet-stream"
            if "/manifests/" in self.path and digest != first["digest"]:
                kind = json.loads(body).get("mediaType", kind)
            digest = hashlib.sha256(body).hexdigest()
            return self.answer(200, body, {"Content-Type": kind, "Docker-Content-Digest": f"sha256:{digest}"})

        do_HEAD = do_GET

        def answer(self, status, body, headers=None):
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Handler


def serve(tar: str, login: str, certificate: str) -> None:
    """Serves for ever."""
    server = ThreadingHTTPServer((THERE, 443), handler(tar, login))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    print("listens", flush=True)
    server.serve_forever()


@pytest.fixture
def private(archive, tmp_path, monkeypatch):
    """A registry in a namespace of its own, whose certificate engines trust; its password."""
    password, name = f"canary{uuid.uuid4().hex}", f"fg-p-{uuid.uuid4().hex[:8]}"
    certificate = tmp_path / "certificate.pem"
    wanted = tmp_path / "wanted"
    wanted.write_text("[req]\ndistinguished_name = of\nx509_extensions = with\nprompt = no\n[of]\nCN = private\n"
                      f"[with]\nsubjectAltName = IP:{THERE}\nbasicConstraints = critical,CA:FALSE\n")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "2", "-config", str(wanted), "-keyout", str(tmp_path / "key.pem"),
                    "-out", str(certificate)], check=True, capture_output=True)
    both = tmp_path / "both.pem"
    both.write_text((tmp_path / "key.pem").read_text() + certificate.read_text())
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    login = "Basic " + base64.b64encode(f"{USER}:{password}".encode()).decode()
    subprocess.run(["ip", "netns", "add", name], check=True)
    try:
        ip = lambda *words: subprocess.run(["ip", *words], check=True)
        ip("link", "add", name[:15], "type", "veth", "peer", "name", "eth0", "netns", name)
        ip("address", "add", f"{HERE}/30", "dev", name[:15])
        ip("link", "set", name[:15], "up")
        ip("-n", name, "address", "add", f"{THERE}/30", "dev", "eth0")
        ip("-n", name, "link", "set", "eth0", "up")
        command = ["ip", "netns", "exec", name, sys.executable, __file__, archive("busybox"), login, both]
        with subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout.readline() == "listens\n"
            yield password
            server.kill()
    finally:
        subprocess.run(["ip", "link", "delete", name[:15]], check=False)
        subprocess.run(["ip", "netns", "delete", name], check=False)


def test_a_private_image_is_pulled_with_the_login_of_a_secret(private, own_engine, archive):
    engine = own_engine()
    bench = Bench(engine, pusher(engine, archive))
    iam, sm = engine.boto("iam"), engine.boto("secretsmanager")

    def role(*actions: str) -> str:
        name = unique("execution")
        arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TASKS))["Role"]["Arn"]
        pulls_and_logs(iam, name)
        allow = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
        iam.put_role_policy(RoleName=name, PolicyName="p",
                            PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": allow}))
        return arn

    reads = role("secretsmanager:GetSecretValue", "kms:Decrypt")

    def run(secret: str | None, role: str = reads) -> dict:
        more = {"repositoryCredentials": {"credentialsParameter": secret}} if secret else {}
        container = {**bench.container(command=["sh", "-c", "echo in"], **more), "image": f"{THERE}/private/web:1"}
        return bench.finish(bench.run(definition=bench.define(container, executionRoleArn=role)["taskDefinitionArn"]),
                            within=60)

    def secret(**login: str) -> str:
        return sm.create_secret(Name=unique("hub"), SecretString=json.dumps(login))["ARN"]

    none = run(None)
    assert none["stopCode"] == "TaskFailedToStart" and "CannotPullContainerError" in none["stoppedReason"], none
    good = secret(username=USER, password=private)
    task = run(good)
    bench.expect_lines(task["taskArn"], ["in"])
    # By its name, too, in the task's own region.
    assert run(sm.describe_secret(SecretId=good)["Name"])["containers"][0]["exitCode"] == 0
    wrong = run(secret(username=USER, password="wrong"))
    assert "CannotPullContainerError" in wrong["stoppedReason"] and "wrong" not in wrong["stoppedReason"]
    begins = ("ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval "
              "failed: ")
    denied = run(good, role("ssm:GetParameters"))
    assert denied["stoppedReason"].startswith(f"{begins}unable to retrieve secret from asm: failed to fetch secret "
                                              f"{good} from secrets manager: AccessDeniedException: ")
    empty = run(secret(user=USER, password=private))
    assert empty["stoppedReason"] == (f"{begins}unable to retrieve registry auth from asm: asm fetching username: "
                                      "AuthorizationData is malformed, empty field")
    # The password is with nobody but the registry: no file, answer or log of the engine has it.
    found = subprocess.run(["grep", "-rlaFs", "--exclude-dir=volumes", "--exclude-dir=netns", "--devices=skip",
                            "-e", private, str(engine.data), str(engine.log)], capture_output=True, text=True, check=False)
    assert found.stdout == "" and private not in json.dumps([task, wrong, empty], default=str)
    bench.close()


if __name__ == "__main__":
    serve(*sys.argv[1:])
