"""Load balancers that speak TLS: certificates of ACM, and what stock clients make of them."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from harness.patient import Patient, patient
from harness.tasks import Bench, unique
from harness.wait import until

WEB = ("mkdir -p /tmp/w && echo hello > /tmp/w/index.html && exec httpd -f -p 80 -h /tmp/w")
CHECKS = {"HealthCheckIntervalSeconds": 5, "HealthCheckTimeoutSeconds": 2,
          "HealthyThresholdCount": 2, "UnhealthyThresholdCount": 2}
POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"


def openssl(*words: str, cwd: Path, stdin: str | None = None) -> str:
    done = subprocess.run(["openssl", *words], cwd=cwd, input=stdin, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    return done.stdout


class Authority:
    """A certificate authority of somebody's own."""

    def __init__(self, folder: Path):
        self.folder = folder
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "9",
                "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=test authority", cwd=folder)
        self.pem = folder / "ca.pem"

    def issue(self, name: str, kind: str = "rsa") -> tuple[bytes, bytes]:
        """A certificate for the name, and its key."""
        stem, at = unique("leaf"), self.folder
        key = ["rsa:2048"] if kind == "rsa" else ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
        openssl("req", "-newkey", *key, "-nodes", "-keyout", f"{stem}.key", "-out", f"{stem}.csr",
                "-subj", f"/CN={name}", cwd=at)
        (at / f"{stem}.ext").write_text(f"subjectAltName=DNS:{name}\nextendedKeyUsage=serverAuth\n")
        openssl("x509", "-req", "-in", f"{stem}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", "9",
                "-extfile", f"{stem}.ext", "-out", f"{stem}.pem", cwd=at)
        return (at / f"{stem}.pem").read_bytes(), (at / f"{stem}.key").read_bytes()


def refusal(call, **asked) -> tuple[str, str]:
    with pytest.raises(ClientError) as refused:
        call(**asked)
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


