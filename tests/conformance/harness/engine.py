"""One engine on a folder and a port of its own, driven as a user drives it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import boto3
from botocore.config import Config

from . import census
from .wait import until

ROOT = Path(__file__).resolve().parents[3]
BINARY = Path(os.environ.get("FERROGATE_BIN", ROOT / "target/debug/ferrogate")).resolve()
TOOLS = Path(sys.executable).parent  # where the `aws` of the pinned version is
AWS_V2 = "/usr/bin/aws"  # Debian's: generation 2, older than AWS_ENDPOINT_URL
# The client's own validation is off: what is refused must be refused by the server.
CLIENT = Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=60,
                parameter_validation=False)


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Engine:
    """`ferrogate up` in the foreground as our child, until `down`."""

    def __init__(self, *flags: str, port: int | None = None, before_exec=None):
        self.before = census.take()
        # Short on purpose: paths of Unix sockets end at 107 bytes.
        self.home = Path(tempfile.mkdtemp(prefix="fg-"))
        self.data = self.home / "data"
        self.log = self.home / "engine.log"
        self.flags, self.port = flags, port or free_port()
        self.before_exec = before_exec  # changes the engine's process and all that it starts
        self.child: subprocess.Popen | None = None
        self.env: dict[str, str] = {}

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def registry(self) -> str:
        """The name of the engine's own registry in image references."""
        return f"{self.account}.dkr.ecr.{self.region}.amazonaws.com"

    def start(self) -> "Engine":
        """Starts, waits until the API answers, and reads the keys as a user's shell does."""
        command = [str(BINARY), "up", "--data-dir", str(self.data),
                   "--listen", f"127.0.0.1:{self.port}", *self.flags]
        self.child = self.spawn(command)
        until("the API answers", self.ready, within=30)
        self.env = self.shell_env()
        self.region = self.env["AWS_REGION"]
        self.account = self.boto("sts").get_caller_identity()["Account"]
        return self

    def spawn(self, command: list[str]) -> subprocess.Popen:
        with self.log.open("ab") as log:
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                    cwd=self.home, start_new_session=True,
                                    preexec_fn=self.before_exec)

    def ready(self) -> bool:
        """Whether GET /_ferrogate/health answers 200; raises when the engine has ended."""
        if self.child and self.child.poll() is not None:
            raise RuntimeError(f"`ferrogate up` ended with {self.child.returncode}:\n{self.words()}")
        try:
            with urllib.request.urlopen(f"{self.endpoint}/_ferrogate/health", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def words(self) -> str:
        """The end of what the engine printed, for a failure's message."""
        return self.log.read_text(errors="replace")[-8000:] if self.log.exists() else ""

    def shell_env(self) -> dict[str, str]:
        """The environment after `eval "$(ferrogate env)"` in a shell with nothing of AWS set."""
        script = f'eval "$("{BINARY}" env --data-dir "{self.data}")"; env -0'
        base = {"PATH": f"{TOOLS}:{BINARY.parent}:{os.environ['PATH']}", "HOME": str(self.home),
                "LANG": "C.UTF-8",
                "FERROGATE_INTERNET": os.environ["FERROGATE_INTERNET"]}
        shown = subprocess.run(["sh", "-ec", script], env=base, capture_output=True, text=True, check=False)
        assert shown.returncode == 0, f"ferrogate env: {shown.stderr}"
        return dict(item.split("=", 1) for item in shown.stdout.split("\0") if "=" in item)

    # -- clients ---------------------------------------------------------------------------

    def boto(self, service: str, **more):
        """A stock boto3 client with what `ferrogate env` said."""
        keys = {"aws_access_key_id": self.env["AWS_ACCESS_KEY_ID"],
                "aws_secret_access_key": self.env["AWS_SECRET_ACCESS_KEY"]}
        session = boto3.session.Session(region_name=self.env["AWS_REGION"])
        return session.client(service, endpoint_url=self.env["AWS_ENDPOINT_URL"],
                              **{"config": CLIENT, **keys, **more})

    def run(self, *command: str, within: float = 60, stdin: str | None = None):
        """Runs any command in the user's environment; answers the finished process."""
        return subprocess.run(command, env=self.env, cwd=self.home, input=stdin or "",
                              capture_output=True, text=True, timeout=within, check=False)

    def aws(self, *args: str, within: float = 60) -> str:
        """The stock CLI; what it printed, or an assertion with its words."""
        done = self.run(str(TOOLS / "aws"), *args, within=within)
        assert done.returncode == 0, f"aws {' '.join(args)}: {done.stderr}"
        return done.stdout

    def aws_v2(self, *args: str, within: float = 60) -> str:
        """The stock CLI of generation 2, which has commands that generation 1 lacks."""
        done = self.run(AWS_V2, "--endpoint-url", self.endpoint, *args, within=within)
        assert done.returncode == 0, f"aws {' '.join(args)}: {done.stderr}"
        return done.stdout

    def cli(self, *args: str, within: float = 60):
        """Our own CLI on this engine's folder."""
        return self.run(str(BINARY), *args, "--data-dir", str(self.data), within=within)

    def push(self, archive: Path, repository: str, tag: str = "1") -> str:
        """Pushes an OCI archive with skopeo under ECR's login; answers its image name."""
        ecr = self.boto("ecr")
        try:
            ecr.create_repository(repositoryName=repository)
        except ecr.exceptions.RepositoryAlreadyExistsException:
            pass
        password = self.aws("ecr", "get-login-password").strip()
        done = self.run("skopeo", "copy", "--quiet", "--dest-tls-verify=false",
                        "--dest-creds", f"AWS:{password}", f"oci-archive:{archive}",
                        f"docker://127.0.0.1:{self.port}/{repository}:{tag}", within=120)
        assert done.returncode == 0, f"skopeo copy: {done.stderr}"
        return f"{self.registry}/{repository}:{tag}"

    # -- processes and their end -----------------------------------------------------------

    def pids(self, kind: str) -> list[int]:
        """Processes of ours by their first argument: `up`, `server`, `agent`, `shim`."""
        found = []
        for pid in census.processes([str(self.data)]):
            try:
                words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            ours = any(str(self.data).encode() in word for word in words)
            if ours and len(words) > 1 and words[1] == kind.encode():
                found.append(pid)
        return found

    def ended(self, within: float = 30) -> int:
        """The exit code of `ferrogate up` once it has ended by itself; what it still does, when it does not."""
        try:
            return self.child.wait(timeout=within)
        except subprocess.TimeoutExpired:
            left = census.at_work([*census.processes([str(self.data)]), os.getpid()])
            raise AssertionError(f"`ferrogate up` ({self.child.pid}) still runs after {within:.0f} s:\n"
                                 + "\n".join(left) + f"\n{self.words()}") from None

    def kill(self, kind: str):
        """SIGKILL to the one process of that kind; answers its id once it is gone."""
        pids = self.pids(kind)
        assert len(pids) == 1, f"one {kind} process was expected, there are {pids}"
        os.kill(pids[0], signal.SIGKILL)
        if self.child and pids[0] == self.child.pid:
            self.child.wait(timeout=10)
        else:
            until(f"{kind} {pids[0]} is gone", lambda: pids[0] not in self.pids(kind), within=10)
        return pids[0]

    def kill_all(self, kinds):
        """SIGKILL to all processes of these kinds that are still there."""
        for kind in kinds:
            for pid in self.pids(kind):
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            until(f"no {kind} is there", lambda kind=kind: not self.pids(kind), within=10)

    def down(self):
        """`down --purge`, then asserts that nothing at all is left."""
        done = self.cli("down", "--purge", within=120)
        assert done.returncode == 0, f"ferrogate down --purge: {done.stdout}{done.stderr}\n{self.words()}"
        if self.child:
            self.child.wait(timeout=30)
        leftover = until("the census is empty", lambda: self.clean() or None, within=15, every=0.2)
        assert leftover == "clean"
        shutil.rmtree(self.home)

    def clean(self) -> str:
        """`clean`, or an assertion with what is left."""
        left = census.left(self.before, [str(self.data)])
        assert not left, "left behind:\n" + "\n".join(left)
        assert not self.data.exists(), f"{self.data} is still there: {sorted(self.data.rglob('*'))[:20]}"
        return "clean"

    def abandon(self):
        """Ends what a failed test left, so that the next engine finds a clean machine."""
        # Also when its supervisor is dead already: shims outlive it.
        if self.data.exists():
            self.cli("down", "--purge", within=120)
        if self.child and self.child.poll() is None:
            self.child.kill()
            self.child.wait(timeout=10)
