"""Mutual TLS: trust stores out of buckets, stock clients with certificates, and the logs of all of it."""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from conftest import pusher
from harness.tasks import Bench, address, unique
from harness.wait import until
from test_elb_tls import CHECKS, POLICY, openssl, refusal

PORT = 8080

# Answers with the head of each request, as JSON.
ECHO = f"""
import http.server, json
class Echo(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({{name.lower(): value for name, value in self.headers.items()}}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass
server = http.server.ThreadingHTTPServer(("", {PORT}), Echo)
print("begun", flush=True)
server.serve_forever()
"""

# A client of Python that asks all the time, each time with a new handshake, and says what failed.
ASKER = """
import http.client, ssl, sys, threading
address, ca, cert, key = sys.argv[1:5]
over, failures, answers = threading.Event(), [], 0
threading.Thread(target=lambda: (sys.stdin.readline(), over.set())).start()
print("begun", flush=True)
while not over.is_set():
    context = ssl.create_default_context(cafile=ca)
    context.check_hostname = False
    context.load_cert_chain(cert, key)
    try:
        client = http.client.HTTPSConnection(address, 443, context=context, timeout=10)
        client.request("GET", "/load")
        answer = client.getresponse()
        if answer.status != 200: failures.append(answer.status)
        answer.read()
        client.close()
        answers += 1
    except Exception as error:
        failures.append(repr(error))
print(answers, failures[:5], flush=True)
"""

# A line of the connection log: each field in its place.
CONNECTION = re.compile(
    r'(\S+Z) ([\d.]+) (\d+) (\d+) (\S+) (\S+) (\S+) (-|"[^"]*") (\S+) (\S+) (\S+) (TID_[0-9a-f]{32}) (\S+) (\S+) (\S+)')
CHECK = re.compile(r"(\S+) (\S+Z) (\d+\.\d{9}) ([\d.]+:\d+) (\S+) (PASS|FAIL) (\S+) (\S+)")


class Authority:
    """Who certifies clients, and revokes them."""

    def __init__(self, folder: Path, name: str):
        self.folder, self.name = folder / name, name
        self.folder.mkdir()
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "9",
                "-keyout", "ca.key", "-out", "ca.pem", "-subj", f"/C=US/O=mTLS/CN={name}",
                "-addext", "keyUsage=critical,keyCertSign,cRLSign", cwd=self.folder)
        self.pem = (self.folder / "ca.pem").read_text()
        (self.folder / "index.txt").write_text("")
        (self.folder / "crlnumber").write_text("01\n")
        (self.folder / "ca.cnf").write_text(
            "[ca]\ndefault_ca=own\n[own]\ndatabase=index.txt\ncrlnumber=crlnumber\ndefault_md=sha256\n"
            "default_crl_days=9\n")

    def client(self, name: str, days: int = 9) -> tuple[str, str]:
        """The files of a client's certificate and key."""
        stem = unique("client")
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{stem}.key",
                "-out", f"{stem}.csr", "-subj", f"/C=US/ST=Washington/O=mTLS/CN={name}", cwd=self.folder)
        (self.folder / f"{stem}.ext").write_text("extendedKeyUsage=clientAuth\nbasicConstraints=CA:FALSE\n")
        openssl("x509", "-req", "-in", f"{stem}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", str(days),
                "-set_serial", "0x03A5B1", "-extfile", f"{stem}.ext", "-out", f"{stem}.pem", cwd=self.folder)
        return str(self.folder / f"{stem}.pem"), str(self.folder / f"{stem}.key")

    def revoke(self, certificate: str) -> str:
        of = ["-config", "ca.cnf", "-cert", "ca.pem", "-keyfile", "ca.key"]
        openssl("ca", *of, "-revoke", certificate, cwd=self.folder)
        openssl("ca", *of, "-gencrl", "-out", "list.crl", cwd=self.folder)
        return (self.folder / "list.crl").read_text()