class Secure:
    """A load balancer that speaks TLS before a service, and a task whose network clients are in."""

    def __init__(self, bench: Bench, folder: Path):
        self.bench, self.folder = bench, folder
        self.elb, self.acm = bench.engine.boto("elbv2"), bench.engine.boto("acm")
        self.authority = Authority(folder)
        default = [{"Name": "default-for-az", "Values": ["true"]}]
        subnets = bench.ec2.describe_subnets(Filters=default)["Subnets"][:2]
        self.subnets = [one["SubnetId"] for one in subnets]
        balancer = self.elb.create_load_balancer(
            Name=unique("tls"), Scheme="internal", Subnets=self.subnets)["LoadBalancers"][0]
        self.arn = balancer["LoadBalancerArn"]
        self.group = self.elb.create_target_group(
            Name=unique("tg"), Protocol="HTTP", Port=80, VpcId=balancer["VpcId"],
            TargetType="ip", **CHECKS)["TargetGroups"][0]["TargetGroupArn"]
        self.a, self.b = self.bring("a.example.com"), self.bring("b.example.com", "ec")
        forward = [{"Type": "forward", "TargetGroupArn": self.group}]
        self.listener = self.elb.create_listener(
            LoadBalancerArn=self.arn, Protocol="HTTPS", Port=443, SslPolicy=POLICY, DefaultActions=forward,
            Certificates=[{"CertificateArn": self.a}])["Listeners"][0]["ListenerArn"]
        self.elb.create_listener(
            LoadBalancerArn=self.arn, Protocol="HTTP", Port=80, DefaultActions=[{
                "Type": "redirect", "RedirectConfig": {
                    "Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}}])
        self.elb.add_listener_certificates(
            ListenerArn=self.listener, Certificates=[{"CertificateArn": self.b}])
        self.serve()
        self.within = self.enter()
        enis = bench.ec2.describe_network_interfaces(Filters=[
            {"Name": "description", "Values": [f"ELB {self.arn.partition(':loadbalancer/')[2]}"]}])
        self.address = enis["NetworkInterfaces"][0]["PrivateIpAddress"]
        until("it answers", lambda: self.curl("https://a.example.com/") == "hello", 60)

    def bring(self, name: str, kind: str = "rsa", **more) -> str:
        body, key = self.authority.issue(name, kind)
        return self.acm.import_certificate(
            Certificate=body, PrivateKey=key, CertificateChain=self.authority.pem.read_bytes(), **more,
        )["CertificateArn"]

    def serve(self):
        container = self.bench.container(command=["sh", "-c", WEB], portMappings=[{"containerPort": 80}])
        self.service = unique("service")
        network = {"awsvpcConfiguration": {"subnets": self.subnets}}
        self.bench.ecs.create_service(
            cluster=self.bench.cluster, serviceName=self.service, desiredCount=2, launchType="FARGATE",
            taskDefinition=self.bench.define(container)["taskDefinitionArn"], networkConfiguration=network,
            loadBalancers=[{"targetGroupArn": self.group, "containerName": "main", "containerPort": 80}])

    def enter(self) -> list[str]:
        """Runs a task; the words before a command that runs in its network."""
        # Known by it among the tasks of all engines.
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

    def run(self, *words: str, stdin: str | None = None, within: float = 60):
        return subprocess.run([*self.within, *words], input=stdin, capture_output=True, text=True, timeout=within)

    def curl(self, url: str, *more: str) -> str:
        names = [f"{name}.example.com:{port}:{self.address}" for name in ("a", "b") for port in (80, 443)]
        names = [word for name in names for word in ("--resolve", name)]
        done = self.run("curl", "-sS", "-m", "10", "--cacert", str(self.authority.pem), *names, *more, url)
        return done.stdout.strip() if done.returncode == 0 else f"{done.returncode}: {done.stderr}"

    def serial(self, name: str) -> str:
        """The serial number of the certificate that a client gets who asks for the name."""
        done = self.run("openssl", "s_client", "-connect", f"{self.address}:443", "-servername", name, stdin="")
        return openssl("x509", "-noout", "-serial", cwd=self.folder, stdin=done.stdout).strip().partition("=")[2]

    def serial_of(self, arn: str) -> str:
        found = self.acm.describe_certificate(CertificateArn=arn)["Certificate"]["Serial"]
        return found.replace(":", "").upper()

    def python(self, script: str, *words: str) -> subprocess.Popen:
        return subprocess.Popen([*self.within, sys.executable, "-c", script, self.address,
                                 str(self.authority.pem), *words],
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def close(self):
        of = {"cluster": self.bench.cluster}
        self.bench.ecs.delete_service(service=self.service, force=True, **of)

        def gone():
            found = self.bench.ecs.describe_services(services=[self.service], **of)["services"]
            return found[0]["status"] == "INACTIVE"
        until("the service is gone", gone, 60)
        self.elb.delete_load_balancer(LoadBalancerArn=self.arn)
        self.elb.delete_target_group(TargetGroupArn=self.group)
        self.bench.stop(self.task)


@pytest.fixture(scope="module")
def secure(engine, images, tmp_path_factory):
    bench = Bench(engine, images)
    made = Secure(bench, tmp_path_factory.mktemp("tls"))
    yield made
    made.close()
    bench.close()


# Verifies the chain and the name as every program of Python does, over TLS 1.2 and 1.3.
PYTHON = """
import socket, ssl, sys
import urllib3
address, ca = sys.argv[1:3]
for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
    context = ssl.create_default_context(cafile=ca)
    context.minimum_version = context.maximum_version = version
    with context.wrap_socket(socket.create_connection((address, 443), 10), server_hostname="b.example.com") as tls:
        assert ("DNS", "b.example.com") in tls.getpeercert()["subjectAltName"]
        print(tls.version(), tls.cipher()[0])
context = ssl.create_default_context(cafile=ca)
try:
    context.wrap_socket(socket.create_connection((address, 443), 10), server_hostname="c.example.com")
except ssl.SSLCertVerificationError as error:
    print(error.verify_message)
pool = urllib3.HTTPSConnectionPool(address, 443, ca_certs=ca, server_hostname="a.example.com",
                                   assert_hostname="a.example.com")
answer = pool.request("GET", "/", headers={"Host": "a.example.com"})
print(answer.status, answer.data.decode().strip())
"""


def test_stock_clients_are_served_over_tls(secure):
    assert secure.curl("https://a.example.com/", "--http1.1", "-w", " %{http_version}") == "hello\n 1.1"
    assert secure.curl("https://b.example.com/", "--http2", "-w", " %{http_version}") == "hello\n 2"
    seen = secure.curl("http://a.example.com/x?q=1", "-o", "/dev/null", "-w", "%{http_code} %{redirect_url}")
    assert seen == "301 https://a.example.com:443/x?q=1", seen
    assert secure.curl("http://a.example.com/", "-L") == "hello"
    done, _ = secure.python(PYTHON).communicate(timeout=60)
    lines = done.splitlines()
    assert lines[0].startswith("TLSv1.2 ECDHE-ECDSA-AES") and lines[1].startswith("TLSv1.3 TLS_AES"), done
    assert "Hostname mismatch" in lines[2] and lines[3] == "200 hello", done
    # By name each gets its own certificate, by any other one the default.
    assert secure.serial("a.example.com") == secure.serial_of(secure.a)
    assert secure.serial("b.example.com") == secure.serial_of(secure.b)
    assert secure.serial("other.org") == secure.serial_of(secure.a)
    old = secure.run("openssl", "s_client", "-connect", f"{secure.address}:443", "-tls1_1",
                     "-cipher", "DEFAULT@SECLEVEL=0", stdin="")
    # An alert of the load balancer's, not a refusal of the client's own.
    assert old.returncode != 0 and "SSL alert number" in old.stderr, old.stderr


# Asks all the time, on connections that are kept and on new ones, and says what failed.
ASKER = """
import ssl, sys, threading, time
import urllib3
address, ca = sys.argv[1:3]
over, failures, answers, told = threading.Event(), [], [0], threading.Lock()
def ask(keep):
    while not over.is_set():
        pool = urllib3.HTTPSConnectionPool(address, 443, ca_certs=ca, server_hostname="a.example.com",
                                           assert_hostname="a.example.com", retries=False, timeout=10)
        for _ in range(20 if keep else 1):
            try:
                answer = pool.request("GET", "/", headers={"Host": "a.example.com"})
                if answer.status != 200: failures.append(answer.status)
                with told: answers[0] += 1
            except Exception as error:
                failures.append(repr(error))
        pool.close()
threads = [threading.Thread(target=ask, args=(keep,)) for keep in (True, False, False)]
for thread in threads: thread.start()
print("begun", flush=True)
sys.stdin.readline()
over.set()
for thread in threads: thread.join()
print(answers[0], failures[:5], flush=True)
"""


def test_a_certificate_is_replaced_under_load_and_no_request_fails(secure):
    asker = secure.python(ASKER)
    assert asker.stdout.readline() == "begun\n"
    before = secure.serial("a.example.com")
    # The same ARN with another certificate, and another ARN.
    secure.bring("a.example.com", CertificateArn=secure.a)
    assert secure.serial_of(secure.a) != before
    until("the new one is served", lambda: secure.serial("a.example.com") == secure.serial_of(secure.a))
    other = secure.bring("a.example.com", "ec")
    secure.elb.modify_listener(ListenerArn=secure.listener, Certificates=[{"CertificateArn": other}])
    until("the other one is served", lambda: secure.serial("a.example.com") == secure.serial_of(other))
    code, text = refusal(secure.acm.delete_certificate, CertificateArn=other)
    assert code == "ResourceInUseException" and text.endswith("is in use."), text
    secure.elb.modify_listener(ListenerArn=secure.listener, Certificates=[{"CertificateArn": secure.a}])
    until("the first one is served", lambda: secure.serial("a.example.com") == secure.serial_of(secure.a))
    said, _ = asker.communicate("over\n", timeout=60)
    answers, _, failures = said.strip().partition(" ")
    assert int(answers) > 20 and failures == "[]", said
    secure.acm.delete_certificate(CertificateArn=other)


# Begins handshakes and ends none.
SLOW = """
import socket, sys
held = [socket.create_connection((sys.argv[1], 443), 10) for _ in range(200)]
for one in held[::2]: one.sendall(bytes([22, 3, 1, 2, 0, 1]))
print("begun", flush=True)
sys.stdin.readline()
"""


def test_a_slow_handshake_holds_nobody_up(secure):
    slow = secure.python(SLOW)
    assert slow.stdout.readline() == "begun\n"
    for _ in range(5):
        assert secure.curl("https://a.example.com/") == "hello"
    slow.communicate("over\n", timeout=30)


def test_acm_refuses_a_wrong_key_and_issues_by_the_engines_authority(secure):
    (body, _), (_, key) = secure.authority.issue("x.example.com"), secure.authority.issue("x.example.com")
    chain = secure.authority.pem.read_bytes()
    code, text = refusal(secure.acm.import_certificate, Certificate=body, PrivateKey=key, CertificateChain=chain)
    assert (code, text) == ("ValidationException", "The private key does not match the certificate.")
    arn = secure.acm.request_certificate(DomainName="shop.example.com", ValidationMethod="DNS")["CertificateArn"]
    secure.acm.get_waiter("certificate_validated").wait(CertificateArn=arn, WaiterConfig={"MaxAttempts": 1})
    got = secure.acm.get_certificate(CertificateArn=arn)
    trusted = secure.bench.engine.data / "server" / "tls" / "ca.pem"
    assert got["CertificateChain"] == trusted.read_text()
    (secure.folder / "issued.pem").write_text(got["Certificate"])
    assert "OK" in openssl("verify", "-x509_strict", "-CAfile", str(trusted), "issued.pem", cwd=secure.folder)
    shown = json.loads(secure.bench.engine.aws("acm", "describe-certificate", "--certificate-arn", arn))
    assert shown["Certificate"]["Status"] == "ISSUED"
    secure.acm.delete_certificate(CertificateArn=arn)


def pieces(pem: bytes, folder: Path) -> list[bytes]:
    """What tells a private key of RSA: a line of its PEM and bytes of a prime, none of them public."""
    line = pem.splitlines()[14]
    (folder / "canary.key").write_bytes(pem)
    done = subprocess.run(["openssl", "pkey", "-in", "canary.key", "-outform", "DER"], cwd=folder,
                          capture_output=True, timeout=30)
    middle = done.stdout[len(done.stdout) // 2:][:24]
    return [line, middle, middle.hex().encode()]


def parts(path: Path):
    """What is written in a file, some at a time and without its holes: disks of tasks have large ones."""
    try:
        file = path.open("rb")
    except OSError:
        return
    with file:
        at = 0
        while True:
            try:
                at = os.lseek(file.fileno(), at, os.SEEK_DATA)
            except OSError:
                return
            # With what may begin at the end of the part before.
            part = os.pread(file.fileno(), 1 << 20, max(0, at - 64))
            if not part:
                return
            yield part
            at = max(0, at - 64) + len(part)


def test_a_private_key_is_in_no_file_and_is_there_again_after_every_kill(own_engine, archive, tmp_path):
    from conftest import pusher
    engine = own_engine()
    bench = patient(Bench(engine, pusher(engine, archive)))
    secure = Secure(bench, tmp_path)
    secure.elb, secure.acm = Patient(secure.elb), Patient(secure.acm)
    body, key = secure.authority.issue("a.example.com")
    secure.acm.import_certificate(CertificateArn=secure.a, Certificate=body, PrivateKey=key,
                                  CertificateChain=secure.authority.pem.read_bytes())
    refusal(secure.acm.import_certificate, Certificate=body, PrivateKey=key)
    serial = secure.serial_of(secure.a)
    until("it is served", lambda: secure.serial("a.example.com") == serial)
    canaries = pieces(key, tmp_path)
    for kill in ("nothing", "server", "agent", "balancer"):
        if kill == "balancer":
            for pid in engine.pids("balancer"):
                os.kill(pid, signal.SIGKILL)
        elif kill != "nothing":
            engine.kill(kill)
        until(f"it is served after {kill} was killed", lambda: secure.curl("https://a.example.com/") == "hello", 40)
        assert secure.serial("a.example.com") == serial
        looked = 0
        # Unlike rglob this passes over a folder that goes while it is looked for.
        for folder, _, names in os.walk(engine.data):
            for at in (Path(folder, name) for name in names):
                if at.is_file() and not at.is_symlink():
                    looked += 1
                    assert not any(piece in part for part in parts(at) for piece in canaries), at
        assert looked > 10
    secure.close()