class Mutual:
    """A load balancer that asks for certificates, and a task in whose network target and clients are."""

    def __init__(self, bench: Bench, folder: Path, buckets: Path):
        self.bench, self.buckets = bench, buckets
        self.elb, self.acm = bench.engine.boto("elbv2"), bench.engine.boto("acm")
        self.old, self.new = Authority(folder, "old"), Authority(folder, "new")
        self.server = Authority(folder, "server")
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "s.key", "-out", "s.csr", "-subj",
                "/CN=a.example.com", cwd=self.server.folder)
        (self.server.folder / "s.ext").write_text("subjectAltName=DNS:a.example.com\nextendedKeyUsage=serverAuth\n")
        openssl("x509", "-req", "-in", "s.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", "9", "-extfile", "s.ext",
                "-out", "s.pem", cwd=self.server.folder)
        self.trusted = str(self.server.folder / "ca.pem")
        certificate = self.acm.import_certificate(
            Certificate=(self.server.folder / "s.pem").read_bytes(),
            PrivateKey=(self.server.folder / "s.key").read_bytes(),
            CertificateChain=Path(self.trusted).read_bytes())["CertificateArn"]
        default = [{"Name": "default-for-az", "Values": ["true"]}]
        subnets = bench.ec2.describe_subnets(Filters=default)["Subnets"][:2]
        balancer = self.elb.create_load_balancer(
            Name=unique("mtls"), Scheme="internal", Subnets=[one["SubnetId"] for one in subnets])["LoadBalancers"][0]
        self.arn = balancer["LoadBalancerArn"]
        self.group = self.elb.create_target_group(
            Name=unique("tg"), Protocol="HTTP", Port=PORT, VpcId=balancer["VpcId"], TargetType="ip",
            **CHECKS)["TargetGroups"][0]["TargetGroupArn"]
        self.put("my-ca", "clients/ca.pem", f"# clients\n{self.old.pem}")
        self.certificate = certificate
        sleep = str(10**8 + int.from_bytes(os.urandom(3)))
        self.task = bench.shell(f"exec sleep {sleep}")
        self.ip = address(bench.reach(self.task, "RUNNING"))

        def pid():
            for at in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    if at.read_bytes() == f"sleep\0{sleep}\0".encode():
                        return at.parent.name
                except OSError:
                    continue
            return None
        self.within = ["nsenter", "-t", until("the task's program is there", pid), "-n"]
        self.target = self.start(ECHO)
        self.elb.register_targets(TargetGroupArn=self.group, Targets=[{"Id": self.ip, "Port": PORT}])

    def put(self, bucket: str, key: str, content: str):
        at = self.buckets / bucket / key
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_text(content)

    def start(self, script: str, *words: str) -> subprocess.Popen:
        made = subprocess.Popen([*self.within, sys.executable, "-c", script, *words], stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert made.stdout.readline() == "begun\n"
        return made

    def listen(self, mutual: dict):
        forward = [{"Type": "forward", "TargetGroupArn": self.group}]
        self.listener = self.elb.create_listener(
            LoadBalancerArn=self.arn, Protocol="HTTPS", Port=443, SslPolicy=POLICY, DefaultActions=forward,
            Certificates=[{"CertificateArn": self.certificate}], MutualAuthentication=mutual)["Listeners"][0]["ListenerArn"]
        enis = self.bench.ec2.describe_network_interfaces(Filters=[
            {"Name": "description", "Values": [f"ELB {self.arn.partition(':loadbalancer/')[2]}"]}])
        self.address = enis["NetworkInterfaces"][0]["PrivateIpAddress"]

    def curl(self, client: tuple[str, str] | None, *more: str) -> dict | int:
        """The head that the target got, or curl's code."""
        own = ["--cert", client[0], "--key", client[1]] if client else []
        done = subprocess.run(
            [*self.within, "curl", "-sS", "-m", "10", "--cacert", self.trusted, *own, *more, "--resolve",
             f"a.example.com:443:{self.address}", "https://a.example.com/"], capture_output=True, text=True, timeout=30)
        return json.loads(done.stdout) if done.returncode == 0 else done.returncode

    def logs(self, prefix: str) -> list[str]:
        """The lines of a log in its bucket."""
        found = []
        for path in sorted((self.buckets / "my-logs").rglob("*.log.gz")):
            if path.name.startswith(prefix):
                assert path.stat().st_uid == 12345
                found += gzip.decompress(path.read_bytes()).decode().splitlines()
        return found

    def close(self):
        self.target.kill()
        self.target.wait()
        self.elb.delete_load_balancer(LoadBalancerArn=self.arn)
        self.bench.stop(self.task)


@pytest.fixture
def mutual(own_engine, archive, tmp_path):
    buckets = Path(tempfile.mkdtemp(prefix="buckets-", dir="/var/tmp"))
    buckets.chmod(0o755)
    for name in ("my-logs", "my-ca"):
        (buckets / name).mkdir()
        os.chown(buckets / name, 12345, 12345)
    config = buckets / "config.toml"
    config.write_text(f'buckets = "{buckets}"\n')
    engine = own_engine("--config", str(config))
    made = Mutual(Bench(engine, pusher(engine, archive)), tmp_path, buckets)
    yield made
    made.close()
    shutil.rmtree(buckets)


def create(mutual, key: str = "clients/ca.pem", **more) -> str:
    asked = {"Name": unique("trust"), "CaCertificatesBundleS3Bucket": "my-ca", "CaCertificatesBundleS3Key": key, **more}
    return mutual.elb.create_trust_store(**asked)["TrustStores"][0]["TrustStoreArn"]


def is_read_from_its_bucket_alone(mutual):
    secret = mutual.buckets / "secret.pem"
    secret.write_text(mutual.old.pem)
    bucket = mutual.buckets / "my-ca"
    (bucket / "link.pem").symlink_to(secret)
    (bucket / "folder").symlink_to(mutual.buckets)
    os.link(secret, bucket / "second.pem")
    os.mkfifo(bucket / "pipe.pem")
    mutual.put("my-ca", "words.pem", "no certificate")
    mutual.put("my-ca", "many.pem", mutual.old.pem * 3000)
    for key in ("none.pem", "link.pem", "folder/secret.pem", "second.pem", "pipe.pem", "../secret.pem", "/etc/passwd"):
        code, text = refusal(create, mutual=mutual, key=key)
        assert code == "CaCertificatesBundleNotFound", (key, code, text)
    for key in ("words.pem", "many.pem"):
        assert refusal(create, mutual=mutual, key=key)[0] == "InvalidCaCertificatesBundle"
    assert refusal(create, mutual=mutual, CaCertificatesBundleS3Bucket="no-such")[0] == "CaCertificatesBundleNotFound"
    store = create(mutual)
    shown = json.loads(mutual.bench.engine.aws("elbv2", "describe-trust-stores", "--trust-store-arns", store))
    assert shown["TrustStores"][0]["Status"] == "ACTIVE" and shown["TrustStores"][0]["NumberOfCaCertificates"] == 1
    mutual.elb.delete_trust_store(TrustStoreArn=store)


def test_clients_are_verified_and_all_of_it_is_logged(mutual):
    is_read_from_its_bucket_alone(mutual)
    elb = mutual.elb
    mine, stranger = mutual.old.client("client_.com"), mutual.new.client("stranger")
    store = create(mutual)
    mutual.listen({"Mode": "verify", "TrustStoreArn": store, "AdvertiseTrustStoreCaNames": "on"})
    elb.modify_load_balancer_attributes(LoadBalancerArn=mutual.arn, Attributes=[
        {"Key": f"{log}.s3.{part}", "Value": value} for log in ("connection_logs", "health_check_logs")
        for part, value in (("enabled", "true"), ("bucket", "my-logs"), ("prefix", "web"))])
    until("it answers", lambda: isinstance(mutual.curl(mine), dict), 60)
    account = mutual.bench.engine.account
    for name in ("ELBConnectionLogTestFile", "ELBHealthCheckLogTestFile"):
        at = mutual.buckets / "my-logs" / "web" / "AWSLogs" / account / name
        until(f"{name} is there", at.exists, 20)
    evil = ["-H", "X-Amzn-Mtls-Clientcert-Subject: CN=evil", "-H", "X_Amzn_Mtls_Clientcert_Subject: CN=evil",
            "-H", "X-Amzn-Mtls-Clientcert: evil"]
    for version in ("--tls-max", "1.2"), ("--tlsv1.3",):
        head = mutual.curl(mine, *version, *evil)
        told = {name: value for name, value in head.items() if "mtls" in name}
        leaf = told.pop("x-amzn-mtls-clientcert-leaf")
        assert leaf.startswith("-----BEGIN%20CERTIFICATE-----%0AMII") and leaf.endswith("-----END%20CERTIFICATE-----%0A")
        validity = told.pop("x-amzn-mtls-clientcert-validity")
        assert re.fullmatch(r"NotBefore=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ;NotAfter=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", validity)
        assert told == {
            "x-amzn-mtls-clientcert-serial-number": "03A5B1",
            "x-amzn-mtls-clientcert-issuer": "CN=old,O=mTLS,C=US",
            "x-amzn-mtls-clientcert-subject": "CN=client_.com,O=mTLS,ST=Washington,C=US"}
    assert isinstance(mutual.curl(stranger), int) and isinstance(mutual.curl(None), int)
    # Whoever is to choose a certificate is told by whom it must be.
    done = subprocess.run([*mutual.within, "openssl", "s_client", "-connect", f"{mutual.address}:443"], input="",
                          capture_output=True, text=True, timeout=30)
    assert "Acceptable client certificate CA names" in done.stdout and "CN = old" in done.stdout.replace("CN=", "CN = ")
    assert refusal(elb.delete_trust_store, TrustStoreArn=store)[0] == "TrustStoreInUse"

    # Another bundle while one asks all the time: nobody fails, and the stranger is none any more.
    asker = mutual.start(ASKER, mutual.address, mutual.trusted, *mine)
    mutual.put("my-ca", "clients/both.pem", mutual.old.pem + mutual.new.pem)
    elb.modify_trust_store(TrustStoreArn=store, CaCertificatesBundleS3Bucket="my-ca", CaCertificatesBundleS3Key="clients/both.pem")
    until("the stranger is served", lambda: isinstance(mutual.curl(stranger), dict), 30)
    # The agent's end takes nothing away; the next one reads objects again.
    mutual.bench.engine.kill("agent")
    until("the stranger is served again", lambda: isinstance(mutual.curl(stranger), dict), 30)

    def reads() -> bool:
        try:
            other = create(mutual)
        except ClientError as error:
            assert error.response["Error"]["Code"] == "InternalFailure"
            return False
        elb.delete_trust_store(TrustStoreArn=other)
        return True
    until("the next agent reads objects", reads, 30)
    said, _ = asker.communicate("over\n", timeout=60)
    answers, _, failures = said.strip().partition(" ")
    assert int(answers) > 5 and failures == "[]", said

    # Revoked, and not revoked any more.
    mutual.put("my-ca", "clients/list.crl", mutual.old.revoke(mine[0]))
    added = elb.add_trust_store_revocations(TrustStoreArn=store, RevocationContents=[
        {"S3Bucket": "my-ca", "S3Key": "clients/list.crl", "RevocationType": "CRL"}])["TrustStoreRevocations"][0]
    assert added["NumberOfRevokedEntries"] == 1
    until("who is revoked is refused", lambda: isinstance(mutual.curl(mine), int), 30)
    assert isinstance(mutual.curl(stranger), dict)
    elb.remove_trust_store_revocations(TrustStoreArn=store, RevocationIds=[added["RevocationId"]])
    until("it is served again", lambda: isinstance(mutual.curl(mine), dict), 30)

    # Passed on, whoever it is, or nobody.
    elb.modify_listener(ListenerArn=mutual.listener, MutualAuthentication={"Mode": "passthrough"})
    until("nobody is asked for", lambda: isinstance(mutual.curl(None), dict), 30)
    told = {name: value for name, value in mutual.curl(stranger, *evil).items() if "mtls" in name}
    assert list(told) == ["x-amzn-mtls-clientcert"] and told["x-amzn-mtls-clientcert"].startswith("-----BEGIN%20")
    elb.delete_trust_store(TrustStoreArn=store)

    # All of it is in the logs, once these end. A target is looked at every five seconds.
    waiting = Path(mutual.bench.engine.data) / "agent" / "health-check-logs"
    until("a look is logged", lambda: any(" PASS " in path.read_text() for path in waiting.glob("*/open")), 30)
    elb.modify_load_balancer_attributes(LoadBalancerArn=mutual.arn, Attributes=[
        {"Key": f"{log}.s3.enabled", "Value": "false"} for log in ("connection_logs", "health_check_logs")])

    def statuses() -> set[str]:
        parsed = [CONNECTION.fullmatch(line) for line in mutual.logs("conn_log_")]
        assert all(parsed), mutual.logs("conn_log_")
        return {one[11] for one in parsed}
    until("each is in the log", lambda: statuses() >= {
        "Success", "Failed:ClientCertUntrusted", "Failed:ClientCertCrlHit", "Failed:UnmappedConnectionError"}, 30)
    parsed = [CONNECTION.fullmatch(line) for line in mutual.logs("conn_log_")]
    revoked = next(one for one in parsed if one[11] == "Failed:ClientCertCrlHit")
    assert revoked[8] == '"CN=client_.com,O=mTLS,ST=Washington,C=US"' and revoked[10] == "03A5B1"
    assert revoked[7] == "-" and revoked[4] == "443" and revoked[5] == "TLSv1.3" and revoked[6].startswith("TLS_AES")
    balancer = mutual.arn.partition(":loadbalancer/")[2]
    assert all(one[14] == balancer for one in parsed)
    until("checks are in the log", lambda: mutual.logs("health_check_log_"), 30)
    checks = [CHECK.fullmatch(line) for line in mutual.logs("health_check_log_")]
    assert all(checks), mutual.logs("health_check_log_")
    group = mutual.group.split("/")[1]
    assert {(one[1], one[4], one[5], one[6], one[7]) for one in checks} == {
        ("http", f"{mutual.ip}:{PORT}", group, "PASS", "200")}
